#include "text/runs.h"

#include "base/utf8.h"
#include "text/fold.h"

enum { CELL_MAX = TERM_MAX / 2 }; // bytes of a cell: two of them make a term

enum {
    NIKHAHIT = 0x0E4D,
    SARA_AA = 0x0E32,
    LAO_NIGGAHITA = 0x0ECD,
    LAO_AA = 0x0EB2,
};

// A code point and where it stands; property is NULL at the end of the text.
struct place {
    size_t at;
    size_t width;
    uint32_t code_point;
    const struct property *property;
};

struct cell {
    size_t start; // bytes in the text
    size_t end;
    const char *term; // points into the text or to bytes
    size_t term_len;
    char bytes[CELL_MAX];
};

// Field by field, as all in this file that each cell passes: structs that are
// copied whole, right after they were written in parts, halve the speed.
static inline void look_at(struct slice text, size_t at, struct place *place)
{
    place->at = at;
    place->property = NULL;
    if (at >= text.len) return;
    uint32_t c;
    place->width = utf8_decode(text.ptr + at, text.len - at, &c);
    place->code_point = c;
    place->property = property_of(c);
}

// Whether a place belongs to a cell whose last code point is given.
static inline bool continues_cell(const struct place *place, uint32_t last)
{
    if (!place->property) return false;
    if (place->property->group == GROUP_CELL) return true;
    if (word_break_in(place->property->word_break[RULES_TAILORED], WB_SKIPPED))
        return true;
    // SARA AM in two parts is one cell like SARA AM in one.
    return (place->code_point == SARA_AA && last == NIKHAHIT)
           || (place->code_point == LAO_AA && last == LAO_NIGGAHITA);
}

// Reads the cell that begins at a place and moves the place behind it.
static void read_cell(const struct analysis *analysis, struct place *place,
                      struct cell *cell)
{
    const struct slice text = analysis->text;
    bool as_written = place->property->fold == FOLD_KEEP && !analysis->careful;
    uint32_t last = place->code_point;
    cell->start = place->at;
    look_at(text, place->at + place->width, place);
    while (continues_cell(place, last)) {
        as_written = false;
        last = place->code_point;
        look_at(text, place->at + place->width, place);
    }
    cell->end = place->at;
    cell->term = text.ptr + cell->start;
    cell->term_len = cell->end - cell->start;
    if (as_written) return;
    const struct slice source = { cell->term, cell->term_len };
    cell->term_len = fold_casefold(source, cell->bytes, CELL_MAX);
    cell->term = cell->bytes;
}

static bool add_pair(struct analysis *analysis, const struct cell *first,
                     const struct cell *second)
{
    char bytes[TERM_MAX];
    struct slice term = { first->term, first->term_len + second->term_len };
    if (first->term == first->bytes || second->term == second->bytes) {
        memcpy(bytes, first->term, first->term_len);
        memcpy(bytes + first->term_len, second->term, second->term_len);
        term.ptr = bytes;
    }
    return analysis_add(analysis, term, first->start, second->end, WORD_PAIR);
}

size_t runs_read(struct analysis *analysis, size_t at)
{
    struct cell cells[2];
    struct cell *cell = &cells[0], *next = &cells[1];
    enum word_kind last_kind = WORD_SINGLE;
    struct place ahead;
    look_at(analysis->text, at, &ahead);
    read_cell(analysis, &ahead, cell);
    while (ahead.property && ahead.property->group == GROUP_RUN) {
        read_cell(analysis, &ahead, next);
        if (!add_pair(analysis, cell, next)) return next->end;
        struct cell *done = cell;
        cell = next;
        next = done;
        last_kind = WORD_TAIL;
    }
    analysis_add(analysis, (struct slice){ cell->term, cell->term_len },
                 cell->start, cell->end, last_kind);
    return cell->end;
}
