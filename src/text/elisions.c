#include "text/elisions.h"

enum { ELIDED_MAX = 6 }; // bytes of the longest one

// French, Catalan, Italian.
static const char ELIDED[][ELIDED_MAX + 1] = {
    "l",     "d",    "j",     "m",      "t",      "s",      "c",
    "n",     "qu",   "jusqu", "lorsqu", "puisqu", "quoiqu", "un",
    "gl",    "dell", "nell",  "sull",   "dall",   "all",    "coll",
    "quell", "bell", "sant",  "quest"
};

size_t elisions_find(struct slice term)
{
    size_t near = term.len <= ELIDED_MAX ? term.len : ELIDED_MAX + 1;
    const char *quote = near ? memchr(term.ptr, '\'', near) : NULL;
    if (!quote) return 0;
    struct slice word = { term.ptr, (size_t)(quote - term.ptr) };
    if (word.len + 1 == term.len) return 0; // nothing follows
    for (size_t i = 0; i < sizeof ELIDED / sizeof ELIDED[0]; i++)
        if (strncmp(ELIDED[i], word.ptr, word.len) == 0
            && ELIDED[i][word.len] == '\0')
            return word.len + 1;
    return 0;
}
