/* Floats as text: the shortest digits that read back, and reading. C's conversions round correctly in glibc; the locale's
 * decimal point never comes in, because texts with a point are not given to them. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "types/float_impl.h"
#include "types/str_impl.h"
#include "types/unicode.h"

/* The first `count` significant digits of |value|, correctly rounded, and the decimal exponent of the first. */
static int significant_digits(double value, int count, char digits[20])
{
    char text[48];
    snprintf(text, sizeof text, "%.*e", count - 1, fabs(value));
    const char *e = strchr(text, 'e');
    int n = 0;
    for (const char *p = text; p < e; p++)
        if (*p >= '0' && *p <= '9')
            digits[n++] = *p;
    digits[n] = 0;
    return atoi(e + 1);
}

static bool reads_back(const char *digits, int exponent, double magnitude)
{
    char text[40];
    snprintf(text, sizeof text, "%se%d", digits, exponent - (int)strlen(digits) + 1);
    return strtod(text, NULL) == magnitude;
}

/* The next decimal of the same length; false when it would get longer. */
static bool increment(char *digits)
{
    for (size_t i = strlen(digits); i-- > 0;) {
        if (digits[i] != '9') {
            digits[i]++;
            return true;
        }
        digits[i] = '0';
    }
    return false;
}

/* Below a power of two doubles lie twice as dense as above: the nearest decimal may be out of reach below, while the next one
 * above still reads back. */
static bool reads_back_above(char *digits, int exponent, double magnitude)
{
    int unused;
    return frexp(magnitude, &unused) == 0.5 && increment(digits) && reads_back(digits, exponent, magnitude);
}

static int strip_zeros(char *digits)
{
    int n = (int)strlen(digits);
    while (n > 1 && digits[n - 1] == '0')
        n--;
    digits[n] = 0;
    return n;
}

/* m / 10^k for a small k, when that is what the value is: digits below 10^15 are always the shortest. */
static bool short_decimal(double magnitude, char digits[20], int *exponent)
{
    static const double powers[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6};
    if (!(magnitude >= 1e-4 && magnitude < 1e15))
        return false;
    for (int k = 0; k < 7; k++) {
        double scaled = magnitude * powers[k];
        if (scaled >= 1e15)
            return false;
        double m = nearbyint(scaled);
        if (m / powers[k] == magnitude) {
            int n = sprintf(digits, "%lld", (long long)m);
            *exponent = n - 1 - k;
            return true;
        }
    }
    return false;
}

int ouro__float_shortest(double value, char digits[20], int *length)
{
    double magnitude = fabs(value);
    int exponent;
    if (magnitude == 0) {
        memcpy(digits, "0", 2);
        *length = 1;
        return 0;
    }
    if (!short_decimal(magnitude, digits, &exponent)) {
        char closest[20];
        /* Normal doubles keep 15 digits apart, so fewer need no try of their own: they show as trailing zeros. */
        for (int count = magnitude < 0x1p-1022 ? 1 : 15;; count++) {
            exponent = significant_digits(magnitude, count, digits);
            if (count == 17 || reads_back(digits, exponent, magnitude))
                break;
            memcpy(closest, digits, sizeof closest);
            if (reads_back_above(closest, exponent, magnitude)) {
                memcpy(digits, closest, sizeof closest);
                break;
            }
        }
    }
    *length = strip_zeros(digits);
    return exponent;
}

int ouro__float_repr(double value, char buffer[OURO_FLOAT_REPR_MAX])
{
    char *p = buffer, digits[20];
    int length;
    if (!isfinite(value))
        return sprintf(buffer, "%s", isnan(value) ? "nan" : value < 0 ? "-inf" : "inf");
    int exponent = ouro__float_shortest(value, digits, &length);
    if (signbit(value))
        *p++ = '-';
    if (exponent < -4 || exponent >= 16) {
        *p++ = digits[0];
        if (length > 1) {
            *p++ = '.';
            memcpy(p, digits + 1, (size_t)length - 1);
            p += length - 1;
        }
        p += sprintf(p, "e%c%02d", exponent < 0 ? '-' : '+', abs(exponent));
        return (int)(p - buffer);
    }
    if (exponent < 0) {
        *p++ = '0';
        *p++ = '.';
        for (int i = exponent + 1; i < 0; i++)
            *p++ = '0';
        memcpy(p, digits, (size_t)length);
        p += length;
    } else {
        for (int i = 0; i <= exponent || i < length; i++) {
            if (i == exponent + 1)
                *p++ = '.';
            *p++ = i < length ? digits[i] : '0';
        }
        if (length <= exponent + 1) {
            *p++ = '.';
            *p++ = '0';
        }
    }
    *p = 0;
    return (int)(p - buffer);
}

