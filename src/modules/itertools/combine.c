/* product, permutations, combinations and combinations_with_replacement: each a row of positions in pools of items, stepped
 * in lexicographic order; the tuple given out last is filled again when nobody else has it.
 *
 * Only pools hold the items: dropping one from a row frees nothing and runs no code. */
#include "modules/itertools/itertools.h"
#include "types/str.h"

typedef struct combine_iterator {
    ouro_object head;
    ouro_object *pool; /* tuple of items; product: of pools */
    ouro_object *row;  /* the tuple given out last; NULL: none yet */
    int64_t *indices;  /* `width` of them, or as many as the pool has items (permutations) */
    int64_t *cycles;   /* permutations: `width` of them, in the same block; else NULL */
    int64_t width;
    bool stopped;
} combine_iterator;

static const uint16_t combine_iterator_fields[] = {offsetof(combine_iterator, pool),
                                                   offsetof(combine_iterator, row), 0};

static combine_iterator *as_combine(ouro_object *o)
{
    return (combine_iterator *)o;
}

static const ouro_tuple *pool_of(const combine_iterator *c)
{
    return (const ouro_tuple *)c->pool;
}

static void combine_destroy(ouro_runtime *rt, ouro_object *o)
{
    ouro__buffer_free(rt, as_combine(o)->indices);
    as_combine(o)->indices = NULL;
}

/* Positions that the block holds, the cycles included. */
static size_t block_length(const combine_iterator *c)
{
    return (c->cycles ? (size_t)(c->cycles - c->indices) : 0) + (size_t)c->width;
}

static size_t combine_size_of(ouro_runtime *rt, ouro_object *o)
{
    return ouro__type_of(rt, o)->size + block_length(as_combine(o)) * sizeof(int64_t);
}

/* An iterator over a pool (taken over; NULL: failed) with room for so many positions, all zero. */
static combine_iterator *combine_over(ouro_runtime *rt, ouro_object *cls, ouro_object *pool_owned,
                                      int64_t width, size_t positions)
{
    combine_iterator *c = pool_owned ? (combine_iterator *)ouro__instance_new(rt, cls) : NULL;
    if (!c) {
        ouro_xdecref(rt, pool_owned);
        return NULL;
    }
    ouro__slot_init(&c->pool, pool_owned);
    c->width = width;
    if (positions > SIZE_MAX / 2 / sizeof(int64_t))
        ouro__no_memory(rt);
    else
        c->indices = ouro__buffer_alloc(rt, positions * sizeof(int64_t));
    if (!c->indices) {
        ouro_decref(rt, &c->head);
        return NULL;
    }
    memset(c->indices, 0, positions * sizeof(int64_t));
    return c;
}

/* The row to fill: the last one when it is ours alone, else a copy that takes its place. Borrowed. */
static inline ouro_tuple *row_to_fill(ouro_runtime *rt, combine_iterator *c)
{
    if (ouro__likely(c->row->refcount == 1))
        return (ouro_tuple *)c->row;
    const ouro_tuple *old = (const ouro_tuple *)c->row;
    ouro_tuple *fresh = old->count ? ouro__tuple_alloc(rt, old->count) : ouro_ref(c->row);
    if (!fresh)
        return NULL;
    for (size_t i = 0; i < old->count; i++)
        ouro__slot_init(&fresh->items[i], ouro_ref(old->items[i]));
    ouro__slot_set(rt, c, &c->row, fresh);
    return fresh;
}

/* Takes the row to give out: owned. What the pool is not tracked for, the row need not be either. */
static inline ouro_object *give(const combine_iterator *c, ouro_tuple *row)
{
    if (c->pool->word & OURO_TRACKED)
        ouro__track(&row->head);
    return ouro_ref(row);
}

static inline void put(ouro_runtime *rt, ouro_tuple *row, int64_t i, ouro_object *item)
{
    if (row->items[i] != item)
        ouro__slot_set(rt, row, &row->items[i], ouro_ref(item));
}

static ouro_object *stop(combine_iterator *c)
{
    c->stopped = true;
    return NULL;
}

static bool cannot_go_on(const combine_iterator *c)
{
    return c->stopped || !c->pool;
}

