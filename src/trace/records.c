/* What is known of each traced block. See records.h. */
#include "trace/records.h"

#include <string.h>

#include "os/os.h"

/* The arrays of pages are cut from chunks, and used again for pages of the same class. */
enum { CHUNK_BYTES = 1 << 20, LARGE_FIRST = 512 };

struct ouro__records_chunk {
    struct ouro__records_chunk *next;
};

static size_t pages_of(const ouro_heap *h)
{
    return h->range_bytes >> OURO__PAGE_SHIFT;
}

bool ouro__records_init(ouro_heap *h, ouro__records *r)
{
    size_t page = ouro__os_page_size();
    *r = (ouro__records){.pages_bytes = (pages_of(h) * sizeof *r->pages + page - 1) / page * page};
    r->pages = ouro__os_reserve(r->pages_bytes, page);
    if (r->pages && ouro__os_commit(r->pages, r->pages_bytes))
        return true;
    ouro__records_destroy(h, r);
    return false;
}

void ouro__records_destroy(ouro_heap *h, ouro__records *r)
{
    for (const ouro__page *page = NULL; (page = ouro__heap_next_page(h, page)) != NULL;)
        h->pages[page - h->pages].notes = NULL;
    if (r->pages)
        ouro__os_release(r->pages, r->pages_bytes);
    for (struct ouro__records_chunk *chunk = r->chunks, *next; chunk; chunk = next) {
        next = chunk->next;
        ouro__os_release(chunk, CHUNK_BYTES);
    }
    ouro__heap_charge(h, -(ptrdiff_t)r->chunks_bytes);
    ouro__growing_release(h, &r->large);
    *r = (ouro__records){0};
}

/* ---- Blocks of a page's class ---- */

static ouro__page_records *array_new(ouro_heap *h, ouro__records *r, const ouro__page *page)
{
    size_t bytes = sizeof(ouro__page_records) + page->capacity * sizeof(ouro__record);
    ouro__page_records *array = r->free[page->size_class];
    if (array) {
        r->free[page->size_class] = array->next;
    } else {
        if (!r->chunks || CHUNK_BYTES - r->chunk_used < bytes) {
            if (!ouro__heap_charge_now(h, CHUNK_BYTES))
                return NULL;
            struct ouro__records_chunk *chunk = ouro__os_map(CHUNK_BYTES);
            if (!chunk) {
                ouro__heap_charge(h, -(ptrdiff_t)CHUNK_BYTES);
                return NULL;
            }
            chunk->next = r->chunks;
            r->chunks = chunk;
            r->chunks_bytes += CHUNK_BYTES;
            r->chunk_used = sizeof *chunk;
        }
        array = (ouro__page_records *)((char *)r->chunks + r->chunk_used);
        r->chunk_used += bytes;
    }
    array->size_class = page->size_class;
    return array;
}

bool ouro__records_page(ouro_heap *h, ouro__records *r, ouro__page *page)
{
    ouro__page_records **slot = &r->pages[page - h->pages], *old = *slot;
    if (old) { /* the page was another before, and all its blocks of then are gone */
        size_t size_class = old->size_class;
        old->next = r->free[size_class];
        r->free[size_class] = old;
    }
    page->notes = *slot = array_new(h, r, page);
    return *slot != NULL;
}

/* ---- Anything else, by address ---- */

static size_t large_mask(const ouro__records *r)
{
    return r->large_room - 1;
}

static size_t large_home(const ouro__records *r, uint32_t domain, uintptr_t address)
{
    uint64_t hash = ((uint64_t)address ^ (uint64_t)domain << 40) * 0x9e3779b97f4a7c15u;
    return (hash ^ hash >> 32) & large_mask(r);
}

/* Its slot, or the free one where it belongs. */
static ouro__large_record *large_slot(const ouro__records *r, uint32_t domain, uintptr_t address)
{
    ouro__large_record *slots = r->large.memory;
    size_t i = large_home(r, domain, address);
    while (slots[i].address && (slots[i].address != address || slots[i].domain != domain))
        i = (i + 1) & large_mask(r);
    return &slots[i];
}

