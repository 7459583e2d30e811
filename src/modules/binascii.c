/* The binascii module: bytes as text of several kinds, and check sums. */
#include <string.h>

#include "modules/crc32.h"
#include "modules/modules.h"
#include "types/bytes_builder.h"
#include "types/bytes_methods.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/types.h"

/* Borrows the bytes of a bytes-like object or the characters of an ASCII str. */
static bool borrow_ascii(ouro_runtime *rt, ouro_object *o, ouro__byte_loan *loan)
{
    if (ouro__is_str(rt, o)) {
        loan->buffer.owner = NULL;
        if (!ouro__str_is_ascii(o)) {
            ouro__raise(rt, OURO_T_VALUE_ERROR, "string argument should contain only ASCII characters");
            return false;
        }
        loan->data = ouro__str_data(o);
        loan->length = ouro__str_length(o);
        return true;
    }
    if (ouro__is_bytes_like(rt, o))
        return ouro__bytes_borrow(rt, o, loan);
    ouro__raise(rt, OURO_T_TYPE_ERROR, "argument should be bytes, buffer or ASCII string, not '%T'", o);
    return false;
}

/* A flag argument: NULL is the fallback. -1 with an exception. */
static int flag(ouro_runtime *rt, ouro_object *o, bool fallback)
{
    return o ? ouro__truth(rt, o) : fallback;
}

/* What was built, unless it failed. */
static ouro_object *finish(ouro__bytes_builder *b, int status)
{
    if (status == 0)
        return ouro__bytes_builder_finish(b);
    ouro__bytes_builder_discard(b);
    return NULL;
}

static int error(ouro_runtime *rt, const char *message)
{
    ouro__raise(rt, OURO_T_BINASCII_ERROR, "%s", message);
    return -1;
}

static int put_byte(ouro__bytes_builder *b, unsigned byte)
{
    return ouro__bytes_put(b, &(uint8_t){(uint8_t)byte}, 1);
}

/* --- base64 ---------------------------------------------------------------------------------------------- */

/* 64 and above: no digit. */
static unsigned base64_value(uint8_t c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26u;
    if (c >= '0' && c <= '9')
        return c - '0' + 52u;
    return c == '+' ? 62 : c == '/' ? 63 : 64;
}

static int decode_base64(ouro_runtime *rt, const uint8_t *from, size_t length, bool strict,
                         ouro__bytes_builder *b)
{
    unsigned bits = 0, digits = 0, pads = 0;
    bool padding = false;
    if (strict && length && from[0] == '=')
        return error(rt, "Leading padding not allowed");
    for (size_t i = 0; i < length; i++) {
        if (from[i] == '=') {
            padding = true;
            if (digits >= 2 && digits + ++pads >= 4)
                return strict && i + 1 < length ? error(rt, "Excess data after padding") : 0;
            continue;
        }
        unsigned value = base64_value(from[i]);
        if (value >= 64) {
            if (strict)
                return error(rt, "Only base64 data is allowed");
            continue;
        }
        if (strict && padding)
            return error(rt, "Discontinuous padding not allowed");
        pads = 0;
        bits = bits << 6 | value;
        digits = (digits + 1) % 4;
        if (digits != 1 && put_byte(b, bits >> (digits ? 8 - 2 * digits : 0)) < 0)
            return -1;
    }
    if (digits == 1) {
        ouro__raise(rt, OURO_T_BINASCII_ERROR,
                    "Invalid base64-encoded string: number of data characters (%zu) cannot be 1 more than a "
                    "multiple of 4",
                    b->length / 3 * 4 + 1);
        return -1;
    }
    return digits ? error(rt, "Incorrect padding") : 0;
}

OURO_C_FUNCTION(binascii_a2b_base64)
{
    static const char *const names[] = {"", "strict_mode", NULL};
    static const ouro_signature signature = {"a2b_base64", names, 1, 1, 1, 1};
    ouro_object *out[2];
    ouro__byte_loan loan;
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, out) < 0)
        return NULL;
    int strict = flag(rt, out[1], false);
    if (strict < 0 || !borrow_ascii(rt, out[0], &loan))
        return NULL;
    ouro__bytes_builder b;
    ouro__bytes_builder_init(&b, rt);
    int status = decode_base64(rt, loan.data, loan.length, strict, &b);
    ouro__bytes_return(rt, &loan);
    return finish(&b, status);
}

