/* Looking at all blocks: the walk, the container walk, statistics. */
#include "heap/internal.h"

#include <string.h>

static uint32_t zone_end(const ouro_heap *h, unsigned zone)
{
    return h->zones[zone].opened * OURO__ARENA_PAGES;
}

static uint32_t zone_start(const ouro_heap *h, unsigned zone)
{
    return h->zones[zone].first * OURO__ARENA_PAGES;
}

const ouro__page *ouro__heap_next_page(const ouro_heap *h, const ouro__page *page)
{
    uint32_t i = page ? ouro__page_index(h, page) + 1 : 0;
    for (unsigned z = 0; z < 2; z++) {
        i = i > zone_start(h, z) ? i : zone_start(h, z);
        for (; i < zone_end(h, z); i++)
            if (ouro__holds_blocks(&h->pages[i]))
                return &h->pages[i];
    }
    return NULL;
}

static int visit_slot(const ouro_heap *h, char *slot, size_t bytes, unsigned kind, ouro_heap_visit visit,
                      void *context)
{
    if (h->mode & OURO__MODE_DRESSED) {
        bytes = ouro__dressed_bytes(h, slot + h->front);
        if (bytes == 0) /* freed, its reuse delayed */
            return 0;
    }
    return visit(context, slot + h->front, bytes, kind);
}

static int walk_page(const ouro_heap *h, const ouro__page *page, ouro_heap_visit visit, void *context)
{
    uint64_t bits[OURO__BITMAP_WORDS];
    ouro__free_bitmap(h, page, bits);
    size_t size = ouro__class_bytes(page->size_class);
    char *start = ouro__page_start(h, page);
    for (size_t word = 0; word * 64 < page->capacity; word++) {
        uint64_t used = ~bits[word];
        if (page->capacity - word * 64 < 64)
            used &= ((uint64_t)1 << (page->capacity - word * 64)) - 1;
        for (; used; used &= used - 1) {
            size_t i = word * 64 + (size_t)__builtin_ctzll(used);
            int status = visit_slot(h, start + i * size, size, page->kind, visit, context);
            if (status)
                return status;
        }
    }
    return 0;
}

int ouro__heap_walk(const ouro_heap *h, ouro_heap_visit visit, void *context)
{
    int status = 0;
    for (unsigned z = 0; z < 2; z++)
        for (uint32_t i = zone_start(h, z); i < zone_end(h, z) && !status; i++) {
            const ouro__page *page = &h->pages[i];
            if (ouro__holds_blocks(page) && ouro__page_blocks_used(page))
                status = walk_page(h, page, visit, context);
            else if (page->state == OURO__PAGE_RUN)
                status =
                    visit_slot(h, ouro__page_start(h, page), page->run_bytes, page->kind, visit, context);
        }
    for (size_t i = 0; i < h->huge_room && !status; i++)
        if (h->huge[i].memory)
            status = visit_slot(h, h->huge[i].memory, h->huge[i].bytes, h->huge[i].kind, visit, context);
    return status;
}

/* The next stretch of carved parts of a page, from span->part on; false when there is none. */
static bool next_stretch(const ouro_heap *h, const ouro__page *page, ouro_heap_span *span)
{
    size_t size = ouro__class_bytes(page->size_class), all = page->capacity * size;
    unsigned carved;
    while ((carved = (unsigned)page->carved >> span->part << span->part)) {
        unsigned from = (unsigned)__builtin_ctz(carved),
                 to = from + (unsigned)__builtin_ctz(~(carved >> from));
        size_t first = (from * OURO__PART_BYTES + size - 1) / size * size,
               limit = (size_t)to * OURO__PART_BYTES;
        span->part = to;
        limit = limit < all ? limit : all;
        if (first >= limit) /* no block starts there */
            continue;
        char *start = ouro__page_start(h, page) + h->front;
        span->first = start + first;
        span->end = start + limit;
        span->stride = size;
        return true;
    }
    return false;
}

