/* The rules that a tree has to keep and that the types of fields do not say, with CPython's words. The parser's trees
 * keep them by construction; those made from objects are checked here before the compiler sees them. */
#include "modules/ast/validate.h"

#include <string.h>

#include "types/exception.h"
#include "types/set.h"
#include "types/str.h"
#include "types/tuple.h"

enum { FRAMES_OF_ONE_CALL = 3 }; /* the tree may be deeper than calls by this factor */

typedef struct validator {
    ouro_runtime *rt;
    uint32_t depth;
} validator;

static bool check_expr(validator *v, const ouro_expr *e, unsigned context);
static bool check_stmt(validator *v, const ouro_stmt *s);
static bool check_pattern(validator *v, const ouro_pattern *p, bool star);

__attribute__((format(printf, 2, 3))) static bool refuse(validator *v, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    ouro_object *message = ouro__str_vformat(v->rt, format, arguments);
    va_end(arguments);
    if (message)
        ouro__raise_object(v->rt, OURO_T_VALUE_ERROR, message);
    ouro_xdecref(v->rt, message);
    return false;
}

static bool deep(ouro_runtime *rt, uint64_t depth)
{
    if (depth < rt->python->recursion_limit * (uint64_t)FRAMES_OF_ONE_CALL && !ouro__stack_low(rt))
        return false;
    ouro__raise(rt, OURO_T_RECURSION_ERROR, "maximum recursion depth exceeded during compilation");
    return true;
}

static bool enter(validator *v)
{
    if (deep(v->rt, v->depth))
        return false;
    v->depth++;
    return true;
}

static bool check_span(validator *v, ouro_span span)
{
    int line = (int)span.line, end = (int)span.end_line;
    int column = (int)span.column, end_column = (int)span.end_column;
    if (line > end)
        return refuse(v, "AST node line range (%d, %d) is not valid", line, end);
    if ((line < 0 && end != line) || (column < 0 && column != end_column))
        return refuse(v, "AST node column range (%d, %d) for line range (%d, %d) is not valid", column,
                      end_column, line, end);
    if (line == end && column > end_column)
        return refuse(v, "line %d, column %d-%d is not a valid range", line, column, end_column);
    return true;
}

/* ---- names and constants ---- */

static bool check_name(validator *v, const ouro_name *name)
{
    static const char *const constants[] = {"None", "True", "False"};
    for (size_t i = 0; i < 3; i++)
        if (strcmp(name->bytes, constants[i]) == 0)
            return refuse(v, "identifier field can't represent '%s' constant", constants[i]);
    return true;
}

static int check_value(ouro_runtime *rt, ouro_object *o, uint32_t depth)
{
    switch (ouro__type_index(o)) {
    case OURO_T_NONE:
    case OURO_T_ELLIPSIS:
    case OURO_T_BOOL:
    case OURO_T_INT:
    case OURO_T_FLOAT:
    case OURO_T_COMPLEX:
    case OURO_T_STR:
    case OURO_T_BYTES:
        return 0;
    case OURO_T_TUPLE:
        if (deep(rt, depth))
            return -1;
        for (uint64_t i = 0; i < ((ouro_tuple *)o)->count; i++)
            if (check_value(rt, ((ouro_tuple *)o)->items[i], depth + 1) < 0)
                return -1;
        return 0;
    case OURO_T_FROZENSET: {
        ouro_object *item;
        if (deep(rt, depth))
            return -1;
        for (size_t at = 0; ouro__set_next(o, &at, &item);)
            if (check_value(rt, item, depth + 1) < 0)
                return -1;
        return 0;
    }
    default:
        ouro__raise(rt, OURO_T_TYPE_ERROR, "got an invalid type in Constant: %T", o);
        return -1;
    }
}

static bool check_constant(validator *v, const ouro_constant *k)
{
    return k->kind != OURO_CONSTANT_GIVEN ||
           check_value(v->rt, (ouro_object *)(uintptr_t)k->bytes, v->depth) == 0;
}

/* ---- lists ---- */

static bool not_empty(validator *v, uint32_t count, const char *what, const char *owner)
{
    return count ? true : refuse(v, "empty %s on %s", what, owner);
}

static bool check_exprs(validator *v, ouro_expr *const *items, uint32_t count, unsigned context, bool holes)
{
    for (uint32_t i = 0; i < count; i++) {
        if (!items[i] && !holes)
            return refuse(v, "None disallowed in expression list");
        if (items[i] && !check_expr(v, items[i], context))
            return false;
    }
    return true;
}

