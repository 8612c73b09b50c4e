#include "build/changes.h"

#include <stdlib.h>

#include "base/varint.h"

// ---- Records ----------------------------------------------------------------

static void add_text(struct buffer *records, struct slice text)
{
    buffer_add_byte(records, (char)text.len);
    buffer_add(records, text);
}

static void add_signed(struct buffer *records, int64_t number)
{
    const uint64_t doubled = (uint64_t)number << 1;
    buffer_add_varint(records, number < 0 ? ~doubled : doubled);
}

static void add_record(struct buffer *records,
                       const struct dictionary_change *change)
{
    const bool is_key = slice_equal(change->key, change->term);
    add_text(records, is_key ? SLICE("") : change->key);
    add_text(records, change->term);
    add_signed(records, change->articles);
    add_signed(records, change->occurrences);
    buffer_add_varint(records, change->languages);
}

static struct slice read_text(const uint8_t **at)
{
    struct slice text = { (const char *)*at + 1, **at };
    *at += 1 + text.len;
    return text;
}

static int64_t read_signed(const uint8_t **at, const uint8_t *end)
{
    uint64_t number = 0;
    varint_read(at, end, &number);
    return (int64_t)(number & 1 ? ~(number >> 1) : number >> 1);
}

// Reads the record at a place. Returns its end.
static size_t read_record(const struct buffer *records, size_t place,
                          struct dictionary_change *change)
{
    const uint8_t *start = (const uint8_t *)records->ptr, *at = start + place;
    const uint8_t *end = start + records->len;
    uint64_t languages = 0;
    change->key = read_text(&at);
    change->term = read_text(&at);
    if (change->key.len == 0) change->key = change->term;
    change->articles = read_signed(&at, end);
    change->occurrences = read_signed(&at, end);
    varint_read(&at, end, &languages);
    change->languages = (uint32_t)languages;
    return (size_t)(at - start);
}

// ---- Adding -----------------------------------------------------------------

void changes_add_straight(struct changes *changes,
                          const struct dictionary_change *change)
{
    add_record(&changes->straight.records, change);
    changes->straight.count++;
}

void changes_add_bent(struct changes *changes,
                      const struct dictionary_change *change)
{
    struct change_list *bent = &changes->bent;
    void *grown = array_grow(changes->order, bent->count, &changes->room,
                             sizeof *changes->order);
    changes->no_memory |= !grown;
    if (!grown) return;
    changes->order = grown;
    changes->order[bent->count++] =
        (struct bent_change){ slice_head(change->key), bent->records.len };
    add_record(&bent->records, change);
}

size_t changes_bytes(const struct changes *changes)
{
    return changes->straight.records.len + changes->bent.records.len
           + changes->bent.count * sizeof *changes->order;
}

void changes_free(struct changes *changes)
{
    buffer_free(&changes->straight.records);
    buffer_free(&changes->bent.records);
    free(changes->order);
    *changes = (struct changes){ .no_memory = false };
}

// ---- Reading ----------------------------------------------------------------

static int compare(const struct dictionary_change *a,
                   const struct dictionary_change *b)
{
    return dictionary_order(a->key, a->term, b->key, b->term);
}

static int by_key(const void *left, const void *right, void *context)
{
    const struct bent_change *a = left, *b = right;
    struct dictionary_change x, y;
    if (a->head != b->head) return a->head < b->head ? -1 : 1;
    read_record(context, a->place, &x);
    read_record(context, b->place, &y);
    return compare(&x, &y);
}

static void read_next(const struct changes *changes, struct change_list *list)
{
    if (list->left == 0) return;
    if (list == &changes->bent)
        list->place = changes->order[list->count - list->left].place;
    list->place = read_record(&list->records, list->place, &list->next);
}

static void begin(const struct changes *changes, struct change_list *list)
{
    list->left = list->count;
    list->place = 0;
    read_next(changes, list);
}

// Adds up the changes of the term of sum.
static void take_term(const struct changes *changes, struct change_list *list,
                      struct dictionary_change *sum)
{
    while (list->left && compare(&list->next, sum) == 0) {
        sum->articles += list->next.articles;
        sum->occurrences += list->next.occurrences;
        sum->languages |= list->next.languages;
        list->left--;
        read_next(changes, list);
    }
}

static bool next_change(void *context, struct dictionary_change *change)
{
    struct changes *changes = context;
    struct change_list *straight = &changes->straight, *bent = &changes->bent;
    if (!straight->left && !bent->left) return false;
    const bool is_straight =
        !bent->left
        || (straight->left && compare(&straight->next, &bent->next) < 0);
    const struct dictionary_change *first =
        is_straight ? &straight->next : &bent->next;
    *change =
        (struct dictionary_change){ .key = first->key, .term = first->term };
    take_term(changes, straight, change);
    take_term(changes, bent, change);
    return true;
}

bool changes_sort(struct changes *changes, struct dictionary_changes *sorted)
{
    struct change_list *straight = &changes->straight, *bent = &changes->bent;
    if (changes->no_memory || straight->records.failed || bent->records.failed)
        return false;
    if (bent->count)
        qsort_r(changes->order, bent->count, sizeof *changes->order, by_key,
                &bent->records);
    begin(changes, straight);
    begin(changes, bent);
    *sorted = (struct dictionary_changes){ next_change, changes,
                                           straight->count + bent->count };
    return true;
}
