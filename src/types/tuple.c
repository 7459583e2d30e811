/* tuple: an immutable row of references.
 *
 * A tuple is tracked from the moment it is ready if one of its items can be in a cycle, and never otherwise:
 * its items do not change, so neither does the answer. */
#include "types/tuple.h"

#include <stdarg.h>

#include "object/slot.h"
#include "types/class.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/iterators.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/slice.h"
#include "types/str.h"
#include "types/types.h"

enum { TUPLE_MAX = (1ull << 46) }; /* items; more addresses than that there are not */

static size_t tuple_bytes(size_t count)
{
    return sizeof(ouro_tuple) + count * sizeof(ouro_object *);
}

/* Of more than zero items, which are not initialized. */
static ouro_tuple *tuple_raw(ouro_runtime *rt, size_t count)
{
    if (ouro__unlikely(count > TUPLE_MAX))
        return ouro__no_memory(rt);
    ouro_tuple *t = ouro__new_container(rt, tuple_bytes(count), OURO_WORD(OURO_T_TUPLE));
    if (t)
        t->count = count;
    return t;
}

ouro_tuple *ouro__tuple_alloc(ouro_runtime *rt, size_t count)
{
    if (count == 0)
        return (ouro_tuple *)OURO_EMPTY_TUPLE(rt);
    ouro_tuple *t = tuple_raw(rt, count);
    if (t)
        memset(t->items, 0, count * sizeof *t->items);
    return t;
}

void ouro__tuple_ready(ouro_runtime *rt, ouro_tuple *t)
{
    for (size_t i = 0; i < t->count; i++) {
        if (ouro__may_be_tracked(rt, t->items[i])) {
            ouro__track(&t->head);
            return;
        }
    }
}

ouro_object *ouro__tuple_from(ouro_runtime *rt, ouro_object *const *items, size_t count)
{
    if (count == 0)
        return OURO_EMPTY_TUPLE(rt);
    ouro_tuple *t = tuple_raw(rt, count);
    if (!t)
        return NULL;
    for (size_t i = 0; i < count; i++)
        ouro__slot_init(&t->items[i], ouro_ref(items[i]));
    ouro__tuple_ready(rt, t);
    return &t->head;
}

ouro_object *ouro__tuple_from_owned(ouro_runtime *rt, ouro_object **items, size_t count)
{
    if (count == 0)
        return OURO_EMPTY_TUPLE(rt);
    ouro_tuple *t = tuple_raw(rt, count);
    if (!t) {
        for (size_t i = 0; i < count; i++)
            ouro_decref(rt, items[i]);
        return NULL;
    }
    for (size_t i = 0; i < count; i++)
        ouro__slot_init(&t->items[i], items[i]);
    ouro__tuple_ready(rt, t);
    return &t->head;
}

ouro_object *ouro__tuple_of(ouro_runtime *rt, size_t count, ...)
{
    ouro_tuple *t = ouro__tuple_alloc(rt, count);
    if (!t || count == 0)
        return (ouro_object *)t;
    va_list items;
    va_start(items, count);
    for (size_t i = 0; i < count; i++)
        ouro__slot_init(&t->items[i], ouro_ref(va_arg(items, ouro_object *)));
    va_end(items);
    ouro__tuple_ready(rt, t);
    return &t->head;
}

ouro_object *ouro__tuple_pair(ouro_runtime *rt, void *owner, ouro_object **last, ouro_object *a_owned,
                              ouro_object *b_owned)
{
    if (last && *last && (*last)->refcount == 1) {
        ouro_tuple *pair = ouro_ref(*last);
        ouro_object *a = ouro__slot_exchange(rt, pair, &pair->items[0], a_owned);
        ouro_object *b = ouro__slot_exchange(rt, pair, &pair->items[1], b_owned);
        ouro__tuple_ready(rt, pair);
        ouro_decref(rt, a);
        ouro_decref(rt, b);
        return &pair->head;
    }
    ouro_tuple *pair =
        ouro__new_container(rt, sizeof *pair + 2 * sizeof(ouro_object *), OURO_WORD(OURO_T_TUPLE));
    if (ouro__unlikely(!pair)) {
        ouro_decref(rt, a_owned);
        ouro_decref(rt, b_owned);
        return NULL;
    }
    pair->count = 2;
    ouro__slot_init(&pair->items[0], a_owned);
    ouro__slot_init(&pair->items[1], b_owned);
    ouro__tuple_ready(rt, pair);
    if (last)
        ouro__slot_set(rt, owner, last, ouro_ref(pair));
    return &pair->head;
}

