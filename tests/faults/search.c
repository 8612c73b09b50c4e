// search.c - allocations that fail, the 1st, 2nd, 3rd ... of a search: it says
// so, or finds what it should, and the next search finds what it should.

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "faults/allocator.h"
#include "small_search.h"

enum { SECONDS_MAX = 300, ATTEMPTS_MAX = 100000 };

static bool is_same(const struct top *a, const struct top *b)
{
    bool same = a->count == b->count;
    for (size_t i = 0; same && i < a->count; i++)
        same = a->items[i].id == b->items[i].id
               && !(a->items[i].score < b->items[i].score
                    || a->items[i].score > b->items[i].score);
    return same;
}

// A search in a transaction of its own.
static enum offprint_status run(struct store *store, unsigned kind,
                                struct topk_result *result,
                                struct offprint_error *err)
{
    const bool armed = allocator.armed;
    allocator.armed = false;
    if (sqlite3_get_autocommit(store->db)) store_execute(store, "BEGIN", NULL);
    allocator.armed = armed;
    enum offprint_status status =
        small_search_run(store, kind, false, result, err);
    allocator.armed = false;
    // SQLite may have ended it for want of memory.
    if (!sqlite3_get_autocommit(store->db))
        store_execute(store, "COMMIT", NULL);
    return status;
}

struct trial {
    const char *name;
    unsigned kind;
    bool lasting;
};

static bool complain(const struct trial *trial, unsigned long long at,
                     const char *what, const struct offprint_error *err)
{
    printf("FAILED search/%s %u, at %llu: %s: %s\n", trial->name, trial->kind,
           at, what, err->message);
    return false;
}

// *reached tells whether anything failed.
static bool disturb(struct store *store, const struct trial *trial,
                    unsigned long long at, const struct top *wanted,
                    bool *reached)
{
    struct topk_result result;
    struct offprint_error err = { 0 };
    bool good = true;
    if (at % 2) small_search_forget(store);
    allocator.count = allocator.failures = 0;
    allocator.at = at;
    allocator.lasting = trial->lasting;
    allocator.armed = true;
    enum offprint_status status = run(store, trial->kind, &result, &err);
    *reached = allocator.failures > 0;
    if (status && (status != OFFPRINT_NO_MEMORY || !*err.message))
        good =
            complain(trial, at, "does not say that there was no memory", &err);
    if (!status && !is_same(&result.top, wanted))
        good = complain(trial, at, "found something else", &err);
    top_free(&result.top);
    err = (struct offprint_error){ 0 };
    if (run(store, trial->kind, &result, &err) || !is_same(&result.top, wanted))
        good = complain(trial, at, "the next search went wrong", &err);
    top_free(&result.top);
    return good;
}

static bool disturb_everywhere(struct store *store, const struct trial *trial)
{
    struct topk_result wanted;
    struct offprint_error err = { 0 };
    bool good = true;
    unsigned long long at = 1;
    if (run(store, trial->kind, &wanted, &err))
        return complain(trial, 0, "undisturbed", &err);
    for (int unreached = 0; unreached < 2 && at < ATTEMPTS_MAX; at++) {
        bool reached;
        good &= disturb(store, trial, at, &wanted.top, &reached);
        unreached = reached ? 0 : unreached + 1;
    }
    top_free(&wanted.top);
    return good && at > 10;
}

int main(void)
{
    static const char *const NAMES[] = { "once", "from then on" };
    struct store store;
    int passed = 0, failed = 0;
    alarm(SECONDS_MAX);
    if (!stand_in_front_of_sqlite() || !small_search_open(&store)) return 1;
    for (unsigned kind = 0; kind < SMALL_SEARCH_KINDS; kind++)
        for (int lasting = 0; lasting < 2; lasting++) {
            const struct trial trial = { NAMES[lasting], kind, lasting };
            disturb_everywhere(&store, &trial) ? passed++ : failed++;
        }
    small_search_close(&store);
    printf("%d passed, %d failed\n", passed, failed);
    return failed > 0;
}
