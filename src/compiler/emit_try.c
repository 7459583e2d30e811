/* try and with. While a handler runs, two registers stand below its temporaries: the exception that was being
 * handled before, and (until it is used up) the one that is being handled. A handler of the handler puts the
 * former back before it lets anything out. */
#include "compiler/compiler.h"

void ouro__begin_handler(ouro_compiler *c, uint32_t reg)
{
    ouro__pop(c, reg);
    ouro__push(c);
    uint32_t exception = ouro__push(c);
    ouro__no_line(c);
    ouro__emit_move(c, exception, ouro__temporary(reg));
    ouro__emit(c, OURO_OP_EXC_PUSH, 0, reg, exception, 0);
}

void ouro__emit_handler_cleanup(ouro_compiler *c, uint32_t label, uint32_t reg, uint32_t depth)
{
    ouro__place(c, label);
    ouro__no_line(c);
    ouro__emit(c, OURO_OP_EXC_POP, 0, reg, 0, 0);
    ouro__emit(c, OURO_OP_RERAISE, 0, 1, depth, 0);
}

/* A line that has no instruction of its own gets one: tracing stops there. Flow drops it where its neighbour does. */
static void mark_line(ouro_compiler *c, ouro_span span)
{
    c->unit->span = span;
    ouro__emit(c, OURO_OP_NOP, 0, 0, 0, 0);
}

/* ---- except ---- */

static void forget_name(ouro_compiler *c, const ouro_name *name)
{
    ouro__emit_store_name(c, name, ouro__constant_operand(c, OURO_NONE(c->rt)));
    ouro__emit_delete_name(c, name);
}

/* The body of a handler whose exception, in saved + 1, has been matched. */
static void handler_body(ouro_compiler *c, const ouro_excepthandler *h, uint32_t saved, uint32_t outer,
                         uint32_t end)
{
    ouro_unit *u = c->unit;
    uint32_t named = OURO_NO_LABEL, inner = u->handler;
    ouro_block *b;
    if (h->name) {
        ouro__emit_store_name(c, h->name, ouro__temporary(saved + 1));
        ouro__pop(c, saved + 1);
        named = ouro__label(c);
        u->handler = ouro__catch(c, named, saved + 1);
    } else {
        ouro__emit_clear(c, saved + 1, 1);
        ouro__pop(c, saved + 1);
    }
    b = ouro__block_push(c, OURO_BLOCK_HANDLER_CLEANUP, saved);
    b->name = h->name;
    b->outer_handler = outer;
    ouro__statements(c, &h->body);
    ouro__block_pop(c, OURO_BLOCK_HANDLER_CLEANUP);
    u->handler = outer;
    ouro__no_line(c);
    ouro__emit(c, OURO_OP_EXC_POP, 0, saved, 0, 0);
    if (h->name)
        forget_name(c, h->name);
    ouro__emit_jump(c, end);
    u->handler = inner;
    if (h->name) {
        ouro__place(c, named);
        ouro__pop(c, saved + 1);
        ouro__push(c); /* the exception on its way out */
        forget_name(c, h->name);
        ouro__emit(c, OURO_OP_RERAISE, 0, 1, saved + 1, 0);
    }
}

static void match_handler(ouro_compiler *c, const ouro_excepthandler *h, uint32_t exception, uint32_t next)
{
    uint32_t mark = c->unit->top;
    ouro_operand type = ouro__expr(c, h->type);
    c->unit->span = h->span;
    ouro__emit_binary(c, OURO_OP_EXC_MATCH, 0, mark, ouro__local(exception), type, false);
    ouro__emit_jump_if(c, OURO_OP_JUMP_IF_FALSE, ouro__temporary(mark), next);
    ouro__pop(c, mark);
}

