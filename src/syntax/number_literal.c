/* Number literals: the tokenizer has verified their form; here they lose prefix and underscores. */
#include "syntax/error_pass.h"

#include <string.h>

enum { MOST_DECIMAL_DIGITS = 4300 };

static size_t copy_digits(char *into, const char *from, const char *end)
{
    char *out = into;
    for (; from < end; from++)
        if (*from != '_')
            *out++ = *from;
    *out = '\0';
    return (size_t)(out - into);
}

static bool is_float(const char *from, const char *end)
{
    for (; from < end; from++)
        if (*from == '.' || *from == 'e' || *from == 'E')
            return true;
    return false;
}

/* Conversion of decimal digits takes quadratic time, so their number is limited, as in CPython. */
static bool check_digits(ouro_parser *p, const ouro_token *token, size_t digits)
{
    uint32_t given = p->tokenizer.input->most_digits, most = given ? given : MOST_DECIMAL_DIGITS;
    if (digits <= most || most == UINT32_MAX)
        return true;
    ouro__raise_known(
        p, OURO_ERROR_SYNTAX, token->line, -1, token->end_line, -1,
        ouro__region_printf(
            p->region,
            "Exceeds the limit (%u digits) for integer string conversion: value has %zu digits; use "
            "sys.set_int_max_str_digits() to increase the limit - Consider hexadecimal for "
            "huge integer literals to avoid decimal conversion limits.",
            most, digits));
    return false;
}

bool ouro__parse_number_constant(ouro_parser *p, const ouro_token *token, ouro_constant *constant)
{
    const char *from = token->start, *end = token->end;
    constant->base = 10;
    if (!ouro__parser_has(p, 6) && memchr(from, '_', (size_t)(end - from)) &&
        ouro__parser_refuses(p, token, 6, "Underscores in numeric literals are"))
        return false;
    char last = end[-1];
    char mark = end - from > 2 && from[0] == '0' ? (char)(from[1] | 0x20) : '\0';
    if (mark == 'x' || mark == 'o' || mark == 'b') {
        constant->kind = OURO_CONSTANT_INT;
        constant->base = mark == 'x' ? 16 : mark == 'o' ? 8 : 2;
        from += 2;
    } else if (last == 'j' || last == 'J') {
        constant->kind = OURO_CONSTANT_IMAGINARY;
        end--;
    } else if (is_float(from, end)) {
        constant->kind = OURO_CONSTANT_FLOAT;
    } else {
        constant->kind = OURO_CONSTANT_INT;
    }
    char *digits = ouro__parser_alloc(p, (size_t)(end - from) + 1);
    if (!digits)
        return false;
    constant->length = copy_digits(digits, from, end);
    constant->bytes = digits;
    return constant->kind != OURO_CONSTANT_INT || constant->base != 10 ||
           check_digits(p, token, constant->length);
}
