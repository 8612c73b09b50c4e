// Updates of an index, as a user of the library meets them.

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "offprint.h"
#include "test.h"

static void fail_on_fault(void *context, const char *message)
{
    (void)context;
    CHECK_STRING(message, "no fault");
}

static void check_is_clean(void)
{
    uint64_t faults = 0;
    struct offprint_error err = { 0 };
    CHECK_INT(offprint_check(test_path("index"), fail_on_fault, NULL, NULL,
                             &faults, &err),
              OFFPRINT_OK);
    CHECK_STRING(err.message, "");
}

// Runs an update and says how it went: "added 2 unchanged 1", zeros left out.
static const char *update_with(const struct offprint_update_options *options,
                               enum offprint_status want)
{
    static char text[256];
    struct offprint_run run;
    struct offprint_error err = { 0 };
    CHECK_INT(offprint_update(test_path("index"), options, &run, &err), want);
    if (!want) CHECK_STRING(err.message, "");
    const struct {
        const char *name;
        uint64_t count;
    } counts[] = {
        { "added", run.added },         { "updated", run.updated },
        { "moved", run.moved },         { "removed", run.removed },
        { "unchanged", run.unchanged }, { "skipped", run.skipped },
        { "failed", run.failed },
    };
    size_t at = 0;
    text[0] = '\0';
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++)
        if (counts[i].count)
            at += (size_t)snprintf(text + at, sizeof text - at, "%s%s %llu",
                                   at ? " " : "", counts[i].name,
                                   (unsigned long long)counts[i].count);
    if (!want) check_is_clean();
    return text;
}

static const char *update(const char *name)
{
    const char *paths[] = { name ? test_path(name) : NULL };
    struct offprint_update_options options = { .paths = paths,
                                               .path_count = name ? 1 : 0 };
    return update_with(&options, OFFPRINT_OK);
}

static uint64_t found(const char *query)
{
    offprint_index *index;
    struct offprint_error err = { 0 };
    CHECK_INT(offprint_index_open(test_path("index"), &index, &err),
              OFFPRINT_OK);
    struct offprint_search_options ask = { .query = query, .limit = 10 };
    struct offprint_result *result = NULL;
    CHECK_INT(offprint_search(index, &ask, &result, &err), OFFPRINT_OK);
    uint64_t total = result ? result->total : 0;
    offprint_result_free(result);
    offprint_index_close(index);
    return total;
}

static void write_file(const char *name, const char *text)
{
    test_file(name, slice_of(text));
}

TEST(update, does_only_what_changed)
{
    write_file("a/one.txt", "One title\n\nalpha beta\n");
    write_file("a/two.md", "# Two title\n\ngamma delta\n");
    write_file("a/sub/three.html",
               "<title>Three</title><p>epsilon zeta words of a page</p>");
    CHECK_STRING(update("a"), "added 3");
    CHECK_STRING(update("a"), "unchanged 3");
    CHECK_STRING(update(NULL), "unchanged 3");
    CHECK_INT(found("alpha"), 1);
    write_file("a/one.txt", "One title\n\nalpha omega\n");
    CHECK_STRING(update("a"), "updated 1 unchanged 2");
    CHECK_INT(found("beta"), 0);
    CHECK_INT(found("omega"), 1);
    remove(test_path("a/two.md"));
    CHECK_STRING(update("a"), "removed 1 unchanged 2");
    CHECK_INT(found("gamma"), 0);
    write_file("a/four.txt", "Four title\n\neta\n");
    CHECK_STRING(update(NULL), "added 1 unchanged 2");
}

TEST(update, a_touched_file_is_unchanged)
{
    write_file("a/one.txt", "One title\n\nalpha\n");
    update("a");
    struct timespec old[2] = { { 1000000000, 0 }, { 1000000000, 0 } };
    utimensat(AT_FDCWD, test_path("a/one.txt"), old, 0);
    CHECK_STRING(update("a"), "unchanged 1");
}

