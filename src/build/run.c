#include "build/run.h"

#include <time.h>

#include "base/file.h"
#include "build/ingest.h"
#include "build/pipeline.h"

enum {
    MEMORY = 512 * 1024 * 1024, // where no limit is given
    MEMORY_MIN = 16 * 1024 * 1024,
    // Parts of it:
    VOCABULARY_SHARE = 4,
    VOCABULARY_MIN = 16 * 1024 * 1024, // each write goes through the dictionary
    RETRY_MS = 50,
};

static const double PROGRESS_SECONDS = 0.1;

// Waits a moment for another program that has the index locked. Fails when
// there is nothing more to wait for.
static enum offprint_status wait_for_others(const struct run *run,
                                            double deadline,
                                            struct offprint_error *err)
{
    if (run_stopped(run))
        return fail(err, OFFPRINT_INTERRUPTED,
                    "%s: stopped while another program had it locked",
                    run->index_name);
    if (clock_seconds() >= deadline)
        return fail(err, OFFPRINT_BUSY,
                    "%s: another program has it locked, waited %.0f s (try "
                    "again, or --wait longer)",
                    run->index_name, run->options->wait_seconds);
    nanosleep(&(struct timespec){ 0, RETRY_MS * 1000000L }, NULL);
    return OFFPRINT_OK;
}

enum offprint_status run_open_store(struct run *run, const char *index_path,
                                    bool create, struct offprint_error *err)
{
    const double deadline = run->started + run->options->wait_seconds;
    run->index_name = index_path;
    enum offprint_status status;
    do {
        status = store_open_writable(index_path, create, &run->store, err);
        if (status != OFFPRINT_BUSY) return status;
        status = wait_for_others(run, deadline, err);
    } while (!status);
    return status;
}

enum offprint_status run_open_vocabulary(struct run *run,
                                         struct offprint_error *err)
{
    uint64_t bytes = run_memory(run) / VOCABULARY_SHARE;
    if (bytes < VOCABULARY_MIN) bytes = VOCABULARY_MIN;
    run->vocabulary = vocabulary_open(run->store, bytes);
    return run->vocabulary ? OFFPRINT_OK : fail_no_memory(err);
}

enum offprint_status run_begin(struct run *run, struct offprint_error *err)
{
    const double deadline = clock_seconds() + run->options->wait_seconds;
    enum offprint_status status;
    do {
        status = store_begin(run->store, err);
        if (status != OFFPRINT_BUSY) return status;
        status = wait_for_others(run, deadline, err);
    } while (!status);
    return status;
}

void run_explain(const char *index_path, const char *what_now,
                 struct offprint_error *err)
{
    if (err && err->status == OFFPRINT_NO_MEMORY)
        fail(err, OFFPRINT_NO_MEMORY, "%s: no memory is left (%s)", index_path,
             what_now);
}

uint64_t run_memory(const struct run *run)
{
    const uint64_t memory = run->options->memory;
    if (memory == 0) return MEMORY;
    return memory > MEMORY_MIN ? memory : MEMORY_MIN;
}

void run_problem(struct run *run, enum offprint_problem_kind kind,
                 const char *path, const char *member, const char *message)
{
    if (kind == OFFPRINT_FAILED) run->counts->failed++;
    if (kind == OFFPRINT_SKIPPED) run->counts->skipped++;
    if (run->options->on_problem)
        run->options->on_problem(run->options->context, kind, path, member,
                                 message);
}

void run_report_progress(struct run *run, const char *path)
{
    if (!run->options->on_progress) return;
    double now = clock_seconds();
    if (path && now - run->progress_told < PROGRESS_SECONDS) return;
    run->progress_told = now;
    run->progress.seconds = now - run->started;
    run->progress.path = path;
    run->options->on_progress(run->options->context, &run->progress);
}

bool run_stopped(const struct run *run)
{
    return run->options->stop && *run->options->stop;
}

enum offprint_status run_commit(struct run *run, struct offprint_error *err)
{
    enum offprint_status status = pipeline_settle(run->pipeline, err);
    if (!status) status = remove_leaving(run, err);
    if (!status) status = pipeline_write(run->pipeline, err);
    enum offprint_stage before =
        profile_enter(&run->profile, OFFPRINT_COMMITTING);
    if (!status) status = store_commit(run->store, err);
    if (!status) status = store_publish(run->store, err);
    profile_enter(&run->profile, before);
    return status;
}

// A batch is committed when its texts and rows take as much as a segment may.
enum offprint_status run_end_batch(struct run *run, struct offprint_error *err)
{
    if (run->batch_bytes < pipeline_share(run_memory(run))) return OFFPRINT_OK;
    enum offprint_status status = run_commit(run, err);
    if (!status) status = run_begin(run, err);
    run->batch_bytes = 0;
    return status;
}

void run_tidy_up(struct run *run, const char *index_path,
                 enum offprint_status status)
{
    bool single;
    if (!status) store_give_back(run->store, NULL); // what it keeps costs space
    enum offprint_status tidied = store_make_single_file(
        run->store, status ? 0 : run->options->wait_seconds, &single, NULL);
    if (!status && !single)
        run_problem(run, OFFPRINT_NOTE, index_path, NULL,
                    tidied ? "its -wal file stays beside it until the next run"
                           : "being read by another process: its -wal file "
                             "stays beside it until the next run");
}
