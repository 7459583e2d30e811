/* Iterators that count positions: of tuples, lists, sequences, reversed ones; and iter(callable, sentinel).
 */
#include "types/iterators.h"

#include "object/slot.h"
#include "types/class.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/tuple.h"
#include "types/types.h"

ouro_object *ouro__iter_self(ouro_runtime *rt, ouro_object *o)
{
    (void)rt;
    return ouro_ref(o);
}

static const uint16_t position_fields[] = {offsetof(ouro_position_iterator, sequence), 0};

static ouro_position_iterator *position_of(ouro_object *o)
{
    return (ouro_position_iterator *)o;
}

ouro_object *ouro__position_iterator_new(ouro_runtime *rt, enum ouro_type_id id, ouro_object *sequence,
                                         int64_t position)
{
    ouro_position_iterator *it = ouro__new_container(rt, sizeof *it, OURO_WORD(id));
    if (!it)
        return NULL;
    ouro__slot_init(&it->sequence, ouro_ref(sequence));
    it->position = position;
    ouro__track(&it->head);
    return &it->head;
}

/* Lets go of the sequence: NULL from now on. */
static ouro_object *exhausted(ouro_runtime *rt, ouro_position_iterator *it)
{
    ouro__slot_clear(rt, it, &it->sequence);
    return NULL;
}

/* ---- Lists and tuples ---- */

ouro_object *ouro__tuple_iter(ouro_runtime *rt, ouro_object *tuple)
{
    return ouro__position_iterator_new(rt, OURO_T_TUPLE_ITERATOR, tuple, 0);
}

ouro_object *ouro__list_iter(ouro_runtime *rt, ouro_object *list)
{
    return ouro__position_iterator_new(rt, OURO_T_LIST_ITERATOR, list, 0);
}

ouro_object *ouro__tuple_iter_next(ouro_runtime *rt, ouro_object *o)
{
    ouro_position_iterator *it = position_of(o);
    ouro_tuple *t = (ouro_tuple *)it->sequence;
    if (ouro__unlikely(!t))
        return NULL;
    if (ouro__likely((uint64_t)it->position < t->count))
        return ouro_ref(t->items[it->position++]);
    return exhausted(rt, it);
}

ouro_object *ouro__list_iter_next(ouro_runtime *rt, ouro_object *o)
{
    ouro_position_iterator *it = position_of(o);
    ouro_list *l = (ouro_list *)it->sequence;
    if (ouro__unlikely(!l))
        return NULL;
    if (ouro__likely(it->position < l->count))
        return ouro_ref(l->items[it->position++]);
    return exhausted(rt, it);
}

static ouro_object *list_reverse_next(ouro_runtime *rt, ouro_object *o)
{
    ouro_position_iterator *it = position_of(o);
    ouro_list *l = (ouro_list *)it->sequence;
    if (!l)
        return NULL;
    if (it->position >= 0 && it->position < l->count)
        return ouro_ref(l->items[it->position--]);
    it->position = -1;
    return exhausted(rt, it);
}

/* ---- Any sequence ---- */

ouro_object *ouro__sequence_iterator_new(ouro_runtime *rt, ouro_object *sequence)
{
    return ouro__position_iterator_new(rt, OURO_T_SEQUENCE_ITERATOR, sequence, 0);
}

static ouro_object *item_of(ouro_runtime *rt, ouro_object *sequence, int64_t position)
{
    const ouro_type *type = ouro__type_of(rt, sequence);
    if (type->sequence && type->sequence->item)
        return type->sequence->item(rt, sequence, position);
    ouro_object *index = ouro__int_new(rt, position);
    ouro_object *item = index ? ouro__getitem(rt, sequence, index) : NULL;
    ouro_xdecref(rt, index);
    return item;
}

/* The item at the position; when there is none, ends the iteration. */
static ouro_object *item_or_end(ouro_runtime *rt, ouro_position_iterator *it)
{
    ouro_object *sequence = ouro_ref(it->sequence);
    ouro_object *item = item_of(rt, sequence, it->position);
    ouro_decref(rt, sequence);
    if (!item && (ouro__error_is(rt, OURO_T_INDEX_ERROR) || ouro__error_is(rt, OURO_T_STOP_ITERATION))) {
        ouro__error_clear(rt);
        return exhausted(rt, it);
    }
    return item;
}

