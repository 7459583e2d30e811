/* Pages of one size class: carving, allocating, freeing, and giving back.
 *
 * A page of a class is CURRENT (the one that the class allocates from), LISTED (blocks to give out) or FULL.
 * A FULL page is put back in its list only when a few of its blocks are free, so that a program that frees
 * and allocates at random does not move a page for each block; ouro__reveal_pages finds those blocks when
 * memory is short.
 *
 * The fuse: every free counts it down and goes the slow way when it reaches zero; every allocation counts `rest` up.
 * Blocks in use are always rest + fuse (modulo 2^32). A page is rearmed for the next moment at which something must
 * happen: a LISTED page when it is empty, a FULL one when it is to be listed, a CHECKED one at once, a CURRENT one hardly
 * ever, unless samples are drawn (sampling.h): no later than its class's countdown allows.
 *
 * Blocks are carved a 4 KiB part at a time: a block belongs to the part in which it starts. A part that is
 * not carved has no block in use and none in the free list. */
#include "heap/internal.h"
#include "heap/poison.h"
#include "os/os.h"

#include <string.h>

const ouro__page ouro__no_page = {.free = OURO__NO_BLOCK};

enum {
    ALL_PARTS = 0xffff,
    SPARSE_SHARE = 16,      /* a page is nearly empty when fewer than this part of its blocks are in use */
    WAITING_MOST = 4 << 20, /* bytes of free container pages at which the floor above is told */
    MOMENTS_A_LOOK = 64,    /* slow moments from one look at the clock to the next */
    TIDY_MOST = 64 << 20,   /* bytes from which on a heap does not tidy when it grows */
    TIDY_STEP = 128 << 10,  /* of growth from one time to the next, at least */
    TIDY_SHARE = 16,        /* and this share of the whole */
    TIDY_LEAST = 16 << 10,  /* what a page is to give back */
};

static bool watched(const ouro_heap *h)
{
    return h->mode & OURO__MODE_POISONED;
}

static uint64_t read_link(const ouro_heap *h, char *block, enum ouro_heap_kind kind)
{
    return ouro__peek(ouro__block_link(block, kind), watched(h)) ^ h->key;
}

static void write_link(const ouro_heap *h, char *block, enum ouro_heap_kind kind, char *next)
{
    ouro__poke(ouro__block_link(block, kind), (uintptr_t)next ^ h->key, watched(h));
}

/* ---- The fuse ---- */

/* How many free blocks a full page keeps to itself before it is listed again, at most. */
static uint32_t relist_at(const ouro__page *page)
{
    uint32_t at = page->capacity / 32;
    return at ? at : 1;
}

static void arm(ouro_heap *h, ouro__page *page, uint32_t used)
{
    if (h->sampling && page->state == OURO__PAGE_CURRENT) {
        ouro__sampling_arm(h, page, used);
        return;
    }
    if (page->flags & OURO__PAGE_CHECKED)
        page->fuse = 1;
    else if (page->state == OURO__PAGE_CURRENT)
        page->fuse = used + OURO__FUSE_CURRENT;
    else if (page->state == OURO__PAGE_FULL && page->capacity - used < relist_at(page))
        page->fuse = relist_at(page) - (page->capacity - used);
    else
        page->fuse = used ? used : 1;
    page->rest = used - page->fuse;
}

/* What is about to happen to this page may not pass by the countdown of its class. */
static void count(ouro_heap *h, const ouro__page *page)
{
    if (h->sampling && page->state == OURO__PAGE_CURRENT)
        ouro__sampling_count(h, page);
}

void ouro__page_set_checked(ouro_heap *h, ouro__page *page, bool checked)
{
    uint32_t used = ouro__page_blocks_used(page);
    count(h, page);
    page->flags = (uint8_t)(checked ? page->flags | OURO__PAGE_CHECKED : page->flags & ~OURO__PAGE_CHECKED);
    arm(h, page, used);
}

