// tokenizer.h - what every connection to an index must know: the FTS5 tokenizer
// named offprint, which cuts text as words.h says, and offprint_text().

#ifndef OFFPRINT_STORE_TOKENIZER_H
#define OFFPRINT_STORE_TOKENIZER_H

#include "base/error.h"

struct store;

enum offprint_status register_tokenizer(struct store *store,
                                        struct offprint_error *err);

#endif
