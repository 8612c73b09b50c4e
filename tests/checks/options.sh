#!/bin/sh
# Help, man page and completion agree with the table of options:
# options.sh [PROGRAM]. Prints what does not.
program=${1:-${BUILD:-build}/offprint}
page=src/cli/offprint.1
completion=src/cli/offprint.bash
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0

same() { # what, file, file
    diff -u --label "$1" --label "$1 as it should be" "$2" "$3" || status=1
}

# The options in a help text, a line each: "-n --limit N".
options_of_help() {
    sed -n -E 's/^  (-., |    )(--[a-z-]+)( ([^ ]+))?(  .*|$)/\1 \2 \4/p' | tr -s ', ' ' ' \
        | sed 's/^ //; s/ $//' | sort
}

# The same from the list of one section of the man page.
options_of_page() {
    awk -v section="$1" '
        /^\.S[sh] / { on = $2 == section }
        on && /^\.It Fl / {
            sub(/^\.It /, ""); gsub(/ , /, " "); sub(/ Ar /, " ")
            gsub(/Fl /, "-"); print
        }' "$page" | sort
}

"$program" help options >"$work/table"
"$program" help >"$work/overview"
commands=$(sed -n 's/^\([a-z][a-z]*\).*/\1/p' "$work/table" | grep -v '^offprint$')
[ -n "$commands" ] || { echo "$program: no table of options"; exit 1; }
topics=$(sed -n '/TOPIC too/,$ s/^  \([a-z]*\) .*/\1/p' "$work/overview")

# ---- Help -------------------------------------------------------------------

sed -n '/^usage/,/TOPIC too/ s/^  \([a-z]*\) .*/\1/p' "$work/overview" >"$work/listed"
echo "$commands" >"$work/wanted"
same overview "$work/listed" "$work/wanted"

for command in $commands; do
    awk -v command="$command" 'NF == 0 { on = 0 } on; $1 == command { on = 1 }' \
        "$work/table" >"$work/rows"
    "$program" "$command" --help >"$work/help"
    grep '^ ' "$work/help" >"$work/help-rows"
    same "help/$command" "$work/help-rows" "$work/rows"
done

for topic in $commands $topics; do
    "$program" help "$topic" >"$work/help" || echo "exit status $?" >>"$work/help"
    awk -v topic="$topic" 'length > 80 { print topic ": longer than 80: " $0 }
        END { if (NR < 2) print topic ": no text" }' "$work/help"
done >"$work/bad"
same help/width "$work/bad" /dev/null

# ---- Man page ---------------------------------------------------------------

options_of_page Common >"$work/common"
for command in $commands; do
    "$program" help "$command" | options_of_help >"$work/wanted"
    options_of_page "$command" | cat - "$work/common" | sort >"$work/page"
    comm -23 "$work/wanted" "$work/page" >"$work/wrong"
    options_of_page "$command" | comm -13 "$work/wanted" - >>"$work/wrong"
    grep -q "^\.Ss $command\b" "$page" || echo "no section" >>"$work/wrong"
    same "page/$command" "$work/wrong" /dev/null
done
options_of_help <"$work/table" | sort -u | comm -13 - "$work/common" >"$work/wrong"
same page/common "$work/wrong" /dev/null
for topic in $topics; do
    sed -n '/^\.Ss help/,/^\.Ss version/p' "$page" | grep -qw "$topic" || echo "$topic"
done >"$work/wrong"
same page/topics "$work/wrong" /dev/null

# ---- Completion -------------------------------------------------------------

# What bash would offer for the words given, the last of which is at hand.
complete_words() {
    mkdir -p "$work/bin"
    ln -sf "$(realpath "$program")" "$work/bin/offprint"
    PATH="$work/bin:$PATH" bash -c '
        source "$1"; shift
        COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
        _offprint offprint "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
        printf "%s\n" "${COMPREPLY[@]}"' bash "$completion" "$@" | sed '/^$/d' | sort
}

for command in $commands; do
    "$program" help "$command" | options_of_help >"$work/options"
    grep -o -- '--[a-z-]*' "$work/options" | sort >"$work/wanted"
    complete_words offprint "$command" -- >"$work/got"
    same "completion/$command" "$work/got" "$work/wanted"
    while read -r line; do
        choices=${line##* }
        name=$(echo "$line" | grep -o -- '--[a-z-]*')
        case $choices in *"|"*) ;; *) continue ;; esac
        echo "$choices" | tr '|' '\n' | sort >"$work/wanted"
        complete_words offprint "$command" "$name" "" >"$work/got"
        same "completion/$command/$name" "$work/got" "$work/wanted"
        complete_words offprint "$command" "$name" = "" >"$work/got"
        same "completion/$command/$name=" "$work/got" "$work/wanted"
    done <"$work/options"
done
echo "$commands" | sort >"$work/wanted"
complete_words offprint "" >"$work/got"
same completion/commands "$work/got" "$work/wanted"
complete_words offprint -i some.offprint "" >"$work/got"
same completion/commands-after-index "$work/got" "$work/wanted"
printf '%s\n' "$commands" "$topics" | sort -u >"$work/wanted"
complete_words offprint help "" | sort -u >"$work/got"
same completion/topics "$work/got" "$work/wanted"

exit $status
