#!/bin/sh
# Killed at any moment, the index is whole, and the next run completes it, while
# somebody else searches all the time: crash.sh BUILD. $OFFPRINT_KILLS runs are
# killed (8), at moments drawn with $TEST_SEED (the clock), which is printed.
#
# Of five, two are killed by the clock, at a moment drawn over the measured
# length of a run; one in the middle of a drawn write to a file of SQLite's; two
# in the middle of a drawn write that a COMMIT makes: build/tests/faults/offprint
# is the same program with a hook that knows, see tests/faults/kill.c.
#
# Four kinds take turns: runs that make a new index; runs over an old one, of
# which a source has changed, so that some articles went and some have another
# title; optimize of what those leave; forget of that source.
build=$(realpath "$1")
kills=${OFFPRINT_KILLS:-8}
seed=${TEST_SEED:-$(date +%s)}
passed=0 failed=0
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
sanitizer=$ASAN_OPTIONS
ASAN_OPTIONS=$sanitizer:log_path=$work/sanitizer # not into what is compared
export ASAN_OPTIONS LC_ALL=C

offprint() { "$build/offprint" -i x "$@"; }

# What a run does, of the kind that $state names.
command_line() {
    case $state in
    optimize) echo optimize -q ;;
    forget) echo forget -q b.jsonl ;;
    *) echo index -q --memory 16M a.jsonl b.jsonl ;;
    esac
}
run() {
    "$1" -i x $(command_line)
    code=$?
    [ "$state" = forget ] && [ $code = 1 ] && return 0 # it was forgotten before
    return $code
}

seconds() { date +%s.%N; }
calculate() { awk "BEGIN { printf \"%.3f\", $1 }"; }

# ---- The archive ------------------------------------------------------------

# A batch is 8 MB of text and rows under this limit: two of them, in a long run
# five.
articles=4500 batches=2
[ "$kills" -gt 8 ] && articles=12000 batches=5
generate() { "$build/bench/archive" "$1" "$2" | sed 's/"text":"/&everywhere /'; }
generate $articles "$seed" >a.jsonl || exit 1
generate 600 "$((seed + 1))" >old.jsonl || exit 1
sed '1,40d; 41,80s/"title":"/&changed /' old.jsonl >new.jsonl

# Lines as articles() gives them: title, tab, file!id.
lines() { sed -E "s/^\{\"id\":\"([0-9]+)\",\"title\":\"([^\"]*)\".*/\2\t$2!\1/" "$1"; }
articles() { offprint list --sort id --format tsv | cut -f 4,5 | sed 's,\t.*/,\t,' | sort; }
lines a.jsonl a.jsonl >lines-a
lines old.jsonl b.jsonl >lines-old
lines new.jsonl b.jsonl | sort - lines-a >all

# What stands before a run of each kind, and after it. The index that optimize and
# forget begin with is made below.
cp old.jsonl b.jsonl
"$build/offprint" -i start-later index -q b.jsonl || exit 1
cp new.jsonl b.jsonl
: >before-first
cp lines-old before-later
for state in first later optimize; do cp all expected-$state; done
for state in optimize forget; do cp all before-$state; done
sort lines-a >expected-forget
prepare() {
    rm -f x*
    [ "$state" = first ] || cp "start-$state" x
}

# ---- What has to hold -------------------------------------------------------

complain() {
    echo "FAILED crash/$moment (TEST_SEED=$seed): $1"
    bad=1
}

end_check() { [ $bad = 0 ] && passed=$((passed + 1)) || failed=$((failed + 1)); }

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

# Whole batches: what stood before and the first articles of a.jsonl, which is
# read first, or all that is to be there.
whole_batches() {
    articles >left 2>/dev/null
    count=$(wc -l <left)
    echo "$count" >>"left-$state"
    cmp -s left "expected-$state" && return
    added=$((count - $(wc -l <"before-$state")))
    [ $added -ge 0 ] || added=0
    head -n $added lines-a | sort - "before-$state" | cmp -s - left \
        || complain "$count articles are left, and not those that were there and the next $added"
}

completes() {
    run "$build/offprint" >messages 2>&1 || complain "the next run ended with $?: $(head -c 300 messages)"
    sound "after the next run"
    articles >found
    cmp -s "expected-$state" found \
        || complain "$(diff "expected-$state" found | grep -c '^[<>]') articles are missing or too many"
}

