/* Magnitudes of ints as GMP limbs: what the files of int share. */
#ifndef OURO_TYPES_INT_IMPL_H
#define OURO_TYPES_INT_IMPL_H

#include <gmp.h>
#include <string.h>

#include "types/int.h"
#include "types/leaf.h"

_Static_assert(sizeof(mp_limb_t) == sizeof(uint64_t) && GMP_NAIL_BITS == 0, "limbs are 64 bits");

/* Sign and magnitude of any int, borrowed from it. Points into itself for a word: do not copy. */
typedef struct ouro__int_view {
    const mp_limb_t *limbs;
    size_t count; /* no leading zero limb; 0 for zero */
    bool negative;
    mp_limb_t word;
} ouro__int_view;

/* Exact ints and bools that hold their value as a word. */
static inline bool ouro__int_is_word(const ouro_object *o)
{
    return ouro__int_is_small(o) || ouro__is_exactly(o, OURO_T_BOOL);
}

static inline uint64_t ouro__magnitude(int64_t value)
{
    return value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
}

static inline bool ouro__fits_word(uint64_t magnitude, bool negative)
{
    return magnitude <= (uint64_t)INT64_MAX + negative;
}

static inline int64_t ouro__signed_word(uint64_t magnitude, bool negative)
{
    return (int64_t)(negative ? 0 - magnitude : magnitude);
}

static inline void ouro__view_word(int64_t value, ouro__int_view *v)
{
    v->word = ouro__magnitude(value);
    v->limbs = &v->word;
    v->count = value != 0;
    v->negative = value < 0;
}

static inline void ouro__view(const ouro_object *o, ouro__int_view *v)
{
    if (ouro__int_is_word(o)) {
        ouro__view_word(((const ouro_int *)o)->value, v);
        return;
    }
    const ouro_big_int *b = (const ouro_big_int *)o;
    v->limbs = (const mp_limb_t *)b->limbs;
    v->negative = b->size < 0;
    v->count = (size_t)(b->size < 0 ? -b->size : b->size);
}

/* The value, when it fits a word. */
static inline bool ouro__int_word(const ouro_object *o, int64_t *out)
{
    if (ouro__likely(ouro__int_is_word(o))) {
        *out = ((const ouro_int *)o)->value;
        return true;
    }
    ouro__int_view v;
    ouro__view(o, &v);
    if (v.count > 1 || (v.count == 1 && !ouro__fits_word(v.limbs[0], v.negative)))
        return false;
    *out = v.count ? ouro__signed_word(v.limbs[0], v.negative) : 0;
    return true;
}

static inline size_t ouro__view_bits(const ouro__int_view *v)
{
    return v->count ? v->count * 64 - (size_t)__builtin_clzll(v->limbs[v->count - 1]) : 0;
}

/* A fresh int with room for `count` limbs, to be filled and given to ouro__big_finish. MemoryError. */
ouro_big_int *ouro__big_alloc(ouro_runtime *rt, size_t count);
/* Makes it an int of the language: drops leading zeros, becomes a word when it fits. Takes it over. */
ouro_object *ouro__big_finish(ouro_runtime *rt, ouro_big_int *b, size_t count, bool negative);
ouro_object *ouro__int_from_limbs(ouro_runtime *rt, const mp_limb_t *limbs, size_t count, bool negative);
/* An exact int of the same value: o itself or a copy. Owned. */
ouro_object *ouro__int_exact(ouro_runtime *rt, ouro_object *o);
/* An instance of the subclass `cls` with the value of `o` (borrowed). */
ouro_object *ouro__int_to_class(ouro_runtime *rt, ouro_object *cls, ouro_object *o);

/* GMP takes temporary memory by itself for operands of thousands of limbs, and ends the process when it is refused. These
 * stand around such calls: enter counts what it may take in the budget and sees that the system has it (false: MemoryError is
 * set), leave takes it off again. `limbs`: of all operands and results. */
bool ouro__gmp_enter(ouro_runtime *rt, size_t limbs);
void ouro__gmp_leave(ouro_runtime *rt, size_t limbs);

/* Floor division of any ints; either result may be left out. 0, or -1 with ZeroDivisionError (the message given). */
int ouro__int_divmod(ouro_runtime *rt, ouro_object *a, ouro_object *b, ouro_object **quotient,
                     ouro_object **remainder, const char *zero_message);
ouro_object *ouro__int_true_divide(ouro_runtime *rt, ouro_object *a, ouro_object *b);
/* modulus NULL or an int. */
ouro_object *ouro__int_power(ouro_runtime *rt, ouro_object *a, ouro_object *b, ouro_object *modulus);
ouro_object *ouro__int_shift(ouro_runtime *rt, ouro_object *a, ouro_object *count, bool left);
ouro_object *ouro__int_bitwise(ouro_runtime *rt, enum ouro_binary_op op, ouro_object *a, ouro_object *b);
ouro_object *ouro__int_negative(ouro_runtime *rt, ouro_object *o);
ouro_object *ouro__int_invert(ouro_runtime *rt, ouro_object *o);
size_t ouro__int_bits(ouro_object *o);

/* int(o) for str, bytes and bytes-like text; `shown` is what the message shows. */
ouro_object *ouro__int_parse(ouro_runtime *rt, const void *data, int kind, size_t length, int base,
                             ouro_object *shown);
/* Digits with sign, without prefix, into a fresh buffer (ouro__buffer_free), ASCII and not terminated; NULL with an
 * exception. Bases 2 to 36. */
char *ouro__int_digits(ouro_runtime *rt, ouro_object *o, int base, size_t *length);

#endif
