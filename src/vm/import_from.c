/* The import statement's instructions: what they do with the module that __import__ gives. */
#include "types/class.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/list.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/import.h"
#include "vm/interpret.h"

/* Whether builtins.__import__ is the library's own. */
static bool is_own_import(ouro_object *function)
{
    return ouro__is_exactly(function, OURO_T_BUILTIN_FUNCTION) &&
           ((ouro_builtin_function *)function)->def->function == ouro__builtin_import;
}

ouro_object *ouro__import_instruction(ouro_runtime *rt, ouro_frame *frame, ouro_object *name, ouro_object *level,
                                      ouro_object *fromlist)
{
    ouro_object *globals = frame->function->globals, *builtins = ouro__builtins_of(rt, globals);
    ouro_object *function = ouro__is_dict(rt, builtins) ? ouro__dict_get(rt, builtins, NAME(rt, __import__)) : NULL;
    if (!function) {
        if (!ouro__error_pending(rt))
            ouro__raise(rt, OURO_T_IMPORT_ERROR, "__import__ not found");
        return NULL;
    }
    if (is_own_import(function)) {
        int64_t n;
        if (ouro__index_int64(rt, level, true, &n) < 0)
            return NULL;
        return ouro__import_name(rt, name, globals, fromlist, n);
    }
    ouro_object *args[5] = {name, globals, frame->locals ? frame->locals : OURO_NONE(rt), fromlist, level};
    ouro_ref(function);
    ouro_object *module = ouro__call(rt, function, args, 5, NULL);
    ouro_object *error = ouro__error_take(rt);
    ouro_decref(rt, function);
    if (error)
        ouro__error_restore(rt, error);
    return module;
}

/* A str attribute of a module: owned, or NULL without exception. */
static ouro_object *text_attribute(ouro_runtime *rt, ouro_object *module, ouro_object *name)
{
    ouro_object *value = NULL;
    if (ouro__getattr_optional(rt, module, name, &value) < 0)
        ouro__error_clear(rt);
    if (value && !ouro__is_str(rt, value)) {
        ouro_decref(rt, value);
        value = NULL;
    }
    return value;
}

static void *cannot_import(ouro_runtime *rt, ouro_object *module, ouro_object *module_name, ouro_object *name)
{
    ouro_object *file = text_attribute(rt, module, NAME(rt, __file__));
    ouro_object *shown = module_name ? ouro_ref(module_name) : ouro__str_from_cstring(rt, "<unknown module name>");
    ouro_object *text = NULL;
    if (shown && !file)
        text = ouro__str_format(rt, "cannot import name %R from %R (unknown location)", name, shown);
    else if (shown && ouro__module_is_initializing(rt, module))
        text = ouro__str_format(
            rt, "cannot import name %R from partially initialized module %R (most likely due to a circular import) (%S)", name,
            shown, file);
    else if (shown)
        text = ouro__str_format(rt, "cannot import name %R from %R (%S)", name, shown, file);
    ouro__raise_import_error(rt, OURO_T_IMPORT_ERROR, text, module_name, file);
    ouro_xdecref(rt, shown);
    ouro_xdecref(rt, file);
    return NULL;
}

ouro_object *ouro__import_from(ouro_runtime *rt, ouro_object *module, ouro_object *name)
{
    ouro_object *value;
    int found = ouro__getattr_optional(rt, module, name, &value);
    if (found)
        return found > 0 ? value : NULL;
    /* A submodule that is being imported is in sys.modules before it is an attribute of its package. */
    ouro_object *module_name = text_attribute(rt, module, NAME(rt, __name__));
    ouro_object *full = module_name ? ouro__str_format(rt, "%U.%U", module_name, name) : NULL;
    value = full ? ouro__dict_get(rt, rt->python->modules, full) : NULL;
    if (value)
        ouro_ref(value);
    else if (!ouro__error_pending(rt))
        cannot_import(rt, module, module_name, name);
    ouro_xdecref(rt, full);
    ouro_xdecref(rt, module_name);
    return value;
}

/* ---- import * ---- */

static int star_name(ouro_runtime *rt, ouro_object *module, ouro_object *name, bool skip_private, ouro_object *locals)
{
    if (!ouro__is_str(rt, name)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "%s must be str, not %T", skip_private ? "Key in module's __dict__" : "Item in __all__",
                    name);
        return -1;
    }
    if (skip_private && ouro__str_length(name) && ouro__str_char(name, 0) == '_')
        return 0;
    ouro_object *key = ouro__str_intern(rt, ouro_ref(name));
    ouro_object *value = key ? ouro__getattr(rt, module, key) : NULL;
    int done = value ? ouro__setitem(rt, locals, key, value) : -1;
    ouro_xdecref(rt, value);
    ouro_xdecref(rt, key);
    return done;
}

int ouro__import_star(ouro_runtime *rt, ouro_frame *frame, ouro_object *module)
{
    ouro_object *names = NULL, *locals = frame->locals;
    if (!locals) {
        ouro__raise(rt, OURO_T_SYSTEM_ERROR, "no locals found during 'import *'");
        return -1;
    }
    int listed = ouro__getattr_optional(rt, module, NAME(rt, __all__), &names);
    if (listed == 0) {
        ouro_object *dict;
        int found = ouro__getattr_optional(rt, module, NAME(rt, __dict__), &dict);
        if (found == 0)
            ouro__raise(rt, OURO_T_IMPORT_ERROR, "from-import-* object has no __dict__ and no __all__");
        if (found > 0) {
            names = ouro__list_from_iterable(rt, dict);
            ouro_decref(rt, dict);
        }
    }
    if (!names)
        return -1;
    ouro_iteration it;
    int done = ouro__iterate(rt, &it, names);
    if (done == 0) {
        ouro_object *name;
        while (done == 0 && (name = ouro__iterate_next(rt, &it))) {
            done = star_name(rt, module, name, !listed, locals);
            ouro_decref(rt, name);
        }
        if (ouro__iterate_end(rt, &it) < 0)
            done = -1;
    }
    ouro_decref(rt, names);
    return done;
}

int ouro__setup_annotations(ouro_runtime *rt, ouro_frame *frame)
{
    ouro_object *locals = frame->locals;
    if (!locals) {
        ouro__raise(rt, OURO_T_SYSTEM_ERROR, "no locals found when setting up annotations");
        return -1;
    }
    ouro_object *there = ouro__getitem(rt, locals, NAME(rt, __annotations__));
    if (there || !ouro__error_is(rt, OURO_T_KEY_ERROR)) {
        ouro_xdecref(rt, there);
        return there ? 0 : -1;
    }
    ouro__error_clear(rt);
    ouro_object *dict = ouro__dict_new(rt);
    int done = dict ? ouro__setitem(rt, locals, NAME(rt, __annotations__), dict) : -1;
    ouro_xdecref(rt, dict);
    return done;
}

int ouro__print_expression(ouro_runtime *rt, ouro_object *value)
{
    ouro_object *hook = ouro__dict_get_cstring(rt, rt->python->sys_dict, "displayhook");
    if (!hook) {
        if (!ouro__error_pending(rt))
            ouro__raise(rt, OURO_T_RUNTIME_ERROR, "lost sys.displayhook");
        return -1;
    }
    ouro_ref(hook);
    ouro_object *result = ouro__call1(rt, hook, value);
    ouro_decref(rt, hook);
    ouro_xdecref(rt, result);
    return result ? 0 : -1;
}
