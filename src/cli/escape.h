// escape.h - text from outside made fit for the place where it goes.
//
// Articles, titles, file names and what the user typed may hold anything:
// sequences that steer a terminal, line ends, bytes that are not UTF-8. All
// functions append to out, and what they append is UTF-8.

#ifndef OFFPRINT_CLI_ESCAPE_H
#define OFFPRINT_CLI_ESCAPE_H

#include "base/buffer.h"

// For reading: what cannot be shown is U+FFFD; line ends and tabs stay.
void escape_prose(struct buffer *out, struct slice text);

// For names and messages, on one line: \n \t \r, and \x1B for other bytes.
void escape_name(struct buffer *out, struct slice text);

// For a field of a table with tabs: as for names, and "\" is "\\", so that the
// bytes can be had back.
void escape_field(struct buffer *out, struct slice text);

// For a column of a run file: blanks, control characters and bytes that are
// not UTF-8 as %20.
void escape_token(struct buffer *out, struct slice text);

// For a JSON string, which can hold all but bytes that are not UTF-8: these as
// %FF. Control characters stay, for the JSON writer to escape.
void escape_path(struct buffer *out, struct slice text);

// For the path of a URL: all but letters, digits and -._~/ as %20.
void escape_url(struct buffer *out, struct slice text);

#endif
