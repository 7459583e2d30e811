/* f-strings as Python 3.11 reads them: the literal's text is cut into pieces of text and expressions in
 * braces; each expression's text, in brackets, is parsed as a source of its own. */
#include "syntax/string_literal.h"

#include <string.h>

enum { DEEPEST_SPEC = 2 };

typedef struct fstring {
    const ouro_token *token;
    const char *at, *end;
    bool raw;
    const char *counted; /* up to here the lines of the literal have been counted */
    uint32_t lines;
    const char *line_start; /* the last newline before `counted`, or the start of the literal */
} fstring;

static bool parse_pieces(ouro_parser *p, strings *s, fstring *f, int level);

static bool complain(ouro_parser *p, const char *message)
{
    ouro__raise_at_last_token(p, message);
    return false;
}

/* ---- text ---- */

/* Up to a brace. *again: it was a doubled brace, and text goes on behind it. */
static bool parse_text(ouro_parser *p, strings *s, fstring *f, int level, bool *again)
{
    const char *from = f->at, *c = f->at, *stop;
    *again = false;
    for (;;) {
        while (c < f->end && *c != '{' && *c != '}' && (*c != '\\' || f->raw))
            c++;
        stop = c;
        if (c >= f->end)
            break;
        if (*c == '\\') {
            c++;
            if (c >= f->end)
                continue;
            if (*c == 'N') { /* the braces of \N{name} are no braces */
                c++;
                if (c < f->end && *c++ == '{') {
                    while (c < f->end && *c != '}')
                        c++;
                    if (c < f->end)
                        c++;
                }
                continue;
            }
            if (*c != '{' && *c != '}') {
                c++;
                continue;
            }
            if (*c == '{' && !ouro__warn_escape(p, f->token, c))
                return false;
            stop = c;
        }
        if (level == 0 && c + 1 < f->end && c[1] == *c) {
            stop = c + 1;
            c += 2;
            *again = true;
            break;
        }
        if (level == 0 && *c == '}')
            return complain(p, "f-string: single '}' is not allowed");
        break;
    }
    f->at = *again ? c : stop;
    return stop == from || ouro__decode_text(p, f->token, from, stop, f->raw, &s->text);
}

/* ---- expressions ---- */

static char closing_of(char opening)
{
    return opening == '(' ? ')' : opening == '[' ? ']' : '}';
}

/* Moves f->at over an expression's text, to the character behind it. */
static bool skip_expression(ouro_parser *p, fstring *f)
{
    char brackets[OURO_MAX_BRACKETS];
    int depth = 0;
    char quote = 0;
    bool triple = false;
    for (; f->at < f->end; f->at++) {
        char c = *f->at, next = f->at + 1 < f->end ? f->at[1] : '\0';
        bool three = next == c && f->at + 2 < f->end && f->at[2] == c;
        if (c == '\\')
            return complain(p, "f-string expression part cannot include a backslash");
        if (quote) {
            if (c != quote || (triple && !three))
                continue;
            f->at += triple ? 2 : 0;
            quote = 0;
        } else if (c == '\'' || c == '"') {
            quote = c;
            triple = three;
            f->at += triple ? 2 : 0;
        } else if (c == '(' || c == '[' || c == '{') {
            if (depth == OURO_MAX_BRACKETS)
                return complain(p, "f-string: too many nested parenthesis");
            brackets[depth++] = c;
        } else if (c == '#') {
            return complain(p, "f-string expression part cannot include '#'");
        } else if (depth == 0 && strchr("!:}=<>", c)) {
            if (next == '=' && strchr("!=<>", c))
                f->at++;
            else if (c != '<' && c != '>')
                break;
        } else if (c == ')' || c == ']' || c == '}') {
            if (depth == 0)
                return complain(p, ouro__region_printf(p->region, "f-string: unmatched '%c'", c));
            if (closing_of(brackets[--depth]) != c)
                return complain(p, ouro__region_printf(p->region,
                                                       "f-string: closing parenthesis '%c' does not match "
                                                       "opening parenthesis '%c'",
                                                       c, brackets[depth]));
        }
    }
    if (quote)
        return complain(p, "f-string: unterminated string");
    if (depth)
        return complain(p, ouro__region_printf(p->region, "f-string: unmatched '%c'", brackets[depth - 1]));
    return f->at < f->end || complain(p, "f-string: expecting '}'");
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\f';
}

/* Parses from..end, which stands behind a brace, and places its nodes where CPython places them: the
 * first line counts from the start of the literal, or from the newline before it. */
