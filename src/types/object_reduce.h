/* What copy and pickle ask of any object: methods of object. */
#ifndef OURO_TYPES_OBJECT_REDUCE_H
#define OURO_TYPES_OBJECT_REDUCE_H

#include "types/method.h"

ouro_object *ouro__object_getstate(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                   size_t nargs, ouro_object *kwnames);
ouro_object *ouro__object_reduce(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                                 ouro_object *kwnames);
ouro_object *ouro__object_reduce_ex(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                    size_t nargs, ouro_object *kwnames);
/* The methods of what is an attribute of another object, by its __name__: __reduce__ gives (getattr, (__self__ or
 * __objclass__, name)). */
extern const ouro_method_def ouro__attribute_methods[];
/* (getattr, (o, name)). Owned. */
ouro_object *ouro__reduce_to_getattr(ouro_runtime *rt, ouro_object *o, ouro_object *name);

#endif
