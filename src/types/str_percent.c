/* The "%" operator: the machine that str and bytes share, and what is str's own. */
#include <math.h>

#include "types/bytes.h"
#include "types/float.h"
#include "types/format_spec.h"
#include "types/int_impl.h"
#include "types/int_type.h"
#include "types/percent.h"
#include "types/bytes_impl.h"
#include "types/protocol.h"
#include "types/tuple.h"

/* ouro__percent and where we are: `next` counts the tuple's items used; a single argument or a key's value is used once. */
typedef struct machine {
    ouro_runtime *rt;
    ouro_object *format;
    const ouro__text *text;
    const ouro__percent_hooks *hooks;
    ouro_object *arguments; /* borrowed: a tuple, or the one argument */
    bool is_tuple, is_mapping, mapping_used;
    size_t next;
    ouro_object *value; /* of a key, owned, or NULL: the next argument */
    size_t at;          /* in the text */
    ouro_str_builder out;
} machine;

/* Borrowed; NULL with TypeError. */
static ouro_object *next_argument(machine *m)
{
    size_t count = m->is_tuple ? ((ouro_tuple *)m->arguments)->count : 1;
    if (m->next >= count)
        return ouro__raise(m->rt, OURO_T_TYPE_ERROR, "not enough arguments for format string");
    m->next++;
    if (m->value)
        return m->value;
    return m->is_tuple ? ((ouro_tuple *)m->arguments)->items[m->next - 1] : m->arguments;
}

static bool has_more(const machine *m)
{
    return m->at < m->text->length;
}

static uint32_t here(const machine *m)
{
    return has_more(m) ? ouro__text_char(m->text, m->at) : 0;
}

/* (key): its value becomes the argument. */
static int read_key(machine *m)
{
    if (!m->is_mapping) {
        ouro__raise(m->rt, OURO_T_TYPE_ERROR, "format requires a mapping");
        return -1;
    }
    size_t start = ++m->at, depth = 1;
    while (has_more(m) && depth) {
        uint32_t c = ouro__text_char(m->text, m->at++);
        depth += c == '(' ? 1 : c == ')' ? (size_t)-1 : 0;
    }
    if (depth) {
        ouro__raise(m->rt, OURO_T_VALUE_ERROR, "incomplete format key");
        return -1;
    }
    ouro_object *key = m->hooks->key(m->rt, m->format, start, m->at - 1);
    ouro_object *value = key ? ouro__getitem(m->rt, m->arguments, key) : NULL;
    ouro_xdecref(m->rt, key);
    ouro_xdecref(m->rt, m->value);
    m->value = value;
    m->next = 0; /* a mapping is one argument, and so is each value from it */
    m->mapping_used = true;
    return value ? 0 : -1;
}

/* A number, or * for the next argument. 0 or -1. */
static int read_size(machine *m, int64_t *size, const char *too_big)
{
    if (here(m) == '*') {
        m->at++;
        ouro_object *o = next_argument(m);
        if (!o)
            return -1;
        if (!ouro__is_int(m->rt, o)) {
            ouro__raise(m->rt, OURO_T_TYPE_ERROR, "* wants int");
            return -1;
        }
        bool precision = too_big[0] == 'p';
        if (ouro__int_as_int64(m->rt, o, size) < 0 || (precision && *size != (int32_t)*size)) {
            ouro__raise(m->rt, OURO_T_OVERFLOW_ERROR, "Python int too large to convert to C %s",
                        precision ? "int" : "ssize_t");
            return -1;
        }
        return 0;
    }
    for (; here(m) - '0' < 10; m->at++) {
        if (*size > (INT64_MAX - 9) / 10 || (too_big[0] == 'p' && *size > (INT32_MAX - 9) / 10)) {
            ouro__raise(m->rt, OURO_T_VALUE_ERROR, "%s too big", too_big);
            return -1;
        }
        *size = *size * 10 + (here(m) - '0');
    }
    return 0;
}

