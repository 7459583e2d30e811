/* Constant folding over the tree, before anything else looks at it: what CPython folds, with its limits on
 * the size of results, and nothing else. An operation that raises is left to run. Nodes are changed in place;
 * `mark` is set on a string made so, since it is no docstring. */
#include "compiler/compiler.h"

#include "types/bytes.h"
#include "types/int.h"
#include "types/protocol.h"
#include "types/set.h"
#include "types/tuple.h"

enum { MAX_INT_BITS = 128, MAX_ITEMS = 256, MAX_TEXT = 4096, MAX_TOTAL_ITEMS = 1024 };

static void fold(ouro_compiler *c, ouro_expr *e);
static void fold_body(ouro_compiler *c, const ouro_stmt_list *body);

static bool is_constant(const ouro_expr *e)
{
    return e->kind == OURO_CONSTANT;
}

/* Makes e the constant `result` (owned); when the operation raised, the exception goes and e stays. */
static void replace(ouro_compiler *c, ouro_expr *e, ouro_object *result)
{
    if (!result) {
        if (ouro__error_is(c->rt, OURO_T_KEYBOARD_INTERRUPT) || ouro__error_is(c->rt, OURO_T_MEMORY_ERROR))
            ouro__fail(c);
        ouro__error_clear(c->rt);
        return;
    }
    ouro__set_constant(e, ouro__constant_unique(c, ouro__keep(c, result)));
    e->mark = 1;
}

/* ---- limits ---- */

static uint64_t int_bits(const ouro_object *o)
{
    uint64_t top, lower = 0;
    if (o->word & OURO_INT_BIG) {
        const ouro_big_int *big = (const ouro_big_int *)o;
        uint64_t limbs = (uint64_t)(big->size < 0 ? -big->size : big->size);
        top = big->limbs[limbs - 1];
        lower = (limbs - 1) * 64;
    } else {
        int64_t v = ((const ouro_int *)o)->value;
        top = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
    }
    return lower + (top ? 64 - (uint64_t)__builtin_clzll(top) : 0);
}

static bool is_exact_int(const ouro_object *o)
{
    return ouro__is_exactly(o, OURO_T_INT);
}

/* Items in all, or -1 past the limit. */
static int64_t total_items(const ouro_object *o, int64_t limit)
{
    if (!ouro__is_exactly(o, OURO_T_TUPLE))
        return limit;
    const ouro_tuple *t = (const ouro_tuple *)o;
    limit -= (int64_t)t->count;
    for (uint64_t i = 0; limit >= 0 && i < t->count; i++)
        limit = total_items(t->items[i], limit);
    return limit;
}

static bool safe_repeat(const ouro_object *times, const ouro_object *what)
{
    if (!is_exact_int(times))
        return true;
    uint64_t size, most = MAX_TEXT;
    if (ouro__is_exactly(what, OURO_T_STR))
        size = ouro__str_length(what);
    else if (ouro__is_exactly(what, OURO_T_BYTES))
        size = ((const ouro_bytes *)what)->length;
    else if (ouro__is_exactly(what, OURO_T_TUPLE))
        size = ((const ouro_tuple *)what)->count, most = MAX_ITEMS;
    else
        return true;
    if (size == 0)
        return true;
    if (!ouro__int_is_small(times))
        return false;
    int64_t n = ((const ouro_int *)times)->value;
    if (n < 0 || (uint64_t)n > most / size)
        return false;
    return most == MAX_TEXT || n == 0 || total_items(what, MAX_TOTAL_ITEMS / n) >= 0;
}

static bool safe_operation(unsigned op, const ouro_object *a, const ouro_object *b)
{
    bool ints = is_exact_int(a) && is_exact_int(b);
    switch (op) {
    case OURO_AST_MULT:
        if (ints)
            return int_bits(a) + int_bits(b) <= MAX_INT_BITS;
        return safe_repeat(a, b) && safe_repeat(b, a);
    case OURO_AST_POW:
        if (!ints || int_bits(a) == 0 || int_bits(b) == 0)
            return true;
        if (!ouro__int_is_small(b))
            return false;
        return ((const ouro_int *)b)->value < 0 ||
               (uint64_t)((const ouro_int *)b)->value <= MAX_INT_BITS / int_bits(a);
    case OURO_AST_LSHIFT:
        if (!ints || int_bits(a) == 0 || int_bits(b) == 0)
            return true;
        return ouro__int_is_small(b) && ((const ouro_int *)b)->value <= MAX_INT_BITS &&
               int_bits(a) + (uint64_t)((const ouro_int *)b)->value <= MAX_INT_BITS;
    case OURO_AST_MOD:
        return !ouro__is_exactly(a, OURO_T_STR) && !ouro__is_exactly(a, OURO_T_BYTES);
    default:
        return op != OURO_AST_MATMULT;
    }
}

