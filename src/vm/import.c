/* Importing a module by name. What is in sys.modules, and modules written in C, are served here; the first import of
 * anything else brings up importlib, which finds and runs all others from then on (importlib.c). */
#include "vm/import.h"

#include <stdio.h>

#include "object/slot.h"
#include "os/os.h"
#include "types/class.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/interpret.h"

void *ouro__raise_import_error(ouro_runtime *rt, enum ouro_type_id cls, ouro_object *msg_owned,
                               ouro_object *name, ouro_object *path)
{
    if (!msg_owned)
        return NULL;
    ouro_object *args = ouro__tuple_of(rt, 1, msg_owned);
    ouro_decref(rt, msg_owned);
    ouro_object *exception = args ? ouro__exception_new(rt, ouro__class_at(rt, cls), args) : NULL;
    ouro_xdecref(rt, args);
    if (!exception)
        return NULL;
    ouro_object **extra = ((ouro_exception_extended *)exception)->extra;
    if (name)
        ouro__slot_set(rt, exception, &extra[OURO_IMPORT_ERROR_NAME], ouro_ref(name));
    if (path)
        ouro__slot_set(rt, exception, &extra[OURO_IMPORT_ERROR_PATH], ouro_ref(path));
    return ouro__raise_instance(rt, exception);
}

static void *not_found(ouro_runtime *rt, ouro_object *msg_owned, ouro_object *name)
{
    return ouro__raise_import_error(rt, OURO_T_MODULE_NOT_FOUND_ERROR, msg_owned, name, NULL);
}

/* ---- modules written in C ---- */

const ouro_module_def *ouro__find_builtin_module(ouro_object *name)
{
    for (size_t n = 0; ouro__modules[n]; n++) {
        if (ouro__str_equals_ascii(name, ouro__modules[n]->name))
            return ouro__modules[n];
    }
    return NULL;
}

/* Its __spec__ and __loader__ stay None until somebody asks for them: only importlib can make them. */
static ouro_object *import_builtin(ouro_runtime *rt, const ouro_module_def *def, ouro_object *name)
{
    ouro_object *module = ouro__module_from_def(rt, def);
    if (module && ouro__dict_set(rt, rt->python->modules, name, module) < 0) {
        ouro_decref(rt, module);
        return NULL;
    }
    return module;
}

bool ouro__module_is_initializing(ouro_runtime *rt, ouro_object *module)
{
    ouro_object *spec, *value;
    if (ouro__is_exactly(module, OURO_T_MODULE)) {
        ouro_object *found = ouro__dict_get_str(rt, ouro__module_dict(module), NAME(rt, __spec__));
        if (!found || found == OURO_NONE(rt))
            return false;
    }
    bool is = false;
    if (ouro__getattr_optional(rt, module, NAME(rt, __spec__), &spec) > 0) {
        if (ouro__getattr_optional(rt, spec, NAME(rt, _initializing), &value) > 0) {
            is = ouro__truth(rt, value) > 0;
            ouro_decref(rt, value);
        }
        ouro_decref(rt, spec);
    }
    ouro__error_clear(rt);
    return is;
}

/* ---- names ---- */

static int64_t last_dot(ouro_object *name)
{
    for (size_t n = ouro__str_length(name); n-- > 0;) {
        if (ouro__str_char(name, n) == '.')
            return (int64_t)n;
    }
    return -1;
}

static void drop_quietly(ouro_runtime *rt, ouro_object *o)
{
    ouro_object *error = ouro__error_take(rt);
    ouro_xdecref(rt, o);
    if (error)
        ouro__error_restore(rt, error);
}

/* What is in sys.modules, when the thread that makes it is through: owned. NULL without exception: importlib is to say
 * (nothing there, or None). */
static ouro_object *in_modules(ouro_runtime *rt, ouro_object *name)
{
    ouro_object *module = ouro__dict_get(rt, rt->python->modules, name);
    if (!module || module == OURO_NONE(rt))
        return NULL;
    ouro_incref(module);
    if (ouro__importlib_ready(rt) && ouro__module_is_initializing(rt, module)) {
        ouro_object *done = ouro__importlib_call(rt, "_lock_unlock_module", 1, name);
        if (!done) {
            drop_quietly(rt, module);
            return NULL;
        }
        ouro_decref(rt, done);
    }
    return module;
}

