/* The operations of the language on any object: what the interpreter and built-in functions call.
 * Arguments borrowed, results owned; NULL or -1 with an exception set. */
#ifndef OURO_TYPES_PROTOCOL_H
#define OURO_TYPES_PROTOCOL_H

#include "types/state.h"

/* Guard for C code that recurses through objects: false with RecursionError set ("maximum recursion depth exceeded" + where,
 * e.g. " while calling a Python object"), counted against sys.setrecursionlimit and the C stack. */
bool ouro__enter_recursion(ouro_runtime *rt, const char *where);
static inline void ouro__leave_recursion(ouro_runtime *rt)
{
    rt->python->recursion_depth--;
}
/* repr of containers: 1 when `o` is being represented already (write "[...]"), 0 entered, -1. */
int ouro__repr_enter(ouro_runtime *rt, ouro_object *o);
void ouro__repr_leave(ouro_runtime *rt, ouro_object *o);

ouro_object *ouro__getattr(ouro_runtime *rt, ouro_object *o, ouro_object *name);
/* 1 found (*value owned), 0 missing (no exception), -1. Avoids making an AttributeError where it can. */
int ouro__getattr_optional(ouro_runtime *rt, ouro_object *o, ouro_object *name, ouro_object **value);
int ouro__setattr(ouro_runtime *rt, ouro_object *o, ouro_object *name,
                  ouro_object *value); /* value NULL: delete */
/* Special-method lookup on the type, bound to o (owned), NULL without exception when missing. */
ouro_object *ouro__lookup_special(ouro_runtime *rt, ouro_object *o, ouro_object *name);

ouro_object *ouro__call(ouro_runtime *rt, ouro_object *f, ouro_object *const *args, size_t nargs,
                        ouro_object *kwnames);
ouro_object *ouro__call0(ouro_runtime *rt, ouro_object *f);
ouro_object *ouro__call1(ouro_runtime *rt, ouro_object *f, ouro_object *a);
ouro_object *ouro__call2(ouro_runtime *rt, ouro_object *f, ouro_object *a, ouro_object *b);
/* args tuple, kwargs dict or NULL. */
ouro_object *ouro__call_tuple(ouro_runtime *rt, ouro_object *f, ouro_object *args, ouro_object *kwargs);
/* o.name(args...): n borrowed objects follow. */
ouro_object *ouro__call_method(ouro_runtime *rt, ouro_object *o, ouro_object *name, size_t nargs, ...);
bool ouro__is_callable(ouro_runtime *rt, ouro_object *o);

ouro_object *ouro__repr(ouro_runtime *rt, ouro_object *o);
ouro_object *ouro__str(ouro_runtime *rt, ouro_object *o);
ouro_object *ouro__ascii(ouro_runtime *rt, ouro_object *o);
int64_t ouro__hash(ouro_runtime *rt, ouro_object *o);                 /* -1: "unhashable type: 'list'" */
int64_t ouro__hash_not_implemented(ouro_runtime *rt, ouro_object *o); /* the slot of types that say so */
ouro_object *ouro__compare(ouro_runtime *rt, ouro_object *a, ouro_object *b, int op);
int ouro__compare_bool(ouro_runtime *rt, ouro_object *a, ouro_object *b,
                       int op); /* identity implies equality */
int ouro__truth(ouro_runtime *rt, ouro_object *o);
int64_t ouro__length(ouro_runtime *rt, ouro_object *o);
int64_t ouro__length_hint(ouro_runtime *rt, ouro_object *o, int64_t fallback);
ouro_object *ouro__getitem(ouro_runtime *rt, ouro_object *o, ouro_object *key);
int ouro__setitem(ouro_runtime *rt, ouro_object *o, ouro_object *key,
                  ouro_object *value); /* value NULL: delete */
int ouro__contains(ouro_runtime *rt, ouro_object *container, ouro_object *item);
ouro_object *ouro__iter(ouro_runtime *rt, ouro_object *o);
/* The next item (owned); NULL: exhausted (no exception: StopIteration is swallowed) or failed (exception set). */
ouro_object *ouro__next(ouro_runtime *rt, ouro_object *iterator);
ouro_object *ouro__binary(ouro_runtime *rt, enum ouro_binary_op op, ouro_object *a, ouro_object *b);
ouro_object *ouro__inplace(ouro_runtime *rt, enum ouro_binary_op op, ouro_object *a, ouro_object *b);
ouro_object *ouro__power(ouro_runtime *rt, ouro_object *a, ouro_object *b, ouro_object *modulus);
ouro_object *ouro__unary(ouro_runtime *rt, enum ouro_unary_op op, ouro_object *o);
/* operator.index: an int (owned). "'str' object cannot be interpreted as an integer". */
ouro_object *ouro__index(ouro_runtime *rt, ouro_object *o);
/* Warns that `method` of `source` ("%T.": its class is named; NULL: not) gave `result`, an instance of a strict subclass of `kind`:
 * 0, or -1 when the warning became an exception. */
int ouro__warn_strict_subclass(ouro_runtime *rt, ouro_object *source, const char *method, const char *kind,
                               ouro_object *result);
/* The same as int64_t; out of range: clamped when clamp is true, else IndexError "cannot fit 'int' into an index-sized integer". */
int ouro__index_int64(ouro_runtime *rt, ouro_object *o, bool clamp, int64_t *out);
/* A count or position given to a method: out of range is OverflowError "Python int too large to convert to C ssize_t". */
int ouro__index_argument(ouro_runtime *rt, ouro_object *o, int64_t *out);

/* The iter slot of iterators: the object itself. */
ouro_object *ouro__iter_self(ouro_runtime *rt, ouro_object *o);
/* cls[item] of generic built-in types: the __class_getitem__ of list, dict, ... as OURO_METH_CLASS. */
ouro_object *ouro__generic_class_getitem(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args,
                                         size_t nargs, ouro_object *kwnames);

/* Walks any iterable fast (lists and tuples without an iterator object). Usage:
 *   ouro_iteration it; if (ouro__iterate(rt, &it, o) < 0) ...
 *   while ((item = ouro__iterate_next(rt, &it))) { ...owned item... }
 *   if (ouro__iterate_end(rt, &it) < 0) ...  (also after leaving early) */
typedef struct ouro_iteration {
    ouro_object *iterable, *iterator;
    size_t index;
} ouro_iteration;
int ouro__iterate(ouro_runtime *rt, ouro_iteration *it, ouro_object *iterable);
ouro_object *ouro__iterate_next(ouro_runtime *rt, ouro_iteration *it);
int ouro__iterate_end(ouro_runtime *rt, ouro_iteration *it); /* -1 when an exception is pending */

#endif