void ouro__uncheck_pages(ouro_heap *h)
{
    for (unsigned z = 0; z < 2; z++) {
        uint32_t end = h->zones[z].opened * OURO__ARENA_PAGES;
        for (uint32_t i = h->zones[z].first * OURO__ARENA_PAGES; i < end; i++)
            if ((h->pages[i].flags & (OURO__PAGE_CHECKED | OURO__PAGE_SAMPLED)) == OURO__PAGE_CHECKED)
                ouro__page_set_checked(h, &h->pages[i], false);
    }
}

/* ---- Lists ---- */

/* The list that the page belongs to while it is LISTED. */
static uint32_t *list_of(ouro_heap *h, const ouro__page *page)
{
    if (page->flags & OURO__PAGE_SAMPLED)
        return &h->sampling->classes[page->kind][page->size_class].list;
    return &h->lists[page->kind][page->size_class];
}

static void list_push(ouro_heap *h, ouro__page *page)
{
    uint32_t index = ouro__page_index(h, page), *head = list_of(h, page);
    page->state = OURO__PAGE_LISTED;
    page->prev = 0;
    page->next = *head;
    if (*head)
        h->pages[*head].prev = index;
    *head = index;
}

static void list_remove(ouro_heap *h, ouro__page *page)
{
    if (page->prev)
        h->pages[page->prev].next = page->next;
    else
        *list_of(h, page) = page->next;
    if (page->next)
        h->pages[page->next].prev = page->prev;
    page->next = page->prev = 0;
}

/* Where allocation of a class looks first, when this is its current page. */
static ouro__page *fast_page(const ouro_heap *h, ouro__page *page)
{
    bool slow = !page || h->mode & OURO__MODE_SLOW || (h->sampling && ouro__sampling_is_near(h, page));
    return slow ? (ouro__page *)&ouro__no_page : page;
}

static void set_current(ouro_heap *h, unsigned size_class, unsigned kind, ouro__page *page)
{
    h->current[kind][size_class] = page;
    h->fast[kind][size_class] = fast_page(h, page);
}

void ouro__refresh_fast(ouro_heap *h)
{
    for (unsigned kind = 0; kind < OURO_HEAP_KINDS; kind++)
        for (unsigned c = 0; c < OURO__CLASSES; c++) {
            ouro__page *page = h->current[kind][c];
            if (page && h->sampling) {
                count(h, page);
                ouro__sampling_forget_list(h, page);
                arm(h, page, ouro__page_blocks_used(page));
            }
            set_current(h, c, kind, page);
        }
}

void ouro__rearm_current_pages(ouro_heap *h)
{
    for (unsigned kind = 0; kind < OURO_HEAP_KINDS; kind++)
        for (unsigned c = 0; c < OURO__CLASSES; c++)
            if (h->current[kind][c])
                ouro__page_rearm(h, h->current[kind][c]);
}

void ouro__page_rearm(ouro_heap *h, ouro__page *page)
{
    arm(h, page, ouro__page_blocks_used(page));
    set_current(h, page->size_class, page->kind, page);
}

/* ---- Carving ---- */

/* Number of the first block that starts in `part` or behind. */
static uint32_t first_block(const ouro__page *page, unsigned part)
{
    uint32_t size = (uint32_t)ouro__class_bytes(page->size_class);
    uint32_t block = (part * OURO__PART_BYTES + size - 1) / size;
    return block < page->capacity ? block : page->capacity;
}

/* The parts that the bytes [from, to) of a page touch. */
static unsigned parts_touched(size_t from, size_t to)
{
    unsigned first = (unsigned)(from / OURO__PART_BYTES);
    unsigned count = (unsigned)((to - 1) / OURO__PART_BYTES) - first + 1;
    return ((1u << count) - 1) << first;
}

