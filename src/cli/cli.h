// cli.h - what every command gets, and the commands.
//
// A line comes in as words; main() understands them by the table of options,
// runs the command, and ends with its exit code. Commands append results to
// out.text and say everything else with message().

#ifndef OFFPRINT_CLI_CLI_H
#define OFFPRINT_CLI_CLI_H

#include "cli/arguments.h"
#include "cli/message.h"
#include "cli/output.h"
#include "cli/terminal.h"

struct cli {
    struct arena arena; // lives as long as the program
    struct arguments args;
    struct terminal screen; // what stdout is
    struct output out;
};

// Each returns an exit code.
int cmd_index(struct cli *cli);
int cmd_search(struct cli *cli);
int cmd_like(struct cli *cli);
int cmd_show(struct cli *cli);
int cmd_list(struct cli *cli);
int cmd_terms(struct cli *cli);
int cmd_tokens(struct cli *cli);
int cmd_status(struct cli *cli);
int cmd_check(struct cli *cli);
int cmd_forget(struct cli *cli);
int cmd_optimize(struct cli *cli);
int cmd_extract(struct cli *cli);
int cmd_help(struct cli *cli);
int cmd_version(struct cli *cli);

// The path of the index: --index, else $OFFPRINT_INDEX, else
// ${XDG_DATA_HOME:-~/.local/share}/offprint/index.offprint. It lives in
// cli->arena.
enum offprint_status cli_index_path(struct cli *cli, const char **path,
                                    struct offprint_error *err);

// Makes the folders of the default path where they are missing, for nobody
// else to read. A path that the user chose is left alone.
enum offprint_status cli_make_index_folder(struct cli *cli, const char *path,
                                           struct offprint_error *err);

// Opens the index for reading. Returns EXIT_DONE, or says what is wrong and
// returns the exit code for it; *index is then NULL.
int cli_open_index(struct cli *cli, offprint_index **index);

// The current folder, to show paths relative to it; NULL where there is none.
const char *cli_folder(struct cli *cli);

// Prints the help of a command, or the overview for COMMAND_NONE.
void cli_help(struct cli *cli, enum command command);

// Prints one screen of what the program takes on stderr.
void cli_usage(void);

#endif
