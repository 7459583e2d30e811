/* Weak references: a side table from an object's address to the weak references to it, behind the flag
 * OURO_WEAKLY_REFERENCED, so that objects without any pay nothing. */
#ifndef OURO_OBJECT_WEAKREF_H
#define OURO_OBJECT_WEAKREF_H

#include "object/runtime.h"

/* A weak reference object (the language's ref and proxy types, and their subclasses, begin like this). */
typedef struct ouro_weakref {
    ouro_object head;
    ouro_object *referent;               /* borrowed; NULL when it is gone */
    ouro_object *callback;               /* owned; NULL: none */
    struct ouro_weakref *newer, *older;  /* others to the same object, newest first */
    int64_t hash;                        /* of the referent, -1 not known yet */
} ouro_weakref;

/* Links a fresh weak reference (referent NULL) to `referent`. With MemoryError set, -1. The order is CPython's:
 * the basic ref without callback stands first, then the basic proxy, then the others, newest first. */
int ouro__weakref_link(ouro_runtime *rt, ouro_weakref *ref, ouro_object *referent, bool basic);
/* Unlinks; called when a weak reference dies or is cleared. Does not call the callback. */
void ouro__weakref_unlink(ouro_runtime *rt, ouro_weakref *ref);
/* The first weak reference to `o` (borrowed), or NULL; go on with ->older. */
ouro_weakref *ouro__weakrefs_of(ouro_runtime *rt, ouro_object *o);
/* Clears all weak references to `o`, which is dying, then calls their callbacks in CPython's order. */
void ouro__weakrefs_clear(ouro_runtime *rt, ouro_object *o);
/* The referent, owned, or NULL when it is gone. */
ouro_object *ouro__weakref_get(ouro_weakref *ref);

#endif
