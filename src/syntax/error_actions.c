/* What each mistake is called, and which of its pieces is shown. The names are those in braces in
 * error_grammar.c; `pieces` are the items of the alternative, in order. */
#include "syntax/error_pass.h"

#include <string.h>

typedef piece *const *pieces_of;

/* ---- places ---- */

static const ouro_token *first_token(const error_pass *x, const piece *a)
{
    return x->p->tokens + a->first;
}

/* The last token with text of its own. */
static const ouro_token *last_token(const error_pass *x, const piece *a)
{
    const ouro_token *t = x->p->tokens + a->end - 1;
    while (t > x->p->tokens && (t->type == TOKEN_NEWLINE || t->type == TOKEN_INDENT ||
                                t->type == TOKEN_DEDENT || t->type == TOKEN_ENDMARKER))
        t--;
    return t;
}

static bool raise_range(error_pass *x, const piece *a, const piece *b, const char *message)
{
    const ouro_token *from = first_token(x, a), *to = last_token(x, b);
    ouro__raise_known(x->p, OURO_ERROR_SYNTAX, from->line, from->column, to->end_line, to->end_column,
                      message);
    return false;
}

static bool raise_at(error_pass *x, const piece *a, const char *message)
{
    return raise_range(x, a, a, message);
}

static bool raise_here(error_pass *x, const char *message)
{
    ouro__raise_at_last_token(x->p, message);
    return false;
}

#define FORMAT(...) ouro__region_printf(x->p->region, __VA_ARGS__)

/* ---- what things are called ---- */

static const char *constant_name(token_type type)
{
    switch (type) {
    case TOKEN_NONE:
        return "None";
    case TOKEN_TRUE:
        return "True";
    case TOKEN_FALSE:
        return "False";
    default:
        return "ellipsis";
    }
}

static const char *name_of(const error_pass *x, const piece *a)
{
    static const char *const names[] = {[PIECE_NAME] = "name",
                                        [PIECE_FSTRING] = "f-string expression",
                                        [PIECE_ATTRIBUTE] = "attribute",
                                        [PIECE_AWAIT] = "await expression",
                                        [PIECE_CALL] = "function call",
                                        [PIECE_COMPARE] = "comparison",
                                        [PIECE_DICT] = "dict literal",
                                        [PIECE_DICTCOMP] = "dict comprehension",
                                        [PIECE_GENERATOREXP] = "generator expression",
                                        [PIECE_IFEXP] = "conditional expression",
                                        [PIECE_LAMBDA] = "lambda",
                                        [PIECE_LIST] = "list",
                                        [PIECE_LISTCOMP] = "list comprehension",
                                        [PIECE_NAMEDEXPR] = "named expression",
                                        [PIECE_OPERATION] = "expression",
                                        [PIECE_SET] = "set display",
                                        [PIECE_SETCOMP] = "set comprehension",
                                        [PIECE_STARRED] = "starred",
                                        [PIECE_SUBSCRIPT] = "subscript",
                                        [PIECE_TUPLE] = "tuple",
                                        [PIECE_YIELD] = "yield expression"};
    if (a->kind == PIECE_CONSTANT)
        return constant_name((token_type)first_token(x, a)->type);
    const char *name = names[a->kind];
    return name ? name : "literal";
}

/* ---- targets ---- */

typedef enum target_use { USE_ASSIGN, USE_DELETE, USE_FOR } target_use;

static const piece *find_bad_target(error_pass *x, const piece *a, target_use use);

static bool is_display(const piece *a)
{
    return a->kind == PIECE_TUPLE || a->kind == PIECE_LIST || a->kind == PIECE_OTHER ||
           a->kind == PIECE_SEQUENCE;
}

/* In the elements of a tuple or list, which stand in sequences and groups with the commas. */
static const piece *find_in_elements(error_pass *x, const piece *a, target_use use)
{
    if (!room(x->p))
        return NULL;
    for (uint32_t i = 0; i < a->count; i++) {
        const piece *element = a->items[i];
        if (!element || element->kind == PIECE_TOKEN)
            continue;
        const piece *bad = element->kind == PIECE_OTHER || element->kind == PIECE_SEQUENCE
                               ? find_in_elements(x, element, use)
                               : find_bad_target(x, element, use);
        if (bad)
            return bad;
    }
    return NULL;
}

