/* enumerate, zip, map, filter: iterators over what other iterators give.
 *
 * enumerate and zip give out tuples, and use the last one again when nobody else has kept it. */
#include "object/slot.h"
#include "types/class.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/iterators.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"
#include "types/types.h"

/* An instance of the built-in type or of a subclass, with all fields empty. */
static void *instance(ouro_runtime *rt, ouro_object *cls, enum ouro_type_id id, size_t size)
{
    if (cls != ouro__class_at(rt, id))
        return ouro__instance_new(rt, cls);
    ouro_object *o = ouro__new_container(rt, size, OURO_WORD(id));
    if (o) {
        memset(o + 1, 0, size - sizeof *o);
        ouro__track(o);
    }
    return o;
}

static bool has_keywords(ouro_object *kwnames)
{
    return kwnames && ((ouro_tuple *)kwnames)->count;
}

/* Whether the tuple in a slot may be filled anew: nobody else has it. */
static bool is_ours(const ouro_object *tuple)
{
    return tuple && tuple->refcount == 1;
}

/* ---- enumerate ---- */

static const uint16_t enumerate_fields[] = {offsetof(ouro_enumerate, iterator),
                                            offsetof(ouro_enumerate, long_index),
                                            offsetof(ouro_enumerate, pair), 0};

static int enumerate_start(ouro_runtime *rt, ouro_enumerate *e, ouro_object *start)
{
    ouro_object *index = ouro__index(rt, start);
    if (!index)
        return -1;
    if (ouro__int_as_int64(rt, index, &e->index) == 0) {
        ouro_decref(rt, index);
        return 0;
    }
    e->index = INT64_MAX;
    ouro__slot_init(&e->long_index, index);
    return 0;
}

/* The two arguments, checked as CPython does. */
static int enumerate_arguments(ouro_runtime *rt, ouro_object *const *args, size_t nargs, ouro_object *kwnames,
                               ouro_object *given[2])
{
    const ouro_tuple *names = (const ouro_tuple *)kwnames;
    size_t keywords = names ? names->count : 0;
    if (nargs + keywords > 2) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "enumerate() takes at most 2 arguments (%zu given)",
                    nargs + keywords);
        return -1;
    }
    for (size_t i = 0; i < nargs; i++)
        given[i] = args[i];
    for (size_t i = 0; i < keywords; i++) {
        int which = ouro__str_equals_ascii(names->items[i], "iterable") ? 0
                    : ouro__str_equals_ascii(names->items[i], "start")  ? 1
                                                                        : -1;
        if (which < 0 || given[which]) {
            ouro__raise(rt, OURO_T_TYPE_ERROR, "%R is an invalid keyword argument for enumerate()",
                        names->items[i]);
            return -1;
        }
        given[which] = args[nargs + i];
    }
    if (!given[0]) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "enumerate() missing required argument 'iterable'");
        return -1;
    }
    return 0;
}

static ouro_object *enumerate_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                                  ouro_object *kwnames)
{
    ouro_object *given[2] = {NULL, NULL};
    if (enumerate_arguments(rt, args, nargs, kwnames, given) < 0)
        return NULL;
    ouro_enumerate *e = instance(rt, cls, OURO_T_ENUMERATE, sizeof *e);
    if (!e)
        return NULL;
    ouro_object *iterator = NULL;
    if (!given[1] || enumerate_start(rt, e, given[1]) == 0)
        iterator = ouro__iter(rt, given[0]);
    if (!iterator) {
        ouro_decref(rt, &e->head);
        return NULL;
    }
    ouro__slot_init(&e->iterator, iterator);
    return &e->head;
}

