#include "store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/file.h"
#include "store/connection.h"
#include "store/dictionary.h"
#include "store/kept_sets.h"
#include "store/posting_reader.h"
#include "store/postings.h"
#include "store/related.h"
#include "store/schema.h"
#include "store/tokenizer.h"

enum {
    READER_WAIT_MS = 10000, // while a writer changes the mode
    // Searches come and go within it; what lasts is waited for by whoever
    // writes.
    WRITER_WAIT_MS = 100,
    RETRY_MS = 2,
};

// ---- Opening ----------------------------------------------------------------

static enum offprint_status open_failure(struct store *store,
                                         struct offprint_error *err)
{
    if (!store->db) return fail_no_memory(err);
    return store_failure(store, err);
}

// A file: address, so that options can follow: all but harmless characters are
// escaped. NULL where there is no memory; free().
static char *uri_of(const char *path, const char *options)
{
    struct buffer uri = { 0 };
    buffer_add_string(&uri, "file:");
    for (const char *p = path; *p; p++) {
        unsigned char c = (unsigned char)*p;
        bool harmless = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z')
                        || (c >= 'A' && c <= 'Z') || c == '/' || c == '.'
                        || c == '-' || c == '_';
        if (harmless)
            buffer_add_byte(&uri, *p);
        else
            buffer_format(&uri, "%%%02X", c);
    }
    buffer_add_string(&uri, options);
    if (!buffer_string(&uri) || uri.failed) {
        buffer_free(&uri);
        return NULL;
    }
    return uri.ptr;
}

static void disconnect(struct store *store)
{
    for (size_t i = 0; i < store->statement_count; i++)
        sqlite3_finalize(store->statements[i].stmt);
    store->statement_count = 0;
    sqlite3_close(store->db);
    posting_reader_close(store->reader);
    store->reader = NULL;
    dictionary_forget_kept(store->words);
    store->words = NULL;
    languages_forget_kept(store->languages);
    store->languages = NULL;
    kept_sets_free(store->sets);
    store->sets = NULL;
    text_reader_close(store->texts);
    store->db = NULL;
    store->texts = NULL;
}

static enum offprint_status connect_to(struct store *store, const char *path,
                                       int flags, const char *options,
                                       struct offprint_error *err)
{
    char *uri = uri_of(path, options);
    if (!uri) return fail_no_memory(err);
    disconnect(store);
    int code = sqlite3_open_v2(
        uri, &store->db, flags | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, NULL);
    free(uri);
    if (code != SQLITE_OK) return open_failure(store, err);
    sqlite3_extended_result_codes(store->db, 1);
    bool reads = flags & SQLITE_OPEN_READONLY;
    sqlite3_busy_timeout(store->db, reads ? READER_WAIT_MS : WRITER_WAIT_MS);
    // Nothing is written outside of the index.
    return store_execute(store, "PRAGMA temp_store = MEMORY", err);
}

static enum offprint_status connect(struct store *store, int flags,
                                    const char *options,
                                    struct offprint_error *err)
{
    const char *path = store->build_path ? store->build_path : store->path;
    return connect_to(store, path, flags, options, err);
}

static enum offprint_status make_store(const char *path, struct store **store,
                                       struct offprint_error *err)
{
    *store = calloc(1, sizeof **store);
    if (!*store) return fail_no_memory(err);
    (*store)->path = strdup(path);
    if ((*store)->path) return OFFPRINT_OK;
    store_close(*store);
    *store = NULL;
    return fail_no_memory(err);
}

// The name of the file in which an index is made. NULL where there is no
// memory; free().
static char *build_path_of(const char *path)
{
    struct buffer name = { 0 };
    buffer_add_string(&name, path);
    buffer_add_string(&name, "-build");
    if (buffer_string(&name) && !name.failed) return name.ptr;
    buffer_free(&name);
    return NULL;
}

// The file in which an index is made gets the name of the index at the end: who
// looks for one name and then for the other may miss both, and looks again.
enum { LOOKS = 2 };

// Whether an index is being made for this place, or was when its run ended.
static bool is_in_the_making(const char *path)
{
    char *name = build_path_of(path);
    bool exists = name && access(name, F_OK) == 0;
    free(name);
    return exists;
}

