/* Expressions. A value is left where it is cheapest: locals and constants are operands as they stand,
 * everything else goes to the register that its user asks for. Evaluation is strictly left to right, as
 * CPython's. */
#include "compiler/compiler.h"

#include <string.h>

#include "types/set.h"
#include "types/tuple.h"

/* Past so many items a display is built piece by piece rather than in registers. */
enum { MOST_REGISTERS = 30, MOST_PAIRS = 15, MOST_STRINGS = 100 };

static void into(ouro_compiler *c, ouro_expr *e, uint32_t dest);

/* ---- operators ---- */

enum ouro_opcode ouro__binary_opcode(unsigned op)
{
    static const uint8_t table[] = {
        [OURO_AST_ADD] = OURO_OP_ADD,
        [OURO_AST_SUB] = OURO_OP_SUBTRACT,
        [OURO_AST_MULT] = OURO_OP_MULTIPLY,
        [OURO_AST_MATMULT] = OURO_OP_MATMUL,
        [OURO_AST_DIV] = OURO_OP_TRUE_DIVIDE,
        [OURO_AST_MOD] = OURO_OP_REMAINDER,
        [OURO_AST_POW] = OURO_OP_POWER,
        [OURO_AST_LSHIFT] = OURO_OP_LSHIFT,
        [OURO_AST_RSHIFT] = OURO_OP_RSHIFT,
        [OURO_AST_BITOR] = OURO_OP_OR,
        [OURO_AST_BITXOR] = OURO_OP_XOR,
        [OURO_AST_BITAND] = OURO_OP_AND,
        [OURO_AST_FLOORDIV] = OURO_OP_FLOOR_DIVIDE,
    };
    return (enum ouro_opcode)table[op];
}

static void binary_into(ouro_compiler *c, ouro_expr *e, uint32_t dest)
{
    uint32_t mark = c->unit->top;
    ouro_operand left = ouro__expr_before(c, e->binop.left, e->binop.right);
    ouro_operand right = ouro__expr(c, e->binop.right);
    c->unit->span = e->span;
    ouro__emit_binary(c, ouro__binary_opcode(e->op), 0, dest, left, right, e->op != OURO_AST_MATMULT);
    ouro__pop(c, mark);
}

static void unary_into(ouro_compiler *c, ouro_expr *e, uint32_t dest)
{
    static const uint8_t table[] = {[OURO_AST_INVERT] = OURO_OP_INVERT,
                                    [OURO_AST_NOT] = OURO_OP_NOT,
                                    [OURO_AST_UADD] = OURO_OP_POSITIVE,
                                    [OURO_AST_USUB] = OURO_OP_NEGATIVE};
    uint32_t mark = c->unit->top;
    ouro_operand x = ouro__expr(c, e->unaryop.operand);
    c->unit->span = e->span;
    ouro__emit_unary(c, (enum ouro_opcode)table[e->op], dest, x, 0);
    ouro__pop(c, mark);
}

static void boolop_into(ouro_compiler *c, ouro_expr *e, uint32_t dest)
{
    enum ouro_opcode op =
        e->op == OURO_AST_OR ? OURO_OP_JUMP_IF_TRUE_OR_CLEAR : OURO_OP_JUMP_IF_FALSE_OR_CLEAR;
    uint32_t end = ouro__label(c), last = e->boolop.values.count - 1;
    for (uint32_t i = 0; i < last; i++) {
        into(c, e->boolop.values.items[i], dest);
        ouro__emit_jump_if(c, op, ouro__local(dest), end);
    }
    into(c, e->boolop.values.items[last], dest);
    ouro__place(c, end);
}

static void ifexp_into(ouro_compiler *c, ouro_expr *e, uint32_t dest)
{
    uint32_t otherwise = ouro__label(c), end = ouro__label(c);
    ouro__jump_if(c, e->ifexp.test, otherwise, false);
    into(c, e->ifexp.body, dest);
    ouro__emit_jump(c, end);
    ouro__place(c, otherwise);
    into(c, e->ifexp.orelse, dest);
    ouro__place(c, end);
}

