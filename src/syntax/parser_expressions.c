/* Expressions: precedence climbing for the binary operators, loops for whatever chains to the left,
 * recursion (bounded by the C stack's limit) for what nests. */
#include "syntax/parser_internal.h"

static ouro_expr *parse_primary(ouro_parser *p);
static ouro_expr *parse_lambda(ouro_parser *p);

ouro_expr *ouro__expr_new(ouro_parser *p, ouro_expr_kind kind, place start)
{
    ouro_expr *e = ouro__parser_alloc(p, sizeof *e);
    if (!e)
        return NULL;
    e->kind = (uint8_t)kind;
    e->span = span_from(p, start);
    return e;
}

static inline place start_of(const ouro_expr *e)
{
    return (place){e->span.line, e->span.column};
}

/* Whether an expression can begin with this token. */
static bool begins_expression(token_type type)
{
    switch (type) {
    case TOKEN_NAME:
    case TOKEN_NUMBER:
    case TOKEN_STRING:
    case TOKEN_LPAR:
    case TOKEN_LSQB:
    case TOKEN_LBRACE:
    case TOKEN_ELLIPSIS:
    case TOKEN_PLUS:
    case TOKEN_MINUS:
    case TOKEN_TILDE:
    case TOKEN_FALSE:
    case TOKEN_NONE:
    case TOKEN_TRUE:
    case TOKEN_AWAIT:
    case TOKEN_LAMBDA:
    case TOKEN_NOT:
        return true;
    default:
        return false;
    }
}

/* ---- lists of expressions ---- */

bool ouro__parse_items(ouro_parser *p, ouro_expr *(*item)(ouro_parser *), bool *comma)
{
    *comma = false;
    for (;;) {
        ouro_expr *e = item(p);
        if (!e || !push(p, e))
            return false;
        if (!take(p, TOKEN_COMMA))
            return true;
        *comma = true;
        if (look(p) != TOKEN_STAR && !begins_expression(look(p)))
            return true;
    }
}

/* One item as it is; several, or one with a comma, as a Tuple. */
static ouro_expr *parse_tuple_or_one(ouro_parser *p, ouro_expr *(*item)(ouro_parser *))
{
    place start = here(p);
    ouro_expr *first = item(p);
    if (!first || look(p) != TOKEN_COMMA)
        return first;
    uint32_t base = p->scratch_count;
    bool comma;
    if (!push(p, first))
        return NULL;
    advance(p);
    if ((look(p) == TOKEN_STAR || begins_expression(look(p))) && !ouro__parse_items(p, item, &comma))
        return NULL;
    ouro_expr *tuple = ouro__expr_new(p, OURO_AST_TUPLE, start);
    if (!tuple || !POP_LIST(p, base, tuple->tuple.elts))
        return NULL;
    return tuple;
}

static ouro_expr *parse_starred(ouro_parser *p, ouro_expr *(*value)(ouro_parser *))
{
    place start = here(p);
    advance(p);
    ouro_expr *e = value(p);
    ouro_expr *starred = e ? ouro__expr_new(p, OURO_AST_STARRED, start) : NULL;
    if (starred)
        starred->starred.value = e;
    return starred;
}

ouro_expr *ouro__parse_star_expression(ouro_parser *p)
{
    return look(p) == TOKEN_STAR ? parse_starred(p, ouro__parse_bitwise_or) : ouro__parse_expression(p);
}

ouro_expr *ouro__parse_star_named_expression(ouro_parser *p)
{
    return look(p) == TOKEN_STAR ? parse_starred(p, ouro__parse_bitwise_or) : ouro__parse_named_expression(p);
}

ouro_expr *ouro__parse_star_expressions(ouro_parser *p)
{
    return parse_tuple_or_one(p, ouro__parse_star_expression);
}

ouro_expr *ouro__parse_expressions(ouro_parser *p)
{
    return parse_tuple_or_one(p, ouro__parse_expression);
}

