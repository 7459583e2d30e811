/* Struct formats: parsing, and items to and from objects. See struct_format.h. */
#include "types/struct_format.h"

#include <math.h>
#include <string.h>

#include "types/bytes.h"
#include "types/exception.h"
#include "types/float.h"
#include "types/int.h"
#include "types/protocol.h"

typedef struct code_sizes {
    uint8_t native, alignment, standard; /* 0: there is none */
} code_sizes;

#define NATIVE(type) sizeof(type), _Alignof(type)

static const code_sizes sizes[128] = {
    ['x'] = {1, 1, 1},
    ['b'] = {1, 1, 1},
    ['B'] = {1, 1, 1},
    ['c'] = {1, 1, 1},
    ['s'] = {1, 1, 1},
    ['p'] = {1, 1, 1},
    ['?'] = {NATIVE(bool), 1},
    ['h'] = {NATIVE(short), 2},
    ['H'] = {NATIVE(unsigned short), 2},
    ['i'] = {NATIVE(int), 4},
    ['I'] = {NATIVE(unsigned), 4},
    ['l'] = {NATIVE(long), 4},
    ['L'] = {NATIVE(unsigned long), 4},
    ['q'] = {NATIVE(long long), 8},
    ['Q'] = {NATIVE(unsigned long long), 8},
    ['n'] = {NATIVE(size_t), 0},
    ['N'] = {NATIVE(size_t), 0},
    ['e'] = {2, _Alignof(short), 2},
    ['f'] = {NATIVE(float), 4},
    ['d'] = {NATIVE(double), 8},
    ['P'] = {NATIVE(void *), 0},
};

static const bool host_is_big_endian = __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__;

bool ouro__item_describe(char order, char code, ouro__item *item)
{
    if ((unsigned char)code >= 128)
        return false;
    const code_sizes *s = &sizes[(unsigned char)code];
    bool native = order == '@', big = order == '>' || order == '!' || (order != '<' && host_is_big_endian);
    *item = (ouro__item){code, native ? s->native : s->standard, native ? s->alignment : 1, native, big};
    return item->size != 0;
}

static bool is_signed(char code)
{
    return strchr("bhilqn", code) != NULL;
}

static uint64_t read_bits(const ouro__item *item, const uint8_t *from)
{
    uint64_t bits = 0;
    for (int i = 0; i < item->size; i++)
        bits |= (uint64_t)from[item->big_endian ? item->size - 1 - i : i] << 8 * i;
    return bits;
}

static void write_bits(const ouro__item *item, uint8_t *to, uint64_t bits)
{
    for (int i = 0; i < item->size; i++)
        to[item->big_endian ? item->size - 1 - i : i] = (uint8_t)(bits >> 8 * i);
}

/* --- floats ---------------------------------------------------------------------------------------------- */

/* IEEE 754 binary16. */
static double half_value(uint16_t bits)
{
    int exponent = bits >> 10 & 31, fraction = bits & 1023;
    double value;
    if (exponent == 31)
        value = fraction ? (double)NAN : (double)INFINITY;
    else
        value = ldexp(exponent ? fraction + 1024 : fraction, exponent ? exponent - 25 : -24);
    return bits >> 15 ? copysign(value, -1.0) : value;
}

/* Rounded to even; false when it is too large. */
static bool half_bits(double value, uint16_t *bits)
{
    uint16_t sign = signbit(value) ? 0x8000 : 0;
    double size = fabs(value);
    if (isnan(value) || isinf(value)) {
        *bits = (uint16_t)(sign | (isnan(value) ? 0x7e00 : 0x7c00));
        return true;
    }
    int exponent = 0;
    if (size != 0)
        frexp(size, &exponent);
    int unit = exponent - 11 < -24 ? -24 : exponent - 11; /* of the last place kept */
    double scaled = ldexp(size, -unit);                   /* below 2^11, exact */
    uint32_t whole = (uint32_t)scaled;
    double rest = scaled - whole;
    whole += rest > 0.5 || (rest == 0.5 && whole & 1);
    /* Carrying into the exponent is what adding does. */
    uint32_t made = whole < 1024 ? whole : ((uint32_t)(unit + 24) << 10) + whole;
    *bits = (uint16_t)(sign | made);
    return made < 0x7c00;
}

static double read_float(const ouro__item *item, const uint8_t *from)
{
    uint64_t bits = read_bits(item, from);
    if (item->size == 2)
        return half_value((uint16_t)bits);
    if (item->size == 4) {
        uint32_t narrow = (uint32_t)bits;
        float f;
        memcpy(&f, &narrow, sizeof f);
        return (double)f;
    }
    double d;
    memcpy(&d, &bits, sizeof d);
    return d;
}

