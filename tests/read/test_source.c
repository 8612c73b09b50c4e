#include "read/source.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include "base/buffer.h"
#include "read/raw.h"
#include "read/reading.h"
#include "test.h"

static void release(struct slice bytes)
{
    free((void *)(uintptr_t)bytes.ptr);
}

static void check_report(const struct reading *reading, enum source_state state,
                         const char *kind, const char *message)
{
    CHECK_INT(reading->report.state, state);
    CHECK_STRING(reading->report.kind, kind);
    CHECK_STRING(reading->report.message, message);
}

// ---- What cannot be read ----------------------------------------------------

TEST(source, missing)
{
    struct reading *reading = read_path(test_path("none.md"));
    check_report(reading, SOURCE_FAILED, "markdown", "does not exist");
    CHECK_INT(reading->count, 0);
    reading_free(reading);
}

TEST(source, folder)
{
    struct reading *reading = read_path(test_folder());
    check_report(reading, SOURCE_FAILED, "unknown", "is a folder, not a file");
    reading_free(reading);
}

TEST(source, pipe)
{
    const char *path = test_path("pipe.txt");
    CHECK_INT(mkfifo(path, 0600), 0);
    struct reading *reading = read_path(path);
    check_report(reading, SOURCE_FAILED, "text", "is not a regular file");
    reading_free(reading);
}

TEST(source, unreadable)
{
    const char *path = test_file("secret.txt", SLICE("text"));
    CHECK_INT(chmod(path, 0), 0);
    bool is_root = become_nobody();
    struct reading *reading = read_path(path);
    if (is_root) become_root();
    check_report(reading, SOURCE_FAILED, "text",
                 "may not be read (Permission denied; check its mode)");
    reading_free(reading);
}

TEST(source, skipped)
{
    static const struct {
        const char *name;
        struct slice bytes;
        const char *kind, *message;
    } ROWS[] = {
        { "empty.txt", { "", 0 }, "empty", "empty" },
        { "blank.html", { " \n\n", 3 }, "empty", "empty" },
        { "mark.md", { "\xEF\xBB\xBF\n", 4 }, "empty", "empty" },
        { "binary", { "\0\1\2\3", 4 }, "binary", "binary" },
        { "named.txt", { "%PDF-1.4", 8 }, "pdf", "PDF is not supported yet" },
        { "a.css", { "p {}", 4 }, "style", "a style sheet is not an article" },
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].name);
        struct reading *reading = read_bytes(ROWS[i].name, ROWS[i].bytes);
        check_report(reading, SOURCE_SKIPPED, ROWS[i].kind, ROWS[i].message);
        CHECK_INT(reading->count, 0);
        reading_free(reading);
    }
    // Also when it is packed.
    struct slice packed = gzipped(SLICE(""));
    struct reading *reading = read_bytes("empty.md.gz", packed);
    check_report(reading, SOURCE_SKIPPED, "empty", "empty");
    reading_free(reading);
    release(packed);
}

TEST(source, json_without_articles_is_skipped)
{
    struct reading *reading =
        read_bytes("package.json", SLICE("{\"name\":\"x\",\"private\":true}"));
    check_report(reading, SOURCE_SKIPPED, "json",
                 "no article is in this JSON (--map names other fields)");
    reading_free(reading);
    reading = read_bytes("story.json", SLICE("{\"title\":\"A\"}"));
    check_report(reading, SOURCE_READ, "jsonl", "");
    reading_free(reading);
}

// ---- Compression ------------------------------------------------------------

TEST(source, compressed)
{
    struct slice text = SLICE("Title\n\nSome text that is compressed.\n");
    struct slice gz = gzipped(text), zst = zstandard(text);
    struct {
        const char *name;
        struct slice bytes;
    } rows[] = {
        { "a.txt.gz", gz },  { "a.txt.zst", zst }, { "a.txt", gz },
        { "a.txt.gz", zst }, { "a.txt.gz", text }, { "a", gz },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        test_row(rows[i].name);
        struct reading *reading = read_bytes(rows[i].name, rows[i].bytes);
        check_report(reading, SOURCE_READ, "text", "");
        CHECK_SLICE(reading->articles[0].title, SLICE("Title"));
        CHECK_INT(reading->report.bytes, rows[i].bytes.len);
        reading_free(reading);
    }
    release(gz);
    release(zst);
}

