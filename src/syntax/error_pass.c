/* The second pass: runs the error grammar over the tokens, with memory and going back at will.
 *
 * It runs twice. First without the rules that recognise mistakes: that finds the last token that any
 * rule has looked at, which is where "invalid syntax" is shown. Then with them: the first rule that
 * recognises a mistake names it. Both orders, of rules and of tokens fetched, are CPython's, and so is
 * what takes precedence: an error of the tokenizer ahead is told before one of the grammar. */
#include "syntax/error_pass.h"
#include "syntax/string_literal.h"

#include <string.h>

static bool eval_rule(error_pass *x, int index, piece **result);

/* ---- tokens ---- */

/* The token at the mark, fetched where need be; NULL once stopped. */
static const ouro_token *token_at_mark(error_pass *x)
{
    ouro_parser *p = x->p;
    while (x->mark >= p->fill) {
        if (!ouro__parser_fetch(p))
            return NULL;
        if (p->tokens[p->fill - 1].type == TOKEN_ERROR) {
            ouro__raise_tokenizer(p);
            return NULL;
        }
    }
    return p->tokens + x->mark;
}

static piece *new_piece(error_pass *x, piece_kind kind, uint32_t first, uint32_t count)
{
    piece *made = ouro__parser_alloc(x->p, sizeof *made + count * sizeof *made->items);
    if (!made)
        return NULL;
    made->kind = (uint8_t)kind;
    made->first = first;
    made->end = x->mark;
    made->count = count;
    return made;
}

static piece_kind kind_of_token(token_type type)
{
    switch (type) {
    case TOKEN_NAME:
        return PIECE_NAME;
    case TOKEN_NUMBER:
        return PIECE_NUMBER;
    case TOKEN_TRUE:
    case TOKEN_FALSE:
    case TOKEN_NONE:
    case TOKEN_ELLIPSIS:
        return PIECE_CONSTANT;
    default:
        return PIECE_TOKEN;
    }
}

static bool take_token(error_pass *x, piece **result)
{
    const ouro_token token = x->p->tokens[x->mark];
    x->mark++;
    *result = new_piece(x, kind_of_token((token_type)token.type), x->mark - 1, 0);
    if (token.type == TOKEN_NUMBER) {
        ouro_constant constant = {0};
        if (!ouro__parse_number_constant(x->p, &token, &constant))
            return false;
    }
    return *result != NULL;
}

static bool spelled(const ouro_token *token, const char *word, size_t length)
{
    return token->type == TOKEN_NAME && (size_t)(token->end - token->start) == length &&
           memcmp(token->start, word, length) == 0;
}

/* CPython compares as many letters as the name has: `m` and `cas` count as soft keywords too. */
static bool is_soft_keyword(const ouro_token *token)
{
    static const char *const words[] = {"_", "case", "match"};
    for (int i = 0; i < 3; i++)
        if (token->type == TOKEN_NAME &&
            strncmp(words[i], token->start, (size_t)(token->end - token->start)) == 0)
            return true;
    return false;
}

/* ---- items ---- */

static bool eval_once(error_pass *x, const grammar_item *item, piece **result)
{
    *result = NULL;
    if (item->kind == ITEM_RULE)
        return eval_rule(x, item->value, result);
    const ouro_token *token = token_at_mark(x);
    if (!token)
        return false;
    bool fits = item->kind == ITEM_TOKEN  ? token->type == item->value
                : item->kind == ITEM_WORD ? spelled(token, item->word, item->word_length)
                                          : is_soft_keyword(token);
    if (fits)
        return take_token(x, result);
    if (item->forced)
        ouro__raise_at_token(
            x->p, token,
            ouro__region_printf(x->p->region, "expected '%.*s'", (int)item->word_length, item->word));
    return false;
}

/* x*, x+ and s.x+ */
static bool eval_many(error_pass *x, const grammar_item *item, piece **result)
{
    uint32_t base = x->p->scratch_count, start = x->mark, count;
    for (;;) {
        uint32_t before = x->mark;
        piece *one;
        if (item->separator && x->p->scratch_count > base) {
            const ouro_token *token = token_at_mark(x);
            if (!token || token->type != item->separator)
                break;
            x->mark++;
        }
        if (!eval_once(x, item, &one)) {
            x->mark = before;
            break;
        }
        if (!push(x->p, one))
            return false;
        if (x->mark == before)
            break;
    }
    count = x->p->scratch_count - base;
    x->p->scratch_count = base;
    if (stopped(x) || (item->repeat == '+' && count == 0))
        return false;
    piece *sequence = new_piece(x, PIECE_SEQUENCE, start, count);
    if (sequence)
        memcpy(sequence->items, x->p->scratch + base, count * sizeof *sequence->items);
    *result = sequence;
    return sequence != NULL;
}

