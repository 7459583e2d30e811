/* The heap behind a runtime: what is in use, the budget, buffers, the walk. Bytes throughout. */
#ifndef OURO_HEAP_H
#define OURO_HEAP_H

#include "ouro/object.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ouro_memory {
    size_t size;                      /* sizeof(ouro_memory): set by the caller */
    size_t blocks;                    /* in use, of all kinds */
    size_t bytes;                     /* in these, as the size classes round them */
    size_t committed, committed_peak; /* taken from the operating system: what the limit counts */
    size_t idle;                      /* of these, kept for a while in unused pages */
    size_t limit;                     /* 0: none */
} ouro_memory;

/* Fills `memory` as far as its `size` says. Looks at every page. */
OURO_API void ouro_memory_get(ouro_runtime *rt, ouro_memory *memory);
/* 0: none. A limit below what is in use only refuses growth. */
OURO_API void ouro_memory_set_limit(ouro_runtime *rt, size_t bytes);
/* Gives unused memory back to the operating system now. */
OURO_API void ouro_memory_trim(ouro_runtime *rt);

/* Buffers counted in the heap: NULL with an exception pending when memory is refused. */
OURO_API void *ouro_buffer_new(ouro_runtime *rt, size_t bytes);
/* `buffer` may be NULL, and is untouched when the result is. */
OURO_API void *ouro_buffer_resize(ouro_runtime *rt, void *buffer, size_t bytes);
/* NULL is allowed. */
OURO_API void ouro_buffer_free(ouro_runtime *rt, void *buffer);

/* Calls visit for each block in use, with the object in it or NULL for a buffer; stops when it returns false.
 * `visit` must neither allocate nor free. */
OURO_API void ouro_memory_walk(ouro_runtime *rt,
                               bool (*visit)(ouro_runtime *rt, void *block, size_t bytes, ouro_object *object,
                                             void *context),
                               void *context);
/* Verifies the heap's own data and, with the debug heap, guards and freed blocks; reports what is wrong on
 * stderr. Returns how many things were. */
OURO_API size_t ouro_memory_check(ouro_runtime *rt);

#ifdef __cplusplus
}
#endif
#endif
