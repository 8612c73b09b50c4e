#!/bin/sh
# Runs every kind of test and ends with one line: "N passed, N failed".
BUILD=${BUILD:-build}
passed=0 failed=0

# Each part ends with a line of its own; they are added up.
part() {
    output=$(mktemp)
    "$@" >"$output" 2>&1
    code=$?
    counts=$(tail -n 1 "$output" | sed -n 's/^\([0-9]*\) passed, \([0-9]*\) failed$/\1 \2/p')
    if [ -n "$counts" ]; then
        sed '$d' "$output"
        passed=$((passed + ${counts% *})) failed=$((failed + ${counts#* }))
        if [ "$code" != 0 ] && [ "${counts#* }" = 0 ]; then
            echo "FAILED $*: exit status $code"
            failed=$((failed + 1))
        fi
    else
        cat "$output"
        echo "FAILED $*: did not finish (exit status $code)"
        failed=$((failed + 1))
    fi
    rm -f "$output"
}

part "$BUILD/tests/run"
part sh tests/cases/run.sh "$BUILD/offprint"
part sh tests/extension.sh "$BUILD"
for corpus in tests/fuzz/corpus/*; do
    part "$BUILD/fuzz/replay/$(basename "$corpus")" "$corpus"
done
part sh tests/newer-sqlite.sh run "$BUILD"
part "$BUILD/tests/faults/memory"
part "$BUILD/tests/faults/peak"
part "$BUILD/tests/faults/search"
part sh tests/crash.sh "$BUILD"
part sh tests/real.sh "$BUILD"

echo "$passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" != 0 ]
