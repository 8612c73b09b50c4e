// Packed lists hold what they were made of; what they promise of scores holds
// for whatever scores; damage is told or harmless.

#include <stdlib.h>

#include "base/buffer.h"
#include "search/scorer.h"
#include "store/packed_list.h"
#include "test.h"

static uint32_t below(uint32_t limit)
{
    return (uint32_t)((test_random() >> 11) % limit);
}

// ---- Lists ------------------------------------------------------------------

struct list {
    struct packed_posting *postings;
    size_t count;
    struct packed_chunks chunks;
};

// What the articles of a list are like.
struct kind {
    const char *name;
    size_t articles;
    uint32_t gap;    // bits, of some
    uint32_t counts; // bits, of the occurrences of some
    bool everywhere; // no gap at all
    bool title_only;
};

static const struct kind KINDS[] = {
    { "few", 512, 4, 3, false, false },
    { "one more than a block", 513, 10, 16, false, false },
    { "no gaps", 3000, 0, 0, true, false },
    { "huge gaps", 1000, 21, 4, false, false },
    { "many occurrences", 2000, 8, 18, false, false },
    { "titles alone", 700, 6, 2, false, true },
    { "a hundred thousand", 100000, 3, 5, false, false },
};

enum { KINDS_COUNT = sizeof KINDS / sizeof KINDS[0] };

static uint32_t at_most(uint32_t number, uint32_t limit)
{
    return number < limit ? number : limit;
}

static void make_posting(const struct kind *kind,
                         struct packed_posting *posting)
{
    const uint32_t count = 1 + below((uint32_t)1 << below(kind->counts + 1));
    const bool in_body = !kind->title_only && below(10);
    posting->body = in_body ? (uint16_t)at_most(count, UINT16_MAX) : 0;
    if (!in_body || below(8) == 0)
        posting->title = (uint8_t)at_most(count, 1 + below(UINT8_MAX));
    if (below(8) == 0) posting->extra = (uint8_t)below(UINT8_MAX + 1);
    posting->length = (uint8_t)below(LENGTH_CODES);
    posting->place =
        (struct fts5_place){ below(1u << 31), below(UINT16_MAX + 1) };
}

static void make_list(const struct kind *kind, struct list *list)
{
    *list = (struct list){ .count = kind->articles };
    list->postings = calloc(list->count, sizeof *list->postings);
    uint32_t id = 0;
    for (size_t i = 0; i < list->count; i++) {
        id += 1;
        if (!kind->everywhere) id += below((uint32_t)1 << below(kind->gap + 1));
        list->postings[i].id = id;
        make_posting(kind, &list->postings[i]);
    }
    CHECK(packed_list_make(list->postings, list->count, &list->chunks));
}

static void free_list(struct list *list)
{
    packed_chunks_free(&list->chunks);
    free(list->postings);
}

// ---- Reading ----------------------------------------------------------------

// Chunk i in memory of its own, as much of it as may be read.
static struct slice take_chunk(const struct packed_chunks *chunks, size_t i)
{
    const size_t from = i ? chunks->ends[i - 1] : 0;
    const size_t size = chunks->ends[i] - from;
    char *copy = calloc(1, size + PACKED_BLOCK_BYTES_MAX);
    memcpy(copy, chunks->bytes.ptr + from, size);
    return (struct slice){ copy, size };
}

static struct slice *take_chunks(const struct packed_chunks *chunks)
{
    struct slice *taken = calloc(chunks->count, sizeof *taken);
    for (size_t i = 0; i < chunks->count; i++) taken[i] = take_chunk(chunks, i);
    return taken;
}

static void free_chunks(struct slice *taken, size_t count)
{
    for (size_t i = 0; i < count; i++) free((void *)(uintptr_t)taken[i].ptr);
    free(taken);
}

// Reads a block as posting_reader.c does; 0 where it is damaged.
static uint32_t read_block(const struct packed_head *head,
                           const struct slice *chunks, size_t chunk_count,
                           uint32_t block, const struct packed_units *units,
                           uint32_t *ids, uint32_t *occurrences)
{
    const uint16_t chunk = head->chunk[block], at = head->at[block];
    if (chunk >= chunk_count || at > chunks[chunk].len) return 0;
    const struct slice data = slice_from(chunks[chunk], at);
    const uint32_t count = packed_ids_read(head, block, data, ids);
    if (count == 0
        || !packed_occurrences_read(head, block, data, units, occurrences))
        return 0;
    return count;
}

static struct packed_units random_units(void)
{
    return (struct packed_units){ below(4) ? below(300) : 0, below(1000),
                                  below(3) ? below(300) : 0 };
}

static uint32_t weigh(const struct packed_posting *posting,
                      const struct packed_units *units)
{
    return posting->body * units->body + posting->title * units->title
           + posting->extra * units->extra;
}

