/* The methods of bytes on any bytes-like self: bytearray can list the same functions. */
#ifndef OURO_TYPES_BYTES_METHODS_H
#define OURO_TYPES_BYTES_METHODS_H

#include "types/bytes_impl.h"
#include "types/method.h"
#include "types/protocol.h"
#include "types/text.h"

#define OURO__BYTES_METHOD(name)                                                                             \
    ouro_object *ouro__bytes_m_##name(                                                                       \
        ouro_runtime *rt __attribute__((unused)), ouro_object *self __attribute__((unused)),                 \
        ouro_object *const *args __attribute__((unused)), size_t nargs __attribute__((unused)),              \
        ouro_object *kwnames __attribute__((unused)))

/* bytes_find.c */
OURO__BYTES_METHOD(count);
OURO__BYTES_METHOD(endswith);
OURO__BYTES_METHOD(find);
OURO__BYTES_METHOD(index);
OURO__BYTES_METHOD(removeprefix);
OURO__BYTES_METHOD(removesuffix);
OURO__BYTES_METHOD(replace);
OURO__BYTES_METHOD(rfind);
OURO__BYTES_METHOD(rindex);
OURO__BYTES_METHOD(startswith);
int ouro__bytes_contains(ouro_runtime *rt, ouro_object *o, ouro_object *item);
/* bytes_text.c */
OURO__BYTES_METHOD(capitalize);
OURO__BYTES_METHOD(center);
OURO__BYTES_METHOD(expandtabs);
OURO__BYTES_METHOD(isalnum);
OURO__BYTES_METHOD(isalpha);
OURO__BYTES_METHOD(isascii);
OURO__BYTES_METHOD(isdigit);
OURO__BYTES_METHOD(islower);
OURO__BYTES_METHOD(isspace);
OURO__BYTES_METHOD(istitle);
OURO__BYTES_METHOD(isupper);
OURO__BYTES_METHOD(ljust);
OURO__BYTES_METHOD(lower);
OURO__BYTES_METHOD(rjust);
OURO__BYTES_METHOD(swapcase);
OURO__BYTES_METHOD(title);
OURO__BYTES_METHOD(upper);
OURO__BYTES_METHOD(zfill);
/* bytes_split.c */
OURO__BYTES_METHOD(join);
OURO__BYTES_METHOD(lstrip);
OURO__BYTES_METHOD(partition);
OURO__BYTES_METHOD(rpartition);
OURO__BYTES_METHOD(rsplit);
OURO__BYTES_METHOD(rstrip);
OURO__BYTES_METHOD(split);
OURO__BYTES_METHOD(splitlines);
OURO__BYTES_METHOD(strip);
/* bytes_convert.c */
OURO__BYTES_METHOD(decode);
OURO__BYTES_METHOD(fromhex);
OURO__BYTES_METHOD(hex);
OURO__BYTES_METHOD(maketrans);
OURO__BYTES_METHOD(translate);
ouro_object *ouro__bytes_percent(ouro_runtime *rt, ouro_object *format, ouro_object *arguments);

/* The separator of hexadecimal digits: one character, OURO__HEX_NO_SEPARATOR for NULL, -1 with an exception. */
enum { OURO__HEX_NO_SEPARATOR = 256 };
int ouro__hex_separator(ouro_runtime *rt, ouro_object *o);
/* The digits of bytes with a separator behind every so many, counted from the end, or from the start when negative. */
size_t ouro__hex_length(size_t length, int separator, int64_t every);
void ouro__hex_write(uint8_t *to, const uint8_t *from, size_t length, int separator, int64_t every);
/* -1: no digit. */
int ouro__hex_value(uint32_t c);

/* self's bytes as text. */
static inline ouro__text ouro__bytes_text(ouro_runtime *rt, ouro_object *self)
{
    ouro__byte_view view = {0};
    ouro__bytes_view(rt, self, &view);
    return (ouro__text){view.data, view.length, 0, true};
}

/* Borrowed bytes as text. */
static inline ouro__text ouro__loan_text(const ouro__byte_loan *loan)
{
    return (ouro__text){loan->data, loan->length, 0, true};
}

/* a + b of bytes-like objects, of the kind of a. */
ouro_object *ouro__bytes_concat(ouro_runtime *rt, ouro_object *a, ouro_object *b);
/* A part of self as a new object of its kind. */
ouro_object *ouro__bytes_piece(ouro_runtime *rt, ouro_object *self, size_t start, size_t stop);
/* A new object of self's kind with room for so many bytes, whose place is in *data; not set. */
ouro_object *ouro__bytes_like(ouro_runtime *rt, ouro_object *self, size_t length, uint8_t **data);

#endif
