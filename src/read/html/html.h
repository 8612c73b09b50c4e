// html.h - a web page becomes an article: its main text and its metadata.
//
// The way of a page, one named step a file:
//
//     page --scan, lean--> page without scripts --gumbo--> tree
//          --metadata--> what the page says of itself
//          --blocks, drop, choose, prune, weed, trim, write--> its article
//
// A page that is too wild for a tree gives all its text (plain.h).
//
// One thread at a time for one arena; no state is kept between pages.

#ifndef OFFPRINT_READ_HTML_H
#define OFFPRINT_READ_HTML_H

#include "base/arena.h"
#include "base/error.h"
#include "read/article.h"

// Reads a page of valid UTF-8 into *article, all slices in arena. Leaves title
// empty where the page has none, and member, name and title_from_path alone.
// Never fails on bad markup; fails for no memory only, and *article is then
// untouched. Takes memory of its own, twenty times a usual page without its
// scripts, and gives it back: of pages up to 8 MB at most 64 MB and a second,
// whatever they are.
enum offprint_status html_read(struct slice page, struct arena *arena,
                               struct article *article,
                               struct offprint_error *err);

// The same, but no article is looked for: the body is all that the page shows.
enum offprint_status html_read_whole(struct slice page, struct arena *arena,
                                     struct article *article,
                                     struct offprint_error *err);

// The label of the charset that the head of a page declares (meta charset,
// meta http-equiv, XML declaration), as written; points into bytes, empty
// where there is none. Looks at the whole head, of any encoding that agrees
// with ASCII.
struct slice html_declared_charset(struct slice bytes);

#endif
