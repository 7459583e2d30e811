/* The collector's outside: opening and closing, thresholds and counts, when to collect, looking at
 * generations. */
#include "gc/internal.h"

#include <stdatomic.h>

/* ---- Open and close ---- */

static void set_trigger(ouro_runtime *rt)
{
    ouro_gc *gc = rt->gc;
    rt->young_threshold = gc->enabled && gc->threshold[0] ? gc->threshold[0] : INT32_MAX;
}

/* The young vector is full: what has been freed leaves it. In tests that collect at every Nth allocation,
 * that many have been made. */
static void young_full(ouro_runtime *rt)
{
    ouro_gc *gc = rt->gc;
    if (gc->collecting)
        return;
    if (rt->options.collect_every) {
        gc->private->forced = true;
        rt->breaker |= OURO_BREAK_COLLECT;
        gc->collecting = true;
        uint32_t bits = OURO_TRACKED | OURO_GENERATION;
        gc_set set = {.mask = bits,
                      .match = OURO_TRACKED,
                      .vector = rt->young_start,
                      .length = (size_t)(rt->young_next - rt->young_start)};
        gc_collect_quietly(rt, &set);
        gc->collecting = false;
    }
    gc_prune(rt);
}

int ouro__gc_init(ouro_runtime *rt)
{
    struct gc_private *private = ouro__heap_alloc_zeroed(&rt->heap, sizeof *private, OURO_HEAP_RAW);
    ouro_gc *gc = ouro__heap_alloc_zeroed(&rt->heap, sizeof *gc, OURO_HEAP_RAW);
    if (!private || !gc) {
        ouro__heap_free(&rt->heap, private, OURO_HEAP_RAW);
        ouro__heap_free(&rt->heap, gc, OURO_HEAP_RAW);
        ouro__no_memory(rt);
        return -1;
    }
    gc->private = private;
    private->share = 1;
    gc->enabled = true;
    gc->threshold[0] = 700;
    gc->threshold[1] = gc->threshold[2] = 10;
    rt->gc = gc;
    rt->heap.pressure = gc_pressure;
    rt->heap.pressure_context = rt;
    rt->young_full = young_full;
    set_trigger(rt);
    return 0;
}

void ouro__gc_destroy(ouro_runtime *rt)
{
    ouro_gc *gc = rt->gc;
    if (!gc)
        return;
    rt->heap.pressure = NULL;
    rt->young_full = NULL;
    rt->young_threshold = INT32_MAX;
    rt->gc = NULL;
    ouro__heap_free(&rt->heap, gc->private->middle, OURO_HEAP_RAW);
    ouro__heap_free(&rt->heap, gc->private, OURO_HEAP_RAW);
    ouro__heap_free(&rt->heap, gc, OURO_HEAP_RAW);
}

/* ---- When ---- */

static void collect_as_forced(ouro_runtime *rt)
{
    struct gc_private *p = rt->gc->private;
    uint32_t full_every = rt->options.collect_full_every;
    p->forced = false;
    bool full = full_every && ++p->since_full >= full_every;
    if (full)
        p->since_full = 0;
    ouro__gc_collect(rt, full ? GC_OLDEST : 0);
}

void ouro__gc_safepoint(ouro_runtime *rt)
{
    ouro_gc *gc = rt->gc;
    uint32_t handled = OURO_BREAK_COLLECT | OURO_BREAK_PRESSURE | OURO_BREAK_PRUNE;
    uint32_t bits = atomic_fetch_and(&rt->breaker, ~handled);
    if (!gc || gc->collecting)
        return;
    if (bits & OURO_BREAK_PRESSURE && gc->enabled) {
        ouro__gc_collect(rt, GC_OLDEST);
        gc_prune(rt);
    } else if (bits & OURO_BREAK_COLLECT) {
        if (gc->private->forced)
            collect_as_forced(rt);
        else if (rt->young_count > rt->young_threshold)
            ouro__gc_collect_automatic(rt);
    }
    if (bits & OURO_BREAK_PRUNE)
        gc_prune(rt);
}

void ouro__gc_release(ouro_runtime *rt)
{
    if (!rt->gc->collecting)
        gc_prune(rt);
}

void ouro__gc_give_back(ouro_runtime *rt)
{
    if (rt->gc->collecting)
        return;
    gc_prune(rt);
    gc_shrink_young(rt);
    ouro__heap_trim(&rt->heap);
    ouro__heap_release_containers(&rt->heap); /* trims what was theirs */
}

void ouro__gc_give_back_much(ouro_runtime *rt)
{
    size_t vector = (size_t)((char *)rt->young_limit - (char *)rt->young_next);
    if (rt->heap.idle + rt->heap.waiting_bytes + vector > GC_MUCH)
        ouro__gc_give_back(rt);
}

/* ---- Settings and counts ---- */

int ouro__gc_count(ouro_runtime *rt, int generation)
{
    return generation == 0 ? rt->young_count : rt->gc->count[generation];
}

void ouro__gc_set_threshold(ouro_runtime *rt, int t0, int t1, int t2)
{
    rt->gc->threshold[0] = t0;
    rt->gc->threshold[1] = t1;
    rt->gc->threshold[2] = t2;
    set_trigger(rt);
}

void ouro__gc_set_enabled(ouro_runtime *rt, bool enabled)
{
    rt->gc->enabled = enabled;
    set_trigger(rt);
}

/* ---- Looking at generations ---- */

void ouro__gc_each(ouro_runtime *rt, int generation, bool (*visit)(ouro_runtime *, ouro_object *, void *),
                   void *context)
{
    ouro_heap_span span = {0};
    while (ouro__heap_container_walk(&rt->heap, &span))
        for (char *block = span.first; block < span.end; block += span.stride) {
            ouro_object *o = (ouro_object *)block;
            if (!gc_in_pages_set(o->word) ||
                (generation >= 0 && gc_generation(o->word) != (unsigned)generation))
                continue;
            if (!visit(rt, o, context))
                return;
        }
}

static int64_t change_generation(ouro_runtime *rt, bool frozen)
{
    int64_t count = 0;
    ouro_heap_span span = {0};
    while (ouro__heap_container_walk(&rt->heap, &span))
        for (char *block = span.first; block < span.end; block += span.stride) {
            ouro_object *o = (ouro_object *)block;
            if (!(o->word & OURO_TRACKED) || (!frozen && gc_generation(o->word) != GC_FROZEN))
                continue;
            o->word = gc_with_generation(o->word, frozen ? GC_FROZEN : GC_OLDEST);
            count++;
        }
    return count;
}

void ouro__gc_freeze(ouro_runtime *rt)
{
    rt->gc->frozen = change_generation(rt, true);
    /* CPython's counts of collections start anew. */
    rt->young_count = 0;
    rt->gc->count[1] = rt->gc->count[2] = 0;
}

void ouro__gc_unfreeze(ouro_runtime *rt)
{
    change_generation(rt, false);
    rt->gc->frozen = 0;
}