/* ---- comparisons ---- */

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

/* a < b < c into the temporary dest: each middle value is evaluated once and dropped at the end of whichever
 * path. */
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

static void compare_into(ouro_compiler *c, ouro_expr *e, uint32_t dest)
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

/* ---- attributes and items ---- */

ouro_span ouro__attribute_span(ouro_span span, const ouro_expr *e)
{
    if (span.line == e->span.end_line)
        return span;
    uint32_t length = e->attribute.attr->length;
    span.line = e->span.end_line;
    span.column = length <= e->span.end_column ? e->span.end_column - length : 0;
    return span;
}

static void attribute_into(ouro_compiler *c, ouro_expr *e, uint32_t dest)
{
    uint32_t mark = c->unit->top;
    ouro_operand x = ouro__expr(c, e->attribute.value);
    c->unit->span = ouro__attribute_span(e->span, e);
    ouro__emit_unary(
        c, OURO_OP_LOAD_ATTR, dest, x,
        ouro__name_number(c, ouro__mangle_name(c, c->unit->scope->private_name, e->attribute.attr)));
    ouro__pop(c, mark);
}

static void slice_into(ouro_compiler *c, ouro_expr *e, uint32_t dest)
{
    ouro_expr *const parts[] = {e->slice.lower, e->slice.upper, e->slice.step};
    uint32_t first = c->unit->top;
    for (int i = 0; i < 3; i++) {
        if (parts[i]) {
            ouro__expr_push(c, parts[i]);
        } else {
            ouro__emit_constant(c, c->unit->top, OURO_NONE(c->rt));
            ouro__push(c);
        }
    }
    c->unit->span = e->span;
    ouro__emit(c, OURO_OP_BUILD_SLICE, 0, dest, first, 0);
    ouro__pop(c, first);
}

static const char *display_type(const ouro_expr *e)
{
    switch ((ouro_expr_kind)e->kind) {
    case OURO_AST_TUPLE:
        return "tuple";
    case OURO_AST_LIST:
    case OURO_AST_LISTCOMP:
        return "list";
    case OURO_AST_DICT:
    case OURO_AST_DICTCOMP:
        return "dict";
    case OURO_AST_SET:
    case OURO_AST_SETCOMP:
        return "set";
    case OURO_AST_GENERATOREXP:
        return "generator";
    case OURO_AST_LAMBDA:
        return "function";
    case OURO_AST_JOINEDSTR:
    case OURO_AST_FORMATTEDVALUE:
        return "str";
    default:
        return NULL;
    }
}

const char *ouro__literal_type(ouro_compiler *c, ouro_expr *e)
{
    if (e->kind == OURO_CONSTANT)
        return ouro__type_of(c->rt, ouro__constant_object(c, e))->name;
    return display_type(e);
}

static bool is_text_or_tuple(const ouro_object *o)
{
    return ouro__is_exactly(o, OURO_T_STR) || ouro__is_exactly(o, OURO_T_BYTES) ||
           ouro__is_exactly(o, OURO_T_TUPLE);
}

static void check_subscript(ouro_compiler *c, ouro_expr *e)
{
    ouro_expr *value = e->subscript.value, *index = e->subscript.slice;
    bool refuses = value->kind == OURO_AST_SET || value->kind == OURO_AST_SETCOMP ||
                   value->kind == OURO_AST_GENERATOREXP || value->kind == OURO_AST_LAMBDA;
    bool sequence = value->kind == OURO_AST_TUPLE || value->kind == OURO_AST_LIST ||
                    value->kind == OURO_AST_LISTCOMP || value->kind == OURO_AST_JOINEDSTR ||
                    value->kind == OURO_AST_FORMATTEDVALUE;
    if (value->kind == OURO_CONSTANT) {
        sequence = is_text_or_tuple(ouro__constant_object(c, value));
        refuses = !sequence;
    }
    if (refuses)
        ouro__warn_syntax(c, e->span, "'%s' object is not subscriptable; perhaps you missed a comma?",
                          ouro__literal_type(c, value));
    if (!sequence)
        return;
    if (index->kind == OURO_CONSTANT) {
        ouro_object *o = ouro__constant_object(c, index);
        if (ouro__is_exactly(o, OURO_T_INT) || ouro__is_exactly(o, OURO_T_BOOL))
            return;
    }
    const char *index_type = ouro__literal_type(c, index);
    if (index_type)
        ouro__warn_syntax(c, e->span,
                          "%s indices must be integers or slices, not %s; perhaps you missed a comma?",
                          ouro__literal_type(c, value), index_type);
}

