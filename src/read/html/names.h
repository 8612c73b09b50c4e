// names.h - what the class, id and role of an element say about it.
//
// Names are cut into words at signs, digits and capitals, and only whole words
// count: "advertisement" is one, "shadow" holds none. The words are those of
// templates all over the web, whatever the language of the text.

#ifndef OFFPRINT_READ_HTML_NAMES_H
#define OFFPRINT_READ_HTML_NAMES_H

#include "read/html/tree.h"

// Why an element is not the article, and how surely.
enum html_reproach {
    HTML_NO_REPROACH,
    HTML_SOFT_REPROACH, // ad, sidebar, gallery, byline
    HTML_HARD_REPROACH, // comments, related, share, navigation
};

// Why it is, in rising order.
enum html_praise {
    HTML_NO_PRAISE,
    HTML_IS_MAIN,    // main
    HTML_IS_ARTICLE, // article, class="h-entry"
    HTML_IS_NAMED,   // class="entry-content"
    HTML_IS_BODY,    // itemprop="articleBody"
};

struct html_names {
    enum html_reproach reproach;
    enum html_praise praise;
    bool article; // it is one whole article: article, h-entry, articleBody
    bool caption; // the reproach is that it belongs to a picture
};

struct html_names html_names_of(const struct html_node *node);

// Whether the role says that it is beside the article: navigation, banner.
bool html_role_is_aside(const struct html_node *node);

#endif
