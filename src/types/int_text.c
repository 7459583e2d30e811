/* Ints from text and to text, in any base; time below the square of the length by GMP's radix conversion. */
#include "types/int_impl.h"
#include "types/str_impl.h"
#include "types/unicode.h"

enum { DIGITS_ALWAYS_ALLOWED = 640 };

/* Conversion between decimal and binary costs more than linear time: the language bounds the digits. */
static bool is_limited(int base)
{
    return (base & (base - 1)) != 0;
}

static bool too_long(ouro_runtime *rt, size_t digits, int base)
{
    uint32_t limit = rt->python->max_str_digits;
    return limit && is_limited(base) && digits > DIGITS_ALWAYS_ALLOWED && digits > limit;
}

/* Bits enough for a digit. */
static unsigned bits_of_digit(int base)
{
    return 32 - (unsigned)__builtin_clz((unsigned)base - 1);
}

/* Limbs enough for so many digits. */
static size_t limbs_for(size_t digits, int base)
{
    unsigned bits = bits_of_digit(base);
    return digits / 64 * bits + (digits % 64 * bits) / 64 + 2;
}

/* `digits` are values below base, most significant first, without leading zeros. */
static ouro_object *from_values(ouro_runtime *rt, const unsigned char *digits, size_t count, int base,
                                bool negative)
{
    while (count && *digits == 0)
        digits++, count--;
    uint64_t small = 0;
    /* 36 ** 12 and 10 ** 18 are less than 2 ** 63 */
    if (count <= 12 || count * bits_of_digit(base) < 64 || (base == 10 && count <= 18)) {
        for (size_t i = 0; i < count; i++)
            small = small * (unsigned)base + digits[i];
        return ouro__int_new(rt, negative ? -(int64_t)small : (int64_t)small);
    }
    size_t limbs = limbs_for(count, base);
    ouro_big_int *b = ouro__big_alloc(rt, limbs);
    if (!b)
        return NULL;
    if (!ouro__gmp_enter(rt, 2 * limbs)) {
        ouro__leaf_drop(rt, b);
        return NULL;
    }
    mp_size_t used = mpn_set_str((mp_limb_t *)b->limbs, digits, count, base);
    ouro__gmp_leave(rt, 2 * limbs);
    memset(b->limbs + used, 0, (limbs - (size_t)used) * sizeof(mp_limb_t));
    return ouro__big_finish(rt, b, limbs, negative);
}

static void *raise_too_long(ouro_runtime *rt, size_t digits)
{
    return ouro__raise(rt, OURO_T_VALUE_ERROR,
                       "Exceeds the limit (%u digits) for integer string conversion: value has %zu digits; "
                       "use sys.set_int_max_str_digits() to increase the limit",
                       rt->python->max_str_digits, digits);
}

/* The value of an ASCII letter or digit, 37 for others. */
static unsigned digit_value(uint32_t c)
{
    if (c - '0' < 10)
        return c - '0';
    uint32_t letter = (c | 32) - 'a';
    return c < 128 && letter < 26 ? letter + 10 : 37;
}

ouro_object *ouro__int_from_digits(ouro_runtime *rt, const char *digits, size_t length, int base)
{
    size_t zeros = 0;
    while (zeros < length && digits[zeros] == '0')
        zeros++;
    digits += zeros;
    length -= zeros;
    if (too_long(rt, length, base))
        return raise_too_long(rt, length);
    unsigned char few[64] = {0}, *values = length <= sizeof few ? few : ouro__buffer_alloc(rt, length);
    if (!values)
        return NULL;
    for (size_t i = 0; i < length; i++)
        values[i] = (unsigned char)digit_value((uint8_t)digits[i]);
    ouro_object *o = from_values(rt, values, length, base, false);
    if (values != few)
        ouro__buffer_free(rt, values);
    return o;
}

