/* The type float. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "types/bytes_impl.h"
#include "types/float_impl.h"
#include "types/format.h"
#include "types/int_impl.h"
#include "types/int_type.h"
#include "types/method.h"
#include "types/protocol.h"
#include "types/str_impl.h"
#include "types/tuple.h"
#include "types/types.h"

extern OURO_BUILTIN_TYPE(float);

static double value_of(const ouro_object *o)
{
    return ((const ouro_float *)o)->value;
}

/* What __float__ gave must be a float. Takes it over. */
static int take_float(ouro_runtime *rt, ouro_object *source, ouro_object *o, double *out)
{
    if (!o)
        return -1;
    int status = -1;
    if (ouro__float_is_exact(o)) {
        *out = value_of(o);
        status = 0;
    } else if (ouro__is_float(rt, o)) {
        *out = value_of(o);
        status = ouro__warn_strict_subclass(rt, source, "__float__", "float", o);
    } else {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "%T.__float__ returned non-float (type %T)", source, o);
    }
    ouro_decref(rt, o);
    return status;
}

/* 0, -1 with an exception, 1 when o is no number. */
static int number_as_double(ouro_runtime *rt, ouro_object *o, double *out)
{
    if (ouro__is_float(rt, o)) {
        const ouro_number_slots *number = ouro__type_of(rt, o)->number;
        if (!ouro__float_is_exact(o) && number && number->to_float != ouro__builtin_float.slots.number->to_float)
            return take_float(rt, o, number->to_float(rt, o), out);
        *out = value_of(o);
        return 0;
    }
    if (ouro__int_is_word(o)) {
        *out = (double)((ouro_int *)o)->value;
        return 0;
    }
    const ouro_number_slots *number = ouro__type_of(rt, o)->number;
    if (number && number->to_float)
        return take_float(rt, o, number->to_float(rt, o), out);
    if (number && number->index) {
        ouro_object *i = ouro__index(rt, o);
        if (!i)
            return -1;
        int status = ouro__int_as_double(rt, i, out);
        ouro_decref(rt, i);
        return status;
    }
    return 1;
}

int ouro__as_double(ouro_runtime *rt, ouro_object *o, double *out)
{
    int status = number_as_double(rt, o, out);
    if (status > 0) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "must be real number, not %T", o);
        status = -1;
    }
    return status;
}

/* Bytes are blank where ASCII is: what only str takes for a blank, and all past ASCII, belongs to no number. */
static bool may_be_number(const uint8_t *data, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (data[i] >= 0x80 || (data[i] >= 0x1c && data[i] <= 0x1f))
            return false;
    }
    return true;
}

int ouro__float_from_object(ouro_runtime *rt, ouro_object *o, double *out)
{
    int status = ouro__is_exactly(o, OURO_T_STR) ? 1 : number_as_double(rt, o, out);
    if (status <= 0)
        return status;
    if (ouro__is_str(rt, o)) {
        status = ouro__float_parse(rt, ouro__str_data(o), ouro__str_kind(o), ouro__str_length(o), out);
    } else if (ouro__is_bytes_like(rt, o)) {
        ouro__byte_loan loan;
        if (!ouro__bytes_borrow(rt, o, &loan))
            return -1;
        status = may_be_number(loan.data, loan.length) ? ouro__float_parse(rt, loan.data, 0, loan.length, out) : 1;
        ouro__bytes_return(rt, &loan);
    } else {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "float() argument must be a string or a real number, not '%T'", o);
        return -1;
    }
    if (status > 0)
        ouro__raise(rt, OURO_T_VALUE_ERROR, "could not convert string to float: %R", o);
    return status ? -1 : 0;
}

static ouro_object *make(ouro_runtime *rt, ouro_object *cls, double value)
{
    if (ouro__is_builtin_class(cls, OURO_T_FLOAT))
        return ouro__float_new(rt, value);
    ouro_float *o = ouro__subclass_instance(rt, cls, sizeof *o);
    if (o)
        o->value = value;
    return (ouro_object *)o;
}

static ouro_object *float_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                              ouro_object *kwnames)
{
    double value = 0;
    bool takes_keywords = ((ouro_class *)cls)->type->init != ouro__type_at(rt, OURO_WORD(OURO_T_FLOAT))->init;
    if (ouro__check_arity(rt, "float", nargs, takes_keywords ? NULL : kwnames, 0, 1) < 0)
        return NULL;
    if (nargs && ouro__float_is_exact(args[0]) && ouro__is_builtin_class(cls, OURO_T_FLOAT))
        return ouro__same(args[0]);
    if (nargs && ouro__float_from_object(rt, args[0], &value) < 0)
        return NULL;
    return make(rt, cls, value);
}

