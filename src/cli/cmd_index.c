#include <errno.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "cli/cli.h"
#include "cli/profile_table.h"
#include "cli/progress.h"
#include "cli/shown.h"

enum {
    WAIT_SECONDS = 10,
    LINES_A_SOURCE = 5, // of problems; the rest is counted
};

struct watch {
    struct progress progress;
    bool quiet;
    bool verbose;
    struct buffer path; // of the source that the last problem was with
    uint64_t lines;     // about it, printed or not
};

// ---- Stopping ---------------------------------------------------------------

// A signal handler can reach nothing else. Set once, read by the library.
static volatile bool stop;

// What the handler says, since the batch at hand may take some seconds, and
// when it is asked once more; NULL: nothing.
static const char *stopping;
static const char *ending;

#define STOPPING                                                            \
    "offprint: stopping after the batch at hand (once more to end at once," \
    " without it)\n"
#define ENDING                                                              \
    "offprint: ended at once; what was committed so far stays in the index" \
    " (run offprint index to go on)\n"
#define CLEAR_LINE "\r\033[K"

static void on_signal(int number)
{
    const int error = errno; // of what was interrupted
    const bool again = stop;
    const char *text = again ? ending : stopping;
    stop = true;
    if (text && write(STDERR_FILENO, text, strlen(text)) < 0)
        stopping = ending = NULL;
    if (again) _exit(128 + number); // the next run rolls the batch back
    errno = error;
}

static void catch_signals(const struct watch *watch)
{
    const bool clear = watch->progress.terminal.controls;
    if (!watch->quiet) {
        stopping = clear ? CLEAR_LINE STOPPING : STOPPING;
        ending = clear ? CLEAR_LINE ENDING : ENDING;
    }
    struct sigaction action = { .sa_handler = on_signal,
                                .sa_flags = SA_RESTART };
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGHUP, &action, NULL);
    // Whoever stops reading our messages does not stop the run.
    signal(SIGPIPE, SIG_IGN);
}

// ---- While it runs ----------------------------------------------------------

static void tell_omitted(struct watch *watch)
{
    if (watch->lines > LINES_A_SOURCE) {
        progress_clear(&watch->progress);
        message("%.*s: %llu more (see offprint status)",
                SLICE_ARGS(buffer_slice(&watch->path)),
                (unsigned long long)(watch->lines - LINES_A_SOURCE));
    }
    watch->lines = 0;
}

// Whether this problem is one of the first of its source.
static bool is_worth_a_line(struct watch *watch, struct slice path)
{
    if (!slice_equal(buffer_slice(&watch->path), path)) {
        tell_omitted(watch);
        buffer_reset(&watch->path);
        buffer_add(&watch->path, path);
    }
    return watch->lines++ < LINES_A_SOURCE;
}

static void on_problem(void *context, enum offprint_problem_kind kind,
                       const char *path, const char *member, const char *text)
{
    struct watch *watch = context;
    if (kind == OFFPRINT_SKIPPED && !watch->verbose) return;
    if (kind == OFFPRINT_NOTE && watch->quiet) return;
    if (!is_worth_a_line(watch, slice_of(path))) return;
    progress_clear(&watch->progress);
    if (member)
        message("%s: %s: %s", path, member, text);
    else
        message("%s: %s", path, text);
}

static void on_progress(void *context, const struct offprint_progress *state)
{
    struct watch *watch = context;
    progress_show(&watch->progress, state);
}

// ---- Afterwards -------------------------------------------------------------

static void add_summary(struct buffer *out, const struct offprint_run *run,
                        bool dry_run)
{
    const struct {
        const char *name;
        uint64_t count;
    } COUNTS[] = {
        { "added", run->added },         { "updated", run->updated },
        { "moved", run->moved },         { "removed", run->removed },
        { "unchanged", run->unchanged }, { "skipped", run->skipped },
        { "failed", run->failed },
    };
    if (dry_run) buffer_add_string(out, "dry run: ");
    for (size_t i = 0; i < sizeof COUNTS / sizeof COUNTS[0]; i++)
        buffer_format(out, "%s%s %llu", i ? ", " : "", COUNTS[i].name,
                      (unsigned long long)COUNTS[i].count);
    buffer_add_string(out, " (");
    shown_size(out, run->bytes);
    buffer_add_string(out, " in ");
    shown_time(out, run->seconds);
    buffer_add_string(out, ")\n");
}