/* The body of a try with handlers, and its else; then the handlers begin, one register above the mark. */
static void guarded_body(ouro_compiler *c, const ouro_stmt *s, uint32_t end)
{
    ouro_unit *u = c->unit;
    uint32_t caught = ouro__label(c), mark = u->top, outer = u->handler;
    ouro__block_push(c, OURO_BLOCK_TRY_EXCEPT, mark);
    mark_line(c, s->span);
    u->handler = ouro__catch(c, caught, mark);
    ouro__statements(c, &s->try_.body);
    ouro__block_pop(c, OURO_BLOCK_TRY_EXCEPT);
    u->handler = outer;
    ouro__statements(c, &s->try_.orelse);
    ouro__no_line(c);
    ouro__emit_jump(c, end);

    ouro__place(c, caught);
    ouro__begin_handler(c, mark);
}

static void try_except(ouro_compiler *c, ouro_stmt *s)
{
    ouro_unit *u = c->unit;
    uint32_t cleanup = ouro__label(c), end = ouro__label(c), mark = u->top, outer = u->handler;
    guarded_body(c, s, end);
    u->handler = ouro__catch(c, cleanup, mark + 1);
    ouro__block_push(c, OURO_BLOCK_HANDLERS, mark)->outer_handler = outer;
    for (uint32_t i = 0; i < s->try_.handlers.count; i++) {
        const ouro_excepthandler *h = s->try_.handlers.items[i];
        uint32_t next = ouro__label(c);
        u->span = h->span;
        if (!h->type && i + 1 < s->try_.handlers.count)
            ouro__fail_syntax(c, h->span, "default 'except:' must be last");
        if (h->type)
            match_handler(c, h, mark + 1, next);
        handler_body(c, h, mark, outer, end);
        ouro__place(c, next);
        ouro__pop(c, mark + 1);
        ouro__push(c);
    }
    ouro__block_pop(c, OURO_BLOCK_HANDLERS);
    u->handler = outer;
    ouro__emit(c, OURO_OP_EXC_POP, 0, mark, 0, 0); /* none has matched */
    ouro__emit(c, OURO_OP_RERAISE, 0, 0, mark + 1, 0);
    ouro__emit_handler_cleanup(c, cleanup, mark, mark + 1);
    ouro__pop(c, mark);
    ouro__place(c, end);
}

/* ---- finally ---- */

static void try_finally(ouro_compiler *c, ouro_stmt *s, void (*inner)(ouro_compiler *, ouro_stmt *))
{
    ouro_unit *u = c->unit;
    uint32_t caught = ouro__label(c), cleanup = ouro__label(c), end = ouro__label(c);
    uint32_t mark = u->top, outer = u->handler;
    ouro_block *b = ouro__block_push(c, OURO_BLOCK_FINALLY_TRY, mark);
    b->finalbody = &s->try_.finalbody;
    mark_line(c, s->span);
    u->handler = ouro__catch(c, caught, mark);
    if (s->try_.handlers.count)
        inner(c, s);
    else
        ouro__statements(c, &s->try_.body);
    ouro__block_pop(c, OURO_BLOCK_FINALLY_TRY);
    u->handler = outer;
    ouro__statements(c, &s->try_.finalbody);
    ouro__no_line(c);
    ouro__emit_jump(c, end);

    ouro__place(c, caught);
    ouro__begin_handler(c, mark);
    ouro__block_push(c, OURO_BLOCK_FINALLY_END, mark);
    u->handler = ouro__catch(c, cleanup, mark + 2);
    ouro__statements(c, &s->try_.finalbody);
    ouro__block_pop(c, OURO_BLOCK_FINALLY_END);
    u->handler = outer;
    ouro__emit(c, OURO_OP_EXC_POP, 0, mark, 0, 0);
    ouro__emit(c, OURO_OP_RERAISE, 0, 0, mark + 1, 0);
    ouro__emit_handler_cleanup(c, cleanup, mark, mark + 2);
    ouro__pop(c, mark);
    ouro__place(c, end);
}

void ouro__try_statement(ouro_compiler *c, ouro_stmt *s)
{
    if (s->try_.finalbody.count)
        try_finally(c, s, try_except);
    else
        try_except(c, s);
}

/* ---- except* ---- */

/* The rest of the group stays in `rest`; what the handlers raise gathers in the list `raised`; the exception
 * as it came is in `original`. Each block handles its part as if it were the only one. */
typedef struct group_registers {
    uint32_t saved, original, raised, rest;
} group_registers;

