#include "read/date.h"

#include "test.h"

static const struct {
    const char *text, *iso;
} DATES[] = {
    // As machines write them.
    { "2021", "2021" },
    { "2021-03", "2021-03" },
    { "2021-03-04", "2021-03-04" },
    { " 2021-3-4\n", "2021-03-04" },
    { "2021/03/04", "2021-03-04" },
    { "2021.03.04", "2021-03-04" },
    { "2021-03-04T09:30", "2021-03-04T09:30" },
    { "2021-03-04T09:30:00Z", "2021-03-04T09:30:00Z" },
    { "2021-03-04T09:30:00.123Z", "2021-03-04T09:30:00Z" },
    { "2021-03-04T09:30:00.123456+01:00", "2021-03-04T09:30:00+01:00" },
    { "2021-03-04T09:30:00+00:00", "2021-03-04T09:30:00+00:00" },
    { "2021-03-04T09:30:00-0500", "2021-03-04T09:30:00-05:00" },
    { "2019-11-19T13:16+0000", "2019-11-19T13:16+00:00" },
    { "2019-11-19 06:30:42", "2019-11-19T06:30:42" },
    { "2019-11-19 06:30:42 UTC", "2019-11-19T06:30:42Z" },
    { "2019-11-19 06:30:42 EST", "2019-11-19T06:30:42" },
    { "20190806", "2019-08-06" },
    { "20190806103251", "2019-08-06T10:32:51" },
    { "20190806T103251Z", "2019-08-06T10:32:51Z" },
    { "1614850200", "2021-03-04T09:30:00Z" },
    { "1614850200000", "2021-03-04T09:30:00Z" },
    { "1614850200.75", "2021-03-04T09:30:00Z" },
    { "1078358400", "2004-03-04T00:00:00Z" },
    { "Tue, 05 Mar 2019 10:00:00 +0100", "2019-03-05T10:00:00+01:00" },
    { "Tue Mar  5 10:00:00 2019", "2019-03-05T10:00:00" },
    // As people do.
    { "4 March 2021", "2021-03-04" },
    { "4th of March, 2021", "2021-03-04" },
    { "March 4, 2021", "2021-03-04" },
    { "Mar. 4 2021", "2021-03-04" },
    { "MARCH 4 2021", "2021-03-04" },
    { "Sept. 12, 1998", "1998-09-12" },
    { "March 2021", "2021-03" },
    { "2021 March 4", "2021-03-04" },
    { "Published on November 20, 2019", "2019-11-20" },
    { "Wednesday, November 20, 2019, 12:01 AM", "2019-11-20T00:01" },
    { "November 20, 2019 at 12:01 p.m.", "2019-11-20T12:01" },
    { "4. März 2021", "2021-03-04" },
    { "1er février 2020", "2020-02-01" },
    { "3 de abril de 2015", "2015-04-03" },
    { "12 dicembre 1999", "1999-12-12" },
    { "12 mei 2003", "2003-05-12" },
    { "4 stycznia 2021", "2021-01-04" },
    { "4 июня 2021, 09:30", "2021-06-04T09:30" },
    { "4 листопада 2021", "2021-11-04" },
    { "4. května 2021", "2021-05-04" },
    { "4 Ağustos 2021 Çarşamba", "2021-08-04" },
    { "4 Μαρτίου 2021", "2021-03-04" },
    { "4. maaliskuuta 2021", "2021-03-04" },
    { "2021. március 4.", "2021-03-04" },
    { "4 martie 2021", "2021-03-04" },
    { "den 4 juni 2021", "2021-06-04" },
    { "4. marts 2021", "2021-03-04" },
    { "4 مارس 2021", "2021-03-04" },
    { "٤ مارس ٢٠٢١", "2021-03-04" },
    { "4 במרץ 2021", "2021-03-04" },
    { "4 मार्च 2021", "2021-03-04" },
    { "4 Maret 2021", "2021-03-04" },
    { "4 มีนาคม 2564", "2021-03-04" },
    { "4 tháng 3 năm 2021", "2021-03-04" },
    { "ngày 4 tháng 3, 2021", "2021-03-04" },
    { "۱ فروردین ۱۴۰۰", "2021-03-21" },
    { "۱۴ اسفند ۱۳۹۹", "2021-03-04" },
    { "۳۰ اسفند ۱۳۹۹", "2021-03-20" },
    { "22 بهمن 1357", "1979-02-11" },
    { "令和3年3月4日", "2021-03-04" },
    { "平成元年1月8日", "1989-01-08" },
    { "2021年3月4日（木）09:30", "2021-03-04T09:30" },
    { "２０２１年３月４日", "2021-03-04" },
    { "2021年3月4日", "2021-03-04" },
    { "2021年3月", "2021-03" },
    { "2021년 3월 4일 10:05", "2021-03-04T10:05" },
    { "31/12/2020", "2020-12-31" },
    { "12/31/2020", "2020-12-31" },
    { "12/31/2020 5:06 PM", "2020-12-31T17:06" },
    { "4/4/2020", "2020-04-04" },
    { "04.03.2021", "2021-03-04" },
    { "29 Feb 2020", "2020-02-29" },
    { "2000-02-29", "2000-02-29" },
    { "1000-01-01", "1000-01-01" },
    { "2199-12-31", "2199-12-31" },
};

