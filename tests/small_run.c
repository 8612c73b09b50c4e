#include "small_run.h"

#include <sys/stat.h>
#include <unistd.h>

enum {
    FIRST = 1100, // articles of the first state; a segment has 1000 or more
    GONE = 20,    // of them
    CHANGED = 40, // before this one, and not gone
    LAST = 2150,  // behind the new ones
    WORDS = 12,
    MEMORY = 16 << 20,
};

// ---- The archive ------------------------------------------------------------

static bool write_articles(const char *path, int from, int to, bool changed)
{
    FILE *file = fopen(path, "w");
    if (!file) return false;
    for (int i = from; i < to; i++) {
        fprintf(file, "{\"id\":\"%d\",\"title\":\"%s %d\",\"text\":\"", i,
                changed && i < CHANGED ? "changed" : "number", i);
        for (int j = 0; j < WORDS; j++)
            fprintf(file, "w%d ", (i * 7919 + j * 104729) % 1009);
        fprintf(file, "number stands here caf\u00E9 \u6771\u4EAC\"}\n");
    }
    bool written = !ferror(file);
    return fclose(file) == 0 && written;
}

static enum offprint_status update(const struct small_run *run,
                                   const char *index,
                                   struct offprint_error *err)
{
    const char *paths[] = { run->archive };
    struct offprint_update_options options = {
        .paths = paths, .path_count = 1, .jobs = 2, .memory = MEMORY
    };
    return offprint_update(index, &options, NULL, err);
}

bool small_run_open(struct small_run *run, const char *folder)
{
    *run = (struct small_run){ 0 };
    run->archive = arena_format(&run->arena, "%s/archive", folder);
    run->before = arena_format(&run->arena, "%s/before", folder);
    run->index = arena_format(&run->arena, "%s/index", folder);
    const char *old = arena_format(&run->arena, "%s/archive/a.jsonl", folder);
    const char *new = arena_format(&run->arena, "%s/archive/b.jsonl", folder);
    return run->archive && run->before && run->index && old
           && new &&mkdir(run->archive, 0777) == 0
           && write_articles(old, 0, FIRST, false)
           && update(run, run->before, NULL)
                  == OFFPRINT_OK &&write_articles(old, GONE, FIRST, true)
           && write_articles(new, FIRST, LAST, true);
}

void small_run_close(struct small_run *run)
{
    arena_free(&run->arena);
}

// ---- The index --------------------------------------------------------------

static bool copy(const char *from, const char *to)
{
    char bytes[65536];
    FILE *source = fopen(from, "rb"), *target = fopen(to, "wb");
    bool copied = source && target;
    for (size_t len; copied && (len = fread(bytes, 1, sizeof bytes, source));)
        copied = fwrite(bytes, 1, len, target) == len;
    if (source) fclose(source);
    if (target && fclose(target) != 0) copied = false;
    return copied;
}

bool small_run_reset(const struct small_run *run, enum small_state state)
{
    static const char *const ENDS[] = { "", "-wal", "-shm", "-journal" };
    for (size_t i = 0; i < sizeof ENDS / sizeof ENDS[0]; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s%s", run->index, ENDS[i]);
        unlink(path);
    }
    return state == SMALL_NONE || copy(run->before, run->index);
}

enum offprint_status small_run_update(const struct small_run *run,
                                      struct offprint_error *err)
{
    return update(run, run->index, err);
}

static void keep_fault(void *context, const char *message)
{
    struct offprint_error *err = context;
    err->status = OFFPRINT_CORRUPT;
    snprintf(err->message, sizeof err->message, "%s", message);
}

// Without its tables a file is an index that was just begun.
static bool is_missing(const struct offprint_error *err)
{
    return err->status == OFFPRINT_NO_INDEX
           || (err->status == OFFPRINT_FOREIGN
               && strstr(err->message, "an empty database"));
}

bool small_run_is_sound(const struct small_run *run, struct offprint_error *err)
{
    *err = (struct offprint_error){ 0 };
    uint64_t faults = 0;
    enum offprint_status status =
        offprint_check(run->index, keep_fault, NULL, err, &faults, err);
    return status ? is_missing(err) : faults == 0;
}

// ---- What it holds ----------------------------------------------------------

struct census {
    int count;
    bool before; // so far nothing speaks against these states
    bool after;
    bool seen[LAST];
};

static bool count_article(void *context, const struct offprint_article *article)
{
    struct census *census = context;
    char word[8] = "";
    int i = -1;
    sscanf(article->title, "%7s %d", word, &i);
    bool changed = strcmp(word, "changed") == 0;
    bool known = i >= 0 && i < LAST && !census->seen[i];
    census->count++;
    if (known) census->seen[i] = true;
    census->before = census->before && known && i < FIRST && !changed;
    census->after =
        census->after && known && i >= GONE && changed == (i < CHANGED);
    return known;
}

enum small_state small_run_state(const struct small_run *run)
{
    offprint_index *index;
    struct offprint_error err;
    if (offprint_index_open(run->index, &index, &err))
        return is_missing(&err) ? SMALL_NONE : SMALL_WRONG;
    struct census census = { .before = true, .after = true };
    struct offprint_list_options options = { .sort = OFFPRINT_BY_ID };
    enum offprint_status status =
        offprint_list(index, &options, count_article, &census, NULL, &err);
    offprint_index_close(index);
    if (status) return SMALL_WRONG;
    if (census.count == 0) return SMALL_NONE;
    if (census.before && census.count == FIRST) return SMALL_BEFORE;
    if (census.after && census.count == LAST - GONE) return SMALL_AFTER;
    return SMALL_WRONG;
}
