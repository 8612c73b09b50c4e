#include "build/inverter.h"

#include <stdlib.h>

#define XXH_INLINE_ALL // a call would cost as much as the hash of a word
#include <xxhash.h>

#include "base/buffer.h"
#include "base/radix.h"
#include "store/fts5_doclist.h"

enum {
    SLOTS_FIRST = 1 << 14,
    WAITING = 32, // words whose memory is fetched at the same time
    SHORT = 16,   // bytes of a term that are kept beside its number
    // The most bytes of a record but for its term and entries.
    RECORD_HEAD = 1 + 5 * 5,
};

// Where a term stands.
struct place {
    uint32_t article : 17;
    uint32_t column : 15;
    uint32_t position;
};

// The first bytes of a term as numbers, zeros behind: most are compared by
// these.
struct head {
    uint64_t halves[SHORT / sizeof(uint64_t)];
};

// A term, as it was first met.
struct entry {
    struct head head;
    const char *text; // NULL: it is its head
    uint32_t len;
    uint32_t count; // occurrences
    uint32_t last;  // article that it was met in last, + 1
    uint32_t languages;
};

struct slot {
    uint32_t tag;
    uint32_t number; // of the entry, from 1; 0: free
};

// A word between being met and being numbered.
struct waiting {
    uint64_t hash;
    struct place place;
    uint32_t language;
    uint32_t len;
    struct head head;
    char text[TERM_MAX]; // of terms that are longer than their heads
};

struct inverter {
    struct slot *slots;
    size_t slot_room;
    struct entry *entries;
    size_t count;
    size_t room;
    uint32_t *numbers; // of each word in its order
    struct place *places;
    size_t word_count;
    size_t number_room;
    size_t place_room;
    size_t words_max; // of a list
    // For packing, kept from chunk to chunk.
    struct radix_item *ranked; // twice as many as there are entries
    struct place *sorted;
    uint32_t *ends; // of each entry: the place behind its last one
    size_t ranked_room;
    size_t sorted_room;
    size_t end_room;
    struct buffer packed;
    struct inverted_mark *marks;
    size_t mark_count;
    size_t mark_room;
    struct arena texts; // of entries
    // What was packed, in the arena of the chunk.
    struct arena *arena;
    struct inverted *first;
    struct inverted *last;
    struct waiting waiting[WAITING];
    size_t waiting_count;
    uint32_t language;
    void (*on_first)(void *context, struct slice term);
    void *context;
};

struct inverter *inverter_open(size_t words)
{
    struct inverter *inverter = calloc(1, sizeof *inverter);
    if (!inverter) return NULL;
    inverter->words_max = words;
    inverter->slots = calloc(SLOTS_FIRST, sizeof *inverter->slots);
    inverter->slot_room = SLOTS_FIRST;
    if (inverter->slots) return inverter;
    free(inverter);
    return NULL;
}

void inverter_close(struct inverter *inverter)
{
    if (!inverter) return;
    free(inverter->slots);
    free(inverter->entries);
    free(inverter->numbers);
    free(inverter->places);
    free(inverter->ranked);
    free(inverter->sorted);
    free(inverter->ends);
    free(inverter->marks);
    buffer_free(&inverter->packed);
    arena_free(&inverter->texts);
    free(inverter);
}

static void forget_words(struct inverter *inverter)
{
    if (inverter->count)
        memset(inverter->slots, 0,
               inverter->slot_room * sizeof *inverter->slots);
    inverter->count = inverter->word_count = 0;
    arena_reset(&inverter->texts);
}

void inverter_begin(struct inverter *inverter, struct arena *arena)
{
    forget_words(inverter);
    inverter->waiting_count = 0;
    inverter->arena = arena;
    inverter->first = inverter->last = NULL;
}

// ---- Numbers ----------------------------------------------------------------

