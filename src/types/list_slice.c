/* list: what stands between brackets. Reading, assigning and deleting indexes and slices. */
#include "types/exception.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/slice.h"
#include "types/tuple.h"

static ouro_object *list_stride(ouro_runtime *rt, ouro_list *l, int64_t start, int64_t step, int64_t count)
{
    ouro_list *r = (ouro_list *)ouro__list_new(rt, (size_t)count);
    if (!r)
        return NULL;
    for (int64_t i = 0; i < count; i++)
        ouro__slot_init(&r->items[i], ouro_ref(l->items[start + i * step]));
    r->count = (uint32_t)count;
    return &r->head;
}

ouro_object *ouro__list_getitem(ouro_runtime *rt, ouro_object *o, ouro_object *key)
{
    ouro_list *l = (ouro_list *)o;
    int64_t index, stop, step, count;
    switch (ouro__subscript(rt, key, "list", &index)) {
    case OURO_SUBSCRIPT_FAILED:
        return NULL;
    case OURO_SUBSCRIPT_INDEX:
        if (index < 0)
            index += l->count;
        if ((uint64_t)index >= l->count)
            return ouro__raise(rt, OURO_T_INDEX_ERROR, "list index out of range");
        return ouro_ref(l->items[index]);
    case OURO_SUBSCRIPT_SLICE:
        break;
    }
    if (ouro__slice_unpack(rt, key, &index, &stop, &step) < 0)
        return NULL;
    count = ouro__slice_adjust(l->count, &index, &stop, step);
    if (step == 1)
        return ouro__list_from(rt, l->items + index, (size_t)count);
    return list_stride(rt, l, index, step, count);
}

static int set_index(ouro_runtime *rt, ouro_list *l, int64_t index, ouro_object *value)
{
    if (index < 0)
        index += l->count;
    if ((uint64_t)index >= l->count) {
        ouro__raise(rt, OURO_T_INDEX_ERROR, "list assignment index out of range");
        return -1;
    }
    if (value)
        ouro__slot_set(rt, l, &l->items[index], ouro_ref(value));
    else
        ouro_decref(rt, ouro__list_take(rt, l, (size_t)index));
    return 0;
}

/* The right side of a slice assignment as a list or tuple (owned) that is not the list itself. A TypeError
 * because it cannot be iterated gets the given text. */
static ouro_object *right_side(ouro_runtime *rt, ouro_list *l, ouro_object *value, const char *message)
{
    if (value == &l->head)
        return ouro__list_from(rt, l->items, l->count);
    if (ouro__is_list(rt, value) || ouro__is_tuple(rt, value))
        return ouro_ref(value);
    ouro_object *iterator = ouro__iter(rt, value);
    if (!iterator) {
        if (ouro__error_is(rt, OURO_T_TYPE_ERROR)) {
            ouro__error_clear(rt);
            ouro__raise(rt, OURO_T_TYPE_ERROR, "%s", message);
        }
        return NULL;
    }
    ouro_object *items = ouro__list_from_iterable(rt, iterator);
    ouro_decref(rt, iterator);
    return items;
}

static ouro_object *const *items_of(ouro_runtime *rt, ouro_object *row, size_t *count)
{
    if (ouro__is_list(rt, row)) {
        *count = ((ouro_list *)row)->count;
        return ((ouro_list *)row)->items;
    }
    *count = ((ouro_tuple *)row)->count;
    return ((ouro_tuple *)row)->items;
}

static int set_plain_slice(ouro_runtime *rt, ouro_list *l, int64_t start, int64_t stop, ouro_object *value)
{
    if (stop < start)
        stop = start;
    if (!value)
        return ouro__list_set_slice(rt, &l->head, (size_t)start, (size_t)stop, NULL, 0);
    ouro_object *row = right_side(rt, l, value, "can only assign an iterable");
    if (!row)
        return -1;
    if (start > l->count) /* iterating over the value may have changed the list */
        start = l->count;
    if (stop > l->count)
        stop = l->count;
    size_t count;
    ouro_object *const *items = items_of(rt, row, &count);
    int status = ouro__list_set_slice(rt, &l->head, (size_t)start, (size_t)stop, items, count);
    ouro_decref(rt, row);
    return status;
}

/* del l[start::step], `count` items, step not 1. */
static int delete_stride(ouro_runtime *rt, ouro_list *l, int64_t start, int64_t step, int64_t count)
{
    if (count <= 0)
        return 0;
    if (step < 0) {
        start += step * (count - 1);
        step = -step;
    }
    ouro_object **old = ouro__buffer_alloc(rt, (size_t)count * sizeof *old);
    if (!old)
        return -1;
    size_t to = (size_t)start;
    for (int64_t i = 0; i < count; i++) {
        size_t from = (size_t)(start + i * step), next = i + 1 < count ? from + (size_t)step : l->count;
        old[i] = ouro__slot_take(rt, l, &l->items[from]);
        ouro__slot_move_range(rt, l, &l->items[to], &l->items[from + 1], next - from - 1);
        to += next - from - 1;
    }
    l->count = (uint32_t)to;
    ouro__list_shrink(rt, l);
    for (int64_t i = 0; i < count; i++)
        ouro_decref(rt, old[i]);
    ouro__buffer_free(rt, old);
    return 0;
}

/* l[slice] = value with a step other than 1: as many items as it selects. */
static int set_stride(ouro_runtime *rt, ouro_list *l, ouro_object *slice, ouro_object *value)
{
    ouro_object *row = right_side(rt, l, value, "must assign iterable to extended slice");
    if (!row)
        return -1;
    size_t given;
    int64_t start, stop, step, count;
    ouro_object **old = NULL;
    int status = -1;
    if (ouro__slice_unpack(rt, slice, &start, &stop, &step) < 0)
        goto out;
    count = ouro__slice_adjust(l->count, &start, &stop, step);
    ouro_object *const *items = items_of(rt, row, &given);
    if ((int64_t)given != count) {
        ouro__raise(rt, OURO_T_VALUE_ERROR,
                    "attempt to assign sequence of size %zu to extended slice of size %lld", given,
                    (long long)count);
        goto out;
    }
    status = 0;
    if (count == 0)
        goto out;
    old = ouro__buffer_alloc(rt, (size_t)count * sizeof *old);
    if (!old) {
        status = -1;
        goto out;
    }
    for (int64_t i = 0; i < count; i++)
        old[i] = ouro__slot_exchange(rt, l, &l->items[start + i * step], ouro_ref(items[i]));
    for (int64_t i = 0; i < count; i++)
        ouro_decref(rt, old[i]);
    ouro__buffer_free(rt, old);
out:
    ouro_decref(rt, row);
    return status;
}

int ouro__list_setitem(ouro_runtime *rt, ouro_object *o, ouro_object *key, ouro_object *value)
{
    ouro_list *l = (ouro_list *)o;
    int64_t index, stop, step, count;
    switch (ouro__subscript(rt, key, "list", &index)) {
    case OURO_SUBSCRIPT_FAILED:
        return -1;
    case OURO_SUBSCRIPT_INDEX:
        return set_index(rt, l, index, value);
    case OURO_SUBSCRIPT_SLICE:
        break;
    }
    if (ouro__slice_unpack(rt, key, &index, &stop, &step) < 0)
        return -1;
    count = ouro__slice_adjust(l->count, &index, &stop, step);
    if (step == 1)
        return set_plain_slice(rt, l, index, stop, value);
    if (value)
        return set_stride(rt, l, key, value);
    return delete_stride(rt, l, index, step, count);
}
