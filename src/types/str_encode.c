/* Text to bytes: str.encode with its error handlers. */
#include <stdio.h>

#include "types/bytes_builder.h"
#include "types/str_codecs.h"
#include "types/str_methods.h"

typedef struct encoder {
    ouro_runtime *rt;
    ouro_object *source, *errors_object;
    enum ouro__codec codec;
    enum ouro__codec_errors errors;
    int width;       /* bytes of a unit: 1, 2, 4 */
    bool big_endian;
    uint32_t limit;  /* characters from here on do not fit */
    ouro__bytes_builder out;
} encoder;

static int put_unit(encoder *e, uint32_t unit)
{
    uint8_t bytes[4];
    for (int i = 0; i < e->width; i++)
        bytes[e->big_endian ? e->width - 1 - i : i] = (uint8_t)(unit >> 8 * i);
    return ouro__bytes_put(&e->out, bytes, (size_t)e->width);
}

static int put_char(encoder *e, uint32_t c)
{
    uint8_t bytes[4];
    if (e->codec <= OURO__UTF8_SIG)
        return ouro__bytes_put(&e->out, bytes, (size_t)ouro__utf8_put(bytes, c));
    if (e->width == 2 && c >= 0x10000)
        return put_unit(e, 0xd7c0 + (c >> 10)) < 0 ? -1 : put_unit(e, 0xdc00 | (c & 0x3ff));
    return put_unit(e, c);
}

static int put_ascii(encoder *e, const char *text)
{
    for (; *text; text++)
        if (put_char(e, (uint8_t)*text) < 0)
            return -1;
    return 0;
}

static void *raise_encode(encoder *e, size_t start, size_t stop)
{
    const char *reason = e->codec == OURO__ASCII    ? "ordinal not in range(128)"
                         : e->codec == OURO__LATIN1 ? "ordinal not in range(256)"
                                                    : "surrogates not allowed";
    return ouro__raise_unicode(e->rt, OURO_T_UNICODE_ENCODE_ERROR, ouro__codec_name(e->codec), e->source, (int64_t)start,
                               (int64_t)stop, reason);
}

static bool fits(const encoder *e, uint32_t c)
{
    return c < e->limit && (e->codec == OURO__LATIN1 || e->codec == OURO__ASCII || c - 0xd800 >= 0x800);
}

/* One character that does not fit: 0 done, 1 it is an error after all, -1. */
static int put_substitute(encoder *e, uint32_t c)
{
    char text[16];
    switch (e->errors) {
    case OURO__IGNORE:
        return 0;
    case OURO__REPLACE:
        return put_char(e, '?');
    case OURO__BACKSLASHREPLACE:
        snprintf(text, sizeof text, c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x", c);
        return put_ascii(e, text);
    case OURO__XMLCHARREFREPLACE:
        snprintf(text, sizeof text, "&#%u;", c);
        return put_ascii(e, text);
    case OURO__SURROGATEESCAPE: {
        if (c - 0xdc80 >= 0x80)
            return 1;
        uint8_t byte = (uint8_t)(c - 0xdc00);
        return ouro__bytes_put(&e->out, &byte, 1);
    }
    case OURO__SURROGATEPASS:
        if (e->limit < 0x110000)
            return 1;
        return put_char(e, c);
    default:
        return 1;
    }
}

/* A run of characters that do not fit, from i; gives where it ends, or SIZE_MAX with an exception. */
static size_t put_run(encoder *e, const ouro__text *t, size_t i)
{
    size_t stop = i;
    while (stop < t->length && !fits(e, ouro__text_char(t, stop)))
        stop++;
    if (e->errors == OURO__UNKNOWN_ERRORS) {
        ouro__raise_unknown_handler(e->rt, e->errors_object);
        return SIZE_MAX;
    }
    for (size_t k = i; k < stop; k++) {
        int status = put_substitute(e, ouro__text_char(t, k));
        if (status > 0)
            raise_encode(e, e->errors == OURO__STRICT ? i : k, stop);
        if (status)
            return SIZE_MAX;
    }
    return stop;
}

static int encode_all(encoder *e, const ouro__text *t)
{
    if (e->codec == OURO__UTF8_SIG || e->codec == OURO__UTF16 || e->codec == OURO__UTF32)
        if (put_char(e, 0xfeff) < 0)
            return -1;
    for (size_t i = 0; i < t->length;) {
        uint32_t c = ouro__text_char(t, i);
        if (fits(e, c)) {
            if (put_char(e, c) < 0)
                return -1;
            i++;
        } else if ((i = put_run(e, t, i)) == SIZE_MAX) {
            return -1;
        }
    }
    return 0;
}

ouro_object *ouro__encode(ouro_runtime *rt, ouro_object *s, ouro_object *encoding, ouro_object *errors)
{
    int codec = ouro__codec_by_name(rt, encoding);
    if (codec < 0)
        return NULL;
    if (codec <= OURO__LATIN1 && codec != OURO__UTF8_SIG && ouro__str_is_ascii(s))
        return ouro__bytes_new(rt, ouro__str_data(s), ouro__str_length(s));
    encoder e = {.rt = rt, .source = s, .errors_object = errors, .codec = (enum ouro__codec)codec,
                 .errors = ouro__errors_by_name(errors), .width = codec >= OURO__UTF32 ? 4 : codec >= OURO__UTF16 ? 2 : 1,
                 .big_endian = codec == OURO__UTF16_BE || codec == OURO__UTF32_BE,
                 .limit = codec == OURO__ASCII ? 0x80 : codec == OURO__LATIN1 ? 0x100 : 0x110000};
    ouro__text t = ouro__text_of_str(s);
    ouro__bytes_builder_init(&e.out, rt);
    if (encode_all(&e, &t) == 0)
        return ouro__bytes_builder_finish(&e.out);
    ouro__bytes_builder_discard(&e.out);
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
            return ouro__raise(rt, OURO_T_TYPE_ERROR, "encode() argument '%s' must be str, not %V", names[i], out[i]);
    return ouro__encode(rt, self, out[0], out[1]);
}
