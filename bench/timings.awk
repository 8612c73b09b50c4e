# timings.awk - a table of how long queries took: awk -v names=NAME,NAME,...
# -f timings.awk FILE FILE ...
#
# A file for each name, with rows "KIND:NUMBER milliseconds ...". Of several rows
# of a query its best counts. Prints for each kind, and for all queries, the
# geometric mean, quantiles and the maximum in milliseconds, and then, for each
# name but the first, the geometric mean over the queries of this row's time by
# that one's. With -v quotient=1 a further row has what each of these figures of
# the first name is divided by that of the second.

BEGIN { FS = "\t"; contenders = split(names, name, ",") }

FNR == 1 { file++ }

{
    if (!($1 in number)) {
        number[$1] = ++queries
        id[queries] = $1
        kind = substr($1, 1, index($1, ":") - 1)
        if (!(kind in seen)) kinds[++kind_count] = kind
        seen[kind] = 1
        kind_of[queries] = kind
    }
    if (!((file, $1) in best) || $2 < best[file, $1]) best[file, $1] = $2
}

# Puts value[1 .. count] in order (Shell's sort).
function sort_values(count,    gap, i, j, held) {
    for (gap = int(count / 2); gap > 0; gap = int(gap / 2))
        for (i = gap + 1; i <= count; i++) {
            held = value[i]
            for (j = i; j > gap && value[j - gap] > held; j -= gap) value[j] = value[j - gap]
            value[j] = held
        }
}

function quantile(count, share,    at) {
    at = int(count * share)
    return value[at < count * share ? at + 1 : at > 0 ? at : 1]
}

# The figures of one contender for the queries of a kind ("" for all).
function measure(contender, kind,    q, count, logs) {
    count = logs = 0
    for (q = 1; q <= queries; q++) {
        if (kind != "" && kind_of[q] != kind) continue
        if (!((contender, id[q]) in best)) {
            print name[contender] ": no time for " id[q] > "/dev/stderr"
            exit failed = 1
        }
        value[++count] = best[contender, id[q]]
        logs += log(value[count])
    }
    sort_values(count)
    figure[1] = exp(logs / count)
    figure[2] = quantile(count, .5)
    figure[3] = quantile(count, .95)
    figure[4] = quantile(count, .99)
    figure[5] = value[count]
    return count
}

function ratio(contender, other, kind,    q, count, logs) {
    count = logs = 0
    for (q = 1; q <= queries; q++) {
        if (kind != "" && kind_of[q] != kind) continue
        logs += log(best[contender, id[q]] / best[other, id[q]])
        count++
    }
    return exp(logs / count)
}

function print_row(contender, kind,    i, other) {
    printf "  %-24s", name[contender]
    for (i = 1; i <= 5; i++) printf " %9.3f", figure[i]
    for (other = 2; other <= contenders; other++)
        printf " %9.3f", ratio(contender, other, kind)
    print ""
}

function print_kind(kind, title,    contender, count, i, first) {
    for (contender = 1; contender <= contenders; contender++) {
        count = measure(contender, kind)
        if (contender == 1) printf "%s, %d queries\n", title, count
        print_row(contender, kind)
        for (i = 1; i <= 5; i++) {
            if (contender == 1) first[i] = figure[i]
            if (contender == 2) by[i] = first[i] / figure[i]
        }
    }
    if (!quotient) return
    printf "  %-24s", "the first by the second"
    for (i = 1; i <= 5; i++) printf " %9.3f", by[i]
    print ""
}

END {
    if (failed) exit 1
    printf "%-26s %9s %9s %9s %9s %9s", "", "mean ms", "p50", "p95", "p99", "maximum"
    for (i = 2; i <= contenders; i++) printf " %9s", "by " substr(name[i], 1, index(name[i] " ", " ") - 1)
    print ""
    for (k = 1; k <= kind_count; k++) print_kind(kinds[k], kinds[k])
    print_kind("", "all")
}
