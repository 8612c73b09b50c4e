#include "read/html/metadata_jsonld.h"

#include "read/html/likeness.h"

static const double HEADLINE_LIKENESS = 0.6;

enum {
    OBJECTS_MAX = 2000, // of a page that are looked at
    NAMES_MAX = 64,     // of one list
};

static bool has_type(const struct jsonld *object,
                     bool (*fits)(struct slice type))
{
    const struct jsonld *type = jsonld_member(object, "@type");
    if (!type) return false;
    if (type->kind == JSONLD_TEXT) return fits(type->text);
    for (type = type->first; type; type = type->next)
        if (fits(type->text)) return true;
    return false;
}

// "NewsArticle", "BlogPosting" and many more of that form.
static bool is_article(struct slice type)
{
    return slice_ends_with(type, SLICE("Article"))
           || slice_ends_with(type, SLICE("Posting"))
           || slice_equal(type, SLICE("Report"))
           || slice_equal(type, SLICE("Review"));
}

static bool is_web_page(struct slice type)
{
    return slice_ends_with(type, SLICE("Page"));
}

static bool is_web_site(struct slice type)
{
    return slice_equal(type, SLICE("WebSite"));
}

// ---- What an object says ----------------------------------------------------

struct sources {
    struct metadata_facts *facts;
    const struct jsonld *objects[OBJECTS_MAX];
    size_t count;
};

// Graphs name an author once and refer to him by "@id".
static const struct jsonld *resolve(const struct sources *sources,
                                    const struct jsonld *value)
{
    const struct jsonld *id = jsonld_member(value, "@id");
    if (!id || jsonld_member(value, "name")) return value;
    for (size_t i = 0; i < sources->count; i++) {
        const struct jsonld *other = jsonld_member(sources->objects[i], "@id");
        if (other && slice_equal(other->text, id->text)
            && jsonld_member(sources->objects[i], "name"))
            return sources->objects[i];
    }
    return value;
}

static void add_text(const struct sources *sources, enum metadata_origin origin,
                     struct slice key, const struct jsonld *value)
{
    if (value && value->kind == JSONLD_TEXT)
        metadata_facts_add(sources->facts, origin, key, value->text);
}

// A text, a thing with a name, or a list of such.
static void add_names(const struct sources *sources,
                      enum metadata_origin origin, const struct jsonld *value)
{
    struct slice key = value->key;
    bool list = value->kind == JSONLD_LIST;
    if (list) value = value->first;
    for (int i = 0; value && i < NAMES_MAX; i++) {
        const struct jsonld *named = resolve(sources, value);
        add_text(sources, origin, key, named);
        const struct jsonld *name = jsonld_member(named, "name");
        if (name && name->kind == JSONLD_LIST) name = name->first;
        add_text(sources, origin, key, name);
        value = list ? value->next : NULL;
    }
}

static void add_object(const struct sources *sources,
                       const struct jsonld *object, enum metadata_origin origin)
{
    static const char *const KEYS[] = {
        "headline",       "name",          "author",      "creator",
        "publisher",      "datePublished", "dateCreated", "dateModified",
        "inLanguage",     "keywords",      "description", "articleBody",
        "articleSection",
    };
    for (size_t i = 0; i < sizeof KEYS / sizeof KEYS[0]; i++) {
        const struct jsonld *value = jsonld_member(object, KEYS[i]);
        if (value) add_names(sources, origin, value);
    }
}

// ---- Which objects ----------------------------------------------------------

static void add_source(struct sources *sources, const struct jsonld *object)
{
    if (object->kind == JSONLD_OBJECT && sources->count < OBJECTS_MAX)
        sources->objects[sources->count++] = object;
}

// A script holds values or lists of them; a value may be a graph of objects,
// or have the article for its main entity.
static void find_sources(struct sources *sources, const struct jsonld *scripts)
{
    for (const struct jsonld *script = scripts; script; script = script->next)
        for (const struct jsonld *top = script->first; top; top = top->next) {
            const struct jsonld *value =
                top->kind == JSONLD_LIST ? top->first : top;
            for (; value; value = value == top ? NULL : value->next) {
                add_source(sources, value);
                const struct jsonld *graph = jsonld_member(value, "@graph");
                for (graph = graph ? graph->first : NULL; graph;
                     graph = graph->next)
                    add_source(sources, graph);
            }
        }
    for (size_t i = 0; i < sources->count; i++) {
        const struct jsonld *main =
            jsonld_member(sources->objects[i], "mainEntity");
        if (main) add_source(sources, main);
    }
}

bool metadata_headline_fits(const struct metadata_facts *facts,
                            struct slice headline)
{
    bool titled = false;
    for (size_t i = 0; i < facts->count; i++) {
        const struct metadata_fact *fact = &facts->list[i];
        bool title = fact->origin == FROM_ELEMENT
                     && (slice_equal(fact->key, SLICE("title"))
                         || slice_equal(fact->key, SLICE("h1")));
        bool graph = fact->origin == FROM_META
                     && slice_equal(fact->key, SLICE("og:title"));
        if (!title && !graph) continue;
        titled = true;
        if (html_likeness(headline, fact->value) >= HEADLINE_LIKENESS)
            return true;
    }
    return !titled;
}

static const struct jsonld *choose_article(const struct sources *sources)
{
    const struct jsonld *first = NULL;
    for (size_t i = 0; i < sources->count; i++) {
        const struct jsonld *object = sources->objects[i];
        if (!has_type(object, is_article)) continue;
        if (!first) first = object;
        const struct jsonld *headline = jsonld_member(object, "headline");
        if (headline && metadata_headline_fits(sources->facts, headline->text))
            return object;
    }
    return first;
}

void metadata_jsonld_add(struct metadata_facts *facts,
                         const struct jsonld *scripts)
{
    if (!scripts) return;
    struct sources *sources = arena_alloc(facts->arena, sizeof *sources);
    if (!sources) facts->no_memory = true;
    if (!sources) return;
    sources->facts = facts;
    find_sources(sources, scripts);

    const struct jsonld *article = choose_article(sources);
    if (article) add_object(sources, article, FROM_ARTICLE);
    for (size_t i = 0; i < sources->count; i++) {
        const struct jsonld *object = sources->objects[i];
        if (has_type(object, is_web_page))
            add_object(sources, object, FROM_WEB_PAGE);
        if (has_type(object, is_web_site))
            add_object(sources, object, FROM_WEB_SITE);
    }
}
