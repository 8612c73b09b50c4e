#include "read/html/metadata_facts.h"

#include "read/html/metadata_jsonld.h"
#include "read/html/metadata_visible.h"

// Of a page, and of one place in it; one in use has a few dozen facts.
enum { FACTS_MAX = 1000, ALIKE_MAX = 64, SCRIPTS_MAX = 32, TEXTS_MAX = 2000 };

// ---- The list ---------------------------------------------------------------

void metadata_facts_add(struct metadata_facts *facts,
                        enum metadata_origin origin, struct slice key,
                        struct slice value)
{
    size_t alike = 0;
    for (size_t i = 0; i < facts->count; i++)
        alike += facts->list[i].origin == origin
                 && slice_equal(facts->list[i].key, key);
    value = slice_trim(value);
    if (value.len == 0 || facts->count == FACTS_MAX || alike == ALIKE_MAX)
        return;
    facts->list[facts->count++] =
        (struct metadata_fact){ origin, key, value, facts->place };
}

struct slice metadata_facts_find(const struct metadata_facts *facts,
                                 enum metadata_origin origin, const char *key)
{
    for (size_t i = 0; i < facts->count; i++) {
        const struct metadata_fact *fact = &facts->list[i];
        if (fact->origin == origin && slice_equal(fact->key, slice_of(key)))
            return fact->value;
    }
    return (struct slice){ 0 };
}

// ---- Reading the page -------------------------------------------------------

struct reading {
    struct metadata_facts *facts;
    const struct html_tree *tree;
    bool (*wanted)(enum metadata_origin, struct slice);
    struct jsonld *scripts; // a list of what the scripts hold
    struct jsonld *last;
    size_t script_count;
    size_t text_count;  // texts of elements that were taken
    bool below_heading; // a first heading was seen
};

static struct slice text_of(struct reading *reading, uint32_t node)
{
    if (reading->text_count == TEXTS_MAX) return (struct slice){ 0 };
    reading->text_count++;
    struct slice text = html_text(reading->tree, node, reading->facts->arena);
    if (!text.ptr) reading->facts->no_memory = true;
    return text;
}

static struct slice in_small_letters(struct reading *reading, struct slice text)
{
    char *copy = arena_alloc(reading->facts->arena, text.len + 1);
    if (!copy) reading->facts->no_memory = true;
    if (!copy) return (struct slice){ 0 };
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        copy[i] = (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
    }
    return (struct slice){ copy, text.len };
}

// The next word of a list between white space; false at its end.
static bool next_word(struct slice *list, struct slice *word)
{
    *list = slice_trim(*list);
    size_t len = 0;
    while (len < list->len && (unsigned char)list->ptr[len] > ' ') len++;
    *word = (struct slice){ list->ptr, len };
    *list = slice_from(*list, len);
    return len > 0;
}

// "dc:title" and "dcterm:title" are "dc.title" and "dcterms.title".
static struct slice dublin_core(struct reading *reading, struct slice key)
{
    static const char *const PREFIXES[][2] = {
        { "dc:", "dc." },
        { "dcterm:", "dcterms." },
        { "dcterms:", "dcterms." },
    };
    for (size_t i = 0; i < sizeof PREFIXES / sizeof PREFIXES[0]; i++) {
        struct slice prefix = slice_of(PREFIXES[i][0]);
        if (!slice_starts_with(key, prefix)) continue;
        struct slice rest = slice_from(key, prefix.len);
        char *name = arena_format(reading->facts->arena, "%s%.*s",
                                  PREFIXES[i][1], SLICE_ARGS(rest));
        if (!name) reading->facts->no_memory = true;
        return slice_of(name);
    }
    return key;
}

// One fact for each word in keys that is wanted.
static void add_each(struct reading *reading, enum metadata_origin origin,
                     struct slice keys, struct slice value)
{
    struct slice rest = in_small_letters(reading, keys), key;
    while (next_word(&rest, &key)) {
        key = dublin_core(reading, key);
        if (reading->wanted(origin, key))
            metadata_facts_add(reading->facts, origin, key, value);
    }
}

static void read_meta(struct reading *reading, const struct html_node *node)
{
    static const char *const KEYS[] = { "property", "name", "http-equiv" };
    struct slice value = html_attribute(node, "content");
    for (size_t i = 0; i < sizeof KEYS / sizeof KEYS[0]; i++)
        add_each(reading, FROM_META, html_attribute(node, KEYS[i]), value);
}

// The first line of a byline that holds more: "By Ann Lee", then her job, then
// the day.
static struct slice first_line(struct reading *reading, uint32_t i)
{
    enum { REACH = 60 }; // nodes
    const struct html_tree *tree = reading->tree;
    uint32_t end = tree->nodes[i].end, text = 0;
    if (end > i + REACH) end = i + REACH;
    for (i++; i < end; i++) {
        const struct html_node *node = &tree->nodes[i];
        bool says = !node->element && slice_trim(node->text).len > 0;
        if (text && (node->block || node->tag == GUMBO_TAG_BR)) break;
        if (text && says) return (struct slice){ 0 };
        if (says) text = i;
    }
    return text ? slice_trim(tree->nodes[text].text) : (struct slice){ 0 };
}

// The name inside an item, else all of it.
static uint32_t name_in(const struct html_tree *tree, uint32_t item)
{
    enum { REACH = 50 }; // nodes
    uint32_t end = tree->nodes[item].end;
    for (uint32_t i = item + 1; i < end && i < item + REACH; i++)
        if (slice_equal(html_attribute(&tree->nodes[i], "itemprop"),
                        SLICE("name")))
            return i;
    return item;
}

