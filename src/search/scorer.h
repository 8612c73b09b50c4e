// scorer.h - what an article scores, in integers.
//
//     score(d) = sum over words   W * S(x, k1)
//              + sum over pairs   P * H(Wf, Wg) * S(n, k1p)
//              + PH * (sum of W) * S(m, kph)
//     S(x, k)  = x * (k + 1) / (x + k * K(d))
//     K(d)     = 1 - b + b * length(d) / average length, of title and body
//     x        occurrences of a family's forms, each by the weight of its form
//              and of the field it stands in
//     n        times that a form of g stands directly behind one of f
//     m        times that the query as it was typed stands in d
//     H(u, v)  = 2uv / (u + v)
//
// (BM25: Robertson & Zaragoza, The Probabilistic Relevance Framework, 2009.)
// Each summand is rounded to a whole number, so that in whatever order they are
// added the sum is the same, and a search that skips what cannot be among the
// best gives the same scores as one that skips nothing. A summand of an article
// that has the word at all is above 0.

#ifndef OFFPRINT_SEARCH_SCORER_H
#define OFFPRINT_SEARCH_SCORER_H

#include <stdbool.h>
#include <stdint.h>

#include "store/lengths.h"
#include "store/postings.h"

struct scorer {
    double k1, b;
    struct field_weights fields;
    double pair, pair_k1;     // P, k1p; P 0: pairs do not count
    double phrase, phrase_k1; // PH, kph; PH 0: the phrase does not count
    bool idf_alone;           // W is idf, without rare and burst
};

// As constants.h has them.
extern const struct scorer SCORER_DEFAULT;

// The same for words that nobody typed in any order.
extern const struct scorer SCORER_UNORDERED;

// BM25 over title and body as one field, with the constants and the idf that
// Lucene has: to compare with.
extern const struct scorer SCORER_BM25;

// An occurrence of weight 1.
enum { SCORER_UNIT = 256 };

// The greatest sum of scores. Weights are scaled to stay below it.
enum { SCORER_SUM_MAX = 1u << 30 };

// So little that nothing is changed by it.
#define SCORER_NORM_LEAST 1e-9

// k * K(d) * SCORER_UNIT by the code of a length; never 0, so that an article
// without words and one without the word have a score.
struct scorer_norms {
    float of[LENGTH_CODES];
};

// For words that do not score.
extern const struct scorer_norms SCORER_NORMS_NONE;

// decoded has the length of each code.
static inline void scorer_norms_make(double k, double b, const double *decoded,
                                     double average_length,
                                     struct scorer_norms *norms)
{
    const double base = k * SCORER_UNIT * (1 - b);
    const double slope = k * SCORER_UNIT * b / average_length;
    for (unsigned i = 0; i < LENGTH_CODES; i++) {
        const double norm = base + slope * decoded[i];
        norms->of[i] =
            norm > SCORER_NORM_LEAST ? (float)norm : (float)SCORER_NORM_LEAST;
    }
}

static inline void scorer_norms_invert(const struct scorer_norms *norms,
                                       struct scorer_norms *inverse)
{
    for (unsigned i = 0; i < LENGTH_CODES; i++)
        inverse->of[i] = 1 / norms->of[i];
}

// A summand: weight is scaled, and k + 1 is in it already; x is in units.
static inline uint32_t scorer_summand(float weight, uint32_t x, float norm)
{
    const float occurrences = (float)(int32_t)x;
    return (uint32_t)(int32_t)(weight * (occurrences / (occurrences + norm)))
           + (x > 0);
}

// At least as much as any summand.
static inline uint32_t scorer_most(float weight)
{
    return (uint32_t)(weight * 1.000001F) + 3;
}

// At most as much as any summand with at least these occurrences and at most
// this norm.
static inline uint32_t scorer_least(float weight, uint32_t x, float norm)
{
    const float occurrences = (float)(int32_t)x;
    return (uint32_t)(int32_t)(weight * 0.999999F
                               * (occurrences / (occurrences + norm)));
}

// At least as much as any summand with at most these occurrences and at least
// this norm: floats may round either way.
static inline uint32_t scorer_bound(float weight, uint32_t x, float norm)
{
    const float occurrences = (float)(int32_t)x;
    return (uint32_t)(int32_t)(weight * 1.000001F
                               * (occurrences / (occurrences + norm)))
           + 3;
}

// The same by the ratio of occurrences to the norm, as a product with its
// inverse.
static inline uint32_t scorer_bound_ratio(float weight, float ratio)
{
    return (uint32_t)(int32_t)(weight * 1.000001F * (ratio / (ratio + 1))) + 3;
}

#endif
