/* Simple statements: those of one line, imports among them. */
#include "syntax/parser_internal.h"

#include <string.h>

static int augmented_operator(token_type type)
{
    switch (type) {
    case TOKEN_PLUSEQUAL:
        return OURO_AST_ADD;
    case TOKEN_MINEQUAL:
        return OURO_AST_SUB;
    case TOKEN_STAREQUAL:
        return OURO_AST_MULT;
    case TOKEN_ATEQUAL:
        return OURO_AST_MATMULT;
    case TOKEN_SLASHEQUAL:
        return OURO_AST_DIV;
    case TOKEN_PERCENTEQUAL:
        return OURO_AST_MOD;
    case TOKEN_AMPEREQUAL:
        return OURO_AST_BITAND;
    case TOKEN_VBAREQUAL:
        return OURO_AST_BITOR;
    case TOKEN_CIRCUMFLEXEQUAL:
        return OURO_AST_BITXOR;
    case TOKEN_LEFTSHIFTEQUAL:
        return OURO_AST_LSHIFT;
    case TOKEN_RIGHTSHIFTEQUAL:
        return OURO_AST_RSHIFT;
    case TOKEN_DOUBLESTAREQUAL:
        return OURO_AST_POW;
    case TOKEN_DOUBLESLASHEQUAL:
        return OURO_AST_FLOORDIV;
    default:
        return -1;
    }
}

static ouro_stmt *parse_assignment(ouro_parser *p, place start, ouro_expr *first)
{
    uint32_t base = p->scratch_count;
    ouro_expr *value = first;
    while (take(p, TOKEN_EQUAL)) {
        if (!ouro__target_store(p, value) || !push(p, value) ||
            !(value = ouro__parse_yield_or_star_expressions(p)))
            return NULL;
    }
    const ouro_name *comment;
    if (!ouro__parser_take_type_comment(p, &comment))
        return NULL;
    ouro_stmt *s = ouro__stmt_new(p, OURO_AST_ASSIGN, start);
    if (!s || !POP_LIST(p, base, s->assign.targets))
        return NULL;
    s->assign.type_comment = comment;
    s->assign.value = value;
    return s;
}

static ouro_stmt *parse_annotated(ouro_parser *p, place start, ouro_expr *target, bool simple)
{
    advance(p);
    ouro_expr *annotation, *value = NULL;
    if (!ouro__target_single(target) || !(annotation = ouro__parse_expression(p)) ||
        (take(p, TOKEN_EQUAL) && !(value = ouro__parse_yield_or_star_expressions(p))))
        return NULL;
    if (ouro__parser_refuses(p, NULL, 6,
                             simple && target->kind == OURO_AST_NAME ? "Variable annotation syntax is"
                                                                     : "Variable annotations syntax is"))
        return NULL;
    ouro_stmt *s = ouro__stmt_new(p, OURO_AST_ANNASSIGN, start);
    if (!s)
        return NULL;
    s->annassign.target = target;
    s->annassign.annotation = annotation;
    s->annassign.value = value;
    s->annassign.simple = simple && target->kind == OURO_AST_NAME;
    return s;
}

static ouro_stmt *parse_augmented(ouro_parser *p, place start, ouro_expr *target, int op)
{
    ouro_expr *value;
    if (op == OURO_AST_MATMULT && ouro__parser_refuses(p, NULL, 5, "The '@' operator is"))
        return NULL;
    advance(p);
    if (!ouro__target_single(target) || !(value = ouro__parse_yield_or_star_expressions(p)))
        return NULL;
    ouro_stmt *s = ouro__stmt_new(p, OURO_AST_AUGASSIGN, start);
    if (!s)
        return NULL;
    s->op = (uint8_t)op;
    s->augassign.target = target;
    s->augassign.value = value;
    return s;
}

static ouro_stmt *parse_expression_statement(ouro_parser *p)
{
    place start = here(p);
    bool bracketed = look(p) == TOKEN_LPAR, yield = look(p) == TOKEN_YIELD;
    ouro_expr *e = ouro__parse_yield_or_star_expressions(p);
    if (!e)
        return NULL;
    int op;
    if (!yield && look(p) == TOKEN_EQUAL)
        return parse_assignment(p, start, e);
    if (!yield && look(p) == TOKEN_COLON)
        return parse_annotated(p, start, e, !bracketed);
    if (!yield && (op = augmented_operator(look(p))) >= 0)
        return parse_augmented(p, start, e, op);
    ouro_stmt *s = ouro__stmt_new(p, OURO_AST_EXPR, start);
    if (s)
        s->expr.value = e;
    return s;
}

