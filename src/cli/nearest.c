#include "cli/nearest.h"

enum {
    NAME_MAX_BYTES = 24, // a longer name is near to none of ours
    NEAR = 2,            // edits, at most
};

static int least(int a, int b, int c)
{
    if (a < b) return a < c ? a : c;
    return b < c ? b : c;
}

// Edit distance with swaps of neighbours (optimal string alignment): the
// mistakes of fast fingers. Rows of the matrix are kept three at a time.
static int distance(struct slice a, const char *b)
{
    int rows[3][NAME_MAX_BYTES + 1];
    int *before = rows[0], *last = rows[1], *here = rows[2];
    int b_len = (int)strlen(b);
    if (a.len > NAME_MAX_BYTES || b_len > NAME_MAX_BYTES) return NEAR + 1;
    for (int j = 0; j <= b_len; j++) here[j] = j;
    for (int i = 1; i <= (int)a.len; i++) {
        int *oldest = before;
        before = last, last = here, here = oldest;
        here[0] = i;
        for (int j = 1; j <= b_len; j++) {
            int other = a.ptr[i - 1] != b[j - 1];
            here[j] = least(last[j] + 1, here[j - 1] + 1, last[j - 1] + other);
            if (i > 1 && j > 1 && a.ptr[i - 1] == b[j - 2]
                && a.ptr[i - 2] == b[j - 1] && before[j - 2] + 1 < here[j])
                here[j] = before[j - 2] + 1;
        }
    }
    return here[b_len];
}

// Keeps name where it is nearer than *nearest. A beginning of it is one slip; a
// third of a short word changed is another word.
static void consider(struct slice typed, const char *name, int *best,
                     const char **nearest)
{
    bool begun = typed.len > 1 && slice_starts_with(slice_of(name), typed);
    int d = begun ? 1 : distance(typed, name);
    if (d > NEAR || (size_t)d * 3 > strlen(name) || d >= *best) return;
    *best = d;
    *nearest = name;
}

const char *nearest_command(struct slice name)
{
    const char *nearest = NULL;
    int best = NEAR + 1;
    for (enum command c = COMMAND_NONE + 1; c < COMMAND_COUNT; c++)
        consider(name, COMMANDS[c].name, &best, &nearest);
    return nearest;
}

const char *nearest_option(enum command command, struct slice name)
{
    const char *nearest = NULL;
    int best = NEAR + 1;
    for (size_t i = 0; i < OPTION_ROWS; i++)
        if (command == COMMAND_NONE || OPTIONS[i].commands >> command & 1)
            consider(name, OPTIONS[i].name, &best, &nearest);
    return nearest;
}
