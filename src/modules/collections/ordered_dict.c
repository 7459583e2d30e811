/* collections.OrderedDict. */
#include "modules/collections/ordered_dict.h"

#include "types/class_internal.h"
#include "types/exception.h"
#include "types/list.h"
#include "types/str.h"

static ouro_type *dict_type(ouro_runtime *rt)
{
    return ouro__type_at(rt, OURO_WORD(OURO_T_DICT));
}

static bool is_ordered(ouro_runtime *rt, ouro_object *o)
{
    return ouro__is_exactly(o, OURO_T_ORDERED_DICT) ||
           ouro__is_subtype(rt, ouro__class_of(rt, o), ouro__class_at(rt, OURO_T_ORDERED_DICT));
}

/* Whether items are set as dict does it. */
static bool sets_plainly(ouro_runtime *rt, ouro_object *self)
{
    return ouro__type_of(rt, self)->setitem == dict_type(rt)->setitem;
}

/* ---- update, as collections.abc.MutableMapping has it ---- */

static int set_pair(ouro_runtime *rt, ouro_object *self, ouro_object *pair)
{
    ouro_iteration it;
    ouro_object *key, *value = NULL, *more = NULL;
    if (ouro__iterate(rt, &it, pair) < 0)
        return -1;
    key = ouro__iterate_next(rt, &it);
    if (key)
        value = ouro__iterate_next(rt, &it);
    if (value)
        more = ouro__iterate_next(rt, &it);
    int status = ouro__iterate_end(rt, &it);
    if (status == 0 && (!value || more)) {
        ouro__raise(rt, OURO_T_VALUE_ERROR,
                    more  ? "too many values to unpack (expected 2)"
                    : key ? "need more than 1 value to unpack"
                          : "need more than 0 values to unpack");
        status = -1;
    }
    if (status == 0)
        status = ouro__setitem(rt, self, key, value);
    ouro_xdecref(rt, key);
    ouro_xdecref(rt, value);
    ouro_xdecref(rt, more);
    return status;
}

/* Sets each of some pairs (taken over; NULL: making them failed). */
static int set_pairs(ouro_runtime *rt, ouro_object *self, ouro_object *pairs_owned)
{
    ouro_iteration it;
    ouro_object *pair;
    int status = pairs_owned ? ouro__iterate(rt, &it, pairs_owned) : -1;
    ouro_xdecref(rt, pairs_owned);
    if (status < 0)
        return -1;
    while (status == 0 && (pair = ouro__iterate_next(rt, &it))) {
        status = set_pair(rt, self, pair);
        ouro_decref(rt, pair);
    }
    return ouro__iterate_end(rt, &it) < 0 ? -1 : status;
}

/* Sets the items of a mapping for some keys (taken over). */
static int set_keys(ouro_runtime *rt, ouro_object *self, ouro_object *mapping, ouro_object *keys_owned)
{
    ouro_iteration it;
    ouro_object *key;
    int status = keys_owned ? ouro__iterate(rt, &it, keys_owned) : -1;
    ouro_xdecref(rt, keys_owned);
    if (status < 0)
        return -1;
    while (status == 0 && (key = ouro__iterate_next(rt, &it))) {
        ouro_object *value = ouro__getitem(rt, mapping, key);
        status = value ? ouro__setitem(rt, self, key, value) : -1;
        ouro_xdecref(rt, value);
        ouro_decref(rt, key);
    }
    return ouro__iterate_end(rt, &it) < 0 ? -1 : status;
}

static int update_from(ouro_runtime *rt, ouro_object *self, ouro_object *other)
{
    bool exact = ouro__is_exactly(other, OURO_T_DICT) || ouro__is_exactly(other, OURO_T_ORDERED_DICT);
    if (exact && sets_plainly(rt, self))
        return ouro__dict_merge(rt, self, other, true);
    if (ouro__is_exactly(other, OURO_T_DICT))
        return set_pairs(rt, self, ouro__dict_items_list(rt, other));
    ouro_object *method;
    int found = ouro__getattr_optional(rt, other, NAME(rt, keys), &method);
    if (found) {
        ouro_object *keys = found > 0 ? ouro__call0(rt, method) : NULL;
        ouro_xdecref(rt, method);
        return set_keys(rt, self, other, keys);
    }
    found = ouro__getattr_optional(rt, other, NAME(rt, items), &method);
    if (found) {
        ouro_object *items = found > 0 ? ouro__call0(rt, method) : NULL;
        ouro_xdecref(rt, method);
        return set_pairs(rt, self, items);
    }
    return set_pairs(rt, self, ouro_ref(other));
}

