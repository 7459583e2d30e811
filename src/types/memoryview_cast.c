/* memoryview.cast: the same contiguous bytes in another format or shape. */
#include <string.h>

#include "types/exception.h"
#include "types/int.h"
#include "types/list.h"
#include "types/memoryview.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"

/* The format as text that lives for ever; NULL: no native one. */
static const char *static_format(ouro_object *text, ouro__item *item)
{
    static const char *const known[] = {"@c", "@b", "@B", "@h", "@H", "@i", "@I", "@l", "@L",
                                        "@q", "@Q", "@n", "@N", "@f", "@d", "@?", "@P"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        bool marked = ouro__str_equals_ascii(text, known[i]);
        if (marked || ouro__str_equals_ascii(text, known[i] + 1))
            return ouro__view_native_item(known[i], item) ? known[i] + !marked : NULL;
    }
    return NULL;
}

static bool is_byte(const ouro__item *item)
{
    return strchr("bBc", item->code) != NULL;
}

/* The shape as numbers: how many, or -1. Runs no code: ints only. */
static int read_shape(ouro_runtime *rt, ouro_object *shape, int64_t *out)
{
    bool is_list = ouro__is_list(rt, shape);
    size_t count = is_list ? ((ouro_list *)shape)->count : ((ouro_tuple *)shape)->count;
    ouro_object **items = is_list ? ((ouro_list *)shape)->items : ((ouro_tuple *)shape)->items;
    if (count > OURO_BUFFER_DIMENSIONS_MAX) {
        ouro__raise(rt, OURO_T_VALUE_ERROR, "memoryview: number of dimensions must not exceed %d",
                    OURO_BUFFER_DIMENSIONS_MAX);
        return -1;
    }
    for (size_t i = 0; i < count; i++) {
        if (!ouro__is_int(rt, items[i])) {
            ouro__raise(rt, OURO_T_TYPE_ERROR, "memoryview.cast(): elements of shape must be integers");
            return -1;
        }
        if (ouro__int_as_int64(rt, items[i], &out[i]) < 0) {
            ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "Python int too large to convert to C ssize_t");
            return -1;
        }
        if (out[i] <= 0) {
            ouro__raise(rt, OURO_T_VALUE_ERROR, "memoryview.cast(): elements of shape must be integers > 0");
            return -1;
        }
    }
    return (int)count;
}

/* The strides of C order. 0 or -1: the bytes are not that many. */
static int lay_out(ouro_runtime *rt, ouro_memoryview *m)
{
    int64_t length = m->item_size;
    for (int i = m->dimensions; i-- > 0;) {
        ouro__view_strides(m)[i] = length;
        if (__builtin_mul_overflow(length, ouro__view_shape(m)[i], &length)) {
            ouro__raise(rt, OURO_T_VALUE_ERROR, "memoryview.cast(): product(shape) > SSIZE_MAX");
            return -1;
        }
    }
    if (length == m->length)
        return 0;
    ouro__raise(rt, OURO_T_TYPE_ERROR, "memoryview: product(shape) * itemsize != buffer size");
    return -1;
}

static bool has_zero(ouro_memoryview *m)
{
    for (int i = 0; i < m->dimensions; i++)
        if (ouro__view_shape(m)[i] == 0)
            return true;
    return false;
}

/* What the cast may not do: a TypeError or ValueError, or true. */
static bool may_cast(ouro_runtime *rt, ouro_memoryview *m, ouro_object *format, const char **to,
                     ouro__item *item)
{
    ouro__item from;
    const char *wrong = NULL;
    enum ouro_type_id error = OURO_T_VALUE_ERROR;
    *to = static_format(format, item);
    if (!ouro__view_native_item(m->format, &from)) {
        wrong = "memoryview: source format must be a native single character format prefixed with an "
                "optional '@'";
    } else if (!*to) {
        wrong = "memoryview: destination format must be a native single character format prefixed with an "
                "optional '@'";
    } else {
        error = OURO_T_TYPE_ERROR;
        if (!is_byte(&from) && !is_byte(item))
            wrong = "memoryview: cannot cast between two non-byte formats";
        else if (m->length % item->size)
            wrong = "memoryview: length is not a multiple of itemsize";
    }
    if (wrong)
        ouro__raise(rt, error, "%s", wrong);
    return !wrong;
}

static ouro_object *cast(ouro_runtime *rt, ouro_memoryview *m, ouro_object *format, const int64_t *shape,
                         int dimensions)
{
    const char *to;
    ouro__item item;
    if (!may_cast(rt, m, format, &to, &item))
        return NULL;
    ouro_memoryview *made = ouro__view_again(rt, m, dimensions);
    if (!made)
        return NULL;
    made->format = to;
    made->item_size = item.size;
    for (int i = 0; i < dimensions; i++)
        ouro__view_shape(made)[i] = shape ? shape[i] : m->length / item.size;
    if (lay_out(rt, made) == 0)
        return &made->head;
    ouro_decref(rt, &made->head);
    return NULL;
}

static ouro_object *raise_not_ascii(ouro_runtime *rt, ouro_object *text)
{
    int64_t i = 0;
    while (ouro__str_char(text, (size_t)i) < 128)
        i++;
    return ouro__raise_unicode(rt, OURO_T_UNICODE_ENCODE_ERROR, "ascii", text, i, i + 1,
                               "ordinal not in range(128)");
}

ouro_object *ouro__view_cast(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                             ouro_object *kwnames)
{
    static const char *const names[] = {"format", "shape", NULL};
    static const ouro_signature signature = {"cast", names, 0, 2, 1, 0};
    ouro_memoryview *m = (ouro_memoryview *)self;
    ouro_object *out[2];
    int64_t shape[OURO_BUFFER_DIMENSIONS_MAX];
    const char *wrong = NULL;
    int dimensions = 1;
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, out) < 0)
        return NULL;
    if (!ouro__is_str(rt, out[0]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "cast() argument 'format' must be str, not %T", out[0]);
    if (ouro__view_check(rt, m) < 0)
        return NULL;
    if (!ouro__str_is_ascii(out[0]))
        return raise_not_ascii(rt, out[0]);
    ouro_buffer b = ouro__view_buffer(m);
    if (!ouro__buffer_is_contiguous(&b, 'C'))
        wrong = "memoryview: casts are restricted to C-contiguous views";
    else if ((out[1] || m->dimensions != 1) && has_zero(m))
        wrong = "memoryview: cannot cast view with zeros in shape or strides";
    else if (out[1] && !ouro__is_list(rt, out[1]) && !ouro__is_tuple(rt, out[1]))
        wrong = "shape must be a list or a tuple";
    if (wrong)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "%s", wrong);
    if (out[1] && (dimensions = read_shape(rt, out[1], shape)) < 0)
        return NULL;
    if (out[1] && dimensions > 1 && m->dimensions != 1)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "memoryview: cast must be 1D -> ND or ND -> 1D");
    return cast(rt, m, out[0], out[1] ? shape : NULL, dimensions);
}
