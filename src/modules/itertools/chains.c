/* accumulate, chain, islice, pairwise, zip_longest: the iterators of itertools that join and cut others.
 *
 * An iterator that lets go of the one it holds when that is exhausted keeps a reference of its own while it asks that for
 * an item: asking can run code that comes back here. */
#include "modules/itertools/itertools.h"
#include "types/str.h"

/* The next item of the iterator in a slot, which may be emptied meanwhile. */
static ouro_object *next_held(ouro_runtime *rt, ouro_object *iterator)
{
    ouro_incref(iterator);
    ouro_object *item = ouro__next_item(rt, iterator);
    ouro_decref(rt, iterator);
    return item;
}

static ouro_object *or_none(ouro_runtime *rt, ouro_object *o)
{
    return ouro_ref(o ? o : OURO_NONE(rt));
}

/* ---- accumulate ---- */

typedef struct accumulate_iterator {
    ouro_object head;
    ouro_object *iterator;
    ouro_object *function; /* NULL: + */
    ouro_object *total;    /* NULL before the first item */
    ouro_object *initial;  /* given out first; NULL: none, or done */
} accumulate_iterator;

static const uint16_t accumulate_iterator_fields[] = {
    offsetof(accumulate_iterator, iterator), offsetof(accumulate_iterator, function),
    offsetof(accumulate_iterator, total), offsetof(accumulate_iterator, initial), 0};

static ouro_object *accumulate_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                                   ouro_object *kwnames)
{
    static const char *const names[] = {"iterable", "func", "initial", NULL};
    static const ouro_signature signature = {"accumulate", names, 0, 2, 1, 1};
    ouro_object *given[3];
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, given) < 0)
        return NULL;
    ouro_object *iterator = ouro__iter(rt, given[0]);
    accumulate_iterator *a = iterator ? (accumulate_iterator *)ouro__instance_new(rt, cls) : NULL;
    if (!a) {
        ouro_xdecref(rt, iterator);
        return NULL;
    }
    ouro__slot_init(&a->iterator, iterator);
    if (given[1] && given[1] != OURO_NONE(rt))
        ouro__slot_init(&a->function, ouro_ref(given[1]));
    if (given[2] && given[2] != OURO_NONE(rt))
        ouro__slot_init(&a->initial, ouro_ref(given[2]));
    return &a->head;
}

static ouro_object *accumulate_next(ouro_runtime *rt, ouro_object *o)
{
    accumulate_iterator *a = (accumulate_iterator *)o;
    if (a->initial) {
        ouro__slot_set(rt, a, &a->total, ouro__slot_take(rt, a, &a->initial));
        return ouro_ref(a->total);
    }
    if (!a->iterator || ouro__too_deep(rt))
        return NULL;
    ouro_object *item = ouro__next_item(rt, a->iterator);
    if (!item)
        return NULL;
    if (!a->total) {
        ouro__slot_init(&a->total, item);
        return ouro_ref(item);
    }
    ouro_object *total = ouro_ref(a->total);
    ouro_object *sum =
        a->function ? ouro__call2(rt, a->function, total, item) : ouro__binary(rt, OURO_ADD, total, item);
    ouro_decref(rt, total);
    ouro_decref(rt, item);
    if (!sum)
        return NULL;
    ouro_incref(sum);
    ouro__slot_set(rt, a, &a->total, sum);
    return sum;
}

static ouro_object *call_type(ouro_runtime *rt, enum ouro_type_id id, ouro_object *a_owned,
                              ouro_object *b_owned)
{
    ouro_object *result =
        a_owned && b_owned ? ouro__call2(rt, ouro__class_at(rt, id), a_owned, b_owned) : NULL;
    ouro_xdecref(rt, a_owned);
    ouro_xdecref(rt, b_owned);
    return result;
}

