// The facade: the public functions, each a few steps over the layers below.
//
// A result is one arena; the struct that the caller gets is its first
// allocation's neighbour, and freeing the result frees the arena.

#include "facade.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/file.h"
#include "base/slice.h"
#include "build/scopes.h"
#include "build/update.h"
#include "store/articles.h"
#include "store/check.h"
#include "store/libraries.h"
#include "store/sources.h"
#include "store/store.h"
#include "store/summary.h"

#define OFFPRINT_VERSION "0.1.0"

const char *offprint_version(void)
{
    return OFFPRINT_VERSION;
}

const char *offprint_libraries(void)
{
    return library_versions();
}

// ---- Indexing ---------------------------------------------------------------

enum offprint_status offprint_update(
    const char *index_path, const struct offprint_update_options *options,
    struct offprint_run *run, struct offprint_error *err)
{
    struct offprint_run counts;
    return update_index(index_path, options, run ? run : &counts, err);
}

enum offprint_status offprint_forget(const char *index_path, const char *path,
                                     double wait_seconds,
                                     struct offprint_run *run,
                                     struct offprint_error *err)
{
    struct offprint_run counts;
    return forget_path(index_path, path, wait_seconds, run ? run : &counts,
                       err);
}

enum offprint_status offprint_optimize(const char *index_path,
                                       double wait_seconds, uint64_t *before,
                                       uint64_t *after,
                                       struct offprint_error *err)
{
    uint64_t sizes[2];
    return optimize_index(index_path, wait_seconds, before ? before : &sizes[0],
                          after ? after : &sizes[1], err);
}

enum offprint_status offprint_check(
    const char *index_path,
    void (*on_fault)(void *context, const char *message),
    void (*on_note)(void *context, const char *message), void *context,
    uint64_t *faults, struct offprint_error *err)
{
    return check_index(index_path, on_fault, on_note, context, faults, err);
}

// ---- An open index ----------------------------------------------------------

enum offprint_status offprint_index_open(const char *path,
                                         offprint_index **result,
                                         struct offprint_error *err)
{
    *result = NULL;
    struct store *store;
    enum offprint_status status = store_open(path, &store, err);
    if (status) return status;
    offprint_index *index = calloc(1, sizeof *index);
    if (!index) {
        store_close(store);
        return fail_no_memory(err);
    }
    index->store = store;
    index->path = strdup(path);
    index->stemmers = stemmers_open();
    if (!index->path || !index->stemmers) {
        offprint_index_close(index);
        return fail_no_memory(err);
    }
    *result = index;
    return OFFPRINT_OK;
}

void offprint_index_close(offprint_index *index)
{
    if (!index) return;
    store_close(index->store);
    stemmers_close(index->stemmers);
    free(index->path);
    free(index);
}

enum offprint_status offprint_index_hold(offprint_index *index,
                                         struct offprint_error *err)
{
    return store_hold(index->store, err);
}

void offprint_index_let_go(offprint_index *index)
{
    store_let_go(index->store);
}

// ---- Articles ---------------------------------------------------------------

const char *const *facade_split_lines(struct arena *arena, struct slice text,
                                      size_t *count)
{
    *count = 0;
    if (text.len == 0) return NULL;
    size_t lines = 1;
    for (size_t i = 0; i < text.len; i++) lines += text.ptr[i] == '\n';
    const char **list = arena_alloc(arena, lines * sizeof *list);
    char *copy = arena_string(arena, text);
    if (!list || !copy) return NULL;
    for (char *line = copy; line; (*count)++) {
        list[*count] = line;
        line = strchr(line, '\n');
        if (line) *line++ = '\0';
    }
    return list;
}

// A string of the arena that ends in NUL already; absent where empty.
static const char *optional(struct slice text)
{
    return text.len ? text.ptr : NULL;
}