static int read_directive(machine *m, ouro__percent *p)
{
    *p = (ouro__percent){.width = 0, .precision = -1};
    if (here(m) == '(' && read_key(m) < 0)
        return -1;
    for (;; m->at++) {
        uint32_t c = here(m);
        if (c == '-')
            p->left = true;
        else if (c == '+')
            p->sign = true;
        else if (c == ' ')
            p->space = true;
        else if (c == '#')
            p->alternate = true;
        else if (c == '0')
            p->zero = true;
        else if (c == 'z' && m->text->is_bytes)
            p->no_negative_zero = true;
        else
            break;
    }
    if (read_size(m, &p->width, "width") < 0)
        return -1;
    if (p->width < 0) {
        p->left = true;
        p->width = p->width == INT64_MIN ? 0 : -p->width; /* CPython's overflows and pads nothing */
    }
    if (here(m) == '.') {
        m->at++;
        p->precision = 0;
        if (read_size(m, &p->precision, "precision") < 0)
            return -1;
        if (p->precision < 0)
            p->precision = 0;
    }
    if (here(m) == 'h' || here(m) == 'l' || here(m) == 'L')
        m->at++;
    if (!has_more(m)) {
        ouro__raise(m->rt, OURO_T_VALUE_ERROR, "incomplete format");
        return -1;
    }
    p->conversion = ouro__text_char(m->text, m->at++);
    return 0;
}

/* The pieces of a number: sign, prefix, digits filled with zeros to `precision`, padding. */
static int put_number_text(ouro_str_builder *b, const ouro__percent *p, bool negative, const char *prefix,
                           const char *digits, size_t count)
{
    char sign = negative ? '-' : p->sign ? '+' : p->space ? ' ' : 0;
    size_t prefix_length = strlen(prefix),
           zeros = p->precision > 0 && (size_t)p->precision > count ? (size_t)p->precision - count : 0;
    if (zeros >= OURO__STR_LENGTH_MAX) {
        ouro__no_memory(b->rt);
        return -1;
    }
    size_t length = (sign != 0) + prefix_length + zeros + count,
           pad = (size_t)p->width > length ? (size_t)p->width - length : 0;
    bool zero_fill = p->zero && !p->left;
    if ((!p->left && !zero_fill && ouro__builder_fill(b, ' ', pad) < 0) ||
        (sign && ouro__builder_char(b, (uint32_t)sign) < 0) ||
        ouro__builder_ascii(b, prefix, prefix_length) < 0 ||
        (zero_fill && ouro__builder_fill(b, '0', pad) < 0) || ouro__builder_fill(b, '0', zeros) < 0 ||
        ouro__builder_ascii(b, digits, count) < 0)
        return -1;
    return p->left ? ouro__builder_fill(b, ' ', pad) : 0;
}

/* The int to show; owned. */
static ouro_object *to_int(ouro_runtime *rt, const ouro__percent *p, ouro_object *value)
{
    if (ouro__is_int(rt, value))
        return ouro__same(value);
    bool exact = p->conversion == 'o' || (p->conversion | 32) == 'x';
    const ouro_number_slots *number = ouro__type_of(rt, value)->number;
    ouro_object *o = NULL;
    if (number && (exact ? number->index != NULL : number->to_int || number->index)) {
        o = exact ? ouro__index(rt, value) : ouro__int_from_object(rt, value);
        if (o || !ouro__error_is(rt, OURO_T_TYPE_ERROR))
            return o;
        ouro__error_clear(rt);
    }
    return ouro__raise(rt, OURO_T_TYPE_ERROR, "%%%c format: %s is required, not %T", (int)p->conversion,
                       exact ? "an integer" : "a real number", value);
}

