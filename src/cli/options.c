#include "cli/options.h"

// ---- The table --------------------------------------------------------------

const struct command_row COMMANDS[COMMAND_COUNT] = {
    [COMMAND_NONE] = { "", "", 0, 0, "", "" },
    [COMMAND_INDEX] = {
        "index", "[PATH...]", 0, OPERANDS_MANY,
        "add or refresh folders and files",
        "Reads the articles in files and folders into the index, or brings it "
        "in step with what changed there; unchanged files are not read again. "
        "Each PATH becomes a root that the index remembers; without PATH, all "
        "roots are gone through again. The archive itself is never written to.",
    },
    [COMMAND_SEARCH] = {
        "search", "WORDS...", 0, OPERANDS_MANY,
        "ranked hits with passages",
        "Finds articles and prints them best first, each with the passage that "
        "fits best. The words may stand with or without quotes. A word such as "
        "-nuclear leaves out the articles that have it: only the options below "
        "are options, and behind -- everything is query. See offprint help "
        "query.",
    },
    [COMMAND_LIKE] = {
        "like", "ID|FILE|-", 1, 1,
        "more articles like one",
        "Finds articles about the same as another and prints them like hits of "
        "a search: those that have most of the words that it is about. It is "
        "an article of the index, named as for show, or any file with one "
        "article; a lone - reads a text from standard input. The article "
        "itself is left out.",
    },
    [COMMAND_SHOW] = {
        "show", "ID|PATH", 1, 1,
        "one article, to read",
        "Prints one article: what is known of it, then its text. ID is the "
        "number that search --format json and list print, PATH its file, "
        "PATH!MEMBER one of several articles in a file. The name that an "
        "article brought itself will do as well.",
    },
    [COMMAND_LIST] = {
        "list", "[PATH|FILTER...]", 0, OPERANDS_MANY,
        "the articles by date, path, title or id",
        "Prints all articles of the index, or those at or under PATH, or those "
        "that meet each FILTER, or both. Filters are those of a query: lang:de, "
        "date:2019.., tag:sport ... (see offprint help query).",
    },
    [COMMAND_TERMS] = {
        "terms", "PATTERN...", 1, OPERANDS_MANY,
        "words of the index, with counts",
        "Prints the words of the index that fit a pattern, the most frequent "
        "first: in how many articles each stands, and how often in all of "
        "them. A pattern is a word, which stands for its family, pre*, *mid*, "
        "wom?n, /regex/ or word~1, as in a query. Scripts that put no spaces "
        "between words have none here.",
    },
    [COMMAND_TOKENS] = {
        "tokens", "TEXT...|-", 1, OPERANDS_MANY,
        "how a text is cut into words",
        "Prints what an index sees of a text, one word a line: its position, "
        "its bytes in the text, the word as indexed, the key that words share "
        "which differ in accents and the like, its stem, and its kind. A "
        "lone - reads standard input. No index is needed.",
    },
    [COMMAND_STATUS] = {
        "status", "", 0, 0,
        "what the index holds and what could not be read",
        "Prints what the index holds, by root, type and language, when it was "
        "last brought up to date, and each source that failed or was skipped, "
        "with the reason.",
    },
    [COMMAND_CHECK] = {
        "check", "", 0, 0,
        "verify the index",
        "Verifies the whole index. Each fault is a line that says what to do "
        "about it, and the exit status is then 2.",
    },
    [COMMAND_OPTIMIZE] = {
        "optimize", "", 0, 0,
        "make the index as small and fast as it can be",
        "Merges what many runs left behind, and gives free space back. Of "
        "articles that are gone nothing is left in the file then.",
    },
    [COMMAND_FORGET] = {
        "forget", "PATH", 1, 1,
        "take a root, or a path under one, out of the index",
        "Takes a root out of the index with all its articles. A path under a "
        "root is left out from now on. The files stay as they are.",
    },
    [COMMAND_EXTRACT] = {
        "extract", "FILE...|-", 1, OPERANDS_MANY,
        "what would be indexed of a file",
        "Prints the articles in files as they would be indexed: text, what is "
        "known of them, and where each value was found. Files may be "
        "compressed; a lone - is standard input. One that cannot be read does "
        "not stop the others. No index is needed.",
    },
    [COMMAND_HELP] = {
        "help", "[COMMAND|TOPIC]", 0, 1,
        "this overview, a command, or a topic",
        "Prints the overview, the help of a command, or one of the topics.",
    },
    [COMMAND_VERSION] = {
        "version", "", 0, 0,
        "the version of the program",
        "Prints the version of the program.",
    },
};

#define ON(command) (1u << COMMAND_##command)

enum {
    HITS = ON(SEARCH) | ON(LIKE),
    WITH_STYLE = HITS | ON(SHOW) | ON(LIST) | ON(STATUS) | ON(TERMS)
                 | ON(TOKENS) | ON(EXTRACT),
    ALL = (1u << COMMAND_COUNT) - 1,
};

