// Queries from a file.

#include "base/buffer.h"
#include "cli/batch.h"
#include "test.h"

// A literal as the initialiser of a slice.
#define BYTES(literal)                 \
    {                                  \
        (literal), sizeof(literal) - 1 \
    }

// Reads all of a file as "id=query;id=query;" and what stopped it.
static const char *read_all(const char *path, struct buffer *out)
{
    struct batch batch;
    struct offprint_error err;
    enum offprint_status status = batch_open(&batch, path, &err);
    buffer_reset(out);
    while (!status && !(status = batch_next(&batch, &err)))
        buffer_format(out, "%s=%s;", batch.id, batch.query);
    const char *message = strrchr(err.message, '/');
    if (status != OFFPRINT_NOT_FOUND)
        buffer_format(out, "%d %s", status, message ? message : err.message);
    batch_close(&batch);
    return buffer_string(out);
}

TEST(cli_batch, table)
{
    static const struct {
        const char *name;
        struct slice file;
        const char *want;
    } ROWS[] = {
        { "two", BYTES("1\ta b\n2\tc\n"), "1=a b;2=c;" },
        { "no end of line", BYTES("1\ta"), "1=a;" },
        { "none", BYTES(""), "" },
        { "empty lines", BYTES("\n1\ta\n\n\r\n2\tb\n\n"), "1=a;2=b;" },
        { "of DOS",
          BYTES("\xEF\xBB\xBF"
                "1\ta\r\n2\tb\r\n"),
          "1=a;2=b;" },
        { "a tab in the query", BYTES("1\ta\tb\n"), "1=a\tb;" },
        { "an empty query", BYTES("1\t\n"), "1=;" },
        { "an empty id", BYTES("\ta\n"), "=a;" },
        { "no tab", BYTES("1\ta\n\nb c\n2\td\n"),
          "1=a;2 /q.tsv: line 3: no tab between id and query" },
        { "NUL", BYTES("1\ta\0b\n"), "2 /q.tsv: line 1: holds a NUL byte" },
    };
    struct buffer out = { 0 };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].name);
        const char *path = test_file("q.tsv", ROWS[i].file);
        CHECK_STRING(read_all(path, &out), ROWS[i].want);
    }
    test_row("missing");
    CHECK_STRING(read_all(test_path("missing"), &out),
                 "2 /missing: No such file or directory");
    test_row("a folder");
    const char *folder = read_all(test_folder(), &out);
    CHECK(strstr(folder, "Is a directory") != NULL);
    buffer_free(&out);
}
