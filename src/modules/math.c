/* The math module: functions of floats, by the C library where it is exact enough, with CPython's errors; those of ints are in
 * math_integers.c, sums and norms in math_sums.c. */
#include "modules/math_functions.h"

#include <errno.h>

#include "modules/modules.h"
#include "modules/support.h"
#include "types/class.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/int_impl.h"
#include "types/protocol.h"
#include "types/tuple.h"

static const double pi = 3.141592653589793238462643383279502884;

void *ouro__math_domain(ouro_runtime *rt)
{
    return ouro__raise(rt, OURO_T_VALUE_ERROR, "math domain error");
}

void *ouro__math_range(ouro_runtime *rt)
{
    return ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "math range error");
}

/* ---- one argument ---- */

/* A result that is not finite though the argument was says what went wrong: nan a domain, infinity a range, or, where the
 * function has poles and cannot overflow, a domain, too. */
static ouro_object *one(ouro_runtime *rt, ouro_object *o, double (*function)(double), bool can_overflow)
{
    double x;
    if (ouro__as_double(rt, o, &x) < 0)
        return NULL;
    double r = function(x);
    if (isnan(r) && !isnan(x))
        return ouro__math_domain(rt);
    if (isinf(r) && isfinite(x))
        return can_overflow ? ouro__math_range(rt) : ouro__math_domain(rt);
    return ouro__float_new(rt, r);
}

