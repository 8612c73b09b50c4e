#!/bin/sh
# Every relative link in a Markdown file of the project leads somewhere.
status=0
for page in README.md src/README.md bench/README.md corpus/README.md; do
    folder=$(dirname "$page")
    for link in $(grep -o '](\([^)]*\))' "$page" | sed 's/^](//; s/)$//; s/#.*//'); do
        case $link in http:* | https:* | mailto:*) continue ;; esac
        [ -e "$folder/$link" ] && continue
        echo "$page: leads to $link, which is not there"
        status=1
    done
done
exit $status
