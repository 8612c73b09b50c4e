#!/usr/bin/env python3
"""Writes properties_tables.h: what text/ knows about each code point.

    python3 src/text/properties.py [FOLDER] > src/text/properties_tables.h

FOLDER holds the Unicode Character Database as Debian's package unicode-data
has it (/usr/share/unicode). Only maintainers run this; the build does not.
What the columns mean stands in properties.h; why the second Word_Break column
differs from the first is said here, in tailor().
"""
import re
import sys
from collections import Counter

FOLDER = sys.argv[1] if len(sys.argv) > 1 else "/usr/share/unicode"
CODE_POINTS = range(0x110000)
BLOCK = 256  # code points; property_of() in properties.h counts on it
MAP_LEAST = 30  # a distance fewer characters share is not worth a record


# ---- Reading the database ---------------------------------------------------

def rows(name):
    """The fields of each line of a database file, as (first, last, fields)."""
    with open(f"{FOLDER}/{name}", encoding="utf-8") as file:
        for line in file:
            line = line.split("#")[0].strip()
            if not line or line.startswith("@"):
                continue
            points, *fields = [field.strip() for field in line.split(";")]
            first, _, last = points.partition("..")
            yield int(first, 16), int(last or first, 16), fields


def members(name, value, column=0):
    """The code points whose row says value."""
    return {c for first, last, fields in rows(name)
            if fields[column] == value for c in range(first, last + 1)}


def values(name, default):
    """The first field of every code point, default where there is no row."""
    result = [default] * len(CODE_POINTS)
    for first, last, fields in rows(name):
        result[first:last + 1] = [fields[0]] * (last + 1 - first)
    return result


def hex_points(field):
    return [int(point, 16) for point in field.split()]


def read_unicode_data():
    """General category, combining class, canonical decompositions into two."""
    category = ["Cn"] * len(CODE_POINTS)
    combining = [0] * len(CODE_POINTS)
    pairs = {}
    range_first = None
    for c, _, fields in rows("UnicodeData.txt"):
        if fields[0].endswith("First>"):
            range_first = c
        first = range_first if fields[0].endswith("Last>") else c
        for point in range(first, c + 1):
            category[point], combining[point] = fields[1], int(fields[2])
        if fields[4] and not fields[4].startswith("<"):
            parts = hex_points(fields[4])
            if len(parts) == 2:
                pairs[c] = parts
    return category, combining, pairs


def read_casefolds():
    """NFKC_Casefold of the code points that it changes, as lists."""
    return {c: hex_points(fields[1])
            for first, last, fields in rows("DerivedNormalizationProps.txt")
            if fields[0] == "NFKC_CF" for c in range(first, last + 1)}


def read_version():
    with open(f"{FOLDER}/auxiliary/WordBreakProperty.txt") as file:
        return re.search(r"(\d+\.\d+\.\d+)", file.readline()).group(1)


CATEGORY, COMBINING, PAIRS = read_unicode_data()
CASEFOLD = read_casefolds()
QUICK_CHECK = "DerivedNormalizationProps.txt"
NOT_NORMAL = {c for form in ("NFC_QC", "NFKC_QC")
              for first, last, fields in rows(QUICK_CHECK)
              if fields[:2] == [form, "N"] for c in range(first, last + 1)}
MAYBE_NORMAL = {c for form in ("NFC_QC", "NFKC_QC")
                for first, last, fields in rows(QUICK_CHECK)
                if fields[:2] == [form, "M"] for c in range(first, last + 1)}
SYLLABLE = values("HangulSyllableType.txt", "NA")
LINE_BREAK = values("LineBreak.txt", "XX")


# ---- Word_Break, and our tailoring of it ------------------------------------

def read_word_break():
    result = values("auxiliary/WordBreakProperty.txt", "Other")
    for c in members("emoji/emoji-data.txt", "Extended_Pictographic"):
        if result[c] == "Other":  # some pictographs are letters: those stay
            result[c] = "ExtPict"
    return result


def is_run(c, standard):
    """Letters of scripts written without spaces, and Hangul."""
    return (CATEGORY[c][0] == "L" and standard == "Other"
            or CATEGORY[c] == "Nl" and standard == "Other"  # as the Han zero
            or standard == "Katakana"
            or LINE_BREAK[c] == "SA" and standard == "Other"
            or SYLLABLE[c] != "NA"
            or CATEGORY[c] == "Lo" and (0x3130 <= c < 0x3190  # jamo, as such
                                        or 0xFFA0 <= c < 0xFFE0)
            or c in (0x3005, 0x3006, 0x303B, 0x30FC, 0xFF70))  # repeat, length


def is_cell_part(c):
    """What continues the character before it in a run, but is no mark."""
    return (SYLLABLE[c] in ("V", "T")
            or c in (0xE33, 0xEB3))  # SARA AM: its fold begins with a mark


COLONS = (0x3A, 0x3B, 0x37E, 0xFE13, 0xFE14, 0xFE54, 0xFE55, 0xFF1A, 0xFF1B)
FULL_STOPS = (0x2E, 0x2024, 0xFE52, 0xFF0E)
SUBSCRIPT_DIGITS = range(0x2080, 0x208A)
SHOWN_AS_EMOJI = members("emoji/emoji-data.txt", "Emoji_Presentation")


