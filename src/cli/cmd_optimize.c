#include "cli/cli.h"
#include "cli/shown.h"

enum { WAIT_SECONDS = 10 };

int cmd_optimize(struct cli *cli)
{
    const char *path = NULL;
    uint64_t before, after;
    struct offprint_error err;
    double wait = arguments_seconds(&cli->args, OPTION_WAIT, WAIT_SECONDS);
    if (cli_index_path(cli, &path, &err)
        || offprint_optimize(path, wait, &before, &after, &err))
        return message_failure(&err, path);
    if (arguments_has(&cli->args, OPTION_QUIET)) return EXIT_DONE;
    shown_size(&cli->out.text, before);
    buffer_add_string(&cli->out.text, " before, ");
    shown_size(&cli->out.text, after);
    buffer_add_string(&cli->out.text, " now\n");
    return EXIT_DONE;
}
