/* Taking the graph: numbers, forward edges, and from these the backward ones. */
#include "graph/graph.h"

#include "object/layout.h"
#include "object/traverse.h"

enum { OTHERS_LEAST = 1024 };

/* ---- From objects to nodes ---- */

static uint32_t hash_address(const ouro_object *o)
{
    return (uint32_t)(((uintptr_t)o >> 3) * 0x9e3779b97f4a7c15ull >> 32);
}

/* Where `o` stands among the others, or would. */
static uint32_t *find_other(const ouro__graph *g, const ouro_object *o)
{
    uint32_t i = hash_address(o) & g->others_mask;
    while (g->others[i] && g->objects[g->others[i] - 1] != o)
        i = (i + 1) & g->others_mask;
    return &g->others[i];
}

static bool grow_others(ouro__graph *g)
{
    ouro__growing old = g->others_memory, fresh = {0};
    size_t room = g->others ? ((size_t)g->others_mask + 1) * 2 : OTHERS_LEAST;
    if (room > UINT32_MAX || !ouro__growing_reserve(&g->rt->heap, &fresh, room * sizeof(uint32_t)))
        return false;
    const uint32_t *before = g->others;
    size_t room_before = before ? (size_t)g->others_mask + 1 : 0;
    g->others_memory = fresh;
    g->others = fresh.memory;
    g->others_mask = (uint32_t)room - 1;
    for (size_t i = 0; i < room_before; i++)
        if (before[i])
            *find_other(g, g->objects[before[i] - 1]) = before[i];
    ouro__growing_release(&g->rt->heap, &old);
    return true;
}

static uint32_t *find_entry(const ouro__graph *g, const ouro_object *o)
{
    if (!ouro__is_container(g->rt, o))
        return find_other(g, o);
    return &g->containers[ouro__heap_container_number(&g->rt->heap, g->places, o)];
}

uint32_t ouro__graph_node(const ouro__graph *g, const ouro_object *o)
{
    const ouro_heap *h = &g->rt->heap;
    if (ouro__is_container(g->rt, o) && /* where there was none, perhaps not even a page */
        (((uintptr_t)o - (uintptr_t)h->base) >> OURO__PAGE_SHIFT >= g->pages ||
         ouro__heap_container_number(h, g->places, o) >= g->blocks))
        return OURO__NO_NODE;
    uint32_t entry = *find_entry(g, o);
    return entry && g->objects[entry - 1] == o ? entry - 1 : OURO__NO_NODE;
}

/* A new node for `o`, which has none; OURO__NO_NODE when memory is refused. */
static uint32_t add_node(ouro__graph *g, ouro_object *o)
{
    if (g->nodes == OURO__NO_NODE - 1 ||
        !ouro__growing_reserve(&g->rt->heap, &g->objects_memory, ((size_t)g->nodes + 1) * sizeof o))
        return OURO__NO_NODE;
    g->objects = g->objects_memory.memory;
    if (!ouro__is_container(g->rt, o) && g->others_count * 3ull >= g->others_mask * 2ull && !grow_others(g))
        return OURO__NO_NODE;
    g->others_count += !ouro__is_container(g->rt, o);
    uint32_t node = g->nodes++;
    g->objects[node] = o;
    *find_entry(g, o) = g->nodes;
    return node;
}

static bool make_index(ouro__graph *g)
{
    ouro_heap *h = &g->rt->heap;
    g->pages = ouro__heap_container_pages(h);
    if (!ouro__growing_reserve(h, &g->places_memory, (g->pages + 1) * sizeof *g->places))
        return false;
    g->places = g->places_memory.memory;
    g->blocks = ouro__heap_number_containers(h, g->places);
    if (g->blocks >= OURO__NO_NODE ||
        !ouro__growing_reserve(h, &g->containers_memory, (g->blocks + 1) * sizeof *g->containers))
        return false;
    g->containers = g->containers_memory.memory;
    return grow_others(g);
}

static bool number_tracked(ouro__graph *g)
{
    ouro_heap_span span = {0};
    while (ouro__heap_container_walk(&g->rt->heap, &span))
        for (char *block = span.first; block < span.end; block += span.stride) {
            ouro_object *o = (ouro_object *)block;
            if (o->word & OURO_TRACKED && add_node(g, o) == OURO__NO_NODE)
                return false;
        }
    g->tracked = g->nodes;
    return true;
}

/* ---- Edges ---- */

struct taking {
    ouro__graph *graph;
    bool refused;
};

