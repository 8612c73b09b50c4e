#!/bin/sh
# Our passages beside those of FTS5's snippet(): snippets.sh BUILD prints the
# document. snippets.tsv has a query a line: as offprint takes it, as FTS5 does,
# and what is to be said of the two. Run where corpus/ is.
build=$(realpath "$1")
here=$(dirname "$0")
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
index=$work/index
"$build/offprint" -i "$index" index -q corpus || exit 1

# What anybody has who puts the same texts into a table.
sqlite3 -batch "$index" ".load $build/offprint.so" \
    "ATTACH '$work/stock' AS stock;
     CREATE VIRTUAL TABLE stock.t USING fts5(title, body, tokenize='porter unicode61');
     INSERT INTO stock.t(rowid, title, body) SELECT id, title, body FROM article_text;" \
    || exit 1

# The first hit: its id, its title, its passage with ** around what is marked.
ours() {
    "$build/offprint" -i "$index" search --format jsonl -n 1 -- "$1" >"$work/hit"
    sqlite3 -batch -separator '	' :memory: "
        WITH hit(j) AS (SELECT readfile('$work/hit')),
             piece AS (SELECT json_extract(value, '\$.text') AS text,
                              json_extract(value, '\$.hit') AS hit
                         FROM hit, json_each(j, '\$.snippets[0]'))
        SELECT json_extract(j, '\$.id'), json_extract(j, '\$.title'),
               (SELECT replace(group_concat(iif(hit, '**' || text || '**', text), ''),
                               char(10), ' ')
                  FROM piece)
          FROM hit;" | tr -s ' '
}

# snippet() for the same article: 40 words, about what 240 columns hold.
theirs() {
    sqlite3 -batch "$work/stock" "
        SELECT replace(snippet(t, 1, '**', '**', '…', 40), char(10), ' ')
          FROM t WHERE t MATCH '$1' AND rowid = $2;" | tr -s ' '
}

cat <<'HEAD'
# Passages beside those of FTS5

`make snippets` writes this page: thirty queries over `corpus/`, for each the first hit of offprint and the passage it shows in 240 columns, beside
`snippet(t, 1, '**', '**', '…', 40)` of a stock FTS5 table (`tokenize='porter unicode61'`) over the same articles, for the same article.
What is said below a pair stands in `snippets.tsv`, by hand; nothing said means that we see no difference worth a word.

Where offprint is worse: it takes the rarer word where two do not fit into one passage, which is not always the one that a reader looks for; and
its passages, measured in columns and not in words, are shorter where words are long. Both show the lines of a list one behind the other; in the text form of a result ours have a dot between.
HEAD
while IFS='	' read -r query fts5 remark; do
    found=$(ours "$query")
    id=${found%%	*} rest=${found#*	}
    stock=$(theirs "$fts5" "$id")
    printf '\n**%s** (%s)\n\n' "$query" "${rest%%	*}"
    printf -- '- offprint: %s\n' "${rest#*	}"
    printf -- '- snippet(): %s\n' "${stock:-*does not find the article*}"
    [ -z "$remark" ] || printf -- '- %s\n' "$remark"
done <"$here/snippets.tsv"
