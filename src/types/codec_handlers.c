/* The built-in error handlers as functions of an exception: (what stands for the faulty part, where to go on). */
#include "types/codecs.h"

#include <stdio.h>

#include "types/exception.h"
#include "types/int.h"
#include "types/protocol.h"
#include "types/tuple.h"

enum kind { NOT_UNICODE, ENCODE, DECODE, TRANSLATE };

static enum kind kind_of(ouro_runtime *rt, ouro_object *exception)
{
    ouro_object *cls = ouro__class_of(rt, exception);
    return ouro__is_subtype(rt, cls, ouro__class_at(rt, OURO_T_UNICODE_ENCODE_ERROR))      ? ENCODE
           : ouro__is_subtype(rt, cls, ouro__class_at(rt, OURO_T_UNICODE_DECODE_ERROR))    ? DECODE
           : ouro__is_subtype(rt, cls, ouro__class_at(rt, OURO_T_UNICODE_TRANSLATE_ERROR)) ? TRANSLATE
                                                                                           : NOT_UNICODE;
}

/* The faulty part, after a check that the exception is of one of the kinds (bits 1 << kind). */
typedef struct fault {
    enum kind kind;
    ouro_object *object;
    size_t start, end;
} fault;

static int get_fault(ouro_runtime *rt, ouro_object *exception, unsigned kinds, fault *f)
{
    f->kind = kind_of(rt, exception);
    if (f->kind == NOT_UNICODE || !(kinds >> f->kind & 1)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "don't know how to handle %T in error callback", exception);
        return -1;
    }
    return ouro__unicode_error_range(rt, exception, f->kind == DECODE, &f->object, &f->start, &f->end);
}

/* (replacement, end); the first taken over, NULL: failed. */
static ouro_object *answer(ouro_runtime *rt, ouro_object *replacement, size_t end)
{
    ouro_object *items[2] = {replacement, replacement ? ouro__int_new(rt, (int64_t)end) : NULL};
    if (items[1])
        return ouro__tuple_from_owned(rt, items, 2);
    ouro_xdecref(rt, replacement);
    return NULL;
}

static ouro_object *raise_again(ouro_runtime *rt, ouro_object *exception)
{
    return ouro__raise_instance(rt, ouro_ref(exception));
}

