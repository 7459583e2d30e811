/* The methods of bytearray: those of bytes, during which its length stands still, and those that change it. */
#include "types/bytearray.h"
#include "types/bytes_methods.h"
#include "types/int.h"
#include "types/slice.h"
#include "types/tuple.h"

static ouro_bytearray *array_of(ouro_object *o)
{
    return (ouro_bytearray *)o;
}

/* Arguments may run code while the method looks at the bytes. */
static ouro_object *call_locked(ouro_runtime *rt, ouro_c_function function, ouro_object *self, ouro_object *const *args,
                                size_t nargs, ouro_object *kwnames)
{
    if (!ouro__is_bytearray(rt, self)) /* the class, for fromhex */
        return function(rt, self, args, nargs, kwnames);
    array_of(self)->exports++;
    ouro_object *result = function(rt, self, args, nargs, kwnames);
    array_of(self)->exports--;
    return result;
}

#define M(name, flags, min, max, doc)                                                                                \
    OURO_METHOD(array_##name)                                                                                        \
    {                                                                                                                \
        return call_locked(rt, ouro__bytes_m_##name, self, args, nargs, kwnames);                                    \
    }
#include "types/bytes_methods.def"
#undef M

OURO_C_FUNCTION(array_append)
{
    ouro_bytearray *a = array_of(self);
    int value = ouro__bytearray_value(rt, args[0]);
    if (value < 0 || ouro__bytearray_replace(rt, a, a->length, a->length, &(uint8_t){(uint8_t)value}, 1) < 0)
        return NULL;
    return OURO_NONE(rt);
}

OURO_C_FUNCTION(array_clear)
{
    return ouro__bytearray_splice(rt, array_of(self), 0, array_of(self)->length, 0) < 0 ? NULL : OURO_NONE(rt);
}

static ouro_object *array_copy_of(ouro_runtime *rt, ouro_object *self)
{
    return ouro__bytearray_new(rt, ouro__bytearray_data(array_of(self)), array_of(self)->length);
}

OURO_C_FUNCTION(array_copy)
{
    return array_copy_of(rt, self);
}

/* The items of extend(): owned, bytes-like. */
static ouro_object *extension(ouro_runtime *rt, ouro_object *self, ouro_object *o)
{
    if (o == self)
        return array_copy_of(rt, self);
    if (ouro__is_bytes_like(rt, o))
        return ouro_ref(o);
    const ouro_type *type = ouro__type_of(rt, o);
    if (!type->iter && !type->getitem)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "can't extend bytearray with %T", o);
    return ouro__bytearray_from_iterable(rt, o);
}

OURO_C_FUNCTION(array_extend)
{
    ouro_object *items = extension(rt, self, args[0]);
    if (!items)
        return NULL;
    ouro_bytearray *a = array_of(self);
    ouro__byte_loan loan;
    int status = -1;
    if (ouro__bytes_borrow(rt, items, &loan)) {
        status = ouro__bytearray_replace(rt, a, a->length, a->length, loan.data, loan.length);
        ouro__bytes_return(rt, &loan);
    }
    ouro_decref(rt, items);
    return status < 0 ? NULL : OURO_NONE(rt);
}

OURO_C_FUNCTION(array_insert)
{
    ouro_bytearray *a = array_of(self);
    int64_t index;
    if (ouro__index_argument(rt, args[0], &index) < 0)
        return NULL;
    int value = ouro__bytearray_value(rt, args[1]);
    if (value < 0)
        return NULL;
    int64_t length = (int64_t)a->length;
    index = index < -length ? 0 : index < 0 ? index + length : index > length ? length : index;
    if (ouro__bytearray_replace(rt, a, (size_t)index, (size_t)index, &(uint8_t){(uint8_t)value}, 1) < 0)
        return NULL;
    return OURO_NONE(rt);
}

OURO_C_FUNCTION(array_pop)
{
    ouro_bytearray *a = array_of(self);
    int64_t index = -1;
    if (nargs && ouro__index_argument(rt, args[0], &index) < 0)
        return NULL;
    if (a->length == 0)
        return ouro__raise(rt, OURO_T_INDEX_ERROR, "pop from empty bytearray");
    if (index < 0)
        index += (int64_t)a->length;
    if ((uint64_t)index >= a->length)
        return ouro__raise(rt, OURO_T_INDEX_ERROR, "pop index out of range");
    uint8_t value = ouro__bytearray_data(a)[index];
    if (ouro__bytearray_splice(rt, a, (size_t)index, (size_t)index + 1, 0) < 0)
        return NULL;
    return ouro__int_new(rt, value);
}

OURO_C_FUNCTION(array_remove)
{
    ouro_bytearray *a = array_of(self);
    int value = ouro__bytearray_value(rt, args[0]);
    if (value < 0)
        return NULL;
    const uint8_t *data = ouro__bytearray_data(a), *found = memchr(data, value, a->length);
    if (!found)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "value not found in bytearray");
    size_t at = (size_t)(found - data);
    return ouro__bytearray_splice(rt, a, at, at + 1, 0) < 0 ? NULL : OURO_NONE(rt);
}

