#!/bin/sh
# make bench-like DATA="DIR...": whether articles that answer the same query find
# each other. For folders with corpus.jsonl and qrels.tsv, each article that is
# relevant to some query is given to offprint like; right are the others that are
# relevant to one of its queries. Printed is nDCG@10.
build=${BUILD:-build}
offprint=${OFFPRINT:-$build/offprint}
if [ $# = 0 ]; then
    echo "usage: make bench-like DATA=\"DIR...\"" >&2
    exit 2
fi
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

fail() {
    echo "bench-like: $*" >&2
    exit 1
}

# Pairs of articles, as judgements.
pair_articles() { # QRELS
    awk '$4 > 0 { article[$1, ++count[$1]] = $3 }
        END {
            for (query in count)
                for (i = 1; i <= count[query]; i++)
                    for (j = 1; j <= count[query]; j++)
                        if (i != j) pairs[article[query, i] " 0 " article[query, j] " 1"]
            for (pair in pairs) print pair
        }' "$1"
}

judge_folder() { # FOLDER
    rm -f "$work/index"
    "$offprint" -i "$work/index" index -q "$1/corpus.jsonl" || [ $? = 3 ] || fail "$1: not indexed"
    pair_articles "$1/qrels.tsv" >"$work/pairs"
    cut -d ' ' -f 1 "$work/pairs" | sort -u >"$work/judged"
    "$build/bench/like" "$work/index" "$work/judged" >"$work/run" || exit
    "$build/bench/judge" ndcg "$work/pairs" "$work/run" >"$work/values" || fail "$1: not judged"
    sed "s|^|$(basename "$1")	|" "$work/values" >>"$work/rows"
}

for folder; do
    judge_folder "$folder"
done
"$build/bench/paired" like <"$work/rows"
