#include "read/html/metadata.h"

#include "base/file.h"
#include "base/utf8.h"
#include "read/date.h"
#include "read/html/likeness.h"
#include "read/html/metadata_facts.h"
#include "read/html/metadata_jsonld.h"
#include "read/html/metadata_names.h"
#include "read/html/plain.h"
#include "read/language_tag.h"

// The state of picking the values for one page.
struct picker {
    struct metadata_facts facts;
    struct site_names site;
    enum date_order order; // of the language
    bool no_memory;
};

// Makes a value for a field of what a fact says, empty where it is of no use.
typedef struct slice taker(struct picker *picker, struct slice value);

static taker as_it_is, as_fitting_headline, as_heading_like_title, as_title,
    as_part_of_title, as_date, as_recent_date, as_date_in_address, as_language,
    as_address, as_host, as_author, as_author_but_site, as_author_in_line;

// ---- The order of trust -----------------------------------------------------

// Origin, key and the name of the source.
#define JSON_LD(key)      FROM_ARTICLE, (key), "json-ld " key
#define JSON_LD_PAGE(key) FROM_WEB_PAGE, (key), "json-ld WebPage " key
#define JSON_LD_SITE(key) FROM_WEB_SITE, (key), "json-ld WebSite " key
#define PROPERTY(key)     FROM_META, (key), key
#define META(key)         FROM_META, (key), "meta " key
#define ITEMPROP(key)     FROM_ITEMPROP, (key), "itemprop " key
#define LINK(key)         FROM_LINK, (key), "link " key
#define REL(key)          FROM_REL, (key), "rel=" key
#define ELEMENT(key)      FROM_ELEMENT, (key), key
#define CLASS(key)        FROM_CLASS, (key), "class " key
#define TEXT(key)         FROM_TEXT, (key), "text " key
#define SAVED(key)        FROM_BROWSER, (key), "saved page " key

