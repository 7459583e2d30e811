/* collections.deque: the type and its methods. */
#include "modules/collections/collections.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/list.h"
#include "types/str.h"

static ouro_deque *as_deque(ouro_object *o)
{
    return (ouro_deque *)o;
}

static ouro_object **item_at(const ouro_deque *d, size_t i)
{
    return &d->items[ouro__deque_place(d, i)];
}

bool ouro__is_deque(ouro_runtime *rt, ouro_object *o)
{
    return ouro__is_exactly(o, OURO_T_DEQUE) ||
           ouro__is_subtype(rt, ouro__class_of(rt, o), ouro__class_at(rt, OURO_T_DEQUE));
}

static ouro_object *none_if(ouro_runtime *rt, int status)
{
    return status < 0 ? NULL : OURO_NONE(rt);
}

/* ---- Making ---- */

static ouro_object *deque_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                              ouro_object *kwnames)
{
    OURO_NO_ARGUMENTS;
    ouro_deque *d = (ouro_deque *)ouro__instance_new(rt, cls);
    if (d)
        d->size_limit = -1;
    return (ouro_object *)d;
}

static int size_limit_of(ouro_runtime *rt, ouro_object *given, int64_t *limit)
{
    if (!ouro__is_int(rt, given)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "an integer is required");
        return -1;
    }
    if (ouro__index_argument(rt, given, limit) < 0)
        return -1;
    if (*limit >= 0)
        return 0;
    ouro__raise(rt, OURO_T_VALUE_ERROR, "maxlen must be non-negative");
    return -1;
}

static int deque_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                      ouro_object *kwnames)
{
    static const char *const names[] = {"iterable", "maxlen", NULL};
    static const ouro_signature signature = {"deque", names, 0, 2, 0, 0};
    ouro_object *given[2];
    int64_t limit = -1;
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, given) < 0)
        return -1;
    if (given[1] && given[1] != OURO_NONE(rt) && size_limit_of(rt, given[1], &limit) < 0)
        return -1;
    ouro_deque *d = as_deque(self);
    d->size_limit = limit;
    if (d->count)
        ouro__deque_clear(rt, d);
    return given[0] ? ouro__deque_extend(rt, d, given[0]) : 0;
}

/* Empty, of the exact type. */
static ouro_deque *fresh_deque(ouro_runtime *rt, int64_t limit)
{
    ouro_deque *d = ouro__new_container(rt, sizeof *d, OURO_WORD(OURO_T_DEQUE));
    if (!d)
        return NULL;
    memset(&d->head + 1, 0, sizeof *d - sizeof d->head);
    d->size_limit = limit;
    ouro__track(&d->head);
    return d;
}

/* Appends the items of a deque as often as said. It may be the same one when none of them has to go for that. */
static int append_all(ouro_runtime *rt, ouro_deque *d, const ouro_deque *from, uint64_t times)
{
    uint32_t count = from->count;
    uint64_t total = d->count + count * times;
    if (d->size_limit >= 0 && total > (uint64_t)d->size_limit)
        total = (uint64_t)d->size_limit;
    if (ouro__deque_reserve(rt, d, total) < 0)
        return -1;
    for (; times; times--)
        for (uint32_t i = 0; i < count; i++)
            if (ouro__deque_append(rt, d, ouro_ref(*item_at(from, i))) < 0)
                return -1;
    return 0;
}

static ouro_object *copy_exact(ouro_runtime *rt, ouro_deque *d)
{
    ouro_deque *copy = fresh_deque(rt, d->size_limit);
    if (copy && d->count && append_all(rt, copy, d, 1) < 0) {
        ouro_decref(rt, &copy->head);
        return NULL;
    }
    return (ouro_object *)copy;
}

