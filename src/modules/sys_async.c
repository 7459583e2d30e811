/* sys's functions for coroutines and async generators: what event loops set. */
#include "modules/sys_async.h"

#include "modules/support.h"
#include "types/int.h"
#include "types/struct_sequence.h"
#include "types/types.h"
#include "vm/vm.h"

OURO_C_FUNCTION(sys_get_asyncgen_hooks)
{
    const ouro_vm *vm = rt->python->vm;
    ouro_object *items[2] = {ouro_ref(vm->first_iteration ? vm->first_iteration : OURO_NONE(rt)),
                             ouro_ref(vm->finalizer ? vm->finalizer : OURO_NONE(rt))};
    return ouro__struct_sequence_new(rt, OURO_T_ASYNCGEN_HOOKS, items, 2);
}

static int check_hook(ouro_runtime *rt, const char *name, ouro_object *hook)
{
    if (!hook || hook == OURO_NONE(rt) || ouro__is_callable(rt, hook))
        return 0;
    ouro__raise(rt, OURO_T_TYPE_ERROR, "callable %s expected, got %T", name, hook);
    return -1;
}

static void set_hook(ouro_runtime *rt, ouro_object **where, ouro_object *hook)
{
    if (!hook)
        return;
    ouro_object *old = *where;
    *where = hook == OURO_NONE(rt) ? NULL : ouro_ref(hook);
    ouro_xdecref(rt, old);
}

OURO_C_FUNCTION(sys_set_asyncgen_hooks)
{
    OURO_PARSE(a, "set_asyncgen_hooks", 0, 2, 0, 0, "firstiter", "finalizer");
    if (check_hook(rt, "finalizer", a[1]) < 0 || check_hook(rt, "firstiter", a[0]) < 0)
        return NULL;
    set_hook(rt, &rt->python->vm->finalizer, a[1]);
    set_hook(rt, &rt->python->vm->first_iteration, a[0]);
    return OURO_NONE(rt);
}

OURO_C_FUNCTION(sys_get_origin_depth)
{
    return ouro__int_new(rt, rt->python->vm->origin_depth);
}

OURO_C_FUNCTION(sys_set_origin_depth)
{
    OURO_PARSE(a, "set_coroutine_origin_tracking_depth", 0, 1, 1, 0, "depth");
    int depth;
    if (ouro__as_int32(rt, a[0], &depth) < 0)
        return NULL;
    if (depth < 0)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "depth must be >= 0");
    rt->python->vm->origin_depth = (uint32_t)depth;
    return OURO_NONE(rt);
}

const ouro_method_def ouro__sys_async_functions[] = {
    {"get_asyncgen_hooks", sys_get_asyncgen_hooks, 0, 0, 0,
     "get_asyncgen_hooks($module, /)\n--\n\nReturn the installed asynchronous generators hooks."},
    {"set_asyncgen_hooks", sys_set_asyncgen_hooks, OURO_METH_KEYWORDS, 0, -1,
     "set_asyncgen_hooks(* [, firstiter] [, finalizer])\n\nSet the functions that async generators are given to."},
    {"get_coroutine_origin_tracking_depth", sys_get_origin_depth, 0, 0, 0,
     "get_coroutine_origin_tracking_depth($module, /)\n--\n\nCheck status of origin tracking for coroutine objects."},
    {"set_coroutine_origin_tracking_depth", sys_set_origin_depth, OURO_METH_KEYWORDS, 0, -1,
     "set_coroutine_origin_tracking_depth($module, /, depth)\n--\n\nEnable or disable origin tracking for coroutine objects."},
    {0},
};