// Within a field, what stands first is believed; the first of these facts that
// its taker makes something of wins. All authors and tags come from one row.
static const struct trust {
    enum metadata_field field;
    enum metadata_origin origin;
    const char *key;
    const char *source; // what users call it
    taker *take;
} TRUST[] = {
    { METADATA_SITE, JSON_LD("publisher"), as_it_is },
    { METADATA_SITE, PROPERTY("og:site_name"), as_it_is },
    { METADATA_SITE, JSON_LD_SITE("name"), as_it_is },
    { METADATA_SITE, JSON_LD_PAGE("publisher"), as_it_is },
    { METADATA_SITE, PROPERTY("citation_journal_title"), as_it_is },
    { METADATA_SITE, PROPERTY("dc.publisher"), as_it_is },
    { METADATA_SITE, META("application-name"), as_it_is },
    { METADATA_SITE, LINK("canonical"), as_host },
    { METADATA_SITE, PROPERTY("og:url"), as_host },
    { METADATA_SITE, SAVED("url"), as_host },

    { METADATA_TITLE, JSON_LD("headline"), as_fitting_headline },
    { METADATA_TITLE, ELEMENT("h1"), as_heading_like_title },
    { METADATA_TITLE, PROPERTY("dc.title"), as_title },
    { METADATA_TITLE, PROPERTY("dcterms.title"), as_title },
    { METADATA_TITLE, PROPERTY("citation_title"), as_title },
    { METADATA_TITLE, PROPERTY("og:title"), as_title },
    { METADATA_TITLE, PROPERTY("twitter:title"), as_title },
    { METADATA_TITLE, META("parsely-title"), as_title },
    { METADATA_TITLE, ELEMENT("title"), as_part_of_title },
    { METADATA_TITLE, ELEMENT("h1"), as_title },

    { METADATA_AUTHORS, JSON_LD("author"), as_author },
    { METADATA_AUTHORS, JSON_LD("creator"), as_author },
    { METADATA_AUTHORS, PROPERTY("citation_author"), as_author_but_site },
    { METADATA_AUTHORS, META("parsely-author"), as_author_but_site },
    { METADATA_AUTHORS, META("sailthru.author"), as_author_but_site },
    { METADATA_AUTHORS, META("byl"), as_author_but_site },
    { METADATA_AUTHORS, PROPERTY("dc.creator"), as_author_but_site },
    { METADATA_AUTHORS, PROPERTY("dcterms.creator"), as_author_but_site },
    { METADATA_AUTHORS, META("author"), as_author_but_site },
    { METADATA_AUTHORS, ITEMPROP("author"), as_author_but_site },
    { METADATA_AUTHORS, PROPERTY("article:author"), as_author_but_site },
    { METADATA_AUTHORS, REL("author"), as_author_but_site },
    { METADATA_AUTHORS, CLASS("byline"), as_author_in_line },
    { METADATA_AUTHORS, TEXT("byline"), as_author_in_line },
    { METADATA_AUTHORS, CLASS("byline above"), as_author_in_line },

    { METADATA_PUBLISHED, JSON_LD("datePublished"), as_date },
    { METADATA_PUBLISHED, PROPERTY("article:published_time"), as_date },
    { METADATA_PUBLISHED, PROPERTY("citation_publication_date"), as_date },
    { METADATA_PUBLISHED, PROPERTY("citation_date"), as_date },
    { METADATA_PUBLISHED, PROPERTY("dc.date.issued"), as_date },
    { METADATA_PUBLISHED, PROPERTY("dcterms.created"), as_date },
    { METADATA_PUBLISHED, PROPERTY("dc.date"), as_date },
    { METADATA_PUBLISHED, META("parsely-pub-date"), as_date },
    { METADATA_PUBLISHED, META("sailthru.date"), as_date },
    { METADATA_PUBLISHED, ITEMPROP("datepublished"), as_date },
    { METADATA_PUBLISHED, JSON_LD_PAGE("datePublished"), as_date },
    { METADATA_PUBLISHED, META("pubdate"), as_date },
    { METADATA_PUBLISHED, META("publishdate"), as_date },
    { METADATA_PUBLISHED, META("date"), as_date },
    { METADATA_PUBLISHED, ELEMENT("time pubdate"), as_date },
    { METADATA_PUBLISHED, LINK("canonical"), as_date_in_address },
    { METADATA_PUBLISHED, PROPERTY("og:url"), as_date_in_address },
    { METADATA_PUBLISHED, SAVED("url"), as_date_in_address },
    { METADATA_PUBLISHED, ELEMENT("time"), as_recent_date },
    { METADATA_PUBLISHED, TEXT("date"), as_recent_date },
    { METADATA_PUBLISHED, ELEMENT("time above"), as_recent_date },
    { METADATA_PUBLISHED, JSON_LD("dateCreated"), as_date },
    { METADATA_PUBLISHED, JSON_LD("dateModified"), as_date },
    { METADATA_PUBLISHED, PROPERTY("article:modified_time"), as_date },

    { METADATA_MODIFIED, JSON_LD("dateModified"), as_date },
    { METADATA_MODIFIED, PROPERTY("article:modified_time"), as_date },
    { METADATA_MODIFIED, PROPERTY("og:updated_time"), as_date },
    { METADATA_MODIFIED, PROPERTY("dcterms.modified"), as_date },
    { METADATA_MODIFIED, ITEMPROP("datemodified"), as_date },
    { METADATA_MODIFIED, JSON_LD_PAGE("dateModified"), as_date },

    { METADATA_LANGUAGE, ELEMENT("html lang"), as_language },
    { METADATA_LANGUAGE, META("content-language"), as_language },
    { METADATA_LANGUAGE, PROPERTY("og:locale"), as_language },
    { METADATA_LANGUAGE, JSON_LD("inLanguage"), as_language },
    { METADATA_LANGUAGE, JSON_LD_PAGE("inLanguage"), as_language },
    { METADATA_LANGUAGE, PROPERTY("dc.language"), as_language },

    { METADATA_DESCRIPTION, PROPERTY("og:description"), as_it_is },
    { METADATA_DESCRIPTION, META("description"), as_it_is },
    { METADATA_DESCRIPTION, PROPERTY("twitter:description"), as_it_is },
    { METADATA_DESCRIPTION, PROPERTY("dc.description"), as_it_is },
    { METADATA_DESCRIPTION, JSON_LD("description"), as_it_is },

    { METADATA_TAGS, PROPERTY("article:tag"), as_it_is },
    { METADATA_TAGS, JSON_LD("keywords"), as_it_is },
    { METADATA_TAGS, META("parsely-tags"), as_it_is },
    { METADATA_TAGS, META("sailthru.tags"), as_it_is },
    { METADATA_TAGS, META("news_keywords"), as_it_is },
    { METADATA_TAGS, META("keywords"), as_it_is },
    { METADATA_TAGS, PROPERTY("dc.subject"), as_it_is },
    { METADATA_TAGS, REL("tag"), as_it_is },

    { METADATA_URL, LINK("canonical"), as_address },
    { METADATA_URL, PROPERTY("og:url"), as_address },
    { METADATA_URL, SAVED("url"), as_address },

    { METADATA_SAVED, SAVED("date"), as_date },

    { METADATA_BODY, JSON_LD("articleBody"), as_it_is },
};

