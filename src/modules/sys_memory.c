/* sys functions about memory: counts, sizes, the heap's statistics, interning. */
#include "modules/sys_memory.h"

#include <stdio.h>
#include <stdlib.h>

#include "types/class.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/protocol.h"
#include "types/str.h"

OURO_C_FUNCTION(sys_getrefcount)
{
    return ouro__int_new(rt, args[0]->refcount);
}

OURO_C_FUNCTION(sys_getallocatedblocks)
{
    return ouro__int_new(rt, (int64_t)ouro__heap_blocks(&rt->heap));
}

/* o.__sizeof__() as a size, or -1. */
static int64_t size_of(ouro_runtime *rt, ouro_object *o)
{
    ouro_object *method = ouro__lookup_special(rt, o, NAME(rt, __sizeof__));
    if (!method) {
        if (!rt->error)
            ouro__raise(rt, OURO_T_TYPE_ERROR, "Type %T doesn't define __sizeof__", o);
        return -1;
    }
    ouro_object *result = ouro__call0(rt, method);
    ouro_decref(rt, method);
    if (!result)
        return -1;
    int64_t size = -1;
    if (!ouro__is_int(rt, result))
        ouro__raise(rt, OURO_T_TYPE_ERROR, "an integer is required");
    else if (ouro__int_as_int64(rt, result, &size) < 0)
        ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "Python int too large to convert to C ssize_t");
    else if (size < 0)
        ouro__raise(rt, OURO_T_VALUE_ERROR, "__sizeof__() should return >= 0");
    ouro_decref(rt, result);
    return rt->error ? -1 : size;
}

OURO_C_FUNCTION(sys_getsizeof)
{
    static const char *const names[] = {"object", "default", NULL};
    static const ouro_signature signature = {"getsizeof", names, 0, 2, 1, 0};
    ouro_object *values[2];
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, values) < 0)
        return NULL;
    int64_t size = size_of(rt, values[0]);
    if (size < 0) {
        if (!values[1] || !ouro__error_is(rt, OURO_T_TYPE_ERROR))
            return NULL;
        ouro__error_clear(rt);
        return ouro_ref(values[1]);
    }
    return ouro__int_new(rt, size);
}

OURO_C_FUNCTION(sys_intern)
{
    if (!ouro__is_str(rt, args[0]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "intern() argument must be str, not %V", args[0]);
    if (!ouro__is_exactly(args[0], OURO_T_STR))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "can't intern %T", args[0]);
    return ouro__str_intern(rt, ouro_ref(args[0]));
}

OURO_C_FUNCTION(sys_debugmallocstats)
{
    static const char *const kinds[] = {"buffers", "objects", "containers"};
    ouro_heap_stats *stats =
        malloc(sizeof *stats); /* too large for the stack, and not of the heap it describes */
    if (!stats)
        return ouro__no_memory(rt);
    ouro__heap_stats(&rt->heap, stats);
    for (int kind = 0; kind < OURO_HEAP_KINDS; kind++) {
        fprintf(stderr, "Small blocks of %s:\n\n   size   pages   blocks in use   free blocks\n",
                kinds[kind]);
        for (int i = 0; i < OURO__CLASSES; i++) {
            const ouro_heap_class_stats *c = &stats->classes[kind][i];
            if (c->pages)
                fprintf(stderr, "%7zu %7zu %15zu %13zu\n", c->block_bytes, c->pages, c->blocks,
                        c->capacity - c->blocks);
        }
        fprintf(stderr, "\n");
    }
    fprintf(stderr,
            "%zu arenas with %zu pages in use, %zu free pages\n"
            "%zu blocks in use hold %zu bytes; %zu of them (%zu bytes) in runs of pages, %zu (%zu bytes) "
            "from the "
            "operating system\n"
            "%zu bytes are committed, at most %zu so far; %zu of them are idle\n",
            stats->arenas, stats->pages, stats->free_pages, stats->blocks, stats->bytes, stats->run_blocks,
            stats->run_bytes, stats->huge_blocks, stats->huge_bytes, stats->committed, stats->committed_peak,
            stats->idle);
    if (stats->budget)
        fprintf(stderr, "the budget is %zu bytes\n", stats->budget);
    free(stats);
    return ouro_ref(OURO_NONE(rt));
}

const ouro_method_def ouro__sys_memory_functions[] = {
    {"_debugmallocstats", sys_debugmallocstats, 0, 0, 0,
     "_debugmallocstats($module, /)\n--\n\nPrint the heap's statistics on stderr."},
    {"getallocatedblocks", sys_getallocatedblocks, 0, 0, 0,
     "getallocatedblocks($module, /)\n--\n\nReturn the number of memory blocks currently allocated."},
    {"getrefcount", sys_getrefcount, 0, 1, 1,
     "getrefcount($module, object, /)\n--\n\nReturn the reference count of object, the argument's included."},
    {"getsizeof", sys_getsizeof, OURO_METH_KEYWORDS, 0, -1,
     "getsizeof(object [, default]) -> int\n\nReturn the size of object in bytes."},
    {"intern", sys_intern, 0, 1, 1, "intern($module, string, /)\n--\n\n``Intern'' the given string."},
    {0},
};
