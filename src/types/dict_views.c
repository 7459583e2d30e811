/* dict_keys, dict_values, dict_items: windows on a dict, the first and last of them with the operations of
 * sets. */
#include "types/dict_views.h"

#include "object/slot.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/list.h"
#include "types/mapping_proxy.h"
#include "types/protocol.h"
#include "types/set.h"
#include "types/set_table.h"
#include "types/str.h"
#include "types/tuple.h"
#include "types/types.h"

static const uint16_t view_fields[] = {offsetof(ouro_dict_view, dict), 0};

ouro_object *ouro__dict_view_new(ouro_runtime *rt, enum ouro_type_id id, ouro_object *dict)
{
    ouro_dict_view *v = ouro__new_container(rt, sizeof *v, OURO_WORD(id));
    if (!v)
        return NULL;
    ouro__slot_init(&v->dict, ouro_ref(dict));
    ouro__track(&v->head);
    return &v->head;
}

static ouro_object *dict_of(ouro_object *view)
{
    return ((ouro_dict_view *)view)->dict;
}

static bool is_set_view(const ouro_object *o)
{
    switch (ouro__type_index(o)) {
    case OURO_T_DICT_KEYS:
    case OURO_T_DICT_ITEMS:
    case OURO_T_ORDERED_DICT_KEYS:
    case OURO_T_ORDERED_DICT_ITEMS:
        return true;
    default:
        return false;
    }
}

static int64_t view_length(ouro_runtime *rt, ouro_object *v)
{
    (void)rt;
    return (int64_t)ouro__dict_count(dict_of(v));
}

static ouro_object *view_repr(ouro_runtime *rt, ouro_object *v)
{
    int entered = ouro__repr_enter(rt, v);
    if (entered != 0)
        return entered < 0 ? NULL : ouro__str_from_ascii(rt, "...", 3);
    ouro_object *list = ouro__list_from_iterable(rt, v);
    ouro_object *text = list ? ouro__str_format(rt, "%T(%R)", v, list) : NULL;
    ouro_xdecref(rt, list);
    ouro__repr_leave(rt, v);
    return text;
}

static ouro_object *keys_iter(ouro_runtime *rt, ouro_object *v)
{
    return ouro__dict_iterator_new(rt, OURO_T_DICT_KEY_ITERATOR, dict_of(v));
}

static ouro_object *values_iter(ouro_runtime *rt, ouro_object *v)
{
    return ouro__dict_iterator_new(rt, OURO_T_DICT_VALUE_ITERATOR, dict_of(v));
}

static ouro_object *items_iter(ouro_runtime *rt, ouro_object *v)
{
    return ouro__dict_iterator_new(rt, OURO_T_DICT_ITEM_ITERATOR, dict_of(v));
}

OURO_METHOD(view_reversed)
{
    OURO_NO_ARGUMENTS;
    enum ouro_type_id id = ouro__is_exactly(self, OURO_T_DICT_KEYS)     ? OURO_T_DICT_REVERSE_KEY_ITERATOR
                           : ouro__is_exactly(self, OURO_T_DICT_VALUES) ? OURO_T_DICT_REVERSE_VALUE_ITERATOR
                                                                        : OURO_T_DICT_REVERSE_ITEM_ITERATOR;
    return ouro__dict_iterator_new(rt, id, dict_of(self));
}

static int keys_contains(ouro_runtime *rt, ouro_object *v, ouro_object *key)
{
    return ouro__dict_contains(rt, dict_of(v), key);
}

static int items_contains(ouro_runtime *rt, ouro_object *v, ouro_object *item)
{
    if (!ouro__is_tuple(rt, item) || ((ouro_tuple *)item)->count != 2)
        return 0;
    ouro_tuple *pair = (ouro_tuple *)item;
    ouro_object *value = ouro__dict_get(rt, dict_of(v), pair->items[0]);
    if (!value)
        return ouro__error_pending(rt) ? -1 : 0;
    ouro_incref(value);
    int equal = ouro__compare_bool(rt, value, pair->items[1], OURO_EQ);
    ouro_decref(rt, value);
    return equal;
}

/* Whether all items of `v` are in `other`: 1, 0, -1. */
static int all_in(ouro_runtime *rt, ouro_object *v, ouro_object *other)
{
    ouro_iteration it;
    if (ouro__iterate(rt, &it, v) < 0)
        return -1;
    int all = 1;
    ouro_object *item;
    while (all > 0 && (item = ouro__iterate_next(rt, &it))) {
        all = ouro__contains(rt, other, item);
        ouro_decref(rt, item);
    }
    return ouro__iterate_end(rt, &it) < 0 ? -1 : all;
}

