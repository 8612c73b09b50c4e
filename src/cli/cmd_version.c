#include "cli/cli.h"

int cmd_version(struct cli *cli)
{
    struct buffer *out = &cli->out.text;
    buffer_format(out, "offprint %s\n", offprint_version());
    if (arguments_has(&cli->args, OPTION_VERBOSE))
        buffer_format(out, "%s\n", offprint_libraries());
    return EXIT_DONE;
}