static void read_item(struct reading *reading, uint32_t i)
{
    struct slice keys = html_attribute(&reading->tree->nodes[i], "itemprop");
    if (!keys.len) return;
    struct slice rest = in_small_letters(reading, keys), key;
    while (next_word(&rest, &key)) {
        if (!reading->wanted(FROM_ITEMPROP, key)) continue;
        uint32_t source = name_in(reading->tree, i);
        const struct html_node *node = &reading->tree->nodes[source];
        struct slice value = html_attribute(node, "content");
        if (!value.len) value = html_attribute(node, "datetime");
        if (!value.len) value = first_line(reading, source);
        if (!value.len) value = text_of(reading, source);
        metadata_facts_add(reading->facts, FROM_ITEMPROP, key, value);
    }
}

static void read_time(struct reading *reading, uint32_t i)
{
    const struct html_node *node = &reading->tree->nodes[i];
    struct slice value = html_attribute(node, "datetime");
    if (!value.len) value = text_of(reading, i);
    metadata_facts_add(reading->facts, FROM_ELEMENT,
                       html_has_attribute(node, "pubdate")
                           ? SLICE("time pubdate")
                       : reading->below_heading ? SLICE("time")
                                                : SLICE("time above"),
                       value);
}

static bool holds_nocase(struct slice text, struct slice wanted)
{
    for (size_t i = 0; i + wanted.len <= text.len; i++)
        if (slice_equal_nocase((struct slice){ text.ptr + i, wanted.len },
                               wanted))
            return true;
    return false;
}

// By its class, in the languages of those who name classes.
static bool is_byline(const struct html_node *node)
{
    static const char *const NAMES[] = {
        "byline",      "author",   "auteur",   "autor",
        "verfasser",   "writer",   "skribent", "forfatter",
        "kirjoittaja", "redaktor", "yazar",
    };
    struct slice class = html_attribute(node, "class");
    for (size_t i = 0; class.len && i < sizeof NAMES / sizeof NAMES[0]; i++)
        if (holds_nocase(class, slice_of(NAMES[i]))) return true;
    return false;
}

// What stands in a place that is called byline is a name only if it is little.
static bool is_little(struct slice text)
{
    enum { WORDS_MAX = 6 };
    size_t words = 1;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] >= '0' && text.ptr[i] <= '9') return false;
        words += text.ptr[i] == ' ';
    }
    return words <= WORDS_MAX;
}

static void read_byline(struct reading *reading, uint32_t i)
{
    struct slice text = text_of(reading, i);
    struct slice line = first_line(reading, i);
    bool below = reading->below_heading;
    if (line.len && is_little(line) && line.len < text.len) text = line;
    if (is_little(text))
        metadata_facts_add(reading->facts, FROM_CLASS,
                           below ? SLICE("byline") : SLICE("byline above"),
                           text);
}

static void read_script(struct reading *reading, uint32_t i)
{
    const struct html_tree *tree = reading->tree;
    bool empty = tree->nodes[i].end != i + 2; // else it holds one text
    if (empty || reading->script_count++ == SCRIPTS_MAX) return;
    struct jsonld *script =
        jsonld_read(tree->nodes[i + 1].text, reading->facts->arena);
    if (!script) {
        reading->facts->no_memory = true;
        return;
    }
    if (reading->last)
        reading->last->next = script;
    else
        reading->scripts = script;
    reading->last = script;
}

static void read_element(struct reading *reading, uint32_t i)
{
    const struct html_node *node = &reading->tree->nodes[i];
    struct metadata_facts *facts = reading->facts;
    switch (node->tag) {
    case GUMBO_TAG_HTML:
        metadata_facts_add(facts, FROM_ELEMENT, SLICE("html lang"),
                           html_attribute(node, "lang"));
        metadata_facts_add(facts, FROM_ELEMENT, SLICE("html lang"),
                           html_attribute(node, "xml:lang"));
        break;
    case GUMBO_TAG_META: read_meta(reading, node); break;
    case GUMBO_TAG_LINK:
        add_each(reading, FROM_LINK, html_attribute(node, "rel"),
                 html_attribute(node, "href"));
        break;
    case GUMBO_TAG_SCRIPT: read_script(reading, i); break;
    case GUMBO_TAG_TIME: read_time(reading, i); break;
    case GUMBO_TAG_A:
        if (html_attribute(node, "rel").len)
            add_each(reading, FROM_REL, html_attribute(node, "rel"),
                     text_of(reading, i));
        break;
    case GUMBO_TAG_TITLE:
        metadata_facts_add(facts, FROM_ELEMENT, SLICE("title"),
                           text_of(reading, i));
        break;
    case GUMBO_TAG_H1:
        reading->below_heading = true;
        metadata_facts_add(facts, FROM_ELEMENT, SLICE("h1"),
                           text_of(reading, i));
        break;
    default: break;
    }
    read_item(reading, i);
    if (is_byline(node)) read_byline(reading, i);
}

void metadata_facts_read(struct metadata_facts *facts,
                         const struct html_tree *tree,
                         bool (*wanted)(enum metadata_origin, struct slice))
{
    facts->list = arena_alloc(facts->arena, FACTS_MAX * sizeof *facts->list);
    if (!facts->list) facts->no_memory = true;
    if (!facts->list) return;
    struct reading reading = { .facts = facts, .tree = tree, .wanted = wanted };
    for (uint32_t i = 0; i < tree->count && !facts->no_memory; i++) {
        facts->place = i;
        if (tree->nodes[i].element) read_element(&reading, i);
    }
    facts->place = 0;
    if (!facts->no_memory) metadata_visible_add(facts, tree);
    metadata_jsonld_add(facts, reading.scripts);
}