static ouro_object *view_compare(ouro_runtime *rt, ouro_object *v, ouro_object *other, int op)
{
    if (!ouro__is_any_set(rt, other) && !is_set_view(other))
        return OURO_NOT_IMPLEMENTED(rt);
    int64_t mine = view_length(rt, v), theirs = ouro__length(rt, other);
    if (theirs < 0)
        return NULL;
    int holds;
    switch (op) {
    case OURO_LT:
        holds = mine < theirs ? all_in(rt, v, other) : 0;
        break;
    case OURO_LE:
        holds = mine <= theirs ? all_in(rt, v, other) : 0;
        break;
    case OURO_GT:
        holds = mine > theirs ? all_in(rt, other, v) : 0;
        break;
    case OURO_GE:
        holds = mine >= theirs ? all_in(rt, other, v) : 0;
        break;
    default:
        holds = mine == theirs ? all_in(rt, v, other) : 0;
        if (op == OURO_NE && holds >= 0)
            holds = !holds;
        break;
    }
    return holds < 0 ? NULL : ouro__bool(rt, holds);
}

/* The elements of an operand: keys of a plain dict are taken from its table, which may change meanwhile. */
static ouro_object *set_of(ouro_runtime *rt, ouro_object *operand)
{
    if (ouro__is_exactly(operand, OURO_T_DICT_KEYS) && ouro__is_exactly(dict_of(operand), OURO_T_DICT))
        operand = dict_of(operand);
    return ouro__set_new(rt, operand);
}

/* The operands may be a view and any iterable, either way round. */
static ouro_object *view_subtract(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    ouro_object *set = set_of(rt, a);
    if (set && ouro__set_difference_update(rt, set, b) < 0) {
        ouro_decref(rt, set);
        return NULL;
    }
    return set;
}

static ouro_object *view_or(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    ouro_object *set = set_of(rt, a);
    if (set && ouro__set_update(rt, set, b) < 0) {
        ouro_decref(rt, set);
        return NULL;
    }
    return set;
}

/* Adds to `set` the items of a dict that `rest`, a copy of another, lacks, and takes out of `rest` those of both. */
static int split_items(ouro_runtime *rt, ouro_object *set, ouro_object *rest, ouro_object *dict)
{
    ouro_object *key, *value, *pair[2];
    int status = 0;
    for (size_t position = 0; status == 0 && ouro__dict_next(rt, dict, &position, &key, &value);) {
        pair[0] = ouro_ref(key), pair[1] = ouro_ref(value); /* comparing runs code that may drop them */
        ouro_object *held = ouro__dict_get(rt, rest, key);
        int both = ouro__error_pending(rt) ? -1 : 0;
        if (held) {
            ouro_incref(held);
            both = ouro__compare_bool(rt, held, value, OURO_EQ);
            ouro_decref(rt, held);
        }
        ouro_object *item = both ? NULL : ouro__tuple_from(rt, pair, 2);
        if (both > 0)
            status = ouro__dict_pop(rt, rest, pair[0], NULL) < 0 ? -1 : 0;
        else
            status = item ? ouro__set_add(rt, set, item) : -1;
        ouro_xdecref(rt, item);
        ouro_decref(rt, pair[0]);
        ouro_decref(rt, pair[1]);
    }
    return status;
}

/* Values need no hash where both dicts have the same item: only what is left becomes members. */
static ouro_object *items_xor(ouro_runtime *rt, ouro_object *small, ouro_object *large)
{
    ouro_object *rest = ouro__dict_copy(rt, dict_of(small)), *set = ouro__set_new(rt, NULL);
    ouro_object *items = rest ? ouro__dict_view_new(rt, OURO_T_DICT_ITEMS, rest) : NULL;
    if (!set || !items || split_items(rt, set, rest, dict_of(large)) < 0 ||
        ouro__set_update(rt, set, items) < 0) {
        ouro_xdecref(rt, set);
        set = NULL;
    }
    ouro_xdecref(rt, items);
    ouro_xdecref(rt, rest);
    return set;
}

static ouro_object *view_xor(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    if (ouro__is_exactly(a, OURO_T_DICT_ITEMS) && ouro__is_exactly(b, OURO_T_DICT_ITEMS))
        return view_length(rt, a) > view_length(rt, b) ? items_xor(rt, b, a) : items_xor(rt, a, b);
    ouro_object *set = set_of(rt, a);
    if (set && ouro__set_symmetric_difference_update(rt, set, b) < 0) {
        ouro_decref(rt, set);
        return NULL;
    }
    return set;
}