static void group_handler(ouro_compiler *c, const ouro_excepthandler *h, const group_registers *r,
                          uint32_t outer_handler)
{
    ouro_unit *u = c->unit;
    uint32_t next = ouro__label(c), failed = ouro__label(c), none = ouro__label(c), matched = r->rest + 1;
    u->span = h->span;
    ouro__push(c); /* GROUP_MATCH writes rest and rest + 1: the type comes behind */
    ouro_operand type = ouro__expr(c, h->type);
    u->span = h->span;
    ouro__emit_binary(c, OURO_OP_GROUP_MATCH, 0, r->rest, ouro__local(r->rest), type, false);
    ouro__pop(c, matched);
    ouro__push(c);
    ouro__emit_jump_if(c, OURO_OP_JUMP_IF_NONE, ouro__local(matched), none);
    if (h->name)
        ouro__emit_store_name(c, h->name, ouro__temporary(matched));
    else
        ouro__emit_clear(c, matched, 1);
    ouro__pop(c, matched);
    u->handler = ouro__catch(c, failed, matched);
    ouro_block *b = ouro__block_push(c, OURO_BLOCK_GROUP_HANDLER, matched);
    b->outer_handler = outer_handler;
    ouro__statements(c, &h->body);
    ouro__block_pop(c, OURO_BLOCK_GROUP_HANDLER);
    u->handler = outer_handler;
    ouro__no_line(c);
    if (h->name)
        forget_name(c, h->name);
    ouro__emit_jump(c, next);

    ouro__place(c, failed);
    ouro__pop(c, matched);
    ouro__push(c); /* what the block raised */
    if (h->name)
        forget_name(c, h->name);
    ouro__emit(c, OURO_OP_LIST_APPEND, OURO_KILL_B, r->raised, matched, 0);
    ouro__emit_jump(c, next);

    ouro__place(c, none);
    ouro__emit_clear(c, matched, 1);
    ouro__place(c, next);
    ouro__pop(c, matched);
}

static void try_star(ouro_compiler *c, ouro_stmt *s)
{
    ouro_unit *u = c->unit;
    uint32_t cleanup = ouro__label(c), end = ouro__label(c), quiet = ouro__label(c);
    uint32_t mark = u->top, outer = u->handler;
    guarded_body(c, s, end);
    uint32_t raised = ouro__push(c), rest = ouro__push(c);
    const group_registers r = {mark, mark + 1, raised, rest};
    u->handler = ouro__catch(c, cleanup, rest + 1);
    uint32_t inner = u->handler;
    ouro__emit(c, OURO_OP_BUILD_LIST, 0, raised, raised, 0);
    ouro__emit_move(c, rest, ouro__local(r.original));
    for (uint32_t i = 0; i < s->try_.handlers.count; i++)
        group_handler(c, s->try_.handlers.items[i], &r, inner);
    ouro__no_line(c);
    ouro__emit(c, OURO_OP_LIST_APPEND, OURO_KILL_B, raised, rest, 0);
    ouro__emit(c, OURO_OP_GROUP_RERAISE, 0, mark + 1, mark + 1, 0);
    ouro__pop(c, mark + 2);
    u->handler = outer;
    ouro__emit_jump_if(c, OURO_OP_JUMP_IF_NONE, ouro__local(mark + 1), quiet);
    ouro__emit(c, OURO_OP_EXC_POP, 0, mark, 0, 0);
    ouro__emit(c, OURO_OP_RERAISE, 0, 0, mark + 1, 0);
    ouro__place(c, quiet);
    ouro__emit_clear(c, mark + 1, 1);
    ouro__emit(c, OURO_OP_EXC_POP, 0, mark, 0, 0);
    ouro__emit_jump(c, end);
    ouro__emit_handler_cleanup(c, cleanup, mark, rest + 1);
    ouro__pop(c, mark);
    ouro__place(c, end);
}

void ouro__try_star_statement(ouro_compiler *c, ouro_stmt *s)
{
    if (s->try_.finalbody.count)
        try_finally(c, s, try_star);
    else
        try_star(c, s);
}

/* ---- with ---- */

