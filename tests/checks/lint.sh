#!/bin/sh
# Everything that can be said of the code without running its tests.
status=0
check() {
    if output=$("$@" 2>&1); then
        [ -z "$output" ] || echo "$output"
    else
        echo "$output"
        echo "FAILED $*"
        status=1
    fi
}
checks=tests/checks
make --no-print-directory -s all >/dev/null || exit 1
check sh $checks/layers.sh
check sh $checks/format.sh
check sh $checks/warnings.sh
check sh $checks/symbols.sh
check sh $checks/tables.sh
check sh $checks/options.sh
check mandoc -T lint -W warning src/cli/offprint.1
check sh $checks/links.sh
check sh $checks/examples.sh
[ $status = 0 ] && echo "lint: nothing to complain about"
exit $status