static void subscript_into(ouro_compiler *c, ouro_expr *e, uint32_t dest)
{
    uint32_t mark = c->unit->top;
    check_subscript(c, e);
    ouro_operand x = ouro__expr_before(c, e->subscript.value, e->subscript.slice);
    ouro_operand index = ouro__expr(c, e->subscript.slice);
    c->unit->span = e->span;
    ouro__emit_binary(c, OURO_OP_GETITEM, 0, dest, x, index, true);
    ouro__pop(c, mark);
}

/* ---- displays ---- */

static bool has_starred(const ouro_expr_list *elts)
{
    for (uint32_t i = 0; i < elts->count; i++)
        if (elts->items[i]->kind == OURO_AST_STARRED)
            return true;
    return false;
}

static ouro_object *constant_items(ouro_compiler *c, const ouro_expr_list *elts, bool as_set)
{
    for (uint32_t i = 0; i < elts->count; i++)
        if (elts->items[i]->kind != OURO_CONSTANT)
            return NULL;
    ouro_object **items = ouro__region_need(c, elts->count * sizeof *items);
    for (uint32_t i = 0; i < elts->count; i++)
        items[i] = ouro__constant_object(c, elts->items[i]);
    ouro_object *o = ouro__keep(c, ouro__tuple_from(c->rt, items, elts->count));
    if (as_set)
        o = ouro__constant_frozenset(c, o);
    return ouro__constant_unique(c, o);
}

static const struct display {
    uint8_t build, append, extend;
} displays[] = {
    [OURO_BUILD_AS_TUPLE] = {OURO_OP_BUILD_TUPLE, OURO_OP_LIST_APPEND, OURO_OP_LIST_EXTEND},
    [OURO_BUILD_AS_LIST] = {OURO_OP_BUILD_LIST, OURO_OP_LIST_APPEND, OURO_OP_LIST_EXTEND},
    [OURO_BUILD_AS_SET] = {OURO_OP_BUILD_SET, OURO_OP_SET_ADD, OURO_OP_SET_UPDATE},
};

/* Item by item, into the temporary at the top. */
static void grow_display(ouro_compiler *c, const ouro_expr_list *elts, enum ouro_sequence_kind kind)
{
    const struct display *d = &displays[kind];
    ouro_span span = c->unit->span;
    uint32_t first = c->unit->top, i = 0;
    bool starts_big = elts->count > MOST_REGISTERS;
    while (!starts_big && i < elts->count && elts->items[i]->kind != OURO_AST_STARRED)
        ouro__expr_push(c, elts->items[i++]);
    c->unit->span = span;
    ouro__emit(c, kind == OURO_BUILD_AS_SET ? OURO_OP_BUILD_SET : OURO_OP_BUILD_LIST, 0, first, first, i);
    ouro__pop(c, first + 1);
    for (; i < elts->count; i++) {
        bool starred = elts->items[i]->kind == OURO_AST_STARRED;
        ouro_operand x = ouro__expr(c, starred ? elts->items[i]->starred.value : elts->items[i]);
        c->unit->span = span;
        ouro__emit_unary(c, (enum ouro_opcode)(starred ? d->extend : d->append), first, x, 0);
        ouro__pop(c, first + 1);
    }
    if (kind == OURO_BUILD_AS_TUPLE)
        ouro__emit(c, OURO_OP_LIST_TO_TUPLE, 0, first, first, 0);
    ouro__pop(c, first);
}

