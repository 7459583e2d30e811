/* range: an arithmetic progression of ints of any size. What fits 64 bits is computed in them, the rest with
 * int objects. */
#include "object/slot.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/protocol.h"
#include "types/slice.h"
#include "types/str.h"
#include "types/tuple.h"
#include "types/types.h"

static const uint16_t range_fields[] = {offsetof(ouro_range, parts), 0};

static ouro_range *range_of(ouro_object *o)
{
    return (ouro_range *)o;
}

/* The number of steps from start before stop; false when it does not fit. */
static bool count_steps(int64_t start, int64_t stop, int64_t step, int64_t *count)
{
    uint64_t distance, stride;
    if (step > 0) {
        distance = start < stop ? (uint64_t)stop - (uint64_t)start : 0;
        stride = (uint64_t)step;
    } else {
        distance = start > stop ? (uint64_t)start - (uint64_t)stop : 0;
        stride = 0 - (uint64_t)step;
    }
    uint64_t steps = distance ? (distance - 1) / stride + 1 : 0;
    *count = (int64_t)steps;
    return steps <= INT64_MAX;
}

static ouro_object *small_range(ouro_runtime *rt, int64_t start, int64_t stop, int64_t step, int64_t length)
{
    ouro_range *r = ouro__new_leaf(rt, sizeof *r, OURO_WORD(OURO_T_RANGE));
    if (!r)
        return NULL;
    r->start = start;
    r->stop = stop;
    r->step = step;
    r->length = length;
    r->parts = NULL;
    return &r->head;
}

/* a op b, with `a` taken over. NULL passes through. */
static ouro_object *apply(ouro_runtime *rt, enum ouro_binary_op op, ouro_object *a_owned, ouro_object *b)
{
    if (!a_owned)
        return NULL;
    ouro_object *result = b ? ouro__int_binary(rt, op, a_owned, b) : NULL;
    ouro_decref(rt, a_owned);
    return result;
}

/* The length of a range of any ints. Owned. */
static ouro_object *long_length(ouro_runtime *rt, ouro_object *start, ouro_object *stop, ouro_object *step)
{
    bool up = ouro__int_sign(rt, step) > 0;
    ouro_object *low = up ? start : stop, *high = up ? stop : start, *one = ouro__int_new(rt, 1);
    if (ouro__int_compare(rt, low, high) >= 0)
        return ouro__int_new(rt, 0);
    ouro_object *zero = ouro__int_new(rt, 0);
    ouro_object *stride = up ? ouro_ref(step) : ouro__int_binary(rt, OURO_SUBTRACT, zero, step);
    ouro_object *count = stride ? ouro__int_binary(rt, OURO_SUBTRACT, high, low) : NULL;
    count = apply(rt, OURO_SUBTRACT, count, one);
    count = apply(rt, OURO_FLOOR_DIVIDE, count, stride);
    count = apply(rt, OURO_ADD, count, one);
    ouro_xdecref(rt, stride);
    return count;
}

/* From any ints (borrowed, exact), step not zero. */
static ouro_object *range_from(ouro_runtime *rt, ouro_object *start, ouro_object *stop, ouro_object *step)
{
    int64_t first, last, stride, length;
    if (ouro__int_as_int64(rt, start, &first) == 0 && ouro__int_as_int64(rt, stop, &last) == 0 &&
        ouro__int_as_int64(rt, step, &stride) == 0 && count_steps(first, last, stride, &length))
        return small_range(rt, first, last, stride, length);
    ouro_object *count = long_length(rt, start, stop, step);
    ouro_object *parts = count ? ouro__tuple_of(rt, 4, start, stop, step, count) : NULL;
    ouro_xdecref(rt, count);
    if (!parts)
        return NULL;
    ouro_range *r = (ouro_range *)small_range(rt, 0, 0, 1, -1);
    if (!r) {
        ouro_decref(rt, parts);
        return NULL;
    }
    ouro__slot_init(&r->parts, parts);
    return &r->head;
}

