#include <errno.h>
#include <sys/stat.h>

#include "base/file.h"
#include "cli/cli.h"

// What the user chose, or NULL.
static const char *chosen_path(const struct cli *cli)
{
    const char *given = arguments_value(&cli->args, OPTION_INDEX);
    if (given) return given;
    const char *environment = getenv("OFFPRINT_INDEX");
    return environment && *environment ? environment : NULL;
}

enum offprint_status cli_index_path(struct cli *cli, const char **path,
                                    struct offprint_error *err)
{
    *path = chosen_path(cli);
    if (*path) return OFFPRINT_OK;
    const char *data = getenv("XDG_DATA_HOME");
    const char *home = getenv("HOME");
    // By the XDG base directory specification a relative path is ignored.
    if (data && *data == '/')
        *path = arena_format(&cli->arena, "%s/offprint/index.offprint", data);
    else if (home && *home)
        *path = arena_format(&cli->arena,
                             "%s/.local/share/offprint/index.offprint", home);
    else
        return fail(err, OFFPRINT_MISUSE,
                    "HOME: not set, so there is no place for an index (name "
                    "one with --index FILE)");
    return *path ? OFFPRINT_OK : fail_no_memory(err);
}

enum offprint_status cli_make_index_folder(struct cli *cli, const char *path,
                                           struct offprint_error *err)
{
    if (chosen_path(cli)) return OFFPRINT_OK;
    char *folder = arena_string(&cli->arena, slice_of(path));
    if (!folder) return fail_no_memory(err);
    for (char *slash = strchr(folder + 1, '/'); slash;
         slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (mkdir(folder, 0700) && errno != EEXIST)
            return fail_errno(err, folder);
        *slash = '/';
    }
    return OFFPRINT_OK;
}

const char *cli_folder(struct cli *cli)
{
    const char *folder = path_absolute(&cli->arena, ".");
    return folder && folder[1] ? folder : NULL;
}

int cli_open_index(struct cli *cli, offprint_index **index)
{
    *index = NULL;
    const char *path = NULL;
    struct offprint_error err;
    if (cli_index_path(cli, &path, &err)
        || offprint_index_open(path, index, &err))
        return message_failure(&err, path);
    return EXIT_DONE;
}