// What stands at path: *exists, and *empty for a file without a byte.
static enum offprint_status look(const char *path, bool *exists, bool *empty,
                                 struct offprint_error *err)
{
    struct stat stat_of_file;
    *exists = *empty = false;
    if (stat(path, &stat_of_file) != 0)
        return errno == ENOENT ? OFFPRINT_OK : fail_errno(err, path);
    if (S_ISDIR(stat_of_file.st_mode))
        return fail(err, OFFPRINT_FOREIGN,
                    "%s: a folder, not an index (name a file with -i)", path);
    if (!S_ISREG(stat_of_file.st_mode))
        return fail(err, OFFPRINT_FOREIGN,
                    "%s: not a regular file (name another with -i)", path);
    *exists = true;
    *empty = stat_of_file.st_size == 0;
    return OFFPRINT_OK;
}

// A file that a writer left in WAL mode cannot be opened on read-only media,
// since SQLite wants to make its companions there. Nobody writes to it, so
// it may be read as it is - unless a -wal stands beside it, which may hold
// what is missing in the file.
static bool may_be_immutable(const struct store *store)
{
    struct buffer wal = { 0 };
    char *real = realpath(store->path, NULL); // SQLite follows links as well
    buffer_add_string(&wal, real ? real : store->path);
    buffer_add_string(&wal, "-wal");
    free(real);
    const char *path = buffer_string(&wal);
    bool alone = path && !wal.failed && access(path, F_OK) != 0;
    buffer_free(&wal);
    return alone;
}

static enum offprint_status verify(struct store *store, bool *empty,
                                   struct offprint_error *err)
{
    enum offprint_status status = schema_verify(store, empty, err);
    if (!status) status = register_tokenizer(store, err);
    return status ? status : postings_register(store, err);
}

// Most of what searches read stays between them.
static const char FOR_READING[] = "PRAGMA cache_size = -16384";

static enum offprint_status open_for_reading(struct store *store,
                                             struct offprint_error *err)
{
    bool empty;
    enum offprint_status status =
        connect(store, SQLITE_OPEN_READONLY, "?mode=ro", err);
    if (!status) status = verify(store, &empty, err);
    int code = store->db ? sqlite3_errcode(store->db) & 0xFF : SQLITE_NOMEM;
    if (status && (code == SQLITE_CANTOPEN || code == SQLITE_READONLY)
        && may_be_immutable(store)) {
        status = connect(store, SQLITE_OPEN_READONLY, "?immutable=1", err);
        if (!status) status = verify(store, &empty, err);
    }
    if (status) return status;
    if (empty)
        return fail(err, OFFPRINT_FOREIGN,
                    "%s: an empty database (run offprint index DIR)",
                    store->path);
    status = store_refuse_outdated(store, err);
    return status ? status : store_execute(store, FOR_READING, err);
}

bool store_is_in_the_making(const struct store *store)
{
    return store->in_the_making;
}

bool store_is_outdated(const struct store *store)
{
    return store->outdated;
}

enum offprint_status store_refuse_outdated(const struct store *store,
                                           struct offprint_error *err)
{
    if (!store->outdated) return OFFPRINT_OK;
    return fail(err, OFFPRINT_TOO_OLD,
                "%s: written by an older version of offprint (run `offprint "
                "index` once, which brings it up to date)",
                store->path);
}

static enum offprint_status no_index(const char *path,
                                     struct offprint_error *err)
{
    return fail(err, OFFPRINT_NO_INDEX,
                "no index at %s: run `offprint index DIR`", path);
}

enum offprint_status store_must_exist(const char *path,
                                      struct offprint_error *err)
{
    for (int i = 0; i < LOOKS; i++)
        if (access(path, F_OK) == 0 || is_in_the_making(path))
            return OFFPRINT_OK;
    return no_index(path, err);
}

static enum offprint_status create_tables(struct store *store,
                                          struct offprint_error *err)
{
    enum offprint_status status = store_begin(store, err);
    if (!status) status = schema_create(store, err);
    if (!status) status = store_commit(store, err);
    if (status) store_rollback(store);
    return status;
}

// A new index in memory.
static enum offprint_status open_scratch(struct store *store,
                                         struct offprint_error *err)
{
    enum offprint_status status = connect_to(
        store, ":memory:", SQLITE_OPEN_READWRITE, "?mode=memory", err);
    if (!status) status = register_tokenizer(store, err);
    if (!status) status = postings_register(store, err);
    store->writable = true;
    return status ? status : create_tables(store, err);
}

