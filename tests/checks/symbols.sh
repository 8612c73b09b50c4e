#!/bin/sh
# The libraries show offprint_* and nothing else.
build=${BUILD:-build}
status=0
for library in "$build/liboffprint.a" "$build"/liboffprint.so.*; do
    dynamic=
    case $library in *.so.*) dynamic=-D ;; esac
    foreign=$(nm $dynamic -g --defined-only "$library" | sed -n 's/^[0-9a-f]* [A-Z] //p' \
        | grep -v '^offprint_')
    [ -z "$foreign" ] && continue
    echo "$library: exports" $foreign
    status=1
done
exit $status
