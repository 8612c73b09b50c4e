#!/bin/sh
# The tests of FTS5's format with a newer SQLite than the system's: the one that
# the npm package better-sqlite3 brings, as a library of its own. From the
# project's root: tests/newer-sqlite.sh [PART OF A TEST'S NAME].
BUILD=${BUILD:-build}
package=better-sqlite3@12.11.1 # SQLite 3.53.2
work=$BUILD/newer-sqlite
source=$work/package/deps/sqlite3/sqlite3.c

skip() {
    echo "newer SQLite: skipped: $1"
    echo "0 passed, 0 failed"
    exit 0
}

mkdir -p "$work" || exit 1
if [ ! -f "$source" ]; then
    command -v npm >/dev/null || skip "no npm"
    (cd "$work" && npm pack --silent "$package" && tar -xzf better-sqlite3-*.tgz) \
        >/dev/null 2>&1 || skip "$package cannot be had"
    [ -f "$source" ] || skip "$package has no deps/sqlite3/sqlite3.c"
fi
# libsqlite3.so.0 is what the system's is called: it is found first.
if [ ! -f "$work/libsqlite3.so.0" ]; then
    echo "building $package's SQLite ..."
    ${CC:-cc} -O1 -w -fPIC -shared -DSQLITE_ENABLE_FTS5 -DSQLITE_THREADSAFE=1 \
        -DSQLITE_ENABLE_COLUMN_METADATA -o "$work/libsqlite3.so.0.new" "$source" \
        -lm -lpthread -ldl || exit 1
    mv "$work/libsqlite3.so.0.new" "$work/libsqlite3.so.0"
fi
make --no-print-directory -s BUILD="$BUILD" "$BUILD/tests/run" || exit 1
library=$(realpath "$work")
LD_LIBRARY_PATH=$library ldd "$BUILD/tests/run" | grep -q "$library/libsqlite3.so.0" \
    || { echo "FAILED: $BUILD/tests/run does not take $work/libsqlite3.so.0"; exit 1; }
LD_LIBRARY_PATH=$library "$BUILD/tests/run" "${1:-fts5}"
