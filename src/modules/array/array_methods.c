/* The methods of array. */
#include <string.h>

#include "modules/array/array.h"
#include "types/bytes_impl.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/slice.h"
#include "types/tuple.h"

OURO_C_FUNCTION(array_append)
{
    return ouro__array_append(rt, ouro__array_of(self), args[0]) < 0 ? NULL : OURO_NONE(rt);
}

OURO_C_FUNCTION(array_extend)
{
    return ouro__array_extend(rt, ouro__array_of(self), args[0]) < 0 ? NULL : OURO_NONE(rt);
}

OURO_C_FUNCTION(array_buffer_info)
{
    ouro_object *pair[2] = {ouro__int_from_uint64(rt, (uint64_t)(uintptr_t)ouro__array_of(self)->data), NULL};
    if (pair[0] && !(pair[1] = ouro__int_new(rt, ouro__array_of(self)->length))) {
        ouro_decref(rt, pair[0]);
        return NULL;
    }
    return pair[0] ? ouro__tuple_from_owned(rt, pair, 2) : NULL;
}

OURO_C_FUNCTION(array_byteswap)
{
    ouro_array *a = ouro__array_of(self);
    size_t size = a->kind->size;
    for (int64_t i = 0; i < a->length; i++) {
        uint8_t *item = a->data + (size_t)i * size;
        for (size_t j = 0; j < size / 2; j++) {
            uint8_t byte = item[j];
            item[j] = item[size - 1 - j];
            item[size - 1 - j] = byte;
        }
    }
    return OURO_NONE(rt);
}

/* Whether the item at i equals the value: 1, 0, -1. Runs code. */
static int item_equals(ouro_runtime *rt, ouro_array *a, int64_t i, ouro_object *value)
{
    ouro_object *item = ouro__array_get(rt, a->kind, a->data + i * a->kind->size);
    int equal = item ? ouro__compare_bool(rt, item, value, OURO_EQ) : -1;
    ouro_xdecref(rt, item);
    return equal;
}

/* The first place of the value from start to stop, -1 when there is none, -2 with an exception. */
static int64_t find(ouro_runtime *rt, ouro_array *a, ouro_object *value, int64_t start, int64_t stop)
{
    for (int64_t i = start; i < stop && i < a->length; i++) {
        int equal = item_equals(rt, a, i, value);
        if (equal)
            return equal < 0 ? -2 : i;
    }
    return -1;
}

OURO_C_FUNCTION(array_count)
{
    int64_t count = 0;
    for (int64_t i = 0; i < ouro__array_of(self)->length; i++) {
        int equal = item_equals(rt, ouro__array_of(self), i, args[0]);
        if (equal < 0)
            return NULL;
        count += equal;
    }
    return ouro__int_new(rt, count);
}

OURO_C_FUNCTION(array_index)
{
    ouro_array *a = ouro__array_of(self);
    int64_t bounds[2] = {0, INT64_MAX};
    for (size_t i = 1; i < nargs; i++) {
        if (ouro__index_int64(rt, args[i], true, &bounds[i - 1]) < 0)
            return NULL;
        if (bounds[i - 1] < 0)
            bounds[i - 1] = bounds[i - 1] + a->length < 0 ? 0 : bounds[i - 1] + a->length;
    }
    int64_t at = find(rt, a, args[0], bounds[0], bounds[1]);
    if (at == -1)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "array.index(x): x not in array");
    return at < 0 ? NULL : ouro__int_new(rt, at);
}

OURO_C_FUNCTION(array_remove)
{
    ouro_array *a = ouro__array_of(self);
    int64_t at = find(rt, a, args[0], 0, INT64_MAX);
    if (at == -1)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "array.remove(x): x not in array");
    if (at < 0)
        return NULL;
    if (at >= a->length) /* comparing changed it */
        return OURO_NONE(rt);
    return ouro__array_splice(rt, a, at, at + 1, 0) < 0 ? NULL : OURO_NONE(rt);
}

OURO_C_FUNCTION(array_pop)
{
    ouro_array *a = ouro__array_of(self);
    int64_t at = -1;
    if (nargs && ouro__index_argument(rt, args[0], &at) < 0)
        return NULL;
    if (a->length == 0)
        return ouro__raise(rt, OURO_T_INDEX_ERROR, "pop from empty array");
    at += at < 0 ? a->length : 0;
    if (at < 0 || at >= a->length)
        return ouro__raise(rt, OURO_T_INDEX_ERROR, "pop index out of range");
    ouro_object *item = ouro__array_get(rt, a->kind, a->data + at * a->kind->size);
    if (item && ouro__array_splice(rt, a, at, at + 1, 0) < 0) {
        ouro_decref(rt, item);
        return NULL;
    }
    return item;
}

OURO_C_FUNCTION(array_insert)
{
    ouro_array *a = ouro__array_of(self);
    uint8_t item[OURO__ARRAY_ITEM_MAX];
    int64_t at;
    if (ouro__index_argument(rt, args[0], &at) < 0 || ouro__array_pack(rt, a->kind, item, args[1]) < 0)
        return NULL;
    at = at < -a->length ? 0 : at < 0 ? at + a->length : at > a->length ? a->length : at;
    if (ouro__array_splice(rt, a, at, at, 1) < 0)
        return NULL;
    memcpy(a->data + at * a->kind->size, item, a->kind->size);
    return OURO_NONE(rt);
}