TEST(update, a_moved_file_keeps_its_article)
{
    write_file("a/one.txt", "One title\n\nalpha beta\n");
    write_file("a/two.txt", "Two title\n\ngamma\n");
    update("a");
    mkdir(test_path("a/sub"), 0777);
    rename(test_path("a/one.txt"), test_path("a/sub/uno.txt"));
    CHECK_STRING(update("a"), "moved 1 unchanged 1");
    offprint_index *index;
    CHECK_INT(offprint_index_open(test_path("index"), &index, NULL),
              OFFPRINT_OK);
    struct offprint_article *article;
    CHECK_INT(offprint_find(index, "1", &article, NULL), OFFPRINT_OK);
    if (article) CHECK_STRING(article->path, test_path("a/sub/uno.txt"));
    offprint_article_free(article);
    offprint_index_close(index);
    CHECK_STRING(update("a"), "unchanged 2");
}

TEST(update, a_moved_file_that_is_its_own_title_is_read_again)
{
    // No line that could be a title: the name of the file is.
    struct buffer text = { 0 };
    for (int i = 0; i < 100; i++) buffer_add_string(&text, "alpha beta ");
    test_file("a/old-name.txt", buffer_slice(&text));
    CHECK_STRING(update("a"), "added 1");
    rename(test_path("a/old-name.txt"), test_path("a/fresh-name.txt"));
    CHECK_STRING(update("a"), "updated 1");
    CHECK_INT(found("title:fresh"), 1);
    CHECK_INT(found("title:old"), 0);
    mkdir(test_path("a/sub"), 0777); // with its name it keeps its title
    rename(test_path("a/fresh-name.txt"), test_path("a/sub/fresh-name.txt"));
    CHECK_STRING(update("a"), "moved 1");
    buffer_free(&text);
}

TEST(update, roots_that_are_nested_become_one)
{
    write_file("a/b/one.txt", "One title\n\nalpha\n");
    write_file("a/two.txt", "Two title\n\nbeta\n");
    CHECK_STRING(update("a/b"), "added 1");
    CHECK_STRING(update("a/two.txt"), "added 1");
    CHECK_STRING(update("a"), "unchanged 2");
    offprint_index *index;
    struct offprint_summary *summary;
    offprint_index_open(test_path("index"), &index, NULL);
    CHECK_INT(offprint_summarise(index, &summary, NULL), OFFPRINT_OK);
    CHECK_INT(summary->root_count, 1);
    CHECK_INT(summary->articles, 2);
    offprint_summary_free(summary);
    offprint_index_close(index);
    // A part of a root is compared alone.
    remove(test_path("a/two.txt"));
    write_file("a/b/three.txt", "Three\n\ngamma\n");
    CHECK_STRING(update("a/b"), "added 1 unchanged 1");
    CHECK_STRING(update("a"), "removed 1 unchanged 2");
}

TEST(update, a_root_that_is_gone_or_empty_removes_nothing)
{
    write_file("a/one.txt", "One title\n\nalpha\n");
    write_file("b/two.txt", "Two title\n\nbeta\n");
    update("a");
    update("b");
    rename(test_path("a"), test_path("unplugged"));
    CHECK_STRING(update(NULL), "unchanged 2 failed 1");
    mkdir(test_path("a"), 0777); // the mount point without the disk
    CHECK_STRING(update(NULL), "unchanged 2 failed 1");
    CHECK_INT(found("alpha"), 1);
    rmdir(test_path("a"));
    rename(test_path("unplugged"), test_path("a"));
    CHECK_STRING(update(NULL), "unchanged 2");
    CHECK_STRING(update("nowhere"), "failed 1");
}

TEST(update, a_folder_that_cannot_be_listed_keeps_its_articles)
{
    write_file("a/sub/one.txt", "One title\n\nalpha\n");
    write_file("a/two.txt", "Two title\n\nbeta\n");
    update("a");
    // Permissions do not bind root.
    chmod(test_folder(), 0777);
    chmod(test_path("index"), 0666);
    chmod(test_path("a/sub"), 0);
    bool as_nobody = geteuid() == 0 && seteuid(65534) == 0;
    CHECK_STRING(update("a"), "unchanged 2 failed 1");
    if (as_nobody && seteuid(0) != 0) abort();
    chmod(test_path("a/sub"), 0777);
    CHECK_STRING(update("a"), "unchanged 2");
}

TEST(update, keep_missing_keeps)
{
    write_file("a/one.txt", "One title\n\nalpha\n");
    write_file("a/two.txt", "Two title\n\nbeta\n");
    update("a");
    remove(test_path("a/one.txt"));
    struct offprint_update_options options = { .keep_missing = true };
    CHECK_STRING(update_with(&options, OFFPRINT_OK), "unchanged 2");
    CHECK_STRING(update(NULL), "removed 1 unchanged 1");
}

