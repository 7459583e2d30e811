/* Blocks and compound statements. Blocks nest no deeper than the tokenizer's levels of indentation; an elif
 * chain, however long, is built in a loop. */
#include "syntax/parser_internal.h"

#include <string.h>

static bool parse_compound(ouro_parser *p, ouro_stmt **compound);

ouro_stmt *ouro__stmt_new(ouro_parser *p, ouro_stmt_kind kind, place start)
{
    ouro_stmt *s = ouro__parser_alloc(p, sizeof *s);
    if (!s)
        return NULL;
    s->kind = (uint8_t)kind;
    s->span = span_from(p, start);
    return s;
}

/* ---- blocks ---- */

bool ouro__parse_statements(ouro_parser *p, token_type end, ouro_stmt_list *body)
{
    uint32_t base = p->scratch_count;
    while (look(p) != end) {
        ouro_stmt *compound;
        if (!parse_compound(p, &compound) || (compound ? !push(p, compound) : !ouro__parse_simple_line(p)))
            return false;
    }
    return POP_LIST(p, base, *body);
}

bool ouro__parse_block(ouro_parser *p, ouro_stmt_list *body)
{
    if (!room(p))
        return false;
    if (!take(p, TOKEN_NEWLINE)) {
        uint32_t base = p->scratch_count;
        return ouro__parse_simple_line(p) && POP_LIST(p, base, *body);
    }
    return take(p, TOKEN_INDENT) && ouro__parse_statements(p, TOKEN_DEDENT, body) && take(p, TOKEN_DEDENT);
}

static bool parse_suite(ouro_parser *p, ouro_stmt_list *body)
{
    return take(p, TOKEN_COLON) && ouro__parse_block(p, body);
}

/* A suite with a type comment behind its colon. */
static bool parse_typed_suite(ouro_parser *p, const ouro_name **comment, ouro_stmt_list *body)
{
    return take(p, TOKEN_COLON) && ouro__parser_take_type_comment(p, comment) && ouro__parse_block(p, body);
}

/* A function's type comment may also stand on a line of its own, before the body. */
static bool parse_function_suite(ouro_parser *p, const ouro_name **comment, ouro_stmt_list *body)
{
    *comment = NULL;
    if (!take(p, TOKEN_COLON))
        return false;
    if (look(p) == TOKEN_TYPE_COMMENT) {
        if (!ouro__parser_take_type_comment(p, comment))
            return false;
    } else if (look(p) == TOKEN_NEWLINE && ouro__parser_peek(p)->type == TOKEN_TYPE_COMMENT) {
        advance(p);
        if (!ouro__parser_take_type_comment(p, comment) || look(p) != TOKEN_NEWLINE)
            return false;
    }
    return ouro__parse_block(p, body);
}

/* Of a loop or try. */
static bool parse_optional_suite(ouro_parser *p, token_type keyword, ouro_stmt_list *body)
{
    *body = (ouro_stmt_list){NULL, 0};
    return !take(p, keyword) || parse_suite(p, body);
}

bool ouro__parse_interactive(ouro_parser *p, ouro_stmt_list *body)
{
    uint32_t base = p->scratch_count;
    place start = here(p);
    if (look(p) == TOKEN_NEWLINE) {
        ouro_stmt *pass = ouro__stmt_new(p, OURO_AST_PASS, start);
        if (!pass)
            return false;
        pass->span = (ouro_span){start.line, start.column, start.line, (uint32_t)p->token->end_column};
        return push(p, pass) && POP_LIST(p, base, *body);
    }
    if (look(p) == TOKEN_ENDMARKER)
        return false;
    ouro_stmt *compound;
    if (!parse_compound(p, &compound))
        return false;
    if (compound) /* an empty line ends it */
        return look(p) == TOKEN_NEWLINE && push(p, compound) && POP_LIST(p, base, *body);
    /* The newline is not taken: what follows it must not be looked at yet. */
    do {
        ouro_stmt *s = ouro__parse_simple(p);
        if (!s || !push(p, s))
            return false;
    } while (take(p, TOKEN_SEMI) && look(p) != TOKEN_NEWLINE);
    return look(p) == TOKEN_NEWLINE && POP_LIST(p, base, *body);
}

/* ---- compound statements ---- */

