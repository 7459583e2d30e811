/* find_ref_chain and find_backref_chain: breadth-first search for an object for which a predicate of the program holds.
 *
 * Objects that were met are numbered as they are met, and held, since the predicate may do anything. Forwards, an
 * object's referents are asked for as it comes up. Backwards, all referrers of a level are found in one pass over the containers, which
 * looks each reference up among the objects of the level. That is a few milliseconds for a million objects, where the whole graph takes a
 * hundred times as long; but a search through very many levels goes over to the graph. */
#include "graph/graph.h"
#include "modules/objgraph.h"
#include "modules/referents.h"
#include "modules/support.h"
#include "object/layout.h"
#include "types/int.h"
#include "types/list.h"
#include "vm/object_roots.h"

enum { TABLE_LEAST = 256, LEVELS_BY_PASSES = 24 };

/* ---- Objects by number, and numbers by object ---- */

typedef struct numbering {
    ouro_heap *heap;
    ouro_object **objects; /* by number */
    uint32_t count, mask;
    uint32_t *table; /* hashed by address: number and one */
    ouro__growing objects_memory, table_memory;
} numbering;

static uint32_t hash_address(const ouro_object *o)
{
    return (uint32_t)(((uintptr_t)o >> 3) * 0x9e3779b97f4a7c15ull >> 32);
}

static uint32_t *find_place(const numbering *n, const ouro_object *o)
{
    uint32_t i = hash_address(o) & n->mask;
    while (n->table[i] && n->objects[n->table[i] - 1] != o)
        i = (i + 1) & n->mask;
    return &n->table[i];
}

static bool has_number(const numbering *n, const ouro_object *o)
{
    return n->count && *find_place(n, o);
}

static bool grow_table(numbering *n)
{
    ouro__growing old = n->table_memory, fresh = {0};
    size_t room = n->table ? ((size_t)n->mask + 1) * 2 : TABLE_LEAST;
    if (room > UINT32_MAX || !ouro__growing_reserve(n->heap, &fresh, room * sizeof(uint32_t)))
        return false;
    n->table_memory = fresh;
    n->table = fresh.memory;
    n->mask = (uint32_t)room - 1;
    for (uint32_t i = 0; i < n->count; i++)
        *find_place(n, n->objects[i]) = i + 1;
    ouro__growing_release(n->heap, &old);
    return true;
}

/* One that has no number yet. False when memory is refused. */
static bool give_number(numbering *n, ouro_object *o)
{
    if (!ouro__growing_reserve(n->heap, &n->objects_memory, ((size_t)n->count + 1) * sizeof o))
        return false;
    n->objects = n->objects_memory.memory;
    if (n->count * 2ull >= n->mask && !grow_table(n))
        return false;
    n->objects[n->count++] = o;
    *find_place(n, o) = n->count;
    return true;
}

static void release_numbers(numbering *n)
{
    ouro__growing_release(n->heap, &n->objects_memory);
    ouro__growing_release(n->heap, &n->table_memory);
}

/* ---- The search ---- */

typedef struct walk {
    ouro_runtime *rt;
    ouro_object *predicate;
    numbering met;         /* held */
    numbering ignored;     /* not held: any addresses */
    ouro__growing parents; /* uint32_t by number: the number of the one from which it was met */
    uint32_t found;        /* number, OURO__NO_NODE: none yet */
    uint32_t asked;        /* so many of `met` were asked about */
    uint32_t from;         /* number of the one that is followed */
    bool refused;
} walk;

/* `o` was come to from number `from`; held from here on. */
static void meet(walk *w, ouro_object *o, uint32_t from)
{
    if (w->refused || has_number(&w->met, o) || has_number(&w->ignored, o))
        return;
    if (!ouro__growing_reserve(&w->rt->heap, &w->parents, ((size_t)w->met.count + 1) * sizeof from) ||
        !give_number(&w->met, o)) {
        w->refused = true;
        return;
    }
    ((uint32_t *)w->parents.memory)[w->met.count - 1] = from;
    ouro_incref(o);
}

/* The container itself, and the addresses that it gives. 0, or -1 with an exception. */
static int ignore_all(walk *w, ouro_object *addresses)
{
    ouro_runtime *rt = w->rt;
    ouro_object *iterator = ouro__iter(rt, addresses), *item;
    if (!iterator)
        return -1;
    bool complete = has_number(&w->ignored, addresses) || give_number(&w->ignored, addresses);
    while (complete && (item = ouro__next(rt, iterator))) {
        uint64_t address;
        bool is_address = ouro__is_int(rt, item) && ouro__int_as_uint64(rt, item, &address) == 0;
        const ouro_object *o = is_address ? (const ouro_object *)(uintptr_t)address : NULL;
        if (o && !has_number(&w->ignored, o))
            complete = give_number(&w->ignored, (ouro_object *)(uintptr_t)o);
        ouro_decref(rt, item);
    }
    ouro_decref(rt, iterator);
    if (!complete)
        ouro__no_memory(rt);
    return rt->error ? -1 : 0;
}

