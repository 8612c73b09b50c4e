// offprint.h - an offline full-text search index for archives of articles.
//
// This is the whole of the public interface. A first program:
//
//     struct offprint_error err;
//     const char *roots[] = { "/home/me/articles" };
//     struct offprint_update_options what = { .paths = roots,
//                                             .path_count = 1 };
//     if (offprint_update("my.offprint", &what, NULL, &err)) return 1;
//
//     offprint_index *index;
//     if (offprint_index_open("my.offprint", &index, &err)) return 1;
//     struct offprint_search_options ask = { .query = "stem cells",
//                                            .limit = 10 };
//     struct offprint_result *result;
//     if (offprint_search(index, &ask, &result, &err)) return 1;
//     for (size_t i = 0; i < result->hit_count; i++)
//         puts(result->hits[i].article.title);
//     offprint_result_free(result);
//     offprint_index_close(index);
//
// Common to all functions:
//
// - A function that can fail returns OFFPRINT_OK (0) or says why in *err, which
//   may be NULL. Out parameters are then NULL or zero. Nothing is ever printed
//   and the process is never ended.
// - Strings are UTF-8 and end in NUL; paths are bytes as the system has them,
//   and relative ones are meant from the current folder.
//   A string that does not exist is NULL. What a result points to belongs to
//   the result and lives until its *_free(); articles given to a callback live
//   until it returns.
// - An options struct that is all zero bytes asks for the defaults.
// - A handle is for one thread at a time; different handles are independent.

#ifndef OFFPRINT_H
#define OFFPRINT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define OFFPRINT_API __attribute__((visibility("default")))

// ---- Failure ---------------------------------------------------------------

enum offprint_status {
    OFFPRINT_OK = 0,
    OFFPRINT_NOT_FOUND,   // no such article, root or path in the index
    OFFPRINT_MISUSE,      // an argument that makes no sense
    OFFPRINT_NO_INDEX,    // there is no file at the path of the index
    OFFPRINT_FOREIGN,     // the file is not an index of offprint
    OFFPRINT_TOO_OLD,     // it was written by an older one: update it once
    OFFPRINT_TOO_NEW,     // the index was written by a newer version
    OFFPRINT_CORRUPT,     // the index is damaged
    OFFPRINT_BUSY,        // another run writes the index, longer than we wait
    OFFPRINT_IO,          // the system refused to read or write
    OFFPRINT_FULL,        // no space left on the device
    OFFPRINT_NO_MEMORY,   //
    OFFPRINT_INTERRUPTED, // stopped as asked; what was committed stays
};

// Lives where the caller put it; owns no memory and needs no release.
struct offprint_error {
    enum offprint_status status;
    char message[512]; // "operand: cause", lower case, no full stop
};

// "0.1.0"
OFFPRINT_API const char *offprint_version(void);

// Versions of what it stands on, for bug reports: "SQLite 3.40.1, ...".
OFFPRINT_API const char *offprint_libraries(void);

// ---- Indexing --------------------------------------------------------------

struct offprint_progress {
    uint64_t files_done;
    uint64_t files_total;
    uint64_t bytes_done; // of the files as they lie on disk
    uint64_t bytes_total;
    uint64_t articles; // read so far
    double seconds;    // since the run began
    const char *path;  // the file at hand, or NULL
};

enum offprint_problem_kind {
    OFFPRINT_FAILED,  // an operand, source or member could not be read
    OFFPRINT_SKIPPED, // binary, empty, not supported yet
    OFFPRINT_NOTE,    // worth knowing, nothing is missing
};

