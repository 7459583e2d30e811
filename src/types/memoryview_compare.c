/* Comparing memoryviews: equal when they have the same shape and equal items, whatever their formats. */
#include <string.h>

#include "types/exception.h"
#include "types/int.h"
#include "types/memoryview.h"
#include "types/protocol.h"

/* How the items of one side are read. */
typedef struct side {
    const ouro_buffer *buffer;
    ouro__item item;             /* while `layout` is NULL */
    ouro__struct_layout *layout; /* of a format of several items or of a byte order of its own */
    ouro_object **values;        /* room for layout->values, and as many of the other side's */
} side;

static void close_side(ouro_runtime *rt, side *s)
{
    ouro__buffer_free(rt, s->layout);
    ouro__buffer_free(rt, s->values);
}

/* 1, 0 when the format cannot be read (items are unequal then), -1 with MemoryError. */
static int open_side(ouro_runtime *rt, side *s, const ouro_buffer *buffer)
{
    const char *why;
    *s = (side){.buffer = buffer};
    if (ouro__view_native_item(buffer->format, &s->item))
        return 1;
    s->layout = ouro__struct_parse(rt, buffer->format, strlen(buffer->format), &why);
    if (!s->layout)
        return why ? 0 : -1;
    if (s->layout->size != buffer->item_size)
        return 0;
    s->values = ouro__buffer_alloc(rt, (size_t)(s->layout->values + 1) * sizeof(ouro_object *));
    return s->values ? 1 : -1;
}

static int64_t value_count(const side *s)
{
    return s->layout ? s->layout->values : 1;
}

static int read_values(ouro_runtime *rt, side *s, const uint8_t *at, ouro_object **one, ouro_object ***values)
{
    *values = s->layout ? s->values : one;
    if (s->layout)
        return ouro__struct_unpack(rt, s->layout, at, s->values);
    return (*one = ouro__item_unpack(rt, &s->item, at)) ? 0 : -1;
}

static void drop_values(ouro_runtime *rt, ouro_object **values, int64_t count)
{
    while (count-- > 0)
        ouro_decref(rt, values[count]);
}

/* Items of any formats, as the objects that they are. 1, 0, -1. */
static int objects_equal(ouro_runtime *rt, side *a, const uint8_t *x, side *b, const uint8_t *y)
{
    ouro_object *one[2], **from_a, **from_b;
    int64_t count = value_count(a);
    if (read_values(rt, a, x, &one[0], &from_a) < 0)
        return -1;
    if (read_values(rt, b, y, &one[1], &from_b) < 0) {
        drop_values(rt, from_a, count);
        return -1;
    }
    int equal = count == value_count(b);
    for (int64_t i = 0; equal == 1 && i < count; i++) {
        ouro_object *result = ouro__compare(rt, from_a[i], from_b[i], OURO_EQ);
        equal = result ? ouro__truth(rt, result) : -1;
        ouro_xdecref(rt, result);
    }
    drop_values(rt, from_a, count);
    drop_values(rt, from_b, value_count(b));
    return equal;
}

static int items_equal(ouro_runtime *rt, side *a, const uint8_t *x, side *b, const uint8_t *y)
{
    if (!a->layout && !b->layout && a->item.code == b->item.code && !strchr("fd?", a->item.code))
        return memcmp(x, y, a->item.size) == 0;
    return objects_equal(rt, a, x, b, y);
}

static int parts_equal(ouro_runtime *rt, side *a, const uint8_t *x, side *b, const uint8_t *y, int axis)
{
    if (axis == a->buffer->dimensions)
        return items_equal(rt, a, x, b, y);
    int equal = 1;
    for (int64_t i = 0; equal == 1 && i < a->buffer->shape[axis]; i++) {
        equal = parts_equal(rt, a, x, b, y, axis + 1);
        x += a->buffer->strides[axis];
        y += b->buffer->strides[axis];
    }
    return equal;
}

static bool same_shape(const ouro_buffer *a, const ouro_buffer *b)
{
    if (a->dimensions != b->dimensions)
        return false;
    for (int i = 0; i < a->dimensions; i++) {
        if (a->shape[i] != b->shape[i])
            return false;
        if (a->shape[i] == 0)
            break;
    }
    return true;
}

/* 1, 0, -1. */
static int buffers_equal(ouro_runtime *rt, const ouro_buffer *x, const ouro_buffer *y)
{
    if (!same_shape(x, y))
        return 0;
    side a, b = {0};
    int equal = open_side(rt, &a, x);
    if (equal > 0)
        equal = open_side(rt, &b, y);
    if (equal > 0)
        equal = parts_equal(rt, &a, x->data, &b, y->data, 0);
    close_side(rt, &a);
    close_side(rt, &b);
    return equal;
}

ouro_object *ouro__view_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b, int op)
{
    if (op != OURO_EQ && op != OURO_NE)
        return OURO_NOT_IMPLEMENTED(rt);
    ouro_buffer x, y;
    int equal;
    if (a == b && ouro__is_exactly(a, OURO_T_MEMORYVIEW) && !((ouro_memoryview *)a)->managed) {
        equal = 1; /* a released view equals itself alone */
    } else if (!ouro__has_buffer(rt, b) || !ouro__has_buffer(rt, a)) {
        return OURO_NOT_IMPLEMENTED(rt);
    } else if (ouro__buffer_get(rt, a, &x, OURO_BUFFER_STRIDED) < 0) {
        ouro__error_clear(rt);
        equal = a == b;
    } else {
        if (ouro__buffer_get(rt, b, &y, OURO_BUFFER_STRIDED) < 0) {
            ouro__error_clear(rt);
            equal = 0;
        } else {
            equal = buffers_equal(rt, &x, &y);
            ouro__buffer_release(rt, &y);
        }
        ouro__buffer_release(rt, &x);
    }
    return equal < 0 ? NULL : ouro__bool(rt, equal == (op == OURO_EQ));
}