ouro_object *ouro__range_new(ouro_runtime *rt, int64_t start, int64_t stop, int64_t step)
{
    int64_t length;
    if (count_steps(start, stop, step, &length))
        return small_range(rt, start, stop, step, length);
    ouro_object *a = ouro__int_new(rt, start), *b = ouro__int_new(rt, stop), *c = ouro__int_new(rt, step);
    ouro_object *result = a && b && c ? range_from(rt, a, b, c) : NULL;
    ouro_xdecref(rt, a);
    ouro_xdecref(rt, b);
    ouro_xdecref(rt, c);
    return result;
}

ouro_object *ouro__range_part(ouro_runtime *rt, ouro_object *o, enum ouro_range_part part)
{
    ouro_range *r = range_of(o);
    if (r->parts)
        return ouro_ref(((ouro_tuple *)r->parts)->items[part]);
    switch (part) {
    case OURO_RANGE_START:
        return ouro__int_new(rt, r->start);
    case OURO_RANGE_STOP:
        return ouro__int_new(rt, r->stop);
    case OURO_RANGE_STEP:
        return ouro__int_new(rt, r->step);
    default:
        return ouro__int_new(rt, r->length);
    }
}

static ouro_object *range_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                              ouro_object *kwnames)
{
    (void)cls;
    if (ouro__check_arity(rt, "range", nargs, kwnames, 1, 3) < 0)
        return NULL;
    ouro_object *bounds[3] = {NULL, NULL, NULL}, *result = NULL;
    bounds[0] = nargs == 1 ? ouro__int_new(rt, 0) : ouro__index(rt, args[0]);
    if (bounds[0])
        bounds[1] = ouro__index(rt, args[nargs == 1 ? 0 : 1]);
    if (bounds[1])
        bounds[2] = nargs < 3 ? ouro__int_new(rt, 1) : ouro__index(rt, args[2]);
    if (bounds[2] && ouro__int_sign(rt, bounds[2]) == 0)
        ouro__raise(rt, OURO_T_VALUE_ERROR, "range() arg 3 must not be zero");
    else if (bounds[2])
        result = range_from(rt, bounds[0], bounds[1], bounds[2]);
    for (int i = 0; i < 3; i++)
        ouro_xdecref(rt, bounds[i]);
    return result;
}

/* ---- Slots ---- */

static ouro_object *range_repr(ouro_runtime *rt, ouro_object *o)
{
    ouro_object *start = ouro__range_part(rt, o, OURO_RANGE_START),
                *stop = ouro__range_part(rt, o, OURO_RANGE_STOP);
    ouro_object *step = ouro__range_part(rt, o, OURO_RANGE_STEP), *text = NULL;
    if (start && stop && step) {
        bool plain = ouro__int_is_small(step) && ((ouro_int *)step)->value == 1;
        text = plain ? ouro__str_format(rt, "range(%R, %R)", start, stop)
                     : ouro__str_format(rt, "range(%R, %R, %R)", start, stop, step);
    }
    ouro_xdecref(rt, start);
    ouro_xdecref(rt, stop);
    ouro_xdecref(rt, step);
    return text;
}

/* (length, start or None, step or None): what makes ranges equal. Owned. */
static ouro_object *essence(ouro_runtime *rt, ouro_object *o)
{
    ouro_object *length = ouro__range_part(rt, o, OURO_RANGE_LENGTH);
    if (!length)
        return NULL;
    int64_t count = 0;
    ouro__int_as_int64(rt, length, &count); /* clamped when it does not fit */
    ouro_object *start = count > 0 ? ouro__range_part(rt, o, OURO_RANGE_START) : OURO_NONE(rt);
    ouro_object *step = count > 1 ? ouro__range_part(rt, o, OURO_RANGE_STEP) : OURO_NONE(rt);
    ouro_object *result = start && step ? ouro__tuple_of(rt, 3, length, start, step) : NULL;
    ouro_decref(rt, length);
    ouro_xdecref(rt, start);
    ouro_xdecref(rt, step);
    return result;
}

static int64_t range_hash(ouro_runtime *rt, ouro_object *o)
{
    ouro_object *key = essence(rt, o);
    if (!key)
        return -1;
    int64_t hash = ouro__hash(rt, key);
    ouro_decref(rt, key);
    return hash;
}

