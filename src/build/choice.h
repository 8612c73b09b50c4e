// choice.h - what the bodies of a run are compressed with: a dictionary of
// texts that the index has, else one that is made of the first chunk, if that
// is worth it.
//
// The worker that has the first chunk decides, and those that have others wait
// for that.

#ifndef OFFPRINT_BUILD_CHOICE_H
#define OFFPRINT_BUILD_CHOICE_H

#include <pthread.h>

#include "build/chunk.h"

struct store;

struct choice {
    pthread_mutex_t lock;
    pthread_cond_t made;
    bool is_made;
    struct body_dictionary *dictionary; // NULL: none
    struct buffer bytes;
    bool is_stored; // in the index, or there is none; the caller's alone
};

void choice_init(struct choice *choice);
void choice_free(struct choice *choice);

// Takes the dictionary that the index has, for new bodies too.
enum offprint_status choice_read(struct choice *choice, struct store *store,
                                 struct offprint_error *err);

// Decides by the first chunk.
enum offprint_status choice_make(struct choice *choice,
                                 const struct chunk *chunk,
                                 struct offprint_error *err);

// Waits until it is made. NULL: no dictionary.
const struct body_dictionary *choice_wait(struct choice *choice);

// Puts the dictionary into the index before the first body that needs it, of
// the chunk that it was made from.
enum offprint_status choice_store(struct choice *choice, struct store *store,
                                  const struct chunk *chunk,
                                  struct offprint_error *err);

#endif
