/* Dominators by the Semi-NCA algorithm (Georgiadis and Tarjan, "Finding dominators revisited"), and what each node retains.
 *
 * A depth-first search from an imagined root above all roots gives each node its number in preorder, 1 and up; the imagined
 * root is 0. Everything between is by that number. In descending order the semidominator of each node is found, with
 * path compression over the search's tree; in ascending order the immediate dominator is the nearest ancestor, along
 * the dominators found so far, that is not below the semidominator. */
#include "graph/graph.h"

struct finding {
    const ouro__graph *graph;
    ouro__dominators_question question;
    uint32_t aside;      /* the node whose references do not count; OURO__NO_NODE: none */
    uint32_t count;      /* numbers given */
    uint32_t *number;    /* by node; 0: not met. In the memory that becomes the result */
    uint32_t *node;      /* by number, as all that follows */
    uint32_t *dominator; /* at first the parent in the tree */
    uint32_t *ancestor;  /* parent, then compressed */
    uint32_t *least;     /* of the semidominators from here up to the ancestor, itself excluded */
    uint32_t *semi;
    uint32_t *stack; /* of the search: where each node of the path stands; of compression: the path */
    ouro__growing memory;
};

enum { ARRAYS = 6 };

static bool reserve(struct finding *f, ouro__dominators *d)
{
    size_t room = (size_t)f->graph->nodes + 1;
    ouro_heap *h = &f->graph->rt->heap;
    if (!ouro__growing_reserve(h, &d->of_memory, 2 * room * sizeof(uint32_t)) ||
        !ouro__growing_reserve(h, &d->retained_memory, room * sizeof(uint64_t)) ||
        !ouro__growing_reserve(h, &f->memory, room * ARRAYS * sizeof(uint32_t)))
        return false;
    d->of = d->of_memory.memory;
    d->count = d->of + room;
    d->retained = d->retained_memory.memory;
    f->number = d->of;
    uint32_t **const arrays[ARRAYS] = {&f->node, &f->dominator, &f->ancestor, &f->least, &f->semi, &f->stack};
    for (int i = 0; i < ARRAYS; i++)
        *arrays[i] = (uint32_t *)f->memory.memory + room * (size_t)i;
    return true;
}

static uint32_t give_number(struct finding *f, uint32_t node, uint32_t parent)
{
    uint32_t number = ++f->count;
    f->number[node] = number;
    f->node[number] = node;
    f->dominator[number] = f->ancestor[number] = parent;
    f->semi[number] = parent; /* 0 for a root; as good a beginning as any for the rest */
    return number;
}

/* Numbers what can be reached from `start`, a child of the imagined root. The path back is the tree's. */
static void search_from(struct finding *f, uint32_t start)
{
    const ouro__adjacency *forward = &f->graph->forward;
    if (f->number[start])
        return;
    uint32_t at = give_number(f, start, 0);
    f->stack[at] = forward->first[start];
    while (at) {
        uint32_t node = f->node[at];
        if (f->stack[at] == forward->first[node + 1] || node == f->aside) {
            at = f->dominator[at];
            continue;
        }
        uint32_t next = forward->edges[f->stack[at]++];
        if (!f->number[next]) {
            at = give_number(f, next, at);
            f->stack[at] = forward->first[next];
        }
    }
}

static bool is_root(const struct finding *f, uint32_t node)
{
    const ouro__dominators_question *q = &f->question;
    return ouro__graph_is_root(f->graph, node) || (q->is_root && q->is_root(q->context, node));
}

/* All paths that begin at a root are found before any that begins in garbage. A root met on the way is a child of the
 * imagined root nevertheless: its semidominator says so. */
static void search_all(struct finding *f)
{
    uint32_t nodes = f->graph->nodes;
    for (uint32_t node = 0; node < nodes; node++)
        if (is_root(f, node)) {
            search_from(f, node);
            f->semi[f->number[node]] = 0;
        }
    for (uint32_t node = 0; node < nodes; node++)
        search_from(f, node);
}

/* The least semidominator on the tree path from `v` up to, without, the first ancestor not above `last`; the path is made
 * short for the next time. */
static uint32_t evaluate(struct finding *f, uint32_t v, uint32_t last)
{
    uint32_t depth = 0;
    for (uint32_t at = v; f->ancestor[at] > last; at = f->ancestor[at])
        f->stack[depth++] = at;
    while (depth--) {
        uint32_t at = f->stack[depth], above = f->ancestor[at];
        if (f->least[above] < f->least[at])
            f->least[at] = f->least[above];
        f->ancestor[at] = f->ancestor[above];
    }
    return f->least[v];
}

static void find_semidominators(struct finding *f)
{
    const ouro__adjacency *backward = &f->graph->backward;
    for (uint32_t i = f->count; i > 0; i--) {
        uint32_t node = f->node[i], semi = f->semi[i];
        for (uint32_t e = backward->first[node]; e < backward->first[node + 1] && semi; e++) {
            if (backward->edges[e] == f->aside)
                continue;
            uint32_t from = f->number[backward->edges[e]];
            uint32_t candidate = from <= i ? from : evaluate(f, from, i);
            if (candidate < semi)
                semi = candidate;
        }
        f->semi[i] = f->least[i] = semi;
    }
}

static void find_dominators(struct finding *f)
{
    for (uint32_t i = 1; i <= f->count; i++) {
        uint32_t dominator = f->dominator[i];
        while (dominator > f->semi[i])
            dominator = f->dominator[dominator];
        f->dominator[i] = dominator;
    }
}

/* A node's number is larger than its dominator's, so that what it retains is known before it is added. */
static void sum_retained(struct finding *f, ouro__object_bytes bytes, ouro__dominators *d)
{
    ouro_runtime *rt = f->graph->rt;
    for (uint32_t i = f->count; i > 0; i--) {
        uint32_t node = f->node[i], above = f->node[f->dominator[i]];
        ouro_object *o = f->graph->objects[node];
        if (!(o->refcount & OURO_IMMORTAL))
            d->retained[node] += bytes ? bytes(rt, o) : ouro__heap_usable(&rt->heap, o);
        d->count[node]++;
        if (f->dominator[i]) {
            d->retained[above] += d->retained[node];
            d->count[above] += d->count[node];
        }
    }
}

bool ouro__dominators_find(const ouro__graph *g, const ouro__dominators_question *question,
                           ouro__dominators *d)
{
    struct finding f = {.graph = g, .aside = OURO__NO_NODE};
    if (question)
        f.question = *question;
    if (f.question.aside)
        f.aside = ouro__graph_node(g, f.question.aside);
    *d = (ouro__dominators){.graph = g};
    if (!reserve(&f, d)) {
        ouro__growing_release(&g->rt->heap, &f.memory);
        ouro__dominators_release(d);
        return false;
    }
    search_all(&f);
    find_semidominators(&f);
    find_dominators(&f);
    sum_retained(&f, f.question.bytes, d);
    for (uint32_t i = 1; i <= f.count; i++)
        d->of[f.node[i]] = f.dominator[i] ? f.node[f.dominator[i]] : OURO__NO_NODE;
    ouro__growing_release(&g->rt->heap, &f.memory);
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
