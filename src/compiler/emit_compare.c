/* Comparisons, chained or not, and conditions: a comparison that decides a jump becomes one instruction with
 * it. */
#include "compiler/compiler.h"

typedef struct comparison {
    uint8_t op, jump;
    bool negate, immediate;
} comparison;

static comparison comparison_of(unsigned op)
{
    static const comparison table[] = {
        [OURO_AST_EQ] = {OURO_OP_EQUAL, OURO_OP_JUMP_EQUAL, false, true},
        [OURO_AST_NOTEQ] = {OURO_OP_NOT_EQUAL, OURO_OP_JUMP_NOT_EQUAL, false, true},
        [OURO_AST_LT] = {OURO_OP_LESS, OURO_OP_JUMP_LESS, false, true},
        [OURO_AST_LTE] = {OURO_OP_LESS_EQUAL, OURO_OP_JUMP_LESS_EQUAL, false, true},
        [OURO_AST_GT] = {OURO_OP_GREATER, OURO_OP_JUMP_GREATER, false, true},
        [OURO_AST_GTE] = {OURO_OP_GREATER_EQUAL, OURO_OP_JUMP_GREATER_EQUAL, false, true},
        [OURO_AST_IS] = {OURO_OP_IS, OURO_OP_JUMP_IS, false, false},
        [OURO_AST_ISNOT] = {OURO_OP_IS, OURO_OP_JUMP_IS, true, false},
        [OURO_AST_IN] = {OURO_OP_IN, OURO_OP_JUMP_IN, false, false},
        [OURO_AST_NOTIN] = {OURO_OP_IN, OURO_OP_JUMP_IN, true, false},
    };
    return table[op];
}

static bool is_literal(ouro_compiler *c, ouro_expr *e)
{
    if (e->kind != OURO_CONSTANT)
        return false;
    ouro_object *o = ouro__constant_object(c, e);
    return o != OURO_NONE(c->rt) && o != OURO_TRUE(c->rt) && o != OURO_FALSE(c->rt) &&
           o != OURO_ELLIPSIS(c->rt);
}

static void check_compare(ouro_compiler *c, ouro_expr *e)
{
    ouro_expr *left = e->compare.left;
    for (uint32_t i = 0; i < e->compare.comparators.count; i++) {
        ouro_expr *right = e->compare.comparators.items[i];
        uint8_t op = e->compare.ops[i];
        if ((op == OURO_AST_IS || op == OURO_AST_ISNOT) && (is_literal(c, left) || is_literal(c, right))) {
            if (op == OURO_AST_IS)
                ouro__warn_syntax(c, e->span, "\"is\" with a literal. Did you mean \"==\"?");
            else
                ouro__warn_syntax(c, e->span, "\"is not\" with a literal. Did you mean \"!=\"?");
            return;
        }
        left = right;
    }
}

static void emit_comparison(ouro_compiler *c, unsigned op, uint32_t dest, ouro_operand x, ouro_operand y)
{
    comparison how = comparison_of(op);
    ouro__emit_binary(c, (enum ouro_opcode)how.op, how.negate ? OURO_NEGATE : 0, dest, x, y, how.immediate);
}

/* Jumps when the comparison is `when`. */
static void jump_comparison(ouro_compiler *c, unsigned op, ouro_operand x, ouro_operand y, uint32_t label,
                            bool when)
{
    comparison how = comparison_of(op);
    bool is = op == OURO_AST_IS || op == OURO_AST_ISNOT,
         none = y.kind == OURO_OPERAND_CONSTANT && y.object == OURO_NONE(c->rt);
    if (is && none && x.kind != OURO_OPERAND_CONSTANT) {
        bool jump_if_none = (op == OURO_AST_IS) == when;
        ouro__emit_jump_if(c, jump_if_none ? OURO_OP_JUMP_IF_NONE : OURO_OP_JUMP_IF_NOT_NONE, x, label);
        return;
    }
    unsigned flags = how.negate == when ? OURO_NEGATE : 0;
    ouro__emit_binary(c, (enum ouro_opcode)how.jump, flags, OURO_DISCARD, x, y, how.immediate)->target =
        label;
}

