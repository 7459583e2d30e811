/* dict: what other files and C programs call. */
#include "types/dict.h"

#include "types/dict_table.h"
#include "types/exception.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/tuple.h"

static ouro_dict *dict_of(ouro_object *d)
{
    return (ouro_dict *)d;
}

ouro_object *ouro__dict_new(ouro_runtime *rt)
{
    ouro_dict *d = ouro__new_container(rt, sizeof *d, OURO_WORD(OURO_T_DICT));
    if (!d)
        return NULL;
    d->keys = (ouro_dict_keys *)(uintptr_t)&ouro__dict_no_keys;
    d->used = 0;
    d->mutations = 0;
    return &d->head;
}

ouro_object *ouro__dict_new_sized(ouro_runtime *rt, size_t expected)
{
    ouro_object *d = ouro__dict_new(rt);
    if (d && expected && ouro__dict_reserve(rt, dict_of(d), expected) < 0) {
        ouro_decref(rt, d);
        return NULL;
    }
    return d;
}

/* Whether its class leaves to dict what iterating over it gives. */
static bool iterates_plainly(ouro_runtime *rt, ouro_object *d)
{
    return ouro__type_of(rt, d)->iter == ouro__type_at(rt, OURO_WORD(OURO_T_DICT))->iter;
}

ouro_object *ouro__dict_copy(ouro_runtime *rt, ouro_object *from)
{
    ouro_object *d = ouro__dict_new(rt);
    if (!d || !ouro__dict_count(from))
        return d;
    int status = iterates_plainly(rt, from) ? ouro__dict_clone_into(rt, dict_of(d), dict_of(from))
                                            : ouro__dict_merge(rt, d, from, true);
    if (status < 0) {
        ouro_decref(rt, d);
        return NULL;
    }
    return d;
}

static ouro_object *value_at(ouro_object *d, int64_t place)
{
    return place < 0 ? NULL : ouro__dict_entry(dict_of(d)->keys, (size_t)place)->value;
}

ouro_object *ouro__dict_get(ouro_runtime *rt, ouro_object *d, ouro_object *key)
{
    int64_t hash = ouro__key_hash(rt, key);
    return hash == -1 ? NULL : value_at(d, ouro__dict_find(rt, dict_of(d), key, hash));
}

ouro_object *ouro__dict_get_str(ouro_runtime *rt, ouro_object *d, ouro_object *key)
{
    return value_at(d, ouro__dict_find(rt, dict_of(d), key, ouro__str_hash64(rt, key)));
}

ouro_object *ouro__dict_get_cstring(ouro_runtime *rt, ouro_object *d, const char *text)
{
    ouro_object *key = ouro__str_from_cstring(rt, text);
    if (!key)
        return NULL;
    ouro_object *value = ouro__dict_get_str(rt, d, key);
    ouro_decref(rt, key);
    return value;
}

int ouro__dict_set_hashed(ouro_runtime *rt, ouro_object *d, ouro_object *key, int64_t hash,
                          ouro_object *value)
{
    int64_t place = ouro__dict_find(rt, dict_of(d), key, hash);
    if (place == OURO__DICT_FAILED)
        return -1;
    ouro_incref(value);
    if (place >= 0) {
        ouro__dict_replace(rt, dict_of(d), place, value);
        return 0;
    }
    return ouro__dict_insert(rt, dict_of(d), ouro_ref(key), hash, value);
}

int ouro__dict_set(ouro_runtime *rt, ouro_object *d, ouro_object *key, ouro_object *value)
{
    int64_t hash = ouro__key_hash(rt, key);
    return hash == -1 ? -1 : ouro__dict_set_hashed(rt, d, key, hash, value);
}

int ouro__dict_set_cstring(ouro_runtime *rt, ouro_object *d, const char *text, ouro_object *value)
{
    ouro_object *key = ouro__str_from_cstring(rt, text);
    if (!key)
        return -1;
    int status = ouro__dict_set(rt, d, key, value);
    ouro_decref(rt, key);
    return status;
}

