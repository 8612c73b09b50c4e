// compounds.h - long words that end in a word: Krankenversicherung.

#ifndef OFFPRINT_SEARCH_COMPOUNDS_H
#define OFFPRINT_SEARCH_COMPOUNDS_H

#include "search/lookup.h"
#include "text/stems.h"

// The compounds of which a term is the last part, in the language of that
// number (languages.h): none where it has no compounds or is -1. The forms of
// the term count (Krankenversicherungen), and what stands before it must be a
// word of the dictionary of three letters or more, by itself or with a linking
// element (Versicherung-s-vertrag); before terms of ten letters and more, which
// are the end of no others, any three letters will do. Terms below six letters
// are the end of too many other words and have no compounds.
//
// A first part that has stood in the side table alone so far may be missed by
// compounds in the blocks. Most frequent first; cut_short where too much looked
// like a compound. On failure *lookup is all zero.
enum offprint_status lookup_compounds(struct dictionary *dictionary,
                                      struct stemmers *stemmers, int language,
                                      struct slice term, size_t limit,
                                      struct arena *arena,
                                      struct lookup *lookup,
                                      struct offprint_error *err);

#endif
