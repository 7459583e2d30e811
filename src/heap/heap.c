/* The heap as a whole: opening, closing, the general ways in and out, refusal and relief, taps, faults.
 *
 * Below this file memory comes in slots: a block of a page's class, a run or a mapping. In the ordinary heap
 * the slot is the block. In a dressed heap (the debug heap, or under AddressSanitizer or valgrind) the block
 * stands inside its slot, `front` bytes behind its start and at least `rear` bytes before its end; what is
 * in those bytes is dress.c's business. */
#include "heap/internal.h"
#include "heap/poison.h"
#include "os/os.h"

#include <string.h>

int ouro__heap_init(ouro_heap *h, const ouro_heap_options *options)
{
    static const ouro_heap_options defaults = {0};
    if (!options)
        options = &defaults;
    *h = (ouro_heap){.budget = options->budget, .page_bytes = ouro__os_page_size()};
    ouro__os_random(&h->key, sizeof h->key);
    /* A free list's end must not look like a link that was overwritten, nor a zeroed link like an address. */
    h->key |= (uintptr_t)1 << 62;
    uint64_t delay = options->give_back_ms ? options->give_back_ms : 1000;
    h->tick_period = delay * 1000000 / 2;
    if (ouro__arenas_init(h, options->container_range, options->other_range) < 0)
        return -1;
    if (ouro__dress_init(h, options->debug) < 0) {
        ouro__os_release(h->reservation, h->reservation_bytes);
        return -1;
    }
    ouro__refresh_fast(h);
    return 0;
}

void ouro__heap_destroy(ouro_heap *h)
{
    ouro__sampling_release(h);
    ouro__dress_destroy(h);
    ouro__huge_release_all(h);
    if (h->reservation)
        ouro__os_release(h->reservation, h->reservation_bytes);
    *h = (ouro_heap){0};
}

/* ---- Slots ---- */

/* ouro__heap_new where nothing is constant: a block of this page, or NULL. */
static inline char *pop(const ouro_heap *h, ouro__page *page, enum ouro_heap_kind kind)
{
    char *block = page->free;
    if (OURO__UNLIKELY((uintptr_t)block >= (uintptr_t)page->end))
        return NULL;
    page->free = (char *)(*ouro__block_link(block, kind) ^ h->key);
    page->rest++;
    return block;
}

/* What a caller wants of a new block besides its size. */
enum {
    PLAIN = 0,
    ZEROED = 1,
    GROWN = 2, /* for a block that outgrew its old place */
    DRAWN = 4  /* for a sample */
};

static char *slot_take(ouro_heap *h, size_t size, enum ouro_heap_kind kind, unsigned how)
{
    if (size > OURO__SMALL_MAX) {
        char *large = ouro__large_take(h, size, kind, how & ZEROED, how & GROWN);
        h->taken += large ? size : 0;
        return large;
    }
    unsigned size_class = ouro__size_class(size, kind);
    char *slot =
        how & DRAWN ? ouro__sampled_take(h, size_class, kind) : ouro__small_take(h, size_class, kind);
    if (slot && how & ZEROED) {
        size_t kept = kind == OURO_HEAP_CONTAINER ? 8 : 0;
        size = ouro__class_bytes(size_class);
        if (!(h->mode & OURO__MODE_DRESSED))
            memset(slot + kept, 0, size - kept);
    }
    return slot;
}

/* The descriptor of any address, or NULL outside the arenas opened so far. */
static ouro__page *page_of_any(const ouro_heap *h, const void *p)
{
    size_t arena = ((uintptr_t)p - (uintptr_t)h->base) / OURO__ARENA_BYTES;
    if (arena < h->zones[0].limit ? arena >= h->zones[0].opened : arena >= h->zones[1].opened)
        return NULL;
    return ouro__page_of(h, p);
}

/* The descriptor of the page on which a slot of this heap starts, or NULL: a huge or a foreign one. */
static ouro__page *page_in_use(const ouro_heap *h, const void *p)
{
    ouro__page *page = page_of_any(h, p);
    if (!page)
        return NULL;
    return page->state >= OURO__PAGE_LISTED && page->state <= OURO__PAGE_RUN ? page : NULL;
}

static bool is_run(const ouro__page *page)
{
    return page->state == OURO__PAGE_RUN;
}

