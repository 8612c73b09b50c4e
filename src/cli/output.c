#include "cli/output.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/message.h"

enum { WORTH_A_WRITE = 32 * 1024 }; // bytes

extern char **environ;

void output_open(struct output *output, const struct terminal *terminal,
                 bool paged)
{
    *output = (struct output){ .terminal = *terminal, .pipe = -1 };
    output->holding = paged && terminal->present;
}

static void write_text(struct output *output)
{
    struct slice rest = buffer_slice(&output->text);
    int fd = output->pipe >= 0 ? output->pipe : STDOUT_FILENO;
    while (rest.len > 0 && !output->error) {
        ssize_t written = write(fd, rest.ptr, rest.len);
        if (written >= 0)
            rest = slice_from(rest, (size_t)written);
        else if (errno != EINTR)
            output->error = errno;
    }
    if (output->text.failed) output->error = ENOMEM;
    buffer_reset(&output->text);
}

// ---- Paging -----------------------------------------------------------------

// Counts what is new; a line longer than the terminal is wide takes several.
static bool is_longer_than_screen(struct output *output)
{
    struct slice text = buffer_slice(&output->text);
    while (output->counted < text.len) {
        struct slice rest = slice_from(text, output->counted);
        const char *end = memchr(rest.ptr, '\n', rest.len);
        if (!end && rest.len < WORTH_A_WRITE) break;
        size_t len = end ? (size_t)(end - rest.ptr) : rest.len;
        output->lines += 1 + (int)(len / (size_t)output->terminal.width);
        output->counted += len + (end ? 1 : 0);
    }
    return output->lines >= output->terminal.height;
}

// Starts argv with its input from a pipe, of which we have the other end.
static bool spawn_pager(struct output *output, char *const *argv)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC)) return false;
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[0], STDIN_FILENO);
    bool started =
        posix_spawnp(&output->pager, argv[0], &actions, NULL, argv, environ)
        == 0;
    posix_spawn_file_actions_destroy(&actions);
    close(ends[0]);
    if (!started) {
        close(ends[1]);
        return false;
    }
    output->pipe = ends[1];
    signal(SIGINT, SIG_IGN); // the key is the pager's now
    return true;
}

// Whether the shell finds what $PAGER names. Asked before the output is given
// away, which a shell that fails would lose.
static bool pager_exists(void)
{
    return system("set -- $PAGER; command -v \"$1\" >/dev/null 2>&1") == 0;
}

static void start_pager(struct output *output)
{
    char *pager = getenv("PAGER");
    if (pager && (!*pager || strcmp(pager, "cat") == 0)) return;
    if (pager && !pager_exists()) {
        message("%s: no such pager (PAGER names it)", pager);
        return;
    }
    char sh[] = "sh", c[] = "-c", less[] = "less", options[] = "-FRX";
    setenv("LESS", "FRX", 0); // for whoever names less as a pager
    if (pager)
        spawn_pager(output, (char *[]){ sh, c, pager, NULL });
    else
        spawn_pager(output, (char *[]){ less, options, NULL });
}

// ---- Writing ----------------------------------------------------------------

static bool write_unless_held(struct output *output, size_t enough)
{
    if (output->holding) {
        if (!is_longer_than_screen(output)) return !output->error;
        output->holding = false;
        start_pager(output);
    }
    if (output->text.len >= enough) write_text(output);
    return !output->error;
}

bool output_drain(struct output *output)
{
    return write_unless_held(output, WORTH_A_WRITE);
}

bool output_flush(struct output *output)
{
    return write_unless_held(output, 0);
}

bool output_close(struct output *output)
{
    output_flush(output);
    write_text(output);
    if (output->pipe >= 0) {
        close(output->pipe);
        while (waitpid(output->pager, NULL, 0) < 0 && errno == EINTR) continue;
    }
    buffer_free(&output->text);
    if (!output->error || output->error == EPIPE) return true;
    message("cannot write the output: %s", strerror(output->error));
    return false;
}
