// peak.c - the memory of a run stays near to what it may use, whatever the
// text.
//
// A program of its own, since it is linked so that every allocation of ours
// comes here (-Wl,--wrap, see the Makefile) and is counted. Those inside of
// other libraries are not: SQLite's cache is 16 MB, a compressor takes one or
// two.

#include <ftw.h>
#include <malloc.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/utf8.h"
#include "offprint.h"

enum {
    MEGABYTE = 1024 * 1024,
    MEMORY = 16 * MEGABYTE,
    // Two workers and their chunks, the reader, parts of a merge.
    BESIDE = 150 * MEGABYTE,
};

// ---- The allocator ----------------------------------------------------------

// Bytes. What a library allocated and we free counts below zero.
static atomic_llong in_use;
static atomic_llong peak;

static void *count(void *memory)
{
    const long long now = in_use += (long long)malloc_usable_size(memory);
    long long most = peak;
    while (now > most && !atomic_compare_exchange_weak(&peak, &most, now)) {
    }
    return memory;
}

// The linker's names.
void *__real_malloc(size_t size);
void *__real_calloc(size_t number, size_t size);
void *__real_realloc(void *old, size_t size);
char *__real_strdup(const char *string);
int __real_posix_memalign(void **result, size_t alignment, size_t size);
void __real_free(void *memory);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t number, size_t size);
void *__wrap_realloc(void *old, size_t size);
char *__wrap_strdup(const char *string);
int __wrap_posix_memalign(void **result, size_t alignment, size_t size);
void __wrap_free(void *memory);

void *__wrap_malloc(size_t size)
{
    return count(__real_malloc(size));
}

void *__wrap_calloc(size_t number, size_t size)
{
    return count(__real_calloc(number, size));
}

void *__wrap_realloc(void *old, size_t size)
{
    in_use -= (long long)malloc_usable_size(old);
    return count(__real_realloc(old, size));
}

char *__wrap_strdup(const char *string)
{
    return count(__real_strdup(string));
}

int __wrap_posix_memalign(void **result, size_t alignment, size_t size)
{
    int failed = __real_posix_memalign(result, alignment, size);
    if (!failed) count(*result);
    return failed;
}

void __wrap_free(void *memory)
{
    in_use -= (long long)malloc_usable_size(memory);
    __real_free(memory);
}

// ---- Texts ------------------------------------------------------------------

// Random words of so many letters out of an alphabet.
struct kind {
    const char *name;
    size_t articles;
    size_t bytes; // of each
    uint32_t alphabet;
    uint32_t alphabet_size;
    int letters;
    const char *between;
};

static uint32_t draw(uint32_t size)
{
    // xorshift64* (Vigna 2016): the same texts each time.
    static uint64_t state = 1;
    state ^= state >> 12;
    state ^= state << 25;
    state ^= state >> 27;
    return (uint32_t)((state * 0x2545F4914F6CDD1Du) >> 32) % size;
}

static size_t write_word(FILE *file, const struct kind *kind)
{
    char letter[UTF8_MAX];
    size_t bytes = 0;
    for (int i = 0; i < kind->letters; i++) {
        const uint32_t drawn = kind->alphabet + draw(kind->alphabet_size);
        bytes += fwrite(letter, 1, utf8_encode(drawn, letter), file);
    }
    fputs(kind->between, file);
    return bytes + strlen(kind->between);
}

static bool write_archive(const struct kind *kind, const char *path)
{
    FILE *file = fopen(path, "w");
    if (!file) return false;
    for (size_t i = 0; i < kind->articles; i++) {
        fprintf(file, "{\"title\":\"%zu\",\"text\":\"", i);
        for (size_t bytes = 0; bytes < kind->bytes;)
            bytes += write_word(file, kind);
        fputs("\"}\n", file);
    }
    bool written = !ferror(file);
    return fclose(file) == 0 && written;
}

// ---- All of them ------------------------------------------------------------

static enum offprint_status update(struct offprint_error *err)
{
    const char *paths[] = { "archive.jsonl" };
    const struct offprint_update_options options = {
        .paths = paths, .path_count = 1, .jobs = 2, .memory = MEMORY
    };
    return offprint_update("index", &options, NULL, err);
}

// Articles come, and where there are many they go while others come: to take a
// long one back takes FTS5 long.
static bool stays_small(const struct kind *kind)
{
    struct offprint_error err = { 0 };
    unlink("index");
    for (int i = 0; i < (kind->articles > 1 ? 2 : 1); i++) {
        if (!write_archive(kind, "archive.jsonl")) {
            perror("archive.jsonl");
            return false;
        }
        peak = in_use = 0;
        if (update(&err)) {
            printf("FAILED peak/%s: %s\n", kind->name, err.message);
            return false;
        }
        if (getenv("OFFPRINT_LONG"))
            printf("peak: %s: %lld MB\n", kind->name, peak / MEGABYTE);
        if (peak < MEMORY + BESIDE) continue;
        printf("FAILED peak/%s, run %d: %lld MB\n", kind->name, i + 1,
               peak / MEGABYTE);
        return false;
    }
    return true;
}

static int remove_one(const char *path, const struct stat *stat, int type,
                      struct FTW *place)
{
    (void)stat, (void)type, (void)place;
    return remove(path);
}

int main(void)
{
    static const struct kind KINDS[] = {
        { "pairs", 50, 80000, 0x4E00, 20000, 1, "" },
        { "pairs of an article", 1, 5000000, 0x4E00, 20000, 1, "" },
        { "letters of an article", 1, 16000000, 'a', 26, 1, " " },
        { "words", 60, 80000, 'a', 26, 6, " " },
        { "accents", 60, 80000, 0x100, 0x80, 4, " " },
        { "stems", 50, 80000, 0x627, 36, 4, " " },
    };
    char folder[] = "/tmp/offprint-peak-XXXXXX";
    int passed = 0, failed = 0;
    if (!mkdtemp(folder) || chdir(folder) != 0) {
        perror(folder);
        return 1;
    }
    for (size_t i = 0; i < sizeof KINDS / sizeof KINDS[0]; i++)
        stays_small(&KINDS[i]) ? passed++ : failed++;
    nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    printf("%d passed, %d failed\n", passed, failed);
    return failed > 0;
}
