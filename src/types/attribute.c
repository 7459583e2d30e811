/* Attributes of instances: in slots named by a shape, or in a dict; and the default attribute access over them.
 *
 * An instance starts in slots. It takes a dict, for good, when its __dict__ is asked for, when the slots that it was
 * born with are full, when its class's tree of shapes cannot grow, or when an attribute other than the newest is
 * deleted. The class remembers how many attributes its instances had, and gives the next ones as many slots.
 *
 * Such a dict is private, a part of the instance (attrs.h), until the program asks for it. Instances of classes whose
 * attributes are no business of the class statement (exceptions, subclasses of int) have an ordinary dict at once. */
#include "types/class_internal.h"
#include "types/dict_table.h"
#include "types/exception.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"

enum { LEARNED_SLOTS_MAX = 64 };

/* --- storage --------------------------------------------------------------------------------------------- */

static inline ouro_shape *shape_of(uint64_t word)
{
    return ouro__attrs_pointer(word);
}

static inline uint64_t with_pointer(uint64_t word, const void *pointer, uint64_t bits)
{
    return (word & ~OURO_ATTRS_PLACE_MASK) | (uint64_t)(uintptr_t)pointer | bits;
}

static void learn(ouro_type *type, size_t count)
{
    if (ouro__unlikely(count > type->slot_count && count <= LEARNED_SLOTS_MAX &&
                       ((ouro_class *)type->class_object)->learns))
        type->slot_count = (uint16_t)count;
}

static int copy_slots(ouro_runtime *rt, const ouro_attrs *attrs, const ouro_shape *shape, ouro_object *dict)
{
    const ouro_shape *path[UINT8_MAX];
    uint32_t count = shape ? shape->count : 0;
    for (uint32_t i = count; i-- > 0; shape = shape->parent)
        path[i] = shape;
    for (uint32_t i = 0; i < count; i++)
        if (attrs->slots[i] && ouro__dict_set(rt, dict, path[i]->name, attrs->slots[i]) < 0)
            return -1;
    return 0;
}

/* Whether instances hide their dict until they are asked for it. */
static bool hides_dict(const ouro_type *type)
{
    if (type->attrs_offset == OURO_ATTRS_AT_END)
        return type->flags & OURO_TYPE_IS_STR;
    return ((ouro_class *)type->class_object)->learns;
}

/* An object's fresh dict, which nothing but its attribute word refers to, becomes a part of it. */
static uint64_t hide(ouro_runtime *rt, ouro_object *dict)
{
    ouro__untrack(dict);
    rt->young_count -= rt->young_count > 0;
    return OURO_ATTRS_DICT | OURO_ATTRS_PRIVATE;
}

/* The private dict of an object becomes one like all others. */
static void expose(ouro_runtime *rt, ouro_attrs *attrs)
{
    ouro_object *dict = ouro__attrs_pointer(attrs->word), *key, *value;
    attrs->word &= ~OURO_ATTRS_PRIVATE;
    ouro__container_counted(rt);
    for (size_t position = 0; ouro__dict_next(rt, dict, &position, &key, &value);)
        if (ouro__may_be_tracked(rt, value)) {
            ouro__track(dict);
            return;
        }
}

/* Moves the attributes into a dict: borrowed, or NULL with MemoryError and nothing changed. */
static ouro_object *to_dict(ouro_runtime *rt, ouro_object *o, ouro_attrs *attrs)
{
    ouro_shape *shape = shape_of(attrs->word);
    uint32_t count = shape ? shape->count : 0;
    ouro_object *dict = count ? ouro__dict_new_sized(rt, count) : ouro__dict_new(rt);
    if (!dict)
        return NULL;
    if (copy_slots(rt, attrs, shape, dict) < 0) {
        ouro_decref(rt, dict);
        return NULL;
    }
    uint64_t bits = hides_dict(ouro__type_of(rt, o)) ? hide(rt, dict) : OURO_ATTRS_DICT;
    attrs->word = with_pointer(attrs->word, dict, bits);
    for (uint32_t i = 0; i < count; i++)
        if (attrs->slots[i])
            ouro_decref(rt, ouro__slot_take(rt, o, &attrs->slots[i])); /* the dict holds it: nothing dies */
    return dict;
}

