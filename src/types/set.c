/* set and frozenset: making them, and their operations, for the files of set and for others. */
#include "types/set.h"

#include "types/dict.h"
#include "types/exception.h"
#include "types/protocol.h"
#include "types/set_table.h"
#include "types/tuple.h"

static ouro_set *set_of(ouro_object *s)
{
    return (ouro_set *)s;
}

ouro_set *ouro__set_alloc(ouro_runtime *rt, enum ouro_type_id id)
{
    ouro_set *s;
    if (id == OURO_T_FROZENSET) {
        s = ouro__new_container(rt, sizeof(ouro_frozenset), OURO_WORD(OURO_T_FROZENSET));
        if (s)
            ((ouro_frozenset *)s)->hash = -1;
    } else {
        s = ouro__new_container(rt, sizeof(ouro_set), OURO_WORD(OURO_T_SET));
    }
    if (!s)
        return NULL;
    s->table = ouro__set_no_table();
    s->used = s->mutations = 0;
    ouro__track(&s->head);
    return s;
}

/* An exact set or frozenset of the items of an iterable (NULL: none). */
static ouro_object *set_from(ouro_runtime *rt, enum ouro_type_id id, ouro_object *iterable)
{
    ouro_set *s = ouro__set_alloc(rt, id);
    if (s && iterable && ouro__set_update(rt, &s->head, iterable) < 0) {
        ouro_decref(rt, &s->head);
        return NULL;
    }
    return (ouro_object *)s;
}

ouro_object *ouro__set_new(ouro_runtime *rt, ouro_object *iterable)
{
    return set_from(rt, OURO_T_SET, iterable);
}

ouro_object *ouro__frozenset_new(ouro_runtime *rt, ouro_object *iterable)
{
    return set_from(rt, OURO_T_FROZENSET, iterable);
}

ouro_object *ouro__set_copy(ouro_runtime *rt, ouro_object *s)
{
    return set_from(rt, ouro__set_base(rt, s), s);
}

int ouro__set_add(ouro_runtime *rt, ouro_object *s, ouro_object *item)
{
    int64_t hash = ouro__key_hash(rt, item);
    return hash == -1 ? -1 : ouro__set_add_hashed(rt, set_of(s), item, hash);
}

int ouro__set_discard(ouro_runtime *rt, ouro_object *s, ouro_object *item)
{
    int64_t hash = ouro__key_hash(rt, item);
    return hash == -1 ? -1 : ouro__set_discard_hashed(rt, set_of(s), item, hash);
}

int ouro__set_contains(ouro_runtime *rt, ouro_object *s, ouro_object *item)
{
    int64_t hash = ouro__key_hash(rt, item);
    return hash == -1 ? -1 : ouro__set_contains_hashed(rt, set_of(s), item, hash);
}

size_t ouro__set_count(ouro_object *s)
{
    return set_of(s)->used;
}

/* ---- Walking: a set, a dict or any iterable, with hashes where they are known ---- */

typedef struct walk {
    ouro_object *source;
    enum { WALK_SET, WALK_DICT, WALK_ITERABLE } how;
    size_t position;
    ouro_iteration iteration;
} walk;

static int walk_begin(ouro_runtime *rt, walk *w, ouro_object *source)
{
    w->source = source;
    w->position = 0;
    if (ouro__is_any_set(rt, source)) {
        w->how = WALK_SET;
        return 0;
    }
    if (ouro__is_exactly(source, OURO_T_DICT)) {
        w->how = WALK_DICT;
        return 0;
    }
    w->how = WALK_ITERABLE;
    return ouro__iterate(rt, &w->iteration, source);
}

/* The next item (owned) and its hash; NULL at the end, or when the item cannot be hashed. */
static ouro_object *walk_next(ouro_runtime *rt, walk *w, int64_t *hash)
{
    ouro_object *item, *value;
    switch (w->how) {
    case WALK_SET:
        return ouro__set_next_hashed(rt, set_of(w->source), &w->position, &item, hash) ? ouro_ref(item)
                                                                                       : NULL;
    case WALK_DICT:
        return ouro__dict_next_hashed(rt, w->source, &w->position, &item, &value, hash) ? ouro_ref(item)
                                                                                        : NULL;
    default:
        break;
    }
    item = ouro__iterate_next(rt, &w->iteration);
    if (item && (*hash = ouro__key_hash(rt, item)) == -1) {
        ouro_decref(rt, item);
        return NULL;
    }
    return item;
}

static int walk_end(ouro_runtime *rt, walk *w)
{
    if (w->how == WALK_ITERABLE)
        return ouro__iterate_end(rt, &w->iteration);
    return ouro__error_pending(rt) ? -1 : 0;
}