/* The index of the next item (owned), and counts on. */
static ouro_object *next_index(ouro_runtime *rt, ouro_enumerate *e)
{
    if (ouro__likely(e->index != INT64_MAX)) {
        ouro_object *index = ouro__int_new(rt, e->index);
        if (index)
            e->index++;
        return index;
    }
    ouro_object *index = e->long_index ? ouro_ref(e->long_index) : ouro__int_new(rt, INT64_MAX);
    ouro_object *following = index ? ouro__int_binary(rt, OURO_ADD, index, ouro__int_new(rt, 1)) : NULL;
    if (!following) {
        ouro_xdecref(rt, index);
        return NULL;
    }
    ouro__slot_set(rt, e, &e->long_index, following);
    return index;
}

static ouro_object *enumerate_next(ouro_runtime *rt, ouro_object *o)
{
    ouro_enumerate *e = (ouro_enumerate *)o;
    if (!e->iterator || ouro__iterators_too_deep(rt))
        return NULL;
    ouro_object *item = ouro__next(rt, e->iterator);
    if (!item)
        return NULL;
    ouro_object *index = next_index(rt, e);
    if (!index) {
        ouro_decref(rt, item);
        return NULL;
    }
    return ouro__tuple_pair(rt, e, &e->pair, index, item);
}

OURO_METHOD(enumerate_reduce)
{
    OURO_NO_ARGUMENTS;
    ouro_enumerate *e = (ouro_enumerate *)self;
    ouro_object *index = e->long_index ? ouro_ref(e->long_index) : ouro__int_new(rt, e->index);
    ouro_object *state = index ? ouro__tuple_of(rt, 2, e->iterator, index) : NULL;
    ouro_object *result = state ? ouro__tuple_of(rt, 2, ouro__class_of(rt, self), state) : NULL;
    ouro_xdecref(rt, index);
    ouro_xdecref(rt, state);
    return result;
}

static const ouro_method_def enumerate_methods[] = {
    {"__reduce__", enumerate_reduce, 0, 0, 0, NULL},
    {"__class_getitem__", ouro__generic_class_getitem, OURO_METH_CLASS, 1, 1, NULL},
    {0},
};

OURO_BUILTIN_TYPE(enumerate) = {
    .id = OURO_T_ENUMERATE,
    .slots = {.name = "enumerate",
              .size = sizeof(ouro_enumerate),
              .layout = OURO_LAYOUT_LEAF,
              .flags = OURO_TYPE_CONTAINER | OURO_TYPE_BASE,
              .fields = enumerate_fields,
              .iter = ouro__iter_self,
              .next = enumerate_next,
              .new_ = enumerate_new},
    .methods = enumerate_methods,
    .doc = "enumerate(iterable, start=0)\n--\n\nAn iterator over (number, item) pairs.",
};

/* ---- zip ---- */

static const uint16_t zip_fields[] = {offsetof(ouro_zip, iterators), offsetof(ouro_zip, row), 0};

/* A tuple (owned) of iterators over each argument. */
static ouro_object *iterators_of(ouro_runtime *rt, ouro_object *const *iterables, size_t count)
{
    ouro_tuple *iterators = ouro__tuple_alloc(rt, count);
    for (size_t i = 0; iterators && i < count; i++) {
        ouro_object *iterator = ouro__iter(rt, iterables[i]);
        if (!iterator) {
            ouro_decref(rt, &iterators->head);
            return NULL;
        }
        ouro__slot_init(&iterators->items[i], iterator);
    }
    if (iterators && count)
        ouro__tuple_ready(rt, iterators);
    return (ouro_object *)iterators;
}

static ouro_object *zip_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                            ouro_object *kwnames)
{
    int strict = 0;
    if (has_keywords(kwnames) && ((ouro_tuple *)kwnames)->count > 1)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "zip() takes at most 1 keyword argument (%zu given)",
                           (size_t)((ouro_tuple *)kwnames)->count);
    for (size_t i = 0; has_keywords(kwnames) && i < ((ouro_tuple *)kwnames)->count; i++) {
        ouro_object *name = ((ouro_tuple *)kwnames)->items[i];
        if (!ouro__str_equals_ascii(name, "strict"))
            return ouro__raise(rt, OURO_T_TYPE_ERROR, "%R is an invalid keyword argument for zip()", name);
        strict = ouro__truth(rt, args[nargs + i]);
        if (strict < 0)
            return NULL;
    }
    ouro_object *iterators = iterators_of(rt, args, nargs);
    if (!iterators)
        return NULL;
    ouro_zip *z = instance(rt, cls, OURO_T_ZIP, sizeof *z);
    if (!z) {
        ouro_decref(rt, iterators);
        return NULL;
    }
    ouro__slot_init(&z->iterators, iterators);
    z->strict = strict;
    return &z->head;
}

