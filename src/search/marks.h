// marks.h - where in a text the words of a query stand.
//
// The text is cut by the same analyser as when it was indexed, so that what is
// marked is what matched. Words that the query wants together are marked where
// they stand together; where they nowhere do, each by itself.
//
// What a query wants is read off it once, into a marker; each text then costs
// little more than its cutting: two bytes of a word tell most often that nobody
// asked for it.

#ifndef OFFPRINT_SEARCH_MARKS_H
#define OFFPRINT_SEARCH_MARKS_H

#include "search/search.h"

enum {
    MARK_WEIGHT_MAX = 32, // of the heaviest word of a query
    MARK_HEADS = 1 << 16, // of terms: two bytes
};

struct mark {
    size_t start; // bytes
    size_t end;
    uint32_t word; // number in marker.words
    float fit;     // how near the form is to what was typed; 1: the same
};

struct marks {
    struct mark *items; // by start; they may overlap
    size_t count;
};

// A family of the query. Parts of a phrase come right behind it, and are marked
// only where the phrase is nowhere in the text.
struct marked_word {
    const struct family *family;
    uint32_t weight; // of 0, which is as good as nothing, to the maximum
    bool part;
};

// Constant once it is made: share freely.
struct marker {
    struct marked_word *words;
    size_t word_count;
    // Private.
    struct wanted_term *terms; // exact ones in their order, then prefixes
    size_t exact_count;
    size_t term_count;
    uint32_t **numbers; // of the terms of each form of each word, one by one
    uint64_t heads[MARK_HEADS / 64]; // a set of those that terms begin with
};

// Reads off a query what is to be marked, in the arena; the search has to
// outlive it.
enum offprint_status marker_make(const struct search *search,
                                 struct arena *arena, struct marker **marker,
                                 struct offprint_error *err);

// Makes a marker ready whose words, their weights aside, are filled in and
// whose other fields are zero: the part of marker_make() that knows no query.
enum offprint_status marker_finish(struct marker *marker, struct arena *arena,
                                   struct offprint_error *err);

// Finds the marks of a text, in the arena. Words that are wanted in titles
// alone are marked in a title. Of very long texts, in which a word stands
// thousands of times, it is marked from there on only near rarer ones.
enum offprint_status marks_find(const struct marker *marker, struct slice text,
                                bool title, struct arena *arena,
                                struct marks *marks,
                                struct offprint_error *err);

// The first mark that does not start before a place: its number, or count.
size_t marks_from(const struct marks *marks, size_t place);

#endif