TEST(update, a_dry_run_changes_nothing)
{
    write_file("a/one.txt", "One title\n\nalpha\n");
    const char *paths[] = { test_path("a") };
    struct offprint_update_options options = { .paths = paths,
                                               .path_count = 1,
                                               .dry_run = true };
    struct offprint_run run;
    CHECK_INT(offprint_update(test_path("index"), &options, &run, NULL),
              OFFPRINT_OK);
    CHECK(access(test_path("index"), F_OK) != 0);
    update("a");
    write_file("a/two.txt", "Two title\n\nbeta\n");
    CHECK_INT(offprint_update(test_path("index"), &options, &run, NULL),
              OFFPRINT_OK);
    CHECK_INT(found("beta"), 0);
}

TEST(update, a_bad_file_neither_stops_nor_removes)
{
    write_file("a/one.txt", "One title\n\nalpha\n");
    write_file("a/two.txt", "Two title\n\nbeta\n");
    test_file("a/three.txt", (struct slice){ "\0\1\2\3binary\0\0", 12 });
    write_file("a/four.txt", "");
    test_file("a/five.html.gz",
              (struct slice){ "\x1F\x8B\x08\0zzzzzzzzzzzz", 16 });
    CHECK_STRING(update("a"), "added 2 skipped 2 failed 1");
    // What was indexed stays when the file goes bad.
    test_file("a/two.txt", (struct slice){ "\0\1\2\3binary\0\0", 12 });
    CHECK_STRING(update("a"), "unchanged 2 skipped 3 failed 1");
    CHECK_INT(found("beta"), 1);
    // Named, a file that cannot be indexed is a failure.
    CHECK_STRING(update("a/four.txt"), "failed 1");
}

// One line of an archive.
#define LINE(id, text) \
    "{\"id\":\"" id "\",\"title\":\"T " id "\",\"text\":\"" text "\"}"

static void write_lines(const char *name, const char *const *lines,
                        size_t count)
{
    struct buffer text = { 0 };
    for (size_t i = 0; i < count; i++) buffer_format(&text, "%s\n", lines[i]);
    test_file(name, buffer_slice(&text));
    buffer_free(&text);
}

TEST(update, lines_that_did_not_change_keep_their_articles)
{
    const char *lines[] = { LINE("1", "alpha"), LINE("2", "beta"),
                            LINE("3", "gamma"), LINE("4", "delta") };
    write_lines("a.jsonl", lines, 3);
    CHECK_STRING(update("a.jsonl"), "added 3");
    write_lines("a.jsonl", lines, 4);
    CHECK_STRING(update("a.jsonl"), "added 1 unchanged 3");
    lines[1] = LINE("2", "epsilon");
    write_lines("a.jsonl", lines, 4);
    CHECK_STRING(update("a.jsonl"), "updated 1 unchanged 3");
    write_lines("a.jsonl", lines + 1, 3);
    CHECK_STRING(update("a.jsonl"), "removed 1 unchanged 3");
    lines[2] = "{\"id\": broken";
    write_lines("a.jsonl", lines + 1, 3);
    CHECK_STRING(update("a.jsonl"), "unchanged 3 failed 1");
    CHECK_INT(found("gamma"), 1); // its line may be broken by accident
    const char *twins[] = { LINE("5", "zeta"), LINE("5", "zeta") };
    write_lines("a.jsonl", twins, 2);
    CHECK_STRING(update("a.jsonl"), "updated 2 removed 1");
    CHECK_STRING(update("a.jsonl"), "unchanged 2");
    CHECK_INT(found("zeta"), 2);
}

struct stopper {
    volatile bool stop;
    struct offprint_progress progress; // the last that was told
};

// Stops a run at the line that cannot be read.
static void stop_at_problem(void *context, enum offprint_problem_kind kind,
                            const char *path, const char *member,
                            const char *message)
{
    (void)kind, (void)path, (void)member, (void)message;
    ((struct stopper *)context)->stop = true;
}

static void note_progress(void *context, const struct offprint_progress *state)
{
    ((struct stopper *)context)->progress = *state;
}

