#include "build/readahead.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/file.h"
#include "build/root_reader.h"

enum {
    FILE_BYTES_MAX = 4 * 1024 * 1024, // larger files are read when they come
    THREADS_MAX = 64,
    FILES_OF_A_RUN = 16, // index, its companions, streams, what is read
    AHEAD = 8,           // sources read and not yet taken, for each thread
};

// A source that is read in advance.
struct entry {
    const struct item *item;
    struct recording recording;
    bool done;
};

struct readahead {
    struct entry *entries; // in the order of the plan
    size_t count;
    pthread_t threads[THREADS_MAX];
    unsigned thread_count;
    struct profile *profile; // of the caller's thread
    uint64_t held_max;
    // Under the lock.
    pthread_mutex_t lock;
    pthread_cond_t work; // an entry may be read, or it is over
    pthread_cond_t done; // an entry was read
    size_t next;         // entry to be read
    size_t taken;
    size_t held; // bytes of texts that were read and not yet taken
    bool over;
    struct profile spent; // by threads that ended
};

static bool is_wanted(const struct item *item)
{
    return item->kind == ITEM_NEW && item->size <= FILE_BYTES_MAX;
}

static void read_entry(struct entry *entry, struct root_reader *reader)
{
    struct recording *recording = &entry->recording;
    const struct root *root = &entry->item->scope->root;
    const char *path =
        path_join(&recording->arena, root->path, entry->item->path);
    recording->status = path ? root_reader_open(reader, root, &recording->error)
                             : fail_no_memory(&recording->error);
    if (recording->status) return;
    recording_make(recording, reader->reader, path);
    if (!recording->too_large) return;
    recording_free(recording);
    recording->too_large = true;
}

// Whether there is an entry to be read, and room for it. For the one that is
// taken next there always is.
static bool may_read(const struct readahead *readahead)
{
    const size_t ahead = readahead->next - readahead->taken;
    return readahead->next < readahead->count
           && (ahead == 0
               || (ahead < (size_t)readahead->thread_count * AHEAD
                   && readahead->held < readahead->held_max));
}

static void *read_all(void *context)
{
    struct readahead *readahead = context;
    struct root_reader reader = { 0 };
    struct profile profile = { 0 };
    profile_enter(&profile, OFFPRINT_AHEAD);
    pthread_mutex_lock(&readahead->lock);
    while (!readahead->over && readahead->next < readahead->count) {
        if (!may_read(readahead)) {
            pthread_cond_wait(&readahead->work, &readahead->lock);
            continue;
        }
        struct entry *entry = &readahead->entries[readahead->next++];
        pthread_mutex_unlock(&readahead->lock);
        profile_enter(&profile, OFFPRINT_READING_AHEAD);
        read_entry(entry, &reader);
        profile_enter(&profile, OFFPRINT_AHEAD);
        pthread_mutex_lock(&readahead->lock);
        entry->done = true;
        readahead->held += entry->recording.bytes;
        pthread_cond_signal(&readahead->done);
    }
    profile_add(&readahead->spent, &profile);
    pthread_mutex_unlock(&readahead->lock);
    root_reader_close(&reader);
    return NULL;
}

// As many threads as may have a source open, beside what a run has open.
static unsigned files_left(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return 1;
    if (limit.rlim_cur <= FILES_OF_A_RUN) return 0;
    rlim_t left = limit.rlim_cur - FILES_OF_A_RUN;
    return left < THREADS_MAX ? (unsigned)left : THREADS_MAX;
}

static void start_threads(struct readahead *readahead, unsigned wanted)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    if (wanted == 0) wanted = processors > 0 ? (unsigned)processors : 1;
    if (wanted > files_left()) wanted = files_left();
    pthread_mutex_lock(&readahead->lock);
    while (readahead->thread_count < wanted
           && pthread_create(&readahead->threads[readahead->thread_count], NULL,
                             read_all, readahead)
                  == 0)
        readahead->thread_count++;
    // Without a thread nothing is read in advance, and all of it when it comes.
    if (readahead->thread_count == 0) readahead->count = 0;
    pthread_mutex_unlock(&readahead->lock);
}

enum offprint_status readahead_open(const struct plan *plan, unsigned threads,
                                    uint64_t bytes, struct profile *profile,
                                    struct readahead **result,
                                    struct offprint_error *err)
{
    *result = NULL;
    struct readahead *readahead = calloc(1, sizeof *readahead);
    if (!readahead) return fail_no_memory(err);
    readahead->profile = profile;
    readahead->held_max = bytes;
    readahead->entries = calloc(plan->count + 1, sizeof *readahead->entries);
    if (!readahead->entries) {
        free(readahead);
        return fail_no_memory(err);
    }
    for (size_t i = 0; i < plan->count; i++)
        if (is_wanted(&plan->items[i]))
            readahead->entries[readahead->count++].item = &plan->items[i];
    pthread_mutex_init(&readahead->lock, NULL);
    pthread_cond_init(&readahead->work, NULL);
    pthread_cond_init(&readahead->done, NULL);
    if (readahead->count > 1) start_threads(readahead, threads);
    if (readahead->thread_count == 0) readahead->count = 0;
    *result = readahead;
    return OFFPRINT_OK;
}

bool readahead_take(struct readahead *readahead, const struct item *item,
                    struct recording *recording)
{
    enum offprint_stage before =
        profile_enter(readahead->profile, OFFPRINT_WAITING);
    pthread_mutex_lock(&readahead->lock);
    bool wanted = readahead->taken < readahead->count
                  && readahead->entries[readahead->taken].item == item;
    if (wanted) {
        struct entry *entry = &readahead->entries[readahead->taken];
        while (!entry->done)
            pthread_cond_wait(&readahead->done, &readahead->lock);
        *recording = entry->recording;
        entry->recording = (struct recording){ 0 };
        readahead->taken++;
        readahead->held -= recording->bytes;
        pthread_cond_broadcast(&readahead->work);
    }
    pthread_mutex_unlock(&readahead->lock);
    profile_enter(readahead->profile, before);
    return wanted && !recording->too_large;
}

void readahead_close(struct readahead *readahead)
{
    if (!readahead) return;
    pthread_mutex_lock(&readahead->lock);
    readahead->over = true;
    pthread_cond_broadcast(&readahead->work);
    pthread_mutex_unlock(&readahead->lock);
    for (unsigned i = 0; i < readahead->thread_count; i++)
        pthread_join(readahead->threads[i], NULL);
    profile_add(readahead->profile, &readahead->spent);
    for (size_t i = 0; i < readahead->count; i++)
        recording_free(&readahead->entries[i].recording);
    pthread_cond_destroy(&readahead->done);
    pthread_cond_destroy(&readahead->work);
    pthread_mutex_destroy(&readahead->lock);
    free(readahead->entries);
    free(readahead);
}
