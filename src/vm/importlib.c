/* Bringing up the importlib of the standard library, and calling it.
 *
 * Its two core files run as the modules _frozen_importlib and _frozen_importlib_external, as CPython runs them, and install
 * their finders in sys. Until the first import that needs them nothing of this happens. */
#include <stdarg.h>

#include "object/slot.h"
#include "types/bytes.h"
#include "types/class.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/import.h"
#include "vm/traceback.h"
#include "vm/vm.h"

#define INTERNAL_FILE "<frozen importlib._bootstrap>"
#define EXTERNAL_FILE "<frozen importlib._bootstrap_external>"

const char ouro__standard_library[] = "/usr/lib/python3.11";

/* ---- state ---- */

static void clear_state(ouro_runtime *rt, ouro_module_state *state)
{
    ouro_import *import = (ouro_import *)state;
    import->phase = OURO_IMPORTLIB_DOWN;
    ouro_object **held[] = {&import->importlib, &import->library, &import->classify,
                            &import->compile,   &import->bytes,   &import->code};
    for (size_t i = 0; i < sizeof held / sizeof *held; i++) {
        ouro_object *o = *held[i];
        *held[i] = NULL;
        ouro_xdecref(rt, o);
    }
}

ouro_import *ouro__import_state(ouro_runtime *rt)
{
    static const char key;
    if (!rt->python->import) {
        ouro_import *import = ouro__module_state_add(rt, &key, sizeof *import);
        if (import)
            import->state.clear = clear_state;
        rt->python->import = import;
    }
    return rt->python->import;
}

/* ---- bringing it up ---- */

/* dict[name](arguments...), which are taken over, as is the result. 0 or -1. */
static ouro_object *call_in(ouro_runtime *rt, ouro_object *dict, const char *name, ouro_object *const *args,
                            size_t nargs)
{
    ouro_object *function = ouro__dict_get_cstring(rt, dict, name);
    if (!function)
        return rt->error ? NULL
                         : ouro__raise(rt, OURO_T_ATTRIBUTE_ERROR,
                                       "module '_frozen_importlib' has no attribute '%s'", name);
    ouro_incref(function);
    ouro_object *result = ouro__call(rt, function, args, nargs, NULL);
    ouro_object *error = ouro__error_take(rt);
    ouro_decref(rt, function);
    if (error)
        ouro__error_restore(rt, error);
    return result;
}

static int put(ouro_runtime *rt, ouro_object *dict, const char *name, ouro_object *value)
{
    int status = value ? ouro__dict_set_cstring(rt, dict, name, value) : -1;
    ouro_xdecref(rt, value);
    return status;
}

/* Runs one of the two files as a module of sys.modules: its dict, owned; NULL, without an exception when there is no such
 * file in the directory. */
static ouro_object *run_core(ouro_runtime *rt, ouro_object *directory, const char *file, const char *shown,
                             const char *name)
{
    ouro_object *code = ouro__cached_bootstrap(rt, directory, file, shown);
    if (!code)
        return NULL;
    ouro_object *title = ouro__str_intern_cstring(rt, name), *dict = NULL;
    ouro_object *module = title ? ouro__module_new(rt, title, NULL) : NULL;
    if (module && ouro__dict_set(rt, rt->python->modules, title, module) == 0) {
        dict = ouro_ref(ouro__module_dict(module));
        ouro_object *result = ouro__run_code(rt, code, dict, dict);
        if (!result) {
            ouro_decref(rt, dict);
            dict = NULL;
        }
        ouro_xdecref(rt, result);
    }
    ouro_xdecref(rt, module);
    ouro_xdecref(rt, title);
    ouro_decref(rt, code);
    return dict;
}

