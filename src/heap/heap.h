/* The private heap: memory for one runtime, in pages of one size class and one kind.
 *
 * One reserved range of addresses holds two zones, containers first and everything else after, cut into
 * pages of 64 KiB whose descriptors stand in a table beside the range. Blocks up to 32 KiB come from pages
 * of one size class, larger ones from runs of pages, huge ones straight from the operating system.
 * docs/heap.md tells the whole story with a picture.
 *
 * A heap knows nothing of what its blocks hold, shares nothing with other heaps, and must be used by one
 * thread at a time. Every function that gives out memory returns NULL when the budget or the operating
 * system refuses, after it has asked `pressure` once for relief. A misuse that is noticed (a free list that
 * was written over, a block freed twice, a pointer from elsewhere) is reported on stderr, then abort().
 *
 * Container blocks: the first 8 bytes belong to the floor above also while the block is free. They are zero
 * in a block that was never used, and survive free and re-allocation. Type index zero (bits 8 to 31 of the
 * second 32-bit word) means "not a live object". */
#ifndef OURO_HEAP_HEAP_H
#define OURO_HEAP_HEAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "heap/region.h"
#include "heap/size_class.h"

typedef struct ouro_heap ouro_heap;

/* The descriptor of one 64 KiB page; page.c states its invariants. */
typedef struct ouro__page {
    char *free;        /* first free block, or OURO__NO_BLOCK */
    char *end;         /* one past the page's last block: a free block at or past it is none or not sound */
    uint32_t fuse;     /* counted down by frees: the slow path is wanted at zero */
    uint32_t rest;     /* counted up by allocations; blocks in use are rest + fuse */
    uint16_t carved;   /* the 4 KiB parts whose blocks are in use or on the free list */
    uint16_t resident; /* the parts that may hold something else than zero; all of them are charged */
    uint16_t capacity; /* blocks of this size in a whole page */
    uint8_t size_class;
    uint8_t kind;
    uint8_t state; /* enum ouro__page_state */
    uint8_t flags;
    uint16_t purged;       /* blocks in use, and one, when its unused parts were last given back; or 0 */
    uint32_t next, prev;   /* neighbours in the class's list, by index; 0 is none */
    uint32_t next_waiting; /* containers: the next page that waits for ouro__heap_release_containers */
    union {
        uint32_t reciprocal; /* page of a class: 2^32 / block size, rounded up */
        uint32_t run_pages;  /* first page of a run: how many; a later page: how far back the first is */
    };
    union {
        uint64_t run_bytes; /* first page of a run: bytes that the block may use */
        void *notes;        /* page of a class: the tap's own, NULL when the page is made */
    };
} ouro__page;

enum { OURO__PAGE_SHIFT = 16, OURO__PAGE_BYTES = 1 << OURO__PAGE_SHIFT, OURO__PART_BYTES = 4096 };
#define OURO__NO_BLOCK ((char *)UINTPTR_MAX)

typedef struct ouro_heap_site {
    const char *file; /* copied by the heap; may be NULL */
    int line;
} ouro_heap_site;

typedef struct ouro_heap_options {
    size_t budget;          /* bytes that may be taken from the operating system; 0 is no limit */
    size_t container_range; /* wished bytes of addresses for containers; 0 is the most, 32 GiB */
    size_t other_range;     /* the same for all other pages; 0 is 256 GiB */
    unsigned give_back_ms;  /* how long unused memory is kept; 0 is 1000 */
    bool debug;             /* the debug heap: debug.c */
} ouro_heap_options;

/* Called for every block that comes and goes while a tap is set. They may not use the heap. `page` is the one that the
 * block shares with others of its class, NULL for a larger block. `freed` comes before the block is given back, also for
 * blocks that came before the tap when they share a page with ones that came after. A moved block is told by `resized`
 * alone, while it stands in both places, unless its whole mapping moved. */
