/* The iterators of range: one that counts in 64 bits, one that counts with int objects. */
#include "object/slot.h"
#include "types/class.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/iterators.h"
#include "types/protocol.h"
#include "types/slice.h"
#include "types/tuple.h"
#include "types/types.h"

static const uint16_t long_fields[] = {offsetof(ouro_long_range_iterator, next),
                                       offsetof(ouro_long_range_iterator, step),
                                       offsetof(ouro_long_range_iterator, left),
                                       offsetof(ouro_long_range_iterator, length), 0};

static ouro_object *small_iterator(ouro_runtime *rt, int64_t next, int64_t step, int64_t left)
{
    ouro_range_iterator *it = ouro__new_leaf(rt, sizeof *it, OURO_WORD(OURO_T_RANGE_ITERATOR));
    if (!it)
        return NULL;
    it->next = next;
    it->step = step;
    it->left = it->length = left;
    return &it->head;
}

/* Takes the three over; NULLs mean that making them failed. */
static ouro_object *long_iterator(ouro_runtime *rt, ouro_object *next, ouro_object *step, ouro_object *left)
{
    ouro_long_range_iterator *it = NULL;
    if (next && step && left)
        it = ouro__new_leaf(rt, sizeof *it, OURO_WORD(OURO_T_LONG_RANGE_ITERATOR));
    if (!it) {
        ouro_xdecref(rt, next);
        ouro_xdecref(rt, step);
        ouro_xdecref(rt, left);
        return NULL;
    }
    ouro__slot_init(&it->next, next);
    ouro__slot_init(&it->step, step);
    ouro__slot_init(&it->left, left);
    ouro__slot_init(&it->length, ouro_ref(left));
    return &it->head;
}

/* Whether the place a step after the last item, which pickle is told, is an int64_t for certain. */
static bool end_fits(const ouro_range *r)
{
    return r->step > 0 ? r->stop <= INT64_MAX - (r->step - 1) : r->stop >= INT64_MIN + (-1 - r->step);
}

ouro_object *ouro__range_iter(ouro_runtime *rt, ouro_object *o)
{
    ouro_range *r = (ouro_range *)o;
    if (r->length == 0 || (r->length > 0 && end_fits(r)))
        return small_iterator(rt, r->start, r->step, r->length);
    return long_iterator(rt, ouro__range_part(rt, o, OURO_RANGE_START),
                         ouro__range_part(rt, o, OURO_RANGE_STEP),
                         ouro__range_part(rt, o, OURO_RANGE_LENGTH));
}

ouro_object *ouro__range_iter_reversed(ouro_runtime *rt, ouro_object *o)
{
    ouro_range *r = (ouro_range *)o;
    if (r->length >= 0 && r->step != INT64_MIN) {
        uint64_t last = (uint64_t)r->start + ((uint64_t)r->length - 1) * (uint64_t)r->step;
        return small_iterator(rt, (int64_t)last, -r->step, r->length);
    }
    ouro_object *start = ouro__range_part(rt, o, OURO_RANGE_START),
                *step = ouro__range_part(rt, o, OURO_RANGE_STEP);
    ouro_object *left = ouro__range_part(rt, o, OURO_RANGE_LENGTH), *before = NULL, *way = NULL, *last = NULL;
    ouro_object *back = NULL, *zero = ouro__int_new(rt, 0), *one = ouro__int_new(rt, 1);
    if (start && step && left)
        before = ouro__int_binary(rt, OURO_SUBTRACT, left, one);
    if (before)
        way = ouro__int_binary(rt, OURO_MULTIPLY, before, step);
    if (way)
        last = ouro__int_binary(rt, OURO_ADD, start, way);
    if (last)
        back = ouro__int_binary(rt, OURO_SUBTRACT, zero, step);
    ouro_xdecref(rt, start);
    ouro_xdecref(rt, step);
    ouro_xdecref(rt, before);
    ouro_xdecref(rt, way);
    return long_iterator(rt, last, back, left);
}

static ouro_object *small_next(ouro_runtime *rt, ouro_object *o)
{
    ouro_range_iterator *it = (ouro_range_iterator *)o;
    if (it->left <= 0)
        return NULL;
    ouro_object *item = ouro__int_new(rt, it->next);
    if (item) {
        it->left--;
        it->next = (int64_t)((uint64_t)it->next + (uint64_t)it->step);
    }
    return item;
}

static ouro_object *long_next(ouro_runtime *rt, ouro_object *o)
{
    ouro_long_range_iterator *it = (ouro_long_range_iterator *)o;
    if (ouro__int_sign(rt, it->left) <= 0)
        return NULL;
    ouro_object *left = ouro__int_binary(rt, OURO_SUBTRACT, it->left, ouro__int_new(rt, 1));
    ouro_object *following = left ? ouro__int_binary(rt, OURO_ADD, it->next, it->step) : NULL;
    if (!following) {
        ouro_xdecref(rt, left);
        return NULL;
    }
    ouro__slot_set(rt, it, &it->left, left);
    return ouro__slot_exchange(rt, it, &it->next, following);
}

OURO_METHOD(small_length_hint)
{
    OURO_NO_ARGUMENTS;
    return ouro__int_new(rt, ((ouro_range_iterator *)self)->left);
}

OURO_METHOD(long_length_hint)
{
    (void)rt, (void)args, (void)nargs, (void)kwnames;
    return ouro_ref(((ouro_long_range_iterator *)self)->left);
}

/* ---- Pickling: iter(range(start, stop, step)), then the place in it ---- */

/* From the item that comes next, how many have gone by, the step and how many there were at first: takes `next`, `gone`,
 * `step` and `length` over. */
