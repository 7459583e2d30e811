/* The methods of int. */
#include "types/bytes_impl.h"
#include "types/format.h"
#include "types/int_impl.h"
#include "types/int_type.h"
#include "types/method.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"

OURO_C_FUNCTION(int_self)
{
    return ouro__int_exact(rt, self);
}

OURO_C_FUNCTION(int_bit_length)
{
    return ouro__int_new(rt, (int64_t)ouro__int_bits(self));
}

OURO_C_FUNCTION(int_bit_count)
{
    ouro__int_view v;
    ouro__view(self, &v);
    return ouro__int_new(rt, v.count ? (int64_t)mpn_popcount(v.limbs, (mp_size_t)v.count) : 0);
}

OURO_C_FUNCTION(int_as_integer_ratio)
{
    ouro_object *value = ouro__int_exact(rt, self), *pair[2] = {value, ouro__int_new(rt, 1)};
    return value ? ouro__tuple_from_owned(rt, pair, 2) : NULL;
}

OURO_C_FUNCTION(int_getnewargs)
{
    ouro_object *value = ouro__int_exact(rt, self);
    return value ? ouro__tuple_from_owned(rt, &value, 1) : NULL;
}

/* Rounds to a multiple of 10 ** digits, half to even. */
static ouro_object *round_to_power(ouro_runtime *rt, ouro_object *self, ouro_object *digits)
{
    int64_t n;
    if (!ouro__int_word(digits, &n) || (uint64_t)n > ouro__int_bits(self))
        return ouro__int_new(rt, 0); /* 10 ** n is more than twice the value */
    ouro_int ten = {{OURO_IMMORTAL, OURO_WORD(OURO_T_INT)}, 10};
    ouro_object *power = ouro__int_power(rt, &ten.head, digits, NULL), *q = NULL, *r = NULL, *result = NULL;
    if (!power || ouro__int_divmod(rt, self, power, &q, &r, "") < 0)
        goto done;
    ouro_object *twice = ouro__int_binary(rt, OURO_ADD, r, r),
                *down = ouro__int_binary(rt, OURO_SUBTRACT, self, r);
    if (twice && down) {
        int order = ouro__int_compare(rt, twice, power);
        ouro__int_view v;
        ouro__view(q, &v);
        bool odd = v.count && (v.limbs[0] & 1);
        bool up = order > 0 || (order == 0 && odd);
        result = up ? ouro__int_binary(rt, OURO_ADD, down, power) : ouro__int_exact(rt, down);
    }
    ouro_xdecref(rt, twice);
    ouro_xdecref(rt, down);
done:
    ouro_xdecref(rt, power);
    ouro_xdecref(rt, q);
    ouro_xdecref(rt, r);
    return result;
}

OURO_C_FUNCTION(int_round)
{
    if (nargs == 0)
        return ouro__int_exact(rt, self);
    ouro_object *digits = ouro__index(rt, args[0]);
    if (!digits)
        return NULL;
    ouro_object *result = NULL;
    if (ouro__int_sign(rt, digits) >= 0) {
        result = ouro__int_exact(rt, self);
    } else {
        ouro_object *count = ouro__int_negative(rt, digits);
        if (count)
            result = round_to_power(rt, self, count);
        ouro_xdecref(rt, count);
    }
    ouro_decref(rt, digits);
    return result;
}

OURO_C_FUNCTION(int_format)
{
    if (!ouro__is_str(rt, args[0]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "__format__() argument must be str, not %V", args[0]);
    return ouro__format_int(rt, self, args[0]);
}

/* 1 little, 0 big, -1 with an exception. */
static int byte_order(ouro_runtime *rt, ouro_object *o, const char *function)
{
    if (!o)
        return 0;
    if (!ouro__is_str(rt, o)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "%s() argument 'byteorder' must be str, not %V", function, o);
        return -1;
    }
    if (ouro__str_equals_ascii(o, "little"))
        return 1;
    if (ouro__str_equals_ascii(o, "big"))
        return 0;
    ouro__raise(rt, OURO_T_VALUE_ERROR, "byteorder must be either 'little' or 'big'");
    return -1;
}

/* The two's complement of v in `length` bytes, little end first; it is known to fit. */
static void write_bytes(const ouro__int_view *v, uint8_t *to, size_t length, bool little)
{
    mp_limb_t carry = 1;
    for (size_t i = 0; i < length; i++) {
        size_t k = i / 8;
        mp_limb_t limb = k < v->count ? v->limbs[k] : 0;
        uint8_t byte = (uint8_t)(limb >> i % 8 * 8);
        if (v->negative) {
            unsigned sum = (uint8_t)~byte + (unsigned)carry;
            byte = (uint8_t)sum;
            carry = sum >> 8;
        }
        to[little ? i : length - 1 - i] = byte;
    }
}

OURO_C_FUNCTION(int_to_bytes)
{
    static const char *const names[] = {"length", "byteorder", "signed", NULL};
    static const ouro_signature signature = {"to_bytes", names, 0, 2, 0, 1};
    ouro_object *out[3];
    int64_t length = 1;
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, out) < 0 ||
        (out[0] && ouro__index_argument(rt, out[0], &length) < 0))
        return NULL;
    int little = byte_order(rt, out[1], "to_bytes"), is_signed = little < 0 ? -1
                                                                 : out[2]   ? ouro__truth(rt, out[2])
                                                                            : 0;
    if (is_signed < 0)
        return NULL;
    if (length < 0)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "length argument must be non-negative");
    ouro__int_view v;
    ouro__view(self, &v);
    if (v.count && v.negative && !is_signed)
        return ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "can't convert negative int to unsigned");
    size_t bits = ouro__view_bits(&v);
    if (is_signed && bits) {
        /* One bit of sign, which -2 ** n has already. */
        bool power = v.negative && mpn_popcount(v.limbs, (mp_size_t)v.count) == 1;
        bits += !power;
    }
    bool nothing = !length && is_signed && v.negative && bits == 1; /* CPython writes -1 in no bytes at all */
    if ((bits + 7) / 8 > (size_t)length && !nothing)
        return ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "int too big to convert");
    ouro_object *bytes = ouro__bytes_new(rt, NULL, (size_t)length);
    if (bytes && length)
        write_bytes(&v, ((ouro_bytes *)bytes)->data, (size_t)length, little);
    return bytes;
}