static bool ends_simple(token_type type)
{
    return type == TOKEN_NEWLINE || type == TOKEN_SEMI;
}

static ouro_stmt *parse_return(ouro_parser *p)
{
    place start = here(p);
    ouro_expr *value = NULL;
    advance(p);
    if (!ends_simple(look(p)) && !(value = ouro__parse_star_expressions(p)))
        return NULL;
    ouro_stmt *s = ouro__stmt_new(p, OURO_AST_RETURN, start);
    if (s)
        s->ret.value = value;
    return s;
}

static ouro_stmt *parse_raise(ouro_parser *p)
{
    place start = here(p);
    ouro_expr *exc = NULL, *cause = NULL;
    advance(p);
    if (!ends_simple(look(p))) {
        if (!(exc = ouro__parse_expression(p)) ||
            (take(p, TOKEN_FROM) && !(cause = ouro__parse_expression(p))))
            return NULL;
    }
    ouro_stmt *s = ouro__stmt_new(p, OURO_AST_RAISE, start);
    if (s) {
        s->raise.exc = exc;
        s->raise.cause = cause;
    }
    return s;
}

static ouro_stmt *parse_names(ouro_parser *p, ouro_stmt_kind kind)
{
    place start = here(p);
    uint32_t base = p->scratch_count;
    advance(p);
    do {
        const ouro_name *name = ouro__parser_take_name(p);
        if (!name || !push(p, (void *)(uintptr_t)name))
            return NULL;
    } while (take(p, TOKEN_COMMA));
    ouro_stmt *s = ouro__stmt_new(p, kind, start);
    if (!s || !POP_LIST(p, base, s->global.names))
        return NULL;
    return s;
}

static ouro_stmt *parse_delete(ouro_parser *p)
{
    place start = here(p);
    uint32_t base = p->scratch_count;
    advance(p);
    do {
        ouro_expr *target = ouro__parse_bitwise_or(p);
        if (!target || !ouro__target_delete(p, target) || !push(p, target))
            return NULL;
    } while (take(p, TOKEN_COMMA) && !ends_simple(look(p)));
    ouro_stmt *s = ouro__stmt_new(p, OURO_AST_DELETE, start);
    if (!s || !POP_LIST(p, base, s->delete_.targets))
        return NULL;
    return s;
}

static ouro_stmt *parse_assert(ouro_parser *p)
{
    place start = here(p);
    ouro_expr *test, *msg = NULL;
    advance(p);
    if (!(test = ouro__parse_expression(p)) || (take(p, TOKEN_COMMA) && !(msg = ouro__parse_expression(p))))
        return NULL;
    ouro_stmt *s = ouro__stmt_new(p, OURO_AST_ASSERT, start);
    if (s) {
        s->assert_.test = test;
        s->assert_.msg = msg;
    }
    return s;
}

/* ---- imports ---- */

/* `a.b.c` as one name, interned once it is whole: the room for it doubles. */
static const ouro_name *parse_dotted_name(ouro_parser *p)
{
    const ouro_name *part = ouro__parser_take_name(p);
    if (!part || look(p) != TOKEN_DOT)
        return part;
    char *joined = NULL;
    size_t length = 0, room = 0;
    for (;;) {
        if (length + part->length + 1 > room) {
            room = 2 * (length + part->length + 1);
            char *wider = ouro__parser_alloc(p, room);
            if (!wider)
                return NULL;
            if (length)
                memcpy(wider, joined, length);
            joined = wider;
        }
        memcpy(joined + length, part->bytes, part->length);
        length += part->length;
        if (!take(p, TOKEN_DOT))
            return ouro__parser_name(p, joined, length);
        joined[length++] = '.';
        if (!(part = ouro__parser_take_name(p)))
            return NULL;
    }
}

