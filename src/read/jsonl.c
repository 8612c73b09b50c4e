#include "read/jsonl.h"

#include <inttypes.h>

#include "base/utf8.h"
#include "read/charset.h"
#include "read/json.h"
#include "read/lines.h"
#include "read/mojibake.h"
#include "read/tidy.h"

enum {
    TITLE_CHARACTERS = 80, // of a title taken from the text
};

struct reading {
    const struct jsonl *jsonl;
    const struct source_sink *sink;
    struct source_report *report;
    struct offprint_error *err;
    uint64_t number; // of the line at hand
};

static enum offprint_status report_problem(struct reading *reading,
                                           const char *message)
{
    struct source_report *report = reading->report;
    char member[32];
    snprintf(member, sizeof member, "line %" PRIu64, reading->number);
    if (report->failed_members++ == 0)
        snprintf(report->message, sizeof report->message, "%s: %.200s", member,
                 message);
    report->bytes = reading->jsonl->stream->raw.read;
    return reading->sink->problem(reading->sink->context, member, message,
                                  reading->err);
}

// ---- A title where there is none --------------------------------------------

// Whether the character ends a sentence; *wide ones need no blank behind them.
static bool ends_sentence(uint32_t c, bool *wide)
{
    *wide = c == 0x3002 || c == 0xFF01 || c == 0xFF1F;              // 。！？
    return *wide || c == '.' || c == '!' || c == '?' || c == 0x0964 // danda
           || c == 0x06D4; // Arabic full stop
}

// The first line of a text; of a long one its first sentence, or what fits up
// to a blank, with an ellipsis.
static bool take_title(struct arena *arena, struct slice text,
                       struct slice *title)
{
    const char *stop = memchr(text.ptr, '\n', text.len);
    if (stop) text.len = (size_t)(stop - text.ptr);
    size_t at = 0, sentence = 0, blank = 0;
    for (int i = 0; i < TITLE_CHARACTERS && at < text.len; i++) {
        uint32_t c;
        bool wide;
        if (text.ptr[at] == ' ') blank = at;
        at += utf8_decode(text.ptr + at, text.len - at, &c);
        if (!sentence && ends_sentence(c, &wide)
            && (wide || (at < text.len && text.ptr[at] == ' ')))
            sentence = at;
    }
    bool whole = at == text.len;
    text.len = whole ? at : sentence ? sentence : blank ? blank : at;
    *title = text;
    if (!whole && !sentence) {
        title->ptr = arena_format(arena, "%.*s\u2026", SLICE_ARGS(text));
        if (!title->ptr) return false;
        title->len = strlen(title->ptr);
    }
    return tidy_line(arena, title, TITLE_MAX);
}

// ---- Lines ------------------------------------------------------------------

static bool make_article(struct reading *reading, const struct record *record,
                         struct article *article)
{
    struct arena *arena = reading->jsonl->arena;
    article->title = record->values[FIELD_TITLE].text;
    article->body = record->values[FIELD_TEXT].text;
    if (!record_describe(record, arena, article)
        || !tidy_line(arena, &article->title, TITLE_MAX)
        || !tidy_body(arena, &article->body))
        return false;
    article->member = article->name;
    if (article->member.len == 0) {
        char *number = arena_format(arena, "%" PRIu64, reading->number);
        if (!number) return false;
        article->member = slice_of(number);
    }
    if (article->title.len > 0) return true;
    if (article->body.len == 0) {
        // An article of which only the id is left is still one.
        article->title = article->name;
        article->sources.title = record->values[FIELD_ID].name;
        return true;
    }
    article->sources.title = "beginning of the text";
    return take_title(arena, article->body, &article->title);
}

static enum offprint_status give_article(struct reading *reading,
                                         const struct record *record)
{
    struct article article = { 0 };
    if (!make_article(reading, record, &article))
        return fail_no_memory(reading->err);
    if (article.title.len == 0)
        return report_problem(reading,
                              "has neither an id nor a title nor a text (--map "
                              "names other fields)");
    reading->report->articles++;
    reading->report->bytes = reading->jsonl->stream->raw.read;
    return reading->sink->article(reading->sink->context, &article,
                                  reading->err);
}

// The line as valid UTF-8 that says what was meant, in *mended where something
// had to be replaced or repaired.
static enum offprint_status mend_line(struct reading *reading, char **text,
                                      size_t *len, struct buffer *mended)
{
    struct slice line = { *text, *len };
    uint64_t replaced = 0;
    if (!charset_is_clean(line)) {
        replaced = charset_mend(line, mended);
        line = buffer_slice(mended);
    }
    uint64_t repaired = mojibake_repair(&line, mended);
    if (mended->failed) return fail_no_memory(reading->err);
    reading->report->replaced += replaced;
    reading->report->repaired += repaired;
    if (replaced || repaired) {
        *text = mended->ptr;
        *len = mended->len;
    }
    return OFFPRINT_OK;
}

static enum offprint_status read_line(struct reading *reading, char *text,
                                      size_t len)
{
    const struct jsonl *jsonl = reading->jsonl;
    if (slice_trim((struct slice){ text, len }).len == 0) return OFFPRINT_OK;
    arena_reset(jsonl->arena);
    struct buffer mended = { 0 };
    struct record record = { 0 };
    struct offprint_error reason;
    enum offprint_status status = mend_line(reading, &text, &len, &mended);
    if (status != OFFPRINT_OK) goto done;

    status =
        json_read(jsonl->names, text, len, jsonl->scratch, &record, &reason);
    if (status == OFFPRINT_OK) {
        status = give_article(reading, &record);
    } else if (status == OFFPRINT_CORRUPT) {
        status = report_problem(reading, reason.message);
    } else {
        status = fail_no_memory(reading->err);
    }
done:
    buffer_free(&mended);
    return status;
}

enum offprint_status jsonl_read(const struct jsonl *jsonl,
                                const struct source_sink *sink,
                                struct source_report *report,
                                struct offprint_error *err)
{
    struct reading reading = { jsonl, sink, report, err, 0 };
    struct lines lines;
    lines_init(&lines, jsonl->stream, jsonl->window);
    static const struct slice MARK = { "\xEF\xBB\xBF", 3 }; // U+FEFF
    if (slice_starts_with(buffer_slice(jsonl->window), MARK))
        lines.at = MARK.len;
    for (;;) {
        struct line line;
        enum offprint_status status = lines_next(&lines, &line, err);
        if (status != OFFPRINT_OK || line.kind == LINE_NONE) return status;
        reading.number = lines.number;
        if (line.kind == LINE_TOO_LONG)
            status = report_problem(&reading, "is longer than 64 MiB");
        else
            status = read_line(&reading, line.text, line.len);
        if (status != OFFPRINT_OK) return status;
    }
}
