#include "cli/arguments.h"

#include <stdlib.h>

#include "base/buffer.h"
#include "cli/nearest.h"

enum {
    NUMBER_DIGITS = 9,  // N stays below 2^32, the number of articles
    SECONDS_BYTES = 12, // "86400.5"
    CODE_BYTES = 35,    // the longest language tag without extensions
};

// The line being read.
struct reading {
    char **words;
    int count;
    int at;     // the next word
    bool ended; // by "--"
    struct arguments *args;
    struct offprint_error *err;
};

#define DIGITS  "0123456789"
#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

static bool is_number(const char *value)
{
    size_t digits = strspn(value, DIGITS);
    return digits > 0 && digits <= NUMBER_DIGITS && !value[digits];
}

static bool is_seconds(const char *value)
{
    size_t whole = strspn(value, DIGITS);
    size_t rest =
        value[whole] == '.' ? 1 + strspn(value + whole + 1, DIGITS) : 0;
    return whole + (rest > 1 ? rest - 1 : 0) > 0 && !value[whole + rest]
           && whole + rest < SECONDS_BYTES;
}

// A whole number with K, M or G behind it, or nothing; up to a terabyte.
static bool read_size(const char *text, uint64_t *size)
{
    static const char UNITS[] = "KMG";
    enum { DIGITS_MAX = 9 };
    size_t digits = strspn(text, "0123456789");
    if (digits == 0 || digits > DIGITS_MAX) return false;
    uint64_t value = strtoull(text, NULL, 10);
    const char *unit = text[digits] ? strchr(UNITS, text[digits]) : NULL;
    if (text[digits] && (!unit || text[digits + 1])) return false;
    if (unit) value <<= 10 * (unit - UNITS + 1);
    if (size) *size = value;
    return value > 0 && value < (uint64_t)1 << 40;
}

static bool is_code(const char *value)
{
    size_t len = strspn(value, LETTERS DIGITS "-");
    return len > 0 && len <= CODE_BYTES && !value[len];
}

// ---- One option -------------------------------------------------------------

static void add_given(struct reading *reading, enum option option,
                      const char *value)
{
    struct arguments *args = reading->args;
    args->given[args->given_count++] = (struct given){ option, value };
}

static enum offprint_status unknown(struct reading *reading, struct slice typed,
                                    const char *word)
{
    enum command command = reading->args->command;
    const char *nearest = nearest_option(command, typed);
    if (nearest)
        return fail(reading->err, OFFPRINT_MISUSE,
                    "%s: no such option (did you mean --%s?)", word, nearest);
    return fail(reading->err, OFFPRINT_MISUSE,
                "%s: no such option (see offprint help%s%s)", word,
                command ? " " : "", COMMANDS[command].name);
}

// The argument of an option that is not in the same word.
static enum offprint_status read_argument(struct reading *reading,
                                          const struct option_row *row,
                                          const char *word)
{
    if (reading->at == reading->count)
        return fail(reading->err, OFFPRINT_MISUSE, "%s: needs %s", word,
                    row->argument);
    add_given(reading, row->option, reading->words[reading->at++]);
    return OFFPRINT_OK;
}

// --name, --name=value, --name value
static enum offprint_status read_long(struct reading *reading, const char *word)
{
    struct slice name = slice_of(word + 2);
    const char *equals = strchr(name.ptr, '=');
    if (equals) name.len = (size_t)(equals - name.ptr);

    const struct option_row *row = option_named(name);
    if (!row) return unknown(reading, name, word);
    if (!row->argument && equals)
        return fail(reading->err, OFFPRINT_MISUSE, "%s: --%s takes no value",
                    word, row->name);
    if (row->argument && !equals) return read_argument(reading, row, word);
    add_given(reading, row->option, equals ? equals + 1 : NULL);
    return OFFPRINT_OK;
}

// -q, -qv, -n5, -n 5
static enum offprint_status read_short(struct reading *reading,
                                       const char *word)
{
    for (const char *letter = word + 1; *letter; letter++) {
        const struct option_row *row = option_lettered(*letter);
        if (!row) return unknown(reading, slice_of(word + 1), word);
        if (row->argument && !letter[1])
            return read_argument(reading, row, word);
        if (row->argument) {
            add_given(reading, row->option, letter + 1);
            return OFFPRINT_OK;
        }
        add_given(reading, row->option, NULL);
    }
    return OFFPRINT_OK;
}

