/* The tracer: notes for each block of the heap which stack of calls allocated it.
 *
 * It taps the heap while it is on; off, it costs nothing. What it knows of a block is a size and the number of a stack
 * (stacks.h, records.h). Where the program is, the floor above tells it. A block for whose record memory is refused is
 * not traced, and counted as lost.
 *
 * Sizes are the bytes that were asked of the heap. */
#ifndef OURO_TRACE_TRACER_H
#define OURO_TRACE_TRACER_H

#include "ouro/trace.h"
#include "trace/records.h"
#include "trace/sites.h"

enum { OURO_TRACER_MOST_FRAMES = 65535 };

/* Told of each block that is allocated: it finds the stack and calls ouro__tracer_note. `context` is the runtime. It may
 * not use the heap. */
typedef void ouro_tracer_tap(void *context, ouro__page *page, void *block, size_t size);

typedef struct ouro_tracer_config {
    uint32_t frames; /* of a stack that are shown, innermost first: 1 to OURO_TRACER_MOST_FRAMES */
    bool texts;      /* places are texts, not objects */
    ouro_tracer_tap *allocated;
    uint32_t (*here)(ouro_runtime *rt,
                     ouro__sites *sites); /* the stack that runs, or OURO_STACK_NONE; uses no heap */
    ouro_trace_where where;               /* of a C program: for `allocated` and `here` */
    void *where_context;
} ouro_tracer_config;

typedef struct ouro_tracer {
    ouro__records records;
    size_t current, peak; /* bytes in traced blocks */
    size_t blocks;        /* of them */
    size_t lost;          /* blocks that there was no memory to trace */
    uint32_t paused;      /* new blocks are not traced while it is not 0 */
    ouro_tracer_config config;
} ouro_tracer;

/* Begins to trace. 0, or -1 when memory is refused (no exception is set). Nothing changes while it is on already.
 * Also -1 while the sampler (sampler.h) is on with places of the other kind: texts, or objects. */
int ouro__tracer_start(ouro_runtime *rt, const ouro_tracer_config *config);
/* Forgets all, and taps no more. Numbers of stacks mean nothing from then on, unless the sampler uses them. */
void ouro__tracer_stop(ouro_runtime *rt);
/* Forgets what was traced so far, and goes on. 0, or -1 when memory is refused: then it is off. */
int ouro__tracer_clear(ouro_runtime *rt);
void ouro__tracer_reset_peak(ouro_tracer *t);

static inline void ouro__tracer_count_in(ouro_tracer *t, size_t size)
{
    t->blocks++;
    t->current += size;
    if (t->current > t->peak)
        t->peak = t->current;
}

static inline void ouro__tracer_count_out(ouro_tracer *t, size_t size)
{
    t->blocks--;
    t->current -= size;
}

/* A block was allocated by a stack; NONE, when there was no memory for that. */
static inline void ouro__tracer_note(ouro_runtime *rt, ouro_tracer *t, ouro__page *page, void *block,
                                     size_t size, uint32_t stack)
{
    if (OURO__LIKELY(stack && ouro__records_add(&rt->heap, &t->records, page, block, size, stack)))
        ouro__tracer_count_in(t, size);
    else
        t->lost++;
}

/* Memory that the heap knows nothing of, in a domain other than 0. A record that there is of this address is replaced. 0,
 * or -1 when tracing is off or memory is refused. */
int ouro__tracer_track(ouro_runtime *rt, uint32_t domain, uintptr_t address, size_t size, uint32_t stack);
/* Nothing happens when there is no record. */
void ouro__tracer_untrack(ouro_runtime *rt, uint32_t domain, uintptr_t address);

/* Calls visit for each traced block until it returns false; it may not use the heap. */
void ouro__tracer_each(ouro_runtime *rt, bool (*visit)(void *context, const ouro__large_record *record),
                       void *context);
/* The stack that allocated a block of the heap; OURO_STACK_NONE when it is not traced. */
uint32_t ouro__tracer_stack_of(ouro_runtime *rt, const void *block);
/* Bytes that the tracer itself takes, the tree of stacks included; to be called while it is on. */
size_t ouro__tracer_bytes(const ouro_runtime *rt);

#endif