/* Puts the blocks of one part in front of the free list, in address order. False when memory is refused. */
static bool carve_part(ouro_heap *h, ouro__page *page, unsigned part)
{
    uint32_t from = first_block(page, part), to = first_block(page, part + 1);
    size_t size = ouro__class_bytes(page->size_class);
    if (from < to) {
        unsigned touched = parts_touched(from * size, to * size);
        bool stale = touched & page->resident;
        if (!ouro__page_commit(h, page, touched))
            return false;
        char *start = ouro__page_start(h, page), *next = page->free;
        if (watched(h))
            ouro__poison(start + from * size, (to - from) * size);
        for (uint32_t i = to; i-- > from;) {
            char *block = start + i * size;
            if (stale && h->front) /* what looks like a record there is not one */
                memset(block, 0, h->front);
            write_link(h, block, page->kind, next);
            if (page->kind == OURO_HEAP_CONTAINER) {
                if (stale)
                    ouro__poke(block + h->front, 0, watched(h));
                if (watched(h)) /* the floor above may look at these also when the block is free */
                    ouro__unpoison(block + h->front, 8, true);
            }
            next = block;
        }
        page->free = next;
    }
    page->carved |= (uint16_t)(1u << part);
    h->taken += OURO__PART_BYTES;
    return true;
}

/* Carves until there is a block to give out; false when there is none. */
static bool carve(ouro_heap *h, ouro__page *page)
{
    while (page->carved != ALL_PARTS && page->free == OURO__NO_BLOCK)
        if (!carve_part(h, page, (unsigned)__builtin_ctz(~(unsigned)page->carved)))
            return false;
    return page->free != OURO__NO_BLOCK;
}

/* A page for a class; its state is the caller's business. */
static ouro__page *new_page(ouro_heap *h, unsigned size_class, enum ouro_heap_kind kind)
{
    ouro__page *page = ouro__take_pages(h, 1, kind);
    if (!page)
        return NULL;
    size_t size = ouro__class_bytes(size_class);
    page->capacity = (uint16_t)(OURO__PAGE_BYTES / size);
    page->end = ouro__page_start(h, page) + page->capacity * size;
    page->free = OURO__NO_BLOCK;
    page->carved = 0;
    page->notes = NULL;
    page->reciprocal = (uint32_t)((((uint64_t)1 << 32) + size - 1) / size);
    page->size_class = (uint8_t)size_class;
    page->kind = (uint8_t)kind;
    page->flags = h->mode & OURO__MODE_DRESSED ? OURO__PAGE_CHECKED : 0;
    return page;
}

/* ---- Allocation ---- */

/* Whether the list has a block to give out. */
static bool sound_head(const ouro_heap *h, ouro__page *page)
{
    if (page->free == OURO__NO_BLOCK)
        return false;
    char *head = ouro__without_mark(page->free);
    if ((uintptr_t)head - (uintptr_t)ouro__page_start(h, page) < OURO__PAGE_BYTES) {
        page->free = head;
        return true;
    }
    ouro__heap_crime(h,
                     "the free list of the page at %p (blocks of %zu bytes) was written over: a block was "
                     "used after it was freed, or the block before it overflowed",
                     (void *)ouro__page_start(h, page), ouro__class_bytes(page->size_class));
    return false;
}

/* Of these parts of a page, what no block in use takes; not exact where blocks are larger than parts. */
static size_t free_bytes(const ouro__page *page, unsigned parts)
{
    size_t used = (size_t)ouro__page_blocks_used(page) * ouro__class_bytes(page->size_class);
    size_t all = (size_t)__builtin_popcount(parts) * OURO__PART_BYTES;
    return used < all ? all - used : 0;
}

/* Takes a page out of its list and makes it current. */
static ouro__page *take_over(ouro_heap *h, ouro__page *page)
{
    uint32_t used = ouro__page_blocks_used(page);
    list_remove(h, page);
    h->taken += free_bytes(page, page->carved);
    page->state = OURO__PAGE_CURRENT;
    page->flags &= (uint8_t)~OURO__PAGE_SPARSE;
    page->purged = 0;
    arm(h, page, used);
    set_current(h, page->size_class, page->kind, page);
    return page;
}

/* The current page has no block to give out: it is full, or memory for another of its parts was refused. */
static void put_aside(ouro_heap *h, ouro__page *page)
{
    uint32_t used = ouro__page_blocks_used(page);
    count(h, page);
    if (h->sampling)
        ouro__sampling_forget_list(h, page);
    if (page->carved == ALL_PARTS)
        page->state = OURO__PAGE_FULL;
    else
        list_push(h, page);
    arm(h, page, used);
    set_current(h, page->size_class, page->kind, NULL);
}

