/* Importing a module by name: sys.modules, packages, relative names, what a failed import leaves behind.
 *
 * A module is in sys.modules while its code runs, so that modules may import each other; its __spec__ says that it is
 * not finished. */
#include "vm/import.h"

#include "object/slot.h"
#include "types/class.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/interpret.h"

void *ouro__raise_import_error(ouro_runtime *rt, enum ouro_type_id cls, ouro_object *msg_owned, ouro_object *name,
                               ouro_object *path)
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

/* ---- specifications ---- */

static int spec_set(ouro_runtime *rt, ouro_object *spec, const char *name, ouro_object *value)
{
    ouro_object *key = ouro__str_intern_cstring(rt, name);
    int done = key ? ouro__setattr(rt, spec, key, value) : -1;
    ouro_xdecref(rt, key);
    return done;
}

/* What importlib's ModuleSpec shows: a namespace with the same names. Owned. */
static ouro_object *spec_new(ouro_runtime *rt, ouro_object *name, ouro_object *parent, const ouro_found_module *found,
                             ouro_object *loader)
{
    ouro_object *none = OURO_NONE(rt), *spec = ouro__call0(rt, ouro__class_at(rt, OURO_T_SIMPLE_NAMESPACE));
    if (!spec)
        return NULL;
    ouro_object *origin = found->file ? found->file : none;
    if (spec_set(rt, spec, "name", name) < 0 || spec_set(rt, spec, "loader", loader) < 0 ||
        spec_set(rt, spec, "origin", origin) < 0 ||
        spec_set(rt, spec, "submodule_search_locations", found->packages ? found->packages : none) < 0 ||
        spec_set(rt, spec, "parent", parent) < 0 || spec_set(rt, spec, "cached", none) < 0 ||
        spec_set(rt, spec, "has_location", ouro__bool(rt, found->file != NULL)) < 0 ||
        spec_set(rt, spec, "_initializing", OURO_TRUE(rt)) < 0) {
        ouro_decref(rt, spec);
        return NULL;
    }
    return spec;
}

bool ouro__module_is_initializing(ouro_runtime *rt, ouro_object *module)
{
    ouro_object *spec, *value, *key;
    if (ouro__getattr_optional(rt, module, NAME(rt, __spec__), &spec) <= 0) {
        ouro__error_clear(rt);
        return false;
    }
    bool is = false;
    key = ouro__str_intern_cstring(rt, "_initializing");
    if (key && ouro__getattr_optional(rt, spec, key, &value) > 0) {
        is = ouro__truth(rt, value) > 0;
        ouro_decref(rt, value);
    }
    ouro__error_clear(rt);
    ouro_xdecref(rt, key);
    ouro_decref(rt, spec);
    return is;
}

static int finish_spec(ouro_runtime *rt, ouro_object *module)
{
    ouro_object *spec = ouro__dict_get_str(rt, ouro__module_dict(module), NAME(rt, __spec__));
    if (!spec || !ouro__is_exactly(spec, OURO_T_SIMPLE_NAMESPACE))
        return 0;
    ouro_ref(spec);
    int done = spec_set(rt, spec, "_initializing", OURO_FALSE(rt));
    ouro_decref(rt, spec);
    return done;
}

/* ---- making modules ---- */

static const ouro_module_def *find_builtin(ouro_object *name)
{
    for (size_t n = 0; ouro__modules[n]; n++) {
        if (ouro__str_equals_ascii(name, ouro__modules[n]->name))
            return ouro__modules[n];
    }
    return NULL;
}

static ouro_object *import_builtin(ouro_runtime *rt, const ouro_module_def *def, ouro_object *name)
{
    ouro_object *module = ouro__module_from_def(rt, def);
    if (!module)
        return NULL;
    ouro_found_module found = {0};
    ouro_object *spec = spec_new(rt, name, OURO_EMPTY_STR(rt), &found, OURO_NONE(rt));
    ouro_object *dict = ouro__module_dict(module);
    int done = spec ? 0 : -1;
    if (done == 0)
        done = ouro__dict_set(rt, dict, NAME(rt, __spec__), spec);
    if (done == 0)
        done = ouro__dict_set(rt, dict, NAME(rt, __package__), OURO_EMPTY_STR(rt));
    if (done == 0)
        done = finish_spec(rt, module);
    if (done == 0)
        done = ouro__dict_set(rt, rt->python->modules, name, module);
    ouro_xdecref(rt, spec);
    if (done == 0)
        return module;
    ouro_decref(rt, module);
    return NULL;
}

