// file.h - the clock and the file system, in our units.

#ifndef OFFPRINT_BASE_FILE_H
#define OFFPRINT_BASE_FILE_H

#include <stdint.h>

#include "base/arena.h"

// Seconds of a clock that never goes backwards, from an unknown start.
double clock_seconds(void);

// Nanoseconds since 1970, UTC.
int64_t clock_now_ns(void);

// A time as "2021-03-04T09:30:00Z"; NULL where there is no memory.
char *clock_format(struct arena *arena, int64_t time_ns);

// The day of today where the user is: "2026-11-28".
enum { CLOCK_DAY_MAX = 16 };
const char *clock_today(char day[CLOCK_DAY_MAX]);

// path as an absolute path without ".", ".." and double slashes, by its letters
// alone. NULL where it is empty, there is no memory or no current folder.
char *path_literal(struct arena *arena, const char *path);

// path as an absolute path without ".", ".." and double slashes, links
// resolved where the path exists. NULL where it is empty, there is no memory or
// no current folder (errno says which).
char *path_absolute(struct arena *arena, const char *path);

// Whether path is folder or lies under it; both absolute. *rest, unless NULL,
// receives the path relative to folder, "" for the folder itself.
bool path_is_under(const char *path, const char *folder, const char **rest);

// folder/name, or folder where name is empty; NULL where there is no memory.
char *path_join(struct arena *arena, const char *folder, const char *name);

#endif
