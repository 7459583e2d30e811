/* functools._lru_cache_wrapper: a function that remembers its results, all of them or the ones used last.
 *
 * The cache is a dict in order of use: what is asked for moves to the end (dict_table.c does both ends in constant time), what
 * stands first goes when there are too many. */
#include "modules/functools/functools.h"
#include "types/class_internal.h"
#include "types/dict_table.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/str.h"

enum { UNBOUNDED = -1 };

typedef struct lru_cache {
    ouro_object head;
    uint64_t attrs;
    ouro_object *function;
    ouro_object *cache;     /* dict */
    ouro_object *info_type; /* what makes cache_info()'s result */
    ouro_object *mark;      /* stands before keywords in keys */
    int64_t hits, misses;
    int64_t size_limit; /* or UNBOUNDED */
    bool typed;
} lru_cache;

static const uint16_t lru_fields[] = {offsetof(lru_cache, function), offsetof(lru_cache, cache),
                                      offsetof(lru_cache, info_type), offsetof(lru_cache, mark), 0};

static lru_cache *as_lru(ouro_object *o)
{
    return (lru_cache *)o;
}

/* ---- Making ---- */

static int size_limit_of(ouro_runtime *rt, ouro_object *given, int64_t *limit)
{
    if (given == OURO_NONE(rt)) {
        *limit = UNBOUNDED;
        return 0;
    }
    const ouro_number_slots *number = ouro__type_of(rt, given)->number;
    if (!ouro__is_int(rt, given) && !(number && number->index)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "maxsize should be integer or None");
        return -1;
    }
    if (ouro__index_argument(rt, given, limit) < 0)
        return -1;
    if (*limit < 0)
        *limit = 0;
    return 0;
}

/* An object that is no argument of any call. */
static ouro_object *keyword_mark(ouro_runtime *rt)
{
    return ouro__call0(rt, ouro__class_at(rt, OURO_T_OBJECT));
}

static ouro_object *lru_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                            ouro_object *kwnames)
{
    static const char *const names[] = {"user_function", "maxsize", "typed", "cache_info_type", NULL};
    static const ouro_signature signature = {"lru_cache", names, 0, 4, 4, 0};
    ouro_object *given[4];
    int64_t limit;
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, given) < 0)
        return NULL;
    int typed = ouro__truth(rt, given[2]);
    if (typed < 0)
        return NULL;
    if (!ouro__is_callable(rt, given[0]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "the first argument must be callable");
    if (size_limit_of(rt, given[1], &limit) < 0)
        return NULL;
    ouro_object *cache = ouro__dict_new(rt), *mark = cache ? keyword_mark(rt) : NULL;
    lru_cache *l = mark ? (lru_cache *)ouro__instance_new(rt, cls) : NULL;
    if (!l) {
        ouro_xdecref(rt, cache);
        ouro_xdecref(rt, mark);
        return NULL;
    }
    ouro__slot_init(&l->function, ouro_ref(given[0]));
    ouro__slot_init(&l->cache, cache);
    ouro__slot_init(&l->info_type, ouro_ref(given[3]));
    ouro__slot_init(&l->mark, mark);
    l->size_limit = limit;
    l->typed = typed;
    return &l->head;
}

/* ---- Keys ---- */

/* The key of a call: owned. A single str or int is its own. */
static ouro_object *key_of(ouro_runtime *rt, const lru_cache *l, ouro_object *const *args, size_t nargs,
                           ouro_object *kwnames)
{
    size_t keywords = kwnames ? ((ouro_tuple *)kwnames)->count : 0;
    if (nargs == 1 && !keywords && !l->typed &&
        (ouro__is_exactly(args[0], OURO_T_STR) || ouro__is_exactly(args[0], OURO_T_INT)))
        return ouro_ref(args[0]);
    size_t count = nargs + (keywords ? 1 + 2 * keywords : 0) + (l->typed ? nargs + keywords : 0), at = 0;
    ouro_tuple *key = ouro__tuple_alloc(rt, count);
    if (!key || !count)
        return (ouro_object *)key;
    while (at < nargs) {
        ouro__slot_init(&key->items[at], ouro_ref(args[at]));
        at++;
    }
    if (keywords)
        ouro__slot_init(&key->items[at++], ouro_ref(l->mark));
    for (size_t i = 0; i < keywords; i++) {
        ouro__slot_init(&key->items[at++], ouro_ref(((ouro_tuple *)kwnames)->items[i]));
        ouro__slot_init(&key->items[at++], ouro_ref(args[nargs + i]));
    }
    for (size_t i = 0; l->typed && i < nargs + keywords; i++)
        ouro__slot_init(&key->items[at++], ouro_ref(ouro__class_of(rt, args[i])));
    ouro__tuple_ready(rt, key);
    return &key->head;
}

