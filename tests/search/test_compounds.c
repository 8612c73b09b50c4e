#include "search/compounds.h"
#include "small_dictionary.h"
#include "test.h"

static const struct listed GERMAN[] = {
    { "versicherung", 60 },
    { "versicherungen", 20 },
    { "krank", 30 },
    { "kranken", 40 },
    { "krankheit", 50 },
    { "leben", 90 },
    { "sach", 5 },
    { "sozial", 45 },
    { "krankenversicherung", 6 },
    { "krankenversicherungen", 2 },
    { "lebensversicherung", 3 },
    { "sachversicherungsvertrag", 1 },
    { "sozialversicherungen", 4 },
    { "xyzversicherung", 7 },
    { "überversicherung", 1 },
    { "über", 80 },
    { "zuversicherung", 2 },
    { "zu", 900 },
    { "rückversicherung", 1 },
    { "rück", 2 },
    { "krankenversichert", 2 },
    { "vertrag", 33 },
    { "verträge", 11 },
    { "versicherungsverträge", 2 },
    { "kaufvertrag", 3 },
    { "xyzvertrag", 9 },
    { "kauf", 10 },
    { "haus", 70 },
    { "krankenhaus", 40 },
};

static const char *compounds_of(struct small_dictionary *small,
                                struct stemmers *stemmers, const char *language,
                                const char *term, struct lookup *lookup)
{
    CHECK_INT(lookup_compounds(small->dictionary, stemmers,
                               language_number(slice_of(language)),
                               slice_of(term), 100, &small->arena, lookup,
                               NULL),
              OFFPRINT_OK);
    CHECK_INT(lookup->total, lookup->count);
    CHECK(!lookup->cut_short);
    return small_dictionary_found(small, lookup);
}

TEST(compounds, end_in_the_word_and_begin_with_one)
{
    static const struct {
        const char *language;
        const char *term;
        const char *found;
    } ROWS[] = {
        { "de", "versicherung",
          "xyzversicherung krankenversicherung sozialversicherungen "
          "lebensversicherung krankenversicherungen rückversicherung "
          "überversicherung" },
        { "de", "versicherungen",
          "xyzversicherung krankenversicherung sozialversicherungen "
          "lebensversicherung krankenversicherungen rückversicherung "
          "überversicherung" },
        { "de", "vertrag", "kaufvertrag versicherungsverträge" },
        { "de", "krankenversicherung", "" },
        { "de", "haus", "" }, // too short
        { "en", "versicherung", "" },
        { "", "versicherung", "" },
        { "de", "", "" },
    };
    struct stemmers *stemmers = stemmers_open();
    for (int in_side_table = 0; in_side_table < 2; in_side_table++) {
        struct small_dictionary small;
        small_dictionary_open(&small, GERMAN, 0);
        small_dictionary_add(&small, LISTED(GERMAN));
        if (!in_side_table) small_dictionary_merge(&small);
        small_dictionary_read(&small);
        for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
            test_row(ROWS[i].term);
            struct lookup lookup;
            CHECK_STRING(compounds_of(&small, stemmers, ROWS[i].language,
                                      ROWS[i].term, &lookup),
                         ROWS[i].found);
        }
        small_dictionary_close(&small);
    }
    stemmers_close(stemmers);
}

// What came in lately begins with words that are in the blocks.
TEST(compounds, in_the_side_table)
{
    static const struct listed LATELY[] = {
        { "haushaltsversicherung", 1 },     { "krankenversicherung", 3 },
        { "lebensversicherungen", 2 },      { "zebraversicherung", 5 },
        { "sachversicherungsvertrag", -1 },
    };
    struct small_dictionary small;
    struct stemmers *stemmers = stemmers_open();
    small_dictionary_open(&small, LISTED(GERMAN));
    small_dictionary_add(&small, LISTED(LATELY));
    small_dictionary_read(&small);
    struct lookup lookup;
    CHECK_STRING(compounds_of(&small, stemmers, "de", "versicherung", &lookup),
                 "krankenversicherung xyzversicherung zebraversicherung "
                 "sozialversicherungen lebensversicherung "
                 "krankenversicherungen lebensversicherungen "
                 "haushaltsversicherung rückversicherung überversicherung");
    CHECK_INT(lookup.items[0].entry.articles, 9);
    CHECK_STRING(compounds_of(&small, stemmers, "de", "vertrag", &lookup),
                 "kaufvertrag versicherungsverträge");
    small_dictionary_close(&small);
    stemmers_close(stemmers);
}

// A number as a word: letters alone have stems.
static const char *word_of(struct arena *arena, size_t number)
{
    char *word = arena_format(arena, "wort%05zux", number);
    for (char *at = word; *at; at++)
        if (*at >= '0' && *at <= '9') *at = (char)(*at - '0' + 'a');
    return word;
}

// Words are remembered from block to block.
TEST(compounds, across_blocks)
{
    enum { WORDS = 3000 };
    struct arena arena = { 0 };
    struct listed *listed = arena_alloc(&arena, 4 * WORDS * sizeof *listed);
    for (size_t i = 0; i < WORDS; i++) {
        const char *word = word_of(&arena, i);
        const char *terms[] = {
            word,
            arena_format(&arena, "%sregierung", word),
            arena_format(&arena, "%ssregierungen", word),
            arena_format(&arena, "un%sregierung", word),
        };
        for (size_t k = 0; k < 4; k++)
            listed[4 * i + k] = (struct listed){ terms[k], 1 };
    }
    struct small_dictionary small;
    struct stemmers *stemmers = stemmers_open();
    small_dictionary_open(&small, listed, 4 * WORDS);
    small_dictionary_read(&small);
    struct lookup lookup;
    CHECK_INT(lookup_compounds(small.dictionary, stemmers,
                               language_number(SLICE("de")), SLICE("regierung"),
                               10, &small.arena, &lookup, NULL),
              OFFPRINT_OK);
    CHECK(!lookup.cut_short);
    CHECK_INT(lookup.total, 2 * WORDS);
    CHECK_INT(lookup.count, 10);
    small_dictionary_close(&small);
    stemmers_close(stemmers);
    arena_free(&arena);
}
