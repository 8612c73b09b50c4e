#include "base/file.h"
#include "cli/article_json.h"
#include "cli/cli.h"
#include "cli/entry.h"
#include "cli/escape.h"

enum { NUMBER_WIDTH = 6 }; // columns of an id, unless it is longer

struct list {
    struct cli *cli;
    enum format format;
    struct entry_layout layout;
    struct json_writer json; // of the one object of FORMAT_JSON
    bool null;
    bool some;
};

static void add_text(struct list *list, const struct offprint_article *article)
{
    struct entry_layout layout = list->layout;
    char id[24];
    int width = snprintf(id, sizeof id, "%lld", (long long)article->id);
    layout.number_width = width > NUMBER_WIDTH ? width : NUMBER_WIDTH;
    entry_add(&list->cli->out.text, &layout, (uint64_t)article->id, NULL,
              article);
}

static void add_object(struct json_writer *json,
                       const struct offprint_article *article)
{
    json_write_object(json, NULL);
    article_json_identity(json, article);
    article_json_fields(json, article);
    json_write_object_end(json);
}

static void add_jsonl(struct buffer *out,
                      const struct offprint_article *article)
{
    struct json_writer json = { .out = out };
    add_object(&json, article);
    json_write_line_end(&json);
}

// id, date, language, title, uri
static void add_tsv(struct buffer *out, const struct offprint_article *article)
{
    const char *fields[] = { article->published, article->language,
                             article->title, article->uri };
    buffer_format(out, "%lld", (long long)article->id);
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        buffer_add_byte(out, '\t');
        escape_field(out, slice_of(fields[i]));
    }
    buffer_add_byte(out, '\n');
}

static bool add_article(void *context, const struct offprint_article *article)
{
    struct list *list = context;
    struct buffer *out = &list->cli->out.text;
    list->some = true;
    switch (list->format) {
    case FORMAT_JSON: add_object(&list->json, article); break;
    case FORMAT_JSONL: add_jsonl(out, article); break;
    case FORMAT_TSV: add_tsv(out, article); break;
    case FORMAT_PATHS:
        entry_add_plain_path(out, list->layout.terminal, article, list->null);
        break;
    case FORMAT_TEXT:
    case FORMAT_TREC: add_text(list, article); break;
    }
    return output_drain(&list->cli->out);
}

// {"articles":[...],"total":N}: the total is known at the end.
static enum offprint_status add_articles(
    struct list *list, offprint_index *index,
    const struct offprint_list_options *options, struct offprint_error *err)
{
    uint64_t total = 0;
    bool json = list->format == FORMAT_JSON;
    if (json) {
        json_write_object(&list->json, NULL);
        json_write_array(&list->json, "articles");
    }
    enum offprint_status status =
        offprint_list(index, options, add_article, list, &total, err);
    if (!json) return status;
    json_write_array_end(&list->json);
    json_write_integer(&list->json, "total", total);
    json_write_object_end(&list->json);
    json_write_line_end(&list->json);
    return status;
}

static int list_index(struct list *list,
                      const struct offprint_list_options *options)
{
    offprint_index *index;
    int code = cli_open_index(list->cli, &index);
    if (code != EXIT_DONE) return code;
    struct offprint_error err;
    if (add_articles(list, index, options, &err))
        code = message_failure(&err, NULL);
    else if (!list->some)
        code = EXIT_NOTHING;
    offprint_index_close(index);
    return code;
}

// lang:de, tag:sport ...: letters and a colon. A path that begins so is found
// as ./lang:de.
static bool is_filter(const char *operand)
{
    size_t letters =
        strspn(operand, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
    return letters > 0 && operand[letters] == ':';
}

// Tells the operands apart: one path at most, and the filters in one line.
static enum offprint_status read_operands(struct cli *cli, const char **path,
                                          struct offprint_list_options *options,
                                          struct offprint_error *err)
{
    const struct arguments *args = &cli->args;
    struct buffer filters = { 0 };
    enum offprint_status status = OFFPRINT_OK;
    for (size_t i = 0; !status && i < args->operand_count; i++) {
        const char *operand = args->operands[i];
        if (is_filter(operand)) {
            if (filters.len) buffer_add_byte(&filters, ' ');
            buffer_add_string(&filters, operand);
        } else if (*path) {
            status =
                fail(err, OFFPRINT_MISUSE,
                     "%s: a second path (only one can be listed)", operand);
        } else {
            *path = operand;
        }
    }
    if (filters.len)
        options->filter = arena_string(&cli->arena, buffer_slice(&filters));
    if (filters.failed || (filters.len && !options->filter))
        status = fail_no_memory(err);
    buffer_free(&filters);
    return status;
}

int cmd_list(struct cli *cli)
{
    const struct arguments *args = &cli->args;
    const char *path = NULL;
    struct list list = {
        .cli = cli,
        .format = arguments_format(args),
        .layout = { .terminal = &cli->screen, .folder = cli_folder(cli) },
        .json = { .out = &cli->out.text },
        .null = arguments_has(args, OPTION_NULL),
    };
    struct offprint_list_options options = {
        .sort = OFFPRINT_BY_DATE
                + (enum offprint_sort)arguments_choice(args, OPTION_SORT),
        .offset = arguments_number(args, OPTION_OFFSET, 0),
        .limit = arguments_number(args, OPTION_LIMIT, 0),
        .language = arguments_value(args, OPTION_LANG),
        .since = arguments_value(args, OPTION_SINCE),
        .until = arguments_value(args, OPTION_UNTIL),
    };
    struct offprint_error err;
    if (read_operands(cli, &path, &options, &err))
        return message_failure(&err, NULL);
    if (path && !(options.path = path_absolute(&cli->arena, path))) {
        fail_errno(&err, path);
        return message_failure(&err, NULL);
    }
    int code = list_index(&list, &options);
    if (code == EXIT_NOTHING && path)
        message("%s: no articles there", path);
    else if (code == EXIT_NOTHING)
        message("no articles to list");
    return code;
}
