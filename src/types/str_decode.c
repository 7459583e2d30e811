/* Bytes to text: UTF-8, -16, -32, ASCII, and bytes.decode, which goes to the registry for all other encodings. */
#include "types/codecs.h"
#include "types/exception.h"
#include "types/str_encode.h"

/* UTF-8 (with `ascii`: nothing from 128 on). */
static int decode_bytes(ouro__decoding *d, bool ascii)
{
    while (d->at < d->length) {
        const uint8_t *p = d->data + d->at, *end = d->data + d->length;
        size_t run = 0, left = d->length - d->at;
        while (run < left && p[run] < 0x80)
            run++;
        if (run) {
            if (ouro__builder_ascii(&d->out, (const char *)p, run) < 0)
                return -1;
            d->at += run;
            continue;
        }
        uint32_t c = 0;
        const char *reason = "ordinal not in range(128)";
        int step = ascii ? -1 : ouro__utf8_step(p, end, false, &c, &reason);
        if (step > 0) {
            if (ouro__builder_char(&d->out, c) < 0)
                return -1;
            d->at += (size_t)step;
        } else if (!d->final && !ascii &&
                   ((p - step == end && strcmp(reason, "unexpected end of data") == 0) ||
                    (left == 2 && p[0] == 0xed && p[1] >= 0xa0 && p[1] <= 0xbf))) {
            return 0; /* cut off, perhaps in a surrogate that the handler would pass */
        } else if (ouro__decoding_error(d, d->at, d->at + (size_t)-step, reason) < 0) {
            return -1;
        }
    }
    return 0;
}

static ouro_object *decode_ascii_like(ouro_runtime *rt, const uint8_t *data, size_t length,
                                      ouro_object *errors, bool final, size_t *used, bool ascii)
{
    if (used)
        *used = length;
    if (ouro__chars_widest(data, 0, length) < 0x80)
        return ouro__str_from_ascii(rt, (const char *)data, length);
    if (!ascii && final && (!errors || ouro__str_equals_ascii(errors, "strict")))
        return ouro__str_from_utf8(rt, (const char *)data, length);
    ouro__decoding d;
    ouro__decoding_init(&d, rt, ascii ? "ascii" : "utf-8", errors, data, length, final);
    int status = decode_bytes(&d, ascii);
    if (used)
        *used = d.at;
    return ouro__decoding_finish(&d, status);
}

ouro_object *ouro__decode_utf8(ouro_runtime *rt, const uint8_t *data, size_t length, ouro_object *errors,
                               bool final, size_t *used)
{
    return decode_ascii_like(rt, data, length, errors, final, used, false);
}

ouro_object *ouro__decode_ascii(ouro_runtime *rt, const uint8_t *data, size_t length, ouro_object *errors)
{
    return decode_ascii_like(rt, data, length, errors, true, NULL, true);
}

/* ---- UTF-16 and UTF-32 ---- */

static uint32_t unit_at(const ouro__decoding *d, size_t i, size_t width, bool big_endian)
{
    uint32_t unit = 0;
    for (size_t k = 0; k < width; k++)
        unit = unit << 8 | d->data[i + (big_endian ? k : width - 1 - k)];
    return unit;
}

/* The character at d->at, of *size bytes; or what is wrong with *size bytes there (*cut: they are only too few). */
static const char *next_unit(const ouro__decoding *d, size_t width, bool big_endian, uint32_t *c,
                             size_t *size, bool *cut)
{
    size_t left = d->length - d->at;
    *cut = false;
    if (left < width) {
        *size = left;
        *cut = true;
        return "truncated data";
    }
    *size = width;
    *c = unit_at(d, d->at, width, big_endian);
    if (width == 4) {
        if (*c - 0xd800 < 0x800)
            return "code point in surrogate code point range(0xd800, 0xe000)";
        return *c > 0x10ffff ? "code point not in range(0x110000)" : NULL;
    }
    if (*c - 0xd800 >= 0x800)
        return NULL;
    if (*c >= 0xdc00)
        return "illegal encoding";
    if (left < 4) {
        *size = left;
        *cut = true;
        return "unexpected end of data";
    }
    uint32_t low = unit_at(d, d->at + 2, 2, big_endian);
    if (low - 0xdc00 >= 0x400)
        return "illegal UTF-16 surrogate";
    *c = 0x10000 + ((*c & 0x3ff) << 10) + (low & 0x3ff);
    *size = 4;
    return NULL;
}