// Multiplied to 128 bits, of which all depend on all.
static uint64_t mix(uint64_t a, uint64_t b)
{
    __extension__ typedef unsigned __int128 product;
    product all = (product)a * b;
    return (uint64_t)all ^ (uint64_t)(all >> 64);
}

// Most terms are their head, which is in registers already.
static uint64_t hash_of(const struct head *head, struct slice term)
{
    if (term.len > SHORT) return XXH3_64bits(term.ptr, term.len);
    return mix(head->halves[0] ^ 0x9E3779B97F4A7C15u ^ term.len,
               head->halves[1] ^ 0xD1B54A32D192ED03u);
}

static uint32_t tag_of(uint64_t hash)
{
    return (uint32_t)(hash >> 32);
}

static bool is_entry(const struct entry *entry, const struct waiting *word)
{
    if (entry->len != word->len) return false;
    return entry->head.halves[0] == word->head.halves[0]
           && entry->head.halves[1] == word->head.halves[1]
           && (word->len <= SHORT
               || memcmp(entry->text, word->text, word->len) == 0);
}

static struct slice text_of(const struct waiting *word)
{
    const char *text =
        word->len <= SHORT ? (const char *)&word->head : word->text;
    return (struct slice){ text, word->len };
}

static struct slice term_of(const struct entry *entry)
{
    const char *text = entry->text ? entry->text : (const char *)&entry->head;
    return (struct slice){ text, entry->len };
}

static struct slot *slot_of(const struct inverter *inverter,
                            const struct waiting *word)
{
    size_t mask = inverter->slot_room - 1;
    for (size_t at = word->hash & mask;; at = (at + 1) & mask) {
        struct slot *slot = &inverter->slots[at];
        if (slot->number == 0
            || (slot->tag == tag_of(word->hash)
                && is_entry(&inverter->entries[slot->number - 1], word)))
            return slot;
    }
}

static bool grow_slots(struct inverter *inverter)
{
    size_t room = inverter->slot_room * 2;
    struct slot *slots = calloc(room, sizeof *slots);
    if (!slots) return false;
    for (size_t i = 0; i < inverter->count; i++) {
        const struct entry *entry = &inverter->entries[i];
        uint64_t hash = hash_of(&entry->head, term_of(entry));
        size_t at = hash & (room - 1);
        while (slots[at].number) at = (at + 1) & (room - 1);
        slots[at] = (struct slot){ tag_of(hash), (uint32_t)i + 1 };
    }
    free(inverter->slots);
    inverter->slots = slots;
    inverter->slot_room = room;
    return true;
}

// The number of a new entry, from 1; 0 where there is no memory.
static uint32_t add_entry(struct inverter *inverter, const struct waiting *word)
{
    void *grown = array_grow(inverter->entries, inverter->count,
                             &inverter->room, sizeof *inverter->entries);
    if (!grown) return 0;
    inverter->entries = grown;
    struct entry entry = { .head = word->head, .len = word->len };
    if (word->len > SHORT) {
        entry.text = arena_copy(&inverter->texts, text_of(word)).ptr;
        if (!entry.text) return 0;
    }
    inverter->entries[inverter->count++] = entry;
    return (uint32_t)inverter->count;
}

static bool number_word(struct inverter *inverter, const struct waiting *word)
{
    struct slot *slot = slot_of(inverter, word);
    if (slot->number == 0) {
        uint32_t number = add_entry(inverter, word);
        if (number == 0) return false;
        *slot = (struct slot){ tag_of(word->hash), number };
    }
    struct entry *entry = &inverter->entries[slot->number - 1];
    entry->count++;
    entry->languages |= word->language;
    if (inverter->on_first && entry->last != word->place.article + 1u)
        inverter->on_first(inverter->context, text_of(word));
    entry->last = word->place.article + 1u;
    inverter->numbers[inverter->word_count] = slot->number - 1;
    inverter->places[inverter->word_count++] = word->place;
    return true;
}

