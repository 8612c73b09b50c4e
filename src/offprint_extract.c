// What is in a file: the reader without an index.

#include <stdlib.h>

#include "base/file.h"
#include "facade.h"
#include "read/source.h"
#include "text/guess.h"

struct extraction {
    const struct offprint_extract_options *options;
    const char *path; // absolute; NULL: standard input
    struct source_report report;
    uint64_t replaced; // before the article at hand
    uint64_t repaired;
    bool ended;         // nobody wants more
    struct arena arena; // of the article at hand
};

// ---- An article -------------------------------------------------------------

static const char *kind_name(enum page_kind kind)
{
    switch (kind) {
    case PAGE_ARTICLE: break;
    case PAGE_LISTING: return "listing";
    case PAGE_WHOLE: return "whole page";
    }
    return "article";
}

// As a string of the arena; NULL where it is empty or there is no memory.
static const char *text_of(struct extraction *extraction, struct slice text)
{
    return text.len ? arena_string(&extraction->arena, text) : NULL;
}

static struct offprint_sources sources_of(const struct article_sources *from)
{
    return (struct offprint_sources){
        .title = from->title,
        .authors = from->authors,
        .site = from->site,
        .published = from->published,
        .modified = from->modified,
        .language = from->language,
        .tags = from->tags,
        .url = from->url,
        .description = from->description,
    };
}

static const char *uri_of(struct extraction *extraction,
                          const struct article *article)
{
    if (!extraction->path || article->member.len == 0) return extraction->path;
    return arena_format(&extraction->arena, "%s!%.*s", extraction->path,
                        SLICE_ARGS(article->member));
}

// The article with the language that an index has: of what a page says, only
// what can be true.
static struct article with_language(const struct article *read)
{
    struct article known = *read;
    known.language =
        guess_unless_declared(read->language, read->body, read->title);
    if (known.language.len == 0)
        known.sources.language = NULL;
    else if (!slice_equal(known.language, read->language))
        known.sources.language = "guessed";
    return known;
}

static struct offprint_article publish(struct extraction *extraction,
                                       const struct article *read)
{
    struct offprint_article article = {
        .name = text_of(extraction, read->name),
        .title = text_of(extraction, read->title),
        .site = text_of(extraction, read->site),
        .published = text_of(extraction, read->published),
        .modified = text_of(extraction, read->modified),
        .language = text_of(extraction, read->language),
        .path = extraction->path,
        .uri = uri_of(extraction, read),
        .url = text_of(extraction, read->url),
        .description = text_of(extraction, read->description),
        .kind = extraction->report.kind,
        .whole_page = read->kind == PAGE_WHOLE,
        .body_size = read->body.len,
        .body = arena_string(&extraction->arena, read->body),
        .captions = text_of(extraction, read->captions),
    };
    article.authors = facade_split_lines(&extraction->arena, read->authors,
                                         &article.author_count);
    article.tags =
        facade_split_lines(&extraction->arena, read->tags, &article.tag_count);
    if (!article.name) article.name = article.uri;
    return article;
}

// Whether all strings found memory.
static bool is_complete(const struct offprint_article *article,
                        const struct article *read,
                        const struct extraction *extraction)
{
    const struct {
        struct slice text;
        const void *copy;
    } pairs[] = {
        { read->name, article->name },
        { read->title, article->title },
        { read->site, article->site },
        { read->published, article->published },
        { read->modified, article->modified },
        { read->language, article->language },
        { read->url, article->url },
        { read->description, article->description },
        { read->captions, article->captions },
        { read->authors, article->authors },
        { read->tags, article->tags },
    };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
        if (pairs[i].text.len && !pairs[i].copy) return false;
    return article->body && (article->uri || !extraction->path);
}

