#!/bin/sh
# make bench-languages DATA="FILE.jsonl FOLDER ...": offprint beside stock FTS5
# with the same analysis (our tokenizer, content stored, one transaction), whole
# processes in turn, ROUNDS (3) times; figures are medians. FTS5 gets the files of
# a FOLDER as JSON lines that are made beforehand, title: the path.
build=${BUILD:-build}
offprint=${OFFPRINT:-$build/offprint}
[ $# -gt 0 ] || {
    echo 'usage: make bench-languages DATA="FILE.jsonl FOLDER ..."' >&2
    exit 2
}
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

run() { # NAME COMMAND...
    name=$1
    shift
    rm -f "$work/index"
    sync
    /usr/bin/time -a -o "$work/$name" -f '%e %U %S' "$@" >/dev/null || exit 1
    stat -c %s "$work/index" >"$work/$name.size"
}
median() { sort -n | awk '{ value[NR] = $1 } END { print value[int((NR + 1) / 2)] }'; }

printf '%-16s %8s %12s %12s %8s %14s %14s\n' '' MB 'offprint MB/s' 'FTS5 MB/s' ratio 'offprint size' 'FTS5 size'
for archive in "$@"; do
    rm -f "$work"/offprint* "$work"/fts5*
    lines=$archive bytes=$(du -sbL --apparent-size "$archive" | cut -f 1)
    if [ -d "$archive" ]; then
        lines=$work/folder.jsonl
        find "$archive" -type f | sort | python3 -c '
import json, sys
for line in sys.stdin:
    with open(line[:-1], encoding="utf-8", errors="replace") as file:
        print(json.dumps({"title": line[:-1], "text": file.read()}, ensure_ascii=False))' >"$lines"
        bytes=$(find "$archive" -type f -printf '%s\n' | awk '{ sum += $1 } END { print sum }')
    fi
    for round in $(seq "${ROUNDS:-3}"); do
        run offprint "$offprint" -i "$work/index" index -q "$archive"
        run fts5 "$build/bench/peers/fts5" index "$work/index" "$lines" "$build/offprint.so"
    done
    awk -v name="$(basename "$archive")" -v bytes="$bytes" -v ours="$(cut -d ' ' -f 1 "$work/offprint" | median)" \
        -v theirs="$(cut -d ' ' -f 1 "$work/fts5" | median)" -v a="$(cat "$work/offprint.size")" -v b="$(cat "$work/fts5.size")" 'BEGIN {
        printf "%-16s %8.1f %12.1f %12.1f %8.2f %14.3f %14.3f\n", name, bytes / 1e6, bytes / 1e6 / ours, bytes / 1e6 / theirs,
            theirs / ours, a / bytes, b / bytes }'
done
