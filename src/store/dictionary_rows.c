#include "store/dictionary_rows.h"

#include "base/varint.h"
#include "store/connection.h"
#include "store/dictionary_sum.h"

#define NEW_INDEX "make a new one: offprint -i NEWFILE index DIR"

// Keys and terms are blobs, so that they sort by their bytes.
const char DICTIONARY_TABLES[] = "CREATE TABLE IF NOT EXISTS dictionary("
                                 "  id INTEGER PRIMARY KEY,"
                                 "  data BLOB NOT NULL"
                                 ");"
                                 "CREATE TABLE IF NOT EXISTS dictionary_new("
                                 "  key BLOB NOT NULL,"
                                 "  term BLOB NOT NULL,"
                                 "  articles INTEGER NOT NULL,"
                                 "  occurrences INTEGER NOT NULL,"
                                 "  languages INTEGER NOT NULL,"
                                 "  PRIMARY KEY(key, term)"
                                 ") WITHOUT ROWID;";

static enum offprint_status directory_damaged(struct store *store,
                                              struct offprint_error *err)
{
    return fail(err, OFFPRINT_CORRUPT,
                "%s: the directory of the dictionary is damaged (" NEW_INDEX
                ")",
                store->path);
}

enum offprint_status dictionary_block_damaged(
    struct store *store, const struct dictionary_directory *directory,
    size_t number, struct offprint_error *err)
{
    return fail(err, OFFPRINT_CORRUPT,
                "%s: dictionary block %lld is damaged (" NEW_INDEX ")",
                store->path,
                (long long)directory->first_id + (long long)number);
}

// ---- Directory --------------------------------------------------------------

// Reads the keys behind the numbers. False where they are not as written.
static bool read_first_keys(const uint8_t *at, const uint8_t *end,
                            struct dictionary_directory *directory)
{
    for (size_t i = 0; i < directory->count; i++) {
        uint64_t len;
        if (!varint_read(&at, end, &len) || len > (size_t)(end - at))
            return false;
        directory->first_keys[i] =
            (struct slice){ (const char *)at, (size_t)len };
        at += len;
    }
    return at == end;
}

// data lives as long as the directory.
static enum offprint_status parse_directory(
    struct store *store, struct slice data, struct arena *arena,
    struct dictionary_directory *directory, struct offprint_error *err)
{
    uint64_t first_id, count;
    if (!dictionary_sum_fits(data)) return directory_damaged(store, err);
    const uint8_t *end = (const uint8_t *)data.ptr + data.len;
    const uint8_t *at = (const uint8_t *)data.ptr + DICTIONARY_SUM_BYTES;
    // Each key has at least a byte for its length.
    if (!varint_read(&at, end, &directory->terms)
        || !varint_read(&at, end, &first_id) || first_id > INT64_MAX / 2
        || first_id <= DICTIONARY_DIRECTORY_ROW
        || !varint_read(&at, end, &count) || count > (size_t)(end - at))
        return directory_damaged(store, err);
    directory->first_id = (int64_t)first_id;
    directory->count = (size_t)count;
    directory->first_keys =
        arena_alloc(arena, directory->count * sizeof *directory->first_keys);
    if (!directory->first_keys) return fail_no_memory(err);
    if (!read_first_keys(at, end, directory))
        return directory_damaged(store, err);
    return OFFPRINT_OK;
}

// Row 0 where there is one. Blocks without it are damage.
static const char READ_FIRST_ROW[] =
    "SELECT id, data FROM dictionary ORDER BY id LIMIT 1";

enum offprint_status dictionary_read_directory(
    struct store *store, struct arena *arena,
    struct dictionary_directory *directory, struct offprint_error *err)
{
    *directory =
        (struct dictionary_directory){ .first_id =
                                           DICTIONARY_DIRECTORY_ROW + 1 };
    sqlite3_stmt *stmt;
    enum offprint_status status =
        store_prepare(store, READ_FIRST_ROW, &stmt, err);
    if (status) return status;
    int code = sqlite3_step(stmt);
    bool exists = code == SQLITE_ROW;
    bool first =
        exists && sqlite3_column_int64(stmt, 0) == DICTIONARY_DIRECTORY_ROW;
    struct slice data = { NULL, 0 };
    if (first) data = column_copy(stmt, 1, arena);
    status = store_rows_end(store, stmt, code, err);
    if (status || !exists) return status;
    if (!first) return directory_damaged(store, err);
    if (!data.ptr) return fail_no_memory(err);
    return parse_directory(store, data, arena, directory, err);
}

