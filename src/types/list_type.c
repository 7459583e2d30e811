/* list: the type and its methods. */
#include "types/class.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/iterators.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/slice.h"
#include "types/str.h"
#include "types/tuple.h"
#include "types/types.h"

/* All methods have one form. */

static void list_destroy(ouro_runtime *rt, ouro_object *o)
{
    ouro__buffer_free(rt, ((ouro_list *)o)->items);
}

static size_t list_size_of(ouro_runtime *rt, ouro_object *o)
{
    return ouro__type_of(rt, o)->size + ((ouro_list *)o)->capacity * sizeof(ouro_object *);
}

static ouro_object *list_repr(ouro_runtime *rt, ouro_object *o)
{
    ouro_list *l = (ouro_list *)o;
    if (l->count == 0)
        return ouro__str_from_ascii(rt, "[]", 2);
    int entered = ouro__repr_enter(rt, o);
    if (entered != 0)
        return entered < 0 ? NULL : ouro__str_from_ascii(rt, "[...]", 5);
    ouro_str_builder b;
    ouro__builder_init(&b, rt);
    bool ok = ouro__builder_char(&b, '[') == 0;
    for (size_t i = 0; ok && i < l->count; i++)
        ok = (i == 0 || ouro__builder_ascii(&b, ", ", 2) == 0) && ouro__builder_repr(&b, l->items[i]) == 0;
    ok = ok && ouro__builder_char(&b, ']') == 0;
    ouro__repr_leave(rt, o);
    if (ok)
        return ouro__builder_finish(&b);
    ouro__builder_discard(&b);
    return NULL;
}

/* Whether the item at a position equals `value`, which may change the list meanwhile. 1, 0, -1. */
static int item_equals(ouro_runtime *rt, ouro_list *l, size_t i, ouro_object *value)
{
    ouro_object *item = l->items[i];
    if (item == value)
        return 1;
    ouro_incref(item);
    int equal = ouro__compare_bool(rt, item, value, OURO_EQ);
    ouro_decref(rt, item);
    return equal;
}

/* The first position where two lists differ, or the length of the shorter. -1: failed. */
static int64_t first_difference(ouro_runtime *rt, ouro_list *x, ouro_list *y)
{
    size_t i = 0;
    for (; i < x->count && i < y->count; i++) {
        ouro_object *b = y->items[i];
        if (x->items[i] == b)
            continue;
        ouro_incref(b);
        int equal = item_equals(rt, x, i, b);
        ouro_decref(rt, b);
        if (equal < 0)
            return -1;
        if (!equal)
            break;
    }
    return (int64_t)i;
}

static ouro_object *list_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b, int op)
{
    if (!ouro__is_list(rt, a) || !ouro__is_list(rt, b))
        return OURO_NOT_IMPLEMENTED(rt);
    ouro_list *x = (ouro_list *)a, *y = (ouro_list *)b;
    if (x->count != y->count && (op == OURO_EQ || op == OURO_NE))
        return ouro__bool(rt, op == OURO_NE);
    int64_t i = first_difference(rt, x, y);
    if (i < 0)
        return NULL;
    if (i >= x->count || i >= y->count)
        return ouro__bool(rt, ouro__lengths_compare(x->count, y->count, op));
    if (op == OURO_EQ || op == OURO_NE)
        return ouro__bool(rt, op == OURO_NE);
    ouro_object *left = ouro_ref(x->items[i]), *right = ouro_ref(y->items[i]);
    ouro_object *result = ouro__compare(rt, left, right, op);
    ouro_decref(rt, left);
    ouro_decref(rt, right);
    return result;
}

static int64_t list_length(ouro_runtime *rt, ouro_object *o)
{
    (void)rt;
    return ((ouro_list *)o)->count;
}

static int list_contains(ouro_runtime *rt, ouro_object *o, ouro_object *value)
{
    ouro_list *l = (ouro_list *)o;
    for (size_t i = 0; i < l->count; i++) {
        int equal = item_equals(rt, l, i, value);
        if (equal != 0)
            return equal;
    }
    return 0;
}