static const piece *find_bad_target(error_pass *x, const piece *a, target_use use)
{
    if (!room(x->p))
        return NULL;
    if (is_display(a))
        return find_in_elements(x, a, use);
    switch (a->kind) {
    case PIECE_NAME:
    case PIECE_ATTRIBUTE:
    case PIECE_SUBSCRIPT:
        return NULL;
    case PIECE_STARRED:
        return use == USE_DELETE ? a : find_bad_target(x, a->items[1], use);
    case PIECE_COMPARE: { /* `x in y` of a for: its left side is the target */
        if (use != USE_FOR)
            return a;
        const piece *pair = a->items[1]->items[0];
        return first_token(x, pair)->type == TOKEN_IN ? find_bad_target(x, a->items[0], use) : NULL;
    }
    default:
        return a;
    }
}

static bool raise_target(error_pass *x, const piece *a, target_use use)
{
    const piece *bad = find_bad_target(x, a, use);
    if (bad)
        raise_at(x, bad,
                 FORMAT(use == USE_DELETE ? "cannot delete %s" : "cannot assign to %s", name_of(x, bad)));
    return false;
}

/* ---- comprehensions and arguments ---- */

/* Of `for ... in ... if ...` clauses: the last condition, or the last iterable. */
static const piece *last_clause_item(const piece *clauses)
{
    const piece *sequence = clauses->items[0], *clause = sequence->items[sequence->count - 1];
    const piece *conditions = clause->items[clause->count - 1];
    return conditions->count ? conditions->items[conditions->count - 1]->items[1]
                             : clause->items[clause->count - 2];
}

typedef struct argument_count {
    uint32_t positional; /* starred ones too */
    const piece *last;
    bool unpacks; /* has **x */
} argument_count;

static void count_arguments(error_pass *x, const piece *a, argument_count *n)
{
    if (!a || a->kind == PIECE_TOKEN || a->kind == PIECE_KEYWORD || !room(x->p))
        return;
    if (a->kind == PIECE_DOUBLESTARRED) {
        n->unpacks = true;
        return;
    }
    if (a->kind == PIECE_OTHER || a->kind == PIECE_SEQUENCE || a->kind == PIECE_ARGS) {
        for (uint32_t i = 0; i < a->count; i++)
            count_arguments(x, a->items[i], n);
        return;
    }
    n->positional++;
    n->last = a;
}

static const char *const generator_message = "Generator expression must be parenthesized";

static bool unpacking_order(error_pass *x, pieces_of c)
{
    return raise_at(x, c[0], "iterable argument unpacking follows keyword argument unpacking");
}

static bool bare_generator(error_pass *x, pieces_of c)
{
    return raise_range(x, c[0], last_clause_item(c[1]), generator_message);
}

static bool maybe_equal(error_pass *x, pieces_of c)
{
    return raise_range(x, c[0], c[1], "invalid syntax. Maybe you meant '==' or ':=' instead of '='?");
}

static bool generator_last(error_pass *x, pieces_of c)
{
    argument_count n = {0};
    count_arguments(x, c[0], &n);
    return n.positional > 1 && raise_range(x, n.last, last_clause_item(c[1]), generator_message);
}

static bool generator_after(error_pass *x, pieces_of c)
{
    return raise_range(x, c[2], last_clause_item(c[3]), generator_message);
}

static bool argument_order(error_pass *x, pieces_of c)
{
    argument_count n = {0};
    count_arguments(x, c[0], &n);
    return raise_here(x, n.unpacks ? "positional argument follows keyword argument unpacking"
                                   : "positional argument follows keyword argument");
}

static bool keyword_constant(error_pass *x, pieces_of c)
{
    return raise_range(x, c[0], c[1],
                       FORMAT("cannot assign to %s", constant_name((token_type)first_token(x, c[0])->type)));
}

static bool keyword_expression(error_pass *x, pieces_of c)
{
    return raise_range(x, c[1], c[2], "expression cannot contain assignment, perhaps you meant \"==\"?");
}

/* ---- expressions ---- */

static bool is_legacy(const error_pass *x, const piece *a)
{
    if (a->kind != PIECE_NAME)
        return false;
    const ouro_token *t = first_token(x, a);
    size_t length = (size_t)(t->end - t->start);
    return (length == 5 && memcmp(t->start, "print", 5) == 0) ||
           (length == 4 && memcmp(t->start, "exec", 4) == 0);
}

static bool legacy(error_pass *x, pieces_of c)
{
    const ouro_token *t = first_token(x, c[0]);
    int length = (int)(t->end - t->start);
    return is_legacy(x, c[0]) &&
           raise_range(x, c[0], c[2],
                       FORMAT("Missing parentheses in call to '%.*s'. Did you mean %.*s(...)?", length,
                              t->start, length, t->start));
}