ouro_object *ouro__attrs_find(ouro_runtime *rt, ouro_type *type, ouro_object *o, ouro_object *name)
{
    if (!type->attrs_offset)
        return NULL;
    ouro_attrs *attrs = ouro__attrs_of(rt, type, o);
    void *pointer = ouro__attrs_pointer(attrs->word);
    if (!pointer)
        return NULL;
    if (ouro__attrs_is_dict(attrs->word))
        return ouro__dict_get_str(rt, pointer, name);
    int64_t slot = ouro__shape_find(rt, pointer, name);
    return slot < 0 ? NULL : attrs->slots[slot];
}

/* Sets an attribute in a private dict, which stays untracked. All its keys are interned, so that nothing runs before
 * the old value is dropped. */
static int private_store(ouro_runtime *rt, ouro_object *dict, ouro_object *name, ouro_object *value)
{
    ouro_dict *d = (ouro_dict *)dict;
    int64_t hash = ouro__str_hash64(rt, name), place = ouro__dict_find(rt, d, name, hash);
    ouro_incref(value);
    if (place >= 0) {
        ouro__slot_set(rt, dict, &ouro__dict_entry(d->keys, (size_t)place)->value, value);
        return 0;
    }
    int result = ouro__dict_insert(rt, d, ouro_ref(name), hash, value);
    ouro__untrack(dict);
    return result;
}

static int dict_store(ouro_runtime *rt, ouro_type *type, ouro_attrs *attrs, ouro_object *name,
                      ouro_object *value, bool *missing)
{
    ouro_object *dict = ouro__attrs_pointer(attrs->word);
    ouro_incref(dict);
    int result;
    if (value) {
        result = ouro__attrs_is_private(attrs->word) ? private_store(rt, dict, name, value)
                                                     : ouro__dict_set(rt, dict, name, value);
        learn(type, ouro__dict_count(dict));
    } else {
        result = ouro__dict_pop(rt, dict, name, NULL);
        *missing = result == 0;
        result = result < 0 ? -1 : 0;
    }
    ouro_decref(rt, dict);
    return result;
}

static int slot_delete(ouro_runtime *rt, ouro_type *type, ouro_object *o, ouro_attrs *attrs, int64_t slot,
                       ouro_object *name, bool *missing)
{
    ouro_shape *shape = shape_of(attrs->word);
    if (!attrs->slots[slot]) {
        *missing = true;
        return 0;
    }
    if (slot != (int64_t)shape->count - 1) {
        return to_dict(rt, o, attrs) ? dict_store(rt, type, attrs, name, NULL, missing) : -1;
    }
    ouro_object *old = ouro__slot_take(rt, o, &attrs->slots[slot]);
    attrs->word = with_pointer(attrs->word, shape->parent->count ? shape->parent : NULL, 0);
    ouro_decref(rt, old);
    return 0;
}

/* Adds an attribute in a new slot: 1, or 0 when a dict is needed. */
static int slot_add(ouro_runtime *rt, ouro_type *type, ouro_attrs *attrs, ouro_object *name,
                    ouro_object *value)
{
    ouro_shape *shape = shape_of(attrs->word);
    unsigned capacity = ouro__attrs_capacity(attrs->word);
    if ((shape ? shape->count : 0) >= capacity)
        return 0;
    if (!shape)
        shape = ouro__shape_root(rt, (ouro_class *)type->class_object);
    shape = shape ? ouro__shape_add(rt, shape, name) : NULL;
    if (!shape)
        return 0;
    ouro_incref(value);
    ouro__slot_init(&attrs->slots[shape->count - 1], value);
    attrs->word = with_pointer(attrs->word, shape, 0);
    learn(type, shape->count);
    return 1;
}

int ouro__attrs_store(ouro_runtime *rt, ouro_type *type, ouro_object *o, ouro_object *name,
                      ouro_object *value, bool *missing)
{
    ouro_attrs *attrs = ouro__attrs_of(rt, type, o);
    void *pointer = ouro__attrs_pointer(attrs->word);
    if (ouro__attrs_is_dict(attrs->word))
        return dict_store(rt, type, attrs, name, value, missing);
    int64_t slot = pointer ? ouro__shape_find(rt, pointer, name) : -1;
    if (!value) {
        if (slot >= 0)
            return slot_delete(rt, type, o, attrs, slot, name, missing);
        *missing = true;
        return 0;
    }
    if (slot >= 0) {
        ouro_incref(value);
        ouro__slot_set(rt, o, &attrs->slots[slot], value);
        return 0;
    }
    if (slot_add(rt, type, attrs, name, value))
        return 0;
    return to_dict(rt, o, attrs) ? dict_store(rt, type, attrs, name, value, missing) : -1;
}

