#include "base/utf8.h"
#include "cli/cli.h"
#include "cli/escape.h"
#include "cli/json_writer.h"
#include "cli/shown.h"

enum {
    PROBLEMS = 20, // shown, unless all are asked for
    LABEL = 10,    // columns
};

static const char *kind_name(enum offprint_problem_kind kind)
{
    switch (kind) {
    case OFFPRINT_FAILED: return "failed";
    case OFFPRINT_SKIPPED: return "skipped";
    case OFFPRINT_NOTE: break;
    }
    return "note";
}

// ---- For people -------------------------------------------------------------

struct report {
    const struct terminal *terminal;
    struct buffer *out;
    const struct offprint_summary *summary;
};

static void add_label(const struct report *report, const char *label)
{
    buffer_format(report->out, "%-*s", LABEL, label);
}

static void add_heading(const struct report *report, const char *heading)
{
    buffer_add_byte(report->out, '\n');
    terminal_add(report->out, report->terminal, STYLE_TITLE, slice_of(heading));
    buffer_add_byte(report->out, '\n');
}

// "2021-03-04T09:30:00Z" as "4 Mar 2021 09:30 UTC".
static void add_moment(struct buffer *out, const char *iso)
{
    struct slice text = slice_of(iso);
    shown_date(out, text);
    if (text.len >= 16 && text.ptr[10] == 'T') {
        buffer_add_byte(out, ' ');
        escape_name(out, (struct slice){ text.ptr + 11, 5 });
        buffer_add_string(out, " UTC");
    }
}

static void add_whole_pages(const struct report *report)
{
    if (report->summary->whole_pages == 0) return;
    add_label(report, "pages");
    shown_count(report->out, report->summary->whole_pages);
    buffer_add_string(report->out, report->summary->whole_pages == 1
                                       ? " page in which no article was found "
                                         "is indexed whole\n"
                                       : " pages in which no article was found "
                                         "are indexed whole\n");
}

static void add_sizes(const struct report *report)
{
    const struct offprint_summary *summary = report->summary;
    struct buffer *out = report->out;
    add_label(report, "size");
    shown_size(out, summary->file_size);
    buffer_add_string(out, ": postings ");
    shown_size(out, summary->posting_size);
    buffer_add_string(out, ", articles ");
    shown_size(out, summary->article_size);
    buffer_add_string(out, ", dictionary ");
    shown_size(out, summary->dictionary_size);
    buffer_add_string(out, ", the rest ");
    shown_size(out, summary->other_size);
    buffer_add_byte(out, '\n');
}

static void add_times(const struct report *report)
{
    const struct offprint_summary *summary = report->summary;
    struct buffer *out = report->out;
    if (summary->created) {
        add_label(report, "made");
        add_moment(out, summary->created);
        buffer_add_byte(out, '\n');
    }
    add_label(report, "updated");
    if (summary->updated)
        add_moment(out, summary->updated);
    else
        buffer_add_string(out, "never to the end");
    if (summary->updating)
        buffer_add_string(out, " (a run is under way, or was cut off: run "
                               "offprint index)");
    buffer_add_byte(out, '\n');
}

static void add_overview(const struct report *report)
{
    const struct offprint_summary *summary = report->summary;
    struct buffer *out = report->out;
    add_label(report, "index");
    escape_name(out, slice_of(summary->path));
    buffer_add_byte(out, '\n');
    add_label(report, "articles");
    shown_count(out, summary->articles);
    buffer_add_string(out, " in ");
    shown_count_of(out, summary->sources, "source");
    buffer_add_string(out, ", ");
    shown_size(out, summary->source_size);
    buffer_add_string(out, " on disk, ");
    shown_size(out, summary->body_size);
    buffer_add_string(out, " of text\n");
    add_whole_pages(report);
    add_sizes(report);
    add_times(report);
    add_label(report, "schema");
    buffer_format(out, "%d, words by Unicode ", summary->schema);
    escape_name(out, slice_of(summary->unicode));
    buffer_add_byte(out, '\n');
}

