// What is an option, what an operand, and what is wrong.

#include "base/buffer.h"
#include "cli/arguments.h"
#include "test.h"

enum { MOST_WORDS = 12 };

struct line {
    struct arena arena;
    struct arguments args;
    struct offprint_error err;
    enum offprint_status status;
    char words[MOST_WORDS][64];
};

// Parses "offprint " and text, cut at blanks; "~" stands for an empty word.
static void parse(struct line *line, const char *text)
{
    char *argv[MOST_WORDS + 1] = { 0 };
    int argc = 0;
    memset(line, 0, sizeof *line);
    snprintf(line->words[argc++], sizeof line->words[0], "offprint");
    while (*text && argc < MOST_WORDS) {
        size_t len = strcspn(text, " ");
        const char *word = len == 1 && *text == '~' ? "" : text;
        snprintf(line->words[argc++], sizeof line->words[0], "%.*s",
                 *word ? (int)len : 0, word);
        text += len;
        text += strspn(text, " ");
    }
    for (int i = 0; i < argc; i++) argv[i] = line->words[i];
    line->status =
        arguments_parse(argc, argv, &line->arena, &line->args, &line->err);
}

// What was understood, as text: "search -limit=5 -quiet stem cells".
static const char *understood(struct line *line, struct buffer *out)
{
    buffer_reset(out);
    if (line->status) {
        buffer_add_string(out, line->err.message);
        return buffer_string(out);
    }
    buffer_add_string(out, COMMANDS[line->args.command].name);
    for (size_t i = 0; i < line->args.given_count; i++) {
        const struct given *given = &line->args.given[i];
        for (size_t j = 0; j < OPTION_ROWS; j++) {
            if (OPTIONS[j].option != given->option) continue;
            buffer_format(out, " -%s", OPTIONS[j].name);
            break;
        }
        if (given->value) buffer_format(out, "=%s", given->value);
    }
    for (size_t i = 0; i < line->args.operand_count; i++)
        buffer_format(out, " %s", line->args.operands[i]);
    return buffer_string(out);
}

static const struct {
    const char *line;
    const char *want;
} ROWS[] = {
    // Options anywhere
    { "", "" },
    { "index", "index" },
    { "-i x index a", "index -index=x a" },
    { "index a -i x b", "index -index=x a b" },
    { "index a --index=x b", "index -index=x a b" },
    { "index --index x --quiet", "index -index=x -quiet" },
    { "index -qv", "index -quiet -verbose" },
    { "index -qix", "index -quiet -index=x" },
    { "index -q -- -v --quiet", "index -quiet -v --quiet" },
    { "-- index -q", "index -q" },
    { "index -", "index -" },
    { "index --map a=b", "index -map=a=b" },
    { "index --map=a=b", "index -map=a=b" },
    { "index --index=", "index -index=" },
    { "index ~", "index: an operand is empty (see offprint help index)" },
    { "--version", " -version" },
    // In search only its own are
    { "search stem -nuclear", "search stem -nuclear" },
    { "search -nuclear", "search -nuclear" },
    { "search -n 5 x", "search -limit=5 x" },
    { "search -n5 x", "search -limit=5 x" },
    { "search -n5x", "search -n5x" },
    { "search -i idx x -0", "search -index=idx -null x" },
    { "search -iidx", "search -iidx" },
    { "search -0x", "search -0x" },
    { "search -q -v", "search -q -v" },
    { "search -h", "search -help" },
    { "search - -5", "search - -5" },
    { "search x --literal -y", "search -literal x -y" },
    { "search -- --literal -n", "search --literal -n" },
    { "-n5 search -n6 x", "search -limit=5 -limit=6 x" },
    { "search ~", "search " },
    { "search x --lang pt-BR --exact", "search -lang=pt-BR -exact x" },
    { "search --explain-words =x -y", "search -explain-words =x -y" },
    // A text may be empty, and be a hyphen
    { "tokens ~", "tokens " },
    { "tokens -", "tokens -" },
    { "tokens --json a -", "tokens -json a -" },
    { "tokens -- -x", "tokens -x" },
    { "terms ~", "terms: an operand is empty (see offprint help terms)" },
    // Wrong
    { "serch", "serch: no such command (did you mean search?)" },
    { "foo", "foo: no such command (see offprint help)" },
    { "~", ": no such command (see offprint help)" },
    { "search --litral x",
      "--litral: no such option (did you mean --literal?)" },
    { "search --lit x", "--lit: no such option (did you mean --literal?)" },
    { "index -x", "-x: no such option (see offprint help index)" },
    { "index -qx", "-qx: no such option (see offprint help index)" },
    { "index --quiet=yes", "--quiet=yes: --quiet takes no value" },
    { "search -n", "-n: needs N" },
    { "search x --batch", "--batch: needs FILE" },
    { "search -n x", "-n, --limit: x is not a number from 0 to 999999999" },
    { "search -n -5", "-n, --limit: -5 is not a number from 0 to 999999999" },
    { "search -n ~", "-n, --limit:  is not a number from 0 to 999999999" },
    { "search -n 1000000000",
      "-n, --limit: 1000000000 is not a number from 0 to 999999999" },
    { "search x --format xml",
      "--format: xml is none of text|json|jsonl|tsv|paths|trec" },
    { "show 1 --format trec", "--format: trec is none of text|json" },
    { "index --wait x", "--wait: x is not a time in seconds" },
    { "index --wait .", "--wait: . is not a time in seconds" },
    { "index --wait inf", "--wait: inf is not a time in seconds" },
    { "index --wait 0x10", "--wait: 0x10 is not a time in seconds" },
    { "list --wait 1", "--wait: no option of list (see offprint help list)" },
    { "--quiet", "--quiet: needs a command" },
    { "show", "show: needs ID|PATH (see offprint help show)" },
    { "show a b", "b: one operand too many for show (see offprint help show)" },
    { "status a",
      "a: one operand too many for status (see offprint help status)" },
    { "show --help", "show -help" },
    { "tokens x --lang ~",
      "--lang:  is not the code of a language (en, pt-BR)" },
    { "search x --lang e\"n",
      "--lang: e\"n is not the code of a language (en, pt-BR)" },
    { "search x --lang a23456789012345678901234567890123456",
      "--lang: a23456789012345678901234567890123456 is not the code of a "
      "language (en, pt-BR)" },
    { "terms x --lang en",
      "--lang: no option of terms (see offprint help terms)" },
    { "index --wait .5", "index -wait=.5" },
    { "index --wait 2.", "index -wait=2." },
};

