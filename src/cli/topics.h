// topics.h - the pages of offprint help that are not about one command.

#ifndef OFFPRINT_CLI_TOPICS_H
#define OFFPRINT_CLI_TOPICS_H

enum { TOPIC_PARTS = 4 };

struct topic {
    const char *name;
    const char *summary;
    // Lines of at most 80 columns, in parts, as a literal has an end; the first
    // NULL: made from the table.
    const char *texts[TOPIC_PARTS];
};

// Ends with a name of NULL.
extern const struct topic TOPICS[];

#endif
