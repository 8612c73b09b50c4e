#include "base/file.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/buffer.h"

double clock_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

int64_t clock_now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

char *clock_format(struct arena *arena, int64_t time_ns)
{
    time_t seconds = (time_t)(time_ns / 1000000000);
    struct tm utc;
    char text[32];
    if (!gmtime_r(&seconds, &utc)
        || strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc) == 0)
        text[0] = '\0';
    return arena_string(arena, slice_of(text));
}

const char *clock_today(char day[CLOCK_DAY_MAX])
{
    time_t now = time(NULL);
    struct tm local;
    if (!localtime_r(&now, &local)
        || strftime(day, CLOCK_DAY_MAX, "%Y-%m-%d", &local) == 0)
        day[0] = '\0';
    return day;
}

// Removes ".", ".." and empty parts of an absolute path, by its letters alone.
static char *without_dots(struct arena *arena, const char *path)
{
    char *out = arena_alloc(arena, strlen(path) + 2);
    if (!out) return NULL;
    size_t len = 0;
    while (*path) {
        while (*path == '/') path++;
        size_t part = strcspn(path, "/");
        if (part == 2 && path[0] == '.' && path[1] == '.') {
            while (len > 0 && out[--len] != '/') continue;
        } else if (part > 0 && !(part == 1 && path[0] == '.')) {
            out[len++] = '/';
            memcpy(out + len, path, part);
            len += part;
        }
        path += part;
    }
    if (len == 0) out[len++] = '/';
    out[len] = '\0';
    return out;
}

static char *from_current_folder(struct arena *arena, const char *path)
{
    if (path[0] == '/') return arena_string(arena, slice_of(path));
    char *folder = getcwd(NULL, 0);
    if (!folder) return NULL;
    char *result = path_join(arena, folder, path);
    free(folder);
    return result;
}

char *path_literal(struct arena *arena, const char *path)
{
    if (!*path) {
        errno = ENOENT; // not the current folder, as for the system
        return NULL;
    }
    char *whole = from_current_folder(arena, path);
    return whole ? without_dots(arena, whole) : NULL;
}

char *path_absolute(struct arena *arena, const char *path)
{
    char *literal = path_literal(arena, path);
    if (!literal) return NULL;
    char *real = realpath(path, NULL);
    const char *tail = "";
    // What does not exist (a drive that is not plugged in) has no links to
    // resolve, but what it stands in may have.
    char *head = arena_string(arena, slice_of(literal)), *slash;
    if (!head) return NULL;
    while (!real && (slash = strrchr(head, '/'))) {
        *slash = '\0';
        tail = literal + (slash - head) + 1;
        real = realpath(*head ? head : "/", NULL);
    }
    if (!real) return literal;
    char *result = path_join(arena, real, tail);
    free(real);
    return result;
}

bool path_is_under(const char *path, const char *folder, const char **rest)
{
    size_t len = strlen(folder);
    if (len == 1 && folder[0] == '/') len = 0;
    if (strncmp(path, folder, len) != 0) return false;
    if (path[len] != '\0' && path[len] != '/') return false;
    if (rest) *rest = path[len] == '/' ? path + len + 1 : path + len;
    return true;
}

char *path_join(struct arena *arena, const char *folder, const char *name)
{
    if (!*name) return arena_string(arena, slice_of(folder));
    size_t len = strlen(folder);
    const char *slash = len > 0 && folder[len - 1] == '/' ? "" : "/";
    return arena_format(arena, "%s%s%s", folder, slash, name);
}