OURO_METHOD(deque_copy)
{
    OURO_NO_ARGUMENTS;
    ouro_deque *d = as_deque(self);
    if (ouro__is_exactly(self, OURO_T_DEQUE))
        return copy_exact(rt, d);
    ouro_object *cls = ouro__class_of(rt, self), *copy;
    if (d->size_limit < 0) {
        copy = ouro__call1(rt, cls, self);
    } else {
        ouro_object *limit = ouro__int_new(rt, d->size_limit);
        copy = limit ? ouro__call2(rt, cls, self, limit) : NULL;
        ouro_xdecref(rt, limit);
    }
    if (copy && !ouro__is_deque(rt, copy)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "%N() must return a deque, not %T", cls, copy);
        ouro_decref(rt, copy);
        return NULL;
    }
    return copy;
}

/* ---- The ends ---- */

OURO_METHOD(deque_append)
{
    (void)nargs, (void)kwnames;
    return none_if(rt, ouro__deque_append(rt, as_deque(self), ouro_ref(args[0])));
}

OURO_METHOD(deque_appendleft)
{
    (void)nargs, (void)kwnames;
    return none_if(rt, ouro__deque_append_left(rt, as_deque(self), ouro_ref(args[0])));
}

static ouro_object *is_empty(ouro_runtime *rt)
{
    return ouro__raise(rt, OURO_T_INDEX_ERROR, "pop from an empty deque");
}

OURO_METHOD(deque_pop)
{
    OURO_NO_ARGUMENTS;
    return as_deque(self)->count ? ouro__deque_pop(rt, as_deque(self)) : is_empty(rt);
}

OURO_METHOD(deque_popleft)
{
    OURO_NO_ARGUMENTS;
    return as_deque(self)->count ? ouro__deque_pop_left(rt, as_deque(self)) : is_empty(rt);
}

/* The iterable, or a list of its items when it is the deque itself: owned. */
static ouro_object *other_than(ouro_runtime *rt, ouro_object *self, ouro_object *iterable)
{
    return iterable == self ? ouro__list_from_iterable(rt, iterable) : ouro_ref(iterable);
}

static int extend(ouro_runtime *rt, ouro_object *self, ouro_object *iterable)
{
    ouro_object *items = other_than(rt, self, iterable);
    int status = items ? ouro__deque_extend(rt, as_deque(self), items) : -1;
    ouro_xdecref(rt, items);
    return status;
}

OURO_METHOD(deque_extend)
{
    (void)nargs, (void)kwnames;
    return none_if(rt, extend(rt, self, args[0]));
}

OURO_METHOD(deque_extendleft)
{
    (void)nargs, (void)kwnames;
    ouro_object *items = other_than(rt, self, args[0]), *item;
    ouro_iteration it;
    int status = items ? ouro__iterate(rt, &it, items) : -1;
    ouro_xdecref(rt, items);
    if (status < 0)
        return NULL;
    while (status == 0 && (item = ouro__iterate_next(rt, &it)))
        status = ouro__deque_append_left(rt, as_deque(self), item);
    return ouro__iterate_end(rt, &it) < 0 ? NULL : none_if(rt, status);
}

OURO_METHOD(deque_clear)
{
    OURO_NO_ARGUMENTS;
    ouro__deque_clear(rt, as_deque(self));
    return OURO_NONE(rt);
}

/* ---- Looking for items ---- */

/* Whether an item equals a value, where the comparison must leave the deque as it is: 1, 0, -1. */
static int equals(ouro_runtime *rt, const ouro_deque *d, size_t i, ouro_object *value)
{
    uint32_t state = d->state;
    ouro_object *item = ouro_ref(*item_at(d, i));
    int equal = ouro__compare_bool(rt, item, value, OURO_EQ);
    ouro_decref(rt, item);
    if (equal >= 0 && d->state != state) {
        ouro__deque_mutated(rt);
        return -1;
    }
    return equal;
}

/* The position of the first item from `start` to `stop` that equals a value; count: none; -1. */
static int64_t find(ouro_runtime *rt, const ouro_deque *d, ouro_object *value, int64_t start, int64_t stop)
{
    for (int64_t i = start; i < stop; i++) {
        int equal = equals(rt, d, (size_t)i, value);
        if (equal)
            return equal < 0 ? -1 : i;
    }
    return d->count;
}

