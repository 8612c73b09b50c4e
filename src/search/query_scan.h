// query_scan.h - the pieces that a query is typed in.
//
// Each function takes its piece off the beginning of *rest, or leaves it alone.

#ifndef OFFPRINT_SEARCH_QUERY_SCAN_H
#define OFFPRINT_SEARCH_QUERY_SCAN_H

#include <stdbool.h>

#include "base/slice.h"

// Whether white space of any kind stands at the beginning, or nothing.
bool scan_is_space(struct slice rest);
void scan_space(struct slice *rest);

// A sign, whatever follows; or only where something follows that is no space.
bool scan_sign(struct slice *rest, struct slice sign);
bool scan_prefix(struct slice *rest, struct slice sign);

// Text in quotation marks of any language, without them. closed is false where
// the phrase goes on to the end.
bool scan_phrase(struct slice *rest, struct slice *phrase, bool *closed);

// A regular expression between slashes, with them: /[ab]c/, but not /usr/bin/.
bool scan_regex(struct slice *rest, struct slice *regex);

// What stands before the next white space, the next |, or a bracket that closes
// none of it.
struct slice scan_chunk(struct slice *rest);

// What stands before the next white space.
struct slice scan_all(struct slice *rest);

enum operator_kind {
    OPERATOR_NONE,
    OPERATOR_AND,
    OPERATOR_OR,
    OPERATOR_NOT,
    OPERATOR_NEAR,
};

// An operator that stands at the beginning, with its text; of NEAR the
// distance, too. words: AND, OR, NOT and NEAR are some.
enum operator_kind scan_operator(struct slice *rest, bool words,
                                 struct slice *text, unsigned *distance);

// Behind a term: ^2 or ^.5, and ~5.
bool scan_boost(struct slice *rest, double *boost);
bool scan_distance(struct slice *rest, unsigned *distance);

// The same boost at the end of a chunk of more than digits, which loses it.
void scan_boost_of_chunk(struct slice *chunk, double *boost);

// Whether a query is in capitals alone, and too long for its AND and OR to be
// operators.
bool scan_is_shouted(struct slice text);

#endif
