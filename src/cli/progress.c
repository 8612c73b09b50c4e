#include "cli/progress.h"

#include <unistd.h>

#include "base/utf8.h"
#include "cli/shown.h"

static const double INTERVAL = 0.1; // seconds

// The rate of the first moments promises nothing.
static const double ESTIMATE_AFTER = 1; // seconds

void progress_init(struct progress *progress, bool quiet)
{
    *progress = (struct progress){
        .terminal = terminal_of(STDERR_FILENO, COLOUR_AUTO),
    };
    progress->wanted = progress->terminal.controls && !quiet;
    progress->seconds = -INTERVAL;
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

void progress_show(struct progress *progress,
                   const struct offprint_progress *state)
{
    if (!progress->wanted || state->seconds < progress->seconds + INTERVAL)
        return;
    progress->seconds = state->seconds;
    struct buffer line = { 0 };
    buffer_add_string(&line, "\r\033[K");
    struct buffer text = { 0 };
    // A character in the last column would scroll some terminals.
    progress_add_line(&text, state, progress->terminal.width - 1);
    buffer_add(&line, buffer_slice(&text));
    if (!text.failed && !line.failed) {
        fwrite(line.ptr, 1, line.len, stderr);
        progress->shown = true;
    }
    buffer_free(&text);
    buffer_free(&line);
}

void progress_clear(struct progress *progress)
{
    if (progress->shown) fputs("\r\033[K", stderr);
    progress->shown = false;
}
