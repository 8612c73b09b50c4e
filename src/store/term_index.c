#include "store/term_index.h"

#include <stdlib.h>

#include "store/connection.h"

void term_index_free(struct term_index *index)
{
    free(index->heads);
    free(index->ends);
    free(index->numbers);
    buffer_free(&index->bytes);
    *index = (struct term_index){ 0 };
}

// As a number that is less where the bytes come first; what is shorter ends
// with zeros.
static uint64_t head_of(struct slice term)
{
    uint64_t head = 0;
    for (size_t i = 0; i < sizeof head; i++)
        head = head << 8 | (i < term.len ? (uint8_t)term.ptr[i] : 0);
    return head;
}

static struct slice term_at(const struct term_index *index, size_t number)
{
    const uint32_t start = number > 0 ? index->ends[number - 1] : 0;
    return (struct slice){ index->bytes.ptr + start,
                           index->ends[number] - start };
}

static bool grow(struct term_index *index)
{
    const size_t room = index->room ? index->room * 2 : 256;
    uint64_t *heads = realloc(index->heads, room * sizeof *heads);
    if (heads) index->heads = heads;
    uint32_t *ends = realloc(index->ends, room * sizeof *ends);
    if (ends) index->ends = ends;
    int64_t *numbers = realloc(index->numbers, room * sizeof *numbers);
    if (numbers) index->numbers = numbers;
    if (!heads || !ends || !numbers) return false;
    index->room = room;
    return true;
}

bool term_index_add(struct term_index *index, struct slice term, int64_t number)
{
    if (index->count == index->room && !grow(index)) return false;
    buffer_add(&index->bytes, term);
    if (index->bytes.failed || index->bytes.len > UINT32_MAX) return false;
    index->heads[index->count] = head_of(term);
    index->ends[index->count] = (uint32_t)index->bytes.len;
    index->numbers[index->count] = number;
    index->count++;
    return true;
}

enum offprint_status term_index_read(struct term_index *index,
                                     struct store *store, sqlite3_stmt *stmt,
                                     struct offprint_error *err)
{
    bool added = true;
    int code = SQLITE_ROW;
    while (added && (code = sqlite3_step(stmt)) == SQLITE_ROW)
        added = term_index_add(index, column_bytes(stmt, 0),
                               sqlite3_column_int64(stmt, 1));
    enum offprint_status status = store_rows_end(store, stmt, code, err);
    return status || added ? status : fail_no_memory(err);
}

static bool is_greater(const struct term_index *index, size_t number,
                       uint64_t head, struct slice term)
{
    if (index->heads[number] != head) return index->heads[number] > head;
    return slice_compare(term_at(index, number), term) > 0;
}

bool term_index_find(const struct term_index *index, struct slice term,
                     int64_t *number, bool *same)
{
    const uint64_t head = head_of(term);
    size_t low = 0, high = index->count; // the first one that is greater
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (is_greater(index, middle, head, term))
            high = middle;
        else
            low = middle + 1;
    }
    *same = false;
    if (low == 0) return false;
    *number = index->numbers[low - 1];
    *same = slice_equal(term_at(index, low - 1), term);
    return true;
}
