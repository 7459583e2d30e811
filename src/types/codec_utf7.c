/* UTF-7 (RFC 2152): ASCII with runs of UTF-16 in base 64 between '+' and '-'. */
#include "types/codecs.h"

static const char base64_digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static int base64_value(uint32_t c)
{
    const char *place = c && c < 128 ? strchr(base64_digits, (int)c) : NULL;
    return place ? (int)(place - base64_digits) : -1;
}

/* ---- decoding ---- */

typedef struct run {
    bool inside;
    uint32_t buffer, surrogate; /* bits not used yet; a high surrogate that waits for the low one, or 0 */
    int bits;
    size_t start;   /* of the run in the input */
    size_t written; /* length of the output where the run began */
} run;

static int put_unit(ouro__decoding *d, run *r, uint32_t unit)
{
    if (r->surrogate) {
        uint32_t high = r->surrogate;
        r->surrogate = 0;
        if (unit - 0xdc00 < 0x400)
            return ouro__builder_char(&d->out, 0x10000 + ((high & 0x3ff) << 10) + (unit & 0x3ff));
        if (ouro__builder_char(&d->out, high) < 0)
            return -1;
    }
    if (unit - 0xd800 < 0x400) {
        r->surrogate = unit;
        return 0;
    }
    return ouro__builder_char(&d->out, unit);
}

static int decode_inside(ouro__decoding *d, run *r, uint32_t c)
{
    int digit = base64_value(c);
    if (digit >= 0) {
        r->buffer = r->buffer << 6 | (uint32_t)digit;
        r->bits += 6;
        d->at++;
        if (r->bits < 16)
            return 0;
        uint32_t unit = r->buffer >> (r->bits - 16) & 0xffff;
        r->bits -= 16;
        r->buffer &= (1u << r->bits) - 1;
        return put_unit(d, r, unit);
    }
    r->inside = false;
    if (r->bits >= 6)
        return ouro__decoding_error(d, r->start, d->at + 1, "partial character in shift sequence");
    if (r->bits > 0 && r->buffer != 0)
        return ouro__decoding_error(d, r->start, d->at + 1, "non-zero padding bits in shift sequence");
    if (r->surrogate && c < 128 && c != '+' && ouro__builder_char(&d->out, r->surrogate) < 0)
        return -1;
    r->surrogate = 0;
    d->at += c == '-';
    return 0;
}

static int decode_outside(ouro__decoding *d, run *r, uint32_t c)
{
    if (c != '+') {
        if (c >= 128)
            return ouro__decoding_error(d, d->at, d->at + 1, "unexpected special character");
        d->at++;
        return ouro__builder_char(&d->out, c);
    }
    size_t start = d->at++;
    if (d->at < d->length && d->data[d->at] == '-') {
        d->at++;
        return ouro__builder_char(&d->out, '+');
    }
    if (d->at < d->length && base64_value(d->data[d->at]) < 0)
        return ouro__decoding_error(d, start, d->at + 1, "ill-formed sequence");
    *r = (run){.inside = true, .start = start, .written = d->out.length};
    return 0;
}

static int decode(ouro__decoding *d, run *r)
{
    for (;;) {
        while (d->at < d->length)
            if ((r->inside ? decode_inside : decode_outside)(d, r, d->data[d->at]) < 0)
                return -1;
        if (!r->inside || !d->final)
            return 0;
        r->inside = false;
        if ((r->surrogate || r->bits >= 6 || (r->bits > 0 && r->buffer != 0)) &&
            ouro__decoding_error(d, r->start, d->length, "unterminated shift sequence") < 0)
            return -1;
        if (d->at >= d->length)
            return 0;
    }
}

ouro_object *ouro__decode_utf7(ouro_runtime *rt, const uint8_t *data, size_t length, ouro_object *errors,
                               bool final, size_t *used)
{
    ouro__decoding d;
    run r = {0};
    ouro__decoding_init(&d, rt, "utf7", errors, data, length, final);
    int status = decode(&d, &r);
    if (used)
        *used = r.inside ? r.start : d.at;
    size_t keep = r.inside ? r.written : d.out.length;
    ouro_object *text = ouro__decoding_finish(&d, status);
    if (!text || keep == ouro__str_length(text))
        return text;
    ouro_object *kept = ouro__str_slice(rt, text, 0, keep); /* the unfinished run comes again */
    ouro_decref(rt, text);
    return kept;
}

/* ---- encoding ---- */

static bool direct(uint32_t c)
{
    return c == '\t' || c == '\n' || c == '\r' || (c >= ' ' && c < 127 && c != '+' && c != '\\' && c != '~');
}

typedef struct writer {
    ouro__bytes_builder out;
    uint32_t buffer;
    int bits;
    bool inside;
} writer;

static int put(writer *w, uint32_t c)
{
    uint8_t byte = (uint8_t)c;
    return ouro__bytes_put(&w->out, &byte, 1);
}

static int put_bits(writer *w, uint32_t unit)
{
    w->buffer = w->buffer << 16 | unit;
    w->bits += 16;
    while (w->bits >= 6) {
        w->bits -= 6;
        if (put(w, (uint8_t)base64_digits[w->buffer >> w->bits & 63]) < 0)
            return -1;
    }
    w->buffer &= (1u << w->bits) - 1;
    return 0;
}

static int flush_bits(writer *w)
{
    int status = w->bits ? put(w, (uint8_t)base64_digits[w->buffer << (6 - w->bits) & 63]) : 0;
    w->bits = 0;
    w->buffer = 0;
    return status;
}

static int encode_char(writer *w, uint32_t c)
{
    if (direct(c) || (!w->inside && c == '+')) {
        if (w->inside) {
            w->inside = false;
            if (flush_bits(w) < 0 || ((base64_value(c) >= 0 || c == '-') && put(w, '-') < 0))
                return -1;
        }
        return put(w, c) < 0 ? -1 : c == '+' ? put(w, '-') : 0;
    }
    if (!w->inside && put(w, '+') < 0)
        return -1;
    w->inside = true;
    if (c >= 0x10000) {
        if (put_bits(w, 0xd7c0 + (c >> 10)) < 0)
            return -1;
        c = 0xdc00 | (c & 0x3ff);
    }
    return put_bits(w, c);
}

ouro_object *ouro__encode_utf7(ouro_runtime *rt, ouro_object *s, ouro_object *errors)
{
    (void)errors; /* everything fits */
    writer w = {0};
    ouro__text t = ouro__text_of_str(s);
    int status = 0;
    ouro__bytes_builder_init(&w.out, rt);
    for (size_t i = 0; i < t.length && status == 0; i++)
        status = encode_char(&w, ouro__text_char(&t, i));
    if (status == 0)
        status = flush_bits(&w);
    if (status == 0 && w.inside)
        status = put(&w, '-');
    if (status == 0)
        return ouro__bytes_builder_finish(&w.out);
    ouro__bytes_builder_discard(&w.out);
    return NULL;
}
