#include "read/html/metadata_names.h"

#include <utf8proc.h>

#include "base/utf8.h"
#include "read/date_words.h"
#include "read/html/byline.h"

enum { COMPACT_MAX = 64 };

static struct slice cut(struct slice text, size_t from, size_t to)
{
    return slice_trim((struct slice){ text.ptr + from, to - from });
}

// ---- Sites ------------------------------------------------------------------

struct slice host_of(struct slice url)
{
    const char *start = slice_find(url, SLICE("://"));
    if (!start) return (struct slice){ 0 };
    struct slice host = slice_from(url, (size_t)(start - url.ptr) + 3);
    size_t len = 0;
    while (len < host.len && !strchr("/?#:", host.ptr[len])) len++;
    host.len = len;
    if (slice_starts_with(host, SLICE("www."))) host = slice_from(host, 4);
    return host;
}

// Letters and digits alone, in small letters: how names stand in hosts.
static struct slice compact(struct slice text, char room[COMPACT_MAX])
{
    size_t len = 0;
    for (size_t i = 0; i < text.len && len < COMPACT_MAX; i++) {
        char c = text.ptr[i];
        if (c >= 'A' && c <= 'Z') c = (char)(c + ('a' - 'A'));
        bool kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')
                    || (unsigned char)c >= 0x80;
        if (kept) room[len++] = c;
    }
    return (struct slice){ room, len };
}

static bool is_east_asian(struct slice text, size_t at)
{
    return at < text.len && (unsigned char)text.ptr[at] >= 0xE3;
}

bool is_site_name(const struct site_names *site, struct slice text)
{
    enum { SHORTEST = 3 };       // that may be part of a host
    enum { DENSE_SHORTEST = 9 }; // bytes, of the beginning of a name
    char room[COMPACT_MAX], other_room[COMPACT_MAX];
    struct slice wanted = compact(text, room);
    if (wanted.len == 0 || wanted.len == COMPACT_MAX) return false;
    for (size_t i = 0; i < sizeof site->names / sizeof site->names[0]; i++) {
        struct slice name = compact(site->names[i], other_room);
        // Or most of it, where each letter is a word.
        bool begins = wanted.len >= DENSE_SHORTEST && is_east_asian(wanted, 0)
                      && slice_starts_with(name, wanted);
        if (begins || slice_equal(wanted, name)) return true;
    }
    struct slice host = compact(site->host, other_room);
    return wanted.len >= SHORTEST && slice_find(host, wanted) != NULL;
}

// ---- Titles -----------------------------------------------------------------

// Signs that stand between a title and a site. Those with one byte need white
// space on both sides.
static const char *const SEPARATORS[] = {
    "|", "-", "–", "—", "::", "»", "«", "·", "•", "/", "\\", ">", "<", "✩", "~",
};

// The separator at a place of a title, as the bytes from *from to *to with the
// white space around it.
static bool separator_at(struct slice title, size_t at, size_t *from,
                         size_t *to)
{
    if (at == 0 || title.ptr[at - 1] != ' ') return false;
    struct slice rest = slice_from(title, at);
    for (size_t i = 0; i < sizeof SEPARATORS / sizeof SEPARATORS[0]; i++) {
        struct slice sign = slice_of(SEPARATORS[i]);
        if (!slice_starts_with(rest, sign)) continue;
        if (rest.len > sign.len && rest.ptr[sign.len] != ' ') continue;
        *from = at - 1;
        *to = at + sign.len;
        return true;
    }
    return false;
}

// "米朝首脳会談：日本経済新聞": East Asian titles have no white space there.
static struct slice without_wide_last(const struct site_names *site,
                                      struct slice title)
{
    static const char *const SIGNS[] = { "｜", "：", "－", "_", "|", "-" };
    for (size_t at = title.len; at-- > 1;)
        for (size_t i = 0; i < sizeof SIGNS / sizeof SIGNS[0]; i++) {
            struct slice rest = slice_from(title, at);
            struct slice sign = slice_of(SIGNS[i]);
            if (!slice_starts_with(rest, sign)) continue;
            bool wide = (title.ptr[at - 1] & 0x80)
                        || is_east_asian(title, at + sign.len);
            bool site_follows =
                wide
                && is_site_name(site, cut(title, at + sign.len, title.len));
            return site_follows ? cut(title, 0, at) : title;
        }
    return title;
}