ouro_expr *ouro__parse_yield(ouro_parser *p)
{
    place start = here(p);
    advance(p);
    ouro_expr *value = NULL, *yield;
    if (take(p, TOKEN_FROM)) {
        value = ouro__parse_expression(p);
        yield = value ? ouro__expr_new(p, OURO_AST_YIELDFROM, start) : NULL;
    } else {
        if (look(p) == TOKEN_STAR || begins_expression(look(p))) {
            value = ouro__parse_star_expressions(p);
            if (!value)
                return NULL;
        }
        yield = ouro__expr_new(p, OURO_AST_YIELD, start);
    }
    if (yield)
        yield->yield.value = value;
    return yield;
}

ouro_expr *ouro__parse_yield_or_star_expressions(ouro_parser *p)
{
    return look(p) == TOKEN_YIELD ? ouro__parse_yield(p) : ouro__parse_star_expressions(p);
}

/* ---- expression, and what binds loosest ---- */

ouro_expr *ouro__parse_named_expression(ouro_parser *p)
{
    if (look(p) != TOKEN_NAME || ouro__parser_peek(p)->type != TOKEN_COLONEQUAL)
        return ouro__parse_expression(p);
    place start = here(p);
    const ouro_name *id = ouro__parser_take_name(p);
    ouro_expr *target = id ? ouro__expr_new(p, OURO_AST_NAME, start) : NULL;
    if (!target)
        return NULL;
    target->name.id = id;
    target->context = OURO_AST_STORE;
    advance(p);
    ouro_expr *value = ouro__parse_expression(p);
    if (value && ouro__parser_refuses(p, NULL, 8, "Assignment expressions are"))
        return NULL;
    ouro_expr *named = value ? ouro__expr_new(p, OURO_AST_NAMEDEXPR, start) : NULL;
    if (!named)
        return NULL;
    named->namedexpr.target = target;
    named->namedexpr.value = value;
    return named;
}

ouro_expr *ouro__parse_expression(ouro_parser *p)
{
    if (!room(p))
        return NULL;
    if (look(p) == TOKEN_LAMBDA)
        return parse_lambda(p);
    place start = here(p);
    ouro_expr *body = ouro__parse_disjunction(p);
    if (!body || look(p) != TOKEN_IF)
        return body;
    advance(p);
    ouro_expr *test = ouro__parse_disjunction(p);
    if (!test || !take(p, TOKEN_ELSE))
        return NULL;
    ouro_expr *orelse = ouro__parse_expression(p);
    ouro_expr *choice = orelse ? ouro__expr_new(p, OURO_AST_IFEXP, start) : NULL;
    if (!choice)
        return NULL;
    choice->ifexp.body = body;
    choice->ifexp.test = test;
    choice->ifexp.orelse = orelse;
    return choice;
}

static ouro_expr *parse_lambda(ouro_parser *p)
{
    place start = here(p);
    advance(p);
    ouro_arguments *args = ouro__parse_parameters(p, TOKEN_COLON);
    if (!args || !take(p, TOKEN_COLON))
        return NULL;
    ouro_expr *body = ouro__parse_expression(p);
    ouro_expr *lambda = body ? ouro__expr_new(p, OURO_AST_LAMBDA, start) : NULL;
    if (!lambda)
        return NULL;
    lambda->lambda.args = args;
    lambda->lambda.body = body;
    return lambda;
}

static ouro_expr *parse_bool(ouro_parser *p, token_type token, ouro_bool_operator op,
                             ouro_expr *(*operand)(ouro_parser *))
{
    place start = here(p);
    ouro_expr *first = operand(p);
    if (!first || look(p) != token)
        return first;
    uint32_t base = p->scratch_count;
    if (!push(p, first))
        return NULL;
    while (take(p, token)) {
        ouro_expr *next = operand(p);
        if (!next || !push(p, next))
            return NULL;
    }
    ouro_expr *e = ouro__expr_new(p, OURO_AST_BOOLOP, start);
    if (!e || !POP_LIST(p, base, e->boolop.values))
        return NULL;
    e->op = op;
    return e;
}

static ouro_expr *new_unary(ouro_parser *p, ouro_unary_operator op, place start, ouro_expr *operand)
{
    ouro_expr *e = operand ? ouro__expr_new(p, OURO_AST_UNARYOP, start) : NULL;
    if (e) {
        e->op = op;
        e->unaryop.operand = operand;
    }
    return e;
}

