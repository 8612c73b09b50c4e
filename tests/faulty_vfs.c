#include "faulty_vfs.h"

#include <signal.h>
#include <unistd.h>

#include "base/file.h"

// The real file stands behind ours, in memory that SQLite allocates.
struct faulty_file {
    sqlite3_file base;
    struct faulty_vfs *faulty;
};

enum { WRITE_LOCK = 0 }; // of the -shm file, see SQLite's wal.c

static sqlite3_file *real_of(sqlite3_file *file)
{
    return (sqlite3_file *)((struct faulty_file *)file + 1);
}

// ---- What may fail ----------------------------------------------------------

static bool is_due(struct faulty_vfs *faulty, uint64_t count)
{
    bool due = count == faulty->at || (faulty->lasting && count > faulty->at);
    if (due) faulty->failures++;
    return due;
}

static int write_wrongly(const struct faulty_vfs *faulty, sqlite3_file *file,
                         const void *bytes, int size, sqlite3_int64 offset)
{
    if (faulty->kind == FAULT_IO) return SQLITE_IOERR_WRITE;
    if (faulty->kind != FAULT_FULL)
        file->pMethods->xWrite(file, bytes, size / 2, offset);
    if (faulty->kind == FAULT_KILL) kill(getpid(), SIGKILL);
    return SQLITE_FULL;
}

static int file_write(sqlite3_file *file, const void *bytes, int size,
                      sqlite3_int64 offset)
{
    struct faulty_file *ours = (struct faulty_file *)file;
    struct faulty_vfs *faulty = ours->faulty;
    sqlite3_file *real = real_of(file);
    faulty->writes++;
    faulty->commit_writes += faulty->committing;
    bool counts = !faulty->commits || faulty->committing;
    uint64_t count = faulty->commits ? faulty->commit_writes : faulty->writes;
    if (faulty->kind != FAULT_NONE && faulty->kind != FAULT_SYNC && counts
        && is_due(faulty, count))
        return write_wrongly(faulty, real, bytes, size, offset);
    return real->pMethods->xWrite(real, bytes, size, offset);
}

static int file_sync(sqlite3_file *file, int flags)
{
    struct faulty_file *ours = (struct faulty_file *)file;
    struct faulty_vfs *faulty = ours->faulty;
    sqlite3_file *real = real_of(file);
    faulty->syncs++;
    if (faulty->kind == FAULT_SYNC && is_due(faulty, faulty->syncs))
        return SQLITE_IOERR_FSYNC;
    const double start = clock_seconds();
    const int code = real->pMethods->xSync(real, flags);
    faulty->sync_seconds += clock_seconds() - start;
    return code;
}

// ---- What is passed on ------------------------------------------------------

static int file_close(sqlite3_file *file)
{
    sqlite3_file *real = real_of(file);
    return real->pMethods ? real->pMethods->xClose(real) : SQLITE_OK;
}

static int file_read(sqlite3_file *file, void *bytes, int size,
                     sqlite3_int64 offset)
{
    sqlite3_file *real = real_of(file);
    return real->pMethods->xRead(real, bytes, size, offset);
}

static int file_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    sqlite3_file *real = real_of(file);
    return real->pMethods->xTruncate(real, size);
}

static int file_size(sqlite3_file *file, sqlite3_int64 *size)
{
    sqlite3_file *real = real_of(file);
    return real->pMethods->xFileSize(real, size);
}

static int file_lock(sqlite3_file *file, int level)
{
    sqlite3_file *real = real_of(file);
    return real->pMethods->xLock(real, level);
}

static int file_unlock(sqlite3_file *file, int level)
{
    sqlite3_file *real = real_of(file);
    ((struct faulty_file *)file)->faulty->committing = false;
    return real->pMethods->xUnlock(real, level);
}

static int file_is_reserved(sqlite3_file *file, int *result)
{
    sqlite3_file *real = real_of(file);
    return real->pMethods->xCheckReservedLock(real, result);
}

static int file_control(sqlite3_file *file, int operation, void *argument)
{
    sqlite3_file *real = real_of(file);
    return real->pMethods->xFileControl(real, operation, argument);
}

