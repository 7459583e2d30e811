/* Statements: the simple ones, and the dispatch over all. */
#include "compiler/compiler.h"

#include <string.h>

#include "types/int.h"
#include "types/tuple.h"

/* ---- imports ---- */

static uint32_t import_name(ouro_compiler *c, int64_t level, ouro_object *fromlist, const ouro_name *module)
{
    uint32_t first = c->unit->top;
    ouro_object *number = ouro__constant_unique(c, ouro__keep(c, ouro__int_new(c->rt, level)));
    ouro__emit_constant(c, ouro__push(c), number);
    ouro__emit_constant(c, ouro__push(c), ouro__constant_unique(c, fromlist));
    ouro__emit(c, OURO_OP_IMPORT_NAME, 0, first, ouro__name_number(c, module), first);
    ouro__pop(c, first + 1);
    return first;
}

static const ouro_name *part_of(ouro_compiler *c, const char *bytes, size_t length)
{
    return ouro__name(c, ouro__region_copy(c->region, bytes, length));
}

/* import a.b.c as m: m is the module at the end of the path. */
static void import_as(ouro_compiler *c, const ouro_alias *a)
{
    uint32_t reg = import_name(c, 0, OURO_NONE(c->rt), a->name);
    const char *dot = strchr(a->name->bytes, '.');
    while (dot) {
        const char *part = dot + 1;
        dot = strchr(part, '.');
        size_t length = dot ? (size_t)(dot - part) : strlen(part);
        uint32_t next = ouro__push(c);
        ouro__emit(c, OURO_OP_IMPORT_FROM, 0, next, reg, ouro__name_number(c, part_of(c, part, length)));
        ouro__emit_move(c, reg, ouro__temporary(next));
        ouro__pop(c, next);
    }
    ouro__emit_store_name(c, a->asname, ouro__temporary(reg));
    ouro__pop(c, reg);
}

static void import_statement(ouro_compiler *c, ouro_stmt *s)
{
    for (uint32_t i = 0; i < s->import.names.count; i++) {
        const ouro_alias *a = s->import.names.items[i];
        if (a->asname) {
            import_as(c, a);
            continue;
        }
        const char *dot = strchr(a->name->bytes, '.');
        uint32_t reg = import_name(c, 0, OURO_NONE(c->rt), a->name);
        ouro__emit_store_name(c, dot ? part_of(c, a->name->bytes, (size_t)(dot - a->name->bytes)) : a->name,
                              ouro__temporary(reg));
        ouro__pop(c, reg);
    }
}

static void import_from_statement(ouro_compiler *c, ouro_stmt *s)
{
    const ouro_alias_list *names = &s->importfrom.names;
    const ouro_name *module = s->importfrom.module ? s->importfrom.module : ouro__name(c, "");
    if (strcmp(module->bytes, "__future__") == 0 &&
        (!c->last_future || s->span.line > c->last_future->span.line))
        ouro__fail_syntax(c, s->span, "from __future__ imports must occur at the beginning of the file");
    ouro_object **list = ouro__region_need(c, names->count * sizeof *list);
    for (uint32_t i = 0; i < names->count; i++)
        list[i] = ouro__name_object(c, names->items[i]->name);
    ouro_object *fromlist = ouro__keep(c, ouro__tuple_from(c->rt, list, names->count));
    uint32_t reg = import_name(c, s->importfrom.level, fromlist, module);
    if (strcmp(names->items[0]->name->bytes, "*") == 0) {
        ouro__emit(c, OURO_OP_IMPORT_STAR, 0, 0, reg, 0);
        ouro__pop(c, reg);
        return;
    }
    for (uint32_t i = 0; i < names->count; i++) {
        const ouro_alias *a = names->items[i];
        uint32_t value = ouro__push(c);
        ouro__emit(c, OURO_OP_IMPORT_FROM, 0, value, reg, ouro__name_number(c, a->name));
        ouro__emit_store_name(c, a->asname ? a->asname : a->name, ouro__temporary(value));
        ouro__pop(c, value);
    }
    ouro__emit_clear(c, reg, 1);
    ouro__pop(c, reg);
}

/* ---- other simple statements ---- */

static void assert_statement(ouro_compiler *c, ouro_stmt *s)
{
    ouro_expr *test = s->assert_.test;
    bool always = test->kind == OURO_AST_TUPLE && test->tuple.elts.count > 0;
    if (test->kind == OURO_CONSTANT) {
        ouro_object *o = ouro__constant_object(c, test);
        always = ouro__is_exactly(o, OURO_T_TUPLE) && ((ouro_tuple *)o)->count > 0;
    }
    if (always)
        ouro__warn_syntax(c, s->span, "assertion is always true, perhaps remove parentheses?");
    if (c->optimize > 0)
        return;
    uint32_t end = ouro__label(c), reg = c->unit->top;
    ouro__jump_if(c, test, end, true);
    ouro_span span = c->unit->span; /* of a comparison that failed, else of the statement */
    ouro__emit(c, OURO_OP_LOAD_ASSERTION_ERROR, 0, reg, 0, 0);
    ouro__push(c);
    if (s->assert_.msg) {
        ouro__expr_push(c, s->assert_.msg);
        c->unit->span = span;
        ouro__emit(c, OURO_OP_CALL, 0, reg, reg, 1);
    }
    ouro__emit(c, OURO_OP_RAISE, OURO_KILL_B, 1, reg, 0);
    ouro__pop(c, reg);
    ouro__place(c, end);
}