/* The comparison operator at hand, taken; -1 when there is none. */
static int take_comparison(ouro_parser *p)
{
    int op;
    switch (look(p)) {
    case TOKEN_EQEQUAL:
        op = OURO_AST_EQ;
        break;
    case TOKEN_NOTEQUAL: { /* `<>` under barry_as_FLUFL, and only there */
        bool barry = p->tokenizer.input->flags & OURO_PARSE_BARRY_AS_BDFL;
        if ((p->token->start[0] == '<') != barry)
            return -1;
        op = OURO_AST_NOTEQ;
        break;
    }
    case TOKEN_LESS:
        op = OURO_AST_LT;
        break;
    case TOKEN_LESSEQUAL:
        op = OURO_AST_LTE;
        break;
    case TOKEN_GREATER:
        op = OURO_AST_GT;
        break;
    case TOKEN_GREATEREQUAL:
        op = OURO_AST_GTE;
        break;
    case TOKEN_IN:
        op = OURO_AST_IN;
        break;
    case TOKEN_NOT:
        if (ouro__parser_peek(p)->type != TOKEN_IN)
            return -1;
        advance(p);
        op = OURO_AST_NOTIN;
        break;
    case TOKEN_IS:
        advance(p);
        return take(p, TOKEN_NOT) ? OURO_AST_ISNOT : OURO_AST_IS;
    default:
        return -1;
    }
    advance(p);
    return op;
}

static ouro_expr *parse_comparison(ouro_parser *p)
{
    place start = here(p);
    ouro_expr *left = ouro__parse_bitwise_or(p);
    int op;
    if (!left || (op = take_comparison(p)) < 0)
        return left;
    uint32_t base = p->scratch_count;
    do { /* operand and operator in turn */
        ouro_expr *right = ouro__parse_bitwise_or(p);
        if (!right || !push(p, right) || !push(p, (void *)(uintptr_t)op))
            return NULL;
    } while ((op = take_comparison(p)) >= 0);
    uint32_t count = (p->scratch_count - base) / 2;
    ouro_expr *e = ouro__expr_new(p, OURO_AST_COMPARE, start);
    ouro_expr **operands = ouro__parser_alloc(p, count * sizeof *operands);
    uint8_t *ops = ouro__parser_alloc(p, count);
    if (!e || !operands || !ops)
        return NULL;
    for (uint32_t i = 0; i < count; i++) {
        operands[i] = p->scratch[base + 2 * i];
        ops[i] = (uint8_t)(uintptr_t)p->scratch[base + 2 * i + 1];
    }
    p->scratch_count = base;
    e->compare.left = left;
    e->compare.ops = ops;
    e->compare.comparators = (ouro_expr_list){operands, count};
    return e;
}

static ouro_expr *parse_inversion(ouro_parser *p)
{
    if (look(p) != TOKEN_NOT)
        return parse_comparison(p);
    if (!room(p))
        return NULL;
    place start = here(p);
    advance(p);
    return new_unary(p, OURO_AST_NOT, start, parse_inversion(p));
}

static ouro_expr *parse_conjunction(ouro_parser *p)
{
    return parse_bool(p, TOKEN_AND, OURO_AST_AND, parse_inversion);
}

ouro_expr *ouro__parse_disjunction(ouro_parser *p)
{
    return parse_bool(p, TOKEN_OR, OURO_AST_OR, parse_conjunction);
}

/* ---- arithmetic ---- */

typedef struct binary_rule {
    uint8_t strength; /* 0: no binary operator */
    uint8_t op;
} binary_rule;

enum { LOOSEST = 1 };

static const binary_rule binary_rules[TOKEN_TYPES] = {
    [TOKEN_VBAR] = {1, OURO_AST_BITOR},
    [TOKEN_CIRCUMFLEX] = {2, OURO_AST_BITXOR},
    [TOKEN_AMPER] = {3, OURO_AST_BITAND},
    [TOKEN_LEFTSHIFT] = {4, OURO_AST_LSHIFT},
    [TOKEN_RIGHTSHIFT] = {4, OURO_AST_RSHIFT},
    [TOKEN_PLUS] = {5, OURO_AST_ADD},
    [TOKEN_MINUS] = {5, OURO_AST_SUB},
    [TOKEN_STAR] = {6, OURO_AST_MULT},
    [TOKEN_SLASH] = {6, OURO_AST_DIV},
    [TOKEN_PERCENT] = {6, OURO_AST_MOD},
    [TOKEN_DOUBLESLASH] = {6, OURO_AST_FLOORDIV},
    [TOKEN_AT] = {6, OURO_AST_MATMULT},
};