// ---- The line ---------------------------------------------------------------

static bool is_query_text(const char *word)
{
    if (word[1] == '-') return false;
    for (size_t i = 0; i < OPTION_ROWS; i++) {
        const struct option_row *row = &OPTIONS[i];
        if (!(row->commands >> COMMAND_SEARCH & 1) || row->letter != word[1])
            continue;
        return word[2] && !(row->option == OPTION_LIMIT && is_number(word + 2));
    }
    return true;
}

static bool is_option(const struct reading *reading, const char *word)
{
    if (reading->ended || word[0] != '-' || !word[1]) return false;
    return reading->args->command != COMMAND_SEARCH || !is_query_text(word);
}

static enum offprint_status read_operand(struct reading *reading,
                                         const char *word)
{
    struct arguments *args = reading->args;
    if (args->command != COMMAND_NONE) {
        args->operands[args->operand_count++] = word;
        return OFFPRINT_OK;
    }
    args->command = command_find(slice_of(word));
    if (args->command != COMMAND_NONE) return OFFPRINT_OK;
    const char *nearest = nearest_command(slice_of(word));
    if (nearest)
        return fail(reading->err, OFFPRINT_MISUSE,
                    "%s: no such command (did you mean %s?)", word, nearest);
    return fail(reading->err, OFFPRINT_MISUSE,
                "%s: no such command (see offprint help)", word);
}

static enum offprint_status read_word(struct reading *reading)
{
    const char *word = reading->words[reading->at++];
    if (!is_option(reading, word)) return read_operand(reading, word);
    if (word[1] != '-') return read_short(reading, word);
    if (word[2]) return read_long(reading, word);
    reading->ended = true;
    return OFFPRINT_OK;
}

// ---- What the command makes of it -------------------------------------------

enum { NAME_BYTES = 40 };

// "-n, --limit"
static void name_option(const struct option_row *row, char name[NAME_BYTES])
{
    if (row->letter)
        snprintf(name, NAME_BYTES, "-%c, --%s", row->letter, row->name);
    else
        snprintf(name, NAME_BYTES, "--%s", row->name);
}

static enum offprint_status check_given(enum command command,
                                        struct given given,
                                        struct offprint_error *err)
{
    const struct option_row *row = option_of(command, given.option);
    if (!row) {
        const char *name = "";
        for (size_t i = 0; i < OPTION_ROWS; i++)
            if (OPTIONS[i].option == given.option) name = OPTIONS[i].name;
        if (command == COMMAND_NONE)
            return fail(err, OFFPRINT_MISUSE, "--%s: needs a command", name);
        return fail(err, OFFPRINT_MISUSE,
                    "--%s: no option of %s (see offprint help %s)", name,
                    COMMANDS[command].name, COMMANDS[command].name);
    }
    const char *kind = row->argument;
    if (!kind) return OFFPRINT_OK;
    char name[NAME_BYTES];
    name_option(row, name);
    if (strcmp(kind, "N") == 0 && !is_number(given.value))
        return fail(err, OFFPRINT_MISUSE,
                    "%s: %s is not a number from 0 to 999999999", name,
                    given.value);
    if (strcmp(kind, "SECONDS") == 0 && !is_seconds(given.value))
        return fail(err, OFFPRINT_MISUSE, "%s: %s is not a time in seconds",
                    name, given.value);
    if (strcmp(kind, "SIZE") == 0 && !read_size(given.value, NULL))
        return fail(err, OFFPRINT_MISUSE,
                    "%s: %s is not a size such as 512M or 2G", name,
                    given.value);
    if (strcmp(kind, "CODE") == 0 && !is_code(given.value))
        return fail(err, OFFPRINT_MISUSE,
                    "%s: %s is not the code of a language (en, pt-BR)", name,
                    given.value);
    if (strchr(kind, '|') && choice_find(kind, slice_of(given.value)) < 0)
        return fail(err, OFFPRINT_MISUSE, "%s: %s is none of %s", name,
                    given.value, kind);
    return OFFPRINT_OK;
}

