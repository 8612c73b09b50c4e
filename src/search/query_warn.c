#include "search/query_warn.h"

void query_warn(struct query *query, struct slice text, struct slice place,
                const char *message)
{
    for (size_t i = 0; i < query->warning_count; i++)
        if (strcmp(query->warnings[i].message, message) == 0) return;
    if (query->warning_count == QUERY_WARNINGS_MAX) return;
    const size_t start = (size_t)(place.ptr - text.ptr);
    size_t at = query->warning_count++;
    for (; at > 0 && query->warnings[at - 1].start > start; at--)
        query->warnings[at] = query->warnings[at - 1];
    query->warnings[at] = (struct query_warning){
        .message = message,
        .start = start,
        .size = place.len ? place.len : 1,
        .repair = true,
    };
}
