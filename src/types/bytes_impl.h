/* What the files of bytes share. */
#ifndef OURO_TYPES_BYTES_IMPL_H
#define OURO_TYPES_BYTES_IMPL_H

#include "types/buffer.h"
#include "types/bytes.h"
#include "types/leaf.h"
#include "types/str.h"

/* What a __bytes__ method, bound, gives: bytes or TypeError. Takes the method over. Owned. */
ouro_object *ouro__bytes_from_method(ouro_runtime *rt, ouro_object *method);
/* bytes(o) for an object with __bytes__, bytes-like, or an iterable of ints (not a count, not a str):
 * "cannot convert 'int' object to bytes". Owned, exact. */
ouro_object *ouro__bytes_from_object(ouro_runtime *rt, ouro_object *o);

/* A borrowed run of bytes. */
typedef struct ouro__byte_view {
    const uint8_t *data;
    size_t length;
} ouro__byte_view;
/* With -b, BytesWarning: 0, or -1 when it became an exception. */
int ouro__bytes_warning(ouro_runtime *rt, const char *text);

/* The bytes of a bytes or bytearray, for as long as nothing can change it. false with TypeError for all others. */
bool ouro__bytes_view(ouro_runtime *rt, ouro_object *o, ouro__byte_view *view);
/* Whether it lends a buffer. */
bool ouro__is_bytes_like(ouro_runtime *rt, ouro_object *o);

/* The bytes of any bytes-like object, which cannot change their number until they are given back. */
typedef struct ouro__byte_loan {
    const uint8_t *data;
    size_t length;
    ouro_buffer buffer; /* its owner is NULL for bytes, which nothing can change: the caller holds them */
} ouro__byte_loan;
/* false, with nothing to give back, with TypeError "a bytes-like object is required, not 'int'" or the lender's error. */
bool ouro__bytes_borrow(ouro_runtime *rt, ouro_object *o, ouro__byte_loan *loan);
/* May be called again, and for a loan that is all zeros. Keeps the exception that is set. */
static inline void ouro__bytes_return(ouro_runtime *rt, ouro__byte_loan *loan)
{
    if (loan->buffer.owner)
        ouro__buffer_release(rt, &loan->buffer);
}

/* b'...' for repr; bytearray puts its own name around, and escapes single quotes within double ones too. */
int ouro__bytes_put_repr(ouro_str_builder *b, const uint8_t *data, size_t length, bool escape_single);

#endif
