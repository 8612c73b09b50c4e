// replay.c - runs a target on the files of a folder: replay FOLDER.
//
// Each in a process of its own, so that a crash has a name and the next ones
// are run all the same. Linked once for each target.

#include <dirent.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buffer.h"
#include "fuzz/fuzz.h"

// The bytes of a file, in memory of exactly this size: whoever reads past them
// is seen by the sanitizers.
static uint8_t *read_exactly(const char *path, size_t *size)
{
    struct stat stat_of_file;
    FILE *file = fopen(path, "rb");
    if (!file || fstat(fileno(file), &stat_of_file) != 0) return NULL;
    *size = (size_t)stat_of_file.st_size;
    uint8_t *data = malloc(*size);
    if (data && fread(data, 1, *size, file) != *size) {
        free(data);
        data = NULL;
    }
    fclose(file);
    return data;
}

static void run(const char *path)
{
    size_t size;
    uint8_t *data = read_exactly(path, &size);
    if (!data) {
        perror(path);
        exit(1);
    }
    LLVMFuzzerTestOneInput(data, size);
    free(data);
    exit(0);
}

static bool passes(const char *path)
{
    fflush(NULL);
    pid_t pid = fork();
    if (pid == 0) run(path);
    int status = -1;
    if (pid > 0) waitpid(pid, &status, 0);
    if (status != 0) printf("FAILED %s (wait status %d)\n", path, status);
    return status == 0;
}

int main(int argc, char **argv)
{
    struct dirent **files;
    int count = argc == 2 ? scandir(argv[1], &files, NULL, alphasort) : -1;
    if (count < 0) {
        fprintf(stderr, "usage: %s FOLDER\n", argv[0]);
        return 2;
    }
    int passed = 0, failed = 0;
    for (int i = 0; i < count; i++) {
        struct buffer path = { 0 };
        buffer_format(&path, "%s/%s", argv[1], files[i]->d_name);
        if (files[i]->d_name[0] != '.' && passes(buffer_string(&path)))
            passed++;
        else if (files[i]->d_name[0] != '.')
            failed++;
        buffer_free(&path);
        free(files[i]);
    }
    free(files);
    printf("%d passed, %d failed\n", passed, failed);
    return failed > 0 || passed == 0;
}
