#include "store/packed_list.h"

#include <stdlib.h>

#include "store/lengths.h"

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__,
               "numbers of a packed list are read as they stand");

enum {
    HEAD_BYTES = 8 + 4 * PACKED_BEST,
    BITS = 4,              // of packed_head.bits, a block
    BLOCK_HEAD_BYTES = 24, // in all the arrays
    EXCEPTION_BYTES = 3,
    FIELDS_BYTES = 3,
    FREQUENT = 65535, // as many occurrences as are counted
};

// ---- How good an article is -------------------------------------------------

// Which of many points and articles are kept is decided by BM25 with k1 1 and b
// .7, and a length of some hundred words; where scores have other constants,
// what is kept is a little worse than it could be, and never wrong.
static float goodness(uint32_t occurrences, uint8_t length)
{
    const float x = (float)occurrences;
    return x / (x + 0.3F + (float)length_decode(length) * (0.7F / 400));
}

static uint32_t occurrences_of(const struct packed_posting *posting)
{
    return posting->body + (uint32_t)PACKED_TITLE_COUNTS * posting->title
           + posting->extra;
}

// ---- Frontiers --------------------------------------------------------------

struct frontier {
    struct packed_point points[PACKED_BLOCK]; // shorter ones first, and fewer
    size_t count;                             // occurrences
};

// The articles than which no other is shorter and has more occurrences.
static void find_frontier(const struct packed_posting *postings, size_t count,
                          struct frontier *frontier)
{
    uint32_t most_of[LENGTH_CODES] = { 0 }, most = 0;
    for (size_t i = 0; i < count; i++) {
        const uint32_t occurrences = occurrences_of(&postings[i]);
        uint32_t *most_so_far = &most_of[postings[i].length];
        if (*most_so_far < occurrences) *most_so_far = occurrences;
    }
    frontier->count = 0;
    for (unsigned length = 0; length < LENGTH_CODES; length++) {
        if (most_of[length] <= most) continue;
        most = most_of[length];
        frontier->points[frontier->count++] = (struct packed_point){
            (uint8_t)(most < PACKED_ANY ? most : PACKED_ANY), (uint8_t)length
        };
    }
}

// By how much the better of two neighbours is overrated when one point that is
// as good as both stands for them.
static float loss_of_joining(const struct packed_point *two)
{
    const float joined = goodness(two[1].occurrences, two[0].length);
    const float a = goodness(two[0].occurrences, two[0].length);
    const float b = goodness(two[1].occurrences, two[1].length);
    return joined - (a > b ? a : b);
}

static void join(struct frontier *frontier, size_t at)
{
    struct packed_point *points = frontier->points;
    points[at].occurrences = points[at + 1].occurrences;
    frontier->count--;
    memmove(points + at + 1, points + at + 2,
            (frontier->count - at - 1) * sizeof *points);
}

static void shorten(struct frontier *frontier)
{
    while (frontier->count > PACKED_POINTS) {
        size_t cheapest = 0;
        float least = 2;
        for (size_t i = 0; i + 1 < frontier->count; i++) {
            const float loss = loss_of_joining(&frontier->points[i]);
            if (loss >= least) continue;
            least = loss;
            cheapest = i;
        }
        join(frontier, cheapest);
    }
}

static void add_frontier(const struct packed_posting *postings, size_t count,
                         struct packed_point to[PACKED_POINTS])
{
    struct frontier frontier;
    find_frontier(postings, count, &frontier);
    // None has an occurrence, which damage alone can bring about.
    if (frontier.count == 0)
        frontier.points[frontier.count++] = (struct packed_point){ 0 };
    shorten(&frontier);
    for (size_t i = 0; i < PACKED_POINTS; i++)
        to[i] = frontier.points[i < frontier.count ? i : frontier.count - 1];
}

// ---- The best ---------------------------------------------------------------

