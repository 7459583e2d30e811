/* Making bytes. */
#include "types/bytearray.h"
#include "types/bytes_builder.h"
#include "types/int.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/str_impl.h"

ouro_bytes *ouro__bytes_fresh(ouro_runtime *rt, size_t length)
{
    if (length >= OURO__STR_LENGTH_MAX)
        return ouro__no_memory(rt);
    ouro_bytes *b = ouro__leaf_alloc(rt, sizeof *b + length + 1, OURO_WORD(OURO_T_BYTES));
    if (!b)
        return NULL;
    b->length = length;
    b->data[length] = 0;
    return b;
}

ouro_object *ouro__bytes_new(ouro_runtime *rt, const void *data, size_t length)
{
    if (length == 0)
        return OURO_EMPTY_BYTES(rt);
    ouro_bytes *b = ouro__bytes_fresh(rt, length);
    if (!b)
        return NULL;
    if (data)
        memcpy(b->data, data, length);
    return &b->head;
}

bool ouro__bytes_equal(const void *a, const void *b)
{
    const ouro_bytes *x = a, *y = b;
    return x->length == y->length && memcmp(x->data, y->data, x->length) == 0;
}

void ouro__bytes_builder_init(ouro__bytes_builder *b, ouro_runtime *rt)
{
    *b = (ouro__bytes_builder){.rt = rt};
}

int ouro__bytes_reserve(ouro__bytes_builder *b, size_t more)
{
    if (more <= b->capacity - b->length)
        return 0;
    if (more >= OURO__STR_LENGTH_MAX) {
        ouro__no_memory(b->rt);
        return -1;
    }
    size_t capacity = b->length + more + (b->length + more) / 2 + 32;
    uint8_t *data =
        b->data ? ouro__buffer_resize(b->rt, b->data, capacity) : ouro__buffer_alloc(b->rt, capacity);
    if (!data)
        return -1;
    b->data = data;
    b->capacity = capacity;
    return 0;
}

int ouro__bytes_put(ouro__bytes_builder *b, const void *data, size_t length)
{
    if (ouro__bytes_reserve(b, length) < 0)
        return -1;
    if (length)
        memcpy(b->data + b->length, data, length);
    b->length += length;
    return 0;
}

int ouro__bytes_fill(ouro__bytes_builder *b, uint8_t byte, size_t count)
{
    if (ouro__bytes_reserve(b, count) < 0)
        return -1;
    if (count)
        memset(b->data + b->length, byte, count);
    b->length += count;
    return 0;
}

ouro_object *ouro__bytes_builder_finish(ouro__bytes_builder *b)
{
    ouro_object *o = ouro__bytes_new(b->rt, b->data, b->length);
    ouro__bytes_builder_discard(b);
    return o;
}

void ouro__bytes_builder_discard(ouro__bytes_builder *b)
{
    ouro__buffer_free(b->rt, b->data);
    ouro__bytes_builder_init(b, b->rt);
}

bool ouro__is_bytes_like(ouro_runtime *rt, ouro_object *o)
{
    return ouro__is_bytes(rt, o) || ouro__has_buffer(rt, o);
}

bool ouro__bytes_view(ouro_runtime *rt, ouro_object *o, ouro__byte_view *view)
{
    if (ouro__is_bytes(rt, o)) {
        *view = (ouro__byte_view){((ouro_bytes *)o)->data, ((ouro_bytes *)o)->length};
        return true;
    }
    if (ouro__is_bytearray(rt, o)) {
        *view = (ouro__byte_view){ouro__bytearray_data((ouro_bytearray *)o), ((ouro_bytearray *)o)->length};
        return true;
    }
    ouro__raise(rt, OURO_T_TYPE_ERROR, "a bytes-like object is required, not '%T'", o);
    return false;
}

bool ouro__bytes_borrow(ouro_runtime *rt, ouro_object *o, ouro__byte_loan *loan)
{
    if (ouro__is_bytes(rt, o)) {
        loan->buffer.owner = NULL;
        loan->data = ((ouro_bytes *)o)->data;
        loan->length = ((ouro_bytes *)o)->length;
        return true;
    }
    if (ouro__buffer_get(rt, o, &loan->buffer, OURO_BUFFER_SIMPLE) < 0)
        return false;
    loan->data = loan->buffer.data;
    loan->length = (size_t)loan->buffer.length;
    return true;
}

/* One item of bytes([...]). -1 with an exception. */
static int item_value(ouro_runtime *rt, ouro_object *item)
{
    int64_t value;
    if (ouro__index_int64(rt, item, true, &value) < 0)
        return -1;
    if (value < 0 || value > 255) {
        ouro__raise(rt, OURO_T_VALUE_ERROR, "bytes must be in range(0, 256)");
        return -1;
    }
    return (int)value;
}

static ouro_object *from_iterable(ouro_runtime *rt, ouro_object *iterable)
{
    ouro_iteration it;
    if (ouro__iterate(rt, &it, iterable) < 0)
        return NULL;
    ouro__bytes_builder b;
    ouro__bytes_builder_init(&b, rt);
    ouro_object *item;
    int status = 0;
    while (status == 0 && (item = ouro__iterate_next(rt, &it))) {
        int value = item_value(rt, item);
        ouro_decref(rt, item);
        status = value < 0 ? -1 : ouro__bytes_put(&b, &(uint8_t){(uint8_t)value}, 1);
    }
    if (ouro__iterate_end(rt, &it) < 0 || status < 0) {
        ouro__bytes_builder_discard(&b);
        return NULL;
    }
    return ouro__bytes_builder_finish(&b);
}

ouro_object *ouro__bytes_from_method(ouro_runtime *rt, ouro_object *method)
{
    ouro_object *result = ouro__call0(rt, method);
    ouro_decref(rt, method);
    if (result && !ouro__is_bytes(rt, result)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "__bytes__ returned non-bytes (type %T)", result);
        ouro_decref(rt, result);
        return NULL;
    }
    return result;
}

ouro_object *ouro__bytes_from_object(ouro_runtime *rt, ouro_object *o)
{
    if (ouro__is_exactly(o, OURO_T_BYTES))
        return ouro__same(o);
    ouro_object *method = ouro__lookup_special(rt, o, NAME(rt, __bytes__));
    if (!method && ouro__error_pending(rt))
        return NULL;
    if (method)
        return ouro__bytes_from_method(rt, method);
    if (ouro__is_bytes_like(rt, o))
        return ouro__buffer_to_bytes(rt, o);
    const ouro_type *type = ouro__type_of(rt, o);
    if (ouro__is_str(rt, o) || (!type->iter && !type->getitem))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "cannot convert '%T' object to bytes", o);
    return from_iterable(rt, o);
}
