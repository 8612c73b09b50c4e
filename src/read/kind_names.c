// Only extensions that say what a file is, whoever made it: ".doc" is plain
// text as often as not, and ".1" a page of a manual or the first of two copies.

#include "read/kinds.h"

#include "read/source.h"

static const struct {
    struct kind kind;
    const char *extensions; // with a blank around each
} NAMES[] = {
    { { "html", "HTML", FORMAT_HTML }, " html htm xhtml xht shtml " },
    { { "markdown", "Markdown", FORMAT_MARKDOWN },
      " md markdown mdown mkd mkdn mdwn mdx rmd qmd " },
    { { "text", "text", FORMAT_TEXT }, " txt text " },
    { { "jsonl", "JSON lines", FORMAT_JSONL }, " jsonl ndjson jl " },
    { { "json", "JSON other than an object a line", FORMAT_LATER },
      " json geojson ipynb " },
    { { "mail", "mail", FORMAT_LATER }, " eml emlx msg " },
    { { "mbox", "mbox", FORMAT_LATER }, " mbox mbx " },
    { { "mhtml", "MHTML", FORMAT_LATER }, " mht mhtml " },
    { { "warc", "WARC", FORMAT_LATER }, " warc arc " },
    { { "xml", "XML", FORMAT_LATER },
      " xml rss atom opml fb2 tei dbk docbook " },
    { { "subtitles", "subtitles", FORMAT_LATER }, " srt vtt ass ssa " },
    { { "table", "a table of values", FORMAT_NONE }, " csv tsv psv " },
    { { "image", "an SVG image", FORMAT_NONE }, " svg " },
    { { "style", "a style sheet", FORMAT_NONE },
      " css scss sass less xsl xslt " },
    { { "data", "a file of settings or data", FORMAT_NONE },
      " yaml yml toml ini cfg conf config properties env lock log sql map bib "
      "dtd xsd proto desktop service torrent url webloc webmanifest ics vcf " },
    { { "code", "source code", FORMAT_NONE },
      " js mjs cjs jsx ts tsx vue c h cc cpp cxx hh hpp m mm cs java kt scala "
      "go rs swift py pyi rb pl pm php lua sh bash zsh fish bat cmd ps1 "
      "asm s v vhd el lisp clj ex exs erl hs ml mli fs vb pas f f90 awk sed "
      "cmake mk gradle diff patch po pot " },
};

// The extension of path in lower case with a blank on either side, or false.
static bool extension_of(struct slice path, char *wanted, size_t size)
{
    size_t dot = path.len;
    while (dot > 0 && path.ptr[dot - 1] != '.' && path.ptr[dot - 1] != '/')
        dot--;
    struct slice extension = slice_from(path, dot);
    if (dot == 0 || path.ptr[dot - 1] == '/' || extension.len == 0
        || extension.len > size - 3)
        return false;
    wanted[0] = ' ';
    for (size_t i = 0; i < extension.len; i++) {
        char c = extension.ptr[i];
        if (c == ' ') return false;
        wanted[i + 1] = (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    }
    wanted[extension.len + 1] = ' ';
    wanted[extension.len + 2] = '\0';
    return true;
}

static struct slice without_suffix(struct slice path, struct slice suffix)
{
    if (path.len <= suffix.len) return path;
    struct slice end = slice_from(path, path.len - suffix.len);
    if (slice_equal_nocase(end, suffix)) path.len -= suffix.len;
    return path;
}

const struct kind *kind_by_name(const char *path)
{
    char wanted[24];
    struct slice plain = slice_of(path);
    plain = without_suffix(plain, SLICE(".gz"));
    plain = without_suffix(plain, SLICE(".zst"));
    if (!extension_of(plain, wanted, sizeof wanted)) return NULL;
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++)
        if (strstr(NAMES[i].extensions, wanted)) return &NAMES[i].kind;
    return NULL;
}

const char *kind_of_name(const char *path)
{
    const struct kind *kind = kind_by_name(path);
    return kind && kind->format > FORMAT_LATER ? kind->name : NULL;
}