/* ---- Calling ---- */

/* Drops what has stood longest without being asked for, once the cache is in order again. */
static int insert_bounded(ouro_runtime *rt, lru_cache *l, ouro_object *key, int64_t hash, ouro_object *result)
{
    ouro_dict *cache = (ouro_dict *)l->cache;
    ouro_object *old_key = NULL, *old_result = NULL;
    if (cache->used >= (uint64_t)l->size_limit)
        ouro__dict_remove(rt, cache, ouro__dict_first(cache), &old_key, &old_result);
    int status = ouro__dict_insert(rt, cache, ouro_ref(key), hash, ouro_ref(result));
    ouro_xdecref(rt, old_key);
    ouro_xdecref(rt, old_result);
    return status;
}

/* Puts a fresh result in the cache, unless the call has put one there itself. 0 or -1. */
static int remember(ouro_runtime *rt, lru_cache *l, ouro_object *key, int64_t hash, ouro_object *result)
{
    if (!l->cache)
        return 0;
    ouro_object *cache = ouro_ref(l->cache);
    int status = 0;
    if (l->size_limit == UNBOUNDED) {
        status = ouro__dict_set_hashed(rt, cache, key, hash, result);
    } else {
        int64_t place = ouro__dict_find(rt, (ouro_dict *)cache, key, hash);
        if (place == OURO__DICT_FAILED)
            status = -1;
        else if (place == OURO__DICT_MISSING && cache == l->cache)
            status = insert_bounded(rt, l, key, hash, result);
    }
    ouro_decref(rt, cache);
    return status;
}

/* The result remembered for a key: owned; NULL when there is none, or with an exception. */
static ouro_object *recall(ouro_runtime *rt, lru_cache *l, ouro_object *key, int64_t hash)
{
    if (!l->cache)
        return ouro__bad_internal_call(rt, "lru_cache");
    ouro_dict *cache = ouro_ref(l->cache);
    int64_t place = ouro__dict_find(rt, cache, key, hash);
    ouro_object *result = NULL;
    if (place >= 0) {
        result = ouro_ref(ouro__dict_entry(cache->keys, (size_t)place)->value);
        l->hits++;
        if (l->size_limit != UNBOUNDED && ouro__dict_move_to_end(rt, cache, place) < 0) {
            ouro_decref(rt, result);
            result = NULL;
        }
    }
    ouro_decref(rt, &cache->head);
    return result;
}

static ouro_object *call_function(ouro_runtime *rt, lru_cache *l, ouro_object *const *args, size_t nargs,
                                  ouro_object *kwnames)
{
    l->misses++;
    return l->function ? ouro__call(rt, l->function, args, nargs, kwnames)
                       : ouro__bad_internal_call(rt, "lru_cache");
}

static ouro_object *lru_call(ouro_runtime *rt, ouro_object *f, ouro_object *const *args, size_t nargs,
                             ouro_object *kwnames)
{
    lru_cache *l = as_lru(f);
    if (l->size_limit == 0)
        return call_function(rt, l, args, nargs, kwnames);
    ouro_object *key = key_of(rt, l, args, nargs, kwnames);
    if (!key)
        return NULL;
    int64_t hash = ouro__key_hash(rt, key);
    ouro_object *result = hash == -1 ? NULL : recall(rt, l, key, hash);
    if (!result && !rt->error) {
        ouro_incref(f);
        result = call_function(rt, l, args, nargs, kwnames);
        if (result && remember(rt, l, key, hash, result) < 0) {
            ouro_decref(rt, result);
            result = NULL;
        }
        ouro_decref(rt, f);
    }
    ouro_decref(rt, key);
    return result;
}

