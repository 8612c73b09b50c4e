#!/bin/sh
# The architecture: which layer may include which. A change of architecture is a
# change of this table. base/ and offprint.h are open to all; src/offprint.c is
# the facade and may include every layer.
rules="base: text: read:text store:text build:read,store,text search:store,text extension:store,text cli:"
status=0
for rule in $rules; do # layer:what it may include besides itself and base
    layer=${rule%%:*}
    allowed=" base $layer $(echo "${rule#*:}" | tr , ' ') "
    [ -d "src/$layer" ] || continue
    for file in $(find "src/$layer" -name '*.[ch]'); do
        for target in $(sed -n 's/^ *# *include "\([^"]*\)".*/\1/p' "$file"); do
            [ "$target" = offprint.h ] && continue
            case "$allowed" in *" ${target%%/*} "*) continue ;; esac
            echo "$file: includes $target, outside of what $layer may know"
            status=1
        done
    done
done
for file in $(grep -rl 'sqlite3\.h' src | grep -v -e '^src/store/' -e '^src/extension/'); do
    echo "$file: includes sqlite3.h; only store/ and extension/ speak SQL"
    status=1
done
for header in $(find src -name '*.h' ! -name '*_tables.h'); do
    grep -q '^#ifndef OFFPRINT_' "$header" || { echo "$header: no include guard"; status=1; }
done
exit $status
