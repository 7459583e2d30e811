/* What the files of itertools share. */
#ifndef OURO_MODULES_ITERTOOLS_H
#define OURO_MODULES_ITERTOOLS_H

#include "modules/support.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/iterators.h"
#include "types/list.h"
#include "types/method.h"
#include "types/types.h"

/* The type of an iterator whose references are all named by `fields`. */
#define OURO_ITERATOR_TYPE(variable, type_id, struct_name, new_function, next_function, repr_function,       \
                           methods_, doc_)                                                                   \
    OURO_BUILTIN_TYPE(variable) = {                                                                          \
        .id = type_id,                                                                                       \
        .slots = {.name = "itertools." #variable,                                                            \
                  .size = sizeof(struct_name),                                                               \
                  .layout = OURO_LAYOUT_LEAF,                                                                \
                  .flags = OURO_TYPE_CONTAINER | OURO_TYPE_BASE,                                             \
                  .fields = struct_name##_fields,                                                            \
                  .repr = repr_function,                                                                     \
                  .iter = ouro__iter_self,                                                                   \
                  .next = next_function,                                                                     \
                  .new_ = new_function},                                                                     \
        .methods = methods_,                                                                                 \
        .doc = doc_,                                                                                         \
        .module = "itertools",                                                                               \
    }

#define OURO_REDUCE_DOC "__reduce__($self, /)\n--\n\nReturn state information for pickling."
#define OURO_SETSTATE_DOC "__setstate__($self, state, /)\n--\n\nSet state information for unpickling."

/* ouro__iterators_too_deep, inline. */
static inline bool ouro__too_deep(ouro_runtime *rt)
{
    return ouro__unlikely(ouro__stack_low(rt)) && ouro__iterators_too_deep(rt);
}

/* Whether a tuple may be filled anew: nobody else has it. */
static inline bool ouro__is_unshared(const ouro_object *o)
{
    return o && o->refcount == 1;
}

/* The index numbers as a tuple of ints: owned. */
ouro_object *ouro__indices_tuple(ouro_runtime *rt, const int64_t *indices, size_t count);

/* tee(iterable, n=2) */
ouro_object *ouro__tee(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                       ouro_object *kwnames);

#endif