/* ---- operators ---- */

static enum ouro_binary_op binary_op(unsigned op)
{
    static const uint8_t table[] = {
        [OURO_AST_ADD] = OURO_ADD,
        [OURO_AST_SUB] = OURO_SUBTRACT,
        [OURO_AST_MULT] = OURO_MULTIPLY,
        [OURO_AST_MATMULT] = OURO_MATMUL,
        [OURO_AST_DIV] = OURO_TRUE_DIVIDE,
        [OURO_AST_MOD] = OURO_REMAINDER,
        [OURO_AST_POW] = OURO_POWER,
        [OURO_AST_LSHIFT] = OURO_LSHIFT,
        [OURO_AST_RSHIFT] = OURO_RSHIFT,
        [OURO_AST_BITOR] = OURO_OR,
        [OURO_AST_BITXOR] = OURO_XOR,
        [OURO_AST_BITAND] = OURO_AND,
        [OURO_AST_FLOORDIV] = OURO_FLOOR_DIVIDE,
    };
    return (enum ouro_binary_op)table[op];
}

static void fold_binary(ouro_compiler *c, ouro_expr *e)
{
    if (!is_constant(e->binop.left) || !is_constant(e->binop.right))
        return;
    ouro_object *a = ouro__constant_object(c, e->binop.left), *b = ouro__constant_object(c, e->binop.right);
    if (safe_operation(e->op, a, b))
        replace(c, e, ouro__binary(c->rt, binary_op(e->op), a, b));
}

/* A long sum leans to the left: the spine is walked in a loop. */
static void fold_spine(ouro_compiler *c, ouro_expr *e)
{
    uint32_t depth = 0;
    for (ouro_expr *n = e; n->kind == OURO_AST_BINOP; n = n->binop.left)
        depth++;
    ouro_expr **spine = ouro__region_need(c, depth * sizeof *spine);
    ouro_expr *n = e;
    for (uint32_t i = 0; i < depth; i++, n = n->binop.left)
        spine[i] = n;
    fold(c, n);
    while (depth-- > 0) {
        fold(c, spine[depth]->binop.right);
        fold_binary(c, spine[depth]);
    }
}

static void fold_not(ouro_compiler *c, ouro_expr *e)
{
    ouro_expr *operand = e->unaryop.operand;
    if (is_constant(operand)) {
        replace(c, e, ouro_ref(ouro__bool(c->rt, !ouro__constant_truth(c, operand))));
        return;
    }
    if (operand->kind != OURO_AST_COMPARE || operand->compare.comparators.count != 1)
        return;
    uint8_t op = operand->compare.ops[0], inverse;
    switch (op) {
    case OURO_AST_IS:
        inverse = OURO_AST_ISNOT;
        break;
    case OURO_AST_ISNOT:
        inverse = OURO_AST_IS;
        break;
    case OURO_AST_IN:
        inverse = OURO_AST_NOTIN;
        break;
    case OURO_AST_NOTIN:
        inverse = OURO_AST_IN;
        break;
    default:
        return;
    }
    operand->compare.ops[0] = inverse;
    *e = *operand;
}

static void fold_unary(ouro_compiler *c, ouro_expr *e)
{
    static const uint8_t table[] = {
        [OURO_AST_INVERT] = OURO_INVERT, [OURO_AST_UADD] = OURO_POSITIVE, [OURO_AST_USUB] = OURO_NEGATIVE};
    if (e->op == OURO_AST_NOT)
        fold_not(c, e);
    else if (is_constant(e->unaryop.operand))
        replace(c, e,
                ouro__unary(c->rt, (enum ouro_unary_op)table[e->op],
                            ouro__constant_object(c, e->unaryop.operand)));
}

/* ---- displays ---- */