/* Evaluates the operands of the comparison number i of a chain; the right one is kept for the next. */
static ouro_operand chain_operand(ouro_compiler *c, ouro_expr *e, uint32_t i)
{
    const ouro_expr_list *list = &e->compare.comparators;
    return ouro__expr_before(c, list->items[i], i + 1 < list->count ? list->items[i + 1] : NULL);
}

/* In a long chain the value that is kept moves down to where the one before it was, so that it does not climb
 * through the registers. */
static ouro_operand settle_down(ouro_compiler *c, ouro_operand left, ouro_operand right, uint32_t count)
{
    enum { LONG_CHAIN = 8 };
    if (count < LONG_CHAIN || left.kind != OURO_OPERAND_TEMPORARY || right.kind != OURO_OPERAND_TEMPORARY)
        return right;
    ouro__emit_move(c, left.reg, right);
    ouro__pop(c, left.reg + 1);
    return left;
}

/* The ways out of a chain on which the value kept for its next comparison is dropped. */
static void drop_kept(ouro_compiler *c, uint32_t count, const uint32_t *cleanups, const uint32_t *kept,
                      uint32_t end)
{
    for (uint32_t i = 0; i + 1 < count; i++) {
        if (cleanups[i] == OURO_NO_LABEL)
            continue;
        ouro__place(c, cleanups[i]);
        ouro__emit_clear(c, kept[i], 1);
        ouro__emit_jump(c, end);
    }
}

/* a < b < c into the temporary dest: each middle value is evaluated once and dropped at the end of
 * whichever path. */
static void chain_into(ouro_compiler *c, ouro_expr *e, uint32_t dest)
{
    uint32_t count = e->compare.comparators.count, end = ouro__label(c);
    uint32_t result = ouro__push(c);
    ouro_operand left = ouro__expr_before(c, e->compare.left, e->compare.comparators.items[0]);
    uint32_t *cleanups = ouro__region_need(c, count * sizeof *cleanups);
    uint32_t *kept = ouro__region_need(c, count * sizeof *kept);
    for (uint32_t i = 0; i + 1 < count; i++) {
        ouro_operand right = chain_operand(c, e, i);
        bool clears = right.kind == OURO_OPERAND_TEMPORARY;
        c->unit->span = e->span;
        emit_comparison(c, e->compare.ops[i], result, left, ouro__borrowed(right));
        cleanups[i] = clears ? ouro__label(c) : OURO_NO_LABEL;
        kept[i] = right.reg;
        ouro__emit_jump_if(c, OURO_OP_JUMP_IF_FALSE_OR_CLEAR, ouro__local(result),
                           clears ? cleanups[i] : end);
        left = settle_down(c, left, right, count);
    }
    ouro_operand right = ouro__expr(c, e->compare.comparators.items[count - 1]);
    c->unit->span = e->span;
    emit_comparison(c, e->compare.ops[count - 1], result, left, right);
    ouro__emit_jump(c, end);
    drop_kept(c, count, cleanups, kept, end);
    ouro__place(c, end);
    ouro__pop(c, dest);
}

void ouro__compare_into(ouro_compiler *c, ouro_expr *e, uint32_t dest)
{
    check_compare(c, e);
    if (e->compare.comparators.count > 1) {
        chain_into(c, e, dest);
        return;
    }
    uint32_t mark = c->unit->top;
    ouro_operand left = ouro__expr_before(c, e->compare.left, e->compare.comparators.items[0]);
    ouro_operand right = ouro__expr(c, e->compare.comparators.items[0]);
    c->unit->span = e->span;
    emit_comparison(c, e->compare.ops[0], dest, left, right);
    ouro__pop(c, mark);
}

/* ---- conditions ---- */

