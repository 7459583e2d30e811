/* The _operator module: the operators of the language as functions. Its getters stand in operator_getters.c. */
#include "modules/modules.h"
#include "modules/operator.h"
#include "modules/support.h"
#include "types/buffer.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/int_impl.h"
#include "types/iterators.h"
#include "types/str.h"

#define BINARY(name, op)                                                                                     \
    OURO_C_FUNCTION(operator_##name)                                                                         \
    {                                                                                                        \
        return ouro__binary(rt, op, args[0], args[1]);                                                       \
    }
#define INPLACE(name, op)                                                                                    \
    OURO_C_FUNCTION(operator_##name)                                                                         \
    {                                                                                                        \
        return ouro__inplace(rt, op, args[0], args[1]);                                                      \
    }
#define UNARY(name, op)                                                                                      \
    OURO_C_FUNCTION(operator_##name)                                                                         \
    {                                                                                                        \
        return ouro__unary(rt, op, args[0]);                                                                 \
    }
#define COMPARE(name, op)                                                                                    \
    OURO_C_FUNCTION(operator_##name)                                                                         \
    {                                                                                                        \
        return ouro__compare(rt, args[0], args[1], op);                                                      \
    }

BINARY(add, OURO_ADD)
BINARY(sub, OURO_SUBTRACT)
BINARY(mul, OURO_MULTIPLY)
BINARY(matmul, OURO_MATMUL)
BINARY(truediv, OURO_TRUE_DIVIDE)
BINARY(floordiv, OURO_FLOOR_DIVIDE)
BINARY(mod, OURO_REMAINDER)
BINARY(pow, OURO_POWER)
BINARY(lshift, OURO_LSHIFT)
BINARY(rshift, OURO_RSHIFT)
BINARY(and, OURO_AND)
BINARY(or, OURO_OR)
BINARY(xor, OURO_XOR)
INPLACE(iadd, OURO_ADD)
INPLACE(isub, OURO_SUBTRACT)
INPLACE(imul, OURO_MULTIPLY)
INPLACE(imatmul, OURO_MATMUL)
INPLACE(itruediv, OURO_TRUE_DIVIDE)
INPLACE(ifloordiv, OURO_FLOOR_DIVIDE)
INPLACE(imod, OURO_REMAINDER)
INPLACE(ipow, OURO_POWER)
INPLACE(ilshift, OURO_LSHIFT)
INPLACE(irshift, OURO_RSHIFT)
INPLACE(iand, OURO_AND)
INPLACE(ior, OURO_OR)
INPLACE(ixor, OURO_XOR)
UNARY(neg, OURO_NEGATIVE)
UNARY(pos, OURO_POSITIVE)
UNARY(abs, OURO_ABSOLUTE)
UNARY(invert, OURO_INVERT)
COMPARE(lt, OURO_LT)
COMPARE(le, OURO_LE)
COMPARE(eq, OURO_EQ)
COMPARE(ne, OURO_NE)
COMPARE(gt, OURO_GT)
COMPARE(ge, OURO_GE)

static ouro_object *bool_or_error(ouro_runtime *rt, int answer)
{
    return answer < 0 ? NULL : ouro__bool(rt, answer);
}

OURO_C_FUNCTION(operator_truth)
{
    return bool_or_error(rt, ouro__truth(rt, args[0]));
}

OURO_C_FUNCTION(operator_not)
{
    int truth = ouro__truth(rt, args[0]);
    return truth < 0 ? NULL : ouro__bool(rt, !truth);
}

OURO_C_FUNCTION(operator_is)
{
    return ouro__bool(rt, args[0] == args[1]);
}

OURO_C_FUNCTION(operator_is_not)
{
    return ouro__bool(rt, args[0] != args[1]);
}

OURO_C_FUNCTION(operator_index)
{
    ouro_object *index = ouro__index(rt, args[0]);
    ouro_object *exact = index ? ouro__int_exact(rt, index) : NULL;
    ouro_xdecref(rt, index);
    return exact;
}

/* ---- Containers ---- */

OURO_C_FUNCTION(operator_contains)
{
    return bool_or_error(rt, ouro__contains(rt, args[0], args[1]));
}

OURO_C_FUNCTION(operator_getitem)
{
    return ouro__getitem(rt, args[0], args[1]);
}

OURO_C_FUNCTION(operator_setitem)
{
    return ouro__setitem(rt, args[0], args[1], args[2]) < 0 ? NULL : OURO_NONE(rt);
}

OURO_C_FUNCTION(operator_delitem)
{
    return ouro__setitem(rt, args[0], args[1], NULL) < 0 ? NULL : OURO_NONE(rt);
}

static bool concatenates(ouro_runtime *rt, ouro_object *o)
{
    const ouro_type *type = ouro__type_of(rt, o);
    return ouro__is_sequence(rt, o) || (type->sequence && type->sequence->concat);
}

OURO_C_FUNCTION(operator_concat)
{
    if (!concatenates(rt, args[0]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "'%T' object can't be concatenated", args[0]);
    return ouro__binary(rt, OURO_ADD, args[0], args[1]);
}

OURO_C_FUNCTION(operator_iconcat)
{
    if (!concatenates(rt, args[0]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "'%T' object can't be concatenated", args[0]);
    return ouro__inplace(rt, OURO_ADD, args[0], args[1]);
}

/* Walks the items equal to another: how many, or, for `first`, the position of the first (-1: none). -2: failed. */
static int64_t search(ouro_runtime *rt, ouro_object *iterable, ouro_object *wanted, bool first)
{
    ouro_iteration it;
    if (ouro__iterate(rt, &it, iterable) < 0) {
        if (ouro__error_is(rt, OURO_T_TYPE_ERROR)) {
            ouro__error_clear(rt);
            ouro__raise(rt, OURO_T_TYPE_ERROR, "argument of type '%T' is not iterable", iterable);
        }
        return -2;
    }
    int64_t count = 0, position = 0, found = -1;
    int equal = 0;
    ouro_object *item;
    while (equal >= 0 && found < 0 && (item = ouro__iterate_next(rt, &it))) {
        equal = ouro__compare_bool(rt, item, wanted, OURO_EQ);
        ouro_decref(rt, item);
        count += equal > 0;
        if (equal > 0 && first)
            found = position;
        position++;
    }
    if (ouro__iterate_end(rt, &it) < 0)
        return -2;
    return first ? found : count;
}

OURO_C_FUNCTION(operator_count_of)
{
    int64_t count = search(rt, args[0], args[1], false);
    return count < 0 ? NULL : ouro__int_new(rt, count);
}

OURO_C_FUNCTION(operator_index_of)
{
    int64_t position = search(rt, args[0], args[1], true);
    if (position == -1)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "sequence.index(x): x not in sequence");
    return position < 0 ? NULL : ouro__int_new(rt, position);
}

OURO_C_FUNCTION(operator_length_hint)
{
    int64_t fallback = 0;
    if (nargs > 1 && ouro__index_argument(rt, args[1], &fallback) < 0)
        return NULL;
    int64_t hint = ouro__length_hint(rt, args[0], fallback);
    return hint < 0 && rt->error ? NULL : ouro__int_new(rt, hint);
}

/* ---- Calls and digests ---- */

OURO_C_FUNCTION(operator_call)
{
    if (!nargs)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "call expected at least 1 argument, got 0");
    return ouro__call(rt, args[0], args + 1, nargs - 1, kwnames);
}

/* In a time that depends on the length of b alone. */
static bool same_bytes(const uint8_t *a, size_t a_length, const uint8_t *b, size_t b_length)
{
    const volatile uint8_t *left = a_length == b_length ? a : b, *right = b;
    volatile uint8_t difference = a_length != b_length;
    for (size_t i = 0; i < b_length; i++)
        difference |= left[i] ^ right[i];
    return difference == 0;
}

OURO_C_FUNCTION(operator_compare_digest)
{
    ouro_object *a = args[0], *b = args[1];
    if (ouro__is_str(rt, a) && ouro__is_str(rt, b)) {
        if (!ouro__str_is_ascii(a) || !ouro__str_is_ascii(b))
            return ouro__raise(rt, OURO_T_TYPE_ERROR,
                               "comparing strings with non-ASCII characters is not supported");
        return ouro__bool(
            rt, same_bytes(ouro__str_data(a), ouro__str_length(a), ouro__str_data(b), ouro__str_length(b)));
    }
    if (!ouro__has_buffer(rt, a) && !ouro__has_buffer(rt, b))
        return ouro__raise(rt, OURO_T_TYPE_ERROR,
                           "unsupported operand types(s) or combination of types: '%T' and '%T'", a, b);
    ouro_buffer left, right;
    if (ouro__buffer_get(rt, a, &left, OURO_BUFFER_SIMPLE) < 0)
        return NULL;
    if (ouro__buffer_get(rt, b, &right, OURO_BUFFER_SIMPLE) < 0) {
        ouro__buffer_release(rt, &left);
        return NULL;
    }
    ouro_object *answer = NULL;
    if (left.dimensions > 1 || right.dimensions > 1)
        ouro__raise(rt, OURO_T_BUFFER_ERROR, "Buffer must be single dimension");
    else
        answer = ouro__bool(rt, same_bytes(left.data, (size_t)left.length, right.data, (size_t)right.length));
    ouro__buffer_release(rt, &left);
    ouro__buffer_release(rt, &right);
    return answer;
}

/* ---- The module ---- */

#define ONE(name, function, meaning)                                                                         \
    {                                                                                                        \
#name, operator_##function, 0, 1, 1, #name "($module, a, /)\n--\n\nSame as " meaning "."             \
    }
#define TWO(name, function, meaning)                                                                         \
    {                                                                                                        \
#name, operator_##function, 0, 2, 2, #name "($module, a, b, /)\n--\n\nSame as " meaning "."          \
    }

static const ouro_method_def functions[] = {
    ONE(truth, truth, "bool(a)"),
    ONE(not_, not, "not a"),
    ONE(neg, neg, "-a"),
    ONE(pos, pos, "+a"),
    ONE(abs, abs, "abs(a)"),
    ONE(inv, invert, "~a"),
    ONE(invert, invert, "~a"),
    ONE(index, index, "a.__index__()"),
    TWO(is_, is, "a is b"),
    TWO(is_not, is_not, "a is not b"),
    TWO(lt, lt, "a < b"),
    TWO(le, le, "a <= b"),
    TWO(eq, eq, "a == b"),
    TWO(ne, ne, "a != b"),
    TWO(ge, ge, "a >= b"),
    TWO(gt, gt, "a > b"),
    TWO(add, add, "a + b"),
    TWO(sub, sub, "a - b"),
    TWO(mul, mul, "a * b"),
    TWO(matmul, matmul, "a @ b"),
    TWO(floordiv, floordiv, "a // b"),
    TWO(truediv, truediv, "a / b"),
    TWO(mod, mod, "a % b"),
    TWO(pow, pow, "a ** b"),
    TWO(lshift, lshift, "a << b"),
    TWO(rshift, rshift, "a >> b"),
    TWO(and_, and, "a & b"),
    TWO(or_, or, "a | b"),
    TWO(xor, xor, "a ^ b"),
    TWO(iadd, iadd, "a += b"),
    TWO(isub, isub, "a -= b"),
    TWO(imul, imul, "a *= b"),
    TWO(imatmul, imatmul, "a @= b"),
    TWO(ifloordiv, ifloordiv, "a //= b"),
    TWO(itruediv, itruediv, "a /= b"),
    TWO(imod, imod, "a %= b"),
    TWO(ipow, ipow, "a **= b"),
    TWO(ilshift, ilshift, "a <<= b"),
    TWO(irshift, irshift, "a >>= b"),
    TWO(iand, iand, "a &= b"),
    TWO(ior, ior, "a |= b"),
    TWO(ixor, ixor, "a ^= b"),
    TWO(concat, concat, "a + b, for a and b sequences"),
    TWO(iconcat, iconcat, "a += b, for a and b sequences"),
    TWO(contains, contains, "b in a (note reversed operands)"),
    TWO(countOf, count_of, "the number of items in a which are, or which equal, b"),
    TWO(indexOf, index_of, "the first position of b in a"),
    TWO(getitem, getitem, "a[b]"),
    TWO(delitem, delitem, "del a[b]"),
    {"setitem", operator_setitem, 0, 3, 3, "setitem($module, a, b, c, /)\n--\n\nSame as a[b] = c."},
    {"length_hint", operator_length_hint, 0, 1, 2,
     "length_hint($module, obj, default=0, /)\n--\n\nHow many items the object is expected to give; the "
     "default if it does not "
     "say."},
    {"call", operator_call, OURO_METH_KEYWORDS, 0, -1,
     "call($module, obj, /, *args, **kwargs)\n--\n\nSame as obj(*args, **kwargs)."},
    {"_compare_digest", operator_compare_digest, 0, 2, 2,
     "_compare_digest($module, a, b, /)\n--\n\nReturn 'a == b', in a time that tells nothing of where they "
     "differ. Both are "
     "ASCII strings or bytes-like objects."},
    {0},
};

static int exec(ouro_runtime *rt, ouro_object *module)
{
    static const ouro_module_type types[] = {{&ouro__builtin_itemgetter, "itemgetter"},
                                             {&ouro__builtin_attrgetter, "attrgetter"},
                                             {&ouro__builtin_methodcaller, "methodcaller"},
                                             {NULL, NULL}};
    return ouro__module_add_types(rt, module, types);
}

const ouro_module_def ouro__module_operator = {"_operator", functions, exec,
                                               "The operators of the language as functions."};
