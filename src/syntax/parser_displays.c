/* What stands in brackets: tuples, lists, sets, dicts, and the comprehensions of them. */
#include "syntax/parser_internal.h"

static bool parse_comprehensions(ouro_parser *p, ouro_comprehension_list *generators)
{
    uint32_t base = p->scratch_count;
    while (look(p) == TOKEN_FOR || look(p) == TOKEN_ASYNC) {
        ouro_comprehension *c = ouro__parser_alloc(p, sizeof *c);
        if (!c)
            return false;
        c->is_async = take(p, TOKEN_ASYNC);
        if (!take(p, TOKEN_FOR) || !(c->target = ouro__parse_star_targets(p)) || !take(p, TOKEN_IN) ||
            !(c->iter = ouro__parse_disjunction(p)))
            return false;
        uint32_t conditions = p->scratch_count;
        while (take(p, TOKEN_IF)) {
            ouro_expr *condition = ouro__parse_disjunction(p);
            if (!condition || !push(p, condition))
                return false;
        }
        if (c->is_async && ouro__parser_refuses(p, NULL, 6, "Async comprehensions are"))
            return false;
        if (!POP_LIST(p, conditions, c->ifs) || !push(p, c))
            return false;
    }
    return POP_LIST(p, base, *generators);
}

ouro_expr *ouro__finish_comprehension(ouro_parser *p, ouro_expr_kind kind, place start, ouro_expr *elt,
                                      token_type closing)
{
    ouro_comprehension_list generators;
    if (elt->kind == OURO_AST_STARRED || !parse_comprehensions(p, &generators) || !take(p, closing))
        return NULL;
    ouro_expr *e = ouro__expr_new(p, kind, start);
    if (!e)
        return NULL;
    e->listcomp.elt = elt;
    e->listcomp.generators = generators;
    return e;
}

ouro_expr *ouro__parse_parenthesised(ouro_parser *p)
{
    place start = here(p);
    advance(p);
    ouro_expr *e;
    if (look(p) == TOKEN_YIELD) {
        e = ouro__parse_yield(p);
        return e && take(p, TOKEN_RPAR) ? e : NULL;
    }
    uint32_t base = p->scratch_count;
    if (look(p) != TOKEN_RPAR) {
        e = ouro__parse_star_named_expression(p);
        if (!e)
            return NULL;
        if (ouro__at_comprehension(p))
            return ouro__finish_comprehension(p, OURO_AST_GENERATOREXP, start, e, TOKEN_RPAR);
        if (look(p) == TOKEN_RPAR) {
            advance(p);
            return e->kind == OURO_AST_STARRED ? NULL : e;
        }
        bool comma;
        if (!push(p, e) || !take(p, TOKEN_COMMA))
            return NULL;
        if (look(p) != TOKEN_RPAR && !ouro__parse_items(p, ouro__parse_star_named_expression, &comma))
            return NULL;
    }
    if (!take(p, TOKEN_RPAR))
        return NULL;
    ouro_expr *tuple = ouro__expr_new(p, OURO_AST_TUPLE, start);
    if (!tuple || !POP_LIST(p, base, tuple->tuple.elts))
        return NULL;
    return tuple;
}

/* A list or set (their nodes are alike) from its first item on, up to the closing bracket, which is taken. */
static ouro_expr *finish_items(ouro_parser *p, ouro_expr_kind kind, place start, ouro_expr *first,
                               token_type closing)
{
    uint32_t base = p->scratch_count;
    bool comma;
    if (!push(p, first))
        return NULL;
    if (take(p, TOKEN_COMMA) && look(p) != closing &&
        !ouro__parse_items(p, ouro__parse_star_named_expression, &comma))
        return NULL;
    if (!take(p, closing))
        return NULL;
    ouro_expr *display = ouro__expr_new(p, kind, start);
    if (!display || !POP_LIST(p, base, display->list.elts))
        return NULL;
    return display;
}

