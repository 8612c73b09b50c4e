// html.c - a page on its way through the steps, and what to do where one finds
// too little.

#include "read/html/html.h"

#include "base/utf8.h"
#include "read/html/content.h"
#include "read/html/lean.h"
#include "read/html/metadata.h"
#include "read/html/plain.h"
#include "read/tidy.h"

enum {
    LITTLE_BYTES = 250, // of body: perhaps a name was wrong about the article
    LONG_BODY = 500,    // of JSON-LD, to be believed
};

// Everything made on the way; the arena is dropped at the end.
struct reading {
    struct slice page;
    struct arena arena;
    struct html_lean lean;
    struct html_tree tree;
    struct metadata metadata;
    bool whole; // no article is wanted
};

// ---- The tree ---------------------------------------------------------------

static bool read_flat(struct reading *reading)
{
    arena_free(&reading->arena); // its blocks would serve nothing else
    struct arena *arena = &reading->arena;
    return html_lean_flatten(reading->page, arena, &reading->lean)
           && html_tree_read(reading->lean.page, arena, &reading->tree)
                  != HTML_TREE_NO_MEMORY;
}

static bool read_tree(struct reading *reading)
{
    struct arena *arena = &reading->arena;
    if (!html_lean_read(reading->page, arena, &reading->lean)) return false;
    enum html_tree_result result =
        html_tree_read(reading->lean.page, arena, &reading->tree);
    return result == HTML_TREE_TOO_LARGE ? read_flat(reading)
                                         : result == HTML_TREE_READ;
}

// ---- The text ---------------------------------------------------------------

struct text {
    struct slice body;
    struct slice captions;
    enum page_kind kind;
};

// Teasers may stand around a short article that says it is one.
static enum page_kind kind_of(const struct reading *reading,
                              const struct html_content *content)
{
    const struct metadata *metadata = &reading->metadata;
    bool listing =
        content->found
            ? html_content_is_listing(content, metadata->has_headline)
            : html_content_is_front_page(content);
    if (listing && !metadata->has_article) return PAGE_LISTING;
    return content->found ? PAGE_ARTICLE : PAGE_WHOLE;
}

static bool find_text(struct reading *reading, struct html_content *content,
                      enum html_trust trust, struct text *text)
{
    html_content_drop(content, trust);
    html_content_choose(content);
    text->kind = kind_of(reading, content);
    if (text->kind == PAGE_ARTICLE) {
        html_content_prune(content);
        html_content_weed(content);
        html_content_trim(content);
    }
    return html_content_write(content, &reading->arena, &text->body,
                              &text->captions);
}

// A little prose among headlines: all that the page shows, where it holds many.
static bool find_front_page(struct reading *reading,
                            struct html_content *content, struct text *text)
{
    html_content_drop(content, HTML_TRUST_NAMES);
    if (!html_content_is_front_page(content)) return true;
    html_content_choose_all(content);
    text->kind = PAGE_LISTING;
    return html_content_write(content, &reading->arena, &text->body,
                              &text->captions);
}

// Trusts less and less until there is enough.
static bool find_enough_text(struct reading *reading,
                             struct html_content *content, struct text *text)
{
    if (!find_text(reading, content, HTML_TRUST_NAMES, text)) return false;
    for (int i = HTML_TRUST_TAGS; i <= HTML_TRUST_NOSCRIPT; i++) {
        if (text->body.len >= LITTLE_BYTES) break;
        if (i == HTML_TRUST_NOSCRIPT && text->body.len) break;
        struct text more;
        if (!find_text(reading, content, (enum html_trust)i, &more))
            return false;
        if (more.body.len >= 2 * text->body.len) *text = more;
    }
    return text->body.len >= LITTLE_BYTES || reading->metadata.has_article
           || find_front_page(reading, content, text);
}

static bool take_whole_text(struct reading *reading,
                            struct html_content *content, struct text *text)
{
    text->kind = PAGE_WHOLE;
    html_content_drop(content, HTML_TRUST_NOTHING);
    return html_content_write(content, &reading->arena, &text->body,
                              &text->captions);
}

static bool read_text(struct reading *reading, struct text *text)
{
    *text = (struct text){ 0 };
    if (reading->lean.flat) {
        text->kind = PAGE_WHOLE;
        return html_plain_text(reading->page, &reading->arena, &text->body);
    }
    struct slice title = reading->metadata.fields[METADATA_TITLE];
    struct html_content content;
    return html_content_prepare(&reading->tree, title, &reading->arena,
                                &content)
           && (reading->whole ? take_whole_text(reading, &content, text)
                              : find_enough_text(reading, &content, text));
}

