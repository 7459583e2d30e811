/* Padding: center, ljust, rjust, zfill, expandtabs. */
#include "types/str_methods.h"

/* self between so many fill characters. */
static ouro_object *pad(ouro_runtime *rt, ouro_object *self, size_t left, size_t right, uint32_t fill)
{
    if (left == 0 && right == 0)
        return ouro__str_exact(rt, self);
    size_t length = ouro__str_length(self);
    if (left >= OURO__STR_LENGTH_MAX || right >= OURO__STR_LENGTH_MAX)
        return ouro__no_memory(rt);
    uint32_t widest = ouro__str_widest(self);
    ouro_str *s = ouro__str_alloc(rt, left + length + right, widest > fill ? widest : fill);
    if (!s)
        return NULL;
    int kind = ouro__str_kind(s);
    char *to = ouro__str_data(s);
    ouro__chars_copy(to + (left << kind), kind, ouro__str_data(self), ouro__str_kind(self), length);
    if (kind == 0) {
        memset(to, (int)fill, left);
        memset(to + left + length, (int)fill, right);
    } else {
        for (size_t i = 0; i < left; i++)
            ouro__char_put(to, kind, i, fill);
        for (size_t i = left + length; i < left + length + right; i++)
            ouro__char_put(to, kind, i, fill);
    }
    return (ouro_object *)s;
}

/* Reads (width[, fill]): the characters to add, or -1. */
static int64_t padding(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                       uint32_t *fill)
{
    int64_t width;
    if (ouro__index_argument(rt, args[0], &width) < 0)
        return -1;
    *fill = ' ';
    if (nargs > 1) {
        if (!ouro__is_str(rt, args[1])) {
            ouro__raise(rt, OURO_T_TYPE_ERROR, "The fill character must be a unicode character, not %T",
                        args[1]);
            return -1;
        }
        if (ouro__str_length(args[1]) != 1) {
            ouro__raise(rt, OURO_T_TYPE_ERROR, "The fill character must be exactly one character long");
            return -1;
        }
        *fill = ouro__str_char(args[1], 0);
    }
    int64_t length = (int64_t)ouro__str_length(self);
    return width > length ? width - length : 0;
}

OURO__STR_METHOD(ljust)
{
    uint32_t fill;
    int64_t count = padding(rt, self, args, nargs, &fill);
    return count < 0 ? NULL : pad(rt, self, 0, (size_t)count, fill);
}

OURO__STR_METHOD(rjust)
{
    uint32_t fill;
    int64_t count = padding(rt, self, args, nargs, &fill);
    return count < 0 ? NULL : pad(rt, self, (size_t)count, 0, fill);
}

OURO__STR_METHOD(center)
{
    uint32_t fill;
    int64_t count = padding(rt, self, args, nargs, &fill);
    if (count < 0)
        return NULL;
    /* The odd one stands left when the width is odd. */
    size_t width = (size_t)count + ouro__str_length(self),
           left = (size_t)count / 2 + ((size_t)count & width & 1);
    return pad(rt, self, left, (size_t)count - left, fill);
}

OURO__STR_METHOD(zfill)
{
    uint32_t fill;
    int64_t count = padding(rt, self, args, 1, &fill);
    if (count < 0)
        return NULL;
    ouro_object *o = pad(rt, self, (size_t)count, 0, '0');
    if (!o || count == 0)
        return o;
    size_t length = ouro__str_length(o);
    uint32_t sign = length > (size_t)count ? ouro__str_char(o, (size_t)count) : 0;
    if (sign == '+' || sign == '-') {
        ouro__char_put(ouro__str_data(o), ouro__str_kind(o), 0, sign);
        ouro__char_put(ouro__str_data(o), ouro__str_kind(o), (size_t)count, '0');
    }
    return o;
}

OURO__STR_METHOD(expandtabs)
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
    ouro__text t = ouro__text_of_str(self);
    size_t tabs = 0;
    for (size_t i = 0; i < t.length && !tabs; i++)
        tabs += ouro__text_char(&t, i) == '\t';
    if (!tabs)
        return ouro__str_exact(rt, self);
    ouro_str_builder b;
    ouro__builder_init(&b, rt);
    uint64_t column = 0;
    for (size_t i = 0; i < t.length; i++) {
        uint32_t c = ouro__text_char(&t, i);
        int status;
        if (c == '\t') {
            uint64_t spaces = tab > 0 ? (uint64_t)tab - column % (uint64_t)tab : 0;
            column += spaces;
            status = ouro__builder_fill(&b, ' ', spaces);
        } else {
            column = c == '\n' || c == '\r' ? 0 : column + 1;
            status = ouro__builder_char(&b, c);
        }
        if (status < 0) {
            ouro__builder_discard(&b);
            return NULL;
        }
    }
    return ouro__builder_finish(&b);
}