OURO_C_FUNCTION(strict_errors)
{
    if (!ouro__is_exception(rt, args[0]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "codec must pass exception instance");
    return raise_again(rt, args[0]);
}

OURO_C_FUNCTION(ignore_errors)
{
    fault f;
    if (get_fault(rt, args[0], 1 << ENCODE | 1 << DECODE | 1 << TRANSLATE, &f) < 0)
        return NULL;
    return answer(rt, OURO_EMPTY_STR(rt), f.end);
}

OURO_C_FUNCTION(replace_errors)
{
    fault f;
    if (get_fault(rt, args[0], 1 << ENCODE | 1 << DECODE | 1 << TRANSLATE, &f) < 0)
        return NULL;
    if (f.kind == DECODE)
        return answer(rt, ouro__str_from_char(rt, 0xfffd), f.end);
    ouro_str_builder b;
    ouro__builder_init(&b, rt);
    if (ouro__builder_fill(&b, f.kind == ENCODE ? '?' : 0xfffd, f.end - f.start) == 0)
        return answer(rt, ouro__builder_finish(&b), f.end);
    ouro__builder_discard(&b);
    return NULL;
}

static void backslashed(char *text, size_t size, uint32_t c)
{
    snprintf(text, size, c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x", c);
}

static int put_backslashed(ouro_runtime *rt, ouro_str_builder *b, uint32_t c)
{
    (void)rt;
    char text[16];
    backslashed(text, sizeof text, c);
    return ouro__builder_ascii(b, text, strlen(text));
}

static int put_reference(ouro_runtime *rt, ouro_str_builder *b, uint32_t c)
{
    (void)rt;
    char text[16];
    snprintf(text, sizeof text, "&#%u;", c);
    return ouro__builder_ascii(b, text, strlen(text));
}

static int put_named(ouro_runtime *rt, ouro_str_builder *b, uint32_t c)
{
    char name[160];
    size_t length =
        rt->python->hooks.character_name ? rt->python->hooks.character_name(c, name, sizeof name) : 0;
    if (!length)
        return put_backslashed(rt, b, c);
    return ouro__builder_ascii(b, "\\N{", 3) < 0 || ouro__builder_ascii(b, name, length) < 0
               ? -1
               : ouro__builder_char(b, '}');
}

/* One piece of text for each faulty character (or byte). */
static ouro_object *substitute(ouro_runtime *rt, ouro_object *exception, unsigned kinds,
                               int (*put)(ouro_runtime *rt, ouro_str_builder *b, uint32_t c))
{
    fault f;
    if (get_fault(rt, exception, kinds, &f) < 0)
        return NULL;
    ouro_str_builder b;
    ouro__builder_init(&b, rt);
    for (size_t i = f.start; i < f.end; i++) {
        uint32_t c = f.kind == DECODE ? ((ouro_bytes *)f.object)->data[i] : ouro__str_char(f.object, i);
        if (put(rt, &b, c) < 0) {
            ouro__builder_discard(&b);
            return NULL;
        }
    }
    return answer(rt, ouro__builder_finish(&b), f.end);
}

OURO_C_FUNCTION(xmlcharrefreplace_errors)
{
    return substitute(rt, args[0], 1 << ENCODE, put_reference);
}

OURO_C_FUNCTION(backslashreplace_errors)
{
    return substitute(rt, args[0], 1 << ENCODE | 1 << DECODE | 1 << TRANSLATE, put_backslashed);
}

OURO_C_FUNCTION(namereplace_errors)
{
    return substitute(rt, args[0], 1 << ENCODE, put_named);
}

/* ---- surrogates ---- */

/* The standard encoding of a name: bytes of a unit (1, 2, 4), 0 when it is none; *big_endian. */
static int unit_of_encoding(ouro_object *encoding, bool *big_endian)
{
    char name[16] = {0};
    size_t length = ouro__str_length(encoding), n = 0;
    if (length >= sizeof name)
        return 0;
    for (; n < length; n++) {
        uint32_t c = ouro__str_char(encoding, n);
        name[n] = (char)(c == '-' ? '_' : c >= 'A' && c <= 'Z' ? c + 32 : c < 128 ? c : '?');
    }
    *big_endian = false;
    if (strcmp(name, "cp_utf8") == 0)
        return 1;
    if (strncmp(name, "utf", 3) != 0)
        return 0;
    const char *rest = name + 3;
    rest += *rest == '_';
    if (strcmp(rest, "8") == 0)
        return 1;
    int unit = strncmp(rest, "16", 2) == 0 ? 2 : strncmp(rest, "32", 2) == 0 ? 4 : 0;
    if (!unit)
        return 0;
    rest += 2;
    if (!*rest)
        return unit;
    rest += *rest == '_';
    *big_endian = strcmp(rest, "be") == 0;
    return *big_endian || strcmp(rest, "le") == 0 ? unit : 0;
}

static ouro_object *pass_encoding(ouro_runtime *rt, ouro_object *exception, const fault *f, int unit,
                                  bool big_endian)
{
    ouro__bytes_builder b;
    ouro__bytes_builder_init(&b, rt);
    for (size_t i = f->start; i < f->end; i++) {
        uint32_t c = ouro__str_char(f->object, i);
        uint8_t bytes[4] = {0};
        int count = unit;
        if (c - 0xd800 >= 0x800) {
            ouro__bytes_builder_discard(&b);
            return raise_again(rt, exception);
        }
        if (unit == 1)
            count = ouro__utf8_put(bytes, c);
        for (int k = 0; unit > 1 && k < unit; k++)
            bytes[big_endian ? unit - 1 - k : k] = (uint8_t)(c >> 8 * k);
        if (ouro__bytes_put(&b, bytes, (size_t)count) < 0) {
            ouro__bytes_builder_discard(&b);
            return NULL;
        }
    }
    return answer(rt, ouro__bytes_builder_finish(&b), f->end);
}

OURO_C_FUNCTION(surrogatepass_errors)
{
    fault f;
    bool big_endian;
    if (get_fault(rt, args[0], 1 << ENCODE | 1 << DECODE, &f) < 0)
        return NULL;
    ouro_object *encoding = ouro__exception_extra(rt, args[0], OURO_UNICODE_ERROR_ENCODING);
    int unit = ouro__is_str(rt, encoding) ? unit_of_encoding(encoding, &big_endian) : 0;
    if (!unit)
        return raise_again(rt, args[0]);
    if (f.kind == ENCODE)
        return pass_encoding(rt, args[0], &f, unit, big_endian);
    const uint8_t *p = ((ouro_bytes *)f.object)->data + f.start;
    size_t left = ((ouro_bytes *)f.object)->length - f.start, size = unit == 1 ? 3 : (size_t)unit;
    uint32_t c = 0;
    if (left >= size && unit == 1 && (p[0] & 0xf0) == 0xe0 && (p[1] & 0xc0) == 0x80 && (p[2] & 0xc0) == 0x80)
        c = (p[0] & 15u) << 12 | (p[1] & 63u) << 6 | (p[2] & 63u);
    for (size_t k = 0; left >= size && unit > 1 && k < size; k++)
        c = c << 8 | p[big_endian ? k : size - 1 - k];
    if (c - 0xd800 >= 0x800)
        return raise_again(rt, args[0]);
    return answer(rt, ouro__str_from_char(rt, c), f.start + size);
}

OURO_C_FUNCTION(surrogateescape_errors)
{
    fault f;
    if (get_fault(rt, args[0], 1 << ENCODE | 1 << DECODE, &f) < 0)
        return NULL;
    if (f.kind == DECODE) {
        uint32_t chars[4];
        size_t n = 0;
        for (; n < 4 && f.start + n < f.end; n++) {
            uint8_t byte = ((ouro_bytes *)f.object)->data[f.start + n];
            if (byte < 128)
                break;
            chars[n] = 0xdc00u + byte;
        }
        return n ? answer(rt, ouro__str_from_ucs4(rt, chars, n), f.start + n) : raise_again(rt, args[0]);
    }
    ouro_object *bytes = ouro__bytes_new(rt, NULL, f.end - f.start);
    if (!bytes)
        return NULL;
    for (size_t i = f.start; i < f.end; i++) {
        uint32_t c = ouro__str_char(f.object, i);
        if (c - 0xdc80 >= 0x80) {
            ouro_decref(rt, bytes);
            return raise_again(rt, args[0]);
        }
        ((ouro_bytes *)bytes)->data[i - f.start] = (uint8_t)(c - 0xdc00);
    }
    return answer(rt, bytes, f.end);
}

const ouro_method_def ouro__codec_handlers[] = {
    {"strict_errors", strict_errors, 0, 1, 1,
     "Implements the 'strict' error handling, which raises a UnicodeError on coding errors."},
    {"ignore_errors", ignore_errors, 0, 1, 1,
     "Implements the 'ignore' error handling, which leaves malformed data out."},
    {"replace_errors", replace_errors, 0, 1, 1,
     "Implements the 'replace' error handling, which puts a replacement marker."},
    {"xmlcharrefreplace_errors", xmlcharrefreplace_errors, 0, 1, 1,
     "Implements the 'xmlcharrefreplace' error handling, which puts XML character references."},
    {"backslashreplace_errors", backslashreplace_errors, 0, 1, 1,
     "Implements the 'backslashreplace' error handling, which puts backslashed escape sequences."},
    {"namereplace_errors", namereplace_errors, 0, 1, 1,
     "Implements the 'namereplace' error handling, which puts \\N{...} sequences."},
    {"surrogatepass_errors", surrogatepass_errors, 0, 1, 1, "Implements the 'surrogatepass' error handling."},
    {"surrogateescape_errors", surrogateescape_errors, 0, 1, 1,
     "Implements the 'surrogateescape' error handling."},
    {0},
};
