/* The _ouro module, under lib/ouro: what this implementation can tell about its memory that no other module has a name
 * for. */
#include <stdlib.h>

#include "gc/gc.h"
#include "modules/modules.h"
#include "modules/pressure.h"
#include "modules/support.h"
#include "os/os.h"
#include "types/class.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/float.h"
#include "types/int.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"

static int put(ouro_runtime *rt, ouro_object *dict, const char *name, ouro_object *value)
{
    int status = value ? ouro__dict_set_cstring(rt, dict, name, value) : -1;
    ouro_xdecref(rt, value);
    return status;
}

static int put_size(ouro_runtime *rt, ouro_object *dict, const char *name, size_t value)
{
    return put(rt, dict, name, ouro__int_from_uint64(rt, value));
}

/* Bytes in blocks of pages in use, and how much of that is handed out: the share is the fill. */
static double fill(const ouro_heap_stats *s)
{
    size_t used = 0, capacity = 0;
    for (int kind = 0; kind < OURO_HEAP_KINDS; kind++) {
        for (int i = 0; i < OURO__CLASSES; i++) {
            used += s->classes[kind][i].blocks * s->classes[kind][i].block_bytes;
            capacity += s->classes[kind][i].capacity * s->classes[kind][i].block_bytes;
        }
    }
    return capacity ? (double)used / (double)capacity : 1.0;
}

/* The share of the memory in use that is in no block: free blocks of pages, and what only the heap and others use. */
static double fragmentation(const ouro_heap_stats *s)
{
    size_t used = s->committed - s->idle - s->charged;
    return used > s->bytes ? 1.0 - (double)s->bytes / (double)used : 0.0;
}

/* [(kind, block size, pages, blocks in use, blocks that fit), ...] of the classes with pages: owned. */
static ouro_object *class_rows(ouro_runtime *rt, const ouro_heap_stats *s)
{
    static const char *const kinds[OURO_HEAP_KINDS] = {
        [OURO_HEAP_RAW] = "raw", [OURO_HEAP_OBJECT] = "object", [OURO_HEAP_CONTAINER] = "container"};
    ouro_object *list = ouro__list_new(rt, 0);
    for (int i = 0; list && i < OURO_HEAP_KINDS * OURO__CLASSES; i++) {
        const ouro_heap_class_stats *c = &s->classes[i / OURO__CLASSES][i % OURO__CLASSES];
        if (c->pages == 0)
            continue;
        ouro_object *row =
            ouro__pack(rt, 5, ouro__str_from_cstring(rt, kinds[i / OURO__CLASSES]),
                       ouro__int_from_uint64(rt, c->block_bytes), ouro__int_from_uint64(rt, c->pages),
                       ouro__int_from_uint64(rt, c->blocks), ouro__int_from_uint64(rt, c->capacity));
        int status = row ? ouro__list_append(rt, list, row) : -1;
        ouro_xdecref(rt, row);
        if (status < 0) {
            ouro_decref(rt, list);
            return NULL;
        }
    }
    return list;
}

OURO_C_FUNCTION(ouro_module_heap)
{
    ouro_heap_stats *s = malloc(sizeof *s); /* not of the heap it describes */
    if (!s)
        return ouro__no_memory(rt);
    ouro__heap_stats(&rt->heap, s);
    ouro_object *o = ouro__call0(rt, ouro__class_at(rt, OURO_T_SIMPLE_NAMESPACE));
    ouro_object *dict = o ? ouro__instance_dict(rt, o) : NULL;
    int status = dict ? 0 : -1;
    const struct {
        const char *name;
        size_t value;
    } figures[] = {
        {"live", s->bytes},          {"blocks", s->blocks}, {"committed", s->committed},
        {"peak", s->committed_peak}, {"idle", s->idle},     {"resident", ouro__os_resident()},
        {"arenas", s->arenas},       {"pages", s->pages},   {"free_pages", s->free_pages},
        {"largest", s->largest},     {"limit", s->budget},
    };
    for (size_t i = 0; status == 0 && i < sizeof figures / sizeof *figures; i++)
        status = put_size(rt, dict, figures[i].name, figures[i].value);
    if (status == 0)
        status = put(rt, dict, "fill", ouro__float_new(rt, fill(s)));
    if (status == 0)
        status = put(rt, dict, "fragmentation", ouro__float_new(rt, fragmentation(s)));
    if (status == 0)
        status = put(rt, dict, "classes", class_rows(rt, s));
    free(s);
    if (status < 0) {
        ouro_xdecref(rt, o);
        return NULL;
    }
    return o;
}