ouro_object *ouro__tuple_from_iterable(ouro_runtime *rt, ouro_object *iterable)
{
    if (ouro__is_exactly(iterable, OURO_T_TUPLE))
        return ouro_ref(iterable);
    if (ouro__is_exactly(iterable, OURO_T_LIST))
        return ouro__list_to_tuple(rt, iterable);
    ouro_object *list = ouro__list_from_iterable(rt, iterable);
    if (!list)
        return NULL;
    ouro_object *result = ouro__list_to_tuple(rt, list);
    ouro_decref(rt, list);
    return result;
}

ouro_object *ouro__tuple_slice(ouro_runtime *rt, ouro_object *o, size_t start, size_t stop)
{
    ouro_tuple *t = (ouro_tuple *)o;
    if (start == 0 && stop == t->count && ouro__is_exactly(o, OURO_T_TUPLE))
        return ouro_ref(o);
    return ouro__tuple_from(rt, t->items + start, stop > start ? stop - start : 0);
}

static ouro_object *tuple_repr(ouro_runtime *rt, ouro_object *o)
{
    ouro_tuple *t = (ouro_tuple *)o;
    if (t->count == 0)
        return ouro__str_from_ascii(rt, "()", 2);
    int entered = ouro__repr_enter(rt, o);
    if (entered != 0)
        return entered < 0 ? NULL : ouro__str_from_ascii(rt, "(...)", 5);
    ouro_str_builder b;
    ouro__builder_init(&b, rt);
    bool ok = ouro__builder_char(&b, '(') == 0;
    for (size_t i = 0; ok && i < t->count; i++)
        ok = (i == 0 || ouro__builder_ascii(&b, ", ", 2) == 0) && ouro__builder_repr(&b, t->items[i]) == 0;
    ok = ok && (t->count > 1 || ouro__builder_char(&b, ',') == 0) && ouro__builder_char(&b, ')') == 0;
    ouro__repr_leave(rt, o);
    if (ok)
        return ouro__builder_finish(&b);
    ouro__builder_discard(&b);
    return NULL;
}

/* The 64-bit xxHash of the items' hashes, as CPython has it since 3.8. */
#define HASH_START UINT64_C(2870177450012600261)

static inline uint64_t hash_add(uint64_t sum, int64_t lane)
{
    sum += (uint64_t)lane * UINT64_C(14029467366897019727);
    return (sum << 31 | sum >> 33) * UINT64_C(11400714785074694791);
}

static inline int64_t hash_end(uint64_t sum, size_t count)
{
    sum += count ^ (HASH_START ^ 3527539u);
    return sum == UINT64_MAX ? 1546275796 : (int64_t)sum;
}

/* A tuple whose hash is begun; its hash goes to the one before on the stack. */
struct hashing {
    const ouro_tuple *tuple;
    size_t next;
    uint64_t sum;
};

static int64_t tuple_hash(ouro_runtime *rt, ouro_object *o);

static int push_hashing(ouro_runtime *rt, struct hashing **stack, size_t *depth, size_t *room,
                        const ouro_object *o)
{
    if (*depth == *room) {
        size_t more = *room ? *room * 2 : 64;
        struct hashing *larger = ouro__buffer_resize(rt, *stack, more * sizeof *larger);
        if (!larger)
            return -1;
        *stack = larger;
        *room = more;
    }
    (*stack)[(*depth)++] = (struct hashing){(const ouro_tuple *)o, 0, HASH_START};
    return 0;
}