// Two members, a skippable frame, zeros: all that may stand in such files.
TEST(source, several_members)
{
    struct slice one = SLICE("Title\n\nfirst, "), two = SLICE("second.");
    struct slice parts[] = { gzipped(one), gzipped(two), zstandard(one),
                             zstandard(two) };
    struct buffer gz = { 0 }, zst = { 0 };
    buffer_add(&gz, parts[0]);
    buffer_add(&gz, parts[1]);
    for (int i = 0; i < 300000; i++) buffer_add_byte(&gz, '\0');
    buffer_add(&zst, (struct slice){ "\x52\x2A\x4D\x18\3\0\0\0abc", 11 });
    buffer_add(&zst, parts[2]);
    buffer_add(&zst, parts[3]);
    struct slice files[] = { buffer_slice(&gz), buffer_slice(&zst) };
    for (size_t i = 0; i < 2; i++) {
        struct reading *reading = read_bytes("a.txt", files[i]);
        check_report(reading, SOURCE_READ, "text", "");
        CHECK_SLICE(reading->articles[0].body, SLICE("first, second."));
        CHECK_INT(reading->report.bytes, files[i].len);
        reading_free(reading);
    }
    for (size_t i = 0; i < 4; i++) release(parts[i]);
    buffer_free(&gz);
    buffer_free(&zst);
}

static struct slice incompressible_text(struct buffer *buffer, size_t lines)
{
    for (size_t i = 0; i < lines; i++)
        buffer_format(buffer, "{\"title\":\"%016llx%016llx\"}\n",
                      (unsigned long long)test_random(),
                      (unsigned long long)test_random());
    return buffer_slice(buffer);
}

// Cut at any byte: never an article out of half a document, and of JSON lines
// those that came whole.
TEST(source, cut_off)
{
    struct buffer buffer = { 0 };
    struct slice text = incompressible_text(&buffer, 50);
    struct slice packed[] = { gzipped(text), zstandard(text) };
    for (size_t i = 0; i < 2; i++) {
        size_t header = i == 0 ? 3 : 4; // below it is not known as packed
        for (size_t len = header; len < packed[i].len; len += 13) {
            struct slice cut = { packed[i].ptr, len };
            struct reading *reading = read_bytes("a.txt", cut);
            CHECK_INT(reading->report.state, SOURCE_FAILED);
            CHECK_INT(reading->count, 0);
            CHECK_STRING(reading->report.message,
                         "ends too early: the compressed data is cut off (get "
                         "a whole copy)");
            reading_free(reading);

            reading = read_bytes("a.jsonl", cut);
            CHECK_INT(reading->report.state,
                      reading->count ? SOURCE_PARTLY : SOURCE_FAILED);
            CHECK_INT(reading->report.failed_members, 0);
            for (size_t j = 0; j < reading->count && j < 50; j++)
                CHECK_INT(reading->articles[j].title.len, 32);
            reading_free(reading);
        }
    }
    release(packed[0]);
    release(packed[1]);
    buffer_free(&buffer);
}

// A flipped bit: an error or, in fields without a checksum, the same text.
TEST(source, damaged)
{
    struct slice text = SLICE("Title\n\nBody of a damaged file, long enough.");
    struct slice packed[] = { gzipped(text), zstandard(text) };
    for (size_t i = 0; i < 2; i++) {
        char bytes[256];
        for (size_t at = 4; at < packed[i].len; at++) {
            memcpy(bytes, packed[i].ptr, packed[i].len);
            bytes[at] ^= 0x10;
            struct reading *reading =
                read_bytes("a.txt", (struct slice){ bytes, packed[i].len });
            CHECK(reading->report.state != SOURCE_PARTLY);
            CHECK_INT(reading->count, reading->report.state == SOURCE_READ);
            // Debian's zstd adds a checksum on the command line alone.
            if (i == 0 && reading->count)
                CHECK_SLICE(reading->articles[0].title, SLICE("Title"));
            reading_free(reading);
        }
        release(packed[i]);
    }
}

TEST(source, rubbish_behind_gzip)
{
    struct slice gz = gzipped(SLICE("{\"title\":\"A\"}\n"));
    struct buffer file = { 0 };
    buffer_add(&file, gz);
    buffer_add_string(&file, "rubbish");
    struct reading *reading = read_bytes("a.jsonl.gz", buffer_slice(&file));
    check_report(reading, SOURCE_PARTLY, "jsonl",
                 "is damaged: what follows a gzip member is none (get a whole "
                 "copy)");
    CHECK_INT(reading->count, 1);
    reading_free(reading);
    release(gz);
    buffer_free(&file);
}