/* Finds and runs what is not in sys.modules: owned. */
static ouro_object *find_and_load(ouro_runtime *rt, ouro_object *name)
{
    if (!ouro__importlib_ready(rt)) {
        ouro_object *there = ouro__dict_get(rt, rt->python->modules, name);
        const ouro_module_def *def = rt->error ? NULL : ouro__find_builtin_module(name);
        if (def && !there)
            return import_builtin(rt, def, name);
        if (def && ouro__importlib_starts(rt)) /* what the program blocked, importlib has for itself */
            return ouro__module_from_def(rt, def);
        if (rt->error)
            return NULL;
        int up = ouro__importlib_start(rt);
        if (up == 0)
            return not_found(rt, ouro__str_format(rt, "No module named %R", name), name);
        if (up < 0)
            return NULL;
    }
    ouro_object *builtins = rt->python->builtins;
    ouro_object *import = builtins ? ouro__dict_get_str(rt, builtins, NAME(rt, __import__)) : NULL;
    if (!import)
        return rt->error ? NULL : ouro__raise(rt, OURO_T_IMPORT_ERROR, "__import__ not found");
    return ouro__importlib_call(rt, "_find_and_load", 2, name, import);
}

/* The same, told of on stderr for -X importtime. */
static ouro_object *find_and_load_timed(ouro_runtime *rt, ouro_object *name)
{
    ouro_import *import = ouro__import_state(rt);
    if (!import)
        return NULL;
    if (!import->time_titled)
        fputs("import time: self [us] | cumulative | imported package\n", stderr);
    import->time_titled = true;
    uint64_t before = import->time_inside, start = ouro__os_clock();
    import->time_inside = 0;
    import->time_depth++;
    ouro_object *module = find_and_load(rt, name);
    import->time_depth--;
    uint64_t whole = ouro__os_clock() - start;
    size_t length;
    char *owned = NULL;
    const char *text = ouro__str_is_ascii(name) ? ouro__str_utf8(rt, name, &length, &owned) : "?";
    fprintf(stderr, "import time: %9llu | %10llu | %*s%s\n",
            (unsigned long long)((whole - import->time_inside) / 1000), (unsigned long long)(whole / 1000),
            (int)import->time_depth * 2, "", text ? text : "?");
    ouro__buffer_free(rt, owned);
    import->time_inside = before + whole;
    return module;
}

static ouro_object *import_absolute(ouro_runtime *rt, ouro_object *name)
{
    ouro_object *module = in_modules(rt, name);
    if (module || ouro__error_pending(rt))
        return module;
    if (!ouro__enter_recursion(rt, " while importing a module"))
        return NULL;
    module = ouro__unlikely(rt->python->options & OURO_OPTION_IMPORT_TIME) ? find_and_load_timed(rt, name)
                                                                           : find_and_load(rt, name);
    ouro__leave_recursion(rt);
    return module;
}

ouro_object *ouro__import_module(ouro_runtime *rt, ouro_object *name)
{
    if (ouro__str_length(name) == 0)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "Empty module name");
    ouro_object *module = import_absolute(rt, name);
    if (!module)
        ouro__importlib_trim_traceback(rt);
    return module;
}

ouro_object *ouro__import_cstring(ouro_runtime *rt, const char *name)
{
    ouro_object *text = ouro__str_intern_cstring(rt, name);
    ouro_object *module = text ? ouro__import_module(rt, text) : NULL;
    drop_quietly(rt, text);
    return module;
}

/* ---- relative names ---- */

static int warn_import(ouro_runtime *rt, const char *message)
{
    int (*warn)(ouro_runtime *, int, const char *) = rt->python->hooks.warn;
    return warn ? warn(rt, OURO_T_IMPORT_WARNING, message) : 0;
}