/* The attributes that a module has before its code runs. */
static int dress(ouro_runtime *rt, ouro_object *module, ouro_object *name, ouro_object *parent, const ouro_found_module *found)
{
    ouro_object *dict = ouro__module_dict(module), *package = found->packages ? name : parent;
    ouro_object *loader = found->file ? ouro__file_loader_new(rt, name, found->file) : ouro_ref(OURO_NONE(rt));
    ouro_object *spec = loader ? spec_new(rt, name, package, found, loader) : NULL;
    int done = spec ? 0 : -1;
    if (done == 0)
        done = ouro__dict_set(rt, dict, NAME(rt, __spec__), spec);
    if (done == 0)
        done = ouro__dict_set(rt, dict, NAME(rt, __loader__), loader);
    if (done == 0)
        done = ouro__dict_set(rt, dict, NAME(rt, __package__), package);
    if (done == 0 && found->file)
        done = ouro__dict_set(rt, dict, NAME(rt, __file__), found->file);
    if (done == 0 && found->packages)
        done = ouro__dict_set(rt, dict, NAME(rt, __path__), found->packages);
    ouro_xdecref(rt, spec);
    ouro_xdecref(rt, loader);
    return done;
}

/* Takes a name out of sys.modules again, keeping the pending exception. */
static void forget(ouro_runtime *rt, ouro_object *name)
{
    ouro_object *error = ouro__error_take(rt);
    if (ouro__dict_pop(rt, rt->python->modules, name, NULL) < 0)
        ouro__error_clear(rt);
    ouro__error_restore(rt, error);
}

/* Makes the module and runs it: owned (what sys.modules has afterwards). */
static ouro_object *load(ouro_runtime *rt, ouro_object *name, ouro_object *parent, const ouro_found_module *found)
{
    ouro_object *module = ouro__module_new(rt, name, NULL);
    if (!module)
        return NULL;
    if (dress(rt, module, name, parent, found) < 0 || ouro__dict_set(rt, rt->python->modules, name, module) < 0) {
        ouro_decref(rt, module);
        return NULL;
    }
    if ((found->file && ouro__run_module_file(rt, module, found->file) < 0) || finish_spec(rt, module) < 0) {
        forget(rt, name);
        ouro_object *error = ouro__error_take(rt);
        ouro_decref(rt, module);
        ouro__error_restore(rt, error);
        return NULL;
    }
    ouro_object *now = ouro__dict_get(rt, rt->python->modules, name); /* a module may put another in its place */
    if (!now) {
        ouro_decref(rt, module);
        return ouro__error_pending(rt) ? NULL : ouro__raise_object(rt, OURO_T_KEY_ERROR, name);
    }
    ouro_ref(now);
    ouro_decref(rt, module);
    return now;
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

/* sys.modules[name]: owned, NULL without exception when it is not there. */
static ouro_object *in_modules(ouro_runtime *rt, ouro_object *name)
{
    ouro_object *module = ouro__dict_get(rt, rt->python->modules, name);
    if (module == OURO_NONE(rt))
        return not_found(rt, ouro__str_format(rt, "import of %U halted; None in sys.modules", name), name);
    return module ? ouro_ref(module) : NULL;
}

/* The directories in which the submodules of a package are: owned; NULL with ModuleNotFoundError for a plain module. */
static ouro_object *package_path(ouro_runtime *rt, ouro_object *package, ouro_object *parent, ouro_object *name)
{
    ouro_object *path;
    int found = ouro__getattr_optional(rt, package, NAME(rt, __path__), &path);
    if (found == 0)
        return not_found(rt, ouro__str_format(rt, "No module named %R; %R is not a package", name, parent), name);
    return found < 0 ? NULL : path;
}

static ouro_object *sys_path(ouro_runtime *rt)
{
    ouro_object *path = ouro__dict_get_str(rt, rt->python->sys_dict, NAME(rt, path));
    if (!path)
        return ouro__raise(rt, OURO_T_RUNTIME_ERROR, "unable to get sys.path");
    return ouro_ref(path);
}

/* Finds and runs the module `name`, whose package (when `parent` is not empty) is imported already. */
static ouro_object *find_and_load(ouro_runtime *rt, ouro_object *name, ouro_object *parent, ouro_object *tail,
                                  ouro_object *package)
{
    const ouro_module_def *def = find_builtin(name);
    if (def)
        return import_builtin(rt, def, name);
    ouro_object *path = package ? package_path(rt, package, parent, name) : sys_path(rt);
    if (!path)
        return NULL;
    ouro_found_module found;
    int is = ouro__find_module(rt, tail, path, &found);
    ouro_decref(rt, path);
    if (is < 0)
        return NULL;
    if (is == 0)
        return not_found(rt, ouro__str_format(rt, "No module named %R", name), name);
    ouro_object *module = load(rt, name, parent, &found);
    ouro_object *error = ouro__error_take(rt);
    ouro_xdecref(rt, found.file);
    ouro_xdecref(rt, found.packages);
    if (error)
        ouro__error_restore(rt, error);
    return module;
}

static ouro_object *import_in_package(ouro_runtime *rt, ouro_object *name, size_t dot)
{
    ouro_object *parent = ouro__str_slice(rt, name, 0, dot), *tail = NULL, *package = NULL, *module = NULL;
    if (parent)
        tail = ouro__str_slice(rt, name, dot + 1, ouro__str_length(name));
    if (tail)
        package = ouro__import_module(rt, parent);
    if (package) {
        module = in_modules(rt, name); /* the package may have imported it */
        if (!module && !ouro__error_pending(rt)) {
            module = find_and_load(rt, name, parent, tail, package);
            ouro_object *attribute = module ? ouro__str_intern(rt, ouro_ref(tail)) : NULL;
            if (module && (!attribute || ouro__setattr(rt, package, attribute, module) < 0)) {
                ouro_decref(rt, module);
                module = NULL;
            }
            ouro_xdecref(rt, attribute);
        }
    }
    ouro_object *error = ouro__error_take(rt);
    ouro_xdecref(rt, package);
    ouro_xdecref(rt, tail);
    ouro_xdecref(rt, parent);
    if (error)
        ouro__error_restore(rt, error);
    return module;
}

ouro_object *ouro__import_module(ouro_runtime *rt, ouro_object *name)
{
    ouro_object *module = in_modules(rt, name);
    if (module || ouro__error_pending(rt))
        return module;
    if (ouro__str_length(name) == 0)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "Empty module name");
    if (!ouro__enter_recursion(rt, " while importing a module"))
        return NULL;
    int64_t dot = last_dot(name);
    module = dot < 0 ? find_and_load(rt, name, OURO_EMPTY_STR(rt), name, NULL) : import_in_package(rt, name, (size_t)dot);
    ouro__leave_recursion(rt);
    return module;
}