TEST(source, too_large_a_window)
{
    // Magic number, a frame without a size, a window of 2 GiB, an empty block.
    static const char FRAME[] = "\x28\xB5\x2F\xFD\0\xA8\1\0";
    struct reading *reading =
        read_bytes("a.txt.zst", (struct slice){ FRAME, 9 });
    check_report(reading, SOURCE_FAILED, "text",
                 "needs more than 128 MiB of zstd window (decompress it "
                 "first)");
    reading_free(reading);
}

// ---- Limits -----------------------------------------------------------------

TEST(source, bombs)
{
    enum { BOMB = 100 * 1000 * 1000 };
    char *zeros = calloc(1, BOMB);
    struct slice packed = gzipped((struct slice){ zeros, BOMB });
    struct reading *reading = read_bytes("zeros.txt.gz", packed);
    check_report(reading, SOURCE_SKIPPED, "binary", "binary");
    reading_free(reading);
    release(packed);

    memset(zeros, 'a', BOMB);
    packed = gzipped((struct slice){ zeros, BOMB });
    static const char *const NAMES[] = { "a.txt.gz", "a.md.gz" };
    for (size_t i = 0; i < 2; i++) {
        reading = read_bytes(NAMES[i], packed);
        CHECK_INT(reading->report.state, SOURCE_FAILED);
        CHECK_STRING(reading->report.message,
                     "is larger than 64 MiB (cut it in pieces)");
        reading_free(reading);
    }
    reading = read_bytes("a.jsonl.gz", packed);
    CHECK_INT(reading->report.state, SOURCE_FAILED);
    CHECK_STRING(buffer_string(&reading->problems),
                 "line 1: is longer than 64 MiB\n");
    reading_free(reading);
    release(packed);
    free(zeros);
}

// An archive does not shrink to a thousandth; one line of gibibytes does.
TEST(source, endless_line)
{
    enum { PIECE = 64 * 1024 * 1024 };
    char *bytes = malloc(PIECE);
    memset(bytes, 'x', PIECE);
    struct slice start = zstandard(SLICE("{\"title\":\"A\"}\n"));
    struct slice piece = zstandard((struct slice){ bytes, PIECE });
    struct buffer file = { 0 };
    buffer_add(&file, start);
    for (int i = 0; i < 17; i++) buffer_add(&file, piece);
    struct reading *reading = read_bytes("a.jsonl.zst", buffer_slice(&file));
    check_report(reading, SOURCE_PARTLY, "jsonl",
                 "decompresses to more than 1,000 times its size (decompress "
                 "it first, if that is meant)");
    CHECK_INT(reading->count, 1);
    reading_free(reading);
    release(start);
    release(piece);
    buffer_free(&file);
    free(bytes);
}

TEST(source, overlong_titles_are_cut)
{
    struct buffer text = { 0 };
    buffer_add_string(&text, "# ");
    for (int i = 0; i < 600; i++) buffer_add_string(&text, "é");
    buffer_add_string(&text, "\n\nText.");
    struct reading *reading = read_bytes("a.md", buffer_slice(&text));
    CHECK_INT(reading->articles[0].title.len, 1000);
    reading_free(reading);
    buffer_reset(&text);
    buffer_add_string(&text, "{\"title\":\"z");
    for (int i = 0; i < 600; i++) buffer_add_string(&text, "é");
    buffer_add_string(&text, "\"}");
    reading = read_bytes("a.jsonl", buffer_slice(&text));
    CHECK_INT(reading->articles[0].title.len, 999);
    reading_free(reading);
    buffer_free(&text);
}

// ---- Hashes and changes -----------------------------------------------------

TEST(source, hashes)
{
    struct buffer buffer = { 0 };
    struct slice text = incompressible_text(&buffer, 20000);
    const char *path = test_file("a.jsonl", text);
    XXH128_canonical_t want;
    XXH128_canonicalFromHash(&want, XXH3_128bits(text.ptr, text.len));
    struct content_hash hash;
    CHECK_INT(source_hash(path, &hash, NULL), OFFPRINT_OK);
    CHECK(memcmp(hash.bytes, want.digest, sizeof hash.bytes) == 0);
    struct reading *reading = read_path(path);
    CHECK(memcmp(reading->report.hash.bytes, want.digest, sizeof hash.bytes)
          == 0);
    CHECK_INT(reading->report.bytes, text.len);
    CHECK_INT(reading->count, 20000);
    reading_free(reading);
    CHECK_INT(source_hash(test_path("none"), &hash, NULL), OFFPRINT_NOT_FOUND);
    CHECK_INT(source_hash(test_folder(), &hash, NULL), OFFPRINT_IO);
    buffer_free(&buffer);
}

