#include "build/tally.h"

#include <stdlib.h>
#include <xxhash.h>

#include "base/varint.h"

enum { FIRST_SLOTS = 1 << 12 };

static uint32_t tag_of(uint64_t hash)
{
    return (uint32_t)(hash >> 32);
}

static struct slice text_of(const struct tally_item *item)
{
    return (struct slice){ item->text, item->len };
}

// The slot of a text: where it is, or a free one.
static struct tally_slot *slot_of(const struct tally *tally, uint64_t hash,
                                  struct slice text)
{
    size_t mask = tally->slot_room - 1;
    for (size_t at = hash & mask;; at = (at + 1) & mask) {
        struct tally_slot *slot = &tally->slots[at];
        if (slot->number == 0) return slot;
        if (slot->tag == tag_of(hash)
            && slice_equal(text_of(&tally->items[slot->number - 1]), text))
            return slot;
    }
}

// Doubles the slots. False where there is no memory.
static bool grow_slots(struct tally *tally)
{
    size_t room = tally->slot_room ? tally->slot_room * 2 : FIRST_SLOTS;
    struct tally_slot *slots = calloc(room, sizeof *slots);
    if (!slots) return false;
    free(tally->slots);
    tally->slots = slots;
    tally->slot_room = room;
    for (size_t i = 0; i < tally->count; i++) {
        struct slice text = text_of(&tally->items[i]);
        uint64_t hash = XXH3_64bits(text.ptr, text.len);
        size_t at = hash & (room - 1);
        while (slots[at].number) at = (at + 1) & (room - 1);
        slots[at] = (struct tally_slot){ tag_of(hash), (uint32_t)i + 1 };
    }
    return true;
}

// A new item for text; NULL where there is no memory.
static struct tally_item *add_item(struct tally *tally, struct slice text)
{
    void *grown = array_grow(tally->items, tally->count, &tally->room,
                             sizeof *tally->items);
    if (!grown) return NULL;
    tally->items = grown;
    struct slice copy = arena_copy(&tally->arena, text);
    if (!copy.ptr) return NULL;
    struct tally_item *item = &tally->items[tally->count++];
    *item = (struct tally_item){ .text = copy.ptr, .len = (uint32_t)copy.len };
    return item;
}

// The item of a text, which is made if there is none; NULL where there is no
// memory.
static struct tally_item *item_of(struct tally *tally, struct slice text)
{
    if (tally->count * 2 >= tally->slot_room && !grow_slots(tally)) return NULL;
    uint64_t hash = XXH3_64bits(text.ptr, text.len);
    struct tally_slot *slot = slot_of(tally, hash, text);
    if (slot->number) return &tally->items[slot->number - 1];
    struct tally_item *item = add_item(tally, text);
    if (item)
        *slot = (struct tally_slot){ tag_of(hash), (uint32_t)tally->count };
    return item;
}

bool tally_add(struct tally *tally, struct slice text, int64_t articles,
               int64_t occurrences, uint32_t languages)
{
    struct tally_item *item = item_of(tally, text);
    if (!item) return false;
    item->articles += articles;
    item->occurrences += occurrences;
    item->languages |= languages;
    return true;
}

bool tally_count(struct tally *tally, struct slice text, uint32_t article,
                 bool *is_new)
{
    struct tally_item *item = item_of(tally, text);
    if (!item) return false;
    *is_new = item->last != article;
    item->occurrences++;
    item->articles += *is_new;
    item->last = article;
    return true;
}

void tally_pack(const struct tally *tally, struct buffer *packed)
{
    for (size_t i = 0; i < tally->count; i++) {
        const struct tally_item *item = &tally->items[i];
        buffer_add_varint(packed, item->len);
        buffer_add(packed, text_of(item));
        buffer_add_varint(packed, (uint64_t)item->articles);
        buffer_add_varint(packed, (uint64_t)item->occurrences);
    }
}

bool tally_add_packed(struct tally *tally, struct slice packed, int sign)
{
    const uint8_t *at = (const uint8_t *)packed.ptr, *end = at + packed.len;
    while (at < end) {
        uint64_t len = 0, articles = 0, occurrences = 0;
        varint_read(&at, end, &len);
        const struct slice text = { (const char *)at, len };
        at += len;
        varint_read(&at, end, &articles);
        varint_read(&at, end, &occurrences);
        if (!tally_add(tally, text, sign * (int64_t)articles,
                       sign * (int64_t)occurrences, 0))
            return false;
    }
    return true;
}

size_t tally_bytes(const struct tally *tally)
{
    return tally->slot_room * sizeof *tally->slots
           + tally->count * sizeof *tally->items + tally->arena.bytes;
}

void tally_reset(struct tally *tally)
{
    if (tally->slot_room)
        memset(tally->slots, 0, tally->slot_room * sizeof *tally->slots);
    tally->count = 0;
    arena_reset(&tally->arena);
}

void tally_free(struct tally *tally)
{
    free(tally->slots);
    free(tally->items);
    arena_free(&tally->arena);
    *tally = (struct tally){ 0 };
}
