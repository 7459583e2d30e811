/* See marks.h. */
#include "dump/marks.h"

#include "os/os.h"

#include <string.h>

enum { CHUNK_SHIFT = 15, WORDS = (1 << CHUNK_SHIFT) / 8 / 64, LEAST = 64 * 1024 };

struct chunk {
    uintptr_t number; /* the addresses' upper bits */
    uint32_t next;    /* in the queue: number and one */
    uint32_t queued;
    uint64_t seen[WORDS], waiting[WORDS];
};

static bool grow(ouro__marks *m, ouro__marks_memory *g, size_t bytes)
{
    if (bytes <= g->bytes)
        return true;
    size_t wanted = g->bytes ? g->bytes * 2 : LEAST;
    while (wanted < bytes)
        wanted *= 2;
    void *memory = g->memory ? ouro__os_remap(g->memory, g->bytes, wanted) : ouro__os_map(wanted);
    if (!memory)
        return false;
    if (ouro__heap_charge_now(m->heap, wanted - g->bytes))
        g->charged += wanted - g->bytes;
    g->memory = memory;
    g->bytes = wanted;
    return true;
}

static struct chunk *chunk_at(const ouro__marks *m, uint32_t i)
{
    return (struct chunk *)m->chunks.memory + i;
}

/* Where the chunk of this number stands in the index, or would. */
static uint32_t *find(const ouro__marks *m, uintptr_t number)
{
    uint32_t *index = m->index.memory;
    uint32_t i = (uint32_t)(number * 0x9e3779b97f4a7c15ull >> 32) & m->index_mask;
    while (index[i] && chunk_at(m, index[i] - 1)->number != number)
        i = (i + 1) & m->index_mask;
    return &index[i];
}

/* Room for one chunk more; the index is kept at most half full. */
static bool make_room(ouro__marks *m)
{
    if (!grow(m, &m->chunks, (m->chunk_count + 1) * sizeof(struct chunk)))
        return false;
    size_t entries = m->index.bytes / sizeof(uint32_t);
    if (m->index.memory && entries >= ((size_t)m->chunk_count + 1) * 2)
        return true;
    if (!grow(m, &m->index, m->index.bytes + 1) || !m->index.memory)
        return false;
    m->index_mask = (uint32_t)(m->index.bytes / sizeof(uint32_t)) - 1;
    memset(m->index.memory, 0, entries * sizeof(uint32_t));
    for (uint32_t i = 0; i < m->chunk_count; i++)
        *find(m, chunk_at(m, i)->number) = i + 1;
    return true;
}

static struct chunk *chunk_of(ouro__marks *m, uintptr_t number)
{
    uint32_t *entry = m->index.memory ? find(m, number) : NULL;
    if (entry && *entry)
        return chunk_at(m, *entry - 1);
    if (!make_room(m))
        return NULL;
    struct chunk *chunk = chunk_at(m, m->chunk_count);
    chunk->number = number;
    *find(m, number) = ++m->chunk_count;
    return chunk;
}

void ouro__marks_add(ouro__marks *m, const ouro_object *o)
{
    uintptr_t address = (uintptr_t)o;
    struct chunk *chunk = chunk_of(m, address >> CHUNK_SHIFT);
    if (!chunk) {
        m->refused = true;
        return;
    }
    unsigned at = (address & ((1u << CHUNK_SHIFT) - 1)) / 8;
    uint64_t bit = UINT64_C(1) << at % 64;
    if (chunk->seen[at / 64] & bit)
        return;
    chunk->seen[at / 64] |= bit;
    chunk->waiting[at / 64] |= bit;
    if (!chunk->queued) {
        chunk->queued = 1;
        chunk->next = m->queue;
        m->queue = (uint32_t)(chunk - (struct chunk *)m->chunks.memory) + 1;
    }
}

ouro_object *ouro__marks_next(ouro__marks *m)
{
    while (m->queue) {
        struct chunk *chunk = chunk_at(m, m->queue - 1);
        for (unsigned i = 0; i < WORDS; i++)
            if (chunk->waiting[i]) {
                unsigned bit = (unsigned)__builtin_ctzll(chunk->waiting[i]);
                chunk->waiting[i] &= chunk->waiting[i] - 1;
                return (ouro_object *)((chunk->number << CHUNK_SHIFT) + ((size_t)i * 64 + bit) * 8);
            }
        m->queue = chunk->next;
        chunk->queued = 0;
    }
    return NULL;
}

static void release(ouro__marks *m, ouro__marks_memory *g)
{
    if (!g->memory)
        return;
    ouro__os_release(g->memory, g->bytes);
    ouro__heap_charge(m->heap, -(ptrdiff_t)g->charged);
    *g = (ouro__marks_memory){0};
}

void ouro__marks_release(ouro__marks *m)
{
    release(m, &m->chunks);
    release(m, &m->index);
    *m = (ouro__marks){.heap = m->heap};
}