/* The item for a place of the row. Each kind of iterator inlines the two functions below with its own. */
typedef ouro_object *(*item_at)(const combine_iterator *c, int64_t place);
/* Steps the positions; the first place that changed, or -1 after the last row. */
typedef int64_t (*advance)(combine_iterator *c);

static ouro_object *pool_item(const combine_iterator *c, int64_t place)
{
    return pool_of(c)->items[c->indices[place]];
}

/* The first row, made from the positions as they are: owned. */
static inline ouro_object *first_row(ouro_runtime *rt, combine_iterator *c, item_at item)
{
    ouro_tuple *row = ouro__tuple_alloc(rt, (size_t)c->width);
    if (!row)
        return NULL;
    for (int64_t i = 0; i < c->width; i++)
        ouro__slot_init(&row->items[i], ouro_ref(item(c, i)));
    if (c->width)
        ouro__tuple_ready(rt, row);
    ouro__slot_set(rt, c, &c->row, row);
    return ouro_ref(row);
}

static inline ouro_object *next_row(ouro_runtime *rt, combine_iterator *c, advance step, item_at item)
{
    if (cannot_go_on(c))
        return NULL;
    if (ouro__unlikely(!c->row))
        return first_row(rt, c, item);
    ouro_tuple *row = row_to_fill(rt, c);
    if (!row)
        return NULL;
    int64_t i = step(c);
    if (i < 0)
        return stop(c);
    for (; i < c->width; i++)
        put(rt, row, i, item(c, i));
    return give(c, row);
}

/* ---- Positions for pickling ---- */

ouro_object *ouro__indices_tuple(ouro_runtime *rt, const int64_t *indices, size_t count)
{
    ouro_tuple *t = ouro__tuple_alloc(rt, count);
    for (size_t i = 0; t && i < count; i++) {
        ouro_object *index = ouro__int_new(rt, indices[i]);
        if (!index) {
            ouro_decref(rt, &t->head);
            return NULL;
        }
        ouro__slot_init(&t->items[i], index);
    }
    return (ouro_object *)t;
}

/* An int of a state, put between `low` and `high`: 0 or -1. */
static int read_position(ouro_runtime *rt, ouro_object *o, int64_t low, int64_t high, int64_t *out)
{
    int64_t position;
    if (!ouro__is_int(rt, o)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "an integer is required");
        return -1;
    }
    if (ouro__index_argument(rt, o, &position) < 0)
        return -1;
    *out = position < low ? low : position > high ? high : position;
    return 0;
}

/* `count` of them, number i between `low` and high + i * slope. */
static int read_positions(ouro_runtime *rt, const ouro_tuple *state, int64_t count, int64_t low, int64_t high,
                          int slope, int64_t *out)
{
    for (int64_t i = 0; i < count; i++)
        if (read_position(rt, state->items[i], low, high + i * slope, &out[i]) < 0)
            return -1;
    return 0;
}

/* A state that is a tuple of `width` positions: 0 or -1. */
static int check_state(ouro_runtime *rt, const combine_iterator *c, ouro_object *state)
{
    if (c->pool && ouro__is_tuple(rt, state) && ((ouro_tuple *)state)->count == (uint64_t)c->width)
        return 0;
    ouro__raise(rt, OURO_T_VALUE_ERROR, "invalid arguments");
    return -1;
}

static ouro_object *none_after_row(ouro_runtime *rt, combine_iterator *c)
{
    ouro_object *row = first_row(rt, c, pool_item);
    ouro_xdecref(rt, row);
    return row ? OURO_NONE(rt) : NULL;
}

/* (type, (pool, width)), with the positions as state once a row was given out. */
static ouro_object *reduce_pool(ouro_runtime *rt, ouro_object *self,
                                ouro_object *(*state)(ouro_runtime *, combine_iterator *))
{
    combine_iterator *c = as_combine(self);
    if (cannot_go_on(c))
        return ouro__reduce(rt, self, ouro__pack(rt, 2, OURO_EMPTY_TUPLE(rt), ouro__int_new(rt, c->width)));
    ouro_object *arguments = ouro__pack(rt, 2, ouro_ref(c->pool), ouro__int_new(rt, c->width));
    return c->row ? ouro__reduce_state(rt, self, arguments, state(rt, c)) : ouro__reduce(rt, self, arguments);
}

