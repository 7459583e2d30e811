/* Attributes beyond what the loop finds in its caches: the lookup itself, and the choice of a specialised instruction. */
#include "vm/attribute_cache.h"

#include "types/class_internal.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/interpret.h"

/* Where instances of a type keep their attributes, when the caches can say so: 0 for none, -1 for elsewhere. */
static int64_t attrs_offset(const ouro_type *type)
{
    return type->attrs_offset == OURO_ATTRS_AT_END ? -1 : type->attrs_offset;
}

static bool uses_default_getattr(ouro_runtime *rt, const ouro_type *type)
{
    (void)rt;
    return type->getattr == ouro__generic_getattr;
}

/* A caching of (type version, place in the shape of `o`), or false. */
static bool cache_slot(ouro_runtime *rt, const uint64_t *pc, ouro_type *type, ouro_object *o,
                       ouro_object *name, unsigned op)
{
    int64_t offset = attrs_offset(type);
    uint32_t version = ouro__class_version(rt, type);
    if (offset <= 0 || !version)
        return false;
    uint64_t word = ((ouro_attrs *)((char *)o + offset))->word;
    ouro_shape *shape = ouro__attrs_pointer(word);
    if (ouro__attrs_is_dict(word) || !shape)
        return false;
    int64_t place = ouro__shape_find(rt, shape, name);
    if (place < 0 || place > UINT16_MAX)
        return false;
    ouro__cache_word(pc, 1, ouro__cache_places(version, (size_t)offset, (size_t)place));
    ouro__cache_word(pc, 2, (uintptr_t)shape);
    ouro__quicken(pc, op);
    return true;
}

/* A caching of a value found on the class, guarded by the instance's shape, which does not have the name. */
static bool cache_class_value(ouro_runtime *rt, const uint64_t *pc, ouro_type *type, ouro_object *o,
                              ouro_object *name, ouro_object *value, unsigned op, unsigned op_without_attrs)
{
    int64_t offset = attrs_offset(type);
    uint32_t version = ouro__class_version(rt, type);
    if (offset < 0 || !version)
        return false;
    uint64_t shape = 0;
    if (offset > 0) {
        uint64_t word = ((ouro_attrs *)((char *)o + offset))->word;
        if (ouro__attrs_is_dict(word))
            return false;
        shape = ouro__attrs_shape(word);
        if (shape && ouro__shape_find(rt, ouro__attrs_pointer(word), name) >= 0)
            return false;
    }
    ouro__cache_word(pc, 1, ouro__cache_places(version, (size_t)offset, 0));
    ouro__cache_word(pc, 2, shape);
    ouro__cache_word(pc, 3, (uintptr_t)value);
    ouro__quicken(pc, offset > 0 ? op : op_without_attrs);
    return true;
}

static void cache_module(ouro_runtime *rt, const uint64_t *pc, ouro_object *module, ouro_object *name,
                         unsigned op)
{
    ouro_object *dict = ouro__module_dict(module);
    if (!dict || !ouro__is_exactly(dict, OURO_T_DICT))
        return;
    uint32_t version = ouro__dict_keys_version(rt, dict);
    int64_t place = version ? ouro__dict_place(rt, dict, name) : -1;
    if (place < 0)
        return;
    ouro_dict *d = (ouro_dict *)dict;
    ptrdiff_t offset = ouro__dict_value_at(d, place) - (ouro_object **)d->keys;
    if (offset < 0 || offset > UINT32_MAX)
        return;
    ouro__cache_word(pc, 1, version | (uint64_t)offset << 32);
    ouro__quicken(pc, op);
}

/* A class attribute that is no descriptor (or, found on the class itself, gives itself). */
static void cache_class(ouro_runtime *rt, const uint64_t *pc, ouro_object *cls, ouro_object *name,
                        ouro_object *got, unsigned op)
{
    ouro_type *type = ((ouro_class *)cls)->type;
    if (ouro__class_lookup(rt, ouro__type_of(rt, cls), name))
        return; /* the metaclass has a say */
    ouro_object *value = ouro__class_lookup(rt, type, name);
    uint32_t version = ouro__class_version(rt, type);
    if (!value || value != got || !version)
        return;
    ouro__cache_word(pc, 1, version);
    ouro__cache_word(pc, 3, (uintptr_t)value);
    ouro__quicken(pc, op);
}

/* The instance's reference behind a member descriptor of __slots__, or 0. */
static size_t member_offset(ouro_runtime *rt, ouro_object *found, ouro_object *o)
{
    if (!found || !ouro__is_exactly(found, OURO_T_MEMBER_DESCRIPTOR))
        return 0;
    ouro_member_descriptor *d = (ouro_member_descriptor *)found;
    if (d->def || !ouro__is_subtype(rt, ouro__class_of(rt, o), d->cls))
        return 0;
    return d->offset <= UINT32_MAX ? d->offset : 0;
}

