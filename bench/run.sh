#!/bin/sh
# make bench: speed and size on a generated archive, or on BENCH_DATA=FILE.jsonl.
build=${BUILD:-build}
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
archive=${BENCH_DATA:-}
if [ -z "$archive" ]; then
    archive=$work/archive.jsonl
    "$build/bench/archive" "${BENCH_ARTICLES:-20000}" 1 >"$archive" || exit 1
fi
"$build/bench/speed" "${OFFPRINT:-$build/offprint}" "$archive" "$work/bench.offprint"
mkdir "$work/commits" || exit 1
"$build/bench/commits" "$archive" "$work/commits" || exit 1
"$build/bench/dictionary" "$work/bench.offprint"
for text in ${BENCH_TEXTS:-"$archive"}; do # plain texts, to cut into words
    "$build/bench/analysis" "$text"
done
