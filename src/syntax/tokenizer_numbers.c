/* Numbers: where they end, and what may not stand there. */
#include "syntax/tokenizer_internal.h"

#include <string.h>

/* What may follow a number without space, for now: a keyword that an operand can precede. */
static bool keyword_follows(const char *c)
{
    if (c[0] == 'i')
        return c[1] == 'f' || c[1] == 'n' || c[1] == 's';
    return ouro__word_follows(c, "and") || ouro__word_follows(c, "else") || ouro__word_follows(c, "for") ||
           ouro__word_follows(c, "not") || ouro__word_follows(c, "or");
}

static int end_number(ouro_tokenizer *t, const char *kind)
{
    const char *c = t->cursor;
    if (!(class_of(*c) & (LETTER | DIGIT)) || (*c & 0x80)) /* other letters begin a name */
        return TOKEN_NUMBER;
    char *message = ouro__region_printf(t->region, "invalid %s literal", kind);
    if (!keyword_follows(c))
        return ouro__tokenizer_fail(t, message);
    if (ouro__tokenizer_warn(t, OURO_SYNTAX_WARNING, c, t->line, message) < 0)
        return TOKEN_ERROR;
    return TOKEN_NUMBER;
}

/* Digits with single underscores between them; false after an error. */
static bool decimal_digits(ouro_tokenizer *t)
{
    for (;;) {
        while (is_digit(*t->cursor))
            t->cursor++;
        if (*t->cursor != '_')
            return true;
        t->cursor++;
        if (!is_digit(*t->cursor)) {
            ouro__tokenizer_fail(t, "invalid decimal literal");
            return false;
        }
    }
}

static int exponent_and_end(ouro_tokenizer *t);

int ouro__tokenize_fraction(ouro_tokenizer *t)
{
    t->cursor++; /* the point */
    if (is_digit(*t->cursor) && !decimal_digits(t))
        return TOKEN_ERROR;
    return exponent_and_end(t);
}

static int exponent_and_end(ouro_tokenizer *t)
{
    if (*t->cursor == 'e' || *t->cursor == 'E') {
        const char *after = t->cursor + 1;
        if (*after == '+' || *after == '-') {
            after++;
            t->cursor = after;
            if (!is_digit(*after))
                return ouro__tokenizer_fail(t, "invalid decimal literal");
        } else if (!is_digit(*after)) {
            return end_number(t, "decimal"); /* 1else */
        }
        t->cursor = after;
        if (!decimal_digits(t))
            return TOKEN_ERROR;
    }
    if (*t->cursor == 'j' || *t->cursor == 'J') {
        t->cursor++;
        return end_number(t, "imaginary");
    }
    return end_number(t, "decimal");
}

static bool is_base_digit(char c, int base)
{
    return base == 16 ? (class_of(c) & HEX) != 0 : c >= '0' && c < '0' + base;
}

static int prefixed_number(ouro_tokenizer *t, int base, const char *kind)
{
    t->cursor += 2;
    do {
        if (*t->cursor == '_')
            t->cursor++;
        if (!is_base_digit(*t->cursor, base))
            break;
        while (is_base_digit(*t->cursor, base))
            t->cursor++;
        if (*t->cursor != '_' && !is_digit(*t->cursor))
            return end_number(t, kind);
    } while (*t->cursor == '_');
    if (is_digit(*t->cursor)) {
        char *message = ouro__region_printf(t->region, "invalid digit '%c' in %s literal", *t->cursor, kind);
        t->cursor++;
        return ouro__tokenizer_fail(t, message);
    }
    return ouro__tokenizer_fail(t, ouro__region_printf(t->region, "invalid %s literal", kind));
}

/* From a first digit 0: zeros alone are a number, other digits must lead to a float. */
static int zero_number(ouro_tokenizer *t)
{
    switch (t->cursor[1] | 0x20) {
    case 'x':
        return prefixed_number(t, 16, "hexadecimal");
    case 'o':
        return prefixed_number(t, 8, "octal");
    case 'b':
        return prefixed_number(t, 2, "binary");
    default:
        break;
    }
    for (;;) {
        while (*t->cursor == '0')
            t->cursor++;
        if (*t->cursor != '_')
            break;
        t->cursor++;
        if (!is_digit(*t->cursor))
            return ouro__tokenizer_fail(t, "invalid decimal literal");
        if (*t->cursor != '0')
            break;
    }
    const char *zeros_end = t->cursor;
    bool nonzero = is_digit(*t->cursor);
    if (nonzero && !decimal_digits(t))
        return TOKEN_ERROR;
    char next = *t->cursor;
    if (next == '.')
        return ouro__tokenize_fraction(t);
    if (next == 'e' || next == 'E' || next == 'j' || next == 'J')
        return exponent_and_end(t);
    if (nonzero)
        return ouro__tokenizer_fail_at(t, (int32_t)(t->start + 1 - t->line_start),
                                       (int32_t)(zeros_end + 1 - t->line_start),
                                       "leading zeros in decimal integer literals are not permitted; "
                                       "use an 0o prefix for octal integers");
    return end_number(t, "decimal");
}

int ouro__tokenize_number(ouro_tokenizer *t)
{
    if (*t->cursor == '0')
        return zero_number(t);
    if (!decimal_digits(t))
        return TOKEN_ERROR;
    if (*t->cursor == '.')
        return ouro__tokenize_fraction(t);
    return exponent_and_end(t);
}