static int update_all(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                      ouro_object *kwnames)
{
    if (nargs && update_from(rt, self, args[0]) < 0)
        return -1;
    for (size_t i = 0; kwnames && i < ((ouro_tuple *)kwnames)->count; i++)
        if (ouro__setitem(rt, self, ((ouro_tuple *)kwnames)->items[i], args[nargs + i]) < 0)
            return -1;
    return 0;
}

static int ordered_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                        ouro_object *kwnames)
{
    if (nargs > 1) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "expected at most 1 arguments, got %zu", nargs);
        return -1;
    }
    return update_all(rt, self, args, nargs, kwnames);
}

OURO_METHOD(ordered_update)
{
    if (nargs > 1)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "update() takes at most 1 positional argument (%zu given)",
                           nargs);
    return update_all(rt, self, args, nargs, kwnames) < 0 ? NULL : OURO_NONE(rt);
}

OURO_METHOD(ordered_fromkeys)
{
    static const char *const names[] = {"iterable", "value", NULL};
    static const ouro_signature signature = {"fromkeys", names, 0, 2, 1, 0};
    ouro_object *given[2], *key;
    ouro_iteration it;
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, given) < 0)
        return NULL;
    ouro_object *d = ouro__call0(rt, self), *value = given[1] ? given[1] : OURO_NONE(rt);
    int status = d ? ouro__iterate(rt, &it, given[0]) : -1;
    if (status == 0) {
        while (status == 0 && (key = ouro__iterate_next(rt, &it))) {
            status = ouro__setitem(rt, d, key, value);
            ouro_decref(rt, key);
        }
        if (ouro__iterate_end(rt, &it) < 0)
            status = -1;
    }
    if (status == 0)
        return d;
    ouro_xdecref(rt, d);
    return NULL;
}

/* ---- Items ---- */

/* The place of a key: MISSING, FAILED. */
static int64_t find(ouro_runtime *rt, ouro_object *self, ouro_object *key)
{
    int64_t hash = ouro__key_hash(rt, key);
    return hash == -1 ? OURO__DICT_FAILED : ouro__dict_find(rt, (ouro_dict *)self, key, hash);
}

OURO_METHOD(ordered_setdefault)
{
    static const char *const names[] = {"key", "default", NULL};
    static const ouro_signature signature = {"setdefault", names, 0, 2, 1, 0};
    ouro_object *given[2];
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, given) < 0)
        return NULL;
    ouro_object *value = given[1] ? given[1] : OURO_NONE(rt);
    if (ouro__is_exactly(self, OURO_T_ORDERED_DICT)) {
        value = ouro__dict_set_default(rt, self, given[0], value);
        return value ? ouro_ref(value) : NULL;
    }
    int there = ouro__contains(rt, self, given[0]);
    if (there < 0)
        return NULL;
    if (there)
        return ouro__getitem(rt, self, given[0]);
    return ouro__setitem(rt, self, given[0], value) < 0 ? NULL : ouro_ref(value);
}

OURO_METHOD(ordered_pop)
{
    static const char *const names[] = {"key", "default", NULL};
    static const ouro_signature signature = {"pop", names, 0, 2, 1, 0};
    ouro_object *given[2], *value;
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, given) < 0)
        return NULL;
    int found = ouro__dict_pop(rt, self, given[0], &value);
    if (found)
        return found > 0 ? value : NULL;
    return given[1] ? ouro_ref(given[1]) : ouro__raise_object(rt, OURO_T_KEY_ERROR, given[0]);
}

/* The argument `last`: 1, 0, -1. */
static int is_last(ouro_runtime *rt, ouro_object *given)
{
    return given ? ouro__truth(rt, given) : 1;
}