/* The helpers that read cache files are ours: what they find damaged counts as stale. */
static int adapt_external(ouro_runtime *rt, ouro_object *external)
{
    ouro_import *import = rt->python->import;
    uint8_t magic[4];
    ouro__cache_magic(rt, magic);
    ouro_object *classify = ouro__dict_get_cstring(rt, external, "_classify_pyc");
    ouro_object *compile = classify ? ouro__dict_get_cstring(rt, external, "_compile_bytecode") : NULL;
    if (!compile) {
        if (!rt->error)
            ouro__raise(rt, OURO_T_IMPORT_ERROR,
                        "the standard library's importlib is not that of Python 3.11");
        return -1;
    }
    import->classify = ouro_ref(classify);
    import->compile = ouro_ref(compile);
    ouro_object *name = ouro__str_intern_cstring(rt, "_frozen_importlib_external");
    int64_t raw = (int64_t)((uint32_t)magic[3] << 24 | magic[2] << 16 | magic[1] << 8 | magic[0]);
    int status = name ? put(rt, external, "MAGIC_NUMBER", ouro__bytes_new(rt, magic, sizeof magic)) : -1;
    if (status == 0)
        status = put(rt, external, "_RAW_MAGIC_NUMBER", ouro__int_new(rt, raw));
    if (status == 0)
        status = put(rt, external, "_classify_pyc",
                     ouro__builtin_function_new(rt, &ouro__cache_classify, NULL, name));
    if (status == 0)
        status = put(rt, external, "_compile_bytecode",
                     ouro__builtin_function_new(rt, &ouro__cache_compile, NULL, name));
    ouro_xdecref(rt, name);
    return status;
}

/* What CPython's own two modules say of themselves. */
static int dress_core(ouro_runtime *rt, ouro_object *importlib, ouro_object *dict, const char *name)
{
    ouro_object *loader = ouro__dict_get_cstring(rt, importlib, "FrozenImporter");
    ouro_object *args[] = {ouro__str_intern_cstring(rt, name), loader,
                           ouro__str_intern_cstring(rt, "frozen")};
    ouro_object *kwnames = NULL, *spec = NULL, *origin = ouro__str_intern_cstring(rt, "origin");
    if (loader && args[0] && args[2] && origin)
        kwnames = ouro__tuple_from(rt, &origin, 1);
    ouro_object *cls = kwnames ? ouro__dict_get_cstring(rt, importlib, "ModuleSpec") : NULL;
    if (cls)
        spec = ouro__call(rt, cls, args, 2, kwnames);
    int status = spec ? ouro__dict_set(rt, dict, NAME(rt, __spec__), spec) : -1;
    if (status == 0)
        status = ouro__dict_set(rt, dict, NAME(rt, __loader__), loader);
    if (status == 0)
        status = ouro__dict_set(rt, dict, NAME(rt, __package__), OURO_EMPTY_STR(rt));
    ouro_xdecref(rt, spec);
    ouro_xdecref(rt, kwnames);
    ouro_xdecref(rt, origin);
    ouro_xdecref(rt, args[0]);
    ouro_xdecref(rt, args[2]);
    return status;
}

/* sys.path_hooks.insert(0, ...): zip files come before folders. */
static int add_zip_hook(ouro_runtime *rt)
{
    ouro_object *hooks = ouro__dict_get_cstring(rt, rt->python->sys_dict, "path_hooks");
    if (!hooks || !ouro__is_list(rt, hooks))
        return rt->error ? -1 : 0;
    ouro_object *name = ouro__str_intern_cstring(rt, "zipimport");
    ouro_object *hook = name ? ouro__builtin_function_new(rt, &ouro__zip_hook, NULL, name) : NULL;
    int status = hook ? ouro__list_insert(rt, hooks, 0, hook) : -1;
    ouro_xdecref(rt, hook);
    ouro_xdecref(rt, name);
    return status;
}

static int install(ouro_runtime *rt, ouro_object *importlib, ouro_object *external)
{
    ouro_object *sys = ouro__import_cstring(rt, "sys"), *imp = sys ? ouro__import_cstring(rt, "_imp") : NULL;
    ouro_object *args[] = {sys, imp}, *result = NULL;
    if (imp && (result = call_in(rt, importlib, "_install", args, 2))) {
        ouro_decref(rt, result);
        result = call_in(rt, importlib, "_install_external_importers", NULL, 0);
    }
    ouro_xdecref(rt, result);
    ouro_xdecref(rt, imp);
    ouro_xdecref(rt, sys);
    if (!result || add_zip_hook(rt) < 0 || dress_core(rt, importlib, importlib, "_frozen_importlib") < 0)
        return -1;
    return dress_core(rt, importlib, external, "_frozen_importlib_external");
}