static int deque_contains(ouro_runtime *rt, ouro_object *o, ouro_object *value)
{
    const ouro_deque *d = as_deque(o);
    int64_t place = find(rt, d, value, 0, d->count);
    return place < 0 ? -1 : place < d->count;
}

OURO_METHOD(deque_count)
{
    (void)nargs, (void)kwnames;
    const ouro_deque *d = as_deque(self);
    int64_t found = 0;
    for (size_t i = 0; i < d->count; i++) {
        int equal = equals(rt, d, i, args[0]);
        if (equal < 0)
            return NULL;
        found += equal;
    }
    return ouro__int_new(rt, found);
}

/* A bound as slices have it: negative ones count from the end. 0 or -1. */
static int slice_bound(ouro_runtime *rt, ouro_object *o, int64_t count, int64_t *bound)
{
    const ouro_number_slots *number = ouro__type_of(rt, o)->number;
    if (!ouro__is_int(rt, o) && !(number && number->index)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "slice indices must be integers or have an __index__ method");
        return -1;
    }
    if (ouro__index_int64(rt, o, true, bound) < 0)
        return -1;
    if (*bound < 0)
        *bound = *bound + count < 0 ? 0 : *bound + count;
    return 0;
}

OURO_METHOD(deque_index)
{
    (void)kwnames;
    const ouro_deque *d = as_deque(self);
    int64_t start = 0, stop = d->count;
    if ((nargs > 1 && slice_bound(rt, args[1], d->count, &start) < 0) ||
        (nargs > 2 && slice_bound(rt, args[2], d->count, &stop) < 0))
        return NULL;
    if (stop > d->count)
        stop = d->count;
    int64_t place = find(rt, d, args[0], start, stop);
    if (place == d->count)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "%R is not in deque", args[0]);
    return place < 0 ? NULL : ouro__int_new(rt, place);
}

OURO_METHOD(deque_remove)
{
    (void)nargs, (void)kwnames;
    ouro_deque *d = as_deque(self);
    for (size_t i = 0; i < d->count; i++) {
        uint32_t state = d->state;
        ouro_object *item = ouro_ref(*item_at(d, i));
        int equal = ouro__compare_bool(rt, item, args[0], OURO_EQ);
        ouro_decref(rt, item);
        if (equal < 0)
            return NULL;
        if (d->state != state)
            return ouro__raise(rt, OURO_T_INDEX_ERROR, "deque mutated during iteration");
        if (equal) {
            ouro_decref(rt, ouro__deque_take(rt, d, i));
            return OURO_NONE(rt);
        }
    }
    return ouro__raise(rt, OURO_T_VALUE_ERROR, "%R is not in deque", args[0]);
}

/* ---- Positions ---- */

static int64_t deque_length(ouro_runtime *rt, ouro_object *o)
{
    (void)rt;
    return as_deque(o)->count;
}

static ouro_object *deque_item(ouro_runtime *rt, ouro_object *o, int64_t i)
{
    if (i < 0 || i >= as_deque(o)->count)
        return ouro__raise(rt, OURO_T_INDEX_ERROR, "deque index out of range");
    return ouro_ref(*item_at(as_deque(o), (size_t)i));
}

/* A subscript, counted from the start: 0 or -1. */
static int position_of(ouro_runtime *rt, ouro_object *o, ouro_object *key, int64_t *position)
{
    if (ouro__int_is_small(key)) {
        *position = ((ouro_int *)key)->value;
    } else {
        const ouro_number_slots *number = ouro__type_of(rt, key)->number;
        if (!ouro__is_int(rt, key) && !(number && number->index)) {
            ouro__raise(rt, OURO_T_TYPE_ERROR, "sequence index must be integer, not '%T'", key);
            return -1;
        }
        if (ouro__index_int64(rt, key, false, position) < 0)
            return -1;
    }
    if (*position < 0)
        *position += as_deque(o)->count;
    return 0;
}

