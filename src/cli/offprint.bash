# Completion of offprint for bash.
#
# What can be completed is asked of the program itself: offprint help options
# prints the table of all commands and options.

# Reads the table and sets, in the caller: commands, the options of $command
# and the argument that $option takes.
_offprint_read_table() {
    local line section
    while IFS= read -r line; do
        if [[ $line =~ ^[a-z] ]]; then
            section=${line%% *}
            [[ $section == offprint ]] || commands+=" $section"
        elif [[ $section == "$command"
            && $line =~ ^\ \ (-.,|\ \ \ )\ (--[a-z-]+)(\ ([^ ]+))? ]]; then
            options+=" ${BASH_REMATCH[2]}"
            case $option in
            "${BASH_REMATCH[2]}" | "${BASH_REMATCH[1]%,}")
                argument=${BASH_REMATCH[4]}
                ;;
            esac
        fi
    done < <("$1" help options 2>/dev/null)
}

# The command among the words before the cursor; "offprint" for none.
_offprint_command() {
    local i
    for ((i = 1; i < COMP_CWORD; i++)); do
        case ${COMP_WORDS[i]} in
        -i | --index) ((i++)) ;;
        -*) ;;
        *)
            echo "${COMP_WORDS[i]}"
            return
            ;;
        esac
    done
    echo offprint
}

_offprint() {
    local current=$2 option=$3 command commands='' options='' argument=''
    # --name=value comes as three words.
    [[ $current == = ]] && current=
    [[ $option == = ]] && option=${COMP_WORDS[COMP_CWORD - 2]}
    command=$(_offprint_command)
    _offprint_read_table "$1"

    local words='' files=''
    case $argument:$current:$command in
    *\|*:*:*) words=${argument//|/ } ;;
    FILE:*) files=yes ;;
    ?*:*:*) ;;
    :-*:*) words=$options ;;
    ::offprint | :*:offprint) words=$commands ;;
    :*:help)
        words="$commands $("$1" help 2>/dev/null |
            sed -n '/TOPIC too/,$ s/^  \([a-z]*\) .*/\1/p')"
        ;;
    :*:index | :*:like | :*:show | :*:list | :*:forget | :*:extract) files=yes ;;
    esac
    if [[ $files ]]; then
        mapfile -t COMPREPLY < <(compgen -f -- "$current")
    else
        mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
    fi
}

complete -o filenames -F _offprint offprint
