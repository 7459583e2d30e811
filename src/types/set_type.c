/* set and frozenset: the types, their methods and their iterator. */
#include "types/class.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/iterators.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/set_table.h"
#include "types/str.h"
#include "types/tuple.h"
#include "types/types.h"

static ouro_set *set_of(ouro_object *s)
{
    return (ouro_set *)s;
}

/* ---- The iterator ---- */

typedef struct set_iterator {
    ouro_object head;
    ouro_object *set; /* NULL when exhausted */
    uint32_t position, expected, left, failed;
} set_iterator;

static const uint16_t iterator_fields[] = {offsetof(set_iterator, set), 0};

static ouro_object *set_iter(ouro_runtime *rt, ouro_object *s)
{
    set_iterator *it = ouro__new_container(rt, sizeof *it, OURO_WORD(OURO_T_SET_ITERATOR));
    if (!it)
        return NULL;
    ouro__slot_init(&it->set, ouro_ref(s));
    it->position = it->failed = 0;
    it->expected = it->left = set_of(s)->used;
    ouro__track(&it->head);
    return &it->head;
}

static ouro_object *iterator_next(ouro_runtime *rt, ouro_object *o)
{
    set_iterator *it = (set_iterator *)o;
    if (!it->set)
        return NULL;
    if (it->failed || set_of(it->set)->used != it->expected) {
        it->failed = 1;
        return ouro__raise(rt, OURO_T_RUNTIME_ERROR, "Set changed size during iteration");
    }
    size_t position = it->position;
    ouro_object *item;
    if (ouro__set_next(it->set, &position, &item)) {
        it->position = (uint32_t)position;
        it->left--;
        return ouro_ref(item);
    }
    ouro__slot_clear(rt, it, &it->set);
    return NULL;
}

OURO_METHOD(iterator_length_hint)
{
    OURO_NO_ARGUMENTS;
    set_iterator *it = (set_iterator *)self;
    bool valid = it->set && !it->failed && set_of(it->set)->used == it->expected;
    return ouro__int_new(rt, valid ? it->left : 0);
}

/* What is left, as a list, without moving the iterator. */
OURO_METHOD(iterator_reduce)
{
    OURO_NO_ARGUMENTS;
    set_iterator *it = (set_iterator *)self;
    if (!it->set)
        return ouro__iterator_reduce(rt, "iter", ouro__list_new(rt, 0), NULL);
    set_iterator *rest = (set_iterator *)set_iter(rt, it->set);
    if (!rest)
        return NULL;
    rest->position = it->position;
    rest->expected = it->expected;
    rest->left = it->left;
    rest->failed = it->failed;
    ouro_object *list = ouro__list_from_iterable(rt, &rest->head);
    ouro_decref(rt, &rest->head);
    return ouro__iterator_reduce(rt, "iter", list, NULL);
}

static const ouro_method_def iterator_methods[] = {
    {"__length_hint__", iterator_length_hint, 0, 0, 0, NULL},
    {"__reduce__", iterator_reduce, 0, 0, 0, NULL},
    {0},
};

OURO_BUILTIN_TYPE(set_iterator) = {
    .id = OURO_T_SET_ITERATOR,
    .slots = {.name = "set_iterator",
              .size = sizeof(set_iterator),
              .layout = OURO_LAYOUT_LEAF,
              .flags = OURO_TYPE_CONTAINER | OURO_TYPE_DISALLOW_NEW,
              .fields = iterator_fields,
              .iter = ouro__iter_self,
              .next = iterator_next},
    .methods = iterator_methods,
};

/* ---- Slots ---- */

static size_t set_size_of(ouro_runtime *rt, ouro_object *o)
{
    return ouro__type_of(rt, o)->size + ouro__set_table_bytes(set_of(o)->table);
}

static int write_items(ouro_str_builder *b, ouro_object *items)
{
    const ouro_list *l = (const ouro_list *)items;
    for (size_t i = 0; i < l->count; i++) {
        if ((i > 0 && ouro__builder_ascii(b, ", ", 2) < 0) || ouro__builder_repr(b, l->items[i]) < 0)
            return -1;
    }
    return 0;
}