size_t ouro__slot_bytes(const ouro_heap *h, const void *slot)
{
    ouro__page *page = page_in_use(h, slot);
    if (page)
        return is_run(page) ? page->run_bytes : ouro__class_bytes(page->size_class);
    struct ouro__huge *huge = ouro__huge_find(h, slot);
    return huge ? huge->bytes : 0;
}

bool ouro__slot_starts(const ouro_heap *h, const void *slot)
{
    ouro__page *page = page_in_use(h, slot);
    if (!page)
        return ouro__huge_find(h, slot) != NULL;
    if (is_run(page))
        return slot == ouro__page_start(h, page);
    return ouro__block_starts(page, slot);
}

enum ouro_heap_kind ouro__slot_kind(const ouro_heap *h, const void *slot)
{
    ouro__page *page = page_in_use(h, slot);
    return page ? page->kind : ouro__huge_find(h, slot)->kind;
}

static void small_give(ouro_heap *h, ouro__page *page, char *slot)
{
    if (OURO__UNLIKELY(slot == page->free || ouro__page_blocks_used(page) == 0))
        ouro__heap_crime(h, "double free of %p, a block of %zu bytes", (void *)slot,
                         ouro__class_bytes(page->size_class));
    else
        ouro__small_give(h, page, slot);
}

void ouro__slot_give(ouro_heap *h, char *slot)
{
    ouro__page *page = page_in_use(h, slot);
    struct ouro__huge *huge = page ? NULL : ouro__huge_find(h, slot);
    if (huge)
        ouro__huge_give(h, huge);
    else if (!page || !ouro__slot_starts(h, slot))
        ouro__heap_crime(h, "free of a foreign pointer: %p is no block of this heap", (void *)slot);
    else if (is_run(page))
        ouro__run_give(h, page);
    else
        small_give(h, page, slot);
}

#if OURO_ASSERTIONS
void ouro__heap_expect_block(const ouro_heap *h, const void *block, size_t size, enum ouro_heap_kind kind)
{
    if (h->debug)
        return; /* finds out for itself, and knows more to say */
    const char *slot = (const char *)block - h->front;
    ouro__page *page = page_in_use(h, slot);
    bool good = ouro__slot_starts(h, slot) && ouro__slot_kind(h, slot) == kind;
    good = good && !(page && slot == page->free) && ouro__heap_usable(h, block) >= size;
    if (!good)
        ouro__heap_crime(h, "free of %p, which is no block in use of %zu bytes and this kind", block, size);
}
#endif

/* ---- Refusal and relief ---- */

enum { STAGE_FIRST, STAGE_ABOVE, STAGE_RESERVE, STAGE_LAST };

/* Tries to make room for `wanted` bytes: first what the heap keeps to itself, then, once, what the floor
 * above can free, last the reserve for those who may use it. `stage` begins at STAGE_FIRST and is this
 * function's own. Whether another try is worth it; when none follows, settle_relief() ends it. */
static bool relieve(ouro_heap *h, size_t wanted, int *stage)
{
    if (wanted > SIZE_MAX / 2 || (h->budget && wanted > h->budget))
        return false; /* never */
    if (*stage == STAGE_FIRST) {
        *stage = STAGE_ABOVE;
        size_t before = h->committed - h->idle;
        bool some = ouro__dress_relieve(h);
        some |= ouro__reveal_pages(h);
        ouro__squeeze(h);
        if (some || h->committed - h->idle < before)
            return true;
    }
    if (*stage == STAGE_ABOVE && h->pressure && !h->relieving) {
        *stage = STAGE_RESERVE;
        h->relieving = h->container_squeeze = true;
        int again = h->pressure(h->pressure_context, wanted);
        h->relieving = h->container_squeeze = false;
        if (again) {
            ouro__reveal_pages(h);
            ouro__squeeze(h);
            return true;
        }
    }
    if (*stage < STAGE_LAST && h->reserve_kept && h->entitled && h->entitled(h->entitled_context)) {
        *stage = STAGE_LAST;
        h->reserve_kept = 0;
        return true;
    }
    return false;
}

static void settle_relief(ouro_heap *h, int stage)
{
    if (stage == STAGE_LAST)
        h->reserve_kept = h->reserve;
}