/* Each elif is an If alone in the orelse of the one before; all end where the last block ends. */
static ouro_stmt *parse_if(ouro_parser *p)
{
    uint32_t base = p->scratch_count;
    ouro_stmt *s;
    do {
        s = ouro__stmt_new(p, OURO_AST_IF, here(p));
        advance(p);
        if (!s || !(s->if_.test = ouro__parse_named_expression(p)) || !parse_suite(p, &s->if_.body) ||
            !push(p, s))
            return NULL;
    } while (look(p) == TOKEN_ELIF);
    if (!parse_optional_suite(p, TOKEN_ELSE, &s->if_.orelse))
        return NULL;
    ouro_stmt **chain = (ouro_stmt **)p->scratch + base;
    uint32_t count = p->scratch_count - base;
    for (uint32_t i = 0; i < count; i++) {
        chain[i]->span.end_line = p->end_line;
        chain[i]->span.end_column = p->end_column;
        if (i == 0)
            continue;
        ouro_stmt **alone = ouro__parser_alloc(p, sizeof *alone);
        if (!alone)
            return NULL;
        *alone = chain[i];
        chain[i - 1]->if_.orelse = (ouro_stmt_list){alone, 1};
    }
    p->scratch_count = base;
    return chain[0];
}

static ouro_stmt *parse_while(ouro_parser *p)
{
    place start = here(p);
    ouro_expr *test;
    ouro_stmt_list body, orelse;
    advance(p);
    if (!(test = ouro__parse_named_expression(p)) || !parse_suite(p, &body) ||
        !parse_optional_suite(p, TOKEN_ELSE, &orelse))
        return NULL;
    ouro_stmt *s = ouro__stmt_new(p, OURO_AST_WHILE, start);
    if (!s)
        return NULL;
    s->while_.test = test;
    s->while_.body = body;
    s->while_.orelse = orelse;
    return s;
}

static ouro_stmt *parse_for(ouro_parser *p, place start, bool async)
{
    ouro_expr *target, *iter;
    ouro_stmt_list body, orelse;
    const ouro_name *comment;
    advance(p);
    if (!(target = ouro__parse_star_targets(p)) || !take(p, TOKEN_IN) ||
        !(iter = ouro__parse_star_expressions(p)) || !parse_typed_suite(p, &comment, &body) ||
        !parse_optional_suite(p, TOKEN_ELSE, &orelse) ||
        (async && ouro__parser_refuses(p, NULL, 5, "Async for loops are")))
        return NULL;
    ouro_stmt *s = ouro__stmt_new(p, async ? OURO_AST_ASYNCFOR : OURO_AST_FOR, start);
    if (!s)
        return NULL;
    s->for_.target = target;
    s->for_.iter = iter;
    s->for_.type_comment = comment;
    s->for_.body = body;
    s->for_.orelse = orelse;
    return s;
}

/* Items up to `end`, which is not taken. */
static bool parse_with_items(ouro_parser *p, token_type end, ouro_withitem_list *items)
{
    uint32_t base = p->scratch_count;
    do {
        ouro_withitem *item = ouro__parser_alloc(p, sizeof *item);
        if (!item || !(item->context_expr = ouro__parse_expression(p)) ||
            (take(p, TOKEN_AS) && !(item->optional_vars = ouro__parse_star_target(p))) || !push(p, item))
            return false;
    } while (take(p, TOKEN_COMMA) && !(end == TOKEN_RPAR && look(p) == end));
    return look(p) == end && POP_LIST(p, base, *items);
}

static bool parse_bracketed_with_items(ouro_parser *p, ouro_withitem_list *items)
{
    return take(p, TOKEN_LPAR) && parse_with_items(p, TOKEN_RPAR, items) && take(p, TOKEN_RPAR) &&
           look(p) == TOKEN_COLON && ouro__parser_peek(p)->type != TOKEN_TYPE_COMMENT;
}

/* A bracket after `with` may hold the items, or begin the first item's expression. */
static ouro_stmt *parse_with(ouro_parser *p, place start, bool async)
{
    ouro_withitem_list items;
    ouro_stmt_list body;
    const ouro_name *comment = NULL;
    advance(p);
    bool found = false;
    if (look(p) == TOKEN_LPAR) {
        bookmark mark = ouro__parser_mark(p);
        found = parse_bracketed_with_items(p, &items);
        if (p->fatal)
            return NULL;
        if (found)
            ouro__parser_go_on(p);
        else
            ouro__parser_go_back(p, mark);
    }
    if ((!found && !parse_with_items(p, TOKEN_COLON, &items)) || !parse_typed_suite(p, &comment, &body))
        return NULL;
    if ((found && ouro__parser_refuses(p, ouro__parser_taken(p), 9, "Parenthesized context managers are")) ||
        (async && ouro__parser_refuses(p, ouro__parser_taken(p), 5, "Async with statements are")))
        return NULL;
    ouro_stmt *s = ouro__stmt_new(p, async ? OURO_AST_ASYNCWITH : OURO_AST_WITH, start);
    if (!s)
        return NULL;
    s->with.items = items;
    s->with.body = body;
    s->with.type_comment = comment;
    return s;
}

