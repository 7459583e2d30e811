/* What the parser's files share: the parser's state, its tokens, its lists, its productions.
 *
 * A production returns its node, or NULL when the tokens do not fit (or, with `fatal` set, when the
 * parse cannot go on). It says nothing about why: the words for an error are found afterwards, by the
 * slower second pass of error_pass.c over the same source. */
#ifndef OURO_SYNTAX_PARSER_INTERNAL_H
#define OURO_SYNTAX_PARSER_INTERNAL_H

#include "syntax/token.h"

typedef struct ouro_name_table {
    const ouro_name **entries; /* open addressing; a power of two */
    uint32_t capacity, count;
} ouro_name_table;

typedef struct ouro_parser {
    ouro_token *token;             /* the one to look at: tokens[position] */
    uint32_t end_line, end_column; /* of the last token taken that has text */
    uint32_t position, fill, capacity;
    uint32_t pins; /* while above 0, tokens taken are kept, for going back */
    ouro_token *tokens;
    const char *stack_limit;
    ouro_region *region;
    ouro_name_table *names;
    void **scratch; /* lists in the making */
    uint32_t scratch_count, scratch_capacity;
    uint8_t fatal;  /* ouro_error_kind, when the parse cannot go on */
    bool fstring;   /* the source is the expression of an f-string */
    bool started;   /* single mode: tokens have come since the last newline given for free */
    bool describe;  /* the second pass: an action that fails puts its words into `error` */
    bool described; /* `error` is filled */
    ouro_type_ignore_list type_ignores;
    ouro_syntax_error *error;
    ouro_tokenizer tokenizer;
} ouro_parser;

typedef struct place {
    uint32_t line, column;
} place;

/* ---- tokens (parser.c) ---- */

/* Makes tokens[position] there. */
void ouro__parser_refill(ouro_parser *p);
/* The token after the present one. */
const ouro_token *ouro__parser_peek(ouro_parser *p);
/* Fetches one token more behind the last; false when memory is refused. */
bool ouro__parser_fetch(ouro_parser *p);

static inline token_type look(const ouro_parser *p)
{
    return (token_type)p->token->type;
}

static inline void advance(ouro_parser *p)
{
    const ouro_token *t = p->token;
    if (t->end && t->type != TOKEN_NEWLINE) {
        p->end_line = t->end_line;
        p->end_column = (uint32_t)t->end_column;
    }
    if (++p->position == p->fill)
        ouro__parser_refill(p);
    else
        p->token = p->tokens + p->position;
}

static inline bool take(ouro_parser *p, token_type type)
{
    if (p->token->type != type)
        return false;
    advance(p);
    return true;
}

static inline place here(const ouro_parser *p)
{
    return (place){p->token->line, (uint32_t)p->token->column};
}

static inline ouro_span span_from(const ouro_parser *p, place start)
{
    return (ouro_span){start.line, start.column, p->end_line, p->end_column};
}

typedef struct bookmark {
    uint32_t position, end_line, end_column, scratch_count;
} bookmark;

/* Pins the tokens from here on; undone by exactly one of go_back and go_on. */
bookmark ouro__parser_mark(ouro_parser *p);
void ouro__parser_go_back(ouro_parser *p, bookmark mark);
void ouro__parser_go_on(ouro_parser *p);

/* The type comment at hand, if there is one, is taken: *comment, or NULL. False when memory is refused. */
bool ouro__parser_take_type_comment(ouro_parser *p, const ouro_name **comment);

/* Whether the version asked for has what came with Python 3.`minor`. */
static inline bool ouro__parser_has(const ouro_parser *p, unsigned minor)
{
    unsigned version = p->tokenizer.input->feature_version;
    return version == 0 || version > minor;
}

/* Whether the version asked for lacks it: then "`what` only supported ..." is raised, at a token or (NULL) at
 * the last one fetched, and the parse ends. */
bool ouro__parser_refuses(ouro_parser *p, const ouro_token *place, unsigned minor, const char *what);

/* The token taken last. Only while ouro__parser_has is false for something: tokens are kept then. */
static inline const ouro_token *ouro__parser_taken(const ouro_parser *p)
{
    return p->position ? p->token - 1 : NULL;
}

/* ---- memory ---- */

void *ouro__parser_out_of_memory(ouro_parser *p); /* sets fatal; returns NULL */
void *ouro__parser_alloc(ouro_parser *p, size_t size);
const ouro_name *ouro__parser_name(ouro_parser *p, const char *bytes, size_t length);
/* The same of any text, which is not normalised. */
const ouro_name *ouro__parser_text(ouro_parser *p, const char *bytes, size_t length);
/* The name token at hand, which is taken; NULL when it is none. */
const ouro_name *ouro__parser_take_name(ouro_parser *p);
ouro_name_table *ouro__names_new(ouro_region *region);
const ouro_name *ouro__names_intern(ouro_name_table *names, ouro_region *region, const char *bytes,
                                    size_t length);

/* Whether the C stack has room for one production more. Without it the first pass ends in a
 * MemoryError, as in CPython, and the second in a plain "invalid syntax". */
static inline bool room(ouro_parser *p)
{
    if ((const char *)__builtin_frame_address(0) > p->stack_limit)
        return true;
    p->fatal = OURO_ERROR_RECURSION;
    return false;
}

/* Lists grow on the scratch stack and are copied out, exact, when they end. */
bool ouro__parser_push_slow(ouro_parser *p, void *item);