// Makes room for as many words and entries as wait.
static bool make_room(struct inverter *inverter)
{
    if ((inverter->count + WAITING) * 2 >= inverter->slot_room
        && !grow_slots(inverter))
        return false;
    size_t last = inverter->word_count + WAITING;
    while (last >= inverter->number_room || last >= inverter->place_room) {
        void *numbers =
            array_grow(inverter->numbers, inverter->number_room,
                       &inverter->number_room, sizeof *inverter->numbers);
        if (!numbers) return false;
        inverter->numbers = numbers;
        void *places =
            array_grow(inverter->places, inverter->place_room,
                       &inverter->place_room, sizeof *inverter->places);
        if (!places) return false;
        inverter->places = places;
    }
    return true;
}

// Numbers the words that wait: the entry of each is being fetched while the
// ones before it are dealt with.
static bool number_waiting(struct inverter *inverter)
{
    bool done = make_room(inverter);
    size_t mask = inverter->slot_room - 1;
    for (size_t i = 0; i < inverter->waiting_count; i++) {
        uint32_t number =
            inverter->slots[inverter->waiting[i].hash & mask].number;
        if (number) __builtin_prefetch(&inverter->entries[number - 1], 1);
    }
    for (size_t i = 0; done && i < inverter->waiting_count; i++)
        done = number_word(inverter, &inverter->waiting[i]);
    inverter->waiting_count = 0;
    return done;
}

void inverter_set_language(struct inverter *inverter, uint32_t language)
{
    inverter->language = language;
}

// The bytes of a term of at least four are read as two numbers that overlap,
// which is faster than copying them one by one.
static struct head head_of(struct slice term)
{
    struct head head = { { 0 } };
    char *to = (char *)&head;
    if (term.len >= SHORT) {
        memcpy(to, term.ptr, SHORT);
    } else if (term.len >= 8) {
        memcpy(to + term.len - 8, term.ptr + term.len - 8, 8);
        memcpy(to, term.ptr, 8);
    } else if (term.len >= 4) {
        memcpy(to + term.len - 4, term.ptr + term.len - 4, 4);
        memcpy(to, term.ptr, 4);
    } else {
        for (size_t i = 0; i < term.len; i++) to[i] = term.ptr[i];
    }
    return head;
}

bool inverter_add(struct inverter *inverter, uint32_t article, unsigned column,
                  const struct word *word)
{
    if (inverter->waiting_count == WAITING && !inverter_flush(inverter))
        return false;
    struct waiting *waiting = &inverter->waiting[inverter->waiting_count++];
    waiting->place = (struct place){ article & (INVERTER_ARTICLES_MAX - 1),
                                     column & 3, word->position };
    waiting->language = inverter->language;
    waiting->len = (uint32_t)word->term.len;
    waiting->head = head_of(word->term);
    if (word->term.len > SHORT)
        memcpy(waiting->text, word->term.ptr, word->term.len);
    waiting->hash = hash_of(&waiting->head, word->term);
    __builtin_prefetch(
        &inverter->slots[waiting->hash & (inverter->slot_room - 1)]);
    return true;
}

void inverter_on_first(struct inverter *inverter,
                       void (*on_first)(void *context, struct slice term),
                       void *context)
{
    inverter->on_first = on_first;
    inverter->context = context;
}

// ---- Packing ----------------------------------------------------------------

static int by_bytes(const void *left, const void *right, void *context)
{
    const struct radix_item *a = left, *b = right;
    const struct entry *entries = context;
    return slice_compare(term_of(&entries[a->value]),
                         term_of(&entries[b->value]));
}

// Sorts the entries by their first eight bytes, and then those that have these
// in common.
static void sort_entries(const struct inverter *inverter)
{
    struct radix_item *ranked = inverter->ranked;
    const size_t count = inverter->count;
    for (size_t i = 0; i < count; i++) {
        const struct slice term = term_of(&inverter->entries[i]);
        ranked[i] = (struct radix_item){ slice_head(term), (uint32_t)i };
    }
    radix_sort(ranked, ranked + count, count);
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && ranked[end].key == ranked[i].key;)
            end++;
        if (end - i > 1)
            qsort_r(ranked + i, end - i, sizeof *ranked, by_bytes,
                    inverter->entries);
    }
}

