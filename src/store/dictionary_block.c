#include "store/dictionary_block.h"

#include "base/varint.h"
#include "store/dictionary_sum.h"

enum {
    GAP_FULL = 255,
    SHARED_FULL = 255,      // as dictionary.h has it
    CHUNK_BYTES = 16,       // that are moved at once
    BLOCK_MAX = 512 * 1024, // bytes of a packed block; none comes near
    PART_MAX = 64 * 1024,   // bytes of unpacked keys, or terms, in a block
};

// ---- Packing ----------------------------------------------------------------

// Puts a number into four bits, and what is left of it into numbers.
static unsigned nibble(uint64_t number, struct buffer *numbers)
{
    if (number < DICTIONARY_NIBBLE_FULL) return (unsigned)number;
    buffer_add_varint(numbers, number - DICTIONARY_NIBBLE_FULL);
    return DICTIONARY_NIBBLE_FULL;
}

static void add_nibbles(struct buffer *bytes, uint64_t high, uint64_t low,
                        struct buffer *numbers)
{
    unsigned first = nibble(high, numbers);
    unsigned second = nibble(low, numbers);
    buffer_add_byte(bytes, (char)(first << 4 | second));
}

static size_t common_prefix(struct slice a, struct slice b)
{
    size_t end = a.len < b.len ? a.len : b.len;
    size_t at = 0;
    while (at < end && a.ptr[at] == b.ptr[at]) at++;
    return at;
}

static void add_key(struct dictionary_packer *packer, struct slice key)
{
    size_t shared = common_prefix(key, buffer_slice(&packer->key));
    struct slice suffix = slice_from(key, shared);
    add_nibbles(&packer->key_heads, shared, suffix.len, &packer->key_numbers);
    buffer_add(&packer->key_suffixes, suffix);
    packer->key.len = shared;
    buffer_add(&packer->key, suffix);
    packer->key_bytes += key.len + 1;
}

static void add_term(struct dictionary_packer *packer, struct slice term,
                     struct slice key)
{
    size_t gap = packer->count - packer->next_owner;
    size_t gap_byte = gap < GAP_FULL ? gap : GAP_FULL;
    buffer_add_byte(&packer->gaps, (char)gap_byte);
    if (gap_byte == GAP_FULL)
        buffer_add_varint(&packer->term_numbers, gap - GAP_FULL);
    packer->next_owner = packer->count + 1;

    size_t shared = common_prefix(term, key);
    struct slice suffix = slice_from(term, shared);
    add_nibbles(&packer->term_heads, shared, suffix.len, &packer->term_numbers);
    buffer_add(&packer->term_suffixes, suffix);
    packer->term_count++;
    packer->term_bytes += term.len + 1;
}

void dictionary_packer_add(struct dictionary_packer *packer,
                           const struct dictionary_entry *entry)
{
    add_key(packer, entry->key);
    if (!slice_equal(entry->term, entry->key))
        add_term(packer, entry->term, entry->key);
    add_nibbles(&packer->counts, entry->articles - 1,
                entry->occurrences - entry->articles, &packer->count_numbers);
    dictionary_languages_add(&packer->languages, entry->languages);
    packer->count++;
}

bool dictionary_packer_is_full(const struct dictionary_packer *packer)
{
    return packer->key_bytes >= DICTIONARY_BLOCK_BYTES
           || packer->term_bytes >= DICTIONARY_BLOCK_BYTES
           || packer->languages.set_count == DICTIONARY_SETS_MAX;
}

// All buffers of a packer; of those in the streams the order is that of the
// file.
enum { BUFFERS = 12, FIRST_STREAM = 2 };

static void list_buffers(struct dictionary_packer *packer,
                         struct buffer *list[BUFFERS])
{
    struct buffer *const all[BUFFERS] = {
        &packer->key,           &packer->languages.numbers,
        &packer->key_heads,     &packer->key_suffixes,
        &packer->gaps,          &packer->term_heads,
        &packer->term_suffixes, &packer->key_numbers,
        &packer->term_numbers,  &packer->languages.packed,
        &packer->counts,        &packer->count_numbers,
    };
    memcpy(list, all, sizeof all);
}

static void add_sizes(struct buffer *out,
                      const struct dictionary_packer *packer)
{
    buffer_add_varint(out, packer->count);
    buffer_add_varint(out, packer->key_bytes);
    buffer_add_varint(out, packer->key_suffixes.len);
    buffer_add_varint(out, packer->term_count);
    buffer_add_varint(out, packer->term_bytes);
    buffer_add_varint(out, packer->term_suffixes.len);
    buffer_add_varint(out, packer->key_numbers.len + packer->term_numbers.len);
    buffer_add_varint(out, packer->languages.set_count);
    buffer_add_varint(out, packer->languages.packed.len);
}

