#include "read/date_words.h"

#include <stdbool.h>
#include <stdint.h>
#include <utf8proc.h>

#include "base/utf8.h"

// ---- Months -----------------------------------------------------------------

// In small letters, a blank around each. By family: Germanic and Romance;
// Slavic; Baltic and Finnic; Hungarian, Turkish, Greek; Semitic, Persian,
// Indian; South-East Asian.
static const char *const MONTHS[12] = {
    " january jan januar januari janúar janvier janv enero ene gennaio gen "
    "janeiro gener ianuarie ian "
    "января январь янв січня січень януари јануар "
    "stycznia styczeń sty leden ledna januára sausio janvāris janvārī "
    "jaanuar tammikuu tammikuuta "
    "január ocak oca ιανουαρίου ιανουάριος ιαν "
    "يناير ינואר בינואר ژانویه जनवरी มกราคม ",
    " february feb februar februari febrúar février fevrier févr febrero "
    "febbraio fevereiro fev febrer februarie "
    "февраля февраль фев лютого лютий февруари фебруар lutego luty lut únor "
    "února februára vasario februāris februārī veebruar helmikuu helmikuuta "
    "február şubat şub φεβρουαρίου φεβρουάριος φεβ "
    "فبراير شباط פברואר בפברואר فوریه फरवरी फ़रवरी กุมภาพันธ์ ",
    " march mar märz marz mrz maart mars marts marzo março marco març martie "
    "марта март мар березня березень marca marzec březen března brezna kovo "
    "marts martā märts maaliskuu maaliskuuta "
    "március mart μαρτίου μάρτιος μαρ "
    "مارس آذار מרץ במרץ मार्च มีนาคม maret ",
    " april apr avril avr abril abr aprile aprilie apríl "
    "апреля апрель апр квітня квітень април kwietnia kwiecień kwi duben "
    "dubna apríla balandžio aprīlis aprīlī aprill huhtikuu huhtikuuta "
    "április nisan nis απριλίου απρίλιος απρ "
    "أبريل ابريل إبريل نيسان אפריל באפריל آوریل अप्रैल เมษายน ",
    " may mai mei maj mayo maggio mag maio maig maí "
    "мая май травня травень maja květen května mája gegužės maijs maijā "
    "toukokuu toukokuuta május mayıs μαΐου μάιος μαϊ "
    "مايو أيار מאי במאי मई พฤษภาคม ",
    " june jun juni juin junio giugno giu junho juny júní iunie iun "
    "июня июнь июн червня червень юни јун czerwca czerwiec cze červen června "
    "júna birželio jūnijs jūnijā juuni kesäkuu kesäkuuta "
    "június haziran haz ιουνίου ιούνιος ιουν "
    "يونيو يونيه حزيران יוני ביוני ژوئن जून มิถุนายน ",
    " july jul juli juillet juil julio luglio lug julho juliol júlí iulie iul "
    "июля июль июл липня липень юли јул lipca lipiec lip červenec července "
    "júla liepos jūlijs jūlijā juuli heinäkuu heinäkuuta "
    "július temmuz ιουλίου ιούλιος ιουλ "
    "يوليو يوليه تموز יולי ביולי ژوئیه जुलाई กรกฎาคม ",
    " august aug augustus augusti août aout agosto ago agost ágúst "
    "августа август авг серпня серпень sierpnia sierpień srpen srpna "
    "augusta rugpjūčio augusts augustā elokuu elokuuta "
    "augusztus ağustos ağu αυγούστου αύγουστος αυγ "
    "أغسطس اغسطس آب אוגוסט באוגוסט اوت अगस्त สิงหาคม agustus ",
    " september sep sept septembre septiembre settembre set setembro setembre "
    "septembrie "
    "сентября сентябрь сен сент вересня вересень септември септембар września "
    "wrzesień wrz září septembra rugsėjo septembris septembrī syyskuu "
    "syyskuuta szeptember eylül eyl σεπτεμβρίου σεπτέμβριος σεπ "
    "سبتمبر أيلول ספטמבר בספטמבר سپتامبر सितंबर सितम्बर กันยายน ",
    " october oct oktober okt octobre octubre ottobre ott outubro out "
    "octombrie október "
    "октября октябрь окт жовтня жовтень октомври октобар października "
    "październik paź říjen října októbra spalio oktobris oktobrī oktoober "
    "lokakuu lokakuuta ekim eki οκτωβρίου οκτώβριος οκτ "
    "أكتوبر اكتوبر אוקטובר באוקטובר اکتبر अक्टूबर अक्तूबर ตุลาคม ",
    " november nov novembre noviembre novembro noiembrie nóvember "
    "ноября ноябрь ноя нояб листопада листопад ноември новембар listopada "
    "listopad lis listopadu novembra lapkričio novembris novembrī marraskuu "
    "marraskuuta kasım kas νοεμβρίου νοέμβριος νοε "
    "نوفمبر נובמבר בנובמבר نوامبر नवंबर नवम्बर พฤศจิกายน ",
    " december dec dezember dez décembre decembre déc diciembre dic dicembre "
    "dezembro desember desembre decembrie "
    "декабря декабрь дек грудня грудень декември децембар grudnia grudzień "
    "gru prosinec prosince decembra gruodžio decembris decembrī detsember "
    "joulukuu joulukuuta aralık δεκεμβρίου δεκέμβριος δεκ "
    "ديسمبر דצמבר בדצמבר دسامبر दिसंबर दिसम्बर ธันวาคม ",
};

