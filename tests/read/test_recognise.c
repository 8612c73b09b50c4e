#include "read/recognise.h"

#include <string.h>

#include "read/source.h"
#include "test.h"

TEST(recognise, names)
{
    static const struct {
        const char *path, *kind;
    } ROWS[] = {
        { "a.html", "html" },
        { "a.HTM", "html" },
        { "/x/y.xhtml", "html" },
        { "a.md", "markdown" },
        { "a.Markdown", "markdown" },
        { "a.txt", "text" },
        { "a.jsonl", "jsonl" },
        { "a.ndjson", "jsonl" },
        { "a.md.gz", "markdown" },
        { "a.jsonl.zst", "jsonl" },
        { "a.html.GZ", "html" },
        { "a", NULL },
        { "a.pdf", NULL },
        { "a.gz", NULL },
        { ".md", "markdown" },
        { "dir.md/file", NULL },
        { "a.css", NULL },
        { "a.", NULL },
        { "", NULL },
        { "a.very-long-extension-of-no-kind", NULL },
        { "md", NULL },
        { "a. txt", NULL },
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].path);
        CHECK_STRING(kind_of_name(ROWS[i].path), ROWS[i].kind);
    }
}

static void check_recognised(const char *path, struct slice head,
                             enum format format, const char *kind,
                             const char *message)
{
    struct recognised recognised;
    recognise(path, head, &recognised);
    CHECK_INT(recognised.format, format);
    CHECK_STRING(recognised.kind, kind);
    CHECK_STRING(recognised.message, message);
}

TEST(recognise, texts)
{
    static const struct {
        const char *path, *head;
        enum format format;
        const char *kind;
    } ROWS[] = {
        // The name says it.
        { "a.html", "no markup at all", FORMAT_HTML, "html" },
        { "a.md", "{\"a\":1}\n{\"a\":2}\n", FORMAT_MARKDOWN, "markdown" },
        { "a.md", "<!DOCTYPE html>", FORMAT_MARKDOWN, "markdown" },
        { "a.md", "#!/bin/sh is how scripts begin", FORMAT_MARKDOWN,
          "markdown" },
        { "a.txt", "{\"a\":1}\n", FORMAT_TEXT, "text" },
        { "a.txt", "# Heading", FORMAT_TEXT, "text" },
        { "a.jsonl", "not json", FORMAT_JSONL, "jsonl" },
        // The content says otherwise.
        { "a.txt", "  <!doctype HTML><p>a", FORMAT_HTML, "html" },
        { "a.xml", "<?xml version='1.0'?>\n<!-- c -->\n<html>", FORMAT_HTML,
          "html" },
        { "index.php", "<html><body>", FORMAT_HTML, "html" },
        { "a.json", "{\"title\":\"a\"}\n{\"title\":\"b\"}\n", FORMAT_JSONL,
          "jsonl" },
        // The content alone.
        { "a", "<HTML>", FORMAT_HTML, "html" },
        { "a.dump", "{\"a\":1}\n", FORMAT_JSONL, "jsonl" },
        { "a", "---\ntitle: A\n---\n", FORMAT_MARKDOWN, "markdown" },
        { "a", "# Heading\n", FORMAT_MARKDOWN, "markdown" },
        { "a", "---\nonly a rule", FORMAT_TEXT, "text" },
        { "a", "Plain text.", FORMAT_TEXT, "text" },
        { "a.tex", "\\documentclass{article}", FORMAT_TEXT, "text" },
        { "README", "From here on it is text.\n", FORMAT_TEXT, "text" },
        { "memo", "From: A\nTo: B\nSubject: C\n\nText", FORMAT_TEXT, "text" },
        { "a", "ID3 tags are short", FORMAT_TEXT, "text" },
        { "a", "BMW and MZ made motorcycles", FORMAT_TEXT, "text" },
        { "a", "PK is text without its two bytes", FORMAT_TEXT, "text" },
        { "a", "\xEF\xBB\xBF# Marked\n", FORMAT_MARKDOWN, "markdown" },
        { "a", "\x1B$B$3$s\x1B(B", FORMAT_TEXT, "text" },
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].head);
        check_recognised(ROWS[i].path, slice_of(ROWS[i].head), ROWS[i].format,
                         ROWS[i].kind, "");
    }
}

