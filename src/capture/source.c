/* Allocations as they come: from the sampler, or from the exact tracer, in whose place in the heap's tap the recorder
 * stands.
 *
 * There is one tracer and one sampler for all. A program that starts, stops or clears itself the one in use here has it:
 * then stacks are no longer known, and what was recorded of them stays as it is. The other one is no concern. */
#include "capture/internal.h"

#include "vm/allocation_site.h"

enum { TICK_BYTES = 64 * 1024, FRAMES = 25 };

/* ---- Each allocation ---- */

static capture_flow *flow_of(ouro_capture *c, uint32_t stack)
{
    size_t bytes = ((size_t)stack + 1) * sizeof(capture_flow);
    if (ouro__unlikely(bytes > c->flows.bytes) && !ouro__growing_reserve(&c->rt->heap, &c->flows, bytes))
        return NULL;
    return (capture_flow *)c->flows.memory + stack;
}

static void allocated(void *context, ouro__page *page, void *block, size_t size)
{
    ouro_runtime *rt = context;
    ouro_tracer *t = rt->tracer;
    ouro_capture *c = rt->capture;
    if (ouro__unlikely(t->paused))
        return;
    uint32_t stack = t->config.here(rt, rt->sites);
    capture_flow *flow = flow_of(c, stack);
    if (ouro__unlikely(!flow || !stack ||
                       !ouro__records_add(&rt->heap, &t->records, page, block, size, stack))) {
        t->lost++;
        return;
    }
    ouro__tracer_count_in(t, size);
    flow->live += size;
    flow->live_blocks++;
    flow->total += size;
    flow->total_blocks++;
    c->since_tick += size;
    if (ouro__unlikely(c->since_tick >= TICK_BYTES)) {
        c->since_tick = 0;
        capture_tick(c);
    }
}

static void count_out(ouro_runtime *rt, uint32_t stack, size_t size)
{
    ouro__tracer_count_out(rt->tracer, size);
    capture_flow *flow = (capture_flow *)rt->capture->flows.memory + stack;
    flow->live -= size;
    flow->live_blocks--;
}

static void freed(void *context, ouro__page *page, void *block)
{
    ouro_runtime *rt = context;
    ouro__records *records = &rt->tracer->records;
    if (page) {
        ouro__record *record = ouro__records_at(&rt->heap, records, page, block);
        if (record && record->stack) {
            count_out(rt, record->stack, record->size);
            record->stack = 0;
        }
        return;
    }
    ouro__large_record found;
    size_t size;
    if (ouro__records_find(&rt->heap, records, block, &found) &&
        ouro__records_remove_at(records, 0, (uintptr_t)block, &size))
        count_out(rt, found.stack, size);
}

/* Of a block that grew where it stands, only what was added counts as allocated; and no block. */
static void resized(void *context, void *old_block, void *block, size_t size)
{
    ouro_runtime *rt = context;
    ouro_capture *c = rt->capture;
    ouro__large_record old = {.stack = OURO_STACK_NONE};
    if (old_block == block)
        ouro__records_find(&rt->heap, &rt->tracer->records, block, &old);
    freed(context, ouro__heap_page_of_small(&rt->heap, old_block), old_block);
    allocated(context, ouro__heap_page_of_small(&rt->heap, block), block, size);
    uint32_t stack = old.stack ? ouro__tracer_stack_of(rt, block) : OURO_STACK_NONE;
    if (stack) {
        capture_flow *flow = (capture_flow *)c->flows.memory + stack;
        flow->total -= old.size < size ? old.size : size;
        flow->total_blocks--;
    }
}

static bool start_exact(ouro_runtime *rt)
{
    const ouro_heap_tap tap = {allocated, freed, resized, rt};
    if (ouro__trace_allocations(rt, FRAMES) < 0)
        return false;
    ouro__heap_set_tap(&rt->heap, &tap);
    return true;
}

/* ---- Samples ---- */

static void sampled(void *context, const ouro__sample *sample)
{
    (void)sample;
    capture_tick(context);
}

static bool start_sampling(ouro_capture *c)
{
    if (ouro__sample_allocations(c->rt, &(ouro__sampler_config){.mean = c->mean, .frames = FRAMES}) < 0)
        return false;
    c->sampler = c->rt->sampler;
    ouro__sampler_listen(c->sampler, &(ouro__sample_listener){.on_sample = sampled, .context = c});
    return true;
}

static bool put_flow(void *context, uint32_t stack, const ouro__sample_totals *totals)
{
    capture_flow *flow = flow_of(context, stack);
    if (flow)
        *flow = (capture_flow){(uint64_t)totals->live_bytes, (uint64_t)totals->live_blocks,
                               (uint64_t)totals->bytes, (uint64_t)totals->blocks};
    return true;
}

/* ---- Either ---- */

/* Whether the tracer or sampler still is as capture_source_start left it. */
static bool is_intact(const ouro_capture *c)
{
    const ouro_runtime *rt = c->rt;
    if (c->blind)
        return false;
    return c->exact ? rt->tracer && rt->heap.tap.freed == freed : rt->sampler && rt->sampler == c->sampler;
}

static void stop(ouro_capture *c)
{
    if (!is_intact(c))
        return;
    if (c->exact)
        ouro__trace_allocations_stop(c->rt);
    else
        ouro__sampler_stop(c->rt);
}

static void yield(ouro_runtime *rt)
{
    ouro_capture *c = rt->capture;
    if (is_intact(c) && capture_is_open(c))
        capture_snapshot(c, CAPTURE_WHY_TIME);
    stop(c);
    c->blind = true;
}

int capture_source_start(ouro_capture *c)
{
    ouro_runtime *rt = c->rt;
    if (c->exact ? rt->tracer != NULL : rt->sampler != NULL) {
        c->blind = true;
        return 0;
    }
    if (c->exact ? start_exact(rt) : start_sampling(c)) {
        rt->hooks.trace_yield = yield;
        return 0;
    }
    ouro_object *error = rt->error;
    rt->error = NULL;
    ouro_xdecref(rt, error);
    return -1;
}

void capture_source_stop(ouro_capture *c)
{
    c->rt->hooks.trace_yield = NULL;
    stop(c);
}

size_t capture_live(const ouro_capture *c)
{
    if (!is_intact(c))
        return 0;
    return c->exact ? c->rt->tracer->current : (size_t)ouro__sampler_totals(c->sampler).live_bytes;
}

const ouro__stacks *capture_stacks(ouro_capture *c)
{
    if (!is_intact(c))
        c->blind = true;
    if (c->blind)
        return NULL;
    return &c->rt->sites->stacks;
}

void capture_source_sum(ouro_capture *c)
{
    if (!c->exact) /* else each allocation does it */
        ouro__sampler_each_stack(c->sampler, put_flow, c);
}

uint32_t capture_stack_of(ouro_capture *c, const void *block)
{
    if (!capture_stacks(c))
        return OURO_STACK_NONE;
    if (c->exact)
        return ouro__tracer_stack_of(c->rt, block);
    const ouro__sample *sample = ouro__sampler_find(c->sampler, block);
    return sample ? sample->stack : OURO_STACK_NONE;
}
