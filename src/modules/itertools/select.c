/* compress, dropwhile, takewhile, filterfalse, starmap: the iterators of itertools that ask something of each item. */
#include "modules/itertools/itertools.h"
#include "types/list.h"

/* A function and an iterator; what is true of `flag` is said at each type. */
typedef struct function_iterator {
    ouro_object head;
    ouro_object *function, *iterator;
    bool flag;
} function_iterator;

static const uint16_t function_iterator_fields[] = {offsetof(function_iterator, function),
                                                    offsetof(function_iterator, iterator), 0};

static ouro_object *new_with_function(ouro_runtime *rt, ouro_object *cls, enum ouro_type_id id,
                                      const char *name, ouro_object *const *args, size_t nargs,
                                      ouro_object *kwnames)
{
    if (ouro__check_unpacked(rt, name, nargs, ouro__refused_keywords(rt, cls, id, kwnames), 2, 2) < 0)
        return NULL;
    ouro_object *iterator = ouro__iter(rt, args[1]);
    function_iterator *f = iterator ? (function_iterator *)ouro__instance_new(rt, cls) : NULL;
    if (!f) {
        ouro_xdecref(rt, iterator);
        return NULL;
    }
    ouro__slot_init(&f->function, ouro_ref(args[0]));
    ouro__slot_init(&f->iterator, iterator);
    return &f->head;
}

#define NEW_WITH_FUNCTION(name, id)                                                                          \
    static ouro_object *name##_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args,             \
                                   size_t nargs, ouro_object *kwnames)                                       \
    {                                                                                                        \
        return new_with_function(rt, cls, id, #name, args, nargs, kwnames);                                  \
    }

NEW_WITH_FUNCTION(dropwhile, OURO_T_DROP_WHILE)
NEW_WITH_FUNCTION(takewhile, OURO_T_TAKE_WHILE)
NEW_WITH_FUNCTION(filterfalse, OURO_T_FILTER_FALSE)
NEW_WITH_FUNCTION(starmap, OURO_T_STAR_MAP)

static bool cannot_go_on(ouro_runtime *rt, const function_iterator *f)
{
    return !f->iterator || !f->function || ouro__too_deep(rt);
}

static inline int truth_of(ouro_runtime *rt, ouro_object *o)
{
    if (o == OURO_TRUE(rt) || o == OURO_FALSE(rt))
        return o == OURO_TRUE(rt);
    return ouro__int_is_small(o) ? ((ouro_int *)o)->value != 0 : ouro__truth(rt, o);
}

/* What the function says of an item: 1, 0, -1. */
static int verdict(ouro_runtime *rt, ouro_object *function, ouro_object *item)
{
    ouro_object *answer = ouro__call1(rt, function, item);
    if (!answer)
        return -1;
    int truth = truth_of(rt, answer);
    ouro_decref(rt, answer);
    return truth;
}

static ouro_object *function_arguments(ouro_runtime *rt, const function_iterator *f)
{
    return ouro__tuple_of(rt, 2, f->function ? f->function : OURO_NONE(rt),
                          f->iterator ? f->iterator : OURO_NONE(rt));
}

OURO_METHOD(function_reduce)
{
    OURO_NO_ARGUMENTS;
    return ouro__reduce(rt, self, function_arguments(rt, (function_iterator *)self));
}

OURO_METHOD(flag_reduce)
{
    OURO_NO_ARGUMENTS;
    function_iterator *f = (function_iterator *)self;
    return ouro__reduce_state(rt, self, function_arguments(rt, f), ouro__int_new(rt, f->flag));
}

OURO_METHOD(flag_setstate)
{
    (void)nargs, (void)kwnames;
    int truth = ouro__truth(rt, args[0]);
    if (truth < 0)
        return NULL;
    ((function_iterator *)self)->flag = truth;
    return OURO_NONE(rt);
}

static const ouro_method_def function_methods[] = {
    {"__reduce__", function_reduce, 0, 0, 0, OURO_REDUCE_DOC},
    {0},
};

static const ouro_method_def flag_methods[] = {
    {"__reduce__", flag_reduce, 0, 0, 0, OURO_REDUCE_DOC},
    {"__setstate__", flag_setstate, 0, 1, 1, OURO_SETSTATE_DOC},
    {0},
};

/* ---- dropwhile: flag says that dropping is over ---- */

static ouro_object *dropwhile_next(ouro_runtime *rt, ouro_object *o)
{
    function_iterator *f = (function_iterator *)o;
    if (cannot_go_on(rt, f))
        return NULL;
    ouro_object *item;
    while ((item = ouro__next_item(rt, f->iterator))) {
        if (f->flag)
            return item;
        int truth = verdict(rt, f->function, item);
        if (truth == 0) {
            f->flag = true;
            return item;
        }
        ouro_decref(rt, item);
        if (truth < 0)
            return NULL;
    }
    return NULL;
}

OURO_ITERATOR_TYPE(dropwhile, OURO_T_DROP_WHILE, function_iterator, dropwhile_new, dropwhile_next, NULL,
                   flag_methods,
                   "dropwhile(predicate, iterable, /)\n--\n\nThe items from the first one on for which the "
                   "predicate is false.");

/* ---- takewhile: flag says that taking is over ---- */

static ouro_object *takewhile_next(ouro_runtime *rt, ouro_object *o)
{
    function_iterator *f = (function_iterator *)o;
    if (f->flag || cannot_go_on(rt, f))
        return NULL;
    ouro_object *item = ouro__next_item(rt, f->iterator);
    if (!item)
        return NULL;
    int truth = verdict(rt, f->function, item);
    if (truth > 0)
        return item;
    ouro_decref(rt, item);
    if (truth == 0)
        f->flag = true;
    return NULL;
}

OURO_ITERATOR_TYPE(takewhile, OURO_T_TAKE_WHILE, function_iterator, takewhile_new, takewhile_next, NULL,
                   flag_methods,
                   "takewhile(predicate, iterable, /)\n--\n\nThe items up to the first one for which the "
                   "predicate is false.");

/* ---- filterfalse ---- */

static ouro_object *filterfalse_next(ouro_runtime *rt, ouro_object *o)
{
    function_iterator *f = (function_iterator *)o;
    if (cannot_go_on(rt, f))
        return NULL;
    bool by_truth = f->function == OURO_NONE(rt) || f->function == ouro__class_at(rt, OURO_T_BOOL);
    ouro_object *item;
    while ((item = ouro__next_item(rt, f->iterator))) {
        int truth = by_truth ? truth_of(rt, item) : verdict(rt, f->function, item);
        if (truth == 0)
            return item;
        ouro_decref(rt, item);
        if (truth < 0)
            return NULL;
    }
    return NULL;
}

OURO_ITERATOR_TYPE(filterfalse, OURO_T_FILTER_FALSE, function_iterator, filterfalse_new, filterfalse_next,
                   NULL, function_methods,
                   "filterfalse(function, iterable, /)\n--\n\nThe items for which the function (for None: "
                   "the item itself) is "
                   "false.");

/* ---- starmap ---- */

static ouro_object *starmap_next(ouro_runtime *rt, ouro_object *o)
{
    function_iterator *f = (function_iterator *)o;
    if (cannot_go_on(rt, f))
        return NULL;
    ouro_object *arguments = ouro__next_item(rt, f->iterator);
    if (!arguments)
        return NULL;
    if (!ouro__is_exactly(arguments, OURO_T_TUPLE)) {
        ouro_object *sequence = arguments;
        arguments = ouro__tuple_from_iterable(rt, sequence);
        ouro_decref(rt, sequence);
        if (!arguments)
            return NULL;
    }
    ouro_tuple *t = (ouro_tuple *)arguments;
    ouro_object *result = ouro__call(rt, f->function, t->items, t->count, NULL);
    ouro_decref(rt, arguments);
    return result;
}

OURO_ITERATOR_TYPE(starmap, OURO_T_STAR_MAP, function_iterator, starmap_new, starmap_next, NULL,
                   function_methods,
                   "starmap(function, iterable, /)\n--\n\nWhat the function returns when called with the "
                   "items of each item.");

/* ---- compress ---- */

typedef struct compress_iterator {
    ouro_object head;
    ouro_object *data, *selectors;
} compress_iterator;

static const uint16_t compress_iterator_fields[] = {offsetof(compress_iterator, data),
                                                    offsetof(compress_iterator, selectors), 0};

static ouro_object *compress_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                                 ouro_object *kwnames)
{
    static const char *const names[] = {"data", "selectors", NULL};
    static const ouro_signature signature = {"compress", names, 0, 2, 2, 0};
    ouro_object *given[2];
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, given) < 0)
        return NULL;
    ouro_object *data = ouro__iter(rt, given[0]), *selectors = data ? ouro__iter(rt, given[1]) : NULL;
    compress_iterator *c = selectors ? (compress_iterator *)ouro__instance_new(rt, cls) : NULL;
    if (!c) {
        ouro_xdecref(rt, data);
        ouro_xdecref(rt, selectors);
        return NULL;
    }
    ouro__slot_init(&c->data, data);
    ouro__slot_init(&c->selectors, selectors);
    return &c->head;
}

