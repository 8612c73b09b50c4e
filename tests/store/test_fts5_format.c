// FTS5's bytes, one kind at a time: what the drawings in the headers show, and
// what damage does.

#include <stdlib.h>

#include "fts5_archive.h"
#include "store/fts5_block.h"
#include "store/fts5_dlidx.h"
#include "store/fts5_leaf.h"
#include "store/fts5_structure.h"

#define BYTES(...)                                  \
    ((struct slice){ (const char[]){ __VA_ARGS__ }, \
                     sizeof((const char[]){ __VA_ARGS__ }) })

// ---- Numbers ----------------------------------------------------------------

TEST(fts5_format, varints)
{
    static const struct {
        const char *name;
        uint64_t number;
        size_t size;
        const char *bytes;
    } ROWS[] = {
        { "0", 0, 1, "\x00" },
        { "127", 127, 1, "\x7F" },
        { "128", 128, 2, "\x81\x00" },
        { "16383", 16383, 2, "\xFF\x7F" },
        { "16384", 16384, 3, "\x81\x80\x00" },
        { "2^32", (uint64_t)1 << 32, 5, "\x90\x80\x80\x80\x00" },
        { "2^56 - 1", ((uint64_t)1 << 56) - 1, 8,
          "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x7F" },
        { "2^56", (uint64_t)1 << 56, 9,
          "\x80\xC0\x80\x80\x80\x80\x80\x80\x00" },
        { "2^64 - 1", UINT64_MAX, 9, "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF" },
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].name);
        uint8_t bytes[FTS5_VARINT_MAX];
        CHECK_INT(fts5_varint_size(ROWS[i].number), ROWS[i].size);
        CHECK_INT(fts5_varint_write(bytes, ROWS[i].number), ROWS[i].size);
        CHECK_SLICE(((struct slice){ (char *)bytes, ROWS[i].size }),
                    ((struct slice){ ROWS[i].bytes, ROWS[i].size }));
        for (size_t size = 0; size <= ROWS[i].size; size++) {
            const uint8_t *at = bytes;
            uint64_t number;
            bool whole = fts5_varint_read(&at, bytes + size, &number);
            CHECK_INT(whole, size == ROWS[i].size);
            CHECK_INT(at - bytes, size);
            if (whole) CHECK(number == ROWS[i].number);
        }
    }
}

// ---- Doclists ---------------------------------------------------------------

// The one of the drawing in fts5_doclist.h.
static size_t draw_doclist(uint8_t bytes[64])
{
    struct fts5_doclist list = { .bytes = bytes };
    fts5_doclist_add(&list, 7, 1, 3);
    fts5_doclist_add(&list, 7, 1, 10);
    fts5_doclist_add(&list, 9, 0, 0);
    fts5_doclist_add(&list, 9, 1, 2);
    fts5_doclist_close(&list);
    const struct fts5_run run = fts5_doclist_run(&list, 100);
    CHECK_INT(run.base, 100);
    CHECK_INT(run.last, 109);
    CHECK_INT(run.size, list.size);
    return list.size;
}

TEST(fts5_format, doclist)
{
    uint8_t bytes[64];
    size_t size = draw_doclist(bytes);
    CHECK_SLICE(((struct slice){ (char *)bytes, size }),
                BYTES(7, 8, 1, 1, 5, 9, 2, 8, 2, 1, 1, 4));
}

// No call needs more room than FTS5_DOCLIST_STEP, and the longest comes close.
TEST(fts5_format, doclist_room)
{
    enum { LONG = 1 << 21 }; // bytes of a list whose size needs four
    struct fts5_doclist list = { .bytes =
                                     malloc(LONG + 2 + FTS5_DOCLIST_STEP) };
    for (uint32_t i = 0; i < LONG; i++) fts5_doclist_add(&list, 0, 0, i);
    uint32_t before = list.size;
    fts5_doclist_add(&list, UINT32_MAX, FTS5_COLUMN_MAX, FTS5_POSITION_MAX);
    CHECK_INT(list.size - before, FTS5_DOCLIST_STEP - 1);
    const uint8_t *at = list.bytes + 1;
    uint64_t doubled;
    fts5_varint_read(&at, list.bytes + list.size, &doubled);
    CHECK_INT(doubled, 2 * LONG);
    CHECK_INT(at[0], 2);
    CHECK_INT(at[LONG - 1], 3);
    free(list.bytes);
}

// A random place behind another one: most in the same article.
struct step {
    uint32_t id, column, position;
};

static struct step next_step(struct step step)
{
    const uint64_t random = test_random();
    if (random % 2000 == 0) return (struct step){ step.id + 1, 0, 0 };
    if (random % 50 == 0) return (struct step){ step.id, step.column + 1, 7 };
    step.position += 1 + (uint32_t)(random >> 56);
    return step;
}

