/* What is known of each traced block: its size and the stack that allocated it. Eight bytes a block.
 *
 * Blocks of a page's class are found by number in an array beside the page; runs, huge blocks and memory of other
 * domains, which the heap knows nothing of, by address in a hash table. */
#ifndef OURO_TRACE_RECORDS_H
#define OURO_TRACE_RECORDS_H

#include "heap/heap.h"
#include "trace/memory.h"

typedef struct ouro__record {
    uint32_t stack; /* 0: the block is not traced */
    uint32_t size;
} ouro__record;

typedef struct ouro__large_record {
    uintptr_t address; /* 0: free slot */
    size_t size;
    uint32_t stack;
    uint32_t domain; /* 0 is the heap */
} ouro__large_record;

typedef struct ouro__records {
    struct ouro__page_records **pages; /* by page number */
    size_t pages_bytes;
    struct ouro__records_chunk *chunks; /* that the arrays are cut from */
    size_t chunk_used, chunks_bytes;
    struct ouro__page_records *free[OURO__CLASSES]; /* arrays, by the class that they fit */
    ouro__growing large;                            /* of ouro__large_record, open addressing */
    size_t large_room, large_count; /* slots, a power of two; and those in use */
} ouro__records;

/* False when memory is refused. */
bool ouro__records_init(ouro_heap *h, ouro__records *r);
void ouro__records_destroy(ouro_heap *h, ouro__records *r);

/* Notes a block of the heap that has no record. False when memory for it is refused. */
bool ouro__records_add(ouro_heap *h, ouro__records *r, void *block, size_t size, uint32_t stack);
/* Takes a block's record away. False when it has none. */
bool ouro__records_remove(ouro_heap *h, ouro__records *r, void *block, ouro__large_record *removed);
/* The record of a block. False when it has none. */
bool ouro__records_find(const ouro_heap *h, const ouro__records *r, const void *block, ouro__large_record *found);

/* The same for addresses of any domain. */
bool ouro__records_add_at(ouro_heap *h, ouro__records *r, const ouro__large_record *record);
bool ouro__records_remove_at(ouro__records *r, uint32_t domain, uintptr_t address, ouro__large_record *removed);

/* Calls visit for each record until it returns false; `visit` may not change them. */
void ouro__records_each(const ouro_heap *h, const ouro__records *r,
                        bool (*visit)(void *context, const ouro__large_record *record), void *context);
/* Bytes that they take. */
size_t ouro__records_bytes(const ouro__records *r);

#endif