static ouro_object *list_item(ouro_runtime *rt, ouro_object *o, int64_t index)
{
    ouro_list *l = (ouro_list *)o;
    if ((uint64_t)index >= l->count)
        return ouro__raise(rt, OURO_T_INDEX_ERROR, "list index out of range");
    return ouro_ref(l->items[index]);
}

static ouro_object *list_concat(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    if (!ouro__is_list(rt, b))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "can only concatenate list (not \"%T\") to list", b);
    ouro_list *x = (ouro_list *)a, *y = (ouro_list *)b;
    ouro_list *r = (ouro_list *)ouro__list_new(rt, (size_t)x->count + y->count);
    if (!r)
        return NULL;
    for (size_t i = 0; i < x->count; i++)
        ouro__slot_init(&r->items[i], ouro_ref(x->items[i]));
    for (size_t i = 0; i < y->count; i++)
        ouro__slot_init(&r->items[x->count + i], ouro_ref(y->items[i]));
    r->count = x->count + y->count;
    return &r->head;
}

static ouro_object *list_inplace_concat(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    return ouro__list_extend(rt, a, b) < 0 ? NULL : ouro_ref(a);
}

/* Fills r from its count on with `times` copies of the first `count` of `items`. There is room. */
static void fill(ouro_list *r, ouro_object *const *items, size_t count, size_t times)
{
    ouro_object **to = r->items + r->count;
    if (count == 1) {
        for (size_t i = 0; i < times; i++)
            ouro__slot_init(&to[i], ouro_ref(items[0]));
    } else {
        for (size_t t = 0; t < times; t++, to += count) {
            for (size_t i = 0; i < count; i++)
                ouro__slot_init(&to[i], ouro_ref(items[i]));
        }
    }
    r->count += (uint32_t)(count * times);
}

static ouro_object *list_repeat(ouro_runtime *rt, ouro_object *o, int64_t times)
{
    ouro_list *l = (ouro_list *)o;
    if (l->count == 0 || times <= 0)
        return ouro__list_new(rt, 0);
    if (times > (int64_t)(UINT32_MAX / l->count))
        return ouro__no_memory(rt);
    ouro_list *r = (ouro_list *)ouro__list_new(rt, l->count * (size_t)times);
    if (r)
        fill(r, l->items, l->count, (size_t)times);
    return (ouro_object *)r;
}

static ouro_object *list_inplace_repeat(ouro_runtime *rt, ouro_object *o, int64_t times)
{
    ouro_list *l = (ouro_list *)o;
    if (l->count == 0 || times == 1)
        return ouro_ref(o);
    if (times <= 0) {
        ouro__list_clear(rt, o);
        return ouro_ref(o);
    }
    if (times > (int64_t)(UINT32_MAX / l->count))
        return ouro__no_memory(rt);
    if (ouro__list_grow(rt, l, l->count * (size_t)times) < 0)
        return NULL;
    fill(l, l->items, l->count, (size_t)times - 1);
    return ouro_ref(o);
}

static ouro_object *list_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                             ouro_object *kwnames)
{
    OURO_NO_ARGUMENTS;
    if (cls == ouro__class_at(rt, OURO_T_LIST))
        return ouro__list_new(rt, 0);
    return ouro__instance_new(rt, cls); /* zero bytes are an empty list */
}

static int list_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                     ouro_object *kwnames)
{
    bool takes_keywords = ouro__type_of(rt, self)->new_ != list_new;
    if (ouro__check_arity(rt, "list", nargs, takes_keywords ? NULL : kwnames, 0, 1) < 0)
        return -1;
    if (((ouro_list *)self)->count)
        ouro__list_clear(rt, self);
    return nargs ? ouro__list_extend(rt, self, args[0]) : 0;
}

OURO_METHOD(list_append)
{
    (void)nargs, (void)kwnames;
    return ouro__list_append(rt, self, args[0]) < 0 ? NULL : OURO_NONE(rt);
}