/* The same without recursion, for where the C stack ends: a stack on the heap. The outermost tuple holds them all. */
static int64_t hash_nested(ouro_runtime *rt, const ouro_tuple *t)
{
    struct hashing *stack = NULL;
    size_t depth = 0, room = 0;
    int64_t hash = push_hashing(rt, &stack, &depth, &room, &t->head);
    while (depth && hash != -1) {
        struct hashing *top = &stack[depth - 1];
        if (top->next == top->tuple->count) {
            hash = hash_end(top->sum, top->tuple->count);
            if (--depth)
                stack[depth - 1].sum = hash_add(stack[depth - 1].sum, hash);
            continue;
        }
        ouro_object *item = top->tuple->items[top->next++];
        if (ouro__type_of(rt, item)->hash == tuple_hash) {
            hash = push_hashing(rt, &stack, &depth, &room, item);
        } else {
            hash = ouro__hash(rt, item);
            if (hash != -1) /* whatever ran for it, the stack is ours */
                top->sum = hash_add(top->sum, hash);
        }
    }
    ouro__buffer_free(rt, stack);
    return hash;
}

static int64_t tuple_hash(ouro_runtime *rt, ouro_object *o)
{
    ouro_tuple *t = (ouro_tuple *)o;
    if (ouro__unlikely(ouro__stack_low(rt)))
        return hash_nested(rt, t);
    uint64_t sum = HASH_START;
    for (size_t i = 0; i < t->count; i++) {
        int64_t lane = ouro__hash(rt, t->items[i]);
        if (lane == -1)
            return -1;
        sum = hash_add(sum, lane);
    }
    return hash_end(sum, t->count);
}

static ouro_object *tuple_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b, int op)
{
    if (!ouro__is_tuple(rt, a) || !ouro__is_tuple(rt, b))
        return OURO_NOT_IMPLEMENTED(rt);
    ouro_tuple *x = (ouro_tuple *)a, *y = (ouro_tuple *)b;
    size_t i = 0;
    for (; i < x->count && i < y->count; i++) {
        int equal = ouro__compare_bool(rt, x->items[i], y->items[i], OURO_EQ);
        if (equal < 0)
            return NULL;
        if (!equal)
            break;
    }
    if (i >= x->count || i >= y->count)
        return ouro__bool(rt, ouro__lengths_compare(x->count, y->count, op));
    if (op == OURO_EQ || op == OURO_NE)
        return ouro__bool(rt, op == OURO_NE);
    return ouro__compare(rt, x->items[i], y->items[i], op);
}

static int64_t tuple_length(ouro_runtime *rt, ouro_object *o)
{
    (void)rt;
    return (int64_t)((ouro_tuple *)o)->count;
}

static int tuple_contains(ouro_runtime *rt, ouro_object *o, ouro_object *item)
{
    ouro_tuple *t = (ouro_tuple *)o;
    for (size_t i = 0; i < t->count; i++) {
        int equal = ouro__compare_bool(rt, t->items[i], item, OURO_EQ);
        if (equal != 0)
            return equal;
    }
    return 0;
}

static ouro_object *tuple_item(ouro_runtime *rt, ouro_object *o, int64_t index)
{
    ouro_tuple *t = (ouro_tuple *)o;
    if ((uint64_t)index >= t->count)
        return ouro__raise(rt, OURO_T_INDEX_ERROR, "tuple index out of range");
    return ouro_ref(t->items[index]);
}

static ouro_object *tuple_stride(ouro_runtime *rt, ouro_tuple *t, int64_t start, int64_t step, int64_t count)
{
    if (count == 0)
        return OURO_EMPTY_TUPLE(rt);
    ouro_tuple *r = tuple_raw(rt, (size_t)count);
    if (!r)
        return NULL;
    for (int64_t i = 0; i < count; i++)
        ouro__slot_init(&r->items[i], ouro_ref(t->items[start + i * step]));
    ouro__tuple_ready(rt, r);
    return &r->head;
}

