/* What the heap's own files share. The order of the files, each knowing those before it: report.c (what is
 * wrong), spare.c (mappings kept for a while), arena.c (pages and runs of them), page.c (blocks in pages of
 * one class), large.c (runs and huge blocks), debug.c (the debug heap), dress.c (what surrounds blocks),
 * heap.c (all of it together), walk.c (looking at blocks). poison.h stands apart, as do region.c and
 * size_class.h, which know none of these. */
#ifndef OURO_HEAP_INTERNAL_H
#define OURO_HEAP_INTERNAL_H

#include "heap/heap.h"
#include "heap/sampling.h"
#include "os/assert.h"

enum {
    OURO__ARENA_PAGES = 64,
    OURO__PAGE_PARTS = OURO__PAGE_BYTES / OURO__PART_BYTES,
    /* From here on blocks come straight from the operating system, containers excepted. One that grows does
     * so earlier, since it will grow again; one that is new can use again what a former one left. */
    OURO__HUGE_MIN = 4 << 20,
    OURO__HUGE_MIN_GROWN = 1 << 20,
};
#define OURO__ARENA_BYTES ((size_t)OURO__ARENA_PAGES << OURO__PAGE_SHIFT)

enum ouro__page_state {
    OURO__PAGE_FREE,     /* belongs to nobody */
    OURO__PAGE_LISTED,   /* of a class, with free blocks or uncarved parts, in the class's list */
    OURO__PAGE_CURRENT,  /* the one the class allocates from */
    OURO__PAGE_FULL,     /* of a class, with few free blocks or none; in no list */
    OURO__PAGE_RUN,      /* first page of a run in use */
    OURO__PAGE_RUN_TAIL, /* a later one */
    OURO__PAGE_RUN_FREED /* a container's run that was freed and waits for release: its only page */
};

_Static_assert((int)OURO__STATE_FIRST_SMALL == (int)OURO__PAGE_LISTED &&
                   (int)OURO__STATE_FIRST_SMALL + (int)OURO__STATES_SMALL == (int)OURO__PAGE_RUN,
               "heap.h knows these states");

enum ouro__page_flags {
    OURO__PAGE_CHECKED = 1, /* every free goes the slow way */
    OURO__PAGE_WAITING = 2, /* in the list of waiting container pages */
    OURO__PAGE_SPARSE = 4,  /* nearly empty at the last tick */
    OURO__PAGE_SAMPLED = 8  /* holds sampled blocks alone: in a list of its own; CHECKED, too */
};

/* What is on (ouro_heap.mode): with OURO__MODE_SLOW every allocation goes the slow way. */
enum ouro__mode {
    OURO__MODE_TAPPED = 1,
    OURO__MODE_FAILING = 2,
    OURO__MODE_DEBUG = 4,    /* debug.c lays out each block */
    OURO__MODE_POISONED = 8, /* under AddressSanitizer or valgrind */
    OURO__MODE_SAMPLED = 16, /* the slow way draws samples: sampling.h */
    OURO__MODE_DRESSED = OURO__MODE_DEBUG | OURO__MODE_POISONED,
    OURO__MODE_SLOW = OURO__MODE_TAPPED | OURO__MODE_FAILING | OURO__MODE_DRESSED
};

/* Frees that the current page's fuse lasts for, and more. */
#define OURO__FUSE_CURRENT 0x40000000u

typedef struct ouro__arena {
    uint64_t free; /* a bit for each page that belongs to nobody */
    uint64_t warm; /* of these, the ones with resident parts */
    bool open;     /* its addresses are committed */
    bool huge;     /* the system was asked for huge pages */
} ouro__arena;

struct ouro__huge {
    char *memory;    /* NULL: nothing here */
    size_t bytes;    /* mapped, whole pages of the system */
    uint64_t origin; /* see spare.c */
    uint8_t kind;
};
_Static_assert(sizeof(struct ouro__huge) == 32, "a table of them has room for a power of two");

/* ---- report.c ---- */

/* Reports a crime: to h->crime if set, which may return, else on stderr, then abort(). */
void ouro__heap_crime(const ouro_heap *h, const char *format, ...)
    __attribute__((format(printf, 2, 3), cold));

/* ---- spare.c ---- */

/* The front of a spare, at most `most` bytes and at least half as many; 0 when there is none. It stays
 * charged. */
size_t ouro__spare_take(ouro_heap *h, size_t most, char **memory, uint64_t *origin);
/* The same from the spare of this origin that begins at `end`. */
size_t ouro__spare_take_behind(ouro_heap *h, const char *end, uint64_t origin, size_t most);
/* Keeps a mapping, which stays charged. */
void ouro__spare_give(ouro_heap *h, char *memory, size_t bytes, uint64_t origin);
/* Gives spares back to the system until at most `keep` bytes of the heap lie idle, or none is left. */
void ouro__spare_trim(ouro_heap *h, size_t keep);

/* ---- arena.c ---- */

