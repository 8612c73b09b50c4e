#include "read/inodes.h"

#include <stdint.h>
#include <stdlib.h>

// The place where an inode is or belongs.
static struct inode *find(struct inode *places, size_t room, dev_t device,
                          ino_t number)
{
    // Inodes count upwards; a multiplication by the golden ratio spreads them.
    uint64_t hash =
        ((uint64_t)number ^ (uint64_t)device << 40) * 0x9E3779B97F4A7C15u;
    size_t at = (size_t)(hash >> 32) & (room - 1);
    while (places[at].used
           && (places[at].device != device || places[at].number != number))
        at = (at + 1) & (room - 1);
    return &places[at];
}

static bool grow(struct inode_set *set)
{
    size_t room = set->room ? set->room * 2 : 64;
    struct inode *places = calloc(room, sizeof *places);
    if (!places) return false;
    for (size_t i = 0; i < set->room; i++) {
        struct inode *old = &set->places[i];
        if (old->used) *find(places, room, old->device, old->number) = *old;
    }
    free(set->places);
    set->places = places;
    set->room = room;
    return true;
}

bool inodes_add(struct inode_set *set, dev_t device, ino_t number, bool *added)
{
    if (set->count * 2 >= set->room && !grow(set)) return false;
    struct inode *place = find(set->places, set->room, device, number);
    *added = !place->used;
    if (*added) {
        *place = (struct inode){ device, number, true };
        set->count++;
    }
    return true;
}

void inodes_free(struct inode_set *set)
{
    free(set->places);
    *set = (struct inode_set){ NULL, 0, 0 };
}
