/* The type bytearray and its iterator; its methods are in bytearray_methods.c. */
#include "object/slot.h"
#include "types/bytearray.h"
#include "types/bytes_methods.h"
#include "types/int.h"
#include "types/iterators.h"
#include "types/slice.h"
#include "types/str_encode.h"
#include "types/tuple.h"
#include "types/types.h"

static ouro_bytearray *array_of(ouro_object *o)
{
    return (ouro_bytearray *)o;
}

/* --- construction ---------------------------------------------------------------------------------------- */

static ouro_object *array_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                              ouro_object *kwnames)
{
    (void)args;
    (void)nargs;
    (void)kwnames;
    if (ouro__is_builtin_class(cls, OURO_T_BYTEARRAY))
        return ouro__bytearray_new(rt, NULL, 0);
    return ouro__instance_new(rt, cls);
}

static int fill_zeros(ouro_runtime *rt, ouro_bytearray *a, int64_t count)
{
    if (count < 0) {
        ouro__raise(rt, OURO_T_VALUE_ERROR, "negative count");
        return -1;
    }
    if (ouro__bytearray_splice(rt, a, 0, a->length, (size_t)count) < 0)
        return -1;
    memset(ouro__bytearray_data(a), 0, a->length);
    return 0;
}

/* Takes over `bytes` (bytes-like, NULL: could not be made) as the new content. */
static int take_content(ouro_runtime *rt, ouro_bytearray *a, ouro_object *bytes)
{
    ouro__byte_loan loan;
    int status = -1;
    if (bytes && ouro__bytes_borrow(rt, bytes, &loan)) {
        status = ouro__bytearray_replace(rt, a, 0, a->length, loan.data, loan.length);
        ouro__bytes_return(rt, &loan);
    }
    ouro_xdecref(rt, bytes);
    return status;
}

/* 1: done, 0: not a count, -1. */
static int init_from_count(ouro_runtime *rt, ouro_bytearray *a, ouro_object *source)
{
    const ouro_number_slots *number = ouro__type_of(rt, source)->number;
    if (!number || !number->index)
        return 0;
    ouro_object *index = ouro__index(rt, source);
    if (!index) {
        if (!ouro__error_is(rt, OURO_T_TYPE_ERROR))
            return -1;
        ouro__error_clear(rt);
        return 0;
    }
    int64_t count;
    bool fits = ouro__int_as_int64(rt, index, &count) == 0;
    ouro_decref(rt, index);
    if (!fits) {
        ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "cannot fit '%T' into an index-sized integer", source);
        return -1;
    }
    return fill_zeros(rt, a, count) < 0 ? -1 : 1;
}

static int init_from_source(ouro_runtime *rt, ouro_bytearray *a, ouro_object *source)
{
    int counted = init_from_count(rt, a, source);
    if (counted != 0)
        return counted < 0 ? -1 : 0;
    if (ouro__is_bytes_like(rt, source))
        return take_content(rt, a, ouro__buffer_to_bytes(rt, source));
    const ouro_type *type = ouro__type_of(rt, source);
    if (!type->iter && !type->getitem) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "cannot convert '%T' object to bytearray", source);
        return -1;
    }
    return ouro__bytearray_add_values(rt, a, source);
}

static int array_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                      ouro_object *kwnames)
{
    static const char *const names[] = {"source", "encoding", "errors", NULL};
    static const ouro_signature signature = {"bytearray", names, 0, 3, 0, 0};
    ouro_object *out[3];
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, out) < 0)
        return -1;
    for (int i = 1; i < 3; i++) {
        if (out[i] && !ouro__is_str(rt, out[i])) {
            ouro__raise(rt, OURO_T_TYPE_ERROR, "bytearray() argument '%s' must be str, not %V", names[i],
                        out[i]);
            return -1;
        }
    }
    ouro_bytearray *a = array_of(self);
    if (ouro__bytearray_splice(rt, a, 0, a->length, 0) < 0)
        return -1;
    const char *wrong = NULL;
    if (out[0] && ouro__is_str(rt, out[0])) {
        if (out[1])
            return take_content(rt, a, ouro__encode(rt, out[0], out[1], out[2]));
        wrong = "string argument without an encoding";
    } else if (out[1]) {
        wrong = "encoding without a string argument";
    } else if (out[2]) {
        wrong = "errors without a string argument";
    }
    if (!wrong)
        return out[0] ? init_from_source(rt, a, out[0]) : 0;
    ouro__raise(rt, OURO_T_TYPE_ERROR, "%s", wrong);
    return -1;
}

