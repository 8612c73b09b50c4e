// schema.h - the tables of an index file, and how a file is known as ours.

#ifndef OFFPRINT_STORE_SCHEMA_H
#define OFFPRINT_STORE_SCHEMA_H

#include "base/error.h"

enum {
    SCHEMA_APPLICATION_ID = 0x6F667072, // "ofpr"
    SCHEMA_VERSION = 4,                 // user_version; rises with the tables
};

struct store;

// Makes all tables in an empty database, in the caller's transaction.
enum offprint_status schema_create(struct store *store,
                                   struct offprint_error *err);

// Brings the tables of an older schema to this one, in the caller's
// transaction. Tables that are new are empty: vocabulary_rebuild() fills them.
enum offprint_status schema_upgrade(struct store *store,
                                    struct offprint_error *err);

// Whether the open database is ours and of this version: OFFPRINT_FOREIGN,
// OFFPRINT_TOO_NEW or OFFPRINT_CORRUPT if not; of an older version one is
// told by store->outdated. *empty tells of a database
// without any table or mark, which is not an error.
enum offprint_status schema_verify(struct store *store, bool *empty,
                                   struct offprint_error *err);

// Whether the words of the index were cut by our rules. Postings cut by others
// could not be taken back, so such an index may only be read: OFFPRINT_TOO_NEW.
enum offprint_status schema_verify_words(struct store *store,
                                         struct offprint_error *err);

#endif
