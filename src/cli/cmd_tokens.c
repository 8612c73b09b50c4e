#include "base/error.h"
#include "base/utf8.h"
#include "cli/cli.h"
#include "cli/escape.h"
#include "cli/input.h"
#include "cli/json_writer.h"

enum {
    WIDTH_MIN = 8,      // of the columns that hold words
    WIDTH_MAX = 24,     // a longer word moves the rest of its line
    NUMBERS_WIDTH = 36, // of the other columns and all gaps, about
    GAP = 2,
};

enum column {
    COLUMN_POSITION,
    COLUMN_BYTES,
    COLUMN_TERM,
    COLUMN_KEY,
    COLUMN_STEM, // empty without a language
    COLUMN_KIND,
    COLUMN_COUNT,
};

static const char *const HEADINGS[COLUMN_COUNT] = {
    [COLUMN_POSITION] = "position", [COLUMN_BYTES] = "bytes",
    [COLUMN_TERM] = "word",         [COLUMN_KEY] = "key",
    [COLUMN_STEM] = "stem",         [COLUMN_KIND] = "kind",
};

// A text is cut twice: to measure the columns, then to print. So the words need
// not be kept, and what fails does so before anything is printed.
struct tokens {
    struct cli *cli;
    enum format format;
    struct slice text;
    const char *language; // or NULL
    uint64_t count;
    struct buffer cells[COLUMN_COUNT]; // of the row at hand
    int widths[COLUMN_COUNT];          // 0: the column is left out
    struct json_writer json;
};

// ---- For people -------------------------------------------------------------

static int cell_width(const struct tokens *tokens, enum column column)
{
    return (int)utf8_text_width(buffer_slice(&tokens->cells[column]));
}

static void fill_cells(struct tokens *tokens,
                       const struct offprint_token *token)
{
    struct buffer *cells = tokens->cells;
    for (int i = 0; i < COLUMN_COUNT; i++) buffer_reset(&cells[i]);
    buffer_format(&cells[COLUMN_POSITION], "%lu",
                  (unsigned long)token->position);
    buffer_format(&cells[COLUMN_BYTES], "%zu-%zu", token->start, token->end);
    escape_name(&cells[COLUMN_TERM], slice_of(token->term));
    escape_name(&cells[COLUMN_KEY], slice_of(token->key));
    escape_name(&cells[COLUMN_STEM], slice_of(token->stem));
    buffer_add_string(&cells[COLUMN_KIND], token->kind);
}

static void fill_headings(struct tokens *tokens)
{
    for (int i = 0; i < COLUMN_COUNT; i++) {
        buffer_reset(&tokens->cells[i]);
        buffer_add_string(&tokens->cells[i], HEADINGS[i]);
    }
}

// What the screen leaves to each of term, key and stem.
static int width_limit(const struct terminal *screen)
{
    int width = (screen->width - NUMBERS_WIDTH) / 3;
    if (width < WIDTH_MIN) return WIDTH_MIN;
    return width < WIDTH_MAX ? width : WIDTH_MAX;
}

static void measure_cells(struct tokens *tokens)
{
    int limit = width_limit(&tokens->cli->screen);
    for (int i = 0; i < COLUMN_COUNT; i++) {
        int width = cell_width(tokens, (enum column)i);
        bool words = i >= COLUMN_TERM && i <= COLUMN_STEM;
        if (words && width > limit) width = limit;
        if (width > tokens->widths[i]) tokens->widths[i] = width;
    }
}

// Numbers stand at the right of their column, nothing behind the last one.
static void add_cells(struct tokens *tokens)
{
    struct buffer *out = &tokens->cli->out.text;
    for (int i = 0; i < COLUMN_COUNT; i++) {
        if (tokens->widths[i] == 0) continue;
        int room = tokens->widths[i] - cell_width(tokens, (enum column)i);
        if (room < 0) room = 0;
        if (i == COLUMN_POSITION) buffer_format(out, "%*s", room, "");
        buffer_add(out, buffer_slice(&tokens->cells[i]));
        if (i == COLUMN_POSITION) room = 0;
        if (i < COLUMN_KIND) buffer_format(out, "%*s", room + GAP, "");
        if (tokens->cells[i].failed) out->failed = true;
    }
    buffer_add_byte(out, '\n');
}

static void add_heading(struct tokens *tokens)
{
    const struct terminal *screen = &tokens->cli->screen;
    fill_headings(tokens);
    if (!tokens->language) buffer_reset(&tokens->cells[COLUMN_STEM]);
    measure_cells(tokens);
    terminal_style(&tokens->cli->out.text, screen, STYLE_DIM);
    add_cells(tokens);
    terminal_style(&tokens->cli->out.text, screen, STYLE_PLAIN);
}