typedef struct ouro_heap_tap {
    void (*allocated)(void *context, ouro__page *page, void *block, size_t size);
    void (*freed)(void *context, ouro__page *page, void *block);
    void (*resized)(void *context, void *old_block, void *block, size_t size);
    void *context;
} ouro_heap_tap;

typedef struct ouro__zone {
    uint32_t first, limit; /* its arenas in the heap's table: [first, limit) */
    uint32_t opened;       /* arenas from first up to here have been opened once */
    uint32_t hint;         /* no arena below has a free page */
    uint32_t warm_hint;    /* no arena below has a free page with resident parts */
} ouro__zone;

enum { OURO__SPARES = 8 };

typedef struct ouro__spare {
    char *memory;
    size_t bytes;
    uint64_t origin; /* the mapping of the system that it is a piece of */
} ouro__spare;

struct ouro_heap {
    ouro__page *fast[OURO_HEAP_KINDS][OURO__CLASSES]; /* the page to allocate from, or ouro__no_page */
    uintptr_t key;      /* links of free lists are stored with this laid over them */
    uintptr_t page_map; /* address of the descriptor that address 0 would have */
    char *base;         /* of the container zone, and of the whole range */
    size_t container_bytes, range_bytes;

    /* Set by the floor above, all of them optional. */
    int (*pressure)(void *context, size_t wanted); /* free something; nonzero: worth another try */
    void *pressure_context;
    bool (*entitled)(void *context); /* whether what is asked for now may use the reserve */
    void *entitled_context;
    size_t reserve;      /* bytes of the budget (at most a 64th of it) that only those may use */
    size_t reserve_kept; /* of these, the ones that nobody may use right now; set it lower only for a while */
    void (*containers_waiting)(void *context); /* many container pages wait; may only set a flag */
    void *containers_context;
    /* Called when what is in use (committed - idle) has reached watch_high or is below watch_low, and when the budget
     * changes: may only set these two and a flag. */
    void (*watch)(void *context);
    void *watch_context;
    size_t watch_low, watch_high;
    bool (*site)(void *context, ouro_heap_site *site); /* debug heap: where the program is */
    void *site_context;
    void (*crime)(void *context, const char *report); /* instead of stderr and abort(); for tests */
    void *crime_context;
    uint64_t fail_at; /* read only: use ouro__heap_fail */
    uint64_t fail_count;

    /* Private from here on. */
    unsigned mode;
    uint32_t front, rear; /* bytes around each block, beyond what was asked for */
    ouro__page *current[OURO_HEAP_KINDS][OURO__CLASSES];
    uint32_t lists[OURO_HEAP_KINDS][OURO__CLASSES]; /* pages with free blocks, current ones excepted */
    ouro__page *pages;
    struct ouro__arena *arenas;
    ouro__zone zones[2];
    uint32_t waiting; /* list of container pages that wait */
    size_t waiting_bytes;
    size_t budget, committed, committed_peak, charged;
    size_t idle, idle_low; /* resident bytes in free pages: now, and the least since the last tick */
    size_t recent_peak;    /* of committed - idle, fading */
    size_t missed, regret; /* bytes given back since the last tick; and of these, taken again, fading */
    uint64_t next_tick, tick_period;
    size_t tidy_at; /* committed bytes beyond which the heap tidies its pages */
    uint32_t slow_moments;
    struct ouro__huge *huge; /* hash table of blocks straight from the system */
    size_t huge_room, huge_count, huge_bytes;
    ouro__spare spares[OURO__SPARES]; /* mappings that huge blocks left, for the next ones */
    unsigned spare_count;
    uint64_t huge_origins; /* mappings made so far, to tell them apart */
    size_t spare_bytes;
    size_t page_bytes; /* of the operating system */
    void *reservation;
    size_t reservation_bytes;
    ouro_heap_tap tap;
    struct ouro__sampling *sampling; /* NULL: off */
    bool relieving;
    bool container_tick;    /* a tick came by since containers were last released */
    bool container_trim;    /* a trim did */
    bool container_squeeze; /* memory was refused */
    uint64_t taken; /* bytes handed out so far, roughly: a block counts when its part of a page is carved */
    struct ouro__debug *debug;
    void *caller; /* debug heap: return address of the call being served */
};

