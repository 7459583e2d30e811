/* Names of modules, classes and built-ins: the lookup itself, and caching by the version of a dict's keys. */
#include "object/alloc.h"
#include "object/slot.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/method.h"
#include "types/str.h"
#include "vm/import.h"
#include "vm/interpret.h"

#define NOT_DEFINED "name '%U' is not defined"

ouro_object *ouro__builtins_of(ouro_runtime *rt, ouro_object *globals)
{
    ouro_object *builtins = ouro__dict_get(rt, globals, NAME(rt, __builtins__));
    if (!builtins) {
        ouro__error_clear(rt);
        return rt->python->builtins;
    }
    return ouro__is_exactly(builtins, OURO_T_MODULE) ? ouro__module_dict(builtins) : builtins;
}

/* Value of a name in a mapping: 1 found (owned), 0 missing, -1. */
static int find(ouro_runtime *rt, ouro_object *mapping, ouro_object *name, ouro_object **value)
{
    if (ouro__is_exactly(mapping, OURO_T_DICT)) {
        ouro_object *found = ouro__dict_get(rt, mapping, name);
        *value = found ? ouro_ref(found) : NULL;
        return found ? 1 : ouro__error_pending(rt) ? -1 : 0;
    }
    *value = ouro__getitem(rt, mapping, name);
    if (*value)
        return 1;
    if (!ouro__error_is(rt, OURO_T_KEY_ERROR))
        return -1;
    ouro__error_clear(rt);
    return 0;
}

static int find_global(ouro_runtime *rt, ouro_frame *frame, ouro_object *name, ouro_object **value)
{
    ouro_object *globals = frame->function->globals;
    int found = find(rt, globals, name, value);
    return found ? found : find(rt, ouro__builtins_of(rt, globals), name, value);
}

/* Where a value lies in its dict's table, counted in words. */
static uint64_t offset_of(ouro_object *dict, ouro_object **value)
{
    return (uint64_t)(value - (ouro_object **)((ouro_dict *)dict)->keys);
}

/* The value of a name in a dict of str keys: NULL when it has none. Mostly it still lies where it lay when the cache was told,
 * though other names have come or gone since. */
static ouro_object **find_value(ouro_runtime *rt, ouro_object *dict, ouro_object *name, uint64_t old_offset)
{
    uint64_t guess = (old_offset - sizeof(ouro_dict_keys) / sizeof(ouro_object *)) / 2;
    int64_t found = ouro__dict_place_near(rt, dict, name, guess);
    return found < 0 ? NULL : ouro__dict_value_at((ouro_dict *)dict, found);
}

/* A global or a standard built-in, through the cache and into it: borrowed, NULL when it is to be looked up in general. */
static ouro_object *load_cached(ouro_runtime *rt, ouro_frame *frame, const uint64_t *pc, ouro_object *name,
                                unsigned in_module, unsigned in_builtins)
{
    ouro_object *globals = frame->function->globals, *builtins = rt->python->builtins;
    uint32_t version = ouro__is_exactly(globals, OURO_T_DICT) ? ouro__dict_keys_version(rt, globals) : 0;
    if (!version)
        return NULL;
    ouro_object **value = find_value(rt, globals, name, pc[1] >> 32);
    if (value) {
        uint64_t offset = offset_of(globals, value);
        if (offset > UINT32_MAX)
            return NULL;
        ouro__cache_word(pc, 1, version | offset << 32);
        ouro__quicken(pc, in_module);
        return *value;
    }
    if (ouro__builtins_of(rt, globals) != builtins || !ouro__is_exactly(builtins, OURO_T_DICT))
        return NULL;
    uint32_t builtins_version = ouro__dict_keys_version(rt, builtins);
    value = builtins_version ? find_value(rt, builtins, name, pc[2]) : NULL;
    if (!value)
        return NULL;
    ouro__cache_word(pc, 1, version | (uint64_t)builtins_version << 32);
    ouro__cache_word(pc, 2, offset_of(builtins, value));
    ouro__quicken(pc, in_builtins);
    return *value;
}

/* Stores to a global that is there already, through the cache and into it; false: in general. */
static bool store_cached(ouro_runtime *rt, ouro_object *globals, const uint64_t *pc, ouro_object *name,
                         ouro_object *value, unsigned op)
{
    uint32_t version = ouro__is_exactly(globals, OURO_T_DICT) ? ouro__dict_keys_version(rt, globals) : 0;
    ouro_object **place = version ? find_value(rt, globals, name, pc[1] >> 32) : NULL;
    uint64_t offset = place ? offset_of(globals, place) : UINT64_MAX;
    if (offset > UINT32_MAX)
        return false;
    ouro__cache_word(pc, 1, version | offset << 32);
    ouro__quicken(pc, op);
    ouro__slot_set(rt, globals, place, ouro_ref(value));
    return true;
}

