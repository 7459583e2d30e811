/* bytes as ASCII text: case, predicates, padding. */
#include "types/bytearray.h"
#include "types/bytes_builder.h"
#include "types/bytes_methods.h"
#include "types/int.h"

static bool is_upper(uint8_t c)
{
    return c - (unsigned)'A' < 26;
}

static bool is_lower(uint8_t c)
{
    return c - (unsigned)'a' < 26;
}

static bool is_digit(uint8_t c)
{
    return c - (unsigned)'0' < 10;
}

static bool is_letter(uint8_t c)
{
    return is_upper(c) || is_lower(c);
}

enum mapping { LOWER, UPPER, TITLE, CAPITALIZE, SWAP };

static ouro_object *map(ouro_runtime *rt, ouro_object *self, enum mapping mapping)
{
    ouro__text t = ouro__bytes_text(rt, self);
    const uint8_t *from = t.data;
    uint8_t *to;
    ouro_object *o = ouro__bytes_like(rt, self, t.length, &to);
    if (!o)
        return NULL;
    bool after_letter = false;
    for (size_t i = 0; i < t.length; i++) {
        uint8_t c = from[i];
        bool up = mapping == UPPER || (mapping == TITLE && !after_letter) ||
                  (mapping == CAPITALIZE && i == 0) || (mapping == SWAP && is_lower(c));
        after_letter = is_letter(c);
        to[i] = after_letter ? (uint8_t)(up ? c & ~32 : c | 32) : c;
    }
    return o;
}

#define MAP_METHOD(name, mapping)                                                                            \
    OURO__BYTES_METHOD(name)                                                                                 \
    {                                                                                                        \
        return map(rt, self, mapping);                                                                       \
    }
MAP_METHOD(lower, LOWER)
MAP_METHOD(upper, UPPER)
MAP_METHOD(title, TITLE)
MAP_METHOD(capitalize, CAPITALIZE)
MAP_METHOD(swapcase, SWAP)

static bool is_alnum(uint8_t c)
{
    return is_letter(c) || is_digit(c);
}

static bool is_space(uint8_t c)
{
    return c == ' ' || c - (unsigned)'\t' < 5;
}

static bool is_ascii(uint8_t c)
{
    return c < 128;
}

static ouro_object *all(ouro_runtime *rt, ouro_object *self, bool (*test)(uint8_t c), bool empty)
{
    ouro__text t = ouro__bytes_text(rt, self);
    for (size_t i = 0; i < t.length; i++)
        if (!test(((const uint8_t *)t.data)[i]))
            return OURO_FALSE(rt);
    return ouro__bool(rt, t.length || empty);
}

#define ALL_METHOD(name, test, empty)                                                                        \
    OURO__BYTES_METHOD(name)                                                                                 \
    {                                                                                                        \
        return all(rt, self, test, empty);                                                                   \
    }
ALL_METHOD(isalpha, is_letter, false)
ALL_METHOD(isalnum, is_alnum, false)
ALL_METHOD(isdigit, is_digit, false)
ALL_METHOD(isspace, is_space, false)
ALL_METHOD(isascii, is_ascii, true)

static ouro_object *one_case(ouro_runtime *rt, ouro_object *self, bool (*wanted)(uint8_t c),
                             bool (*other)(uint8_t c))
{
    ouro__text t = ouro__bytes_text(rt, self);
    bool any = false;
    for (size_t i = 0; i < t.length; i++) {
        uint8_t c = ((const uint8_t *)t.data)[i];
        if (other(c))
            return OURO_FALSE(rt);
        any |= wanted(c);
    }
    return ouro__bool(rt, any);
}

OURO__BYTES_METHOD(islower)
{
    return one_case(rt, self, is_lower, is_upper);
}

OURO__BYTES_METHOD(isupper)
{
    return one_case(rt, self, is_upper, is_lower);
}

OURO__BYTES_METHOD(istitle)
{
    ouro__text t = ouro__bytes_text(rt, self);
    bool any = false, after_letter = false;
    for (size_t i = 0; i < t.length; i++) {
        uint8_t c = ((const uint8_t *)t.data)[i];
        if ((is_upper(c) && after_letter) || (is_lower(c) && !after_letter))
            return OURO_FALSE(rt);
        after_letter = is_letter(c);
        any |= after_letter;
    }
    return ouro__bool(rt, any);
}

