/* Subscripts of memoryview: items, slices and assigning to them. */
#include <string.h>

#include "types/class.h"
#include "types/exception.h"
#include "types/memoryview.h"
#include "types/protocol.h"
#include "types/slice.h"
#include "types/tuple.h"

static ouro_memoryview *view_of(ouro_object *o)
{
    return (ouro_memoryview *)o;
}

static bool is_index(ouro_runtime *rt, ouro_object *o)
{
    const ouro_number_slots *number = ouro__type_of(rt, o)->number;
    return number && number->index;
}

/* Where the item at an index of one dimension is, from `at` on. NULL with IndexError. */
static uint8_t *step_to(ouro_runtime *rt, ouro_memoryview *m, uint8_t *at, int64_t index, int axis)
{
    int64_t count = ouro__view_shape(m)[axis];
    if (index < 0)
        index += count;
    if (index < 0 || index >= count)
        return ouro__raise(rt, OURO_T_INDEX_ERROR, "index out of bounds on dimension %d", axis + 1);
    return at + ouro__view_strides(m)[axis] * index;
}

enum key_kind { KEY_ITEM, KEY_ITEMS, KEY_SLICE, KEY_SLICES, KEY_WHOLE, KEY_WRONG };

static enum key_kind kind_of(ouro_runtime *rt, ouro_object *key)
{
    if (is_index(rt, key))
        return KEY_ITEM;
    if (ouro__is_slice(key))
        return KEY_SLICE;
    if (key == OURO_ELLIPSIS(rt))
        return KEY_WHOLE;
    if (!ouro__is_tuple(rt, key))
        return KEY_WRONG;
    const ouro_tuple *t = (ouro_tuple *)key;
    size_t indices = 0, slices = 0;
    for (size_t i = 0; i < t->count; i++) {
        indices += is_index(rt, t->items[i]);
        slices += ouro__is_slice(t->items[i]);
    }
    return indices == t->count ? KEY_ITEMS : slices == t->count ? KEY_SLICES : KEY_WRONG;
}

/* Where the item of a key of kind ITEM or ITEMS is. Runs __index__. NULL with an exception. */
static uint8_t *find_item(ouro_runtime *rt, ouro_memoryview *m, ouro_object *key, enum key_kind kind)
{
    int64_t index[OURO_BUFFER_DIMENSIONS_MAX];
    int count = 1;
    if (kind == KEY_ITEMS) {
        const ouro_tuple *t = (ouro_tuple *)key;
        if (t->count > (size_t)m->dimensions)
            return ouro__raise(rt, OURO_T_TYPE_ERROR, "cannot index %d-dimension view with %zu-element tuple",
                               m->dimensions, (size_t)t->count);
        count = (int)t->count;
        for (int i = 0; i < count; i++)
            if (ouro__index_int64(rt, t->items[i], false, &index[i]) < 0)
                return NULL;
    } else if (ouro__index_int64(rt, key, false, &index[0]) < 0) {
        return NULL;
    }
    if (ouro__view_check(rt, m) < 0)
        return NULL;
    uint8_t *at = m->data;
    for (int i = 0; at && i < count; i++)
        at = step_to(rt, m, at, index[i], i);
    return at;
}

ouro_object *ouro__view_item_at(ouro_runtime *rt, ouro_object *o, int64_t index)
{
    ouro_memoryview *m = view_of(o);
    ouro__item item;
    if (ouro__view_check(rt, m) < 0 || !ouro__view_item(rt, m, &item))
        return NULL;
    if (m->dimensions == 0)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "invalid indexing of 0-dim memory");
    if (m->dimensions > 1)
        return ouro__raise(rt, OURO_T_NOT_IMPLEMENTED_ERROR,
                           "multi-dimensional sub-views are not implemented");
    uint8_t *at = step_to(rt, m, m->data, index, 0);
    return at ? ouro__item_unpack(rt, &item, at) : NULL;
}

