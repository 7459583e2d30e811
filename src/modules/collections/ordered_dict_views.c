/* The iterators and views of OrderedDict. They differ from dict's in what they say when the dict has changed. */
#include "modules/collections/ordered_dict.h"

#include "types/dict_views.h"
#include "types/exception.h"
#include "types/list.h"

/* ---- Iterators ---- */

typedef struct ordered_iterator {
    ouro_object head;
    ouro_object *dict; /* NULL when exhausted */
    ouro_object *pair; /* given out last, or NULL */
    uint32_t position; /* place to look at next; backwards: one past it */
    uint32_t left;     /* items still to come */
    uint32_t mutations;
    uint8_t part; /* enum ouro_ordered_part */
    bool backwards;
} ordered_iterator;

static const uint16_t iterator_fields[] = {offsetof(ordered_iterator, dict), offsetof(ordered_iterator, pair),
                                           0};

ouro_object *ouro__ordered_iterator(ouro_runtime *rt, ouro_object *dict, enum ouro_ordered_part part,
                                    bool backwards)
{
    ordered_iterator *it = ouro__new_container(rt, sizeof *it, OURO_WORD(OURO_T_ORDERED_DICT_ITERATOR));
    if (!it)
        return NULL;
    const ouro_dict *d = (const ouro_dict *)dict;
    ouro__slot_init(&it->dict, ouro_ref(dict));
    ouro__slot_init(&it->pair, NULL);
    it->position = backwards ? d->keys->entry_count : d->used ? (uint32_t)ouro__dict_first(d) : 0;
    it->left = d->used;
    it->mutations = d->mutations;
    it->part = (uint8_t)part;
    it->backwards = backwards;
    ouro__track(&it->head);
    return &it->head;
}

/* The entry to give next; there is one. */
static const ouro_dict_entry *step(ordered_iterator *it, const ouro_dict_keys *keys)
{
    const ouro_dict_entry *e;
    do {
        e = ouro__dict_entry(keys, it->backwards ? --it->position : it->position++);
    } while (!e->key);
    it->left--;
    return e;
}

static ouro_object *ordered_next(ouro_runtime *rt, ouro_object *o)
{
    ordered_iterator *it = (ordered_iterator *)o;
    const ouro_dict *d = (const ouro_dict *)it->dict;
    if (!d)
        return NULL;
    bool changed = it->left && it->mutations != d->mutations;
    if (ouro__unlikely(!it->left || changed)) {
        if (changed)
            ouro__raise(rt, OURO_T_RUNTIME_ERROR, "OrderedDict mutated during iteration");
        ouro__slot_clear(rt, it, &it->dict);
        return NULL;
    }
    const ouro_dict_entry *e = step(it, d->keys);
    switch (it->part) {
    case OURO_ORDERED_KEYS:
        return ouro_ref(e->key);
    case OURO_ORDERED_VALUES:
        return ouro_ref(e->value);
    default:
        return ouro__tuple_pair(rt, it, &it->pair, ouro_ref(e->key), ouro_ref(e->value));
    }
}

/* What is still to come, as a list: the iterator itself stays where it is. */
static ouro_object *rest_of(ouro_runtime *rt, const ordered_iterator *it)
{
    if (!it->dict || !it->left)
        return ouro__list_new(rt, 0);
    ordered_iterator *copy = (ordered_iterator *)ouro__ordered_iterator(
        rt, it->dict, (enum ouro_ordered_part)it->part, it->backwards);
    if (!copy)
        return NULL;
    copy->position = it->position;
    copy->left = it->left;
    copy->mutations = it->mutations;
    ouro_object *list = ouro__list_from_iterable(rt, &copy->head);
    ouro_decref(rt, &copy->head);
    return list;
}

OURO_METHOD(iterator_reduce)
{
    OURO_NO_ARGUMENTS;
    ouro_object *iter = ouro__dict_get_cstring(rt, rt->python->builtins, "iter");
    if (!iter)
        return rt->error ? NULL : ouro__bad_internal_call(rt, "odict_iterator.__reduce__");
    ouro_incref(iter);
    return ouro__pack(rt, 2, iter, ouro__pack(rt, 1, rest_of(rt, (ordered_iterator *)self)));
}

static const ouro_method_def iterator_methods[] = {
    {"__reduce__", iterator_reduce, 0, 0, 0, "Return state information for pickling"},
    {0},
};

OURO_BUILTIN_TYPE(ordered_dict_iterator) = {
    .id = OURO_T_ORDERED_DICT_ITERATOR,
    .slots = {.name = "odict_iterator",
              .size = sizeof(ordered_iterator),
              .flags = OURO_TYPE_CONTAINER | OURO_TYPE_DISALLOW_NEW,
              .fields = iterator_fields,
              .iter = ouro__iter_self,
              .next = ordered_next},
    .methods = iterator_methods,
};

/* ---- Views ---- */

ouro_object *ouro__ordered_view(ouro_runtime *rt, ouro_object *dict, enum ouro_ordered_part part)
{
    static const enum ouro_type_id ids[] = {OURO_T_ORDERED_DICT_KEYS, OURO_T_ORDERED_DICT_VALUES,
                                            OURO_T_ORDERED_DICT_ITEMS};
    return ouro__dict_view_new(rt, ids[part], dict);
}

static enum ouro_ordered_part part_of(const ouro_object *view)
{
    switch (ouro__type_index(view)) {
    case OURO_T_ORDERED_DICT_KEYS:
        return OURO_ORDERED_KEYS;
    case OURO_T_ORDERED_DICT_VALUES:
        return OURO_ORDERED_VALUES;
    default:
        return OURO_ORDERED_ITEMS;
    }
}

static ouro_object *view_iterator(ouro_runtime *rt, ouro_object *view, bool backwards)
{
    ouro_object *dict = ((ouro_dict_view *)view)->dict;
    return dict ? ouro__ordered_iterator(rt, dict, part_of(view), backwards)
                : ouro__bad_internal_call(rt, "odict view");
}

static ouro_object *view_iter(ouro_runtime *rt, ouro_object *view)
{
    return view_iterator(rt, view, false);
}

OURO_METHOD(view_reversed)
{
    OURO_NO_ARGUMENTS;
    return view_iterator(rt, self, true);
}

static const ouro_method_def view_methods[] = {
    {"__reversed__", view_reversed, 0, 0, 0, NULL},
    {0},
};

#define VIEW_TYPE(variable, id_, base_, name_)                                                               \
    OURO_BUILTIN_TYPE(variable) = {                                                                          \
        .id = id_,                                                                                           \
        .base_id = base_,                                                                                    \
        .slots = {.name = name_,                                                                             \
                  .size = sizeof(ouro_dict_view),                                                            \
                  .flags = OURO_TYPE_CONTAINER | OURO_TYPE_DISALLOW_NEW,                                     \
                  .iter = view_iter},                                                                        \
        .methods = view_methods,                                                                             \
    }

VIEW_TYPE(ordered_dict_keys, OURO_T_ORDERED_DICT_KEYS, OURO_T_DICT_KEYS, "odict_keys");
VIEW_TYPE(ordered_dict_values, OURO_T_ORDERED_DICT_VALUES, OURO_T_DICT_VALUES, "odict_values");
VIEW_TYPE(ordered_dict_items, OURO_T_ORDERED_DICT_ITEMS, OURO_T_DICT_ITEMS, "odict_items");
