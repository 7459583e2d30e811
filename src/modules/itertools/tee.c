/* tee: several iterators over the items of one.
 *
 * The items stand in blocks of BLOCK_ITEMS, linked from the oldest to the newest; each tee iterator holds the block that it
 * reads from, so that a block goes when the last reader has left it. A block is filled from the shared iterator as its
 * readers ask for more. */
#include "modules/itertools/itertools.h"
#include "types/int.h"

enum { BLOCK_ITEMS = 57 };

typedef struct tee_data {
    ouro_object head;
    ouro_object *iterator;
    ouro_object *next; /* the following block, or NULL */
    uint32_t count;    /* items read so far */
    bool running;      /* the iterator is being asked for one */
    ouro_object *items[BLOCK_ITEMS];
} tee_data;

typedef struct tee_iterator {
    ouro_object head;
    ouro_object *data;
    int64_t index;
} tee_iterator;

static const uint16_t tee_fields[] = {offsetof(tee_iterator, data), 0};
static const uint16_t tee_data_fields[] = {offsetof(tee_data, iterator), offsetof(tee_data, next), 0};

/* ---- Blocks ---- */

static ouro_object *data_over(ouro_runtime *rt, ouro_object *iterator)
{
    tee_data *d = ouro__new_container(rt, sizeof *d, OURO_WORD(OURO_T_TEE_DATA));
    if (!d)
        return NULL;
    ouro__slot_init(&d->iterator, ouro_ref(iterator));
    d->next = NULL;
    d->count = 0;
    d->running = false;
    ouro__track(&d->head);
    return &d->head;
}

/* The block after one that is full: owned. */
static ouro_object *data_following(ouro_runtime *rt, tee_data *d)
{
    if (!d->next) {
        if (!d->iterator)
            return NULL;
        ouro__slot_init(&d->next, data_over(rt, d->iterator));
    }
    return d->next ? ouro_ref(d->next) : NULL;
}

/* An item of a block: owned. */
static ouro_object *data_item(ouro_runtime *rt, tee_data *d, int64_t i)
{
    if (i < d->count)
        return ouro_ref(d->items[i]);
    if (d->running)
        return ouro__raise(rt, OURO_T_RUNTIME_ERROR, "cannot re-enter the tee iterator");
    if (!d->iterator)
        return NULL;
    d->running = true;
    ouro_object *item = ouro__next_item(rt, d->iterator);
    d->running = false;
    if (!item || d->count == BLOCK_ITEMS)
        return item;
    ouro__slot_init(&d->items[d->count], ouro_ref(item));
    d->count++;
    return item;
}

static void data_traverse(ouro_runtime *rt, ouro_object *o, ouro_visit visit, void *context)
{
    tee_data *d = (tee_data *)o;
    for (uint32_t i = 0; i < d->count; i++)
        visit(rt, d->items[i], context);
}

static ouro_object *data_drain(ouro_runtime *rt, ouro_object *o)
{
    tee_data *d = (tee_data *)o;
    return d->count ? ouro__slot_take(rt, d, &d->items[--d->count]) : NULL;
}

/* _tee_dataobject(iterator, items, next), as pickles make it. */
static ouro_object *data_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                             ouro_object *kwnames)
{
    (void)cls;
    if (ouro__check_unpacked(rt, "teedataobject", nargs, kwnames, 3, 3) < 0)
        return NULL;
    if (!ouro__is_list(rt, args[1]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "teedataobject() argument 2 must be list, not %T", args[1]);
    tee_data *d = (tee_data *)data_over(rt, args[0]);
    if (!d)
        return NULL;
    const ouro_list *items = (const ouro_list *)args[1];
    bool next_fits = args[2] == OURO_NONE(rt) ||
                     (items->count == BLOCK_ITEMS && ouro__is_exactly(args[2], OURO_T_TEE_DATA));
    if (items->count > BLOCK_ITEMS || !next_fits) {
        ouro_decref(rt, &d->head);
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "Invalid arguments");
    }
    for (uint32_t i = 0; i < items->count; i++)
        ouro__slot_init(&d->items[d->count++], ouro_ref(items->items[i]));
    if (args[2] != OURO_NONE(rt))
        ouro__slot_init(&d->next, ouro_ref(args[2]));
    return &d->head;
}