bool dictionary_packer_finish(struct dictionary_packer *packer,
                              struct buffer *out)
{
    struct buffer *buffers[BUFFERS];
    list_buffers(packer, buffers);
    dictionary_languages_pack(&packer->languages);
    dictionary_sum_reserve(out);
    add_sizes(out, packer);
    bool failed = false;
    for (size_t i = 0; i < BUFFERS; i++) {
        if (i >= FIRST_STREAM) buffer_add(out, buffer_slice(buffers[i]));
        failed = failed || buffers[i]->failed;
        buffer_reset(buffers[i]);
    }
    packer->languages.set_count = 0;
    packer->count = packer->key_bytes = 0;
    packer->term_count = packer->term_bytes = packer->next_owner = 0;
    if (failed || out->failed) return false;
    dictionary_sum_put(out);
    return true;
}

void dictionary_packer_free(struct dictionary_packer *packer)
{
    struct buffer *buffers[BUFFERS];
    list_buffers(packer, buffers);
    for (size_t i = 0; i < BUFFERS; i++) buffer_free(buffers[i]);
}

// ---- What a block says of itself --------------------------------------------

// Reads the sizes, in their order. False where one cannot be.
static bool read_sizes(struct dictionary_packed *packed)
{
    struct {
        size_t *size;
        size_t most;
    } const sizes[] = {
        { &packed->count, PART_MAX },
        { &packed->key_bytes, PART_MAX },
        { &packed->key_suffix_bytes, PART_MAX },
        { &packed->term_count, PART_MAX },
        { &packed->term_bytes, PART_MAX },
        { &packed->term_suffix_bytes, PART_MAX },
        { &packed->number_bytes, SIZE_MAX },
        { &packed->set_count, DICTIONARY_SETS_MAX },
        { &packed->set_bytes, PART_MAX },
    };
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        uint64_t size;
        if (!varint_read(&packed->streams, packed->end, &size)) return false;
        if (size > sizes[i].most) return false;
        *sizes[i].size = (size_t)size;
    }
    return packed->count > 0 && packed->term_count <= packed->count
           && packed->set_bytes >= packed->set_count * DICTIONARY_SET_BYTES;
}

// Where the streams of a block begin.
struct streams {
    const uint8_t *key_heads, *key_suffixes;
    const uint8_t *gaps, *term_heads, *term_suffixes;
    const uint8_t *numbers, *sets, *counts;
};

static struct streams find_streams(const struct dictionary_packed *packed)
{
    struct streams streams;
    streams.key_heads = packed->streams;
    streams.key_suffixes = streams.key_heads + packed->count;
    streams.gaps = streams.key_suffixes + packed->key_suffix_bytes;
    streams.term_heads = streams.gaps + packed->term_count;
    streams.term_suffixes = streams.term_heads + packed->term_count;
    streams.numbers = streams.term_suffixes + packed->term_suffix_bytes;
    streams.sets = streams.numbers + packed->number_bytes;
    streams.counts = streams.sets + packed->set_bytes;
    return streams;
}

// Whether the streams end before the block does.
static bool streams_fit(const struct dictionary_packed *packed)
{
    size_t left = (size_t)(packed->end - packed->streams);
    if (left > BLOCK_MAX || packed->number_bytes > left) return false;
    // None of the others is above PART_MAX.
    return 2 * packed->count + packed->key_suffix_bytes + 2 * packed->term_count
               + packed->term_suffix_bytes + packed->set_bytes
           <= left - packed->number_bytes;
}

// The parts of an unpacked block lie behind each other, those of 32 bits first.
// Keys and terms have room for a whole chunk behind them.
static size_t room_of(const struct dictionary_packed *packed)
{
    struct streams streams = find_streams(packed);
    size_t offsets = packed->count + 1 + 2 * packed->term_count + 1;
    return offsets * sizeof(uint32_t) + packed->count + packed->key_bytes
           + packed->term_bytes + 2 * CHUNK_BYTES
           + (size_t)(packed->end - streams.sets);
}

bool dictionary_block_parse(struct slice data, struct dictionary_packed *packed)
{
    *packed = (struct dictionary_packed){ 0 };
    if (!dictionary_sum_fits(data)) return false;
    packed->streams = (const uint8_t *)data.ptr + DICTIONARY_SUM_BYTES;
    packed->end = (const uint8_t *)data.ptr + data.len;
    if (!read_sizes(packed) || !streams_fit(packed)) return false;
    packed->room = room_of(packed);
    return true;
}

