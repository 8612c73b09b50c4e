#include "read/charset.h"

#include <iconv.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "test.h"

static const char GERMAN[] =
    "Über die Brücke fährt größtenteils der Bus. Schön wäre es, wenn die Züge "
    "öfter führen, sagte die Bürgermeisterin am späten Nachmittag.";
static const char FRENCH[] =
    "L'été dernier, les élèves ont présenté leur théâtre à l'école. Où êtes-vous "
    "allés, demanda-t-elle, et pourquoi si tôt ?";
static const char POLISH[] =
    "Zażółć gęślą jaźń. Książka leży na półce, a źrebię śpi przy płocie; "
    "święto będzie później, powiedział ojciec i wyszedł na łąkę.";
static const char RUSSIAN[] =
    "Библиотека открыта каждый день, кроме воскресенья. Читатели приходят сюда "
    "за новыми книгами, газетами и журналами, а дети слушают сказки.";
static const char GREEK[] =
    "Η βρύση του χωριού μίλησε ξανά. Οι κάτοικοι θυμούνται την παλιά επιγραφή "
    "και τη διαβάζουν στα παιδιά τους κάθε καλοκαίρι.";
static const char HEBREW[] =
    "מוזיאון הרדיו בגבעה שומר על קולות שנעלמו. המבקרים מקשיבים לשידורים ישנים "
    "ומספרים על ימי ילדותם ליד המקלט הגדול.";
static const char JAPANESE[] =
    "島の診療所と本土を結ぶ「遠隔診療」は三年目を迎えた。医師は画面の向こうから"
    "患者に話しかけ、看護師がそばで手伝う。";
static const char CHINESE[] =
    "清晨，湿地的观鸟塔上结着薄霜。护鸟员打开第十本记录册，写下今天看到的第一只鸟，"
    "然后安静地等待太阳升起来。";
static const char TAIWANESE[] =
    "柯水土十四歲進戲院當學徒，先學洗筆、調漿，三年後才准碰畫布。當時戲院每週換片，"
    "一幅看板高三公尺。";
static const char KOREAN[] =
    "환절기마다 병원을 찾는 소아 천식 환자의 절반가량이 흡입기를 잘못 사용하고 "
    "있는 것으로 나타났다고 의사들이 말했다.";
static const char THAI[] =
    "บ้านท่าคำเป็นหมู่บ้านริมแม่น้ำที่คนรุ่นเก่าจับปลากินเองทุกวัน และทำน้ำพริก"
    "ปลาย่างขายในตลาดเช้า";

// text in another charset, to be freed.
static struct slice encode(const char *text, const char *codec)
{
    size_t left = strlen(text), room = left * 4 + 16;
    char *out = malloc(room), *place = out;
    char *in = (char *)(uintptr_t)text;
    iconv_t iconv_handle = iconv_open(codec, "UTF-8");
    if (iconv_handle == (iconv_t)-1
        || iconv(iconv_handle, &in, &left, &place, &room) == (size_t)-1) {
        perror(codec);
        abort();
    }
    iconv(iconv_handle, NULL, NULL, &place, &room);
    iconv_close(iconv_handle);
    return (struct slice){ out, (size_t)(place - out) };
}

static void check_decodes(struct slice bytes, const char *label,
                          const char *text, const char *charset)
{
    struct buffer buffer = { 0 };
    struct decoded decoded;
    CHECK_INT(charset_decode(bytes, slice_of(label), &buffer, &decoded, NULL),
              OFFPRINT_OK);
    CHECK_SLICE(decoded.text, slice_of(text));
    CHECK_STRING(decoded.charset, charset);
    CHECK_INT(decoded.replaced, 0);
    buffer_free(&buffer);
}