/* Sees to it that there is a block to give out; false when there is none. */
static bool has_block(ouro_heap *h, ouro__page *page)
{
    if (sound_head(h, page))
        return true;
    page->free = OURO__NO_BLOCK;
    return carve(h, page);
}

/* The class's page with a block to give out, made current; NULL when memory is refused. */
static ouro__page *refill(ouro_heap *h, unsigned size_class, enum ouro_heap_kind kind)
{
    ouro__page *page = h->current[kind][size_class];
    if (page) {
        if (has_block(h, page))
            return page;
        put_aside(h, page);
    }
    uint32_t listed = h->lists[kind][size_class];
    for (uint32_t i = listed; i; i = h->pages[i].next)
        if (h->pages[i].free != OURO__NO_BLOCK) {
            page = take_over(h, &h->pages[i]);
            return sound_head(h, page) ? page : NULL;
        }
    if (listed) {
        page = take_over(h, &h->pages[listed]);
    } else {
        page = new_page(h, size_class, kind);
        if (!page)
            return NULL;
        page->state = OURO__PAGE_CURRENT;
        arm(h, page, 0);
        set_current(h, size_class, kind, page);
    }
    return carve(h, page) ? page : NULL;
}

static void tidy(ouro_heap *h);
static void settle(ouro_heap *h, ouro__page *page, uint32_t used);

/* A slow moment: now and then looks at the clock. No page may be in anybody's hands. */
static void slow_moment(ouro_heap *h)
{
    if (h->committed > h->tidy_at)
        tidy(h);
    if (++h->slow_moments % MOMENTS_A_LOOK == 0)
        ouro__tick(h);
}

char *ouro__small_take(ouro_heap *h, unsigned size_class, enum ouro_heap_kind kind)
{
    slow_moment(h);
    ouro__page *page = refill(h, size_class, kind);
    if (!page)
        return NULL;
    char *block = page->free;
    page->free = (char *)read_link(h, block, kind);
    page->rest++;
    if (h->sampling) {
        count(h, page);
        ouro__sampling_forget_list(h, page);
        ouro__page_rearm(h, page);
    }
    return block;
}

/* A page of samples with a block to give out, LISTED; NULL when memory is refused. */
static ouro__page *sampled_page(ouro_heap *h, unsigned size_class, enum ouro_heap_kind kind)
{
    for (uint32_t i = h->sampling->classes[kind][size_class].list; i; i = h->pages[i].next)
        if (has_block(h, &h->pages[i]))
            return &h->pages[i];
    ouro__page *page = new_page(h, size_class, kind);
    if (!page)
        return NULL;
    page->flags = OURO__PAGE_CHECKED | OURO__PAGE_SAMPLED;
    list_push(h, page);
    arm(h, page, 0);
    if (carve(h, page))
        return page;
    settle(h, page, 0);
    return NULL;
}

char *ouro__sampled_take(ouro_heap *h, unsigned size_class, enum ouro_heap_kind kind)
{
    slow_moment(h);
    ouro__page *page = sampled_page(h, size_class, kind);
    if (!page)
        return NULL;
    char *block = page->free;
    page->free = (char *)read_link(h, block, kind);
    page->rest++;
    if (page->free == OURO__NO_BLOCK && page->carved == ALL_PARTS) {
        list_remove(h, page);
        page->state = OURO__PAGE_FULL;
    }
    return block;
}

void ouro__unsample_pages(ouro_heap *h)
{
    for (ouro__page *page = NULL; (page = (ouro__page *)ouro__heap_next_page(h, page)) != NULL;) {
        if (!(page->flags & OURO__PAGE_SAMPLED))
            continue;
        bool listed = page->state == OURO__PAGE_LISTED;
        uint32_t used = ouro__page_blocks_used(page);
        if (listed)
            list_remove(h, page);
        page->flags &= (uint8_t)~OURO__PAGE_SAMPLED;
        if (!(h->mode & (OURO__MODE_DRESSED | OURO__MODE_TAPPED)))
            page->flags &= (uint8_t)~OURO__PAGE_CHECKED;
        if (listed)
            list_push(h, page);
        arm(h, page, used);
    }
}