static ouro_object *tuple_getitem(ouro_runtime *rt, ouro_object *o, ouro_object *key)
{
    ouro_tuple *t = (ouro_tuple *)o;
    int64_t index, stop, step, count;
    switch (ouro__subscript(rt, key, "tuple", &index)) {
    case OURO_SUBSCRIPT_FAILED:
        return NULL;
    case OURO_SUBSCRIPT_INDEX:
        return tuple_item(rt, o, index < 0 ? index + (int64_t)t->count : index);
    case OURO_SUBSCRIPT_SLICE:
        break;
    }
    if (ouro__slice_resolve(rt, key, (int64_t)t->count, &index, &stop, &step, &count) < 0)
        return NULL;
    if (step == 1)
        return ouro__tuple_slice(rt, o, (size_t)index, (size_t)(index + count));
    return tuple_stride(rt, t, index, step, count);
}

static ouro_object *tuple_concat(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    ouro_tuple *x = (ouro_tuple *)a, *y = (ouro_tuple *)b;
    if (x->count == 0 && ouro__is_exactly(b, OURO_T_TUPLE))
        return ouro_ref(b);
    if (!ouro__is_tuple(rt, b))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "can only concatenate tuple (not \"%T\") to tuple", b);
    if (y->count == 0 && ouro__is_exactly(a, OURO_T_TUPLE))
        return ouro_ref(a);
    if (x->count + y->count == 0)
        return OURO_EMPTY_TUPLE(rt);
    ouro_tuple *r = tuple_raw(rt, x->count + y->count);
    if (!r)
        return NULL;
    for (size_t i = 0; i < x->count; i++)
        ouro__slot_init(&r->items[i], ouro_ref(x->items[i]));
    for (size_t i = 0; i < y->count; i++)
        ouro__slot_init(&r->items[x->count + i], ouro_ref(y->items[i]));
    ouro__tuple_ready(rt, r);
    return &r->head;
}

static ouro_object *tuple_repeat(ouro_runtime *rt, ouro_object *o, int64_t count)
{
    ouro_tuple *t = (ouro_tuple *)o;
    if ((t->count == 0 || count == 1) && ouro__is_exactly(o, OURO_T_TUPLE))
        return ouro_ref(o);
    if (t->count == 0 || count <= 0)
        return OURO_EMPTY_TUPLE(rt);
    if ((uint64_t)count > TUPLE_MAX / t->count)
        return ouro__no_memory(rt);
    ouro_tuple *r = tuple_raw(rt, t->count * (size_t)count);
    if (!r)
        return NULL;
    for (size_t i = 0, from = 0; i < r->count; i++) {
        ouro__slot_init(&r->items[i], ouro_ref(t->items[from]));
        from = from + 1 < t->count ? from + 1 : 0;
    }
    if (t->head.word & OURO_TRACKED)
        ouro__tuple_ready(rt, r);
    return &r->head;
}

/* A subclass's instance: an attribute word may stand in the last bytes of its block. */
static ouro_object *subclass_new(ouro_runtime *rt, ouro_object *cls, ouro_object *items)
{
    ouro_type *type = ((ouro_class *)cls)->type;
    ouro_tuple *from = (ouro_tuple *)items;
    size_t attrs = type->attrs_offset == OURO_ATTRS_AT_END ? sizeof(uint64_t) : 0;
    ouro_tuple *t = (ouro_tuple *)ouro__new_object(rt, type, tuple_bytes(from->count) + attrs);
    if (!t)
        return NULL;
    t->count = from->count;
    for (size_t i = 0; i < from->count; i++)
        ouro__slot_init(&t->items[i], ouro_ref(from->items[i]));
    ouro__track(&t->head);
    return &t->head;
}

static ouro_object *tuple_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                              ouro_object *kwnames)
{
    bool exact = cls == ouro__class_at(rt, OURO_T_TUPLE);
    bool takes_keywords = ((ouro_class *)cls)->type->init != ouro__type_at(rt, OURO_WORD(OURO_T_TUPLE))->init;
    if (ouro__check_arity(rt, "tuple", nargs, takes_keywords ? NULL : kwnames, 0, 1) < 0)
        return NULL;
    ouro_object *items = nargs ? ouro__tuple_from_iterable(rt, args[0]) : OURO_EMPTY_TUPLE(rt);
    if (!items || exact)
        return items;
    ouro_object *result = subclass_new(rt, cls, items);
    ouro_decref(rt, items);
    return result;
}

