/* Bytes to text: bytes.decode with its error handlers. */
#include <stdio.h>

#include "types/bytes_impl.h"
#include "types/str_codecs.h"

typedef struct decoder {
    ouro_runtime *rt;
    ouro_object *source, *errors_object;
    enum ouro__codec codec;
    enum ouro__codec_errors errors;
    const uint8_t *data;
    size_t length;
    int width; /* bytes of a unit */
    bool big_endian;
    ouro_str_builder out;
} decoder;

static int raise_decode(decoder *d, size_t start, size_t stop, const char *reason)
{
    ouro_object *bytes = ouro__is_bytes(d->rt, d->source) ? ouro__same(d->source) : ouro__bytes_new(d->rt, d->data, d->length);
    if (bytes)
        ouro__raise_unicode(d->rt, OURO_T_UNICODE_DECODE_ERROR, ouro__codec_name(d->codec), bytes, (int64_t)start,
                            (int64_t)stop, reason);
    ouro_xdecref(d->rt, bytes);
    return -1;
}

/* What stands for the bytes [start, stop) that are no text; gives the place to go on from, SIZE_MAX with an exception. */
static size_t put_substitute(decoder *d, size_t start, size_t stop, const char *reason)
{
    char text[8];
    int status = 0;
    switch (d->errors) {
    case OURO__IGNORE:
        break;
    case OURO__REPLACE:
        status = ouro__builder_char(&d->out, 0xfffd);
        break;
    case OURO__BACKSLASHREPLACE:
        for (size_t i = start; i < stop && status == 0; i++) {
            snprintf(text, sizeof text, "\\x%02x", d->data[i]);
            status = ouro__builder_ascii(&d->out, text, 4);
        }
        break;
    case OURO__SURROGATEESCAPE: {
        size_t i = start; /* as many as are not ASCII */
        while (i < stop && d->data[i] >= 0x80 && status == 0)
            status = ouro__builder_char(&d->out, 0xdc00u + d->data[i++]);
        if (i == start)
            status = raise_decode(d, start, stop, reason);
        stop = i;
        break;
    }
    case OURO__SURROGATEPASS: {
        uint32_t c = 0;
        const char *unused;
        if (d->codec <= OURO__UTF8_SIG && ouro__utf8_step(d->data + start, d->data + d->length, true, &c, &unused) == 3) {
            status = ouro__builder_char(&d->out, c);
            stop = start + 3;
        } else if (d->width > 1 && d->length - start >= (size_t)d->width) {
            for (int i = 0; i < d->width; i++)
                c = c << 8 | d->data[start + (size_t)(d->big_endian ? i : d->width - 1 - i)];
            if (c - 0xd800 >= 0x800)
                status = raise_decode(d, start, stop, reason);
            else
                status = ouro__builder_char(&d->out, c);
            stop = start + (size_t)d->width;
        } else {
            status = raise_decode(d, start, stop, reason);
        }
        break;
    }
    case OURO__UNKNOWN_ERRORS:
        ouro__raise_unknown_handler(d->rt, d->errors_object);
        status = -1;
        break;
    case OURO__XMLCHARREFREPLACE:
        ouro__raise(d->rt, OURO_T_TYPE_ERROR, "don't know how to handle UnicodeDecodeError in error callback");
        status = -1;
        break;
    default:
        status = raise_decode(d, start, stop, reason);
    }
    return status < 0 ? SIZE_MAX : stop;
}

static int decode_bytes(decoder *d)
{
    const uint8_t *end = d->data + d->length;
    size_t i = 0;
    if (d->codec == OURO__UTF8_SIG && d->length >= 3 && memcmp(d->data, "\xef\xbb\xbf", 3) == 0)
        i = 3;
    while (i < d->length) {
        uint32_t c = d->data[i];
        const char *reason = "ordinal not in range(128)";
        int step = d->codec == OURO__ASCII ? (c < 0x80 ? 1 : -1) : ouro__utf8_step(d->data + i, end, false, &c, &reason);
        if (step > 0) {
            if (ouro__builder_char(&d->out, c) < 0)
                return -1;
            i += (size_t)step;
        } else if ((i = put_substitute(d, i, i + (size_t)-step, reason)) == SIZE_MAX) {
            return -1;
        }
    }
    return 0;
}

