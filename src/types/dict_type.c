/* dict: the type and its methods. */
#include "types/class.h"
#include "types/dict_table.h"
#include "types/dict_views.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/protocol.h"
#include "types/set_table.h"
#include "types/str.h"
#include "types/tuple.h"
#include "types/types.h"

static size_t dict_size_of(ouro_runtime *rt, ouro_object *o)
{
    return ouro__type_of(rt, o)->size + ouro__dict_table_bytes(((ouro_dict *)o)->keys);
}

/* "key: value" into the builder. Both are borrowed and may leave the dict meanwhile. */
static bool write_item(ouro_runtime *rt, ouro_str_builder *b, ouro_object *key, ouro_object *value)
{
    ouro_incref(value);
    bool ok = ouro__builder_repr(b, key) == 0 && ouro__builder_ascii(b, ": ", 2) == 0 &&
              ouro__builder_repr(b, value) == 0;
    ouro_decref(rt, value);
    return ok;
}

static ouro_object *dict_repr(ouro_runtime *rt, ouro_object *o)
{
    if (ouro__dict_count(o) == 0)
        return ouro__str_from_ascii(rt, "{}", 2);
    int entered = ouro__repr_enter(rt, o);
    if (entered != 0)
        return entered < 0 ? NULL : ouro__str_from_ascii(rt, "{...}", 5);
    ouro_str_builder b;
    ouro__builder_init(&b, rt);
    bool ok = ouro__builder_char(&b, '{') == 0;
    size_t position = 0;
    ouro_object *key, *value;
    for (bool first = true; ok && ouro__dict_next(rt, o, &position, &key, &value); first = false)
        ok = (first || ouro__builder_ascii(&b, ", ", 2) == 0) && write_item(rt, &b, key, value);
    ok = ok && ouro__builder_char(&b, '}') == 0;
    ouro__repr_leave(rt, o);
    if (ok)
        return ouro__builder_finish(&b);
    ouro__builder_discard(&b);
    return NULL;
}

/* Whether `other` has an equal value for a key of another dict. 1, 0, -1. */
static int item_in(ouro_runtime *rt, ouro_object *other, ouro_object *key, int64_t hash, ouro_object *value)
{
    ouro_dict *d = (ouro_dict *)other;
    ouro_incref(key);
    ouro_incref(value);
    int64_t place = ouro__dict_find(rt, d, key, hash);
    int equal = place == OURO__DICT_FAILED ? -1 : 0;
    if (place >= 0) {
        ouro_object *theirs = ouro_ref(ouro__dict_entry(d->keys, (size_t)place)->value);
        equal = ouro__compare_bool(rt, value, theirs, OURO_EQ);
        ouro_decref(rt, theirs);
    }
    ouro_decref(rt, key);
    ouro_decref(rt, value);
    return equal;
}

static int dicts_equal(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    if (ouro__dict_count(a) != ouro__dict_count(b))
        return 0;
    size_t position = 0;
    ouro_object *key, *value;
    int64_t hash;
    while (ouro__dict_next_hashed(rt, a, &position, &key, &value, &hash)) {
        int equal = item_in(rt, b, key, hash, value);
        if (equal <= 0)
            return equal;
    }
    return 1;
}

static ouro_object *dict_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b, int op)
{
    if ((op != OURO_EQ && op != OURO_NE) || !ouro__is_dict(rt, a) || !ouro__is_dict(rt, b))
        return OURO_NOT_IMPLEMENTED(rt);
    int equal = dicts_equal(rt, a, b);
    return equal < 0 ? NULL : ouro__bool(rt, equal == (op == OURO_EQ));
}

static int64_t dict_length(ouro_runtime *rt, ouro_object *o)
{
    (void)rt;
    return (int64_t)ouro__dict_count(o);
}

