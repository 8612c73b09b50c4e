#include "read/html/byline.h"

#include <stdbool.h>
#include <utf8proc.h>

#include "base/utf8.h"

// In small letters; longer ones before those that they begin with. A name
// follows after a blank or a sign; after words that say more than "by", after a
// colon.
static const char *const STARTS[] = {
    "written by",
    "posted by",
    "published by",
    "story by",
    "text by",
    "words by",
    "report by",
    "reported by",
    "review by",
    "article by",
    "authors:",
    "author:",
    "by",
    "verfasst von",
    "geschrieben von",
    "ein artikel von",
    "ein beitrag von",
    "eine analyse von",
    "ein kommentar von",
    "text von",
    "autorin",
    "autor:",
    "von",
    "écrit par",
    "publié par",
    "rédigé par",
    "propos recueillis par",
    "auteur:",
    "par",
    "escrito por",
    "publicado por",
    "redactado por",
    "texto de",
    "texto:",
    "autora:",
    "por",
    "scritto da",
    "pubblicato da",
    "articolo di",
    "autore:",
    "a cura di",
    "di",
    "geschreven door",
    "tekst:",
    "door",
    "skriven av",
    "publicerad av",
    "text:",
    "skrevet af",
    "skrevet av",
    "publisert av",
    "journalist:",
    "av",
    "af",
    "kirjoittaja",
    "kirjoittanut",
    "teksti:",
    "napisał",
    "napisała",
    "opracował",
    "autorzy:",
    "autoři:",
    "autori:",
    "napsal",
    "napsala",
    "írta",
    "szerző",
    "szerzők",
    "scris de",
    "publicat de",
    "yazan",
    "yazar:",
    "haber:",
    "συντάκτης",
    "автор:",
    "авторы:",
    "текст:",
    "опубликовал",
    "автори:",
    "بقلم",
    "كتب",
    "كتبت",
    "الكاتب",
    "מאת",
    "نویسنده",
    "به قلم",
    "लेखक",
    "ditulis oleh",
    "penulis:",
    "oleh",
    "tác giả",
    "theo",
    "โดย",
    "ผู้เขียน",
    "作者",
    "撰文",
    "记者",
    "記者",
    "文字",
    "文",
    "取材・文",
    "執筆",
    "著者",
    "ライター",
    "글",
    "취재",
};

static size_t skip_signs(struct slice text, size_t at)
{
    size_t start = at;
    while (at < text.len) {
        uint32_t c;
        size_t len = utf8_decode(text.ptr + at, text.len - at, &c);
        bool sign = c == ' ' || c == ':' || c == 0xA0 || c == 0xFF1A
                    || c == 0xFF0F || c == '/' || c == '|' || c == 0x3000
                    || c == '=' || c == 0xFF1D;
        if (!sign) break;
        at += len;
    }
    return at - start;
}

// The bytes of text that are the letters of word, whatever their case; else 0.
static size_t match(struct slice text, const char *word)
{
    size_t at = 0, len = strlen(word);
    for (size_t i = 0; i < len;) {
        uint32_t wanted, c;
        i += utf8_decode(word + i, len - i, &wanted);
        if (at == text.len) return 0;
        at += utf8_decode(text.ptr + at, text.len - at, &c);
        if ((uint32_t)utf8proc_tolower((utf8proc_int32_t)c) != wanted) return 0;
    }
    return at;
}

size_t html_byline_start(struct slice text)
{
    for (size_t i = 0; i < sizeof STARTS / sizeof STARTS[0]; i++) {
        size_t len = match(text, STARTS[i]);
        size_t signs = len ? skip_signs(text, len) : 0;
        bool parted = signs || text.ptr[len ? len - 1 : 0] == ':';
        if (len && parted && len + signs < text.len) return len + signs;
    }
    return 0;
}
