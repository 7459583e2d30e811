/* Symbol tables, first pass: walks the tree once and notes for each scope how it uses its names. What they
 * mean is decided afterwards (symtable_analyze.c). The rules and messages are CPython's; so is the order in
 * which errors are found. */
#include "compiler/compiler.h"

#include <string.h>

static void visit_expr(ouro_compiler *c, ouro_expr *e);
static void visit_body(ouro_compiler *c, const ouro_stmt_list *body);

/* ---- scopes and symbols ---- */

ouro_symbol *ouro__scope_find(const ouro_scope *scope, const ouro_name *mangled)
{
    uint32_t i = ouro__pointer_map_get(&scope->map, mangled);
    return i == OURO_MAP_MISSING ? NULL : &scope->symbols[i];
}

ouro_symbol *ouro__scope_add(ouro_compiler *c, ouro_scope *scope, const ouro_name *mangled)
{
    ouro_symbol *found = ouro__scope_find(scope, mangled);
    if (found)
        return found;
    uint32_t count = scope->map.count;
    scope->symbols =
        ouro__region_room(c, scope->symbols, count, &scope->symbol_capacity, sizeof *scope->symbols);
    if (ouro__pointer_map_add(&scope->map, c->region, mangled, count) < 0)
        ouro__fail_memory(c);
    scope->symbols[count] = (ouro_symbol){.name = mangled};
    return &scope->symbols[count];
}

const ouro_name *ouro__mangle_name(ouro_compiler *c, const ouro_name *private_name, const ouro_name *name)
{
    if (!private_name || name->bytes[0] != '_' || name->bytes[1] != '_')
        return name;
    size_t length = name->length;
    if (memcmp(name->bytes + length - 2, "__", 2) == 0 || memchr(name->bytes, '.', length))
        return name;
    const char *owner = private_name->bytes;
    size_t owner_length = private_name->length;
    while (owner_length && *owner == '_')
        owner++, owner_length--;
    if (owner_length == 0)
        return name;
    char *text = ouro__region_need(c, owner_length + length + 2);
    text[0] = '_';
    memcpy(text + 1, owner, owner_length);
    memcpy(text + 1 + owner_length, name->bytes, length);
    const ouro_name *mangled = ouro__syntax_intern(c->tree, c->region, text, owner_length + length + 1);
    if (!mangled)
        ouro__fail_memory(c);
    return mangled;
}

ouro_scope *ouro__scope_of(ouro_compiler *c, const void *node)
{
    return c->scopes[ouro__pointer_map_get(&c->scope_of, node)];
}

static ouro_scope *enter_scope(ouro_compiler *c, enum ouro_scope_kind kind, const ouro_name *name,
                               const void *node, uint32_t line)
{
    ouro_scope *scope = ouro__region_need(c, sizeof *scope), *outer = c->scope;
    scope->kind = kind;
    scope->line = line;
    scope->name = name;
    scope->parent = outer;
    if (outer) {
        scope->private_name = outer->private_name;
        scope->nested = outer->nested || outer->kind == OURO_FUNCTION_SCOPE;
        scope->comp_iter_depth = outer->comp_iter_depth;
        if (kind != OURO_ANNOTATION_SCOPE) {
            if (outer->last_child)
                outer->last_child->sibling = scope;
            else
                outer->children = scope;
            outer->last_child = scope;
        }
    }
    c->scope = scope;
    if (kind == OURO_ANNOTATION_SCOPE)
        return scope;
    c->scopes = ouro__region_room(c, c->scopes, c->scope_count, &c->scope_capacity, sizeof *c->scopes);
    c->scopes[c->scope_count] = scope;
    if (ouro__pointer_map_add(&c->scope_of, c->region, node, c->scope_count) < 0)
        ouro__fail_memory(c);
    c->scope_count++;
    return scope;
}

static void leave_scope(ouro_compiler *c)
{
    c->scope = c->scope->parent;
}

static ouro_scope *module_scope(ouro_scope *scope)
{
    while (scope->parent)
        scope = scope->parent;
    return scope;
}