/* 0, or -1 with nothing taken. `options` may be NULL. */
int ouro__heap_init(ouro_heap *h, const ouro_heap_options *options);
/* Gives everything back to the operating system, blocks in use included. */
void ouro__heap_destroy(ouro_heap *h);

/* `size` bytes, not zeroed; 0 is taken as 1. Aligned to 16 where the size class is a multiple of 16, else
 * 8. */
void *ouro__heap_alloc(ouro_heap *h, size_t size, enum ouro_heap_kind kind);
/* The same, zeroed; of a container the first 8 bytes are left as the block had them. */
void *ouro__heap_alloc_zeroed(ouro_heap *h, size_t size, enum ouro_heap_kind kind);
/* Any block of this heap, or NULL. */
void ouro__heap_free(ouro_heap *h, void *block, enum ouro_heap_kind kind);
/* RAW blocks only, or NULL. NULL when refused: `block` is then as it was. */
void *ouro__heap_resize(ouro_heap *h, void *block, size_t size);
/* Bytes that the block may hold, at least what was asked for. */
size_t ouro__heap_usable(const ouro_heap *h, const void *block);
/* The same of a fresh block of such a size that is no container; a kept one that is used again may hold more. */
size_t ouro__heap_usable_of_size(const ouro_heap *h, size_t size);
/* Whether `p` lies in a block in use of this heap. May be given any pointer; not fast. */
bool ouro__heap_owns(const ouro_heap *h, const void *p);

/* Counts memory that others map themselves in the budget; a negative amount takes it off again.
 * -1 when the budget refuses (pressure is asked first). */
int ouro__heap_charge(ouro_heap *h, ptrdiff_t bytes);
/* The same for those who may not cause anything to be freed, such as a tap: asks nobody for relief. */
bool ouro__heap_charge_now(ouro_heap *h, size_t bytes);
/* 0 is no budget. Below what is in use, only growth is refused. A heap that was opened with a budget has
 * addresses for four times as much. */
void ouro__heap_set_budget(ouro_heap *h, size_t budget);

/* Bytes that the budget still allows, what lies idle included. */
size_t ouro__heap_room(const ouro_heap *h);

/* Gives all unused memory back now, without the delay; what containers do not use, when they are next
 * released. */
void ouro__heap_trim(ouro_heap *h);
/* No free container block is referred to from above: its pages may be given back or change class. */
void ouro__heap_release_containers(ouro_heap *h);

/* NULL takes the tap off. */
void ouro__heap_set_tap(ouro_heap *h, const ouro_heap_tap *tap);
/* Fails the `nth` allocation from now (1 is the next) and `count - 1` after it; nth 0 turns it off.
 * Resizing that asks for more counts as an allocation. Pressure is not asked for these. */
void ouro__heap_fail(ouro_heap *h, uint64_t nth, uint64_t count);

/* Verifies every page, free list and, in the debug heap, guard and freed block. Reports what is wrong
 * (see `crime`) and returns how many things were. */
size_t ouro__heap_check(ouro_heap *h);

/* Chunks for a region, taken from this heap as RAW blocks. */
ouro_region_source ouro__heap_region_source(ouro_heap *h);

/* ---- Looking at blocks ---- */

/* Blocks in use, of all kinds. Looks at each page's descriptor, not at blocks. */
size_t ouro__heap_blocks(const ouro_heap *h);

typedef struct ouro_heap_class_stats {
    size_t block_bytes;
    size_t pages;
    size_t blocks;   /* in use */
    size_t capacity; /* that these pages could hold */
} ouro_heap_class_stats;

