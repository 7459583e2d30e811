/* The ring of a deque: adding and taking at both ends, growing, shrinking, turning.
 *
 * Places outside the ring's items are undefined. The ring is consistent before any reference is dropped. */
#include "modules/collections/collections.h"

enum { FIRST_CAPACITY = 4, SHRINK_ABOVE = 32 };

static void mutated(ouro_deque *d)
{
    d->state++;
}

static ouro_object **item_at(const ouro_deque *d, size_t i)
{
    return &d->items[ouro__deque_place(d, i)];
}

/* ---- Room ---- */

static int set_capacity(ouro_runtime *rt, ouro_deque *d, uint64_t capacity)
{
    if (capacity > UINT32_MAX) {
        ouro__no_memory(rt);
        return -1;
    }
    ouro_object **items = d->items ? ouro__buffer_resize(rt, d->items, capacity * sizeof *items)
                                   : ouro__buffer_alloc(rt, capacity * sizeof *items);
    if (!items)
        return -1;
    d->items = items;
    if ((uint64_t)d->start + d->count >
        d->capacity) { /* the part before the end of the buffer moves to the new end */
        uint32_t before_end = d->capacity - d->start, start = (uint32_t)capacity - before_end;
        ouro__slot_move_range(rt, d, &items[start], &items[d->start], before_end);
        d->start = start;
    }
    d->capacity = (uint32_t)capacity;
    return 0;
}

int ouro__deque_reserve(ouro_runtime *rt, ouro_deque *d, uint64_t count)
{
    return count <= d->capacity ? 0 : set_capacity(rt, d, count);
}

static int grow(ouro_runtime *rt, ouro_deque *d)
{
    uint64_t capacity = d->capacity;
    capacity = capacity < FIRST_CAPACITY ? FIRST_CAPACITY
               : capacity < 4096         ? capacity * 2
                                         : capacity + capacity / 2;
    if (d->size_limit >= 0 && capacity > (uint64_t)d->size_limit && (uint64_t)d->size_limit > d->capacity)
        capacity = (uint64_t)d->size_limit;
    return set_capacity(rt, d, capacity);
}

/* Gives room back when most is unused. Without memory for the smaller ring the larger one stays. */
static void shrink(ouro_runtime *rt, ouro_deque *d)
{
    uint32_t capacity = d->capacity / 2;
    ouro_object **items = ouro__heap_alloc(&rt->heap, capacity * sizeof *items, OURO_HEAP_RAW);
    if (!items)
        return;
    for (uint32_t i = 0; i < d->count; i++)
        ouro__slot_init(&items[i], *item_at(d, i));
    ouro__buffer_free(rt, d->items);
    d->items = items;
    d->start = 0;
    d->capacity = capacity;
}

static inline void maybe_shrink(ouro_runtime *rt, ouro_deque *d)
{
    if (ouro__unlikely(d->count < d->capacity / 4 && d->capacity > SHRINK_ABOVE))
        shrink(rt, d);
}

/* ---- The ends ---- */

static inline ouro_object *take_right(ouro_runtime *rt, ouro_deque *d)
{
    (void)rt;
    mutated(d);
    return *item_at(d, --d->count);
}

static inline ouro_object *take_left(ouro_runtime *rt, ouro_deque *d)
{
    (void)rt;
    mutated(d);
    ouro_object *item = d->items[d->start];
    if (++d->start == d->capacity)
        d->start = 0;
    d->count--;
    return item;
}

/* There is room. */
static inline void put_right(ouro_deque *d, ouro_object *item_owned)
{
    mutated(d);
    ouro__slot_init(item_at(d, d->count), item_owned);
    d->count++;
}

static inline void put_left(ouro_deque *d, ouro_object *item_owned)
{
    mutated(d);
    d->start = (d->start ? d->start : d->capacity) - 1;
    ouro__slot_init(&d->items[d->start], item_owned);
    d->count++;
}

ouro_object *ouro__deque_pop(ouro_runtime *rt, ouro_deque *d)
{
    ouro_object *item = take_right(rt, d);
    maybe_shrink(rt, d);
    return item;
}

ouro_object *ouro__deque_pop_left(ouro_runtime *rt, ouro_deque *d)
{
    ouro_object *item = take_left(rt, d);
    maybe_shrink(rt, d);
    return item;
}

static inline bool is_full(const ouro_deque *d)
{
    return d->size_limit >= 0 && d->count >= (uint64_t)d->size_limit;
}

/* Makes room for one more. 0, or -1: `item` is dropped. */
static int make_room(ouro_runtime *rt, ouro_deque *d, ouro_object *item)
{
    if (grow(rt, d) == 0)
        return 0;
    ouro_decref(rt, item);
    return -1;
}