/* A prefix 0x, 0o, 0b at `i` that fits the base (0: any; then *base is set). */
static bool has_prefix(const void *data, int kind, size_t i, size_t end, int *base)
{
    if (end - i < 2 || ouro__char_at(data, kind, i) != '0')
        return false;
    uint32_t letter = ouro__char_at(data, kind, i + 1) | 32;
    int prefix = letter == 'x' ? 16 : letter == 'o' ? 8 : letter == 'b' ? 2 : -1;
    if (*base == 0 && prefix > 0)
        *base = prefix;
    return prefix == *base;
}

/* Reads digits with single underscores between them: how many, or SIZE_MAX when malformed. */
static size_t read_digits(const void *data, int kind, size_t i, size_t end, int base, bool underscore_first,
                          unsigned char *values)
{
    size_t count = 0;
    bool after_digit = underscore_first; /* an underscore may stand here */
    for (; i < end; i++) {
        uint32_t c = ouro__char_at(data, kind, i);
        if (c == '_') {
            if (!after_digit)
                return SIZE_MAX;
            after_digit = false;
            continue;
        }
        unsigned value = c < 128 ? digit_value(c) : (unsigned)ouro__char_decimal(c);
        if (value >= (unsigned)base)
            return SIZE_MAX;
        values[count++] = (unsigned char)value;
        after_digit = true;
    }
    return after_digit && count ? count : SIZE_MAX;
}

static void *raise_invalid(ouro_runtime *rt, int base, ouro_object *shown)
{
    return ouro__raise(rt, OURO_T_VALUE_ERROR, "invalid literal for int() with base %d: %.200R", base, shown);
}

static bool is_blank(uint32_t c)
{
    return ouro__char_properties(c) & OURO_CHAR_SPACE;
}

ouro_object *ouro__int_parse(ouro_runtime *rt, const void *data, int kind, size_t length, int base,
                             ouro_object *shown)
{
    const int given_base = base;
    size_t i = 0, end = length;
    while (i < end && is_blank(ouro__char_at(data, kind, i)))
        i++;
    while (end > i && is_blank(ouro__char_at(data, kind, end - 1)))
        end--;
    bool negative = false;
    if (i < end) {
        uint32_t sign = ouro__char_at(data, kind, i);
        negative = sign == '-';
        i += negative || sign == '+';
    }
    bool prefixed =
        (base == 0 || base == 2 || base == 8 || base == 16) && has_prefix(data, kind, i, end, &base);
    if (prefixed)
        i += 2;
    bool zero_only =
        base == 0 && i < end && ouro__char_at(data, kind, i) == '0'; /* "00" is zero, "01" an error */
    if (base == 0)
        base = 10;
    if (i == end)
        return raise_invalid(rt, given_base, shown);
    unsigned char few[64], *values = end - i <= sizeof few ? few : ouro__buffer_alloc(rt, end - i);
    if (!values)
        return NULL;
    ouro_object *result = NULL;
    size_t count = read_digits(data, kind, i, end, base, prefixed, values);
    if (count == SIZE_MAX)
        raise_invalid(rt, given_base, shown);
    else if (too_long(rt, count, base))
        raise_too_long(rt, count);
    else
        result = from_values(rt, values, count, base, negative);
    if (values != few)
        ouro__buffer_free(rt, values);
    if (result && zero_only && ouro__int_sign(rt, result) != 0) {
        ouro_decref(rt, result);
        return raise_invalid(rt, given_base, shown);
    }
    return result;
}

ouro_object *ouro__int_from_str(ouro_runtime *rt, ouro_object *text, int base)
{
    return ouro__int_parse(rt, ouro__str_data(text), ouro__str_kind(text), ouro__str_length(text), base,
                           text);
}

static const char digit_letters[] = "0123456789abcdefghijklmnopqrstuvwxyz";

/* The digits of a word, written backwards from `end`. */
static char *write_word(char *end, uint64_t magnitude, bool negative, unsigned base)
{
    do {
        *--end = digit_letters[magnitude % base];
        magnitude /= base;
    } while (magnitude);
    if (negative)
        *--end = '-';
    return end;
}