int ouro__dict_set_owned(ouro_runtime *rt, ouro_object *d, ouro_object *key, ouro_object *value)
{
    int status = ouro__dict_set(rt, d, key, value);
    ouro_decref(rt, key);
    ouro_decref(rt, value);
    return status;
}

int ouro__dict_pop(ouro_runtime *rt, ouro_object *d, ouro_object *key, ouro_object **value)
{
    if (value)
        *value = NULL;
    int64_t hash = ouro__key_hash(rt, key);
    if (hash == -1)
        return -1;
    int64_t place = ouro__dict_find(rt, dict_of(d), key, hash);
    if (place < 0)
        return place == OURO__DICT_FAILED ? -1 : 0;
    ouro_object *old_key, *old_value;
    ouro__dict_remove(rt, dict_of(d), place, &old_key, &old_value);
    ouro_decref(rt, old_key);
    if (value)
        *value = old_value;
    else
        ouro_decref(rt, old_value);
    return 1;
}

int ouro__dict_delete(ouro_runtime *rt, ouro_object *d, ouro_object *key)
{
    int found = ouro__dict_pop(rt, d, key, NULL);
    if (found == 0)
        ouro__raise_object(rt, OURO_T_KEY_ERROR, key);
    return found > 0 ? 0 : -1;
}

ouro_object *ouro__dict_set_default(ouro_runtime *rt, ouro_object *d, ouro_object *key, ouro_object *value)
{
    int64_t hash = ouro__key_hash(rt, key);
    if (hash == -1)
        return NULL;
    int64_t place = ouro__dict_find(rt, dict_of(d), key, hash);
    if (place != OURO__DICT_MISSING)
        return value_at(d, place);
    return ouro__dict_insert(rt, dict_of(d), ouro_ref(key), hash, ouro_ref(value)) < 0 ? NULL : value;
}

int ouro__dict_contains_hashed(ouro_runtime *rt, ouro_object *d, ouro_object *key, int64_t hash)
{
    int64_t place = ouro__dict_find(rt, dict_of(d), key, hash);
    return place >= 0 ? 1 : place == OURO__DICT_MISSING ? 0 : -1;
}

int ouro__dict_contains(ouro_runtime *rt, ouro_object *d, ouro_object *key)
{
    int64_t hash = ouro__key_hash(rt, key);
    return hash == -1 ? -1 : ouro__dict_contains_hashed(rt, d, key, hash);
}

bool ouro__dict_next(ouro_runtime *rt, ouro_object *d, size_t *position, ouro_object **key,
                     ouro_object **value)
{
    (void)rt;
    const ouro_dict_keys *keys = dict_of(d)->keys;
    while (*position < keys->entry_count) {
        const ouro_dict_entry *e = ouro__dict_entry(keys, (*position)++);
        if (e->key) {
            *key = e->key;
            *value = e->value;
            return true;
        }
    }
    return false;
}

bool ouro__dict_next_hashed(ouro_runtime *rt, ouro_object *d, size_t *position, ouro_object **key,
                            ouro_object **value, int64_t *hash)
{
    if (!ouro__dict_next(rt, d, position, key, value))
        return false;
    const ouro_dict_keys *keys = dict_of(d)->keys;
    *hash = ouro__dict_entry_hash(rt, keys->kind, ouro__dict_entry(keys, *position - 1));
    return true;
}

void ouro__dict_clear(ouro_runtime *rt, ouro_object *o)
{
    ouro_dict *d = dict_of(o);
    ouro_dict_keys *keys = d->keys;
    if (keys->entry_capacity == 0)
        return;
    d->keys = (ouro_dict_keys *)(uintptr_t)&ouro__dict_no_keys;
    d->used = 0;
    d->mutations++;
    for (size_t i = 0; i < keys->entry_count; i++) {
        ouro_dict_entry *e = ouro__dict_entry(keys, i);
        ouro_xdecref(rt, e->key);
        ouro_xdecref(rt, e->value);
    }
    ouro__buffer_free(rt, keys);
}

