// options.h - the commands and options of the program, in one table.
//
// Parser, help, man page and completion all follow it; a test compares them.

#ifndef OFFPRINT_CLI_OPTIONS_H
#define OFFPRINT_CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"

enum command {
    COMMAND_NONE, // the program without a command
    COMMAND_INDEX,
    COMMAND_SEARCH,
    COMMAND_LIKE,
    COMMAND_SHOW,
    COMMAND_LIST,
    COMMAND_TERMS,
    COMMAND_TOKENS,
    COMMAND_STATUS,
    COMMAND_CHECK,
    COMMAND_OPTIMIZE,
    COMMAND_FORGET,
    COMMAND_EXTRACT,
    COMMAND_HELP,
    COMMAND_VERSION,
    COMMAND_COUNT,
};

enum option {
    OPTION_INDEX,
    OPTION_EXCLUDE,
    OPTION_INCLUDE,
    OPTION_MAP,
    OPTION_SYNONYMS,
    OPTION_JOBS,
    OPTION_MEMORY,
    OPTION_PROFILE,
    OPTION_FOLLOW,
    OPTION_WHOLE_PAGES,
    OPTION_KEEP_MISSING,
    OPTION_DRY_RUN,
    OPTION_WAIT,
    OPTION_LIMIT,
    OPTION_OFFSET,
    OPTION_SORT,
    OPTION_FORMAT,
    OPTION_JSON,
    OPTION_BATCH,
    OPTION_TIMING,
    OPTION_MATCH,
    OPTION_LITERAL,
    OPTION_EXACT,
    OPTION_SCORER,
    OPTION_PLAIN,
    OPTION_STRICT,
    OPTION_TIMEOUT,
    OPTION_FIELD,
    OPTION_LANG,
    OPTION_SINCE,
    OPTION_UNTIL,
    OPTION_ALL,
    OPTION_NO_ACRONYMS,
    OPTION_EXPLAIN,
    OPTION_EXPLAIN_WORDS,
    OPTION_SNIPPETS,
    OPTION_OFFSETS,
    OPTION_HIGHLIGHT,
    OPTION_HTML,
    OPTION_RAW,
    OPTION_NULL,
    OPTION_COLOR,
    OPTION_NO_PAGER,
    OPTION_QUIET,
    OPTION_VERBOSE,
    OPTION_HELP,
    OPTION_VERSION,
    OPTION_COUNT,
};

// The values of --format: the choices of every command are a beginning of this.
enum format {
    FORMAT_TEXT,
    FORMAT_JSON,
    FORMAT_JSONL,
    FORMAT_TSV,
    FORMAT_PATHS,
    FORMAT_TREC,
};

enum { OPERANDS_MANY = 1000000000 };

struct command_row {
    const char *name;
    const char *operands; // as usage shows them; "" for none
    int operands_min;
    int operands_max;
    const char *summary; // for the list of commands
    const char *about;   // a paragraph for its help
};

// An option may have several rows, for different commands. All take an
// argument or none does.
struct option_row {
    enum option option;
    const char *name;  // "index" for --index
    char letter;       // 'i' for -i; 0: none
    unsigned commands; // a bit for each, 1 << COMMAND_INDEX
    // NULL: takes none. What it is called is what it must be: N a whole number,
    // SECONDS a decimal one, CODE a language ("en", "pt-BR"), "a|b|c" one of
    // these (the first where the option is not given), anything else a text.
    const char *argument;
    const char *help; // a line
};

extern const struct command_row COMMANDS[COMMAND_COUNT];
extern const struct option_row OPTIONS[];
extern const size_t OPTION_ROWS;

// COMMAND_NONE where there is no command of that name.
enum command command_find(struct slice name);

// The row of an option for a command, or NULL where it has no such option.
const struct option_row *option_of(enum command command, enum option option);

// The first row of any command with that name, that letter; NULL: none.
const struct option_row *option_named(struct slice name);
const struct option_row *option_lettered(char letter);

// Which choice value is in "a|b|c": 0, 1, ...; -1: none of them.
int choice_find(const char *choices, struct slice value);

// Takes the next choice off *choices; false when there is none left.
bool choice_next(const char **choices, struct slice *choice);

#endif
