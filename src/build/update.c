#include "build/update.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "build/ingest.h"
#include "build/moves.h"
#include "build/pipeline.h"
#include "build/plan.h"
#include "build/readahead.h"
#include "build/root_reader.h"
#include "build/run.h"
#include "build/scopes.h"
#include "build/synonyms.h"
#include "read/source.h"
#include "store/articles.h"
#include "store/lock.h"
#include "store/schema.h"

enum { READAHEAD_SHARE = 8 }; // of the memory: texts that were read ahead

// ---- Applying the plan ------------------------------------------------------

// A gone source whose article is named after its file is read again under its
// new name, and keeps its row.
static enum offprint_status is_named_after_file(struct run *run,
                                                const struct item *gone,
                                                bool *result,
                                                struct offprint_error *err)
{
    struct arena arena = { 0 };
    struct stored_member *members;
    size_t count;
    enum offprint_status status =
        store_members(run->store, gone->old.id, &arena, &members, &count, err);
    *result = false;
    for (size_t i = 0; !status && i < count; i++)
        *result |= members[i].kind == ARTICLE_UNTITLED;
    arena_free(&arena);
    return status;
}

static enum offprint_status apply_new(struct run *run, struct reader *reader,
                                      const struct moves *moves,
                                      struct item *item,
                                      const struct recording *recording,
                                      struct offprint_error *err)
{
    const char *path =
        path_join(&run->arena, item->scope->root.path, item->path);
    if (!path) return fail_no_memory(err);
    struct item *gone = moves_match(moves, item, path);
    if (!gone) return ingest_item(run, reader, item, recording, err);
    bool named = false;
    enum offprint_status status = OFFPRINT_OK;
    if (strcmp(file_name(item), file_name(gone)) != 0)
        status = is_named_after_file(run, gone, &named, err);
    if (status) return status;
    if (!named) return move_source(run, item, gone, err);
    gone->taken = true;
    item->old = gone->old;
    return ingest_item(run, reader, item, recording, err);
}

static enum offprint_status interrupted(struct run *run,
                                        struct offprint_error *err)
{
    return fail(err, OFFPRINT_INTERRUPTED,
                "stopped after %llu of %llu files; what was done stays, the "
                "next run goes on from there",
                (unsigned long long)run->progress.files_done,
                (unsigned long long)run->progress.files_total);
}

static enum offprint_status apply_reads(struct run *run, struct plan *plan,
                                        const struct moves *moves,
                                        struct readahead *readahead,
                                        struct offprint_error *err)
{
    struct root_reader current = { 0 };
    enum offprint_status status = OFFPRINT_OK;
    for (size_t i = 0; !status && i < plan->count; i++) {
        struct item *item = &plan->items[i];
        if (item->kind == ITEM_GONE) continue;
        if (run_stopped(run)) {
            status = OFFPRINT_INTERRUPTED;
            break;
        }
        status = root_reader_open(&current, &item->scope->root, err);
        if (status) break;
        struct recording recording = { 0 };
        bool ahead = readahead_take(readahead, item, &recording);
        if (item->kind == ITEM_NEW)
            status = apply_new(run, current.reader, moves, item,
                               ahead ? &recording : NULL, err);
        else if (item->kind == ITEM_UNREADABLE)
            status = note_unreadable(run, item, err);
        else
            status = ingest_item(run, current.reader, item, NULL, err);
        recording_free(&recording);
        run_report_progress(run, item->path);
        if (!status) status = run_end_batch(run, err);
    }
    root_reader_close(&current);
    return status == OFFPRINT_INTERRUPTED ? interrupted(run, err) : status;
}

static enum offprint_status apply_removals(struct run *run, struct plan *plan,
                                           struct offprint_error *err)
{
    enum offprint_status status = OFFPRINT_OK;
    bool erasing = false;
    for (size_t i = 0; !status && i < plan->count; i++) {
        struct item *item = &plan->items[i];
        if (item->kind != ITEM_GONE || item->taken) continue;
        if (run_stopped(run)) return interrupted(run, err);
        if (!erasing) status = pipeline_settle(run->pipeline, err);
        if (!status && !erasing) status = store_erase_deleted(run->store, err);
        erasing = true;
        if (!status) status = remove_source(run, item->old.id, err);
        run->batch_bytes += item->old.size;
        if (!status) status = run_end_batch(run, err);
    }
    return status;
}