/* A view of a slice of the first dimension. Runs __index__, which may release `m`: the slice is there by then. Owned. */
static ouro_memoryview *slice_of(ouro_runtime *rt, ouro_memoryview *m, ouro_object *slice)
{
    int64_t start, stop, step;
    ouro_memoryview *made = ouro__view_again(rt, m, m->dimensions);
    if (!made)
        return NULL;
    if (ouro__slice_unpack(rt, slice, &start, &stop, &step) < 0) {
        ouro_decref(rt, &made->head);
        return NULL;
    }
    int64_t whole = ouro__view_shape(m)[0], stride = ouro__view_strides(m)[0];
    int64_t count = ouro__slice_adjust(whole, &start, &stop, step);
    /* With one item or none the stride is never walked, and may be anything. */
    made->data += stride * start;
    ouro__view_shape(made)[0] = count;
    ouro__view_strides(made)[0] = (int64_t)((uint64_t)stride * (uint64_t)step);
    made->length = m->item_size;
    for (int i = 0; i < made->dimensions; i++)
        made->length *= ouro__view_shape(made)[i];
    return made;
}

static ouro_object *get_whole(ouro_runtime *rt, ouro_memoryview *m, ouro_object *key, enum key_kind kind)
{
    ouro__item item;
    if (kind == KEY_ITEMS && ((ouro_tuple *)key)->count == 0)
        return ouro__view_item(rt, m, &item) ? ouro__item_unpack(rt, &item, m->data) : NULL;
    if (kind == KEY_WHOLE)
        return ouro_ref(&m->head);
    return ouro__raise(rt, OURO_T_TYPE_ERROR, "invalid indexing of 0-dim memory");
}

static ouro_object *no_multi(ouro_runtime *rt, const char *what)
{
    return ouro__raise(rt, OURO_T_NOT_IMPLEMENTED_ERROR, "%s not implemented", what);
}

ouro_object *ouro__view_getitem(ouro_runtime *rt, ouro_object *o, ouro_object *key)
{
    ouro_memoryview *m = view_of(o);
    ouro__item item;
    if (ouro__view_check(rt, m) < 0)
        return NULL;
    enum key_kind kind = kind_of(rt, key);
    if (m->dimensions == 0)
        return get_whole(rt, m, key, kind);
    switch (kind) {
    case KEY_ITEM:
    case KEY_ITEMS:
        if (!ouro__view_item(rt, m, &item))
            return NULL;
        if (kind == KEY_ITEM && m->dimensions > 1)
            return no_multi(rt, "multi-dimensional sub-views are");
        if (kind == KEY_ITEMS && ((ouro_tuple *)key)->count < (size_t)m->dimensions)
            return no_multi(rt, "sub-views are");
        uint8_t *at = find_item(rt, m, key, kind);
        return at ? ouro__item_unpack(rt, &item, at) : NULL;
    case KEY_SLICE:
        return (ouro_object *)slice_of(rt, m, key);
    case KEY_SLICES:
        return no_multi(rt, "multi-dimensional slicing is");
    default:
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "memoryview: invalid slice key");
    }
}

/* --- assigning ------------------------------------------------------------------------------------------- */

/* The value as the item's bytes. Runs code. 0 or -1. */
static int pack(ouro_runtime *rt, ouro_memoryview *m, const ouro__item *item, uint8_t *to, ouro_object *value)
{
    ouro__item wide = *item;
    switch (ouro__item_pack(rt, &wide, to, value)) {
    case OURO__PACKED:
        return 0;
    case OURO__PACK_RAISED:
        if (!ouro__error_is(rt, OURO_T_TYPE_ERROR) && !ouro__error_is(rt, OURO_T_OVERFLOW_ERROR) &&
            !ouro__error_is(rt, OURO_T_VALUE_ERROR))
            return -1;
        if (item->code == '?')
            return -1;
        bool wrong_type = ouro__error_is(rt, OURO_T_TYPE_ERROR);
        ouro__error_clear(rt);
        ouro__raise(rt, wrong_type ? OURO_T_TYPE_ERROR : OURO_T_VALUE_ERROR,
                    "memoryview: invalid %s for format '%s'", wrong_type ? "type" : "value",
                    m->format + (*m->format == '@'));
        return -1;
    case OURO__PACK_NO_INTEGER:
    case OURO__PACK_NO_FLOAT:
    case OURO__PACK_NO_BYTE:
        ouro__raise(rt, OURO_T_TYPE_ERROR, "memoryview: invalid type for format '%c'", item->code);
        return -1;
    default:
        ouro__raise(rt, OURO_T_VALUE_ERROR, "memoryview: invalid value for format '%c'", item->code);
        return -1;
    }
}

static bool same_structure(const ouro_memoryview *to, const ouro_buffer *from)
{
    const char *a = to->format + (*to->format == '@'), *b = from->format + (*from->format == '@');
    return strcmp(a, b) == 0 && to->item_size == from->item_size && from->dimensions == 1 &&
           ouro__view_shape((ouro_memoryview *)(uintptr_t)to)[0] == from->shape[0];
}