static int decode_units(ouro__decoding *d, size_t width, bool big_endian)
{
    while (d->at < d->length) {
        uint32_t c;
        size_t size;
        bool cut;
        const char *reason = next_unit(d, width, big_endian, &c, &size, &cut);
        if (!reason) {
            if (ouro__builder_char(&d->out, c) < 0)
                return -1;
            d->at += size;
        } else if (cut && !d->final) {
            return 0;
        } else if (ouro__decoding_error(d, d->at, d->at + size, reason) < 0) {
            return -1;
        }
    }
    return 0;
}

static ouro_object *decode_wide(ouro_runtime *rt, const uint8_t *data, size_t length, ouro_object *errors,
                                int *order, bool final, size_t *used, size_t width)
{
    static const char *const names[2][2] = {{"utf-16-le", "utf-16-be"}, {"utf-32-le", "utf-32-be"}};
    ouro__decoding d;
    ouro__decoding_init(&d, rt, NULL, errors, data, length, final);
    for (int big = 0; big < 2 && *order == 0 && length >= width; big++) {
        if (unit_at(&d, 0, width, big) == 0xfeff) { /* the byte order mark */
            *order = big ? 1 : -1;
            d.at = width;
        }
    }
    d.encoding = names[width == 4][*order > 0];
    int status = decode_units(&d, width, *order > 0);
    if (used)
        *used = d.at;
    return ouro__decoding_finish(&d, status);
}

ouro_object *ouro__decode_utf16(ouro_runtime *rt, const uint8_t *data, size_t length, ouro_object *errors,
                                int *order, bool final, size_t *used)
{
    return decode_wide(rt, data, length, errors, order, final, used, 2);
}

ouro_object *ouro__decode_utf32(ouro_runtime *rt, const uint8_t *data, size_t length, ouro_object *errors,
                                int *order, bool final, size_t *used)
{
    return decode_wide(rt, data, length, errors, order, final, used, 4);
}

/* ---- by name ---- */

static ouro_object *decode_known(ouro_runtime *rt, enum ouro__codec codec, const uint8_t *data, size_t length,
                                 ouro_object *errors)
{
    int order = codec == OURO__UTF16_BE || codec == OURO__UTF32_BE ? 1
                : codec == OURO__UTF16 || codec == OURO__UTF32     ? 0
                                                                   : -1;
    switch (codec) {
    case OURO__ASCII:
        return ouro__decode_ascii(rt, data, length, errors);
    case OURO__LATIN1:
        return ouro__str_from_latin1(rt, data, length);
    case OURO__UTF8_SIG:
        if (length >= 3 && memcmp(data, "\xef\xbb\xbf", 3) == 0)
            return ouro__decode_utf8(rt, data + 3, length - 3, errors, true, NULL);
        return ouro__decode_utf8(rt, data, length, errors, true, NULL);
    case OURO__UTF16:
    case OURO__UTF16_LE:
    case OURO__UTF16_BE:
        return ouro__decode_utf16(rt, data, length, errors, &order, true, NULL);
    case OURO__UTF32:
    case OURO__UTF32_LE:
    case OURO__UTF32_BE:
        return ouro__decode_utf32(rt, data, length, errors, &order, true, NULL);
    default:
        return ouro__decode_utf8(rt, data, length, errors, true, NULL);
    }
}

ouro_object *ouro__decode_object(ouro_runtime *rt, ouro_object *source, ouro_object *encoding,
                                 ouro_object *errors)
{
    if (ouro__codec_check(rt, encoding, errors) < 0)
        return NULL;
    enum ouro__codec codec = ouro__codec_by_name(encoding);
    ouro__byte_loan loan;
    if (!ouro__bytes_borrow(rt, source, &loan))
        return NULL;
    bool nothing = loan.length == 0, known = codec != OURO__OTHER_CODEC;
    ouro_object *text = known && !nothing ? decode_known(rt, codec, loan.data, loan.length, errors) : NULL;
    ouro__bytes_return(rt, &loan);
    if (nothing) /* whatever the codec */
        return ouro_ref(OURO_EMPTY_STR(rt));
    if (!known)
        return ouro__codec_decode(rt, source, encoding, errors, true);
    if (text || !ouro__codec_is_registered(codec))
        return text;
    if (ouro__error_is(rt, OURO_T_UNICODE_DECODE_ERROR) && ouro__is_strict(errors)) {
        ouro__error_clear(rt); /* again as CPython does it: the codec's module stands in the traceback */
        return ouro__codec_decode(rt, source, encoding, errors, true);
    }
    ouro__codec_name_in_error(rt, false, encoding);
    return NULL;
}
