/* math: sums of floats without loss, Euclidean norms, products. */
#include "modules/math_functions.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/protocol.h"
#include "types/tuple.h"

/* ---- fsum: Shewchuk's non-overlapping partial sums ---- */

enum { PARTIALS_MAX = 2112 }; /* they do not overlap, and all bits that doubles can have lie in 2098 places */

typedef struct partials {
    double p[PARTIALS_MAX];
    int count;
    double special; /* sum of what was not finite */
    double infinities;
} partials;

/* Adds x exactly; -1: an intermediate sum overflowed. */
static int add_partial(partials *s, double x)
{
    double whole = x;
    int kept = 0;
    for (int i = 0; i < s->count; i++) {
        double y = s->p[i];
        if (fabs(x) < fabs(y)) {
            double swap = x;
            x = y;
            y = swap;
        }
        double high = x + y, low = y - (high - x);
        if (low != 0.0)
            s->p[kept++] = low;
        x = high;
    }
    s->count = kept;
    if (x == 0.0)
        return 0;
    if (!isfinite(x)) {
        if (isfinite(whole))
            return -1;
        if (isinf(whole))
            s->infinities += whole;
        s->special += whole;
        s->count = 0;
        return 0;
    }
    s->p[s->count++] = x;
    return 0;
}

/* The sum rounded once, ties to even. */
static double round_partials(const partials *s)
{
    int n = s->count;
    if (n == 0)
        return 0.0;
    double high = s->p[--n], low = 0.0;
    while (n > 0) {
        double x = high, y = s->p[--n];
        high = x + y;
        low = y - (high - x);
        if (low != 0.0)
            break;
    }
    /* half way between two doubles: what comes next decides */
    if (n > 0 && ((low < 0.0 && s->p[n - 1] < 0.0) || (low > 0.0 && s->p[n - 1] > 0.0))) {
        double y = low * 2.0, x = high + y;
        if (y == x - high)
            high = x;
    }
    return high;
}

OURO__MATH_FUNCTION(fsum)
{
    partials s; /* large: not cleared */
    s.count = 0;
    s.special = s.infinities = 0.0;
    ouro_iteration it;
    ouro_object *item;
    if (ouro__iterate(rt, &it, args[0]) < 0)
        return NULL;
    while ((item = ouro__iterate_next(rt, &it)) != NULL) {
        double x;
        int status = ouro__as_double(rt, item, &x);
        ouro_decref(rt, item);
        if (status < 0)
            break;
        if (add_partial(&s, x) < 0) {
            ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "intermediate overflow in fsum");
            break;
        }
    }
    if (ouro__iterate_end(rt, &it) < 0)
        return NULL;
    if (s.special != 0.0) {
        if (isnan(s.infinities))
            return ouro__raise(rt, OURO_T_VALUE_ERROR, "-inf + inf in fsum");
        return ouro__float_new(rt, s.special);
    }
    return ouro__float_new(rt, round_partials(&s));
}

/* ---- norms ---- */

/* A sum from 1.0 on, with what each rounding lost. */
typedef struct compensated {
    double sum, lost[3];
} compensated;

static void add_product(compensated *c, double x, int which)
{
    double before = c->sum;
    c->sum += x;
    c->lost[which] += (before - c->sum) + x;
}

/* Adds sign * x * x in three parts that are each exact (Veltkamp and Dekker). */
static void add_square(compensated *c, double x, double sign, bool last_exactly)
{
    double t = x * 134217729.0, high = t - (t - x), low = x - high;
    add_product(c, sign * high * high, 0);
    add_product(c, sign * 2.0 * high * low, 1);
    if (last_exactly)
        add_product(c, sign * low * low, 2);
    else
        c->lost[2] += low * low;
}

static double total(const compensated *c)
{
    return c->sum - 1.0 + (c->lost[0] + c->lost[1] + c->lost[2]);
}

/* The square root of the sum of squares: scaled by a power of two, summed with compensation, the root corrected once. `most` is
 * the greatest of the absolute values. */
