#include "build/root_reader.h"

#include <string.h>

void root_reader_close(struct root_reader *current)
{
    reader_close(current->reader);
    arena_free(&current->arena);
    *current = (struct root_reader){ 0 };
}

static enum offprint_status parse_maps(struct root_reader *current,
                                       const struct root_options *options,
                                       struct offprint_error *err)
{
    current->maps = arena_alloc(&current->arena,
                                options->map_count * sizeof *current->maps);
    if (!current->maps) return fail_no_memory(err);
    for (size_t i = 0; i < options->map_count; i++) {
        size_t size = strlen(options->maps[i]) + 1;
        char *copy = arena_alloc(&current->arena, size);
        if (!copy) return fail_no_memory(err);
        enum offprint_status status = field_map_parse(
            options->maps[i], copy, size, &current->maps[i], err);
        if (status) return status;
    }
    return OFFPRINT_OK;
}

enum offprint_status root_reader_open(struct root_reader *current,
                                      const struct root *root,
                                      struct offprint_error *err)
{
    if (current->root == root->id) return OFFPRINT_OK;
    root_reader_close(current);
    enum offprint_status status = parse_maps(current, &root->options, err);
    if (status) return status;
    struct reader_options options = { .maps = current->maps,
                                      .map_count = root->options.map_count,
                                      .whole_pages =
                                          root->options.whole_pages };
    status = reader_open(&options, &current->reader, err);
    if (!status) current->root = root->id;
    return status;
}
