#!/bin/sh
# The loadable extension in the stock sqlite3 shell, on an index of corpus/:
# extension.sh BUILD.
build=$(realpath "$1")
passed=0 failed=0
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
index=$work/index
"$build/offprint" -i "$index" index -q corpus || exit 1

# The sanitizers want to be there before everything else; what the shell loses
# is not ours.
sanitizer=
if nm -D "$build/offprint.so" | grep -q __asan_init; then
    sanitizer=$(gcc -print-file-name=libasan.so)
fi
ASAN_OPTIONS=$ASAN_OPTIONS:detect_leaks=0
export ASAN_OPTIONS

# plain FILE STATEMENT...: as anybody's SQLite sees it; messages on stdout too
plain() { LD_PRELOAD=$sanitizer sqlite3 -batch "$@" 2>&1; }
# loaded FILE STATEMENT...: with the extension
loaded() {
    file=$1
    shift
    plain "$file" ".load $build/offprint.so" "$@"
}

# expect WHAT GOT WANT
expect() {
    if [ "$2" = "$3" ]; then
        passed=$((passed + 1))
    else
        echo "FAILED extension/$1: \"$2\", not \"$3\""
        failed=$((failed + 1))
    fi
}
# expect_in WHAT GOT PART
expect_in() {
    case $2 in
    *"$3"*) passed=$((passed + 1)) ;;
    *) expect "$1" "$2" "... $3 ..." ;;
    esac
}

# ---- An index ---------------------------------------------------------------

verify="INSERT INTO posting(posting, rank) VALUES('integrity-check', 1)"
for trust in ON OFF; do
    ask() { loaded "$index" "PRAGMA trusted_schema=$trust" "$@"; }
    expect "match, $trust" "$(ask "SELECT title FROM article WHERE id IN
        (SELECT rowid FROM posting WHERE posting MATCH 'mesenchymal AND ankle')")" \
        "Stem cells for the ankle joint"
    expect "bm25, $trust" "$(ask "SELECT bm25(posting, 5.0) < 0 FROM posting
        WHERE posting MATCH 'mesenchymal' ORDER BY rank LIMIT 1")" 1
    expect_in "snippet, $trust" "$(ask "SELECT snippet(posting, 0, '[', ']', '…', 20)
        FROM posting WHERE posting MATCH '東京'")" "[東京]都"
    expect_in "highlight a pair, $trust" "$(ask "SELECT highlight(posting, 0, '[', ']')
        FROM posting WHERE posting MATCH '東京'")" "[東京]都2019年"
    expect_in "highlight a phrase, $trust" "$(ask "SELECT highlight(posting, 0, '[', ']')
        FROM posting WHERE posting MATCH '\"user@example.com\"'")" "[user@example.com]"
    expect "vocabulary, $trust" "$(ask \
        "CREATE VIRTUAL TABLE temp.term USING fts5vocab(main, posting, row)" \
        "SELECT doc > 0 FROM temp.term WHERE term = '京都'")" 1
    expect "texts, $trust" "$(ask "SELECT count(*) > 50 FROM article_text JOIN article
        USING(id) WHERE length(CAST(article_text.body AS BLOB)) = length")" 1
    expect "rebuild, $trust" "$(ask "INSERT INTO posting(posting) VALUES('rebuild')" \
        "$verify" "SELECT 'sound'")" sound
done
expect "the program is content with a rebuilt index" \
    "$("$build/offprint" -i "$index" check | tail -c 10)" "no faults"
expect "terms to be taken verbatim" "$(loaded "$index" "SELECT
    (SELECT count(*) FROM posting WHERE posting MATCH '\"' || char(1) || '東京都\"'),
    (SELECT count(*) > 0 FROM posting
        WHERE posting MATCH '\"' || char(1) || '東京' || char(1) || '京都\"')")" "0|1"

cp "$index" "$work/changed"
expect "an article changed behind the index" "$(loaded "$work/changed" \
    "UPDATE article SET title = 'Another' WHERE id = 3" "$verify" \
    | grep -o 'image is malformed')" "image is malformed"

# ---- Without the extension --------------------------------------------------

expect "rows of articles" "$(plain "$index" "SELECT count(title) > 50 FROM article")" 1
expect_in "no texts" "$(plain "$index" "SELECT body FROM article_text")" \
    "no such function: offprint_text"