static ouro_object *compress_next(ouro_runtime *rt, ouro_object *o)
{
    compress_iterator *c = (compress_iterator *)o;
    if (!c->data || !c->selectors || ouro__too_deep(rt))
        return NULL;
    ouro_object *item;
    while ((item = ouro__next_item(rt, c->data))) {
        ouro_object *selector = ouro__next_item(rt, c->selectors);
        int truth = selector ? truth_of(rt, selector) : -1;
        ouro_xdecref(rt, selector);
        if (truth > 0)
            return item;
        ouro_decref(rt, item);
        if (truth < 0)
            return NULL;
    }
    return NULL;
}

OURO_METHOD(compress_reduce)
{
    OURO_NO_ARGUMENTS;
    compress_iterator *c = (compress_iterator *)self;
    return ouro__reduce(rt, self,
                        ouro__tuple_of(rt, 2, c->data ? c->data : OURO_NONE(rt),
                                       c->selectors ? c->selectors : OURO_NONE(rt)));
}

static const ouro_method_def compress_methods[] = {
    {"__reduce__", compress_reduce, 0, 0, 0, OURO_REDUCE_DOC},
    {0},
};

OURO_ITERATOR_TYPE(compress, OURO_T_COMPRESS, compress_iterator, compress_new, compress_next, NULL,
                   compress_methods,
                   "compress(data, selectors)\n--\n\nThe items of data whose selector is true.");
