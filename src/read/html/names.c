#include "read/html/names.h"

#include <stdlib.h>

enum {
    WORD_MAX = 16,   // bytes; longer words are in no table
    WORDS_MAX = 12,  // of a name; what follows is left out of account
    WORDS_OF_ID = 3, // more are a heading: "sharing-with-a-single-developer"
};

// A name in words, in small letters; "" for a word that is in no table.
struct words_of_name {
    char words[WORDS_MAX][WORD_MAX + 1];
    size_t count;
};

// ---- Tables -----------------------------------------------------------------

// Each list is in the order of its bytes.
static const char *const HARD[] = {
    "comentarii",   "comentario",   "comentarios",     "comment",
    "commentaire",  "commentaires", "commenti",        "commentlist",
    "comments",     "correlate",    "correlati",       "disqus",
    "gerelateerd",  "komentare",    "komentari",       "komentarze",
    "kommentar",    "kommentare",   "kommentarer",     "kommentit",
    "outbrain",     "popular",      "powiazane",       "reacties",
    "recirc",       "recommend",    "recommendations", "recommended",
    "relacionadas", "relacionados", "related",         "relaterade",
    "relaterede",   "relaterte",    "replies",         "reply",
    "respond",      "souvisejici",  "taboola",         "trending",
    "verwandte",    "yorumlar",
};

static const char *const SOFT[] = {
    "ad",          "ads",           "adsense",     "advert",
    "advertentie", "advertisement", "advertising", "adverts",
    "annons",      "annonse",       "annonser",    "anuncio",
    "anuncios",    "anzeige",       "anzeigen",    "banner",
    "banners",     "bio",           "breadcrumb",  "breadcrumbs",
    "byline",      "caption",       "carousel",    "compartilhar",
    "compartir",   "condividi",     "consent",     "cookie",
    "cookies",     "credit",        "dela",        "delen",
    "donate",      "etiquetas",     "facebook",    "follow",
    "footer",      "gallery",       "gdpr",        "keywords",
    "linkedin",    "login",         "mainos",      "menu",
    "migas",       "modal",         "nav",         "navbar",
    "navigation",  "newsletter",    "overlay",     "pager",
    "pagination",  "partager",      "paylas",      "pinterest",
    "poll",        "popup",         "print",       "promo",
    "pubblicita",  "publicidad",    "publicidade", "publicite",
    "rail",        "rating",        "redes",       "reklam",
    "reklama",     "search",        "settings",    "share",
    "sharing",     "sidebar",       "signup",      "skip",
    "slideshow",   "social",        "sociales",    "sponsor",
    "sponsored",   "subscribe",     "tags",        "teaser",
    "teasers",     "teilen",        "timestamp",   "toc",
    "toolbar",     "udostepnij",    "werbung",     "whatsapp",
    "widget",
};

static const char *const SOFT_PAIRS[][2] = {
    { "read", "more" },      { "more", "from" },   { "up", "next" },
    { "see", "also" },       { "author", "box" },  { "author", "bio" },
    { "author", "info" },    { "post", "meta" },   { "entry", "meta" },
    { "article", "meta" },   { "post", "footer" }, { "entry", "footer" },
    { "article", "footer" }, { "next", "prev" },   { "screen", "reader" },
    { "sr", "only" },        { "off", "screen" },  { "publish", "date" },
};

static const char *const CONTENT_PAIRS[][2] = {
    { "entry", "content" }, { "post", "content" }, { "article", "content" },
    { "story", "content" }, { "article", "body" }, { "story", "body" },
    { "post", "body" },     { "entry", "body" },   { "content", "body" },
    { "article", "text" },  { "story", "text" },   { "body", "copy" },
    { "body", "text" },     { "post", "text" },    { "news", "text" },
    { "news", "body" },
};

// WordPress describes the whole post, theme and all, in names that begin so.
static const char *const DESCRIPTIVE[] = {
    "category", "format", "has", "no", "status", "tag", "type", "with",
};

// "modal-content" holds what the modal shows.
static const char *const CONTENT_ENDS[] = {
    "article", "body", "content", "embed", "entry",
    "main",    "post", "story",   "text",
};

static int compare_strings(const void *a, const void *b)
{
    return strcmp(a, *(const char *const *)b);
}

#define IS_IN(list, word)                                                     \
    (bsearch((word), (list), sizeof(list) / sizeof(list)[0], sizeof(list)[0], \
             compare_strings)                                                 \
     != NULL)

#define HAS_PAIR(name, pairs) \
    has_pair((name), (pairs), sizeof(pairs) / sizeof(pairs)[0])

static bool has_pair(const struct words_of_name *name,
                     const char *const (*pairs)[2], size_t count)
{
    for (size_t i = 0; i + 1 < name->count; i++)
        for (size_t k = 0; k < count; k++)
            if (strcmp(name->words[i], pairs[k][0]) == 0
                && strcmp(name->words[i + 1], pairs[k][1]) == 0)
                return true;
    return false;
}

// "entrycontent", which is one word.
static bool is_compound(const struct words_of_name *name)
{
    for (size_t i = 0; i < name->count; i++)
        for (size_t k = 0; k < sizeof CONTENT_PAIRS / sizeof CONTENT_PAIRS[0];
             k++) {
            size_t first = strlen(CONTENT_PAIRS[k][0]);
            if (strncmp(name->words[i], CONTENT_PAIRS[k][0], first) == 0
                && strcmp(name->words[i] + first, CONTENT_PAIRS[k][1]) == 0)
                return true;
        }
    return false;
}

// ---- Words ------------------------------------------------------------------

