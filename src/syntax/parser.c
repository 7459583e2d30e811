/* The parser's entry and plumbing: tokens, going back, lists, memory, and whole sources. */
#include "syntax/error_pass.h"

#include <string.h>

enum { FIRST_TOKENS = 64, FIRST_SCRATCH = 256, DEFAULT_STACK = 512 * 1024 };

/* ---- memory ---- */

void *ouro__parser_out_of_memory(ouro_parser *p)
{
    p->fatal = OURO_ERROR_MEMORY;
    return NULL;
}

void *ouro__parser_alloc(ouro_parser *p, size_t size)
{
    void *block = ouro__region_alloc(p->region, size);
    return block ? block : ouro__parser_out_of_memory(p);
}

bool ouro__parser_push_slow(ouro_parser *p, void *item)
{
    uint32_t capacity = p->scratch_capacity * 2;
    void **scratch = ouro__parser_alloc(p, capacity * sizeof *scratch);
    if (!scratch)
        return false;
    memcpy(scratch, p->scratch, p->scratch_count * sizeof *scratch);
    p->scratch = scratch;
    p->scratch_capacity = capacity;
    p->scratch[p->scratch_count++] = item;
    return true;
}

void *ouro__parser_pop_list(ouro_parser *p, uint32_t base, uint32_t *count)
{
    *count = p->scratch_count - base;
    p->scratch_count = base;
    if (*count == 0)
        return NULL;
    void **items = ouro__parser_alloc(p, *count * sizeof *items);
    if (!items)
        *count = 0;
    else
        memcpy(items, p->scratch + base, *count * sizeof *items);
    return items;
}

/* ---- tokens ---- */

/* A comment "# type: ignore", which may stand anywhere. */
static bool set_aside(ouro_parser *p, const ouro_token *token)
{
    ouro_type_ignore_list *list = &p->type_ignores;
    if ((list->count & (list->count - 1)) == 0) {
        ouro_type_ignore **grown = ouro__parser_alloc(p, (list->count ? list->count * 2 : 1) * sizeof *grown);
        if (!grown)
            return false;
        if (list->count)
            memcpy(grown, list->items, list->count * sizeof *grown);
        list->items = grown;
    }
    ouro_type_ignore *ignore = ouro__parser_alloc(p, sizeof *ignore);
    if (!ignore || !(ignore->tag = ouro__parser_text(p, token->start, (size_t)(token->end - token->start))))
        return false;
    ignore->line = token->line;
    list->items[list->count++] = ignore;
    return true;
}

bool ouro__parser_take_type_comment(ouro_parser *p, const ouro_name **comment)
{
    *comment = NULL;
    if (look(p) != TOKEN_TYPE_COMMENT)
        return true;
    *comment = ouro__parser_text(p, p->token->start, (size_t)(p->token->end - p->token->start));
    advance(p);
    return *comment != NULL;
}

static const char *too_new(ouro_parser *p, unsigned minor, const char *what)
{
    return ouro__region_printf(p->region, "%s only supported in Python 3.%u and greater", what, minor);
}

static void refuse_version(ouro_parser *p, const ouro_token *place, unsigned minor, const char *what)
{
    bool first = !p->describe;
    p->describe = true;
    const char *message = too_new(p, minor, what);
    if (place && place->column >= 0)
        ouro__raise_at_token(p, place, message);
    else if (place) { /* a DEDENT: where the tokenizer stood is where the next token begins */
        const ouro_tokenizer *t = &p->tokenizer;
        int32_t column = p->token->column >= 0 ? p->token->column : (int32_t)(t->cursor - t->line_start);
        ouro__raise_known(p, OURO_ERROR_SYNTAX, place->line, column - 1, place->end_line, -2, message);
    } else
        ouro__raise_at_last_token(p, message);
    if (first && !p->fatal)
        p->fatal = OURO_ERROR_SYNTAX;
}

bool ouro__parser_refuses(ouro_parser *p, const ouro_token *place, unsigned minor, const char *what)
{
    if (ouro__parser_has(p, minor))
        return false;
    refuse_version(p, place, minor, what);
    return true;
}

