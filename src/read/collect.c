#include "read/collect.h"

// Whether the place at hand is one whose values count.
static bool is_value(const struct collector *collector)
{
    const bool *is_list = collector->is_list;
    if (!collector->wanted) return false;
    switch (collector->depth) {
    case 1: return true;
    case 2: return is_list[2] || collector->is_name;
    case 3: return is_list[2] && !is_list[3] && collector->is_name;
    default: return false;
    }
}

static void end_member(struct collector *collector)
{
    if (!collector->wanted || collector->depth != 1) return;
    struct slice text =
        slice_from(buffer_slice(collector->scratch), collector->start);
    record_set(collector->record, collector->name, text, collector->is_list[2]);
}

void collect_key(struct collector *collector, struct slice key)
{
    if (collector->depth != 1) {
        collector->is_name = slice_equal(key, SLICE("name"));
        return;
    }
    collector->wanted = field_find(collector->names, key, &collector->name);
    collector->start = collector->scratch->len;
    collector->is_list[2] = false;
}

void collect_text(struct collector *collector, struct slice text)
{
    struct buffer *scratch = collector->scratch;
    if (is_value(collector) && text.len) {
        if (scratch->len > collector->start) buffer_add_byte(scratch, '\n');
        buffer_add(scratch, text);
    }
    end_member(collector);
}

void collect_begin(struct collector *collector, bool is_list)
{
    collector->depth++;
    if (collector->depth < COLLECT_SHAPES)
        collector->is_list[collector->depth] = is_list;
    collector->is_name = false;
}

void collect_end(struct collector *collector)
{
    collector->depth--;
    collector->is_name = false;
    end_member(collector);
}