enum offprint_status facade_publish(const struct found_article *found,
                                    struct arena *arena,
                                    struct offprint_article *article,
                                    struct offprint_error *err)
{
    const struct stored_article *row = &found->article;
    *article = (struct offprint_article){
        .id = row->id,
        .title = row->title.ptr,
        .site = optional(row->site),
        .published = optional(row->published),
        .modified = optional(row->modified),
        .language = optional(row->language),
        .url = optional(row->url),
        .description = optional(row->description),
        .kind = found->source_kind,
        .whole_page = row->kind == ARTICLE_WHOLE_PAGE,
        .body_size = row->length,
    };
    article->authors =
        facade_split_lines(arena, row->authors, &article->author_count);
    article->tags = facade_split_lines(arena, row->tags, &article->tag_count);
    article->path = path_join(arena, found->root, found->source_path);
    article->uri = article->path;
    if (row->member.len && article->path)
        article->uri =
            arena_format(arena, "%s!%s", article->path, row->member.ptr);
    article->name = row->name.len ? row->name.ptr : article->uri;
    bool complete = article->path && article->uri
                    && (article->authors || row->authors.len == 0)
                    && (article->tags || row->tags.len == 0);
    return complete ? OFFPRINT_OK : fail_no_memory(err);
}

static bool is_number(const char *text, int64_t *number)
{
    char *end;
    if (!isdigit((unsigned char)text[0])) return false;
    *number = (int64_t)strtoll(text, &end, 10);
    return *end == '\0';
}

enum { IDS_ASKED = 1 }; // one is wanted; the count tells of more

struct place_search {
    struct store *store;
    struct arena *arena;
    struct root *roots;
    size_t root_count;
    int64_t id;
    size_t count; // of articles found
};

// Looks for the articles at a path, or for one of them.
static enum offprint_status look_at(struct place_search *place,
                                    const char *path, const char *member,
                                    struct offprint_error *err)
{
    const char *absolute =
        resolve_path(place->arena, place->roots, place->root_count, path);
    const char *rest;
    if (!absolute) return OFFPRINT_OK; // perhaps it is a name
    enum offprint_status status = OFFPRINT_OK;
    for (size_t i = 0; !status && i < place->root_count; i++)
        if (path_is_under(absolute, place->roots[i].path, &rest))
            status = store_ids_of_place(place->store, place->roots[i].id, rest,
                                        member, &place->id, IDS_ASKED,
                                        &place->count, err);
    return status;
}

// The article at a path, or at path!member: both parts may hold a "!".
static enum offprint_status find_place(struct place_search *place,
                                       const char *what,
                                       struct offprint_error *err)
{
    char *path = arena_string(place->arena, slice_of(what));
    if (!path) return fail_no_memory(err);
    enum offprint_status status = store_roots(
        place->store, place->arena, &place->roots, &place->root_count, err);
    if (!status) status = look_at(place, path, NULL, err);
    char *mark = path + strlen(path);
    while (!status && place->count == 0
           && (mark = memrchr(path, '!', (size_t)(mark - path)))) {
        *mark = '\0';
        status = look_at(place, path, mark + 1, err);
        *mark = '!';
    }
    return status;
}

static enum offprint_status find_id(struct store *store, const char *what,
                                    struct arena *arena, int64_t *id,
                                    struct offprint_error *err)
{
    struct found_article known;
    if (is_number(what, id)
        && store_article(store, *id, false, arena, &known, NULL) == OFFPRINT_OK)
        return OFFPRINT_OK;
    struct place_search place = { .store = store, .arena = arena };
    enum offprint_status status = find_place(&place, what, err);
    if (!status && place.count == 0)
        status = store_ids_of_name(store, what, &place.id, IDS_ASKED,
                                   &place.count, err);
    if (status) return status;
    *id = place.id;
    if (place.count == 0)
        return fail(err, OFFPRINT_NOT_FOUND,
                    "%s: no such article in the index (offprint list shows "
                    "what there is)",
                    what);
    if (place.count > 1)
        return fail(err, OFFPRINT_MISUSE,
                    "%s: stands for %zu articles (name one by its id, or as "
                    "PATH!MEMBER; offprint list shows them)",
                    what, place.count);
    return OFFPRINT_OK;
}

// An article that is given away, with the arena that it lives in.
struct owned_article {
    struct offprint_article article; // first: its address is the owner's
    struct arena arena;
};

