/* Raising: an error's words, and its place as SyntaxError wants it, by the habits of CPython 3.11. */
#include "syntax/error_pass.h"
#include "syntax/string_literal.h"

#include <string.h>

/* ---- the line shown ---- */

char *ouro__copy_line(const char *line, size_t length, ouro_region *region)
{
    const char *why, *end = line + length;
    if (ouro__utf8_check(line, end, &why) == end)
        return ouro__region_copy(region, line, length);
    char *text = ouro__region_alloc(region, length * 3 + 1), *out = text;
    while (text && line < end) {
        const char *bad = ouro__utf8_check(line, end, &why);
        memcpy(out, line, (size_t)(bad - line));
        out += bad - line;
        line = bad;
        if (line < end) {
            out += ouro__utf8_encode(0xFFFD, out);
            line++;
        }
    }
    return text;
}

static size_t length_with_newline(const char *line, const char *end)
{
    const char *newline = memchr(line, '\n', (size_t)(end - line));
    return (size_t)((newline ? newline + 1 : end) - line);
}

/* Line `number` of the source, with its newline. */
static const char *line_text(const ouro_tokenizer *t, uint32_t number, ouro_region *region)
{
    const char *line = t->source;
    for (uint32_t i = 1; i < number; i++) {
        const char *newline = memchr(line, '\n', (size_t)(t->end - line));
        if (!newline || newline + 1 == t->end)
            break;
        line = newline + 1;
    }
    return ouro__copy_line(line, length_with_newline(line, t->end), region);
}

/* The lines in work, up to the end of the last. */
static const char *lines_in_work(const ouro_tokenizer *t, ouro_region *region)
{
    size_t before = (size_t)(t->line_start - t->shown_start);
    return ouro__copy_line(t->shown_start, before + length_with_newline(t->line_start, t->end), region);
}

/* Characters in the first `column` bytes; one past the end counts as one. */
static int32_t characters(const char *text, int32_t column)
{
    if (column < 0)
        return -1;
    int32_t length = (int32_t)strlen(text);
    int32_t inside = column < length ? column : length;
    return (int32_t)ouro__utf8_count(text, text + inside) + (column > length);
}

/* ---- the places ---- */

/* Columns count bytes from 1 here; 0 and -1 mean nothing in particular, but are reported. */
static void raise_error(ouro_parser *p, ouro_error_kind kind, uint32_t line, int32_t column,
                        uint32_t end_line, int32_t end_column, const char *message)
{
    const ouro_tokenizer *t = &p->tokenizer;
    if (p->described || p->fatal || !p->describe)
        return;
    uint32_t number = line;
    if (p->fstring) {
        column -= t->starting_column;
        end_column -= t->starting_column;
        number = line >= t->starting_line ? line - t->starting_line + 1 : 1;
        if (message)
            message = ouro__region_printf(p->region, "f-string: %s", message);
    }
    bool file = (t->input->flags & OURO_PARSE_FROM_FILE) && !p->fstring;
    const char *text =
        !file && t->line <= line ? lines_in_work(t, p->region) : line_text(t, number, p->region);
    size_t size = p->fstring && text ? strlen(text) : 0;
    if (size && text[size - 1] != '\n')
        text = ouro__region_printf(p->region, "%s\n", text);
    if (!message || !text) {
        p->fatal = OURO_ERROR_MEMORY;
        return;
    }
    if (t->encoded) {
        column = characters(text, column);
        if (end_column > 0)
            end_column = characters(text, end_column);
    }
    p->described = true;
    *p->error = (ouro_syntax_error){.kind = kind,
                                    .message = message,
                                    .line = line,
                                    .column = (uint32_t)column,
                                    .end_line = end_line,
                                    .end_column = (uint32_t)end_column,
                                    .text = text};
}

static void raise_at_last(ouro_parser *p, ouro_error_kind kind, const char *message)
{
    const ouro_tokenizer *t = &p->tokenizer;
    if (!p->describe)
        return;
    const ouro_token *last = p->tokens + p->fill - 1;
    int32_t column = last->column + 1;
    if (last->column == -1) { /* at the end of a file nothing is left of the line */
        bool ended = t->at_end && (t->input->flags & OURO_PARSE_FROM_FILE) && !p->fstring;
        column = ended ? 0 : (int32_t)(t->cursor - t->line_start);
    }
    raise_error(p, kind, last->line, column, last->end_line,
                last->end_column == -1 ? -1 : last->end_column + 1, message);
}

