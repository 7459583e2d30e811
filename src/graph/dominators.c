/* Dominators of the graph of objects, by the algorithm of flow.c. */
#include "graph/flow.h"
#include "graph/graph.h"

_Static_assert((uint32_t)OURO__NO_NODE == (uint32_t)OURO__FLOW_NONE, "the result is handed out as it is");

struct roots {
    const ouro__graph *graph;
    const ouro__dominators_question *question;
};

static bool is_root(const void *context, uint32_t node)
{
    const struct roots *roots = context;
    const ouro__dominators_question *q = roots->question;
    return ouro__graph_is_root(roots->graph, node) || (q->is_root && q->is_root(q->context, node));
}

static bool reserve(const ouro__graph *g, ouro__dominators *d, ouro__growing *scratch)
{
    size_t room = (size_t)g->nodes + 1;
    ouro_heap *h = &g->rt->heap;
    if (!ouro__growing_reserve(h, &d->of_memory, 2 * room * sizeof(uint32_t)) ||
        !ouro__growing_reserve(h, &d->retained_memory, room * sizeof(uint64_t)) ||
        !ouro__growing_reserve(h, scratch, room * OURO__FLOW_ARRAYS * sizeof(uint32_t)))
        return false;
    d->of = d->of_memory.memory;
    d->count = d->of + room;
    d->retained = d->retained_memory.memory;
    return true;
}

static uint64_t bytes_of(const ouro__graph *g, uint32_t node, ouro__object_bytes bytes)
{
    ouro_object *o = g->objects[node];
    if (o->refcount & OURO_IMMORTAL)
        return 0;
    return bytes ? bytes(g->rt, o) : ouro__heap_usable(&g->rt->heap, o);
}

bool ouro__dominators_find(const ouro__graph *g, const ouro__dominators_question *question,
                           ouro__dominators *d)
{
    static const ouro__dominators_question nothing_else;
    const struct roots roots = {g, question ? question : &nothing_else};
    const ouro_object *aside = roots.question->aside;
    ouro__growing scratch = {0};
    *d = (ouro__dominators){.graph = g};
    if (!reserve(g, d, &scratch)) {
        ouro__growing_release(&g->rt->heap, &scratch);
        ouro__dominators_release(d);
        return false;
    }
    for (uint32_t node = 0; node < g->nodes; node++)
        d->retained[node] = bytes_of(g, node, roots.question->bytes);
    ouro__flow_dominators(&(ouro__flow){.nodes = g->nodes,
                                        .first = g->forward.first,
                                        .edges = g->forward.edges,
                                        .back_first = g->backward.first,
                                        .back_edges = g->backward.edges,
                                        .is_root = is_root,
                                        .context = &roots,
                                        .aside = aside ? ouro__graph_node(g, aside) : OURO__FLOW_NONE,
                                        .scratch = scratch.memory},
                          d->of, d->retained, d->count);
    ouro__growing_release(&g->rt->heap, &scratch);
    return true;
}

void ouro__dominators_release(ouro__dominators *d)
{
    ouro__growing_release(&d->graph->rt->heap, &d->of_memory);
    ouro__growing_release(&d->graph->rt->heap, &d->retained_memory);
    d->of = NULL;
    d->count = NULL;
    d->retained = NULL;
}