#define ONE(name, can_overflow)                                                                              \
    OURO_C_FUNCTION(math_##name)                                                                             \
    {                                                                                                        \
        return one(rt, args[0], name, can_overflow);                                                         \
    }

ONE(acos, false)
ONE(acosh, false)
ONE(asin, false)
ONE(asinh, false)
ONE(atan, false)
ONE(atanh, false)
ONE(cbrt, false)
ONE(cos, false)
ONE(cosh, true)
ONE(erf, false)
ONE(erfc, false)
ONE(exp, true)
ONE(exp2, true)
ONE(expm1, true)
ONE(fabs, false)
ONE(log1p, false)
ONE(sin, false)
ONE(sinh, true)
ONE(sqrt, false)
ONE(tan, false)
ONE(tanh, false)

OURO_C_FUNCTION(math_degrees)
{
    double x;
    return ouro__as_double(rt, args[0], &x) < 0 ? NULL : ouro__float_new(rt, x * (180.0 / pi));
}

OURO_C_FUNCTION(math_radians)
{
    double x;
    return ouro__as_double(rt, args[0], &x) < 0 ? NULL : ouro__float_new(rt, x * (pi / 180.0));
}

#define TEST(name, expression)                                                                               \
    OURO_C_FUNCTION(math_##name)                                                                             \
    {                                                                                                        \
        double x;                                                                                            \
        return ouro__as_double(rt, args[0], &x) < 0 ? NULL : ouro__bool(rt, expression);                     \
    }

TEST(isfinite, isfinite(x))
TEST(isinf, isinf(x) != 0)
TEST(isnan, isnan(x))

/* ---- gamma ---- */

/* Lanczos' approximation with g and the 13 coefficients of Boost, exact to a few units of the last place. */
static const double lanczos_g = 6.024680040776729583740234375,
                    lanczos_g_minus_half = 5.524680040776729583740234375;

static double lanczos_sum(double x)
{
    enum { N = 13 };
    static const double over[N] = {23531376880.410759688572007674451636754734846804940,
                                   42919803642.649098768957899047001988850926355848959,
                                   35711959237.355668049440185451547166705960488635843,
                                   17921034426.037209699919755754458931112671403265390,
                                   6039542586.3520280050642916443072979210699388420708,
                                   1439720407.3117216736632230727949123939715485786372,
                                   248874557.86205415651146038641322942321632125127801,
                                   31426415.585400194380614231628318205362874684987640,
                                   2876370.6289353724412254090516208496135991145378768,
                                   186056.26539522349504029498971604569928220784236328,
                                   8071.6720023658162106380029022722506138218516325024,
                                   210.82427775157934587250973392071336271166969580291,
                                   2.5066282746310002701649081771338373386264310793408};
    static const double under[N] = {0.0,        39916800.0, 120543840.0, 150917976.0, 105258076.0,
                                    45995730.0, 13339535.0, 2637558.0,   357423.0,    32670.0,
                                    1925.0,     66.0,       1.0};
    double numerator = 0.0, denominator = 0.0;
    if (x < 5.0) {
        for (int i = N; i-- > 0;) {
            numerator = numerator * x + over[i];
            denominator = denominator * x + under[i];
        }
    } else { /* in 1/x, so that nothing overflows */
        for (int i = 0; i < N; i++) {
            numerator = numerator / x + over[i];
            denominator = denominator / x + under[i];
        }
    }
    return numerator / denominator;
}

/* sin(pi * x), exact where pi * x would not be. */
static double sin_pi(double x)
{
    double y = fmod(fabs(x), 2.0), r;
    switch ((int)round(2.0 * y)) {
    case 0:
        r = sin(pi * y);
        break;
    case 1:
        r = cos(pi * (y - 0.5));
        break;
    case 2:
        r = sin(pi * (1.0 - y));
        break;
    case 3:
        r = -cos(pi * (y - 1.5));
        break;
    default:
        r = sin(pi * (y - 2.0));
    }
    return copysign(1.0, x) * r;
}

/* Finite, not an integer below 1, not tiny, not past 200. */
static double gamma_inside(double x)
{
    double size = fabs(x), y = size + lanczos_g_minus_half, r;
    /* what rounding lost in y */
    double z =
        size > lanczos_g_minus_half ? (y - size) - lanczos_g_minus_half : (y - lanczos_g_minus_half) - size;
    z = z * lanczos_g / y;
    double half_power =
        size < 140.0 ? 0 : pow(y, size / 2.0 - 0.25); /* the power would overflow before the result */
    if (x < 0.0) {
        r = -pi / sin_pi(size) / size * exp(y) / lanczos_sum(size);
        r -= z * r;
        return size < 140.0 ? r / pow(y, size - 0.5) : r / half_power / half_power;
    }
    r = lanczos_sum(size) / exp(y);
    r += z * r;
    return size < 140.0 ? r * pow(y, size - 0.5) : r * half_power * half_power;
}

static double gamma_of(double x)
{
    enum { TABLE = 23 };
    if (!isfinite(x))
        return isnan(x) || x > 0.0 ? x : NAN;
    if (x == 0.0)
        return copysign(INFINITY, x);
    if (x == floor(x)) {
        if (x < 0.0)
            return NAN;
        if (x <= TABLE) {
            double product = 1.0; /* exact */
            for (int i = 2; i < (int)x; i++)
                product *= i;
            return product;
        }
    }
    if (fabs(x) < 1e-20)
        return 1.0 / x;
    if (fabs(x) > 200.0)
        return x < 0.0 ? 0.0 / sin_pi(x) : INFINITY;
    return gamma_inside(x);
}

OURO_C_FUNCTION(math_gamma)
{
    double x;
    if (ouro__as_double(rt, args[0], &x) < 0)
        return NULL;
    double r = gamma_of(x);
    if ((isnan(r) && !isnan(x)) || x == 0.0)
        return ouro__math_domain(rt);
    return isinf(r) && isfinite(x) ? ouro__math_range(rt) : ouro__float_new(rt, r);
}

static double lgamma_of(double x)
{
    static const double log_pi = 1.144729885849400174143427351353058711647;
    double size = fabs(x);
    if (!isfinite(x))
        return isnan(x) ? x : INFINITY;
    if (size < 1e-20)
        return -log(size);
    double r = log(lanczos_sum(size)) - lanczos_g;
    r += (size - 0.5) * (log(size + lanczos_g - 0.5) - 1.0);
    if (x < 0.0)
        r = log_pi - log(fabs(sin_pi(size))) - log(size) - r;
    return r;
}

OURO_C_FUNCTION(math_lgamma)
{
    double x;
    if (ouro__as_double(rt, args[0], &x) < 0)
        return NULL;
    if (isfinite(x) && x == floor(x) && x <= 2.0)
        return x <= 0.0 ? ouro__math_domain(rt) : ouro__float_new(rt, 0.0);
    double r = lgamma_of(x);
    return isinf(r) && isfinite(x) ? ouro__math_range(rt) : ouro__float_new(rt, r);
}

/* ---- two arguments ---- */

static bool two(ouro_runtime *rt, ouro_object *const *args, double *x, double *y)
{
    return ouro__as_double(rt, args[0], x) == 0 && ouro__as_double(rt, args[1], y) == 0;
}

OURO_C_FUNCTION(math_atan2)
{
    double y, x;
    return two(rt, args, &y, &x) ? ouro__float_new(rt, atan2(y, x)) : NULL;
}

OURO_C_FUNCTION(math_copysign)
{
    double x, y;
    return two(rt, args, &x, &y) ? ouro__float_new(rt, copysign(x, y)) : NULL;
}

OURO_C_FUNCTION(math_nextafter)
{
    double x, y;
    return two(rt, args, &x, &y) ? ouro__float_new(rt, nextafter(x, y)) : NULL;
}

OURO_C_FUNCTION(math_fmod)
{
    double x, y;
    if (!two(rt, args, &x, &y))
        return NULL;
    double r = isinf(y) && isfinite(x) ? x : fmod(x, y);
    return isnan(r) && !isnan(x) && !isnan(y) ? ouro__math_domain(rt) : ouro__float_new(rt, r);
}

OURO_C_FUNCTION(math_remainder)
{
    double x, y;
    if (!two(rt, args, &x, &y))
        return NULL;
    double r = remainder(x, y);
    return isnan(r) && !isnan(x) && !isnan(y) ? ouro__math_domain(rt) : ouro__float_new(rt, r);
}

OURO_C_FUNCTION(math_pow)
{
    double x, y;
    if (!two(rt, args, &x, &y))
        return NULL;
    double r = pow(x, y);
    if (isfinite(x) && isfinite(y) && !isfinite(r))
        return isnan(r) || x == 0.0 ? ouro__math_domain(rt) : ouro__math_range(rt);
    return ouro__float_new(rt, r);
}

OURO_C_FUNCTION(math_ldexp)
{
    double x;
    if (ouro__as_double(rt, args[0], &x) < 0)
        return NULL;
    if (!ouro__is_int(rt, args[1]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "Expected an int as second argument to ldexp.");
    int64_t exponent;
    (void)ouro__int_as_int64(rt, args[1], &exponent); /* clamped */
    if (x == 0.0 || !isfinite(x))
        return ouro__float_new(rt, x);
    if (exponent > INT32_MAX)
        return ouro__math_range(rt);
    double r = exponent < INT32_MIN ? copysign(0.0, x) : ldexp(x, (int)exponent);
    return isinf(r) ? ouro__math_range(rt) : ouro__float_new(rt, r);
}

OURO_C_FUNCTION(math_isclose)
{
    static const char *const names[] = {"a", "b", "rel_tol", "abs_tol", NULL};
    static const ouro_signature signature = {"isclose", names, 0, 2, 2, 2};
    ouro_object *out[4];
    double v[4] = {0, 0, 1e-9, 0};
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, out) < 0)
        return NULL;
    for (int i = 0; i < 4; i++)
        if (out[i] && ouro__as_double(rt, out[i], &v[i]) < 0)
            return NULL;
    if (v[2] < 0.0 || v[3] < 0.0)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "tolerances must be non-negative");
    if (v[0] == v[1])
        return OURO_TRUE(rt);
    if (isinf(v[0]) || isinf(v[1]))
        return OURO_FALSE(rt);
    double apart = fabs(v[1] - v[0]);
    return ouro__bool(rt, apart <= fabs(v[2] * v[1]) || apart <= fabs(v[2] * v[0]) || apart <= v[3]);
}

