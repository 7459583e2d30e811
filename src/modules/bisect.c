/* The _bisect module: places in sorted sequences. */
#include "modules/less.h"
#include "modules/modules.h"
#include "modules/support.h"
#include "types/exception.h"
#include "types/list.h"

typedef struct search {
    ouro_object *sequence, *item, *key; /* borrowed; key NULL: none */
    int64_t low, high;
} search;

enum { SEQUENCE, ITEM, LOW, HIGH, KEY, ARGUMENTS };

static int parse(ouro_runtime *rt, const char *name, ouro_object *const *args, size_t nargs,
                 ouro_object *kwnames, search *s)
{
    static const char *const names[] = {"a", "x", "lo", "hi", "key", NULL};
    const ouro_signature signature = {name, names, 0, 4, 2, 1};
    ouro_object *given[ARGUMENTS];
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, given) < 0)
        return -1;
    *s = (search){given[SEQUENCE], given[ITEM], given[KEY] == OURO_NONE(rt) ? NULL : given[KEY], 0, -1};
    if (given[LOW] && ouro__index_argument(rt, given[LOW], &s->low) < 0)
        return -1;
    if (given[HIGH] && given[HIGH] != OURO_NONE(rt) && ouro__index_argument(rt, given[HIGH], &s->high) < 0)
        return -1;
    if (s->low < 0) {
        ouro__raise(rt, OURO_T_VALUE_ERROR, "lo must be non-negative");
        return -1;
    }
    if (s->high == -1 && (s->high = ouro__length(rt, s->sequence)) < 0)
        return -1;
    return 0;
}

/* The item at a place, as the key function sees it: owned. */
static ouro_object *item_at(ouro_runtime *rt, const search *s, int64_t place)
{
    ouro_object *item;
    const ouro_type *type = ouro__type_of(rt, s->sequence);
    if (ouro__is_exactly(s->sequence, OURO_T_LIST) && place < ((ouro_list *)s->sequence)->count) {
        item = ouro_ref(((ouro_list *)s->sequence)->items[place]);
    } else if (type->sequence && type->sequence->item) {
        item = type->sequence->item(rt, s->sequence, place);
    } else if (!type->getitem || ouro__is_exactly(s->sequence, OURO_T_DICT)) {
        return ouro__raise(rt, OURO_T_TYPE_ERROR,
                           type->getitem ? "%T is not a sequence" : "'%T' object does not support indexing",
                           s->sequence);
    } else {
        ouro_object *index = ouro__int_new(rt, place);
        item = index ? ouro__getitem(rt, s->sequence, index) : NULL;
        ouro_xdecref(rt, index);
    }
    if (!item || !s->key)
        return item;
    ouro_object *key = ouro__call1(rt, s->key, item);
    ouro_decref(rt, item);
    return key;
}

/* The first place whose item is not less than `wanted` (left) or is greater (right): -1 on failure. */
static int64_t bisect(ouro_runtime *rt, const search *s, ouro_object *wanted, bool right)
{
    int64_t low = s->low, high = s->high;
    while (low < high) {
        int64_t middle = (int64_t)(((uint64_t)low + (uint64_t)high) / 2);
        ouro_object *item = item_at(rt, s, middle);
        if (!item)
            return -1;
        int less = right ? ouro__less(rt, wanted, item) : ouro__less(rt, item, wanted);
        ouro_decref(rt, item);
        if (less < 0)
            return -1;
        if (less == right)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

static ouro_object *find(ouro_runtime *rt, const char *name, ouro_object *const *args, size_t nargs,
                         ouro_object *kwnames, bool right)
{
    search s;
    if (parse(rt, name, args, nargs, kwnames, &s) < 0)
        return NULL;
    int64_t place = bisect(rt, &s, s.item, right);
    return place < 0 ? NULL : ouro__int_new(rt, place);
}

static ouro_object *insert(ouro_runtime *rt, const char *name, ouro_object *const *args, size_t nargs,
                           ouro_object *kwnames, bool right)
{
    search s;
    if (parse(rt, name, args, nargs, kwnames, &s) < 0)
        return NULL;
    ouro_object *wanted = s.key ? ouro__call1(rt, s.key, s.item) : ouro_ref(s.item);
    int64_t place = wanted ? bisect(rt, &s, wanted, right) : -1;
    ouro_xdecref(rt, wanted);
    if (place < 0)
        return NULL;
    if (ouro__is_exactly(s.sequence, OURO_T_LIST))
        return ouro__list_insert(rt, s.sequence, place, s.item) < 0 ? NULL : OURO_NONE(rt);
    ouro_object *index = ouro__int_new(rt, place);
    ouro_object *result =
        index ? ouro__call_method(rt, s.sequence, NAME(rt, insert), 2, index, s.item) : NULL;
    ouro_xdecref(rt, index);
    if (!result)
        return NULL;
    ouro_decref(rt, result);
    return OURO_NONE(rt);
}

OURO_C_FUNCTION(bisect_right)
{
    return find(rt, "bisect_right", args, nargs, kwnames, true);
}

OURO_C_FUNCTION(bisect_left)
{
    return find(rt, "bisect_left", args, nargs, kwnames, false);
}

OURO_C_FUNCTION(insort_right)
{
    return insert(rt, "insort_right", args, nargs, kwnames, true);
}

OURO_C_FUNCTION(insort_left)
{
    return insert(rt, "insort_left", args, nargs, kwnames, false);
}

static const ouro_method_def functions[] = {
    {"bisect_right", bisect_right, OURO_METH_KEYWORDS, 0, -1,
     "bisect_right($module, /, a, x, lo=0, hi=None, *, key=None)\n--\n\nReturn the index where to insert "
     "item x in list a, "
     "assuming a is sorted.\n\nAll e in a[:i] have e <= x, and all e in a[i:] have e > x."},
    {"insort_right", insort_right, OURO_METH_KEYWORDS, 0, -1,
     "insort_right($module, /, a, x, lo=0, hi=None, *, key=None)\n--\n\nInsert item x in list a, and keep it "
     "sorted assuming a is "
     "sorted.\n\nIf x is already in a, insert it to the right of the rightmost x."},
    {"bisect_left", bisect_left, OURO_METH_KEYWORDS, 0, -1,
     "bisect_left($module, /, a, x, lo=0, hi=None, *, key=None)\n--\n\nReturn the index where to insert item "
     "x in list a, "
     "assuming a is sorted.\n\nAll e in a[:i] have e < x, and all e in a[i:] have e >= x."},
    {"insort_left", insort_left, OURO_METH_KEYWORDS, 0, -1,
     "insort_left($module, /, a, x, lo=0, hi=None, *, key=None)\n--\n\nInsert item x in list a, and keep it "
     "sorted assuming a is "
     "sorted.\n\nIf x is already in a, insert it to the left of the leftmost x."},
    {0},
};

const ouro_module_def ouro__module_bisect = {"_bisect", functions, NULL, "Places in sorted sequences."};