TEST(charset, declared)
{
    static const struct {
        const char *label, *codec, *text, *charset;
    } ROWS[] = {
        { "utf-8", "UTF-8", GERMAN, "utf-8" },
        { "iso-8859-1", "CP1252", GERMAN, "windows-1252" },
        { "Latin1", "CP1252", FRENCH, "windows-1252" },
        { "us-ascii", "CP1252", FRENCH, "windows-1252" },
        { "ISO_8859-2", "ISO-8859-2", POLISH, "iso-8859-2" },
        { "iso-8859-15", "ISO-8859-15", FRENCH, "iso-8859-15" },
        { "windows-1250", "CP1250", POLISH, "windows-1250" },
        { "cp1251", "CP1251", RUSSIAN, "windows-1251" },
        { "KOI8-R", "KOI8-R", RUSSIAN, "koi8-r" },
        { "iso-8859-5", "ISO-8859-5", RUSSIAN, "iso-8859-5" },
        { "ibm866", "IBM866", "Библиотека", "ibm866" },
        { "x-mac-cyrillic", "MAC-CYRILLIC", RUSSIAN, "x-mac-cyrillic" },
        { "windows-1253", "CP1253", GREEK, "windows-1253" },
        { "windows-1255", "CP1255", HEBREW, "windows-1255" },
        { "iso-8859-8-i", "ISO-8859-8", HEBREW, "iso-8859-8" },
        { "Shift_JIS", "CP932", JAPANESE, "shift_jis" },
        { "x-sjis", "CP932", "①髙﨑", "shift_jis" },
        { "euc-jp", "EUC-JP", JAPANESE, "euc-jp" },
        { "iso-2022-jp", "ISO-2022-JP", JAPANESE, "iso-2022-jp" },
        { "gb2312", "GB18030", CHINESE, "gb18030" },
        { "GBK", "GB18030", "䴙䴘 镕", "gb18030" },
        { "big5", "BIG5", TAIWANESE, "big5" },
        { "euc-kr", "EUC-KR", KOREAN, "euc-kr" },
        { "ks_c_5601-1987", "CP949", "똠방각하 펲시콜라", "euc-kr" },
        { "tis-620", "TIS-620", THAI, "windows-874" },
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].label);
        struct slice bytes = encode(ROWS[i].text, ROWS[i].codec);
        check_decodes(bytes, ROWS[i].label, ROWS[i].text, ROWS[i].charset);
        free((void *)(uintptr_t)bytes.ptr);
    }
}

TEST(charset, guessed)
{
    static const struct {
        const char *codec, *text, *charset;
    } ROWS[] = {
        { "UTF-8", GERMAN, "utf-8" },
        { "CP1252", GERMAN, "windows-1252" },
        { "CP1252", FRENCH, "windows-1252" },
        { "CP1251", RUSSIAN, "windows-1251" },
        { "KOI8-R", RUSSIAN, "koi8-r" },
        { "ISO-8859-7", GREEK, "iso-8859-7" },
        { "CP1255", HEBREW, "windows-1255" },
        { "CP932", JAPANESE, "shift_jis" },
        { "EUC-JP", JAPANESE, "euc-jp" },
        { "ISO-2022-JP", JAPANESE, "iso-2022-jp" },
        { "GB18030", CHINESE, "gb18030" },
        { "BIG5", TAIWANESE, "big5" },
        { "EUC-KR", KOREAN, "euc-kr" },
        { "TIS-620", THAI, "windows-874" },
        { "UTF-16LE", RUSSIAN, "utf-16le" },
        { "UTF-16BE", GERMAN, "utf-16be" },
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].codec);
        struct slice bytes = encode(ROWS[i].text, ROWS[i].codec);
        check_decodes(bytes, "", ROWS[i].text, ROWS[i].charset);
        free((void *)(uintptr_t)bytes.ptr);
    }
}

// What uchardet takes for ISO-8859-3, windows-1250 and IBM852.
TEST(charset, few_letters_beyond_ascii_are_western)
{
    static const char *const TEXTS[] = {
        "In 1882 the Palestine Exploration Fund's \"Survey\" described \"Neby "
        "Elyas\" (under \"Arch\u00E6ology\") as: \"Walls and wells, with a ruined "
        "kubbeh\", and nothing more was written of it until the war.",
        "In 1976 an area of 145\u00A0km\u00B2 around the lake () was designated a "
        "national park. Lachu\u00E1 Lake and its buffer zone were also declared "
        "a site of that kind in 2006, after thirty years of quarrels.",
        "Their second album \"Demon Cleaner\" was released in 2002. Daniel "
        "Lid\u00E9n left after its release and the band broke up after a last "
        "tour with Mr Pillow on drums.",
    };
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++) {
        struct slice bytes = encode(TEXTS[i], "CP1252");
        check_decodes(bytes, "", TEXTS[i], "windows-1252");
        free((void *)(uintptr_t)bytes.ptr);
    }
}

TEST(charset, byte_order_marks)
{
    static const char *const CODECS[][2] = { { "UTF-8", "utf-8" },
                                             { "UTF-16LE", "utf-16le" },
                                             { "UTF-16BE", "utf-16be" },
                                             { "UTF-32LE", "utf-32le" },
                                             { "UTF-32BE", "utf-32be" } };
    for (size_t i = 0; i < sizeof CODECS / sizeof CODECS[0]; i++) {
        test_row(CODECS[i][0]);
        struct slice bytes = encode("\uFEFFžluťoučký 𝄞", CODECS[i][0]);
        check_decodes(bytes, "iso-8859-1", "žluťoučký 𝄞", CODECS[i][1]);
        free((void *)(uintptr_t)bytes.ptr);
    }
}