/* Adds what of `others` is in `v` to a set. */
static int add_common(ouro_runtime *rt, ouro_object *set, ouro_object *v, ouro_object *others)
{
    ouro_iteration it;
    if (ouro__iterate(rt, &it, others) < 0)
        return -1;
    ouro_object *item;
    int status = 0;
    while (status >= 0 && (item = ouro__iterate_next(rt, &it))) {
        status = ouro__contains(rt, v, item);
        if (status > 0)
            status = ouro__set_add(rt, set, item);
        ouro_decref(rt, item);
    }
    return ouro__iterate_end(rt, &it);
}

static ouro_object *view_and(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    ouro_object *v = a, *other = b;
    if (!is_set_view(v))
        v = b, other = a;
    bool larger = (is_set_view(other) || ouro__is_exactly(other, OURO_T_SET)) &&
                  ouro__length(rt, other) >= view_length(rt, v);
    if (larger && ouro__is_exactly(other, OURO_T_SET))
        return ouro__set_intersection(rt, other, v);
    if (larger && view_length(rt, other) > view_length(rt, v)) {
        ouro_object *smaller = v;
        v = other, other = smaller;
    }
    ouro_object *set = ouro__set_new(rt, NULL);
    if (set && add_common(rt, set, v, other) < 0) {
        ouro_decref(rt, set);
        return NULL;
    }
    return set;
}

OURO_METHOD(view_isdisjoint)
{
    (void)nargs, (void)kwnames;
    ouro_object *v = self, *other = args[0];
    if (v == other)
        return ouro__bool(rt, view_length(rt, v) == 0);
    if ((ouro__is_any_set(rt, other) || is_set_view(other)) && ouro__length(rt, other) > view_length(rt, v))
        v = other, other = self;
    ouro_iteration it;
    if (ouro__iterate(rt, &it, other) < 0)
        return NULL;
    ouro_object *item;
    int found = 0;
    while (found == 0 && (item = ouro__iterate_next(rt, &it))) {
        found = ouro__contains(rt, v, item);
        ouro_decref(rt, item);
    }
    if (ouro__iterate_end(rt, &it) < 0)
        return NULL;
    return ouro__bool(rt, !found);
}

static ouro_object *view_mapping(ouro_runtime *rt, ouro_object *v)
{
    return ouro__mapping_proxy_new(rt, dict_of(v));
}

static const ouro_number_slots view_number = {
    .binary =
        {[OURO_SUBTRACT] = view_subtract, [OURO_AND] = view_and, [OURO_OR] = view_or, [OURO_XOR] = view_xor},
};

static const ouro_method_def set_view_methods[] = {
    {"isdisjoint", view_isdisjoint, 0, 1, 1, "Whether the view and the iterable have nothing in common."},
    {"__reversed__", view_reversed, 0, 0, 0, "An iterator from the last item to the first."},
    {0},
};

static const ouro_method_def values_methods[] = {
    {"__reversed__", view_reversed, 0, 0, 0, "An iterator from the last value to the first."},
    {0},
};

static const ouro_getset_def view_getsets[] = {
    {"mapping", view_mapping, NULL, "The dict of the view, read-only."},
    {0},
};

#define VIEW_SLOTS(type_name)                                                                                \
    .name = type_name, .size = sizeof(ouro_dict_view), .layout = OURO_LAYOUT_LEAF,                           \
    .flags = OURO_TYPE_CONTAINER | OURO_TYPE_DISALLOW_NEW, .fields = view_fields, .repr = view_repr,         \
    .length = view_length

OURO_BUILTIN_TYPE(dict_keys) = {
    .id = OURO_T_DICT_KEYS,
    .slots = {VIEW_SLOTS("dict_keys"), .hash = ouro__hash_not_implemented, .compare = view_compare,
              .iter = keys_iter, .contains = keys_contains, .number = &view_number},
    .methods = set_view_methods,
    .getsets = view_getsets,
};

OURO_BUILTIN_TYPE(dict_values) = {
    .id = OURO_T_DICT_VALUES,
    .slots = {VIEW_SLOTS("dict_values"), .iter = values_iter},
    .methods = values_methods,
    .getsets = view_getsets,
};

OURO_BUILTIN_TYPE(dict_items) = {
    .id = OURO_T_DICT_ITEMS,
    .slots = {VIEW_SLOTS("dict_items"), .hash = ouro__hash_not_implemented, .compare = view_compare,
              .iter = items_iter, .contains = items_contains, .number = &view_number},
    .methods = set_view_methods,
    .getsets = view_getsets,
};
