#include "text/guess.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "base/utf8.h"
#include "test.h"
#include "text/words.h"

static int show(void *context, const struct word *word)
{
    struct guess *guess = context;
    guess_add(guess, word->term);
    return guess_is_full(guess);
}

// The code, "?" where there is none.
static const char *guess_of(struct slice text)
{
    struct guess guess = { 0 };
    words_analyse(text, show, &guess);
    const char *code = guess_language(&guess, text);
    return code ? code : "?";
}

struct row {
    const char *code;
    const char *text;
};

static void check_rows(const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        test_row(rows[i].text);
        CHECK_STRING(guess_of(slice_of(rows[i].text)), rows[i].code);
    }
}

#define CHECK_ROWS(rows) check_rows((rows), sizeof(rows) / sizeof(rows)[0])

TEST(guess, latin_sentences)
{
    static const struct row ROWS[] = {
        { "af", "Dit het gister die hele dag gereën, maar ons het nie by die "
                "huis gebly nie, want die kinders wou gaan speel." },
        { "az", "Dünən bütün gün yağış yağdı, amma biz evdə qalmadıq, çünki "
                "uşaqlar bağda oynamaq istəyirdilər." },
        { "br", "Ar glav en deus graet e-pad an devezh dec'h, met n'omp ket "
                "chomet er gêr rak ar vugale a felle dezho c'hoari." },
        { "ca", "Ahir va ploure tot el dia, però no ens vam quedar a casa "
                "perquè els nens volien jugar al carrer amb els amics." },
        { "cs", "Včera celý den pršelo, ale my jsme nezůstali doma, protože "
                "si děti chtěly hrát venku se svými kamarády." },
        { "cy", "Roedd hi'n bwrw glaw drwy'r dydd ddoe, ond nid oedd y plant "
                "am aros yn y tŷ ac aethon nhw allan i chwarae." },
        { "da", "Det regnede hele dagen i går, men vi blev ikke hjemme, for "
                "børnene ville gerne ud at lege med deres venner." },
        { "de", "Gestern hat es den ganzen Tag geregnet, aber wir sind nicht "
                "zu Hause geblieben, weil die Kinder spielen wollten." },
        { "en", "It rained all day yesterday, but we did not stay at home "
                "because the children wanted to play with their friends." },
        { "eo", "Hieraŭ pluvis la tutan tagon, sed ni ne restis hejme, ĉar la "
                "infanoj volis ludi ekstere kun siaj amikoj." },
        { "es", "Ayer llovió todo el día, pero no nos quedamos en casa porque "
                "los niños querían jugar en la calle con sus amigos." },
        { "et", "Eile sadas terve päeva vihma, aga me ei jäänud koju, sest "
                "lapsed tahtsid õues oma sõpradega mängida." },
        { "eu", "Atzo egun osoan euria egin zuen, baina ez ginen etxean "
                "geratu, haurrek kalean jolastu nahi zutelako." },
        { "fi", "Eilen satoi koko päivän, mutta me emme jääneet kotiin, koska "
                "lapset halusivat leikkiä ulkona ystäviensä kanssa." },
        { "fo", "Tað regnaði allan dagin í gjár, men vit vóru ikki verandi "
                "heima, tí at børnini vildu spæla við vinir sínar." },
        { "fr", "Hier il a plu toute la journée, mais nous ne sommes pas "
                "restés à la maison parce que les enfants voulaient jouer." },
        { "fy", "Juster hat it de hiele dei reind, mar wy binne net thús "
                "bleaun, om't de bern bûten mei harren freonen boartsje "
                "woene." },
        { "ga", "Bhí sé ag cur báistí an lá ar fad inné, ach níor fhan muid "
                "sa bhaile mar go raibh na páistí ag iarraidh imirt." },
        { "gd", "Bha an t-uisge ann fad an latha an-dè, ach cha do dh'fhuirich "
                "sinn aig an taigh oir bha a' chlann ag iarraidh cluich." },
        { "gl", "Onte choveu todo o día, pero non quedamos na casa porque os "
                "nenos querían xogar na rúa cos seus amigos." },
        { "ha", "An yi ruwan sama jiya duk rana, amma ba mu zauna a gida ba "
                "saboda yara suna son yin wasa da abokansu." },
        { "hr", "Jučer je cijeli dan padala kiša, ali nismo ostali kod kuće "
                "jer su se djeca htjela igrati sa svojim prijateljima." },
        { "ht", "Lapli te tonbe tout lajounen yè, men nou pa t rete lakay "
                "paske timoun yo te vle jwe deyò ak zanmi yo." },
        { "hu", "Tegnap egész nap esett az eső, de nem maradtunk otthon, mert "
                "a gyerekek a barátaikkal akartak játszani." },
        { "id", "Kemarin hujan sepanjang hari, tetapi kami tidak tinggal di "
                "rumah karena anak-anak ingin bermain dengan teman mereka." },
        { "ig", "Mmiri zoro ụbọchị niile ụnyaahụ, mana anyị anọghị n'ụlọ n'ihi "
                "na ụmụaka chọrọ iso ndị enyi ha gwuo egwu." },
        { "is", "Það rigndi allan daginn í gær, en við vorum ekki heima af "
                "því að börnin vildu leika sér úti með vinum sínum." },
        { "it", "Ieri è piovuto tutto il giorno, ma non siamo rimasti a casa "
                "perché i bambini volevano giocare con i loro amici." },
        { "ku", "Duh tevahiya rojê baran bariya, lê em li malê neman, ji ber "
                "ku zarokan dixwest bi hevalên xwe re bilîzin." },
        { "la", "Heri per totum diem pluit, sed nos domi non mansimus quia "
                "pueri cum amicis suis in horto ludere volebant." },
        { "lb", "Gëschter huet et de ganzen Dag gereent, mee mir sinn net "
                "doheem bliwwen, well d'Kanner mat hire Frënn spille "
                "wollten." },
        { "lt", "Vakar visą dieną lijo, bet mes nelikome namuose, nes vaikai "
                "norėjo žaisti lauke su savo draugais." },
        { "lv", "Vakar visu dienu lija, bet mēs nepalikām mājās, jo bērni "
                "gribēja spēlēties ārā ar saviem draugiem." },
        { "mg", "Nirotsaka ny orana omaly nandritra ny tontolo andro, nefa tsy "
                "nijanona tao an-trano izahay satria te hilalao ny ankizy." },
        { "mi", "I ua i te rā katoa inanahi, engari kāore mātou i noho ki te "
                "kāinga nā te mea i hiahia ngā tamariki ki te tākaro." },
        { "ms", "Kerajaan mengumumkan bahawa semua pihak perlu bekerjasama "
                "supaya perkara itu tidak berlaku lagi kepada sesiapa pun." },
        { "mt", "Il-bieraħ għamlet ix-xita l-ġurnata kollha, iżda aħna ma "
                "bqajniex id-dar għax it-tfal riedu jilagħbu." },
        { "nl", "Gisteren heeft het de hele dag geregend, maar we zijn niet "
                "thuis gebleven omdat de kinderen buiten wilden spelen." },
        { "nn", "Det regna heile dagen i går, men vi vart ikkje heime, for "
                "borna ville gjerne ut og leike med venene sine." },
        { "no", "Det regnet hele dagen i går, men vi ble ikke hjemme, fordi "
                "barna hadde lyst til å leke ute sammen med vennene sine." },
        { "oc", "Ièr ploguèt tota la jornada, mas demorèrem pas a l'ostal "
                "perque los enfants volián jogar amb los seus amics." },
        { "pl", "Wczoraj cały dzień padał deszcz, ale nie zostaliśmy w domu, "
                "ponieważ dzieci chciały się bawić z kolegami." },
        { "pt", "Ontem choveu o dia todo, mas não ficámos em casa porque as "
                "crianças queriam brincar na rua com os seus amigos." },
        { "ro", "Ieri a plouat toată ziua, dar nu am rămas acasă pentru că "
                "toți copiii voiau să se joace afară cu prietenii lor." },
        { "rw",
          "Ejo imvura yaguye umunsi wose, ariko ntitwagumye mu rugo kubera "
          "ko abana bashakaga gukina n'inshuti zabo." },
        { "sk", "Včera celý deň pršalo, ale nezostali sme doma, pretože deti "
                "sa chceli hrať vonku so svojimi kamarátmi." },
        { "sl", "Včeraj je ves dan deževalo, vendar nismo ostali doma, ker so "
                "se otroci želeli igrati s svojimi prijatelji." },
        { "sn", "Nezuro kwakanaya zuva rese, asi hatina kugara mumba nokuti "
                "vana vaida kutamba panze neshamwari dzavo." },
        { "so", "Shalay maalintii oo dhan roob baa da'ay, laakiin guriga "
                "kuma aan joogin sababtoo ah carruurta ayaa rabtay inay "
                "ciyaaraan." },
        { "sq", "Dje ra shi gjithë ditën, por ne nuk qëndruam në shtëpi sepse "
                "fëmijët donin të luanin jashtë me shokët e tyre." },
        { "sr", "Juče je ceo dan padala kiša, ali deca nisu htela da ostanu "
                "kod kuće, već su želela da se igraju gde ih niko ne vidi." },
        { "sv", "Det regnade hela dagen i går, men vi stannade inte hemma, "
                "eftersom barnen ville leka ute med sina vänner." },
        { "sw", "Jana mvua ilinyesha siku nzima, lakini hatukukaa nyumbani kwa "
                "sababu watoto walitaka kucheza na marafiki zao." },
        { "tl", "Umulan kahapon buong araw, ngunit hindi kami nanatili sa "
                "bahay dahil gusto ng mga bata na maglaro sa labas." },
        { "tr", "Dün bütün gün yağmur yağdı ama biz evde kalmadık, çünkü "
                "çocuklar dışarıda arkadaşları ile oynamak istiyordu." },
        { "uz", "Kecha kun bo'yi yomg'ir yog'di, lekin biz uyda qolmadik, "
                "chunki bolalar o'z do'stlari bilan o'ynashni xohlardi." },
        { "vi", "Hôm qua trời mưa cả ngày, nhưng chúng tôi không ở nhà vì bọn "
                "trẻ muốn ra ngoài chơi với các bạn của chúng." },
        { "xh", "Abafundi baye esikolweni ngenxa yokuba befuna ukufunda "
                "isiXhosa, kwaye ootitshala babo bebavuyela kakhulu." },
        { "yo", "Òjò rọ̀ ní gbogbo ọjọ́ àná, ṣùgbọ́n a kò dúró sí ilé nítorí "
                "pé àwọn ọmọ náà fẹ́ láti ṣeré pẹ̀lú àwọn ọ̀rẹ́ wọn." },
        { "zu", "Abantu abaningi bafika edolobheni izolo ngoba babefuna "
                "ukubona umdlalo, futhi bonke babejabule kakhulu." },
    };
    CHECK_ROWS(ROWS);
}