/* ---- parts ---- */

static ouro_object *pair(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    ouro_object *items[2] = {a, b};
    if (a && b)
        return ouro__tuple_from_owned(rt, items, 2);
    ouro_xdecref(rt, a);
    ouro_xdecref(rt, b);
    return NULL;
}

OURO_C_FUNCTION(math_frexp)
{
    double x;
    int exponent = 0;
    if (ouro__as_double(rt, args[0], &x) < 0)
        return NULL;
    double part = isfinite(x) ? frexp(x, &exponent) : x;
    return pair(rt, ouro__float_new(rt, part), ouro__int_new(rt, exponent));
}

OURO_C_FUNCTION(math_modf)
{
    double x, whole;
    if (ouro__as_double(rt, args[0], &x) < 0)
        return NULL;
    double part = modf(x, &whole);
    return pair(rt, ouro__float_new(rt, part), ouro__float_new(rt, whole));
}

OURO_C_FUNCTION(math_ulp)
{
    double x;
    if (ouro__as_double(rt, args[0], &x) < 0)
        return NULL;
    x = fabs(x);
    if (isfinite(x)) {
        double next = nextafter(x, INFINITY);
        x = isinf(next) ? x - nextafter(x, -INFINITY) : next - x;
    }
    return ouro__float_new(rt, x);
}

