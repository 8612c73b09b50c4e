#include "search/scorer.h"

#include "search/constants.h"

const struct scorer SCORER_DEFAULT = {
    .k1 = RANK_K1,
    .b = RANK_B,
    .fields = { .title = RANK_TITLE, .body = RANK_BODY, .extra = RANK_EXTRA },
    .pair = RANK_PAIR,
    .pair_k1 = RANK_PAIR_K1,
    .phrase = RANK_PHRASE,
    .phrase_k1 = RANK_PHRASE_K1,
};

const struct scorer SCORER_UNORDERED = {
    .k1 = RANK_K1,
    .b = RANK_B,
    .fields = { .title = RANK_TITLE, .body = RANK_BODY, .extra = RANK_EXTRA },
};

const struct scorer SCORER_BM25 = {
    .k1 = 1.2,
    .b = 0.75,
    .fields = { .title = 1, .body = 1, .extra = 0 },
    .idf_alone = true,
};

const struct scorer_norms SCORER_NORMS_NONE;
