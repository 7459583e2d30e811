/* Built-in functions over iterables. */
#include "modules/builtins.h"
#include "types/iterators.h"
#include "types/class.h"
#include "types/exception.h"
#include "types/float.h"
#include "types/int.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"

/* True when an item has the given truth, 0 when none has, -1. */
static int find_truth(ouro_runtime *rt, ouro_object *iterable, int wanted)
{
    ouro_iteration it;
    if (ouro__iterate(rt, &it, iterable) < 0)
        return -1;
    ouro_object *item;
    int found = 0;
    while (!found && (item = ouro__iterate_next(rt, &it))) {
        int truth = ouro__truth(rt, item);
        ouro_decref(rt, item);
        found = truth < 0 ? -1 : truth == wanted;
    }
    return ouro__iterate_end(rt, &it) < 0 ? -1 : found;
}

OURO_C_FUNCTION(builtin_all)
{
    int found = find_truth(rt, args[0], 0);
    return found < 0 ? NULL : ouro__bool(rt, !found);
}

OURO_C_FUNCTION(builtin_any)
{
    int found = find_truth(rt, args[0], 1);
    return found < 0 ? NULL : ouro__bool(rt, found);
}

/* The running total of sum(): ints and floats are added unboxed as long as they stay what they are. */
typedef struct sum_state {
    enum { SUM_INT, SUM_FLOAT, SUM_OBJECT } kind;
    int64_t integer;
    double real;
    ouro_object *object;
} sum_state;

static int sum_box(ouro_runtime *rt, sum_state *s)
{
    if (s->kind == SUM_INT)
        s->object = ouro__int_new(rt, s->integer);
    else if (s->kind == SUM_FLOAT)
        s->object = ouro__float_new(rt, s->real);
    s->kind = SUM_OBJECT;
    return s->object ? 0 : -1;
}

static int sum_add(ouro_runtime *rt, sum_state *s, ouro_object *item)
{
    if (s->kind == SUM_INT) {
        if (ouro__int_is_small(item) &&
            !__builtin_add_overflow(s->integer, ((ouro_int *)item)->value, &s->integer))
            return 0;
        if (ouro__int_is_small(item)) /* the builtin stored a wrapped sum */
            s->integer = (int64_t)((uint64_t)s->integer - (uint64_t)((ouro_int *)item)->value);
        if (ouro__float_is_exact(item)) {
            s->kind = SUM_FLOAT;
            s->real = (double)s->integer + ((ouro_float *)item)->value;
            return 0;
        }
    } else if (s->kind == SUM_FLOAT) {
        if (ouro__float_is_exact(item)) {
            s->real += ((ouro_float *)item)->value;
            return 0;
        }
        if (ouro__int_is_small(item)) {
            s->real += (double)((ouro_int *)item)->value;
            return 0;
        }
    }
    if (s->kind != SUM_OBJECT && sum_box(rt, s) < 0)
        return -1;
    ouro_object *sum = ouro__binary(rt, OURO_ADD, s->object, item);
    ouro_decref(rt, s->object);
    s->object = sum;
    return sum ? 0 : -1;
}

static int sum_start(ouro_runtime *rt, sum_state *s, ouro_object *start)
{
    *s = (sum_state){0};
    if (!start)
        return 0;
    if (ouro__is_str(rt, start)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "sum() can't sum strings [use ''.join(seq) instead]");
        return -1;
    }
    if (ouro__type_of(rt, start)->flags & OURO_TYPE_IS_BYTES) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "sum() can't sum bytes [use b''.join(seq) instead]");
        return -1;
    }
    if (ouro__is_exactly(start, OURO_T_BYTEARRAY)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "sum() can't sum bytearray [use b''.join(seq) instead]");
        return -1;
    }
    if (ouro__int_is_small(start)) {
        s->integer = ((ouro_int *)start)->value;
    } else if (ouro__float_is_exact(start)) {
        s->kind = SUM_FLOAT;
        s->real = ((ouro_float *)start)->value;
    } else {
        s->kind = SUM_OBJECT;
        s->object = ouro_ref(start);
    }
    return 0;
}

OURO_C_FUNCTION(builtin_sum)
{
    static const char *const names[] = {"", "start", NULL};
    static const ouro_signature signature = {"sum", names, 1, 2, 1, 0};
    ouro_object *values[2];
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, values) < 0)
        return NULL;
    ouro_iteration it;
    if (ouro__iterate(rt, &it, values[0]) < 0)
        return NULL;
    sum_state sum;
    int status = sum_start(rt, &sum, values[1]);
    ouro_object *item;
    while (status == 0 && (item = ouro__iterate_next(rt, &it))) {
        status = sum_add(rt, &sum, item);
        ouro_decref(rt, item);
    }
    if (ouro__iterate_end(rt, &it) < 0)
        status = -1;
    if (status == 0 && sum.kind != SUM_OBJECT)
        status = sum_box(rt, &sum);
    if (status < 0) {
        ouro_xdecref(rt, sum.object);
        return NULL;
    }
    return sum.object;
}

