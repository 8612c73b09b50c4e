#include "cli/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/escape.h"

enum {
    WIDTH = 80, // where nobody says
    HEIGHT = 24,
    NARROWEST = 20,
    WIDEST_TEXT = 100,
    ENDLESS = 1 << 29,
};

// 0: it does not say.
static int columns_of_environment(void)
{
    const char *columns = getenv("COLUMNS");
    long width = columns ? strtol(columns, NULL, 10) : 0;
    return width > 0 && width < 10000 ? (int)width : 0;
}

static bool wants_colour(enum colour_when when, bool controls)
{
    const char *refused = getenv("NO_COLOR");
    if (when != COLOUR_AUTO) return when == COLOUR_ALWAYS;
    return controls && !(refused && *refused);
}

struct terminal terminal_of(int fd, enum colour_when when)
{
    const char *term = getenv("TERM");
    bool dumb = !term || !*term || strcmp(term, "dumb") == 0;
    struct terminal terminal = { .present = isatty(fd) };
    terminal.controls = terminal.present && !dumb;
    terminal.colour = wants_colour(when, terminal.controls);
    terminal.links = terminal.colour && terminal.controls;

    struct winsize size = { 0 };
    if (terminal.present) ioctl(fd, TIOCGWINSZ, &size);
    terminal.width = size.ws_col ? size.ws_col : columns_of_environment();
    terminal.sized = terminal.present || terminal.width;
    if (!terminal.width) terminal.width = WIDTH;
    terminal.height = size.ws_row ? size.ws_row : HEIGHT;
    if (terminal.width < NARROWEST) terminal.width = NARROWEST;
    return terminal;
}

int terminal_text_width(const struct terminal *terminal)
{
    return terminal->width < WIDEST_TEXT ? terminal->width : WIDEST_TEXT;
}

int terminal_page_width(const struct terminal *terminal)
{
    return terminal->sized ? terminal_text_width(terminal) : ENDLESS;
}

void terminal_style(struct buffer *out, const struct terminal *terminal,
                    enum style style)
{
    static const char *const CODES[] = {
        [STYLE_PLAIN] = "\033[0m",    [STYLE_TITLE] = "\033[0;1m",
        [STYLE_HIT] = "\033[0;1;31m", [STYLE_PATH] = "\033[0;35m",
        [STYLE_DIM] = "\033[0;2m",
    };
    if (terminal->colour) buffer_add_string(out, CODES[style]);
}

void terminal_add(struct buffer *out, const struct terminal *terminal,
                  enum style style, struct slice text)
{
    terminal_style(out, terminal, style);
    buffer_add(out, text);
    terminal_style(out, terminal, STYLE_PLAIN);
}

void terminal_link(struct buffer *out, const struct terminal *terminal,
                   struct slice path)
{
    if (!terminal->links) return;
    buffer_add_string(out, "\033]8;;file://");
    escape_url(out, path);
    buffer_add_string(out, "\033\\");
}

void terminal_link_end(struct buffer *out, const struct terminal *terminal)
{
    if (terminal->links) buffer_add_string(out, "\033]8;;\033\\");
}
