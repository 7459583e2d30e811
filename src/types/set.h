/* set and frozenset: 24 bytes and one table. */
#ifndef OURO_TYPES_SET_H
#define OURO_TYPES_SET_H

#include "types/statics.h"

static inline bool ouro__is_any_set(ouro_runtime *rt, const ouro_object *o)
{
    return ouro__type_of(rt, o)->flags & (OURO_TYPE_IS_SET | OURO_TYPE_IS_FROZENSET);
}

ouro_object *ouro__set_new(ouro_runtime *rt, ouro_object *iterable); /* NULL: empty */
ouro_object *ouro__frozenset_new(ouro_runtime *rt, ouro_object *iterable);
int ouro__set_add(ouro_runtime *rt, ouro_object *s, ouro_object *item); /* also a fresh frozenset */
int ouro__set_update(ouro_runtime *rt, ouro_object *s, ouro_object *iterable);
int ouro__set_difference_update(ouro_runtime *rt, ouro_object *s, ouro_object *iterable);
int ouro__set_symmetric_difference_update(ouro_runtime *rt, ouro_object *s, ouro_object *iterable);
int ouro__set_discard(ouro_runtime *rt, ouro_object *s, ouro_object *item); /* 1 removed, 0 missing, -1 */
int ouro__set_contains(ouro_runtime *rt, ouro_object *s, ouro_object *item);
size_t ouro__set_count(ouro_object *s);
bool ouro__set_next(ouro_object *s, size_t *position, ouro_object **item); /* borrowed */

#endif
