#include "build/chunk.h"

#include <stdlib.h>

#include "base/buffer.h"
#include "build/relations.h"
#include "text/guess.h"

enum { RELATIONS_KEPT = 16 * 1024 }; // before they are packed

bool chunk_tools_open(struct chunk_tools *tools, size_t bytes)
{
    tools->inverter = inverter_open(bytes / CHUNK_WORD_BYTES);
    tools->stemmers = stemmers_open();
    tools->codec = body_codec_open();
    tools->relations = (struct tally){ .count = 0 };
    return tools->inverter && tools->stemmers && tools->codec;
}

void chunk_tools_close(struct chunk_tools *tools)
{
    inverter_close(tools->inverter);
    stemmers_close(tools->stemmers);
    body_codec_close(tools->codec);
    tally_free(&tools->relations);
}

// ---- Filling ----------------------------------------------------------------

// Copies a text that may be absent. False where there is no memory.
static bool copy(struct arena *arena, struct slice *text)
{
    if (text->len == 0) return true;
    *text = arena_copy(arena, *text);
    return text->ptr != NULL;
}

static bool copy_row(struct chunk *chunk, struct stored_article *row)
{
    struct slice *texts[] = { &row->member,   &row->name,     &row->title,
                              &row->authors,  &row->site,     &row->published,
                              &row->modified, &row->declared, &row->language,
                              &row->tags,     &row->url,      &row->description,
                              &row->captions, &row->body };
    bool whole = true;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        whole &= copy(&chunk->texts, texts[i]);
        chunk->bytes += texts[i]->len;
    }
    return whole;
}

enum offprint_status chunk_add(struct chunk *chunk,
                               const struct stored_article *article,
                               struct offprint_error *err)
{
    void *grown = array_grow(chunk->items, chunk->count, &chunk->room,
                             sizeof *chunk->items);
    if (!grown) return fail_no_memory(err);
    chunk->items = grown;
    struct chunk_article *item = &chunk->items[chunk->count];
    *item = (struct chunk_article){ .row = *article };
    if (!copy_row(chunk, &item->row)) return fail_no_memory(err);
    if (chunk->count++ == 0) chunk->first_id = article->id;
    return OFFPRINT_OK;
}

bool chunk_is_full(const struct chunk *chunk, size_t bytes)
{
    return chunk->bytes >= bytes || chunk->count == INVERTER_ARTICLES_MAX;
}

size_t chunk_kept(const struct chunk *chunk)
{
    size_t bytes = 0;
    for (const struct inverted *list = chunk->inverted; list; list = list->next)
        bytes += sizeof *list + list->records.len
                 + list->mark_count * sizeof *list->marks;
    return bytes;
}

struct arena chunk_drop_articles(struct chunk *chunk)
{
    struct arena texts = chunk->texts;
    chunk->texts = (struct arena){ 0 };
    arena_reset(&texts);
    free(chunk->items);
    chunk->items = NULL;
    chunk->count = chunk->room = 0;
    return texts;
}

void chunk_free(struct chunk *chunk)
{
    arena_free(&chunk->arena);
    arena_free(&chunk->texts);
    buffer_free(&chunk->relations);
    free(chunk->items);
    *chunk = (struct chunk){ 0 };
}

// ---- Words ------------------------------------------------------------------

// A chunk while its words are cut.
struct digest {
    struct inverter *inverter;
    struct relations relations;
    uint32_t article; // of the chunk, from 0
    unsigned column;
    uint32_t words; // of the column
    struct buffer extra;
    bool no_memory;
};

static int add_word(void *context, const struct word *word)
{
    struct digest *digest = context;
    relations_word(&digest->relations, word);
    digest->words++;
    if (!inverter_add(digest->inverter, digest->article, digest->column, word))
        digest->no_memory = true;
    return digest->no_memory;
}

static void add_stem(void *context, struct slice term)
{
    struct digest *digest = context;
    relations_stem(&digest->relations, term);
}

static uint32_t digest_text(struct digest *digest, unsigned column,
                            struct slice text)
{
    digest->column = column;
    digest->words = 0;
    relations_text(&digest->relations, text);
    words_analyse(text, add_word, digest);
    return digest->words;
}

