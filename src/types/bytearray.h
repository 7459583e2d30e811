/* bytearray: bytes that change in place. */
#ifndef OURO_TYPES_BYTEARRAY_H
#define OURO_TYPES_BYTEARRAY_H

#include "types/bytes_impl.h"

/* The bytes stand at buffer + offset; what was cut off in front stays as room until the buffer is laid out anew. */
typedef struct ouro_bytearray {
    ouro_object head;
    uint8_t *buffer;                 /* NULL while capacity is 0 */
    size_t offset, length, capacity; /* offset + length < capacity, unless both are 0 */
    uint64_t exports;                /* while others look at the bytes, their number cannot change */
} ouro_bytearray;

static inline bool ouro__is_bytearray(ouro_runtime *rt, const ouro_object *o)
{
    return ouro__is_exactly(o, OURO_T_BYTEARRAY) ||
           (ouro__type_of(rt, o)->flags & OURO_TYPE_HEAP &&
            ouro__is_subtype(rt, ouro__class_of(rt, o), ouro__class_at(rt, OURO_T_BYTEARRAY)));
}

/* Never NULL. */
static inline uint8_t *ouro__bytearray_data(const ouro_bytearray *a)
{
    return a->buffer ? a->buffer + a->offset : (uint8_t *)(uintptr_t) "";
}

/* `length` bytes that are not set when `data` is NULL. Owned, exact. */
ouro_object *ouro__bytearray_new(ouro_runtime *rt, const void *data, size_t length);
/* Makes a gap or a cut: room for `count` bytes, not set, in the place of those from start to stop. 0, or -1 with
 * BufferError or MemoryError and nothing changed. */
int ouro__bytearray_splice(ouro_runtime *rt, ouro_bytearray *a, size_t start, size_t stop, size_t count);
/* The same, filled. `data` may be the array's own bytes. */
int ouro__bytearray_replace(ouro_runtime *rt, ouro_bytearray *a, size_t start, size_t stop,
                            const uint8_t *data, size_t count);
/* An int as a byte: -1 with TypeError or ValueError. */
int ouro__bytearray_value(ouro_runtime *rt, ouro_object *o);
/* Appends the ints of an iterable one by one: its code sees those before. 0 or -1. */
int ouro__bytearray_add_values(ouro_runtime *rt, ouro_bytearray *a, ouro_object *iterable);
/* The bytes of an iterable of ints as a bytearray that nobody else has: owned. NULL with an exception. */
ouro_object *ouro__bytearray_from_iterable(ouro_runtime *rt, ouro_object *iterable);
void ouro__bytearray_destroy(ouro_runtime *rt, ouro_object *o);
extern const ouro_method_def ouro__bytearray_methods[];

#endif