bool ouro__heap_container_walk(const ouro_heap *h, ouro_heap_span *span)
{
    uint32_t end = zone_end(h, 0);
    for (; span->page < end; span->page++, span->part = 0) {
        const ouro__page *page = &h->pages[span->page];
        if (page->state == OURO__PAGE_RUN) {
            span->first = ouro__page_start(h, page) + h->front;
            span->end = span->first + 1;
            span->stride = page->run_bytes;
            span->page += page->run_pages;
            return true;
        }
        if (ouro__holds_blocks(page) && ouro__page_blocks_used(page) && next_stretch(h, page, span))
            return true;
    }
    return false;
}

size_t ouro__heap_container_pages(const ouro_heap *h)
{
    return zone_end(h, 0);
}

size_t ouro__heap_number_containers(const ouro_heap *h, ouro_heap_place *places)
{
    size_t number = 0;
    for (uint32_t i = 0, end = zone_end(h, 0); i < end; i++) {
        const ouro__page *page = &h->pages[i];
        bool blocks = ouro__holds_blocks(page);
        places[i] = (ouro_heap_place){(uint32_t)number, blocks ? page->reciprocal : 0};
        number += blocks ? page->capacity : page->state == OURO__PAGE_RUN;
    }
    return number;
}

size_t ouro__heap_blocks(const ouro_heap *h)
{
    size_t blocks = h->huge_count;
    for (unsigned z = 0; z < 2; z++)
        for (uint32_t i = zone_start(h, z); i < zone_end(h, z); i++) {
            const ouro__page *page = &h->pages[i];
            if (ouro__holds_blocks(page))
                blocks += ouro__page_blocks_used(page);
            else
                blocks += page->state == OURO__PAGE_RUN;
        }
    return blocks - ouro__dressed_delayed(h);
}

/* ---- Statistics ---- */

static void count_largest(ouro_heap_stats *stats, size_t bytes)
{
    if (bytes > stats->largest)
        stats->largest = bytes;
}

static void count_page(const ouro__page *page, ouro_heap_stats *stats)
{
    size_t used = ouro__page_blocks_used(page), size = ouro__class_bytes(page->size_class);
    ouro_heap_class_stats *class = &stats->classes[page->kind][page->size_class];
    class->block_bytes = size;
    class->pages++;
    class->blocks += used;
    class->capacity += page->capacity;
    stats->bytes += used * size;
    count_largest(stats, used ? size : 0);
}

static void count_pages(const ouro_heap *h, ouro_heap_stats *stats)
{
    for (unsigned z = 0; z < 2; z++)
        for (uint32_t i = zone_start(h, z); i < zone_end(h, z); i++) {
            const ouro__page *page = &h->pages[i];
            const ouro__arena *arena = &h->arenas[i / OURO__ARENA_PAGES];
            if (i % OURO__ARENA_PAGES == 0)
                stats->arenas +=
                    arena->open && arena->free != ~(uint64_t)0 && !(i == 0 && arena->free == ~(uint64_t)1);
            if (page->state == OURO__PAGE_FREE)
                stats->free_pages++;
            else
                stats->pages++;
            if (ouro__holds_blocks(page)) {
                count_page(page, stats);
            } else if (page->state == OURO__PAGE_RUN) {
                stats->run_blocks++;
                stats->run_bytes += page->run_bytes;
                count_largest(stats, page->run_bytes);
            }
        }
}

static void count_huge(const ouro_heap *h, ouro_heap_stats *stats)
{
    for (size_t i = 0; i < h->huge_room; i++)
        if (h->huge[i].memory)
            count_largest(stats, h->huge[i].bytes);
}

static int count_block(void *context, void *block, size_t usable, enum ouro_heap_kind kind)
{
    ouro_heap_stats *stats = context;
    (void)block, (void)kind;
    stats->bytes += usable;
    count_largest(stats, usable);
    return 0;
}

