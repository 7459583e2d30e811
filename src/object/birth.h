/* The order of birth of objects whose class, made by a program, has a finalizer: the collector runs
 * finalizers in this order, as CPython does. Addresses do not tell it, since freed blocks are used again. */
#ifndef OURO_OBJECT_BIRTH_H
#define OURO_OBJECT_BIRTH_H

#include "object/runtime.h"

static inline bool ouro__notes_birth(const ouro_type *type)
{
    uint32_t both = OURO_TYPE_HAS_DEL | OURO_TYPE_HEAP;
    return (type->flags & both) == both;
}

/* Whoever makes an object of such a type other than by ouro__new_object calls this. Where memory is refused
 * the order is not known, no more. */
void ouro__birth_note(ouro_runtime *rt, ouro_object *o);
/* Called when such an object goes. */
void ouro__birth_forget(ouro_runtime *rt, ouro_object *o);
/* Larger is later; 0 where it is not known. */
uint64_t ouro__birth_serial(ouro_runtime *rt, ouro_object *o);

#endif
