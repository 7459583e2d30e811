/* What a module or a part of the language written in C keeps for one runtime beyond objects: looked up by key, freed with
 * the runtime. */
#ifndef OURO_TYPES_MODULE_STATE_H
#define OURO_TYPES_MODULE_STATE_H

#include "types/state.h"

/* The kept structure begins with this. */
typedef struct ouro_module_state {
    struct ouro_module_state *next;
    const void *key;
    /* Drops the references to objects: called while the language still stands. May be called more than once; may be NULL. */
    void (*clear)(ouro_runtime *rt, struct ouro_module_state *state);
    /* Frees what else it owns, but not the structure; no object exists any more. May be NULL. */
    void (*destroy)(ouro_runtime *rt, struct ouro_module_state *state);
} ouro_module_state;

/* NULL: none yet. */
void *ouro__module_state(ouro_runtime *rt, const void *key);
/* A zeroed structure of `size` bytes entered under `key` (an address of the caller's), its clear and destroy to be set by
 * the caller. NULL with MemoryError. */
void *ouro__module_state_add(ouro_runtime *rt, const void *key, size_t size);

/* A single object kept so: borrowed. NULL without an exception: none yet, or no more since the runtime closes. */
ouro_object *ouro__module_object(ouro_runtime *rt, const void *key);
/* Its place, which owns it and does not move; entered empty when there is none yet. NULL with MemoryError. */
ouro_object **ouro__module_object_place(ouro_runtime *rt, const void *key);

/* For the closing of a runtime. */
void ouro__module_states_clear(ouro_runtime *rt);
void ouro__module_states_destroy(ouro_runtime *rt);

#endif