TEST(guess, sentences_in_other_shared_scripts)
{
    static const struct row ROWS[] = {
        { "be", "Учора ўвесь дзень ішоў дождж, але мы не засталіся дома, таму "
                "што дзеці хацелі гуляць са сваімі сябрамі." },
        { "bg", "Вчера цял ден валя дъжд, но ние не останахме вкъщи, защото "
                "децата искаха да играят навън с приятелите си." },
        { "kk", "Кеше күні бойы жаңбыр жауды, бірақ біз үйде қалған жоқпыз, "
                "өйткені балалар достарымен ойнағысы келді." },
        { "ky", "Кечээ күнү бою жамгыр жаады, бирок биз үйдө калган жокпуз, "
                "анткени балдар достору менен ойногусу келди." },
        { "mk", "Вчера цел ден врнеше дожд, но ние не останавме дома бидејќи "
                "децата сакаа да си играат со своите другари." },
        { "mn", "Өчигдөр өдөржин бороо орсон боловч хүүхдүүд найзуудтайгаа "
                "гадаа тоглохыг хүссэн учраас бид гэртээ байсангүй." },
        { "ru", "Вчера весь день шёл дождь, но мы не остались дома, потому "
                "что дети хотели играть со своими друзьями." },
        { "sr", "Јуче је цео дан падала киша, али ми нисмо остали код куће "
                "зато што су деца хтела да се играју са друговима." },
        { "tg", "Дирӯз тамоми рӯз борон борид, аммо мо дар хона намондем, "
                "зеро кӯдакон мехостанд бо дӯстони худ бозӣ кунанд." },
        { "tt", "Кичә көне буе яңгыр яуды, ләкин без өйдә калмадык, чөнки "
                "балалар дуслары белән уйнарга теләделәр." },
        { "uk", "Учора весь день йшов дощ, але ми не залишилися вдома, тому "
                "що діти хотіли гратися зі своїми друзями." },
        { "ar", "أمطرت السماء أمس طوال اليوم لكننا لم نبق في البيت لأن "
                "الأطفال أرادوا أن يلعبوا في الخارج مع أصدقائهم." },
        { "fa",
          "دیروز تمام روز باران بارید، اما ما در خانه نماندیم چون بچه‌ها "
          "می‌خواستند با دوستان خود بازی کنند." },
        { "ps", "پرون ټوله ورځ باران وشو، خو موږ په کور کې پاتې نه شو ځکه چې "
                "ماشومانو غوښتل چې له خپلو ملګرو سره لوبې وکړي." },
        { "ug", "تۈنۈگۈن كۈن بويى يامغۇر ياغدى، لېكىن بىز ئۆيدە قالمىدۇق، "
                "چۈنكى بالىلار دوستلىرى بىلەن ئوينىماقچى ئىدى." },
        { "ur", "کل سارا دن بارش ہوتی رہی لیکن ہم گھر میں نہیں رہے کیونکہ بچے "
                "اپنے دوستوں کے ساتھ باہر کھیلنا چاہتے تھے۔" },
        { "hi", "कल दिन भर बारिश होती रही लेकिन हम घर में नहीं रहे क्योंकि बच्चे "
                "अपने दोस्तों के साथ बाहर खेलना चाहते थे।" },
        { "mr", "काल दिवसभर पाऊस पडत होता, पण आम्ही घरी थांबलो नाही कारण मुलांना "
                "आपल्या मित्रांसोबत बाहेर खेळायचे होते." },
        { "ne", "नेपालको राजधानी काठमाडौं हो र यहाँ धेरै मानिसहरू बस्छन्। यो सहर "
                "निकै पुरानो छ तर पनि धेरै राम्रो छ।" },
        { "he", "אתמול ירד גשם כל היום, אבל לא נשארנו בבית כי הילדים רצו "
                "לשחק בחוץ עם החברים שלהם." },
        { "yi", "נעכטן האָט גערעגנט דעם גאַנצן טאָג, אָבער מיר זענען נישט "
                "געבליבן אין דער היים ווײַל די קינדער האָבן געוואָלט שפּילן." },
        { "am", "ትናንት ቀኑን ሙሉ ዝናብ ዘነበ ነገር ግን ልጆቹ ከጓደኞቻቸው ጋር መጫወት "
                "ስለፈለጉ እኛ ቤት ውስጥ አልቆየንም።" },
        { "ti", "ትማሊ ምሉእ መዓልቲ ዝናብ ዘኒሙ፡ ንሕና ግን ኣብ ገዛ ኣይጸናሕናን፡ ምኽንያቱ "
                "እቶም ቆልዑ ምስ ኣዕሩኽቶም ክጻወቱ ደልዮም እዮም።" },
    };
    CHECK_ROWS(ROWS);
}

