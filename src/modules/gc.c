/* The gc module: what the collector shows and takes. */
#include "gc/gc.h"

#include <stdio.h>

#include "modules/modules.h"
#include "modules/referents.h"
#include "object/layout.h"
#include "object/traverse.h"
#include "types/class.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"

static ouro_object *none(ouro_runtime *rt)
{
    return ouro_ref(OURO_NONE(rt));
}

OURO_C_FUNCTION(gc_enable)
{
    ouro__gc_set_enabled(rt, true);
    return none(rt);
}

OURO_C_FUNCTION(gc_disable)
{
    ouro__gc_set_enabled(rt, false);
    return none(rt);
}

OURO_C_FUNCTION(gc_isenabled)
{
    return ouro__bool(rt, rt->gc->enabled);
}

OURO_C_FUNCTION(gc_collect)
{
    static const char *const names[] = {"generation", NULL};
    static const ouro_signature signature = {"collect", names, 0, 1, 0, 0};
    ouro_object *value;
    int64_t generation = OURO_GENERATIONS - 1;
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, &value) < 0)
        return NULL;
    if (value && ouro__index_int64(rt, value, false, &generation) < 0)
        return NULL;
    if (generation < 0 || generation >= OURO_GENERATIONS)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "invalid generation");
    int64_t collected = ouro__gc_collect(rt, (int)generation);
    if (generation == OURO_GENERATIONS - 1)
        ouro__gc_give_back_much(rt);
    size_t kept = rt->heap.reserve_kept;
    rt->heap.reserve_kept = 0; /* this call is how a program that was refused memory gets some */
    ouro_object *result = ouro__int_new(rt, collected);
    rt->heap.reserve_kept = kept;
    return result;
}

OURO_C_FUNCTION(gc_get_threshold)
{
    ouro_object *items[OURO_GENERATIONS];
    for (int i = 0; i < OURO_GENERATIONS; i++)
        items[i] = ouro__int_new(rt, rt->gc->threshold[i]);
    return ouro__tuple_from_owned(rt, items, OURO_GENERATIONS);
}

/* A C int argument, with CPython's OverflowError. */
static int as_int(ouro_runtime *rt, ouro_object *o, int *out)
{
    int64_t value;
    if (ouro__index_int64(rt, o, true, &value) < 0)
        return -1;
    if (value > INT32_MAX || value < INT32_MIN) {
        ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "Python int too large to convert to C int");
        return -1;
    }
    *out = (int)value;
    return 0;
}

OURO_C_FUNCTION(gc_set_threshold)
{
    int values[OURO_GENERATIONS];
    if (nargs == 0 || nargs > OURO_GENERATIONS)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "set_threshold() takes at %s %d argument%s (%zu given)",
                           nargs ? "most" : "least", nargs ? OURO_GENERATIONS : 1, nargs ? "s" : "", nargs);
    for (int i = 0; i < OURO_GENERATIONS; i++) {
        values[i] = rt->gc->threshold[i];
        if ((size_t)i < nargs && as_int(rt, args[i], &values[i]) < 0)
            return NULL;
    }
    ouro__gc_set_threshold(rt, values[0], values[1], values[2]);
    return none(rt);
}

OURO_C_FUNCTION(gc_get_count)
{
    ouro_object *items[OURO_GENERATIONS];
    for (int i = 0; i < OURO_GENERATIONS; i++)
        items[i] = ouro__int_new(rt, ouro__gc_count(rt, i));
    return ouro__tuple_from_owned(rt, items, OURO_GENERATIONS);
}

/* dict[key] = int; -1 when that fails. */
static int put_int(ouro_runtime *rt, ouro_object *dict, const char *key, int64_t value)
{
    ouro_object *number = ouro__int_new(rt, value);
    int status = number ? ouro__dict_set_cstring(rt, dict, key, number) : -1;
    ouro_xdecref(rt, number);
    return status;
}