bool ouro__iterators_too_deep(ouro_runtime *rt)
{
    if (ouro__likely(!ouro__stack_low(rt)))
        return false;
    ouro__raise(rt, OURO_T_RECURSION_ERROR, "maximum recursion depth exceeded while calling a Python object");
    return true;
}

static ouro_object *sequence_next(ouro_runtime *rt, ouro_object *o)
{
    ouro_position_iterator *it = position_of(o);
    if (!it->sequence)
        return NULL;
    if (it->position == INT64_MAX)
        return ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "iter index too large");
    if (ouro__iterators_too_deep(rt))
        return NULL;
    ouro_object *item = item_or_end(rt, it);
    if (item)
        it->position++;
    return item;
}

static ouro_object *reversed_next(ouro_runtime *rt, ouro_object *o)
{
    ouro_position_iterator *it = position_of(o);
    if (!it->sequence)
        return NULL;
    if (it->position < 0)
        return exhausted(rt, it);
    if (ouro__iterators_too_deep(rt))
        return NULL;
    ouro_object *item = item_or_end(rt, it);
    if (item)
        it->position--;
    return item;
}

/* reversed(o) by o.__reversed__: owned; NULL without exception when it has none. */
static ouro_object *by_method(ouro_runtime *rt, ouro_object *o)
{
    ouro_object *method = ouro__lookup_special(rt, o, NAME(rt, __reversed__));
    if (!method)
        return NULL;
    ouro_object *result;
    if (method == OURO_NONE(rt))
        result = ouro__raise(rt, OURO_T_TYPE_ERROR, "'%T' object is not reversible", o);
    else
        result = ouro__call0(rt, method);
    ouro_decref(rt, method);
    return result;
}

bool ouro__is_sequence(ouro_runtime *rt, ouro_object *o)
{
    const ouro_type *type = ouro__type_of(rt, o);
    if (type->flags & OURO_TYPE_IS_DICT)
        return false;
    bool by_item = type->sequence && type->sequence->item;
    return by_item || (type->getitem && (!type->sequence || type->flags & OURO_TYPE_HEAP));
}

static ouro_object *reversed_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                                 ouro_object *kwnames)
{
    bool exact = cls == ouro__class_at(rt, OURO_T_REVERSED);
    if (exact && kwnames && ((ouro_tuple *)kwnames)->count)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "reversed() takes no keyword arguments");
    if (nargs != 1)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "reversed expected 1 argument, got %zu", nargs);
    ouro_object *result = by_method(rt, args[0]);
    if (result || ouro__error_pending(rt))
        return result;
    if (!ouro__is_sequence(rt, args[0]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "'%T' object is not reversible", args[0]);
    int64_t length = ouro__length(rt, args[0]);
    if (length < 0)
        return NULL;
    if (exact)
        return ouro__position_iterator_new(rt, OURO_T_REVERSED, args[0], length - 1);
    ouro_position_iterator *it = position_of(ouro__instance_new(rt, cls));
    if (it) {
        ouro__slot_init(&it->sequence, ouro_ref(args[0]));
        it->position = length - 1;
    }
    return (ouro_object *)it;
}

/* ---- Length hints ---- */

OURO_METHOD(forward_hint)
{
    OURO_NO_ARGUMENTS;
    ouro_position_iterator *it = position_of(self);
    if (!it->sequence)
        return ouro__int_new(rt, 0);
    const ouro_type *type = ouro__type_of(rt, it->sequence);
    if (!type->length)
        return OURO_NOT_IMPLEMENTED(rt);
    int64_t length = ouro__length(rt, it->sequence);
    if (length < 0)
        return NULL;
    return ouro__int_new(rt, it->sequence && length > it->position ? length - it->position : 0);
}

OURO_METHOD(backward_hint)
{
    OURO_NO_ARGUMENTS;
    ouro_position_iterator *it = position_of(self);
    if (!it->sequence || it->position < 0)
        return ouro__int_new(rt, 0);
    int64_t length = ouro__length(rt, it->sequence);
    if (length < 0)
        return NULL;
    return ouro__int_new(rt, length > it->position ? it->position + 1 : 0);
}

/* ---- Pickling ---- */

