#!/bin/sh
# Every file is laid out by .clang-format; generated tables are as they are. It
# leaves comments alone: their sentences end at 80 columns, where drawings may
# need one more.
files=$(find src tests bench -name '*.[ch]' ! -name '*_tables.h')
clang-format --dry-run -Werror $files 2>&1 | sed -n 's/: error: code should be clang-formatted.*/: not formatted (make format)/p' \
    | sort -t: -k1,1 -u | head -20 | grep . && exit 1
LC_ALL=C.UTF-8 grep -nE '^.{81,}$' $files | grep -E '^[^:]*:[0-9]*: *// [^ ]' | grep -v '//.*  ' \
    | sed 's/^\([^:]*:[0-9]*\):.*/\1: a comment goes beyond 80 columns/' | head -20 | grep . && exit 1
exit 0
