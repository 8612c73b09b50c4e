// Taking articles out on purpose: they are erased, from the file as well.

#include <errno.h>
#include <unistd.h>

#include "base/file.h"
#include "build/ingest.h"
#include "build/run.h"
#include "build/scopes.h"
#include "build/texts.h"
#include "build/update.h"
#include "build/vocabulary.h"
#include "store/articles.h"
#include "store/dictionary.h"
#include "store/lock.h"
#include "store/postings.h"

// What is to be forgotten: the sources at and under part of a root.
struct victims {
    const struct root *root;
    const char *part;
    struct stored_source *sources; // of the whole root
    size_t count;
    uint64_t articles; // of the victims
    size_t victims;
};

static bool is_victim(const struct victims *victims, size_t i)
{
    return !*victims->part
           || path_is_under(victims->sources[i].path, victims->part, NULL);
}

static enum offprint_status find_victims(struct run *run,
                                         struct victims *victims,
                                         struct offprint_error *err)
{
    enum offprint_status status =
        store_sources(run->store, victims->root->id, &run->arena,
                      &victims->sources, &victims->count, err);
    for (size_t i = 0; !status && i < victims->count; i++) {
        if (!is_victim(victims, i)) continue;
        victims->victims++;
        victims->articles += victims->sources[i].articles;
    }
    return status;
}

// Where most of the index goes, making the postings of the rest anew is less
// work than taking those of every article back.
static enum offprint_status drop_sources(struct run *run,
                                         const struct victims *victims,
                                         struct offprint_error *err)
{
    enum offprint_status status = OFFPRINT_OK;
    for (size_t i = 0; !status && i < victims->count; i++) {
        if (!is_victim(victims, i)) continue;
        uint64_t count;
        status = store_drop_articles(run->store, victims->sources[i].id, &count,
                                     err);
        run->counts->removed += count;
        if (!status)
            status =
                store_remove_source(run->store, victims->sources[i].id, err);
    }
    if (!status) status = store_rebuild_postings(run->store, err);
    if (!status) status = vocabulary_rebuild(run->store, err);
    return status;
}

// Taken back one by one, words leave traces until the postings are merged.
static enum offprint_status remove_sources(struct run *run,
                                           const struct victims *victims,
                                           struct offprint_error *err)
{
    enum offprint_status status = OFFPRINT_OK;
    for (size_t i = 0; !status && i < victims->count; i++)
        if (is_victim(victims, i))
            status = remove_source(run, victims->sources[i].id, err);
    if (!status) status = vocabulary_write(run->vocabulary, err);
    if (!status) status = dictionary_merge(run->store, err);
    if (!status) status = store_merge_postings(run->store, err);
    return status;
}

static enum offprint_status keep_out(struct run *run,
                                     const struct victims *victims,
                                     struct offprint_error *err)
{
    if (!*victims->part)
        return store_remove_root(run->store, victims->root->id, err);
    bool added;
    const char *pattern = exact_pattern(&run->arena, victims->part);
    if (!pattern) return fail_no_memory(err);
    return store_add_root_option(run->store, victims->root->id, "exclude",
                                 pattern, &added, err);
}

static enum offprint_status erase(struct run *run,
                                  const struct victims *victims,
                                  struct offprint_error *err)
{
    uint64_t total;
    enum offprint_status status = store_article_count(run->store, &total, err);
    if (!status && victims->articles > total / 2)
        status = drop_sources(run, victims, err);
    else if (!status)
        status = remove_sources(run, victims, err);
    if (!status) status = texts_erase(run->store, err);
    if (!status) status = keep_out(run, victims, err);
    return status;
}

static enum offprint_status find_root(struct run *run, const char *path,
                                      struct victims *victims,
                                      struct offprint_error *err)
{
    struct root *roots;
    size_t count;
    enum offprint_status status =
        store_roots(run->store, &run->arena, &roots, &count, err);
    if (status) return status;
    const char *absolute = resolve_path(&run->arena, roots, count, path);
    if (!absolute) return fail_errno(err, path);
    victims->root = root_above(roots, count, absolute, &victims->part);
    if (victims->root) status = find_victims(run, victims, err);
    bool known = victims->root
                 && (!*victims->part || victims->victims > 0
                     || access(absolute, F_OK) == 0);
    if (status || known) return status;
    return fail(err, OFFPRINT_NOT_FOUND,
                "%s: not in the index (offprint status lists its roots)", path);
}

static enum offprint_status forget_operand(struct run *run, const char *path,
                                           struct offprint_error *err)
{
    struct victims victims = { 0 };
    enum offprint_status status = find_root(run, path, &victims, err);
    if (!status) status = store_erase_deleted(run->store, err);
    if (!status) status = run_begin(run, err);
    if (!status) status = erase(run, &victims, err);
    if (!status) status = store_commit(run->store, err);
    store_rollback(run->store);
    if (status) run->counts->removed = 0;
    if (!status && store_give_back(run->store, NULL))
        run_problem(run, OFFPRINT_NOTE, path, NULL,
                    "erased, but the file could not be made smaller");
    return status;
}

static enum offprint_status open_and_forget(struct run *run,
                                            const char *index_path,
                                            const char *path,
                                            struct offprint_error *err)
{
    enum offprint_status status = run_open_store(run, index_path, false, err);
    if (!status) status = store_refuse_outdated(run->store, err);
    if (!status) status = run_open_vocabulary(run, err);
    if (!status) {
        status = forget_operand(run, path, err);
        run_tidy_up(run, index_path, status);
    }
    vocabulary_close(run->vocabulary);
    store_close(run->store);
    return status;
}

enum offprint_status forget_path(const char *index_path, const char *path,
                                 double wait_seconds,
                                 struct offprint_run *counts,
                                 struct offprint_error *err)
{
    *counts = (struct offprint_run){ 0 };
    struct offprint_update_options options = { .wait_seconds = wait_seconds };
    struct run run = { .options = &options,
                       .counts = counts,
                       .started = clock_seconds() };
    struct run_lock lock;
    enum offprint_status status = store_must_exist(index_path, err);
    if (!status)
        status = run_lock_acquire(index_path, wait_seconds, NULL, &lock, err);
    if (!status) {
        status = open_and_forget(&run, index_path, path, err);
        run_lock_release(&lock);
    }
    arena_free(&run.arena);
    counts->seconds = clock_seconds() - run.started;
    if (status) run_explain(index_path, "the index is as it was", err);
    return status;
}