static void define_in(ouro_compiler *c, ouro_scope *scope, const ouro_name *name, uint32_t flags,
                      ouro_span span)
{
    const ouro_name *mangled = ouro__mangle_name(c, c->scope->private_name, name);
    ouro_symbol *symbol = ouro__scope_add(c, scope, mangled);
    if ((flags & OURO_DEF_PARAM) && (symbol->flags & OURO_DEF_PARAM))
        ouro__fail_syntax(c, span, "duplicate argument '%s' in function definition", name->bytes);
    symbol->flags |= flags;
    if (scope->in_comp_target) {
        if (symbol->flags & (OURO_DEF_GLOBAL | OURO_DEF_NONLOCAL))
            ouro__fail_syntax(c, span,
                              "comprehension inner loop cannot rebind assignment expression target '%s'",
                              name->bytes);
        symbol->flags |= OURO_DEF_COMP_ITER;
    }
    if (flags & OURO_DEF_PARAM)
        scope->parameter_count++;
    else if (flags & OURO_DEF_GLOBAL)
        ouro__scope_add(c, module_scope(scope), mangled)->flags |= flags;
}

static void define(ouro_compiler *c, const ouro_name *name, uint32_t flags, ouro_span span)
{
    define_in(c, c->scope, name, flags, span);
}

static uint32_t flags_of(ouro_compiler *c, const ouro_scope *scope, const ouro_name *name)
{
    const ouro_symbol *symbol = ouro__scope_find(scope, ouro__mangle_name(c, c->scope->private_name, name));
    return symbol ? symbol->flags : 0;
}

static void add_directive(ouro_compiler *c, const ouro_name *name, ouro_span span)
{
    ouro_scope *scope = c->scope;
    scope->directives = ouro__region_room(c, scope->directives, scope->directive_count,
                                          &scope->directive_capacity, sizeof *scope->directives);
    scope->directives[scope->directive_count++] =
        (ouro_directive){ouro__mangle_name(c, scope->private_name, name), span};
}

/* ---- functions ---- */

static void visit_exprs(ouro_compiler *c, const ouro_expr_list *list)
{
    for (uint32_t i = 0; i < list->count; i++)
        if (list->items[i])
            visit_expr(c, list->items[i]);
}

static void visit_keywords(ouro_compiler *c, const ouro_keyword_list *list)
{
    for (uint32_t i = 0; i < list->count; i++)
        visit_expr(c, list->items[i]->value);
}

static void define_parameters(ouro_compiler *c, const ouro_arg_list *list)
{
    for (uint32_t i = 0; i < list->count; i++)
        define(c, list->items[i]->arg, OURO_DEF_PARAM, list->items[i]->span);
}

static void visit_parameters(ouro_compiler *c, const ouro_arguments *args)
{
    define_parameters(c, &args->posonlyargs);
    define_parameters(c, &args->args);
    define_parameters(c, &args->kwonlyargs);
    if (args->vararg)
        define(c, args->vararg->arg, OURO_DEF_PARAM, args->vararg->span);
    if (args->kwarg)
        define(c, args->kwarg->arg, OURO_DEF_PARAM, args->kwarg->span);
}

/* With postponed annotations nothing in them binds or uses a name: they are walked for their errors alone. */
static void visit_annotation(ouro_compiler *c, ouro_expr *annotation)
{
    bool postponed = c->future & OURO_CO_FUTURE_ANNOTATIONS;
    if (postponed)
        enter_scope(c, OURO_ANNOTATION_SCOPE, c->names.annotations, annotation, annotation->span.line);
    visit_expr(c, annotation);
    if (postponed)
        leave_scope(c);
}

static void visit_arg_annotations(ouro_compiler *c, const ouro_arg_list *list)
{
    for (uint32_t i = 0; i < list->count; i++)
        if (list->items[i]->annotation)
            visit_annotation(c, list->items[i]->annotation);
}

static void visit_annotations(ouro_compiler *c, const ouro_arguments *args, ouro_expr *returns)
{
    visit_arg_annotations(c, &args->posonlyargs);
    visit_arg_annotations(c, &args->args);
    if (args->vararg && args->vararg->annotation)
        visit_annotation(c, args->vararg->annotation);
    if (args->kwarg && args->kwarg->annotation)
        visit_annotation(c, args->kwarg->annotation);
    visit_arg_annotations(c, &args->kwonlyargs);
    if (returns)
        visit_annotation(c, returns);
}

