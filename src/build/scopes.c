#include "build/scopes.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

struct root *root_above(struct root *roots, size_t count, const char *path,
                        const char **rest)
{
    for (size_t i = 0; i < count; i++)
        if (path_is_under(path, roots[i].path, rest)) return &roots[i];
    return NULL;
}

const char *exact_pattern(struct arena *arena, const char *path)
{
    char *pattern = arena_alloc(arena, 2 * strlen(path) + 2);
    if (!pattern) return NULL;
    char *out = pattern;
    *out++ = '/';
    for (const char *p = path; *p; p++) {
        if (strchr("\\*?[", *p)) *out++ = '\\';
        *out++ = *p;
    }
    return pattern;
}

// ---- Options of a root ------------------------------------------------------

static enum offprint_status keep_list(struct run *run, int64_t root,
                                      const char *kind,
                                      const char *const *values, size_t count,
                                      bool *changed, struct offprint_error *err)
{
    enum offprint_status status = OFFPRINT_OK;
    for (size_t i = 0; !status && i < count; i++) {
        bool added;
        status = store_add_root_option(run->store, root, kind, values[i],
                                       &added, err);
        *changed |= added;
    }
    return status;
}

static enum offprint_status keep_options(struct run *run, int64_t root,
                                         struct offprint_error *err)
{
    const struct offprint_update_options *given = run->options;
    static const char *const FOLLOW[] = { "1" };
    bool changed = false, mapped = false;
    enum offprint_status status =
        keep_list(run, root, "exclude", given->excludes, given->exclude_count,
                  &changed, err);
    if (!status)
        status = keep_list(run, root, "include", given->includes,
                           given->include_count, &changed, err);
    if (!status)
        status = keep_list(run, root, "follow", FOLLOW, given->follow_links,
                           &changed, err);
    if (!status)
        status = keep_list(run, root, "map", given->maps, given->map_count,
                           &mapped, err);
    // Other names of fields make other articles of the same lines.
    if (!status && mapped)
        status = store_reread_sources(run->store, root, "jsonl", err);
    return status;
}

// ---- New roots --------------------------------------------------------------

enum { SAMPLES = 16 }; // files that tell whether a root was moved

static bool stands_in(const char *folder, const struct stored_source *source,
                      struct arena *arena)
{
    struct stat there;
    const char *path = path_join(arena, folder, source->path);
    return path && stat(path, &there) == 0
           && (uint64_t)there.st_size == source->size
           && (int64_t)there.st_mtim.tv_sec * 1000000000 + there.st_mtim.tv_nsec
                  == source->mtime;
}

// Whether root, whose path does not exist any more, is now at path: files drawn
// evenly from it stand there, each with its size and time.
static enum offprint_status was_moved(struct run *run, const struct root *root,
                                      const char *path, bool *moved,
                                      struct offprint_error *err)
{
    *moved = false;
    if (access(root->path, F_OK) == 0) return OFFPRINT_OK;
    struct stored_source *sources;
    size_t count;
    enum offprint_status status =
        store_sources(run->store, root->id, &run->arena, &sources, &count, err);
    if (status || count == 0) return status;
    size_t step = count / SAMPLES + 1, there = 0, tried = 0;
    for (size_t i = 0; i < count; i += step, tried++)
        there += stands_in(path, &sources[i], &run->arena);
    *moved = there * 4 >= tried * 3; // a few may have changed since
    return OFFPRINT_OK;
}

static enum offprint_status take_moved_root(struct run *run,
                                            const struct root *roots,
                                            size_t count, const char *path,
                                            int64_t *root,
                                            struct offprint_error *err)
{
    *root = 0;
    enum offprint_status status = OFFPRINT_OK;
    for (size_t i = 0; i < count; i++) // its files have rows already
        if (path_is_under(roots[i].path, path, NULL)) return OFFPRINT_OK;
    for (size_t i = 0; !status && *root == 0 && i < count; i++) {
        bool moved;
        status = was_moved(run, &roots[i], path, &moved, err);
        if (status || !moved) continue;
        *root = roots[i].id;
        status = store_move_root(run->store, *root, path, err);
        run_problem(run, OFFPRINT_NOTE, roots[i].path, NULL,
                    "gone, and found again where this run looks: the root was "
                    "moved");
    }
    return status;
}

// Makes path a root; roots that lie under it become part of it.
static enum offprint_status make_root(struct run *run, const char *path,
                                      const struct root *roots, size_t count,
                                      struct offprint_error *err)
{
    struct root made = { .path = path };
    enum offprint_status status =
        take_moved_root(run, roots, count, path, &made.id, err);
    if (!status && made.id == 0)
        status = store_add_root(run->store, &made, err);
    for (size_t i = 0; !status && i < count; i++) {
        const char *rest;
        if (roots[i].id == made.id
            || !path_is_under(roots[i].path, path, &rest))
            continue;
        status = store_absorb_root(run->store, roots[i].id, made.id, rest, err);
        if (!status) status = store_remove_root(run->store, roots[i].id, err);
    }
    if (!status) status = keep_options(run, made.id, err);
    return status;
}

