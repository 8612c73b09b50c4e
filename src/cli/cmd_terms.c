#include "cli/cli.h"
#include "cli/escape.h"
#include "cli/json_writer.h"
#include "cli/shown.h"

enum {
    TERMS = 20, // where nobody says
    ARTICLES_WIDTH = 8,
    OCCURRENCES_WIDTH = 11, // columns, of the headings
};

// The words that fit one pattern, while they are printed.
struct terms {
    struct cli *cli;
    enum format format;
    const char *pattern;
    uint64_t count; // of its words, printed so far
    bool apart;     // from what was printed for another pattern
    struct json_writer json;
};

// ---- A term -----------------------------------------------------------------

// A number with its thousands apart, at the right of its column.
static void add_count(struct buffer *out, uint64_t count, int width)
{
    struct buffer shown = { 0 };
    shown_count(&shown, count);
    buffer_format(out, "%*s", width - (int)shown.len, "");
    buffer_add(out, buffer_slice(&shown));
    if (shown.failed) out->failed = true;
    buffer_free(&shown);
}

static void add_text(struct buffer *out, const struct offprint_term *term)
{
    add_count(out, term->articles, ARTICLES_WIDTH);
    buffer_add_string(out, "  ");
    add_count(out, term->occurrences, OCCURRENCES_WIDTH);
    buffer_add_string(out, "  ");
    escape_name(out, slice_of(term->term));
    buffer_add_byte(out, '\n');
}

// articles, occurrences, term, key, pattern
static void add_tsv(struct buffer *out, const struct offprint_term *term,
                    const char *pattern)
{
    const char *fields[] = { term->term, term->key, pattern };
    buffer_format(out, "%llu\t%llu", (unsigned long long)term->articles,
                  (unsigned long long)term->occurrences);
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        buffer_add_byte(out, '\t');
        escape_field(out, slice_of(fields[i]));
    }
    buffer_add_byte(out, '\n');
}

static void add_object(struct json_writer *json,
                       const struct offprint_term *term, const char *pattern)
{
    json_write_object(json, NULL);
    if (pattern) json_write_string(json, "pattern", pattern);
    json_write_string(json, "term", term->term);
    json_write_string(json, "key", term->key);
    json_write_integer(json, "articles", term->articles);
    json_write_integer(json, "occurrences", term->occurrences);
    json_write_object_end(json);
}

// ---- Around the terms -------------------------------------------------------

static void add_heading(struct terms *terms)
{
    const struct terminal *screen = &terms->cli->screen;
    struct buffer *out = &terms->cli->out.text;
    if (terms->cli->args.operand_count > 1) {
        if (terms->apart) buffer_add_byte(out, '\n');
        terminal_style(out, screen, STYLE_TITLE);
        escape_name(out, slice_of(terms->pattern));
        terminal_style(out, screen, STYLE_PLAIN);
        buffer_add_byte(out, '\n');
    }
    if (!screen->present) return;
    terminal_add(out, screen, STYLE_DIM, SLICE("articles  occurrences  word"));
    buffer_add_byte(out, '\n');
}

// Before the first term, when it is known that the pattern is one.
static void begin(struct terms *terms)
{
    if (terms->format == FORMAT_TEXT) add_heading(terms);
    if (terms->format != FORMAT_JSON) return;
    json_write_object(&terms->json, NULL);
    json_write_string(&terms->json, "pattern", terms->pattern);
    json_write_array(&terms->json, "terms");
}

static bool add_term(void *context, const struct offprint_term *term)
{
    struct terms *terms = context;
    struct buffer *out = &terms->cli->out.text;
    if (terms->count++ == 0) begin(terms);
    switch (terms->format) {
    case FORMAT_JSON: add_object(&terms->json, term, NULL); break;
    case FORMAT_JSONL:
        add_object(&terms->json, term, terms->pattern);
        json_write_line_end(&terms->json);
        break;
    case FORMAT_TSV: add_tsv(out, term, terms->pattern); break;
    case FORMAT_TEXT:
    case FORMAT_PATHS:
    case FORMAT_TREC: add_text(out, term); break;
    }
    return output_drain(&terms->cli->out);
}

// JSON holds the total itself.
static void end(struct terms *terms, uint64_t total)
{
    if (terms->format == FORMAT_JSON) {
        if (terms->count == 0) begin(terms);
        json_write_array_end(&terms->json);
        json_write_integer(&terms->json, "total", total);
        json_write_object_end(&terms->json);
        json_write_line_end(&terms->json);
    } else if (terms->count == 0) {
        message("no word fits: %s", terms->pattern);
    } else if (terms->count < total) {
        message("%s: %llu of %llu words (-n 0 prints all)", terms->pattern,
                (unsigned long long)terms->count, (unsigned long long)total);
    }
}

// ---- The command ------------------------------------------------------------

// One pattern. Returns an exit code, EXIT_NOTHING where no word fits.
static int print_terms(struct terms *terms, offprint_index *index)
{
    struct offprint_terms_options options = {
        .pattern = terms->pattern,
        .limit = arguments_number(&terms->cli->args, OPTION_LIMIT, TERMS),
    };
    uint64_t total;
    struct offprint_error err;
    if (offprint_terms(index, &options, add_term, terms, &total, &err))
        return message_failure(&err, NULL);
    end(terms, total);
    return terms->count > 0 ? EXIT_DONE : EXIT_NOTHING;
}

// What is no pattern is said, and the others go on.
static int print_all(struct cli *cli, offprint_index *index)
{
    bool found = false, refused = false;
    for (size_t i = 0; i < cli->args.operand_count; i++) {
        struct terms terms = { .cli = cli,
                               .format = arguments_format(&cli->args),
                               .pattern = cli->args.operands[i],
                               .apart = found,
                               .json = { .out = &cli->out.text } };
        int code = print_terms(&terms, index);
        if (code == EXIT_UNUSABLE) return code;
        found = found || code == EXIT_DONE;
        refused = refused || code == EXIT_USAGE;
        if (!output_drain(&cli->out)) break;
    }
    if (refused) return EXIT_USAGE;
    return found ? EXIT_DONE : EXIT_NOTHING;
}

int cmd_terms(struct cli *cli)
{
    offprint_index *index;
    int code = cli_open_index(cli, &index);
    if (code != EXIT_DONE) return code;
    code = print_all(cli, index);
    offprint_index_close(index);
    return code;
}