/* --- slots ----------------------------------------------------------------------------------------------- */

static ouro_object *array_repr(ouro_runtime *rt, ouro_object *o)
{
    const char *name = ouro__type_of(rt, o)->name, *dot = strrchr(name, '.');
    ouro_str_builder b;
    ouro__builder_init(&b, rt);
    name = dot ? dot + 1 : name;
    if (ouro__builder_utf8(&b, name, strlen(name)) == 0 && ouro__builder_char(&b, '(') == 0 &&
        ouro__bytes_put_repr(&b, ouro__bytearray_data(array_of(o)), array_of(o)->length, true) == 0 &&
        ouro__builder_char(&b, ')') == 0)
        return ouro__builder_finish(&b);
    ouro__builder_discard(&b);
    return NULL;
}

static int64_t array_length(ouro_runtime *rt, ouro_object *o)
{
    (void)rt;
    return (int64_t)array_of(o)->length;
}

static size_t array_size_of(ouro_runtime *rt, ouro_object *o)
{
    return ouro__type_of(rt, o)->size + array_of(o)->capacity;
}

static ouro_object *array_str(ouro_runtime *rt, ouro_object *o)
{
    return ouro__bytes_warning(rt, "str() on a bytearray instance") < 0 ? NULL : array_repr(rt, o);
}

static ouro_object *array_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b, int op)
{
    ouro__byte_loan x, y;
    if (!ouro__is_bytes_like(rt, a) || !ouro__is_bytes_like(rt, b)) {
        if ((ouro__is_str(rt, a) || ouro__is_str(rt, b)) && (op == OURO_EQ || op == OURO_NE) &&
            ouro__bytes_warning(rt, "Comparison between bytearray and string") < 0)
            return NULL;
        return ouro__not_implemented(rt);
    }
    if (!ouro__bytes_borrow(rt, a, &x) || !ouro__bytes_borrow(rt, b, &y)) {
        ouro__bytes_return(rt, &x);
        ouro__error_clear(rt); /* whatever it was */
        return ouro__not_implemented(rt);
    }
    int order = memcmp(x.data, y.data, x.length < y.length ? x.length : y.length);
    ouro__bytes_return(rt, &x);
    ouro__bytes_return(rt, &y);
    if (order == 0)
        return ouro__bool(rt, ouro__lengths_compare(x.length, y.length, op));
    return ouro__bool(rt, ouro__lengths_compare(order > 0, order < 0, op));
}

static ouro_object *array_item(ouro_runtime *rt, ouro_object *o, int64_t index)
{
    if ((uint64_t)index >= array_of(o)->length)
        return ouro__raise(rt, OURO_T_INDEX_ERROR, "bytearray index out of range");
    return ouro__int_new(rt, ouro__bytearray_data(array_of(o))[index]);
}

static ouro_object *get_slice(ouro_runtime *rt, ouro_object *o, ouro_object *slice)
{
    int64_t start, stop, step;
    if (ouro__slice_unpack(rt, slice, &start, &stop, &step) < 0)
        return NULL;
    int64_t count = ouro__slice_adjust((int64_t)array_of(o)->length, &start, &stop, step);
    if (step == 1)
        return ouro__bytes_piece(rt, o, (size_t)start, (size_t)start + (size_t)count);
    ouro_object *made = ouro__bytearray_new(rt, NULL, (size_t)count);
    if (!made)
        return NULL;
    uint8_t *to = ouro__bytearray_data(array_of(made));
    const uint8_t *from = ouro__bytearray_data(array_of(o));
    for (int64_t i = 0; i < count; i++)
        to[i] = from[start + i * step];
    return made;
}

static ouro_object *array_getitem(ouro_runtime *rt, ouro_object *o, ouro_object *key)
{
    int64_t index;
    switch (ouro__subscript(rt, key, "bytearray", &index)) {
    case OURO_SUBSCRIPT_INDEX:
        return array_item(rt, o, index < 0 ? index + (int64_t)array_of(o)->length : index);
    case OURO_SUBSCRIPT_SLICE:
        return get_slice(rt, o, key);
    default:
        return NULL;
    }
}

