/* See sys_trace.h. */
#include "modules/sys_trace.h"

#include "types/dict.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/trace.h"

/* Each thread's identifier as _thread.get_ident gives it. */
static ouro_object *thread_key(ouro_runtime *rt)
{
    ouro_object *module = ouro__dict_get_cstring(rt, rt->python->modules, "_thread");
    ouro_object *name = module ? ouro__str_intern_cstring(rt, "get_ident") : NULL;
    ouro_object *ident = name ? ouro__call_method(rt, module, name, 0) : NULL;
    ouro_xdecref(rt, name);
    return ident || rt->error ? ident : ouro__int_new(rt, (int64_t)(uintptr_t)rt);
}

static ouro_object *of_this_thread(ouro_runtime *rt, ouro_object *value_owned)
{
    ouro_object *key = value_owned ? thread_key(rt) : NULL, *dict = key ? ouro__dict_new(rt) : NULL;
    if (dict && ouro__dict_set(rt, dict, key, value_owned) < 0) {
        ouro_decref(rt, dict);
        dict = NULL;
    }
    ouro_xdecref(rt, key);
    ouro_xdecref(rt, value_owned);
    return dict;
}

OURO_C_FUNCTION(sys_current_frames)
{
    return of_this_thread(rt, ouro__frame_object_at(rt, 0));
}

OURO_C_FUNCTION(sys_current_exceptions)
{
    ouro_object *handled = ouro__handled_exception(rt);
    return of_this_thread(rt, ouro_ref(handled ? handled : OURO_NONE(rt)));
}

/* The function that is replaced may run code when it goes, which may not set another one meanwhile. */
static ouro_object *set(ouro_runtime *rt, ouro_object **which, ouro_object *function)
{
    ouro_vm *vm = rt->python->vm;
    bool *setting = which == &vm->trace ? &vm->setting_trace : &vm->setting_profile;
    if (*setting) {
        const char *kind = which == &vm->trace ? "trace" : "profile";
        *setting = false;
        return ouro__raise(rt, OURO_T_RUNTIME_ERROR,
                           "Cannot install a %s function while another %s function is being installed", kind,
                           kind);
    }
    *setting = true;
    ouro__trace_set(rt, which, function == OURO_NONE(rt) ? NULL : function);
    *setting = false;
    return ouro_ref(OURO_NONE(rt));
}

static ouro_object *get(ouro_runtime *rt, ouro_object *function)
{
    return ouro_ref(function ? function : OURO_NONE(rt));
}

OURO_C_FUNCTION(sys_settrace)
{
    return set(rt, &rt->python->vm->trace, args[0]);
}

OURO_C_FUNCTION(sys_setprofile)
{
    return set(rt, &rt->python->vm->profile, args[0]);
}

OURO_C_FUNCTION(sys_gettrace)
{
    return get(rt, rt->python->vm->trace);
}

OURO_C_FUNCTION(sys_getprofile)
{
    return get(rt, rt->python->vm->profile);
}

OURO_C_FUNCTION(sys_call_tracing)
{
    if (!ouro__is_tuple(rt, args[1]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "call_tracing() argument 2 must be tuple, not %T", args[1]);
    return ouro__trace_call_traced(rt, args[0], args[1]);
}

const ouro_method_def ouro__sys_trace_functions[] = {
    {"_current_exceptions", sys_current_exceptions, 0, 0, 0,
     "_current_exceptions($module, /)\n--\n\nReturn a dict of each thread's identifier and the exception it "
     "handles."},
    {"_current_frames", sys_current_frames, 0, 0, 0,
     "_current_frames($module, /)\n--\n\nReturn a dict of each thread's identifier and its running frame."},
    {"call_tracing", sys_call_tracing, 0, 2, 2,
     "call_tracing($module, func, args, /)\n--\n\nCall func(*args) with tracing on, for use by debuggers."},
    {"getprofile", sys_getprofile, 0, 0, 0,
     "getprofile($module, /)\n--\n\nReturn the profiling function set with sys.setprofile."},
    {"gettrace", sys_gettrace, 0, 0, 0,
     "gettrace($module, /)\n--\n\nReturn the global debug tracing function set with sys.settrace."},
    {"setprofile", sys_setprofile, 0, 1, 1,
     "setprofile(function)\n\nSet the function that is told of each call and return; None for none."},
    {"settrace", sys_settrace, 0, 1, 1,
     "settrace(function)\n\nSet the function that is told of each line, call, return and exception; None for "
     "none."},
    {0},
};
