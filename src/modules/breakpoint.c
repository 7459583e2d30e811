/* breakpoint() and sys.breakpointhook (PEP 553). */
#include "modules/breakpoint.h"

#include <stdlib.h>
#include <string.h>

#include "modules/modules.h"
#include "types/class.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/protocol.h"
#include "types/str.h"
#include "vm/import.h"
#include "vm/vm.h"

/* What $PYTHONBREAKPOINT names: owned. NULL with an exception, which is an ImportError or AttributeError when there is
 * no such thing. */
static ouro_object *find_hook(ouro_runtime *rt, const char *path)
{
    const char *dot = strrchr(path, '.');
    const char *module_path = dot ? path : "builtins";
    if (dot == path)
        return ouro__raise(rt, OURO_T_IMPORT_ERROR, "%s", path);
    size_t length = dot ? (size_t)(dot - path) : strlen(module_path);
    ouro_object *name = ouro__str_from_utf8(rt, module_path, length);
    ouro_object *module = name ? ouro__import_module(rt, name) : NULL;
    ouro_xdecref(rt, name);
    ouro_object *attribute = module ? ouro__str_intern_cstring(rt, dot ? dot + 1 : path) : NULL;
    ouro_object *hook = attribute ? ouro__getattr(rt, module, attribute) : NULL;
    ouro_xdecref(rt, attribute);
    ouro_xdecref(rt, module);
    return hook;
}

static ouro_object *warn_unimportable(ouro_runtime *rt, const char *path)
{
    ouro__error_clear(rt);
    ouro_object *text = ouro__str_format(rt, "Ignoring unimportable $PYTHONBREAKPOINT: \"%s\"", path);
    size_t length;
    char *owned = NULL;
    const char *utf8 = text ? ouro__str_wtf8(rt, text, &length, &owned) : NULL;
    int status = utf8 ? rt->python->hooks.warn(rt, OURO_T_RUNTIME_WARNING, utf8) : -1;
    ouro__buffer_free(rt, owned);
    ouro_xdecref(rt, text);
    return status < 0 ? NULL : ouro_ref(OURO_NONE(rt));
}

OURO_C_FUNCTION(sys_breakpointhook)
{
    const char *path =
        rt->python->options & OURO_OPTION_IGNORE_ENVIRONMENT ? NULL : getenv("PYTHONBREAKPOINT");
    if (!path || !*path)
        path = "pdb.set_trace";
    if (strcmp(path, "0") == 0)
        return ouro_ref(OURO_NONE(rt));
    ouro_object *hook = find_hook(rt, path);
    if (!hook)
        return ouro__error_is(rt, OURO_T_IMPORT_ERROR) || ouro__error_is(rt, OURO_T_ATTRIBUTE_ERROR)
                   ? warn_unimportable(rt, path)
                   : NULL;
    ouro_object *result = ouro__call(rt, hook, args, nargs, kwnames);
    ouro_decref(rt, hook);
    return result;
}

OURO_C_FUNCTION(builtin_breakpoint)
{
    ouro_object *hook = ouro__dict_get_cstring(rt, rt->python->sys_dict, "breakpointhook");
    if (!hook)
        return rt->error ? NULL : ouro__raise(rt, OURO_T_RUNTIME_ERROR, "lost sys.breakpointhook");
    ouro_incref(hook);
    ouro_object *result = ouro__call(rt, hook, args, nargs, kwnames);
    ouro_decref(rt, hook);
    return result;
}

const ouro_method_def ouro__sys_breakpoint[] = {
    {"breakpointhook", sys_breakpointhook, OURO_METH_KEYWORDS, 0, -1,
     "breakpointhook(*args, **kws)\n\nThis hook function is called by built-in breakpoint()."},
    {0},
};

const ouro_method_def ouro__builtins_breakpoint[] = {
    {"breakpoint", builtin_breakpoint, OURO_METH_KEYWORDS, 0, -1,
     "breakpoint(*args, **kws)\n\nCall sys.breakpointhook(*args, **kws)."},
    {0},
};
