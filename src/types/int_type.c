/* The types int and bool. */
#include "types/int_type.h"

#include "types/bytearray.h"
#include "types/float.h"
#include "types/int_impl.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/types.h"

static ouro_object *binary(ouro_runtime *rt, enum ouro_binary_op op, ouro_object *a, ouro_object *b)
{
    if (!ouro__is_int(rt, a) || !ouro__is_int(rt, b))
        return ouro__not_implemented(rt);
    return ouro__int_binary(rt, op, a, b);
}

#define SLOT(name, op)                                                                                       \
    static ouro_object *name(ouro_runtime *rt, ouro_object *a, ouro_object *b)                               \
    {                                                                                                        \
        return binary(rt, op, a, b);                                                                         \
    }
SLOT(int_add, OURO_ADD)
SLOT(int_subtract, OURO_SUBTRACT)
SLOT(int_multiply, OURO_MULTIPLY)
SLOT(int_true_divide, OURO_TRUE_DIVIDE)
SLOT(int_floor_divide, OURO_FLOOR_DIVIDE)
SLOT(int_remainder, OURO_REMAINDER)
SLOT(int_power, OURO_POWER)
SLOT(int_lshift, OURO_LSHIFT)
SLOT(int_rshift, OURO_RSHIFT)
SLOT(int_and, OURO_AND)
SLOT(int_or, OURO_OR)
SLOT(int_xor, OURO_XOR)
SLOT(int_divmod, OURO_DIVMOD)

static ouro_object *int_power3(ouro_runtime *rt, ouro_object *a, ouro_object *b, ouro_object *modulus)
{
    if (!ouro__is_int(rt, a) || !ouro__is_int(rt, b))
        return ouro__not_implemented(rt);
    if (!modulus || modulus == OURO_NONE(rt))
        return ouro__int_power(rt, a, b, NULL);
    if (!ouro__is_int(rt, modulus))
        return ouro__not_implemented(rt);
    return ouro__int_power(rt, a, b, modulus);
}

static ouro_object *int_absolute(ouro_runtime *rt, ouro_object *o)
{
    return ouro__int_sign(rt, o) < 0 ? ouro__int_negative(rt, o) : ouro__int_exact(rt, o);
}

static ouro_object *int_to_float(ouro_runtime *rt, ouro_object *o)
{
    double value;
    return ouro__int_as_double(rt, o, &value) < 0 ? NULL : ouro__float_new(rt, value);
}

static ouro_object *int_repr(ouro_runtime *rt, ouro_object *o)
{
    return ouro__int_to_str(rt, o, 10, false);
}

static ouro_object *int_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b, int op)
{
    if (!ouro__is_int(rt, a) || !ouro__is_int(rt, b))
        return ouro__not_implemented(rt);
    int order = ouro__int_compare(rt, a, b);
    return ouro__bool(rt, ouro__order_holds(order, op));
}

static int int_truth(ouro_runtime *rt, ouro_object *o)
{
    return ouro__int_sign(rt, o) != 0;
}

static size_t int_size_of(ouro_runtime *rt, ouro_object *o)
{
    if (ouro__int_is_word(o))
        return sizeof(ouro_int);
    const ouro_big_int *b = (ouro_big_int *)o;
    size_t end = ouro__end_bytes(ouro__type_of(rt, o));
    return sizeof *b + (size_t)(b->size < 0 ? -b->size : b->size) * sizeof(mp_limb_t) + end;
}

/* The result of __int__ and the like must be an int; gives an exact one, with a warning when it is made from a subclass's unless
 * `method` is NULL. Takes `o` over. */
static ouro_object *checked_int(ouro_runtime *rt, ouro_object *o, const char *method)
{
    if (!o)
        return NULL;
    ouro_object *result = NULL;
    if (ouro__is_exactly(o, OURO_T_INT))
        return o;
    if (ouro__is_int(rt, o)) {
        if (!method || ouro__warn_strict_subclass(rt, NULL, method, "int", o) == 0)
            result = ouro__int_exact(rt, o);
    } else
        result = ouro__raise(rt, OURO_T_TYPE_ERROR, "%s returned non-int (type %T)", method, o);
    ouro_decref(rt, o);
    return result;
}

