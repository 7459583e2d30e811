/* Sums, products, quotients and powers of ints: words where they suffice, GMP limbs else. */
#include "types/int_impl.h"

#include <math.h>

#include "types/float.h"
#include "types/tuple.h"

static ouro_object *add_magnitudes(ouro_runtime *rt, const ouro__int_view *a, const ouro__int_view *b,
                                   bool negative)
{
    if (a->count < b->count) {
        const ouro__int_view *swap = a;
        a = b, b = swap;
    }
    ouro_big_int *r = ouro__big_alloc(rt, a->count + 1);
    if (!r)
        return NULL;
    mp_limb_t *limbs = (mp_limb_t *)r->limbs;
    limbs[a->count] = mpn_add(limbs, a->limbs, (mp_size_t)a->count, b->limbs, (mp_size_t)b->count);
    return ouro__big_finish(rt, r, a->count + 1, negative);
}

/* |a| - |b|, negated when `negative`. */
static ouro_object *subtract_magnitudes(ouro_runtime *rt, const ouro__int_view *a, const ouro__int_view *b,
                                        bool negative)
{
    int order = a->count != b->count ? (a->count < b->count ? -1 : 1)
                                     : mpn_cmp(a->limbs, b->limbs, (mp_size_t)a->count);
    if (order == 0)
        return ouro__int_new(rt, 0);
    if (order < 0) {
        const ouro__int_view *swap = a;
        a = b, b = swap;
        negative = !negative;
    }
    ouro_big_int *r = ouro__big_alloc(rt, a->count);
    if (!r)
        return NULL;
    mpn_sub((mp_limb_t *)r->limbs, a->limbs, (mp_size_t)a->count, b->limbs, (mp_size_t)b->count);
    return ouro__big_finish(rt, r, a->count, negative);
}

static ouro_object *add(ouro_runtime *rt, ouro_object *a, ouro_object *b, bool subtract)
{
    int64_t x, y, z;
    if (ouro__int_word(a, &x) && ouro__int_word(b, &y) &&
        !(subtract ? __builtin_sub_overflow(x, y, &z) : __builtin_add_overflow(x, y, &z)))
        return ouro__int_new(rt, z);
    ouro__int_view u, v;
    ouro__view(a, &u);
    ouro__view(b, &v);
    bool v_negative = v.negative != subtract;
    if (u.negative == v_negative)
        return add_magnitudes(rt, &u, &v, u.negative);
    return subtract_magnitudes(rt, &u, &v, u.negative);
}

/* r (of a's and b's count together) = a * b; neither is empty. false with MemoryError set. */
static bool multiply_limbs(ouro_runtime *rt, mp_limb_t *r, const mp_limb_t *a, size_t a_count,
                           const mp_limb_t *b, size_t b_count)
{
    if (a_count < b_count) {
        const mp_limb_t *swap = a;
        size_t swap_count = a_count;
        a = b, b = swap;
        a_count = b_count, b_count = swap_count;
    }
    if (!ouro__gmp_enter(rt, 2 * (a_count + b_count)))
        return false;
    if (a == b && a_count == b_count)
        mpn_sqr(r, a, (mp_size_t)a_count);
    else
        mpn_mul(r, a, (mp_size_t)a_count, b, (mp_size_t)b_count);
    ouro__gmp_leave(rt, 2 * (a_count + b_count));
    return true;
}

static ouro_object *multiply(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    int64_t x, y, z;
    if (ouro__int_word(a, &x) && ouro__int_word(b, &y) && !__builtin_mul_overflow(x, y, &z))
        return ouro__int_new(rt, z);
    ouro__int_view u, v;
    ouro__view(a, &u);
    ouro__view(b, &v);
    if (u.count == 0 || v.count == 0)
        return ouro__int_new(rt, 0);
    ouro_big_int *r = ouro__big_alloc(rt, u.count + v.count);
    if (!r)
        return NULL;
    if (!multiply_limbs(rt, (mp_limb_t *)r->limbs, u.limbs, u.count, v.limbs, v.count)) {
        ouro__leaf_drop(rt, r);
        return NULL;
    }
    return ouro__big_finish(rt, r, u.count + v.count, u.negative != v.negative);
}

static int divmod_words(ouro_runtime *rt, int64_t x, int64_t y, ouro_object **quotient,
                        ouro_object **remainder)
{
    int64_t q = x / y, r = x % y;
    if (r != 0 && (r < 0) != (y < 0)) {
        r += y;
        q--;
    }
    if (quotient && !(*quotient = ouro__int_new(rt, q)))
        return -1;
    if (remainder && !(*remainder = ouro__int_new(rt, r))) {
        if (quotient)
            ouro_decref(rt, *quotient);
        return -1;
    }
    return 0;
}