static struct slice without_last(const struct site_names *site,
                                 struct slice title)
{
    size_t from, to;
    for (size_t at = title.len; at-- > 1;)
        if (separator_at(title, at, &from, &to))
            return is_site_name(site, cut(title, to, title.len))
                       ? cut(title, 0, from)
                       : title;
    return title;
}

static struct slice without_first(const struct site_names *site,
                                  struct slice title)
{
    size_t from, to;
    for (size_t at = 1; at < title.len; at++) {
        bool colon = title.ptr[at] == ':' && at + 1 < title.len
                     && title.ptr[at + 1] == ' ';
        if (colon) from = at, to = at + 1;
        if (!colon && !separator_at(title, at, &from, &to)) continue;
        return is_site_name(site, cut(title, 0, from))
                   ? cut(title, to, title.len)
                   : title;
    }
    return title;
}

struct slice title_less_site(const struct site_names *site, struct slice title)
{
    struct slice rest =
        without_first(site, without_wide_last(site, without_last(site, title)));
    return rest.len ? rest : title;
}

struct slice title_main_part(struct slice title)
{
    enum { SHORT = 15 }; // bytes; the name of a site or a section
    struct slice longest = { 0 };
    size_t start = 0, from, to;
    for (size_t at = 1; at <= title.len; at++) {
        bool end = at == title.len;
        if (end) from = to = at;
        if (!end && !separator_at(title, at, &from, &to)) continue;
        struct slice part = cut(title, start, from);
        if (start == 0 && part.len >= SHORT) return part;
        if (part.len > longest.len) longest = part;
        start = to;
    }
    return longest;
}

// ---- Authors ----------------------------------------------------------------

static size_t count_words(struct slice text)
{
    size_t words = 0;
    for (size_t i = 0; i < text.len; i++)
        words += text.ptr[i] != ' ' && (i == 0 || text.ptr[i - 1] == ' ');
    return words;
}

static struct slice without_by(struct slice text)
{
    return slice_trim(slice_from(text, html_byline_start(text)));
}

// "Ann Lee (https://example.com/)", "Ann Lee <ann@example.com>".
static struct slice without_address(struct slice text)
{
    for (size_t i = 1; i < text.len; i++) {
        struct slice rest = slice_from(text, i);
        if ((text.ptr[i] == '(' || text.ptr[i] == '<')
            && (slice_find(rest, SLICE("://")) || slice_find(rest, SLICE("@"))))
            return cut(text, 0, i);
    }
    return text;
}

// The next word between blanks from *at on; false at the end.
static bool next_word(struct slice text, size_t *at, struct slice *word)
{
    while (*at < text.len && text.ptr[*at] == ' ') ++*at;
    size_t from = *at;
    while (*at < text.len && text.ptr[*at] != ' ') ++*at;
    *word = (struct slice){ text.ptr + from, *at - from };
    return word->len > 0;
}

// What follows a name: what the person is, or a day.
static bool ends_name(struct slice word)
{
    static const char *const WORDS[] = {
        "senior",
        "chief",
        "contributing",
        "editor",
        "reporter",
        "correspondent",
        "writer",
        "columnist",
        "journalist",
        "producer",
        "contributor",
        "redakteur",
        "redakteurin",
        "korrespondent",
        "korrespondentin",
        "reporterin",
        "journaliste",
        "journalistin",
        "rédacteur",
        "rédactrice",
        "periodista",
        "corresponsal",
        "redactor",
        "redactora",
        "jornalista",
        "repórter",
        "giornalista",
        "redacteur",
        "verslaggever",
        "journalista",
        "dziennikarz",
        "updated",
        "published",
        "posted",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "follow",
        "@",
    };
    while (word.len && strchr(",.:;", word.ptr[word.len - 1])) word.len--;
    for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++)
        if (slice_equal_nocase(word, slice_of(WORDS[i]))) return true;
    return false;
}

static struct slice without_job(struct slice name)
{
    struct slice word;
    for (size_t at = 0; next_word(name, &at, &word);) {
        // "Daily Staff" is who wrote it, "Ann Lee Staff Writer" is not.
        bool staff = slice_equal_nocase(word, SLICE("staff")) && at < name.len;
        if (!staff && !ends_name(word)) continue;
        name.len = (size_t)(word.ptr - name.ptr);
        break;
    }
    name = slice_trim(name);
    if (slice_ends_with(name, SLICE(" on"))) name.len -= 3;
    while (name.len && strchr(",;:|-", name.ptr[name.len - 1])) name.len--;
    if (name.len && name.ptr[name.len - 1] == ')'
        && !memchr(name.ptr, '(', name.len))
        name.len--;
    return slice_trim(name);
}

