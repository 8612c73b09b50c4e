// More like this: the significant words of a text become a search.

#include <stdlib.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/file.h"
#include "facade.h"
#include "read/source.h"
#include "search/like.h"
#include "store/store.h"

// A text, and what became of reading it.
struct sample {
    struct like_text text;
    int64_t id; // of the article that it is; 0: it is none
    struct arena arena;
    size_t articles; // that a file holds
};

// ---- The text ---------------------------------------------------------------

static enum offprint_status take_article(offprint_index *index,
                                         const char *what,
                                         struct sample *sample,
                                         struct offprint_error *err)
{
    struct offprint_article *article;
    enum offprint_status status = offprint_find(index, what, &article, err);
    if (status) return status;
    struct like_text *text = &sample->text;
    text->title = arena_copy(&sample->arena, slice_of(article->title));
    text->body = arena_copy(&sample->arena, slice_of(article->body));
    text->language = arena_copy(&sample->arena, slice_of(article->language));
    text->stored = true;
    sample->id = article->id;
    offprint_article_free(article);
    bool copied = text->title.ptr && text->body.ptr && text->language.ptr;
    return copied ? OFFPRINT_OK : fail_no_memory(err);
}

static enum offprint_status keep_article(void *context,
                                         const struct article *article,
                                         struct offprint_error *err)
{
    struct sample *sample = context;
    if (sample->articles++) return OFFPRINT_OK;
    struct like_text *text = &sample->text;
    text->title = arena_copy(&sample->arena, article->title);
    text->body = arena_copy(&sample->arena, article->body);
    text->language = arena_copy(&sample->arena, article->language);
    bool copied = text->title.ptr && text->body.ptr && text->language.ptr;
    return copied ? OFFPRINT_OK : fail_no_memory(err);
}

static enum offprint_status pass_problem(void *context, const char *member,
                                         const char *message,
                                         struct offprint_error *err)
{
    (void)context, (void)member, (void)message, (void)err;
    return OFFPRINT_OK;
}

static enum offprint_status read_file(const char *path, struct sample *sample,
                                      struct offprint_error *err)
{
    static const struct reader_options OPTIONS;
    struct reader *reader;
    struct source_report report;
    const struct source_sink sink = { sample, keep_article, pass_problem };
    enum offprint_status status = reader_open(&OPTIONS, &reader, err);
    if (status) return status;
    status = reader_read(reader, path, &sink, &report, err);
    reader_close(reader);
    if (status) return status;
    if (sample->articles == 0)
        return fail(err, OFFPRINT_MISUSE, "%s: %s", path, report.message);
    if (sample->articles > 1)
        return fail(err, OFFPRINT_MISUSE,
                    "%s: holds %zu articles (index it, and name one of them)",
                    path, sample->articles);
    return OFFPRINT_OK;
}

// A relative path is looked for as it was given first: it may be a name.
static enum offprint_status take_sample(offprint_index *index, const char *what,
                                        struct sample *sample,
                                        struct offprint_error *err)
{
    enum offprint_status status = take_article(index, what, sample, err);
    if (status != OFFPRINT_NOT_FOUND) return status;
    const char *path = path_absolute(&sample->arena, what);
    if (!path) return status;
    struct offprint_error second;
    enum offprint_status again = take_article(index, path, sample, &second);
    if (again == OFFPRINT_NOT_FOUND && access(path, F_OK) == 0)
        again = read_file(what, sample, &second);
    if (again == OFFPRINT_NOT_FOUND) return status;
    if (again && err) *err = second;
    return again;
}

// ---- The search -------------------------------------------------------------

static enum offprint_status write_query(const struct like_words *words,
                                        struct buffer *query,
                                        double weights[LIKE_WORDS],
                                        struct offprint_error *err)
{
    for (size_t i = 0; i < words->count; i++) {
        if (i) buffer_add_byte(query, ' ');
        buffer_add(query, words->items[i].term);
        weights[i] = words->items[i].weight;
    }
    return buffer_string(query) ? OFFPRINT_OK : fail_no_memory(err);
}

static enum offprint_status find_like(
    offprint_index *index, struct sample *sample,
    const struct offprint_search_options *options,
    struct offprint_result **result, struct offprint_error *err)
{
    struct like_words words;
    enum offprint_status status = store_begin(index->store, err);
    if (!status)
        status = like_words_find(index->store, &sample->text, index->stemmers,
                                 &sample->arena, &words, err);
    store_rollback(index->store);
    if (status) return status;
    struct buffer query = { 0 };
    double weights[LIKE_WORDS];
    status = write_query(&words, &query, weights, err);
    struct offprint_search_options asked = *options;
    asked.query = query.ptr;
    asked.literal = true;
    asked.match = OFFPRINT_MATCH_ANY;
    const struct likeness likeness = { weights, words.count, sample->id };
    if (!status) status = facade_search(index, &asked, &likeness, result, err);
    buffer_free(&query);
    return status;
}

enum offprint_status offprint_like(
    offprint_index *index, const char *what,
    const struct offprint_search_options *options,
    struct offprint_result **result, struct offprint_error *err)
{
    *result = NULL;
    struct sample sample = { 0 };
    enum offprint_status status = take_sample(index, what, &sample, err);
    if (!status) status = find_like(index, &sample, options, result, err);
    arena_free(&sample.arena);
    return status;
}

enum offprint_status offprint_like_text(
    offprint_index *index, const char *text, size_t size,
    const struct offprint_search_options *options,
    struct offprint_result **result, struct offprint_error *err)
{
    *result = NULL;
    struct sample sample = { .text = { .body = { text, size } } };
    enum offprint_status status =
        find_like(index, &sample, options, result, err);
    arena_free(&sample.arena);
    return status;
}
