/* The _tracemalloc module, under the standard library's tracemalloc. The tracer itself is src/trace. */
#include "modules/modules.h"
#include "modules/support.h"
#include "types/int.h"
#include "types/list.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/allocation_site.h"

/* ---- Tracebacks ---- */

/* ("<unknown>", 0), for what was allocated while no program ran: owned. */
static ouro_object *unknown_frame(ouro_runtime *rt)
{
    return ouro__pack(rt, 2, ouro__str_from_cstring(rt, "<unknown>"), ouro__int_new(rt, 0));
}

static ouro_object *frame_of(ouro_runtime *rt, uint32_t stack)
{
    const ouro_place place =
        *ouro__stacks_place(&rt->sites->stacks, stack); /* what is made moves the tree's */
    ouro_object *file = rt->sites->stacks.texts ? ouro__str_from_cstring(rt, place.file)
                                                : ouro_ref((ouro_object *)place.file);
    return ouro__pack(rt, 2, file, ouro__int_new(rt, place.line > 0 ? place.line : 0));
}

/* ((file, line), ...), innermost first, as many frames as are shown: owned. */
static ouro_object *traceback_of(ouro_runtime *rt, uint32_t stack)
{
    size_t depth = ouro__stacks_node(&rt->sites->stacks, stack)->depth, shown = rt->tracer->config.frames,
           count = depth < shown ? depth : shown;
    count = count ? count : 1;
    ouro_tuple *traceback = ouro__tuple_alloc(rt, count);
    for (size_t i = 0; traceback && i < count; i++) {
        traceback->items[i] = depth ? frame_of(rt, stack) : unknown_frame(rt);
        if (!traceback->items[i]) {
            ouro_decref(rt, &traceback->head);
            return NULL;
        }
        stack = ouro__stacks_node(&rt->sites->stacks, stack)->parent;
    }
    if (!traceback)
        return NULL;
    ouro__tuple_ready(rt, traceback);
    return &traceback->head;
}

static uint32_t total_frames(ouro_runtime *rt, uint32_t stack)
{
    uint32_t depth = ouro__stacks_node(&rt->sites->stacks, stack)->depth;
    return depth ? depth : 1;
}

/* ---- All traces ---- */

typedef struct copied_records {
    ouro__growing memory;
    size_t count;
} copied_records;

static bool copy_record(void *context, const ouro__large_record *record)
{
    copied_records *copy = context;
    ((ouro__large_record *)copy->memory.memory)[copy->count++] = *record;
    return true;
}

/* (domain, size, traceback, total_nframe): owned. `seen` has the traceback made for each stack (owned), or NULL. */
static ouro_object *trace_of(ouro_runtime *rt, const ouro__large_record *record, ouro_object **seen)
{
    ouro_object **traceback = &seen[record->stack];
    if (!*traceback && !(*traceback = traceback_of(rt, record->stack)))
        return NULL;
    return ouro__pack(rt, 4, ouro__int_new(rt, record->domain), ouro__int_from_uint64(rt, record->size),
                      ouro_ref(*traceback), ouro__int_new(rt, total_frames(rt, record->stack)));
}

static ouro_object *traces_of(ouro_runtime *rt, const copied_records *copy, ouro_object **seen)
{
    ouro_object *list = ouro__list_new(rt, 0);
    for (size_t i = 0; list && i < copy->count; i++) {
        ouro_object *trace = trace_of(rt, (const ouro__large_record *)copy->memory.memory + i, seen);
        int status = trace ? ouro__list_append(rt, list, trace) : -1;
        ouro_xdecref(rt, trace);
        if (status < 0) {
            ouro_decref(rt, list);
            list = NULL;
        }
    }
    return list;
}

/* The records are copied first: making the list frees and allocates blocks. */
OURO_C_FUNCTION(get_traces)
{
    ouro_tracer *t = rt->tracer;
    if (!t)
        return ouro__list_new(rt, 0);
    copied_records copy = {{0}, 0};
    ouro__growing tracebacks = {0};
    ouro_object *list = NULL;
    size_t stacks = rt->sites->stacks.node_count;
    if (ouro__growing_reserve(&rt->heap, &copy.memory, (t->blocks + 1) * sizeof(ouro__large_record)) &&
        ouro__growing_reserve(&rt->heap, &tracebacks, stacks * sizeof(ouro_object *))) {
        t->paused++;
        ouro__tracer_each(rt, copy_record, &copy);
        list = traces_of(rt, &copy, tracebacks.memory);
        for (size_t i = 0; i < stacks; i++)
            ouro_xdecref(rt, ((ouro_object **)tracebacks.memory)[i]);
        t->paused--;
    } else {
        ouro__no_memory(rt);
    }
    ouro__growing_release(&rt->heap, &tracebacks);
    ouro__growing_release(&rt->heap, &copy.memory);
    return list;
}

