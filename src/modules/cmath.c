/* The cmath module: Kahan's formulas ("Branch cuts for complex elementary functions"), which keep precision near the cuts and
 * do not overflow before the result does. What is not finite goes to the C library, which follows annex G of C99;
 * where that leaves a sign or a nan open, it is chosen as CPython does. */
#include <complex.h>
#include <errno.h>
#include <float.h>

#include "modules/math_functions.h"
#include "modules/modules.h"
#include "modules/support.h"
#include "types/class.h"
#include "types/complex.h"
#include "types/int.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"

#ifndef CMPLX /* the C library leaves it out for clang */
#define CMPLX(real, imaginary) __builtin_complex((double)(real), (double)(imaginary))
#endif

static const double pi = 3.141592653589793238462643383279502884, e = 2.718281828459045235360287471352662498,
                    ln2 = 0.6931471805599453094, ln10 = 2.302585092994045684;

#define LARGE (DBL_MAX / 4.0)

typedef struct number {
    double re, im;
} number;

/* What went wrong. */
typedef enum error { OK, DOMAIN, RANGE } error;

static bool finite_number(number z)
{
    return isfinite(z.re) && isfinite(z.im);
}

/* The value of the C library, for numbers that are not finite. */
static number special(number z, double complex (*function)(double complex))
{
    union {
        double parts[2];
        double complex whole;
    } value = {{z.re, z.im}}; /* a product with I would not keep infinities and signs */
    double complex r = function(value.whole);
    return (number){creal(r), cimag(r)};
}

static bool is_large(number z)
{
    return fabs(z.re) > LARGE || fabs(z.im) > LARGE;
}

/* log(|z|) for large z. */
static double log_of_large(number z)
{
    return log(hypot(z.re / 2.0, z.im / 2.0)) + ln2 * 2.0;
}

/* ---- roots and logarithms ---- */

static number square_root(number z)
{
    if (!finite_number(z))
        return special(z, csqrt);
    if (z.re == 0.0 && z.im == 0.0)
        return (number){0.0, z.im};
    double ax = fabs(z.re), ay = fabs(z.im), s;
    if (ax < DBL_MIN && ay < DBL_MIN) { /* out of the subnormals and back */
        enum { UP = 2 * (DBL_MANT_DIG / 2) + 1, DOWN = -(UP + 1) / 2 };
        ax = ldexp(ax, UP);
        s = ldexp(sqrt(ax + hypot(ax, ldexp(ay, UP))), DOWN);
    } else {
        ax /= 8.0;
        s = 2.0 * sqrt(ax + hypot(ax, ay / 8.0));
    }
    double d = ay / (2.0 * s);
    return z.re >= 0.0 ? (number){s, copysign(d, z.im)} : (number){d, copysign(s, z.im)};
}

static number logarithm(number z, error *wrong)
{
    if (!finite_number(z))
        return special(z, clog);
    double ax = fabs(z.re), ay = fabs(z.im), size;
    if (ax > LARGE || ay > LARGE) {
        size = log(hypot(ax / 2.0, ay / 2.0)) + ln2;
    } else if (ax < DBL_MIN && ay < DBL_MIN) {
        if (ax == 0.0 && ay == 0.0) {
            *wrong = DOMAIN;
            return (number){-INFINITY, atan2(z.im, z.re)};
        }
        size = log(hypot(ldexp(ax, DBL_MANT_DIG), ldexp(ay, DBL_MANT_DIG))) - DBL_MANT_DIG * ln2;
    } else {
        double h = hypot(ax, ay);
        if (0.71 <= h && h <= 1.73) { /* near 1, where log(h) would lose digits */
            double most = ax > ay ? ax : ay, least = ax > ay ? ay : ax;
            size = log1p((most - 1) * (most + 1) + least * least) / 2.0;
        } else {
            size = log(h);
        }
    }
    return (number){size, atan2(z.im, z.re)};
}

/* ---- inverse functions ---- */

static number acos_of(number z)
{
    if (!finite_number(z))
        return isinf(z.re) && isnan(z.im) ? (number){NAN, INFINITY} : special(z, cacos);
    if (is_large(z)) {
        double size = log_of_large(z);
        return (number){atan2(fabs(z.im), z.re), z.re < 0.0 ? -copysign(size, z.im) : copysign(size, -z.im)};
    }
    number a = square_root((number){1.0 - z.re, -z.im}), b = square_root((number){1.0 + z.re, z.im});
    return (number){2.0 * atan2(a.re, b.re), asinh(b.re * a.im - b.im * a.re)};
}

