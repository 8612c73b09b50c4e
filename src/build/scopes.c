#include "build/scopes.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"

struct root *root_above(struct root *roots, size_t count, const char *path,
                        const char **rest)
{
    for (size_t i = 0; i < count; i++)
        if (path_is_under(path, roots[i].path, rest)) return &roots[i];
    return NULL;
}

static enum offprint_status keep_list(struct run *run, int64_t root,
                                      const char *kind,
                                      const char *const *values, size_t count,
                                      struct offprint_error *err)
{
    enum offprint_status status = OFFPRINT_OK;
    for (size_t i = 0; !status && i < count; i++)
        status = store_add_root_option(run->store, root, kind, values[i], err);
    return status;
}

static enum offprint_status keep_options(struct run *run, int64_t root,
                                         struct offprint_error *err)
{
    const struct offprint_update_options *given = run->options;
    enum offprint_status status = keep_list(
        run, root, "exclude", given->excludes, given->exclude_count, err);
    if (!status)
        status = keep_list(run, root, "include", given->includes,
                           given->include_count, err);
    if (!status)
        status =
            keep_list(run, root, "map", given->maps, given->map_count, err);
    if (!status && given->follow_links)
        status = store_add_root_option(run->store, root, "follow", "1", err);
    return status;
}

// Makes path a root; roots that lie under it become part of it.
static enum offprint_status make_root(struct run *run, const char *path,
                                      const struct root *roots, size_t count,
                                      struct offprint_error *err)
{
    struct root made = { .path = path };
    enum offprint_status status = store_add_root(run->store, &made, err);
    for (size_t i = 0; !status && i < count; i++) {
        const char *rest;
        if (!path_is_under(roots[i].path, path, &rest)) continue;
        status = store_absorb_root(run->store, roots[i].id, made.id, rest, err);
        if (!status) status = store_remove_root(run->store, roots[i].id, err);
    }
    if (!status) status = keep_options(run, made.id, err);
    return status;
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
    struct root *above = root_above(roots, count, path, NULL);
    if (above) return keep_options(run, above->id, err);
    return make_root(run, path, roots, count, err);
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
        if (!path) return fail_errno(err, given->paths[i]);
        if (access(path, F_OK) != 0 && !is_root(roots, root_count, path))
            run_problem(run, OFFPRINT_FAILED, given->paths[i], NULL,
                        errno == ENOENT || errno == ENOTDIR
                            ? "no such file or folder"
                            : strerror(errno));
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