expect_in "no words" "$(plain "$index" "SELECT rowid FROM posting WHERE posting MATCH 'x'")" \
    "no such tokenizer: offprint"
expect "VACUUM and a check of the file" \
    "$(plain "$work/changed" VACUUM "PRAGMA integrity_check")" ok

# ---- UTF-16 -----------------------------------------------------------------

id=$(loaded "$index" "SELECT rowid FROM posting WHERE posting MATCH '\"東京都2019年\"'")
body=$(plain "$index" "SELECT quote(body) FROM article WHERE id = $id")
for encoding in UTF-16le UTF-16be; do
    expect_in "$encoding" "$(loaded "$work/$encoding" "PRAGMA encoding='$encoding'" \
        "CREATE TABLE article(id INTEGER PRIMARY KEY, title, body);
        INSERT INTO article VALUES(7, 'École', $body);
        CREATE VIEW article_text AS SELECT id, title, offprint_text(body, NULL) AS body
            FROM article;
        CREATE VIRTUAL TABLE posting USING fts5(title, body, content=article_text,
            content_rowid=id, tokenize=offprint);
        INSERT INTO posting(posting) VALUES('rebuild'); $verify;
        SELECT rowid, highlight(posting, 0, '[', ']'), highlight(posting, 1, '[', ']')
            FROM posting WHERE posting MATCH 'école AND \"東京都2019年\"'")" \
        "[東京都2019年]3月"
done

# ---- Blobs that no index holds ----------------------------------------------

text() { loaded :memory: "SELECT quote(offprint_text($1, NULL))"; }
damage="offprint_text: damaged body"
long=E0 # a frame header: size in eight bytes, no window
expect NULL "$(text NULL)" NULL
expect "a frame" "$(text "x'28B52FFD2003190000616263'")" "'abc'"
for value in 0 7 -1 1.5 "''" "'text'" "x''" "x'28'" "zeroblob(100000)" \
    "x'28B52FFD'" \
    "x'28B52FFD${long}0000000000000010010000'" \
    "x'28B52FFD${long}0000000000000010190000616263'" \
    "x'28B52FFD${long}0000001000000000190000616263'" \
    "x'28B52FFD${long}FFFFFFFFFFFFFFFF190000616263'" \
    "x'28B52FFD2002190000616263'" \
    "x'28B52FFD2004190000616263'" \
    "x'28B52FFD2003180000616263'" \
    "x'28B52FFD2103AA190000616263'" \
    "x'28B52FFD0058190000616263'" \
    "x'502A4D1803000000616263'" \
    "x'27B52FFD2003190000616263'"; do
    expect_in "text of $value" "$(text "$value")" "$damage"
done
expect_in "no memory for what a frame cannot hold" "$(loaded :memory: \
    "PRAGMA hard_heap_limit=50000000" \
    "SELECT offprint_text(x'28B52FFD${long}0000000F00000000190000616263', NULL)")" "$damage"
expect_in "a dictionary of which nobody knows" \
    "$(loaded :memory: "SELECT offprint_text(x'28B52FFD2003190000616263', 1)")" \
    "offprint_text: unknown dictionary"

# All of a file of statements: how many of them end in damage.
damaged() {
    LD_PRELOAD=$sanitizer sqlite3 -batch -cmd ".load $build/offprint.so" "$index" \
        <"$1" >"$work/output" 2>&1
    code=$?
    [ $code -lt 2 ] || echo "exit status $code"
    grep -c "$damage" "$work/output"
}
awk -v id="$id" 'BEGIN { for (i = 0; i < 800; i++)
    printf "SELECT offprint_text(substr(body, 1, %d), NULL) FROM article WHERE id=%d;\n", i, id
    }' >"$work/cut"
expect "frames cut short" "$(damaged "$work/cut")" 800

seed=${TEST_SEED:-$(date +%s)}
awk -v seed="$seed" 'BEGIN {
    srand(seed)
    for (i = 0; i < 2000; i++) {
        printf "SELECT length(offprint_text(x\x27%s", i % 2 ? "28B52FFD" : ""
        for (n = int(rand() * 60); n > 0; n--) printf "%02X", int(rand() * 256)
        print "\x27, NULL)) IS NOT NULL;"
    } }' >"$work/random"
wrong=$(damaged "$work/random")
right=$(grep -cx 1 "$work/output")
expect "random bytes, TEST_SEED=$seed" $((wrong + right)) 2000

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
