/* The graph of objects as it is at one moment, for tools that ask what refers to what.
 *
 * ouro__graph_take numbers every tracked container and whatever these reach, and writes down who refers to whom as two
 * compressed tables: node n refers to edges[first[n]] up to edges[first[n + 1]], once for each counted reference. Neither
 * taking the graph nor walking over it recurses, or takes a block of the heap: memory is mapped from the system and counts
 * in the budget. A node holds no reference to its object: until the graph is released nothing may run that frees objects,
 * unless the graph has been pinned.
 *
 * Functions that return bool return false, without an exception, when memory is refused. */
#ifndef OURO_GRAPH_GRAPH_H
#define OURO_GRAPH_GRAPH_H

#include "object/runtime.h"
#include "trace/memory.h"

enum { OURO__NO_NODE = UINT32_MAX };

/* One of the two directions. */
typedef struct ouro__adjacency {
    ouro__growing first_memory, edges_memory;
    uint32_t *first; /* nodes + 1 entries */
    uint32_t *edges;
} ouro__adjacency;

typedef struct ouro__graph {
    ouro_runtime *rt;
    uint32_t nodes;
    uint32_t
        tracked; /* the first so many nodes are the tracked containers, in the order of their addresses */
    uint32_t edges;
    bool pinned;
    ouro_object **objects; /* by node */
    ouro__adjacency forward, backward;
    /* From an object to its node. */
    ouro_heap_place *places;
    size_t pages, blocks; /* that `places` and `containers` have */
    uint32_t *containers; /* by number of the container's block: its node, and one */
    uint32_t *others;     /* the rest, hashed by address: node, and one */
    uint32_t others_mask, others_count;
    ouro__growing objects_memory, places_memory, containers_memory, others_memory;
} ouro__graph;

/* `with_backward` makes the backward table, too. The graph is to be released in any case but failure. */
bool ouro__graph_take(ouro_runtime *rt, ouro__graph *g, bool with_backward);
/* The same; `also` and what they reach have nodes in any case. */
bool ouro__graph_take_with(ouro_runtime *rt, ouro__graph *g, bool with_backward, ouro_object *const *also,
                           size_t count);
/* Counts a reference to each object, so that none goes while a program's code runs; given back with the graph. */
void ouro__graph_pin(ouro__graph *g);
/* May run finalizers when it was pinned. */
void ouro__graph_release(ouro__graph *g);

/* OURO__NO_NODE for what did not exist then, or is reached by no tracked container; `o` may be any address. */
uint32_t ouro__graph_node(const ouro__graph *g, const ouro_object *o);

/* Whether references to it are counted that no node holds: from frames, from C, from the runtime. So it is for whatever is
 * immortal. Needs the backward table; no node may be pinned. */
bool ouro__graph_is_root(const ouro__graph *g, uint32_t node);

/* ---- Breadth-first search ---- */

/* What the search is to do with a node that it has come to. */
enum ouro__step { OURO__STEP_ON, OURO__STEP_FOUND, OURO__STEP_STOP };

typedef struct ouro__search {
    const ouro__graph *graph;
    bool backward;
    uint32_t max_depth; /* edges from the start: a node farther away is not visited */
    /* Asked once for each node that is visited, the start first, in order of distance. STOP ends the search. */
    enum ouro__step (*visit)(void *context, uint32_t node);
    /* Whether the search may go there; asked for each edge to a node not yet come to. NULL: everywhere. */
    bool (*enter)(void *context, uint32_t node);
    void *context;
    /* The result: the node FOUND, or OURO__NO_NODE; and how to get there. */
    uint32_t found;
    uint32_t *
        parents; /* by node: the node it was come to from, and one; of the start, itself and one; 0: not met */
    ouro__growing parents_memory, queue_memory;
} ouro__search;

bool ouro__search_run(ouro__search *search, uint32_t start);
/* The node before this one on the shortest path from the start; of the start, OURO__NO_NODE. */
uint32_t ouro__search_parent(const ouro__search *search, uint32_t node);
void ouro__search_release(ouro__search *search);

/* ---- Dominators ---- */

/* X dominates Y when each path from the roots to Y goes through X: without X, Y would go. What no root reaches (garbage that
 * waits for the collector) counts as if there were a root for it: to each node that no other leads to, to one of each cycle that
 * nothing else leads to. */
typedef struct ouro__dominators {
    const ouro__graph *graph;
    uint32_t *of; /* by node: its immediate dominator; OURO__NO_NODE where only the roots together are */
    uint64_t *retained; /* by node: bytes that would go with it, its own included */
    uint32_t *count;    /* by node: objects that would go with it, itself included */
    ouro__growing of_memory, retained_memory;
} ouro__dominators;

/* Bytes that go with the object itself; of an immortal one it is not asked: that never goes. */
typedef size_t (*ouro__object_bytes)(ouro_runtime *rt, ouro_object *o);

typedef struct ouro__dominators_question {
    /* What is a root besides what ouro__graph_is_root says; NULL: nothing. */
    bool (*is_root)(void *context, uint32_t node);
    void *context;
    ouro__object_bytes bytes; /* NULL: the size of its block */
    const ouro_object *aside; /* what this one refers to is not kept alive by that; or NULL */
} ouro__dominators_question;

/* Needs the backward table, of a graph not pinned. `question` may be NULL. */
bool ouro__dominators_find(const ouro__graph *g, const ouro__dominators_question *question,
                           ouro__dominators *d);
void ouro__dominators_release(ouro__dominators *d);

typedef struct ouro__dominated {
    uint64_t retained;
    uint32_t node, count; /* objects that would go with it */
} ouro__dominated;

/* Of the nodes that `under` (OURO__NO_NODE: only the roots together) dominates immediately, immortal objects left out, the `room` that
 * retain most, the largest first. Returns how many such nodes there are in all. */
uint32_t ouro__dominators_largest(const ouro__dominators *d, uint32_t under, ouro__dominated *rows,
                                  size_t room);

#endif