TEST(recognise, wide_texts)
{
    static const struct {
        const char *path;
        struct slice head;
        enum format format;
        const char *kind;
    } ROWS[] = {
        { "a.txt", { "\xFF\xFEH\0i\0", 6 }, FORMAT_TEXT, "text" },
        { "a", { "\xFE\xFF\0<\0H\0T\0M\0L", 12 }, FORMAT_HTML, "html" },
        { "a",
          { "#\0 \0A\0 \0t\0i\0t\0l\0e\0", 18 },
          FORMAT_MARKDOWN,
          "markdown" },
        { "a",
          { "\xFF\xFE\0\0#\0\0\0 \0\0\0A\0\0\0", 16 },
          FORMAT_MARKDOWN,
          "markdown" },
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        char row[8];
        snprintf(row, sizeof row, "%zu", i);
        test_row(row);
        check_recognised(ROWS[i].path, ROWS[i].head, ROWS[i].format,
                         ROWS[i].kind, "");
    }
}

TEST(recognise, what_is_not_read)
{
    static const struct {
        const char *path, *head;
        const char *kind, *message;
    } ROWS[] = {
        { "a.txt", "", "empty", "empty" },
        { "a.html", " \n\t", "empty", "empty" },
        { "a.txt", "%PDF-1.7\n", "pdf", "PDF is not supported yet" },
        { "a", "%!PS-Adobe-3.0", "postscript",
          "PostScript is not supported yet" },
        { "a.doc", "{\\rtf1\\ansi", "rtf", "RTF is not supported yet" },
        { "a", "WARC/1.0\r\n", "warc", "WARC is not supported yet" },
        { "a", "filedesc://a.arc", "arc", "ARC is not supported yet" },
        { "a.txt", "Return-Path: <a@b>\nReceived: from c\n\nText", "mail",
          "mail is not supported yet" },
        { "a", "From: a@b\nSubject: c\n folded\nMIME-Version: 1.0\n\n", "mail",
          "mail is not supported yet" },
        { "a", "MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n",
          "mhtml", "MHTML is not supported yet" },
        { "a", "From a@b Mon Jan  1 00:00:00 2001\nReceived: x\nTo: y\n",
          "mbox", "mbox is not supported yet" },
        { "a.eml", "No header here", "mail", "mail is not supported yet" },
        { "a", "<?xml version='1.0'?><feed/>", "xml",
          "XML is not supported yet" },
        { "a.json", "{\n  \"a\": 1\n}\n", "json",
          "JSON other than an object a line is not supported yet" },
        { "a", "[{\"a\": 1}]", "json",
          "JSON other than an object a line is not supported yet" },
        { "a.css", "p { color: red }", "style",
          "a style sheet is not an article" },
        { "a.js.gz", "var a;", "code", "source code is not an article" },
        { "a.svg", "<svg/>", "image", "an SVG image is not an article" },
        { "a.csv", "a,b", "table", "a table of values is not an article" },
        { "run", "#!/bin/sh\n", "code", "a script is not an article" },
        { "a.txt", "some \x01\x02\x03\x04 text", "binary", "binary" },
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].message);
        struct recognised recognised;
        recognise(ROWS[i].path, slice_of(ROWS[i].head), &recognised);
        CHECK(recognised.format <= FORMAT_LATER);
        CHECK_STRING(recognised.kind, ROWS[i].kind);
        CHECK_STRING(recognised.message, ROWS[i].message);
    }
}

