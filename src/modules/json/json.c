/* The module _json: strings of JSON, read and written; the scanner and the encoder have files of their own. */
#include "modules/json/json.h"

#include "modules/modules.h"
#include "types/int.h"
#include "vm/import.h"

void *ouro__json_error(ouro_runtime *rt, const char *message, ouro_object *text, int64_t position)
{
    ouro_object *module = ouro__import_cstring(rt, "json.decoder"), *cls = NULL, *error = NULL;
    ouro_object *name = module ? ouro__str_from_cstring(rt, "JSONDecodeError") : NULL;
    if (name)
        cls = ouro__getattr(rt, module, name);
    ouro_object *args[3] = {cls ? ouro__str_from_cstring(rt, message) : NULL, text,
                            cls ? ouro__int_new(rt, position) : NULL};
    if (args[0] && args[2])
        error = ouro__call(rt, cls, args, 3, NULL);
    ouro_xdecref(rt, args[0]);
    ouro_xdecref(rt, args[2]);
    ouro_xdecref(rt, cls);
    ouro_xdecref(rt, name);
    ouro_xdecref(rt, module);
    return error ? ouro__raise_instance(rt, error) : NULL;
}

int ouro__json_check_text(ouro_runtime *rt, ouro_object *o)
{
    if (ouro__is_str(rt, o))
        return 0;
    ouro__raise(rt, OURO_T_TYPE_ERROR, "first argument must be a string, not %T", o);
    return -1;
}

/* ---- Reading a string ---- */

/* The value of four hexadecimal digits, or -1. */
static int32_t hex_value(ouro_object *text, int64_t at)
{
    int32_t value = 0;
    for (int i = 0; i < 4; i++) {
        uint32_t c = ouro__str_char(text, (size_t)(at + i));
        uint32_t digit = c >= '0' && c <= '9'   ? c - '0'
                         : c >= 'a' && c <= 'f' ? c - 'a' + 10
                         : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                                : 16;
        if (digit > 15)
            return -1;
        value = value << 4 | (int32_t)digit;
    }
    return value;
}

/* What \uXXXX stands for, whose digits begin at `at`; a pair of them for a character past 0xffff is taken together.
 * *end is behind it. -1 with JSONDecodeError. */
static int32_t unicode_escape(ouro_runtime *rt, ouro_object *text, int64_t at, int64_t *end)
{
    static const char message[] = "Invalid \\uXXXX escape";
    int64_t length = (int64_t)ouro__str_length(text);
    int32_t c = at + 4 < length ? hex_value(text, at) : -1;
    if (c < 0) {
        ouro__json_error(rt, message, text, at - 1);
        return -1;
    }
    *end = at + 4;
    bool pair = (c & 0xfc00) == 0xd800 && at + 10 < length && ouro__str_char(text, (size_t)at + 4) == '\\' &&
                ouro__str_char(text, (size_t)at + 5) == 'u';
    int32_t low = pair ? hex_value(text, at + 6) : 0;
    if (low < 0) {
        ouro__json_error(rt, message, text, at + 5);
        return -1;
    }
    if (!pair || (low & 0xfc00) != 0xdc00)
        return c;
    *end = at + 10;
    return 0x10000 + ((c & 0x3ff) << 10 | (low & 0x3ff));
}

/* The character that an escape other than \u stands for; 0: none. */
static uint32_t simple_escape(uint32_t c)
{
    static const char names[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
    const char *found = c && c < 128 ? strchr(names, (int)c) : NULL;
    return found ? (uint32_t)meanings[found - names] : 0;
}

/* The first quotation mark or backslash from `at` on, or the length; -1 with JSONDecodeError for a control character. */
static int64_t plain_until(ouro_runtime *rt, ouro_object *text, int64_t at, bool strict)
{
    int64_t length = (int64_t)ouro__str_length(text);
    const uint8_t *narrow = ouro__str_kind(text) == 0 ? ouro__str_data(text) : NULL;
    for (; at < length; at++) {
        uint32_t c = narrow ? narrow[at] : ouro__str_char(text, (size_t)at);
        if (c == '"' || c == '\\')
            break;
        if (ouro__unlikely(c < ' ') && strict) {
            ouro__json_error(rt, "Invalid control character at", text, at);
            return -1;
        }
    }
    return at;
}

/* One escape whose letter is at `at`: added. Where it ends, or -1. */
static int64_t read_escape(ouro_str_builder *out, ouro_object *text, int64_t at)
{
    int64_t end = at + 1;
    uint32_t letter = ouro__str_char(text, (size_t)at);
    int32_t c = letter == 'u' ? unicode_escape(out->rt, text, at + 1, &end) : (int32_t)simple_escape(letter);
    if (c == 0 && letter != 'u')
        ouro__json_error(out->rt, "Invalid \\escape", text, at - 1);
    if (out->rt->error || ouro__builder_char(out, (uint32_t)c) < 0)
        return -1;
    return end;
}

/* The rest of a string that has escapes: its plain beginning ends at `at`, at a backslash. */
static ouro_object *scan_escaped(ouro_runtime *rt, ouro_object *text, int64_t begin, int64_t at, bool strict,
                                 int64_t *end)
{
    int64_t start = begin, length = (int64_t)ouro__str_length(text);
    ouro_str_builder out;
    ouro__builder_init(&out, rt);
    for (;;) {
        if (at == length || (ouro__str_char(text, (size_t)at) == '\\' && at + 1 == length)) {
            ouro__json_error(rt, "Unterminated string starting at", text, begin - 1);
            break;
        }
        if (at > start && ouro__builder_slice(&out, text, (size_t)start, (size_t)at) < 0)
            break;
        if (ouro__str_char(text, (size_t)at) == '"') {
            *end = at + 1;
            return ouro__builder_finish(&out);
        }
        if ((start = read_escape(&out, text, at + 1)) < 0 || (at = plain_until(rt, text, start, strict)) < 0)
            break;
    }
    ouro__builder_discard(&out);
    return NULL;
}

ouro_object *ouro__json_scan_string(ouro_runtime *rt, ouro_object *text, int64_t begin, bool strict,
                                    int64_t *end)
{
    int64_t at = plain_until(rt, text, begin, strict);
    if (at < 0)
        return NULL;
    if (at < (int64_t)ouro__str_length(text) && ouro__str_char(text, (size_t)at) == '"') {
        *end = at + 1;
        return ouro__str_slice(rt, text, (size_t)begin, (size_t)at);
    }
    return scan_escaped(rt, text, begin, at, strict, end);
}

OURO_C_FUNCTION(json_scanstring)
{
    int64_t begin, end;
    int strict = nargs > 2 ? ouro__truth(rt, args[2]) : 1;
    if (ouro__index_argument(rt, args[1], &begin) < 0 || strict < 0 || ouro__json_check_text(rt, args[0]) < 0)
        return NULL;
    if (begin < 0 || begin > (int64_t)ouro__str_length(args[0]))
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "end is out of bounds");
    ouro_object *string = ouro__json_scan_string(rt, args[0], begin, strict, &end);
    return string ? ouro__pack(rt, 2, string, ouro__int_new(rt, end)) : NULL;
}

