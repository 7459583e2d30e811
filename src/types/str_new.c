/* Making strings: allocation, from text in other forms, slices and concatenation. */
#include "types/bytes.h"
#include "types/str_impl.h"

uint32_t ouro__chars_widest(const void *data, int kind, size_t count)
{
    uint64_t all = 0;
    size_t i = 0;
    if (kind == 0) {
        const uint8_t *p = data;
        uint64_t eight;
        for (; i + 8 <= count; i += 8) {
            memcpy(&eight, p + i, 8);
            if (eight & 0x8080808080808080ull)
                return 0xff;
        }
        for (; i < count; i++)
            all |= p[i];
        return all >= 0x80 ? 0xff : 0x7f;
    }
    if (kind == 1) {
        const uint16_t *p = data;
        for (; i < count; i++)
            all |= p[i];
    } else {
        const uint32_t *p = data;
        for (; i < count; i++)
            all |= p[i];
    }
    return all < 0x80 ? 0x7f : all < 0x100 ? 0xff : all < 0x10000 ? 0xffff : 0x10ffff;
}

#define COPY_AS(TO, FROM)                                                                                    \
    do {                                                                                                     \
        TO *t = to;                                                                                          \
        const FROM *f = from;                                                                                \
        for (size_t i = 0; i < count; i++)                                                                   \
            t[i] = (TO)f[i];                                                                                 \
    } while (0)

void ouro__chars_copy(void *to, int to_kind, const void *from, int from_kind, size_t count)
{
    if (to_kind == from_kind) {
        memcpy(to, from, count << to_kind);
        return;
    }
    switch (to_kind * 3 + from_kind) {
    case 0 * 3 + 1:
        COPY_AS(uint8_t, uint16_t);
        break;
    case 0 * 3 + 2:
        COPY_AS(uint8_t, uint32_t);
        break;
    case 1 * 3 + 0:
        COPY_AS(uint16_t, uint8_t);
        break;
    case 1 * 3 + 2:
        COPY_AS(uint16_t, uint32_t);
        break;
    case 2 * 3 + 0:
        COPY_AS(uint32_t, uint8_t);
        break;
    default:
        COPY_AS(uint32_t, uint16_t);
        break;
    }
}

/* Bytes of a string object with `room` for characters. */
static size_t str_size(size_t length, int kind)
{
    return sizeof(ouro_str) + (length > OURO__STR_LENGTH_MAX_SHORT ? sizeof(uint64_t) : 0) +
           ((length + 1) << kind);
}

static void str_set_length(ouro_str *s, size_t length, uint32_t flags)
{
    s->hash = 0;
    if (ouro__likely(length <= OURO__STR_LENGTH_MAX_SHORT)) {
        s->meta = (uint32_t)length << OURO_STR_LENGTH_SHIFT | flags;
    } else {
        s->meta = flags | OURO_STR_LONG;
        memcpy(s->data, &(uint64_t){length}, sizeof(uint64_t));
    }
}

/* `room`: characters that the block shall hold, at least length. */
static ouro_str *alloc_with_room(ouro_runtime *rt, size_t length, size_t room, uint32_t widest)
{
    int kind = ouro__kind_for(widest);
    if (ouro__unlikely(room >= OURO__STR_LENGTH_MAX))
        return ouro__no_memory(rt);
    size_t size = str_size(length, kind) + ((room - length) << kind);
    ouro_str *s = ouro__leaf_alloc(rt, size, OURO_WORD(OURO_T_STR));
    if (ouro__unlikely(!s))
        return NULL;
    str_set_length(s, length, (uint32_t)kind | (widest < 0x80 ? OURO_STR_ASCII : 0));
    ouro__char_put(ouro__str_data(s), kind, length, 0);
    return s;
}

ouro_str *ouro__str_alloc(ouro_runtime *rt, size_t length, uint32_t widest)
{
    if (length == 0)
        return (ouro_str *)OURO_EMPTY_STR(rt);
    return alloc_with_room(rt, length, length, widest);
}