static int put_int(ouro_str_builder *b, const ouro__percent *p, ouro_object *value)
{
    ouro_runtime *rt = b->rt;
    ouro_object *o = to_int(rt, p, value);
    if (!o)
        return -1;
    int base = p->conversion == 'o' ? 8 : (p->conversion | 32) == 'x' ? 16 : 10;
    size_t count;
    char *digits = ouro__int_digits(rt, o, base, &count);
    ouro_decref(rt, o);
    if (!digits)
        return -1;
    bool negative = *digits == '-';
    if (p->conversion == 'X')
        for (size_t i = 0; i < count; i++)
            digits[i] = (char)(digits[i] >= 'a' ? digits[i] - 32 : digits[i]);
    const char *prefix = !p->alternate          ? ""
                         : base == 8            ? "0o"
                         : p->conversion == 'x' ? "0x"
                         : base == 16           ? "0X"
                                                : "";
    int status = put_number_text(b, p, negative, prefix, digits + negative, count - negative);
    ouro__buffer_free(rt, digits);
    return status;
}

static int put_float(ouro_str_builder *b, const ouro__percent *p, ouro_object *value)
{
    double x;
    if (ouro__as_double(b->rt, value, &x) < 0)
        return -1;
    ouro__spec spec = {.type = p->conversion,
                       .precision = p->precision,
                       .alternate = p->alternate,
                       .no_negative_zero = p->no_negative_zero,
                       .width = -1};
    ouro__number_text n;
    char *storage;
    if (ouro__spec_float(b->rt, &spec, x, &n, &storage) < 0)
        return -1;
    ouro__percent plain = *p;
    plain.precision = -1;
    int status = put_number_text(b, &plain, n.sign == '-', "", n.digits, n.digit_count + n.rest_count);
    ouro__buffer_free(b->rt, storage);
    return status;
}

int ouro__percent_number(ouro_str_builder *b, const ouro__percent *p, ouro_object *value)
{
    return strchr("eEfFgG", (int)p->conversion) ? put_float(b, p, value) : put_int(b, p, value);
}

static int put_converted(machine *m, const ouro__percent *p, ouro_object *value)
{
    ouro_object *text = m->hooks->convert(m->rt, p->conversion, p->precision, value);
    if (!text)
        return -1;
    size_t length = ouro__str_length(text);
    if (p->conversion != 'c' && p->precision >= 0 && (size_t)p->precision < length)
        length = (size_t)p->precision;
    size_t pad = (size_t)p->width > length ? (size_t)p->width - length : 0;
    int status = p->left ? 0 : ouro__builder_fill(&m->out, ' ', pad);
    if (status == 0)
        status = ouro__builder_slice(&m->out, text, 0, length);
    if (status == 0 && p->left)
        status = ouro__builder_fill(&m->out, ' ', pad);
    ouro_decref(m->rt, text);
    return status;
}

static int put_number(machine *m, const ouro__percent *p, ouro_object *value)
{
    int status = ouro__percent_number(&m->out, p, value);
    if (status < 0 && m->text->is_bytes && strchr("eEfFgG", (int)p->conversion) &&
        ouro__error_is(m->rt, OURO_T_TYPE_ERROR)) {
        ouro__error_clear(m->rt);
        ouro__raise(m->rt, OURO_T_TYPE_ERROR, "float argument required, not %T", value);
    }
    return status;
}

static int put_directive(machine *m)
{
    ouro__percent p;
    if (here(m) == '%') {
        m->at++;
        return ouro__builder_char(&m->out, '%');
    }
    if (read_directive(m, &p) < 0)
        return -1;
    ouro_object *value = next_argument(m);
    if (!value)
        return -1;
    if (m->text->is_bytes && p.conversion == 'i')
        p.conversion = 'd'; /* shows in messages */
    ouro_incref(value);     /* what conversion runs may drop the tuple's hold */
    int status;
    if (p.conversion && p.conversion < 128 && strchr(m->hooks->conversions, (int)p.conversion)) {
        status = put_converted(m, &p, value);
    } else if (p.conversion && p.conversion < 128 && strchr("diuoxXeEfFgG", (int)p.conversion)) {
        status = put_number(m, &p, value);
    } else {
        ouro__raise(m->rt, OURO_T_VALUE_ERROR, "unsupported format character '%c' (0x%x) at index %zu",
                    p.conversion >= 32 && p.conversion < 127 ? (int)p.conversion : '?', p.conversion,
                    m->at - 1);
        status = -1;
    }
    ouro_decref(m->rt, value);
    return status;
}