/* ---- Freeing ---- */

void ouro__wait_page(ouro_heap *h, ouro__page *page, size_t bytes)
{
    if (page->flags & OURO__PAGE_WAITING)
        return;
    page->flags |= OURO__PAGE_WAITING;
    page->next_waiting = h->waiting;
    h->waiting = ouro__page_index(h, page);
    h->waiting_bytes += bytes;
    if (h->waiting_bytes >= WAITING_MOST && h->containers_waiting)
        h->containers_waiting(h->containers_context);
}

void ouro__retire_page(ouro_heap *h, ouro__page *page)
{
    if (watched(h))
        ouro__poison(ouro__page_start(h, page), OURO__PAGE_BYTES);
    ouro__give_pages(h, page, 1);
}

/* The fuse of a page with `used` blocks in use went off: does what its state wants and rearms it. */
static void settle(ouro_heap *h, ouro__page *page, uint32_t used)
{
    if (h->sampling && page->state == OURO__PAGE_CURRENT) {
        ouro__sampling_count(h, page);
        ouro__page_rearm(h, page);
        return;
    }
    if (page->state == OURO__PAGE_FULL && page->capacity - used >= relist_at(page))
        list_push(h, page);
    if (page->state == OURO__PAGE_LISTED && used == 0) {
        if (page->kind != OURO_HEAP_CONTAINER) {
            list_remove(h, page);
            ouro__retire_page(h, page);
            return;
        }
        ouro__wait_page(h, page, OURO__PAGE_BYTES);
    }
    arm(h, page, used);
}

void ouro__small_give(ouro_heap *h, ouro__page *page, char *block)
{
    uint32_t used = ouro__page_blocks_used(page) - 1;
    write_link(h, block, page->kind, page->free);
    page->free = block;
    if (--page->fuse == 0) {
        settle(h, page, used);
        slow_moment(h);
    }
}

bool ouro__reveal_pages(ouro_heap *h)
{
    bool any = false;
    for (unsigned z = 0; z < 2; z++) {
        uint32_t end = h->zones[z].opened * OURO__ARENA_PAGES;
        for (uint32_t i = h->zones[z].first * OURO__ARENA_PAGES; i < end; i++) {
            ouro__page *page = &h->pages[i];
            uint32_t used = ouro__page_blocks_used(page);
            if (page->state != OURO__PAGE_FULL || used == page->capacity)
                continue;
            list_push(h, page);
            settle(h, page, used);
            any = true;
        }
    }
    return any;
}

/* ---- Free blocks as bits ---- */

static void set_bits(uint64_t *bits, uint32_t from, uint32_t to)
{
    for (uint32_t next; from < to; from = next) {
        next = (from | 63) + 1 < to ? (from | 63) + 1 : to;
        bits[from / 64] |= ~(uint64_t)0 >> (64 - (next - from)) << from % 64;
    }
}

bool ouro__free_bitmap(const ouro_heap *h, const ouro__page *page, uint64_t bits[OURO__BITMAP_WORDS])
{
    memset(bits, 0, OURO__BITMAP_WORDS * sizeof *bits);
    size_t size = ouro__class_bytes(page->size_class);
    char *start = ouro__page_start(h, page);
    uint32_t found = 0;
    for (char *block = ouro__without_mark(page->free); block != OURO__NO_BLOCK;
         block = ouro__without_mark((char *)read_link(h, block, page->kind))) {
        uintptr_t offset = (uintptr_t)block - (uintptr_t)start;
        size_t i = offset / size;
        if (offset >= OURO__PAGE_BYTES || i >= page->capacity || offset % size || bits[i / 64] >> i % 64 & 1)
            return false;
        bits[i / 64] |= (uint64_t)1 << i % 64;
        found++;
    }
    for (unsigned part = 0; part < OURO__PAGE_PARTS; part++)
        if (!(page->carved >> part & 1)) {
            uint32_t from = first_block(page, part), to = first_block(page, part + 1);
            set_bits(bits, from, to);
            found += to - from;
        }
    return found + ouro__page_blocks_used(page) == page->capacity;
}

/* ---- Nearly empty pages ---- */

