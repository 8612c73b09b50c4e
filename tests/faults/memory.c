// memory.c - allocations that fail, the 1st, 2nd, 3rd ... of what is done to an
// index: a clear error, a sound index that holds what it held or what it is to
// hold, and a next time that completes it.
//
// A program of its own, memory [PART OF A NAME], since it is linked so that
// every allocation of ours comes to faults/allocator.h.
//
// Each failure has a process of its own, so that a crash has a name.

#include <ftw.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "faults/allocator.h"
#include "small_run.h"

enum { SECONDS_MAX = 60 }; // for one failure: a thread may wait for ever

// ---- One failure ------------------------------------------------------------

struct row {
    const struct small_act *act;
    bool lasting;
};

enum outcome { AS_IT_SHOULD, WRONG, NOT_REACHED };

static enum outcome complain(const char *what, const struct offprint_error *err)
{
    printf("%s: %s\n", what, err->message);
    return WRONG;
}

static enum outcome disturb(const struct small_run *run, const struct row *row,
                            unsigned long long at)
{
    const struct small_act *act = row->act;
    struct offprint_error err = { 0 }, told = { 0 };
    allocator.at = at;
    allocator.lasting = row->lasting;
    allocator.armed = true;
    enum offprint_status status = act->perform(run, &told);
    allocator.armed = false;
    bool clear =
        status == OFFPRINT_NO_MEMORY && strstr(told.message, run->index);
    if (status && !clear)
        return complain("does not say that there was no memory", &told);
    if (!small_run_is_sound(run, &err))
        return complain("damaged by the failure", &err);
    enum small_state state = small_run_state(run);
    if (state != act->to && (!status || state != act->from))
        return complain("holds neither what it held nor what it is to", &told);
    if (act->perform(run, &err)) return complain("failed once more", &err);
    if (small_run_state(run) != act->to)
        return complain("was not completed the next time", &err);
    if (!small_run_is_sound(run, &err))
        return complain("damaged the next time", &err);
    return allocator.failures ? AS_IT_SHOULD : NOT_REACHED;
}

static int outcome_of(const struct small_run *run, const struct row *row,
                      unsigned long long at)
{
    if (!small_run_reset(run, row->act->from)) return WRONG;
    fflush(NULL);
    pid_t process = fork();
    if (process == 0) {
        alarm(SECONDS_MAX);
        exit(disturb(run, row, at));
    }
    int status = 0;
    if (process < 0 || waitpid(process, &status, 0) != process) return WRONG;
    if (WIFSIGNALED(status))
        printf("ended by %s\n", strsignal(WTERMSIG(status)));
    return WIFEXITED(status) ? WEXITSTATUS(status) : WRONG;
}

// ---- All of them ------------------------------------------------------------

// Each failure costs two acts and two checks. With OFFPRINT_LONG each and every
// one is tried, some sixty thousand; else steps grow, by chance, so that in
// time all are as well.
static unsigned long long next_failure(unsigned long long at)
{
    if (getenv("OFFPRINT_LONG")) return at + 1;
    return at + 1 + at / 2 + (unsigned long long)rand() % (at + 1);
}

// False where an outcome is wrong; all are tried.
static bool disturb_everywhere(const struct small_run *run,
                               const struct row *row, unsigned seed)
{
    const char *name = row->act->name;
    const char *how = row->lasting ? "from then on" : "once";
    int outcome, tried = 0, wrong = 0;
    unsigned long long at = 1;
    for (;; at = next_failure(at)) {
        outcome = outcome_of(run, row, at);
        if (outcome == NOT_REACHED) break;
        tried++;
        if (outcome == AS_IT_SHOULD) continue;
        wrong++;
        printf("FAILED memory/%s, at %llu %s (TEST_SEED=%u)\n", name, at, how,
               seed);
    }
    if (getenv("OFFPRINT_LONG"))
        printf("memory: %s: %d of fewer than %llu allocations failed %s\n",
               name, tried, at, how);
    if (tried == 0) printf("FAILED memory/%s: nothing failed\n", name);
    return tried > 0 && wrong == 0;
}

static int remove_one(const char *path, const struct stat *stat, int type,
                      struct FTW *place)
{
    (void)stat, (void)type, (void)place;
    return remove(path);
}

// Rows side by side, a process each, that writes an index of its own.
static pid_t start_row(const struct small_run *run, const struct row *row,
                       unsigned seed)
{
    fflush(NULL);
    pid_t process = fork();
    if (process) return process;
    struct small_run ours = *run;
    ours.index = arena_format(&ours.arena, "%s-%d", run->index, (int)getpid());
    srand(seed);
    exit(!ours.index || !disturb_everywhere(&ours, row, seed));
}

static bool wait_for_row(void)
{
    int status;
    return wait(&status) > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

// Disturbs the acts whose name contains wanted. Counts rows, of which an act
// has two, and those that failed.
static void disturb_all(const struct small_run runs[SMALL_ARCHIVES],
                        const char *wanted, unsigned seed, int *rows,
                        int *failed)
{
    const int processors = (int)sysconf(_SC_NPROCESSORS_ONLN);
    int running = 0;
    for (size_t i = 0; i < 2 * SMALL_ACTS; i++) {
        const struct small_act *act = &SMALL_ACT[i / 2];
        const struct row row = { act, i % 2 };
        if (!strstr(act->name, wanted)) continue;
        if (running > 0 && running >= processors) {
            *failed += !wait_for_row();
            running--;
        }
        ++*rows;
        if (start_row(&runs[act->archive], &row, seed) > 0)
            running++;
        else
            ++*failed;
    }
    for (; running > 0; running--) *failed += !wait_for_row();
}

static bool open_runs(struct small_run runs[SMALL_ARCHIVES], const char *folder)
{
    char path[4096 + 16];
    bool opened = true;
    for (int i = 0; opened && i < SMALL_ARCHIVES; i++) {
        snprintf(path, sizeof path, "%s/%d", folder, i);
        opened = small_run_open(&runs[i], (enum small_archive)i, path);
    }
    return opened;
}

int main(int argc, char **argv)
{
    const char *given = getenv("TEST_SEED"), *tmp = getenv("TMPDIR");
    const unsigned seed =
        given ? (unsigned)strtoul(given, NULL, 10) : (unsigned)time(NULL);
    char folder[4096];
    snprintf(folder, sizeof folder, "%s/offprint-memory-XXXXXX",
             tmp ? tmp : "/tmp");
    struct small_run runs[SMALL_ARCHIVES] = { 0 };
    if (!stand_in_front_of_sqlite() || !mkdtemp(folder)
        || !open_runs(runs, folder)) {
        perror(folder);
        return 1;
    }
    int rows = 0, failed = 0;
    disturb_all(runs, argc > 1 ? argv[1] : "", seed, &rows, &failed);
    for (int i = 0; i < SMALL_ARCHIVES; i++) small_run_close(&runs[i]);
    nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    printf("%d passed, %d failed\n", rows - failed, failed);
    return failed > 0 || rows == 0;
}