int ouro__deque_append(ouro_runtime *rt, ouro_deque *d, ouro_object *item_owned)
{
    ouro_object *old = NULL;
    if (ouro__unlikely(is_full(d))) {
        if (!d->count) {
            ouro_decref(rt, item_owned);
            return 0;
        }
        old = take_left(rt, d);
    } else if (ouro__unlikely(d->count == d->capacity) && make_room(rt, d, item_owned) < 0) {
        return -1;
    }
    put_right(d, item_owned);
    ouro_xdecref(rt, old);
    return 0;
}

int ouro__deque_append_left(ouro_runtime *rt, ouro_deque *d, ouro_object *item_owned)
{
    ouro_object *old = NULL;
    if (ouro__unlikely(is_full(d))) {
        if (!d->count) {
            ouro_decref(rt, item_owned);
            return 0;
        }
        old = take_right(rt, d);
    } else if (ouro__unlikely(d->count == d->capacity) && make_room(rt, d, item_owned) < 0) {
        return -1;
    }
    put_left(d, item_owned);
    ouro_xdecref(rt, old);
    return 0;
}

/* ---- The middle ---- */

/* Moves the items from `from` on, `count` of them, one place up or down. */
static void shift(ouro_runtime *rt, ouro_deque *d, size_t from, size_t count, bool up)
{
    size_t place = ouro__deque_place(d, from);
    if (place + count < d->capacity && (up || place > 0)) { /* they stand together */
        ouro_object **first = &d->items[place];
        ouro__slot_move_range(rt, d, up ? first + 1 : first - 1, first, count);
        return;
    }
    if (up)
        for (size_t i = from + count; i > from; i--)
            ouro__slot_init(item_at(d, i), *item_at(d, i - 1));
    else
        for (size_t i = from; i < from + count; i++)
            ouro__slot_init(item_at(d, i - 1), *item_at(d, i));
}

ouro_object *ouro__deque_take(ouro_runtime *rt, ouro_deque *d, size_t index)
{
    mutated(d);
    ouro_object *item = *item_at(d, index);
    if (index < d->count / 2) {
        shift(rt, d, 0, index, true);
        if (++d->start == d->capacity)
            d->start = 0;
    } else {
        shift(rt, d, index + 1, d->count - index - 1, false);
    }
    d->count--;
    maybe_shrink(rt, d);
    return item;
}

int ouro__deque_insert(ouro_runtime *rt, ouro_deque *d, size_t index, ouro_object *item_owned)
{
    if (d->count == d->capacity && make_room(rt, d, item_owned) < 0)
        return -1;
    mutated(d);
    if (index < d->count / 2) {
        d->start = (d->start ? d->start : d->capacity) - 1;
        d->count++;
        shift(rt, d, 1, index, false);
    } else {
        shift(rt, d, index, d->count - index, true);
        d->count++;
    }
    ouro__slot_init(item_at(d, index), item_owned);
    return 0;
}

void ouro__deque_rotate(ouro_runtime *rt, ouro_deque *d, int64_t n)
{
    if (d->count < 2)
        return;
    mutated(d);
    if (d->count == d->capacity) { /* turning a full ring moves nothing */
        int64_t start = ((int64_t)d->start - n) % (int64_t)d->capacity;
        d->start = (uint32_t)(start < 0 ? start + d->capacity : start);
        return;
    }
    for (; n > 0; n--)
        put_left(d, take_right(rt, d));
    for (; n < 0; n++)
        put_right(d, take_left(rt, d));
}

/* ---- The whole ---- */

int ouro__deque_extend(ouro_runtime *rt, ouro_deque *d, ouro_object *iterable)
{
    ouro_object *iterator = ouro__iter(rt, iterable), *item;
    int status = iterator ? 0 : -1;
    if (iterator && d->size_limit == 0) /* the idiom for running an iterator to its end */
        while ((item = ouro__next_item(rt, iterator)))
            ouro_decref(rt, item);
    else
        while (status == 0 && (item = ouro__next_item(rt, iterator)))
            status = ouro__deque_append(rt, d, item);
    ouro_xdecref(rt, iterator);
    return rt->error ? -1 : status;
}

void ouro__deque_clear(ouro_runtime *rt, ouro_deque *d)
{
    ouro_deque old = *d;
    d->items = NULL;
    d->start = d->count = d->capacity = 0;
    mutated(d);
    for (uint32_t i = 0; i < old.count; i++)
        ouro_decref(rt, *item_at(&old, i));
    ouro__buffer_free(rt, old.items);
}

void ouro__deque_traverse(ouro_runtime *rt, ouro_object *o, ouro_visit visit, void *context)
{
    const ouro_deque *d = (const ouro_deque *)o;
    for (uint32_t i = 0; i < d->count; i++)
        visit(rt, *item_at(d, i), context);
}

ouro_object *ouro__deque_drain(ouro_runtime *rt, ouro_object *o)
{
    ouro_deque *d = (ouro_deque *)o;
    return d->count ? take_left(rt, d) : NULL;
}

void ouro__deque_destroy(ouro_runtime *rt, ouro_object *o)
{
    ouro__buffer_free(rt, ((ouro_deque *)o)->items);
}
