/* Breadth-first search: shortest paths, forwards and backwards. */
#include "graph/graph.h"

/* The queue has each node at most once: it is never longer than the graph has nodes, and levels are stretches of it. */
static bool reserve(ouro__search *search)
{
    const ouro__graph *g = search->graph;
    ouro_heap *h = &g->rt->heap;
    size_t bytes = ((size_t)g->nodes + 1) * sizeof(uint32_t);
    if (ouro__growing_reserve(h, &search->parents_memory, bytes) &&
        ouro__growing_reserve(h, &search->queue_memory, bytes)) {
        search->parents = search->parents_memory.memory;
        return true;
    }
    ouro__search_release(search);
    return false;
}

/* Puts the neighbours of `node` that are new behind the queue's end, which it returns. */
static uint32_t spread(ouro__search *search, uint32_t node, uint32_t end)
{
    const ouro__adjacency *direction = search->backward ? &search->graph->backward : &search->graph->forward;
    uint32_t *queue = search->queue_memory.memory;
    for (uint32_t i = direction->first[node]; i < direction->first[node + 1]; i++) {
        uint32_t next = direction->edges[i];
        if (search->parents[next] || (search->enter && !search->enter(search->context, next)))
            continue;
        search->parents[next] = node + 1;
        queue[end++] = next;
    }
    return end;
}

bool ouro__search_run(ouro__search *search, uint32_t start)
{
    search->found = OURO__NO_NODE;
    if (!reserve(search))
        return false;
    uint32_t *queue = search->queue_memory.memory, end = 1, depth = 0;
    queue[0] = start;
    search->parents[start] = start + 1;
    for (uint32_t at = 0, level_end = 1; at < end; at++) {
        if (at == level_end) {
            level_end = end;
            depth++;
        }
        enum ouro__step step = search->visit(search->context, queue[at]);
        if (step == OURO__STEP_FOUND)
            search->found = queue[at];
        if (step != OURO__STEP_ON)
            return true;
        if (depth < search->max_depth)
            end = spread(search, queue[at], end);
    }
    return true;
}

uint32_t ouro__search_parent(const ouro__search *search, uint32_t node)
{
    uint32_t parent = search->parents[node] - 1;
    return parent == node ? OURO__NO_NODE : parent;
}

void ouro__search_release(ouro__search *search)
{
    ouro__growing_release(&search->graph->rt->heap, &search->parents_memory);
    ouro__growing_release(&search->graph->rt->heap, &search->queue_memory);
    search->parents = NULL;
}
