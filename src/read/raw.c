#include "read/raw.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

enum offprint_status raw_init(struct raw *raw, struct offprint_error *err)
{
    *raw = (struct raw){ .fd = -1, .hash = XXH3_createState() };
    return raw->hash ? OFFPRINT_OK : fail_no_memory(err);
}

void raw_free(struct raw *raw)
{
    if (!raw->hash) return; // never made
    raw_close(raw);
    XXH3_freeState(raw->hash);
    raw->hash = NULL;
}

static enum offprint_status cannot_open(struct offprint_error *err)
{
    switch (errno) {
    case ENOENT:
    case ENOTDIR: return fail(err, OFFPRINT_NOT_FOUND, "does not exist");
    case EACCES:
        return fail(err, OFFPRINT_IO, "may not be read (%s; check its mode)",
                    strerror(EACCES));
    case ENXIO: // a socket, or a pipe without a writer
        return fail(err, OFFPRINT_IO, "is not a regular file");
    default: return fail_errno(err, "cannot be opened");
    }
}

static void begin(struct raw *raw, uint64_t size)
{
    raw->size = size;
    raw->read = 0;
    raw->ended = false;
    XXH3_128bits_reset(raw->hash);
}

static enum offprint_status open_standard_input(struct raw *raw,
                                                struct offprint_error *err)
{
    raw->fd = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    if (raw->fd < 0) return fail_errno(err, "cannot be read");
    begin(raw, 0);
    return OFFPRINT_OK;
}

enum offprint_status raw_open(struct raw *raw, const char *path,
                              struct offprint_error *err)
{
    if (!path) return open_standard_input(raw, err);
    // Without O_NONBLOCK a pipe would make us wait for its writer.
    raw->fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (raw->fd < 0) return cannot_open(err);

    struct stat stat;
    enum offprint_status status = OFFPRINT_OK;
    if (fstat(raw->fd, &stat) != 0)
        status = fail_errno(err, "cannot be read");
    else if (S_ISDIR(stat.st_mode))
        status = fail(err, OFFPRINT_IO, "is a folder, not a file");
    else if (!S_ISREG(stat.st_mode))
        status = fail(err, OFFPRINT_IO, "is not a regular file");
    if (status != OFFPRINT_OK) {
        raw_close(raw);
        return status;
    }
    begin(raw, (uint64_t)stat.st_size);
    return OFFPRINT_OK;
}

void raw_close(struct raw *raw)
{
    if (raw->fd >= 0) close(raw->fd);
    raw->fd = -1;
}

enum offprint_status raw_read(struct raw *raw, void *out, size_t size,
                              size_t *got, struct offprint_error *err)
{
    *got = 0;
    ssize_t count;
    do count = read(raw->fd, out, size);
    while (count < 0 && errno == EINTR);
    if (count < 0) return fail_errno(err, "cannot be read");
    if (count == 0) {
        if (raw->read < raw->size)
            return fail(err, OFFPRINT_IO,
                        "ends too early: the file became shorter while it was "
                        "read (try again)");
        raw->ended = true;
        return OFFPRINT_OK;
    }
    *got = (size_t)count;
    raw->read += *got;
    XXH3_128bits_update(raw->hash, out, *got);
    return OFFPRINT_OK;
}

void raw_hash(const struct raw *raw, struct content_hash *hash)
{
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, XXH3_128bits_digest(raw->hash));
    _Static_assert(sizeof canonical.digest == sizeof hash->bytes, "128 bits");
    memcpy(hash->bytes, canonical.digest, sizeof hash->bytes);
}
