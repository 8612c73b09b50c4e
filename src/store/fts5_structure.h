// fts5_structure.h - which segments an index has, and how old they are.
//
// Row 10 of posting_data. Higher levels are older, and of a level the last
// segment is the newest; what is newer hides what is older where both have the
// same term and id.
//
//     size     meaning
//     4        cookie: changes with posting_config; big-endian
//     varint   levels
//     varint   segments on all levels
//     varint   leaves that FTS5 wrote so far: it merges a little every 64
//     for each level, from 0
//       varint   how many segments, the oldest first, are being merged into
//                the newest segment of the next level; 0: none
//       varint   segments
//       for each segment: varints: its number, its first and its last leaf
//
// One segment, number 1, of 9 leaves on level 1, and nothing on level 0:
//
//     00 00 00 00   02 01 09   00 00   00 01 01 01 09

#ifndef OFFPRINT_STORE_FTS5_STRUCTURE_H
#define OFFPRINT_STORE_FTS5_STRUCTURE_H

#include <stdint.h>

#include "base/error.h"

struct store;

// FTS5 allows as many levels, and as many segments in all; numbers of segments
// are at most that.
enum { FTS5_SEGMENTS_MAX = 2000 };

struct fts5_structure_segment {
    uint32_t number;
    uint32_t first_leaf;
    uint32_t last_leaf;
};

struct fts5_structure_level {
    uint32_t merging; // how many of the segments
    uint32_t count;
};

struct fts5_structure {
    uint8_t cookie[4];
    uint64_t writes;
    uint32_t level_count;
    uint32_t segment_count;
    struct fts5_structure_level levels[FTS5_SEGMENTS_MAX];
    struct fts5_structure_segment segments[FTS5_SEGMENTS_MAX]; // of all levels
};

// Reads the row; free() the result, NULL on failure. OFFPRINT_TOO_NEW where it
// is of another kind, OFFPRINT_CORRUPT where it contradicts itself.
enum offprint_status fts5_structure_read(struct store *store,
                                         struct fts5_structure **structure,
                                         struct offprint_error *err);

enum offprint_status fts5_structure_write(
    struct store *store, const struct fts5_structure *structure,
    struct offprint_error *err);

// The lowest number that no segment has; 0 where there are too many segments.
uint32_t fts5_structure_unused(const struct fts5_structure *structure);

// Adds a segment of articles that are in no other segment, where it keeps small
// commits small: see the .c file. fts5_structure_unused() was not 0.
void fts5_structure_add(struct fts5_structure *structure,
                        struct fts5_structure_segment segment);

#endif
