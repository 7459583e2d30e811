/* super: attributes found behind a class in an object's MRO. */
#include "types/class_internal.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"

typedef struct super {
    ouro_object head;
    ouro_object *cls;      /* lookup begins behind it */
    ouro_object *self;     /* instance or class, or NULL: unbound */
    ouro_object *self_cls; /* whose MRO is searched */
} super;

static const uint16_t super_fields[] = {offsetof(super, cls), offsetof(super, self),
                                        offsetof(super, self_cls), 0};

static inline super *as_super(ouro_object *o)
{
    return (super *)o;
}

/* The class whose MRO super(cls, o) searches: owned; TypeError. */
static ouro_object *check_self(ouro_runtime *rt, ouro_object *cls, ouro_object *o)
{
    if (ouro__is_class(rt, o) && ouro__is_subtype(rt, o, cls))
        return ouro_ref(o);
    if (ouro__is_subtype(rt, ouro__class_of(rt, o), cls))
        return ouro_ref(ouro__class_of(rt, o));
    ouro_object *given; /* a proxy may claim a class */
    int found = ouro__getattr_optional(rt, o, NAME(rt, __class__), &given);
    if (found < 0)
        return NULL;
    if (found && ouro__is_class(rt, given) && ouro__is_subtype(rt, given, cls))
        return given;
    if (found)
        ouro_decref(rt, given);
    return ouro__raise(rt, OURO_T_TYPE_ERROR, "super(type, obj): obj must be an instance or subtype of type");
}

static ouro_object *super_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                              ouro_object *kwnames)
{
    (void)args;
    (void)nargs;
    (void)kwnames;
    return ouro__instance_new(rt, cls);
}

static int super_init(ouro_runtime *rt, ouro_object *o, ouro_object *const *args, size_t nargs,
                      ouro_object *kwnames)
{
    if (kwnames && ((ouro_tuple *)kwnames)->count) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "super() takes no keyword arguments");
        return -1;
    }
    if (ouro__check_arity(rt, "super", nargs, NULL, 0, 2) < 0)
        return -1;
    ouro_object *cls = nargs ? args[0] : NULL, *self = nargs > 1 ? args[1] : NULL, *self_cls = NULL;
    if (!nargs) {
        if (!rt->python->hooks.super_arguments) {
            ouro__raise(rt, OURO_T_RUNTIME_ERROR, "super(): no current frame");
            return -1;
        }
        if (rt->python->hooks.super_arguments(rt, &cls, &self) < 0)
            return -1;
    }
    if (!ouro__is_class(rt, cls)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "super() argument 1 must be a type, not %T", cls);
        return -1;
    }
    if (self == OURO_NONE(rt))
        self = NULL;
    if (self && !(self_cls = check_self(rt, cls, self)))
        return -1;
    super *s = as_super(o);
    ouro__slot_set(rt, s, &s->cls, ouro_ref(cls));
    ouro__slot_set(rt, s, &s->self, self ? ouro_ref(self) : NULL);
    ouro__slot_set(rt, s, &s->self_cls, self_cls);
    return 0;
}

/* Found behind `cls` in the MRO: owned, NULL when missing or failed. */
static ouro_object *find_behind(ouro_runtime *rt, ouro_object *self_cls, ouro_object *cls, ouro_object *name)
{
    ouro_tuple *mro = (ouro_tuple *)((ouro_class *)self_cls)->mro;
    size_t i = 0;
    if (!mro)
        return NULL;
    while (i < mro->count && mro->items[i] != cls)
        i++;
    if (++i >= mro->count)
        return NULL;
    /* With single inheritance what stands behind is the MRO of the next class: its lookups are cached. */
    ouro_class *next = (ouro_class *)mro->items[i];
    if (next->mro && ((ouro_tuple *)next->mro)->count == mro->count - i && next->type &&
        ((ouro_tuple *)((ouro_class *)self_cls)->bases)->count <= 1 && !next->own_order &&
        !((ouro_class *)self_cls)->own_order) {
        ouro_object *found = ouro__class_lookup(rt, next->type, name);
        return found ? ouro_ref(found) : NULL;
    }
    ouro_object *found = NULL;
    ouro_incref(&mro->head);
    for (; i < mro->count && !found && !rt->error; i++) {
        ouro_object *dict = ouro__class_dict(rt, mro->items[i]);
        found = dict ? ouro__dict_get_str(rt, dict, name) : NULL;
    }
    if (found)
        ouro_incref(found);
    ouro_decref(rt, &mro->head);
    return found;
}

