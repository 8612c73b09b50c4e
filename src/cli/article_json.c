#include "cli/article_json.h"

void article_json_identity(struct json_writer *json,
                           const struct offprint_article *article)
{
    json_write_integer(json, "id", (uint64_t)article->id);
    json_write_path(json, "name", article->name);
}

void article_json_fields(struct json_writer *json,
                         const struct offprint_article *article)
{
    json_write_string(json, "title", article->title);
    json_write_strings(json, "authors", article->authors,
                       article->author_count);
    json_write_string(json, "site", article->site);
    json_write_string(json, "date", article->published);
    json_write_string(json, "language", article->language);
    json_write_strings(json, "tags", article->tags, article->tag_count);
    json_write_path(json, "path", article->path);
    json_write_path(json, "uri", article->uri);
    json_write_string(json, "url", article->url);
}

void article_json_text(struct json_writer *json,
                       const struct offprint_article *article)
{
    json_write_string(json, "description", article->description);
    json_write_string(json, "modified", article->modified);
    json_write_string(json, "captions", article->captions);
    json_write_string(json, "text", article->body);
}
