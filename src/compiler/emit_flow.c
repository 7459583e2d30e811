/* Control flow: conditions, loops, and leaving them. What a jump out of a block must undo (iterators, finally
 * bodies, the exception being handled) is known from the stack of blocks; its code is emitted anew at each
 * jump. */
#include "compiler/compiler.h"

#include <string.h>

/* ---- blocks ---- */

ouro_block *ouro__block_push(ouro_compiler *c, enum ouro_block_kind kind, uint32_t reg)
{
    ouro_unit *u = c->unit;
    if (u->block_count == OURO_MAX_BLOCKS)
        ouro__fail_syntax(c, u->span, "too many statically nested blocks");
    ouro_block *b = &u->blocks[u->block_count++];
    *b = (ouro_block){.kind = kind, .reg = reg, .outer_handler = u->handler, .span = u->span};
    return b;
}

void ouro__block_pop(ouro_compiler *c, enum ouro_block_kind kind)
{
    (void)kind;
    c->unit->block_count--;
}

static void unwind_one(ouro_compiler *c, const ouro_block *b, bool keeps_value)
{
    ouro_unit *u = c->unit;
    switch (b->kind) {
    case OURO_BLOCK_WHILE:
    case OURO_BLOCK_HANDLERS:
    case OURO_BLOCK_ASYNC_COMPREHENSION:
        return;
    case OURO_BLOCK_FOR:
    case OURO_BLOCK_VALUE:
        ouro__emit_clear(c, b->reg, 1);
        return;
    case OURO_BLOCK_TRY_EXCEPT:
        u->handler = b->outer_handler;
        return;
    case OURO_BLOCK_FINALLY_TRY:
        u->handler = b->outer_handler;
        if (keeps_value)
            ouro__block_push(c, OURO_BLOCK_VALUE, u->top - 1);
        ouro__statements(c, b->finalbody);
        if (keeps_value)
            ouro__block_pop(c, OURO_BLOCK_VALUE);
        ouro__no_line(c); /* what follows is as if it were before */
        return;
    case OURO_BLOCK_FINALLY_END:
        ouro__emit_clear(c, b->reg + 1, 1);
        u->handler = b->outer_handler;
        ouro__emit(c, OURO_OP_EXC_POP, 0, b->reg, 0, 0);
        return;
    case OURO_BLOCK_WITH:
    case OURO_BLOCK_ASYNC_WITH:
        u->handler = b->outer_handler;
        u->span = b->span;
        ouro__emit_with_exit(c, b->reg, b->kind == OURO_BLOCK_ASYNC_WITH);
        ouro__no_line(c);
        return;
    case OURO_BLOCK_HANDLER_CLEANUP:
        u->handler = b->outer_handler;
        ouro__emit(c, OURO_OP_EXC_POP, 0, b->reg, 0, 0);
        if (b->name) {
            ouro__emit_store_name(c, b->name, ouro__constant_operand(c, OURO_NONE(c->rt)));
            ouro__emit_delete_name(c, b->name);
        }
        return;
    case OURO_BLOCK_GROUP_HANDLER:
        ouro__fail_syntax(c, u->span, "'break', 'continue' and 'return' cannot appear in an except* block");
    }
}

/* While a block is being left, only the blocks around it count: a return in a finally body leaves those
 * alone. */
void ouro__emit_unwind(ouro_compiler *c, uint32_t floor, bool keeps_value)
{
    ouro_unit *u = c->unit;
    ouro_block saved[OURO_MAX_BLOCKS];
    uint32_t count = u->block_count;
    memcpy(saved, u->blocks, sizeof saved);
    for (uint32_t i = count; i > floor; i--) {
        u->block_count = i - 1;
        unwind_one(c, &saved[i - 1], keeps_value);
        memcpy(u->blocks, saved, sizeof saved);
    }
    u->block_count = count;
}

/* The innermost loop, as a number into the blocks; what stands inside it must be left by ordinary means. */
static uint32_t find_loop(ouro_compiler *c)
{
    const ouro_unit *u = c->unit;
    for (uint32_t i = u->block_count; i-- > 0;) {
        if (u->blocks[i].kind == OURO_BLOCK_GROUP_HANDLER)
            unwind_one(c, &u->blocks[i], false);
        if (u->blocks[i].kind == OURO_BLOCK_WHILE || u->blocks[i].kind == OURO_BLOCK_FOR)
            return i;
    }
    return OURO_NO_LABEL;
}

/* Leaving a block may change a local: a value to return must not wait in one. */
static bool runs_code(const ouro_unit *u)
{
    for (uint32_t i = 0; i < u->block_count; i++)
        if (u->blocks[i].kind != OURO_BLOCK_WHILE && u->blocks[i].kind != OURO_BLOCK_FOR)
            return true;
    return false;
}

/* A jump out of blocks: its line is seen before what is done on the way, and by who jumps here. */
static void stop_here(ouro_compiler *c)
{
    ouro__emit(c, OURO_OP_NOP, 0, 0, 0, 0);
}

