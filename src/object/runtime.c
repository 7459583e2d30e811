/* The core of a runtime: one reserved region that holds its state, the statics of the language and the type
 * table; the heap; options from the environment; the leak check at the end. */
#include "object/runtime.h"

#include "object/dealloc.h"
#include "object/tables.h"
#include "object/type_table.h"
#include "object/weakref.h"
#include "os/os.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Left unused at the end of the C stack: room for what runs between two looks at the limit. */
enum { STACK_GUARD = 256 * 1024 };

static const size_t region_bytes = OURO_TYPES_OFFSET + (size_t)OURO_TYPES_MAX * sizeof(ouro_type);

/* Reads "N[:M]" from the environment; what is not a number leaves both as they are. */
static void read_pair(const char *name, uint64_t *first, uint64_t *second)
{
    const char *text = getenv(name);
    if (!text || *text < '0' || *text > '9')
        return;
    char *end;
    *first = strtoull(text, &end, 10);
    if (*end == ':')
        *second = strtoull(end + 1, NULL, 10);
}

static void read_environment(ouro_core_options *options)
{
    const char *heap = getenv("OURO_HEAP");
    if (heap && strcmp(heap, "debug") == 0)
        options->debug_heap = true;
    const char *leaks = getenv("OURO_LEAKS");
    if (leaks && strcmp(leaks, "abort") == 0)
        options->abort_on_leak = true;
    if (leaks && strcmp(leaks, "report") == 0)
        options->report_leaks = true;
    read_pair("OURO_FAIL_AT", &options->fail_at, &options->fail_count);
    uint64_t every = options->collect_every, full = options->collect_full_every;
    read_pair("OURO_COLLECT_EVERY", &every, &full);
    options->collect_every = (uint32_t)every;
    options->collect_full_every = (uint32_t)full;
}

void ouro__set_stack_limit(ouro_runtime *rt)
{
    char *low, *high, *here = (char *)__builtin_frame_address(0);
    /* A stack that the system does not know (a coroutine's) has no limit that could be kept. */
    if (!ouro__os_stack_bounds(&low, &high) || here < low || here >= high) {
        rt->c_stack_limit = rt->c_stack_start = rt->c_stack_end = NULL;
        return;
    }
    low = ouro__os_stack_claim(low);
    size_t size = (size_t)(high - low), guard = size / 4 < STACK_GUARD ? size / 4 : STACK_GUARD;
    rt->c_stack_limit = low + guard;
    rt->c_stack_start = low;
    rt->c_stack_end = high;
}

static void containers_waiting(void *context)
{
    ((ouro_runtime *)context)->breaker |= OURO_BREAK_PRUNE;
}

static int open_heap(ouro_runtime *rt)
{
    const ouro_core_options *options = &rt->options;
    ouro_heap_options heap_options = {.budget = options->memory_limit, .debug = options->debug_heap};
    if (ouro__heap_init(&rt->heap, &heap_options) < 0)
        return -1;
    rt->heap.containers_waiting = containers_waiting;
    rt->heap.containers_context = rt;
    if (options->fail_at)
        ouro__heap_fail(&rt->heap, options->fail_at, options->fail_count ? options->fail_count : UINT64_MAX);
    return 0;
}

static ouro_runtime *give_up(void *region)
{
    ouro__os_release(region, region_bytes);
    return NULL;
}

ouro_runtime *ouro__runtime_create(const ouro_core_options *options)
{
    char *region = ouro__os_reserve(region_bytes, 4096);
    if (!region)
        return NULL;
    if (!ouro__os_commit(region, OURO_TYPES_OFFSET))
        return give_up(region);
    ouro_runtime *rt = (ouro_runtime *)region;
    rt->region_size = region_bytes;
    if (options)
        rt->options = *options;
    read_environment(&rt->options);
    if (open_heap(rt) < 0)
        return give_up(region);
    rt->core_error.refcount = OURO_IMMORTAL;
    rt->core_error.word = OURO_TYPE_INDEX_CORE_ERROR << 8;
    rt->young_threshold = INT32_MAX;
    rt->next_version = 1;
    ouro__set_stack_limit(rt);
    ouro_type *error_type = NULL;
    rt->tables = ouro__heap_alloc_zeroed(&rt->heap, sizeof *rt->tables, OURO_HEAP_RAW);
    if (!rt->tables || ouro__heap_charge(&rt->heap, OURO_TYPES_OFFSET) < 0 ||
        !(error_type = ouro__type_add(rt, OURO_TYPE_INDEX_CORE_ERROR)) || ouro__weakrefs_init(rt) < 0) {
        ouro__heap_destroy(&rt->heap);
        return give_up(region);
    }
    error_type->name = "MemoryError";
    error_type->size = sizeof(ouro_object);
    return rt;
}