static enum ouro__packing pack_float(ouro_runtime *rt, const ouro__item *item, uint8_t *to,
                                     ouro_object *value)
{
    double d;
    uint64_t bits = 0;
    if (ouro__as_double(rt, value, &d) < 0) {
        if (!ouro__error_is(rt, OURO_T_TYPE_ERROR))
            return OURO__PACK_RAISED;
        ouro__error_clear(rt);
        return OURO__PACK_NO_FLOAT;
    }
    if (item->size == 2) {
        uint16_t half;
        if (!half_bits(d, &half))
            return OURO__PACK_FLOAT_RANGE;
        bits = half;
    } else if (item->size == 4) {
        float f = (float)d;
        uint32_t narrow;
        if (isinf(f) && !isinf(d) && !item->native)
            return OURO__PACK_FLOAT_RANGE;
        memcpy(&narrow, &f, sizeof narrow);
        bits = narrow;
    } else {
        memcpy(&bits, &d, sizeof bits);
    }
    write_bits(item, to, bits);
    return OURO__PACKED;
}

/* --- integers -------------------------------------------------------------------------------------------- */

int64_t ouro__item_least(const ouro__item *item)
{
    return is_signed(item->code) ? INT64_MIN >> (64 - 8 * item->size) : 0;
}

uint64_t ouro__item_most(const ouro__item *item)
{
    uint64_t all = UINT64_MAX >> (64 - 8 * item->size);
    return is_signed(item->code) ? all >> 1 : all;
}

bool ouro__item_is_foreign(const ouro__item *item)
{
    return item->size > 1 && item->big_endian != host_is_big_endian;
}

/* An int as the item's bits. Unsigned items of less than an int are read as signed ones first, as C would. */
static enum ouro__packing integer_bits(ouro_runtime *rt, const ouro__item *item, ouro_object *index,
                                       uint64_t *bits)
{
    int64_t value;
    bool as_signed = is_signed(item->code) || (item->size < sizeof(int) && !ouro__item_is_foreign(item));
    if (item->code == 'P' && ouro__int_sign(rt, index) < 0)
        as_signed = true;
    if (as_signed) {
        if (ouro__int_as_int64(rt, index, &value) < 0)
            return OURO__PACK_TOO_LARGE;
        *bits = (uint64_t)value;
        if (item->code == 'P')
            return OURO__PACKED;
        return value >= ouro__item_least(item) && (value < 0 || (uint64_t)value <= ouro__item_most(item))
                   ? OURO__PACKED
                   : OURO__PACK_RANGE;
    }
    if (ouro__int_as_uint64(rt, index, bits) < 0)
        return OURO__PACK_TOO_LARGE;
    return *bits <= ouro__item_most(item) ? OURO__PACKED : OURO__PACK_RANGE;
}

static enum ouro__packing pack_integer(ouro_runtime *rt, const ouro__item *item, uint8_t *to,
                                       ouro_object *value)
{
    uint64_t bits;
    const ouro_number_slots *number = ouro__type_of(rt, value)->number;
    if (!ouro__is_int(rt, value) && (!number || !number->index))
        return OURO__PACK_NO_INTEGER;
    ouro_object *index = ouro__index(rt, value);
    if (!index)
        return OURO__PACK_RAISED;
    enum ouro__packing result = integer_bits(rt, item, index, &bits);
    ouro_decref(rt, index);
    if (result == OURO__PACKED)
        write_bits(item, to, bits);
    return result;
}

/* --- items ----------------------------------------------------------------------------------------------- */

ouro_object *ouro__item_unpack(ouro_runtime *rt, const ouro__item *item, const uint8_t *from)
{
    uint64_t bits;
    switch (item->code) {
    case 'c':
        return ouro__bytes_new(rt, from, 1);
    case '?':
        return ouro__bool(rt, read_bits(item, from) != 0);
    case 'e':
    case 'f':
    case 'd':
        return ouro__float_new(rt, read_float(item, from));
    default:
        bits = read_bits(item, from);
        if (is_signed(item->code)) {
            unsigned unused = (64 - 8 * (unsigned)item->size) & 63;
            return ouro__int_new(rt, (int64_t)(bits << unused) >> unused);
        }
        return bits <= INT64_MAX ? ouro__int_new(rt, (int64_t)bits) : ouro__int_from_uint64(rt, bits);
    }
}

enum ouro__packing ouro__item_pack(ouro_runtime *rt, const ouro__item *item, uint8_t *to, ouro_object *value)
{
    int truth;
    switch (item->code) {
    case 'c':
        if (!ouro__is_bytes(rt, value))
            return OURO__PACK_NO_BYTE;
        if (((ouro_bytes *)value)->length != 1)
            return OURO__PACK_BYTE_LENGTH;
        *to = ((ouro_bytes *)value)->data[0];
        return OURO__PACKED;
    case '?':
        truth = ouro__truth(rt, value);
        if (truth < 0)
            return OURO__PACK_RAISED;
        write_bits(item, to, (uint64_t)truth);
        return OURO__PACKED;
    case 'e':
    case 'f':
    case 'd':
        return pack_float(rt, item, to, value);
    default:
        return pack_integer(rt, item, to, value);
    }
}

