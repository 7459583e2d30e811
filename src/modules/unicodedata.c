/* The unicodedata module: properties, names and normal forms of characters (Unicode 14), and what they were in Unicode 3.2
 * (ucd_3_2_0). */
#include <stdio.h>
#include <strings.h>

#include "modules/modules.h"
#include "modules/unicodedata_tables.h"
#include "object/slot.h"
#include "types/class.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/float.h"
#include "types/int.h"
#include "types/bytes_impl.h"
#include "types/str_impl.h"
#include "types/types.h"
#include "types/unicode.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* ---- tables ---- */

/* self is the module, or ucd_3_2_0. */
static bool is_old(ouro_object *self)
{
    return self && ouro__is_exactly(self, OURO_T_UCD);
}

static uint32_t record(uint32_t c, bool old)
{
    const uint32_t *runs = old ? old_runs : unicode_runs;
    size_t low = 0, high = old ? COUNT(old_runs) : COUNT(unicode_runs); /* the run of c is in [low, high) */
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        if (runs[middle] >> 11 <= c)
            low = middle;
        else
            high = middle;
    }
    return (old ? old_records : unicode_records)[runs[low] & 0x7ff];
}

static const char *category(uint32_t c, bool old)
{
    return categories[record(c, old) & 31];
}

static bool unassigned(uint32_t c, bool old)
{
    return strcmp(category(c, old), "Cn") == 0;
}

enum {
    FIRST_MARK = 0x300,
    FIRST_COMPATIBLE = 0xa0,
    FIRST_CANONICAL = 0xc0
}; /* no character before has a class, or decomposes */

static uint8_t combining_class(uint32_t c, bool old)
{
    return c < FIRST_MARK ? 0 : (uint8_t)(record(c, old) >> 14);
}

/* The element with this code in a sorted table whose elements begin with their uint32_t code, or NULL. */
static const void *find(const void *table, size_t count, size_t size, uint32_t code)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        const char *element = (const char *)table + middle * size;
        uint32_t there;
        memcpy(&there, element, sizeof there);
        if (there == code)
            return element;
        if (there < code)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}
#define FIND(table, code) find(table, COUNT(table), sizeof *(table), code)

/* ---- arguments ---- */

static bool get_char(ouro_runtime *rt, const char *function, ouro_object *const *args, size_t nargs,
                     uint32_t *c)
{
    (void)nargs;
    if (ouro__is_str(rt, args[0]) && ouro__str_length(args[0]) == 1) {
        *c = ouro__str_char(args[0], 0);
        return true;
    }
    ouro__raise(rt, OURO_T_TYPE_ERROR, "%s must be a unicode character, not %T", function, args[0]);
    return false;
}

/* The value asked for is missing: the default given, or ValueError. */
static ouro_object *missing(ouro_runtime *rt, ouro_object *const *args, size_t nargs, const char *message)
{
    return nargs > 1 ? ouro_ref(args[1]) : ouro__raise(rt, OURO_T_VALUE_ERROR, "%s", message);
}

/* ---- properties ---- */

