// That the short ways through words.c give the words of words_careful.c.

#include "test.h"
#include "text/unicode_files.h"
#include "text/window.h"
#include "text/word_list.h"

// Article 1 of the Universal Declaration of Human Rights, or its first words.
static const char *const TEXTS[] = {
    "All human beings are born free and equal in dignity and rights. They are "
    "endowed with reason and conscience and should act towards one another in "
    "a spirit of brotherhood.",
    "Alle Menschen sind frei und gleich an Würde und Rechten geboren. Sie sind "
    "mit Vernunft und Gewissen begabt und sollen einander im Geist der "
    "Brüderlichkeit begegnen.",
    "Tous les êtres humains naissent libres et égaux en dignité et en droits. "
    "Ils sont doués de raison et de conscience et doivent agir les uns envers "
    "les autres dans un esprit de fraternité. L’homme, qu’il s’agisse d’un…",
    "Tutti gli esseri umani nascono liberi ed eguali in dignità e diritti. "
    "L'uomo dell'arte, un'altra.",
    "Wszyscy ludzie rodzą się wolni i równi pod względem swej godności i "
    "swych praw.",
    "Bütün insanlar hür, haysiyet ve haklar bakımından eşit doğarlar. "
    "İSTANBUL'DA IĞDIR",
    "Tất cả mọi người sinh ra đều được tự do và bình đẳng về nhân phẩm và "
    "quyền lợi.",
    "Все люди рождаются свободными и равными в своем достоинстве и правах. "
    "Они наделены «разумом и совестью», т.е. «тёплыми».",
    "Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι στην αξιοπρέπεια και τα "
    "δικαιώματα. ΟΔΟΣ· ᾳ ᾍ",
    "Բոլոր մարդիկ ծնվում են ազատ ու հավասար իրենց արժանապատվությամբ ու "
    "իրավունքներով։",
    "ყველა ადამიანი იბადება თავისუფალი და თანასწორი თავისი ღირსებითა და "
    "უფლებებით.",
    "כל בני האדם נולדו בני חורין ושווים בערכם ובזכויותיהם. צה\"ל, \"בְּרֵאשִׁית\" ג'",
    "يولد جميع الناس أحرارًا متساوين في الكرامة والحقوق، وقد وهبوا عقلًا "
    "وضميرًا؛ ١٢٣٫٤ كِتَاب",
    "تمام افراد بشر آزاد به دنیا می‌آیند و از لحاظ حیثیت و حقوق با هم برابرند.",
    "सभी मनुष्यों को गौरव और अधिकारों के मामले में जन्मजात स्वतन्त्रता और समानता "
    "प्राप्त है। पढ़ना क़लम",
    "সমস্ত মানুষ স্বাধীনভাবে সমান মর্যাদা এবং অধিকার নিয়ে জন্মগ্রহণ করে।",
    "மனிதப் பிறிவியினர் சகலரும் சுதந்திரமாகவே பிறக்கின்றனர்.",
    "മനുഷ്യരെല്ലാവരും തുല്യാവകാശങ്ങളോടും അന്തസ്സോടും.",
    "มนุษย์ทั้งหลายเกิดมามีอิสระและเสมอภาคกันในเกียรติศักดิ์และสิทธิ ทำน้ำ",
    "ມະນຸດເກີດມາມີສິດເສລີພາບ ນໍ້າ ນ\u0ECD\u0EB2",
    "មនុស្សទាំងអស់ កើតមកមានសេរីភាព",
    "လူတိုင်းသည် တူညီ လွတ်လပ်သော ဂုဏ်သိက္ခာဖြင့်",
    "འགྲོ་བ་མིའི་རིགས་རྒྱུད་ཡོངས་ལ་སྐྱེས་ཙམ་ཉིད་ནས་ཆེ་མཐོངས་དང༌།",
    "모든 인간은 태어날 때부터 자유로우며 그 존엄과 권리에 있어 동등하다.",
    "すべての人間は、生まれながらにして自由であり、かつ、尊厳と権利とについて平等で"
    "ある。ﾊﾝｶｸ ｶﾞｷﾞ １２",
    "人人生而自由,在尊嚴和權利上一律平等。2019年3月,C#言語",
    "👍🏽 ❤️ 🇩🇪🇫🇷🇬 👨‍👩‍👧 1️⃣ 🏴󠁧󠁢󠁥󠁮󠁧󠁿 ©",
};