static int set_index(ouro_runtime *rt, ouro_bytearray *a, int64_t index, ouro_object *value)
{
    int byte =
        value ? ouro__bytearray_value(rt, value) : 0; /* first: it may run code that changes the length */
    if (byte < 0)
        return -1;
    if (index < 0)
        index += (int64_t)a->length;
    if ((uint64_t)index >= a->length) {
        ouro__raise(rt, OURO_T_INDEX_ERROR, "bytearray index out of range");
        return -1;
    }
    if (!value)
        return ouro__bytearray_splice(rt, a, (size_t)index, (size_t)index + 1, 0);
    ouro__bytearray_data(a)[index] = (uint8_t)byte;
    return 0;
}

/* del a[start::step] of `count` bytes, step not 1. */
static int delete_steps(ouro_runtime *rt, ouro_bytearray *a, int64_t start, int64_t step, int64_t count)
{
    if (count == 0)
        return 0;
    if (a->exports)
        return ouro__bytearray_splice(rt, a, 0, 1, 0);
    if (step < 0) {
        start += (count - 1) * step;
        step = -step;
    }
    uint8_t *data = ouro__bytearray_data(a);
    size_t to = (size_t)start, next = (size_t)start;
    int64_t dropped = 0;
    for (size_t from = to; from < a->length; from++) {
        if (dropped < count && from == next) {
            dropped++;
            next += dropped < count ? (size_t)step : 0;
        } else {
            data[to++] = data[from];
        }
    }
    return ouro__bytearray_splice(rt, a, to, a->length, 0);
}

/* a[slice] = borrowed bytes; of other things than the array itself. */
static int set_slice(ouro_runtime *rt, ouro_bytearray *a, ouro_object *slice, const ouro__byte_loan *given)
{
    int64_t start, stop, step;
    if (ouro__slice_unpack(rt, slice, &start, &stop, &step) < 0)
        return -1;
    int64_t count = ouro__slice_adjust((int64_t)a->length, &start, &stop, step);
    if (step == 1)
        return ouro__bytearray_replace(rt, a, (size_t)start, (size_t)(start + count), given->data,
                                       given->length);
    if (given->length == 0)
        return delete_steps(rt, a, start, step, count);
    if (given->length != (size_t)count) {
        ouro__raise(rt, OURO_T_VALUE_ERROR,
                    "attempt to assign bytes of size %zu to extended slice of size %lld", given->length,
                    (long long)count);
        return -1;
    }
    for (int64_t i = 0; i < count; i++)
        ouro__bytearray_data(a)[start + i * step] = given->data[i];
    return 0;
}

static bool is_number(ouro_runtime *rt, ouro_object *o)
{
    const ouro_number_slots *number = ouro__type_of(rt, o)->number;
    return (number && (number->index || number->to_int || number->to_float)) ||
           ouro__is_exactly(o, OURO_T_COMPLEX);
}

/* What is assigned to a slice as bytes of its own: bytes or bytearray that the assignment cannot change. Owned. */
static ouro_object *assigned_bytes(ouro_runtime *rt, ouro_object *self, ouro_object *value)
{
    if (!value)
        return OURO_EMPTY_BYTES(rt);
    if (is_number(rt, value) || ouro__is_str(rt, value))
        return ouro__raise(rt, OURO_T_TYPE_ERROR,
                           "can assign only bytes, buffers, or iterables of ints in range(0, 256)");
    if (value != self && ouro__is_bytes_like(rt, value))
        return ouro_ref(value);
    if (value == self)
        return ouro__bytearray_new(rt, ouro__bytearray_data(array_of(self)), array_of(self)->length);
    return ouro__call1(rt, ouro__class_at(rt, OURO_T_BYTEARRAY), value);
}

