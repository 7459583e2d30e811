/* The type complex. */
#include "types/complex.h"

#include <errno.h>
#include <math.h>
#include <strings.h>

#include "types/float_impl.h"
#include "types/format.h"
#include "types/int_impl.h"
#include "types/protocol.h"
#include "types/str_impl.h"
#include "types/tuple.h"
#include "types/types.h"
#include "types/unicode.h"

typedef struct pair {
    double real, imag;
} pair;

ouro_object *ouro__complex_new(ouro_runtime *rt, double real, double imag)
{
    ouro_complex *c = ouro__new_leaf(rt, sizeof *c, OURO_WORD(OURO_T_COMPLEX));
    if (c) {
        c->real = real;
        c->imag = imag;
    }
    return (ouro_object *)c;
}

static bool is_complex(ouro_runtime *rt, ouro_object *o)
{
    return ouro__is_complex_exactly(o) ||
           ouro__is_subtype(rt, ouro__class_of(rt, o), ouro__class_at(rt, OURO_T_COMPLEX));
}

static pair value_of(const ouro_object *o)
{
    const ouro_complex *c = (const ouro_complex *)o;
    return (pair){c->real, c->imag};
}

static pair multiply(pair a, pair b)
{
    return (pair){a.real * b.real - a.imag * b.imag, a.real * b.imag + a.imag * b.real};
}

/* Smith's division: scales by the larger part of the divisor, which is not zero. */
static pair divide(pair a, pair b)
{
    double ratio, denominator;
    if (fabs(b.real) >= fabs(b.imag)) {
        ratio = b.imag / b.real;
        denominator = b.real + b.imag * ratio;
        return (pair){(a.real + a.imag * ratio) / denominator, (a.imag - a.real * ratio) / denominator};
    }
    if (fabs(b.imag) >= fabs(b.real)) {
        ratio = b.real / b.imag;
        denominator = b.real * ratio + b.imag;
        return (pair){(a.real * ratio + a.imag) / denominator, (a.imag * ratio - a.real) / denominator};
    }
    return (pair){NAN, NAN};
}

/* A small whole power by squaring: exact where products are. */
static pair whole_power(pair a, long n)
{
    pair r = {1, 0};
    for (unsigned long k = (unsigned long)(n < 0 ? -n : n); k; k >>= 1) {
        if (k & 1)
            r = multiply(r, a);
        a = multiply(a, a);
    }
    return n < 0 ? divide((pair){1, 0}, r) : r;
}

static pair polar_power(pair a, pair b)
{
    double length = hypot(a.real, a.imag), angle = atan2(a.imag, a.real);
    double size = pow(length, b.real), phase = angle * b.real;
    if (b.imag != 0) {
        size /= exp(angle * b.imag);
        phase += b.imag * log(length);
    }
    return (pair){size * cos(phase), size * sin(phase)};
}

ouro_object *ouro__complex_power(ouro_runtime *rt, double a, double b, double c, double d)
{
    pair base = {a, b}, exponent = {c, d}, r;
    if (c == 0 && d == 0)
        return ouro__complex_new(rt, 1, 0);
    if (a == 0 && b == 0) {
        if (d != 0 || c < 0)
            return ouro__raise(rt, OURO_T_ZERO_DIVISION_ERROR, "0.0 to a negative or complex power");
        return ouro__complex_new(rt, 0, 0);
    }
    if (d == 0 && c == floor(c) && fabs(c) <= 100)
        r = whole_power(base, (long)c);
    else
        r = polar_power(base, exponent);
    if (isinf(r.real) || isinf(r.imag))
        return ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "complex exponentiation");
    return ouro__complex_new(rt, r.real, r.imag);
}

/* 1, 0 when o is no number of the three kinds, -1. */
static int operand(ouro_runtime *rt, ouro_object *o, pair *out)
{
    out->imag = 0;
    if (ouro__is_float(rt, o)) {
        out->real = ((ouro_float *)o)->value;
        return 1;
    }
    if (ouro__is_int(rt, o))
        return ouro__int_as_double(rt, o, &out->real) < 0 ? -1 : 1;
    if (!is_complex(rt, o))
        return 0;
    *out = value_of(o);
    return 1;
}