OURO_C_FUNCTION(array_reverse)
{
    ouro_array *a = ouro__array_of(self);
    size_t size = a->kind->size;
    uint8_t item[OURO__ARRAY_ITEM_MAX];
    for (int64_t i = 0, j = a->length - 1; i < j; i++, j--) {
        memcpy(item, a->data + (size_t)i * size, size);
        memcpy(a->data + (size_t)i * size, a->data + (size_t)j * size, size);
        memcpy(a->data + (size_t)j * size, item, size);
    }
    return OURO_NONE(rt);
}

OURO_C_FUNCTION(array_tolist)
{
    ouro_array *a = ouro__array_of(self);
    ouro_object *list = ouro__list_new(rt, (size_t)a->length);
    for (int64_t i = 0; list && i < a->length; i++) {
        ouro_object *item = ouro__array_get(rt, a->kind, a->data + i * a->kind->size);
        if (!item || ouro__list_append_owned(rt, (ouro_list *)list, item) < 0) {
            ouro_decref(rt, list);
            return NULL;
        }
    }
    return list;
}

/* All of the list, or nothing. */
OURO_C_FUNCTION(array_fromlist)
{
    ouro_array *a = ouro__array_of(self);
    if (!ouro__is_list(rt, args[0]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "arg must be list");
    ouro_list *list = (ouro_list *)args[0];
    size_t count = list->count, size = a->kind->size;
    if (count == 0)
        return OURO_NONE(rt);
    if (a->exports)
        return ouro__array_splice(rt, a, a->length, a->length, 1) < 0 ? NULL : OURO_NONE(rt);
    uint8_t *items = ouro__buffer_alloc(rt, count * size);
    if (!items)
        return NULL;
    int status = 0;
    for (size_t i = 0; status == 0 && i < count; i++) {
        ouro_object *value = ouro_ref(list->items[i]);
        status = ouro__array_pack(rt, a->kind, items + i * size, value);
        ouro_decref(rt, value);
        if (status == 0 && list->count != count) {
            ouro__raise(rt, OURO_T_RUNTIME_ERROR, "list changed size during iteration");
            status = -1;
        }
    }
    if (status == 0)
        status = ouro__array_from_bytes(rt, a, items, count * size);
    ouro__buffer_free(rt, items);
    return status < 0 ? NULL : OURO_NONE(rt);
}

OURO_C_FUNCTION(array_tobytes)
{
    ouro_array *a = ouro__array_of(self);
    return ouro__bytes_new(rt, ouro__array_data(a), (size_t)ouro__array_bytes(a));
}

OURO_C_FUNCTION(array_frombytes)
{
    ouro_buffer buffer;
    if (ouro__buffer_get(rt, args[0], &buffer, OURO_BUFFER_SIMPLE) < 0)
        return NULL;
    int status = -1;
    if (buffer.item_size != 1)
        ouro__raise(rt, OURO_T_TYPE_ERROR, "a bytes-like object is required");
    else
        status = ouro__array_from_bytes(rt, ouro__array_of(self), buffer.data, (size_t)buffer.length);
    ouro__buffer_release(rt, &buffer);
    return status < 0 ? NULL : OURO_NONE(rt);
}

OURO_C_FUNCTION(array_tounicode)
{
    ouro_array *a = ouro__array_of(self);
    if (a->kind->code != 'u')
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "tounicode() may only be called on unicode type arrays");
    for (int64_t i = 0; i < a->length; i++) {
        wchar_t c;
        memcpy(&c, a->data + (size_t)i * sizeof c, sizeof c);
        if ((uint32_t)c > 0x10ffff)
            return ouro__array_get(rt, a->kind, a->data + (size_t)i * sizeof c);
    }
    return ouro__str_from_ucs4(rt, (const uint32_t *)(void *)ouro__array_data(a), (size_t)a->length);
}

OURO_C_FUNCTION(array_fromunicode)
{
    ouro_array *a = ouro__array_of(self);
    if (!ouro__is_str(rt, args[0]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "fromunicode() argument must be str, not %T", args[0]);
    if (a->kind->code != 'u')
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "fromunicode() may only be called on unicode type arrays");
    return ouro__array_from_text(rt, a, args[0]) < 0 ? NULL : OURO_NONE(rt);
}

/* f.name(argument), which is taken over. Owned. */
static ouro_object *call_file(ouro_runtime *rt, ouro_object *f, const char *name, ouro_object *argument)
{
    ouro_object *text = argument ? ouro__str_intern_cstring(rt, name) : NULL;
    ouro_object *result = text ? ouro__call_method(rt, f, text, 1, argument) : NULL;
    ouro_xdecref(rt, text);
    ouro_xdecref(rt, argument);
    return result;
}