void ouro__break_statement(ouro_compiler *c, ouro_stmt *s)
{
    uint32_t loop = find_loop(c);
    if (loop == OURO_NO_LABEL)
        ouro__fail_syntax(c, s->span, "'break' outside loop");
    uint32_t handler = c->unit->handler;
    stop_here(c);
    ouro__emit_unwind(c, loop, false);
    ouro__emit_jump(c, c->unit->blocks[loop].exit);
    c->unit->handler = handler;
}

void ouro__continue_statement(ouro_compiler *c, ouro_stmt *s)
{
    uint32_t loop = find_loop(c);
    if (loop == OURO_NO_LABEL)
        ouro__fail_syntax(c, s->span, "'continue' not properly in loop");
    uint32_t handler = c->unit->handler;
    stop_here(c);
    ouro__emit_unwind(c, loop + 1, false);
    ouro__emit_jump_back(c, c->unit->blocks[loop].again);
    c->unit->handler = handler;
}

/* Both branches of a conditional value return by themselves. A value below the line of its statement (`span`) is followed by
 * an event of that line. */
static void return_value(ouro_compiler *c, ouro_expr *e, ouro_span span)
{
    ouro__enter(c);
    if (e->kind == OURO_AST_IFEXP) {
        uint32_t otherwise = ouro__label(c);
        c->unit->span = e->span;
        ouro__jump_if(c, e->ifexp.test, otherwise, false);
        return_value(c, e->ifexp.body, span);
        ouro__place(c, otherwise);
        return_value(c, e->ifexp.orelse, span);
    } else {
        ouro_operand x = ouro__expr(c, e);
        if (e->span.line != span.line) {
            if (x.kind != OURO_OPERAND_TEMPORARY) { /* nothing computes it there */
                c->unit->span = e->span;
                stop_here(c);
            }
            c->unit->span = span;
        }
        ouro__return_operand(c, x);
    }
    ouro__leave(c);
}

void ouro__return_statement(ouro_compiler *c, ouro_stmt *s)
{
    ouro_scope *scope = c->unit->scope;
    uint32_t mark = c->unit->top, handler = c->unit->handler;
    if (scope->kind != OURO_FUNCTION_SCOPE)
        ouro__fail_syntax(c, s->span, "'return' outside function");
    if (s->ret.value && scope->coroutine && scope->generator)
        ouro__fail_syntax(c, s->span, "'return' with value in async generator");
    if (s->ret.value && c->unit->block_count == 0) {
        return_value(c, s->ret.value, s->span);
        ouro__pop(c, mark);
        return;
    }
    ouro_operand x = s->ret.value ? ouro__expr(c, s->ret.value) : ouro__constant_operand(c, OURO_NONE(c->rt));
    if (x.kind == OURO_OPERAND_LOCAL && runs_code(c->unit)) {
        uint32_t reg = ouro__push(c);
        ouro__emit_move(c, reg, x);
        x = ouro__temporary(reg);
    }
    c->unit->span = s->span;
    if (x.kind == OURO_OPERAND_CONSTANT && runs_code(c->unit))
        stop_here(c);
    ouro__emit_unwind(c, 0, x.kind == OURO_OPERAND_TEMPORARY);
    ouro__return_operand(c, x);
    c->unit->handler = handler;
    ouro__pop(c, mark);
}

/* ---- conditions and loops ---- */

/* A test that is decided has no instruction. */
static void stop_at_constant(ouro_compiler *c, ouro_expr *test)
{
    if (ouro__constant_truth(c, test) < 0)
        return;
    c->unit->span = test->span;
    ouro__emit(c, OURO_OP_NOP, 0, 0, 0, 0);
}

void ouro__if_statement(ouro_compiler *c, ouro_stmt *s)
{
    uint32_t end = ouro__label(c);
    for (;;) { /* a chain of elif is as deep as it is long */
        uint32_t next = ouro__label(c);
        stop_at_constant(c, s->if_.test);
        ouro__jump_if(c, s->if_.test, next, false);
        ouro__statements(c, &s->if_.body);
        const ouro_stmt_list *orelse = &s->if_.orelse;
        if (orelse->count) {
            ouro__no_line(c);
            ouro__emit_jump(c, end);
        }
        ouro__place(c, next);
        if (orelse->count != 1 || orelse->items[0]->kind != OURO_AST_IF) {
            ouro__statements(c, orelse);
            break;
        }
        s = orelse->items[0];
        c->unit->span = s->span;
    }
    ouro__place(c, end);
}

/* The jump back belongs to the head of the loop, of which a trace function is told at the jump's target; but a `pass` at
 * the end is seen there, and needs no instruction of its own. */
static void back_span(ouro_compiler *c, const ouro_stmt_list *body, ouro_span span)
{
    ouro_unit *u = c->unit;
    if (body->items[body->count - 1]->kind != OURO_AST_PASS)
        u->span = span;
}