OURO_METHOD(accumulate_reduce)
{
    OURO_NO_ARGUMENTS;
    accumulate_iterator *a = (accumulate_iterator *)self;
    if (a->initial) { /* as one chained before the rest */
        ouro_object *rest =
            call_type(rt, OURO_T_CHAIN, ouro__tuple_of(rt, 1, a->initial), or_none(rt, a->iterator));
        return ouro__reduce_state(rt, self, ouro__pack(rt, 2, rest, or_none(rt, a->function)), OURO_NONE(rt));
    }
    if (a->total == OURO_NONE(rt)) { /* a state of None would mean that there is none */
        ouro_object *rest =
            call_type(rt, OURO_T_CHAIN, ouro__tuple_of(rt, 1, a->total), or_none(rt, a->iterator));
        ouro_object *again =
            rest ? ouro__call2(rt, ouro__class_of(rt, self), rest, a->function ? a->function : OURO_NONE(rt))
                 : NULL;
        ouro_xdecref(rt, rest);
        return ouro__pack(rt, 2, ouro_ref(ouro__class_at(rt, OURO_T_ISLICE)),
                          ouro__pack(rt, 3, again, ouro__int_new(rt, 1), OURO_NONE(rt)));
    }
    return ouro__reduce_state(rt, self, ouro__pack(rt, 2, or_none(rt, a->iterator), or_none(rt, a->function)),
                              or_none(rt, a->total));
}

OURO_METHOD(accumulate_setstate)
{
    (void)nargs, (void)kwnames;
    accumulate_iterator *a = (accumulate_iterator *)self;
    ouro__slot_set(rt, a, &a->total, ouro_ref(args[0]));
    return OURO_NONE(rt);
}

static const ouro_method_def accumulate_methods[] = {
    {"__reduce__", accumulate_reduce, 0, 0, 0, OURO_REDUCE_DOC},
    {"__setstate__", accumulate_setstate, 0, 1, 1, OURO_SETSTATE_DOC},
    {0},
};

OURO_ITERATOR_TYPE(
    accumulate, OURO_T_ACCUMULATE, accumulate_iterator, accumulate_new, accumulate_next, NULL,
    accumulate_methods,
    "accumulate(iterable, func=None, *, initial=None)\n--\n\nThe running totals (or what another function of "
    "two arguments makes of the items so far).");

/* ---- chain ---- */

typedef struct chain_iterator {
    ouro_object head;
    ouro_object *source; /* iterator of iterables; NULL when exhausted */
    ouro_object *active; /* iterator of one of them, or NULL */
} chain_iterator;

static const uint16_t chain_iterator_fields[] = {offsetof(chain_iterator, source),
                                                 offsetof(chain_iterator, active), 0};

/* source is taken over; NULL: making it failed. */
static ouro_object *chain_over(ouro_runtime *rt, ouro_object *cls, ouro_object *source_owned)
{
    chain_iterator *c = source_owned ? (chain_iterator *)ouro__instance_new(rt, cls) : NULL;
    if (!c) {
        ouro_xdecref(rt, source_owned);
        return NULL;
    }
    ouro__slot_init(&c->source, source_owned);
    return &c->head;
}

static ouro_object *chain_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                              ouro_object *kwnames)
{
    if (ouro__check_unpacked(rt, "chain", nargs, ouro__refused_keywords(rt, cls, OURO_T_CHAIN, kwnames), 0,
                             -1) < 0)
        return NULL;
    ouro_object *iterables = ouro__tuple_from(rt, args, nargs);
    ouro_object *source = iterables ? ouro__iter(rt, iterables) : NULL;
    ouro_xdecref(rt, iterables);
    return chain_over(rt, cls, source);
}

OURO_METHOD(chain_from_iterable)
{
    (void)nargs, (void)kwnames;
    return chain_over(rt, self, ouro__iter(rt, args[0]));
}

/* Begins the next iterable: 1, 0 when there is none, -1. */
static int chain_advance(ouro_runtime *rt, chain_iterator *c)
{
    ouro_object *iterable = next_held(rt, c->source);
    ouro_object *active = iterable ? ouro__iter(rt, iterable) : NULL;
    ouro_xdecref(rt, iterable);
    if (active) {
        ouro__slot_set(rt, c, &c->active, active);
        return 1;
    }
    ouro__slot_clear(rt, c, &c->source); /* exhausted or broken, it is not asked again */
    return rt->error ? -1 : 0;
}