static ouro_object *deque_getitem(ouro_runtime *rt, ouro_object *o, ouro_object *key)
{
    int64_t i;
    return position_of(rt, o, key, &i) < 0 ? NULL : deque_item(rt, o, i);
}

static int deque_setitem(ouro_runtime *rt, ouro_object *o, ouro_object *key, ouro_object *value)
{
    int64_t i;
    ouro_deque *d = as_deque(o);
    if (position_of(rt, o, key, &i) < 0)
        return -1;
    if (i < 0 || i >= d->count) {
        ouro__raise(rt, OURO_T_INDEX_ERROR, "deque index out of range");
        return -1;
    }
    if (value)
        ouro__slot_set(rt, d, item_at(d, (size_t)i), ouro_ref(value));
    else
        ouro_decref(rt, ouro__deque_take(rt, d, (size_t)i));
    return 0;
}

OURO_METHOD(deque_insert)
{
    (void)kwnames;
    int64_t i;
    ouro_deque *d = as_deque(self);
    if (nargs != 2)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "insert() takes exactly 2 arguments (%zu given)", nargs);
    if (ouro__index_argument(rt, args[0], &i) < 0)
        return NULL;
    if (d->size_limit >= 0 && d->count >= (uint64_t)d->size_limit)
        return ouro__raise(rt, OURO_T_INDEX_ERROR, "deque already at its maximum size");
    if (i < 0)
        i = i + d->count < 0 ? 0 : i + d->count;
    if (i > d->count)
        i = d->count;
    return none_if(rt, ouro__deque_insert(rt, d, (size_t)i, ouro_ref(args[1])));
}

OURO_METHOD(deque_rotate)
{
    (void)kwnames;
    int64_t n = 1;
    if (nargs > 1)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "deque.rotate expected at most 1 argument, got %zu", nargs);
    if (nargs && ouro__index_argument(rt, args[0], &n) < 0)
        return NULL;
    int64_t count = as_deque(self)->count;
    if (count < 2)
        return OURO_NONE(rt);
    n %= count;
    if (n > count / 2)
        n -= count;
    else if (n < -(count / 2))
        n += count;
    ouro__deque_rotate(rt, as_deque(self), n);
    return OURO_NONE(rt);
}

OURO_METHOD(deque_reverse)
{
    OURO_NO_ARGUMENTS;
    ouro_deque *d = as_deque(self);
    for (size_t i = 0, j = d->count; i + 1 < j; i++) {
        j--;
        ouro_object *item = *item_at(d, i);
        ouro__slot_init(item_at(d, i), *item_at(d, j));
        ouro__slot_init(item_at(d, j), item);
    }
    d->state++;
    return OURO_NONE(rt);
}

/* ---- Operators ---- */

static ouro_object *deque_concat(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    if (!ouro__is_deque(rt, b))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "can only concatenate deque (not \"%T\") to deque", b);
    ouro_object *result = deque_copy(rt, a, NULL, 0, NULL);
    if (result && extend(rt, result, b) < 0) {
        ouro_decref(rt, result);
        return NULL;
    }
    return result;
}

static ouro_object *deque_inplace_concat(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    return extend(rt, a, b) < 0 ? NULL : ouro_ref(a);
}

static ouro_object *deque_inplace_repeat(ouro_runtime *rt, ouro_object *o, int64_t times)
{
    ouro_deque *d = as_deque(o);
    if (!d->count || times == 1)
        return ouro_ref(o);
    if (times <= 0) {
        ouro__deque_clear(rt, d);
        return ouro_ref(o);
    }
    uint64_t needed = (uint64_t)times, count = d->count;
    if (d->size_limit >= 0 && needed > ((uint64_t)d->size_limit + count - 1) / count)
        needed = ((uint64_t)d->size_limit + count - 1) / count;
    if (needed > UINT32_MAX / count)
        return ouro__no_memory(rt);
    if (d->size_limit < 0 || count * needed <= (uint64_t)d->size_limit)
        return append_all(rt, d, d, needed - 1) < 0 ? NULL : ouro_ref(o);
    ouro_object *items = copy_exact(rt, d); /* the ring turns while it is added to */
    int status = items ? append_all(rt, d, as_deque(items), needed - 1) : -1;
    ouro_xdecref(rt, items);
    return status < 0 ? NULL : ouro_ref(o);
}