/* 1, 0: not in this directory, -1. */
static int start_from(ouro_runtime *rt, ouro_object *directory)
{
    ouro_import *import = rt->python->import;
    import->importlib = run_core(rt, directory, "_bootstrap", INTERNAL_FILE, "_frozen_importlib");
    if (!import->importlib)
        return rt->error ? -1 : 0;
    import->library = ouro_ref(directory);
    ouro_object *external =
        run_core(rt, directory, "_bootstrap_external", EXTERNAL_FILE, "_frozen_importlib_external");
    if (!external) {
        if (!rt->error)
            ouro__raise(rt, OURO_T_IMPORT_ERROR,
                        "the standard library has no importlib/_bootstrap_external.py");
        return -1;
    }
    int status = adapt_external(rt, external) == 0 && install(rt, import->importlib, external) == 0 ? 1 : -1;
    ouro_object *error = ouro__error_take(rt);
    ouro_decref(rt, external);
    if (error)
        ouro__error_restore(rt, error);
    return status;
}

/* Where the standard library is: sys._stdlib_dir, else the first folder of sys.path that has it, else the system's. */
static int start_somewhere(ouro_runtime *rt)
{
    ouro_object *known = ouro__dict_get_cstring(rt, rt->python->sys_dict, "_stdlib_dir");
    if (rt->error)
        return -1;
    if (known && ouro__is_str(rt, known))
        return start_from(rt, known);
    ouro_object *path = ouro__dict_get_str(rt, rt->python->sys_dict, NAME(rt, path));
    int status = 0;
    for (size_t i = 0; status == 0 && path && ouro__is_list(rt, path) && i < ((ouro_list *)path)->count;
         i++) {
        ouro_object *directory = ouro_ref(((ouro_list *)path)->items[i]);
        if (ouro__is_str(rt, directory) && ouro__str_length(directory))
            status = start_from(rt, directory);
        ouro_decref(rt, directory);
    }
    if (status)
        return status;
    ouro_object *standard = ouro__str_from_cstring(rt, ouro__standard_library);
    status = standard ? start_from(rt, standard) : -1;
    ouro_xdecref(rt, standard);
    return status;
}

/* The length of a list of sys, or 0. */
static size_t count_in_sys(ouro_runtime *rt, const char *name)
{
    ouro_object *list = ouro__dict_get_cstring(rt, rt->python->sys_dict, name);
    return list && ouro__is_list(rt, list) ? ((ouro_list *)list)->count : 0;
}

static void cut_in_sys(ouro_runtime *rt, const char *name, size_t count)
{
    ouro_object *list = ouro__dict_get_cstring(rt, rt->python->sys_dict, name);
    if (list && ouro__is_list(rt, list) && ((ouro_list *)list)->count > count)
        ouro__list_set_slice(rt, list, count, ((ouro_list *)list)->count, NULL, 0);
}

/* Half an importlib is none: the next import tries again. */
static void undo_start(ouro_runtime *rt, size_t finders, size_t hooks)
{
    ouro_object *error = ouro__error_take(rt);
    static const char *const names[] = {"_frozen_importlib", "_frozen_importlib_external"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        ouro_object *name = ouro__str_intern_cstring(rt, names[i]);
        if (name)
            ouro__dict_pop(rt, rt->python->modules, name, NULL);
        ouro__error_clear(rt);
        ouro_xdecref(rt, name);
    }
    cut_in_sys(rt, "meta_path", finders);
    cut_in_sys(rt, "path_hooks", hooks);
    ouro__error_clear(rt);
    clear_state(rt, &rt->python->import->state);
    if (error)
        ouro__error_restore(rt, error);
}

int ouro__importlib_start(ouro_runtime *rt)
{
    ouro_import *import = ouro__import_state(rt);
    if (!import)
        return -1;
    if (import->phase == OURO_IMPORTLIB_STARTS || rt->closing)
        return 0;
    size_t finders = count_in_sys(rt, "meta_path"), hooks = count_in_sys(rt, "path_hooks");
    if (rt->error)
        return -1;
    import->phase = OURO_IMPORTLIB_STARTS;
    int status = start_somewhere(rt);
    if (status <= 0) {
        undo_start(rt, finders, hooks);
        return status;
    }
    import->phase = OURO_IMPORTLIB_UP;
    return ouro__importlib_dress_main(rt) < 0 ? -1 : 1;
}