static void raise_statement(ouro_compiler *c, ouro_stmt *s)
{
    uint32_t mark = c->unit->top;
    if (!s->raise.exc) {
        ouro__emit(c, OURO_OP_RAISE, 0, 0, 0, 0);
        return;
    }
    ouro_operand exc = ouro__expr_before(c, s->raise.exc, s->raise.cause), cause;
    if (s->raise.cause) {
        cause = ouro__expr(c, s->raise.cause);
        c->unit->span = s->span;
        ouro__emit_binary(c, OURO_OP_RAISE, 0, OURO_DISCARD, exc, cause, false)->a = 2;
    } else {
        c->unit->span = s->span;
        ouro__emit_unary(c, OURO_OP_RAISE, OURO_DISCARD, exc, 0)->a = 1;
    }
    ouro__pop(c, mark);
}

static void expression_statement(ouro_compiler *c, ouro_stmt *s)
{
    bool shown = c->tree->kind == OURO_AST_INTERACTIVE && !c->unit->outer;
    if (!shown) {
        ouro__expr_discard(c, s->expr.value);
        c->unit->span = s->span;
        ouro__emit(c, OURO_OP_NOP, 0, 0, 0, 0); /* a constant or a local has no instruction of its own */
        return;
    }
    uint32_t mark = c->unit->top;
    ouro_operand x = ouro__expr(c, s->expr.value);
    c->unit->span = s->span;
    ouro__emit_unary(c, OURO_OP_PRINT_EXPR, OURO_DISCARD, x, 0)->a = 0;
    ouro__pop(c, mark);
}

void ouro__return_operand(ouro_compiler *c, ouro_operand value)
{
    uint32_t mark = c->unit->top;
    ouro__emit_unary(c, OURO_OP_RETURN, OURO_DISCARD, value, 0)->a = 0;
    ouro__pop(c, mark);
}

/* ---- the dispatch ---- */

static void dispatch(ouro_compiler *c, ouro_stmt *s)
{
    switch ((ouro_stmt_kind)s->kind) {
    case OURO_AST_FUNCTIONDEF:
    case OURO_AST_ASYNCFUNCTIONDEF:
        ouro__function_statement(c, s);
        break;
    case OURO_AST_CLASSDEF:
        ouro__class_statement(c, s);
        break;
    case OURO_AST_RETURN:
        ouro__return_statement(c, s);
        break;
    case OURO_AST_DELETE:
        for (uint32_t i = 0; i < s->delete_.targets.count; i++)
            ouro__delete(c, s->delete_.targets.items[i]);
        break;
    case OURO_AST_ASSIGN:
        ouro__assign_statement(c, s);
        break;
    case OURO_AST_AUGASSIGN:
        ouro__augmented_statement(c, s);
        break;
    case OURO_AST_ANNASSIGN:
        ouro__annotated_statement(c, s);
        break;
    case OURO_AST_FOR:
        ouro__for_statement(c, s);
        break;
    case OURO_AST_ASYNCFOR:
        ouro__async_for_statement(c, s);
        break;
    case OURO_AST_WHILE:
        ouro__while_statement(c, s);
        break;
    case OURO_AST_IF:
        ouro__if_statement(c, s);
        break;
    case OURO_AST_WITH:
    case OURO_AST_ASYNCWITH:
        ouro__with_statement(c, s);
        break;
    case OURO_AST_MATCH:
        ouro__match_statement(c, s);
        break;
    case OURO_AST_RAISE:
        raise_statement(c, s);
        break;
    case OURO_AST_TRY:
        ouro__try_statement(c, s);
        break;
    case OURO_AST_TRYSTAR:
        ouro__try_star_statement(c, s);
        break;
    case OURO_AST_ASSERT:
        assert_statement(c, s);
        break;
    case OURO_AST_IMPORT:
        import_statement(c, s);
        break;
    case OURO_AST_IMPORTFROM:
        import_from_statement(c, s);
        break;
    case OURO_AST_EXPR:
        expression_statement(c, s);
        break;
    case OURO_AST_BREAK:
        ouro__break_statement(c, s);
        break;
    case OURO_AST_CONTINUE:
        ouro__continue_statement(c, s);
        break;
    case OURO_AST_GLOBAL:
    case OURO_AST_NONLOCAL:
        break;
    case OURO_AST_PASS:
        ouro__emit(c, OURO_OP_NOP, 0, 0, 0, 0);
        break;
    }
}

void ouro__statement(ouro_compiler *c, ouro_stmt *s)
{
    c->unit->span = s->span;
    dispatch(c, s);
}

void ouro__statements(ouro_compiler *c, const ouro_stmt_list *list)
{
    ouro__enter(c);
    for (uint32_t i = 0; i < list->count; i++)
        ouro__statement(c, list->items[i]);
    ouro__leave(c);
}