static char *slot_take_patiently(ouro_heap *h, size_t size, enum ouro_heap_kind kind, unsigned how)
{
    int stage = STAGE_FIRST;
    char *slot = slot_take(h, size, kind, how);
    while (!slot && relieve(h, size, &stage))
        slot = slot_take(h, size, kind, how);
    settle_relief(h, stage);
    return slot;
}

int ouro__heap_charge(ouro_heap *h, ptrdiff_t bytes)
{
    int stage = STAGE_FIRST;
    if (bytes <= 0) {
        ouro__give_bytes(h, (size_t)-bytes);
        h->charged -= (size_t)-bytes;
        return 0;
    }
    bool taken = ouro__take_bytes(h, (size_t)bytes);
    while (!taken && relieve(h, (size_t)bytes, &stage))
        taken = ouro__take_bytes(h, (size_t)bytes);
    settle_relief(h, stage);
    if (!taken)
        return -1;
    h->charged += (size_t)bytes;
    h->taken += (size_t)bytes;
    return 0;
}

bool ouro__heap_charge_now(ouro_heap *h, size_t bytes)
{
    if (!ouro__take_bytes(h, bytes))
        return false;
    h->charged += bytes;
    return true;
}

void ouro__heap_set_budget(ouro_heap *h, size_t budget)
{
    h->budget = budget;
    if (h->watch)
        h->watch(h->watch_context);
}

void ouro__heap_trim(ouro_heap *h)
{
    ouro__dress_relieve(h);
    ouro__purge_sparse(h, 1, true);
    ouro__trim_idle(h, 0);
    h->container_trim = true;
}

/* ---- The slow way: taps, faults, samples, dressed blocks ---- */

static bool fails_now(ouro_heap *h)
{
    if (h->fail_at > 1) {
        h->fail_at--;
        return false;
    }
    if (h->fail_count != UINT64_MAX && --h->fail_count == 0)
        ouro__heap_fail(h, 0, 0);
    return true;
}

static void mark_traced(ouro_heap *h, char *slot)
{
    ouro__page *page = page_in_use(h, slot);
    if (page && !is_run(page) && !(page->flags & OURO__PAGE_CHECKED))
        ouro__page_set_checked(h, page, true);
}

static void *block_new(ouro_heap *h, size_t size, enum ouro_heap_kind kind, unsigned how)
{
    if (size > SIZE_MAX / 2)
        return NULL;
    if (size == 0)
        size = 1;
    size_t slot_size = size + h->front + h->rear;
    bool drawn = h->mode & OURO__MODE_SAMPLED && ouro__sampling_draw(h, slot_size, kind);
    char *block = slot_take_patiently(h, slot_size, kind, drawn ? how | DRAWN : how);
    if (block && h->mode & OURO__MODE_DRESSED)
        block = ouro__dress(h, block, size, kind, how & ZEROED);
    if (block && drawn)
        ouro__sampling_tell(h, block, size, slot_size, kind);
    return block;
}

/* A block goes that may be a sample. */
static void sample_freed(ouro_heap *h, void *block)
{
    const ouro__page *page = ouro__heap_page_of_small(h, block);
    if (!page || page->flags & OURO__PAGE_SAMPLED)
        h->sampling->config.freed(h->sampling->config.context, block);
}

/* A block of `size` bytes now stands where it stood, or where its mapping went. */
static void sample_resized(ouro_heap *h, void *old_block, void *block, size_t size)
{
    const struct ouro__sampling *s = h->sampling;
    const ouro__page *page = ouro__heap_page_of_small(h, block);
    if (!page) { /* how likely it is to be a sample has changed */
        size_t bytes = size > OURO__SMALL_MAX ? size : OURO__SMALL_MAX + 1;
        s->config.freed(s->config.context, old_block);
        if (ouro__sampling_draw(h, bytes, OURO_HEAP_RAW))
            ouro__sampling_tell(h, block, size, bytes, OURO_HEAP_RAW);
    } else if (page->flags & OURO__PAGE_SAMPLED) {
        s->config.resized(s->config.context, block, size);
    }
}

static void block_delete(ouro_heap *h, void *block, enum ouro_heap_kind kind)
{
    char *slot = block;
    if (h->mode & OURO__MODE_DRESSED)
        slot = ouro__undress(h, block, kind);
    if (slot)
        ouro__slot_give(h, slot);
}