static ouro_object *deque_repeat(ouro_runtime *rt, ouro_object *o, int64_t times)
{
    ouro_object *copy = deque_copy(rt, o, NULL, 0, NULL);
    ouro_object *result = copy ? deque_inplace_repeat(rt, copy, times) : NULL;
    ouro_xdecref(rt, copy);
    return result;
}

static bool still_same(ouro_runtime *rt, const ouro_deque *a, uint32_t a_state, const ouro_deque *b,
                       uint32_t b_state)
{
    if (a->state == a_state && b->state == b_state)
        return true;
    ouro__deque_mutated(rt);
    return false;
}

static ouro_object *deque_compare(ouro_runtime *rt, ouro_object *x, ouro_object *y, int op)
{
    if (!ouro__is_deque(rt, x) || !ouro__is_deque(rt, y))
        return OURO_NOT_IMPLEMENTED(rt);
    const ouro_deque *a = as_deque(x), *b = as_deque(y);
    if (a == b || (a->count != b->count && (op == OURO_EQ || op == OURO_NE)))
        return ouro__bool(rt, ouro__lengths_compare(a->count, b->count, op));
    uint32_t a_state = a->state, b_state = b->state;
    for (size_t i = 0; i < a->count && i < b->count; i++) {
        ouro_object *p = ouro_ref(*item_at(a, i)), *q = ouro_ref(*item_at(b, i)), *result = NULL;
        int equal = ouro__compare_bool(rt, p, q, OURO_EQ);
        if (equal == 0)
            result = op == OURO_EQ   ? OURO_FALSE(rt)
                     : op == OURO_NE ? OURO_TRUE(rt)
                                     : ouro__compare(rt, p, q, op);
        ouro_decref(rt, p);
        ouro_decref(rt, q);
        if (equal <= 0)
            return result;
        if (!still_same(rt, a, a_state, b, b_state))
            return NULL;
    }
    return ouro__bool(rt, ouro__lengths_compare(a->count, b->count, op));
}

/* ---- Text and pickling ---- */

static ouro_object *deque_repr(ouro_runtime *rt, ouro_object *o)
{
    int entered = ouro__repr_enter(rt, o);
    if (entered)
        return entered < 0 ? NULL : ouro__str_from_ascii(rt, "[...]", 5);
    ouro_object *items = ouro__list_from_iterable(rt, o), *text = NULL;
    ouro_object *name = ((ouro_class *)ouro__class_of(rt, o))->name;
    int64_t limit = as_deque(o)->size_limit;
    if (items)
        text = limit < 0 ? ouro__str_format(rt, "%U(%R)", name, items)
                         : ouro__str_format(rt, "%U(%R, maxlen=%lld)", name, items, (long long)limit);
    ouro_xdecref(rt, items);
    ouro__repr_leave(rt, o);
    return text;
}

OURO_METHOD(deque_reduce)
{
    OURO_NO_ARGUMENTS;
    int64_t limit = as_deque(self)->size_limit;
    ouro_object *arguments =
        limit < 0 ? OURO_EMPTY_TUPLE(rt) : ouro__pack(rt, 2, OURO_EMPTY_TUPLE(rt), ouro__int_new(rt, limit));
    ouro_object *state = arguments ? ouro__call_method(rt, self, NAME(rt, __getstate__), 0) : NULL;
    ouro_object *iterator = state ? ouro__iter(rt, self) : NULL;
    return ouro__pack(rt, 4, ouro_ref(ouro__class_of(rt, self)), arguments, state, iterator);
}

static ouro_object *get_maxlen(ouro_runtime *rt, ouro_object *self)
{
    int64_t limit = as_deque(self)->size_limit;
    return limit < 0 ? OURO_NONE(rt) : ouro__int_new(rt, limit);
}