TEST(update, stopped_runs_go_on_where_they_were)
{
    struct buffer text = { 0 };
    enum { ARTICLES = 20000, BROKEN = 12000 };
    for (int i = 0; i < ARTICLES; i++)
        if (i == BROKEN)
            buffer_add_string(&text, "{broken\n");
        else
            buffer_format(
                &text, "{\"id\":\"n%d\",\"title\":\"T\",\"text\":\"word%d\"}\n",
                i, i);
    test_file("a.jsonl", buffer_slice(&text));
    buffer_free(&text);
    const char *paths[] = { test_path("a.jsonl") };
    struct stopper stopper = { false };
    struct offprint_update_options options = { .paths = paths,
                                               .path_count = 1,
                                               .stop = &stopper.stop,
                                               .on_progress = note_progress,
                                               .on_problem = stop_at_problem,
                                               .context = &stopper };
    update_with(&options, OFFPRINT_INTERRUPTED);
    check_is_clean();
    // The file that was begun is still to be read, and its rest is left.
    CHECK_INT(stopper.progress.files_done, 0);
    CHECK_INT(stopper.progress.files_total, 1);
    CHECK(stopper.progress.bytes_done > 0);
    CHECK(stopper.progress.bytes_done < stopper.progress.bytes_total);
    CHECK_INT(found("title:t"), BROKEN);
    CHECK_STRING(update("a.jsonl"), "added 7999 unchanged 12000 failed 1");
    CHECK_INT(found("title:t"), ARTICLES - 1);
    CHECK_INT(found("word19999"), 1);
}

TEST(update, stops_among_lines_that_cannot_be_read)
{
    struct buffer text = { 0 };
    for (int i = 0; i < 1000; i++) buffer_add_string(&text, "{broken\n");
    test_file("a.jsonl", buffer_slice(&text));
    buffer_free(&text);
    const char *paths[] = { test_path("a.jsonl") };
    struct stopper stopper = { false };
    struct offprint_update_options options = { .paths = paths,
                                               .path_count = 1,
                                               .stop = &stopper.stop,
                                               .on_problem = stop_at_problem,
                                               .context = &stopper };
    CHECK_STRING(update_with(&options, OFFPRINT_INTERRUPTED), "failed 1");
    check_is_clean();
}

TEST(update, stops_before_it_reads)
{
    write_file("a/one.txt", "One title\n\nalpha\n");
    const char *paths[] = { test_path("a") };
    const bool stop = true;
    struct offprint_update_options options = { .paths = paths,
                                               .path_count = 1,
                                               .stop = &stop };
    update_with(&options, OFFPRINT_INTERRUPTED);
    check_is_clean();
    CHECK_STRING(update(NULL), "added 1"); // the root was kept
}

TEST(update, forgetting)
{
    write_file("a/one.txt", "One title\n\nalpha\n");
    write_file("a/sub/two.txt", "Two title\n\nbeta\n");
    write_file("b/three.txt", "Three title\n\ngamma\n");
    update("a");
    update("b");
    struct offprint_run run;
    struct offprint_error err = { 0 };
    CHECK_INT(
        offprint_forget(test_path("index"), test_path("a/sub"), 0, &run, &err),
        OFFPRINT_OK);
    CHECK_INT(run.removed, 1);
    check_is_clean();
    CHECK_STRING(update(NULL), "unchanged 2"); // it stays out
    CHECK_INT(
        offprint_forget(test_path("index"), test_path("b"), 0, &run, &err),
        OFFPRINT_OK);
    CHECK_INT(run.removed, 1);
    CHECK_INT(found("gamma"), 0);
    CHECK_STRING(update(NULL), "unchanged 1");
    CHECK_INT(
        offprint_forget(test_path("index"), test_path("c"), 0, &run, &err),
        OFFPRINT_NOT_FOUND);
    check_is_clean();
}

TEST(update, what_is_forgotten_is_not_in_the_file_any_more)
{
    write_file("a/one.txt", "One title\n\nalpha\n");
    write_file("a/two.txt", "Two\n\nxylophonist\n");
    update("a");
    struct offprint_run run;
    offprint_forget(test_path("index"), test_path("a/two.txt"), 0, &run, NULL);
    FILE *file = fopen(test_path("index"), "rb");
    static char bytes[4000000];
    size_t size = file ? fread(bytes, 1, sizeof bytes, file) : 0;
    if (file) fclose(file);
    CHECK(size > 0 && size < sizeof bytes);
    CHECK(memmem(bytes, size, "two.txt", 7) != NULL); // the exclude
    CHECK(memmem(bytes, size, "Two\0", 4) == NULL);
    CHECK(memmem(bytes, size, "lophonist", 9) == NULL); // nor its words
}