static bool any_used(const uint64_t *bits, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to; i++)
        if (!(bits[i / 64] >> i % 64 & 1))
            return true;
    return false;
}

/* Uncarves the parts in which no used block starts, and gives back those that no block reaches into. */
static void purge_page(ouro_heap *h, ouro__page *page)
{
    uint64_t bits[OURO__BITMAP_WORDS];
    if (!ouro__free_bitmap(h, page, bits))
        return;
    size_t size = ouro__class_bytes(page->size_class);
    char *start = ouro__page_start(h, page), *next = OURO__NO_BLOCK;
    unsigned kept = 0, touched = 0;
    for (unsigned part = OURO__PAGE_PARTS; part-- > 0;) {
        uint32_t from = first_block(page, part), to = first_block(page, part + 1);
        if (!any_used(bits, from, to))
            continue;
        kept |= 1u << part;
        touched |= parts_touched(from * size, to * size);
        for (uint32_t i = to; i-- > from;)
            if (bits[i / 64] >> i % 64 & 1) {
                write_link(h, start + i * size, page->kind, next);
                next = start + i * size;
            }
    }
    count(h, page);
    page->free = next;
    page->carved = (uint16_t)kept;
    if (h->sampling && page->state == OURO__PAGE_CURRENT) { /* no mark is left */
        ouro__sampling_forget_list(h, page);
        ouro__page_rearm(h, page);
    }
    ouro__page_decommit(h, page, ALL_PARTS & ~touched);
}

/* Few blocks in use on much memory, and fewer than when it was last purged. */
static bool is_sparse(const ouro__page *page)
{
    uint32_t used = ouro__page_blocks_used(page), parts = (uint32_t)__builtin_popcount(page->resident);
    return page->state == OURO__PAGE_LISTED && page->carved && parts > 1 && used < 2 * parts &&
           used * SPARSE_SHARE < page->capacity && (page->purged == 0 || used + 1u < page->purged);
}

void ouro__purge_sparse(ouro_heap *h, unsigned zone, bool all)
{
    uint32_t end = h->zones[zone].opened * OURO__ARENA_PAGES;
    for (uint32_t i = h->zones[zone].first * OURO__ARENA_PAGES; i < end; i++) {
        ouro__page *page = &h->pages[i];
        bool sparse = is_sparse(page);
        if (sparse && (all || page->flags & OURO__PAGE_SPARSE)) {
            purge_page(h, page);
            page->purged = (uint16_t)(ouro__page_blocks_used(page) + 1);
            sparse = false;
        }
        page->flags = (uint8_t)(sparse ? page->flags | OURO__PAGE_SPARSE : page->flags & ~OURO__PAGE_SPARSE);
    }
}

/* ---- When a small heap grows ---- */

static size_t most(size_t a, size_t b)
{
    return a > b ? a : b;
}

/* A current page without blocks goes back to all classes. */
static void retire_empty_current(ouro_heap *h)
{
    for (unsigned kind = 0; kind < OURO_HEAP_CONTAINER; kind++)
        for (unsigned c = 0; c < OURO__CLASSES; c++) {
            ouro__page *page = h->current[kind][c];
            if (!page || ouro__page_blocks_used(page))
                continue;
            put_aside(h, page);
            settle(h, page, 0);
        }
}

/* The parts that a page would do without: those that another class left there, and where blocks are large or few, those that
 * no block in use needs, ALL_PARTS standing for these, which purge_page finds. 0 when it is less than half of the page. */
static unsigned wasted_parts(const ouro__page *page)
{
    if (page->state != OURO__PAGE_CURRENT && page->state != OURO__PAGE_LISTED)
        return 0;
    size_t resident = (size_t)__builtin_popcount(page->resident) * OURO__PART_BYTES;
    uint32_t used = ouro__page_blocks_used(page);
    size_t bytes = ouro__class_bytes(page->size_class), in_use = used * bytes;
    if (in_use + TIDY_LEAST > resident || 2 * in_use > resident || used + 1u == page->purged)
        return 0;
    if (bytes >= OURO__PART_BYTES / 4 || used < 2 * (uint32_t)__builtin_popcount(page->carved))
        return ALL_PARTS;
    unsigned left =
        page->resident & ~((unsigned)page->carved | (unsigned)page->carved << 1); /* blocks reach over */
    size_t gain = (size_t)__builtin_popcount(left) * OURO__PART_BYTES;
    return gain >= TIDY_LEAST && 2 * gain >= resident ? left : 0;
}