static bool check_list(validator *v, const ouro_expr_list *list, unsigned context)
{
    return check_exprs(v, list->items, list->count, context, false);
}

static bool check_optional(validator *v, const ouro_expr *e, unsigned context)
{
    return !e || check_expr(v, e, context);
}

static bool check_stmts(validator *v, const ouro_stmt_list *list)
{
    for (uint32_t i = 0; i < list->count; i++) {
        if (!list->items[i])
            return refuse(v, "None disallowed in statement list");
        if (!check_stmt(v, list->items[i]))
            return false;
    }
    return true;
}

static bool check_body(validator *v, const ouro_stmt_list *list, const char *owner)
{
    return not_empty(v, list->count, "body", owner) && check_stmts(v, list);
}

static bool check_targets(validator *v, const ouro_expr_list *list, unsigned context)
{
    return not_empty(v, list->count, "targets", context == OURO_AST_DEL ? "Delete" : "Assign") &&
           check_list(v, list, context);
}

/* ---- parts of expressions ---- */

static bool check_arg(validator *v, const ouro_arg *arg)
{
    return check_span(v, arg->span) && check_optional(v, arg->annotation, OURO_AST_LOAD);
}

static bool check_args(validator *v, const ouro_arg_list *list)
{
    for (uint32_t i = 0; i < list->count; i++)
        if (!check_arg(v, list->items[i]))
            return false;
    return true;
}

static bool check_arguments(validator *v, const ouro_arguments *a)
{
    if (!check_args(v, &a->posonlyargs) || !check_args(v, &a->args))
        return false;
    if (a->vararg && !check_optional(v, a->vararg->annotation, OURO_AST_LOAD))
        return false;
    if (!check_args(v, &a->kwonlyargs))
        return false;
    if (a->kwarg && !check_optional(v, a->kwarg->annotation, OURO_AST_LOAD))
        return false;
    if (a->defaults.count > (uint64_t)a->posonlyargs.count + a->args.count)
        return refuse(v, "more positional defaults than args on arguments");
    if (a->kw_defaults.count != a->kwonlyargs.count)
        return refuse(v, "length of kwonlyargs is not the same as kw_defaults on arguments");
    return check_list(v, &a->defaults, OURO_AST_LOAD) &&
           check_exprs(v, a->kw_defaults.items, a->kw_defaults.count, OURO_AST_LOAD, true);
}

static bool check_keywords(validator *v, const ouro_keyword_list *list)
{
    for (uint32_t i = 0; i < list->count; i++)
        if (!check_expr(v, list->items[i]->value, OURO_AST_LOAD))
            return false;
    return true;
}

static bool check_generators(validator *v, const ouro_comprehension_list *list)
{
    if (!list->count)
        return refuse(v, "comprehension with no generators");
    for (uint32_t i = 0; i < list->count; i++) {
        const ouro_comprehension *g = list->items[i];
        if (!check_expr(v, g->target, OURO_AST_STORE) || !check_expr(v, g->iter, OURO_AST_LOAD) ||
            !check_list(v, &g->ifs, OURO_AST_LOAD))
            return false;
    }
    return true;
}

static bool check_compare(validator *v, const ouro_expr *e)
{
    if (!e->compare.comparators.count)
        return refuse(v, "Compare with no comparators");
    if (e->mark)
        return refuse(v, "Compare has a different number of comparators and operands");
    return check_list(v, &e->compare.comparators, OURO_AST_LOAD) &&
           check_expr(v, e->compare.left, OURO_AST_LOAD);
}

static bool check_dict(validator *v, const ouro_expr *e)
{
    if (e->mark)
        return refuse(v, "Dict doesn't have the same number of keys as values");
    return check_exprs(v, e->dict.keys, e->dict.count, OURO_AST_LOAD, true) &&
           check_exprs(v, e->dict.values, e->dict.count, OURO_AST_LOAD, false);
}

static const char *context_name(unsigned context)
{
    return ouro__ast_groups[AST_EXPR_CONTEXT].nodes[context].name;
}

static bool check_context(validator *v, const ouro_expr *e, unsigned context)
{
    switch (e->kind) {
    case OURO_AST_NAME:
        if (!check_name(v, e->name.id))
            return false;
        break;
    case OURO_AST_ATTRIBUTE:
    case OURO_AST_SUBSCRIPT:
    case OURO_AST_STARRED:
    case OURO_AST_LIST:
    case OURO_AST_TUPLE:
        break;
    default:
        if (context != OURO_AST_LOAD)
            return refuse(v, "expression which can't be assigned to in %s context", context_name(context));
        return true;
    }
    if (e->context != context)
        return refuse(v, "expression must have %s context but has %s instead", context_name(context),
                      context_name(e->context));
    return true;
}