static ouro_expr *new_binary(ouro_parser *p, uint8_t op, ouro_expr *left, ouro_expr *right)
{
    ouro_expr *e = right ? ouro__expr_new(p, OURO_AST_BINOP, start_of(left)) : NULL;
    if (e) {
        e->op = op;
        e->binop.left = left;
        e->binop.right = right;
    }
    return e;
}

static ouro_expr *parse_factor(ouro_parser *p)
{
    int op;
    switch (look(p)) {
    case TOKEN_PLUS:
        op = OURO_AST_UADD;
        break;
    case TOKEN_MINUS:
        op = OURO_AST_USUB;
        break;
    case TOKEN_TILDE:
        op = OURO_AST_INVERT;
        break;
    default: {
        place start = here(p);
        ouro_expr *base = parse_primary(p);
        if (!base || look(p) != TOKEN_DOUBLESTAR)
            return base;
        if (!room(p))
            return NULL;
        advance(p);
        ouro_expr *power = new_binary(p, OURO_AST_POW, base, parse_factor(p));
        if (power) { /* a bracketed base stands further left than its node */
            power->span.line = start.line;
            power->span.column = start.column;
        }
        return power;
    }
    }
    if (!room(p))
        return NULL;
    place start = here(p);
    advance(p);
    return new_unary(p, (ouro_unary_operator)op, start, parse_factor(p));
}

static ouro_expr *parse_binary(ouro_parser *p, int strength)
{
    place start = here(p);
    ouro_expr *left = parse_factor(p);
    while (left) {
        binary_rule rule = binary_rules[look(p)];
        if (rule.strength < strength)
            break;
        advance(p);
        left = new_binary(p, rule.op, left, parse_binary(p, rule.strength + 1));
        if (left && rule.op == OURO_AST_MATMULT && ouro__parser_refuses(p, NULL, 5, "The '@' operator is"))
            return NULL;
        if (left) {
            left->span.line = start.line;
            left->span.column = start.column;
        }
    }
    return left;
}

ouro_expr *ouro__parse_bitwise_or(ouro_parser *p)
{
    return parse_binary(p, LOOSEST);
}

/* ---- calls ---- */

static bool parse_keyword(ouro_parser *p, bool *doubled, ouro_keyword_list *list, uint32_t *capacity)
{
    place start = here(p);
    ouro_keyword *keyword = ouro__parser_alloc(p, sizeof *keyword);
    if (!keyword)
        return false;
    if (take(p, TOKEN_DOUBLESTAR)) {
        *doubled = true;
    } else {
        if (!(keyword->arg = ouro__parser_take_name(p)))
            return false;
        advance(p); /* the equals sign */
    }
    if (!(keyword->value = ouro__parse_expression(p)))
        return false;
    keyword->span = span_from(p, start);
    if (list->count == *capacity) { /* arguments are on scratch: keywords grow beside them */
        *capacity = *capacity ? *capacity * 2 : 4;
        ouro_keyword **items = ouro__parser_alloc(p, *capacity * sizeof *items);
        if (!items)
            return false;
        for (uint32_t i = 0; i < list->count; i++)
            items[i] = list->items[i];
        list->items = items;
    }
    list->items[list->count++] = keyword;
    return true;
}

/* Positional arguments come before keywords, starred ones before `**`. */
bool ouro__parse_call_arguments(ouro_parser *p, ouro_expr_list *args, ouro_keyword_list *keywords)
{
    uint32_t base = p->scratch_count, capacity = 0;
    bool doubled = false;
    *keywords = (ouro_keyword_list){0};
    while (look(p) != TOKEN_RPAR) {
        ouro_expr *e;
        if (look(p) == TOKEN_DOUBLESTAR ||
            (look(p) == TOKEN_NAME && ouro__parser_peek(p)->type == TOKEN_EQUAL)) {
            if (!parse_keyword(p, &doubled, keywords, &capacity))
                return false;
        } else {
            if (look(p) == TOKEN_STAR)
                e = doubled ? NULL : parse_starred(p, ouro__parse_expression);
            else
                e = keywords->count ? NULL : ouro__parse_named_expression(p);
            if (!e || !push(p, e))
                return false;
        }
        if (!take(p, TOKEN_COMMA))
            break;
    }
    return look(p) == TOKEN_RPAR && POP_LIST(p, base, *args);
}