static ouro_object *set_repr(ouro_runtime *rt, ouro_object *o)
{
    if (set_of(o)->used == 0)
        return ouro__str_format(rt, "%T()", o);
    int entered = ouro__repr_enter(rt, o);
    if (entered != 0)
        return entered < 0 ? NULL : ouro__str_format(rt, "%T(...)", o);
    bool named = !ouro__is_exactly(o, OURO_T_SET);
    const char *name = ouro__type_of(rt, o)->name;
    ouro_object *items = ouro__list_from_iterable(rt, o), *result = NULL;
    ouro_str_builder b;
    ouro__builder_init(&b, rt);
    if (items &&
        (!named || (ouro__builder_utf8(&b, name, strlen(name)) == 0 && ouro__builder_char(&b, '(') == 0)) &&
        ouro__builder_char(&b, '{') == 0 && write_items(&b, items) == 0 &&
        ouro__builder_ascii(&b, "})", named ? 2 : 1) == 0)
        result = ouro__builder_finish(&b);
    else
        ouro__builder_discard(&b);
    ouro_xdecref(rt, items);
    ouro__repr_leave(rt, o);
    return result;
}

static uint64_t shuffle_bits(uint64_t h)
{
    return ((h ^ 89869747u) ^ (h << 16)) * 3644798167u;
}

/* CPython's: does not depend on the order. */
static int64_t frozenset_hash(ouro_runtime *rt, ouro_object *o)
{
    ouro_frozenset *f = (ouro_frozenset *)o;
    if (f->hash != -1)
        return f->hash;
    uint64_t sum = 0;
    size_t position = 0;
    ouro_object *key;
    int64_t hash;
    while (ouro__set_next_hashed(rt, &f->set, &position, &key, &hash))
        sum ^= shuffle_bits((uint64_t)hash);
    sum ^= ((uint64_t)f->set.used + 1) * 1927868237u;
    sum ^= (sum >> 11) ^ (sum >> 25);
    sum = sum * 69069u + 907133923u;
    f->hash = sum == UINT64_MAX ? 590923713 : (int64_t)sum;
    return f->hash;
}

static int sets_equal(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    if (set_of(a)->used != set_of(b)->used)
        return 0;
    if (ouro__set_base(rt, a) == OURO_T_FROZENSET && ouro__set_base(rt, b) == OURO_T_FROZENSET) {
        int64_t x = ((ouro_frozenset *)a)->hash, y = ((ouro_frozenset *)b)->hash;
        if (x != -1 && y != -1 && x != y)
            return 0;
    }
    return ouro__set_is_subset(rt, a, b);
}

static ouro_object *set_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b, int op)
{
    if (!ouro__is_any_set(rt, b))
        return OURO_NOT_IMPLEMENTED(rt);
    int holds;
    switch (op) {
    case OURO_LT:
        holds = set_of(a)->used < set_of(b)->used ? ouro__set_is_subset(rt, a, b) : 0;
        break;
    case OURO_LE:
        holds = ouro__set_is_subset(rt, a, b);
        break;
    case OURO_GT:
        holds = set_of(a)->used > set_of(b)->used ? ouro__set_is_subset(rt, b, a) : 0;
        break;
    case OURO_GE:
        holds = ouro__set_is_subset(rt, b, a);
        break;
    default:
        holds = sets_equal(rt, a, b);
        if (op == OURO_NE && holds >= 0)
            holds = !holds;
        break;
    }
    return holds < 0 ? NULL : ouro__bool(rt, holds);
}

static int64_t set_length(ouro_runtime *rt, ouro_object *o)
{
    (void)rt;
    return set_of(o)->used;
}

/* A set as a key stands for the frozenset of its items: when looking for `item` failed because it is an
 * unhashable set, a frozenset (owned) to look for instead; else NULL, with the exception as it was. */
static ouro_object *frozen_key(ouro_runtime *rt, ouro_object *item)
{
    if (!(ouro__type_of(rt, item)->flags & OURO_TYPE_IS_SET) || !ouro__error_is(rt, OURO_T_TYPE_ERROR))
        return NULL;
    ouro__error_clear(rt);
    return ouro__frozenset_new(rt, item);
}

/* `look` (contains or discard), once more with a frozenset if need be. */
static int look_up(ouro_runtime *rt, ouro_object *s, ouro_object *item,
                   int (*look)(ouro_runtime *, ouro_object *, ouro_object *))
{
    int found = look(rt, s, item);
    if (found >= 0)
        return found;
    ouro_object *frozen = frozen_key(rt, item);
    if (!frozen)
        return -1;
    found = look(rt, s, frozen);
    ouro_decref(rt, frozen);
    return found;
}

static int set_contains(ouro_runtime *rt, ouro_object *s, ouro_object *item)
{
    return look_up(rt, s, item, ouro__set_contains);
}

/* ---- Operators ---- */

static bool both_sets(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    return ouro__is_any_set(rt, a) && ouro__is_any_set(rt, b);
}