bool ouro__parser_fetch(ouro_parser *p)
{
    if (p->fill == p->capacity) {
        ouro_token *tokens = ouro__parser_alloc(p, p->capacity * 2 * sizeof *tokens);
        if (!tokens)
            return false;
        memcpy(tokens, p->tokens, p->fill * sizeof *tokens);
        p->tokens = tokens;
        p->capacity *= 2;
    }
    ouro_token *token = p->tokens + p->fill++;
    ouro__tokenizer_next(&p->tokenizer, token);
    while (token->type == TOKEN_TYPE_IGNORE) {
        if (!set_aside(p, token))
            return false;
        ouro__tokenizer_next(&p->tokenizer, token);
    }
    if (token->type == TOKEN_ERROR) {
        if (p->tokenizer.failure == FAILURE_MEMORY)
            p->fatal = OURO_ERROR_MEMORY;
        else if (p->tokenizer.failure == FAILURE_CALLBACK)
            p->fatal = OURO_ERROR_CALLBACK;
        else if (p->tokenizer.warned) {
            *p->error = p->tokenizer.error;
            p->fatal = OURO_ERROR_SYNTAX;
        }
        return true;
    }
    /* An interactive statement may end without a newline: one is given, and blocks are closed. */
    if (p->tokenizer.input->mode != OURO_PARSE_SINGLE || p->fstring)
        return true;
    if (token->type != TOKEN_ENDMARKER || !p->started) {
        p->started = true;
        return true;
    }
    token->type = TOKEN_NEWLINE;
    p->started = false;
    if (p->tokenizer.indent && !(p->tokenizer.input->flags & OURO_PARSE_DONT_IMPLY_DEDENT)) {
        p->tokenizer.pending = (int16_t)-p->tokenizer.indent;
        p->tokenizer.indent = 0;
    }
    return true;
}

void ouro__parser_refill(ouro_parser *p)
{
    if (p->pins == 0)
        p->position = p->fill = 0;
    if (!ouro__parser_fetch(p)) {
        /* No memory to keep a token: an error token stands for it, and `fatal` is set. */
        p->position = p->fill - 1;
        p->tokens[p->position].type = TOKEN_ERROR;
    }
    p->token = p->tokens + p->position;
}

const ouro_token *ouro__parser_peek(ouro_parser *p)
{
    if (p->position + 1 == p->fill && !ouro__parser_fetch(p))
        return p->token;
    p->token = p->tokens + p->position;
    return p->token + 1;
}

bookmark ouro__parser_mark(ouro_parser *p)
{
    p->pins++;
    return (bookmark){p->position, p->end_line, p->end_column, p->scratch_count};
}

void ouro__parser_go_back(ouro_parser *p, bookmark mark)
{
    p->pins--;
    p->position = mark.position;
    p->end_line = mark.end_line;
    p->end_column = mark.end_column;
    p->scratch_count = mark.scratch_count;
    p->token = p->tokens + p->position;
}

void ouro__parser_go_on(ouro_parser *p)
{
    p->pins--;
}

/* ---- whole sources ---- */

bool ouro__parser_init(ouro_parser *p, const ouro_parse_input *input, ouro_region *region,
                       ouro_name_table *names, const char *source, size_t length, ouro_syntax_error *error)
{
    memset(p, 0, offsetof(ouro_parser, tokenizer));
    p->region = region;
    p->names = names;
    p->error = error;
    p->stack_limit = input->stack_limit;
    ouro__tokenizer_init(&p->tokenizer, input, region, source, length);
    /* The many short sources of an f-string's fields need little. */
    p->capacity = length < FIRST_TOKENS ? (uint32_t)length + 4 : FIRST_TOKENS;
    p->scratch_capacity = length < FIRST_TOKENS ? FIRST_SCRATCH / 8 : FIRST_SCRATCH;
    p->tokens = ouro__parser_alloc(p, p->capacity * sizeof *p->tokens);
    p->scratch = ouro__parser_alloc(p, p->scratch_capacity * sizeof *p->scratch);
    if (!p->tokens || !p->scratch)
        return false;
    return true;
}

