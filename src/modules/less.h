/* a < b for code that compares much: numbers and strs of the same exact type without a call. */
#ifndef OURO_MODULES_LESS_H
#define OURO_MODULES_LESS_H

#include "types/float.h"
#include "types/int.h"
#include "types/protocol.h"
#include "types/str.h"

/* 1, 0, -1. May run code of the program: hold references to both. */
static inline int ouro__less(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    if (ouro__int_is_small(a) && ouro__int_is_small(b))
        return ((ouro_int *)a)->value < ((ouro_int *)b)->value;
    if (ouro__float_is_exact(a) && ouro__float_is_exact(b))
        return ((ouro_float *)a)->value < ((ouro_float *)b)->value;
    if (ouro__is_exactly(a, OURO_T_STR) && ouro__is_exactly(b, OURO_T_STR))
        return ouro__str_compare(a, b) < 0;
    return ouro__compare_bool(rt, a, b, OURO_LT);
}

/* Whether comparing the two runs no code of the program. */
static inline bool ouro__less_is_plain(const ouro_object *a, const ouro_object *b)
{
    return (ouro__int_is_small(a) && ouro__int_is_small(b)) ||
           (ouro__float_is_exact(a) && ouro__float_is_exact(b));
}

#endif