static bool large_reserve(ouro_heap *h, ouro__records *r)
{
    size_t room = r->large_room;
    if ((r->large_count + 1) * 2 <= room)
        return true;
    ouro__records larger = {.large_room = room ? room * 2 : LARGE_FIRST};
    if (!ouro__growing_reserve(h, &larger.large, larger.large_room * sizeof(ouro__large_record)))
        return false;
    const ouro__large_record *old = r->large.memory;
    for (size_t i = 0; i < room; i++)
        if (old[i].address)
            *large_slot(&larger, old[i].domain, old[i].address) = old[i];
    ouro__growing_release(h, &r->large);
    r->large = larger.large;
    r->large_room = larger.large_room;
    return true;
}

bool ouro__records_add_at(ouro_heap *h, ouro__records *r, const ouro__large_record *record)
{
    if (!large_reserve(h, r))
        return false;
    *large_slot(r, record->domain, record->address) = *record;
    r->large_count++;
    return true;
}

bool ouro__records_remove_at(ouro__records *r, uint32_t domain, uintptr_t address, size_t *size)
{
    if (!r->large_count)
        return false;
    ouro__large_record *slots = r->large.memory, *slot = large_slot(r, domain, address);
    if (!slot->address)
        return false;
    *size = slot->size;
    r->large_count--;
    /* What was pushed behind it by its being here moves up. */
    size_t hole = (size_t)(slot - slots), mask = large_mask(r);
    for (size_t i = (hole + 1) & mask; slots[i].address; i = (i + 1) & mask) {
        size_t home = large_home(r, slots[i].domain, slots[i].address);
        if (((i - home) & mask) >= ((i - hole) & mask)) {
            slots[hole] = slots[i];
            hole = i;
        }
    }
    slots[hole] = (ouro__large_record){0};
    return true;
}

/* ---- Both ---- */

bool ouro__records_find(const ouro_heap *h, const ouro__records *r, const void *block,
                        ouro__large_record *found)
{
    const ouro__page *page = ouro__heap_page_of_small(h, block);
    if (!page) {
        const ouro__large_record *slot = r->large_count ? large_slot(r, 0, (uintptr_t)block) : NULL;
        if (!slot || !slot->address)
            return false;
        *found = *slot;
        return true;
    }
    const ouro__record *record = ouro__records_at(h, r, page, block);
    if (!record)
        return false;
    *found = (ouro__large_record){(uintptr_t)block, record->size, record->stack, 0};
    return record->stack != 0;
}

static bool each_of_page(const ouro_heap *h, const ouro__page *page, const ouro__page_records *array,
                         bool (*visit)(void *context, const ouro__large_record *record), void *context)
{
    uintptr_t start = (uintptr_t)h->base + ((uintptr_t)(page - h->pages) << OURO__PAGE_SHIFT);
    size_t stride = ouro__class_bytes(page->size_class);
    for (size_t n = 0; n < page->capacity; n++) {
        const ouro__record *record = &array->records[n];
        ouro__large_record seen = {start + n * stride + h->front, record->size, record->stack, 0};
        if (record->stack && !visit(context, &seen))
            return false;
    }
    return true;
}

void ouro__records_each(const ouro_heap *h, const ouro__records *r,
                        bool (*visit)(void *context, const ouro__large_record *record), void *context)
{
    for (const ouro__page *page = NULL; (page = ouro__heap_next_page(h, page)) != NULL;) {
        const ouro__page_records *array = page->notes;
        if (array && !each_of_page(h, page, array, visit, context))
            return;
    }
    const ouro__large_record *slots = r->large.memory;
    for (size_t i = 0; r->large_count && i <= large_mask(r); i++)
        if (slots[i].address && !visit(context, &slots[i]))
            return;
}

size_t ouro__records_bytes(const ouro__records *r)
{
    return r->chunks_bytes + r->large.bytes;
}
