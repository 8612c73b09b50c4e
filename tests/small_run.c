#include "small_run.h"

#include <sys/stat.h>
#include <unistd.h>

enum {
    WORDS = 12, // that few articles have
    MEMORY = 16 << 20,
    ARTICLES_MAX = 240,
};

// Articles are numbered through all sources.
static const struct {
    int gone;    // of the first source: articles before this one went
    int renamed; // articles before this one have another title, if not gone
    int first;   // the number that follows each source
    int second;
    int third;
    int sentences; // that all have
} SIZES[SMALL_ARCHIVES] = {
    [SMALL_MANY_ARTICLES] = { 2, 4, 120, 230, ARTICLES_MAX, 2 },
    [SMALL_LONG_TEXTS] = { 2, 4, 30, 36, 40, 1200 },
};

// ---- The archive ------------------------------------------------------------

static void write_article(FILE *file, int number, bool renamed, int sentences)
{
    fprintf(file, "{\"id\":\"%d\",\"title\":\"%s %d\",\"text\":\"", number,
            renamed ? "changed" : "number", number);
    for (int i = 0; i < WORDS; i++)
        fprintf(file, "w%d ", (number * 7919 + i * 104729) % 1009);
    for (int i = 0; i < sentences; i++)
        fputs("what all of them have, and more. ", file);
    fprintf(file, "number stands here caf\u00E9 \u6771\u4EAC\"}\n");
}

static bool write_source(const struct small_run *run, const char *path,
                         int from, int to, int renamed)
{
    FILE *file = fopen(path, "w");
    if (!file) return false;
    for (int i = from; i < to; i++)
        write_article(file, i, i < renamed, SIZES[run->kind].sentences);
    bool written = !ferror(file);
    return fclose(file) == 0 && written;
}

// ---- What can be done -------------------------------------------------------

static enum offprint_status update(const char *index, const char *path,
                                   struct offprint_error *err)
{
    const char *paths[] = { path };
    struct offprint_update_options options = {
        .paths = paths, .path_count = 1, .jobs = 2, .memory = MEMORY
    };
    return offprint_update(index, &options, NULL, err);
}

static enum offprint_status update_all(const struct small_run *run,
                                       struct offprint_error *err)
{
    return update(run->index, run->archive, err);
}

static enum offprint_status update_first(const struct small_run *run,
                                         struct offprint_error *err)
{
    return update(run->index, run->first, err);
}

static enum offprint_status optimize(const struct small_run *run,
                                     struct offprint_error *err)
{
    return offprint_optimize(run->index, 0, NULL, NULL, err);
}

// What was forgotten before is not found again.
static enum offprint_status forget(const struct small_run *run,
                                   const char *path, struct offprint_error *err)
{
    enum offprint_status status =
        offprint_forget(run->index, path, 0, NULL, err);
    return status == OFFPRINT_NOT_FOUND ? OFFPRINT_OK : status;
}

// A few articles: each is taken out of the postings.
static enum offprint_status forget_third(const struct small_run *run,
                                         struct offprint_error *err)
{
    return forget(run, run->third, err);
}

// Most of the articles: the postings of the rest are made anew.
static enum offprint_status forget_all(const struct small_run *run,
                                       struct offprint_error *err)
{
    return forget(run, run->archive, err);
}

const struct small_act SMALL_ACT[SMALL_ACTS] = {
    { "a first run", SMALL_MANY_ARTICLES, SMALL_NONE, SMALL_CHANGED,
      update_first },
    { "a later run", SMALL_MANY_ARTICLES, SMALL_BEFORE, SMALL_AFTER,
      update_all },
    { "a run over few changes", SMALL_MANY_ARTICLES, SMALL_BEFORE,
      SMALL_CHANGED, update_first },
    { "forget of all", SMALL_MANY_ARTICLES, SMALL_AFTER, SMALL_NONE,
      forget_all },
    { "a first run over long texts", SMALL_LONG_TEXTS, SMALL_NONE, SMALL_AFTER,
      update_all },
    { "optimize", SMALL_LONG_TEXTS, SMALL_AFTER, SMALL_AFTER, optimize },
    { "forget", SMALL_LONG_TEXTS, SMALL_AFTER, SMALL_FORGOTTEN, forget_third },
};

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

static bool name_files(struct small_run *run, const char *folder)
{
    struct arena *arena = &run->arena;
    run->archive = arena_format(arena, "%s/archive", folder);
    run->first = arena_format(arena, "%s/archive/a.jsonl", folder);
    run->second = arena_format(arena, "%s/archive/b.jsonl", folder);
    run->third = arena_format(arena, "%s/archive/c.jsonl", folder);
    run->before = arena_format(arena, "%s/before", folder);
    run->after = arena_format(arena, "%s/after", folder);
    run->index = arena_format(arena, "%s/index", folder);
    return run->archive && run->first && run->second && run->third
           && run->before && run->after && run->index;
}

