/* The _codecs module: the registry of encodings and the codecs written in C, one function a direction. */
#include "modules/modules.h"
#include "types/codecs.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/protocol.h"
#include "types/tuple.h"
#include "types/types.h"

extern OURO_BUILTIN_TYPE(encoding_map);

/* ---- arguments ---- */

/* (coded, length); `coded` taken over, NULL: failed. */
static ouro_object *pair(ouro_runtime *rt, ouro_object *coded, size_t length)
{
    ouro_object *items[2] = {coded, coded ? ouro__int_new(rt, (int64_t)length) : NULL};
    if (items[1])
        return ouro__tuple_from_owned(rt, items, 2);
    ouro_xdecref(rt, coded);
    return NULL;
}

/* errors=None as argument 2: a str or NULL. */
static bool get_errors(ouro_runtime *rt, const char *function, ouro_object *const *args, size_t nargs,
                       ouro_object **errors)
{
    *errors = nargs > 1 && args[1] != OURO_NONE(rt) ? args[1] : NULL;
    if (!*errors || ouro__is_str(rt, *errors))
        return true;
    ouro__raise(rt, OURO_T_TYPE_ERROR, "%s() argument 2 must be str or None, not %T", function, *errors);
    return false;
}

/* A C int. */
static bool get_int(ouro_runtime *rt, ouro_object *o, int *value)
{
    int64_t wide;
    ouro_object *number = ouro__index(rt, o);
    if (!number)
        return false;
    bool fits = ouro__int_as_int64(rt, number, &wide) == 0 && wide >= INT32_MIN && wide <= INT32_MAX;
    ouro_decref(rt, number);
    if (!fits)
        ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "Python int too large to convert to C int");
    *value = (int)wide;
    return fits;
}

typedef struct input {
    ouro_object *errors;
    ouro__byte_loan loan;
    char *utf8; /* owned: the bytes of a str */
} input;

/* Bytes-like data and errors; a str stands for its UTF-8 when `text_too`. */
static bool borrow(ouro_runtime *rt, const char *function, ouro_object *const *args, size_t nargs,
                   bool text_too, input *in)
{
    memset(in, 0, sizeof *in);
    if (text_too && ouro__is_str(rt, args[0])) {
        const char *utf8 = ouro__str_utf8(rt, args[0], &in->loan.length, &in->utf8);
        if (!utf8)
            return false;
        in->loan.data = (const uint8_t *)utf8;
    } else if (!ouro__bytes_borrow(rt, args[0], &in->loan)) {
        return false;
    }
    if (get_errors(rt, function, args, nargs, &in->errors))
        return true;
    ouro__bytes_return(rt, &in->loan);
    ouro__buffer_free(rt, in->utf8);
    return false;
}

/* Gives the input back and makes (text, used). */
static ouro_object *decoded(ouro_runtime *rt, input *in, ouro_object *text, size_t used)
{
    ouro__bytes_return(rt, &in->loan);
    ouro__buffer_free(rt, in->utf8);
    return pair(rt, text, used);
}

static bool get_text(ouro_runtime *rt, const char *function, ouro_object *const *args, size_t nargs,
                     ouro_object **errors)
{
    if (ouro__is_str(rt, args[0]))
        return get_errors(rt, function, args, nargs, errors);
    ouro__raise(rt, OURO_T_TYPE_ERROR, "%s() argument 1 must be str, not %T", function, args[0]);
    return false;
}

/* final as an optional argument at an index: 1, 0, -1. */
static int get_final(ouro_runtime *rt, ouro_object *const *args, size_t nargs, size_t index, bool otherwise)
{
    return nargs > index ? ouro__truth(rt, args[index]) : otherwise;
}

/* ---- decoders ---- */