/* Truncating division of magnitudes (a at least as long as b, b not empty), then made floor division. */
static int divmod_limbs(ouro_runtime *rt, const ouro__int_view *a, const ouro__int_view *b,
                        ouro_object **quotient, ouro_object **remainder)
{
    size_t q_count = a->count - b->count + 1;
    ouro_big_int *q = ouro__big_alloc(rt, q_count + 1), *r = q ? ouro__big_alloc(rt, b->count) : NULL;
    if (!r || !ouro__gmp_enter(rt, 2 * a->count)) {
        if (q)
            ouro__leaf_drop(rt, q);
        if (r)
            ouro__leaf_drop(rt, r);
        return -1;
    }
    mp_limb_t *ql = (mp_limb_t *)q->limbs, *rl = (mp_limb_t *)r->limbs;
    mpn_tdiv_qr(ql, rl, 0, a->limbs, (mp_size_t)a->count, b->limbs, (mp_size_t)b->count);
    ouro__gmp_leave(rt, 2 * a->count);
    ql[q_count] = 0;
    if (a->negative != b->negative && !mpn_zero_p(rl, (mp_size_t)b->count)) {
        mpn_add_1(ql, ql, (mp_size_t)q_count + 1, 1);
        mpn_sub_n(rl, b->limbs, rl, (mp_size_t)b->count);
    }
    ouro_object *q_result = NULL;
    if (!quotient)
        ouro__leaf_drop(rt, q);
    else if (!(q_result = ouro__big_finish(rt, q, q_count + 1, a->negative != b->negative))) {
        ouro__leaf_drop(rt, r);
        return -1;
    }
    if (!remainder)
        ouro__leaf_drop(rt, r);
    else if (!(*remainder = ouro__big_finish(rt, r, b->count, b->negative))) {
        ouro_xdecref(rt, q_result);
        return -1;
    }
    if (quotient)
        *quotient = q_result;
    return 0;
}

int ouro__int_divmod(ouro_runtime *rt, ouro_object *a, ouro_object *b, ouro_object **quotient,
                     ouro_object **remainder, const char *zero_message)
{
    int64_t x, y;
    if (ouro__int_word(b, &y)) {
        if (y == 0) {
            ouro__raise(rt, OURO_T_ZERO_DIVISION_ERROR, "%s", zero_message);
            return -1;
        }
        if (ouro__int_word(a, &x) && !(x == INT64_MIN && y == -1))
            return divmod_words(rt, x, y, quotient, remainder);
    }
    ouro__int_view u, v;
    ouro__view(a, &u);
    ouro__view(b, &v);
    if (u.count >= v.count)
        return divmod_limbs(rt, &u, &v, quotient, remainder);
    /* |a| < |b| */
    bool adjust = u.count && u.negative != v.negative;
    if (remainder && !(*remainder = adjust ? add(rt, a, b, false) : ouro__int_exact(rt, a)))
        return -1;
    if (quotient)
        *quotient = ouro__int_new(rt, adjust ? -1 : 0); /* a small int: never fails */
    return 0;
}

/* floor(|a| * 2^-shift / |b|) as a word of at most 57 bits, the lowest bit also set when something was cut off.
 * UINT64_MAX with MemoryError set. */
static uint64_t scaled_quotient(ouro_runtime *rt, const ouro__int_view *a, const ouro__int_view *b,
                                int64_t shift)
{
    size_t grow = shift < 0 ? (size_t)-shift : 0, cut = shift > 0 ? (size_t)shift : 0;
    size_t n = a->count - cut / 64 + grow / 64 + 1,
           total = n + (n >= b->count ? n - b->count + 1 : 1) + b->count;
    mp_limb_t *buffer = ouro__buffer_alloc(rt, total * sizeof *buffer);
    if (!buffer)
        return UINT64_MAX;
    mp_limb_t *x = buffer;
    bool inexact = false;
    memset(x, 0, n * sizeof *x);
    if (cut) {
        const mp_limb_t *from = a->limbs + cut / 64;
        size_t count = a->count - cut / 64;
        inexact = cut / 64 && !mpn_zero_p(a->limbs, (mp_size_t)(cut / 64));
        if (cut % 64)
            inexact |= mpn_rshift(x, from, (mp_size_t)count, cut % 64) != 0;
        else
            memcpy(x, from, count * sizeof *x);
    } else if (grow % 64) {
        x[n - 1] = mpn_lshift(x + grow / 64, a->limbs, (mp_size_t)a->count, grow % 64);
    } else {
        memcpy(x + grow / 64, a->limbs, a->count * sizeof *x);
    }
    while (n && x[n - 1] == 0)
        n--;
    uint64_t quotient = 0;
    if (n < b->count) {
        inexact |= n > 0;
    } else if (!ouro__gmp_enter(rt, 2 * n)) {
        quotient = UINT64_MAX;
    } else {
        mp_limb_t *q = buffer + n, *r = q + (n - b->count + 1);
        mpn_tdiv_qr(q, r, 0, x, (mp_size_t)n, b->limbs, (mp_size_t)b->count);
        ouro__gmp_leave(rt, 2 * n);
        inexact |= !mpn_zero_p(r, (mp_size_t)b->count);
        quotient = q[0];
    }
    ouro__buffer_free(rt, buffer);
    return quotient == UINT64_MAX ? quotient : quotient | inexact;
}