struct slice author_name(struct slice text)
{
    enum { BYTES_MAX = 100, WORDS_MAX = 8 };
    static const char *const NOT_IN_NAMES[] = { "@", "://", "www.", "http" };
    static const char *const NOBODY[] = {
        "admin",   "administrator", "staff",    "editor",    "guest",
        "unknown", "anonymous",     "user",     "author",    "by",
        "home",    "webmaster",     "root",     "redaktion", "redazione",
        "гость",   "редакция",      "síguenos", "n/a",       "null",
        "none",    "undefined",
    };
    struct slice none = { 0 };
    struct slice name =
        without_job(without_address(without_by(slice_trim(text))));
    if (name.len < 2 || name.len > BYTES_MAX || count_words(name) > WORDS_MAX)
        return none;
    for (size_t i = 0; i < sizeof NOT_IN_NAMES / sizeof NOT_IN_NAMES[0]; i++)
        if (slice_find(name, slice_of(NOT_IN_NAMES[i]))) return none;
    for (size_t i = 0; i < sizeof NOBODY / sizeof NOBODY[0]; i++)
        if (slice_equal_nocase(name, slice_of(NOBODY[i]))) return none;
    return name;
}

// Small words of names: "van der Berg".
static bool is_particle(struct slice word)
{
    static const char *const WORDS[] = {
        "de",  "da",  "do",  "dos", "das",  "di",   "del", "della", "la",  "le",
        "van", "von", "der", "den", "zu",   "af",   "av",  "bin",   "ibn", "al",
        "el",  "y",   "e",   "i",   "and",  "und",  "et",  "og",    "och", "ja",
        "en",  "&",   "ter", "ten", "with", "avec", "mit",
    };
    for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++)
        if (slice_equal(word, slice_of(WORDS[i]))) return true;
    return false;
}

bool author_is_job(struct slice text)
{
    struct slice word, last = { 0 };
    for (size_t at = 0; next_word(text, &at, &word);) last = word;
    return ends_name(last);
}

struct slice author_in_line(struct slice line)
{
    struct slice word, none = { 0 };
    line = without_by(slice_trim(line));
    for (size_t at = 0; next_word(line, &at, &word);) {
        uint32_t c;
        utf8_decode(word.ptr, word.len, &c);
        utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)c);
        bool letter = category >= UTF8PROC_CATEGORY_LU
                      && category <= UTF8PROC_CATEGORY_LO;
        if (word.ptr == line.ptr && !letter) return none;
        bool small = category == UTF8PROC_CATEGORY_LL && !is_particle(word);
        if (!small && !date_month_of(word)) continue;
        line.len = (size_t)(word.ptr - line.ptr);
        break;
    }
    struct slice name = author_name(line);
    size_t at = 0;
    bool named = next_word(name, &at, &word) && !is_particle(word);
    return named ? name : none;
}

// Whether all parts between commas are names of several words; else a comma
// stands inside a name: "Lee, Ann".
static bool commas_separate(struct slice list)
{
    for (size_t from = 0, i = 0; i <= list.len; i++) {
        if (i < list.len && list.ptr[i] != ',') continue;
        if (count_words(cut(list, from, i)) < 2) return false;
        from = i + 1;
    }
    return true;
}

static size_t conjunction_at(struct slice text, size_t at)
{
    static const char *const WORDS[] = { " and ",   " & ",    " und ",
                                         " et ",    " y ",    " e ",
                                         " och ",   " og ",   " (avec ",
                                         " (with ", " (mit ", " (con " };
    for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++)
        if (slice_starts_with(slice_from(text, at), slice_of(WORDS[i])))
            return slice_of(WORDS[i]).len;
    return 0;
}

bool author_next(struct slice *list, struct slice *name)
{
    if (list->len == 0) return false;
    bool commas = commas_separate(*list);
    for (size_t at = 1; at < list->len; at++) {
        char c = list->ptr[at];
        size_t len = c == ';' || c == '\n' || (c == ',' && commas) ? 1 : 0;
        if (!len) len = conjunction_at(*list, at);
        if (!len) continue;
        struct slice before = cut(*list, 0, at);
        struct slice after = cut(*list, at + len, list->len);
        // "Johnson and Johnson" is one name.
        if (len > 1 && (count_words(before) < 2 || count_words(after) < 2))
            continue;
        *name = before;
        *list = after;
        return true;
    }
    *name = *list;
    *list = (struct slice){ 0 };
    return true;
}
