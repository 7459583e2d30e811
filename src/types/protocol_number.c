/* Operators on any objects: who is asked, in which order, and what is raised when nobody answers. */
#include "types/class_internal.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/protocol.h"
#include "types/str.h"

static const char *const signs[OURO_BINARY_OPS] = {
    [OURO_ADD] = "+",         [OURO_SUBTRACT] = "-",
    [OURO_MULTIPLY] = "*",    [OURO_MATMUL] = "@",
    [OURO_TRUE_DIVIDE] = "/", [OURO_FLOOR_DIVIDE] = "//",
    [OURO_REMAINDER] = "%",   [OURO_POWER] = "** or pow()",
    [OURO_LSHIFT] = "<<",     [OURO_RSHIFT] = ">>",
    [OURO_AND] = "&",         [OURO_OR] = "|",
    [OURO_XOR] = "^",         [OURO_DIVMOD] = "divmod()",
};

static inline ouro_binary_slot binary_slot(const ouro_type *type, enum ouro_binary_op op)
{
    return type->number ? type->number->binary[op] : NULL;
}

/* What the number slots say, or NotImplemented. The right operand goes first when its class descends from the
 * left's. */
static ouro_object *try_numbers(ouro_runtime *rt, enum ouro_binary_op op, ouro_object *a, ouro_object *b)
{
    ouro_type *ta = ouro__type_of(rt, a), *tb = ouro__type_of(rt, b);
    ouro_binary_slot left = binary_slot(ta, op), right = ta == tb ? NULL : binary_slot(tb, op);
    if (right == left)
        right = NULL;
    if (left) {
        if (right && ouro__is_subtype(rt, tb->class_object, ta->class_object)) {
            ouro_object *result = right(rt, a, b);
            if (result != OURO_NOT_IMPLEMENTED(rt))
                return result;
            right = NULL;
        }
        ouro_object *result = left(rt, a, b);
        if (result != OURO_NOT_IMPLEMENTED(rt))
            return result;
    }
    return right ? right(rt, a, b) : OURO_NOT_IMPLEMENTED(rt);
}

static ouro_object *repeat(ouro_runtime *rt, ouro_object *(*slot)(ouro_runtime *, ouro_object *, int64_t),
                           ouro_object *sequence, ouro_object *count)
{
    const ouro_type *type = ouro__type_of(rt, count);
    if (!ouro__is_int(rt, count) && !(type->number && type->number->index))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "can't multiply sequence by non-int of type '%T'", count);
    ouro_object *index = ouro__index(rt, count);
    if (!index)
        return NULL;
    int64_t n;
    int status = ouro__int_as_int64(rt, index, &n);
    ouro_decref(rt, index);
    if (status < 0)
        return ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "cannot fit '%T' into an index-sized integer", count);
    return slot(rt, sequence, n);
}

/* Concatenation and repetition, after the numbers have declined. */
static ouro_object *try_sequences(ouro_runtime *rt, enum ouro_binary_op op, bool inplace, ouro_object *a,
                                  ouro_object *b)
{
    const ouro_sequence_slots *sa = ouro__type_of(rt, a)->sequence, *sb = ouro__type_of(rt, b)->sequence;
    if (op == OURO_ADD && sa) {
        ouro_binary_slot concat = inplace && sa->inplace_concat ? sa->inplace_concat : sa->concat;
        return concat ? concat(rt, a, b) : OURO_NOT_IMPLEMENTED(rt);
    }
    if (op != OURO_MULTIPLY)
        return OURO_NOT_IMPLEMENTED(rt);
    if (sa && (sa->repeat || (inplace && sa->inplace_repeat)))
        return repeat(rt, inplace && sa->inplace_repeat ? sa->inplace_repeat : sa->repeat, a, b);
    if (sb && sb->repeat)
        return repeat(rt, sb->repeat, b, a);
    return OURO_NOT_IMPLEMENTED(rt);
}

static ouro_object *raise_unsupported(ouro_runtime *rt, const char *sign, const char *equals, ouro_object *a,
                                      ouro_object *b)
{
    if (ouro__is_exactly(a, OURO_T_BUILTIN_FUNCTION) && !strcmp(sign, ">>") && !*equals &&
        !strcmp(((ouro_builtin_function *)a)->def->name, "print"))
        return ouro__raise(rt, OURO_T_TYPE_ERROR,
                           "unsupported operand type(s) for >>: '%T' and '%T'. Did you mean "
                           "\"print(<message>, file=<output_stream>)\"?",
                           a, b);
    return ouro__raise(rt, OURO_T_TYPE_ERROR, "unsupported operand type(s) for %s%s: '%T' and '%T'", sign,
                       equals, a, b);
}

ouro_object *ouro__binary(ouro_runtime *rt, enum ouro_binary_op op, ouro_object *a, ouro_object *b)
{
    ouro_object *result = try_numbers(rt, op, a, b);
    if (result == OURO_NOT_IMPLEMENTED(rt))
        result = try_sequences(rt, op, false, a, b);
    if (ouro__unlikely(result == OURO_NOT_IMPLEMENTED(rt)))
        return raise_unsupported(rt, signs[op], "", a, b);
    return result;
}

