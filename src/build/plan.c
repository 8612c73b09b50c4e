#include "build/plan.h"

#include <stdlib.h>
#include <sys/stat.h>

#include "base/buffer.h"
#include "base/file.h"
#include "read/walk.h"

// A file that was written within this time before it was read may have been
// written again since, in the same tick of its file system's clock.
static const int64_t RACY_NS = 2000000000;

struct found_file {
    const char *path;
    uint64_t size;
    int64_t mtime;
};

struct unknown {
    const char *path;
    const char *message;
};

// What one walk brought.
struct survey {
    struct run *run;
    struct scope *scope;
    struct found_file *files;
    size_t count;
    size_t room;
    // Paths at and below which nothing is known: not listed is not gone.
    struct unknown *unknown;
    size_t unknown_count;
    size_t unknown_room;
    bool no_memory;
};

// ---- Walking ----------------------------------------------------------------

static bool in_scope(const struct scope *scope, const char *path)
{
    return !*scope->part || path_is_under(path, scope->part, NULL);
}

// Whether a path (relative to the root) is the index or a companion of it.
// Opening one of these as a source and closing it would drop SQLite's locks.
static bool is_index(const struct survey *survey, const char *path)
{
    static const char *const COMPANIONS[] = {
        "", "-wal", "-shm", "-journal", "-lock", "-build", "-build-journal",
    };
    const char *index = survey->run->index_path, *rest;
    const char *root = survey->scope->root.path;
    if (!*path)
        path = root; // the root is a file
    else if (path_is_under(index, root, &rest))
        index = rest;
    else
        return false;
    size_t len = strlen(index);
    if (strncmp(path, index, len) != 0) return false;
    for (size_t i = 0; i < sizeof COMPANIONS / sizeof COMPANIONS[0]; i++)
        if (strcmp(path + len, COMPANIONS[i]) == 0) return true;
    return false;
}

static enum offprint_status add_file(void *context,
                                     const struct walk_file *file,
                                     struct offprint_error *err)
{
    struct survey *survey = context;
    if (run_stopped(survey->run))
        return fail(err, OFFPRINT_INTERRUPTED, "stopped");
    if (!in_scope(survey->scope, file->path) || is_index(survey, file->path))
        return OFFPRINT_OK;
    void *grown = array_grow(survey->files, survey->count, &survey->room,
                             sizeof *survey->files);
    if (!grown) return fail_no_memory(err);
    survey->files = grown;
    const char *path = arena_string(&survey->run->arena, slice_of(file->path));
    if (!path) return fail_no_memory(err);
    survey->files[survey->count++] =
        (struct found_file){ path, file->size, file->mtime_ns };
    return OFFPRINT_OK;
}

static void add_unknown(void *context, const char *path, bool folder,
                        const char *message)
{
    (void)folder;
    struct survey *survey = context;
    struct arena *arena = &survey->run->arena;
    void *grown = array_grow(survey->unknown, survey->unknown_count,
                             &survey->unknown_room, sizeof *survey->unknown);
    struct unknown unknown = { arena_string(arena, slice_of(path)),
                               arena_string(arena, slice_of(message)) };
    if (grown) survey->unknown = grown;
    survey->no_memory |= !grown || !unknown.path || !unknown.message;
    if (survey->no_memory) return;
    survey->unknown[survey->unknown_count++] = unknown;
    if (!in_scope(survey->scope, path)) return;
    const char *whole = path_join(arena, survey->scope->root.path, path);
    run_problem(survey->run, OFFPRINT_FAILED, whole ? whole : path, NULL,
                message);
}

static int by_path(const void *left, const void *right)
{
    const struct found_file *a = left, *b = right;
    return strcmp(a->path, b->path);
}