enum { TRUST_COUNT = sizeof TRUST / sizeof TRUST[0] };

static bool is_wanted(enum metadata_origin origin, struct slice key)
{
    for (size_t i = 0; i < TRUST_COUNT; i++)
        if (TRUST[i].origin == origin
            && slice_equal(key, slice_of(TRUST[i].key)))
            return true;
    return false;
}

static bool is_list(enum metadata_field field)
{
    return field == METADATA_AUTHORS || field == METADATA_TAGS;
}

// ---- Values -----------------------------------------------------------------

enum { VALUE_MAX = 65536 }; // bytes

static bool is_word_sign(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
           || (c >= '0' && c <= '9');
}

static bool holds_entity(struct slice text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] != '&') continue;
        size_t end = i + 1;
        while (end < text.len
               && (is_word_sign(text.ptr[end]) || text.ptr[end] == '#'))
            end++;
        if (end > i + 1 && end < text.len && text.ptr[end] == ';') return true;
    }
    return false;
}

// Templates escape what is escaped already: "Q&amp;amp;A" in an attribute,
// "Q&amp;A" in JSON.
static struct slice decode(struct picker *picker, struct slice text)
{
    text = utf8_cut(text, VALUE_MAX);
    if (holds_entity(text)
        && !html_plain_text(text, picker->facts.arena, &text))
        picker->no_memory = true;
    return text;
}

// What JSON and attributes say is text in which markup may be written; what
// elements say was decoded with the page, and the article is decoded as a page.
static struct slice value_of(struct picker *picker, enum metadata_field field,
                             const struct metadata_fact *fact)
{
    switch (fact->origin) {
    case FROM_ARTICLE:
    case FROM_WEB_PAGE:
    case FROM_WEB_SITE:
    case FROM_META:
        return field == METADATA_BODY ? fact->value
                                      : decode(picker, fact->value);
    default: return fact->value;
    }
}

static struct slice as_it_is(struct picker *picker, struct slice value)
{
    (void)picker;
    return value;
}

// Headlines in JSON-LD may be another story's, or cut.
static struct slice as_fitting_headline(struct picker *picker,
                                        struct slice value)
{
    bool fits = metadata_headline_fits(&picker->facts, value);
    return fits ? title_less_site(&picker->site, value) : (struct slice){ 0 };
}

// The first heading is often the site's name: the title holds that as well,
// but more beside it.
static struct slice as_heading_like_title(struct picker *picker,
                                          struct slice value)
{
    struct slice title =
        metadata_facts_find(&picker->facts, FROM_ELEMENT, "title");
    bool alike = html_likeness(value, title) >= 0.75
                 && html_likeness(title, value) >= 0.3;
    if (!alike || is_site_name(&picker->site, value))
        return (struct slice){ 0 };
    return value;
}

static struct slice as_title(struct picker *picker, struct slice value)
{
    if (is_site_name(&picker->site, value)) return (struct slice){ 0 };
    return title_less_site(&picker->site, value);
}

static struct slice as_part_of_title(struct picker *picker, struct slice value)
{
    struct slice less = title_less_site(&picker->site, value);
    return less.len < value.len ? less : title_main_part(value);
}

// Later than next year: "2199", from a counter.
static bool is_to_come(struct slice date)
{
    char day[CLOCK_DAY_MAX];
    enum { YEAR = 4 };
    int now = 0, year = 0;
    clock_today(day);
    for (int i = 0; i < YEAR; i++) {
        now = now * 10 + day[i] - '0';
        year = year * 10 + date.ptr[i] - '0';
    }
    return year > now + 1;
}

static struct slice as_date(struct picker *picker, struct slice value)
{
    char iso[DATE_MAX];
    struct slice date = { iso, date_read_ordered(value, picker->order, iso) };
    // What templates write where there is no date, and what cannot be.
    if (!date.len || slice_starts_with(date, SLICE("1970-01-01"))
        || is_to_come(date))
        return (struct slice){ 0 };
    date = arena_copy(picker->facts.arena, date);
    if (!date.ptr) picker->no_memory = true;
    return date;
}

// A line of text speaks of old days, too.
static struct slice as_recent_date(struct picker *picker, struct slice value)
{
    struct slice date = as_date(picker, value);
    bool recent = date.len && slice_compare(date, SLICE("1990")) >= 0;
    return recent ? date : (struct slice){ 0 };
}

