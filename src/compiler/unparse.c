/* Expressions back to source text, as `from __future__ import annotations` keeps annotations. Parentheses
 * only where the precedence of what stands around asks for them. */
#include <string.h>

#include "compiler/compiler.h"
#include "types/protocol.h"

/* From loosest to tightest: an operand is put in parentheses when it binds less tightly than its place asks
 * for. */
enum precedence {
    P_NAMED,
    P_TUPLE,
    P_YIELD,
    P_TEST,
    P_OR,
    P_AND,
    P_NOT,
    P_COMPARE,
    P_BITOR,
    P_BITXOR,
    P_BITAND,
    P_SHIFT,
    P_ARITHMETIC,
    P_TERM,
    P_FACTOR,
    P_POWER,
    P_AWAIT,
    P_ATOM,
};

typedef struct unparser {
    ouro_compiler *c;
    char *text;
    size_t length, capacity;
} unparser;

static void put_expr(unparser *u, ouro_expr *e, int level);

static void put_bytes(unparser *u, const char *bytes, size_t length)
{
    if (length == 0)
        return;
    if (u->length + length > u->capacity) {
        size_t larger = u->capacity * 2 + length;
        char *text = ouro__region_need(u->c, larger);
        if (u->length)
            memcpy(text, u->text, u->length);
        u->text = text;
        u->capacity = larger;
    }
    memcpy(u->text + u->length, bytes, length);
    u->length += length;
}

static void put(unparser *u, const char *text)
{
    put_bytes(u, text, strlen(text));
}

static void put_if(unparser *u, bool condition, const char *text)
{
    if (condition)
        put(u, text);
}

static void put_name(unparser *u, const ouro_name *name)
{
    put_bytes(u, name->bytes, name->length);
}

static void put_str(unparser *u, ouro_object *o)
{
    size_t length;
    char *owned;
    const char *text = ouro__str_wtf8(u->c->rt, o, &length, &owned);
    if (!text)
        ouro__fail(u->c);
    const char *copy = ouro__region_copy(u->c->region, text, length);
    if (owned)
        ouro__buffer_free(u->c->rt, owned);
    if (!copy)
        ouro__fail_memory(u->c);
    put_bytes(u, copy, length);
}

static void put_list(unparser *u, const ouro_expr_list *list, int level)
{
    for (uint32_t i = 0; i < list->count; i++) {
        put_if(u, i > 0, ", ");
        put_expr(u, list->items[i], level);
    }
}

/* ---- operators ---- */

static void put_boolop(unparser *u, ouro_expr *e, int level)
{
    int own = e->op == OURO_AST_AND ? P_AND : P_OR;
    put_if(u, level > own, "(");
    for (uint32_t i = 0; i < e->boolop.values.count; i++) {
        put_if(u, i > 0, own == P_AND ? " and " : " or ");
        put_expr(u, e->boolop.values.items[i], own + 1);
    }
    put_if(u, level > own, ")");
}

static void put_binop(unparser *u, ouro_expr *e, int level)
{
    static const struct {
        const char *text;
        int own;
    } table[] = {
        [OURO_AST_ADD] = {" + ", P_ARITHMETIC}, [OURO_AST_SUB] = {" - ", P_ARITHMETIC},
        [OURO_AST_MULT] = {" * ", P_TERM},      [OURO_AST_MATMULT] = {" @ ", P_TERM},
        [OURO_AST_DIV] = {" / ", P_TERM},       [OURO_AST_MOD] = {" % ", P_TERM},
        [OURO_AST_POW] = {" ** ", P_POWER},     [OURO_AST_LSHIFT] = {" << ", P_SHIFT},
        [OURO_AST_RSHIFT] = {" >> ", P_SHIFT},  [OURO_AST_BITOR] = {" | ", P_BITOR},
        [OURO_AST_BITXOR] = {" ^ ", P_BITXOR},  [OURO_AST_BITAND] = {" & ", P_BITAND},
        [OURO_AST_FLOORDIV] = {" // ", P_TERM},
    };
    int own = table[e->op].own;
    bool right = e->op == OURO_AST_POW;
    put_if(u, level > own, "(");
    put_expr(u, e->binop.left, own + right);
    put(u, table[e->op].text);
    put_expr(u, e->binop.right, own + !right);
    put_if(u, level > own, ")");
}

static void put_unary(unparser *u, ouro_expr *e, int level)
{
    static const char *const table[] = {
        [OURO_AST_INVERT] = "~", [OURO_AST_NOT] = "not ", [OURO_AST_UADD] = "+", [OURO_AST_USUB] = "-"};
    int own = e->op == OURO_AST_NOT ? P_NOT : P_FACTOR;
    put_if(u, level > own, "(");
    put(u, table[e->op]);
    put_expr(u, e->unaryop.operand, own);
    put_if(u, level > own, ")");
}