// The script says it, however short the text.
TEST(guess, scripts_of_one_language)
{
    static const struct row ROWS[] = {
        { "el", "καλημέρα" },
        { "hy", "բարեւ" },
        { "he", "שלום" },
        { "dv", "ދިވެހި" },
        { "bn", "বাংলা" },
        { "pa", "ਪੰਜਾਬੀ" },
        { "gu", "ગુજરાતી" },
        { "or", "ଓଡ଼ିଆ" },
        { "ta", "தமிழ்" },
        { "te", "తెలుగు" },
        { "kn", "ಕನ್ನಡ" },
        { "ml", "മലയാളം" },
        { "si", "සිංහල" },
        { "th", "ภาษาไทย" },
        { "lo", "ພາສາລາວ" },
        { "bo", "བོད་ཡིག" },
        { "my", "မြန်မာ" },
        { "ka", "ქართული" },
        { "am", "አማርኛ" },
        { "km", "ភាសាខ្មែរ" },
        { "ko", "한국어" },
        { "ko", "3월 大韓民國 서울에서" },
        { "ja", "ひらがな" },
        { "ja", "東京都に住んでいます" },
        { "ja", "ﾃﾚﾋﾞ" },
        { "zh", "東京都" },
        { "zh", "北京是中国的首都" },
        { "zh", "ㄓㄨˋㄧㄣ ㄈㄨˊㄏㄠˋ" },
        { "zh", "《となりのトトロ》是一部日本動畫電影，由宮崎駿導演，"
                "於一九八八年在日本首次上映，並且在世界各地都很受歡迎。"
                "故事描述兩個小女孩與森林中的精靈相遇的奇妙經歷，"
                "她們搬到鄉下居住。" },
    };
    CHECK_ROWS(ROWS);
}