static enum offprint_status read_article(struct store *store, const char *what,
                                         struct owned_article *owner,
                                         struct offprint_error *err)
{
    int64_t id = 0;
    struct found_article found;
    enum offprint_status status = store_begin(store, err);
    if (!status) status = find_id(store, what, &owner->arena, &id, err);
    if (!status)
        status = store_article(store, id, true, &owner->arena, &found, err);
    store_rollback(store);
    if (status) return status;
    status = facade_publish(&found, &owner->arena, &owner->article, err);
    owner->article.body = found.article.body.ptr;
    owner->article.captions = optional(found.article.captions);
    return status;
}

enum offprint_status offprint_find(offprint_index *index, const char *what,
                                   struct offprint_article **result,
                                   struct offprint_error *err)
{
    *result = NULL;
    struct owned_article *owner = calloc(1, sizeof *owner);
    if (!owner) return fail_no_memory(err);
    enum offprint_status status = read_article(index->store, what, owner, err);
    if (status)
        offprint_article_free(&owner->article);
    else
        *result = &owner->article;
    return status;
}

void offprint_article_free(struct offprint_article *article)
{
    if (!article) return;
    struct owned_article *owner = (struct owned_article *)article;
    arena_free(&owner->arena);
    free(owner);
}

// The root and the path in it that a list is limited to.
static enum offprint_status find_limit(struct store *store, const char *path,
                                       struct arena *arena,
                                       struct list_request *list,
                                       struct offprint_error *err)
{
    if (!path) return OFFPRINT_OK;
    struct root *roots;
    size_t count;
    enum offprint_status status =
        store_roots(store, arena, &roots, &count, err);
    if (status) return status;
    const char *absolute = resolve_path(arena, roots, count, path);
    if (!absolute) return fail_errno(err, path);
    for (size_t i = 0; i < count; i++)
        if (path_is_under(absolute, roots[i].path, &list->path)) {
            list->root = roots[i].id;
            return OFFPRINT_OK;
        }
    return fail(err, OFFPRINT_NOT_FOUND,
                "%s: not a root of the index, nor under one (offprint status "
                "lists them)",
                path);
}

// Each article is read by itself, so that whoever takes his time with one keeps
// no run waiting. Those that left the index meanwhile are passed over.
static enum offprint_status give_articles(
    struct store *store, const int64_t *ids, size_t count,
    bool (*on_article)(void *context, const struct offprint_article *article),
    void *context, struct offprint_error *err)
{
    struct arena arena = { 0 };
    enum offprint_status status = OFFPRINT_OK;
    for (size_t i = 0; !status && i < count; i++) {
        arena_reset(&arena);
        struct found_article found;
        struct offprint_article article;
        status = store_article(store, ids[i], false, &arena, &found, err);
        if (status == OFFPRINT_NOT_FOUND) {
            status = OFFPRINT_OK;
            continue;
        }
        if (!status) status = facade_publish(&found, &arena, &article, err);
        if (!status && !on_article(context, &article)) break;
    }
    arena_free(&arena);
    return status;
}

enum article_order facade_order(enum offprint_sort sort)
{
    switch (sort) {
    case OFFPRINT_BY_DEFAULT:
    case OFFPRINT_BY_DATE: break;
    case OFFPRINT_BY_OLDEST: return ORDER_OLDEST;
    case OFFPRINT_BY_PATH: return ORDER_PATH;
    case OFFPRINT_BY_TITLE: return ORDER_TITLE;
    case OFFPRINT_BY_ID: return ORDER_ID;
    }
    return ORDER_DATE;
}

// The articles that the filters of a list let through; *filtered tells whether
// there are any filters.
static enum offprint_status filter_list(
    struct store *store, const struct offprint_list_options *options,
    struct arena *arena, struct article_set *set, bool *filtered,
    struct offprint_error *err)
{
    struct outer_filters filters = { options->language, options->since,
                                     options->until };
    char day[CLOCK_DAY_MAX];
    *filtered = options->filter || options->language || options->since
                || options->until;
    if (!*filtered) return OFFPRINT_OK;
    return search_filter(store, slice_of(options->filter), &filters,
                         clock_today(day), arena, set, err);
}