static number acosh_of(number z)
{
    if (!finite_number(z))
        return z.re == 0.0 && isnan(z.im) ? (number){NAN, NAN} : special(z, cacosh);
    if (is_large(z))
        return (number){log_of_large(z), atan2(z.im, z.re)};
    number a = square_root((number){z.re - 1.0, z.im}), b = square_root((number){z.re + 1.0, z.im});
    return (number){asinh(a.re * b.re + a.im * b.im), 2.0 * atan2(a.im, b.re)};
}

static number asinh_of(number z)
{
    if (!finite_number(z))
        return isnan(z.re) && isinf(z.im) ? (number){INFINITY, NAN} : special(z, casinh);
    if (is_large(z)) {
        double size = log_of_large(z);
        return (number){z.im >= 0.0 ? copysign(size, z.re) : -copysign(size, -z.re), atan2(z.im, fabs(z.re))};
    }
    number a = square_root((number){1.0 + z.im, -z.re}), b = square_root((number){1.0 - z.im, z.re});
    return (number){asinh(a.re * b.im - b.re * a.im), atan2(z.im, a.re * b.re - a.im * b.im)};
}

static number asin_of(number z)
{
    number s = asinh_of((number){-z.im, z.re}); /* asin(z) = -i asinh(iz) */
    return (number){s.im, -s.re};
}

static number atanh_of(number z, error *wrong)
{
    if (!finite_number(z))
        return isnan(z.re) && isinf(z.im) ? (number){0.0, copysign(pi / 2.0, z.im)} : special(z, catanh);
    if (z.re < 0.0 || (z.re == 0.0 && signbit(z.re))) { /* odd: the right half is enough */
        number r = atanh_of((number){-z.re, -z.im}, wrong);
        return (number){-r.re, -r.im};
    }
    double ay = fabs(z.im);
    if (z.re > sqrt(LARGE) || ay > sqrt(LARGE)) {
        double h = hypot(z.re / 2.0, z.im / 2.0);
        return (number){z.re / 4.0 / h / h, -copysign(pi / 2.0, -z.im)};
    }
    if (z.re == 1.0 && ay < sqrt(DBL_MIN)) {
        if (ay == 0.0) {
            *wrong = DOMAIN;
            return (number){INFINITY, z.im};
        }
        return (number){-log(sqrt(ay) / sqrt(hypot(ay, 2.0))), copysign(atan2(2.0, -ay) / 2, z.im)};
    }
    double away = 1 - z.re;
    return (number){log1p(4.0 * z.re / (away * away + ay * ay)) / 4.0,
                    -atan2(-2.0 * z.im, away * (1 + z.re) - ay * ay) / 2.0};
}

static number atan_of(number z, error *wrong)
{
    number s = atanh_of((number){-z.im, z.re}, wrong); /* atan(z) = -i atanh(iz) */
    return (number){s.im, -s.re};
}

/* ---- exponential and hyperbolic functions ---- */

/* From here on exp(x) alone would overflow. */
static bool past_exp(double x)
{
    return fabs(x) > log(LARGE);
}

/* What an infinite result of finite arguments says; an infinite angle is no number. */
static number checked(number r, error *wrong)
{
    if (isinf(r.re) || isinf(r.im))
        *wrong = RANGE;
    return r;
}

static number special_angle(number z, double complex (*function)(double complex), error *wrong)
{
    if (isinf(z.im) && !isnan(z.re))
        *wrong = DOMAIN;
    return special(z, function);
}

static number exp_of(number z, error *wrong)
{
    if (!finite_number(z)) {
        number r = isinf(z.re) && z.re < 0 && !isfinite(z.im) ? (number){0.0, 0.0} : special(z, cexp);
        if (isinf(z.im) && (isfinite(z.re) || (isinf(z.re) && z.re > 0)))
            *wrong = DOMAIN;
        return r;
    }
    if (z.re > log(LARGE)) {
        double size = exp(z.re - 1.0);
        return checked((number){size * cos(z.im) * e, size * sin(z.im) * e}, wrong);
    }
    double size = exp(z.re);
    return checked((number){size * cos(z.im), size * sin(z.im)}, wrong);
}