static inline bool push(ouro_parser *p, void *item)
{
    if (p->scratch_count == p->scratch_capacity)
        return ouro__parser_push_slow(p, item);
    p->scratch[p->scratch_count++] = item;
    return true;
}

/* The items pushed since `base`; NULL when refused, or when there are none (*count is 0 then). */
void *ouro__parser_pop_list(ouro_parser *p, uint32_t base, uint32_t *count);

#define POP_LIST(p, base, list) ((list).items = ouro__parser_pop_list(p, base, &(list).count), !(p)->fatal)

/* ---- productions ---- */

ouro_expr *ouro__expr_new(ouro_parser *p, ouro_expr_kind kind, place start);
ouro_expr *ouro__parse_expression(ouro_parser *p);
ouro_expr *ouro__parse_named_expression(ouro_parser *p);
ouro_expr *ouro__parse_expressions(ouro_parser *p); /* without stars */
ouro_expr *ouro__parse_star_expressions(ouro_parser *p);
ouro_expr *ouro__parse_star_expression(ouro_parser *p);
ouro_expr *ouro__parse_star_named_expression(ouro_parser *p);
ouro_expr *ouro__parse_yield(ouro_parser *p);
ouro_expr *ouro__parse_yield_or_star_expressions(ouro_parser *p);
ouro_expr *ouro__parse_disjunction(ouro_parser *p);
ouro_expr *ouro__parse_bitwise_or(ouro_parser *p);
/* Items separated by commas as far as they go, the last comma optional; pushes on scratch. Returns
 * false on failure; *comma says whether there was a comma at all. */
bool ouro__parse_items(ouro_parser *p, ouro_expr *(*item)(ouro_parser *), bool *comma);
ouro_expr *ouro__parse_strings(ouro_parser *p);
/* Past the opening bracket, up to the closing one, which is not taken. */
bool ouro__parse_call_arguments(ouro_parser *p, ouro_expr_list *args, ouro_keyword_list *keywords);
/* From the opening bracket on, the closing one included. */
ouro_expr *ouro__parse_parenthesised(ouro_parser *p);
ouro_expr *ouro__parse_list(ouro_parser *p);
ouro_expr *ouro__parse_braces(ouro_parser *p);
static inline bool ouro__at_comprehension(const ouro_parser *p)
{
    return look(p) == TOKEN_FOR || look(p) == TOKEN_ASYNC;
}
/* `elt for ...` up to the closing bracket, which is taken. */
ouro_expr *ouro__finish_comprehension(ouro_parser *p, ouro_expr_kind kind, place start, ouro_expr *elt,
                                      token_type closing);
/* Up to `end` (a closing bracket, or the colon of a lambda), which is not taken. */
ouro_arguments *ouro__parse_parameters(ouro_parser *p, token_type end);

/* ---- targets (parser_targets.c) ---- */

/* Turns what was parsed as a value into a target; false where it cannot be one. */
bool ouro__target_store(ouro_parser *p, ouro_expr *e);  /* of an assignment, for, with */
bool ouro__target_delete(ouro_parser *p, ouro_expr *e); /* of del */
bool ouro__target_single(ouro_expr *e);                 /* of an augmented or annotated assignment */
/* `star_targets`: those of a for, up to the `in`. */
ouro_expr *ouro__parse_star_targets(ouro_parser *p);
ouro_expr *ouro__parse_star_target(ouro_parser *p);

/* ---- statements, patterns ---- */

ouro_stmt *ouro__stmt_new(ouro_parser *p, ouro_stmt_kind kind, place start);
ouro_stmt *ouro__parse_simple(ouro_parser *p);
/* Simple statements up to the newline, pushed on scratch. */
bool ouro__parse_simple_line(ouro_parser *p);
bool ouro__parse_statements(ouro_parser *p, token_type end, ouro_stmt_list *body);
bool ouro__parse_interactive(ouro_parser *p, ouro_stmt_list *body);
bool ouro__parse_block(ouro_parser *p, ouro_stmt_list *body);
ouro_pattern *ouro__parse_patterns(ouro_parser *p);

/* ---- literals ---- */

bool ouro__parse_number_constant(ouro_parser *p, const ouro_token *token, ouro_constant *constant);
/* Neighbouring string tokens as one Constant or JoinedStr. */
ouro_expr *ouro__strings_concatenate(ouro_parser *p, const ouro_token *tokens, uint32_t count);

/* ---- whole sources, and errors ---- */

/* Readies a parser on source text; false when memory is refused. */
bool ouro__parser_init(ouro_parser *p, const ouro_parse_input *input, ouro_region *region,
                       ouro_name_table *names, const char *source, size_t length, ouro_syntax_error *error);
/* The expression of an f-string, its source in brackets; NULL as from any production, and in the
 * second pass with the error described. */
ouro_expr *ouro__parse_fstring_expression(ouro_parser *p, const char *source, size_t length, uint32_t line,
                                          int32_t column);
/* The second pass: says what is wrong with a source that the first has refused. `p` has been readied
 * again. Fills p->error. */
void ouro__describe_error(ouro_parser *p, uint32_t line,
                          int32_t column); /* where the first pass took its last token */
/* Raises in an action: fills p->error, in the second pass only, at the last token fetched. */
void ouro__raise_at_last_token(ouro_parser *p, const char *message);
void ouro__raise_at_token(ouro_parser *p, const ouro_token *token, const char *message);

#endif