/* heap().live alone: nothing else is allocated, so that two calls tell what happened between them. */
OURO_C_FUNCTION(ouro_module_heap_bytes)
{
    ouro_heap_stats *s = malloc(sizeof *s);
    if (!s)
        return ouro__no_memory(rt);
    ouro__heap_stats(&rt->heap, s);
    size_t bytes = s->bytes;
    free(s);
    return ouro__int_from_uint64(rt, bytes);
}

OURO_C_FUNCTION(ouro_module_limit)
{
    if (nargs == 0)
        return ouro__int_from_uint64(rt, rt->heap.budget);
    int64_t bytes = 0;
    if (args[0] != OURO_NONE(rt) && ouro__index_int64(rt, args[0], false, &bytes) < 0)
        return NULL;
    if (bytes < 0)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "limit() takes a number of bytes, or None for no limit");
    ouro__heap_set_budget(&rt->heap, (size_t)bytes);
    return ouro_ref(OURO_NONE(rt));
}

OURO_C_FUNCTION(ouro_module_trim)
{
    ouro__gc_give_back(rt);
    return ouro_ref(OURO_NONE(rt));
}

/* [(seconds, how many took less than that and not less than half), ...], up to the longest: owned. */
static ouro_object *stops_histogram(ouro_runtime *rt)
{
    int last = OURO_GC_STOPS;
    while (last > 0 && rt->gc->stops[last - 1] == 0)
        last--;
    ouro_object *list = ouro__list_new(rt, 0);
    for (int i = 0; list && i < last; i++) {
        ouro_object *row = ouro__pack(rt, 2, ouro__float_new(rt, (double)(UINT64_C(1) << i) * 1e-6),
                                      ouro__int_from_uint64(rt, rt->gc->stops[i]));
        int status = row ? ouro__list_append(rt, list, row) : -1;
        ouro_xdecref(rt, row);
        if (status < 0) {
            ouro_decref(rt, list);
            return NULL;
        }
    }
    return list;
}

OURO_C_FUNCTION(ouro_module_stops)
{
    uint64_t count = 0;
    for (int i = 0; i < OURO_GC_STOPS; i++)
        count += rt->gc->stops[i];
    ouro_object *o = ouro__call0(rt, ouro__class_at(rt, OURO_T_SIMPLE_NAMESPACE));
    ouro_object *dict = o ? ouro__instance_dict(rt, o) : NULL;
    if (!dict || put(rt, dict, "longest", ouro__float_new(rt, (double)rt->gc->longest_stop_ns * 1e-9)) < 0 ||
        put(rt, dict, "total", ouro__float_new(rt, (double)rt->gc->total_ns * 1e-9)) < 0 ||
        put_size(rt, dict, "count", count) < 0 || put(rt, dict, "histogram", stops_histogram(rt)) < 0) {
        ouro_xdecref(rt, o);
        return NULL;
    }
    return o;
}

static const ouro_method_def functions[] = {
    {"heap", ouro_module_heap, 0, 0, 0,
     "heap($module, /)\n--\n\nFigures of the heap: live, blocks, committed, peak, idle, resident (bytes), "
     "arenas, pages, "
     "free_pages, largest, limit; fill of pages and fragmentation, shares of 1; classes, a list of\n(kind, "
     "block size, pages, blocks in use, blocks that fit)."},
    {"heap_bytes", ouro_module_heap_bytes, 0, 0, 0,
     "heap_bytes($module, /)\n--\n\nThe bytes of all blocks in use: what heap().live says, at less cost."},
    {"limit", ouro_module_limit, 0, 0, 1,
     "limit([bytes])\n\nThe memory limit of this runtime; with an argument, sets it (None: no limit)."},
    {"on_pressure", ouro__on_pressure, 0, 2, 2,
     "on_pressure($module, share, callback, /)\n--\n\nCall callback() soon after the memory in use has "
     "reached this share (0 to 1) of the limit,\nand again only after it has fallen below. What it raises is "
     "raised where the program is. None: no longer."},
    {"stops", ouro_module_stops, 0, 0, 0,
     "stops($module, /)\n--\n\nThe collector's stops: longest and total in seconds, count, and histogram: a "
     "list of\n(seconds, number of stops shorter than that and not shorter than half of it)."},
    {"trim", ouro_module_trim, 0, 0, 0,
     "trim($module, /)\n--\n\nGive all unused memory back to the system now."},
    {0},
};

const ouro_module_def ouro__module_ouro = {"_ouro", functions, NULL,
                                           "Memory, as this implementation sees it."};