static int ranges_equal(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    ouro_range *x = range_of(a), *y = range_of(b);
    if (a == b)
        return 1;
    if (x->length >= 0 && y->length >= 0) {
        if (x->length != y->length)
            return 0;
        return x->length == 0 || (x->start == y->start && (x->length == 1 || x->step == y->step));
    }
    ouro_object *left = essence(rt, a), *right = left ? essence(rt, b) : NULL;
    int equal = right ? ouro__compare_bool(rt, left, right, OURO_EQ) : -1;
    ouro_xdecref(rt, left);
    ouro_xdecref(rt, right);
    return equal;
}

static ouro_object *range_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b, int op)
{
    if ((op != OURO_EQ && op != OURO_NE) || !ouro__is_exactly(b, OURO_T_RANGE))
        return OURO_NOT_IMPLEMENTED(rt);
    int equal = ranges_equal(rt, a, b);
    return equal < 0 ? NULL : ouro__bool(rt, equal == (op == OURO_EQ));
}

static int64_t range_length(ouro_runtime *rt, ouro_object *o)
{
    int64_t length = range_of(o)->length;
    if (length >= 0)
        return length;
    if (ouro__int_as_int64(rt, ((ouro_tuple *)range_of(o)->parts)->items[OURO_RANGE_LENGTH], &length) == 0)
        return length;
    ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "Python int too large to convert to C ssize_t");
    return -1;
}

static int range_truth(ouro_runtime *rt, ouro_object *o)
{
    ouro_range *r = range_of(o);
    if (r->length >= 0)
        return r->length != 0;
    return ouro__int_sign(rt, ((ouro_tuple *)r->parts)->items[OURO_RANGE_LENGTH]) != 0;
}

/* start + i * step, `i` borrowed. Owned. */
static ouro_object *long_item(ouro_runtime *rt, ouro_object *o, ouro_object *i)
{
    ouro_object *start = ouro__range_part(rt, o, OURO_RANGE_START),
                *step = ouro__range_part(rt, o, OURO_RANGE_STEP);
    ouro_object *item = start && step ? ouro__int_binary(rt, OURO_MULTIPLY, i, step) : NULL;
    item = apply(rt, OURO_ADD, item, start);
    ouro_xdecref(rt, start);
    ouro_xdecref(rt, step);
    return item;
}

static ouro_object *out_of_range(ouro_runtime *rt)
{
    return ouro__raise(rt, OURO_T_INDEX_ERROR, "range object index out of range");
}

/* The item at any int (borrowed). */
static ouro_object *item_at(ouro_runtime *rt, ouro_object *o, ouro_object *index)
{
    ouro_object *length = ouro__range_part(rt, o, OURO_RANGE_LENGTH);
    if (!length)
        return NULL;
    ouro_object *i =
        ouro__int_sign(rt, index) < 0 ? ouro__int_binary(rt, OURO_ADD, index, length) : ouro_ref(index);
    ouro_object *item = NULL;
    if (i && (ouro__int_sign(rt, i) < 0 || ouro__int_compare(rt, i, length) >= 0))
        out_of_range(rt);
    else if (i)
        item = long_item(rt, o, i);
    ouro_xdecref(rt, i);
    ouro_decref(rt, length);
    return item;
}

static ouro_object *range_item(ouro_runtime *rt, ouro_object *o, int64_t i)
{
    ouro_range *r = range_of(o);
    if (r->length < 0) {
        ouro_object *index = ouro__int_new(rt, i);
        ouro_object *item = index ? item_at(rt, o, index) : NULL;
        ouro_xdecref(rt, index);
        return item;
    }
    if (i < 0)
        i += r->length;
    if ((uint64_t)i >= (uint64_t)r->length)
        return out_of_range(rt);
    return ouro__int_new(rt, (int64_t)((uint64_t)r->start + (uint64_t)i * (uint64_t)r->step));
}

