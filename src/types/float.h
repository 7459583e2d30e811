/* float: one 16-byte block. */
#ifndef OURO_TYPES_FLOAT_H
#define OURO_TYPES_FLOAT_H

#include "types/statics.h"

typedef struct ouro_float {
    ouro_object head;
    double value;
} ouro_float;

static inline bool ouro__float_is_exact(const ouro_object *o)
{
    return o->word == OURO_WORD(OURO_T_FLOAT);
}

static inline bool ouro__is_float(ouro_runtime *rt, const ouro_object *o)
{
    return ouro__float_is_exact(o) || (ouro__type_of(rt, o)->flags & OURO_TYPE_IS_FLOAT);
}

static inline ouro_object *ouro__float_new(ouro_runtime *rt, double value)
{
    ouro_float *o = ouro__new_leaf(rt, sizeof *o, OURO_WORD(OURO_T_FLOAT));
    if (ouro__likely(o != NULL))
        o->value = value;
    return (ouro_object *)o;
}

/* float(o) for any number or object with __float__ or __index__: 0, or -1 with TypeError etc. set. */
int ouro__as_double(ouro_runtime *rt, ouro_object *o, double *out);
/* The shortest text that reads back as the same double, as repr() gives it; returns its length. */
enum { OURO_FLOAT_REPR_MAX = 32 };
int ouro__float_repr(double value, char buffer[OURO_FLOAT_REPR_MAX]);
/* Floor division, remainder and power with Python's signs; ZeroDivisionError. Owned. */
ouro_object *ouro__float_binary(ouro_runtime *rt, enum ouro_binary_op op, double a, double b);
int64_t ouro__hash_double(double value, ouro_object *o); /* o: for nan */

#endif
