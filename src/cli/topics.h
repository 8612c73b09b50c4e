// topics.h - the pages of offprint help that are not about one command.

#ifndef OFFPRINT_CLI_TOPICS_H
#define OFFPRINT_CLI_TOPICS_H

struct topic {
    const char *name;
    const char *summary;
    const char *text; // lines of at most 80 columns; NULL: made from the table
    const char *more; // of it, as a literal has an end; or NULL
};

// Ends with a name of NULL.
extern const struct topic TOPICS[];

#endif