static ouro_object *range_slice(ouro_runtime *rt, ouro_object *o, ouro_object *slice)
{
    ouro_object *length = ouro__range_part(rt, o, OURO_RANGE_LENGTH);
    ouro_object *indices = length ? ouro__slice_indices(rt, slice, length) : NULL;
    ouro_xdecref(rt, length);
    if (!indices)
        return NULL;
    ouro_object *const *at = ((ouro_tuple *)indices)->items;
    ouro_object *start = long_item(rt, o, at[0]);
    ouro_object *stop = start ? long_item(rt, o, at[1]) : NULL;
    ouro_object *step = stop ? ouro__range_part(rt, o, OURO_RANGE_STEP) : NULL;
    step = apply(rt, OURO_MULTIPLY, step, at[2]);
    ouro_object *result = step ? range_from(rt, start, stop, step) : NULL;
    ouro_xdecref(rt, start);
    ouro_xdecref(rt, stop);
    ouro_xdecref(rt, step);
    ouro_decref(rt, indices);
    return result;
}

static ouro_object *range_getitem(ouro_runtime *rt, ouro_object *o, ouro_object *key)
{
    if (ouro__int_is_small(key))
        return range_item(rt, o, ((ouro_int *)key)->value);
    if (ouro__is_slice(key))
        return range_slice(rt, o, key);
    const ouro_type *type = ouro__type_of(rt, key);
    if (!ouro__is_int(rt, key) && !(type->number && type->number->index))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "range indices must be integers or slices, not %T", key);
    ouro_object *index = ouro__index(rt, key);
    ouro_object *item = index ? item_at(rt, o, index) : NULL;
    ouro_xdecref(rt, index);
    return item;
}

/* ---- Looking for a value ---- */

static bool is_plain_int(const ouro_object *o)
{
    return ouro__is_exactly(o, OURO_T_INT) || ouro__is_exactly(o, OURO_T_BOOL);
}

/* The place of an int in the range (owned); NULL: it is not there, or failed with an exception set. */
static ouro_object *place_of(ouro_runtime *rt, ouro_object *o, ouro_object *value)
{
    ouro_object *start = ouro__range_part(rt, o, OURO_RANGE_START),
                *step = ouro__range_part(rt, o, OURO_RANGE_STEP);
    ouro_object *length = ouro__range_part(rt, o, OURO_RANGE_LENGTH), *distance = NULL, *rest = NULL,
                *place = NULL;
    if (start && step && length)
        distance = ouro__int_binary(rt, OURO_SUBTRACT, value, start);
    if (distance)
        rest = ouro__int_binary(rt, OURO_REMAINDER, distance, step);
    if (rest && ouro__int_sign(rt, rest) == 0)
        place = ouro__int_binary(rt, OURO_FLOOR_DIVIDE, distance, step);
    if (place && (ouro__int_sign(rt, place) < 0 || ouro__int_compare(rt, place, length) >= 0)) {
        ouro_decref(rt, place);
        place = NULL;
    }
    ouro_xdecref(rt, start);
    ouro_xdecref(rt, step);
    ouro_xdecref(rt, length);
    ouro_xdecref(rt, distance);
    ouro_xdecref(rt, rest);
    return place;
}

/* Whether an int is in the range: 1, 0, -1. */
static int holds_int(ouro_runtime *rt, ouro_object *o, ouro_object *value)
{
    ouro_range *r = range_of(o);
    if (r->length >= 0 && ouro__int_is_small(value)) {
        int64_t v = ((ouro_int *)value)->value;
        if (r->step > 0 ? v < r->start || v >= r->stop : v > r->start || v <= r->stop)
            return 0;
        uint64_t stride = r->step > 0 ? (uint64_t)r->step : 0 - (uint64_t)r->step;
        uint64_t distance = r->step > 0 ? (uint64_t)v - (uint64_t)r->start : (uint64_t)r->start - (uint64_t)v;
        return distance % stride == 0;
    }
    ouro_object *place = place_of(rt, o, value);
    if (!place)
        return ouro__error_pending(rt) ? -1 : 0;
    ouro_decref(rt, place);
    return 1;
}

/* Compares item after item with a value that is not an int. Counts the equal ones, or (first) gives the
 * first's place; *result is -1 if there is none. */
static int search(ouro_runtime *rt, ouro_object *o, ouro_object *value, bool first, int64_t *result)
{
    *result = first ? -1 : 0;
    ouro_iteration it;
    if (ouro__iterate(rt, &it, o) < 0)
        return -1;
    ouro_object *item;
    for (int64_t i = 0; (item = ouro__iterate_next(rt, &it)); i++) {
        int equal = ouro__compare_bool(rt, item, value, OURO_EQ);
        ouro_decref(rt, item);
        if (equal < 0)
            break;
        if (equal && first) {
            *result = i;
            break;
        }
        *result += equal;
    }
    return ouro__iterate_end(rt, &it);
}

