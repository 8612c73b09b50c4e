#include <errno.h>

#include "base/file.h"
#include "cli/batch.h"
#include "cli/cli.h"
#include "cli/hits.h"
#include "cli/input.h"
#include "cli/shown.h"

enum {
    HITS = 10,         // where nobody says
    SNIPPETS = 1,      //
    SNIPPET_LINES = 3, // on the screen, about
    INDENT = 4,        // of most hits
};

static const double HOLD_SECONDS = 0.1;

// One search and how its hits are to be printed.
struct search {
    struct cli *cli;
    offprint_index *index;
    struct offprint_search_options options;
    enum format format;
    struct entry_layout layout;
    enum hits_offsets offsets;
    const char *like; // what hits are to be like; NULL: they answer a query
    FILE *timing;     // where times go, in place of hits; NULL: nowhere
    bool found;       // something, for any query so far
};

// ---- Around the hits --------------------------------------------------------

static void add_total(struct buffer *out, const struct offprint_result *result)
{
    if (!result->total_exact) buffer_add_string(out, "at least ");
    shown_count_of(out, result->total, "article");
}

// "1,234 articles, showing 1-10", above the hits, for whoever looks at them.
static void add_note_of_total(struct search *search,
                              const struct offprint_result *result)
{
    const struct terminal *screen = &search->cli->screen;
    if (result->hit_count == 0 || !screen->present) return;
    struct buffer *line = &search->cli->out.text;
    terminal_style(line, screen, STYLE_DIM);
    add_total(line, result);
    const struct offprint_hit *first = &result->hits[0];
    const struct offprint_hit *last = &result->hits[result->hit_count - 1];
    if (result->hit_count < result->total)
        buffer_format(line, ", showing %llu-%llu",
                      (unsigned long long)first->rank,
                      (unsigned long long)last->rank);
    terminal_style(line, screen, STYLE_PLAIN);
    buffer_add_string(line, "\n\n");
}

// JSON holds them itself, unless there is none. The place is shown where the
// query is no line of a file.
static void tell_warnings(const struct search *search,
                          const struct offprint_result *result,
                          const char *query_id)
{
    if (search->format == FORMAT_JSON && !result->refused) return;
    const char *id = query_id ? query_id : "";
    const char *colon = query_id ? ": " : "";
    for (size_t i = 0; i < result->warning_count; i++) {
        const struct offprint_warning *warning = &result->warnings[i];
        message("%s%s%s", id, colon, warning->message);
        if (warning->size && !query_id)
            message_place(result->query, warning->start);
    }
    if (result->partial)
        message("%s%sended after %g s, as --timeout asks: there may be better "
                "hits, and more",
                id, colon, search->options.timeout_seconds);
}

// Nothing found comes first, then what else to ask for.
static void tell_suggestions(const struct search *search,
                             const struct offprint_result *result,
                             const char *query_id)
{
    if (search->format == FORMAT_JSON) return;
    for (size_t i = 0; i < result->suggestion_count; i++)
        message("%s%sdid you mean: %s", query_id ? query_id : "",
                query_id ? ": " : "", result->suggestions[i]);
}

static void tell_unexplained(const struct search *search,
                             const struct offprint_result *result,
                             const char *query_id)
{
    if (search->format == FORMAT_JSON || !search->options.explain
        || result->hit_count == 0 || result->hits[0].explanation)
        return;
    message("%s%sSQLite made the scores: how cannot be told",
            query_id ? query_id : "", query_id ? ": " : "");
}

// "zebra: in no article; 3 found without it"
static void tell_part(const struct offprint_part *part)
{
    struct buffer line = { 0 };
    buffer_add_string(&line, part->text);
    buffer_add_string(&line, ": ");
    if (part->kind == OFFPRINT_PART_WORD) buffer_add_string(&line, "in ");
    if (part->kind == OFFPRINT_PART_EXCLUDED)
        buffer_add_string(&line, "leaves out ");
    if (part->articles)
        shown_count_of(&line, part->articles, "article");
    else
        buffer_add_string(&line, "no article");
    if (part->without) {
        buffer_add_string(&line, "; ");
        shown_count(&line, part->without);
        buffer_add_string(&line, " found without it");
    }
    message_more(buffer_slice(&line));
    buffer_free(&line);
}