static void check_block(const struct list *list, const struct packed_head *head,
                        uint32_t block, const struct packed_units *units,
                        const uint32_t *ids, const uint32_t *occurrences,
                        uint32_t count)
{
    const struct packed_posting *postings =
        list->postings + (size_t)block * PACKED_BLOCK;
    uint32_t wrong = 0;
    CHECK_INT(count, block + 1 < head->blocks
                         ? PACKED_BLOCK
                         : list->count - (size_t)block * PACKED_BLOCK);
    for (uint32_t i = 0; i < count; i++)
        wrong += ids[i] != postings[i].id
                 || occurrences[i] != weigh(&postings[i], units);
    CHECK_INT(wrong, 0);
    CHECK_INT(head->page[block], postings[0].place.page);
    CHECK_INT(head->offset[block], postings[0].place.offset);
    CHECK_INT(head->last[block], postings[count - 1].id);
}

TEST(packed_list, reads_what_was_written)
{
    for (size_t k = 0; k < KINDS_COUNT; k++) {
        struct list list;
        struct packed_head head;
        test_row(KINDS[k].name);
        make_list(&KINDS[k], &list);
        struct slice *chunks = take_chunks(&list.chunks);
        CHECK(packed_head_read(chunks[0], &head));
        CHECK_INT(head.articles, list.count);
        const struct packed_units units = random_units();
        for (uint32_t i = 0; i < head.blocks; i++) {
            uint32_t ids[PACKED_BLOCK], occurrences[PACKED_BLOCK];
            const uint32_t count = read_block(&head, chunks, list.chunks.count,
                                              i, &units, ids, occurrences);
            check_block(&list, &head, i, &units, ids, occurrences, count);
        }
        for (size_t i = 1; i < list.chunks.count; i++)
            CHECK(chunks[i].len <= PACKED_CHUNK_BYTES);
        free_chunks(chunks, list.chunks.count);
        free_list(&list);
    }
}

// ---- Promises ---------------------------------------------------------------

struct random_scorer {
    float weight;
    struct packed_units units;
    uint32_t units_most; // of an occurrence as frontiers count it
    struct scorer_norms norms;
};

static uint32_t greater(uint32_t a, uint32_t b)
{
    return a > b ? a : b;
}

static void make_scorer(struct random_scorer *scorer)
{
    double decoded[LENGTH_CODES];
    for (unsigned i = 0; i < LENGTH_CODES; i++)
        decoded[i] = length_decode((uint8_t)i);
    const double k1 = 0.05 + below(300) / 100.0;
    scorer->weight = (float)(below(1 << 28) + 1);
    scorer->units = random_units();
    scorer->units_most = greater(
        greater(scorer->units.body, scorer->units.extra),
        (scorer->units.title + PACKED_TITLE_COUNTS - 1) / PACKED_TITLE_COUNTS);
    scorer_norms_make(k1, below(101) / 100.0, decoded, 1 + below(3000),
                      &scorer->norms);
}

static uint32_t score(const struct random_scorer *scorer,
                      const struct packed_posting *posting)
{
    return scorer_summand(scorer->weight, weigh(posting, &scorer->units),
                          scorer->norms.of[posting->length]);
}

static uint32_t bound(const struct random_scorer *scorer,
                      const struct packed_point *points)
{
    uint32_t most = 0;
    for (unsigned i = 0; i < PACKED_POINTS; i++) {
        const uint32_t x = points[i].occurrences == PACKED_ANY
                               ? INT32_MAX
                               : points[i].occurrences * scorer->units_most;
        most = greater(most, scorer_bound(scorer->weight, x,
                                          scorer->norms.of[points[i].length]));
    }
    return most;
}

TEST(packed_list, frontiers_bound_every_score)
{
    for (size_t k = 0; k < KINDS_COUNT; k++) {
        struct list list;
        struct packed_head head;
        test_row(KINDS[k].name);
        make_list(&KINDS[k], &list);
        struct slice first = take_chunk(&list.chunks, 0);
        CHECK(packed_head_read(first, &head));
        for (int i = 0; i < 10; i++) {
            struct random_scorer scorer;
            make_scorer(&scorer);
            size_t above = 0;
            for (size_t j = 0; j < list.count; j++)
                above += score(&scorer, &list.postings[j]) > bound(
                             &scorer,
                             head.frontier + j / PACKED_BLOCK * PACKED_POINTS);
            CHECK_INT(above, 0);
        }
        free((void *)(uintptr_t)first.ptr);
        free_list(&list);
    }
}

static int greatest_first(const void *left, const void *right)
{
    const uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return (a < b) - (a > b);
}

// For each of the ten there is an article of its own that scores as much.
static void check_best(const struct list *list,
                       const struct random_scorer *scorer,
                       const struct packed_best *best)
{
    uint32_t promised[PACKED_BEST];
    uint32_t *scores = calloc(list->count, sizeof *scores);
    for (size_t i = 0; i < list->count; i++)
        scores[i] = score(scorer, &list->postings[i]);
    for (size_t i = 0; i < PACKED_BEST; i++) {
        const uint32_t x = best[i].body * scorer->units.body
                           + best[i].title * scorer->units.title;
        promised[i] =
            scorer_least(scorer->weight, x, scorer->norms.of[best[i].length]);
    }
    qsort(scores, list->count, sizeof *scores, greatest_first);
    qsort(promised, PACKED_BEST, sizeof *promised, greatest_first);
    for (size_t i = 0; i < PACKED_BEST; i++) CHECK(promised[i] <= scores[i]);
    free(scores);
}