static ouro_object *constant_tuple(ouro_compiler *c, const ouro_expr_list *elts)
{
    for (uint32_t i = 0; i < elts->count; i++)
        if (!is_constant(elts->items[i]))
            return NULL;
    ouro_object **items = ouro__region_need(c, (elts->count + 1) * sizeof *items);
    for (uint32_t i = 0; i < elts->count; i++)
        items[i] = ouro__constant_object(c, elts->items[i]);
    ouro_object *t = ouro__tuple_from(c->rt, items, elts->count);
    if (!t)
        ouro__fail(c);
    return t;
}

static void fold_tuple(ouro_compiler *c, ouro_expr *e)
{
    ouro_object *t = e->context == OURO_AST_LOAD ? constant_tuple(c, &e->tuple.elts) : NULL;
    if (t)
        replace(c, e, t);
}

/* A list or set that is only iterated or searched need not be made each time. */
static void fold_iterable(ouro_compiler *c, ouro_expr *e)
{
    if (e->kind == OURO_AST_LIST) {
        for (uint32_t i = 0; i < e->list.elts.count; i++)
            if (e->list.elts.items[i]->kind == OURO_AST_STARRED)
                return;
        e->kind = OURO_AST_TUPLE;
        fold_tuple(c, e);
    } else if (e->kind == OURO_AST_SET) {
        ouro_object *t = constant_tuple(c, &e->set.elts);
        if (t)
            replace(c, e, ouro_ref(ouro__constant_frozenset(c, ouro__keep(c, t))));
    }
}

static void fold_subscript(ouro_compiler *c, ouro_expr *e)
{
    if (e->context == OURO_AST_LOAD && is_constant(e->subscript.value) && is_constant(e->subscript.slice))
        replace(c, e,
                ouro__getitem(c->rt, ouro__constant_object(c, e->subscript.value),
                              ouro__constant_object(c, e->subscript.slice)));
}

/* ---- expressions ---- */

static void fold_list(ouro_compiler *c, const ouro_expr_list *list)
{
    for (uint32_t i = 0; i < list->count; i++)
        if (list->items[i])
            fold(c, list->items[i]);
}

static void fold_optional(ouro_compiler *c, ouro_expr *e)
{
    if (e)
        fold(c, e);
}

static void fold_generators(ouro_compiler *c, const ouro_comprehension_list *list)
{
    for (uint32_t i = 0; i < list->count; i++) {
        fold(c, list->items[i]->target);
        fold(c, list->items[i]->iter);
        fold_list(c, &list->items[i]->ifs);
        fold_iterable(c, list->items[i]->iter);
    }
}

static void fold_annotation(ouro_compiler *c, ouro_expr *annotation)
{
    if (annotation && !(c->future & OURO_CO_FUTURE_ANNOTATIONS))
        fold(c, annotation);
}

static void fold_args(ouro_compiler *c, const ouro_arg_list *list)
{
    for (uint32_t i = 0; i < list->count; i++)
        fold_annotation(c, list->items[i]->annotation);
}

static void fold_arguments(ouro_compiler *c, ouro_arguments *args)
{
    fold_args(c, &args->posonlyargs);
    fold_args(c, &args->args);
    if (args->vararg)
        fold_annotation(c, args->vararg->annotation);
    fold_args(c, &args->kwonlyargs);
    fold_list(c, &args->kw_defaults);
    if (args->kwarg)
        fold_annotation(c, args->kwarg->annotation);
    fold_list(c, &args->defaults);
}

static void fold_keywords(ouro_compiler *c, const ouro_keyword_list *list)
{
    for (uint32_t i = 0; i < list->count; i++)
        fold(c, list->items[i]->value);
}

static void fold_compare(ouro_compiler *c, ouro_expr *e)
{
    fold(c, e->compare.left);
    fold_list(c, &e->compare.comparators);
    uint32_t last = e->compare.comparators.count - 1;
    if (e->compare.ops[last] == OURO_AST_IN || e->compare.ops[last] == OURO_AST_NOTIN)
        fold_iterable(c, e->compare.comparators.items[last]);
}

