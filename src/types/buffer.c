/* The buffer protocol's borrowing side. */
#include "types/buffer.h"

#include "object/dealloc.h"

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

void ouro__buffer_release(ouro_runtime *rt, ouro_buffer *buffer)
{
    ouro_object *owner = buffer->owner;
    if (!owner)
        return;
    const ouro_extra_slots *extra = ouro__type_of(rt, owner)->extra;
    if (extra && extra->release_buffer)
        extra->release_buffer(rt, owner, buffer);
    buffer->owner = NULL;
    ouro_decref(rt, owner);
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
