// article_json.h - the fields of an article in JSON, in the order of the
// contract (offprint help json).

#ifndef OFFPRINT_CLI_ARTICLE_JSON_H
#define OFFPRINT_CLI_ARTICLE_JSON_H

#include "cli/json_writer.h"
#include "offprint.h"

// id, name
void article_json_identity(struct json_writer *json,
                           const struct offprint_article *article);

// title, authors, site, date, language, tags, path, uri, url
void article_json_fields(struct json_writer *json,
                         const struct offprint_article *article);

// description, modified, captions, text
void article_json_text(struct json_writer *json,
                       const struct offprint_article *article);

#endif
