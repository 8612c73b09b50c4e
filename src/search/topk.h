// topk.h - the best articles of a plan, without looking at all of them.
//
// Articles are gone through in windows of ids. For each word there is a bound
// on what it can add to the score of any article of a window; where all bounds
// together are less than the worst of the best articles so far, the window is
// skipped, and in others words whose bounds are too small to make a difference
// are looked up for those articles alone that may still become one of the best
// (MaxScore: Turtle & Flood, Query evaluation: strategies and optimizations,
// 1995; by windows: Ding & Suel, Faster top-k document retrieval using
// block-max indexes, 2011).
//
// What comes first is searched first: articles that are complete, or that may
// hold the whole query as a phrase, and so score by far the most.

#ifndef OFFPRINT_SEARCH_TOPK_H
#define OFFPRINT_SEARCH_TOPK_H

#include "base/arena.h"
#include "search/plan.h"
#include "search/scorer.h"
#include "search/top.h"

struct posting_reader;

struct topk_request {
    const struct plan *plan;
    const struct scorer *scorer;
    bool exhaustive;  // nothing is skipped: for tests, and exact totals
    bool keeps_lists; // the caller has lists open, and releases the reader
    double deadline;  // clock_seconds() when it ends with what it has; 0: never
};

struct topk_result {
    struct top top;   // limit is the caller's; scores as scorer.h has them
    uint64_t total;   // articles that match: at least
    bool total_exact; // exactly
    bool partial;     // the deadline came first
};

// The parts of a plan's scores are whole numbers over this one.
double topk_scale(const struct plan *plan, const struct scorer *scorer);

// Whether a request's time is over.
bool topk_is_late(const struct topk_request *request);

// Words of an article in the mean, of title and body.
double topk_average_length(const struct posting_reader *reader);

// Runs a plan in the caller's transaction. OFFPRINT_TOO_NEW where the postings,
// or what the plan asks for, are left to FTS5. top_free() the result.
enum offprint_status topk_run(struct store *store,
                              const struct topk_request *request,
                              struct arena *arena, struct topk_result *result,
                              struct offprint_error *err);

#endif