TEST(guess, unknown)
{
    static const struct row ROWS[] = {
        { "?", "" },
        { "?", " \n\t" },
        { "?", "1234 5678 3.14 -- !?" },
        { "?", "👍🏽 ❤️ 🇩🇪" },
        { "?", "Wittgenstein" },
        { "?", "Anna Müller, Berlin" },
        { "?", "Москва" },
        { "?", "القاهرة" },
        { "?", "दिल्ली" },
        { "?", "d41d8cd98f00b204e9800998ecf8427e 9e107d9d372bb6826bd81d3542a4"
               "19d6 e4d909c290d0fb1ca068ffaddf22cbd0 0cc175b9c0f1b6a831c399e2"
               "69772661 900150983cd24fb0d6963f7d28e17f72" },
        { "?", "xqj zvk wqx jjf kqzx vvq bxz qqk zzj wkx fqv jxq zkk qvw xjz "
               "bqx kzv wjq vxk qzj fkx zqw jvk xbq kqj vzx wqk" },
    };
    CHECK_ROWS(ROWS);
}

// Some French words do not make noise French.
TEST(guess, noise_between_known_words)
{
    static const struct row ROWS[] = {
        { "?", "c2d98 60d9a67a82 d4aaaa 07a189151 83a7df d470339 "
               "6b9167f55c8 df659a9b36f 1a016 5582a6e07b9 079575a4 "
               "a1ffc2bcca a212df53cf 2f238 99da3647 2d207a a6ebf8 "
               "7181a647b3e b3cc33 72eab 08fb605d0709 639a 63af04e4 "
               "02d6591cb eff0 42544d3 9ed4b7 6ee4 6c1c 53d82db aac7db0 "
               "7fd8f1 d7632 4d04baa348 46cc48d20 952f03015c2c c4163b4f43 "
               "4dc11a 6c2cca 359 ed4cffee43 3e0e b40f37fb12c 7288a64f29 "
               "7ab eee2266f c19af4811499 7421bc 5f03335f8cd 6fe270b9656f" },
        { "?",
          "les xqjzwkv zvkqqbx wqxpjzk jjfkqzv des vvqbxzj qqkzzjw wkxfqvk "
          "jxqzzkq zkkqvwx qvwxjzb xjzbqxk dans fkxzqwj jvkxbqz kqjvzxw "
          "qzkwvjx xvkzqjw jwqzkxb bzqwkxj qxzvjbk wkjqzxv zxqjkvb kvqwzjx jbxzqkw wzkxqvj vjqbkzx" },
    };
    CHECK_ROWS(ROWS);
}

