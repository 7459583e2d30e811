/* Functions, lambdas and their parts: defaults, annotations, closures, decorators. */
#include "compiler/compiler.h"

#include "types/tuple.h"

/* What MAKE_FUNCTION takes from consecutive registers. */
enum { WITH_DEFAULTS = 1, WITH_KEYWORD_DEFAULTS = 2, WITH_ANNOTATIONS = 4, WITH_CLOSURE = 8 };

static const ouro_name *mangled_here(ouro_compiler *c, const ouro_name *name)
{
    return ouro__mangle_name(c, c->unit->scope->private_name, name);
}

ouro_object *ouro__docstring(ouro_compiler *c, const ouro_stmt_list *body, uint32_t *skip)
{
    if (body->count == 0 || body->items[0]->kind != OURO_AST_EXPR)
        return NULL;
    ouro_expr *e = body->items[0]->expr.value;
    if (e->kind != OURO_CONSTANT || e->mark)
        return NULL;
    ouro_object *o = ouro__constant_object(c, e);
    if (!ouro__is_exactly(o, OURO_T_STR))
        return NULL;
    *skip = 1;
    return c->optimize < 2 ? o : NULL;
}

/* ---- closures ---- */

/* Pushes the cell of a name that the function made here takes from this unit. */
static void push_cell(ouro_compiler *c, const ouro_name *name)
{
    ouro_unit *u = c->unit;
    const ouro_symbol *symbol = ouro__scope_find(u->scope, name);
    uint32_t reg = u->top;
    if (u->scope->kind == OURO_CLASS_SCOPE && name == c->names.class_)
        ouro__emit_move(c, reg, ouro__local(u->local_count - 1));
    else if (symbol->scope == OURO_SCOPE_CELL)
        ouro__emit_move(c, reg, ouro__local(symbol->place - 1));
    else
        ouro__emit(c, OURO_OP_LOAD_CLOSURE, 0, reg, symbol->place - 1, 0);
    ouro__push(c);
}

void ouro__emit_function(ouro_compiler *c, ouro_object *code, const ouro_scope *scope, unsigned flags,
                         uint32_t first, uint32_t dest)
{
    uint32_t count = scope->free_count;
    if (count) {
        uint32_t closure = c->unit->top;
        for (uint32_t i = 0; i < count; i++)
            push_cell(c, scope->free[i]->name);
        ouro__emit(c, OURO_OP_BUILD_TUPLE, 0, closure, closure, count);
        ouro__pop(c, closure);
        ouro__push(c);
        flags |= WITH_CLOSURE;
    }
    ouro__emit(c, OURO_OP_MAKE_FUNCTION, flags, dest, ouro__constant_number(c, code), first);
    ouro__pop(c, first);
}

/* ---- defaults and annotations ---- */

static unsigned push_defaults(ouro_compiler *c, const ouro_arguments *args)
{
    unsigned flags = 0;
    if (args->defaults.count) {
        uint32_t reg = c->unit->top;
        ouro__display_into(c, &args->defaults, OURO_BUILD_AS_TUPLE, reg);
        ouro__push(c);
        flags |= WITH_DEFAULTS;
    }
    uint32_t first = c->unit->top, count = 0;
    ouro_object **names = ouro__region_need(c, (args->kwonlyargs.count + 1) * sizeof *names);
    for (uint32_t i = 0; i < args->kwonlyargs.count; i++) {
        if (!args->kw_defaults.items[i])
            continue;
        names[count++] = ouro__name_object(c, mangled_here(c, args->kwonlyargs.items[i]->arg));
        ouro__expr_push(c, args->kw_defaults.items[i]);
    }
    if (count) {
        ouro_object *keys = ouro__constant_unique(c, ouro__keep(c, ouro__tuple_from(c->rt, names, count)));
        uint32_t number = ouro__constant_number(c, keys);
        ouro__emit(c, OURO_OP_BUILD_CONST_KEY_MAP, 0, first, first, count)->extra = number;
        ouro__pop(c, first);
        ouro__push(c);
        flags |= WITH_KEYWORD_DEFAULTS;
    }
    return flags;
}

