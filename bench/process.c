// process.c - how long a whole process takes: process BATCH PROGRAM ARGUMENT...
//
// Runs the program once for each line of BATCH (id, tab, text), with the text
// as its last argument, and prints id, milliseconds from before exec to the
// last byte that it printed, and the bytes. Programs are found in PATH.

#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static void die(const char *what)
{
    perror(what);
    exit(1);
}

static double milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

// Starts a program that prints into a pipe; returns the end to read from.
static int start(char **arguments, pid_t *child)
{
    int ends[2];
    if (pipe(ends)) die("pipe");
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addclose(&actions, ends[0]);
    posix_spawn_file_actions_addclose(&actions, ends[1]);
    if (posix_spawnp(child, arguments[0], &actions, NULL, arguments, environ))
        die(arguments[0]);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    return ends[0];
}

static size_t read_all(int fd)
{
    static char bytes[64 * 1024];
    size_t sum = 0;
    ssize_t got;
    while ((got = read(fd, bytes, sizeof bytes)) > 0) sum += (size_t)got;
    close(fd);
    return sum;
}

// Programs say with 1 that they found nothing.
static void run(char **arguments, const char *id)
{
    pid_t child;
    int status;
    double started = milliseconds();
    size_t bytes = read_all(start(arguments, &child));
    double took = milliseconds() - started;
    if (waitpid(child, &status, 0) < 0) die("waitpid");
    if (!WIFEXITED(status) || WEXITSTATUS(status) > 1) {
        fprintf(stderr, "%s: failed\n", id);
        exit(1);
    }
    printf("%s\t%.3f\t%zu\n", id, took, bytes);
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fprintf(stderr, "usage: process BATCH PROGRAM ARGUMENT...\n");
        return 2;
    }
    FILE *batch = fopen(argv[1], "re");
    char **arguments = calloc((size_t)argc, sizeof *arguments);
    if (!batch || !arguments) die(argv[1]);
    memcpy(arguments, argv + 2, (size_t)(argc - 2) * sizeof *arguments);
    char *line = NULL;
    size_t room = 0;
    while (getline(&line, &room, batch) > 0) {
        line[strcspn(line, "\n")] = '\0';
        char *tab = strchr(line, '\t');
        if (!tab) continue;
        *tab = '\0';
        arguments[argc - 2] = tab + 1;
        run(arguments, line);
    }
    free(line);
    free(arguments);
    fclose(batch);
    return fflush(stdout) != 0;
}