static void encode_base64(uint8_t *to, const uint8_t *from, size_t length)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (; length; from += 3, to += 4) {
        size_t n = length < 3 ? length : 3;
        unsigned bits =
            (unsigned)from[0] << 16 | (n > 1 ? (unsigned)from[1] << 8 : 0) | (n > 2 ? from[2] : 0);
        to[0] = (uint8_t)digits[bits >> 18];
        to[1] = (uint8_t)digits[bits >> 12 & 63];
        to[2] = n > 1 ? (uint8_t)digits[bits >> 6 & 63] : '=';
        to[3] = n > 2 ? (uint8_t)digits[bits & 63] : '=';
        length -= n;
    }
}

OURO_C_FUNCTION(binascii_b2a_base64)
{
    static const char *const names[] = {"", "newline", NULL};
    static const ouro_signature signature = {"b2a_base64", names, 1, 1, 1, 1};
    ouro_object *out[2];
    ouro__byte_loan loan;
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, out) < 0)
        return NULL;
    int newline = flag(rt, out[1], true);
    if (newline < 0 || !ouro__bytes_borrow(rt, out[0], &loan))
        return NULL;
    size_t length = (loan.length + 2) / 3 * 4;
    ouro_object *text = ouro__bytes_new(rt, NULL, length + (size_t)newline);
    if (text) {
        encode_base64(((ouro_bytes *)text)->data, loan.data, loan.length);
        if (newline)
            ((ouro_bytes *)text)->data[length] = '\n';
    }
    ouro__bytes_return(rt, &loan);
    return text;
}

/* --- hexadecimal ----------------------------------------------------------------------------------------- */

OURO_C_FUNCTION(binascii_hexlify)
{
    static const char *const names[] = {"data", "sep", "bytes_per_sep", NULL};
    static const ouro_signature signature = {"hexlify", names, 0, 3, 1, 0};
    ouro_object *out[3];
    int64_t every = 1;
    ouro__byte_loan loan;
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, out) < 0 ||
        (out[2] && ouro__index_int64(rt, out[2], true, &every) < 0))
        return NULL;
    int separator = ouro__hex_separator(rt, out[1]);
    if (separator < 0 || !ouro__bytes_borrow(rt, out[0], &loan))
        return NULL;
    size_t length = ouro__hex_length(loan.length, separator, every);
    ouro_object *text = ouro__bytes_new(rt, NULL, length);
    if (text && length)
        ouro__hex_write(((ouro_bytes *)text)->data, loan.data, loan.length, separator, every);
    ouro__bytes_return(rt, &loan);
    return text;
}

static int decode_hex(ouro_runtime *rt, const ouro__byte_loan *loan, ouro__bytes_builder *b)
{
    if (loan->length % 2)
        return error(rt, "Odd-length string");
    for (size_t i = 0; i < loan->length; i += 2) {
        int high = ouro__hex_value(loan->data[i]), low = ouro__hex_value(loan->data[i + 1]);
        if (high < 0 || low < 0)
            return error(rt, "Non-hexadecimal digit found");
        if (put_byte(b, (unsigned)(high << 4 | low)) < 0)
            return -1;
    }
    return 0;
}

OURO_C_FUNCTION(binascii_unhexlify)
{
    ouro__byte_loan loan;
    if (!borrow_ascii(rt, args[0], &loan))
        return NULL;
    ouro__bytes_builder b;
    ouro__bytes_builder_init(&b, rt);
    int status = decode_hex(rt, &loan, &b);
    ouro__bytes_return(rt, &loan);
    return finish(&b, status);
}

/* --- uuencode -------------------------------------------------------------------------------------------- */

/* One line: its length, then six bits a character; what is missing at its end is taken for blanks. */
static int decode_uu(ouro_runtime *rt, const uint8_t *from, size_t length, ouro__bytes_builder *b)
{
    size_t at = length > 0, left = ((length ? from[0] : 0u) - ' ') & 63;
    unsigned bits = 0, held = 0;
    for (; left > 0; at++) {
        unsigned c = at < length ? from[at] : '\n';
        if (c == '\n' || c == '\r')
            c = ' ';
        if (c < ' ' || c > ' ' + 64)
            return error(rt, "Illegal char");
        bits = bits << 6 | ((c - ' ') & 63);
        held += 6;
        if (held >= 8) {
            held -= 8;
            if (put_byte(b, bits >> held) < 0)
                return -1;
            left--;
        }
    }
    for (; at < length; at++)
        if (from[at] != ' ' && from[at] != ' ' + 64 && from[at] != '\n' && from[at] != '\r')
            return error(rt, "Trailing garbage");
    return 0;
}