ouro_object *ouro__str_from_chars(ouro_runtime *rt, const void *data, int kind, size_t count)
{
    if (count <= 1) {
        if (count == 0)
            return OURO_EMPTY_STR(rt);
        uint32_t c = ouro__char_at(data, kind, 0);
        if (c < 256)
            return ouro__str_latin1_char(rt, c);
    }
    ouro_str *s = ouro__str_alloc(rt, count, ouro__chars_widest(data, kind, count));
    if (s)
        ouro__chars_copy(ouro__str_data(s), ouro__str_kind(s), data, kind, count);
    return (ouro_object *)s;
}

ouro_object *ouro__str_from_ascii(ouro_runtime *rt, const char *bytes, size_t length)
{
    if (length <= 1)
        return length == 0 ? OURO_EMPTY_STR(rt) : ouro__str_latin1_char(rt, (uint8_t)bytes[0]);
    ouro_str *s = ouro__str_alloc(rt, length, 0x7f);
    if (s)
        memcpy(ouro__str_data(s), bytes, length);
    return (ouro_object *)s;
}

ouro_object *ouro__str_from_latin1(ouro_runtime *rt, const uint8_t *bytes, size_t length)
{
    return ouro__str_from_chars(rt, bytes, 0, length);
}

ouro_object *ouro__str_from_ucs4(ouro_runtime *rt, const uint32_t *chars, size_t length)
{
    return ouro__str_from_chars(rt, chars, 2, length);
}

ouro_object *ouro__str_from_char(ouro_runtime *rt, uint32_t c)
{
    return ouro__str_from_chars(rt, &c, 2, 1);
}

int ouro__utf8_step(const uint8_t *p, const uint8_t *end, bool surrogates, uint32_t *c, const char **reason)
{
    unsigned first = p[0];
    size_t left = (size_t)(end - p);
    if (first < 0x80) {
        *c = first;
        return 1;
    }
    unsigned low = 0x80, high = 0xbf; /* bounds of the second byte */
    int length = first >= 0xc2 && first < 0xe0   ? 2
                 : first >= 0xe0 && first < 0xf0 ? 3
                 : first >= 0xf0 && first < 0xf5 ? 4
                                                 : 0;
    if (length == 0) {
        *reason = "invalid start byte";
        return -1;
    }
    if (first == 0xe0)
        low = 0xa0;
    else if (first == 0xed && !surrogates)
        high = 0x9f;
    else if (first == 0xf0)
        low = 0x90;
    else if (first == 0xf4)
        high = 0x8f;
    uint32_t value = first & (0x7fu >> length);
    for (int i = 1; i < length; i++) {
        if ((size_t)i >= left) {
            *reason = "unexpected end of data";
            return -i;
        }
        if (p[i] < low || p[i] > high) {
            *reason = "invalid continuation byte";
            return -i;
        }
        low = 0x80, high = 0xbf;
        value = value << 6 | (p[i] & 63);
    }
    *c = value;
    return length;
}

/* Strict decoding in two passes: count and check, then write. */
static ouro_object *from_utf8(ouro_runtime *rt, const char *bytes, size_t length, bool surrogates)
{
    const uint8_t *start = (const uint8_t *)bytes, *end = start + length;
    if (ouro__chars_widest(bytes, 0, length) < 0x80)
        return ouro__str_from_ascii(rt, bytes, length);
    size_t count = 0;
    uint32_t all = 0, c = 0;
    const char *reason;
    for (const uint8_t *p = start; p < end; count++, all |= c) {
        int step = ouro__utf8_step(p, end, surrogates, &c, &reason);
        if (step < 0) {
            ouro_object *object = ouro__bytes_new(rt, bytes, length);
            if (object) {
                size_t at = (size_t)(p - start);
                ouro__raise_unicode(rt, OURO_T_UNICODE_DECODE_ERROR, "utf-8", object, (int64_t)at,
                                    (int64_t)at - step, reason);
                ouro_decref(rt, object);
            }
            return NULL;
        }
        p += step;
    }
    if (count == 1 && c < 256)
        return ouro__str_latin1_char(rt, c);
    ouro_str *s = ouro__str_alloc(rt, count, all);
    if (!s)
        return NULL;
    void *data = ouro__str_data(s);
    int kind = ouro__str_kind(s);
    size_t i = 0;
    for (const uint8_t *p = start; p < end; i++) {
        p += ouro__utf8_step(p, end, surrogates, &c, &reason);
        ouro__char_put(data, kind, i, c);
    }
    return (ouro_object *)s;
}