/* NULL with the exception set. */
static char *raise_limit(ouro_runtime *rt)
{
    ouro__raise(rt, OURO_T_VALUE_ERROR,
                "Exceeds the limit (%u digits) for integer string conversion; "
                "use sys.set_int_max_str_digits() to increase the limit",
                rt->python->max_str_digits);
    return NULL;
}

/* Of a magnitude of more than one limb. */
static char *big_digits(ouro_runtime *rt, const ouro__int_view *v, int base, size_t *length)
{
    size_t bits = ouro__view_bits(v),
           least_digits = (bits - 1) / 64 * 19; /* of decimal: under 3.37 bits each */
    if (base == 10 && too_long(rt, least_digits, base))
        return raise_limit(rt);
    unsigned digit_bits = 31 - (unsigned)__builtin_clz((unsigned)base); /* at least so many bits a digit */
    size_t room = bits / digit_bits + 4;
    char *text = ouro__buffer_alloc(rt, room);
    mp_limb_t *limbs = text ? ouro__buffer_alloc(rt, (v->count + 1) * sizeof *limbs) : NULL;
    if (!limbs || !ouro__gmp_enter(rt, 2 * v->count)) {
        ouro__buffer_free(rt, limbs);
        ouro__buffer_free(rt, text);
        return NULL;
    }
    memcpy(limbs, v->limbs, v->count * sizeof *limbs); /* mpn_get_str destroys them */
    unsigned char *digits = (unsigned char *)text + 1;
    size_t count = mpn_get_str(digits, base, limbs, (mp_size_t)v->count);
    ouro__gmp_leave(rt, 2 * v->count);
    ouro__buffer_free(rt, limbs);
    size_t zeros = 0;
    while (zeros + 1 < count && digits[zeros] == 0)
        zeros++;
    count -= zeros;
    if (too_long(rt, count, base)) {
        ouro__buffer_free(rt, text);
        return raise_limit(rt);
    }
    char *to = text;
    if (v->negative)
        *to++ = '-';
    for (size_t i = 0; i < count; i++)
        to[i] = digit_letters[digits[zeros + i]];
    *length = count + v->negative;
    return text;
}

char *ouro__int_digits(ouro_runtime *rt, ouro_object *o, int base, size_t *length)
{
    ouro__int_view v;
    ouro__view(o, &v);
    if (v.count > 1)
        return big_digits(rt, &v, base, length);
    char text[72], *start = write_word(text + sizeof text, v.count ? v.limbs[0] : 0, v.count && v.negative,
                                       (unsigned)base);
    *length = (size_t)(text + sizeof text - start);
    char *copy = ouro__buffer_alloc(rt, *length);
    if (copy)
        memcpy(copy, start, *length);
    return copy;
}

static const char *prefix_of(int base)
{
    return base == 16 ? "0x" : base == 8 ? "0o" : base == 2 ? "0b" : "";
}

ouro_object *ouro__int_to_str(ouro_runtime *rt, ouro_object *o, int base, bool prefix)
{
    const char *before = prefix ? prefix_of(base) : "";
    size_t before_length = strlen(before), length;
    char few[80], *start, *owned = NULL;
    ouro__int_view v;
    ouro__view(o, &v);
    if (v.count <= 1) {
        start = write_word(few + sizeof few, v.count ? v.limbs[0] : 0, v.count && v.negative, (unsigned)base);
        length = (size_t)(few + sizeof few - start);
    } else {
        start = owned = big_digits(rt, &v, base, &length);
        if (!start)
            return NULL;
    }
    ouro_object *result;
    if (length + before_length == 1) {
        result = ouro__str_from_ascii(rt, start, 1);
    } else {
        ouro_str *s = ouro__str_alloc(rt, length + before_length, 0x7f);
        result = (ouro_object *)s;
        if (s) {
            char *to = ouro__str_data(s);
            bool sign = *start == '-';
            if (sign)
                *to++ = '-';
            memcpy(to, before, before_length);
            memcpy(to + before_length, start + sign, length - sign);
        }
    }
    ouro__buffer_free(rt, owned);
    return result;
}