TEST(cli_arguments, lines)
{
    struct buffer out = { 0 };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        struct line line;
        test_row(ROWS[i].line);
        parse(&line, ROWS[i].line);
        CHECK_STRING(understood(&line, &out), ROWS[i].want);
        CHECK(line.status == OFFPRINT_OK || line.status == OFFPRINT_MISUSE);
        arena_free(&line.arena);
    }
    buffer_free(&out);
}

TEST(cli_arguments, the_last_one_counts)
{
    struct line line;
    parse(&line, "search -n 3 --format tsv -n7 --format json --wait x");
    CHECK_INT(line.status, OFFPRINT_MISUSE);
    arena_free(&line.arena);

    parse(&line, "search -n 3 --format tsv -n7 --format json x");
    CHECK_INT(arguments_number(&line.args, OPTION_LIMIT, 10), 7);
    CHECK_INT(arguments_number(&line.args, OPTION_OFFSET, 4), 4);
    CHECK_INT(arguments_choice(&line.args, OPTION_FORMAT), FORMAT_JSON);
    CHECK_INT(arguments_choice(&line.args, OPTION_MATCH), 0);
    CHECK_INT(arguments_choice(&line.args, OPTION_SORT), 0);
    CHECK(!arguments_has(&line.args, OPTION_LITERAL));
    arena_free(&line.arena);
}

TEST(cli_arguments, json_is_a_format)
{
    static const struct {
        const char *line;
        enum format want;
    } CASES[] = {
        { "list", FORMAT_TEXT },
        { "list --json", FORMAT_JSON },
        { "list --format tsv", FORMAT_TSV },
        { "list --json --format tsv", FORMAT_TSV },
        { "list --format tsv --json", FORMAT_JSON },
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        struct line line;
        test_row(CASES[i].line);
        parse(&line, CASES[i].line);
        CHECK_INT(line.status, OFFPRINT_OK);
        CHECK_INT(arguments_format(&line.args), CASES[i].want);
        arena_free(&line.arena);
    }
}

TEST(cli_arguments, operands_make_a_line)
{
    struct line line;
    parse(&line, "search stem --exact ~ cells");
    CHECK_STRING(arguments_line(&line.args, &line.arena), "stem  cells");
    arena_free(&line.arena);
    parse(&line, "search");
    CHECK_STRING(arguments_line(&line.args, &line.arena), "");
    arena_free(&line.arena);
}

TEST(cli_arguments, repeated_ones_are_all_there)
{
    struct line line;
    parse(&line, "index --exclude a --map t=u x --exclude b --wait 1.5");
    const char *const *values;
    CHECK_INT(
        arguments_values(&line.args, OPTION_EXCLUDE, &line.arena, &values), 2);
    CHECK_STRING(values[0], "a");
    CHECK_STRING(values[1], "b");
    CHECK_INT(
        arguments_values(&line.args, OPTION_INCLUDE, &line.arena, &values), 0);
    CHECK(values != NULL);
    CHECK_INT(arguments_seconds(&line.args, OPTION_WAIT, 10) * 10, 15);
    arena_free(&line.arena);
}
