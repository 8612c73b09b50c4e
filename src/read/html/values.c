// values.c - what a character counts and what a block is worth.

#include "read/html/blocks.h"

#include <utf8proc.h>

#include "base/utf8.h"

// ---- Characters -------------------------------------------------------------

// A character of these scripts says as much as a syllable or a word.
static bool is_dense(uint32_t c)
{
    return c >= 0x1100
           && (c <= 0x11FF                         // Hangul jamo
               || (c >= 0x2E80 && c <= 0x9FFF)     // CJK, kana
               || (c >= 0xA960 && c <= 0xA97F)     //
               || (c >= 0xAC00 && c <= 0xD7FF)     // Hangul
               || (c >= 0xF900 && c <= 0xFAFF)     // CJK again
               || (c >= 0xFF00 && c <= 0xFFEF)     // full width
               || (c >= 0x20000 && c <= 0x3FFFF)); // CJK once more
}

static bool is_blank(uint32_t c)
{
    return c <= ' ' || c == 0xA0 || c == 0x3000 || c == 0xFEFF || c == 0xAD
           || (c >= 0x2000 && c <= 0x200F) || (c >= 0x2028 && c <= 0x202F);
}

uint32_t html_letters_of(uint32_t c)
{
    if (is_blank(c)) return 0;
    return is_dense(c) ? 3 : 1;
}

static uint32_t last_character(struct slice text)
{
    while (text.len) {
        size_t at = text.len - 1;
        while (at > 0 && utf8_continues(text.ptr[at])) at--;
        uint32_t c;
        utf8_decode(text.ptr + at, text.len - at, &c);
        if (!is_blank(c)) return c;
        text.len = at;
    }
    return 0;
}

bool html_ends_sentence(struct slice text)
{
    uint32_t c = last_character(text);
    switch (c) {
    case '.':
    case '!':
    case '?':
    case ':':
    case ';':
    case '"':
    case '\'':
    case 0x2026: // ellipsis
    case 0x037E: // Greek question mark
    case 0x0589: // Armenian
    case 0x061F: // Arabic
    case 0x06D4: // Urdu
    case 0x0964: // Devanagari
    case 0x0965: //
    case 0x104A: // Burmese
    case 0x104B: //
    case 0x1362: // Ethiopic
    case 0x17D4: // Khmer
    case 0x203C: // !!
    case 0x2049: // !?
    case 0x3002: // CJK
    case 0xFF01: //
    case 0xFF0E: //
    case 0xFF1A: //
    case 0xFF1F: //
    case 0xFF61: return true;
    default: break;
    }
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)c);
    return category == UTF8PROC_CATEGORY_PE || category == UTF8PROC_CATEGORY_PF
           || category == UTF8PROC_CATEGORY_PI;
}

// ---- Values -----------------------------------------------------------------

// What lists of teasers are made of costs, what prose is made of gains. The
// cap is for pages that are one paragraph: at 600 a list won over them.
double html_value_of(const struct html_block *block)
{
    double length = block->length;
    double linked = block->link_length / length;
    if (block->heading) return linked > 0.6 ? -10 : 0;
    if (linked > 0.6) return length < 60 ? -length : -60;
    bool sentence = html_ends_sentence(block->text);
    double prose = length * (1 - 1.5 * linked);
    if (prose > 1500) prose = 1500;
    if (length > 140 || (length >= 60 && sentence)) return prose;
    if (length >= 25 && sentence) return prose / 2;
    double cost = linked > 0.33 ? 15 : 6;
    return length < cost ? -length : -cost;
}

void html_blocks_sum(struct html_blocks *blocks)
{
    for (uint32_t i = 0; i < blocks->count; i++) {
        const struct html_block *block = &blocks->blocks[i];
        bool kept = block->fate == HTML_KEPT;
        double value = kept ? block->value : 0;
        blocks->gain[i + 1] = blocks->gain[i] + (value > 0 ? value : 0);
        blocks->loss[i + 1] = blocks->loss[i] + (value < 0 ? value : 0);
        blocks->length[i + 1] = blocks->length[i] + (kept ? block->length : 0);
        blocks->link_length[i + 1] =
            blocks->link_length[i] + (kept ? block->link_length : 0);
        blocks->links[i + 1] = blocks->links[i] + (kept ? block->links : 0);
    }
}

struct html_sum html_sum_of(const struct html_blocks *blocks,
                            const struct html_node *node)
{
    uint32_t from = node->first_block, to = node->end_block;
    return (struct html_sum){
        .gain = blocks->gain[to] - blocks->gain[from],
        .loss = blocks->loss[to] - blocks->loss[from],
        .length = blocks->length[to] - blocks->length[from],
        .link_length = blocks->link_length[to] - blocks->link_length[from],
        .links = blocks->links[to] - blocks->links[from],
        .blocks = to - from,
    };
}
