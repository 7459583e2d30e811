/* The _objgraph module, under lib/objgraph.py: what of it would be slow in Python. Everything here looks at the tracked
 * containers, as gc.get_objects() does; nothing that a program could see changes while it looks. */
#include <stdio.h>

#include "graph/graph.h"
#include "modules/modules.h"
#include "modules/objgraph.h"
#include "modules/support.h"
#include "object/alloc.h"
#include "object/traverse.h"
#include "types/dict.h"
#include "types/int.h"
#include "types/list.h"
#include "types/str.h"
#include "types/tuple.h"

/* Calls visit for each tracked container until it returns false, which is then returned. */
static bool each_tracked(ouro_runtime *rt, bool (*visit)(ouro_runtime *rt, ouro_object *o, void *context),
                         void *context)
{
    ouro_heap_span span = {0};
    while (ouro__heap_container_walk(&rt->heap, &span))
        for (char *block = span.first; block < span.end; block += span.stride)
            if (((ouro_object *)block)->word & OURO_TRACKED && !visit(rt, (ouro_object *)block, context))
                return false;
    return true;
}

/* ---- Objects gathered while the heap is walked ---- */

typedef struct gathered {
    ouro__growing memory; /* of ouro_object *, each held */
    size_t count;
} gathered;

static bool gather(ouro_runtime *rt, gathered *all, ouro_object *o)
{
    if (!ouro__growing_reserve(&rt->heap, &all->memory, (all->count + 1) * sizeof o))
        return false;
    ((ouro_object **)all->memory.memory)[all->count++] = ouro_ref(o);
    return true;
}

/* A list of them, owned; MemoryError when `complete` is not true. */
static ouro_object *as_list(ouro_runtime *rt, gathered *all, bool complete)
{
    ouro_object **items = all->memory.memory, *list = NULL;
    if (complete) {
        list = ouro__list_from_owned(rt, items, all->count);
    } else {
        for (size_t i = 0; i < all->count; i++)
            ouro_decref(rt, items[i]);
        ouro__no_memory(rt);
    }
    ouro__growing_release(&rt->heap, &all->memory);
    return list;
}

/* ---- By type ---- */

typedef struct census {
    ouro__growing counts; /* uint64_t, by index of type */
    ouro__growing order;  /* uint32_t, indices as they were met */
    size_t types;
} census;

static bool count_one(ouro_runtime *rt, ouro_object *o, void *context)
{
    census *c = context;
    uint32_t index = o->word >> 8;
    if (!ouro__growing_reserve(&rt->heap, &c->counts, ((size_t)index + 1) * sizeof(uint64_t)))
        return false;
    uint64_t *count = (uint64_t *)c->counts.memory + index;
    if (!*count) {
        if (!ouro__growing_reserve(&rt->heap, &c->order, (c->types + 1) * sizeof index))
            return false;
        ((uint32_t *)c->order.memory)[c->types++] = index;
    }
    ++*count;
    return true;
}

static ouro_object *census_dict(ouro_runtime *rt, const census *c)
{
    ouro_object *dict = ouro__dict_new(rt);
    const uint32_t *order = c->order.memory;
    for (size_t i = 0; dict && i < c->types; i++) {
        ouro_object *cls = ouro__type_at(rt, order[i] << 8)->class_object;
        ouro_object *count = ouro__int_from_uint64(rt, ((uint64_t *)c->counts.memory)[order[i]]);
        if (!count || (cls && ouro__dict_set(rt, dict, cls, count) < 0)) {
            ouro_decref(rt, dict);
            dict = NULL;
        }
        ouro_xdecref(rt, count);
    }
    return dict;
}

OURO_C_FUNCTION(tracked_types)
{
    census c = {0};
    ouro_object *dict = each_tracked(rt, count_one, &c) ? census_dict(rt, &c) : ouro__no_memory(rt);
    ouro__growing_release(&rt->heap, &c.counts);
    ouro__growing_release(&rt->heap, &c.order);
    return dict;
}

typedef struct choice {
    ouro_object *classes; /* tuple */
    gathered found;
} choice;

static bool choose(ouro_runtime *rt, ouro_object *o, void *context)
{
    choice *wanted = context;
    const ouro_tuple *classes = (ouro_tuple *)wanted->classes;
    ouro_object *cls = ouro__class_of(rt, o);
    for (size_t i = 0; i < classes->count; i++)
        if (classes->items[i] == cls && o != wanted->classes)
            return gather(rt, &wanted->found, o);
    return true;
}

