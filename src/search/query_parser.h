// query_parser.h - a query while it is read: for the files that read it.
//
//     query.c         operators: how parts are joined
//     query_part.c    a part: a term, a phrase, brackets, with their field
//     query_parser.c  what both make of what they read

#ifndef OFFPRINT_SEARCH_QUERY_PARSER_H
#define OFFPRINT_SEARCH_QUERY_PARSER_H

#include "search/query_field.h"

struct parser {
    struct slice text;
    struct slice rest;
    const struct query_options *options;
    struct arena *arena;
    struct query *query;
    struct offprint_error *err;
    enum offprint_status status;     // the first failure
    const struct query_field *field; // of the brackets around, or NULL
    struct slice part;               // where the part at hand begins
    bool words;                      // AND, OR, NOT, NEAR are operators
    unsigned depth;                  // brackets that are open
    unsigned ignored;                // and those beyond the limit
    size_t pieces;
    size_t term_count; // those that are repeated, too
    size_t word_count; // of all of them
    bool ended;        // by a limit: what is not there any more is no fault
};

// What was typed from a place on, up to the next to be read.
struct slice parser_typed_since(const struct parser *parser, struct slice from);

// Says that place could not be read as it is written.
void parser_warn(struct parser *parser, struct slice place,
                 const char *message);

// The same of a sign without its other half.
void parser_warn_sign(struct parser *parser, struct slice sign,
                      const char *message);

// The same of a place, and leaves out all that follows.
void parser_end(struct parser *parser, struct slice place, const char *message);

void parser_lack_memory(struct parser *parser);

// ---- Clauses ----------------------------------------------------------------

// Parts while they are read.
struct parts {
    struct clause *first;
    struct clause *last;
};

// Adds a clause, or several that are one behind the other, or NULL: none.
void parts_add(struct parts *parts, struct clause *clause);
bool parts_are_several(const struct parts *parts);

// A clause that was typed from a place on; NULL where there is no memory.
struct clause *parser_new_clause(struct parser *parser, enum clause_kind kind,
                                 struct slice from);

// The parts as one clause: a single one is that clause.
struct clause *parser_join(struct parser *parser, enum clause_kind kind,
                           struct parts parts, struct slice from);

// The same for parts that are to be near each other. Where they are no words,
// or too many, they are required alone.
struct clause *parser_join_near(struct parser *parser, struct parts parts,
                                unsigned distance, struct slice from);

// Requires what is wanted of clauses one behind the other.
void clause_require(struct clause *clause);

// ---- Reading ----------------------------------------------------------------

// Each returns NULL where there is nothing: for punctuation, and for failures.

struct clause *parser_add_term(struct parser *parser, struct query_term term,
                               struct slice from);
struct clause *parser_add_filter(struct parser *parser, struct slice value,
                                 struct slice from);

// Whether text is the value of a filter.
bool parser_wants_filter(const struct parser *parser);

// A term, or a group in brackets, with its field and its boost.
struct clause *parser_read_primary(struct parser *parser);

// All parts up to the end of the text or of the brackets.
struct clause *parser_read_group(struct parser *parser);

#endif
