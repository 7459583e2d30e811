/* Dominators by the Semi-NCA algorithm (Georgiadis and Tarjan, "Finding dominators revisited"), and what each node retains.
 *
 * A depth-first search from an imagined root above all roots gives each node its number in preorder, 1 and up; the imagined
 * root is 0. Everything between is by that number. In descending order the semidominator of each node is found, with
 * path compression over the search's tree; in ascending order the immediate dominator is the nearest ancestor, along
 * the dominators found so far, that is not below the semidominator. */
#include "graph/flow.h"

struct finding {
    const ouro__flow *flow;
    uint32_t count;      /* numbers given */
    uint32_t *number;    /* by node; 0: not met. In the memory that becomes the result */
    uint32_t *node;      /* by number, as all that follows */
    uint32_t *dominator; /* at first the parent in the tree */
    uint32_t *ancestor;  /* parent, then compressed */
    uint32_t *least;     /* of the semidominators from here up to the ancestor, itself excluded */
    uint32_t *semi;
    uint32_t *stack; /* of the search: where each node of the path stands; of compression: the path */
};

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
    const ouro__flow *flow = f->flow;
    if (f->number[start])
        return;
    uint32_t at = give_number(f, start, 0);
    f->stack[at] = flow->first[start];
    while (at) {
        uint32_t node = f->node[at];
        if (f->stack[at] == flow->first[node + 1] || node == flow->aside) {
            at = f->dominator[at];
            continue;
        }
        uint32_t next = flow->edges[f->stack[at]++];
        if (!f->number[next]) {
            at = give_number(f, next, at);
            f->stack[at] = flow->first[next];
        }
    }
}

/* Searches from what no root reaches, so that as little as possible is begun with: first from each node in turn that was
 * not met; then all over again from those where a search began, the last first, since from a later one an earlier one may be met but
 * not the other way round. */
static void search_rest(struct finding *f)
{
    uint32_t met = f->count, begun = 0;
    uint32_t *starts = f->least; /* not in use yet */
    for (uint32_t node = 0; node < f->flow->nodes; node++)
        if (!f->number[node]) {
            starts[begun++] = node;
            search_from(f, node);
        }
    for (uint32_t i = f->count; i > met; i--)
        f->number[f->node[i]] = 0;
    f->count = met;
    while (begun)
        search_from(f, starts[--begun]);
}

/* All paths that begin at a root are found before any that begins in garbage. A root met on the way is a child of the
 * imagined root nevertheless: its semidominator says so. */
static void search_all(struct finding *f)
{
    uint32_t nodes = f->flow->nodes;
    for (uint32_t node = 0; node < nodes; node++)
        if (f->flow->is_root(f->flow->context, node)) {
            search_from(f, node);
            f->semi[f->number[node]] = 0;
        }
    search_rest(f);
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
    const ouro__flow *flow = f->flow;
    for (uint32_t i = f->count; i > 0; i--) {
        uint32_t node = f->node[i], semi = f->semi[i];
        for (uint32_t e = flow->back_first[node]; e < flow->back_first[node + 1] && semi; e++) {
            if (flow->back_edges[e] == flow->aside)
                continue;
            uint32_t from = f->number[flow->back_edges[e]];
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
static void sum_retained(const struct finding *f, uint64_t *retained, uint32_t *count)
{
    for (uint32_t i = f->count; i > 0; i--) {
        uint32_t node = f->node[i], above = f->node[f->dominator[i]];
        bool dominated = f->dominator[i];
        if (dominated)
            retained[above] += retained[node];
        if (count && ++count[node] && dominated)
            count[above] += count[node];
    }
}

void ouro__flow_dominators(const ouro__flow *flow, uint32_t *dominator, uint64_t *retained, uint32_t *count)
{
    struct finding f = {.flow = flow, .number = dominator};
    uint32_t **const arrays[OURO__FLOW_ARRAYS] = {&f.node,  &f.dominator, &f.ancestor,
                                                  &f.least, &f.semi,      &f.stack};
    for (size_t i = 0; i < OURO__FLOW_ARRAYS; i++)
        *arrays[i] = flow->scratch + ((size_t)flow->nodes + 1) * i;
    search_all(&f);
    find_semidominators(&f);
    find_dominators(&f);
    sum_retained(&f, retained, count);
    for (uint32_t i = 1; i <= f.count; i++)
        dominator[f.node[i]] = f.dominator[i] ? f.node[f.dominator[i]] : OURO__FLOW_NONE;
}
