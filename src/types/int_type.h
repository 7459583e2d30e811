/* The method tables of int. */
#ifndef OURO_TYPES_INT_TYPE_H
#define OURO_TYPES_INT_TYPE_H

#include "types/method.h"

extern const ouro_method_def ouro__int_methods[];
extern const ouro_getset_def ouro__int_getsets[];
ouro_object *ouro__int_from_bytes(ouro_runtime *rt, const uint8_t *data, size_t length, bool little,
                                  bool is_signed);
/* int(o) for a number without base. Owned. */
ouro_object *ouro__int_from_object(ouro_runtime *rt, ouro_object *o);

#endif