ouro_expr *ouro__parse_list(ouro_parser *p)
{
    place start = here(p);
    advance(p);
    if (take(p, TOKEN_RSQB))
        return ouro__expr_new(p, OURO_AST_LIST, start);
    ouro_expr *first = ouro__parse_star_named_expression(p);
    if (!first)
        return NULL;
    if (ouro__at_comprehension(p))
        return ouro__finish_comprehension(p, OURO_AST_LISTCOMP, start, first, TOKEN_RSQB);
    return finish_items(p, OURO_AST_LIST, start, first, TOKEN_RSQB);
}

/* From the first key on, pushed already with its value: keys and values in turn. */
static ouro_expr *finish_dict(ouro_parser *p, place start, uint32_t base)
{
    while (take(p, TOKEN_COMMA) && look(p) != TOKEN_RBRACE) {
        ouro_expr *key = NULL, *value;
        if (take(p, TOKEN_DOUBLESTAR)) {
            value = ouro__parse_bitwise_or(p);
        } else {
            key = ouro__parse_expression(p);
            if (!key || !take(p, TOKEN_COLON))
                return NULL;
            value = ouro__parse_expression(p);
        }
        if (!value || !push(p, key) || !push(p, value))
            return NULL;
    }
    if (!take(p, TOKEN_RBRACE))
        return NULL;
    uint32_t count = (p->scratch_count - base) / 2;
    ouro_expr *dict = ouro__expr_new(p, OURO_AST_DICT, start);
    if (!dict)
        return NULL;
    dict->dict.count = count;
    if (count == 0)
        return dict;
    dict->dict.keys = ouro__parser_alloc(p, count * sizeof *dict->dict.keys);
    dict->dict.values = ouro__parser_alloc(p, count * sizeof *dict->dict.values);
    if (!dict->dict.keys || !dict->dict.values)
        return NULL;
    for (uint32_t i = 0; i < count; i++) {
        dict->dict.keys[i] = p->scratch[base + 2 * i];
        dict->dict.values[i] = p->scratch[base + 2 * i + 1];
    }
    p->scratch_count = base;
    return dict;
}

static ouro_expr *finish_dict_comprehension(ouro_parser *p, place start, ouro_expr *key, ouro_expr *value)
{
    ouro_comprehension_list generators;
    if (!parse_comprehensions(p, &generators) || !take(p, TOKEN_RBRACE))
        return NULL;
    ouro_expr *e = ouro__expr_new(p, OURO_AST_DICTCOMP, start);
    if (!e)
        return NULL;
    e->dictcomp.key = key;
    e->dictcomp.value = value;
    e->dictcomp.generators = generators;
    return e;
}

ouro_expr *ouro__parse_braces(ouro_parser *p)
{
    place start = here(p);
    uint32_t base = p->scratch_count;
    advance(p);
    if (look(p) == TOKEN_RBRACE)
        return finish_dict(p, start, base);
    if (take(p, TOKEN_DOUBLESTAR)) {
        ouro_expr *value = ouro__parse_bitwise_or(p);
        return value && push(p, NULL) && push(p, value) ? finish_dict(p, start, base) : NULL;
    }
    place first_start = here(p);
    ouro_expr *first = ouro__parse_star_named_expression(p);
    if (!first)
        return NULL;
    if (look(p) != TOKEN_COLON) {
        if (ouro__at_comprehension(p))
            return ouro__finish_comprehension(p, OURO_AST_SETCOMP, start, first, TOKEN_RBRACE);
        return finish_items(p, OURO_AST_SET, start, first, TOKEN_RBRACE);
    }
    if (first->kind == OURO_AST_STARRED ||
        (first->kind == OURO_AST_NAMEDEXPR && first->span.line == first_start.line &&
         first->span.column == first_start.column))
        return NULL;
    advance(p);
    ouro_expr *value = ouro__parse_expression(p);
    if (!value)
        return NULL;
    if (ouro__at_comprehension(p))
        return finish_dict_comprehension(p, start, first, value);
    return push(p, first) && push(p, value) ? finish_dict(p, start, base) : NULL;
}
