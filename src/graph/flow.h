/* Dominators and retained sizes of any directed graph: plain tables in, plain tables out, no memory of its own.
 *
 * X dominates Y when each path from the roots to Y goes through X: without X, Y would go. What no root reaches counts as if
 * there were a root for each node that no other leads to, and for one of each cycle that nothing else leads to. */
#ifndef OURO_GRAPH_FLOW_H
#define OURO_GRAPH_FLOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { OURO__FLOW_NONE = UINT32_MAX, OURO__FLOW_ARRAYS = 6 };

/* Node n has edges[first[n]] up to edges[first[n + 1]]; `back` is the same the other way round. */
typedef struct ouro__flow {
    uint32_t nodes;
    const uint32_t *first, *edges, *back_first, *back_edges;
    bool (*is_root)(const void *context, uint32_t node);
    const void *context;
    uint32_t aside; /* this node's references keep nothing alive; OURO__FLOW_NONE: all do */
    /* (nodes + 1) * OURO__FLOW_ARRAYS entries to work with, of any content. */
    uint32_t *scratch;
} ouro__flow;

/* dominator[n], of nodes + 1 entries that are zero: the immediate dominator of n; OURO__FLOW_NONE where only the roots together
 * are. retained[n] comes with the bytes of n itself, and gets those of all that n dominates; count[n] (NULL: not wanted) is
 * how many nodes these are, n included, and comes as zero. */
void ouro__flow_dominators(const ouro__flow *flow, uint32_t *dominator, uint64_t *retained, uint32_t *count);

#endif