/* The types of positional arguments, then * and ** with one each. */
static bool parse_argument_types(ouro_parser *p, ouro_expr_list *list)
{
    uint32_t base = p->scratch_count;
    bool star = false, double_star = false, more = look(p) != TOKEN_RPAR;
    while (more) {
        if (double_star || (star && look(p) != TOKEN_DOUBLESTAR))
            return false;
        double_star = take(p, TOKEN_DOUBLESTAR);
        star = !double_star && (take(p, TOKEN_STAR) || star);
        ouro_expr *type = ouro__parse_expression(p);
        if (!type || !push(p, type))
            return false;
        more = take(p, TOKEN_COMMA);
    }
    return POP_LIST(p, base, *list);
}

static bool parse_function_type(ouro_parser *p, ouro_module_node *module)
{
    if (!take(p, TOKEN_LPAR) || !parse_argument_types(p, &module->argtypes) || !take(p, TOKEN_RPAR) ||
        !take(p, TOKEN_ARROW))
        return false;
    module->expr = ouro__parse_expression(p);
    while (module->expr && take(p, TOKEN_NEWLINE))
        ;
    return module->expr && look(p) == TOKEN_ENDMARKER;
}

/* The first pass over a whole source. */
static ouro_module_node *parse_module(ouro_parser *p, ouro_parse_mode mode)
{
    ouro_module_node *module = ouro__parser_alloc(p, sizeof *module);
    if (!module)
        return NULL;
    module->names = p->names;
    p->pins = p->tokenizer.input->feature_version != 0; /* errors may be placed at tokens taken */
    ouro__parser_refill(p);
    switch (mode) {
    case OURO_PARSE_EXEC:
        module->kind = OURO_AST_MODULE;
        if (!ouro__parse_statements(p, TOKEN_ENDMARKER, &module->body))
            return NULL;
        module->type_ignores = p->type_ignores;
        break;
    case OURO_PARSE_SINGLE:
        module->kind = OURO_AST_INTERACTIVE;
        if (!ouro__parse_interactive(p, &module->body))
            return NULL;
        break;
    case OURO_PARSE_FUNCTION_TYPE:
        module->kind = OURO_AST_FUNCTIONTYPE;
        if (!parse_function_type(p, module))
            return NULL;
        break;
    case OURO_PARSE_EVAL:
        module->kind = OURO_AST_EXPRESSION;
        module->expr = ouro__parse_expressions(p);
        if (!module->expr)
            return NULL;
        while (take(p, TOKEN_NEWLINE))
            ;
        if (look(p) != TOKEN_ENDMARKER)
            return NULL;
        break;
    }
    return p->fatal ? NULL : module;
}

/* A parser on the expression of an f-string, which stands at this place of the file. */
static bool open_child(ouro_parser *child, const ouro_parser *parent, const char *source, size_t length,
                       uint32_t line, int32_t column)
{
    if (!ouro__parser_init(child, parent->tokenizer.input, parent->region, parent->names, source, length,
                           parent->error))
        return false;
    child->stack_limit = parent->stack_limit;
    child->fstring = true;
    child->tokenizer.starting_line = line;
    child->tokenizer.starting_column = column;
    child->tokenizer.line = line - 1;
    child->tokenizer.warnings = parent->tokenizer.warnings;
    return true;
}

ouro_expr *ouro__parse_fstring_expression(ouro_parser *parent, const char *source, size_t length,
                                          uint32_t line, int32_t column)
{
    ouro_parser child;
    if (!room(parent))
        return NULL;
    if (!open_child(&child, parent, source, length, line, column))
        return ouro__parser_out_of_memory(parent);
    ouro__parser_refill(&child);
    ouro_expr *e = child.fatal ? NULL : ouro__parse_star_expressions(&child);
    parent->fatal = child.fatal;
    if (e || child.fatal || !parent->describe)
        return child.fatal ? NULL : e;
    ouro_token last = child.tokens[child.fill - 1];
    if (!open_child(&child, parent, source, length, line, column))
        return ouro__parser_out_of_memory(parent);
    child.describe = true;
    ouro__describe_error(&child, last.line, last.column);
    parent->described = child.described;
    parent->fatal = child.fatal;
    return NULL;
}