static void tell_why_nothing(const struct offprint_result *result)
{
    if (result->reason) message_more(slice_of(result->reason));
    for (size_t i = 0; result->part_count > 1 && i < result->part_count; i++)
        tell_part(&result->parts[i]);
    for (size_t i = 0; i < result->looser_count; i++) {
        struct buffer line = { 0 };
        buffer_format(&line, "%s: ", result->looser[i].change);
        shown_count_of(&line, result->looser[i].articles, "article");
        message_more(buffer_slice(&line));
        buffer_free(&line);
    }
}

static void tell_nothing_found(const struct search *search,
                               const struct offprint_result *result)
{
    const char *relation = search->like     ? " like"
                           : *result->query ? " for"
                                            : "";
    const char *what = search->like ? search->like : result->query;
    const char *so_far = result->partial ? " so far" : "";
    if (result->total == 0)
        message("nothing found%s%s%s%s", so_far, relation, *what ? ": " : "",
                what);
    if (result->total == 0)
        tell_why_nothing(result);
    else
        message("no hits beyond the first %llu%s: %s",
                (unsigned long long)search->options.offset, relation, what);
}

// ---- One query --------------------------------------------------------------

static void add_result(const struct search *search,
                       const struct offprint_result *result,
                       const char *query_id)
{
    struct buffer *out = &search->cli->out.text;
    switch (search->format) {
    case FORMAT_TEXT:
        hits_add_text(out, &search->layout, result, query_id);
        break;
    case FORMAT_JSON:
        hits_add_json(out, result, query_id, search->offsets);
        break;
    case FORMAT_JSONL:
        hits_add_jsonl(out, result, query_id, search->offsets);
        break;
    case FORMAT_TSV: hits_add_tsv(out, result, query_id); break;
    case FORMAT_PATHS:
        hits_add_paths(out, search->layout.terminal, result,
                       arguments_has(&search->cli->args, OPTION_NULL));
        break;
    case FORMAT_TREC: hits_add_trec(out, result, query_id); break;
    }
}

// -n 0 in text: how many there are is the answer.
static void add_total_alone(struct search *search,
                            const struct offprint_result *result)
{
    add_total(&search->cli->out.text, result);
    buffer_add_byte(&search->cli->out.text, '\n');
}

// Prints the hits of one query and what is to be said of them.
static void print_result(struct search *search,
                         const struct offprint_result *result,
                         const char *query_id)
{
    bool only_total = search->options.limit == 0;
    bool found = result->hit_count > 0 || (only_total && result->total > 0);
    if (!found && !query_id && search->format != FORMAT_JSON)
        tell_nothing_found(search, result);
    tell_suggestions(search, result, query_id);
    tell_unexplained(search, result, query_id);
    if (search->format == FORMAT_TEXT && !query_id)
        add_note_of_total(search, result);
    add_result(search, result, query_id);
    if (search->format == FORMAT_TEXT && only_total && found)
        add_total_alone(search, result);
    search->found = search->found || found;
}

static void tell_refusal(const char *query_id)
{
    message("%s%snothing was searched, as --strict asks",
            query_id ? query_id : "", query_id ? ": " : "");
}

// Fills *result, to be freed. Returns an exit code, EXIT_DONE also where there
// are no hits; *result is NULL after any other.
static int find_hits(struct search *search, const char *query,
                     const char *query_id, struct offprint_result **result)
{
    search->options.query = query;
    struct offprint_error err;
    if (!offprint_search(search->index, &search->options, result, &err))
        return EXIT_DONE;
    if (query_id) error_add_context(&err, "%s", query_id);
    return message_failure(&err, NULL);
}

static int run_query(struct search *search, const char *query,
                     const char *query_id)
{
    struct offprint_result *result;
    int code = find_hits(search, query, query_id, &result);
    if (code != EXIT_DONE) return code;
    tell_warnings(search, result, query_id);
    if (result->refused) {
        tell_refusal(query_id);
        code = EXIT_USAGE;
    } else {
        print_result(search, result, query_id);
    }
    offprint_result_free(result);
    return code;
}

// Searches, and writes how long that took: id, milliseconds, and how many
// articles there are, with a + where there may be more.
static int time_query(struct search *search, const char *query,
                      const char *query_id)
{
    struct offprint_result *result;
    int code = find_hits(search, query, query_id, &result);
    if (code != EXIT_DONE) return code;
    fprintf(search->timing, "%s\t%.4f\t%llu%s\n", query_id, result->ranking_ms,
            (unsigned long long)result->total, result->total_exact ? "" : "+");
    search->found = search->found || result->total > 0;
    offprint_result_free(result);
    return EXIT_DONE;
}