static void add_edge(ouro_runtime *rt, ouro_object *child, void *context)
{
    struct taking *taking = context;
    ouro__graph *g = taking->graph;
    if (taking->refused)
        return;
    uint32_t entry = *find_entry(g, child);
    uint32_t node = entry ? entry - 1 : add_node(g, child);
    if (node == OURO__NO_NODE || g->edges == UINT32_MAX ||
        !ouro__growing_reserve(&rt->heap, &g->forward.edges_memory, ((size_t)g->edges + 1) * sizeof node)) {
        taking->refused = true;
        return;
    }
    g->forward.edges = g->forward.edges_memory.memory;
    g->forward.edges[g->edges++] = node;
}

/* To follow it as well would count its references twice. */
static bool is_reported_by_owner(ouro_runtime *rt, const ouro_object *o)
{
    return ouro__type_of(rt, o)->flags & OURO_TYPE_PART_WHEN_UNTRACKED && !(o->word & OURO_TRACKED);
}

/* The nodes grow in number meanwhile: what is met is followed in its turn. */
static bool take_edges(ouro__graph *g)
{
    struct taking taking = {g, false};
    ouro__adjacency *forward = &g->forward;
    for (uint32_t node = 0;; node++) {
        if (!ouro__growing_reserve(&g->rt->heap, &forward->first_memory, ((size_t)node + 1) * sizeof node))
            return false;
        forward->first = forward->first_memory.memory;
        forward->first[node] = g->edges;
        if (node == g->nodes)
            return true;
        if (!is_reported_by_owner(g->rt, g->objects[node]))
            ouro__traverse(g->rt, g->objects[node], add_edge, &taking);
        if (taking.refused)
            return false;
    }
}

/* Counting sort by target: first[n + 1] is counted, then summed to where the edges of n begin, then moved on by each edge
 * to where they end, which is where those of n + 1 begin. */
static bool turn_edges(ouro__graph *g)
{
    ouro__adjacency *backward = &g->backward;
    const ouro__adjacency *forward = &g->forward;
    if (!ouro__growing_reserve(&g->rt->heap, &backward->first_memory,
                               ((size_t)g->nodes + 2) * sizeof(uint32_t)) ||
        !ouro__growing_reserve(&g->rt->heap, &backward->edges_memory,
                               ((size_t)g->edges + 1) * sizeof(uint32_t)))
        return false;
    uint32_t *first = backward->first_memory.memory, *edges = backward->edges_memory.memory;
    for (uint32_t i = 0; i < g->edges; i++)
        first[forward->edges[i] + 2]++;
    for (uint32_t node = 0; node < g->nodes; node++)
        first[node + 2] += first[node + 1];
    for (uint32_t node = 0; node < g->nodes; node++)
        for (uint32_t i = forward->first[node]; i < forward->first[node + 1]; i++)
            edges[first[forward->edges[i] + 1]++] = node;
    backward->first = first;
    backward->edges = edges;
    return true;
}

static bool number_others(ouro__graph *g, ouro_object *const *others, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!*find_entry(g, others[i]) && add_node(g, others[i]) == OURO__NO_NODE)
            return false;
    return true;
}

bool ouro__graph_take_with(ouro_runtime *rt, ouro__graph *g, bool with_backward, ouro_object *const *also,
                           size_t count)
{
    *g = (ouro__graph){.rt = rt};
    if (make_index(g) && number_tracked(g) && number_others(g, also, count) && take_edges(g) &&
        (!with_backward || turn_edges(g)))
        return true;
    ouro__graph_release(g);
    return false;
}

bool ouro__graph_take(ouro_runtime *rt, ouro__graph *g, bool with_backward)
{
    return ouro__graph_take_with(rt, g, with_backward, NULL, 0);
}

void ouro__graph_pin(ouro__graph *g)
{
    for (uint32_t node = 0; node < g->nodes; node++)
        ouro_incref(g->objects[node]);
    g->pinned = true;
}

void ouro__graph_release(ouro__graph *g)
{
    ouro_heap *h = &g->rt->heap;
    for (uint32_t node = 0; g->pinned && node < g->nodes; node++)
        ouro_decref(g->rt, g->objects[node]);
    ouro__growing *const all[] = {&g->objects_memory, &g->places_memory, &g->containers_memory,
                                  &g->others_memory};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        ouro__growing_release(h, all[i]);
    for (int i = 0; i < 2; i++) {
        ouro__adjacency *direction = i ? &g->backward : &g->forward;
        ouro__growing_release(h, &direction->first_memory);
        ouro__growing_release(h, &direction->edges_memory);
    }
    *g = (ouro__graph){.rt = g->rt};
}

bool ouro__graph_is_root(const ouro__graph *g, uint32_t node)
{
    uint32_t inside = g->backward.first[node + 1] - g->backward.first[node];
    return g->objects[node]->refcount > inside;
}