TEST(packed_list, ten_articles_are_as_good_as_the_best)
{
    for (size_t k = 0; k < KINDS_COUNT; k++) {
        struct list list;
        struct packed_head head;
        test_row(KINDS[k].name);
        make_list(&KINDS[k], &list);
        struct slice first = take_chunk(&list.chunks, 0);
        CHECK(packed_head_read(first, &head));
        for (int i = 0; i < 10; i++) {
            struct random_scorer scorer;
            make_scorer(&scorer);
            check_best(&list, &scorer, head.best);
        }
        free((void *)(uintptr_t)first.ptr);
        free_list(&list);
    }
}

// ---- Damage -----------------------------------------------------------------

static void flip_some(struct slice bytes)
{
    char *at = (char *)(uintptr_t)bytes.ptr;
    const uint32_t flips = 1 + below(4);
    for (uint32_t i = 0; bytes.len && i < flips; i++)
        at[below((uint32_t)(below(2) && bytes.len > 400 ? 400 : bytes.len))] ^=
            (char)(1 << below(8));
}

// Whether what is read of a block is in order, or refused.
static bool read_safely(const struct packed_head *head,
                        const struct slice *chunks, size_t chunk_count,
                        uint32_t block)
{
    const struct packed_units units = { 256, 512, 128 };
    uint32_t ids[PACKED_BLOCK], occurrences[PACKED_BLOCK];
    const uint32_t count =
        read_block(head, chunks, chunk_count, block, &units, ids, occurrences);
    if (count > PACKED_BLOCK) return false;
    for (uint32_t i = 1; i < count; i++)
        if (ids[i] <= ids[i - 1]) return false;
    return true;
}

static void damage(const struct list *list, size_t *refused)
{
    struct slice *chunks = take_chunks(&list->chunks);
    struct packed_head head;
    const size_t hit = below(2) ? 0 : below((uint32_t)list->chunks.count);
    if (below(3))
        flip_some(chunks[hit]);
    else
        chunks[hit].len = below((uint32_t)chunks[hit].len + 1);
    if (!packed_head_read(chunks[0], &head)) {
        ++*refused;
    } else {
        bool in_order = true;
        for (uint32_t i = 0; i < head.blocks; i++)
            in_order &= read_safely(&head, chunks, list->chunks.count, i);
        CHECK(in_order);
    }
    free_chunks(chunks, list->chunks.count);
}

TEST(packed_list, damage)
{
    for (size_t k = 0; k + 1 < KINDS_COUNT; k++) {
        struct list list;
        size_t refused = 0;
        test_row(KINDS[k].name);
        make_list(&KINDS[k], &list);
        for (int i = 0; i < 300; i++) damage(&list, &refused);
        CHECK(refused > 0);
        free_list(&list);
    }
}

// What damage to the postings can bring about.
TEST(packed_list, articles_without_occurrences)
{
    struct list list;
    struct packed_head head;
    make_list(&KINDS[0], &list);
    for (size_t i = 0; i < list.count; i++)
        list.postings[i].body = list.postings[i].title =
            list.postings[i].extra = 0;
    CHECK(packed_list_make(list.postings, list.count, &list.chunks));
    const struct slice chunk = take_chunk(&list.chunks, 0);
    CHECK(packed_head_read(chunk, &head));
    for (size_t i = 0; i < (size_t)PACKED_POINTS * head.blocks; i++)
        CHECK_INT(head.frontier[i].occurrences, 0);
    free((void *)(uintptr_t)chunk.ptr);
    free_list(&list);
}

// Differences that add up to more than 32 bits hold, and yet end at the last
// id.
TEST(packed_list, ids_that_do_not_rise)
{
    uint32_t numbers[PACKED_BLOCK] = { 0 }, ids[PACKED_BLOCK];
    struct list list;
    struct packed_head head;
    make_list(&KINDS[0], &list);
    struct slice chunk = take_chunk(&list.chunks, 0);
    CHECK(packed_head_read(chunk, &head));
    uint8_t bytes[16 * 32 + PACKED_BLOCK_BYTES_MAX] = { 0 };
    uint8_t bits[4] = { 32, 0, 0, 0 };
    head.bits = bits;
    for (int i = 0; i < 2; i++) { // without an overflow, and with one
        numbers[5] = i ? 1u << 31 : 0;
        numbers[9] = i ? 1u << 31 : 0;
        numbers[PACKED_BLOCK - 1] = head.last[0] - PACKED_BLOCK;
        packing_pack(numbers, 32, bytes);
        const struct slice data = { (const char *)bytes, sizeof bytes };
        CHECK_INT(packed_ids_read(&head, 0, data, ids), i ? 0 : PACKED_BLOCK);
    }
    free((void *)(uintptr_t)chunk.ptr);
    free_list(&list);
}
