/* Collections made from registers, and what instructions add to them. */
#include "types/class.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/list.h"
#include "types/method.h"
#include "types/set.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/interpret.h"

/* Empties the registers of an instruction; a pending exception stays. */
static void consume(ouro_runtime *rt, ouro_object **registers, size_t count)
{
    ouro_object *error = ouro__error_take(rt);
    for (size_t n = 0; n < count; n++) {
        ouro_object *o = registers[n];
        registers[n] = NULL;
        ouro_xdecref(rt, o);
    }
    if (error)
        ouro__error_restore(rt, error);
}

ouro_object *ouro__build_map(ouro_runtime *rt, ouro_object **registers, size_t pairs)
{
    ouro_object *dict = ouro__dict_new_sized(rt, pairs);
    for (size_t n = 0; dict && n < pairs; n++) {
        if (ouro__dict_set(rt, dict, registers[2 * n], registers[2 * n + 1]) < 0) {
            ouro_decref(rt, dict);
            dict = NULL;
        }
    }
    consume(rt, registers, 2 * pairs);
    return dict;
}

ouro_object *ouro__build_const_key_map(ouro_runtime *rt, ouro_object **registers, size_t count,
                                       ouro_object *keys)
{
    ouro_object *dict = ouro__dict_new_sized(rt, count);
    for (size_t n = 0; dict && n < count; n++) {
        if (ouro__dict_set(rt, dict, ((ouro_tuple *)keys)->items[n], registers[n]) < 0) {
            ouro_decref(rt, dict);
            dict = NULL;
        }
    }
    consume(rt, registers, count);
    return dict;
}

ouro_object *ouro__build_set(ouro_runtime *rt, ouro_object **registers, size_t count)
{
    ouro_object *set = ouro__set_new(rt, NULL);
    for (size_t n = 0; set && n < count; n++) {
        if (ouro__set_add(rt, set, registers[n]) < 0) {
            ouro_decref(rt, set);
            set = NULL;
        }
    }
    consume(rt, registers, count);
    return set;
}

ouro_object *ouro__build_string(ouro_runtime *rt, ouro_object **registers, size_t count)
{
    ouro_object *joined = ouro__str_join(rt, OURO_EMPTY_STR(rt), registers, count);
    consume(rt, registers, count);
    return joined;
}

int ouro__list_extend_star(ouro_runtime *rt, ouro_object *list, ouro_object *items)
{
    ouro_type *type = ouro__type_of(rt, items);
    if (!type->iter && !type->getitem) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "Value after * must be an iterable, not %T", items);
        return -1;
    }
    return ouro__list_extend(rt, list, items);
}

/* Whether `**o` may be written: it has keys(). 1, 0, -1. */
static int is_mapping(ouro_runtime *rt, ouro_object *o)
{
    if (ouro__is_dict(rt, o))
        return 1;
    ouro_object *keys;
    int found = ouro__getattr_optional(rt, o, NAME(rt, keys), &keys);
    if (found > 0)
        ouro_decref(rt, keys);
    return found;
}

int ouro__dict_update_star(ouro_runtime *rt, ouro_object *dict, ouro_object *mapping)
{
    int is = is_mapping(rt, mapping);
    if (is == 0)
        ouro__raise(rt, OURO_T_TYPE_ERROR, "'%T' object is not a mapping", mapping);
    return is > 0 ? ouro__dict_update(rt, dict, mapping) : -1;
}

ouro_object *ouro__callable_name(ouro_runtime *rt, ouro_object *callable)
{
    ouro_object *qualname = NULL, *module = NULL, *text = NULL;
    if (ouro__getattr_optional(rt, callable, NAME(rt, __qualname__), &qualname) <= 0) {
        ouro__error_clear(rt);
        return ouro__str(rt, callable);
    }
    if (ouro__getattr_optional(rt, callable, NAME(rt, __module__), &module) < 0)
        ouro__error_clear(rt);
    if (module && module != OURO_NONE(rt) && ouro__is_str(rt, module) &&
        !ouro__str_equals_ascii(module, "builtins"))
        text = ouro__str_format(rt, "%S.%S()", module, qualname);
    else
        text = ouro__str_format(rt, "%S()", qualname);
    ouro_xdecref(rt, module);
    ouro_decref(rt, qualname);
    return text;
}

/* The error of **mapping in a call; `key` is set when it is a repeated one. */
static void merge_error(ouro_runtime *rt, ouro_object *callable, ouro_object *mapping, ouro_object *key)
{
    ouro_object *name = ouro__callable_name(rt, callable);
    if (!name)
        return;
    if (!key)
        ouro__raise(rt, OURO_T_TYPE_ERROR, "%U argument after ** must be a mapping, not %T", name, mapping);
    else if (ouro__is_str(rt, key))
        ouro__raise(rt, OURO_T_TYPE_ERROR, "%U got multiple values for keyword argument '%S'", name, key);
    else
        ouro__raise(rt, OURO_T_TYPE_ERROR, "keywords must be strings");
    ouro_decref(rt, name);
}

/* A mapping as dict: owned; NULL without an exception when it is none. */
static ouro_object *as_dict(ouro_runtime *rt, ouro_object *mapping)
{
    if (ouro__is_exactly(mapping, OURO_T_DICT))
        return ouro_ref(mapping);
    int is = is_mapping(rt, mapping);
    ouro_object *copy = is > 0 ? ouro__dict_new(rt) : NULL;
    if (copy && ouro__dict_update(rt, copy, mapping) < 0) {
        ouro_decref(rt, copy);
        return NULL;
    }
    return copy;
}

int ouro__dict_merge_call(ouro_runtime *rt, ouro_object *dict, ouro_object *mapping, ouro_object *callable)
{
    ouro_object *source = as_dict(rt, mapping);
    if (!source) {
        if (!ouro__error_pending(rt))
            merge_error(rt, callable, mapping, NULL);
        return -1;
    }
    size_t position = 0;
    ouro_object *key, *value;
    int done = 0;
    while (done == 0 && ouro__dict_next(rt, source, &position, &key, &value)) {
        int there = ouro__is_str(rt, key) ? ouro__dict_contains(rt, dict, key) : 1;
        if (there > 0)
            merge_error(rt, callable, mapping, key);
        done = there ? -1 : ouro__dict_set(rt, dict, key, value);
    }
    ouro_decref(rt, source);
    return done;
}

ouro_object *ouro__format_value(ouro_runtime *rt, ouro_object *value, unsigned how, ouro_object *spec)
{
    ouro_object *converted;
    switch (how) {
    case 1:
        converted = ouro__str(rt, value);
        break;
    case 2:
        converted = ouro__repr(rt, value);
        break;
    case 3:
        converted = ouro__ascii(rt, value);
        break;
    default:
        converted = ouro_ref(value);
    }
    if (!converted || (!spec && ouro__is_exactly(converted, OURO_T_STR)))
        return converted;
    ouro_object *text = ouro__format(rt, converted, spec);
    ouro_object *error = ouro__error_take(rt);
    ouro_decref(rt, converted);
    if (error)
        ouro__error_restore(rt, error);
    return text;
}