void ouro__emit_with_exit(ouro_compiler *c, uint32_t reg, bool is_async)
{
    uint32_t result = c->unit->top;
    ouro__emit(c, OURO_OP_WITH_EXIT, 0, result, reg, 0xffff);
    ouro__push(c);
    if (is_async) {
        ouro__emit_unary(c, OURO_OP_GET_AWAITABLE, result, ouro__temporary(result), 2);
        ouro__emit_delegation(c, result);
    }
    ouro__emit_clear(c, result, 1);
    ouro__pop(c, result);
}

/* The handler of a with block: __exit__ is in `reg`, the exception comes behind it. */
static void with_handler(ouro_compiler *c, uint32_t reg, bool is_async, uint32_t caught, uint32_t end)
{
    ouro_unit *u = c->unit;
    uint32_t cleanup = ouro__label(c), suppressed = ouro__label(c), outer = u->handler;
    uint32_t saved = reg + 1, exception = reg + 2, result = reg + 3;
    ouro__place(c, caught);
    ouro_span span = u->span;
    ouro__begin_handler(c, saved);
    u->span = span;
    u->handler = ouro__catch(c, cleanup, result);
    ouro__emit(c, OURO_OP_WITH_EXIT, 0, result, reg, exception);
    ouro__push(c);
    if (is_async) {
        ouro__emit_unary(c, OURO_OP_GET_AWAITABLE, result, ouro__temporary(result), 2);
        ouro__emit_delegation(c, result);
    }
    ouro__emit_jump_if(c, OURO_OP_JUMP_IF_TRUE, ouro__temporary(result), suppressed);
    u->handler = outer;
    ouro__no_line(c);
    ouro__emit(c, OURO_OP_EXC_POP, 0, saved, 0, 0);
    ouro__emit(c, OURO_OP_RERAISE, 0, 1, exception, 0);
    ouro__place(c, suppressed);
    ouro__emit_clear(c, exception, 1);
    ouro__emit(c, OURO_OP_EXC_POP, 0, saved, 0, 0);
    ouro__emit_jump(c, end);
    ouro__emit_handler_cleanup(c, cleanup, saved, result);
    ouro__pop(c, reg);
}

static void with_item(ouro_compiler *c, ouro_stmt *s, uint32_t number)
{
    ouro_unit *u = c->unit;
    const ouro_withitem *item = s->with.items.items[number];
    bool is_async = s->kind == OURO_AST_ASYNCWITH;
    uint32_t reg = u->top, outer = u->handler, caught = ouro__label(c), end = ouro__label(c);
    ouro_operand x = ouro__expr(c, item->context_expr);
    u->span = s->span;
    ouro__emit_unary(c, is_async ? OURO_OP_ASYNC_WITH_ENTER : OURO_OP_WITH_ENTER, reg, x, 0);
    ouro__pop(c, reg);
    ouro__push(c);
    uint32_t result = ouro__push(c);
    if (is_async) {
        ouro__emit_unary(c, OURO_OP_GET_AWAITABLE, result, ouro__temporary(result), 1);
        ouro__emit_delegation(c, result);
    }
    ouro__block_push(c, is_async ? OURO_BLOCK_ASYNC_WITH : OURO_BLOCK_WITH, reg);
    u->handler = ouro__catch(c, caught, result);
    if (item->optional_vars)
        ouro__store(c, item->optional_vars, ouro__temporary(result));
    else
        ouro__emit_clear(c, result, 1);
    ouro__pop(c, result);
    if (number + 1 < s->with.items.count)
        with_item(c, s, number + 1);
    else
        ouro__statements(c, &s->with.body);
    ouro__block_pop(c, OURO_BLOCK_WITH);
    u->handler = outer;
    u->span = s->span;
    ouro__emit_with_exit(c, reg, is_async);
    ouro__emit_jump(c, end);
    with_handler(c, reg, is_async, caught, end);
    ouro__place(c, end);
}

void ouro__with_statement(ouro_compiler *c, ouro_stmt *s)
{
    if (s->kind == OURO_AST_ASYNCWITH && !ouro__in_async_function(c))
        ouro__fail_syntax(c, s->span, "'async with' outside async function");
    with_item(c, s, 0);
}
