// The acronyms that texts introduce, and what only looks like one.

#include <time.h>

#include "base/buffer.h"
#include "test.h"
#include "text/introductions.h"

static int print(void *context, const struct introduction *found)
{
    struct buffer *out = context;
    buffer_format(out, "%s%.*s=%.*s", out->len ? "|" : "",
                  SLICE_ARGS(found->acronym), SLICE_ARGS(found->long_form));
    return 0;
}

static void check(const char *text, const char *want)
{
    struct buffer out = { 0 };
    test_row(text);
    CHECK_INT(introductions_find(slice_of(text), print, &out), 0);
    CHECK_STRING(buffer_string(&out), want);
    buffer_free(&out);
}

TEST(introductions, of_articles)
{
    static const char *const ROWS[][2] = {
        // The long form first
        { "in mesenchymal stem cells (MSCs) of", "MSC=mesenchymal stem cells" },
        { "the Food and Drug Administration (FDA)",
          "FDA=Food and Drug Administration" },
        { "a Point of View (POV) shot", "POV=Point of View" },
        { "the Department of Defense (DoD)", "DoD=Department of Defense" },
        { "Member of Parliament (MP)", "MP=Member of Parliament" },
        { "Members of Parliament (MPs)", "MP=Members of Parliament" },
        { "Members of Parliament (MP's)", "MP=Members of Parliament" },
        { "World Wide Web (WWW, or W3)", "WWW=World Wide Web" },
        { "European Union (abbreviated EU)", "EU=European Union" },
        { "the \"National Rifle Association\" (\"NRA\")",
          "NRA=National Rifle Association" },
        { "**Quality Control** (**QC**)", "QC=Quality Control" },
        { "single-photon emission computed tomography (SPECT)",
          "SPECT=single-photon emission computed tomography" },
        { "messenger RNA (mRNA)", "mRNA=messenger RNA" },
        { "death receptor 6 (DR6)", "DR6=death receptor 6" },
        { "Extensible Markup Language (XML)",
          "XML=Extensible Markup Language" },
        { "deoxyribonucleic acid (DNA)", "DNA=deoxyribonucleic acid" },
        { "computer-mediated communication (CMC)",
          "CMC=computer-mediated communication" },
        { "The U.S. Geological Survey (USGS)", "USGS=U.S. Geological Survey" },
        { "a compact disc (CD) from", "CD=compact disc" },
        { "Digital Visual Interface (DVI)", "DVI=Digital Visual Interface" },
        { "United Nations (U.N.)", "U.N=United Nations" },
        // The acronym first
        { "NATO (North Atlantic Treaty Organization) is",
          "NATO=North Atlantic Treaty Organization" },
        { "UCLA (University of California, Los Angeles)",
          "UCLA=University of California, Los Angeles" },
        { "IBM (International Business Machines, founded 1911)",
          "IBM=International Business Machines" },
        { "MSCs (short for mesenchymal stem cells)",
          "MSC=mesenchymal stem cells" },
        { "die BSE (Bovine spongiforme Enzephalopathie)",
          "BSE=Bovine spongiforme Enzephalopathie" },
        // Other languages
        { "Gesellschaft mit beschränkter Haftung (GmbH)",
          "GmbH=Gesellschaft mit beschränkter Haftung" },
        { "Bund für Umwelt und Naturschutz (BUN)",
          "BUN=Bund für Umwelt und Naturschutz" },
        { "der Bundesgerichtshof (BGH) in", "BGH=Bundesgerichtshof" },
        { "Österreichische Bundesbahnen (ÖBB)",
          "ÖBB=Österreichische Bundesbahnen" },
        { "Société nationale des chemins de fer (SNCF)",
          "SNCF=Société nationale des chemins de fer" },
        { "l’Organisation du traité de l’Atlantique nord (OTAN)",
          "OTAN=Organisation du traité de l’Atlantique nord" },
        { "école nationale d'administration (ENA)",
          "ENA=école nationale d'administration" },
        { "Организация Объединённых Наций (ООН)",
          "ООН=Организация Объединённых Наций" },
        { "МГУ (Московский государственный университет)",
          "МГУ=Московский государственный университет" },
        { "Ευρωπαϊκή Ένωση (ΕΕ)", "ΕΕ=Ευρωπαϊκή Ένωση" },
        { "Հայաստանի Հանրապետություն (ՀՀ)", "ՀՀ=Հայաստանի Հանրապետություն" },
        { "E\u0301cole Normale (EN)", "EN=E\u0301cole Normale" },
        { "Grande Beaute\u0301 (GB)", "GB=Grande Beaute\u0301" },
        { "Text.\nNATO (North Atlantic Treaty Organization)",
          "NATO=North Atlantic Treaty Organization" },
        // Several
        { "atomic force (AF), the World Bank (WB).",
          "AF=atomic force|WB=World Bank" },
        { "the World Bank (WB) (Washington) and MP (Member of Parliament)",
          "WB=World Bank|MP=Member of Parliament" },
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++)
        check(ROWS[i][0], ROWS[i][1]);
}