ouro_object *ouro__int_true_divide(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    const int64_t exact = (int64_t)1 << 53;
    int64_t x, y;
    if (ouro__int_word(a, &x) && ouro__int_word(b, &y) && y != 0 && -exact <= x && x <= exact &&
        -exact <= y && y <= exact)
        return ouro__float_new(rt, (double)x / (double)y);
    ouro__int_view u, v;
    ouro__view(a, &u);
    ouro__view(b, &v);
    if (v.count == 0)
        return ouro__raise(rt, OURO_T_ZERO_DIVISION_ERROR, "division by zero");
    bool negative = u.negative != v.negative;
    if (u.count == 0)
        return ouro__float_new(rt, negative ? -0.0 : 0.0);
    int64_t difference = (int64_t)ouro__view_bits(&u) - (int64_t)ouro__view_bits(&v);
    if (difference > 1024)
        goto overflow;
    if (difference < -1080)
        return ouro__float_new(rt, negative ? -0.0 : 0.0);
    /* A quotient with at least two bits more than the result will have, so that it is rounded once, half to even. */
    int64_t shift = (difference > -1021 ? difference : -1021) - 55;
    uint64_t q = scaled_quotient(rt, &u, &v, shift);
    if (q == UINT64_MAX)
        return NULL;
    int64_t bits = q ? 64 - __builtin_clzll(q) : 0,
            extra = (bits > -1021 - shift ? bits : -1021 - shift) - 53;
    uint64_t half = (uint64_t)1 << (extra - 1);
    if ((q & half) && (q & (3 * half - 1)))
        q += half;
    q &= ~(2 * half - 1);
    double value = ldexp((double)q, (int)shift);
    if (isinf(value))
        goto overflow;
    return ouro__float_new(rt, negative ? -value : value);
overflow:
    return ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "integer division result too large for a float");
}

ouro_object *ouro__int_negative(ouro_runtime *rt, ouro_object *o)
{
    ouro__int_view v;
    ouro__view(o, &v);
    return ouro__int_from_limbs(rt, v.limbs, v.count, !v.negative);
}

ouro_object *ouro__int_binary(ouro_runtime *rt, enum ouro_binary_op op, ouro_object *a, ouro_object *b)
{
    ouro_object *q, *r;
    switch (op) {
    case OURO_ADD:
        return add(rt, a, b, false);
    case OURO_SUBTRACT:
        return add(rt, a, b, true);
    case OURO_MULTIPLY:
        return multiply(rt, a, b);
    case OURO_TRUE_DIVIDE:
        return ouro__int_true_divide(rt, a, b);
    case OURO_FLOOR_DIVIDE:
        return ouro__int_divmod(rt, a, b, &q, NULL, "integer division or modulo by zero") < 0 ? NULL : q;
    case OURO_REMAINDER:
        return ouro__int_divmod(rt, a, b, NULL, &r, "integer modulo by zero") < 0 ? NULL : r;
    case OURO_POWER:
        return ouro__int_power(rt, a, b, NULL);
    case OURO_LSHIFT:
    case OURO_RSHIFT:
        return ouro__int_shift(rt, a, b, op == OURO_LSHIFT);
    case OURO_AND:
    case OURO_OR:
    case OURO_XOR:
        return ouro__int_bitwise(rt, op, a, b);
    case OURO_DIVMOD: {
        if (ouro__int_divmod(rt, a, b, &q, &r, "integer division or modulo by zero") < 0)
            return NULL;
        ouro_object *pair[2] = {q, r};
        return ouro__tuple_from_owned(rt, pair, 2);
    }
    default:
        return ouro__not_implemented(rt);
    }
}
