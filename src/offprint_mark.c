// Where an article has what a query matches: the query is understood as by a
// search, and the texts of the one article are cut like the passages of a hit.

#include <stdlib.h>

#include "base/file.h"
#include "facade.h"
#include "store/store.h"

// Marks that are given away, with the arena that they live in.
struct owned_marks {
    struct offprint_marks marks; // first: its address is the owner's
    struct arena arena;
};

static enum offprint_status mark_text(const struct marker *marker,
                                      const char *string, bool title,
                                      struct arena *arena,
                                      const struct offprint_span **result,
                                      size_t *count, struct offprint_error *err)
{
    struct slice text = slice_of(string);
    struct marks marks;
    enum offprint_status status =
        marks_find(marker, text, title, arena, &marks, err);
    if (status) return status;
    struct offprint_span *spans =
        arena_alloc(arena, (marks.count + 1) * sizeof *spans);
    if (!spans) return fail_no_memory(err);
    *count = 0;
    for (size_t i = 0; i < marks.count; i++) {
        size_t start = marks.items[i].start;
        size_t end = facade_end_of_marks(text, &marks, &i);
        spans[(*count)++] = (struct offprint_span){ start, end };
    }
    *result = spans;
    return OFFPRINT_OK;
}

static enum offprint_status mark_article(const struct marker *marker,
                                         const struct offprint_article *article,
                                         struct owned_marks *owner,
                                         struct offprint_error *err)
{
    struct offprint_marks *marks = &owner->marks;
    struct arena *arena = &owner->arena;
    enum offprint_status status =
        mark_text(marker, article->title, true, arena, &marks->title,
                  &marks->title_count, err);
    if (!status)
        status = mark_text(marker, article->body, false, arena, &marks->body,
                           &marks->body_count, err);
    if (!status)
        status = mark_text(marker, article->captions, false, arena,
                           &marks->captions, &marks->caption_count, err);
    return status;
}

static enum offprint_status search_and_mark(
    const offprint_index *index, const struct offprint_article *article,
    const char *query, struct owned_marks *owner, struct offprint_error *err)
{
    const struct offprint_search_options options = { .query = query,
                                                     .brief = true };
    char day[CLOCK_DAY_MAX];
    struct search_request request =
        facade_request(index, &options, NULL, clock_today(day));
    struct search search = { 0 };
    struct marker *marker;
    enum offprint_status status = store_begin(index->store, err);
    if (!status)
        status =
            search_run(index->store, &request, &owner->arena, &search, err);
    if (!status) status = marker_make(&search, &owner->arena, &marker, err);
    if (!status) status = mark_article(marker, article, owner, err);
    if (!status)
        status = facade_warnings(&search, &owner->arena, &owner->marks.warnings,
                                 &owner->marks.warning_count, err);
    store_rollback(index->store);
    search_free(&search);
    return status;
}

enum offprint_status offprint_mark(offprint_index *index,
                                   const struct offprint_article *article,
                                   const char *query,
                                   struct offprint_marks **result,
                                   struct offprint_error *err)
{
    *result = NULL;
    struct owned_marks *owner = calloc(1, sizeof *owner);
    if (!owner) return fail_no_memory(err);
    enum offprint_status status =
        search_and_mark(index, article, query, owner, err);
    if (status)
        offprint_marks_free(&owner->marks);
    else
        *result = &owner->marks;
    return status;
}

void offprint_marks_free(struct offprint_marks *marks)
{
    if (!marks) return;
    struct owned_marks *owner = (struct owned_marks *)marks;
    arena_free(&owner->arena);
    free(owner);
}