/* ---- expressions ---- */

static bool check_parts(validator *v, const ouro_expr *e, unsigned context)
{
    const unsigned load = OURO_AST_LOAD;
    switch ((ouro_expr_kind)e->kind) {
    case OURO_AST_BOOLOP:
        if (e->boolop.values.count < 2)
            return refuse(v, "BoolOp with less than 2 values");
        return check_list(v, &e->boolop.values, load);
    case OURO_AST_NAMEDEXPR:
        if (e->namedexpr.target->kind != OURO_AST_NAME) {
            ouro__raise(v->rt, OURO_T_TYPE_ERROR, "NamedExpr target must be a Name");
            return false;
        }
        return check_expr(v, e->namedexpr.value, load);
    case OURO_AST_BINOP:
        return check_expr(v, e->binop.left, load) && check_expr(v, e->binop.right, load);
    case OURO_AST_UNARYOP:
        return check_expr(v, e->unaryop.operand, load);
    case OURO_AST_LAMBDA:
        return check_arguments(v, e->lambda.args) && check_expr(v, e->lambda.body, load);
    case OURO_AST_IFEXP:
        return check_expr(v, e->ifexp.test, load) && check_expr(v, e->ifexp.body, load) &&
               check_expr(v, e->ifexp.orelse, load);
    case OURO_AST_DICT:
        return check_dict(v, e);
    case OURO_AST_SET:
        return check_list(v, &e->set.elts, load);
    case OURO_AST_LISTCOMP:
    case OURO_AST_SETCOMP:
    case OURO_AST_GENERATOREXP:
        return check_generators(v, &e->listcomp.generators) && check_expr(v, e->listcomp.elt, load);
    case OURO_AST_DICTCOMP:
        return check_generators(v, &e->dictcomp.generators) && check_expr(v, e->dictcomp.key, load) &&
               check_expr(v, e->dictcomp.value, load);
    case OURO_AST_AWAIT:
    case OURO_AST_YIELD:
    case OURO_AST_YIELDFROM:
        return check_optional(v, e->yield.value, load);
    case OURO_AST_COMPARE:
        return check_compare(v, e);
    case OURO_AST_CALL:
        return check_expr(v, e->call.func, load) && check_list(v, &e->call.args, load) &&
               check_keywords(v, &e->call.keywords);
    case OURO_AST_FORMATTEDVALUE:
        return check_expr(v, e->formattedvalue.value, load) &&
               check_optional(v, e->formattedvalue.format_spec, load);
    case OURO_AST_JOINEDSTR:
        return check_list(v, &e->joinedstr.values, load);
    case OURO_CONSTANT:
        return check_constant(v, &e->constant);
    case OURO_AST_ATTRIBUTE:
        return check_expr(v, e->attribute.value, load);
    case OURO_AST_SUBSCRIPT:
        return check_expr(v, e->subscript.slice, load) && check_expr(v, e->subscript.value, load);
    case OURO_AST_STARRED:
        return check_expr(v, e->starred.value, context);
    case OURO_AST_LIST:
    case OURO_AST_TUPLE:
        return check_list(v, &e->list.elts, context);
    case OURO_AST_SLICE:
        return check_optional(v, e->slice.lower, load) && check_optional(v, e->slice.upper, load) &&
               check_optional(v, e->slice.step, load);
    case OURO_AST_NAME:
        break;
    }
    return true;
}

static bool check_expr(validator *v, const ouro_expr *e, unsigned context)
{
    if (!check_span(v, e->span) || !enter(v))
        return false;
    bool good = check_context(v, e, context) && check_parts(v, e, context);
    v->depth--;
    return good;
}

/* ---- patterns ---- */

static bool is_complex(const ouro_constant *k)
{
    return k->kind == OURO_CONSTANT_GIVEN &&
           ouro__is_exactly((const ouro_object *)(const void *)k->bytes, OURO_T_COMPLEX);
}

static bool is_number(const ouro_constant *k, bool real, bool imaginary)
{
    if (k->kind != OURO_CONSTANT_GIVEN)
        return false;
    const ouro_object *o = (const ouro_object *)(const void *)k->bytes;
    bool is_real = ouro__is_exactly(o, OURO_T_INT) || ouro__is_exactly(o, OURO_T_FLOAT);
    return (real && is_real) || (imaginary && is_complex(k));
}