TEST(introductions, are_not_everything_in_brackets)
{
    static const char *const TEXTS[] = {
        "",
        "(",
        ")",
        "()",
        "(((((((((",
        "the year (2019)",
        "results (see Table 2)",
        "Ada Byron (born 1950)",
        "Xavier Ivanov (XI)", // a numeral
        "Interim Victory (IV)",
        "vitamin C (C)",
        "World Bank (W)",
        "world bank (wb)",
        "the Bank (BANK)",
        "the U.S. (US)",
        "Angela Merkel (CDU)",
        "Usain Bolt (JAM)",
        "National Broadcasting Company Limited (NBC)", // a word left over
        "Frankfurt (FRA)",
        "of Canada (OC)",
        "National. Rifle Association (NRA)",
        "National\nRifle Association (NRA)",
        "National (or) Rifle Association (NRA)",
        "National Rifle Association [NRA]",
        "National Rifle Association (N(R)A)",
        "National Rifle Association (NRA",
        "AB (Alpha Beta",
        "National Rifle Association (SOMETHINGELSE)",
        "中華人民共和国 (PRC)",
        "สหประชาชาติ (UN)",
        "\xFF\xC3 (\xE2\x80 AB\xFF) \xED\xA0\x80",
    };
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++)
        check(TEXTS[i], "");
}

static int stop_at_second(void *context, const struct introduction *found)
{
    int *count = context;
    (void)found;
    return ++*count == 2 ? 7 : 0;
}

TEST(introductions, end_when_the_sink_wants_no_more)
{
    static const char TEXT[] = "Red Dwarf (RD) Red Dwarf (RD) Red Dwarf (RD)";
    int count = 0;
    CHECK_INT(introductions_find(slice_of(TEXT), stop_at_second, &count), 7);
    CHECK_INT(count, 2);
}

struct bounds {
    struct slice text;
    size_t found;
};

static bool lies_in(struct slice part, struct slice text)
{
    return part.len > 0 && part.ptr >= text.ptr
           && part.ptr + part.len <= text.ptr + text.len;
}

static int check_bounds(void *context, const struct introduction *found)
{
    struct bounds *bounds = context;
    CHECK(lies_in(found->acronym, bounds->text));
    CHECK(lies_in(found->long_form, bounds->text));
    bounds->found++;
    return 0;
}

TEST(introductions, are_parts_of_random_texts)
{
    static const char *const PIECES[] = {
        "Alpha ", "beta ",    "Alpha Beta", "of ", "AB", "AB ", "(AB)",   " (",
        "(",      ")",        " ",          "-",   ".",  ",",   "'s",     "s",
        "\n",     "\"",       "ex",         "X",   "é",  "А",   "\u0301", "’",
        "\xC3",   "\xE2\x80", "AlphaBeta",
    };
    size_t found = 0;
    for (int turn = 0; turn < 50000; turn++) {
        struct buffer text = { 0 };
        for (size_t i = 1 + test_random() % 60; i > 0; i--)
            buffer_add_string(
                &text,
                PIECES[test_random() % (sizeof PIECES / sizeof PIECES[0])]);
        // In memory of exactly this size, for the sanitizers.
        char *bytes = malloc(text.len);
        memcpy(bytes, text.ptr, text.len);
        struct bounds bounds = { { bytes, text.len }, 0 };
        CHECK_INT(introductions_find(bounds.text, check_bounds, &bounds), 0);
        found += bounds.found;
        free(bytes);
        buffer_free(&text);
    }
    CHECK(found > 1000);
}

// Bytes that make the most work, in time that grows with them alone.
TEST(introductions, are_found_in_linear_time)
{
    static const char *const WORST[] = {
        "(",
        "(AB",
        "AB (",
        "(AB)",
        "aa aa aa aa aa aa aa aa aa (AAAAAAAAAA)",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa (AAAAAAAAAA)",
    };
    enum { BYTES = 1 << 20, SECONDS_MAX = 5 };
    char *text = malloc(BYTES);
    for (size_t i = 0; i < sizeof WORST / sizeof WORST[0]; i++) {
        test_row(WORST[i]);
        const size_t len = strlen(WORST[i]);
        for (size_t at = 0; at < BYTES; at++) text[at] = WORST[i][at % len];
        struct bounds bounds = { { text, BYTES }, 0 };
        clock_t start = clock();
        introductions_find(bounds.text, check_bounds, &bounds);
        CHECK(clock() - start < SECONDS_MAX * CLOCKS_PER_SEC);
    }
    free(text);
}
