#!/bin/sh
# The whole program without a warning, in a folder of its own.
exec make --no-print-directory -s -j "$(nproc)" BUILD="${BUILD:-build}/lint" \
    EXTRA_CFLAGS=-Werror CFLAGS=-O1 all "${BUILD:-build}/lint/tests/run" >/dev/null