static bool is_constant_number(const ouro_expr *e, bool real, bool imaginary)
{
    return e->kind == OURO_CONSTANT && is_number(&e->constant, real, imaginary);
}

static bool is_negative_number(const ouro_expr *e, bool real, bool imaginary)
{
    return e->kind == OURO_AST_UNARYOP && e->op == OURO_AST_USUB &&
           is_constant_number(e->unaryop.operand, real, imaginary);
}

/* 1+2j, -1-2j. */
static bool is_complex_sum(const ouro_expr *e)
{
    if (e->kind != OURO_AST_BINOP || (e->op != OURO_AST_ADD && e->op != OURO_AST_SUB))
        return false;
    const ouro_expr *left = e->binop.left;
    return (is_constant_number(left, true, false) || is_negative_number(left, true, false)) &&
           is_constant_number(e->binop.right, false, true);
}

static bool check_match_value(validator *v, const ouro_expr *e)
{
    if (!check_expr(v, e, OURO_AST_LOAD))
        return false;
    switch (e->kind) {
    case OURO_CONSTANT:
        if (e->constant.kind == OURO_CONSTANT_STRING || e->constant.kind == OURO_CONSTANT_BYTES ||
            is_number(&e->constant, true, true))
            return true;
        return refuse(v, "unexpected constant inside of a literal pattern");
    case OURO_AST_ATTRIBUTE:
    case OURO_AST_JOINEDSTR:
        return true;
    case OURO_AST_UNARYOP:
    case OURO_AST_BINOP:
        if (is_negative_number(e, true, true) || is_complex_sum(e))
            return true;
        break;
    default:
        break;
    }
    return refuse(v, "patterns may only match literals and attribute lookups");
}

static bool check_capture(validator *v, const ouro_name *name)
{
    if (strcmp(name->bytes, "_") == 0)
        return refuse(v, "can't capture name '_' in patterns");
    return check_name(v, name);
}

static bool check_patterns(validator *v, const ouro_pattern_list *list, bool star)
{
    for (uint32_t i = 0; i < list->count; i++)
        if (!check_pattern(v, list->items[i], star))
            return false;
    return true;
}

static bool check_match_mapping(validator *v, const ouro_pattern *p)
{
    if (p->matchmapping.keys.count != p->matchmapping.patterns.count)
        return refuse(v, "MatchMapping doesn't have the same number of keys as patterns");
    if (p->matchmapping.rest && !check_capture(v, p->matchmapping.rest))
        return false;
    for (uint32_t i = 0; i < p->matchmapping.keys.count; i++) {
        const ouro_expr *key = p->matchmapping.keys.items[i];
        if (!key)
            return refuse(v, "None disallowed in expression list");
        bool singleton = key->kind == OURO_CONSTANT && key->constant.kind <= OURO_CONSTANT_TRUE;
        if (!singleton && !check_match_value(v, key))
            return false;
    }
    return check_patterns(v, &p->matchmapping.patterns, false);
}

static bool check_match_class(validator *v, const ouro_pattern *p)
{
    if (p->matchclass.kwd_attrs.count != p->matchclass.kwd_patterns.count)
        return refuse(v, "MatchClass doesn't have the same number of keyword attributes as patterns");
    const ouro_expr *cls = p->matchclass.cls;
    if (!check_expr(v, cls, OURO_AST_LOAD))
        return false;
    while (cls->kind == OURO_AST_ATTRIBUTE)
        cls = cls->attribute.value;
    if (cls->kind != OURO_AST_NAME)
        return refuse(v, "MatchClass cls field can only contain Name or Attribute nodes.");
    for (uint32_t i = 0; i < p->matchclass.kwd_attrs.count; i++)
        if (!check_name(v, p->matchclass.kwd_attrs.items[i]))
            return false;
    return check_patterns(v, &p->matchclass.patterns, false) &&
           check_patterns(v, &p->matchclass.kwd_patterns, false);
}

static bool check_match_as(validator *v, const ouro_pattern *p)
{
    if (p->matchas.name && !check_capture(v, p->matchas.name))
        return false;
    if (!p->matchas.pattern)
        return true;
    if (!p->matchas.name)
        return refuse(v, "MatchAs must specify a target name if a pattern is given");
    return check_pattern(v, p->matchas.pattern, false);
}