enum offprint_status arguments_check_operands(const struct arguments *args,
                                              struct offprint_error *err)
{
    const struct command_row *row = &COMMANDS[args->command];
    if ((int)args->operand_count < row->operands_min)
        return fail(err, OFFPRINT_MISUSE, "%s: needs %s (see offprint help %s)",
                    row->name, row->operands, row->name);
    // An unset variable in a script must not mean the current folder.
    bool text =
        args->command == COMMAND_SEARCH || args->command == COMMAND_TOKENS;
    for (size_t i = 0; i < args->operand_count; i++)
        if (!*args->operands[i] && !text)
            return fail(err, OFFPRINT_MISUSE,
                        "%s: an operand is empty (see offprint help %s)",
                        row->name, row->name);
    if (args->operand_count > (size_t)row->operands_max)
        return fail(err, OFFPRINT_MISUSE,
                    "%s: one operand too many for %s (see offprint help %s)",
                    args->operands[row->operands_max], row->name, row->name);
    return OFFPRINT_OK;
}

enum offprint_status arguments_parse(int argc, char **argv, struct arena *arena,
                                     struct arguments *args,
                                     struct offprint_error *err)
{
    // A word is one option, one operand, or up to as many options as letters.
    size_t most = 1;
    for (int i = 1; i < argc; i++) most += strlen(argv[i]);
    *args = (struct arguments){
        .given = arena_alloc(arena, most * sizeof *args->given),
        .operands =
            arena_alloc(arena, ((size_t)argc + 1) * sizeof *args->operands),
    };
    if (!args->given || !args->operands) return fail_no_memory(err);

    struct reading reading = { argv, argc, 1, false, args, err };
    while (reading.at < reading.count) {
        enum offprint_status status = read_word(&reading);
        if (status) return status;
    }
    for (size_t i = 0; i < args->given_count; i++) {
        enum offprint_status status =
            check_given(args->command, args->given[i], err);
        if (status) return status;
    }
    if (arguments_has(args, OPTION_HELP)) return OFFPRINT_OK;
    return arguments_check_operands(args, err);
}

// ---- Asking -----------------------------------------------------------------

bool arguments_has(const struct arguments *args, enum option option)
{
    for (size_t i = 0; i < args->given_count; i++)
        if (args->given[i].option == option) return true;
    return false;
}

const char *arguments_value(const struct arguments *args, enum option option)
{
    for (size_t i = args->given_count; i-- > 0;)
        if (args->given[i].option == option) return args->given[i].value;
    return NULL;
}

size_t arguments_values(const struct arguments *args, enum option option,
                        struct arena *arena, const char *const **values)
{
    const char **found =
        arena_alloc(arena, (args->given_count + 1) * sizeof *found);
    *values = found;
    size_t count = 0;
    for (size_t i = 0; found && i < args->given_count; i++)
        if (args->given[i].option == option)
            found[count++] = args->given[i].value;
    return count;
}

uint64_t arguments_number(const struct arguments *args, enum option option,
                          uint64_t otherwise)
{
    const char *value = arguments_value(args, option);
    return value ? strtoull(value, NULL, 10) : otherwise;
}

uint64_t arguments_size(const struct arguments *args, enum option option,
                        uint64_t otherwise)
{
    const char *value = arguments_value(args, option);
    uint64_t size;
    return value && read_size(value, &size) ? size : otherwise;
}

double arguments_seconds(const struct arguments *args, enum option option,
                         double otherwise)
{
    const char *value = arguments_value(args, option);
    return value ? strtod(value, NULL) : otherwise;
}

int arguments_choice(const struct arguments *args, enum option option)
{
    const char *value = arguments_value(args, option);
    const struct option_row *row = option_of(args->command, option);
    return value && row ? choice_find(row->argument, slice_of(value)) : 0;
}

enum format arguments_format(const struct arguments *args)
{
    for (size_t i = args->given_count; i-- > 0;) {
        if (args->given[i].option == OPTION_JSON) return FORMAT_JSON;
        if (args->given[i].option == OPTION_FORMAT)
            return (enum format)arguments_choice(args, OPTION_FORMAT);
    }
    return FORMAT_TEXT;
}

const char *arguments_line(const struct arguments *args, struct arena *arena)
{
    struct buffer line = { 0 };
    for (size_t i = 0; i < args->operand_count; i++) {
        if (i > 0) buffer_add_byte(&line, ' ');
        buffer_add_string(&line, args->operands[i]);
    }
    const char *text =
        line.failed ? NULL : arena_string(arena, buffer_slice(&line));
    buffer_free(&line);
    return text;
}
