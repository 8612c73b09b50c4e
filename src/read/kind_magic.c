// Magic numbers, from the specifications of the formats. Some are letters that
// may also begin a text ("ID3 tags are ..."), so this is asked of binary files
// only.

#include "read/kinds.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    size_t offset;
    struct slice magic;
    struct kind kind;
} MAGIC[] = {
    { 0,
      { "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8 },
      { "ole", "an old Office document", FORMAT_LATER } },
    { 0,
      { "\xC5\xD0\xD3\xC6", 4 },
      { "postscript", "PostScript", FORMAT_LATER } },
    { 60, { "BOOKMOBI", 8 }, { "mobi", "a Mobipocket book", FORMAT_LATER } },
    { 60, { "TEXtREAd", 8 }, { "mobi", "a PalmDOC book", FORMAT_LATER } },
    { 0, { "ITSF", 4 }, { "chm", "a CHM book", FORMAT_LATER } },
    { 0, { "ZIM\x04", 4 }, { "zim", "ZIM", FORMAT_LATER } },
    { 0,
      { "SQLite format 3\0", 16 },
      { "sqlite", "an SQLite database", FORMAT_LATER } },
    { 0,
      { "bplist00", 8 },
      { "webarchive", "a binary property list", FORMAT_LATER } },
    { 0, { "Rar!\x1A\x07", 6 }, { "rar", "RAR", FORMAT_LATER } },
    { 0, { "7z\xBC\xAF\x27\x1C", 6 }, { "7z", "7z", FORMAT_LATER } },
    { 0, { "\3757zXZ\0", 6 }, { "xz", "xz", FORMAT_LATER } },
    { 0, { "BZh", 3 }, { "bzip2", "bzip2", FORMAT_LATER } },
    { 0,
      { "\x1F\x8B", 2 },
      { "gzip", "gzip inside of compressed data", FORMAT_LATER } },
    { 0,
      { "\x28\xB5\x2F\xFD", 4 },
      { "zstd", "zstd inside of compressed data", FORMAT_LATER } },
    { 0, { "\x04\x22\x4D\x18", 4 }, { "lz4", "lz4", FORMAT_LATER } },
    { 0, { "LZIP", 4 }, { "lzip", "lzip", FORMAT_LATER } },
    { 0, { "\x1F\x9D", 2 }, { "compress", "compress (.Z)", FORMAT_LATER } },
    { 0, { "\x5D\0\0", 3 }, { "lzma", "lzma", FORMAT_LATER } },
    { 0, { "MSCF", 4 }, { "cab", "a cabinet archive", FORMAT_LATER } },
    { 0, { "!<arch>\n", 8 }, { "archive", "an ar archive", FORMAT_NONE } },
    { 0, { "\x89PNG\r\n\x1A\n", 8 }, { "image", "a PNG image", FORMAT_NONE } },
    { 0, { "\xFF\xD8\xFF", 3 }, { "image", "a JPEG image", FORMAT_NONE } },
    { 0, { "GIF8", 4 }, { "image", "a GIF image", FORMAT_NONE } },
    { 0, { "BM", 2 }, { "image", "a BMP image", FORMAT_NONE } },
    { 0, { "II*\0", 4 }, { "image", "a TIFF image", FORMAT_NONE } },
    { 0, { "MM\0*", 4 }, { "image", "a TIFF image", FORMAT_NONE } },
    { 0, { "\0\0\x01\0", 4 }, { "image", "an icon", FORMAT_NONE } },
    { 0, { "8BPS", 4 }, { "image", "a Photoshop image", FORMAT_NONE } },
    { 8, { "WEBP", 4 }, { "image", "a WebP image", FORMAT_NONE } },
    { 4, { "ftypavif", 8 }, { "image", "an AVIF image", FORMAT_NONE } },
    { 4, { "ftyphei", 7 }, { "image", "a HEIC image", FORMAT_NONE } },
    { 4,
      { "jP  \r\n\x87\n", 8 },
      { "image", "a JPEG 2000 image", FORMAT_NONE } },
    { 4, { "ftyp", 4 }, { "video", "an MP4 file", FORMAT_NONE } },
    { 0,
      { "\x1A\x45\xDF\xA3", 4 },
      { "video", "a Matroska file", FORMAT_NONE } },
    { 8, { "AVI ", 4 }, { "video", "an AVI file", FORMAT_NONE } },
    { 0, { "FLV\x01", 4 }, { "video", "an FLV file", FORMAT_NONE } },
    { 8, { "WAVE", 4 }, { "audio", "a WAV file", FORMAT_NONE } },
    { 0, { "OggS", 4 }, { "audio", "an Ogg file", FORMAT_NONE } },
    { 0, { "fLaC", 4 }, { "audio", "a FLAC file", FORMAT_NONE } },
    { 0, { "ID3", 3 }, { "audio", "an MP3 file", FORMAT_NONE } },
    { 0, { "\xFF\xFB", 2 }, { "audio", "an MP3 file", FORMAT_NONE } },
    { 0, { "MThd", 4 }, { "audio", "a MIDI file", FORMAT_NONE } },
    { 0, { "\177ELF", 4 }, { "program", "a program (ELF)", FORMAT_NONE } },
    { 0, { "MZ", 2 }, { "program", "a program (Windows)", FORMAT_NONE } },
    { 0,
      { "\xCF\xFA\xED\xFE", 4 },
      { "program", "a program (Mach-O)", FORMAT_NONE } },
    { 0,
      { "\xCA\xFE\xBA\xBE", 4 },
      { "program", "a program (Java)", FORMAT_NONE } },
    { 0,
      { "\0asm", 4 },
      { "program", "a program (WebAssembly)", FORMAT_NONE } },
    { 0, { "wOFF", 4 }, { "font", "a font", FORMAT_NONE } },
    { 0, { "wOF2", 4 }, { "font", "a font", FORMAT_NONE } },
    { 0, { "OTTO", 4 }, { "font", "a font", FORMAT_NONE } },
    { 0, { "\0\x01\0\0\0", 5 }, { "font", "a font", FORMAT_NONE } },
    { 0,
      { "PAR1", 4 },
      { "table", "a table of values (Parquet)", FORMAT_NONE } },
};

enum {
    TAR_HEADER = 512,
    TAR_SUM = 148, // where the sum of the header's bytes is, in octal
    TAR_SUM_SIZE = 8,
    PDF_REACH = 1024, // bytes of rubbish that readers of PDF put up with
};

// By its checksum: the oldest ones have no magic number.
static bool is_tar(struct slice head)
{
    if (head.len < TAR_HEADER) return false;
    unsigned long sum = 0;
    for (size_t i = 0; i < TAR_HEADER; i++) {
        bool blank = i >= TAR_SUM && i < TAR_SUM + TAR_SUM_SIZE;
        sum += blank ? ' ' : (uint8_t)head.ptr[i];
    }
    char field[TAR_SUM_SIZE + 1] = "";
    memcpy(field, head.ptr + TAR_SUM, TAR_SUM_SIZE);
    char *end;
    unsigned long stored = strtoul(field, &end, 8);
    return end > field && stored == sum;
}

// Books and office files are zip archives that are told by their members.
static const struct kind *kind_of_zip(struct slice head)
{
    static const struct {
        struct slice mark;
        struct kind kind;
    } MARKS[] = {
        { { "mimetypeapplication/epub+zip", 28 },
          { "epub", "EPUB", FORMAT_LATER } },
        { { "META-INF/container.xml", 22 }, { "epub", "EPUB", FORMAT_LATER } },
        { { "mimetypeapplication/vnd.oasis.opendocument", 42 },
          { "odt", "OpenDocument", FORMAT_LATER } },
        { { "word/", 5 }, { "docx", "DOCX", FORMAT_LATER } },
        { { "[Content_Types].xml", 19 },
          { "office", "an Office document", FORMAT_LATER } },
    };
    static const struct kind ZIP = { "zip", "zip", FORMAT_LATER };
    for (size_t i = 0; i < sizeof MARKS / sizeof MARKS[0]; i++)
        if (slice_find(head, MARKS[i].mark)) return &MARKS[i].kind;
    return &ZIP;
}

const struct kind *kind_by_magic(struct slice head)
{
    static const struct kind PDF = { "pdf", "PDF", FORMAT_LATER };
    static const struct kind TAR = { "tar", "tar", FORMAT_LATER };
    if (slice_starts_with(head, SLICE("PK\x03\x04"))) return kind_of_zip(head);
    for (size_t i = 0; i < sizeof MAGIC / sizeof MAGIC[0]; i++)
        if (head.len >= MAGIC[i].offset
            && slice_starts_with(slice_from(head, MAGIC[i].offset),
                                 MAGIC[i].magic))
            return &MAGIC[i].kind;
    if (is_tar(head)) return &TAR;
    if (head.len > PDF_REACH) head.len = PDF_REACH;
    return slice_find(head, SLICE("%PDF-")) ? &PDF : NULL;
}
