/* Built-in functions about numbers and characters. */
#include "modules/builtins.h"
#include "types/bytearray.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"

OURO_C_FUNCTION(builtin_abs)
{
    return ouro__unary(rt, OURO_ABSOLUTE, args[0]);
}

OURO_C_FUNCTION(builtin_divmod)
{
    return ouro__binary(rt, OURO_DIVMOD, args[0], args[1]);
}

OURO_C_FUNCTION(builtin_pow)
{
    static const char *const names[] = {"base", "exp", "mod", NULL};
    static const ouro_signature signature = {"pow", names, 0, 3, 2, 0};
    ouro_object *values[3];
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, values) < 0)
        return NULL;
    return ouro__power(rt, values[0], values[1], values[2] ? values[2] : OURO_NONE(rt));
}

OURO_C_FUNCTION(builtin_round)
{
    static const char *const names[] = {"number", "ndigits", NULL};
    static const ouro_signature signature = {"round", names, 0, 2, 1, 0};
    ouro_object *values[2];
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, values) < 0)
        return NULL;
    ouro_object *round = ouro__lookup_special(rt, values[0], NAME(rt, __round__));
    if (!round) {
        if (ouro__error_pending(rt))
            return NULL;
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "type %T doesn't define __round__ method", values[0]);
    }
    bool digits = values[1] && values[1] != OURO_NONE(rt);
    ouro_object *result = ouro__call(rt, round, &values[1], digits ? 1 : 0, NULL);
    ouro_decref(rt, round);
    return result;
}

static ouro_object *in_base(ouro_runtime *rt, ouro_object *number, int base)
{
    ouro_object *index = ouro__index(rt, number);
    if (!index)
        return NULL;
    ouro_object *text = ouro__int_to_str(rt, index, base, true);
    ouro_decref(rt, index);
    return text;
}

OURO_C_FUNCTION(builtin_bin)
{
    return in_base(rt, args[0], 2);
}

OURO_C_FUNCTION(builtin_oct)
{
    return in_base(rt, args[0], 8);
}

OURO_C_FUNCTION(builtin_hex)
{
    return in_base(rt, args[0], 16);
}

OURO_C_FUNCTION(builtin_chr)
{
    ouro_object *index = ouro__index(rt, args[0]);
    if (!index)
        return NULL;
    int64_t value;
    int fits = ouro__int_as_int64(rt, index, &value);
    ouro_decref(rt, index);
    if (fits < 0 || value > INT32_MAX || value < INT32_MIN)
        return ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "Python int too large to convert to C int");
    if (value < 0 || value > 0x10ffff)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "chr() arg not in range(0x110000)");
    return ouro__str_from_char(rt, (uint32_t)value);
}

OURO_C_FUNCTION(builtin_ord)
{
    size_t length;
    if (ouro__is_str(rt, args[0])) {
        length = ouro__str_length(args[0]);
        if (length == 1)
            return ouro__int_new(rt, ouro__str_char(args[0], 0));
    } else if (ouro__is_bytes(rt, args[0]) || ouro__is_bytearray(rt, args[0])) {
        ouro__byte_view view;
        if (!ouro__bytes_view(rt, args[0], &view))
            return NULL;
        length = view.length;
        if (length == 1)
            return ouro__int_new(rt, view.data[0]);
    } else {
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "ord() expected string of length 1, but %T found", args[0]);
    }
    return ouro__raise(rt, OURO_T_TYPE_ERROR, "ord() expected a character, but string of length %zu found",
                       length);
}

const ouro_method_def ouro__builtins_numbers[] = {
    {"abs", builtin_abs, 0, 1, 1, "abs($module, x, /)\n--\n\nReturn the absolute value of the argument."},
    {"bin", builtin_bin, 0, 1, 1, "bin($module, number, /)\n--\n\nReturn the binary text of an integer."},
    {"chr", builtin_chr, 0, 1, 1, "chr($module, i, /)\n--\n\nReturn the character with this code point."},
    {"divmod", builtin_divmod, 0, 2, 2, "divmod($module, x, y, /)\n--\n\nReturn the tuple (x//y, x%y)."},
    {"hex", builtin_hex, 0, 1, 1,
     "hex($module, number, /)\n--\n\nReturn the hexadecimal text of an integer."},
    {"oct", builtin_oct, 0, 1, 1, "oct($module, number, /)\n--\n\nReturn the octal text of an integer."},
    {"ord", builtin_ord, 0, 1, 1, "ord($module, c, /)\n--\n\nReturn the code point of a character."},
    {"pow", builtin_pow, OURO_METH_KEYWORDS, 0, -1,
     "pow($module, /, base, exp, mod=None)\n--\n\nReturn base**exp, or base**exp % mod."},
    {"round", builtin_round, OURO_METH_KEYWORDS, 0, -1,
     "round($module, /, number, ndigits=None)\n--\n\nRound a number to a precision in decimal digits."},
    {0},
};