// Adds what a part has to the runs, and empties it.
static bool add_part(struct fts5_runs *runs, struct fts5_doclist *part,
                     uint32_t base)
{
    fts5_doclist_close(part);
    const struct fts5_run run = fts5_doclist_run(part, base);
    *part = (struct fts5_doclist){ .bytes = part->bytes };
    return fts5_runs_add(runs, &run);
}

// Cuts a doclist after one place in so many, articles too. Whether the runs
// give the doclist that was never cut, and tell of each article that was.
static bool is_joined(unsigned one_in)
{
    enum { PLACES = 50000, ROOM = (PLACES + 1) * FTS5_DOCLIST_STEP };
    struct fts5_doclist whole = { .bytes = malloc(ROOM) };
    struct fts5_doclist part = { .bytes = malloc(ROOM) };
    struct buffer bytes = { 0 };
    buffer_add_string(&bytes, "the term before");
    struct fts5_runs runs = { .bytes = &bytes, .start = bytes.len };
    uint32_t joined = 0, cut = 0, base = 0;
    struct step step = { 1, 0, 0 };
    for (int i = 0; i < PLACES; i++, step = next_step(step)) {
        if (part.size && test_random() % one_in == 0) {
            joined += add_part(&runs, &part, base);
            cut += runs.last == step.id;
            base = step.id; // or any before it
        }
        fts5_doclist_add(&whole, step.id, step.column, step.position);
        fts5_doclist_add(&part, step.id - base, step.column, step.position);
    }
    joined += add_part(&runs, &part, base);
    fts5_doclist_close(&whole);
    const struct slice wanted = { (const char *)whole.bytes, whole.size };
    bool equal =
        joined == cut && runs.last == whole.id
        && slice_equal(slice_from(buffer_slice(&bytes), runs.start), wanted);
    free(whole.bytes);
    free(part.bytes);
    buffer_free(&bytes);
    return equal;
}

TEST(fts5_format, runs_that_share_an_article_are_joined)
{
    CHECK(is_joined(1));
    CHECK(is_joined(3));
    CHECK(is_joined(200));
    CHECK(is_joined(20000));
}

// ---- Leaves -----------------------------------------------------------------

TEST(fts5_format, leaf)
{
    uint8_t doclist[64];
    const size_t size = draw_doclist(doclist);
    struct fts5_leaf leaf;
    CHECK(fts5_leaf_init(&leaf, 64));
    fts5_leaf_add_term(&leaf, SLICE("0ab"), 0);
    fts5_leaf_add(&leaf, doclist, size);
    fts5_leaf_add_term(&leaf, SLICE("0ac"), 2);
    fts5_leaf_add_id(&leaf, 9);
    fts5_leaf_add(&leaf, (const uint8_t *)"\x02\x02", 2);
    CHECK_INT(fts5_leaf_room(&leaf), 64 - 26 - 2);
    CHECK_SLICE(fts5_leaf_finish(&leaf),
                BYTES(0, 0, 0, 26, 3, '0', 'a', 'b', 7, 8, 1, 1, 5, 9, 2, 8, 2,
                      1, 1, 4, 2, 1, 'c', 9, 2, 2, 4, 16));
    fts5_leaf_clear(&leaf);
    CHECK(fts5_leaf_is_empty(&leaf));
    fts5_leaf_add(&leaf, (const uint8_t *)"\x05", 1);
    fts5_leaf_add_id(&leaf, 300);
    fts5_leaf_add(&leaf, (const uint8_t *)"\x02\x02", 2);
    CHECK_SLICE(fts5_leaf_finish(&leaf),
                BYTES(0, 5, 0, 9, 5, (char)0x82, 0x2C, 2, 2));
    fts5_leaf_free(&leaf);
}

// ---- Doclist indexes --------------------------------------------------------

static void open_tables(struct store *store)
{
    open_database(store, ":memory:");
    run_sql(store, "CREATE TABLE posting_data(id INTEGER PRIMARY KEY, block)");
}

static void check_block(struct store *store, int64_t id, struct slice bytes)
{
    struct buffer block = { 0 };
    CHECK_INT(fts5_block_read(store, id, &block, NULL), OFFPRINT_OK);
    CHECK_SLICE(buffer_slice(&block), bytes);
    buffer_free(&block);
}