void ouro__while_statement(ouro_compiler *c, ouro_stmt *s)
{
    uint32_t begin = ouro__label(c), again = ouro__label(c), otherwise = ouro__label(c),
             exit = ouro__label(c);
    ouro_block *b = ouro__block_push(c, OURO_BLOCK_WHILE, 0);
    b->again = begin;
    b->exit = exit;
    ouro__place(c, begin);
    stop_at_constant(c, s->while_.test);
    ouro__place(c, again);
    ouro__jump_if(c, s->while_.test, otherwise, false);
    ouro__statements(c, &s->while_.body);
    back_span(c, &s->while_.body, s->while_.test->span);
    ouro__emit_jump_back(c, again);
    ouro__block_pop(c, OURO_BLOCK_WHILE);
    ouro__place(c, otherwise);
    ouro__statements(c, &s->while_.orelse);
    ouro__place(c, exit);
}

void ouro__for_statement(ouro_compiler *c, ouro_stmt *s)
{
    uint32_t again = ouro__label(c), otherwise = ouro__label(c), exit = ouro__label(c);
    uint32_t iterator = c->unit->top;
    ouro_block *b = ouro__block_push(c, OURO_BLOCK_FOR, iterator);
    b->again = again;
    b->exit = exit;
    ouro_operand x = ouro__expr(c, s->for_.iter);
    c->unit->span = s->span;
    ouro__emit_unary(c, OURO_OP_GET_ITER, iterator, x, 0);
    ouro__pop(c, iterator);
    ouro__push(c);
    ouro__place(c, again);
    ouro__for_iter(c, s->for_.target, iterator, otherwise);
    ouro__statements(c, &s->for_.body);
    back_span(c, &s->for_.body, s->span);
    ouro__emit_jump_back(c, again);
    ouro__block_pop(c, OURO_BLOCK_FOR);
    ouro__place(c, otherwise);
    ouro__pop(c, iterator);
    ouro__statements(c, &s->for_.orelse);
    ouro__place(c, exit);
}

void ouro__for_iter(ouro_compiler *c, ouro_expr *target, uint32_t iterator, uint32_t exhausted)
{
    uint32_t reg = OURO_DISCARD, mark = c->unit->top;
    if (target->kind == OURO_AST_NAME) {
        if (target->name.id == c->names.debug)
            c->unit->span = target->span;
        ouro__forbid_name(c, target->name.id, OURO_AST_STORE);
        reg = ouro__local_register(c, target->name.id);
    }
    if (reg != OURO_DISCARD) {
        ouro__emit(c, OURO_OP_FOR_ITER, 0, reg, iterator, 0)->target = exhausted;
        return;
    }
    ouro__emit(c, OURO_OP_FOR_ITER, 0, mark, iterator, 0)->target = exhausted;
    ouro__push(c);
    ouro__store(c, target, ouro__temporary(mark));
    ouro__pop(c, mark);
}

void ouro__async_for_statement(ouro_compiler *c, ouro_stmt *s)
{
    uint32_t again = ouro__label(c), ended = ouro__label(c), exit = ouro__label(c);
    uint32_t iterator = c->unit->top;
    if (!ouro__in_async_function(c))
        ouro__fail_syntax(c, s->span, "'async for' outside async function");
    ouro_operand x = ouro__expr(c, s->for_.iter);
    c->unit->span = s->span;
    ouro__emit_unary(c, OURO_OP_GET_AITER, iterator, x, 0);
    ouro__pop(c, iterator);
    ouro__push(c);
    ouro__place(c, again);
    ouro_block *b = ouro__block_push(c, OURO_BLOCK_FOR, iterator);
    b->again = again;
    b->exit = exit;
    ouro__async_next(c, iterator, ended);
    ouro__store(c, s->for_.target, ouro__temporary(iterator + 1));
    ouro__pop(c, iterator + 1);
    ouro__statements(c, &s->for_.body);
    back_span(c, &s->for_.body, s->span);
    ouro__emit_jump_back(c, again);
    ouro__block_pop(c, OURO_BLOCK_FOR);
    c->unit->span = s->for_.iter->span;
    ouro__place(c, ended);
    ouro__emit(c, OURO_OP_END_ASYNC_FOR, 0, iterator, iterator + 1, 0);
    ouro__pop(c, iterator);
    ouro__statements(c, &s->for_.orelse);
    ouro__place(c, exit);
}

void ouro__async_next(ouro_compiler *c, uint32_t iterator, uint32_t ended)
{
    ouro_unit *u = c->unit;
    uint32_t outer = u->handler, item = iterator + 1;
    u->handler = ouro__catch(c, ended, item);
    ouro__emit(c, OURO_OP_GET_ANEXT, 0, item, iterator, 0);
    ouro__push(c);
    ouro__emit_delegation(c, item);
    u->handler = outer;
}