static ouro_object *binary(ouro_runtime *rt, enum ouro_binary_op op, ouro_object *a, ouro_object *b)
{
    pair x, y;
    int x_status = operand(rt, a, &x), y_status = x_status > 0 ? operand(rt, b, &y) : 1;
    if (x_status <= 0 || y_status <= 0)
        return x_status < 0 || y_status < 0 ? NULL : ouro__not_implemented(rt);
    switch (op) {
    case OURO_ADD:
        return ouro__complex_new(rt, x.real + y.real, x.imag + y.imag);
    case OURO_SUBTRACT:
        return ouro__complex_new(rt, x.real - y.real, x.imag - y.imag);
    case OURO_MULTIPLY:
        x = multiply(x, y);
        return ouro__complex_new(rt, x.real, x.imag);
    case OURO_TRUE_DIVIDE:
        if (y.real == 0 && y.imag == 0)
            return ouro__raise(rt, OURO_T_ZERO_DIVISION_ERROR, "complex division by zero");
        x = divide(x, y);
        return ouro__complex_new(rt, x.real, x.imag);
    default:
        return ouro__complex_power(rt, x.real, x.imag, y.real, y.imag);
    }
}

#define SLOT(name, op)                                                                                       \
    static ouro_object *name(ouro_runtime *rt, ouro_object *a, ouro_object *b)                               \
    {                                                                                                        \
        return binary(rt, op, a, b);                                                                         \
    }
SLOT(complex_add, OURO_ADD)
SLOT(complex_subtract, OURO_SUBTRACT)
SLOT(complex_multiply, OURO_MULTIPLY)
SLOT(complex_divide, OURO_TRUE_DIVIDE)
SLOT(complex_power, OURO_POWER)

static ouro_object *complex_power3(ouro_runtime *rt, ouro_object *a, ouro_object *b, ouro_object *modulus)
{
    if (modulus && modulus != OURO_NONE(rt))
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "complex modulo");
    return complex_power(rt, a, b);
}

static ouro_object *complex_negative(ouro_runtime *rt, ouro_object *o)
{
    pair v = value_of(o);
    return ouro__complex_new(rt, -v.real, -v.imag);
}

static ouro_object *complex_positive(ouro_runtime *rt, ouro_object *o)
{
    pair v = value_of(o);
    return ouro__is_complex_exactly(o) ? ouro__same(o) : ouro__complex_new(rt, v.real, v.imag);
}

static ouro_object *complex_absolute(ouro_runtime *rt, ouro_object *o)
{
    pair v = value_of(o);
    double size = hypot(v.real, v.imag);
    if (isinf(size) && isfinite(v.real) && isfinite(v.imag))
        return ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "absolute value too large");
    return ouro__float_new(rt, size);
}

static int complex_truth(ouro_runtime *rt, ouro_object *o)
{
    (void)rt;
    pair v = value_of(o);
    return v.real != 0 || v.imag != 0;
}

static int64_t complex_hash(ouro_runtime *rt, ouro_object *o)
{
    (void)rt;
    pair v = value_of(o);
    uint64_t h = (uint64_t)ouro__hash_double(v.real, o) + 1000003 * (uint64_t)ouro__hash_double(v.imag, o);
    return h == UINT64_MAX ? -2 : (int64_t)h;
}

static ouro_object *complex_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b, int op)
{
    pair x = value_of(a);
    bool equal;
    if (op != OURO_EQ && op != OURO_NE)
        return ouro__not_implemented(rt);
    if (ouro__is_int(rt, b)) {
        int order = x.imag == 0 ? ouro__float_compare_int(rt, x.real, b) : 1;
        if (order == -2)
            return NULL;
        equal = order == 0;
    } else if (ouro__is_float(rt, b)) {
        equal = x.imag == 0 && x.real == ((ouro_float *)b)->value;
    } else if (is_complex(rt, b)) {
        pair y = value_of(b);
        equal = x.real == y.real && x.imag == y.imag;
    } else {
        return ouro__not_implemented(rt);
    }
    return ouro__bool(rt, equal == (op == OURO_EQ));
}

