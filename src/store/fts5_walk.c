#include "store/fts5_walk.h"

#include "store/connection.h"
#include "store/fts5_block.h"

enum { READ_BEYOND = 16 }; // bytes that may be read behind a list, all zero

static_assert((int)READ_BEYOND <= KEPT_BEYOND_LEAF,
              "lists end where leaves do");

void fts5_walk_open(struct fts5_walk *walk, struct store *store,
                    const struct fts5_structure_segment *segment)
{
    *walk = (struct fts5_walk){ .store = store, .segment = *segment };
}

void fts5_walk_reopen(struct fts5_walk *walk, struct store *store,
                      const struct fts5_structure_segment *segment)
{
    struct kept_rows *rows = walk->rows;
    const struct buffer spare = walk->spare;
    kept_row_let_go(walk->leaf);
    fts5_walk_open(walk, store, segment);
    walk->rows = rows;
    walk->spare = spare;
}

void fts5_walk_close(struct fts5_walk *walk)
{
    kept_row_let_go(walk->leaf);
    buffer_free(&walk->spare);
}

static enum offprint_status damaged(const struct fts5_walk *walk,
                                    struct offprint_error *err)
{
    return fail(err, OFFPRINT_CORRUPT,
                "%s: leaf %u of segment %u is damaged (run offprint check)",
                walk->store->path, walk->page, walk->segment.number);
}

// ---- Leaves -----------------------------------------------------------------

static const uint8_t *bytes_of(const struct fts5_walk *walk)
{
    return (const uint8_t *)walk->leaf->bytes;
}

static size_t read_u16(const uint8_t *at)
{
    return (size_t)at[0] << 8 | at[1];
}

// Reads where the next term of the leaf begins from the footer.
static bool read_next_term(struct fts5_walk *walk, size_t before)
{
    const uint8_t *at = bytes_of(walk) + walk->footer;
    const uint8_t *end = bytes_of(walk) + walk->leaf->size;
    walk->next_term = walk->end;
    if (at == end) return true;
    uint64_t distance;
    if (!fts5_varint_read(&at, end, &distance)) return false;
    walk->footer = (size_t)(at - bytes_of(walk));
    if (distance < FTS5_LEAF_HEAD && before == 0) return false;
    if (distance == 0 || distance >= walk->end - before) return false;
    walk->next_term = before + (size_t)distance;
    return true;
}

static enum offprint_status load(struct fts5_walk *walk, uint32_t page,
                                 struct offprint_error *err)
{
    if (walk->page == page) return OFFPRINT_OK;
    kept_row_let_go(walk->leaf);
    walk->leaf = NULL;
    walk->page = 0;
    enum offprint_status status = fts5_leaf_hold(
        walk->store, walk->rows, walk->segment.number, page, &walk->leaf, err);
    if (!status) walk->page = page;
    return status;
}

// Turns to a leaf; its first term is the next one.
static enum offprint_status turn_to(struct fts5_walk *walk, uint32_t page,
                                    struct offprint_error *err)
{
    enum offprint_status status = load(walk, page, err);
    if (status) return status;
    if (walk->leaf->size < FTS5_LEAF_HEAD) return damaged(walk, err);
    walk->end = walk->footer = read_u16(bytes_of(walk) + 2);
    walk->id_in_full = true;
    walk->has_term = walk->term_ahead = false;
    if (walk->end < FTS5_LEAF_HEAD || walk->end > walk->leaf->size
        || !read_next_term(walk, 0))
        return damaged(walk, err);
    return OFFPRINT_OK;
}

// Whether there is a leaf behind this one.
static bool has_next_leaf(const struct fts5_walk *walk)
{
    return walk->page < walk->segment.last_leaf;
}

// Of a segment all terms of which were merged into another one by and by, FTS5
// keeps a row without leaves until the others are merged, too.
static bool is_empty(const struct fts5_walk *walk)
{
    return walk->segment.last_leaf == 0;
}

// ---- Terms ------------------------------------------------------------------

// What a term on a leaf has in common with the one before it, and the rest.
struct term_ending {
    size_t shared;
    const uint8_t *own;
    size_t size;
};

