/* The storage of array and its items as objects. See array.h. */
#include "modules/array/array.h"

#include <stdio.h>
#include <string.h>
#include <wchar.h>

#include "types/exception.h"
#include "types/float.h"
#include "types/int.h"
#include "types/leaf.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/struct_format.h"
#include "types/tuple.h"

/* The machine formats of integers: 0 and 1 for bytes; then each size has unsigned little, unsigned big, signed little, signed
 * big. */
enum { BIG = __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ };
#define INTEGER(code, type, has_sign)                                                                        \
    {                                                                                                        \
        code, sizeof(type), true, has_sign, (const char[]){code, 0},                                         \
            sizeof(type) == 1 ? has_sign                                                                     \
                              : (sizeof(type) == 2   ? 2                                                     \
                                 : sizeof(type) == 4 ? 6                                                     \
                                                     : 10) +                                                 \
                                    2 * has_sign + BIG                                                       \
    }

const ouro__array_kind ouro__array_kinds[] = {
    INTEGER('b', char, 1),
    INTEGER('B', char, 0),
    {'u', sizeof(wchar_t), false, false, "w", (sizeof(wchar_t) == 2 ? 18 : 20) + BIG},
    INTEGER('h', short, 1),
    INTEGER('H', short, 0),
    INTEGER('i', int, 1),
    INTEGER('I', int, 0),
    INTEGER('l', long, 1),
    INTEGER('L', long, 0),
    INTEGER('q', long long, 1),
    INTEGER('Q', long long, 0),
    {'f', sizeof(float), false, false, "f", 14 + BIG},
    {'d', sizeof(double), false, false, "d", 16 + BIG},
    {0},
};

const ouro__array_kind *ouro__array_kind_of(uint32_t code)
{
    for (const ouro__array_kind *k = ouro__array_kinds; k->code; k++)
        if ((uint32_t)k->code == code)
            return k;
    return NULL;
}

bool ouro__is_array(ouro_runtime *rt, ouro_object *o)
{
    return ouro__is_exactly(o, OURO_T_ARRAY) ||
           (ouro__type_of(rt, o)->flags & OURO_TYPE_HEAP &&
            ouro__is_subtype(rt, ouro__class_of(rt, o), ouro__class_at(rt, OURO_T_ARRAY)));
}

/* --- storage --------------------------------------------------------------------------------------------- */

ouro_object *ouro__array_alloc(ouro_runtime *rt, ouro_object *cls, const ouro__array_kind *kind,
                               int64_t length)
{
    if (length > (int64_t)(PTRDIFF_MAX / OURO__ARRAY_ITEM_MAX))
        return ouro__no_memory(rt);
    ouro_object *o = ouro__instance_new(rt, cls);
    if (!o)
        return NULL;
    ouro_array *a = ouro__array_of(o);
    a->kind = kind;
    if (length && !(a->data = ouro__buffer_alloc(rt, (size_t)length * kind->size))) {
        ouro_decref(rt, o);
        return NULL;
    }
    a->length = a->capacity = length;
    return o;
}

ouro_object *ouro__array_alloc_exact(ouro_runtime *rt, const ouro__array_kind *kind, int64_t length)
{
    return ouro__array_alloc(rt, ouro__class_at(rt, OURO_T_ARRAY), kind, length);
}

/* `capacity` is at least 1. */
static int resize(ouro_runtime *rt, ouro_array *a, int64_t capacity)
{
    size_t bytes = (size_t)capacity * a->kind->size;
    uint8_t *data = a->data ? ouro__buffer_resize(rt, a->data, bytes) : ouro__buffer_alloc(rt, bytes);
    if (!data)
        return -1;
    a->data = data;
    a->capacity = capacity;
    return 0;
}

/* After items went. */
static void shrink(ouro_runtime *rt, ouro_array *a)
{
    if (a->length == 0) {
        ouro__buffer_free(rt, a->data);
        a->data = NULL;
        a->capacity = 0;
    } else if (a->length < a->capacity / 2 && resize(rt, a, a->length) < 0) {
        ouro__error_clear(rt); /* it may stay large */
    }
}