void ouro__display_into(ouro_compiler *c, const ouro_expr_list *elts, enum ouro_sequence_kind kind,
                        uint32_t dest)
{
    ouro_span span = c->unit->span;
    uint32_t first = c->unit->top;
    bool starred = has_starred(elts);
    ouro_object *constant =
        elts->count > 2 && !starred ? constant_items(c, elts, kind == OURO_BUILD_AS_SET) : NULL;
    if (constant && kind == OURO_BUILD_AS_TUPLE) {
        ouro__emit_constant(c, dest, constant);
        return;
    }
    if (!constant && !starred && elts->count <= MOST_REGISTERS) {
        for (uint32_t i = 0; i < elts->count; i++)
            ouro__expr_push(c, elts->items[i]);
        c->unit->span = span;
        ouro__emit(c, (enum ouro_opcode)displays[kind].build, 0, dest, first, elts->count);
        ouro__pop(c, first);
        return;
    }
    if (constant) {
        ouro__emit(c, (enum ouro_opcode)displays[kind].build, 0, first, first, 0);
        ouro__push(c);
        ouro__emit_unary(c, (enum ouro_opcode)displays[kind].extend, first,
                         ouro__constant_operand(c, constant), 0);
        ouro__pop(c, first);
    } else {
        grow_display(c, elts, kind);
    }
    ouro__emit_move(c, dest, ouro__temporary(first));
}

static bool constant_keys(const ouro_expr *e)
{
    for (uint32_t i = 0; i < e->dict.count; i++)
        if (!e->dict.keys[i] || e->dict.keys[i]->kind != OURO_CONSTANT)
            return false;
    return true;
}

static void small_dict_into(ouro_compiler *c, ouro_expr *e, uint32_t dest)
{
    uint32_t first = c->unit->top, count = e->dict.count;
    bool constant = count > 1 && constant_keys(e);
    for (uint32_t i = 0; i < count; i++) {
        if (!constant)
            ouro__expr_push(c, e->dict.keys[i]);
        ouro__expr_push(c, e->dict.values[i]);
    }
    c->unit->span = e->span;
    if (constant) {
        ouro_expr_list keys = {e->dict.keys, count};
        uint32_t number = ouro__constant_number(c, constant_items(c, &keys, false));
        ouro__emit(c, OURO_OP_BUILD_CONST_KEY_MAP, 0, dest, first, count)->extra = number;
    } else {
        ouro__emit(c, OURO_OP_BUILD_MAP, 0, dest, first, count);
    }
    ouro__pop(c, first);
}

static void dict_into(ouro_compiler *c, ouro_expr *e, uint32_t dest)
{
    uint32_t first = c->unit->top;
    bool unpacks = false;
    for (uint32_t i = 0; i < e->dict.count; i++)
        unpacks |= !e->dict.keys[i];
    if (!unpacks && e->dict.count <= MOST_PAIRS) {
        small_dict_into(c, e, dest);
        return;
    }
    ouro__emit(c, OURO_OP_BUILD_MAP, 0, first, first, 0);
    ouro__push(c);
    for (uint32_t i = 0; i < e->dict.count; i++) {
        if (e->dict.keys[i]) {
            ouro_operand key = ouro__expr_before(c, e->dict.keys[i], e->dict.values[i]);
            ouro_operand value = ouro__expr(c, e->dict.values[i]);
            c->unit->span = e->span;
            ouro__emit_binary(c, OURO_OP_MAP_ADD, 0, first, key, value, false);
        } else {
            ouro_operand mapping = ouro__expr(c, e->dict.values[i]);
            c->unit->span = e->span;
            ouro__emit_unary(c, OURO_OP_DICT_UPDATE, first, mapping, 0);
        }
        ouro__pop(c, first + 1);
    }
    ouro__pop(c, first);
    ouro__emit_move(c, dest, ouro__temporary(first));
}

/* ---- f-strings ---- */

