/* The iterators of dicts and their views: keys, values, items, forwards and backwards. */
#include "types/dict_table.h"
#include "types/dict_views.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/iterators.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/tuple.h"
#include "types/types.h"

static const uint16_t iterator_fields[] = {offsetof(ouro_dict_iterator, dict), 0};
static const uint16_t item_iterator_fields[] = {offsetof(ouro_dict_iterator, dict),
                                                offsetof(ouro_dict_item_iterator, pair), 0};

static bool is_reversed(enum ouro_type_id id)
{
    return id >= OURO_T_DICT_REVERSE_KEY_ITERATOR && id <= OURO_T_DICT_REVERSE_ITEM_ITERATOR;
}

ouro_object *ouro__dict_iterator_new(ouro_runtime *rt, enum ouro_type_id id, ouro_object *dict)
{
    bool items = id == OURO_T_DICT_ITEM_ITERATOR || id == OURO_T_DICT_REVERSE_ITEM_ITERATOR;
    size_t size = items ? sizeof(ouro_dict_item_iterator) : sizeof(ouro_dict_iterator);
    ouro_dict_iterator *it = ouro__new_container(rt, size, OURO_WORD(id));
    if (!it)
        return NULL;
    if (items)
        ((ouro_dict_item_iterator *)it)->pair = NULL;
    ouro_dict *d = (ouro_dict *)dict;
    ouro__slot_init(&it->dict, ouro_ref(dict));
    it->position = is_reversed(id) ? d->keys->entry_count : d->used ? (uint32_t)ouro__dict_first(d) : 0;
    it->expected = it->left = d->used;
    it->failed = 0;
    ouro__track(&it->head);
    return &it->head;
}

ouro_object *ouro__dict_iter(ouro_runtime *rt, ouro_object *dict)
{
    return ouro__dict_iterator_new(rt, OURO_T_DICT_KEY_ITERATOR, dict);
}

ouro_object *ouro__dict_reversed(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                                 ouro_object *kwnames)
{
    OURO_NO_ARGUMENTS;
    return ouro__dict_iterator_new(rt, OURO_T_DICT_REVERSE_KEY_ITERATOR, self);
}

/* The entry to give next (borrowed), or NULL: exhausted, or failed with an exception set. */
static const ouro_dict_entry *step(ouro_runtime *rt, ouro_dict_iterator *it, bool backwards)
{
    ouro_dict *d = (ouro_dict *)it->dict;
    if (!d)
        return NULL;
    if (ouro__unlikely(it->failed || it->expected != d->used)) {
        it->failed = 1;
        return ouro__raise(rt, OURO_T_RUNTIME_ERROR, "dictionary changed size during iteration");
    }
    const ouro_dict_keys *keys = d->keys;
    const ouro_dict_entry *e = NULL;
    if (backwards) {
        uint32_t i = it->position < keys->entry_count ? it->position : keys->entry_count;
        while (i > 0 && !(e = ouro__dict_entry(keys, --i))->key)
            e = NULL;
        it->position = i;
    } else {
        uint32_t i = it->position;
        while (i < keys->entry_count && !(e = ouro__dict_entry(keys, i++))->key)
            e = NULL;
        it->position = i;
    }
    if (ouro__likely(e && it->left)) {
        it->left--;
        return e;
    }
    if (e)
        ouro__raise(rt, OURO_T_RUNTIME_ERROR, "dictionary keys changed during iteration");
    ouro__slot_clear(rt, it, &it->dict);
    return NULL;
}

static ouro_object *next_key(ouro_runtime *rt, ouro_object *o)
{
    const ouro_dict_entry *e = step(rt, (ouro_dict_iterator *)o, false);
    return e ? ouro_ref(e->key) : NULL;
}

static ouro_object *next_value(ouro_runtime *rt, ouro_object *o)
{
    const ouro_dict_entry *e = step(rt, (ouro_dict_iterator *)o, false);
    return e ? ouro_ref(e->value) : NULL;
}

static ouro_object *pair_of(ouro_runtime *rt, ouro_object *o, const ouro_dict_entry *e)
{
    ouro_dict_item_iterator *it = (ouro_dict_item_iterator *)o;
    return e ? ouro__tuple_pair(rt, it, &it->pair, ouro_ref(e->key), ouro_ref(e->value)) : NULL;
}

