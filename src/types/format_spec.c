/* The mini-language of format specifiers: parsing, laying out numbers, and format() of int and str. */
#include "types/format_spec.h"

#include "types/float.h"
#include "types/int_impl.h"
#include "types/protocol.h"
#include "types/unicode.h"

static bool is_align(uint32_t c)
{
    return c == '<' || c == '>' || c == '=' || c == '^';
}

/* Digits at *i: -1 none, -2 with ValueError. */
static int64_t read_number(ouro_runtime *rt, ouro_object *text, size_t *i, size_t end)
{
    int64_t n = -1;
    for (; *i < end; (*i)++) {
        int digit = ouro__char_decimal(ouro__str_char(text, *i));
        if (digit < 0)
            break;
        if (n > (INT64_MAX - digit) / 10) {
            ouro__raise(rt, OURO_T_VALUE_ERROR, "Too many decimal digits in format string");
            return -2;
        }
        n = (n < 0 ? 0 : n * 10) + digit;
    }
    return n;
}

/* "Cannot specify ',' with 'x'." for types that take no separators. */
static int check_grouping(ouro_runtime *rt, ouro__spec *spec)
{
    spec->group_size = 3;
    switch (spec->type) {
    case 0:
    case 'd':
    case 'e':
    case 'f':
    case 'g':
    case 'E':
    case 'F':
    case 'G':
    case '%':
        return 0;
    case 'b':
    case 'o':
    case 'x':
    case 'X':
        if (spec->grouping == '_') {
            spec->group_size = 4;
            return 0;
        }
        break;
    }
    if (spec->type > 32 && spec->type < 128)
        ouro__raise(rt, OURO_T_VALUE_ERROR, "Cannot specify '%c' with '%c'.", (int)spec->grouping,
                    (int)spec->type);
    else
        ouro__raise(rt, OURO_T_VALUE_ERROR, "Cannot specify '%c' with '\\x%x'.", (int)spec->grouping,
                    spec->type);
    return -1;
}

/* The separators at *i. */
static int parse_grouping(ouro_runtime *rt, ouro_object *text, size_t *i, size_t end, ouro__spec *spec)
{
    for (; *i < end; (*i)++) {
        uint32_t c = ouro__str_char(text, *i);
        if (c != ',' && c != '_')
            break;
        if (spec->grouping && (c != spec->grouping)) {
            ouro__raise(rt, OURO_T_VALUE_ERROR, "Cannot specify both ',' and '_'.");
            return -1;
        }
        if (spec->grouping)
            break;
        spec->grouping = c;
    }
    return 0;
}

int ouro__spec_parse(ouro_runtime *rt, ouro_object *text, ouro_object *value, uint32_t default_type,
                     char default_align, ouro__spec *spec)
{
    size_t i = 0, end = ouro__str_length(text);
    *spec = (ouro__spec){
        .fill = ' ', .align = (uint32_t)default_align, .width = -1, .precision = -1, .type = default_type};
#define HERE (i < end ? ouro__str_char(text, i) : 0)
    if (end >= 2 && is_align(ouro__str_char(text, 1))) {
        spec->fill = HERE;
        spec->align = ouro__str_char(text, 1);
        spec->fill_given = spec->align_given = true;
        i = 2;
    } else if (is_align(HERE)) {
        spec->align = HERE;
        spec->align_given = true;
        i = 1;
    }
    if (HERE == '+' || HERE == '-' || HERE == ' ')
        spec->sign = ouro__str_char(text, i++);
    if (HERE == 'z') {
        spec->no_negative_zero = true;
        i++;
    }
    if (HERE == '#') {
        spec->alternate = true;
        i++;
    }
    if (!spec->fill_given && HERE == '0') {
        spec->fill = '0';
        if (!spec->align_given && default_align == '>')
            spec->align = '=';
        i++;
    }
    spec->width = read_number(rt, text, &i, end);
    if (spec->width == -2 || parse_grouping(rt, text, &i, end, spec) < 0)
        return -1;
    if (HERE == '.') {
        i++;
        spec->precision = read_number(rt, text, &i, end);
        if (spec->precision == -1)
            ouro__raise(rt, OURO_T_VALUE_ERROR, "Format specifier missing precision");
        if (spec->precision < 0)
            return -1;
    }
    if (end - i > 1) {
        ouro__raise(rt, OURO_T_VALUE_ERROR, "Invalid format specifier '%U' for object of type '%T'", text,
                    value);
        return -1;
    }
    if (i < end)
        spec->type = HERE;
#undef HERE
    return spec->grouping ? check_grouping(rt, spec) : 0;
}