TEST(source, hashes_of_packed_files_are_of_the_file)
{
    struct slice packed = gzipped(SLICE("Title\n\nText."));
    const char *path = test_file("a.txt.gz", packed);
    struct content_hash hash;
    CHECK_INT(source_hash(path, &hash, NULL), OFFPRINT_OK);
    struct reading *reading = read_path(path);
    CHECK(memcmp(reading->report.hash.bytes, hash.bytes, sizeof hash.bytes)
          == 0);
    reading_free(reading);
    release(packed);
}

TEST(source, a_file_that_shrinks)
{
    struct offprint_error err;
    struct raw raw;
    char bytes[4];
    size_t got;
    const char *path = test_file("a.txt", SLICE("eight by"));
    CHECK_INT(raw_init(&raw, NULL), OFFPRINT_OK);
    CHECK_INT(raw_open(&raw, path, NULL), OFFPRINT_OK);
    CHECK_INT(raw_read(&raw, bytes, 4, &got, NULL), OFFPRINT_OK);
    CHECK_INT(got, 4);
    CHECK_INT(truncate(path, 4), 0);
    CHECK_INT(raw_read(&raw, bytes, 4, &got, &err), OFFPRINT_IO);
    CHECK_STRING(err.message, "ends too early: the file became shorter while "
                              "it was read (try again)");
    CHECK(!raw.ended);
    raw_free(&raw);
}

struct shrinking {
    const char *path;
    int articles;
};

static enum offprint_status shrink_file(void *context,
                                        const struct article *article,
                                        struct offprint_error *err)
{
    (void)article;
    (void)err;
    struct shrinking *shrinking = context;
    if (shrinking->articles++ == 0 && truncate(shrinking->path, 600000))
        perror(shrinking->path);
    return OFFPRINT_OK;
}

static enum offprint_status no_problem(void *context, const char *member,
                                       const char *message,
                                       struct offprint_error *err)
{
    (void)err;
    (void)context;
    printf("%s: %s\n", member, message);
    CHECK(false);
    return OFFPRINT_OK;
}

TEST(source, json_lines_that_shrink_are_read_in_part)
{
    struct buffer buffer = { 0 };
    const char *path =
        test_file("a.jsonl", incompressible_text(&buffer, 40000));
    struct shrinking shrinking = { path, 0 };
    struct source_sink sink = { &shrinking, shrink_file, no_problem };
    struct reader_options options = { 0 };
    struct reader *reader;
    struct source_report report;
    CHECK_INT(reader_open(&options, &reader, NULL), OFFPRINT_OK);
    CHECK_INT(reader_read(reader, path, &sink, &report, NULL), OFFPRINT_OK);
    CHECK_INT(report.state, SOURCE_PARTLY);
    CHECK(shrinking.articles > 10000 && shrinking.articles < 20000);
    CHECK(
        slice_starts_with(slice_of(report.message), SLICE("ends too early: ")));
    reader_close(reader);
    buffer_free(&buffer);
}

// ---- Anything at all --------------------------------------------------------