static bool parse_handlers(ouro_parser *p, ouro_excepthandler_list *handlers, bool *star)
{
    uint32_t base = p->scratch_count;
    *star = false;
    while (look(p) == TOKEN_EXCEPT) {
        place start = here(p);
        ouro_excepthandler *h = ouro__parser_alloc(p, sizeof *h);
        bool first = p->scratch_count == base;
        advance(p);
        bool group = take(p, TOKEN_STAR);
        if (!h || (!first && group != *star))
            return false;
        *star = group;
        if (look(p) != TOKEN_COLON || group) {
            if (!(h->type = ouro__parse_expression(p)) ||
                (take(p, TOKEN_AS) && !(h->name = ouro__parser_take_name(p))))
                return false;
        }
        if (!parse_suite(p, &h->body))
            return false;
        h->span = span_from(p, start);
        if (!push(p, h))
            return false;
    }
    return POP_LIST(p, base, *handlers);
}

static ouro_stmt *parse_try(ouro_parser *p)
{
    place start = here(p);
    ouro_stmt_list body, orelse = {NULL, 0}, finalbody;
    ouro_excepthandler_list handlers;
    bool star;
    advance(p);
    if (!parse_suite(p, &body) || !parse_handlers(p, &handlers, &star) ||
        (handlers.count && !parse_optional_suite(p, TOKEN_ELSE, &orelse)) ||
        !parse_optional_suite(p, TOKEN_FINALLY, &finalbody) || (!handlers.count && !finalbody.count))
        return NULL;
    ouro_stmt *s = ouro__stmt_new(p, star ? OURO_AST_TRYSTAR : OURO_AST_TRY, start);
    if (!s || (star && ouro__parser_refuses(p, NULL, 11, "Exception groups are")))
        return NULL;
    s->try_.body = body;
    s->try_.handlers = handlers;
    s->try_.orelse = orelse;
    s->try_.finalbody = finalbody;
    return s;
}

static ouro_stmt *parse_function(ouro_parser *p, place start, bool async, ouro_expr_list decorators)
{
    advance(p);
    const ouro_name *name = ouro__parser_take_name(p);
    ouro_arguments *args;
    ouro_expr *returns = NULL;
    ouro_stmt_list body;
    const ouro_name *comment;
    if (!name || !take(p, TOKEN_LPAR) || !(args = ouro__parse_parameters(p, TOKEN_RPAR)) ||
        !take(p, TOKEN_RPAR) || (take(p, TOKEN_ARROW) && !(returns = ouro__parse_expression(p))) ||
        !parse_function_suite(p, &comment, &body) ||
        (async && ouro__parser_refuses(p, ouro__parser_taken(p), 5, "Async functions are")))
        return NULL;
    ouro_stmt *s = ouro__stmt_new(p, async ? OURO_AST_ASYNCFUNCTIONDEF : OURO_AST_FUNCTIONDEF, start);
    if (!s)
        return NULL;
    s->functiondef.name = name;
    s->functiondef.args = args;
    s->functiondef.body = body;
    s->functiondef.decorator_list = decorators;
    s->functiondef.returns = returns;
    s->functiondef.type_comment = comment;
    return s;
}

static bool parse_bases(ouro_parser *p, ouro_expr_list *bases, ouro_keyword_list *keywords)
{
    return !take(p, TOKEN_LPAR) || (ouro__parse_call_arguments(p, bases, keywords) && take(p, TOKEN_RPAR));
}

static ouro_stmt *parse_class(ouro_parser *p, ouro_expr_list decorators)
{
    place start = here(p);
    ouro_expr_list bases = {NULL, 0};
    ouro_keyword_list keywords = {NULL, 0};
    ouro_stmt_list body;
    advance(p);
    const ouro_name *name = ouro__parser_take_name(p);
    if (!name || !parse_bases(p, &bases, &keywords) || !parse_suite(p, &body))
        return NULL;
    ouro_stmt *s = ouro__stmt_new(p, OURO_AST_CLASSDEF, start);
    if (!s)
        return NULL;
    s->classdef.name = name;
    s->classdef.bases = bases;
    s->classdef.keywords = keywords;
    s->classdef.body = body;
    s->classdef.decorator_list = decorators;
    return s;
}

static ouro_stmt *parse_async(ouro_parser *p, ouro_expr_list decorators)
{
    place start = here(p);
    advance(p);
    switch (look(p)) {
    case TOKEN_DEF:
        return parse_function(p, start, true, decorators);
    case TOKEN_FOR:
        return decorators.count ? NULL : parse_for(p, start, true);
    case TOKEN_WITH:
        return decorators.count ? NULL : parse_with(p, start, true);
    default:
        return NULL;
    }
}