static void push_annotation(ouro_compiler *c, const ouro_name *name, ouro_expr *annotation)
{
    if (!annotation)
        return;
    ouro__emit_constant(c, c->unit->top,
                        ouro__constant_unique(c, ouro__name_object(c, mangled_here(c, name))));
    ouro__push(c);
    if (c->future & OURO_CO_FUTURE_ANNOTATIONS) {
        ouro__emit_constant(c, c->unit->top, ouro__constant_unique(c, ouro__unparse(c, annotation)));
        ouro__push(c);
    } else if (annotation->kind == OURO_AST_STARRED) { /* *args: *Ts */
        uint32_t reg = c->unit->top;
        ouro_operand x = ouro__expr(c, annotation->starred.value);
        c->unit->span = annotation->span;
        ouro__emit_unary(c, OURO_OP_UNPACK, reg + 1, x, 1);
        ouro__emit_move(c, reg, ouro__temporary(reg + 1));
        ouro__pop(c, reg);
        ouro__push(c);
    } else {
        ouro__expr_push(c, annotation);
    }
}

static void push_arg_annotations(ouro_compiler *c, const ouro_arg_list *list)
{
    for (uint32_t i = 0; i < list->count; i++)
        push_annotation(c, list->items[i]->arg, list->items[i]->annotation);
}

static unsigned push_annotations(ouro_compiler *c, const ouro_arguments *args, ouro_expr *returns)
{
    uint32_t first = c->unit->top;
    push_arg_annotations(c, &args->args);
    push_arg_annotations(c, &args->posonlyargs);
    if (args->vararg)
        push_annotation(c, args->vararg->arg, args->vararg->annotation);
    push_arg_annotations(c, &args->kwonlyargs);
    if (args->kwarg)
        push_annotation(c, args->kwarg->arg, args->kwarg->annotation);
    push_annotation(c, ouro__name(c, "return"), returns);
    uint32_t count = c->unit->top - first;
    if (count == 0)
        return 0;
    ouro__emit(c, OURO_OP_BUILD_TUPLE, 0, first, first, count);
    ouro__pop(c, first);
    ouro__push(c);
    return WITH_ANNOTATIONS;
}

/* ---- bodies ---- */

static void forbid_parameters(ouro_compiler *c, const ouro_arg_list *list)
{
    for (uint32_t i = 0; i < list->count; i++)
        ouro__forbid_name(c, list->items[i]->arg, OURO_AST_STORE);
}

static void check_parameters(ouro_compiler *c, const ouro_arguments *args)
{
    forbid_parameters(c, &args->posonlyargs);
    forbid_parameters(c, &args->args);
    const ouro_arg_list rest = {(ouro_arg *[]){args->vararg}, args->vararg != NULL};
    forbid_parameters(c, &rest);
    forbid_parameters(c, &args->kwonlyargs);
    const ouro_arg_list keywords = {(ouro_arg *[]){args->kwarg}, args->kwarg != NULL};
    forbid_parameters(c, &keywords);
}

static void enter_function(ouro_compiler *c, const void *node, const ouro_arguments *args,
                           const ouro_name *name, uint32_t line)
{
    ouro__unit_enter(c, ouro__scope_of(c, node), name, line);
    ouro_unit *u = c->unit;
    u->positional_only_count = args->posonlyargs.count;
    u->argument_count = args->posonlyargs.count + args->args.count;
    u->keyword_only_count = args->kwonlyargs.count;
    if (args->vararg)
        u->flags |= OURO_CO_VARARGS;
    if (args->kwarg)
        u->flags |= OURO_CO_VARKEYWORDS;
    if (args->posonlyargs.count)
        u->first_parameter = args->posonlyargs.items[0]->arg;
    else if (args->args.count)
        u->first_parameter = args->args.items[0]->arg;
}

