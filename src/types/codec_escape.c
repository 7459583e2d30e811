/* Backslash escapes: unicode_escape, raw_unicode_escape, and the escapes of bytes literals. */
#include "types/codecs.h"

#include <stdio.h>

#include "types/exception.h"

static int hex_digit(uint8_t c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* The control character that a letter stands for behind a backslash, or -1. */
static int simple_escape(uint8_t c)
{
    static const char letters[] = "\\'\"bftnrva", values[] = "\\'\"\b\f\t\n\r\v\a";
    const char *place = c ? strchr(letters, c) : NULL;
    return place ? values[place - letters] : -1;
}

/* Up to `count` hex digits at *s: whether all were there; *s ends behind the last one. */
static bool hex_digits(const ouro__decoding *d, size_t *s, int count, uint32_t *value)
{
    *value = 0;
    for (; count && *s < d->length && hex_digit(d->data[*s]) >= 0; count--)
        *value = *value << 4 | (uint32_t)hex_digit(d->data[(*s)++]);
    return count == 0;
}

/* The first escape that is none: what stands behind its backslash, to be warned of. */
typedef struct bad_escape {
    uint8_t shown[4];
    int length; /* 0: none yet */
    bool octal;
} bad_escape;

static void note_bad(bad_escape *bad, const uint8_t *data, size_t length, size_t at)
{
    if (bad->length)
        return;
    bad->octal = data[at] >= '4' && data[at] <= '7';
    if (!bad->octal)
        bad->length = ouro__utf8_put(bad->shown, data[at]);
    while (bad->octal && bad->length < 3 && at < length)
        bad->shown[bad->length++] = data[at++];
}

/* DeprecationWarning: 0, or -1 when it became an exception. */
static int warn_of(ouro_runtime *rt, const bad_escape *bad)
{
    char text[64];
    int (*warn)(ouro_runtime *, int, const char *) = rt->python->hooks.warn;
    if (!bad->length || !warn)
        return 0;
    snprintf(text, sizeof text,
             bad->octal ? "invalid octal escape sequence '\\%.*s'" : "invalid escape sequence '\\%.*s'",
             bad->length, (const char *)bad->shown);
    return warn(rt, OURO_T_DEPRECATION_WARNING, text);
}

/* One escape that begins at d->at: 0, 1 when it is cut off and more may come, -1. */
static int decode_escape(ouro__decoding *d, bad_escape *bad)
{
    size_t start = d->at, s = start + 1;
    const char *reason = "\\ at end of string";
    if (s < d->length) {
        uint8_t c = d->data[s++];
        uint32_t value;
        int simple = simple_escape(c);
        if (simple >= 0 || c == '\n') {
            d->at = s;
            return c == '\n' ? 0 : ouro__builder_char(&d->out, (uint32_t)simple);
        }
        if (c >= '0' && c <= '7') {
            value = c - '0';
            for (int i = 0; i < 2 && s < d->length && d->data[s] >= '0' && d->data[s] <= '7'; i++)
                value = value * 8 + (uint32_t)(d->data[s++] - '0');
            if (value > 0377)
                note_bad(bad, d->data, d->length, start + 1);
            d->at = s;
            return ouro__builder_char(&d->out, value);
        }
        if (c == 'x' || c == 'u' || c == 'U') {
            reason = c == 'x'   ? "truncated \\xXX escape"
                     : c == 'u' ? "truncated \\uXXXX escape"
                                : "truncated \\UXXXXXXXX escape";
            if (hex_digits(d, &s, c == 'x' ? 2 : c == 'u' ? 4 : 8, &value)) {
                if (value <= 0x10ffff) {
                    d->at = s;
                    return ouro__builder_char(&d->out, value);
                }
                return ouro__decoding_error(d, start, s, "illegal Unicode character");
            }
        } else if (c == 'N') {
            reason = "malformed \\N character escape";
            if (s < d->length && d->data[s] == '{') {
                size_t name = ++s;
                while (s < d->length && d->data[s] != '}')
                    s++;
                if (s < d->length && s > name) {
                    s++;
                    bool (*named)(const char *, size_t, uint32_t *) = d->rt->python->hooks.character_named;
                    if (named && named((const char *)d->data + name, s - 1 - name, &value)) {
                        d->at = s;
                        return ouro__builder_char(&d->out, value);
                    }
                    return ouro__decoding_error(d, start, s, "unknown Unicode character name");
                }
            }
        } else {
            note_bad(bad, d->data, d->length, start + 1);
            d->at = s;
            return ouro__builder_char(&d->out, '\\') < 0 ? -1 : ouro__builder_char(&d->out, c);
        }
    }
    if (s >= d->length && !d->final)
        return 1;
    return ouro__decoding_error(d, start, s, reason);
}

static int decode_escapes(ouro__decoding *d, bad_escape *bad)
{
    while (d->at < d->length) {
        if (d->data[d->at] != '\\') {
            if (ouro__builder_char(&d->out, d->data[d->at++]) < 0)
                return -1;
            continue;
        }
        int status = decode_escape(d, bad);
        if (status)
            return status < 0 ? -1 : 0;
    }
    return 0;
}

ouro_object *ouro__decode_unicode_escape(ouro_runtime *rt, const uint8_t *data, size_t length,
                                         ouro_object *errors, bool final, size_t *used)
{
    ouro__decoding d;
    bad_escape bad = {.length = 0};
    ouro__decoding_init(&d, rt, "unicodeescape", errors, data, length, final);
    int status = decode_escapes(&d, &bad);
    if (used)
        *used = d.at;
    if (status == 0)
        status = warn_of(rt, &bad);
    return ouro__decoding_finish(&d, status);
}

static int decode_raw(ouro__decoding *d)
{
    while (d->at < d->length) {
        size_t start = d->at, s = start + 1;
        uint8_t c = d->data[start];
        if (c == '\\' && s >= d->length && !d->final)
            return 0;
        uint8_t letter = c == '\\' && s < d->length ? d->data[s] : 0;
        if (letter != 'u' && letter != 'U') {
            /* a backslash takes the character behind it along */
            if (ouro__builder_char(&d->out, c) < 0 ||
                (c == '\\' && s < d->length && ouro__builder_char(&d->out, letter) < 0))
                return -1;
            d->at = start + (c == '\\' && s < d->length ? 2 : 1);
            continue;
        }
        uint32_t value;
        const char *reason = letter == 'u' ? "truncated \\uXXXX escape" : "truncated \\UXXXXXXXX escape";
        s++;
        if (hex_digits(d, &s, letter == 'u' ? 4 : 8, &value)) {
            if (value <= 0x10ffff) {
                if (ouro__builder_char(&d->out, value) < 0)
                    return -1;
                d->at = s;
                continue;
            }
            reason = "\\Uxxxxxxxx out of range";
        } else if (s >= d->length && !d->final) {
            return 0;
        }
        if (ouro__decoding_error(d, start, s, reason) < 0)
            return -1;
    }
    return 0;
}

ouro_object *ouro__decode_raw_unicode_escape(ouro_runtime *rt, const uint8_t *data, size_t length,
                                             ouro_object *errors, bool final, size_t *used)
{
    ouro__decoding d;
    ouro__decoding_init(&d, rt, "rawunicodeescape", errors, data, length, final);
    int status = decode_raw(&d);
    if (used)
        *used = d.at;
    return ouro__decoding_finish(&d, status);
}

/* ---- encoding ---- */

static ouro_object *encode_escapes(ouro_runtime *rt, ouro_object *s, bool raw)
{
    ouro__text t = ouro__text_of_str(s);
    ouro__bytes_builder out;
    ouro__bytes_builder_init(&out, rt);
    for (size_t i = 0; i < t.length; i++) {
        uint32_t c = ouro__text_char(&t, i);
        char text[16];
        int length = 1;
        text[0] = (char)c;
        if (c >= 0x10000)
            length = snprintf(text, sizeof text, "\\U%08x", c);
        else if (c >= 0x100)
            length = snprintf(text, sizeof text, "\\u%04x", c);
        else if (!raw && (c == '\t' || c == '\n' || c == '\r' || c == '\\'))
            length = snprintf(text, sizeof text, "\\%c",
                              c == '\t'   ? 't'
                              : c == '\n' ? 'n'
                              : c == '\r' ? 'r'
                                          : '\\');
        else if (!raw && (c < ' ' || c >= 127))
            length = snprintf(text, sizeof text, "\\x%02x", c);
        if (ouro__bytes_put(&out, text, (size_t)length) < 0) {
            ouro__bytes_builder_discard(&out);
            return NULL;
        }
    }
    return ouro__bytes_builder_finish(&out);
}

ouro_object *ouro__encode_unicode_escape(ouro_runtime *rt, ouro_object *s)
{
    return encode_escapes(rt, s, false);
}

ouro_object *ouro__encode_raw_unicode_escape(ouro_runtime *rt, ouro_object *s)
{
    return encode_escapes(rt, s, true);
}

/* ---- bytes ---- */

/* One escape at data[*at] (the backslash): 0 or -1. */
static int bytes_escape(ouro__bytes_builder *out, const uint8_t *data, size_t length, size_t *at,
                        ouro_object *errors, bad_escape *bad)
{
    size_t start = *at, s = start + 1;
    ouro_runtime *rt = out->rt;
    if (s >= length) {
        ouro__raise(rt, OURO_T_VALUE_ERROR, "Trailing \\ in string");
        return -1;
    }
    uint8_t c = data[s++], byte;
    int simple = simple_escape(c);
    *at = s;
    if (c == '\n')
        return 0;
    if (simple >= 0) {
        byte = (uint8_t)simple;
        return ouro__bytes_put(out, &byte, 1);
    }
    if (c >= '0' && c <= '7') {
        unsigned value = c - '0';
        for (int i = 0; i < 2 && s < length && data[s] >= '0' && data[s] <= '7'; i++)
            value = value * 8 + (unsigned)(data[s++] - '0');
        if (value > 0377)
            note_bad(bad, data, length, start + 1);
        *at = s;
        byte = (uint8_t)value;
        return ouro__bytes_put(out, &byte, 1);
    }
    if (c != 'x') {
        note_bad(bad, data, length, start + 1);
        return ouro__bytes_put(out, data + start, 2);
    }
    if (s + 1 < length && hex_digit(data[s]) >= 0 && hex_digit(data[s + 1]) >= 0) {
        byte = (uint8_t)(hex_digit(data[s]) << 4 | hex_digit(data[s + 1]));
        *at = s + 2;
        return ouro__bytes_put(out, &byte, 1);
    }
    *at = s + (s < length && hex_digit(data[s]) >= 0);
    if (errors && ouro__str_equals_ascii(errors, "replace"))
        return ouro__bytes_put(out, "?", 1);
    if (errors && ouro__str_equals_ascii(errors, "ignore"))
        return 0;
    if (!errors || ouro__str_equals_ascii(errors, "strict"))
        ouro__raise(rt, OURO_T_VALUE_ERROR, "invalid \\x escape at position %zu", start);
    else
        ouro__raise(rt, OURO_T_VALUE_ERROR, "decoding error; unknown error handling code: %U", errors);
    return -1;
}

ouro_object *ouro__decode_escape(ouro_runtime *rt, const uint8_t *data, size_t length, ouro_object *errors)
{
    ouro__bytes_builder out;
    bad_escape bad = {.length = 0};
    size_t at = 0;
    int status = 0;
    ouro__bytes_builder_init(&out, rt);
    while (at < length && status == 0) {
        const uint8_t *backslash = memchr(data + at, '\\', length - at);
        size_t run = backslash ? (size_t)(backslash - data) - at : length - at;
        status = run ? ouro__bytes_put(&out, data + at, run) : 0;
        at += run;
        if (status == 0 && at < length)
            status = bytes_escape(&out, data, length, &at, errors, &bad);
    }
    if (status == 0)
        status = warn_of(rt, &bad);
    if (status == 0)
        return ouro__bytes_builder_finish(&out);
    ouro__bytes_builder_discard(&out);
    return NULL;
}
