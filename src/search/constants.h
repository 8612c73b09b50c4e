// constants.h - the numbers of the score, and where they come from.
//
//     score = sum over words   qtf * W * S(x, k1)
//           + sum over pairs   P * H(W, W') * S(n, k1p)
//           + PH * (sum over words qtf * W) * S(m, kph)
//
//     S(x, k) = x * (k + 1) / (x + k * K)      K = 1 - b + b * length / average
//     W       = idf * rare * burst
//     idf     = ln(1 + (N - df + .5) / (df + .5))
//     rare    = 1 - df / (N + 1)
//     burst   = 1 + ln((cf + kappa * m0) / (df + kappa))
//
// x counts the forms of a word by the weights of forms and fields, n how often
// one word stands directly before the other, m how often the query stands as it
// was typed. N are the articles, df those with a form of the word, cf how often
// its forms stand in all of them, m0 how often a word stands in an article that
// has it, in the mean of the archive. length is of title and body.
//
// Chosen on four collections (nDCG@10, their mean), judged on others; to leave
// one of the four out changes nothing of note.

#ifndef OFFPRINT_SEARCH_CONSTANTS_H
#define OFFPRINT_SEARCH_CONSTANTS_H

// Flat: from .9 to 1.2 and from .6 to .75 within .003. Okapi's usual range is
// k1 1.2 to 2, b .75 (Robertson & Zaragoza 2009).
#define RANK_K1 1.0
#define RANK_B  0.65

// Flat from 1 to 10. Ten keeps a word seen once or twice from looking bursty,
// and costs Turkish and German questions least. Without burst -.015 (Kwok 1996,
// Church & Gale 1995; the logarithm has Amati & van Rijsbergen's after-effect
// without its losses).
#define RANK_KAPPA 10

// What an occurrence of another form than the one typed is worth: .6 to .8 are
// equal, 1 loses .002. The weights of forms by their relation are in forms.c.
#define RANK_LAMBDA 0.8

// Of an occurrence in the title: 2 to 3 are equal, 1 loses .003. That of
// authors, tags, captions and description has not been measured.
#define RANK_TITLE 2.0
#define RANK_BODY  1.0
#define RANK_EXTRA 0.3

// Words next to each other: .1 to .2 are equal, 0 loses .002.
#define RANK_PAIR    0.1
#define RANK_PAIR_K1 1.2

// The query as a phrase: of three to five remembered words the mean reciprocal
// rank doubles (.40 to .80); no effect on the four. kph is flat from .3 to 3.
#define RANK_PHRASE    2.0
#define RANK_PHRASE_K1 1.0

// Articles with all words come first for queries of up to so many words that
// say something: those in at most one of so many articles, where there are
// enough articles to tell.
enum {
    RANK_SHORT_QUERY = 3,
    RANK_COMMON_SHARE = 5,
    RANK_SMALL_ARCHIVE = 50,
};

#endif