# Whoever searches may keep a run from ending in one file, but not the next one.
one_file() {
    run "$build/offprint" 2>messages || complain "once more it ended with $?: $(head -c 300 messages)"
    [ "$(echo x*)" = x ] || complain "files stay beside it: $(echo x*)"
}

# Searching all the time, during a run and the one after it; each article has
# the word.
begin_reading() {
    "$build/tests/faults/reader" x everywhere >reader &
    reader=$!
}

end_reading() {
    kill $reader
    wait $reader || complain "a search failed: $(head -c 300 reader)"
    sed '$d' reader >>"read-$state"
    searches=$((searches + $(sed -n 's/^searches \([0-9]*\).*/\1/p' reader)))
}

# ---- Measured ---------------------------------------------------------------

searches=0
for state in first later optimize forget; do
    moment="$state run, measured" bad=0
    prepare
    begin_reading
    begun=$(seconds)
    KILL_COUNT=count run "$build/tests/faults/offprint" || exit 1
    echo "$state $(calculate "$(seconds) - $begun") $(cat count)" >>measured
    end_reading
    end_check
    [ $state = later ] && cp x start-optimize && cp x start-forget
done

# ---- Killed -----------------------------------------------------------------

# All moments at once, each a line: state, "clock SECONDS", "write NUMBER" or
# "commit NUMBER"; of twenty each kind of run has each of the five. Who searches
# keeps a -wal from being used again from its beginning, so that the number of
# writes differs by a twentieth: none is drawn from the last one.
awk -v seed="$seed" -v kills="$kills" '
    { length_[$1] = $2; writes[$1] = $3; commits[$1] = $4 }
    END {
        srand(seed)
        split("forget later first optimize", turns)
        for (i = 0; i < kills; i++) {
            state = turns[i % 4 + 1]
            way = (i % 4 + int(i / 4)) % 5
            if (way < 2)
                printf "%s clock %.3f\n", state, rand() * length_[state]
            else if (way == 2)
                printf "%s write %d\n", state, 1 + int(rand() * writes[state] * .95)
            else
                printf "%s commit %d\n", state, 1 + int(rand() * commits[state])
        }
    }' measured >moments

run_killed() {
    case $1 in
    clock)
        (exec "$build/offprint" -i x $(command_line)) >messages 2>&1 &
        process=$! # of the program itself
        sleep "$2"
        kill -9 $process 2>/dev/null
        wait $process 2>/dev/null
        ;;
    write) KILL_AT_WRITE=$2 run "$build/tests/faults/offprint" >messages 2>&1 ;;
    commit) KILL_AT_COMMIT=$2 run "$build/tests/faults/offprint" >messages 2>&1 ;;
    esac
    [ $? = 137 ]
}

late=0 in_commits=0
while read -r state kind at; do
    moment="$state run, $kind $at" bad=0
    prepare
    begin_reading
    if run_killed "$kind" "$at"; then
        [ "$kind" = commit ] && in_commits=$((in_commits + 1))
    else
        late=$((late + 1))
        [ "$kind" = clock ] || complain "was not killed: $(head -c 300 messages)"
    fi
    sound "after the kill"
    whole_batches
    completes
    end_reading
    one_file
    end_check
done <moments

# What stands after a kill, and what is seen at any time, is a batch: no more
# different numbers than batches, and one before them.
for state in first later optimize forget; do
    for kind in left read; do
        moment="$state run, batches $kind" bad=0
        different=$(sort -u $kind-$state | wc -l)
        [ "$different" -le $((batches + 1)) ] \
            || complain "$different states: $(sort -nu $kind-$state | tr '\n' ' ')"
        end_check
    done
done
moment="moments" bad=0
[ $((in_commits * 10)) -ge $((kills * 3)) ] || complain "only $in_commits runs were killed in a commit"
[ $searches -gt $kills ] || complain "only $searches searches"
end_check

echo "crash: $kills runs of $(cut -d ' ' -f 2 measured | paste -s -d /) s killed, $in_commits of them in a COMMIT, $late had ended before (TEST_SEED=$seed); $searches searches meanwhile; articles then: $(sort -nu left-* | tr '\n' ' '), seen: $(sort -nu read-* | tr '\n' ' ')"
cat sanitizer* 2>/dev/null && failed=$((failed + 1))
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
