/* module: a namespace. Its attributes are always in a dict, the one that its functions have as globals. */
#include "types/class_internal.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"

static ouro_object *dict_of(ouro_object *module)
{
    return ouro__module_dict(module);
}

static ouro_object *alloc_module(ouro_runtime *rt, ouro_object *cls)
{
    ouro_object *dict = ouro__dict_new(rt);
    ouro_object *o = dict ? ouro__instance_new(rt, cls) : NULL;
    if (!o) {
        ouro_xdecref(rt, dict);
        return NULL;
    }
    ((ouro_module *)o)->attrs |= (uint64_t)(uintptr_t)dict | OURO_ATTRS_DICT;
    return o;
}

static int set_basics(ouro_runtime *rt, ouro_object *module, ouro_object *name, ouro_object *doc)
{
    ouro_object *dict = dict_of(module), *none = OURO_NONE(rt);
    if (ouro__dict_set(rt, dict, NAME(rt, __name__), name) < 0 ||
        ouro__dict_set(rt, dict, NAME(rt, __doc__), doc ? doc : none) < 0 ||
        ouro__dict_set(rt, dict, NAME(rt, __package__), none) < 0 ||
        ouro__dict_set(rt, dict, NAME(rt, __loader__), none) < 0)
        return -1;
    return ouro__dict_set(rt, dict, NAME(rt, __spec__), none);
}

ouro_object *ouro__module_new(ouro_runtime *rt, ouro_object *name, ouro_object *doc)
{
    ouro_object *module = alloc_module(rt, ouro__class_at(rt, OURO_T_MODULE));
    if (module && set_basics(rt, module, name, doc) < 0) {
        ouro_decref(rt, module);
        return NULL;
    }
    return module;
}

static int add_functions(ouro_runtime *rt, ouro_object *module, const ouro_module_def *def, ouro_object *name)
{
    for (const ouro_method_def *f = def->functions; f && f->name; f++) {
        ouro_object *key = ouro__str_intern_cstring(rt, f->name);
        ouro_object *function = key ? ouro__builtin_function_new(rt, f, module, name) : NULL;
        if (!function) {
            ouro_xdecref(rt, key);
            return -1;
        }
        if (ouro__dict_set_owned(rt, dict_of(module), key, function) < 0)
            return -1;
    }
    return 0;
}

ouro_object *ouro__module_from_def(ouro_runtime *rt, const ouro_module_def *def)
{
    ouro_object *name = ouro__str_intern_cstring(rt, def->name);
    ouro_object *doc = name && def->doc ? ouro__str_from_cstring(rt, def->doc) : NULL;
    ouro_object *module = name && (doc || !def->doc) ? ouro__module_new(rt, name, doc) : NULL;
    if (module) {
        ((ouro_module *)module)->def = def;
        if (add_functions(rt, module, def, name) < 0 || (def->exec && def->exec(rt, module) < 0)) {
            ouro_decref(rt, module);
            module = NULL;
        }
    }
    ouro_xdecref(rt, doc);
    ouro_xdecref(rt, name);
    return module;
}

/* --- lists of modules that may die ----------------------------------------------------------------------- */

void ouro__module_watch(ouro_module **list, ouro_object *module)
{
    ouro_module *m = (ouro_module *)module;
    if (m->link)
        return;
    m->next = *list;
    m->link = list;
    if (m->next)
        m->next->link = &m->next;
    *list = m;
}

static void unwatch(ouro_runtime *rt, ouro_object *module)
{
    (void)rt;
    ouro_module *m = (ouro_module *)module;
    if (!m->link)
        return;
    *m->link = m->next;
    if (m->next)
        m->next->link = m->link;
    m->link = NULL;
    m->next = NULL;
}

ouro_object *ouro__module_take(ouro_module **list)
{
    ouro_object *first = *list ? ouro_ref(&(*list)->head) : NULL;
    if (first)
        unwatch(NULL, first);
    return first;
}

/* --- the type -------------------------------------------------------------------------------------------- */

static ouro_object *module_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                               ouro_object *kwnames)
{
    (void)args;
    (void)nargs;
    (void)kwnames;
    return alloc_module(rt, cls);
}

static int module_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                       ouro_object *kwnames)
{
    static const char *const names[] = {"name", "doc", NULL};
    static const ouro_signature signature = {"module", names, 0, 2, 1, 0};
    ouro_object *out[2];
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, out) < 0)
        return -1;
    if (!ouro__is_str(rt, out[0])) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "module() argument 'name' must be str, not %V", out[0]);
        return -1;
    }
    return set_basics(rt, self, out[0], out[1]);
}

static ouro_object *module_repr(ouro_runtime *rt, ouro_object *o)
{
    ouro_object *dict = dict_of(o);
    ouro_object *name = dict ? ouro__dict_get_str(rt, dict, NAME(rt, __name__)) : NULL;
    ouro_object *file = dict ? ouro__dict_get_str(rt, dict, NAME(rt, __file__)) : NULL;
    if (!name || !ouro__is_str(rt, name))
        return ouro__str_from_cstring(rt, "<module '?'>");
    if (file && ouro__is_str(rt, file))
        return ouro__str_format(rt, "<module %R from %R>", name, file);
    return ouro__str_format(rt, "<module %R%s>", name, ((ouro_module *)o)->def ? " (built-in)" : "");
}

/* Whether the module's code still runs: its __spec__ says so. */
static bool is_initializing(ouro_runtime *rt, ouro_object *o)
{
    ouro_object *spec = dict_of(o) ? ouro__dict_get_str(rt, dict_of(o), NAME(rt, __spec__)) : NULL;
    ouro_object *key = spec ? ouro__str_intern_cstring(rt, "_initializing") : NULL, *value = NULL;
    bool is = key && ouro__getattr_optional(rt, spec, key, &value) > 0 && value == OURO_TRUE(rt);
    ouro_xdecref(rt, value);
    ouro_xdecref(rt, key);
    ouro__error_clear(rt);
    return is;
}