enum offprint_status store_open(const char *path, struct store **result,
                                struct offprint_error *err)
{
    *result = NULL;
    bool exists = false, empty, in_the_making = false;
    enum offprint_status status = OFFPRINT_OK;
    for (int i = 0; !status && !exists && !in_the_making && i < LOOKS; i++) {
        status = look(path, &exists, &empty, err);
        in_the_making = !status && !exists && is_in_the_making(path);
    }
    if (status) return status;
    if (!exists && !in_the_making) return no_index(path, err);
    struct store *store;
    status = make_store(path, &store, err);
    if (status) return status;
    store->in_the_making = in_the_making;
    status =
        in_the_making ? open_scratch(store, err) : open_for_reading(store, err);
    if (status)
        store_close(store);
    else
        *result = store;
    return status;
}

static enum offprint_status create_file(const char *path,
                                        struct offprint_error *err)
{
    // Made before SQLite opens it, so that nobody else can ever read it.
    int file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0) return errno == EEXIST ? OFFPRINT_OK : fail_errno(err, path);
    close(file);
    return OFFPRINT_OK;
}

// Pages of 8 kB: with the 4 kB that are usual, what rows leave free at the end
// of a page comes to 7 % of an index of short articles, with these to 5 %; with
// 16 kB small indexes grow. And so that pages can be given back in place:
// VACUUM would need as much memory or disk again. It has to be said before the
// first table.
static const char FOR_CREATING[] = "PRAGMA page_size = 8192;"
                                   "PRAGMA auto_vacuum = INCREMENTAL";

// A larger cache costs more than it saves: most pages are written once.
static const char FOR_WRITING[] = "PRAGMA synchronous = NORMAL;"
                                  "PRAGMA cache_size = -16384;"
                                  "PRAGMA secure_delete = FAST;";

static const char WITH_READERS[] = "PRAGMA journal_mode = WAL";
static const char WITHOUT_READERS[] = "PRAGMA journal_mode = DELETE";

static enum offprint_status open_for_writing(struct store *store,
                                             struct offprint_error *err)
{
    bool empty;
    enum offprint_status status =
        connect(store, SQLITE_OPEN_READWRITE, "?mode=rw", err);
    if (!status) status = verify(store, &empty, err);
    if (status) return status;
    if (sqlite3_db_readonly(store->db, "main") == 1)
        return fail(err, OFFPRINT_IO,
                    "%s: may not be written (check its "
                    "permissions, or name another with -i)",
                    store->path);
    store->writable = true;
    if (empty)
        status = store_execute(store, FOR_CREATING, err);
    else
        status = schema_verify_words(store, err);
    if (!status)
        status = store_execute(
            store, store->build_path ? WITHOUT_READERS : WITH_READERS, err);
    if (!status) status = store_execute(store, FOR_WRITING, err);
    if (!status && empty) status = create_tables(store, err);
    return status;
}

// Opens the file in which the index is made. One that a killed run left behind
// is taken if it can be, for the roots that it knows, and its first batch if it
// was committed and not yet put in its place.
static enum offprint_status open_for_building(struct store *store,
                                              struct offprint_error *err)
{
    store->build_path = build_path_of(store->path);
    if (!store->build_path) return fail_no_memory(err);
    enum offprint_status status = create_file(store->build_path, err);
    if (status) return status;
    status = open_for_writing(store, err);
    if (status != OFFPRINT_FOREIGN && status != OFFPRINT_CORRUPT
        && status != OFFPRINT_TOO_NEW)
        return status;
    disconnect(store);
    unlink(store->build_path);
    status = create_file(store->build_path, err);
    return status ? status : open_for_writing(store, err);
}

// Whether nothing at all is at path, not even a link that leads nowhere.
static bool is_free(const char *path)
{
    struct stat stat_of_link;
    return lstat(path, &stat_of_link) != 0 && errno == ENOENT;
}

enum offprint_status store_open_writable(const char *path, bool create,
                                         struct store **result,
                                         struct offprint_error *err)
{
    *result = NULL;
    bool exists, empty;
    enum offprint_status status = look(path, &exists, &empty, err);
    if (status) return status;
    if (!create && exists && empty) return no_index(path, err);
    if (!create && !exists && !is_in_the_making(path))
        return no_index(path, err);
    const bool building = !exists && is_free(path);
    if (!exists && !building) status = create_file(path, err);
    if (status) return status;
    struct store *store;
    status = make_store(path, &store, err);
    if (status) return status;
    status =
        building ? open_for_building(store, err) : open_for_writing(store, err);
    if (status)
        store_close(store);
    else
        *result = store;
    return status;
}