OURO_C_FUNCTION(instances)
{
    if (!ouro__is_tuple(rt, args[0]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "instances() argument must be a tuple, not %T", args[0]);
    choice wanted = {.classes = args[0]};
    bool complete = each_tracked(rt, choose, &wanted);
    return as_list(rt, &wanted.found, complete);
}

/* ---- By address ---- */

OURO_C_FUNCTION(at)
{
    uint64_t address;
    if (!ouro__is_int(rt, args[0]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "an integer is required");
    if (ouro__int_as_uint64(rt, args[0], &address) < 0) {
        ouro__error_clear(rt);
        return ouro_ref(OURO_NONE(rt));
    }
    ouro_heap_span span = {0};
    while (ouro__heap_container_walk(&rt->heap, &span)) {
        uintptr_t first = (uintptr_t)span.first;
        if (address < first || address >= (uintptr_t)span.end || (address - first) % span.stride)
            continue;
        ouro_object *o = (ouro_object *)(span.first + (address - first));
        return ouro_ref(o->word & OURO_TRACKED ? o : OURO_NONE(rt));
    }
    return ouro_ref(OURO_NONE(rt));
}

/* ---- Referrers ---- */

/* The tracked containers that refer to the target, in the order of their addresses: a list, owned. `except` does not count:
 * it is how the targets came here. */
static ouro_object *referrers_of(ouro_runtime *rt, const ouro__graph *g, ouro_object *target,
                                 ouro_object *except)
{
    gathered found = {0};
    uint32_t node = ouro__graph_node(g, target), last = OURO__NO_NODE;
    bool complete = true;
    if (node != OURO__NO_NODE) {
        const uint32_t *first = g->backward.first;
        for (uint32_t i = first[node]; complete && i < first[node + 1]; i++) {
            uint32_t from = g->backward.edges[i];
            if (from < g->tracked && from != last && g->objects[from] != except)
                complete = gather(rt, &found, g->objects[from]);
            last = from;
        }
    }
    return as_list(rt, &found, complete);
}

OURO_C_FUNCTION(referrers)
{
    ouro__graph g;
    if (!ouro__is_list(rt, args[0]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "referrers() argument must be a list, not %T", args[0]);
    if (!ouro__graph_take(rt, &g, true))
        return ouro__no_memory(rt);
    ouro__graph_pin(&g);
    const ouro_list *targets = (ouro_list *)args[0];
    ouro_object *lists = ouro__list_new(rt, targets->count);
    for (uint32_t i = 0; lists && i < targets->count; i++) {
        ouro_object *list = referrers_of(rt, &g, targets->items[i], args[0]);
        if (!list || ouro__list_append_owned(rt, (ouro_list *)lists, list) < 0) {
            ouro_decref(rt, lists);
            lists = NULL;
        }
    }
    ouro__graph_release(&g);
    return lists;
}

/* How many references there are to each of a list, without the list's. */
OURO_C_FUNCTION(references)
{
    if (!ouro__is_list(rt, args[0]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "references() argument must be a list, not %T", args[0]);
    const ouro_list *targets = (ouro_list *)args[0];
    ouro_object *counts = ouro__list_new(rt, targets->count);
    for (uint32_t i = 0; counts && i < targets->count; i++) {
        ouro_object *count = ouro__int_new(rt, (int64_t)targets->items[i]->refcount - 1);
        if (!count || ouro__list_append_owned(rt, (ouro_list *)counts, count) < 0) {
            ouro_decref(rt, counts);
            counts = NULL;
        }
    }
    return counts;
}

OURO_C_FUNCTION(unreferenced)
{
    ouro__graph g;
    gathered found = {0};
    bool complete = true;
    if (!ouro__graph_take(rt, &g, true))
        return ouro__no_memory(rt);
    for (uint32_t node = 0; complete && node < g.tracked; node++) {
        bool referred_to = false;
        for (uint32_t i = g.backward.first[node]; !referred_to && i < g.backward.first[node + 1]; i++)
            referred_to = g.backward.edges[i] < g.tracked;
        if (!referred_to)
            complete = gather(rt, &found, g.objects[node]);
    }
    ouro__graph_release(&g);
    return as_list(rt, &found, complete);
}

OURO_C_FUNCTION(is_proper_module)
{
    OURO_PARSE(values, "is_proper_module", 0, 1, 1, 0, "obj");
    ouro_object *name;
    if (!ouro__is_subtype(rt, ouro__class_of(rt, values[0]), ouro__class_at(rt, OURO_T_MODULE)))
        return ouro__bool(rt, false);
    if (ouro__getattr_optional(rt, values[0], NAME(rt, __name__), &name) < 0)
        return NULL;
    ouro_object *modules = rt->python->modules;
    ouro_object *found = name ? ouro__dict_get(rt, modules, name) : NULL;
    ouro_xdecref(rt, name);
    return rt->error ? NULL : ouro__bool(rt, found == values[0]);
}

static const ouro_method_def functions[] = {
    {"at", at, 0, 1, 1, "at($module, address, /)\n--\n\nReturn the tracked object at an address, or None."},
    {"find_backref_chain", ouro__find_backref_chain, 0, 4, 4,
     "find_backref_chain($module, obj, predicate, max_depth, extra_ignore, /)\n--\n\nReturn a shortest chain "
     "of references "
     "from an object for which the predicate holds to obj, as a list;\n[obj] when there is none."},
    {"find_ref_chain", ouro__find_ref_chain, 0, 4, 4,
     "find_ref_chain($module, obj, predicate, max_depth, extra_ignore, /)\n--\n\nReturn a shortest chain of "
     "references "
     "from obj to an object for which the predicate holds, as a list;\n[obj] when there is none."},
    {"instances", instances, 0, 1, 1,
     "instances($module, classes, /)\n--\n\nReturn the tracked objects whose class is one of a tuple."},
    {"is_proper_module", is_proper_module, OURO_METH_KEYWORDS, 1, -1,
     "is_proper_module($module, /, obj)\n--\n\nReturn whether obj is a module that can be imported: the one "
     "that "
     "sys.modules has under its name."},
    {"references", references, 0, 1, 1,
     "references($module, targets, /)\n--\n\nReturn a list with the reference count of each of the targets, "
     "a list, "
     "without the references of that list."},
    {"referrers", referrers, 0, 1, 1,
     "referrers($module, targets, /)\n--\n\nReturn a list with the list of those who refer to it for each of "
     "the targets, "
     "a list."},
    {"tracked_types", tracked_types, 0, 0, 0,
     "tracked_types($module, /)\n--\n\nReturn a dict with the number of tracked objects of each class."},
    {"unreferenced", unreferenced, 0, 0, 0,
     "unreferenced($module, /)\n--\n\nReturn the tracked objects to which no tracked object refers."},
    {0},
};

const ouro_module_def ouro__module_objgraph = {"_objgraph", functions, NULL, "What objgraph does in C."};