OURO_C_FUNCTION(array_fromfile)
{
    ouro_array *a = ouro__array_of(self);
    int64_t count, bytes;
    if (ouro__index_argument(rt, args[1], &count) < 0)
        return NULL;
    if (count < 0)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "negative count");
    if (__builtin_mul_overflow(count, (int64_t)a->kind->size, &bytes))
        return ouro__no_memory(rt);
    ouro_object *read = call_file(rt, args[0], "read", ouro__int_new(rt, bytes));
    if (!read)
        return NULL;
    int status = -1;
    if (!ouro__is_bytes(rt, read)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "read() didn't return bytes");
    } else {
        const ouro_bytes *b = (ouro_bytes *)read;
        status = ouro__array_from_bytes(rt, a, b->data, b->length);
        if (status == 0 && b->length != (uint64_t)bytes) {
            ouro__raise(rt, OURO_T_EOF_ERROR, "read() didn't return enough bytes");
            status = -1;
        }
    }
    ouro_decref(rt, read);
    return status < 0 ? NULL : OURO_NONE(rt);
}

OURO_C_FUNCTION(array_tofile)
{
    enum { PIECE = 64 * 1024 };
    ouro_array *a = ouro__array_of(self);
    for (int64_t done = 0; done < ouro__array_bytes(a); done += PIECE) {
        int64_t left = ouro__array_bytes(a) - done;
        ouro_object *piece = ouro__bytes_new(rt, a->data + done, (size_t)(left < PIECE ? left : PIECE));
        ouro_object *written = call_file(rt, args[0], "write", piece);
        if (!written)
            return NULL;
        ouro_decref(rt, written);
    }
    return OURO_NONE(rt);
}

OURO_C_FUNCTION(array_copy)
{
    ouro_array *a = ouro__array_of(self);
    ouro_object *copy = ouro__array_alloc_exact(rt, a->kind, a->length);
    if (copy && a->length)
        memcpy(ouro__array_of(copy)->data, a->data, (size_t)ouro__array_bytes(a));
    return copy;
}

const ouro_method_def ouro__array_methods[] = {
    {"append", array_append, 0, 1, 1,
     "append($self, v, /)\n--\n\nAppend new value v to the end of the array."},
    {"buffer_info", array_buffer_info, 0, 0, 0,
     "buffer_info($self, /)\n--\n\nThe address of the items and their number."},
    {"byteswap", array_byteswap, 0, 0, 0, "byteswap($self, /)\n--\n\nTurn around the bytes of each item."},
    {"count", array_count, 0, 1, 1,
     "count($self, v, /)\n--\n\nReturn number of occurrences of v in the array."},
    {"extend", array_extend, 0, 1, 1, "extend($self, bb, /)\n--\n\nAppend items to the end of the array."},
    {"frombytes", array_frombytes, 0, 1, 1,
     "frombytes($self, buffer, /)\n--\n\nAppends the items that the bytes are."},
    {"fromfile", array_fromfile, 0, 2, 2,
     "fromfile($self, f, n, /)\n--\n\nRead n items from the file f and append them."},
    {"fromlist", array_fromlist, 0, 1, 1, "fromlist($self, list, /)\n--\n\nAppend items to array from list."},
    {"fromunicode", array_fromunicode, 0, 1, 1,
     "fromunicode($self, ustr, /)\n--\n\nAppends the characters of a string."},
    {"index", array_index, 0, 1, 3,
     "index($self, v, start=0, stop=sys.maxsize, /)\n--\n\nIndex of the first v in the array."},
    {"insert", array_insert, 0, 2, 2,
     "insert($self, i, v, /)\n--\n\nInsert a new item v into the array before position i."},
    {"pop", array_pop, 0, 0, 1,
     "pop($self, i=-1, /)\n--\n\nReturn the i-th element and delete it from the array."},
    {"remove", array_remove, 0, 1, 1,
     "remove($self, v, /)\n--\n\nRemove the first occurrence of v in the array."},
    {"reverse", array_reverse, 0, 0, 0,
     "reverse($self, /)\n--\n\nReverse the order of the items in the array."},
    {"tobytes", array_tobytes, 0, 0, 0, "tobytes($self, /)\n--\n\nThe items as bytes."},
    {"tofile", array_tofile, 0, 1, 1,
     "tofile($self, f, /)\n--\n\nWrite all items (as machine values) to the file object f."},
    {"tolist", array_tolist, 0, 0, 0,
     "tolist($self, /)\n--\n\nConvert array to an ordinary list with the same items."},
    {"tounicode", array_tounicode, 0, 0, 0, "tounicode($self, /)\n--\n\nThe characters as a string."},
    {"__copy__", array_copy, 0, 0, 0, "__copy__($self, /)\n--\n\nReturn a copy of the array."},
    {"__deepcopy__", array_copy, 0, 1, 1,
     "__deepcopy__($self, unused, /)\n--\n\nReturn a copy of the array."},
    {"__reduce_ex__", ouro__array_reduce_ex, 0, 1, 1,
     "__reduce_ex__($self, value, /)\n--\n\nReturn state information for pickling."},
    {0},
};