void *ouro__spec_unknown_type(ouro_runtime *rt, const ouro__spec *spec, ouro_object *value)
{
    if (spec->type > 32 && spec->type < 128)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "Unknown format code '%c' for object of type '%T'",
                           (int)spec->type, value);
    return ouro__raise(rt, OURO_T_VALUE_ERROR, "Unknown format code '\\x%x' for object of type '%T'",
                       spec->type, value);
}

/* Padding left and right of `length` characters. */
static int put_padding(ouro_str_builder *b, const ouro__spec *spec, size_t length, bool before)
{
    if (spec->width < 0 || (size_t)spec->width <= length)
        return 0;
    size_t all = (size_t)spec->width - length, left = spec->align == '>'   ? all
                                                      : spec->align == '^' ? all / 2
                                                                           : 0;
    size_t right = spec->align == '>' || spec->align == '=' ? 0 : all - left;
    return ouro__builder_fill(b, spec->fill, before ? left : right);
}

/* Digits from the right in groups, filled with zeros to at least `room` characters, written downwards from `end`; returns
 * where they begin. */
static char *group(const ouro__number_text *n, int64_t room, const ouro__spec *spec, char *end)
{
    int64_t left = (int64_t)n->digit_count;
    for (;;) {
        int64_t wanted = left > room ? left : room, now = wanted < 1 ? 1 : wanted;
        if (spec->grouping && now > spec->group_size)
            now = spec->group_size;
        for (int64_t k = 0; k < now; k++, left--)
            *--end = left > 0 ? n->digits[left - 1] : '0';
        if (left < 0)
            left = 0;
        room -= now;
        if (left <= 0 && room <= 0)
            return end;
        *--end = (char)spec->grouping;
        room--;
    }
}

char ouro__spec_sign(const ouro__spec *spec, bool negative)
{
    return negative ? '-' : spec->sign == '+' || spec->sign == ' ' ? (char)spec->sign : 0;
}

/* The pieces with their padding; `digits` are final. */
static int put_pieces(ouro_str_builder *b, const ouro__spec *spec, const ouro__number_text *n,
                      const char *digits, size_t count)
{
    size_t prefix = strlen(n->prefix), length = (n->sign != 0) + prefix + count + n->rest_count;
    if (put_padding(b, spec, length, true) < 0 || (n->sign && ouro__builder_char(b, (uint32_t)n->sign) < 0) ||
        ouro__builder_ascii(b, n->prefix, prefix) < 0)
        return -1;
    if (spec->align == '=' && spec->width > 0 && (size_t)spec->width > length &&
        ouro__builder_fill(b, spec->fill, (size_t)spec->width - length) < 0)
        return -1;
    if (ouro__builder_ascii(b, digits, count) < 0 || ouro__builder_ascii(b, n->rest, n->rest_count) < 0)
        return -1;
    return put_padding(b, spec, length, false);
}

int ouro__spec_put_number(ouro_str_builder *b, const ouro__spec *spec, const ouro__number_text *n)
{
    if (!spec->grouping || n->digit_count == 0)
        return put_pieces(b, spec, n, n->digits, n->digit_count); /* zeros come in as padding */
    int64_t room = 0;
    if (spec->fill == '0' && spec->align == '=' && spec->width > 0)
        room = spec->width - (int64_t)((n->sign != 0) + strlen(n->prefix) + n->rest_count);
    size_t most = n->digit_count > (size_t)(room > 0 ? room : 0) ? n->digit_count : (size_t)room;
    if (most >= OURO__STR_LENGTH_MAX / 2) {
        ouro__no_memory(b->rt);
        return -1;
    }
    most += most / 3 + 4;
    char *text = ouro__buffer_alloc(b->rt, most);
    if (!text)
        return -1;
    const char *start = group(n, room, spec, text + most);
    int status = put_pieces(b, spec, n, start, (size_t)(text + most - start));
    ouro__buffer_free(b->rt, text);
    return status;
}