// What the threads of a run are busy with.
enum offprint_stage {
    // The caller's.
    OFFPRINT_PLANNING,   // finding what changed
    OFFPRINT_READING,    // sources, as far as no other thread has read them
    OFFPRINT_WAITING,    // for other threads
    OFFPRINT_ROWS,       // writing articles
    OFFPRINT_MERGING,    // writing postings
    OFFPRINT_DICTIONARY, // writing what texts tell of words
    OFFPRINT_COMMITTING, // until it is on the disk
    OFFPRINT_TIDYING,    // leaving one file
    // Of all workers together.
    OFFPRINT_TRAINING,  // making the dictionary that texts are compressed with
    OFFPRINT_DIGESTING, // cutting and inverting words
    OFFPRINT_COMPRESSING,
    OFFPRINT_PREMERGING, // words of many articles, for the caller to write
    OFFPRINT_IDLE,
    // Of all threads that read ahead.
    OFFPRINT_READING_AHEAD,
    OFFPRINT_AHEAD, // far enough, waiting until what they read is taken
    OFFPRINT_STAGES,
};

// How one update went. Articles, but for the last six.
struct offprint_run {
    uint64_t added;
    uint64_t updated; // content changed: the article has a new id
    uint64_t moved;   // found under another path; kept as they are
    uint64_t removed;
    uint64_t unchanged;
    uint64_t skipped; // sources: binary, empty, not supported yet
    uint64_t failed;  // operands, sources and members that could not be read
    uint64_t files;   // sources looked at
    uint64_t bytes;   // bytes of the sources that were read
    double seconds;
    unsigned workers;                      // threads that worked on articles
    double stage_seconds[OFFPRINT_STAGES]; // of all threads in a stage
};

struct offprint_update_options {
    const char *const *paths; // files and folders; none: all roots again
    size_t path_count;
    // Patterns as in .gitignore. Kept with the roots named in paths.
    const char *const *excludes;
    size_t exclude_count;
    const char *const *includes; // files that match none are left out
    size_t include_count;
    // "title=headline": the JSON field headline is the title. Kept with roots.
    const char *const *maps;
    size_t map_count;
    // A file with words that stand for each other, a group a line, separated by
    // commas: kept in the index in place of those it has. NULL: as it is.
    const char *synonyms;
    unsigned jobs;       // threads that work on articles; 0: one a processor
    uint64_t memory;     // bytes to work in, about; 0: 512 MB
    bool follow_links;   // enter folders through symbolic links; kept likewise
    bool whole_pages;    // no article is looked for in web pages: all of
                         // their text is indexed; kept likewise
    bool keep_missing;   // articles whose source is gone stay
    bool dry_run;        // say what would be done and change nothing
    double wait_seconds; // how long to wait for another run
    // Read between articles, perhaps set by a signal handler: true stops the
    // run after the batch at hand, with OFFPRINT_INTERRUPTED.
    const volatile bool *stop;
    // Callbacks, each may be NULL. A problem names its operand: path is a file
    // or a folder, member the line or id inside it or NULL.
    void (*on_progress)(void *context, const struct offprint_progress *);
    void (*on_problem)(void *context, enum offprint_problem_kind kind,
                       const char *path, const char *member,
                       const char *message);
    void *context;
};

// Adds paths as roots, or refreshes them, and brings the index in step with
// the archive. Makes the index where there is none. Commits in batches: after a
// crash or a failure the last batch stands, and another run goes on from there.
// Problems with single sources do not fail the run: see run->failed. *run,
// which may be NULL, is filled in any case. Callbacks come on the caller's
// thread.
OFFPRINT_API enum offprint_status offprint_update(
    const char *index_path, const struct offprint_update_options *options,
    struct offprint_run *run, struct offprint_error *err);

// Takes a root out of the index with all its articles; a path under a root
// becomes an exclude kept with that root. run->removed counts the articles.
OFFPRINT_API enum offprint_status offprint_forget(const char *index_path,
                                                  const char *path,
                                                  double wait_seconds,
                                                  struct offprint_run *run,
                                                  struct offprint_error *err);