TEST(words, same_both_ways_in_many_scripts)
{
    struct buffer all = { 0 };
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++) {
        test_row(TEXTS[i]);
        word_list_check_text(slice_of(TEXTS[i]));
        buffer_add_string(&all, TEXTS[i]);
    }
    // Every place of a text comes to every place of a window, and is cut.
    struct slice text = buffer_slice(&all);
    for (size_t at = 0; at < text.len; at++) {
        struct slice rest = slice_from(text, at);
        test_row("from every place");
        if (!word_list_check_text(utf8_cut(rest, 200))) break;
        if (rest.len > 150) rest.len = 150;
        if (!word_list_check_text(rest)) break;
    }
    buffer_free(&all);
}

TEST(words, same_both_ways_with_every_code_point)
{
    enum { EVERY = 0x20000, STEP = 97 }; // of all above, a sample
    for (uint32_t c = 0; c < CODE_POINTS; c += c < EVERY ? 1 : STEP) {
        struct buffer text = { 0 };
        static const char *const BEFORE[] = {
            "", "ab", " x", " 1", " א", " 가", " a.", " в", " ก", ".",
        };
        static const char *const BEHIND[] = {
            "", "cd", "' ", "2", "א", "나", ".b. ", "ы ", "ำ", "net ",
        };
        for (size_t i = 0; i < sizeof BEFORE / sizeof BEFORE[0]; i++) {
            buffer_add_string(&text, BEFORE[i]);
            buffer_add_code_point(&text, c);
            buffer_add_string(&text, BEHIND[i]);
        }
        bool ok = word_list_check_text(buffer_slice(&text));
        buffer_free(&text);
        if (!ok) return;
    }
}

TEST(words, same_both_ways_on_random_bytes)
{
    for (int turn = 0; turn < 20000; turn++) {
        char bytes[300];
        size_t len = test_random() % sizeof bytes;
        for (size_t i = 0; i < len; i++) bytes[i] = (char)test_random();
        if (!word_list_check_text((struct slice){ bytes, len })) return;
    }
}

// Pieces of text that mean something to some rule.
static const char *const PIECES[] = {
    "a",
    "B",
    "z",
    "9",
    "0",
    " ",
    "  ",
    "\n",
    "\r",
    ".",
    ",",
    "'",
    "\"",
    "+",
    "++",
    "#",
    "_",
    ":",
    ";",
    "-",
    "@",
    "$",
    "net",
    ".NET",
    "U.",
    "l'",
    "qu'",
    "d’",
    "’",
    "‘",
    "＇",
    "．",
    "，",
    "·",
    "״",
    "é",
    "E\u0301",
    "ß",
    "İ",
    "ı",
    "ǆ",
    "ﬁ",
    "Σ",
    "ά",
    "ᾍ",
    "Ж",
    "ё",
    "א",
    "ב",
    "ש\u05C1",
    "ع",
    "كِ",
    "ـ",
    "،",
    "٣",
    "क",
    "क़",
    "\u093C",
    "ढ\u093C",
    "ি",
    "\u09C7\u09BE",
    "ক\u09BE",
    "\u0B92\u0BD7",
    "ก",
    "ำ",
    "\u0E4D\u0E32",
    "้",
    "ໍາ",
    "東",
    "京",
    "カ",
    "ｶ",
    "ﾞ",
    "々",
    "ー",
    "。",
    "가",
    "한",
    "\u1112",
    "\u1161",
    "\u11AB",
    "\u115F",
    "\u1160",
    "\u3164",
    "ㄱ",
    "👍",
    "🏽",
    "❤",
    "\uFE0F",
    "\u200D",
    "\u200C",
    "\u00AD",
    "\u2060",
    "\u200B",
    "🇩",
    "🇪",
    "©",
    "♯",
    "₂",
    "²",
    "½",
    "Ⅳ",
    "Ａ",
    "１",
    "\u0301",
    "\u0308",
    "\u0323",
    "\u0345",
    "\u202F",
    "\u00A0",
    "\u3000",
    "\uFDFA",
    "\u037A",
    "𝓐",
    "𐐀",
    "\U000E0041",
    "\u2065",
    "\xFF",
    "\xC3",
    "\xE2\x80",
    "\xED\xA0\x80",
    "སྐ",
    "་",
    "ໜ",
};

