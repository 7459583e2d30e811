/* mappingproxy: passes on everything that reads. */
#include "types/mapping_proxy.h"

#include "object/slot.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"
#include "types/types.h"

static const uint16_t proxy_fields[] = {offsetof(ouro_mapping_proxy, mapping), 0};

ouro_object *ouro__mapping_proxy_new(ouro_runtime *rt, ouro_object *mapping)
{
    ouro_mapping_proxy *p = ouro__new_container(rt, sizeof *p, OURO_WORD(OURO_T_MAPPING_PROXY));
    if (!p)
        return NULL;
    ouro__slot_init(&p->mapping, ouro_ref(mapping));
    ouro__track(&p->head);
    return &p->head;
}

static ouro_object *mapping_of(ouro_object *o)
{
    return ((ouro_mapping_proxy *)o)->mapping;
}

static ouro_object *unwrapped(ouro_object *o)
{
    return ouro__is_exactly(o, OURO_T_MAPPING_PROXY) ? mapping_of(o) : o;
}

static ouro_object *proxy_repr(ouro_runtime *rt, ouro_object *o)
{
    return ouro__str_format(rt, "mappingproxy(%R)", mapping_of(o));
}

static ouro_object *proxy_str(ouro_runtime *rt, ouro_object *o)
{
    return ouro__str(rt, mapping_of(o));
}

static int64_t proxy_length(ouro_runtime *rt, ouro_object *o)
{
    return ouro__length(rt, mapping_of(o));
}

static ouro_object *proxy_getitem(ouro_runtime *rt, ouro_object *o, ouro_object *key)
{
    return ouro__getitem(rt, mapping_of(o), key);
}

static int proxy_contains(ouro_runtime *rt, ouro_object *o, ouro_object *key)
{
    return ouro__contains(rt, mapping_of(o), key);
}

static ouro_object *proxy_iter(ouro_runtime *rt, ouro_object *o)
{
    return ouro__iter(rt, mapping_of(o));
}

static ouro_object *proxy_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b, int op)
{
    return ouro__compare(rt, mapping_of(a), b, op);
}

static ouro_object *proxy_or(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    return ouro__binary(rt, OURO_OR, unwrapped(a), unwrapped(b));
}

static ouro_object *proxy_inplace_or(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    (void)b;
    return ouro__raise(rt, OURO_T_TYPE_ERROR, "'|=' is not supported by %T; use '|' instead", a);
}

static ouro_object *proxy_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                              ouro_object *kwnames)
{
    static const char *const names[] = {"mapping", NULL};
    static const ouro_signature signature = {
        .function = "mappingproxy", .names = names, .positional = 1, .required = 1};
    (void)cls;
    ouro_object *mapping;
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, &mapping) < 0)
        return NULL;
    const ouro_type *type = ouro__type_of(rt, mapping);
    if (!type->getitem || (type->flags & (OURO_TYPE_IS_LIST | OURO_TYPE_IS_TUPLE)))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "mappingproxy() argument must be a mapping, not %T",
                           mapping);
    return ouro__mapping_proxy_new(rt, mapping);
}

OURO_METHOD(proxy_get)
{
    (void)kwnames;
    return ouro__call_method(rt, mapping_of(self), NAME(rt, get), 2, args[0],
                             nargs > 1 ? args[1] : OURO_NONE(rt));
}

OURO_METHOD(proxy_keys)
{
    OURO_NO_ARGUMENTS;
    return ouro__call_method(rt, mapping_of(self), NAME(rt, keys), 0);
}

OURO_METHOD(proxy_values)
{
    OURO_NO_ARGUMENTS;
    return ouro__call_method(rt, mapping_of(self), NAME(rt, values), 0);
}

OURO_METHOD(proxy_items)
{
    OURO_NO_ARGUMENTS;
    return ouro__call_method(rt, mapping_of(self), NAME(rt, items), 0);
}

OURO_METHOD(proxy_copy)
{
    OURO_NO_ARGUMENTS;
    return ouro__call_method(rt, mapping_of(self), NAME(rt, copy), 0);
}

OURO_METHOD(proxy_reversed)
{
    OURO_NO_ARGUMENTS;
    return ouro__call_method(rt, mapping_of(self), NAME(rt, __reversed__), 0);
}

static const ouro_number_slots proxy_number = {
    .binary = {[OURO_OR] = proxy_or},
    .inplace = {[OURO_OR] = proxy_inplace_or},
};

static const ouro_method_def proxy_methods[] = {
    {"get", proxy_get, 0, 1, 2, "The key's value, or the default if it is missing."},
    {"keys", proxy_keys, 0, 0, 0, "The keys of the mapping."},
    {"values", proxy_values, 0, 0, 0, "The values of the mapping."},
    {"items", proxy_items, 0, 0, 0, "The (key, value) pairs of the mapping."},
    {"copy", proxy_copy, 0, 0, 0, "A copy of the mapping."},
    {"__class_getitem__", ouro__generic_class_getitem, OURO_METH_CLASS, 1, 1, NULL},
    {"__reversed__", proxy_reversed, 0, 0, 0, "An iterator from the last key to the first."},
    {0},
};

OURO_BUILTIN_TYPE(mapping_proxy) = {
    .id = OURO_T_MAPPING_PROXY,
    .slots = {.name = "mappingproxy",
              .size = sizeof(ouro_mapping_proxy),
              .layout = OURO_LAYOUT_LEAF,
              .flags = OURO_TYPE_CONTAINER | OURO_TYPE_MAPPING_PATTERN,
              .fields = proxy_fields,
              .repr = proxy_repr,
              .str = proxy_str,
              .hash = ouro__hash_not_implemented,
              .compare = proxy_compare,
              .iter = proxy_iter,
              .length = proxy_length,
              .getitem = proxy_getitem,
              .contains = proxy_contains,
              .new_ = proxy_new,
              .number = &proxy_number},
    .methods = proxy_methods,
    .doc = "mappingproxy(mapping)\n--\n\nA read-only view of a mapping.",
};