// A valid source of each kind with some bytes changed. read_bytes() checks what
// comes out.
TEST(source, survives_mutations)
{
    static const char *const FILES[][2] = {
        { "a.html", "<!doctype html><html lang=en><head><meta charset=utf-8>"
                    "<title>A page</title></head><body><article><h1>A page"
                    "</h1><p>Some text, long enough to be a paragraph of an "
                    "article.</p></article></body></html>" },
        { "a.md", "---\ntitle: A\ntags: [b, c]\nauthor: {name: D}\n---\n"
                  "# A\n\n- [b](c)\n\n| d | e |\n|---|---|\n| f | g |\n\n"
                  "![h](i) `j` &amp; <b>k</b>\n" },
        { "a.txt", "Title\n\nText in \xC3\xA9 UTF-8 \xE6\x97\xA5.\r\n" },
        { "a.jsonl", "{\"id\":1,\"title\":\"A\",\"text\":\"b\\u00e9\\nc\"}\n"
                     "{\"title\":\"B\",\"tags\":[\"c\",{\"name\":\"d\"}]}\n" },
        { "a", "From: a@b.c\nMessage-ID: <d>\n\nText.\n" },
    };
    for (int round = 0; round < 1000; round++) {
        size_t file = test_random() % (sizeof FILES / sizeof FILES[0]);
        char bytes[600];
        size_t len = strlen(FILES[file][1]);
        memcpy(bytes, FILES[file][1], len);
        for (uint64_t i = test_random() % 6; i > 0; i--)
            bytes[test_random() % len] = (char)test_random();
        if (test_random() % 4 == 0) len = test_random() % (len + 1);
        struct slice content = { bytes, len };
        struct slice packed =
            test_random() % 4 == 0 ? gzipped(content) : (struct slice){ 0 };
        struct reading *reading =
            read_bytes(FILES[file][0], packed.len ? packed : content);
        reading_free(reading);
        release(packed);
    }
}

// ---- One source after another -----------------------------------------------

static enum offprint_status count_article(void *context,
                                          const struct article *article,
                                          struct offprint_error *err)
{
    (void)article, (void)err;
    ++*(int *)context;
    return OFFPRINT_OK;
}

static enum offprint_status pass_problem(void *context, const char *member,
                                         const char *message,
                                         struct offprint_error *err)
{
    (void)err;
    (void)context, (void)member, (void)message;
    return OFFPRINT_OK;
}

// Nothing of one source may be seen in the report of the next.
TEST(source, readers_keep_nothing)
{
    struct slice gz = gzipped(SLICE("Packed\n\nText."));
    const char *const PATHS[] = {
        test_file("a.jsonl", SLICE("{\"title\":\"A\",\"lang\":\"en\"}\nx\n")),
        test_file("b.md.gz", (struct slice){ gz.ptr, gz.len - 5 }),
        test_file("c.txt.gz", gz),
        test_file("d.md", SLICE("---\na: b: c\n---\n# D\n")),
        test_file("e.txt", SLICE("E\n\n\xE9")),
    };
    enum { COUNT = sizeof PATHS / sizeof PATHS[0] };
    int articles = 0;
    struct source_sink sink = { &articles, count_article, pass_problem };
    struct reader_options options = { 0 };
    struct reader *reader;
    CHECK_INT(reader_open(&options, &reader, NULL), OFFPRINT_OK);
    for (int round = 0; round < 50; round++) {
        const char *path = PATHS[test_random() % COUNT];
        test_row(path);
        struct source_report report;
        CHECK_INT(reader_read(reader, path, &sink, &report, NULL), OFFPRINT_OK);
        struct reading *fresh = read_path(path);
        CHECK_STRING(report.message, fresh->report.message);
        CHECK_STRING(report.charset, fresh->report.charset);
        CHECK_INT(report.state, fresh->report.state);
        CHECK_INT(report.articles, fresh->report.articles);
        CHECK_INT(report.bytes, fresh->report.bytes);
        reading_free(fresh);
    }
    CHECK(articles > 0);
    reader_close(reader);
    release(gz);
}

// ---- Where values are from, and what was put right --------------------------

TEST(source, says_where_values_are_from)
{
    static const struct {
        const char *name, *content, *title, *authors, *published;
    } ROWS[] = {
        { "a.txt", "Title\n\nText", "first line", NULL, NULL },
        { "a.txt", "Text alone", "file name", NULL, NULL },
        { "a.md", "# Heading\n\nText", "first heading", NULL, NULL },
        { "a.md", "---\ntitle: T\nByline: A\ndate: 2019\n---\nText",
          "front matter title", "front matter byline", "front matter date" },
        { "a.md", "---\nauthor: A\n---\n# Heading\n\nText", "first heading",
          "front matter author", NULL },
        { "a.jsonl", "{\"headline\":\"T\",\"author\":[\"A\"],\"text\":\"x\"}",
          "headline", "author", NULL },
        { "a.jsonl", "{\"text\":\"x\",\"date\":\"2019\"}",
          "beginning of the text", NULL, "date" },
        { "a.jsonl", "{\"id\":\"x\"}", "id", NULL, NULL },
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].content);
        struct reading *reading =
            read_bytes(ROWS[i].name, slice_of(ROWS[i].content));
        const struct article_sources *sources = &reading->sources;
        CHECK_STRING(sources->title, ROWS[i].title);
        CHECK_STRING(sources->authors, ROWS[i].authors);
        CHECK_STRING(sources->published, ROWS[i].published);
        CHECK(sources->url == NULL);
        reading_free(reading);
    }
}

