#!/bin/sh
# Every file is laid out by .clang-format; generated tables are as they are.
files=$(find src tests bench -name '*.[ch]' ! -name '*_tables.h')
clang-format --dry-run -Werror $files 2>&1 | sed -n 's/: error: code should be clang-formatted.*/: not formatted (make format)/p' \
    | sort -t: -k1,1 -u | head -20 | grep . && exit 1
exit 0