const struct option_row OPTIONS[] = {
    { OPTION_EXCLUDE, "exclude", 0, ON(INDEX), "GLOB",
      "leave out what matches, a pattern as in .gitignore; may be given "
      "several times; kept with the roots" },
    { OPTION_INCLUDE, "include", 0, ON(INDEX), "GLOB",
      "leave out files that match none of these; several times, kept" },
    { OPTION_MAP, "map", 0, ON(INDEX), "OURS=THEIRS",
      "title=headline: the JSON field headline is the title; several times, "
      "kept" },
    { OPTION_MAP, "map", 0, ON(EXTRACT), "OURS=THEIRS",
      "title=headline: the JSON field headline is the title; several times" },
    { OPTION_SYNONYMS, "synonyms", 0, ON(INDEX), "FILE",
      "words that stand for each other, a group a line, with commas between; "
      "kept in place of those before" },
    { OPTION_JOBS, "jobs", 'j', ON(INDEX), "N",
      "articles are worked on by N threads (0: one for each processor)" },
    { OPTION_MEMORY, "memory", 0, ON(INDEX), "SIZE",
      "memory to work in, about: 512M, 2G (512M)" },
    { OPTION_PROFILE, "profile", 0, ON(INDEX), NULL,
      "say at the end where the time went, stage by stage" },
    { OPTION_FOLLOW, "follow", 0, ON(INDEX), NULL,
      "enter folders through symbolic links; kept" },
    { OPTION_WHOLE_PAGES, "whole-pages", 0, ON(INDEX), NULL,
      "index all text of web pages and look for no article in them; kept" },
    { OPTION_WHOLE_PAGES, "whole-pages", 0, ON(EXTRACT), NULL,
      "all text of web pages; look for no article in them" },
    { OPTION_KEEP_MISSING, "keep-missing", 0, ON(INDEX), NULL,
      "keep the articles of files that are gone" },
    { OPTION_DRY_RUN, "dry-run", 0, ON(INDEX), NULL,
      "say what would be done and change nothing" },
    { OPTION_LIMIT, "limit", 'n', HITS, "N",
      "hits to print (10); 0: only how many there are" },
    { OPTION_ALL, "all", 0, ON(SEARCH), NULL, "print all hits" },
    { OPTION_SORT, "sort", 0, ON(SEARCH), "relevance|date|-date|path|title",
      "the order; dates go from the newest back, -date from the oldest on" },
    { OPTION_SORT, "sort", 0, ON(LIST), "date|-date|path|title|id",
      "the order; dates go from the newest back, -date from the oldest on" },
    { OPTION_LIMIT, "limit", 'n', ON(LIST), "N", "articles to print (0: all)" },
    { OPTION_LIMIT, "limit", 'n', ON(TERMS), "N",
      "words to print (20); 0: all" },
    { OPTION_OFFSET, "offset", 0, HITS | ON(LIST), "N",
      "how many to leave out first (0)" },
    { OPTION_FORMAT, "format", 0, HITS, "text|json|jsonl|tsv|paths|trec",
      "how to print; see offprint help formats" },
    { OPTION_FORMAT, "format", 0, ON(LIST), "text|json|jsonl|tsv|paths",
      "how to print; see offprint help formats" },
    { OPTION_FORMAT, "format", 0, ON(TERMS) | ON(TOKENS), "text|json|jsonl|tsv",
      "how to print; see offprint help formats" },
    { OPTION_FORMAT, "format", 0, ON(SHOW) | ON(STATUS) | ON(EXTRACT),
      "text|json", "how to print; see offprint help formats" },
    { OPTION_JSON, "json", 0, WITH_STYLE, NULL, "the same as --format json" },
    { OPTION_BATCH, "batch", 0, ON(SEARCH), "FILE",
      "search for each line of FILE (-: standard input), an id, a tab and a "
      "query" },
    { OPTION_TIMING, "timing", 0, ON(SEARCH), "FILE",
      "with --batch: print no hits, but write to FILE how long each search "
      "took: id, milliseconds up to the ranked articles, how many match" },
    { OPTION_MATCH, "match", 0, ON(SEARCH), "auto|all|any",
      "whether every word must be there; auto: first those with all, then "
      "the others" },
    { OPTION_LITERAL, "literal", 0, ON(SEARCH), NULL,
      "no operators: every character is text" },
    { OPTION_EXACT, "exact", 0, HITS, NULL,
      "every word to the letter, but for case and width" },
    { OPTION_SCORER, "scorer", 0, HITS, "default|bm25",
      "how articles are ranked; bm25: by BM25 alone, to compare with" },
    { OPTION_PLAIN, "plain", 0, ON(SEARCH), NULL,
      "nothing but the words as written: --scorer bm25 --exact --match any" },
    { OPTION_STRICT, "strict", 0, ON(SEARCH), NULL,
      "refuse a query that cannot be read as it is written" },
    { OPTION_TIMEOUT, "timeout", 0, HITS, "SECONDS",
      "end the search with what it has after so long (0: never)" },
    { OPTION_FIELD, "field", 0, ON(SEARCH), "title|author|tag|site|path",
      "all of the query is meant for this field" },
    { OPTION_LANG, "lang", 0, HITS | ON(LIST), "CODE",
      "only articles in this language, as lang:CODE in a query" },
    { OPTION_LANG, "lang", 0, ON(TOKENS), "CODE",
      "the language of the stems; without it there are none" },
    { OPTION_SINCE, "since", 0, HITS | ON(LIST), "DATE",
      "only articles published from then on: 2019, 2019-03, 2019-03-15, or 2y "
      "(3m, 6w, 10d) for that long ago" },
    { OPTION_UNTIL, "until", 0, HITS | ON(LIST), "DATE",
      "only articles published until then, that year, month or day included" },
    { OPTION_NO_ACRONYMS, "no-acronyms", 0, HITS, NULL,
      "MSC does not stand for the long form that articles give" },
    { OPTION_EXPLAIN, "explain", 0, HITS, NULL,
      "say how each score came about, and what --explain-words says" },
    { OPTION_EXPLAIN_WORDS, "explain-words", 0, HITS, NULL,
      "say what each word of the query stood for" },
    { OPTION_SNIPPETS, "snippets", 0, HITS, "N", "passages a hit (1)" },
    { OPTION_OFFSETS, "offsets", 0, HITS, NULL,
      "in JSON, say where in the text each piece of a passage stands" },
    { OPTION_HIGHLIGHT, "highlight", 0, ON(SHOW), "QUERY",
      "mark the words of a query, as search marks them in passages" },
    { OPTION_HTML, "html", 0, ON(SHOW), NULL,
      "a clean page for a browser, which loads nothing" },
    { OPTION_RAW, "raw", 0, ON(SHOW), NULL,
      "the text alone, in the lines it has" },
    { OPTION_NULL, "null", '0', HITS | ON(LIST), NULL,
      "with --format paths: end each in NUL, for xargs -0" },
    { OPTION_WAIT, "wait", 0, ON(INDEX) | ON(FORGET) | ON(OPTIMIZE), "SECONDS",
      "how long to wait for another run to end (10)" },
    { OPTION_QUIET, "quiet", 'q', ON(INDEX) | ON(FORGET) | ON(OPTIMIZE), NULL,
      "print nothing but failures" },
    { OPTION_VERBOSE, "verbose", 'v', ON(INDEX), NULL,
      "name the files that are skipped, too" },
    { OPTION_VERBOSE, "verbose", 'v', ON(STATUS), NULL,
      "all problems, and how articles are added" },
    { OPTION_VERBOSE, "verbose", 'v', ON(VERSION), NULL,
      "and the libraries it stands on" },
    { OPTION_COLOR, "color", 0, WITH_STYLE, "auto|always|never",
      "colour; auto: on a terminal, unless NO_COLOR is set" },
    { OPTION_NO_PAGER, "no-pager", 0, WITH_STYLE | ON(HELP), NULL,
      "do not page long output on a terminal" },
    { OPTION_INDEX, "index", 'i', ALL, "FILE",
      "the index; see offprint help index" },
    { OPTION_HELP, "help", 'h', ALL, NULL, "print help" },
    { OPTION_VERSION, "version", 0, ON(NONE), NULL, "print the version" },
};

