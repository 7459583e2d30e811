/* Characters in memory: what the files of str share. Kinds are 0, 1, 2 for 1, 2, 4 bytes a character. */
#ifndef OURO_TYPES_STR_IMPL_H
#define OURO_TYPES_STR_IMPL_H

#include <string.h>

#include "types/leaf.h"
#include "types/str.h"

enum { OURO__STR_LENGTH_MAX_SHORT = (1 << 27) - 1 };
/* Lengths stay below this, so that sums and four bytes a character never overflow. */
#define OURO__STR_LENGTH_MAX ((size_t)1 << 60)

static inline int ouro__str_kind(const void *s)
{
    return ((const ouro_str *)s)->meta & OURO_STR_KIND;
}

static inline int ouro__kind_for(uint32_t widest)
{
    return widest < 0x100 ? 0 : widest < 0x10000 ? 1 : 2;
}

static inline uint32_t ouro__char_at(const void *data, int kind, size_t i)
{
    return kind == 0   ? ((const uint8_t *)data)[i]
           : kind == 1 ? ((const uint16_t *)data)[i]
                       : ((const uint32_t *)data)[i];
}

static inline void ouro__char_put(void *data, int kind, size_t i, uint32_t c)
{
    if (kind == 0)
        ((uint8_t *)data)[i] = (uint8_t)c;
    else if (kind == 1)
        ((uint16_t *)data)[i] = (uint16_t)c;
    else
        ((uint32_t *)data)[i] = c;
}

static inline const char *ouro__chars_from(const void *data, int kind, size_t i)
{
    return (const char *)data + (i << kind);
}

/* An upper bound of the characters that decides their kind: 0x7f, 0xff, 0xffff or 0x10ffff. */
uint32_t ouro__chars_widest(const void *data, int kind, size_t count);
/* The same of a whole string, known from its flags. */
static inline uint32_t ouro__str_widest(const void *s)
{
    int kind = ouro__str_kind(s);
    return ouro__str_is_ascii(s) ? 0x7f : kind == 0 ? 0xff : kind == 1 ? 0xffff : 0x10ffff;
}

/* Copies characters between kinds; those of a wider source must fit. */
void ouro__chars_copy(void *to, int to_kind, const void *from, int from_kind, size_t count);

/* A str of these characters in its narrowest kind; empties and single Latin-1 characters are shared. */
ouro_object *ouro__str_from_chars(ouro_runtime *rt, const void *data, int kind, size_t count);

/* The shared str of one character below 256. Borrowed, immortal. */
static inline ouro_object *ouro__str_latin1_char(ouro_runtime *rt, uint32_t c)
{
    return &ouro__statics(rt)->latin1[c].head;
}

/* Builder: characters of any kind (`widest` bounds them from above within their kind), and one character repeated. */
int ouro__builder_chars(ouro_str_builder *b, const void *data, int kind, size_t count, uint32_t widest);
int ouro__builder_fill(ouro_str_builder *b, uint32_t c, size_t count);

/* An instance of the subclass `cls` with the text of `s` (borrowed). */
ouro_object *ouro__str_to_class(ouro_runtime *rt, ouro_object *cls, ouro_object *s);
/* s itself when it is an exact str, else an exact copy. Owned. */
ouro_object *ouro__str_exact(ouro_runtime *rt, ouro_object *s);

/* One step of UTF-8: the bytes of a valid sequence (its character in *c), or minus the length of the invalid part with
 * *reason set. `surrogates`: lone surrogates are taken. */
int ouro__utf8_step(const uint8_t *p, const uint8_t *end, bool surrogates, uint32_t *c, const char **reason);
/* Writes the 1 to 4 bytes of a character. */
static inline int ouro__utf8_put(uint8_t *p, uint32_t c)
{
    if (c < 0x80) {
        p[0] = (uint8_t)c;
        return 1;
    }
    if (c < 0x800) {
        p[0] = (uint8_t)(0xc0 | c >> 6);
        p[1] = (uint8_t)(0x80 | (c & 63));
        return 2;
    }
    if (c < 0x10000) {
        p[0] = (uint8_t)(0xe0 | c >> 12);
        p[1] = (uint8_t)(0x80 | (c >> 6 & 63));
        p[2] = (uint8_t)(0x80 | (c & 63));
        return 3;
    }
    p[0] = (uint8_t)(0xf0 | c >> 18);
    p[1] = (uint8_t)(0x80 | (c >> 12 & 63));
    p[2] = (uint8_t)(0x80 | (c >> 6 & 63));
    p[3] = (uint8_t)(0x80 | (c & 63));
    return 4;
}

/* The table of interned strings (str_intern.c). 0 or -1. */
int ouro__interned_init(ouro_runtime *rt);
void ouro__interned_destroy(ouro_runtime *rt);
/* An interned string dies. */
void ouro__interned_remove(ouro_runtime *rt, ouro_str *s);
/* Keyed hash of bytes, 64 bits. */
uint64_t ouro__hash_bytes(ouro_runtime *rt, const void *data, size_t length);

#endif
