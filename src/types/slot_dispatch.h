/* Slot functions that call the special methods of classes written in Python. */
#ifndef OURO_TYPES_SLOT_DISPATCH_H
#define OURO_TYPES_SLOT_DISPATCH_H

#include "types/class_internal.h"

ouro_object *ouro__dispatch_repr(ouro_runtime *rt, ouro_object *o);
ouro_object *ouro__dispatch_str(ouro_runtime *rt, ouro_object *o);
int64_t ouro__dispatch_hash(ouro_runtime *rt, ouro_object *o);
ouro_object *ouro__dispatch_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b, int op);
ouro_object *ouro__dispatch_call(ouro_runtime *rt, ouro_object *o, ouro_object *const *args, size_t nargs,
                                 ouro_object *kwnames);
ouro_object *ouro__dispatch_iter(ouro_runtime *rt, ouro_object *o);
ouro_object *ouro__dispatch_next(ouro_runtime *rt, ouro_object *o);
ouro_object *ouro__dispatch_getattr(ouro_runtime *rt, ouro_object *o, ouro_object *name);
int ouro__dispatch_setattr(ouro_runtime *rt, ouro_object *o, ouro_object *name, ouro_object *value);
ouro_object *ouro__dispatch_descr_get(ouro_runtime *rt, ouro_object *descr, ouro_object *o, ouro_object *cls);
int ouro__dispatch_descr_set(ouro_runtime *rt, ouro_object *descr, ouro_object *o, ouro_object *value);
int64_t ouro__dispatch_length(ouro_runtime *rt, ouro_object *o);
ouro_object *ouro__dispatch_getitem(ouro_runtime *rt, ouro_object *o, ouro_object *key);
int ouro__dispatch_setitem(ouro_runtime *rt, ouro_object *o, ouro_object *key, ouro_object *value);
int ouro__dispatch_contains(ouro_runtime *rt, ouro_object *o, ouro_object *item);
int ouro__dispatch_truth(ouro_runtime *rt, ouro_object *o);
ouro_object *ouro__dispatch_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                                ouro_object *kwnames);
int ouro__dispatch_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                        ouro_object *kwnames);
void ouro__dispatch_finalize(ouro_runtime *rt, ouro_object *o);
ouro_object *ouro__dispatch_power3(ouro_runtime *rt, ouro_object *a, ouro_object *b, ouro_object *modulus);

/* One of each per operator, apart from pow and divmod; X(ENUM, name). */
/* X(operator, name, sign). */
#define OURO_BINARY_NAMES(X)                                                                                 \
    X(ADD, add, "+")                                                                                         \
    X(SUBTRACT, sub, "-")                                                                                    \
    X(MULTIPLY, mul, "*")                                                                                    \
    X(MATMUL, matmul, "@")                                                                                   \
    X(TRUE_DIVIDE, truediv, "/")                                                                             \
    X(FLOOR_DIVIDE, floordiv, "//")                                                                          \
    X(REMAINDER, mod, "%")                                                                                   \
    X(LSHIFT, lshift, "<<")                                                                                  \
    X(RSHIFT, rshift, ">>")                                                                                  \
    X(AND, and, "&")                                                                                         \
    X(OR, or, "|")                                                                                           \
    X(XOR, xor, "^")
/* X(slot, name, text). */
#define OURO_UNARY_NAMES(X)                                                                                  \
    X(unary[OURO_NEGATIVE], neg, "-self")                                                                    \
    X(unary[OURO_POSITIVE], pos, "+self")                                                                    \
    X(unary[OURO_ABSOLUTE], abs, "abs(self)")                                                                \
    X(unary[OURO_INVERT], invert, "~self")                                                                   \
    X(to_int, int, "int(self)")                                                                              \
    X(to_float, float, "float(self)")                                                                        \
    X(index, index,                                                                                          \
      "Return self converted to an integer, if self is suitable for use as an index into a list.")

#define X(ENUM, name, sign)                                                                                  \
    ouro_object *ouro__dispatch_##name(ouro_runtime *rt, ouro_object *a, ouro_object *b);                    \
    ouro_object *ouro__dispatch_i##name(ouro_runtime *rt, ouro_object *a, ouro_object *b);
OURO_BINARY_NAMES(X)
X(POWER, pow, "**")
#undef X
ouro_object *ouro__dispatch_divmod(ouro_runtime *rt, ouro_object *a, ouro_object *b);
#define X(slot, name, text) ouro_object *ouro__dispatch_unary_##name(ouro_runtime *rt, ouro_object *o);
OURO_UNARY_NAMES(X)
#undef X

#endif
