// Lengths in one byte: close enough, in order, and as FTS5 has them.

#include <math.h>

#include "fts5_archive.h"
#include "store/lengths.h"

// ---- Codes ------------------------------------------------------------------

static double error_of(uint64_t words)
{
    const double decoded = length_decode(length_encode(words));
    return fabs(decoded - (double)words) / (words ? (double)words : 1);
}

TEST(lengths, codes)
{
    CHECK_INT(length_encode(0), 1);
    CHECK_INT(length_encode(39), 40);
    CHECK_INT(length_encode(UINT64_MAX), LENGTH_CODES - 1);
    for (uint64_t words = 0; words < 40; words++) CHECK(error_of(words) <= 0);
    double worst = 0;
    for (uint64_t words = 40; words < 20000000; words += 1 + words / 1000)
        worst = fmax(worst, error_of(words));
    CHECK(worst < 0.0321);
}

TEST(lengths, more_words_no_smaller_code)
{
    for (unsigned code = 2; code < LENGTH_CODES; code++)
        CHECK(length_decode((uint8_t)code)
              > length_decode((uint8_t)(code - 1)));
    for (uint64_t words = 0; words < 100000; words++)
        if (length_encode(words + 1) < length_encode(words))
            CHECK_INT(words, -1);
    // Each code decodes to a length of the same code.
    for (unsigned code = 1; code < LENGTH_CODES; code++)
        CHECK_INT(
            length_encode((uint64_t)llround(length_decode((uint8_t)code))),
            code);
}

// ---- Rows -------------------------------------------------------------------

static void open_lengths(struct store *store)
{
    open_database(store, ":memory:");
    run_sql(store, "%s", LENGTH_TABLE);
    run_sql(store, "CREATE TABLE posting_docsize(id INTEGER PRIMARY KEY,"
                   " sz BLOB)");
}

static uint8_t code_at(struct store *store, int64_t id)
{
    uint8_t codes[LENGTH_WINDOW];
    CHECK_INT(lengths_read(store, id / LENGTH_WINDOW, codes, NULL),
              OFFPRINT_OK);
    return codes[id % LENGTH_WINDOW];
}

TEST(lengths, written_windows)
{
    enum { IDS = 5 * LENGTH_WINDOW };
    static uint8_t model[IDS];
    struct store store;
    open_lengths(&store);
    memset(model, 0, sizeof model);
    for (int i = 0; i < 200; i++) {
        uint8_t codes[2 * LENGTH_WINDOW];
        const size_t first = random_below(IDS);
        size_t count = random_below(random_below(2) ? 10 : sizeof codes);
        if (count > IDS - first) count = IDS - first;
        for (size_t j = 0; j < count; j++)
            codes[j] = (uint8_t)(1 + random_below(255));
        memcpy(model + first, codes, count);
        CHECK_INT(lengths_write(&store, (int64_t)first, codes, count, NULL),
                  OFFPRINT_OK);
    }
    for (int64_t window = 0; window <= IDS / LENGTH_WINDOW; window++) {
        static const uint8_t none[LENGTH_WINDOW];
        uint8_t codes[LENGTH_WINDOW];
        CHECK_INT(lengths_read(&store, window, codes, NULL), OFFPRINT_OK);
        const uint8_t *wanted = window < IDS / LENGTH_WINDOW
                                    ? model + window * LENGTH_WINDOW
                                    : none;
        CHECK(memcmp(codes, wanted, sizeof codes) == 0);
    }
    close_database(&store);
}

// What FTS5 has is what was written, also behind gaps of whole windows, and
// nothing else stays.
TEST(lengths, rebuilt_from_the_postings)
{
    struct store store;
    open_lengths(&store);
    const uint8_t stale = 200;
    CHECK_INT(lengths_write(&store, 3, &stale, 1, NULL), OFFPRINT_OK);
    int64_t ids[300], id = 3;
    uint32_t words[300][3];
    for (size_t i = 0; i < 300; i++) {
        id += 1 + (int64_t)random_below(random_below(20) ? 30 : 20000);
        ids[i] = id;
        for (size_t c = 0; c < 3; c++)
            words[i][c] = (uint32_t)random_below(1 << random_below(18));
        CHECK_INT(fts5_add_lengths(&store, id, words[i], 3, NULL), OFFPRINT_OK);
    }
    CHECK_INT(lengths_rebuild(&store, NULL), OFFPRINT_OK);
    CHECK_INT(code_at(&store, 3), 0);
    CHECK_INT(code_at(&store, id + 1), 0);
    for (size_t i = 0; i < 300; i++) {
        uint8_t asked;
        const uint8_t wanted =
            length_encode((uint64_t)words[i][0] + words[i][1]);
        CHECK_INT(code_at(&store, ids[i]), wanted);
        CHECK_INT(lengths_ask(&store, ids[i], &asked, NULL), OFFPRINT_OK);
        CHECK_INT(asked, wanted);
    }
    uint8_t none;
    CHECK_INT(lengths_ask(&store, id + 1, &none, NULL), OFFPRINT_OK);
    CHECK_INT(none, 0);
    close_database(&store);
}