typedef struct ouro_heap_stats {
    size_t blocks, bytes;             /* in use, of all kinds; bytes as ouro__heap_usable counts them */
    size_t run_blocks, run_bytes;     /* of these, larger than a page's classes */
    size_t huge_blocks, huge_bytes;   /* and straight from the operating system */
    size_t largest;                   /* bytes of the largest block in use */
    size_t reserved;                  /* bytes of addresses */
    size_t committed, committed_peak; /* bytes taken from the operating system; what the budget counts */
    size_t charged;                   /* of these, by ouro__heap_charge */
    size_t idle;                      /* of these, in free pages, kept for a while */
    size_t budget;
    size_t arenas; /* of 4 MiB, with at least one page in use */
    size_t pages, free_pages;
    size_t waiting_bytes; /* containers: free, but not yet released */
    ouro_heap_class_stats classes[OURO_HEAP_KINDS][OURO__CLASSES];
} ouro_heap_stats;

void ouro__heap_stats(const ouro_heap *h, ouro_heap_stats *stats);

/* Calls visit for every block in use, in address order within each zone; a nonzero result ends the walk and
 * is returned. `visit` may not allocate from or free to this heap. */
typedef int (*ouro_heap_visit)(void *context, void *block, size_t usable, enum ouro_heap_kind kind);
int ouro__heap_walk(const ouro_heap *h, ouro_heap_visit visit, void *context);

/* The first page behind `page` (NULL: the first of all) that holds blocks of a class; NULL when there is
 * none. */
const ouro__page *ouro__heap_next_page(const ouro_heap *h, const ouro__page *page);

/* Container memory in address order, a stretch of equal blocks at a time, live and free ones alike:
 *
 *     ouro_heap_span span = {0};
 *     while (ouro__heap_container_walk(h, &span))
 *         for (char *block = span.first; block < span.end; block += span.stride)
 *
 * Blocks with type index 0 are free. The heap may be used between two calls, with the usual consequence that
 * what comes behind the span is not visited. */
typedef struct ouro_heap_span {
    char *first, *end; /* end: the last block starts below it */
    size_t stride;
    uint32_t page; /* where the walk stands; private */
    uint32_t part;
} ouro_heap_span;
bool ouro__heap_container_walk(const ouro_heap *h, ouro_heap_span *span);

/* The blocks of the container zone, in use or not, by number: from 0, without gaps but for a few between
 * pages, so that a table beside them needs one entry each. Numbers hold until the heap is used. `places` has
 * an entry for each of ouro__heap_container_pages; the result is how many numbers there are. */
typedef struct ouro_heap_place {
    uint32_t first;      /* number of the page's first block */
    uint32_t reciprocal; /* 2^32 / block size, rounded up; 0 for a run, which is one block */
} ouro_heap_place;
size_t ouro__heap_container_pages(const ouro_heap *h);
size_t ouro__heap_number_containers(const ouro_heap *h, ouro_heap_place *places);

/* ---- The inline paths ---- */

extern const ouro__page ouro__no_page; /* has no block, so that allocation goes the slow way */
void *ouro__heap_alloc_slow(ouro_heap *h, size_t size, enum ouro_heap_kind kind);
void ouro__heap_free_slow(ouro_heap *h, ouro__page *page, void *block);

#define OURO__LIKELY(x) __builtin_expect(!!(x), 1)
#define OURO__UNLIKELY(x) __builtin_expect(!!(x), 0)

static inline uint64_t *ouro__block_link(void *block, enum ouro_heap_kind kind)
{
    return (uint64_t *)((char *)block + (kind == OURO_HEAP_CONTAINER ? 8 : 0));
}

/* Of any address inside the range. */
static inline ouro__page *ouro__page_of(const ouro_heap *h, const void *p)
{
    return (ouro__page *)(h->page_map + ((uintptr_t)p >> OURO__PAGE_SHIFT) * sizeof(ouro__page));
}

