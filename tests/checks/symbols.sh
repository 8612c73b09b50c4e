#!/bin/sh
# The libraries show offprint_* and nothing else, the extension its entry alone.
build=${BUILD:-build}
status=0
exported() { nm "$@" -g --defined-only | sed -n 's/^[0-9a-f]* [A-Z] //p'; }

for library in "$build/liboffprint.a" "$build"/liboffprint.so.*; do
    dynamic=
    case $library in *.so.*) dynamic=-D ;; esac
    foreign=$(exported $dynamic "$library" | grep -v '^offprint_')
    [ -z "$foreign" ] && continue
    echo "$library: exports" $foreign
    status=1
done
shown=$(exported -D "$build/offprint.so")
if [ "$shown" != sqlite3_offprint_init ]; then
    echo "$build/offprint.so: exports" $shown "instead of sqlite3_offprint_init"
    status=1
fi
if nm -D --undefined-only "$build/offprint.so" | grep 'sqlite3_'; then
    echo "$build/offprint.so: calls SQLite past the table it is given"
    status=1
fi
exit $status
