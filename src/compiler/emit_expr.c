/* Expressions. A value is left where it is cheapest: locals and constants are operands as they stand,
 * everything else goes to the register that its user asks for. Evaluation is strictly left to right, as
 * CPython's. */
#include "compiler/compiler.h"

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
        ouro__expr_into(c, e->boolop.values.items[i], dest);
        ouro__emit_jump_if(c, op, ouro__local(dest), end);
    }
    ouro__expr_into(c, e->boolop.values.items[last], dest);
    ouro__place(c, end);
}

static void ifexp_into(ouro_compiler *c, ouro_expr *e, uint32_t dest)
{
    uint32_t otherwise = ouro__label(c), end = ouro__label(c);
    ouro__jump_if(c, e->ifexp.test, otherwise, false);
    ouro__expr_into(c, e->ifexp.body, dest);
    ouro__emit_jump(c, end);
    ouro__place(c, otherwise);
    ouro__expr_into(c, e->ifexp.orelse, dest);
    ouro__place(c, end);
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
        ouro__dict_into(c, e, dest);
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
        ouro__compare_into(c, e, dest);
        break;
    case OURO_AST_CALL:
        ouro__call_into(c, e, dest);
        break;
    case OURO_AST_FORMATTEDVALUE:
        ouro__formatted_into(c, e, dest);
        break;
    case OURO_AST_JOINEDSTR:
        ouro__joined_into(c, e, dest);
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

void ouro__expr_into(ouro_compiler *c, ouro_expr *e, uint32_t dest)
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
        ouro__expr_into(c, e, c->unit->top);
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
    ouro__expr_into(c, e, reg);
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
