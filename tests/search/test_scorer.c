// What an article scores.

#include <math.h>

#include "archive_index.h"

// BM25 as it stands in the books, for one word.
static double bm25(double articles, double holding, double occurrences,
                   double length, double average_length)
{
    static const double K1 = 1.2, B = 0.75;
    double idf = log(1 + (articles - holding + 0.5) / (holding + 0.5));
    double norm = K1 * (1 - B + B * length / average_length);
    return idf * occurrences * (K1 + 1) / (occurrences + norm);
}

TEST(scorer, bm25_is_that_of_the_books)
{
    // Words of title and body: 4, 3, 2.
    test_file("archive/a.md", SLICE("# Tide\n\ntide tides gauge"));
    test_file("archive/b.md", SLICE("# Boat\n\ntide boat"));
    test_file("archive/c.md", SLICE("# Bees\n\nbees"));
    index_archive(test_path("archive"));
    offprint_index *index = open_index();
    struct offprint_search_options ask = { .query = "tide",
                                           .match = OFFPRINT_MATCH_ANY,
                                           .scorer = OFFPRINT_SCORER_BM25,
                                           .exact = true,
                                           .limit = 10,
                                           .ids_only = true };
    struct offprint_result *result = NULL;
    CHECK_INT(offprint_search(index, &ask, &result, NULL), OFFPRINT_OK);
    CHECK(result && result->hit_count == 2);
    if (result && result->hit_count == 2) {
        const struct offprint_hit *hits = result->hits;
        CHECK(fabs(hits[0].score - bm25(3, 2, 2, 4, 3)) < 1e-4);
        CHECK(fabs(hits[1].score - bm25(3, 2, 1, 3, 3)) < 1e-4);
        CHECK(hits[0].article.id != 0 && !hits[0].article.title);
        CHECK(result->ranking_ms > 0
              && result->ranking_ms <= result->elapsed_ms);
    }
    offprint_result_free(result);
    offprint_index_close(index);
}