/* The words inf, infinity, nan with a sign, any case. */
static bool read_word(const char *text, size_t length, double *value)
{
    bool negative = length && *text == '-';
    if (length && (*text == '-' || *text == '+'))
        text++, length--;
    char lower[9];
    if (length != 3 && length != 8)
        return false;
    for (size_t i = 0; i < length; i++)
        lower[i] = (char)(text[i] | 32);
    lower[length] = 0;
    if (strcmp(lower, "inf") == 0 || strcmp(lower, "infinity") == 0)
        *value = negative ? -INFINITY : INFINITY;
    else if (strcmp(lower, "nan") == 0)
        *value = negative ? -NAN : NAN;
    else
        return false;
    return true;
}

/* Rewrites digits.digits E exponent as digits E exponent into `out` (length + 32 bytes). false: malformed. */
static bool normalize(const char *text, size_t length, char *out)
{
    const char *p = text, *end = text + length;
    char *o = out;
    int64_t shift = 0, exponent = 0;
    bool point = false, any = false;
    if (p < end && (*p == '-' || *p == '+'))
        *o++ = *p++;
    for (char before = 0; p < end; before = *p++) {
        if (*p == '_') {
            if (!(before >= '0' && before <= '9') || p + 1 == end || !(p[1] >= '0' && p[1] <= '9'))
                return false;
        } else if (*p == '.') {
            if (point)
                return false;
            point = true;
        } else if (*p >= '0' && *p <= '9') {
            *o++ = *p;
            any = true;
            shift += point;
        } else {
            break;
        }
    }
    if (!any)
        return false;
    if (p < end && (*p | 32) == 'e') {
        p++;
        bool negative = p < end && *p == '-';
        if (p < end && (*p == '-' || *p == '+'))
            p++;
        if (p == end || !(*p >= '0' && *p <= '9'))
            return false;
        for (; p < end; p++) {
            if (*p == '_' && p[-1] != '_' && p + 1 < end && p[1] != '_')
                continue;
            if (*p < '0' || *p > '9')
                return false;
            if (exponent < INT64_MAX / 1000)
                exponent = exponent * 10 + (*p - '0');
        }
        exponent = negative ? -exponent : exponent;
    }
    if (p != end)
        return false;
    sprintf(o, "e%lld", (long long)(exponent - shift));
    return true;
}

static int parse_ascii(ouro_runtime *rt, const char *text, size_t length, double *value)
{
    char few[128], *buffer = length < 90 ? few : ouro__buffer_alloc(rt, length + 32);
    if (!buffer)
        return -1;
    int status = 0;
    if (normalize(text, length, buffer))
        *value = strtod(buffer, NULL);
    else if (!read_word(text, length, value))
        status = 1;
    if (buffer != few)
        ouro__buffer_free(rt, buffer);
    return status;
}

int ouro__float_parse(ouro_runtime *rt, const void *data, int kind, size_t length, double *value)
{
    size_t i = 0, end = length;
    while (i < end && (ouro__char_properties(ouro__char_at(data, kind, i)) & OURO_CHAR_SPACE))
        i++;
    while (end > i && (ouro__char_properties(ouro__char_at(data, kind, end - 1)) & OURO_CHAR_SPACE))
        end--;
    length = end - i;
    if (kind == 0 && ouro__chars_widest(ouro__chars_from(data, 0, i), 0, length) < 0x80)
        return parse_ascii(rt, ouro__chars_from(data, 0, i), length, value);
    char *ascii = ouro__buffer_alloc(rt, length + 1);
    if (!ascii)
        return -1;
    for (size_t k = 0; k < length; k++) {
        uint32_t c = ouro__char_at(data, kind, i + k);
        int decimal = ouro__char_decimal(c);
        ascii[k] = c < 128 ? (char)c : decimal >= 0 ? (char)('0' + decimal) : '?';
    }
    int status = parse_ascii(rt, ascii, length, value);
    ouro__buffer_free(rt, ascii);
    return status;
}
