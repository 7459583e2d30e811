/* The operators beyond two ints that fit a word and two floats. */
#include "types/exception.h"
#include "types/float.h"
#include "types/int.h"
#include "vm/interpret.h"

/* enum ouro_binary_op of a binary instruction, or -1 for a comparison. */
static int binary_op(unsigned op)
{
    static const uint8_t ops[] = {
        [OURO_OP_ADD] = OURO_ADD,
        [OURO_OP_SUBTRACT] = OURO_SUBTRACT,
        [OURO_OP_MULTIPLY] = OURO_MULTIPLY,
        [OURO_OP_MATMUL] = OURO_MATMUL,
        [OURO_OP_TRUE_DIVIDE] = OURO_TRUE_DIVIDE,
        [OURO_OP_FLOOR_DIVIDE] = OURO_FLOOR_DIVIDE,
        [OURO_OP_REMAINDER] = OURO_REMAINDER,
        [OURO_OP_POWER] = OURO_POWER,
        [OURO_OP_LSHIFT] = OURO_LSHIFT,
        [OURO_OP_RSHIFT] = OURO_RSHIFT,
        [OURO_OP_AND] = OURO_AND,
        [OURO_OP_OR] = OURO_OR,
        [OURO_OP_XOR] = OURO_XOR,
    };
    return op >= OURO_OP_ADD && op <= OURO_OP_XOR ? ops[op] : -1;
}

static int comparison_op(unsigned op)
{
    switch (op) {
    case OURO_OP_LESS:
    case OURO_OP_JUMP_LESS:
        return OURO_LT;
    case OURO_OP_LESS_EQUAL:
    case OURO_OP_JUMP_LESS_EQUAL:
        return OURO_LE;
    case OURO_OP_EQUAL:
    case OURO_OP_JUMP_EQUAL:
        return OURO_EQ;
    case OURO_OP_NOT_EQUAL:
    case OURO_OP_JUMP_NOT_EQUAL:
        return OURO_NE;
    case OURO_OP_GREATER:
    case OURO_OP_JUMP_GREATER:
        return OURO_GT;
    default:
        return OURO_GE;
    }
}

/* An int that a double holds exactly, or a float, as double. */
static bool as_double(const ouro_object *o, double *out)
{
    if (ouro__float_is_exact(o)) {
        *out = ((const ouro_float *)o)->value;
        return true;
    }
    if (!ouro__int_is_small(o))
        return false;
    int64_t n = ((const ouro_int *)o)->value;
    *out = (double)n;
    return n >= -((int64_t)1 << 53) && n <= (int64_t)1 << 53;
}

/* Two numbers of which one is a float, or a division of ints: NULL without an exception when it is none of these. */
static ouro_object *float_arithmetic(ouro_runtime *rt, int op, const ouro_object *b, const ouro_object *c)
{
    double x, y;
    if (!as_double(b, &x) || !as_double(c, &y))
        return NULL;
    switch (op) {
    case OURO_TRUE_DIVIDE:
        return y != 0.0 ? ouro__float_new(rt, x / y) : NULL;
    case OURO_ADD:
        return ouro__float_new(rt, x + y);
    case OURO_SUBTRACT:
        return ouro__float_new(rt, x - y);
    case OURO_MULTIPLY:
        return ouro__float_new(rt, x * y);
    default:
        return NULL;
    }
}

ouro_object *ouro__arithmetic(ouro_runtime *rt, uint64_t i, ouro_object *b, ouro_object *c)
{
    int op = binary_op(ouro__op(i));
    if (op < 0)
        return ouro__compare(rt, b, c, comparison_op(ouro__op(i)));
    bool both_int = ouro__int_is_small(b) && ouro__int_is_small(c);
    if (!both_int || op == OURO_TRUE_DIVIDE) {
        ouro_object *value = float_arithmetic(rt, op, b, c);
        if (value || ouro__error_pending(rt))
            return value;
    }
    if (both_int && op != OURO_MATMUL)
        return ouro__int_binary(rt, (enum ouro_binary_op)op, b, c);
    if (ouro__flags(i) & OURO_INPLACE)
        return ouro__inplace(rt, (enum ouro_binary_op)op, b, c);
    return ouro__binary(rt, (enum ouro_binary_op)op, b, c);
}

ouro_object *ouro__arithmetic_immediate(ouro_runtime *rt, uint64_t i, ouro_object *b)
{
    ouro_object *c = ouro__int_new(rt, (int16_t)ouro__c(i));
    if (!c)
        return NULL;
    ouro_object *value = ouro__arithmetic(rt, i, b, c);
    ouro_decref(rt, c);
    return value;
}

int ouro__compare_jump(ouro_runtime *rt, unsigned op, ouro_object *b, ouro_object *c)
{
    ouro_object *value = ouro__compare(rt, b, c, comparison_op(op));
    if (!value)
        return -1;
    if (value == OURO_TRUE(rt) || value == OURO_FALSE(rt)) {
        return value == OURO_TRUE(rt);
    }
    int is = ouro__truth(rt, value);
    ouro_object *error = ouro__error_take(rt);
    ouro_decref(rt, value);
    if (error)
        ouro__error_restore(rt, error);
    return is;
}
