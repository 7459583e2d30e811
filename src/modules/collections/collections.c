/* The _collections module: counting, and the descriptor of namedtuples; its other types stand beside this file. */
#include "modules/collections/collections.h"

#include "modules/modules.h"
#include "types/class_internal.h"
#include "types/dict_table.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/str.h"

/* ---- _count_elements ---- */

/* Counts one item in a dict. */
static int count_in_dict(ouro_runtime *rt, ouro_dict *d, ouro_object *key)
{
    int64_t hash = ouro__key_hash(rt, key), place;
    if (hash == -1 || (place = ouro__dict_find(rt, d, key, hash)) == OURO__DICT_FAILED)
        return -1;
    if (place == OURO__DICT_MISSING)
        return ouro__dict_insert(rt, d, ouro_ref(key), hash, ouro__int_new(rt, 1));
    ouro_object *old = ouro__dict_entry(d->keys, (size_t)place)->value, *count;
    if (ouro__likely(ouro__int_is_small(old) && ((ouro_int *)old)->value < INT64_MAX)) {
        count = ouro__int_new(rt, ((ouro_int *)old)->value + 1);
        if (count)
            ouro__dict_replace(rt, d, place, count);
        return count ? 0 : -1;
    }
    ouro_incref(old);
    count = ouro__binary(rt, OURO_ADD, old, ouro__int_new(rt, 1));
    ouro_decref(rt, old);
    int status = count ? ouro__dict_set_hashed(rt, &d->head, key, hash, count) : -1;
    ouro_xdecref(rt, count);
    return status;
}

/* Counts one item in any mapping. */
static int count_in_mapping(ouro_runtime *rt, ouro_object *mapping, ouro_object *get, ouro_object *key)
{
    ouro_object *old = ouro__call2(rt, get, key, ouro__int_new(rt, 0));
    ouro_object *count = old ? ouro__binary(rt, OURO_ADD, old, ouro__int_new(rt, 1)) : NULL;
    int status = count ? ouro__setitem(rt, mapping, key, count) : -1;
    ouro_xdecref(rt, old);
    ouro_xdecref(rt, count);
    return status;
}

/* A dict whose class has neither a get nor a __setitem__ of its own. */
static bool counts_as_dict(ouro_runtime *rt, ouro_object *mapping)
{
    ouro_type *type = ouro__type_of(rt, mapping), *dict = ouro__type_at(rt, OURO_WORD(OURO_T_DICT));
    return ouro__is_dict(rt, mapping) && type->setitem == dict->setitem &&
           ouro__class_lookup(rt, type, NAME(rt, get)) == ouro__class_lookup(rt, dict, NAME(rt, get));
}

OURO_C_FUNCTION(collections_count_elements)
{
    ouro_iteration it;
    ouro_object *get = NULL, *item;
    bool plain = counts_as_dict(rt, args[0]);
    if (rt->error || (!plain && !(get = ouro__getattr(rt, args[0], NAME(rt, get)))))
        return NULL;
    if (ouro__iterate(rt, &it, args[1]) < 0) {
        ouro_xdecref(rt, get);
        return NULL;
    }
    int status = 0;
    while (status == 0 && (item = ouro__iterate_next(rt, &it))) {
        status =
            plain ? count_in_dict(rt, (ouro_dict *)args[0], item) : count_in_mapping(rt, args[0], get, item);
        ouro_decref(rt, item);
    }
    ouro_xdecref(rt, get);
    return ouro__iterate_end(rt, &it) < 0 ? NULL : OURO_NONE(rt);
}

/* ---- _tuplegetter ---- */

/* The item of a tuple as an attribute. */
typedef struct tuple_getter {
    ouro_object head;
    int64_t index;
    ouro_object *doc;
} tuple_getter;

static const uint16_t getter_fields[] = {offsetof(tuple_getter, doc), 0};

static ouro_object *getter_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                               ouro_object *kwnames)
{
    int64_t index;
    if (ouro__check_unpacked(rt, "_tuplegetter", nargs, kwnames, 2, 2) < 0 ||
        ouro__index_argument(rt, args[0], &index) < 0)
        return NULL;
    tuple_getter *g = (tuple_getter *)ouro__instance_new(rt, cls);
    if (!g)
        return NULL;
    g->index = index;
    ouro__slot_init(&g->doc, ouro_ref(args[1]));
    return &g->head;
}

