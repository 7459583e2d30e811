/* Arenas: the reserved range, cut into free and used pages; what is charged; what is given back and when.
 *
 * Invariants:
 * - A page is free in its arena's bitmap exactly when its state is FREE; warm is a subset of free.
 * - committed = parts resident in all pages * 4 KiB + huge and spare mappings + metadata + charged.
 * - idle = resident parts of free pages * 4 KiB + spare mappings.
 * - Page 0 of the container zone is never used, so that no container has index 0. */
#include "heap/internal.h"
#include "os/os.h"

#include <string.h>

static const size_t GIB = (size_t)1 << 30;

/* Ranges of addresses, in GiB. Containers have numbers of 32 bits, by 8 bytes. */
enum { CONTAINERS_MOST = 32, OTHERS_MOST = 1024, OTHERS_UNASKED = 256, ENOUGH_FROM_BUDGET = 64 };

/* What is kept idle: at least so many bytes, or this part of what is in use; where giving back proved
 * premature, up to this part of the recent peak, and where again and again, this part of what was
 * regretted. */
enum { LEAST_KEPT = 256 * 1024, KEPT_SHARE = 8, REGRET_SHARE = 3, INSISTED_SHARE = 8 };

enum {
    HUGE_FROM = 24 << 20, /* bytes in use from which huge pages are asked for */
    RESERVE_SHARE = 64,   /* the reserve is at most this part of the budget */
};