// Puts together what many runs left behind: the index becomes as small and as
// fast as it can be, and nothing is left in the file of what was removed.
// *before and *after, each of which may be NULL, receive the bytes of the file.
OFFPRINT_API enum offprint_status offprint_optimize(const char *index_path,
                                                    double wait_seconds,
                                                    uint64_t *before,
                                                    uint64_t *after,
                                                    struct offprint_error *err);

// ---- An open index ---------------------------------------------------------

typedef struct offprint_index offprint_index;

// Opens an index for reading. Writes nothing, beside the file or in it, unless
// another process is writing to it at the time.
OFFPRINT_API enum offprint_status offprint_index_open(
    const char *path, offprint_index **index, struct offprint_error *err);

// Takes NULL.
OFFPRINT_API void offprint_index_close(offprint_index *index);

// Many searches in a row are a little faster where they look at the index as it
// is now, whatever changes meanwhile, until it is let go of or closed. A run
// that begins to change the index has to wait for that, and fails when its time
// to wait is over: hold it for moments. Holding what is held changes nothing;
// after a failure nothing is held.
OFFPRINT_API enum offprint_status offprint_index_hold(
    offprint_index *index, struct offprint_error *err);
OFFPRINT_API void offprint_index_let_go(offprint_index *index);

// ---- Articles --------------------------------------------------------------

struct offprint_article {
    int64_t id;        // never given to another article
    const char *name;  // the article's own id where it brought one, else uri
    const char *title; // never NULL
    const char *const *authors;
    size_t author_count;
    const char *site; // publication
    // ISO 8601 of their own precision: "2004-05", "2021-03-04T09:30:00+01:00"
    const char *published;
    const char *modified;
    const char *language; // "en", "pt-BR"
    const char *const *tags;
    size_t tag_count;
    const char *path; // the file, absolute
    const char *uri;  // path, or path!member
    const char *url;  // the address on the web that the article names
    const char *description;
    const char *kind; // "html", "markdown", "text", "jsonl"
    bool whole_page;  // a web page in which no article was found, or looked for
    uint64_t body_size; // bytes
    // Only from offprint_find(); else NULL.
    const char *body;
    const char *captions;
};

// The article with an id ("17"), a path, a uri (path!member) or a name. A path
// that holds several articles is OFFPRINT_MISUSE and says how to name one.
// Release with offprint_article_free().
OFFPRINT_API enum offprint_status offprint_find(offprint_index *index,
                                                const char *what,
                                                struct offprint_article **found,
                                                struct offprint_error *err);

// Takes NULL.
OFFPRINT_API void offprint_article_free(struct offprint_article *article);

// Bytes of a text, where it starts and what it ends before.
struct offprint_span {
    size_t start;
    size_t end;
};

// Where an article has what a query matches. Spans are in order, do not touch,
// and end where characters do.
struct offprint_marks {
    const struct offprint_span *title;
    size_t title_count;
    const struct offprint_span *body;
    size_t body_count;
    const struct offprint_span *captions;
    size_t caption_count;
    const struct offprint_warning *warnings; // of the query
    size_t warning_count;
};

// Finds the words of a query, as a search marks them in its passages, in an
// article that offprint_find() has given. Release with offprint_marks_free().
OFFPRINT_API enum offprint_status offprint_mark(
    offprint_index *index, const struct offprint_article *article,
    const char *query, struct offprint_marks **marks,
    struct offprint_error *err);

// Takes NULL.
OFFPRINT_API void offprint_marks_free(struct offprint_marks *marks);

enum offprint_sort {
    OFFPRINT_BY_DEFAULT, // hits by relevance; a list as by date
    OFFPRINT_BY_DATE,    // newest first, those without a date last
    OFFPRINT_BY_OLDEST,  // oldest first, likewise
    OFFPRINT_BY_PATH,
    OFFPRINT_BY_TITLE,
    OFFPRINT_BY_ID,
};

