// wrap.h - text set in lines of a given width.
//
// Width is counted in columns of the terminal. Lines break at white space, and
// between wide characters where typography allows it; a longer run is cut. All
// white space is one blank, what cannot be shown is U+FFFD. Colour is ended at
// the end of each line, for pagers that scroll.
//
//     struct wrap wrap = { .out = out, .terminal = terminal,
//                          .indent = 4, .width = 80 };
//     wrap_add(&wrap, text, STYLE_PLAIN);   // any number of times
//     wrap_end(&wrap);                      // ends the paragraph

#ifndef OFFPRINT_CLI_WRAP_H
#define OFFPRINT_CLI_WRAP_H

#include "cli/terminal.h"

struct wrap_cell {
    uint32_t code_point;
    enum style style;
};

enum { WRAP_CELLS = 512 }; // of a run without a break; a longer one is cut

struct wrap {
    struct buffer *out;
    const struct terminal *terminal;
    int indent; // columns before each line
    int width;  // columns of a line with its indent, greater than indent
    // Of the next paragraph alone, both fit for the terminal:
    struct slice lead;  // stands in the indent of its first line, and on a line
                        // of its own where it is too long for it
    struct slice aside; // stands dim at the right end of its first line, and
                        // below where less than half the line would be left

    // Private, zero at first.
    struct wrap_cell cells[WRAP_CELLS]; // the run that is not on a line yet
    int cell_count;
    int cells_width;
    bool blank; // between the line and the run
    bool begun; // a line
    int column;
    int lines; // finished
    enum style style;
};

void wrap_add(struct wrap *wrap, struct slice text, enum style style);

// Ends the paragraph and its line.
void wrap_end(struct wrap *wrap);

#endif