static void find_best(const struct packed_posting *postings, size_t count,
                      struct packed_best best[PACKED_BEST])
{
    float kept[PACKED_BEST]; // the best first
    size_t have = 0;
    for (size_t i = 0; i < count; i++) {
        const struct packed_posting *posting = &postings[i];
        const float value = goodness(
            posting->body + (uint32_t)PACKED_TITLE_COUNTS * posting->title,
            posting->length);
        if (have == PACKED_BEST && value <= kept[have - 1]) continue;
        size_t at = have < PACKED_BEST ? have++ : have - 1;
        for (; at > 0 && kept[at - 1] < value; at--) {
            kept[at] = kept[at - 1];
            best[at] = best[at - 1];
        }
        kept[at] = value;
        best[at] = (struct packed_best){ posting->body, posting->title,
                                         posting->length };
    }
}

// ---- Blocks -----------------------------------------------------------------

// What is written of a block, while it is made.
struct block {
    uint32_t last;
    struct fts5_place place;
    uint16_t chunk;
    uint16_t at;
    struct packed_point frontier[PACKED_POINTS];
    uint8_t bits[BITS];
};

// How many bits cost least, where what needs more is an exception.
static unsigned choose_bits(const uint32_t *numbers, size_t count,
                            unsigned *exceptions)
{
    enum { WIDEST = 16 };
    unsigned of_width[33] = { 0 }, over = 0, best = 0;
    for (size_t i = 0; i < count; i++) of_width[packing_width(numbers[i])]++;
    for (unsigned width = WIDEST + 1; width < 33; width++)
        over += of_width[width];
    size_t least = SIZE_MAX;
    for (unsigned width = WIDEST + 1; width-- > 0;) {
        const size_t size = packing_size(width) + EXCEPTION_BYTES * over;
        if (size < least) {
            least = size;
            best = width;
            *exceptions = over;
        }
        over += of_width[width];
    }
    return best;
}

static void add_ids(const struct packed_posting *postings, size_t count,
                    uint32_t before, uint8_t *bits, struct buffer *data)
{
    uint32_t numbers[PACKED_BLOCK] = { 0 }, all = 0;
    for (size_t i = 0; i < count; i++) {
        numbers[i] = postings[i].id - before - 1;
        before = postings[i].id;
        all |= numbers[i];
    }
    *bits = (uint8_t)packing_width(all);
    packing_pack(numbers, *bits, (uint8_t *)data->ptr + data->len);
    data->len += packing_size(*bits);
}

static void add_occurrences(const struct packed_posting *postings, size_t count,
                            uint8_t *bits, uint8_t *exceptions,
                            struct buffer *data)
{
    // None at all is the largest number, and so an exception.
    uint32_t numbers[PACKED_BLOCK] = { 0 };
    unsigned over;
    for (size_t i = 0; i < count; i++)
        numbers[i] = postings[i].body ? postings[i].body - 1u : FREQUENT * 2u;
    const unsigned width = choose_bits(numbers, count, &over);
    uint8_t *to = (uint8_t *)data->ptr + data->len + packing_size(width);
    for (size_t i = 0; i < count; i++) {
        if (packing_width(numbers[i]) <= width) continue;
        *to++ = (uint8_t)i;
        memcpy(to, &postings[i].body, 2);
        to += 2;
        numbers[i] = 0;
    }
    packing_pack(numbers, width, (uint8_t *)data->ptr + data->len);
    data->len = (size_t)(to - (uint8_t *)data->ptr);
    *bits = (uint8_t)width;
    *exceptions = (uint8_t)over;
}

static void add_fields(const struct packed_posting *postings, size_t count,
                       uint8_t *fields, struct buffer *data)
{
    uint8_t *to = (uint8_t *)data->ptr + data->len;
    *fields = 0;
    for (size_t i = 0; i < count; i++) {
        if (!postings[i].title && !postings[i].extra) continue;
        *to++ = (uint8_t)i;
        *to++ = postings[i].title;
        *to++ = postings[i].extra;
        ++*fields;
    }
    data->len = (size_t)(to - (uint8_t *)data->ptr);
}

// Appends the data of a block; there is room.
static void add_block(const struct packed_posting *postings, size_t count,
                      uint32_t before, struct block *block, struct buffer *data)
{
    block->last = postings[count - 1].id;
    block->place = postings[0].place;
    add_ids(postings, count, before, &block->bits[0], data);
    add_occurrences(postings, count, &block->bits[1], &block->bits[2], data);
    add_fields(postings, count, &block->bits[3], data);
    add_frontier(postings, count, block->frontier);
}