static ouro_object *next_item(ouro_runtime *rt, ouro_object *o)
{
    return pair_of(rt, o, step(rt, (ouro_dict_iterator *)o, false));
}

static ouro_object *next_key_back(ouro_runtime *rt, ouro_object *o)
{
    const ouro_dict_entry *e = step(rt, (ouro_dict_iterator *)o, true);
    return e ? ouro_ref(e->key) : NULL;
}

static ouro_object *next_value_back(ouro_runtime *rt, ouro_object *o)
{
    const ouro_dict_entry *e = step(rt, (ouro_dict_iterator *)o, true);
    return e ? ouro_ref(e->value) : NULL;
}

static ouro_object *next_item_back(ouro_runtime *rt, ouro_object *o)
{
    return pair_of(rt, o, step(rt, (ouro_dict_iterator *)o, true));
}

OURO_METHOD(length_hint)
{
    OURO_NO_ARGUMENTS;
    ouro_dict_iterator *it = (ouro_dict_iterator *)self;
    bool valid = it->dict && !it->failed && it->expected == ((ouro_dict *)it->dict)->used;
    return ouro__int_new(rt, valid ? it->left : 0);
}

/* What is left, as a list, without moving the iterator. */
OURO_METHOD(reduce)
{
    OURO_NO_ARGUMENTS;
    ouro_dict_iterator *it = (ouro_dict_iterator *)self;
    if (!it->dict)
        return ouro__iterator_reduce(rt, "iter", ouro__list_new(rt, 0), NULL);
    ouro_dict_iterator *rest = (ouro_dict_iterator *)ouro__dict_iterator_new(rt, ouro__type_index(self), it->dict);
    if (!rest)
        return NULL;
    rest->position = it->position;
    rest->expected = it->expected;
    rest->left = it->left;
    rest->failed = it->failed;
    ouro_object *list = ouro__list_from_iterable(rt, &rest->head);
    ouro_decref(rt, &rest->head);
    return ouro__iterator_reduce(rt, "iter", list, NULL);
}

static const ouro_method_def iterator_methods[] = {
    {"__length_hint__", length_hint, 0, 0, 0, NULL},
    {"__reduce__", reduce, 0, 0, 0, NULL},
    {0},
};

#define ITERATOR_TYPE(variable, type_id, type_name, type, field_table, next_function)                        \
    OURO_BUILTIN_TYPE(variable) = {                                                                          \
        .id = type_id,                                                                                       \
        .slots = {.name = type_name,                                                                         \
                  .size = sizeof(type),                                                                      \
                  .layout = OURO_LAYOUT_LEAF,                                                                \
                  .flags = OURO_TYPE_CONTAINER | OURO_TYPE_DISALLOW_NEW,                                     \
                  .fields = field_table,                                                                     \
                  .iter = ouro__iter_self,                                                                   \
                  .next = next_function},                                                                    \
        .methods = iterator_methods,                                                                         \
    }

ITERATOR_TYPE(dict_key_iterator, OURO_T_DICT_KEY_ITERATOR, "dict_keyiterator", ouro_dict_iterator,
              iterator_fields, next_key);
ITERATOR_TYPE(dict_value_iterator, OURO_T_DICT_VALUE_ITERATOR, "dict_valueiterator", ouro_dict_iterator,
              iterator_fields, next_value);
ITERATOR_TYPE(dict_item_iterator, OURO_T_DICT_ITEM_ITERATOR, "dict_itemiterator", ouro_dict_item_iterator,
              item_iterator_fields, next_item);
ITERATOR_TYPE(dict_reverse_key_iterator, OURO_T_DICT_REVERSE_KEY_ITERATOR, "dict_reversekeyiterator",
              ouro_dict_iterator, iterator_fields, next_key_back);
ITERATOR_TYPE(dict_reverse_value_iterator, OURO_T_DICT_REVERSE_VALUE_ITERATOR, "dict_reversevalueiterator",
              ouro_dict_iterator, iterator_fields, next_value_back);
ITERATOR_TYPE(dict_reverse_item_iterator, OURO_T_DICT_REVERSE_ITEM_ITERATOR, "dict_reverseitemiterator",
              ouro_dict_item_iterator, item_iterator_fields, next_item_back);
