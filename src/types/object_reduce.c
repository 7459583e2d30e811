/* object.__getstate__, __reduce__ and __reduce_ex__: what copy and pickle make of an object that does not say it itself. */
#include "types/class_internal.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/list.h"
#include "types/object_reduce.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"

/* ---- The state ---- */

/* Whether the attributes that are not in slots are none, as far as that is told without making the dict. */
static bool has_no_attributes(ouro_runtime *rt, ouro_object *o)
{
    const ouro_type *type = ouro__type_of(rt, o);
    if (!type->attrs_offset || type->flags & OURO_TYPE_IS_CLASS)
        return true;
    uint64_t word = ouro__attrs_of(rt, type, o)->word;
    void *pointer = ouro__attrs_pointer(word);
    if (!pointer)
        return true;
    return ouro__attrs_is_dict(word) ? ouro__dict_count(pointer) == 0 : ((ouro_shape *)pointer)->count == 0;
}

/* copyreg.name: owned. */
static ouro_object *copyreg_function(ouro_runtime *rt, const char *name)
{
    ouro_object *import = ouro__dict_get_str(rt, rt->python->builtins, NAME(rt, __import__));
    ouro_object *module_name = import ? ouro__str_intern_cstring(rt, "copyreg") : NULL;
    ouro_object *module = module_name ? ouro__call1(rt, import, module_name) : NULL;
    ouro_object *key = module ? ouro__str_intern_cstring(rt, name) : NULL;
    ouro_object *function = key ? ouro__getattr(rt, module, key) : NULL;
    ouro_xdecref(rt, module_name);
    ouro_xdecref(rt, module);
    ouro_xdecref(rt, key);
    if (!import && !rt->error)
        return ouro__bad_internal_call(rt, "copyreg");
    return function;
}

/* The names of a class's __slots__ and its bases': an owned list, or None. */
static ouro_object *slot_names(ouro_runtime *rt, ouro_object *cls)
{
    ouro_class *c = (ouro_class *)cls;
    bool any = false;
    for (size_t i = 0; c->mro && i < ((ouro_tuple *)c->mro)->count; i++)
        any = any || ((ouro_class *)((ouro_tuple *)c->mro)->items[i])->slot_names;
    if (!any)
        return OURO_NONE(rt);
    ouro_object *function = copyreg_function(rt, "_slotnames");
    ouro_object *names = function ? ouro__call1(rt, function, cls) : NULL;
    ouro_xdecref(rt, function);
    if (!names || names == OURO_NONE(rt) || ouro__is_list(rt, names))
        return names;
    ouro_decref(rt, names);
    return ouro__raise(rt, OURO_T_TYPE_ERROR, "copyreg._slotnames didn't return a list or None");
}

/* What an object has beyond its attributes cannot be told: it needs a __reduce__ of its own. */
static int check_plain(ouro_runtime *rt, ouro_object *o)
{
    const ouro_class *c = (const ouro_class *)ouro__class_of(rt, o);
    if (ouro__type_of(rt, o)->item_size) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "cannot pickle %T objects", o);
        return -1;
    }
    while (c->type->flags & OURO_TYPE_HEAP && c->base)
        c = (const ouro_class *)c->base;
    size_t plain = sizeof(ouro_object) + (c->type->attrs_offset ? sizeof(uint64_t) : 0);
    if (c->type->size <= plain)
        return 0;
    ouro__raise(rt, OURO_T_TYPE_ERROR, "cannot pickle '%T' object", o);
    return -1;
}

/* The values of the slots that are set, by name: an owned dict. */
static ouro_object *slot_values(ouro_runtime *rt, ouro_object *o, ouro_object *names)
{
    ouro_object *values = ouro__dict_new(rt);
    for (uint32_t i = 0; values && i < ((ouro_list *)names)->count; i++) {
        ouro_object *name = ouro_ref(((ouro_list *)names)->items[i]), *value;
        int found = ouro__getattr_optional(rt, o, name, &value);
        if (found > 0) {
            found = ouro__dict_set(rt, values, name, value);
            ouro_decref(rt, value);
        }
        ouro_decref(rt, name);
        if (found < 0) {
            ouro_decref(rt, values);
            return NULL;
        }
    }
    return values;
}

