/* The buffer protocol: how an object lends its memory, as PEP 3118 has it. bytes, bytearray, memoryview and array lend;
 * whoever takes "a bytes-like object" borrows through ouro__buffer_get and gives back through ouro__buffer_release. */
#ifndef OURO_TYPES_BUFFER_H
#define OURO_TYPES_BUFFER_H

#include "object/type.h"

enum { OURO_BUFFER_DIMENSIONS_MAX = 64 };

/* What a borrower asks for. */
enum {
    OURO_BUFFER_SIMPLE = 0,        /* contiguous bytes, may be read-only */
    OURO_BUFFER_WRITABLE = 1 << 0, /* refuse a read-only one: BufferError "Object is not writable." */
    OURO_BUFFER_STRIDED =
        1 << 1, /* the borrower looks at shape and strides; without it, only C-contiguous is lent */
};

typedef struct ouro_buffer {
    ouro_object *owner; /* counted while lent; NULL: nothing is held */
    uint8_t *data;
    int64_t length; /* in bytes: the items times item_size */
    int64_t item_size;
    const char *format; /* struct syntax, never NULL ("B" for bytes); lives as long as the loan */
    const int64_t *shape,
        *strides; /* `dimensions` of each, in items and in bytes; live as long as the loan */
    int dimensions;
    bool read_only;
    int64_t shape_of_one, stride_of_one; /* where shape and strides of one dimension may stand */
} ouro_buffer;

/* Found through ouro_type.extra. */
struct ouro_extra_slots {
    /* Fills all but `owner`. 0, or -1 with BufferError or MemoryError set. */
    int (*get_buffer)(ouro_runtime *rt, ouro_object *o, ouro_buffer *buffer, int flags);
    /* The loan ends; NULL: nothing to do. */
    void (*release_buffer)(ouro_runtime *rt, ouro_object *o, ouro_buffer *buffer);
    /* __await__, __aiter__, __anext__ of built-in types. Owned, or NULL with an exception. */
    ouro_object *(*await)(ouro_runtime *rt, ouro_object *o);
    ouro_object *(*aiter)(ouro_runtime *rt, ouro_object *o);
    ouro_object *(*anext)(ouro_runtime *rt, ouro_object *o);
};

/* Whether `o` lends its memory at all. */
bool ouro__has_buffer(ouro_runtime *rt, ouro_object *o);

/* 0, or -1 with an exception: TypeError "a bytes-like object is required, not 'int'" when `o` lends nothing. */
int ouro__buffer_get(ouro_runtime *rt, ouro_object *o, ouro_buffer *buffer, int flags);

/* Does nothing when `buffer->owner` is NULL, so it may be called twice. Keeps the exception that is set. */
void ouro__buffer_release(ouro_runtime *rt, ouro_buffer *buffer);

/* What it lends, of any number of dimensions and with any strides, in C order as bytes: owned. */
ouro_object *ouro__buffer_to_bytes(ouro_runtime *rt, ouro_object *o);

/* The items of a buffer in the order 'C' or 'F', to `to`, which has room for buffer->length bytes. */
void ouro__buffer_copy_out(const ouro_buffer *buffer, uint8_t *to, char order);
/* Whether the items stand one behind the other in the order 'C' or 'F'. */
bool ouro__buffer_is_contiguous(const ouro_buffer *buffer, char order);

/* Ends the loan and hands over its owner (owned): NULL when there is none. */
ouro_object *ouro__buffer_end(ouro_runtime *rt, ouro_buffer *buffer);

/* Fills a buffer of one dimension of bytes, as most lenders have. */
void ouro__buffer_fill(ouro_buffer *buffer, const void *data, int64_t length, bool read_only);

#endif
