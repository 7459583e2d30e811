/* Names of modules, classes and built-ins: the lookup itself, and caching by the version of a dict's keys. */
#include "object/alloc.h"
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

/* Where the value of a key lies in its dict's table, counted in words; -1: not to be cached. */
static int64_t value_offset(ouro_runtime *rt, ouro_object *dict, ouro_object *name)
{
    int64_t place = ouro__dict_place(rt, dict, name);
    if (place < 0)
        return -1;
    ouro_dict *d = (ouro_dict *)dict;
    ptrdiff_t offset = ouro__dict_value_at(d, place) - (ouro_object **)d->keys;
    return offset >= 0 && offset <= UINT32_MAX ? offset : -1;
}

/* Caches where a name of the globals or of the standard built-ins was found. */
static void cache_load(ouro_runtime *rt, ouro_frame *frame, const uint64_t *pc, ouro_object *name,
                       unsigned in_module, unsigned in_builtins)
{
    ouro_object *globals = frame->function->globals, *builtins = rt->python->builtins;
    if (!ouro__is_exactly(globals, OURO_T_DICT))
        return;
    uint32_t version = ouro__dict_keys_version(rt, globals);
    if (!version)
        return;
    int64_t offset = value_offset(rt, globals, name);
    if (offset >= 0) {
        ouro__cache_word(pc, 1, version | (uint64_t)offset << 32);
        ouro__quicken(pc, in_module);
        return;
    }
    if (ouro__builtins_of(rt, globals) != builtins || !ouro__is_exactly(builtins, OURO_T_DICT))
        return;
    uint32_t builtins_version = ouro__dict_keys_version(rt, builtins);
    offset = builtins_version ? value_offset(rt, builtins, name) : -1;
    if (offset < 0)
        return;
    ouro__cache_word(pc, 1, version | (uint64_t)builtins_version << 32);
    ouro__cache_word(pc, 2, (uint64_t)offset);
    ouro__quicken(pc, in_builtins);
}

static void cache_store(ouro_runtime *rt, ouro_object *globals, const uint64_t *pc, ouro_object *name,
                        unsigned op)
{
    if (!ouro__is_exactly(globals, OURO_T_DICT))
        return;
    uint32_t version = ouro__dict_keys_version(rt, globals);
    int64_t offset = version ? value_offset(rt, globals, name) : -1;
    if (offset < 0)
        return;
    ouro__cache_word(pc, 1, version | (uint64_t)offset << 32);
    ouro__quicken(pc, op);
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
    int found = find_global(rt, frame, name, &value);
    if (found <= 0)
        return found < 0 ? NULL : missing(rt, frame, name);
    cache_load(rt, frame, pc, name, OURO_OP_LOAD_GLOBAL_MODULE, OURO_OP_LOAD_GLOBAL_BUILTIN);
    return value;
}

int ouro__vm_store_global(ouro_runtime *rt, ouro_frame *frame, const uint64_t *pc, ouro_object *value)
{
    ouro_object *globals = frame->function->globals, *name = ouro__constant(frame->code, ouro__a(*pc));
    if (ouro__dict_set(rt, globals, name, value) < 0)
        return -1;
    cache_store(rt, globals, pc, name, OURO_OP_STORE_GLOBAL_MODULE);
    return 0;
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
    if (frame->locals && frame->locals != frame->function->globals) {
        int found = find(rt, frame->locals, name, &value);
        if (found)
            return found > 0 ? value : NULL;
    }
    int found = find_global(rt, frame, name, &value);
    if (found <= 0)
        return found < 0 ? NULL : missing(rt, frame, name);
    if (frame->locals == frame->function->globals)
        cache_load(rt, frame, pc, name, OURO_OP_LOAD_NAME_MODULE, OURO_OP_LOAD_NAME_BUILTIN);
    return value;
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
    if (ouro__dict_set(rt, locals, name, value) < 0)
        return -1;
    if (locals == frame->function->globals)
        cache_store(rt, locals, pc, name, OURO_OP_STORE_NAME_MODULE);
    return 0;
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
