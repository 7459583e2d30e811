/* list: a growing row of references; what other files and C programs call.
 *
 * Invariants: items[0] to items[count - 1] are counted references, what is behind them is garbage; items is
 * NULL exactly while capacity is 0. Code of the program can run in any decref and comparison, and change the
 * list there: each function here is done with the list, or looks at it anew, after one. */
#include "types/list.h"

#include "types/exception.h"
#include "types/int.h"
#include "types/protocol.h"
#include "types/slice.h"
#include "types/tuple.h"

static ouro_list *list_empty(ouro_runtime *rt)
{
    ouro_list *l = ouro__new_container(rt, sizeof *l, OURO_WORD(OURO_T_LIST));
    if (!l)
        return NULL;
    l->items = NULL;
    l->count = l->capacity = 0;
    return l;
}

/* Room for exactly `capacity` items, no fewer than count. */
static int set_capacity(ouro_runtime *rt, ouro_list *l, size_t capacity)
{
    if (ouro__unlikely(capacity > UINT32_MAX)) {
        ouro__no_memory(rt);
        return -1;
    }
    ouro_object **items = ouro__buffer_resize(rt, l->items, capacity * sizeof *items);
    if (!items)
        return -1;
    l->items = items;
    l->capacity = (uint32_t)capacity;
    return 0;
}

int ouro__list_grow(ouro_runtime *rt, ouro_list *l, size_t count)
{
    if (count <= l->capacity)
        return 0;
    size_t wanted = (count + (count >> 3) + 6) & ~(size_t)3;
    if (count > l->count + (l->count >> 3) + 6) /* many at once: likely the last time */
        wanted = (count + 3) & ~(size_t)3;
    if (wanted > UINT32_MAX && count <= UINT32_MAX)
        wanted = UINT32_MAX;
    if (set_capacity(rt, l, wanted) < 0)
        return -1;
    size_t usable = ouro__heap_usable(&rt->heap, l->items) / sizeof *l->items;
    l->capacity = usable < UINT32_MAX ? (uint32_t)usable : UINT32_MAX;
    return 0;
}

/* Moves what is used into a smaller buffer. A refusal is no failure: the larger one stays. */
static void fit(ouro_runtime *rt, ouro_list *l, size_t capacity)
{
    ouro_object **items = ouro__heap_resize(&rt->heap, l->items, capacity * sizeof *items);
    if (items) {
        l->items = items;
        l->capacity = (uint32_t)capacity;
    }
}

void ouro__list_shrink(ouro_runtime *rt, ouro_list *l)
{
    enum { WORTH_SHRINKING = 16 };
    if (l->capacity > WORTH_SHRINKING && l->count < l->capacity / 2)
        fit(rt, l, l->count + (l->count >> 3) + 4);
}

ouro_object *ouro__list_new(ouro_runtime *rt, size_t capacity)
{
    ouro_list *l = list_empty(rt);
    if (!l)
        return NULL;
    if (capacity && set_capacity(rt, l, capacity) < 0) {
        ouro_decref(rt, &l->head);
        return NULL;
    }
    ouro__track(&l->head);
    return &l->head;
}

ouro_object *ouro__list_from(ouro_runtime *rt, ouro_object *const *items, size_t count)
{
    ouro_list *l = (ouro_list *)ouro__list_new(rt, count);
    if (!l)
        return NULL;
    for (size_t i = 0; i < count; i++)
        ouro__slot_init(&l->items[i], ouro_ref(items[i]));
    l->count = (uint32_t)count;
    return &l->head;
}

ouro_object *ouro__list_from_owned(ouro_runtime *rt, ouro_object **items, size_t count)
{
    ouro_list *l = (ouro_list *)ouro__list_new(rt, count);
    if (!l) {
        for (size_t i = 0; i < count; i++)
            ouro_decref(rt, items[i]);
        return NULL;
    }
    for (size_t i = 0; i < count; i++)
        ouro__slot_init(&l->items[i], items[i]);
    l->count = (uint32_t)count;
    return &l->head;
}

ouro_object *ouro__list_from_iterable(ouro_runtime *rt, ouro_object *iterable)
{
    ouro_object *l = ouro__list_new(rt, 0);
    if (l && ouro__list_extend(rt, l, iterable) < 0) {
        ouro_decref(rt, l);
        return NULL;
    }
    return l;
}

int ouro__list_append(ouro_runtime *rt, ouro_object *l, ouro_object *item)
{
    return ouro__list_append_owned(rt, (ouro_list *)l, ouro_ref(item));
}

/* The items are borrowed and may be those of the list itself. */
static int extend_items(ouro_runtime *rt, ouro_list *l, ouro_object *source, ouro_object *const *items,
                        size_t count)
{
    if (l->count == 0 && l->capacity == 0 && count) {
        if (set_capacity(rt, l, count) < 0)
            return -1;
    } else if (ouro__list_grow(rt, l, l->count + count) < 0) {
        return -1;
    }
    if (source == &l->head)
        items = l->items;
    for (size_t i = 0; i < count; i++)
        ouro__slot_init(&l->items[l->count + i], ouro_ref(items[i]));
    l->count += (uint32_t)count;
    return 0;
}