OURO_C_FUNCTION(binascii_a2b_uu)
{
    ouro__byte_loan loan;
    if (!borrow_ascii(rt, args[0], &loan))
        return NULL;
    ouro__bytes_builder b;
    ouro__bytes_builder_init(&b, rt);
    int status = decode_uu(rt, loan.data, loan.length, &b);
    ouro__bytes_return(rt, &loan);
    return finish(&b, status);
}

enum { UU_LINE = 45 };

static int encode_uu(ouro_runtime *rt, const ouro__byte_loan *loan, bool backtick, ouro__bytes_builder *b)
{
    unsigned bits = 0, held = 0, zero = backtick ? '`' : ' ';
    if (loan->length > UU_LINE)
        return error(rt, "At most 45 bytes at once");
    if (put_byte(b, loan->length ? ' ' + (unsigned)loan->length : zero) < 0)
        return -1;
    for (size_t i = 0; i < loan->length || held; i++) {
        bits = bits << 8 | (i < loan->length ? loan->data[i] : 0);
        for (held += 8; held >= 6;) {
            held -= 6;
            unsigned six = bits >> held & 63;
            if (put_byte(b, six ? six + ' ' : zero) < 0)
                return -1;
        }
    }
    return put_byte(b, '\n');
}

OURO_C_FUNCTION(binascii_b2a_uu)
{
    static const char *const names[] = {"", "backtick", NULL};
    static const ouro_signature signature = {"b2a_uu", names, 1, 1, 1, 1};
    ouro_object *out[2];
    ouro__byte_loan loan;
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, out) < 0)
        return NULL;
    int backtick = flag(rt, out[1], false);
    if (backtick < 0 || !ouro__bytes_borrow(rt, out[0], &loan))
        return NULL;
    ouro__bytes_builder b;
    ouro__bytes_builder_init(&b, rt);
    int status = encode_uu(rt, &loan, backtick, &b);
    ouro__bytes_return(rt, &loan);
    return finish(&b, status);
}

/* --- quoted-printable ------------------------------------------------------------------------------------ */

/* What follows a '=': how many bytes it takes. -1 with MemoryError. */
static int64_t decode_quoted(const uint8_t *from, size_t left, ouro__bytes_builder *b)
{
    size_t n = 0;
    if (left == 0)
        return 0;
    if (from[0] == '\n' || from[0] == '\r') { /* the line goes on in the next */
        while (n < left && from[n] != '\n')
            n++;
        return (int64_t)(n + (n < left));
    }
    if (from[0] == '=')
        return put_byte(b, '=') < 0 ? -1 : 1;
    int high = ouro__hex_value(from[0]), low = left > 1 ? ouro__hex_value(from[1]) : -1;
    if (high >= 0 && low >= 0)
        return put_byte(b, (unsigned)(high << 4 | low)) < 0 ? -1 : 2;
    return put_byte(b, '=');
}

static int decode_qp(const ouro__byte_loan *loan, bool header, ouro__bytes_builder *b)
{
    for (size_t i = 0; i < loan->length;) {
        uint8_t c = loan->data[i++];
        if (c == '=') {
            int64_t taken = decode_quoted(loan->data + i, loan->length - i, b);
            if (taken < 0)
                return -1;
            i += (size_t)taken;
        } else if (put_byte(b, header && c == '_' ? ' ' : c) < 0) {
            return -1;
        }
    }
    return 0;
}

OURO_C_FUNCTION(binascii_a2b_qp)
{
    static const char *const names[] = {"data", "header", NULL};
    static const ouro_signature signature = {"a2b_qp", names, 0, 2, 1, 0};
    ouro_object *out[2];
    ouro__byte_loan loan;
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, out) < 0)
        return NULL;
    int header = flag(rt, out[1], false);
    if (header < 0 || !borrow_ascii(rt, out[0], &loan))
        return NULL;
    ouro__bytes_builder b;
    ouro__bytes_builder_init(&b, rt);
    int status = decode_qp(&loan, header, &b);
    ouro__bytes_return(rt, &loan);
    return finish(&b, status);
}

enum { QP_LINE = 76 };

