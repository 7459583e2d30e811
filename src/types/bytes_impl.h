/* What the files of bytes share. */
#ifndef OURO_TYPES_BYTES_IMPL_H
#define OURO_TYPES_BYTES_IMPL_H

#include "types/bytes.h"
#include "types/leaf.h"
#include "types/str.h"

/* bytes(o) for an object with __bytes__, bytes-like, or an iterable of ints (not a count, not a str):
 * "cannot convert 'int' object to bytes". Owned, exact. */
ouro_object *ouro__bytes_from_object(ouro_runtime *rt, ouro_object *o);

/* A borrowed run of bytes. */
typedef struct ouro__byte_view {
    const uint8_t *data;
    size_t length;
} ouro__byte_view;
/* The bytes of a bytes-like object. false with TypeError "a bytes-like object is required, not 'int'". */
bool ouro__bytes_view(ouro_runtime *rt, ouro_object *o, ouro__byte_view *view);
bool ouro__is_bytes_like(ouro_runtime *rt, ouro_object *o);

/* '...' of b'...' for repr; bytearray puts its own name around. */
int ouro__bytes_put_repr(ouro_str_builder *b, const uint8_t *data, size_t length);

#endif