struct offprint_list_options {
    enum offprint_sort sort;
    uint64_t offset;
    uint64_t limit;   // 0: no limit
    const char *path; // only articles at or under this path, or NULL
    // Only articles that meet these: "lang:de date:2019..", as in a query; a
    // language, and first and last dates, as of a search. NULL: all.
    const char *filter;
    const char *language;
    const char *since;
    const char *until;
};

// Calls on_article for each article in order; a return of false ends the list.
// *total, unless NULL, receives the number of articles without offset, limit.
OFFPRINT_API enum offprint_status offprint_list(
    offprint_index *index, const struct offprint_list_options *options,
    bool (*on_article)(void *context, const struct offprint_article *article),
    void *context, uint64_t *total, struct offprint_error *err);

// ---- Searching -------------------------------------------------------------

enum offprint_match {
    OFFPRINT_MATCH_AUTO, // short queries: all words first, then partial matches
    OFFPRINT_MATCH_ALL,  // every word must be there
    OFFPRINT_MATCH_ANY,  // by score alone
};

// Both count all forms of a word as one.
enum offprint_scorer {
    OFFPRINT_SCORER_DEFAULT,
    OFFPRINT_SCORER_BM25, // with k1 1.2 and b .75 over title and text as one,
                          // and nothing else: to compare with
};

struct offprint_search_options {
    const char *query;
    enum offprint_match match;
    enum offprint_scorer scorer;
    bool literal; // no operators: every character is text
    bool exact;   // every word to the letter, but for case and width
    bool strict;  // a query that would be repaired is refused: see result
    // "title", "author", "tag", "site", "path": what all of the query is meant
    // for; NULL: articles.
    const char *field;
    // Only articles in this language ("de", "pt-BR"; "pt" stands for all its
    // regions), whose words alone are stemmed; NULL: all.
    const char *language;
    // Only articles published within, both ends included: "2019", "2019-03",
    // "2019-03-15", or "2y" for two years ago; NULL: open. OFFPRINT_MISUSE
    // where there is no such date.
    const char *since;
    const char *until;
    enum offprint_sort sort;
    bool no_acronyms;   // "MSC" is not "mesenchymal stem cells"
    bool explain_words; // fill result->words
    bool explain;       // fill hit->explanation
    uint64_t offset;
    uint64_t limit;    // hits; 0 asks for none: only the total
    int snippet_count; // passages a hit; 0: none
    int snippet_width; // columns of one passage, about; 0: 240
    // Ends the search with what it has after so many seconds, so that result is
    // partial; 0: never. The first ten hits are given whole all the same.
    double timeout_seconds;
    // Only rank, score and article of each hit are wanted, and no time spent on
    // titles with marks, snippets and words that are missing.
    bool brief;
    // Not even articles are wanted, but for their ids.
    bool ids_only;
};

// A piece of text, inside or outside of what matched. What would steer a
// terminal is U+FFFD in it; start and end are of the text as it is stored.
struct offprint_fragment {
    const char *text;
    size_t size; // bytes; text ends in NUL as well
    bool hit;
    uint64_t start; // bytes of the body, or of the title
    uint64_t end;
};

struct offprint_passage {
    const struct offprint_fragment *fragments;
    size_t fragment_count;
    bool starts_inside; // text stands before it
    bool ends_inside;   // text follows it
};

// What the weight of a word is made of.
struct offprint_explained_weight {
    const char *text;
    uint64_t articles;  // df: that hold it, in forms near to what was typed
    double occurrences; // cf: of those forms, perhaps estimated
    double idf;         // ln(1 + (N - df + .5) / (df + .5)), N all articles
    double rare;        // 1 - df / (N + 1)
    double burst;       // 1 + ln((cf + kappa * m0) / (df + kappa))
    double weight;      // idf * rare * burst
};

// A form of a word, which the article has: occurrences in fields that count,
// and what one counts there.
struct offprint_explained_form {
    const char *term;
    const char *relation; // as in offprint_form
    uint64_t title;
    uint64_t body;
    uint64_t extra; // authors, tags, captions, description
    double title_weight;
    double body_weight;
    double extra_weight;
    double x; // the sum of occurrences times weight
};