static uint32_t unit_at(const decoder *d, size_t i)
{
    uint32_t unit = 0;
    for (int k = 0; k < d->width; k++)
        unit = unit << 8 | d->data[i + (size_t)(d->big_endian ? k : d->width - 1 - k)];
    return unit;
}

/* Takes the byte order mark off and settles the order: little-endian when there is none. */
static size_t skip_mark(decoder *d)
{
    if (d->codec != OURO__UTF16 && d->codec != OURO__UTF32)
        return 0;
    size_t mark = 0;
    for (int big = 0; big < 2 && !mark && d->length >= (size_t)d->width; big++) {
        d->big_endian = big;
        if (unit_at(d, 0) == 0xfeff)
            mark = (size_t)d->width;
    }
    d->big_endian = d->big_endian && mark;
    d->codec += d->big_endian ? 2 : 1; /* errors name the one with its order */
    return mark;
}

static int decode_units(decoder *d)
{
    const size_t w = (size_t)d->width;
    for (size_t i = skip_mark(d); i < d->length;) {
        size_t left = d->length - i, bad = 0;
        const char *reason = "truncated data";
        uint32_t c = 0;
        size_t used = w;
        if (left < w) {
            bad = left;
        } else if (c = unit_at(d, i), w == 4) {
            if (c > 0x10ffff) {
                bad = 4;
                reason = "code point not in range(0x110000)";
            } else if (c - 0xd800 < 0x800) {
                bad = 4;
                reason = "code point in surrogate code point range(0xd800, 0xe000)";
            }
        } else if (c - 0xdc00 < 0x400) {
            bad = 2;
            reason = "illegal encoding";
        } else if (c - 0xd800 < 0x400) {
            if (left < 4) {
                bad = left;
                reason = "unexpected end of data";
            } else {
                uint32_t low = unit_at(d, i + 2);
                bad = low - 0xdc00 < 0x400 ? 0 : 2;
                reason = "illegal UTF-16 surrogate";
                c = 0x10000 + ((c & 0x3ff) << 10) + (low & 0x3ff);
                used = 4;
            }
        }
        if (!bad) {
            if (ouro__builder_char(&d->out, c) < 0)
                return -1;
            i += used;
        } else if ((i = put_substitute(d, i, i + bad, reason)) == SIZE_MAX) {
            return -1;
        }
    }
    return 0;
}

static ouro_object *decode_view(ouro_runtime *rt, ouro_object *source, ouro__byte_view view, int codec,
                                ouro_object *errors)
{
    if (codec == OURO__LATIN1)
        return ouro__str_from_latin1(rt, view.data, view.length);
    if ((codec == OURO__UTF8 || codec == OURO__ASCII) && ouro__chars_widest(view.data, 0, view.length) < 0x80)
        return ouro__str_from_ascii(rt, (const char *)view.data, view.length);
    decoder d = {.rt = rt, .source = source, .errors_object = errors, .codec = (enum ouro__codec)codec,
                 .errors = ouro__errors_by_name(errors), .data = view.data, .length = view.length,
                 .width = codec >= OURO__UTF32 ? 4 : codec >= OURO__UTF16 ? 2 : 1,
                 .big_endian = codec == OURO__UTF16_BE || codec == OURO__UTF32_BE};
    ouro__builder_init(&d.out, rt);
    if ((d.width > 1 ? decode_units(&d) : decode_bytes(&d)) == 0)
        return ouro__builder_finish(&d.out);
    ouro__builder_discard(&d.out);
    return NULL;
}

ouro_object *ouro__decode_object(ouro_runtime *rt, ouro_object *source, ouro_object *encoding, ouro_object *errors)
{
    ouro__byte_loan loan;
    int codec = ouro__codec_by_name(rt, encoding);
    if (codec < 0 || !ouro__bytes_borrow(rt, source, &loan))
        return NULL;
    ouro_object *text = decode_view(rt, source, (ouro__byte_view){loan.data, loan.length}, codec, errors);
    ouro__bytes_return(rt, &loan);
    return text;
}
