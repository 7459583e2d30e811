/* collections.defaultdict: a dict that makes the values of missing keys. */
#include "modules/collections/collections.h"
#include "types/class_internal.h"
#include "types/dict_table.h"
#include "types/exception.h"
#include "types/str.h"

typedef struct default_dict {
    ouro_dict dict;
    ouro_object *factory; /* NULL: none */
} default_dict;

static const uint16_t default_fields[] = {offsetof(default_dict, factory), 0};

static default_dict *as_default(ouro_object *o)
{
    return (default_dict *)o;
}

static ouro_object *factory_or_none(ouro_runtime *rt, ouro_object *o)
{
    return as_default(o)->factory ? as_default(o)->factory : OURO_NONE(rt);
}

static int default_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                        ouro_object *kwnames)
{
    ouro_object *factory = nargs ? args[0] : NULL;
    if (factory && factory != OURO_NONE(rt) && !ouro__is_callable(rt, factory)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "first argument must be callable or None");
        return -1;
    }
    ouro__slot_set(rt, self, &as_default(self)->factory,
                   factory && factory != OURO_NONE(rt) ? ouro_ref(factory) : NULL);
    size_t skipped = nargs ? 1 : 0;
    return ouro__type_at(rt, OURO_WORD(OURO_T_DICT))
        ->init(rt, self, args + skipped, nargs - skipped, kwnames);
}

static ouro_object *make_value(ouro_runtime *rt, ouro_object *self, ouro_object *key)
{
    if (factory_or_none(rt, self) == OURO_NONE(rt))
        return ouro__raise_object(rt, OURO_T_KEY_ERROR, key);
    ouro_object *factory = ouro_ref(as_default(self)->factory);
    ouro_object *value = ouro__call0(rt, factory);
    ouro_decref(rt, factory);
    if (value && ouro__setitem(rt, self, key, value) < 0) {
        ouro_decref(rt, value);
        return NULL;
    }
    return value;
}

OURO_METHOD(default_missing)
{
    (void)nargs, (void)kwnames;
    return make_value(rt, self, args[0]);
}

/* As dict's, which would look __missing__ up. */
static ouro_object *default_getitem(ouro_runtime *rt, ouro_object *o, ouro_object *key)
{
    if (ouro__unlikely(!ouro__is_exactly(o, OURO_T_DEFAULT_DICT)))
        return ouro__type_at(rt, OURO_WORD(OURO_T_DICT))->getitem(rt, o, key);
    ouro_object *value = ouro__dict_get(rt, o, key);
    if (ouro__likely(value != NULL))
        return ouro_ref(value);
    return rt->error ? NULL : make_value(rt, o, key);
}

OURO_METHOD(default_copy)
{
    OURO_NO_ARGUMENTS;
    return ouro__call2(rt, ouro__class_of(rt, self), factory_or_none(rt, self), self);
}

OURO_METHOD(default_reduce)
{
    OURO_NO_ARGUMENTS;
    ouro_object *factory = factory_or_none(rt, self);
    ouro_object *arguments = factory == OURO_NONE(rt) ? OURO_EMPTY_TUPLE(rt) : ouro__tuple_of(rt, 1, factory);
    ouro_object *items = arguments ? ouro__call_method(rt, self, NAME(rt, items), 0) : NULL;
    ouro_object *iterator = items ? ouro__iter(rt, items) : NULL;
    ouro_xdecref(rt, items);
    return ouro__pack(rt, 5, ouro_ref(ouro__class_of(rt, self)), arguments, OURO_NONE(rt), OURO_NONE(rt),
                      iterator);
}

/* repr(factory), "..." where it is being made already: owned. */
static ouro_object *factory_text(ouro_runtime *rt, ouro_object *factory)
{
    int entered = ouro__repr_enter(rt, factory);
    if (entered)
        return entered < 0 ? NULL : ouro__str_from_ascii(rt, "...", 3);
    ouro_object *text = ouro__repr(rt, factory);
    ouro__repr_leave(rt, factory);
    return text;
}