TEST(date, reads)
{
    for (size_t i = 0; i < sizeof DATES / sizeof DATES[0]; i++) {
        char iso[DATE_MAX];
        test_row(DATES[i].text);
        size_t len = date_read(slice_of(DATES[i].text), iso);
        CHECK_SLICE(((struct slice){ iso, len }), slice_of(DATES[i].iso));
    }
}

TEST(date, refuses)
{
    static const char *const TEXTS[] = {
        "",
        "yesterday",
        "1 day ago",
        "Nov 20",
        "20",
        "999",
        "0999-01-01",
        "2200-01-01",
        "20210",
        "201903",
        "2021-13-01",
        "2021-00-10",
        "2021-02-29",
        "2021-02-30",
        "1900-02-29",
        "2021-04-31",
        "2021-W10-4",
        "2021-063",
        "2020-2021",
        "2021-03-04T25:00",
        "2021-03-04T10:60",
        "2021-03-04T10:00:00+19:00",
        "04/03/2021",
        "4-3-2021",
        "32/12/2020",
        "0000-00-00 00:00:00",
        "31 June 2020",
        "4 March",
        "March 4 and April 5, 2021",
        "4 5 March 2021",
        "12:30",
        "99999999999999999999",
        "March 99999999999999999999",
        "May he live until 2021 or 2022",
    };
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++) {
        char iso[DATE_MAX];
        test_row(TEXTS[i]);
        CHECK_INT(date_read(slice_of(TEXTS[i]), iso), 0);
    }
}

// Every day of four centuries, through the seconds since 1970 and back.
TEST(date, epoch_days)
{
    static const int DAYS[] = {
        31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31
    };
    int year = 2002, month = 1, day = 1;
    for (long long seconds = 1009843200; seconds < 1999999999;
         seconds += 86400) {
        char text[24], want[40], iso[DATE_MAX];
        snprintf(text, sizeof text, "%lld", seconds);
        snprintf(want, sizeof want, "%04d-%02d-%02dT00:00:00Z", year % 10000,
                 month % 100, day % 100);
        test_row(text);
        size_t len = date_read(slice_of(text), iso);
        CHECK_SLICE(((struct slice){ iso, len }), slice_of(want));
        bool leap = month == 2 && year % 4 == 0;
        if (++day <= DAYS[month - 1] + leap) continue;
        day = 1;
        if (++month <= 12) continue;
        month = 1;
        year++;
    }
}

TEST(date, survives_mutations)
{
    for (int round = 0; round < 20000; round++) {
        char text[64], iso[DATE_MAX];
        const char *from =
            DATES[test_random() % (sizeof DATES / sizeof DATES[0])].text;
        size_t len = strlen(from);
        memcpy(text, from, len);
        for (int i = 0; i < 3; i++)
            text[test_random() % len] = (char)test_random();
        size_t size = date_read((struct slice){ text, len }, iso);
        CHECK(size <= DATE_MAX);
        CHECK(size == 0 || (iso[0] >= '1' && iso[0] <= '2'));
    }
}

TEST(date, numbers_in_the_order_of_the_language)
{
    static const struct {
        const char *text;
        enum date_order order;
        const char *iso;
    } ROWS[] = {
        { "3/4/2021", DATE_ANY_ORDER, "" },
        { "3/4/2021", DATE_DAY_FIRST, "2021-04-03" },
        { "3/4/2021", DATE_MONTH_FIRST, "2021-03-04" },
        { "13/4/2021", DATE_MONTH_FIRST, "2021-04-13" },
        { "4/13/2021", DATE_DAY_FIRST, "2021-04-13" },
        { "3.4.2021", DATE_MONTH_FIRST, "2021-04-03" },
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].text);
        char iso[DATE_MAX];
        size_t len =
            date_read_ordered(slice_of(ROWS[i].text), ROWS[i].order, iso);
        CHECK_SLICE(((struct slice){ iso, len }), slice_of(ROWS[i].iso));
    }
}