static ouro_alias *parse_alias(ouro_parser *p, bool dotted)
{
    place start = here(p);
    ouro_alias *alias = ouro__parser_alloc(p, sizeof *alias);
    if (!alias || !(alias->name = dotted ? parse_dotted_name(p) : ouro__parser_take_name(p)) ||
        (take(p, TOKEN_AS) && !(alias->asname = ouro__parser_take_name(p))))
        return NULL;
    alias->span = span_from(p, start);
    return alias;
}

static ouro_stmt *parse_import(ouro_parser *p)
{
    place start = here(p);
    uint32_t base = p->scratch_count;
    advance(p);
    do {
        ouro_alias *alias = parse_alias(p, true);
        if (!alias || !push(p, alias))
            return NULL;
    } while (take(p, TOKEN_COMMA));
    ouro_stmt *s = ouro__stmt_new(p, OURO_AST_IMPORT, start);
    if (!s || !POP_LIST(p, base, s->import.names))
        return NULL;
    return s;
}

static ouro_alias *parse_import_star(ouro_parser *p)
{
    place start = here(p);
    ouro_alias *alias = ouro__parser_alloc(p, sizeof *alias);
    advance(p);
    if (!alias || !(alias->name = ouro__parser_name(p, "*", 1)))
        return NULL;
    alias->span = span_from(p, start);
    return alias;
}

static bool parse_import_names(ouro_parser *p, ouro_alias_list *names)
{
    uint32_t base = p->scratch_count;
    ouro_alias *alias;
    if (look(p) == TOKEN_STAR) {
        alias = parse_import_star(p);
        return alias && push(p, alias) && POP_LIST(p, base, *names);
    }
    bool brackets = take(p, TOKEN_LPAR);
    do {
        if (!(alias = parse_alias(p, false)) || !push(p, alias))
            return false;
    } while (take(p, TOKEN_COMMA) && !(brackets && look(p) == TOKEN_RPAR));
    if (brackets && !take(p, TOKEN_RPAR))
        return false;
    return POP_LIST(p, base, *names);
}

static ouro_stmt *parse_import_from(ouro_parser *p)
{
    place start = here(p);
    uint32_t level = 0;
    const ouro_name *module = NULL;
    ouro_alias_list names;
    advance(p);
    for (;; advance(p)) {
        if (look(p) == TOKEN_DOT)
            level++;
        else if (look(p) == TOKEN_ELLIPSIS)
            level += 3;
        else
            break;
    }
    if ((level == 0 || look(p) == TOKEN_NAME) && !(module = parse_dotted_name(p)))
        return NULL;
    if (!take(p, TOKEN_IMPORT) || !parse_import_names(p, &names))
        return NULL;
    ouro_stmt *s = ouro__stmt_new(p, OURO_AST_IMPORTFROM, start);
    if (!s)
        return NULL;
    s->importfrom.module = module;
    s->importfrom.names = names;
    s->importfrom.level = level;
    return s;
}

static ouro_stmt *parse_word(ouro_parser *p, ouro_stmt_kind kind)
{
    place start = here(p);
    advance(p);
    return ouro__stmt_new(p, kind, start);
}

ouro_stmt *ouro__parse_simple(ouro_parser *p)
{
    switch (look(p)) {
    case TOKEN_RETURN:
        return parse_return(p);
    case TOKEN_IMPORT:
        return parse_import(p);
    case TOKEN_FROM:
        return parse_import_from(p);
    case TOKEN_RAISE:
        return parse_raise(p);
    case TOKEN_PASS:
        return parse_word(p, OURO_AST_PASS);
    case TOKEN_DEL:
        return parse_delete(p);
    case TOKEN_ASSERT:
        return parse_assert(p);
    case TOKEN_BREAK:
        return parse_word(p, OURO_AST_BREAK);
    case TOKEN_CONTINUE:
        return parse_word(p, OURO_AST_CONTINUE);
    case TOKEN_GLOBAL:
        return parse_names(p, OURO_AST_GLOBAL);
    case TOKEN_NONLOCAL:
        return parse_names(p, OURO_AST_NONLOCAL);
    default:
        return parse_expression_statement(p);
    }
}

bool ouro__parse_simple_line(ouro_parser *p)
{
    do {
        ouro_stmt *s = ouro__parse_simple(p);
        if (!s || !push(p, s))
            return false;
    } while (take(p, TOKEN_SEMI) && look(p) != TOKEN_NEWLINE);
    return take(p, TOKEN_NEWLINE);
}
