// hits.h - the result of a search in each of its forms.
//
// All append to out. query_id names the query of a batch; it is NULL for a
// search of its own.

#ifndef OFFPRINT_CLI_HITS_H
#define OFFPRINT_CLI_HITS_H

#include "cli/entry.h"

// For people. The layout's number_width is made to fit the ranks.
void hits_add_text(struct buffer *out, const struct entry_layout *layout,
                   const struct offprint_result *result, const char *query_id);

// What each word of the query stood for, for people: above the hits, where it
// was asked for.
void hits_add_words(struct buffer *out, const struct entry_layout *layout,
                    const struct offprint_result *result);

enum hits_offsets {
    HITS_WITHOUT_OFFSETS,
    HITS_WITH_OFFSETS, // each piece of text with where it stands
};

// One object on a line.
void hits_add_json(struct buffer *out, const struct offprint_result *result,
                   const char *query_id, enum hits_offsets offsets);

// One object a hit and line, with "query_id" in a batch.
void hits_add_jsonl(struct buffer *out, const struct offprint_result *result,
                    const char *query_id, enum hits_offsets offsets);

// rank, score, id, date, title, uri; in a batch behind the query's id.
void hits_add_tsv(struct buffer *out, const struct offprint_result *result,
                  const char *query_id);

// A line "query Q0 name rank score offprint" a hit: what trec_eval reads.
void hits_add_trec(struct buffer *out, const struct offprint_result *result,
                   const char *query_id);

// The path of each hit's file, on a line or ended in NUL.
void hits_add_paths(struct buffer *out, const struct terminal *terminal,
                    const struct offprint_result *result, bool null);

#endif