int ouro__importlib_need_specs(ouro_runtime *rt)
{
    return ouro__importlib_ready(rt) ? 0 : ouro__importlib_start(rt);
}

/* ---- __main__ ---- */

/* A source loader for what __file__ says, else the loader of modules without a file. Owned. */
static ouro_object *main_loader(ouro_runtime *rt, ouro_object *dict)
{
    ouro_object *file = ouro__dict_get_str(rt, dict, NAME(rt, __file__)),
                *importlib = rt->python->import->importlib;
    if (rt->error)
        return NULL;
    if (!file || !ouro__is_str(rt, file) || ouro__str_equals_ascii(file, "<stdin>")) {
        ouro_object *loader = ouro__dict_get_cstring(rt, importlib, "BuiltinImporter");
        return loader ? ouro_ref(loader) : NULL;
    }
    ouro_object *external = ouro__dict_get_cstring(rt, rt->python->modules, "_frozen_importlib_external");
    if (!external || !ouro__is_exactly(external, OURO_T_MODULE))
        return rt->error ? NULL : ouro_ref(OURO_NONE(rt));
    ouro_object *args[] = {NAME(rt, __main__), ouro_ref(file)};
    ouro_object *loader = call_in(rt, ouro__module_dict(external), "SourceFileLoader", args, 2);
    ouro_decref(rt, args[1]);
    return loader;
}

int ouro__importlib_dress_main(ouro_runtime *rt)
{
    if (!ouro__importlib_ready(rt))
        return 0;
    ouro_object *module = ouro__dict_get_str(rt, rt->python->modules, NAME(rt, __main__));
    if (!module || !ouro__is_exactly(module, OURO_T_MODULE))
        return rt->error ? -1 : 0;
    ouro_object *dict = ouro_ref(ouro__module_dict(module));
    ouro_object *loader = main_loader(rt, dict);
    int status = loader ? ouro__dict_set(rt, dict, NAME(rt, __loader__), loader) : rt->error ? -1 : 0;
    ouro_xdecref(rt, loader);
    ouro_decref(rt, dict);
    return status;
}

/* ---- calling it ---- */

ouro_object *ouro__importlib_call(ouro_runtime *rt, const char *function, size_t nargs, ...)
{
    enum { MOST = 3 };
    ouro_object *args[MOST];
    va_list list;
    va_start(list, nargs);
    for (size_t i = 0; i < nargs && i < MOST; i++)
        args[i] = va_arg(list, ouro_object *);
    va_end(list);
    ouro_object *dict = ouro_ref(rt->python->import->importlib);
    ouro_object *result = call_in(rt, dict, function, args, nargs);
    ouro_object *error = ouro__error_take(rt);
    ouro_decref(rt, dict);
    if (error)
        ouro__error_restore(rt, error);
    return result;
}

/* A chunk of entries of importlib goes when the error is an ImportError, or when the chunk ends where importlib calls
 * out: that is what _call_with_frames_removed is for. */
void ouro__importlib_trim_traceback(ouro_runtime *rt)
{
    if (!ouro__importlib_ready(rt) || rt->python->options & OURO_OPTION_VERBOSE || !rt->error)
        return;
    bool always = ouro__error_is(rt, OURO_T_IMPORT_ERROR), inside = false;
    ouro_object *error = ouro__error_take(rt);
    ouro_object *owner = error, *outer = NULL;
    ouro_object **link = &((ouro_exception *)error)->traceback, **outer_link = NULL;
    while (*link) {
        ouro_traceback *entry = (ouro_traceback *)*link;
        ouro_code *code = (ouro_code *)entry->frame->code;
        bool is = ouro__str_equals_ascii(code->filename, INTERNAL_FILE) ||
                  ouro__str_equals_ascii(code->filename, EXTERNAL_FILE);
        if (is && !inside) {
            outer = owner;
            outer_link = link;
        }
        inside = is;
        if (is && (always || ouro__str_equals_ascii(code->name, "_call_with_frames_removed"))) {
            ouro__slot_set(rt, outer, outer_link, entry->next ? ouro_ref(entry->next) : NULL);
            owner = outer;
            link = outer_link;
        } else {
            owner = &entry->head;
            link = &entry->next;
        }
    }
    ouro__error_restore(rt, error);
}
