#!/bin/sh
# make bench-queries DATA=FILE.jsonl QUERIES=FILE.jsonl: offprint, Lucene and
# stock FTS5 search the same articles for the same words: none stems, expands or
# looks at how near words are to each other. Each line of DATA is an object with
# the strings title and text, each of QUERIES one with query and tags, of which
# the first is term, union, intersection or phrase; others are left out.
#
# Everything is warm and in process, from the text of a query to its ten best
# articles; the contenders run in turn, and of all times of a query the best
# counts. Each has one segment. Then: what offprint's own ranking costs, and what
# whole processes take beside the sqlite3 shell.
#
# ROUNDS=N: how many (3). PASSES=N: through all queries in a round, to get warm
# (20; FTS5, which has nothing to warm but its cache: 1). REPEATS=N: how often each
# is timed then (5; FTS5: 2). SHARE=N: one query in N for whole processes (4).
build=${BUILD:-build}
offprint=${OFFPRINT:-$build/offprint}
peers=$build/bench/peers # and CLASSPATH leads to Lucene
rounds=${ROUNDS:-3}
if [ $# != 2 ] || [ ! -s "$1" ] || [ ! -s "$2" ]; then
    echo "usage: make bench-queries DATA=FILE.jsonl QUERIES=FILE.jsonl" >&2
    exit 2
fi
archive=$1 given=$2
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
tab=$(printf '\t')

fail() {
    echo "bench-queries: $*" >&2
    exit 1
}

# ---- Queries ----------------------------------------------------------------

# The queries of a batch so many times over, then each so many times in a row.
repeat() { # BATCH PASSES REPEATS
    awk -v passes="$2" -v repeats="$3" '
        { line[NR] = $0 }
        END {
            for (i = 0; i < passes; i++) for (j = 1; j <= NR; j++) print line[j]
            for (j = 1; j <= NR; j++) for (i = 0; i < repeats; i++) print line[j]
        }' "$1"
}

prepare() {
    jq -r 'select(.tags[0] | IN("term", "union", "intersection", "phrase"))
           | "\(.tags[0]):\(input_line_number)\t\(.query)"' "$given" |
        sort -s -t : -k 1,1 >"$work/once" || fail "$given: not queries with tags"
    [ -s "$work/once" ] || fail "$given: no query of a kind that is known"
    repeat "$work/once" "${PASSES:-20}" "${REPEATS:-5}" >"$work/batch"
    repeat "$work/once" 1 "${REPEATS:-2}" >"$work/slow"
    awk -v share="${SHARE:-4}" 'NR % share == 1 || share == 1' "$work/once" >"$work/some"
    "$peers/fts5_queries" sql "$work/some" >"$work/statements" || exit 1
}

# ---- Contenders -------------------------------------------------------------

index_all() {
    "$offprint" -i "$work/offprint" index -q "$archive" &&
        "$offprint" -i "$work/offprint" optimize -q || fail "offprint failed"
    java -Xmx2g LuceneSearch index "$work/lucene" "$archive" || fail "Lucene failed"
    "$peers/fts5" index "$work/fts5" "$archive" || fail "FTS5 failed"
    sqlite3 "$work/fts5" "INSERT INTO article(article) VALUES('optimize')" || fail "FTS5 failed"
}

search() { # BATCH TIMING OPTION...
    batch=$1 timing=$2
    shift 2
    "$offprint" -i "$work/offprint" search --batch "$batch" --timing "$timing" "$@"
    [ $? -le 1 ] || fail "offprint failed"
}

process() { # BATCH TIMES PROGRAM ARGUMENT...
    batch=$1 times=$2
    shift 2
    "$build/bench/process" "$batch" "$@" >>"$times" || fail "$1 failed"
}

# Adds to the times of each contender.
run_round() {
    search "$work/batch" "$work/times" --plain --exact
    cat "$work/times" >>"$work/plain.times"
    java -Xmx2g LuceneSearch search "$work/lucene" "$work/batch" >>"$work/lucene.times" ||
        fail "Lucene failed"
    search "$work/batch" "$work/times"
    cat "$work/times" >>"$work/default.times"
    "$peers/fts5_queries" search "$work/fts5" "$work/slow" >>"$work/fts5.times" || fail "FTS5 failed"
    process "$work/some" "$work/whole.times" "$offprint" -i "$work/offprint" search --
    process "$work/statements" "$work/shell.times" sqlite3 "$work/fts5"
}

# ---- What was found ---------------------------------------------------------

# Words are cut by other rules, so that some queries have other articles: a tenth
# of them may differ by more than a tenth and two articles.
verify() { # NAME TIMES
    sort -u -t "$tab" -k 1,1 "$2" | cut -f 1,3 | sort >"$work/found"
    join -t "$tab" "$work/wanted" "$work/found" | awk -F '\t' -v name="$1" '
        { ours += $2; theirs += $3; apart = $2 > $3 ? $2 - $3 : $3 - $2 }
        apart > 2 && apart > $2 / 10 { other++ }
        END {
            printf "%s finds %d articles, offprint %d; the numbers of %d of %d queries are apart\n",
                name, theirs, ours, other, NR
            exit NR == 0 || other > NR / 10
        }' || fail "$1 does not find what offprint finds"
}

# Without hits, offprint counts all articles.
verify_all() {
    search "$work/once" "$work/counts" --plain --exact -n 0
    cut -f 1,3 "$work/counts" | tr -d + | sort >"$work/wanted"
    verify Lucene "$work/lucene.times"
    verify FTS5 "$work/fts5.times"
}

# ---- Tables -----------------------------------------------------------------

table() { # NAMES TIMES...
    names=$1
    shift
    awk -v names="$names" -v quotient="$quotient" -f bench/timings.awk "$@" || exit
}

print_tables() {
    version=$("$offprint" version | head -n 1)
    sqlite="SQLite $("$peers/fts5" version)"
    echo
    table "$version,Lucene $(java Lucene version),FTS5 of $sqlite" \
        "$work/plain.times" "$work/lucene.times" "$work/fts5.times"
    quotient=1
    printf '\n%s\n\n' "offprint's own ranking, and --exact --plain"
    table "default,plain" "$work/default.times" "$work/plain.times"
    printf '\n%s\n\n' "whole processes: ten results with passages, and the shell of $sqlite"
    table "offprint search,sqlite3" "$work/whole.times" "$work/shell.times"
}

prepare
index_all
echo "$(grep -c '' "$archive") articles, $(grep -c '' "$work/once") queries;" \
    "$(nproc) cores, load $(cut -d ' ' -f 1 /proc/loadavg) before; $(java -version 2>&1 | head -n 1 | tr -d '"')"
for round in $(seq "$rounds"); do
    run_round
done
verify_all
print_tables