static ouro_expr *parse_piece(ouro_parser *p, fstring *f, const char *from, const char *end)
{
    const char *c = from;
    while (c < end && is_blank(*c))
        c++;
    if (c == end) {
        bool brace = *end == '}';
        ouro__raise_at_last_token(
            p, brace ? "f-string: empty expression not allowed"
                     : ouro__region_printf(p->region, "f-string: expression required before '%c'", *end));
        return NULL;
    }
    size_t length = (size_t)(end - from);
    char *source = ouro__parser_alloc(p, length + 3);
    if (!source)
        return NULL;
    source[0] = '(';
    memcpy(source + 1, from, length);
    source[length + 1] = ')';
    const char *brace = from - 1; /* braces are met in their order */
    for (; f->counted < brace; f->counted++)
        if (*f->counted == '\n') {
            f->lines++;
            f->line_start = f->counted;
        }
    c = from;
    while (*c == ' ' || *c == '\t' || *c == '\f')
        c++;
    int32_t column = 0;
    if (*c != '\n') /* else the first line holds the bracket alone */
        column = (int32_t)(brace - f->line_start) - (*f->line_start == '\n');
    if (f->lines == 0)
        column += f->token->column;
    return ouro__parse_fstring_expression(p, source, length + 2, f->token->line + f->lines, column);
}

static bool parse_conversion(ouro_parser *p, fstring *f, int *conversion)
{
    f->at++;
    if (f->at >= f->end)
        return complain(p, "f-string: expecting '}'");
    *conversion = (unsigned char)*f->at++;
    if (*conversion != 's' && *conversion != 'r' && *conversion != 'a')
        return complain(p, "f-string: invalid conversion character: expected 's', 'r', or 'a'");
    return true;
}

static bool parse_spec(ouro_parser *p, strings *s, fstring *f, int level, ouro_expr **spec)
{
    strings nested = {.first = s->first, .last = s->last, .base = p->scratch_count};
    f->at++;
    if (f->at >= f->end)
        return complain(p, "f-string: expecting '}'");
    if (!parse_pieces(p, &nested, f, level + 1))
        return false;
    nested.first = nested.last = f->token; /* only what is made from here on: as CPython has it */
    return (*spec = ouro__fstring_finish(p, &nested)) != NULL;
}

/* Text that was gathered becomes a Constant among the values. */
static bool flush_text(ouro_parser *p, strings *s)
{
    if (s->text.length == 0)
        return true;
    ouro_expr *constant = ouro__strings_constant(p, s, &s->text, false);
    s->text = (text_buffer){0};
    return constant && push(p, constant);
}

/* From an opening brace to behind its closing one; pushes a FormattedValue. */
static bool parse_field(ouro_parser *p, strings *s, fstring *f, int level)
{
    if (level >= DEEPEST_SPEC)
        return complain(p, "f-string: expressions nested too deeply");
    const char *from = ++f->at;
    ouro_expr *value, *spec = NULL;
    int conversion = -1;
    bool shows_text = false;
    if (!skip_expression(p, f) || !(value = parse_piece(p, f, from, f->at)))
        return false;
    if (*f->at == '=') {
        if (ouro__parser_refuses(p, NULL, 8, "f-string: self documenting expressions are"))
            return false;
        shows_text = true;
        f->at++;
        while (f->at < f->end && (is_blank(*f->at) || *f->at == '\v' || *f->at == '\r'))
            f->at++;
        if (f->at >= f->end)
            return complain(p, "f-string: expecting '}'");
        if (!ouro__text_append(p, &s->text, from, (size_t)(f->at - from)))
            return false;
    }
    if (*f->at == '!' && !parse_conversion(p, f, &conversion))
        return false;
    if (f->at >= f->end)
        return complain(p, "f-string: expecting '}'");
    if (!flush_text(p, s) || (*f->at == ':' && !parse_spec(p, s, f, level, &spec)))
        return false;
    if (f->at >= f->end || *f->at != '}')
        return complain(p, "f-string: expecting '}'");
    f->at++;
    ouro_expr *field = ouro__strings_new(p, s, OURO_AST_FORMATTEDVALUE);
    if (!field)
        return false;
    field->formattedvalue.value = value;
    field->formattedvalue.format_spec = spec;
    field->formattedvalue.conversion = shows_text && !spec && conversion < 0 ? 'r' : conversion;
    return push(p, field);
}

/* A whole f-string, or a format specification up to its closing brace. */
static bool parse_pieces(ouro_parser *p, strings *s, fstring *f, int level)
{
    s->formatted = true;
    for (;;) {
        bool again;
        if (!parse_text(p, s, f, level, &again))
            return false;
        if (again)
            continue;
        if (f->at >= f->end || *f->at == '}')
            break;
        if (!parse_field(p, s, f, level))
            return false;
    }
    if (level && f->at >= f->end)
        return complain(p, "f-string: expecting '}'");
    return true;
}

bool ouro__fstring_append(ouro_parser *p, strings *s, const ouro_token *token, const char *from,
                          const char *end, bool raw)
{
    fstring f = {.token = token,
                 .at = from,
                 .end = end,
                 .raw = raw,
                 .counted = token->start,
                 .line_start = token->start};
    return parse_pieces(p, s, &f, 0);
}

ouro_expr *ouro__fstring_finish(ouro_parser *p, strings *s)
{
    if (!flush_text(p, s))
        return NULL;
    ouro_expr *joined = ouro__strings_new(p, s, OURO_AST_JOINEDSTR);
    if (!joined || !POP_LIST(p, s->base, joined->joinedstr.values))
        return NULL;
    return joined;
}