static ouro_object *lru_get(ouro_runtime *rt, ouro_object *descr, ouro_object *o, ouro_object *cls)
{
    (void)cls;
    return !o || o == OURO_NONE(rt) ? ouro_ref(descr) : ouro__bound_method_new(rt, descr, o);
}

/* ---- Methods ---- */

OURO_METHOD(lru_cache_info)
{
    OURO_NO_ARGUMENTS;
    lru_cache *l = as_lru(self);
    if (!l->cache || !l->info_type)
        return ouro__bad_internal_call(rt, "cache_info");
    ouro_object *limit = l->size_limit == UNBOUNDED ? OURO_NONE(rt) : ouro__int_new(rt, l->size_limit);
    ouro_object *numbers = ouro__pack(rt, 4, ouro__int_new(rt, l->hits), ouro__int_new(rt, l->misses), limit,
                                      ouro__int_new(rt, (int64_t)ouro__dict_count(l->cache)));
    ouro_object *info = numbers ? ouro__call_tuple(rt, l->info_type, numbers, NULL) : NULL;
    ouro_xdecref(rt, numbers);
    return info;
}

OURO_METHOD(lru_cache_clear)
{
    OURO_NO_ARGUMENTS;
    lru_cache *l = as_lru(self);
    l->hits = l->misses = 0;
    if (l->cache)
        ouro__dict_clear(rt, l->cache);
    return OURO_NONE(rt);
}

OURO_METHOD(lru_reduce)
{
    OURO_NO_ARGUMENTS;
    return ouro__getattr(rt, self, NAME(rt, __qualname__));
}

OURO_METHOD(lru_copy)
{
    (void)rt, (void)args, (void)nargs, (void)kwnames;
    return ouro_ref(self);
}

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

static const ouro_getset_def lru_getsets[] = {{"__dict__", get_dict, set_dict, NULL}, {0}};

static const ouro_method_def lru_methods[] = {
    {"cache_info", lru_cache_info, 0, 0, 0, "cache_info($self, /)\n--\n\nReport cache statistics"},
    {"cache_clear", lru_cache_clear, 0, 0, 0,
     "cache_clear($self, /)\n--\n\nClear the cache and cache statistics"},
    {"__reduce__", lru_reduce, 0, 0, 0, NULL},
    {"__copy__", lru_copy, 0, 0, 0, NULL},
    {"__deepcopy__", lru_copy, 0, 1, 1, NULL},
    {0},
};

OURO_BUILTIN_TYPE(lru_cache) = {
    .id = OURO_T_LRU_CACHE,
    .slots = {.name = "functools._lru_cache_wrapper",
              .size = sizeof(lru_cache),
              .flags = OURO_TYPE_CONTAINER | OURO_TYPE_BASE | OURO_TYPE_WEAKLY_REFERENCEABLE |
                       OURO_TYPE_METHOD_DESCRIPTOR,
              .fields = lru_fields,
              .attrs_offset = offsetof(lru_cache, attrs),
              .call = lru_call,
              .descr_get = lru_get,
              .new_ = lru_new},
    .methods = lru_methods,
    .getsets = lru_getsets,
    .doc = "Create a cached callable that wraps another function.\n\nuser_function:      the function being "
           "cached\n\nmaxsize:  "
           "0         for no caching\n          None      for unlimited cache size\n          n         for "
           "a bounded cache\n\n"
           "typed:    False     cache f(3) and f(3.0) as identical calls\n          True      cache f(3) and "
           "f(3.0) as distinct "
           "calls\n\ncache_info_type:    namedtuple class with the fields:\n                        hits "
           "misses currsize maxsize\n",
    .module = "functools",
};
