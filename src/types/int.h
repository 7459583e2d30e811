/* int and bool.
 *
 * An int that fits int64_t is one 16-byte block whose word is exactly OURO_WORD(OURO_T_INT): no flags. A larger one, and
 * every instance of a Python subclass, has GMP limbs inline: exact ints then carry OURO_INT_BIG in their word.
 * True and False lie like small ints. Ints are normalized: what fits int64_t is never big, except in subclasses. */
#ifndef OURO_TYPES_INT_H
#define OURO_TYPES_INT_H

#include "types/statics.h"

enum { OURO_INT_BIG = 0x01 };

typedef struct ouro_int {
    ouro_object head;
    int64_t value;
} ouro_int;

typedef struct ouro_big_int {
    ouro_object head;
    int64_t size;     /* number of limbs, negative for a negative int, 0 for zero (subclasses only) */
    uint64_t limbs[]; /* magnitude, least significant first, no leading zero limb */
} ouro_big_int;

static inline bool ouro__int_is_small(const ouro_object *o)
{
    return o->word == OURO_WORD(OURO_T_INT);
}

/* int or a subclass, bool included. */
static inline bool ouro__is_int(ouro_runtime *rt, const ouro_object *o)
{
    return ouro__int_is_small(o) || (ouro__type_of(rt, o)->flags & OURO_TYPE_IS_INT);
}

/* Makes a small int outside the cached range; ouro__int_new looks there first. */
static inline ouro_object *ouro__int_new_fresh(ouro_runtime *rt, int64_t value)
{
    ouro_int *o = ouro__new_leaf(rt, sizeof *o, OURO_WORD(OURO_T_INT));
    if (ouro__likely(o != NULL))
        o->value = value;
    return (ouro_object *)o;
}

static inline ouro_object *ouro__int_new(ouro_runtime *rt, int64_t value)
{
    if ((uint64_t)value - (uint64_t)OURO_SMALL_INT_MIN < OURO_SMALL_INTS)
        return (ouro_object *)&ouro__statics(rt)->small_ints[value - OURO_SMALL_INT_MIN];
    return ouro__int_new_fresh(rt, value);
}

ouro_object *ouro__int_from_uint64(ouro_runtime *rt, uint64_t value);
ouro_object *ouro__int_from_double(ouro_runtime *rt,
                                   double value); /* truncates; OverflowError, ValueError as int() */
/* Digits of the source text without prefix and underscores; base 2, 8, 10 or 16. ValueError past sys.get_int_max_str_digits. */
ouro_object *ouro__int_from_digits(ouro_runtime *rt, const char *digits, size_t length, int base);
/* int(text, base) as the language does it: blanks, sign, underscores, prefixes, ValueError. */
ouro_object *ouro__int_from_str(ouro_runtime *rt, ouro_object *text, int base);
/* The value of any int (subclasses, bools): 0, or -1 when it does not fit (no exception set; *out clamped). */
int ouro__int_as_int64(ouro_runtime *rt, ouro_object *o, int64_t *out);
int ouro__int_as_uint64(ouro_runtime *rt, ouro_object *o, uint64_t *out);
/* The nearest double; -1 with OverflowError set. */
int ouro__int_as_double(ouro_runtime *rt, ouro_object *o, double *out);
int ouro__int_sign(ouro_runtime *rt, ouro_object *o); /* -1, 0, 1 */
/* The arithmetic of the language for two ints of any kind (slow paths of the interpreter); owned. */
ouro_object *ouro__int_binary(ouro_runtime *rt, enum ouro_binary_op op, ouro_object *a, ouro_object *b);
/* -1, 0, 1. */
int ouro__int_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b);
int64_t ouro__int_hash(ouro_runtime *rt, ouro_object *o);
ouro_object *ouro__int_to_str(ouro_runtime *rt, ouro_object *o, int base, bool prefix);

static inline ouro_object *ouro__bool(ouro_runtime *rt, bool value)
{
    return value ? OURO_TRUE(rt) : OURO_FALSE(rt);
}

/* Whether two values compare as `op` (enum ouro_compare) says, from their order: negative, 0 or positive. */
static inline bool ouro__order_holds(int order, int op)
{
    switch (op) {
    case OURO_LT:
        return order < 0;
    case OURO_LE:
        return order <= 0;
    case OURO_EQ:
        return order == 0;
    case OURO_NE:
        return order != 0;
    case OURO_GT:
        return order > 0;
    default:
        return order >= 0;
    }
}

#endif