static void fold_one(ouro_compiler *c, ouro_expr *e)
{
    switch ((ouro_expr_kind)e->kind) {
    case OURO_AST_BOOLOP:
    case OURO_AST_JOINEDSTR:
        fold_list(c, &e->boolop.values);
        break;
    case OURO_AST_NAMEDEXPR:
        fold(c, e->namedexpr.value);
        break;
    case OURO_AST_BINOP:
        fold_spine(c, e);
        break;
    case OURO_AST_UNARYOP:
        fold(c, e->unaryop.operand);
        fold_unary(c, e);
        break;
    case OURO_AST_LAMBDA:
        fold_arguments(c, e->lambda.args);
        fold(c, e->lambda.body);
        break;
    case OURO_AST_IFEXP:
        fold(c, e->ifexp.test);
        fold(c, e->ifexp.body);
        fold(c, e->ifexp.orelse);
        break;
    case OURO_AST_DICT:
        for (uint32_t i = 0; i < e->dict.count; i++) {
            fold_optional(c, e->dict.keys[i]);
            fold(c, e->dict.values[i]);
        }
        break;
    case OURO_AST_SET:
    case OURO_AST_LIST:
        fold_list(c, &e->list.elts);
        break;
    case OURO_AST_TUPLE:
        fold_list(c, &e->tuple.elts);
        fold_tuple(c, e);
        break;
    case OURO_AST_LISTCOMP:
    case OURO_AST_SETCOMP:
    case OURO_AST_GENERATOREXP:
        fold(c, e->listcomp.elt);
        fold_generators(c, &e->listcomp.generators);
        break;
    case OURO_AST_DICTCOMP:
        fold(c, e->dictcomp.key);
        fold(c, e->dictcomp.value);
        fold_generators(c, &e->dictcomp.generators);
        break;
    case OURO_AST_AWAIT:
    case OURO_AST_YIELD:
    case OURO_AST_YIELDFROM:
    case OURO_AST_STARRED:
        fold_optional(c, e->yield.value);
        break;
    case OURO_AST_COMPARE:
        fold_compare(c, e);
        break;
    case OURO_AST_CALL:
        fold(c, e->call.func);
        fold_list(c, &e->call.args);
        fold_keywords(c, &e->call.keywords);
        break;
    case OURO_AST_FORMATTEDVALUE:
        fold(c, e->formattedvalue.value);
        fold_optional(c, e->formattedvalue.format_spec);
        break;
    case OURO_CONSTANT:
        break;
    case OURO_AST_ATTRIBUTE:
        fold(c, e->attribute.value);
        break;
    case OURO_AST_SUBSCRIPT:
        fold(c, e->subscript.value);
        fold(c, e->subscript.slice);
        fold_subscript(c, e);
        break;
    case OURO_AST_NAME:
        if (e->context == OURO_AST_LOAD && e->name.id == c->names.debug)
            ouro__set_constant(e, ouro__bool(c->rt, c->optimize == 0));
        break;
    case OURO_AST_SLICE:
        fold_optional(c, e->slice.lower);
        fold_optional(c, e->slice.upper);
        fold_optional(c, e->slice.step);
        break;
    }
}

static void fold(ouro_compiler *c, ouro_expr *e)
{
    ouro__enter(c);
    fold_one(c, e);
    ouro__leave(c);
}

/* ---- statements ---- */

static void fold_pattern(ouro_compiler *c, ouro_pattern *p)
{
    const ouro_pattern_list *parts = NULL;
    ouro__enter(c);
    switch ((ouro_pattern_kind)p->kind) {
    case OURO_AST_MATCHVALUE:
        fold(c, p->matchvalue.value);
        break;
    case OURO_AST_MATCHSEQUENCE:
    case OURO_AST_MATCHOR:
        parts = &p->matchsequence.patterns;
        break;
    case OURO_AST_MATCHMAPPING:
        fold_list(c, &p->matchmapping.keys);
        parts = &p->matchmapping.patterns;
        break;
    case OURO_AST_MATCHCLASS:
        fold(c, p->matchclass.cls);
        for (uint32_t i = 0; i < p->matchclass.patterns.count; i++)
            fold_pattern(c, p->matchclass.patterns.items[i]);
        parts = &p->matchclass.kwd_patterns;
        break;
    case OURO_AST_MATCHAS:
        if (p->matchas.pattern)
            fold_pattern(c, p->matchas.pattern);
        break;
    case OURO_AST_MATCHSINGLETON:
    case OURO_AST_MATCHSTAR:
        break;
    }
    for (uint32_t i = 0; parts && i < parts->count; i++)
        fold_pattern(c, parts->items[i]);
    ouro__leave(c);
}

static void fold_if(ouro_compiler *c, ouro_stmt *s)
{
    for (;;) { /* a chain of elif is as deep as it is long */
        fold(c, s->if_.test);
        fold_body(c, &s->if_.body);
        if (s->if_.orelse.count != 1 || s->if_.orelse.items[0]->kind != OURO_AST_IF)
            break;
        s = s->if_.orelse.items[0];
    }
    fold_body(c, &s->if_.orelse);
}