static ouro_object *union_of(ouro_runtime *rt, ouro_object *s, ouro_object *const *others, size_t count)
{
    ouro_object *result = ouro__set_copy(rt, s);
    for (size_t i = 0; result && i < count; i++) {
        if (others[i] != s && ouro__set_update(rt, result, others[i]) < 0) {
            ouro_decref(rt, result);
            result = NULL;
        }
    }
    return result;
}

static ouro_object *set_or(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    return both_sets(rt, a, b) ? union_of(rt, a, &b, 1) : OURO_NOT_IMPLEMENTED(rt);
}

static ouro_object *set_and(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    return both_sets(rt, a, b) ? ouro__set_intersection(rt, a, b) : OURO_NOT_IMPLEMENTED(rt);
}

static ouro_object *set_subtract(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    return both_sets(rt, a, b) ? ouro__set_difference(rt, a, b) : OURO_NOT_IMPLEMENTED(rt);
}

static ouro_object *set_xor(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    return both_sets(rt, a, b) ? ouro__set_symmetric_difference(rt, a, b) : OURO_NOT_IMPLEMENTED(rt);
}

/* a op= b, where `update` does it. */
static ouro_object *in_place(ouro_runtime *rt, ouro_object *a, ouro_object *b,
                             int (*update)(ouro_runtime *, ouro_object *, ouro_object *))
{
    if (!ouro__is_any_set(rt, b))
        return OURO_NOT_IMPLEMENTED(rt);
    return update(rt, a, b) < 0 ? NULL : ouro_ref(a);
}

static ouro_object *set_inplace_or(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    return in_place(rt, a, b, ouro__set_update);
}

static ouro_object *set_inplace_and(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    return in_place(rt, a, b, ouro__set_intersection_update);
}

static ouro_object *set_inplace_subtract(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    return in_place(rt, a, b, ouro__set_difference_update);
}

static ouro_object *set_inplace_xor(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    return in_place(rt, a, b, ouro__set_symmetric_difference_update);
}

/* ---- Making ---- */

static ouro_object *set_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                            ouro_object *kwnames)
{
    OURO_NO_ARGUMENTS;
    if (cls == ouro__class_at(rt, OURO_T_SET))
        return ouro__set_new(rt, NULL);
    ouro_object *s = ouro__instance_new(rt, cls);
    if (s)
        set_of(s)->table = ouro__set_no_table();
    return s;
}

static int set_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                    ouro_object *kwnames)
{
    if (ouro__check_arity(rt, "set", nargs, kwnames, 0, 1) < 0)
        return -1;
    ouro__set_clear(rt, self);
    return nargs ? ouro__set_update(rt, self, args[0]) : 0;
}

static ouro_object *frozenset_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                                  ouro_object *kwnames)
{
    bool takes_keywords =
        ((ouro_class *)cls)->type->init != ouro__type_at(rt, OURO_WORD(OURO_T_FROZENSET))->init;
    if (ouro__check_arity(rt, "frozenset", nargs, takes_keywords ? NULL : kwnames, 0, 1) < 0)
        return NULL;
    ouro_object *iterable = nargs ? args[0] : NULL;
    if (cls == ouro__class_at(rt, OURO_T_FROZENSET)) {
        if (iterable && ouro__is_exactly(iterable, OURO_T_FROZENSET))
            return ouro_ref(iterable);
        return ouro__frozenset_new(rt, iterable);
    }
    ouro_object *s = ouro__instance_new(rt, cls);
    if (!s)
        return NULL;
    set_of(s)->table = ouro__set_no_table();
    ((ouro_frozenset *)s)->hash = -1;
    if (iterable && ouro__set_update(rt, s, iterable) < 0) {
        ouro_decref(rt, s);
        return NULL;
    }
    return s;
}

/* ---- Methods ---- */

static ouro_object *none_if(ouro_runtime *rt, int status)
{
    return status < 0 ? NULL : OURO_NONE(rt);
}

static ouro_object *bool_if(ouro_runtime *rt, int answer)
{
    return answer < 0 ? NULL : ouro__bool(rt, answer);
}

OURO_METHOD(set_add)
{
    (void)nargs, (void)kwnames;
    return none_if(rt, ouro__set_add(rt, self, args[0]));
}

OURO_METHOD(set_clear)
{
    OURO_NO_ARGUMENTS;
    ouro__set_clear(rt, self);
    return OURO_NONE(rt);
}

OURO_METHOD(set_contains_method)
{
    (void)nargs, (void)kwnames;
    return bool_if(rt, set_contains(rt, self, args[0]));
}

OURO_METHOD(set_copy)
{
    OURO_NO_ARGUMENTS;
    return ouro__is_exactly(self, OURO_T_FROZENSET) ? ouro_ref(self) : ouro__set_copy(rt, self);
}

