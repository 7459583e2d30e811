/* A growing buffer of bytes. */
#ifndef OURO_TYPES_BYTES_BUILDER_H
#define OURO_TYPES_BYTES_BUILDER_H

#include "types/bytes_impl.h"

typedef struct ouro__bytes_builder {
    ouro_runtime *rt;
    uint8_t *data;
    size_t length, capacity;
} ouro__bytes_builder;

void ouro__bytes_builder_init(ouro__bytes_builder *b, ouro_runtime *rt);
/* 0, or -1 with MemoryError set: then discard. */
int ouro__bytes_put(ouro__bytes_builder *b, const void *data, size_t length);
/* Room for `more` bytes behind the last, which is b->data + b->length. 0 or -1 with MemoryError. */
int ouro__bytes_reserve(ouro__bytes_builder *b, size_t more);
int ouro__bytes_fill(ouro__bytes_builder *b, uint8_t byte, size_t count);
ouro_object *ouro__bytes_builder_finish(ouro__bytes_builder *b); /* owned bytes; empties the builder */
void ouro__bytes_builder_discard(ouro__bytes_builder *b);

#endif