/* Argument `i` (from 0) ended alone; `count` have an item more. */
static ouro_object *unequal(ouro_runtime *rt, size_t i, const char *how)
{
    return ouro__raise(rt, OURO_T_VALUE_ERROR, "zip() argument %zu is %s than argument%s%zu", i + 1, how,
                       i == 1 ? " " : "s 1-", i);
}

/* strict: iterator `i` is exhausted, those before it were not. */
static ouro_object *check_lengths(ouro_runtime *rt, const ouro_tuple *iterators, size_t i)
{
    if (ouro__error_pending(rt))
        return NULL;
    if (i)
        return unequal(rt, i, "shorter");
    for (i = 1; i < iterators->count; i++) {
        ouro_object *item = ouro__next(rt, iterators->items[i]);
        if (item) {
            ouro_decref(rt, item);
            return unequal(rt, i, "longer");
        }
        if (ouro__error_pending(rt))
            return NULL;
    }
    return NULL;
}

static ouro_object *zip_next(ouro_runtime *rt, ouro_object *o)
{
    ouro_zip *z = (ouro_zip *)o;
    const ouro_tuple *iterators = (const ouro_tuple *)z->iterators;
    if (!iterators || iterators->count == 0 || ouro__iterators_too_deep(rt))
        return NULL;
    bool again = is_ours(z->row);
    ouro_tuple *row = again ? ouro_ref(z->row) : ouro__tuple_alloc(rt, iterators->count);
    if (!row)
        return NULL;
    for (size_t i = 0; i < iterators->count; i++) {
        ouro_object *item = ouro__next(rt, iterators->items[i]);
        if (!item) {
            ouro_decref(rt, &row->head);
            return z->strict ? check_lengths(rt, iterators, i) : NULL;
        }
        ouro__slot_set(rt, row, &row->items[i], item);
    }
    ouro__tuple_ready(rt, row);
    if (!again)
        ouro__slot_set(rt, z, &z->row, ouro_ref(row));
    return &row->head;
}

OURO_METHOD(zip_reduce)
{
    OURO_NO_ARGUMENTS;
    ouro_zip *z = (ouro_zip *)self;
    ouro_object *cls = ouro__class_of(rt, self),
                *iterators = z->iterators ? z->iterators : OURO_EMPTY_TUPLE(rt);
    return z->strict ? ouro__tuple_of(rt, 3, cls, iterators, OURO_TRUE(rt))
                     : ouro__tuple_of(rt, 2, cls, iterators);
}

OURO_METHOD(zip_setstate)
{
    (void)nargs, (void)kwnames;
    int strict = ouro__truth(rt, args[0]);
    if (strict < 0)
        return NULL;
    ((ouro_zip *)self)->strict = strict;
    return OURO_NONE(rt);
}

static const ouro_method_def zip_methods[] = {
    {"__reduce__", zip_reduce, 0, 0, 0, "What pickle makes the iterator from."},
    {"__setstate__", zip_setstate, 0, 1, 1, "Sets whether all must end together."},
    {0},
};