static size_t round_up(size_t n, size_t unit)
{
    return (n + unit - 1) / unit * unit;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

static size_t most(size_t a, size_t b)
{
    return a > b ? a : b;
}

/* Reservation: guard, arena table, guard, page table, guard, range, guard. */
static int reserve(ouro_heap *h, size_t containers, size_t others)
{
    size_t guard = OURO__PAGE_BYTES, range = containers + others;
    size_t arenas = round_up(range / OURO__ARENA_BYTES * sizeof(ouro__arena), guard);
    size_t pages = round_up((range >> OURO__PAGE_SHIFT) * sizeof(ouro__page), guard);
    size_t front = round_up(arenas + pages + 3 * guard, OURO__ARENA_BYTES);
    size_t total = front + range + guard;
    char *memory = ouro__os_reserve(total, OURO__ARENA_BYTES);
    if (!memory)
        return -1;
    h->reservation = memory;
    h->reservation_bytes = total;
    h->base = memory + front;
    h->pages = (ouro__page *)(h->base - guard - pages);
    h->arenas = (ouro__arena *)(h->base - guard - pages - guard - arenas);
    h->page_map = (uintptr_t)h->pages - ((uintptr_t)h->base >> OURO__PAGE_SHIFT) * sizeof(ouro__page);
    h->container_bytes = containers;
    h->range_bytes = range;
    uint32_t middle = (uint32_t)(containers / OURO__ARENA_BYTES);
    uint32_t last = (uint32_t)(range / OURO__ARENA_BYTES);
    h->zones[0] = (ouro__zone){.first = 0, .limit = middle, .opened = 0};
    h->zones[1] =
        (ouro__zone){.first = middle, .limit = last, .opened = middle, .hint = middle, .warm_hint = middle};
    return 0;
}

int ouro__arenas_init(ouro_heap *h, size_t containers, size_t others)
{
    if (containers == 0 || containers > CONTAINERS_MOST * GIB)
        containers = CONTAINERS_MOST * GIB;
    if (others == 0 || others > OTHERS_MOST * GIB)
        others = OTHERS_UNASKED * GIB;
    /* Addresses cost nothing, but more than a few times the budget can never be in use. */
    if (h->budget && h->budget < ENOUGH_FROM_BUDGET * GIB) {
        size_t enough = 4 * h->budget + 16 * OURO__ARENA_BYTES;
        containers = least(containers, enough);
        others = least(others, enough);
    }
    /* Where addresses are limited, leave some for mappings and for everybody else. */
    size_t limit = ouro__os_address_space_limit();
    containers = round_up(least(containers, limit / 10 * 3), OURO__ARENA_BYTES);
    others = round_up(least(others, limit / 10 * 4), OURO__ARENA_BYTES);
    for (;;) {
        if (reserve(h, containers, others) == 0)
            return 0;
        if (containers <= OURO__ARENA_BYTES && others <= OURO__ARENA_BYTES)
            return -1;
        containers =
            containers > OURO__ARENA_BYTES ? round_up(containers / 2, OURO__ARENA_BYTES) : containers;
        others = others > OURO__ARENA_BYTES ? round_up(others / 2, OURO__ARENA_BYTES) : others;
    }
}

/* What of the budget is not for everybody. */
static size_t reserved(const ouro_heap *h)
{
    size_t all = least(h->reserve, h->budget / RESERVE_SHARE);
    return h->reserve_kept < h->reserve ? all * h->reserve_kept / h->reserve : all;
}

size_t ouro__heap_room(const ouro_heap *h)
{
    size_t budget = h->budget ? h->budget - reserved(h) : SIZE_MAX, used = h->committed - h->idle;
    return used < budget ? budget - used : 0;
}

bool ouro__take_bytes(ouro_heap *h, size_t bytes)
{
    size_t budget = h->budget - reserved(h);
    if (budget && (bytes > budget || h->committed > budget - bytes)) {
        size_t over = h->committed - (bytes > budget ? 0 : budget - bytes);
        ouro__trim_idle(h, over < h->idle ? h->idle - over : 0);
        if (bytes > budget || h->committed > budget - bytes)
            return false;
    }
    h->committed += bytes;
    if (h->committed > h->committed_peak)
        h->committed_peak = h->committed;
    ouro__watch(h);
    return true;
}

void ouro__give_bytes(ouro_heap *h, size_t bytes)
{
    ouro__assert(bytes <= h->committed);
    h->committed -= bytes;
    ouro__watch(h);
}

static size_t parts_bytes(unsigned parts)
{
    return (size_t)__builtin_popcount(parts) * OURO__PART_BYTES;
}

bool ouro__page_commit(ouro_heap *h, ouro__page *page, unsigned parts)
{
    unsigned missing = parts & ~(unsigned)page->resident;
    if (!missing)
        return true;
    if (!ouro__take_bytes(h, parts_bytes(missing)))
        return false;
    page->resident |= (uint16_t)missing;
    ouro__count_regret(h, parts_bytes(missing));
    return true;
}

void ouro__count_regret(ouro_heap *h, size_t bytes)
{
    size_t regret = bytes < h->missed ? bytes : h->missed;
    h->missed -= regret;
    h->regret += regret;
}

/* Only whole pages of the operating system can be given back, and its pages may be larger than our parts. */
static unsigned whole_system_pages(const ouro_heap *h, unsigned parts)
{
    unsigned group = (unsigned)(h->page_bytes / OURO__PART_BYTES);
    if (group <= 1)
        return parts;
    if (group >= OURO__PAGE_PARTS)
        return parts == 0xffff && h->page_bytes == OURO__PAGE_BYTES ? parts : 0;
    unsigned mask = (1u << group) - 1, whole = 0;
    for (unsigned at = 0; at < OURO__PAGE_PARTS; at += group)
        if ((parts >> at & mask) == mask)
            whole |= mask << at;
    return whole;
}

/* Huge pages: fewer faults and address misses, at the price of memory that nobody uses. So only for heaps
 * past 24 MiB, without a budget, and in arenas from which nothing was given back since they were last empty:
 * the system would fill the holes again. */
static void want_huge_pages(ouro_heap *h, uint32_t index)
{
    ouro__arena *arena = &h->arenas[index];
    if (arena->huge || h->budget || h->committed - h->idle < HUGE_FROM)
        return;
    arena->huge = true;
    ouro__os_prefer_huge_pages(h->base + index * OURO__ARENA_BYTES, OURO__ARENA_BYTES, true);
}

/* What no page of ours has touched may be resident all the same, as part of a huge page. */
static void decommit_untouched(ouro_heap *h, uint32_t index)
{
    char *start = h->base + index * OURO__ARENA_BYTES, *from = NULL;
    if (h->page_bytes != OURO__PART_BYTES)
        return;
    for (size_t part = 0; part <= OURO__ARENA_PAGES * OURO__PAGE_PARTS; part++) {
        char *at = start + part * OURO__PART_BYTES;
        const ouro__page *page = &h->pages[(size_t)index * OURO__ARENA_PAGES + part / OURO__PAGE_PARTS];
        bool end = part == OURO__ARENA_PAGES * OURO__PAGE_PARTS;
        bool untouched = !end && !(page->resident >> part % OURO__PAGE_PARTS & 1);
        if (untouched && !from)
            from = at;
        if (!untouched && from) {
            ouro__os_decommit(from, (size_t)(at - from));
            from = NULL;
        }
    }
}

static void no_huge_pages(ouro_heap *h, uint32_t index)
{
    if (!h->arenas[index].huge)
        return;
    h->arenas[index].huge = false;
    ouro__os_prefer_huge_pages(h->base + index * OURO__ARENA_BYTES, OURO__ARENA_BYTES, false);
    decommit_untouched(h, index);
}

void ouro__page_decommit(ouro_heap *h, ouro__page *page, unsigned parts)
{
    parts = whole_system_pages(h, parts);
    unsigned gone = parts & page->resident;
    if (!gone)
        return;
    no_huge_pages(h, ouro__page_index(h, page) / OURO__ARENA_PAGES);
    for (unsigned left = gone; left;) {
        unsigned first = (unsigned)__builtin_ctz(left);
        unsigned length = (unsigned)__builtin_ctz(~(left >> first));
        char *start = ouro__page_start(h, page) + first * OURO__PART_BYTES;
        ouro__os_decommit(start, (size_t)length * OURO__PART_BYTES);
        left &= ~(((1u << length) - 1) << first);
    }
    page->resident &= (uint16_t)~gone;
    ouro__give_bytes(h, parts_bytes(gone));
}

/* ---- Arenas ---- */

static ouro__zone *zone_of(ouro_heap *h, enum ouro_heap_kind kind)
{
    return &h->zones[kind == OURO_HEAP_CONTAINER ? 0 : 1];
}

static bool commit_table(ouro_heap *h, void *entry, size_t size)
{
    uintptr_t first = (uintptr_t)entry & ~(h->page_bytes - 1);
    uintptr_t end = ((uintptr_t)entry + size + h->page_bytes - 1) & ~(h->page_bytes - 1);
    return ouro__os_commit((void *)first, end - first);
}

/* Makes the arena's memory and descriptors usable. `index` is below or at zone->opened. */
static bool open_arena(ouro_heap *h, ouro__zone *zone, uint32_t index)
{
    ouro__arena *arena = &h->arenas[index];
    ouro__page *pages = &h->pages[(size_t)index * OURO__ARENA_PAGES];
    bool first_time = index == zone->opened;
    if (!first_time && arena->open)
        return true;
    if (first_time) {
        size_t table = OURO__ARENA_PAGES * sizeof(ouro__page);
        if (!ouro__take_bytes(h, table))
            return false;
        if (!commit_table(h, arena, sizeof *arena) || !commit_table(h, pages, table)) {
            ouro__give_bytes(h, table);
            return false;
        }
    }
    if (!ouro__os_commit(h->base + index * OURO__ARENA_BYTES, OURO__ARENA_BYTES)) {
        if (first_time)
            ouro__give_bytes(h, OURO__ARENA_PAGES * sizeof(ouro__page));
        return false;
    }
    arena->open = true;
    if (first_time) {
        *arena = (ouro__arena){.free = index == 0 ? ~(uint64_t)1 : ~(uint64_t)0, .open = true};
        for (size_t i = 0; i < OURO__ARENA_PAGES; i++)
            pages[i] = (ouro__page){.free = OURO__NO_BLOCK, .fuse = 1, .rest = UINT32_MAX};
        zone->opened++;
    }
    return true;
}

/* The lowest place of `count` (at most 64) neighbouring bits of `bits`, or -1. */
static int find_bits(uint64_t bits, uint32_t count)
{
    while (count > 1 && bits) {
        uint32_t half = count / 2;
        bits &= bits >> half;
        count -= half;
    }
    return bits ? __builtin_ctzll(bits) : -1;
}

/* Number of the first of `count` neighbouring free pages, opened or not; -1 when the zone has none. */
static int64_t find_pages(ouro__zone *zone, const ouro__arena *arenas, uint32_t count)
{
    uint64_t before = 0; /* free pages that end at the start of the arena looked at */
    for (uint32_t i = zone->hint; i < zone->opened; i++) {
        uint64_t free = arenas[i].free;
        if (free == ~(uint64_t)0) {
            before += OURO__ARENA_PAGES;
            if (before >= count)
                return (int64_t)(i + 1) * OURO__ARENA_PAGES - (int64_t)before;
            continue;
        }
        uint64_t low = (uint64_t)__builtin_ctzll(~free);
        if (before + low >= count)
            return (int64_t)i * OURO__ARENA_PAGES - (int64_t)before;
        int at = count < OURO__ARENA_PAGES ? find_bits(free, count) : -1;
        if (at >= 0)
            return (int64_t)i * OURO__ARENA_PAGES + at;
        before = (uint64_t)__builtin_clzll(~free);
    }
    uint64_t closed = (uint64_t)(zone->limit - zone->opened) * OURO__ARENA_PAGES;
    uint64_t start = (uint64_t)zone->opened * OURO__ARENA_PAGES - before;
    if (zone->opened == 0 && closed) { /* page 0 is never used */
        closed--;
        start++;
    }
    return before + closed >= count ? (int64_t)start : -1;
}

/* The same among pages with resident parts, of one arena; -1 when there are none. */
static int64_t find_warm_pages(ouro_heap *h, ouro__zone *zone, uint32_t count)
{
    if (!h->idle || count > OURO__ARENA_PAGES)
        return -1;
    while (zone->warm_hint < zone->opened && !h->arenas[zone->warm_hint].warm)
        zone->warm_hint++;
    for (uint32_t i = zone->warm_hint; i < zone->opened; i++) {
        int at = find_bits(h->arenas[i].warm, count);
        if (at >= 0)
            return (int64_t)i * OURO__ARENA_PAGES + at;
    }
    return -1;
}

static void occupy(ouro_heap *h, uint32_t first, uint32_t count)
{
    for (uint32_t i = first; i < first + count; i++) {
        ouro__arena *arena = &h->arenas[i / OURO__ARENA_PAGES];
        uint64_t bit = (uint64_t)1 << i % OURO__ARENA_PAGES;
        if (arena->free == ~(uint64_t)0 && !arena->warm)
            want_huge_pages(h, i / OURO__ARENA_PAGES);
        arena->free &= ~bit;
        arena->warm &= ~bit;
        h->idle -= parts_bytes(h->pages[i].resident);
    }
    if (h->idle < h->idle_low)
        h->idle_low = h->idle;
    ouro__watch(h);
}

ouro__page *ouro__take_pages(ouro_heap *h, uint32_t count, enum ouro_heap_kind kind)
{
    ouro__zone *zone = zone_of(h, kind);
    while (zone->hint < zone->opened && !h->arenas[zone->hint].free)
        zone->hint++;
    int64_t found = find_warm_pages(h, zone, count);
    if (found < 0)
        found = find_pages(zone, h->arenas, count);
    if (found < 0)
        return NULL;
    uint32_t first = (uint32_t)found;
    for (uint32_t i = first / OURO__ARENA_PAGES; i <= (first + count - 1) / OURO__ARENA_PAGES; i++)
        if (!open_arena(h, zone, i))
            return NULL;
    occupy(h, first, count);
    return &h->pages[first];
}

bool ouro__take_pages_at(ouro_heap *h, ouro__page *page, uint32_t count)
{
    uint32_t first = ouro__page_index(h, page);
    unsigned z = first / OURO__ARENA_PAGES < h->zones[0].limit ? 0 : 1;
    for (uint32_t i = first; i < first + count; i++) {
        uint32_t arena = i / OURO__ARENA_PAGES;
        if (arena >= h->zones[z].opened || !h->arenas[arena].open ||
            !(h->arenas[arena].free >> i % OURO__ARENA_PAGES & 1))
            return false;
    }
    occupy(h, first, count);
    return true;
}

/* A share of what is in use; more when giving back proved premature: then not more than half of what is
 * in use, but up to the whole recent peak when it proved so again and again. */
static size_t idle_worth_keeping(const ouro_heap *h)
{
    size_t busy = h->committed - h->idle;
    size_t regretted = least(h->regret, least(h->recent_peak / REGRET_SHARE, busy / 2));
    size_t insisted = least(h->regret / INSISTED_SHARE, h->recent_peak);
    return most(most(busy / KEPT_SHARE, LEAST_KEPT), most(regretted, insisted));
}

static void trim_at_once(ouro_heap *h, size_t keep)
{
    size_t before = h->idle;
    ouro__trim_idle(h, keep);
    h->missed += before - h->idle;
}

void ouro__note_peak(ouro_heap *h)
{
    size_t busy = h->committed - h->idle;
    if (busy > h->recent_peak)
        h->recent_peak = busy;
}

void ouro__shed_idle(ouro_heap *h)
{
    ouro__watch(h);
    size_t keep = idle_worth_keeping(h);
    if (h->idle > keep + keep / 2)
        trim_at_once(h, keep);
    ouro__tick(h);
}

void ouro__give_pages(ouro_heap *h, ouro__page *page, uint32_t count)
{
    ouro__note_peak(h);
    uint32_t first = ouro__page_index(h, page);
    ouro__zone *zone = &h->zones[first / OURO__ARENA_PAGES < h->zones[0].limit ? 0 : 1];
    for (uint32_t i = first; i < first + count; i++) {
        ouro__page *p = &h->pages[i];
        ouro__arena *arena = &h->arenas[i / OURO__ARENA_PAGES];
        uint64_t bit = (uint64_t)1 << i % OURO__ARENA_PAGES;
        uint16_t resident = p->resident;
        *p = (ouro__page){.free = OURO__NO_BLOCK, .fuse = 1, .rest = UINT32_MAX, .resident = resident};
        arena->free |= bit;
        if (resident)
            arena->warm |= bit;
        h->idle += parts_bytes(resident);
    }
    uint32_t arena = first / OURO__ARENA_PAGES;
    zone->hint = arena < zone->hint ? arena : zone->hint;
    zone->warm_hint = arena < zone->warm_hint ? arena : zone->warm_hint;
    ouro__shed_idle(h);
}

/* ---- Giving back ---- */

/* Decommits a stretch of neighbouring warm pages with one call. */
static void cool(ouro_heap *h, ouro__arena *arena, uint32_t first, uint32_t count)
{
    size_t gone = 0;
    no_huge_pages(h, first / OURO__ARENA_PAGES);
    for (uint32_t i = first; i < first + count; i++) {
        gone += parts_bytes(h->pages[i].resident);
        h->pages[i].resident = 0;
    }
    arena->warm &= ~((count < 64 ? ((uint64_t)1 << count) - 1 : ~(uint64_t)0) << first % OURO__ARENA_PAGES);
    ouro__os_decommit(h->base + ((size_t)first << OURO__PAGE_SHIFT), (size_t)count << OURO__PAGE_SHIFT);
    h->idle -= gone;
    ouro__give_bytes(h, gone);
}

static void trim_arena(ouro_heap *h, uint32_t index, size_t keep)
{
    ouro__arena *arena = &h->arenas[index];
    while (arena->warm && h->idle > keep) {
        uint32_t last = 63 - (uint32_t)__builtin_clzll(arena->warm);
        uint64_t not_warm = ~arena->warm & (((uint64_t)2 << last) - 1);
        uint32_t first = not_warm ? 64 - (uint32_t)__builtin_clzll(not_warm) : 0;
        uint32_t enough = (uint32_t)((h->idle - keep + OURO__PAGE_BYTES - 1) >> OURO__PAGE_SHIFT);
        if (last - first + 1 > enough)
            first = last + 1 - enough;
        cool(h, arena, index * OURO__ARENA_PAGES + first, last - first + 1);
    }
}

void ouro__trim_idle(ouro_heap *h, size_t keep)
{
    ouro__spare_trim(h, keep);
    if (h->idle <= keep || h->page_bytes > OURO__PAGE_BYTES)
        return;
    for (unsigned z = 2; z-- > 0;)
        for (uint32_t i = h->zones[z].opened; i-- > h->zones[z].first && h->idle > keep;)
            trim_arena(h, i, keep);
    if (h->idle < h->idle_low)
        h->idle_low = h->idle;
}

void ouro__tick(ouro_heap *h)
{
    size_t busy = h->committed - h->idle;
    ouro__note_peak(h);
    uint64_t now = ouro__os_clock_coarse();
    if (now < h->next_tick)
        return;
    bool first = h->next_tick == 0;
    h->next_tick = now + h->tick_period;
    if (first) {
        h->idle_low = h->idle;
        return;
    }
    /* What lay idle during the whole period is not needed. */
    ouro__trim_idle(h, h->idle - h->idle_low);
    h->idle_low = h->idle;
    h->recent_peak -= (h->recent_peak - busy) / 4;
    h->regret -= h->regret / 4;
    h->missed = 0;
    ouro__purge_sparse(h, 1, false);
    h->container_tick = true;
}