static bool check_pattern_parts(validator *v, const ouro_pattern *p, bool star)
{
    switch ((ouro_pattern_kind)p->kind) {
    case OURO_AST_MATCHVALUE:
        return check_match_value(v, p->matchvalue.value);
    case OURO_AST_MATCHSINGLETON:
        if (p->matchsingleton.value > OURO_CONSTANT_TRUE)
            return refuse(v, "MatchSingleton can only contain True, False and None");
        return true;
    case OURO_AST_MATCHSEQUENCE:
        return check_patterns(v, &p->matchsequence.patterns, true);
    case OURO_AST_MATCHMAPPING:
        return check_match_mapping(v, p);
    case OURO_AST_MATCHCLASS:
        return check_match_class(v, p);
    case OURO_AST_MATCHSTAR:
        if (!star)
            return refuse(v, "can't use MatchStar here");
        return !p->matchstar.name || check_capture(v, p->matchstar.name);
    case OURO_AST_MATCHAS:
        return check_match_as(v, p);
    case OURO_AST_MATCHOR:
        if (p->matchor.patterns.count < 2)
            return refuse(v, "MatchOr requires at least 2 patterns");
        return check_patterns(v, &p->matchor.patterns, false);
    }
    return true;
}

static bool check_pattern(validator *v, const ouro_pattern *p, bool star)
{
    if (!check_span(v, p->span) || !enter(v))
        return false;
    bool good = check_pattern_parts(v, p, star);
    v->depth--;
    return good;
}

/* ---- statements ---- */

static bool check_function(validator *v, const ouro_stmt *s, const char *owner)
{
    return check_body(v, &s->functiondef.body, owner) && check_arguments(v, s->functiondef.args) &&
           check_list(v, &s->functiondef.decorator_list, OURO_AST_LOAD) &&
           check_optional(v, s->functiondef.returns, OURO_AST_LOAD);
}

static bool check_with(validator *v, const ouro_stmt *s, const char *owner)
{
    if (!not_empty(v, s->with.items.count, "items", owner))
        return false;
    for (uint32_t i = 0; i < s->with.items.count; i++) {
        const ouro_withitem *item = s->with.items.items[i];
        if (!check_expr(v, item->context_expr, OURO_AST_LOAD) ||
            !check_optional(v, item->optional_vars, OURO_AST_STORE))
            return false;
    }
    return check_body(v, &s->with.body, owner);
}

static bool check_match(validator *v, const ouro_stmt *s)
{
    if (!check_expr(v, s->match.subject, OURO_AST_LOAD) ||
        !not_empty(v, s->match.cases.count, "cases", "Match"))
        return false;
    for (uint32_t i = 0; i < s->match.cases.count; i++) {
        const ouro_match_case *m = s->match.cases.items[i];
        if (!check_pattern(v, m->pattern, false) || !check_optional(v, m->guard, OURO_AST_LOAD) ||
            !check_body(v, &m->body, "match_case"))
            return false;
    }
    return true;
}

static bool check_try(validator *v, const ouro_stmt *s, const char *owner)
{
    if (!check_body(v, &s->try_.body, owner))
        return false;
    if (!s->try_.handlers.count && !s->try_.finalbody.count)
        return refuse(v, "%s has neither except handlers nor finalbody", owner);
    if (!s->try_.handlers.count && s->try_.orelse.count)
        return refuse(v, "%s has orelse but no except handlers", owner);
    for (uint32_t i = 0; i < s->try_.handlers.count; i++) {
        const ouro_excepthandler *h = s->try_.handlers.items[i];
        if (!check_span(v, h->span) || !check_optional(v, h->type, OURO_AST_LOAD) ||
            !check_body(v, &h->body, "ExceptHandler"))
            return false;
    }
    return check_stmts(v, &s->try_.finalbody) && check_stmts(v, &s->try_.orelse);
}

static bool check_annotated(validator *v, const ouro_stmt *s)
{
    if (s->annassign.target->kind != OURO_AST_NAME && s->annassign.simple) {
        ouro__raise(v->rt, OURO_T_TYPE_ERROR, "AnnAssign with simple non-Name target");
        return false;
    }
    return check_expr(v, s->annassign.target, OURO_AST_STORE) &&
           check_optional(v, s->annassign.value, OURO_AST_LOAD) &&
           check_expr(v, s->annassign.annotation, OURO_AST_LOAD);
}

