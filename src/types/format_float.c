/* Doubles as text in a given form, for format() and "%". */
#include <math.h>
#include <stdio.h>

#include "types/complex.h"
#include "types/float_impl.h"
#include "types/format_spec.h"
#include "types/protocol.h"

enum { PRECISION_MAX = INT32_MAX - 4096 };

/* printf writes the locale's decimal point: puts '.' in its place. */
static size_t normalize_point(char *text, size_t length)
{
    size_t i = 0;
    while (i < length && text[i] >= '0' && text[i] <= '9')
        i++;
    size_t end = i;
    while (end < length && !(text[end] >= '0' && text[end] <= '9') && text[end] != 'e')
        end++;
    if (i == end)
        return length;
    text[i] = '.';
    memmove(text + i + 1, text + end, length - end);
    return length - (end - i - 1);
}

static char *print(ouro_runtime *rt, const char *format, int precision, double value, size_t *length)
{
    char few[64];
    int n = snprintf(few, sizeof few, format, precision, value);
    char *text = n < 0 ? ouro__no_memory(rt) : ouro__buffer_alloc(rt, (size_t)n + 1);
    if (!text)
        return NULL;
    if ((size_t)n < sizeof few) {
        memcpy(text, few, (size_t)n);
    } else if (snprintf(text, (size_t)n + 1, format, precision, value) < 0) {
        ouro__buffer_free(rt, text);
        return ouro__no_memory(rt);
    }
    *length = normalize_point(text, (size_t)n);
    return text;
}

char *ouro__float_to_text(ouro_runtime *rt, double value, char conversion, int precision, bool alternate,
                          size_t *length)
{
    char format[8];
    sprintf(format, alternate ? "%%#.*%c" : "%%.*%c", conversion);
    return print(rt, format, precision, fabs(value), length);
}

/* The general form, which keeps a ".0" when `point` is set and no exponent is shown: C's %g knows no such. */
static char *general(ouro_runtime *rt, double value, int precision, bool alternate, bool point,
                     size_t *length)
{
    if (precision == 0)
        precision = 1;
    if (!point)
        return ouro__float_to_text(rt, value, 'g', precision, alternate, length);
    char *text = ouro__float_to_text(rt, value, 'e', precision - 1, alternate, length);
    if (!text)
        return NULL;
    size_t mark = *length;
    while (text[mark - 1] != 'e')
        mark--;
    int exponent = 0;
    for (size_t i = mark + 1; i < *length; i++)
        exponent = exponent * 10 + (text[i] - '0');
    if (text[mark] == '-')
        exponent = -exponent;
    bool scientific = exponent < -4 || exponent + 1 > precision - 1;
    if (!scientific) {
        ouro__buffer_free(rt, text);
        text = ouro__float_to_text(rt, value, 'f', precision - 1 - exponent, false, length);
        if (!text)
            return NULL;
        if (!alternate)
            while (text[*length - 1] == '0' && text[*length - 2] != '.')
                --*length;
        return text;
    }
    size_t end = mark - 1; /* past the digits, before the e */
    if (!alternate && memchr(text, '.', end)) {
        size_t keep = end;
        while (text[keep - 1] == '0')
            keep--;
        keep -= text[keep - 1] == '.';
        memmove(text + keep, text + end, *length - end);
        *length -= end - keep;
    }
    return text;
}

/* repr's form without sign; the alternate form has a point also before an exponent, or alone at the end. */
static char *shortest(ouro_runtime *rt, double value, bool alternate, bool point, size_t *length)
{
    char *text = ouro__buffer_alloc(rt, OURO_FLOAT_REPR_MAX + 1);
    if (!text)
        return NULL;
    *length = (size_t)ouro__float_repr(fabs(value), text);
    if (!point && *length > 2 && memcmp(text + *length - 2, ".0", 2) == 0)
        *length -= 2;
    if (alternate && !memchr(text, '.', *length)) {
        char *exponent = memchr(text, 'e', *length);
        size_t whole = exponent ? (size_t)(exponent - text) : *length;
        memmove(text + whole + 1, text + whole, *length - whole);
        text[whole] = '.';
        ++*length;
    }
    return text;
}

static bool all_zero(const char *text, size_t length)
{
    for (size_t i = 0; i < length && text[i] != 'e' && text[i] != 'E'; i++)
        if (text[i] >= '1' && text[i] <= '9')
            return false;
    return true;
}