ouro_object *ouro__instance_new(ouro_runtime *rt, ouro_object *cls)
{
    ouro_type *type = ((ouro_class *)cls)->type;
    unsigned slots = type->attrs_offset && type->attrs_offset != OURO_ATTRS_AT_END ? type->slot_count : 0;
    ouro_object *o = ouro__new_object(rt, type, type->size + slots * sizeof(ouro_object *));
    if (ouro__unlikely(!o))
        return NULL;
    if (slots)
        ((ouro_attrs *)((char *)o + type->attrs_offset))->word = (uint64_t)slots << 48;
    if (type->flags & OURO_TYPE_CONTAINER)
        ouro__track(o);
    return o;
}

/* --- __dict__ -------------------------------------------------------------------------------------------- */

ouro_object *ouro__instance_dict(ouro_runtime *rt, ouro_object *o)
{
    ouro_type *type = ouro__type_of(rt, o);
    if (!type->attrs_offset || type->flags & OURO_TYPE_IS_CLASS)
        return ouro__raise_attribute_error(rt, o, NAME(rt, __dict__));
    ouro_attrs *attrs = ouro__attrs_of(rt, type, o);
    if (!ouro__attrs_is_dict(attrs->word) && !to_dict(rt, o, attrs))
        return NULL;
    if (ouro__attrs_is_private(attrs->word))
        expose(rt, attrs);
    return ouro__attrs_pointer(attrs->word);
}

static ouro_object *get_dict(ouro_runtime *rt, ouro_object *o)
{
    if (ouro__type_of(rt, o)->flags &
        OURO_TYPE_IS_CLASS) { /* of a metaclass that derives from another class before type */
        ouro_object *cls = ouro__class_at(rt, OURO_T_TYPE);
        ouro_object *d = ouro__class_lookup(rt, ((ouro_class *)cls)->type, NAME(rt, __dict__));
        return d ? ouro__type_of(rt, d)->descr_get(rt, d, o, cls) : NULL;
    }
    ouro_object *dict = ouro__instance_dict(rt, o);
    return dict ? ouro_ref(dict) : NULL;
}

static int set_dict(ouro_runtime *rt, ouro_object *o, ouro_object *value)
{
    ouro_type *type = ouro__type_of(rt, o);
    if (type->flags & OURO_TYPE_IS_CLASS) {
        ouro__raise(rt, OURO_T_ATTRIBUTE_ERROR, "attribute '__dict__' of 'type' objects is not writable");
        return -1;
    }
    if (ouro__is_subtype(rt, type->class_object, ouro__class_at(rt, OURO_T_MODULE))) {
        ouro__raise(rt, OURO_T_ATTRIBUTE_ERROR, "readonly attribute");
        return -1;
    }
    if (!type->attrs_offset) {
        ouro__raise(rt, OURO_T_ATTRIBUTE_ERROR, "This object has no __dict__");
        return -1;
    }
    if (value && !ouro__is_dict(rt, value)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "__dict__ must be set to a dictionary, not a '%T'", value);
        return -1;
    }
    if (!value && type->flags & OURO_TYPE_IS_EXCEPTION) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "cannot delete __dict__");
        return -1;
    }
    ouro_attrs *attrs = ouro__attrs_of(rt, type, o);
    if (!value && !ouro__attrs_pointer(attrs->word))
        return 0;
    /* The old attributes live on in a dict of their own, as one that the program may hold. */
    ouro_object *old = ouro__instance_dict(rt, o);
    if (!old)
        return -1;
    attrs->word = value ? with_pointer(attrs->word, ouro_ref(value), OURO_ATTRS_DICT)
                        : attrs->word & ~OURO_ATTRS_PLACE_MASK; /* as it was born */
    ouro_decref(rt, old);
    return 0;
}

const ouro_getset_def ouro__instance_dict_def = {"__dict__", get_dict, set_dict,
                                                 "dictionary for instance variables (if defined)"};

ouro_object *ouro__get_own_dict(ouro_runtime *rt, ouro_object *self)
{
    return get_dict(rt, self);
}

int ouro__put_own_dict(ouro_runtime *rt, ouro_object *self, ouro_object *value)
{
    if (value)
        return set_dict(rt, self, value);
    ouro__raise(rt, OURO_T_TYPE_ERROR, "cannot delete __dict__");
    return -1;
}