/* Both operands as doubles: 1, 0 when one is neither float nor int, -1. */
static int operands(ouro_runtime *rt, ouro_object *a, ouro_object *b, double out[2])
{
    ouro_object *both[2] = {a, b};
    for (int i = 0; i < 2; i++) {
        if (ouro__is_float(rt, both[i]))
            out[i] = value_of(both[i]);
        else if (!ouro__is_int(rt, both[i]))
            return 0;
        else if (ouro__int_as_double(rt, both[i], &out[i]) < 0)
            return -1;
    }
    return 1;
}

static ouro_object *binary(ouro_runtime *rt, enum ouro_binary_op op, ouro_object *a, ouro_object *b)
{
    double x[2];
    int status = operands(rt, a, b, x);
    return status < 0 ? NULL : status ? ouro__float_binary(rt, op, x[0], x[1]) : ouro__not_implemented(rt);
}

#define SLOT(name, op)                                                                                               \
    static ouro_object *name(ouro_runtime *rt, ouro_object *a, ouro_object *b)                                       \
    {                                                                                                                \
        return binary(rt, op, a, b);                                                                                 \
    }
SLOT(float_add, OURO_ADD)
SLOT(float_subtract, OURO_SUBTRACT)
SLOT(float_multiply, OURO_MULTIPLY)
SLOT(float_true_divide, OURO_TRUE_DIVIDE)
SLOT(float_floor_divide, OURO_FLOOR_DIVIDE)
SLOT(float_remainder, OURO_REMAINDER)
SLOT(float_power, OURO_POWER)
SLOT(float_divmod, OURO_DIVMOD)

static ouro_object *float_power3(ouro_runtime *rt, ouro_object *a, ouro_object *b, ouro_object *modulus)
{
    if (modulus && modulus != OURO_NONE(rt))
        return ouro__raise(rt, OURO_T_TYPE_ERROR,
                           "pow() 3rd argument not allowed unless all arguments are integers");
    return binary(rt, OURO_POWER, a, b);
}

static ouro_object *float_negative(ouro_runtime *rt, ouro_object *o)
{
    return ouro__float_new(rt, -value_of(o));
}

static ouro_object *float_exact(ouro_runtime *rt, ouro_object *o)
{
    return ouro__float_is_exact(o) ? ouro__same(o) : ouro__float_new(rt, value_of(o));
}

static ouro_object *float_absolute(ouro_runtime *rt, ouro_object *o)
{
    return ouro__float_new(rt, fabs(value_of(o)));
}

static ouro_object *float_to_int(ouro_runtime *rt, ouro_object *o)
{
    return ouro__int_from_double(rt, value_of(o));
}

static int float_truth(ouro_runtime *rt, ouro_object *o)
{
    (void)rt;
    return value_of(o) != 0;
}

static int64_t float_hash(ouro_runtime *rt, ouro_object *o)
{
    (void)rt;
    return ouro__hash_double(value_of(o), o);
}

static ouro_object *float_repr(ouro_runtime *rt, ouro_object *o)
{
    char text[OURO_FLOAT_REPR_MAX];
    int length = ouro__float_repr(value_of(o), text);
    return ouro__str_from_ascii(rt, text, (size_t)length);
}

static ouro_object *float_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b, int op)
{
    double x = value_of(a);
    int order;
    if (ouro__is_float(rt, b)) {
        double y = value_of(b);
        order = isnan(x) || isnan(y) ? 2 : x < y ? -1 : x > y;
    } else if (ouro__is_int(rt, b)) {
        order = ouro__float_compare_int(rt, x, b);
        if (order == -2)
            return NULL;
    } else {
        return ouro__not_implemented(rt);
    }
    if (order == 2)
        return ouro__bool(rt, op == OURO_NE);
    return ouro__bool(rt, ouro__order_holds(order, op));
}

OURO_C_FUNCTION(method_exact)
{
    return float_exact(rt, self);
}

OURO_C_FUNCTION(method_trunc)
{
    return float_to_int(rt, self);
}

OURO_C_FUNCTION(method_floor)
{
    return ouro__int_from_double(rt, floor(value_of(self)));
}

OURO_C_FUNCTION(method_ceil)
{
    return ouro__int_from_double(rt, ceil(value_of(self)));
}