/* The default state; `required`: it must be all that there is to know. Owned. */
static ouro_object *default_state(ouro_runtime *rt, ouro_object *o, bool required)
{
    if (required && check_plain(rt, o) < 0)
        return NULL;
    ouro_object *state = has_no_attributes(rt, o) ? OURO_NONE(rt) : ouro__instance_dict(rt, o);
    if (!state)
        return NULL;
    ouro_object *names = slot_names(rt, ouro__class_of(rt, o));
    if (!names)
        return NULL;
    ouro_incref(state);
    if (names == OURO_NONE(rt) || !((ouro_list *)names)->count) {
        ouro_decref(rt, names);
        return state;
    }
    ouro_object *values = slot_values(rt, o, names);
    if (values && ouro__dict_count(values)) {
        ouro_object *both = ouro__tuple_of(rt, 2, state, values);
        ouro_decref(rt, state);
        state = both;
    } else if (!values) {
        ouro_decref(rt, state);
        state = NULL;
    }
    ouro_xdecref(rt, values);
    ouro_decref(rt, names);
    return state;
}

ouro_object *ouro__object_getstate(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                   size_t nargs, ouro_object *kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    return default_state(rt, self, false);
}

/* o.__getstate__(), the default one with `required`. */
static ouro_object *state_of(ouro_runtime *rt, ouro_object *o, bool required)
{
    ouro_type *type = ouro__type_of(rt, o);
    ouro_object *own = ouro__class_lookup(rt, type, NAME(rt, __getstate__));
    ouro_object *object_dict = own ? ouro__class_dict(rt, ouro__class_at(rt, OURO_T_OBJECT)) : NULL;
    if (object_dict && own == ouro__dict_get_str(rt, object_dict, NAME(rt, __getstate__)) &&
        (type->getattr == ouro__generic_getattr || !(type->flags & OURO_TYPE_HEAP)))
        return default_state(rt, o, required);
    return rt->error ? NULL : ouro__call_method(rt, o, NAME(rt, __getstate__), 0);
}

/* ---- Reducing ---- */

/* The arguments that __new__ is to get again. Both owned or NULL: 0, or -1. */
typedef struct new_arguments {
    ouro_object *args, *kwargs;
} new_arguments;

static int check_getnewargs_ex(ouro_runtime *rt, ouro_object *pair, new_arguments *out)
{
    const ouro_tuple *t = (const ouro_tuple *)pair;
    if (!ouro__is_tuple(rt, pair))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "__getnewargs_ex__ should return a tuple, not '%T'", pair),
               -1;
    if (t->count != 2)
        return ouro__raise(rt, OURO_T_VALUE_ERROR,
                           "__getnewargs_ex__ should return a tuple of length 2, not %zu", (size_t)t->count),
               -1;
    if (!ouro__is_tuple(rt, t->items[0]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR,
                           "first item of the tuple returned by __getnewargs_ex__ must be a tuple, not '%T'",
                           t->items[0]),
               -1;
    if (!ouro__is_dict(rt, t->items[1]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR,
                           "second item of the tuple returned by __getnewargs_ex__ must be a dict, not '%T'",
                           t->items[1]),
               -1;
    out->args = ouro_ref(t->items[0]);
    out->kwargs = ouro_ref(t->items[1]);
    return 0;
}

static int get_new_arguments(ouro_runtime *rt, ouro_object *o, new_arguments *out)
{
    *out = (new_arguments){NULL, NULL};
    ouro_object *method = ouro__lookup_special(rt, o, NAME(rt, __getnewargs_ex__));
    bool extended = method != NULL;
    if (!method && !rt->error)
        method = ouro__lookup_special(rt, o, NAME(rt, __getnewargs__));
    if (!method)
        return rt->error ? -1 : 0;
    ouro_object *result = ouro__call0(rt, method);
    ouro_decref(rt, method);
    if (!result)
        return -1;
    int status = 0;
    if (extended) {
        status = check_getnewargs_ex(rt, result, out);
    } else if (!ouro__is_tuple(rt, result)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "__getnewargs__ should return a tuple, not '%T'", result);
        status = -1;
    } else {
        out->args = ouro_ref(result);
    }
    ouro_decref(rt, result);
    return status;
}