// Goes to the term at walk->next_term, which put_term() has to put into
// walk->term, unless the next one on the leaf is gone to.
static bool pass_term(struct fts5_walk *walk, struct term_ending *ending)
{
    const uint8_t *at = bytes_of(walk) + walk->next_term;
    const uint8_t *end = bytes_of(walk) + walk->end;
    uint64_t shared = 0, own;
    const size_t before = walk->next_term;
    if (walk->has_term && !fts5_varint_read(&at, end, &shared)) return false;
    if (!fts5_varint_read(&at, end, &own) || shared > walk->term_size
        || own > (uint64_t)(end - at) || own > FTS5_TERM_MAX - shared)
        return false;
    *ending = (struct term_ending){ (size_t)shared, at, (size_t)own };
    walk->term_size = (size_t)(shared + own);
    walk->has_term = true;
    walk->at = (size_t)(at + own - bytes_of(walk));
    walk->list_size = 0;
    walk->id = 0;
    walk->id_in_full = true;
    return walk->term_size > 0 && read_next_term(walk, before)
           && walk->at <= walk->next_term;
}

static void put_term(struct fts5_walk *walk, const struct term_ending *ending)
{
    memcpy(walk->term + ending->shared, ending->own, ending->size);
}

static bool read_term(struct fts5_walk *walk)
{
    struct term_ending ending;
    if (!pass_term(walk, &ending)) return false;
    put_term(walk, &ending);
    return true;
}

enum offprint_status fts5_walk_term(struct fts5_walk *walk, bool *more,
                                    struct offprint_error *err)
{
    *more = walk->term_ahead;
    if (walk->term_ahead) {
        walk->term_ahead = false;
        return OFFPRINT_OK;
    }
    enum offprint_status status = OFFPRINT_OK;
    if (is_empty(walk)) return OFFPRINT_OK;
    if (walk->page == 0) status = turn_to(walk, walk->segment.first_leaf, err);
    while (!status && walk->next_term == walk->end) {
        if (!has_next_leaf(walk)) return OFFPRINT_OK;
        status = turn_to(walk, walk->page + 1, err);
    }
    if (status) return status;
    if (!read_term(walk)) return damaged(walk, err);
    *more = true;
    return OFFPRINT_OK;
}

struct slice fts5_walk_term_text(const struct fts5_walk *walk)
{
    return (struct slice){ (const char *)walk->term + 1, walk->term_size - 1 };
}

static const char LEAF_OF_TERM[] =
    "SELECT pgno FROM posting_idx WHERE segid = ?1 AND term <= ?2"
    " ORDER BY term DESC LIMIT 1";

static enum offprint_status ask_for_leaf(struct fts5_walk *walk,
                                         struct slice key, int64_t *number,
                                         struct offprint_error *err)
{
    sqlite3_stmt *stmt;
    *number = 0;
    enum offprint_status status =
        store_prepare(walk->store, LEAF_OF_TERM, &stmt, err);
    if (status) return status;
    sqlite3_bind_int64(stmt, 1, walk->segment.number);
    bind_bytes(stmt, 2, key);
    int code = sqlite3_step(stmt);
    if (code == SQLITE_ROW) *number = sqlite3_column_int64(stmt, 0);
    return store_rows_end(walk->store, stmt, code, err);
}

// The leaf on which a term would be; key has a '0' in front.
static enum offprint_status leaf_of(struct fts5_walk *walk, struct slice key,
                                    uint32_t *page, struct offprint_error *err)
{
    int64_t number = 0;
    bool same;
    enum offprint_status status = OFFPRINT_OK;
    if (!walk->leaves)
        status = ask_for_leaf(walk, key, &number, err);
    else
        term_index_find(walk->leaves, key, &number, &same);
    // Of a segment that is being merged, the first leaves are gone.
    const int64_t found = number >> 1;
    const bool exists =
        found > walk->segment.first_leaf && found <= walk->segment.last_leaf;
    *page = exists ? (uint32_t)found : walk->segment.first_leaf;
    return status;
}

static const char ALL_LEAVES[] =
    "SELECT term, pgno FROM posting_idx WHERE segid = ?1 ORDER BY term";

