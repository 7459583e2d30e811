/* Patterns of match statements (PEP 634). */
#include "syntax/parser_internal.h"

#include <string.h>

static ouro_pattern *parse_pattern(ouro_parser *p);
static ouro_pattern *parse_closed(ouro_parser *p);

static ouro_pattern *new_pattern(ouro_parser *p, ouro_pattern_kind kind, place start)
{
    ouro_pattern *pattern = ouro__parser_alloc(p, sizeof *pattern);
    if (!pattern)
        return NULL;
    pattern->kind = (uint8_t)kind;
    pattern->span = span_from(p, start);
    return pattern;
}

static bool is_wildcard(const ouro_token *token)
{
    return token->type == TOKEN_NAME && token->end - token->start == 1 && token->start[0] == '_';
}

/* Whether the name at hand goes on as a dotted name, a class or a keyword. */
static bool name_goes_on(ouro_parser *p)
{
    uint8_t next = ouro__parser_peek(p)->type;
    return next == TOKEN_DOT || next == TOKEN_LPAR || next == TOKEN_EQUAL;
}

/* A name to bind: any but `_`. */
static const ouro_name *take_capture(ouro_parser *p)
{
    if (look(p) != TOKEN_NAME || is_wildcard(p->token) || name_goes_on(p))
        return NULL;
    return ouro__parser_take_name(p);
}

/* ---- values ---- */

/* A number, negated or not, with an imaginary part or not. */
static ouro_expr *parse_number_value(ouro_parser *p)
{
    place start = here(p);
    bool minus = take(p, TOKEN_MINUS);
    if (look(p) != TOKEN_NUMBER)
        return NULL;
    /* The parser's own arithmetic would take more than patterns allow: build by hand. */
    ouro_expr *parts[2] = {NULL, NULL};
    uint8_t op = 0;
    for (int i = 0; i < 2; i++) {
        place number_start = here(p);
        ouro_token token = *p->token;
        advance(p);
        ouro_expr *e = ouro__expr_new(p, OURO_CONSTANT, number_start);
        if (!e || !ouro__parse_number_constant(p, &token, &e->constant))
            return NULL;
        parts[i] = e;
        if (i == 0 && minus) {
            ouro_expr *negated = ouro__expr_new(p, OURO_AST_UNARYOP, start);
            if (!negated)
                return NULL;
            negated->op = OURO_AST_USUB;
            negated->unaryop.operand = e;
            parts[i] = negated;
        }
        bool imaginary = e->constant.kind == OURO_CONSTANT_IMAGINARY;
        if (i == 1) {
            if (!imaginary)
                return NULL;
            break;
        }
        if (look(p) != TOKEN_PLUS && look(p) != TOKEN_MINUS)
            return parts[0];
        if (imaginary)
            return NULL;
        op = look(p) == TOKEN_PLUS ? OURO_AST_ADD : OURO_AST_SUB;
        advance(p);
        if (look(p) != TOKEN_NUMBER)
            return NULL;
    }
    ouro_expr *sum = ouro__expr_new(p, OURO_AST_BINOP, start);
    if (sum) {
        sum->op = op;
        sum->binop.left = parts[0];
        sum->binop.right = parts[1];
    }
    return sum;
}

/* `a` or `a.b.c`, as an expression. */
static ouro_expr *parse_dotted(ouro_parser *p)
{
    place start = here(p);
    const ouro_name *name = ouro__parser_take_name(p);
    ouro_expr *e = name ? ouro__expr_new(p, OURO_AST_NAME, start) : NULL;
    if (!e)
        return NULL;
    e->name.id = name;
    while (take(p, TOKEN_DOT)) {
        const ouro_name *attr = ouro__parser_take_name(p);
        ouro_expr *attribute = attr ? ouro__expr_new(p, OURO_AST_ATTRIBUTE, start) : NULL;
        if (!attribute)
            return NULL;
        attribute->attribute.value = e;
        attribute->attribute.attr = attr;
        e = attribute;
    }
    return e;
}

static ouro_pattern *new_value(ouro_parser *p, place start, ouro_expr *value)
{
    ouro_pattern *pattern = value ? new_pattern(p, OURO_AST_MATCHVALUE, start) : NULL;
    if (pattern)
        pattern->matchvalue.value = value;
    return pattern;
}

static int singleton_kind(token_type type)
{
    switch (type) {
    case TOKEN_NONE:
        return OURO_CONSTANT_NONE;
    case TOKEN_TRUE:
        return OURO_CONSTANT_TRUE;
    case TOKEN_FALSE:
        return OURO_CONSTANT_FALSE;
    default:
        return -1;
    }
}

static ouro_pattern *parse_singleton(ouro_parser *p)
{
    place start = here(p);
    int kind = singleton_kind(look(p));
    advance(p);
    ouro_pattern *pattern = new_pattern(p, OURO_AST_MATCHSINGLETON, start);
    if (pattern)
        pattern->matchsingleton.value = (uint8_t)kind;
    return pattern;
}

/* ---- sequences ---- */

