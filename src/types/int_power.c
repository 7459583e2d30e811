/* Powers of ints, also modulo an int. */
#include "types/float.h"
#include "types/int_impl.h"

/* |a| ** e by squaring, from the top bit down, between two buffers. e >= 2, |a| >= 2. */
static ouro_object *power_limbs(ouro_runtime *rt, const ouro__int_view *a, uint64_t e, bool negative)
{
    size_t bits;
    if (__builtin_mul_overflow(ouro__view_bits(a), e, &bits) || bits >> 61)
        return ouro__no_memory(rt);
    size_t room = bits / 64 + a->count + 3, count = a->count;
    ouro_big_int *r = ouro__big_alloc(rt, room), *s = r ? ouro__big_alloc(rt, room) : NULL;
    if (!s || !ouro__gmp_enter(rt, 2 * room)) {
        if (r)
            ouro__leaf_drop(rt, r);
        if (s)
            ouro__leaf_drop(rt, s);
        return NULL;
    }
    memcpy(r->limbs, a->limbs, count * sizeof(mp_limb_t));
    for (int bit = 62 - __builtin_clzll(e); bit >= 0; bit--) {
        mpn_sqr((mp_limb_t *)s->limbs, (mp_limb_t *)r->limbs, (mp_size_t)count);
        count = 2 * count - (s->limbs[2 * count - 1] == 0);
        ouro_big_int *swap = r;
        r = s, s = swap;
        if (e >> bit & 1) {
            mpn_mul((mp_limb_t *)s->limbs, (mp_limb_t *)r->limbs, (mp_size_t)count, a->limbs,
                    (mp_size_t)a->count);
            count += a->count;
            count -= s->limbs[count - 1] == 0;
            swap = r;
            r = s, s = swap;
        }
    }
    ouro__gmp_leave(rt, 2 * room);
    ouro__leaf_drop(rt, s);
    return ouro__big_finish(rt, r, count, negative);
}

/* x ** e in words; false when it does not fit. */
static bool power_words(int64_t x, uint64_t e, int64_t *result)
{
    int64_t r = 1;
    for (;;) {
        if (e & 1 && __builtin_mul_overflow(r, x, &r))
            return false;
        if (!(e >>= 1))
            break;
        if (__builtin_mul_overflow(x, x, &x))
            return false;
    }
    *result = r;
    return true;
}

static ouro_object *power_plain(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    int64_t x = 0, e = 0;
    bool a_is_word = ouro__int_word(a, &x);
    if (!ouro__int_word(b, &e)) {
        if (!a_is_word || x < -1 || x > 1)
            return ouro__no_memory(rt);
        ouro__int_view v;
        ouro__view(b, &v);
        e = v.limbs[0] & 1 ? 1 : 2; /* of 0, 1 and -1 only the parity counts */
    }
    int64_t r;
    if (a_is_word && power_words(x, (uint64_t)e, &r))
        return ouro__int_new(rt, r);
    if (a_is_word && x > 0 && (x & (x - 1)) == 0) { /* a power of two: a shift */
        size_t shift;
        if (__builtin_mul_overflow((size_t)__builtin_ctzll((uint64_t)x), (size_t)e, &shift) || shift >> 61)
            return ouro__no_memory(rt);
        ouro_big_int *big = ouro__big_alloc(rt, shift / 64 + 1);
        if (!big)
            return NULL;
        memset(big->limbs, 0, (shift / 64 + 1) * sizeof(mp_limb_t));
        big->limbs[shift / 64] = (uint64_t)1 << shift % 64;
        return ouro__big_finish(rt, big, shift / 64 + 1, false);
    }
    ouro__int_view v;
    ouro__view(a, &v);
    if (e <= 1)
        return e ? ouro__int_exact(rt, a) : ouro__int_new(rt, 1);
    return power_limbs(rt, &v, (uint64_t)e, v.negative && (e & 1));
}

static uint64_t power_mod_words(uint64_t x, const ouro__int_view *e, uint64_t m)
{
    uint64_t r = 1 % m;
    for (size_t i = e->count * 64; i-- > 0;) {
        r = (uint64_t)((unsigned __int128)r * r % m);
        if (e->limbs[i / 64] >> i % 64 & 1)
            r = (uint64_t)((unsigned __int128)r * x % m);
    }
    return r;
}

/* What squaring modulo m needs: n limbs each of result and modulus. */
typedef struct modular {
    const mp_limb_t *m;
    mp_size_t n;
    mp_limb_t *product, *quotient;
} modular;

static void multiply_mod(const modular *w, mp_limb_t *r, const mp_limb_t *a, const mp_limb_t *b)
{
    if (a == b)
        mpn_sqr(w->product, a, w->n);
    else
        mpn_mul_n(w->product, a, b, w->n);
    mpn_tdiv_qr(w->quotient, r, 0, w->product, 2 * w->n, w->m, w->n);
}