static void visit_function(ouro_compiler *c, ouro_stmt *s)
{
    const ouro_arguments *args = s->functiondef.args;
    define(c, s->functiondef.name, OURO_DEF_LOCAL, s->span);
    visit_exprs(c, &args->defaults);
    visit_exprs(c, &args->kw_defaults);
    visit_annotations(c, args, s->functiondef.returns);
    visit_exprs(c, &s->functiondef.decorator_list);
    ouro_scope *scope = enter_scope(c, OURO_FUNCTION_SCOPE, s->functiondef.name, s, s->span.line);
    scope->coroutine = scope->async_def = s->kind == OURO_AST_ASYNCFUNCTIONDEF;
    visit_parameters(c, args);
    visit_body(c, &s->functiondef.body);
    leave_scope(c);
}

static void visit_class(ouro_compiler *c, ouro_stmt *s)
{
    define(c, s->classdef.name, OURO_DEF_LOCAL, s->span);
    visit_exprs(c, &s->classdef.bases);
    visit_keywords(c, &s->classdef.keywords);
    visit_exprs(c, &s->classdef.decorator_list);
    ouro_scope *scope = enter_scope(c, OURO_CLASS_SCOPE, s->classdef.name, s, s->span.line);
    scope->private_name = s->classdef.name;
    visit_body(c, &s->classdef.body);
    leave_scope(c);
}

static void visit_lambda(ouro_compiler *c, ouro_expr *e)
{
    visit_exprs(c, &e->lambda.args->defaults);
    visit_exprs(c, &e->lambda.args->kw_defaults);
    enter_scope(c, OURO_FUNCTION_SCOPE, ouro__name(c, "lambda"), e, e->span.line);
    visit_parameters(c, e->lambda.args);
    visit_expr(c, e->lambda.body);
    leave_scope(c);
}

/* ---- comprehensions and assignment expressions ---- */

static void visit_target(ouro_compiler *c, ouro_expr *target)
{
    c->scope->in_comp_target = true;
    visit_expr(c, target);
    c->scope->in_comp_target = false;
}

static void visit_iterable(ouro_compiler *c, ouro_expr *iterable)
{
    c->scope->comp_iter_depth++;
    visit_expr(c, iterable);
    c->scope->comp_iter_depth--;
}

static void visit_comprehension(ouro_compiler *c, ouro_expr *e, const ouro_comprehension_list *generators,
                                ouro_expr *element, ouro_expr *value)
{
    ouro_comprehension *first = generators->items[0];
    bool is_generator = e->kind == OURO_AST_GENERATOREXP;
    visit_iterable(c, first->iter);
    ouro_scope *scope = enter_scope(c, OURO_FUNCTION_SCOPE, NULL, e, e->span.line);
    scope->comprehension = (uint8_t)(e->kind + 1);
    scope->coroutine = first->is_async;
    define(c, c->names.dot_zero, OURO_DEF_PARAM, e->span);
    visit_target(c, first->target);
    visit_exprs(c, &first->ifs);
    for (uint32_t i = 1; i < generators->count; i++) {
        ouro_comprehension *g = generators->items[i];
        visit_target(c, g->target);
        visit_iterable(c, g->iter);
        visit_exprs(c, &g->ifs);
        scope->coroutine |= g->is_async;
    }
    if (value)
        visit_expr(c, value);
    visit_expr(c, element);
    scope->generator = is_generator;
    bool is_async = scope->coroutine && !is_generator;
    leave_scope(c);
    bool may_await = c->scope->kind == OURO_MODULE_SCOPE && c->scope->async_def;
    c->scope->coroutine |= is_async || (may_await && scope->coroutine);
}