static ouro_pattern *parse_maybe_star(ouro_parser *p)
{
    if (look(p) != TOKEN_STAR)
        return parse_pattern(p);
    place start = here(p);
    const ouro_name *name = NULL;
    advance(p);
    if (look(p) == TOKEN_NAME && is_wildcard(p->token))
        advance(p);
    else if (!(name = take_capture(p)))
        return NULL;
    ouro_pattern *star = new_pattern(p, OURO_AST_MATCHSTAR, start);
    if (star)
        star->matchstar.name = name;
    return star;
}

/* Patterns up to `end`, which is not taken, the last comma optional; *comma: whether there was one. */
static bool parse_sequence_items(ouro_parser *p, token_type end, bool *comma)
{
    *comma = false;
    while (look(p) != end && look(p) != TOKEN_IF) {
        ouro_pattern *item = parse_maybe_star(p);
        if (!item || !push(p, item))
            return false;
        if (!take(p, TOKEN_COMMA))
            break;
        *comma = true;
    }
    return true;
}

static ouro_pattern *finish_sequence(ouro_parser *p, place start, uint32_t base)
{
    ouro_pattern *sequence = new_pattern(p, OURO_AST_MATCHSEQUENCE, start);
    if (!sequence || !POP_LIST(p, base, sequence->matchsequence.patterns))
        return NULL;
    return sequence;
}

/* In round brackets one pattern without a comma is a group: that pattern itself. */
static ouro_pattern *parse_bracketed(ouro_parser *p, token_type closing)
{
    place start = here(p);
    uint32_t base = p->scratch_count;
    bool comma;
    advance(p);
    if (!parse_sequence_items(p, closing, &comma) || !take(p, closing))
        return NULL;
    if (closing == TOKEN_RPAR && !comma && p->scratch_count == base + 1) {
        ouro_pattern *group = p->scratch[--p->scratch_count];
        return group->kind == OURO_AST_MATCHSTAR ? NULL : group;
    }
    return finish_sequence(p, start, base);
}

/* ---- mappings ---- */

static ouro_expr *parse_key(ouro_parser *p)
{
    int kind = singleton_kind(look(p));
    if (kind >= 0) {
        place start = here(p);
        advance(p);
        ouro_expr *e = ouro__expr_new(p, OURO_CONSTANT, start);
        if (e)
            e->constant.kind = (uint8_t)kind;
        return e;
    }
    if (look(p) == TOKEN_STRING)
        return ouro__parse_strings(p);
    if (look(p) != TOKEN_NAME)
        return parse_number_value(p);
    ouro_expr *e = parse_dotted(p);
    return e && e->kind == OURO_AST_ATTRIBUTE ? e : NULL;
}

static ouro_pattern *parse_mapping(ouro_parser *p)
{
    place start = here(p);
    uint32_t base = p->scratch_count;
    const ouro_name *rest = NULL;
    advance(p);
    while (look(p) != TOKEN_RBRACE && !rest) {
        if (take(p, TOKEN_DOUBLESTAR)) { /* the last item */
            if (!(rest = take_capture(p)))
                return NULL;
        } else {
            ouro_expr *key = parse_key(p);
            ouro_pattern *value;
            if (!key || !take(p, TOKEN_COLON) || !(value = parse_pattern(p)) || !push(p, key) ||
                !push(p, value))
                return NULL;
        }
        if (!take(p, TOKEN_COMMA))
            break;
    }
    if (!take(p, TOKEN_RBRACE))
        return NULL;
    ouro_pattern *mapping = new_pattern(p, OURO_AST_MATCHMAPPING, start);
    uint32_t count = (p->scratch_count - base) / 2;
    if (!mapping)
        return NULL;
    mapping->matchmapping.rest = rest;
    if (count == 0)
        return mapping;
    ouro_expr **keys = ouro__parser_alloc(p, count * sizeof *keys);
    ouro_pattern **patterns = ouro__parser_alloc(p, count * sizeof *patterns);
    if (!keys || !patterns)
        return NULL;
    for (uint32_t i = 0; i < count; i++) {
        keys[i] = p->scratch[base + 2 * i];
        patterns[i] = p->scratch[base + 2 * i + 1];
    }
    p->scratch_count = base;
    mapping->matchmapping.keys = (ouro_expr_list){keys, count};
    mapping->matchmapping.patterns = (ouro_pattern_list){patterns, count};
    return mapping;
}

/* ---- classes ---- */

/* Positional patterns, then name=pattern pairs, which are pushed as name and pattern in turn. */
static bool parse_class_items(ouro_parser *p, uint32_t *positional)
{
    bool keywords = false;
    *positional = 0;
    while (look(p) != TOKEN_RPAR) {
        if (look(p) == TOKEN_NAME && ouro__parser_peek(p)->type == TOKEN_EQUAL) {
            const ouro_name *name = ouro__parser_take_name(p);
            keywords = true;
            if (!name || !push(p, (void *)(uintptr_t)name))
                return false;
            advance(p);
        } else if (keywords) {
            return false;
        } else {
            ++*positional;
        }
        ouro_pattern *pattern = parse_pattern(p);
        if (!pattern || !push(p, pattern))
            return false;
        if (!take(p, TOKEN_COMMA))
            break;
    }
    return take(p, TOKEN_RPAR);
}

