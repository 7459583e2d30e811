/* The tracer. See tracer.h. */
#include "trace/tracer.h"

#include <string.h>

static void count_in(ouro_tracer *t, size_t size)
{
    t->blocks++;
    t->current += size;
    if (t->current > t->peak)
        t->peak = t->current;
}

static void count_out(ouro_tracer *t, size_t size)
{
    t->blocks--;
    t->current -= size;
}

/* ---- The tap ---- */

static void allocated(void *context, void *block, size_t size, enum ouro_heap_kind kind)
{
    (void)kind;
    ouro_runtime *rt = context;
    ouro_tracer *t = rt->tracer;
    if (OURO__UNLIKELY(t->paused))
        return;
    uint32_t stack = t->stack(rt, t);
    if (OURO__LIKELY(stack && ouro__records_add(&rt->heap, &t->records, block, size, stack)))
        count_in(t, size);
    else
        t->lost++;
}

static void freed(void *context, void *block, enum ouro_heap_kind kind)
{
    (void)kind;
    ouro_runtime *rt = context;
    ouro__large_record record;
    if (ouro__records_remove(&rt->heap, &rt->tracer->records, block, &record))
        count_out(rt->tracer, record.size);
}

static void resized(void *context, void *old_block, void *block, size_t size)
{
    freed(context, old_block, OURO_HEAP_RAW);
    allocated(context, block, size, OURO_HEAP_RAW);
}

/* ---- On and off ---- */

static bool begin(ouro_runtime *rt, ouro_tracer *t)
{
    t->current = t->peak = t->blocks = t->lost = 0;
    return ouro__stacks_init(rt, &t->stacks) && ouro__records_init(&rt->heap, &t->records) &&
           ouro__growing_reserve(&rt->heap, &t->cache, OURO_TRACER_CACHE * sizeof(ouro__stack_memo));
}

static void end(ouro_runtime *rt, ouro_tracer *t)
{
    ouro__growing_release(&rt->heap, &t->cache);
    ouro__records_destroy(&rt->heap, &t->records);
    ouro__stacks_destroy(rt, &t->stacks);
}

int ouro__tracer_start(ouro_runtime *rt, uint32_t frames, uint32_t (*stack)(ouro_runtime *rt, ouro_tracer *t))
{
    if (rt->tracer)
        return 0;
    ouro_tracer *t = ouro__heap_alloc_zeroed(&rt->heap, sizeof *t, OURO_HEAP_RAW);
    if (!t)
        return -1;
    t->frames = frames;
    t->stack = stack;
    if (!begin(rt, t)) {
        end(rt, t);
        ouro__heap_free(&rt->heap, t, OURO_HEAP_RAW);
        return -1;
    }
    rt->tracer = t;
    const ouro_heap_tap tap = {allocated, freed, resized, rt};
    ouro__heap_set_tap(&rt->heap, &tap);
    return 0;
}

void ouro__tracer_stop(ouro_runtime *rt)
{
    ouro_tracer *t = rt->tracer;
    if (!t)
        return;
    ouro__heap_set_tap(&rt->heap, NULL);
    rt->tracer = NULL;
    end(rt, t);
    ouro__heap_free(&rt->heap, t, OURO_HEAP_RAW);
}

int ouro__tracer_clear(ouro_runtime *rt)
{
    ouro_tracer *t = rt->tracer;
    if (!t)
        return 0;
    uint32_t frames = t->frames;
    uint32_t (*stack)(ouro_runtime *rt, ouro_tracer *t) = t->stack;
    ouro__tracer_stop(rt);
    return ouro__tracer_start(rt, frames, stack);
}

void ouro__tracer_reset_peak(ouro_tracer *t)
{
    t->peak = t->current;
}

void ouro__tracer_forget_places(ouro_tracer *t)
{
    memset(t->cache.memory, 0, OURO_TRACER_CACHE * sizeof(ouro__stack_memo));
}

/* ---- Other domains ---- */

int ouro__tracer_track(ouro_runtime *rt, uint32_t domain, uintptr_t address, size_t size)
{
    ouro_tracer *t = rt->tracer;
    if (!t)
        return -1;
    ouro__tracer_untrack(rt, domain, address);
    ouro__large_record record = {address, size, t->stack(rt, t), domain};
    if (!record.stack || !ouro__records_add_at(&rt->heap, &t->records, &record)) {
        t->lost++;
        return -1;
    }
    count_in(t, size);
    return 0;
}

void ouro__tracer_untrack(ouro_runtime *rt, uint32_t domain, uintptr_t address)
{
    ouro__large_record record;
    if (rt->tracer && ouro__records_remove_at(&rt->tracer->records, domain, address, &record))
        count_out(rt->tracer, record.size);
}

/* ---- Looking ---- */

void ouro__tracer_each(ouro_runtime *rt, bool (*visit)(void *context, const ouro__large_record *record),
                       void *context)
{
    if (rt->tracer)
        ouro__records_each(&rt->heap, &rt->tracer->records, visit, context);
}

uint32_t ouro__tracer_stack_of(ouro_runtime *rt, const void *block)
{
    ouro__large_record found;
    if (rt->tracer && ouro__records_find(&rt->heap, &rt->tracer->records, block, &found))
        return found.stack;
    return OURO_STACK_NONE;
}

size_t ouro__tracer_bytes(const ouro_tracer *t)
{
    return sizeof *t + ouro__stacks_bytes(&t->stacks) + ouro__records_bytes(&t->records) + t->cache.bytes;
}
