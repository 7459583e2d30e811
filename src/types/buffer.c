/* The buffer protocol's borrowing side. */
#include "types/buffer.h"

#include <string.h>

#include "object/dealloc.h"
#include "object/slot.h"

#include "types/bytes.h"
#include "types/class.h"
#include "types/exception.h"
#include "types/state.h"

bool ouro__has_buffer(ouro_runtime *rt, ouro_object *o)
{
    const ouro_extra_slots *extra = ouro__type_of(rt, o)->extra;
    return extra && extra->get_buffer;
}

int ouro__buffer_get(ouro_runtime *rt, ouro_object *o, ouro_buffer *buffer, int flags)
{
    buffer->owner = NULL;
    if (!ouro__has_buffer(rt, o)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "a bytes-like object is required, not '%T'", o);
        return -1;
    }
    if (ouro__type_of(rt, o)->extra->get_buffer(rt, o, buffer, flags) < 0)
        return -1;
    buffer->owner = ouro_ref(o);
    if (buffer->read_only && flags & OURO_BUFFER_WRITABLE) {
        ouro__buffer_release(rt, buffer);
        ouro__raise(rt, OURO_T_BUFFER_ERROR, "Object is not writable.");
        return -1;
    }
    return 0;
}

ouro_object *ouro__buffer_end(ouro_runtime *rt, ouro_buffer *buffer)
{
    ouro_object *owner = buffer->owner;
    if (!owner)
        return NULL;
    const ouro_extra_slots *extra = ouro__type_of(rt, owner)->extra;
    if (extra && extra->release_buffer)
        extra->release_buffer(rt, owner, buffer);
    return ouro__slot_take(rt, buffer, &buffer->owner);
}

void ouro__buffer_release(ouro_runtime *rt, ouro_buffer *buffer)
{
    ouro_object *owner = ouro__buffer_end(rt, buffer);
    ouro_xdecref(rt, owner);
}

void ouro__buffer_fill(ouro_buffer *buffer, const void *data, int64_t length, bool read_only)
{
    buffer->data = (uint8_t *)data;
    buffer->length = length;
    buffer->item_size = 1;
    buffer->format = "B";
    buffer->dimensions = 1;
    buffer->read_only = read_only;
    buffer->shape_of_one = length;
    buffer->stride_of_one = 1;
    buffer->shape = &buffer->shape_of_one;
    buffer->strides = &buffer->stride_of_one;
}

bool ouro__buffer_is_contiguous(const ouro_buffer *buffer, char order)
{
    int64_t expected = buffer->item_size;
    if (buffer->length == 0)
        return true;
    for (int i = 0; i < buffer->dimensions; i++) {
        int axis = order == 'C' ? buffer->dimensions - 1 - i : i;
        if (buffer->shape[axis] > 1 && buffer->strides[axis] != expected)
            return false;
        expected *= buffer->shape[axis];
    }
    return true;
}

void ouro__buffer_copy_out(const ouro_buffer *buffer, uint8_t *to, char order)
{
    size_t item_size = (size_t)buffer->item_size;
    if (buffer->length == 0)
        return;
    if (ouro__buffer_is_contiguous(buffer, order)) {
        memcpy(to, buffer->data, (size_t)buffer->length);
        return;
    }
    int64_t at[OURO_BUFFER_DIMENSIONS_MAX] = {0};
    const uint8_t *from = buffer->data;
    for (int64_t left = buffer->length / buffer->item_size; left > 0; left--) {
        memcpy(to, from, item_size);
        to += item_size;
        for (int i = 0; i < buffer->dimensions; i++) { /* the next place, the axis that runs fastest first */
            int axis = order == 'C' ? buffer->dimensions - 1 - i : i;
            from += buffer->strides[axis];
            if (++at[axis] < buffer->shape[axis])
                break;
            from -= buffer->strides[axis] * at[axis];
            at[axis] = 0;
        }
    }
}

ouro_object *ouro__buffer_to_bytes(ouro_runtime *rt, ouro_object *o)
{
    ouro_buffer buffer;
    if (ouro__buffer_get(rt, o, &buffer, OURO_BUFFER_STRIDED) < 0)
        return NULL;
    ouro_object *bytes = ouro__bytes_new(rt, NULL, (size_t)buffer.length);
    if (bytes && buffer.length)
        ouro__buffer_copy_out(&buffer, ((ouro_bytes *)bytes)->data, 'C');
    ouro__buffer_release(rt, &buffer);
    return bytes;
}