OURO_BUILTIN_TYPE(zip) = {
    .id = OURO_T_ZIP,
    .slots = {.name = "zip",
              .size = sizeof(ouro_zip),
              .layout = OURO_LAYOUT_LEAF,
              .flags = OURO_TYPE_CONTAINER | OURO_TYPE_BASE,
              .fields = zip_fields,
              .iter = ouro__iter_self,
              .next = zip_next,
              .new_ = zip_new},
    .methods = zip_methods,
    .doc = "zip(*iterables, strict=False)\n--\n\nAn iterator over tuples of the first items, the second "
           "items, and so on, "
           "until one iterable ends. strict: all must end together, or it is a ValueError.",
};

/* Whether a class takes no keywords: the built-in one, and what derives from it without an __init__ of its own. */
static bool takes_no_keywords(ouro_runtime *rt, ouro_object *cls, enum ouro_type_id id)
{
    ouro_object *builtin = ouro__class_at(rt, id);
    return cls == builtin || ((ouro_class *)cls)->type->init == ((ouro_class *)builtin)->type->init;
}

/* ---- map ---- */

static ouro_object *map_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                            ouro_object *kwnames)
{
    if (has_keywords(kwnames) && takes_no_keywords(rt, cls, OURO_T_MAP))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "map() takes no keyword arguments");
    if (nargs < 2)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "map() must have at least two arguments.");
    ouro_object *iterators = iterators_of(rt, args + 1, nargs - 1);
    if (!iterators)
        return NULL;
    ouro_zip *m = instance(rt, cls, OURO_T_MAP, sizeof *m);
    if (!m) {
        ouro_decref(rt, iterators);
        return NULL;
    }
    ouro__slot_init(&m->iterators, iterators);
    ouro__slot_init(&m->row, ouro_ref(args[0]));
    return &m->head;
}

static ouro_object *map_many(ouro_runtime *rt, ouro_object *function, const ouro_tuple *iterators,
                             ouro_object **items)
{
    size_t count = 0;
    ouro_object *result = NULL;
    while (count < iterators->count && (items[count] = ouro__next(rt, iterators->items[count])))
        count++;
    if (count == iterators->count)
        result = ouro__call(rt, function, items, count, NULL);
    while (count)
        ouro_decref(rt, items[--count]);
    return result;
}

static ouro_object *map_next(ouro_runtime *rt, ouro_object *o)
{
    enum { FEW = 8 };
    ouro_zip *m = (ouro_zip *)o;
    const ouro_tuple *iterators = (const ouro_tuple *)m->iterators;
    if (!iterators || ouro__iterators_too_deep(rt))
        return NULL;
    if (iterators->count == 1) {
        ouro_object *item = ouro__next(rt, iterators->items[0]);
        ouro_object *result = item ? ouro__call(rt, m->row, &item, 1, NULL) : NULL;
        ouro_xdecref(rt, item);
        return result;
    }
    ouro_object *few[FEW];
    if (iterators->count <= FEW)
        return map_many(rt, m->row, iterators, few);
    ouro_object **items = ouro__buffer_alloc(rt, iterators->count * sizeof *items);
    if (!items)
        return NULL;
    ouro_object *result = map_many(rt, m->row, iterators, items);
    ouro__buffer_free(rt, items);
    return result;
}

OURO_METHOD(map_reduce)
{
    OURO_NO_ARGUMENTS;
    ouro_zip *m = (ouro_zip *)self;
    const ouro_tuple *iterators = (const ouro_tuple *)m->iterators;
    size_t count = iterators ? iterators->count : 0;
    ouro_tuple *arguments = ouro__tuple_alloc(rt, count + 1);
    if (!arguments)
        return NULL;
    ouro__slot_init(&arguments->items[0], ouro_ref(m->row ? m->row : OURO_NONE(rt)));
    for (size_t i = 0; i < count; i++)
        ouro__slot_init(&arguments->items[i + 1], ouro_ref(iterators->items[i]));
    ouro__tuple_ready(rt, arguments);
    ouro_object *result = ouro__tuple_of(rt, 2, ouro__class_of(rt, self), &arguments->head);
    ouro_decref(rt, &arguments->head);
    return result;
}