static void *alloc_checked(ouro_heap *h, size_t size, enum ouro_heap_kind kind, unsigned how)
{
    if (h->mode & OURO__MODE_FAILING && fails_now(h))
        return NULL;
    char *block = block_new(h, size, kind, how);
    if (block && h->mode & OURO__MODE_TAPPED) {
        mark_traced(h, block - h->front);
        h->tap.allocated(h->tap.context, ouro__heap_page_of_small(h, block), block, size);
    }
    return block;
}

static void free_checked(ouro_heap *h, void *block, enum ouro_heap_kind kind)
{
    if (h->mode & OURO__MODE_TAPPED)
        h->tap.freed(h->tap.context, ouro__heap_page_of_small(h, block), block);
    if (h->mode & OURO__MODE_SAMPLED)
        sample_freed(h, block);
    block_delete(h, block, kind);
}

static __attribute__((noinline)) void *alloc_otherwise(ouro_heap *h, size_t size, enum ouro_heap_kind kind)
{
    return h->mode ? alloc_checked(h, size, kind, PLAIN) : slot_take_patiently(h, size, kind, PLAIN);
}

/* The ways on which a tap alone lies have a path of their own, for what happens there most. */
static void *alloc_tapped(ouro_heap *h, size_t size, enum ouro_heap_kind kind)
{
    if (OURO__UNLIKELY(size > OURO__SMALL_MAX))
        return alloc_otherwise(h, size, kind);
    ouro__page *page = h->current[kind][ouro__size_class(size, kind)];
    if (OURO__UNLIKELY(!page || !(page->flags & OURO__PAGE_CHECKED)))
        return alloc_otherwise(h, size, kind);
    char *block = pop(h, page, kind);
    if (OURO__UNLIKELY(!block))
        return alloc_otherwise(h, size, kind);
    h->tap.allocated(h->tap.context, page, block, size);
    return block;
}

_Static_assert(OURO__PAGE_CURRENT == OURO__PAGE_LISTED + 1, "gives_plainly counts on it");

/* Whether a block of this page can be given back without more ado. */
static inline bool gives_plainly(const ouro__page *page)
{
    /* One is in use besides what `rest` says; a LISTED page must not become empty. */
    return (unsigned)page->state - OURO__PAGE_LISTED <= 1u &&
           (int32_t)page->rest + page->state > OURO__PAGE_LISTED;
}

static inline void *alloc_slow(ouro_heap *h, size_t size, enum ouro_heap_kind kind)
{
    if (OURO__LIKELY(h->mode == OURO__MODE_TAPPED))
        return alloc_tapped(h, size, kind);
    h->caller = __builtin_return_address(0);
    return alloc_otherwise(h, size, kind);
}

/* Out of line, so that the call whose block is at hand keeps nothing on the stack for it. */
static __attribute__((noinline)) void *alloc_for_call(ouro_heap *h, size_t size, enum ouro_heap_kind kind)
{
    return OURO__LIKELY(h->mode == OURO__MODE_TAPPED) ? alloc_tapped(h, size, kind)
                                                      : alloc_otherwise(h, size, kind);
}

void *ouro__heap_alloc_slow(ouro_heap *h, size_t size, enum ouro_heap_kind kind)
{
    return alloc_slow(h, size, kind);
}

static __attribute__((noinline)) void free_otherwise(ouro_heap *h, ouro__page *page, void *block)
{
    if (!ouro__holds_blocks(page) || ouro__page_blocks_used(page) == 0)
        ouro__heap_crime(h, "double free of %p: its page has no block in use", block);
    else if (!(h->mode & OURO__MODE_SLOW) && !(page->flags & OURO__PAGE_SAMPLED))
        ouro__small_give(h, page, block);
    else
        free_checked(h, block, page->kind);
}

void ouro__heap_free_slow(ouro_heap *h, ouro__page *page, void *block)
{
    page->fuse = 1; /* as it was before this free */
    if (OURO__UNLIKELY(h->mode != OURO__MODE_TAPPED || !gives_plainly(page))) {
        h->caller = __builtin_return_address(0);
        free_otherwise(h, page, block);
        return;
    }
    h->tap.freed(h->tap.context, page, block);
    *ouro__block_link(block, page->kind) = (uintptr_t)page->free ^ h->key;
    page->free = block;
    page->rest--;
}