// ---- The command ------------------------------------------------------------

static enum offprint_status options_of(struct cli *cli,
                                       struct offprint_update_options *options,
                                       struct offprint_error *err)
{
    const struct arguments *args = &cli->args;
    struct arena *arena = &cli->arena;
    *options = (struct offprint_update_options){
        .paths = args->operands,
        .path_count = args->operand_count,
        .synonyms = arguments_value(args, OPTION_SYNONYMS),
        .jobs = (unsigned)arguments_number(args, OPTION_JOBS, 0),
        .memory = arguments_size(args, OPTION_MEMORY, 0),
        .follow_links = arguments_has(args, OPTION_FOLLOW),
        .whole_pages = arguments_has(args, OPTION_WHOLE_PAGES),
        .keep_missing = arguments_has(args, OPTION_KEEP_MISSING),
        .dry_run = arguments_has(args, OPTION_DRY_RUN),
        .wait_seconds = arguments_seconds(args, OPTION_WAIT, WAIT_SECONDS),
        .stop = &stop,
        .on_progress = on_progress,
        .on_problem = on_problem,
    };
    options->exclude_count =
        arguments_values(args, OPTION_EXCLUDE, arena, &options->excludes);
    options->include_count =
        arguments_values(args, OPTION_INCLUDE, arena, &options->includes);
    options->map_count =
        arguments_values(args, OPTION_MAP, arena, &options->maps);
    if (!options->excludes || !options->includes || !options->maps)
        return fail_no_memory(err);
    if (args->operand_count == 0
        && (options->exclude_count || options->include_count
            || options->map_count || options->follow_links
            || options->whole_pages))
        return fail(err, OFFPRINT_MISUSE,
                    "index: --exclude, --include, --map, --follow and "
                    "--whole-pages are kept with a root (name its PATH)");
    return OFFPRINT_OK;
}

static int tell_stop(const struct watch *watch)
{
    struct buffer left = { 0 };
    progress_add_left(&left, &watch->progress.state);
    message("interrupted: %.*s; what was done so far stays in the index (run "
            "offprint index to go on)",
            SLICE_ARGS(buffer_slice(&left)));
    buffer_free(&left);
    return EXIT_INTERRUPTED;
}

static int finish(struct cli *cli, const struct offprint_run *run)
{
    if (!arguments_has(&cli->args, OPTION_QUIET))
        add_summary(&cli->out.text, run,
                    arguments_has(&cli->args, OPTION_DRY_RUN));
    return run->failed > 0 ? EXIT_PARTLY : EXIT_DONE;
}

static void tell_profile(const struct offprint_run *run)
{
    struct buffer table = { 0 };
    profile_table_add(&table, run);
    if (!table.failed) fwrite(table.ptr, 1, table.len, stderr);
    buffer_free(&table);
}

int cmd_index(struct cli *cli)
{
    const char *path = NULL;
    struct offprint_update_options options;
    struct offprint_error err;
    if (cli_index_path(cli, &path, &err) || options_of(cli, &options, &err)
        || (!options.dry_run && cli_make_index_folder(cli, path, &err)))
        return message_failure(&err, path);

    struct watch watch = {
        .quiet = arguments_has(&cli->args, OPTION_QUIET),
        .verbose = arguments_has(&cli->args, OPTION_VERBOSE),
    };
    progress_init(&watch.progress, watch.quiet);
    options.context = &watch;
    catch_signals(&watch);
    memory_give_back();
    struct offprint_run run = { 0 };
    enum offprint_status status = offprint_update(path, &options, &run, &err);
    progress_clear(&watch.progress);
    tell_omitted(&watch);
    buffer_free(&watch.path);
    if (arguments_has(&cli->args, OPTION_PROFILE)) tell_profile(&run);
    if (status == OFFPRINT_INTERRUPTED) return tell_stop(&watch);
    return status ? message_failure(&err, path) : finish(cli, &run);
}