TEST(source, mojibake_is_repaired_and_said)
{
    static const char NOTE[] = "7 characters of UTF-8 had been read as Latin-1 "
                               "and were repaired";
    static const struct {
        const char *name, *content, *body, *message;
    } ROWS[] = {
        { "a.txt", "CafÃ© fermÃ©\n\nDÃ©jÃ\u00A0 fermÃ©, cet Ã©tÃ©",
          "Déjà fermé, cet été", "" },
        { "a.html",
          "<title>CafÃ© fermÃ©</title><p>DÃ©jÃ\u00A0 fermÃ©, cet Ã©tÃ©",
          "Déjà fermé, cet été", "" },
        { "a.jsonl",
          "{\"title\":\"CafÃ© fermÃ©\",\"text\":\"DÃ©jÃ\u00A0 fermÃ©, cet Ã©tÃ©\"}",
          "Déjà fermé, cet été", "" },
        { "a.jsonl",
          "{\"title\":\"CafÃ© fermÃ©\",\"text\":\"DÃ©jÃ\u00A0 fermÃ©, cet Ã©tÃ©\"}\n{",
          "Déjà fermé, cet été",
          "1 of 2 lines could not be read, first line 2: parse error: premature "
          "EOF; " },
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].content);
        struct reading *reading =
            read_bytes(ROWS[i].name, slice_of(ROWS[i].content));
        struct slice message = slice_of(reading->report.message);
        CHECK_SLICE(reading->articles[0].body, slice_of(ROWS[i].body));
        CHECK_INT(reading->report.repaired, 7);
        CHECK_INT(reading->report.replaced, 0);
        CHECK(slice_ends_with(message, slice_of(NOTE)));
        CHECK_SLICE(((struct slice){ message.ptr, message.len - strlen(NOTE) }),
                    slice_of(ROWS[i].message));
        reading_free(reading);
    }
}

TEST(source, whole_pages)
{
    const char *path = test_file(
        "a.html",
        SLICE("<title>T</title><nav>Home</nav><article><p>An article of one "
              "sentence that is long enough to be taken for one, with commas, "
              "and with more than a hundred letters, as it should "
              "be.</article><footer>Imprint</footer><div hidden>Not "
              "shown</div>"));
    static const char *const BODIES[] = {
        "An article of one sentence that is long enough to be taken for one, "
        "with commas, and with more than a hundred letters, as it should be.",
        "Home\nAn article of one sentence that is long enough to be taken for "
        "one, with commas, and with more than a hundred letters, as it should "
        "be.\nImprint\nNot shown",
    };
    for (int whole = 0; whole < 2; whole++) {
        test_row(whole ? "whole" : "article");
        const struct reader_options options = { .whole_pages = whole };
        struct reading *reading = read_with(path, &options);
        CHECK_INT(reading->articles[0].kind, whole ? PAGE_WHOLE : PAGE_ARTICLE);
        CHECK_SLICE(reading->articles[0].body, slice_of(BODIES[whole]));
        reading_free(reading);
    }
}

// A pipe and a file, from where it was read up to.
TEST(source, standard_input)
{
    int standard = dup(STDIN_FILENO), ends[2];
    CHECK_INT(pipe(ends), 0);
    CHECK_INT(write(ends[1], "Title\n\nText", 11), 11);
    close(ends[1]);
    CHECK_INT(dup2(ends[0], STDIN_FILENO), STDIN_FILENO);
    close(ends[0]);
    struct reading *reading = read_path(NULL);
    CHECK_SLICE(reading->articles[0].title, SLICE("Title"));
    reading_free(reading);

    struct slice packed = gzipped(SLICE("Text alone"));
    int file = open(test_file("input", packed), O_RDONLY);
    release(packed);
    CHECK_INT(dup2(file, STDIN_FILENO), STDIN_FILENO);
    close(file);
    reading = read_path(NULL);
    CHECK_SLICE(reading->articles[0].title, SLICE("untitled"));
    CHECK_SLICE(reading->articles[0].body, SLICE("Text alone"));
    reading_free(reading);
    dup2(standard, STDIN_FILENO);
    close(standard);
}
