// The table of commands and options is sound in itself.

#include "cli/nearest.h"
#include "cli/topics.h"
#include "test.h"

#include "base/utf8.h"

TEST(cli_options, rows_of_an_option_agree)
{
    for (size_t i = 0; i < OPTION_ROWS; i++) {
        test_row(OPTIONS[i].name);
        const struct option_row *first =
            option_named(slice_of(OPTIONS[i].name));
        CHECK_INT(OPTIONS[i].option, first->option);
        CHECK_INT(OPTIONS[i].letter, first->letter);
        CHECK_INT(!OPTIONS[i].argument, !first->argument);
        CHECK(OPTIONS[i].commands != 0);
        if (OPTIONS[i].letter)
            CHECK_INT(option_lettered(OPTIONS[i].letter)->option,
                      OPTIONS[i].option);
    }
}

TEST(cli_options, a_command_has_an_option_once)
{
    for (size_t i = 0; i < OPTION_ROWS; i++)
        for (size_t j = 0; j < i; j++) {
            test_row(OPTIONS[i].name);
            if (OPTIONS[i].option == OPTIONS[j].option)
                CHECK_INT(OPTIONS[i].commands & OPTIONS[j].commands, 0);
        }
}

TEST(cli_options, formats_begin_alike)
{
    const char *all = option_of(COMMAND_SEARCH, OPTION_FORMAT)->argument;
    CHECK_INT(choice_find(all, SLICE("text")), FORMAT_TEXT);
    CHECK_INT(choice_find(all, SLICE("trec")), FORMAT_TREC);
    for (enum command c = COMMAND_NONE; c < COMMAND_COUNT; c++) {
        const struct option_row *row = option_of(c, OPTION_FORMAT);
        test_row(COMMANDS[c].name);
        if (row)
            CHECK(slice_starts_with(slice_of(all), slice_of(row->argument)));
    }
}

TEST(cli_options, choices)
{
    static const struct {
        const char *value;
        int place;
    } ROWS[] = { { "a", 0 },  { "bc", 1 }, { "d", 2 },
                 { "b", -1 }, { "", -1 },  { "a|bc", -1 } };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].value);
        CHECK_INT(choice_find("a|bc|d", slice_of(ROWS[i].value)),
                  ROWS[i].place);
    }
}

TEST(cli_options, nearest)
{
    static const struct {
        const char *typed;
        const char *meant;
    } ROWS[] = {
        { "serch", "search" }, { "serach", "search" },
        { "indx", "index" },   { "SEARCH", NULL },
        { "lsit", "list" },    { "stat", "status" },
        { "lime", "like" },    { "x", NULL },
        { "", NULL },          { "searchsearchsearchsearchsearch", NULL },
    };
    for (size_t i = 0; i < sizeof ROWS / sizeof ROWS[0]; i++) {
        test_row(ROWS[i].typed);
        CHECK_STRING(nearest_command(slice_of(ROWS[i].typed)), ROWS[i].meant);
    }
    CHECK_STRING(nearest_option(COMMAND_SEARCH, SLICE("formt")), "format");
    CHECK_STRING(nearest_option(COMMAND_INDEX, SLICE("formt")), NULL);
    CHECK_STRING(nearest_option(COMMAND_NONE, SLICE("formt")), "format");
}

static void check_lines(const char *text)
{
    while (text && *text) {
        size_t len = strcspn(text, "\n");
        CHECK(utf8_text_width((struct slice){ text, len }) <= 80);
        CHECK(text[len] == '\n');
        text += len + 1;
    }
}

TEST(cli_options, topics_fit_eighty_columns)
{
    for (const struct topic *topic = TOPICS; topic->name; topic++) {
        test_row(topic->name);
        for (int i = 0; i < TOPIC_PARTS; i++) check_lines(topic->texts[i]);
    }
}