static ouro_pattern *parse_class_pattern(ouro_parser *p, place start, ouro_expr *cls)
{
    uint32_t base = p->scratch_count, positional;
    advance(p);
    if (!parse_class_items(p, &positional))
        return NULL;
    ouro_pattern *pattern = new_pattern(p, OURO_AST_MATCHCLASS, start);
    if (!pattern)
        return NULL;
    uint32_t count = (p->scratch_count - base - positional) / 2;
    pattern->matchclass.cls = cls;
    if (count) {
        const ouro_name **names = ouro__parser_alloc(p, count * sizeof *names);
        ouro_pattern **patterns = ouro__parser_alloc(p, count * sizeof *patterns);
        if (!names || !patterns)
            return NULL;
        for (uint32_t i = 0; i < count; i++) {
            names[i] = p->scratch[base + positional + 2 * i];
            patterns[i] = p->scratch[base + positional + 2 * i + 1];
        }
        pattern->matchclass.kwd_attrs = (ouro_name_list){names, count};
        pattern->matchclass.kwd_patterns = (ouro_pattern_list){patterns, count};
    }
    p->scratch_count = base + positional;
    return POP_LIST(p, base, pattern->matchclass.patterns) ? pattern : NULL;
}

/* ---- all together ---- */

static ouro_pattern *new_as(ouro_parser *p, place start, ouro_pattern *inner, const ouro_name *name)
{
    ouro_pattern *as = new_pattern(p, OURO_AST_MATCHAS, start);
    if (as) {
        as->matchas.pattern = inner;
        as->matchas.name = name;
    }
    return as;
}

static ouro_pattern *parse_name_pattern(ouro_parser *p)
{
    place start = here(p);
    if (!name_goes_on(p)) {
        if (is_wildcard(p->token)) {
            advance(p);
            return new_as(p, start, NULL, NULL);
        }
        const ouro_name *name = ouro__parser_take_name(p);
        return name ? new_as(p, start, NULL, name) : NULL;
    }
    /* `_` followed by a dot or bracket is a name like any other. */
    ouro_expr *e = parse_dotted(p);
    if (!e)
        return NULL;
    if (look(p) == TOKEN_LPAR)
        return parse_class_pattern(p, start, e);
    return e->kind == OURO_AST_ATTRIBUTE && look(p) != TOKEN_EQUAL ? new_value(p, start, e) : NULL;
}

static ouro_pattern *parse_closed(ouro_parser *p)
{
    place start = here(p);
    if (!room(p))
        return NULL;
    switch (look(p)) {
    case TOKEN_NUMBER:
    case TOKEN_MINUS:
        return new_value(p, start, parse_number_value(p));
    case TOKEN_STRING:
        return new_value(p, start, ouro__parse_strings(p));
    case TOKEN_NONE:
    case TOKEN_TRUE:
    case TOKEN_FALSE:
        return parse_singleton(p);
    case TOKEN_NAME:
        return parse_name_pattern(p);
    case TOKEN_LPAR:
        return parse_bracketed(p, TOKEN_RPAR);
    case TOKEN_LSQB:
        return parse_bracketed(p, TOKEN_RSQB);
    case TOKEN_LBRACE:
        return parse_mapping(p);
    default:
        return NULL;
    }
}

static ouro_pattern *parse_or(ouro_parser *p)
{
    place start = here(p);
    ouro_pattern *first = parse_closed(p);
    if (!first || look(p) != TOKEN_VBAR)
        return first;
    uint32_t base = p->scratch_count;
    if (!push(p, first))
        return NULL;
    while (take(p, TOKEN_VBAR)) {
        ouro_pattern *next = parse_closed(p);
        if (!next || !push(p, next))
            return NULL;
    }
    ouro_pattern *any = new_pattern(p, OURO_AST_MATCHOR, start);
    if (!any || !POP_LIST(p, base, any->matchor.patterns))
        return NULL;
    return any;
}

static ouro_pattern *parse_pattern(ouro_parser *p)
{
    place start = here(p);
    ouro_pattern *pattern = parse_or(p);
    if (!pattern || !take(p, TOKEN_AS))
        return pattern;
    const ouro_name *name = take_capture(p);
    return name ? new_as(p, start, pattern, name) : NULL;
}

ouro_pattern *ouro__parse_patterns(ouro_parser *p)
{
    place start = here(p);
    ouro_pattern *first = parse_maybe_star(p);
    if (!first || look(p) != TOKEN_COMMA)
        return first && first->kind != OURO_AST_MATCHSTAR ? first : NULL;
    uint32_t base = p->scratch_count;
    bool comma;
    if (!push(p, first))
        return NULL;
    advance(p);
    if (!parse_sequence_items(p, TOKEN_COLON, &comma))
        return NULL;
    return finish_sequence(p, start, base);
}