OURO_METHOD(data_reduce)
{
    OURO_NO_ARGUMENTS;
    tee_data *d = (tee_data *)self;
    ouro_object *items = ouro__list_from(rt, d->items, d->count);
    return ouro__reduce(rt, self,
                        ouro__pack(rt, 3, ouro_ref(d->iterator ? d->iterator : OURO_NONE(rt)), items,
                                   ouro_ref(d->next ? d->next : OURO_NONE(rt))));
}

static const ouro_method_def data_methods[] = {
    {"__reduce__", data_reduce, 0, 0, 0, OURO_REDUCE_DOC},
    {0},
};

OURO_BUILTIN_TYPE(tee_dataobject) = {
    .id = OURO_T_TEE_DATA,
    .slots = {.name = "itertools._tee_dataobject",
              .size = sizeof(tee_data),
              .layout = OURO_LAYOUT_CALLBACK,
              .flags = OURO_TYPE_CONTAINER,
              .fields = tee_data_fields,
              .traverse = data_traverse,
              .drain = data_drain,
              .new_ = data_new},
    .methods = data_methods,
    .doc = "teedataobject(iterable, values, next, /)\n--\n\nItems that several tee iterators share.",
    .module = "itertools",
};

/* ---- Iterators ---- */

/* data is taken over; NULL: making it failed. */
static ouro_object *tee_at(ouro_runtime *rt, ouro_object *data_owned, int64_t index)
{
    tee_iterator *t = data_owned ? ouro__new_container(rt, sizeof *t, OURO_WORD(OURO_T_TEE)) : NULL;
    if (!t) {
        ouro_xdecref(rt, data_owned);
        return NULL;
    }
    ouro__slot_init(&t->data, data_owned);
    t->index = index;
    ouro__track(&t->head);
    return &t->head;
}

static ouro_object *tee_copy_of(ouro_runtime *rt, const tee_iterator *t)
{
    return t->data ? tee_at(rt, ouro_ref(t->data), t->index) : ouro__bad_internal_call(rt, "_tee.__copy__");
}

static ouro_object *tee_over(ouro_runtime *rt, ouro_object *iterable)
{
    ouro_object *iterator = ouro__iter(rt, iterable);
    if (!iterator)
        return NULL;
    ouro_object *t = ouro__is_exactly(iterator, OURO_T_TEE) ? tee_copy_of(rt, (tee_iterator *)iterator)
                                                            : tee_at(rt, data_over(rt, iterator), 0);
    ouro_decref(rt, iterator);
    return t;
}

static ouro_object *tee_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                            ouro_object *kwnames)
{
    (void)cls;
    return ouro__check_unpacked(rt, "_tee", nargs, kwnames, 1, 1) < 0 ? NULL : tee_over(rt, args[0]);
}

static ouro_object *tee_next(ouro_runtime *rt, ouro_object *o)
{
    tee_iterator *t = (tee_iterator *)o;
    if (!t->data || ouro__too_deep(rt))
        return NULL;
    if (t->index >= BLOCK_ITEMS) {
        ouro_object *following = data_following(rt, (tee_data *)t->data);
        if (!following)
            return NULL;
        ouro__slot_set(rt, t, &t->data, following);
        t->index = 0;
    }
    ouro_object *data = t->data;
    if (t->index < ((tee_data *)data)->count)
        return ouro_ref(((tee_data *)data)->items[t->index++]);
    ouro_incref(data); /* asking for an item can run code that comes back here */
    ouro_object *item = data_item(rt, (tee_data *)data, t->index);
    ouro_decref(rt, data);
    if (item)
        t->index++;
    return item;
}

OURO_METHOD(tee_copy)
{
    OURO_NO_ARGUMENTS;
    return tee_copy_of(rt, (tee_iterator *)self);
}

