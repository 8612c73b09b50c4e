// A usual expression has some letters that must be there, and meets only words
// that have them: ^anti.*ism$. Without such letters it crosses a block of words
// at once, compiled to machine code, and goes on behind the newline after a
// match. An expression that sees beyond a line (regex_lines.h), or turns out to
// be costly, meets the words one by one, each under a limit, until the time is
// over.

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "base/file.h"
#include "base/find.h"
#include "base/utf8.h"
#include "search/candidates.h"
#include "search/lines.h"
#include "search/lookup.h"
#include "search/regex_lines.h"

enum {
    PATTERN_BYTES_MAX = 1000, // more is no question; compiling has to end, too
    NESTED_GROUPS_MAX = 50,
    // pcre2's steps, some 10 ns each: a word has 128 bytes and a block some
    // thousand words, of which each letter takes a step or two.
    STEPS_A_WORD = 10000,
    STEPS_A_BLOCK = 500000,
    HEAP_KIB_MAX = 4096,    // of the matcher without machine code
    LITERAL_MIN = 2,        // bytes; one alone is in too many words
    WORDS_BEFORE_CLOCK = 8, // words of STEPS_A_WORD that a look at it is worth
};

static const double SECONDS_MAX = 0.2;

enum answer { MATCHES, MATCHES_NOT, GAVE_UP };

struct regex {
    pcre2_code *code;
    pcre2_compile_context *compile_context;
    pcre2_match_context *match_context;
    pcre2_match_data *match;
    bool whole_blocks; // code cannot see beyond a line, and none was too costly
    struct buffer literal; // all words that match have it; often empty
    double deadline;       // of clock_seconds()
    bool cut_short;
    char *marks; // of the block at hand
    struct candidates candidates;
};

// ---- The expression ---------------------------------------------------------

static enum offprint_status refuse(int error, struct slice pattern,
                                   size_t offset, struct offprint_error *err)
{
    if (error == PCRE2_ERROR_HEAP_FAILED) return fail_no_memory(err);
    PCRE2_UCHAR cause[256] = "";
    pcre2_get_error_message(error, cause, sizeof cause);
    size_t character = 1;
    for (size_t i = 0; i < offset && i < pattern.len; i++)
        character += !utf8_continues(pattern.ptr[i]);
    return fail(err, OFFPRINT_MISUSE, "%s (at character %zu)",
                (const char *)cause, character);
}

// MATCH_INVALID_UTF: whatever stands in a block, it must not be more than no
// match.
static const uint32_t OPTIONS = PCRE2_UTF | PCRE2_UCP | PCRE2_MULTILINE
                                | PCRE2_NEVER_BACKSLASH_C
                                | PCRE2_MATCH_INVALID_UTF;

static enum offprint_status compile(struct regex *regex, struct slice pattern,
                                    uint32_t options,
                                    struct offprint_error *err)
{
    const char *text = pattern.len ? pattern.ptr : "";
    int error;
    PCRE2_SIZE offset;
    pcre2_code_free(regex->code);
    regex->code = pcre2_compile((PCRE2_SPTR)text, pattern.len, options, &error,
                                &offset, regex->compile_context);
    return regex->code ? OFFPRINT_OK : refuse(error, pattern, offset, err);
}

// Puts the form for whole blocks in the place of the expression, if it has one.
// Terms are folded, so that an expression in small letters needs no case
// folding either, which would cost twice the time.
static enum offprint_status compile_for_lines(struct regex *regex,
                                              struct slice pattern,
                                              struct offprint_error *err)
{
    struct buffer lines = { 0 };
    enum offprint_status status = OFFPRINT_OK;
    regex->whole_blocks = regex_for_lines(pattern, &lines);
    if (regex->whole_blocks) regex_literal(pattern, &regex->literal);
    uint32_t caseless = regex_is_folded(pattern) ? 0 : PCRE2_CASELESS;
    if (lines.failed || regex->literal.failed)
        status = fail_no_memory(err);
    else if (regex->whole_blocks)
        status = compile(regex, buffer_slice(&lines), OPTIONS | caseless, err);
    buffer_free(&lines);
    return status;
}

static enum offprint_status open_regex(struct regex *regex,
                                       struct slice pattern,
                                       struct offprint_error *err)
{
    regex->compile_context = pcre2_compile_context_create(NULL);
    regex->match_context = pcre2_match_context_create(NULL);
    regex->match = pcre2_match_data_create(1, NULL);
    if (!regex->compile_context || !regex->match_context || !regex->match)
        return fail_no_memory(err);
    pcre2_set_newline(regex->compile_context, PCRE2_NEWLINE_LF);
    pcre2_set_parens_nest_limit(regex->compile_context, NESTED_GROUPS_MAX);
    pcre2_set_heap_limit(regex->match_context, HEAP_KIB_MAX);

    pcre2_set_max_pattern_length(regex->compile_context, PATTERN_BYTES_MAX);
    enum offprint_status status =
        compile(regex, pattern, OPTIONS | PCRE2_CASELESS, err);
    // What compile_for_lines() puts in is not the user's.
    pcre2_set_max_pattern_length(regex->compile_context, PCRE2_UNSET);
    if (!status) status = compile_for_lines(regex, pattern, err);
    if (status) return status;
    // Without machine code a match in a block would check all of the block that
    // is left for UTF-8.
    if (pcre2_jit_compile(regex->code, PCRE2_JIT_COMPLETE))
        regex->whole_blocks = false;
    regex->deadline = clock_seconds() + SECONDS_MAX;
    return OFFPRINT_OK;
}