static void *raise_missing(ouro_runtime *rt, ouro_object *o, ouro_object *name)
{
    ouro_object *module = dict_of(o) ? ouro__dict_get_str(rt, dict_of(o), NAME(rt, __name__)) : NULL;
    if (module && ouro__is_str(rt, module) && is_initializing(rt, o))
        ouro__raise(
            rt, OURO_T_ATTRIBUTE_ERROR,
            "partially initialized module '%U' has no attribute '%U' (most likely due to a circular import)",
            module, name);
    else if (module && ouro__is_str(rt, module))
        ouro__raise(rt, OURO_T_ATTRIBUTE_ERROR, "module '%U' has no attribute '%U'", module, name);
    else
        ouro__raise(rt, OURO_T_ATTRIBUTE_ERROR, "module has no attribute '%U'", name);
    return NULL;
}

/* A module written in C that was made before importlib came up has neither __spec__ nor __loader__ yet. */
static bool lacks_spec(ouro_runtime *rt, ouro_object *o, ouro_object *name, ouro_object *value)
{
    return value == OURO_NONE(rt) && ((ouro_module *)o)->def && rt->python->hooks.need_specs &&
           (name == NAME(rt, __spec__) || name == NAME(rt, __loader__));
}

static ouro_object *module_getattr(ouro_runtime *rt, ouro_object *o, ouro_object *name)
{
    ouro_object *value;
    int found = ouro__generic_getattr_optional(rt, o, name, &value);
    if (ouro__unlikely(found > 0 && lacks_spec(rt, o, name, value))) {
        int done = rt->python->hooks.need_specs(rt);
        if (done < 0) {
            ouro_decref(rt, value);
            return NULL;
        }
        if (done > 0) {
            ouro_decref(rt, value);
            return ouro__generic_getattr(rt, o, name);
        }
    }
    if (found)
        return found > 0 ? value : NULL;
    ouro_object *hook = dict_of(o) ? ouro__dict_get_str(rt, dict_of(o), NAME(rt, __getattr__)) : NULL;
    if (!hook && !rt->error && dict_of(o) == rt->python->builtins && rt->python->hooks.late_builtin &&
        (found = rt->python->hooks.late_builtin(rt, name, &value)))
        return found > 0 ? value : NULL;
    if (!hook)
        return rt->error ? NULL : raise_missing(rt, o, name);
    ouro_incref(hook);
    value = ouro__call1(rt, hook, name);
    ouro_decref(rt, hook);
    return value;
}

static ouro_object *module_dir(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                               ouro_object *kwnames)
{
    (void)args;
    (void)nargs;
    (void)kwnames;
    ouro_object *dict = ouro__getattr(rt, self, NAME(rt, __dict__)), *names = NULL;
    if (!dict)
        return NULL;
    ouro_object *hook = ouro__is_dict(rt, dict) ? ouro__dict_get_cstring(rt, dict, "__dir__") : NULL;
    if (!ouro__is_dict(rt, dict))
        ouro__raise(rt, OURO_T_TYPE_ERROR, "<module>.__dict__ is not a dictionary");
    else if (hook)
        names = ouro__call0(rt, hook);
    else if (!rt->error)
        names = ouro__dict_keys_list(rt, dict);
    ouro_decref(rt, dict);
    return names;
}

static ouro_object *get_dict(ouro_runtime *rt, ouro_object *self)
{
    (void)rt;
    return ouro_ref(dict_of(self));
}

static ouro_object *get_annotations(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *found = ouro__dict_get_str(rt, dict_of(self), NAME(rt, __annotations__));
    if (found || rt->error)
        return found ? ouro_ref(found) : NULL;
    ouro_object *fresh = ouro__dict_new(rt);
    if (fresh && ouro__dict_set(rt, dict_of(self), NAME(rt, __annotations__), fresh) < 0) {
        ouro_decref(rt, fresh);
        return NULL;
    }
    return fresh;
}

static int set_annotations(ouro_runtime *rt, ouro_object *self, ouro_object *value)
{
    if (value)
        return ouro__dict_set(rt, dict_of(self), NAME(rt, __annotations__), value);
    int found = ouro__dict_pop(rt, dict_of(self), NAME(rt, __annotations__), NULL);
    if (found == 0)
        ouro__raise(rt, OURO_T_ATTRIBUTE_ERROR, "__annotations__");
    return found > 0 ? 0 : -1;
}

static const ouro_method_def module_methods[] = {
    {"__dir__", module_dir, 0, 0, 0, "Names in the module."},
    {0},
};
static const ouro_getset_def module_getsets[] = {
    {"__annotations__", get_annotations, set_annotations, NULL},
    {0},
};
static const ouro_getset_def module_fields_shown[] = {
    {"__dict__", get_dict, NULL, NULL},
    {0},
};

OURO_BUILTIN_TYPE(module) = {
    .id = OURO_T_MODULE,
    .slots = {.name = "module",
              .size = sizeof(ouro_module),
              .flags = OURO_TYPE_CONTAINER | OURO_TYPE_BASE | OURO_TYPE_WEAKLY_REFERENCEABLE,
              .attrs_offset = offsetof(ouro_module, attrs),
              .destroy = unwatch,
              .repr = module_repr,
              .getattr = module_getattr,
              .new_ = module_new,
              .init = module_init},
    .methods = module_methods,
    .getsets = module_getsets,
    .shown_fields = module_fields_shown,
    .doc = "module(name, doc=None)\n--\n\nA module object; the name must be a string.",
};