TEST(fts5_format, doclist_index)
{
    struct store store;
    open_tables(&store);
    struct fts5_dlidx dlidx = { .store = &store, .segment = 5, .page_size = 8 };
    fts5_dlidx_begin(&dlidx, 2);
    CHECK_INT(fts5_dlidx_add_none(&dlidx, NULL), OFFPRINT_OK);
    CHECK(fts5_dlidx_is_empty(&dlidx));
    fts5_dlidx_add(&dlidx, 3, 100, NULL);
    fts5_dlidx_forget(&dlidx);
    CHECK(fts5_dlidx_is_empty(&dlidx));
    fts5_dlidx_begin(&dlidx, 2);
    fts5_dlidx_add(&dlidx, 3, 100, NULL);
    fts5_dlidx_add(&dlidx, 4, 300, NULL);
    fts5_dlidx_add_none(&dlidx, NULL);
    fts5_dlidx_add(&dlidx, 6, 305, NULL);
    CHECK_INT(fts5_dlidx_keep(&dlidx, NULL), OFFPRINT_OK);
    check_block(&store, fts5_dlidx_id(5, 0, 2),
                BYTES(0, 3, 100, (char)0x81, 0x48, 0, 5));

    // Pages of eight bytes: three of height 0 under a root.
    fts5_dlidx_begin(&dlidx, 9);
    for (uint32_t leaf = 10; leaf < 26; leaf++)
        fts5_dlidx_add(&dlidx, leaf, leaf, NULL);
    CHECK_INT(fts5_dlidx_keep(&dlidx, NULL), OFFPRINT_OK);
    check_block(&store, fts5_dlidx_id(5, 0, 9),
                BYTES(1, 10, 10, 1, 1, 1, 1, 1));
    check_block(&store, fts5_dlidx_id(5, 0, 10),
                BYTES(1, 16, 16, 1, 1, 1, 1, 1));
    check_block(&store, fts5_dlidx_id(5, 0, 11), BYTES(1, 22, 22, 1, 1, 1));
    check_block(&store, fts5_dlidx_id(5, 1, 9), BYTES(0, 9, 10, 6, 6));
    CHECK_INT(number_of(&store, "SELECT count(*) FROM posting_data"), 5);
    fts5_dlidx_free(&dlidx);
    close_database(&store);
}

// ---- Structure --------------------------------------------------------------

static enum offprint_status read_structure(struct store *store,
                                           struct slice bytes,
                                           struct fts5_structure **structure)
{
    CHECK_INT(fts5_block_write(store, FTS5_STRUCTURE_BLOCK, bytes, NULL),
              OFFPRINT_OK);
    return fts5_structure_read(store, structure, NULL);
}

TEST(fts5_format, structure)
{
    const struct slice drawn = BYTES(0, 0, 0, 0, 2, 1, 9, 0, 0, 0, 1, 1, 1, 9);
    struct store store;
    struct fts5_structure *structure;
    open_tables(&store);
    CHECK_INT(fts5_structure_read(&store, &structure, NULL), OFFPRINT_CORRUPT);
    CHECK_INT(read_structure(&store, drawn, &structure), OFFPRINT_OK);
    CHECK_INT(structure->writes, 9);
    CHECK_INT(structure->level_count, 2);
    CHECK_INT(structure->levels[1].count, 1);
    CHECK_INT(structure->segments[0].last_leaf, 9);
    CHECK_INT(fts5_structure_write(&store, structure, NULL), OFFPRINT_OK);
    check_block(&store, FTS5_STRUCTURE_BLOCK, drawn);
    free(structure);
    close_database(&store);
}

// No cut or changed byte does harm: what is read can be written, added to, and
// read again.
TEST(fts5_format, damaged_structure)
{
    const struct slice sound = BYTES(0, 0, 0, 7, 3, 4, 9, 2, 2, 1, 1, 4, 3, 2,
                                     2, 1, 1, 4, 1, 9, 0, 1, 2, 1, 1);
    struct store store;
    struct fts5_structure *structure;
    open_tables(&store);
    CHECK_INT(read_structure(&store, sound, &structure), OFFPRINT_OK);
    free(structure);
    for (size_t len = 0; len < sound.len; len++) {
        CHECK_INT(read_structure(&store, (struct slice){ sound.ptr, len },
                                 &structure),
                  OFFPRINT_CORRUPT);
        free(structure);
    }
    for (int i = 0; i < 5000; i++) {
        char bytes[64];
        memcpy(bytes, sound.ptr, sound.len);
        for (size_t k = random_below(3) + 1; k > 0; k--)
            bytes[4 + random_below(sound.len - 4)] = (char)test_random();
        const struct slice changed = { bytes, sound.len };
        if (read_structure(&store, changed, &structure)) continue;
        uint32_t number = fts5_structure_unused(structure);
        CHECK(number > 0);
        fts5_structure_add(structure,
                           (struct fts5_structure_segment){ number, 1, 1 });
        CHECK_INT(fts5_structure_write(&store, structure, NULL), OFFPRINT_OK);
        free(structure);
        CHECK_INT(fts5_structure_read(&store, &structure, NULL), OFFPRINT_OK);
        free(structure);
    }
    close_database(&store);
}

