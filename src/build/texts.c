#include "build/texts.h"

#include <stdlib.h>

#include "store/articles.h"
#include "store/body.h"
#include "store/sources.h"
#include "store/text_dictionary.h"

enum {
    SAMPLE_ARTICLES = 2000, // of which a dictionary is made
    OUTGROWN = 2,           // times the text that there was when it was made
    // What a new one has to save: this part of the compressed texts. Rows that
    // change their size leave gaps, which eat smaller gains.
    GAIN_SHARE = 8,
};

// Bytes of all texts when texts_optimize() last looked for a better dictionary;
// that of a first run is made from its beginning alone.
static const char LOOKED_AT[] = "zstd_dictionary_bytes";

// Work under way.
struct renewal {
    struct store *store;
    struct text_dictionary_state state;
    int64_t *ids; // of all articles
    size_t count;
    struct body_codec *codec;
    struct arena arena; // for one text
    // Articles that are evenly spread over the archive.
    int64_t *sample_ids;
    struct slice *sample;
    size_t sample_count;
    struct arena sample_arena;
    // What texts will be compressed with; NULL: nothing.
    struct body_dictionary *dictionary;
};

static enum offprint_status read_text(const struct renewal *renewal, int64_t id,
                                      struct arena *arena, struct slice *text,
                                      struct offprint_error *err)
{
    struct found_article found;
    enum offprint_status status =
        store_article(renewal->store, id, true, arena, &found, err);
    *text = status ? (struct slice){ NULL, 0 } : found.article.body;
    return status;
}

static enum offprint_status take_sample(struct renewal *renewal,
                                        struct offprint_error *err)
{
    const size_t step = renewal->count / SAMPLE_ARTICLES + 1;
    const size_t room = renewal->count / step + 1;
    renewal->sample_ids = calloc(room, sizeof *renewal->sample_ids);
    renewal->sample = calloc(room, sizeof *renewal->sample);
    if (!renewal->sample_ids || !renewal->sample) return fail_no_memory(err);
    enum offprint_status status = OFFPRINT_OK;
    for (size_t i = 0; !status && i < renewal->count; i += step) {
        renewal->sample_ids[renewal->sample_count] = renewal->ids[i];
        status = read_text(renewal, renewal->ids[i], &renewal->sample_arena,
                           &renewal->sample[renewal->sample_count++], err);
    }
    return status;
}

// ---- The dictionary ---------------------------------------------------------

static enum offprint_status open_dictionary(struct slice bytes,
                                            struct body_dictionary **dictionary,
                                            struct offprint_error *err)
{
    *dictionary = NULL;
    if (bytes.len == 0) return OFFPRINT_OK;
    return body_dictionary_open(bytes, dictionary, err);
}

// Bytes of the sample when it is compressed with a dictionary.
static enum offprint_status weigh(const struct renewal *renewal,
                                  const struct body_dictionary *dictionary,
                                  uint64_t *bytes, struct offprint_error *err)
{
    enum offprint_status status = OFFPRINT_OK;
    *bytes = 0;
    for (size_t i = 0; !status && i < renewal->sample_count; i++) {
        struct slice frame;
        status = body_compress(renewal->codec, dictionary, renewal->sample[i],
                               &frame, err);
        *bytes += frame.len;
    }
    return status;
}

static enum offprint_status is_better(const struct renewal *renewal,
                                      const struct body_dictionary *fresh,
                                      bool *better, struct offprint_error *err)
{
    uint64_t now, then;
    enum offprint_status status =
        weigh(renewal, renewal->dictionary, &now, err);
    if (!status) status = weigh(renewal, fresh, &then, err);
    *better = !status && then < now - now / GAIN_SHARE;
    return status;
}

static enum offprint_status make_current(struct renewal *renewal,
                                         struct slice bytes,
                                         struct body_dictionary *fresh,
                                         struct offprint_error *err)
{
    body_dictionary_close(renewal->dictionary);
    renewal->dictionary = fresh;
    return store_set_text_dictionary(renewal->store, bytes, renewal->sample_ids,
                                     renewal->sample_count, err);
}