static enum offprint_status survey_scope(struct survey *survey,
                                         struct offprint_error *err)
{
    const struct root_options *given = &survey->scope->root.options;
    struct walk_options options = { .excludes = given->excludes,
                                    .exclude_count = given->exclude_count,
                                    .includes = given->includes,
                                    .include_count = given->include_count,
                                    .follow_links = given->follow_links };
    struct walk_sink sink = { survey, add_file, add_unknown };
    enum offprint_status status =
        walk(survey->scope->root.path, &options, &sink, err);
    if (!status && survey->no_memory) status = fail_no_memory(err);
    if (!status && survey->count)
        qsort(survey->files, survey->count, sizeof *survey->files, by_path);
    return status;
}

static void survey_free(struct survey *survey)
{
    free(survey->files);
    free(survey->unknown);
}

// ---- Comparing --------------------------------------------------------------

static enum offprint_status add_item(struct plan *plan, struct item item,
                                     struct offprint_error *err)
{
    void *grown =
        array_grow(plan->items, plan->count, &plan->room, sizeof *plan->items);
    if (!grown) return fail_no_memory(err);
    plan->items = grown;
    plan->items[plan->count++] = item;
    return OFFPRINT_OK;
}

static bool is_unchanged(const struct found_file *file,
                         const struct stored_source *old)
{
    return file->size == old->size && file->mtime == old->mtime
           && old->state != STORED_FAILED && old->state != STORED_UNFINISHED
           && file->mtime < old->seen - RACY_NS;
}

static bool is_certainly_gone(const struct survey *survey, const char *path)
{
    for (size_t i = 0; i < survey->unknown_count; i++)
        if (!*survey->unknown[i].path
            || path_is_under(path, survey->unknown[i].path, NULL))
            return false;
    return true;
}

// What is wrong with a source is said in every run, until it is mended.
static void tell_again(struct survey *survey,
                       const struct stored_source *source)
{
    if (source->state == STORED_READ || !source->message) return;
    const struct scope *scope = survey->scope;
    const char *path =
        path_join(&survey->run->arena, scope->root.path, source->path);
    bool named = scope->named && strcmp(source->path, scope->part) == 0;
    bool skipped = source->state == STORED_SKIPPED && !named;
    run_problem(survey->run, skipped ? OFFPRINT_SKIPPED : OFFPRINT_FAILED,
                path ? path : source->path, NULL, source->message);
}

static enum offprint_status plan_file(struct survey *survey,
                                      const struct found_file *file,
                                      const struct stored_source *old,
                                      struct plan *plan,
                                      struct offprint_error *err)
{
    struct run *run = survey->run;
    plan->files++;
    if (old && is_unchanged(file, old)) {
        run->counts->unchanged += old->articles;
        tell_again(survey, old);
        return OFFPRINT_OK;
    }
    struct item item = { .kind = old ? ITEM_CHANGED : ITEM_NEW,
                         .scope = survey->scope,
                         .path = file->path,
                         .size = file->size,
                         .mtime = file->mtime };
    if (old) item.old = *old;
    run->progress.files_total++;
    run->progress.bytes_total += file->size;
    return add_item(plan, item, err);
}

static enum offprint_status plan_missing(struct survey *survey,
                                         const struct stored_source *old,
                                         struct plan *plan,
                                         struct offprint_error *err)
{
    if (!in_scope(survey->scope, old->path)) return OFFPRINT_OK;
    if (survey->run->options->keep_missing
        || !is_certainly_gone(survey, old->path)) {
        survey->run->counts->unchanged += old->articles;
        return OFFPRINT_OK;
    }
    struct item item = { .kind = ITEM_GONE,
                         .scope = survey->scope,
                         .path = old->path,
                         .old = *old };
    return add_item(plan, item, err);
}

