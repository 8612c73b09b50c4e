// The labels of the WHATWG's Encoding standard, in a shape in which its
// spelling variants fall together: lower case without anything but letters and
// digits, so that ISO_8859-1, iso8859-1 and iso-8859-1 are one. The last rows
// are what uchardet names and the standard lacks; of these VISCII and the
// Central European ones of DOS and of the Mac are left out: it finds them in
// English and German far more often than they exist.

#include "read/charset.h"

enum { LABEL_MAX = 32 };

static const struct {
    struct charset charset;
    const char *labels; // with a blank around each
} CHARSETS[] = {
    // A label that can be read as ASCII does not stand in UTF-16.
    { { "utf-8", "UTF-8", 1, 4 },
      " utf8 utf8mb4 unicode11utf8 unicode20utf8 xunicode20utf8 utf16 utf16le "
      "utf16be ucs2 iso10646ucs2 unicode csunicode unicodefeff unicodefffe " },
    { { "ibm866", "IBM866", 1, 1 }, " 866 cp866 csibm866 ibm866 " },
    { { "iso-8859-2", "ISO-8859-2", 1, 1 },
      " csisolatin2 iso88592 iso885921987 isoir101 l2 latin2 " },
    { { "iso-8859-3", "ISO-8859-3", 1, 1 },
      " csisolatin3 iso88593 iso885931988 isoir109 l3 latin3 " },
    { { "iso-8859-4", "ISO-8859-4", 1, 1 },
      " csisolatin4 iso88594 iso885941988 isoir110 l4 latin4 " },
    { { "iso-8859-5", "ISO-8859-5", 1, 1 },
      " csisolatincyrillic cyrillic iso88595 iso885951988 isoir144 " },
    { { "iso-8859-6", "ISO-8859-6", 1, 1 },
      " arabic asmo708 csiso88596e csiso88596i csisolatinarabic ecma114 "
      "iso88596 iso885961987 iso88596e iso88596i isoir127 " },
    { { "iso-8859-7", "ISO-8859-7", 1, 1 },
      " csisolatingreek ecma118 elot928 greek greek8 iso88597 iso885971987 "
      "isoir126 suneugreek " },
    { { "iso-8859-8", "ISO-8859-8", 1, 1 },
      " csiso88598e csiso88598i csisolatinhebrew hebrew iso88598 iso885981988 "
      "iso88598e iso88598i isoir138 logical visual " },
    { { "iso-8859-10", "ISO-8859-10", 1, 1 },
      " csisolatin6 iso885910 isoir157 l6 latin6 " },
    { { "iso-8859-13", "ISO-8859-13", 1, 1 }, " iso885913 " },
    { { "iso-8859-14", "ISO-8859-14", 1, 1 }, " iso885914 " },
    { { "iso-8859-15", "ISO-8859-15", 1, 1 },
      " csisolatin9 iso885915 l9 latin9 " },
    { { "iso-8859-16", "ISO-8859-16", 1, 1 }, " iso885916 " },
    { { "koi8-r", "KOI8-R", 1, 1 }, " cskoi8r koi koi8 koi8r " },
    { { "koi8-u", "KOI8-U", 1, 1 }, " koi8ru koi8u " },
    { { "macintosh", "MACINTOSH", 1, 1 },
      " csmacintosh mac macintosh macroman xmacroman " },
    { { "windows-874", "CP874", 1, 1 },
      " cp874 dos874 iso885911 tis620 windows874 " },
    { { "windows-1250", "CP1250", 1, 1 }, " cp1250 windows1250 xcp1250 " },
    { { "windows-1251", "CP1251", 1, 1 }, " cp1251 windows1251 xcp1251 " },
    { { "windows-1252", "CP1252", 1, 1 },
      " ansix341968 ascii cp1252 cp819 csisolatin1 ibm819 iso88591 "
      "iso885911987 isoir100 l1 latin1 usascii windows1252 xcp1252 " },
    { { "windows-1253", "CP1253", 1, 1 }, " cp1253 windows1253 xcp1253 " },
    { { "windows-1254", "CP1254", 1, 1 },
      " cp1254 csisolatin5 iso88599 iso885991989 isoir148 l5 latin5 "
      "windows1254 xcp1254 " },
    { { "windows-1255", "CP1255", 1, 1 }, " cp1255 windows1255 xcp1255 " },
    { { "windows-1256", "CP1256", 1, 1 }, " cp1256 windows1256 xcp1256 " },
    { { "windows-1257", "CP1257", 1, 1 }, " cp1257 windows1257 xcp1257 " },
    { { "windows-1258", "CP1258", 1, 1 }, " cp1258 windows1258 xcp1258 " },
    { { "x-mac-cyrillic", "MAC-CYRILLIC", 1, 1 },
      " maccyrillic xmaccyrillic xmacukrainian " },
    { { "gb18030", "GB18030", 1, 4 },
      " chinese cp936 csgb2312 csiso58gb231280 euccn gb18030 gb2312 gb231280 "
      "gbk isoir58 xgbk " },
    { { "big5", "BIG5-HKSCS", 1, 2 },
      " big5 big5hkscs cnbig5 cp950 csbig5 xxbig5 " },
    { { "euc-jp", "EUC-JP-MS", 1, 3 }, " cseucpkdfmtjapanese eucjp xeucjp " },
    { { "iso-2022-jp", "ISO-2022-JP-3", 1, 2 }, " csiso2022jp iso2022jp " },
    { { "shift_jis", "CP932", 1, 2 },
      " cp932 csshiftjis ms932 mskanji shiftjis sjis windows31j xsjis " },
    { { "euc-kr", "CP949", 1, 2 },
      " cp949 cseuckr csksc56011987 euckr isoir149 korean ksc5601 ksc56011987 "
      "ksc56011989 uhc windows949 " },
    { { "euc-tw", "EUC-TW", 1, 4 }, " euctw " },
    { { "georgian-academy", "GEORGIAN-ACADEMY", 1, 1 }, " georgianacademy " },
    { { "georgian-ps", "GEORGIAN-PS", 1, 1 }, " georgianps " },
    { { "ibm855", "IBM855", 1, 1 }, " ibm855 " },
    { { "iso-2022-cn", "ISO-2022-CN-EXT", 1, 2 }, " iso2022cn " },
    { { "iso-2022-kr", "ISO-2022-KR", 1, 2 }, " iso2022kr " },
    { { "johab", "JOHAB", 1, 2 }, " johab " },
};

const struct charset *charset_of_label(struct slice label)
{
    char wanted[LABEL_MAX] = " ";
    size_t len = 1;
    for (size_t i = 0; i < label.len; i++) {
        char c = label.ptr[i];
        if (c >= 'A' && c <= 'Z') c = (char)(c - 'A' + 'a');
        if ((c < 'a' || c > 'z') && (c < '0' || c > '9')) continue;
        if (len == sizeof wanted - 2) return NULL; // longer than any of them
        wanted[len++] = c;
    }
    if (len == 1) return NULL;
    wanted[len] = ' ';
    for (size_t i = 0; i < sizeof CHARSETS / sizeof CHARSETS[0]; i++)
        if (strstr(CHARSETS[i].labels, wanted)) return &CHARSETS[i].charset;
    return NULL;
}
