/* Comprehensions and generator expressions: functions of one argument, the iterator of the outermost
 * iterable, called at once. */
#include "compiler/compiler.h"

typedef struct comprehension {
    ouro_expr *node;
    const ouro_comprehension_list *generators;
    ouro_expr *element, *value; /* value: of a dict's pair, or NULL */
    uint32_t result;            /* register of the container */
} comprehension;

static void generate(ouro_compiler *c, const comprehension *k, uint32_t number);

static void emit_element(ouro_compiler *c, const comprehension *k)
{
    uint32_t mark = c->unit->top;
    ouro_operand x;
    switch (k->node->kind) {
    case OURO_AST_GENERATOREXP:
        ouro__push(c);
        x = ouro__expr(c, k->element);
        c->unit->span = k->element->span;
        ouro__emit_unary(c, OURO_OP_YIELD, mark, x, 0);
        ouro__emit_clear(c, mark, 1);
        break;
    case OURO_AST_LISTCOMP:
        x = ouro__expr(c, k->element);
        c->unit->span = k->element->span;
        ouro__emit_unary(c, OURO_OP_LIST_APPEND, k->result, x, 0);
        break;
    case OURO_AST_SETCOMP:
        x = ouro__expr(c, k->element);
        c->unit->span = k->element->span;
        ouro__emit_unary(c, OURO_OP_SET_ADD, k->result, x, 0);
        break;
    case OURO_AST_DICTCOMP: {
        x = ouro__expr_before(c, k->element, k->value);
        ouro_operand y = ouro__expr(c, k->value);
        c->unit->span = k->element->span;
        c->unit->span.end_line = k->value->span.end_line;
        c->unit->span.end_column = k->value->span.end_column;
        ouro__emit_binary(c, OURO_OP_MAP_ADD, 0, k->result, x, y, false);
        break;
    }
    default:
        break;
    }
    ouro__pop(c, mark);
}

/* The conditions, and what the loop holds: the next loop, or the element. */
static void loop_body(ouro_compiler *c, const comprehension *k, uint32_t number, uint32_t skip)
{
    const ouro_comprehension *g = k->generators->items[number];
    for (uint32_t i = 0; i < g->ifs.count; i++) {
        c->unit->span = k->node->span;
        ouro__jump_if(c, g->ifs.items[i], skip, false);
    }
    if (number + 1 < k->generators->count)
        generate(c, k, number + 1);
    else
        emit_element(c, k);
}

/* `for x in [y]` is an assignment. */
static bool is_assignment(const ouro_comprehension *g, uint32_t number)
{
    if (number == 0 || g->is_async || (g->iter->kind != OURO_AST_LIST && g->iter->kind != OURO_AST_TUPLE))
        return false;
    return g->iter->list.elts.count == 1 && g->iter->list.elts.items[0]->kind != OURO_AST_STARRED;
}

/* The register of the loop's iterator: the parameter, or a temporary. */
static uint32_t loop_iterator(ouro_compiler *c, const comprehension *k, uint32_t number)
{
    const ouro_comprehension *g = k->generators->items[number];
    uint32_t reg = c->unit->top;
    if (number == 0 && !g->is_async)
        return 0;
    ouro_operand x = number == 0 ? ouro__local(0) : ouro__expr(c, g->iter);
    c->unit->span = k->node->span;
    if (number == 0)
        ouro__emit_move(c, reg, x);
    else
        ouro__emit_unary(c, g->is_async ? OURO_OP_GET_AITER : OURO_OP_GET_ITER, reg, x, 0);
    ouro__pop(c, reg);
    ouro__push(c);
    return reg;
}

static void generate_async(ouro_compiler *c, const comprehension *k, uint32_t number)
{
    const ouro_comprehension *g = k->generators->items[number];
    uint32_t mark = c->unit->top, again = ouro__label(c), skip = ouro__label(c), ended = ouro__label(c);
    uint32_t iterator = loop_iterator(c, k, number);
    ouro__place(c, again);
    ouro__block_push(c, OURO_BLOCK_ASYNC_COMPREHENSION, iterator);
    ouro__async_next(c, iterator, ended);
    ouro__store(c, g->target, ouro__temporary(iterator + 1));
    ouro__pop(c, iterator + 1);
    loop_body(c, k, number, skip);
    ouro__place(c, skip);
    ouro__emit_jump_back(c, again);
    ouro__block_pop(c, OURO_BLOCK_ASYNC_COMPREHENSION);
    c->unit->span = g->iter->span;
    ouro__place(c, ended);
    ouro__emit(c, OURO_OP_END_ASYNC_FOR, 0, iterator, iterator + 1, 0);
    ouro__pop(c, mark);
}

