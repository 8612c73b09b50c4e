// Results as a user of the library gets them: marks and passages.

#include "archive_index.h"
#include "base/buffer.h"

static void make_index(const char *text)
{
    test_file("archive/a.md", slice_of(text));
    index_archive(test_path("archive"));
}

// The passages of the first hit: marks in brackets, "|" between passages, "~"
// where text goes on.
static const char *passages(const char *query, int count, int width,
                            struct buffer *out)
{
    buffer_reset(out);
    offprint_index *index = open_index();
    struct offprint_search_options ask = { .query = query,
                                           .limit = 1,
                                           .snippet_count = count,
                                           .snippet_width = width };
    struct offprint_result *result = NULL;
    CHECK_INT(offprint_search(index, &ask, &result, NULL), OFFPRINT_OK);
    for (size_t h = 0; result && h < result->hit_count; h++)
        for (size_t i = 0; i < result->hits[h].snippet_count; i++) {
            const struct offprint_passage *passage =
                &result->hits[h].snippets[i];
            if (i) buffer_add_byte(out, '|');
            if (passage->starts_inside) buffer_add_byte(out, '~');
            for (size_t j = 0; j < passage->fragment_count; j++)
                buffer_format(out, passage->fragments[j].hit ? "[%s]" : "%s",
                              passage->fragments[j].text);
            if (passage->ends_inside) buffer_add_byte(out, '~');
        }
    offprint_result_free(result);
    offprint_index_close(index);
    return buffer_string(out);
}

TEST(result, marks_what_matched)
{
    static const struct {
        const char *query;
        const char *text;
        const char *want;
    } ROWS[] = {
        { "stem cells", "Of stem cells and stem.",
          "Of [stem cells] and [stem]." },
        { "\"stem cells\"", "Of stem cells and stem.",
          "Of [stem cells] and stem." },
        { "cart*", "Carts carry cartilage.", "[Carts] carry [cartilage]." },
        { "AT&T", "At AT&T at noon.", "At [AT&T] at noon." },
        { "\u4EAC", "\u6771\u4EAC\u90FD\u306F", "\u6771[\u4EAC]\u90FD\u306F" },
        { "\u6771\u4EAC\u90FD", "\u65B0\u6771\u4EAC\u90FD\u3060",
          "\u65B0[\u6771\u4EAC\u90FD]\u3060" },
        { "3\u67084\u65E5", "2019\u5E743\u67084\u65E5\u65BC",
          "2019\u5E74[3\u67084\u65E5]\u65BC" },
        { "e-mail", "An email and e-mail.", "An [email] and [e-mail]." },
        { "zebra", "No such animal here.", "No such animal here." },
        { "title:zebra animal", "A zebra is an animal.",
          "A zebra is an [animal]." },
        { "\"new yor\"* york", "In New York today.", "In [New York] today." },
    };
    struct buffer out = { 0 };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].query);
        struct buffer text = { 0 };
        buffer_format(&text, "# Zebra title\n\n%s\n", ROWS[i].text);
        make_index(buffer_string(&text));
        CHECK_STRING(passages(ROWS[i].query, 1, 200, &out), ROWS[i].want);
        buffer_free(&text);
    }
    buffer_free(&out);
}

static const char LONG_TEXT[] =
    "# Title\n\nA long beginning that says nothing at all of it, and "
    "goes on for quite a while. Alpha stands alone in this one, far "
    "from everything else that could matter. Then alpha and beta "
    "stand together here. And the end is long as well, with many "
    "words that nobody has asked for, gamma among them.\n";

// Whether every word of some passages is a whole word of the long text.
static void check_words(const char *text)
{
    static const char LETTERS[] = "abcdefghijklmnopqrstuvwxyzAT";
    while (*(text += strcspn(text, LETTERS))) {
        size_t len = strspn(text, LETTERS);
        bool whole = false;
        for (const char *at = LONG_TEXT; *(at += strcspn(at, LETTERS));
             at += strspn(at, LETTERS))
            whole |= strspn(at, LETTERS) == len && memcmp(at, text, len) == 0;
        CHECK(whole);
        text += len;
    }
}

TEST(result, passages_hold_the_most_and_end_with_words)
{
    make_index(LONG_TEXT);
    struct buffer out = { 0 };
    CHECK_STRING(passages("alpha beta", 1, 60, &out),
                 "~Then [alpha] and [beta] stand together here.~");
    // Each of several passages brings something new, in the order of the text.
    const char *two = passages("alpha beta gamma", 2, 60, &out);
    CHECK(strstr(two, "Then [alpha] and [beta]") != NULL);
    CHECK(strstr(two, "[gamma]") > strstr(two, "[beta]"));
    for (int width = 20; width < 200; width++) {
        const char *text = passages("alpha gamma", 3, width, &out);
        check_words(text); // none is cut
    }
    buffer_free(&out);
}

