/* count, cycle, repeat: the iterators of itertools that need not end. */
#include "modules/itertools/itertools.h"
#include "types/str.h"

/* ---- count ---- */

/* Counts in `next` and `stride` while `long_next` is NULL, then in objects. */
typedef struct count_iterator {
    ouro_object head;
    int64_t next, stride;
    ouro_object *long_next, *long_step; /* long_step is set whenever long_next is */
} count_iterator;

static const uint16_t count_iterator_fields[] = {offsetof(count_iterator, long_next),
                                                 offsetof(count_iterator, long_step), 0};

static bool is_number(ouro_runtime *rt, ouro_object *o)
{
    const ouro_number_slots *number = ouro__type_of(rt, o)->number;
    return ouro__is_int(rt, o) || ouro__is_exactly(o, OURO_T_COMPLEX) ||
           (number && (number->to_int || number->to_float || number->index));
}

/* Whether machine words can do: small ints; the first one given out must be an exact int. */
static bool fits_words(ouro_runtime *rt, ouro_object *start, ouro_object *step, int64_t *next,
                       int64_t *stride)
{
    *next = 0;
    *stride = 1;
    if (step && !ouro__int_is_small(step) && !(ouro__is_int(rt, step) && start && ouro__int_is_small(start)))
        return false;
    if (step && (ouro__int_as_int64(rt, step, stride) < 0 || !ouro__is_exactly(step, OURO_T_INT)))
        return false;
    if (!start)
        return true;
    if (!ouro__is_int(rt, start) || ouro__int_as_int64(rt, start, next) < 0)
        return false;
    return ouro__int_is_small(start) || *stride == 1;
}

static ouro_object *count_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                              ouro_object *kwnames)
{
    static const char *const names[] = {"start", "step", NULL};
    static const ouro_signature signature = {"count", names, 0, 2, 0, 0};
    ouro_object *given[2];
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, given) < 0)
        return NULL;
    if ((given[0] && !is_number(rt, given[0])) || (given[1] && !is_number(rt, given[1])))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "a number is required");
    count_iterator *c = (count_iterator *)ouro__instance_new(rt, cls);
    if (!c || fits_words(rt, given[0], given[1], &c->next, &c->stride))
        return (ouro_object *)c;
    ouro__slot_init(&c->long_next, given[0] ? ouro_ref(given[0]) : ouro__int_new(rt, 0));
    ouro__slot_init(&c->long_step, given[1] ? ouro_ref(given[1]) : ouro__int_new(rt, 1));
    return &c->head;
}

/* The words have been left behind: gives the last one out and goes on in objects. */
static ouro_object *count_overflows(ouro_runtime *rt, count_iterator *c)
{
    ouro_object *item = ouro__int_new(rt, c->next), *step = ouro__int_new(rt, c->stride), *next = NULL;
    if (item && step)
        next = ouro__binary(rt, OURO_ADD, item, step);
    if (!next) {
        ouro_xdecref(rt, item);
        ouro_xdecref(rt, step);
        return NULL;
    }
    ouro__slot_set(rt, c, &c->long_step, step);
    ouro__slot_set(rt, c, &c->long_next, next);
    return item;
}

static ouro_object *count_next(ouro_runtime *rt, ouro_object *o)
{
    count_iterator *c = (count_iterator *)o;
    if (ouro__likely(!c->long_next)) {
        int64_t following;
        if (ouro__unlikely(__builtin_add_overflow(c->next, c->stride, &following)))
            return count_overflows(rt, c);
        ouro_object *item = ouro__int_new(rt, c->next);
        if (item)
            c->next = following;
        return item;
    }
    ouro_object *item = ouro_ref(c->long_next), *step = ouro_ref(c->long_step);
    ouro_object *next = ouro__binary(rt, OURO_ADD, item, step);
    ouro_decref(rt, step);
    if (!next) {
        ouro_decref(rt, item);
        return NULL;
    }
    ouro__slot_set(rt, c, &c->long_next, next);
    return item;
}

/* The next number and the step, NULL where it goes without saying. Owned. */
static ouro_object *count_numbers(ouro_runtime *rt, count_iterator *c, ouro_object **step)
{
    *step = NULL;
    if (c->long_next) {
        *step = ouro_ref(c->long_step);
        return ouro_ref(c->long_next);
    }
    if (c->stride != 1 && !(*step = ouro__int_new(rt, c->stride)))
        return NULL;
    ouro_object *next = ouro__int_new(rt, c->next);
    if (!next)
        ouro_xdecref(rt, *step);
    return next;
}

static bool is_one(const ouro_object *o)
{
    return o && ouro__int_is_small(o) && ((const ouro_int *)o)->value == 1;
}