static bool comma(error_pass *x, pieces_of c)
{
    if (is_legacy(x, c[1]) || x->p->tokens[x->mark - 1].level == 0)
        return false;
    return raise_range(x, c[1], c[2], "invalid syntax. Perhaps you forgot a comma?");
}

static bool expected_else(error_pass *x, pieces_of c)
{
    return raise_range(x, c[0], c[2], "expected 'else' after 'if' expression");
}

static bool walrus_target(error_pass *x, pieces_of c)
{
    return raise_at(x, c[0], FORMAT("cannot use assignment expressions with %s", name_of(x, c[0])));
}

static bool maybe_equal_value(error_pass *x, pieces_of c)
{
    return raise_range(x, c[0], c[2], "invalid syntax. Maybe you meant '==' or ':=' instead of '='?");
}

static bool assign_here(error_pass *x, pieces_of c)
{
    return raise_at(
        x, c[1], FORMAT("cannot assign to %s here. Maybe you meant '==' instead of '='?", name_of(x, c[1])));
}

static bool annotated_kind(error_pass *x, pieces_of c)
{
    return raise_at(x, c[0], FORMAT("only single target (not %s) can be annotated", name_of(x, c[0])));
}

static bool annotated_tuple(error_pass *x, pieces_of c)
{
    return raise_at(x, c[0], "only single target (not tuple) can be annotated");
}

static bool annotated_illegal(error_pass *x, pieces_of c)
{
    return raise_at(x, c[0], "illegal target for annotation");
}

static bool assign_target(error_pass *x, pieces_of c)
{
    return raise_target(x, c[1], USE_ASSIGN);
}

static bool assign_yield(error_pass *x, pieces_of c)
{
    return raise_at(x, c[1], "assignment to yield expression not possible");
}

static bool augmented_target(error_pass *x, pieces_of c)
{
    return raise_at(x, c[0],
                    FORMAT("'%s' is an illegal expression for augmented assignment", name_of(x, c[0])));
}

static bool delete_target(error_pass *x, pieces_of c)
{
    return raise_target(x, c[1], USE_DELETE);
}

static bool unpack_comprehension(error_pass *x, pieces_of c)
{
    return raise_at(x, c[1], "iterable unpacking cannot be used in comprehension");
}

static const char *const bare_target_message = "did you forget parentheses around the comprehension target?";

static bool bare_target_list(error_pass *x, pieces_of c)
{
    const piece *elements = c[3]->items[0];
    return raise_range(x, c[1], elements->items[elements->count - 1], bare_target_message);
}

static bool bare_target(error_pass *x, pieces_of c)
{
    return raise_range(x, c[1], c[2], bare_target_message);
}

static bool unpack_dict(error_pass *x, pieces_of c)
{
    return raise_at(x, c[1], "dict unpacking cannot be used in dict comprehension");
}

static bool group_starred(error_pass *x, pieces_of c)
{
    return raise_at(x, c[1], "cannot use starred expression here");
}

static bool group_double(error_pass *x, pieces_of c)
{
    return raise_at(x, c[1], "cannot use double starred expression here");
}

static bool dict_starred(error_pass *x, pieces_of c)
{
    ouro__raise_from(x->p, first_token(x, c[2]), "cannot use a starred expression in a dictionary value");
    return false;
}

static bool dict_value(error_pass *x, pieces_of c)
{
    return raise_at(x, c[1], "expression expected after dictionary key and ':'");
}

static bool dict_colon(error_pass *x, pieces_of c)
{
    const ouro_token *from = first_token(x, c[0]), *to = last_token(x, c[0]);
    ouro__raise_known(x->p, OURO_ERROR_SYNTAX, from->line, to->end_column - 1, to->end_line, -1,
                      "':' expected after dictionary key");
    return false;
}

/* ---- parameters ---- */

static bool default_order(error_pass *x, pieces_of c)
{
    return raise_at(x, c[2], "non-default argument follows default argument");
}

static bool parameter_brackets(error_pass *x, pieces_of c)
{
    return raise_range(x, c[1], c[4], "Function parameters cannot be parenthesized");
}

static bool lambda_brackets(error_pass *x, pieces_of c)
{
    return raise_range(x, c[1], c[4], "Lambda expression parameters cannot be parenthesized");
}

static bool slash_first(error_pass *x, pieces_of c)
{
    return raise_at(x, c[0], "at least one argument must precede /");
}