static ouro_stmt *parse_decorated(ouro_parser *p)
{
    uint32_t base = p->scratch_count;
    ouro_expr_list decorators;
    while (take(p, TOKEN_AT)) {
        ouro_expr *e = ouro__parse_named_expression(p);
        if (!e || !take(p, TOKEN_NEWLINE) || !push(p, e))
            return NULL;
    }
    if (!POP_LIST(p, base, decorators))
        return NULL;
    switch (look(p)) {
    case TOKEN_DEF:
        return parse_function(p, here(p), false, decorators);
    case TOKEN_CLASS:
        return parse_class(p, decorators);
    case TOKEN_ASYNC:
        return parse_async(p, decorators);
    default:
        return NULL;
    }
}

/* ---- match ---- */

static bool at_word(const ouro_parser *p, const char *word)
{
    size_t length = strlen(word);
    return look(p) == TOKEN_NAME && (size_t)(p->token->end - p->token->start) == length &&
           memcmp(p->token->start, word, length) == 0;
}

static bool parse_cases(ouro_parser *p, ouro_match_case_list *cases)
{
    uint32_t base = p->scratch_count;
    while (at_word(p, "case")) {
        ouro_match_case *c = ouro__parser_alloc(p, sizeof *c);
        advance(p);
        if (!c || !(c->pattern = ouro__parse_patterns(p)) ||
            (take(p, TOKEN_IF) && !(c->guard = ouro__parse_named_expression(p))) ||
            !parse_suite(p, &c->body) || !push(p, c))
            return false;
    }
    return p->scratch_count > base && POP_LIST(p, base, *cases);
}

/* `subject:` and the end of the line. One starred subject needs a comma. */
static ouro_expr *parse_subject(ouro_parser *p)
{
    place start = here(p);
    ouro_expr *e = ouro__parse_star_named_expression(p);
    if (!e || (e->kind == OURO_AST_STARRED && look(p) != TOKEN_COMMA))
        return NULL;
    if (look(p) == TOKEN_COMMA) {
        uint32_t base = p->scratch_count;
        if (!push(p, e))
            return NULL;
        while (take(p, TOKEN_COMMA) && look(p) != TOKEN_COLON)
            if (!(e = ouro__parse_star_named_expression(p)) || !push(p, e))
                return NULL;
        if (!(e = ouro__expr_new(p, OURO_AST_TUPLE, start)) || !POP_LIST(p, base, e->tuple.elts))
            return NULL;
    }
    return take(p, TOKEN_COLON) && take(p, TOKEN_NEWLINE) ? e : NULL;
}

/* `match` is a name unless a whole header stands here: then *s is NULL, and nothing is taken. */
static bool parse_match(ouro_parser *p, ouro_stmt **s)
{
    *s = NULL;
    switch (ouro__parser_peek(p)->type) {
    case TOKEN_EQUAL:
    case TOKEN_DOT:
    case TOKEN_COMMA:
    case TOKEN_RPAR:
    case TOKEN_COLON:
    case TOKEN_NEWLINE:
        return true;
    default:
        break;
    }
    place start = here(p);
    bookmark mark = ouro__parser_mark(p);
    advance(p);
    ouro_expr *subject = parse_subject(p);
    if (p->fatal)
        return false;
    if (!subject) {
        ouro__parser_go_back(p, mark);
        return true;
    }
    ouro__parser_go_on(p);
    ouro_match_case_list cases;
    if (!take(p, TOKEN_INDENT) || !parse_cases(p, &cases) || !take(p, TOKEN_DEDENT) ||
        ouro__parser_refuses(p, ouro__parser_taken(p), 10, "Pattern matching is"))
        return false;
    *s = ouro__stmt_new(p, OURO_AST_MATCH, start);
    if (!*s)
        return false;
    (*s)->match.subject = subject;
    (*s)->match.cases = cases;
    return true;
}

/* False on failure; *compound is NULL where no compound statement begins. */
static bool parse_compound(ouro_parser *p, ouro_stmt **compound)
{
    static const ouro_expr_list none;
    ouro_stmt *s = NULL;
    *compound = NULL;
    switch (look(p)) {
    case TOKEN_IF:
        s = parse_if(p);
        break;
    case TOKEN_WHILE:
        s = parse_while(p);
        break;
    case TOKEN_FOR:
        s = parse_for(p, here(p), false);
        break;
    case TOKEN_TRY:
        s = parse_try(p);
        break;
    case TOKEN_WITH:
        s = parse_with(p, here(p), false);
        break;
    case TOKEN_DEF:
        s = parse_function(p, here(p), false, none);
        break;
    case TOKEN_CLASS:
        s = parse_class(p, none);
        break;
    case TOKEN_AT:
        s = parse_decorated(p);
        break;
    case TOKEN_ASYNC:
        s = parse_async(p, none);
        break;
    case TOKEN_NAME:
        return !at_word(p, "match") || parse_match(p, compound);
    default:
        return true;
    }
    *compound = s;
    return s != NULL;
}
