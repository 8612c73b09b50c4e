#!/bin/sh
# make demo: the sample archive into a throw-away index, and three searches.
offprint=${OFFPRINT:-build/offprint}
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
export OFFPRINT_INDEX="$folder/demo.offprint"

show() {
    printf '\n$ offprint'
    for word; do
        case $word in *[!a-zA-Z0-9/.-]*) printf " '%s'" "$word" ;; *) printf ' %s' "$word" ;; esac
    done
    printf '\n'
    "$offprint" "$@"
}

show index corpus || exit 1
show search stem cells ankle -n 3 || exit 1
show search 'bridge lime trees' -n 2 || exit 1
show search 京都 -n 2 || exit 1
