/* Shifts and bitwise operations of ints: two's complement of unbounded width. */
#include "types/int_impl.h"

static ouro_object *shift_left(ouro_runtime *rt, ouro_object *a, uint64_t count)
{
    int64_t x;
    if (ouro__int_word(a, &x) && count < 63) {
        int64_t r = (int64_t)((uint64_t)x << count);
        if (r >> count == x)
            return ouro__int_new(rt, r);
    }
    ouro__int_view v;
    ouro__view(a, &v);
    if (count >> 61)
        return ouro__no_memory(rt);
    size_t limbs = count / 64, n = v.count + limbs + 1;
    ouro_big_int *r = ouro__big_alloc(rt, n);
    if (!r)
        return NULL;
    memset(r->limbs, 0, limbs * sizeof(mp_limb_t));
    mp_limb_t *to = (mp_limb_t *)r->limbs + limbs;
    if (count % 64) {
        to[v.count] = mpn_lshift(to, v.limbs, (mp_size_t)v.count, count % 64);
    } else {
        memcpy(to, v.limbs, v.count * sizeof *to);
        to[v.count] = 0;
    }
    return ouro__big_finish(rt, r, n, v.negative);
}

static ouro_object *shift_right(ouro_runtime *rt, ouro_object *a, uint64_t count)
{
    int64_t x;
    if (ouro__int_word(a, &x))
        return ouro__int_new(rt, x >> (count < 63 ? count : 63));
    ouro__int_view v;
    ouro__view(a, &v);
    size_t limbs = count / 64;
    if (limbs >= v.count)
        return ouro__int_new(rt, v.negative ? -1 : 0);
    size_t n = v.count - limbs;
    ouro_big_int *r = ouro__big_alloc(rt, n + 1);
    if (!r)
        return NULL;
    mp_limb_t *to = (mp_limb_t *)r->limbs;
    bool lost = limbs && !mpn_zero_p(v.limbs, (mp_size_t)limbs);
    if (count % 64)
        lost |= mpn_rshift(to, v.limbs + limbs, (mp_size_t)n, count % 64) != 0;
    else
        memcpy(to, v.limbs + limbs, n * sizeof *to);
    to[n] = 0;
    if (v.negative && lost) /* towards minus infinity */
        mpn_add_1(to, to, (mp_size_t)n + 1, 1);
    return ouro__big_finish(rt, r, n + 1, v.negative);
}

ouro_object *ouro__int_shift(ouro_runtime *rt, ouro_object *a, ouro_object *count, bool left)
{
    int64_t n = 0;
    bool fits = ouro__int_word(count, &n);
    int sign = ouro__int_sign(rt, a);
    if (fits ? n < 0 : ouro__int_sign(rt, count) < 0)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "negative shift count");
    if (sign == 0)
        return ouro__int_new(rt, 0);
    if (!fits) {
        if (left)
            return ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "too many digits in integer");
        return ouro__int_new(rt, sign < 0 ? -1 : 0);
    }
    return left ? shift_left(rt, a, (uint64_t)n) : shift_right(rt, a, (uint64_t)n);
}

/* The i-th limb of the two's complement; *carry begins at 1. */
static inline mp_limb_t complement_limb(const ouro__int_view *v, size_t i, mp_limb_t *carry)
{
    mp_limb_t limb = i < v->count ? v->limbs[i] : 0;
    if (!v->negative)
        return limb;
    limb = ~limb + *carry;
    *carry = *carry && limb == 0;
    return limb;
}

static inline uint64_t apply(enum ouro_binary_op op, uint64_t x, uint64_t y)
{
    return op == OURO_AND ? x & y : op == OURO_OR ? x | y : x ^ y;
}

ouro_object *ouro__int_bitwise(ouro_runtime *rt, enum ouro_binary_op op, ouro_object *a, ouro_object *b)
{
    int64_t x, y;
    if (ouro__int_word(a, &x) && ouro__int_word(b, &y))
        return ouro__int_new(rt, (int64_t)apply(op, (uint64_t)x, (uint64_t)y));
    ouro__int_view u, v;
    ouro__view(a, &u);
    ouro__view(b, &v);
    size_t n = (u.count > v.count ? u.count : v.count) + 1; /* one limb of sign */
    ouro_big_int *r = ouro__big_alloc(rt, n);
    if (!r)
        return NULL;
    mp_limb_t u_carry = 1, v_carry = 1, *to = (mp_limb_t *)r->limbs;
    for (size_t i = 0; i < n; i++) {
        mp_limb_t p = complement_limb(&u, i, &u_carry), q = complement_limb(&v, i, &v_carry);
        to[i] = apply(op, p, q);
    }
    bool negative = to[n - 1] >> 63;
    if (negative)
        mpn_neg(to, to, (mp_size_t)n);
    return ouro__big_finish(rt, r, n, negative);
}

ouro_object *ouro__int_invert(ouro_runtime *rt, ouro_object *o)
{
    ouro_int minus_one = {{OURO_IMMORTAL, OURO_WORD(OURO_T_INT)}, -1};
    return ouro__int_bitwise(rt, OURO_XOR, o, &minus_one.head);
}