/* A walrus in a comprehension binds in the scope around it. */
static void extend_walrus_scope(ouro_compiler *c, ouro_expr *target)
{
    const ouro_name *name = target->name.id;
    for (ouro_scope *scope = c->scope; scope; scope = scope->parent) {
        uint32_t flags = flags_of(c, scope, name);
        if (scope->comprehension) {
            if (flags & OURO_DEF_COMP_ITER)
                ouro__fail_syntax(c, target->span,
                                  "assignment expression cannot rebind comprehension iteration variable '%s'",
                                  name->bytes);
            continue;
        }
        if (scope->kind == OURO_FUNCTION_SCOPE) {
            define(c, name, flags & OURO_DEF_GLOBAL ? OURO_DEF_GLOBAL : OURO_DEF_NONLOCAL, target->span);
            add_directive(c, name, target->span);
            define_in(c, scope, name, OURO_DEF_LOCAL, target->span);
            return;
        }
        if (scope->kind == OURO_MODULE_SCOPE) {
            define(c, name, OURO_DEF_GLOBAL, target->span);
            add_directive(c, name, target->span);
            define_in(c, scope, name, OURO_DEF_GLOBAL, target->span);
            return;
        }
        if (scope->kind == OURO_CLASS_SCOPE)
            ouro__fail_syntax(c, target->span,
                              "assignment expression within a comprehension cannot be used in a class body");
    }
}

static void forbid_in_annotation(ouro_compiler *c, const ouro_expr *e, const char *what)
{
    if (c->scope->kind == OURO_ANNOTATION_SCOPE)
        ouro__fail_syntax(c, e->span, "'%s' can not be used within an annotation", what);
}

static void visit_walrus(ouro_compiler *c, ouro_expr *e)
{
    forbid_in_annotation(c, e, "named expression");
    ouro_expr *target = e->namedexpr.target;
    if (c->scope->comp_iter_depth > 0)
        ouro__fail_syntax(c, e->span,
                          "assignment expression cannot be used in a comprehension iterable expression");
    if (c->scope->comprehension)
        extend_walrus_scope(c, target);
    visit_expr(c, e->namedexpr.value);
    visit_expr(c, target);
    define(c, target->name.id, OURO_DEF_WALRUS, target->span);
}

static void visit_yield(ouro_compiler *c, ouro_expr *e)
{
    forbid_in_annotation(c, e, "yield expression");
    if (e->yield.value)
        visit_expr(c, e->yield.value);
    c->scope->generator = true;
    switch (c->scope->comprehension) {
    case 0:
        return;
    case OURO_AST_LISTCOMP + 1:
        ouro__fail_syntax(c, e->span, "'yield' inside list comprehension");
    case OURO_AST_SETCOMP + 1:
        ouro__fail_syntax(c, e->span, "'yield' inside set comprehension");
    case OURO_AST_DICTCOMP + 1:
        ouro__fail_syntax(c, e->span, "'yield' inside dict comprehension");
    default:
        ouro__fail_syntax(c, e->span, "'yield' inside generator expression");
    }
}

/* ---- expressions ---- */

static void visit_name(ouro_compiler *c, ouro_expr *e)
{
    define(c, e->name.id, e->context == OURO_AST_LOAD ? OURO_DEF_USE : OURO_DEF_LOCAL, e->span);
    if (e->context == OURO_AST_LOAD && c->scope->kind == OURO_FUNCTION_SCOPE && e->name.id == c->names.super_)
        define(c, c->names.class_, OURO_DEF_USE, e->span);
}

static void visit_dict(ouro_compiler *c, ouro_expr *e)
{
    for (uint32_t i = 0; i < e->dict.count; i++)
        if (e->dict.keys[i])
            visit_expr(c, e->dict.keys[i]);
    for (uint32_t i = 0; i < e->dict.count; i++)
        visit_expr(c, e->dict.values[i]);
}

static void visit_optional(ouro_compiler *c, ouro_expr *e)
{
    if (e)
        visit_expr(c, e);
}

