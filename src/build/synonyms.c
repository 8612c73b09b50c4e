#include "build/synonyms.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "store/related.h"
#include "text/fold_key.h"

enum {
    GROUP_MAX = 32,     // entries: each stands for each
    ROW_BYTES_MAX = 256 // of one entry
};

struct group {
    struct slice rows[GROUP_MAX]; // terms joined by spaces
    struct slice keys[GROUP_MAX]; // the same as keys
    size_t count;
};

// An entry while it is cut.
struct entry {
    struct buffer row;
    struct buffer key;
    // Of a run the last character is left out, as in a query, unless a word
    // follows it.
    char tail[TERM_MAX];
    size_t tail_len;
};

static void add_row_term(struct entry *entry, struct slice term)
{
    char room[TERM_MAX];
    if (entry->row.len) {
        buffer_add_byte(&entry->row, ' ');
        buffer_add_byte(&entry->key, ' ');
    }
    buffer_add(&entry->row, term);
    buffer_add(&entry->key, fold_key(term, room));
}

static int add_term(void *context, const struct word *word)
{
    struct entry *entry = context;
    if (entry->tail_len)
        add_row_term(entry, (struct slice){ entry->tail, entry->tail_len });
    entry->tail_len = 0;
    if (word->kind == WORD_TAIL) {
        memcpy(entry->tail, word->term.ptr, word->term.len);
        entry->tail_len = word->term.len;
    } else {
        add_row_term(entry, word->term);
    }
    return entry->row.len > ROW_BYTES_MAX;
}

// Reads an entry into the group. Returns what is wrong with it, or NULL.
static const char *read_entry(struct slice text, struct arena *arena,
                              struct group *group)
{
    struct entry entry = { .tail_len = 0 };
    const char *wrong = NULL;
    if (words_analyse(text, add_term, &entry)) {
        wrong = "an entry is too long";
    } else if (entry.row.len && group->count == GROUP_MAX) {
        wrong = "a group has more than 32 entries";
    } else if (entry.row.len) {
        group->rows[group->count] = arena_copy(arena, buffer_slice(&entry.row));
        group->keys[group->count] = arena_copy(arena, buffer_slice(&entry.key));
        bool whole = group->rows[group->count].ptr
                     && group->keys[group->count].ptr && !entry.row.failed
                     && !entry.key.failed;
        if (!whole) wrong = "out of memory";
        group->count++;
    }
    buffer_free(&entry.row);
    buffer_free(&entry.key);
    return wrong;
}

// Where a remark begins: # at the start of a line or behind white space. C# is
// a word.
static size_t find_remark(struct slice line)
{
    for (size_t i = 0; i < line.len; i++)
        if (line.ptr[i] == '#'
            && (i == 0 || line.ptr[i - 1] == ' ' || line.ptr[i - 1] == '\t'))
            return i;
    return line.len;
}

static const char *read_group(struct slice line, struct arena *arena,
                              struct group *group)
{
    const char *wrong = NULL;
    line.len = find_remark(line);
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
                                              group->keys[i], group->rows[j],
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
