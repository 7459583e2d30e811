/* Text to bytes: UTF-8, -16, -32, ASCII, Latin-1, and str.encode, which goes to the registry for all other encodings. */
#include "types/codecs.h"
#include "types/exception.h"
#include "types/str_encode.h"
#include "types/str_methods.h"

static int put_utf8(ouro__encoding *e, uint32_t c, bool try)
{
    uint8_t bytes[4];
    if (c - 0xd800 < 0x800)
        return 1;
    return try ? 0 : ouro__bytes_put(&e->out, bytes, (size_t)ouro__utf8_put(bytes, c));
}

static int put_ascii(ouro__encoding *e, uint32_t c, bool try)
{
    uint8_t byte = (uint8_t)c;
    return c >= 0x80 ? 1 : try ? 0 : ouro__bytes_put(&e->out, &byte, 1);
}

static int put_latin1(ouro__encoding *e, uint32_t c, bool try)
{
    uint8_t byte = (uint8_t)c;
    return c >= 0x100 ? 1 : try ? 0 : ouro__bytes_put(&e->out, &byte, 1);
}

/* context: whether it is big-endian. */
static int put_unit(ouro__encoding *e, uint32_t unit)
{
    uint8_t bytes[4];
    for (int i = 0; i < e->width; i++)
        bytes[e->context ? e->width - 1 - i : i] = (uint8_t)(unit >> 8 * i);
    return ouro__bytes_put(&e->out, bytes, (size_t)e->width);
}

static int put_wide(ouro__encoding *e, uint32_t c, bool try)
{
    if (c - 0xd800 < 0x800)
        return 1;
    if (try)
        return 0;
    if (e->width == 2 && c >= 0x10000)
        return put_unit(e, 0xd7c0 + (c >> 10)) < 0 ? -1 : put_unit(e, 0xdc00 | (c & 0x3ff));
    return put_unit(e, c);
}

/* Errors of UTF-8 are rare: what it can do without them in one pass over the text. */
static ouro_object *encode_plain_utf8(ouro_runtime *rt, ouro_object *s)
{
    ouro__text t = ouro__text_of_str(s);
    size_t size = 0;
    for (size_t i = 0; i < t.length; i++) {
        uint32_t c = ouro__text_char(&t, i);
        if (c - 0xd800 < 0x800)
            return NULL;
        size += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    }
    ouro_object *bytes = ouro__bytes_new(rt, NULL, size);
    if (!bytes)
        return NULL;
    uint8_t *p = ((ouro_bytes *)bytes)->data;
    for (size_t i = 0; i < t.length; i++)
        p += ouro__utf8_put(p, ouro__text_char(&t, i));
    return bytes;
}

ouro_object *ouro__encode_utf8(ouro_runtime *rt, ouro_object *s, ouro_object *errors)
{
    if (ouro__str_is_ascii(s))
        return ouro__bytes_new(rt, ouro__str_data(s), ouro__str_length(s));
    ouro_object *bytes = encode_plain_utf8(rt, s);
    if (bytes || rt->error)
        return bytes;
    ouro__encoding e = {.rt = rt,
                        .encoding = "utf-8",
                        .reason = "surrogates not allowed",
                        .source = s,
                        .errors = errors,
                        .text = ouro__text_of_str(s),
                        .put = put_utf8,
                        .width = 1,
                        .ascii_text = true};
    ouro__bytes_builder_init(&e.out, rt);
    return ouro__encoding_run(&e);
}

static ouro_object *encode_narrow(ouro_runtime *rt, ouro_object *s, ouro_object *errors, bool ascii)
{
    if (ouro__str_is_ascii(s) || (!ascii && ouro__str_kind(s) == 0))
        return ouro__bytes_new(rt, ouro__str_data(s), ouro__str_length(s));
    ouro__encoding e = {.rt = rt,
                        .encoding = ascii ? "ascii" : "latin-1",
                        .reason = ascii ? "ordinal not in range(128)" : "ordinal not in range(256)",
                        .source = s,
                        .errors = errors,
                        .text = ouro__text_of_str(s),
                        .put = ascii ? put_ascii : put_latin1,
                        .width = 1};
    ouro__bytes_builder_init(&e.out, rt);
    return ouro__encoding_run(&e);
}

ouro_object *ouro__encode_ascii(ouro_runtime *rt, ouro_object *s, ouro_object *errors)
{
    return encode_narrow(rt, s, errors, true);
}

ouro_object *ouro__encode_latin1(ouro_runtime *rt, ouro_object *s, ouro_object *errors)
{
    return encode_narrow(rt, s, errors, false);
}

