/* Class statements: the body is a function without parameters that fills a namespace; __build_class__ calls
 * it. */
#include "compiler/compiler.h"

static bool annotated(const ouro_stmt *s);

bool ouro__finds_annotations(const ouro_stmt_list *body)
{
    for (uint32_t i = 0; i < body->count; i++)
        if (annotated(body->items[i]))
            return true;
    return false;
}

static bool annotated_if(const ouro_stmt *s)
{
    for (;;) { /* a chain of elif is as deep as it is long */
        if (ouro__finds_annotations(&s->if_.body))
            return true;
        if (s->if_.orelse.count != 1 || s->if_.orelse.items[0]->kind != OURO_AST_IF)
            return ouro__finds_annotations(&s->if_.orelse);
        s = s->if_.orelse.items[0];
    }
}

/* No deeper than the walks that went over the tree before. */
static bool annotated(const ouro_stmt *s)
{
    switch ((ouro_stmt_kind)s->kind) {
    case OURO_AST_ANNASSIGN:
        return true;
    case OURO_AST_FOR:
    case OURO_AST_ASYNCFOR:
        return ouro__finds_annotations(&s->for_.body) || ouro__finds_annotations(&s->for_.orelse);
    case OURO_AST_IF:
        return annotated_if(s);
    case OURO_AST_WHILE:
        return ouro__finds_annotations(&s->while_.body) || ouro__finds_annotations(&s->while_.orelse);
    case OURO_AST_MATCH:
        for (uint32_t i = 0; i < s->match.cases.count; i++)
            if (ouro__finds_annotations(&s->match.cases.items[i]->body))
                return true;
        return false;
    case OURO_AST_WITH:
    case OURO_AST_ASYNCWITH:
        return ouro__finds_annotations(&s->with.body);
    case OURO_AST_TRY:
    case OURO_AST_TRYSTAR:
        for (uint32_t i = 0; i < s->try_.handlers.count; i++)
            if (ouro__finds_annotations(&s->try_.handlers.items[i]->body))
                return true;
        return ouro__finds_annotations(&s->try_.body) || ouro__finds_annotations(&s->try_.finalbody) ||
               ouro__finds_annotations(&s->try_.orelse);
    default:
        return false;
    }
}

static void store_constant(ouro_compiler *c, const ouro_name *name, ouro_object *o)
{
    uint32_t mark = c->unit->top;
    ouro__emit_store_name(c, name, ouro__constant_operand(c, o));
    ouro__pop(c, mark);
}

static ouro_object *class_code(ouro_compiler *c, ouro_stmt *s, uint32_t line)
{
    const ouro_stmt_list *body = &s->classdef.body;
    ouro__unit_enter(c, ouro__scope_of(c, s), s->classdef.name, line);
    ouro_unit *u = c->unit;
    uint32_t mark = u->top, skip = 0;
    ouro__emit_load_name_into(c, c->names.name_, mark);
    ouro__push(c);
    ouro__emit_store_name(c, c->names.module_, ouro__temporary(mark));
    ouro__pop(c, mark);
    store_constant(c, c->names.qualname, u->qualname);
    if (ouro__finds_annotations(body))
        ouro__emit(c, OURO_OP_SETUP_ANNOTATIONS, 0, 0, 0, 0);
    ouro_object *doc = ouro__docstring(c, body, &skip);
    if (doc) {
        u->span = body->items[0]->span;
        store_constant(c, c->names.doc, doc);
    }
    ouro_stmt_list rest = {body->items + skip, body->count - skip};
    ouro__statements(c, &rest);
    ouro__no_line(c);
    if (u->scope->needs_class_cell) {
        ouro_operand cell = ouro__local(u->local_count - 1);
        ouro__emit_store_name(c, c->names.classcell, cell);
        ouro__return_operand(c, cell);
    } else {
        ouro__return_operand(c, ouro__constant_operand(c, OURO_NONE(c->rt)));
    }
    return ouro__unit_leave(c);
}

void ouro__class_statement(ouro_compiler *c, ouro_stmt *s)
{
    const ouro_expr_list *decorators = &s->classdef.decorator_list;
    uint32_t first = ouro__push_decorators(c, decorators);
    uint32_t line = decorators->count ? decorators->items[0]->span.line : s->span.line;
    ouro__enter(c);
    ouro_object *code = class_code(c, s, line);
    ouro__leave(c);
    c->unit->span = s->span;
    uint32_t base = ouro__push(c);
    ouro__emit(c, OURO_OP_LOAD_BUILD_CLASS, 0, base, 0, 0);
    ouro__emit_function(c, code, ouro__scope_of(c, s), 0, base + 1, base + 1);
    ouro__push(c);
    ouro__emit_constant(c, ouro__push(c), ouro__constant_unique(c, ouro__name_object(c, s->classdef.name)));
    ouro__check_keywords(c, &s->classdef.keywords);
    c->unit->span = s->span;
    ouro__call_with(c, base, 2, false, &s->classdef.bases, &s->classdef.keywords, base);
    ouro__finish_definition(c, decorators, s->classdef.name, s->span, first);
}
