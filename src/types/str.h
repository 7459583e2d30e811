/* str: compact, 1, 2 or 4 bytes a character, and the table of interned strings.
 *
 * 8 header, 4 hash, 4 `meta`, then the characters and a terminating zero character; ASCII of 5 characters takes 22 bytes.
 * Lengths past 2^27 - 1 stand in an 8-byte field before the characters (OURO_STR_LONG). The characters of an ASCII string
 * are its UTF-8. A string always has the narrowest kind that holds it. */
#ifndef OURO_TYPES_STR_H
#define OURO_TYPES_STR_H

#include <stdarg.h>

#include "types/statics.h"

typedef struct ouro_str {
    ouro_object head;
    uint32_t hash; /* 0: not computed yet (ouro__str_hash) */
    uint32_t meta; /* length << 5 | OURO_STR_ flags */
    char data[];   /* characters; or uint64_t length, then characters, for OURO_STR_LONG */
} ouro_str;

enum {
    OURO_STR_KIND = 0x03, /* 0: one byte, 1: two bytes, 2: four bytes a character */
    OURO_STR_ASCII = 0x04,
    OURO_STR_INTERNED = 0x08,
    OURO_STR_LONG = 0x10,
    OURO_STR_LENGTH_SHIFT = 5,
};

static inline bool ouro__is_str(ouro_runtime *rt, const ouro_object *o)
{
    return ouro__is_exactly(o, OURO_T_STR) || (ouro__type_of(rt, o)->flags & OURO_TYPE_IS_STR);
}

static inline size_t ouro__str_length(const void *s)
{
    const ouro_str *str = (const ouro_str *)s;
    return ouro__likely(!(str->meta & OURO_STR_LONG)) ? str->meta >> OURO_STR_LENGTH_SHIFT
                                                      : *(const uint64_t *)(const void *)str->data;
}

/* Bytes of a character: 1, 2 or 4. */
static inline int ouro__str_width(const void *s)
{
    return 1 << (((const ouro_str *)s)->meta & OURO_STR_KIND);
}

static inline bool ouro__str_is_ascii(const void *s)
{
    return ((const ouro_str *)s)->meta & OURO_STR_ASCII;
}

static inline bool ouro__str_is_interned(const void *s)
{
    return ((const ouro_str *)s)->meta & OURO_STR_INTERNED;
}

static inline void *ouro__str_data(const void *s)
{
    ouro_str *str = (ouro_str *)(uintptr_t)s;
    return str->data + (str->meta & OURO_STR_LONG ? sizeof(uint64_t) : 0);
}

static inline uint32_t ouro__str_char(const void *s, size_t i)
{
    const void *data = ouro__str_data(s);
    switch (((const ouro_str *)s)->meta & OURO_STR_KIND) {
    case 0:
        return ((const uint8_t *)data)[i];
    case 1:
        return ((const uint16_t *)data)[i];
    default:
        return ((const uint32_t *)data)[i];
    }
}

uint32_t ouro__str_hash_compute(ouro_runtime *rt, ouro_str *s);
/* The 32-bit hash that dicts and sets use; never 0. */
static inline uint32_t ouro__str_hash(ouro_runtime *rt, void *s)
{
    uint32_t h = ((ouro_str *)s)->hash;
    return ouro__likely(h != 0) ? h : ouro__str_hash_compute(rt, (ouro_str *)s);
}
/* What hash() returns for that: a bijection onto int64_t values, never -1. */
static inline int64_t ouro__str_hash64(ouro_runtime *rt, void *s)
{
    return (int64_t)((uint64_t)ouro__str_hash(rt, s) * 0x9E3779B97F4A7C15ull >> 1);
}

/* All owned; NULL with an exception set on failure. The empty string and single characters below 256 are shared. */
ouro_object *ouro__str_from_utf8(ouro_runtime *rt, const char *bytes,
                                 size_t length); /* strict; UnicodeDecodeError */
ouro_object *ouro__str_from_wtf8(ouro_runtime *rt, const char *bytes,
                                 size_t length); /* lone surrogates as 3 bytes, for constants */
ouro_object *ouro__str_from_ascii(ouro_runtime *rt, const char *bytes, size_t length);
ouro_object *ouro__str_from_cstring(ouro_runtime *rt, const char *utf8);
ouro_object *ouro__str_from_latin1(ouro_runtime *rt, const uint8_t *bytes, size_t length);
ouro_object *ouro__str_from_ucs4(ouro_runtime *rt, const uint32_t *chars, size_t length);
ouro_object *ouro__str_from_char(ouro_runtime *rt, uint32_t c);
/* Undecodable bytes become lone surrogates (file names, arguments). */
ouro_object *ouro__str_from_filesystem(ouro_runtime *rt, const char *bytes, size_t length);
/* An exact str with the given length and widest character (decides the kind), characters not set yet. */
ouro_str *ouro__str_alloc(ouro_runtime *rt, size_t length, uint32_t widest);

