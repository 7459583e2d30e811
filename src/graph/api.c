/* The public functions of the graph (ouro/graph.h). */
#include "ouro/graph.h"

#include "graph/graph.h"
#include "object/size.h"

/* In a mapping of its own, as all that belongs to it: nothing is taken from the heap. */
struct ouro_object_graph {
    ouro__growing memory;
    ouro__graph graph;
    ouro__dominators dominators;
    bool has_dominators;
};

static ouro_heap *heap_of(const ouro_object_graph *g)
{
    return &g->graph.rt->heap;
}

ouro_object_graph *ouro_graph_take(ouro_runtime *rt, ouro_object *const *also, size_t count)
{
    ouro__growing memory = {0};
    if (!ouro__growing_reserve(&rt->heap, &memory, sizeof(ouro_object_graph)))
        return NULL;
    ouro_object_graph *g = memory.memory;
    g->memory = memory;
    if (ouro__graph_take_with(rt, &g->graph, true, also, count))
        return g;
    ouro__growing_release(&rt->heap, &memory);
    return NULL;
}

void ouro_graph_free(ouro_object_graph *g)
{
    if (!g)
        return;
    ouro__growing memory = g->memory;
    ouro_heap *h = heap_of(g);
    if (g->has_dominators)
        ouro__dominators_release(&g->dominators);
    ouro__graph_release(&g->graph);
    ouro__growing_release(h, &memory);
}

size_t ouro_graph_objects(const ouro_object_graph *g)
{
    return g->graph.nodes;
}

size_t ouro_graph_references(const ouro_object_graph *g)
{
    return g->graph.edges;
}

bool ouro_graph_has(const ouro_object_graph *g, const ouro_object *o)
{
    return ouro__graph_node(&g->graph, o) != OURO__NO_NODE;
}

bool ouro_graph_is_root(const ouro_object_graph *g, const ouro_object *o)
{
    uint32_t node = ouro__graph_node(&g->graph, o);
    return node != OURO__NO_NODE && ouro__graph_is_root(&g->graph, node);
}

size_t ouro_object_size(ouro_runtime *rt, ouro_object *o)
{
    return ouro__object_size(rt, o);
}

/* ---- Dominators ---- */

static bool find_dominators(ouro_object_graph *g)
{
    const ouro__dominators_question question = {.bytes = ouro__object_size};
    if (!g->has_dominators)
        g->has_dominators = ouro__dominators_find(&g->graph, &question, &g->dominators);
    return g->has_dominators;
}

int64_t ouro_graph_retained(ouro_object_graph *g, const ouro_object *o)
{
    uint32_t node = ouro__graph_node(&g->graph, o);
    if (!find_dominators(g))
        return -1;
    return node == OURO__NO_NODE ? 0 : (int64_t)g->dominators.retained[node];
}

/* In pieces, from the largest on: the rows of the caller are of another shape than those of the search. */
int64_t ouro_graph_dominated(ouro_object_graph *g, const ouro_object *under, ouro_dominated *rows,
                             size_t room)
{
    uint32_t node = under ? ouro__graph_node(&g->graph, under) : OURO__NO_NODE;
    ouro__growing memory = {0};
    if (!find_dominators(g))
        return -1;
    if (under && node == OURO__NO_NODE)
        return 0;
    uint32_t all = ouro__dominators_largest(&g->dominators, node, NULL, 0);
    size_t count = all < room ? all : room;
    if (!count)
        return all;
    if (!ouro__growing_reserve(heap_of(g), &memory, count * sizeof(ouro__dominated)))
        return -1;
    ouro__dominated *found = memory.memory;
    ouro__dominators_largest(&g->dominators, node, found, count);
    for (size_t i = 0; i < count; i++) {
        ouro_object *o = g->graph.objects[found[i].node];
        rows[i] = (ouro_dominated){o, found[i].retained, ouro__object_size(g->graph.rt, o), found[i].count};
    }
    ouro__growing_release(heap_of(g), &memory);
    return all;
}

int ouro_graph_dominator(ouro_object_graph *g, const ouro_object *o, ouro_object **dominator)
{
    uint32_t node = ouro__graph_node(&g->graph, o);
    *dominator = NULL;
    if (!find_dominators(g))
        return -1;
    if (node != OURO__NO_NODE && g->dominators.of[node] != OURO__NO_NODE)
        *dominator = g->graph.objects[g->dominators.of[node]];
    return 0;
}

/* ---- Chains ---- */

static enum ouro__step stop_at_root(void *context, uint32_t node)
{
    return ouro__graph_is_root(context, node) ? OURO__STEP_FOUND : OURO__STEP_ON;
}

int64_t ouro_graph_chain(const ouro_object_graph *g, const ouro_object *o, ouro_object **chain, size_t room)
{
    const ouro__graph *graph = &g->graph;
    uint32_t node = ouro__graph_node(graph, o);
    ouro__search search = {.graph = graph,
                           .backward = true,
                           .max_depth = UINT32_MAX,
                           .visit = stop_at_root,
                           .context = (void *)(uintptr_t)graph,
                           .found = OURO__NO_NODE};
    if (node == OURO__NO_NODE)
        return 0;
    if (!ouro__search_run(&search, node))
        return -1;
    int64_t length = 0;
    for (uint32_t at = search.found; at != OURO__NO_NODE; at = ouro__search_parent(&search, at), length++)
        if ((size_t)length < room)
            chain[length] = graph->objects[at];
    ouro__search_release(&search);
    return length;
}
