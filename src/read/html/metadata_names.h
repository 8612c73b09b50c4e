// metadata_names.h - titles without the name of the site, authors without "by".

#ifndef OFFPRINT_READ_METADATA_NAMES_H
#define OFFPRINT_READ_METADATA_NAMES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"

// What a site is called: names in any order, empty ones among them perhaps.
struct site_names {
    struct slice names[6];
    struct slice host; // "www.example.com"
};

// The host of an address, without "www."; empty where it is none.
struct slice host_of(struct slice url);

// Whether text is a name of the site.
bool is_site_name(const struct site_names *site, struct slice text);

// title without the site's name before the first separator or behind the last
// one (" | ", " - ", " :: "); title itself where it stands in neither place.
struct slice title_less_site(const struct site_names *site, struct slice title);

// What stands before the first separator of a title, or where that is short the
// longest part.
struct slice title_main_part(struct slice title);

// A name of a person in text, which begins with "by" perhaps; empty where it
// looks like none: an address, a handle, a sentence.
struct slice author_name(struct slice text);

// Whether text is what a person does, not who it is: "AP Sports Writer".
bool author_is_job(struct slice text);

// The same as author_name() of a line that readers see, up to the first word
// that no name has.
struct slice author_in_line(struct slice line);

// Cuts the first name off a list: "Ann Lee, Bo Kim and Cy Dee", "Lee, Ann; Kim,
// Bo". False where nothing is left.
bool author_next(struct slice *list, struct slice *name);

#endif