static ouro_object *indices_state(ouro_runtime *rt, combine_iterator *c)
{
    return ouro__indices_tuple(rt, c->indices, (size_t)c->width);
}

OURO_METHOD(combine_sizeof)
{
    OURO_NO_ARGUMENTS;
    return ouro__int_new(rt, (int64_t)combine_size_of(rt, self));
}

#define SIZEOF_DOC "__sizeof__($self, /)\n--\n\nReturns size in memory, in bytes."

/* The type, with the methods variable_reduce and variable_setstate. */
#define COMBINE_TYPE(variable, type_id, doc_)                                                                \
    static const ouro_method_def variable##_methods[] = {                                                    \
        {"__reduce__", variable##_reduce, 0, 0, 0, OURO_REDUCE_DOC},                                         \
        {"__setstate__", variable##_setstate, 0, 1, 1, OURO_SETSTATE_DOC},                                   \
        {"__sizeof__", combine_sizeof, 0, 0, 0, SIZEOF_DOC},                                                 \
        {0},                                                                                                 \
    };                                                                                                       \
    OURO_BUILTIN_TYPE(variable) = {                                                                          \
        .id = type_id,                                                                                       \
        .slots = {.name = "itertools." #variable,                                                            \
                  .size = sizeof(combine_iterator),                                                          \
                  .layout = OURO_LAYOUT_LEAF,                                                                \
                  .flags = OURO_TYPE_CONTAINER | OURO_TYPE_BASE,                                             \
                  .fields = combine_iterator_fields,                                                         \
                  .destroy = combine_destroy,                                                                \
                  .size_of = combine_size_of,                                                                \
                  .iter = ouro__iter_self,                                                                   \
                  .next = variable##_next,                                                                   \
                  .new_ = variable##_new},                                                                   \
        .methods = variable##_methods,                                                                       \
        .doc = doc_,                                                                                         \
        .module = "itertools",                                                                               \
    }

/* ---- product ---- */

/* How often the pools are to be repeated, or -1. */
static int64_t product_repeat(ouro_runtime *rt, ouro_object *const *args, size_t nargs, ouro_object *kwnames)
{
    int64_t repeat = 1;
    const ouro_tuple *names = (const ouro_tuple *)kwnames;
    if (!names || !names->count)
        return repeat;
    if (names->count > 1) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "product() takes at most 1 keyword argument (%zu given)",
                    (size_t)names->count);
        return -1;
    }
    if (!ouro__str_equals_ascii(names->items[0], "repeat")) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "'%U' is an invalid keyword argument for product()",
                    names->items[0]);
        return -1;
    }
    if (ouro__index_argument(rt, args[nargs], &repeat) < 0)
        return -1;
    if (repeat < 0)
        ouro__raise(rt, OURO_T_VALUE_ERROR, "repeat argument cannot be negative");
    return repeat;
}

static ouro_object *product_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                                ouro_object *kwnames)
{
    int64_t repeat = product_repeat(rt, args, nargs, kwnames);
    if (repeat < 0)
        return NULL;
    if (repeat == 0)
        nargs = 0;
    if (repeat && nargs > (size_t)INT64_MAX / sizeof(int64_t) / (size_t)repeat)
        return ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "repeat argument too large");
    size_t width = nargs * (size_t)repeat;
    ouro_tuple *pools = ouro__tuple_alloc(rt, width);
    if (!pools)
        return NULL;
    for (size_t i = 0; i < nargs; i++) {
        ouro_object *pool = ouro__tuple_from_iterable(rt, args[i]);
        if (!pool) {
            ouro_decref(rt, &pools->head);
            return NULL;
        }
        ouro__slot_init(&pools->items[i], pool);
    }
    for (size_t i = nargs; i < width; i++)
        ouro__slot_init(&pools->items[i], ouro_ref(pools->items[i - nargs]));
    if (width)
        ouro__tuple_ready(rt, pools);
    return (ouro_object *)combine_over(rt, cls, &pools->head, (int64_t)width, width);
}

