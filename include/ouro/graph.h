/* The graph of objects at one moment: what an object retains, what holds most, and the shortest way from a root to it.
 *
 *     ouro_object_graph *g = ouro_graph_take(rt, NULL, 0);
 *     ouro_dominated rows[10];
 *     int64_t all = ouro_graph_dominated(g, NULL, rows, 10);
 *     ouro_graph_free(g);
 *
 * A graph has every tracked container and what these reach. It holds no references: between taking and freeing it
 * nothing may free an object that is in it, so no reference may be dropped and no program run. Nothing here
 * recurses, takes a block of the heap or calls back. Memory comes from the system and counts in the heap's limit: about 80 bytes an
 * object, most of them while dominators are found.
 *
 * A root is an object with references that no object in the graph holds: from C, from running frames, from the runtime.
 * An object dominates another when every way from the roots to that one leads through it: then the other goes with it. Garbage
 * that waits for the collector counts as if whatever leads to the rest of it were a root. */
#ifndef OURO_GRAPH_H
#define OURO_GRAPH_H

#include "ouro/object.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ouro_object_graph ouro_object_graph;

/* `also`: objects that are to be in the graph with what they reach, whether tracked containers reach them or not. NULL when memory
 * is refused (no exception is set, here and below). */
OURO_API ouro_object_graph *ouro_graph_take(ouro_runtime *rt, ouro_object *const *also, size_t count);
/* `g` may be NULL. */
OURO_API void ouro_graph_free(ouro_object_graph *g);

/* How many objects there are, and how many references between them. */
OURO_API size_t ouro_graph_objects(const ouro_object_graph *g);
OURO_API size_t ouro_graph_references(const ouro_object_graph *g);
/* Whether it is in the graph, and whether it is a root. */
OURO_API bool ouro_graph_has(const ouro_object_graph *g, const ouro_object *o);
OURO_API bool ouro_graph_is_root(const ouro_object_graph *g, const ouro_object *o);

/* Bytes that an object takes with the buffers that it alone owns. */
OURO_API size_t ouro_object_size(ouro_runtime *rt, ouro_object *o);

typedef struct ouro_dominated {
    ouro_object *object; /* borrowed */
    uint64_t retained;   /* bytes that would go with it, its own included */
    uint64_t own;        /* of these its own */
    uint32_t count;      /* objects that would go, itself included */
} ouro_dominated;

/* The first call of these finds all dominators; -1 when memory is refused for that. */

/* Bytes that would go with `o`; 0 when it is not in the graph, or is immortal and nothing else goes. */
OURO_API int64_t ouro_graph_retained(ouro_object_graph *g, const ouro_object *o);
/* Fills rows[0] to rows[room - 1], as far as there are so many, with what `under` dominates immediately, largest first; NULL: what
 * only the roots together do. Immortal objects are left out. Returns how many there are in all. */
OURO_API int64_t ouro_graph_dominated(ouro_object_graph *g, const ouro_object *under, ouro_dominated *rows,
                                      size_t room);
/* *dominator is the immediate dominator of `o`, borrowed, or NULL. 0 or -1. */
OURO_API int ouro_graph_dominator(ouro_object_graph *g, const ouro_object *o, ouro_object **dominator);

/* A shortest chain of references from a root to `o`: chain[0] is the root, the last is `o`, all borrowed. Fills in as much as
 * there is room for, from the root on. Returns the length of the whole chain: 1 when `o` is a root itself, 0 when no root leads to it
 * or it is not in the graph; -1 when memory is refused. */
OURO_API int64_t ouro_graph_chain(const ouro_object_graph *g, const ouro_object *o, ouro_object **chain,
                                  size_t room);

#ifdef __cplusplus
}
#endif
#endif
