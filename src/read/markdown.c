// md4c calls back for each block, span and piece of text; a small writer makes
// lines of them. The first heading is written like any other and taken out of
// the body afterwards.

#include "read/markdown.h"

#include <md4c.h>

#include "base/buffer.h"
#include "base/utf8.h"
#include "read/entity.h"
#include "read/fields.h"
#include "read/front_matter.h"
#include "read/html/html.h"
#include "read/tidy.h"

enum {
    // Callbacks and bytes written for a byte of text. Honest text stays below
    // 2 of each; a table of many columns and short rows, or a long address
    // that many links use, goes without end.
    WORK_PER_BYTE = 4,
    WRITTEN_PER_BYTE = 3,
    FREE = 64 * 1024, // short texts may do as they like
    // HTML blocks beyond these keep their tags: each costs a parser.
    HTML_BLOCKS_MAX = 1000,
    HTML_LEVEL = 7, // of a heading in HTML: any of Markdown's is a better title
};

// GitHub's dialect without links that need no markup: they are the same text
// either way, and in md4c 0.4.8 their code, like that of wiki links, has known
// faults.
static const unsigned FLAGS =
    MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_TASKLISTS;

// What the callbacks return to end the parse; md4c's own failure is -1.
enum { GO_ON = 0, TOO_MUCH_WORK, NO_MEMORY };

struct range {
    size_t start, end; // in body
};

struct writer {
    struct arena *arena;
    struct buffer source; // the text, with a line end
    struct buffer body;
    struct buffer captions;
    struct buffer html; // of the HTML block at hand
    size_t work;        // callbacks, and bytes of addresses that they bring
    size_t work_limit;
    size_t written_limit;
    int html_blocks;
    int images; // open ones: text goes to captions
    bool in_html;
    unsigned cell;        // of the table row at hand
    size_t heading_start; // of the heading at hand
    int heading_level;    // of the one kept; 0: none yet
    struct range heading; // kept
};

static int check(const struct writer *writer)
{
    if (writer->body.failed || writer->captions.failed || writer->html.failed)
        return NO_MEMORY;
    bool too_much = writer->work > writer->work_limit
                    || writer->body.len > writer->written_limit;
    return too_much ? TOO_MUCH_WORK : GO_ON;
}

static void end_line(struct buffer *text)
{
    if (text->len && text->ptr[text->len - 1] != '\n')
        buffer_add_byte(text, '\n');
}

// ---- Blocks -----------------------------------------------------------------

// Keeps the heading from start on as the title if it is the first of the first
// level; before any text, one of a lower level will do.
static void keep_heading(struct writer *writer, int level, size_t start)
{
    struct range heading = { start, writer->body.len };
    bool empty = heading.start == heading.end;
    bool first = level == 1 ? writer->heading_level != 1
                            : writer->heading_level == 0 && start == 0;
    if (empty || !first) return;
    writer->heading_level = level;
    writer->heading = heading;
}

static void add_line(struct buffer *out, struct slice line)
{
    end_line(out);
    buffer_add(out, line);
}

// Adds what a page of the block's markup has as title, text and captions.
static int end_html(struct writer *writer)
{
    struct slice html = slice_trim(buffer_slice(&writer->html));
    struct article article = { .body = html };
    writer->in_html = false;
    if (html.len && writer->html_blocks++ < HTML_BLOCKS_MAX
        && html_read(html, writer->arena, &article, NULL) != OFFPRINT_OK)
        return NO_MEMORY;
    size_t start = writer->body.len;
    add_line(&writer->body, article.title);
    keep_heading(writer, HTML_LEVEL, start);
    add_line(&writer->body, article.body);
    add_line(&writer->captions, article.captions);
    end_line(&writer->captions);
    buffer_reset(&writer->html);
    return GO_ON;
}

static int enter_block(MD_BLOCKTYPE type, void *detail, void *context)
{
    (void)detail;
    struct writer *writer = context;
    writer->work++;
    if (type == MD_BLOCK_TH || type == MD_BLOCK_TD) {
        if (writer->cell++ > 0) buffer_add_string(&writer->body, " | ");
        return check(writer);
    }
    end_line(&writer->body);
    if (type == MD_BLOCK_TR) writer->cell = 0;
    if (type == MD_BLOCK_H) writer->heading_start = writer->body.len;
    if (type == MD_BLOCK_HTML) writer->in_html = true;
    return check(writer);
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *context)
{
    struct writer *writer = context;
    writer->work++;
    if (type == MD_BLOCK_TH || type == MD_BLOCK_TD) return check(writer);
    if (type == MD_BLOCK_H)
        keep_heading(writer, (int)((MD_BLOCK_H_DETAIL *)detail)->level,
                     writer->heading_start);
    if (type == MD_BLOCK_HTML && end_html(writer) != GO_ON) return NO_MEMORY;
    end_line(&writer->body);
    return check(writer);
}

// ---- Spans and text ---------------------------------------------------------

static int enter_span(MD_SPANTYPE type, void *detail, void *context)
{
    struct writer *writer = context;
    writer->work++;
    if (type == MD_SPAN_A)
        writer->work += ((MD_SPAN_A_DETAIL *)detail)->href.size
                        + ((MD_SPAN_A_DETAIL *)detail)->title.size;
    if (type == MD_SPAN_IMG) {
        writer->work += ((MD_SPAN_IMG_DETAIL *)detail)->src.size
                        + ((MD_SPAN_IMG_DETAIL *)detail)->title.size;
        writer->images++;
    }
    return check(writer);
}