// The column extra, as the view article_text of the schema puts it together.
static struct slice make_extra(struct digest *digest,
                               const struct stored_article *row)
{
    const struct slice parts[] = { row->authors, row->tags, row->captions,
                                   row->description };
    buffer_reset(&digest->extra);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        if (i) buffer_add_byte(&digest->extra, '\n');
        buffer_add(&digest->extra, parts[i]);
    }
    digest->no_memory |= digest->extra.failed;
    return buffer_slice(&digest->extra);
}

static void digest_article(struct digest *digest, struct chunk_article *item)
{
    const struct stored_article *row = &item->row;
    struct slice language = row->language;
    relations_begin(&digest->relations, digest->article + 1, language);
    bool stems = relations_wants_stems(&digest->relations);
    // None of the words of the article before, which may wait.
    if (stems) digest->no_memory |= !inverter_flush(digest->inverter);
    inverter_on_first(digest->inverter, stems ? add_stem : NULL, digest);
    inverter_set_language(digest->inverter, language_bit(language));
    const struct slice texts[POSTING_COLUMNS] = {
        [POSTING_BODY] = row->body,
        [POSTING_TITLE] = row->title,
        [POSTING_EXTRA] = make_extra(digest, row),
    };
    for (unsigned i = 0; i < POSTING_COLUMNS; i++)
        item->lengths[i] = digest_text(digest, i, texts[i]);
    relations_acronyms(&digest->relations, row->body);
    if (stems) digest->no_memory |= !inverter_flush(digest->inverter);
    digest->no_memory |= digest->relations.no_memory;
}

static void pack_relations(struct digest *digest, struct chunk *chunk)
{
    struct tally *relations = digest->relations.tally;
    tally_pack(relations, &chunk->relations);
    tally_reset(relations);
    digest->no_memory |= chunk->relations.failed;
}

enum offprint_status chunk_digest(struct chunk *chunk, bool languages,
                                  struct chunk_tools *tools,
                                  struct offprint_error *err)
{
    struct digest digest = { .inverter = tools->inverter,
                             .relations = { .tally = &tools->relations,
                                            .stemmers = tools->stemmers } };
    inverter_begin(tools->inverter, &chunk->arena);
    for (size_t i = 0; i < chunk->count && !digest.no_memory; i++) {
        digest.article = (uint32_t)i;
        struct stored_article *row = &chunk->items[i].row;
        if (languages)
            row->language =
                guess_unless_declared(row->declared, row->body, row->title);
        digest_article(&digest, &chunk->items[i]);
        if (tools->relations.count >= RELATIONS_KEPT)
            pack_relations(&digest, chunk);
    }
    pack_relations(&digest, chunk);
    buffer_free(&digest.extra);
    if (digest.no_memory) return fail_no_memory(err);
    chunk->inverted = inverter_finish(tools->inverter);
    if (!chunk->inverted) return fail_no_memory(err);
    return OFFPRINT_OK;
}

// ---- Texts ------------------------------------------------------------------

enum offprint_status chunk_compress(struct chunk *chunk,
                                    const struct body_dictionary *dictionary,
                                    const struct chunk_tools *tools,
                                    struct offprint_error *err)
{
    for (size_t i = 0; i < chunk->count; i++) {
        struct slice body = chunk->items[i].row.body, bytes;
        enum offprint_status status =
            body_compress(tools->codec, dictionary, body, &bytes, err);
        if (status) return status;
        bytes = arena_copy(&chunk->texts, bytes);
        if (!bytes.ptr) return fail_no_memory(err);
        chunk->items[i].frame = (struct stored_frame){
            bytes, dictionary ? body_dictionary_id(dictionary) : 0
        };
    }
    return OFFPRINT_OK;
}

enum offprint_status chunk_train(const struct chunk *chunk,
                                 struct buffer *dictionary,
                                 struct offprint_error *err)
{
    struct slice *texts = malloc((chunk->count + 1) * sizeof *texts);
    if (!texts) return fail_no_memory(err);
    for (size_t i = 0; i < chunk->count; i++)
        texts[i] = chunk->items[i].row.body;
    enum offprint_status status =
        body_dictionary_train(texts, chunk->count, dictionary, err);
    free(texts);
    return status;
}
