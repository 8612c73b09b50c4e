// memory.c - allocations that fail, the 1st, 2nd, 3rd ... of a run: a clear
// error, a sound index that holds whole batches, and a next run that completes
// it.
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
    const char *name;
    enum small_state from;
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
    struct offprint_error err = { 0 }, told = { 0 };
    allocator.at = at;
    allocator.lasting = row->lasting;
    allocator.armed = true;
    enum offprint_status status = small_run_update(run, &told);
    allocator.armed = false;
    if (status && (status != OFFPRINT_NO_MEMORY || !*told.message))
        return complain("does not say that there was no memory", &told);
    if (!small_run_is_sound(run, &err))
        return complain("damaged by the failure", &err);
    enum small_state state = small_run_state(run);
    if (state != SMALL_AFTER && (!status || state != row->from))
        return complain("holds no whole batches", &told);
    if (small_run_update(run, &err))
        return complain("the next run failed", &err);
    if (small_run_state(run) != SMALL_AFTER)
        return complain("the next run did not complete it", &err);
    if (!small_run_is_sound(run, &err))
        return complain("damaged by the next run", &err);
    return allocator.failures ? AS_IT_SHOULD : NOT_REACHED;
}

static int outcome_of(const struct small_run *run, const struct row *row,
                      unsigned long long at)
{
    if (!small_run_reset(run, row->from)) return WRONG;
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

// Each failure costs two runs and two checks. The first hundred, which are made
// while the index is opened, differ most. OFFPRINT_LONG=all tries each and
// every one, which takes hours; any other OFFPRINT_LONG one of a hundred or so
// behind these, others with each seed.
static unsigned long long next_failure(unsigned long long at)
{
    const char *wanted = getenv("OFFPRINT_LONG");
    unsigned long long random = (unsigned long long)rand();
    if (!wanted) return at + 1 + at / 2 + random % (at + 1);
    if (strcmp(wanted, "all") == 0) return at + 1;
    return at + 1 + random % (1 + at / 50);
}

// False where an outcome is wrong; all are tried.
static bool disturb_everywhere(const struct small_run *run,
                               const struct row *row, unsigned seed)
{
    int outcome, tried = 0, wrong = 0;
    unsigned long long at = 1;
    for (;; at = next_failure(at)) {
        outcome = outcome_of(run, row, at);
        if (outcome == NOT_REACHED) break;
        tried++;
        if (outcome == AS_IT_SHOULD) continue;
        wrong++;
        printf("FAILED memory/%s, at %llu (TEST_SEED=%u)\n", row->name, at,
               seed);
    }
    if (getenv("OFFPRINT_LONG"))
        printf("memory: %s: %d of fewer than %llu allocations failed\n",
               row->name, tried, at);
    if (tried == 0) printf("FAILED memory/%s: nothing failed\n", row->name);
    return tried > 0 && wrong == 0;
}

static int remove_one(const char *path, const struct stat *stat, int type,
                      struct FTW *place)
{
    (void)stat, (void)type, (void)place;
    return remove(path);
}

int main(void)
{
    static const struct row ROWS[] = {
        { "once in a first run", SMALL_NONE, false },
        { "from then on in a first run", SMALL_NONE, true },
        { "once in a later run", SMALL_BEFORE, false },
        { "from then on in a later run", SMALL_BEFORE, true },
    };
    const char *given = getenv("TEST_SEED");
    unsigned seed =
        given ? (unsigned)strtoul(given, NULL, 10) : (unsigned)time(NULL);
    srand(seed);
    char folder[] = "/tmp/offprint-memory-XXXXXX";
    struct small_run run = { 0 };
    int passed = 0, failed = 0;
    if (!stand_in_front_of_sqlite() || !mkdtemp(folder)
        || !small_run_open(&run, folder)) {
        perror(folder);
        return 1;
    }
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++)
        disturb_everywhere(&run, &ROWS[i], seed) ? passed++ : failed++;
    small_run_close(&run);
    nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    printf("%d passed, %d failed\n", passed, failed);
    return failed > 0;
}
