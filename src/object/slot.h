/* Every change to a counted reference inside a heap object goes through these functions. Today they count; an
 * incremental collector puts its barrier here, and only here. `owner` is the object that holds the slot.
 * They change the slot before they drop what it held, so that a finalizer never sees a half-made change. */
#ifndef OURO_OBJECT_SLOT_H
#define OURO_OBJECT_SLOT_H

#include <string.h>

#include "object/runtime.h"

/* First value of a slot: takes over `value` (may be NULL). Nothing is dropped. */
static inline void ouro__slot_init(ouro_object **slot, void *value)
{
    *slot = (ouro_object *)value;
}

/* Takes over `value` (may be NULL) and drops what was there. */
static inline void ouro__slot_set(ouro_runtime *rt, void *owner, ouro_object **slot, void *value)
{
    (void)owner;
    ouro_object *old = *slot;
    *slot = (ouro_object *)value;
    if (old)
        ouro_decref(rt, old);
}

/* Empties the slot and drops what was there. */
static inline void ouro__slot_clear(ouro_runtime *rt, void *owner, ouro_object **slot)
{
    ouro__slot_set(rt, owner, slot, NULL);
}

/* Empties the slot and hands over what was there (owned, may be NULL). */
static inline ouro_object *ouro__slot_take(ouro_runtime *rt, void *owner, ouro_object **slot)
{
    (void)rt;
    (void)owner;
    ouro_object *old = *slot;
    *slot = NULL;
    return old;
}

/* Puts `value` (taken over) in and hands over what was there (owned, may be NULL). */
static inline ouro_object *ouro__slot_exchange(ouro_runtime *rt, void *owner, ouro_object **slot, void *value)
{
    (void)rt;
    (void)owner;
    ouro_object *old = *slot;
    *slot = (ouro_object *)value;
    return old;
}

/* Moves `count` references within one owner, as memmove does; what is overwritten must have been taken out,
 * and the places moved from are left as they were, for the caller to overwrite. */
static inline void ouro__slot_move_range(ouro_runtime *rt, void *owner, ouro_object **to, ouro_object **from,
                                         size_t count)
{
    (void)rt;
    (void)owner;
    memmove(to, from, count * sizeof *to);
}

#endif
