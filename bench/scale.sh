#!/bin/sh
# make bench-scale DATA=FILE.jsonl: does an archive that is TIMES (10) times as
# large take TIMES times as long? bench/resample.c says how it is made. The two
# are indexed in turn, ROUNDS (3) times; figures are medians.
build=${BUILD:-build}
offprint=${OFFPRINT:-$build/offprint}
times=${TIMES:-10}
archive=$1
if [ $# != 1 ] || [ ! -s "$archive" ]; then
    echo "usage: make bench-scale DATA=FILE.jsonl" >&2
    exit 2
fi
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
"$build/bench/resample" "$archive" "$times" >"$work/large.jsonl" || exit 1

median() { sort -n | awk '{ value[NR] = $1 } END { print value[int((NR + 1) / 2)] }'; }

# Seconds of a run, its CPU seconds and peak memory are added to the file.
run() { # NAME FILE
    rm -f "$work/index"
    sync
    /usr/bin/time -a -o "$work/$1" -f '%e %U %S %M' "$offprint" -i "$work/index" index -q "$2" || exit 1
    stat -c %s "$work/index" >"$work/$1.size"
}

for round in $(seq "${ROUNDS:-3}"); do
    run small "$archive"
    run large "$work/large.jsonl"
done

row() { # NAME FILE
    bytes=$(stat -c %s "$2")
    seconds=$(cut -d ' ' -f 1 "$work/$1" | median)
    cpu=$(awk '{ print $2 + $3 }' "$work/$1" | median)
    memory=$(cut -d ' ' -f 4 "$work/$1" | median)
    awk -v name="$1" -v bytes="$bytes" -v s="$seconds" -v cpu="$cpu" -v kb="$memory" -v size="$(cat "$work/$1.size")" 'BEGIN {
        printf "%-8s %9.1f MB %8.2f s %7.1f MB/s %7.4f CPU s/MB %6.0f MB peak %7.3f index/JSONL\n",
            name, bytes / 1e6, s, bytes / 1e6 / s, cpu / (bytes / 1e6), kb * 1024 / 1e6, size / bytes }'
}
row small "$archive"
row large "$work/large.jsonl"
small=$(cut -d ' ' -f 1 "$work/small" | median)
large=$(cut -d ' ' -f 1 "$work/large" | median)
awk -v small="$small" -v large="$large" -v a="$(stat -c %s "$archive")" -v b="$(stat -c %s "$work/large.jsonl")" 'BEGIN {
    printf "%.2f times the bytes take %.2f times as long: %.3f a byte\n", b / a, large / small, large / small / (b / a) }'