TEST(update, maps_and_excludes_stay_with_their_root)
{
    write_file("a/x.jsonl", "{\"kop\":\"Een titel\",\"text\":\"alpha\"}\n");
    write_file("a/drafts/y.txt", "Draft\n\nbeta\n");
    const char *paths[] = { test_path("a") }, *maps[] = { "title=kop" },
               *excludes[] = { "drafts/" };
    struct offprint_update_options options = { .paths = paths,
                                               .path_count = 1,
                                               .maps = maps,
                                               .map_count = 1,
                                               .excludes = excludes,
                                               .exclude_count = 1 };
    CHECK_STRING(update_with(&options, OFFPRINT_OK), "added 1");
    CHECK_INT(found("title:titel"), 1);
    write_file("a/z.jsonl", "{\"kop\":\"Nog een kop\",\"text\":\"gamma\"}\n");
    CHECK_STRING(update(NULL), "added 1 unchanged 1");
    CHECK_INT(found("title:nog"), 1);
    const char *wrong[] = { "heading=kop" };
    options.maps = wrong;
    struct offprint_run run;
    CHECK_INT(offprint_update(test_path("index"), &options, &run, NULL),
              OFFPRINT_MISUSE);
}

TEST(update, a_second_run_waits_and_gives_up)
{
    write_file("a/one.txt", "One title\n\nalpha\n");
    update("a");
    struct offprint_update_options options = { .wait_seconds = 0 };
    FILE *lock = fopen(test_path("index-lock"), "w");
    if (!lock) abort();
    char command[512];
    snprintf(command, sizeof command,
             "exec flock -n '%s' sh -c 'echo; exec sleep 2'",
             test_path("index-lock"));
    FILE *holder = popen(command, "r");
    CHECK(holder && fgetc(holder) == '\n'); // it has the lock
    struct offprint_run run;
    CHECK_INT(offprint_update(test_path("index"), &options, &run, NULL),
              OFFPRINT_BUSY);
    options.wait_seconds = 20;
    CHECK_INT(offprint_update(test_path("index"), &options, &run, NULL),
              OFFPRINT_OK);
    if (holder) pclose(holder);
    fclose(lock);
}

TEST(update, what_was_forgotten_comes_back_when_it_is_named)
{
    write_file("a/one.txt", "One title\n\nalpha\n");
    write_file("a/[x]*.txt", "Two title\n\nbeta\n");
    update("a");
    struct offprint_run run;
    offprint_forget(test_path("index"), test_path("a/[x]*.txt"), 0, &run, NULL);
    CHECK_STRING(update("a"), "unchanged 1");
    CHECK_STRING(update("a/[x]*.txt"), "added 1");
    CHECK_STRING(update("a"), "unchanged 2");
    CHECK_INT(offprint_forget(test_path("index"), test_path("a/never"), 0, &run,
                              NULL),
              OFFPRINT_NOT_FOUND);
}

TEST(update, forgetting_most_of_an_index_leaves_the_rest_whole)
{
    write_file("a/one.txt", "One title\n\nalpha\n");
    write_file("b/two.txt", "Two title\n\nbeta\n");
    write_file("b/three.txt", "Three title\n\ngamma\n");
    update("a");
    update("b");
    struct offprint_run run;
    CHECK_INT(
        offprint_forget(test_path("index"), test_path("b"), 0, &run, NULL),
        OFFPRINT_OK);
    CHECK_INT(run.removed, 2);
    check_is_clean();
    CHECK_INT(found("alpha"), 1);
    CHECK_INT(found("beta"), 0);
}

TEST(update, the_index_is_no_source_of_itself)
{
    write_file("one.txt", "One title\n\nalpha\n");
    CHECK_STRING(update("."), "added 1");
    write_file("index-notes.txt", "Notes\n\non the index\n");
    write_file("two.txt", "Two title\n\nbeta\n");
    CHECK_STRING(update("."), "added 2 unchanged 1");
}

