/* Counting what a stretch of the program allocates, and what it leaves. See leaks.h.
 *
 * Counted is what the program asks of the heap. What tells of it is made while nothing counts; in the tracer's
 * records its lines are those of lib/ouro/tracking.py, which leaves them out. */
#include "modules/leaks.h"

#include "gc/gc.h"
#include "modules/support.h"
#include "types/int.h"
#include "types/list.h"
#include "types/str.h"
#include "vm/allocation_site.h"

#include <stdatomic.h>

/* ---- The tap ---- */

static void count_in(ouro_runtime *rt, ouro__tracker *tracker, size_t size, uint32_t stack)
{
    if (!tracker->blocks) /* what went before that, such as the method __enter__, was there before */
        tracker->before = rt->tracer->current - size;
    tracker->blocks++;
    tracker->bytes += size;
    if (rt->tracer->current > tracker->peak)
        tracker->peak = rt->tracer->current;
    if (!ouro__growing_reserve(&rt->heap, &tracker->sites,
                               ((size_t)stack + 1) * sizeof(ouro__site_figures))) {
        tracker->incomplete = true;
        return;
    }
    ouro__site_figures *site = (ouro__site_figures *)tracker->sites.memory + stack;
    site->blocks++;
    site->bytes += size;
}

/* A block was allocated, and the tracer knows of it. */
static void count(ouro__tap *tap, const void *block, size_t size)
{
    ouro_runtime *rt = tap->rt;
    if (tap->silent || rt->tracer->paused || rt->young_grows || rt->gc->collecting)
        return;
    if (OURO__UNLIKELY(++tap->allocated >= tap->tick_at))
        atomic_fetch_or(&rt->breaker, OURO_BREAK_POINT);
    if (!tap->trackers)
        return;
    uint32_t stack = ouro__tracer_stack_of(rt, block);
    for (size_t i = 0; i < tap->trackers; i++)
        count_in(rt, &tap->tracker[i], size, stack);
}

static void allocated(void *context, ouro__page *page, void *block, size_t size)
{
    ouro__tap *tap = context;
    tap->tracer.allocated(tap->tracer.context, page, block, size);
    count(tap, block, size);
}

static void freed(void *context, ouro__page *page, void *block)
{
    ouro__tap *tap = context;
    tap->tracer.freed(tap->tracer.context, page, block);
}

static void resized(void *context, void *old_block, void *block, size_t size)
{
    ouro__tap *tap = context;
    tap->tracer.resized(tap->tracer.context, old_block, block, size);
    count(tap, block, size);
}

bool ouro__tap_stands(const ouro__tap *tap)
{
    return tap->rt->tracer && tap->rt->heap.tap.context == tap;
}

int ouro__tap_on(ouro_runtime *rt, ouro__tap *tap)
{
    if (ouro__tap_stands(tap))
        return 0;
    if (ouro__trace_allocations(rt, OURO_TRACER_MOST_FRAMES) < 0)
        return -1;
    tap->tracer = rt->heap.tap;
    ouro__heap_set_tap(&rt->heap, &(ouro_heap_tap){allocated, freed, resized, tap});
    return 0;
}

static void drop_tracker(ouro__tap *tap)
{
    ouro__tracker *tracker = &tap->tracker[--tap->trackers];
    ouro__growing_release(&tap->rt->heap, &tracker->sites);
    ouro__census_release(tap->rt, &tracker->census);
    *tracker = (ouro__tracker){0};
}

void ouro__tap_off(ouro__tap *tap)
{
    if (ouro__tap_stands(tap))
        ouro__heap_set_tap(&tap->rt->heap, &tap->tracer);
    while (tap->trackers)
        drop_tracker(tap);
    tap->tick_at = UINT64_MAX;
    tap->silent = tap->started = false;
}

/* ---- Trackers ---- */

/* What is traced from here on belongs to no tracker. */
static void be_silent(ouro__tap *tap)
{
    tap->silent = true;
    tap->aside = tap->rt->tracer ? tap->rt->tracer->current : 0;
}

static void count_again(ouro__tap *tap)
{
    tap->silent = false;
    size_t current = tap->rt->tracer ? tap->rt->tracer->current : 0;
    for (size_t i = 0; i < tap->trackers; i++) {
        tap->tracker[i].before += current - tap->aside;
        tap->tracker[i].peak += current - tap->aside;
    }
}

OURO_SHARED_C_FUNCTION(ouro__track_start)
{
    ouro__tap *tap = ouro__tap_of(rt);
    if (!tap)
        return NULL;
    if (tap->trackers == OURO__TRACKERS_MOST)
        return ouro__raise(rt, OURO_T_RUNTIME_ERROR, "track() blocks stand in each other, more than %d",
                           OURO__TRACKERS_MOST);
    bool was_on = rt->tracer != NULL;
    if (ouro__tap_on(rt, tap) < 0)
        return NULL;
    if (!tap->trackers)
        tap->started = !was_on;
    be_silent(tap);
    ouro__gc_collect(rt, OURO_GENERATIONS - 1);
    ouro__tracker *tracker = &tap->tracker[tap->trackers++];
    *tracker = (ouro__tracker){0};
    if (!ouro__census_take(rt, &tracker->census, true)) {
        drop_tracker(tap);
        count_again(tap);
        return ouro__no_memory(rt);
    }
    count_again(tap);
    tracker->before = tracker->peak = rt->tracer->current;
    return ouro_ref(OURO_NONE(rt));
}