static bool slash_twice(error_pass *x, pieces_of c)
{
    return raise_at(x, c[2], "/ may appear only once");
}

static bool slash_late(error_pass *x, pieces_of c)
{
    return raise_at(x, c[5], "/ must be ahead of *");
}

static bool slash_comma(error_pass *x, pieces_of c)
{
    return raise_at(x, c[2], "expected comma between / and *");
}

static bool default_value(error_pass *x, pieces_of c)
{
    return raise_at(x, c[0], "expected default value expression");
}

static bool bare_star(error_pass *x, pieces_of c)
{
    return raise_at(x, c[0], "named arguments must follow bare *");
}

static bool bare_star_typed(error_pass *x, pieces_of c)
{
    (void)c;
    return raise_here(x, "bare * has associated type comment");
}

static bool two_type_comments(error_pass *x, pieces_of c)
{
    (void)c;
    return raise_here(x, "Cannot have two type comments on def");
}

static bool bare_star_last(error_pass *x, pieces_of c)
{
    (void)c;
    return raise_here(x, "named arguments must follow bare *");
}

static bool star_default(error_pass *x, pieces_of c)
{
    return raise_at(x, c[2], "var-positional argument cannot have default value");
}

static bool star_twice(error_pass *x, pieces_of c)
{
    return raise_at(x, c[3], "* argument may appear only once");
}

static bool kwds_default(error_pass *x, pieces_of c)
{
    return raise_at(x, c[2], "var-keyword argument cannot have default value");
}

static bool after_kwds(error_pass *x, pieces_of c)
{
    return raise_at(x, c[3], "arguments cannot follow var-keyword argument");
}

/* ---- statements ---- */

static bool with_target(error_pass *x, pieces_of c)
{
    return raise_target(x, c[2], USE_ASSIGN);
}

static bool for_target(error_pass *x, pieces_of c)
{
    return raise_target(x, c[2], USE_FOR);
}

static bool trailing_comma(error_pass *x, pieces_of c)
{
    (void)c;
    return raise_here(x, "trailing comma not allowed without surrounding parentheses");
}

static bool expected_colon(error_pass *x, pieces_of c)
{
    (void)c;
    return raise_here(x, "expected ':'");
}

static bool expected_except(error_pass *x, pieces_of c)
{
    (void)c;
    return raise_here(x, "expected 'except' or 'finally' block");
}

static const char *const mixed_message = "cannot have both 'except' and 'except*' on the same 'try'";

static bool star_after_plain(error_pass *x, pieces_of c)
{
    return raise_range(x, c[4], c[5], mixed_message);
}

static bool plain_after_star(error_pass *x, pieces_of c)
{
    return raise_at(x, c[4], mixed_message);
}

static bool except_tuple(error_pass *x, pieces_of c)
{
    ouro__raise_from(x->p, first_token(x, c[2]), "multiple exception types must be parenthesized");
    return false;
}

static bool except_types(error_pass *x, pieces_of c)
{
    (void)c;
    return raise_here(x, "expected one or more exception types");
}

static bool interactive_end(error_pass *x, pieces_of c)
{
    (void)x;
    (void)c;
    return false;
}

/* ---- blocks that are not there ---- */

static bool indented_block(error_pass *x, pieces_of c)
{
    (void)c;
    ouro__raise_indentation(x->p, "expected an indented block");
    return false;
}

static bool raise_block(error_pass *x, const piece *keyword, const char *what)
{
    const ouro_token *t = first_token(x, keyword);
    char *message = what ? FORMAT("expected an indented block after %s on line %u", what, t->line)
                         : FORMAT("expected an indented block after '%.*s' statement on line %u",
                                  (int)(t->end - t->start), t->start, t->line);
    ouro__raise_indentation(x->p, message);
    return false;
}

static bool after_first(error_pass *x, pieces_of c)
{
    return raise_block(x, c[0], NULL);
}

static bool after_second(error_pass *x, pieces_of c)
{
    return raise_block(x, c[1], NULL);
}

static bool after_def(error_pass *x, pieces_of c)
{
    return raise_block(x, c[1], "function definition");
}

static bool after_class(error_pass *x, pieces_of c)
{
    return raise_block(x, c[0], "class definition");
}

static bool after_except_star(error_pass *x, pieces_of c)
{
    return raise_block(x, c[0], "'except*' statement");
}

/* ---- patterns ---- */

static bool as_wildcard(error_pass *x, pieces_of c)
{
    return raise_at(x, c[2], "cannot use '_' as a target");
}

