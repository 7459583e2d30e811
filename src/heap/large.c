/* Large blocks: runs of pages inside the range, and huge ones straight from the operating system.
 *
 * A run's block starts at its first page, so that its descriptor is found like any other. Only the 4 KiB
 * parts that a block covers are charged; the rest of its last page stays untouched. Containers are never
 * huge: they must stay in their zone. Huge blocks stand in a hash table keyed by address. */
#include "heap/internal.h"
#include "heap/poison.h"
#include "os/os.h"

#include <string.h>

static unsigned low_parts(size_t bytes)
{
    if (bytes >= OURO__PAGE_BYTES)
        return 0xffff;
    return (1u << (bytes + OURO__PART_BYTES - 1) / OURO__PART_BYTES) - 1;
}

/* ---- Runs ---- */

static void zero_part_of_run(ouro_heap *h, ouro__page *page, size_t bytes)
{
    char *start = ouro__page_start(h, page);
    if (bytes > OURO__PAGE_BYTES)
        bytes = OURO__PAGE_BYTES;
    for (size_t at = 0; at < bytes; at += OURO__PART_BYTES)
        if (page->resident >> at / OURO__PART_BYTES & 1)
            memset(start + at, 0, bytes - at < OURO__PART_BYTES ? bytes - at : OURO__PART_BYTES);
}

/* Charges what the first `bytes` of these pages need. On refusal nothing changed. */
static bool commit_run(ouro_heap *h, ouro__page *page, uint32_t pages, size_t bytes)
{
    size_t need = 0;
    for (uint32_t i = 0; i < pages; i++)
        need +=
            (size_t)__builtin_popcount(low_parts(bytes - (size_t)i * OURO__PAGE_BYTES) & ~page[i].resident);
    if (!ouro__take_bytes(h, need * OURO__PART_BYTES))
        return false;
    ouro__count_regret(h, need * OURO__PART_BYTES);
    for (uint32_t i = 0; i < pages; i++)
        page[i].resident |= (uint16_t)low_parts(bytes - (size_t)i * OURO__PAGE_BYTES);
    return true;
}

static void describe_run(ouro_heap *h, ouro__page *page, uint32_t pages, size_t bytes,
                         enum ouro_heap_kind kind)
{
    char *end = ouro__page_start(h, page) + (size_t)pages * OURO__PAGE_BYTES;
    for (uint32_t i = 0; i < pages; i++) {
        page[i].state = i ? OURO__PAGE_RUN_TAIL : OURO__PAGE_RUN;
        page[i].kind = (uint8_t)kind;
        page[i].run_pages = i ? i : pages;
        page[i].end = end;
    }
    page->run_bytes = (bytes + OURO__PART_BYTES - 1) / OURO__PART_BYTES * OURO__PART_BYTES;
}

static uint32_t pages_for(size_t size)
{
    return (uint32_t)((size + OURO__PAGE_BYTES - 1) >> OURO__PAGE_SHIFT);
}

/* Gives back what lies resident behind the block in its last page, when that is worth a system call. */
static void trim_run(ouro_heap *h, ouro__page *page, size_t size)
{
    ouro__page *last = page + page->run_pages - 1;
    unsigned rest = last->resident & ~low_parts(size - (size_t)(page->run_pages - 1) * OURO__PAGE_BYTES);
    if ((size_t)__builtin_popcount(rest) * OURO__PART_BYTES > size / 4)
        ouro__page_decommit(h, last, rest);
}

static char *run_take(ouro_heap *h, size_t size, enum ouro_heap_kind kind, bool zero)
{
    if (size > h->range_bytes)
        return NULL;
    uint32_t count = pages_for(size);
    ouro__page *page = ouro__take_pages(h, count, kind);
    if (!page)
        return NULL;
    if (h->mode & OURO__MODE_POISONED)
        ouro__unpoison(ouro__page_start(h, page), (size_t)count << OURO__PAGE_SHIFT, true);
    if (zero) /* before commit_run: what becomes resident there is zero already */
        for (uint32_t i = 0; i < count; i++)
            zero_part_of_run(h, &page[i], size - (size_t)i * OURO__PAGE_BYTES);
    bool stale = page->resident & 1;
    if (!commit_run(h, page, count, size)) {
        ouro__give_pages(h, page, count);
        return NULL;
    }
    describe_run(h, page, count, size, kind);
    trim_run(h, page, size);
    char *block = ouro__page_start(h, page);
    if (kind == OURO_HEAP_CONTAINER && stale)
        memset(block + h->front, 0, 8);
    return block;
}

