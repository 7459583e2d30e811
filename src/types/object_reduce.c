/* How any object tells pickle and copy what it is made of: object's __reduce_ex__, __reduce__ and __getstate__, by the
 * protocols of PEP 307 and its successors. What the system's copyreg module does is left to it. */
#include "types/class_internal.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"

/* An attribute of the copyreg module: owned. */
static ouro_object *from_copyreg(ouro_runtime *rt, const char *name)
{
    if (!rt->python->hooks.import_module)
        return ouro__raise(rt, OURO_T_IMPORT_ERROR, "there is no import");
    ouro_object *module = rt->python->hooks.import_module(rt, "copyreg");
    ouro_object *key = module ? ouro__str_intern_cstring(rt, name) : NULL;
    ouro_object *value = key ? ouro__getattr(rt, module, key) : NULL;
    ouro_xdecref(rt, key);
    ouro_xdecref(rt, module);
    return value;
}

static const ouro_type *built_in_base(ouro_runtime *rt, const ouro_type *type)
{
    while (type->flags & OURO_TYPE_HEAP && ((ouro_class *)type->class_object)->base)
        type = ((ouro_class *)((ouro_class *)type->class_object)->base)->type;
    (void)rt;
    return type;
}

/* --- state ----------------------------------------------------------------------------------------------- */

/* The names of the slots of all classes of `cls`, a list, or None: owned. */
static ouro_object *slot_names(ouro_runtime *rt, ouro_object *cls)
{
    ouro_object *dict = ouro__class_dict(rt, cls), *names = NULL;
    ouro_object *key = dict ? ouro__str_intern_cstring(rt, "__slotnames__") : NULL;
    if (!key)
        return NULL;
    names = ouro__dict_get_str(rt, dict, key);
    ouro_decref(rt, key);
    if (names && (names == OURO_NONE(rt) || ouro__is_list(rt, names)))
        return ouro_ref(names);
    ouro_object *function = from_copyreg(rt, "_slotnames");
    names = function ? ouro__call1(rt, function, cls) : NULL;
    ouro_xdecref(rt, function);
    if (names && names != OURO_NONE(rt) && !ouro__is_list(rt, names)) {
        ouro_decref(rt, names);
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "copyreg._slotnames didn't return a list or None");
    }
    return names;
}

/* What stands in the slots that are set: a dict, owned, perhaps empty. */
static ouro_object *slot_values(ouro_runtime *rt, ouro_object *o, ouro_object *names)
{
    ouro_object *values = ouro__dict_new(rt);
    for (uint32_t i = 0; values && i < ((ouro_list *)names)->count; i++) { /* reading attributes may change the list */
        ouro_object *name = ouro_ref(((ouro_list *)names)->items[i]), *value = NULL;
        int found = ouro__is_str(rt, name) ? ouro__getattr_optional(rt, o, name, &value) : 0;
        if (found > 0 && ouro__dict_set(rt, values, name, value) < 0)
            found = -1;
        ouro_xdecref(rt, value);
        ouro_decref(rt, name);
        if (found < 0) {
            ouro_decref(rt, values);
            return NULL;
        }
    }
    return values;
}

/* The attributes of an instance: its __dict__ (its own, not a copy), or None when there are none. Owned. */
static ouro_object *attributes(ouro_runtime *rt, ouro_object *o)
{
    const ouro_type *type = ouro__type_of(rt, o);
    if (!type->attrs_offset || !ouro__attrs_of(rt, type, o)->word)
        return ouro_ref(OURO_NONE(rt));
    ouro_object *dict = ouro__instance_dict(rt, o);
    if (!dict)
        return NULL;
    return ouro_ref(ouro__dict_count(dict) ? dict : OURO_NONE(rt));
}