static bool as_target(error_pass *x, pieces_of c)
{
    return raise_at(x, c[3], "invalid pattern target");
}

static bool pattern_order(error_pass *x, pieces_of c)
{
    return raise_at(x, c[2], "positional patterns follow keyword patterns");
}

static bool is_imaginary(const error_pass *x, const piece *a)
{
    return (last_token(x, a)->end[-1] | 0x20) == 'j' && first_token(x, a)->start[0] != '\0';
}

static bool real(error_pass *x, pieces_of c)
{
    return !is_imaginary(x, c[0]) || raise_at(x, c[0], "real number required in complex literal");
}

static bool imaginary(error_pass *x, pieces_of c)
{
    return is_imaginary(x, c[0]) || raise_at(x, c[0], "imaginary number required in complex literal");
}

/* ---- those that raise in the first run too ---- */

static bool not_equal(error_pass *x, pieces_of c)
{
    bool barry = x->p->tokenizer.input->flags & OURO_PARSE_BARRY_AS_BDFL;
    bool old = first_token(x, c[0])->start[0] == '<';
    if (barry && !old)
        return raise_here(x, "with Barry as BDFL, use '<>' instead of '!='");
    return old == barry;
}

static bool strings_action(error_pass *x, pieces_of c)
{
    ouro_expr *e = ouro__strings_concatenate(x->p, x->p->tokens + c[0]->first, c[0]->end - c[0]->first);
    if (e)
        c[0]->kind = e->kind == OURO_AST_JOINEDSTR ? PIECE_FSTRING : PIECE_STRINGS;
    return e != NULL;
}

error_action ouro__error_action_named(const char *name, size_t length)
{
#define ENTRY(action)                                                                                        \
    {                                                                                                        \
#action, action                                                                                      \
    }
    static const struct {
        const char *name;
        error_action action;
    } actions[] = {ENTRY(unpacking_order),
                   ENTRY(bare_generator),
                   ENTRY(maybe_equal),
                   ENTRY(generator_last),
                   ENTRY(generator_after),
                   ENTRY(argument_order),
                   ENTRY(keyword_constant),
                   ENTRY(keyword_expression),
                   ENTRY(legacy),
                   ENTRY(comma),
                   ENTRY(expected_else),
                   ENTRY(walrus_target),
                   ENTRY(maybe_equal_value),
                   ENTRY(assign_here),
                   ENTRY(annotated_kind),
                   ENTRY(annotated_tuple),
                   ENTRY(annotated_illegal),
                   ENTRY(assign_target),
                   ENTRY(assign_yield),
                   ENTRY(augmented_target),
                   ENTRY(delete_target),
                   ENTRY(unpack_comprehension),
                   ENTRY(bare_target_list),
                   ENTRY(bare_target),
                   ENTRY(unpack_dict),
                   ENTRY(group_starred),
                   ENTRY(group_double),
                   ENTRY(dict_starred),
                   ENTRY(dict_value),
                   ENTRY(dict_colon),
                   ENTRY(default_order),
                   ENTRY(parameter_brackets),
                   ENTRY(lambda_brackets),
                   ENTRY(slash_first),
                   ENTRY(slash_twice),
                   ENTRY(slash_late),
                   ENTRY(slash_comma),
                   ENTRY(default_value),
                   ENTRY(bare_star),
                   ENTRY(bare_star_last),
                   ENTRY(bare_star_typed),
                   ENTRY(two_type_comments),
                   ENTRY(star_default),
                   ENTRY(star_twice),
                   ENTRY(kwds_default),
                   ENTRY(after_kwds),
                   ENTRY(with_target),
                   ENTRY(for_target),
                   ENTRY(trailing_comma),
                   ENTRY(expected_colon),
                   ENTRY(expected_except),
                   ENTRY(star_after_plain),
                   ENTRY(plain_after_star),
                   ENTRY(except_tuple),
                   ENTRY(except_types),
                   ENTRY(interactive_end),
                   ENTRY(indented_block),
                   ENTRY(after_first),
                   ENTRY(after_second),
                   ENTRY(after_def),
                   ENTRY(after_class),
                   ENTRY(after_except_star),
                   ENTRY(as_wildcard),
                   ENTRY(as_target),
                   ENTRY(pattern_order),
                   ENTRY(real),
                   ENTRY(imaginary),
                   ENTRY(not_equal),
                   {"after_bare_except", after_first},
                   {"strings", strings_action}};
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++)
        if (strlen(actions[i].name) == length && memcmp(actions[i].name, name, length) == 0)
            return actions[i].action;
    return NULL;
}