static const ouro_tuple *product_pool(const combine_iterator *c, int64_t i)
{
    return (const ouro_tuple *)pool_of(c)->items[i];
}

static ouro_object *product_item(const combine_iterator *c, int64_t place)
{
    return product_pool(c, place)->items[c->indices[place]];
}

static ouro_object *product_first(ouro_runtime *rt, combine_iterator *c)
{
    for (int64_t i = 0; i < c->width; i++)
        if (!product_pool(c, i)->count)
            return stop(c);
    return first_row(rt, c, product_item);
}

static int64_t product_advance(combine_iterator *c)
{
    int64_t i = c->width - 1;
    for (; i >= 0 && ++c->indices[i] == (int64_t)product_pool(c, i)->count; i--)
        c->indices[i] = 0;
    return i;
}

static ouro_object *product_next(ouro_runtime *rt, ouro_object *o)
{
    combine_iterator *c = as_combine(o);
    if (ouro__unlikely(!c->row) && !cannot_go_on(c))
        return product_first(rt, c);
    return next_row(rt, c, product_advance, product_item);
}

OURO_METHOD(product_reduce)
{
    OURO_NO_ARGUMENTS;
    combine_iterator *c = as_combine(self);
    if (cannot_go_on(c))
        return ouro__reduce(rt, self, ouro__pack(rt, 1, OURO_EMPTY_TUPLE(rt)));
    return c->row ? ouro__reduce_state(rt, self, ouro_ref(c->pool), indices_state(rt, c))
                  : ouro__reduce(rt, self, ouro_ref(c->pool));
}

OURO_METHOD(product_setstate)
{
    (void)nargs, (void)kwnames;
    combine_iterator *c = as_combine(self);
    if (check_state(rt, c, args[0]) < 0)
        return NULL;
    for (int64_t i = 0; i < c->width; i++) {
        int64_t count = (int64_t)product_pool(c, i)->count;
        if (read_position(rt, ((ouro_tuple *)args[0])->items[i], 0, count ? count - 1 : 0, &c->indices[i]) <
            0)
            return NULL;
        if (count == 0) {
            c->stopped = true;
            return OURO_NONE(rt);
        }
    }
    ouro_object *row = product_first(rt, c);
    if (!row)
        return rt->error ? NULL : OURO_NONE(rt);
    ouro_decref(rt, row);
    return OURO_NONE(rt);
}

COMBINE_TYPE(product, OURO_T_PRODUCT,
             "product(*iterables, repeat=1) --> product object\n\nEvery tuple of one item from each "
             "iterable, the last place "
             "changing fastest.");

/* ---- combinations ---- */

/* An iterator over choices from an iterable, called name(iterable, r). */
static combine_iterator *choice_over(ouro_runtime *rt, ouro_object *cls, const char *name,
                                     ouro_object *const *args, size_t nargs, ouro_object *kwnames)
{
    static const char *const names[] = {"iterable", "r", NULL};
    const ouro_signature signature = {name, names, 0, 2, 2, 0};
    ouro_object *given[2], *pool;
    int64_t width;
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, given) < 0 ||
        ouro__index_argument(rt, given[1], &width) < 0 || !(pool = ouro__tuple_from_iterable(rt, given[0])))
        return NULL;
    if (width < 0) {
        ouro_decref(rt, pool);
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "r must be non-negative");
    }
    return combine_over(rt, cls, pool, width, (size_t)width);
}

static ouro_object *combinations_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args,
                                     size_t nargs, ouro_object *kwnames)
{
    combine_iterator *c = choice_over(rt, cls, "combinations", args, nargs, kwnames);
    if (!c)
        return NULL;
    for (int64_t i = 0; i < c->width; i++)
        c->indices[i] = i;
    c->stopped = c->width > (int64_t)pool_of(c)->count;
    return &c->head;
}

static int64_t combinations_advance(combine_iterator *c)
{
    int64_t i = c->width - 1, last = (int64_t)pool_of(c)->count - c->width;
    while (i >= 0 && c->indices[i] == i + last)
        i--;
    if (i >= 0)
        c->indices[i]++;
    for (int64_t j = i + 1; i >= 0 && j < c->width; j++)
        c->indices[j] = c->indices[j - 1] + 1;
    return i;
}

