/* The match statement: lengths, keys and attributes of the subject (PEP 634). */
#include "vm/match.h"

#include "types/class.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/set.h"
#include "types/str.h"
#include "types/tuple.h"

ouro_object *ouro__match_length(ouro_runtime *rt, ouro_object *subject)
{
    int64_t length = ouro__length(rt, subject);
    return length < 0 ? NULL : ouro__int_new(rt, length);
}

/* subject.get(key, missing), by which a default dict makes no item. Owned. */
static ouro_object *get_or(ouro_runtime *rt, ouro_object *get, ouro_object *key, ouro_object *missing)
{
    return ouro__call2(rt, get, key, missing);
}

ouro_object *ouro__match_keys(ouro_runtime *rt, ouro_object *subject, ouro_object *keys)
{
    size_t count = ((ouro_tuple *)keys)->count;
    ouro_object *get = ouro__getattr(rt, subject, NAME(rt, get)), *seen = get ? ouro__set_new(rt, NULL) : NULL;
    ouro_object *missing = seen ? ouro__list_new(rt, 0) : NULL; /* nobody else's: a mark */
    ouro_object *values = missing ? ouro__list_new(rt, count) : NULL, *result = NULL;
    for (size_t n = 0; values && n < count; n++) {
        ouro_object *key = ((ouro_tuple *)keys)->items[n];
        int repeated = ouro__set_contains(rt, seen, key);
        if (repeated > 0)
            ouro__raise(rt, OURO_T_VALUE_ERROR, "mapping pattern checks duplicate key (%R)", key);
        if (repeated || ouro__set_add(rt, seen, key) < 0)
            goto out;
        ouro_object *value = get_or(rt, get, key, missing);
        if (!value)
            goto out;
        if (value == missing) {
            ouro_decref(rt, value);
            result = ouro_ref(OURO_NONE(rt));
            goto out;
        }
        if (ouro__list_append_owned(rt, (ouro_list *)values, value) < 0)
            goto out;
    }
    if (values)
        result = ouro__list_to_tuple(rt, values);
out:;
    ouro_object *error = ouro__error_take(rt);
    ouro_xdecref(rt, values);
    ouro_xdecref(rt, missing);
    ouro_xdecref(rt, seen);
    ouro_xdecref(rt, get);
    if (error)
        ouro__error_restore(rt, error);
    return result;
}

/* int, str and the like match their one positional sub-pattern themselves. */
static bool matches_itself(ouro_runtime *rt, ouro_object *cls)
{
    const ouro_type *type = ((ouro_class *)cls)->type;
    if (ouro__is_subtype(rt, cls, ouro__class_at(rt, OURO_T_BYTEARRAY)))
        return true;
    return type->flags & (OURO_TYPE_IS_INT | OURO_TYPE_IS_FLOAT | OURO_TYPE_IS_STR | OURO_TYPE_IS_BYTES |
                          OURO_TYPE_IS_TUPLE | OURO_TYPE_IS_LIST | OURO_TYPE_IS_DICT | OURO_TYPE_IS_SET |
                          OURO_TYPE_IS_FROZENSET);
}

/* Appends subject.name: 1, 0 it has none, -1. */
static int take_attribute(ouro_runtime *rt, ouro_object *cls, ouro_object *subject, ouro_object *name, ouro_object *seen,
                          ouro_object *out)
{
    int repeated = ouro__set_contains(rt, seen, name);
    if (repeated > 0)
        ouro__raise(rt, OURO_T_TYPE_ERROR, "%N() got multiple sub-patterns for attribute %R", cls, name);
    if (repeated || ouro__set_add(rt, seen, name) < 0)
        return -1;
    ouro_object *value;
    int found = ouro__getattr_optional(rt, subject, name, &value);
    if (found <= 0)
        return found;
    return ouro__list_append_owned(rt, (ouro_list *)out, value) < 0 ? -1 : 1;
}

/* __match_args__ of a class: a tuple (owned), NULL without exception when it has none. */
static ouro_object *match_args(ouro_runtime *rt, ouro_object *cls)
{
    ouro_object *args;
    if (ouro__getattr_optional(rt, cls, NAME(rt, __match_args__), &args) <= 0)
        return NULL;
    if (ouro__is_exactly(args, OURO_T_TUPLE))
        return args;
    ouro__raise(rt, OURO_T_TYPE_ERROR, "%N.__match_args__ must be a tuple (got %T)", cls, args);
    ouro_decref(rt, args);
    return NULL;
}

/* The positional sub-patterns: 1, 0 no match, -1. */
static int take_positional(ouro_runtime *rt, ouro_object *subject, ouro_object *cls, size_t positional, ouro_object *seen,
                           ouro_object *out)
{
    if (positional == 0)
        return 1;
    ouro_object *names = match_args(rt, cls);
    if (!names && ouro__error_pending(rt))
        return -1;
    bool itself = !names && matches_itself(rt, cls);
    size_t allowed = itself ? 1 : names ? ((ouro_tuple *)names)->count : 0;
    int done = 1;
    if (allowed < positional) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "%N() accepts %zu positional sub-pattern%s (%zu given)", cls, allowed,
                    allowed == 1 ? "" : "s", positional);
        done = -1;
    } else if (itself) {
        done = ouro__list_append(rt, out, subject) < 0 ? -1 : 1;
    }
    for (size_t n = 0; done > 0 && !itself && n < positional; n++) {
        ouro_object *name = ((ouro_tuple *)names)->items[n];
        if (!ouro__is_exactly(name, OURO_T_STR)) {
            ouro__raise(rt, OURO_T_TYPE_ERROR, "__match_args__ elements must be strings (got %T)", name);
            done = -1;
        } else {
            done = take_attribute(rt, cls, subject, name, seen, out);
        }
    }
    ouro_xdecref(rt, names);
    return done;
}

ouro_object *ouro__match_class(ouro_runtime *rt, ouro_object *subject, ouro_object *cls, size_t positional, ouro_object *names)
{
    if (!ouro__is_class(rt, cls))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "called match pattern must be a type");
    int is = ouro__isinstance(rt, subject, cls);
    if (is <= 0)
        return is < 0 ? NULL : ouro_ref(OURO_NONE(rt));
    ouro_object *seen = ouro__set_new(rt, NULL), *out = seen ? ouro__list_new(rt, 0) : NULL, *result = NULL;
    int done = out ? take_positional(rt, subject, cls, positional, seen, out) : -1;
    for (size_t n = 0; done > 0 && n < ((ouro_tuple *)names)->count; n++)
        done = take_attribute(rt, cls, subject, ((ouro_tuple *)names)->items[n], seen, out);
    if (done > 0)
        result = ouro__list_to_tuple(rt, out);
    else if (done == 0)
        result = ouro_ref(OURO_NONE(rt));
    ouro_xdecref(rt, out);
    ouro_xdecref(rt, seen);
    return result;
}

ouro_object *ouro__match_rest(ouro_runtime *rt, ouro_object *subject, ouro_object *keys)
{
    ouro_object *rest = ouro__dict_new(rt);
    if (!rest)
        return NULL;
    int done = ouro__dict_update(rt, rest, subject);
    for (size_t n = 0; done == 0 && n < ((ouro_tuple *)keys)->count; n++)
        done = ouro__dict_delete(rt, rest, ((ouro_tuple *)keys)->items[n]);
    if (done == 0)
        return rest;
    ouro_decref(rt, rest);
    return NULL;
}