static bool eval_item(error_pass *x, const grammar_item *item, piece **result)
{
    uint32_t start = x->mark;
    *result = NULL;
    if (item->look) {
        piece *ignored;
        bool fits = eval_once(x, item, &ignored);
        x->mark = start;
        return !stopped(x) && fits == (item->look == '&');
    }
    if (item->repeat == '*' || item->repeat == '+')
        return eval_many(x, item, result);
    if (eval_once(x, item, result))
        return true;
    x->mark = start;
    return item->repeat == '?' && !stopped(x);
}

/* ---- alternatives and rules ---- */

/* What the pieces amount to. */
static bool finish(error_pass *x, const grammar_alternative *a, uint32_t start, piece **pieces,
                   piece **result)
{
    if (a->action && !a->action(x, pieces))
        return false;
    if (stopped(x))
        return false;
    if (a->select >= 0) {
        *result = pieces[a->select];
        return true;
    }
    uint32_t present = 0;
    for (uint32_t i = 0; i < a->count; i++)
        if (pieces[i]) {
            present++;
            *result = pieces[i];
        }
    if (a->make < 0 && present == 1 && a->count == 1)
        return true;
    piece_kind kind = a->make >= 0 ? (piece_kind)a->make : PIECE_OTHER;
    piece *made = new_piece(x, kind, start, a->count);
    if (!made)
        return false;
    memcpy(made->items, pieces, a->count * sizeof *pieces);
    *result = made;
    return true;
}

/* `grown`, when not NULL, stands for the first item. *cut: no other alternative may be tried. */
static bool eval_alternative(error_pass *x, const grammar_alternative *a, uint32_t start, piece *grown,
                             bool *cut, piece **result)
{
    ouro_parser *p = x->p; /* whose scratch holds the pieces: the C stack is for depth */
    uint32_t base = p->scratch_count, i = 0;
    bool fits = !grown || push(p, grown);
    for (i = grown != NULL; fits && i < a->count; i++) {
        piece *one = NULL;
        if (a->items[i].kind == ITEM_CUT)
            *cut = true;
        else
            fits = eval_item(x, a->items + i, &one);
        fits = fits && push(p, one);
    }
    fits = fits && finish(x, a, start, (piece **)p->scratch + base, result);
    p->scratch_count = base;
    return fits;
}

static bool eval_choice(error_pass *x, const grammar_rule *rule, piece **result)
{
    uint32_t start = x->mark;
    for (uint32_t i = 0; i < rule->count; i++) {
        bool cut = false;
        if (rule->alternatives[i].grows)
            continue;
        x->mark = start;
        if (eval_alternative(x, rule->alternatives + i, start, NULL, &cut, result))
            return true;
        if (stopped(x) || cut)
            break;
    }
    x->mark = start;
    return false;
}

static bool eval_growing(error_pass *x, const grammar_rule *rule, piece **result)
{
    uint32_t start = x->mark;
    if (!eval_choice(x, rule, result))
        return false;
    for (bool grew = true; grew;) {
        uint32_t before = x->mark;
        grew = false;
        for (uint32_t i = 0; i < rule->count && !grew; i++) {
            bool cut = false;
            piece *larger;
            if (!rule->alternatives[i].grows)
                continue;
            x->mark = before;
            grew = eval_alternative(x, rule->alternatives + i, start, *result, &cut, &larger);
            if (grew)
                *result = larger;
            else if (stopped(x))
                return false;
        }
        if (!grew)
            x->mark = before;
    }
    return true;
}

static remembered **memory_at(error_pass *x, uint32_t mark)
{
    if (mark >= x->memory_capacity) {
        uint32_t capacity = (mark + 1) * 2;
        remembered **memory = ouro__parser_alloc(x->p, capacity * sizeof *memory);
        if (!memory)
            return NULL;
        if (x->memory_capacity)
            memcpy(memory, x->memory, x->memory_capacity * sizeof *memory);
        x->memory = memory;
        x->memory_capacity = capacity;
    }
    return x->memory + mark;
}

