/* What a class offers to the language: its attributes, methods, calling it, its repr. */
#include "types/class_internal.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"

static inline ouro_class *as_class(ouro_object *o)
{
    return (ouro_class *)o;
}

/* --- slots ----------------------------------------------------------------------------------------------- */

/* type.__module__ as an object: owned; NULL with AttributeError for a class that has none. */
static ouro_object *get_module(ouro_runtime *rt, ouro_object *cls)
{
    ouro_class *c = as_class(cls);
    if (c->builtin) {
        const char *dot = strrchr(c->builtin->slots.name, '.');
        if (dot)
            return ouro__str_from_utf8(rt, c->builtin->slots.name, (size_t)(dot - c->builtin->slots.name));
        return ouro__str_intern_cstring(rt, c->builtin->module ? c->builtin->module : "builtins");
    }
    ouro_object *module = c->dict ? ouro__dict_get_str(rt, c->dict, NAME(rt, __module__)) : NULL;
    if (module)
        return ouro_ref(module);
    return rt->error ? NULL : ouro__raise(rt, OURO_T_ATTRIBUTE_ERROR, "__module__");
}

ouro_object *ouro__type_repr(ouro_runtime *rt, ouro_object *o)
{
    ouro_object *module = get_module(rt, o), *result;
    if (!module) {
        if (!ouro__error_is(rt, OURO_T_ATTRIBUTE_ERROR))
            return NULL;
        ouro__error_clear(rt);
    }
    if (module && ouro__is_str(rt, module) && !ouro__str_equals_ascii(module, "builtins"))
        result = ouro__str_format(rt, "<class '%U.%U'>", module, as_class(o)->qualname);
    else
        result = ouro__str_format(rt, "<class '%N'>", o);
    ouro_xdecref(rt, module);
    return result;
}

ouro_object *ouro__type_call(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                             ouro_object *kwnames)
{
    ouro_type *type = as_class(cls)->type;
    if (ouro__unlikely(type->word == OURO_WORD(OURO_T_TYPE))) {
        bool keywords = kwnames && ((ouro_tuple *)kwnames)->count;
        if (nargs == 1 && !keywords)
            return ouro_ref(ouro__class_of(rt, args[0]));
        if (nargs != 3)
            return ouro__raise(rt, OURO_T_TYPE_ERROR, "type() takes 1 or 3 arguments");
    }
    if (ouro__unlikely(!type->new_ || type->flags & OURO_TYPE_DISALLOW_NEW))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "cannot create '%N' instances", cls);
    ouro_object *o = type->new_(rt, cls, args, nargs, kwnames);
    if (!o)
        return NULL;
    ouro_type *made = ouro__type_of(rt, o);
    if (made != type && !ouro__is_subtype(rt, made->class_object, cls))
        return o; /* __new__ gave something else: it is not initialized */
    if (made->init && made->init(rt, o, args, nargs, kwnames) < 0) {
        ouro_decref(rt, o);
        return NULL;
    }
    return o;
}

int ouro__type_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                    ouro_object *kwnames)
{
    (void)self;
    (void)args;
    if (nargs == 1 && kwnames && ((ouro_tuple *)kwnames)->count)
        ouro__raise(rt, OURO_T_TYPE_ERROR, "type.__init__() takes no keyword arguments");
    else if (nargs != 1 && nargs != 3)
        ouro__raise(rt, OURO_T_TYPE_ERROR, "type.__init__() takes 1 or 3 arguments");
    else
        return 0;
    return -1;
}

/* --- attribute access ------------------------------------------------------------------------------------ */

/* 1 found (*value owned), 0 missing, -1. */
int ouro__type_getattr_optional(ouro_runtime *rt, ouro_object *cls, ouro_object *name, ouro_object **value)
{
    ouro_type *metatype = ouro__type_of(rt, cls);
    ouro_object *meta = ouro__class_lookup(rt, metatype, name);
    if (ouro__unlikely(!meta && rt->error))
        return -1;
    ouro_type *meta_type = meta ? ouro__type_of(rt, meta) : NULL;
    if (meta && meta_type->descr_get && meta_type->descr_set) {
        ouro_incref(meta);
        *value = meta_type->descr_get(rt, meta, cls, metatype->class_object);
        ouro_decref(rt, meta);
        return *value ? 1 : -1;
    }
    ouro_object *found = as_class(cls)->type ? ouro__class_lookup(rt, as_class(cls)->type, name) : NULL;
    if (ouro__unlikely(!found && rt->error))
        return -1;
    if (!found && !meta)
        return 0;
    ouro_object *descr = ouro_ref(found ? found : meta);
    ouro_type *type = ouro__type_of(rt, descr);
    if (!type->descr_get) {
        *value = descr;
        return 1;
    }
    *value = found ? type->descr_get(rt, descr, NULL, cls)
                   : type->descr_get(rt, descr, cls, metatype->class_object);
    ouro_decref(rt, descr);
    return *value ? 1 : -1;
}