/* Gives back the pages behind the first `keep` ones. */
static void cut_run(ouro_heap *h, ouro__page *page, uint32_t keep)
{
    uint32_t gone = page->run_pages - keep;
    page->run_pages = keep;
    if (gone)
        ouro__give_pages(h, page + keep, gone);
}

void ouro__run_give(ouro_heap *h, ouro__page *page)
{
    if (page->kind != OURO_HEAP_CONTAINER) {
        ouro__give_pages(h, page, page->run_pages);
        return;
    }
    cut_run(h, page, 1);
    page->state = OURO__PAGE_RUN_FREED;
    ouro__page_decommit(h, page, 0xfffe);
    ouro__wait_page(h, page, OURO__PART_BYTES);
}

char *ouro__run_resize(ouro_heap *h, ouro__page *page, size_t size)
{
    uint32_t count = pages_for(size), have = page->run_pages;
    if (size <= OURO__SMALL_MAX || (count > have && size >= OURO__HUGE_MIN_GROWN))
        return NULL;
    if (count > have && !ouro__take_pages_at(h, page + have, count - have))
        return NULL;
    if (!commit_run(h, page, count, size)) {
        ouro__give_pages(h, page + have, count - have);
        return NULL;
    }
    if (count < have)
        cut_run(h, page, count);
    describe_run(h, page, count, size, page->kind);
    trim_run(h, page, size);
    return ouro__page_start(h, page);
}

/* ---- Huge blocks ---- */

static size_t huge_slot(const ouro_heap *h, const void *memory)
{
    uint64_t hash = ((uintptr_t)memory >> 12) * 0x9e3779b97f4a7c15u;
    return (hash >> 32) & (h->huge_room - 1);
}

struct ouro__huge *ouro__huge_find(const ouro_heap *h, const void *block)
{
    if (!h->huge_count)
        return NULL;
    for (size_t i = huge_slot(h, block);; i = (i + 1) & (h->huge_room - 1)) {
        if (!h->huge[i].memory)
            return NULL;
        if (h->huge[i].memory == block)
            return &h->huge[i];
    }
}

static void huge_insert(ouro_heap *h, struct ouro__huge entry)
{
    size_t i = huge_slot(h, entry.memory);
    while (h->huge[i].memory)
        i = (i + 1) & (h->huge_room - 1);
    h->huge[i] = entry;
}

/* Takes an entry out, moving those behind it that its place kept from theirs. */
static void huge_remove(ouro_heap *h, struct ouro__huge *entry)
{
    size_t mask = h->huge_room - 1, hole = (size_t)(entry - h->huge);
    for (size_t i = (hole + 1) & mask; h->huge[i].memory; i = (i + 1) & mask) {
        size_t home = huge_slot(h, h->huge[i].memory);
        if (((i - home) & mask) >= ((i - hole) & mask)) {
            h->huge[hole] = h->huge[i];
            hole = i;
        }
    }
    h->huge[hole].memory = NULL;
}

static bool huge_grow_table(ouro_heap *h)
{
    if (2 * (h->huge_count + 1) <= h->huge_room)
        return true;
    struct ouro__huge *old = h->huge;
    size_t old_room = h->huge_room, old_bytes = old_room * sizeof *old;
    size_t bytes = old_room ? 2 * old_bytes : h->page_bytes;
    if (!ouro__take_bytes(h, bytes))
        return false;
    struct ouro__huge *table = ouro__os_map(bytes);
    if (!table) {
        ouro__give_bytes(h, bytes);
        return false;
    }
    h->huge = table;
    h->huge_room = bytes / sizeof *table; /* a power of two: the entry has 32 bytes */
    for (size_t i = 0; i < old_room; i++)
        if (old[i].memory)
            huge_insert(h, old[i]);
    if (old) {
        ouro__os_release(old, old_bytes);
        ouro__give_bytes(h, old_bytes);
    }
    return true;
}

static size_t round_to_system_page(const ouro_heap *h, size_t size)
{
    return (size + h->page_bytes - 1) & ~(h->page_bytes - 1);
}

/* As in arenas: not under a budget, which counts what was asked for. */
static void prefer_huge_pages(const ouro_heap *h, char *memory, size_t mapped)
{
    if (mapped >= OURO__HUGE_MIN && !h->budget)
        ouro__os_prefer_huge_pages(memory, mapped, true);
}

