/* Why an object is alive: the shortest chains of references that lead to it from something that the program names, or that
 * the interpreter holds. */
#ifndef OURO_MODULES_WHY_ALIVE_H
#define OURO_MODULES_WHY_ALIVE_H

#include "graph/graph.h"
#include "vm/object_roots.h"

enum ouro__root_kind {
    OURO__ROOT_MODULE,      /* `object` is a module or its namespace, `text` NULL */
    OURO__ROOT_FRAME,       /* held by a running frame, as `label` says */
    OURO__ROOT_INTERPRETER, /* `text` says how */
    OURO__ROOT_REFERENCE,   /* counted by code in C */
};

typedef struct ouro__root {
    enum ouro__root_kind kind;
    const char *text;
    ouro__label label;
    const ouro_code *code; /* FRAME: what it runs, and where */
    int32_t line;
} ouro__root;

/* One chain. `length` objects, from the root's to the one that was asked about; labels[i] is of the reference from object i to
 * object i + 1. Where people know two steps as one (ouro__labels_join) they are one. All borrowed, good until the graph is
 * released; objects have no references more than before, as the search still counts them. */
typedef struct ouro__chain {
    ouro__root root;
    uint32_t length;
    ouro_object **objects;
    ouro__label *labels;
} ouro__chain;

typedef struct ouro__alive_search {
    const ouro__graph *graph; /* with its backward table, not pinned */
    /* The frame that asks, and how many above it (running later) do so for it: NULL when none does. What these hold
     * keeps nothing alive; the locals of the first do when nothing else does. */
    const ouro_frame *asking;
    /* What these refer to is not kept alive by that. */
    ouro_object *const *ignored;
    size_t ignored_count;
    const ouro_object *ignored_class; /* all its instances, too; or NULL */
    /* Called for each chain of an object, by its number among those asked about, shortest first, until it returns
     * false. */
    bool (*found)(void *context, size_t number, const ouro__chain *chain);
    void *context;
} ouro__alive_search;

/* Of each of some objects; those that only locals hold come last. False when memory is refused. Runs no code of the program,
 * unless `found` does. */
bool ouro__why_alive(const ouro__alive_search *search, ouro_object *const *objects, size_t count);

/* The graph, with `also` and what running frames hold, which no container may reach. With its backward table. False when memory is
 * refused. */
bool ouro__graph_take_running(ouro_runtime *rt, ouro__graph *g, ouro_object *const *also, size_t count);

/* The nodes that are sys.modules, a module in it, or the namespace of one: a bit for each node, in memory that the caller releases.
 * With variables: what is in a namespace, too. False when memory is refused. */
bool ouro__graph_mark_modules(const ouro__graph *g, bool with_variables, ouro__growing *bits);
static inline bool ouro__graph_marked(const ouro__growing *bits, uint32_t node)
{
    return ((const uint8_t *)bits->memory)[node / 8] >> node % 8 & 1;
}

#endif