// Long words, of which the tables hold next to none.
TEST(guess, letters_decide_in_any_case)
{
    static const struct row ROWS[] = {
        { "fi", "kaupunkisuunnittelussa huomioitiin työllistämisvaikutukset" },
        { "fi", "KAUPUNKISUUNNITTELUSSA HUOMIOITIIN TYÖLLISTÄMISVAIKUTUKSET" },
    };
    CHECK_ROWS(ROWS);

    struct buffer hyphens = { 0 };
    for (const char *at = ROWS[0].text; *at != '\0'; at++) {
        buffer_add_byte(&hyphens, *at);
        if (!utf8_continues(at[1])) buffer_add_string(&hyphens, "\u00AD");
    }
    CHECK_STRING(guess_of(buffer_slice(&hyphens)), "fi");
    buffer_free(&hyphens);
}

// Quotations and names in another language or script do not matter.
TEST(guess, mixed_texts)
{
    static const struct row ROWS[] = {
        { "de", "Das Wort \"weather\" ist Englisch; es heißt auf Französisch "
                "\"le temps\" und ist für die Meteorologie sehr wichtig." },
        { "el", "Ο Shakespeare έγραψε τον Hamlet και τον Macbeth στο Λονδίνο "
                "και έζησε στο Stratford." },
        { "ru", "Программа GNU Emacs была написана на языке Lisp, и её "
                "используют многие, потому что она очень удобна." },
        { "zh", "蘋果公司推出 iPhone 和 iPad，使用 iOS 作業系統。" },
        { "ko", "서울에서 열린 Google I/O 행사에 많은 사람들이 왔다." },
        { "he", "חברת Microsoft הודיעה כי Windows תעודכן." },
        { "en", "The Greek word λόγος means a word, a reason or a plan, and it "
                "is what the opening of the gospel calls God." },
    };
    CHECK_ROWS(ROWS);
}

