/* See region.h. Chunks double from 4 KiB to 256 KiB; an oversized request gets a chunk of its own. */
#include "heap/region.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_CHUNK = 4096, LARGEST_CHUNK = 256 * 1024, ALIGNMENT = 16 };

struct region_chunk {
    struct region_chunk *older;
    size_t size; /* of the whole chunk, this header included */
};

static void *take_malloc(void *context, size_t size)
{
    (void)context;
    return malloc(size);
}

static void give_malloc(void *context, void *memory, size_t size)
{
    (void)context;
    (void)size;
    free(memory);
}

void ouro__region_init(ouro_region *region, const ouro_region_source *source)
{
    static const ouro_region_source from_malloc = {take_malloc, give_malloc, NULL};
    *region = (ouro_region){.source = source ? *source : from_malloc};
}

static int add_chunk(ouro_region *region, size_t need)
{
    size_t header = (sizeof(struct region_chunk) + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
    size_t size = region->chunks ? region->chunks->size * 2 : FIRST_CHUNK;
    if (size > LARGEST_CHUNK)
        size = LARGEST_CHUNK;
    if (need > SIZE_MAX - header)
        return -1;
    if (size < need + header)
        size = need + header;
    struct region_chunk *chunk = region->source.take(region->source.context, size);
    if (!chunk)
        return -1;
    chunk->older = region->chunks;
    chunk->size = size;
    region->chunks = chunk;
    region->next = (char *)chunk + header;
    region->end = (char *)chunk + size;
    region->total += size;
    return 0;
}

void *ouro__region_alloc(ouro_region *region, size_t size)
{
    if (size == 0)
        size = 1;
    if (size > SIZE_MAX - ALIGNMENT)
        return NULL;
    size = (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
    if ((size_t)(region->end - region->next) < size && add_chunk(region, size) < 0)
        return NULL;
    void *block = region->next;
    region->next += size;
    return memset(block, 0, size);
}

char *ouro__region_copy(ouro_region *region, const char *bytes, size_t length)
{
    char *copy = ouro__region_alloc(region, length + 1);
    if (copy)
        memcpy(copy, bytes, length);
    return copy;
}

void ouro__region_clear(ouro_region *region)
{
    while (region->chunks) {
        struct region_chunk *older = region->chunks->older;
        region->source.give(region->source.context, region->chunks, region->chunks->size);
        region->chunks = older;
    }
    region->next = region->end = NULL;
    region->total = 0;
}