/* Grows a mapping from `have` to `want` bytes; a new one when `memory` is NULL and `have` zero. */
static char *map_more(ouro_heap *h, char *memory, size_t have, size_t want, uint64_t *origin)
{
    if (!ouro__take_bytes(h, want - have))
        return NULL;
    char *grown = memory ? ouro__os_remap(memory, have, want) : ouro__os_map(want);
    if (!grown) {
        ouro__give_bytes(h, want - have);
        return NULL;
    }
    ouro__count_regret(h, want - have);
    if (grown != memory)
        *origin = ++h->huge_origins;
    if (have < OURO__HUGE_MIN)
        prefer_huge_pages(h, grown, want);
    return grown;
}

static char *huge_take(ouro_heap *h, size_t size, enum ouro_heap_kind kind, bool zero)
{
    if (size > SIZE_MAX / 2 || !huge_grow_table(h))
        return NULL;
    struct ouro__huge entry = {.bytes = round_to_system_page(h, size), .kind = (uint8_t)kind};
    size_t have = ouro__spare_take(h, entry.bytes, &entry.memory, &entry.origin);
    if (have < entry.bytes) {
        char *spare = entry.memory;
        uint64_t origin = entry.origin;
        entry.memory = map_more(h, spare, have, entry.bytes, &entry.origin);
        if (!entry.memory) {
            if (have)
                ouro__spare_give(h, spare, have, origin);
            return NULL;
        }
    }
    if (zero)
        memset(entry.memory, 0, have);
    huge_insert(h, entry);
    h->huge_count++;
    h->huge_bytes += entry.bytes;
    return entry.memory;
}

void ouro__huge_give(ouro_heap *h, struct ouro__huge *huge)
{
    struct ouro__huge gone = *huge;
    ouro__note_peak(h);
    huge_remove(h, huge);
    h->huge_count--;
    h->huge_bytes -= gone.bytes;
    ouro__spare_give(h, gone.memory, gone.bytes, gone.origin);
    ouro__shed_idle(h);
}

static char *huge_shrink(ouro_heap *h, struct ouro__huge *huge, size_t bytes)
{
    char *memory = huge->memory;
    size_t gone = huge->bytes - bytes;
    ouro__note_peak(h);
    huge->bytes = bytes;
    h->huge_bytes -= gone;
    ouro__spare_give(h, memory + bytes, gone, huge->origin);
    ouro__shed_idle(h);
    return memory;
}

/* Into the spare behind, then with fresh memory. */
static char *huge_grow(ouro_heap *h, struct ouro__huge *huge, size_t bytes)
{
    struct ouro__huge entry = *huge;
    size_t old = entry.bytes;
    entry.bytes += ouro__spare_take_behind(h, entry.memory + old, entry.origin, bytes - old);
    if (entry.bytes < bytes) {
        /* All of it one mapping to the system, which sets apart what wants huge pages and what does not. */
        if (entry.bytes > old)
            prefer_huge_pages(h, entry.memory, entry.bytes);
        char *memory = map_more(h, entry.memory, entry.bytes, bytes, &entry.origin);
        if (!memory) {
            if (entry.bytes > old)
                ouro__spare_give(h, entry.memory + old, entry.bytes - old, entry.origin);
            return NULL;
        }
        entry.memory = memory;
        entry.bytes = bytes;
    }
    huge_remove(h, huge);
    huge_insert(h, entry);
    h->huge_bytes += bytes - old;
    return entry.memory;
}

char *ouro__huge_resize(ouro_heap *h, struct ouro__huge *huge, size_t size)
{
    if (size < OURO__HUGE_MIN_GROWN / 2 || size > SIZE_MAX / 2)
        return NULL;
    size_t bytes = round_to_system_page(h, size);
    if (bytes == huge->bytes)
        return huge->memory;
    return bytes < huge->bytes ? huge_shrink(h, huge, bytes) : huge_grow(h, huge, bytes);
}

void ouro__huge_release_all(ouro_heap *h)
{
    ouro__spare_trim(h, 0);
    for (size_t i = 0; i < h->huge_room; i++)
        if (h->huge[i].memory) {
            if (h->mode & OURO__MODE_POISONED)
                ouro__unpoison(h->huge[i].memory, h->huge[i].bytes, true);
            ouro__os_release(h->huge[i].memory, h->huge[i].bytes);
        }
    if (h->huge)
        ouro__os_release(h->huge, h->huge_room * sizeof *h->huge);
}

char *ouro__large_take(ouro_heap *h, size_t size, enum ouro_heap_kind kind, bool zero, bool grown)
{
    if (size >= (grown ? OURO__HUGE_MIN_GROWN : OURO__HUGE_MIN) && kind != OURO_HEAP_CONTAINER)
        return huge_take(h, size, kind, zero);
    return run_take(h, size, kind, zero);
}