void ouro__raise_at_last_token(ouro_parser *p, const char *message)
{
    raise_at_last(p, OURO_ERROR_SYNTAX, message);
}

void ouro__raise_indentation(ouro_parser *p, const char *message)
{
    raise_at_last(p, OURO_ERROR_INDENTATION, message);
}

void ouro__raise_known(ouro_parser *p, ouro_error_kind kind, uint32_t line, int32_t column, uint32_t end_line,
                       int32_t end_column, const char *message)
{
    raise_error(p, kind, line, column + 1, end_line, end_column + 1, message);
}

void ouro__raise_at_token(ouro_parser *p, const ouro_token *t, const char *message)
{
    raise_error(p, OURO_ERROR_SYNTAX, t->line, t->column + 1, t->end_line, t->end_column + 1, message);
}

void ouro__raise_from(ouro_parser *p, const ouro_token *first, const char *message)
{
    const ouro_tokenizer *t = &p->tokenizer;
    raise_error(p, OURO_ERROR_SYNTAX, first->line, first->column + 1, t->line,
                (int32_t)(t->cursor - t->line_start), message);
}

void ouro__raise_unclosed(ouro_parser *p)
{
    const ouro_tokenizer *t = &p->tokenizer;
    int top = t->level - 1;
    ouro__raise_known(p, OURO_ERROR_SYNTAX, t->brackets[top].line, (int32_t)t->brackets[top].column,
                      t->brackets[top].line, -1,
                      ouro__region_printf(p->region, "'%c' was never closed", t->brackets[top].character));
}

void ouro__raise_undecodable(ouro_parser *p, const char *from, const char *bad, const char *end,
                             const char *why)
{
    size_t first = (size_t)(bad - from);
    bool short_of = strcmp(why, "unexpected end of data") == 0 && end - bad > 1;
    const char *message =
        short_of
            ? ouro__region_printf(p->region,
                                  "(unicode error) 'utf-8' codec can't decode bytes in position %zu-%zu: %s",
                                  first, (size_t)(end - from) - 1, why)
            : ouro__region_printf(
                  p->region, "(unicode error) 'utf-8' codec can't decode byte 0x%02x in position %zu: %s",
                  (unsigned char)*bad, first, why);
    ouro__raise_at_last_token(p, message);
}

void ouro__raise_tokenizer(ouro_parser *p)
{
    ouro_tokenizer *t = &p->tokenizer;
    if (p->described || p->fatal)
        return;
    switch ((token_failure)t->failure) {
    case FAILURE_NONE:
        break;
    case FAILURE_SYNTAX:
        *p->error = t->error;
        p->described = true;
        break;
    case FAILURE_END:
        if (t->level)
            ouro__raise_unclosed(p);
        else
            ouro__raise_at_last_token(p, "unexpected EOF while parsing");
        break;
    case FAILURE_DEDENT:
        ouro__raise_indentation(p, "unindent does not match any outer indentation level");
        break;
    case FAILURE_TABS:
        ouro__raise_known(p, OURO_ERROR_TAB, t->line, 0, t->line, -1,
                          "inconsistent use of tabs and spaces in indentation");
        break;
    case FAILURE_TOO_DEEP:
        ouro__raise_known(p, OURO_ERROR_INDENTATION, t->line, 0, t->line, -1,
                          "too many levels of indentation");
        break;
    case FAILURE_CONTINUATION:
        ouro__raise_known(p, OURO_ERROR_SYNTAX, t->line, (int32_t)(t->cursor - t->shown_start) - 1, t->line,
                          -1, "unexpected character after line continuation character");
        break;
    case FAILURE_MEMORY:
        p->fatal = OURO_ERROR_MEMORY;
        break;
    case FAILURE_CALLBACK:
        p->fatal = OURO_ERROR_CALLBACK;
        break;
    }
}

/* ---- errors that the compiler finds ---- */

void ouro__syntax_error_at(const ouro_parse_input *in, ouro_region *region, ouro_span span,
                           const char *message, ouro_syntax_error *error)
{
    *error = (ouro_syntax_error){.kind = OURO_ERROR_SYNTAX,
                                 .message = message,
                                 .line = span.line,
                                 .column = span.column + 1,
                                 .end_line = span.end_line,
                                 .end_column = span.end_column + 1};
    ouro_syntax_error ignored;
    ouro_tokenizer t = {0};
    size_t length;
    bool encoded;
    if (ouro__source_decode(in, region, &t.source, &length, &encoded, &ignored) < 0)
        return;
    t.end = t.source + length;
    error->text = line_text(&t, span.line, region);
}
