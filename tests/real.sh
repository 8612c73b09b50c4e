#!/bin/sh
# Real archives ($OFFPRINT_DATA, default ../shared/data): real.sh BUILD. What
# they must give stands beside each.
build=$(realpath "$1")
data=${OFFPRINT_DATA:-../shared/data}
passed=0 failed=0

finish() {
    echo "$passed passed, $failed failed"
    [ "$failed" = 0 ]
    exit
}
if [ ! -d "$data" ]; then
    echo "real archives: skipped: no data"
    finish
fi
data=$(realpath "$data")
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
OFFPRINT_INDEX=$work/index
export OFFPRINT_INDEX

unpack() { zstd -dc --long=27 "$data/$1" | tar -xf -; }
offprint() { "$build/offprint" "$@"; }

# expect WHAT GOT WANT
expect() {
    if [ "$2" = "$3" ]; then
        passed=$((passed + 1))
    else
        echo "FAILED real/$1: $2, not $3"
        failed=$((failed + 1))
    fi
}

# run OPTIONS...: the counts of an indexing run in a new index
run() {
    rm -f index*
    offprint index "$@" 2>messages | sed 's/ (.*//'
}
counts() { echo "added $1, updated 0, moved 0, removed 0, unchanged 0, skipped $2, failed 0"; }

unpack ir/scifact.tar.zst
expect scifact "$(run scifact/corpus.jsonl)" "$(counts 5183 0)"
offprint search --batch scifact/queries.tsv --match any --literal -n 100 --format trec >run
ndcg=$("$build/bench/judge" ndcg scifact/qrels.tsv run | awk '{ sum += $2 } END { printf "%.4f", sum / NR }')
expect "nDCG@10 of scifact, $ndcg, is .66 or more" "$(echo "$ndcg" | awk '{ print ($1 >= .66) }')" 1

unpack html/readability.tar.zst
expect pages "$(run --include source.html readability)" "$(counts 130 0)"
expect "pages checked" "$(offprint check | tail -c 10)" "no faults"

unpack files/aozora-ja-shift_jis.tar.zst
expect Shift_JIS "$(run aozora-ja-shift_jis)" "$(counts 417 0)"
expect "Shift_JIS without a replaced byte" "$(offprint status | grep -c 'not text')" 0
expect "Shift_JIS and nothing else" "$(find aozora-ja-shift_jis -type f -exec "$build/offprint" extract --json {} + \
    | grep -c '"charset":"shift_jis","replaced":0,"repaired":0')" 417

unpack files/markdown.tar.zst
expect Markdown "$(run --include '*.md' markdown)" "$(counts "$(find markdown -name '*.md' | wc -l)" 0)"

mkdir formats
for pack in "$data"/files/formats/*.tar.zst; do
    zstd -dc --long=27 "$pack" | tar -xf - -C formats
done
run formats >/dev/null
expect "mail, books, archives and PDF are never text" \
    "$(offprint list --format paths | grep -vc -e 'README' -e 'LICENSE' -e 'COPYING' -e 'NOTICE')" 0
finish