/* Copies items of one dimension; the two may overlap. */
static int copy_items(ouro_runtime *rt, ouro_memoryview *to, const ouro_buffer *from)
{
    if (!same_structure(to, from)) {
        ouro__raise(rt, OURO_T_VALUE_ERROR,
                    "memoryview assignment: lvalue and rvalue have different structures");
        return -1;
    }
    if (from->length == 0)
        return 0;
    ouro_buffer target = ouro__view_buffer(to);
    if (ouro__buffer_is_contiguous(from, 'C') && ouro__buffer_is_contiguous(&target, 'C')) {
        memmove(to->data, from->data, (size_t)from->length);
        return 0;
    }
    uint8_t *copy = ouro__buffer_alloc(rt, (size_t)from->length);
    if (!copy)
        return -1;
    ouro__buffer_copy_out(from, copy, 'C');
    size_t size = (size_t)to->item_size;
    for (int64_t i = 0; i < from->shape[0]; i++)
        memcpy(to->data + ouro__view_strides(to)[0] * i, copy + (size_t)i * size, size);
    ouro__buffer_free(rt, copy);
    return 0;
}

static int set_slice(ouro_runtime *rt, ouro_memoryview *m, ouro_object *slice, ouro_object *value)
{
    ouro_buffer from;
    if (ouro__buffer_get(rt, value, &from, OURO_BUFFER_STRIDED) < 0)
        return -1;
    ouro_memoryview *to = slice_of(rt, m, slice);
    int status = to && ouro__view_check(rt, m) == 0 ? copy_items(rt, to, &from) : -1;
    ouro_xdecref(rt, (ouro_object *)to);
    ouro__buffer_release(rt, &from);
    return status;
}

static int set_item(ouro_runtime *rt, ouro_memoryview *m, const ouro__item *item, ouro_object *key,
                    enum key_kind kind, ouro_object *value)
{
    uint8_t bytes[OURO__ITEM_SIZE_MAX];
    bool whole = m->dimensions == 0;
    /* Making bytes of the value may run code that releases the view. */
    uint8_t *at = whole ? m->data : find_item(rt, m, key, kind);
    if (!at || pack(rt, m, item, bytes, value) < 0 || ouro__view_check(rt, m) < 0)
        return -1;
    memcpy(at, bytes, item->size);
    return 0;
}

int ouro__view_setitem(ouro_runtime *rt, ouro_object *o, ouro_object *key, ouro_object *value)
{
    ouro_memoryview *m = view_of(o);
    ouro__item item;
    const char *wrong = NULL;
    enum ouro_type_id error = OURO_T_TYPE_ERROR;
    if (ouro__view_check(rt, m) < 0 || !ouro__view_item(rt, m, &item))
        return -1;
    enum key_kind kind = kind_of(rt, key);
    bool empty = kind == KEY_ITEMS && ((ouro_tuple *)key)->count == 0;
    if (m->read_only) {
        wrong = "cannot modify read-only memory";
    } else if (!value) {
        wrong = "cannot delete memory";
    } else if (m->dimensions == 0) {
        if (kind == KEY_WHOLE || empty)
            return set_item(rt, m, &item, key, kind, value);
        wrong = "invalid indexing of 0-dim memory";
    } else if (kind == KEY_ITEM && m->dimensions == 1) {
        return set_item(rt, m, &item, key, kind, value);
    } else if (kind == KEY_ITEM ||
               (kind == KEY_ITEMS && ((ouro_tuple *)key)->count < (size_t)m->dimensions)) {
        wrong = "sub-views are not implemented";
        error = OURO_T_NOT_IMPLEMENTED_ERROR;
    } else if (kind == KEY_ITEMS) {
        return set_item(rt, m, &item, key, kind, value);
    } else if (kind == KEY_SLICE && m->dimensions == 1) {
        return set_slice(rt, m, key, value);
    } else if (kind == KEY_SLICE || kind == KEY_SLICES) {
        wrong = "memoryview slice assignments are currently restricted to ndim = 1";
        error = OURO_T_NOT_IMPLEMENTED_ERROR;
    } else {
        wrong = "memoryview: invalid slice key";
    }
    ouro__raise(rt, error, "%s", wrong);
    return -1;
}
