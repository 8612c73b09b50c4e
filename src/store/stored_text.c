#include "store/stored_text.h"

#include <stdlib.h>
#include <zstd.h>

#include "store/body.h"
#include "store/sqlite.h"

enum {
    // Bytes that one byte of a frame can stand for: no block of the format has
    // fewer than four bytes or holds more than 128 kB.
    EXPANSION_MAX = 128 * 1024 / 4,
    DICTIONARIES_KEPT = 8, // an index has one, a few after `offprint optimize`
};

// How a frame begins (RFC 8878, 3.1.1). The formats before that one, which
// zstd may still read, were never written by us.
static const char MAGIC[] = { 0x28, (char)0xB5, 0x2F, (char)0xFD };

struct kept_dictionary {
    int64_t id; // 0: none
    ZSTD_DDict *dictionary;
};

struct text_reader {
    sqlite3 *db;
    ZSTD_DCtx *decompressor;
    struct kept_dictionary kept[DICTIONARIES_KEPT];
    size_t next; // to be given up for another
};

struct text_reader *text_reader_open(sqlite3 *db)
{
    struct text_reader *reader = calloc(1, sizeof *reader);
    if (!reader) return NULL;
    reader->db = db;
    reader->decompressor = ZSTD_createDCtx();
    if (reader->decompressor) return reader;
    text_reader_close(reader);
    return NULL;
}

void text_reader_close(struct text_reader *reader)
{
    if (!reader) return;
    for (size_t i = 0; i < DICTIONARIES_KEPT; i++)
        ZSTD_freeDDict(reader->kept[i].dictionary);
    ZSTD_freeDCtx(reader->decompressor);
    free(reader);
}

// ---- Dictionaries -----------------------------------------------------------

static const char DICTIONARY[] =
    "SELECT bytes FROM zstd_dictionary WHERE id = ?1";

// Reads a dictionary of the database; NULL in *dictionary where it has none of
// this id, or one whose bytes have changed. Returns an SQLite result code.
static int load(const struct text_reader *reader, int64_t id,
                ZSTD_DDict **dictionary)
{
    *dictionary = NULL;
    sqlite3_stmt *stmt;
    int code = sqlite3_prepare_v2(reader->db, DICTIONARY, -1, &stmt, NULL);
    if (code == SQLITE_ERROR) return SQLITE_OK; // it has no such table
    if (code != SQLITE_OK) return code;
    sqlite3_bind_int64(stmt, 1, id);
    code = sqlite3_step(stmt);
    if (code == SQLITE_ROW) {
        struct slice bytes = { sqlite3_column_blob(stmt, 0),
                               (size_t)sqlite3_column_bytes(stmt, 0) };
        if (bytes.len && body_id_of_dictionary(bytes) == id) {
            *dictionary = ZSTD_createDDict(bytes.ptr, bytes.len);
            if (!*dictionary) code = SQLITE_NOMEM;
        }
    }
    sqlite3_finalize(stmt);
    return code == SQLITE_ROW || code == SQLITE_DONE ? SQLITE_OK : code;
}

// The same, kept for the next time.
static int find_dictionary(struct text_reader *reader, int64_t id,
                           const ZSTD_DDict **dictionary)
{
    for (size_t i = 0; i < DICTIONARIES_KEPT; i++)
        if (reader->kept[i].id == id) {
            *dictionary = reader->kept[i].dictionary;
            return SQLITE_OK;
        }
    ZSTD_DDict *loaded;
    int code = load(reader, id, &loaded);
    *dictionary = loaded;
    if (code != SQLITE_OK || !loaded) return code;
    struct kept_dictionary *place = &reader->kept[reader->next];
    reader->next = (reader->next + 1) % DICTIONARIES_KEPT;
    ZSTD_freeDDict(place->dictionary);
    *place = (struct kept_dictionary){ id, loaded };
    return SQLITE_OK;
}

// ---- Frames -----------------------------------------------------------------

// The size that a frame promises. False where it promises none that we trust:
// memory is asked for by it.
static bool frame_size(struct slice frame, size_t *size)
{
    const struct slice magic = { MAGIC, sizeof MAGIC };
    if (!slice_starts_with(frame, magic)) return false;
    unsigned long long promised =
        ZSTD_getFrameContentSize(frame.ptr, frame.len);
    if (promised > BODY_MAX) return false; // the two error values are above
    if (promised / EXPANSION_MAX > frame.len) return false;
    *size = (size_t)promised;
    return true;
}

