#include "cli/progress.h"

#include <limits.h>
#include <unistd.h>

#include "base/utf8.h"
#include "cli/shown.h"

static const double INTERVAL = 0.1;    // seconds, on a terminal
static const double LOG_INTERVAL = 60; // in a log

// The rate of the first moments promises nothing.
static const double ESTIMATE_AFTER = 1; // seconds

void progress_init(struct progress *progress, bool quiet)
{
    *progress = (struct progress){
        .out = stderr,
        .terminal = terminal_of(STDERR_FILENO, COLOUR_AUTO),
        .quiet = quiet,
    };
}

// Puts a part behind the others if it still fits.
static void add_part(struct buffer *out, struct buffer *part, int columns)
{
    size_t gap = out->len > 0 ? 2 : 0;
    size_t width = utf8_text_width(buffer_slice(out)) + gap
                   + utf8_text_width(buffer_slice(part));
    if (width <= (size_t)columns) {
        if (gap) buffer_add_string(out, "  ");
        buffer_add(out, buffer_slice(part));
    }
    if (part->failed) out->failed = true;
    buffer_reset(part);
}

static void add_estimate(struct buffer *out,
                         const struct offprint_progress *state)
{
    if (state->seconds < ESTIMATE_AFTER || state->bytes_done == 0
        || state->bytes_total < state->bytes_done)
        return;
    double left = (double)(state->bytes_total - state->bytes_done)
                  * state->seconds / (double)state->bytes_done;
    if (left < 60)
        buffer_format(out, "%.0f s", left); // tenths would flicker
    else
        shown_time(out, left);
    buffer_add_string(out, " left");
}

void progress_add_line(struct buffer *out,
                       const struct offprint_progress *state, int columns)
{
    struct buffer part = { 0 };
    shown_count(&part, state->files_done);
    buffer_add_byte(&part, '/');
    shown_count_of(&part, state->files_total, "file");
    add_part(out, &part, columns);
    add_estimate(&part, state);
    if (part.len > 0) add_part(out, &part, columns);
    buffer_format(&part, "%.1f/%.1f MB", (double)state->bytes_done / 1e6,
                  (double)state->bytes_total / 1e6);
    add_part(out, &part, columns);
    if (state->seconds > 0) {
        buffer_format(&part, "%.1f MB/s",
                      (double)state->bytes_done / 1e6 / state->seconds);
        add_part(out, &part, columns);
    }
    shown_count_of(&part, state->articles, "article");
    add_part(out, &part, columns);
    buffer_free(&part);
}

static bool is_due(const struct progress *progress, double seconds)
{
    if (!progress->terminal.controls)
        return seconds >= progress->told + LOG_INTERVAL;
    return progress->told == 0 || seconds >= progress->told + INTERVAL;
}

void progress_show(struct progress *progress,
                   const struct offprint_progress *state)
{
    progress->state = *state;
    progress->state.path = NULL;
    if (progress->quiet || !is_due(progress, state->seconds)) return;
    progress->told = state->seconds;
    const bool rewrite = progress->terminal.controls;
    struct buffer line = { 0 };
    buffer_add_string(&line, rewrite ? "\r\033[K" : "offprint: ");
    struct buffer text = { 0 };
    // A character in the last column would scroll some terminals.
    progress_add_line(&text, state,
                      rewrite ? progress->terminal.width - 1 : INT_MAX);
    buffer_add(&line, buffer_slice(&text));
    if (!rewrite) buffer_add_byte(&line, '\n');
    if (!text.failed && !line.failed) {
        fwrite(line.ptr, 1, line.len, progress->out);
        progress->shown = rewrite;
    }
    buffer_free(&text);
    buffer_free(&line);
}

void progress_clear(struct progress *progress)
{
    if (progress->shown) fputs("\r\033[K", progress->out);
    progress->shown = false;
}

void progress_add_left(struct buffer *out,
                       const struct offprint_progress *state)
{
    const uint64_t files = state->files_total - state->files_done;
    if (state->files_total == 0) {
        buffer_add_string(out, "nothing was read yet");
    } else if (files == 0) {
        buffer_add_string(out, "all files were read, and what is gone is still "
                               "to be removed");
    } else {
        shown_count(out, files);
        buffer_add_string(out, " of ");
        shown_count_of(out, state->files_total, "file");
        buffer_add_string(out, " and ");
        shown_size(out, state->bytes_total > state->bytes_done
                            ? state->bytes_total - state->bytes_done
                            : 0);
        buffer_add_string(out, " are left");
    }
}
