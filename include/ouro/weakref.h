/* Weak references: they do not keep an object alive, and tell when it has gone. They are objects themselves:
 * owned, given back with ouro_decref. */
#ifndef OURO_WEAKREF_H
#define OURO_WEAKREF_H

#include "ouro/object.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Called when the object has died, or is about to be cleared by the collector, unless the weak reference went
 * before. ouro_weakref_get gives NULL by then. May run anything. */
typedef void (*ouro_weakref_notify)(ouro_runtime *rt, ouro_object *weakref, void *context);

/* A new weak reference to `o`, whose type must be weakly referenceable: owned. `notify` may be NULL. NULL
 * with an exception pending when memory is refused; NULL without one when the type does not allow it. */
OURO_API ouro_object *ouro_weakref_new(ouro_runtime *rt, ouro_object *o, ouro_weakref_notify notify,
                                       void *context);
/* The object: owned. NULL when it is gone. */
OURO_API ouro_object *ouro_weakref_get(ouro_runtime *rt, ouro_object *weakref);
/* How many weak references there are to `o`. */
OURO_API size_t ouro_weakref_count(ouro_runtime *rt, ouro_object *o);

#ifdef __cplusplus
}
#endif
#endif
