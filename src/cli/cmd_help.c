#include "cli/cli.h"
#include "cli/topics.h"
#include "cli/wrap.h"

enum {
    WIDTH = 80,
    COMMAND_INDENT = 25, // columns: "  help [COMMAND|TOPIC]   "
    OPTION_INDENT = 26,  // columns: "      --map OURS=THEIRS   "
};

static const struct terminal PLAIN = { .width = WIDTH };

static struct wrap wrap_of(struct buffer *out, int indent)
{
    return (struct wrap){
        .out = out, .terminal = &PLAIN, .indent = indent, .width = WIDTH
    };
}

// "lead   text", text set beside the lead.
static void add_item(struct buffer *out, struct slice lead, int indent,
                     const char *text)
{
    struct wrap wrap = wrap_of(out, indent);
    wrap.lead = lead;
    wrap_add(&wrap, slice_of(text), STYLE_PLAIN);
    wrap_end(&wrap);
}

// ---- Options ----------------------------------------------------------------

// "  -i, --index FILE   the index"
static void add_option(struct buffer *out, const struct option_row *row)
{
    struct buffer lead = { 0 };
    if (row->letter)
        buffer_format(&lead, "  -%c, ", row->letter);
    else
        buffer_add_string(&lead, "      ");
    buffer_format(&lead, "--%s", row->name);
    if (row->argument) buffer_format(&lead, " %s", row->argument);
    add_item(out, buffer_slice(&lead), OPTION_INDENT, row->help);
    if (lead.failed) out->failed = true;
    buffer_free(&lead);
}

static void add_options(struct buffer *out, enum command command)
{
    for (size_t i = 0; i < OPTION_ROWS; i++)
        if (OPTIONS[i].commands >> command & 1) add_option(out, &OPTIONS[i]);
}

// The whole table, a paragraph a command.
static void add_all_options(struct buffer *out)
{
    buffer_add_string(out, "offprint\n");
    add_options(out, COMMAND_NONE);
    for (enum command c = COMMAND_NONE + 1; c < COMMAND_COUNT; c++) {
        buffer_format(out, "\n%s%s%s\n", COMMANDS[c].name,
                      *COMMANDS[c].operands ? " " : "", COMMANDS[c].operands);
        add_options(out, c);
    }
}

// ---- Commands ---------------------------------------------------------------

static void add_overview(struct buffer *out)
{
    buffer_add_string(
        out, "offprint: full-text search in folders of articles, offline\n\n"
             "usage: offprint [-i FILE] COMMAND [options] [operands]\n\n");
    for (enum command c = COMMAND_NONE + 1; c < COMMAND_COUNT; c++) {
        char lead[COMMAND_INDENT + 1];
        snprintf(lead, sizeof lead, "  %s %s", COMMANDS[c].name,
                 COMMANDS[c].operands);
        add_item(out, slice_of(lead), COMMAND_INDENT, COMMANDS[c].summary);
    }
    buffer_add_string(out, "\nhelp COMMAND, or COMMAND --help, says more; help "
                           "TOPIC too:\n\n");
    for (const struct topic *topic = TOPICS; topic->name; topic++) {
        char lead[COMMAND_INDENT + 1];
        snprintf(lead, sizeof lead, "  %s", topic->name);
        add_item(out, slice_of(lead), COMMAND_INDENT, topic->summary);
    }
}

static void add_command(struct buffer *out, enum command command)
{
    const struct command_row *row = &COMMANDS[command];
    buffer_format(out, "usage: offprint %s [options]%s%s\n\n", row->name,
                  *row->operands ? " " : "", row->operands);
    struct wrap wrap = wrap_of(out, 0);
    wrap_add(&wrap, slice_of(row->about), STYLE_PLAIN);
    wrap_end(&wrap);
    buffer_add_byte(out, '\n');
    add_options(out, command);
}

void cli_help(struct cli *cli, enum command command)
{
    if (command == COMMAND_NONE)
        add_overview(&cli->out.text);
    else
        add_command(&cli->out.text, command);
}

void cli_usage(void)
{
    fputs("usage: offprint [-i FILE] COMMAND [options] [operands]\n"
          "first: offprint index DIR\n"
          "then:  offprint search WORDS...\n"
          "more:  offprint help\n",
          stderr);
}

// ---- The command ------------------------------------------------------------

static const struct topic *find_topic(const char *name)
{
    const struct topic *topic = TOPICS;
    while (topic->name && strcmp(topic->name, name) != 0) topic++;
    return topic->name ? topic : NULL;
}

static void add_topic(struct buffer *out, const struct topic *topic)
{
    if (!topic->texts[0]) add_all_options(out);
    for (int i = 0; i < TOPIC_PARTS && topic->texts[i]; i++)
        buffer_add_string(out, topic->texts[i]);
}

// "index" is both a command and a topic: then it is all that there is to say.
int cmd_help(struct cli *cli)
{
    struct buffer *out = &cli->out.text;
    if (cli->args.operand_count == 0) {
        cli_help(cli, COMMAND_NONE);
        return EXIT_DONE;
    }
    const char *name = cli->args.operands[0];
    enum command command = command_find(slice_of(name));
    const struct topic *topic = find_topic(name);
    if (command == COMMAND_NONE && !topic) {
        message("%s: no such command or topic (see offprint help)", name);
        return EXIT_USAGE;
    }
    if (command != COMMAND_NONE) cli_help(cli, command);
    if (command != COMMAND_NONE && topic) buffer_add_byte(out, '\n');
    if (topic) add_topic(out, topic);
    return EXIT_DONE;
}