ouro_object *ouro__str_from_utf8(ouro_runtime *rt, const char *bytes, size_t length)
{
    return from_utf8(rt, bytes, length, false);
}

ouro_object *ouro__str_from_wtf8(ouro_runtime *rt, const char *bytes, size_t length)
{
    return from_utf8(rt, bytes, length, true);
}

ouro_object *ouro__str_from_cstring(ouro_runtime *rt, const char *utf8)
{
    return from_utf8(rt, utf8, strlen(utf8), false);
}

ouro_object *ouro__str_from_filesystem(ouro_runtime *rt, const char *bytes, size_t length)
{
    if (ouro__chars_widest(bytes, 0, length) < 0x80)
        return ouro__str_from_ascii(rt, bytes, length);
    ouro_str_builder b;
    ouro__builder_init(&b, rt);
    const uint8_t *p = (const uint8_t *)bytes, *end = p + length;
    while (p < end) {
        uint32_t c = 0;
        const char *reason;
        int step = ouro__utf8_step(p, end, false, &c, &reason);
        if (step < 0) {
            c = 0xdc00u + *p;
            step = 1;
        }
        if (ouro__builder_char(&b, c) < 0) {
            ouro__builder_discard(&b);
            return NULL;
        }
        p += step;
    }
    return ouro__builder_finish(&b);
}

/* UTF-8 of a string into a buffer; lone surrogates as three bytes, or UnicodeEncodeError when strict. */
static const char *to_utf8(ouro_runtime *rt, ouro_object *s, size_t *length, char **owned, bool strict)
{
    size_t count = ouro__str_length(s);
    const void *data = ouro__str_data(s);
    *owned = NULL;
    if (ouro__str_is_ascii(s)) {
        *length = count;
        return data;
    }
    int kind = ouro__str_kind(s);
    size_t size = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t c = ouro__char_at(data, kind, i);
        size += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
        if (strict && c - 0xd800 < 0x800) {
            size_t stop = i + 1;
            while (stop < count && ouro__char_at(data, kind, stop) - 0xd800 < 0x800)
                stop++;
            return ouro__raise_unicode(rt, OURO_T_UNICODE_ENCODE_ERROR, "utf-8", s, (int64_t)i, (int64_t)stop,
                                       "surrogates not allowed");
        }
    }
    char *buffer = ouro__buffer_alloc(rt, size + 1);
    if (!buffer)
        return NULL;
    uint8_t *p = (uint8_t *)buffer;
    for (size_t i = 0; i < count; i++)
        p += ouro__utf8_put(p, ouro__char_at(data, kind, i));
    *p = 0;
    *length = size;
    *owned = buffer;
    return buffer;
}

const char *ouro__str_utf8(ouro_runtime *rt, ouro_object *s, size_t *length, char **owned)
{
    return to_utf8(rt, s, length, owned, true);
}

const char *ouro__str_wtf8(ouro_runtime *rt, ouro_object *s, size_t *length, char **owned)
{
    return to_utf8(rt, s, length, owned, false);
}

ouro_object *ouro__str_slice(ouro_runtime *rt, ouro_object *s, size_t start, size_t stop)
{
    size_t length = ouro__str_length(s);
    if (stop > length)
        stop = length;
    if (start >= stop)
        return OURO_EMPTY_STR(rt);
    if (stop - start == length && ouro__is_exactly(s, OURO_T_STR))
        return ouro__same(s);
    int kind = ouro__str_kind(s);
    const char *from = ouro__chars_from(ouro__str_data(s), kind, start);
    if (ouro__str_is_ascii(s))
        return ouro__str_from_ascii(rt, from, stop - start);
    return ouro__str_from_chars(rt, from, kind, stop - start);
}