static int file_sector_size(sqlite3_file *file)
{
    sqlite3_file *real = real_of(file);
    return real->pMethods->xSectorSize(real);
}

static int file_characteristics(sqlite3_file *file)
{
    sqlite3_file *real = real_of(file);
    return real->pMethods->xDeviceCharacteristics(real);
}

static int file_shm_map(sqlite3_file *file, int region, int size, int extend,
                        void volatile **memory)
{
    sqlite3_file *real = real_of(file);
    return real->pMethods->xShmMap(real, region, size, extend, memory);
}

static int file_shm_lock(sqlite3_file *file, int offset, int count, int flags)
{
    sqlite3_file *real = real_of(file);
    if (offset == WRITE_LOCK && (flags & SQLITE_SHM_UNLOCK))
        ((struct faulty_file *)file)->faulty->committing = false;
    return real->pMethods->xShmLock(real, offset, count, flags);
}

static void file_shm_barrier(sqlite3_file *file)
{
    sqlite3_file *real = real_of(file);
    real->pMethods->xShmBarrier(real);
}

static int file_shm_unmap(sqlite3_file *file, int remove_it)
{
    sqlite3_file *real = real_of(file);
    return real->pMethods->xShmUnmap(real, remove_it);
}

static const sqlite3_io_methods METHODS = {
    .iVersion = 2, // shared memory, as WAL wants it, and no mapped reads
    .xClose = file_close,
    .xRead = file_read,
    .xWrite = file_write,
    .xTruncate = file_truncate,
    .xSync = file_sync,
    .xFileSize = file_size,
    .xLock = file_lock,
    .xUnlock = file_unlock,
    .xCheckReservedLock = file_is_reserved,
    .xFileControl = file_control,
    .xSectorSize = file_sector_size,
    .xDeviceCharacteristics = file_characteristics,
    .xShmMap = file_shm_map,
    .xShmLock = file_shm_lock,
    .xShmBarrier = file_shm_barrier,
    .xShmUnmap = file_shm_unmap,
};

// ---- The file system --------------------------------------------------------

static int open_file(sqlite3_vfs *vfs, const char *name, sqlite3_file *file,
                     int flags, int *result_flags)
{
    struct faulty_vfs *faulty = vfs->pAppData;
    struct faulty_file *ours = (struct faulty_file *)file;
    sqlite3_file *real = real_of(file);
    *ours = (struct faulty_file){ .faulty = faulty };
    int code =
        faulty->real->xOpen(faulty->real, name, real, flags, result_flags);
    if (code == SQLITE_OK) ours->base.pMethods = &METHODS;
    return code;
}

static int commit_begins(void *faulty)
{
    ((struct faulty_vfs *)faulty)->committing = true;
    return 0;
}

static int watch_commits(sqlite3 *db, const char **message,
                         const struct sqlite3_api_routines *api)
{
    (void)message, (void)api;
    sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
    sqlite3_commit_hook(db, commit_begins, vfs->pAppData);
    return SQLITE_OK;
}

bool faulty_vfs_register(struct faulty_vfs *faulty)
{
    faulty->real = sqlite3_vfs_find(NULL);
    if (!faulty->real) return false;
    // The other methods look at no file: those of the real one do as they are.
    faulty->vfs = *faulty->real;
    faulty->vfs.zName = "faulty";
    faulty->vfs.pNext = NULL;
    faulty->vfs.szOsFile += (int)sizeof(struct faulty_file);
    faulty->vfs.pAppData = faulty;
    faulty->vfs.xOpen = open_file;
    return sqlite3_vfs_register(&faulty->vfs, 1) == SQLITE_OK
           && sqlite3_auto_extension((void (*)(void))watch_commits)
                  == SQLITE_OK;
}

void faulty_vfs_unregister(struct faulty_vfs *faulty)
{
    sqlite3_cancel_auto_extension((void (*)(void))watch_commits);
    sqlite3_vfs_unregister(&faulty->vfs);
    sqlite3_vfs_register(faulty->real, 1);
}
