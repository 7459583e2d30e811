/* Types of a program's own, and objects of them.
 *
 * A type says where the references of its objects are, in one of two ways (or both): `fields` names the
 * offsets of single references; `traverse` with `clear` serves everything else. The core then counts, frees
 * (without recursion, however deep), collects cycles, and calls `finalize` once for each object.
 *
 * Objects are C structs that begin with an ouro_object and come zeroed. Their references are changed through
 * slot.h. */
#ifndef OURO_TYPE_H
#define OURO_TYPE_H

#include "ouro/object.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Reports one counted reference. Never NULL. */
typedef void (*ouro_visit)(ouro_runtime *rt, ouro_object *child, void *context);

enum {
    OURO_SPEC_WEAKLY_REFERENCEABLE = 1, /* weakref.h may be used on its objects */
    OURO_SPEC_ACYCLIC = 2,              /* its objects hold references, but are in no cycle: never tracked */
};

typedef struct ouro_type_spec {
    const char *name; /* UTF-8, copied */
    size_t size;      /* bytes of an object, the header included: 8 to 2^31 */
    unsigned flags;   /* OURO_SPEC_... */
    /* Offsets of references (each NULL or counted), multiples of 8, ended by 0; copied. NULL: none. */
    const uint16_t *fields;
    /* Calls visit once for each counted reference that `fields` does not name, with the given context. It
     * must not allocate, count or run code. */
    void (*traverse)(ouro_runtime *rt, ouro_object *o, ouro_visit visit, void *context);
    /* Gives those references back and forgets them: the slots are empty before what they held is dropped
     * (ouro_slot_clear does it in this order). May be called more than once. Set if and only if traverse
     * is. */
    void (*clear)(ouro_runtime *rt, ouro_object *o);
    /* Runs at most once for an object, before its references go, while all of it and what it refers to is
     * still whole. May store the object somewhere: it then lives on. May allocate, and run anything. NULL:
     * none. */
    void (*finalize)(ouro_runtime *rt, ouro_object *o);
    /* Frees what the object owns apart from references, after they went. Must not touch other objects. NULL:
     * nothing. */
    void (*destroy)(ouro_runtime *rt, ouro_object *o);
} ouro_type_spec;

/* A new type, which lives until it is deleted (until then it is a block in use) or the runtime closed. NULL
 * with an exception pending when memory is refused; NULL without one when the spec is not in order. */
OURO_API ouro_type *ouro_type_new(ouro_runtime *rt, const ouro_type_spec *spec);
/* Gives a type of ouro_type_new back. No object of it may exist any more. */
OURO_API void ouro_type_delete(ouro_runtime *rt, ouro_type *type);

/* Borrowed, as long as the object lives. */
OURO_API ouro_type *ouro_type_of(ouro_runtime *rt, const ouro_object *o);
/* Borrowed, as long as the type lives. */
OURO_API const char *ouro_type_name(const ouro_type *type);

/* A new object of a type made with ouro_type_new: owned, all bytes behind the header zero. NULL with an
 * exception pending when memory is refused. Runs no code of the program. */
OURO_API void *ouro_new(ouro_runtime *rt, ouro_type *type);
/* The same with `extra` bytes more than the type says, for data or references (traverse) behind the
 * struct. */
OURO_API void *ouro_new_with(ouro_runtime *rt, ouro_type *type, size_t extra);

#ifdef __cplusplus
}
#endif
#endif
