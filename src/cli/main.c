// main.c - one command, from words to exit code.

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "cli/cli.h"

static int (*const RUN[COMMAND_COUNT])(struct cli *cli) = {
    [COMMAND_INDEX] = cmd_index,       [COMMAND_SEARCH] = cmd_search,
    [COMMAND_LIKE] = cmd_like,         [COMMAND_SHOW] = cmd_show,
    [COMMAND_LIST] = cmd_list,         [COMMAND_TERMS] = cmd_terms,
    [COMMAND_TOKENS] = cmd_tokens,     [COMMAND_STATUS] = cmd_status,
    [COMMAND_CHECK] = cmd_check,       [COMMAND_FORGET] = cmd_forget,
    [COMMAND_OPTIMIZE] = cmd_optimize, [COMMAND_EXTRACT] = cmd_extract,
    [COMMAND_HELP] = cmd_help,         [COMMAND_VERSION] = cmd_version,
};

// With stdout closed, the index would be opened as descriptor 1 and results
// written into it. What is missing is opened so that writing fails.
static void fill_standard_streams(void)
{
    int fd;
    do fd = open("/dev/null", O_RDONLY);
    while (fd >= 0 && fd <= STDERR_FILENO);
    if (fd >= 0) close(fd);
}

static int run_without_command(struct cli *cli)
{
    if (arguments_has(&cli->args, OPTION_HELP)) {
        cli_help(cli, COMMAND_NONE);
        return EXIT_DONE;
    }
    if (arguments_has(&cli->args, OPTION_VERSION)) return cmd_version(cli);
    cli_usage();
    return EXIT_USAGE;
}

static int run(struct cli *cli)
{
    enum command command = cli->args.command;
    if (command == COMMAND_NONE) return run_without_command(cli);
    if (!arguments_has(&cli->args, OPTION_HELP)) return RUN[command](cli);
    cli_help(cli, command);
    return EXIT_DONE;
}

// Whoever talks to a batch wants each answer at once, and a terminal without
// controls has no use for a pager.
static bool is_paged(const struct arguments *args,
                     const struct terminal *screen)
{
    return screen->controls && option_of(args->command, OPTION_NO_PAGER)
           && !arguments_has(args, OPTION_NO_PAGER)
           && !arguments_has(args, OPTION_BATCH);
}

int main(int argc, char **argv)
{
    fill_standard_streams();
    signal(SIGPIPE, SIG_DFL); // a closed pipe ends us quietly

    struct cli cli = { 0 };
    struct offprint_error err;
    int code;
    if (arguments_parse(argc, argv, &cli.arena, &cli.args, &err)) {
        code = message_failure(&err, NULL);
    } else {
        cli.screen = terminal_of(
            STDOUT_FILENO,
            (enum colour_when)arguments_choice(&cli.args, OPTION_COLOR));
        output_open(&cli.out, &cli.screen, is_paged(&cli.args, &cli.screen));
        code = run(&cli);
        if (!output_close(&cli.out)) code = EXIT_UNUSABLE;
    }
    arena_free(&cli.arena);
    return code;
}