static void generate(ouro_compiler *c, const comprehension *k, uint32_t number)
{
    const ouro_comprehension *g = k->generators->items[number];
    uint32_t mark = c->unit->top, again = ouro__label(c), skip = ouro__label(c), exhausted = ouro__label(c);
    ouro__enter(c);
    if (g->is_async) {
        generate_async(c, k, number);
    } else if (is_assignment(g, number)) {
        ouro_operand x = ouro__expr(c, g->iter->list.elts.items[0]);
        ouro__store(c, g->target, x);
        ouro__pop(c, mark);
        loop_body(c, k, number, skip);
        ouro__place(c, skip);
    } else {
        uint32_t iterator = loop_iterator(c, k, number);
        c->unit->span = k->node->span;
        ouro__place(c, again);
        ouro__for_iter(c, g->target, iterator, exhausted);
        loop_body(c, k, number, skip);
        ouro__place(c, skip);
        ouro__emit_jump_back(c, again);
        ouro__place(c, exhausted);
        ouro__pop(c, mark);
    }
    ouro__leave(c);
}

static ouro_object *comprehension_code(ouro_compiler *c, comprehension *k)
{
    static const struct {
        const char *name;
        uint8_t build;
    } kinds[] = {[OURO_AST_LISTCOMP] = {"<listcomp>", OURO_OP_BUILD_LIST},
                 [OURO_AST_SETCOMP] = {"<setcomp>", OURO_OP_BUILD_SET},
                 [OURO_AST_DICTCOMP] = {"<dictcomp>", OURO_OP_BUILD_MAP},
                 [OURO_AST_GENERATOREXP] = {"<genexpr>", OURO_OP_NOP}};
    ouro_expr *e = k->node;
    ouro__unit_enter(c, ouro__scope_of(c, e), ouro__name(c, kinds[e->kind].name), e->span.line);
    ouro_unit *u = c->unit;
    u->argument_count = 1;
    u->span = e->span;
    bool lazy = e->kind == OURO_AST_GENERATOREXP;
    if (!lazy) {
        k->result = u->top;
        ouro__emit(c, (enum ouro_opcode)kinds[e->kind].build, 0, k->result, k->result, 0);
        ouro__push(c);
    }
    generate(c, k, 0);
    u->span = e->span;
    ouro__return_operand(c, lazy ? ouro__constant_operand(c, OURO_NONE(c->rt)) : ouro__temporary(k->result));
    return ouro__unit_leave(c);
}

void ouro__comprehension_into(ouro_compiler *c, ouro_expr *e, uint32_t dest)
{
    bool pair = e->kind == OURO_AST_DICTCOMP;
    comprehension k = {.node = e,
                       .generators = pair ? &e->dictcomp.generators : &e->listcomp.generators,
                       .element = pair ? e->dictcomp.key : e->listcomp.elt,
                       .value = pair ? e->dictcomp.value : NULL};
    const ouro_comprehension *first = k.generators->items[0];
    ouro_scope *scope = ouro__scope_of(c, e);
    bool awaits = scope->coroutine && e->kind != OURO_AST_GENERATOREXP;
    if (awaits && !ouro__in_async_function(c) && !c->unit->scope->comprehension)
        ouro__fail_syntax(c, e->span, "asynchronous comprehension outside of an asynchronous function");
    uint32_t base = c->unit->top;
    ouro_object *code = comprehension_code(c, &k);
    c->unit->span = e->span;
    ouro__emit_function(c, code, scope, 0, base, base);
    uint32_t argument = ouro__push(c) + 1;
    ouro_operand x = ouro__expr(c, first->iter);
    c->unit->span = e->span;
    ouro__emit_unary(c, first->is_async ? OURO_OP_GET_AITER : OURO_OP_GET_ITER, argument, x, 0);
    if (!awaits) {
        ouro__emit(c, OURO_OP_CALL, 0, dest, base, 1);
        ouro__pop(c, base);
        return;
    }
    ouro__emit(c, OURO_OP_CALL, 0, base, base, 1);
    ouro__pop(c, base);
    ouro__push(c);
    ouro__emit_unary(c, OURO_OP_GET_AWAITABLE, base, ouro__temporary(base), 0);
    ouro__emit_delegation(c, base);
    ouro__pop(c, base);
    ouro__emit_move(c, dest, ouro__temporary(base));
}