def tailor(c, standard):
    """Word_Break as offprint wants it, and the group of the code point."""
    fold = CASEFOLD.get(c, [c])
    skipped = standard in ("Extend", "Format", "ZWJ")
    if not skipped and (not fold or 0x20 in fold):
        # Fillers are letters that fold to nothing; a few letters fold to
        # several words. A term is neither empty nor has it a space inside.
        return "WSegSpace" if standard == "WSegSpace" else "Other", "NONE"
    if is_cell_part(c):
        return "Other", "CELL"
    if is_run(c, standard):
        return "Other", "RUN"
    if standard == "Regional_Indicator":
        return standard, "EMOJI"
    if standard == "ExtPict" and (c in SHOWN_AS_EMOJI or c >= 0x2600):
        return standard, "EMOJI"  # not the signs like the copyright's
    if c in COLONS:
        return "Other", "NONE"  # 10:30 is two words
    if c in FULL_STOPS:
        return "MidNum", "NONE"  # joins digits alone: node.js is two words
    if standard == "ExtendNumLet":
        return "Other", "NONE"  # foo_bar is two words
    if c in SUBSCRIPT_DIGITS:
        return "Numeric", "NONE"  # the 2 of H2O
    return standard, "NONE"


# ---- NFKC_Casefold ----------------------------------------------------------

# What may compose with a character behind it: first parts of composites, and
# composites themselves, as a mark may be reordered into them.
NOT_COMPOSED = members("DerivedNormalizationProps.txt",
                       "Full_Composition_Exclusion")
COMPOSITES = {c: parts for c, parts in PAIRS.items() if c not in NOT_COMPOSED}
COMPOSES = ({parts[0] for parts in COMPOSITES.values()} | set(COMPOSITES)
            | {c for c in CODE_POINTS if SYLLABLE[c] == "LV"}
            | set(range(0x1100, 0x1113)))  # leading jamo that have syllables


def is_starter(c):
    """Neither reordered nor composed with what stands before it."""
    return not (COMBINING[c] or c in NOT_NORMAL or c in MAYBE_NORMAL)


def maps_to_one(c):
    fold = CASEFOLD.get(c, [])
    return len(fold) == 1 and is_starter(c) and is_starter(fold[0])


DISTANCES = Counter(CASEFOLD[c][0] - c for c in CASEFOLD if maps_to_one(c))


def expands(c):
    """Folds to a few characters, and texts hold it: sharp s, ligatures."""
    fold = CASEFOLD.get(c, [])
    return (fold and is_starter(fold[0])
            and CATEGORY[c][0] == "L"
            and (c < 0x2000 or 0xFB00 <= c < 0xFB20)
            and 0x20 not in fold)


def fold_kind(c):
    """What folding does to c: its kind and, for MAP, the distance."""
    if c not in CASEFOLD:
        if c in NOT_NORMAL:
            return "SLOW", 0
        if c in MAYBE_NORMAL:
            return "MAYBE", 0
        return ("MARK" if COMBINING[c] else "KEEP"), 0
    if not CASEFOLD[c]:
        return "DROP", 0
    if maps_to_one(c):
        distance = CASEFOLD[c][0] - c
        if DISTANCES[distance] >= MAP_LEAST:
            return "MAP", distance
    return ("EXPAND" if expands(c) else "SLOW"), 0


# ---- Writing ----------------------------------------------------------------

def record(c, standard):
    tailored, group = tailor(c, standard)
    kind, distance = fold_kind(c)
    return (f"{{ {{ WB_{standard.upper()}, WB_{tailored.upper()} }}, "
            f"GROUP_{group}, FOLD_{kind}, {COMBINING[c]}, "
            f"{int(c + distance in COMPOSES)}, {distance} }}")


def write_numbers(numbers):
    line = "   "
    for number in numbers:
        if len(line) + len(f" {number},") > 80:
            print(line)
            line = "   "
        line += f" {number},"
    print(line)


def write_stages(numbers):
    blocks, first_stage = {}, []
    for start in range(0, len(CODE_POINTS), BLOCK):
        block = tuple(numbers[start:start + BLOCK])
        first_stage.append(blocks.setdefault(block, len(blocks)))
    print(f"const uint8_t PROPERTY_BLOCKS[{len(first_stage)}] = {{")
    assert len(blocks) <= 256
    write_numbers(first_stage)
    print("};\n")
    print(f"const uint8_t PROPERTY_NUMBERS[{len(blocks)} * {BLOCK}] = {{")
    write_numbers(number for block in blocks for number in block)
    print("};\n")


def write_expansions():
    points = [c for c in CODE_POINTS if fold_kind(c)[0] == "EXPAND"]
    print(f"const struct fold_expansion FOLD_EXPANSIONS[{len(points)}] = {{")
    for c in points:
        text = "".join(map(chr, CASEFOLD[c])).encode()
        assert len(text) <= 2 * len(chr(c).encode()) <= 8  # see FOLD_ROOM
        escaped = "".join(f"\\x{byte:02X}" for byte in text)
        last = COMBINING[CASEFOLD[c][-1]]
        composes = int(any(point in COMPOSES for point in CASEFOLD[c]))
        print(f'    {{ 0x{c:04X}, {last}, {composes}, {len(text)}, '
              f'"{escaped}" }},')
    print("};\n")
    print(f"const size_t FOLD_EXPANSION_COUNT = {len(points)};")


def main():
    version = read_version()
    word_break = read_word_break()
    records = {}
    numbers = [records.setdefault(record(c, word_break[c]), len(records))
               for c in CODE_POINTS]
    assert len(records) <= 256
    print(f"// Generated by src/text/properties.py from Unicode {version}.\n")
    print(f'#define PROPERTIES_UNICODE_VERSION "{version}"\n')
    print(f"const struct property PROPERTIES[{len(records)}] = {{")
    for line in records:
        print(f"    {line},")
    print("};\n")
    write_stages(numbers)
    write_expansions()


if __name__ == "__main__":
    main()