static int array_setitem(ouro_runtime *rt, ouro_object *o, ouro_object *key, ouro_object *value)
{
    int64_t index;
    enum ouro_subscript kind = ouro__subscript(rt, key, "bytearray", &index);
    if (kind != OURO_SUBSCRIPT_SLICE)
        return kind == OURO_SUBSCRIPT_FAILED ? -1 : set_index(rt, array_of(o), index, value);
    ouro_object *bytes = assigned_bytes(rt, o, value);
    if (!bytes)
        return -1;
    /* Resolving the slice may run code: what is assigned must not change meanwhile. */
    ouro__byte_loan loan;
    int status = -1;
    if (ouro__bytes_borrow(rt, bytes, &loan)) {
        status = set_slice(rt, array_of(o), key, &loan);
        ouro__bytes_return(rt, &loan);
    }
    ouro_decref(rt, bytes);
    return status;
}

static ouro_object *array_inplace_concat(ouro_runtime *rt, ouro_object *o, ouro_object *other)
{
    ouro__byte_loan loan;
    ouro_bytearray *a = array_of(o);
    if (!ouro__bytes_borrow(rt, other, &loan)) {
        ouro__error_clear(rt); /* whatever it was */
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "can't concat %T to %T", other, o);
    }
    /* a += a is refused: the array is lent. */
    int status = ouro__bytearray_replace(rt, a, a->length, a->length, loan.data, loan.length);
    ouro__bytes_return(rt, &loan);
    return status < 0 ? NULL : ouro_ref(o);
}

/* Repeats what stands in the first `length` of `total` bytes. */
static void repeat_bytes(uint8_t *data, size_t length, size_t total)
{
    while (length < total) {
        size_t more = length < total - length ? length : total - length;
        memcpy(data + length, data, more);
        length += more;
    }
}

static int repeated_length(ouro_runtime *rt, ouro_bytearray *a, int64_t count, size_t *total)
{
    if (!__builtin_mul_overflow(a->length, count < 0 ? 0 : (size_t)count, total))
        return 0;
    ouro__no_memory(rt);
    return -1;
}

static ouro_object *array_repeat(ouro_runtime *rt, ouro_object *o, int64_t count)
{
    ouro_bytearray *a = array_of(o);
    size_t total;
    if (repeated_length(rt, a, count, &total) < 0)
        return NULL;
    ouro_object *made = ouro__bytearray_new(rt, NULL, total);
    if (made && total) {
        memcpy(ouro__bytearray_data(array_of(made)), ouro__bytearray_data(a), a->length);
        repeat_bytes(ouro__bytearray_data(array_of(made)), a->length, total);
    }
    return made;
}

static ouro_object *array_inplace_repeat(ouro_runtime *rt, ouro_object *o, int64_t count)
{
    ouro_bytearray *a = array_of(o);
    size_t total, length = a->length;
    if (repeated_length(rt, a, count, &total) < 0)
        return NULL;
    if (total < length ? ouro__bytearray_splice(rt, a, 0, length, 0) < 0
                       : ouro__bytearray_splice(rt, a, length, length, total - length) < 0)
        return NULL;
    if (total)
        repeat_bytes(ouro__bytearray_data(a), length, total);
    return ouro_ref(o);
}

static ouro_object *array_remainder(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    if (!ouro__is_bytearray(rt, a))
        return ouro__not_implemented(rt);
    array_of(a)->exports++; /* formatting runs code */
    ouro_object *result = ouro__bytes_percent(rt, a, b);
    array_of(a)->exports--;
    return result;
}

/* --- iterator -------------------------------------------------------------------------------------------- */

static ouro_object *array_iter(ouro_runtime *rt, ouro_object *o)
{
    return ouro__position_iterator_new(rt, OURO_T_BYTEARRAY_ITERATOR, o, 0);
}

static ouro_object *iterator_next(ouro_runtime *rt, ouro_object *o)
{
    ouro_position_iterator *it = (ouro_position_iterator *)o;
    if (!it->sequence)
        return NULL;
    ouro_bytearray *a = array_of(it->sequence);
    if ((uint64_t)it->position < a->length)
        return ouro__int_new(rt, ouro__bytearray_data(a)[it->position++]);
    ouro__slot_clear(rt, it, &it->sequence);
    return NULL;
}

OURO_C_FUNCTION(iterator_length_hint)
{
    ouro_position_iterator *it = (ouro_position_iterator *)self;
    int64_t length = it->sequence ? (int64_t)array_of(it->sequence)->length : 0;
    return ouro__int_new(rt, it->sequence && length > it->position ? length - it->position : 0);
}