static void jump_if_compare(ouro_compiler *c, ouro_expr *e, uint32_t label, bool when)
{
    uint32_t mark = c->unit->top, count = e->compare.comparators.count, end = ouro__label(c);
    uint32_t when_false = when ? end : label;
    uint32_t *cleanups = ouro__region_need(c, count * sizeof *cleanups);
    uint32_t *kept = ouro__region_need(c, count * sizeof *kept);
    bool any = false;
    check_compare(c, e);
    ouro_operand left = ouro__expr_before(c, e->compare.left, e->compare.comparators.items[0]);
    for (uint32_t i = 0; i + 1 < count; i++) {
        ouro_operand right = chain_operand(c, e, i);
        bool clears = right.kind == OURO_OPERAND_TEMPORARY;
        c->unit->span = e->span;
        cleanups[i] = clears ? ouro__label(c) : OURO_NO_LABEL;
        kept[i] = right.reg;
        any |= clears;
        jump_comparison(c, e->compare.ops[i], left, ouro__borrowed(right), clears ? cleanups[i] : when_false,
                        false);
        left = settle_down(c, left, right, count);
    }
    ouro_operand right = ouro__expr(c, e->compare.comparators.items[count - 1]);
    c->unit->span = e->span;
    jump_comparison(c, e->compare.ops[count - 1], left, right, label, when);
    if (any)
        ouro__emit_jump(c, end);
    drop_kept(c, count, cleanups, kept, when_false);
    ouro__place(c, end);
    ouro__pop(c, mark);
}

static void jump_if_boolop(ouro_compiler *c, ouro_expr *e, uint32_t label, bool when)
{
    bool is_or = e->op == OURO_AST_OR;
    uint32_t end = ouro__label(c), last = e->boolop.values.count - 1;
    for (uint32_t i = 0; i < last; i++)
        ouro__jump_if(c, e->boolop.values.items[i], is_or == when ? label : end, is_or);
    ouro__jump_if(c, e->boolop.values.items[last], label, when);
    ouro__place(c, end);
}

static void jump_if_ifexp(ouro_compiler *c, ouro_expr *e, uint32_t label, bool when)
{
    uint32_t otherwise = ouro__label(c), end = ouro__label(c);
    ouro__jump_if(c, e->ifexp.test, otherwise, false);
    ouro__jump_if(c, e->ifexp.body, label, when);
    ouro__emit_jump(c, end);
    ouro__place(c, otherwise);
    ouro__jump_if(c, e->ifexp.orelse, label, when);
    ouro__place(c, end);
}

static void jump_if_value(ouro_compiler *c, ouro_expr *e, uint32_t label, bool when)
{
    int truth = ouro__constant_truth(c, e);
    if (truth >= 0) {
        if (truth == (int)when)
            ouro__emit_jump(c, label);
        return;
    }
    uint32_t mark = c->unit->top;
    ouro_span span = c->unit->span; /* the test of truth belongs to what asks for it */
    ouro_operand x = ouro__expr(c, e);
    c->unit->span = span;
    ouro__emit_jump_if(c, when ? OURO_OP_JUMP_IF_TRUE : OURO_OP_JUMP_IF_FALSE, x, label);
    ouro__pop(c, mark);
}

void ouro__jump_if(ouro_compiler *c, ouro_expr *e, uint32_t label, bool when)
{
    ouro__enter(c);
    if (e->kind == OURO_AST_UNARYOP && e->op == OURO_AST_NOT)
        ouro__jump_if(c, e->unaryop.operand, label, !when);
    else if (e->kind == OURO_AST_BOOLOP)
        jump_if_boolop(c, e, label, when);
    else if (e->kind == OURO_AST_IFEXP)
        jump_if_ifexp(c, e, label, when);
    else if (e->kind == OURO_AST_COMPARE)
        jump_if_compare(c, e, label, when);
    else
        jump_if_value(c, e, label, when);
    ouro__leave(c);
}