static int extend_range(ouro_runtime *rt, ouro_list *l, ouro_range *r)
{
    if (r->length > UINT32_MAX) {
        ouro__no_memory(rt);
        return -1;
    }
    if (ouro__list_grow(rt, l, l->count + (size_t)r->length) < 0)
        return -1;
    for (int64_t i = 0; i < r->length; i++) {
        ouro_object *item =
            ouro__int_new(rt, (int64_t)((uint64_t)r->start + (uint64_t)i * (uint64_t)r->step));
        if (!item)
            return -1;
        ouro__slot_init(&l->items[l->count++], item);
    }
    return 0;
}

static int extend_iterable(ouro_runtime *rt, ouro_list *l, ouro_object *iterable)
{
    ouro_iteration it;
    if (ouro__iterate(rt, &it, iterable) < 0)
        return -1;
    int64_t hint = ouro__length_hint(rt, iterable, 8);
    bool believed = hint > 8 && hint <= INT64_MAX - l->count;
    if (hint >= 0 && (!believed || ouro__list_grow(rt, l, l->count + (size_t)hint) == 0)) {
        ouro_object *item;
        while ((item = ouro__iterate_next(rt, &it))) {
            if (ouro__list_append_owned(rt, l, item) < 0)
                break;
        }
    }
    if (ouro__iterate_end(rt, &it) < 0)
        return -1;
    ouro__list_shrink(rt, l);
    return 0;
}

int ouro__list_extend(ouro_runtime *rt, ouro_object *o, ouro_object *iterable)
{
    ouro_list *l = (ouro_list *)o;
    if (ouro__is_exactly(iterable, OURO_T_LIST))
        return extend_items(rt, l, iterable, ((ouro_list *)iterable)->items, ((ouro_list *)iterable)->count);
    if (ouro__is_exactly(iterable, OURO_T_TUPLE))
        return extend_items(rt, l, iterable, ((ouro_tuple *)iterable)->items,
                            ((ouro_tuple *)iterable)->count);
    if (ouro__is_exactly(iterable, OURO_T_RANGE) && ((ouro_range *)iterable)->length >= 0)
        return extend_range(rt, l, (ouro_range *)iterable);
    return extend_iterable(rt, l, iterable);
}

int ouro__list_insert(ouro_runtime *rt, ouro_object *o, int64_t index, ouro_object *item)
{
    ouro_list *l = (ouro_list *)o;
    if (ouro__list_grow(rt, l, (size_t)l->count + 1) < 0)
        return -1;
    if (index < 0) {
        index += l->count;
        if (index < 0)
            index = 0;
    }
    if (index > l->count)
        index = l->count;
    ouro__slot_move_range(rt, l, &l->items[index + 1], &l->items[index], l->count - (size_t)index);
    ouro__slot_init(&l->items[index], ouro_ref(item));
    l->count++;
    return 0;
}

ouro_object *ouro__list_take(ouro_runtime *rt, ouro_list *l, size_t index)
{
    ouro_object *item = ouro__slot_take(rt, l, &l->items[index]);
    ouro__slot_move_range(rt, l, &l->items[index], &l->items[index + 1], l->count - index - 1);
    l->count--;
    ouro__list_shrink(rt, l);
    return item;
}

void ouro__list_clear(ouro_runtime *rt, ouro_object *o)
{
    ouro_list *l = (ouro_list *)o;
    ouro_object **items = l->items;
    size_t count = l->count;
    l->items = NULL;
    l->count = l->capacity = 0;
    while (count)
        ouro_decref(rt, items[--count]);
    ouro__buffer_free(rt, items);
}

ouro_object *ouro__list_slice(ouro_runtime *rt, ouro_object *o, size_t start, size_t stop)
{
    return ouro__list_from(rt, ((ouro_list *)o)->items + start, stop > start ? stop - start : 0);
}

int ouro__list_set_slice(ouro_runtime *rt, ouro_object *o, size_t start, size_t stop,
                         ouro_object *const *items, size_t count)
{
    enum { FEW = 16 };
    ouro_list *l = (ouro_list *)o;
    size_t removed = stop - start, left = l->count - removed;
    if (left == 0 && count == 0) {
        ouro__list_clear(rt, o);
        return 0;
    }
    ouro_object *few[FEW], **old = few;
    if (ouro__list_grow(rt, l, left + count) < 0)
        return -1;
    if (removed > FEW && !(old = ouro__buffer_alloc(rt, removed * sizeof *old)))
        return -1;
    for (size_t i = 0; i < removed; i++)
        old[i] = ouro__slot_take(rt, l, &l->items[start + i]);
    ouro__slot_move_range(rt, l, &l->items[start + count], &l->items[stop], l->count - stop);
    for (size_t i = 0; i < count; i++)
        ouro__slot_init(&l->items[start + i], ouro_ref(items[i]));
    l->count = (uint32_t)(left + count);
    if (count < removed)
        ouro__list_shrink(rt, l);
    while (removed)
        ouro_decref(rt, old[--removed]);
    if (old != few)
        ouro__buffer_free(rt, old);
    return 0;
}

int ouro__list_reverse(ouro_runtime *rt, ouro_object *o)
{
    (void)rt;
    ouro_list *l = (ouro_list *)o;
    for (size_t low = 0, high = l->count; low + 1 < high; low++) {
        ouro_object *item = l->items[--high];
        ouro__slot_init(&l->items[high], l->items[low]);
        ouro__slot_init(&l->items[low], item);
    }
    return 0;
}

ouro_object *ouro__list_to_tuple(ouro_runtime *rt, ouro_object *o)
{
    ouro_list *l = (ouro_list *)o;
    return ouro__tuple_from(rt, l->items, l->count);
}
