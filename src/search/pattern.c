#include "search/pattern.h"

#include "text/fold_key.h"

enum offprint_status pattern_look_up(struct dictionary *dictionary,
                                     const struct query_term *term,
                                     size_t limit, struct arena *arena,
                                     struct lookup *lookup,
                                     struct offprint_error *err)
{
    struct slice text = term->words[0].term;
    char room[TERM_MAX];
    *lookup = (struct lookup){ 0 };
    enum offprint_status status = OFFPRINT_OK;
    switch (term->form) {
    case TERM_TEXT: break;
    case TERM_PATTERN:
        return lookup_wildcard(dictionary, text, limit, arena, lookup, err);
    case TERM_REGEX:
        status = lookup_regex(dictionary, text, limit, arena, lookup, err);
        if (status == OFFPRINT_MISUSE)
            error_add_context(err, "/%.*s/", SLICE_ARGS(text));
        break;
    case TERM_SIMILAR:
        return lookup_similar(dictionary, fold_key(text, room), term->distance,
                              limit, arena, lookup, err);
    }
    return status;
}
