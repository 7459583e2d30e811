/* Iterators over positions and over other iterators. */
#ifndef OURO_TYPES_ITERATORS_H
#define OURO_TYPES_ITERATORS_H

#include "types/statics.h"

/* Iterator of a list, a tuple, any sequence with __getitem__, and their reversed forms: the next position in
 * `sequence` (owned; NULL when the iterator is exhausted). */
typedef struct ouro_position_iterator {
    ouro_object head;
    int64_t position;
    ouro_object *sequence;
} ouro_position_iterator;

typedef struct ouro_enumerate {
    ouro_object head;
    int64_t index;           /* of the next item; INT64_MAX: long_index counts */
    ouro_object *iterator;
    ouro_object *long_index; /* int, or NULL */
    ouro_object *pair;       /* the tuple given out last, used again when nobody else holds it; or NULL */
} ouro_enumerate;

/* zip and map: their iterators stand in a tuple. */
typedef struct ouro_zip {
    ouro_object head;
    ouro_object *iterators; /* tuple */
    ouro_object *row;       /* zip: the tuple given out last, or NULL. map: the function */
    bool strict;
} ouro_zip;

typedef struct ouro_filter {
    ouro_object head;
    ouro_object *function; /* or None */
    ouro_object *iterator;
} ouro_filter;

typedef struct ouro_callable_iterator {
    ouro_object head;
    ouro_object *callable, *sentinel; /* both NULL when exhausted */
} ouro_callable_iterator;

/* Iterators call each other through those that they hold, as deep as a program stacks them: true with RecursionError set
 * when little is left of the C stack. */
bool ouro__iterators_too_deep(ouro_runtime *rt);
/* A fresh iterator of a static type with this layout, at a position. Owned. */
ouro_object *ouro__position_iterator_new(ouro_runtime *rt, enum ouro_type_id id, ouro_object *sequence, int64_t position);
/* What pickle makes an iterator of builtins from: (maker, (sequence,), position), or without a position when that is NULL.
 * Takes both over; NULL with an exception set means that making one failed. Owned. */
ouro_object *ouro__iterator_reduce(ouro_runtime *rt, const char *maker, ouro_object *sequence, ouro_object *position);
ouro_object *ouro__tuple_iter(ouro_runtime *rt, ouro_object *tuple);
ouro_object *ouro__list_iter(ouro_runtime *rt, ouro_object *list);
ouro_object *ouro__list_iter_next(ouro_runtime *rt, ouro_object *iterator);
ouro_object *ouro__tuple_iter_next(ouro_runtime *rt, ouro_object *iterator);
/* Has items by position, as far as its type tells: dicts are left out. */
bool ouro__is_sequence(ouro_runtime *rt, ouro_object *o);
/* iter(o) of an object that has __getitem__ alone; iter(callable, sentinel). */
ouro_object *ouro__sequence_iterator_new(ouro_runtime *rt, ouro_object *sequence);
ouro_object *ouro__callable_iterator_new(ouro_runtime *rt, ouro_object *callable, ouro_object *sentinel);

#endif
