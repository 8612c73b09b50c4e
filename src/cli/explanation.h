// explanation.h - how the score of a hit came about.

#ifndef OFFPRINT_CLI_EXPLANATION_H
#define OFFPRINT_CLI_EXPLANATION_H

#include "cli/entry.h"
#include "cli/json_writer.h"

// What is the same for all hits: the formulas, in words and signs that the
// tables below the hits have.
void explanation_add_formulas(struct buffer *out,
                              const struct entry_layout *layout,
                              const struct offprint_explanation *explanation);

// The arithmetic of one hit, line by line: what is calculated, its result, and
// what of it goes into the score.
//
//     stem: df 3, cf 12
//       W = idf 1.2040 * rare 0.8889 * burst 1.3219        1.4147
//       stem: title 1 * 2, body 3 * 1                      5.0000
//       stems: body 1 * 0.8008                             0.8008
//       S = 2 * 5.8008 / (5.8008 + 1 * 1.1003)             1.6811    2.3783
void explanation_add(struct buffer *out, const struct entry_layout *layout,
                     const struct offprint_explanation *explanation);

// The field "explain": an object; null for NULL.
void explanation_write(struct json_writer *json,
                       const struct offprint_explanation *explanation);

#endif