/* Every class has a page, and every page keeps the parts that its class once used or another left in it: in a small heap,
 * half of the memory. So when one grows, this makes those parts free first. A page found so twice in a row is purged. */
static void tidy(ouro_heap *h)
{
    if (h->committed < TIDY_MOST) {
        retire_empty_current(h);
        uint32_t end = h->zones[1].opened * OURO__ARENA_PAGES;
        for (uint32_t i = h->zones[1].first * OURO__ARENA_PAGES; i < end; i++) {
            ouro__page *page = &h->pages[i];
            unsigned wasted = wasted_parts(page);
            bool again = page->flags & OURO__PAGE_SPARSE;
            page->flags &= (uint8_t)~OURO__PAGE_SPARSE;
            if (wasted && !again) {
                page->flags |= OURO__PAGE_SPARSE;
            } else if (wasted == ALL_PARTS) {
                purge_page(h, page);
                page->purged = (uint16_t)(ouro__page_blocks_used(page) + 1);
            } else if (wasted) {
                ouro__page_decommit(h, page, wasted);
            }
        }
    }
    h->tidy_at = h->committed + most(h->committed / TIDY_SHARE, TIDY_STEP);
}

/* ---- When memory is short ---- */

/* Lists the current pages of a zone, so that they can be purged or, when empty, given back. */
static void put_aside_all(ouro_heap *h, unsigned zone)
{
    for (unsigned kind = 0; kind < OURO_HEAP_KINDS; kind++)
        for (unsigned c = 0; c < OURO__CLASSES && (kind == OURO_HEAP_CONTAINER) == (zone == 0); c++) {
            ouro__page *page = h->current[kind][c];
            if (!page)
                continue;
            uint32_t used = ouro__page_blocks_used(page);
            put_aside(h, page);
            settle(h, page, used);
        }
}

/* What purging could give back is at least a part, and the page was not purged with as few blocks in use. */
static bool is_worth_purging(const ouro__page *page)
{
    return page->state == OURO__PAGE_LISTED &&
           (page->purged == 0 || ouro__page_blocks_used(page) + 1 < page->purged) &&
           free_bytes(page, page->resident) >= OURO__PART_BYTES;
}

static void squeeze(ouro_heap *h, unsigned zone)
{
    uint32_t end = h->zones[zone].opened * OURO__ARENA_PAGES;
    for (uint32_t i = h->zones[zone].first * OURO__ARENA_PAGES; i < end; i++) {
        ouro__page *page = &h->pages[i];
        if (!is_worth_purging(page))
            continue;
        purge_page(h, page);
        page->purged = (uint16_t)(ouro__page_blocks_used(page) + 1);
    }
}

void ouro__squeeze(ouro_heap *h)
{
    put_aside_all(h, 1);
    squeeze(h, 1);
}

/* ---- Containers ---- */

void ouro__heap_release_containers(ouro_heap *h)
{
    if (h->container_squeeze)
        put_aside_all(h, 0);
    while (h->waiting) {
        ouro__page *page = &h->pages[h->waiting];
        h->waiting = page->next_waiting;
        page->flags &= (uint8_t)~OURO__PAGE_WAITING;
        if (page->state == OURO__PAGE_RUN_FREED) {
            ouro__retire_page(h, page);
        } else if (page->state == OURO__PAGE_LISTED && ouro__page_blocks_used(page) == 0) {
            list_remove(h, page);
            ouro__retire_page(h, page);
        }
    }
    h->waiting_bytes = 0;
    if (h->container_tick || h->container_trim)
        ouro__purge_sparse(h, 0, h->container_trim);
    if (h->container_squeeze)
        squeeze(h, 0);
    if (h->container_trim)
        ouro__trim_idle(h, 0);
    h->container_tick = h->container_trim = h->container_squeeze = false;
}