enum offprint_status fts5_leaves_read(
    struct store *store, const struct fts5_structure_segment *segment,
    struct term_index *leaves, struct offprint_error *err)
{
    sqlite3_stmt *stmt;
    enum offprint_status status = store_prepare(store, ALL_LEAVES, &stmt, err);
    if (status) return status;
    sqlite3_bind_int64(stmt, 1, segment->number);
    return term_index_read(leaves, store, stmt, err);
}

// Compares a term with one that is wanted, of which the term before it, a
// lesser one, has the first *match bytes; *match is then what this one has of
// it.
static int compare_ending(const struct term_ending *ending, struct slice wanted,
                          size_t *match)
{
    // What it shares with the one before decides, unless it ends where that
    // begins to differ.
    if (ending->shared != *match) return ending->shared > *match ? -1 : 1;
    size_t i = 0;
    while (i < ending->size && *match < wanted.len
           && ending->own[i] == (uint8_t)wanted.ptr[*match])
        i++, ++*match;
    if (i == ending->size) return *match == wanted.len ? 0 : -1;
    if (*match == wanted.len) return 1;
    return ending->own[i] < (uint8_t)wanted.ptr[*match] ? -1 : 1;
}

enum offprint_status fts5_walk_find(struct fts5_walk *walk, struct slice term,
                                    bool *found, struct offprint_error *err)
{
    *found = false;
    char key[FTS5_TERM_MAX] = "0";
    if (is_empty(walk) || term.len > FTS5_TERM_LONGEST) return OFFPRINT_OK;
    memcpy(key + 1, term.ptr, term.len);
    const struct slice wanted = { key, term.len + 1 };
    uint32_t page;
    enum offprint_status status = leaf_of(walk, wanted, &page, err);
    if (!status) status = turn_to(walk, page, err);
    struct term_ending ending;
    for (size_t match = 0; !status && walk->next_term < walk->end;) {
        if (!pass_term(walk, &ending)) return damaged(walk, err);
        const int order = compare_ending(&ending, wanted, &match);
        if (order < 0) continue;
        memcpy(walk->term, key, ending.shared); // which is in the wanted one
        put_term(walk, &ending);
        *found = order == 0;
        walk->term_ahead = order > 0;
        break;
    }
    return status;
}

// ---- Entries ----------------------------------------------------------------

// Turns to the next leaf, on which the list at hand goes on.
static enum offprint_status go_on(struct fts5_walk *walk,
                                  struct offprint_error *err)
{
    if (walk->next_term < walk->end || !has_next_leaf(walk))
        return damaged(walk, err);
    enum offprint_status status = turn_to(walk, walk->page + 1, err);
    walk->at = FTS5_LEAF_HEAD;
    return status;
}

// Passes what is left of the list at hand.
static enum offprint_status pass_list(struct fts5_walk *walk,
                                      struct offprint_error *err)
{
    while (walk->list_size > walk->next_term - walk->at) {
        walk->list_size -= walk->next_term - walk->at;
        enum offprint_status status = go_on(walk, err);
        if (status) return status;
    }
    walk->at += walk->list_size;
    walk->list_size = 0;
    return OFFPRINT_OK;
}

// Where the doclist has no entry left on the leaf: turns to the next one if it
// goes on there. Leaves walk->at at walk->next_term where it ends.
static enum offprint_status find_next_entry(struct fts5_walk *walk,
                                            struct offprint_error *err)
{
    if (walk->at < walk->next_term || walk->next_term < walk->end
        || !has_next_leaf(walk))
        return OFFPRINT_OK;
    enum offprint_status status = turn_to(walk, walk->page + 1, err);
    if (status) return status;
    const size_t first_id = read_u16(bytes_of(walk));
    walk->at = walk->next_term;
    if (first_id == 0) return OFFPRINT_OK;
    if (first_id < FTS5_LEAF_HEAD || first_id >= walk->next_term)
        return damaged(walk, err);
    walk->at = first_id;
    return OFFPRINT_OK;
}