static ouro_object *finish(ouro_str_builder *b, int status)
{
    if (status == 0)
        return ouro__builder_finish(b);
    ouro__builder_discard(b);
    return NULL;
}

static ouro_object *format_char(ouro_runtime *rt, ouro_object *value, const ouro__spec *spec)
{
    int64_t c;
    if (spec->sign)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "Sign not allowed with integer format specifier 'c'");
    if (spec->alternate)
        return ouro__raise(rt, OURO_T_VALUE_ERROR,
                           "Alternate form (#) not allowed with integer format specifier 'c'");
    if (ouro__int_as_int64(rt, value, &c) < 0)
        return ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "Python int too large to convert to C long");
    if (c < 0 || c > 0x10ffff)
        return ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "%%c arg not in range(0x110000)");
    ouro_str_builder b;
    ouro__builder_init(&b, rt);
    int status = put_padding(&b, spec, 1, true);
    if (status == 0)
        status = ouro__builder_char(&b, (uint32_t)c);
    if (status == 0 && spec->align == '=' && spec->width > 1)
        status = ouro__builder_fill(&b, spec->fill, (size_t)spec->width - 1);
    if (status == 0)
        status = put_padding(&b, spec, 1, false);
    return finish(&b, status);
}

static ouro_object *format_digits(ouro_runtime *rt, ouro_object *value, const ouro__spec *spec)
{
    int base = spec->type == 'b' ? 2 : spec->type == 'o' ? 8 : (spec->type | 32) == 'x' ? 16 : 10;
    size_t length;
    char *digits = ouro__int_digits(rt, value, base, &length);
    if (!digits)
        return NULL;
    bool negative = digits[0] == '-';
    ouro__number_text n = {.sign = ouro__spec_sign(spec, negative),
                           .prefix = "",
                           .digits = digits + negative,
                           .digit_count = length - negative,
                           .rest = "",
                           .rest_count = 0};
    if (spec->type == 'X')
        for (size_t i = 0; i < length; i++)
            digits[i] = (char)(digits[i] >= 'a' ? digits[i] - 32 : digits[i]);
    if (spec->alternate)
        n.prefix = spec->type == 'b'   ? "0b"
                   : spec->type == 'o' ? "0o"
                   : spec->type == 'x' ? "0x"
                   : spec->type == 'X' ? "0X"
                                       : "";
    ouro_str_builder b;
    ouro__builder_init(&b, rt);
    int status = ouro__spec_put_number(&b, spec, &n);
    ouro__buffer_free(rt, digits);
    return finish(&b, status);
}

static ouro_object *format_double(ouro_runtime *rt, double value, const ouro__spec *spec)
{
    ouro__number_text n;
    char *storage;
    if (ouro__spec_float(rt, spec, value, &n, &storage) < 0)
        return NULL;
    ouro_str_builder b;
    ouro__builder_init(&b, rt);
    int status = ouro__spec_put_number(&b, spec, &n);
    ouro__buffer_free(rt, storage);
    return finish(&b, status);
}