static ouro_object *super_getattr(ouro_runtime *rt, ouro_object *o, ouro_object *name)
{
    super *s = as_super(o);
    if (!s->self_cls || name == NAME(rt, __class__))
        return ouro__generic_getattr(rt, o, name);
    ouro_object *found = find_behind(rt, s->self_cls, s->cls, name);
    if (!found)
        return rt->error ? NULL : ouro__generic_getattr(rt, o, name);
    ouro_type *type = ouro__type_of(rt, found);
    if (!type->descr_get)
        return found;
    ouro_object *self_cls = ouro_ref(s->self_cls);
    ouro_object *bound = type->descr_get(rt, found, s->self == self_cls ? NULL : s->self, self_cls);
    ouro_decref(rt, self_cls);
    ouro_decref(rt, found);
    return bound;
}

static ouro_object *super_get(ouro_runtime *rt, ouro_object *descr, ouro_object *o, ouro_object *cls)
{
    (void)cls;
    super *s = as_super(descr);
    if (!o || o == OURO_NONE(rt) || s->self)
        return ouro_ref(descr);
    if (!ouro__is_exactly(descr, OURO_T_SUPER)) {
        ouro_object *args[] = {s->cls, o};
        return ouro__call(rt, ouro__class_of(rt, descr), args, s->cls ? 2 : 0, NULL);
    }
    if (!s->cls)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "super object is not initialized");
    ouro_object *self_cls = check_self(rt, s->cls, o);
    super *bound = self_cls ? (super *)ouro__instance_new(rt, ouro__class_of(rt, descr)) : NULL;
    if (!bound) {
        ouro_xdecref(rt, self_cls);
        return NULL;
    }
    ouro__slot_init(&bound->cls, ouro_ref(s->cls));
    ouro__slot_init(&bound->self, ouro_ref(o));
    ouro__slot_init(&bound->self_cls, self_cls);
    return &bound->head;
}

static ouro_object *super_repr(ouro_runtime *rt, ouro_object *o)
{
    super *s = as_super(o);
    if (!s->self_cls)
        return s->cls ? ouro__str_format(rt, "<super: <class '%N'>, NULL>", s->cls)
                      : ouro__str_from_cstring(rt, "<super: <class 'NULL'>, NULL>");
    return ouro__str_format(rt, "<super: <class '%N'>, <%N object>>", s->cls, s->self_cls);
}

static const ouro_member_def super_members[] = {
    {"__thisclass__", offsetof(super, cls), true, true, "the class invoking super()"},
    {"__self__", offsetof(super, self), true, true, "the instance invoking super(); may be None"},
    {"__self_class__", offsetof(super, self_cls), true, true,
     "the type of the instance invoking super(); may be None"},
    {0},
};

OURO_BUILTIN_TYPE(super) = {
    .id = OURO_T_SUPER,
    .slots = {.name = "super",
              .size = sizeof(super),
              .flags = OURO_TYPE_CONTAINER | OURO_TYPE_BASE,
              .fields = super_fields,
              .repr = super_repr,
              .getattr = super_getattr,
              .new_ = super_new,
              .init = super_init,
              .descr_get = super_get},
    .members = super_members,
    .doc = "super() -> same as super(__class__, <first argument>)\nsuper(type) -> unbound super object\n"
           "super(type, obj) -> bound super object; requires isinstance(obj, type)\n"
           "super(type, type2) -> bound super object; requires issubclass(type2, type)",
};