static int give_up(ouro_syntax_error *error, ouro_error_kind kind)
{
    *error =
        (ouro_syntax_error){.kind = kind == OURO_ERROR_RECURSION ? OURO_ERROR_MEMORY : kind, .message = ""};
    return OURO_PARSE_FAILED;
}

/* Only blank lines and comments may follow an interactive statement. */
static bool more_follows(const ouro_parser *p)
{
    const char *c = p->tokenizer.cursor;
    for (;;) {
        while (*c == ' ' || *c == '\t' || *c == '\n' || *c == '\f')
            c++;
        if (*c != '#')
            return *c != '\0';
        while (*c && *c != '\n')
            c++;
    }
}

/* Whether the tokenizer has looked past the end of a source that may lack its last newline: then the last
 * token did, unless it is a string with its closing quote. That is when codeop's callers read "incomplete
 * input", be the source a beginning or not. */
static bool looked_past_the_end(const ouro_parser *p, const ouro_token *last)
{
    const ouro_tokenizer *t = &p->tokenizer;
    if (t->at_end || t->open_at_end)
        return true;
    return last->end && last->end == t->end && t->end > t->source && t->end[-1] != '\n' &&
           (last->type != TOKEN_STRING || last->end - last->start == 2);
}

int ouro__parse(const ouro_parse_input *in, ouro_region *region, ouro_module_node **out,
                ouro_syntax_error *error)
{
    ouro_parse_input input = *in;
    if (!input.stack_limit)
        input.stack_limit = (const char *)__builtin_frame_address(0) - DEFAULT_STACK;
    *error = (ouro_syntax_error){0};
    *out = NULL;
    const char *source;
    size_t length;
    bool encoded;
    if (ouro__source_decode(&input, region, &source, &length, &encoded, error) < 0)
        return OURO_PARSE_FAILED;
    ouro_name_table *names = ouro__names_new(region);
    ouro_parser parser, *p = &parser;
    if (!names || !ouro__parser_init(p, &input, region, names, source, length, error))
        return give_up(error, OURO_ERROR_MEMORY);
    p->tokenizer.encoded = encoded;
    ouro_module_node *module = parse_module(p, input.mode);
    if (module && (input.mode != OURO_PARSE_SINGLE || !more_follows(p))) {
        *out = module;
        return OURO_PARSE_OK;
    }
    if (p->fatal == OURO_ERROR_SYNTAX) /* a warning that the filters make an error */
        return OURO_PARSE_FAILED;
    if (p->fatal)
        return give_up(error, p->fatal);
    if (module) {
        p->describe = true;
        ouro__raise_at_last_token(p, "multiple statements found while compiling a single statement");
        return OURO_PARSE_FAILED;
    }
    ouro_token last = p->tokens[p->fill - 1];
    bool incomplete = p->tokenizer.at_end && (in->flags & OURO_PARSE_ALLOW_INCOMPLETE);
    if ((in->flags & OURO_PARSE_TELL_INCOMPLETE) && looked_past_the_end(p, &last)) {
        p->describe = true;
        ouro__raise_at_last_token(p, "incomplete input");
        return p->fatal ? give_up(error, p->fatal) : OURO_PARSE_INCOMPLETE;
    }
    if (!ouro__parser_init(p, &input, region, names, source, length, error))
        return give_up(error, OURO_ERROR_MEMORY);
    p->describe = true;
    p->tokenizer.encoded = encoded;
    ouro__describe_error(p, last.line, last.column);
    if (p->fatal)
        return give_up(error, p->fatal);
    return incomplete ? OURO_PARSE_INCOMPLETE : OURO_PARSE_FAILED;
}