// ---- The command ------------------------------------------------------------

// Searches that print nothing look at one state of the index for a moment.
struct holding {
    offprint_index *index; // NULL: each looks for itself
    double since;          // clock_seconds(); 0: nothing is held
};

static enum offprint_status hold(struct holding *holding,
                                 struct offprint_error *err)
{
    if (!holding->index) return OFFPRINT_OK;
    const double now = clock_seconds();
    if (holding->since > 0 && now - holding->since < HOLD_SECONDS)
        return OFFPRINT_OK;
    offprint_index_let_go(holding->index); // whoever wants to write may do so
    holding->since = now;
    return offprint_index_hold(holding->index, err);
}

static int run_batch(struct search *search, const char *path)
{
    struct batch batch;
    struct offprint_error err;
    if (batch_open(&batch, path, &err)) return message_failure(&err, NULL);
    int code = EXIT_DONE;
    bool refused = false;
    struct holding holding = { .index = NULL };
    if (search->timing && batch.is_file) holding.index = search->index;
    while (code == EXIT_DONE && output_flush(&search->cli->out)) {
        enum offprint_status status = batch_next(&batch, &err);
        if (!status && hold(&holding, &err)) status = err.status;
        if (status == OFFPRINT_NOT_FOUND) break;
        if (status == OFFPRINT_MISUSE) { // a line of it: the others go on
            message("%s", err.message);
            refused = true;
        } else if (status) {
            code = message_failure(&err, NULL);
        } else {
            code = (search->timing ? time_query
                                   : run_query)(search, batch.query, batch.id);
            refused |= code == EXIT_USAGE;
            if (code == EXIT_USAGE) code = EXIT_DONE;
        }
    }
    if (holding.index) offprint_index_let_go(holding.index);
    batch_close(&batch);
    return code == EXIT_DONE && refused ? EXIT_USAGE : code;
}

static int run_timed_batch(struct search *search, const char *path,
                           const char *timing)
{
    struct offprint_error err;
    search->options.ids_only = true;
    search->timing = fopen(timing, "we");
    if (!search->timing) {
        fail_errno(&err, timing);
        return message_failure(&err, NULL);
    }
    int code = run_batch(search, path);
    bool failed = ferror(search->timing);
    failed |= fclose(search->timing) != 0;
    if (code != EXIT_DONE || !failed) return code;
    fail_errno(&err, timing);
    return message_failure(&err, NULL);
}

static int run_words(struct search *search)
{
    struct cli *cli = search->cli;
    const char *query = arguments_line(&cli->args, &cli->arena);
    struct offprint_error err;
    if (query) return run_query(search, query, NULL);
    fail_no_memory(&err);
    return message_failure(&err, NULL);
}

// Passages where the format shows them; for people about three lines.
static void ask_for_snippets(struct search *search)
{
    const struct arguments *args = &search->cli->args;
    search->options.brief = search->format > FORMAT_JSONL;
    if (search->options.brief) return;
    search->options.snippet_count = // N is below the largest int
        (int)arguments_number(args, OPTION_SNIPPETS, SNIPPETS);
    if (search->format != FORMAT_TEXT) return;
    search->options.snippet_width =
        SNIPPET_LINES * (terminal_text_width(&search->cli->screen) - INDENT);
}

static enum offprint_match match_of(const struct arguments *args)
{
    bool plain = arguments_has(args, OPTION_PLAIN);
    if (plain && !arguments_has(args, OPTION_MATCH)) return OFFPRINT_MATCH_ANY;
    return (enum offprint_match)arguments_choice(args, OPTION_MATCH);
}

static enum offprint_scorer scorer_of(const struct arguments *args)
{
    if (arguments_has(args, OPTION_PLAIN)) return OFFPRINT_SCORER_BM25;
    return (enum offprint_scorer)arguments_choice(args, OPTION_SCORER);
}