static char next_byte(void)
{
    return (char)(test_random() >> 17);
}

TEST(guess, any_bytes_and_the_same_again)
{
    enum { TURNS = 2000, LENGTH_MAX = 5000 };
    static char bytes[LENGTH_MAX];
    for (int turn = 0; turn < TURNS; turn++) {
        size_t len = test_random() % sizeof bytes;
        for (size_t i = 0; i < len; i++) {
            bytes[i] = next_byte();
            if (turn % 2) bytes[i] &= 0x7F;
        }
        struct slice text = { bytes, len };
        const char *code = guess_of(text);
        CHECK_STRING(guess_of(text), code);
        CHECK(guess_allows(text, SLICE("")));
        guess_allows(text, (struct slice){ bytes, len % 9 });
    }
}

TEST(guess, frequent_words)
{
    static const struct {
        const char *language, *term;
        bool frequent;
    } ROWS[] = {
        { "de", "und", true },
        { "DE", "und", true },
        { "en", "und", false },
        { "en", "the", true },
        { "de", "the", false },
        { "en", "zebra", false },
        { "ru", "по", true },
        { "ja", "は", false },
        { "", "the", false },
        { "en", "", false },
        { "xx", "the", false },
        { "en", "donaudampfschifffahrtsgesellschaft", false },
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].term);
        CHECK_INT(guess_is_frequent(slice_of(ROWS[i].language),
                                    slice_of(ROWS[i].term)),
                  ROWS[i].frequent);
    }
}

TEST(guess, terms_of_any_length)
{
    struct guess guess = { 0 };
    char long_term[TERM_MAX];
    memset(long_term, 'a', sizeof long_term);
    for (size_t len = 0; len <= sizeof long_term; len++)
        guess_add(&guess, (struct slice){ long_term, len });
    guess_add(&guess, (struct slice){ NULL, 0 });
    CHECK_STRING(guess_language(&guess, SLICE("αβγ")), "el");
    CHECK(guess_language(&guess, SLICE("")) == NULL);
}