static bool check_class(validator *v, const ouro_stmt *s)
{
    return check_body(v, &s->classdef.body, "ClassDef") && check_list(v, &s->classdef.bases, OURO_AST_LOAD) &&
           check_keywords(v, &s->classdef.keywords) &&
           check_list(v, &s->classdef.decorator_list, OURO_AST_LOAD);
}

static bool check_raise(validator *v, const ouro_stmt *s)
{
    if (!s->raise.exc)
        return s->raise.cause ? refuse(v, "Raise with cause but no exception") : true;
    return check_expr(v, s->raise.exc, OURO_AST_LOAD) && check_optional(v, s->raise.cause, OURO_AST_LOAD);
}

static bool check_import_from(validator *v, const ouro_stmt *s)
{
    if ((int32_t)s->importfrom.level < 0)
        return refuse(v, "Negative ImportFrom level");
    return not_empty(v, s->importfrom.names.count, "names", "ImportFrom");
}

static bool check_statement_parts(validator *v, const ouro_stmt *s)
{
    const unsigned load = OURO_AST_LOAD, store = OURO_AST_STORE;
    const char *name = ouro__ast_groups[AST_STMT].nodes[s->kind].name;
    switch ((ouro_stmt_kind)s->kind) {
    case OURO_AST_FUNCTIONDEF:
    case OURO_AST_ASYNCFUNCTIONDEF:
        return check_function(v, s, name);
    case OURO_AST_CLASSDEF:
        return check_class(v, s);
    case OURO_AST_RETURN:
        return check_optional(v, s->ret.value, load);
    case OURO_AST_DELETE:
        return check_targets(v, &s->delete_.targets, OURO_AST_DEL);
    case OURO_AST_ASSIGN:
        return check_targets(v, &s->assign.targets, store) && check_expr(v, s->assign.value, load);
    case OURO_AST_AUGASSIGN:
        return check_expr(v, s->augassign.target, store) && check_expr(v, s->augassign.value, load);
    case OURO_AST_ANNASSIGN:
        return check_annotated(v, s);
    case OURO_AST_FOR:
    case OURO_AST_ASYNCFOR:
        return check_expr(v, s->for_.target, store) && check_expr(v, s->for_.iter, load) &&
               check_body(v, &s->for_.body, name) && check_stmts(v, &s->for_.orelse);
    case OURO_AST_WHILE:
        return check_expr(v, s->while_.test, load) && check_body(v, &s->while_.body, name) &&
               check_stmts(v, &s->while_.orelse);
    case OURO_AST_IF:
        return check_expr(v, s->if_.test, load) && check_body(v, &s->if_.body, name) &&
               check_stmts(v, &s->if_.orelse);
    case OURO_AST_WITH:
    case OURO_AST_ASYNCWITH:
        return check_with(v, s, name);
    case OURO_AST_MATCH:
        return check_match(v, s);
    case OURO_AST_RAISE:
        return check_raise(v, s);
    case OURO_AST_TRY:
    case OURO_AST_TRYSTAR:
        return check_try(v, s, name);
    case OURO_AST_ASSERT:
        return check_expr(v, s->assert_.test, load) && check_optional(v, s->assert_.msg, load);
    case OURO_AST_IMPORT:
        return not_empty(v, s->import.names.count, "names", name);
    case OURO_AST_IMPORTFROM:
        return check_import_from(v, s);
    case OURO_AST_GLOBAL:
    case OURO_AST_NONLOCAL:
        return not_empty(v, s->global.names.count, "names", name);
    case OURO_AST_EXPR:
        return check_expr(v, s->expr.value, load);
    case OURO_AST_PASS:
    case OURO_AST_BREAK:
    case OURO_AST_CONTINUE:
        break;
    }
    return true;
}

static bool check_stmt(validator *v, const ouro_stmt *s)
{
    if (!check_span(v, s->span) || !enter(v))
        return false;
    bool good = check_statement_parts(v, s);
    v->depth--;
    return good;
}

int ouro__ast_validate(ouro_runtime *rt, const ouro_module_node *tree)
{
    validator v = {.rt = rt};
    bool good;
    switch ((ouro_module_kind)tree->kind) {
    case OURO_AST_EXPRESSION:
        good = check_expr(&v, tree->expr, OURO_AST_LOAD);
        break;
    case OURO_AST_FUNCTIONTYPE:
        good = check_list(&v, &tree->argtypes, OURO_AST_LOAD) && check_expr(&v, tree->expr, OURO_AST_LOAD);
        break;
    default:
        good = check_stmts(&v, &tree->body);
        break;
    }
    return good ? 0 : -1;
}