OURO_METHOD(list_clear)
{
    OURO_NO_ARGUMENTS;
    ouro__list_clear(rt, self);
    return OURO_NONE(rt);
}

OURO_METHOD(list_copy)
{
    OURO_NO_ARGUMENTS;
    return ouro__list_from(rt, ((ouro_list *)self)->items, ((ouro_list *)self)->count);
}

OURO_METHOD(list_extend)
{
    (void)nargs, (void)kwnames;
    return ouro__list_extend(rt, self, args[0]) < 0 ? NULL : OURO_NONE(rt);
}

OURO_METHOD(list_insert)
{
    (void)nargs, (void)kwnames;
    int64_t index;
    if (ouro__index_argument(rt, args[0], &index) < 0)
        return NULL;
    return ouro__list_insert(rt, self, index, args[1]) < 0 ? NULL : OURO_NONE(rt);
}

OURO_METHOD(list_pop)
{
    (void)kwnames;
    ouro_list *l = (ouro_list *)self;
    int64_t index = -1;
    if (nargs && ouro__index_argument(rt, args[0], &index) < 0)
        return NULL;
    if (l->count == 0)
        return ouro__raise(rt, OURO_T_INDEX_ERROR, "pop from empty list");
    if (index < 0)
        index += l->count;
    if ((uint64_t)index >= l->count)
        return ouro__raise(rt, OURO_T_INDEX_ERROR, "pop index out of range");
    return ouro__list_take(rt, l, (size_t)index);
}

OURO_METHOD(list_remove)
{
    (void)nargs, (void)kwnames;
    ouro_list *l = (ouro_list *)self;
    for (size_t i = 0; i < l->count; i++) {
        int equal = item_equals(rt, l, i, args[0]);
        if (equal < 0)
            return NULL;
        if (equal) {
            if (i < l->count) /* the comparison may have made the list shorter */
                ouro_decref(rt, ouro__list_take(rt, l, i));
            return OURO_NONE(rt);
        }
    }
    return ouro__raise(rt, OURO_T_VALUE_ERROR, "list.remove(x): x not in list");
}

OURO_METHOD(list_index)
{
    (void)kwnames;
    ouro_list *l = (ouro_list *)self;
    int64_t start = 0, stop = INT64_MAX;
    if (nargs > 1 && ouro__index_bound(rt, args[1], l->count, &start) < 0)
        return NULL;
    if (nargs > 2 && ouro__index_bound(rt, args[2], l->count, &stop) < 0)
        return NULL;
    for (int64_t i = start; i < stop && i < (int64_t)l->count; i++) {
        int equal = item_equals(rt, l, (size_t)i, args[0]);
        if (equal != 0)
            return equal > 0 ? ouro__int_new(rt, i) : NULL;
    }
    return ouro__raise(rt, OURO_T_VALUE_ERROR, "%R is not in list", args[0]);
}

OURO_METHOD(list_count)
{
    (void)nargs, (void)kwnames;
    ouro_list *l = (ouro_list *)self;
    int64_t count = 0;
    for (size_t i = 0; i < l->count; i++) {
        int equal = item_equals(rt, l, i, args[0]);
        if (equal < 0)
            return NULL;
        count += equal;
    }
    return ouro__int_new(rt, count);
}

OURO_METHOD(list_reverse)
{
    OURO_NO_ARGUMENTS;
    ouro__list_reverse(rt, self);
    return OURO_NONE(rt);
}

int ouro__list_sort_with(ouro_runtime *rt, ouro_object *list, ouro_object *const *args, size_t nargs,
                         ouro_object *kwnames)
{
    static const char *const names[] = {"key", "reverse", NULL};
    static const ouro_signature signature = {.function = "sort", .names = names, .keyword_only = 2};
    ouro_object *given[2];
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, given) < 0)
        return -1;
    int64_t reverse = 0;
    if (given[1] && ouro__index_int64(rt, given[1], true, &reverse) < 0)
        return -1;
    return ouro__list_sort(rt, list, given[0], reverse != 0);
}