static ouro_object *constant_spec(ouro_compiler *c, ouro_expr *spec)
{
    if (spec->kind == OURO_AST_JOINEDSTR && spec->joinedstr.values.count == 1)
        spec = spec->joinedstr.values.items[0];
    return spec->kind == OURO_CONSTANT ? ouro__constant_object(c, spec) : NULL;
}

static void formatted_into(ouro_compiler *c, ouro_expr *e, uint32_t dest)
{
    uint32_t mark = c->unit->top, how = 0;
    ouro_expr *spec = e->formattedvalue.format_spec;
    switch (e->formattedvalue.conversion) {
    case 's':
        how = 1;
        break;
    case 'r':
        how = 2;
        break;
    case 'a':
        how = 3;
        break;
    case -1:
        break;
    default:
        ouro__raise(c->rt, OURO_T_SYSTEM_ERROR, "Unrecognized conversion character %d",
                    e->formattedvalue.conversion);
        ouro__fail(c);
    }
    if (!spec) {
        ouro_operand x = ouro__expr(c, e->formattedvalue.value);
        c->unit->span = e->span;
        ouro__emit_unary(c, OURO_OP_FORMAT_VALUE, dest, x, how);
        ouro__pop(c, mark);
        return;
    }
    /* The spec's register receives the result: a constant one is put below the value, so that no move is
     * needed. */
    ouro_object *constant = constant_spec(c, spec);
    uint32_t at = ouro__push(c);
    ouro_operand x = ouro__expr_before(c, e->formattedvalue.value, spec);
    if (constant)
        ouro__emit_constant(c, at, constant);
    else
        at = ouro__expr_push(c, spec);
    c->unit->span = e->span;
    ouro__emit_unary(c, OURO_OP_FORMAT_VALUE, at, x, how | 4);
    ouro__pop(c, mark);
    ouro__emit_move(c, dest, ouro__temporary(at));
}

static void joined_into(ouro_compiler *c, ouro_expr *e, uint32_t dest)
{
    const ouro_expr_list *values = &e->joinedstr.values;
    uint32_t first = c->unit->top;
    if (values->count == 0) {
        ouro__emit_constant(c, dest, ouro__constant_unique(c, OURO_EMPTY_STR(c->rt)));
        return;
    }
    if (values->count == 1) {
        into(c, values->items[0], dest);
        return;
    }
    for (uint32_t i = 0; i < values->count; i++) {
        if (c->unit->top - first == MOST_STRINGS) {
            ouro__emit(c, OURO_OP_BUILD_STRING, 0, first, first, MOST_STRINGS);
            ouro__pop(c, first + 1);
        }
        ouro__expr_push(c, values->items[i]);
    }
    c->unit->span = e->span;
    ouro__emit(c, OURO_OP_BUILD_STRING, 0, dest, first, c->unit->top - first);
    ouro__pop(c, first);
}

/* ---- suspension ---- */

void ouro__emit_delegation(ouro_compiler *c, uint32_t reg)
{
    uint32_t sent = ouro__push(c), value = ouro__push(c), again = ouro__label(c), end = ouro__label(c);
    ouro__emit_constant(c, sent, ouro__constant_unique(c, OURO_NONE(c->rt)));
    ouro__place(c, again);
    ouro__emit(c, OURO_OP_SEND, OURO_KILL_C, value, reg, sent)->target = end;
    ouro__emit(c, OURO_OP_YIELD, OURO_KILL_B | OURO_INPLACE, sent, value, reg);
    ouro__emit_jump_back(c, again);
    ouro__place(c, end);
    ouro__emit_move(c, reg, ouro__temporary(value));
    ouro__pop(c, reg + 1);
}

bool ouro__in_async_function(const ouro_compiler *c)
{
    return c->unit->scope->async_def;
}