OURO_C_FUNCTION(get_object_traceback)
{
    uint32_t stack = ouro__tracer_stack_of(rt, args[0]);
    return stack ? traceback_of(rt, stack) : ouro_ref(OURO_NONE(rt));
}

/* ---- On and off ---- */

OURO_C_FUNCTION(start)
{
    int frames = 1;
    if (nargs > 0 && ouro__as_int32(rt, args[0], &frames) < 0)
        return NULL;
    if (frames < 1 || frames > OURO_TRACER_MOST_FRAMES)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "the number of frames must be in range [1; %d]",
                           OURO_TRACER_MOST_FRAMES);
    return ouro__trace_allocations(rt, (uint32_t)frames) < 0 ? NULL : ouro_ref(OURO_NONE(rt));
}

OURO_C_FUNCTION(stop)
{
    ouro__trace_allocations_stop(rt);
    return ouro_ref(OURO_NONE(rt));
}

OURO_C_FUNCTION(clear_traces)
{
    return ouro__trace_allocations_anew(rt) < 0 ? NULL : ouro_ref(OURO_NONE(rt));
}

OURO_C_FUNCTION(is_tracing)
{
    return ouro_ref(rt->tracer ? OURO_TRUE(rt) : OURO_FALSE(rt));
}

OURO_C_FUNCTION(get_traceback_limit)
{
    return ouro__int_new(rt, rt->tracer ? rt->tracer->config.frames : 1);
}

/* ---- Figures ---- */

OURO_C_FUNCTION(get_tracemalloc_memory)
{
    return ouro__int_from_uint64(rt, rt->tracer ? ouro__tracer_bytes(rt) : 0);
}

OURO_C_FUNCTION(get_traced_memory)
{
    size_t current = rt->tracer ? rt->tracer->current : 0, peak = rt->tracer ? rt->tracer->peak : 0;
    return ouro__pack(rt, 2, ouro__int_from_uint64(rt, current), ouro__int_from_uint64(rt, peak));
}

OURO_C_FUNCTION(reset_peak)
{
    if (rt->tracer)
        ouro__tracer_reset_peak(rt->tracer);
    return ouro_ref(OURO_NONE(rt));
}

static const ouro_method_def functions[] = {
    {"is_tracing", is_tracing, 0, 0, 0,
     "is_tracing($module, /)\n--\n\nReturn True if the tracemalloc module is tracing Python memory "
     "allocations."},
    {"clear_traces", clear_traces, 0, 0, 0,
     "clear_traces($module, /)\n--\n\nClear traces of memory blocks allocated by Python."},
    {"_get_traces", get_traces, 0, 0, 0,
     "_get_traces($module, /)\n--\n\nGet traces of all memory blocks allocated by Python: a list of tuples "
     "of\n"
     "domain, size, traceback and total number of frames; empty when tracemalloc is not tracing."},
    {"_get_object_traceback", get_object_traceback, 0, 1, 1,
     "_get_object_traceback($module, obj, /)\n--\n\nGet the traceback where the object obj was allocated: a "
     "tuple "
     "of (filename, lineno) pairs,\nor None when the allocation was not traced."},
    {"start", start, 0, 0, 1,
     "start($module, nframe=1, /)\n--\n\nStart tracing Python memory allocations. nframe is the most frames "
     "that "
     "are shown\nof a traceback."},
    {"stop", stop, 0, 0, 0,
     "stop($module, /)\n--\n\nStop tracing Python memory allocations, and forget what was traced."},
    {"get_traceback_limit", get_traceback_limit, 0, 0, 0,
     "get_traceback_limit($module, /)\n--\n\nGet the maximum number of frames shown in the traceback of a "
     "trace."},
    {"get_tracemalloc_memory", get_tracemalloc_memory, 0, 0, 0,
     "get_tracemalloc_memory($module, /)\n--\n\nGet the memory usage in bytes of the tracemalloc module "
     "itself."},
    {"get_traced_memory", get_traced_memory, 0, 0, 0,
     "get_traced_memory($module, /)\n--\n\nGet the current size and peak size of memory blocks traced by "
     "tracemalloc: a tuple\n(current: int, peak: int)."},
    {"reset_peak", reset_peak, 0, 0, 0,
     "reset_peak($module, /)\n--\n\nSet the peak size of memory blocks traced by tracemalloc to the current "
     "size."},
    {0},
};

const ouro_module_def ouro__module_tracemalloc = {"_tracemalloc", functions, NULL,
                                                  "Debug module to trace memory blocks allocated by Python."};