/* A part as repr shows it: without ".0". */
static int part_text(double value, char text[OURO_FLOAT_REPR_MAX])
{
    int n = ouro__float_repr(value, text);
    if (n > 2 && memcmp(text + n - 2, ".0", 2) == 0)
        n -= 2;
    text[n] = 0;
    return n;
}

static ouro_object *complex_repr(ouro_runtime *rt, ouro_object *o)
{
    pair v = value_of(o);
    char real[OURO_FLOAT_REPR_MAX], imag[OURO_FLOAT_REPR_MAX];
    part_text(v.imag, imag);
    if (v.real == 0 && !signbit(v.real))
        return ouro__str_format(rt, "%sj", imag);
    part_text(v.real, real);
    return ouro__str_format(rt, "(%s%s%sj)", real, imag[0] == '-' ? "" : "+", imag);
}

/* The longest number at the start of the text: its length (0: none). */
static size_t number_length(const char *p, size_t left)
{
    size_t i = left && (*p == '+' || *p == '-'), start = i;
    if (left - i >= 3 && (strncasecmp(p + i, "nan", 3) == 0 || strncasecmp(p + i, "inf", 3) == 0))
        return left - i >= 8 && strncasecmp(p + i, "infinity", 8) == 0 ? i + 8 : i + 3;
    while (i < left && ((p[i] >= '0' && p[i] <= '9') || p[i] == '.' || p[i] == '_'))
        i++;
    if (i == start)
        return 0;
    if (i < left && (p[i] | 32) == 'e') {
        size_t e = i + 1;
        if (e < left && (p[e] == '+' || p[e] == '-'))
            e++;
        if (e < left && p[e] >= '0' && p[e] <= '9') {
            while (e < left && ((p[e] >= '0' && p[e] <= '9') || p[e] == '_'))
                e++;
            i = e;
        }
    }
    return i;
}

/* The j part at *i: a number or a bare sign, then j. */
static int parse_imag(ouro_runtime *rt, const char *p, size_t length, size_t *i, double *out)
{
    size_t n = number_length(p + *i, length - *i);
    if (n == 0) {
        *out = 1;
        if (*i < length && (p[*i] == '+' || p[*i] == '-'))
            *out = p[(*i)++] == '-' ? -1 : 1;
    } else {
        int status = ouro__float_parse(rt, p + *i, 0, n, out);
        if (status)
            return status;
        *i += n;
    }
    if (*i < length && (p[*i] | 32) == 'j') {
        ++*i;
        return 0;
    }
    return 1;
}

static bool is_blank(char c)
{
    return ouro__char_properties((uint8_t)c) & OURO_CHAR_SPACE;
}

/* Underscores stand between digits only. */
static bool misplaced_underscore(const char *p, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (p[i] == '_' && (!i || i + 1 == length || (unsigned)p[i - 1] - '0' >= 10 || (unsigned)p[i + 1] - '0' >= 10))
            return true;
    return false;
}

/* ASCII text without blanks around it: 0, 1 malformed, -1. */
static int parse_ascii(ouro_runtime *rt, const char *p, size_t length, pair *out)
{
    size_t i = 0;
    bool parentheses = length && p[0] == '(';
    if (parentheses) {
        if (p[length - 1] != ')')
            return 1;
        p++;
        length -= 2;
        while (length && is_blank(*p))
            p++, length--;
        while (length && is_blank(p[length - 1]))
            length--;
    }
    *out = (pair){0, 0};
    size_t n = number_length(p, length);
    if (n && (n == length || (p[n] | 32) != 'j')) { /* a real part first */
        int status = ouro__float_parse(rt, p, 0, n, &out->real);
        if (status || n == length)
            return status;
        if (p[n] != '+' && p[n] != '-')
            return 1;
        i = n;
    }
    int status = parse_imag(rt, p, length, &i, &out->imag);
    return status ? status : i != length;
}

