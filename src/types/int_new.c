/* Making ints and taking their values. */
#include "types/int_impl.h"

#include <math.h>
#include <stdlib.h>

enum { GMP_ALONE_LIMBS = 1000 }; /* below this GMP's temporaries stay on the C stack */

static ptrdiff_t gmp_bytes(size_t limbs)
{
    return (ptrdiff_t)(limbs * sizeof(mp_limb_t) * 6 + 65536);
}

bool ouro__gmp_enter(ouro_runtime *rt, size_t limbs)
{
    if (ouro__likely(limbs < GMP_ALONE_LIMBS))
        return true;
    ptrdiff_t bytes = gmp_bytes(limbs);
    if (ouro__heap_charge(&rt->heap, bytes) < 0) {
        ouro__no_memory(rt);
        return false;
    }
    void *probe = malloc((size_t)bytes);
    if (!probe) {
        ouro__heap_charge(&rt->heap, -bytes);
        ouro__no_memory(rt);
        return false;
    }
    /* Without a use in between, a compiler may drop the pair. */
    *(volatile char *)probe = 0;
    free(probe);
    return true;
}

void ouro__gmp_leave(ouro_runtime *rt, size_t limbs)
{
    if (ouro__unlikely(limbs >= GMP_ALONE_LIMBS))
        ouro__heap_charge(&rt->heap, -gmp_bytes(limbs));
}

ouro_big_int *ouro__big_alloc(ouro_runtime *rt, size_t count)
{
    if (ouro__unlikely(count >= (size_t)1 << 55))
        return ouro__no_memory(rt);
    return ouro__leaf_alloc(rt, sizeof(ouro_big_int) + count * sizeof(mp_limb_t),
                            OURO_WORD(OURO_T_INT) | OURO_INT_BIG);
}

ouro_object *ouro__big_finish(ouro_runtime *rt, ouro_big_int *b, size_t count, bool negative)
{
    size_t given = count;
    while (count > 0 && b->limbs[count - 1] == 0)
        count--;
    if (count == 0 || (count == 1 && ouro__fits_word(b->limbs[0], negative))) {
        int64_t value = count ? ouro__signed_word(b->limbs[0], negative) : 0;
        ouro__leaf_drop(rt, b);
        return ouro__int_new(rt, value);
    }
    if (given - count > 4 && given - count > given / 8) {
        ouro_object *copy = ouro__int_from_limbs(rt, (mp_limb_t *)b->limbs, count, negative);
        ouro__leaf_drop(rt, b);
        return copy;
    }
    b->size = negative ? -(int64_t)count : (int64_t)count;
    return &b->head;
}

ouro_object *ouro__int_from_limbs(ouro_runtime *rt, const mp_limb_t *limbs, size_t count, bool negative)
{
    while (count > 0 && limbs[count - 1] == 0)
        count--;
    if (count == 0)
        return ouro__int_new(rt, 0);
    if (count == 1 && ouro__fits_word(limbs[0], negative))
        return ouro__int_new(rt, ouro__signed_word(limbs[0], negative));
    ouro_big_int *b = ouro__big_alloc(rt, count);
    if (!b)
        return NULL;
    memcpy(b->limbs, limbs, count * sizeof *limbs);
    b->size = negative ? -(int64_t)count : (int64_t)count;
    return &b->head;
}

ouro_object *ouro__int_from_uint64(ouro_runtime *rt, uint64_t value)
{
    return ouro__int_from_limbs(rt, &value, 1, false);
}

ouro_object *ouro__int_from_double(ouro_runtime *rt, double value)
{
    if (ouro__unlikely(!isfinite(value))) {
        if (isnan(value))
            return ouro__raise(rt, OURO_T_VALUE_ERROR, "cannot convert float NaN to integer");
        return ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "cannot convert float infinity to integer");
    }
    if (fabs(value) < 0x1p63)
        return ouro__int_new(rt, (int64_t)value);
    int exponent;
    uint64_t mantissa = (uint64_t)ldexp(frexp(fabs(value), &exponent), 53);
    size_t shift = (size_t)(exponent - 53), limb = shift / 64;
    mp_limb_t limbs[18] = {0};
    limbs[limb] = mantissa << shift % 64;
    if (shift % 64)
        limbs[limb + 1] = mantissa >> (64 - shift % 64);
    return ouro__int_from_limbs(rt, limbs, limb + 2, value < 0);
}

ouro_object *ouro__int_exact(ouro_runtime *rt, ouro_object *o)
{
    if (ouro__is_exactly(o, OURO_T_INT))
        return ouro__same(o);
    ouro__int_view v;
    ouro__view(o, &v);
    return ouro__int_from_limbs(rt, v.limbs, v.count, v.negative);
}

