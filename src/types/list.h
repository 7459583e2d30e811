/* list: 24 bytes and a buffer. OURO_LAYOUT_LIST. At most 2^32 - 1 items. */
#ifndef OURO_TYPES_LIST_H
#define OURO_TYPES_LIST_H

#include "object/slot.h"
#include "types/statics.h"

typedef struct ouro_list {
    ouro_object head;
    ouro_object **items; /* NULL while capacity is 0 */
    uint32_t count, capacity;
} ouro_list;

static inline bool ouro__is_list(ouro_runtime *rt, const ouro_object *o)
{
    return ouro__is_exactly(o, OURO_T_LIST) || (ouro__type_of(rt, o)->flags & OURO_TYPE_IS_LIST);
}

/* Empty, tracked, with room for `capacity` items. */
ouro_object *ouro__list_new(ouro_runtime *rt, size_t capacity);
ouro_object *ouro__list_from(ouro_runtime *rt, ouro_object *const *items, size_t count); /* borrowed items */
/* Takes over the items, also on failure (the array itself stays the caller's). */
ouro_object *ouro__list_from_owned(ouro_runtime *rt, ouro_object **items, size_t count);
ouro_object *ouro__list_from_iterable(ouro_runtime *rt, ouro_object *iterable);
int ouro__list_grow(ouro_runtime *rt, ouro_list *l,
                    size_t count);                      /* room for `count` items in all, and some more */
void ouro__list_shrink(ouro_runtime *rt, ouro_list *l); /* gives room back when most of it is unused */
void ouro__list_clear(ouro_runtime *rt, ouro_object *l);
/* Removes the item at an index that exists and hands it over. */
ouro_object *ouro__list_take(ouro_runtime *rt, ouro_list *l, size_t index);
/* Takes over `item`, also on failure. */
static inline int ouro__list_append_owned(ouro_runtime *rt, ouro_list *l, ouro_object *item)
{
    if (ouro__unlikely(l->count == l->capacity) && ouro__list_grow(rt, l, (size_t)l->count + 1) < 0) {
        ouro_decref(rt, item);
        return -1;
    }
    ouro__slot_init(&l->items[l->count], item);
    l->count++;
    return 0;
}
int ouro__list_append(ouro_runtime *rt, ouro_object *l, ouro_object *item); /* borrowed item */
int ouro__list_extend(ouro_runtime *rt, ouro_object *l, ouro_object *iterable);
int ouro__list_insert(ouro_runtime *rt, ouro_object *l, int64_t index, ouro_object *item);
ouro_object *ouro__list_slice(ouro_runtime *rt, ouro_object *l, size_t start, size_t stop);
/* l[start:stop] = items (borrowed). */
int ouro__list_set_slice(ouro_runtime *rt, ouro_object *l, size_t start, size_t stop,
                         ouro_object *const *items, size_t count);
/* Stable, in place; key may be NULL or None. */
int ouro__list_sort(ouro_runtime *rt, ouro_object *l, ouro_object *key, bool reverse);
/* The same with the arguments of list.sort(). */
int ouro__list_sort_with(ouro_runtime *rt, ouro_object *l, ouro_object *const *args, size_t nargs,
                         ouro_object *kwnames);
int ouro__list_reverse(ouro_runtime *rt, ouro_object *l);
/* Subscripts: l[key], and l[key] = value or del l[key] (value NULL). */
ouro_object *ouro__list_getitem(ouro_runtime *rt, ouro_object *l, ouro_object *key);
int ouro__list_setitem(ouro_runtime *rt, ouro_object *l, ouro_object *key, ouro_object *value);
/* A copy as a tuple. */
ouro_object *ouro__list_to_tuple(ouro_runtime *rt, ouro_object *l);

#endif