static int parse(ouro_runtime *rt, ouro_object *s, pair *out)
{
    size_t i = 0, end = ouro__str_length(s);
    while (i < end && (ouro__char_properties(ouro__str_char(s, i)) & OURO_CHAR_SPACE))
        i++;
    while (end > i && (ouro__char_properties(ouro__str_char(s, end - 1)) & OURO_CHAR_SPACE))
        end--;
    char *text = ouro__buffer_alloc(rt, end - i + 1);
    if (!text)
        return -1;
    for (size_t k = i; k < end; k++) {
        uint32_t c = ouro__str_char(s, k);
        int digit = ouro__char_decimal(c);
        text[k - i] = c < 128                                      ? (char)c
                      : digit >= 0                                 ? (char)('0' + digit)
                      : ouro__char_properties(c) & OURO_CHAR_SPACE ? ' '
                                                                   : '?';
    }
    int status = parse_ascii(rt, text, end - i, out);
    bool misplaced = misplaced_underscore(text, end - i);
    ouro__buffer_free(rt, text);
    if (status > 0 && misplaced)
        ouro__raise(rt, OURO_T_VALUE_ERROR, "could not convert string to complex: %R", s);
    else if (status > 0)
        ouro__raise(rt, OURO_T_VALUE_ERROR, "complex() arg is a malformed string");
    return status ? -1 : 0;
}

/* A number, by __complex__ too: 0, or -1 with an exception. *is_complex_value: it may have an imaginary part. */
static int number(ouro_runtime *rt, ouro_object *o, const char *which, pair *out, bool *has_imag)
{
    *has_imag = ouro__is_exactly(o, OURO_T_COMPLEX);
    if (*has_imag) {
        *out = value_of(o);
        return 0;
    }
    ouro_object *name = ouro__str_intern_cstring(rt, "__complex__");
    ouro_object *method = name ? ouro__lookup_special(rt, o, name) : NULL;
    ouro_xdecref(rt, name);
    if (method) {
        ouro_object *c = ouro__call0(rt, method);
        ouro_decref(rt, method);
        if (!c)
            return -1;
        *has_imag = is_complex(rt, c);
        int status = *has_imag ? 0 : -1;
        if (*has_imag) {
            *out = value_of(c);
            if (!ouro__is_exactly(c, OURO_T_COMPLEX))
                status = ouro__warn_strict_subclass(rt, NULL, "__complex__", "complex", c);
        } else
            ouro__raise(rt, OURO_T_TYPE_ERROR, "__complex__ returned non-complex (type %T)", c);
        ouro_decref(rt, c);
        return status;
    }
    if (ouro__error_pending(rt))
        return -1;
    const ouro_number_slots *slots = ouro__type_of(rt, o)->number;
    if (!slots || (!slots->to_float && !slots->index)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "complex() %s, not '%T'", which, o);
        return -1;
    }
    out->imag = 0;
    return ouro__as_double(rt, o, &out->real);
}

static ouro_object *make(ouro_runtime *rt, ouro_object *cls, pair v)
{
    if (ouro__is_builtin_class(cls, OURO_T_COMPLEX))
        return ouro__complex_new(rt, v.real, v.imag);
    ouro_complex *c = ouro__subclass_instance(rt, cls, sizeof *c);
    if (c) {
        c->real = v.real;
        c->imag = v.imag;
    }
    return (ouro_object *)c;
}