static void add_postings(const struct report *report)
{
    const struct offprint_summary *summary = report->summary;
    struct buffer *out = report->out;
    add_label(report, "postings");
    if (summary->segments > 0 || !summary->inserts)
        shown_count_of(out, summary->segments, "segment");
    else
        buffer_add_string(out, "segments of an unknown number");
    if (summary->inserts) {
        buffer_add_string(out, "; articles are added by FTS5's INSERT, which "
                               "is slower: ");
        escape_name(out, slice_of(summary->inserts));
    }
    buffer_add_byte(out, '\n');
}

static void add_counts(struct buffer *out, uint64_t articles, uint64_t sources)
{
    shown_count_of(out, articles, "article");
    if (sources == 0) return;
    buffer_add_string(out, " in ");
    shown_count_of(out, sources, "source");
}

static void add_roots(const struct report *report)
{
    struct buffer *out = report->out;
    add_heading(report, "Roots");
    for (size_t i = 0; i < report->summary->root_count; i++) {
        const struct offprint_root *root = &report->summary->roots[i];
        buffer_add_string(out, "  ");
        escape_name(out, slice_of(root->path));
        buffer_add_string(out, "\n    ");
        add_counts(out, root->articles, root->sources);
        if (root->updated) {
            buffer_add_string(out, ", updated ");
            add_moment(out, root->updated);
        }
        if (!root->present) buffer_add_string(out, ", not there now");
        buffer_add_byte(out, '\n');
        for (size_t j = 0; j < root->rule_count; j++) {
            buffer_add_string(out, "    ");
            escape_name(out, slice_of(root->rules[j]));
            buffer_add_byte(out, '\n');
        }
    }
}

static const char *count_name(const struct offprint_count *count)
{
    return count->name ? count->name : "unknown";
}

static void add_table(const struct report *report, const char *heading,
                      const struct offprint_count *counts, size_t count)
{
    if (count == 0) return;
    struct buffer *out = report->out;
    int width = 0; // of the longest name
    for (size_t i = 0; i < count; i++) {
        int len = (int)utf8_text_width(slice_of(count_name(&counts[i])));
        if (len > width) width = len;
    }
    add_heading(report, heading);
    for (size_t i = 0; i < count; i++) {
        struct slice name = slice_of(count_name(&counts[i]));
        buffer_add_string(out, "  ");
        escape_name(out, name);
        buffer_format(out, "%*s", width + 2 - (int)utf8_text_width(name), "");
        add_counts(out, counts[i].articles, counts[i].sources);
        buffer_add_byte(out, '\n');
    }
}

static void add_problem_heading(const struct report *report)
{
    const struct offprint_summary *summary = report->summary;
    size_t failed = 0, skipped = 0, notes = 0;
    for (size_t i = 0; i < summary->problem_count; i++) {
        if (summary->problems[i].kind == OFFPRINT_FAILED) failed++;
        if (summary->problems[i].kind == OFFPRINT_SKIPPED) skipped++;
        if (summary->problems[i].kind == OFFPRINT_NOTE) notes++;
    }
    char heading[80];
    int len = snprintf(heading, sizeof heading,
                       "Problems: %zu failed, %zu skipped", failed, skipped);
    if (notes)
        snprintf(heading + len, sizeof heading - (size_t)len, ", %zu note%s",
                 notes, notes == 1 ? "" : "s");
    add_heading(report, heading);
}

static void add_problems(const struct report *report, size_t most)
{
    const struct offprint_summary *summary = report->summary;
    struct buffer *out = report->out;
    if (summary->problem_count == 0) return;
    add_problem_heading(report);
    for (size_t i = 0; i < summary->problem_count && i < most; i++) {
        const struct offprint_problem *problem = &summary->problems[i];
        buffer_format(out, "  %-7s  ", kind_name(problem->kind));
        escape_name(out, slice_of(problem->path));
        buffer_add_string(out, ": ");
        escape_name(out, slice_of(problem->message));
        buffer_add_byte(out, '\n');
    }
    if (summary->problem_count > most)
        buffer_format(out, "  and %zu more: offprint status -v\n",
                      summary->problem_count - most);
}