OURO_METHOD(ordered_popitem)
{
    static const char *const names[] = {"last", NULL};
    static const ouro_signature signature = {"popitem", names, 0, 1, 0, 0};
    ouro_object *given;
    int last;
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, &given) < 0 ||
        (last = is_last(rt, given)) < 0)
        return NULL;
    ouro_tuple *pair = ouro__tuple_alloc(rt, 2); /* first, so that refused memory leaves the dict as it was */
    if (!pair)
        return NULL;
    ouro_dict *d = (ouro_dict *)self;
    if (!d->used) {
        ouro_decref(rt, &pair->head);
        return ouro__raise(rt, OURO_T_KEY_ERROR, "dictionary is empty");
    }
    ouro_object *key, *value;
    if (last)
        ouro__dict_remove_last(rt, d, &key, &value);
    else
        ouro__dict_remove(rt, d, ouro__dict_first(d), &key, &value);
    ouro__slot_init(&pair->items[0], key);
    ouro__slot_init(&pair->items[1], value);
    ouro__tuple_ready(rt, pair);
    return &pair->head;
}

OURO_METHOD(ordered_move_to_end)
{
    static const char *const names[] = {"key", "last", NULL};
    static const ouro_signature signature = {"move_to_end", names, 0, 2, 1, 0};
    ouro_object *given[2];
    int last;
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, given) < 0 ||
        (last = is_last(rt, given[1])) < 0)
        return NULL;
    ouro_dict *d = (ouro_dict *)self;
    int64_t place = d->used ? find(rt, self, given[0]) : OURO__DICT_MISSING;
    if (place == OURO__DICT_FAILED)
        return NULL;
    if (place == OURO__DICT_MISSING)
        return ouro__raise_object(rt, OURO_T_KEY_ERROR, given[0]);
    int status = last ? ouro__dict_move_to_end(rt, d, place) : ouro__dict_move_to_front(rt, d, place);
    return status < 0 ? NULL : OURO_NONE(rt);
}

OURO_METHOD(ordered_clear)
{
    OURO_NO_ARGUMENTS;
    ouro__dict_clear(rt, self);
    return OURO_NONE(rt);
}

/* ---- Copies and comparison ---- */

static int copy_items(ouro_runtime *rt, ouro_object *self, ouro_object *copy)
{
    ouro_object *keys = ouro__dict_keys_list(rt, self);
    int status = keys ? 0 : -1;
    for (uint32_t i = 0; status == 0 && i < ((ouro_list *)keys)->count; i++) {
        ouro_object *key = ((ouro_list *)keys)->items[i], *value = ouro__getitem(rt, self, key);
        status = value ? ouro__setitem(rt, copy, key, value) : -1;
        ouro_xdecref(rt, value);
    }
    ouro_xdecref(rt, keys);
    return status;
}

OURO_METHOD(ordered_copy)
{
    OURO_NO_ARGUMENTS;
    ouro_object *cls = ouro__class_of(rt, self);
    bool exact = ouro__is_exactly(self, OURO_T_ORDERED_DICT);
    ouro_object *copy = exact
                            ? ouro__type_at(rt, OURO_WORD(OURO_T_ORDERED_DICT))->new_(rt, cls, NULL, 0, NULL)
                            : ouro__call0(rt, cls);
    if (!copy)
        return NULL;
    int status =
        exact ? ouro__dict_clone_into(rt, (ouro_dict *)copy, (ouro_dict *)self) : copy_items(rt, self, copy);
    if (status == 0)
        return copy;
    ouro_decref(rt, copy);
    return NULL;
}

/* Whether the keys of two dicts of as many items come in the same order: 1, 0, -1. */
static int same_order(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    ouro_object *left = ouro__dict_keys_list(rt, a), *right = left ? ouro__dict_keys_list(rt, b) : NULL;
    int same = right ? 1 : -1;
    for (uint32_t i = 0; same > 0 && i < ((ouro_list *)left)->count && i < ((ouro_list *)right)->count; i++)
        same = ouro__compare_bool(rt, ((ouro_list *)left)->items[i], ((ouro_list *)right)->items[i], OURO_EQ);
    ouro_xdecref(rt, left);
    ouro_xdecref(rt, right);
    return same;
}

