/* What the files of the tokenizer share. */
#ifndef OURO_SYNTAX_TOKENIZER_INTERNAL_H
#define OURO_SYNTAX_TOKENIZER_INTERNAL_H

#include "syntax/token.h"

/* Classes of bytes. */
enum { LETTER = 1, DIGIT = 2, HEX = 4, PREFIX = 8 };
extern const uint8_t ouro__character_classes[256];

static inline int class_of(char c)
{
    return ouro__character_classes[(unsigned char)c];
}

static inline bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Whether this word stands at `c`, whole. */
bool ouro__word_follows(const char *c, const char *word);

/* A syntax error at the byte before the cursor, or at the columns given (characters from 1). TOKEN_ERROR. */
int ouro__tokenizer_fail(ouro_tokenizer *t, const char *message);
int ouro__tokenizer_fail_at(ouro_tokenizer *t, int32_t column, int32_t end_column, const char *message);

/* The cursor stands at a number's first digit, or at the point that begins its fraction. A token type. */
int ouro__tokenize_number(ouro_tokenizer *t);
int ouro__tokenize_fraction(ouro_tokenizer *t);

#endif