static void yield_into(ouro_compiler *c, ouro_expr *e, uint32_t dest)
{
    if (c->unit->scope->kind != OURO_FUNCTION_SCOPE)
        ouro__fail_syntax(c, e->span, "'yield' outside function");
    uint32_t mark = ouro__push(c); /* dest may be this one: the value is not to wait in it */
    ouro_operand x =
        e->yield.value ? ouro__expr(c, e->yield.value) : ouro__constant_operand(c, OURO_NONE(c->rt));
    c->unit->span = e->span;
    ouro__emit_unary(c, OURO_OP_YIELD, dest, x, 0);
    ouro__pop(c, mark);
}

static void delegate_into(ouro_compiler *c, ouro_expr *e, uint32_t dest)
{
    bool await = e->kind == OURO_AST_AWAIT;
    if (c->unit->scope->kind != OURO_FUNCTION_SCOPE && !(await && ouro__in_async_function(c)))
        ouro__fail_syntax(c, e->span, await ? "'await' outside function" : "'yield' outside function");
    if (await && !ouro__in_async_function(c) && !c->unit->scope->comprehension)
        ouro__fail_syntax(c, e->span, "'await' outside async function");
    if (!await && ouro__in_async_function(c))
        ouro__fail_syntax(c, e->span, "'yield from' inside async function");
    uint32_t reg = c->unit->top;
    ouro_operand x = ouro__expr(c, e->await.value);
    c->unit->span = e->span;
    ouro__emit_unary(c, await ? OURO_OP_GET_AWAITABLE : OURO_OP_GET_YIELD_FROM_ITER, reg, x, 0);
    ouro__pop(c, reg + 1);
    ouro__emit_delegation(c, reg);
    ouro__pop(c, reg);
    ouro__emit_move(c, dest, ouro__temporary(reg));
}

/* ---- the dispatch ---- */

/* Kinds whose code writes the destination before the value is whole: a local must not be it. */
static bool writes_early(const ouro_expr *e)
{
    return e->kind == OURO_AST_BOOLOP || (e->kind == OURO_AST_COMPARE && e->compare.comparators.count > 1);
}

static void named_into(ouro_compiler *c, ouro_expr *e, uint32_t dest)
{
    uint32_t mark = c->unit->top;
    ouro_operand x = ouro__expr(c, e);
    c->unit->span = e->span;
    ouro__emit_move(c, dest, x);
    ouro__pop(c, mark);
}

static void dispatch(ouro_compiler *c, ouro_expr *e, uint32_t dest)
{
    switch ((ouro_expr_kind)e->kind) {
    case OURO_AST_BOOLOP:
        boolop_into(c, e, dest);
        break;
    case OURO_AST_NAMEDEXPR:
        named_into(c, e, dest);
        break;
    case OURO_AST_BINOP:
        binary_into(c, e, dest);
        break;
    case OURO_AST_UNARYOP:
        unary_into(c, e, dest);
        break;
    case OURO_AST_LAMBDA:
        ouro__lambda_into(c, e, dest);
        break;
    case OURO_AST_IFEXP:
        ifexp_into(c, e, dest);
        break;
    case OURO_AST_DICT:
        dict_into(c, e, dest);
        break;
    case OURO_AST_SET:
        ouro__display_into(c, &e->set.elts, OURO_BUILD_AS_SET, dest);
        break;
    case OURO_AST_LIST:
        ouro__display_into(c, &e->list.elts, OURO_BUILD_AS_LIST, dest);
        break;
    case OURO_AST_TUPLE:
        ouro__display_into(c, &e->tuple.elts, OURO_BUILD_AS_TUPLE, dest);
        break;
    case OURO_AST_LISTCOMP:
    case OURO_AST_SETCOMP:
    case OURO_AST_DICTCOMP:
    case OURO_AST_GENERATOREXP:
        ouro__comprehension_into(c, e, dest);
        break;
    case OURO_AST_AWAIT:
    case OURO_AST_YIELDFROM:
        delegate_into(c, e, dest);
        break;
    case OURO_AST_YIELD:
        yield_into(c, e, dest);
        break;
    case OURO_AST_COMPARE:
        compare_into(c, e, dest);
        break;
    case OURO_AST_CALL:
        ouro__call_into(c, e, dest);
        break;
    case OURO_AST_FORMATTEDVALUE:
        formatted_into(c, e, dest);
        break;
    case OURO_AST_JOINEDSTR:
        joined_into(c, e, dest);
        break;
    case OURO_CONSTANT:
        ouro__emit_constant(c, dest, ouro__constant_unique(c, ouro__constant_object(c, e)));
        break;
    case OURO_AST_ATTRIBUTE:
        attribute_into(c, e, dest);
        break;
    case OURO_AST_SUBSCRIPT:
        subscript_into(c, e, dest);
        break;
    case OURO_AST_STARRED:
        ouro__fail_syntax(c, e->span, "can't use starred expression here");
    case OURO_AST_NAME:
        ouro__emit_load_name_into(c, e->name.id, dest);
        break;
    case OURO_AST_SLICE:
        slice_into(c, e, dest);
        break;
    }
}

