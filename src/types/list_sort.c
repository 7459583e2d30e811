/* list.sort().
 *
 * The list is emptied while it is sorted, so that code of the program, run by key functions and comparisons,
 * cannot disturb it. What is sorted is an array of small items made from the keys: for ints and floats their
 * numbers, for strs their first characters as a number, so that most comparisons touch no object; else the
 * keys themselves. */
#include "types/exception.h"
#include "types/float.h"
#include "types/int.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"

enum { MIN_GALLOP = 7, MOST_RUNS = 85, FEW_ITEMS = 64, LONG_RUN = 64 };

/* The shortest run worth merging: between 32 and 64, such that the number of runs is a power of two or just
 * below. */
static size_t least_run(size_t length)
{
    size_t odd = 0;
    while (length >= LONG_RUN) {
        odd |= length & 1;
        length >>= 1;
    }
    return length + odd;
}

/* The power of the boundary between the run [start, start + n1) and the n2 items behind it in a list of n:
 * the first bit in which the middles of the two, as fractions of the list, differ. */
static int boundary_power(size_t start, size_t n1, size_t n2, size_t n)
{
    size_t a = 2 * start + n1, b = a + n1 + n2;
    for (int power = 1;; power++) {
        if (a >= n) {
            a -= n;
            b -= n;
        } else if (b >= n) {
            return power;
        }
        a <<= 1;
        b <<= 1;
    }
}

/* ---- Comparing keys ---- */

static int keys_less(ouro_runtime *rt, ouro_object *a, ouro_object *b);

/* Tuples by their first difference, without making objects where that can be. */
static int tuples_less(ouro_runtime *rt, const ouro_tuple *a, const ouro_tuple *b)
{
    for (size_t i = 0; i < a->count && i < b->count; i++) {
        int equal = ouro__compare_bool(rt, a->items[i], b->items[i], OURO_EQ);
        if (equal < 0)
            return -1;
        if (!equal)
            return keys_less(rt, a->items[i], b->items[i]);
    }
    return a->count < b->count;
}

/* a < b: 1, 0, -1. */
static int keys_less(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    if (ouro__int_is_small(a) && ouro__int_is_small(b))
        return ((ouro_int *)a)->value < ((ouro_int *)b)->value;
    uint32_t kind = ouro__type_index(a);
    if (kind == ouro__type_index(b)) {
        if (kind == OURO_T_FLOAT)
            return ((ouro_float *)a)->value < ((ouro_float *)b)->value;
        if (kind == OURO_T_STR)
            return ouro__str_compare(a, b) < 0;
        if (kind == OURO_T_TUPLE && !ouro__stack_low(rt))
            return tuples_less(rt, (const ouro_tuple *)a, (const ouro_tuple *)b);
    }
    return ouro__compare_bool(rt, a, b, OURO_LT);
}

/* ---- The items ---- */

/* A key with the list's item that it belongs to. */
typedef struct decorated {
    ouro_object *key, *value;
} decorated;

typedef struct int_item {
    int64_t number;
    void *origin; /* the list's item, or a decorated */
} int_item;

typedef struct float_item {
    double number;
    void *origin;
} float_item;

typedef struct str_item {
    uint64_t prefix; /* orders as the strs do, where it differs */
    ouro_object *key;
    void *origin;
} str_item;

typedef struct any_item {
    ouro_object *key;
    void *origin;
} any_item;

#define SORT(name) ints_##name
#define ITEM int_item
#define LESS(rt, a, b) ((a).number < (b).number)
#include "types/list_sort_template.h"

#define SORT(name) floats_##name
#define ITEM float_item
#define LESS(rt, a, b) ((a).number < (b).number)
#include "types/list_sort_template.h"

static inline int strs_less(const str_item *a, const str_item *b)
{
    if (a->prefix != b->prefix)
        return a->prefix < b->prefix;
    return ouro__str_compare(a->key, b->key) < 0;
}

#define SORT(name) strs_##name
#define ITEM str_item
#define LESS(rt, a, b) strs_less(&(a), &(b))
#include "types/list_sort_template.h"

#define SORT(name) anys_##name
#define ITEM any_item
#define LESS(rt, a, b) keys_less(rt, (a).key, (b).key)
#include "types/list_sort_template.h"

/* ---- From keys to items and back ---- */

/* One sort: `count` items of a list that is empty meanwhile, and their keys if there is a key function. */
typedef struct sorting {
    ouro_runtime *rt;
    ouro_object **items;
    decorated *keys; /* NULL: the items are the keys */
    size_t count;
} sorting;

static ouro_object *key_at(const sorting *s, size_t i)
{
    return s->keys ? s->keys[i].key : s->items[i];
}

static void *origin_at(const sorting *s, size_t i)
{
    return s->keys ? (void *)&s->keys[i] : (void *)s->items[i];
}

static ouro_object *value_of(const sorting *s, void *origin)
{
    return s->keys ? ((decorated *)origin)->value : (ouro_object *)origin;
}

enum key_kind { INT_KEYS, FLOAT_KEYS, NARROW_STR_KEYS, STR_KEYS, ANY_KEYS };

static enum key_kind kind_of_keys(const sorting *s)
{
    bool ints = true, floats = true, strs = true, narrow = true;
    for (size_t i = 0; i < s->count && (ints || floats || strs); i++) {
        const ouro_object *key = key_at(s, i);
        ints = ints && ouro__int_is_small(key);
        floats = floats && ouro__float_is_exact(key);
        strs = strs && ouro__is_exactly(key, OURO_T_STR);
        narrow = narrow && strs && ouro__str_width(key) == 1;
    }
    if (ints)
        return INT_KEYS;
    if (floats)
        return FLOAT_KEYS;
    return !strs ? ANY_KEYS : narrow ? NARROW_STR_KEYS : STR_KEYS;
}