static enum offprint_status give_article(void *context,
                                         const struct article *given,
                                         struct offprint_error *err)
{
    struct extraction *extraction = context;
    const struct article known = with_language(given), *read = &known;
    const struct source_report *report = &extraction->report;
    arena_reset(&extraction->arena);
    struct offprint_extract extract = {
        .article = publish(extraction, read),
        .sources = sources_of(&read->sources),
        .kind = kind_name(read->kind),
        .saved = text_of(extraction, read->saved),
        .charset = report->charset[0] ? report->charset : NULL,
        .replaced = report->replaced - extraction->replaced,
        .repaired = report->repaired - extraction->repaired,
    };
    if (!is_complete(&extract.article, read, extraction)
        || (read->saved.len && !extract.saved))
        return fail_no_memory(err);
    extraction->replaced = report->replaced;
    extraction->repaired = report->repaired;
    const struct offprint_extract_options *options = extraction->options;
    extraction->ended = !options->on_article(options->context, &extract);
    return extraction->ended ? fail(err, OFFPRINT_INTERRUPTED, "ended")
                             : OFFPRINT_OK;
}

// ---- The file ---------------------------------------------------------------

static void tell(const struct extraction *extraction,
                 enum offprint_problem_kind kind, const char *member,
                 const char *message)
{
    const struct offprint_extract_options *options = extraction->options;
    if (options->on_problem)
        options->on_problem(options->context, kind, member, message);
}

static enum offprint_status pass_problem(void *context, const char *member,
                                         const char *message,
                                         struct offprint_error *err)
{
    (void)err;
    tell(context, OFFPRINT_FAILED, member, message);
    return OFFPRINT_OK;
}

// What there is to say of the file as a whole; its members spoke for
// themselves.
static void conclude(const struct extraction *extraction)
{
    const struct source_report *report = &extraction->report;
    if (!report->message[0]) return;
    bool failed = report->state != SOURCE_READ;
    if (failed && report->failed_members && !report->cut_off) return;
    tell(extraction, failed ? OFFPRINT_FAILED : OFFPRINT_NOTE, NULL,
         report->message);
}

static enum offprint_status parse_maps(
    const struct offprint_extract_options *options, struct arena *arena,
    struct field_map **maps, struct offprint_error *err)
{
    *maps = arena_alloc(arena, (options->map_count + 1) * sizeof **maps);
    if (!*maps) return fail_no_memory(err);
    for (size_t i = 0; i < options->map_count; i++) {
        size_t size = strlen(options->maps[i]) + 1;
        char *copy = arena_alloc(arena, size);
        if (!copy) return fail_no_memory(err);
        enum offprint_status status =
            field_map_parse(options->maps[i], copy, size, &(*maps)[i], err);
        if (status) return status;
    }
    return OFFPRINT_OK;
}

static enum offprint_status read_file(struct extraction *extraction,
                                      const char *path, struct arena *arena,
                                      struct offprint_error *err)
{
    const struct offprint_extract_options *options = extraction->options;
    struct field_map *maps;
    struct reader *reader = NULL;
    enum offprint_status status = parse_maps(options, arena, &maps, err);
    if (status) return status;
    const struct reader_options asked = { .maps = maps,
                                          .map_count = options->map_count,
                                          .whole_pages = options->whole_pages };
    const struct source_sink sink = { extraction, give_article, pass_problem };
    status = reader_open(&asked, &reader, err);
    if (!status)
        status = reader_read(reader, path, &sink, &extraction->report, err);
    reader_close(reader);
    return status;
}

enum offprint_status offprint_extract(
    const char *path, const struct offprint_extract_options *options,
    struct offprint_error *err)
{
    struct arena arena = { 0 };
    struct extraction extraction = { .options = options };
    enum offprint_status status = OFFPRINT_OK;
    if (path) extraction.path = path_absolute(&arena, path);
    if (path && !extraction.path) status = fail_errno(err, path);
    if (!status) status = read_file(&extraction, path, &arena, err);
    if (extraction.ended) status = OFFPRINT_OK;
    if (!status && !extraction.ended) conclude(&extraction);
    arena_free(&extraction.arena);
    arena_free(&arena);
    return status;
}