static number cosh_of(number z, error *wrong)
{
    if (!finite_number(z))
        return isnan(z.re) && z.im == 0.0 ? (number){NAN, 0.0} : special_angle(z, ccosh, wrong);
    if (past_exp(z.re)) {
        double less = z.re - copysign(1.0, z.re);
        return checked((number){cos(z.im) * cosh(less) * e, sin(z.im) * sinh(less) * e}, wrong);
    }
    return checked((number){cos(z.im) * cosh(z.re), sin(z.im) * sinh(z.re)}, wrong);
}

static number sinh_of(number z, error *wrong)
{
    if (!finite_number(z))
        return z.re == 0.0 && isnan(z.im) ? (number){0.0, NAN} : special_angle(z, csinh, wrong);
    if (past_exp(z.re)) {
        double less = z.re - copysign(1.0, z.re);
        return checked((number){cos(z.im) * sinh(less) * e, sin(z.im) * cosh(less) * e}, wrong);
    }
    return checked((number){cos(z.im) * sinh(z.re), sin(z.im) * cosh(z.re)}, wrong);
}

static number tanh_of(number z, error *wrong)
{
    if (!finite_number(z)) {
        if (isinf(z.re) && isfinite(z.im) && z.im != 0.0)
            return (number){copysign(1.0, z.re), copysign(0.0, 2.0 * sin(z.im) * cos(z.im))};
        if (isinf(z.im) && isfinite(z.re))
            *wrong = DOMAIN;
        if (isinf(z.re) && isinf(z.im))
            return (number){copysign(1.0, z.re), 0.0};
        return z.re == 0.0 && isnan(z.im) ? (number){NAN, NAN} : special(z, ctanh);
    }
    if (past_exp(z.re))
        return (number){copysign(1.0, z.re), 4.0 * sin(z.im) * cos(z.im) * exp(-2.0 * fabs(z.re))};
    double tx = tanh(z.re), ty = tan(z.im), cx = 1.0 / cosh(z.re), product = tx * ty,
           under = 1.0 + product * product;
    return (number){tx * (1.0 + ty * ty) / under, ((ty / under) * cx) * cx};
}

/* ---- the functions of the module ---- */

static int as_number(ouro_runtime *rt, ouro_object *o, number *z)
{
    ouro_object *value = NULL;
    if (ouro__is_complex_exactly(o)) {
        value = ouro_ref(o);
    } else {
        ouro_object *name = ouro__str_intern_cstring(rt, "__complex__"),
                    *method = name ? ouro__lookup_special(rt, o, name) : NULL;
        ouro_xdecref(rt, name);
        if (!method) {
            z->im = 0.0;
            return rt->error ? -1 : ouro__as_double(rt, o, &z->re);
        }
        ouro_decref(rt, method);
        value = ouro__call1(rt, ouro__class_at(rt, OURO_T_COMPLEX), o);
        if (!value)
            return -1;
    }
    *z = (number){((ouro_complex *)value)->real, ((ouro_complex *)value)->imag};
    ouro_decref(rt, value);
    return 0;
}

static ouro_object *result(ouro_runtime *rt, number r, error wrong)
{
    if (wrong == DOMAIN)
        return ouro__math_domain(rt);
    return wrong == RANGE ? ouro__math_range(rt) : ouro__complex_new(rt, r.re, r.im);
}