static ouro_object *chain_next(ouro_runtime *rt, ouro_object *o)
{
    chain_iterator *c = (chain_iterator *)o;
    if (ouro__too_deep(rt))
        return NULL;
    while (c->source) {
        if (!c->active && chain_advance(rt, c) <= 0)
            return NULL;
        ouro_object *active = c->active;
        if (!active)
            continue;
        ouro_object *item = next_held(rt, active);
        if (item || rt->error)
            return item;
        if (c->active == active)
            ouro__slot_clear(rt, c, &c->active);
    }
    return NULL;
}

OURO_METHOD(chain_reduce)
{
    OURO_NO_ARGUMENTS;
    chain_iterator *c = (chain_iterator *)self;
    if (!c->source)
        return ouro__reduce(rt, self, OURO_EMPTY_TUPLE(rt));
    ouro_object *state =
        c->active ? ouro__tuple_of(rt, 2, c->source, c->active) : ouro__tuple_of(rt, 1, c->source);
    return ouro__reduce_state(rt, self, OURO_EMPTY_TUPLE(rt), state);
}

static bool is_iterator(ouro_runtime *rt, ouro_object *o)
{
    return ouro__type_of(rt, o)->next != NULL;
}

OURO_METHOD(chain_setstate)
{
    (void)nargs, (void)kwnames;
    chain_iterator *c = (chain_iterator *)self;
    if (!ouro__is_tuple(rt, args[0]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "state is not a tuple");
    const ouro_tuple *state = (const ouro_tuple *)args[0];
    if (state->count < 1 || state->count > 2)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "function takes at %s %d argument%s (%zu given)",
                           state->count ? "most" : "least", state->count ? 2 : 1, state->count ? "s" : "",
                           (size_t)state->count);
    if (!is_iterator(rt, state->items[0]) || (state->count > 1 && !is_iterator(rt, state->items[1])))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "Arguments must be iterators.");
    ouro_object *source = ouro_ref(state->items[0]),
                *active = state->count > 1 ? ouro_ref(state->items[1]) : NULL;
    ouro__slot_set(rt, c, &c->source, source);
    ouro__slot_set(rt, c, &c->active, active);
    return OURO_NONE(rt);
}

static const ouro_method_def chain_methods[] = {
    {"from_iterable", chain_from_iterable, OURO_METH_CLASS, 1, 1,
     "from_iterable($type, iterable, /)\n--\n\nA chain over the iterables that one iterable gives, as they "
     "come."},
    {"__reduce__", chain_reduce, 0, 0, 0, OURO_REDUCE_DOC},
    {"__setstate__", chain_setstate, 0, 1, 1, OURO_SETSTATE_DOC},
    {"__class_getitem__", ouro__generic_class_getitem, OURO_METH_CLASS, 1, 1, NULL},
    {0},
};

OURO_ITERATOR_TYPE(
    chain, OURO_T_CHAIN, chain_iterator, chain_new, chain_next, NULL, chain_methods,
    "chain(*iterables) --> chain object\n\nThe items of each iterable, one iterable after the other.");

/* ---- islice ---- */

typedef struct islice_iterator {
    ouro_object head;
    ouro_object *iterator; /* NULL when exhausted */
    int64_t next;          /* position of the item to give next */
    int64_t stop;          /* -1: none */
    int64_t step, taken;   /* items taken from the iterator so far */
} islice_iterator;

static const uint16_t islice_iterator_fields[] = {offsetof(islice_iterator, iterator), 0};

/* An argument that is not None (which leaves *out as it is); what cannot be converted gives -1 without an exception. */
static void islice_argument(ouro_runtime *rt, ouro_object *o, int64_t *out)
{
    if (o == OURO_NONE(rt) || ouro__index_argument(rt, o, out) == 0)
        return;
    ouro__error_clear(rt);
    *out = -1;
}

#define ISLICE_RANGE "must be None or an integer: 0 <= x <= sys.maxsize."