TEST(recognise, magic_numbers)
{
    static const struct {
        const char *kind;
        size_t offset;
        struct slice magic;
    } ROWS[] = {
        { "zip", 0, { "PK\3\4", 4 } },
        { "epub",
          0,
          { "PK\3\4..........................mimetypeapplication/epub+zip",
            58 } },
        { "epub", 0, { "PK\3\4 META-INF/container.xml", 27 } },
        { "odt",
          0,
          { "PK\3\4 mimetypeapplication/vnd.oasis.opendocument.text", 52 } },
        { "docx",
          0,
          { "PK\3\4 [Content_Types].xml PK\3\4 word/document.xml", 47 } },
        { "office", 0, { "PK\3\4 [Content_Types].xml PK\3\4 xl/a", 34 } },
        { "ole", 0, { "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8 } },
        { "djvu", 0, { "AT&TFORM", 8 } },
        { "mobi", 60, { "BOOKMOBI", 8 } },
        { "chm", 0, { "ITSF", 4 } },
        { "zim", 0, { "ZIM\x04", 4 } },
        { "sqlite", 0, { "SQLite format 3\0", 16 } },
        { "webarchive", 0, { "bplist00", 8 } },
        { "rar", 0, { "Rar!\x1A\x07", 6 } },
        { "7z", 0, { "7z\xBC\xAF\x27\x1C", 6 } },
        { "xz", 0, { "\3757zXZ\0", 6 } },
        { "bzip2", 0, { "BZh9", 4 } },
        { "gzip", 0, { "\x1F\x8B", 2 } },
        { "zstd", 0, { "\x28\xB5\x2F\xFD", 4 } },
        { "lz4", 0, { "\x04\x22\x4D\x18", 4 } },
        { "pdf", 0, { "%PDF-1.4", 8 } },
        { "pdf", 700, { "%PDF-1.4", 8 } },
        { "image", 0, { "\x89PNG\r\n\x1A\n", 8 } },
        { "image", 0, { "\xFF\xD8\xFF\xE0", 4 } },
        { "image", 0, { "GIF89a", 6 } },
        { "image", 8, { "WEBP", 4 } },
        { "image", 0, { "II*\0", 4 } },
        { "image", 4, { "ftypavif", 8 } },
        { "video", 4, { "ftypisom", 8 } },
        { "audio", 0, { "ID3", 3 } },
        { "audio", 0, { "OggS", 4 } },
        { "audio", 8, { "WAVE", 4 } },
        { "program", 0, { "\177ELF", 4 } },
        { "program", 0, { "MZ", 2 } },
        { "font", 0, { "wOF2", 4 } },
        { "table", 0, { "PAR1", 4 } },
        { "binary", 0, { "\x05\x06", 2 } },
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        char head[1024] = "";
        memcpy(head + ROWS[i].offset, ROWS[i].magic.ptr, ROWS[i].magic.len);
        test_row(ROWS[i].kind);
        // Whatever they are called.
        static const char *const NAMES[] = { "a", "a.txt", "a.html", "a.pdf" };
        for (size_t j = 0; j < sizeof NAMES / sizeof NAMES[0]; j++) {
            struct recognised recognised;
            recognise(NAMES[j], (struct slice){ head, sizeof head },
                      &recognised);
            CHECK(recognised.format <= FORMAT_LATER);
            CHECK_STRING(recognised.kind, ROWS[i].kind);
            CHECK(recognised.message[0] != '\0');
        }
    }
}

TEST(recognise, tar_by_its_checksum)
{
    char head[1024] = "folder/article.txt";
    memcpy(head + 100, "0000644", 8);
    memcpy(head + 124, "00000001000", 12);
    memset(head + 148, ' ', 8);
    unsigned sum = 0;
    for (size_t i = 0; i < 512; i++) sum += (unsigned char)head[i];
    snprintf(head + 148, 8, "%06o", sum);
    check_recognised("a", (struct slice){ head, sizeof head }, FORMAT_LATER,
                     "tar", "tar is not supported yet");
    head[0] = 'g';
    check_recognised("a", (struct slice){ head, sizeof head }, FORMAT_NONE,
                     "binary", "binary");
}

// A page with a stray NUL is a page; without a name that says so it is not.
TEST(recognise, stray_nuls)
{
    char text[500];
    memset(text, 'a', sizeof text);
    text[100] = '\0';
    struct slice head = { text, sizeof text };
    check_recognised("a.html", head, FORMAT_HTML, "html", "");
    check_recognised("a", head, FORMAT_NONE, "binary", "binary");
    memset(text + 100, '\0', 10);
    check_recognised("a.html", head, FORMAT_NONE, "binary", "binary");
}

TEST(recognise, survives_any_bytes)
{
    for (int round = 0; round < 5000; round++) {
        char bytes[700];
        size_t len = test_random() % sizeof bytes;
        uint64_t range = test_random() % 2 ? 256 : 128;
        for (size_t i = 0; i < len; i++)
            bytes[i] = (char)(test_random() % range);
        struct recognised recognised;
        recognise("a", (struct slice){ bytes, len }, &recognised);
        CHECK(recognised.kind != NULL);
        CHECK_INT(recognised.message[0] == '\0',
                  recognised.format > FORMAT_LATER);
    }
}