ouro_object *ouro__import_cstring(ouro_runtime *rt, const char *name)
{
    ouro_object *text = ouro__str_intern_cstring(rt, name);
    ouro_object *module = text ? ouro__import_module(rt, text) : NULL;
    ouro_xdecref(rt, text);
    return module;
}

/* ---- relative names ---- */

/* The package of the module whose globals these are: str (owned). */
static ouro_object *own_package(ouro_runtime *rt, ouro_object *globals)
{
    ouro_object *none = OURO_NONE(rt), *package = ouro__dict_get(rt, globals, NAME(rt, __package__));
    if (package && package != none) {
        if (!ouro__is_str(rt, package))
            return ouro__raise(rt, OURO_T_TYPE_ERROR, "package must be a string");
        return ouro_ref(package);
    }
    ouro_object *name = ouro__dict_get(rt, globals, NAME(rt, __name__));
    if (!name)
        return ouro__raise(rt, OURO_T_KEY_ERROR, "'__name__' not in globals");
    if (!ouro__is_str(rt, name))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "__name__ must be a string");
    if (ouro__dict_get(rt, globals, NAME(rt, __path__)))
        return ouro_ref(name);
    int64_t dot = last_dot(name);
    return dot < 0 ? ouro_ref(OURO_EMPTY_STR(rt)) : ouro__str_slice(rt, name, 0, (size_t)dot);
}