static void close_regex(struct regex *regex)
{
    pcre2_match_data_free(regex->match);
    pcre2_match_context_free(regex->match_context);
    pcre2_compile_context_free(regex->compile_context);
    pcre2_code_free(regex->code);
    buffer_free(&regex->literal);
    candidates_free(&regex->candidates);
}

// ---- Matching ---------------------------------------------------------------

// Where a match begins in text, from an offset on.
static enum answer match(struct regex *regex, struct slice text, size_t from,
                         uint32_t steps, size_t *at)
{
    pcre2_set_match_limit(regex->match_context, steps);
    int result = pcre2_match(regex->code, (PCRE2_SPTR)text.ptr, text.len, from,
                             0, regex->match, regex->match_context);
    if (result == PCRE2_ERROR_NOMATCH) return MATCHES_NOT;
    if (result < 0) return GAVE_UP;
    *at = pcre2_get_ovector_pointer(regex->match)[0];
    return MATCHES;
}

static bool is_over(struct regex *regex)
{
    if (clock_seconds() < regex->deadline) return false;
    regex->cut_short = true;
    return true;
}

static void mark(struct regex *regex, const uint32_t *owners, size_t line)
{
    regex->marks[owners ? owners[line] : line] = MATCH;
}

static void match_line(struct regex *regex, const struct lines *lines,
                       const uint32_t *owners, size_t line)
{
    size_t at;
    switch (match(regex, lines_get(lines, line), 0, STEPS_A_WORD, &at)) {
    case MATCHES: mark(regex, owners, line); break;
    case MATCHES_NOT: break;
    case GAVE_UP: regex->cut_short = true; break;
    }
}

// Matches the lines from a number on one by one. False when the time is over.
static bool mark_one_by_one(struct regex *regex, const struct lines *lines,
                            const uint32_t *owners, size_t line)
{
    for (; line < lines->count; line++) {
        if (line % WORDS_BEFORE_CLOCK == 0 && is_over(regex)) return false;
        match_line(regex, lines, owners, line);
    }
    return true;
}

// Matches the lines that have the literal.
static bool mark_with_literal(struct regex *regex, const struct lines *lines,
                              const uint32_t *owners)
{
    const struct slice literal = buffer_slice(&regex->literal);
    size_t line = 0;
    for (size_t at = 0; at < lines->text.len; at = lines->starts[line]) {
        const char *hit = find_quickly(slice_from(lines->text, at), literal);
        if (!hit) return true;
        if (is_over(regex)) return false;
        line = lines_at(lines, line, (size_t)(hit - lines->text.ptr));
        match_line(regex, lines, owners, line++);
    }
    return true;
}

// Matches all lines at once, as long as that is not too costly.
static bool mark_at_once(struct regex *regex, const struct lines *lines,
                         const uint32_t *owners)
{
    size_t line = 0;
    while (regex->whole_blocks && line < lines->count) {
        if (is_over(regex)) return false;
        size_t at = 0;
        enum answer answer =
            match(regex, lines->text, lines->starts[line], STEPS_A_BLOCK, &at);
        if (answer == MATCHES_NOT) return true;
        if (answer == GAVE_UP) {
            regex->whole_blocks = false;
            break;
        }
        if (at >= lines->text.len) return true; // nothing, behind the last line
        line = lines_at(lines, line, at);
        mark(regex, owners, line++);
    }
    return mark_one_by_one(regex, lines, owners, line);
}

// Marks the entries whose lines match; owners tells whose the lines are, NULL:
// line and entry have the same number. False when the time is over.
static bool mark_lines(struct regex *regex, const struct lines *lines,
                       const uint32_t *owners)
{
    return regex->literal.len >= LITERAL_MIN
               ? mark_with_literal(regex, lines, owners)
               : mark_at_once(regex, lines, owners);
}

static bool search_block(void *context, const struct dictionary_block *block)
{
    struct regex *regex = context;
    regex->marks = candidates_marks(&regex->candidates, block);
    if (!regex->marks) return false;
    const struct lines keys = lines_of_keys(block);
    const struct lines terms = lines_of_terms(block);
    bool in_time = mark_lines(regex, &keys, NULL)
                   && mark_lines(regex, &terms, block->term_owners);
    candidates_add_marked(&regex->candidates, block);
    return in_time && !regex->candidates.status;
}

static enum offprint_status search(struct regex *regex,
                                   struct dictionary *dictionary,
                                   struct best *best,
                                   struct offprint_error *err)
{
    enum offprint_status status =
        dictionary_each_block(dictionary, search_block, regex, err);
    if (status) return status;
    return candidates_offer(&regex->candidates, best);
}

enum offprint_status lookup_regex(struct dictionary *dictionary,
                                  struct slice pattern, size_t limit,
                                  struct arena *arena, struct lookup *lookup,
                                  struct offprint_error *err)
{
    *lookup = (struct lookup){ 0 };
    struct best best = { .arena = arena, .top.limit = limit };
    struct regex regex = {
        .candidates = { .dictionary = dictionary, .err = err },
    };
    enum offprint_status status = open_regex(&regex, pattern, err);
    if (!status) status = search(&regex, dictionary, &best, err);
    close_regex(&regex);
    status = best_finish(&best, status, lookup, err);
    lookup->cut_short = !status && regex.cut_short;
    return status;
}
