// A disk that fails at any write or sync of a run: a clear error, a sound index
// that holds whole batches, and a next run that completes it.

#include <inttypes.h>

#include "faulty_vfs.h"
#include "offprint.h"
#include "small_run.h"
#include "test.h"

struct row {
    const char *name;
    enum fault_kind kind;
    bool lasting;
};

static const struct row ROWS[] = {
    { "ENOSPC from then on", FAULT_FULL, true },
    { "ENOSPC once", FAULT_FULL, false },
    { "EIO from then on", FAULT_IO, true },
    { "EIO once", FAULT_IO, false },
    { "short write from then on", FAULT_SHORT, true },
    { "short write once", FAULT_SHORT, false },
    { "fsync from then on", FAULT_SYNC, true },
    { "fsync once", FAULT_SYNC, false },
};

// Each failure costs two runs and two checks. With OFFPRINT_LONG all are tried;
// else steps grow, by chance, so that in time all are as well.
static uint64_t next_failure(uint64_t at)
{
    return getenv("OFFPRINT_LONG") ? at + 1
                                   : at + 1 + at + test_random() % (at + 1);
}

// The message of a failed run that says anything but what happened, else "".
static const char *dishonesty(const struct row *row,
                              const struct small_run *run,
                              enum offprint_status status,
                              const struct offprint_error *err)
{
    if (status == OFFPRINT_OK) return ""; // it failed while tidying up
    bool full = row->kind == FAULT_FULL || row->kind == FAULT_SHORT;
    bool honest = status == (full ? OFFPRINT_FULL : OFFPRINT_IO)
                  && err->status == status && strstr(err->message, run->index);
    return honest ? "" : err->message;
}

// What is wrong with the index, or "".
static const char *fault_of(const struct small_run *run,
                            struct offprint_error *err)
{
    return small_run_is_sound(run, err) ? "" : err->message;
}

// A run with one failure, and the next one. False when the run went through
// without reaching it.
static bool disturb(const struct small_run *run, enum small_state from,
                    const struct row *row, uint64_t at, int *failed)
{
    char name[128];
    snprintf(name, sizeof name, "%s, at %" PRIu64 ", %s", row->name, at,
             from == SMALL_NONE ? "first run" : "later run");
    test_row(name);
    CHECK(small_run_reset(run, from));
    struct faulty_vfs faulty = { .kind = row->kind,
                                 .at = at,
                                 .lasting = row->lasting };
    CHECK(faulty_vfs_register(&faulty));
    struct offprint_error err = { 0 };
    enum offprint_status status = small_run_update(run, &err);
    faulty_vfs_unregister(&faulty);
    if (status) ++*failed;
    CHECK_STRING(dishonesty(row, run, status, &err), "");
    CHECK_STRING(fault_of(run, &err), "");
    enum small_state state = small_run_state(run);
    CHECK(state == SMALL_AFTER || (status && state == from));
    CHECK_INT(small_run_update(run, &err), OFFPRINT_OK);
    CHECK_INT(small_run_state(run), SMALL_AFTER);
    CHECK_STRING(fault_of(run, &err), "");
    return faulty.failures > 0;
}

static void disturb_everywhere(enum small_state from)
{
    struct small_run run;
    CHECK(small_run_open(&run, test_folder()));
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        int failed = 0;
        uint64_t at = 1;
        while (disturb(&run, from, &ROWS[i], at, &failed))
            at = next_failure(at);
        CHECK(failed > 0);
    }
    small_run_close(&run);
}

TEST(faults, of_the_disk_in_a_first_run_leave_a_sound_index)
{
    disturb_everywhere(SMALL_NONE);
}

TEST(faults, of_the_disk_in_a_later_run_leave_what_was_there)
{
    disturb_everywhere(SMALL_BEFORE);
}
