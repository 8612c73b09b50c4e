// entry.h - an article among others, for people:
//
//      1  Stem cells for the ankle joint                    4 Mar 2021 · en
//         health/ankle-cartilage.html

#ifndef OFFPRINT_CLI_ENTRY_H
#define OFFPRINT_CLI_ENTRY_H

#include "cli/terminal.h"
#include "offprint.h"

// How a list of entries looks.
struct entry_layout {
    const struct terminal *terminal;
    int number_width;   // columns
    const char *folder; // paths under it are shown relative to it; or NULL
};

enum { ENTRY_GAP = 2 }; // columns behind the number

// The columns before the text of an entry.
int entry_indent(const struct entry_layout *layout);

// title may be NULL: then it is the article's, without hits.
void entry_add(struct buffer *out, const struct entry_layout *layout,
               uint64_t number, const struct offprint_passage *title,
               const struct offprint_article *article);

// A passage, its hits in colour, or between asterisks where there is none.
void entry_add_passage(struct buffer *out, const struct entry_layout *layout,
                       const struct offprint_passage *passage);

// "path" or "path!member", fit for the terminal, as a link to the file.
void entry_add_path(struct buffer *out, const struct entry_layout *layout,
                    const struct offprint_article *article);

// The path of the article's file alone, on a line or ended in NUL. Its bytes
// are kept as they are, but on a terminal.
void entry_add_plain_path(struct buffer *out, const struct terminal *terminal,
                          const struct offprint_article *article, bool null);

#endif
