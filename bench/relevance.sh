#!/bin/sh
# make bench-relevance DATA="DIR...": nDCG@10 on folders with corpus.jsonl,
# queries.tsv and qrels.tsv.
build=${BUILD:-build}
offprint=${OFFPRINT:-$build/offprint}
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
for folder; do
    rm -f "$work/index"
    "$offprint" -i "$work/index" index -q "$folder/corpus.jsonl" || [ $? = 3 ] || exit 1
    "$offprint" -i "$work/index" search --batch "$folder/queries.tsv" --match any --literal \
        -n 100 --format trec >"$work/run"
    printf '%-12s ' "$(basename "$folder")"
    "$build/bench/ndcg" "$folder/qrels.tsv" "$work/run" || exit 1
done