typedef struct qp_encoder {
    ouro__bytes_builder out;
    const uint8_t *from;
    size_t length, line; /* characters of the line so far */
    bool tabs, text, header, crlf;
} qp_encoder;

static bool must_quote(const qp_encoder *e, size_t i)
{
    uint8_t c = e->from[i];
    bool last = i + 1 == e->length, blank = c == ' ' || c == '\t', line_end = c == '\r' || c == '\n';
    if (c > 126 || c == '=' || (e->header && c == '_') || (line_end && !e->text))
        return true;
    if (c == '.' && e->line == 0) /* a line of its own would end a mail */
        return last || e->from[i + 1] == '\n' || e->from[i + 1] == '\r' || e->from[i + 1] == 0;
    return (blank && last) || (c < 33 && !line_end && (e->tabs || !blank));
}

static int put_quoted(qp_encoder *e, uint8_t c)
{
    static const char digits[] = "0123456789ABCDEF";
    return ouro__bytes_put(&e->out, (uint8_t[]){'=', (uint8_t)digits[c >> 4], (uint8_t)digits[c & 15]}, 3);
}

static int end_line(qp_encoder *e, bool soft)
{
    e->line = 0;
    if ((soft && put_byte(&e->out, '=') < 0) || (e->crlf && put_byte(&e->out, '\r') < 0))
        return -1;
    return put_byte(&e->out, '\n');
}

/* The character at i: how many it takes, or -1 with MemoryError. */
static int64_t encode_one(qp_encoder *e, size_t i)
{
    uint8_t c = e->from[i];
    bool more = i + 1 < e->length;
    if (must_quote(e, i)) {
        if (e->line + 3 >= QP_LINE && end_line(e, true) < 0)
            return -1;
        e->line += 3;
        return put_quoted(e, c) < 0 ? -1 : 1;
    }
    if (e->text && (c == '\n' || (c == '\r' && more && e->from[i + 1] == '\n'))) {
        uint8_t before = e->out.length ? e->out.data[e->out.length - 1] : 0;
        if (before == ' ' || before == '\t') {
            e->out.length--;
            if (put_quoted(e, before) < 0)
                return -1;
        }
        return end_line(e, false) < 0 ? -1 : c == '\r' ? 2 : 1;
    }
    if (more && e->from[i + 1] != '\n' && e->line + 1 >= QP_LINE && end_line(e, true) < 0)
        return -1;
    e->line++;
    return put_byte(&e->out, e->header && c == ' ' ? '_' : c) < 0 ? -1 : 1;
}

OURO_C_FUNCTION(binascii_b2a_qp)
{
    static const char *const names[] = {"data", "quotetabs", "istext", "header", NULL};
    static const ouro_signature signature = {"b2a_qp", names, 0, 4, 1, 0};
    ouro_object *out[4];
    ouro__byte_loan loan;
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, out) < 0)
        return NULL;
    int tabs = flag(rt, out[1], false), text = tabs < 0 ? -1 : flag(rt, out[2], true);
    int header = text < 0 ? -1 : flag(rt, out[3], false);
    if (header < 0 || !ouro__bytes_borrow(rt, out[0], &loan))
        return NULL;
    const uint8_t *newline = memchr(loan.data, '\n', loan.length);
    qp_encoder e = {.from = loan.data,
                    .length = loan.length,
                    .tabs = tabs,
                    .text = text,
                    .header = header,
                    .crlf = newline && newline > loan.data && newline[-1] == '\r'};
    ouro__bytes_builder_init(&e.out, rt);
    int64_t taken = 0;
    for (size_t i = 0; taken >= 0 && i < loan.length; i += (size_t)taken)
        if ((taken = encode_one(&e, i)) < 0)
            break;
    ouro__bytes_return(rt, &loan);
    return finish(&e.out, taken < 0 ? -1 : 0);
}

/* --- check sums ------------------------------------------------------------------------------------------ */

OURO_C_FUNCTION(binascii_crc32)
{
    uint32_t crc = 0;
    ouro__byte_loan loan;
    if ((nargs > 1 && ouro__low_bits(rt, args[1], &crc) < 0) || !ouro__bytes_borrow(rt, args[0], &loan))
        return NULL;
    crc = ouro__crc32(crc, loan.data, loan.length);
    ouro__bytes_return(rt, &loan);
    return ouro__int_new(rt, crc);
}

