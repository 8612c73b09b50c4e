#!/bin/sh
# make bench-extract DATA=FOLDER: the texts that the reader finds in web pages,
# beside reference texts, and what it takes. FOLDER holds html/ID.html and
# ground-truth.json (scrapinghub's article-extraction-benchmark), or
# NAME/source.html with expected.html (the test pages of mozilla/readability).
#
# extract_score.py and readability_gold.py are looked for in $OFFPRINT_TOOLS,
# else in a folder tools/ beside or above FOLDER; without them there is no score.
build=${BUILD:-build}
folder=${1%/}
if [ $# != 1 ] || [ ! -d "$folder" ]; then
    echo "usage: make bench-extract DATA=FOLDER" >&2
    exit 2
fi
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

find_tools() {
    for tools in "$OFFPRINT_TOOLS" "${OFFPRINT_DATA:-../shared/data}/../tools" \
        "$folder/../tools" "$folder/../../tools" "$folder/../../../tools"; do
        [ -f "$tools/extract_score.py" ] && return
    done
    echo "bench-extract: no extract_score.py: set OFFPRINT_TOOLS" >&2
    tools=
}

score() { # GOLD OPTION...
    gold=$1
    shift
    python3 "$tools/extract_score.py" "$gold" "$work/texts" "$@"
}

# What was published with the benchmark, or measured with its peers.
print_peers() {
    while IFS='|' read -r name scrapinghub readability; do
        printf '%-16s %-12s %s\n' "$name" "$scrapinghub" "$readability"
    done <<END
F1 of others|scrapinghub|readability
boilerpipe|.739|
Readability.js|.947|(.996)
newspaper4k|.949|
trafilatura|.958|.931
go-trafilatura|.960|
rs-trafilatura|.970|
END
}

# Right of wanted, from the counts of extract_score.py --meta.
percentages() {
    awk '{ printf "%-14s %3d of %3d %5.1f %%  other %d, none %d, unasked %d\n",
        $1, $5, $3, $3 ? 100 * $5 / $3 : 0, $7, $9, $11 }'
}

find_tools
if [ -d "$folder/html" ]; then
    set -- "$folder"/html/*.html
    gold=$folder/ground-truth.json
else
    set -- "$folder"/*/source.html
    [ -n "$tools" ] && python3 "$tools/readability_gold.py" "$folder" "$work" >/dev/null
    gold=$work/gold.json
fi
"$build/bench/extract" text "$@" >"$work/texts" || exit 1
if [ -n "$tools" ]; then
    score "$gold"
    [ -f "$work/meta.json" ] && score "$work/meta.json" --meta | percentages
    print_peers
fi
"$build/bench/extract" speed "$@"
