/* What copy and pickle ask of any object: methods of object. */
#ifndef OURO_TYPES_OBJECT_REDUCE_H
#define OURO_TYPES_OBJECT_REDUCE_H

#include "types/state.h"

ouro_object *ouro__object_getstate(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                   size_t nargs, ouro_object *kwnames);
ouro_object *ouro__object_reduce(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                                 ouro_object *kwnames);
ouro_object *ouro__object_reduce_ex(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                    size_t nargs, ouro_object *kwnames);

#endif