// A segment goes to level 5, behind what is there, or further where FTS5 is
// merging into that level.
TEST(fts5_format, level_of_a_segment)
{
    static const struct {
        const char *name;
        struct slice before, after;
    } ROWS[] = {
        { "empty",
          { "\0\0\0\0\0\0\0", 7 },
          { "\0\0\0\0\6\1\0"
            "\0\0\0\0\0\0\0\0\0\0\0\1\1\1\7",
            22 } },
        { "between",
          { "\0\0\0\0\7\2\0"
            "\0\1\2\1\1\0\0\0\0\0\0\0\0\0\0\0\1\1\1\1",
            27 },
          { "\0\0\0\0\7\3\0"
            "\0\1\2\1\1\0\0\0\0\0\0\0\0\0\1\3\1\7\0\1\1\1\1",
            30 } },
        { "behind",
          { "\0\0\0\0\6\1\0"
            "\0\0\0\0\0\0\0\0\0\0\0\1\2\1\1",
            22 },
          { "\0\0\0\0\6\2\0"
            "\0\0\0\0\0\0\0\0\0\0\0\2\2\1\1\1\1\7",
            25 } },
        { "merging into level 5",
          { "\0\0\0\0\6\2\0"
            "\0\0\0\0\0\0\0\0\1\1\1\1\1\0\1\2\1\1",
            25 },
          { "\0\0\0\0\7\3\0"
            "\0\0\0\0\0\0\0\0\1\1\1\1\1\0\1\2\1\1\0\1\3\1\7",
            30 } },
        { "merging from level 5",
          { "\0\0\0\0\7\2\0"
            "\0\0\0\0\0\0\0\0\0\0\1\1\1\1\1\0\1\2\1\1",
            27 },
          { "\0\0\0\0\7\3\0"
            "\0\0\0\0\0\0\0\0\0\0\1\2\1\1\1\3\1\7\0\1\2\1\1",
            30 } },
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        struct store store;
        struct fts5_structure *structure;
        test_row(ROWS[i].name);
        open_tables(&store);
        CHECK_INT(read_structure(&store, ROWS[i].before, &structure),
                  OFFPRINT_OK);
        if (!structure) continue;
        struct fts5_structure_segment added = {
            fts5_structure_unused(structure), 1, 7
        };
        fts5_structure_add(structure, added);
        CHECK_INT(fts5_structure_write(&store, structure, NULL), OFFPRINT_OK);
        check_block(&store, FTS5_STRUCTURE_BLOCK, ROWS[i].after);
        free(structure);
        close_database(&store);
    }
}

TEST(fts5_format, too_many_segments)
{
    struct fts5_structure *structure = calloc(1, sizeof *structure);
    for (uint32_t i = 1; i <= FTS5_SEGMENTS_MAX; i++) {
        CHECK_INT(fts5_structure_unused(structure), i);
        fts5_structure_add(structure,
                           (struct fts5_structure_segment){ i, 1, 1 });
    }
    CHECK_INT(fts5_structure_unused(structure), 0);
    free(structure);
}

// ---- Totals -----------------------------------------------------------------

TEST(fts5_format, totals)
{
    static const struct {
        const char *name;
        struct slice before;
        enum offprint_status status;
        struct slice after;
    } ROWS[] = {
        { "none yet", { "", 0 }, OFFPRINT_OK, { "\2\3\x81\0", 4 } },
        { "some", { "\1\1\x81\0", 4 }, OFFPRINT_OK, { "\3\4\x82\0", 4 } },
        { "a column too few", { "\1\1", 2 }, OFFPRINT_CORRUPT, { "\1\1", 2 } },
        { "a column too many",
          { "\1\1\1\1", 4 },
          OFFPRINT_CORRUPT,
          { "\1\1\1\1", 4 } },
        { "cut off", { "\1\1\x81", 3 }, OFFPRINT_CORRUPT, { "\1\1\x81", 3 } },
    };
    static const uint64_t WORDS[] = { 3, 128 };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        struct store store;
        test_row(ROWS[i].name);
        open_database(&store, ":memory:");
        run_sql(&store, "CREATE VIRTUAL TABLE posting USING fts5(c0, c1)");
        test_row(ROWS[i].name);
        fts5_block_write(&store, FTS5_TOTALS_BLOCK, ROWS[i].before, NULL);
        CHECK_INT(fts5_add_totals(&store, 2, WORDS, 2, NULL), ROWS[i].status);
        check_block(&store, FTS5_TOTALS_BLOCK, ROWS[i].after);
        close_database(&store);
    }
}