// JSON-LD may hold the whole article where the page loads it by script.
static bool use_json_body(struct reading *reading, struct text *text)
{
    struct slice body = reading->metadata.fields[METADATA_BODY];
    if (reading->whole) return true;
    if (body.len <= LONG_BODY || text->body.len >= body.len / 2) return true;
    if (!html_plain_text(body, &reading->arena, &body)) return false;
    if (text->body.len < body.len / 2) *text = (struct text){ .body = body };
    return true;
}

static bool read_all(struct reading *reading, struct text *text)
{
    return metadata_read(&reading->tree, &reading->lean.saved, &reading->arena,
                         &reading->metadata)
           && read_text(reading, text) && use_json_body(reading, text);
}

static bool read_page(struct reading *reading, struct text *text)
{
    if (!read_tree(reading) || !read_all(reading, text)) return false;
    if (text->body.len || reading->lean.flat) return true;
    // Something that never ends may have swallowed the text.
    return read_flat(reading) && read_all(reading, text);
}

// ---- The article ------------------------------------------------------------

// A copy without the NULs that escapes may have brought.
static bool keep(struct arena *arena, struct slice text, struct slice *kept)
{
    char *copy = arena_alloc(arena, text.len + 1);
    if (!copy) return false;
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i]) copy[len++] = text.ptr[i];
    *kept = (struct slice){ copy, len };
    return true;
}

static bool keep_line(struct arena *arena, struct slice text, size_t limit,
                      struct slice *kept)
{
    return keep(arena, utf8_cut(text, FIELD_MAX), kept)
           && tidy_line(arena, kept, limit);
}

static bool keep_list(struct arena *arena, struct slice text,
                      struct slice *kept)
{
    return keep(arena, utf8_cut(text, FIELD_MAX), kept)
           && tidy_list(arena, kept, FIELD_MAX);
}

static struct article_sources sources_of(const struct metadata *metadata)
{
    const char *const *sources = metadata->sources;
    return (struct article_sources){
        .title = sources[METADATA_TITLE],
        .description = sources[METADATA_DESCRIPTION],
        .authors = sources[METADATA_AUTHORS],
        .site = sources[METADATA_SITE],
        .published = sources[METADATA_PUBLISHED],
        .modified = sources[METADATA_MODIFIED],
        .language = sources[METADATA_LANGUAGE],
        .tags = sources[METADATA_TAGS],
        .url = sources[METADATA_URL],
    };
}

static bool fill(const struct reading *reading, const struct text *text,
                 struct arena *arena, struct article *article)
{
    const struct slice *fields = reading->metadata.fields;
    article->kind = text->kind;
    article->sources = sources_of(&reading->metadata);
    return keep(arena, text->body, &article->body)
           && tidy_body(arena, &article->body)
           && keep_list(arena, text->captions, &article->captions)
           && keep_line(arena, fields[METADATA_TITLE], TITLE_MAX,
                        &article->title)
           && keep_line(arena, fields[METADATA_SITE], TITLE_MAX, &article->site)
           && keep_line(arena, fields[METADATA_PUBLISHED], TITLE_MAX,
                        &article->published)
           && keep_line(arena, fields[METADATA_MODIFIED], TITLE_MAX,
                        &article->modified)
           && keep_line(arena, fields[METADATA_LANGUAGE], TITLE_MAX,
                        &article->language)
           && keep_line(arena, fields[METADATA_URL], TITLE_MAX, &article->url)
           && keep_line(arena, fields[METADATA_SAVED], TITLE_MAX,
                        &article->saved)
           && keep_line(arena, fields[METADATA_DESCRIPTION], FIELD_MAX,
                        &article->description)
           && keep_list(arena, fields[METADATA_AUTHORS], &article->authors)
           && keep_list(arena, fields[METADATA_TAGS], &article->tags);
}

static enum offprint_status read_article(struct reading *reading,
                                         struct arena *arena,
                                         struct article *article,
                                         struct offprint_error *err)
{
    struct text text = { 0 };
    struct article read = *article;
    bool ok = read_page(reading, &text) && fill(reading, &text, arena, &read);
    arena_free(&reading->arena);
    if (!ok) return fail_no_memory(err);
    *article = read;
    return OFFPRINT_OK;
}

enum offprint_status html_read(struct slice page, struct arena *arena,
                               struct article *article,
                               struct offprint_error *err)
{
    struct reading reading = { .page = page };
    return read_article(&reading, arena, article, err);
}

enum offprint_status html_read_whole(struct slice page, struct arena *arena,
                                     struct article *article,
                                     struct offprint_error *err)
{
    struct reading reading = { .page = page, .whole = true };
    return read_article(&reading, arena, article, err);
}