/* printf-like: %s UTF-8 text, %.*s, %d %i %u %ld %lu %lld %llu %zd %zu %x %c, and for borrowed objects
 * %U str(exact text of a str), %S str(o), %R repr(o), %T the name of o's type, %V the same but None for None (as
 * messages about arguments have it), %N the name of a class. */
ouro_object *ouro__str_format(ouro_runtime *rt, const char *format, ...);
ouro_object *ouro__str_vformat(ouro_runtime *rt, const char *format, va_list arguments);

/* UTF-8 of a string. ASCII: points into it. Else a buffer that *owned receives (free with ouro__buffer_free); *owned is NULL
 * when nothing is to be freed. Lone surrogates: UnicodeEncodeError, or three bytes each with the wtf8 form. */
const char *ouro__str_utf8(ouro_runtime *rt, ouro_object *s, size_t *length, char **owned);
const char *ouro__str_wtf8(ouro_runtime *rt, ouro_object *s, size_t *length, char **owned);

bool ouro__str_equal(const void *a, const void *b);
bool ouro__str_equals_ascii(const void *s, const char *ascii);
int ouro__str_compare(const void *a, const void *b); /* by code points: -1, 0, 1 */
ouro_object *ouro__str_concat(ouro_runtime *rt, ouro_object *a, ouro_object *b); /* exact or subclass strs */
/* a + b for who holds the only reference to `a`, an exact str, and needs it no more once there is a result: that is `a` itself,
 * grown, where it has room (no reference changes hands then); else owned, and with room for the next time. */
ouro_object *ouro__str_concat_alone(ouro_runtime *rt, ouro_object *a, ouro_object *b);
/* a + b where `a` is taken over: grown in place when nobody else holds it. */
ouro_object *ouro__str_append(ouro_runtime *rt, ouro_object *a_owned, ouro_object *b);
ouro_object *ouro__str_slice(ouro_runtime *rt, ouro_object *s, size_t start, size_t stop); /* step 1 */
ouro_object *ouro__str_item(ouro_runtime *rt, ouro_object *s, size_t index);
/* "".join: pieces are strs (checked: TypeError). */
ouro_object *ouro__str_join(ouro_runtime *rt, ouro_object *separator, ouro_object *const *pieces,
                            size_t count);
ouro_object *ouro__str_repr(ouro_runtime *rt, ouro_object *s);
/* Index of the first occurrence at or after start, or -1. */
int64_t ouro__str_find(const void *s, const void *needle, size_t start, size_t stop);
int64_t ouro__str_find_char(const void *s, uint32_t c, size_t start, size_t stop);

/* Interning. `s` (owned, exact) is replaced by the interned string of the same text. The table holds no counted reference;
 * an interned string leaves it when it dies. NULL (and s is dropped) when memory is refused. */
ouro_object *ouro__str_intern(ouro_runtime *rt, ouro_object *s_owned);
ouro_object *ouro__str_intern_cstring(ouro_runtime *rt, const char *utf8);
/* Whether the text looks like an identifier (ASCII letters, digits, _): constants like this are interned. */
bool ouro__str_is_name_like(const void *s);

/* A growing buffer of characters for code that builds strings piece by piece. Zero-initialize; after a failure
 * (-1, exception set) drop it with _discard. */
typedef struct ouro_str_builder {
    ouro_runtime *rt;
    char *data;
    size_t length, capacity; /* in characters */
    uint32_t widest;
    int width;
} ouro_str_builder;
void ouro__builder_init(ouro_str_builder *b, ouro_runtime *rt);
int ouro__builder_char(ouro_str_builder *b, uint32_t c);
int ouro__builder_ascii(ouro_str_builder *b, const char *bytes, size_t length);
int ouro__builder_utf8(ouro_str_builder *b, const char *bytes, size_t length); /* valid or WTF-8 */
int ouro__builder_str(ouro_str_builder *b, ouro_object *s);
/* repr(o); `o` (borrowed) is held meanwhile, as code that this runs may take it from where it was found. */
int ouro__builder_repr(ouro_str_builder *b, ouro_object *o);
int ouro__builder_slice(ouro_str_builder *b, ouro_object *s, size_t start, size_t stop);
ouro_object *ouro__builder_finish(ouro_str_builder *b); /* owned; empties the builder */
void ouro__builder_discard(ouro_str_builder *b);

/* format(value, spec) of the built-in types, and "%" formatting. */
ouro_object *ouro__format(ouro_runtime *rt, ouro_object *value,
                          ouro_object *spec); /* spec NULL: "" ; calls __format__ */
ouro_object *ouro__str_percent(ouro_runtime *rt, ouro_object *format, ouro_object *arguments);

#endif