// What comes with the other sources goes into the dictionary, and what comes
// then stays beside it, so that optimize has something to do.
static bool make_after(const struct small_run *run)
{
    const int gone = SIZES[run->kind].gone, renamed = SIZES[run->kind].renamed;
    return copy(run->before, run->after)
           && update(run->after, run->second, NULL) == OFFPRINT_OK
           && update(run->after, run->third, NULL) == OFFPRINT_OK
           && write_source(run, run->first, gone, SIZES[run->kind].first,
                           renamed)
           && update(run->after, run->first, NULL) == OFFPRINT_OK;
}

bool small_run_open(struct small_run *run, enum small_archive archive,
                    const char *folder)
{
    const int first = SIZES[archive].first, second = SIZES[archive].second;
    *run = (struct small_run){ .kind = archive };
    return name_files(run, folder) && mkdir(folder, 0777) == 0
           && mkdir(run->archive, 0777) == 0
           && write_source(run, run->first, 0, first, 0)
           && update(run->before, run->archive, NULL) == OFFPRINT_OK
           && write_source(run, run->second, first, second, 0)
           && write_source(run, run->third, second, SIZES[archive].third, 0)
           && make_after(run);
}

void small_run_close(struct small_run *run)
{
    arena_free(&run->arena);
}

bool small_run_reset(const struct small_run *run, enum small_state state)
{
    static const char *const ENDS[] = {
        "",       "-wal",           "-shm",       "-journal",
        "-build", "-build-journal", "-build-wal", "-build-shm",
    };
    for (size_t i = 0; i < sizeof ENDS / sizeof ENDS[0]; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s%s", run->index, ENDS[i]);
        unlink(path);
    }
    if (state == SMALL_NONE) return true;
    return copy(state == SMALL_AFTER ? run->after : run->before, run->index);
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
    enum small_archive archive;
    int count;
    bool speaks_against[SMALL_WRONG]; // a state, what was seen so far
    bool seen[ARTICLES_MAX];
};

static bool belongs_to(enum small_archive archive, enum small_state state,
                       int number, bool renamed)
{
    bool now = number >= SIZES[archive].gone
               && renamed == (number < SIZES[archive].renamed);
    switch (state) {
    case SMALL_BEFORE: return number < SIZES[archive].first && !renamed;
    case SMALL_CHANGED: return number < SIZES[archive].first && now;
    case SMALL_FORGOTTEN: return number < SIZES[archive].second && now;
    case SMALL_AFTER: return now;
    default: return false;
    }
}

static int count_of(enum small_archive archive, enum small_state state)
{
    switch (state) {
    case SMALL_BEFORE: return SIZES[archive].first;
    case SMALL_CHANGED: return SIZES[archive].first - SIZES[archive].gone;
    case SMALL_FORGOTTEN: return SIZES[archive].second - SIZES[archive].gone;
    case SMALL_AFTER: return SIZES[archive].third - SIZES[archive].gone;
    default: return 0;
    }
}

static bool count_article(void *context, const struct offprint_article *article)
{
    struct census *census = context;
    char word[8] = "";
    int number = -1;
    sscanf(article->title, "%7s %d", word, &number);
    bool known = number >= 0 && number < SIZES[census->archive].third
                 && !census->seen[number];
    census->count++;
    if (known) census->seen[number] = true;
    bool renamed = strcmp(word, "changed") == 0;
    for (enum small_state state = 0; state < SMALL_WRONG; state++)
        if (!known || !belongs_to(census->archive, state, number, renamed))
            census->speaks_against[state] = true;
    return known;
}

static enum small_state state_of(const struct census *census)
{
    enum small_state state = 0;
    while (state < SMALL_WRONG
           && (census->speaks_against[state]
               || census->count != count_of(census->archive, state)))
        state++;
    return state;
}

enum small_state small_run_state(const struct small_run *run)
{
    offprint_index *index;
    struct offprint_error err;
    if (offprint_index_open(run->index, &index, &err))
        return is_missing(&err) ? SMALL_NONE : SMALL_WRONG;
    struct census census = { .archive = run->kind };
    struct offprint_list_options options = { .sort = OFFPRINT_BY_ID };
    enum offprint_status status =
        offprint_list(index, &options, count_article, &census, NULL, &err);
    offprint_index_close(index);
    return status ? SMALL_WRONG : state_of(&census);
}
