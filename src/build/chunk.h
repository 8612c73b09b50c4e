// chunk.h - consecutive articles that are worked on together.
//
//     articles --digest--> languages, terms with their places, relations
//              --compress--> frames
//
// Chunks know nothing of each other nor of the index: any thread can work on
// one, with tools of its own.

#ifndef OFFPRINT_BUILD_CHUNK_H
#define OFFPRINT_BUILD_CHUNK_H

#include "build/inverter.h"
#include "build/tally.h"
#include "store/articles.h"
#include "store/body.h"
#include "text/stems.h"

enum {
    CHUNK_BYTES = 4 * 1024 * 1024, // of text; one more article may go over it
    CHUNK_BYTES_MIN = 1024 * 1024, // where memory is scarce
    CHUNK_WORD_BYTES = 4, // of text for each word; of fewer there are two lists
};

struct chunk_article {
    struct stored_article row;
    uint32_t lengths[POSTING_COLUMNS]; // words
    struct stored_frame frame;         // the body, compressed
};

// All zero bytes: empty and ready.
struct chunk {
    struct arena arena;          // what was digested
    struct arena texts;          // of the articles, and frames
    struct chunk_article *items; // none after chunk_drop_articles()
    size_t count;
    size_t room;
    size_t bytes;                    // of all texts
    int64_t first_id;                // of the articles, whose ids rise by one
    const struct inverted *inverted; // lists of what was digested
    struct buffer relations;         // as relations.h counts them, packed
};

// What a thread works with.
struct chunk_tools {
    struct inverter *inverter;
    struct stemmers *stemmers;
    struct body_codec *codec;
    struct tally relations; // of some articles
};

// Opens tools for chunks of so many bytes. False where there is no memory;
// close them in any case.
bool chunk_tools_open(struct chunk_tools *tools, size_t bytes);
void chunk_tools_close(struct chunk_tools *tools);

// Copies an article into the chunk.
enum offprint_status chunk_add(struct chunk *chunk,
                               const struct stored_article *article,
                               struct offprint_error *err);

// Whether it has so many bytes of text, or as many articles as it can have.
bool chunk_is_full(const struct chunk *chunk, size_t bytes);

// Cuts, inverts and relates the words of all articles. Where languages are
// asked for, each article's is decided (row.language): what it declares where
// its script fits, else what its words say.
enum offprint_status chunk_digest(struct chunk *chunk, bool languages,
                                  struct chunk_tools *tools,
                                  struct offprint_error *err);

// Compresses all bodies, with a dictionary unless that is NULL.
enum offprint_status chunk_compress(struct chunk *chunk,
                                    const struct body_dictionary *dictionary,
                                    const struct chunk_tools *tools,
                                    struct offprint_error *err);

// Makes a text dictionary from the bodies (body_dictionary_train()).
enum offprint_status chunk_train(const struct chunk *chunk,
                                 struct buffer *dictionary,
                                 struct offprint_error *err);

// Bytes of memory of what was digested, which stays until it is written.
size_t chunk_kept(const struct chunk *chunk);

// Forgets the articles. Returns the memory of their texts, reset, for another
// chunk or to be freed.
struct arena chunk_drop_articles(struct chunk *chunk);
void chunk_free(struct chunk *chunk);

#endif