OURO_METHOD(set_discard)
{
    (void)nargs, (void)kwnames;
    return none_if(rt, look_up(rt, self, args[0], ouro__set_discard));
}

OURO_METHOD(set_remove)
{
    (void)nargs, (void)kwnames;
    int removed = look_up(rt, self, args[0], ouro__set_discard);
    return removed == 0 ? ouro__raise_object(rt, OURO_T_KEY_ERROR, args[0]) : none_if(rt, removed);
}

OURO_METHOD(set_pop)
{
    OURO_NO_ARGUMENTS;
    if (set_of(self)->used == 0)
        return ouro__raise(rt, OURO_T_KEY_ERROR, "pop from an empty set");
    return ouro__set_take_any(rt, set_of(self));
}

OURO_METHOD(set_union)
{
    (void)kwnames;
    return union_of(rt, self, args, nargs);
}

OURO_METHOD(set_update)
{
    (void)kwnames;
    int status = 0;
    for (size_t i = 0; status == 0 && i < nargs; i++)
        status = ouro__set_update(rt, self, args[i]);
    return none_if(rt, status);
}

OURO_METHOD(set_intersection)
{
    (void)kwnames;
    if (nargs == 0)
        return ouro__set_copy(rt, self);
    ouro_object *result = ouro_ref(self);
    for (size_t i = 0; result && i < nargs; i++) {
        ouro_object *next = ouro__set_intersection(rt, result, args[i]);
        ouro_decref(rt, result);
        result = next;
    }
    return result;
}

OURO_METHOD(set_intersection_update)
{
    ouro_object *common = set_intersection(rt, self, args, nargs, kwnames);
    if (!common)
        return NULL;
    ouro__set_swap(set_of(self), set_of(common));
    ouro_decref(rt, common);
    return OURO_NONE(rt);
}

OURO_METHOD(set_difference)
{
    (void)kwnames;
    if (nargs == 0)
        return ouro__set_copy(rt, self);
    ouro_object *result = ouro__set_difference(rt, self, args[0]);
    for (size_t i = 1; result && i < nargs; i++) {
        if (ouro__set_difference_update(rt, result, args[i]) < 0) {
            ouro_decref(rt, result);
            return NULL;
        }
    }
    return result;
}

OURO_METHOD(set_difference_update)
{
    (void)kwnames;
    int status = 0;
    for (size_t i = 0; status == 0 && i < nargs; i++)
        status = ouro__set_difference_update(rt, self, args[i]);
    return none_if(rt, status);
}

OURO_METHOD(set_symmetric_difference)
{
    (void)nargs, (void)kwnames;
    return ouro__set_symmetric_difference(rt, self, args[0]);
}

OURO_METHOD(set_symmetric_difference_update)
{
    (void)nargs, (void)kwnames;
    return none_if(rt, ouro__set_symmetric_difference_update(rt, self, args[0]));
}

OURO_METHOD(set_isdisjoint)
{
    (void)nargs, (void)kwnames;
    return bool_if(rt, ouro__set_is_disjoint(rt, self, args[0]));
}

OURO_METHOD(set_issubset)
{
    (void)nargs, (void)kwnames;
    return bool_if(rt, ouro__set_is_subset(rt, self, args[0]));
}

OURO_METHOD(set_issuperset)
{
    (void)nargs, (void)kwnames;
    return bool_if(rt, ouro__set_is_superset(rt, self, args[0]));
}

OURO_METHOD(set_reduce)
{
    OURO_NO_ARGUMENTS;
    ouro_object *items = ouro__list_from_iterable(rt, self), *arguments = NULL, *state = NULL, *result = NULL;
    if (items)
        arguments = ouro__tuple_of(rt, 1, items);
    if (arguments)
        state = ouro__call_method(rt, self, NAME(rt, __getstate__), 0);
    if (state)
        result = ouro__tuple_of(rt, 3, ouro__class_of(rt, self), arguments, state);
    ouro_xdecref(rt, items);
    ouro_xdecref(rt, arguments);
    ouro_xdecref(rt, state);
    return result;
}