/* `required`: nothing else tells what is in the object, so a built-in part that has more than attributes is refused. */
static ouro_object *default_state(ouro_runtime *rt, ouro_object *o, bool required)
{
    const ouro_type *type = ouro__type_of(rt, o), *base = built_in_base(rt, type);
    if (required && base->item_size)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "cannot pickle %T objects", o);
    bool bare = base->word == OURO_WORD(OURO_T_OBJECT) || base->word == OURO_WORD(OURO_T_NONE);
    if (required && !bare)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "cannot pickle '%T' object", o);
    ouro_object *state = attributes(rt, o);
    ouro_object *names = state ? slot_names(rt, ouro__class_of(rt, o)) : NULL;
    if (names && names != OURO_NONE(rt) && ((ouro_list *)names)->count) {
        ouro_object *slots = slot_values(rt, o, names), *both = NULL;
        if (slots && ouro__dict_count(slots)) {
            both = ouro__tuple_of(rt, 2, state, slots);
            ouro_decref(rt, state);
            state = both;
        }
        if (!slots) {
            ouro_xdecref(rt, state);
            state = NULL;
        }
        ouro_xdecref(rt, slots);
    }
    if (!names) {
        ouro_xdecref(rt, state);
        state = NULL;
    }
    ouro_xdecref(rt, names);
    return state;
}

ouro_object *ouro__object_getstate(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                                   ouro_object *kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    return default_state(rt, self, false);
}

static ouro_object *state_of(ouro_runtime *rt, ouro_object *o, bool required)
{
    ouro_object *method = ouro__getattr(rt, o, NAME(rt, __getstate__));
    if (!method)
        return NULL;
    const ouro_builtin_function *f = (ouro_builtin_function *)method;
    bool is_default = ouro__is_exactly(method, OURO_T_BUILTIN_FUNCTION) && f->self == o &&
                      f->def->function == ouro__object_getstate;
    ouro_object *state = is_default ? default_state(rt, o, required) : ouro__call0(rt, method);
    ouro_decref(rt, method);
    return state;
}

/* --- arguments of __new__ -------------------------------------------------------------------------------- */

static int not_a(ouro_runtime *rt, const char *format, ouro_object *what)
{
    ouro__raise(rt, OURO_T_TYPE_ERROR, format, what);
    return -1;
}

/* Takes apart what __getnewargs_ex__ gave (taken over). */
static int take_pair(ouro_runtime *rt, ouro_object *pair, ouro_object **arguments, ouro_object **keywords)
{
    int status = 0;
    ouro_tuple *t = (ouro_tuple *)pair;
    if (!ouro__is_tuple(rt, pair)) {
        status = not_a(rt, "__getnewargs_ex__ should return a tuple, not '%T'", pair);
    } else if (t->count != 2) {
        ouro__raise(rt, OURO_T_VALUE_ERROR, "__getnewargs_ex__ should return a tuple of length 2, not %zu", (size_t)t->count);
        status = -1;
    } else if (!ouro__is_tuple(rt, t->items[0])) {
        status = not_a(rt, "first item of the tuple returned by __getnewargs_ex__ must be a tuple, not '%T'", t->items[0]);
    } else if (!ouro__is_dict(rt, t->items[1])) {
        status = not_a(rt, "second item of the tuple returned by __getnewargs_ex__ must be a dict, not '%T'", t->items[1]);
    } else {
        *arguments = ouro_ref(t->items[0]);
        *keywords = ouro_ref(t->items[1]);
    }
    ouro_decref(rt, pair);
    return status;
}

/* Owned, each NULL when the object says nothing of it. 0, or -1 with an exception. */
static int new_arguments(ouro_runtime *rt, ouro_object *o, ouro_object **arguments, ouro_object **keywords)
{
    *arguments = *keywords = NULL;
    ouro_object *method = NULL;
    int found = ouro__getattr_optional(rt, o, NAME(rt, __getnewargs_ex__), &method);
    if (found > 0) {
        ouro_object *pair = ouro__call0(rt, method);
        ouro_decref(rt, method);
        return pair ? take_pair(rt, pair, arguments, keywords) : -1;
    }
    if (found == 0)
        found = ouro__getattr_optional(rt, o, NAME(rt, __getnewargs__), &method);
    if (found <= 0)
        return found;
    *arguments = ouro__call0(rt, method);
    ouro_decref(rt, method);
    if (!*arguments || ouro__is_tuple(rt, *arguments))
        return *arguments ? 0 : -1;
    not_a(rt, "__getnewargs__ should return a tuple, not '%T'", *arguments);
    ouro_decref(rt, *arguments);
    *arguments = NULL;
    return -1;
}

/* (cls, *arguments); owned. */
static ouro_object *with_class(ouro_runtime *rt, ouro_object *cls, ouro_object *arguments)
{
    ouro_object *one = ouro__tuple_of(rt, 1, cls);
    if (!one || !arguments)
        return one;
    ouro_object *all = ouro__binary(rt, OURO_ADD, one, arguments);
    ouro_decref(rt, one);
    return all;
}

