// The terms that begin alike, those with the most postings first.

#include <stdlib.h>

#include "store/posting_state.h"

struct sized_term {
    struct slice term;
    uint64_t bytes; // of its doclists, about
};

struct sized_terms {
    struct sized_term *items;
    size_t count;
    size_t room;
};

// Bytes from the beginning of the segment to a place on the leaf at hand,
// about: as if all leaves were of FTS5's usual size, so that it never falls.
static uint64_t bytes_before(const struct fts5_walk *walk, size_t at)
{
    enum { LEAF_BYTES = 4096 };
    if (at > LEAF_BYTES) at = LEAF_BYTES;
    return (uint64_t)walk->page * LEAF_BYTES + at;
}

static enum offprint_status add_sized_term(const struct fts5_walk *walk,
                                           struct arena *arena,
                                           struct sized_terms *terms,
                                           struct offprint_error *err)
{
    void *grown = array_grow(terms->items, terms->count, &terms->room,
                             sizeof *terms->items);
    if (!grown) return fail_no_memory(err);
    terms->items = grown;
    struct sized_term *term = &terms->items[terms->count++];
    *term =
        (struct sized_term){ arena_copy(arena, fts5_walk_term_text(walk)), 0 };
    return term->term.ptr ? OFFPRINT_OK : fail_no_memory(err);
}

static enum offprint_status terms_of_segment(
    struct posting_reader *reader, size_t segment, struct slice prefix,
    struct arena *arena, struct sized_terms *terms, struct offprint_error *err)
{
    const size_t lent = reader->walks_lent;
    struct fts5_walk *walk = posting_lend_walk(reader, segment);
    if (!walk) return fail_no_memory(err);
    bool more;
    uint64_t before = 0;
    enum offprint_status status = fts5_walk_find(walk, prefix, &more, err);
    if (!status && !more) status = fts5_walk_term(walk, &more, err);
    while (!status && more) {
        if (before)
            terms->items[terms->count - 1].bytes =
                bytes_before(walk, walk->at) - before;
        if (!slice_starts_with(fts5_walk_term_text(walk), prefix)) break;
        before = bytes_before(walk, walk->at);
        status = add_sized_term(walk, arena, terms, err);
        if (!status) status = fts5_walk_term(walk, &more, err);
    }
    if (!status && !more && before) // the last one of the segment
        terms->items[terms->count - 1].bytes =
            bytes_before(walk, walk->end) - before;
    reader->walks_lent = lent;
    return status;
}

static int compare_texts(const void *left, const void *right)
{
    const struct sized_term *a = left, *b = right;
    return slice_compare(a->term, b->term);
}

static int compare_sizes(const void *left, const void *right)
{
    const struct sized_term *a = left, *b = right;
    if (a->bytes != b->bytes) return a->bytes > b->bytes ? -1 : 1;
    return slice_compare(a->term, b->term);
}

// Several segments may have a term.
static void join_equal(struct sized_terms *terms)
{
    if (terms->count == 0) return;
    struct sized_term *items = terms->items;
    qsort(items, terms->count, sizeof *items, compare_texts);
    size_t kept = 1;
    for (size_t i = 1; i < terms->count; i++) {
        if (slice_equal(items[kept - 1].term, items[i].term))
            items[kept - 1].bytes += items[i].bytes;
        else
            items[kept++] = items[i];
    }
    terms->count = kept;
    qsort(items, kept, sizeof *items, compare_sizes);
}

enum offprint_status posting_reader_terms(struct posting_reader *reader,
                                          struct slice prefix, size_t limit,
                                          struct arena *arena,
                                          struct slice **terms, size_t *count,
                                          size_t *total,
                                          struct offprint_error *err)
{
    struct sized_terms found = { 0 };
    enum offprint_status status = OFFPRINT_OK;
    for (size_t i = 0; !status && i < reader->segment_count; i++)
        status = terms_of_segment(reader, i, prefix, arena, &found, err);
    if (!status) join_equal(&found);
    *total = found.count;
    *count = found.count < limit ? found.count : limit;
    *terms = status ? NULL : arena_alloc(arena, *count * sizeof **terms + 1);
    if (!status && !*terms) status = fail_no_memory(err);
    for (size_t i = 0; !status && i < *count; i++)
        (*terms)[i] = found.items[i].term;
    free(found.items);
    return status;
}
