// Making an index small and fast: what many runs left behind is put together.

#include <sys/stat.h>

#include "base/file.h"
#include "build/run.h"
#include "build/texts.h"
#include "build/update.h"
#include "store/articles.h"
#include "store/dictionary.h"
#include "store/lock.h"

static uint64_t size_of(const char *path)
{
    struct stat file;
    return stat(path, &file) == 0 ? (uint64_t)file.st_size : 0;
}

// Texts compressed with one dictionary, one segment of postings, the dictionary
// of terms without a side table, no free pages; and what had been removed is
// overwritten.
static enum offprint_status optimize(struct run *run,
                                     struct offprint_error *err)
{
    struct store *store = run->store;
    enum offprint_status status = store_erase_deleted(store, err);
    if (!status) status = run_begin(run, err);
    if (!status) status = texts_optimize(store, err);
    if (!status) status = store_merge_postings(store, err);
    if (!status) status = dictionary_merge(store, err);
    if (!status) status = store_commit(store, err);
    store_rollback(store);
    return status;
}

static enum offprint_status open_and_optimize(struct run *run,
                                              const char *index_path,
                                              struct offprint_error *err)
{
    enum offprint_status status = run_open_store(run, index_path, false, err);
    if (!status) status = store_refuse_outdated(run->store, err);
    if (!status) {
        status = optimize(run, err);
        run_tidy_up(run, index_path, status);
    }
    store_close(run->store);
    return status;
}

enum offprint_status optimize_index(const char *index_path, double wait_seconds,
                                    uint64_t *before, uint64_t *after,
                                    struct offprint_error *err)
{
    struct offprint_update_options options = { .wait_seconds = wait_seconds };
    struct offprint_run counts = { 0 };
    struct run run = { .options = &options,
                       .counts = &counts,
                       .started = clock_seconds() };
    struct run_lock lock;
    *before = *after = 0;
    enum offprint_status status = store_must_exist(index_path, err);
    if (!status)
        status = run_lock_acquire(index_path, wait_seconds, NULL, &lock, err);
    if (!status) {
        *before = size_of(index_path);
        status = open_and_optimize(&run, index_path, err);
        run_lock_release(&lock);
        *after = size_of(index_path);
    }
    if (status) run_explain(index_path, "the index is as it was", err);
    return status;
}
