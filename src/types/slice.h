/* slice and range. */
#ifndef OURO_TYPES_SLICE_H
#define OURO_TYPES_SLICE_H

#include "types/statics.h"

typedef struct ouro_slice {
    ouro_object head;
    ouro_object *start, *stop, *step;
} ouro_slice;

/* A range whose start, stop, step and length fit int64_t has them here; of any other the length is -1 and a tuple has the
 * four as ints. */
typedef struct ouro_range {
    ouro_object head;
    int64_t start, stop, step, length;
    ouro_object *parts; /* (start, stop, step, length), or NULL */
} ouro_range;

typedef struct ouro_range_iterator {
    ouro_object head;
    int64_t next, step, left, length; /* length: how many there were at first */
} ouro_range_iterator;

typedef struct ouro_long_range_iterator {
    ouro_object head;
    ouro_object *next, *step, *left, *length; /* ints */
} ouro_long_range_iterator;

ouro_object *ouro__slice_new(ouro_runtime *rt, ouro_object *start, ouro_object *stop,
                             ouro_object *step); /* borrowed; NULL: None */
/* The three numbers of a slice: 0, or -1 with TypeError or ValueError set. Runs __index__ of what is no int, which may
 * change the sequence: of one that can change, ask the length afterwards, for ouro__slice_adjust. */
int ouro__slice_unpack(ouro_runtime *rt, ouro_object *slice, int64_t *start, int64_t *stop, int64_t *step);
/* Fits them to a sequence of `length` items; how many items the slice takes. */
int64_t ouro__slice_adjust(int64_t length, int64_t *start, int64_t *stop, int64_t step);
/* Both, for a sequence that cannot change. */
int ouro__slice_resolve(ouro_runtime *rt, ouro_object *slice, int64_t length, int64_t *start, int64_t *stop,
                        int64_t *step, int64_t *count);
ouro_object *ouro__range_new(ouro_runtime *rt, int64_t start, int64_t stop, int64_t step);

/* start, stop and step as slice.indices() gives them, for a length that is any int: a tuple, owned. */
ouro_object *ouro__slice_indices(ouro_runtime *rt, ouro_object *slice, ouro_object *length);

/* A part of any range as an int. Owned. */
enum ouro_range_part { OURO_RANGE_START, OURO_RANGE_STOP, OURO_RANGE_STEP, OURO_RANGE_LENGTH };
ouro_object *ouro__range_part(ouro_runtime *rt, ouro_object *range, enum ouro_range_part part);
ouro_object *ouro__range_iter(ouro_runtime *rt, ouro_object *range);
ouro_object *ouro__range_iter_reversed(ouro_runtime *rt, ouro_object *range);

static inline bool ouro__is_slice(const ouro_object *o)
{
    return ouro__is_exactly(o, OURO_T_SLICE);
}

/* What stands between the brackets of `what[key]`, where `what` names the sequence's type in the TypeError. */
enum ouro_subscript { OURO_SUBSCRIPT_FAILED = -1, OURO_SUBSCRIPT_INDEX, OURO_SUBSCRIPT_SLICE };
enum ouro_subscript ouro__subscript(ouro_runtime *rt, ouro_object *key, const char *what, int64_t *index);

/* start and stop arguments of index() methods: clamped, negative ones counted from the end. 0 or -1. */
int ouro__index_bound(ouro_runtime *rt, ouro_object *o, int64_t length, int64_t *out);

#endif
