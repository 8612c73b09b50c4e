#include "build/recording.h"

struct recorded_event {
    struct recorded_event *next;
    const char *member; // of a problem; NULL: an article
    const char *message;
    struct article article;
};

// A new event at the end; NULL where there is no memory.
static struct recorded_event *add_event(struct recording *recording)
{
    struct recorded_event *event =
        arena_alloc(&recording->arena, sizeof *event);
    if (!event) return NULL;
    if (recording->last)
        recording->last->next = event;
    else
        recording->first = event;
    recording->last = event;
    return event;
}

static enum offprint_status give_up(struct recording *recording,
                                    struct offprint_error *err)
{
    recording->too_large = true;
    return fail(err, OFFPRINT_INTERRUPTED, "too large to be read ahead");
}

static enum offprint_status record_article(void *context,
                                           const struct article *article,
                                           struct offprint_error *err)
{
    struct recording *recording = context;
    if (recording->bytes > RECORDING_MAX) return give_up(recording, err);
    struct recorded_event *event = add_event(recording);
    if (!event) return fail_no_memory(err);
    event->article = *article;
    struct article *copy = &event->article;
    struct slice *texts[] = {
        &copy->member,    &copy->name,        &copy->title,    &copy->body,
        &copy->captions,  &copy->description, &copy->authors,  &copy->site,
        &copy->published, &copy->modified,    &copy->language, &copy->tags,
        &copy->url,       &copy->saved
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        if (texts[i]->len == 0) continue;
        *texts[i] = arena_copy(&recording->arena, *texts[i]);
        if (!texts[i]->ptr) return fail_no_memory(err);
        recording->bytes += texts[i]->len;
    }
    copy->sources = (struct article_sources){ 0 }; // nobody asks
    recording->bytes += sizeof *event;
    return OFFPRINT_OK;
}

static enum offprint_status record_problem(void *context, const char *member,
                                           const char *message,
                                           struct offprint_error *err)
{
    struct recording *recording = context;
    if (recording->bytes > RECORDING_MAX) return give_up(recording, err);
    struct recorded_event *event = add_event(recording);
    if (!event) return fail_no_memory(err);
    event->member = arena_string(&recording->arena, slice_of(member));
    event->message = arena_string(&recording->arena, slice_of(message));
    if (!event->member || !event->message) return fail_no_memory(err);
    recording->bytes += sizeof *event + strlen(member) + strlen(message);
    return OFFPRINT_OK;
}

void recording_make(struct recording *recording, struct reader *reader,
                    const char *path)
{
    struct source_sink sink = { recording, record_article, record_problem };
    recording->status =
        reader_read(reader, path, &sink, &recording->report, &recording->error);
}

enum offprint_status recording_replay(const struct recording *recording,
                                      const struct source_sink *sink,
                                      struct source_report *report,
                                      struct offprint_error *err)
{
    *report = recording->report;
    const struct recorded_event *event = recording->first;
    for (; event; event = event->next) {
        enum offprint_status status =
            event->member ? sink->problem(sink->context, event->member,
                                          event->message, err)
                          : sink->article(sink->context, &event->article, err);
        if (status) return status;
    }
    if (recording->status && err) *err = recording->error;
    return recording->status;
}

void recording_free(struct recording *recording)
{
    arena_free(&recording->arena);
    *recording = (struct recording){ 0 };
}