// ---- Lists ------------------------------------------------------------------

static bool end_chunk(struct packed_chunks *chunks)
{
    size_t *grown = array_grow(chunks->ends, chunks->count, &chunks->room,
                               sizeof *chunks->ends);
    if (!grown) return false;
    chunks->ends = grown;
    chunks->ends[chunks->count++] = chunks->bytes.len;
    return true;
}

static void write_head(const struct block *blocks, uint32_t count,
                       uint32_t articles, const struct packed_best *best,
                       uint8_t *to)
{
    memcpy(to, &articles, 4);
    memcpy(to + 4, &count, 4);
    memcpy(to + 8, best, sizeof *best * PACKED_BEST);
    uint8_t *last = to + HEAD_BYTES, *page = last + 4 * (size_t)count,
            *offset = page + 4 * (size_t)count,
            *chunk = offset + 2 * (size_t)count,
            *at = chunk + 2 * (size_t)count, *frontier = at + 2 * (size_t)count,
            *bits = frontier + sizeof blocks->frontier * count;
    for (uint32_t i = 0; i < count; i++) {
        const struct block *block = &blocks[i];
        const uint16_t place = (uint16_t)block->place.offset;
        memcpy(last + 4 * (size_t)i, &block->last, 4);
        memcpy(page + 4 * (size_t)i, &block->place.page, 4);
        memcpy(offset + 2 * (size_t)i, &place, 2);
        memcpy(chunk + 2 * (size_t)i, &block->chunk, 2);
        memcpy(at + 2 * (size_t)i, &block->at, 2);
        memcpy(frontier + sizeof block->frontier * i, block->frontier,
               sizeof block->frontier);
        memcpy(bits + sizeof block->bits * i, block->bits, sizeof block->bits);
    }
}

// Appends the data of all blocks behind the head, in chunks of their own where
// they do not fit there.
static bool add_blocks(const struct packed_posting *postings, size_t count,
                       struct block *blocks, struct packed_chunks *chunks)
{
    struct buffer *bytes = &chunks->bytes;
    size_t start = 0; // of the chunk at hand
    uint32_t before = 0;
    for (size_t i = 0; i < count; i += PACKED_BLOCK, blocks++) {
        const size_t part = count - i < PACKED_BLOCK ? count - i : PACKED_BLOCK;
        if (!buffer_reserve(bytes, PACKED_BLOCK_BYTES_MAX)) return false;
        const size_t at = bytes->len;
        add_block(postings + i, part, before, blocks, bytes);
        before = blocks->last;
        size_t from = at;
        if (bytes->len - start > PACKED_CHUNK_BYTES) { // of its own
            const size_t end = bytes->len;
            bytes->len = at;
            if (!end_chunk(chunks)) return false;
            bytes->len = end;
            start = from;
        }
        blocks->chunk = (uint16_t)chunks->count;
        blocks->at = (uint16_t)(from - start);
    }
    return end_chunk(chunks);
}

bool packed_list_make(const struct packed_posting *postings, size_t count,
                      struct packed_chunks *chunks)
{
    const size_t block_count = (count + PACKED_BLOCK - 1) / PACKED_BLOCK;
    const size_t head = HEAD_BYTES + BLOCK_HEAD_BYTES * block_count;
    buffer_reset(&chunks->bytes);
    chunks->count = 0;
    struct block *blocks = malloc(block_count * sizeof *blocks);
    if (!blocks || !buffer_reserve(&chunks->bytes, head)) {
        free(blocks);
        return false;
    }
    chunks->bytes.len = head;
    const bool made = add_blocks(postings, count, blocks, chunks);
    struct packed_best best[PACKED_BEST] = { 0 };
    find_best(postings, count, best);
    if (made)
        write_head(blocks, (uint32_t)block_count, (uint32_t)count, best,
                   (uint8_t *)chunks->bytes.ptr);
    free(blocks);
    return made;
}

void packed_chunks_free(struct packed_chunks *chunks)
{
    buffer_free(&chunks->bytes);
    free(chunks->ends);
    *chunks = (struct packed_chunks){ 0 };
}

// ---- Reading ----------------------------------------------------------------

