// phrases.h - lines that stand beside the article on pages of any site: "Read
// more", "Advertisement", "Comments (3)".
//
// A table of whole lines and of how lines begin, in the languages of the web.
// Letter case, digits and punctuation do not count.

#ifndef OFFPRINT_READ_HTML_PHRASES_H
#define OFFPRINT_READ_HTML_PHRASES_H

#include <stdbool.h>

#include "base/slice.h"

enum html_phrase {
    HTML_NO_PHRASE,
    HTML_FURNITURE, // "Advertisement", "Share this article": of no use anywhere
    HTML_RELATED,   // "You may also like": what follows are other stories
    HTML_COMMENTS,  // "Comments (3)": what follows are readers' words
    HTML_PROMOTION, // "Follow us on ...", "Reporting by ...": ends an article
};

// What a line is by its words; a long line is nothing. Takes some microseconds.
enum html_phrase html_phrase_of(struct slice line);

#endif