// Decompresses a frame into the size bytes that it promised. False where it
// holds anything else.
static bool decode(const struct text_reader *reader,
                   const ZSTD_DDict *dictionary, struct slice frame, char *out,
                   size_t size)
{
    ZSTD_DCtx *context = reader->decompressor;
    size_t got =
        dictionary
            ? ZSTD_decompress_usingDDict(context, out, size, frame.ptr,
                                         frame.len, dictionary)
            : ZSTD_decompressDCtx(context, out, size, frame.ptr, frame.len);
    return got == size; // errors are sizes beyond any
}

enum offprint_status text_reader_read(struct text_reader *reader, int64_t id,
                                      struct slice frame, struct arena *arena,
                                      struct slice *text,
                                      struct offprint_error *err)
{
    *text = (struct slice){ NULL, 0 };
    size_t size;
    if (!frame_size(frame, &size))
        return fail(err, OFFPRINT_CORRUPT, "the stored text is damaged");
    const ZSTD_DDict *dictionary = NULL;
    int code = id ? find_dictionary(reader, id, &dictionary) : SQLITE_OK;
    if (code == SQLITE_NOMEM) return fail_no_memory(err);
    if (id && !dictionary)
        return fail(err, OFFPRINT_CORRUPT,
                    "the dictionary of the stored text is damaged");
    char *bytes = arena_alloc(arena, size + 1);
    if (!bytes) return fail_no_memory(err);
    if (!decode(reader, dictionary, frame, bytes, size))
        return fail(err, OFFPRINT_CORRUPT, "the stored text is damaged");
    *text = (struct slice){ bytes, size };
    return OFFPRINT_OK;
}

// ---- The function of SQL ----------------------------------------------------

static void damaged(sqlite3_context *context, const char *message)
{
    sqlite3_result_error(context, message, -1);
    sqlite3_result_error_code(context, SQLITE_CORRUPT);
}

// The dictionary that an id of SQL names, NULL for NULL. False where the
// context has been told why there is none.
static bool dictionary_of(sqlite3_context *context, struct text_reader *reader,
                          sqlite3_value *id, const ZSTD_DDict **dictionary)
{
    *dictionary = NULL;
    if (sqlite3_value_type(id) == SQLITE_NULL) return true;
    int code = SQLITE_OK;
    if (sqlite3_value_type(id) == SQLITE_INTEGER && sqlite3_value_int64(id) > 0)
        code = find_dictionary(reader, sqlite3_value_int64(id), dictionary);
    if (code != SQLITE_OK)
        sqlite3_result_error_code(context, code);
    else if (!*dictionary)
        damaged(context, "offprint_text: unknown dictionary");
    return *dictionary != NULL;
}

// offprint_text(body, zstd_dictionary_id)
static void text_function(sqlite3_context *context, int count,
                          sqlite3_value **values)
{
    (void)count;
    struct text_reader *reader = sqlite3_user_data(context);
    if (sqlite3_value_type(values[0]) == SQLITE_NULL) return; // so is the text
    const ZSTD_DDict *dictionary;
    if (!dictionary_of(context, reader, values[1], &dictionary)) return;
    struct slice frame = { sqlite3_value_blob(values[0]),
                           (size_t)sqlite3_value_bytes(values[0]) };
    size_t size;
    if (!frame_size(frame, &size)) {
        damaged(context, "offprint_text: damaged body");
        return;
    }
    char *text = sqlite3_malloc64(size + 1);
    if (!text) {
        sqlite3_result_error_nomem(context);
        return;
    }
    if (!decode(reader, dictionary, frame, text, size)) {
        sqlite3_free(text);
        damaged(context, "offprint_text: damaged body");
        return;
    }
    sqlite3_result_text64(context, text, size, sqlite3_free, SQLITE_UTF8);
}

int text_reader_register(struct text_reader *reader, void (*close)(void *))
{
    // Innocuous: FTS5 reads the view inside statements that a schema may not
    // be trusted with, and the function is safe on any bytes.
    int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
    return sqlite3_create_function_v2(reader->db, "offprint_text", 2, flags,
                                      reader, text_function, NULL, NULL, close);
}