/* What both types have. */
#define SHARED_METHODS                                                                                       \
    {"__contains__", set_contains_method, 0, 1, 1, "x.__contains__(y) <==> y in x."},                        \
        {"copy", set_copy, 0, 0, 0, "A set of the same items."},                                             \
        {"difference", set_difference, 0, 0, -1, "A set of the items that are in none of the others."},      \
        {"intersection", set_intersection, 0, 0, -1, "A set of the items that are in all of the others."},   \
        {"isdisjoint", set_isdisjoint, 0, 1, 1, "Whether the set has nothing in common with the other."},    \
        {"issubset", set_issubset, 0, 1, 1, "Whether all items are in the other."},                          \
        {"issuperset", set_issuperset, 0, 1, 1, "Whether all items of the other are in this set."},          \
        {"__reduce__", set_reduce, 0, 0, 0, NULL}, {"symmetric_difference",                                  \
                                                    set_symmetric_difference,                                \
                                                    0,                                                       \
                                                    1,                                                       \
                                                    1,                                                       \
                                                    "A set of the items that only one has."},                \
        {"union", set_union, 0, 0, -1, "A set of the items that are in any of them."},                       \
    {                                                                                                        \
        "__class_getitem__", ouro__generic_class_getitem, OURO_METH_CLASS, 1, 1, NULL                        \
    }

static const ouro_method_def set_methods[] = {
    SHARED_METHODS,
    {"add", set_add, 0, 1, 1, "Puts an item in, if it is not there."},
    {"clear", set_clear, 0, 0, 0, "Removes every item."},
    {"discard", set_discard, 0, 1, 1, "Takes an item out, if it is there."},
    {"difference_update", set_difference_update, 0, 0, -1, "Takes out the items of the others."},
    {"intersection_update", set_intersection_update, 0, 0, -1,
     "Keeps only the items that are in all of the others."},
    {"pop", set_pop, 0, 0, 0, "Takes any item out and returns it. KeyError if the set is empty."},
    {"remove", set_remove, 0, 1, 1, "Takes an item out. KeyError if it is not there."},
    {"symmetric_difference_update", set_symmetric_difference_update, 0, 1, 1,
     "Takes out the items that both have and puts in those that only the other has."},
    {"update", set_update, 0, 0, -1, "Puts in the items of the others."},
    {0},
};

static const ouro_method_def frozenset_methods[] = {SHARED_METHODS, {0}};

static const ouro_number_slots set_number = {
    .binary =
        {[OURO_SUBTRACT] = set_subtract, [OURO_AND] = set_and, [OURO_OR] = set_or, [OURO_XOR] = set_xor},
    .inplace = {[OURO_SUBTRACT] = set_inplace_subtract,
                [OURO_AND] = set_inplace_and,
                [OURO_OR] = set_inplace_or,
                [OURO_XOR] = set_inplace_xor},
};

static const ouro_number_slots frozenset_number = {
    .binary =
        {[OURO_SUBTRACT] = set_subtract, [OURO_AND] = set_and, [OURO_OR] = set_or, [OURO_XOR] = set_xor},
};

OURO_BUILTIN_TYPE(set) = {
    .id = OURO_T_SET,
    .slots = {.name = "set",
              .size = sizeof(ouro_set),
              .layout = OURO_LAYOUT_CALLBACK,
              .flags = OURO_TYPE_CONTAINER | OURO_TYPE_BASE | OURO_TYPE_IS_SET |
                       OURO_TYPE_WEAKLY_REFERENCEABLE,
              .traverse = ouro__set_traverse,
              .drain = ouro__set_drain,
              .destroy = ouro__set_destroy,
              .size_of = set_size_of,
              .repr = set_repr,
              .hash = ouro__hash_not_implemented,
              .compare = set_compare,
              .iter = set_iter,
              .length = set_length,
              .contains = set_contains,
              .new_ = set_new,
              .init = set_init,
              .number = &set_number},
    .methods = set_methods,
    .doc = "set() -> new empty set object\nset(iterable) -> new set object\n\nA mutable collection without "
           "order, each "
           "item once.",
};

OURO_BUILTIN_TYPE(frozenset) = {
    .id = OURO_T_FROZENSET,
    .slots = {.name = "frozenset",
              .size = sizeof(ouro_frozenset),
              .layout = OURO_LAYOUT_CALLBACK,
              .flags = OURO_TYPE_CONTAINER | OURO_TYPE_BASE | OURO_TYPE_IS_FROZENSET |
                       OURO_TYPE_WEAKLY_REFERENCEABLE,
              .traverse = ouro__set_traverse,
              .drain = ouro__set_drain,
              .destroy = ouro__set_destroy,
              .size_of = set_size_of,
              .repr = set_repr,
              .hash = frozenset_hash,
              .compare = set_compare,
              .iter = set_iter,
              .length = set_length,
              .contains = set_contains,
              .new_ = frozenset_new,
              .number = &frozenset_number},
    .methods = frozenset_methods,
    .doc = "frozenset() -> empty frozenset object\nfrozenset(iterable) -> frozenset object\n\nAn immutable "
           "collection "
           "without order, each item once.",
};