TEST(words, same_both_ways_on_awkward_pieces)
{
    const size_t count = sizeof PIECES / sizeof PIECES[0];
    for (int turn = 0; turn < 60000; turn++) {
        struct buffer text = { 0 };
        size_t pieces = 1 + test_random() % 40;
        for (size_t i = 0; i < pieces; i++)
            buffer_add_string(&text, PIECES[test_random() % count]);
        bool ok = word_list_check_text(buffer_slice(&text));
        buffer_free(&text);
        if (!ok) return;
    }
}

// Mostly plain words, so that the windows run; few pieces that matter to them.
TEST(words, same_both_ways_in_windows)
{
    static const char MATTERS[] = "aBc9 .,'+#\"_\xC3\xA9 \n";
    for (int turn = 0; turn < 30000; turn++) {
        char bytes[260];
        size_t len = test_random() % sizeof bytes;
        for (size_t i = 0; i < len; i++) {
            uint64_t random = test_random();
            bytes[i] = random % 4 ? (char)('a' + random % 7)
                                  : MATTERS[random / 4 % (sizeof MATTERS - 1)];
        }
        if (!word_list_check_text((struct slice){ bytes, len })) return;
    }
}

TEST(words, windows_are_filled_alike)
{
    for (int turn = 0; turn < 5000; turn++) {
        char bytes[WINDOW_BYTES];
        for (size_t i = 0; i < WINDOW_BYTES; i++)
            bytes[i] = (char)(turn < 256 ? (size_t)turn + i : test_random());
        struct window quickly, slowly;
        window_fill(&quickly, bytes);
        window_fill_slowly(&slowly, bytes);
        CHECK(memcmp(quickly.lower, slowly.lower, WINDOW_BYTES) == 0);
        CHECK(quickly.alnum == slowly.alnum);
        CHECK(quickly.high == slowly.high);
        CHECK(quickly.joiners == slowly.joiners);
        CHECK(quickly.signs == slowly.signs);
    }
}

// The first megabytes of real articles, as lines of JSON.
TEST(words, same_both_ways_in_wikipedia)
{
    static const char *const WIKIS[] = { "en", "de", "ko", "vi", "zh" };
    enum { PIECE = 100000, PIECES_READ = 30 };
    if (!test_data()) {
        test_skip("no data");
        return;
    }
    char *piece = malloc(PIECE);
    for (size_t i = 0; i < sizeof WIKIS / sizeof WIKIS[0]; i++) {
        struct buffer command = { 0 };
        buffer_format(&command,
                      "zstd -dc --long=27 '%s/speed/%swiki.jsonl.zst' "
                      "2>/dev/null",
                      test_data(), WIKIS[i]);
        FILE *file = popen(buffer_string(&command), "r");
        test_row(WIKIS[i]);
        size_t bytes = 0, got = 0;
        for (int j = 0; file && j < PIECES_READ; j++) {
            got = fread(piece, 1, PIECE, file);
            bytes += got;
            if (!word_list_check_text((struct slice){ piece, got })) break;
        }
        CHECK(bytes > 0);
        if (file) pclose(file);
        buffer_free(&command);
    }
    free(piece);
}