// ---- Unpacking --------------------------------------------------------------

// The first 16 bytes of a string, and whatever is behind it.
struct chunk {
    uint64_t halves[2];
};

static inline struct chunk chunk_load(const void *bytes)
{
    struct chunk chunk;
    memcpy(&chunk, bytes, sizeof chunk);
    return chunk;
}

// The first bytes of one chunk and the last ones of another. Bytes stay where
// they are, so this is and, and, or.
static inline struct chunk chunk_join(struct chunk first, size_t bytes,
                                      struct chunk last)
{
    static const uint8_t MASK[2 * CHUNK_BYTES] = { 255, 255, 255, 255, 255, 255,
                                                   255, 255, 255, 255, 255, 255,
                                                   255, 255, 255, 255 };
    struct chunk mask = chunk_load(MASK + CHUNK_BYTES - bytes);
    for (int i = 0; i < 2; i++)
        last.halves[i] = (first.halves[i] & mask.halves[i])
                         | (last.halves[i] & ~mask.halves[i]);
    return last;
}

// Strings as they are taken from their streams and put behind each other.
struct strings {
    const uint8_t *suffix; // the next one
    const uint8_t *suffixes_end;
    // Where a chunk can be read that has a suffix inside: up to 16 bytes before
    // it and 16 behind must be bytes of the block.
    const uint8_t *chunks_from, *chunks_to;
    const uint8_t *number;
    const uint8_t *numbers_end;
    char *out;
    uint32_t at; // bytes in out
    uint32_t size;
    struct chunk last; // the first bytes of the string before, or of the key
};

// How many bytes the next string shares with its model, and has of its own.
struct head {
    size_t shared, own;
};

static inline bool full_nibble(struct strings *strings, size_t *value)
{
    uint64_t more;
    if (!varint_read(&strings->number, strings->numbers_end, &more)
        || more > PART_MAX)
        return false;
    *value += (size_t)more;
    return true;
}

static inline bool read_head(struct strings *strings, uint8_t byte,
                             struct head *head)
{
    head->shared = byte >> 4;
    head->own = byte & 15;
    if (head->shared == DICTIONARY_NIBBLE_FULL
        && !full_nibble(strings, &head->shared))
        return false;
    return head->own != DICTIONARY_NIBBLE_FULL
           || full_nibble(strings, &head->own);
}

// Takes the next string, which shares its first bytes with model. strings->last
// holds the first bytes of model, and then of the string: in a register, since
// reading back what was just written to memory would stall.
static inline bool take_string(struct strings *strings, struct head head,
                               struct slice model)
{
    size_t len = head.shared + head.own;
    if (len == 0 || head.shared > model.len
        || head.own > (size_t)(strings->suffixes_end - strings->suffix)
        || len >= strings->size - strings->at)
        return false;
    char *out = strings->out + strings->at;
    if (len <= CHUNK_BYTES && strings->suffix >= strings->chunks_from
        && strings->suffix <= strings->chunks_to) {
        struct chunk own = chunk_load(strings->suffix - head.shared);
        strings->last = chunk_join(strings->last, head.shared, own);
        memcpy(out, &strings->last, CHUNK_BYTES);
    } else {
        memcpy(out, model.ptr, head.shared);
        memcpy(out + head.shared, strings->suffix, head.own);
        strings->last = chunk_load(out);
    }
    out[len] = '\n';
    strings->suffix += head.own;
    strings->at += (uint32_t)len + 1;
    return true;
}

// Room for everything was given; takes the next bytes of it.
static void *take_room(char **room, size_t bytes)
{
    void *taken = *room;
    *room += bytes;
    return taken;
}

static bool unpack_keys(const struct dictionary_packed *packed,
                        const uint8_t *heads, struct strings *strings,
                        uint32_t *starts, uint8_t *shared)
{
    struct strings s = *strings; // in registers
    struct slice model = { s.out, 0 };
    for (size_t i = 0; i < packed->count; i++) {
        struct head head;
        uint32_t start = s.at;
        if (!read_head(&s, heads[i], &head) || !take_string(&s, head, model))
            return false;
        starts[i] = start;
        shared[i] =
            (uint8_t)(head.shared < SHARED_FULL ? head.shared : SHARED_FULL);
        model = (struct slice){ s.out + start, s.at - start - 1 };
    }
    starts[packed->count] = s.at;
    *strings = s;
    return s.at == s.size && s.suffix == s.suffixes_end;
}

