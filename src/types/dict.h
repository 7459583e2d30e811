/* dict: 24 bytes and one table; ordered by insertion.
 *
 * The table (ouro_dict_keys) is a 16-byte header, then the entries in insertion order, then, when there are more than a
 * few, an index. While all keys are exact strs, or all are ints of one word, an entry is key and value (the hash is in the
 * key); otherwise the hash stands behind them. A deleted entry has key and value NULL. dict_table.c says more. */
#ifndef OURO_TYPES_DICT_H
#define OURO_TYPES_DICT_H

#include "types/statics.h"

typedef struct ouro_dict_keys {
    uint32_t version;   /* see ouro__dict_keys_version */
    uint8_t log2_index; /* size of the index; 0: none, entries are searched in order */
    uint8_t kind;       /* enum ouro_dict_kind */
    uint8_t draining;   /* the index is given up for a cursor: the entries are being taken out */
    uint8_t spare;
    uint32_t entry_count; /* entries in use, deleted ones included */
    uint32_t entry_capacity;
} ouro_dict_keys;

enum ouro_dict_kind { OURO_DICT_ANY_KEYS, OURO_DICT_STR_KEYS, OURO_DICT_INT_KEYS };

typedef struct ouro_dict {
    ouro_object head;
    ouro_dict_keys *keys; /* never NULL: the empty one is shared and static const */
    uint32_t used;        /* items */
    uint32_t mutations;   /* changes whenever a key comes, goes or moves */
} ouro_dict;

static inline bool ouro__is_dict(ouro_runtime *rt, const ouro_object *o)
{
    return ouro__is_exactly(o, OURO_T_DICT) || (ouro__type_of(rt, o)->flags & OURO_TYPE_IS_DICT);
}

ouro_object *ouro__dict_new(ouro_runtime *rt);
ouro_object *ouro__dict_new_sized(ouro_runtime *rt, size_t expected);
ouro_object *ouro__dict_copy(ouro_runtime *rt, ouro_object *d);

/* Lookups: the value borrowed, or NULL: with an exception set when the key could not be hashed or compared, without when it is
 * missing. The str form is for exact strs: it cannot fail unless other kinds of keys are in the dict. */
ouro_object *ouro__dict_get(ouro_runtime *rt, ouro_object *d, ouro_object *key);
ouro_object *ouro__dict_get_str(ouro_runtime *rt, ouro_object *d, ouro_object *key);
ouro_object *ouro__dict_get_cstring(ouro_runtime *rt, ouro_object *d, const char *key);
/* key and value borrowed. 0 or -1. */
int ouro__dict_set(ouro_runtime *rt, ouro_object *d, ouro_object *key, ouro_object *value);
int ouro__dict_set_hashed(ouro_runtime *rt, ouro_object *d, ouro_object *key, int64_t hash,
                          ouro_object *value);
int ouro__dict_set_cstring(ouro_runtime *rt, ouro_object *d, const char *key, ouro_object *value);
/* Takes both over, also on failure. */
int ouro__dict_set_owned(ouro_runtime *rt, ouro_object *d, ouro_object *key, ouro_object *value);
/* 0, or -1 with KeyError(key) set when it is missing. */
int ouro__dict_delete(ouro_runtime *rt, ouro_object *d, ouro_object *key);
/* 1 removed, 0 missing, -1 failed; *value (owned) when given. */
int ouro__dict_pop(ouro_runtime *rt, ouro_object *d, ouro_object *key, ouro_object **value);
/* The value there, or `value` after inserting it: borrowed. */
ouro_object *ouro__dict_set_default(ouro_runtime *rt, ouro_object *d, ouro_object *key, ouro_object *value);
int ouro__dict_contains(ouro_runtime *rt, ouro_object *d, ouro_object *key);
int ouro__dict_contains_hashed(ouro_runtime *rt, ouro_object *d, ouro_object *key, int64_t hash);
static inline size_t ouro__dict_count(const void *d)
{
    return ((const ouro_dict *)d)->used;
}
/* Steps through the items in order: *position starts at 0; key and value borrowed; false at the end. The dict must not change
 * its keys between. */
bool ouro__dict_next(ouro_runtime *rt, ouro_object *d, size_t *position, ouro_object **key,
                     ouro_object **value);
bool ouro__dict_next_hashed(ouro_runtime *rt, ouro_object *d, size_t *position, ouro_object **key,
                            ouro_object **value, int64_t *hash);
/* d.update(other): a mapping or an iterable of pairs. */
int ouro__dict_update(ouro_runtime *rt, ouro_object *d, ouro_object *other);
/* Adds the items of a mapping (or dict); with override false keeps what is there. */
int ouro__dict_merge(ouro_runtime *rt, ouro_object *d, ouro_object *other, bool override);
void ouro__dict_clear(ouro_runtime *rt, ouro_object *d);
/* Lists, owned. */
ouro_object *ouro__dict_keys_list(ouro_runtime *rt, ouro_object *d);
ouro_object *ouro__dict_values_list(ouro_runtime *rt, ouro_object *d);
ouro_object *ouro__dict_items_list(ouro_runtime *rt, ouro_object *d);

/* For inline caches of dicts with str keys only (globals, builtins, class dicts): the version of the set and places of the keys,
 * 0 when none can be given (non-str keys, versions used up); it is given on demand, never reused, and changes (to 0) when a key
 * comes, goes or moves; values may change under it. */
uint32_t ouro__dict_keys_version(ouro_runtime *rt, ouro_object *d);
/* Place of a str key, -1 when missing. */
int64_t ouro__dict_place(ouro_runtime *rt, ouro_object *d, ouro_object *key);
/* The same; quick when the key is at the guessed place, which may be any number. */
int64_t ouro__dict_place_near(ouro_runtime *rt, ouro_object *d, ouro_object *key, uint64_t guess);

/* The value slot at a place of a dict whose version was just compared (str keys). */
static inline ouro_object **ouro__dict_value_at(ouro_dict *d, int64_t place)
{
    return (ouro_object **)(void *)(d->keys + 1) + 2 * place + 1;
}

#endif
