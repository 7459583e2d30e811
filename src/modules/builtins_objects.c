/* Built-in functions about objects: identity, hash, length, classes, attributes. */
#include "modules/builtins.h"
#include "types/class.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/protocol.h"
#include "types/str.h"

OURO_C_FUNCTION(builtin_id)
{
    return ouro__int_from_uint64(rt, (uint64_t)(uintptr_t)args[0]);
}

OURO_C_FUNCTION(builtin_hash)
{
    int64_t hash = ouro__hash(rt, args[0]);
    return hash == -1 ? NULL : ouro__int_new(rt, hash);
}

OURO_C_FUNCTION(builtin_len)
{
    int64_t length = ouro__length(rt, args[0]);
    return length < 0 ? NULL : ouro__int_new(rt, length);
}

OURO_C_FUNCTION(builtin_callable)
{
    return ouro__bool(rt, ouro__is_callable(rt, args[0]));
}

OURO_C_FUNCTION(builtin_isinstance)
{
    int result = ouro__isinstance(rt, args[0], args[1]);
    return result < 0 ? NULL : ouro__bool(rt, result);
}

OURO_C_FUNCTION(builtin_issubclass)
{
    int result = ouro__issubclass(rt, args[0], args[1]);
    return result < 0 ? NULL : ouro__bool(rt, result);
}

/* Attribute names given to functions: interned, so that lookups compare pointers. Owned. */
static ouro_object *attribute_name(ouro_runtime *rt, ouro_object *name)
{
    if (!ouro__is_str(rt, name))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "attribute name must be string, not '%T'", name);
    if (!ouro__is_exactly(name, OURO_T_STR))
        return ouro_ref(name);
    return ouro__str_intern(rt, ouro_ref(name));
}

OURO_C_FUNCTION(builtin_getattr)
{
    ouro_object *name = attribute_name(rt, args[1]);
    if (!name)
        return NULL;
    ouro_object *value;
    if (nargs == 2) {
        value = ouro__getattr(rt, args[0], name);
    } else {
        int found = ouro__getattr_optional(rt, args[0], name, &value);
        if (found < 0)
            value = NULL;
        else if (!found)
            value = ouro_ref(args[2]);
    }
    ouro_decref(rt, name);
    return value;
}

OURO_C_FUNCTION(builtin_hasattr)
{
    ouro_object *name = attribute_name(rt, args[1]);
    if (!name)
        return NULL;
    ouro_object *value = NULL;
    int found = ouro__getattr_optional(rt, args[0], name, &value);
    ouro_decref(rt, name);
    if (found < 0)
        return NULL;
    if (found)
        ouro_decref(rt, value);
    return ouro__bool(rt, found);
}

static ouro_object *change_attribute(ouro_runtime *rt, ouro_object *o, ouro_object *name, ouro_object *value)
{
    name = attribute_name(rt, name);
    if (!name)
        return NULL;
    int status = ouro__setattr(rt, o, name, value);
    ouro_decref(rt, name);
    return status < 0 ? NULL : ouro_ref(OURO_NONE(rt));
}

OURO_C_FUNCTION(builtin_setattr)
{
    return change_attribute(rt, args[0], args[1], args[2]);
}

OURO_C_FUNCTION(builtin_delattr)
{
    return change_attribute(rt, args[0], args[1], NULL);
}

const ouro_method_def ouro__builtins_objects[] = {
    {"callable", builtin_callable, 0, 1, 1,
     "callable($module, obj, /)\n--\n\nReturn whether the object is callable (i.e., some kind of function)."},
    {"delattr", builtin_delattr, 0, 2, 2,
     "delattr($module, obj, name, /)\n--\n\nDelete the named attribute."},
    {"getattr", builtin_getattr, 0, 2, 3, "getattr(object, name[, default]) -> value"},
    {"hasattr", builtin_hasattr, 0, 2, 2,
     "hasattr($module, obj, name, /)\n--\n\nReturn whether the object has an attribute with the given name."},
    {"hash", builtin_hash, 0, 1, 1,
     "hash($module, obj, /)\n--\n\nReturn the hash value of the given object."},
    {"id", builtin_id, 0, 1, 1, "id($module, obj, /)\n--\n\nReturn the identity of an object: its address."},
    {"isinstance", builtin_isinstance, 0, 2, 2,
     "isinstance($module, obj, class_or_tuple, /)\n--\n\nReturn whether an object is an instance of a class "
     "or of a "
     "subclass."},
    {"issubclass", builtin_issubclass, 0, 2, 2,
     "issubclass($module, cls, class_or_tuple, /)\n--\n\nReturn whether a class derives from another class."},
    {"len", builtin_len, 0, 1, 1, "len($module, obj, /)\n--\n\nReturn the number of items in a container."},
    {"setattr", builtin_setattr, 0, 3, 3,
     "setattr($module, obj, name, value, /)\n--\n\nSet the named attribute."},
    {0},
};