static const ouro_method_def map_methods[] = {
    {"__reduce__", map_reduce, 0, 0, 0, "What pickle makes the iterator from."},
    {0},
};

OURO_BUILTIN_TYPE(map) = {
    .id = OURO_T_MAP,
    .slots = {.name = "map",
              .size = sizeof(ouro_zip),
              .layout = OURO_LAYOUT_LEAF,
              .flags = OURO_TYPE_CONTAINER | OURO_TYPE_BASE,
              .fields = zip_fields,
              .iter = ouro__iter_self,
              .next = map_next,
              .new_ = map_new},
    .methods = map_methods,
    .doc = "map(func, *iterables)\n--\n\nAn iterator over what the function returns for the items of each "
           "iterable.",
};

/* ---- filter ---- */

static const uint16_t filter_fields[] = {offsetof(ouro_filter, function), offsetof(ouro_filter, iterator), 0};

static ouro_object *filter_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                               ouro_object *kwnames)
{
    if (ouro__check_arity(rt, "filter", nargs, takes_no_keywords(rt, cls, OURO_T_FILTER) ? kwnames : NULL, 2,
                          2) < 0)
        return NULL;
    ouro_object *iterator = ouro__iter(rt, args[1]);
    if (!iterator)
        return NULL;
    ouro_filter *f = instance(rt, cls, OURO_T_FILTER, sizeof *f);
    if (!f) {
        ouro_decref(rt, iterator);
        return NULL;
    }
    ouro__slot_init(&f->function, ouro_ref(args[0]));
    ouro__slot_init(&f->iterator, iterator);
    return &f->head;
}

/* Whether the filter lets an item (borrowed) through: 1, 0, -1. */
static int passes(ouro_runtime *rt, ouro_filter *f, ouro_object *item)
{
    if (f->function == OURO_NONE(rt) || f->function == ouro__class_at(rt, OURO_T_BOOL))
        return ouro__truth(rt, item);
    ouro_object *verdict = ouro__call(rt, f->function, &item, 1, NULL);
    if (!verdict)
        return -1;
    int truth = ouro__truth(rt, verdict);
    ouro_decref(rt, verdict);
    return truth;
}

static ouro_object *filter_next(ouro_runtime *rt, ouro_object *o)
{
    ouro_filter *f = (ouro_filter *)o;
    if (!f->iterator || ouro__iterators_too_deep(rt))
        return NULL;
    ouro_object *item;
    while ((item = ouro__next(rt, f->iterator))) {
        int through = passes(rt, f, item);
        if (through > 0)
            return item;
        ouro_decref(rt, item);
        if (through < 0)
            return NULL;
    }
    return NULL;
}

OURO_METHOD(filter_reduce)
{
    OURO_NO_ARGUMENTS;
    ouro_filter *f = (ouro_filter *)self;
    ouro_object *none = OURO_NONE(rt);
    ouro_object *arguments =
        ouro__tuple_of(rt, 2, f->function ? f->function : none, f->iterator ? f->iterator : none);
    ouro_object *result = arguments ? ouro__tuple_of(rt, 2, ouro__class_of(rt, self), arguments) : NULL;
    ouro_xdecref(rt, arguments);
    return result;
}

static const ouro_method_def filter_methods[] = {
    {"__reduce__", filter_reduce, 0, 0, 0, "What pickle makes the iterator from."},
    {0},
};

OURO_BUILTIN_TYPE(filter) = {
    .id = OURO_T_FILTER,
    .slots = {.name = "filter",
              .size = sizeof(ouro_filter),
              .layout = OURO_LAYOUT_LEAF,
              .flags = OURO_TYPE_CONTAINER | OURO_TYPE_BASE,
              .fields = filter_fields,
              .iter = ouro__iter_self,
              .next = filter_next,
              .new_ = filter_new},
    .methods = filter_methods,
    .doc = "filter(function or None, iterable) --> filter object\n\nAn iterator over the items for which the "
           "function (or, "
           "for None, the item) is true.",
};
