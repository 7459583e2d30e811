/* o[key] for the loop: positions in lists and tuples, dicts without the way through their type. */
#ifndef OURO_VM_ITEMS_H
#define OURO_VM_ITEMS_H

#include "types/dict.h"
#include "types/exception.h"
#include "vm/interpret.h"

/* Index of a list or tuple item, or -1: not an index into `count` items. */
static inline int64_t ouro__item_index(int64_t n, uint64_t count)
{
    if (n < 0)
        n += (int64_t)count;
    return (uint64_t)n < count ? n : -1;
}

/* o[key] for what is not a list or tuple with an index in range: owned. */
static inline ouro_object *ouro__get_item(ouro_runtime *rt, ouro_object *o, ouro_object *key)
{
    if (ouro__is_exactly(o, OURO_T_DICT)) {
        ouro_object *value = ouro__dict_get(rt, o, key);
        if (value)
            return ouro_ref(value);
        return ouro__error_pending(rt) ? NULL : ouro__raise_object(rt, OURO_T_KEY_ERROR, key);
    }
    return ouro__getitem(rt, o, key);
}

static inline ouro_object *ouro__get_item_immediate(ouro_runtime *rt, ouro_object *o, int64_t n)
{
    ouro_object *key = ouro__int_new(rt, n);
    if (!key)
        return NULL;
    ouro_object *value = ouro__get_item(rt, o, key);
    ouro_decref(rt, key);
    return value;
}

static inline int ouro__set_item(ouro_runtime *rt, ouro_object *o, ouro_object *key, ouro_object *value)
{
    if (ouro__is_exactly(o, OURO_T_DICT))
        return ouro__dict_set(rt, o, key, value);
    return ouro__setitem(rt, o, key, value);
}

#endif