enum offprint_status offprint_list(
    offprint_index *index, const struct offprint_list_options *options,
    bool (*on_article)(void *context, const struct offprint_article *article),
    void *context, uint64_t *total, struct offprint_error *err)
{
    struct arena arena = { 0 };
    struct list_request list = { .order = facade_order(options->sort) };
    struct article_set set;
    bool filtered = false;
    int64_t *ids = NULL;
    size_t count = 0;
    enum offprint_status status = store_begin(index->store, err);
    if (!status)
        status = find_limit(index->store, options->path, &arena, &list, err);
    if (!status)
        status =
            filter_list(index->store, options, &arena, &set, &filtered, err);
    if (filtered) list.set = &set;
    if (!status) status = store_list(index->store, &list, &ids, &count, err);
    store_rollback(index->store);
    if (total) *total = count;
    arena_free(&arena);
    size_t first = options->offset < count ? (size_t)options->offset : count;
    size_t last = count;
    if (options->limit && options->limit < count - first)
        last = first + (size_t)options->limit;
    if (!status)
        status = give_articles(index->store, ids + first, last - first,
                               on_article, context, err);
    free(ids);
    return status;
}

// ---- What the index holds ---------------------------------------------------

// A summary that is given away, with the arena that it lives in.
struct owned_summary {
    struct offprint_summary summary; // first: its address is the owner's
    struct arena arena;
};

static bool add_rules(struct arena *arena, const char *kind,
                      const char *const *values, size_t count,
                      const char **rules, size_t *rule_count)
{
    for (size_t i = 0; i < count; i++) {
        const char *rule = arena_format(arena, "%s %s", kind, values[i]);
        if (!rule) return false;
        rules[(*rule_count)++] = rule;
    }
    return true;
}

static bool describe_rules(struct arena *arena,
                           const struct root_options *options,
                           struct offprint_root *root)
{
    size_t room = options->exclude_count + options->include_count
                  + options->map_count + 2;
    const char **rules = arena_alloc(arena, room * sizeof *rules);
    size_t count = 0;
    if (!rules
        || !add_rules(arena, "exclude", options->excludes,
                      options->exclude_count, rules, &count)
        || !add_rules(arena, "include", options->includes,
                      options->include_count, rules, &count)
        || !add_rules(arena, "map", options->maps, options->map_count, rules,
                      &count))
        return false;
    if (options->follow_links) rules[count++] = "follow";
    if (options->whole_pages) rules[count++] = "whole-pages";
    root->rules = rules;
    root->rule_count = count;
    return true;
}

static enum offprint_status summarise(offprint_index *index,
                                      struct owned_summary *owner,
                                      struct offprint_error *err)
{
    struct offprint_summary *summary = &owner->summary;
    summary->path = path_absolute(&owner->arena, index->path);
    enum offprint_status status = store_begin(index->store, err);
    if (!status)
        status = store_summarise(index->store, &owner->arena, summary, err);
    struct root *stored; // in the order of the paths, like the summary's
    size_t stored_count = 0;
    if (!status)
        status = store_roots(index->store, &owner->arena, &stored,
                             &stored_count, err);
    store_rollback(index->store);
    if (status) return status;
    if (!summary->path) return fail_no_memory(err);
    struct offprint_root *roots =
        arena_alloc(&owner->arena, (summary->root_count + 1) * sizeof *roots);
    if (!roots) return fail_no_memory(err);
    for (size_t i = 0; i < summary->root_count; i++) {
        roots[i] = summary->roots[i];
        roots[i].present = access(roots[i].path, F_OK) == 0;
        if (i < stored_count
            && !describe_rules(&owner->arena, &stored[i].options, &roots[i]))
            return fail_no_memory(err);
    }
    summary->roots = roots;
    return OFFPRINT_OK;
}

enum offprint_status offprint_summarise(offprint_index *index,
                                        struct offprint_summary **result,
                                        struct offprint_error *err)
{
    *result = NULL;
    struct owned_summary *owner = calloc(1, sizeof *owner);
    if (!owner) return fail_no_memory(err);
    enum offprint_status status = summarise(index, owner, err);
    if (status)
        offprint_summary_free(&owner->summary);
    else
        *result = &owner->summary;
    return status;
}

void offprint_summary_free(struct offprint_summary *summary)
{
    if (!summary) return;
    struct owned_summary *owner = (struct owned_summary *)summary;
    arena_free(&owner->arena);
    free(owner);
}