static ouro_object *spec_parent(ouro_runtime *rt, ouro_object *spec)
{
    ouro_object *key = ouro__str_intern_cstring(rt, "parent"),
                *parent = key ? ouro__getattr(rt, spec, key) : NULL;
    ouro_xdecref(rt, key);
    return parent;
}

/* __package__, compared with what the spec says: owned. */
static ouro_object *stated_package(ouro_runtime *rt, ouro_object *package, ouro_object *spec)
{
    if (!ouro__is_str(rt, package))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "package must be a string");
    if (spec == OURO_NONE(rt))
        return ouro_ref(package);
    ouro_incref(package);
    ouro_object *parent = spec_parent(rt, spec);
    int equal = parent ? ouro__compare_bool(rt, package, parent, OURO_EQ) : -1;
    drop_quietly(rt, parent);
    if (equal < 0 || (equal == 0 && warn_import(rt, "__package__ != __spec__.parent") < 0)) {
        drop_quietly(rt, package);
        return NULL;
    }
    return package;
}

/* The package from __name__ and __path__: owned. */
static ouro_object *guessed_package(ouro_runtime *rt, ouro_object *globals)
{
    if (warn_import(
            rt, "can't resolve package from __spec__ or __package__, falling back on __name__ and __path__") <
        0)
        return NULL;
    ouro_object *name = ouro__dict_get(rt, globals, NAME(rt, __name__));
    if (!name)
        return rt->error ? NULL : ouro__raise(rt, OURO_T_KEY_ERROR, "'__name__' not in globals");
    if (!ouro__is_str(rt, name))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "__name__ must be a string");
    if (ouro__dict_get(rt, globals, NAME(rt, __path__)))
        return ouro_ref(name);
    int64_t dot = last_dot(name);
    return dot < 0 ? ouro_ref(OURO_EMPTY_STR(rt)) : ouro__str_slice(rt, name, 0, (size_t)dot);
}

/* The package of the module whose globals these are: str (owned). */
static ouro_object *own_package(ouro_runtime *rt, ouro_object *globals)
{
    ouro_object *none = OURO_NONE(rt), *package = ouro__dict_get(rt, globals, NAME(rt, __package__));
    ouro_object *spec = rt->error ? NULL : ouro__dict_get(rt, globals, NAME(rt, __spec__));
    if (rt->error)
        return NULL;
    spec = ouro_ref(spec ? spec : none);
    ouro_object *own = NULL;
    if (package && package != none) {
        own = stated_package(rt, package, spec);
    } else if (spec != none) {
        own = spec_parent(rt, spec);
        if (own && !ouro__is_str(rt, own)) {
            ouro_decref(rt, own);
            own = ouro__raise(rt, OURO_T_TYPE_ERROR, "__spec__.parent must be a string");
        }
    } else {
        own = guessed_package(rt, globals);
    }
    drop_quietly(rt, spec);
    return own;
}

/* The absolute name: owned. */
static ouro_object *resolve(ouro_runtime *rt, ouro_object *name, ouro_object *globals, int64_t level)
{
    if (level == 0)
        return ouro_ref(name);
    if (!globals)
        return ouro__raise(rt, OURO_T_KEY_ERROR, "'__name__' not in globals");
    if (!ouro__is_dict(rt, globals))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "globals must be a dict");
    ouro_object *package = own_package(rt, globals);
    if (!package)
        return NULL;
    size_t end = ouro__str_length(package);
    if (end == 0) {
        ouro_decref(rt, package);
        return ouro__raise(rt, OURO_T_IMPORT_ERROR, "attempted relative import with no known parent package");
    }
    for (int64_t up = 1; up < level; up++) {
        int64_t dot = -1;
        for (size_t n = end; n-- > 0 && dot < 0;)
            dot = ouro__str_char(package, n) == '.' ? (int64_t)n : -1;
        if (dot < 0) {
            ouro_decref(rt, package);
            return ouro__raise(rt, OURO_T_IMPORT_ERROR, "attempted relative import beyond top-level package");
        }
        end = (size_t)dot;
    }
    ouro_object *base = ouro__str_slice(rt, package, 0, end), *absolute = NULL;
    ouro_decref(rt, package);
    if (base)
        absolute = ouro__str_length(name) ? ouro__str_format(rt, "%U.%U", base, name) : ouro_ref(base);
    ouro_xdecref(rt, base);
    return absolute;
}