/* --- reducing -------------------------------------------------------------------------------------------- */

static ouro_object *items_of_list(ouro_runtime *rt, ouro_object *o)
{
    return ouro__is_list(rt, o) ? ouro__iter(rt, o) : ouro_ref(OURO_NONE(rt));
}

static ouro_object *items_of_dict(ouro_runtime *rt, ouro_object *o)
{
    if (!ouro__is_dict(rt, o))
        return ouro_ref(OURO_NONE(rt));
    ouro_object *items = ouro__call_method(rt, o, NAME(rt, items), 0);
    ouro_object *iterator = items ? ouro__iter(rt, items) : NULL;
    ouro_xdecref(rt, items);
    return iterator;
}

/* From protocol 2 on: a call of copyreg.__newobj__ or __newobj_ex__, the state, and what lists and dicts hold. */
static ouro_object *reduce_by_new(ouro_runtime *rt, ouro_object *o)
{
    const ouro_type *type = ouro__type_of(rt, o);
    if (!type->new_ || type->flags & OURO_TYPE_DISALLOW_NEW)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "cannot pickle '%T' object", o);
    ouro_object *arguments, *keywords, *parts[5] = {NULL};
    if (new_arguments(rt, o, &arguments, &keywords) < 0)
        return NULL;
    bool by_keyword = keywords && ouro__dict_count(keywords);
    ouro_object *cls = ouro__class_of(rt, o), *result = NULL;
    bool required = !arguments && !ouro__is_list(rt, o) && !ouro__is_dict(rt, o);
    if ((parts[0] = from_copyreg(rt, by_keyword ? "__newobj_ex__" : "__newobj__")) &&
        (parts[1] = by_keyword ? ouro__tuple_of(rt, 3, cls, arguments, keywords) : with_class(rt, cls, arguments)) &&
        (parts[2] = state_of(rt, o, required)) && (parts[3] = items_of_list(rt, o)) && (parts[4] = items_of_dict(rt, o)))
        result = ouro__tuple_from(rt, parts, 5);
    for (int i = 0; i < 5; i++)
        ouro_xdecref(rt, parts[i]);
    ouro_xdecref(rt, arguments);
    ouro_xdecref(rt, keywords);
    return result;
}

static ouro_object *reduce(ouro_runtime *rt, ouro_object *o, int64_t protocol)
{
    if (protocol >= 2)
        return reduce_by_new(rt, o);
    ouro_object *function = from_copyreg(rt, "_reduce_ex"), *number = function ? ouro__int_new(rt, protocol) : NULL;
    ouro_object *result = number ? ouro__call(rt, function, (ouro_object *[]){o, number}, 2, NULL) : NULL;
    ouro_xdecref(rt, number);
    ouro_xdecref(rt, function);
    return result;
}

ouro_object *ouro__object_reduce(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                                 ouro_object *kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    return reduce(rt, self, 0);
}

/* Whether the class has a __reduce__ of its own: owned method in *method then. -1: an exception. */
static int own_reduce(ouro_runtime *rt, ouro_object *o, ouro_object **method)
{
    ouro_object *of_class = ouro__class_lookup(rt, ouro__type_of(rt, o), NAME(rt, __reduce__));
    *method = NULL;
    if (!of_class)
        return rt->error ? -1 : 0;
    if (ouro__is_exactly(of_class, OURO_T_METHOD_DESCRIPTOR) &&
        ((ouro_method_descriptor *)of_class)->def->function == ouro__object_reduce)
        return 0;
    *method = ouro__getattr(rt, o, NAME(rt, __reduce__));
    return *method ? 1 : -1;
}

ouro_object *ouro__object_reduce_ex(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                                    ouro_object *kwnames)
{
    (void)nargs, (void)kwnames;
    int64_t protocol;
    ouro_object *number = ouro__index(rt, args[0]), *method;
    int status = number ? ouro__int_as_int64(rt, number, &protocol) : -1;
    ouro_xdecref(rt, number);
    if (status < 0 || (status = own_reduce(rt, self, &method)) < 0)
        return NULL;
    if (status == 0)
        return reduce(rt, self, protocol);
    ouro_object *result = ouro__call0(rt, method);
    ouro_decref(rt, method);
    return result;
}