ouro_object *ouro__type_getattr(ouro_runtime *rt, ouro_object *cls, ouro_object *name)
{
    ouro_object *value;
    int found = ouro__type_getattr_optional(rt, cls, name, &value);
    if (ouro__likely(found > 0))
        return value;
    return found ? NULL
                 : ouro__raise_named_attribute_error(rt, "type object '%N' has no attribute '%U'", cls, name);
}

/* Built-in classes cannot be changed, but for the few that say so. */
static bool is_mutable(ouro_object *cls)
{
    uint32_t flags = as_class(cls)->type->flags;
    return flags & OURO_TYPE_HEAP || !(flags & OURO_TYPE_IMMUTABLE);
}

static int check_mutable(ouro_runtime *rt, ouro_object *cls, ouro_object *name, const char *verb)
{
    if (is_mutable(cls))
        return 0;
    ouro__raise(rt, OURO_T_TYPE_ERROR, "cannot %s %R attribute of immutable type '%N'", verb, name, cls);
    return -1;
}

int ouro__type_setattr(ouro_runtime *rt, ouro_object *cls, ouro_object *name, ouro_object *value)
{
    if (check_mutable(rt, cls, name, "set") < 0)
        return -1;
    ouro_type *metatype = ouro__type_of(rt, cls);
    ouro_object *meta = ouro__class_lookup(rt, metatype, name);
    if (!meta && rt->error)
        return -1;
    if (meta && ouro__type_of(rt, meta)->descr_set) {
        ouro_incref(meta);
        int status = ouro__type_of(rt, meta)->descr_set(rt, meta, cls, value);
        ouro_decref(rt, meta);
        return status;
    }
    ouro_object *dict = as_class(cls)->dict;
    if (!dict)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "the class was cleared"), -1;
    /* What was there dies only after caches and slots have forgotten it. */
    ouro_object *old = ouro__dict_get_str(rt, dict, name);
    if (!old && rt->error)
        return -1;
    if (!old && !value) {
        if (meta)
            ouro__raise_named_attribute_error(rt, "'%T' object attribute '%U' is read-only", cls, name);
        else
            ouro__raise_named_attribute_error(rt, "type object '%N' has no attribute '%U'", cls, name);
        return -1;
    }
    if (old)
        ouro_incref(old);
    int status = value ? ouro__dict_set(rt, dict, name, value) : ouro__dict_delete(rt, dict, name);
    if (status == 0)
        status = ouro__class_modified(rt, cls, name);
    ouro_xdecref(rt, old);
    return status;
}

/* --- attributes ------------------------------------------------------------------------------------------ */

static int check_special(ouro_runtime *rt, ouro_object *cls, ouro_object *value, const char *name)
{
    const char *verb = !is_mutable(cls) ? "set" : !value ? "delete" : NULL;
    if (!verb)
        return 0;
    ouro__raise(rt, OURO_T_TYPE_ERROR, "cannot %s '%s' attribute of immutable type '%N'", verb, name, cls);
    return -1;
}

static ouro_object *get_name(ouro_runtime *rt, ouro_object *cls)
{
    (void)rt;
    return ouro_ref(as_class(cls)->name);
}

static int set_name(ouro_runtime *rt, ouro_object *cls, ouro_object *value)
{
    if (check_special(rt, cls, value, "__name__") < 0)
        return -1;
    if (!ouro__is_str(rt, value)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "can only assign string to %N.__name__, not '%T'", cls, value);
        return -1;
    }
    if (ouro__str_find_char(value, 0, 0, ouro__str_length(value)) >= 0) {
        ouro__raise(rt, OURO_T_VALUE_ERROR, "type name must not contain null characters");
        return -1;
    }
    return ouro__class_set_name(rt, as_class(cls), value);
}

static ouro_object *get_qualname(ouro_runtime *rt, ouro_object *cls)
{
    (void)rt;
    return ouro_ref(as_class(cls)->qualname);
}

