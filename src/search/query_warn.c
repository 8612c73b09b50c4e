#include "search/query_warn.h"

void query_warn(struct query *query, struct slice text, struct slice place,
                const char *message)
{
    for (size_t i = 0; i < query->warning_count; i++)
        if (strcmp(query->warnings[i].message, message) == 0) return;
    if (query->warning_count == QUERY_WARNINGS_MAX) return;
    query->warnings[query->warning_count++] = (struct query_warning){
        .message = message,
        .start = (size_t)(place.ptr - text.ptr),
        .size = place.len ? place.len : 1,
        .repair = true,
    };
}
