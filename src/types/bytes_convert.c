/* bytes in other forms: decode, hex, translate, "%". */
#include "types/bytearray.h"
#include "types/bytes_builder.h"
#include "types/bytes_methods.h"
#include "types/int.h"
#include "types/percent.h"
#include "types/str_encode.h"

OURO__BYTES_METHOD(decode)
{
    static const char *const names[] = {"encoding", "errors", NULL};
    static const ouro_signature signature = {"decode", names, 0, 2, 0, 0};
    ouro_object *out[2];
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, out) < 0)
        return NULL;
    for (int i = 0; i < 2; i++)
        if (out[i] && !ouro__is_str(rt, out[i]))
            return ouro__raise(rt, OURO_T_TYPE_ERROR, "decode() argument '%s' must be str, not %V", names[i], out[i]);
    return ouro__decode_object(rt, self, out[0], out[1]);
}

int ouro__hex_separator(ouro_runtime *rt, ouro_object *o)
{
    if (!o)
        return OURO__HEX_NO_SEPARATOR;
    int64_t length = ouro__length(rt, o);
    if (length < 0)
        return -1;
    if (length != 1) {
        ouro__raise(rt, OURO_T_VALUE_ERROR, "sep must be length 1.");
        return -1;
    }
    uint32_t c;
    if (ouro__is_str(rt, o)) {
        c = ouro__str_char(o, 0);
    } else if (ouro__is_bytes(rt, o)) {
        c = ((ouro_bytes *)o)->data[0];
    } else {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "sep must be str or bytes.");
        return -1;
    }
    if (c < 256)
        return (int)c;
    ouro__raise(rt, OURO_T_VALUE_ERROR, "sep must be ASCII.");
    return -1;
}

/* Bytes between two separators; 0: there are none. */
static size_t hex_group(int separator, int64_t every)
{
    return separator == OURO__HEX_NO_SEPARATOR ? 0 : every < 0 ? -(size_t)every : (size_t)every;
}

size_t ouro__hex_length(size_t length, int separator, int64_t every)
{
    size_t group = hex_group(separator, every);
    return length * 2 + (group && length ? (length - 1) / group : 0);
}

void ouro__hex_write(uint8_t *to, const uint8_t *from, size_t length, int separator, int64_t every)
{
    static const char digits[] = "0123456789abcdef";
    size_t group = hex_group(separator, every);
    for (size_t i = 0; i < length; i++) {
        if (group && i && (every > 0 ? (length - i) % group == 0 : i % group == 0))
            *to++ = (uint8_t)separator;
        *to++ = (uint8_t)digits[from[i] >> 4];
        *to++ = (uint8_t)digits[from[i] & 15];
    }
}

OURO__BYTES_METHOD(hex)
{
    static const char *const names[] = {"sep", "bytes_per_sep", NULL};
    static const ouro_signature signature = {"hex", names, 0, 2, 0, 0};
    ouro_object *out[2];
    int64_t every = 1;
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, out) < 0 ||
        (out[1] && ouro__index_int64(rt, out[1], false, &every) < 0))
        return NULL;
    int separator = ouro__hex_separator(rt, out[0]);
    if (separator < 0)
        return NULL;
    if (separator > 127 && separator != OURO__HEX_NO_SEPARATOR)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "sep must be ASCII.");
    ouro__text t = ouro__bytes_text(rt, self);
    size_t length = ouro__hex_length(t.length, separator, every);
    ouro_str *s = ouro__str_alloc(rt, length, 0x7f);
    if (s && length)
        ouro__hex_write(ouro__str_data(s), t.data, t.length, separator, every);
    return (ouro_object *)s;
}

int ouro__hex_value(uint32_t c)
{
    if (c - '0' < 10)
        return (int)(c - '0');
    uint32_t letter = (c | 32) - 'a';
    return c < 128 && letter < 6 ? (int)letter + 10 : -1;
}

OURO__BYTES_METHOD(fromhex)
{
    if (!ouro__is_str(rt, args[0]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "fromhex() argument must be str, not %V", args[0]);
    ouro__text t = ouro__text_of_str(args[0]);
    ouro__bytes_builder b;
    ouro__bytes_builder_init(&b, rt);
    for (size_t i = 0; i < t.length;) {
        uint32_t c = ouro__text_char(&t, i);
        if (c == ' ' || c - '\t' < 5) {
            i++;
            continue;
        }
        int high = ouro__hex_value(c), low = i + 1 < t.length ? ouro__hex_value(ouro__text_char(&t, i + 1)) : -1;
        if (high < 0 || low < 0) {
            ouro__raise(rt, OURO_T_VALUE_ERROR, "non-hexadecimal number found in fromhex() arg at position %zu",
                        high < 0 ? i : i + 1);
            ouro__bytes_builder_discard(&b);
            return NULL;
        }
        if (ouro__bytes_put(&b, &(uint8_t){(uint8_t)(high << 4 | low)}, 1) < 0) {
            ouro__bytes_builder_discard(&b);
            return NULL;
        }
        i += 2;
    }
    ouro_object *bytes = ouro__bytes_builder_finish(&b);
    if (!bytes || ouro__is_builtin_class(self, OURO_T_BYTES))
        return bytes;
    ouro_object *result = ouro__call1(rt, self, bytes);
    ouro_decref(rt, bytes);
    return result;
}

static ouro_object *table_of(ouro_runtime *rt, const ouro__byte_loan *from, const ouro__byte_loan *to)
{
    if (from->length != to->length)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "maketrans arguments must have same length");
    uint8_t table[256];
    for (int i = 0; i < 256; i++)
        table[i] = (uint8_t)i;
    for (size_t i = 0; i < from->length; i++)
        table[from->data[i]] = to->data[i];
    return ouro__bytes_new(rt, table, 256);
}