/* What the special method gives, or, without one, the rounded float as an int. */
static ouro_object *rounded(ouro_runtime *rt, ouro_object *o, ouro_object *name, double (*function)(double))
{
    double x;
    if (!ouro__float_is_exact(o)) {
        ouro_object *method = ouro__lookup_special(rt, o, name);
        if (method) {
            ouro_object *result = ouro__call0(rt, method);
            ouro_decref(rt, method);
            return result;
        }
        if (rt->error)
            return NULL;
    }
    return ouro__as_double(rt, o, &x) < 0 ? NULL : ouro__int_from_double(rt, function(x));
}

OURO_C_FUNCTION(math_ceil)
{
    return rounded(rt, args[0], NAME(rt, __ceil__), ceil);
}

OURO_C_FUNCTION(math_floor)
{
    return rounded(rt, args[0], NAME(rt, __floor__), floor);
}

OURO_C_FUNCTION(math_trunc)
{
    if (ouro__float_is_exact(args[0]))
        return ouro__int_from_double(rt, ((ouro_float *)args[0])->value);
    ouro_object *method = ouro__lookup_special(rt, args[0], NAME(rt, __trunc__));
    if (!method)
        return rt->error
                   ? NULL
                   : ouro__raise(rt, OURO_T_TYPE_ERROR, "type %T doesn't define __trunc__ method", args[0]);
    ouro_object *result = ouro__call0(rt, method);
    ouro_decref(rt, method);
    return result;
}

/* ---- logarithms ---- */

/* The logarithm of a number, large ints by their exponent: 0, or -1 with an exception. */
static int logarithm(ouro_runtime *rt, ouro_object *o, double (*function)(double), double *result)
{
    double x;
    int64_t shift = 0;
    if (ouro__is_int(rt, o)) {
        if (ouro__int_sign(rt, o) <= 0) {
            ouro__math_domain(rt);
            return -1;
        }
        size_t bits = ouro__int_bits(o);
        if (ouro__int_as_double(rt, o, &x) < 0) {
            if (!ouro__error_is(rt, OURO_T_OVERFLOW_ERROR))
                return -1;
            ouro__error_clear(rt);
            /* the 128 highest bits decide the mantissa's rounding but for ties that long */
            ouro_object *count = ouro__int_new(rt, (int64_t)bits - 1000),
                        *high = count ? ouro__int_shift(rt, o, count, false) : NULL;
            ouro_xdecref(rt, count);
            if (!high)
                return -1;
            int status = ouro__int_as_double(rt, high, &x), exponent;
            ouro_decref(rt, high);
            if (status < 0)
                return -1;
            x = frexp(x, &exponent);
            shift = (int64_t)bits - 1000 + exponent;
        }
        *result = shift ? function(x) + function(2.0) * (double)shift : function(x);
        return 0;
    }
    if (ouro__as_double(rt, o, &x) < 0)
        return -1;
    if (x <= 0.0 && !isnan(x)) {
        ouro__math_domain(rt);
        return -1;
    }
    *result = function(x);
    return 0;
}