static bool eval_rule(error_pass *x, int index, piece **result)
{
    const grammar_rule *rule = x->grammar.rules + index;
    *result = NULL;
    if ((rule->invalid && !x->invalid) || !room(x->p))
        return false;
    uint32_t start = x->mark;
    if (rule->group)
        return eval_choice(x, rule, result);
    uint32_t key = (uint32_t)index * 2 + (x->invalid && !rule->remembered && !rule->grows);
    remembered **memory = memory_at(x, start);
    if (!memory)
        return false;
    for (const remembered *r = *memory; r; r = r->next)
        if (r->key == key) {
            if (r->end == 0)
                return false;
            x->mark = r->end - 1;
            *result = r->result;
            return true;
        }
    bool invalid = x->invalid;
    if (index == x->without_invalid)
        x->invalid = false;
    bool fits = rule->grows ? eval_growing(x, rule, result) : eval_choice(x, rule, result);
    x->invalid = invalid;
    remembered *r = ouro__parser_alloc(x->p, sizeof *r);
    memory = memory_at(x, start);
    if (!r || !memory || stopped(x))
        return false;
    *r = (remembered){.next = *memory, .key = key, .end = fits ? x->mark + 1 : 0, .result = *result};
    *memory = r;
    return fits;
}

/* ---- the whole ---- */

static const char *start_rule(const ouro_parser *p)
{
    if (p->fstring)
        return "fstring";
    switch (p->tokenizer.input->mode) {
    case OURO_PARSE_EVAL:
        return "eval";
    case OURO_PARSE_SINGLE:
        return "interactive";
    case OURO_PARSE_FUNCTION_TYPE:
        return "func_type";
    default:
        return "file";
    }
}

/* An error of the tokenizer, or a bracket never closed, is told before one of the grammar, even when
 * it stands behind it. */
static void look_ahead(ouro_parser *p)
{
    const ouro_tokenizer *t = &p->tokenizer;
    if (p->fatal || t->failure)
        return;
    uint32_t line = p->tokens[p->fill - 1].line;
    ouro_token token;
    do
        ouro__tokenizer_next(&p->tokenizer, &token);
    while (token.type != TOKEN_ERROR && token.type != TOKEN_ENDMARKER);
    if (token.type == TOKEN_ENDMARKER)
        return;
    if (t->failure == FAILURE_SYNTAX) {
        *p->error = t->error;
        p->described = true;
    } else if (t->level && line > t->brackets[t->level - 1].line) {
        p->described = false;
        ouro__raise_unclosed(p);
    }
}

static void run(error_pass *x, bool invalid)
{
    piece *result;
    x->mark = 0;
    x->invalid = invalid;
    x->memory = NULL;
    x->memory_capacity = 0;
    eval_rule(x, ouro__grammar_find(&x->grammar, start_rule(x->p)), &result);
}

/* The rules ended for want of stack, before the token where the first pass did: the rest of its tokens, the last of which may be
 * the tokenizer's own error. */
static void catch_up(ouro_parser *p, uint32_t line, int32_t column)
{
    if (!p->fill && !ouro__parser_fetch(p))
        return;
    const ouro_token *t = p->tokens + p->fill - 1;
    while (!p->fatal && t->type != TOKEN_ERROR && t->type != TOKEN_ENDMARKER &&
           (t->line < line || (t->line == line && t->column < column)) && ouro__parser_fetch(p))
        t = p->tokens + p->fill - 1;
    if (t->type == TOKEN_ERROR && !p->fatal && !p->described)
        ouro__raise_tokenizer(p);
}

void ouro__describe_error(ouro_parser *p, uint32_t line, int32_t column)
{
    error_pass x = {.p = p};
    p->pins = 1;
    p->tokenizer.warnings = 0;
    if (!ouro__grammar_read(p->region, &x.grammar)) {
        p->fatal = OURO_ERROR_MEMORY;
        return;
    }
    x.without_invalid = ouro__grammar_find(&x.grammar, "expression_without_invalid");
    run(&x, false);
    if (p->fatal == OURO_ERROR_RECURSION) {
        p->fatal = OURO_ERROR_NONE;
        catch_up(p, line, column);
        p->fatal = p->fatal ? p->fatal : OURO_ERROR_RECURSION;
    }
    if (p->fatal && p->fatal != OURO_ERROR_RECURSION)
        return;
    ouro_token last = p->tokens[p->fill - 1];
    if (!p->described && !p->fatal)
        run(&x, true);
    if (p->fatal == OURO_ERROR_RECURSION)
        p->fatal = OURO_ERROR_NONE; /* too deep for the rules to say more */
    if (p->described || p->fatal) {
        look_ahead(p);
        return;
    }
    if (last.type == TOKEN_INDENT || last.type == TOKEN_DEDENT) {
        ouro__raise_indentation(p, last.type == TOKEN_INDENT ? "unexpected indent" : "unexpected unindent");
        return;
    }
    ouro__raise_at_token(p, &last, "invalid syntax");
    look_ahead(p);
}