static ouro_object *ordered_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b, int op)
{
    if ((op != OURO_EQ && op != OURO_NE) || !ouro__is_dict(rt, b) || !ouro__is_dict(rt, a))
        return OURO_NOT_IMPLEMENTED(rt);
    ouro_object *answer = dict_type(rt)->compare(rt, a, b, OURO_EQ);
    if (!answer)
        return NULL;
    int same = answer == OURO_TRUE(rt);
    ouro_decref(rt, answer);
    if (same && is_ordered(rt, a) && is_ordered(rt, b))
        same = same_order(rt, a, b);
    return same < 0 ? NULL : ouro__bool(rt, same == (op == OURO_EQ));
}

static ouro_object *ordered_or(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    ouro_object *self = is_ordered(rt, a) ? a : b, *other = self == a ? b : a;
    if (!ouro__is_dict(rt, other))
        return OURO_NOT_IMPLEMENTED(rt);
    ouro_object *result = ouro__call1(rt, ouro__class_of(rt, self), a);
    if (result && update_from(rt, result, b) < 0) {
        ouro_decref(rt, result);
        return NULL;
    }
    return result;
}

static ouro_object *ordered_inplace_or(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    return update_from(rt, a, b) < 0 ? NULL : ouro_ref(a);
}

static const ouro_number_slots ordered_number = {.binary = {[OURO_OR] = ordered_or},
                                                 .inplace = {[OURO_OR] = ordered_inplace_or}};

/* ---- Text and pickling ---- */

/* The pairs as a list: owned. */
static ouro_object *pairs_of(ouro_runtime *rt, ouro_object *self)
{
    if (ouro__is_exactly(self, OURO_T_ORDERED_DICT))
        return ouro__dict_items_list(rt, self);
    ouro_object *items = ouro__call_method(rt, self, NAME(rt, items), 0);
    ouro_object *list = items ? ouro__list_from_iterable(rt, items) : NULL;
    ouro_xdecref(rt, items);
    return list;
}

static ouro_object *ordered_repr(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *name = ((ouro_class *)ouro__class_of(rt, self))->name;
    if (!ouro__dict_count(self))
        return ouro__str_format(rt, "%U()", name);
    int entered = ouro__repr_enter(rt, self);
    if (entered)
        return entered < 0 ? NULL : ouro__str_from_ascii(rt, "...", 3);
    ouro_object *pairs = pairs_of(rt, self);
    ouro_object *text = pairs ? ouro__str_format(rt, "%U(%R)", name, pairs) : NULL;
    ouro_xdecref(rt, pairs);
    ouro__repr_leave(rt, self);
    return text;
}

OURO_METHOD(ordered_reduce)
{
    OURO_NO_ARGUMENTS;
    ouro_object *state = ouro__call_method(rt, self, NAME(rt, __getstate__), 0);
    ouro_object *items = state ? ouro__call_method(rt, self, NAME(rt, items), 0) : NULL;
    ouro_object *iterator = items ? ouro__iter(rt, items) : NULL;
    ouro_xdecref(rt, items);
    return ouro__pack(rt, 5, ouro_ref(ouro__class_of(rt, self)), OURO_EMPTY_TUPLE(rt), state, OURO_NONE(rt),
                      iterator);
}

/* ---- Iteration ---- */

static ouro_object *ordered_iter(ouro_runtime *rt, ouro_object *self)
{
    return ouro__ordered_iterator(rt, self, OURO_ORDERED_KEYS, false);
}

OURO_METHOD(ordered_reversed)
{
    OURO_NO_ARGUMENTS;
    return ouro__ordered_iterator(rt, self, OURO_ORDERED_KEYS, true);
}

OURO_METHOD(ordered_keys)
{
    OURO_NO_ARGUMENTS;
    return ouro__ordered_view(rt, self, OURO_ORDERED_KEYS);
}

OURO_METHOD(ordered_values)
{
    OURO_NO_ARGUMENTS;
    return ouro__ordered_view(rt, self, OURO_ORDERED_VALUES);
}

OURO_METHOD(ordered_items)
{
    OURO_NO_ARGUMENTS;
    return ouro__ordered_view(rt, self, OURO_ORDERED_ITEMS);
}

/* ---- The type ---- */