#define PROPERTY(name, expression)                                                                           \
    OURO_C_FUNCTION(ucd_##name)                                                                              \
    {                                                                                                        \
        uint32_t c;                                                                                          \
        if (!get_char(rt, #name "() argument", args, nargs, &c))                                             \
            return NULL;                                                                                     \
        uint32_t r = record(c, is_old(self));                                                                \
        return expression;                                                                                   \
    }

PROPERTY(category, ouro__str_from_cstring(rt, categories[r & 31]))
PROPERTY(bidirectional, ouro__str_from_cstring(rt, directions[r >> 5 & 31]))
PROPERTY(east_asian_width, ouro__str_from_cstring(rt, widths[r >> 10 & 7]))
PROPERTY(mirrored, ouro__int_new(rt, r >> 13 & 1))
PROPERTY(combining, ouro__int_new(rt, r >> 14))

/* Unicode 3.2's value of a kind (0 decimal, 1 digit, 2 numeric), when it is another one: true. */
static bool old_value(ouro_object *self, uint32_t c, int kind, double *value)
{
    const old_numeric *found = is_old(self) ? FIND(old_numerics, c) : NULL;
    if (found)
        *value = found->values[kind];
    else if (is_old(self) && kind != 1 &&
             unassigned(c, true)) /* digits are the same in both, as in CPython */
        *value = NAN;
    else
        return false;
    return true;
}

static double value_of(ouro_object *self, uint32_t c, int kind)
{
    double value;
    if (old_value(self, c, kind, &value))
        return value;
    int decimal = ouro__char_decimal(c);
    if (decimal >= 0 || kind == 0)
        return decimal < 0 ? NAN : decimal;
    const numeric_value *found = kind == 1 ? FIND(digit_values, c) : FIND(numeric_values, c);
    return found ? found->value : NAN;
}

static ouro_object *number(ouro_runtime *rt, ouro_object *self, const char *function,
                           ouro_object *const *args, size_t nargs, int kind, const char *message)
{
    uint32_t c;
    if (!get_char(rt, function, args, nargs, &c))
        return NULL;
    double value = value_of(self, c, kind);
    if (isnan(value))
        return missing(rt, args, nargs, message);
    return kind == 2 ? ouro__float_new(rt, value) : ouro__int_new(rt, (int64_t)value);
}

OURO_C_FUNCTION(ucd_decimal)
{
    return number(rt, self, "decimal() argument 1", args, nargs, 0, "not a decimal");
}

OURO_C_FUNCTION(ucd_digit)
{
    return number(rt, self, "digit() argument 1", args, nargs, 1, "not a digit");
}

OURO_C_FUNCTION(ucd_numeric)
{
    return number(rt, self, "numeric() argument 1", args, nargs, 2, "not a numeric character");
}

OURO_C_FUNCTION(ucd_decomposition)
{
    uint32_t c;
    if (!get_char(rt, "decomposition() argument", args, nargs, &c))
        return NULL;
    const decomposition *d = is_old(self) && unassigned(c, true) ? NULL : FIND(decompositions, c);
    if (!d)
        return OURO_EMPTY_STR(rt);
    ouro_str_builder b;
    char text[16];
    ouro__builder_init(&b, rt);
    int status = ouro__builder_ascii(&b, tags[d->tag], strlen(tags[d->tag]));
    for (uint32_t i = 0; i < d->count && status == 0; i++) {
        int length = snprintf(text, sizeof text, "%s%04X", b.length ? " " : "", decomposed[d->start + i]);
        status = ouro__builder_ascii(&b, text, (size_t)length);
    }
    if (status == 0)
        return ouro__builder_finish(&b);
    ouro__builder_discard(&b);
    return NULL;
}

/* ---- names ---- */

OURO_C_FUNCTION(ucd_name)
{
    char name[256];
    uint32_t c;
    if (!get_char(rt, "name() argument 1", args, nargs, &c))
        return NULL;
    size_t length =
        is_old(self) && unassigned(c, true) ? 0 : rt->python->hooks.character_name(c, name, sizeof name);
    return length ? ouro__str_from_ascii(rt, name, length) : missing(rt, args, nargs, "no such name");
}

/* A named sequence: owned, NULL without an exception when there is none. */
static ouro_object *sequence(ouro_runtime *rt, const char *name, size_t length)
{
    size_t low = 0, high = COUNT(named_sequences);
    while (low < high) {
        size_t middle = (low + high) / 2;
        const named_sequence *s = &named_sequences[middle];
        int order = strncasecmp(s->name, name, length);
        if (order == 0 && !s->name[length]) {
            size_t count = 0;
            while (count < COUNT(s->chars) && s->chars[count])
                count++;
            return ouro__str_from_ucs4(rt, s->chars, count);
        }
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

OURO_C_FUNCTION(ucd_lookup)
{
    enum { LONGEST = 256 };
    size_t length;
    char *owned = NULL;
    uint32_t c;
    const char *name;
    ouro__byte_loan loan = {0};
    if (ouro__is_str(rt, args[0])) {
        name = ouro__str_utf8(rt, args[0], &length, &owned);
        if (!name)
            return NULL;
    } else {
        if (!ouro__bytes_borrow(rt, args[0], &loan))
            return NULL;
        name = (const char *)loan.data;
        length = loan.length;
    }
    ouro_object *result = NULL;
    if (length >= LONGEST) {
        ouro__raise(rt, OURO_T_KEY_ERROR, "name too long");
    } else if (rt->python->hooks.character_named(name, length, &c)) {
        result = ouro__str_from_char(rt, c);
    } else if (!(result = sequence(rt, name, length)) && !rt->error) {
        ouro_object *message = ouro__str_format(rt, "undefined character name '%.*s'", (int)length, name);
        if (message)
            ouro__raise_object(rt, OURO_T_KEY_ERROR, message);
        ouro_xdecref(rt, message);
    }
    ouro__bytes_return(rt, &loan);
    ouro__buffer_free(rt, owned);
    return result;
}

/* ---- normal forms ---- */

enum { HANGUL_FIRST = 0xac00, HANGUL_COUNT = 11172, LEAD = 0x1100, VOWEL = 0x1161, TAIL = 0x11a7 };

typedef struct codes {
    ouro_runtime *rt;
    uint32_t *data;
    size_t length, capacity;
} codes;

static int add(codes *out, uint32_t c)
{
    if (out->length == out->capacity) {
        size_t capacity = out->capacity + out->capacity / 2 + 32;
        uint32_t *data = out->data ? ouro__buffer_resize(out->rt, out->data, capacity * sizeof *data)
                                   : ouro__buffer_alloc(out->rt, capacity * sizeof *data);
        if (!data)
            return -1;
        out->data = data;
        out->capacity = capacity;
    }
    out->data[out->length++] = c;
    return 0;
}

/* Appends the full decomposition; at most a few steps deep. */
static int decompose(codes *out, uint32_t c, bool compatible, bool old)
{
    uint32_t syllable = c - HANGUL_FIRST;
    if (c < (compatible ? (uint32_t)FIRST_COMPATIBLE : FIRST_CANONICAL))
        return add(out, c);
    if (syllable < HANGUL_COUNT) {
        if (add(out, LEAD + syllable / 588) < 0 || add(out, VOWEL + syllable % 588 / 28) < 0)
            return -1;
        return syllable % 28 ? add(out, TAIL + syllable % 28) : 0;
    }
    const old_decomposition *then = old ? FIND(old_decompositions, c) : NULL;
    if (then)
        return decompose(out, then->then, compatible, false);
    const decomposition *d = FIND(decompositions, c);
    if (!d || (*tags[d->tag] && !compatible) || (old && unassigned(c, true)))
        return add(out, c);
    for (uint32_t i = 0; i < d->count; i++)
        if (decompose(out, decomposed[d->start + i], compatible, old) < 0)
            return -1;
    return 0;
}

/* Sorts the marks behind each base by their classes, keeping the order of equal ones: by merging runs bottom up, so that many
 * marks behind one base take no quadratic time. Keys are made once, in the high bits. */
static int sort_marks(codes *text, size_t start, size_t stop)
{
    size_t count = stop - start;
    uint32_t *from = text->data + start;
    bool sorted = true;
    for (size_t i = 0; i < count; i++) {
        from[i] |= (uint32_t)combining_class(from[i], false) << 21 & 0xffe00000u;
        sorted = sorted && (i == 0 || from[i - 1] >> 21 <= from[i] >> 21);
    }
    uint32_t *scratch = sorted ? NULL : ouro__buffer_alloc(text->rt, count * sizeof *scratch), *to = scratch;
    for (size_t width = 1; !sorted && scratch && width < count; width *= 2) {
        for (size_t low = 0; low < count; low += 2 * width) {
            size_t middle = low + width < count ? low + width : count,
                   high = middle + width < count ? middle + width : count;
            for (size_t i = low, a = low, b = middle; i < high; i++)
                to[i] = a < middle && (b >= high || from[a] >> 21 <= from[b] >> 21) ? from[a++] : from[b++];
        }
        uint32_t *swap = from;
        from = to;
        to = swap;
    }
    for (size_t i = 0; i < count; i++)
        text->data[start + i] = from[i] & 0x1fffff;
    ouro__buffer_free(text->rt, scratch);
    return sorted || scratch ? 0 : -1;
}

static int order_marks(codes *text)
{
    for (size_t i = 0; i < text->length;) {
        size_t start = i;
        while (i < text->length && combining_class(text->data[i], false))
            i++;
        if (i - start > 1 && sort_marks(text, start, i) < 0)
            return -1;
        i += i == start;
    }
    return 0;
}

/* The composition of two characters, or 0. */
static uint32_t composition_of(uint32_t first, uint32_t second)
{
    if (first - LEAD < 19 && second - VOWEL < 21)
        return HANGUL_FIRST + ((first - LEAD) * 21 + (second - VOWEL)) * 28;
    if (first - HANGUL_FIRST < HANGUL_COUNT && (first - HANGUL_FIRST) % 28 == 0 && second - TAIL - 1 < 27)
        return first + (second - TAIL);
    uint64_t pair = (uint64_t)first << 32 | second;
    size_t low = 0, high = COUNT(compositions);
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (compositions[middle].pair == pair)
            return compositions[middle].composed;
        if (compositions[middle].pair < pair)
            low = middle + 1;
        else
            high = middle;
    }
    return 0;
}

/* Composes in place (UAX 15): each character not blocked from the last starter is tried with it. */
static void compose(codes *text)
{
    size_t out = 0, starter = SIZE_MAX;
    unsigned last = 0; /* class of the last character kept behind the starter */
    for (size_t i = 0; i < text->length; i++) {
        uint32_t c = text->data[i];
        unsigned class = combining_class(c, false);
        if (starter != SIZE_MAX && (out == starter + 1 || (last < class && last != 0))) {
            uint32_t composed = composition_of(text->data[starter], c);
            if (composed) {
                text->data[starter] = composed;
                continue;
            }
        }
        if (class == 0)
            starter = out;
        last = class;
        text->data[out++] = c;
    }
    text->length = out;
}

enum form { NFC, NFKC, NFD, NFKD, NO_FORM };

static enum form form_named(ouro_object *name)
{
    static const char *const forms[] = {"NFC", "NFKC", "NFD", "NFKD"};
    for (int i = 0; i < 4; i++)
        if (ouro__str_equals_ascii(name, forms[i]))
            return (enum form)i;
    return NO_FORM;
}

/* The text in the form: the same object when it is in it already. Owned. */
static ouro_object *normalized(ouro_runtime *rt, ouro_object *s, enum form form, bool old)
{
    if (ouro__str_is_ascii(s) || (form == NFC && ouro__str_kind(s) == 0))
        return ouro_ref(s);
    codes text = {.rt = rt};
    size_t length = ouro__str_length(s);
    int status = 0;
    for (size_t i = 0; i < length && status == 0; i++)
        status = decompose(&text, ouro__str_char(s, i), form == NFKC || form == NFKD, old);
    if (status == 0)
        status = order_marks(&text);
    ouro_object *result = NULL;
    if (status == 0) {
        if (form == NFC || form == NFKC)
            compose(&text);
        bool same = text.length == length;
        for (size_t i = 0; i < length && same; i++)
            same = text.data[i] == ouro__str_char(s, i);
        result = same ? ouro_ref(s) : ouro__str_from_ucs4(rt, text.data, text.length);
    }
    ouro__buffer_free(rt, text.data);
    return result;
}

/* The two arguments of normalize and is_normalized. */
static enum form get_form(ouro_runtime *rt, const char *function, ouro_object *const *args)
{
    for (int i = 0; i < 2; i++) {
        if (!ouro__is_str(rt, args[i])) {
            ouro__raise(rt, OURO_T_TYPE_ERROR, "%s() argument %d must be str, not %T", function, i + 1,
                        args[i]);
            return NO_FORM;
        }
    }
    enum form form = form_named(args[0]);
    if (form == NO_FORM)
        ouro__raise(rt, OURO_T_VALUE_ERROR, "invalid normalization form");
    return form;
}

OURO_C_FUNCTION(ucd_normalize)
{
    if (ouro__is_str(rt, args[0]) && ouro__is_str(rt, args[1]) && ouro__str_length(args[1]) == 0)
        return ouro_ref(args[1]);
    enum form form = get_form(rt, "normalize", args);
    return form == NO_FORM ? NULL : normalized(rt, args[1], form, is_old(self));
}

OURO_C_FUNCTION(ucd_is_normalized)
{
    if (ouro__is_str(rt, args[0]) && ouro__is_str(rt, args[1]) && ouro__str_length(args[1]) == 0)
        return ouro_ref(OURO_TRUE(rt));
    enum form form = get_form(rt, "is_normalized", args);
    ouro_object *text = form == NO_FORM ? NULL : normalized(rt, args[1], form, is_old(self));
    if (!text)
        return NULL;
    bool same = text == args[1];
    ouro_decref(rt, text);
    return ouro__bool(rt, same);
}

/* ---- the module and ucd_3_2_0 ---- */

static const ouro_method_def functions[] = {
    {"decimal", ucd_decimal, 0, 1, 2,
     "decimal($self, chr, default=<unrepresentable>, /)\n--\n\nConverts a Unicode character into its "
     "equivalent decimal value."},
    {"digit", ucd_digit, 0, 1, 2,
     "digit($self, chr, default=<unrepresentable>, /)\n--\n\nConverts a Unicode character into its "
     "equivalent digit value."},
    {"numeric", ucd_numeric, 0, 1, 2,
     "numeric($self, chr, default=<unrepresentable>, /)\n--\n\nConverts a Unicode character into its "
     "equivalent numeric value."},
    {"category", ucd_category, 0, 1, 1,
     "category($self, chr, /)\n--\n\nReturns the general category assigned to the character chr as string."},
    {"bidirectional", ucd_bidirectional, 0, 1, 1,
     "bidirectional($self, chr, /)\n--\n\nReturns the bidirectional class assigned to the character chr as "
     "string."},
    {"combining", ucd_combining, 0, 1, 1,
     "combining($self, chr, /)\n--\n\nReturns the canonical combining class assigned to the character chr as "
     "integer."},
    {"mirrored", ucd_mirrored, 0, 1, 1,
     "mirrored($self, chr, /)\n--\n\nReturns the mirrored property assigned to the character chr as "
     "integer."},
    {"east_asian_width", ucd_east_asian_width, 0, 1, 1,
     "east_asian_width($self, chr, /)\n--\n\nReturns the east asian width assigned to the character chr as "
     "string."},
    {"decomposition", ucd_decomposition, 0, 1, 1,
     "decomposition($self, chr, /)\n--\n\nReturns the character decomposition mapping assigned to the "
     "character chr as string."},
    {"name", ucd_name, 0, 1, 2,
     "name($self, chr, default=<unrepresentable>, /)\n--\n\nReturns the name assigned to the character chr "
     "as a string."},
    {"lookup", ucd_lookup, 0, 1, 1, "lookup($self, name, /)\n--\n\nLook up character by name."},
    {"is_normalized", ucd_is_normalized, 0, 2, 2,
     "is_normalized($self, form, unistr, /)\n--\n\nReturn whether the Unicode string unistr is in the normal "
     "form 'form'."},
    {"normalize", ucd_normalize, 0, 2, 2,
     "normalize($self, form, unistr, /)\n--\n\nReturn the normal form 'form' for the Unicode string unistr."},
    {0},
};

static ouro_object *get_version(ouro_runtime *rt, ouro_object *self)
{
    (void)self;
    return ouro__str_from_cstring(rt, "3.2.0");
}

static const ouro_getset_def old_getsets[] = {{"unidata_version", get_version, NULL, NULL}, {0}};

OURO_BUILTIN_TYPE(ucd) = {
    .id = OURO_T_UCD,
    .slots = {.name = "unicodedata.UCD", .size = sizeof(ouro_object), .flags = OURO_TYPE_DISALLOW_NEW},
    .methods = functions,
    .getsets = old_getsets,
    .module = "unicodedata",
};

static int put(ouro_runtime *rt, ouro_object *module, const char *name, ouro_object *value)
{
    int status = value ? ouro__dict_set_cstring(rt, ouro__module_dict(module), name, value) : -1;
    ouro_xdecref(rt, value);
    return status;
}

static int exec(ouro_runtime *rt, ouro_object *module)
{
    static const ouro_module_type types[] = {{&ouro__builtin_ucd, "UCD"}, {NULL, NULL}};
    if (ouro__module_add_types(rt, module, types) < 0 ||
        put(rt, module, "unidata_version", ouro__str_from_cstring(rt, "14.0.0")) < 0)
        return -1;
    return put(rt, module, "ucd_3_2_0", ouro__new_leaf(rt, sizeof(ouro_object), OURO_WORD(OURO_T_UCD)));
}

const ouro_module_def ouro__module_unicodedata = {
    "unicodedata", functions, exec,
    "This module provides access to the Unicode Character Database which\ndefines character properties for "
    "all Unicode characters."};