/* ---- decorators ---- */

uint32_t ouro__push_decorators(ouro_compiler *c, const ouro_expr_list *list)
{
    uint32_t first = c->unit->top;
    for (uint32_t i = 0; i < list->count; i++)
        ouro__expr_push(c, list->items[i]);
    return first;
}

void ouro__finish_definition(ouro_compiler *c, const ouro_expr_list *decorators, const ouro_name *name,
                             ouro_span span, uint32_t first)
{
    for (uint32_t i = decorators->count; i-- > 0;) {
        c->unit->span = decorators->items[i]->span;
        ouro__emit(c, OURO_OP_CALL, 0, first + i, first + i, 1);
    }
    c->unit->span = span;
    ouro__pop(c, first);
    ouro__push(c);
    ouro__emit_store_name(c, name, ouro__temporary(first));
    ouro__pop(c, first);
}

/* ---- statements and expressions ---- */

static ouro_object *function_code(ouro_compiler *c, ouro_stmt *s, uint32_t line)
{
    const ouro_stmt_list *body = &s->functiondef.body;
    uint32_t skip = 0;
    enter_function(c, s, s->functiondef.args, s->functiondef.name, line);
    c->unit->docstring = ouro__docstring(c, body, &skip);
    ouro__constant_number(
        c, ouro__constant_unique(c, c->unit->docstring ? c->unit->docstring : OURO_NONE(c->rt)));
    ouro_stmt_list rest = {body->items + skip, body->count - skip};
    ouro__statements(c, &rest);
    ouro__no_line(c);
    ouro__return_operand(c, ouro__constant_operand(c, OURO_NONE(c->rt)));
    return ouro__unit_leave(c);
}

void ouro__function_statement(ouro_compiler *c, ouro_stmt *s)
{
    const ouro_expr_list *decorators = &s->functiondef.decorator_list;
    const ouro_arguments *args = s->functiondef.args;
    uint32_t line = decorators->count ? decorators->items[0]->span.line : s->span.line;
    check_parameters(c, args);
    uint32_t first = ouro__push_decorators(c, decorators), parts = c->unit->top;
    c->unit->span = s->span;
    unsigned flags = push_defaults(c, args);
    c->unit->span = s->span;
    flags |= push_annotations(c, args, s->functiondef.returns);
    ouro__enter(c);
    ouro_object *code = function_code(c, s, line);
    ouro__leave(c);
    c->unit->span = s->span;
    uint32_t reg = decorators->count ? OURO_DISCARD : ouro__local_register(c, s->functiondef.name);
    if (reg != OURO_DISCARD) {
        ouro__forbid_name(c, s->functiondef.name, OURO_AST_STORE);
        ouro__emit_function(c, code, ouro__scope_of(c, s), flags, parts, reg);
        return;
    }
    ouro__emit_function(c, code, ouro__scope_of(c, s), flags, parts, parts);
    ouro__finish_definition(c, decorators, s->functiondef.name, s->span, first);
}

void ouro__lambda_into(ouro_compiler *c, ouro_expr *e, uint32_t dest)
{
    uint32_t parts = c->unit->top;
    c->unit->span = e->span;
    check_parameters(c, e->lambda.args);
    unsigned flags = push_defaults(c, e->lambda.args);
    enter_function(c, e, e->lambda.args, ouro__name(c, "<lambda>"), e->span.line);
    c->unit->first_parameter = NULL;
    ouro__constant_number(c, ouro__constant_unique(c, OURO_NONE(c->rt)));
    ouro_operand x = ouro__expr(c, e->lambda.body);
    c->unit->span = e->lambda.body->span;
    ouro__return_operand(c, x);
    ouro_object *code = ouro__unit_leave(c);
    c->unit->span = e->span;
    ouro__emit_function(c, code, ouro__scope_of(c, e), flags, parts, dest);
}