ouro_object *ouro__int_from_bytes(ouro_runtime *rt, const uint8_t *data, size_t length, bool little,
                                  bool is_signed)
{
    size_t count = length / 8 + 1;
    ouro_big_int *b = ouro__big_alloc(rt, count);
    if (!b)
        return NULL;
    bool negative = is_signed && length && data[little ? length - 1 : 0] >> 7;
    memset(b->limbs, negative ? 0xff : 0, count * sizeof(mp_limb_t));
    for (size_t i = 0; i < length; i++) {
        mp_limb_t byte = data[little ? i : length - 1 - i];
        unsigned shift = (unsigned)(i % 8 * 8);
        b->limbs[i / 8] = (b->limbs[i / 8] & ~((uint64_t)0xff << shift)) | byte << shift;
    }
    if (negative)
        mpn_neg((mp_limb_t *)b->limbs, (mp_limb_t *)b->limbs, (mp_size_t)count);
    return ouro__big_finish(rt, b, count, negative);
}

OURO_C_FUNCTION(int_from_bytes)
{
    static const char *const names[] = {"bytes", "byteorder", "signed", NULL};
    static const ouro_signature signature = {"from_bytes", names, 0, 2, 1, 1};
    ouro_object *out[3];
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, out) < 0)
        return NULL;
    int little = byte_order(rt, out[1], "from_bytes"), is_signed = little < 0 ? -1
                                                                   : out[2]   ? ouro__truth(rt, out[2])
                                                                              : 0;
    if (is_signed < 0)
        return NULL;
    ouro_object *bytes = ouro__bytes_from_object(rt, out[0]);
    if (!bytes)
        return NULL;
    ouro_object *value = ouro__int_from_bytes(rt, ((ouro_bytes *)bytes)->data, ((ouro_bytes *)bytes)->length,
                                              little, is_signed);
    ouro_decref(rt, bytes);
    if (!value || ouro__is_builtin_class(self, OURO_T_INT))
        return value;
    ouro_object *result = ouro__call1(rt, self, value);
    ouro_decref(rt, value);
    return result;
}

const ouro_method_def ouro__int_methods[] = {
    {"conjugate", int_self, 0, 0, 0,
     "conjugate($self, /)\n--\n\nReturns self, the complex conjugate of any int."},
    {"bit_length", int_bit_length, 0, 0, 0,
     "bit_length($self, /)\n--\n\nNumber of bits of the magnitude in binary.\n\n>>> bin(37)\n'0b100101'\n>>> "
     "(37).bit_length()\n6"},
    {"bit_count", int_bit_count, 0, 0, 0,
     "bit_count($self, /)\n--\n\nNumber of ones in the binary form of the magnitude."},
    {"to_bytes", int_to_bytes, OURO_METH_KEYWORDS, 0, -1,
     "to_bytes($self, /, length=1, byteorder='big', *, signed=False)\n--\n\nThe bytes that represent the "
     "int."},
    {"from_bytes", int_from_bytes, OURO_METH_KEYWORDS | OURO_METH_CLASS, 0, -1,
     "from_bytes($type, /, bytes, byteorder='big', *, signed=False)\n--\n\nThe int that the bytes "
     "represent."},
    {"as_integer_ratio", int_as_integer_ratio, 0, 0, 0,
     "as_integer_ratio($self, /)\n--\n\nA pair of ints, the denominator positive, whose ratio is the int."},
    {"__trunc__", int_self, 0, 0, 0, "Truncating an Integral returns itself."},
    {"__floor__", int_self, 0, 0, 0, "Flooring an Integral returns itself."},
    {"__ceil__", int_self, 0, 0, 0, "Ceiling of an Integral returns itself."},
    {"__round__", int_round, 0, 0, 1,
     "Rounding an Integral returns itself, unless digits before the point are rounded."},
    {"__getnewargs__", int_getnewargs, 0, 0, 0, "__getnewargs__($self, /)\n--\n\n"},
    {"__format__", int_format, 0, 1, 1,
     "__format__($self, format_spec, /)\n--\n\nFormats as the specifier says."},
    {0},
};

static ouro_object *get_self(ouro_runtime *rt, ouro_object *self)
{
    return ouro__int_exact(rt, self);
}

static ouro_object *get_zero(ouro_runtime *rt, ouro_object *self)
{
    (void)self;
    return ouro__int_new(rt, 0);
}

static ouro_object *get_one(ouro_runtime *rt, ouro_object *self)
{
    (void)self;
    return ouro__int_new(rt, 1);
}

const ouro_getset_def ouro__int_getsets[] = {
    {"real", get_self, NULL, "the real part of a complex number"},
    {"imag", get_zero, NULL, "the imaginary part of a complex number"},
    {"numerator", get_self, NULL, "the numerator of a rational number in lowest terms"},
    {"denominator", get_one, NULL, "the denominator of a rational number in lowest terms"},
    {0},
};
