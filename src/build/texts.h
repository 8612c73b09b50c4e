// texts.h - stored texts are compressed anew, with a better dictionary or one
// that holds nothing of what is gone (store/body.h).

#ifndef OFFPRINT_BUILD_TEXTS_H
#define OFFPRINT_BUILD_TEXTS_H

#include "base/error.h"

struct store;

// Brings all texts to one dictionary, inside the caller's transaction: to the
// current one or, where articles that it was made from are gone, or the archive
// has outgrown it, to a new one made from a sample of all of them.
enum offprint_status texts_optimize(struct store *store,
                                    struct offprint_error *err);

// The same, but only where articles that the current one was made from are
// gone: pieces of their texts are in it.
enum offprint_status texts_erase(struct store *store,
                                 struct offprint_error *err);

#endif