OURO_C_FUNCTION(gc_get_stats)
{
    ouro_object *list = ouro__list_new(rt, OURO_GENERATIONS);
    for (int i = 0; list && i < OURO_GENERATIONS; i++) {
        const ouro_gc_stats *stats = &rt->gc->stats[i];
        ouro_object *dict = ouro__dict_new(rt);
        if (!dict || put_int(rt, dict, "collections", (int64_t)stats->collections) < 0 ||
            put_int(rt, dict, "collected", (int64_t)stats->collected) < 0 ||
            put_int(rt, dict, "uncollectable", (int64_t)stats->uncollectable) < 0 ||
            ouro__list_append(rt, list, dict) < 0) {
            ouro_decref(rt, list);
            list = NULL;
        }
        ouro_xdecref(rt, dict);
    }
    return list;
}

OURO_C_FUNCTION(gc_set_debug)
{
    int flags;
    if (as_int(rt, args[0], &flags) < 0)
        return NULL;
    rt->gc->debug = flags;
    return none(rt);
}

OURO_C_FUNCTION(gc_get_debug)
{
    return ouro__int_new(rt, rt->gc->debug);
}

/* Objects are gathered in a plain array first, since visiting may not allocate containers. */
typedef struct object_array {
    ouro_object **items;
    size_t count, capacity;
    bool failed;
} object_array;

static bool gather(ouro_runtime *rt, ouro_object *o, void *context)
{
    object_array *array = context;
    if (array->count == array->capacity) {
        size_t capacity = array->capacity ? array->capacity * 2 : 256;
        ouro_object **items = ouro__buffer_resize(rt, array->items, capacity * sizeof *items);
        if (!items) {
            array->failed = true;
            return false;
        }
        array->items = items;
        array->capacity = capacity;
    }
    array->items[array->count++] = o;
    ouro_incref(o);
    return true;
}

static ouro_object *array_to_list(ouro_runtime *rt, object_array *array)
{
    ouro_object *list = NULL;
    if (!array->failed) {
        list = ouro__list_from_owned(rt, array->items, array->count);
    } else {
        for (size_t i = 0; i < array->count; i++)
            ouro_decref(rt, array->items[i]);
    }
    ouro__buffer_free(rt, array->items);
    return list;
}

OURO_C_FUNCTION(gc_get_objects)
{
    static const char *const names[] = {"generation", NULL};
    static const ouro_signature signature = {"get_objects", names, 0, 1, 0, 0};
    ouro_object *value;
    int64_t generation = -1;
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, &value) < 0)
        return NULL;
    if (value && value != OURO_NONE(rt)) {
        const ouro_number_slots *number = ouro__type_of(rt, value)->number;
        if (!number || !number->index)
            return ouro__raise(rt, OURO_T_TYPE_ERROR, "argument should be integer or None, not '%T'", value);
        if (ouro__index_int64(rt, value, false, &generation) < 0)
            return NULL;
        if (generation >= OURO_GENERATIONS)
            return ouro__raise(rt, OURO_T_VALUE_ERROR,
                               "generation parameter must be less than the number of "
                               "available generations (%d)",
                               OURO_GENERATIONS);
        if (generation < 0)
            return ouro__raise(rt, OURO_T_VALUE_ERROR, "generation parameter cannot be negative");
    }
    object_array array = {0};
    ouro__gc_each(rt, (int)generation, gather, &array);
    return array_to_list(rt, &array);
}

/* get_referrers: is one of the wanted objects among the references of an object? */
typedef struct referrer_search {
    ouro_object *const *wanted;
    size_t count;
    bool found;
    object_array *array;
} referrer_search;

static void look_for_wanted(ouro_runtime *rt, ouro_object *child, void *context)
{
    (void)rt;
    referrer_search *search = context;
    for (size_t i = 0; i < search->count && !search->found; i++)
        search->found = child == search->wanted[i];
}

static bool gather_referrer(ouro_runtime *rt, ouro_object *o, void *context)
{
    referrer_search *search = context;
    search->found = false;
    ouro__traverse(rt, o, look_for_wanted, search);
    return search->found ? gather(rt, o, search->array) : true;
}