void ouro__heap_stats(const ouro_heap *h, ouro_heap_stats *stats)
{
    *stats = (ouro_heap_stats){
        .blocks = ouro__heap_blocks(h),
        .huge_blocks = h->huge_count,
        .huge_bytes = h->huge_bytes,
        .reserved = h->range_bytes + h->huge_bytes + h->spare_bytes,
        .committed = h->committed,
        .committed_peak = h->committed_peak,
        .charged = h->charged,
        .idle = h->idle,
        .budget = h->budget,
        .waiting_bytes = h->waiting_bytes,
    };
    count_pages(h, stats);
    if (h->mode & OURO__MODE_DRESSED) { /* a slot is not a block: ask each */
        stats->bytes = stats->largest = 0;
        ouro__heap_walk(h, count_block, stats);
    } else {
        stats->bytes += stats->run_bytes + stats->huge_bytes;
        count_huge(h, stats);
    }
}

/* ---- Verification ---- */

static size_t check_page(ouro_heap *h, const ouro__page *page)
{
    uint64_t bits[OURO__BITMAP_WORDS];
    if (ouro__free_bitmap(h, page, bits))
        return 0;
    ouro__heap_crime(
        h,
        "the free list of the page at %p (blocks of %zu bytes) is damaged: a block was used after it "
        "was freed or freed twice, or the block before it overflowed",
        (void *)ouro__page_start(h, page), ouro__class_bytes(page->size_class));
    return 1;
}

static size_t check_countdown(ouro_heap *h, const ouro__page *page)
{
    if (!h->sampling || page->state != OURO__PAGE_CURRENT || ouro__sampling_is_sound(h, page))
        return 0;
    ouro__heap_crime(h, "the page at %p (blocks of %zu bytes) passes by a sample",
                     (void *)ouro__page_start(h, page), ouro__class_bytes(page->size_class));
    return 1;
}

/* Slots of the parts that are carved: in use, delayed or in the free list. */
static size_t check_slots(ouro_heap *h, const ouro__page *page)
{
    size_t size = ouro__class_bytes(page->size_class), wrong = 0;
    for (uint32_t i = 0; h->debug && i < page->capacity; i++)
        if (page->carved >> i * size / OURO__PART_BYTES & 1)
            wrong += ouro__dressed_check(h, ouro__page_start(h, page) + i * size);
    return wrong;
}

size_t ouro__heap_check(ouro_heap *h)
{
    size_t wrong = 0, resident = h->spare_bytes, idle = h->spare_bytes;
    for (unsigned z = 0; z < 2; z++)
        for (uint32_t i = zone_start(h, z); i < zone_end(h, z); i++) {
            const ouro__page *page = &h->pages[i];
            size_t parts = (size_t)__builtin_popcount(page->resident) * OURO__PART_BYTES;
            const ouro__arena *arena = &h->arenas[i / OURO__ARENA_PAGES];
            bool free = arena->free >> i % OURO__ARENA_PAGES & 1;
            bool warm = arena->warm >> i % OURO__ARENA_PAGES & 1;
            resident += parts;
            idle += free ? parts : 0;
            if (i != 0 && (free != (page->state == OURO__PAGE_FREE) || warm != (free && parts))) {
                ouro__heap_crime(h, "the descriptor of page %u is damaged", (unsigned)i);
                wrong++;
            }
            if (ouro__holds_blocks(page))
                wrong += check_page(h, page) + check_countdown(h, page) + check_slots(h, page);
            else if (page->state == OURO__PAGE_RUN)
                wrong += ouro__dressed_check(h, ouro__page_start(h, page));
        }
    for (size_t i = 0; i < h->huge_room; i++)
        if (h->huge[i].memory)
            wrong += ouro__dressed_check(h, h->huge[i].memory);
    size_t tables = (zone_end(h, 0) + zone_end(h, 1) - zone_start(h, 1)) * sizeof(ouro__page) +
                    h->huge_room * sizeof(struct ouro__huge);
    if (resident + h->huge_bytes + tables + h->charged != h->committed || idle != h->idle) {
        ouro__heap_crime(h, "the heap's accounts are wrong: %zu bytes committed, %zu idle", h->committed,
                         h->idle);
        wrong++;
    }
    return wrong;
}