// "2019/11/18" in "https://example.com/2019/11/18/name".
static struct slice as_date_in_address(struct picker *picker,
                                       struct slice value)
{
    static const char FORM[] = "/0000/00/00/";
    enum { LENGTH = sizeof FORM - 1 };
    for (size_t at = 0; at + LENGTH <= value.len; at++) {
        size_t i = 0;
        while (i < LENGTH
               && (FORM[i] == '/'
                       ? value.ptr[at + i] == '/'
                       : value.ptr[at + i] >= '0' && value.ptr[at + i] <= '9'))
            i++;
        if (i < LENGTH) continue;
        char dashed[LENGTH - 2];
        memcpy(dashed, value.ptr + at + 1, sizeof dashed);
        dashed[4] = dashed[7] = '-';
        return as_date(picker, (struct slice){ dashed, sizeof dashed });
    }
    return (struct slice){ 0 };
}

static struct slice as_language(struct picker *picker, struct slice value)
{
    if (!language_tag(picker->facts.arena, &value)) picker->no_memory = true;
    return value;
}

static struct slice as_address(struct picker *picker, struct slice value)
{
    (void)picker;
    bool address = slice_starts_with(value, SLICE("http://"))
                   || slice_starts_with(value, SLICE("https://"));
    return address ? value : (struct slice){ 0 };
}

static struct slice as_host(struct picker *picker, struct slice value)
{
    (void)picker;
    return host_of(value);
}

static struct slice as_author(struct picker *picker, struct slice value)
{
    (void)picker;
    return author_name(value);
}

// Only what JSON-LD calls the author may be called like the site: templates
// put its name where they know no other.
static struct slice as_author_but_site(struct picker *picker,
                                       struct slice value)
{
    struct slice name = author_name(value);
    return is_site_name(&picker->site, name) ? (struct slice){ 0 } : name;
}

static struct slice as_author_in_line(struct picker *picker, struct slice value)
{
    struct slice name = author_in_line(value);
    return is_site_name(&picker->site, name) ? (struct slice){ 0 } : name;
}

// ---- Picking ----------------------------------------------------------------

static bool fact_is(const struct metadata_fact *fact, const struct trust *row)
{
    return fact->origin == row->origin
           && slice_equal(fact->key, slice_of(row->key));
}

static struct slice pick_one(struct picker *picker, enum metadata_field field,
                             const char **source)
{
    for (size_t r = 0; r < TRUST_COUNT; r++) {
        if (TRUST[r].field != field) continue;
        for (size_t i = 0; i < picker->facts.count; i++) {
            const struct metadata_fact *fact = &picker->facts.list[i];
            if (!fact_is(fact, &TRUST[r])) continue;
            struct slice value =
                TRUST[r].take(picker, value_of(picker, field, fact));
            if (value.len) *source = TRUST[r].source;
            if (value.len) return value;
        }
    }
    return (struct slice){ 0 };
}

// The next item of a list in words: names of people, or tags between commas.
static bool next_item(enum metadata_field field, struct slice *list,
                      struct slice *item)
{
    if (field == METADATA_AUTHORS) return author_next(list, item);
    if (list->len == 0) return false;
    const char *comma = memchr(list->ptr, ',', list->len);
    size_t len = comma ? (size_t)(comma - list->ptr) : list->len;
    *item = slice_trim((struct slice){ list->ptr, len });
    *list = slice_from(*list, comma ? len + 1 : len);
    return true;
}

static bool holds_line(struct slice lines, struct slice line)
{
    while (lines.len) {
        const char *end = memchr(lines.ptr, '\n', lines.len);
        size_t len = end ? (size_t)(end - lines.ptr) : lines.len;
        if (slice_equal_nocase((struct slice){ lines.ptr, len }, line))
            return true;
        lines = slice_from(lines, end ? len + 1 : len);
    }
    return false;
}

enum {
    LIST_MAX = 4096, // bytes, as the next
    ITEM_MAX = 200,
    DISTANCE = 300, // nodes between two that belong together
};