OURO_C_FUNCTION(gc_get_referrers)
{
    object_array array = {0};
    referrer_search search = {.wanted = args, .count = nargs, .array = &array};
    ouro__gc_each(rt, -1, gather_referrer, &search);
    return array_to_list(rt, &array);
}

static void gather_child(ouro_runtime *rt, ouro_object *child, void *context)
{
    object_array *array = context;
    if (!array->failed)
        (void)gather(rt, child, array);
}

OURO_C_FUNCTION(gc_get_referents)
{
    object_array array = {0};
    for (size_t i = 0; i < nargs && !array.failed; i++) {
        if (ouro__is_container(rt, args[i]))
            ouro__each_shown_referent(rt, args[i], gather_child, &array);
    }
    return array_to_list(rt, &array);
}

OURO_C_FUNCTION(gc_is_tracked)
{
    return ouro__bool(rt, ouro__is_container(rt, args[0]) && (args[0]->word & OURO_TRACKED));
}

OURO_C_FUNCTION(gc_is_finalized)
{
    return ouro__bool(rt, ouro__is_container(rt, args[0]) && (args[0]->word & OURO_FINALIZED));
}

OURO_C_FUNCTION(gc_freeze)
{
    ouro__gc_freeze(rt);
    return none(rt);
}

OURO_C_FUNCTION(gc_unfreeze)
{
    ouro__gc_unfreeze(rt);
    return none(rt);
}

OURO_C_FUNCTION(gc_get_freeze_count)
{
    return ouro__int_new(rt, rt->gc->frozen);
}

/* gc.callbacks and gc.garbage: looked up in the module each time, as programs may rebind them. */
static ouro_object *module_list(ouro_runtime *rt, const char *name)
{
    ouro_object *module = ouro__dict_get_cstring(rt, rt->python->modules, "gc");
    ouro_object *list = module && ouro__is_exactly(module, OURO_T_MODULE)
                            ? ouro__dict_get_cstring(rt, ouro__module_dict(module), name)
                            : NULL;
    ouro__error_clear(rt);
    return list && ouro__is_list(rt, list) ? list : NULL;
}

static void call_callbacks(ouro_runtime *rt, bool stop, int generation, int64_t collected,
                           int64_t uncollectable)
{
    ouro_object *callbacks = module_list(rt, "callbacks");
    if (!callbacks || ((ouro_list *)callbacks)->count == 0)
        return;
    ouro_object *pending = ouro__error_take(rt);
    ouro_object *phase = ouro__str_from_cstring(rt, stop ? "stop" : "start");
    ouro_object *info = ouro__dict_new(rt);
    if (!phase || !info || put_int(rt, info, "generation", generation) < 0 ||
        put_int(rt, info, "collected", collected) < 0 ||
        put_int(rt, info, "uncollectable", uncollectable) < 0) {
        ouro__report_unraisable(rt, NULL, NULL);
    } else {
        ouro_incref(callbacks);
        for (uint32_t i = 0; i < ((ouro_list *)callbacks)->count; i++) {
            ouro_object *callback = ouro_ref(((ouro_list *)callbacks)->items[i]);
            ouro_object *result = ouro__call2(rt, callback, phase, info);
            if (!result)
                ouro__report_unraisable(rt, NULL, callback);
            ouro_xdecref(rt, result);
            ouro_decref(rt, callback);
        }
        ouro_decref(rt, callbacks);
    }
    ouro_xdecref(rt, phase);
    ouro_xdecref(rt, info);
    ouro__error_restore(rt, pending);
}

static int keep_garbage(ouro_runtime *rt, ouro_object *o)
{
    ouro_object *garbage = module_list(rt, "garbage");
    return garbage ? ouro__list_append(rt, garbage, o) : 0;
}

static int add_list(ouro_runtime *rt, ouro_object *dict, const char *name)
{
    ouro_object *list = ouro__list_new(rt, 0);
    int status = list ? ouro__dict_set_cstring(rt, dict, name, list) : -1;
    ouro_xdecref(rt, list);
    return status;
}

