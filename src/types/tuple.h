/* tuple: 16 bytes and the items. OURO_LAYOUT_TUPLE. */
#ifndef OURO_TYPES_TUPLE_H
#define OURO_TYPES_TUPLE_H

#include "types/int.h"

typedef struct ouro_tuple {
    ouro_object head;
    uint64_t count;
    ouro_object *items[];
} ouro_tuple;

static inline bool ouro__is_tuple(ouro_runtime *rt, const ouro_object *o)
{
    return ouro__is_exactly(o, OURO_T_TUPLE) || (ouro__type_of(rt, o)->flags & OURO_TYPE_IS_TUPLE);
}

/* `count` items all NULL, not tracked: fill, then ouro__tuple_ready. The empty tuple is shared. */
ouro_tuple *ouro__tuple_alloc(ouro_runtime *rt, size_t count);
/* Tracks a filled tuple, unless nothing in it can be in a cycle. */
void ouro__tuple_ready(ouro_runtime *rt, ouro_tuple *t);
/* From borrowed items. */
ouro_object *ouro__tuple_from(ouro_runtime *rt, ouro_object *const *items, size_t count);
/* Takes over the items, also on failure. */
ouro_object *ouro__tuple_from_owned(ouro_runtime *rt, ouro_object **items, size_t count);
/* From n borrowed objects: ouro__tuple_of(rt, 2, a, b). */
ouro_object *ouro__tuple_of(ouro_runtime *rt, size_t count, ...);
/* A pair of owned objects (taken over, also on failure). *last, if not NULL, is where `owner` keeps the pair that it gave out
 * last: filled again when nobody else has it, else replaced by the new one. */
ouro_object *ouro__tuple_pair(ouro_runtime *rt, void *owner, ouro_object **last, ouro_object *a_owned,
                              ouro_object *b_owned);
ouro_object *ouro__tuple_from_iterable(ouro_runtime *rt, ouro_object *iterable);
/* Whether two sequences that are equal as far as the shorter goes compare as `op` (enum ouro_compare) says. */
static inline bool ouro__lengths_compare(uint64_t a, uint64_t b, int op)
{
    return ouro__order_holds((a > b) - (a < b), op);
}
ouro_object *ouro__tuple_slice(ouro_runtime *rt, ouro_object *t, size_t start, size_t stop);

#endif