/* What d[key] gives for a missing key: __missing__ of a subclass, or KeyError. */
static ouro_object *missing(ouro_runtime *rt, ouro_object *o, ouro_object *key)
{
    if (!ouro__is_exactly(o, OURO_T_DICT)) {
        ouro_object *method = ouro__lookup_special(rt, o, NAME(rt, __missing__));
        if (method) {
            ouro_object *value = ouro__call1(rt, method, key);
            ouro_decref(rt, method);
            return value;
        }
        if (ouro__error_pending(rt))
            return NULL;
    }
    return ouro__raise_object(rt, OURO_T_KEY_ERROR, key);
}

static ouro_object *dict_getitem(ouro_runtime *rt, ouro_object *o, ouro_object *key)
{
    ouro_object *value = ouro__dict_get(rt, o, key);
    if (ouro__likely(value != NULL))
        return ouro_ref(value);
    return ouro__error_pending(rt) ? NULL : missing(rt, o, key);
}

static int dict_setitem(ouro_runtime *rt, ouro_object *o, ouro_object *key, ouro_object *value)
{
    return value ? ouro__dict_set(rt, o, key, value) : ouro__dict_delete(rt, o, key);
}

static ouro_object *dict_or(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    if (!ouro__is_dict(rt, a) || !ouro__is_dict(rt, b))
        return OURO_NOT_IMPLEMENTED(rt);
    ouro_object *d = ouro__dict_copy(rt, a);
    if (d && ouro__dict_update(rt, d, b) < 0) {
        ouro_decref(rt, d);
        return NULL;
    }
    return d;
}

static ouro_object *dict_inplace_or(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    return ouro__dict_update(rt, a, b) < 0 ? NULL : ouro_ref(a);
}

static ouro_object *dict_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                             ouro_object *kwnames)
{
    OURO_NO_ARGUMENTS;
    if (cls == ouro__class_at(rt, OURO_T_DICT))
        return ouro__dict_new(rt);
    ouro_dict *d = (ouro_dict *)ouro__instance_new(rt, cls);
    if (d)
        d->keys = (ouro_dict_keys *)(uintptr_t)&ouro__dict_no_keys;
    return (ouro_object *)d;
}

/* update() and __init__: at most one positional argument, then keywords. */
static int update_from_arguments(ouro_runtime *rt, const char *name, ouro_object *self,
                                 ouro_object *const *args, size_t nargs, ouro_object *kwnames)
{
    if (ouro__check_arity(rt, name, nargs, NULL, 0, 1) < 0)
        return -1;
    if (nargs && ouro__dict_update(rt, self, args[0]) < 0)
        return -1;
    size_t keywords = kwnames ? ((ouro_tuple *)kwnames)->count : 0;
    for (size_t i = 0; i < keywords; i++) {
        if (ouro__dict_set(rt, self, ((ouro_tuple *)kwnames)->items[i], args[nargs + i]) < 0)
            return -1;
    }
    return 0;
}

static int dict_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                     ouro_object *kwnames)
{
    return update_from_arguments(rt, "dict", self, args, nargs, kwnames);
}

OURO_METHOD(dict_update)
{
    return update_from_arguments(rt, "update", self, args, nargs, kwnames) < 0 ? NULL : OURO_NONE(rt);
}

OURO_METHOD(dict_contains)
{
    (void)nargs, (void)kwnames;
    int there = ouro__dict_contains(rt, self, args[0]);
    return there < 0 ? NULL : ouro__bool(rt, there);
}

OURO_METHOD(dict_getitem_method)
{
    (void)nargs, (void)kwnames;
    return dict_getitem(rt, self, args[0]);
}

OURO_METHOD(dict_get)
{
    (void)kwnames;
    ouro_object *value = ouro__dict_get(rt, self, args[0]);
    if (value)
        return ouro_ref(value);
    if (ouro__error_pending(rt))
        return NULL;
    return nargs > 1 ? ouro_ref(args[1]) : OURO_NONE(rt);
}

OURO_METHOD(dict_setdefault)
{
    (void)kwnames;
    ouro_object *value = ouro__dict_set_default(rt, self, args[0], nargs > 1 ? args[1] : OURO_NONE(rt));
    return value ? ouro_ref(value) : NULL;
}

