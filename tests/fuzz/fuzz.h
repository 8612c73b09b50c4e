// fuzz.h - what each target is: any bytes in, a broken promise is a crash.
//
// With clang, libFuzzer calls the target (make fuzz); without it, replay.c runs
// what was found before (make test).

#ifndef OFFPRINT_TESTS_FUZZ_FUZZ_H
#define OFFPRINT_TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

// libFuzzer's name for a target. Returns 0.
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define FUZZ_CHECK(condition)                                      \
    do {                                                           \
        if (condition) break;                                      \
        fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, \
                #condition);                                       \
        abort();                                                   \
    } while (0)

#endif
