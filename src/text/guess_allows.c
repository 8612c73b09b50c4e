#include "text/guess.h"
#include "text/guess_scripts.h"
#include "text/guess_votes.h"

// Scripts of languages, beside those of guess_votes.h and script_owner().
static const struct other_script {
    const char *code;
    enum script script;
} OTHERS[] = {
    { "az", SCRIPT_CYRILLIC }, { "az", SCRIPT_ARABIC },
    { "be", SCRIPT_LATIN },    { "bs", SCRIPT_LATIN },
    { "bs", SCRIPT_CYRILLIC }, { "ckb", SCRIPT_ARABIC },
    { "ha", SCRIPT_ARABIC },   { "ja", SCRIPT_HAN },
    { "kk", SCRIPT_LATIN },    { "kk", SCRIPT_ARABIC },
    { "ko", SCRIPT_HAN },      { "ku", SCRIPT_ARABIC },
    { "ky", SCRIPT_ARABIC },   { "ms", SCRIPT_ARABIC },
    { "nb", SCRIPT_LATIN },    { "pa", SCRIPT_ARABIC },
    { "ro", SCRIPT_CYRILLIC }, { "tg", SCRIPT_LATIN },
    { "tg", SCRIPT_ARABIC },   { "tt", SCRIPT_LATIN },
    { "ug", SCRIPT_CYRILLIC }, { "ug", SCRIPT_LATIN },
    { "uz", SCRIPT_CYRILLIC }, { "uz", SCRIPT_ARABIC },
};

// "pt" of "pt-BR", "sr" of "sr_Latn".
static struct slice language_of_tag(struct slice tag)
{
    size_t len = 0;
    while (len < tag.len && tag.ptr[len] != '-' && tag.ptr[len] != '_') len++;
    return (struct slice){ tag.ptr, len };
}

// A bit for each script that a language is written in; 0: not known.
static uint32_t scripts_of_language(struct slice code)
{
    _Static_assert(SCRIPT_COUNT <= 32, "one bit each");
    uint32_t scripts = 0;
    size_t count;
    const struct guess_language_row *rows = guess_language_rows(&count);
    for (size_t i = 0; i < count; i++)
        if (slice_equal_nocase(code, slice_of(rows[i].code)))
            scripts |= 1u << rows[i].script;
    for (size_t i = 0; i < sizeof OTHERS / sizeof OTHERS[0]; i++)
        if (slice_equal_nocase(code, slice_of(OTHERS[i].code)))
            scripts |= 1u << OTHERS[i].script;
    for (enum script script = 1; script < SCRIPT_COUNT; script++)
        if (slice_equal_nocase(code, slice_of(script_owner(script))))
            scripts |= 1u << script;
    return scripts;
}

// Names, quotations and code in another script are no reason for doubt: one
// letter in so many is enough.
enum { SHARE_LEAST = 4 };

bool guess_allows(struct slice text, struct slice declared)
{
    if (declared.len == 0) return true;
    uint32_t allowed = scripts_of_language(language_of_tag(declared));
    if (allowed == 0) return true;
    struct script_counts counts;
    scripts_count(text, &counts);
    uint32_t bytes = 0;
    for (enum script script = 1; script < SCRIPT_COUNT; script++)
        if (allowed >> script & 1) bytes += counts.bytes[script];
    return bytes * SHARE_LEAST >= counts.total;
}
