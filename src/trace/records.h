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

/* The records of a page's blocks, by their numbers. */
typedef struct ouro__page_records {
    union {
        struct ouro__page_records *next; /* in the list of free ones */
        size_t size_class;
    };
    ouro__record records[];
} ouro__page_records;

typedef struct ouro__records {
    ouro__page_records *
        *pages; /* by page number: the array that was last given to it; the page notes it, too, until it
                                   becomes another */
    size_t pages_bytes;
    struct ouro__records_chunk *chunks; /* that the arrays are cut from */
    size_t chunk_used, chunks_bytes;
    ouro__page_records *free[OURO__CLASSES]; /* arrays, by the class that they fit */
    ouro__growing large;                     /* of ouro__large_record, open addressing */
    size_t large_room, large_count;          /* slots, a power of two; and those in use */
} ouro__records;

/* False when memory is refused. */
bool ouro__records_init(ouro_heap *h, ouro__records *r);
void ouro__records_destroy(ouro_heap *h, ouro__records *r);

/* By address, in any domain. add: false when memory is refused; there must be no record of it. remove: false when there is
 * none, else it gives the size. */
bool ouro__records_add_at(ouro_heap *h, ouro__records *r, const ouro__large_record *record);
bool ouro__records_remove_at(ouro__records *r, uint32_t domain, uintptr_t address, size_t *size);

/* What follows takes a block with its page as a tap of the heap gets it, NULL for a large one. */

/* Room for the records of a page. False when memory for it is refused. */
bool ouro__records_page(ouro_heap *h, ouro__records *r, ouro__page *page);

/* The record of a block; NULL when its page has no room for any. */
static inline ouro__record *ouro__records_at(const ouro_heap *h, const ouro__records *r,
                                             const ouro__page *page, const void *block)
{
    ouro__page_records *array = page->notes;
    (void)h, (void)r;
    return OURO__LIKELY(array != NULL) ? &array->records[ouro__heap_block_number(page, block)] : NULL;
}

/* Notes a block of the heap that has no record. False when memory for it is refused. */
static inline bool ouro__records_add(ouro_heap *h, ouro__records *r, ouro__page *page, void *block,
                                     size_t size, uint32_t stack)
{
    if (OURO__UNLIKELY(!page)) {
        const ouro__large_record record = {(uintptr_t)block, size, stack, 0};
        return ouro__records_add_at(h, r, &record);
    }
    ouro__record *record = ouro__records_at(h, r, page, block);
    if (OURO__UNLIKELY(!record)) {
        if (!ouro__records_page(h, r, page))
            return false;
        record = ouro__records_at(h, r, page, block);
    }
    *record = (ouro__record){stack, (uint32_t)size};
    return true;
}

/* The record of a block. False when it has none. */
bool ouro__records_find(const ouro_heap *h, const ouro__records *r, const void *block,
                        ouro__large_record *found);

/* Calls visit for each record until it returns false; `visit` may not change them. */
void ouro__records_each(const ouro_heap *h, const ouro__records *r,
                        bool (*visit)(void *context, const ouro__large_record *record), void *context);
/* Bytes that they take. */
size_t ouro__records_bytes(const ouro__records *r);

#endif