int ouro__array_splice(ouro_runtime *rt, ouro_array *a, int64_t start, int64_t stop, int64_t count)
{
    int64_t length = a->length - (stop - start), tail = a->length - stop;
    size_t size = a->kind->size;
    if (a->exports && (count == 0 ? stop != start : count != stop - start)) {
        ouro__raise(rt, OURO_T_BUFFER_ERROR, "cannot resize an array that is exporting buffers");
        return -1;
    }
    if (count > (int64_t)(PTRDIFF_MAX / OURO__ARRAY_ITEM_MAX / 2) - length) {
        ouro__no_memory(rt);
        return -1;
    }
    length += count;
    if (length > a->capacity && resize(rt, a, length + length / 16 + (length < 8 ? 3 : 7)) < 0)
        return -1;
    if (tail && count != stop - start)
        memmove(a->data + (size_t)(start + count) * size, a->data + (size_t)stop * size, (size_t)tail * size);
    a->length = length;
    if (count < stop - start)
        shrink(rt, a);
    return 0;
}

/* --- items ----------------------------------------------------------------------------------------------- */

ouro_object *ouro__array_get(ouro_runtime *rt, const ouro__array_kind *kind, const uint8_t *from)
{
    ouro__item item;
    if (kind->code == 'u') {
        wchar_t c;
        memcpy(&c, from, sizeof c);
        if ((uint32_t)c <= 0x10ffff)
            return ouro__str_from_char(rt, (uint32_t)c);
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "character U+%x is not in range [U+0000; U+10ffff]",
                           (unsigned)c);
    }
    ouro__item_describe('@', kind->code, &item);
    return ouro__item_unpack(rt, &item, from);
}

static int overflow(ouro_runtime *rt, const char *message)
{
    ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "%s", message);
    return -1;
}

/* Values between the bounds; the messages name the C type that is in the way. */
static int in_range(ouro_runtime *rt, int64_t value, int64_t least, int64_t most, const char *type)
{
    if (value >= least && value <= most)
        return 0;
    ouro__raise(rt, OURO_T_OVERFLOW_ERROR,
                value < least ? "%s is less than minimum" : "%s is greater than maximum", type);
    return -1;
}

static int check_signed(ouro_runtime *rt, char code, int64_t v)
{
    switch (code) {
    case 'b':
        if (in_range(rt, v, INT16_MIN, INT16_MAX, "signed short integer") < 0)
            return -1;
        return in_range(rt, v, INT8_MIN, INT8_MAX, "signed char");
    case 'B':
        return in_range(rt, v, 0, UINT8_MAX, "unsigned byte integer");
    case 'h':
        return in_range(rt, v, INT16_MIN, INT16_MAX, "signed short integer");
    case 'H':
        if (in_range(rt, v, INT32_MIN, INT32_MAX, "signed integer") < 0)
            return -1;
        return in_range(rt, v, 0, UINT16_MAX, "unsigned short");
    case 'i':
        return in_range(rt, v, INT32_MIN, INT32_MAX, "signed integer");
    default:
        return 0;
    }
}

/* An int as the low bits of *bits. */
static int integer_bits(ouro_runtime *rt, const ouro__array_kind *kind, ouro_object *index, uint64_t *bits)
{
    bool is_long_long = kind->code == 'q' || kind->code == 'Q';
    if (kind->is_signed || kind->size < sizeof(int)) {
        int64_t value;
        if (ouro__int_as_int64(rt, index, &value) < 0)
            return overflow(rt, is_long_long ? "int too big to convert"
                                             : "Python int too large to convert to C long");
        *bits = (uint64_t)value;
        return check_signed(rt, kind->code, value);
    }
    if (ouro__int_sign(rt, index) < 0)
        return overflow(rt, is_long_long ? "can't convert negative int to unsigned"
                                         : "can't convert negative value to unsigned int");
    if (ouro__int_as_uint64(rt, index, bits) < 0)
        return overflow(rt, is_long_long ? "int too big to convert"
                                         : "Python int too large to convert to C unsigned long");
    if (kind->code == 'I' && *bits > UINT32_MAX)
        return overflow(rt, "unsigned int is greater than maximum");
    return 0;
}