static int set_qualname(ouro_runtime *rt, ouro_object *cls, ouro_object *value)
{
    if (check_special(rt, cls, value, "__qualname__") < 0)
        return -1;
    if (!ouro__is_str(rt, value)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "can only assign string to %N.__qualname__, not '%T'", cls, value);
        return -1;
    }
    ouro__slot_set(rt, cls, &as_class(cls)->qualname, ouro_ref(value));
    return 0;
}

/* Puts a value under a name in the class's own dict. */
static int store(ouro_runtime *rt, ouro_object *cls, ouro_object *name, ouro_object *value)
{
    ouro_object *dict = ouro__class_dict(rt, cls);
    if (!dict || ouro__dict_set(rt, dict, name, value) < 0)
        return -1;
    return ouro__class_modified(rt, cls, name);
}

static int set_module(ouro_runtime *rt, ouro_object *cls, ouro_object *value)
{
    if (check_special(rt, cls, value, "__module__") < 0)
        return -1;
    return store(rt, cls, NAME(rt, __module__), value);
}

static ouro_object *get_doc(ouro_runtime *rt, ouro_object *cls)
{
    ouro_class *c = as_class(cls);
    if (c->builtin)
        return ouro__doc_text(rt, c->builtin->slots.name, c->builtin->doc);
    ouro_object *doc = c->dict ? ouro__dict_get_str(rt, c->dict, NAME(rt, __doc__)) : NULL;
    if (!doc)
        return rt->error ? NULL : OURO_NONE(rt);
    ouro_type *type = ouro__type_of(rt, doc);
    return type->descr_get ? type->descr_get(rt, doc, NULL, cls) : ouro_ref(doc);
}

static int set_doc(ouro_runtime *rt, ouro_object *cls, ouro_object *value)
{
    if (check_special(rt, cls, value, "__doc__") < 0)
        return -1;
    return store(rt, cls, NAME(rt, __doc__), value);
}

static ouro_object *get_signature(ouro_runtime *rt, ouro_object *cls)
{
    ouro_class *c = as_class(cls);
    return c->builtin ? ouro__doc_signature(rt, c->builtin->slots.name, c->builtin->doc) : OURO_NONE(rt);
}

static ouro_object *get_dict(ouro_runtime *rt, ouro_object *cls)
{
    ouro_object *dict = ouro__class_dict(rt, cls);
    return dict ? ouro__call1(rt, ouro__class_at(rt, OURO_T_MAPPING_PROXY), dict) : NULL;
}

static ouro_object *get_bases(ouro_runtime *rt, ouro_object *cls)
{
    return ouro_ref(as_class(cls)->bases ? as_class(cls)->bases : OURO_NONE(rt));
}

static int set_bases(ouro_runtime *rt, ouro_object *cls, ouro_object *value)
{
    if (check_special(rt, cls, value, "__bases__") < 0)
        return -1;
    return ouro__class_set_bases(rt, as_class(cls), value);
}

static ouro_object *get_mro(ouro_runtime *rt, ouro_object *cls)
{
    return ouro_ref(as_class(cls)->mro ? as_class(cls)->mro : OURO_NONE(rt));
}

static ouro_object *get_base(ouro_runtime *rt, ouro_object *cls)
{
    return ouro_ref(as_class(cls)->base ? as_class(cls)->base : OURO_NONE(rt));
}

static ouro_object *get_basicsize(ouro_runtime *rt, ouro_object *cls)
{
    return ouro__int_new(rt, as_class(cls)->type->size);
}
static ouro_object *get_itemsize(ouro_runtime *rt, ouro_object *cls)
{
    return ouro__int_new(rt, as_class(cls)->type->item_size);
}
static ouro_object *get_dictoffset(ouro_runtime *rt, ouro_object *cls)
{
    uint16_t offset = as_class(cls)->type->attrs_offset;
    return ouro__int_new(rt, offset == OURO_ATTRS_AT_END ? -8 : offset);
}
static ouro_object *get_weakrefoffset(ouro_runtime *rt, ouro_object *cls)
{
    return ouro__int_new(rt, as_class(cls)->type->flags & OURO_TYPE_WEAKLY_REFERENCEABLE ? 1 : 0);
}

