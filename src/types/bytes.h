/* bytes (and the parts that bytearray shares). */
#ifndef OURO_TYPES_BYTES_H
#define OURO_TYPES_BYTES_H

#include "types/statics.h"

typedef struct ouro_bytes {
    ouro_object head;
    uint64_t length;
    uint8_t data[]; /* and a terminating zero */
} ouro_bytes;

static inline bool ouro__is_bytes(ouro_runtime *rt, const ouro_object *o)
{
    return ouro__is_exactly(o, OURO_T_BYTES) || (ouro__type_of(rt, o)->flags & OURO_TYPE_IS_BYTES);
}

/* `data` may be NULL: not set. The empty bytes and single bytes may be shared. */
ouro_object *ouro__bytes_new(ouro_runtime *rt, const void *data, size_t length);
/* One of its own even when it is empty, its bytes not set: owned. */
ouro_bytes *ouro__bytes_fresh(ouro_runtime *rt, size_t length);
ouro_object *ouro__bytes_repr(ouro_runtime *rt, ouro_object *o);
bool ouro__bytes_equal(const void *a, const void *b);

#endif
