/* The tracer: notes for each block of the heap which stack of calls allocated it.
 *
 * It taps the heap while it is on; off, it costs nothing. What it knows of a block is a size and the number of a stack
 * (stacks.h, records.h). Where the program is, the floor above tells it. A block for whose record memory is refused is
 * not traced, and counted as lost.
 *
 * Sizes are the bytes that were asked of the heap. */
#ifndef OURO_TRACE_TRACER_H
#define OURO_TRACE_TRACER_H

#include "trace/records.h"
#include "trace/stacks.h"

enum { OURO_TRACER_CACHE = 4096, OURO_TRACER_MOST_FRAMES = 65535 };

/* The nodes found last, by where the program was: see ouro__tracer_stack_at. */
typedef struct ouro__stack_memo {
    const void *where;
    uint32_t parent, stack;
} ouro__stack_memo;

typedef struct ouro_tracer {
    ouro__stacks stacks;
    ouro__records records;
    size_t current, peak; /* bytes in traced blocks */
    size_t blocks;        /* of them */
    size_t lost;          /* blocks that there was no memory to trace */
    uint32_t frames;      /* of a stack that are shown, innermost first */
    uint32_t paused;      /* new blocks are not traced while it is not 0 */
    ouro__growing cache;  /* OURO_TRACER_CACHE of ouro__stack_memo */
    uint32_t (*stack)(ouro_runtime *rt, struct ouro_tracer *t);
} ouro_tracer;

/* Begins to trace, showing so many frames of a stack (1 to OURO_TRACER_MOST_FRAMES). `stack` gives the node where the program
 * is, OURO_STACK_NONE when there is no memory for it; it may not use the heap. 0, or -1 when memory is refused (no
 * exception is set). Nothing changes while it is on already. */
int ouro__tracer_start(ouro_runtime *rt, uint32_t frames, uint32_t (*stack)(ouro_runtime *rt, ouro_tracer *t));
/* Forgets all, and taps no more. Numbers of stacks mean nothing from then on. */
void ouro__tracer_stop(ouro_runtime *rt);
/* Forgets what was traced so far, and goes on. 0, or -1 when memory is refused: then it is off. */
int ouro__tracer_clear(ouro_runtime *rt);
void ouro__tracer_reset_peak(ouro_tracer *t);

/* A place will be another from now on, such as when code dies: its node is looked for anew. */
void ouro__tracer_forget_places(ouro_tracer *t);

/* The node of `where`, an address that stands for a place of the program, called from `parent`, if it was found lately;
 * else OURO_STACK_NONE; *memo is where to note it. */
static inline uint32_t ouro__tracer_stack_at(ouro_tracer *t, uint32_t parent, const void *where,
                                             ouro__stack_memo **memo)
{
    size_t slot = ((uintptr_t)where >> 3 ^ parent * 0x9e3779b1u) % OURO_TRACER_CACHE;
    ouro__stack_memo *found = (ouro__stack_memo *)t->cache.memory + slot;
    *memo = found;
    return found->where == where && found->parent == parent ? found->stack : OURO_STACK_NONE;
}

/* Memory that the heap knows nothing of, in a domain other than 0. A record that there is of this address is replaced. 0,
 * or -1 when tracing is off or memory is refused. */
int ouro__tracer_track(ouro_runtime *rt, uint32_t domain, uintptr_t address, size_t size);
/* Nothing happens when there is no record. */
void ouro__tracer_untrack(ouro_runtime *rt, uint32_t domain, uintptr_t address);

/* Calls visit for each traced block until it returns false; it may not use the heap. */
void ouro__tracer_each(ouro_runtime *rt, bool (*visit)(void *context, const ouro__large_record *record),
                       void *context);
/* The stack that allocated a block of the heap; OURO_STACK_NONE when it is not traced. */
uint32_t ouro__tracer_stack_of(ouro_runtime *rt, const void *block);
/* Bytes that the tracer itself takes. */
size_t ouro__tracer_bytes(const ouro_tracer *t);

#endif
