/* math: functions of ints of any size. */
#include "modules/math_functions.h"
#include "types/exception.h"
#include "types/int_impl.h"
#include "types/protocol.h"

/* ---- greatest common divisor ---- */

static uint64_t gcd_words(uint64_t a, uint64_t b)
{
    while (b) {
        uint64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

/* A copy of v without its factors of two, whose number goes to *twos: the limbs, owned. v is not 0. */
static mp_limb_t *odd_part(ouro_runtime *rt, const ouro__int_view *v, size_t *count, size_t *twos)
{
    mp_limb_t *limbs = ouro__buffer_alloc(rt, v->count * sizeof *limbs);
    if (!limbs)
        return NULL;
    size_t zeros = 0;
    while (!v->limbs[zeros])
        zeros++;
    unsigned shift = (unsigned)__builtin_ctzll(v->limbs[zeros]);
    *count = v->count - zeros;
    *twos = zeros * 64 + shift;
    if (shift)
        mpn_rshift(limbs, v->limbs + zeros, (mp_size_t)*count, shift);
    else
        mpn_copyi(limbs, v->limbs + zeros, (mp_size_t)*count);
    *count -= !limbs[*count - 1];
    return limbs;
}

/* count limbs shifted left by `twos` bits, as an int. */
static ouro_object *shifted(ouro_runtime *rt, const mp_limb_t *limbs, size_t count, size_t twos)
{
    size_t zeros = twos / 64, room = count + zeros + 1;
    ouro_big_int *b = ouro__big_alloc(rt, room);
    if (!b)
        return NULL;
    mp_limb_t *to = (mp_limb_t *)b->limbs;
    mpn_zero(to, (mp_size_t)room);
    if (twos % 64)
        to[room - 1] = mpn_lshift(to + zeros, limbs, (mp_size_t)count, twos % 64);
    else
        mpn_copyi(to + zeros, limbs, (mp_size_t)count);
    return ouro__big_finish(rt, b, room, false);
}

/* The gcd of two ints that are not 0; owned. */
static ouro_object *gcd_big(ouro_runtime *rt, const ouro__int_view *a, const ouro__int_view *b)
{
    size_t n, m, twos_a, twos_b;
    mp_limb_t *x = odd_part(rt, a, &n, &twos_a), *y = x ? odd_part(rt, b, &m, &twos_b) : NULL;
    mp_limb_t *r = y ? ouro__buffer_alloc(rt, (n < m ? n : m) * sizeof *r) : NULL;
    ouro_object *result = NULL;
    if (r && ouro__gmp_enter(rt, 4 * (n + m))) {
        if (n < m || (n == m && x[n - 1] < y[m - 1])) { /* the longer one comes first */
            mp_limb_t *swap = x;
            x = y;
            y = swap;
            size_t count = n;
            n = m;
            m = count;
        }
        size_t count = (size_t)mpn_gcd(r, x, (mp_size_t)n, y, (mp_size_t)m);
        ouro__gmp_leave(rt, 4 * (n + m));
        result = shifted(rt, r, count, twos_a < twos_b ? twos_a : twos_b);
    }
    ouro__buffer_free(rt, x);
    ouro__buffer_free(rt, y);
    ouro__buffer_free(rt, r);
    return result;
}

static ouro_object *absolute(ouro_runtime *rt, ouro_object *o)
{
    return ouro__int_sign(rt, o) < 0 ? ouro__int_negative(rt, o) : ouro__int_exact(rt, o);
}

/* Of any two ints; owned. */
static ouro_object *gcd_of(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    ouro__int_view x, y;
    ouro__view(a, &x);
    ouro__view(b, &y);
    if (!x.count || !y.count)
        return absolute(rt, x.count ? a : b);
    if (x.count == 1 && y.count == 1)
        return ouro__int_from_uint64(rt, gcd_words(x.limbs[0], y.limbs[0]));
    return gcd_big(rt, &x, &y);
}

static ouro_object *lcm_of(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    if (!ouro__int_sign(rt, a) || !ouro__int_sign(rt, b))
        return ouro__int_new(rt, 0);
    ouro_object *divisor = gcd_of(rt, a, b), *quotient = NULL, *product = NULL, *result = NULL;
    if (divisor)
        quotient = ouro__int_binary(rt, OURO_FLOOR_DIVIDE, a, divisor);
    if (quotient)
        product = ouro__int_binary(rt, OURO_MULTIPLY, quotient, b);
    if (product)
        result = absolute(rt, product);
    ouro_xdecref(rt, divisor);
    ouro_xdecref(rt, quotient);
    ouro_xdecref(rt, product);
    return result;
}

/* Folds the arguments. */
static ouro_object *fold(ouro_runtime *rt, ouro_object *const *args, size_t nargs, int64_t empty,
                         ouro_object *(*of)(ouro_runtime *rt, ouro_object *a, ouro_object *b))
{
    ouro_object *result = ouro__int_new(rt, empty);
    for (size_t i = 0; result && i < nargs; i++) {
        ouro_object *number = ouro__index(rt, args[i]), *next = number ? of(rt, result, number) : NULL;
        ouro_xdecref(rt, number);
        ouro_decref(rt, result);
        result = next;
    }
    return result;
}

OURO__MATH_FUNCTION(gcd)
{
    return fold(rt, args, nargs, 0, gcd_of);
}

OURO__MATH_FUNCTION(lcm)
{
    return fold(rt, args, nargs, 1, lcm_of);
}

/* ---- square root ---- */

OURO__MATH_FUNCTION(isqrt)
{
    ouro_object *number = ouro__index(rt, args[0]), *result = NULL;
    if (!number)
        return NULL;
    ouro__int_view v;
    ouro__view(number, &v);
    if (v.negative && v.count) {
        ouro__raise(rt, OURO_T_VALUE_ERROR, "isqrt() argument must be nonnegative");
    } else if (!v.count) {
        result = ouro__int_new(rt, 0);
    } else {
        ouro_big_int *root = ouro__big_alloc(rt, (v.count + 1) / 2);
        if (root && ouro__gmp_enter(rt, 2 * v.count)) {
            mpn_sqrtrem((mp_limb_t *)root->limbs, NULL, v.limbs, (mp_size_t)v.count);
            ouro__gmp_leave(rt, 2 * v.count);
            result = ouro__big_finish(rt, root, (v.count + 1) / 2, false);
        } else if (root) {
            ouro_decref(rt, &root->head);
        }
    }
    ouro_decref(rt, number);
    return result;
}

/* ---- products of ranges ---- */

static ouro_object *multiply_owned(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    ouro_object *product = a && b ? ouro__int_binary(rt, OURO_MULTIPLY, a, b) : NULL;
    ouro_xdecref(rt, a);
    ouro_xdecref(rt, b);
    return product;
}

/* first * (first + step) * ... of `count` factors below 2^63, halved until a product fits a word: factors stay of one size, and
 * the depth is the logarithm of the count. Signals are let in by the caller's checks of the bound alone. */
static ouro_object *range_product(ouro_runtime *rt, uint64_t first, uint64_t count)
{
    if (count <= 8) {
        ouro_object *product = ouro__int_new(rt, 1);
        uint64_t word = 1;
        for (uint64_t i = 0; product && i < count; i++) {
            uint64_t next;
            if (__builtin_mul_overflow(word, first + i, &next)) {
                product = multiply_owned(rt, product, ouro__int_from_uint64(rt, word));
                next = first + i;
            }
            word = next;
        }
        return product ? multiply_owned(rt, product, ouro__int_from_uint64(rt, word)) : NULL;
    }
    uint64_t half = count / 2;
    if (ouro__check_interrupt(rt) < 0)
        return NULL;
    ouro_object *low = range_product(rt, first, half);
    return low ? multiply_owned(rt, low, range_product(rt, first + half, count - half)) : NULL;
}

static ouro_object *factorial_of(ouro_runtime *rt, ouro_object *o)
{
    int64_t n;
    ouro_object *number = ouro__index(rt, o);
    if (!number)
        return NULL;
    bool fits = ouro__int_as_int64(rt, number, &n) == 0, negative = ouro__int_sign(rt, number) < 0;
    ouro_decref(rt, number);
    if (negative)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "factorial() not defined for negative values");
    if (!fits)
        return ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "factorial() argument should not exceed %lld",
                           (long long)INT64_MAX);
    return range_product(rt, 1, (uint64_t)n);
}

