#!/bin/sh
# make bench-phrases DATA=FILE.jsonl: known articles by what one remembers of
# them. For each seed 300 articles are drawn; queries are three to five words in a
# row of the body of each, function words and all, and their titles. Printed is
# the mean reciprocal rank (0 beyond the hundredth hit) of offprint as it is, of
# BM25 over the same families (bm25), and over the words as written (plain).
#
# SEEDS="A B C": other draws (20261122 7 11).
build=${BUILD:-build}
offprint=${OFFPRINT:-$build/offprint}
archive=$1
if [ $# != 1 ] || [ ! -s "$archive" ]; then
    echo "usage: make bench-phrases DATA=FILE.jsonl" >&2
    exit 2
fi
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

fail() {
    echo "bench-phrases: $*" >&2
    exit 1
}

search() { # QUERIES OPTION...
    queries=$1
    shift
    "$offprint" -i "$work/index" search --batch "$queries" --literal -n 100 --format trec "$@"
    [ $? -le 1 ] || fail "$queries: not searched"
}

judge() { # SET SEED
    search "$work/$1.tsv" >"$work/default" || exit
    search "$work/$1.tsv" --scorer bm25 --match any >"$work/bm25" || exit
    search "$work/$1.tsv" --plain >"$work/plain" || exit
    "$build/bench/judge" rr "$work/$1.qrels" "$work/default" "$work/bm25" "$work/plain" >"$work/values" ||
        fail "$1: not judged"
    sed "s|^|seed $2	|" "$work/values" >>"$work/$1.rows"
}

"$offprint" -i "$work/index" index -q "$archive" || fail "$archive: not indexed"
for seed in ${SEEDS:-20261122 7 11}; do
    "$build/bench/phrases" "$archive" "$seed" "$work" || exit
    judge phrases "$seed"
    judge titles "$seed"
done
for set in phrases titles; do
    echo "$set, mean reciprocal rank"
    "$build/bench/paired" offprint bm25 plain <"$work/$set.rows"
done