ouro_object *ouro__str_item(ouro_runtime *rt, ouro_object *s, size_t index)
{
    uint32_t c = ouro__str_char(s, index);
    return c < 256 ? ouro__str_latin1_char(rt, c) : ouro__str_from_char(rt, c);
}

ouro_object *ouro__str_exact(ouro_runtime *rt, ouro_object *s)
{
    if (ouro__is_exactly(s, OURO_T_STR))
        return ouro__same(s);
    return ouro__str_from_chars(rt, ouro__str_data(s), ouro__str_kind(s), ouro__str_length(s));
}

ouro_object *ouro__str_to_class(ouro_runtime *rt, ouro_object *cls, ouro_object *s)
{
    size_t length = ouro__str_length(s);
    int kind = ouro__str_kind(s);
    ouro_str *o = ouro__subclass_instance(rt, cls, str_size(length, kind));
    if (!o)
        return NULL;
    str_set_length(o, length, ((ouro_str *)s)->meta & (OURO_STR_KIND | OURO_STR_ASCII));
    memcpy(ouro__str_data(o), ouro__str_data(s), length << kind);
    return (ouro_object *)o;
}

static ouro_object *concat_with_room(ouro_runtime *rt, ouro_object *a, ouro_object *b, bool slack)
{
    size_t la = ouro__str_length(a), lb = ouro__str_length(b), length = la + lb;
    uint32_t wa = ouro__str_widest(a), wb = ouro__str_widest(b);
    ouro_str *s =
        alloc_with_room(rt, length, slack && length > 64 ? length + length / 8 : length, wa > wb ? wa : wb);
    if (!s)
        return NULL;
    int kind = ouro__str_kind(s);
    char *to = ouro__str_data(s);
    ouro__chars_copy(to, kind, ouro__str_data(a), ouro__str_kind(a), la);
    ouro__chars_copy(to + (la << kind), kind, ouro__str_data(b), ouro__str_kind(b), lb);
    return (ouro_object *)s;
}

ouro_object *ouro__str_concat(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    if (ouro__str_length(b) == 0 && ouro__is_exactly(a, OURO_T_STR))
        return ouro__same(a);
    if (ouro__str_length(a) == 0 && ouro__is_exactly(b, OURO_T_STR))
        return ouro__same(b);
    if (ouro__str_length(a) + ouro__str_length(b) == 0)
        return OURO_EMPTY_STR(rt);
    return concat_with_room(rt, a, b, false);
}

ouro_object *ouro__str_concat_alone(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    ouro_str *s = (ouro_str *)a;
    size_t la = ouro__str_length(a), lb = ouro__str_length(b), length = la + lb;
    int kind = ouro__str_kind(a);
    if (lb == 0)
        return a;
    if (la == 0)
        return ouro__str_concat(rt, a, b);
    if (ouro__str_is_interned(a) || ouro__str_kind(b) > kind || a == b ||
        (length > OURO__STR_LENGTH_MAX_SHORT && !(s->meta & OURO_STR_LONG)) ||
        str_size(length, kind) > ouro__heap_usable(&rt->heap, a))
        return concat_with_room(rt, a, b, true);
    uint32_t flags = s->meta & OURO_STR_KIND;
    if (ouro__str_is_ascii(a) && ouro__str_is_ascii(b))
        flags |= OURO_STR_ASCII;
    char *data = ouro__str_data(a);
    ouro__chars_copy(data + (la << kind), kind, ouro__str_data(b), ouro__str_kind(b), lb);
    str_set_length(s, length, flags);
    ouro__char_put(data, kind, length, 0);
    return a;
}

ouro_object *ouro__str_append(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    bool alone = a->refcount == 1 && ouro__is_exactly(a, OURO_T_STR);
    ouro_object *result = alone ? ouro__str_concat_alone(rt, a, b) : ouro__str_concat(rt, a, b);
    if (!alone || result != a)
        ouro_decref(rt, a);
    return result;
}
