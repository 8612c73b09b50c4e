#!/bin/sh
# Killed at any moment, the index is whole, and the next run completes it:
# crash.sh BUILD. $OFFPRINT_KILLS runs are killed (5), at moments drawn with
# $TEST_SEED (the clock), which is printed.
#
# Of five, three are killed by the clock, at a moment drawn over the measured
# length of a run. Two are killed in the middle of a drawn write to the -wal,
# which is written by commits alone: build/tests/faults/offprint is the same
# program with a hook that does that, see tests/faults/kill.c.
build=$(realpath "$1")
kills=${OFFPRINT_KILLS:-5}
seed=${TEST_SEED:-$(date +%s)}
passed=0 failed=0
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
sanitizer=$ASAN_OPTIONS
ASAN_OPTIONS=$sanitizer:log_path=$work/sanitizer # not into what is compared
export ASAN_OPTIONS

# A batch is 8 MB of text under this limit: two of them, in a long run four.
articles=4500 batches=2
[ "$kills" -gt 5 ] && articles=12000 batches=4
"$build/bench/archive" $articles "$seed" >a.jsonl || exit 1
sed -E 's/^\{"id":"([0-9]+)","title":"([^"]*)".*/\1\t\2/' a.jsonl >expected

offprint() { "$build/offprint" -i x "$@"; }
run() { "$1" -i x index -q --memory 16M a.jsonl; }
seconds() { date +%s.%N; }
calculate() { awk "BEGIN { printf \"%.3f\", $1 }"; }

# The numbers and titles of all articles in the index.
articles() { offprint list --sort id --format tsv | cut -f 4,5 | sed -E 's/(.*)\t.*!([0-9]+)$/\2\t\1/'; }

complain() {
    echo "FAILED crash/$moment (TEST_SEED=$seed): $1"
    bad=1
}

# Whether the index is sound; it may not be there yet, or without its tables.
sound() {
    offprint check >check 2>&1
    code=$?
    [ $code = 0 ] && return
    if [ $code = 4 ] && grep -q -e 'no index at x' -e 'x: an empty database' check; then
        return
    fi
    complain "$1: check ended with $code: $(head -c 300 check)"
}

# The articles that a killed run left are the first ones of the archive; how many
# is kept in the file counts.
first_ones() {
    articles >left 2>/dev/null
    count=$(wc -l <left)
    head -n "$count" expected | cmp -s - left || complain "holds other articles than the first $count"
    echo "$count" >>counts
}

completes() {
    run "$build/offprint" >messages 2>&1 || complain "the next run ended with $?: $(head -c 300 messages)"
    sound "after the next run"
    articles >found
    cmp -s expected found || complain "$(diff expected found | grep -c '^[<>]') articles are missing or too many"
    [ "$(echo x*)" = x ] || complain "files stay beside it: $(echo x*)"
}

# ---- Measured ---------------------------------------------------------------

begun=$(seconds)
run "$build/offprint" || exit 1
length=$(calculate "$(seconds) - $begun")
rm -f x*
KILL_COUNT=count run "$build/tests/faults/offprint" || exit 1
writes=$(cat count)

# ---- Killed -----------------------------------------------------------------

# All moments at once, each a line: "clock SECONDS" or "commit WRITE".
awk -v seed="$seed" -v kills="$kills" -v length_="$length" -v writes="$writes" 'BEGIN {
    srand(seed)
    for (i = 0; i < kills; i++)
        if (i % 5 < 3)
            printf "clock %.3f\n", rand() * length_
        else
            printf "commit %d\n", 1 + int(rand() * writes)
}' >moments

run_killed() {
    if [ "$1" = clock ]; then
        (exec "$build/offprint" -i x index -q --memory 16M a.jsonl) >messages 2>&1 &
        process=$! # of the program itself
        sleep "$2"
        kill -9 $process 2>/dev/null
        wait $process 2>/dev/null
    else
        KILL_AT=$2 run "$build/tests/faults/offprint" >messages 2>&1
    fi
    [ $? = 137 ]
}

late=0 in_commits=0
while read -r kind at; do
    moment="$kind $at" bad=0
    rm -f x*
    if run_killed "$kind" "$at"; then
        [ "$kind" = commit ] && in_commits=$((in_commits + 1))
    else
        late=$((late + 1))
        [ "$kind" = commit ] && complain "was not killed: $(head -c 300 messages)"
    fi
    sound "after the kill"
    first_ones
    completes
    [ $bad = 0 ] && passed=$((passed + 1)) || failed=$((failed + 1))
done <moments

# What stands after a kill is a batch: no more different numbers than batches,
# and none.
moment=batches bad=0
different=$(sort -u counts | wc -l)
[ "$different" -le $((batches + 1)) ] || complain "$different states: $(sort -nu counts | tr '\n' ' ')"
[ $bad = 0 ] && passed=$((passed + 1)) || failed=$((failed + 1))

echo "crash: $kills runs of $length s killed, $in_commits of them in one of $writes writes of commits, $late had ended before (TEST_SEED=$seed); articles then: $(sort -nu counts | tr '\n' ' ')"
cat sanitizer* 2>/dev/null && failed=$((failed + 1))
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