static ouro_object *not_defined(ouro_runtime *rt, ouro_object *name)
{
    return ouro__raise_name_error(rt, OURO_T_NAME_ERROR, NOT_DEFINED, name);
}

/* A name that is neither global nor built in, unless it is one of those made late. */
static ouro_object *missing(ouro_runtime *rt, ouro_frame *frame, ouro_object *name)
{
    ouro_object *value;
    bool usual = ouro__builtins_of(rt, frame->function->globals) == rt->python->builtins;
    int found = usual ? ouro__late_builtin(rt, name, &value) : 0;
    return found > 0 ? value : found < 0 ? NULL : not_defined(rt, name);
}

ouro_object *ouro__vm_load_global(ouro_runtime *rt, ouro_frame *frame, const uint64_t *pc)
{
    ouro_object *name = ouro__constant(frame->code, ouro__b(*pc)), *value;
    value = load_cached(rt, frame, pc, name, OURO_OP_LOAD_GLOBAL_MODULE, OURO_OP_LOAD_GLOBAL_BUILTIN);
    if (value)
        return ouro_ref(value);
    int found = find_global(rt, frame, name, &value);
    return found > 0 ? value : found < 0 ? NULL : missing(rt, frame, name);
}

int ouro__vm_store_global(ouro_runtime *rt, ouro_frame *frame, const uint64_t *pc, ouro_object *value)
{
    ouro_object *globals = frame->function->globals, *name = ouro__constant(frame->code, ouro__a(*pc));
    if (store_cached(rt, globals, pc, name, value, OURO_OP_STORE_GLOBAL_MODULE))
        return 0;
    return ouro__dict_set(rt, globals, name, value);
}

/* Deletes a name from a mapping; a missing one is a NameError. */
static int delete_from(ouro_runtime *rt, ouro_object *mapping, ouro_object *name)
{
    int done = ouro__setitem(rt, mapping, name, NULL);
    if (done < 0 && ouro__error_is(rt, OURO_T_KEY_ERROR)) {
        ouro__error_clear(rt);
        not_defined(rt, name);
    }
    return done;
}

int ouro__vm_delete_global(ouro_runtime *rt, ouro_frame *frame, ouro_object *name)
{
    return delete_from(rt, frame->function->globals, name);
}

ouro_object *ouro__vm_load_name(ouro_runtime *rt, ouro_frame *frame, const uint64_t *pc)
{
    ouro_object *name = ouro__constant(frame->code, ouro__b(*pc)), *value;
    if (frame->locals == frame->function->globals) {
        value = load_cached(rt, frame, pc, name, OURO_OP_LOAD_NAME_MODULE, OURO_OP_LOAD_NAME_BUILTIN);
        if (value)
            return ouro_ref(value);
    } else if (frame->locals) {
        int found = find(rt, frame->locals, name, &value);
        if (found)
            return found > 0 ? value : NULL;
    }
    int found = find_global(rt, frame, name, &value);
    return found > 0 ? value : found < 0 ? NULL : missing(rt, frame, name);
}

int ouro__vm_store_name(ouro_runtime *rt, ouro_frame *frame, const uint64_t *pc, ouro_object *value)
{
    ouro_object *name = ouro__constant(frame->code, ouro__a(*pc)), *locals = frame->locals;
    if (!locals) {
        ouro__raise(rt, OURO_T_SYSTEM_ERROR, "no locals found when storing %R", name);
        return -1;
    }
    if (!ouro__is_exactly(locals, OURO_T_DICT))
        return ouro__setitem(rt, locals, name, value);
    if (locals == frame->function->globals &&
        store_cached(rt, locals, pc, name, value, OURO_OP_STORE_NAME_MODULE))
        return 0;
    return ouro__dict_set(rt, locals, name, value);
}

int ouro__vm_delete_name(ouro_runtime *rt, ouro_frame *frame, ouro_object *name)
{
    if (!frame->locals) {
        ouro__raise(rt, OURO_T_SYSTEM_ERROR, "no locals when deleting %R", name);
        return -1;
    }
    return delete_from(rt, frame->locals, name);
}

ouro_object *ouro__load_build_class(ouro_runtime *rt, ouro_frame *frame)
{
    ouro_object *value;
    int found = find(rt, ouro__builtins_of(rt, frame->function->globals), NAME(rt, __build_class__), &value);
    if (found == 0)
        return ouro__raise_name_error(rt, OURO_T_NAME_ERROR, "__build_class__ not found",
                                      NAME(rt, __build_class__));
    return found < 0 ? NULL : value;
}