static size_t deque_size_of(ouro_runtime *rt, ouro_object *o)
{
    return ouro__type_of(rt, o)->size + as_deque(o)->capacity * sizeof(ouro_object *);
}

OURO_METHOD(deque_reversed)
{
    OURO_NO_ARGUMENTS;
    return ouro__deque_iter_reversed(rt, self);
}

/* ---- The type ---- */

static const ouro_sequence_slots deque_sequence = {
    .concat = deque_concat,
    .inplace_concat = deque_inplace_concat,
    .repeat = deque_repeat,
    .inplace_repeat = deque_inplace_repeat,
    .item = deque_item,
};

static const ouro_getset_def deque_getsets[] = {
    {"maxlen", get_maxlen, NULL, "maximum size of a deque or None if unbounded"},
    {0},
};

static const ouro_method_def deque_methods[] = {
    {"append", deque_append, 0, 1, 1, "Add an element to the right side of the deque."},
    {"appendleft", deque_appendleft, 0, 1, 1, "Add an element to the left side of the deque."},
    {"clear", deque_clear, 0, 0, 0, "Remove all elements from the deque."},
    {"__copy__", deque_copy, 0, 0, 0, "Return a shallow copy of a deque."},
    {"copy", deque_copy, 0, 0, 0, "Return a shallow copy of a deque."},
    {"count", deque_count, 0, 1, 1, "D.count(value) -- return number of occurrences of value"},
    {"extend", deque_extend, 0, 1, 1, "Extend the right side of the deque with elements from the iterable"},
    {"extendleft", deque_extendleft, 0, 1, 1,
     "Extend the left side of the deque with elements from the iterable"},
    {"index", deque_index, 0, 1, 3,
     "D.index(value, [start, [stop]]) -- return first index of value.\nRaises ValueError if the value is not "
     "present."},
    {"insert", deque_insert, 0, 0, -1, "D.insert(index, object) -- insert object before index"},
    {"pop", deque_pop, 0, 0, 0, "Remove and return the rightmost element."},
    {"popleft", deque_popleft, 0, 0, 0, "Remove and return the leftmost element."},
    {"__reduce__", deque_reduce, 0, 0, 0, "Return state information for pickling."},
    {"remove", deque_remove, 0, 1, 1, "D.remove(value) -- remove first occurrence of value."},
    {"__reversed__", deque_reversed, 0, 0, 0, "D.__reversed__() -- return a reverse iterator over the deque"},
    {"reverse", deque_reverse, 0, 0, 0, "D.reverse() -- reverse *IN PLACE*"},
    {"rotate", deque_rotate, 0, 0, -1,
     "Rotate the deque n steps to the right (default n=1).  If n is negative, rotates left."},
    {"__class_getitem__", ouro__generic_class_getitem, OURO_METH_CLASS, 1, 1, "See PEP 585"},
    {0},
};

OURO_BUILTIN_TYPE(deque) = {
    .id = OURO_T_DEQUE,
    .slots = {.name = "collections.deque",
              .size = sizeof(ouro_deque),
              .layout = OURO_LAYOUT_CALLBACK,
              .flags = OURO_TYPE_CONTAINER | OURO_TYPE_BASE | OURO_TYPE_WEAKLY_REFERENCEABLE |
                       OURO_TYPE_SEQUENCE_PATTERN,
              .traverse = ouro__deque_traverse,
              .drain = ouro__deque_drain,
              .destroy = ouro__deque_destroy,
              .size_of = deque_size_of,
              .repr = deque_repr,
              .hash = ouro__hash_not_implemented,
              .compare = deque_compare,
              .iter = ouro__deque_iter,
              .length = deque_length,
              .getitem = deque_getitem,
              .setitem = deque_setitem,
              .contains = deque_contains,
              .new_ = deque_new,
              .init = deque_init,
              .sequence = &deque_sequence},
    .methods = deque_methods,
    .getsets = deque_getsets,
    .doc = "deque([iterable[, maxlen]]) --> deque object\n\nA list-like sequence optimized for data accesses "
           "near its endpoints.",
    .module = "collections",
};
