/* classmethod and staticmethod. What describes the wrapped function (name, doc, module) is read through to it. */
#include "types/class_internal.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"

typedef struct wrapped_method {
    ouro_object head;
    uint64_t attrs;
    ouro_object *callable;
} wrapped_method;

static const uint16_t wrapped_fields[] = {offsetof(wrapped_method, callable), 0};

static inline wrapped_method *as_wrapped(ouro_object *o)
{
    return (wrapped_method *)o;
}

static ouro_object *wrapped_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                                ouro_object *kwnames)
{
    (void)args;
    (void)nargs;
    (void)kwnames;
    ouro_object *o = ouro__instance_new(rt, cls);
    if (o)
        ouro__slot_init(&as_wrapped(o)->callable, OURO_NONE(rt));
    return o;
}

static int wrapped_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                        ouro_object *kwnames)
{
    const char *name = ouro__is_subtype(rt, ouro__class_of(rt, self), ouro__class_at(rt, OURO_T_CLASSMETHOD))
                           ? "classmethod"
                           : "staticmethod";
    if (!nargs && !(kwnames && ((ouro_tuple *)kwnames)->count)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "%s expected 1 argument, got 0", name);
        return -1;
    }
    bool keywords = kwnames && ((ouro_tuple *)kwnames)->count;
    if (nargs != 1 && !keywords) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "%s expected 1 argument, got %zu", name, nargs);
        return -1;
    }
    if (keywords && ouro__check_arity(rt, name, nargs, kwnames, 1, 1) < 0)
        return -1;
    ouro__slot_set(rt, self, &as_wrapped(self)->callable, ouro_ref(args[0]));
    return 0;
}

/* Attributes that a wrapper copies from what it wraps. */
static bool is_copied(ouro_runtime *rt, const ouro_object *name)
{
    return name == NAME(rt, __module__) || name == NAME(rt, __name__) || name == NAME(rt, __qualname__) ||
           name == NAME(rt, __doc__) || name == NAME(rt, __annotations__);
}

static ouro_object *wrapped_getattr(ouro_runtime *rt, ouro_object *o, ouro_object *name)
{
    if (is_copied(rt, name) && as_wrapped(o)->callable) {
        ouro_object *own = ouro__attrs_find(rt, ouro__type_of(rt, o), o, name), *value;
        if (own)
            return ouro_ref(own);
        int found = rt->error ? -1 : ouro__getattr_optional(rt, as_wrapped(o)->callable, name, &value);
        if (found)
            return found > 0 ? value : NULL;
    }
    return ouro__generic_getattr(rt, o, name);
}

/* The wrapper's attributes, among them those that it copies: they are put there now that somebody looks. */
static ouro_object *get_wrapped_dict(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *const names[] = {NAME(rt, __module__), NAME(rt, __name__), NAME(rt, __qualname__),
                                  NAME(rt, __doc__), NAME(rt, __annotations__)};
    ouro_object *dict = ouro__get_own_dict(rt, self);
    for (size_t i = 0; dict && as_wrapped(self)->callable && i < sizeof names / sizeof *names; i++) {
        ouro_object *value;
        int found = ouro__dict_get_str(rt, dict, names[i]) ? 0 : rt->error ? -1 : 1;
        if (found > 0)
            found = ouro__getattr_optional(rt, as_wrapped(self)->callable, names[i], &value);
        if (found > 0)
            found = ouro__dict_set_owned(rt, dict, ouro_ref(names[i]), value);
        if (found < 0) {
            ouro_decref(rt, dict);
            return NULL;
        }
    }
    return dict;
}

static ouro_object *get_abstract(ouro_runtime *rt, ouro_object *self)
{
    int abstract = ouro__is_abstract(rt, as_wrapped(self)->callable);
    return abstract < 0 ? NULL : abstract ? OURO_TRUE(rt) : OURO_FALSE(rt);
}

