/* slice: three references, and how it selects from a sequence. */
#include "types/slice.h"

#include "object/slot.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/method.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"
#include "types/types.h"

static const uint16_t slice_fields[] = {offsetof(ouro_slice, start), offsetof(ouro_slice, stop),
                                        offsetof(ouro_slice, step), 0};

ouro_object *ouro__slice_new(ouro_runtime *rt, ouro_object *start, ouro_object *stop, ouro_object *step)
{
    ouro_slice *s = ouro__new_container(rt, sizeof *s, OURO_WORD(OURO_T_SLICE));
    if (!s)
        return NULL;
    ouro__slot_init(&s->start, ouro_ref(start ? start : OURO_NONE(rt)));
    ouro__slot_init(&s->stop, ouro_ref(stop ? stop : OURO_NONE(rt)));
    ouro__slot_init(&s->step, ouro_ref(step ? step : OURO_NONE(rt)));
    ouro__track(&s->head);
    return &s->head;
}

static bool has_index(ouro_runtime *rt, ouro_object *o)
{
    if (ouro__is_int(rt, o))
        return true;
    const ouro_type *type = ouro__type_of(rt, o);
    return type->number && type->number->index;
}

enum ouro_subscript ouro__subscript(ouro_runtime *rt, ouro_object *key, const char *what, int64_t *index)
{
    if (ouro__likely(ouro__int_is_small(key))) {
        *index = ((ouro_int *)key)->value;
        return OURO_SUBSCRIPT_INDEX;
    }
    if (ouro__is_slice(key))
        return OURO_SUBSCRIPT_SLICE;
    if (has_index(rt, key))
        return ouro__index_int64(rt, key, false, index) < 0 ? OURO_SUBSCRIPT_FAILED : OURO_SUBSCRIPT_INDEX;
    ouro__raise(rt, OURO_T_TYPE_ERROR, "%s indices must be integers or slices, not %T", what, key);
    return OURO_SUBSCRIPT_FAILED;
}

/* A slice index, clamped to int64_t; None leaves *out as it was. */
static int slice_index(ouro_runtime *rt, ouro_object *o, int64_t *out)
{
    if (ouro__int_is_small(o)) {
        *out = ((ouro_int *)o)->value;
        return 0;
    }
    if (o == OURO_NONE(rt))
        return 0;
    if (has_index(rt, o))
        return ouro__index_int64(rt, o, true, out);
    ouro__raise(rt, OURO_T_TYPE_ERROR, "slice indices must be integers or None or have an __index__ method");
    return -1;
}

int ouro__index_bound(ouro_runtime *rt, ouro_object *o, int64_t length, int64_t *out)
{
    if (!has_index(rt, o)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "slice indices must be integers or have an __index__ method");
        return -1;
    }
    if (ouro__index_int64(rt, o, true, out) < 0)
        return -1;
    if (*out < 0) {
        *out += length;
        if (*out < 0)
            *out = 0;
    }
    return 0;
}

/* Brings a bound into the sequence: a negative one counts from the end; what lies outside falls on the edge.
 */
static int64_t clip(int64_t bound, int64_t length, bool backwards)
{
    if (bound < 0) {
        bound += length;
        if (bound < 0)
            return backwards ? -1 : 0;
    } else if (bound >= length) {
        return backwards ? length - 1 : length;
    }
    return bound;
}

int ouro__slice_unpack(ouro_runtime *rt, ouro_object *slice, int64_t *start, int64_t *stop, int64_t *step)
{
    ouro_slice *s = (ouro_slice *)slice;
    *step = 1;
    if (slice_index(rt, s->step, step) < 0)
        return -1;
    if (*step == 0) {
        ouro__raise(rt, OURO_T_VALUE_ERROR, "slice step cannot be zero");
        return -1;
    }
    if (*step < -INT64_MAX) /* so that it can be negated */
        *step = -INT64_MAX;
    bool backwards = *step < 0;
    *start = backwards ? INT64_MAX : 0;
    *stop = backwards ? INT64_MIN : INT64_MAX;
    return slice_index(rt, s->start, start) < 0 || slice_index(rt, s->stop, stop) < 0 ? -1 : 0;
}

int64_t ouro__slice_adjust(int64_t length, int64_t *start, int64_t *stop, int64_t step)
{
    bool backwards = step < 0;
    *start = clip(*start, length, backwards);
    *stop = clip(*stop, length, backwards);
    if (backwards)
        return *stop < *start ? (*start - *stop - 1) / -step + 1 : 0;
    return *start < *stop ? (*stop - *start - 1) / step + 1 : 0;
}

int ouro__slice_resolve(ouro_runtime *rt, ouro_object *slice, int64_t length, int64_t *start, int64_t *stop,
                        int64_t *step, int64_t *count)
{
    if (ouro__slice_unpack(rt, slice, start, stop, step) < 0)
        return -1;
    *count = ouro__slice_adjust(length, start, stop, *step);
    return 0;
}

/* slice.indices() for any ints, as int objects. `value` borrowed; the result owned. */
static ouro_object *long_bound(ouro_runtime *rt, ouro_object *value, ouro_object *length, ouro_object *lower,
                               ouro_object *upper, ouro_object *missing)
{
    if (value == OURO_NONE(rt))
        return ouro_ref(missing);
    if (!has_index(rt, value))
        return ouro__raise(rt, OURO_T_TYPE_ERROR,
                           "slice indices must be integers or None or have an __index__ method");
    ouro_object *bound = ouro__index(rt, value);
    if (!bound)
        return NULL;
    if (ouro__int_sign(rt, bound) < 0) {
        ouro_object *sum = ouro__int_binary(rt, OURO_ADD, bound, length);
        ouro_decref(rt, bound);
        if (!sum)
            return NULL;
        bound = sum;
        if (ouro__int_compare(rt, bound, lower) < 0) {
            ouro_decref(rt, bound);
            return ouro_ref(lower);
        }
    } else if (ouro__int_compare(rt, bound, upper) > 0) {
        ouro_decref(rt, bound);
        return ouro_ref(upper);
    }
    return bound;
}