static void add_text(struct cli *cli, const struct offprint_summary *summary)
{
    bool all = arguments_has(&cli->args, OPTION_VERBOSE);
    struct report report = { &cli->screen, &cli->out.text, summary };
    add_overview(&report);
    if (all) add_postings(&report);
    if (summary->root_count > 0) add_roots(&report);
    add_table(&report, "Types", summary->kinds, summary->kind_count);
    add_table(&report, "Languages", summary->languages,
              summary->language_count);
    add_problems(&report, all ? SIZE_MAX : PROBLEMS);
}

// ---- JSON -------------------------------------------------------------------

static void json_counts(struct json_writer *json, const char *key,
                        const struct offprint_count *counts, size_t count)
{
    json_write_array(json, key);
    for (size_t i = 0; i < count; i++) {
        json_write_object(json, NULL);
        json_write_string(json, "name", counts[i].name);
        json_write_integer(json, "articles", counts[i].articles);
        json_write_integer(json, "sources", counts[i].sources);
        json_write_object_end(json);
    }
    json_write_array_end(json);
}

static void json_roots(struct json_writer *json,
                       const struct offprint_summary *summary)
{
    json_write_array(json, "roots");
    for (size_t i = 0; i < summary->root_count; i++) {
        const struct offprint_root *root = &summary->roots[i];
        json_write_object(json, NULL);
        json_write_path(json, "path", root->path);
        json_write_integer(json, "articles", root->articles);
        json_write_integer(json, "sources", root->sources);
        json_write_bool(json, "present", root->present);
        json_write_string(json, "updated", root->updated);
        json_write_strings(json, "rules", root->rules, root->rule_count);
        json_write_object_end(json);
    }
    json_write_array_end(json);
}

static void json_problems(struct json_writer *json,
                          const struct offprint_summary *summary)
{
    json_write_array(json, "problems");
    for (size_t i = 0; i < summary->problem_count; i++) {
        const struct offprint_problem *problem = &summary->problems[i];
        json_write_object(json, NULL);
        json_write_string(json, "kind", kind_name(problem->kind));
        json_write_path(json, "path", problem->path);
        json_write_string(json, "message", problem->message);
        json_write_object_end(json);
    }
    json_write_array_end(json);
}

static void add_json(struct buffer *out, const struct offprint_summary *summary)
{
    struct json_writer json = { .out = out };
    json_write_object(&json, NULL);
    json_write_path(&json, "path", summary->path);
    json_write_integer(&json, "articles", summary->articles);
    json_write_integer(&json, "sources", summary->sources);
    json_write_integer(&json, "whole_pages", summary->whole_pages);
    json_write_integer(&json, "file_size", summary->file_size);
    json_write_integer(&json, "posting_size", summary->posting_size);
    json_write_integer(&json, "article_size", summary->article_size);
    json_write_integer(&json, "dictionary_size", summary->dictionary_size);
    json_write_integer(&json, "other_size", summary->other_size);
    json_write_integer(&json, "source_size", summary->source_size);
    json_write_integer(&json, "body_size", summary->body_size);
    json_write_string(&json, "created", summary->created);
    json_write_string(&json, "updated", summary->updated);
    json_write_bool(&json, "updating", summary->updating);
    json_write_integer(&json, "schema", (uint64_t)summary->schema);
    json_write_string(&json, "unicode", summary->unicode);
    json_write_integer(&json, "segments", summary->segments);
    json_write_string(&json, "inserts", summary->inserts);
    json_roots(&json, summary);
    json_counts(&json, "kinds", summary->kinds, summary->kind_count);
    json_counts(&json, "languages", summary->languages,
                summary->language_count);
    json_problems(&json, summary);
    json_write_object_end(&json);
    json_write_line_end(&json);
}

// ---- The command ------------------------------------------------------------

int cmd_status(struct cli *cli)
{
    offprint_index *index;
    int code = cli_open_index(cli, &index);
    if (code != EXIT_DONE) return code;
    struct offprint_summary *summary = NULL;
    struct offprint_error err;
    if (offprint_summarise(index, &summary, &err))
        code = message_failure(&err, NULL);
    else if (arguments_format(&cli->args) == FORMAT_JSON)
        add_json(&cli->out.text, summary);
    else
        add_text(cli, summary);
    offprint_summary_free(summary);
    offprint_index_close(index);
    return code;
}