static ouro_object *from_trunc(ouro_runtime *rt, ouro_object *trunc)
{
    int (*warn)(ouro_runtime *, int, const char *) = rt->python->hooks.warn;
    bool refused = warn && warn(rt, OURO_T_DEPRECATION_WARNING,
                                "The delegation of int() to __trunc__ is deprecated.") < 0;
    ouro_object *o = refused ? NULL : ouro__call0(rt, trunc);
    ouro_decref(rt, trunc);
    if (!o || ouro__is_int(rt, o))
        return checked_int(rt, o, NULL);
    const ouro_number_slots *number = ouro__type_of(rt, o)->number;
    ouro_object *result;
    if (number && number->index)
        result = checked_int(rt, number->index(rt, o), "__index__");
    else
        result = ouro__raise(rt, OURO_T_TYPE_ERROR, "__trunc__ returned non-Integral (type %T)", o);
    ouro_decref(rt, o);
    return result;
}

/* Digits as ASCII. A message shows them as bytes. */
static ouro_object *int_from_bytes_like(ouro_runtime *rt, ouro_object *o, int base)
{
    ouro__byte_loan loan;
    if (!ouro__bytes_borrow(rt, o, &loan))
        return NULL;
    size_t length = loan.length;
    ouro_object *bytes = ouro__is_bytes(rt, o) ? ouro_ref(o) : ouro__bytes_new(rt, loan.data, length);
    ouro__bytes_return(rt, &loan);
    ouro_object *i = bytes ? ouro__int_parse(rt, ((ouro_bytes *)bytes)->data, 0, length, base, bytes) : NULL;
    ouro_xdecref(rt, bytes);
    return i;
}

ouro_object *ouro__int_from_object(ouro_runtime *rt, ouro_object *o)
{
    if (ouro__is_exactly(o, OURO_T_INT))
        return ouro__same(o);
    const ouro_number_slots *number = ouro__type_of(rt, o)->number;
    if (number && number->to_int)
        return checked_int(rt, number->to_int(rt, o), "__int__");
    if (number && number->index)
        return checked_int(rt, number->index(rt, o), "__index__");
    ouro_object *trunc = ouro__lookup_special(rt, o, NAME(rt, __trunc__));
    if (trunc)
        return from_trunc(rt, trunc);
    if (ouro__error_pending(rt))
        return NULL;
    if (ouro__is_str(rt, o))
        return ouro__int_from_str(rt, o, 10);
    if (ouro__is_bytes_like(rt, o))
        return int_from_bytes_like(rt, o, 10);
    return ouro__raise(rt, OURO_T_TYPE_ERROR,
                       "int() argument must be a string, a bytes-like object or a real number, not '%T'", o);
}

static ouro_object *int_with_base(ouro_runtime *rt, ouro_object *o, ouro_object *base_object)
{
    int64_t base;
    if (ouro__index_int64(rt, base_object, true, &base) < 0)
        return NULL;
    if (base != 0 && (base < 2 || base > 36))
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "int() base must be >= 2 and <= 36, or 0");
    if (ouro__is_str(rt, o))
        return ouro__int_from_str(rt, o, (int)base);
    if (ouro__is_bytes(rt, o) || ouro__is_bytearray(rt, o))
        return int_from_bytes_like(rt, o, (int)base);
    return ouro__raise(rt, OURO_T_TYPE_ERROR, "int() can't convert non-string with explicit base");
}

static ouro_object *int_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                            ouro_object *kwnames)
{
    static const char *const names[] = {"", "base", NULL};
    static const ouro_signature signature = {"int", names, 1, 2, 0, 0};
    ouro_object *out[2];
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, out) < 0)
        return NULL;
    ouro_object *value;
    if (!out[0])
        value = out[1] ? ouro__raise(rt, OURO_T_TYPE_ERROR, "int() missing string argument")
                       : ouro__int_new(rt, 0);
    else
        value = out[1] ? int_with_base(rt, out[0], out[1]) : ouro__int_from_object(rt, out[0]);
    if (!value || ouro__is_builtin_class(cls, OURO_T_INT))
        return value;
    ouro_object *o = ouro__int_to_class(rt, cls, value);
    ouro_decref(rt, value);
    return o;
}