static ouro_object *get_dict(ouro_runtime *rt, ouro_object *self)
{
    return ouro__instance_dict_def.get(rt, self);
}

static int set_dict(ouro_runtime *rt, ouro_object *self, ouro_object *value)
{
    if (value)
        return ouro__instance_dict_def.set(rt, self, value);
    ouro__raise(rt, OURO_T_TYPE_ERROR, "cannot delete __dict__");
    return -1;
}

static size_t ordered_size_of(ouro_runtime *rt, ouro_object *o)
{
    return ouro__type_of(rt, o)->size + ouro__dict_table_bytes(((ouro_dict *)o)->keys);
}

static const ouro_getset_def ordered_getsets[] = {{"__dict__", get_dict, set_dict, NULL}, {0}};

static const ouro_method_def ordered_methods[] = {
    {"fromkeys", ordered_fromkeys, OURO_METH_CLASS | OURO_METH_KEYWORDS, 0, -1,
     "fromkeys($type, /, iterable, value=None)\n--\n\nCreate a new ordered dictionary with keys from "
     "iterable and values set to "
     "value."},
    {"__reduce__", ordered_reduce, 0, 0, 0, "Return state information for pickling"},
    {"setdefault", ordered_setdefault, OURO_METH_KEYWORDS, 0, -1,
     "setdefault($self, /, key, default=None)\n--\n\nInsert key with a value of default if key is not in the "
     "dictionary.\n\n"
     "Return the value for key if key is in the dictionary, else default."},
    {"pop", ordered_pop, OURO_METH_KEYWORDS, 0, -1,
     "pop($self, /, key, default=<unrepresentable>)\n--\n\nod.pop(key[,default]) -> v, remove specified key "
     "and return the "
     "corresponding value.\n\nIf the key is not found, return the default if given; otherwise,\nraise a "
     "KeyError."},
    {"popitem", ordered_popitem, OURO_METH_KEYWORDS, 0, -1,
     "popitem($self, /, last=True)\n--\n\nRemove and return a (key, value) pair from the "
     "dictionary.\n\nPairs are returned in "
     "LIFO order if last is true or FIFO order if false."},
    {"keys", ordered_keys, 0, 0, 0, NULL},
    {"values", ordered_values, 0, 0, 0, NULL},
    {"items", ordered_items, 0, 0, 0, NULL},
    {"update", ordered_update, OURO_METH_KEYWORDS, 0, -1, NULL},
    {"clear", ordered_clear, 0, 0, 0, "od.clear() -> None.  Remove all items from od."},
    {"copy", ordered_copy, 0, 0, 0, "od.copy() -> a shallow copy of od"},
    {"__reversed__", ordered_reversed, 0, 0, 0, "od.__reversed__() <==> reversed(od)"},
    {"move_to_end", ordered_move_to_end, OURO_METH_KEYWORDS, 0, -1,
     "move_to_end($self, /, key, last=True)\n--\n\nMove an existing element to the end (or beginning if last "
     "is false).\n\nRaise "
     "KeyError if the element does not exist."},
    {0},
};

OURO_BUILTIN_TYPE(ordered_dict) = {
    .id = OURO_T_ORDERED_DICT,
    .base_id = OURO_T_DICT,
    .slots = {.name = "collections.OrderedDict",
              .size = sizeof(ouro_ordered_dict),
              .layout = OURO_LAYOUT_CALLBACK,
              .flags = OURO_TYPE_CONTAINER | OURO_TYPE_BASE | OURO_TYPE_WEAKLY_REFERENCEABLE |
                       OURO_TYPE_IS_DICT | OURO_TYPE_MAPPING_PATTERN,
              .attrs_offset = offsetof(ouro_ordered_dict, attrs),
              .traverse = ouro__dict_traverse,
              .drain = ouro__dict_drain,
              .destroy = ouro__dict_destroy,
              .size_of = ordered_size_of,
              .repr = ordered_repr,
              .hash = ouro__hash_not_implemented,
              .compare = ordered_compare,
              .iter = ordered_iter,
              .init = ordered_init,
              .number = &ordered_number},
    .methods = ordered_methods,
    .getsets = ordered_getsets,
    .doc = "Dictionary that remembers insertion order",
    .module = "collections",
};
