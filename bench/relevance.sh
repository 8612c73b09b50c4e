#!/bin/sh
# make bench-relevance DATA="DIR...": nDCG@10 on folders with corpus.jsonl,
# queries.tsv and qrels.tsv, of offprint's ranking by score alone (any), of BM25
# over the words as written (plain), and of stock FTS5 with its own stemmer and
# rank (FTS5); p says whether the first is better than each of these.
build=${BUILD:-build}
offprint=${OFFPRINT:-$build/offprint}
if [ $# = 0 ]; then
    echo "usage: make bench-relevance DATA=\"DIR...\"" >&2
    exit 2
fi
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

fail() {
    echo "bench-relevance: $*" >&2
    exit 1
}

search() { # FOLDER OPTION...
    queries=$1/queries.tsv
    shift
    "$offprint" -i "$work/index" search --batch "$queries" --literal -n 100 --format trec "$@"
    [ $? -le 1 ] || fail "$queries: not searched"
}

judge_folder() { # FOLDER
    rm -f "$work/index"
    "$offprint" -i "$work/index" index -q "$1/corpus.jsonl" || [ $? = 3 ] || fail "$1: not indexed"
    search "$1" --match any >"$work/any" || exit
    search "$1" --plain >"$work/plain" || exit
    "$build/bench/peers/fts5_queries" rank "$1/corpus.jsonl" "$1/queries.tsv" >"$work/fts5" || exit
    "$build/bench/judge" ndcg "$1/qrels.tsv" "$work/any" "$work/plain" "$work/fts5" >"$work/values" ||
        fail "$1: not judged"
    sed "s|^|$(basename "$1")	|" "$work/values" >>"$work/rows"
}

for folder; do
    judge_folder "$folder"
done
"$build/bench/paired" any plain FTS5 <"$work/rows"