static void put_compare(unparser *u, ouro_expr *e, int level)
{
    static const char *const table[] = {
        [OURO_AST_EQ] = " == ",       [OURO_AST_NOTEQ] = " != ",     [OURO_AST_LT] = " < ",
        [OURO_AST_LTE] = " <= ",      [OURO_AST_GT] = " > ",         [OURO_AST_GTE] = " >= ",
        [OURO_AST_IS] = " is ",       [OURO_AST_ISNOT] = " is not ", [OURO_AST_IN] = " in ",
        [OURO_AST_NOTIN] = " not in "};
    put_if(u, level > P_COMPARE, "(");
    put_expr(u, e->compare.left, P_COMPARE + 1);
    for (uint32_t i = 0; i < e->compare.comparators.count; i++) {
        put(u, table[e->compare.ops[i]]);
        put_expr(u, e->compare.comparators.items[i], P_COMPARE + 1);
    }
    put_if(u, level > P_COMPARE, ")");
}

static void put_ifexp(unparser *u, ouro_expr *e, int level)
{
    put_if(u, level > P_TEST, "(");
    put_expr(u, e->ifexp.body, P_TEST + 1);
    put(u, " if ");
    put_expr(u, e->ifexp.test, P_TEST + 1);
    put(u, " else ");
    put_expr(u, e->ifexp.orelse, P_TEST);
    put_if(u, level > P_TEST, ")");
}

/* ---- functions and calls ---- */

static void put_parameter(unparser *u, const char *prefix, const ouro_arg *arg, ouro_expr *value, bool *first)
{
    put_if(u, !*first, ", ");
    *first = false;
    put(u, prefix);
    if (arg) {
        put_name(u, arg->arg);
        if (arg->annotation) {
            put(u, ": ");
            put_expr(u, arg->annotation, P_TEST);
        }
    }
    if (value) {
        put(u, "=");
        put_expr(u, value, P_TEST);
    }
}

static void put_parameters(unparser *u, const ouro_arguments *args)
{
    bool first = true;
    uint32_t only = args->posonlyargs.count, count = only + args->args.count;
    for (uint32_t i = 0; i < count; i++) {
        const ouro_arg *arg = i < only ? args->posonlyargs.items[i] : args->args.items[i - only];
        uint32_t from = count - args->defaults.count;
        put_parameter(u, "", arg, i >= from ? args->defaults.items[i - from] : NULL, &first);
        if (only && i + 1 == only)
            put_parameter(u, "/", NULL, NULL, &first);
    }
    if (args->vararg || args->kwonlyargs.count)
        put_parameter(u, "*", args->vararg, NULL, &first);
    for (uint32_t i = 0; i < args->kwonlyargs.count; i++)
        put_parameter(u, "", args->kwonlyargs.items[i], args->kw_defaults.items[i], &first);
    if (args->kwarg)
        put_parameter(u, "**", args->kwarg, NULL, &first);
}

static void put_lambda(unparser *u, ouro_expr *e, int level)
{
    const ouro_arguments *args = e->lambda.args;
    bool any =
        args->posonlyargs.count || args->args.count || args->vararg || args->kwonlyargs.count || args->kwarg;
    put_if(u, level > P_TEST, "(");
    put(u, any ? "lambda " : "lambda");
    put_parameters(u, args);
    put(u, ": ");
    put_expr(u, e->lambda.body, P_TEST);
    put_if(u, level > P_TEST, ")");
}

static void put_call(unparser *u, ouro_expr *e)
{
    put_expr(u, e->call.func, P_ATOM);
    if (e->call.args.count == 1 && e->call.keywords.count == 0 &&
        e->call.args.items[0]->kind == OURO_AST_GENERATOREXP) {
        put_expr(u, e->call.args.items[0], P_TEST); /* brings its own parentheses */
        return;
    }
    put(u, "(");
    put_list(u, &e->call.args, P_TEST);
    for (uint32_t i = 0; i < e->call.keywords.count; i++) {
        const ouro_keyword *k = e->call.keywords.items[i];
        put_if(u, i > 0 || e->call.args.count > 0, ", ");
        if (k->arg) {
            put_name(u, k->arg);
            put(u, "=");
        } else {
            put(u, "**");
        }
        put_expr(u, k->value, P_TEST);
    }
    put(u, ")");
}

