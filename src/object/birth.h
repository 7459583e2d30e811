/* The order of birth of objects with a finalizer, which is the order in which the collector runs finalizers, as CPython
 * does. Addresses do not tell it, since freed blocks are used again. */
#ifndef OURO_OBJECT_BIRTH_H
#define OURO_OBJECT_BIRTH_H

#include "object/runtime.h"

/* Whoever makes an object of a type with OURO_TYPE_HAS_DEL other than by ouro__new_object calls this. Where memory is
 * refused the order is not known, no more. */
void ouro__birth_note(ouro_runtime *rt, ouro_object *o);
/* Called when such an object goes. */
void ouro__birth_forget(ouro_runtime *rt, ouro_object *o);
/* Larger is later; 0 where it is not known. */
uint64_t ouro__birth_serial(ouro_runtime *rt, ouro_object *o);

#endif
