// Folder by folder: all names of one are read and sorted before the first is
// looked at, so that no folder stays open on the way down, and the order of the
// names is that of the whole paths. Paths are handed to the system in full;
// what is longer than it takes is a problem told like any other.

#include "read/walk.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "read/ignore.h"
#include "read/inodes.h"
#include "read/raw.h"

static const char IGNORE_FILE[] = ".offprintignore";
enum { IGNORE_BYTES = 64 * 1024 }; // of an ignore file that are looked at

struct walker {
    const struct walk_options *options;
    const struct walk_sink *sink;
    struct offprint_error *err;
    struct arena arena; // the patterns of the options
    struct ignore_list excludes;
    struct ignore_list includes;
    struct inode_set entered; // folders, where links are followed
    struct raw raw;           // for reading ignore files
    struct buffer path;       // the root, "/" and the path at hand
    size_t root_len;          // bytes of it up to and with that "/"
};

// A folder on the way from the root to where the walk is.
struct folder {
    const struct folder *above; // NULL: this is the root
    struct arena arena;
    struct ignore_list ignores; // of the file in it
    struct dirent **names;      // sorted
    int name_count;
    size_t path_len; // of walker.path up to and with the "/" before the names
    bool included;   // an include names it or a folder above
};

// ---- Paths ------------------------------------------------------------------

static bool set_name(struct walker *walker, size_t len, const char *name)
{
    walker->path.len = len;
    buffer_add_string(&walker->path, name);
    return buffer_string(&walker->path) && !walker->path.failed;
}

static const char *full_path(const struct walker *walker)
{
    return walker->path.ptr;
}

static const char *relative_path(const struct walker *walker)
{
    return walker->path.ptr + walker->root_len;
}

static void tell_problem(struct walker *walker, bool is_folder,
                         const char *message)
{
    walker->sink->problem(walker->sink->context, relative_path(walker),
                          is_folder, message);
}

static void tell_errno(struct walker *walker, bool is_folder, const char *what)
{
    char message[160];
    snprintf(message, sizeof message, "%s: %s", what, strerror(errno));
    tell_problem(walker, is_folder, message);
}

// ---- What is left out -------------------------------------------------------

// Reads the ignore file of a folder, if it has one.
static enum offprint_status read_ignores(struct walker *walker,
                                         struct folder *folder)
{
    if (!set_name(walker, folder->path_len, IGNORE_FILE))
        return fail_no_memory(walker->err);
    struct offprint_error cause;
    enum offprint_status status =
        raw_open(&walker->raw, full_path(walker), &cause);
    if (status == OFFPRINT_NOT_FOUND) return OFFPRINT_OK;

    char *text = arena_alloc(&folder->arena, IGNORE_BYTES);
    if (!text) return fail_no_memory(walker->err);
    size_t len = 0, got = 1;
    while (status == OFFPRINT_OK && got > 0 && len < IGNORE_BYTES) {
        status = raw_read(&walker->raw, text + len, IGNORE_BYTES - len, &got,
                          &cause);
        len += got;
    }
    raw_close(&walker->raw);
    if (status != OFFPRINT_OK) tell_problem(walker, false, cause.message);
    struct slice lines = { text, len };
    if (slice_starts_with(lines, SLICE("\xEF\xBB\xBF"))) // some editors' mark
        lines = slice_from(lines, 3);
    if (!ignore_add_lines(&folder->ignores, &folder->arena, lines))
        return fail_no_memory(walker->err);
    return OFFPRINT_OK;
}

// The user's patterns come first, then the ignore files, the nearest first.
static bool is_excluded(const struct walker *walker,
                        const struct folder *folder, bool is_folder)
{
    enum ignore_verdict verdict = ignore_match(
        &walker->excludes, slice_of(relative_path(walker)), is_folder);
    for (; folder && verdict == IGNORE_SILENT; folder = folder->above)
        verdict = ignore_match(&folder->ignores,
                               slice_of(full_path(walker) + folder->path_len),
                               is_folder);
    return verdict == IGNORE_MATCHED;
}

static bool is_included(const struct walker *walker,
                        const struct folder *folder, bool is_folder)
{
    if (folder->included) return true;
    return ignore_match(&walker->includes, slice_of(relative_path(walker)),
                        is_folder)
           == IGNORE_MATCHED;
}