/* (cls, *args), or (cls, args, kwargs): owned. */
static ouro_object *constructor_arguments(ouro_runtime *rt, ouro_object *cls, const new_arguments *given,
                                          bool with_keywords)
{
    if (with_keywords)
        return ouro__tuple_of(rt, 3, cls, given->args, given->kwargs);
    const ouro_tuple *args = (const ouro_tuple *)given->args;
    size_t count = args ? args->count : 0;
    ouro_tuple *all = ouro__tuple_alloc(rt, count + 1);
    if (!all)
        return NULL;
    ouro__slot_init(&all->items[0], ouro_ref(cls));
    for (size_t i = 0; i < count; i++)
        ouro__slot_init(&all->items[i + 1], ouro_ref(args->items[i]));
    ouro__tuple_ready(rt, all);
    return &all->head;
}

/* Iterators over the items of a list and of a dict, None for others. Owned. */
static ouro_object *list_items(ouro_runtime *rt, ouro_object *o)
{
    return ouro__is_list(rt, o) ? ouro__iter(rt, o) : OURO_NONE(rt);
}

static ouro_object *dict_items(ouro_runtime *rt, ouro_object *o)
{
    if (!ouro__is_dict(rt, o))
        return OURO_NONE(rt);
    ouro_object *items = ouro__call_method(rt, o, NAME(rt, items), 0);
    ouro_object *iterator = items ? ouro__iter(rt, items) : NULL;
    ouro_xdecref(rt, items);
    return iterator;
}

/* By copyreg.__newobj__, from protocol 2 on. */
static ouro_object *reduce_new(ouro_runtime *rt, ouro_object *o)
{
    ouro_object *cls = ouro__class_of(rt, o);
    new_arguments given;
    if (ouro__type_of(rt, o)->flags & OURO_TYPE_DISALLOW_NEW || !ouro__type_of(rt, o)->new_)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "cannot pickle '%T' object", o);
    ouro_object *parts[5] = {NULL};
    size_t made = 0;
    if (get_new_arguments(rt, o, &given) == 0) {
        bool with_keywords = given.kwargs && ouro__dict_count(given.kwargs);
        bool required = !given.args && !ouro__is_list(rt, o) && !ouro__is_dict(rt, o);
        if ((parts[made] = copyreg_function(rt, with_keywords ? "__newobj_ex__" : "__newobj__")))
            made++;
        if (made == 1 && (parts[made] = constructor_arguments(rt, cls, &given, with_keywords)))
            made++;
        if (made == 2 && (parts[made] = state_of(rt, o, required)))
            made++;
        if (made == 3 && (parts[made] = list_items(rt, o)))
            made++;
        if (made == 4 && (parts[made] = dict_items(rt, o)))
            made++;
    }
    ouro_xdecref(rt, given.args);
    ouro_xdecref(rt, given.kwargs);
    if (made == 5)
        return ouro__tuple_from_owned(rt, parts, 5);
    while (made)
        ouro_decref(rt, parts[--made]);
    return NULL;
}

static ouro_object *reduce_by(ouro_runtime *rt, ouro_object *o, int64_t protocol)
{
    if (protocol >= 2)
        return reduce_new(rt, o);
    ouro_object *function = copyreg_function(rt, "_reduce_ex");
    ouro_object *number = function ? ouro__int_new(rt, protocol) : NULL;
    ouro_object *result = number ? ouro__call2(rt, function, o, number) : NULL;
    ouro_xdecref(rt, function);
    ouro_xdecref(rt, number);
    return result;
}

ouro_object *ouro__object_reduce(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                                 ouro_object *kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    return reduce_by(rt, self, 0);
}

ouro_object *ouro__object_reduce_ex(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                    size_t nargs, ouro_object *kwnames)
{
    (void)nargs, (void)kwnames;
    int64_t protocol;
    ouro_object *number = ouro__index(rt, args[0]);
    if (!number)
        return NULL;
    int fits = ouro__int_as_int64(rt, number, &protocol);
    ouro_decref(rt, number);
    if (fits < 0 || protocol != (int32_t)protocol)
        return ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "Python int too large to convert to C int");
    ouro_object *own = ouro__class_lookup(rt, ouro__type_of(rt, self), NAME(rt, __reduce__));
    ouro_object *object_dict = own ? ouro__class_dict(rt, ouro__class_at(rt, OURO_T_OBJECT)) : NULL;
    if (rt->error)
        return NULL;
    if (object_dict && own != ouro__dict_get_str(rt, object_dict, NAME(rt, __reduce__)))
        return ouro__call_method(rt, self, NAME(rt, __reduce__), 0);
    return reduce_by(rt, self, protocol);
}