/* The function behind a property when it can be run as a frame of its own. */
static ouro_object *simple_getter(ouro_runtime *rt, ouro_object *found)
{
    if (!ouro__is_exactly(found, OURO_T_PROPERTY))
        return NULL;
    ouro_object *name = ouro__str_intern_cstring(rt, "fget");
    ouro_object *getter = name ? ouro__getattr(rt, found, name) : NULL;
    ouro_xdecref(rt, name);
    if (!getter) {
        ouro__error_clear(rt);
        return NULL;
    }
    ouro_decref(rt, getter); /* the property holds it, for as long as the class's version */
    if (!ouro__is_exactly(getter, OURO_T_FUNCTION))
        return NULL;
    ouro_code *code = (ouro_code *)((ouro_function *)getter)->code;
    return ouro__code_is_simple(code) && code->argument_count == 1 ? getter : NULL;
}

static void specialise_load(ouro_runtime *rt, const uint64_t *pc, ouro_object *o, ouro_object *name,
                            ouro_object *got)
{
    ouro_type *type = ouro__type_of(rt, o);
    if (ouro__is_exactly(o, OURO_T_MODULE)) {
        cache_module(rt, pc, o, name, OURO_OP_LOAD_ATTR_MODULE);
        return;
    }
    if (ouro__is_exactly(o, OURO_T_TYPE)) {
        cache_class(rt, pc, o, name, got, OURO_OP_LOAD_ATTR_CLASS);
        return;
    }
    if (!uses_default_getattr(rt, type))
        return;
    ouro_object *found = ouro__class_lookup(rt, type, name);
    if (!found) {
        ouro__error_clear(rt);
        cache_slot(rt, pc, type, o, name, OURO_OP_LOAD_ATTR_SLOT);
        return;
    }
    ouro_type *found_type = ouro__type_of(rt, found);
    uint32_t version = ouro__class_version(rt, type);
    size_t offset = member_offset(rt, found, o);
    ouro_object *getter = simple_getter(rt, found);
    if (offset && version) {
        ouro__cache_word(pc, 1, version | (uint64_t)offset << 32);
        ouro__quicken(pc, OURO_OP_LOAD_ATTR_MEMBER);
    } else if (getter && version) {
        ouro__cache_word(pc, 1, version);
        ouro__cache_word(pc, 3, (uintptr_t)getter);
        ouro__quicken(pc, OURO_OP_LOAD_ATTR_PROPERTY);
    } else if (!found_type->descr_set) {
        if (cache_slot(rt, pc, type, o, name, OURO_OP_LOAD_ATTR_SLOT))
            return;
        if (!found_type->descr_get)
            cache_class_value(rt, pc, type, o, name, found, OURO_OP_LOAD_ATTR_VALUE, OURO_OP_LOAD_ATTR_VALUE);
    }
}

/* An AttributeError that says nothing of what was looked for is told, for the suggestions made of it. */
static ouro_object *find_attribute(ouro_runtime *rt, ouro_object *o, ouro_object *name)
{
    ouro_object *value = ouro__getattr(rt, o, name);
    if (value || !rt->error || !ouro__is_exactly(rt->error, OURO_T_ATTRIBUTE_ERROR))
        return value;
    ouro_exception_extended *e = (ouro_exception_extended *)rt->error;
    ouro_object **of = &e->extra[OURO_ATTRIBUTE_ERROR_OBJ], **what = &e->extra[OURO_ATTRIBUTE_ERROR_NAME];
    if (*of || *what)
        return NULL;
    ouro__slot_set(rt, e, of, ouro_ref(o));
    ouro__slot_set(rt, e, what, ouro_ref(name));
    return NULL;
}

ouro_object *ouro__load_attr(ouro_runtime *rt, const uint64_t *pc, ouro_object *o, ouro_object *name)
{
    ouro_object *value = find_attribute(rt, o, name);
    if (value && (uint8_t)*pc == OURO_OP_LOAD_ATTR)
        specialise_load(rt, pc, o, name, value);
    return value;
}

/* ---- storing ---- */