// Reads the size of a list at walk->at.
static bool read_size(struct fts5_walk *walk)
{
    const uint8_t *at = bytes_of(walk) + walk->at;
    const uint8_t *end = bytes_of(walk) + walk->next_term;
    uint64_t doubled;
    walk->place = (struct fts5_place){ walk->page, (uint32_t)walk->at };
    if (!fts5_varint_read(&at, end, &doubled) || doubled > INT32_MAX)
        return false;
    walk->deleted = doubled & 1;
    walk->list_size = (size_t)(doubled / 2);
    walk->at = (size_t)(at - bytes_of(walk));
    return true;
}

enum offprint_status fts5_walk_next(struct fts5_walk *walk, bool *more,
                                    struct offprint_error *err)
{
    *more = false;
    enum offprint_status status = pass_list(walk, err);
    if (!status) status = find_next_entry(walk, err);
    if (status || walk->at >= walk->next_term) return status;
    const uint8_t *at = bytes_of(walk) + walk->at;
    uint64_t number;
    if (!fts5_varint_read(&at, bytes_of(walk) + walk->next_term, &number))
        return damaged(walk, err);
    const int64_t id =
        walk->id_in_full ? (int64_t)number : walk->id + (int64_t)number;
    if (id <= walk->id && walk->id != 0) return damaged(walk, err);
    walk->id = id;
    walk->id_in_full = false;
    walk->at = (size_t)(at - bytes_of(walk));
    if (!read_size(walk)) return damaged(walk, err);
    *more = true;
    return OFFPRINT_OK;
}

// Reads the entry at *at, of a doclist that goes on up to end, unless it is
// damaged or its list goes on behind; *at is then where it was, else at its
// list.
static inline bool read_whole_entry(const uint8_t **at, const uint8_t *end,
                                    uint64_t *id, uint64_t *doubled,
                                    const uint8_t **size_at)
{
    const uint8_t *to = *at;
    if (!fts5_varint_read(&to, end, id) || *id == 0) return false;
    *size_at = to;
    if (!fts5_varint_read(&to, end, doubled)
        || *doubled / 2 > (uint64_t)(end - to))
        return false;
    *at = to;
    return true;
}

// Where the next entry begins, if that is on the leaf and its id is a distance.
static const uint8_t *next_on_leaf(const struct fts5_walk *walk)
{
    if (walk->page == 0 || walk->id_in_full
        || walk->list_size > walk->next_term - walk->at)
        return NULL;
    return bytes_of(walk) + walk->at + walk->list_size;
}

size_t fts5_walk_entries(struct fts5_walk *walk, struct fts5_entry *entries,
                         size_t room)
{
    const uint8_t *at = next_on_leaf(walk), *size_at;
    if (!at) return 0;
    const uint8_t *bytes = bytes_of(walk), *end = bytes + walk->next_term;
    uint64_t id = (uint64_t)walk->id, distance, doubled;
    size_t count = 0;
    while (count < room
           && read_whole_entry(&at, end, &distance, &doubled, &size_at)) {
        id += distance;
        if (id > INT64_MAX) break;
        struct fts5_entry *entry = &entries[count++];
        *entry = (struct fts5_entry){ .id = (int64_t)id,
                                      .place = (uint32_t)(size_at - bytes),
                                      .list = (uint32_t)(at - bytes),
                                      .size = (uint32_t)(doubled / 2),
                                      .deleted = doubled & 1 };
        at += doubled / 2;
    }
    if (count == 0) return 0;
    const struct fts5_entry *last = &entries[count - 1];
    walk->id = last->id;
    walk->deleted = last->deleted;
    walk->place = (struct fts5_place){ walk->page, last->place };
    walk->at = last->list + (size_t)last->size;
    walk->list_size = 0;
    return count;
}

// Passes count entries, or as many as the leaf has; returns how many.
static uint32_t skip_on_leaf(struct fts5_walk *walk, uint32_t count)
{
    const uint8_t *at = next_on_leaf(walk), *size_at;
    if (!at) return 0;
    const uint8_t *end = bytes_of(walk) + walk->next_term;
    uint64_t id = (uint64_t)walk->id, distance, doubled;
    uint32_t passed = 0;
    while (passed < count
           && read_whole_entry(&at, end, &distance, &doubled, &size_at)) {
        id += distance;
        at += doubled / 2;
        passed++;
    }
    if (passed == 0 || id > INT64_MAX) return 0;
    walk->id = (int64_t)id;
    walk->at = (size_t)(at - bytes_of(walk));
    walk->list_size = 0;
    return passed;
}

