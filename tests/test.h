// test.h - the harness: TEST(group, name) { CHECK...; }
//
// A failed check is printed and counted and the test goes on, so that one run
// shows every bad row of a table. The list of tests is made by the Makefile
// from the TEST( lines.

#ifndef OFFPRINT_TESTS_TEST_H
#define OFFPRINT_TESTS_TEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"

#define TEST(group, name)             \
    void test_##group##_##name(void); \
    void test_##group##_##name(void)

// Names the row of a table that the next checks are about; NULL: none.
void test_row(const char *name);

// Ends the current test as skipped, unless it failed already. Data that is not
// there is the one good reason.
void test_skip(const char *reason);

void test_check(bool ok, const char *file, int line, const char *expression);
void test_check_int(long long got, long long want, const char *file, int line,
                    const char *expression);
void test_check_slice(struct slice got, struct slice want, const char *file,
                      int line, const char *expression);

#define CHECK(condition) test_check((condition), __FILE__, __LINE__, #condition)
#define CHECK_INT(got, want)                                                \
    test_check_int((long long)(got), (long long)(want), __FILE__, __LINE__, \
                   #got)
#define CHECK_SLICE(got, want) \
    test_check_slice((got), (want), __FILE__, __LINE__, #got)
#define CHECK_STRING(got, want) \
    test_check_slice(slice_of(got), slice_of(want), __FILE__, __LINE__, #got)

// A fresh folder for this test, removed behind it. Lives until the test ends.
const char *test_folder(void);

// Writes a file under test_folder(), with the folders above it, and returns its
// path, which lives until the test ends.
const char *test_file(const char *name, struct slice content);

// A path under test_folder(); lives until the test ends.
const char *test_path(const char *name);

// Where the real test data is ($OFFPRINT_DATA, else ../shared/data), or NULL.
const char *test_data(void);

// A generator for property tests; its seed ($TEST_SEED, else the clock) is
// printed when a test fails.
uint64_t test_random(void);

#endif
