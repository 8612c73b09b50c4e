// terminal.h - what a stream can show: columns, colour, links.

#ifndef OFFPRINT_CLI_TERMINAL_H
#define OFFPRINT_CLI_TERMINAL_H

#include "base/buffer.h"

struct terminal {
    bool present;  // the stream is a terminal
    bool controls; // and moves its cursor as told: not a dumb one
    bool colour;
    bool links; // hyperlinks (OSC 8)
    bool sized; // it has a width: a terminal, or $COLUMNS says so
    int width;  // columns; 80 where there is none
    int height; // lines
};

// In the order of --color's choices.
enum colour_when {
    COLOUR_AUTO,   // on a terminal that is not dumb, unless NO_COLOR is set
    COLOUR_ALWAYS, //
    COLOUR_NEVER,
};

// What the stream behind a file descriptor is. The width is that of the
// terminal, else $COLUMNS, else 80.
struct terminal terminal_of(int fd, enum colour_when when);

// The columns to set text in: lines beyond a hundred are hard to read.
int terminal_text_width(const struct terminal *terminal);

// The same for a text that somebody reads, or hands on: where there is no width
// lines are as long as they are.
int terminal_page_width(const struct terminal *terminal);

enum style {
    STYLE_PLAIN,
    STYLE_TITLE,
    STYLE_HIT,
    STYLE_PATH,
    STYLE_DIM,
};

// Switches colour to a style; nothing where the terminal has none.
void terminal_style(struct buffer *out, const struct terminal *terminal,
                    enum style style);

// A text that is fit for the terminal already, in a style.
void terminal_add(struct buffer *out, const struct terminal *terminal,
                  enum style style, struct slice text);

// Makes what follows a link to a file, until terminal_link_end(); nothing where
// there are no links.
void terminal_link(struct buffer *out, const struct terminal *terminal,
                   struct slice path);
void terminal_link_end(struct buffer *out, const struct terminal *terminal);

#endif
