/* property: attributes computed by functions. */
#include "types/class_internal.h"
#include "types/exception.h"
#include "types/protocol.h"
#include "types/str.h"

typedef struct property {
    ouro_object head;
    ouro_object *get, *set, *delete; /* NULL: None */
    ouro_object *doc, *name;         /* NULL: None, unknown */
    uint64_t doc_from_getter;
} property;

static const uint16_t property_fields[] = {offsetof(property, get),    offsetof(property, set),
                                           offsetof(property, delete), offsetof(property, doc),
                                           offsetof(property, name),   0};

static inline property *as_property(ouro_object *o)
{
    return (property *)o;
}

ouro_object *ouro__property_getter(ouro_object *o)
{
    return as_property(o)->get;
}

static ouro_object *property_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                                 ouro_object *kwnames)
{
    (void)args;
    (void)nargs;
    (void)kwnames;
    return ouro__instance_new(rt, cls);
}

static ouro_object *or_null(ouro_runtime *rt, ouro_object *o)
{
    return o && o != OURO_NONE(rt) ? ouro_ref(o) : NULL;
}

/* Without a doc of its own a property has its getter's. */
static int take_doc(ouro_runtime *rt, property *p)
{
    ouro_object *doc;
    int found = ouro__getattr_optional(rt, p->get, NAME(rt, __doc__), &doc);
    if (found <= 0)
        return found;
    if (doc == OURO_NONE(rt))
        return 0;
    p->doc_from_getter = 1;
    if (ouro__is_exactly(&p->head, OURO_T_PROPERTY)) {
        ouro__slot_set(rt, p, &p->doc, doc);
        return 0;
    }
    /* Classes below property may have a __doc__ that hides ours: the instance's dict goes before it. */
    int status = ouro__setattr(rt, &p->head, NAME(rt, __doc__), doc);
    ouro_decref(rt, doc);
    return status;
}

static int property_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                         ouro_object *kwnames)
{
    static const char *const names[] = {"fget", "fset", "fdel", "doc", NULL};
    static const ouro_signature signature = {"property", names, 0, 4, 0, 0};
    ouro_object *out[4];
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, out) < 0)
        return -1;
    property *p = as_property(self);
    ouro__slot_set(rt, p, &p->get, or_null(rt, out[0]));
    ouro__slot_set(rt, p, &p->set, or_null(rt, out[1]));
    ouro__slot_set(rt, p, &p->delete, or_null(rt, out[2]));
    ouro__slot_set(rt, p, &p->doc, or_null(rt, out[3]));
    ouro__slot_clear(rt, p, &p->name);
    p->doc_from_getter = 0;
    return !p->doc && p->get ? take_doc(rt, p) : 0;
}

static void *raise_missing(ouro_runtime *rt, property *p, ouro_object *o, const char *what)
{
    ouro_object *qualname = ((ouro_class *)ouro__class_of(rt, o))->qualname;
    if (p->name)
        return ouro__raise(rt, OURO_T_ATTRIBUTE_ERROR, "property %R of %R object has no %s", p->name,
                           qualname, what);
    return ouro__raise(rt, OURO_T_ATTRIBUTE_ERROR, "property of %R object has no %s", qualname, what);
}

static ouro_object *property_get(ouro_runtime *rt, ouro_object *descr, ouro_object *o, ouro_object *cls)
{
    (void)cls;
    property *p = as_property(descr);
    if (!o)
        return ouro_ref(descr);
    if (!p->get)
        return raise_missing(rt, p, o, "getter");
    ouro_object *f = ouro_ref(p->get);
    ouro_object *result = ouro__call1(rt, f, o);
    ouro_decref(rt, f);
    return result;
}

static int property_set(ouro_runtime *rt, ouro_object *descr, ouro_object *o, ouro_object *value)
{
    property *p = as_property(descr);
    ouro_object *f = value ? p->set : p->delete;
    if (!f) {
        raise_missing(rt, p, o, value ? "setter" : "deleter");
        return -1;
    }
    ouro_incref(f);
    ouro_object *result = value ? ouro__call2(rt, f, o, value) : ouro__call1(rt, f, o);
    ouro_decref(rt, f);
    ouro_xdecref(rt, result);
    return result ? 0 : -1;
}