TEST(update, a_root_that_is_not_there_is_never_taken_for_another)
{
    // The copy of an unplugged disk is a root of its own.
    write_file("a/one.txt", "One title\n\nalpha\n");
    write_file("a/sub/two.txt", "Two title\n\nbeta\n");
    update("a");
    rename(test_path("a"), test_path("b"));
    CHECK_STRING(update("b"), "added 2");
    CHECK_STRING(update(NULL), "unchanged 4 failed 1");
    struct offprint_run run;
    CHECK_INT(
        offprint_forget(test_path("index"), test_path("a"), 0, &run, NULL),
        OFFPRINT_OK);
    CHECK_INT(run.removed, 2);
    CHECK_STRING(update(NULL), "unchanged 2");
}

TEST(update, parts_that_overlap_are_gone_through_once)
{
    write_file("R/a/x.txt", "X title\n\nalpha\n");
    update("R");
    write_file("R/a/c/new.txt", "New title\n\nbeta\n");
    write_file("R/a-b/y.txt", "Y title\n\ngamma\n");
    const char *paths[] = { test_path("R/a"), test_path("R/a-b"),
                            test_path("R/a/c") };
    struct offprint_update_options options = { .paths = paths,
                                               .path_count = 3 };
    CHECK_STRING(update_with(&options, OFFPRINT_OK), "added 2 unchanged 1");
}

TEST(update, absorbed_roots_keep_their_rules)
{
    write_file("P/R/b.txt", "B title\n\nalpha\n");
    write_file("P/R/drafts/d.txt", "D title\n\nbeta\n");
    write_file("P/R/s/t.txt", "T title\n\ngamma\n");
    write_file("P/drafts/e.txt", "E title\n\ndelta\n");
    const char *paths[] = { test_path("P/R") }, *excludes[] = { "drafts/" };
    struct offprint_update_options options = { .paths = paths,
                                               .path_count = 1,
                                               .excludes = excludes,
                                               .exclude_count = 1 };
    CHECK_STRING(update_with(&options, OFFPRINT_OK), "added 2");
    struct offprint_run run;
    offprint_forget(test_path("index"), test_path("P/R/s"), 0, &run, NULL);
    CHECK_STRING(update("P"), "added 1 unchanged 1"); // drafts beside R only
    CHECK_INT(found("delta"), 1);
    CHECK_INT(found("beta"), 0);
    CHECK_INT(found("gamma"), 0);
    // Rules for a part of a root would be rules for all of it.
    struct offprint_error err;
    CHECK_INT(offprint_update(test_path("index"), &options, &run, &err),
              OFFPRINT_MISUSE);
}

TEST(update, pages_are_indexed_whole_where_that_was_asked)
{
    static const char PAGE[] =
        "<title>Page</title><nav>alpha</nav><article><p>A page that has an "
        "article, with beta in it, and with commas, so that it is long enough "
        "to be taken for one.</article>";
    write_file("P/R/a.html", PAGE);
    write_file("P/R/b.txt", "B title\n\ngamma\n");
    CHECK_STRING(update("P/R"), "added 2");
    CHECK_INT(found("alpha"), 0);
    const char *paths[] = { test_path("P/R") };
    struct offprint_update_options options = { .paths = paths,
                                               .path_count = 1,
                                               .whole_pages = true };
    CHECK_STRING(update_with(&options, OFFPRINT_OK), "updated 1 unchanged 1");
    CHECK_INT(found("alpha"), 1);
    CHECK_STRING(update_with(&options, OFFPRINT_OK), "unchanged 2");
    // Kept, also by the root that absorbs it.
    write_file("P/R/a.html", "<title>Page</title><nav>delta</nav>");
    CHECK_STRING(update("P/R"), "updated 1 unchanged 1");
    write_file("P/c.html", PAGE);
    CHECK_STRING(update("P"), "added 1 unchanged 2");
    CHECK_INT(found("alpha"), 1);
    CHECK_INT(found("delta"), 1);
}

TEST(update, a_name_that_ends_in_a_blank_is_a_name_of_its_own)
{
    write_file("R/a .txt ", "A title\n\nalpha\n");
    write_file("R/a .txt", "Another title\n\nbeta\n");
    update("R");
    struct offprint_run run;
    CHECK_INT(offprint_forget(test_path("index"), test_path("R/a .txt "), 0,
                              &run, NULL),
              OFFPRINT_OK);
    CHECK_INT(run.removed, 1);
    CHECK_STRING(update("R"), "unchanged 1");
    CHECK_INT(found("beta"), 1);
}

