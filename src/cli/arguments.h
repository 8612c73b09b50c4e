// arguments.h - the words of the command line, understood.
//
// Options may stand anywhere, the command included among the operands; "--"
// ends them. --name=value and --name value are the same, as are -n5, -n 5;
// -qv is -q -v. Names are not abbreviated.
//
// In search, where a leading "-" is an operator of the query language, only the
// exact short options of search, -n with digits, and words that begin with "--"
// are options; any other word is text of the query.

#ifndef OFFPRINT_CLI_ARGUMENTS_H
#define OFFPRINT_CLI_ARGUMENTS_H

#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "cli/options.h"

struct given {
    enum option option;
    const char *value; // NULL for an option without argument
};

struct arguments {
    enum command command; // COMMAND_NONE: none was named
    struct given *given;  // in the order of the line
    size_t given_count;
    const char **operands; // without the command
    size_t operand_count;
};

// Fills *args, which points into argv and the arena. OFFPRINT_MISUSE says which
// word is wrong and why, except that --help forgives missing operands.
enum offprint_status arguments_parse(int argc, char **argv, struct arena *arena,
                                     struct arguments *args,
                                     struct offprint_error *err);

// OFFPRINT_MISUSE where the number of operands does not fit the command.
enum offprint_status arguments_check_operands(const struct arguments *args,
                                              struct offprint_error *err);

bool arguments_has(const struct arguments *args, enum option option);

// The value given last, or NULL.
const char *arguments_value(const struct arguments *args, enum option option);

// All values of an option in order; *values lives in the arena and is NULL
// where there is no memory. Returns how many.
size_t arguments_values(const struct arguments *args, enum option option,
                        struct arena *arena, const char *const **values);

// The value given last as what its row in the table says, else otherwise.
uint64_t arguments_number(const struct arguments *args, enum option option,
                          uint64_t otherwise);
// The value of an option that takes a SIZE, in bytes; otherwise where it was
// not given.
uint64_t arguments_size(const struct arguments *args, enum option option,
                        uint64_t otherwise);
double arguments_seconds(const struct arguments *args, enum option option,
                         double otherwise);

// The choice given last, else the first: 0.
int arguments_choice(const struct arguments *args, enum option option);

// How to print: the last of --format and --json, else FORMAT_TEXT.
enum format arguments_format(const struct arguments *args);

// The operands as they would stand in one line, blanks between; in the arena,
// NULL where there is no memory.
const char *arguments_line(const struct arguments *args, struct arena *arena);

#endif
