/* Changing the references that an object holds. Every change goes through these functions, so that a
 * collector that works in slices sees it. `owner` is the object that holds the slot. They change the slot
 * before they drop what was in it, so that a finalizer never sees a half-made change. */
#ifndef OURO_SLOT_H
#define OURO_SLOT_H

#include "ouro/object.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The first value of a slot in a fresh object: takes over `value` (may be NULL). */
OURO_API void ouro_slot_init(ouro_object **slot, void *value);
/* Takes over `value` (may be NULL) and drops what was there. May run finalizers. */
OURO_API void ouro_slot_set(ouro_runtime *rt, void *owner, ouro_object **slot, void *value);
/* Empties the slot and drops what was there. May run finalizers. */
OURO_API void ouro_slot_clear(ouro_runtime *rt, void *owner, ouro_object **slot);
/* Empties the slot and hands over what was there: owned, may be NULL. */
OURO_API ouro_object *ouro_slot_take(ouro_runtime *rt, void *owner, ouro_object **slot);
/* Puts `value` (taken over) in and hands over what was there: owned, may be NULL. */
OURO_API ouro_object *ouro_slot_exchange(ouro_runtime *rt, void *owner, ouro_object **slot, void *value);
/* Moves `count` references within one owner, as memmove does. What is overwritten must have been taken out;
 * the places moved from are left as they were, for the caller to overwrite. */
OURO_API void ouro_slot_move_range(ouro_runtime *rt, void *owner, ouro_object **to, ouro_object **from,
                                   size_t count);

#ifdef __cplusplus
}
#endif
#endif