// Sorts the places by term, those of a term in their order.
static void sort_places(const struct inverter *inverter)
{
    uint32_t *ends = inverter->ends, start = 0;
    for (size_t i = 0; i < inverter->count; i++) {
        ends[i] = start;
        start += inverter->entries[i].count;
    }
    for (size_t i = 0; i < inverter->word_count; i++)
        inverter->sorted[ends[inverter->numbers[i]]++] = inverter->places[i];
}

// Packs the places of a term at bytes. Returns how many bytes these are.
static size_t pack_places(const struct place *places, size_t count,
                          uint8_t *bytes, struct inverted_term *term)
{
    struct fts5_doclist doclist = { .bytes = bytes };
    uint32_t before = UINT32_MAX;
    for (size_t i = 0; i < count; i++) {
        fts5_doclist_add(&doclist, places[i].article, places[i].column,
                         places[i].position);
        term->articles += places[i].article != before;
        before = places[i].article;
    }
    fts5_doclist_close(&doclist);
    term->last = before;
    term->occurrences = (uint32_t)count;
    return doclist.size;
}

static uint8_t *write_number(uint8_t *at, uint32_t number)
{
    for (; number >= 0x80; number >>= 7) *at++ = (uint8_t)(number | 0x80);
    *at++ = (uint8_t)number;
    return at;
}

// Writes a record at at, its entries being packed already. Returns its end.
static uint8_t *write_record(uint8_t *at, const struct entry *entry,
                             const struct inverted_term *term)
{
    *at++ = (uint8_t)entry->len;
    // Most texts lie in the entry, which is at hand.
    memcpy(at, &entry->head, SHORT);
    if (entry->text) memcpy(at, entry->text, entry->len);
    at = write_number(at + entry->len, (uint32_t)term->entries.len);
    at = write_number(at, term->last);
    at = write_number(at, term->articles);
    at = write_number(at, term->occurrences - term->articles);
    at = write_number(at, term->languages);
    memcpy(at, term->entries.ptr, term->entries.len);
    return at + term->entries.len;
}

// Packs an entry behind the others. False where there is no memory.
static bool pack_entry(struct inverter *inverter, uint32_t number)
{
    const struct entry *entry = &inverter->entries[number];
    struct buffer *packed = &inverter->packed;
    struct inverted_term term = { .languages = entry->languages };
    // The entries are packed where the record cannot reach, then moved.
    size_t apart = RECORD_HEAD + (entry->len > SHORT ? entry->len : SHORT)
                   + entry->count * (size_t)FTS5_DOCLIST_STEP;
    if (packed->len > UINT32_MAX / 2 || !buffer_reserve(packed, 2 * apart))
        return false;
    uint8_t *at = (uint8_t *)packed->ptr + packed->len, *entries = at + apart;
    size_t size =
        pack_places(inverter->sorted + inverter->ends[number] - entry->count,
                    entry->count, entries, &term);
    term.entries = (struct slice){ (const char *)entries, size };
    packed->len += (size_t)(write_record(at, entry, &term) - at);
    return true;
}

static bool add_mark(struct inverter *inverter, uint64_t head)
{
    void *grown = array_grow(inverter->marks, inverter->mark_count,
                             &inverter->mark_room, sizeof *inverter->marks);
    if (!grown) return false;
    inverter->marks = grown;
    inverter->marks[inverter->mark_count++] =
        (struct inverted_mark){ head, (uint32_t)inverter->packed.len };
    return true;
}

