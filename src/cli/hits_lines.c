#include "cli/escape.h"
#include "cli/hits.h"
#include "cli/json_writer.h"

static void add_field(struct buffer *out, const char *text)
{
    escape_field(out, slice_of(text));
    buffer_add_byte(out, '\t');
}

void hits_add_tsv(struct buffer *out, const struct offprint_result *result,
                  const char *query_id)
{
    for (size_t i = 0; i < result->hit_count; i++) {
        const struct offprint_hit *hit = &result->hits[i];
        if (query_id) add_field(out, query_id);
        buffer_format(out, "%llu\t", (unsigned long long)hit->rank);
        json_format_number(out, hit->score);
        buffer_format(out, "\t%lld\t", (long long)hit->article.id);
        add_field(out, hit->article.published);
        add_field(out, hit->article.title);
        escape_field(out, slice_of(hit->article.uri));
        buffer_add_byte(out, '\n');
    }
}

void hits_add_trec(struct buffer *out, const struct offprint_result *result,
                   const char *query_id)
{
    for (size_t i = 0; i < result->hit_count; i++) {
        const struct offprint_hit *hit = &result->hits[i];
        escape_token(out, slice_of(query_id ? query_id : "1"));
        buffer_add_string(out, " Q0 ");
        escape_token(out, slice_of(hit->article.name));
        buffer_format(out, " %llu ", (unsigned long long)hit->rank);
        json_format_number(out, hit->score);
        buffer_add_string(out, " offprint\n");
    }
}

void hits_add_paths(struct buffer *out, const struct terminal *terminal,
                    const struct offprint_result *result, bool null)
{
    for (size_t i = 0; i < result->hit_count; i++)
        entry_add_plain_path(out, terminal, &result->hits[i].article, null);
}
