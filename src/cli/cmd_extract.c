#include "cli/cli.h"
#include "cli/json_writer.h"
#include "cli/page.h"

enum {
    LINES_A_FILE = 5, // of problems; the rest is counted
};

struct extracting {
    struct cli *cli;
    const char *name; // of the file, as it was given
    bool json;
    bool begun;        // something was printed
    bool failed;       // some file or member
    uint64_t problems; // of the file at hand
};

// ---- Forms ------------------------------------------------------------------

static void add_sources(struct json_writer *json,
                        const struct offprint_sources *sources)
{
    json_write_object(json, "sources");
    json_write_string(json, "title", sources->title);
    json_write_string(json, "authors", sources->authors);
    json_write_string(json, "publication", sources->site);
    json_write_string(json, "published", sources->published);
    json_write_string(json, "modified", sources->modified);
    json_write_string(json, "language", sources->language);
    json_write_string(json, "tags", sources->tags);
    json_write_string(json, "url", sources->url);
    json_write_string(json, "description", sources->description);
    json_write_object_end(json);
}

static void add_json(struct buffer *out, const struct offprint_extract *extract)
{
    const struct offprint_article *article = &extract->article;
    struct json_writer json = { .out = out };
    json_write_object(&json, NULL);
    json_write_string(&json, "title", article->title);
    json_write_strings(&json, "authors", article->authors,
                       article->author_count);
    json_write_string(&json, "publication", article->site);
    json_write_string(&json, "published", article->published);
    json_write_string(&json, "modified", article->modified);
    json_write_string(&json, "language", article->language);
    json_write_strings(&json, "tags", article->tags, article->tag_count);
    json_write_path(&json, "uri", article->url ? article->url : article->uri);
    json_write_string(&json, "url", article->url);
    json_write_string(&json, "description", article->description);
    json_write_string(&json, "text", article->body);
    json_write_string(&json, "captions", article->captions);
    json_write_string(&json, "charset", extract->charset);
    json_write_integer(&json, "replaced", extract->replaced);
    json_write_integer(&json, "repaired", extract->repaired);
    json_write_string(&json, "kind", extract->kind);
    json_write_string(&json, "format", article->kind);
    json_write_string(&json, "saved", extract->saved);
    json_write_path(&json, "name", article->name);
    json_write_path(&json, "path", article->path);
    add_sources(&json, &extract->sources);
    json_write_object_end(&json);
    json_write_line_end(&json);
}

static void add_page(struct extracting *extracting,
                     const struct offprint_extract *extract)
{
    struct cli *cli = extracting->cli;
    if (extracting->begun) {
        buffer_add_byte(&cli->out.text, '\n');
        terminal_add(&cli->out.text, &cli->screen, STYLE_DIM,
                     SLICE("────────────────────"));
        buffer_add_string(&cli->out.text, "\n\n");
    }
    const struct page page = { cli, &extract->article, NULL, extract };
    page_add_text(&page);
}

static bool on_article(void *context, const struct offprint_extract *extract)
{
    struct extracting *extracting = context;
    if (extracting->json)
        add_json(&extracting->cli->out.text, extract);
    else
        add_page(extracting, extract);
    extracting->begun = true;
    return output_drain(&extracting->cli->out);
}

// ---- Problems ---------------------------------------------------------------

static void on_problem(void *context, enum offprint_problem_kind kind,
                       const char *member, const char *text)
{
    struct extracting *extracting = context;
    if (kind != OFFPRINT_NOTE) extracting->failed = true;
    if (++extracting->problems > LINES_A_FILE) return;
    if (member)
        message("%s: %s: %s", extracting->name, member, text);
    else
        message("%s: %s", extracting->name, text);
}

static void tell_omitted(const struct extracting *extracting)
{
    if (extracting->problems > LINES_A_FILE)
        message("%s: %llu more", extracting->name,
                (unsigned long long)(extracting->problems - LINES_A_FILE));
}

// ---- The command ------------------------------------------------------------

static enum offprint_status extract_file(
    struct extracting *extracting, const char *operand,
    const struct offprint_extract_options *options, struct offprint_error *err)
{
    bool standard = strcmp(operand, "-") == 0;
    extracting->name = standard ? "standard input" : operand;
    extracting->problems = 0;
    enum offprint_status status =
        offprint_extract(standard ? NULL : operand, options, err);
    tell_omitted(extracting);
    return status;
}

int cmd_extract(struct cli *cli)
{
    const struct arguments *args = &cli->args;
    struct extracting extracting = {
        .cli = cli,
        .json = arguments_format(args) == FORMAT_JSON,
    };
    struct offprint_extract_options options = {
        .whole_pages = arguments_has(args, OPTION_WHOLE_PAGES),
        .on_article = on_article,
        .on_problem = on_problem,
        .context = &extracting,
    };
    options.map_count =
        arguments_values(args, OPTION_MAP, &cli->arena, &options.maps);
    struct offprint_error err;
    if (!options.maps) {
        fail_no_memory(&err);
        return message_failure(&err, NULL);
    }
    for (size_t i = 0; i < args->operand_count; i++) {
        if (extract_file(&extracting, args->operands[i], &options, &err))
            return message_failure(&err, NULL);
        if (cli->out.error) break;
    }
    return extracting.failed ? EXIT_PARTLY : EXIT_DONE;
}