/* The absolute name: owned. */
static ouro_object *resolve(ouro_runtime *rt, ouro_object *name, ouro_object *globals, int64_t level)
{
    if (level == 0)
        return ouro_ref(name);
    if (!globals || !ouro__is_dict(rt, globals))
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

/* ---- fromlist ---- */

/* `from package import item`: imports package.item when the package does not have it. */
static int import_item(ouro_runtime *rt, ouro_object *module, ouro_object *module_name, ouro_object *item)
{
    ouro_object *value, *key = ouro__str_intern(rt, ouro_ref(item));
    if (!key)
        return -1;
    int found = ouro__getattr_optional(rt, module, key, &value);
    ouro_decref(rt, key);
    if (found) {
        if (found > 0)
            ouro_decref(rt, value);
        return found < 0 ? -1 : 0;
    }
    ouro_object *name = ouro__str_format(rt, "%U.%U", module_name, item);
    ouro_object *submodule = name ? ouro__import_module(rt, name) : NULL;
    int done = submodule ? 0 : -1;
    if (!submodule && name && ouro__error_is(rt, OURO_T_MODULE_NOT_FOUND_ERROR)) {
        ouro_object *missing = ouro__exception_extra(rt, rt->error, OURO_IMPORT_ERROR_NAME);
        if (ouro__is_str(rt, missing) && ouro__str_equal(missing, name)) {
            ouro__error_clear(rt);
            done = 0;
        }
    }
    ouro_xdecref(rt, submodule);
    ouro_xdecref(rt, name);
    return done;
}

static int import_items(ouro_runtime *rt, ouro_object *module, ouro_object *module_name, ouro_object *fromlist, bool from_all)
{
    ouro_iteration it;
    if (ouro__iterate(rt, &it, fromlist) < 0)
        return -1;
    ouro_object *item;
    int done = 0;
    while (done == 0 && (item = ouro__iterate_next(rt, &it))) {
        if (!ouro__is_str(rt, item)) {
            ouro__raise(rt, OURO_T_TYPE_ERROR, from_all ? "Item in %U.__all__ must be str, not %T"
                                                        : "Item in ``from list'' must be str, not %T%T",
                        from_all ? module_name : item, item);
            done = -1;
        } else if (ouro__str_equals_ascii(item, "*")) {
            ouro_object *all = NULL;
            if (!from_all) {
                int found = ouro__getattr_optional(rt, module, NAME(rt, __all__), &all);
                done = found < 0 ? -1 : found ? import_items(rt, module, module_name, all, true) : 0;
                ouro_xdecref(rt, all);
            }
        } else {
            done = import_item(rt, module, module_name, item);
        }
        ouro_decref(rt, item);
    }
    if (ouro__iterate_end(rt, &it) < 0)
        done = -1;
    return done;
}

/* ---- __import__ ---- */

/* `import a.b.c` gives a; `import .b.c` is not written, but __import__("b.c", level=1) gives package.b. */
static ouro_object *first_part(ouro_runtime *rt, ouro_object *name, ouro_object *absolute, ouro_object *module, int64_t level)
{
    int64_t dot = ouro__str_find_char(name, '.', 0, ouro__str_length(name));
    if (dot < 0 || ouro__str_length(name) == 0)
        return ouro_ref(module);
    size_t cut = level == 0 ? (size_t)dot : ouro__str_length(absolute) - (ouro__str_length(name) - (size_t)dot);
    ouro_object *front = ouro__str_slice(rt, absolute, 0, cut);
    ouro_object *result = front ? ouro__import_module(rt, front) : NULL;
    ouro_xdecref(rt, front);
    return result;
}

static bool is_empty(ouro_runtime *rt, ouro_object *fromlist)
{
    if (!fromlist || fromlist == OURO_NONE(rt))
        return true;
    int is = ouro__truth(rt, fromlist);
    return is == 0;
}

ouro_object *ouro__import_name(ouro_runtime *rt, ouro_object *name, ouro_object *globals, ouro_object *fromlist, int64_t level)
{
    if (!ouro__is_str(rt, name))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "module name must be a string");
    if (level < 0)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "level must be >= 0");
    ouro_object *absolute = resolve(rt, name, globals, level);
    ouro_object *module = absolute ? ouro__import_module(rt, absolute) : NULL, *result = NULL, *path = NULL;
    if (!module)
        goto out;
    if (is_empty(rt, fromlist)) {
        result = first_part(rt, name, absolute, module, level);
        goto out;
    }
    int is_package = ouro__error_pending(rt) ? -1 : ouro__getattr_optional(rt, module, NAME(rt, __path__), &path);
    ouro_xdecref(rt, path);
    if (is_package < 0 || (is_package && import_items(rt, module, absolute, fromlist, false) < 0))
        goto out;
    result = ouro_ref(module);
out:;
    ouro_object *error = ouro__error_take(rt);
    ouro_xdecref(rt, module);
    ouro_xdecref(rt, absolute);
    if (error)
        ouro__error_restore(rt, error);
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