// What decides where label and bytes disagree, and what is replaced.
TEST(charset, disagreements)
{
    static const struct {
        const char *name;
        const char *bytes;
        size_t len; // 0: up to the NUL
        const char *label, *text, *charset;
        int replaced;
    } ROWS[] = {
        { "nothing", "", 0, "", "", "utf-8", 0 },
        { "valid UTF-8 wins", "caf\xC3\xA9", 0, "gb2312", "café", "utf-8", 0 },
        { "unknown label",
          "The caf\xE9 on the corner has stood there for a hundred years.", 0,
          "x-user",
          "The café on the corner has stood there for a hundred years.",
          "windows-1252", 0 },
        { "UTF-16 in ASCII", "caf\xC3\xA9", 0, "utf-16", "café", "utf-8", 0 },
        { "label that lies", "\xE9t\xE9 \xE0 la pl\xE2ge", 0, "utf-8",
          "été à la plâge", "windows-1252", 0 },
        { "nearly UTF-8", "é è ê ë à â ä ç \xFF.", 0, "utf-8",
          "é è ê ë à â ä ç \uFFFD.", "utf-8", 1 },
        { "beyond U+10FFFF", "\xF7\xAF\xBD\xA4 is no UTF-8, é is", 0, "utf-16",
          "\uFFFD\uFFFD\uFFFD\uFFFD is no UTF-8, é is", "utf-8", 4 },
        { "nearly UTF-8 wins",
          "Über die Brücke fährt größtenteils der Bus, öfter als früher, "
          "führen müßte er ständig: \xC3. Schön wäre schöner.",
          0, "iso-8859-1",
          "Über die Brücke fährt größtenteils der Bus, öfter als früher, "
          "führen müßte er ständig: \uFFFD. Schön wäre schöner.",
          "utf-8", 1 },
        { "a bad byte in seven characters does not", "é è ê ë à â \xE9", 0,
          "iso-8859-2", "ĂŠ Ă¨ ĂŞ ĂŤ Ă\u00A0 Ă˘ é", "iso-8859-2", 0 },
        { "cut UTF-8", "é è ê ë à â ä \xC3", 0, "", "é è ê ë à â ä \uFFFD",
          "utf-8", 1 },
        { "NUL", "a\0b", 3, "", "a\uFFFDb", "utf-8", 1 },
        { "mark and a bad byte", "\xEF\xBB\xBFz\xFFz", 0, "", "z\uFFFDz",
          "utf-8", 1 },
        { "odd UTF-16", "\xFF\xFEy\0z\0c", 7, "", "yz\uFFFD", "utf-16le", 1 },
        { "half a pair in UTF-16", "\xFF\xFEy\0\x34\xD8z\0", 8, "", "y\uFFFDz",
          "utf-16le", 2 },
        { "holes of windows-1252", "\x81 \xE9t\xE9", 0, "latin1", "\uFFFD été",
          "windows-1252", 1 },
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].name);
        struct slice bytes = slice_of(ROWS[i].bytes);
        if (ROWS[i].len) bytes.len = ROWS[i].len;
        struct buffer buffer = { 0 };
        struct decoded decoded;
        CHECK_INT(charset_decode(bytes, slice_of(ROWS[i].label), &buffer,
                                 &decoded, NULL),
                  OFFPRINT_OK);
        CHECK_SLICE(decoded.text, slice_of(ROWS[i].text));
        CHECK_STRING(decoded.charset, ROWS[i].charset);
        CHECK_INT(decoded.replaced, ROWS[i].replaced);
        buffer_free(&buffer);
    }
}

TEST(charset, mojibake_is_repaired)
{
    struct buffer buffer = { 0 };
    struct decoded decoded;
    static const struct {
        const char *bytes, *label, *text, *charset;
        uint64_t repaired;
    } ROWS[] = {
        { "CafÃ© crÃ¨me", "", "Café crème", "utf-8", 2 },
        { "\xEF\xBB\xBFï»¿CafÃ©", "", "Café", "utf-8", 2 },
        { "Caf\xE9 cr\xE8me", "latin1", "Café crème", "windows-1252", 0 },
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].bytes);
        CHECK_INT(charset_decode(slice_of(ROWS[i].bytes),
                                 slice_of(ROWS[i].label), &buffer, &decoded,
                                 NULL),
                  OFFPRINT_OK);
        CHECK_SLICE(decoded.text, slice_of(ROWS[i].text));
        CHECK_STRING(decoded.charset, ROWS[i].charset);
        CHECK_INT(decoded.repaired, ROWS[i].repaired);
    }
    buffer_free(&buffer);
}