ouro_object *ouro__iterator_reduce(ouro_runtime *rt, const char *maker, ouro_object *sequence,
                                   ouro_object *position)
{
    ouro_object *result = NULL, *arguments = NULL;
    bool failed = rt->error || !sequence;
    ouro_object *function = failed ? NULL : ouro__dict_get_cstring(rt, rt->python->builtins, maker);
    if (!function && !rt->error)
        ouro__raise(rt, OURO_T_ATTRIBUTE_ERROR, "%s", maker);
    if (function)
        arguments = ouro__tuple_of(rt, 1, sequence);
    if (arguments)
        result = position ? ouro__tuple_of(rt, 3, function, arguments, position)
                          : ouro__tuple_of(rt, 2, function, arguments);
    ouro_xdecref(rt, sequence);
    ouro_xdecref(rt, position);
    ouro_xdecref(rt, arguments);
    return result;
}

/* An exhausted one is made from an empty sequence. */
static ouro_object *reduce_by(ouro_runtime *rt, ouro_position_iterator *it, const char *maker)
{
    if (it->sequence)
        return ouro__iterator_reduce(rt, maker, ouro_ref(it->sequence), ouro__int_new(rt, it->position));
    if (ouro__is_exactly(&it->head, OURO_T_LIST_ITERATOR) ||
        ouro__is_exactly(&it->head, OURO_T_LIST_REVERSE_ITERATOR))
        return ouro__iterator_reduce(rt, "iter", ouro__list_new(rt, 0), NULL);
    return ouro__iterator_reduce(rt, maker, OURO_EMPTY_TUPLE(rt), NULL);
}

OURO_METHOD(forward_reduce)
{
    OURO_NO_ARGUMENTS;
    return reduce_by(rt, position_of(self), "iter");
}

OURO_METHOD(backward_reduce)
{
    OURO_NO_ARGUMENTS;
    return reduce_by(rt, position_of(self), "reversed");
}

/* The position, brought into the sequence. */
OURO_METHOD(set_position)
{
    (void)nargs, (void)kwnames;
    int64_t position;
    ouro_position_iterator *it = position_of(self);
    if (ouro__index_argument(rt, args[0], &position) < 0)
        return NULL;
    if (it->sequence)
        it->position = position < 0 ? 0 : position;
    return OURO_NONE(rt);
}

OURO_METHOD(set_backward_position)
{
    (void)nargs, (void)kwnames;
    int64_t position;
    ouro_position_iterator *it = position_of(self);
    if (ouro__index_argument(rt, args[0], &position) < 0)
        return NULL;
    int64_t length = it->sequence ? ouro__length(rt, it->sequence) : 0;
    if (length < 0)
        return NULL;
    if (it->sequence)
        it->position = position < -1 ? -1 : position >= length ? length - 1 : position;
    return OURO_NONE(rt);
}

static const ouro_method_def forward_methods[] = {
    {"__length_hint__", forward_hint, 0, 0, 0, NULL},
    {"__reduce__", forward_reduce, 0, 0, 0, NULL},
    {"__setstate__", set_position, 0, 1, 1, NULL},
    {0},
};

static const ouro_method_def backward_methods[] = {
    {"__length_hint__", backward_hint, 0, 0, 0, NULL},
    {"__reduce__", backward_reduce, 0, 0, 0, NULL},
    {"__setstate__", set_backward_position, 0, 1, 1, NULL},
    {0},
};

#define POSITION_TYPE(variable, type_id, type_name, next_function, methods_table)                            \
    OURO_BUILTIN_TYPE(variable) = {                                                                          \
        .id = type_id,                                                                                       \
        .slots = {.name = type_name,                                                                         \
                  .size = sizeof(ouro_position_iterator),                                                    \
                  .layout = OURO_LAYOUT_LEAF,                                                                \
                  .flags = OURO_TYPE_CONTAINER | OURO_TYPE_DISALLOW_NEW,                                     \
                  .fields = position_fields,                                                                 \
                  .iter = ouro__iter_self,                                                                   \
                  .next = next_function},                                                                    \
        .methods = methods_table,                                                                            \
    }

POSITION_TYPE(tuple_iterator, OURO_T_TUPLE_ITERATOR, "tuple_iterator", ouro__tuple_iter_next,
              forward_methods);
POSITION_TYPE(list_iterator, OURO_T_LIST_ITERATOR, "list_iterator", ouro__list_iter_next, forward_methods);
POSITION_TYPE(list_reverse_iterator, OURO_T_LIST_REVERSE_ITERATOR, "list_reverseiterator", list_reverse_next,
              backward_methods);