static ouro_object *reduce(ouro_runtime *rt, ouro_object *next, ouro_object *gone, ouro_object *step, ouro_object *length)
{
    ouro_object *back = NULL, *way = NULL, *bounds[3] = {NULL, NULL, step}, *range = NULL;
    if (next && gone && step && length)
        back = ouro__int_binary(rt, OURO_MULTIPLY, gone, step);
    if (back)
        bounds[0] = ouro__int_binary(rt, OURO_SUBTRACT, next, back);
    if (bounds[0])
        way = ouro__int_binary(rt, OURO_MULTIPLY, length, step);
    if (way)
        bounds[1] = ouro__int_binary(rt, OURO_ADD, bounds[0], way);
    if (bounds[1])
        range = ouro__call(rt, ouro__class_at(rt, OURO_T_RANGE), bounds, 3, NULL);
    ouro_xdecref(rt, next);
    ouro_xdecref(rt, step);
    ouro_xdecref(rt, length);
    ouro_xdecref(rt, back);
    ouro_xdecref(rt, way);
    ouro_xdecref(rt, bounds[0]);
    ouro_xdecref(rt, bounds[1]);
    return ouro__iterator_reduce(rt, "iter", range, gone);
}

OURO_METHOD(small_reduce)
{
    OURO_NO_ARGUMENTS;
    ouro_range_iterator *it = (ouro_range_iterator *)self;
    return reduce(rt, ouro__int_new(rt, it->next), ouro__int_new(rt, it->length - it->left), ouro__int_new(rt, it->step),
                  ouro__int_new(rt, it->length));
}

OURO_METHOD(long_reduce)
{
    OURO_NO_ARGUMENTS;
    ouro_long_range_iterator *it = (ouro_long_range_iterator *)self;
    return reduce(rt, ouro_ref(it->next), ouro__int_binary(rt, OURO_SUBTRACT, it->length, it->left), ouro_ref(it->step),
                  ouro_ref(it->length));
}

OURO_METHOD(small_setstate)
{
    (void)nargs, (void)kwnames;
    ouro_range_iterator *it = (ouro_range_iterator *)self;
    int64_t place;
    ouro_object *index = ouro__index(rt, args[0]);
    if (!index)
        return NULL;
    bool fits = ouro__int_as_int64(rt, index, &place) == 0;
    ouro_decref(rt, index);
    if (!fits)
        return ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "Python int too large to convert to C long");
    place = place < 0 ? 0 : place > it->length ? it->length : place;
    uint64_t further = (uint64_t)place - (uint64_t)(it->length - it->left);
    it->next = (int64_t)((uint64_t)it->next + further * (uint64_t)it->step);
    it->left = it->length - place;
    return OURO_NONE(rt);
}

/* The place, brought between 0 and the length (owned), or NULL. */
static ouro_object *place_within(ouro_runtime *rt, ouro_object *o, ouro_object *length)
{
    ouro_object *place = ouro__index(rt, o), *bound = NULL;
    if (place && ouro__int_sign(rt, place) < 0)
        bound = ouro__int_new(rt, 0);
    else if (place && ouro__int_compare(rt, place, length) > 0)
        bound = ouro_ref(length);
    else
        return place;
    ouro_decref(rt, place);
    return bound;
}

OURO_METHOD(long_setstate)
{
    (void)nargs, (void)kwnames;
    ouro_long_range_iterator *it = (ouro_long_range_iterator *)self;
    ouro_object *place = place_within(rt, args[0], it->length), *left = NULL, *further = NULL, *way = NULL, *next = NULL;
    if (place)
        left = ouro__int_binary(rt, OURO_SUBTRACT, it->length, place);
    if (left)
        further = ouro__int_binary(rt, OURO_SUBTRACT, it->left, left);
    if (further)
        way = ouro__int_binary(rt, OURO_MULTIPLY, further, it->step);
    if (way)
        next = ouro__int_binary(rt, OURO_ADD, it->next, way);
    ouro_xdecref(rt, place);
    ouro_xdecref(rt, further);
    ouro_xdecref(rt, way);
    if (!next) {
        ouro_xdecref(rt, left);
        return NULL;
    }
    ouro__slot_set(rt, it, &it->left, left);
    ouro__slot_set(rt, it, &it->next, next);
    return OURO_NONE(rt);
}

static const ouro_method_def small_methods[] = {
    {"__length_hint__", small_length_hint, 0, 0, 0, NULL},
    {"__reduce__", small_reduce, 0, 0, 0, NULL},
    {"__setstate__", small_setstate, 0, 1, 1, NULL},
    {0},
};

static const ouro_method_def long_methods[] = {
    {"__length_hint__", long_length_hint, 0, 0, 0, NULL},
    {"__reduce__", long_reduce, 0, 0, 0, NULL},
    {"__setstate__", long_setstate, 0, 1, 1, NULL},
    {0},
};

OURO_BUILTIN_TYPE(range_iterator) = {
    .id = OURO_T_RANGE_ITERATOR,
    .slots = {.name = "range_iterator",
              .size = sizeof(ouro_range_iterator),
              .layout = OURO_LAYOUT_LEAF,
              .flags = OURO_TYPE_DISALLOW_NEW,
              .iter = ouro__iter_self,
              .next = small_next},
    .methods = small_methods,
};

OURO_BUILTIN_TYPE(long_range_iterator) = {
    .id = OURO_T_LONG_RANGE_ITERATOR,
    .slots = {.name = "longrange_iterator",
              .size = sizeof(ouro_long_range_iterator),
              .layout = OURO_LAYOUT_LEAF,
              .flags = OURO_TYPE_DISALLOW_NEW,
              .fields = long_fields,
              .iter = ouro__iter_self,
              .next = long_next},
    .methods = long_methods,
};