struct offprint_explained_word {
    const char *text;
    // One, or one for each word of a phrase in quotation marks.
    const struct offprint_explained_weight *weights;
    size_t weight_count;
    double weight; // W, the sum of them
    double times;  // how often it was typed, times what ^ says
    const struct offprint_explained_form *forms;
    size_t form_count;
    double x;          // of all forms
    double saturation; // S = x * (k1 + 1) / (x + k1 * K)
    double score;      // times * W * S
};

// Words of the query that stand in a row in the article.
struct offprint_explained_row {
    const char *text;
    double first; // W of both words of a pair, else 0
    double second;
    double weight;     // of a pair H = 2 * first * second / (first + second);
                       // of the whole query the sum of times * W
    uint64_t count;    // n: times that it stands there
    double saturation; // S = n * (k + 1) / (n + k * K), k pair_k1 or phrase_k1
    double score;      // pair * H * S, or phrase * sum * S
};

// How a score came about: the sum of those of words, pairs and phrase.
struct offprint_explanation {
    uint64_t articles;       // N
    double mean_occurrences; // m0: of a word in an article that has it
    double length; // words of title and body, about: the score goes by
                   // a code of a byte, at most 3.2 % wrong
    double average_length;
    double length_factor; // K = 1 - b + b * length / average_length
    double k1, b;
    double kappa; // 0: rare and burst do not count, and are 1
    double pair, pair_k1;
    double phrase, phrase_k1;
    const struct offprint_explained_word *words; // that the article has
    size_t word_count;
    const struct offprint_explained_row *pairs; // likewise
    size_t pair_count;
    const struct offprint_explained_row *whole; // the query; NULL: not there
    double total;
    double rounding; // the score is at most so far from the total
};

struct offprint_hit {
    uint64_t rank; // from 1, offset included
    double score;
    struct offprint_article article;
    struct offprint_passage title; // the title with its hits marked
    const struct offprint_passage *snippets;
    size_t snippet_count;
    const char *const *without; // words of the query that it lacks
    size_t without_count;
    // With explain; NULL where FTS5 made the score, which tells nothing of it.
    const struct offprint_explanation *explanation;
};

// A form of a word of the query: what it stands for.
struct offprint_form {
    const char *term;     // as indexed; several in a row have spaces between
    const char *relation; // to what was typed: "as typed", "same stem" ...
    double weight;        // of an occurrence; 1 as typed
    uint64_t articles;    // that hold it; 0 for several terms, and for runs
};

// A word of the query, or words that count as one.
struct offprint_word {
    const char *text;
    double weight;     // in the score
    uint64_t articles; // that hold any form
    const struct offprint_form *forms;
    size_t form_count;
    uint64_t form_total; // more than form_count where not all were searched
};

// How a query was understood, where that may surprise.
struct offprint_warning {
    const char *message;
    size_t start; // where in the query, in bytes
    size_t size;  // 0: nowhere in particular
    bool repair;  // the query could not be read as it is written
};

enum offprint_part_kind {
    OFFPRINT_PART_WORD,     // or words together, or alternatives
    OFFPRINT_PART_EXCLUDED, // -word
    OFFPRINT_PART_FILTER,   // lang:de, --since 2019
};

// A part of a query that found nothing.
struct offprint_part {
    enum offprint_part_kind kind;
    const char *text;
    uint64_t articles; // that match it alone
    uint64_t without;  // that the query would find without it
};

// A looser way to ask, which would find something.
struct offprint_looser {
    const char *change; // "not to the letter"
    uint64_t articles;
};

