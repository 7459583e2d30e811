/* Parameterized classes (list[int]) and unions of classes (int | str). */
#ifndef OURO_TYPES_GENERIC_ALIAS_H
#define OURO_TYPES_GENERIC_ALIAS_H

#include "types/state.h"

/* `__class_getitem__` of generic built-in classes: self is the class. */
ouro_object *ouro__generic_class_getitem(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                         size_t nargs, ouro_object *kwnames);
/* origin[item]; a tuple gives several arguments. Owned. */
ouro_object *ouro__generic_alias_new(ouro_runtime *rt, ouro_object *origin, ouro_object *item);
bool ouro__is_generic_alias(ouro_runtime *rt, ouro_object *o);
/* a | b of classes, None, aliases and unions; NotImplemented for others. Owned. */
/* isinstance() and issubclass() of a union: 0, 1, -1. */
int ouro__union_has_instance(ouro_runtime *rt, ouro_object *self, ouro_object *o);
int ouro__union_has_subclass(ouro_runtime *rt, ouro_object *self, ouro_object *cls);
ouro_object *ouro__union_or(ouro_runtime *rt, ouro_object *a, ouro_object *b);
/* Writes a class as an argument of an alias is shown. */
struct ouro_str_builder;
int ouro__write_type_argument(struct ouro_str_builder *b, ouro_object *o);
/* The type variables in a tuple of arguments, each once: owned tuple. */
ouro_object *ouro__type_parameters(ouro_runtime *rt, ouro_object *args);
/* The arguments with the type variables replaced by `item`: owned tuple. `self` is what messages show. */
ouro_object *ouro__type_substitute(ouro_runtime *rt, ouro_object *self, ouro_object *args,
                                   ouro_object *parameters, ouro_object *item);

#endif