static const struct stored_source *find_source(
    const struct stored_source *sources, size_t count, const char *path)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(sources[middle].path, path);
        if (order == 0) return &sources[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

// What could not be looked into is noted in the index, for status to list.
static enum offprint_status plan_unknown(struct survey *survey,
                                         const struct stored_source *sources,
                                         size_t count, struct plan *plan,
                                         struct offprint_error *err)
{
    enum offprint_status status = OFFPRINT_OK;
    for (size_t i = 0; !status && i < survey->unknown_count; i++) {
        const struct unknown *unknown = &survey->unknown[i];
        if (!in_scope(survey->scope, unknown->path)) continue;
        struct item item = { .kind = ITEM_UNREADABLE,
                             .scope = survey->scope,
                             .path = unknown->path,
                             .message = unknown->message };
        const struct stored_source *old =
            find_source(sources, count, unknown->path);
        if (old) item.old = *old;
        status = add_item(plan, item, err);
    }
    return status;
}

// Both lists are in the order of their paths.
static enum offprint_status compare(struct survey *survey,
                                    const struct stored_source *sources,
                                    size_t source_count, struct plan *plan,
                                    struct offprint_error *err)
{
    enum offprint_status status = OFFPRINT_OK;
    size_t f = 0, s = 0;
    while (!status && (f < survey->count || s < source_count)) {
        int order = f == survey->count ? 1
                    : s == source_count
                        ? -1
                        : strcmp(survey->files[f].path, sources[s].path);
        if (order > 0) {
            status = plan_missing(survey, &sources[s++], plan, err);
            continue;
        }
        const struct stored_source *old = order == 0 ? &sources[s++] : NULL;
        status = plan_file(survey, &survey->files[f++], old, plan, err);
    }
    if (!status)
        status = plan_unknown(survey, sources, source_count, plan, err);
    return status;
}

// The articles that stay because their scope could not be gone through.
static uint64_t articles_in_scope(const struct scope *scope,
                                  const struct stored_source *sources,
                                  size_t count)
{
    uint64_t articles = 0;
    for (size_t i = 0; i < count; i++)
        if (in_scope(scope, sources[i].path)) articles += sources[i].articles;
    return articles;
}

static enum offprint_status refuse(struct run *run, struct scope *scope,
                                   const char *why, uint64_t articles)
{
    const char *path = path_join(&run->arena, scope->root.path, scope->part);
    const char *message =
        articles ? arena_format(&run->arena,
                                "%s: its %llu article%s stay in the index "
                                "(offprint forget takes them out)",
                                why, (unsigned long long)articles,
                                articles == 1 ? "" : "s")
                 : why;
    scope->refused = true;
    run->counts->unchanged += articles;
    run_problem(run, OFFPRINT_FAILED, path ? path : scope->root.path, NULL,
                message ? message : why);
    return OFFPRINT_OK;
}

// Whether a part is a file: it is there, and the walk did not come upon it.
static bool is_file(struct run *run, const struct scope *scope)
{
    struct stat found;
    const char *path = path_join(&run->arena, scope->root.path, scope->part);
    return *scope->part && path && stat(path, &found) == 0
           && S_ISREG(found.st_mode);
}

static enum offprint_status compare_survey(struct survey *survey,
                                           struct plan *plan,
                                           struct offprint_error *err)
{
    struct run *run = survey->run;
    struct scope *scope = survey->scope;
    struct stored_source *sources;
    size_t count;
    enum offprint_status status = store_sources(
        run->store, scope->root.id, &run->arena, &sources, &count, err);
    if (status) return status;
    uint64_t articles = articles_in_scope(scope, sources, count);

    struct offprint_error why;
    status = survey_scope(survey, &why);
    if (status == OFFPRINT_NO_MEMORY || status == OFFPRINT_INTERRUPTED)
        return fail(err, status, "%s", why.message);
    if (status) return refuse(run, scope, why.message, articles);
    if (survey->count == 0 && articles > 0 && !run->options->keep_missing)
        return refuse(run, scope, "suddenly empty, perhaps not mounted",
                      articles);
    if (survey->count == 0 && survey->unknown_count == 0 && is_file(run, scope))
        return refuse(run, scope, "left out by the rules of its root", 0);
    return compare(survey, sources, count, plan, err);
}

enum offprint_status plan_scope(struct run *run, struct scope *scope,
                                struct plan *plan, struct offprint_error *err)
{
    struct survey survey = { .run = run, .scope = scope };
    enum offprint_status status = compare_survey(&survey, plan, err);
    survey_free(&survey);
    return status;
}

void plan_free(struct plan *plan)
{
    free(plan->items);
    *plan = (struct plan){ 0 };
}