OURO_C_FUNCTION(method_is_integer)
{
    double x = value_of(self);
    return ouro__bool(rt, isfinite(x) && x == floor(x));
}

OURO_C_FUNCTION(method_getnewargs)
{
    ouro_object *value = ouro__float_new(rt, value_of(self));
    return value ? ouro__tuple_from_owned(rt, &value, 1) : NULL;
}

OURO_C_FUNCTION(method_as_integer_ratio)
{
    double x = value_of(self);
    if (isinf(x))
        return ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "cannot convert Infinity to integer ratio");
    if (isnan(x))
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "cannot convert NaN to integer ratio");
    int exponent;
    double fraction = frexp(x, &exponent);
    while (fraction != floor(fraction)) {
        fraction *= 2;
        exponent--;
    }
    ouro_object *pair[2] = {ouro__int_new(rt, (int64_t)fraction), ouro__int_new(rt, 1)};
    ouro_object *shift = ouro__int_new(rt, exponent < 0 ? -exponent : exponent);
    if (pair[0] && pair[1] && shift) {
        ouro_object **side = &pair[exponent < 0], *shifted = ouro__int_shift(rt, *side, shift, true);
        ouro_decref(rt, *side);
        *side = shifted;
    }
    bool ok = pair[0] && pair[1] && shift;
    ouro_xdecref(rt, shift);
    if (ok)
        return ouro__tuple_from_owned(rt, pair, 2);
    ouro_xdecref(rt, pair[0]);
    ouro_xdecref(rt, pair[1]);
    return NULL;
}

/* |x| >= 1 rounded, half to even, to a multiple of 10^place, where its first digit stands at 10^place or below. */
static double round_to_first(double x, int first, int place)
{
    char text[400]; /* all digits of a double of at least 1 */
    if (first < place - 1)
        return 0;
    int length = snprintf(text, sizeof text, "%.340e", fabs(x));
    bool more = text[0] > '5';
    if (text[0] == '5')
        for (int i = 1; i < length && text[i] != 'e' && !more; i++)
            more = text[i] >= '1' && text[i] <= '9';
    if (!more)
        return 0;
    snprintf(text, sizeof text, "1e%d", place);
    return strtod(text, NULL);
}

static ouro_object *round_to_digits(ouro_runtime *rt, double x, int64_t digits)
{
    if (!isfinite(x) || x == 0 || digits > 323)
        return ouro__float_new(rt, x);
    if (digits < -308)
        return ouro__float_new(rt, 0 * x);
    double rounded = 0;
    int first = (int)floor(log10(fabs(x))), place = (int)-digits;
    if (digits <= 0 && fabs(x) < 1) {
        rounded = digits == 0 && fabs(x) > 0.5 ? 1 : 0;
    } else {
        if (digits < 0) { /* log10 may be off by one: look */
            char text[32];
            snprintf(text, sizeof text, "%.17e", fabs(x));
            first = atoi(strchr(text, 'e') + 1);
        }
        if (digits < 0 && first < place) {
            rounded = round_to_first(x, first, place);
        } else {
            size_t length;
            char *text = digits >= 0 ? ouro__float_to_text(rt, x, 'f', (int)digits, false, &length)
                                     : ouro__float_to_text(rt, x, 'e', first - place, false, &length);
            if (!text)
                return NULL;
            int status = ouro__float_parse(rt, text, 0, length, &rounded);
            ouro__buffer_free(rt, text);
            if (status < 0)
                return NULL;
        }
    }
    if (isinf(rounded))
        return ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "rounded value too large to represent");
    return ouro__float_new(rt, copysign(rounded, x));
}

OURO_C_FUNCTION(method_round)
{
    double x = value_of(self);
    if (nargs == 0 || args[0] == OURO_NONE(rt)) {
        double rounded = round(x);
        if (fabs(x - rounded) == 0.5)
            rounded = 2.0 * round(x / 2.0);
        return ouro__int_from_double(rt, rounded);
    }
    int64_t digits;
    if (ouro__index_int64(rt, args[0], true, &digits) < 0)
        return NULL;
    return round_to_digits(rt, x, digits);
}