/* ---- displays and comprehensions ---- */

static void put_tuple(unparser *u, ouro_expr *e, int level)
{
    const ouro_expr_list *elts = &e->tuple.elts;
    if (elts->count == 0) {
        put(u, "()");
        return;
    }
    put_if(u, level > P_TUPLE, "(");
    put_list(u, elts, P_TEST);
    put_if(u, elts->count == 1, ",");
    put_if(u, level > P_TUPLE, ")");
}

static void put_dict(unparser *u, ouro_expr *e)
{
    put(u, "{");
    for (uint32_t i = 0; i < e->dict.count; i++) {
        put_if(u, i > 0, ", ");
        if (e->dict.keys[i]) {
            put_expr(u, e->dict.keys[i], P_TEST);
            put(u, ": ");
            put_expr(u, e->dict.values[i], P_TEST);
        } else {
            put(u, "**");
            put_expr(u, e->dict.values[i], P_BITOR);
        }
    }
    put(u, "}");
}

static void put_generators(unparser *u, const ouro_comprehension_list *list)
{
    for (uint32_t i = 0; i < list->count; i++) {
        const ouro_comprehension *g = list->items[i];
        put(u, g->is_async ? " async for " : " for ");
        put_expr(u, g->target, P_TUPLE);
        put(u, " in ");
        put_expr(u, g->iter, P_TEST + 1);
        for (uint32_t j = 0; j < g->ifs.count; j++) {
            put(u, " if ");
            put_expr(u, g->ifs.items[j], P_TEST + 1);
        }
    }
}

static void put_comprehension(unparser *u, ouro_expr *e, const char *open, const char *close)
{
    put(u, open);
    if (e->kind == OURO_AST_DICTCOMP) {
        put_expr(u, e->dictcomp.key, P_TEST);
        put(u, ": ");
        put_expr(u, e->dictcomp.value, P_TEST);
        put_generators(u, &e->dictcomp.generators);
    } else {
        put_expr(u, e->listcomp.elt, P_TEST);
        put_generators(u, &e->listcomp.generators);
    }
    put(u, close);
}

/* ---- constants and f-strings ---- */

/* Infinity has no literal: a number that overflows stands for it. */
static void put_constant(unparser *u, ouro_expr *e)
{
    ouro_object *o = ouro__constant_object(u->c, e);
    if (o == OURO_ELLIPSIS(u->c->rt)) {
        put(u, "...");
        return;
    }
    ouro_object *text = ouro__keep(u->c, ouro__repr(u->c->rt, o));
    if (ouro__str_equals_ascii(text, "inf"))
        put(u, "1e309");
    else
        put_str(u, text);
}

/* The body of an f-string; braces of literal text are doubled. */
static void put_fstring_part(unparser *body, ouro_expr *e)
{
    ouro_compiler *c = body->c;
    if (e->kind == OURO_CONSTANT) {
        unparser text = {.c = c};
        put_str(&text, ouro__constant_object(c, e));
        for (size_t i = 0; i < text.length; i++) {
            put_bytes(body, text.text + i, 1);
            if (text.text[i] == '{' || text.text[i] == '}')
                put_bytes(body, text.text + i, 1);
        }
        return;
    }
    if (e->kind == OURO_AST_JOINEDSTR) {
        for (uint32_t i = 0; i < e->joinedstr.values.count; i++)
            put_fstring_part(body, e->joinedstr.values.items[i]);
        return;
    }
    unparser inner = {.c = c};
    put_expr(&inner, e->formattedvalue.value, P_TEST + 1);
    put(body, inner.length && inner.text[0] == '{' ? "{ " : "{");
    put_bytes(body, inner.text, inner.length);
    if (e->formattedvalue.conversion > 0) {
        const char conversion[] = {'!', (char)e->formattedvalue.conversion, 0};
        put(body, conversion);
    }
    if (e->formattedvalue.format_spec) {
        put(body, ":");
        put_fstring_part(body, e->formattedvalue.format_spec);
    }
    put(body, "}");
}

static void put_fstring(unparser *u, ouro_expr *e)
{
    unparser body = {.c = u->c};
    put_fstring_part(&body, e);
    ouro_object *text =
        ouro__keep(u->c, ouro__str_from_wtf8(u->c->rt, body.length ? body.text : "", body.length));
    put(u, "f");
    put_str(u, ouro__keep(u->c, ouro__repr(u->c->rt, text)));
}

/* ---- the rest ---- */