static ouro_object *count_repr(ouro_runtime *rt, ouro_object *o)
{
    ouro_object *step, *next = count_numbers(rt, (count_iterator *)o, &step);
    if (!next)
        return NULL;
    const char *name = ouro__type_of(rt, o)->name, *dot = strrchr(name, '.');
    name = dot ? dot + 1 : name;
    bool by_one = !step || is_one(step);
    ouro_object *text = by_one ? ouro__str_format(rt, "%s(%R)", name, next)
                               : ouro__str_format(rt, "%s(%R, %R)", name, next, step);
    ouro_decref(rt, next);
    ouro_xdecref(rt, step);
    return text;
}

OURO_METHOD(count_reduce)
{
    OURO_NO_ARGUMENTS;
    ouro_object *step, *next = count_numbers(rt, (count_iterator *)self, &step);
    if (!next)
        return NULL;
    return ouro__reduce(rt, self, step ? ouro__pack(rt, 2, next, step) : ouro__pack(rt, 1, next));
}

static const ouro_method_def count_methods[] = {
    {"__reduce__", count_reduce, 0, 0, 0, OURO_REDUCE_DOC},
    {0},
};

OURO_ITERATOR_TYPE(count, OURO_T_COUNT, count_iterator, count_new, count_next, count_repr, count_methods,
                   "count(start=0, step=1)\n--\n\nThe numbers start, start + step, start + 2 * step and so "
                   "on, without end.");

/* ---- cycle ---- */

/* First from `iterator`, keeping what it gives; then from what was kept. */
typedef struct cycle_iterator {
    ouro_object head;
    ouro_object *iterator; /* NULL when exhausted */
    ouro_object *saved;    /* list */
    int64_t index;
    bool first_pass_saved; /* what the iterator gives was saved before: the state came from a pickle */
} cycle_iterator;

static const uint16_t cycle_iterator_fields[] = {offsetof(cycle_iterator, iterator),
                                                 offsetof(cycle_iterator, saved), 0};

static ouro_object *cycle_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                              ouro_object *kwnames)
{
    if (ouro__check_unpacked(rt, "cycle", nargs, ouro__refused_keywords(rt, cls, OURO_T_CYCLE, kwnames), 1,
                             1) < 0)
        return NULL;
    ouro_object *iterator = ouro__iter(rt, args[0]);
    ouro_object *saved = iterator ? ouro__list_new(rt, 0) : NULL;
    cycle_iterator *c = saved ? (cycle_iterator *)ouro__instance_new(rt, cls) : NULL;
    if (!c) {
        ouro_xdecref(rt, iterator);
        ouro_xdecref(rt, saved);
        return NULL;
    }
    ouro__slot_init(&c->iterator, iterator);
    ouro__slot_init(&c->saved, saved);
    return &c->head;
}

static ouro_object *cycle_first_pass(ouro_runtime *rt, cycle_iterator *c)
{
    ouro_object *iterator = ouro_ref(c->iterator);
    ouro_object *item = ouro__next_item(rt, iterator);
    ouro_decref(rt, iterator);
    if (!item) {
        if (!rt->error)
            ouro__slot_clear(rt, c, &c->iterator);
        return NULL;
    }
    if (!c->first_pass_saved && c->saved && ouro__list_append(rt, c->saved, item) < 0) {
        ouro_decref(rt, item);
        return NULL;
    }
    return item;
}

static ouro_object *cycle_next(ouro_runtime *rt, ouro_object *o)
{
    cycle_iterator *c = (cycle_iterator *)o;
    if (c->iterator) {
        ouro_object *item = ouro__too_deep(rt) ? NULL : cycle_first_pass(rt, c);
        if (item || rt->error)
            return item;
    }
    ouro_list *saved = (ouro_list *)c->saved;
    if (!saved || !saved->count)
        return NULL;
    if (c->index < 0 || c->index >= saved->count)
        c->index = 0;
    ouro_object *item = ouro_ref(saved->items[c->index++]);
    if (c->index >= saved->count)
        c->index = 0;
    return item;
}

OURO_METHOD(cycle_reduce)
{
    OURO_NO_ARGUMENTS;
    cycle_iterator *c = (cycle_iterator *)self;
    ouro_object *iterator, *saved_flag = ouro__bool(rt, c->first_pass_saved || !c->iterator);
    if (!c->saved)
        return ouro__bad_internal_call(rt, "cycle.__reduce__");
    if (c->iterator) {
        iterator = ouro_ref(c->iterator);
    } else { /* begins where the index stands */
        iterator = ouro__iter(rt, c->saved);
        if (iterator && c->index)
            ((ouro_position_iterator *)iterator)->position = c->index;
    }
    return ouro__reduce_state(rt, self, ouro__pack(rt, 1, iterator),
                              ouro__pack(rt, 2, ouro_ref(c->saved), saved_flag));
}