static int compare_names(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static int compare_with_name(const void *name, const void *entry)
{
    const struct dirent *const *place = entry;
    return strcmp(name, (*place)->d_name);
}

// Whether name is page_files and page.html is beside it.
static bool belongs_to_page(const struct folder *folder, const char *name)
{
    static const char *const EXTENSIONS[] = { ".html", ".htm", ".xhtml",
                                              ".html.gz", ".html.zst" };
    static const struct slice SUFFIX = { "_files", 6 };
    struct slice page = slice_of(name);
    if (!slice_ends_with(page, SUFFIX)) return false;
    page.len -= SUFFIX.len;
    for (size_t i = 0; i < sizeof EXTENSIONS / sizeof EXTENSIONS[0]; i++) {
        char wanted[sizeof((struct dirent *)0)->d_name + 16];
        snprintf(wanted, sizeof wanted, "%.*s%s", SLICE_ARGS(page),
                 EXTENSIONS[i]);
        if (bsearch(wanted, folder->names, (size_t)folder->name_count,
                    sizeof *folder->names, compare_with_name))
            return true;
    }
    return false;
}

// ---- Walking ----------------------------------------------------------------

static enum offprint_status walk_folder(struct walker *walker,
                                        const struct folder *above,
                                        bool included);

// Times beyond the year 2262, which file systems can hold, are all the last
// one.
static int64_t nanoseconds(const struct timespec *time)
{
    int64_t result;
    if (__builtin_mul_overflow((int64_t)time->tv_sec, 1000000000, &result)
        || __builtin_add_overflow(result, time->tv_nsec, &result))
        return time->tv_sec < 0 ? INT64_MIN : INT64_MAX;
    return result;
}

static enum offprint_status give_file(struct walker *walker,
                                      const struct stat *stat)
{
    struct walk_file file = {
        .path = relative_path(walker),
        .size = (uint64_t)stat->st_size,
        .mtime_ns = nanoseconds(&stat->st_mtim),
    };
    return walker->sink->file(walker->sink->context, &file, walker->err);
}

static enum offprint_status enter_folder(struct walker *walker,
                                         const struct folder *above,
                                         const struct stat *stat)
{
    bool is_new = true;
    if (walker->options->follow_links
        && !inodes_add(&walker->entered, stat->st_dev, stat->st_ino, &is_new))
        return fail_no_memory(walker->err);
    if (!is_new) return OFFPRINT_OK;
    return walk_folder(walker, above, is_included(walker, above, true));
}

static enum offprint_status visit(struct walker *walker,
                                  const struct folder *folder, const char *name)
{
    if (!set_name(walker, folder->path_len, name))
        return fail_no_memory(walker->err);
    bool follow = walker->options->follow_links;
    struct stat status;
    if (lstat(full_path(walker), &status) != 0) {
        if (errno != ENOENT) // it was removed just now
            tell_errno(walker, true, "cannot be looked at");
        return OFFPRINT_OK;
    }
    bool is_link = S_ISLNK(status.st_mode);
    if (is_link && stat(full_path(walker), &status) != 0) {
        tell_errno(walker, follow, "is a link that leads nowhere");
        return OFFPRINT_OK;
    }
    if (S_ISDIR(status.st_mode)) {
        if ((is_link && !follow) || belongs_to_page(folder, name)
            || is_excluded(walker, folder, true))
            return OFFPRINT_OK;
        return enter_folder(walker, folder, &status);
    }
    if (!S_ISREG(status.st_mode) || is_excluded(walker, folder, false)
        || !is_included(walker, folder, false))
        return OFFPRINT_OK;
    return give_file(walker, &status);
}

static int is_visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

// Lists the folder that walker->path names.
static enum offprint_status list_names(struct walker *walker,
                                       struct folder *folder)
{
    folder->name_count =
        scandir(full_path(walker), &folder->names, is_visible, compare_names);
    if (folder->name_count >= 0) return OFFPRINT_OK;
    folder->name_count = 0;
    folder->names = NULL;
    if (errno == ENOMEM) return fail_no_memory(walker->err);
    if (!folder->above) return fail_errno(walker->err, "cannot be listed");
    tell_errno(walker, true, "cannot be listed");
    return OFFPRINT_OK;
}

static enum offprint_status walk_folder(struct walker *walker,
                                        const struct folder *above,
                                        bool included)
{
    struct folder folder = { .above = above, .included = included };
    enum offprint_status status = list_names(walker, &folder);
    if (status != OFFPRINT_OK) return status;
    if (above) buffer_add_byte(&walker->path, '/'); // the root has one
    folder.path_len = walker->path.len;

    if (folder.name_count > 0) status = read_ignores(walker, &folder);
    for (int i = 0; status == OFFPRINT_OK && i < folder.name_count; i++)
        status = visit(walker, &folder, folder.names[i]->d_name);

    for (int i = 0; i < folder.name_count; i++) free(folder.names[i]);
    free(folder.names);
    arena_free(&folder.arena);
    return status;
}

static bool add_patterns(struct ignore_list *list, struct arena *arena,
                         const char *const *patterns, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!ignore_add(list, arena, slice_of(patterns[i]))) return false;
    return true;
}

static enum offprint_status walk_root(struct walker *walker, const char *root)
{
    struct stat status;
    if (stat(root, &status) != 0) {
        if (errno == ENOENT || errno == ENOTDIR)
            return fail(walker->err, OFFPRINT_NOT_FOUND, "does not exist");
        return fail_errno(walker->err, "cannot be read");
    }
    buffer_add_string(&walker->path, root);
    bool is_folder = S_ISDIR(status.st_mode);
    if (is_folder && !slice_ends_with(slice_of(root), SLICE("/")))
        buffer_add_byte(&walker->path, '/');
    if (!buffer_string(&walker->path)) return fail_no_memory(walker->err);
    walker->root_len = walker->path.len;
    if (S_ISREG(status.st_mode)) return give_file(walker, &status);
    if (!is_folder)
        return fail(walker->err, OFFPRINT_IO,
                    "is neither a folder nor a regular file");
    bool is_new;
    if (!inodes_add(&walker->entered, status.st_dev, status.st_ino, &is_new))
        return fail_no_memory(walker->err);
    return walk_folder(walker, NULL, walker->options->include_count == 0);
}

enum offprint_status walk(const char *root, const struct walk_options *options,
                          const struct walk_sink *sink,
                          struct offprint_error *err)
{
    struct walker walker = { .options = options, .sink = sink, .err = err };
    enum offprint_status status = raw_init(&walker.raw, err);
    if (status != OFFPRINT_OK) return status;
    if (add_patterns(&walker.excludes, &walker.arena, options->excludes,
                     options->exclude_count)
        && add_patterns(&walker.includes, &walker.arena, options->includes,
                        options->include_count))
        status = walk_root(&walker, root);
    else
        status = fail_no_memory(err);
    raw_free(&walker.raw);
    inodes_free(&walker.entered);
    buffer_free(&walker.path);
    arena_free(&walker.arena);
    return status;
}
