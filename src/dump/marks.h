/* A set of addresses of objects, and a queue of those among them that are still to be looked at.
 *
 * One bit of each kind for 8 bytes of address space, in chunks that cover 32 KiB and are found by hashing: a 32nd of the
 * memory that the objects lie in, wherever that is. Memory comes from the system; it counts in the heap's budget as far as that
 * has room, and no further, so that a dump can be written when there is none. */
#ifndef OURO_DUMP_MARKS_H
#define OURO_DUMP_MARKS_H

#include "object/runtime.h"

typedef struct ouro__marks_memory {
    void *memory;
    size_t bytes, charged;
} ouro__marks_memory;

/* Begins as zeros but for `heap`. */
typedef struct ouro__marks {
    ouro_heap *heap;
    ouro__marks_memory chunks, index;
    uint32_t chunk_count, index_mask;
    uint32_t queue; /* number and one of the first chunk with something to look at; 0: none */
    bool refused;   /* memory was: some objects are not in the set */
} ouro__marks;

/* Puts an object in set and queue, unless it was in the set. */
void ouro__marks_add(ouro__marks *m, const ouro_object *o);
/* Takes an object out of the queue; NULL when it is empty. */
ouro_object *ouro__marks_next(ouro__marks *m);
void ouro__marks_release(ouro__marks *m);

#endif