static ouro_expr *parse_call(ouro_parser *p, place start, ouro_expr *func)
{
    place bracket = here(p);
    advance(p);
    ouro_expr_list args = {NULL, 0};
    ouro_keyword_list keywords = {NULL, 0};
    /* A generator expression may be the only argument, in the call's own brackets. */
    if (look(p) != TOKEN_RPAR) {
        bool single = look(p) != TOKEN_STAR && look(p) != TOKEN_DOUBLESTAR &&
                      !(look(p) == TOKEN_NAME && ouro__parser_peek(p)->type == TOKEN_EQUAL);
        ouro_expr *first = NULL;
        if (single && !(first = ouro__parse_named_expression(p)))
            return NULL;
        if (first && ouro__at_comprehension(p)) {
            first = ouro__finish_comprehension(p, OURO_AST_GENERATOREXP, bracket, first, TOKEN_RPAR);
            args.items = ouro__parser_alloc(p, sizeof *args.items);
            if (!first || !args.items)
                return NULL;
            args.items[args.count++] = first;
            goto make;
        }
        uint32_t base = p->scratch_count;
        if (first && (!push(p, first) || (look(p) != TOKEN_RPAR && !take(p, TOKEN_COMMA))))
            return NULL;
        ouro_expr_list rest;
        if (!ouro__parse_call_arguments(p, &rest, &keywords))
            return NULL;
        for (uint32_t i = 0; i < rest.count; i++)
            if (!push(p, rest.items[i]))
                return NULL;
        if (!POP_LIST(p, base, args))
            return NULL;
    }
    if (!take(p, TOKEN_RPAR))
        return NULL;
make:;
    ouro_expr *call = ouro__expr_new(p, OURO_AST_CALL, start);
    if (!call)
        return NULL;
    call->call.func = func;
    call->call.args = args;
    call->call.keywords = keywords;
    return call;
}

/* ---- subscripts ---- */

static ouro_expr *parse_slice(ouro_parser *p)
{
    place start = here(p);
    ouro_expr *lower = NULL, *upper = NULL, *step = NULL;
    if (look(p) == TOKEN_STAR)
        return parse_starred(p, ouro__parse_expression);
    if (look(p) != TOKEN_COLON) {
        lower = ouro__parse_named_expression(p);
        if (!lower || look(p) != TOKEN_COLON || lower->kind == OURO_AST_NAMEDEXPR) {
            /* `a := b` is no bound of a slice; in brackets it is. */
            bool bare = lower && lower->kind == OURO_AST_NAMEDEXPR && lower->span.line == start.line &&
                        lower->span.column == start.column;
            if (!lower || look(p) != TOKEN_COLON || bare)
                return lower;
        }
    }
    advance(p);
    if (begins_expression(look(p)) && !(upper = ouro__parse_expression(p)))
        return NULL;
    if (take(p, TOKEN_COLON) && begins_expression(look(p)) && !(step = ouro__parse_expression(p)))
        return NULL;
    ouro_expr *slice = ouro__expr_new(p, OURO_AST_SLICE, start);
    if (!slice)
        return NULL;
    slice->slice.lower = lower;
    slice->slice.upper = upper;
    slice->slice.step = step;
    return slice;
}

/* One slice as it is; several, one with a comma, or one starred, as a Tuple. */
static ouro_expr *parse_slices(ouro_parser *p)
{
    place start = here(p);
    bool starred = look(p) == TOKEN_STAR;
    ouro_expr *e = parse_slice(p);
    if (!e || (look(p) != TOKEN_COMMA && !starred))
        return e;
    uint32_t base = p->scratch_count;
    if (!push(p, e))
        return NULL;
    while (take(p, TOKEN_COMMA) && look(p) != TOKEN_RSQB)
        if (!(e = parse_slice(p)) || !push(p, e))
            return NULL;
    ouro_expr *tuple = ouro__expr_new(p, OURO_AST_TUPLE, start);
    if (!tuple || !POP_LIST(p, base, tuple->tuple.elts))
        return NULL;
    return tuple;
}