enum offprint_status store_open_scratch(struct store **result,
                                        struct offprint_error *err)
{
    *result = NULL;
    struct store *store;
    enum offprint_status status = make_store(":memory:", &store, err);
    if (status) return status;
    status = open_scratch(store, err);
    if (status)
        store_close(store);
    else
        *result = store;
    return status;
}

void store_close(struct store *store)
{
    if (!store) return;
    disconnect(store);
    free(store->path);
    free(store->build_path);
    free(store);
}

// ---- Transactions -----------------------------------------------------------

static const char BEGIN_READING[] = "BEGIN";
static const char END_READING[] = "ROLLBACK";

enum offprint_status store_begin(struct store *store,
                                 struct offprint_error *err)
{
    if (store->held) return OFFPRINT_OK;
    if (!store->writable) return store_run_often(store, BEGIN_READING, err);
    return store_execute(store, "BEGIN IMMEDIATE", err);
}

enum offprint_status store_commit(struct store *store,
                                  struct offprint_error *err)
{
    return store_execute(store, "COMMIT", err);
}

bool store_is_in_transaction(const struct store *store)
{
    return store->db && !sqlite3_get_autocommit(store->db);
}

void store_rollback(struct store *store)
{
    if (store->held || !store_is_in_transaction(store)) return;
    if (store->writable || store_run_often(store, END_READING, NULL))
        sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
}

void store_let_go(struct store *store)
{
    store->held = false;
    store_rollback(store);
}

enum offprint_status store_hold(struct store *store, struct offprint_error *err)
{
    enum offprint_status status = store_begin(store, err);
    uint32_t version; // and begins to read
    if (!status) status = store_version(store, &version, err);
    if (status)
        store_let_go(store);
    else
        store->held = true;
    return status;
}

// Statements that are still open would hold a lock of our own.
static void reset_statements(struct store *store)
{
    for (size_t i = 0; i < store->statement_count; i++)
        sqlite3_reset(store->statements[i].stmt);
}

// Makes the new name of a file last: its folder is written to the disk.
static void sync_folder_of(const char *path)
{
    struct arena arena = { 0 };
    const char *slash = strrchr(path, '/');
    struct slice folder = SLICE(".");
    if (slash) folder = (struct slice){ path, (size_t)(slash - path) + 1 };
    const char *name = arena_string(&arena, folder);
    int file = name ? open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    // Some file systems cannot; then the name lasts when they like.
    if (file >= 0) fsync(file);
    if (file >= 0) close(file);
    arena_free(&arena);
}

enum offprint_status store_publish(struct store *store,
                                   struct offprint_error *err)
{
    if (!store->build_path) return OFFPRINT_OK;
    // Under its new name it would have to be free of readers for that.
    reset_statements(store);
    enum offprint_status status = store_execute(store, WITH_READERS, err);
    if (status) return status;
    disconnect(store); // companions are named after the file
    if (rename(store->build_path, store->path) != 0)
        return fail_errno(err, store->path);
    sync_folder_of(store->path);
    free(store->build_path);
    store->build_path = NULL;
    return open_for_writing(store, err);
}

enum offprint_status store_erase_deleted(struct store *store,
                                         struct offprint_error *err)
{
    return store_execute(store, "PRAGMA secure_delete = ON", err);
}

enum offprint_status store_give_back(struct store *store,
                                     struct offprint_error *err)
{
    return store_execute(store, "PRAGMA incremental_vacuum", err);
}

enum offprint_status store_make_single_file(struct store *store,
                                            double wait_seconds, bool *single,
                                            struct offprint_error *err)
{
    *single = false;
    if (!store->db) return OFFPRINT_OK; // it could not be opened again
    double deadline = clock_seconds() + wait_seconds;
    // Readers come and go within milliseconds: many short attempts find the
    // moment between them sooner than one that waits.
    sqlite3_busy_timeout(store->db, 0);
    int code;
    for (;;) {
        reset_statements(store);
        // A reader that has just opened it keeps us waiting in ways of its own:
        // SQLITE_BUSY_RECOVERY.
        code = sqlite3_exec(store->db, "PRAGMA journal_mode = DELETE", NULL,
                            NULL, NULL)
               & 0xFF;
        if (code != SQLITE_BUSY || clock_seconds() >= deadline) break;
        nanosleep(&(struct timespec){ 0, RETRY_MS * 1000000L }, NULL);
    }
    sqlite3_busy_timeout(store->db, WRITER_WAIT_MS);
    *single = code == SQLITE_OK;
    if (code == SQLITE_OK || code == SQLITE_BUSY) return OFFPRINT_OK;
    return store_failure(store, err);
}