OURO__MATH_FUNCTION(factorial)
{
    return factorial_of(rt, args[0]);
}

/* n * (n - 1) * ... of k factors, n of any size: owned. Divided on the way by 1, 2, ..., k for a binomial coefficient. */
static ouro_object *falling_product(ouro_runtime *rt, ouro_object *n, int64_t k, bool divide)
{
    int64_t small;
    if (ouro__int_as_int64(rt, n, &small) == 0 && small >= k) {
        ouro_object *product = range_product(rt, (uint64_t)(small - k) + 1, (uint64_t)k);
        ouro_object *under = product && divide ? range_product(rt, 1, (uint64_t)k) : NULL, *result = product;
        if (divide && product) {
            result = under ? ouro__int_binary(rt, OURO_FLOOR_DIVIDE, product, under) : NULL;
            ouro_xdecref(rt, under);
            ouro_decref(rt, product);
        }
        return result;
    }
    ouro_object *product = ouro__int_new(rt, 1);
    for (int64_t i = 0; product && i < k; i++) {
        ouro_object *step = ouro__int_new(rt, i),
                    *factor = step ? ouro__int_binary(rt, OURO_SUBTRACT, n, step) : NULL;
        ouro_xdecref(rt, step);
        product = multiply_owned(rt, product, factor);
        if (product && divide) {
            ouro_object *divisor = ouro__int_new(rt, i + 1);
            ouro_object *next = divisor ? ouro__int_binary(rt, OURO_FLOOR_DIVIDE, product, divisor) : NULL;
            ouro_xdecref(rt, divisor);
            ouro_decref(rt, product);
            product = next;
        }
        if (product && ouro__check_interrupt(rt) < 0) {
            ouro_decref(rt, product);
            product = NULL;
        }
    }
    return product;
}