static bool pack_entries(struct inverter *inverter)
{
    bool whole = true;
    buffer_reset(&inverter->packed);
    inverter->mark_count = 0;
    for (size_t i = 0; whole && i < inverter->count; i++) {
        if (i % INVERTED_MARK_TERMS == 0)
            whole = add_mark(inverter, inverter->ranked[i].key);
        whole = whole && pack_entry(inverter, inverter->ranked[i].value);
    }
    return whole;
}

// Makes room for count elements of an array that is written anew. False where
// there is no memory.
static bool make_scratch(void *array, size_t count, size_t *room, size_t size)
{
    void **place = array;
    if (count < *room) return true;
    free(*place);
    *room = count + count / 4 + 1;
    *place = malloc(*room * size);
    if (!*place) *room = 0;
    return *place != NULL;
}

static bool sort(struct inverter *inverter)
{
    const size_t count = inverter->count;
    if (!make_scratch(&inverter->ranked, 2 * count, &inverter->ranked_room,
                      sizeof *inverter->ranked)
        || !make_scratch(&inverter->ends, count, &inverter->end_room,
                         sizeof *inverter->ends)
        || !make_scratch(&inverter->sorted, inverter->word_count,
                         &inverter->sorted_room, sizeof *inverter->sorted))
        return false;
    sort_entries(inverter);
    sort_places(inverter);
    return true;
}

// Adds what is packed to the lists of the chunk.
static bool add_list(struct inverter *inverter)
{
    struct inverted *list = arena_alloc(inverter->arena, sizeof *list);
    if (!list) return false;
    const struct slice marks = { (const char *)inverter->marks,
                                 inverter->mark_count
                                     * sizeof *inverter->marks };
    list->marks = (const void *)arena_copy(inverter->arena, marks).ptr;
    list->records =
        arena_copy(inverter->arena, buffer_slice(&inverter->packed));
    list->mark_count = inverter->mark_count;
    if (inverter->last)
        inverter->last->next = list;
    else
        inverter->first = list;
    inverter->last = list;
    return list->records.ptr && list->marks;
}

static bool pack(struct inverter *inverter)
{
    bool packed =
        sort(inverter) && pack_entries(inverter) && add_list(inverter);
    forget_words(inverter);
    return packed;
}

// Whether the words that wait next might be too many. Arrays do not double for
// the last few.
static bool is_full(const struct inverter *inverter)
{
    const size_t words = inverter->word_count + 2 * WAITING;
    const size_t terms = inverter->count + 2 * WAITING;
    return words > inverter->words_max
           || terms > inverter->words_max / INVERTER_TERM_WORDS;
}

bool inverter_flush(struct inverter *inverter)
{
    if (!number_waiting(inverter)) return false;
    return !is_full(inverter) || pack(inverter);
}

const struct inverted *inverter_finish(struct inverter *inverter)
{
    if (!inverter_flush(inverter)) return NULL;
    bool rest = inverter->word_count > 0 || !inverter->first;
    return !rest || pack(inverter) ? inverter->first : NULL;
}

// ---- Reading ----------------------------------------------------------------

static uint32_t read_number(const uint8_t **at)
{
    uint32_t number = 0;
    for (unsigned shift = 0;; shift += 7) {
        uint32_t byte = *(*at)++;
        number |= (byte & 0x7F) << shift;
        if (byte < 0x80) return number;
    }
}

bool inverted_next(const struct inverted *inverted, size_t *place,
                   struct inverted_term *term)
{
    if (*place >= inverted->records.len) return false;
    const uint8_t *at = (const uint8_t *)inverted->records.ptr + *place;
    term->term.len = *at++;
    term->term.ptr = (const char *)at;
    at += term->term.len;
    term->entries.len = read_number(&at);
    term->last = read_number(&at);
    term->articles = read_number(&at);
    term->occurrences = term->articles + read_number(&at);
    term->languages = read_number(&at);
    term->entries.ptr = (const char *)at;
    at += term->entries.len;
    *place = (size_t)(at - (const uint8_t *)inverted->records.ptr);
    return true;
}