// ---- For programs -----------------------------------------------------------

// position, start, end, term, key, stem, kind
static void add_tsv(struct buffer *out, const struct offprint_token *token)
{
    const char *fields[] = { token->term, token->key, token->stem,
                             token->kind };
    buffer_format(out, "%lu\t%zu\t%zu", (unsigned long)token->position,
                  token->start, token->end);
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        buffer_add_byte(out, '\t');
        escape_field(out, slice_of(fields[i]));
    }
    buffer_add_byte(out, '\n');
}

static void add_object(struct json_writer *json,
                       const struct offprint_token *token)
{
    json_write_object(json, NULL);
    json_write_integer(json, "position", token->position);
    json_write_integer(json, "start", token->start);
    json_write_integer(json, "end", token->end);
    json_write_string(json, "term", token->term);
    json_write_string(json, "key", token->key);
    json_write_string(json, "stem", token->stem);
    json_write_string(json, "kind", token->kind);
    json_write_object_end(json);
}

// ---- Both ways through the text ---------------------------------------------

static bool measure_token(void *context, const struct offprint_token *token)
{
    struct tokens *tokens = context;
    tokens->count++;
    if (tokens->format != FORMAT_TEXT) return true;
    fill_cells(tokens, token);
    measure_cells(tokens);
    return true;
}

static bool add_token(void *context, const struct offprint_token *token)
{
    struct tokens *tokens = context;
    struct buffer *out = &tokens->cli->out.text;
    switch (tokens->format) {
    case FORMAT_JSON: add_object(&tokens->json, token); break;
    case FORMAT_JSONL:
        add_object(&tokens->json, token);
        json_write_line_end(&tokens->json);
        break;
    case FORMAT_TSV: add_tsv(out, token); break;
    case FORMAT_TEXT:
    case FORMAT_PATHS:
    case FORMAT_TREC:
        fill_cells(tokens, token);
        add_cells(tokens);
        break;
    }
    return output_drain(&tokens->cli->out);
}

static enum offprint_status cut(struct tokens *tokens,
                                bool (*on_token)(void *context,
                                                 const struct offprint_token *),
                                struct offprint_error *err)
{
    return offprint_tokens(tokens->text.ptr, tokens->text.len, tokens->language,
                           on_token, tokens, err);
}

static enum offprint_status print_tokens(struct tokens *tokens,
                                         struct offprint_error *err)
{
    enum offprint_status status = cut(tokens, measure_token, err);
    if (status) return status;
    bool json = tokens->format == FORMAT_JSON;
    if (json) {
        json_write_object(&tokens->json, NULL);
        json_write_string(&tokens->json, "language", tokens->language);
        json_write_array(&tokens->json, "tokens");
    } else if (tokens->format == FORMAT_TEXT && tokens->count > 0
               && tokens->cli->screen.present) {
        add_heading(tokens);
    }
    status = cut(tokens, add_token, err);
    if (!json) return status;
    json_write_array_end(&tokens->json);
    json_write_integer(&tokens->json, "total", tokens->count);
    json_write_object_end(&tokens->json);
    json_write_line_end(&tokens->json);
    return status;
}

// ---- The command ------------------------------------------------------------

// The operands, or standard input for a lone "-".
static enum offprint_status read_text(struct cli *cli, struct buffer *input,
                                      struct slice *text,
                                      struct offprint_error *err)
{
    const struct arguments *args = &cli->args;
    enum offprint_status status = OFFPRINT_OK;
    if (args->operand_count == 1 && strcmp(args->operands[0], "-") == 0) {
        status = input_read(input, err);
        *text = buffer_slice(input);
        return status;
    }
    *text = slice_of(arguments_line(args, &cli->arena));
    return text->ptr ? OFFPRINT_OK : fail_no_memory(err);
}

int cmd_tokens(struct cli *cli)
{
    struct tokens tokens = {
        .cli = cli,
        .format = arguments_format(&cli->args),
        .language = arguments_value(&cli->args, OPTION_LANG),
        .json = { .out = &cli->out.text },
    };
    struct buffer input = { 0 };
    struct offprint_error err;
    int code = EXIT_DONE;
    if (read_text(cli, &input, &tokens.text, &err)
        || print_tokens(&tokens, &err))
        code = message_failure(&err, NULL);
    else if (tokens.count == 0)
        code = EXIT_NOTHING;
    if (code == EXIT_NOTHING && tokens.format != FORMAT_JSON)
        message("no words in the text");
    for (int i = 0; i < COLUMN_COUNT; i++) buffer_free(&tokens.cells[i]);
    buffer_free(&input);
    return code;
}