OURO_C_FUNCTION(iterator_reduce)
{
    ouro_position_iterator *it = (ouro_position_iterator *)self;
    if (!it->sequence)
        return ouro__iterator_reduce(rt, "iter", OURO_EMPTY_TUPLE(rt), NULL);
    return ouro__iterator_reduce(rt, "iter", ouro_ref(it->sequence),
                                 ouro__int_new(rt, (int64_t)it->position));
}

OURO_C_FUNCTION(iterator_setstate)
{
    ouro_position_iterator *it = (ouro_position_iterator *)self;
    int64_t position;
    if (ouro__index_int64(rt, args[0], false, &position) < 0)
        return NULL;
    if (it->sequence) {
        int64_t length = (int64_t)array_of(it->sequence)->length;
        it->position = position < 0 ? 0 : position > length ? length : position;
    }
    return OURO_NONE(rt);
}

static const ouro_method_def iterator_methods[] = {
    {"__length_hint__", iterator_length_hint, 0, 0, 0, "How many items are left."},
    {"__reduce__", iterator_reduce, 0, 0, 0, "What pickle makes the iterator from."},
    {"__setstate__", iterator_setstate, 0, 1, 1, "Sets the position."},
    {0},
};

static const uint16_t iterator_fields[] = {offsetof(ouro_position_iterator, sequence), 0};

OURO_BUILTIN_TYPE(bytearray_iterator) = {
    .id = OURO_T_BYTEARRAY_ITERATOR,
    .slots = {.name = "bytearray_iterator",
              .size = sizeof(ouro_position_iterator),
              .layout = OURO_LAYOUT_LEAF,
              .flags = OURO_TYPE_CONTAINER | OURO_TYPE_DISALLOW_NEW,
              .fields = iterator_fields,
              .iter = ouro__iter_self,
              .next = iterator_next},
    .methods = iterator_methods,
};

static const ouro_number_slots numbers = {.binary = {[OURO_REMAINDER] = array_remainder}};
static const ouro_sequence_slots sequence = {.concat = ouro__bytes_concat,
                                             .inplace_concat = array_inplace_concat,
                                             .repeat = array_repeat,
                                             .inplace_repeat = array_inplace_repeat,
                                             .item = array_item};

static int get_buffer(ouro_runtime *rt, ouro_object *o, ouro_buffer *buffer, int flags)
{
    (void)rt;
    (void)flags;
    ouro__buffer_fill(buffer, ouro__bytearray_data(array_of(o)), (int64_t)array_of(o)->length, false);
    array_of(o)->exports++;
    return 0;
}

static void release_buffer(ouro_runtime *rt, ouro_object *o, ouro_buffer *buffer)
{
    (void)rt;
    (void)buffer;
    array_of(o)->exports--;
}

static const ouro_extra_slots extra = {.get_buffer = get_buffer, .release_buffer = release_buffer};

OURO_BUILTIN_TYPE(bytearray) = {
    .id = OURO_T_BYTEARRAY,
    .slots =
        {
            .name = "bytearray",
            .flags = OURO_TYPE_BASE,
            .size = sizeof(ouro_bytearray),
            .layout = OURO_LAYOUT_LEAF,
            .destroy = ouro__bytearray_destroy,
            .size_of = array_size_of,
            .repr = array_repr,
            .str = array_str,
            .hash = ouro__hash_not_implemented,
            .compare = array_compare,
            .iter = array_iter,
            .length = array_length,
            .getitem = array_getitem,
            .setitem = array_setitem,
            .contains = ouro__bytes_contains,
            .new_ = array_new,
            .init = array_init,
            .number = &numbers,
            .sequence = &sequence,
            .extra = &extra,
        },
    .methods = ouro__bytearray_methods,
    .doc = "bytearray(iterable_of_ints) -> bytearray\nbytearray(string, encoding[, errors]) -> bytearray\n"
           "bytearray(bytes_or_buffer) -> mutable copy of bytes_or_buffer\nbytearray(int) -> so many zero "
           "bytes\n"
           "bytearray() -> empty bytearray\n\nA mutable sequence of bytes.",
};