#define STATEFUL_DECODER(name, text_too, final_otherwise, call)                                              \
    OURO_C_FUNCTION(name##_decode)                                                                           \
    {                                                                                                        \
        input in;                                                                                            \
        if (!borrow(rt, #name "_decode", args, nargs, text_too, &in))                                        \
            return NULL;                                                                                     \
        int final = get_final(rt, args, nargs, 2, final_otherwise);                                          \
        size_t used = 0, length = in.loan.length;                                                            \
        const uint8_t *data = in.loan.data;                                                                  \
        ouro_object *text = final < 0 ? NULL : (call);                                                       \
        return decoded(rt, &in, text, final > 0 ? length : used);                                            \
    }

STATEFUL_DECODER(utf_8, false, false, ouro__decode_utf8(rt, data, length, in.errors, final, &used))
STATEFUL_DECODER(utf_7, false, false, ouro__decode_utf7(rt, data, length, in.errors, final, &used))
STATEFUL_DECODER(utf_16, false, false,
                 ouro__decode_utf16(rt, data, length, in.errors, &(int){0}, final, &used))
STATEFUL_DECODER(utf_16_le, false, false,
                 ouro__decode_utf16(rt, data, length, in.errors, &(int){-1}, final, &used))
STATEFUL_DECODER(utf_16_be, false, false,
                 ouro__decode_utf16(rt, data, length, in.errors, &(int){1}, final, &used))
STATEFUL_DECODER(utf_32, false, false,
                 ouro__decode_utf32(rt, data, length, in.errors, &(int){0}, final, &used))
STATEFUL_DECODER(utf_32_le, false, false,
                 ouro__decode_utf32(rt, data, length, in.errors, &(int){-1}, final, &used))
STATEFUL_DECODER(utf_32_be, false, false,
                 ouro__decode_utf32(rt, data, length, in.errors, &(int){1}, final, &used))
STATEFUL_DECODER(unicode_escape, true, true,
                 ouro__decode_unicode_escape(rt, data, length, in.errors, final, &used))
STATEFUL_DECODER(raw_unicode_escape, true, true,
                 ouro__decode_raw_unicode_escape(rt, data, length, in.errors, final, &used))

/* (text, used, byte order). */
static ouro_object *ex_decode(ouro_runtime *rt, const char *function, ouro_object *const *args, size_t nargs,
                              bool wide)
{
    input in;
    int order = 0, final = get_final(rt, args, nargs, 3, false);
    size_t used = 0;
    if (final < 0 || !borrow(rt, function, args, nargs, false, &in))
        return NULL;
    ouro_object *text = NULL;
    if (nargs < 3 || get_int(rt, args[2], &order)) {
        order = order < 0 ? -1 : order > 0;
        text = (wide ? ouro__decode_utf32 : ouro__decode_utf16)(rt, in.loan.data, in.loan.length, in.errors,
                                                                &order, final, &used);
    }
    if (final)
        used = in.loan.length;
    ouro__bytes_return(rt, &in.loan);
    ouro_object *items[3] = {text, text ? ouro__int_new(rt, (int64_t)used) : NULL,
                             text ? ouro__int_new(rt, order) : NULL};
    if (items[1] && items[2])
        return ouro__tuple_from_owned(rt, items, 3);
    for (int i = 0; i < 3; i++)
        ouro_xdecref(rt, items[i]);
    return NULL;
}

OURO_C_FUNCTION(utf_16_ex_decode)
{
    return ex_decode(rt, "utf_16_ex_decode", args, nargs, false);
}

OURO_C_FUNCTION(utf_32_ex_decode)
{
    return ex_decode(rt, "utf_32_ex_decode", args, nargs, true);
}

#define DECODER(name, text_too, call)                                                                        \
    OURO_C_FUNCTION(name##_decode)                                                                           \
    {                                                                                                        \
        input in;                                                                                            \
        if (!borrow(rt, #name "_decode", args, nargs, text_too, &in))                                        \
            return NULL;                                                                                     \
        size_t length = in.loan.length;                                                                      \
        const uint8_t *data = in.loan.data;                                                                  \
        return decoded(rt, &in, call, length);                                                               \
    }

DECODER(ascii, false, ouro__decode_ascii(rt, data, length, in.errors))
DECODER(latin_1, false, ouro__str_from_latin1(rt, data, length))
DECODER(escape, true, ouro__decode_escape(rt, data, length, in.errors))
DECODER(charmap, false,
        ouro__decode_charmap(rt, data, length, in.errors,
                             nargs > 2 && args[2] != OURO_NONE(rt) ? args[2] : NULL))

/* ---- encoders ---- */

#define ENCODER(name, call)                                                                                  \
    OURO_C_FUNCTION(name##_encode)                                                                           \
    {                                                                                                        \
        ouro_object *errors;                                                                                 \
        if (!get_text(rt, #name "_encode", args, nargs, &errors))                                            \
            return NULL;                                                                                     \
        return pair(rt, call, ouro__str_length(args[0]));                                                    \
    }

ENCODER(utf_8, ouro__encode_utf8(rt, args[0], errors))
ENCODER(utf_7, ouro__encode_utf7(rt, args[0], errors))
ENCODER(utf_16_le, ouro__encode_utf16(rt, args[0], errors, -1))
ENCODER(utf_16_be, ouro__encode_utf16(rt, args[0], errors, 1))
ENCODER(utf_32_le, ouro__encode_utf32(rt, args[0], errors, -1))
ENCODER(utf_32_be, ouro__encode_utf32(rt, args[0], errors, 1))
ENCODER(ascii, ouro__encode_ascii(rt, args[0], errors))
ENCODER(latin_1, ouro__encode_latin1(rt, args[0], errors))
ENCODER(unicode_escape, ouro__encode_unicode_escape(rt, args[0]))
ENCODER(raw_unicode_escape, ouro__encode_raw_unicode_escape(rt, args[0]))
ENCODER(charmap,
        ouro__encode_charmap(rt, args[0], errors, nargs > 2 && args[2] != OURO_NONE(rt) ? args[2] : NULL))

static ouro_object *ordered_encode(ouro_runtime *rt, const char *function, ouro_object *const *args,
                                   size_t nargs, bool wide)
{
    ouro_object *errors;
    int order = 0;
    if (!get_text(rt, function, args, nargs, &errors) || (nargs > 2 && !get_int(rt, args[2], &order)))
        return NULL;
    order = order < 0 ? -1 : order > 0;
    return pair(rt, (wide ? ouro__encode_utf32 : ouro__encode_utf16)(rt, args[0], errors, order),
                ouro__str_length(args[0]));
}

OURO_C_FUNCTION(utf_16_encode)
{
    return ordered_encode(rt, "utf_16_encode", args, nargs, false);
}

OURO_C_FUNCTION(utf_32_encode)
{
    return ordered_encode(rt, "utf_32_encode", args, nargs, true);
}

OURO_C_FUNCTION(readbuffer_encode)
{
    input in;
    if (!borrow(rt, "readbuffer_encode", args, nargs, true, &in))
        return NULL;
    size_t length = in.loan.length;
    return decoded(rt, &in, ouro__bytes_new(rt, in.loan.data, length), length);
}

OURO_C_FUNCTION(escape_encode)
{
    ouro_object *errors;
    if (!ouro__is_bytes(rt, args[0]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "escape_encode() argument 1 must be bytes, not %T",
                           args[0]);
    if (!get_errors(rt, "escape_encode", args, nargs, &errors))
        return NULL;
    const ouro_bytes *bytes = (const ouro_bytes *)args[0];
    ouro__bytes_builder out;
    ouro__bytes_builder_init(&out, rt);
    for (size_t i = 0; i < bytes->length; i++) {
        static const char digits[] = "0123456789abcdef";
        uint8_t c = bytes->data[i];
        char text[4] = {'\\', (char)c, digits[c >> 4], digits[c & 15]};
        size_t length = 2;
        if (c == '\t' || c == '\n' || c == '\r') {
            text[1] = c == '\t' ? 't' : c == '\n' ? 'n' : 'r';
        } else if (c < ' ' || c >= 127) {
            text[1] = 'x';
            length = 4;
        } else if (c != '\\' && c != '\'') {
            text[0] = (char)c;
            length = 1;
        }
        if (ouro__bytes_put(&out, text, length) < 0) {
            ouro__bytes_builder_discard(&out);
            return NULL;
        }
    }
    return pair(rt, ouro__bytes_builder_finish(&out), bytes->length);
}

OURO_C_FUNCTION(charmap_build)
{
    if (!ouro__is_str(rt, args[0]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "charmap_build() argument must be str, not %T", args[0]);
    return ouro__charmap_build(rt, args[0]);
}

/* ---- the registry ---- */

static ouro_object *none_unless(ouro_runtime *rt, int status)
{
    return status < 0 ? NULL : ouro_ref(OURO_NONE(rt));
}

/* A name as the registry takes it: without zeros. */
static bool check_name(ouro_runtime *rt, ouro_object *name, const char *message)
{
    if (!ouro__is_str(rt, name)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, message, name);
        return false;
    }
    if (ouro__str_find_char(name, 0, 0, ouro__str_length(name)) >= 0) {
        ouro__raise(rt, OURO_T_VALUE_ERROR, "embedded null character");
        return false;
    }
    return true;
}

OURO_C_FUNCTION(codecs_register)
{
    return none_unless(rt, ouro__codec_register(rt, args[0]));
}

OURO_C_FUNCTION(codecs_unregister)
{
    return none_unless(rt, ouro__codec_unregister(rt, args[0]));
}

OURO_C_FUNCTION(codecs_lookup)
{
    return check_name(rt, args[0], "lookup() argument must be str, not %T") ? ouro__codec_lookup(rt, args[0])
                                                                            : NULL;
}

static ouro_object *codec_call(ouro_runtime *rt, const ouro_signature *signature, ouro_object *const *args,
                               size_t nargs, ouro_object *kwnames)
{
    ouro_object *out[3];
    if (ouro__parse_arguments(rt, signature, args, nargs, kwnames, out) < 0)
        return NULL;
    bool encode = signature->function[0] == 'e';
    if (out[1] && !check_name(rt, out[1],
                              encode ? "encode() argument 'encoding' must be str, not %T"
                                     : "decode() argument 'encoding' must be str, not %T"))
        return NULL;
    if (out[2] && !check_name(rt, out[2],
                              encode ? "encode() argument 'errors' must be str, not %T"
                                     : "decode() argument 'errors' must be str, not %T"))
        return NULL;
    ouro_object *encoding = out[1] ? ouro_ref(out[1]) : ouro__str_from_cstring(rt, "utf-8");
    if (!encoding)
        return NULL;
    ouro_object *result =
        (encode ? ouro__codec_encode : ouro__codec_decode)(rt, out[0], encoding, out[2], false);
    ouro_decref(rt, encoding);
    return result;
}

static const char *const coding_names[] = {"obj", "encoding", "errors", NULL};

OURO_C_FUNCTION(codecs_encode)
{
    static const ouro_signature signature = {"encode", coding_names, 0, 3, 1, 0};
    return codec_call(rt, &signature, args, nargs, kwnames);
}

OURO_C_FUNCTION(codecs_decode)
{
    static const ouro_signature signature = {"decode", coding_names, 0, 3, 1, 0};
    return codec_call(rt, &signature, args, nargs, kwnames);
}

OURO_C_FUNCTION(codecs_register_error)
{
    if (!check_name(rt, args[0], "register_error() argument 1 must be str, not %T"))
        return NULL;
    return none_unless(rt, ouro__codec_register_error(rt, args[0], args[1]));
}

OURO_C_FUNCTION(codecs_lookup_error)
{
    return check_name(rt, args[0], "lookup_error() argument must be str, not %T")
               ? ouro__codec_lookup_error(rt, args[0])
               : NULL;
}

static int exec(ouro_runtime *rt, ouro_object *module)
{
    static const ouro_module_type types[] = {{&ouro__builtin_encoding_map, NULL}, {NULL, NULL}};
    return ouro__module_add_types(rt, module, types);
}

#define DECODE_3(name, final)                                                                                \
    {                                                                                                        \
#name "_decode", name##_decode, 0, 1, 3,                                                             \
            #name "_decode($module, data, errors=None, final=" final ", /)\n--\n\n"                          \
    }
#define ENCODE_2(name)                                                                                       \
    {                                                                                                        \
#name "_encode", name##_encode, 0, 1, 2, #name "_encode($module, str, errors=None, /)\n--\n\n"       \
    }

static const ouro_method_def functions[] = {
    {"register", codecs_register, 0, 1, 1,
     "register($module, search_function, /)\n--\n\nRegister a codec search function: called with an "
     "encoding's name in lower case,\n"
     "it gives a tuple (encoder, decoder, stream_reader, stream_writer) or None."},
    {"unregister", codecs_unregister, 0, 1, 1,
     "unregister($module, search_function, /)\n--\n\nUnregister a codec search function and clear the "
     "registry's cache."},
    {"lookup", codecs_lookup, 0, 1, 1,
     "lookup($module, encoding, /)\n--\n\nLooks up a codec tuple in the Python codec registry and returns a "
     "CodecInfo object."},
    {"encode", codecs_encode, OURO_METH_KEYWORDS, 0, -1,
     "encode($module, /, obj, encoding='utf-8', errors='strict')\n--\n\nEncodes obj using the codec "
     "registered for encoding."},
    {"decode", codecs_decode, OURO_METH_KEYWORDS, 0, -1,
     "decode($module, /, obj, encoding='utf-8', errors='strict')\n--\n\nDecodes obj using the codec "
     "registered for encoding."},
    {"register_error", codecs_register_error, 0, 2, 2,
     "register_error($module, errors, handler, /)\n--\n\nRegister the specified error handler under the name "
     "errors."},
    {"lookup_error", codecs_lookup_error, 0, 1, 1,
     "lookup_error($module, name, /)\n--\n\nThe handler registered for an error handling name."},
    DECODE_3(utf_8, "False"),
    DECODE_3(utf_7, "False"),
    DECODE_3(utf_16, "False"),
    DECODE_3(utf_16_le, "False"),
    DECODE_3(utf_16_be, "False"),
    DECODE_3(utf_32, "False"),
    DECODE_3(utf_32_le, "False"),
    DECODE_3(utf_32_be, "False"),
    DECODE_3(unicode_escape, "True"),
    DECODE_3(raw_unicode_escape, "True"),
    {"utf_16_ex_decode", utf_16_ex_decode, 0, 1, 4,
     "utf_16_ex_decode($module, data, errors=None, byteorder=0, final=False,\n                 /)\n--\n\n"},
    {"utf_32_ex_decode", utf_32_ex_decode, 0, 1, 4,
     "utf_32_ex_decode($module, data, errors=None, byteorder=0, final=False,\n                 /)\n--\n\n"},
    {"ascii_decode", ascii_decode, 0, 1, 2, "ascii_decode($module, data, errors=None, /)\n--\n\n"},
    {"latin_1_decode", latin_1_decode, 0, 1, 2, "latin_1_decode($module, data, errors=None, /)\n--\n\n"},
    {"escape_decode", escape_decode, 0, 1, 2, "escape_decode($module, data, errors=None, /)\n--\n\n"},
    {"charmap_decode", charmap_decode, 0, 1, 3,
     "charmap_decode($module, data, errors=None, mapping=None, /)\n--\n\n"},
    ENCODE_2(utf_8),
    ENCODE_2(utf_7),
    ENCODE_2(utf_16_le),
    ENCODE_2(utf_16_be),
    ENCODE_2(utf_32_le),
    ENCODE_2(utf_32_be),
    ENCODE_2(ascii),
    ENCODE_2(latin_1),
    ENCODE_2(unicode_escape),
    ENCODE_2(raw_unicode_escape),
    {"utf_16_encode", utf_16_encode, 0, 1, 3,
     "utf_16_encode($module, str, errors=None, byteorder=0, /)\n--\n\n"},
    {"utf_32_encode", utf_32_encode, 0, 1, 3,
     "utf_32_encode($module, str, errors=None, byteorder=0, /)\n--\n\n"},
    {"charmap_encode", charmap_encode, 0, 1, 3,
     "charmap_encode($module, str, errors=None, mapping=None, /)\n--\n\n"},
    {"escape_encode", escape_encode, 0, 1, 2, "escape_encode($module, data, errors=None, /)\n--\n\n"},
    {"readbuffer_encode", readbuffer_encode, 0, 1, 2,
     "readbuffer_encode($module, data, errors=None, /)\n--\n\n"},
    {"charmap_build", charmap_build, 0, 1, 1, "charmap_build($module, map, /)\n--\n\n"},
    {0},
};

const ouro_module_def ouro__module_codecs = {"_codecs", functions, exec, NULL};
