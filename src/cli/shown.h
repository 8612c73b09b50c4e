// shown.h - dates, sizes, counts and times as people read them.
//
// All functions append to out.

#ifndef OFFPRINT_CLI_SHOWN_H
#define OFFPRINT_CLI_SHOWN_H

#include "base/buffer.h"

// An ISO 8601 date of any precision: "2021-03-04T09:30" is "4 Mar 2021",
// "2004-05" is "May 2004", "2004" stays. What is no such date is shown as it
// is, fit for a terminal.
void shown_date(struct buffer *out, struct slice iso);

// "512 B", "3.1 MB": decimal units.
void shown_size(struct buffer *out, uint64_t bytes);

// "154,379"
void shown_count(struct buffer *out, uint64_t count);

// "1 article", "1,234 articles": with the noun, which takes an s.
void shown_count_of(struct buffer *out, uint64_t count, const char *noun);

// "0.4 s", "3:07", "1:02:03"
void shown_time(struct buffer *out, double seconds);

#endif