TEST(update, a_dry_run_that_is_stopped_changes_nothing)
{
    write_file("a/one.txt", "One title\n\nalpha\n");
    write_file("b/two.txt", "Two title\n\nbeta\n");
    update("a");
    const char *paths[] = { test_path("b") };
    volatile bool stop = true;
    struct offprint_update_options options = {
        .paths = paths, .path_count = 1, .dry_run = true, .stop = &stop
    };
    struct offprint_run run;
    offprint_update(test_path("index"), &options, &run, NULL);
    CHECK_STRING(update(NULL), "unchanged 1");
}

TEST(update, what_was_cut_off_may_still_be_there)
{
    const char *lines[] = { "{\"text\":\"a1\"}", "{\"text\":\"a2\"}",
                            "{\"text\":\"a3\"}", "{\"text\":\"a4\"}" };
    write_lines("a.jsonl", lines, 4);
    char command[512];
    snprintf(command, sizeof command, "gzip -nf '%s'", test_path("a.jsonl"));
    CHECK_INT(system(command), 0);
    CHECK_STRING(update("a.jsonl.gz"), "added 4");
    const char *more[] = { "{\"text\":\"b1\"}", "{\"text\":\"b2\"}",
                           "{\"text\":\"a1\"}", "{\"text\":\"a2\"}",
                           "{\"text\":\"a3\"}", "{\"text\":\"a4\"}" };
    write_lines("a.jsonl", more, 6);
    CHECK_INT(system(command), 0);
    struct stat stat_of_file;
    stat(test_path("a.jsonl.gz"), &stat_of_file);
    CHECK_INT(truncate(test_path("a.jsonl.gz"), stat_of_file.st_size - 9), 0);
    update("a.jsonl.gz");
    CHECK_INT(found("a1"), 1);
    CHECK_INT(found("a3"), 1);
    CHECK_INT(found("a4"), 1);
}

TEST(update, names_that_are_not_unique_keep_their_articles)
{
    const char *lines[] = { LINE("1", "gamma"), LINE("1", "alpha"),
                            LINE("1", "beta") };
    write_lines("a.jsonl", lines + 1, 2);
    CHECK_STRING(update("a.jsonl"), "added 2");
    write_lines("a.jsonl", lines, 3);
    CHECK_STRING(update("a.jsonl"), "added 1 unchanged 2");
}

TEST(update, a_new_map_reads_lines_again)
{
    write_file("a.jsonl",
               "{\"id\":\"7\",\"kop\":\"Een titel\",\"text\":\"x\"}\n");
    update("a.jsonl");
    CHECK_INT(found("title:titel"), 0);
    const char *paths[] = { test_path("a.jsonl") }, *maps[] = { "title=kop" };
    struct offprint_update_options options = {
        .paths = paths, .path_count = 1, .maps = maps, .map_count = 1
    };
    CHECK_STRING(update_with(&options, OFFPRINT_OK), "updated 1");
    CHECK_INT(found("title:titel"), 1);
    CHECK_STRING(update_with(&options, OFFPRINT_OK), "unchanged 1");
}

TEST(update, a_line_edited_beside_a_broken_one_is_replaced)
{
    const char *lines[] = { "{\"title\":\"One\",\"text\":\"alpha\"}",
                            "{\"title\":\"Two\",\"text\":\"beta\"}",
                            "{\"title\":\"Three\",\"text\":\"gamma\"}" };
    write_lines("a.jsonl", lines, 3);
    CHECK_STRING(update("a.jsonl"), "added 3");
    lines[0] = "{\"title\":\"One\",\"text\":\"delta\"}";
    lines[1] = "broken";
    write_lines("a.jsonl", lines, 3);
    CHECK_STRING(update("a.jsonl"), "updated 1 unchanged 2 failed 1");
    CHECK_INT(found("alpha"), 0);
    CHECK_INT(found("beta"), 1); // it may be there still
}

TEST(update, an_empty_path_is_none)
{
    const char *paths[] = { "" };
    struct offprint_update_options options = { .paths = paths,
                                               .path_count = 1 };
    struct offprint_run run;
    CHECK_INT(offprint_update(test_path("index"), &options, &run, NULL),
              OFFPRINT_OK);
    CHECK_INT(run.failed, 1);
    write_file("a/one.txt", "One title\n\nalpha\n");
    update("a");
    CHECK(offprint_forget(test_path("index"), "", 0, &run, NULL)
          != OFFPRINT_OK);
    CHECK_INT(found("alpha"), 1);
}