struct offprint_result {
    const char *query;
    enum offprint_match match; // as it was asked for
    uint64_t total;            // articles that match
    bool total_exact;          // false: there may be more than total
    bool partial; // the time that was given is over: not all articles
                  // were searched, or not all hits are here
    double elapsed_ms;
    double ranking_ms; // of it: from the query to ranked ids
    bool refused;      // strict was asked for, and there are repairs:
                       // nothing was searched
    const struct offprint_warning *warnings;
    size_t warning_count;
    const char *const *suggestions; // "did you mean": other queries
    size_t suggestion_count;
    // Where nothing was found: why, and what would find something.
    const char *reason; // why nothing could be: no words, no articles; or NULL
    const struct offprint_part *parts;
    size_t part_count;
    const struct offprint_looser *looser;
    size_t looser_count;
    const struct offprint_word *words; // with explain_words
    size_t word_count;
    const struct offprint_hit *hits;
    size_t hit_count;
};

// No input is a wrong query: what cannot be read as written is repaired and
// said in warnings; only a date that cannot be is OFFPRINT_MISUSE. Nothing
// found is OFFPRINT_OK with no hits. Release with offprint_result_free().
OFFPRINT_API enum offprint_status offprint_search(
    offprint_index *index, const struct offprint_search_options *options,
    struct offprint_result **result, struct offprint_error *err);

// Finds the articles that are most like one, by its significant words, which
// are result->query then, the most significant first. The article is named as
// for offprint_find(), or what is the path of a file with one article, which is
// read as if it were indexed. It is not among the hits itself. Of the options
// query, match and literal mean nothing, and no hit names words that it is
// without. OFFPRINT_MISUSE where no article can be read.
OFFPRINT_API enum offprint_status offprint_like(
    offprint_index *index, const char *what,
    const struct offprint_search_options *options,
    struct offprint_result **result, struct offprint_error *err);

// The same for a text.
OFFPRINT_API enum offprint_status offprint_like_text(
    offprint_index *index, const char *text, size_t size,
    const struct offprint_search_options *options,
    struct offprint_result **result, struct offprint_error *err);

// Takes NULL.
OFFPRINT_API void offprint_result_free(struct offprint_result *result);

// ---- Words -----------------------------------------------------------------

struct offprint_token {
    const char *term;  // as it is indexed
    size_t start;      // bytes of the text
    size_t end;        //
    uint32_t position; // counts words from 0
    // "word", "pair" of characters in a script without spaces, its "tail", or
    // a "single" character.
    const char *kind;
    const char *key;  // what terms share that differ in accents and the like
    const char *stem; // in the language asked for; NULL: none was
};

// Cuts text into the words that an index sees; a return of false ends it. The
// language of stems is an ISO code; NULL: none. OFFPRINT_MISUSE where it has no
// stemmer.
OFFPRINT_API enum offprint_status offprint_tokens(
    const char *text, size_t size, const char *language,
    bool (*on_token)(void *context, const struct offprint_token *token),
    void *context, struct offprint_error *err);

struct offprint_term {
    const char *term;
    const char *key;
    uint64_t articles;    // that hold it
    uint64_t occurrences; // in all of them
};

struct offprint_terms_options {
    // As in a query: a word (its family), pre*, *mid*, wom?n, /regex/, word~1.
    const char *pattern;
    uint64_t limit; // 0: no limit
};

// Calls on_term for each term of the dictionary that fits a pattern, the most
// frequent first; a return of false ends it. *total, unless NULL, receives how
// many fit. OFFPRINT_MISUSE where the pattern is none.
OFFPRINT_API enum offprint_status offprint_terms(
    offprint_index *index, const struct offprint_terms_options *options,
    bool (*on_term)(void *context, const struct offprint_term *term),
    void *context, uint64_t *total, struct offprint_error *err);

// ---- Files without an index ------------------------------------------------

// Where each value of an article was found: "json-ld headline", "og:title",
// "h1", "front matter author", "guessed"; NULL where there is none.
struct offprint_sources {
    const char *title;
    const char *authors;
    const char *site;
    const char *published;
    const char *modified;
    const char *language;
    const char *tags;
    const char *url;
    const char *description;
};