/* ---- Merging ---- */

static int merge_dict(ouro_runtime *rt, ouro_object *d, ouro_object *other, bool override)
{
    ouro_dict *source = dict_of(other);
    if (other == d || source->used == 0)
        return 0;
    if (dict_of(d)->keys->entry_capacity == 0)
        return ouro__dict_clone_into(rt, dict_of(d), source);
    if (dict_of(d)->used == 0 && ouro__dict_reserve(rt, dict_of(d), source->used) < 0)
        return -1;
    uint32_t mutations = source->mutations;
    size_t position = 0;
    ouro_object *key, *value;
    int64_t hash;
    while (ouro__dict_next_hashed(rt, other, &position, &key, &value, &hash)) {
        ouro_incref(key);
        ouro_incref(value);
        int status = 0;
        int64_t place = ouro__dict_find(rt, dict_of(d), key, hash);
        if (place == OURO__DICT_FAILED)
            status = -1;
        else if (place == OURO__DICT_MISSING)
            status = ouro__dict_insert(rt, dict_of(d), ouro_ref(key), hash, ouro_ref(value));
        else if (override)
            ouro__dict_replace(rt, dict_of(d), place, ouro_ref(value));
        ouro_decref(rt, key);
        ouro_decref(rt, value);
        if (status < 0)
            return -1;
        if (source->mutations != mutations) {
            ouro__raise(rt, OURO_T_RUNTIME_ERROR, "dict mutated during update");
            return -1;
        }
    }
    return 0;
}

static int merge_key(ouro_runtime *rt, ouro_object *d, ouro_object *other, ouro_object *key, bool override)
{
    if (!override) {
        int there = ouro__dict_contains(rt, d, key);
        if (there != 0)
            return there < 0 ? -1 : 0;
    }
    ouro_object *value = ouro__getitem(rt, other, key);
    if (!value)
        return -1;
    int status = ouro__dict_set(rt, d, key, value);
    ouro_decref(rt, value);
    return status;
}

/* Any object with keys() and brackets. */
static int merge_mapping(ouro_runtime *rt, ouro_object *d, ouro_object *other, bool override)
{
    ouro_object *keys = ouro__call_method(rt, other, NAME(rt, keys), 0);
    if (!keys)
        return -1;
    ouro_iteration it;
    int status = ouro__iterate(rt, &it, keys);
    if (status < 0 && ouro__error_is(rt, OURO_T_TYPE_ERROR)) {
        ouro__error_clear(rt);
        ouro__raise(rt, OURO_T_TYPE_ERROR, "%T.keys() returned a non-iterable (type %T)", other, keys);
    }
    ouro_decref(rt, keys);
    if (status < 0)
        return -1;
    ouro_object *key;
    while (status == 0 && (key = ouro__iterate_next(rt, &it))) {
        status = merge_key(rt, d, other, key, override);
        ouro_decref(rt, key);
    }
    return ouro__iterate_end(rt, &it);
}

int ouro__dict_merge(ouro_runtime *rt, ouro_object *d, ouro_object *other, bool override)
{
    bool plain = ouro__is_dict(rt, other) && iterates_plainly(rt, other);
    return plain ? merge_dict(rt, d, other, override) : merge_mapping(rt, d, other, override);
}

/* One element of a sequence of pairs. */
static int merge_pair(ouro_runtime *rt, ouro_object *d, ouro_object *element, size_t index)
{
    ouro_object *pair = ouro__tuple_from_iterable(rt, element);
    if (!pair) {
        if (ouro__error_is(rt, OURO_T_TYPE_ERROR)) {
            ouro__error_clear(rt);
            ouro__raise(rt, OURO_T_TYPE_ERROR,
                        "cannot convert dictionary update sequence element #%zu to a sequence", index);
        }
        return -1;
    }
    const ouro_tuple *t = (const ouro_tuple *)pair;
    int status = -1;
    if (t->count == 2)
        status = ouro__dict_set(rt, d, t->items[0], t->items[1]);
    else
        ouro__raise(rt, OURO_T_VALUE_ERROR,
                    "dictionary update sequence element #%zu has length %llu; 2 is required", index,
                    (unsigned long long)t->count);
    ouro_decref(rt, pair);
    return status;
}