static ouro_object *slice_step(ouro_runtime *rt, ouro_slice *s)
{
    if (s->step == OURO_NONE(rt))
        return ouro__int_new(rt, 1);
    if (!has_index(rt, s->step))
        return ouro__raise(rt, OURO_T_TYPE_ERROR,
                           "slice indices must be integers or None or have an __index__ method");
    ouro_object *step = ouro__index(rt, s->step);
    if (step && ouro__int_sign(rt, step) == 0) {
        ouro_decref(rt, step);
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "slice step cannot be zero");
    }
    return step;
}

ouro_object *ouro__slice_indices(ouro_runtime *rt, ouro_object *slice, ouro_object *length)
{
    ouro_slice *s = (ouro_slice *)slice;
    ouro_object *step = slice_step(rt, s);
    if (!step)
        return NULL;
    bool backwards = ouro__int_sign(rt, step) < 0;
    ouro_object *one = ouro__int_new(rt, 1);
    ouro_object *lower = ouro__int_new(rt, backwards ? -1 : 0);
    ouro_object *upper = backwards ? ouro__int_binary(rt, OURO_SUBTRACT, length, one) : ouro_ref(length);
    ouro_object *start = NULL, *stop = NULL, *result = NULL;
    if (upper)
        start = long_bound(rt, s->start, length, lower, upper, backwards ? upper : lower);
    if (start)
        stop = long_bound(rt, s->stop, length, lower, upper, backwards ? lower : upper);
    if (stop)
        result = ouro__tuple_of(rt, 3, start, stop, step);
    ouro_xdecref(rt, start);
    ouro_xdecref(rt, stop);
    ouro_xdecref(rt, upper);
    ouro_decref(rt, step);
    return result;
}

OURO_METHOD(slice_indices)
{
    (void)nargs, (void)kwnames;
    ouro_object *length = ouro__index(rt, args[0]);
    if (!length)
        return NULL;
    ouro_object *result;
    if (ouro__int_sign(rt, length) < 0)
        result = ouro__raise(rt, OURO_T_VALUE_ERROR, "length should not be negative");
    else
        result = ouro__slice_indices(rt, self, length);
    ouro_decref(rt, length);
    return result;
}

OURO_METHOD(slice_reduce)
{
    OURO_NO_ARGUMENTS;
    ouro_slice *s = (ouro_slice *)self;
    ouro_object *bounds = ouro__tuple_of(rt, 3, s->start, s->stop, s->step);
    if (!bounds)
        return NULL;
    ouro_object *result = ouro__tuple_of(rt, 2, ouro__type_of(rt, self)->class_object, bounds);
    ouro_decref(rt, bounds);
    return result;
}

static ouro_object *slice_repr(ouro_runtime *rt, ouro_object *o)
{
    ouro_slice *s = (ouro_slice *)o;
    return ouro__str_format(rt, "slice(%R, %R, %R)", s->start, s->stop, s->step);
}

static ouro_object *slice_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b, int op)
{
    if (!ouro__is_slice(a) || !ouro__is_slice(b))
        return OURO_NOT_IMPLEMENTED(rt);
    if (a == b)
        return ouro__bool(rt, op == OURO_EQ || op == OURO_LE || op == OURO_GE);
    ouro_slice *x = (ouro_slice *)a, *y = (ouro_slice *)b;
    ouro_object *left = ouro__tuple_of(rt, 3, x->start, x->stop, x->step);
    if (!left)
        return NULL;
    ouro_object *right = ouro__tuple_of(rt, 3, y->start, y->stop, y->step);
    ouro_object *result = right ? ouro__compare(rt, left, right, op) : NULL;
    ouro_xdecref(rt, right);
    ouro_decref(rt, left);
    return result;
}

static ouro_object *slice_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                              ouro_object *kwnames)
{
    (void)cls;
    if (ouro__check_arity(rt, "slice", nargs, kwnames, 1, 3) < 0)
        return NULL;
    if (nargs == 1)
        return ouro__slice_new(rt, NULL, args[0], NULL);
    return ouro__slice_new(rt, args[0], args[1], nargs == 3 ? args[2] : NULL);
}

static const ouro_method_def slice_methods[] = {
    {"indices", slice_indices, 0, 1, 1,
     "indices($self, object, /)\n--\n\nThe start, stop and step that the slice selects from a sequence of "
     "the given "
     "length."},
    {"__reduce__", slice_reduce, 0, 0, 0, NULL},
    {0},
};

static const ouro_member_def slice_members[] = {
    {"start", offsetof(ouro_slice, start), true, true, NULL},
    {"stop", offsetof(ouro_slice, stop), true, true, NULL},
    {"step", offsetof(ouro_slice, step), true, true, NULL},
    {0},
};

OURO_BUILTIN_TYPE(slice) = {
    .id = OURO_T_SLICE,
    .slots = {.name = "slice",
              .size = sizeof(ouro_slice),
              .layout = OURO_LAYOUT_LEAF,
              .flags = OURO_TYPE_CONTAINER,
              .fields = slice_fields,
              .repr = slice_repr,
              .hash = ouro__hash_not_implemented,
              .compare = slice_compare,
              .new_ = slice_new},
    .methods = slice_methods,
    .members = slice_members,
    .doc = "slice(stop)\nslice(start, stop[, step])\n\nWhat stands between brackets to select part of a "
           "sequence.",
};