#define FUNCTION(name, value)                                                                                \
    OURO_C_FUNCTION(cmath_##name)                                                                            \
    {                                                                                                        \
        number z;                                                                                            \
        error wrong = OK;                                                                                    \
        if (as_number(rt, args[0], &z) < 0)                                                                  \
            return NULL;                                                                                     \
        number r = value;                                                                                    \
        return result(rt, r, wrong);                                                                         \
    }

static number turned(number r) /* -i * r */
{
    return (number){r.im, -r.re};
}

static number tenth(number r)
{
    return (number){r.re / ln10, r.im / ln10};
}

FUNCTION(acos, acos_of(z))
FUNCTION(acosh, acosh_of(z))
FUNCTION(asin, asin_of(z))
FUNCTION(asinh, asinh_of(z))
FUNCTION(atan, atan_of(z, &wrong))
FUNCTION(atanh, atanh_of(z, &wrong))
FUNCTION(cos, cosh_of((number){-z.im, z.re}, &wrong))
FUNCTION(cosh, cosh_of(z, &wrong))
FUNCTION(exp, exp_of(z, &wrong))
FUNCTION(log10, tenth(logarithm(z, &wrong)))
FUNCTION(sin, turned(sinh_of((number){-z.im, z.re}, &wrong)))
FUNCTION(sinh, sinh_of(z, &wrong))
FUNCTION(sqrt, square_root(z))
FUNCTION(tan, turned(tanh_of((number){-z.im, z.re}, &wrong)))
FUNCTION(tanh, tanh_of(z, &wrong))

OURO_C_FUNCTION(cmath_log)
{
    number z, base;
    error wrong = OK;
    if (as_number(rt, args[0], &z) < 0 || (nargs > 1 && as_number(rt, args[1], &base) < 0))
        return NULL;
    number r = logarithm(z, &wrong);
    if (nargs < 2)
        return result(rt, r, wrong);
    number under = logarithm(base, &wrong);
    if (wrong != OK)
        return result(rt, r, wrong);
    if (under.re == 0.0 && under.im == 0.0)
        return ouro__math_domain(rt);
    ouro_object *a = ouro__complex_new(rt, r.re, r.im),
                *b = a ? ouro__complex_new(rt, under.re, under.im) : NULL;
    ouro_object *quotient = b ? ouro__binary(rt, OURO_TRUE_DIVIDE, a, b) : NULL;
    ouro_xdecref(rt, a);
    ouro_xdecref(rt, b);
    return quotient;
}

OURO_C_FUNCTION(cmath_phase)
{
    number z;
    if (as_number(rt, args[0], &z) < 0)
        return NULL;
    errno = 0;
    double angle = atan2(z.im, z.re);
    return errno == ERANGE ? ouro__math_range(rt) : ouro__float_new(rt, angle); /* also for one too small */
}

OURO_C_FUNCTION(cmath_polar)
{
    number z;
    if (as_number(rt, args[0], &z) < 0)
        return NULL;
    double size = hypot(z.re, z.im);
    if (isinf(size) && finite_number(z))
        return ouro__math_range(rt);
    ouro_object *items[2] = {ouro__float_new(rt, size), ouro__float_new(rt, atan2(z.im, z.re))};
    if (items[0] && items[1])
        return ouro__tuple_from_owned(rt, items, 2);
    ouro_xdecref(rt, items[0]);
    ouro_xdecref(rt, items[1]);
    return NULL;
}

/* r * (cos(phi) + i sin(phi)), infinite r and special phi by the rules of annex G for cexp. */
static number rect_of(double r, double phi, error *wrong)
{
    if (isfinite(r) && isfinite(phi))
        return phi == 0.0 ? (number){r, r * phi} : (number){r * cos(phi), r * sin(phi)};
    if (isinf(r) && isfinite(phi) && phi != 0.0)
        return r > 0 ? (number){copysign(INFINITY, cos(phi)), copysign(INFINITY, sin(phi))}
                     : (number){-copysign(INFINITY, cos(phi)), -copysign(INFINITY, sin(phi))};
    if (r != 0.0 && !isnan(r) && isinf(phi))
        *wrong = DOMAIN;
    if (isinf(r)) /* phi is 0, infinite or nan */
        return phi == 0.0 ? (number){r, r < 0 ? -phi : phi} : (number){INFINITY, NAN};
    if (isnan(r))
        return phi == 0.0 ? (number){NAN, 0.0} : (number){NAN, NAN};
    return r == 0.0 ? (number){0.0, 0.0} : (number){NAN, NAN};
}

OURO_C_FUNCTION(cmath_rect)
{
    double r, phi;
    error wrong = OK;
    if (ouro__as_double(rt, args[0], &r) < 0 || ouro__as_double(rt, args[1], &phi) < 0)
        return NULL;
    number z = rect_of(r, phi, &wrong);
    return result(rt, z, wrong);
}

#define TEST(name, expression)                                                                               \
    OURO_C_FUNCTION(cmath_##name)                                                                            \
    {                                                                                                        \
        number z;                                                                                            \
        return as_number(rt, args[0], &z) < 0 ? NULL : ouro__bool(rt, expression);                           \
    }

TEST(isfinite, finite_number(z))
TEST(isinf, isinf(z.re) || isinf(z.im))
TEST(isnan, isnan(z.re) || isnan(z.im))

OURO_C_FUNCTION(cmath_isclose)
{
    static const char *const names[] = {"a", "b", "rel_tol", "abs_tol", NULL};
    static const ouro_signature signature = {"isclose", names, 0, 2, 2, 2};
    ouro_object *out[4];
    number a, b;
    double relative = 1e-9, absolute = 0.0;
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, out) < 0 ||
        as_number(rt, out[0], &a) < 0 || as_number(rt, out[1], &b) < 0 ||
        (out[2] && ouro__as_double(rt, out[2], &relative) < 0) ||
        (out[3] && ouro__as_double(rt, out[3], &absolute) < 0))
        return NULL;
    if (relative < 0.0 || absolute < 0.0)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "tolerances must be non-negative");
    if (a.re == b.re && a.im == b.im)
        return OURO_TRUE(rt);
    if (isinf(a.re) || isinf(a.im) || isinf(b.re) || isinf(b.im))
        return OURO_FALSE(rt);
    double apart = hypot(a.re - b.re, a.im - b.im);
    return ouro__bool(rt, apart <= relative * hypot(b.re, b.im) || apart <= relative * hypot(a.re, a.im) ||
                              apart <= absolute);
}