/* Calls `act` for each item until it returns nonzero. Returns that, or 0, or -1 when walking failed. */
typedef int (*action)(ouro_runtime *rt, ouro_object *item, int64_t hash, ouro_set *s, ouro_set *result);
static int for_each(ouro_runtime *rt, ouro_object *source, action act, ouro_set *s, ouro_set *result)
{
    walk w;
    if (walk_begin(rt, &w, source) < 0)
        return -1;
    int status = 0;
    int64_t hash;
    ouro_object *item;
    while (status == 0 && (item = walk_next(rt, &w, &hash))) {
        status = act(rt, item, hash, s, result);
        ouro_decref(rt, item);
    }
    return walk_end(rt, &w) < 0 ? -1 : status;
}

static int act_add(ouro_runtime *rt, ouro_object *item, int64_t hash, ouro_set *s, ouro_set *result)
{
    (void)result;
    return ouro__set_add_hashed(rt, s, item, hash);
}

static int act_discard(ouro_runtime *rt, ouro_object *item, int64_t hash, ouro_set *s, ouro_set *result)
{
    (void)result;
    return ouro__set_discard_hashed(rt, s, item, hash) < 0 ? -1 : 0;
}

static int act_toggle(ouro_runtime *rt, ouro_object *item, int64_t hash, ouro_set *s, ouro_set *result)
{
    (void)result;
    int removed = ouro__set_discard_hashed(rt, s, item, hash);
    if (removed != 0)
        return removed < 0 ? -1 : 0;
    return ouro__set_add_hashed(rt, s, item, hash);
}

static int act_keep_common(ouro_runtime *rt, ouro_object *item, int64_t hash, ouro_set *s, ouro_set *result)
{
    int there = ouro__set_contains_hashed(rt, s, item, hash);
    return there <= 0 ? there : ouro__set_add_hashed(rt, result, item, hash);
}

static int act_keep_others(ouro_runtime *rt, ouro_object *item, int64_t hash, ouro_set *s, ouro_set *result)
{
    int there = ouro__set_contains_hashed(rt, s, item, hash);
    return there < 0 ? -1 : there ? 0 : ouro__set_add_hashed(rt, result, item, hash);
}

static int act_find_common(ouro_runtime *rt, ouro_object *item, int64_t hash, ouro_set *s, ouro_set *result)
{
    (void)result;
    return ouro__set_contains_hashed(rt, s, item, hash);
}

static int act_find_foreign(ouro_runtime *rt, ouro_object *item, int64_t hash, ouro_set *s, ouro_set *result)
{
    (void)result;
    int there = ouro__set_contains_hashed(rt, s, item, hash);
    return there < 0 ? -1 : !there;
}

/* ---- Operations ---- */

int ouro__set_update(ouro_runtime *rt, ouro_object *s, ouro_object *iterable)
{
    if (ouro__is_any_set(rt, iterable))
        return ouro__set_merge(rt, set_of(s), set_of(iterable));
    if (ouro__is_exactly(iterable, OURO_T_DICT) && ouro__dict_count(iterable) &&
        ouro__set_expect(rt, set_of(s), ouro__dict_count(iterable)) < 0)
        return -1;
    return for_each(rt, iterable, act_add, set_of(s), NULL);
}

int ouro__set_difference_update(ouro_runtime *rt, ouro_object *s, ouro_object *other)
{
    if (s == other) {
        ouro__set_clear(rt, s);
        return 0;
    }
    if (ouro__is_any_set(rt, other) && set_of(other)->used / 8 > set_of(s)->used) {
        ouro_object *common = ouro__set_intersection(rt, s, other);
        if (!common)
            return -1;
        int status = for_each(rt, common, act_discard, set_of(s), NULL);
        ouro_decref(rt, common);
        return status < 0 ? -1 : ouro__set_tidy(rt, set_of(s));
    }
    if (for_each(rt, other, act_discard, set_of(s), NULL) < 0)
        return -1;
    return ouro__set_tidy(rt, set_of(s));
}

int ouro__set_symmetric_difference_update(ouro_runtime *rt, ouro_object *s, ouro_object *other)
{
    if (s == other) {
        ouro__set_clear(rt, s);
        return 0;
    }
    ouro_object *items;
    if (ouro__is_any_set(rt, other) || ouro__is_exactly(other, OURO_T_DICT))
        items = ouro_ref(other);
    else
        items = ouro__set_new(rt, other); /* an item that comes twice counts once */
    if (!items)
        return -1;
    int status = for_each(rt, items, act_toggle, set_of(s), NULL);
    ouro_decref(rt, items);
    return status;
}

/* Drops a half-made result when an operation failed. */
static ouro_object *result_unless(ouro_runtime *rt, int status, ouro_set *result)
{
    if (status >= 0)
        return &result->head;
    ouro_decref(rt, &result->head);
    return NULL;
}