/* Pages that hold blocks of one size class: which states they are in (internal.h has them all). */
enum { OURO__STATE_FIRST_SMALL = 1, OURO__STATES_SMALL = 3 };

static inline bool ouro__holds_blocks(const ouro__page *page)
{
    return (uint8_t)(page->state - OURO__STATE_FIRST_SMALL) < OURO__STATES_SMALL;
}

/* The page that a block in use shares with others of its class; NULL for a larger one. */
static inline ouro__page *ouro__heap_page_of_small(const ouro_heap *h, const void *block)
{
    if ((uintptr_t)block - (uintptr_t)h->base >= h->range_bytes)
        return NULL;
    ouro__page *page = ouro__page_of(h, block);
    return ouro__holds_blocks(page) ? page : NULL;
}

/* Its number among them. */
static inline uint32_t ouro__heap_block_number(const ouro__page *page, const void *block)
{
    return (uint32_t)((uint64_t)((uintptr_t)block & (OURO__PAGE_BYTES - 1)) * page->reciprocal >> 32);
}

#if OURO_ASSERTIONS
/* Reports when this is no block in use of at least this size, and this kind. */
void ouro__heap_expect_block(const ouro_heap *h, const void *block, size_t size, enum ouro_heap_kind kind);
#else
#define ouro__heap_expect_block(h, block, size, kind) ((void)0)
#endif

/* ouro__heap_alloc for a size and kind known when compiling: 8 instructions. */
static inline void *ouro__heap_new(ouro_heap *h, size_t size, enum ouro_heap_kind kind)
{
    if (size > OURO__SMALL_MAX)
        return ouro__heap_alloc(h, size, kind);
    ouro__page *page = h->fast[kind][ouro__size_class(size, kind)];
    char *block = page->free;
    if (OURO__UNLIKELY((uintptr_t)block >= (uintptr_t)page->end))
        return ouro__heap_alloc_slow(h, size, kind);
    page->free = (char *)(*ouro__block_link(block, kind) ^ h->key);
    page->rest++;
    return block;
}

/* ouro__heap_free for a block of known size and kind, not NULL: 10 instructions. */
static inline void ouro__heap_delete(ouro_heap *h, void *block, size_t size, enum ouro_heap_kind kind)
{
    ouro__heap_expect_block(h, block, size, kind);
    if (size > OURO__SMALL_MAX) {
        ouro__heap_free(h, block, kind);
        return;
    }
    ouro__page *page = ouro__page_of(h, block);
    if (OURO__UNLIKELY(--page->fuse == 0)) {
        ouro__heap_free_slow(h, page, block);
        return;
    }
    *ouro__block_link(block, kind) = (uintptr_t)page->free ^ h->key;
    page->free = block;
}

/* Whether an address belongs to the container zone, without touching what it points to. */
static inline bool ouro__heap_is_container(const ouro_heap *h, const void *p)
{
    return (uintptr_t)p - (uintptr_t)h->base < h->container_bytes;
}

/* Of a container that exists. */
static inline uint32_t ouro__heap_container_number(const ouro_heap *h, const ouro_heap_place *places,
                                                   const void *container)
{
    uintptr_t offset = (uintptr_t)container - (uintptr_t)h->base;
    const ouro_heap_place *place = &places[offset >> OURO__PAGE_SHIFT];
    return place->first + (uint32_t)((offset & (OURO__PAGE_BYTES - 1)) * place->reciprocal >> 32);
}

/* A container's address as a number of 32 bits, and back; 0 is never a container. */
static inline uint32_t ouro__container_index(const ouro_heap *h, const void *p)
{
    return (uint32_t)(((uintptr_t)p - (uintptr_t)h->base) >> 3);
}

static inline void *ouro__container_at(const ouro_heap *h, uint32_t index)
{
    return h->base + ((size_t)index << 3);
}

#endif
