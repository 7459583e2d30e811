/* Arithmetic, hashing and comparison of floats. */
#include <errno.h>
#include <math.h>
#include <string.h>

#include "types/complex.h"
#include "types/float_impl.h"
#include "types/int.h"
#include "types/str.h"
#include "types/tuple.h"

static void *raise_range(ouro_runtime *rt)
{
    ouro_object *number = ouro__int_new(rt, ERANGE), *text = ouro__str_from_cstring(rt, strerror(ERANGE));
    ouro_object *args = number && text ? ouro__tuple_of(rt, 2, number, text) : NULL;
    ouro_xdecref(rt, number);
    ouro_xdecref(rt, text);
    ouro_object *e = args ? ouro__exception_new(rt, ouro__class_at(rt, OURO_T_OVERFLOW_ERROR), args) : NULL;
    ouro_xdecref(rt, args);
    return e ? ouro__raise_instance(rt, e) : NULL;
}

static ouro_object *power(ouro_runtime *rt, double a, double b)
{
    if (isfinite(b)) {
        if (a == 0 && b < 0)
            return ouro__raise(rt, OURO_T_ZERO_DIVISION_ERROR, "0.0 cannot be raised to a negative power");
        if (isfinite(a) && a < 0 && b != floor(b))
            return ouro__complex_power(rt, a, 0, b, 0);
    }
    double r = pow(a, b);
    if (isinf(r) && isfinite(a) && isfinite(b))
        return raise_range(rt);
    return ouro__float_new(rt, r);
}

/* The floor of a / b and the remainder with b's sign; b is not zero. */
static void floor_divide(double a, double b, double *quotient, double *remainder)
{
    double r = fmod(a, b), q = (a - r) / b;
    if (r != 0) {
        if ((b < 0) != (r < 0)) {
            r += b;
            q -= 1;
        }
    } else {
        r = copysign(0, b);
    }
    if (q != 0) {
        *quotient = floor(q);
        if (q - *quotient > 0.5)
            *quotient += 1;
    } else {
        *quotient = copysign(0, a / b);
    }
    *remainder = r;
}

ouro_object *ouro__float_binary(ouro_runtime *rt, enum ouro_binary_op op, double a, double b)
{
    double q, r;
    switch (op) {
    case OURO_ADD:
        return ouro__float_new(rt, a + b);
    case OURO_SUBTRACT:
        return ouro__float_new(rt, a - b);
    case OURO_MULTIPLY:
        return ouro__float_new(rt, a * b);
    case OURO_TRUE_DIVIDE:
        if (b == 0)
            return ouro__raise(rt, OURO_T_ZERO_DIVISION_ERROR, "float division by zero");
        return ouro__float_new(rt, a / b);
    case OURO_FLOOR_DIVIDE:
        if (b == 0)
            return ouro__raise(rt, OURO_T_ZERO_DIVISION_ERROR, "float floor division by zero");
        floor_divide(a, b, &q, &r);
        return ouro__float_new(rt, q);
    case OURO_REMAINDER:
        if (b == 0)
            return ouro__raise(rt, OURO_T_ZERO_DIVISION_ERROR, "float modulo");
        floor_divide(a, b, &q, &r);
        return ouro__float_new(rt, r);
    case OURO_DIVMOD: {
        if (b == 0)
            return ouro__raise(rt, OURO_T_ZERO_DIVISION_ERROR, "float divmod()");
        floor_divide(a, b, &q, &r);
        ouro_object *pair[2] = {ouro__float_new(rt, q), NULL};
        if (!pair[0])
            return NULL;
        pair[1] = ouro__float_new(rt, r);
        if (!pair[1]) {
            ouro_decref(rt, pair[0]);
            return NULL;
        }
        return ouro__tuple_from_owned(rt, pair, 2);
    }
    case OURO_POWER:
        return power(rt, a, b);
    default:
        return ouro__not_implemented(rt);
    }
}

int64_t ouro__hash_double(double value, ouro_object *o)
{
    const uint64_t prime = ((uint64_t)1 << 61) - 1;
    if (!isfinite(value)) {
        if (isinf(value))
            return value > 0 ? 314159 : -314159;
        int64_t address = (int64_t)((uintptr_t)o >> 4 | (uintptr_t)o << 60);
        return address == -1 ? -2 : address;
    }
    int exponent;
    uint64_t mantissa =
        (uint64_t)ldexp(frexp(fabs(value), &exponent), 53);       /* value = mantissa * 2^(exponent - 53) */
    unsigned turn = (unsigned)(((exponent - 53) % 61 + 61) % 61); /* 2^61 = 1 modulo the prime */
    uint64_t h = mantissa;
    h = (h << turn & prime) | h >> (61 - turn);
    if (h >= prime)
        h -= prime;
    int64_t hash = value < 0 ? -(int64_t)h : (int64_t)h;
    return hash == -1 ? -2 : hash;
}

int ouro__float_compare_int(ouro_runtime *rt, double x, ouro_object *i)
{
    if (isnan(x))
        return 2;
    int64_t word;
    bool fits = ouro__int_as_int64(rt, i, &word) == 0;
    if (isinf(x))
        return x > 0 ? 1 : -1;
    if (fits && fabs(x) < 0x1p63) {
        int64_t whole = (int64_t)x;
        double rest = x - (double)whole;
        return whole != word ? (whole < word ? -1 : 1) : rest < 0 ? -1 : rest > 0;
    }
    if (fits)
        return x > 0 ? 1 : -1;
    if (fabs(x) < 0x1p63)
        return word > 0 ? -1 : 1; /* clamped: the sign of i */
    ouro_object *whole = ouro__int_from_double(rt, x);
    if (!whole)
        return -2;
    int order = ouro__int_compare(rt, whole, i);
    ouro_decref(rt, whole);
    return order;
}