static bool read_owner(struct strings *strings, uint8_t gap, size_t count,
                       size_t *owner)
{
    uint64_t more = 0;
    if (gap == GAP_FULL
        && !varint_read(&strings->number, strings->numbers_end, &more))
        return false;
    if (more >= count || *owner + gap + more >= count) return false;
    *owner += gap + (size_t)more;
    return true;
}

static bool unpack_terms(const struct dictionary_packed *packed,
                         const struct streams *streams, struct strings *strings,
                         const struct dictionary_block *block,
                         uint32_t *term_starts, uint32_t *owners)
{
    size_t owner = 0;
    for (size_t i = 0; i < packed->term_count; i++) {
        struct head head;
        uint32_t start = strings->at;
        if (!read_owner(strings, streams->gaps[i], packed->count, &owner))
            return false;
        struct slice key = dictionary_block_key(block, owner);
        strings->last = chunk_load(key.ptr);
        if (!read_head(strings, streams->term_heads[i], &head)
            || !take_string(strings, head, key))
            return false;
        term_starts[i] = start;
        owners[i] = (uint32_t)owner++;
    }
    term_starts[packed->term_count] = strings->at;
    return strings->at == strings->size
           && strings->suffix == strings->suffixes_end
           && strings->number == strings->numbers_end;
}

// Where the strings of one kind come from and go to.
static struct strings strings_of(const struct dictionary_packed *packed,
                                 const uint8_t *suffixes, size_t suffix_bytes,
                                 char *out, size_t size)
{
    struct strings strings = { .suffix = suffixes,
                               .suffixes_end = suffixes + suffix_bytes,
                               .chunks_from = packed->end,
                               .chunks_to = packed->streams,
                               .out = out,
                               .size = (uint32_t)size };
    if (packed->end - packed->streams >= 2 * CHUNK_BYTES) {
        strings.chunks_from = packed->streams + CHUNK_BYTES;
        strings.chunks_to = packed->end - CHUNK_BYTES;
    }
    return strings;
}

// Gives the parts of an unpacked block their places.
struct places {
    uint32_t *starts, *term_starts, *term_owners;
    uint8_t *shared;
    char *keys, *terms;
    uint8_t *sets; // and the counts behind them, as they were packed
};

static struct places places_in(void *room, const struct dictionary_packed *of)
{
    char *at = room;
    size_t offset = sizeof(uint32_t);
    struct places places;
    places.starts = take_room(&at, (of->count + 1) * offset);
    places.term_starts = take_room(&at, (of->term_count + 1) * offset);
    places.term_owners = take_room(&at, of->term_count * offset);
    places.shared = take_room(&at, of->count);
    places.keys = take_room(&at, of->key_bytes + CHUNK_BYTES);
    places.terms = take_room(&at, of->term_bytes + CHUNK_BYTES);
    places.sets = (uint8_t *)at;
    return places;
}

bool dictionary_block_unpack(const struct dictionary_packed *packed, void *room,
                             struct dictionary_unpacked *unpacked)
{
    struct streams streams = find_streams(packed);
    struct places places = places_in(room, packed);
    struct dictionary_block *block = &unpacked->block;
    *block = (struct dictionary_block){
        .keys = { places.keys, packed->key_bytes },
        .starts = places.starts,
        .shared = places.shared,
        .count = packed->count,
        .terms = { places.terms, packed->term_bytes },
        .term_starts = places.term_starts,
        .term_owners = places.term_owners,
        .term_count = packed->term_count,
    };
    struct strings strings =
        strings_of(packed, streams.key_suffixes, packed->key_suffix_bytes,
                   places.keys, packed->key_bytes);
    strings.number = streams.numbers;
    strings.numbers_end = streams.sets;
    if (!unpack_keys(packed, streams.key_heads, &strings, places.starts,
                     places.shared))
        return false;

    struct strings terms =
        strings_of(packed, streams.term_suffixes, packed->term_suffix_bytes,
                   places.terms, packed->term_bytes);
    terms.number = strings.number; // theirs follow those of the keys
    terms.numbers_end = strings.numbers_end;
    if (!unpack_terms(packed, &streams, &terms, block, places.term_starts,
                      places.term_owners))
        return false;

    const size_t bytes = (size_t)(packed->end - streams.sets);
    const uint8_t *counts = places.sets + packed->set_bytes;
    memcpy(places.sets, streams.sets, bytes);
    unpacked->counts =
        (struct dictionary_counts){ counts, counts + packed->count,
                                    places.sets + bytes };
    return dictionary_languages_begin(
        (struct slice){ (const char *)places.sets, packed->set_bytes },
        packed->set_count, packed->count, &unpacked->languages);
}