bool packed_head_read(struct slice bytes, struct packed_head *head)
{
    if (bytes.len < HEAD_BYTES) return false;
    memcpy(&head->articles, bytes.ptr, 4);
    memcpy(&head->blocks, bytes.ptr + 4, 4);
    const size_t blocks = head->blocks;
    if (blocks == 0 || blocks > (bytes.len - HEAD_BYTES) / BLOCK_HEAD_BYTES
        || (head->articles + (size_t)PACKED_BLOCK - 1) / PACKED_BLOCK != blocks)
        return false;
    const char *at = bytes.ptr + HEAD_BYTES;
    head->best = (const void *)(bytes.ptr + 8);
    head->last = (const void *)at;
    head->page = head->last + blocks;
    head->offset = (const void *)(head->page + blocks);
    head->chunk = head->offset + blocks;
    head->at = head->chunk + blocks;
    head->frontier = (const void *)(head->at + blocks);
    head->bits = (const void *)(head->frontier + blocks * PACKED_POINTS);
    head->size = HEAD_BYTES + BLOCK_HEAD_BYTES * blocks;
    for (size_t i = 1; i < blocks; i++)
        if (head->last[i] <= head->last[i - 1]) return false;
    return true;
}

static bool read_exceptions(const uint8_t **at, const uint8_t *bits,
                            uint32_t *occurrences)
{
    for (unsigned i = 0; i < bits[2]; i++, *at += EXCEPTION_BYTES) {
        uint16_t count;
        memcpy(&count, *at + 1, sizeof count);
        if (**at >= PACKED_BLOCK) return false;
        occurrences[**at] = count;
    }
    return true;
}

static bool read_fields(const uint8_t *at, const uint8_t *bits,
                        const struct packed_units *units, uint32_t *occurrences)
{
    for (unsigned i = 0; i < bits[3]; i++, at += FIELDS_BYTES) {
        if (at[0] >= PACKED_BLOCK) return false;
        occurrences[at[0]] += at[1] * units->title + at[2] * units->extra;
    }
    return true;
}

// Whether ids rise, which damage alone can prevent: a sum of 128 differences of
// so few bits that it fits into 32 ends at the last id only if it does.
static bool ids_rise(const uint32_t *ids, uint32_t count, unsigned bits)
{
    enum { NO_OVERFLOW = 32 - 8 };
    bool rise = true;
    if (bits <= NO_OVERFLOW) return true;
    for (uint32_t i = 1; i < count; i++) rise &= ids[i] > ids[i - 1];
    return rise;
}

uint32_t packed_ids_read(const struct packed_head *head, uint32_t block,
                         struct slice data, uint32_t ids[PACKED_BLOCK])
{
    const uint8_t *bits = head->bits + (size_t)BITS * block;
    if (bits[0] > 32 || bits[1] > 32
        || packing_size(bits[0]) + packing_size(bits[1])
                   + (size_t)EXCEPTION_BYTES * bits[2]
                   + (size_t)FIELDS_BYTES * bits[3]
               > data.len)
        return 0;
    const uint32_t count = block + 1 < head->blocks
                               ? PACKED_BLOCK
                               : head->articles - block * PACKED_BLOCK;
    packing_unpack((const uint8_t *)data.ptr, bits[0], ids);
    packing_sum(ids, block ? head->last[block - 1] : 0);
    return ids[count - 1] == head->last[block] && ids_rise(ids, count, bits[0])
               ? count
               : 0;
}

bool packed_occurrences_read(const struct packed_head *head, uint32_t block,
                             struct slice data,
                             const struct packed_units *units,
                             uint32_t occurrences[PACKED_BLOCK])
{
    const uint8_t *bits = head->bits + (size_t)BITS * block;
    const uint8_t *at = (const uint8_t *)data.ptr + packing_size(bits[0]);
    packing_unpack(at, bits[1], occurrences);
    at += packing_size(bits[1]);
    for (size_t i = 0; i < PACKED_BLOCK; i++) occurrences[i]++;
    if (!read_exceptions(&at, bits, occurrences)) return false;
    if (units->body != 1)
        for (size_t i = 0; i < PACKED_BLOCK; i++) occurrences[i] *= units->body;
    return read_fields(at, bits, units, occurrences);
}
