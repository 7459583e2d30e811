/* Where blocks are allocated: the tree of stacks, and a cache of the nodes found lately. The floor above, which knows
 * where the program is, enters stacks here, for the tracer and for the sampler. They share one, rt->sites: it is there
 * while either is on, and NULL else. */
#ifndef OURO_TRACE_SITES_H
#define OURO_TRACE_SITES_H

#include "trace/stacks.h"

enum { OURO_SITES_CACHE = 4096 };

/* A node found lately: see ouro__sites_at. */
typedef struct ouro__stack_memo {
    uint64_t where; /* and the epoch above it */
    uint32_t parent, stack;
} ouro__stack_memo;

typedef struct ouro__sites {
    ouro__stacks stacks;
    ouro__growing cache; /* OURO_SITES_CACHE of ouro__stack_memo */
    uint16_t epoch;      /* of the cache: what was noted in another is forgotten */
    uint32_t users;      /* the tracer, the sampler, or both */
} ouro__sites;

/* One user more. `texts`: places are texts, not objects. False when memory is refused, or another uses it with places of the
 * other kind. */
bool ouro__sites_acquire(ouro_runtime *rt, bool texts);
/* One user less; the last one drops references, which may free objects, and numbers of stacks mean nothing from then
 * on. To be called when the heap no longer tells this user of blocks. */
void ouro__sites_release(ouro_runtime *rt);

/* A place will be another from now on, such as when code dies: its node is looked for anew. */
void ouro__sites_forget_places(ouro__sites *s);

/* The node of `where`, an address that stands for a place of the program, called from `parent`, if it was found lately;
 * else OURO_STACK_NONE; *memo is where ouro__sites_remember notes it. */
static inline uint32_t ouro__sites_at(ouro__sites *s, uint32_t parent, const void *where,
                                      ouro__stack_memo **memo)
{
    size_t slot = ((uintptr_t)where >> 3 ^ parent * 0x9e3779b1u) % OURO_SITES_CACHE;
    ouro__stack_memo *found = (ouro__stack_memo *)s->cache.memory + slot;
    *memo = found;
    bool same = found->where == ((uintptr_t)where ^ (uint64_t)s->epoch << 48) && found->parent == parent;
    return same ? found->stack : OURO_STACK_NONE;
}

static inline void ouro__sites_remember(const ouro__sites *s, ouro__stack_memo *memo, uint32_t parent,
                                        const void *where, uint32_t stack)
{
    *memo = (ouro__stack_memo){(uintptr_t)where ^ (uint64_t)s->epoch << 48, parent, stack};
}

static inline size_t ouro__sites_bytes(const ouro__sites *s)
{
    return ouro__stacks_bytes(&s->stacks) + s->cache.bytes;
}

#endif
