/* What deallocation shares with the collector. */
#ifndef OURO_OBJECT_DEALLOC_H
#define OURO_OBJECT_DEALLOC_H

#include "object/runtime.h"

/* Runs the finalizer of `o`, if its type has one and it has not run yet, with the pending exception kept
 * aside. The caller holds a reference. */
void ouro__finalize(ouro_runtime *rt, ouro_object *o);

/* Around every call of a program's code by the core: the pending exception is kept aside, one that the code
 * leaves is dropped, and deaths end at once inside. */
struct ouro__aside {
    ouro_object *error;
    bool deferred;
};
struct ouro__aside ouro__code_begin(ouro_runtime *rt);
void ouro__code_end(ouro_runtime *rt, struct ouro__aside aside);

/* True for an object whose end has begun or is waiting in a queue: it is no longer tracked, and its count
 * word may hold a link. */
bool ouro__is_dying(ouro_runtime *rt, const ouro_object *o);

/* Takes one object out of the queue of those that wait for deallocation and hands it over as if its last
 * reference had not been given back: owned. NULL when none waits. */
ouro_object *ouro__dealloc_next_waiting(ouro_runtime *rt);

#endif
