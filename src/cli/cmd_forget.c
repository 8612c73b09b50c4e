#include "cli/cli.h"
#include "cli/shown.h"

enum { WAIT_SECONDS = 10 };

int cmd_forget(struct cli *cli)
{
    const char *path = NULL;
    struct offprint_run run = { 0 };
    struct offprint_error err;
    double wait = arguments_seconds(&cli->args, OPTION_WAIT, WAIT_SECONDS);
    if (cli_index_path(cli, &path, &err)
        || offprint_forget(path, cli->args.operands[0], wait, &run, &err))
        return message_failure(&err, path);
    if (arguments_has(&cli->args, OPTION_QUIET)) return EXIT_DONE;
    buffer_add_string(&cli->out.text, "removed ");
    shown_count_of(&cli->out.text, run.removed, "article");
    buffer_add_byte(&cli->out.text, '\n');
    return EXIT_DONE;
}
