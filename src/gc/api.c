/* The public functions of the core's runtime and collector (ouro/runtime.h, gc.h, error.h, heap.h): thin,
 * over what the floors offer each other. Those about objects alone are in object/api.c. */
#include "gc/gc.h"
#include "object/alloc.h"
#include "object/traverse.h"
#include "object/versioned.h"
#include "ouro-core.h"

#include <string.h>

enum { CLOSING_ROUNDS = 32 };

/* ---- Runtime ---- */

ouro_runtime *ouro_core_open(const ouro_core_config *config)
{
    /* Programs compiled against an earlier header know fewer options than we do, later ones more. */
    ouro_core_config known = OURO_CORE_CONFIG_INIT;
    if (config)
        memcpy(&known, config, config->size < sizeof known ? config->size : sizeof known);
    ouro_core_options options = {.memory_limit = known.memory_limit,
                                 .debug_heap = known.debug_heap,
                                 .report_leaks = known.report_leaks};
    ouro_runtime *rt = ouro__runtime_create(&options);
    if (rt && ouro__gc_init(rt) < 0) {
        ouro__runtime_destroy(rt);
        return NULL;
    }
    return rt;
}

size_t ouro_core_close(ouro_runtime *rt)
{
    if (!rt)
        return 0;
    ouro_clear_failure(rt);
    rt->closing = true;
    /* Finalizers may leave new garbage: as long as some goes, again; but not for ever. */
    for (int round = 0; round < CLOSING_ROUNDS && ouro__gc_collect(rt, OURO_GENERATIONS - 1) > 0; round++)
        ;
    if (rt->hooks.trace_stop)
        rt->hooks.trace_stop(rt);
    ouro__gc_destroy(rt);
    size_t left = ouro__runtime_check_leaks(rt);
    ouro__runtime_destroy(rt);
    return left;
}

void ouro_safepoint(ouro_runtime *rt)
{
    if (ouro__unlikely(rt->breaker))
        ouro__gc_safepoint(rt);
}

bool ouro_failed(ouro_runtime *rt)
{
    return rt->error != NULL;
}

void ouro_clear_failure(ouro_runtime *rt)
{
    ouro_object *error = rt->error;
    rt->memory_error_gone |= error == &rt->core_error;
    rt->error = NULL;
    ouro_xdecref(rt, error);
}

/* ---- Collector ---- */

int64_t ouro_collect(ouro_runtime *rt, int generation)
{
    int oldest = OURO_GENERATIONS - 1;
    return ouro__gc_collect(rt, generation < 0 ? 0 : generation > oldest ? oldest : generation);
}

void ouro_collector_enable(ouro_runtime *rt, bool enabled)
{
    ouro__gc_set_enabled(rt, enabled);
}

bool ouro_collector_enabled(ouro_runtime *rt)
{
    return rt->gc->enabled;
}

void ouro_collector_set_thresholds(ouro_runtime *rt, const int thresholds[3])
{
    ouro__gc_set_threshold(rt, thresholds[0], thresholds[1], thresholds[2]);
}

void ouro_collector_stats_get(ouro_runtime *rt, ouro_collector_stats *stats)
{
    const ouro_gc *gc = rt->gc;
    ouro_collector_stats all = {
        .longest_stop_ns = gc->longest_stop_ns, .total_ns = gc->total_ns, .frozen = gc->frozen};
    for (int i = 0; i < OURO_GENERATIONS; i++) {
        all.thresholds[i] = gc->threshold[i];
        all.counts[i] = ouro__gc_count(rt, i);
        all.generations[i].collections = gc->stats[i].collections;
        all.generations[i].collected = gc->stats[i].collected;
        all.generations[i].uncollectable = gc->stats[i].uncollectable;
    }
    ouro__copy_out(stats, &all, stats->size, sizeof all);
}

void ouro_collector_freeze(ouro_runtime *rt)
{
    ouro__gc_freeze(rt);
}

void ouro_collector_unfreeze(ouro_runtime *rt)
{
    ouro__gc_unfreeze(rt);
}

void ouro_collector_each(ouro_runtime *rt, int generation,
                         bool (*visit)(ouro_runtime *rt, ouro_object *o, void *context), void *context)
{
    ouro__gc_each(rt, generation, visit, context);
}

void ouro_each_referent(ouro_runtime *rt, ouro_object *o, ouro_visit visit, void *context)
{
    ouro__traverse(rt, o, visit, context);
}

bool ouro_is_tracked(ouro_runtime *rt, const ouro_object *o)
{
    return ouro__is_container(rt, o) && o->word & OURO_TRACKED;
}

bool ouro_is_finalized(ouro_runtime *rt, const ouro_object *o)
{
    return ouro__type_of(rt, o)->flags & OURO_TYPE_HAS_DEL && o->word & OURO_FINALIZED;
}

/* ---- Heap ---- */

void ouro_memory_get(ouro_runtime *rt, ouro_memory *memory)
{
    ouro_heap_stats stats;
    ouro__heap_stats(&rt->heap, &stats);
    ouro_memory all = {.blocks = stats.blocks,
                       .bytes = stats.bytes,
                       .committed = stats.committed,
                       .committed_peak = stats.committed_peak,
                       .idle = stats.idle,
                       .limit = stats.budget};
    ouro__copy_out(memory, &all, memory->size, sizeof all);
}

void ouro_memory_set_limit(ouro_runtime *rt, size_t bytes)
{
    ouro__heap_set_budget(&rt->heap, bytes);
}

void ouro_memory_trim(ouro_runtime *rt)
{
    ouro__gc_release(rt);
    ouro__heap_trim(&rt->heap);
}

void *ouro_buffer_new(ouro_runtime *rt, size_t bytes)
{
    return ouro__buffer_alloc(rt, bytes);
}

void *ouro_buffer_resize(ouro_runtime *rt, void *buffer, size_t bytes)
{
    return ouro__buffer_resize(rt, buffer, bytes);
}

void ouro_buffer_free(ouro_runtime *rt, void *buffer)
{
    ouro__buffer_free(rt, buffer);
}

struct walking {
    ouro_runtime *rt;
    bool (*visit)(ouro_runtime *rt, void *block, size_t bytes, ouro_object *object, void *context);
    void *context;
};

static int walk_block(void *context, void *block, size_t usable, enum ouro_heap_kind kind)
{
    const struct walking *walking = context;
    ouro_object *o = kind == OURO_HEAP_RAW ? NULL : block;
    return !walking->visit(walking->rt, block, usable, o, walking->context);
}

void ouro_memory_walk(ouro_runtime *rt,
                      bool (*visit)(ouro_runtime *rt, void *block, size_t bytes, ouro_object *object,
                                    void *context),
                      void *context)
{
    struct walking walking = {rt, visit, context};
    ouro__heap_walk(&rt->heap, walk_block, &walking);
}

size_t ouro_memory_check(ouro_runtime *rt)
{
    return ouro__heap_check(&rt->heap);
}
