#include "search/scorer.h"

// An occurrence in the title says more of what an article is about than one in
// its text, one among authors, tags and captions less. k1 and b are flat around
// these values: from .9 to 1.2 and from .6 to .75 nDCG moves by .003.
const struct scorer SCORER_DEFAULT = {
    .k1 = 1.0,
    .b = 0.65,
    .fields = { .title = 2.0, .body = 1.0, .extra = 0.3 },
    .pair = 0.1,
    .pair_k1 = 1.2,
    .phrase = 2.0,
    .phrase_k1 = 1.0,
    .fades = true,
};

const struct scorer SCORER_BM25 = {
    .k1 = 1.2,
    .b = 0.75,
    .fields = { .title = 1.0, .body = 1.0, .extra = 0.0 },
};