OURO_METHOD(list_sort)
{
    return ouro__list_sort_with(rt, self, args, nargs, kwnames) < 0 ? NULL : OURO_NONE(rt);
}

OURO_METHOD(list_reversed)
{
    OURO_NO_ARGUMENTS;
    return ouro__position_iterator_new(rt, OURO_T_LIST_REVERSE_ITERATOR, self,
                                       (int64_t)((ouro_list *)self)->count - 1);
}

OURO_METHOD(list_getitem)
{
    (void)nargs, (void)kwnames;
    return ouro__list_getitem(rt, self, args[0]);
}

static const ouro_sequence_slots list_sequence = {
    .concat = list_concat,
    .inplace_concat = list_inplace_concat,
    .repeat = list_repeat,
    .inplace_repeat = list_inplace_repeat,
    .item = list_item,
};

static const ouro_method_def list_methods[] = {
    {"__getitem__", list_getitem, 0, 1, 1, "x.__getitem__(y) <==> x[y]"},
    {"__reversed__", list_reversed, 0, 0, 0,
     "__reversed__($self, /)\n--\n\nAn iterator from the last item to the first."},
    {"clear", list_clear, 0, 0, 0, "clear($self, /)\n--\n\nRemoves every item."},
    {"copy", list_copy, 0, 0, 0, "copy($self, /)\n--\n\nA new list of the same items."},
    {"append", list_append, 0, 1, 1, "append($self, object, /)\n--\n\nAdds the object behind the last item."},
    {"insert", list_insert, 0, 2, 2,
     "insert($self, index, object, /)\n--\n\nPuts the object before the index."},
    {"extend", list_extend, 0, 1, 1,
     "extend($self, iterable, /)\n--\n\nAdds all items of the iterable at the end."},
    {"pop", list_pop, 0, 0, 1,
     "pop($self, index=-1, /)\n--\n\nTakes the item at the index out and returns it. IndexError if there is "
     "none."},
    {"remove", list_remove, 0, 1, 1,
     "remove($self, value, /)\n--\n\nTakes out the first item that equals the value. ValueError if there is "
     "none."},
    {"index", list_index, 0, 1, 3,
     "index($self, value, start=0, stop=sys.maxsize, /)\n--\n\nWhere the value first stands. ValueError if "
     "it does not."},
    {"count", list_count, 0, 1, 1, "count($self, value, /)\n--\n\nHow many items equal the value."},
    {"reverse", list_reverse, 0, 0, 0, "reverse($self, /)\n--\n\nTurns the order round, in place."},
    {"sort", list_sort, OURO_METH_KEYWORDS, 0, 0,
     "sort($self, /, *, key=None, reverse=False)\n--\n\nSorts in place; equal items keep their order. The "
     "key function, "
     "if given, is called once for each item."},
    {"__class_getitem__", ouro__generic_class_getitem, OURO_METH_CLASS, 1, 1, NULL},
    {0},
};

OURO_BUILTIN_TYPE(list) = {
    .id = OURO_T_LIST,
    .slots = {.name = "list",
              .size = sizeof(ouro_list),
              .layout = OURO_LAYOUT_LIST,
              .flags = OURO_TYPE_CONTAINER | OURO_TYPE_BASE | OURO_TYPE_IS_LIST | OURO_TYPE_SEQUENCE_PATTERN,
              .destroy = list_destroy,
              .size_of = list_size_of,
              .repr = list_repr,
              .hash = ouro__hash_not_implemented,
              .compare = list_compare,
              .iter = ouro__list_iter,
              .length = list_length,
              .getitem = ouro__list_getitem,
              .setitem = ouro__list_setitem,
              .contains = list_contains,
              .new_ = list_new,
              .init = list_init,
              .sequence = &list_sequence},
    .methods = list_methods,
    .doc = "list(iterable=(), /)\n--\n\nA mutable sequence.",
};
