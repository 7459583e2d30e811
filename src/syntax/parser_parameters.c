/* The parameters of functions and lambdas, with their defaults and annotations. */
#include "syntax/parser_internal.h"

typedef struct parameters {
    ouro_arguments *args;
    ouro_arg_list list;  /* before the star */
    uint32_t positional; /* how many of them precede the slash */
    bool slash, star, bare, done;
} parameters;

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
        return (s->args->vararg = parse_parameter(p, annotations, true)) != NULL;
    default: /* ** ends the list */
        advance(p);
        if (s->bare || !(s->args->kwarg = parse_parameter(p, annotations, false)))
            return false;
        take(p, TOKEN_COMMA);
        s->done = true;
        return look(p) == end;
    }
}

ouro_arguments *ouro__parse_parameters(ouro_parser *p, token_type end)
{
    bool annotations = end != TOKEN_COLON;
    parameters s = {.args = ouro__parser_alloc(p, sizeof *s.args)};
    if (!s.args)
        return NULL;
    while (look(p) != end && !s.done) {
        bool fits;
        if (look(p) == TOKEN_NAME)
            fits = parse_plain_parameter(p, &s, annotations);
        else if (look(p) == TOKEN_SLASH || look(p) == TOKEN_STAR || look(p) == TOKEN_DOUBLESTAR)
            fits = parse_special_parameter(p, &s, annotations, end);
        else
            return NULL;
        if (!fits)
            return NULL;
        if (!s.done && !take(p, TOKEN_COMMA))
            break;
    }
    if (look(p) != end || s.bare)
        return NULL;
    uint32_t plain = s.list.count - s.positional;
    s.args->posonlyargs = (ouro_arg_list){s.positional ? s.list.items : NULL, s.positional};
    s.args->args = (ouro_arg_list){plain ? s.list.items + s.positional : NULL, plain};
    return s.args;
}