static int islice_arguments(ouro_runtime *rt, islice_iterator *s, ouro_object *const *args, size_t nargs)
{
    ouro_object *stop = args[nargs > 2 ? 2 : 1];
    s->stop = -1;
    s->step = 1;
    if (nargs > 2)
        islice_argument(rt, args[1], &s->next);
    islice_argument(rt, stop, &s->stop);
    if (s->stop == -1 && stop != OURO_NONE(rt)) {
        ouro__raise(rt, OURO_T_VALUE_ERROR, "Stop argument for islice() " ISLICE_RANGE);
        return -1;
    }
    if (s->next < 0 || s->stop < -1) {
        ouro__raise(rt, OURO_T_VALUE_ERROR, "Indices for islice() " ISLICE_RANGE);
        return -1;
    }
    if (nargs > 3)
        islice_argument(rt, args[3], &s->step);
    if (s->step < 1) {
        ouro__raise(rt, OURO_T_VALUE_ERROR, "Step for islice() must be a positive integer or None.");
        return -1;
    }
    return 0;
}

static ouro_object *islice_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                               ouro_object *kwnames)
{
    if (ouro__check_unpacked(rt, "islice", nargs, ouro__refused_keywords(rt, cls, OURO_T_ISLICE, kwnames), 2,
                             4) < 0)
        return NULL;
    islice_iterator *s = (islice_iterator *)ouro__instance_new(rt, cls);
    ouro_object *iterator = s && islice_arguments(rt, s, args, nargs) == 0 ? ouro__iter(rt, args[0]) : NULL;
    if (!iterator) {
        ouro_xdecref(rt, (ouro_object *)s);
        return NULL;
    }
    ouro__slot_init(&s->iterator, iterator);
    return &s->head;
}

/* Takes items that are left out: 0, or -1 when there are no more, or one failed. */
static int islice_skip(ouro_runtime *rt, islice_iterator *s, ouro_object *iterator)
{
    while (s->taken < s->next) {
        ouro_object *item = ouro__next_item(rt, iterator);
        if (!item)
            return -1;
        ouro_decref(rt, item);
        s->taken++;
    }
    return 0;
}

static ouro_object *islice_next(ouro_runtime *rt, ouro_object *o)
{
    islice_iterator *s = (islice_iterator *)o;
    if (!s->iterator || ouro__too_deep(rt))
        return NULL;
    ouro_object *iterator = ouro_ref(s->iterator), *item = NULL;
    if (islice_skip(rt, s, iterator) == 0 && (s->stop < 0 || s->taken < s->stop))
        item = ouro__next_item(rt, iterator);
    ouro_decref(rt, iterator);
    if (!item) {
        ouro__slot_clear(rt, s, &s->iterator);
        return NULL;
    }
    s->taken++;
    if (__builtin_add_overflow(s->next, s->step, &s->next))
        s->next = s->stop < 0 ? INT64_MAX : s->stop;
    if (s->stop >= 0 && s->next > s->stop)
        s->next = s->stop;
    return item;
}

OURO_METHOD(islice_reduce)
{
    OURO_NO_ARGUMENTS;
    islice_iterator *s = (islice_iterator *)self;
    if (!s->iterator) {
        ouro_object *empty = ouro__list_new(rt, 0), *iterator = empty ? ouro__iter(rt, empty) : NULL;
        ouro_xdecref(rt, empty);
        return ouro__reduce_state(rt, self, ouro__pack(rt, 2, iterator, ouro__int_new(rt, 0)),
                                  ouro__int_new(rt, 0));
    }
    ouro_object *stop = s->stop < 0 ? OURO_NONE(rt) : ouro__int_new(rt, s->stop);
    return ouro__reduce_state(rt, self,
                              ouro__pack(rt, 4, ouro_ref(s->iterator), ouro__int_new(rt, s->next), stop,
                                         ouro__int_new(rt, s->step)),
                              ouro__int_new(rt, s->taken));
}

OURO_METHOD(islice_setstate)
{
    (void)nargs, (void)kwnames;
    int64_t taken;
    if (ouro__index_argument(rt, args[0], &taken) < 0)
        return NULL;
    ((islice_iterator *)self)->taken = taken;
    return OURO_NONE(rt);
}

static const ouro_method_def islice_methods[] = {
    {"__reduce__", islice_reduce, 0, 0, 0, OURO_REDUCE_DOC},
    {"__setstate__", islice_setstate, 0, 1, 1, OURO_SETSTATE_DOC},
    {0},
};