static void specialise_store(ouro_runtime *rt, const uint64_t *pc, ouro_object *o, ouro_object *name,
                             uint64_t word_before)
{
    ouro_type *type = ouro__type_of(rt, o);
    if (type->setattr != ouro__generic_setattr)
        return;
    ouro_object *found = ouro__class_lookup(rt, type, name);
    uint32_t version = ouro__class_version(rt, type);
    size_t member = member_offset(rt, found, o);
    if (member && version) {
        ouro__cache_word(pc, 1, version | (uint64_t)member << 32);
        ouro__quicken(pc, OURO_OP_STORE_ATTR_MEMBER);
        return;
    }
    int64_t offset = attrs_offset(type);
    if ((found && ouro__type_of(rt, found)->descr_set) || offset <= 0 || !version)
        return;
    uint64_t word = ((ouro_attrs *)((char *)o + offset))->word;
    if (ouro__attrs_shape(word) == ouro__attrs_shape(word_before)) {
        cache_slot(rt, pc, type, o, name, OURO_OP_STORE_ATTR_SLOT);
        return;
    }
    if (ouro__attrs_is_dict(word) || ouro__attrs_is_dict(word_before) ||
        ouro__attrs_capacity(word) != ouro__attrs_capacity(word_before))
        return;
    ouro_shape *before = ouro__attrs_pointer(word_before), *after = ouro__attrs_pointer(word);
    int64_t place = ouro__shape_find(rt, after, name);
    uint32_t count_before = before ? before->count : 0;
    if (place != (int64_t)count_before || after->count != count_before + 1 || place > UINT16_MAX)
        return;
    ouro__cache_word(pc, 1, ouro__cache_places(version, (size_t)offset, (size_t)place));
    ouro__cache_word(pc, 2, (uintptr_t)before);
    ouro__cache_word(pc, 3, (uintptr_t)after);
    ouro__quicken(pc, OURO_OP_STORE_ATTR_ADD);
}

int ouro__store_attr(ouro_runtime *rt, const uint64_t *pc, ouro_object *o, ouro_object *name,
                     ouro_object *value)
{
    ouro_type *type = ouro__type_of(rt, o);
    int64_t offset = attrs_offset(type);
    uint64_t before = offset > 0 ? ((ouro_attrs *)((char *)o + offset))->word : 0;
    if (ouro__setattr(rt, o, name, value) < 0)
        return -1;
    if ((uint8_t)*pc == OURO_OP_STORE_ATTR && ouro__type_of(rt, o) == type)
        specialise_store(rt, pc, o, name, before);
    return 0;
}

/* ---- methods ---- */

/* The function of a method call, found on the type and not hidden by the instance: borrowed, or NULL (look it up as an attribute). */
static ouro_object *find_method(ouro_runtime *rt, ouro_type *type, ouro_object *o, ouro_object *name)
{
    if (!uses_default_getattr(rt, type))
        return NULL;
    ouro_object *found = ouro__class_lookup(rt, type, name);
    if (!found || !(ouro__type_of(rt, found)->flags & OURO_TYPE_METHOD_DESCRIPTOR))
        return NULL;
    if (type->attrs_offset == OURO_NO_ATTRS)
        return found;
    uint64_t word = ouro__attrs_of(rt, type, o)->word;
    void *pointer = ouro__attrs_pointer(word);
    if (!pointer)
        return found;
    if (ouro__attrs_is_dict(word))
        return ouro__dict_get(rt, pointer, name) || ouro__error_pending(rt) ? NULL : found;
    return ouro__shape_find(rt, pointer, name) >= 0 ? NULL : found;
}

int ouro__load_method(ouro_runtime *rt, const uint64_t *pc, ouro_object *o, ouro_object *name,
                      ouro_object **out)
{
    ouro_type *type = ouro__type_of(rt, o);
    ouro_object *method = find_method(rt, type, o, name);
    if (ouro__error_pending(rt))
        return -1;
    if (method) {
        out[0] = ouro_ref(method);
        out[1] = ouro_ref(o);
        if ((uint8_t)*pc == OURO_OP_LOAD_METHOD)
            cache_class_value(rt, pc, type, o, name, method, OURO_OP_LOAD_METHOD_SHAPE,
                              OURO_OP_LOAD_METHOD_TYPE);
        return 0;
    }
    out[0] = NULL;
    out[1] = find_attribute(rt, o, name);
    if (!out[1])
        return -1;
    if ((uint8_t)*pc != OURO_OP_LOAD_METHOD)
        return 0;
    if (ouro__is_exactly(o, OURO_T_MODULE))
        cache_module(rt, pc, o, name, OURO_OP_LOAD_METHOD_MODULE);
    else if (ouro__is_exactly(o, OURO_T_TYPE))
        cache_class(rt, pc, o, name, out[1], OURO_OP_LOAD_METHOD_CLASS);
    return 0;
}

ouro_object *ouro__load_super_attr(ouro_runtime *rt, ouro_object *super, ouro_object *cls, ouro_object *self,
                                   ouro_object *name)
{
    ouro_object *proxy = ouro__call2(rt, super, cls, self);
    if (!proxy)
        return NULL;
    ouro_object *value = ouro__getattr(rt, proxy, name);
    ouro_object *error = ouro__error_take(rt);
    ouro_decref(rt, proxy);
    if (error)
        ouro__error_restore(rt, error);
    return value;
}