/* --- default access -------------------------------------------------------------------------------------- */

ouro_object *ouro__attribute_name(ouro_runtime *rt, ouro_object *name)
{
    if (!ouro__is_str(rt, name))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "attribute name must be string, not '%T'", name);
    if (ouro__str_is_interned(name))
        return ouro_ref(name);
    if (ouro__is_exactly(name, OURO_T_STR))
        return ouro__str_intern(rt, ouro_ref(name));
    ouro_object *exact = ouro__str_format(rt, "%U", name);
    return exact ? ouro__str_intern(rt, exact) : NULL;
}

/* 1 found (*value owned), 0 missing, -1. */
int ouro__generic_getattr_optional(ouro_runtime *rt, ouro_object *o, ouro_object *name, ouro_object **value)
{
    ouro_type *type = ouro__type_of(rt, o);
    ouro_object *descr = ouro__class_lookup(rt, type, name);
    ouro_type *descr_type = NULL;
    if (descr) {
        descr_type = ouro__type_of(rt, descr);
        ouro_incref(descr);
        if (descr_type->descr_get && descr_type->descr_set) {
            *value = descr_type->descr_get(rt, descr, o, type->class_object);
            ouro_decref(rt, descr);
            return *value ? 1 : -1;
        }
    } else if (ouro__unlikely(rt->error != NULL)) {
        return -1;
    }
    ouro_object *found = ouro__attrs_find(rt, type, o, name);
    if (found || ouro__unlikely(rt->error != NULL)) {
        *value = found ? ouro_ref(found) : NULL;
        ouro_xdecref(rt, descr);
        return found ? 1 : -1;
    }
    if (!descr || !descr_type->descr_get) {
        *value = descr;
        return descr != NULL;
    }
    *value = descr_type->descr_get(rt, descr, o, type->class_object);
    ouro_decref(rt, descr);
    return *value ? 1 : -1;
}

ouro_object *ouro__generic_getattr(ouro_runtime *rt, ouro_object *o, ouro_object *name)
{
    ouro_object *value;
    int found = ouro__generic_getattr_optional(rt, o, name, &value);
    if (ouro__likely(found > 0))
        return value;
    return found ? NULL : ouro__raise_attribute_error(rt, o, name);
}

static int raise_cannot_store(ouro_runtime *rt, ouro_object *o, ouro_object *name, bool in_class)
{
    if (in_class)
        ouro__raise_named_attribute_error(rt, "'%T' object attribute '%U' is read-only", o, name);
    else
        ouro__raise_attribute_error(rt, o, name);
    return -1;
}

int ouro__generic_setattr(ouro_runtime *rt, ouro_object *o, ouro_object *name, ouro_object *value)
{
    ouro_type *type = ouro__type_of(rt, o);
    ouro_object *descr = ouro__class_lookup(rt, type, name);
    if (ouro__unlikely(!descr && rt->error))
        return -1;
    if (descr && ouro__type_of(rt, descr)->descr_set) {
        ouro_incref(descr);
        int result = ouro__type_of(rt, descr)->descr_set(rt, descr, o, value);
        ouro_decref(rt, descr);
        return result;
    }
    if (!type->attrs_offset)
        return raise_cannot_store(rt, o, name, descr != NULL);
    bool missing = false;
    if (ouro__attrs_store(rt, type, o, name, value, &missing) < 0)
        return -1;
    if (missing)
        return raise_cannot_store(rt, o, name, false);
    return 0;
}

/* A message that has the object and the name for %T or %N, then %U; the exception gets both as attributes. */
void *ouro__raise_named_attribute_error(ouro_runtime *rt, const char *format, ouro_object *o,
                                        ouro_object *name)
{
    ouro__raise(rt, OURO_T_ATTRIBUTE_ERROR, format, o, name);
    if (!rt->error || !ouro__error_is(rt, OURO_T_ATTRIBUTE_ERROR))
        return NULL;
    ouro_object *error = ouro__error_take(rt);
    if (ouro__setattr(rt, error, NAME(rt, name), name) < 0 ||
        ouro__setattr(rt, error, NAME(rt, obj), o) < 0) {
        ouro_decref(rt, error); /* memory was refused: that is pending */
        return NULL;
    }
    ouro__error_restore(rt, error);
    return NULL;
}