// A path that was forgotten and is named again is wanted again.
static enum offprint_status remember(struct run *run, const struct root *root,
                                     const char *part,
                                     struct offprint_error *err)
{
    if (!*part) return OFFPRINT_OK;
    const char *pattern = exact_pattern(&run->arena, part);
    if (!pattern) return fail_no_memory(err);
    return store_remove_root_option(run->store, root->id, "exclude", pattern,
                                    err);
}

// Sees to it that the index has a root for path, which exists or is known.
static enum offprint_status cover_operand(struct run *run, const char *path,
                                          struct offprint_error *err)
{
    struct root *roots;
    size_t count;
    enum offprint_status status =
        store_roots(run->store, &run->arena, &roots, &count, err);
    if (status) return status;
    const char *part;
    struct root *above = root_above(roots, count, path, &part);
    if (!above) return make_root(run, path, roots, count, err);
    status = remember(run, above, part, err);
    if (!status) status = keep_options(run, above->id, err);
    return status;
}

// Why a path cannot be a root; NULL where it can.
static const char *why_not(const char *path)
{
    struct stat found;
    if (stat(path, &found) != 0)
        return errno == ENOENT || errno == ENOTDIR ? "no such file or folder"
                                                   : strerror(errno);
    if (S_ISDIR(found.st_mode) || S_ISREG(found.st_mode)) return NULL;
    return "neither a file nor a folder";
}

static bool is_root(const struct root *roots, size_t count, const char *path)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(roots[i].path, path) == 0) return true;
    return false;
}

// Resolves the operands that exist, or are roots whose folder may be missing
// today; tells of the others. Paths are in the run's arena.
static enum offprint_status resolve_operands(struct run *run,
                                             const char ***paths, size_t *count,
                                             struct offprint_error *err)
{
    const struct offprint_update_options *given = run->options;
    struct root *roots;
    size_t root_count;
    *count = 0;
    *paths = arena_alloc(&run->arena, given->path_count * sizeof **paths);
    if (!*paths) return fail_no_memory(err);
    enum offprint_status status =
        store_roots(run->store, &run->arena, &roots, &root_count, err);
    for (size_t i = 0; !status && i < given->path_count; i++) {
        const char *path = path_absolute(&run->arena, given->paths[i]);
        if (!path && errno == ENOMEM) return fail_no_memory(err);
        const char *why = path ? why_not(path) : "no such file or folder";
        if (why && !(path && is_root(roots, root_count, path)))
            run_problem(run, OFFPRINT_FAILED, given->paths[i], NULL, why);
        else
            (*paths)[(*count)++] = path;
    }
    return status;
}

static int by_place(const void *left, const void *right)
{
    const struct scope *a = left, *b = right;
    int order = strcmp(a->root.path, b->root.path);
    return order ? order : strcmp(a->part, b->part);
}

// Leaves out a scope that lies in the one before it: it is gone through anyway.
static void remove_nested(struct scopes *scopes)
{
    size_t kept = 0;
    for (size_t i = 0; i < scopes->count; i++) {
        struct scope *scope = &scopes->items[i];
        struct scope *last = kept ? &scopes->items[kept - 1] : NULL;
        if (last && last->root.id == scope->root.id
            && (!*last->part || path_is_under(scope->part, last->part, NULL)))
            continue;
        scopes->items[kept++] = *scope;
    }
    scopes->count = kept;
}

static enum offprint_status scopes_of_operands(struct run *run,
                                               const char **paths, size_t count,
                                               struct scopes *scopes,
                                               struct offprint_error *err)
{
    struct root *roots;
    size_t root_count;
    enum offprint_status status =
        store_roots(run->store, &run->arena, &roots, &root_count, err);
    if (status) return status;
    scopes->items = arena_alloc(&run->arena, count * sizeof *scopes->items);
    if (!scopes->items) return fail_no_memory(err);
    for (size_t i = 0; i < count; i++) {
        const char *part = "";
        struct root *root = root_above(roots, root_count, paths[i], &part);
        if (root)
            scopes->items[scopes->count++] =
                (struct scope){ *root, part, true };
    }
    qsort(scopes->items, scopes->count, sizeof *scopes->items, by_place);
    remove_nested(scopes);
    return OFFPRINT_OK;
}

static enum offprint_status all_roots(struct run *run, struct scopes *scopes,
                                      struct offprint_error *err)
{
    struct root *roots;
    size_t count;
    enum offprint_status status =
        store_roots(run->store, &run->arena, &roots, &count, err);
    if (status) return status;
    scopes->items = arena_alloc(&run->arena, count * sizeof *scopes->items);
    if (!scopes->items) return fail_no_memory(err);
    if (count == 0)
        return fail(err, OFFPRINT_MISUSE,
                    "the index has no roots: run offprint index DIR");
    for (size_t i = 0; i < count; i++)
        scopes->items[scopes->count++] = (struct scope){ roots[i], "", false };
    return OFFPRINT_OK;
}

enum offprint_status find_scopes(struct run *run, struct scopes *scopes,
                                 struct offprint_error *err)
{
    *scopes = (struct scopes){ 0 };
    if (run->options->path_count == 0) return all_roots(run, scopes, err);
    const char **paths;
    size_t count;
    enum offprint_status status = resolve_operands(run, &paths, &count, err);
    for (size_t i = 0; !status && i < count; i++)
        status = cover_operand(run, paths[i], err);
    if (!status) status = scopes_of_operands(run, paths, count, scopes, err);
    return status;
}
