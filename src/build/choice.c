#include "build/choice.h"

#include <stdlib.h>

#include "store/text_dictionary.h"

void choice_init(struct choice *choice)
{
    *choice = (struct choice){ .is_made = false };
    pthread_mutex_init(&choice->lock, NULL);
    pthread_cond_init(&choice->made, NULL);
}

void choice_free(struct choice *choice)
{
    body_dictionary_close(choice->dictionary);
    buffer_free(&choice->bytes);
    pthread_cond_destroy(&choice->made);
    pthread_mutex_destroy(&choice->lock);
}

enum offprint_status choice_read(struct choice *choice, struct store *store,
                                 struct offprint_error *err)
{
    enum offprint_status status =
        store_text_dictionary(store, &choice->bytes, err);
    if (status || choice->bytes.len == 0) return status;
    choice->is_made = choice->is_stored = true;
    return body_dictionary_open(buffer_slice(&choice->bytes),
                                &choice->dictionary, err);
}

static enum offprint_status train(struct choice *choice,
                                  const struct chunk *chunk,
                                  struct offprint_error *err)
{
    if (chunk->bytes < BODY_DICTIONARY_WORTH) return OFFPRINT_OK;
    enum offprint_status status = chunk_train(chunk, &choice->bytes, err);
    if (status || choice->bytes.len == 0) return status;
    return body_dictionary_open(buffer_slice(&choice->bytes),
                                &choice->dictionary, err);
}

enum offprint_status choice_make(struct choice *choice,
                                 const struct chunk *chunk,
                                 struct offprint_error *err)
{
    enum offprint_status status = train(choice, chunk, err);
    pthread_mutex_lock(&choice->lock);
    choice->is_made = true;
    pthread_cond_broadcast(&choice->made);
    pthread_mutex_unlock(&choice->lock);
    return status;
}

const struct body_dictionary *choice_wait(struct choice *choice)
{
    pthread_mutex_lock(&choice->lock);
    while (!choice->is_made) pthread_cond_wait(&choice->made, &choice->lock);
    pthread_mutex_unlock(&choice->lock);
    return choice->dictionary;
}

enum offprint_status choice_store(struct choice *choice, struct store *store,
                                  const struct chunk *chunk,
                                  struct offprint_error *err)
{
    if (choice->is_stored) return OFFPRINT_OK;
    choice->is_stored = true;
    if (!choice->dictionary) return OFFPRINT_OK;
    int64_t *ids = malloc((chunk->count + 1) * sizeof *ids);
    if (!ids) return fail_no_memory(err);
    for (size_t i = 0; i < chunk->count; i++) ids[i] = chunk->items[i].row.id;
    enum offprint_status status = store_set_text_dictionary(
        store, buffer_slice(&choice->bytes), ids, chunk->count, err);
    free(ids);
    return status;
}