static double norm(double *v, size_t count, double most, bool has_nan)
{
    if (isinf(most))
        return most;
    if (has_nan)
        return NAN;
    if (most == 0.0 || count <= 1)
        return most;
    int exponent;
    frexp(most, &exponent);
    compensated c = {.sum = 1.0};
    if (exponent < -1023) { /* the scale would overflow */
        for (size_t i = 0; i < count; i++) {
            double x = v[i] / most;
            add_product(&c, x * x, 0);
        }
        return most * sqrt(c.sum - 1.0 + c.lost[0]);
    }
    double scale = ldexp(1.0, -exponent);
    for (size_t i = 0; i < count; i++)
        add_square(&c, v[i] * scale, 1.0, false);
    double root = sqrt(total(&c));
    add_square(&c, root, -1.0, true);
    return (root + total(&c) / (2.0 * root)) / scale;
}

enum { ON_STACK = 16 };

OURO__MATH_FUNCTION(hypot)
{
    double on_stack[ON_STACK], *v = on_stack, most = 0.0;
    bool has_nan = false;
    ouro_object *result = NULL;
    if (nargs > ON_STACK && !(v = ouro__buffer_alloc(rt, nargs * sizeof *v)))
        return NULL;
    size_t i = 0;
    for (; i < nargs && ouro__as_double(rt, args[i], &v[i]) == 0; i++) {
        v[i] = fabs(v[i]);
        has_nan |= isnan(v[i]);
        if (v[i] > most)
            most = v[i];
    }
    if (i == nargs)
        result = ouro__float_new(rt, norm(v, nargs, most, has_nan));
    if (v != on_stack)
        ouro__buffer_free(rt, v);
    return result;
}

/* A point as a tuple; owned. */
static ouro_object *point(ouro_runtime *rt, ouro_object *o)
{
    return ouro__is_tuple(rt, o) ? ouro_ref(o) : ouro__tuple_from_iterable(rt, o);
}

static ouro_object *distance(ouro_runtime *rt, const ouro_tuple *p, const ouro_tuple *q)
{
    double on_stack[ON_STACK], *v = on_stack, most = 0.0;
    bool has_nan = false;
    ouro_object *result = NULL;
    size_t count = p->count, i = 0;
    if (count != q->count)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "both points must have the same number of dimensions");
    if (count > ON_STACK && !(v = ouro__buffer_alloc(rt, count * sizeof *v)))
        return NULL;
    for (; i < count; i++) {
        double a, b;
        if (ouro__as_double(rt, p->items[i], &a) < 0 || ouro__as_double(rt, q->items[i], &b) < 0)
            break;
        v[i] = fabs(a - b);
        has_nan |= isnan(v[i]);
        if (v[i] > most)
            most = v[i];
    }
    if (i == count)
        result = ouro__float_new(rt, norm(v, count, most, has_nan));
    if (v != on_stack)
        ouro__buffer_free(rt, v);
    return result;
}

OURO__MATH_FUNCTION(dist)
{
    ouro_object *p = point(rt, args[0]), *q = p ? point(rt, args[1]) : NULL;
    ouro_object *result = q ? distance(rt, (ouro_tuple *)p, (ouro_tuple *)q) : NULL;
    ouro_xdecref(rt, p);
    ouro_xdecref(rt, q);
    return result;
}

/* ---- products ---- */

OURO__MATH_FUNCTION(prod)
{
    static const char *const names[] = {"", "start", NULL};
    static const ouro_signature signature = {"prod", names, 1, 1, 1, 1};
    ouro_object *out[2], *item;
    ouro_iteration it;
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, out) < 0 ||
        ouro__iterate(rt, &it, out[0]) < 0)
        return NULL;
    ouro_object *product = out[1] ? ouro_ref(out[1]) : ouro__int_new(rt, 1);
    while (product && (item = ouro__iterate_next(rt, &it)) != NULL) {
        ouro_object *next = ouro__binary(rt, OURO_MULTIPLY, product, item);
        ouro_decref(rt, item);
        ouro_decref(rt, product);
        product = next;
    }
    if (ouro__iterate_end(rt, &it) == 0)
        return product;
    ouro_xdecref(rt, product);
    return NULL;
}