POSITION_TYPE(sequence_iterator, OURO_T_SEQUENCE_ITERATOR, "iterator", sequence_next, forward_methods);

OURO_BUILTIN_TYPE(reversed) = {
    .id = OURO_T_REVERSED,
    .slots = {.name = "reversed",
              .size = sizeof(ouro_position_iterator),
              .layout = OURO_LAYOUT_LEAF,
              .flags = OURO_TYPE_CONTAINER | OURO_TYPE_BASE,
              .fields = position_fields,
              .iter = ouro__iter_self,
              .next = reversed_next,
              .new_ = reversed_new},
    .methods = backward_methods,
    .doc =
        "reversed(sequence, /)\n--\n\nAn iterator over the items of a sequence from the last to the first.",
};

/* ---- iter(callable, sentinel) ---- */

static const uint16_t callable_fields[] = {offsetof(ouro_callable_iterator, callable),
                                           offsetof(ouro_callable_iterator, sentinel), 0};

ouro_object *ouro__callable_iterator_new(ouro_runtime *rt, ouro_object *callable, ouro_object *sentinel)
{
    ouro_callable_iterator *it = ouro__new_container(rt, sizeof *it, OURO_WORD(OURO_T_CALLABLE_ITERATOR));
    if (!it)
        return NULL;
    ouro__slot_init(&it->callable, ouro_ref(callable));
    ouro__slot_init(&it->sentinel, ouro_ref(sentinel));
    ouro__track(&it->head);
    return &it->head;
}

static void callable_end(ouro_runtime *rt, ouro_callable_iterator *it)
{
    ouro__slot_clear(rt, it, &it->callable);
    ouro__slot_clear(rt, it, &it->sentinel);
}

static ouro_object *callable_next(ouro_runtime *rt, ouro_object *o)
{
    ouro_callable_iterator *it = (ouro_callable_iterator *)o;
    if (!it->callable)
        return NULL;
    if (ouro__iterators_too_deep(rt))
        return NULL;
    ouro_object *callable = ouro_ref(it->callable);
    ouro_object *item = ouro__call0(rt, callable);
    ouro_decref(rt, callable);
    if (!item) {
        if (ouro__error_is(rt, OURO_T_STOP_ITERATION)) {
            ouro__error_clear(rt);
            callable_end(rt, it);
        }
        return NULL;
    }
    if (!it->sentinel) { /* the call has exhausted this iterator */
        ouro_decref(rt, item);
        return NULL;
    }
    ouro_object *sentinel = ouro_ref(it->sentinel);
    int equal = ouro__compare_bool(rt, sentinel, item, OURO_EQ);
    ouro_decref(rt, sentinel);
    if (equal == 0)
        return item;
    ouro_decref(rt, item);
    if (equal > 0)
        callable_end(rt, it);
    return NULL;
}

OURO_METHOD(callable_reduce)
{
    OURO_NO_ARGUMENTS;
    ouro_callable_iterator *it = (ouro_callable_iterator *)self;
    if (!it->callable)
        return ouro__iterator_reduce(rt, "iter", OURO_EMPTY_TUPLE(rt), NULL);
    ouro_object *function = ouro__dict_get_cstring(rt, rt->python->builtins, "iter");
    if (!function)
        return rt->error ? NULL : ouro__raise(rt, OURO_T_ATTRIBUTE_ERROR, "iter");
    ouro_object *arguments = ouro__tuple_of(rt, 2, it->callable, it->sentinel);
    ouro_object *result = arguments ? ouro__tuple_of(rt, 2, function, arguments) : NULL;
    ouro_xdecref(rt, arguments);
    return result;
}

static const ouro_method_def callable_methods[] = {
    {"__reduce__", callable_reduce, 0, 0, 0, NULL},
    {0},
};

OURO_BUILTIN_TYPE(callable_iterator) = {
    .id = OURO_T_CALLABLE_ITERATOR,
    .slots = {.name = "callable_iterator",
              .size = sizeof(ouro_callable_iterator),
              .layout = OURO_LAYOUT_LEAF,
              .flags = OURO_TYPE_CONTAINER | OURO_TYPE_DISALLOW_NEW,
              .fields = callable_fields,
              .iter = ouro__iter_self,
              .next = callable_next},
    .methods = callable_methods,
};
