#!/bin/sh
# The tests of FTS5's format with a newer SQLite than the system's: the one that
# the npm package better-sqlite3 brings, as a library of its own.
#
# newer-sqlite.sh get: it is fetched and compiled, once, or a line in the file
# "missing" says why not. newer-sqlite.sh run BUILD [PART OF A TEST'S NAME].
package=better-sqlite3@12.11.1 # SQLite 3.53.2
work=build/newer-sqlite        # also where BUILD is another folder
source=$work/package/deps/sqlite3/sqlite3.c
library=$work/libsqlite3.so.0 # what the system's is called: it is found first

get() {
    [ -f "$library" ] && return
    mkdir -p $work || exit 1
    if [ ! -f $source ]; then
        command -v npm >/dev/null || { echo "no npm" >$work/missing; return; }
        (cd $work && timeout 60 npm pack --silent --fetch-retries=0 $package \
            && tar -xzf better-sqlite3-*.tgz) >/dev/null 2>&1
        [ -f $source ] || { echo "$package cannot be had" >$work/missing; return; }
    fi
    # -O0 would take 10 seconds less here, and as many more in each run.
    ${CC:-cc} -O1 -w -fPIC -shared -DSQLITE_ENABLE_FTS5 -DSQLITE_THREADSAFE=1 \
        -DSQLITE_ENABLE_COLUMN_METADATA -o $library.new $source -lm -lpthread -ldl \
        || exit 1
    mv $library.new $library
    rm -f $work/missing
}

run() {
    if [ ! -f $library ]; then
        echo "newer SQLite: skipped: $(cat $work/missing)"
        echo "0 passed, 0 failed"
        return
    fi
    LD_LIBRARY_PATH=$work ldd "$1/tests/run" | grep -q "$library" \
        || { echo "FAILED: $1/tests/run does not take $library"; exit 1; }
    LD_LIBRARY_PATH=$work "$1/tests/run" "${2:-fts5}" >$work/output
    code=$?
    sed 's/^FAILED/FAILED with a newer SQLite/' $work/output
    return $code
}

"$@"
