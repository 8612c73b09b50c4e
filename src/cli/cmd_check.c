#include "cli/cli.h"
#include "cli/escape.h"

static void add_fault(void *context, const char *text)
{
    struct cli *cli = context;
    escape_name(&cli->out.text, slice_of(text));
    buffer_add_byte(&cli->out.text, '\n');
    output_flush(&cli->out); // the next one may take a while
}

static void tell_note(void *context, const char *text)
{
    (void)context;
    message("%s", text);
}

int cmd_check(struct cli *cli)
{
    const char *path = NULL;
    uint64_t faults = 0;
    struct offprint_error err;
    enum offprint_status status = cli_index_path(cli, &path, &err);
    if (!status)
        status = offprint_check(path, add_fault, tell_note, cli, &faults, &err);
    if (status) {
        int code = message_failure(&err, path);
        return status == OFFPRINT_CORRUPT ? EXIT_FAULTS : code;
    }
    if (faults > 0) {
        message("%s: %llu fault%s found", path, (unsigned long long)faults,
                faults == 1 ? "" : "s");
        return EXIT_FAULTS;
    }
    escape_name(&cli->out.text, slice_of(path));
    buffer_add_string(&cli->out.text, ": no faults\n");
    return EXIT_DONE;
}