/* A copy with one function changed; the doc follows a new getter when it came from the old one. */
static ouro_object *copy_with(ouro_runtime *rt, ouro_object *self, ouro_object *get, ouro_object *set,
                              ouro_object *delete)
{
    property *p = as_property(self);
    ouro_object *none = OURO_NONE(rt);
    ouro_object *args[4] = {get ? get : p->get, set ? set : p->set, delete ? delete : p->delete, p->doc};
    if (p->doc_from_getter && args[0] && args[0] != none)
        args[3] = NULL;
    for (int i = 0; i < 4; i++)
        if (!args[i])
            args[i] = none;
    ouro_object *copy = ouro__call(rt, ouro__class_of(rt, self), args, 4, NULL);
    if (copy && ouro__is_subtype(rt, ouro__class_of(rt, copy), ouro__class_at(rt, OURO_T_PROPERTY)))
        ouro__slot_set(rt, copy, &as_property(copy)->name, p->name ? ouro_ref(p->name) : NULL);
    return copy;
}

#define METHOD(name)                                                                                         \
    static ouro_object *name(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,    \
                             ouro_object *kwnames)

METHOD(with_getter)
{
    (void)nargs;
    (void)kwnames;
    return copy_with(rt, self, args[0], NULL, NULL);
}
METHOD(with_setter)
{
    (void)nargs;
    (void)kwnames;
    return copy_with(rt, self, NULL, args[0], NULL);
}
METHOD(with_deleter)
{
    (void)nargs;
    (void)kwnames;
    return copy_with(rt, self, NULL, NULL, args[0]);
}
METHOD(set_name)
{
    (void)kwnames;
    if (nargs != 2)
        return ouro__raise(rt, OURO_T_TYPE_ERROR,
                           "__set_name__() takes 2 positional arguments but %zu were given", nargs);
    ouro__slot_set(rt, self, &as_property(self)->name, ouro_ref(args[1]));
    return OURO_NONE(rt);
}

int ouro__is_abstract(ouro_runtime *rt, ouro_object *o)
{
    ouro_object *name = o ? ouro__str_intern_cstring(rt, "__isabstractmethod__") : NULL, *value;
    if (!name)
        return o ? -1 : 0;
    int found = ouro__getattr_optional(rt, o, name, &value);
    ouro_decref(rt, name);
    if (found <= 0)
        return found;
    int truth = ouro__truth(rt, value);
    ouro_decref(rt, value);
    return truth;
}

static ouro_object *get_abstract(ouro_runtime *rt, ouro_object *self)
{
    property *p = as_property(self);
    ouro_object *functions[] = {p->get, p->set, p->delete};
    int abstract = 0;
    for (int i = 0; i < 3 && abstract == 0; i++)
        abstract = ouro__is_abstract(rt, functions[i]);
    return abstract < 0 ? NULL : abstract ? OURO_TRUE(rt) : OURO_FALSE(rt);
}

static const ouro_method_def property_methods[] = {
    {"getter", with_getter, 0, 1, 1, "A copy of the property with another getter."},
    {"setter", with_setter, 0, 1, 1, "A copy of the property with another setter."},
    {"deleter", with_deleter, 0, 1, 1, "A copy of the property with another deleter."},
    {"__set_name__", set_name, 0, 0, -1,
     "Called with the class and the name that the property is given in it."},
    {0},
};
static const ouro_getset_def property_getsets[] = {{"__isabstractmethod__", get_abstract, NULL, NULL}, {0}};
static const ouro_member_def property_members[] = {
    {"fget", offsetof(property, get), true, true, NULL},
    {"fset", offsetof(property, set), true, true, NULL},
    {"fdel", offsetof(property, delete), true, true, NULL},
    {"__doc__", offsetof(property, doc), false, true, NULL},
    {0},
};

OURO_BUILTIN_TYPE(property) = {
    .id = OURO_T_PROPERTY,
    .slots = {.name = "property",
              .size = sizeof(property),
              .flags = OURO_TYPE_CONTAINER | OURO_TYPE_BASE,
              .fields = property_fields,
              .new_ = property_new,
              .init = property_init,
              .descr_get = property_get,
              .descr_set = property_set},
    .methods = property_methods,
    .getsets = property_getsets,
    .members = property_members,
    .doc = "property(fget=None, fset=None, fdel=None, doc=None)\n--\n\nAn attribute computed by functions.",
};