OURO_ITERATOR_TYPE(islice, OURO_T_ISLICE, islice_iterator, islice_new, islice_next, NULL, islice_methods,
                   "islice(iterable, stop) --> islice object\nislice(iterable, start, stop[, step]) --> "
                   "islice object\n\nThe "
                   "items that a slice would have, taken from an iterator.");

/* ---- pairwise ---- */

typedef struct pairwise_iterator {
    ouro_object head;
    ouro_object *iterator; /* NULL when exhausted */
    ouro_object *old;      /* the item given out last */
    ouro_object *pair;     /* the tuple given out last, used again when nobody else has it */
} pairwise_iterator;

static const uint16_t pairwise_iterator_fields[] = {offsetof(pairwise_iterator, iterator),
                                                    offsetof(pairwise_iterator, old),
                                                    offsetof(pairwise_iterator, pair), 0};

static ouro_object *pairwise_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                                 ouro_object *kwnames)
{
    if (ouro__check_unpacked(rt, "pairwise", nargs, ouro__refused_keywords(rt, cls, OURO_T_PAIRWISE, kwnames),
                             1, 1) < 0)
        return NULL;
    ouro_object *iterator = ouro__iter(rt, args[0]);
    pairwise_iterator *p = iterator ? (pairwise_iterator *)ouro__instance_new(rt, cls) : NULL;
    if (!p) {
        ouro_xdecref(rt, iterator);
        return NULL;
    }
    ouro__slot_init(&p->iterator, iterator);
    return &p->head;
}

static ouro_object *pairwise_next(ouro_runtime *rt, ouro_object *o)
{
    pairwise_iterator *p = (pairwise_iterator *)o;
    if (!p->iterator || ouro__too_deep(rt))
        return NULL;
    ouro_object *iterator = ouro_ref(p->iterator), *fresh = NULL;
    if (!p->old)
        ouro__slot_set(rt, p, &p->old, ouro__next_item(rt, iterator));
    ouro_object *old = p->old ? ouro_ref(p->old) : NULL;
    if (old)
        fresh = ouro__next_item(rt, iterator);
    ouro_decref(rt, iterator);
    if (!fresh) {
        ouro_xdecref(rt, old);
        ouro__slot_clear(rt, p, &p->iterator);
        ouro__slot_clear(rt, p, &p->old);
        return NULL;
    }
    ouro__slot_set(rt, p, &p->old, ouro_ref(fresh));
    return ouro__tuple_pair(rt, p, &p->pair, old, fresh);
}

OURO_ITERATOR_TYPE(pairwise, OURO_T_PAIRWISE, pairwise_iterator, pairwise_new, pairwise_next, NULL, NULL,
                   "pairwise(iterable, /)\n--\n\nEach item with the one after it.");

/* ---- zip_longest ---- */

typedef struct longest_iterator {
    ouro_object head;
    ouro_object *iterators; /* tuple; None in the place of an exhausted one */
    ouro_object *fill;
    ouro_object *row; /* the tuple given out last, used again when nobody else has it */
    int64_t active;   /* iterators not exhausted */
} longest_iterator;

static const uint16_t longest_iterator_fields[] = {offsetof(longest_iterator, iterators),
                                                   offsetof(longest_iterator, fill),
                                                   offsetof(longest_iterator, row), 0};

static ouro_object *zip_longest_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args,
                                    size_t nargs, ouro_object *kwnames)
{
    ouro_object *fill = OURO_NONE(rt);
    const ouro_tuple *names = (const ouro_tuple *)kwnames;
    for (size_t i = 0; names && i < names->count; i++) {
        if (names->count != 1 || !ouro__str_equals_ascii(names->items[i], "fillvalue"))
            return ouro__raise(rt, OURO_T_TYPE_ERROR, "zip_longest() got an unexpected keyword argument");
        fill = args[nargs];
    }
    ouro_tuple *iterators = ouro__tuple_alloc(rt, nargs);
    for (size_t i = 0; iterators && i < nargs; i++) {
        ouro_object *iterator = ouro__iter(rt, args[i]);
        if (!iterator) {
            ouro_decref(rt, &iterators->head);
            return NULL;
        }
        ouro__slot_init(&iterators->items[i], iterator);
    }
    longest_iterator *z = iterators ? (longest_iterator *)ouro__instance_new(rt, cls) : NULL;
    if (!z) {
        ouro_xdecref(rt, (ouro_object *)iterators);
        return NULL;
    }
    if (nargs)
        ouro__tuple_ready(rt, iterators);
    ouro__slot_init(&z->iterators, iterators);
    ouro__slot_init(&z->fill, ouro_ref(fill));
    z->active = (int64_t)nargs;
    return &z->head;
}

