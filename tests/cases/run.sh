#!/bin/sh
# Golden tests of the whole program: run.sh PROGRAM [PART OF A NAME].
#
# A case is a folder: `cmd` is a shell script; `out`, `err` and `status` are
# what it must print and return (absent: nothing, nothing, 0). It runs in an
# empty folder, $TMP, as a new user with no index; $CASE is the case's folder,
# $CORPUS the sample archive, `offprint` the program under test. In what is
# printed the folder's path reads $TMP, times read TIME and scores SCORE.
#
# UPDATE=1 writes the golden files instead; read the difference before keeping
# it.
program=$(realpath "$1") wanted=${2:-}
cases=$(realpath "$(dirname "$0")")
CORPUS=$(realpath "$cases/../../corpus")
export CORPUS
passed=0 failed=0

tidy() {
    sed -e "s|$work|\$TMP|g" -e "s|$CORPUS|\$CORPUS|g" \
        -e 's/[0-9.]* \(s\|ms\)\b/TIME/g' -e 's/"elapsed_ms":[0-9.]*/"elapsed_ms":TIME/g' \
        -e 's/"score":[0-9.]*/"score":SCORE/g' "$1"
}

run_case() {
    case=$cases/$1
    work=$(mktemp -d)
    results=$(mktemp -d)
    mkdir "$work/bin" && ln -s "$program" "$work/bin/offprint"
    (
        cd "$work" || exit 99
        env -i PATH="$work/bin:$PATH" HOME="$work" TMP="$work" CASE="$case" \
            CORPUS="$CORPUS" LC_ALL=C.UTF-8 TZ=UTC ASAN_OPTIONS="$ASAN_OPTIONS" \
            sh -e "$case/cmd" >"$results/raw_out" 2>"$results/raw_err" </dev/null
        echo $? >"$results/status"
    )
    tidy "$results/raw_out" >"$results/out"
    tidy "$results/raw_err" >"$results/err"
    bad=0
    for file in out err status; do
        if [ -n "$UPDATE" ]; then
            cp "$results/$file" "$case/$file"
            [ -s "$case/$file" ] || rm -f "$case/$file"
            [ "$file" = status ] && [ "$(cat "$case/status")" = 0 ] && rm -f "$case/status"
            continue
        fi
        want=$case/$file
        if [ ! -e "$want" ]; then
            want=$results/want
            : >"$want"
            [ "$file" = status ] && echo 0 >"$want"
        fi
        diff -u --label "expected $file" --label "actual $file" "$want" "$results/$file" || bad=1
    done
    chmod -R u+rwx "$work" 2>/dev/null
    rm -rf "$work" "$results"
    return $bad
}

for dir in "$cases"/*/; do
    name=$(basename "$dir")
    case $name in *"$wanted"*) ;; *) continue ;; esac
    if run_case "$name"; then
        passed=$((passed + 1))
    else
        echo "FAILED cases/$name"
        failed=$((failed + 1))
    fi
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