static int run(machine *m)
{
    while (has_more(m)) {
        ouro__text rest = ouro__text_part(m->text, m->at, m->text->length);
        int64_t found = ouro__text_find_char(&rest, '%');
        size_t plain = found < 0 ? rest.length : (size_t)found;
        if (ouro__builder_chars(&m->out, rest.data, rest.kind, plain,
                                ouro__chars_widest(rest.data, rest.kind, plain)) < 0)
            return -1;
        m->at += plain;
        if (found < 0)
            break;
        m->at++;
        if (put_directive(m) < 0)
            return -1;
        if (m->value) {
            ouro_decref(m->rt, m->value);
            m->value = NULL;
        }
    }
    size_t count = m->is_tuple ? ((ouro_tuple *)m->arguments)->count : 1;
    if (m->next < count && !m->is_mapping) {
        ouro__raise(m->rt, OURO_T_TYPE_ERROR, "not all arguments converted during %s formatting",
                    m->text->is_bytes ? "bytes" : "string");
        return -1;
    }
    return 0;
}

ouro_object *ouro__percent_format(ouro_runtime *rt, ouro_object *format, const ouro__text *text,
                                  ouro_object *arguments, const ouro__percent_hooks *hooks)
{
    bool is_tuple = ouro__is_tuple(rt, arguments);
    machine m = {.rt = rt,
                 .format = format,
                 .text = text,
                 .hooks = hooks,
                 .arguments = arguments,
                 .is_tuple = is_tuple,
                 .is_mapping = !is_tuple && !ouro__is_str(rt, arguments) &&
                               ouro__type_of(rt, arguments)->getitem &&
                               !(text->is_bytes && ouro__is_bytes_like(rt, arguments))};
    ouro__builder_init(&m.out, rt);
    int status = run(&m);
    ouro_xdecref(rt, m.value);
    if (status == 0)
        return ouro__builder_finish(&m.out);
    ouro__builder_discard(&m.out);
    return NULL;
}

static ouro_object *char_text(ouro_runtime *rt, ouro_object *value)
{
    if (ouro__is_str(rt, value)) {
        if (ouro__str_length(value) == 1)
            return ouro__same(value);
    } else {
        const ouro_number_slots *number = ouro__type_of(rt, value)->number;
        if (number && number->index) {
            int64_t c;
            ouro_object *i = ouro__index(rt, value);
            if (!i) {
                if (!ouro__error_is(rt, OURO_T_TYPE_ERROR))
                    return NULL;
                ouro__error_clear(rt);
                return ouro__raise(rt, OURO_T_TYPE_ERROR, "%%c requires int or char");
            }
            bool ok = ouro__int_as_int64(rt, i, &c) == 0 && c >= 0 && c <= 0x10ffff;
            ouro_decref(rt, i);
            if (ok)
                return ouro__str_from_char(rt, (uint32_t)c);
            return ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "%%c arg not in range(0x110000)");
        }
    }
    return ouro__raise(rt, OURO_T_TYPE_ERROR, "%%c requires int or char");
}

static ouro_object *str_convert(ouro_runtime *rt, uint32_t conversion, int64_t precision, ouro_object *value)
{
    (void)precision;
    switch (conversion) {
    case 's':
        return ouro__str(rt, value);
    case 'r':
        return ouro__repr(rt, value);
    case 'a':
        return ouro__ascii(rt, value);
    default:
        return char_text(rt, value);
    }
}

ouro_object *ouro__str_percent(ouro_runtime *rt, ouro_object *format, ouro_object *arguments)
{
    static const ouro__percent_hooks hooks = {"srac", str_convert, ouro__str_slice};
    ouro__text text = ouro__text_of_str(format);
    return ouro__percent_format(rt, format, &text, arguments, &hooks);
}
