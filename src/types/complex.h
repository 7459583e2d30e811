/* complex: two doubles. */
#ifndef OURO_TYPES_COMPLEX_H
#define OURO_TYPES_COMPLEX_H

#include "types/statics.h"

typedef struct ouro_complex {
    ouro_object head;
    double real, imag;
} ouro_complex;

static inline bool ouro__is_complex_exactly(const ouro_object *o)
{
    return ouro__is_exactly(o, OURO_T_COMPLEX);
}

ouro_object *ouro__complex_new(ouro_runtime *rt, double real, double imag);
/* (a + bi) ** (c + di); ZeroDivisionError, OverflowError. */
ouro_object *ouro__complex_power(ouro_runtime *rt, double a, double b, double c, double d);

#endif
