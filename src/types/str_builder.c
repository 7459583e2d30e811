/* The growing buffer of characters, and the printf-like formatting on top of it. */
#include <stdio.h>

#include "types/protocol.h"
#include "types/str_impl.h"

void ouro__builder_init(ouro_str_builder *b, ouro_runtime *rt)
{
    *b = (ouro_str_builder){.rt = rt, .width = 1};
}

static int builder_kind(const ouro_str_builder *b)
{
    return b->width >> 1;
}

/* Room for `more` characters, the widest of them as given. */
static int reserve(ouro_str_builder *b, size_t more, uint32_t widest)
{
    if (widest > b->widest)
        b->widest = widest;
    int old_kind = builder_kind(b), kind = ouro__kind_for(b->widest);
    size_t needed = b->length + more;
    if (ouro__likely(needed <= b->capacity && kind == old_kind))
        return 0;
    if (needed >= OURO__STR_LENGTH_MAX || more >= OURO__STR_LENGTH_MAX) {
        ouro__no_memory(b->rt);
        return -1;
    }
    size_t capacity = needed <= b->capacity ? b->capacity : needed + needed / 2 + 24;
    char *data;
    if (kind == old_kind) {
        data = b->data ? ouro__buffer_resize(b->rt, b->data, capacity << kind)
                       : ouro__buffer_alloc(b->rt, capacity << kind);
        if (!data)
            return -1;
    } else {
        data = ouro__buffer_alloc(b->rt, capacity << kind);
        if (!data)
            return -1;
        if (b->length)
            ouro__chars_copy(data, kind, b->data, old_kind, b->length);
        ouro__buffer_free(b->rt, b->data);
    }
    b->data = data;
    b->capacity = capacity;
    b->width = 1 << kind;
    return 0;
}

int ouro__builder_char(ouro_str_builder *b, uint32_t c)
{
    if (reserve(b, 1, c) < 0)
        return -1;
    ouro__char_put(b->data, builder_kind(b), b->length++, c);
    return 0;
}

int ouro__builder_chars(ouro_str_builder *b, const void *data, int kind, size_t count, uint32_t widest)
{
    if (count == 0)
        return 0;
    if (reserve(b, count, widest) < 0)
        return -1;
    ouro__chars_copy(b->data + (b->length << builder_kind(b)), builder_kind(b), data, kind, count);
    b->length += count;
    return 0;
}

int ouro__builder_fill(ouro_str_builder *b, uint32_t c, size_t count)
{
    if (count == 0)
        return 0;
    if (reserve(b, count, c) < 0)
        return -1;
    if (b->width == 1) {
        memset(b->data + b->length, (int)c, count);
        b->length += count;
    } else {
        while (count--)
            ouro__char_put(b->data, builder_kind(b), b->length++, c);
    }
    return 0;
}

int ouro__builder_ascii(ouro_str_builder *b, const char *bytes, size_t length)
{
    return ouro__builder_chars(b, bytes, 0, length, 0x7f);
}

int ouro__builder_utf8(ouro_str_builder *b, const char *bytes, size_t length)
{
    const uint8_t *p = (const uint8_t *)bytes, *end = p + length;
    if (ouro__chars_widest(bytes, 0, length) < 0x80)
        return ouro__builder_ascii(b, bytes, length);
    while (p < end) {
        uint32_t c = 0;
        const char *reason;
        int step = ouro__utf8_step(p, end, true, &c, &reason);
        if (step < 0) {
            c = 0xfffd;
            step = -step;
        }
        if (ouro__builder_char(b, c) < 0)
            return -1;
        p += step;
    }
    return 0;
}

int ouro__builder_str(ouro_str_builder *b, ouro_object *s)
{
    return ouro__builder_chars(b, ouro__str_data(s), ouro__str_kind(s), ouro__str_length(s),
                               ouro__str_widest(s));
}

int ouro__builder_repr(ouro_str_builder *b, ouro_object *o)
{
    ouro_incref(o);
    ouro_object *text = ouro__repr(b->rt, o);
    ouro_decref(b->rt, o);
    int status = text ? ouro__builder_str(b, text) : -1;
    ouro_xdecref(b->rt, text);
    return status;
}

int ouro__builder_slice(ouro_str_builder *b, ouro_object *s, size_t start, size_t stop)
{
    int kind = ouro__str_kind(s);
    const char *from = ouro__chars_from(ouro__str_data(s), kind, start);
    uint32_t widest = ouro__str_is_ascii(s) ? 0x7f : ouro__chars_widest(from, kind, stop - start);
    return ouro__builder_chars(b, from, kind, stop - start, widest);
}

ouro_object *ouro__builder_finish(ouro_str_builder *b)
{
    /* `widest` may be an upper bound of the right kind only: what was put in decides. */
    ouro_object *s = ouro__str_from_chars(b->rt, b->data, builder_kind(b), b->length);
    ouro__builder_discard(b);
    return s;
}

void ouro__builder_discard(ouro_str_builder *b)
{
    ouro__buffer_free(b->rt, b->data);
    ouro__builder_init(b, b->rt);
}