static void visit_one(ouro_compiler *c, ouro_expr *e)
{
    switch ((ouro_expr_kind)e->kind) {
    case OURO_AST_BOOLOP:
    case OURO_AST_JOINEDSTR:
        visit_exprs(c, &e->boolop.values);
        break;
    case OURO_AST_NAMEDEXPR:
        visit_walrus(c, e);
        break;
    case OURO_AST_BINOP:
        visit_expr(c, e->binop.left);
        visit_expr(c, e->binop.right);
        break;
    case OURO_AST_UNARYOP:
        visit_expr(c, e->unaryop.operand);
        break;
    case OURO_AST_LAMBDA:
        visit_lambda(c, e);
        break;
    case OURO_AST_IFEXP:
        visit_expr(c, e->ifexp.test);
        visit_expr(c, e->ifexp.body);
        visit_expr(c, e->ifexp.orelse);
        break;
    case OURO_AST_DICT:
        visit_dict(c, e);
        break;
    case OURO_AST_SET:
    case OURO_AST_LIST:
    case OURO_AST_TUPLE:
        visit_exprs(c, &e->list.elts);
        break;
    case OURO_AST_LISTCOMP:
    case OURO_AST_SETCOMP:
    case OURO_AST_GENERATOREXP:
        visit_comprehension(c, e, &e->listcomp.generators, e->listcomp.elt, NULL);
        break;
    case OURO_AST_DICTCOMP:
        visit_comprehension(c, e, &e->dictcomp.generators, e->dictcomp.key, e->dictcomp.value);
        break;
    case OURO_AST_AWAIT:
        forbid_in_annotation(c, e, "await expression");
        visit_expr(c, e->await.value);
        c->scope->coroutine = true;
        break;
    case OURO_AST_YIELD:
    case OURO_AST_YIELDFROM:
        visit_yield(c, e);
        break;
    case OURO_AST_COMPARE:
        visit_expr(c, e->compare.left);
        visit_exprs(c, &e->compare.comparators);
        break;
    case OURO_AST_CALL:
        visit_expr(c, e->call.func);
        visit_exprs(c, &e->call.args);
        visit_keywords(c, &e->call.keywords);
        break;
    case OURO_AST_FORMATTEDVALUE:
        visit_expr(c, e->formattedvalue.value);
        visit_optional(c, e->formattedvalue.format_spec);
        break;
    case OURO_CONSTANT:
        break;
    case OURO_AST_ATTRIBUTE:
        visit_expr(c, e->attribute.value);
        break;
    case OURO_AST_SUBSCRIPT:
        visit_expr(c, e->subscript.value);
        visit_expr(c, e->subscript.slice);
        break;
    case OURO_AST_STARRED:
        visit_expr(c, e->starred.value);
        break;
    case OURO_AST_NAME:
        visit_name(c, e);
        break;
    case OURO_AST_SLICE:
        visit_optional(c, e->slice.lower);
        visit_optional(c, e->slice.upper);
        visit_optional(c, e->slice.step);
        break;
    }
}

static void visit_expr(ouro_compiler *c, ouro_expr *e)
{
    ouro__enter(c);
    visit_one(c, e);
    ouro__leave(c);
}

/* ---- patterns ---- */

static void visit_pattern(ouro_compiler *c, ouro_pattern *p)
{
    const ouro_pattern_list *parts = NULL;
    ouro__enter(c);
    switch ((ouro_pattern_kind)p->kind) {
    case OURO_AST_MATCHVALUE:
        visit_expr(c, p->matchvalue.value);
        break;
    case OURO_AST_MATCHSINGLETON:
        break;
    case OURO_AST_MATCHSEQUENCE:
    case OURO_AST_MATCHOR:
        parts = &p->matchsequence.patterns;
        break;
    case OURO_AST_MATCHSTAR:
        if (p->matchstar.name)
            define(c, p->matchstar.name, OURO_DEF_LOCAL, p->span);
        break;
    case OURO_AST_MATCHMAPPING:
        visit_exprs(c, &p->matchmapping.keys);
        parts = &p->matchmapping.patterns;
        break;
    case OURO_AST_MATCHCLASS:
        visit_expr(c, p->matchclass.cls);
        for (uint32_t i = 0; i < p->matchclass.patterns.count; i++)
            visit_pattern(c, p->matchclass.patterns.items[i]);
        parts = &p->matchclass.kwd_patterns;
        break;
    case OURO_AST_MATCHAS:
        if (p->matchas.pattern)
            visit_pattern(c, p->matchas.pattern);
        if (p->matchas.name)
            define(c, p->matchas.name, OURO_DEF_LOCAL, p->span);
        break;
    }
    for (uint32_t i = 0; parts && i < parts->count; i++)
        visit_pattern(c, parts->items[i]);
    if (p->kind == OURO_AST_MATCHMAPPING && p->matchmapping.rest)
        define(c, p->matchmapping.rest, OURO_DEF_LOCAL, p->span);
    ouro__leave(c);
}