OURO_C_FUNCTION(method_format)
{
    if (!ouro__is_str(rt, args[0]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "__format__() argument must be str, not %V", args[0]);
    return ouro__format_float(rt, self, args[0]);
}

OURO_C_FUNCTION(method_hex)
{
    double x = value_of(self);
    if (!isfinite(x))
        return float_repr(rt, self);
    const char *sign = signbit(x) ? "-" : "";
    if (x == 0)
        return ouro__str_format(rt, "%s0x0.0p+0", sign);
    int exponent;
    double fraction = frexp(fabs(x), &exponent);
    int shift = exponent < -1021 ? -1021 - exponent : 0; /* subnormal: leading zeros */
    uint64_t mantissa = (uint64_t)ldexp(fraction, 53 - shift);
    exponent += shift - 1;
    char digits[16];
    for (int i = 0; i < 13; i++)
        digits[i] = "0123456789abcdef"[mantissa >> (48 - 4 * i) & 15];
    digits[13] = 0;
    return ouro__str_format(rt, "%s0x%d.%sp%s%d", sign, (int)(mantissa >> 52), digits, exponent < 0 ? "-" : "+",
                            exponent < 0 ? -exponent : exponent);
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 32;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* [sign] [0x] digits [.digits] [p exponent], or inf, nan. 0, 1 malformed, 2 too large. */
static int parse_hex(const char *p, const char *end, double *out)
{
    while (p < end && strchr(" \t\n\v\f\r", *p) && *p)
        p++;
    while (p < end && strchr(" \t\n\v\f\r", end[-1]) && end[-1])
        end--;
    bool negative = p < end && *p == '-';
    if (p < end && (*p == '-' || *p == '+'))
        p++;
    size_t left = (size_t)(end - p);
    if ((left == 3 && strncasecmp(p, "inf", 3) == 0) || (left == 8 && strncasecmp(p, "infinity", 8) == 0) ||
        (left == 3 && strncasecmp(p, "nan", 3) == 0)) {
        double value = (*p | 32) == 'i' ? INFINITY : NAN;
        *out = negative ? -value : value;
        return 0;
    }
    if (left >= 2 && p[0] == '0' && (p[1] | 32) == 'x')
        p += 2;
    uint64_t mantissa = 0; /* the first 60 significant bits, the lowest sticky */
    int64_t exponent = 0;
    bool any = false, point = false;
    for (; p < end; p++) {
        int digit = hex_value(*p);
        if (*p == '.' && !point) {
            point = true;
            continue;
        }
        if (digit < 0)
            break;
        any = true;
        if (mantissa >> 59) {
            mantissa |= digit != 0;
            exponent += point ? 0 : 4;
        } else {
            mantissa = mantissa << 4 | (unsigned)digit;
            exponent -= point ? 4 : 0;
        }
    }
    if (!any)
        return 1;
    if (p < end && (*p | 32) == 'p') {
        p++;
        bool minus = p < end && *p == '-';
        if (p < end && (*p == '-' || *p == '+'))
            p++;
        if (p == end || *p < '0' || *p > '9')
            return 1;
        int64_t given = 0;
        for (; p < end && *p >= '0' && *p <= '9'; p++)
            given = given < (int64_t)1 << 50 ? given * 10 + (*p - '0') : given;
        exponent += minus ? -given : given;
    }
    if (p != end)
        return 1;
    if (mantissa == 0) {
        *out = negative ? -0.0 : 0.0;
        return 0;
    }
    int bits = 64 - __builtin_clzll(mantissa);
    if (exponent + bits > 1024)
        return 2;
    double value = 0;
    if (exponent + bits >= -1074) {
        int precision = exponent + bits >= -1021 ? 53 : (int)(exponent + bits + 1074), cut = bits - precision;
        if (cut > 0) { /* round here, half to even, so that ldexp is exact */
            uint64_t half = (uint64_t)1 << (cut - 1), low = mantissa & (2 * half - 1);
            mantissa -= low;
            if (low > half || (low == half && (mantissa & 2 * half)))
                mantissa += 2 * half;
        }
        value = ldexp((double)mantissa, (int)exponent);
    }
    if (isinf(value))
        return 2;
    *out = negative ? -value : value;
    return 0;
}

OURO_C_FUNCTION(method_fromhex)
{
    if (!ouro__is_str(rt, args[0]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "bad argument type for built-in operation");
    size_t length;
    char *owned;
    const char *text = ouro__str_utf8(rt, args[0], &length, &owned);
    if (!text)
        return NULL;
    double value = 0;
    int status = parse_hex(text, text + length, &value);
    ouro__buffer_free(rt, owned);
    if (status == 1)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "invalid hexadecimal floating-point string");
    if (status == 2)
        return ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "hexadecimal value too large to represent as a float");
    ouro_object *o = ouro__float_new(rt, value);
    if (!o || ouro__is_builtin_class(self, OURO_T_FLOAT))
        return o;
    ouro_object *result = ouro__call1(rt, self, o);
    ouro_decref(rt, o);
    return result;
}

OURO_C_FUNCTION(method_getformat)
{
    if (!ouro__is_str(rt, args[0]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "__getformat__() argument must be str, not %V", args[0]);
    if (!ouro__str_equals_ascii(args[0], "double") && !ouro__str_equals_ascii(args[0], "float"))
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "__getformat__() argument 1 must be 'double' or 'float'");
    const uint16_t one = 1;
    return ouro__str_from_cstring(rt, *(const uint8_t *)&one ? "IEEE, little-endian" : "IEEE, big-endian");
}

static const ouro_method_def methods[] = {
    {"conjugate", method_exact, 0, 0, 0, "conjugate($self, /)\n--\n\nReturns self, the complex conjugate of any float."},
    {"__trunc__", method_trunc, 0, 0, 0, "__trunc__($self, /)\n--\n\nThe Integral closest to x between 0 and x."},
    {"__floor__", method_floor, 0, 0, 0, "__floor__($self, /)\n--\n\nThe floor as an Integral."},
    {"__ceil__", method_ceil, 0, 0, 0, "__ceil__($self, /)\n--\n\nThe ceiling as an Integral."},
    {"__round__", method_round, 0, 0, 1,
     "__round__($self, ndigits=None, /)\n--\n\nThe Integral closest to x, half to even; with ndigits a float of so many decimals."},
    {"as_integer_ratio", method_as_integer_ratio, 0, 0, 0,
     "as_integer_ratio($self, /)\n--\n\nA pair of ints, the denominator positive, whose ratio is exactly the float."},
    {"fromhex", method_fromhex, OURO_METH_CLASS, 1, 1,
     "fromhex($type, string, /)\n--\n\nA float from its hexadecimal text, as hex() writes it."},
    {"hex", method_hex, 0, 0, 0, "hex($self, /)\n--\n\nThe float as hexadecimal text.\n\n>>> 3.14159.hex()\n'0x1.921f9f01b866ep+1'"},
    {"is_integer", method_is_integer, 0, 0, 0, "is_integer($self, /)\n--\n\nTrue when the float has no fraction."},
    {"__getnewargs__", method_getnewargs, 0, 0, 0, "__getnewargs__($self, /)\n--\n\n"},
    {"__getformat__", method_getformat, OURO_METH_CLASS, 1, 1, "__getformat__($type, typestr, /)\n--\n\nFor tests: how doubles lie in memory."},
    {"__format__", method_format, 0, 1, 1, "__format__($self, format_spec, /)\n--\n\nFormats as the specifier says."},
    {0},
};

static ouro_object *get_real(ouro_runtime *rt, ouro_object *self)
{
    return float_exact(rt, self);
}

static ouro_object *get_imag(ouro_runtime *rt, ouro_object *self)
{
    (void)self;
    return ouro__float_new(rt, 0);
}

static const ouro_getset_def getsets[] = {
    {"real", get_real, NULL, "the real part of a complex number"},
    {"imag", get_imag, NULL, "the imaginary part of a complex number"},
    {0},
};

static const ouro_number_slots numbers = {
    .binary = {[OURO_ADD] = float_add, [OURO_SUBTRACT] = float_subtract, [OURO_MULTIPLY] = float_multiply,
               [OURO_TRUE_DIVIDE] = float_true_divide, [OURO_FLOOR_DIVIDE] = float_floor_divide,
               [OURO_REMAINDER] = float_remainder, [OURO_POWER] = float_power, [OURO_DIVMOD] = float_divmod},
    .unary = {[OURO_NEGATIVE] = float_negative, [OURO_POSITIVE] = float_exact, [OURO_ABSOLUTE] = float_absolute},
    .to_int = float_to_int,
    .to_float = float_exact,
    .power3 = float_power3,
};

OURO_BUILTIN_TYPE(float) = {
    .id = OURO_T_FLOAT,
    .slots =
        {
            .name = "float",
            .flags = OURO_TYPE_BASE | OURO_TYPE_IS_FLOAT | OURO_TYPE_IMMUTABLE,
            .size = sizeof(ouro_float),
            .layout = OURO_LAYOUT_LEAF,
            .repr = float_repr,
            .hash = float_hash,
            .compare = float_compare,
            .truth = float_truth,
            .new_ = float_new,
            .number = &numbers,
        },
    .methods = methods,
    .getsets = getsets,
    .doc = "float(x=0, /)\n--\n\nMakes a float of a number or a text, if possible.",
};
