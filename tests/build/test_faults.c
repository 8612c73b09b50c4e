// A disk that fails at any write or sync of what is done to an index: a clear
// error, a sound index that holds what it held or what it is to hold, and a
// next time that completes it.

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

// Each failure costs two acts and two checks. With OFFPRINT_LONG all are tried;
// else steps grow, by chance, so that in time all are as well.
static uint64_t next_failure(uint64_t at)
{
    return getenv("OFFPRINT_LONG") ? at + 1
                                   : at + 1 + at + test_random() % (at + 1);
}

// The message of an act that failed which says anything but what happened, else
// "".
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

// An act with one failure, and once more. False when it went through without
// reaching it.
static bool disturb(const struct small_run *run, const struct small_act *act,
                    const struct row *row, uint64_t at, int *failed)
{
    char name[128];
    snprintf(name, sizeof name, "%s, at %" PRIu64 ", %s", row->name, at,
             act->name);
    test_row(name);
    CHECK(small_run_reset(run, act->from));
    struct faulty_vfs faulty = { .kind = row->kind,
                                 .at = at,
                                 .lasting = row->lasting };
    CHECK(faulty_vfs_register(&faulty));
    struct offprint_error err = { 0 };
    enum offprint_status status = act->perform(run, &err);
    faulty_vfs_unregister(&faulty);
    if (status) ++*failed;
    CHECK_STRING(dishonesty(row, run, status, &err), "");
    CHECK_STRING(fault_of(run, &err), "");
    enum small_state state = small_run_state(run);
    CHECK(state == act->to || (status && state == act->from));
    CHECK_INT(act->perform(run, &err), OFFPRINT_OK);
    CHECK_INT(small_run_state(run), act->to);
    CHECK_STRING(fault_of(run, &err), "");
    return faulty.failures > 0;
}

static void disturb_everywhere(const struct small_run *run,
                               const struct small_act *act)
{
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        int failed = 0;
        uint64_t at = 1;
        while (disturb(run, act, &ROWS[i], at, &failed)) at = next_failure(at);
        CHECK(failed > 0);
    }
}

static void disturb_acts_on(enum small_archive archive)
{
    struct small_run run;
    CHECK(small_run_open(&run, archive, test_path("run")));
    for (size_t i = 0; i < SMALL_ACTS; i++)
        if (SMALL_ACT[i].archive == archive)
            disturb_everywhere(&run, &SMALL_ACT[i]);
    small_run_close(&run);
}

TEST(faults, of_the_disk_leave_many_articles_as_they_were)
{
    disturb_acts_on(SMALL_MANY_ARTICLES);
}

TEST(faults, of_the_disk_leave_long_texts_as_they_were)
{
    disturb_acts_on(SMALL_LONG_TEXTS);
}