static inline uint32_t ouro__page_index(const ouro_heap *h, const ouro__page *page)
{
    return (uint32_t)(page - h->pages);
}

static inline char *ouro__page_start(const ouro_heap *h, const ouro__page *page)
{
    return h->base + ((size_t)ouro__page_index(h, page) << OURO__PAGE_SHIFT);
}

static inline bool ouro__in_range(const ouro_heap *h, const void *p)
{
    return (uintptr_t)p - (uintptr_t)h->base < h->range_bytes;
}

static inline uint32_t ouro__page_blocks_used(const ouro__page *page)
{
    return page->rest + page->fuse;
}

/* Whether a block of this page of a class starts there. An offset in the page is a multiple of the block size
 * exactly when the fraction of offset / size is below 1 / size, both in 2^32nds; an offset has only 16
 * bits. */
static inline bool ouro__block_starts(const ouro__page *page, const char *p)
{
    uint32_t offset = (uint32_t)(uintptr_t)p & (OURO__PAGE_BYTES - 1);
    return offset * page->reciprocal < page->reciprocal && p < page->end;
}

/* Reserves the range and its tables. 0 or -1. */
int ouro__arenas_init(ouro_heap *h, size_t container_range, size_t other_range);
/* Counts bytes taken from the system; false over the budget (unused memory is given back first). */
bool ouro__take_bytes(ouro_heap *h, size_t bytes);
void ouro__give_bytes(ouro_heap *h, size_t bytes);
/* `count` neighbouring free pages of the zone for `kind`, state set by the caller; NULL when refused.
 * Parts that are resident may hold old bytes; the others read as zero and are not charged yet. */
ouro__page *ouro__take_pages(ouro_heap *h, uint32_t count, enum ouro_heap_kind kind);
/* These very pages, if they are all free and of one zone. */
bool ouro__take_pages_at(ouro_heap *h, ouro__page *page, uint32_t count);
void ouro__give_pages(ouro_heap *h, ouro__page *page, uint32_t count);
/* What is in use has changed. */
static inline void ouro__watch(ouro_heap *h)
{
    size_t used = h->committed - h->idle;
    if (OURO__UNLIKELY(h->watch && (used >= h->watch_high || used < h->watch_low)))
        h->watch(h->watch_context);
}

/* Charges the parts in `parts` that are not resident yet. */
bool ouro__page_commit(ouro_heap *h, ouro__page *page, unsigned parts);
/* Memory was taken: counts what of it was given back only lately. */
void ouro__count_regret(ouro_heap *h, size_t bytes);
/* Gives the memory of these parts back to the system where they are resident. */
void ouro__page_decommit(ouro_heap *h, ouro__page *page, unsigned parts);
/* Gives back resident parts of free pages until at most `keep` bytes of them are left. */
void ouro__trim_idle(ouro_heap *h, size_t keep);
/* To be called before memory becomes idle: notes how much was in use. */
void ouro__note_peak(ouro_heap *h);
/* To be called after: gives back what is not worth keeping, and ticks. */
void ouro__shed_idle(ouro_heap *h);
/* To be called at slow moments: gives back what has not been used for a while. */
void ouro__tick(ouro_heap *h);

/* ---- sampling.c ---- */

/* Of one kind and class. What is known of its current page is from when that was last armed or counted. */
struct ouro__countdown {
    uint64_t left; /* blocks to hand out before the sampled one */
    uint32_t rest, fuse;
    uint32_t reach; /* blocks that the current page's free list gives before the slow path, at most */
    uint32_t list;  /* pages of samples with free blocks, by index; 0 is none */
};
#define OURO__REACH_UNKNOWN UINT32_MAX

struct ouro__sampling {
    ouro_heap_sampling config;
    uint64_t random;
    double left_large; /* bytes of larger blocks */
    struct ouro__countdown classes[OURO_HEAP_KINDS][OURO__CLASSES];
};

/* Laid over the link to a free block: a list with it is as sound as without, but allocation goes the slow way there. */
#define OURO__MARK ((uintptr_t)1 << 63)

static inline char *ouro__without_mark(char *link)
{
    return link == OURO__NO_BLOCK ? link : (char *)((uintptr_t)link & ~OURO__MARK);
}

/* Takes what was allocated from a current page off its class's countdown. */
void ouro__sampling_count(ouro_heap *h, const ouro__page *page);
/* Arms a current page, which was counted, with `used` blocks in use. */
void ouro__sampling_arm(ouro_heap *h, ouro__page *page, uint32_t used);
/* Whether the class of a current page has so few blocks left that each is to go the slow way. */
bool ouro__sampling_is_near(const ouro_heap *h, const ouro__page *page);
static inline void ouro__sampling_forget_list(ouro_heap *h, const ouro__page *page)
{
    h->sampling->classes[page->kind][page->size_class].reach = OURO__REACH_UNKNOWN;
}
/* A slot of so many bytes is about to be handed out the slow way: whether it is a sample. */
bool ouro__sampling_draw(ouro_heap *h, size_t size, enum ouro_heap_kind kind);
/* It was. */
void ouro__sampling_tell(ouro_heap *h, void *block, size_t size, size_t slot_size, enum ouro_heap_kind kind);
void ouro__sampling_release(ouro_heap *h);
/* Whether a current page hands out no more blocks before the next slow moment than its countdown allows. */
bool ouro__sampling_is_sound(const ouro_heap *h, const ouro__page *page);

