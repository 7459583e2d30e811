/* memoryview: a look at memory that another object lends. All views of one loan share it through a managed buffer, which
 * gives it back when the last of them is released or dies. */
#ifndef OURO_TYPES_MEMORYVIEW_H
#define OURO_TYPES_MEMORYVIEW_H

#include "types/buffer.h"
#include "types/method.h"
#include "types/struct_format.h"

typedef struct ouro_managed_buffer {
    ouro_object head;
    ouro_buffer buffer; /* its owner is NULL when the loan has ended */
} ouro_managed_buffer;

typedef struct ouro_memoryview {
    ouro_object head;
    ouro_object *managed; /* ouro_managed_buffer; NULL: released */
    uint8_t *data;
    const char *format; /* static, or the loan's */
    int64_t length, item_size;
    int64_t hash;     /* -1: not known */
    uint64_t exports; /* loans that the view itself has given */
    int dimensions;
    bool read_only;
    int64_t shape_and_strides[]; /* `dimensions` of each */
} ouro_memoryview;

static inline int64_t *ouro__view_shape(ouro_memoryview *m)
{
    return m->shape_and_strides;
}

static inline int64_t *ouro__view_strides(ouro_memoryview *m)
{
    return m->shape_and_strides + m->dimensions;
}

/* A view of all that `o` lends. Owned. */
ouro_object *ouro__memoryview_new(ouro_runtime *rt, ouro_object *o);

/* What follows is shared by the files of memoryview. */

/* 0, or -1 with ValueError: released. */
int ouro__view_check(ouro_runtime *rt, ouro_memoryview *m);
/* What the view shows, as a buffer that holds nothing. */
ouro_buffer ouro__view_buffer(ouro_memoryview *m);
/* Another view of the same loan with room for `dimensions`, all else copied from `m`; shape and strides only when their number
 * is the same. Owned. */
ouro_memoryview *ouro__view_again(ouro_runtime *rt, ouro_memoryview *m, int dimensions);
/* The item of a format of one native character, with or without '@'. */
bool ouro__view_native_item(const char *format, ouro__item *item);
/* The same for the view's format: false with NotImplementedError. */
bool ouro__view_item(ouro_runtime *rt, ouro_memoryview *m, ouro__item *item);

ouro_object *ouro__view_getitem(ouro_runtime *rt, ouro_object *o, ouro_object *key);
int ouro__view_setitem(ouro_runtime *rt, ouro_object *o, ouro_object *key, ouro_object *value);
ouro_object *ouro__view_item_at(ouro_runtime *rt, ouro_object *o, int64_t index);
ouro_object *ouro__view_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b, int op);
ouro_object *ouro__view_cast(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                             ouro_object *kwnames);

#endif
