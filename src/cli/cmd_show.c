#include "base/file.h"
#include "cli/article_json.h"
#include "cli/cli.h"
#include "cli/escape.h"
#include "cli/page.h"

// ---- Forms ------------------------------------------------------------------

static void add_raw(struct cli *cli, const struct offprint_article *article)
{
    struct slice body = slice_of(article->body);
    struct buffer *out = &cli->out.text;
    if (cli->screen.present)
        escape_prose(out, body);
    else
        buffer_add(out, body);
    if (body.len > 0 && !slice_ends_with(body, SLICE("\n")))
        buffer_add_byte(out, '\n');
}

static void add_json(struct cli *cli, const struct offprint_article *article)
{
    struct json_writer json = { .out = &cli->out.text };
    json_write_object(&json, NULL);
    article_json_identity(&json, article);
    article_json_fields(&json, article);
    article_json_text(&json, article);
    json_write_object_end(&json);
    json_write_line_end(&json);
}

// ---- The command ------------------------------------------------------------

// A relative path is looked for as it was typed first: it may be a name.
static enum offprint_status find(struct cli *cli, offprint_index *index,
                                 struct offprint_article **found,
                                 struct offprint_error *err)
{
    const char *what = cli->args.operands[0];
    enum offprint_status status = offprint_find(index, what, found, err);
    if (status != OFFPRINT_NOT_FOUND || *what == '/') return status;
    const char *absolute = path_absolute(&cli->arena, what);
    struct offprint_error second;
    if (!absolute) return status;
    enum offprint_status retried =
        offprint_find(index, absolute, found, &second);
    if (retried == OFFPRINT_NOT_FOUND) return status;
    if (retried) *err = second;
    return retried;
}

// Words of a query, marked in the article; says what is odd about the query.
static enum offprint_status mark(offprint_index *index, const char *query,
                                 const struct offprint_article *article,
                                 struct offprint_marks **marks,
                                 struct offprint_error *err)
{
    enum offprint_status status =
        offprint_mark(index, article, query, marks, err);
    if (status) return status;
    for (size_t i = 0; i < (*marks)->warning_count; i++) {
        const struct offprint_warning *warning = &(*marks)->warnings[i];
        message("%s", warning->message);
        if (warning->size) message_place(query, warning->start);
    }
    if ((*marks)->title_count + (*marks)->body_count + (*marks)->caption_count
        == 0)
        message("%s: no word of this is in the article", query);
    return OFFPRINT_OK;
}

enum form {
    FORM_PAGE,
    FORM_HTML,
    FORM_RAW,
    FORM_JSON,
};

static void add_article(struct cli *cli, enum form form,
                        const struct offprint_article *article,
                        const struct offprint_marks *marks)
{
    const struct page page = { cli, article, marks, NULL };
    switch (form) {
    case FORM_PAGE: page_add_text(&page); break;
    case FORM_HTML: page_add_html(&page); break;
    case FORM_RAW: add_raw(cli, article); break;
    case FORM_JSON: add_json(cli, article); break;
    }
}

// One form at most may be asked for, and marks go with the first two.
static bool find_form(const struct arguments *args, enum form *form)
{
    bool json = arguments_format(args) == FORMAT_JSON;
    bool html = arguments_has(args, OPTION_HTML);
    bool raw = arguments_has(args, OPTION_RAW);
    *form = json ? FORM_JSON : raw ? FORM_RAW : html ? FORM_HTML : FORM_PAGE;
    if (raw && json)
        message("--raw: does not go with --format json");
    else if (html && (raw || json))
        message("--html: does not go with %s", raw ? "--raw" : "--format json");
    else if (arguments_has(args, OPTION_HIGHLIGHT) && (raw || json))
        message("--highlight: does not go with %s",
                raw ? "--raw" : "--format json");
    else
        return true;
    return false;
}

int cmd_show(struct cli *cli)
{
    const char *query = arguments_value(&cli->args, OPTION_HIGHLIGHT);
    enum form form;
    if (!find_form(&cli->args, &form)) return EXIT_USAGE;
    offprint_index *index;
    int code = cli_open_index(cli, &index);
    if (code != EXIT_DONE) return code;
    struct offprint_article *article = NULL;
    struct offprint_marks *marks = NULL;
    struct offprint_error err;
    if (find(cli, index, &article, &err)
        || (query && mark(index, query, article, &marks, &err)))
        code = message_failure(&err, NULL);
    else
        add_article(cli, form, article, marks);
    offprint_marks_free(marks);
    offprint_article_free(article);
    offprint_index_close(index);
    return code;
}
