// suggestions.h - did you mean: words that the archive does not hold, as they
// may have been meant.

#ifndef OFFPRINT_SEARCH_SUGGESTIONS_H
#define OFFPRINT_SEARCH_SUGGESTIONS_H

#include "search/search.h"

// Fills search->suggestions: the text of the query with each unknown word
// replaced by the likeliest one that the dictionary holds. None where all words
// are known, or nothing is near.
enum offprint_status suggestions_find(struct search *search, struct slice text,
                                      struct arena *arena,
                                      struct offprint_error *err);

#endif