/* ---- Writing a string ---- */

static inline bool is_plain(uint32_t c, bool ascii)
{
    return c >= ' ' && c != '"' && c != '\\' && (!ascii || c < 127);
}

static int put_hex(ouro_str_builder *out, uint32_t unit)
{
    static const char digits[] = "0123456789abcdef";
    char text[6] = {'\\',
                    'u',
                    digits[unit >> 12 & 15],
                    digits[unit >> 8 & 15],
                    digits[unit >> 4 & 15],
                    digits[unit & 15]};
    return ouro__builder_ascii(out, text, sizeof text);
}

static int put_escape(ouro_str_builder *out, uint32_t c)
{
    static const char meanings[] = "\"\\\b\f\n\r\t", names[] = "\"\\bfnrt";
    const char *found = c && c < 128 ? strchr(meanings, (int)c) : NULL;
    if (found) {
        char text[2] = {'\\', names[found - meanings]};
        return ouro__builder_ascii(out, text, sizeof text);
    }
    if (c < 0x10000)
        return put_hex(out, c);
    c -= 0x10000;
    return put_hex(out, 0xd800 | c >> 10) < 0 ? -1 : put_hex(out, 0xdc00 | (c & 0x3ff));
}

int ouro__json_put_string(ouro_str_builder *out, ouro_object *text, bool ascii)
{
    size_t length = ouro__str_length(text), start = 0;
    const uint8_t *narrow = ouro__str_kind(text) == 0 ? ouro__str_data(text) : NULL;
    if (ouro__builder_char(out, '"') < 0)
        return -1;
    while (start < length) {
        size_t at = start;
        if (narrow)
            while (at < length && is_plain(narrow[at], ascii))
                at++;
        else
            while (at < length && is_plain(ouro__str_char(text, at), ascii))
                at++;
        if (at > start && ouro__builder_slice(out, text, start, at) < 0)
            return -1;
        if (at < length && put_escape(out, ouro__str_char(text, at)) < 0)
            return -1;
        start = at + 1;
    }
    return ouro__builder_char(out, '"');
}

static ouro_object *encoded(ouro_runtime *rt, ouro_object *text, bool ascii)
{
    if (ouro__json_check_text(rt, text) < 0)
        return NULL;
    ouro_str_builder out;
    ouro__builder_init(&out, rt);
    if (ouro__json_put_string(&out, text, ascii) == 0)
        return ouro__builder_finish(&out);
    ouro__builder_discard(&out);
    return NULL;
}

OURO_C_FUNCTION(json_encode_ascii)
{
    return encoded(rt, args[0], true);
}

OURO_C_FUNCTION(json_encode)
{
    return encoded(rt, args[0], false);
}

const ouro_method_def ouro__json_functions[] = {
    [OURO__JSON_ENCODE_ASCII] = {"encode_basestring_ascii", json_encode_ascii, 0, 1, 1,
                                 "encode_basestring_ascii(string) -> string\n\nReturn an ASCII-only JSON "
                                 "representation of a Python string"},
    [OURO__JSON_ENCODE] =
        {"encode_basestring", json_encode, 0, 1, 1,
         "encode_basestring(string) -> string\n\nReturn a JSON representation of a Python string"},
    {"scanstring", json_scanstring, OURO_METH_TAKES, 2, 3,
     "scanstring(string, end, strict=True) -> (string, end)\n\nRead the string that begins behind the "
     "quotation "
     "mark before end:\nits value, and the index behind its closing quotation mark."},
    {0},
};

static int exec(ouro_runtime *rt, ouro_object *module)
{
    static const ouro_module_type types[] = {{&ouro__builtin_json_scanner, "make_scanner"},
                                             {&ouro__builtin_json_encoder, "make_encoder"},
                                             {NULL, NULL}};
    return ouro__module_add_types(rt, module, types);
}

const ouro_module_def ouro__module_json = {"_json", ouro__json_functions, exec, "json speedups\n"};