void dictionary_pack_first_key(struct buffer *packed_keys, struct slice key)
{
    buffer_add_varint(packed_keys, key.len);
    buffer_add(packed_keys, key);
}

enum offprint_status dictionary_write_directory(
    struct store *store, const struct dictionary_directory *directory,
    struct slice packed_keys, struct offprint_error *err)
{
    struct buffer row = { 0 };
    dictionary_sum_reserve(&row);
    buffer_add_varint(&row, directory->terms);
    buffer_add_varint(&row, (uint64_t)directory->first_id);
    buffer_add_varint(&row, directory->count);
    buffer_add(&row, packed_keys);
    enum offprint_status status = OFFPRINT_NO_MEMORY;
    if (row.failed) {
        fail_no_memory(err);
    } else {
        dictionary_sum_put(&row);
        status = dictionary_write_block(store, DICTIONARY_DIRECTORY_ROW,
                                        buffer_slice(&row), err);
    }
    buffer_free(&row);
    return status;
}

// ---- Blocks -----------------------------------------------------------------

// Room for a block; what it held before is gone. False where there is no
// memory.
static bool make_room(struct arena *arena, struct dictionary_room *room,
                      size_t size)
{
    if (room->size >= size) return true;
    size_t more = size + size / 4; // blocks are of nearly the same size
    room->bytes = arena_alloc(arena, more);
    room->size = room->bytes ? more : 0;
    return room->bytes != NULL;
}

static enum offprint_status unpack(struct slice data, struct arena *arena,
                                   struct dictionary_room *room,
                                   struct dictionary_unpacked *unpacked)
{
    struct dictionary_packed packed;
    if (!dictionary_block_parse(data, &packed)) return OFFPRINT_CORRUPT;
    if (!make_room(arena, room, packed.room)) return OFFPRINT_NO_MEMORY;
    if (!dictionary_block_unpack(&packed, room->bytes, unpacked))
        return OFFPRINT_CORRUPT;
    return OFFPRINT_OK;
}

static const char READ_BLOCK[] = "SELECT data FROM dictionary WHERE id = ?1";

enum offprint_status dictionary_read_block(
    struct store *store, const struct dictionary_directory *directory,
    size_t number, struct arena *arena, struct dictionary_room *room,
    struct dictionary_unpacked *unpacked, struct offprint_error *err)
{
    sqlite3_stmt *stmt;
    enum offprint_status status = store_prepare(store, READ_BLOCK, &stmt, err);
    if (status) return status;
    sqlite3_bind_int64(stmt, 1, directory->first_id + (int64_t)number);
    int code = sqlite3_step(stmt);
    enum offprint_status unpacking = OFFPRINT_CORRUPT; // as a missing row is
    if (code == SQLITE_ROW)
        unpacking = unpack(column_bytes(stmt, 0), arena, room, unpacked);
    status = store_rows_end(store, stmt, code, err);
    if (status) return status;
    if (unpacking == OFFPRINT_NO_MEMORY) return fail_no_memory(err);
    // Another key: a block in the place of another one.
    if (unpacking
        || !slice_equal(dictionary_block_key(&unpacked->block, 0),
                        directory->first_keys[number]))
        return dictionary_block_damaged(store, directory, number, err);
    return OFFPRINT_OK;
}

static const char WRITE_BLOCK[] =
    "INSERT OR REPLACE INTO dictionary(id, data) VALUES(?1, ?2)";

enum offprint_status dictionary_write_block(struct store *store, int64_t id,
                                            struct slice data,
                                            struct offprint_error *err)
{
    sqlite3_stmt *stmt;
    enum offprint_status status = store_prepare(store, WRITE_BLOCK, &stmt, err);
    if (status) return status;
    sqlite3_bind_int64(stmt, 1, id);
    bind_bytes(stmt, 2, data);
    return store_run(store, stmt, err);
}

static const char DELETE_BLOCK[] = "DELETE FROM dictionary WHERE id = ?1";

enum offprint_status dictionary_delete_block(struct store *store, int64_t id,
                                             struct offprint_error *err)
{
    sqlite3_stmt *stmt;
    enum offprint_status status =
        store_prepare(store, DELETE_BLOCK, &stmt, err);
    if (status) return status;
    sqlite3_bind_int64(stmt, 1, id);
    return store_run(store, stmt, err);
}