static bool is_lower(char c)
{
    return (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
}

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static void add_word(struct words_of_name *words, struct slice word)
{
    if (word.len == 0 || words->count == WORDS_MAX) return;
    char *copy = words->words[words->count++];
    copy[0] = '\0';
    if (word.len > WORD_MAX) return;
    for (size_t i = 0; i < word.len; i++)
        copy[i] = (char)(is_upper(word.ptr[i]) ? word.ptr[i] + ('a' - 'A')
                                               : word.ptr[i]);
    copy[word.len] = '\0';
}

// "postBody", "post-body2", "POST_BODY" are post and body.
static void cut_words(struct slice name, struct words_of_name *words)
{
    words->count = 0;
    size_t from = 0;
    for (size_t i = 0; i <= name.len; i++) {
        char c = i < name.len ? name.ptr[i] : '-';
        bool letter = is_lower(c) || is_upper(c);
        bool capital = is_upper(c) && i > from && is_lower(name.ptr[i - 1]);
        if (letter && !capital) continue;
        add_word(words, (struct slice){ name.ptr + from, i - from });
        from = letter ? i : i + 1;
    }
}

// ---- Judgement --------------------------------------------------------------

static bool is_excused(const struct words_of_name *name)
{
    if (IS_IN(DESCRIPTIVE, name->words[0]) && name->count > 1) return true;
    if (IS_IN(CONTENT_ENDS, name->words[name->count - 1])) return true;
    for (size_t i = 0; i < name->count; i++)
        if (strcmp(name->words[i], "layout") == 0) return true;
    return strcmp(name->words[0], "elementor") == 0;
}

static void raise(enum html_praise *praise, enum html_praise to)
{
    if (*praise < to) *praise = to;
}

static void judge_name(struct slice text, size_t most_words,
                       struct html_names *names)
{
    struct words_of_name name;
    cut_words(text, &name);
    if (name.count == 0 || name.count > most_words) return;

    if (HAS_PAIR(&name, CONTENT_PAIRS) || is_compound(&name))
        raise(&names->praise, HTML_IS_NAMED);
    if (is_excused(&name)) return;

    enum html_reproach reproach = HTML_NO_REPROACH;
    if (HAS_PAIR(&name, SOFT_PAIRS)) reproach = HTML_SOFT_REPROACH;
    for (size_t i = 0; i < name.count; i++) {
        if (IS_IN(SOFT, name.words[i]) && reproach < HTML_SOFT_REPROACH)
            reproach = HTML_SOFT_REPROACH;
        if (IS_IN(HARD, name.words[i])) reproach = HTML_HARD_REPROACH;
        if (strcmp(name.words[i], "caption") == 0) names->caption = true;
    }
    if (names->reproach < reproach) names->reproach = reproach;
}

static bool is_entry(struct slice name)
{
    return slice_equal(name, SLICE("h-entry"))
           || slice_equal(name, SLICE("hentry"));
}

// Calls judge_name for each name of a list between white space.
static void judge_names(struct slice list, size_t most_words,
                        struct html_names *names)
{
    while (list.len) {
        size_t end = 0;
        while (end < list.len && (unsigned char)list.ptr[end] > ' ') end++;
        struct slice name = { list.ptr, end };
        judge_name(name, most_words, names);
        if (is_entry(name)) names->article = true;
        list = slice_from(list, end);
        while (list.len && (unsigned char)list.ptr[0] <= ' ')
            list = slice_from(list, 1);
    }
}

// Elements whose names speak of the whole page, or that hold what the article
// quotes: a tweet is a blockquote of class twitter-tweet.
static bool is_above_reproach(GumboTag tag)
{
    switch (tag) {
    case GUMBO_TAG_HTML:
    case GUMBO_TAG_BODY:
    case GUMBO_TAG_MAIN:
    case GUMBO_TAG_BLOCKQUOTE:
    case GUMBO_TAG_PRE:
    case GUMBO_TAG_TABLE: return true;
    default: return false;
    }
}

struct html_names html_names_of(const struct html_node *node)
{
    static const char *const ATTRIBUTES[] = {
        "class", "id", "role", "itemprop", "data-component", "data-testid",
    };
    struct html_names names = { 0 };
    for (size_t i = 0; i < sizeof ATTRIBUTES / sizeof ATTRIBUTES[0]; i++)
        judge_names(html_attribute(node, ATTRIBUTES[i]),
                    strcmp(ATTRIBUTES[i], "id") == 0 ? WORDS_OF_ID : WORDS_MAX,
                    &names);
    struct slice item = html_attribute(node, "itemprop");
    bool body = slice_equal_nocase(item, SLICE("articleBody"));
    bool main = node->tag == GUMBO_TAG_MAIN
                || slice_equal(html_attribute(node, "role"), SLICE("main"));
    if (body || node->tag == GUMBO_TAG_ARTICLE) names.article = true;
    if (main) raise(&names.praise, HTML_IS_MAIN);
    if (names.article) raise(&names.praise, HTML_IS_ARTICLE);
    if (body) raise(&names.praise, HTML_IS_BODY);
    if (is_above_reproach(node->tag)) names.reproach = HTML_NO_REPROACH;
    return names;
}

bool html_role_is_aside(const struct html_node *node)
{
    static const char *const ROLES[] = {
        "banner", "complementary", "contentinfo", "dialog",
        "menu",   "navigation",    "search",      "toolbar",
    };
    struct slice role = html_attribute(node, "role");
    for (size_t i = 0; i < sizeof ROLES / sizeof ROLES[0]; i++)
        if (slice_equal_nocase(role, slice_of(ROLES[i]))) return true;
    return false;
}