/* The first 8 characters of one byte, or the first 3 of 21 bits. */
static uint64_t str_prefix(const ouro_object *key, bool narrow)
{
    size_t length = ouro__str_length(key), characters = narrow ? 8 : 3;
    unsigned bits = narrow ? 8 : 21;
    uint64_t prefix = 0;
    for (size_t i = 0; i < characters; i++)
        prefix = prefix << bits | (i < length ? ouro__str_char(key, i) : 0);
    return prefix;
}

/* Reads the sorted order back into the list's items. */
#define WRITE_BACK(s, sorted)                                                                                \
    do {                                                                                                     \
        for (size_t i = 0; i < (s)->count; i++)                                                              \
            ouro__slot_init(&(s)->items[i], value_of(s, (sorted)[i].origin));                                \
    } while (0)

/* Sorts by items of one kind: fills them in, sorts, writes back. */
#define SORT_AS(type, sort, ...)                                                                             \
    do {                                                                                                     \
        type few[FEW_ITEMS], *sorted = few;                                                                  \
        if (s->count > FEW_ITEMS && !(sorted = ouro__buffer_alloc(s->rt, s->count * sizeof *sorted)))        \
            return -1;                                                                                       \
        for (size_t i = 0; i < s->count; i++)                                                                \
            sorted[i] = (type){__VA_ARGS__};                                                                 \
        int status = sort(s->rt, sorted, s->count);                                                          \
        WRITE_BACK(s, sorted);                                                                               \
        if (sorted != few)                                                                                   \
            ouro__buffer_free(s->rt, sorted);                                                                \
        return status;                                                                                       \
    } while (0)

static int sort_ints(sorting *s)
{
    SORT_AS(int_item, ints_sort, ((ouro_int *)key_at(s, i))->value, origin_at(s, i));
}

static int sort_floats(sorting *s)
{
    SORT_AS(float_item, floats_sort, ((ouro_float *)key_at(s, i))->value, origin_at(s, i));
}

static int sort_strs(sorting *s, bool narrow)
{
    SORT_AS(str_item, strs_sort, str_prefix(key_at(s, i), narrow), key_at(s, i), origin_at(s, i));
}

static int sort_anys(sorting *s)
{
    SORT_AS(any_item, anys_sort, key_at(s, i), origin_at(s, i));
}

static int sort_items(sorting *s)
{
    if (s->count < 2)
        return 0;
    switch (kind_of_keys(s)) {
    case INT_KEYS:
        return sort_ints(s);
    case FLOAT_KEYS:
        return sort_floats(s);
    case NARROW_STR_KEYS:
        return sort_strs(s, true);
    case STR_KEYS:
        return sort_strs(s, false);
    default:
        return sort_anys(s);
    }
}

/* ---- The sort ---- */

static void drop_keys(sorting *s, size_t count)
{
    while (count)
        ouro_decref(s->rt, s->keys[--count].key);
    ouro__buffer_free(s->rt, s->keys);
}

static int make_keys(sorting *s, ouro_object *function)
{
    s->keys = ouro__buffer_alloc(s->rt, (s->count ? s->count : 1) * sizeof *s->keys);
    if (!s->keys)
        return -1;
    for (size_t i = 0; i < s->count; i++) {
        s->keys[i].key = ouro__call(s->rt, function, &s->items[i], 1, NULL);
        if (!s->keys[i].key) {
            drop_keys(s, i);
            return -1;
        }
        s->keys[i].value = s->items[i];
    }
    return 0;
}

static void reverse_items(sorting *s)
{
    for (size_t low = 0, high = s->count; low + 1 < high; low++) {
        ouro_object *item = s->items[--high];
        ouro__slot_init(&s->items[high], s->items[low]);
        ouro__slot_init(&s->items[low], item);
    }
}

/* Reversing before and after keeps equal items in their order. Keys are made in the list's own order. */
static void reverse_keys(sorting *s)
{
    for (size_t low = 0, high = s->count; s->keys && low + 1 < high; low++) {
        decorated pair = s->keys[--high];
        s->keys[high] = s->keys[low];
        s->keys[low] = pair;
    }
}

static int sort_detached(sorting *s, ouro_object *key, bool reverse)
{
    if (key && make_keys(s, key) < 0)
        return -1;
    if (reverse) {
        reverse_items(s);
        reverse_keys(s);
    }
    int status = sort_items(s);
    if (reverse)
        reverse_items(s);
    if (s->keys)
        drop_keys(s, s->count);
    return status;
}

/* Puts the items back in the list; false when somebody has changed it meanwhile. What that was is dropped
 * last. */
static bool reattach(ouro_runtime *rt, ouro_list *l, sorting *s, uint32_t capacity)
{
    bool untouched = l->items == NULL;
    ouro_object **strays = l->items;
    size_t count = l->count;
    l->items = s->items;
    l->count = (uint32_t)s->count;
    l->capacity = capacity;
    while (count)
        ouro_decref(rt, strays[--count]);
    ouro__buffer_free(rt, strays);
    return untouched;
}

int ouro__list_sort(ouro_runtime *rt, ouro_object *o, ouro_object *key, bool reverse)
{
    ouro_list *l = (ouro_list *)o;
    sorting s = {rt, l->items, NULL, l->count};
    uint32_t capacity = l->capacity;
    if (key == OURO_NONE(rt))
        key = NULL;
    l->items = NULL;
    l->count = l->capacity = 0;
    int status = sort_detached(&s, key, reverse);
    if (!reattach(rt, l, &s, capacity) && status == 0) {
        ouro__raise(rt, OURO_T_VALUE_ERROR, "list modified during sort");
        return -1;
    }
    return status;
}
