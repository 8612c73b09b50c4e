#include "cli/wrap.h"

#include <uchar.h>

#include "base/utf8.h"

enum { ASIDE_GAP = 2 }; // columns between text and aside, at least

// ---- Where lines may break --------------------------------------------------

static bool is_blank(uint32_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0x1680
           || (c >= 0x2000 && c <= 0x200A && c != 0x2007) || c == 0x2028
           || c == 0x2029 || c == 0x205F || c == 0x3000;
}

static bool is_one_of(const char32_t *set, uint32_t c)
{
    while (*set && *set != c) set++;
    return *set != 0;
}

// Wide scripts break between any two characters. Korean, though wide, has
// blanks between its words.
static bool breaks_anywhere(uint32_t c)
{
    return utf8_width(c) == 2 && !(c >= 0xAC00 && c <= 0xD7A3);
}

// The rules of Chinese and Japanese typesetting: what closes or goes on does
// not begin a line, what opens does not end one. The asterisk is our own mark
// of a hit and stays with it.
static bool may_break(uint32_t before, uint32_t after)
{
    static const char32_t STAY_BEHIND[] =
        U"!%),.:;?]}*…’”、。〉》」』】〕〗〙〛〟々〻ゝゞヽヾーぁぃぅぇぉっゃゅょゎ"
        U"ァィゥェォッャュョヮヵヶ！％），．：；？］｝～・"
        U"\U0001F3FB\U0001F3FC\U0001F3FD\U0001F3FE\U0001F3FF";
    static const char32_t STAY_BEFORE[] =
        U"([{*‘“〈《「『【〔〖〘〚〝（［｛\u200D";
    return (breaks_anywhere(before) || breaks_anywhere(after))
           && utf8_width(after) > 0 && !is_one_of(STAY_BEHIND, after)
           && !is_one_of(STAY_BEFORE, before);
}

// ---- Lines ------------------------------------------------------------------

static bool aside_fits_beside(const struct wrap *wrap)
{
    int room = wrap->width - wrap->indent;
    int taken = (int)utf8_text_width(wrap->aside) + ASIDE_GAP;
    return wrap->aside.len > 0 && (room - taken) * 2 >= room;
}

// The columns that text on the line at hand may reach.
static int line_end(const struct wrap *wrap)
{
    if (wrap->lines > 0 || !aside_fits_beside(wrap)) return wrap->width;
    return wrap->width - (int)utf8_text_width(wrap->aside) - ASIDE_GAP;
}

static void add_blanks(struct wrap *wrap, int count)
{
    for (int i = 0; i < count; i++) buffer_add_byte(wrap->out, ' ');
}

static void begin_line(struct wrap *wrap)
{
    int taken = 0;
    if (wrap->lines == 0 && wrap->lead.len > 0) {
        buffer_add(wrap->out, wrap->lead);
        taken = (int)utf8_text_width(wrap->lead);
        if (taken >= wrap->indent) {
            buffer_add_byte(wrap->out, '\n');
            taken = 0;
        }
    }
    add_blanks(wrap, wrap->indent - taken);
    wrap->column = wrap->indent;
    wrap->begun = true;
}

static void set_style(struct wrap *wrap, enum style style)
{
    if (wrap->style != style) terminal_style(wrap->out, wrap->terminal, style);
    wrap->style = style;
}

static void end_line(struct wrap *wrap)
{
    set_style(wrap, STYLE_PLAIN);
    if (wrap->lines == 0 && aside_fits_beside(wrap)) {
        int width = (int)utf8_text_width(wrap->aside);
        add_blanks(wrap, wrap->width - width - wrap->column);
        terminal_add(wrap->out, wrap->terminal, STYLE_DIM, wrap->aside);
    }
    buffer_add_byte(wrap->out, '\n');
    wrap->begun = false;
    wrap->lines++;
}

// Puts the run on the line, or on the next one where it is too long for it.
static void place_run(struct wrap *wrap)
{
    if (wrap->cell_count == 0) return;
    int gap = wrap->begun && wrap->blank ? 1 : 0;
    if (wrap->begun
        && wrap->column + gap + wrap->cells_width > line_end(wrap)) {
        end_line(wrap);
        gap = 0;
    }
    if (!wrap->begun) begin_line(wrap);
    add_blanks(wrap, gap);
    for (int i = 0; i < wrap->cell_count; i++) {
        set_style(wrap, wrap->cells[i].style);
        buffer_add_code_point(wrap->out, wrap->cells[i].code_point);
    }
    wrap->column += gap + wrap->cells_width;
    wrap->cell_count = 0;
    wrap->cells_width = 0;
    wrap->blank = false;
}

// ---- Text -------------------------------------------------------------------

static void add_to_run(struct wrap *wrap, uint32_t c, enum style style)
{
    if (utf8_is_control(c)) c = UTF8_REPLACEMENT;
    int width = utf8_width(c);
    int count = wrap->cell_count;
    bool full = wrap->cells_width + width > line_end(wrap) - wrap->indent;
    if (count == WRAP_CELLS
        || (count > 0
            && (full || may_break(wrap->cells[count - 1].code_point, c))))
        place_run(wrap);
    wrap->cells[wrap->cell_count++] = (struct wrap_cell){ c, style };
    wrap->cells_width += width;
}

void wrap_add(struct wrap *wrap, struct slice text, enum style style)
{
    enum { SOFT_HYPHEN = 0xAD, ZERO_WIDTH_SPACE = 0x200B };
    for (size_t at = 0; at < text.len;) {
        uint32_t c;
        at += utf8_decode(text.ptr + at, text.len - at, &c);
        if (c == SOFT_HYPHEN) continue;
        if (is_blank(c) || c == ZERO_WIDTH_SPACE) {
            place_run(wrap);
            wrap->blank = wrap->blank || c != ZERO_WIDTH_SPACE;
        } else
            add_to_run(wrap, c, style);
    }
}

void wrap_end(struct wrap *wrap)
{
    place_run(wrap);
    if (wrap->lines == 0 && !wrap->begun) begin_line(wrap);
    if (wrap->begun) end_line(wrap);
    if (wrap->aside.len > 0 && !aside_fits_beside(wrap)) {
        add_blanks(wrap, wrap->indent);
        terminal_add(wrap->out, wrap->terminal, STYLE_DIM, wrap->aside);
        buffer_add_byte(wrap->out, '\n');
    }
    wrap->lead = wrap->aside = (struct slice){ 0 };
    wrap->blank = false;
    wrap->lines = 0;
}