static const ouro_member_def wrapped_members[] = {
    {"__func__", offsetof(wrapped_method, callable), true, false, NULL},
    {"__wrapped__", offsetof(wrapped_method, callable), true, false, NULL},
    {0},
};

static const ouro_getset_def wrapped_getsets[] = {
    {"__isabstractmethod__", get_abstract, NULL, NULL},
    {"__dict__", get_wrapped_dict, ouro__put_own_dict, NULL},
    {0},
};

/* --- classmethod ----------------------------------------------------------------------------------------- */

static ouro_object *classmethod_get(ouro_runtime *rt, ouro_object *descr, ouro_object *o, ouro_object *cls)
{
    ouro_object *callable = as_wrapped(descr)->callable;
    if (!callable)
        return ouro__raise(rt, OURO_T_RUNTIME_ERROR, "uninitialized classmethod object");
    if (!cls)
        cls = ouro__class_of(rt, o);
    ouro_type *type = ouro__type_of(rt, callable);
    if (!type->descr_get || ouro__is_exactly(callable, OURO_T_FUNCTION))
        return ouro__bound_method_new(rt, callable, cls);
    return type->descr_get(rt, callable, cls, cls);
}

static ouro_object *classmethod_repr(ouro_runtime *rt, ouro_object *o)
{
    return ouro__str_format(rt, "<classmethod(%R)>", as_wrapped(o)->callable);
}

OURO_BUILTIN_TYPE(classmethod) = {
    .id = OURO_T_CLASSMETHOD,
    .slots = {.name = "classmethod",
              .size = sizeof(wrapped_method),
              .flags = OURO_TYPE_CONTAINER | OURO_TYPE_BASE,
              .attrs_offset = offsetof(wrapped_method, attrs),
              .fields = wrapped_fields,
              .repr = classmethod_repr,
              .getattr = wrapped_getattr,
              .new_ = wrapped_new,
              .init = wrapped_init,
              .descr_get = classmethod_get},
    .getsets = wrapped_getsets,
    .members = wrapped_members,
    .doc = "classmethod(function) -> method\n\nA method that receives the class as its first argument.",
};

/* --- staticmethod ---------------------------------------------------------------------------------------- */

static ouro_object *staticmethod_get(ouro_runtime *rt, ouro_object *descr, ouro_object *o, ouro_object *cls)
{
    (void)o;
    (void)cls;
    ouro_object *callable = as_wrapped(descr)->callable;
    return callable ? ouro_ref(callable)
                    : ouro__raise(rt, OURO_T_RUNTIME_ERROR, "uninitialized staticmethod object");
}

static ouro_object *staticmethod_call(ouro_runtime *rt, ouro_object *o, ouro_object *const *args,
                                      size_t nargs, ouro_object *kwnames)
{
    ouro_object *callable = as_wrapped(o)->callable;
    if (!callable)
        return ouro__raise(rt, OURO_T_RUNTIME_ERROR, "uninitialized staticmethod object");
    return ouro__call(rt, callable, args, nargs, kwnames);
}

static ouro_object *staticmethod_repr(ouro_runtime *rt, ouro_object *o)
{
    return ouro__str_format(rt, "<staticmethod(%R)>", as_wrapped(o)->callable);
}

OURO_BUILTIN_TYPE(staticmethod) = {
    .id = OURO_T_STATICMETHOD,
    .slots = {.name = "staticmethod",
              .size = sizeof(wrapped_method),
              .flags = OURO_TYPE_CONTAINER | OURO_TYPE_BASE,
              .attrs_offset = offsetof(wrapped_method, attrs),
              .fields = wrapped_fields,
              .repr = staticmethod_repr,
              .call = staticmethod_call,
              .getattr = wrapped_getattr,
              .new_ = wrapped_new,
              .init = wrapped_init,
              .descr_get = staticmethod_get},
    .getsets = wrapped_getsets,
    .members = wrapped_members,
    .doc = "staticmethod(function) -> method\n\nA method that receives neither the instance nor the class.",
};