static ouro_object *pad(ouro_runtime *rt, ouro_object *self, size_t left, size_t right, uint8_t fill)
{
    ouro__text t = ouro__bytes_text(rt, self);
    if (left + right == 0)
        return ouro__bytes_piece(rt, self, 0, t.length);
    if (left >= OURO__STR_LENGTH_MAX || right >= OURO__STR_LENGTH_MAX)
        return ouro__no_memory(rt);
    uint8_t *to;
    ouro_object *o = ouro__bytes_like(rt, self, left + t.length + right, &to);
    if (!o)
        return NULL;
    memset(to, fill, left);
    memcpy(to + left, t.data, t.length);
    memset(to + left + t.length, fill, right);
    return o;
}

static int64_t padding(ouro_runtime *rt, ouro_object *self, const char *name, ouro_object *const *args,
                       size_t nargs, uint8_t *fill)
{
    int64_t width, length = (int64_t)ouro__bytes_text(rt, self).length;
    if (ouro__index_argument(rt, args[0], &width) < 0)
        return -1;
    *fill = ' ';
    if (nargs > 1) {
        ouro__byte_view view = {0};
        if (!(ouro__is_bytes(rt, args[1]) || ouro__is_bytearray(rt, args[1])) ||
            !ouro__bytes_view(rt, args[1], &view) || view.length != 1) {
            ouro__raise(rt, OURO_T_TYPE_ERROR, "%s() argument 2 must be a byte string of length 1, not %V",
                        name, args[1]);
            return -1;
        }
        *fill = view.data[0];
    }
    return width > length ? width - length : 0;
}

OURO__BYTES_METHOD(ljust)
{
    uint8_t fill;
    int64_t count = padding(rt, self, "ljust", args, nargs, &fill);
    return count < 0 ? NULL : pad(rt, self, 0, (size_t)count, fill);
}

OURO__BYTES_METHOD(rjust)
{
    uint8_t fill;
    int64_t count = padding(rt, self, "rjust", args, nargs, &fill);
    return count < 0 ? NULL : pad(rt, self, (size_t)count, 0, fill);
}

OURO__BYTES_METHOD(center)
{
    uint8_t fill;
    int64_t count = padding(rt, self, "center", args, nargs, &fill);
    if (count < 0)
        return NULL;
    size_t width = (size_t)count + ouro__bytes_text(rt, self).length,
           left = (size_t)count / 2 + ((size_t)count & width & 1);
    return pad(rt, self, left, (size_t)count - left, fill);
}

OURO__BYTES_METHOD(zfill)
{
    uint8_t fill;
    int64_t count = padding(rt, self, "zfill", args, 1, &fill);
    if (count < 0)
        return NULL;
    ouro_object *o = pad(rt, self, (size_t)count, 0, '0');
    if (!o || count == 0)
        return o;
    ouro__text t = ouro__bytes_text(rt, o);
    uint8_t *data = (uint8_t *)(uintptr_t)t.data;
    if (t.length > (size_t)count && (data[count] == '+' || data[count] == '-')) {
        data[0] = data[count];
        data[count] = '0';
    }
    return o;
}

OURO__BYTES_METHOD(expandtabs)
{
    static const char *const names[] = {"tabsize", NULL};
    static const ouro_signature signature = {"expandtabs", names, 0, 1, 0, 0};
    ouro_object *size;
    int64_t tab = 8;
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, &size) < 0 ||
        (size && ouro__index_int64(rt, size, true, &tab) < 0))
        return NULL;
    if (tab > INT32_MAX || tab < INT32_MIN)
        return ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "Python int too large to convert to C int");
    ouro__text t = ouro__bytes_text(rt, self);
    ouro__bytes_builder b;
    ouro__bytes_builder_init(&b, rt);
    uint64_t column = 0;
    int status = 0;
    for (size_t i = 0; i < t.length && status == 0; i++) {
        uint8_t c = ((const uint8_t *)t.data)[i];
        if (c == '\t') {
            uint64_t spaces = tab > 0 ? (uint64_t)tab - column % (uint64_t)tab : 0;
            column += spaces;
            status = ouro__bytes_fill(&b, ' ', spaces);
        } else {
            column = c == '\n' || c == '\r' ? 0 : column + 1;
            status = ouro__bytes_put(&b, &c, 1);
        }
    }
    uint8_t *to;
    ouro_object *o = status == 0 ? ouro__bytes_like(rt, self, b.length, &to) : NULL;
    if (o && b.length)
        memcpy(to, b.data, b.length);
    ouro__bytes_builder_discard(&b);
    return o;
}