ouro_object *ouro__set_intersection(ouro_runtime *rt, ouro_object *s, ouro_object *other)
{
    if (s == other)
        return ouro__set_copy(rt, s);
    ouro_set *result = ouro__set_alloc(rt, ouro__set_base(rt, s));
    if (!result)
        return NULL;
    if (ouro__is_any_set(rt, other) && set_of(other)->used > set_of(s)->used) {
        ouro_object *smaller = s;
        s = other;
        other = smaller;
    }
    return result_unless(rt, for_each(rt, other, act_keep_common, set_of(s), result), result);
}

int ouro__set_intersection_update(ouro_runtime *rt, ouro_object *s, ouro_object *other)
{
    ouro_object *common = ouro__set_intersection(rt, s, other);
    if (!common)
        return -1;
    ouro__set_swap(set_of(s), set_of(common));
    ouro_decref(rt, common);
    return 0;
}

static ouro_object *copy_and_subtract(ouro_runtime *rt, ouro_object *s, ouro_object *other)
{
    ouro_object *result = ouro__set_copy(rt, s);
    if (!result)
        return NULL;
    return result_unless(rt, ouro__set_difference_update(rt, result, other), set_of(result));
}

static ouro_object *keys_not_in_dict(ouro_runtime *rt, ouro_object *s, ouro_object *dict, ouro_set *result)
{
    size_t position = 0;
    ouro_object *key;
    int64_t hash;
    int status = 0;
    while (status >= 0 && ouro__set_next_hashed(rt, set_of(s), &position, &key, &hash)) {
        ouro_incref(key);
        status = ouro__dict_contains_hashed(rt, dict, key, hash);
        if (status == 0)
            status = ouro__set_add_hashed(rt, result, key, hash);
        ouro_decref(rt, key);
    }
    return result_unless(rt, status, result);
}

ouro_object *ouro__set_difference(ouro_runtime *rt, ouro_object *s, ouro_object *other)
{
    bool dict = ouro__is_exactly(other, OURO_T_DICT);
    if (!dict && !ouro__is_any_set(rt, other))
        return copy_and_subtract(rt, s, other);
    if (set_of(s)->used == 0)
        return ouro__set_copy(rt, s);
    size_t theirs = dict ? ouro__dict_count(other) : set_of(other)->used;
    if (set_of(s)->used / 4 > theirs)
        return copy_and_subtract(rt, s, other);
    ouro_set *result = ouro__set_alloc(rt, ouro__set_base(rt, s));
    if (!result)
        return NULL;
    if (dict)
        return keys_not_in_dict(rt, s, other, result);
    return result_unless(rt, for_each(rt, s, act_keep_others, set_of(other), result), result);
}

ouro_object *ouro__set_symmetric_difference(ouro_runtime *rt, ouro_object *s, ouro_object *other)
{
    ouro_object *result = set_from(rt, ouro__set_base(rt, s), other);
    if (!result)
        return NULL;
    return result_unless(rt, ouro__set_symmetric_difference_update(rt, result, s), set_of(result));
}

int ouro__set_is_subset(ouro_runtime *rt, ouro_object *s, ouro_object *other)
{
    if (!ouro__is_any_set(rt, other)) {
        ouro_object *items = ouro__set_new(rt, other);
        if (!items)
            return -1;
        int subset = ouro__set_is_subset(rt, s, items);
        ouro_decref(rt, items);
        return subset;
    }
    if (set_of(s)->used > set_of(other)->used)
        return 0;
    int foreign = for_each(rt, s, act_find_foreign, set_of(other), NULL);
    return foreign < 0 ? -1 : !foreign;
}

int ouro__set_is_superset(ouro_runtime *rt, ouro_object *s, ouro_object *other)
{
    if (ouro__is_any_set(rt, other))
        return ouro__set_is_subset(rt, other, s);
    int foreign = for_each(rt, other, act_find_foreign, set_of(s), NULL);
    return foreign < 0 ? -1 : !foreign;
}

int ouro__set_is_disjoint(ouro_runtime *rt, ouro_object *s, ouro_object *other)
{
    if (s == other)
        return set_of(s)->used == 0;
    if (ouro__is_any_set(rt, other) && set_of(other)->used > set_of(s)->used) {
        ouro_object *smaller = s;
        s = other;
        other = smaller;
    }
    int common = for_each(rt, other, act_find_common, set_of(s), NULL);
    return common < 0 ? -1 : !common;
}

bool ouro__set_next(ouro_object *s, size_t *position, ouro_object **item)
{
    return ouro__set_next_hashed(NULL, set_of(s), position, item, NULL);
}