OURO_METHOD(tee_reduce)
{
    OURO_NO_ARGUMENTS;
    tee_iterator *t = (tee_iterator *)self;
    ouro_object *state =
        ouro__pack(rt, 2, ouro_ref(t->data ? t->data : OURO_NONE(rt)), ouro__int_new(rt, t->index));
    return ouro__reduce_state(rt, self, ouro__pack(rt, 1, OURO_EMPTY_TUPLE(rt)), state);
}

OURO_METHOD(tee_setstate)
{
    (void)nargs, (void)kwnames;
    tee_iterator *t = (tee_iterator *)self;
    if (!ouro__is_tuple(rt, args[0]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "state is not a tuple");
    const ouro_tuple *state = (const ouro_tuple *)args[0];
    if (state->count != 2)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "function takes exactly 2 arguments (%zu given)",
                           (size_t)state->count);
    if (!ouro__is_exactly(state->items[0], OURO_T_TEE_DATA))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "argument 1 must be itertools._tee_dataobject, not %T",
                           state->items[0]);
    int64_t index;
    if (ouro__index_argument(rt, state->items[1], &index) < 0)
        return NULL;
    if (index < 0 || index > BLOCK_ITEMS)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "Index out of range");
    ouro__slot_set(rt, t, &t->data, ouro_ref(state->items[0]));
    t->index = index;
    return OURO_NONE(rt);
}

static const ouro_method_def tee_methods[] = {
    {"__copy__", tee_copy, 0, 0, 0, "__copy__($self, /)\n--\n\nReturns an independent iterator."},
    {"__reduce__", tee_reduce, 0, 0, 0, OURO_REDUCE_DOC},
    {"__setstate__", tee_setstate, 0, 1, 1, OURO_SETSTATE_DOC},
    {0},
};

OURO_BUILTIN_TYPE(tee) = {
    .id = OURO_T_TEE,
    .slots = {.name = "itertools._tee",
              .size = sizeof(tee_iterator),
              .layout = OURO_LAYOUT_LEAF,
              .flags = OURO_TYPE_CONTAINER | OURO_TYPE_WEAKLY_REFERENCEABLE,
              .fields = tee_fields,
              .iter = ouro__iter_self,
              .next = tee_next,
              .new_ = tee_new},
    .methods = tee_methods,
    .doc = "_tee(iterable, /)\n--\n\nAn iterator that can be copied.",
    .module = "itertools",
};

/* ---- tee() ---- */

/* An iterator over the iterable that can be copied, and its __copy__: both owned. 0 or -1. */
static int copyable(ouro_runtime *rt, ouro_object *iterable, ouro_object **iterator, ouro_object **copy)
{
    *iterator = ouro__iter(rt, iterable);
    if (!*iterator)
        return -1;
    int found = ouro__getattr_optional(rt, *iterator, NAME(rt, __copy__), copy);
    if (found == 0) {
        ouro_object *tee = tee_over(rt, *iterator);
        ouro_decref(rt, *iterator);
        *iterator = tee;
        found = tee ? ouro__getattr_optional(rt, tee, NAME(rt, __copy__), copy) : -1;
    }
    if (found > 0)
        return 0;
    ouro_xdecref(rt, *iterator);
    return -1;
}

ouro_object *ouro__tee(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                       ouro_object *kwnames)
{
    (void)self, (void)kwnames;
    int64_t count = 2;
    if (nargs > 1 && ouro__index_argument(rt, args[1], &count) < 0)
        return NULL;
    if (count < 0)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "n must be >= 0");
    if (count == 0)
        return OURO_EMPTY_TUPLE(rt);
    ouro_tuple *all = ouro__tuple_alloc(rt, (size_t)count);
    ouro_object *iterator, *copy;
    if (!all || copyable(rt, args[0], &iterator, &copy) < 0) {
        ouro_xdecref(rt, (ouro_object *)all);
        return NULL;
    }
    ouro__slot_init(&all->items[0], iterator);
    for (int64_t i = 1; all && i < count; i++) {
        ouro_object *another = ouro__call0(rt, copy);
        if (!another) {
            ouro_decref(rt, &all->head);
            all = NULL;
        } else {
            ouro__slot_init(&all->items[i], another);
        }
    }
    ouro_decref(rt, copy);
    if (all)
        ouro__tuple_ready(rt, all);
    return (ouro_object *)all;
}