/* min and max: `op` is what a better item answers to the best so far. */
static ouro_object *extreme(ouro_runtime *rt, const char *name, int op, ouro_object *const *args,
                            size_t nargs, ouro_object *kwnames)
{
    static const char *const names[] = {"default", "key", NULL};
    const ouro_signature signature = {name, names, 0, 0, 0, 2};
    ouro_object *options[2] = {NULL, NULL};
    if (kwnames && ouro__parse_arguments(rt, &signature, args + nargs, 0, kwnames, options) < 0)
        return NULL;
    if (nargs == 0)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "%s expected at least 1 argument, got 0", name);
    if (nargs > 1 && options[0])
        return ouro__raise(rt, OURO_T_TYPE_ERROR,
                           "Cannot specify a default for %s() with multiple positional arguments", name);
    ouro_object *key = options[1] && options[1] != OURO_NONE(rt) ? options[1] : NULL;
    ouro_object *many = nargs > 1 ? ouro__tuple_from(rt, args, nargs) : NULL;
    if (nargs > 1 && !many)
        return NULL;
    ouro_iteration it;
    if (ouro__iterate(rt, &it, many ? many : args[0]) < 0) {
        ouro_xdecref(rt, many);
        return NULL;
    }
    ouro_object *best = NULL, *best_value = NULL, *item;
    int status = 0;
    while (status == 0 && (item = ouro__iterate_next(rt, &it))) {
        ouro_object *value = key ? ouro__call1(rt, key, item) : ouro_ref(item);
        int better = !value ? -1 : best ? ouro__compare_bool(rt, value, best_value, op) : 1;
        if (better > 0) {
            ouro_object *old = best, *old_value = best_value;
            best = item;
            best_value = value;
            ouro_xdecref(rt, old);
            ouro_xdecref(rt, old_value);
        } else {
            status = better;
            ouro_decref(rt, item);
            ouro_xdecref(rt, value);
        }
    }
    if (ouro__iterate_end(rt, &it) < 0)
        status = -1;
    ouro_xdecref(rt, many);
    ouro_xdecref(rt, best_value);
    if (status < 0) {
        ouro_xdecref(rt, best);
        return NULL;
    }
    if (!best && options[0])
        return ouro_ref(options[0]);
    if (!best)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "%s() arg is an empty sequence", name);
    return best;
}

OURO_C_FUNCTION(builtin_min)
{
    return extreme(rt, "min", OURO_LT, args, nargs, kwnames);
}

OURO_C_FUNCTION(builtin_max)
{
    return extreme(rt, "max", OURO_GT, args, nargs, kwnames);
}

/* Its keywords are list.sort's, and so are the errors about them. */
OURO_C_FUNCTION(builtin_sorted)
{
    if (nargs != 1)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "sorted expected 1 argument, got %zu", nargs);
    ouro_object *list = ouro__list_from_iterable(rt, args[0]);
    if (list && ouro__list_sort_with(rt, list, args + 1, 0, kwnames) < 0) {
        ouro_decref(rt, list);
        return NULL;
    }
    return list;
}

OURO_C_FUNCTION(builtin_iter)
{
    if (nargs == 1)
        return ouro__iter(rt, args[0]);
    if (!ouro__is_callable(rt, args[0]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "iter(v, w): v must be callable");
    return ouro__callable_iterator_new(rt, args[0], args[1]);
}

OURO_C_FUNCTION(builtin_next)
{
    ouro_type *type = ouro__type_of(rt, args[0]);
    if (!type->next)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "'%T' object is not an iterator", args[0]);
    ouro_object *item = type->next(rt, args[0]); /* a StopIteration that it raises has a value to keep */
    if (item || (ouro__error_pending(rt) && (nargs < 2 || !ouro__error_is(rt, OURO_T_STOP_ITERATION))))
        return item;
    ouro__error_clear(rt);
    return nargs == 2 ? ouro_ref(args[1]) : ouro__raise_stop_iteration(rt, NULL);
}

const ouro_method_def ouro__builtins_iteration[] = {
    {"all", builtin_all, 0, 1, 1, "all($module, iterable, /)\n--\n\nReturn True if every item is true."},
    {"any", builtin_any, 0, 1, 1, "any($module, iterable, /)\n--\n\nReturn True if any item is true."},
    {"iter", builtin_iter, 0, 1, 2, "iter(iterable) -> iterator\niter(callable, sentinel) -> iterator"},
    {"max", builtin_max, OURO_METH_KEYWORDS, 0, -1, "max(iterable, *[, default=obj, key=func]) -> value"},
    {"min", builtin_min, OURO_METH_KEYWORDS, 0, -1, "min(iterable, *[, default=obj, key=func]) -> value"},
    {"next", builtin_next, 0, 1, 2, "next(iterator[, default])"},
    {"sorted", builtin_sorted, OURO_METH_KEYWORDS, 0, -1,
     "sorted($module, iterable, /, *, key=None, reverse=False)\n--\n\nReturn a new sorted list of the "
     "items."},
    {"sum", builtin_sum, OURO_METH_KEYWORDS, 0, -1,
     "sum($module, iterable, /, start=0)\n--\n\nReturn the sum of a start value and the items."},
    {0},
};