ouro_object *ouro__int_to_class(ouro_runtime *rt, ouro_object *cls, ouro_object *o)
{
    ouro__int_view v;
    ouro__view(o, &v);
    ouro_big_int *b = ouro__subclass_instance(rt, cls, sizeof *b + v.count * sizeof(mp_limb_t));
    if (!b)
        return NULL;
    memcpy(b->limbs, v.limbs, v.count * sizeof(mp_limb_t));
    b->size = v.negative ? -(int64_t)v.count : (int64_t)v.count;
    return &b->head;
}

int ouro__int_as_int64(ouro_runtime *rt, ouro_object *o, int64_t *out)
{
    (void)rt;
    if (ouro__int_word(o, out))
        return 0;
    *out = ((ouro_big_int *)o)->size < 0 ? INT64_MIN : INT64_MAX;
    return -1;
}

int ouro__int_as_uint64(ouro_runtime *rt, ouro_object *o, uint64_t *out)
{
    (void)rt;
    ouro__int_view v;
    ouro__view(o, &v);
    if (v.count == 0 || (v.count == 1 && !v.negative)) {
        *out = v.count ? v.limbs[0] : 0;
        return 0;
    }
    *out = v.negative ? 0 : UINT64_MAX;
    return -1;
}

/* The 64 top bits of a magnitude, the lowest of them set when anything below is; *exponent such that value = top * 2^it. */
static uint64_t top_bits(const ouro__int_view *v, int64_t *exponent)
{
    size_t n = v->count;
    unsigned shift = (unsigned)__builtin_clzll(v->limbs[n - 1]);
    uint64_t top = v->limbs[n - 1] << shift;
    bool rest = false;
    if (n > 1) {
        if (shift) {
            top |= v->limbs[n - 2] >> (64 - shift);
            rest = v->limbs[n - 2] << shift != 0;
        } else {
            rest = v->limbs[n - 2] != 0;
        }
        for (size_t i = n - 2; i-- > 0 && !rest;)
            rest = v->limbs[i] != 0;
    }
    *exponent = (int64_t)((n - 1) * 64) - (int64_t)shift;
    return top | rest;
}

int ouro__int_as_double(ouro_runtime *rt, ouro_object *o, double *out)
{
    int64_t word;
    if (ouro__int_word(o, &word)) {
        *out = (double)word;
        return 0;
    }
    ouro__int_view v;
    ouro__view(o, &v);
    if (ouro__view_bits(&v) <= 1024) {
        int64_t exponent;
        uint64_t top = top_bits(&v, &exponent);
        /* The sticky lowest bit makes the conversion of 64 bits round as that of all bits would. */
        double value = ldexp((double)top, (int)exponent);
        if (isfinite(value)) {
            *out = v.negative ? -value : value;
            return 0;
        }
    }
    ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "int too large to convert to float");
    return -1;
}

int ouro__int_sign(ouro_runtime *rt, ouro_object *o)
{
    (void)rt;
    ouro__int_view v;
    ouro__view(o, &v);
    return v.count == 0 ? 0 : v.negative ? -1 : 1;
}

size_t ouro__int_bits(ouro_object *o)
{
    ouro__int_view v;
    ouro__view(o, &v);
    return ouro__view_bits(&v);
}

int ouro__int_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    (void)rt;
    if (ouro__int_is_word(a) && ouro__int_is_word(b)) {
        int64_t x = ((ouro_int *)a)->value, y = ((ouro_int *)b)->value;
        return x < y ? -1 : x > y;
    }
    ouro__int_view x, y;
    ouro__view(a, &x);
    ouro__view(b, &y);
    bool x_negative = x.count && x.negative, y_negative = y.count && y.negative;
    if (x_negative != y_negative)
        return x_negative ? -1 : 1;
    int order =
        x.count != y.count ? (x.count < y.count ? -1 : 1) : mpn_cmp(x.limbs, y.limbs, (mp_size_t)x.count);
    order = order < 0 ? -1 : order > 0;
    return x_negative ? -order : order;
}

int64_t ouro__int_hash(ouro_runtime *rt, ouro_object *o)
{
    (void)rt;
    const uint64_t prime = ((uint64_t)1 << 61) - 1;
    ouro__int_view v;
    ouro__view(o, &v);
    uint64_t h = v.count == 0   ? 0
                 : v.count == 1 ? v.limbs[0] % prime
                                : mpn_mod_1(v.limbs, (mp_size_t)v.count, prime);
    int64_t hash = v.negative ? -(int64_t)h : (int64_t)h;
    return hash == -1 ? -2 : hash;
}
