#include "build/run.h"

#include <time.h>

#include "base/file.h"
#include "build/ingest.h"
#include "build/pipeline.h"

enum {
    MEMORY = 512 * 1024 * 1024, // where no limit is given
    MEMORY_MIN = 16 * 1024 * 1024,
    // Parts of it:
    BATCH_SHARE = 2, // as many bytes of text and rows are a batch
    VOCABULARY_SHARE = 4,
    VOCABULARY_MIN = 16 * 1024 * 1024, // each write goes through the dictionary
    RETRY_MS = 50,
};

static const double PROGRESS_SECONDS = 0.1;

enum offprint_status run_open_store(struct run *run, const char *index_path,
                                    bool create, struct offprint_error *err)
{
    const double wait_seconds = run->options->wait_seconds;
    const double deadline = clock_seconds() + wait_seconds;
    for (;;) {
        enum offprint_status status =
            store_open_writable(index_path, create, &run->store, err);
        if (status != OFFPRINT_BUSY) return status;
        if (run_stopped(run))
            return fail(err, OFFPRINT_INTERRUPTED,
                        "%s: stopped while another program had it locked",
                        index_path);
        if (clock_seconds() >= deadline)
            return fail(err, status,
                        "%s: another program has it locked, waited %.0f s (try "
                        "again, or --wait longer)",
                        index_path, wait_seconds);
        nanosleep(&(struct timespec){ 0, RETRY_MS * 1000000L }, NULL);
    }
}

enum offprint_status run_open_vocabulary(struct run *run,
                                         struct offprint_error *err)
{
    uint64_t bytes = run_memory(run) / VOCABULARY_SHARE;
    if (bytes < VOCABULARY_MIN) bytes = VOCABULARY_MIN;
    run->vocabulary = vocabulary_open(run->store, bytes);
    return run->vocabulary ? OFFPRINT_OK : fail_no_memory(err);
}

void run_explain(const char *index_path, struct offprint_error *err)
{
    if (err && err->status == OFFPRINT_NO_MEMORY)
        fail(err, OFFPRINT_NO_MEMORY,
             "%s: no memory is left (what was committed stays; a smaller "
             "--memory and --jobs 1 make do with less)",
             index_path);
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

enum offprint_status run_end_batch(struct run *run, struct offprint_error *err)
{
    if (run->batch_bytes < run_memory(run) / BATCH_SHARE) return OFFPRINT_OK;
    enum offprint_status status = run_commit(run, err);
    if (!status) status = store_begin(run->store, err);
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