OURO_C_FUNCTION(array_reverse)
{
    ouro_bytearray *a = array_of(self);
    uint8_t *data = ouro__bytearray_data(a);
    for (size_t i = 0, j = a->length; i + 1 < j; i++) {
        uint8_t byte = data[i];
        data[i] = data[--j];
        data[j] = byte;
    }
    return OURO_NONE(rt);
}

OURO_C_FUNCTION(array_alloc)
{
    return ouro__int_new(rt, (int64_t)array_of(self)->capacity);
}

/* (class, arguments, state): for protocols from 3 on the argument is bytes, before it is text and its encoding. */
static ouro_object *reduce(ouro_runtime *rt, ouro_object *self, int64_t protocol)
{
    ouro_bytearray *a = array_of(self);
    ouro_object *arguments, *state = ouro__call_method(rt, self, NAME(rt, __getstate__), 0), *result = NULL;
    if (!state)
        return NULL;
    const uint8_t *data = ouro__bytearray_data(a);
    if (a->length == 0) {
        arguments = OURO_EMPTY_TUPLE(rt);
    } else if (protocol >= 3) {
        ouro_object *bytes = ouro__bytes_new(rt, data, a->length);
        arguments = bytes ? ouro__tuple_from_owned(rt, &bytes, 1) : NULL;
    } else {
        ouro_object *text = ouro__str_from_latin1(rt, data, a->length);
        ouro_object *encoding = text ? ouro__str_from_cstring(rt, "latin-1") : NULL;
        arguments = encoding ? ouro__tuple_of(rt, (size_t)2, text, encoding) : NULL;
        ouro_xdecref(rt, encoding);
        ouro_xdecref(rt, text);
    }
    if (arguments)
        result = ouro__tuple_of(rt, (size_t)3, ouro__class_of(rt, self), arguments, state);
    ouro_xdecref(rt, arguments);
    ouro_decref(rt, state);
    return result;
}

OURO_C_FUNCTION(array_reduce)
{
    return reduce(rt, self, 2);
}

OURO_C_FUNCTION(array_reduce_ex)
{
    int64_t protocol = 0;
    if (nargs && ouro__index_int64(rt, args[0], true, &protocol) < 0)
        return NULL;
    return reduce(rt, self, protocol);
}

const ouro_method_def ouro__bytearray_methods[] = {
#define M(name, flags, min, max, doc) {#name, array_##name, flags, min, max, doc},
#include "types/bytes_methods.def"
#undef M
    {"append", array_append, 0, 1, 1, "append($self, item, /)\n--\n\nOne byte more at the end."},
    {"clear", array_clear, 0, 0, 0, "clear($self, /)\n--\n\nTakes all bytes out."},
    {"copy", array_copy, 0, 0, 0, "copy($self, /)\n--\n\nThe same bytes in a new bytearray."},
    {"extend", array_extend, 0, 1, 1, "extend($self, iterable_of_ints, /)\n--\n\nMore bytes at the end."},
    {"insert", array_insert, 0, 2, 2, "insert($self, index, item, /)\n--\n\nOne byte more in front of the index."},
    {"pop", array_pop, 0, 0, 1, "pop($self, index=-1, /)\n--\n\nTakes out the byte at the index and gives it."},
    {"remove", array_remove, 0, 1, 1, "remove($self, value, /)\n--\n\nTakes out the first byte that is the value."},
    {"reverse", array_reverse, 0, 0, 0, "reverse($self, /)\n--\n\nTurns the order of the bytes around in place."},
    {"__alloc__", array_alloc, 0, 0, 0, "B.__alloc__() -> int\n\nThe number of bytes in the buffer."},
    {"__reduce__", array_reduce, 0, 0, 0, "__reduce__($self, /)\n--\n\nWhat pickling needs."},
    {"__reduce_ex__", array_reduce_ex, 0, 0, 1, "__reduce_ex__($self, proto=0, /)\n--\n\nWhat pickling needs."},
    {0},
};
