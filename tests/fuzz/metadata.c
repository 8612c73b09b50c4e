// The readers of single values, on any text: dates, names of people, titles,
// lines, JSON. The first byte chooses which.

#include "base/arena.h"
#include "fuzz/fuzz.h"
#include "read/date.h"
#include "read/html/byline.h"
#include "read/html/jsonld.h"
#include "read/html/metadata_names.h"
#include "read/html/phrases.h"

static bool is_part(struct slice part, struct slice text)
{
    return part.len == 0
           || (part.ptr >= text.ptr
               && part.len <= (size_t)(text.ptr + text.len - part.ptr));
}

// A date that was read reads as itself.
static void check_date(struct slice text)
{
    static const enum date_order ORDERS[] = { DATE_ANY_ORDER, DATE_DAY_FIRST,
                                              DATE_MONTH_FIRST };
    for (size_t i = 0; i < sizeof ORDERS / sizeof ORDERS[0]; i++) {
        char iso[DATE_MAX], again[DATE_MAX];
        size_t len = date_read_ordered(text, ORDERS[i], iso);
        FUZZ_CHECK(len <= DATE_MAX);
        if (len == 0) continue;
        struct slice date = { iso, len };
        size_t len_again = date_read(date, again);
        FUZZ_CHECK(slice_equal(((struct slice){ again, len_again }), date));
    }
}

// Names are parts of the list, in their order, and the list ends.
static void check_authors(struct slice text)
{
    struct slice list = text, name;
    for (size_t before = text.len + 1; author_next(&list, &name);) {
        FUZZ_CHECK(list.len < before && is_part(name, text));
        before = list.len;
        FUZZ_CHECK(is_part(author_name(name), name));
        FUZZ_CHECK(is_part(author_in_line(name), name));
        author_is_job(name);
    }
}

static void check_title(struct slice text)
{
    const struct site_names sites[] = {
        { .names = { SLICE("Site"), SLICE("日本経済新聞社") } },
        { .host = SLICE("www.example.com") },
    };
    for (size_t i = 0; i < sizeof sites / sizeof sites[0]; i++) {
        FUZZ_CHECK(is_part(title_less_site(&sites[i], text), text));
        is_site_name(&sites[i], text);
    }
    FUZZ_CHECK(is_part(title_main_part(text), text));
    FUZZ_CHECK(is_part(host_of(text), text));
}

static void check_line(struct slice text)
{
    FUZZ_CHECK(html_byline_start(text) <= text.len);
    FUZZ_CHECK(html_phrase_of(text) <= HTML_PROMOTION);
}

static void check_json(struct slice text)
{
    struct arena arena = { 0 };
    struct jsonld *all = jsonld_read(text, &arena);
    FUZZ_CHECK(all && all->kind == JSONLD_LIST);
    arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static void (*const CHECKS[])(struct slice) = {
        check_date, check_authors, check_title, check_line, check_json,
    };
    if (size == 0) return 0;
    struct slice text = { (const char *)data + 1, size - 1 };
    CHECKS[data[0] % (sizeof CHECKS / sizeof CHECKS[0])](text);
    return 0;
}