static void fold_statement(ouro_compiler *c, ouro_stmt *s)
{
    switch ((ouro_stmt_kind)s->kind) {
    case OURO_AST_FUNCTIONDEF:
    case OURO_AST_ASYNCFUNCTIONDEF:
        fold_arguments(c, s->functiondef.args);
        fold_body(c, &s->functiondef.body);
        fold_list(c, &s->functiondef.decorator_list);
        fold_annotation(c, s->functiondef.returns);
        break;
    case OURO_AST_CLASSDEF:
        fold_list(c, &s->classdef.bases);
        fold_keywords(c, &s->classdef.keywords);
        fold_body(c, &s->classdef.body);
        fold_list(c, &s->classdef.decorator_list);
        break;
    case OURO_AST_RETURN:
    case OURO_AST_EXPR:
        fold_optional(c, s->ret.value);
        break;
    case OURO_AST_DELETE:
        fold_list(c, &s->delete_.targets);
        break;
    case OURO_AST_ASSIGN:
        fold_list(c, &s->assign.targets);
        fold(c, s->assign.value);
        break;
    case OURO_AST_AUGASSIGN:
        fold(c, s->augassign.target);
        fold(c, s->augassign.value);
        break;
    case OURO_AST_ANNASSIGN:
        fold(c, s->annassign.target);
        fold_annotation(c, s->annassign.annotation);
        fold_optional(c, s->annassign.value);
        break;
    case OURO_AST_FOR:
    case OURO_AST_ASYNCFOR:
        fold(c, s->for_.target);
        fold(c, s->for_.iter);
        fold_body(c, &s->for_.body);
        fold_body(c, &s->for_.orelse);
        if (s->kind == OURO_AST_FOR) /* the error of async for names the type of what stands there */
            fold_iterable(c, s->for_.iter);
        break;
    case OURO_AST_WHILE:
        fold(c, s->while_.test);
        fold_body(c, &s->while_.body);
        fold_body(c, &s->while_.orelse);
        break;
    case OURO_AST_IF:
        fold_if(c, s);
        break;
    case OURO_AST_WITH:
    case OURO_AST_ASYNCWITH:
        for (uint32_t i = 0; i < s->with.items.count; i++) {
            fold(c, s->with.items.items[i]->context_expr);
            fold_optional(c, s->with.items.items[i]->optional_vars);
        }
        fold_body(c, &s->with.body);
        break;
    case OURO_AST_MATCH:
        fold(c, s->match.subject);
        for (uint32_t i = 0; i < s->match.cases.count; i++) {
            fold_pattern(c, s->match.cases.items[i]->pattern);
            fold_optional(c, s->match.cases.items[i]->guard);
            fold_body(c, &s->match.cases.items[i]->body);
        }
        break;
    case OURO_AST_RAISE:
        fold_optional(c, s->raise.exc);
        fold_optional(c, s->raise.cause);
        break;
    case OURO_AST_TRY:
    case OURO_AST_TRYSTAR:
        fold_body(c, &s->try_.body);
        for (uint32_t i = 0; i < s->try_.handlers.count; i++) {
            fold_optional(c, s->try_.handlers.items[i]->type);
            fold_body(c, &s->try_.handlers.items[i]->body);
        }
        fold_body(c, &s->try_.orelse);
        fold_body(c, &s->try_.finalbody);
        break;
    case OURO_AST_ASSERT:
        fold(c, s->assert_.test);
        fold_optional(c, s->assert_.msg);
        break;
    case OURO_AST_IMPORT:
    case OURO_AST_IMPORTFROM:
    case OURO_AST_GLOBAL:
    case OURO_AST_NONLOCAL:
    case OURO_AST_PASS:
    case OURO_AST_BREAK:
    case OURO_AST_CONTINUE:
        break;
    }
}

static void fold_body(ouro_compiler *c, const ouro_stmt_list *body)
{
    ouro__enter(c);
    for (uint32_t i = 0; i < body->count; i++)
        fold_statement(c, body->items[i]);
    ouro__leave(c);
}

void ouro__fold_module(ouro_compiler *c)
{
    if (c->tree->kind == OURO_AST_EXPRESSION)
        fold(c, c->tree->expr);
    else
        fold_body(c, &c->tree->body);
}