/* bool shares all but the bitwise operators. */
#define NUMBER_SLOTS(AND, OR, XOR)                                                                           \
    {                                                                                                        \
        .binary = {[OURO_ADD] = int_add,                                                                     \
                   [OURO_SUBTRACT] = int_subtract,                                                           \
                   [OURO_MULTIPLY] = int_multiply,                                                           \
                   [OURO_TRUE_DIVIDE] = int_true_divide,                                                     \
                   [OURO_FLOOR_DIVIDE] = int_floor_divide,                                                   \
                   [OURO_REMAINDER] = int_remainder,                                                         \
                   [OURO_POWER] = int_power,                                                                 \
                   [OURO_LSHIFT] = int_lshift,                                                               \
                   [OURO_RSHIFT] = int_rshift,                                                               \
                   [OURO_AND] = AND,                                                                         \
                   [OURO_OR] = OR,                                                                           \
                   [OURO_XOR] = XOR,                                                                         \
                   [OURO_DIVMOD] = int_divmod},                                                              \
        .unary = {[OURO_NEGATIVE] = ouro__int_negative,                                                      \
                  [OURO_POSITIVE] = ouro__int_exact,                                                         \
                  [OURO_ABSOLUTE] = int_absolute,                                                            \
                  [OURO_INVERT] = ouro__int_invert},                                                         \
        .to_int = ouro__int_exact, .to_float = int_to_float, .index = ouro__int_exact, .power3 = int_power3, \
    }

static const ouro_number_slots int_numbers = NUMBER_SLOTS(int_and, int_or, int_xor);

OURO_BUILTIN_TYPE(int) = {
    .id = OURO_T_INT,
    .slots =
        {
            .name = "int",
            .flags = OURO_TYPE_BASE | OURO_TYPE_IS_INT | OURO_TYPE_IMMUTABLE,
            .size = sizeof(ouro_int),
            .item_size = sizeof(mp_limb_t),
            .layout = OURO_LAYOUT_LEAF,
            .size_of = int_size_of,
            .repr = int_repr,
            .hash = ouro__int_hash,
            .compare = int_compare,
            .truth = int_truth,
            .new_ = int_new,
            .number = &int_numbers,
        },
    .methods = ouro__int_methods,
    .getsets = ouro__int_getsets,
    .doc = "int([x]) -> integer\nint(x, base=10) -> integer\n\n"
           "Makes an int of a number or a text, 0 without arguments. A number with a fraction is cut towards "
           "zero.\n"
           "A text may have blanks around it, a sign, and single underscores between digits; with base 0 it "
           "may be\n"
           "any literal of the language: int('0b100', base=0) is 4.",
};

#define BOOL_SLOT(name, op)                                                                                  \
    static ouro_object *name(ouro_runtime *rt, ouro_object *a, ouro_object *b)                               \
    {                                                                                                        \
        if (!ouro__is_exactly(a, OURO_T_BOOL) || !ouro__is_exactly(b, OURO_T_BOOL))                          \
            return binary(rt, op, a, b);                                                                     \
        int64_t x = ((ouro_int *)a)->value, y = ((ouro_int *)b)->value;                                      \
        return ouro__bool(rt, op == OURO_AND ? x & y : op == OURO_OR ? x | y : x ^ y);                       \
    }
BOOL_SLOT(bool_and, OURO_AND)
BOOL_SLOT(bool_or, OURO_OR)
BOOL_SLOT(bool_xor, OURO_XOR)

static const ouro_number_slots bool_numbers = NUMBER_SLOTS(bool_and, bool_or, bool_xor);

static ouro_object *bool_repr(ouro_runtime *rt, ouro_object *o)
{
    return ouro__str_intern_cstring(rt, ((ouro_int *)o)->value ? "True" : "False");
}

static ouro_object *bool_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                             ouro_object *kwnames)
{
    (void)cls;
    if (kwnames)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "bool() takes no keyword arguments");
    if (ouro__check_arity(rt, "bool", nargs, NULL, 0, 1) < 0)
        return NULL;
    int truth = nargs ? ouro__truth(rt, args[0]) : 0;
    return truth < 0 ? NULL : ouro__bool(rt, truth);
}

OURO_BUILTIN_TYPE(bool) = {
    .id = OURO_T_BOOL,
    .base_id = OURO_T_INT,
    .slots =
        {
            .name = "bool",
            .flags = OURO_TYPE_IS_INT | OURO_TYPE_IMMUTABLE,
            .size = sizeof(ouro_int),
            .layout = OURO_LAYOUT_LEAF,
            .size_of = int_size_of,
            .repr = bool_repr,
            .hash = ouro__int_hash,
            .compare = int_compare,
            .truth = int_truth,
            .new_ = bool_new,
            .number = &bool_numbers,
        },
    .doc = "bool(x) -> bool\n\nTrue when the argument is true, False otherwise. There are no other "
           "instances, and\n"
           "the class cannot be subclassed.",
};
