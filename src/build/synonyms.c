#include "build/synonyms.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "store/related.h"
#include "text/words.h"

enum {
    GROUP_MAX = 32,     // entries: each stands for each
    ROW_BYTES_MAX = 256 // of one entry
};

struct group {
    struct slice rows[GROUP_MAX]; // terms joined by spaces
    size_t count;
};

static int add_term(void *context, const struct word *word)
{
    struct buffer *row = context;
    if (row->len) buffer_add_byte(row, ' ');
    buffer_add(row, word->term);
    return row->len > ROW_BYTES_MAX;
}

// Reads an entry into the group. Returns what is wrong with it, or NULL.
static const char *read_entry(struct slice entry, struct arena *arena,
                              struct group *group)
{
    struct buffer row = { 0 };
    const char *wrong = NULL;
    if (words_analyse(entry, add_term, &row))
        wrong = "an entry is too long";
    else if (row.len && group->count == GROUP_MAX)
        wrong = "a group has more than 32 entries";
    else if (row.len)
        group->rows[group->count++] = arena_copy(arena, buffer_slice(&row));
    if (row.failed || (row.len && !wrong && !group->rows[group->count - 1].ptr))
        wrong = "out of memory";
    buffer_free(&row);
    return wrong;
}

static const char *read_group(struct slice line, struct arena *arena,
                              struct group *group)
{
    const char *wrong = NULL;
    const char *comment = memchr(line.ptr, '#', line.len);
    if (comment) line.len = (size_t)(comment - line.ptr);
    bool blank = slice_trim(line).len == 0;
    *group = (struct group){ .count = 0 };
    while (!wrong && line.len) {
        const char *comma = memchr(line.ptr, ',', line.len);
        size_t len = comma ? (size_t)(comma - line.ptr) : line.len;
        wrong = read_entry((struct slice){ line.ptr, len }, arena, group);
        line = slice_from(line, comma ? len + 1 : len);
    }
    if (!wrong && !blank && group->count < 2)
        wrong = "a group needs two entries or more, with commas between them";
    return wrong;
}

static enum offprint_status store_group(struct store *store,
                                        const struct group *group,
                                        struct offprint_error *err)
{
    enum offprint_status status = OFFPRINT_OK;
    for (size_t i = 0; !status && i < group->count; i++)
        for (size_t j = 0; !status && j < group->count; j++) {
            struct relation_change change = { SLICE(RELATED_SYNONYM),
                                              group->rows[i], group->rows[j],
                                              0 };
            if (i != j) status = store_change_relation(store, &change, err);
        }
    return status;
}

static enum offprint_status read_lines(FILE *file, struct store *store,
                                       const char *path,
                                       struct offprint_error *err)
{
    enum offprint_status status = OFFPRINT_OK;
    struct arena arena = { 0 };
    char *line = NULL;
    size_t room = 0;
    ssize_t len;
    for (size_t number = 1; !status && (len = getline(&line, &room, file)) >= 0;
         number++) {
        struct group group;
        arena_reset(&arena);
        const char *wrong =
            read_group((struct slice){ line, (size_t)len }, &arena, &group);
        if (wrong)
            status = fail(err, OFFPRINT_MISUSE, "%s: line %zu: %s", path,
                          number, wrong);
        else
            status = store_group(store, &group, err);
    }
    if (!status && ferror(file)) status = fail_errno(err, path);
    free(line);
    arena_free(&arena);
    return status;
}

enum offprint_status synonyms_read(struct store *store, const char *path,
                                   struct offprint_error *err)
{
    FILE *file = fopen(path, "re");
    if (!file)
        return fail(err, OFFPRINT_MISUSE,
                    "%s: %s (name a file with --synonyms)", path,
                    strerror(errno));
    enum offprint_status status =
        store_clear_relations(store, RELATED_SYNONYM, err);
    if (!status) status = read_lines(file, store, path, err);
    fclose(file);
    return status;
}
