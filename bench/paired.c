// paired.c - whether one ranking is better than others, or only luckier: paired
// NAME... reads rows "GROUP query value value ...", tabs between, a value for
// each name, and prints for each group and over all groups the means, and for
// each name but the first the ratio of the first mean to it, and p.
//
// p is that of a two-sided paired randomisation test against the first name:
// how often the means are at least as far apart when for each query a coin
// decides which of its two values belongs to whom. Over all groups the mean is
// that of the groups' means, however many queries they have.

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAMES_MAX = 8, GROUPS_MAX = 64, TRIALS = 10000 };

static const uint64_t SEED = 20261128;

struct row {
    size_t group;
    double values[NAMES_MAX];
};

struct table {
    size_t name_count;
    char *groups[GROUPS_MAX];
    size_t counts[GROUPS_MAX]; // rows of each group
    size_t group_count;
    struct row *rows;
    size_t count;
    size_t room;
};

// ---- Reading ----------------------------------------------------------------

static void die(const char *what)
{
    fprintf(stderr, "paired: %s\n", what);
    exit(1);
}

static size_t number_of_group(struct table *table, const char *group)
{
    for (size_t i = 0; i < table->group_count; i++)
        if (strcmp(table->groups[i], group) == 0) return i;
    if (table->group_count == GROUPS_MAX) die("too many groups");
    table->groups[table->group_count] = strdup(group);
    if (!table->groups[table->group_count]) die("no memory");
    return table->group_count++;
}

static void add_row(struct table *table, char *line)
{
    if (table->count == table->room) {
        table->room = table->room ? 2 * table->room : 1024;
        table->rows = realloc(table->rows, table->room * sizeof *table->rows);
        if (!table->rows) die("no memory");
    }
    struct row *row = &table->rows[table->count++];
    char *state;
    const char *group = strtok_r(line, "\t", &state);
    if (!group || !strtok_r(NULL, "\t", &state)) die("a row without a query");
    row->group = number_of_group(table, group);
    table->counts[row->group]++;
    for (size_t i = 0; i < table->name_count; i++) {
        const char *value = strtok_r(NULL, "\t", &state);
        if (!value) die("a row with too few values");
        row->values[i] = strtod(value, NULL);
    }
}

static void read_table(FILE *file, struct table *table)
{
    char *line = NULL;
    size_t room = 0;
    while (getline(&line, &room, file) > 0) add_row(table, line);
    free(line);
    if (table->count == 0) die("no rows");
}

// ---- Means ------------------------------------------------------------------

// A row's share in the mean of a group, or, GROUPS_MAX, in that of all.
static double share(const struct table *table, const struct row *row,
                    size_t group)
{
    double of_group = 1 / (double)table->counts[row->group];
    if (group == GROUPS_MAX) return of_group / (double)table->group_count;
    return row->group == group ? of_group : 0;
}

static double mean(const struct table *table, size_t name, size_t group)
{
    double sum = 0;
    for (size_t i = 0; i < table->count; i++)
        sum +=
            share(table, &table->rows[i], group) * table->rows[i].values[name];
    return sum;
}

// xorshift64
static uint64_t next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static double p_value(const struct table *table, size_t name, size_t group)
{
    double *differences = malloc(table->count * sizeof *differences);
    if (!differences) die("no memory");
    double observed = 0;
    for (size_t i = 0; i < table->count; i++) {
        const struct row *row = &table->rows[i];
        differences[i] =
            share(table, row, group) * (row->values[0] - row->values[name]);
        observed += differences[i];
    }
    static const double ROUNDING = 1e-12;
    uint64_t state = SEED;
    int as_far = 1; // as it is observed
    for (int trial = 0; trial < TRIALS; trial++) {
        double sum = 0;
        for (size_t i = 0; i < table->count; i++)
            sum += next_random(&state) >> 63 ? differences[i] : -differences[i];
        as_far += fabs(sum) >= fabs(observed) - ROUNDING;
    }
    free(differences);
    return as_far / (double)(TRIALS + 1);
}

// -----------------------------------------------------------------------------

static void print_row(const struct table *table, const char *title,
                      size_t queries, size_t group)
{
    printf("%-16s %8zu %9.4f", title, queries, mean(table, 0, group));
    for (size_t i = 1; i < table->name_count; i++)
        printf(" %9.4f %7.2f %7.4f", mean(table, i, group),
               mean(table, 0, group) / mean(table, i, group),
               p_value(table, i, group));
    putchar('\n');
}

int main(int argc, char **argv)
{
    struct table table = { .name_count = (size_t)argc - 1 };
    if (argc < 2 || table.name_count > NAMES_MAX) {
        fprintf(stderr, "usage: paired NAME... <ROWS\n");
        return 2;
    }
    read_table(stdin, &table);
    printf("%-16s %8s %9s", "", "queries", argv[1]);
    for (int i = 2; i < argc; i++)
        printf(" %9s %7s %7s", argv[i], "ratio", "p");
    putchar('\n');
    for (size_t i = 0; i < table.group_count; i++)
        print_row(&table, table.groups[i], table.counts[i], i);
    if (table.group_count > 1)
        print_row(&table, "mean", table.count, GROUPS_MAX);
    for (size_t i = 0; i < table.group_count; i++) free(table.groups[i]);
    free(table.rows);
    return fflush(stdout) != 0;
}
