// That utf8proc, on which folding stands, normalises as Unicode says.

#include <utf8proc.h>

#include "test.h"
#include "text/unicode_files.h"

enum form { NFC, NFD, NFKC, NFKD, FORMS };

static const int OPTIONS[FORMS] = {
    [NFC] = UTF8PROC_STABLE | UTF8PROC_COMPOSE,
    [NFD] = UTF8PROC_STABLE | UTF8PROC_DECOMPOSE,
    [NFKC] = UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT,
    [NFKD] = UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT,
};

static bool normalises_to(struct slice text, enum form form, struct slice want)
{
    utf8proc_uint8_t *result = NULL;
    utf8proc_ssize_t len = utf8proc_map((const utf8proc_uint8_t *)text.ptr,
                                        (utf8proc_ssize_t)text.len, &result,
                                        (utf8proc_option_t)OPTIONS[form]);
    bool equal = len >= 0 && (size_t)len == want.len
                 && memcmp(result, want.ptr, want.len) == 0;
    free(result);
    return equal;
}

// The invariants at the head of NormalizationTest.txt, for its columns from 0.
static bool check_columns(const struct slice column[5])
{
    static const int WANT[FORMS][5] = {
        [NFC] = { 1, 1, 1, 3, 3 },
        [NFD] = { 2, 2, 2, 4, 4 },
        [NFKC] = { 3, 3, 3, 3, 3 },
        [NFKD] = { 4, 4, 4, 4, 4 },
    };
    for (int form = 0; form < FORMS; form++)
        for (int i = 0; i < 5; i++)
            if (!normalises_to(column[i], (enum form)form,
                               column[WANT[form][i]]))
                return false;
    return true;
}

// Code points that part 1 does not list are the same in all forms.
static size_t count_changed(const bool *listed)
{
    size_t changed = 0;
    for (uint32_t c = 1; c < CODE_POINTS; c++) {
        if (listed[c] || (c >= SURROGATES_FIRST && c <= SURROGATES_LAST))
            continue;
        char bytes[UTF8_MAX];
        struct slice text = { bytes, utf8_encode(c, bytes) };
        for (int form = 0; form < FORMS; form++)
            changed += !normalises_to(text, (enum form)form, text);
    }
    return changed;
}

TEST(normalization, of_utf8proc)
{
    FILE *file =
        popen("bzcat " UNICODE_FOLDER "NormalizationTest.txt.bz2", "r");
    CHECK(file);
    if (!file) return;
    bool *listed = calloc(CODE_POINTS, sizeof *listed);
    bool part_one = false;
    size_t lines = 0, wrong = 0, room = 0;
    char *line = NULL;
    struct buffer columns[5] = { 0 };
    struct slice rest;
    while (unicode_next_line(file, &line, &room, &rest)) {
        if (slice_starts_with(rest, SLICE("@Part")))
            part_one = slice_starts_with(rest, SLICE("@Part1"));
        if (rest.len == 0 || rest.ptr[0] == '@') continue;
        struct slice column[5];
        for (int i = 0; i < 5; i++) {
            buffer_reset(&columns[i]);
            uint32_t c =
                unicode_add_points(&columns[i], unicode_take_field(&rest, ';'));
            column[i] = buffer_slice(&columns[i]);
            if (i == 0 && part_one) listed[c] = true;
        }
        wrong += !check_columns(column);
        lines++;
    }
    CHECK_INT(pclose(file), 0);
    CHECK(lines > 19000);
    CHECK_INT(wrong, 0);
    CHECK_INT(count_changed(listed), 0);
    for (int i = 0; i < 5; i++) buffer_free(&columns[i]);
    free(listed);
    free(line);
}
