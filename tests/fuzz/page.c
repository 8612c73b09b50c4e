// Any bytes are a page: what is read of them keeps the promises of article.h,
// and a page read twice is the same article.

#include "base/utf8.h"
#include "fuzz/fuzz.h"
#include "read/charset.h"
#include "read/html/html.h"

static void check_text(struct slice text)
{
    FUZZ_CHECK(utf8_valid_prefix(text) == text.len);
    FUZZ_CHECK(text.len == 0 || memchr(text.ptr, '\0', text.len) == NULL);
    FUZZ_CHECK(slice_trim(text).len == text.len);
}

static void check_line(struct slice text)
{
    check_text(text);
    FUZZ_CHECK(text.len == 0 || memchr(text.ptr, '\n', text.len) == NULL);
}

static void check_article(const struct article *article)
{
    check_text(article->body);
    check_text(article->captions);
    check_text(article->authors);
    check_text(article->tags);
    check_line(article->title);
    check_line(article->description);
    check_line(article->site);
    check_line(article->published);
    check_line(article->modified);
    check_line(article->language);
    check_line(article->url);
    check_line(article->saved);
    FUZZ_CHECK(article->kind <= PAGE_WHOLE);
    // What has no source has no value.
    FUZZ_CHECK((article->title.len > 0) <= (article->sources.title != NULL));
    FUZZ_CHECK((article->authors.len > 0)
               <= (article->sources.authors != NULL));
    FUZZ_CHECK((article->published.len > 0)
               <= (article->sources.published != NULL));
}

static struct article read_page(struct slice page, struct arena *arena)
{
    struct article article = { 0 };
    FUZZ_CHECK(html_read(page, arena, &article, NULL) == OFFPRINT_OK);
    return article;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice bytes = { (const char *)data, size };
    struct buffer mended = { 0 };
    struct arena arena = { 0 };
    read_page(bytes, &arena); // survives what its callers never give it
    html_declared_charset(bytes);

    charset_mend(bytes, &mended);
    FUZZ_CHECK(!mended.failed);
    struct slice page = buffer_slice(&mended);
    struct article article = read_page(page, &arena);
    check_article(&article);
    struct article again = read_page(page, &arena);
    FUZZ_CHECK(slice_equal(article.body, again.body));
    FUZZ_CHECK(slice_equal(article.title, again.title));
    arena_free(&arena);
    buffer_free(&mended);
    return 0;
}
