// inodes.h - a set of folders by device and inode, to enter none twice.

#ifndef OFFPRINT_READ_INODES_H
#define OFFPRINT_READ_INODES_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct inode {
    dev_t device;
    ino_t number;
    bool used; // this place of the table is taken
};

// All zero is empty. An open hash table, at most half full.
struct inode_set {
    struct inode *places;
    size_t room; // a power of two, or 0
    size_t count;
};

// Adds one; *added is false where it was there already. False where there is no
// memory.
bool inodes_add(struct inode_set *set, dev_t device, ino_t number, bool *added);
void inodes_free(struct inode_set *set);

#endif