static void put_attribute(unparser *u, ouro_expr *e)
{
    ouro_expr *value = e->attribute.value;
    put_expr(u, value, P_ATOM);
    bool integer =
        value->kind == OURO_CONSTANT && ouro__is_exactly(ouro__constant_object(u->c, value), OURO_T_INT);
    put(u, integer ? " ." : ".");
    put_name(u, e->attribute.attr);
}

static void put_slice(unparser *u, ouro_expr *e)
{
    if (e->slice.lower)
        put_expr(u, e->slice.lower, P_TEST);
    put(u, ":");
    if (e->slice.upper)
        put_expr(u, e->slice.upper, P_TEST);
    if (e->slice.step) {
        put(u, ":");
        put_expr(u, e->slice.step, P_TEST);
    }
}

static void put_prefixed(unparser *u, const char *prefix, ouro_expr *value, int own, int inner, int level)
{
    put_if(u, level > own, "(");
    put(u, prefix);
    if (value)
        put_expr(u, value, inner);
    put_if(u, level > own, ")");
}

static void put_one(unparser *u, ouro_expr *e, int level)
{
    switch ((ouro_expr_kind)e->kind) {
    case OURO_AST_BOOLOP:
        put_boolop(u, e, level);
        break;
    case OURO_AST_NAMEDEXPR:
        put_if(u, level > P_NAMED, "(");
        put_expr(u, e->namedexpr.target, P_ATOM);
        put(u, " := ");
        put_expr(u, e->namedexpr.value, P_ATOM);
        put_if(u, level > P_NAMED, ")");
        break;
    case OURO_AST_BINOP:
        put_binop(u, e, level);
        break;
    case OURO_AST_UNARYOP:
        put_unary(u, e, level);
        break;
    case OURO_AST_LAMBDA:
        put_lambda(u, e, level);
        break;
    case OURO_AST_IFEXP:
        put_ifexp(u, e, level);
        break;
    case OURO_AST_DICT:
        put_dict(u, e);
        break;
    case OURO_AST_SET:
        put(u, "{");
        put_list(u, &e->set.elts, P_TEST);
        put(u, "}");
        break;
    case OURO_AST_LISTCOMP:
        put_comprehension(u, e, "[", "]");
        break;
    case OURO_AST_SETCOMP:
    case OURO_AST_DICTCOMP:
        put_comprehension(u, e, "{", "}");
        break;
    case OURO_AST_GENERATOREXP:
        put_comprehension(u, e, "(", ")");
        break;
    case OURO_AST_AWAIT:
        put_prefixed(u, "await ", e->await.value, P_AWAIT, P_ATOM, level);
        break;
    case OURO_AST_YIELD:
        put_prefixed(u, e->yield.value ? "(yield " : "(yield", e->yield.value, P_ATOM, P_TUPLE, P_NAMED);
        put(u, ")");
        break;
    case OURO_AST_YIELDFROM:
        put_prefixed(u, "(yield from ", e->yieldfrom.value, P_ATOM, P_TEST, P_NAMED);
        put(u, ")");
        break;
    case OURO_AST_COMPARE:
        put_compare(u, e, level);
        break;
    case OURO_AST_CALL:
        put_call(u, e);
        break;
    case OURO_AST_FORMATTEDVALUE:
    case OURO_AST_JOINEDSTR:
        put_fstring(u, e);
        break;
    case OURO_CONSTANT:
        put_constant(u, e);
        break;
    case OURO_AST_ATTRIBUTE:
        put_attribute(u, e);
        break;
    case OURO_AST_SUBSCRIPT:
        put_expr(u, e->subscript.value, P_ATOM);
        put(u, "[");
        put_expr(u, e->subscript.slice, P_TUPLE);
        put(u, "]");
        break;
    case OURO_AST_STARRED:
        put(u, "*");
        put_expr(u, e->starred.value, P_BITOR);
        break;
    case OURO_AST_NAME:
        put_name(u, e->name.id);
        break;
    case OURO_AST_LIST:
        put(u, "[");
        put_list(u, &e->list.elts, P_TEST);
        put(u, "]");
        break;
    case OURO_AST_TUPLE:
        put_tuple(u, e, level);
        break;
    case OURO_AST_SLICE:
        put_slice(u, e);
        break;
    }
}

static void put_expr(unparser *u, ouro_expr *e, int level)
{
    ouro__enter(u->c);
    put_one(u, e, level);
    ouro__leave(u->c);
}

ouro_object *ouro__unparse(ouro_compiler *c, ouro_expr *e)
{
    unparser u = {.c = c};
    put_expr(&u, e, P_TEST);
    return ouro__keep(c, ouro__str_from_wtf8(c->rt, u.length ? u.text : "", u.length));
}