static enum offprint_status apply(struct run *run, struct plan *plan,
                                  struct offprint_error *err)
{
    struct moves moves;
    enum offprint_status status = moves_find(&moves, plan, err);
    if (status) return status;
    struct readahead *readahead;
    status = readahead_open(plan, run->options->jobs,
                            run_memory(run) / READAHEAD_SHARE, &run->profile,
                            &readahead, err);
    if (!status) status = apply_reads(run, plan, &moves, readahead, err);
    readahead_close(readahead);
    if (!status) status = apply_removals(run, plan, err);
    moves_free(&moves);
    return status;
}

// ---- A run ------------------------------------------------------------------

// What a run would do. How many articles a file will give is not known before
// it is read, so files are counted.
static void tell_plan(struct run *run, const struct plan *plan)
{
    for (size_t i = 0; i < plan->count; i++) {
        const struct item *item = &plan->items[i];
        const char *would = "would be read again";
        if (item->kind == ITEM_UNREADABLE) continue; // told already
        if (item->kind == ITEM_GONE && item->old.articles == 0) continue;
        if (item->kind == ITEM_NEW) {
            would = "would be added";
            run->counts->added++;
        } else if (item->kind == ITEM_GONE) {
            would = "gone or left out, would be removed";
            run->counts->removed += item->old.articles;
        } else {
            run->counts->updated++;
        }
        const char *path =
            path_join(&run->arena, item->scope->root.path, item->path);
        run_problem(run, OFFPRINT_NOTE, path ? path : item->path, NULL, would);
    }
}

static enum offprint_status plan_all(struct run *run,
                                     const struct scopes *scopes,
                                     struct plan *plan,
                                     struct offprint_error *err)
{
    enum offprint_status status = OFFPRINT_OK;
    for (size_t i = 0; !status && i < scopes->count; i++) {
        if (run_stopped(run)) return interrupted(run, err);
        status = plan_scope(run, &scopes->items[i], plan, err);
    }
    if (status == OFFPRINT_INTERRUPTED) return interrupted(run, err);
    run->counts->files = plan->files;
    return status;
}

static enum offprint_status finish(struct run *run, const struct scopes *scopes,
                                   struct offprint_error *err)
{
    enum offprint_status status = OFFPRINT_OK;
    int64_t now = clock_now_ns();
    for (size_t i = 0; !status && i < scopes->count; i++)
        if (!*scopes->items[i].part && !scopes->items[i].refused)
            status = store_touch_root(run->store, scopes->items[i].root.id, now,
                                      err);
    if (!status) status = store_set_meta(run->store, "updated", now, err);
    if (!status) status = store_set_meta(run->store, "updating", 0, err);
    return status;
}

// Brings an index of an older schema up to date, from its stored texts.
static enum offprint_status upgrade(struct run *run, struct offprint_error *err)
{
    enum offprint_status status = schema_upgrade(run->store, err);
    return status ? status : vocabulary_rebuild(run->store, err);
}

// Keeps what was done in the last batch, or not. Until a stop it is whole: its
// last source is marked as unfinished and is read again.
static enum offprint_status end(struct run *run, enum offprint_status status,
                                struct offprint_error *err)
{
    const bool stopped = status == OFFPRINT_INTERRUPTED && run->pipeline
                         && store_is_in_transaction(run->store);
    struct offprint_error cause;
    if (!status || stopped) {
        enum offprint_status failure = run_commit(run, &cause);
        if (!failure) return status;
        if (err) *err = cause;
        status = failure;
    }
    store_rollback(run->store);
    return status;
}