/* The bits that CPython documents and libraries look at. */
static ouro_object *get_flags(ouro_runtime *rt, ouro_object *cls)
{
    uint32_t f = as_class(cls)->type->flags;
    uint64_t bits = 1u << 18 | 1u << 12;
    bits |= f & OURO_TYPE_HEAP ? 1u << 9 : 1u << 8;
    bits |= f & OURO_TYPE_BASE ? 1u << 10 : 0;
    bits |= f & OURO_TYPE_CONTAINER ? 1u << 14 : 0;
    bits |= f & OURO_TYPE_ABSTRACT ? 1u << 20 : 0;
    bits |= f & OURO_TYPE_METHOD_DESCRIPTOR ? 1u << 17 : 0;
    bits |= f & OURO_TYPE_SEQUENCE_PATTERN ? 1u << 5 : 0;
    bits |= f & OURO_TYPE_MAPPING_PATTERN ? 1u << 6 : 0;
    bits |= f & OURO_TYPE_IS_INT ? 1u << 24 : 0;
    bits |= f & OURO_TYPE_IS_LIST ? 1u << 25 : 0;
    bits |= f & OURO_TYPE_IS_TUPLE ? 1u << 26 : 0;
    bits |= f & OURO_TYPE_IS_BYTES ? 1u << 27 : 0;
    bits |= f & OURO_TYPE_IS_STR ? 1u << 28 : 0;
    bits |= f & OURO_TYPE_IS_DICT ? 1u << 29 : 0;
    bits |= f & OURO_TYPE_IS_EXCEPTION ? 1u << 30 : 0;
    bits |= f & OURO_TYPE_IS_CLASS ? 1u << 31 : 0;
    return ouro__int_new(rt, (int64_t)bits);
}

static ouro_object *get_abstract(ouro_runtime *rt, ouro_object *cls)
{
    ouro_class *c = as_class(cls);
    ouro_object *names = c->type->flags & OURO_TYPE_HEAP && c->dict
                             ? ouro__dict_get_str(rt, c->dict, NAME(rt, __abstractmethods__))
                             : NULL;
    if (names)
        return ouro_ref(names);
    return rt->error ? NULL
                     : ouro__raise_named_attribute_error(rt, "type object '%N' has no attribute '%U'", cls,
                                                         NAME(rt, __abstractmethods__));
}

static int set_abstract(ouro_runtime *rt, ouro_object *cls, ouro_object *value)
{
    ouro_object *name = NAME(rt, __abstractmethods__);
    if (check_mutable(rt, cls, name, "set") < 0)
        return -1;
    int abstract = value ? ouro__truth(rt, value) : 0;
    if (abstract < 0)
        return -1;
    if (!value && !ouro__dict_get_str(rt, as_class(cls)->dict, name)) {
        if (!rt->error)
            ouro__raise(rt, OURO_T_ATTRIBUTE_ERROR, "%U", name);
        return -1;
    }
    if (value ? ouro__dict_set(rt, as_class(cls)->dict, name, value) < 0
              : ouro__dict_delete(rt, as_class(cls)->dict, name) < 0)
        return -1;
    if (abstract)
        as_class(cls)->type->flags |= OURO_TYPE_ABSTRACT;
    else
        as_class(cls)->type->flags &= ~(uint32_t)OURO_TYPE_ABSTRACT;
    return ouro__class_modified(rt, cls, name);
}

static ouro_object *get_annotations(ouro_runtime *rt, ouro_object *cls)
{
    ouro_object *name = NAME(rt, __annotations__), *dict = as_class(cls)->dict;
    if (!(as_class(cls)->type->flags & OURO_TYPE_HEAP) || !dict)
        return ouro__raise_named_attribute_error(rt, "type object '%N' has no attribute '%U'", cls, name);
    ouro_object *found = ouro__dict_get_str(rt, dict, name);
    if (found || rt->error)
        return found ? ouro_ref(found) : NULL;
    ouro_object *fresh = ouro__dict_new(rt);
    if (!fresh || store(rt, cls, name, fresh) < 0) {
        ouro_xdecref(rt, fresh);
        return NULL;
    }
    return fresh;
}

static int set_annotations(ouro_runtime *rt, ouro_object *cls, ouro_object *value)
{
    ouro_object *name = NAME(rt, __annotations__);
    if (check_mutable(rt, cls, name, "set") < 0)
        return -1;
    if (value)
        return store(rt, cls, name, value);
    int found = ouro__dict_pop(rt, as_class(cls)->dict, name, NULL);
    if (found == 0)
        ouro__raise(rt, OURO_T_ATTRIBUTE_ERROR, "__annotations__");
    return found > 0 ? ouro__class_modified(rt, cls, name) : -1;
}