// The labels of the standard, but for those of replacement and x-user-defined.
TEST(charset, labels_of_the_standard)
{
    static const char *const ROWS[][2] = {
        { "utf-8", "unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf-8 utf8 "
                   "x-unicode20utf8 utf-16 utf-16le utf-16be ucs-2 unicode "
                   "csunicode iso-10646-ucs-2 unicodefeff unicodefffe" },
        { "windows-1252",
          "ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 "
          "iso-ir-100 iso8859-1 iso88591 iso_8859-1 iso_8859-1:1987 l1 latin1 "
          "us-ascii windows-1252 x-cp1252" },
        { "gb18030", "chinese csgb2312 csiso58gb231280 gb2312 gb_2312 "
                     "gb_2312-80 gbk iso-ir-58 x-gbk gb18030" },
        { "shift_jis", "csshiftjis ms932 ms_kanji shift-jis shift_jis sjis "
                       "windows-31j x-sjis" },
        { "euc-kr",
          "cseuckr csksc56011987 euc-kr iso-ir-149 korean ks_c_5601-1987 "
          "ks_c_5601-1989 ksc5601 ksc_5601 windows-949" },
        { "big5", "big5 big5-hkscs cn-big5 csbig5 x-x-big5" },
        { "euc-jp", "cseucpkdfmtjapanese euc-jp x-euc-jp" },
        { "windows-1254", "cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 "
                          "iso88599 iso_8859-9 iso_8859-9:1989 l5 latin5 "
                          "windows-1254 x-cp1254" },
        { "windows-874",
          "dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 windows-874" },
        { "iso-8859-8", "csiso88598e csisolatinhebrew hebrew iso-8859-8 "
                        "iso-8859-8-e iso-ir-138 iso8859-8 iso88598 iso_8859-8 "
                        "iso_8859-8:1988 visual csiso88598i iso-8859-8-i "
                        "logical" },
        { "x-mac-cyrillic", "x-mac-cyrillic x-mac-ukrainian" },
        { "koi8-u", "koi8-ru koi8-u" },
        { "iso-8859-15", "csisolatin9 iso-8859-15 iso8859-15 iso885915 "
                         "iso_8859-15 l9" },
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        const char *label = ROWS[i][1];
        while (*label) {
            struct slice name = { label, strcspn(label, " ") };
            const struct charset *charset = charset_of_label(name);
            test_row(label);
            CHECK(charset && strcmp(charset->name, ROWS[i][0]) == 0);
            label += name.len + (label[name.len] == ' ');
        }
    }
}

// A slow and obvious one against the eight bytes at a time.
TEST(charset, clean_is_utf8_without_nul)
{
    for (int round = 0; round < 5000; round++) {
        char bytes[40];
        size_t len = test_random() % sizeof bytes;
        for (size_t i = 0; i < len; i++) {
            uint64_t random = test_random();
            bytes[i] = (char)(random % 16 ? 'a' + random % 26 : random >> 8);
        }
        struct slice text = { bytes, len };
        bool clean = utf8_valid_prefix(text) == len && !memchr(bytes, 0, len);
        CHECK_INT(charset_is_clean(text), clean);
        struct buffer mended = { 0 };
        uint64_t bad = charset_mend(text, &mended);
        CHECK_INT(bad == 0, clean);
        CHECK_INT(mended.len, len + 2 * bad);
        CHECK(charset_is_clean(buffer_slice(&mended)));
        buffer_free(&mended);
    }
}

TEST(charset, survives_any_bytes)
{
    static const char *const LABELS[] = { "",      "big5",        "euc-jp",
                                          "gbk",   "iso-2022-jp", "utf-16le",
                                          "sjis",  "euc-kr",      "koi8-r",
                                          "viscii" };
    struct buffer buffer = { 0 };
    for (int round = 0; round < 3000; round++) {
        char bytes[200];
        size_t len = test_random() % sizeof bytes;
        for (size_t i = 0; i < len; i++) bytes[i] = (char)test_random();
        const char *label =
            LABELS[test_random() % (sizeof LABELS / sizeof LABELS[0])];
        struct decoded decoded;
        CHECK_INT(charset_decode((struct slice){ bytes, len }, slice_of(label),
                                 &buffer, &decoded, NULL),
                  OFFPRINT_OK);
        CHECK(charset_is_clean(decoded.text));
        CHECK(decoded.replaced <= len);
    }
    buffer_free(&buffer);
}