// Makes a new dictionary from the sample, and the current one where it is
// better or that one may not stay.
static enum offprint_status try_another(struct renewal *renewal,
                                        struct offprint_error *err)
{
    struct buffer bytes = { 0 };
    struct body_dictionary *fresh = NULL;
    bool better = true;
    enum offprint_status status = OFFPRINT_OK;
    if (renewal->state.bytes >= BODY_DICTIONARY_WORTH)
        status = body_dictionary_train(renewal->sample, renewal->sample_count,
                                       &bytes, err);
    if (!status) status = open_dictionary(buffer_slice(&bytes), &fresh, err);
    if (!status && !renewal->state.is_tainted)
        status = is_better(renewal, fresh, &better, err);
    if (!status && better)
        status = make_current(renewal, buffer_slice(&bytes), fresh, err);
    else
        body_dictionary_close(fresh);
    if (!status)
        status = store_set_meta(renewal->store, LOOKED_AT,
                                (int64_t)renewal->state.bytes, err);
    buffer_free(&bytes);
    return status;
}

static enum offprint_status open_current(struct renewal *renewal,
                                         struct offprint_error *err)
{
    struct buffer bytes = { 0 };
    enum offprint_status status =
        store_text_dictionary(renewal->store, &bytes, err);
    if (!status)
        status =
            open_dictionary(buffer_slice(&bytes), &renewal->dictionary, err);
    buffer_free(&bytes);
    return status;
}

// ---- All texts --------------------------------------------------------------

static enum offprint_status compress(struct renewal *renewal, int64_t id,
                                     struct offprint_error *err)
{
    struct slice text;
    struct stored_frame frame = { .dictionary = 0 };
    arena_reset(&renewal->arena);
    enum offprint_status status =
        read_text(renewal, id, &renewal->arena, &text, err);
    if (!status)
        status = body_compress(renewal->codec, renewal->dictionary, text,
                               &frame.bytes, err);
    if (renewal->dictionary)
        frame.dictionary = body_dictionary_id(renewal->dictionary);
    return status ? status : store_set_frame(renewal->store, id, &frame, err);
}

static enum offprint_status renew(struct renewal *renewal, bool another,
                                  struct offprint_error *err)
{
    static const struct list_request ALL;
    struct store *store = renewal->store;
    renewal->codec = body_codec_open();
    if (!renewal->codec) return fail_no_memory(err);
    enum offprint_status status =
        store_list(store, &ALL, &renewal->ids, &renewal->count, err);
    if (!status) status = open_current(renewal, err);
    if (!status && another) status = take_sample(renewal, err);
    if (!status && another) status = try_another(renewal, err);
    if (!status)
        status = store_text_dictionary_state(store, &renewal->state, err);
    for (size_t i = 0;
         !status && renewal->state.other_texts && i < renewal->count; i++)
        status = compress(renewal, renewal->ids[i], err);
    return status ? status : store_drop_unused_text_dictionaries(store, err);
}

static void renewal_free(struct renewal *renewal)
{
    free(renewal->ids);
    free(renewal->sample_ids);
    free(renewal->sample);
    arena_free(&renewal->sample_arena);
    arena_free(&renewal->arena);
    body_codec_close(renewal->codec);
    body_dictionary_close(renewal->dictionary);
}

enum offprint_status texts_optimize(struct store *store,
                                    struct offprint_error *err)
{
    struct renewal renewal = { .store = store };
    const struct text_dictionary_state *state = &renewal.state;
    int64_t looked_at = 0;
    enum offprint_status status =
        store_text_dictionary_state(store, &renewal.state, err);
    if (!status) status = store_meta(store, LOOKED_AT, &looked_at, err);
    if (status) return status;
    bool outgrown = state->bytes >= BODY_DICTIONARY_WORTH
                    && state->bytes / OUTGROWN >= (uint64_t)looked_at;
    bool another = state->is_tainted || outgrown;
    if (another || state->other_texts) status = renew(&renewal, another, err);
    renewal_free(&renewal);
    return status;
}

enum offprint_status texts_erase(struct store *store,
                                 struct offprint_error *err)
{
    struct renewal renewal = { .store = store };
    enum offprint_status status =
        store_text_dictionary_state(store, &renewal.state, err);
    if (!status && renewal.state.is_tainted)
        status = renew(&renewal, true, err);
    renewal_free(&renewal);
    return status;
}