OURO_METHOD(cycle_setstate)
{
    (void)nargs, (void)kwnames;
    cycle_iterator *c = (cycle_iterator *)self;
    if (!ouro__is_tuple(rt, args[0]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "state is not a tuple");
    const ouro_tuple *state = (const ouro_tuple *)args[0];
    if (state->count != 2)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "function takes exactly 2 arguments (%zu given)",
                           (size_t)state->count);
    if (!ouro__is_list(rt, state->items[0]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "argument 1 must be list, not %T", state->items[0]);
    int64_t saved;
    if (ouro__index_argument(rt, state->items[1], &saved) < 0)
        return NULL;
    c->first_pass_saved = saved != 0;
    c->index = 0;
    ouro__slot_set(rt, c, &c->saved, ouro_ref(state->items[0]));
    return OURO_NONE(rt);
}

static const ouro_method_def cycle_methods[] = {
    {"__reduce__", cycle_reduce, 0, 0, 0, OURO_REDUCE_DOC},
    {"__setstate__", cycle_setstate, 0, 1, 1, OURO_SETSTATE_DOC},
    {0},
};

OURO_ITERATOR_TYPE(
    cycle, OURO_T_CYCLE, cycle_iterator, cycle_new, cycle_next, NULL, cycle_methods,
    "cycle(iterable, /)\n--\n\nThe items of the iterable, and then the same ones again and again.");

/* ---- repeat ---- */

typedef struct repeat_iterator {
    ouro_object head;
    ouro_object *element;
    int64_t left; /* -1: without end */
} repeat_iterator;

static const uint16_t repeat_iterator_fields[] = {offsetof(repeat_iterator, element), 0};

static ouro_object *repeat_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                               ouro_object *kwnames)
{
    static const char *const names[] = {"object", "times", NULL};
    static const ouro_signature signature = {"repeat", names, 0, 2, 1, 0};
    ouro_object *given[2];
    int64_t times = -1;
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, given) < 0 ||
        (given[1] && ouro__index_argument(rt, given[1], &times) < 0))
        return NULL;
    repeat_iterator *r = (repeat_iterator *)ouro__instance_new(rt, cls);
    if (!r)
        return NULL;
    ouro__slot_init(&r->element, ouro_ref(given[0]));
    r->left = given[1] && times < 0 ? 0 : times;
    return &r->head;
}

static ouro_object *repeat_next(ouro_runtime *rt, ouro_object *o)
{
    (void)rt;
    repeat_iterator *r = (repeat_iterator *)o;
    if (r->left == 0 || ouro__unlikely(!r->element))
        return NULL;
    if (r->left > 0)
        r->left--;
    return ouro_ref(r->element);
}

static ouro_object *repeat_repr(ouro_runtime *rt, ouro_object *o)
{
    repeat_iterator *r = (repeat_iterator *)o;
    const char *name = ouro__type_of(rt, o)->name, *dot = strrchr(name, '.');
    name = dot ? dot + 1 : name;
    ouro_object *element = r->element ? r->element : OURO_NONE(rt);
    return r->left < 0 ? ouro__str_format(rt, "%s(%R)", name, element)
                       : ouro__str_format(rt, "%s(%R, %lld)", name, element, (long long)r->left);
}

OURO_METHOD(repeat_length_hint)
{
    OURO_NO_ARGUMENTS;
    repeat_iterator *r = (repeat_iterator *)self;
    if (r->left < 0)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "len() of unsized object");
    return ouro__int_new(rt, r->left);
}

OURO_METHOD(repeat_reduce)
{
    OURO_NO_ARGUMENTS;
    repeat_iterator *r = (repeat_iterator *)self;
    ouro_object *element = ouro_ref(r->element ? r->element : OURO_NONE(rt));
    return ouro__reduce(rt, self,
                        r->left < 0 ? ouro__pack(rt, 1, element)
                                    : ouro__pack(rt, 2, element, ouro__int_new(rt, r->left)));
}

static const ouro_method_def repeat_methods[] = {
    {"__length_hint__", repeat_length_hint, 0, 0, 0,
     "__length_hint__($self, /)\n--\n\nHow often the object is still to come."},
    {"__reduce__", repeat_reduce, 0, 0, 0, OURO_REDUCE_DOC},
    {0},
};

OURO_ITERATOR_TYPE(
    repeat, OURO_T_REPEAT, repeat_iterator, repeat_new, repeat_next, repeat_repr, repeat_methods,
    "repeat(object [,times]) -> iterator\n\nThe object again and again: so many times, or without end.");
