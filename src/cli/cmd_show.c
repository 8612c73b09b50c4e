#include "base/file.h"
#include "base/utf8.h"
#include "cli/article_json.h"
#include "cli/cli.h"
#include "cli/entry.h"
#include "cli/escape.h"
#include "cli/shown.h"
#include "cli/wrap.h"

enum {
    LABEL_INDENT = 13, // columns: "  language   "
    LONG_LINE = 80,    // columns; text that came in lines has shorter ones
};

// ---- For people -------------------------------------------------------------

struct page {
    struct cli *cli;
    struct buffer *out;
    const struct offprint_article *article;
};

static struct wrap wrap_of(const struct page *page, int indent)
{
    return (struct wrap){ .out = page->out,
                          .terminal = &page->cli->screen,
                          .indent = indent,
                          .width = terminal_text_width(&page->cli->screen) };
}

static void add_label(const struct page *page, const char *label,
                      struct slice value)
{
    if (value.len == 0) return;
    char lead[LABEL_INDENT + 1];
    snprintf(lead, sizeof lead, "  %-10s", label);
    struct wrap wrap = wrap_of(page, LABEL_INDENT);
    wrap.lead = slice_of(lead);
    wrap_add(&wrap, value, STYLE_PLAIN);
    wrap_end(&wrap);
}

static void add_list(const struct page *page, const char *label,
                     const char *const *values, size_t count)
{
    struct buffer joined = { 0 };
    for (size_t i = 0; i < count; i++) {
        if (i > 0) buffer_add_string(&joined, ", ");
        buffer_add_string(&joined, values[i]);
    }
    if (joined.failed) page->out->failed = true;
    add_label(page, label, buffer_slice(&joined));
    buffer_free(&joined);
}

static void add_date(const struct page *page, const char *label,
                     const char *iso)
{
    struct buffer date = { 0 };
    if (iso) shown_date(&date, slice_of(iso));
    if (date.failed) page->out->failed = true;
    add_label(page, label, buffer_slice(&date));
    buffer_free(&date);
}

static void add_path(const struct page *page)
{
    struct entry_layout layout = { .terminal = &page->cli->screen };
    buffer_format(page->out, "  %-*s", LABEL_INDENT - 2, "path");
    entry_add_path(page->out, &layout, page->article);
    buffer_add_byte(page->out, '\n');
}

static void add_metadata(const struct page *page)
{
    const struct offprint_article *article = page->article;
    char id[24];
    snprintf(id, sizeof id, "%lld", (long long)article->id);
    add_list(page, "authors", article->authors, article->author_count);
    add_label(page, "site", slice_of(article->site));
    add_date(page, "date", article->published);
    add_date(page, "modified", article->modified);
    add_label(page, "language", slice_of(article->language));
    add_list(page, "tags", article->tags, article->tag_count);
    add_label(page, "about", slice_of(article->description));
    add_label(page, "url", slice_of(article->url));
    add_path(page);
    if (article->name && article->uri
        && strcmp(article->name, article->uri) != 0)
        add_label(page, "name", slice_of(article->name));
    add_label(page, "type", slice_of(article->kind));
    add_label(page, "id", slice_of(id));
}

// The next line of *rest; false at its end.
static bool next_line(struct slice *rest, struct slice *line)
{
    if (rest->len == 0) return false;
    const char *end = memchr(rest->ptr, '\n', rest->len);
    line->ptr = rest->ptr;
    line->len = end ? (size_t)(end - rest->ptr) : rest->len;
    *rest = slice_from(*rest, line->len + (end ? 1 : 0));
    return true;
}

// Columns that a line is set in from the left: poems and code keep theirs.
static int indent_of(struct slice line, int width)
{
    size_t blanks = 0;
    while (blanks < line.len && line.ptr[blanks] == ' ') blanks++;
    return blanks < (size_t)width / 2 ? (int)blanks : width / 2;
}

// A line of the text is a paragraph, an item, a row of a table, or the line of
// a poem. Long ones are set apart by an empty line, short ones stay together.
// False where nobody reads on.
static bool add_paragraphs(const struct page *page, struct slice text,
                           enum style style)
{
    struct wrap wrap = wrap_of(page, 0);
    struct slice line;
    bool first = true;
    bool apart = false; // the next line from the one before
    while (next_line(&text, &line)) {
        struct slice words = slice_trim(line);
        bool is_long = utf8_text_width(words) > LONG_LINE;
        if (words.len == 0 || is_long) apart = true;
        if (words.len == 0) continue;
        if (apart && !first) buffer_add_byte(page->out, '\n');
        wrap.indent = indent_of(line, wrap.width);
        wrap_add(&wrap, words, style);
        wrap_end(&wrap);
        first = false;
        apart = is_long;
        if (!output_drain(&page->cli->out)) return false;
    }
    return true;
}

static void add_page(struct cli *cli, const struct offprint_article *article)
{
    struct page page = { cli, &cli->out.text, article };
    struct wrap title = wrap_of(&page, 0);
    wrap_add(&title, slice_of(article->title), STYLE_TITLE);
    wrap_end(&title);
    buffer_add_byte(page.out, '\n');
    add_metadata(&page);
    buffer_add_byte(page.out, '\n');
    if (!add_paragraphs(&page, slice_of(article->body), STYLE_PLAIN)) return;
    if (!article->captions) return;
    buffer_add_byte(page.out, '\n');
    add_paragraphs(&page, slice_of(article->captions), STYLE_DIM);
}

// ---- Other forms ------------------------------------------------------------

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

int cmd_show(struct cli *cli)
{
    bool raw = arguments_has(&cli->args, OPTION_RAW);
    enum format format = arguments_format(&cli->args);
    if (raw && format == FORMAT_JSON) {
        message("--raw: does not go with --format json");
        return EXIT_USAGE;
    }
    offprint_index *index;
    int code = cli_open_index(cli, &index);
    if (code != EXIT_DONE) return code;
    struct offprint_article *article = NULL;
    struct offprint_error err;
    if (find(cli, index, &article, &err))
        code = message_failure(&err, NULL);
    else if (raw)
        add_raw(cli, article);
    else if (format == FORMAT_JSON)
        add_json(cli, article);
    else
        add_page(cli, article);
    offprint_article_free(article);
    offprint_index_close(index);
    return code;
}
