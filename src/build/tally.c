#include "build/tally.h"

#include <stdlib.h>
#include <xxhash.h>

#include "base/buffer.h"

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

static bool count_now(struct tally *tally, const struct tally_waiting *waiting,
                      struct slice text)
{
    if (tally->count * 2 >= tally->slot_room && !grow_slots(tally))
        return false;
    struct tally_slot *slot = slot_of(tally, waiting->hash, text);
    struct tally_item *item;
    if (slot->number) {
        item = &tally->items[slot->number - 1];
    } else {
        item = add_item(tally, text);
        if (!item) return false;
        *slot = (struct tally_slot){ tag_of(waiting->hash),
                                     (uint32_t)tally->count };
    }
    bool first = item->last != waiting->article;
    item->occurrences += waiting->sign;
    item->articles += first ? waiting->sign : 0;
    item->last = waiting->article;
    if (first && tally->on_first) tally->on_first(tally->context, text);
    return true;
}

// Begins to fetch the item that most likely is the one of a text.
static void prefetch_item(const struct tally *tally, uint64_t hash)
{
    if (tally->slot_room == 0) return;
    uint32_t number = tally->slots[hash & (tally->slot_room - 1)].number;
    if (number) __builtin_prefetch(&tally->items[number - 1], 1);
}

static void prefetch_text(const struct tally *tally, uint64_t hash)
{
    if (tally->slot_room == 0) return;
    uint32_t number = tally->slots[hash & (tally->slot_room - 1)].number;
    if (number) __builtin_prefetch(tally->items[number - 1].text);
}

bool tally_flush(struct tally *tally)
{
    bool counted = true;
    for (size_t i = 0; i < tally->batch_count; i++)
        prefetch_item(tally, tally->batch[i].hash);
    for (size_t i = 0; i < tally->batch_count; i++)
        prefetch_text(tally, tally->batch[i].hash);
    for (size_t i = 0; i < tally->batch_count; i++) {
        const struct tally_waiting *waiting = &tally->batch[i];
        struct slice text = { tally->batch_bytes + waiting->start,
                              waiting->len };
        counted &= count_now(tally, waiting, text);
    }
    tally->batch_count = tally->batch_len = 0;
    return counted;
}

bool tally_count(struct tally *tally, struct slice text, uint32_t article,
                 int sign)
{
    bool full = tally->batch_count == TALLY_BATCH
                || tally->batch_len + text.len > TALLY_BATCH_BYTES;
    if (full && !tally_flush(tally)) return false;
    struct tally_waiting waiting = { .hash = XXH3_64bits(text.ptr, text.len),
                                     .start = (uint32_t)tally->batch_len,
                                     .len = (uint32_t)text.len,
                                     .article = article,
                                     .sign = sign };
    if (text.len > TALLY_BATCH_BYTES) return count_now(tally, &waiting, text);
    memcpy(tally->batch_bytes + tally->batch_len, text.ptr, text.len);
    tally->batch_len += text.len;
    tally->batch[tally->batch_count++] = waiting;
    if (tally->slot_room)
        __builtin_prefetch(
            &tally->slots[waiting.hash & (tally->slot_room - 1)]);
    return true;
}

void tally_reset(struct tally *tally)
{
    if (tally->slot_room)
        memset(tally->slots, 0, tally->slot_room * sizeof *tally->slots);
    tally->count = tally->batch_count = tally->batch_len = 0;
    arena_reset(&tally->arena);
}

void tally_free(struct tally *tally)
{
    free(tally->slots);
    free(tally->items);
    arena_free(&tally->arena);
    *tally = (struct tally){ 0 };
}