// A text that never ends costs no more than its beginning.
TEST(guess, is_full_after_the_beginning)
{
    struct guess guess = { 0 };
    int shown = 0;
    while (!guess_is_full(&guess) && shown < 1000) {
        guess_add(&guess, SLICE("zzz"));
        shown++;
    }
    CHECK(shown > 50 && shown < 200);
    struct guess before = guess;
    guess_add(&guess, SLICE("the"));
    CHECK_INT(guess.words, before.words);
    CHECK_INT(guess.known, before.known);

    struct buffer text = { 0 };
    for (int i = 0; i < 30000; i++) buffer_add_string(&text, "Wort und die ");
    CHECK_STRING(guess_of(buffer_slice(&text)), "de");
    buffer_free(&text);
}

TEST(guess, declared_languages)
{
    static const struct {
        const char *declared;
        const char *text;
        bool allowed;
    } ROWS[] = {
        { "en", "It is raining", true },
        { "EN-us", "It is raining", true },
        { "fr", "It is raining", true }, // the script is all that counts
        { "en", "Βρέχει σήμερα", false },
        { "en", "сегодня дождь", false },
        { "en", "今日は雨です", false },
        { "el", "Βρέχει σήμερα", true },
        { "el", "It is raining", false },
        { "sr", "Данас пада киша", true },
        { "sr_Latn", "Danas pada kiša", true },
        { "sr", "今日は雨です", false },
        { "ja", "今日は雨です", true },
        { "ja", "東京都庁舎", true },
        { "ja", "오늘은 비가 온다", false },
        { "zh-TW", "東京都廳舍", true },
        { "ko", "大韓民國", true },
        { "he", "גשם יורד", true },
        { "yi", "גשם יורד", true },
        { "ar", "גשם יורד", false },
        { "ckb", "باران", true },
        { "ru", "Emacs, Lisp, GNU, Unix, awk: всё это старые вещи", true },
        { "en", "Ο Shakespeare έγραψε τον Hamlet και τον Macbeth", true },
        { "en", "Ο Πλάτων και ο Αριστοτέλης έζησαν στην Αθήνα (Athens)",
          false },
        { "en", "", true },
        { "el", "12 34", true },
        { "", "It is raining", true },
        { "tlh", "It is raining", true }, // Klingon is not in the tables
        { "-", "It is raining", true },
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        char name[200];
        snprintf(name, sizeof name, "%s: %s", ROWS[i].declared, ROWS[i].text);
        test_row(name);
        CHECK_INT(
            guess_allows(slice_of(ROWS[i].text), slice_of(ROWS[i].declared)),
            ROWS[i].allowed);
    }
}

// How many of the first articles of a file are in the language of that code.
// Their lines are JSON: what is escaped in them does not matter here.
static int count_right(const char *path, const char *code, int articles)
{
    struct buffer command = { 0 };
    buffer_format(&command, "zstd -dc --long=27 '%s' 2>/dev/null", path);
    FILE *file = popen(buffer_string(&command), "r");
    char *line = NULL;
    size_t room = 0;
    int right = 0;
    while (file && articles-- > 0 && getline(&line, &room, file) > 0) {
        const char *text = strstr(line, "\"text\": \"");
        if (!text) continue;
        text += strlen("\"text\": \"");
        right += strcmp(guess_of(slice_of(text)), code) == 0;
    }
    if (file) pclose(file);
    free(line);
    buffer_free(&command);
    return right;
}

TEST(guess, articles_of_wikipedia)
{
    static const char *const CODES[] = { "en", "de", "ko", "vi", "zh" };
    enum { ARTICLES = 1000, RIGHT_LEAST = 990 };
    if (!test_data()) {
        test_skip("no data");
        return;
    }
    for (size_t i = 0; i < sizeof CODES / sizeof CODES[0]; i++) {
        struct buffer path = { 0 };
        buffer_format(&path, "%s/speed/%swiki.jsonl.zst", test_data(),
                      CODES[i]);
        test_row(CODES[i]);
        CHECK(count_right(buffer_string(&path), CODES[i], ARTICLES)
              >= RIGHT_LEAST);
        buffer_free(&path);
    }
}