static struct slice pick_from_row(struct picker *picker,
                                  const struct trust *row)
{
    char lines[LIST_MAX];
    struct slice picked = { lines, 0 };
    uint32_t last = 0;
    for (size_t i = 0; i < picker->facts.count; i++) {
        const struct metadata_fact *fact = &picker->facts.list[i];
        if (!fact_is(fact, row)) continue;
        // A page has many bylines, but the first is the article's.
        bool shown = fact->origin == FROM_CLASS || fact->origin == FROM_TEXT;
        if (shown && picked.len) break;
        // So have comments; authors stand together.
        if (picked.len && fact->place > last + DISTANCE) break;
        last = fact->place;
        struct slice rest = value_of(picker, row->field, fact), item;
        while (next_item(row->field, &rest, &item)) {
            bool job = row->field == METADATA_AUTHORS && picked.len
                       && author_is_job(item);
            if (job) continue;
            item = row->take(picker, item);
            if (item.len == 0 || item.len > ITEM_MAX
                || item.len + 1 > LIST_MAX - picked.len
                || holds_line(picked, item))
                continue;
            if (picked.len) lines[picked.len++] = '\n';
            memcpy(lines + picked.len, item.ptr, item.len);
            picked.len += item.len;
        }
    }
    if (!picked.len) return (struct slice){ 0 };
    picked = arena_copy(picker->facts.arena, picked);
    if (!picked.ptr) picker->no_memory = true;
    return picked;
}

static struct slice pick_list(struct picker *picker, enum metadata_field field,
                              const char **source)
{
    for (size_t r = 0; r < TRUST_COUNT; r++) {
        if (TRUST[r].field != field) continue;
        struct slice list = pick_from_row(picker, &TRUST[r]);
        if (list.len) *source = TRUST[r].source;
        if (list.len) return list;
    }
    return (struct slice){ 0 };
}

static void learn_site(struct picker *picker)
{
    const struct metadata_facts *facts = &picker->facts;
    const char *source;
    picker->site = (struct site_names){
        .names = {
            metadata_facts_find(facts, FROM_ARTICLE, "publisher"),
            metadata_facts_find(facts, FROM_META, "og:site_name"),
            metadata_facts_find(facts, FROM_WEB_SITE, "name"),
            metadata_facts_find(facts, FROM_META, "application-name"),
            metadata_facts_find(facts, FROM_META, "dc.publisher"),
        },
        .host = host_of(pick_one(picker, METADATA_URL, &source)),
    };
}

// English is written in both orders: only its region tells.
static enum date_order order_of(struct slice language)
{
    if (language.len < 2) return DATE_ANY_ORDER;
    struct slice primary = { language.ptr, 2 };
    struct slice rest = slice_from(language, 2);
    bool more = rest.len && rest.ptr[0] != '-' && rest.ptr[0] != '_';
    if (more || !slice_equal_nocase(primary, SLICE("en")))
        return DATE_DAY_FIRST;
    bool american =
        rest.len == 3 && slice_equal_nocase(slice_from(rest, 1), SLICE("us"));
    if (american) return DATE_MONTH_FIRST;
    return rest.len == 3 ? DATE_DAY_FIRST : DATE_ANY_ORDER;
}

static bool has_article(const struct metadata_facts *facts)
{
    for (size_t i = 0; i < facts->count; i++)
        if (facts->list[i].origin == FROM_ARTICLE) return true;
    return metadata_facts_find(facts, FROM_META, "article:published_time").len
           || metadata_facts_find(facts, FROM_ITEMPROP, "datepublished").len
           || metadata_facts_find(facts, FROM_META, "citation_title").len;
}

bool metadata_read(const struct html_tree *tree, const struct html_saved *saved,
                   struct arena *arena, struct metadata *metadata)
{
    *metadata = (struct metadata){ 0 };
    struct picker picker = { .facts = { .arena = arena } };
    metadata_facts_read(&picker.facts, tree, is_wanted);
    if (picker.facts.no_memory) return false;
    metadata_facts_add(&picker.facts, FROM_BROWSER, SLICE("url"), saved->url);
    metadata_facts_add(&picker.facts, FROM_BROWSER, SLICE("date"), saved->date);
    picker.order =
        order_of(metadata_facts_find(&picker.facts, FROM_ELEMENT, "html lang"));
    learn_site(&picker);
    for (int i = 0; i < METADATA_FIELDS; i++) {
        enum metadata_field field = (enum metadata_field)i;
        const char **source = &metadata->sources[i];
        metadata->fields[i] = is_list(field) ? pick_list(&picker, field, source)
                                             : pick_one(&picker, field, source);
    }
    metadata->has_article = has_article(&picker.facts);
    const char *title = metadata->sources[METADATA_TITLE];
    metadata->has_headline = title && strcmp(title, "h1") == 0;
    return !picker.no_memory;
}