static void into(ouro_compiler *c, ouro_expr *e, uint32_t dest)
{
    ouro__enter(c);
    c->unit->span = e->span;
    if (dest < c->unit->local_count && writes_early(e)) {
        uint32_t reg = c->unit->top;
        dispatch(c, e, reg);
        c->unit->span = e->span;
        ouro__emit_move(c, dest, ouro__temporary(reg));
    } else {
        dispatch(c, e, dest);
    }
    ouro__leave(c);
}

void ouro__expr_into(ouro_compiler *c, ouro_expr *e, uint32_t dest)
{
    into(c, e, dest);
}

static ouro_operand named_operand(ouro_compiler *c, ouro_expr *e)
{
    const ouro_name *name = e->namedexpr.target->name.id;
    c->unit->span = e->namedexpr.target->span;
    ouro__forbid_name(c, name, OURO_AST_STORE);
    uint32_t reg = ouro__local_register(c, name);
    ouro__enter(c);
    ouro_operand x;
    if (reg != OURO_DISCARD) {
        ouro__expr_into(c, e->namedexpr.value, reg);
        x = ouro__assigned_local(c, name, reg);
    } else {
        x = ouro__expr(c, e->namedexpr.value);
        c->unit->span = e->namedexpr.target->span;
        ouro__emit_store_name(c, name, ouro__borrowed(x));
    }
    ouro__leave(c);
    return x;
}

ouro_operand ouro__expr(ouro_compiler *c, ouro_expr *e)
{
    switch (e->kind) {
    case OURO_CONSTANT:
        return ouro__constant_operand(c, ouro__constant_object(c, e));
    case OURO_AST_NAME:
        c->unit->span = e->span;
        return ouro__emit_load_name(c, e->name.id);
    case OURO_AST_NAMEDEXPR:
        c->unit->span = e->span;
        return named_operand(c, e);
    default:
        into(c, e, c->unit->top);
        return ouro__temporary(ouro__push(c));
    }
}

ouro_operand ouro__expr_before(ouro_compiler *c, ouro_expr *e, const ouro_expr *later)
{
    ouro_operand x = ouro__expr(c, e);
    if (!x.rebindable || !later || later->kind == OURO_AST_NAME || later->kind == OURO_CONSTANT)
        return x;
    uint32_t reg = ouro__push(c);
    ouro__emit_move(c, reg, x);
    return ouro__temporary(reg);
}

uint32_t ouro__expr_push(ouro_compiler *c, ouro_expr *e)
{
    uint32_t reg = c->unit->top;
    into(c, e, reg);
    ouro__push(c);
    return reg;
}

void ouro__expr_discard(ouro_compiler *c, ouro_expr *e)
{
    uint32_t mark = c->unit->top;
    if (e->kind == OURO_CONSTANT)
        return;
    ouro_operand x = ouro__expr(c, e);
    c->unit->span = e->span;
    if (x.kind == OURO_OPERAND_TEMPORARY)
        ouro__emit_clear(c, x.reg, 1);
    ouro__pop(c, mark);
}