/* `point`: the form without type keeps ".0" (float does, complex does not). */
static int float_pieces(ouro_runtime *rt, const ouro__spec *spec, double value, bool point,
                        ouro__number_text *n, char **storage)
{
    uint32_t type = spec->type, lower = type == '%' ? 'f' : type == 'n' ? 'g' : type | 32;
    int64_t precision = spec->precision;
    size_t length;
    char *text;
    if (precision > PRECISION_MAX) {
        ouro__raise(rt, OURO_T_VALUE_ERROR, "precision too big");
        return -1;
    }
    if (type == '%')
        value *= 100;
    if (!isfinite(value)) {
        text = ouro__buffer_alloc(rt, 8);
        length = 3;
        if (text)
            memcpy(text, isnan(value) ? "nan" : "inf", 3);
    } else if (type == 0) {
        text = precision < 0 ? shortest(rt, value, spec->alternate, point, &length)
                             : general(rt, value, (int)precision, spec->alternate, point, &length);
    } else {
        if (precision < 0)
            precision = 6;
        text = lower == 'g'
                   ? general(rt, value, (int)precision, spec->alternate, false, &length)
                   : ouro__float_to_text(rt, value, (char)lower, (int)precision, spec->alternate, &length);
    }
    if (!text)
        return -1;
    if (type == 'E' || type == 'F' || type == 'G')
        for (size_t i = 0; i < length; i++)
            text[i] = (char)(text[i] >= 'a' && text[i] <= 'z' ? text[i] - 32 : text[i]);
    bool negative = signbit(value) && !isnan(value);
    if (spec->no_negative_zero && isfinite(value) && all_zero(text, length))
        negative = false;
    if (type == '%') {
        char *longer = ouro__buffer_resize(rt, text, length + 1);
        if (!longer) {
            ouro__buffer_free(rt, text);
            return -1;
        }
        text = longer;
        text[length++] = '%';
    }
    size_t digits = 0;
    while (digits < length && text[digits] >= '0' && text[digits] <= '9')
        digits++;
    *n = (ouro__number_text){.sign = ouro__spec_sign(spec, negative),
                             .prefix = "",
                             .digits = text,
                             .digit_count = digits,
                             .rest = text + digits,
                             .rest_count = length - digits};
    *storage = text;
    return 0;
}

int ouro__spec_float(ouro_runtime *rt, const ouro__spec *spec, double value, ouro__number_text *n,
                     char **storage)
{
    return float_pieces(rt, spec, value, true, n, storage);
}

/* Appends one part of a complex number, unpadded. */
static int put_part(ouro_str_builder *b, const ouro__spec *spec, double value)
{
    ouro__number_text n;
    char *storage;
    if (float_pieces(b->rt, spec, value, false, &n, &storage) < 0)
        return -1;
    int status = ouro__spec_put_number(b, spec, &n);
    ouro__buffer_free(b->rt, storage);
    return status;
}

ouro_object *ouro__format_complex(ouro_runtime *rt, ouro_object *value, ouro_object *text)
{
    ouro__spec spec;
    if (ouro__str_length(text) == 0)
        return ouro__str(rt, value);
    if (ouro__spec_parse(rt, text, value, 0, '>', &spec) < 0)
        return NULL;
    if (spec.type && !strchr("eEfFgGn", (int)spec.type))
        return ouro__spec_unknown_type(rt, &spec, value);
    if (spec.fill == '0')
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "Zero padding is not allowed in complex format specifier");
    if (spec.align == '=')
        return ouro__raise(rt, OURO_T_VALUE_ERROR,
                           "'=' alignment flag is not allowed in complex format specifier");
    const ouro_complex *c = (ouro_complex *)value;
    ouro__spec part = spec;
    part.width = -1;
    bool plain = spec.type == 0, only_imaginary = plain && c->real == 0 && !signbit(c->real);
    ouro_str_builder b;
    ouro__builder_init(&b, rt);
    int status = plain && !only_imaginary ? ouro__builder_char(&b, '(') : 0;
    if (status == 0 && !only_imaginary)
        status = put_part(&b, &part, c->real);
    if (!only_imaginary)
        part.sign = '+';
    if (status == 0)
        status = put_part(&b, &part, c->imag);
    if (status == 0)
        status = ouro__builder_ascii(&b, "j)", plain && !only_imaginary ? 2 : 1);
    if (status < 0) {
        ouro__builder_discard(&b);
        return NULL;
    }
    ouro_object *inner = ouro__builder_finish(&b);
    if (!inner || spec.width < 0)
        return inner;
    /* What is left is padding. */
    ouro_object *result = NULL;
    size_t length = ouro__str_length(inner),
           all = (size_t)spec.width > length ? (size_t)spec.width - length : 0;
    size_t left = spec.align == '>' ? all : spec.align == '^' ? all / 2 : 0;
    if (ouro__builder_fill(&b, spec.fill, left) == 0 && ouro__builder_str(&b, inner) == 0 &&
        ouro__builder_fill(&b, spec.fill, all - left) == 0)
        result = ouro__builder_finish(&b);
    else
        ouro__builder_discard(&b);
    ouro_decref(rt, inner);
    return result;
}