static const char *const PERSIAN_MONTHS[12] = {
    " فروردین ", " اردیبهشت ", " خرداد ", " تیر ", " مرداد ", " شهریور ",
    " مهر ",     " آبان ",     " آذر ",   " دی ",  " بهمن ",  " اسفند ",
};

// The word in small letters with a blank on each side; "" where it is too long.
static void frame(struct slice word, char room[64])
{
    size_t len = 1;
    room[0] = ' ';
    for (size_t at = 0; at < word.len;) {
        uint32_t c;
        at += utf8_decode(word.ptr + at, word.len - at, &c);
        if (len + UTF8_MAX + 2 > 64) {
            room[0] = '\0';
            return;
        }
        c = (uint32_t)utf8proc_tolower((utf8proc_int32_t)c);
        len += utf8_encode(c, room + len);
    }
    room[len++] = ' ';
    room[len] = '\0';
}

static int find(const char *const months[12], struct slice word)
{
    char wanted[64];
    frame(word, wanted);
    if (word.len == 0 || !wanted[0]) return 0;
    for (int i = 0; i < 12; i++)
        if (strstr(months[i], wanted)) return i + 1;
    return 0;
}

int date_month_of(struct slice word)
{
    return find(MONTHS, word);
}

int date_persian_month_of(struct slice word)
{
    return find(PERSIAN_MONTHS, word);
}

// ---- The Persian calendar ---------------------------------------------------

// Days before the first of a Persian year, counted from that of year 1: eight
// leap years in thirty-three, right for 1178 to 1634.
static int persian_days(int year)
{
    return 365 * (year - 1) + (8 * (year - 1) + 29) / 33;
}

static int days_of_month(int year, int month)
{
    static const int DAYS[] = {
        31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31
    };
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return DAYS[month] + (month == 1 && leap);
}

static int days_of_year(int year)
{
    return 337 + days_of_month(year, 1);
}

void date_from_persian(int *year, int *month, int *day)
{
    int before = *month <= 7 ? 31 * (*month - 1) : 30 * (*month - 1) + 6;
    int days = persian_days(*year) + before + *day - 1;
    // 1 Farvardin 1400 was 21 March 2021.
    days -= persian_days(1400) - (31 + 28 + 20);
    int y = 2021, m = 0;
    while (days < 0) days += days_of_year(--y);
    while (days >= days_of_year(y)) days -= days_of_year(y++);
    while (days >= days_of_month(y, m)) days -= days_of_month(y, m++);
    *year = y;
    *month = m + 1;
    *day = days + 1;
}

// ---- Digits -----------------------------------------------------------------

static bool is_mark_of_direction(uint32_t c)
{
    return c == 0x200E || c == 0x200F || c == 0x061C
           || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

// The value of a decimal digit outside ASCII, -1 for all else. Each script has
// its ten in a row.
static int digit_of(uint32_t c)
{
    static const uint32_t ZEROS[] = { 0x0660, 0x06F0, 0x0966, 0x09E6,
                                      0x0E50, 0x1040, 0xFF10 };
    for (size_t i = 0; i < sizeof ZEROS / sizeof ZEROS[0]; i++)
        if (c >= ZEROS[i] && c <= ZEROS[i] + 9) return (int)(c - ZEROS[i]);
    return -1;
}

struct slice date_plain(struct slice text, char *room, size_t size)
{
    size_t len = 0;
    for (size_t at = 0; at < text.len;) {
        uint32_t c;
        size_t step = utf8_decode(text.ptr + at, text.len - at, &c);
        if (len + UTF8_MAX > size) break;
        at += step;
        int digit = digit_of(c);
        if (digit >= 0) c = (uint32_t)('0' + digit);
        if (c == 0xA0 || c == 0x202F || c == 0x3000) c = ' ';
        if (!is_mark_of_direction(c)) len += utf8_encode(c, room + len);
    }
    return (struct slice){ room, len };
}
