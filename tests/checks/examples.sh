#!/bin/sh
# The README shows what the program prints: each block marked `console` is run,
# line by line as it stands, in a copy of the project's folder with corpus/ as the
# archive, and its output compared. Times read TIME on both sides. UPDATE=1
# writes the README anew.
build=$(realpath "${BUILD:-build}")
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
mkdir "$work/home" "$work/bin"
ln -s "$build/offprint" "$work/bin/offprint"
cp -r corpus "$work/home/corpus"
pages="README.md"

cat >"$work/run.awk" <<'AWK'
# Prints a page with the output of its console blocks replaced by real output.
function shell(command,    line, script) {
    script = "cd '" home "' && " command " 2>&1"
    while ((script | getline line) > 0) {
        gsub(home, "~", line)
        print line
    }
    close(script)
}
/^```console$/ { inside = 1; print; next }
/^```$/ { inside = 0; print; next }
inside && /^\$ / { print; shell(substr($0, 3)); next }
inside { next }
{ print }
AWK

tidy() {
    sed -e 's/[0-9.]* \(s\|ms\)\b/TIME/g' -e 's/"elapsed_ms":[0-9.]*/"elapsed_ms":TIME/g' \
        -e 's/"score":[0-9.]*/"score":SCORE/g' \
        -e 's/(\([0-9.]* .B\) in TIME)/(\1 in TIME)/' "$1"
}

status=0
for page in $pages; do
    env HOME="$work/home" PATH="$work/bin:$PATH" LC_ALL=C.UTF-8 TZ=UTC NO_COLOR=1 \
        XDG_DATA_HOME= OFFPRINT_INDEX= COLUMNS=80 \
        awk -v home="$work/home" -f "$work/run.awk" "$page" >"$work/page"
    if [ -n "$UPDATE" ]; then
        cp "$work/page" "$page"
        continue
    fi
    tidy "$page" >"$work/want"
    tidy "$work/page" >"$work/got"
    diff -u --label "$page" --label "what it prints" "$work/want" "$work/got" || status=1
done
exit $status
