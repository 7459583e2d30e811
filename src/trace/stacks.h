/* Call stacks, interned as a tree: a node is a place in the program and the node of its caller, so that a stack is one
 * number, and a stack of any depth costs one node more than its caller's.
 *
 * Node OURO_STACK_NONE says "no stack", OURO_STACK_ROOT is the empty stack, below which all others hang. Numbers hold
 * until the tree is cleared. */
#ifndef OURO_TRACE_STACKS_H
#define OURO_TRACE_STACKS_H

#include "object/runtime.h"
#include "trace/memory.h"

enum { OURO_STACK_NONE = 0, OURO_STACK_ROOT = 1 };

/* A line of a program. File and function are objects of the floor above, of which the tree owns a reference each; or
 * texts, in a tree of texts. */
typedef struct ouro_place {
    const void *file, *function; /* never NULL */
    int32_t line;
} ouro_place;

typedef struct ouro__stack_node {
    uint32_t parent, place;
    uint32_t depth; /* frames, the root's is 0 */
} ouro__stack_node;

typedef struct ouro__stacks {
    ouro__growing places, nodes; /* of ouro_place, ouro__stack_node; the first ones stand for "none" */
    ouro__growing place_index, node_index; /* hash tables of their numbers, 0: free */
    uint32_t place_count, node_count;      /* the first free number */
    bool texts;                            /* the places are texts, not objects */
} ouro__stacks;

/* False when memory is refused. */
bool ouro__stacks_init(ouro_runtime *rt, ouro__stacks *s, bool texts);
/* Drops references: may free objects. */
void ouro__stacks_destroy(ouro_runtime *rt, ouro__stacks *s);

/* The node of a place called from `parent`, which is not NONE. OURO_STACK_NONE when memory is refused. Uses no heap. */
uint32_t ouro__stacks_enter(ouro_runtime *rt, ouro__stacks *s, uint32_t parent, const ouro_place *place);

static inline const ouro__stack_node *ouro__stacks_node(const ouro__stacks *s, uint32_t node)
{
    return (const ouro__stack_node *)s->nodes.memory + node;
}

/* Where the innermost frame of a node other than NONE and the root stands. */
static inline const ouro_place *ouro__stacks_place(const ouro__stacks *s, uint32_t node)
{
    return (const ouro_place *)s->places.memory + ouro__stacks_node(s, node)->place;
}

/* Bytes that the tree takes. */
static inline size_t ouro__stacks_bytes(const ouro__stacks *s)
{
    return s->places.bytes + s->nodes.bytes + s->place_index.bytes + s->node_index.bytes;
}

#endif
