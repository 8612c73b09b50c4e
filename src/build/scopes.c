#include "build/scopes.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

const char *resolve_path(struct arena *arena, struct root *roots, size_t count,
                         const char *path)
{
    const char *literal = path_literal(arena, path);
    if (!literal || root_above(roots, count, literal, NULL)) return literal;
    return path_absolute(arena, path);
}

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
        if (strchr("\\*?[ ", *p)) *out++ = '\\';
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
    static const char *const YES[] = { "1" };
    bool changed = false, mapped = false, whole = false;
    enum offprint_status status =
        keep_list(run, root, "exclude", given->excludes, given->exclude_count,
                  &changed, err);
    if (!status)
        status = keep_list(run, root, "include", given->includes,
                           given->include_count, &changed, err);
    if (!status)
        status = keep_list(run, root, "follow", YES, given->follow_links,
                           &changed, err);
    if (!status)
        status = keep_list(run, root, "map", given->maps, given->map_count,
                           &mapped, err);
    if (!status)
        status = keep_list(run, root, "whole-pages", YES, given->whole_pages,
                           &whole, err);
    // Other names of fields make other articles of the same lines.
    if (!status && mapped)
        status = store_reread_sources(run->store, root, "jsonl", err);
    if (!status && whole)
        status = store_reread_sources(run->store, root, "html", err);
    return status;
}

// ---- New roots --------------------------------------------------------------

// A pattern of a root that lies in prefix, as a pattern of the root above.
static const char *pattern_from_above(struct arena *arena, const char *prefix,
                                      const char *pattern)
{
    bool negated = *pattern == '!';
    const char *rest = pattern + negated, *sign = negated ? "!" : "";
    const char *folder = exact_pattern(arena, prefix);
    if (!folder) return NULL;
    size_t len = strlen(rest);
    const char *slash = memchr(rest, '/', len ? len - 1 : 0);
    if (*rest == '/') return arena_format(arena, "%s%s%s", sign, folder, rest);
    return arena_format(arena, slash ? "%s%s/%s" : "%s%s/**/%s", sign, folder,
                        rest);
}

// What a root was asked for with goes on to the one that absorbs it; includes
// do not, since they would leave out what lies beside it.
static enum offprint_status pass_options_on(struct run *run,
                                            const struct root *nested,
                                            int64_t into, const char *prefix,
                                            struct offprint_error *err)
{
    const struct root_options *options = &nested->options;
    static const char *const YES[] = { "1" };
    bool changed;
    enum offprint_status status = OFFPRINT_OK;
    for (size_t i = 0; !status && i < options->exclude_count; i++) {
        const char *pattern =
            pattern_from_above(&run->arena, prefix, options->excludes[i]);
        if (!pattern) return fail_no_memory(err);
        status = store_add_root_option(run->store, into, "exclude", pattern,
                                       &changed, err);
    }
    if (!status)
        status = keep_list(run, into, "map", options->maps, options->map_count,
                           &changed, err);
    if (!status)
        status = keep_list(run, into, "follow", YES, options->follow_links,
                           &changed, err);
    if (!status)
        status = keep_list(run, into, "whole-pages", YES, options->whole_pages,
                           &changed, err);
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
        if (!status)
            status = pass_options_on(run, &roots[i], made.id, rest, err);
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

static bool has_options(const struct offprint_update_options *options)
{
    return options->exclude_count || options->include_count
           || options->map_count || options->follow_links
           || options->whole_pages;
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
    if (*part && has_options(run->options))
        return fail(
            err, OFFPRINT_MISUSE,
            "%s: what is kept with a root goes with all of it (here %s)", path,
            above->path);
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
        const char *path =
            resolve_path(&run->arena, roots, root_count, given->paths[i]);
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

static bool covers(const struct scope *a, const struct scope *b)
{
    return a->root.id == b->root.id
           && (!*a->part || path_is_under(b->part, a->part, NULL));
}

// Leaves out a scope that lies in another: it is gone through anyway. The one
// that covers it stands before it, but not always directly: "a-b" stands
// between "a" and "a/c".
static void remove_nested(struct scopes *scopes)
{
    size_t kept = 0;
    for (size_t i = 0; i < scopes->count; i++) {
        bool covered = false;
        for (size_t j = 0; j < kept && !covered; j++)
            covered = covers(&scopes->items[j], &scopes->items[i]);
        if (!covered) scopes->items[kept++] = scopes->items[i];
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
                (struct scope){ .root = *root, .part = part, .named = true };
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
    if (count == 0)
        return fail(err, OFFPRINT_MISUSE,
                    "the index has no roots: run offprint index DIR");
    scopes->items = arena_alloc(&run->arena, count * sizeof *scopes->items);
    if (!scopes->items) return fail_no_memory(err);
    for (size_t i = 0; i < count; i++)
        scopes->items[scopes->count++] =
            (struct scope){ .root = roots[i], .part = "" };
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