OURO_C_FUNCTION(math_log)
{
    double over, under;
    if (kwnames)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "math.log() takes no keyword arguments");
    if (nargs < 1 || nargs > 2)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "math.log requires 1 to 2 arguments");
    if (logarithm(rt, args[0], log, &over) < 0)
        return NULL;
    if (nargs == 1)
        return ouro__float_new(rt, over);
    if (logarithm(rt, args[1], log, &under) < 0)
        return NULL;
    if (under == 0.0)
        return ouro__raise(rt, OURO_T_ZERO_DIVISION_ERROR, "float division by zero");
    return ouro__float_new(rt, over / under);
}

OURO_C_FUNCTION(math_log2)
{
    double r;
    return logarithm(rt, args[0], log2, &r) < 0 ? NULL : ouro__float_new(rt, r);
}

OURO_C_FUNCTION(math_log10)
{
    double r;
    return logarithm(rt, args[0], log10, &r) < 0 ? NULL : ouro__float_new(rt, r);
}

/* ---- the module ---- */

static int exec(ouro_runtime *rt, ouro_object *module)
{
    const struct {
        const char *name;
        double value;
    } constants[] = {{"pi", pi},
                     {"e", 2.718281828459045235360287471352662498},
                     {"tau", 2.0 * pi},
                     {"inf", INFINITY},
                     {"nan", NAN}};
    for (size_t i = 0; i < sizeof constants / sizeof *constants; i++)
        if (ouro__put(rt, ouro__module_dict(module), constants[i].name,
                      ouro__float_new(rt, constants[i].value)) < 0)
            return -1;
    return 0;
}

#define ONE_DOC(name, text)                                                                                  \
    {                                                                                                        \
#name, math_##name, 0, 1, 1, #name "($module, x, /)\n--\n\n" text                                    \
    }
#define TWO_DOC(name, text)                                                                                  \
    {                                                                                                        \
#name, math_##name, 0, 2, 2, #name "($module, x, y, /)\n--\n\n" text                                 \
    }