ouro_object *ouro__format_int(ouro_runtime *rt, ouro_object *value, ouro_object *text)
{
    ouro__spec spec;
    if (ouro__str_length(text) == 0)
        return ouro__is_exactly(value, OURO_T_INT) ? ouro__int_to_str(rt, value, 10, false)
                                                   : ouro__str(rt, value);
    if (ouro__spec_parse(rt, text, value, 'd', '>', &spec) < 0)
        return NULL;
    switch (spec.type) {
    case 'b':
    case 'c':
    case 'd':
    case 'n':
    case 'o':
    case 'x':
    case 'X':
        if (spec.precision >= 0)
            return ouro__raise(rt, OURO_T_VALUE_ERROR, "Precision not allowed in integer format specifier");
        if (spec.no_negative_zero)
            return ouro__raise(rt, OURO_T_VALUE_ERROR,
                               "Negative zero coercion (z) not allowed in integer format specifier");
        return spec.type == 'c' ? format_char(rt, value, &spec) : format_digits(rt, value, &spec);
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G':
    case '%': {
        double x;
        return ouro__int_as_double(rt, value, &x) < 0 ? NULL : format_double(rt, x, &spec);
    }
    default:
        return ouro__spec_unknown_type(rt, &spec, value);
    }
}

ouro_object *ouro__format_float(ouro_runtime *rt, ouro_object *value, ouro_object *text)
{
    ouro__spec spec;
    if (ouro__str_length(text) == 0)
        return ouro__str(rt, value);
    if (ouro__spec_parse(rt, text, value, 0, '>', &spec) < 0)
        return NULL;
    switch (spec.type) {
    case 0:
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G':
    case 'n':
    case '%':
        return format_double(rt, ((ouro_float *)value)->value, &spec);
    default:
        return ouro__spec_unknown_type(rt, &spec, value);
    }
}

ouro_object *ouro__format_str(ouro_runtime *rt, ouro_object *value, ouro_object *text)
{
    ouro__spec spec;
    if (ouro__str_length(text) == 0)
        return ouro__is_exactly(value, OURO_T_STR) ? ouro__same(value) : ouro__str(rt, value);
    if (ouro__spec_parse(rt, text, value, 's', '<', &spec) < 0)
        return NULL;
    if (spec.type != 's')
        return ouro__spec_unknown_type(rt, &spec, value);
    if (spec.sign)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "%s not allowed in string format specifier",
                           spec.sign == ' ' ? "Space" : "Sign");
    if (spec.no_negative_zero)
        return ouro__raise(rt, OURO_T_VALUE_ERROR,
                           "Negative zero coercion (z) not allowed in string format specifier");
    if (spec.alternate)
        return ouro__raise(rt, OURO_T_VALUE_ERROR,
                           "Alternate form (#) not allowed in string format specifier");
    if (spec.align == '=')
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "'=' alignment not allowed in string format specifier");
    size_t length = ouro__str_length(value);
    if (spec.precision >= 0 && (size_t)spec.precision < length)
        length = (size_t)spec.precision;
    ouro_str_builder b;
    ouro__builder_init(&b, rt);
    int status = put_padding(&b, &spec, length, true);
    if (status == 0)
        status = ouro__builder_slice(&b, value, 0, length);
    if (status == 0)
        status = put_padding(&b, &spec, length, false);
    return finish(&b, status);
}

ouro_object *ouro__format(ouro_runtime *rt, ouro_object *value, ouro_object *spec)
{
    bool empty = !spec || (ouro__is_str(rt, spec) && ouro__str_length(spec) == 0);
    if (empty && (ouro__is_exactly(value, OURO_T_STR) || ouro__is_exactly(value, OURO_T_INT)))
        return ouro__is_exactly(value, OURO_T_STR) ? ouro__same(value)
                                                   : ouro__int_to_str(rt, value, 10, false);
    if (!spec)
        spec = OURO_EMPTY_STR(rt);
    ouro_object *method = ouro__lookup_special(rt, value, NAME(rt, __format__));
    if (!method) {
        if (!ouro__error_pending(rt))
            ouro__raise(rt, OURO_T_TYPE_ERROR, "Type %T doesn't define __format__", value);
        return NULL;
    }
    ouro_object *result = ouro__call1(rt, method, spec);
    ouro_decref(rt, method);
    if (result && !ouro__is_str(rt, result)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "__format__ must return a str, not %T", result);
        ouro_decref(rt, result);
        return NULL;
    }
    return result;
}