static int pack_integer(ouro_runtime *rt, const ouro__array_kind *kind, uint8_t *to, ouro_object *value)
{
    uint64_t bits;
    ouro_object *index = ouro__index(rt, value);
    if (!index)
        return -1;
    int status = integer_bits(rt, kind, index, &bits);
    ouro_decref(rt, index);
    if (status == 0)
        memcpy(to, BIG ? (uint8_t *)&bits + 8 - kind->size : (uint8_t *)&bits, kind->size);
    return status;
}

int ouro__array_pack(ouro_runtime *rt, const ouro__array_kind *kind, uint8_t *to, ouro_object *value)
{
    double d;
    if (kind->is_integer)
        return pack_integer(rt, kind, to, value);
    if (kind->code == 'u') {
        if (!ouro__is_str(rt, value) || ouro__str_length(value) != 1) {
            ouro__raise(rt, OURO_T_TYPE_ERROR, "array item must be unicode character");
            return -1;
        }
        wchar_t c = (wchar_t)ouro__str_char(value, 0);
        memcpy(to, &c, sizeof c);
        return 0;
    }
    if (ouro__as_double(rt, value, &d) < 0)
        return -1;
    float f = (float)d;
    memcpy(to, kind->code == 'f' ? (void *)&f : (void *)&d, kind->size);
    return 0;
}

/* --- growing --------------------------------------------------------------------------------------------- */

int ouro__array_append(ouro_runtime *rt, ouro_array *a, ouro_object *value)
{
    uint8_t item[OURO__ARRAY_ITEM_MAX];
    if (ouro__array_pack(rt, a->kind, item, value) < 0 ||
        ouro__array_splice(rt, a, a->length, a->length, 1) < 0)
        return -1;
    memcpy(a->data + (a->length - 1) * a->kind->size, item, a->kind->size);
    return 0;
}

static int extend_with_array(ouro_runtime *rt, ouro_array *a, ouro_array *other)
{
    int64_t old = a->length, count = other->length;
    if (a->kind != other->kind) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "can only extend with array of same kind");
        return -1;
    }
    if (ouro__array_splice(rt, a, old, old, count) < 0)
        return -1;
    if (count > 0) /* of itself: as many as it had */
        memcpy(a->data + old * a->kind->size, other->data, (size_t)count * a->kind->size);
    return 0;
}

int ouro__array_extend(ouro_runtime *rt, ouro_array *a, ouro_object *iterable)
{
    if (ouro__is_array(rt, iterable))
        return extend_with_array(rt, a, ouro__array_of(iterable));
    ouro_iteration it;
    ouro_object *item;
    int status = 0;
    if (ouro__iterate(rt, &it, iterable) < 0)
        return -1;
    while (status == 0 && (item = ouro__iterate_next(rt, &it))) {
        status = ouro__array_append(rt, a, item);
        ouro_decref(rt, item);
    }
    return ouro__iterate_end(rt, &it) < 0 || status < 0 ? -1 : 0;
}

int ouro__array_from_bytes(ouro_runtime *rt, ouro_array *a, const uint8_t *bytes, size_t length)
{
    size_t size = a->kind->size;
    int64_t old = a->length;
    if (length % size) {
        ouro__raise(rt, OURO_T_VALUE_ERROR, "bytes length not a multiple of item size");
        return -1;
    }
    if (ouro__array_splice(rt, a, old, old, (int64_t)(length / size)) < 0)
        return -1;
    if (length)
        memcpy(a->data + (size_t)old * size, bytes, length);
    return 0;
}

int ouro__array_from_text(ouro_runtime *rt, ouro_array *a, ouro_object *text)
{
    size_t count = ouro__str_length(text);
    int64_t old = a->length;
    if (ouro__array_splice(rt, a, old, old, (int64_t)count) < 0)
        return -1;
    for (size_t i = 0; i < count; i++) {
        wchar_t c = (wchar_t)ouro__str_char(text, i);
        memcpy(a->data + ((size_t)old + i) * sizeof c, &c, sizeof c);
    }
    return 0;
}