/* CRC-CCITT, as BinHex 4 used it. */
OURO_C_FUNCTION(binascii_crc_hqx)
{
    uint32_t crc;
    ouro__byte_loan loan;
    if (ouro__low_bits(rt, args[1], &crc) < 0 || !ouro__bytes_borrow(rt, args[0], &loan))
        return NULL;
    crc &= 0xffff;
    for (size_t i = 0; i < loan.length; i++) {
        crc ^= (uint32_t)loan.data[i] << 8;
        for (int bit = 0; bit < 8; bit++)
            crc = (crc << 1 ^ (crc & 0x8000 ? 0x1021 : 0)) & 0xffff;
    }
    ouro__bytes_return(rt, &loan);
    return ouro__int_new(rt, crc);
}

/* --- the module ------------------------------------------------------------------------------------------ */

#define HEX_DOC(name)                                                                                        \
    name "($module, /, data, sep=<unrepresentable>, bytes_per_sep=1)\n--\n\nHexadecimal digits of binary "   \
         "data, as bytes."

static const ouro_method_def functions[] = {
    {"a2b_base64", binascii_a2b_base64, OURO_METH_KEYWORDS, 0, -1,
     "a2b_base64($module, data, /, *, strict_mode=False)\n--\n\nDecode base64 data."},
    {"a2b_hex", binascii_unhexlify, 0, 1, 1,
     "a2b_hex($module, hexstr, /)\n--\n\nBinary data of hexadecimal digits."},
    {"a2b_qp", binascii_a2b_qp, OURO_METH_KEYWORDS, 0, -1,
     "a2b_qp($module, /, data, header=False)\n--\n\nDecode a string of qp-encoded data."},
    {"a2b_uu", binascii_a2b_uu, 0, 1, 1, "a2b_uu($module, data, /)\n--\n\nDecode a line of uuencoded data."},
    {"b2a_base64", binascii_b2a_base64, OURO_METH_KEYWORDS, 0, -1,
     "b2a_base64($module, data, /, *, newline=True)\n--\n\nBase64-code line of data."},
    {"b2a_hex", binascii_hexlify, OURO_METH_KEYWORDS, 0, -1, HEX_DOC("b2a_hex")},
    {"b2a_qp", binascii_b2a_qp, OURO_METH_KEYWORDS, 0, -1,
     "b2a_qp($module, /, data, quotetabs=False, istext=True, header=False)\n--\n\nEncode a string using "
     "quoted-printable encoding."},
    {"b2a_uu", binascii_b2a_uu, OURO_METH_KEYWORDS, 0, -1,
     "b2a_uu($module, data, /, *, backtick=False)\n--\n\nUuencode line of data."},
    {"crc32", binascii_crc32, 0, 1, 2, "crc32($module, data, crc=0, /)\n--\n\nCompute CRC-32 incrementally."},
    {"crc_hqx", binascii_crc_hqx, 0, 2, 2,
     "crc_hqx($module, data, crc, /)\n--\n\nCompute CRC-CCITT incrementally."},
    {"hexlify", binascii_hexlify, OURO_METH_KEYWORDS, 0, -1, HEX_DOC("hexlify")},
    {"unhexlify", binascii_unhexlify, 0, 1, 1,
     "unhexlify($module, hexstr, /)\n--\n\nBinary data of hexadecimal digits."},
    {0},
};

static OURO_BUILTIN_TYPE(binascii_error) = {
    .id = OURO_T_BINASCII_ERROR,
    .base_id = OURO_T_VALUE_ERROR,
    .slots = {.name = "Error", .flags = OURO_TYPE_BASE},
    .module = "binascii",
};

static OURO_BUILTIN_TYPE(binascii_incomplete) = {
    .id = OURO_T_BINASCII_INCOMPLETE,
    .base_id = OURO_T_EXCEPTION,
    .slots = {.name = "Incomplete", .flags = OURO_TYPE_BASE},
    .module = "binascii",
};

static int exec(ouro_runtime *rt, ouro_object *module)
{
    static const ouro_module_type types[] = {
        {&ouro__builtin_binascii_error, "Error"},
        {&ouro__builtin_binascii_incomplete, "Incomplete"},
        {0},
    };
    return ouro__module_add_types(rt, module, types);
}

const ouro_module_def ouro__module_binascii = {
    .name = "binascii",
    .functions = functions,
    .exec = exec,
    .doc = "Conversion between binary data and ASCII",
};