static ouro_object *combinations_next(ouro_runtime *rt, ouro_object *o)
{
    return next_row(rt, as_combine(o), combinations_advance, pool_item);
}

OURO_METHOD(combinations_reduce)
{
    OURO_NO_ARGUMENTS;
    return reduce_pool(rt, self, indices_state);
}

OURO_METHOD(combinations_setstate)
{
    (void)nargs, (void)kwnames;
    combine_iterator *c = as_combine(self);
    if (check_state(rt, c, args[0]) < 0)
        return NULL;
    int64_t spare = (int64_t)pool_of(c)->count - c->width;
    if (spare < 0)
        return OURO_NONE(rt); /* it has stopped */
    if (read_positions(rt, (ouro_tuple *)args[0], c->width, 0, spare, 1, c->indices) < 0)
        return NULL;
    return none_after_row(rt, c);
}

COMBINE_TYPE(combinations, OURO_T_COMBINATIONS,
             "combinations(iterable, r)\n--\n\nEvery choice of r items, in their order, as a tuple.");

/* ---- combinations_with_replacement ---- */

static ouro_object *combinations_with_replacement_new(ouro_runtime *rt, ouro_object *cls,
                                                      ouro_object *const *args, size_t nargs,
                                                      ouro_object *kwnames)
{
    combine_iterator *c = choice_over(rt, cls, "combinations_with_replacement", args, nargs, kwnames);
    if (c)
        c->stopped = !pool_of(c)->count && c->width > 0;
    return (ouro_object *)c;
}

static int64_t combinations_with_replacement_advance(combine_iterator *c)
{
    int64_t i = c->width - 1, last = (int64_t)pool_of(c)->count - 1;
    while (i >= 0 && c->indices[i] == last)
        i--;
    if (i >= 0)
        c->indices[i]++;
    for (int64_t j = i + 1; i >= 0 && j < c->width; j++)
        c->indices[j] = c->indices[i];
    return i;
}

static ouro_object *combinations_with_replacement_next(ouro_runtime *rt, ouro_object *o)
{
    return next_row(rt, as_combine(o), combinations_with_replacement_advance, pool_item);
}

OURO_METHOD(combinations_with_replacement_reduce)
{
    OURO_NO_ARGUMENTS;
    return reduce_pool(rt, self, indices_state);
}

OURO_METHOD(combinations_with_replacement_setstate)
{
    (void)nargs, (void)kwnames;
    combine_iterator *c = as_combine(self);
    if (check_state(rt, c, args[0]) < 0)
        return NULL;
    int64_t last = (int64_t)pool_of(c)->count - 1;
    if (c->width && last < 0)
        return OURO_NONE(rt); /* it has stopped */
    if (read_positions(rt, (ouro_tuple *)args[0], c->width, 0, last, 0, c->indices) < 0)
        return NULL;
    return none_after_row(rt, c);
}

COMBINE_TYPE(combinations_with_replacement, OURO_T_COMBINATIONS_REPEATED,
             "combinations_with_replacement(iterable, r)\n--\n\nEvery choice of r items, in their order, "
             "where an item may be "
             "chosen more than once.");

/* ---- permutations ---- */

/* How many items a row is to have, given as `r` (NULL or None: `count`); -1. */
static int64_t permutations_width(ouro_runtime *rt, ouro_object *r, int64_t count)
{
    int64_t width;
    if (!r || r == OURO_NONE(rt))
        return count;
    if (!ouro__is_int(rt, r))
        ouro__raise(rt, OURO_T_TYPE_ERROR, "Expected int as r");
    else if (ouro__index_argument(rt, r, &width) < 0)
        return -1;
    else if (width < 0)
        ouro__raise(rt, OURO_T_VALUE_ERROR, "r must be non-negative");
    else if (width > INT64_MAX / 32)
        ouro__no_memory(rt);
    else
        return width;
    return -1;
}