static int leave_span(MD_SPANTYPE type, void *detail, void *context)
{
    (void)detail;
    struct writer *writer = context;
    writer->work++;
    if (type == MD_SPAN_IMG && --writer->images == 0)
        end_line(&writer->captions);
    return check(writer);
}

static void add_entity(struct buffer *out, struct slice reference)
{
    char character[UTF8_MAX];
    size_t len = entity_decode(reference, character);
    buffer_add(out, len ? (struct slice){ character, len } : reference);
}

static int add_text(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size,
                    void *context)
{
    struct writer *writer = context;
    struct slice piece = { text, size };
    struct buffer *out = writer->in_html  ? &writer->html
                         : writer->images ? &writer->captions
                                          : &writer->body;
    writer->work++;
    switch (type) {
    case MD_TEXT_BR:
    case MD_TEXT_SOFTBR: buffer_add_byte(out, ' '); break;
    case MD_TEXT_ENTITY: add_entity(out, piece); break;
    case MD_TEXT_HTML: // a tag among words is dropped
        if (writer->in_html) buffer_add(out, piece);
        break;
    default: buffer_add(out, piece);
    }
    return check(writer);
}

// ---- The article ------------------------------------------------------------

// Takes the heading out of the body, unless the title is another one.
static void take_heading(struct writer *writer, struct article *article)
{
    struct range heading = writer->heading;
    struct buffer *body = &writer->body;
    struct slice title = slice_trim((struct slice){
        body->ptr + heading.start, heading.end - heading.start });
    if (article->title.len && !slice_equal_nocase(article->title, title))
        return;
    if (article->title.len == 0) {
        article->title = arena_copy(writer->arena, title);
        article->sources.title = "first heading";
    }
    if (heading.end < body->len) heading.end++; // its line end
    memmove(body->ptr + heading.start, body->ptr + heading.end,
            body->len - heading.end);
    body->len -= heading.end - heading.start;
}

static enum offprint_status write_body(struct slice text, struct writer *writer,
                                       struct article *article,
                                       struct offprint_error *err)
{
    static const MD_PARSER PARSER = {
        .flags = FLAGS,
        .enter_block = enter_block,
        .leave_block = leave_block,
        .enter_span = enter_span,
        .leave_span = leave_span,
        .text = add_text,
    };
    // md4c 0.4.8 also reads past a text that ends inside of a link.
    buffer_add(&writer->source, text);
    buffer_add_byte(&writer->source, '\n');
    if (writer->source.failed) return fail_no_memory(err);
    writer->work_limit = text.len * WORK_PER_BYTE + FREE;
    writer->written_limit = text.len * WRITTEN_PER_BYTE + FREE;
    int result = md_parse(writer->source.ptr, (MD_SIZE)writer->source.len,
                          &PARSER, writer);
    if (result == TOO_MUCH_WORK) {
        article->body = text;
        return OFFPRINT_OK;
    }
    if (result != GO_ON) return fail_no_memory(err);
    if (writer->heading_level) take_heading(writer, article);
    article->body = arena_copy(writer->arena, buffer_slice(&writer->body));
    article->captions =
        arena_copy(writer->arena, buffer_slice(&writer->captions));
    if (!article->body.ptr || !article->captions.ptr)
        return fail_no_memory(err);
    return OFFPRINT_OK;
}

// "title" as "front matter title".
static bool name_front_matter(struct arena *arena,
                              struct article_sources *sources)
{
    const char **const names[] = { &sources->title,     &sources->description,
                                   &sources->authors,   &sources->site,
                                   &sources->published, &sources->modified,
                                   &sources->language,  &sources->tags,
                                   &sources->url };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (!*names[i]) continue;
        *names[i] = arena_format(arena, "front matter %s", *names[i]);
        if (!*names[i]) return false;
    }
    return true;
}

static enum offprint_status read_matter(struct slice matter,
                                        struct arena *arena,
                                        struct article *article, char *message,
                                        size_t size, struct offprint_error *err)
{
    struct record record = { 0 };
    enum offprint_status status =
        front_matter_read(matter, arena, &record, message, size, err);
    if (status != OFFPRINT_OK) return status;
    // Of these, front matter means other things: where a clipping came from, a
    // name inside a site's generator.
    record.values[FIELD_ID] = (struct field_value){ 0 };
    record.values[FIELD_SITE] = (struct field_value){ 0 };
    article->title = record.values[FIELD_TITLE].text;
    if (!record_describe(&record, arena, article)
        || !tidy_line(arena, &article->title, TITLE_MAX)
        || !name_front_matter(arena, &article->sources))
        return fail_no_memory(err);
    return OFFPRINT_OK;
}

enum offprint_status markdown_read(struct slice text, struct arena *arena,
                                   struct article *article, char *message,
                                   size_t size, struct offprint_error *err)
{
    message[0] = '\0';
    struct writer writer = { .arena = arena };
    enum offprint_status status = OFFPRINT_OK;
    struct slice matter;
    if (front_matter_cut(&text, &matter))
        status = read_matter(matter, arena, article, message, size, err);
    if (status == OFFPRINT_OK) status = write_body(text, &writer, article, err);
    if (status == OFFPRINT_OK
        && (!tidy_line(arena, &article->title, TITLE_MAX)
            || !tidy_body(arena, &article->body)
            || !tidy_list(arena, &article->captions, FIELD_MAX)))
        status = fail_no_memory(err);
    buffer_free(&writer.source);
    buffer_free(&writer.body);
    buffer_free(&writer.captions);
    buffer_free(&writer.html);
    return status;
}