static int exec(ouro_runtime *rt, ouro_object *module)
{
    static const struct {
        const char *name;
        int value;
    } constants[] = {
        {"DEBUG_STATS", OURO_GC_DEBUG_STATS},
        {"DEBUG_COLLECTABLE", OURO_GC_DEBUG_COLLECTABLE},
        {"DEBUG_UNCOLLECTABLE", OURO_GC_DEBUG_UNCOLLECTABLE},
        {"DEBUG_SAVEALL", OURO_GC_DEBUG_SAVEALL},
        {"DEBUG_LEAK", OURO_GC_DEBUG_LEAK},
    };
    ouro_object *dict = ouro__module_dict(module);
    for (size_t i = 0; i < sizeof constants / sizeof *constants; i++) {
        if (put_int(rt, dict, constants[i].name, constants[i].value) < 0)
            return -1;
    }
    if (add_list(rt, dict, "garbage") < 0 || add_list(rt, dict, "callbacks") < 0)
        return -1;
    rt->gc->phase = call_callbacks;
    rt->gc->garbage = keep_garbage;
    return 0;
}

static const ouro_method_def functions[] = {
    {"enable", gc_enable, 0, 0, 0, "enable($module, /)\n--\n\nEnable automatic garbage collection."},
    {"disable", gc_disable, 0, 0, 0, "disable($module, /)\n--\n\nDisable automatic garbage collection."},
    {"isenabled", gc_isenabled, 0, 0, 0,
     "isenabled($module, /)\n--\n\nReturn true if automatic garbage collection is enabled."},
    {"collect", gc_collect, OURO_METH_KEYWORDS, 0, -1,
     "collect($module, /, generation=2)\n--\n\nRun the garbage collector; return the number of unreachable "
     "objects."},
    {"get_threshold", gc_get_threshold, 0, 0, 0,
     "get_threshold($module, /)\n--\n\nReturn the current collection thresholds."},
    {"set_threshold", gc_set_threshold, 0, 0, -1,
     "set_threshold(threshold0, [threshold1, threshold2]) -> None"},
    {"get_count", gc_get_count, 0, 0, 0,
     "get_count($module, /)\n--\n\nReturn a three-tuple of the current collection counts."},
    {"get_stats", gc_get_stats, 0, 0, 0,
     "get_stats($module, /)\n--\n\nReturn a list of dictionaries containing per-generation statistics."},
    {"set_debug", gc_set_debug, 0, 1, 1,
     "set_debug($module, flags, /)\n--\n\nSet the garbage collection debugging flags."},
    {"get_debug", gc_get_debug, 0, 0, 0,
     "get_debug($module, /)\n--\n\nGet the garbage collection debugging flags."},
    {"get_objects", gc_get_objects, OURO_METH_KEYWORDS, 0, -1,
     "get_objects($module, /, generation=None)\n--\n\nReturn a list of objects tracked by the collector."},
    {"get_referrers", gc_get_referrers, 0, 0, -1, "get_referrers(*objs) -> list"},
    {"get_referents", gc_get_referents, 0, 0, -1, "get_referents(*objs) -> list"},
    {"is_tracked", gc_is_tracked, 0, 1, 1,
     "is_tracked($module, obj, /)\n--\n\nReturns true if the object is tracked by the garbage collector."},
    {"is_finalized", gc_is_finalized, 0, 1, 1,
     "is_finalized($module, obj, /)\n--\n\nReturns true if the object has been already finalized by the GC."},
    {"freeze", gc_freeze, 0, 0, 0, "freeze($module, /)\n--\n\nFreeze all current tracked objects."},
    {"unfreeze", gc_unfreeze, 0, 0, 0,
     "unfreeze($module, /)\n--\n\nUnfreeze all objects in the permanent generation."},
    {"get_freeze_count", gc_get_freeze_count, 0, 0, 0,
     "get_freeze_count($module, /)\n--\n\nReturn the number of objects in the permanent generation."},
    {0},
};

const ouro_module_def ouro__module_gc = {
    "gc", functions, exec, "This module provides access to the garbage collector for reference cycles.\n"};