static ouro_object *getter_get(ouro_runtime *rt, ouro_object *descr, ouro_object *o, ouro_object *cls)
{
    (void)cls;
    tuple_getter *g = (tuple_getter *)descr;
    if (!o || o == OURO_NONE(rt))
        return ouro_ref(descr);
    if (ouro__unlikely(!ouro__is_tuple(rt, o)))
        return ouro__raise(rt, OURO_T_TYPE_ERROR,
                           "descriptor for index '%lld' for tuple subclasses doesn't apply to '%T' object",
                           (long long)g->index, o);
    const ouro_tuple *t = (const ouro_tuple *)o;
    if (ouro__unlikely((uint64_t)g->index >= t->count))
        return ouro__raise(rt, OURO_T_INDEX_ERROR, "tuple index out of range");
    return ouro_ref(t->items[g->index]);
}

static int getter_set(ouro_runtime *rt, ouro_object *descr, ouro_object *o, ouro_object *value)
{
    (void)descr, (void)o;
    ouro__raise(rt, OURO_T_ATTRIBUTE_ERROR, value ? "can't set attribute" : "can't delete attribute");
    return -1;
}

static ouro_object *getter_arguments(ouro_runtime *rt, const tuple_getter *g)
{
    return ouro__pack(rt, 2, ouro__int_new(rt, g->index), ouro_ref(g->doc ? g->doc : OURO_NONE(rt)));
}

static ouro_object *getter_repr(ouro_runtime *rt, ouro_object *o)
{
    const tuple_getter *g = (const tuple_getter *)o;
    return ouro__str_format(rt, "_tuplegetter(%lld, %R)", (long long)g->index,
                            g->doc ? g->doc : OURO_NONE(rt));
}

OURO_METHOD(getter_reduce)
{
    OURO_NO_ARGUMENTS;
    return ouro__reduce(rt, self, getter_arguments(rt, (tuple_getter *)self));
}

static const ouro_method_def getter_methods[] = {{"__reduce__", getter_reduce, 0, 0, 0, NULL}, {0}};
static const ouro_member_def getter_members[] = {{"__doc__", offsetof(tuple_getter, doc), false, true, NULL},
                                                 {0}};

OURO_BUILTIN_TYPE(tuple_getter) = {
    .id = OURO_T_TUPLE_GETTER,
    .slots = {.name = "_collections._tuplegetter",
              .size = sizeof(tuple_getter),
              .flags = OURO_TYPE_CONTAINER,
              .fields = getter_fields,
              .repr = getter_repr,
              .descr_get = getter_get,
              .descr_set = getter_set,
              .new_ = getter_new},
    .methods = getter_methods,
    .members = getter_members,
    .module = "_collections",
};

/* ---- The module ---- */

static const ouro_method_def functions[] = {
    {"_count_elements", collections_count_elements, 0, 2, 2,
     "_count_elements($module, mapping, iterable, /)\n--\n\nCount elements in the iterable, updating the "
     "mapping"},
    {0},
};

static int exec(ouro_runtime *rt, ouro_object *module)
{
    static const ouro_module_type types[] = {
        {&ouro__builtin_deque, "deque"},
        {&ouro__builtin_deque_iterator, "_deque_iterator"},
        {&ouro__builtin_deque_reverse_iterator, "_deque_reverse_iterator"},
        {&ouro__builtin_defaultdict, "defaultdict"},
        {&ouro__builtin_tuple_getter, "_tuplegetter"},
        {&ouro__builtin_ordered_dict, "OrderedDict"},
        {&ouro__builtin_ordered_dict_iterator, NULL},
        {&ouro__builtin_ordered_dict_keys, NULL},
        {&ouro__builtin_ordered_dict_values, NULL},
        {&ouro__builtin_ordered_dict_items, NULL},
        {NULL, NULL}};
    return ouro__module_add_types(rt, module, types);
}

const ouro_module_def ouro__module_collections = {"_collections", functions, exec,
                                                  "High performance data structures."};