/* (cls, file, line, function, blocks, bytes), of the place of a number; <unknown> for 0: owned. */
static ouro_object *row_of(ouro_runtime *rt, ouro_object *cls, uint32_t number, int64_t blocks, int64_t bytes)
{
    const ouro_place place = ((const ouro_place *)rt->sites->stacks.places.memory)[number]; /* it may move */
    ouro_object *file =
        number ? ouro_ref((ouro_object *)place.file) : ouro__str_from_cstring(rt, "<unknown>");
    ouro_object *function =
        number ? ouro_ref((ouro_object *)place.function) : ouro__str_from_cstring(rt, "?");
    return ouro__pack(rt, 6, ouro_ref(cls), file,
                      ouro__int_new(rt, number && place.line > 0 ? place.line : 0), function,
                      ouro__int_new(rt, blocks), ouro__int_new(rt, bytes));
}

static int append_owned(ouro_runtime *rt, ouro_object *list, ouro_object *item)
{
    return item ? ouro__list_append_owned(rt, (ouro_list *)list, item) : -1;
}

/* [(None, file, line, function, blocks, bytes), ...] of what has allocated, one for each stack: owned. */
static ouro_object *sites_of(ouro_runtime *rt, const ouro__tracker *tracker)
{
    ouro_object *list = ouro__list_new(rt, 0);
    const ouro__site_figures *sites = tracker->sites.memory;
    size_t count = tracker->sites.bytes / sizeof *sites, known = rt->sites->stacks.node_count;
    for (size_t i = 0; list && i < count && i < known; i++) {
        if (!sites[i].blocks)
            continue;
        uint32_t place = i > OURO_STACK_ROOT ? ouro__stacks_node(&rt->sites->stacks, (uint32_t)i)->place : 0;
        if (append_owned(
                rt, list,
                row_of(rt, OURO_NONE(rt), place, (int64_t)sites[i].blocks, (int64_t)sites[i].bytes)) < 0) {
            ouro_decref(rt, list);
            return NULL;
        }
    }
    return list;
}

static int append_change(ouro_runtime *rt, ouro_object *list, const ouro__census_row *before,
                         const ouro__census_row *after)
{
    const ouro__census_row *row = after->count ? after : before;
    ouro_object *cls = ouro__type_at(rt, row->type << 8)->class_object;
    if (!cls || (before->count == after->count && before->bytes == after->bytes))
        return 0;
    return append_owned(rt, list,
                        row_of(rt, cls, row->place, (int64_t)(after->count - before->count),
                               (int64_t)(after->bytes - before->bytes)));
}

/* [(class, file, line, function, objects more, bytes more), ...] of the groups that have changed: owned. */
static ouro_object *changes_of(ouro_runtime *rt, const ouro__census *before, const ouro__census *after)
{
    ouro_object *list = ouro__list_new(rt, 0);
    const ouro__census *const both[] = {after, before};
    for (int n = 0; list && n < 2; n++) {
        const ouro__census_row *rows = both[n]->memory.memory;
        for (size_t i = 0; list && i < both[n]->room; i++) {
            const ouro__census_row *row = &rows[i];
            ouro__census_row other =
                row->count ? ouro__census_find(both[1 - n], row->type, row->place) : *row;
            if (!row->count || (n == 1 && other.count)) /* told with `after` */
                continue;
            if (append_change(rt, list, n ? row : &other, n ? &other : row) < 0) {
                ouro_decref(rt, list);
                list = NULL;
            }
        }
    }
    return list;
}

OURO_SHARED_C_FUNCTION(ouro__track_stop)
{
    ouro__tap *tap = ouro__tap_of(rt);
    if (!tap)
        return NULL;
    if (!tap->trackers)
        return ouro__raise(rt, OURO_T_RUNTIME_ERROR, "there is no track() block to end");
    if (!ouro__tap_stands(tap)) {
        drop_tracker(tap);
        return ouro__raise(
            rt, OURO_T_RUNTIME_ERROR,
            "tracemalloc was stopped or cleared inside a track() block: what it allocated is not known");
    }
    be_silent(tap);
    ouro__gc_collect(rt, OURO_GENERATIONS - 1);
    ouro__tracker *tracker = &tap->tracker[tap->trackers - 1];
    ouro__census after = {0};
    ouro_object *result = NULL;
    if (ouro__census_take(rt, &after, true))
        result = ouro__pack(
            rt, 6, ouro__int_from_uint64(rt, tracker->blocks), ouro__int_from_uint64(rt, tracker->bytes),
            ouro__int_from_uint64(rt, tracker->peak - tracker->before), ouro__bool(rt, !tracker->incomplete),
            sites_of(rt, tracker), changes_of(rt, &tracker->census, &after));
    else
        ouro__no_memory(rt);
    ouro__census_release(rt, &after);
    drop_tracker(tap);
    return result;
}

OURO_SHARED_C_FUNCTION(ouro__track_done)
{
    ouro__tap *tap = ouro__tap_of(rt);
    if (!tap)
        return NULL;
    if (tap->silent)
        count_again(tap);
    if (!tap->trackers && tap->started && ouro__tap_stands(tap) && tap->tick_at == UINT64_MAX)
        ouro__trace_allocations_stop(rt);
    return ouro_ref(OURO_NONE(rt));
}