// An article as it would be indexed.
struct offprint_extract {
    // Without an id; path and uri are NULL for standard input.
    struct offprint_article article;
    struct offprint_sources sources;
    // "article", "listing" of others, or "whole page", in which no article was
    // found.
    const char *kind;
    const char *saved;   // when a browser saved the page, ISO 8601
    const char *charset; // of the file: "utf-8", "windows-1252"
    uint64_t replaced;   // bytes that were no text and became U+FFFD
    uint64_t repaired;   // characters of UTF-8 that had been read as Latin-1
};

struct offprint_extract_options {
    const char *const *maps; // as of an update
    size_t map_count;
    bool whole_pages; // likewise
    // A return of false ends the reading.
    bool (*on_article)(void *context, const struct offprint_extract *extract);
    // What is wrong with the file, or with a member of it; may be NULL.
    void (*on_problem)(void *context, enum offprint_problem_kind kind,
                       const char *member, const char *message);
    void *context;
};

// Reads the articles in a file, as an update would; path NULL is standard
// input. A file that cannot be read, or holds no article, is a problem and no
// failure.
OFFPRINT_API enum offprint_status offprint_extract(
    const char *path, const struct offprint_extract_options *options,
    struct offprint_error *err);

// ---- What the index holds --------------------------------------------------

struct offprint_count {
    const char *name; // NULL: unknown
    uint64_t articles;
    uint64_t sources;
};

struct offprint_root {
    const char *path;
    uint64_t articles;
    uint64_t sources;
    bool present; // the path is there now
    // What it was asked for with: "exclude drafts/", "map title=headline",
    // "follow", "whole-pages".
    const char *const *rules;
    size_t rule_count;
    const char *updated; // when it was last gone through, ISO 8601 UTC; or NULL
};

struct offprint_problem {
    enum offprint_problem_kind kind;
    const char *path;
    const char *message;
};

struct offprint_summary {
    const char *path;
    uint64_t file_size;   // bytes of the index file
    uint64_t source_size; // bytes of the sources as they lie on disk
    uint64_t body_size;   // bytes of all bodies
    // Bytes of the parts of the file: postings, stored articles, what is known
    // of words, the rest.
    uint64_t posting_size;
    uint64_t article_size;
    uint64_t dictionary_size;
    uint64_t other_size;
    uint64_t articles;
    uint64_t sources;
    uint64_t whole_pages; // of the articles: web pages in which none was found,
                          // though one was looked for
    const char *created;  // ISO 8601 UTC
    const char *updated;  // end of the last run; NULL when none has finished
    bool updating;        // a run is under way, or was cut off
    int schema;
    const char *unicode; // version whose rules cut the words
    uint64_t segments;   // of the postings; 0 where they are of an unknown kind
    // Why new articles go through FTS5's INSERT, which is slower, and not into
    // segments of our own; or NULL.
    const char *inserts;
    const struct offprint_root *roots;
    size_t root_count;
    const struct offprint_count *kinds;
    size_t kind_count;
    const struct offprint_count *languages;
    size_t language_count;
    const struct offprint_problem *problems;
    size_t problem_count;
};

// Release with offprint_summary_free().
OFFPRINT_API enum offprint_status offprint_summarise(
    offprint_index *index, struct offprint_summary **summary,
    struct offprint_error *err);

// Takes NULL.
OFFPRINT_API void offprint_summary_free(struct offprint_summary *summary);

// Verifies the whole index, which must exist. Each fault is told to on_fault as
// one line that ends in what to do; on_note hears what could not be checked
// and why. Damage is not a failure: it is counted in *faults.
OFFPRINT_API enum offprint_status offprint_check(
    const char *index_path,
    void (*on_fault)(void *context, const char *message),
    void (*on_note)(void *context, const char *message), void *context,
    uint64_t *faults, struct offprint_error *err);

#ifdef __cplusplus
}
#endif

#endif