static ouro_expr *parse_subscript(ouro_parser *p, place start, ouro_expr *value)
{
    advance(p);
    ouro_expr *slice = parse_slices(p);
    if (!slice || !take(p, TOKEN_RSQB))
        return NULL;
    ouro_expr *e = ouro__expr_new(p, OURO_AST_SUBSCRIPT, start);
    if (!e)
        return NULL;
    e->subscript.value = value;
    e->subscript.slice = slice;
    return e;
}

/* ---- atoms ---- */

ouro_expr *ouro__parse_strings(ouro_parser *p)
{
    bookmark mark = ouro__parser_mark(p);
    while (look(p) == TOKEN_STRING)
        advance(p);
    ouro__parser_go_on(p);
    return ouro__strings_concatenate(p, p->tokens + mark.position, p->position - mark.position);
}

static ouro_expr *new_constant(ouro_parser *p, ouro_constant_kind kind)
{
    place start = here(p);
    advance(p);
    ouro_expr *e = ouro__expr_new(p, OURO_CONSTANT, start);
    if (e)
        e->constant.kind = (uint8_t)kind;
    return e;
}

static ouro_expr *parse_number(ouro_parser *p)
{
    ouro_token token = *p->token;
    ouro_expr *e = new_constant(p, OURO_CONSTANT_INT);
    return e && ouro__parse_number_constant(p, &token, &e->constant) ? e : NULL;
}

static ouro_expr *parse_atom(ouro_parser *p)
{
    switch (look(p)) {
    case TOKEN_NAME: {
        place start = here(p);
        const ouro_name *id = ouro__parser_take_name(p);
        ouro_expr *e = id ? ouro__expr_new(p, OURO_AST_NAME, start) : NULL;
        if (e)
            e->name.id = id;
        return e;
    }
    case TOKEN_NUMBER:
        return parse_number(p);
    case TOKEN_STRING:
        return ouro__parse_strings(p);
    case TOKEN_LPAR:
        return room(p) ? ouro__parse_parenthesised(p) : NULL;
    case TOKEN_LSQB:
        return room(p) ? ouro__parse_list(p) : NULL;
    case TOKEN_LBRACE:
        return room(p) ? ouro__parse_braces(p) : NULL;
    case TOKEN_ELLIPSIS:
        return new_constant(p, OURO_CONSTANT_ELLIPSIS);
    case TOKEN_NONE:
        return new_constant(p, OURO_CONSTANT_NONE);
    case TOKEN_TRUE:
        return new_constant(p, OURO_CONSTANT_TRUE);
    case TOKEN_FALSE:
        return new_constant(p, OURO_CONSTANT_FALSE);
    default:
        return NULL;
    }
}

static ouro_expr *parse_attribute(ouro_parser *p, place start, ouro_expr *value)
{
    advance(p);
    const ouro_name *attr = ouro__parser_take_name(p);
    ouro_expr *e = attr ? ouro__expr_new(p, OURO_AST_ATTRIBUTE, start) : NULL;
    if (e) {
        e->attribute.value = value;
        e->attribute.attr = attr;
    }
    return e;
}

static ouro_expr *parse_primary(ouro_parser *p)
{
    place start = here(p);
    bool await = take(p, TOKEN_AWAIT);
    place inner = here(p);
    ouro_expr *e = parse_atom(p);
    for (bool more = true; e && more;) {
        switch (look(p)) {
        case TOKEN_DOT:
            e = parse_attribute(p, inner, e);
            break;
        case TOKEN_LPAR:
            e = room(p) ? parse_call(p, inner, e) : NULL;
            break;
        case TOKEN_LSQB:
            e = room(p) ? parse_subscript(p, inner, e) : NULL;
            break;
        default:
            more = false;
        }
    }
    if (!e || !await)
        return e;
    if (ouro__parser_refuses(p, NULL, 5, "Await expressions are"))
        return NULL;
    ouro_expr *awaited = ouro__expr_new(p, OURO_AST_AWAIT, start);
    if (awaited)
        awaited->await.value = e;
    return awaited;
}
