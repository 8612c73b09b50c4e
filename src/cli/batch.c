#include "cli/batch.h"

#include <errno.h>
#include <sys/stat.h>

#include "base/slice.h"

enum offprint_status batch_open(struct batch *batch, const char *path,
                                struct offprint_error *err)
{
    bool standard = strcmp(path, "-") == 0;
    *batch = (struct batch){ .name = standard ? "standard input" : path };
    batch->file = standard ? stdin : fopen(path, "re");
    struct stat stat;
    batch->is_file = batch->file && fstat(fileno(batch->file), &stat) == 0
                     && S_ISREG(stat.st_mode);
    if (batch->file) return OFFPRINT_OK;
    return fail(err, OFFPRINT_MISUSE, "%s: %s", path, strerror(errno));
}

// The line without its end and, at the start of the file, byte order mark.
static struct slice trimmed(const struct batch *batch, size_t len)
{
    struct slice line = { batch->line, len };
    static const struct slice MARK = { "\xEF\xBB\xBF", 3 };
    if (batch->line_number == 1 && slice_starts_with(line, MARK))
        line = slice_from(line, MARK.len);
    while (
        line.len > 0
        && (line.ptr[line.len - 1] == '\n' || line.ptr[line.len - 1] == '\r'))
        line.len--;
    return line;
}

static enum offprint_status split(struct batch *batch, struct slice line,
                                  struct offprint_error *err)
{
    if (memchr(line.ptr, '\0', line.len))
        return fail(err, OFFPRINT_MISUSE, "%s: line %lu: holds a NUL byte",
                    batch->name, batch->line_number);
    size_t start = (size_t)(line.ptr - batch->line);
    char *tab = memchr(batch->line + start, '\t', line.len);
    if (!tab)
        return fail(err, OFFPRINT_MISUSE,
                    "%s: line %lu: no tab between id and query", batch->name,
                    batch->line_number);
    batch->line[start + line.len] = '\0';
    *tab = '\0';
    batch->id = batch->line + start;
    batch->query = tab + 1;
    return OFFPRINT_OK;
}

enum offprint_status batch_next(struct batch *batch, struct offprint_error *err)
{
    for (;;) {
        errno = 0;
        ssize_t len = getline(&batch->line, &batch->line_room, batch->file);
        if (len < 0 && feof(batch->file))
            return fail(err, OFFPRINT_NOT_FOUND, "%s: at its end", batch->name);
        if (len < 0) return fail_errno(err, batch->name);
        batch->line_number++;
        struct slice line = trimmed(batch, (size_t)len);
        if (line.len > 0) return split(batch, line, err);
    }
}

void batch_close(struct batch *batch)
{
    if (batch->file && batch->file != stdin) fclose(batch->file);
    free(batch->line);
    *batch = (struct batch){ 0 };
}