const size_t OPTION_ROWS = sizeof OPTIONS / sizeof OPTIONS[0];

// ---- Finding a row ----------------------------------------------------------

enum command command_find(struct slice name)
{
    for (enum command c = COMMAND_NONE + 1; c < COMMAND_COUNT; c++)
        if (slice_equal(slice_of(COMMANDS[c].name), name)) return c;
    return COMMAND_NONE;
}

const struct option_row *option_of(enum command command, enum option option)
{
    for (size_t i = 0; i < OPTION_ROWS; i++)
        if (OPTIONS[i].option == option && OPTIONS[i].commands >> command & 1)
            return &OPTIONS[i];
    return NULL;
}

const struct option_row *option_named(struct slice name)
{
    for (size_t i = 0; i < OPTION_ROWS; i++)
        if (slice_equal(slice_of(OPTIONS[i].name), name)) return &OPTIONS[i];
    return NULL;
}

const struct option_row *option_lettered(char letter)
{
    for (size_t i = 0; letter && i < OPTION_ROWS; i++)
        if (OPTIONS[i].letter == letter) return &OPTIONS[i];
    return NULL;
}

bool choice_next(const char **choices, struct slice *choice)
{
    if (!**choices) return false;
    *choice = (struct slice){ *choices, strcspn(*choices, "|") };
    *choices += choice->len;
    if (**choices) ++*choices;
    return true;
}

int choice_find(const char *choices, struct slice value)
{
    struct slice choice;
    for (int i = 0; choice_next(&choices, &choice); i++)
        if (slice_equal(choice, value)) return i;
    return -1;
}
