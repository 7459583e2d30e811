/* Shared by string_literal.c and fstring.c. */
#ifndef OURO_SYNTAX_STRING_LITERAL_H
#define OURO_SYNTAX_STRING_LITERAL_H

#include "syntax/parser_internal.h"

typedef struct text_buffer {
    char *bytes; /* NUL-terminated once anything was appended */
    size_t length, capacity;
} text_buffer;

/* A row of neighbouring literals. Values of an f-string are pushed on scratch from `base` on; the text
 * since the last of them is in `text`. */
typedef struct strings {
    const ouro_token *first, *last;
    text_buffer text;
    uint32_t base;
    bool formatted;
} strings;

/* These return false after raising, or with `fatal` set. */
bool ouro__text_append(ouro_parser *p, text_buffer *text, const char *bytes, size_t length);
bool ouro__decode_text(ouro_parser *p, const ouro_token *token, const char *from, const char *end, bool raw,
                       text_buffer *text);
bool ouro__warn_escape(ouro_parser *p, const ouro_token *token, const char *at);
ouro_expr *ouro__strings_new(ouro_parser *p, strings *s, ouro_expr_kind kind);
ouro_expr *ouro__strings_constant(ouro_parser *p, strings *s, const text_buffer *text, bool bytes);
bool ouro__fstring_append(ouro_parser *p, strings *s, const ouro_token *token, const char *from,
                          const char *end, bool raw);
ouro_expr *ouro__fstring_finish(ouro_parser *p, strings *s);
/* Bytes from..end hold no UTF-8 at `bad`: in a literal. */
void ouro__raise_undecodable(ouro_parser *p, const char *from, const char *bad, const char *end,
                             const char *why);
/* The code point of a Unicode character name (or alias), in any case. */
bool ouro__character_named(const char *name, size_t length, uint32_t *code);
/* Writes a character's name, without a zero at its end, into `size` >= 128 bytes: its length, 0 when it has none. */
size_t ouro__character_name(uint32_t code, char *name, size_t size);

#endif