/* ---- What is left at the end ---- */

struct census {
    ouro_runtime *rt;
    size_t blocks, bytes;       /* objects and buffers */
    size_t buffers, in_buffers; /* of these */
    size_t types;
};

static int count_block(void *context, void *block, size_t usable, enum ouro_heap_kind kind)
{
    struct census *census = context;
    ouro_runtime *rt = census->rt;
    if (block == rt->young_start || block == rt->tables || block == rt->tables->weakrefs.entries ||
        block == rt->tables->births.entries)
        return 0;
    census->blocks++;
    census->bytes += usable;
    if (kind == OURO_HEAP_RAW) {
        census->buffers++;
        census->in_buffers += usable;
    }
    return 0;
}

struct type_census {
    ouro_runtime *rt;
    uint32_t index;
    size_t count, bytes;
    const ouro_object *first;
};

static int count_type(void *context, void *block, size_t usable, enum ouro_heap_kind kind)
{
    struct type_census *census = context;
    const ouro_object *o = block;
    if (kind == OURO_HEAP_RAW || ouro__type_index(o) != census->index)
        return 0;
    if (!census->count++)
        census->first = o;
    census->bytes += usable;
    return 0;
}

static void report_leaks(ouro_runtime *rt, const struct census *census)
{
    fprintf(stderr, "ouro: %zu blocks (%zu bytes) left when the runtime closed\n", census->blocks,
            census->bytes);
    if (census->buffers)
        fprintf(stderr, "  %8zu buffers, %zu bytes\n", census->buffers, census->in_buffers);
    /* One walk for each type: nothing may be allocated here, and nobody waits for this. */
    for (uint32_t index = 0; index < rt->type_count; index++) {
        struct type_census of_type = {.rt = rt, .index = index};
        ouro__heap_walk(&rt->heap, count_type, &of_type);
        if (!of_type.count)
            continue;
        const char *name = ouro__type_at(rt, index << 8)->name;
        fprintf(stderr, "  %8zu of type %u '%s', %zu bytes; the first at %p, count %u\n", of_type.count,
                (unsigned)index, name ? name : "?", of_type.bytes, (const void *)of_type.first,
                (unsigned)of_type.first->refcount);
    }
}

size_t ouro__runtime_check_leaks(ouro_runtime *rt)
{
    struct census census = {.rt = rt};
    ouro__heap_walk(&rt->heap, count_block, &census);
    if (census.blocks && !rt->leaks_checked && (rt->options.report_leaks || rt->options.abort_on_leak))
        report_leaks(rt, &census);
    if (census.blocks && rt->options.abort_on_leak)
        abort();
    rt->leaks_checked = true;
    return census.blocks;
}

void ouro__runtime_destroy(ouro_runtime *rt)
{
    if (!rt)
        return;
    ouro_xdecref(rt, rt->error);
    rt->error = NULL;
    ouro__runtime_check_leaks(rt);
    ouro__heap_free(&rt->heap, rt->young_start, OURO_HEAP_RAW);
    ouro__address_release(rt, &rt->tables->weakrefs);
    ouro__address_release(rt, &rt->tables->births);
    ouro__heap_free(&rt->heap, rt->tables, OURO_HEAP_RAW);
    ouro__heap_destroy(&rt->heap);
    if (rt->dump_on_oom)
        ouro__os_release(rt->dump_on_oom, rt->dump_on_oom_bytes);
    ouro__os_release(rt, rt->region_size);
}

void *ouro__no_memory(ouro_runtime *rt)
{
    if (ouro__unlikely(rt->hooks.out_of_memory != NULL))
        rt->hooks.out_of_memory(rt);
    if (rt->hooks.raise_memory)
        rt->hooks.raise_memory(rt);
    else if (!rt->error)
        rt->error = &rt->core_error;
    return NULL;
}
