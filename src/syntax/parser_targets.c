/* Targets: parsed as values, then turned into what may be stored to or deleted. */
#include "syntax/parser_internal.h"

static bool convert_list(ouro_parser *p, ouro_expr_list *list, bool (*convert)(ouro_parser *, ouro_expr *))
{
    for (uint32_t i = 0; i < list->count; i++)
        if (!convert(p, list->items[i]))
            return false;
    return true;
}

bool ouro__target_store(ouro_parser *p, ouro_expr *e)
{
    if (!room(p))
        return false;
    switch (e->kind) {
    case OURO_AST_NAME:
    case OURO_AST_ATTRIBUTE:
    case OURO_AST_SUBSCRIPT:
        e->context = OURO_AST_STORE;
        return true;
    case OURO_AST_STARRED:
        e->context = OURO_AST_STORE;
        return ouro__target_store(p, e->starred.value);
    case OURO_AST_TUPLE:
    case OURO_AST_LIST:
        e->context = OURO_AST_STORE;
        return convert_list(p, &e->tuple.elts, ouro__target_store);
    default:
        return false;
    }
}

bool ouro__target_delete(ouro_parser *p, ouro_expr *e)
{
    if (!room(p))
        return false;
    switch (e->kind) {
    case OURO_AST_NAME:
    case OURO_AST_ATTRIBUTE:
    case OURO_AST_SUBSCRIPT:
        e->context = OURO_AST_DEL;
        return true;
    case OURO_AST_TUPLE:
    case OURO_AST_LIST:
        e->context = OURO_AST_DEL;
        return convert_list(p, &e->tuple.elts, ouro__target_delete);
    default:
        return false;
    }
}

bool ouro__target_single(ouro_expr *e)
{
    if (e->kind != OURO_AST_NAME && e->kind != OURO_AST_ATTRIBUTE && e->kind != OURO_AST_SUBSCRIPT)
        return false;
    e->context = OURO_AST_STORE;
    return true;
}

ouro_expr *ouro__parse_star_target(ouro_parser *p)
{
    place start = here(p);
    bool star = take(p, TOKEN_STAR);
    ouro_expr *e = ouro__parse_bitwise_or(p);
    if (!e || !ouro__target_store(p, e))
        return NULL;
    if (!star)
        return e;
    ouro_expr *starred = ouro__expr_new(p, OURO_AST_STARRED, start);
    if (starred) {
        starred->context = OURO_AST_STORE;
        starred->starred.value = e;
    }
    return starred;
}

ouro_expr *ouro__parse_star_targets(ouro_parser *p)
{
    place start = here(p);
    ouro_expr *first = ouro__parse_star_target(p);
    if (!first || look(p) != TOKEN_COMMA)
        return first;
    uint32_t base = p->scratch_count;
    if (!push(p, first))
        return NULL;
    while (take(p, TOKEN_COMMA)) {
        if (look(p) == TOKEN_IN || look(p) == TOKEN_EQUAL)
            break;
        ouro_expr *next = ouro__parse_star_target(p);
        if (!next || !push(p, next))
            return NULL;
    }
    ouro_expr *tuple = ouro__expr_new(p, OURO_AST_TUPLE, start);
    if (!tuple || !POP_LIST(p, base, tuple->tuple.elts))
        return NULL;
    tuple->context = OURO_AST_STORE;
    return tuple;
}
