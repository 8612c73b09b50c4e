#include "read/html/metadata_visible.h"

#include "base/utf8.h"
#include "read/date.h"
#include "read/html/byline.h"
#include "read/html/likeness.h"
#include "read/html/metadata_names.h"

enum {
    REACH = 250,      // nodes below the headline
    HEADLINES = 20,   // that are compared with the title
    LINE_BYTES = 240, // longer ones are prose, and end the search
    BYLINE_BYTES = 120,
};

static const double TITLE_LIKENESS = 0.7;

// ---- A line -----------------------------------------------------------------

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

// Cuts a line before the first sign that parts a name from what else is said.
static struct slice before_sign(struct slice line)
{
    static const char *const SIGNS[] = { "|", "•", "·",  "–",  "—", " - ",
                                         "/", "(", "｜", "／", "," };
    for (size_t at = 0; at < line.len; at++) {
        if (is_digit(line.ptr[at])) line.len = at;
        for (size_t i = 0; i < sizeof SIGNS / sizeof SIGNS[0]; i++)
            if (slice_starts_with(slice_from(line, at), slice_of(SIGNS[i])))
                line.len = at;
    }
    return slice_trim(line);
}

static void add_byline(struct metadata_facts *facts, struct slice line)
{
    if (line.len > BYLINE_BYTES) return;
    size_t start = html_byline_start(line);
    if (start == 0) return;
    struct slice name = author_in_line(before_sign(slice_from(line, start)));
    metadata_facts_add(facts, FROM_TEXT, SLICE("byline"), name);
}

static bool is_date(struct slice text)
{
    char iso[DATE_MAX];
    size_t len = date_read(text, iso);
    enum { DAY = sizeof "2021-03-04" - 1 };
    return len >= DAY;
}

// A line that is a date, or a part of one between signs, or one that begins
// with its first digit.
static void add_date(struct metadata_facts *facts, struct slice line)
{
    size_t digit = 0;
    while (digit < line.len && !is_digit(line.ptr[digit])) digit++;
    struct slice rest = slice_from(line, digit), part = rest;
    for (size_t at = 0; at < rest.len; at++)
        if (rest.ptr[at] == '|' || rest.ptr[at] == '('
            || slice_starts_with(slice_from(rest, at), SLICE(" - "))
            || slice_starts_with(slice_from(rest, at), SLICE("•"))
            || slice_starts_with(slice_from(rest, at), SLICE("·"))) {
            part.len = at;
            break;
        }
    struct slice until = { line.ptr, digit + part.len };
    const struct slice tries[] = { line, until, rest, part };
    for (size_t i = 0; i < sizeof tries / sizeof tries[0]; i++)
        if (is_date(tries[i])) {
            metadata_facts_add(facts, FROM_TEXT, SLICE("date"), tries[i]);
            return;
        }
}

// ---- Lines below the headline -----------------------------------------------

// The first heading that is the page's title, else the first of the highest
// kind; 0 where there is none.
static uint32_t find_headline(const struct metadata_facts *facts,
                              const struct html_tree *tree)
{
    struct slice title = metadata_facts_find(facts, FROM_ELEMENT, "title");
    uint32_t first = 0, seen = 0;
    for (uint32_t i = 1; i < tree->count && seen < HEADLINES; i++) {
        GumboTag tag = tree->nodes[i].tag;
        if (tag != GUMBO_TAG_H1 && tag != GUMBO_TAG_H2) continue;
        seen++;
        if (tag == GUMBO_TAG_H1 && !first) first = i;
        struct slice text = html_text(tree, i, facts->arena);
        if (html_likeness(text, title) >= TITLE_LIKENESS) return i;
    }
    return first;
}

static bool ends_line(const struct html_node *node)
{
    return node->block || node->tag == GUMBO_TAG_BR;
}

struct line {
    char text[LINE_BYTES];
    size_t len;
    bool prose; // it is longer
};

static void add_to_line(struct line *line, const struct html_node *node)
{
    for (size_t i = 0; i < node->text.len; i++) {
        char c = node->text.ptr[i];
        bool space = c == ' ' || (c >= '\t' && c <= '\r');
        if (space && (!line->len || line->text[line->len - 1] == ' ')) continue;
        if (line->len == LINE_BYTES) line->prose = true;
        if (line->prose) return;
        line->text[line->len++] = space ? ' ' : c;
    }
}

static void end_line(struct metadata_facts *facts, struct line *line)
{
    struct slice text = slice_trim((struct slice){ line->text, line->len });
    if (text.len && !line->prose) {
        text = arena_copy(facts->arena, text);
        if (!text.ptr) facts->no_memory = true;
        add_byline(facts, text);
        add_date(facts, text);
    }
    line->len = 0;
}

void metadata_visible_add(struct metadata_facts *facts,
                          const struct html_tree *tree)
{
    uint32_t headline = find_headline(facts, tree);
    if (!headline) return;
    struct line line = { 0 };
    uint32_t from = tree->nodes[headline].end;
    uint32_t end = tree->count - from < REACH ? tree->count : from + REACH;
    for (uint32_t i = from, open = 0; i < end && !line.prose; i++) {
        const struct html_node *node = &tree->nodes[i];
        if (ends_line(node) || node->line != open) end_line(facts, &line);
        open = node->line;
        bool shown =
            !node->element && tree->nodes[node->parent].tag != GUMBO_TAG_SCRIPT;
        if (shown) add_to_line(&line, node);
    }
    end_line(facts, &line);
}
