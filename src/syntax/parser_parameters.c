/* The parameters of functions and lambdas, with their defaults and annotations. */
#include "syntax/parser_internal.h"

typedef struct parameters {
    ouro_arguments *args;
    ouro_arg_list list;  /* before the star */
    uint32_t positional; /* how many of them precede the slash */
    bool slash, star, bare, done;
    ouro_arg *last; /* the parameter to which a type comment would belong, or NULL */
} parameters;

/* A type comment stands behind a parameter and its comma. */
static bool take_type_comment(ouro_parser *p, parameters *s, bool annotations)
{
    ouro_arg *last = s->last;
    s->last = NULL;
    return look(p) != TOKEN_TYPE_COMMENT ||
           (annotations && last && ouro__parser_take_type_comment(p, &last->type_comment));
}

static ouro_arg *parse_parameter(ouro_parser *p, bool annotations, bool star_annotation)
{
    place start = here(p);
    const ouro_name *name = ouro__parser_take_name(p);
    ouro_arg *arg = name ? ouro__parser_alloc(p, sizeof *arg) : NULL;
    if (!arg)
        return NULL;
    arg->arg = name;
    if (annotations && take(p, TOKEN_COLON)) {
        arg->annotation = star_annotation ? ouro__parse_star_expression(p) : ouro__parse_expression(p);
        if (!arg->annotation)
            return NULL;
    }
    arg->span = span_from(p, start);
    return arg;
}

/* A growing list beside scratch: parameters and their defaults grow together. */
static bool append(ouro_parser *p, void *list, void *item)
{
    ouro_expr_list *items = list; /* all lists of pointers are alike */
    if ((items->count & (items->count - 1)) == 0) {
        ouro_expr **grown = ouro__parser_alloc(p, (items->count ? items->count * 2 : 1) * sizeof *grown);
        if (!grown)
            return false;
        for (uint32_t i = 0; i < items->count; i++)
            grown[i] = items->items[i];
        items->items = grown;
    }
    items->items[items->count++] = item;
    return true;
}

static bool parse_plain_parameter(ouro_parser *p, parameters *s, bool annotations)
{
    ouro_arg *arg = parse_parameter(p, annotations, false);
    ouro_expr *value = NULL;
    if (!arg || (take(p, TOKEN_EQUAL) && !(value = ouro__parse_expression(p))))
        return false;
    s->last = arg;
    if (s->star) {
        s->bare = false;
        return append(p, &s->args->kwonlyargs, arg) && append(p, &s->args->kw_defaults, value);
    }
    if (value ? !append(p, &s->args->defaults, value) : s->args->defaults.count > 0)
        return false;
    return append(p, &s->list, arg);
}

static bool parse_special_parameter(ouro_parser *p, parameters *s, bool annotations, token_type end)
{
    switch (look(p)) {
    case TOKEN_SLASH:
        if (s->slash || s->star || s->list.count == 0)
            return false;
        advance(p);
        s->slash = true;
        s->positional = s->list.count;
        return true;
    case TOKEN_STAR:
        if (s->star)
            return false;
        advance(p);
        s->star = true;
        if (look(p) == TOKEN_COMMA) {
            s->bare = true;
            return ouro__parser_peek(p)->type == TOKEN_NAME;
        }
        s->last = s->args->vararg = parse_parameter(p, annotations, true);
        return s->last != NULL;
    default: /* ** ends the list */
        advance(p);
        if (s->bare || !(s->args->kwarg = parse_parameter(p, annotations, false)))
            return false;
        s->last = s->args->kwarg;
        take(p, TOKEN_COMMA);
        s->done = true;
        return take_type_comment(p, s, annotations) && look(p) == end;
    }
}

static bool parse_list(ouro_parser *p, parameters *s, token_type end)
{
    bool annotations = end != TOKEN_COLON, more = true;
    while (more && look(p) != end) {
        bool fits;
        if (look(p) == TOKEN_NAME)
            fits = parse_plain_parameter(p, s, annotations);
        else if (look(p) == TOKEN_SLASH || look(p) == TOKEN_STAR || look(p) == TOKEN_DOUBLESTAR)
            fits = parse_special_parameter(p, s, annotations, end);
        else
            return false;
        more = fits && !s->done && take(p, TOKEN_COMMA);
        if (!fits || (!s->done && !take_type_comment(p, s, annotations)))
            return false;
    }
    return true;
}

ouro_arguments *ouro__parse_parameters(ouro_parser *p, token_type end)
{
    parameters s = {.args = ouro__parser_alloc(p, sizeof *s.args)};
    if (!s.args)
        return NULL;
    bool fits = parse_list(p, &s, end) && look(p) == end && !s.bare;
    if (p->fatal || (s.slash && ouro__parser_refuses(p, NULL, 8, "Positional-only parameters are")) || !fits)
        return NULL;
    uint32_t plain = s.list.count - s.positional;
    s.args->posonlyargs = (ouro_arg_list){s.positional ? s.list.items : NULL, s.positional};
    s.args->args = (ouro_arg_list){plain ? s.list.items + s.positional : NULL, plain};
    return s.args;
}