OURO__BYTES_METHOD(maketrans)
{
    ouro__byte_loan from, to;
    if (!ouro__bytes_borrow(rt, args[0], &from))
        return NULL;
    ouro_object *table = NULL;
    if (ouro__bytes_borrow(rt, args[1], &to)) {
        table = table_of(rt, &from, &to);
        ouro__bytes_return(rt, &to);
    }
    ouro__bytes_return(rt, &from);
    return table;
}

/* `map` is a table of 256, or NULL: each byte stays as it is. */
static ouro_object *translate(ouro_runtime *rt, ouro_object *self, const uint8_t *map, const ouro__byte_loan *deleted)
{
    bool drop[256] = {false};
    for (size_t i = 0; i < deleted->length; i++)
        drop[deleted->data[i]] = true;
    ouro__text t = ouro__bytes_text(rt, self);
    const uint8_t *from = t.data;
    size_t kept = 0;
    for (size_t i = 0; i < t.length; i++)
        kept += !drop[from[i]];
    uint8_t *to;
    ouro_object *o = ouro__bytes_like(rt, self, kept, &to);
    if (o)
        for (size_t i = 0; i < t.length; i++)
            if (!drop[from[i]])
                *to++ = map ? map[from[i]] : from[i];
    return o;
}

OURO__BYTES_METHOD(translate)
{
    static const char *const names[] = {"", "delete", NULL};
    static const ouro_signature signature = {"translate", names, 1, 2, 1, 0};
    ouro_object *out[2], *result = NULL;
    ouro__byte_loan table = {0}, deleted = {0};
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, out) < 0)
        return NULL;
    bool has_table = out[0] != OURO_NONE(rt);
    if (has_table && !ouro__bytes_borrow(rt, out[0], &table))
        return NULL;
    if (has_table && table.length != 256)
        ouro__raise(rt, OURO_T_VALUE_ERROR, "translation table must be 256 characters long");
    else if (!out[1] || ouro__bytes_borrow(rt, out[1], &deleted))
        result = translate(rt, self, has_table ? table.data : NULL, &deleted);
    ouro__bytes_return(rt, &deleted);
    ouro__bytes_return(rt, &table);
    return result;
}

/* %c of an int in range(256) or a single byte, as one character. */
static ouro_object *byte_text(ouro_runtime *rt, ouro_object *value)
{
    ouro__byte_view view;
    if (ouro__is_bytes(rt, value) || ouro__is_bytearray(rt, value)) {
        if (ouro__bytes_view(rt, value, &view) && view.length == 1)
            return ouro__str_latin1_char(rt, view.data[0]);
    } else {
        const ouro_number_slots *number = ouro__type_of(rt, value)->number;
        if (number && number->index) {
            int64_t c;
            if (ouro__index_int64(rt, value, true, &c) < 0)
                return NULL;
            if (c >= 0 && c < 256)
                return ouro__str_latin1_char(rt, (uint32_t)c);
            return ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "%%c arg not in range(256)");
        }
    }
    return ouro__raise(rt, OURO_T_TYPE_ERROR, "%%c requires an integer in range(256) or a single byte");
}

static ouro_object *bytes_convert(ouro_runtime *rt, uint32_t conversion, int64_t precision, ouro_object *value)
{
    (void)precision;
    if (conversion == 'r' || conversion == 'a')
        return ouro__ascii(rt, value);
    if (conversion == 'c')
        return byte_text(rt, value);
    if (ouro__is_bytes_like(rt, value)) {
        ouro__byte_loan loan;
        if (!ouro__bytes_borrow(rt, value, &loan))
            return NULL;
        ouro_object *text = ouro__str_from_latin1(rt, loan.data, loan.length);
        ouro__bytes_return(rt, &loan);
        return text;
    }
    ouro_object *method = ouro__lookup_special(rt, value, NAME(rt, __bytes__));
    if (!method) {
        if (!ouro__error_pending(rt))
            ouro__raise(rt, OURO_T_TYPE_ERROR,
                        "%%b requires a bytes-like object, or an object that implements __bytes__, not '%T'", value);
        return NULL;
    }
    ouro_object *bytes = ouro__bytes_from_method(rt, method), *text = NULL;
    if (bytes)
        text = ouro__str_from_latin1(rt, ((ouro_bytes *)bytes)->data, ((ouro_bytes *)bytes)->length);
    ouro_xdecref(rt, bytes);
    return text;
}

/* A mapping key: bytes, also of a bytearray. */
static ouro_object *make_key(ouro_runtime *rt, ouro_object *format, size_t start, size_t stop)
{
    return ouro__bytes_new(rt, (const uint8_t *)ouro__bytes_text(rt, format).data + start, stop - start);
}

ouro_object *ouro__bytes_percent(ouro_runtime *rt, ouro_object *format, ouro_object *arguments)
{
    static const ouro__percent_hooks hooks = {"bsrac", bytes_convert, make_key};
    ouro__text text = ouro__bytes_text(rt, format);
    ouro_object *s = ouro__percent_format(rt, format, &text, arguments, &hooks);
    if (!s)
        return NULL;
    uint8_t *to;
    ouro_object *o = ouro__bytes_like(rt, format, ouro__str_length(s), &to);
    if (o)
        memcpy(to, ouro__str_data(s), ouro__str_length(s));
    ouro_decref(rt, s);
    return o;
}
