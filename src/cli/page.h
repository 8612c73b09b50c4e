// page.h - an article for somebody who reads it: its title, what is known of
// it, its text.

#ifndef OFFPRINT_CLI_PAGE_H
#define OFFPRINT_CLI_PAGE_H

#include "cli/cli.h"

struct page {
    struct cli *cli; // gets it as output
    const struct offprint_article *article;
    const struct offprint_marks *marks; // what is shown as hits; or NULL
    const struct offprint_extract
        *extract; // where the article is from and what
                  // more is known; NULL: an index
};

// Set in lines for the screen; nothing that would steer it is left in.
void page_add_text(const struct page *page);

// A page for a browser, which loads nothing and runs nothing.
void page_add_html(const struct page *page);

// ---- For both ---------------------------------------------------------------

// A line of the text is a paragraph, an item, a row of a table, or the line of
// a poem. Long ones are set apart, and so is what stands above one, most often
// a heading; other short ones stay together.
struct page_line {
    struct slice text; // without white space at its ends
    size_t indent;     // blanks before it: poems and code have some
    bool apart;        // begins a new paragraph
};

// All zero but for rest, the text that is left.
struct page_lines {
    struct slice rest;
    bool apart;
    bool begun;
};

// The next line that has something in it; false at the end.
bool page_next_line(struct page_lines *lines, struct page_line *line);

// Marks of a text, and which of them is next.
struct page_marks {
    const struct offprint_span *spans;
    size_t count;
    size_t next;
};

// Cuts the next piece off *text, which lies at offset in the marked text: all
// of it a hit or none. Pieces are to be taken in the order of the text.
struct slice page_next_piece(struct page_marks *marks, size_t offset,
                             struct slice *text, bool *hit);

#endif