static ouro_object *encode_wide(ouro_runtime *rt, ouro_object *s, ouro_object *errors, int order, int width)
{
    static const char *const names[2][3] = {{"utf-16-le", "utf-16", "utf-16-be"},
                                            {"utf-32-le", "utf-32", "utf-32-be"}};
    ouro__encoding e = {.rt = rt,
                        .encoding = names[width == 4][1 + order],
                        .reason = "surrogates not allowed",
                        .source = s,
                        .errors = errors,
                        .text = ouro__text_of_str(s),
                        .put = put_wide,
                        .width = width,
                        .one_by_one = true,
                        .called_escape = true,
                        .ascii_text = true,
                        .context = order > 0 ? "" : NULL};
    ouro__bytes_builder_init(&e.out, rt);
    if (order == 0 && put_unit(&e, 0xfeff) < 0) {
        ouro__bytes_builder_discard(&e.out);
        return NULL;
    }
    return ouro__encoding_run(&e);
}

ouro_object *ouro__encode_utf16(ouro_runtime *rt, ouro_object *s, ouro_object *errors, int order)
{
    return encode_wide(rt, s, errors, order, 2);
}

ouro_object *ouro__encode_utf32(ouro_runtime *rt, ouro_object *s, ouro_object *errors, int order)
{
    return encode_wide(rt, s, errors, order, 4);
}

/* ---- by name ---- */

static ouro_object *encode_with_mark(ouro_runtime *rt, ouro_object *s, ouro_object *errors)
{
    ouro_object *plain = ouro__encode_utf8(rt, s, errors), *bytes = NULL;
    if (plain) {
        size_t length = ((ouro_bytes *)plain)->length;
        bytes = ouro__bytes_new(rt, NULL, length + 3);
        if (bytes) {
            memcpy(((ouro_bytes *)bytes)->data, "\xef\xbb\xbf", 3);
            memcpy(((ouro_bytes *)bytes)->data + 3, ((ouro_bytes *)plain)->data, length);
        }
        ouro_decref(rt, plain);
    }
    return bytes;
}

static ouro_object *encode_known(ouro_runtime *rt, enum ouro__codec codec, ouro_object *s,
                                 ouro_object *errors)
{
    switch (codec) {
    case OURO__UTF8_SIG:
        return encode_with_mark(rt, s, errors);
    case OURO__ASCII:
        return ouro__encode_ascii(rt, s, errors);
    case OURO__LATIN1:
        return ouro__encode_latin1(rt, s, errors);
    case OURO__UTF16:
        return ouro__encode_utf16(rt, s, errors, 0);
    case OURO__UTF16_LE:
        return ouro__encode_utf16(rt, s, errors, -1);
    case OURO__UTF16_BE:
        return ouro__encode_utf16(rt, s, errors, 1);
    case OURO__UTF32:
        return ouro__encode_utf32(rt, s, errors, 0);
    case OURO__UTF32_LE:
        return ouro__encode_utf32(rt, s, errors, -1);
    case OURO__UTF32_BE:
        return ouro__encode_utf32(rt, s, errors, 1);
    default:
        return ouro__encode_utf8(rt, s, errors);
    }
}

ouro_object *ouro__encode(ouro_runtime *rt, ouro_object *s, ouro_object *encoding, ouro_object *errors)
{
    if (ouro__codec_check(rt, encoding, errors) < 0)
        return NULL;
    enum ouro__codec codec = ouro__codec_by_name(encoding);
    if (codec == OURO__OTHER_CODEC)
        return ouro__codec_encode(rt, s, encoding, errors, true);
    ouro_object *bytes = encode_known(rt, codec, s, errors);
    if (bytes || !ouro__codec_is_registered(codec))
        return bytes;
    if (ouro__error_is(rt, OURO_T_UNICODE_ENCODE_ERROR) && ouro__is_strict(errors)) {
        ouro__error_clear(rt); /* as in ouro__decode_object */
        return ouro__codec_encode(rt, s, encoding, errors, true);
    }
    ouro__codec_name_in_error(rt, true, encoding);
    return NULL;
}

OURO__STR_METHOD(encode)
{
    static const char *const names[] = {"encoding", "errors", NULL};
    static const ouro_signature signature = {"encode", names, 0, 2, 0, 0};
    ouro_object *out[2];
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, out) < 0)
        return NULL;
    for (int i = 0; i < 2; i++)
        if (out[i] && !ouro__is_str(rt, out[i]))
            return ouro__raise(rt, OURO_T_TYPE_ERROR, "encode() argument '%s' must be str, not %V", names[i],
                               out[i]);
    return ouro__encode(rt, self, out[0], out[1]);
}