OURO_METHOD(dict_pop)
{
    (void)kwnames;
    ouro_object *value;
    int found = ouro__dict_pop(rt, self, args[0], &value);
    if (found != 0)
        return found > 0 ? value : NULL;
    return nargs > 1 ? ouro_ref(args[1]) : ouro__raise_object(rt, OURO_T_KEY_ERROR, args[0]);
}

OURO_METHOD(dict_popitem)
{
    OURO_NO_ARGUMENTS;
    ouro_tuple *pair = ouro__tuple_alloc(rt, 2); /* first, so that refused memory leaves the dict as it was */
    if (!pair)
        return NULL;
    if (ouro__dict_count(self) == 0) {
        ouro_decref(rt, &pair->head);
        return ouro__raise(rt, OURO_T_KEY_ERROR, "popitem(): dictionary is empty");
    }
    ouro_object *key, *value;
    ouro__dict_remove_last(rt, (ouro_dict *)self, &key, &value);
    ouro__slot_init(&pair->items[0], key);
    ouro__slot_init(&pair->items[1], value);
    ouro__tuple_ready(rt, pair);
    return &pair->head;
}

OURO_METHOD(dict_keys)
{
    OURO_NO_ARGUMENTS;
    return ouro__dict_view_new(rt, OURO_T_DICT_KEYS, self);
}

OURO_METHOD(dict_values)
{
    OURO_NO_ARGUMENTS;
    return ouro__dict_view_new(rt, OURO_T_DICT_VALUES, self);
}

OURO_METHOD(dict_items)
{
    OURO_NO_ARGUMENTS;
    return ouro__dict_view_new(rt, OURO_T_DICT_ITEMS, self);
}

OURO_METHOD(dict_clear)
{
    OURO_NO_ARGUMENTS;
    ouro__dict_clear(rt, self);
    return OURO_NONE(rt);
}

OURO_METHOD(dict_copy)
{
    OURO_NO_ARGUMENTS;
    return ouro__dict_copy(rt, self);
}

/* Keys of a plain dict are taken from its table, whatever comparing them does to it. */
static int set_all_of_dict(ouro_runtime *rt, ouro_object *d, ouro_object *keys, ouro_object *value)
{
    size_t position = 0;
    ouro_object *key, *old;
    int64_t hash;
    while (ouro__dict_next_hashed(rt, keys, &position, &key, &old, &hash)) {
        ouro_incref(key);
        int status = ouro__dict_set_hashed(rt, d, key, hash, value);
        ouro_decref(rt, key);
        if (status < 0)
            return -1;
    }
    return 0;
}

/* The keys of a set, whose hashes are known. */
static int set_all_of_set(ouro_runtime *rt, ouro_object *d, ouro_object *set, ouro_object *value)
{
    size_t position = 0;
    ouro_object *key;
    int64_t hash;
    int status = 0;
    while (status == 0 && ouro__set_next_hashed(rt, (ouro_set *)set, &position, &key, &hash)) {
        ouro_incref(key);
        status = ouro__dict_set_hashed(rt, d, key, hash, value);
        ouro_decref(rt, key);
    }
    return status;
}

OURO_METHOD(dict_fromkeys)
{
    (void)kwnames;
    ouro_object *value = nargs > 1 ? args[1] : OURO_NONE(rt);
    ouro_object *d = ouro__call0(rt, self);
    if (!d)
        return NULL;
    bool plain = ouro__is_exactly(d, OURO_T_DICT);
    bool of_dict = ouro__is_exactly(args[0], OURO_T_DICT);
    if (plain &&
        (of_dict || ouro__is_exactly(args[0], OURO_T_SET) || ouro__is_exactly(args[0], OURO_T_FROZENSET))) {
        if ((of_dict ? set_all_of_dict : set_all_of_set)(rt, d, args[0], value) < 0) {
            ouro_decref(rt, d);
            return NULL;
        }
        return d;
    }
    ouro_iteration it;
    if (ouro__iterate(rt, &it, args[0]) < 0) {
        ouro_decref(rt, d);
        return NULL;
    }
    ouro_object *key;
    int status = 0;
    while (status == 0 && (key = ouro__iterate_next(rt, &it))) {
        status = plain ? ouro__dict_set(rt, d, key, value) : ouro__setitem(rt, d, key, value);
        ouro_decref(rt, key);
    }
    if (ouro__iterate_end(rt, &it) < 0) {
        ouro_decref(rt, d);
        return NULL;
    }
    return d;
}

