/* The order of birth of objects with a finalizer, which is the order in which the collector runs finalizers. */
#ifndef OURO_OBJECT_BIRTH_H
#define OURO_OBJECT_BIRTH_H

#include "object/runtime.h"

/* Larger is later; 0 where it is not known. */
uint64_t ouro__birth_serial(ouro_runtime *rt, ouro_object *o);

#endif