static ouro_object *complex_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                                ouro_object *kwnames)
{
    static const char *const names[] = {"real", "imag", NULL};
    static const ouro_signature signature = {"complex", names, 0, 2, 0, 0};
    ouro_object *out[2];
    pair real = {0, 0}, imag = {0, 0};
    bool has_imag, first_has_imag = false;
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, out) < 0)
        return NULL;
    if (out[0] && !out[1] && ouro__is_complex_exactly(out[0]) && ouro__is_builtin_class(cls, OURO_T_COMPLEX))
        return ouro__same(out[0]);
    if (out[0] && ouro__is_str(rt, out[0])) {
        if (out[1])
            return ouro__raise(rt, OURO_T_TYPE_ERROR, "complex() can't take second arg if first is a string");
        return parse(rt, out[0], &real) < 0 ? NULL : make(rt, cls, real);
    }
    if (out[1] && ouro__is_str(rt, out[1]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "complex() second arg can't be a string");
    if (out[0] &&
        number(rt, out[0], "first argument must be a string or a number", &real, &first_has_imag) < 0)
        return NULL;
    if (out[1]) {
        if (number(rt, out[1], "second argument must be a number", &imag, &has_imag) < 0)
            return NULL;
        if (has_imag)
            real.real -= imag.imag;
        real.imag =
            first_has_imag ? real.imag + imag.real : imag.real; /* a sum with 0 would lose the sign of -0.0 */
    }
    return make(rt, cls, real);
}

OURO_C_FUNCTION(method_conjugate)
{
    pair v = value_of(self);
    return ouro__complex_new(rt, v.real, -v.imag);
}

OURO_C_FUNCTION(method_complex)
{
    return complex_positive(rt, self);
}

OURO_C_FUNCTION(method_format)
{
    if (!ouro__is_str(rt, args[0]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "__format__() argument must be str, not %V", args[0]);
    return ouro__format_complex(rt, self, args[0]);
}

static ouro_object *get_real(ouro_runtime *rt, ouro_object *self)
{
    return ouro__float_new(rt, value_of(self).real);
}

static ouro_object *get_imag(ouro_runtime *rt, ouro_object *self)
{
    return ouro__float_new(rt, value_of(self).imag);
}

OURO_C_FUNCTION(method_getnewargs)
{
    ouro_object *parts[2] = {get_real(rt, self), get_imag(rt, self)};
    if (parts[0] && parts[1])
        return ouro__tuple_from_owned(rt, parts, 2);
    ouro_xdecref(rt, parts[0]);
    ouro_xdecref(rt, parts[1]);
    return NULL;
}

static const ouro_method_def methods[] = {
    {"conjugate", method_conjugate, 0, 0, 0,
     "conjugate($self, /)\n--\n\nThe same with the imaginary part negated."},
    {"__complex__", method_complex, 0, 0, 0, "__complex__($self, /)\n--\n\nThe value as an exact complex."},
    {"__getnewargs__", method_getnewargs, 0, 0, 0, "__getnewargs__($self, /)\n--\n\n"},
    {"__format__", method_format, 0, 1, 1,
     "__format__($self, format_spec, /)\n--\n\nFormats as the specifier says."},
    {0},
};

static const ouro_getset_def fields_shown[] = {
    {"real", get_real, NULL, "the real part of a complex number"},
    {"imag", get_imag, NULL, "the imaginary part of a complex number"},
    {0},
};

static const ouro_number_slots numbers = {
    .binary = {[OURO_ADD] = complex_add,
               [OURO_SUBTRACT] = complex_subtract,
               [OURO_MULTIPLY] = complex_multiply,
               [OURO_TRUE_DIVIDE] = complex_divide,
               [OURO_POWER] = complex_power},
    .unary = {[OURO_NEGATIVE] = complex_negative,
              [OURO_POSITIVE] = complex_positive,
              [OURO_ABSOLUTE] = complex_absolute},
    .power3 = complex_power3,
};

OURO_BUILTIN_TYPE(complex) = {
    .id = OURO_T_COMPLEX,
    .slots = {.name = "complex",
              .flags = OURO_TYPE_BASE | OURO_TYPE_IMMUTABLE,
              .size = sizeof(ouro_complex),
              .layout = OURO_LAYOUT_LEAF,
              .repr = complex_repr,
              .hash = complex_hash,
              .compare = complex_compare,
              .truth = complex_truth,
              .new_ = complex_new,
              .number = &numbers},
    .methods = methods,
    .shown_fields = fields_shown,
    .doc = "complex(real=0, imag=0)\n--\n\nMakes a complex number of one or two numbers, or of a text.",
};
