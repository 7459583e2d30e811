/* Weak references: a side table from an object's address to the weak references to it, behind the flag
 * OURO_WEAKLY_REFERENCED, so that objects without any pay nothing. */
#ifndef OURO_OBJECT_WEAKREF_H
#define OURO_OBJECT_WEAKREF_H

#include "object/runtime.h"

/* Where a weak reference stands among those to the same object. The order is CPython's: the basic ref, which
 * has no callback, first, then the basic proxy, then the others, newest first. */
enum ouro_weakref_rank { OURO_WEAKREF_OTHER, OURO_WEAKREF_BASIC_REF, OURO_WEAKREF_BASIC_PROXY };

/* A weak reference object (the language's ref and proxy types, and their subclasses, begin like this). */
typedef struct ouro_weakref {
    ouro_object head;
    ouro_object *referent;              /* borrowed; NULL when it is gone */
    ouro_object *callback;              /* owned; NULL: none */
    struct ouro_weakref *newer, *older; /* others to the same object, newest first */
    int64_t hash;                       /* of the referent, -1 not known yet */
    uint8_t rank;                       /* enum ouro_weakref_rank */
    bool hidden;                        /* the referent waits to be freed: as if it were gone */
} ouro_weakref;

/* A weak reference made from C: exactly of the core's own type, with a C callback and no `callback`
 * object. */
typedef struct ouro_c_weakref {
    ouro_weakref base;
    void (*notify)(ouro_runtime *rt, ouro_object *weakref, void *context); /* may be NULL */
    void *context;
} ouro_c_weakref;

/* Makes the core's own weak reference type. 0, or -1 when memory is refused. */
int ouro__weakrefs_init(ouro_runtime *rt);

/* Links a fresh weak reference (referent NULL) to `referent`. With MemoryError set, -1. */
int ouro__weakref_link(ouro_runtime *rt, ouro_weakref *ref, ouro_object *referent,
                       enum ouro_weakref_rank rank);
/* Unlinks; called when a weak reference dies or is cleared. Does not call the callback. */
void ouro__weakref_unlink(ouro_runtime *rt, ouro_weakref *ref);
/* The first weak reference to `o` (borrowed), or NULL; go on with ->older. */
ouro_weakref *ouro__weakrefs_of(ouro_runtime *rt, ouro_object *o);
/* Clears all weak references to `o`, which is dying, then calls their callbacks in CPython's order. */
void ouro__weakrefs_clear(ouro_runtime *rt, ouro_object *o);
/* The referent, owned, or NULL when it is gone. */
ouro_object *ouro__weakref_get(ouro_weakref *ref);
/* Makes all weak references to `o` act as if it were gone, or act again; they stay linked. */
void ouro__weakrefs_hide(ouro_runtime *rt, ouro_object *o, bool hidden);

/* Whether anything is to be called when the referent goes. */
bool ouro__weakref_has_callback(const ouro_weakref *ref);
/* Calls the callback of a weak reference that has been unlinked; the pending exception is kept aside. */
void ouro__weakref_notify(ouro_runtime *rt, ouro_weakref *ref);
/* Order of first weak reference to `o`: larger is later. 0: none. */
uint64_t ouro__weakrefs_serial(ouro_runtime *rt, ouro_object *o);

#endif