TEST(result, ranks_and_what_is_missing)
{
    test_file("archive/1.txt", slice_of("One\n\nalpha\n"));
    test_file("archive/2.txt", slice_of("Two\n\nalpha beta\n"));
    test_file("archive/3.txt", slice_of("Three\n\nbeta beta beta beta\n"));
    index_archive(test_path("archive"));
    offprint_index *index = open_index();
    struct offprint_search_options ask = { .query = "alpha beta", .limit = 10 };
    struct offprint_result *result;
    CHECK_INT(offprint_search(index, &ask, &result, NULL), OFFPRINT_OK);
    CHECK_INT(result->total, 3);
    CHECK_INT(result->hit_count, 3);
    CHECK_STRING(result->hits[0].article.title, "Two"); // has all words
    CHECK_INT(result->hits[0].without_count, 0);
    for (size_t i = 1; i < result->hit_count; i++) {
        CHECK_INT(result->hits[i].rank, i + 1);
        CHECK_INT(result->hits[i].without_count, 1);
    }
    offprint_result_free(result);

    // The first hits are the beginning of more of them.
    ask.limit = 1;
    ask.offset = 1;
    CHECK_INT(offprint_search(index, &ask, &result, NULL), OFFPRINT_OK);
    CHECK_INT(result->hit_count, 1);
    CHECK_INT(result->hits[0].rank, 2);
    CHECK_INT(result->total, 3);
    offprint_result_free(result);

    static const struct {
        const char *query;
        enum offprint_match match;
        uint64_t total;
    } ROWS[] = {
        { "alpha beta", OFFPRINT_MATCH_ALL, 1 },
        { "alpha beta", OFFPRINT_MATCH_ANY, 3 },
        { "alpha AND beta", OFFPRINT_MATCH_AUTO, 1 },
        { "beta -alpha", OFFPRINT_MATCH_AUTO, 1 },
        { "alpha nosuchword", OFFPRINT_MATCH_AUTO, 2 },
        { "alpha nosuchword", OFFPRINT_MATCH_ALL, 0 },
        { "-alpha", OFFPRINT_MATCH_AUTO, 1 },
        { "", OFFPRINT_MATCH_AUTO, 0 },
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].query);
        ask = (struct offprint_search_options){ .query = ROWS[i].query,
                                                .match = ROWS[i].match };
        CHECK_INT(offprint_search(index, &ask, &result, NULL), OFFPRINT_OK);
        CHECK_INT(result->total, ROWS[i].total);
        CHECK_INT(result->hit_count, 0);
        offprint_result_free(result);
    }
    offprint_index_close(index);
}

// ---- Time that is over ------------------------------------------------------

enum {
    MANY = 9000, // articles: three windows of ids
    WORDS = 36,  // that are near: so many are left to FTS5's MATCH
};

static void add_words(struct buffer *text)
{
    for (int i = 0; i < WORDS; i++) buffer_format(text, " w%d", i);
}

static void make_large_index(void)
{
    struct buffer lines = { 0 };
    for (int i = 0; i < MANY; i++) {
        buffer_format(&lines, "{\"text\":\"stem cells of the ankle %d", i);
        add_words(&lines);
        buffer_add_string(&lines, "\"}\n");
    }
    test_file("archive/a.jsonl", buffer_slice(&lines));
    buffer_free(&lines);
    index_archive(test_path("archive"));
}

static void check_timeout(const char *query, uint64_t limit, double seconds,
                          bool partial)
{
    offprint_index *index = open_index();
    struct offprint_search_options ask = { .query = query,
                                           .limit = limit,
                                           .timeout_seconds = seconds };
    struct offprint_result *result = NULL;
    CHECK_INT(offprint_search(index, &ask, &result, NULL), OFFPRINT_OK);
    CHECK(result->hit_count > 0);
    CHECK_INT(result->partial, partial);
    if (partial) CHECK(!result->total_exact || result->hit_count < limit);
    if (!partial) CHECK_INT(result->hit_count, limit);
    offprint_result_free(result);
    offprint_index_close(index);
}

TEST(result, ends_with_what_there_is)
{
    make_large_index();
    struct buffer near = { 0 };
    buffer_add_byte(&near, '"');
    add_words(&near);
    buffer_format(&near, "\"~%d", 2 * WORDS);
    static const double AT_ONCE = 1e-9, AN_HOUR = 3600;
    check_timeout("stem OR ankle", 10, 0, false);
    check_timeout("stem OR ankle", 10, AN_HOUR, false);
    check_timeout("\"cells of the ankle\"", MANY, AT_ONCE, true);
    check_timeout("stem -knee", MANY, AT_ONCE, true);
    check_timeout("\"cells of the ankle\"", MANY, AN_HOUR, false);
    check_timeout(buffer_string(&near), MANY, AT_ONCE, true);
    check_timeout(buffer_string(&near), MANY, AN_HOUR, false);
    buffer_free(&near);
}
