/* The table of a set, for the files of set. */
#ifndef OURO_TYPES_SET_TABLE_H
#define OURO_TYPES_SET_TABLE_H

#include "object/slot.h"
#include "types/hash_index.h"
#include "types/set.h"

typedef struct ouro_set_table {
    uint32_t entry_count; /* entries in use, deleted ones included: also the slots of the index in use */
    uint32_t entry_capacity;
    uint8_t log2_index; /* at least 3 */
    uint8_t kind;       /* enum ouro_set_kind */
    uint16_t spare;
    uint32_t finger; /* slot where pop() goes on looking */
} ouro_set_table;

enum ouro_set_kind { OURO_SET_ANY_KEYS, OURO_SET_STR_KEYS, OURO_SET_INT_KEYS };

typedef struct ouro_set {
    ouro_object head;
    ouro_set_table *table; /* never NULL */
    uint32_t used;
    uint32_t mutations; /* changes whenever a key comes, goes or moves */
} ouro_set;

typedef struct ouro_frozenset {
    ouro_set set;
    int64_t hash; /* -1: not computed yet */
} ouro_frozenset;

typedef struct ouro_set_entry {
    ouro_object *key; /* NULL: deleted */
    int64_t hash;     /* OURO_SET_ANY_KEYS only: shorter without it */
} ouro_set_entry;

ouro_set_table *ouro__set_no_table(void); /* of an empty set */

static inline size_t ouro__set_stride(enum ouro_set_kind kind)
{
    return kind == OURO_SET_ANY_KEYS ? sizeof(ouro_set_entry) : sizeof(ouro_object *);
}

static inline ouro_set_entry *ouro__set_entry(const ouro_set_table *table, size_t place)
{
    return (ouro_set_entry *)((char *)(uintptr_t)(table + 1) + place * ouro__set_stride(table->kind));
}

/* 1, 0, -1. Comparing may run code of the program. */
int ouro__set_contains_hashed(ouro_runtime *rt, ouro_set *s, ouro_object *key, int64_t hash);
/* key borrowed. 0 or -1. */
int ouro__set_add_hashed(ouro_runtime *rt, ouro_set *s, ouro_object *key, int64_t hash);
/* 1 removed, 0 missing, -1. */
int ouro__set_discard_hashed(ouro_runtime *rt, ouro_set *s, ouro_object *key, int64_t hash);
/* Takes some key out of a set that is not empty: owned. */
ouro_object *ouro__set_take_any(ouro_runtime *rt, ouro_set *s);
/* Steps through the keys: *position starts at 0. */
bool ouro__set_next_hashed(ouro_runtime *rt, const ouro_set *s, size_t *position, ouro_object **key,
                           int64_t *hash);
/* Makes an index of more than `least` slots and drops what was deleted. */
int ouro__set_resize(ouro_runtime *rt, ouro_set *s, size_t least);
/* Prepares for adding `count` keys at once. */
int ouro__set_expect(ouro_runtime *rt, ouro_set *s, size_t count);
/* s |= other. */
int ouro__set_merge(ouro_runtime *rt, ouro_set *s, ouro_set *other);
/* Resizes when more than a quarter of the slots is of deleted keys. */
int ouro__set_tidy(ouro_runtime *rt, ouro_set *s);
/* Exchanges what two sets hold. */
void ouro__set_swap(ouro_set *a, ouro_set *b);

void ouro__set_traverse(ouro_runtime *rt, ouro_object *o, ouro_visit visit, void *context);
ouro_object *ouro__set_drain(ouro_runtime *rt, ouro_object *o);
void ouro__set_destroy(ouro_runtime *rt, ouro_object *o);
size_t ouro__set_table_bytes(const ouro_set_table *table);

/* An empty set or frozenset of exactly that type. Owned, tracked. */
ouro_set *ouro__set_alloc(ouro_runtime *rt, enum ouro_type_id id);
/* The exact type that operations on `o` result in. */
static inline enum ouro_type_id ouro__set_base(ouro_runtime *rt, const ouro_object *o)
{
    return ouro__type_of(rt, o)->flags & OURO_TYPE_IS_SET ? OURO_T_SET : OURO_T_FROZENSET;
}
/* The language's operations; `other` is any iterable. Owned results. */
ouro_object *ouro__set_copy(ouro_runtime *rt, ouro_object *s);
ouro_object *ouro__set_intersection(ouro_runtime *rt, ouro_object *s, ouro_object *other);
ouro_object *ouro__set_difference(ouro_runtime *rt, ouro_object *s, ouro_object *other);
ouro_object *ouro__set_symmetric_difference(ouro_runtime *rt, ouro_object *s, ouro_object *other);
int ouro__set_intersection_update(ouro_runtime *rt, ouro_object *s, ouro_object *other);
int ouro__set_is_subset(ouro_runtime *rt, ouro_object *s, ouro_object *other); /* 1, 0, -1 */
int ouro__set_is_superset(ouro_runtime *rt, ouro_object *s, ouro_object *other);
int ouro__set_is_disjoint(ouro_runtime *rt, ouro_object *s, ouro_object *other);
void ouro__set_clear(ouro_runtime *rt, ouro_object *s);

#endif