static int merge_pairs(ouro_runtime *rt, ouro_object *d, ouro_object *pairs)
{
    ouro_iteration it;
    if (ouro__iterate(rt, &it, pairs) < 0)
        return -1;
    ouro_object *element;
    int status = 0;
    for (size_t index = 0; status == 0 && (element = ouro__iterate_next(rt, &it)); index++) {
        status = merge_pair(rt, d, element, index);
        ouro_decref(rt, element);
    }
    return ouro__iterate_end(rt, &it);
}

int ouro__dict_update(ouro_runtime *rt, ouro_object *d, ouro_object *other)
{
    if (ouro__is_exactly(other, OURO_T_DICT))
        return merge_dict(rt, d, other, true);
    ouro_object *method;
    int mapping = ouro__getattr_optional(rt, other, NAME(rt, keys), &method);
    if (mapping < 0)
        return -1;
    if (!mapping)
        return merge_pairs(rt, d, other);
    ouro_decref(rt, method);
    return ouro__dict_merge(rt, d, other, true);
}

/* ---- As lists ---- */

/* A list (owned) with room for as many items as the dict has, whatever allocating it did. */
static ouro_list *list_for(ouro_runtime *rt, ouro_object *d)
{
    for (;;) {
        size_t count = ouro__dict_count(d);
        ouro_object *list = ouro__list_new(rt, count);
        if (!list || ouro__dict_count(d) == count)
            return (ouro_list *)list;
        ouro_decref(rt, list);
    }
}

static ouro_object *column(ouro_runtime *rt, ouro_object *d, bool values)
{
    ouro_list *list = list_for(rt, d);
    size_t position = 0;
    ouro_object *key, *value;
    while (list && ouro__dict_next(rt, d, &position, &key, &value))
        ouro__slot_init(&list->items[list->count++], ouro_ref(values ? value : key));
    return (ouro_object *)list;
}

ouro_object *ouro__dict_keys_list(ouro_runtime *rt, ouro_object *d)
{
    return column(rt, d, false);
}

ouro_object *ouro__dict_values_list(ouro_runtime *rt, ouro_object *d)
{
    return column(rt, d, true);
}

ouro_object *ouro__dict_items_list(ouro_runtime *rt, ouro_object *d)
{
    ouro_list *list = list_for(rt, d);
    size_t position = 0;
    ouro_object *key, *value;
    while (list && ouro__dict_next(rt, d, &position, &key, &value)) {
        ouro_object *pair = ouro__tuple_of(rt, 2, key, value);
        if (!pair) {
            ouro_decref(rt, &list->head);
            return NULL;
        }
        ouro__slot_init(&list->items[list->count++], pair);
    }
    return (ouro_object *)list;
}

/* ---- For inline caches ---- */

uint32_t ouro__dict_keys_version(ouro_runtime *rt, ouro_object *d)
{
    ouro_dict_keys *keys = dict_of(d)->keys;
    if (keys->kind != OURO_DICT_STR_KEYS || keys->entry_capacity == 0)
        return 0;
    if (keys->version == 0 && rt->next_version != UINT32_MAX)
        keys->version = ++rt->next_version;
    return keys->version;
}

int64_t ouro__dict_place(ouro_runtime *rt, ouro_object *d, ouro_object *key)
{
    if (dict_of(d)->keys->kind != OURO_DICT_STR_KEYS)
        return -1;
    return ouro__dict_find(rt, dict_of(d), key, ouro__str_hash64(rt, key));
}