/* ---- page.c ---- */

/* A block of a class, or NULL. */
char *ouro__small_take(ouro_heap *h, unsigned size_class, enum ouro_heap_kind kind);
/* Gives back a block whose page's fuse has not been counted down for it. */
void ouro__small_give(ouro_heap *h, ouro__page *page, char *block);
/* Makes every free of this page go the slow way, or no longer. */
void ouro__page_set_checked(ouro_heap *h, ouro__page *page, bool checked);
/* Puts pages back in their lists that keep few free blocks to themselves; whether there were any. */
bool ouro__reveal_pages(ouro_heap *h);
/* Gives a page without blocks in use back to the zone. */
void ouro__retire_page(ouro_heap *h, ouro__page *page);
/* Gives back the unused parts of nearly empty pages of one zone (0 containers, 1 the others); with `all`,
 * also those that became so since the last tick. */
void ouro__purge_sparse(ouro_heap *h, unsigned zone, bool all);
/* Memory is short: gives back every part of the pages, current ones included, that no block in use needs;
 * those of containers when they are next released (container_squeeze). */
void ouro__squeeze(ouro_heap *h);
/* No page is CHECKED any longer. */
void ouro__uncheck_pages(ouro_heap *h);
/* Brings `fast` in step with `current` and the mode. */
void ouro__refresh_fast(ouro_heap *h);
/* The same, and arms current pages anew. */
void ouro__rearm_current_pages(ouro_heap *h);
/* The current page of a class is armed anew, its countdown being right. */
void ouro__page_rearm(ouro_heap *h, ouro__page *page);
/* A block of a class from the pages of samples, or NULL. */
char *ouro__sampled_take(ouro_heap *h, unsigned size_class, enum ouro_heap_kind kind);
/* No page is SAMPLED any longer. */
void ouro__unsample_pages(ouro_heap *h);
/* A bit for each block of the page, set where it is free or not carved. False when the free list is not
 * sound. */
enum { OURO__BITMAP_WORDS = OURO__PAGE_BYTES / 8 / 64 };
bool ouro__free_bitmap(const ouro_heap *h, const ouro__page *page, uint64_t bits[OURO__BITMAP_WORDS]);
/* Waiting pages: container pages without blocks in use. */
void ouro__wait_page(ouro_heap *h, ouro__page *page, size_t bytes);

/* ---- large.c ---- */

/* A block larger than OURO__SMALL_MAX, or NULL; with `zero` it is zeroed, without touching what is fresh. */
char *ouro__large_take(ouro_heap *h, size_t size, enum ouro_heap_kind kind, bool zero, bool grown);
void ouro__run_give(ouro_heap *h, ouro__page *page);
struct ouro__huge *ouro__huge_find(const ouro_heap *h, const void *block);
void ouro__huge_give(ouro_heap *h, struct ouro__huge *huge);
/* Resizes without leaving the run or mapping (huge ones may move by pages); NULL when it cannot. */
char *ouro__run_resize(ouro_heap *h, ouro__page *page, size_t size);
char *ouro__huge_resize(ouro_heap *h, struct ouro__huge *huge, size_t size);
void ouro__huge_release_all(ouro_heap *h);

/* ---- dress.c ---- */

int ouro__dress_init(ouro_heap *h, bool debug);
void ouro__dress_destroy(ouro_heap *h);
/* Gives delayed blocks back to their pages; whether there were any. */
bool ouro__dress_relieve(ouro_heap *h);
/* The block inside a new slot. */
char *ouro__dress(ouro_heap *h, char *slot, size_t size, enum ouro_heap_kind kind, bool zero);
/* The slot of a block that goes; NULL when it is not to be given back now. */
char *ouro__undress(ouro_heap *h, char *block, enum ouro_heap_kind kind);
/* What was asked for; 0 for what is no block in use. */
size_t ouro__dressed_bytes(const ouro_heap *h, const char *block);
/* Freed blocks whose reuse is delayed. */
size_t ouro__dressed_delayed(const ouro_heap *h);
/* Verifies a slot, in use or free: reports what is wrong and returns how much. */
size_t ouro__dressed_check(ouro_heap *h, char *slot);

/* ---- heap.c ---- */

/* Of a slot in use; 0 for anything else. */
size_t ouro__slot_bytes(const ouro_heap *h, const void *slot);
/* Whether a slot starts there, in use or free. */
bool ouro__slot_starts(const ouro_heap *h, const void *slot);
enum ouro_heap_kind ouro__slot_kind(const ouro_heap *h, const void *slot);
void ouro__slot_give(ouro_heap *h, char *slot);

#endif