static const ouro_number_slots dict_number = {
    .binary = {[OURO_OR] = dict_or},
    .inplace = {[OURO_OR] = dict_inplace_or},
};

static const ouro_method_def dict_methods[] = {
    {"__contains__", dict_contains, 0, 1, 1, "__contains__($self, key, /)\n--\n\nWhether the key is there."},
    {"__getitem__", dict_getitem_method, 0, 1, 1, "x.__getitem__(y) <==> x[y]"},
    {"__reversed__", ouro__dict_reversed, 0, 0, 0,
     "__reversed__($self, /)\n--\n\nAn iterator from the last key to the first."},
    {"__class_getitem__", ouro__generic_class_getitem, OURO_METH_CLASS, 1, 1, NULL},
    {"get", dict_get, 0, 1, 2,
     "get($self, key, default=None, /)\n--\n\nThe key's value, or the default if it is missing."},
    {"setdefault", dict_setdefault, 0, 1, 2,
     "setdefault($self, key, default=None, /)\n--\n\nThe key's value, after putting the default in if it was "
     "missing."},
    {"pop", dict_pop, 0, 1, 2,
     "D.pop(k[,d]) -> v\n\nTakes the key out and returns its value. If it is missing: the default if given, "
     "else "
     "KeyError."},
    {"popitem", dict_popitem, 0, 0, 0,
     "popitem($self, /)\n--\n\nTakes the newest pair out and returns it as a tuple. KeyError if the dict is "
     "empty."},
    {"keys", dict_keys, 0, 0, 0, "A view of the keys, behaving like a set."},
    {"items", dict_items, 0, 0, 0, "A view of the (key, value) pairs, behaving like a set."},
    {"values", dict_values, 0, 0, 0, "A view of the values."},
    {"update", dict_update, OURO_METH_KEYWORDS, 0, -1,
     "D.update([E, ]**F) -> None\n\nSets the items of a mapping or of an iterable of pairs, then those of "
     "the keywords."},
    {"fromkeys", dict_fromkeys, OURO_METH_CLASS, 1, 2,
     "fromkeys($type, iterable, value=None, /)\n--\n\nA new dict with the keys of the iterable, all with one "
     "value."},
    {"clear", dict_clear, 0, 0, 0, "Removes every item."},
    {"copy", dict_copy, 0, 0, 0, "A new dict of the same items."},
    {0},
};

OURO_BUILTIN_TYPE(dict) = {
    .id = OURO_T_DICT,
    .slots = {.name = "dict",
              .size = sizeof(ouro_dict),
              .layout = OURO_LAYOUT_CALLBACK,
              .flags = OURO_TYPE_CONTAINER | OURO_TYPE_BASE | OURO_TYPE_IS_DICT | OURO_TYPE_MAPPING_PATTERN |
                       OURO_TYPE_UNTRACKABLE,
              .traverse = ouro__dict_traverse,
              .drain = ouro__dict_drain,
              .destroy = ouro__dict_destroy,
              .size_of = dict_size_of,
              .repr = dict_repr,
              .hash = ouro__hash_not_implemented,
              .compare = dict_compare,
              .iter = ouro__dict_iter,
              .length = dict_length,
              .getitem = dict_getitem,
              .setitem = dict_setitem,
              .contains = ouro__dict_contains,
              .new_ = dict_new,
              .init = dict_init,
              .number = &dict_number},
    .methods = dict_methods,
    .doc = "dict(**kwargs)\ndict(mapping, **kwargs)\ndict(iterable, **kwargs)\n\nA mapping from keys to "
           "values that "
           "keeps the order of insertion.",
};