void ouro__heap_set_tap(ouro_heap *h, const ouro_heap_tap *tap)
{
    if (tap) {
        h->tap = *tap;
        h->mode |= OURO__MODE_TAPPED;
    } else {
        h->mode &= ~(unsigned)OURO__MODE_TAPPED;
        if (!(h->mode & OURO__MODE_DRESSED))
            ouro__uncheck_pages(h);
    }
    ouro__refresh_fast(h);
}

void ouro__heap_fail(ouro_heap *h, uint64_t nth, uint64_t count)
{
    h->fail_at = nth;
    h->fail_count = count;
    h->mode = nth && count ? h->mode | OURO__MODE_FAILING : h->mode & ~(unsigned)OURO__MODE_FAILING;
    ouro__refresh_fast(h);
}

/* ---- The general ways in and out ---- */

void *ouro__heap_alloc(ouro_heap *h, size_t size, enum ouro_heap_kind kind)
{
    if (OURO__LIKELY(size <= OURO__SMALL_MAX)) {
        char *block = pop(h, h->fast[kind][ouro__size_class(size, kind)], kind);
        if (OURO__LIKELY(block != NULL))
            return block;
    }
    h->caller = __builtin_return_address(0);
    return alloc_for_call(h, size, kind);
}

void *ouro__heap_alloc_zeroed(ouro_heap *h, size_t size, enum ouro_heap_kind kind)
{
    h->caller = __builtin_return_address(0);
    if (h->mode & OURO__MODE_SLOW || (h->mode && size > OURO__SMALL_MAX))
        return alloc_checked(h, size, kind, ZEROED);
    if (size > OURO__SMALL_MAX)
        return slot_take_patiently(h, size, kind, ZEROED);
    char *block = ouro__heap_new(h, size, kind);
    size_t kept = kind == OURO_HEAP_CONTAINER ? 8 : 0;
    if (block && size > kept)
        memset(block + kept, 0, size - kept);
    return block;
}

void ouro__heap_free(ouro_heap *h, void *block, enum ouro_heap_kind kind)
{
    if (!block)
        return;
    if (OURO__UNLIKELY(h->mode & OURO__MODE_SLOW)) {
        h->caller = __builtin_return_address(0);
        free_checked(h, block, kind);
        return;
    }
    ouro__page *page = page_of_any(h, block);
    if (OURO__LIKELY(page && ouro__holds_blocks(page) && block != page->free &&
                     ouro__block_starts(page, block)))
        ouro__heap_delete(h, block, 1, page->kind);
    else
        free_checked(h, block, kind);
}

size_t ouro__heap_usable(const ouro_heap *h, const void *block)
{
    if (h->mode & OURO__MODE_DRESSED)
        return ouro__dressed_bytes(h, block);
    return ouro__slot_bytes(h, block);
}

size_t ouro__heap_usable_of_size(const ouro_heap *h, size_t size)
{
    if (h->mode & OURO__MODE_DRESSED)
        return size;
    if (size <= OURO__SMALL_MAX)
        return ouro__class_bytes(ouro__size_class(size, OURO_HEAP_OBJECT));
    return (size + OURO__PART_BYTES - 1) / OURO__PART_BYTES * OURO__PART_BYTES;
}

static bool worth_shrinking(size_t old, size_t size)
{
    return size < old - old / 4;
}

/* Resizes where the block stands (huge ones may move by pages). NULL when it must move, or cannot. */
static void *resize_in_place(ouro_heap *h, char *block, size_t size)
{
    ouro__page *page = page_in_use(h, block);
    if (!page) {
        struct ouro__huge *huge = ouro__huge_find(h, block);
        return huge ? ouro__huge_resize(h, huge, size) : NULL;
    }
    if (is_run(page))
        return ouro__run_resize(h, page, size);
    size_t old = ouro__class_bytes(page->size_class);
    if (size <= old && (size > OURO__SMALL_MAX ||
                        !worth_shrinking(old, ouro__class_bytes(ouro__size_class(size, OURO_HEAP_RAW)))))
        return block;
    return NULL;
}

