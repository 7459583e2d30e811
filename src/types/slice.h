/* slice and range. */
#ifndef OURO_TYPES_SLICE_H
#define OURO_TYPES_SLICE_H

#include "types/statics.h"

typedef struct ouro_slice {
    ouro_object head;
    ouro_object *start, *stop, *step;
} ouro_slice;

/* A range whose bounds and step fit int64_t has them here; larger ones keep int objects (start_object not NULL). */
typedef struct ouro_range {
    ouro_object head;
    int64_t start, step, length; /* length -1: see the objects */
    ouro_object *start_object, *stop_object, *step_object, *length_object;
} ouro_range;

typedef struct ouro_range_iterator {
    ouro_object head;
    int64_t next, step, left;
} ouro_range_iterator;

ouro_object *ouro__slice_new(ouro_runtime *rt, ouro_object *start, ouro_object *stop, ouro_object *step); /* borrowed; NULL: None */
/* Resolves a slice for a sequence of `length` items: 0, or -1 with TypeError or ValueError set. */
int ouro__slice_resolve(ouro_runtime *rt, ouro_object *slice, int64_t length, int64_t *start, int64_t *stop, int64_t *step,
                        int64_t *count);
ouro_object *ouro__range_new(ouro_runtime *rt, int64_t start, int64_t stop, int64_t step);

static inline bool ouro__is_slice(const ouro_object *o)
{
    return ouro__is_exactly(o, OURO_T_SLICE);
}

/* What stands between the brackets of `what[key]`, where `what` names the sequence's type in the TypeError. */
enum ouro_subscript { OURO_SUBSCRIPT_FAILED = -1, OURO_SUBSCRIPT_INDEX, OURO_SUBSCRIPT_SLICE };
enum ouro_subscript ouro__subscript(ouro_runtime *rt, ouro_object *key, const char *what, int64_t *index);

/* An index argument of a method as int64_t: OverflowError when it does not fit. 0 or -1. */
int ouro__index_argument(ouro_runtime *rt, ouro_object *o, int64_t *out);
/* start and stop arguments of index() methods: clamped, negative ones counted from the end. 0 or -1. */
int ouro__index_bound(ouro_runtime *rt, ouro_object *o, int64_t length, int64_t *out);

#endif