static int exec(ouro_runtime *rt, ouro_object *module)
{
    const struct {
        const char *name;
        number value;
        bool is_complex;
    } constants[] = {{"pi", {pi, 0}, false},        {"e", {e, 0}, false},     {"tau", {2.0 * pi, 0}, false},
                     {"inf", {INFINITY, 0}, false}, {"nan", {NAN, 0}, false}, {"infj", {0, INFINITY}, true},
                     {"nanj", {0, NAN}, true}};
    for (size_t i = 0; i < sizeof constants / sizeof *constants; i++) {
        ouro_object *value = constants[i].is_complex
                                 ? ouro__complex_new(rt, constants[i].value.re, constants[i].value.im)
                                 : ouro__float_new(rt, constants[i].value.re);
        if (ouro__put(rt, ouro__module_dict(module), constants[i].name, value) < 0)
            return -1;
    }
    return 0;
}

#define DOC(name, text)                                                                                      \
    {                                                                                                        \
#name, cmath_##name, 0, 1, 1, #name "($module, z, /)\n--\n\n" text                                   \
    }

static const ouro_method_def functions[] = {
    DOC(acos, "Return the arc cosine of z."),
    DOC(acosh, "Return the inverse hyperbolic cosine of z."),
    DOC(asin, "Return the arc sine of z."),
    DOC(asinh, "Return the inverse hyperbolic sine of z."),
    DOC(atan, "Return the arc tangent of z."),
    DOC(atanh, "Return the inverse hyperbolic tangent of z."),
    DOC(cos, "Return the cosine of z."),
    DOC(cosh, "Return the hyperbolic cosine of z."),
    DOC(exp, "Return the exponential value e**z."),
    {"isclose", cmath_isclose, OURO_METH_KEYWORDS, 0, -1,
     "isclose($module, /, a, b, *, rel_tol=1e-09, abs_tol=0.0)\n--\n\nDetermine whether two complex numbers "
     "are close in value."},
    DOC(isfinite, "Return True if both the real and imaginary parts of z are finite, else False."),
    DOC(isinf, "Checks if the real or imaginary part of z is infinite."),
    DOC(isnan, "Checks if the real or imaginary part of z not a number (NaN)."),
    {"log", cmath_log, 0, 1, 2, "log(z[, base]) -> the logarithm of z to the given base."},
    DOC(log10, "Return the base-10 logarithm of z."),
    DOC(phase, "Return argument, also known as the phase angle, of a complex."),
    DOC(polar, "Convert a complex from rectangular coordinates to polar coordinates."),
    {"rect", cmath_rect, 0, 2, 2,
     "rect($module, r, phi, /)\n--\n\nConvert from polar coordinates to rectangular coordinates."},
    DOC(sin, "Return the sine of z."),
    DOC(sinh, "Return the hyperbolic sine of z."),
    DOC(sqrt, "Return the square root of z."),
    DOC(tan, "Return the tangent of z."),
    DOC(tanh, "Return the hyperbolic tangent of z."),
    {0},
};

const ouro_module_def ouro__module_cmath = {
    "cmath", functions, exec, "This module provides access to mathematical functions for complex\nnumbers."};