/* x ** e mod m for 0 <= x < m, windows of four bits. x has m's number of limbs. */
static ouro_object *power_mod_limbs(ouro_runtime *rt, const mp_limb_t *x, const ouro__int_view *e,
                                    const ouro__int_view *m)
{
    size_t n = m->count;
    ouro_big_int *r = ouro__big_alloc(rt, n);
    mp_limb_t *scratch = r ? ouro__buffer_alloc(rt, (16 * n + 2 * n + n + 1) * sizeof *scratch) : NULL;
    if (!scratch || !ouro__gmp_enter(rt, 6 * n)) {
        if (r)
            ouro__leaf_drop(rt, r);
        ouro__buffer_free(rt, scratch);
        return NULL;
    }
    modular w = {m->limbs, (mp_size_t)n, scratch + 16 * n, scratch + 18 * n};
    memset(scratch, 0, n * sizeof *scratch);
    scratch[0] = 1;
    memcpy(scratch + n, x, n * sizeof *x);
    for (size_t i = 2; i < 16; i++)
        multiply_mod(&w, scratch + i * n, scratch + (i - 1) * n, x);
    mp_limb_t *result = (mp_limb_t *)r->limbs;
    memcpy(result, scratch, n * sizeof *result);
    for (size_t i = (ouro__view_bits(e) + 3) / 4; i-- > 0;) {
        for (int k = 0; k < 4; k++)
            multiply_mod(&w, result, result, result);
        size_t digit = e->limbs[i / 16] >> i % 16 * 4 & 15;
        if (digit)
            multiply_mod(&w, result, result, scratch + digit * n);
    }
    ouro__gmp_leave(rt, 6 * n);
    ouro__buffer_free(rt, scratch);
    return ouro__big_finish(rt, r, n, false);
}

/* The inverse of a modulo m > 0 (both borrowed), by Euclid's algorithm. */
static ouro_object *invert(ouro_runtime *rt, ouro_object *a, ouro_object *m)
{
    ouro_object *x = ouro__int_exact(rt, a), *y = ouro__int_exact(rt, m), *u = ouro__int_new(rt, 1),
                *v = ouro__int_new(rt, 0);
    ouro_object *result = NULL;
    while (x && y && u && v && ouro__int_sign(rt, y) != 0) { /* x = u * a, y = v * a (mod m) */
        ouro_object *q, *r;
        if (ouro__int_divmod(rt, x, y, &q, &r, "") < 0)
            goto done;
        ouro_object *product = ouro__int_binary(rt, OURO_MULTIPLY, q, v);
        ouro_object *next = product ? ouro__int_binary(rt, OURO_SUBTRACT, u, product) : NULL;
        ouro_decref(rt, q);
        ouro_xdecref(rt, product);
        ouro_decref(rt, x);
        ouro_decref(rt, u);
        x = y, y = r, u = v, v = next;
    }
    if (x && y && u && v) {
        int64_t gcd;
        if (ouro__int_word(x, &gcd) && gcd == 1)
            result = ouro__int_binary(rt, OURO_REMAINDER, u, m);
        else
            ouro__raise(rt, OURO_T_VALUE_ERROR, "base is not invertible for the given modulus");
    }
done:
    ouro_xdecref(rt, x);
    ouro_xdecref(rt, y);
    ouro_xdecref(rt, u);
    ouro_xdecref(rt, v);
    return result;
}

/* base ** exponent mod |m| in [0, |m|), for exponent >= 0 and base in [0, |m|). */
static ouro_object *power_mod_positive(ouro_runtime *rt, ouro_object *base, ouro_object *exponent,
                                       ouro_object *m)
{
    ouro__int_view x, e, w;
    ouro__view(base, &x);
    ouro__view(exponent, &e);
    ouro__view(m, &w);
    if (w.count == 1)
        return ouro__int_from_uint64(rt, power_mod_words(x.count ? x.limbs[0] : 0, &e, w.limbs[0]));
    mp_limb_t *padded = ouro__buffer_alloc(rt, w.count * sizeof *padded);
    if (!padded)
        return NULL;
    memset(padded, 0, w.count * sizeof *padded);
    memcpy(padded, x.limbs, x.count * sizeof *padded);
    ouro_object *r = power_mod_limbs(rt, padded, &e, &w);
    ouro__buffer_free(rt, padded);
    return r;
}

static ouro_object *power_mod(ouro_runtime *rt, ouro_object *a, ouro_object *b, ouro_object *modulus)
{
    int sign = ouro__int_sign(rt, modulus);
    if (sign == 0)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "pow() 3rd argument cannot be 0");
    ouro_object *m = sign < 0 ? ouro__int_negative(rt, modulus) : ouro__int_exact(rt, modulus);
    ouro_object *base = NULL, *exponent = NULL, *result = NULL;
    if (!m || ouro__int_divmod(rt, a, m, NULL, &base, "") < 0)
        goto done;
    if (ouro__int_sign(rt, b) < 0) {
        ouro_object *inverse = invert(rt, base, m);
        if (!inverse)
            goto done;
        ouro_decref(rt, base);
        base = inverse;
        exponent = ouro__int_negative(rt, b);
    } else {
        exponent = ouro__int_exact(rt, b);
    }
    if (exponent)
        result = power_mod_positive(rt, base, exponent, m);
    if (result && sign < 0 && ouro__int_sign(rt, result) != 0) {
        ouro_object *negative = ouro__int_binary(rt, OURO_ADD, result, modulus);
        ouro_decref(rt, result);
        result = negative;
    }
done:
    ouro_xdecref(rt, m);
    ouro_xdecref(rt, base);
    ouro_xdecref(rt, exponent);
    return result;
}

ouro_object *ouro__int_power(ouro_runtime *rt, ouro_object *a, ouro_object *b, ouro_object *modulus)
{
    if (modulus)
        return power_mod(rt, a, b, modulus);
    if (ouro__int_sign(rt, b) >= 0)
        return power_plain(rt, a, b);
    double x, y;
    if (ouro__int_as_double(rt, a, &x) < 0 || ouro__int_as_double(rt, b, &y) < 0)
        return NULL;
    return ouro__float_binary(rt, OURO_POWER, x, y);
}