/* Asks about the next one: true when the search is over, with `found` set or an exception. */
static bool ask_next(walk *w)
{
    uint32_t number = w->asked++;
    ouro_object *answer = ouro__call1(w->rt, w->predicate, w->met.objects[number]);
    int truth = answer ? ouro__truth(w->rt, answer) : -1;
    ouro_xdecref(w->rt, answer);
    if (truth > 0)
        w->found = number;
    return truth != 0;
}

/* From number `last` to the start as a list, or the other way round. */
static ouro_object *chain_list(walk *w, uint32_t last, bool from_start)
{
    ouro_object *list = ouro__list_new(w->rt, 0);
    const uint32_t *parents = w->parents.memory;
    int status = list ? 0 : -1;
    for (uint32_t number = last; status == 0; number = parents[number]) {
        status = ouro__list_append(w->rt, list, w->met.objects[number]);
        if (number == 0)
            break;
    }
    if (status == 0 && from_start) {
        ouro_list *chain = (ouro_list *)list;
        for (uint32_t i = 0, j = chain->count; i + 1 < j--; i++) {
            ouro_object *item = chain->items[i];
            chain->items[i] = chain->items[j];
            chain->items[j] = item;
        }
    }
    if (status == 0)
        return list;
    ouro_xdecref(w->rt, list);
    return NULL;
}

static void end_walk(walk *w)
{
    ouro_object *error = ouro__error_take(w->rt); /* dropping may run finalizers */
    for (uint32_t i = 0; i < w->met.count; i++)
        ouro_decref(w->rt, w->met.objects[i]);
    ouro__error_restore(w->rt, error);
    release_numbers(&w->met);
    release_numbers(&w->ignored);
    ouro__growing_release(&w->rt->heap, &w->parents);
}

/* ---- Forwards ---- */

static void meet_referent(ouro_runtime *rt, ouro_object *child, void *context)
{
    (void)rt;
    walk *w = context;
    meet(w, child, w->from);
}

static void walk_forwards(walk *w, uint32_t max_depth)
{
    uint32_t level_end = 1, depth = 0;
    while (w->asked < w->met.count && !w->refused) {
        if (w->asked == level_end) {
            level_end = w->met.count;
            depth++;
        }
        w->from = w->asked;
        if (ask_next(w))
            return;
        ouro_object *o = w->met.objects[w->from];
        if (depth < max_depth && ouro__is_container(w->rt, o))
            ouro__each_shown_referent(w->rt, o, meet_referent, w);
    }
}

/* ---- Backwards, a pass over the containers for each level ---- */

/* A container that refers to the level, and the first of it that it refers to. */
struct hit {
    ouro_object *referrer;
    uint32_t target;
};

typedef struct pass {
    walk *w;
    uint32_t begin, end;     /* numbers of the level */
    const ouro_object *only; /* the level, when it is one object */
    uint64_t left;           /* references to the level that have not been seen, at most */
    uint32_t target;         /* of the container that is looked at: the first it refers to; NO_NODE: none */
    struct hit *hits;
    size_t count;
    ouro__growing memory;
} pass;

static ouro__always_inline void look_at(ouro_runtime *rt, ouro_object *child, void *context)
{
    (void)rt;
    pass *p = context;
    uint32_t number = p->begin;
    if (p->only) {
        if (child != p->only)
            return;
    } else {
        uint32_t entry = *find_place(&p->w->met, child);
        number = entry - 1;
        if (!entry || number < p->begin || number >= p->end)
            return;
    }
    p->left--;
    if (number < p->target)
        p->target = number;
}

static void note_hit(pass *p, ouro_object *referrer)
{
    walk *w = p->w;
    if (has_number(&w->met, referrer) || has_number(&w->ignored, referrer))
        return;
    if (!ouro__growing_reserve(&w->rt->heap, &p->memory, (p->count + 1) * sizeof *p->hits)) {
        w->refused = true;
        return;
    }
    p->hits = p->memory.memory;
    p->hits[p->count++] = (struct hit){referrer, p->target};
}

static void look_through_containers(pass *p)
{
    ouro_runtime *rt = p->w->rt;
    ouro_heap_span span = {0};
    while (ouro__heap_container_walk(&rt->heap, &span))
        for (char *block = span.first; block < span.end; block += span.stride) {
            ouro_object *o = (ouro_object *)block;
            if (!(o->word & OURO_TRACKED))
                continue;
            p->target = OURO__NO_NODE;
            ouro__each_reference(rt, ouro__type_of(rt, o), o, look_at, p);
            if (p->target != OURO__NO_NODE)
                note_hit(p, o);
            if (p->left == 0 || p->w->refused)
                return;
        }
}

static void discount(ouro_runtime *rt, ouro_object *o, const ouro_frame *frame, const ouro__label *label,
                     void *context)
{
    (void)rt, (void)frame, (void)label;
    pass *p = context;
    uint32_t entry = *find_place(&p->w->met, o);
    if (entry && entry - 1 >= p->begin && entry - 1 < p->end)
        p->left--;
}