/* The item for one place: owned; NULL when all are exhausted, or one failed. */
static ouro_object *zip_longest_item(ouro_runtime *rt, longest_iterator *z, ouro_tuple *iterators, size_t i)
{
    if (iterators->items[i] != OURO_NONE(rt)) {
        ouro_object *item = next_held(rt, iterators->items[i]);
        if (item)
            return item;
        if (rt->error) {
            z->active = 0;
            return NULL;
        }
        if (iterators->items[i] != OURO_NONE(rt)) {
            z->active--;
            ouro__slot_set(rt, iterators, &iterators->items[i], OURO_NONE(rt));
        }
        if (z->active <= 0)
            return NULL;
    }
    return ouro_ref(z->fill);
}

static ouro_object *zip_longest_next(ouro_runtime *rt, ouro_object *o)
{
    longest_iterator *z = (longest_iterator *)o;
    ouro_tuple *iterators = (ouro_tuple *)z->iterators;
    if (!iterators || !iterators->count || z->active <= 0 || !z->fill || ouro__too_deep(rt))
        return NULL;
    bool again = ouro__is_unshared(z->row);
    ouro_tuple *row = again ? ouro_ref(z->row) : ouro__tuple_alloc(rt, iterators->count);
    if (!row)
        return NULL;
    for (size_t i = 0; i < iterators->count; i++) {
        ouro_object *item = zip_longest_item(rt, z, iterators, i);
        if (!item) {
            ouro_decref(rt, &row->head);
            return NULL;
        }
        ouro__slot_set(rt, row, &row->items[i], item);
    }
    ouro__tuple_ready(rt, row);
    if (!again)
        ouro__slot_set(rt, z, &z->row, ouro_ref(row));
    return &row->head;
}

OURO_METHOD(zip_longest_reduce)
{
    OURO_NO_ARGUMENTS;
    longest_iterator *z = (longest_iterator *)self;
    const ouro_tuple *iterators = (const ouro_tuple *)(z->iterators ? z->iterators : OURO_EMPTY_TUPLE(rt));
    ouro_tuple *arguments = ouro__tuple_alloc(rt, iterators->count);
    if (!arguments)
        return NULL;
    for (size_t i = 0; i < iterators->count; i++) {
        ouro_object *iterator = iterators->items[i];
        ouro__slot_init(&arguments->items[i],
                        iterator == OURO_NONE(rt) ? OURO_EMPTY_TUPLE(rt) : (ouro_object *)ouro_ref(iterator));
    }
    if (arguments->count)
        ouro__tuple_ready(rt, arguments);
    return ouro__reduce_state(rt, self, &arguments->head, or_none(rt, z->fill));
}

OURO_METHOD(zip_longest_setstate)
{
    (void)nargs, (void)kwnames;
    longest_iterator *z = (longest_iterator *)self;
    ouro__slot_set(rt, z, &z->fill, ouro_ref(args[0]));
    return OURO_NONE(rt);
}

static const ouro_method_def zip_longest_methods[] = {
    {"__reduce__", zip_longest_reduce, 0, 0, 0, OURO_REDUCE_DOC},
    {"__setstate__", zip_longest_setstate, 0, 1, 1, OURO_SETSTATE_DOC},
    {0},
};

OURO_ITERATOR_TYPE(
    zip_longest, OURO_T_ZIP_LONGEST, longest_iterator, zip_longest_new, zip_longest_next, NULL,
    zip_longest_methods,
    "zip_longest(*iterables, fillvalue=None) --> zip_longest object\n\nTuples of the first items, the second "
    "items, and so on, until all iterables have ended; those that ended earlier give the fill value.");