OURO_METHOD(tuple_getnewargs)
{
    OURO_NO_ARGUMENTS;
    ouro_tuple *t = (ouro_tuple *)self;
    ouro_object *items = ouro__tuple_from(rt, t->items, t->count);
    if (!items)
        return NULL;
    ouro_object *result = ouro__tuple_of(rt, 1, items);
    ouro_decref(rt, items);
    return result;
}

OURO_METHOD(tuple_index)
{
    (void)kwnames;
    ouro_tuple *t = (ouro_tuple *)self;
    int64_t start = 0, stop = INT64_MAX;
    if (nargs > 1 && ouro__index_bound(rt, args[1], (int64_t)t->count, &start) < 0)
        return NULL;
    if (nargs > 2 && ouro__index_bound(rt, args[2], (int64_t)t->count, &stop) < 0)
        return NULL;
    for (int64_t i = start; i < stop && i < (int64_t)t->count; i++) {
        int equal = ouro__compare_bool(rt, t->items[i], args[0], OURO_EQ);
        if (equal != 0)
            return equal > 0 ? ouro__int_new(rt, i) : NULL;
    }
    return ouro__raise(rt, OURO_T_VALUE_ERROR, "tuple.index(x): x not in tuple");
}

OURO_METHOD(tuple_count)
{
    (void)nargs, (void)kwnames;
    ouro_tuple *t = (ouro_tuple *)self;
    int64_t count = 0;
    for (size_t i = 0; i < t->count; i++) {
        int equal = ouro__compare_bool(rt, t->items[i], args[0], OURO_EQ);
        if (equal < 0)
            return NULL;
        count += equal;
    }
    return ouro__int_new(rt, count);
}

static size_t tuple_size_of(ouro_runtime *rt, ouro_object *o)
{
    const ouro_type *type = ouro__type_of(rt, o);
    size_t attrs = type->attrs_offset == OURO_ATTRS_AT_END ? sizeof(uint64_t) : 0;
    return tuple_bytes(((ouro_tuple *)o)->count) + attrs;
}

static const ouro_sequence_slots tuple_sequence = {
    .concat = tuple_concat,
    .repeat = tuple_repeat,
    .item = tuple_item,
};

static const ouro_method_def tuple_methods[] = {
    {"__getnewargs__", tuple_getnewargs, 0, 0, 0, NULL},
    {"index", tuple_index, 0, 1, 3,
     "index($self, value, start=0, stop=sys.maxsize, /)\n--\n\nWhere the value first stands. ValueError if "
     "it does not."},
    {"count", tuple_count, 0, 1, 1, "count($self, value, /)\n--\n\nHow many items equal the value."},
    {"__class_getitem__", ouro__generic_class_getitem, OURO_METH_CLASS, 1, 1, NULL},
    {0},
};

OURO_BUILTIN_TYPE(tuple) = {
    .id = OURO_T_TUPLE,
    .slots = {.name = "tuple",
              .size = sizeof(ouro_tuple),
              .item_size = sizeof(ouro_object *),
              .layout = OURO_LAYOUT_TUPLE,
              .flags = OURO_TYPE_CONTAINER | OURO_TYPE_NO_CLEAR | OURO_TYPE_BASE | OURO_TYPE_IS_TUPLE | OURO_TYPE_TRACKED_BY_CONTENT |
                       OURO_TYPE_SEQUENCE_PATTERN,
              .size_of = tuple_size_of,
              .repr = tuple_repr,
              .hash = tuple_hash,
              .compare = tuple_compare,
              .iter = ouro__tuple_iter,
              .length = tuple_length,
              .getitem = tuple_getitem,
              .contains = tuple_contains,
              .new_ = tuple_new,
              .sequence = &tuple_sequence},
    .methods = tuple_methods,
    .doc = "tuple(iterable=(), /)\n--\n\nAn immutable sequence.\n\nA tuple given as the argument is the "
           "result itself.",
};