enum offprint_status fts5_walk_skip(struct fts5_walk *walk, uint32_t count,
                                    bool *more, struct offprint_error *err)
{
    *more = true;
    while (count > 0) {
        // All but the last, whose list is left to be read.
        count -= skip_on_leaf(walk, count - 1);
        enum offprint_status status = fts5_walk_next(walk, more, err);
        if (status || !*more) return status;
        count--;
    }
    return OFFPRINT_OK;
}

enum offprint_status fts5_walk_to(struct fts5_walk *walk,
                                  struct fts5_place place,
                                  struct offprint_error *err)
{
    enum offprint_status status = OFFPRINT_OK;
    if (place.page < walk->segment.first_leaf
        || place.page > walk->segment.last_leaf)
        return damaged(walk, err);
    // The footer tells where the doclist ends on its leaf.
    if (walk->page != place.page || place.offset < walk->at)
        status = turn_to(walk, place.page, err);
    while (!status && walk->next_term <= place.offset
           && walk->next_term < walk->end)
        if (!read_next_term(walk, walk->next_term)) return damaged(walk, err);
    if (status) return status;
    walk->at = place.offset;
    if (walk->at < FTS5_LEAF_HEAD || walk->at >= walk->next_term
        || !read_size(walk))
        return damaged(walk, err);
    walk->id = 0;
    walk->id_in_full = false;
    return OFFPRINT_OK;
}

// ---- Lists ------------------------------------------------------------------

enum offprint_status fts5_walk_list(struct fts5_walk *walk, struct slice *list,
                                    struct offprint_error *err)
{
    if (walk->list_size <= walk->next_term - walk->at) {
        *list = (struct slice){ walk->leaf->bytes + walk->at, walk->list_size };
        walk->at += walk->list_size;
        walk->list_size = 0;
        return OFFPRINT_OK;
    }
    buffer_reset(&walk->spare);
    for (;;) {
        size_t part = walk->next_term - walk->at;
        if (part > walk->list_size) part = walk->list_size;
        buffer_add(&walk->spare,
                   (struct slice){ walk->leaf->bytes + walk->at, part });
        walk->at += part;
        walk->list_size -= part;
        if (walk->list_size == 0) break;
        enum offprint_status status = go_on(walk, err);
        if (status) return status;
    }
    if (!buffer_reserve(&walk->spare, READ_BEYOND) || walk->spare.failed)
        return fail_no_memory(err);
    memset(walk->spare.ptr + walk->spare.len, 0, READ_BEYOND);
    *list = buffer_slice(&walk->spare);
    return OFFPRINT_OK;
}

// Varints that end within size bytes, eight of which may be read at once.
static uint32_t count_ends(const uint8_t *at, size_t size)
{
    uint32_t count = 0;
    for (; size >= 8; at += 8, size -= 8) {
        uint64_t eight;
        memcpy(&eight, at, 8);
        count += fts5_count_high(~eight & FTS5_HIGH_BITS);
    }
    for (; size > 0; at++, size--) count += *at < 0x80;
    return count;
}

bool fts5_list_count(struct slice list, uint32_t *occurrences, size_t count)
{
    for (size_t i = 0; i < count; i++) occurrences[i] = 0;
    uint32_t only, times;
    if (fts5_list_count_short(list, &only, &times)) {
        if (only < count) occurrences[only] = times;
        return true;
    }
    const uint8_t *at = (const uint8_t *)list.ptr, *end = at + list.len;
    uint64_t column = 0;
    while (at < end) {
        // Up to the mark of the next column: a byte 1 where a varint begins.
        const uint8_t *part = at;
        while ((at = memchr(at, 1, (size_t)(end - at))) && at > part
               && at[-1] >= 0x80)
            at++;
        const uint8_t *part_end = at ? at : end;
        if (column < count)
            occurrences[column] += count_ends(part, (size_t)(part_end - part));
        at = part_end;
        if (at == end) break;
        at++;
        if (!fts5_varint_read(&at, end, &column)) return false;
    }
    return true;
}
