/* What the files of _collections share. */
#ifndef OURO_MODULES_COLLECTIONS_H
#define OURO_MODULES_COLLECTIONS_H

#include "modules/support.h"
#include "types/types.h"

/* A ring: item i stands at start + i, counted round the buffer. */
typedef struct ouro_deque {
    ouro_object head;
    ouro_object **items; /* NULL while capacity is 0 */
    uint32_t start, count, capacity;
    uint32_t state;     /* changes whenever an item comes, goes or moves */
    int64_t size_limit; /* maxlen; -1: none */
} ouro_deque;

static inline size_t ouro__deque_place(const ouro_deque *d, size_t i)
{
    size_t place = d->start + i;
    return place < d->capacity ? place : place - d->capacity;
}

bool ouro__is_deque(ouro_runtime *rt, ouro_object *o);
/* Takes over an item, also on failure; one at the other end goes when there are too many. */
int ouro__deque_append(ouro_runtime *rt, ouro_deque *d, ouro_object *item_owned);
int ouro__deque_append_left(ouro_runtime *rt, ouro_deque *d, ouro_object *item_owned);
/* From a deque that is not empty: owned. */
ouro_object *ouro__deque_pop(ouro_runtime *rt, ouro_deque *d);
ouro_object *ouro__deque_pop_left(ouro_runtime *rt, ouro_deque *d);
int ouro__deque_extend(ouro_runtime *rt, ouro_deque *d, ouro_object *iterable);
void ouro__deque_clear(ouro_runtime *rt, ouro_deque *d);
int ouro__deque_reserve(ouro_runtime *rt, ouro_deque *d, uint64_t count);
/* Removes the item at an index that exists and hands it over. */
ouro_object *ouro__deque_take(ouro_runtime *rt, ouro_deque *d, size_t index);
/* Puts an item (taken over, also on failure) before the one at an index up to the count. */
int ouro__deque_insert(ouro_runtime *rt, ouro_deque *d, size_t index, ouro_object *item_owned);
/* The last n items (n up to the count; negative: the first) come before (after) the others. */
void ouro__deque_rotate(ouro_runtime *rt, ouro_deque *d, int64_t n);
void ouro__deque_traverse(ouro_runtime *rt, ouro_object *o, ouro_visit visit, void *context);
ouro_object *ouro__deque_drain(ouro_runtime *rt, ouro_object *o);
void ouro__deque_destroy(ouro_runtime *rt, ouro_object *o);
/* NULL, with RuntimeError: an iterator sees that its deque has changed. */
void *ouro__deque_mutated(ouro_runtime *rt);
ouro_object *ouro__deque_iter(ouro_runtime *rt, ouro_object *deque);
ouro_object *ouro__deque_iter_reversed(ouro_runtime *rt, ouro_object *deque);

extern const ouro_builtin_type ouro__builtin_deque, ouro__builtin_deque_iterator,
    ouro__builtin_deque_reverse_iterator, ouro__builtin_defaultdict, ouro__builtin_tuple_getter,
    ouro__builtin_ordered_dict, ouro__builtin_ordered_dict_iterator, ouro__builtin_ordered_dict_keys,
    ouro__builtin_ordered_dict_values, ouro__builtin_ordered_dict_items;

#endif