// Everything between opening and closing the index.
static enum offprint_status go_through(struct run *run,
                                       struct offprint_error *err)
{
    struct scopes scopes;
    struct plan plan = { 0 };
    enum offprint_status status = run_begin(run, err);
    if (!status && store_is_outdated(run->store)) status = upgrade(run, err);
    if (!status && run->options->synonyms)
        status = synonyms_read(run->store, run->options->synonyms, err);
    if (!status) status = find_scopes(run, &scopes, err);
    // The roots stand before the first batch: after a crash in it, a run
    // without operands goes on.
    if (!status && !run->options->dry_run)
        status = store_commit(run->store, err);
    if (!status && !run->options->dry_run) status = run_begin(run, err);
    if (!status) status = plan_all(run, &scopes, &plan, err);
    if (run->options->dry_run) {
        if (!status) tell_plan(run, &plan);
        store_rollback(run->store);
        plan_free(&plan);
        return status;
    }
    if (!status)
        status = store_set_meta(run->store, "updating", run->started_ns, err);
    const struct pipeline_limits limits = { run->options->jobs,
                                            run_memory(run) };
    if (!status)
        status = pipeline_open(run->store, run->vocabulary, &limits,
                               &run->profile, &run->pipeline, err);
    if (!status) run->counts->workers = pipeline_workers(run->pipeline);
    profile_enter(&run->profile, OFFPRINT_READING);
    if (!status) status = apply(run, &plan, err);
    if (!status) status = finish(run, &scopes, err);
    plan_free(&plan);
    return end(run, status, err);
}

static bool any_exists(const struct offprint_update_options *options)
{
    for (size_t i = 0; i < options->path_count; i++)
        if (access(options->paths[i], F_OK) == 0) return true;
    return false;
}

// A run that can only end in messages makes no index.
static bool makes_nothing(const char *path,
                          const struct offprint_update_options *options)
{
    return options->path_count > 0 && access(path, F_OK) != 0
           && (options->dry_run || !any_exists(options));
}

static enum offprint_status check_options(
    const struct offprint_update_options *options, struct offprint_error *err)
{
    enum offprint_status status = OFFPRINT_OK;
    for (size_t i = 0; !status && i < options->map_count; i++) {
        struct field_map map;
        size_t size = strlen(options->maps[i]) + 1;
        char *copy = malloc(size);
        if (!copy) return fail_no_memory(err);
        status = field_map_parse(options->maps[i], copy, size, &map, err);
        free(copy);
    }
    return status;
}

static enum offprint_status run_on(struct run *run, const char *index_path,
                                   struct offprint_error *err)
{
    run->index_path = path_absolute(&run->arena, index_path);
    enum offprint_status status = run_open_vocabulary(run, err);
    if (!status && !run->index_path) status = fail_errno(err, index_path);
    if (!status) status = go_through(run, err);
    profile_enter(&run->profile, OFFPRINT_TIDYING);
    pipeline_close(run->pipeline);
    vocabulary_close(run->vocabulary);
    run_report_progress(run, NULL);
    run_tidy_up(run, index_path, status);
    return status;
}

static enum offprint_status lock_and_run(struct run *run,
                                         const char *index_path,
                                         struct offprint_error *err)
{
    const struct offprint_update_options *options = run->options;
    struct run_lock lock;
    enum offprint_status status = run_lock_acquire(
        index_path, options->wait_seconds, options->stop, &lock, err);
    if (status) return status;
    status = run_open_store(run, index_path, options->path_count > 0, err);
    if (!status) status = run_on(run, index_path, err);
    store_close(run->store);
    run_lock_release(&lock);
    return status;
}

static enum offprint_status run_on_nothing(struct run *run,
                                           const char *index_path,
                                           struct offprint_error *err)
{
    enum offprint_status status = store_open_scratch(&run->store, err);
    if (!status) status = run_on(run, index_path, err);
    store_close(run->store);
    return status;
}

enum offprint_status update_index(const char *index_path,
                                  const struct offprint_update_options *options,
                                  struct offprint_run *counts,
                                  struct offprint_error *err)
{
    *counts = (struct offprint_run){ 0 };
    struct run run = { .options = options,
                       .counts = counts,
                       .started = clock_seconds(),
                       .started_ns = clock_now_ns() };
    profile_enter(&run.profile, OFFPRINT_PLANNING);
    enum offprint_status status = check_options(options, err);
    if (!status && options->path_count == 0)
        status = store_must_exist(index_path, err);
    if (!status && makes_nothing(index_path, options))
        status = run_on_nothing(&run, index_path, err);
    else if (!status)
        status = lock_and_run(&run, index_path, err);
    if (status)
        run_explain(index_path,
                    "what was committed stays; a smaller --memory and --jobs 1 "
                    "make do with less",
                    err);
    free(run.leaving);
    arena_free(&run.arena);
    profile_enter(&run.profile, OFFPRINT_TIDYING);
    memcpy(counts->stage_seconds, run.profile.seconds,
           sizeof counts->stage_seconds);
    counts->seconds = clock_seconds() - run.started;
    return status;
}
