#!/bin/sh
# Runs fuzz targets for $FUZZ_SECONDS each: run.sh PROGRAMS FINDS TARGET...
# What libFuzzer keeps goes to FINDS/TARGET/; a crash is FINDS/TARGET/crash-*.
programs=$1 finds=$2
shift 2
status=0
for target; do
    mkdir -p "$finds/$target"
    echo "$target: ${FUZZ_SECONDS:-60} s"
    "$programs/$target" -max_total_time="${FUZZ_SECONDS:-60}" -timeout=10 -max_len=2048 \
        -artifact_prefix="$finds/$target/" "$finds/$target" "tests/fuzz/corpus/$target" \
        >"$finds/$target.log" 2>&1
    code=$?
    if [ $code = 0 ]; then
        grep '^Done' "$finds/$target.log"
    else
        tail -n 40 "$finds/$target.log"
        status=1
    fi
done
exit $status