static const ouro_method_def functions[] = {
    ONE_DOC(acos, "Return the arc cosine (measured in radians) of x.\n\nThe result is between 0 and pi."),
    ONE_DOC(acosh, "Return the inverse hyperbolic cosine of x."),
    ONE_DOC(asin, "Return the arc sine (measured in radians) of x.\n\nThe result is between -pi/2 and pi/2."),
    ONE_DOC(asinh, "Return the inverse hyperbolic sine of x."),
    ONE_DOC(atan,
            "Return the arc tangent (measured in radians) of x.\n\nThe result is between -pi/2 and pi/2."),
    {"atan2", math_atan2, 0, 2, 2,
     "atan2($module, y, x, /)\n--\n\nReturn the arc tangent (measured in radians) of y/x."},
    ONE_DOC(atanh, "Return the inverse hyperbolic tangent of x."),
    ONE_DOC(cbrt, "Return the cube root of x."),
    ONE_DOC(ceil, "Return the ceiling of x as an Integral.\n\nThis is the smallest integer >= x."),
    TWO_DOC(copysign, "Return a float with the magnitude (absolute value) of x but the sign of y."),
    ONE_DOC(cos, "Return the cosine of x (measured in radians)."),
    ONE_DOC(cosh, "Return the hyperbolic cosine of x."),
    ONE_DOC(degrees, "Convert angle x from radians to degrees."),
    {"dist", ouro__math_dist, 0, 2, 2,
     "dist($module, p, q, /)\n--\n\nReturn the Euclidean distance between two points p and q."},
    ONE_DOC(erf, "Error function at x."),
    ONE_DOC(erfc, "Complementary error function at x."),
    ONE_DOC(exp, "Return e raised to the power of x."),
    ONE_DOC(exp2, "Return 2 raised to the power of x."),
    ONE_DOC(expm1, "Return exp(x)-1, exact for small x."),
    ONE_DOC(fabs, "Return the absolute value of the float x."),
    {"factorial", ouro__math_factorial, 0, 1, 1, "factorial($module, n, /)\n--\n\nFind n!."},
    ONE_DOC(floor, "Return the floor of x as an Integral.\n\nThis is the largest integer <= x."),
    TWO_DOC(fmod, "Return fmod(x, y), according to platform C.\n\nx % y may differ."),
    ONE_DOC(frexp, "Return the mantissa and exponent of x, as pair (m, e)."),
    {"fsum", ouro__math_fsum, 0, 1, 1,
     "fsum($module, seq, /)\n--\n\nReturn an accurate floating point sum of values in seq."},
    ONE_DOC(gamma, "Gamma function at x."),
    {"gcd", ouro__math_gcd, 0, 0, -1, "gcd($module, *integers)\n--\n\nGreatest Common Divisor."},
    {"hypot", ouro__math_hypot, 0, 0, -1,
     "hypot(*coordinates) -> value\n\nMultidimensional Euclidean distance from the origin."},
    {"isclose", math_isclose, OURO_METH_KEYWORDS, 0, -1,
     "isclose($module, /, a, b, *, rel_tol=1e-09, abs_tol=0.0)\n--\n\n"
     "Determine whether two floating point numbers are close in value."},
    ONE_DOC(isfinite, "Return True if x is neither an infinity nor a NaN, and False otherwise."),
    ONE_DOC(isinf, "Return True if x is a positive or negative infinity, and False otherwise."),
    ONE_DOC(isnan, "Return True if x is a NaN (not a number), and False otherwise."),
    {"isqrt", ouro__math_isqrt, 0, 1, 1,
     "isqrt($module, n, /)\n--\n\nReturn the integer part of the square root of the input."},
    {"lcm", ouro__math_lcm, 0, 0, -1, "lcm($module, *integers)\n--\n\nLeast Common Multiple."},
    {"ldexp", math_ldexp, 0, 2, 2,
     "ldexp($module, x, i, /)\n--\n\nReturn x * (2**i).\n\nThis is essentially the inverse of frexp()."},
    ONE_DOC(lgamma, "Natural logarithm of absolute value of Gamma function at x."),
    {"log", math_log, OURO_METH_KEYWORDS, 0, -1,
     "log(x, [base=math.e])\nReturn the logarithm of x to the given base; of base e when none is given."},
    ONE_DOC(log10, "Return the base 10 logarithm of x."),
    ONE_DOC(log1p, "Return the natural logarithm of 1+x (base e), exact for x near zero."),
    ONE_DOC(log2, "Return the base 2 logarithm of x."),
    ONE_DOC(
        modf,
        "Return the fractional and integer parts of x.\n\nBoth results carry the sign of x and are floats."),
    TWO_DOC(nextafter, "Return the next floating-point value after x towards y."),
    {"perm", ouro__math_perm, 0, 1, 2,
     "perm($module, n, k=None, /)\n--\n\nNumber of ways to choose k items from n items without repetition "
     "and with order."},
    {"comb", ouro__math_comb, 0, 2, 2,
     "comb($module, n, k, /)\n--\n\nNumber of ways to choose k items from n items without repetition and "
     "without order."},
    TWO_DOC(pow, "Return x**y (x to the power of y)."),
    {"prod", ouro__math_prod, OURO_METH_KEYWORDS, 0, -1,
     "prod($module, iterable, /, *, start=1)\n--\n\nCalculate the product of all the elements in the input "
     "iterable."},
    ONE_DOC(radians, "Convert angle x from degrees to radians."),
    TWO_DOC(remainder, "Difference between x and the closest integer multiple of y."),
    ONE_DOC(sin, "Return the sine of x (measured in radians)."),
    ONE_DOC(sinh, "Return the hyperbolic sine of x."),
    ONE_DOC(sqrt, "Return the square root of x."),
    ONE_DOC(tan, "Return the tangent of x (measured in radians)."),
    ONE_DOC(tanh, "Return the hyperbolic tangent of x."),
    ONE_DOC(trunc, "Truncates the Real x to the nearest Integral toward 0."),
    ONE_DOC(ulp, "Return the value of the least significant bit of the float x."),
    {0},
};

const ouro_module_def ouro__module_math = {
    "math", functions, exec,
    "This module provides access to the mathematical functions\ndefined by the C standard."};
