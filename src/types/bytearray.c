/* The storage of bytearray: growing, shrinking, cutting. See bytearray.h. */
#include "types/bytearray.h"

#include <string.h>

#include "types/protocol.h"
#include "types/str_impl.h"

ouro_object *ouro__bytearray_new(ouro_runtime *rt, const void *data, size_t length)
{
    if (length >= OURO__STR_LENGTH_MAX)
        return ouro__no_memory(rt);
    uint8_t *buffer = length ? ouro__buffer_alloc(rt, length + 1) : NULL;
    if (length && !buffer)
        return NULL;
    ouro_bytearray *a = ouro__leaf_alloc(rt, sizeof *a, OURO_WORD(OURO_T_BYTEARRAY));
    if (!a) {
        ouro__buffer_free(rt, buffer);
        return NULL;
    }
    a->buffer = buffer;
    a->offset = 0;
    a->length = length;
    a->capacity = length ? length + 1 : 0;
    a->exports = 0;
    if (data && length)
        memcpy(buffer, data, length);
    return &a->head;
}

void ouro__bytearray_destroy(ouro_runtime *rt, ouro_object *o)
{
    ouro_bytearray *a = (ouro_bytearray *)o;
    ouro__buffer_free(rt, a->buffer);
    a->buffer = NULL;
    a->offset = a->length = a->capacity = 0;
}

/* The capacity for a new length: some more than needed when growing, just enough when much shrinks or jumps ahead. */
static size_t capacity_for(const ouro_bytearray *a, size_t length)
{
    if (length < a->capacity / 2 || length > a->capacity + a->capacity / 8)
        return length + 1;
    return length + length / 8 + (length < 9 ? 3 : 6);
}

/* Lays the bytes out in another buffer, with the gap between them. */
static int move_to_new(ouro_runtime *rt, ouro_bytearray *a, size_t start, size_t stop, size_t count,
                       size_t length)
{
    size_t capacity = capacity_for(a, length);
    uint8_t *buffer = ouro__buffer_alloc(rt, capacity);
    if (!buffer)
        return -1;
    const uint8_t *old = ouro__bytearray_data(a);
    memcpy(buffer, old, start);
    memcpy(buffer + start + count, old + stop, a->length - stop);
    ouro__buffer_free(rt, a->buffer);
    a->buffer = buffer;
    a->offset = 0;
    a->length = length;
    a->capacity = capacity;
    return 0;
}

int ouro__bytearray_splice(ouro_runtime *rt, ouro_bytearray *a, size_t start, size_t stop, size_t count)
{
    size_t removed = stop - start, kept = a->length - removed, tail = a->length - stop;
    if (count == removed)
        return 0;
    if (a->exports) {
        ouro__raise(rt, OURO_T_BUFFER_ERROR, "Existing exports of data: object cannot be re-sized");
        return -1;
    }
    if (count >= OURO__STR_LENGTH_MAX - kept) {
        ouro__no_memory(rt);
        return -1;
    }
    size_t length = kept + count;
    if (length == 0) {
        ouro__bytearray_destroy(rt, &a->head);
        return 0;
    }
    if (start == 0 && count < removed && length >= a->capacity / 2) { /* cut off in front: nothing moves */
        a->offset += removed - count;
        a->length = length;
        return 0;
    }
    if (start == a->length && a->buffer && a->offset == 0 && length >= a->capacity) { /* growing at the end */
        size_t capacity = capacity_for(a, length);
        uint8_t *buffer = ouro__buffer_resize(rt, a->buffer, capacity);
        if (!buffer)
            return -1;
        a->buffer = buffer;
        a->capacity = capacity;
    }
    if (a->offset + length >= a->capacity || length < a->capacity / 2)
        return move_to_new(rt, a, start, stop, count, length);
    uint8_t *data = ouro__bytearray_data(a);
    memmove(data + start + count, data + stop, tail);
    a->length = length;
    return 0;
}

int ouro__bytearray_replace(ouro_runtime *rt, ouro_bytearray *a, size_t start, size_t stop,
                            const uint8_t *data, size_t count)
{
    const uint8_t *own = ouro__bytearray_data(a);
    uint8_t *copy = NULL;
    if (count && data >= own && data <= own + a->length) {
        copy = ouro__buffer_alloc(rt, count);
        if (!copy)
            return -1;
        memcpy(copy, data, count);
        data = copy;
    }
    int status = ouro__bytearray_splice(rt, a, start, stop, count);
    if (status == 0 && count)
        memcpy(ouro__bytearray_data(a) + start, data, count);
    ouro__buffer_free(rt, copy);
    return status;
}

int ouro__bytearray_value(ouro_runtime *rt, ouro_object *o)
{
    int64_t value;
    if (ouro__index_int64(rt, o, true, &value) < 0)
        return -1;
    if (value < 0 || value > 255) {
        ouro__raise(rt, OURO_T_VALUE_ERROR, "byte must be in range(0, 256)");
        return -1;
    }
    return (int)value;
}

int ouro__bytearray_add_values(ouro_runtime *rt, ouro_bytearray *a, ouro_object *iterable)
{
    ouro_iteration it;
    ouro_object *item;
    int status = 0;
    if (ouro__iterate(rt, &it, iterable) < 0)
        return -1;
    while (status == 0 && (item = ouro__iterate_next(rt, &it))) {
        int value = ouro__bytearray_value(rt, item);
        ouro_decref(rt, item);
        status = value < 0
                     ? -1
                     : ouro__bytearray_replace(rt, a, a->length, a->length, &(uint8_t){(uint8_t)value}, 1);
    }
    return ouro__iterate_end(rt, &it) < 0 || status < 0 ? -1 : 0;
}

ouro_object *ouro__bytearray_from_iterable(ouro_runtime *rt, ouro_object *iterable)
{
    ouro_object *made = ouro__bytearray_new(rt, NULL, 0);
    if (!made || ouro__bytearray_add_values(rt, (ouro_bytearray *)made, iterable) == 0)
        return made;
    ouro_decref(rt, made);
    return NULL;
}