static struct search search_of(struct cli *cli)
{
    const struct arguments *args = &cli->args;
    bool plain = arguments_has(args, OPTION_PLAIN);
    struct search search = {
        .cli = cli,
        .options = {
            .match = match_of(args),
            .scorer = scorer_of(args),
            .literal = arguments_has(args, OPTION_LITERAL),
            .exact = plain || arguments_has(args, OPTION_EXACT),
            .strict = arguments_has(args, OPTION_STRICT),
            .timeout_seconds = arguments_seconds(args, OPTION_TIMEOUT, 0),
            .field = arguments_value(args, OPTION_FIELD),
            .language = arguments_value(args, OPTION_LANG),
            .since = arguments_value(args, OPTION_SINCE),
            .until = arguments_value(args, OPTION_UNTIL),
            .sort = (enum offprint_sort)arguments_choice(args, OPTION_SORT),
            .no_acronyms = arguments_has(args, OPTION_NO_ACRONYMS),
            .explain = arguments_has(args, OPTION_EXPLAIN),
            .explain_words = arguments_has(args, OPTION_EXPLAIN_WORDS)
                             || arguments_has(args, OPTION_EXPLAIN),
            .offset = arguments_number(args, OPTION_OFFSET, 0),
            .limit = arguments_has(args, OPTION_ALL)
                         ? UINT64_MAX
                         : arguments_number(args, OPTION_LIMIT, HITS),
        },
        .format = arguments_format(args),
        .layout = { .terminal = &cli->screen, .folder = cli_folder(cli) },
    };
    if (arguments_has(args, OPTION_OFFSETS)) search.offsets = HITS_WITH_OFFSETS;
    ask_for_snippets(&search);
    return search;
}

static bool check_format(const struct search *search)
{
    const enum format format = search->format;
    if (search->options.explain_words && format > FORMAT_JSON) {
        message("%s: goes with --format text and json alone",
                search->options.explain ? "--explain" : "--explain-words");
        return false;
    }
    if (search->offsets == HITS_WITH_OFFSETS && format != FORMAT_JSON
        && format != FORMAT_JSONL) {
        message("--offsets: goes with --format json and jsonl alone");
        return false;
    }
    return true;
}

int cmd_search(struct cli *cli)
{
    const char *batch = arguments_value(&cli->args, OPTION_BATCH);
    if (!batch && cli->args.operand_count == 0) {
        message("search: needs WORDS or --batch FILE (see offprint help "
                "search)");
        return EXIT_USAGE;
    }
    if (batch && cli->args.operand_count > 0) {
        message("%s: no words go with --batch", cli->args.operands[0]);
        return EXIT_USAGE;
    }
    const char *timing = arguments_value(&cli->args, OPTION_TIMING);
    if (timing && !batch) {
        message("--timing: goes with --batch alone");
        return EXIT_USAGE;
    }
    struct search search = search_of(cli);
    if (!check_format(&search)) return EXIT_USAGE;
    int code = cli_open_index(cli, &search.index);
    if (code != EXIT_DONE) return code;
    if (timing)
        code = run_timed_batch(&search, batch, timing);
    else
        code = batch ? run_batch(&search, batch) : run_words(&search);
    offprint_index_close(search.index);
    if (code != EXIT_DONE) return code;
    return search.found ? EXIT_DONE : EXIT_NOTHING;
}

// ---- More like this ---------------------------------------------------------

static enum offprint_status find_like(struct search *search,
                                      struct offprint_result **result,
                                      struct offprint_error *err)
{
    if (strcmp(search->like, "-") != 0)
        return offprint_like(search->index, search->like, &search->options,
                             result, err);
    search->like = "standard input";
    struct buffer input = { 0 };
    enum offprint_status status = input_read(&input, err);
    if (!status)
        status = offprint_like_text(search->index, input.ptr, input.len,
                                    &search->options, result, err);
    buffer_free(&input);
    return status;
}

int cmd_like(struct cli *cli)
{
    struct search search = search_of(cli);
    search.like = cli->args.operands[0];
    if (!check_format(&search)) return EXIT_USAGE;
    int code = cli_open_index(cli, &search.index);
    if (code != EXIT_DONE) return code;
    struct offprint_result *result = NULL;
    struct offprint_error err;
    if (find_like(&search, &result, &err)) {
        code = message_failure(&err, NULL);
    } else {
        tell_warnings(&search, result, NULL);
        print_result(&search, result, NULL);
    }
    offprint_result_free(result);
    offprint_index_close(search.index);
    if (code != EXIT_DONE) return code;
    return search.found ? EXIT_DONE : EXIT_NOTHING;
}