/* How many references to the level containers can have: all but the search's own and those of frames. */
static void count_references(pass *p)
{
    for (uint32_t number = p->begin; number < p->end; number++)
        p->left += p->w->met.objects[number]->refcount - 1;
    ouro__each_on_stack(p->w->rt, discount, p);
}

/* In the order of the targets, those of one target by address: as one would ask for them one after the other. Counting sort. */
static void meet_hits(pass *p)
{
    walk *w = p->w;
    ouro__growing memory = {0};
    size_t level = p->end - p->begin;
    if (!ouro__growing_reserve(&w->rt->heap, &memory, (level + 2 + p->count) * sizeof(uint32_t))) {
        w->refused = true;
        return;
    }
    uint32_t *first = memory.memory, *order = first + level + 2;
    for (size_t i = 0; i < p->count; i++)
        first[p->hits[i].target - p->begin + 1]++;
    for (size_t i = 0; i < level; i++)
        first[i + 1] += first[i];
    for (size_t i = 0; i < p->count; i++)
        order[first[p->hits[i].target - p->begin]++] = (uint32_t)i;
    for (size_t i = 0; i < p->count; i++)
        meet(w, p->hits[order[i]].referrer, p->hits[order[i]].target);
    ouro__growing_release(&w->rt->heap, &memory);
}

/* The referrers of numbers `begin` to `end` get the next numbers. */
static void meet_referrers(walk *w, uint32_t begin, uint32_t end)
{
    pass p = {.w = w, .begin = begin, .end = end};
    p.only = end - begin == 1 ? w->met.objects[begin] : NULL;
    count_references(&p);
    if (p.left)
        look_through_containers(&p);
    if (p.count && !w->refused)
        meet_hits(&p);
    ouro__growing_release(&w->rt->heap, &p.memory);
}

/* ---- Backwards in the graph ---- */

static void meet_referrers_in(walk *w, const ouro__graph *g, uint32_t number)
{
    uint32_t node = ouro__graph_node(g, w->met.objects[number]);
    if (node == OURO__NO_NODE)
        return;
    const ouro__adjacency *backward = &g->backward;
    for (uint32_t i = backward->first[node]; i < backward->first[node + 1]; i++)
        if (backward->edges[i] < g->tracked)
            meet(w, g->objects[backward->edges[i]], number);
}

/* Goes on at `begin`, where a level begins that has not been asked about. */
static void walk_graph(walk *w, uint32_t begin, uint32_t depth, uint32_t max_depth)
{
    ouro__graph g;
    if (!ouro__graph_take(w->rt, &g, true)) {
        w->refused = true;
        return;
    }
    ouro__graph_pin(&g);
    uint32_t level_end = w->met.count;
    for (uint32_t number = begin; number < w->met.count && !w->refused; number++) {
        if (number == level_end) {
            level_end = w->met.count;
            depth++;
        }
        if (ask_next(w))
            break;
        if (depth < max_depth)
            meet_referrers_in(w, &g, number);
    }
    ouro_object *error = ouro__error_take(w->rt); /* giving the graph back may run finalizers */
    ouro__graph_release(&g);
    ouro__error_restore(w->rt, error);
}

static void walk_backwards(walk *w, uint32_t max_depth)
{
    uint32_t begin = 0;
    for (uint32_t depth = 0; begin < w->met.count && !w->refused; depth++) {
        if (depth == LEVELS_BY_PASSES) {
            walk_graph(w, begin, depth, max_depth);
            return;
        }
        uint32_t end = w->met.count;
        while (w->asked < end)
            if (ask_next(w))
                return;
        if (depth < max_depth)
            meet_referrers(w, begin, end);
        begin = end;
    }
}

/* ---- The functions ---- */

static ouro_object *find_chain(ouro_runtime *rt, ouro_object *const *args, bool backwards)
{
    int64_t depth;
    walk w = {.rt = rt,
              .predicate = args[1],
              .met = {.heap = &rt->heap},
              .ignored = {.heap = &rt->heap},
              .found = OURO__NO_NODE};
    if (ouro__as_int64(rt, args[2], &depth) < 0)
        return NULL;
    uint32_t max_depth = depth < 0 ? 0 : depth > UINT32_MAX ? UINT32_MAX : (uint32_t)depth;
    ouro_object *list = NULL;
    if (ignore_all(&w, args[3]) == 0) {
        w.refused =
            !ouro__growing_reserve(&rt->heap, &w.parents, sizeof(uint32_t)) || !give_number(&w.met, args[0]);
        if (!w.refused)
            ouro_incref(args[0]);
        if (!w.refused && backwards)
            walk_backwards(&w, max_depth);
        else if (!w.refused)
            walk_forwards(&w, max_depth);
        if (w.refused)
            ouro__no_memory(rt);
        if (!rt->error)
            list = chain_list(&w, w.found == OURO__NO_NODE ? 0 : w.found, !backwards);
    }
    end_walk(&w);
    return list;
}

OURO_SHARED_C_FUNCTION(ouro__find_backref_chain)
{
    return find_chain(rt, args, true);
}

OURO_SHARED_C_FUNCTION(ouro__find_ref_chain)
{
    return find_chain(rt, args, false);
}