static int range_contains(ouro_runtime *rt, ouro_object *o, ouro_object *value)
{
    if (is_plain_int(value))
        return holds_int(rt, o, value);
    int64_t place;
    return search(rt, o, value, true, &place) < 0 ? -1 : place >= 0;
}

OURO_METHOD(range_count)
{
    (void)nargs, (void)kwnames;
    int64_t count;
    if (is_plain_int(args[0])) {
        int there = holds_int(rt, self, args[0]);
        return there < 0 ? NULL : ouro__int_new(rt, there);
    }
    return search(rt, self, args[0], false, &count) < 0 ? NULL : ouro__int_new(rt, count);
}

OURO_METHOD(range_index)
{
    (void)nargs, (void)kwnames;
    if (is_plain_int(args[0])) {
        ouro_object *place = place_of(rt, self, args[0]);
        if (place || ouro__error_pending(rt))
            return place;
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "%R is not in range", args[0]);
    }
    int64_t place;
    if (search(rt, self, args[0], true, &place) < 0)
        return NULL;
    if (place < 0)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "sequence.index(x): x not in sequence");
    return ouro__int_new(rt, place);
}

OURO_METHOD(range_reversed)
{
    OURO_NO_ARGUMENTS;
    return ouro__range_iter_reversed(rt, self);
}

static ouro_object *get_start(ouro_runtime *rt, ouro_object *self)
{
    return ouro__range_part(rt, self, OURO_RANGE_START);
}

static ouro_object *get_stop(ouro_runtime *rt, ouro_object *self)
{
    return ouro__range_part(rt, self, OURO_RANGE_STOP);
}

static ouro_object *get_step(ouro_runtime *rt, ouro_object *self)
{
    return ouro__range_part(rt, self, OURO_RANGE_STEP);
}

OURO_METHOD(range_reduce)
{
    OURO_NO_ARGUMENTS;
    ouro_object *start = get_start(rt, self), *stop = get_stop(rt, self), *step = get_step(rt, self),
                *result = NULL;
    ouro_object *bounds = start && stop && step ? ouro__tuple_of(rt, 3, start, stop, step) : NULL;
    if (bounds)
        result = ouro__tuple_of(rt, 2, ouro__type_of(rt, self)->class_object, bounds);
    ouro_xdecref(rt, start);
    ouro_xdecref(rt, stop);
    ouro_xdecref(rt, step);
    ouro_xdecref(rt, bounds);
    return result;
}

static const ouro_sequence_slots range_sequence = {.item = range_item};

static const ouro_method_def range_methods[] = {
    {"__reversed__", range_reversed, 0, 0, 0, "An iterator from the last item to the first."},
    {"__reduce__", range_reduce, 0, 0, 0, NULL},
    {"count", range_count, 0, 1, 1, "How many items equal the value."},
    {"index", range_index, 0, 1, 1, "Where the value stands. ValueError if it does not."},
    {0},
};

static const ouro_getset_def range_fields_shown[] = {
    {"start", get_start, NULL, NULL},
    {"stop", get_stop, NULL, NULL},
    {"step", get_step, NULL, NULL},
    {0},
};

OURO_BUILTIN_TYPE(range) = {
    .id = OURO_T_RANGE,
    .slots = {.name = "range",
              .size = sizeof(ouro_range),
              .layout = OURO_LAYOUT_LEAF,
              .flags = OURO_TYPE_SEQUENCE_PATTERN,
              .fields = range_fields,
              .repr = range_repr,
              .hash = range_hash,
              .compare = range_compare,
              .iter = ouro__range_iter,
              .length = range_length,
              .getitem = range_getitem,
              .contains = range_contains,
              .truth = range_truth,
              .new_ = range_new,
              .sequence = &range_sequence},
    .methods = range_methods,
    .shown_fields = range_fields_shown,
    .doc = "range(stop) -> range object\nrange(start, stop[, step]) -> range object\n\nThe ints from start "
           "(0 if not "
           "given) up to but without stop, step by step.",
};
