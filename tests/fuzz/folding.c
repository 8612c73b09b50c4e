// Folds of any bytes, and keys of any terms: bounded, UTF-8, and their own
// folds and keys.

#include "base/utf8.h"
#include "fuzz/fuzz.h"
#include "text/fold.h"
#include "text/fold_key.h"
#include "text/words.h"

static bool is_utf8(struct slice text)
{
    return utf8_valid_prefix(text) == text.len;
}

static void check_fold(struct slice text)
{
    enum { ROOM = 8 * FOLD_SOURCE_MAX };
    char once[ROOM], twice[ROOM];
    text = utf8_cut(text, 64); // whose fold fits into FOLD_SOURCE_MAX
    const struct slice fold = { once, fold_casefold(text, once, ROOM) };
    FUZZ_CHECK(fold.len <= ROOM);
    FUZZ_CHECK(is_utf8(fold));
    const struct slice again = { twice, fold_casefold(fold, twice, ROOM) };
    if (fold.len <= FOLD_SOURCE_MAX) FUZZ_CHECK(slice_equal(fold, again));
}

// With less room, the fold is the same, but cut.
static void check_room(struct slice text, size_t room)
{
    enum { ROOM = 64 };
    char whole[18 * FOLD_SOURCE_MAX], cut[ROOM];
    room %= ROOM;
    const struct slice fold = { whole,
                                fold_casefold(text, whole, sizeof whole) };
    const struct slice part = { cut, fold_casefold(text, cut, room) };
    FUZZ_CHECK(part.len <= room);
    FUZZ_CHECK(slice_equal(part, utf8_cut(fold, room)));
}

static int check_key(void *context, const struct word *word)
{
    (void)context;
    char room[TERM_MAX], again[TERM_MAX], digraphs[TERM_MAX];
    const struct slice key = fold_key(word->term, room);
    FUZZ_CHECK(key.len > 0 && key.len <= TERM_MAX);
    FUZZ_CHECK(is_utf8(key));
    FUZZ_CHECK(!memchr(key.ptr, '\n', key.len));
    FUZZ_CHECK(slice_equal(fold_key(key, again), key));
    const struct slice other = fold_key_of_digraphs(key, digraphs);
    FUZZ_CHECK(other.len <= TERM_MAX);
    FUZZ_CHECK(is_utf8(other));
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct slice text = { (const char *)data, size };
    check_fold(text);
    if (size > 0) check_room(slice_from(text, 1), data[0]);
    words_analyse(text, check_key, NULL);
    return 0;
}
