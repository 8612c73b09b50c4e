#include "build/ingest.h"

#include <xxhash.h>

#include <stdlib.h>

#include "base/buffer.h"
#include "base/file.h"
#include "build/members.h"
#include "build/pipeline.h"
#include "build/recording.h"
#include "read/source.h"
#include "store/articles.h"

// A source on its way into the index.
struct ingest {
    struct run *run;
    struct arena *arena; // as long as the source
    struct stored_source source;
    const char *path; // absolute
    struct members members;
    struct source_report report; // its bytes grow while the source is read
    uint64_t bytes_before;       // of the progress of the run
    uint64_t fresh;              // articles that were not there before
    uint64_t kept;               // articles that are as they were
    uint64_t unseen; // articles that stay, since they may be there still
    uint64_t problems;
    // What the fresh articles are called, where there were articles before.
    struct buffer fresh_names;
};

// ---- An article -------------------------------------------------------------

static enum article_kind kind_of(const struct article *article)
{
    if (article->kind != PAGE_ARTICLE) return ARTICLE_WHOLE_PAGE;
    return article->title_from_path ? ARTICLE_UNTITLED : ARTICLE_WHOLE;
}

// What an article is called: by its own id, else by its place.
static uint64_t hash_name(struct slice name, struct slice member)
{
    struct slice called = name.len ? name : member;
    return XXH3_64bits_withSeed(called.ptr, called.len, name.len > 0);
}

static void note_name(struct ingest *ingest,
                      const struct stored_article *article)
{
    uint64_t hash = hash_name(article->name, article->member);
    buffer_add(&ingest->fresh_names,
               (struct slice){ (const char *)&hash, sizeof hash });
}

// An article as it will stand in the index.
static struct stored_article row_of(const struct ingest *ingest,
                                    const struct article *article)
{
    struct stored_article row = { .source = ingest->source.id,
                                  .member = article->member,
                                  .name = article->name,
                                  .kind = kind_of(article),
                                  .title = article->title,
                                  .authors = article->authors,
                                  .site = article->site,
                                  .published = article->published,
                                  .modified = article->modified,
                                  .declared = article->language,
                                  .tags = article->tags,
                                  .url = article->url,
                                  .description = article->description,
                                  .captions = article->captions,
                                  .body = article->body };
    stored_article_hash(&row, row.hash);
    return row;
}

enum { ROW_BYTES = 512 }; // of memory for each article, beside its texts

// What an article takes of a batch: there may be millions without a body.
static uint64_t batch_bytes_of(const struct stored_article *row)
{
    return ROW_BYTES + row->title.len + row->authors.len + row->tags.len
           + row->description.len + row->captions.len + row->body.len;
}

static enum offprint_status add(struct ingest *ingest,
                                const struct stored_article *row,
                                struct offprint_error *err)
{
    ingest->fresh++;
    if (ingest->members.count) note_name(ingest, row);
    ingest->run->batch_bytes += batch_bytes_of(row);
    return pipeline_add(ingest->run->pipeline, row, err);
}

// The same article as before; only its place may be another.
static enum offprint_status keep(struct ingest *ingest,
                                 const struct stored_member *old,
                                 const struct article *article,
                                 struct offprint_error *err)
{
    ingest->kept++;
    if (slice_equal(old->member, article->member)) return OFFPRINT_OK;
    return store_set_member(ingest->run->store, old->id, article->member, err);
}

// Tells how far the run is; fails where it is to be stopped.
static enum offprint_status go_on(struct ingest *ingest,
                                  struct offprint_error *err)
{
    struct run *run = ingest->run;
    if (run_stopped(run)) return fail(err, OFFPRINT_INTERRUPTED, "stopped");
    run->progress.bytes_done = ingest->bytes_before + ingest->report.bytes;
    run_report_progress(run, ingest->path);
    return OFFPRINT_OK;
}

static enum offprint_status take_article(void *context,
                                         const struct article *article,
                                         struct offprint_error *err)
{
    struct ingest *ingest = context;
    struct run *run = ingest->run;
    enum offprint_status status = go_on(ingest, err);
    if (status) return status;
    run->progress.articles++;

    struct stored_article row = row_of(ingest, article);
    const struct stored_member *old =
        members_match_hash(&ingest->members, row.hash);
    if (old) return keep(ingest, old, article, err);
    status = add(ingest, &row, err);
    if (!status) status = run_end_batch(run, err);
    return status;
}

static enum offprint_status take_problem(void *context, const char *member,
                                         const char *message,
                                         struct offprint_error *err)
{
    struct ingest *ingest = context;
    enum offprint_status status = go_on(ingest, err);
    if (status) return status;
    ingest->problems++;
    run_problem(ingest->run, OFFPRINT_FAILED, ingest->path, member, message);
    return OFFPRINT_OK;
}

// ---- A source ---------------------------------------------------------------

