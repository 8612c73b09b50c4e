#!/bin/sh
# make bench-peers DATA=FILE.jsonl: offprint and three others index the same
# articles, several rounds in turn, so that what else the machine does meets all
# of them alike. Each line of FILE is an object with the strings title and text.
#
# ROUNDS=N: how many (3). WORDS="A B C": the queries that show that all of the
# text is there (English words); cut by other rules, words may differ by 5 % in
# the articles that have them. Xapian gets the first 20 MB, as it is slow.
build=${BUILD:-build}
offprint=${OFFPRINT:-$build/offprint}
peers=$build/bench/peers # and CLASSPATH leads to Lucene
words=${WORDS:-mountain orchestra hamlet}
archive=$1
if [ $# != 1 ] || [ ! -s "$archive" ]; then
    echo "usage: make bench-peers DATA=FILE.jsonl" >&2
    exit 2
fi
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
part=$work/part.jsonl

fail() {
    echo "bench-peers: $*" >&2
    exit 1
}

# ---- Text -------------------------------------------------------------------

articles_of() { # ARCHIVE
    grep -c '' "$1"
}

text_bytes() { # ARCHIVE
    jq -n 'reduce (inputs | .title, .text) as $text (0; . + ($text | utf8bytelength))' "$1"
}

# Articles as scriptindex reads them: "field=value" lines, = before the further
# lines of a value, an empty line between articles.
write_dump() { # ARCHIVE
    jq -r 'def lines: split("\n") | join("\n=");
           "title=\(.title | lines)\ntext=\(.text | lines)\n"' "$1"
}

prepare() {
    LC_ALL=C awk '{ size += length($0) + 1 } size > 20e6 { exit } { print }' "$archive" >"$part"
    write_dump "$part" >"$work/part.dump" || fail "$archive: not articles with title and text"
    text=$(text_bytes "$archive") || fail "$archive: not articles with title and text"
    part_text=$(text_bytes "$part")
}

# ---- Indexing ---------------------------------------------------------------

# Adds "NAME seconds user system kB" to the times.
run() { # NAME COMMAND...
    name=$1
    shift
    rm -rf "${work:?}/$name"
    sync # what the one before left to write is not this one's burden
    /usr/bin/time -a -o "$work/times" -f "$name %e %U %S %M" "$@" >/dev/null || fail "$name failed"
}

run_round() {
    run offprint "$offprint" -i "$work/offprint" index -q "$archive"
    run fts5 "$peers/fts5" index "$work/fts5" "$archive"
    run lucene java -Xmx2g Lucene index "$work/lucene" "$archive" "$(nproc)"
    run xapian scriptindex -s none "$work/xapian" bench/peers/xapian.script "$work/part.dump"
}

# ---- What was indexed -------------------------------------------------------

# Each prints the number of articles, then that of the hits of each word.

count_offprint() { # INDEX
    "$offprint" -i "$1" status --json | jq .articles
    for word in $words; do
        "$offprint" -i "$1" search --json -n 0 --match any --exact "$word" | jq .total
    done
}

count_xapian() {
    xapian-delve "$work/xapian" | sed -n 's/^number of documents = //p'
    for word in $words; do
        xapian-delve -t "$word" "$work/xapian" | sed -n 's/.*(termfreq \([0-9]*\),.*/\1/p'
    done
}

# Prints the counts on standard input as a row; fails where they are not those
# of the archive, or too far from the first row of it.
verify() { # NAME ARCHIVE
    counts=$(tr '\n' ' ')
    [ -s "$2.counts" ] || echo "$counts" >"$2.counts"
    printf '%-12s' "$1"
    printf '%12s' $counts
    echo
    echo "$counts" | cat - "$2.counts" | awk -v articles="$(articles_of "$2")" '
        NR == 1 { fields = split($0, count) }
        NR == 2 {
            if (count[1] != articles || fields != NF) exit 1
            for (i = 2; i <= NF; i++)
                if ($i == 0 || count[i] < .95 * $i || count[i] > 1.05 * $i) exit 1
        }' || fail "$1: has not indexed $(articles_of "$2") articles with these words"
}

verify_all() {
    ln -s "$(realpath "$archive")" "$work/whole"
    run part "$offprint" -i "$work/part" index -q "$part" # beside Xapian
    printf '%-12s' ''
    printf '%12s' articles $words
    echo
    count_offprint "$work/offprint" | verify offprint "$work/whole" || exit
    "$peers/fts5" count "$work/fts5" $words | verify FTS5 "$work/whole" || exit
    java Lucene count "$work/lucene" $words | verify Lucene "$work/whole" || exit
    count_offprint "$work/part" | verify "of $(megabytes "$part") MB" "$part" || exit
    count_xapian | verify Xapian "$part" || exit
}

# ---- The table --------------------------------------------------------------

bytes_of() { # FILE|FOLDER
    find -L "$1" -type f -printf '%s\n' | awk '{ sum += $1 } END { printf "%.0f", sum }'
}

quotient() { # DIVIDEND DIVISOR
    awk -v dividend="$1" -v divisor="$2" 'BEGIN { printf "%.3f", dividend / divisor }'
}

megabytes() { # FILE|FOLDER
    printf %.1f "$(quotient "$(bytes_of "$1")" 1e6)"
}

median() {
    sort -n | awk '{ value[NR] = $1 } END { print value[int((NR + 1) / 2)] }'
}

# The median over the rounds of an expression of awk, in which ours is the time
# that offprint took in the same round for as many bytes.
measure() { # NAME ARCHIVE EXPRESSION
    awk -v name="$1" -v mb="$(megabytes "$2")" -v whole="$(megabytes "$archive")" '
        $1 == "offprint" { ours = $2 / whole * mb }
        $1 == name { print '"$3"' }' "$work/times" | median
}

print_row() { # NAME ARCHIVE TEXT_BYTES VERSION
    printf '%-24s %8.1f %10.4f %8.2f %9.0f %11.3f %12.3f\n' "$4" \
        "$(measure "$1" "$2" 'mb / $2')" \
        "$(measure "$1" "$2" '($3 + $4) / mb')" \
        "$(measure "$1" "$2" '$2 / ours')" \
        "$(measure "$1" "$2" '$5 * 1024 / 1e6')" \
        "$(quotient "$(bytes_of "$work/$1")" "$3")" \
        "$(quotient "$(bytes_of "$work/$1")" "$(bytes_of "$2")")"
}

print_table() {
    printf '%-24s %8s %10s %8s %9s %11s %12s\n' '' MB/s 'CPU s/MB' ratio 'peak MB' index/text index/JSONL
    print_row offprint "$archive" "$text" "$("$offprint" version | head -n 1)"
    print_row fts5 "$archive" "$text" "FTS5 of SQLite $("$peers/fts5" version)"
    print_row lucene "$archive" "$text" "Lucene $(java Lucene version)"
    print_row xapian "$part" "$part_text" "$(scriptindex --version | sed -n '1s/.*xapian-omega/Xapian/p')"
}

prepare
echo "$(megabytes "$archive") MB, $(articles_of "$archive") articles, $(printf %.1f "$(quotient "$text" 1e6)") MB of text;" \
    "$(nproc) cores, load $(cut -d ' ' -f 1 /proc/loadavg) before; $(java -version 2>&1 | head -n 1 | tr -d '"')"
for round in $(seq "${ROUNDS:-3}"); do
    run_round
done
verify_all
echo
print_table
