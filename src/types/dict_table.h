/* The table of a dict, for the files of dict. */
#ifndef OURO_TYPES_DICT_TABLE_H
#define OURO_TYPES_DICT_TABLE_H

#include "object/slot.h"
#include "types/dict.h"
#include "types/hash_index.h"

typedef struct ouro_dict_entry {
    ouro_object *key, *value;
    int64_t hash; /* OURO_DICT_ANY_KEYS only: shorter without it */
} ouro_dict_entry;

extern const ouro_dict_keys ouro__dict_no_keys; /* of an empty dict */

static inline size_t ouro__dict_stride(enum ouro_dict_kind kind)
{
    return kind == OURO_DICT_ANY_KEYS ? sizeof(ouro_dict_entry) : 2 * sizeof(ouro_object *);
}

static inline ouro_dict_entry *ouro__dict_entry(const ouro_dict_keys *keys, size_t place)
{
    return (ouro_dict_entry *)((char *)(uintptr_t)(keys + 1) + place * ouro__dict_stride(keys->kind));
}

static inline int64_t ouro__dict_entry_hash(ouro_runtime *rt, enum ouro_dict_kind kind,
                                            const ouro_dict_entry *e)
{
    switch (kind) {
    case OURO_DICT_STR_KEYS:
        return ouro__str_hash64(rt, e->key);
    case OURO_DICT_INT_KEYS:
        return ouro__simple_int_hash(e->key);
    default:
        return e->hash;
    }
}

enum { OURO__DICT_MISSING = -1, OURO__DICT_FAILED = -2 };

/* The place of a key with this hash, MISSING, or FAILED with an exception set (a comparison raised). Comparisons can run
 * code of the program, which may change the dict; the answer is right for the dict as it is afterwards. */
int64_t ouro__dict_find(ouro_runtime *rt, ouro_dict *d, ouro_object *key, int64_t hash);
/* Adds a key that is missing. Takes key and value over, also on failure (-1, MemoryError). */
int ouro__dict_insert(ouro_runtime *rt, ouro_dict *d, ouro_object *key_owned, int64_t hash,
                      ouro_object *value_owned);
/* Puts another value (taken over) at a place. */
void ouro__dict_replace(ouro_runtime *rt, ouro_dict *d, int64_t place, ouro_object *value_owned);
/* Takes the entry at a place out: *key and *value are owned by the caller, who may run code in dropping them. */
void ouro__dict_remove(ouro_runtime *rt, ouro_dict *d, int64_t place, ouro_object **key, ouro_object **value);
/* The same with the last entry of a dict that is not empty. */
void ouro__dict_remove_last(ouro_runtime *rt, ouro_dict *d, ouro_object **key, ouro_object **value);
/* Places of the first and last items; MISSING: the dict is empty. */
int64_t ouro__dict_first(const ouro_dict *d);
int64_t ouro__dict_last(const ouro_dict *d);
/* Moves the item at a place behind or before all others; places change. O(1), amortized. 0, or -1 with MemoryError. */
int ouro__dict_move_to_end(ouro_runtime *rt, ouro_dict *d, int64_t place);
int ouro__dict_move_to_front(ouro_runtime *rt, ouro_dict *d, int64_t place);
/* Room for `count` keys in all. 0 or -1. */
int ouro__dict_reserve(ouro_runtime *rt, ouro_dict *d, size_t count);
/* Fills an empty dict that has no table yet with the items of another. 0 or -1. */
int ouro__dict_clone_into(ouro_runtime *rt, ouro_dict *d, const ouro_dict *from);

void ouro__dict_traverse(ouro_runtime *rt, ouro_object *o, ouro_visit visit, void *context);
ouro_object *ouro__dict_drain(ouro_runtime *rt, ouro_object *o);
void ouro__dict_destroy(ouro_runtime *rt, ouro_object *o);
size_t ouro__dict_table_bytes(const ouro_dict_keys *keys);

#endif