static int by_value(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

// Whether a fresh article is called like this one: it has been changed. Places
// say so only where the source was read to its end, since lines move.
static bool is_replaced(const struct ingest *ingest,
                        const struct stored_member *old)
{
    uint64_t hash = hash_name(old->name, old->member);
    if (ingest->fresh_names.len == 0) return false;
    if (old->name.len == 0 && ingest->report.cut_off) return false;
    return bsearch(&hash, ingest->fresh_names.ptr,
                   ingest->fresh_names.len / sizeof hash, sizeof hash, by_value)
           != NULL;
}

static enum offprint_status remove_article(struct run *run, int64_t id,
                                           struct offprint_error *err)
{
    enum offprint_status status = vocabulary_remove(run->vocabulary, id, err);
    return status ? status : store_remove_article(run->store, id, err);
}

static enum offprint_status remove_later(struct run *run, int64_t id,
                                         struct offprint_error *err)
{
    void *grown = array_grow(run->leaving, run->leaving_count,
                             &run->leaving_room, sizeof *run->leaving);
    if (!grown) return fail_no_memory(err);
    run->leaving = grown;
    run->leaving[run->leaving_count++] = id;
    return OFFPRINT_OK;
}

// Removes what the source holds no more. One that was not read whole may hold
// it still.
static enum offprint_status remove_leftovers(struct ingest *ingest,
                                             uint64_t *removed,
                                             struct offprint_error *err)
{
    bool whole = ingest->source.state == STORED_READ;
    enum offprint_status status = OFFPRINT_OK;
    *removed = 0;
    if (ingest->fresh_names.failed) return fail_no_memory(err);
    if (ingest->fresh_names.len)
        qsort(ingest->fresh_names.ptr,
              ingest->fresh_names.len / sizeof(uint64_t), sizeof(uint64_t),
              by_value);
    for (size_t i = 0; !status && i < ingest->members.count; i++) {
        if (ingest->members.matched[i]) continue;
        if (!whole && !is_replaced(ingest, &ingest->members.items[i])) {
            ingest->unseen++;
            continue;
        }
        ++*removed;
        status = remove_later(ingest->run, ingest->members.items[i].id, err);
    }
    return status;
}

// An article that came while another went has been updated.
static void count(struct ingest *ingest, uint64_t removed)
{
    struct offprint_run *counts = ingest->run->counts;
    uint64_t paired = ingest->fresh < removed ? ingest->fresh : removed;
    counts->updated += paired;
    counts->added += ingest->fresh - paired;
    counts->removed += removed - paired;
    counts->unchanged += ingest->kept + ingest->unseen;
}

static enum stored_state stored_state(enum source_state state)
{
    switch (state) {
    case SOURCE_READ: return STORED_READ;
    case SOURCE_PARTLY: return STORED_PARTLY;
    case SOURCE_SKIPPED: return STORED_SKIPPED;
    case SOURCE_FAILED: break;
    }
    return STORED_FAILED;
}

static void take_report(struct ingest *ingest)
{
    const struct source_report *report = &ingest->report;
    struct stored_source *source = &ingest->source;
    source->state = stored_state(report->state);
    source->kind = report->kind;
    source->charset = report->charset[0] ? report->charset : NULL;
    source->message = report->message[0] ? report->message : NULL;
    source->replaced = report->replaced;
    static const uint8_t NOT_READ[STORED_HASH_BYTES];
    source->has_hash =
        memcmp(report->hash.bytes, NOT_READ, sizeof NOT_READ) != 0;
    memcpy(source->hash, report->hash.bytes, sizeof source->hash);
    ingest->run->counts->bytes += report->bytes;
}

// Whether the user named this very file.
static bool is_named(const struct item *item)
{
    return item->scope->named && strcmp(item->path, item->scope->part) == 0;
}

static void tell_unseen(const struct ingest *ingest)
{
    const struct run *run = ingest->run;
    char message[128];
    snprintf(message, sizeof message,
             "%llu article%s of it stay%s in the index, since it could not be "
             "read whole",
             (unsigned long long)ingest->unseen, ingest->unseen == 1 ? "" : "s",
             ingest->unseen == 1 ? "s" : "");
    if (run->options->on_problem)
        run->options->on_problem(run->options->context, OFFPRINT_NOTE,
                                 ingest->path, NULL, message);
}

static void tell(struct ingest *ingest, const struct item *item)
{
    struct run *run = ingest->run;
    const struct stored_source *source = &ingest->source;
    if (ingest->unseen) tell_unseen(ingest);
    if (source->state == STORED_READ || !source->message) return;
    if (ingest->problems) return; // its lines were told
    bool skipped = source->state == STORED_SKIPPED && !is_named(item);
    run_problem(run, skipped ? OFFPRINT_SKIPPED : OFFPRINT_FAILED, ingest->path,
                NULL, source->message);
}

static enum offprint_status finish_source(struct ingest *ingest,
                                          const struct item *item,
                                          struct offprint_error *err)
{
    uint64_t removed;
    enum offprint_status status = remove_leftovers(ingest, &removed, err);
    if (status) return status;
    count(ingest, removed);
    ingest->source.articles = ingest->fresh + ingest->kept + ingest->unseen;
    status = store_put_source(ingest->run->store, &ingest->source, err);
    if (!status) tell(ingest, item);
    return status;
}

static enum offprint_status read_source(struct ingest *ingest,
                                        struct reader *reader,
                                        struct item *item,
                                        const struct recording *recording,
                                        struct offprint_error *err)
{
    struct run *run = ingest->run;
    ingest->source.state = STORED_UNFINISHED;
    enum offprint_status status =
        store_put_source(run->store, &ingest->source, err);
    if (!status)
        status = members_read(run->store, item->old.id, ingest->arena,
                              &ingest->members, err);
    if (status) return status;
    struct source_sink sink = { ingest, take_article, take_problem };
    status =
        recording
            ? recording_replay(recording, &sink, &ingest->report, err)
            : reader_read(reader, ingest->path, &sink, &ingest->report, err);
    if (status == OFFPRINT_INTERRUPTED) count(ingest, 0);
    if (status) return status;
    take_report(ingest);
    return finish_source(ingest, item, err);
}

static bool same_bytes(const struct item *item, const char *path)
{
    const struct stored_source *old = &item->old;
    struct content_hash hash;
    return item->kind == ITEM_CHANGED && old->has_hash
           && old->state != STORED_UNFINISHED && old->state != STORED_FAILED
           && old->size == item->size
           && source_hash(path, &hash, NULL) == OFFPRINT_OK
           && memcmp(hash.bytes, old->hash, sizeof hash.bytes) == 0;
}

// A file that was touched, or is read again to be sure, and is as it was.
static enum offprint_status keep_source(struct ingest *ingest,
                                        const struct item *item,
                                        struct offprint_error *err)
{
    struct offprint_run *counts = ingest->run->counts;
    counts->unchanged += ingest->source.articles;
    counts->bytes += item->size;
    if (ingest->source.state == STORED_SKIPPED) tell(ingest, item);
    return store_put_source(ingest->run->store, &ingest->source, err);
}

enum offprint_status ingest_item(struct run *run, struct reader *reader,
                                 struct item *item,
                                 const struct recording *recording,
                                 struct offprint_error *err)
{
    struct arena arena = { 0 };
    struct ingest ingest = { .run = run,
                             .arena = &arena,
                             .source = item->old,
                             .bytes_before = run->progress.bytes_done };
    ingest.source.root = item->scope->root.id;
    ingest.source.path = item->path;
    ingest.source.size = item->size;
    ingest.source.mtime = item->mtime;
    ingest.source.seen = clock_now_ns();
    ingest.path = path_join(&arena, item->scope->root.path, item->path);
    enum offprint_status status;
    if (!ingest.path)
        status = fail_no_memory(err);
    else if (same_bytes(item, ingest.path))
        status = keep_source(&ingest, item, err);
    else
        status = read_source(&ingest, reader, item, recording, err);
    arena_free(&arena);
    buffer_free(&ingest.fresh_names);
    // One that was begun and not ended is still to be read.
    run->progress.bytes_done =
        ingest.bytes_before + (status ? ingest.report.bytes : item->size);
    if (!status) run->progress.files_done++;
    return status;
}

enum offprint_status move_source(struct run *run, struct item *item,
                                 struct item *gone, struct offprint_error *err)
{
    struct stored_source source = gone->old;
    source.root = item->scope->root.id;
    source.path = item->path;
    source.mtime = item->mtime;
    source.seen = clock_now_ns();
    gone->taken = true;
    run->counts->moved += source.articles;
    run->progress.files_done++;
    run->progress.bytes_done += item->size;
    return store_put_source(run->store, &source, err);
}

enum offprint_status note_unreadable(struct run *run, const struct item *item,
                                     struct offprint_error *err)
{
    struct stored_source source = item->old;
    source.root = item->scope->root.id;
    source.path = item->path;
    source.state = STORED_FAILED;
    source.message = item->message;
    return store_put_source(run->store, &source, err);
}

enum offprint_status remove_leaving(struct run *run, struct offprint_error *err)
{
    enum offprint_status status = OFFPRINT_OK;
    for (size_t i = 0; !status && i < run->leaving_count; i++)
        status = remove_article(run, run->leaving[i], err);
    run->leaving_count = 0;
    return status;
}

enum offprint_status remove_source(struct run *run, int64_t source,
                                   struct offprint_error *err)
{
    struct arena arena = { 0 };
    struct stored_member *members;
    size_t count_of_members;
    enum offprint_status status = store_members(
        run->store, source, &arena, &members, &count_of_members, err);
    for (size_t i = 0; !status && i < count_of_members; i++) {
        status = remove_article(run, members[i].id, err);
        run->counts->removed++;
    }
    if (!status) status = store_remove_source(run->store, source, err);
    arena_free(&arena);
    return status;
}
