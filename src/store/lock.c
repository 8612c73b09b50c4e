#include "store/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"

enum { RETRY_MS = 50 };

// Whether the file at path is still the one that is open: its holder removes it
// at the end, and a lock on a removed file keeps nobody out.
static bool is_current(int file, const char *path)
{
    struct stat ours, there;
    return fstat(file, &ours) == 0 && stat(path, &there) == 0
           && ours.st_dev == there.st_dev && ours.st_ino == there.st_ino;
}

// Whether the open file holds a process id, or nothing, and so is a lock.
static bool is_lock(int file, long *holder)
{
    char text[32] = "", *end = text;
    ssize_t len = read(file, text, sizeof text - 1);
    if (len > 0) *holder = strtol(text, &end, 10);
    return len == 0 || (len > 0 && *holder > 0 && strcmp(end, "\n") == 0);
}

// One attempt. False with errno EWOULDBLOCK where somebody else has the lock,
// and *holder is his process id, 0 if unknown.
static bool try_lock(struct run_lock *lock, long *holder)
{
    *holder = 0;
    lock->file =
        open(lock->path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (lock->file < 0) return false;
    if (!is_lock(lock->file, holder)) {
        errno = EEXIST;
    } else if (flock(lock->file, LOCK_EX | LOCK_NB) == 0) {
        if (is_current(lock->file, lock->path)) return true;
        errno = EWOULDBLOCK;
    }
    int reason = errno;
    close(lock->file);
    errno = reason;
    return false;
}

static void write_pid(int file)
{
    // Only a help for messages: a failure to write it changes nothing.
    char text[32];
    int len = snprintf(text, sizeof text, "%ld\n", (long)getpid());
    if (ftruncate(file, 0) == 0 && pwrite(file, text, (size_t)len, 0) == len)
        return;
}

static enum offprint_status cannot_lock(const char *index_path,
                                        struct offprint_error *err)
{
    if (errno == ENOENT || errno == ENOTDIR)
        return fail(err, OFFPRINT_IO,
                    "%s: its folder does not exist (make it, or name another "
                    "file with -i)",
                    index_path);
    if (errno == EACCES || errno == EROFS || errno == EPERM)
        return fail(err, OFFPRINT_IO,
                    "%s: nothing can be written there: %s (name another file "
                    "with -i)",
                    index_path, strerror(errno));
    if (errno == EEXIST || errno == ELOOP)
        return fail(err, OFFPRINT_IO,
                    "%s-lock: stands where the lock of the index belongs, and "
                    "is none (move it away)",
                    index_path);
    return fail_errno(err, index_path);
}

enum offprint_status run_lock_acquire(const char *index_path,
                                      double wait_seconds,
                                      const volatile bool *stop,
                                      struct run_lock *lock,
                                      struct offprint_error *err)
{
    // One index, one lock, under whatever name it is opened.
    char *real = realpath(index_path, NULL);
    const char *name = real ? real : index_path;
    size_t size = strlen(name) + sizeof "-lock";
    lock->path = malloc(size);
    if (lock->path) snprintf(lock->path, size, "%s-lock", name);
    free(real);
    if (!lock->path) return fail_no_memory(err);

    double deadline = clock_seconds() + wait_seconds;
    enum offprint_status status;
    long holder;
    while (!try_lock(lock, &holder)) {
        if (errno != EWOULDBLOCK) {
            status = cannot_lock(index_path, err);
            goto failed;
        }
        if (stop && *stop) {
            status = fail(err, OFFPRINT_INTERRUPTED,
                          "%s: stopped while another run (process %ld) was "
                          "writing to it",
                          index_path, holder);
            goto failed;
        }
        if (clock_seconds() >= deadline) {
            status = fail(err, OFFPRINT_BUSY,
                          "%s: another run (process %ld) is writing to it, "
                          "waited %.0f s (try again, or --wait longer)",
                          index_path, holder, wait_seconds);
            goto failed;
        }
        nanosleep(&(struct timespec){ 0, RETRY_MS * 1000000L }, NULL);
    }
    write_pid(lock->file);
    return OFFPRINT_OK;

failed:
    free(lock->path);
    lock->path = NULL;
    return status;
}

void run_lock_release(struct run_lock *lock)
{
    unlink(lock->path);
    close(lock->file);
    free(lock->path);
}