/* Appends and drops an owned str; NULL fails. */
static int put_owned(ouro_str_builder *b, ouro_object *s)
{
    if (!s)
        return -1;
    int status = ouro__builder_str(b, s);
    ouro_decref(b->rt, s);
    return status;
}

static int put_text(ouro_str_builder *b, const char *text, size_t length, int width, bool left)
{
    size_t pad = width > 0 && (size_t)width > length ? (size_t)width - length : 0;
    if (!left && ouro__builder_fill(b, ' ', pad) < 0)
        return -1;
    if (ouro__builder_utf8(b, text, length) < 0)
        return -1;
    return left ? ouro__builder_fill(b, ' ', pad) : 0;
}

typedef struct directive {
    bool left, zero;
    int width, precision; /* -1: none */
    int longs;            /* l, ll, z */
} directive;

static int put_integer(ouro_str_builder *b, char conversion, const directive *d, va_list *arguments)
{
    char format[32], text[64];
    long long value;
    if (conversion == 'd' || conversion == 'i')
        value = d->longs == 0   ? va_arg(*arguments, int)
                : d->longs == 1 ? va_arg(*arguments, long)
                                : va_arg(*arguments, long long);
    else
        value = d->longs == 0 ? (long long)va_arg(*arguments, unsigned)
                              : (long long)va_arg(*arguments, unsigned long long);
    int width = d->width > 40 ? 40 : d->width < 0 ? 0 : d->width;
    snprintf(format, sizeof format, "%%%s%s*ll%c", d->left ? "-" : "", d->zero ? "0" : "", conversion);
    int n = snprintf(text, sizeof text, format, width, value);
    return ouro__builder_ascii(b, text, (size_t)n);
}

static int put_object(ouro_str_builder *b, char conversion, ouro_object *o, int precision)
{
    ouro_runtime *rt = b->rt;
    const char *name;
    ouro_object *text;
    switch (conversion) {
    case 'U':
        text = ouro__same(o);
        break;
    case 'S':
        text = ouro__str(rt, o);
        break;
    case 'R':
        text = ouro__repr(rt, o);
        break;
    default:
        name = conversion == 'N'                         ? ((ouro_class *)o)->type->name
               : conversion == 'V' && o == OURO_NONE(rt) ? "None"
                                                         : ouro__type_of(rt, o)->name;
        return ouro__builder_utf8(b, name, precision >= 0 ? strnlen(name, (size_t)precision) : strlen(name));
    }
    if (text && precision >= 0 && ouro__str_length(text) > (size_t)precision) {
        int status = ouro__builder_slice(b, text, 0, (size_t)precision);
        ouro_decref(rt, text);
        return status;
    }
    return put_owned(b, text);
}

static int put_number(const char **p, va_list *arguments)
{
    int n = 0;
    if (**p == '*') {
        (*p)++;
        return va_arg(*arguments, int);
    }
    while (**p >= '0' && **p <= '9')
        n = n < 100000 ? n * 10 + *(*p)++ - '0' : ((*p)++, n);
    return n;
}

static int put_directive(ouro_str_builder *b, const char **format, va_list *arguments)
{
    directive d = {.width = 0, .precision = -1};
    const char *p = *format;
    for (;; p++) {
        if (*p == '-')
            d.left = true;
        else if (*p == '0')
            d.zero = true;
        else
            break;
    }
    d.width = put_number(&p, arguments);
    if (*p == '.') {
        p++;
        d.precision = put_number(&p, arguments);
    }
    for (; *p == 'l' || *p == 'z'; p++)
        d.longs += *p == 'z' ? 2 : 1;
    *format = p + 1;
    switch (*p) {
    case '%':
        return ouro__builder_char(b, '%');
    case 'c':
        return ouro__builder_char(b, (uint32_t)va_arg(*arguments, int));
    case 's': {
        const char *text = va_arg(*arguments, const char *);
        return put_text(b, text, d.precision >= 0 ? strnlen(text, (size_t)d.precision) : strlen(text),
                        d.width, d.left);
    }
    case 'd':
    case 'i':
    case 'u':
    case 'x':
        return put_integer(b, *p, &d, arguments);
    case 'U':
    case 'S':
    case 'R':
    case 'T':
    case 'V':
    case 'N':
        return put_object(b, *p, va_arg(*arguments, ouro_object *), d.precision);
    default:
        ouro__bad_internal_call(b->rt, "ouro__str_vformat");
        return -1;
    }
}

ouro_object *ouro__str_vformat(ouro_runtime *rt, const char *format, va_list arguments)
{
    ouro_str_builder b;
    ouro__builder_init(&b, rt);
    va_list list;
    va_copy(list, arguments);
    int status = 0;
    while (*format && status == 0) {
        size_t plain = strcspn(format, "%");
        status = ouro__builder_utf8(&b, format, plain);
        format += plain;
        if (status == 0 && *format) {
            format++;
            status = put_directive(&b, &format, &list);
        }
    }
    va_end(list);
    if (status == 0)
        return ouro__builder_finish(&b);
    ouro__builder_discard(&b);
    return NULL;
}

ouro_object *ouro__str_format(ouro_runtime *rt, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    ouro_object *s = ouro__str_vformat(rt, format, arguments);
    va_end(arguments);
    return s;
}
