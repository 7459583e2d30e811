/* The tracer. See tracer.h. */
#include "trace/tracer.h"

/* ---- The tap ---- */

static __attribute__((noinline)) void freed_large(ouro_runtime *rt, void *block)
{
    size_t size;
    if (ouro__records_remove_at(&rt->tracer->records, 0, (uintptr_t)block, &size))
        ouro__tracer_count_out(rt->tracer, size);
}

static void freed(void *context, ouro__page *page, void *block)
{
    ouro_runtime *rt = context;
    if (OURO__UNLIKELY(!page)) {
        freed_large(rt, block);
        return;
    }
    ouro__record *record = ouro__records_at(&rt->heap, &rt->tracer->records, page, block);
    if (OURO__UNLIKELY(!record) || !record->stack)
        return;
    record->stack = 0;
    ouro__tracer_count_out(rt->tracer, record->size);
}

static void resized(void *context, void *old_block, void *block, size_t size)
{
    ouro_runtime *rt = context;
    freed(context, ouro__heap_page_of_small(&rt->heap, old_block), old_block);
    rt->tracer->config.allocated(context, ouro__heap_page_of_small(&rt->heap, block), block, size);
}

/* ---- On and off ---- */

int ouro__tracer_start(ouro_runtime *rt, const ouro_tracer_config *config)
{
    if (rt->tracer)
        return 0;
    ouro_tracer *t = ouro__heap_alloc_zeroed(&rt->heap, sizeof *t, OURO_HEAP_RAW);
    if (!t)
        return -1;
    t->config = *config;
    bool shares = ouro__sites_acquire(rt, config->texts);
    if (!shares || !ouro__records_init(&rt->heap, &t->records)) {
        ouro__records_destroy(&rt->heap, &t->records);
        if (shares)
            ouro__sites_release(rt);
        ouro__heap_free(&rt->heap, t, OURO_HEAP_RAW);
        return -1;
    }
    rt->tracer = t;
    const ouro_heap_tap tap = {config->allocated, freed, resized, rt};
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
    ouro__records_destroy(&rt->heap, &t->records);
    ouro__sites_release(rt);
    ouro__heap_free(&rt->heap, t, OURO_HEAP_RAW);
}

int ouro__tracer_clear(ouro_runtime *rt)
{
    ouro_tracer *t = rt->tracer;
    if (!t)
        return 0;
    const ouro_tracer_config config = t->config;
    ouro__tracer_stop(rt);
    if (rt->hooks.trace_forget)
        rt->hooks.trace_forget(rt);
    return ouro__tracer_start(rt, &config);
}

void ouro__tracer_reset_peak(ouro_tracer *t)
{
    t->peak = t->current;
}

/* ---- Other domains ---- */

int ouro__tracer_track(ouro_runtime *rt, uint32_t domain, uintptr_t address, size_t size, uint32_t stack)
{
    ouro_tracer *t = rt->tracer;
    if (!t)
        return -1;
    ouro__tracer_untrack(rt, domain, address);
    ouro__large_record record = {address, size, stack, domain};
    if (!record.stack || !ouro__records_add_at(&rt->heap, &t->records, &record)) {
        t->lost++;
        return -1;
    }
    ouro__tracer_count_in(t, size);
    return 0;
}

void ouro__tracer_untrack(ouro_runtime *rt, uint32_t domain, uintptr_t address)
{
    size_t size;
    if (rt->tracer && ouro__records_remove_at(&rt->tracer->records, domain, address, &size))
        ouro__tracer_count_out(rt->tracer, size);
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

size_t ouro__tracer_bytes(const ouro_runtime *rt)
{
    return sizeof *rt->tracer + ouro__sites_bytes(rt->sites) + ouro__records_bytes(&rt->tracer->records);
}