static ouro_object *permutations_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args,
                                     size_t nargs, ouro_object *kwnames)
{
    static const char *const names[] = {"iterable", "r", NULL};
    static const ouro_signature signature = {"permutations", names, 0, 2, 1, 0};
    ouro_object *given[2];
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, given) < 0)
        return NULL;
    ouro_object *pool = ouro__tuple_from_iterable(rt, given[0]);
    if (!pool)
        return NULL;
    int64_t count = (int64_t)((ouro_tuple *)pool)->count, width = permutations_width(rt, given[1], count);
    if (width < 0) {
        ouro_decref(rt, pool);
        return NULL;
    }
    combine_iterator *c = combine_over(rt, cls, pool, width, (size_t)(count + width));
    if (!c)
        return NULL;
    c->cycles = c->indices + count;
    for (int64_t i = 0; i < count; i++)
        c->indices[i] = i;
    for (int64_t i = 0; i < width; i++)
        c->cycles[i] = count - i;
    c->stopped = width > count;
    return &c->head;
}

/* The position at a place goes behind all later ones, which move up. */
static void rotate(combine_iterator *c, int64_t i, int64_t count)
{
    int64_t index = c->indices[i];
    memmove(&c->indices[i], &c->indices[i + 1], (size_t)(count - 1 - i) * sizeof(int64_t));
    c->indices[count - 1] = index;
}

static int64_t permutations_advance(combine_iterator *c)
{
    int64_t count = (int64_t)pool_of(c)->count;
    for (int64_t i = c->width - 1; i >= 0; i--) {
        if (--c->cycles[i] == 0) {
            rotate(c, i, count);
            c->cycles[i] = count - i;
            continue;
        }
        int64_t j = count - c->cycles[i], index = c->indices[i];
        c->indices[i] = c->indices[j];
        c->indices[j] = index;
        return i;
    }
    return -1;
}

static ouro_object *permutations_next(ouro_runtime *rt, ouro_object *o)
{
    return next_row(rt, as_combine(o), permutations_advance, pool_item);
}

static ouro_object *permutations_state(ouro_runtime *rt, combine_iterator *c)
{
    return ouro__pack(rt, 2, ouro__indices_tuple(rt, c->indices, pool_of(c)->count),
                      ouro__indices_tuple(rt, c->cycles, (size_t)c->width));
}

OURO_METHOD(permutations_reduce)
{
    OURO_NO_ARGUMENTS;
    return reduce_pool(rt, self, permutations_state);
}

static const ouro_tuple *tuple_item(ouro_runtime *rt, const ouro_tuple *t, size_t i)
{
    return ouro__is_tuple(rt, t->items[i]) ? (const ouro_tuple *)t->items[i] : NULL;
}

OURO_METHOD(permutations_setstate)
{
    (void)nargs, (void)kwnames;
    combine_iterator *c = as_combine(self);
    const ouro_tuple *state = (const ouro_tuple *)args[0];
    if (!ouro__is_tuple(rt, args[0]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "state is not a tuple");
    if (state->count != 2)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "function takes exactly 2 arguments (%zu given)",
                           (size_t)state->count);
    for (size_t i = 0; i < 2; i++)
        if (!tuple_item(rt, state, i))
            return ouro__raise(rt, OURO_T_TYPE_ERROR, "argument %zu must be tuple, not %T", i + 1,
                               state->items[i]);
    const ouro_tuple *indices = tuple_item(rt, state, 0), *cycles = tuple_item(rt, state, 1);
    if (!c->pool || indices->count != pool_of(c)->count || cycles->count != (uint64_t)c->width)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "invalid arguments");
    int64_t count = (int64_t)pool_of(c)->count;
    if (c->width > count)
        return OURO_NONE(rt); /* it has stopped */
    if (read_positions(rt, indices, count, 0, count - 1, 0, c->indices) < 0 ||
        read_positions(rt, cycles, c->width, 1, count, -1, c->cycles) < 0)
        return NULL;
    return none_after_row(rt, c);
}

COMBINE_TYPE(permutations, OURO_T_PERMUTATIONS,
             "permutations(iterable, r=None)\n--\n\nEvery arrangement of r items as a tuple; r is by default "
             "their number.");