/* perm and comb of ints. */
static ouro_object *choose(ouro_runtime *rt, ouro_object *n, ouro_object *k, bool divide)
{
    if (ouro__int_sign(rt, n) < 0)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "n must be a non-negative integer");
    if (ouro__int_sign(rt, k) < 0)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "k must be a non-negative integer");
    if (ouro__int_compare(rt, n, k) < 0)
        return ouro__int_new(rt, 0);
    ouro_object *rest = divide ? ouro__int_binary(rt, OURO_SUBTRACT, n, k) : NULL;
    if (divide && !rest)
        return NULL;
    int64_t count;
    ouro_object *fewer = rest && ouro__int_compare(rt, rest, k) < 0 ? rest : k;
    bool fits = ouro__int_as_int64(rt, fewer, &count) == 0;
    ouro_xdecref(rt, rest);
    if (!fits)
        return ouro__raise(rt, OURO_T_OVERFLOW_ERROR,
                           divide ? "min(n - k, k) must not exceed %lld" : "k must not exceed %lld",
                           (long long)INT64_MAX);
    return falling_product(rt, n, count, divide);
}

static ouro_object *choose_arguments(ouro_runtime *rt, ouro_object *const *args, bool divide)
{
    ouro_object *n = ouro__index(rt, args[0]), *k = n ? ouro__index(rt, args[1]) : NULL;
    ouro_object *result = k ? choose(rt, n, k, divide) : NULL;
    ouro_xdecref(rt, n);
    ouro_xdecref(rt, k);
    return result;
}

OURO__MATH_FUNCTION(perm)
{
    if (nargs < 2 || args[1] == OURO_NONE(rt))
        return factorial_of(rt, args[0]);
    return choose_arguments(rt, args, false);
}

OURO__MATH_FUNCTION(comb)
{
    return choose_arguments(rt, args, true);
}