/* The ordinary heap's small blocks, without the detours of the rest. NULL: take those. */
static void *resize_small(ouro_heap *h, void *block, size_t size)
{
    ouro__page *page = page_of_any(h, block);
    if (!page || !ouro__holds_blocks(page) || !ouro__block_starts(page, block) || size > OURO__SMALL_MAX)
        return NULL;
    size_t old = ouro__class_bytes(page->size_class);
    if (size <= old && !worth_shrinking(old, ouro__class_bytes(ouro__size_class(size, OURO_HEAP_RAW)))) {
        if (OURO__UNLIKELY(page->flags & OURO__PAGE_SAMPLED))
            sample_resized(h, block, block, size);
        return block;
    }
    unsigned size_class = ouro__size_class(size, OURO_HEAP_RAW);
    void *moved = pop(h, h->fast[OURO_HEAP_RAW][size_class], OURO_HEAP_RAW);
    if (!moved && !h->mode) /* not patiently: the long way asks for relief, and once is enough */
        moved = ouro__small_take(h, size_class, OURO_HEAP_RAW);
    if (moved) {
        memcpy(moved, block, old < size ? old : size);
        ouro__heap_delete(h, block, 1, OURO_HEAP_RAW);
    }
    return moved;
}

void *ouro__heap_resize(ouro_heap *h, void *block, size_t size)
{
    if (!block)
        return ouro__heap_alloc(h, size, OURO_HEAP_RAW);
    if (size > SIZE_MAX / 2)
        return NULL;
    void *moved = h->mode & OURO__MODE_SLOW ? NULL : resize_small(h, block, size);
    if (moved)
        return moved;
    h->caller = __builtin_return_address(0);
    size_t old = ouro__heap_usable(h, block);
    if (old == 0) {
        ouro__heap_crime(h, "resize of %p, which is no block in use of this heap", block);
        return NULL;
    }
    if (h->mode & OURO__MODE_FAILING && size > old && fails_now(h))
        return NULL;
    moved = h->mode & OURO__MODE_DRESSED ? NULL : resize_in_place(h, block, size);
    if (moved && size > old)
        h->taken += size - old;
    bool moves = !moved;
    if (moves) {
        moved = block_new(h, size, OURO_HEAP_RAW, size > old ? GROWN : PLAIN);
        if (!moved && size <= old && !(h->mode & OURO__MODE_DRESSED))
            moved = block; /* a block that should shrink is still good */
        if (!moved)
            return NULL;
    }
    if (h->mode & OURO__MODE_TAPPED) {
        mark_traced(h, (char *)moved - h->front);
        h->tap.resized(h->tap.context, block, moved, size);
    }
    moves = moves && moved != block;
    if (h->mode & OURO__MODE_SAMPLED)
        moves ? sample_freed(h, block) : sample_resized(h, block, moved, size);
    if (moves) {
        memcpy(moved, block, old < size ? old : size);
        block_delete(h, block, OURO_HEAP_RAW);
    }
    return moved;
}

static bool huge_holds(const ouro_heap *h, const void *p)
{
    for (size_t i = 0; i < h->huge_room; i++)
        if (h->huge[i].memory && (uintptr_t)p - (uintptr_t)h->huge[i].memory < h->huge[i].bytes)
            return true;
    return false;
}

bool ouro__heap_owns(const ouro_heap *h, const void *p)
{
    ouro__page *page = page_of_any(h, p);
    if (!page)
        return huge_holds(h, p);
    if (page->state == OURO__PAGE_RUN || page->state == OURO__PAGE_RUN_TAIL) {
        if (page->state == OURO__PAGE_RUN_TAIL)
            page -= page->run_pages;
        char *start = ouro__page_start(h, page);
        return (uintptr_t)p - (uintptr_t)start < page->run_bytes;
    }
    if (!ouro__holds_blocks(page))
        return false;
    uint64_t bits[OURO__BITMAP_WORDS];
    size_t i = ((uintptr_t)p & (OURO__PAGE_BYTES - 1)) / ouro__class_bytes(page->size_class);
    return ouro__free_bitmap(h, page, bits) && i < page->capacity && !(bits[i / 64] >> i % 64 & 1);
}

/* ---- For regions ---- */

static void *take_chunk(void *context, size_t size)
{
    return ouro__heap_alloc(context, size, OURO_HEAP_RAW);
}

static void give_chunk(void *context, void *memory, size_t size)
{
    (void)size;
    ouro__heap_free(context, memory, OURO_HEAP_RAW);
}

ouro_region_source ouro__heap_region_source(ouro_heap *h)
{
    return (ouro_region_source){take_chunk, give_chunk, h};
}