/* ---- statements ---- */

static void visit_import(ouro_compiler *c, const ouro_alias_list *names)
{
    for (uint32_t i = 0; i < names->count; i++) {
        ouro_alias *a = names->items[i];
        const ouro_name *name = a->asname ? a->asname : a->name;
        const char *dot = memchr(name->bytes, '.', name->length);
        if (dot)
            name = ouro__name(c, ouro__region_copy(c->region, name->bytes, (size_t)(dot - name->bytes)));
        if (strcmp(name->bytes, "*") != 0)
            define(c, name, OURO_DEF_IMPORT, a->span);
        else if (c->scope->kind != OURO_MODULE_SCOPE)
            ouro__fail_syntax(c, a->span, "import * only allowed at module level");
    }
}

static void visit_scope_statement(ouro_compiler *c, ouro_stmt *s)
{
    bool global = s->kind == OURO_AST_GLOBAL;
    const char *word = global ? "global" : "nonlocal";
    for (uint32_t i = 0; i < s->global.names.count; i++) {
        const ouro_name *name = s->global.names.items[i];
        uint32_t flags = flags_of(c, c->scope, name);
        if (flags & OURO_DEF_PARAM)
            ouro__fail_syntax(c, s->span, "name '%s' is parameter and %s", name->bytes, word);
        if (flags & OURO_DEF_USE)
            ouro__fail_syntax(c, s->span, "name '%s' is used prior to %s declaration", name->bytes, word);
        if (flags & OURO_DEF_ANNOT)
            ouro__fail_syntax(c, s->span, "annotated name '%s' can't be %s", name->bytes, word);
        if (flags & OURO_DEF_LOCAL)
            ouro__fail_syntax(c, s->span, "name '%s' is assigned to before %s declaration", name->bytes,
                              word);
        define(c, name, global ? OURO_DEF_GLOBAL : OURO_DEF_NONLOCAL, s->span);
        add_directive(c, name, s->span);
    }
}

static void visit_annotated(ouro_compiler *c, ouro_stmt *s)
{
    ouro_expr *target = s->annassign.target;
    if (target->kind == OURO_AST_NAME) {
        const ouro_name *name = target->name.id;
        uint32_t flags = flags_of(c, c->scope, name);
        if ((flags & (OURO_DEF_GLOBAL | OURO_DEF_NONLOCAL)) && c->scope->kind != OURO_MODULE_SCOPE &&
            s->annassign.simple)
            ouro__fail_syntax(c, s->span, "annotated name '%s' can't be %s", name->bytes,
                              flags & OURO_DEF_GLOBAL ? "global" : "nonlocal");
        if (s->annassign.simple)
            define(c, name, OURO_DEF_ANNOT | OURO_DEF_LOCAL, target->span);
        else if (s->annassign.value)
            define(c, name, OURO_DEF_LOCAL, target->span);
    } else {
        visit_expr(c, target);
    }
    visit_annotation(c, s->annassign.annotation);
    visit_optional(c, s->annassign.value);
}

static void visit_with(ouro_compiler *c, ouro_stmt *s)
{
    for (uint32_t i = 0; i < s->with.items.count; i++) {
        visit_expr(c, s->with.items.items[i]->context_expr);
        visit_optional(c, s->with.items.items[i]->optional_vars);
    }
    visit_body(c, &s->with.body);
}

static void visit_try(ouro_compiler *c, ouro_stmt *s)
{
    visit_body(c, &s->try_.body);
    visit_body(c, &s->try_.orelse);
    for (uint32_t i = 0; i < s->try_.handlers.count; i++) {
        ouro_excepthandler *h = s->try_.handlers.items[i];
        visit_optional(c, h->type);
        if (h->name)
            define(c, h->name, OURO_DEF_LOCAL, h->span);
        visit_body(c, &h->body);
    }
    visit_body(c, &s->try_.finalbody);
}