/* ---- __import__ ---- */

/* `import a.b.c` gives a; `import .b.c` is not written, but __import__("b.c", level=1) gives package.b. */
static ouro_object *first_part(ouro_runtime *rt, ouro_object *name, ouro_object *absolute,
                               ouro_object *module, int64_t level)
{
    int64_t dot = ouro__str_find_char(name, '.', 0, ouro__str_length(name));
    if (dot < 0 || ouro__str_length(name) == 0)
        return ouro_ref(module);
    size_t cut =
        level == 0 ? (size_t)dot : ouro__str_length(absolute) - (ouro__str_length(name) - (size_t)dot);
    ouro_object *front = ouro__str_slice(rt, absolute, 0, cut);
    ouro_object *result = NULL;
    if (front && level == 0) {
        result = import_absolute(rt, front);
    } else if (front) {
        result = ouro__dict_get(rt, rt->python->modules, front);
        if (result)
            ouro_incref(result);
        else if (!rt->error)
            ouro__raise(rt, OURO_T_KEY_ERROR, "%R not in sys.modules as expected", front);
    }
    drop_quietly(rt, front);
    return result;
}

static bool is_empty(ouro_runtime *rt, ouro_object *fromlist)
{
    if (!fromlist || fromlist == OURO_NONE(rt))
        return true;
    int is = ouro__truth(rt, fromlist);
    return is == 0;
}

/* `from module import ...`: a package may have to import what the list names. */
static ouro_object *with_items(ouro_runtime *rt, ouro_object *module, ouro_object *fromlist)
{
    ouro_object *path;
    int is_package = ouro__getattr_optional(rt, module, NAME(rt, __path__), &path);
    if (is_package < 0)
        return NULL;
    if (!is_package)
        return ouro_ref(module);
    ouro_decref(rt, path);
    if (!ouro__importlib_ready(rt)) {
        int up = ouro__importlib_start(rt);
        if (up <= 0)
            return up < 0 ? NULL : ouro_ref(module);
    }
    ouro_object *import = ouro__dict_get_str(rt, rt->python->builtins, NAME(rt, __import__));
    if (!import)
        return rt->error ? NULL : ouro__raise(rt, OURO_T_IMPORT_ERROR, "__import__ not found");
    return ouro__importlib_call(rt, "_handle_fromlist", 3, module, fromlist, import);
}

ouro_object *ouro__import_name(ouro_runtime *rt, ouro_object *name, ouro_object *globals,
                               ouro_object *fromlist, int64_t level)
{
    if (!ouro__is_str(rt, name))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "module name must be a string");
    if (level < 0)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "level must be >= 0");
    if (level == 0 && ouro__str_length(name) == 0)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "Empty module name");
    ouro_object *absolute = resolve(rt, name, globals, level), *result = NULL;
    ouro_object *module = absolute ? import_absolute(rt, absolute) : NULL;
    if (module) {
        bool empty = is_empty(rt, fromlist);
        if (!rt->error)
            result = empty ? first_part(rt, name, absolute, module, level) : with_items(rt, module, fromlist);
    }
    if (!result)
        ouro__importlib_trim_traceback(rt);
    drop_quietly(rt, module);
    drop_quietly(rt, absolute);
    return result;
}

ouro_object *ouro__builtin_import(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                                  ouro_object *kwnames)
{
    (void)self;
    static const char *const names[] = {"name", "globals", "locals", "fromlist", "level", NULL};
    static const ouro_signature signature = {"__import__", names, 0, 5, 1, 0};
    ouro_object *given[5];
    int64_t level = 0;
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, given) < 0 ||
        (given[4] && ouro__index_int64(rt, given[4], true, &level) < 0))
        return NULL;
    return ouro__import_name(rt, given[0], given[1], given[3], level);
}