ouro_object *ouro__inplace(ouro_runtime *rt, enum ouro_binary_op op, ouro_object *a, ouro_object *b)
{
    const ouro_type *type = ouro__type_of(rt, a);
    ouro_object *result = OURO_NOT_IMPLEMENTED(rt);
    if (type->number && type->number->inplace[op])
        result = type->number->inplace[op](rt, a, b);
    if (result == OURO_NOT_IMPLEMENTED(rt))
        result = try_numbers(rt, op, a, b);
    if (result == OURO_NOT_IMPLEMENTED(rt))
        result = try_sequences(rt, op, true, a, b);
    if (ouro__unlikely(result == OURO_NOT_IMPLEMENTED(rt)))
        return raise_unsupported(rt, op == OURO_POWER ? "**" : signs[op], "=", a, b);
    return result;
}

ouro_object *ouro__power(ouro_runtime *rt, ouro_object *a, ouro_object *b, ouro_object *modulus)
{
    if (!modulus || modulus == OURO_NONE(rt))
        return ouro__binary(rt, OURO_POWER, a, b);
    ouro_object *operands[] = {a, b, modulus};
    for (int i = 0; i < 3; i++) {
        const ouro_type *type = ouro__type_of(rt, operands[i]);
        if (!type->number || !type->number->power3)
            continue;
        ouro_object *result = type->number->power3(rt, a, b, modulus);
        if (result != OURO_NOT_IMPLEMENTED(rt))
            return result;
    }
    return ouro__raise(rt, OURO_T_TYPE_ERROR, "unsupported operand type(s) for ** or pow(): '%T', '%T', '%T'",
                       a, b, modulus);
}

ouro_object *ouro__unary(ouro_runtime *rt, enum ouro_unary_op op, ouro_object *o)
{
    static const char *const names[] = {"unary -", "unary +", "abs()", "unary ~"};
    const ouro_type *type = ouro__type_of(rt, o);
    if (ouro__likely(type->number && type->number->unary[op]))
        return type->number->unary[op](rt, o);
    return ouro__raise(rt, OURO_T_TYPE_ERROR, "bad operand type for %s: '%T'", names[op], o);
}

int ouro__warn_strict_subclass(ouro_runtime *rt, ouro_object *source, const char *method, const char *kind,
                               ouro_object *result)
{
    if (!rt->python->hooks.warn)
        return 0;
    ouro_object *origin =
        source ? ouro__str_format(rt, "%T.%s", source, method) : ouro__str_from_cstring(rt, method);
    if (!origin)
        return -1;
    ouro_object *text = ouro__str_format(
        rt,
        "%U returned non-%s (type %T).  The ability to return an instance of a strict subclass "
        "of %s is deprecated, and may be removed in a future version of Python.",
        origin, kind, result, kind);
    ouro_decref(rt, origin);
    if (!text)
        return -1;
    char *owned = NULL;
    size_t length;
    const char *utf8 = ouro__str_utf8(rt, text, &length, &owned);
    int status = utf8 ? rt->python->hooks.warn(rt, OURO_T_DEPRECATION_WARNING, utf8) : -1;
    ouro__buffer_free(rt, owned);
    ouro_decref(rt, text);
    return status;
}

ouro_object *ouro__index(ouro_runtime *rt, ouro_object *o)
{
    if (ouro__is_int(rt, o))
        return ouro_ref(o);
    const ouro_type *type = ouro__type_of(rt, o);
    if (!type->number || !type->number->index)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "'%T' object cannot be interpreted as an integer", o);
    ouro_object *result = type->number->index(rt, o);
    if (!result || ouro__is_exactly(result, OURO_T_INT))
        return result;
    if (!ouro__is_int(rt, result))
        ouro__raise(rt, OURO_T_TYPE_ERROR, "__index__ returned non-int (type %T)", result);
    else if (ouro__warn_strict_subclass(rt, NULL, "__index__", "int", result) == 0)
        return result;
    ouro_decref(rt, result);
    return NULL;
}

int ouro__index_int64(ouro_runtime *rt, ouro_object *o, bool clamp, int64_t *out)
{
    if (ouro__likely(ouro__int_is_small(o))) {
        *out = ((ouro_int *)o)->value;
        return 0;
    }
    ouro_object *index = ouro__index(rt, o);
    if (!index)
        return -1;
    int status = ouro__int_as_int64(rt, index, out);
    ouro_decref(rt, index);
    if (status == 0 || clamp)
        return 0;
    ouro__raise(rt, OURO_T_INDEX_ERROR, "cannot fit '%T' into an index-sized integer", o);
    return -1;
}

int ouro__index_argument(ouro_runtime *rt, ouro_object *o, int64_t *out)
{
    if (ouro__likely(ouro__int_is_small(o))) {
        *out = ((ouro_int *)o)->value;
        return 0;
    }
    ouro_object *index = ouro__index(rt, o);
    if (!index)
        return -1;
    int status = ouro__int_as_int64(rt, index, out);
    if (status < 0)
        ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "Python int too large to convert to C ssize_t");
    ouro_decref(rt, index);
    return status;
}