static void visit_match(ouro_compiler *c, ouro_stmt *s)
{
    visit_expr(c, s->match.subject);
    for (uint32_t i = 0; i < s->match.cases.count; i++) {
        ouro_match_case *m = s->match.cases.items[i];
        visit_pattern(c, m->pattern);
        visit_optional(c, m->guard);
        visit_body(c, &m->body);
    }
}

static void visit_if(ouro_compiler *c, ouro_stmt *s)
{
    for (;;) { /* a chain of elif is as deep as it is long */
        visit_expr(c, s->if_.test);
        visit_body(c, &s->if_.body);
        if (s->if_.orelse.count != 1 || s->if_.orelse.items[0]->kind != OURO_AST_IF)
            break;
        s = s->if_.orelse.items[0];
    }
    visit_body(c, &s->if_.orelse);
}

static void visit_statement(ouro_compiler *c, ouro_stmt *s)
{
    switch ((ouro_stmt_kind)s->kind) {
    case OURO_AST_FUNCTIONDEF:
    case OURO_AST_ASYNCFUNCTIONDEF:
        visit_function(c, s);
        break;
    case OURO_AST_CLASSDEF:
        visit_class(c, s);
        break;
    case OURO_AST_RETURN:
        if (s->ret.value) {
            visit_expr(c, s->ret.value);
            c->scope->returns_value = true;
        }
        break;
    case OURO_AST_DELETE:
        visit_exprs(c, &s->delete_.targets);
        break;
    case OURO_AST_ASSIGN:
        visit_exprs(c, &s->assign.targets);
        visit_expr(c, s->assign.value);
        break;
    case OURO_AST_AUGASSIGN:
        visit_expr(c, s->augassign.target);
        visit_expr(c, s->augassign.value);
        break;
    case OURO_AST_ANNASSIGN:
        visit_annotated(c, s);
        break;
    case OURO_AST_ASYNCFOR:
        c->scope->coroutine = true;
        /* fallthrough */
    case OURO_AST_FOR:
        visit_expr(c, s->for_.target);
        visit_expr(c, s->for_.iter);
        visit_body(c, &s->for_.body);
        visit_body(c, &s->for_.orelse);
        break;
    case OURO_AST_WHILE:
        visit_expr(c, s->while_.test);
        visit_body(c, &s->while_.body);
        visit_body(c, &s->while_.orelse);
        break;
    case OURO_AST_IF:
        visit_if(c, s);
        break;
    case OURO_AST_ASYNCWITH:
        c->scope->coroutine = true;
        /* fallthrough */
    case OURO_AST_WITH:
        visit_with(c, s);
        break;
    case OURO_AST_MATCH:
        visit_match(c, s);
        break;
    case OURO_AST_RAISE:
        visit_optional(c, s->raise.exc);
        visit_optional(c, s->raise.cause);
        break;
    case OURO_AST_TRY:
    case OURO_AST_TRYSTAR:
        visit_try(c, s);
        break;
    case OURO_AST_ASSERT:
        visit_expr(c, s->assert_.test);
        visit_optional(c, s->assert_.msg);
        break;
    case OURO_AST_IMPORT:
        visit_import(c, &s->import.names);
        break;
    case OURO_AST_IMPORTFROM:
        visit_import(c, &s->importfrom.names);
        break;
    case OURO_AST_GLOBAL:
    case OURO_AST_NONLOCAL:
        visit_scope_statement(c, s);
        break;
    case OURO_AST_EXPR:
        visit_expr(c, s->expr.value);
        break;
    case OURO_AST_PASS:
    case OURO_AST_BREAK:
    case OURO_AST_CONTINUE:
        break;
    }
}

static void visit_body(ouro_compiler *c, const ouro_stmt_list *body)
{
    ouro__enter(c);
    for (uint32_t i = 0; i < body->count; i++)
        visit_statement(c, body->items[i]);
    ouro__leave(c);
}

void ouro__symtable_build(ouro_compiler *c)
{
    ouro_scope *module = enter_scope(c, OURO_MODULE_SCOPE, ouro__name(c, "top"), c->tree, 0);
    module->async_def = c->options->top_level_await;
    if (c->tree->kind == OURO_AST_EXPRESSION)
        visit_expr(c, c->tree->expr);
    else
        visit_body(c, &c->tree->body);
    leave_scope(c);
    ouro__symtable_analyze(c, module);
}