const ouro_getset_def ouro__type_getsets[] = {
    {"__name__", get_name, set_name, NULL},
    {"__qualname__", get_qualname, set_qualname, NULL},
    {"__module__", get_module, set_module, NULL},
    {"__doc__", get_doc, set_doc, NULL},
    {"__text_signature__", get_signature, NULL, NULL},
    {"__dict__", get_dict, NULL, NULL},
    {"__bases__", get_bases, set_bases, NULL},
    {"__abstractmethods__", get_abstract, set_abstract, NULL},
    {"__annotations__", get_annotations, set_annotations, NULL},
    {0},
};
const ouro_getset_def ouro__type_fields[] = {
    {"__base__", get_base, NULL, NULL},
    {"__basicsize__", get_basicsize, NULL, NULL},
    {"__dictoffset__", get_dictoffset, NULL, NULL},
    {"__flags__", get_flags, NULL, NULL},
    {"__itemsize__", get_itemsize, NULL, NULL},
    {"__mro__", get_mro, NULL, NULL},
    {"__weakrefoffset__", get_weakrefoffset, NULL, NULL},
    {0},
};

/* --- methods --------------------------------------------------------------------------------------------- */

#define METHOD(name)                                                                                         \
    static ouro_object *name(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,    \
                             ouro_object *kwnames)

METHOD(type_mro)
{
    (void)args;
    (void)nargs;
    (void)kwnames;
    ouro_object *mro =
        as_class(self)->bases ? ouro__class_compute_mro(rt, self, as_class(self)->bases) : NULL;
    if (!mro)
        return NULL;
    ouro_object *list = ouro__list_from(rt, ((ouro_tuple *)mro)->items, ((ouro_tuple *)mro)->count);
    ouro_decref(rt, mro);
    return list;
}

METHOD(type_subclasses)
{
    (void)args;
    (void)nargs;
    (void)kwnames;
    return ouro__list_from(rt, (ouro_object *const *)(void *)as_class(self)->subclasses,
                           as_class(self)->subclass_count);
}

METHOD(type_prepare)
{
    (void)self;
    (void)args;
    (void)nargs;
    (void)kwnames;
    return ouro__dict_new(rt);
}

METHOD(type_instancecheck)
{
    (void)nargs;
    (void)kwnames;
    int answer = ouro__isinstance_plain(rt, args[0], self);
    return answer < 0 ? NULL : ouro__bool(rt, answer);
}

METHOD(type_subclasscheck)
{
    (void)nargs;
    (void)kwnames;
    int answer = ouro__issubclass_plain(rt, args[0], self);
    return answer < 0 ? NULL : ouro__bool(rt, answer);
}

METHOD(type_dir)
{
    (void)args;
    (void)nargs;
    (void)kwnames;
    return ouro__class_dir(rt, self);
}

METHOD(type_sizeof)
{
    (void)args;
    (void)nargs;
    (void)kwnames;
    ouro_class *c = as_class(self);
    size_t size = ouro__type_of(rt, self)->size + c->subclass_capacity * sizeof *c->subclasses;
    if (c->type->flags & OURO_TYPE_HEAP)
        size += sizeof(ouro_type) + (c->tables ? sizeof *c->tables : 0);
    return ouro__int_new(rt, (int64_t)(size + c->shape_count * sizeof(ouro_shape)));
}

const ouro_method_def ouro__type_methods[] = {
    {"mro", type_mro, 0, 0, 0, "mro($self, /)\n--\n\nThe method resolution order, worked out anew."},
    {"__subclasses__", type_subclasses, 0, 0, 0,
     "__subclasses__($self, /)\n--\n\nImmediate subclasses, oldest first."},
    {"__prepare__", type_prepare, OURO_METH_CLASS | OURO_METH_KEYWORDS, 0, -1,
     "__prepare__($cls, name, bases, /, **kwds)\n--\n\nThe namespace for a class statement: a dict."},
    {"__instancecheck__", type_instancecheck, 0, 1, 1,
     "__instancecheck__($self, instance, /)\n--\n\nWhat isinstance() asks."},
    {"__subclasscheck__", type_subclasscheck, 0, 1, 1,
     "__subclasscheck__($self, subclass, /)\n--\n\nWhat issubclass() asks."},
    {"__dir__", type_dir, 0, 0, 0, "__dir__($self, /)\n--\n\nNames of the class's attributes."},
    {"__sizeof__", type_sizeof, 0, 0, 0, "__sizeof__($self, /)\n--\n\nBytes that the class takes."},
    {0},
};
