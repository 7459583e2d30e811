/* The invariants between phases, checked in builds with assertions:
 *   - a tracked object of generation 0 stands in the young vector, and only young entries are LISTED;
 *   - a tracked object of generation 1 stands in the middle vector;
 *   - no tracked object is MARKED or GREY;
 *   - a tracked object has a count, and its type is a container's;
 *   - what it refers to is no freed block. */
#include "gc/internal.h"

#include "object/traverse.h"

#if OURO_ASSERTIONS

#include <stdio.h>
#include <stdlib.h>

static void fail(const char *when, const char *what, const ouro_object *o)
{
    fprintf(stderr, "ouro: the collector's invariants, %s: %s: object at %p, count %u, word %08x\n", when,
            what, (const void *)o, (unsigned)o->refcount, (unsigned)o->word);
    abort();
}

struct validation {
    const char *when;
    const ouro_object *owner;
    size_t young, middle;
};

static void check_child(ouro_runtime *rt, ouro_object *child, void *context)
{
    struct validation *v = context;
    if (!child || !child->refcount || (ouro__is_container(rt, child) && !(child->word >> 8)))
        fail(v->when, "refers to something freed", v->owner);
}

static void check_object(ouro_runtime *rt, ouro_object *o, struct validation *v)
{
    const ouro_type *type = ouro__type_of(rt, o);
    if (!(type->flags & OURO_TYPE_CONTAINER))
        fail(v->when, "tracked, but of a type that is no container's", o);
    if (!o->refcount)
        fail(v->when, "tracked without a count", o);
    if (o->word & (OURO_MARKED | OURO_GREY))
        fail(v->when, "marked between collections", o);
    if (gc_generation(o->word) == 0 && !(o->word & OURO_LISTED))
        fail(v->when, "young but not listed", o);
    v->young += gc_generation(o->word) == 0;
    v->middle += gc_generation(o->word) == 1;
    v->owner = o;
    ouro__traverse(rt, o, check_child, v);
}

static void check_vectors(ouro_runtime *rt, struct validation *v)
{
    struct gc_private *p = rt->gc->private;
    size_t young = 0, middle = 0;
    for (ouro_object **entry = rt->young_start; entry < rt->young_next; entry++) {
        if (!((*entry)->word & OURO_LISTED))
            fail(v->when, "in the young vector but not listed", *entry);
        young += (*entry)->word & OURO_TRACKED && gc_generation((*entry)->word) == 0;
    }
    for (size_t i = 0; i < p->middle_count; i++)
        middle += p->middle[i]->word & OURO_TRACKED && gc_generation(p->middle[i]->word) == 1;
    if (young != v->young || middle < v->middle) {
        fprintf(stderr,
                "ouro: the collector's invariants, %s: %zu of %zu young and %zu of %zu middle listed\n",
                v->when, young, v->young, middle, v->middle);
        abort();
    }
}

void gc_validate(ouro_runtime *rt, const char *when)
{
    struct validation v = {.when = when};
    ouro_heap_span span = {0};
    while (ouro__heap_container_walk(&rt->heap, &span))
        for (char *block = span.first; block < span.end; block += span.stride)
            if (((ouro_object *)block)->word & OURO_TRACKED)
                check_object(rt, (ouro_object *)block, &v);
    check_vectors(rt, &v);
}

#endif