static ouro_object *default_repr(ouro_runtime *rt, ouro_object *o)
{
    ouro_object *items = ouro__type_at(rt, OURO_WORD(OURO_T_DICT))->repr(rt, o);
    ouro_object *factory = items ? ouro_ref(factory_or_none(rt, o)) : NULL;
    ouro_object *made_by = factory ? factory_text(rt, factory) : NULL, *text = NULL;
    if (made_by)
        text =
            ouro__str_format(rt, "%U(%U, %U)", ((ouro_class *)ouro__class_of(rt, o))->name, made_by, items);
    ouro_xdecref(rt, items);
    ouro_xdecref(rt, factory);
    ouro_xdecref(rt, made_by);
    return text;
}

static bool is_default(ouro_runtime *rt, ouro_object *o)
{
    return ouro__is_subtype(rt, ouro__class_of(rt, o), ouro__class_at(rt, OURO_T_DEFAULT_DICT));
}

static ouro_object *default_or(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    ouro_object *self = is_default(rt, a) ? a : b, *other = self == a ? b : a;
    if (!ouro__is_dict(rt, other))
        return OURO_NOT_IMPLEMENTED(rt);
    ouro_object *result = ouro__call2(rt, ouro__class_of(rt, self), factory_or_none(rt, self), a);
    if (result && !ouro__is_dict(rt, result)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "%N() must return a dict, not %T", ouro__class_of(rt, self),
                    result);
    } else if (result && ouro__dict_update(rt, result, b) == 0) {
        return result;
    }
    ouro_xdecref(rt, result);
    return NULL;
}

static ouro_object *default_inplace_or(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    return ouro__type_at(rt, OURO_WORD(OURO_T_DICT))->number->inplace[OURO_OR](rt, a, b);
}

static const ouro_number_slots default_number = {.binary = {[OURO_OR] = default_or},
                                                 .inplace = {[OURO_OR] = default_inplace_or}};

static size_t default_size_of(ouro_runtime *rt, ouro_object *o)
{
    return ouro__type_of(rt, o)->size + ouro__dict_table_bytes(((ouro_dict *)o)->keys);
}

static const ouro_method_def default_methods[] = {
    {"__missing__", default_missing, 0, 1, 1,
     "__missing__(key) # Called by __getitem__ for missing key; pseudo-code:\n  if self.default_factory is "
     "None: raise "
     "KeyError((key,))\n  self[key] = value = self.default_factory()\n  return value\n"},
    {"copy", default_copy, 0, 0, 0, "D.copy() -> a shallow copy of D."},
    {"__copy__", default_copy, 0, 0, 0, "D.copy() -> a shallow copy of D."},
    {"__reduce__", default_reduce, 0, 0, 0, "Return state information for pickling."},
    {"__class_getitem__", ouro__generic_class_getitem, OURO_METH_CLASS, 1, 1, "See PEP 585"},
    {0},
};

static const ouro_member_def default_members[] = {
    {"default_factory", offsetof(default_dict, factory), false, true,
     "Factory for default value called by __missing__()."},
    {0},
};

OURO_BUILTIN_TYPE(defaultdict) = {
    .id = OURO_T_DEFAULT_DICT,
    .base_id = OURO_T_DICT,
    .slots = {.name = "collections.defaultdict",
              .size = sizeof(default_dict),
              .layout = OURO_LAYOUT_CALLBACK,
              .flags = OURO_TYPE_CONTAINER | OURO_TYPE_BASE | OURO_TYPE_IS_DICT | OURO_TYPE_MAPPING_PATTERN,
              .fields = default_fields,
              .traverse = ouro__dict_traverse,
              .drain = ouro__dict_drain,
              .destroy = ouro__dict_destroy,
              .size_of = default_size_of,
              .repr = default_repr,
              .getitem = default_getitem,
              .init = default_init,
              .number = &default_number},
    .methods = default_methods,
    .members = default_members,
    .doc = "defaultdict(default_factory=None, /, [...]) --> dict with default factory\n\nThe default factory "
           "is called without "
           "arguments to produce\na new value when a key is not present, in __getitem__ only.\nA defaultdict "
           "compares equal to "
           "a dict with the same items.\nAll remaining arguments are treated the same as if they "
           "were\npassed to the dict "
           "constructor, including keyword arguments.",
    .module = "collections",
};