/* --- formats --------------------------------------------------------------------------------------------- */

static const char too_long[] = "total struct size too long";

typedef struct parser {
    const char *at, *end;
    char order;
    const char *why;
    int64_t size, values;
    size_t part_count;
} parser;

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* A repeat count, 1 when there is none. false with p->why. */
static bool read_count(parser *p, int64_t *count)
{
    *count = 1;
    if (*p->at < '0' || *p->at > '9')
        return true;
    for (*count = 0; p->at < p->end && *p->at >= '0' && *p->at <= '9'; p->at++) {
        if (__builtin_mul_overflow(*count, (int64_t)10, count) ||
            __builtin_add_overflow(*count, *p->at - '0', count)) {
            p->why = too_long;
            return false;
        }
    }
    if (p->at < p->end)
        return true;
    p->why = "repeat count given without format specifier";
    return false;
}

/* One part: 1 read, 0 at the end, -1 with p->why. */
static int read_part(parser *p, ouro__struct_part *part)
{
    int64_t count, bytes;
    while (p->at < p->end && is_blank(*p->at))
        p->at++;
    if (p->at == p->end)
        return 0;
    if (!read_count(p, &count))
        return -1;
    if (!ouro__item_describe(p->order, *p->at, &part->item)) {
        p->why = *p->at ? "bad char in struct format" : "embedded null character";
        return -1;
    }
    p->at++;
    int64_t padding = part->item.alignment > 1 ? -p->size & (part->item.alignment - 1) : 0;
    if (__builtin_add_overflow(p->size, padding, &part->offset) ||
        __builtin_mul_overflow(count, (int64_t)part->item.size, &bytes) ||
        __builtin_add_overflow(part->offset, bytes, &p->size)) {
        p->why = too_long;
        return -1;
    }
    part->count = count;
    return 1;
}

/* Goes through the format; fills `parts` when it is given. */
static bool walk(parser *p, ouro__struct_part *parts)
{
    int status;
    ouro__struct_part part;
    p->size = p->values = 0;
    p->part_count = 0;
    while ((status = read_part(p, &part)) > 0) {
        bool one = ouro__is_byte_string_code(part.item.code);
        if (part.item.code == 'x' || (part.count == 0 && !one))
            continue;
        if (__builtin_add_overflow(p->values, one ? 1 : part.count, &p->values)) {
            p->why = too_long;
            return false;
        }
        if (parts)
            parts[p->part_count] = part;
        p->part_count++;
    }
    return status == 0;
}

ouro__struct_layout *ouro__struct_parse(ouro_runtime *rt, const char *format, size_t length, const char **why)
{
    parser p = {.at = format, .end = format + length, .order = '@'};
    *why = NULL;
    if (memchr(format, 0, length)) {
        *why = "embedded null character";
        return NULL;
    }
    if (length && strchr("@=<>!", format[0]))
        p.order = *p.at++;
    const char *start = p.at;
    if (!walk(&p, NULL)) {
        *why = p.why;
        return NULL;
    }
    ouro__struct_layout *layout =
        ouro__buffer_alloc(rt, sizeof *layout + p.part_count * sizeof *layout->parts);
    if (!layout)
        return NULL;
    p.at = start;
    walk(&p, layout->parts);
    layout->size = p.size;
    layout->values = p.values;
    layout->part_count = p.part_count;
    return layout;
}

static ouro_object *unpack_string(ouro_runtime *rt, const ouro__struct_part *part, const uint8_t *from)
{
    if (part->item.code == 's')
        return ouro__bytes_new(rt, from, (size_t)part->count);
    int64_t length = part->count ? *from : 0; /* the first byte says how long it is */
    if (length >= part->count)
        length = part->count ? part->count - 1 : 0;
    return ouro__bytes_new(rt, from + 1, (size_t)length);
}

int ouro__struct_unpack(ouro_runtime *rt, const ouro__struct_layout *layout, const uint8_t *from,
                        ouro_object **values)
{
    size_t done = 0;
    for (size_t i = 0; i < layout->part_count; i++) {
        const ouro__struct_part *part = &layout->parts[i];
        const uint8_t *at = from + part->offset;
        bool one = ouro__is_byte_string_code(part->item.code);
        for (int64_t n = one ? 1 : part->count; n > 0; n--, at += part->item.size) {
            values[done] = one ? unpack_string(rt, part, at) : ouro__item_unpack(rt, &part->item, at);
            if (!values[done++])
                goto failed;
        }
    }
    return 0;
failed:
    while (done-- > 0)
        ouro_xdecref(rt, values[done]);
    return -1;
}
