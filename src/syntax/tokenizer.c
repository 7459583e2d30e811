/* The tokenizer: one pass over the source, one token a call.
 *
 * It relies on the NUL behind the buffer: no test for the end is needed before looking at a byte. A
 * line is entered only when its first byte is wanted, so that at the end of the source `line` and
 * `line_start` still name the last line, which is where errors at the end are shown. */
#include "syntax/tokenizer_internal.h"

#include <string.h>

enum { TAB_WIDTH = 8 };

/* Bytes past 127 count as letters; identifiers that hold them are verified afterwards. */
const uint8_t ouro__character_classes[256] = {
    ['0' ... '9'] = DIGIT | HEX,   ['a'] = LETTER | HEX,
    ['b'] = LETTER | HEX | PREFIX, ['c' ... 'e'] = LETTER | HEX,
    ['f'] = LETTER | HEX | PREFIX, ['g' ... 'q'] = LETTER,
    ['r'] = LETTER | PREFIX,       ['s' ... 't'] = LETTER,
    ['u'] = LETTER | PREFIX,       ['v' ... 'z'] = LETTER,
    ['A'] = LETTER | HEX,          ['B'] = LETTER | HEX | PREFIX,
    ['C' ... 'E'] = LETTER | HEX,  ['F'] = LETTER | HEX | PREFIX,
    ['G' ... 'Q'] = LETTER,        ['R'] = LETTER | PREFIX,
    ['S' ... 'T'] = LETTER,        ['U'] = LETTER | PREFIX,
    ['V' ... 'Z'] = LETTER,        ['_'] = LETTER,
    [128 ... 255] = LETTER,
};

void ouro__tokenizer_init(ouro_tokenizer *t, const ouro_parse_input *input, ouro_region *region,
                          const char *source, size_t length)
{
    /* The two big arrays are filled before they are read. */
    memset(t, 0, offsetof(ouro_tokenizer, indents));
    memset((char *)t + offsetof(ouro_tokenizer, starting_line), 0,
           sizeof *t - offsetof(ouro_tokenizer, starting_line));
    t->source = t->cursor = t->line_start = t->shown_start = source;
    t->end = source + length;
    t->at_line_start = 1;
    t->warnings = 1;
    t->indents[0] = t->other_indents[0] = 0;
    t->input = input;
    t->region = region;
}

/* ---- failures ---- */

static int fail(ouro_tokenizer *t, token_failure failure)
{
    t->failure = failure;
    return TOKEN_ERROR;
}

int ouro__tokenizer_fail_at(ouro_tokenizer *t, int32_t column, int32_t end_column, const char *message)
{
    const char *stop = memchr(t->line_start, '\n', (size_t)(t->end - t->line_start));
    char *text = ouro__copy_line(t->line_start, (size_t)((stop ? stop : t->end) - t->line_start), t->region);
    if (!message || !text)
        return fail(t, FAILURE_MEMORY);
    if (column < 0)
        column = (int32_t)ouro__utf8_count(t->line_start, t->cursor);
    if (end_column < 0)
        end_column = column;
    t->error = (ouro_syntax_error){.kind = OURO_ERROR_SYNTAX,
                                   .message = message,
                                   .line = t->line,
                                   .column = (uint32_t)column,
                                   .end_line = t->line,
                                   .end_column = (uint32_t)end_column,
                                   .text = text};
    return fail(t, FAILURE_SYNTAX);
}

int ouro__tokenizer_fail(ouro_tokenizer *t, const char *message)
{
    return ouro__tokenizer_fail_at(t, -1, -1, message);
}

int ouro__tokenizer_warn(ouro_tokenizer *t, ouro_warning_kind kind, const char *at, uint32_t line,
                         const char *message)
{
    if (!t->warnings || !t->input->warn || at < t->warned_to)
        return 0;
    if (!message) {
        t->failure = FAILURE_MEMORY;
        return -1;
    }
    t->warned_to = at + 1;
    int verdict = t->input->warn(t->input->warn_context, kind, message, line);
    if (verdict == 0)
        return 0;
    if (verdict < 0)
        t->failure = FAILURE_CALLBACK;
    else
        ouro__tokenizer_fail(t, message);
    t->warned = verdict > 0;
    return -1;
}

/* ---- strings ---- */

static inline void enter_line(ouro_tokenizer *t)
{
    if (t->cursor < t->end) {
        t->line++;
        t->line_start = t->cursor;
        if (!t->start)
            t->shown_start = t->cursor;
    } else {
        t->at_end = 1;
    }
}

static int unterminated(ouro_tokenizer *t, bool triple)
{
    uint32_t detected = t->line;
    t->open_at_end = t->cursor >= t->end;
    t->at_end = triple; /* more lines could end it */
    t->cursor = t->start + 1;
    t->line_start = t->first_line_start;
    t->line = t->first_line;
    return ouro__tokenizer_fail(t, ouro__region_printf(t->region,
                                                       "unterminated %sstring literal (detected at line %u)",
                                                       triple ? "triple-quoted " : "", detected));
}

/* The cursor stands at the opening quote; `start` at the prefix. */
static int string(ouro_tokenizer *t)
{
    char quote = *t->cursor;
    t->first_line = t->line;
    t->first_line_start = t->line_start;
    bool triple = t->cursor[1] == quote && t->cursor[2] == quote;
    if (!triple && t->cursor[1] == quote) {
        t->cursor += 2;
        return TOKEN_STRING;
    }
    const char *c = t->cursor + (triple ? 3 : 1);
    for (;;) {
        while (*c != quote && *c != '\\' && *c != '\n' && *c != '\0')
            c++;
        if (*c == quote) {
            c++;
            if (!triple)
                break;
            if (c[0] == quote && c[1] == quote) {
                c += 2;
                break;
            }
            continue;
        }
        if (*c == '\\') {
            c++;
            if (*c != '\n' && *c != '\0') {
                c++;
                continue;
            }
            if (*c == '\0' || c + 1 >= t->end) {
                t->cursor = *c ? c + 1 : c;
                return unterminated(t, triple);
            }
        } else if (*c == '\0' || !triple) {
            t->cursor = c;
            return unterminated(t, triple);
        }
        t->cursor = ++c;
        enter_line(t);
    }
    t->cursor = c;
    return TOKEN_STRING;
}

/* ---- names ---- */

static int bad_character(ouro_tokenizer *t, uint32_t code, const char *at, int length)
{
    if (ouro__is_printable(code))
        return ouro__tokenizer_fail(t, ouro__region_printf(t->region, "invalid character '%.*s' (U+%04X)",
                                                           length, at, (unsigned)code));
    return ouro__tokenizer_fail(
        t, ouro__region_printf(t->region, "invalid non-printable character U+%04X", (unsigned)code));
}

/* Bytes that are no UTF-8 reach us only from a source of bytes without a file. */
static int undecodable(ouro_tokenizer *t, const char *at, const char *why)
{
    const char *shown = ouro__copy_line(t->line_start, (size_t)(t->cursor - t->line_start), t->region);
    if (!shown)
        return fail(t, FAILURE_MEMORY);
    int type = ouro__tokenizer_fail_at(
        t, (int32_t)ouro__utf8_count(shown, shown + strlen(shown)), -1,
        ouro__region_printf(t->region,
                            "(unicode error) 'utf-8' codec can't decode byte 0x%02x in position "
                            "%zu: %s",
                            (unsigned char)*at, (size_t)(at - t->start), why));
    t->error.end_column = UINT32_MAX;
    return type;
}

static int verify_identifier(ouro_tokenizer *t)
{
    const char *at = t->start, *why;
    const char *bad = ouro__utf8_check(at, t->cursor, &why);
    if (bad < t->cursor)
        return undecodable(t, bad, why);
    for (int length; at < t->cursor; at += length) {
        uint32_t code = ouro__utf8_decode(at, t->cursor, &length);
        if (at == t->start ? ouro__is_identifier_start(code) : ouro__is_identifier_part(code))
            continue;
        t->cursor = at + length;
        return bad_character(t, code, at, length);
    }
    return TOKEN_NAME;
}

#define KEYWORD(text, type)                                                                                  \
    if (memcmp(s, text, sizeof text - 1) == 0)                                                               \
        return type;

static int keyword_or_name(const char *s, size_t length)
{
    switch (length) {
    case 2:
        switch (s[0]) {
        case 'i':
            return s[1] == 'f' ? TOKEN_IF : s[1] == 'n' ? TOKEN_IN : s[1] == 's' ? TOKEN_IS : TOKEN_NAME;
        case 'a':
            return s[1] == 's' ? TOKEN_AS : TOKEN_NAME;
        case 'o':
            return s[1] == 'r' ? TOKEN_OR : TOKEN_NAME;
        }
        break;
    case 3:
        switch (s[0]) {
        case 'd':
            KEYWORD("def", TOKEN_DEF)
            KEYWORD("del", TOKEN_DEL)
            break;
        case 'n':
            KEYWORD("not", TOKEN_NOT)
            break;
        case 'a':
            KEYWORD("and", TOKEN_AND)
            break;
        case 'f':
            KEYWORD("for", TOKEN_FOR)
            break;
        case 't':
            KEYWORD("try", TOKEN_TRY)
            break;
        }
        break;
    case 4:
        switch (s[0]) {
        case 'e':
            KEYWORD("else", TOKEN_ELSE)
            KEYWORD("elif", TOKEN_ELIF)
            break;
        case 'N':
            KEYWORD("None", TOKEN_NONE)
            break;
        case 'T':
            KEYWORD("True", TOKEN_TRUE)
            break;
        case 'f':
            KEYWORD("from", TOKEN_FROM)
            break;
        case 'p':
            KEYWORD("pass", TOKEN_PASS)
            break;
        case 'w':
            KEYWORD("with", TOKEN_WITH)
            break;
        }
        break;
    case 5:
        switch (s[0]) {
        case 'F':
            KEYWORD("False", TOKEN_FALSE)
            break;
        case 'a':
            KEYWORD("async", TOKEN_ASYNC)
            KEYWORD("await", TOKEN_AWAIT)
            break;
        case 'b':
            KEYWORD("break", TOKEN_BREAK)
            break;
        case 'c':
            KEYWORD("class", TOKEN_CLASS)
            break;
        case 'r':
            KEYWORD("raise", TOKEN_RAISE)
            break;
        case 'w':
            KEYWORD("while", TOKEN_WHILE)
            break;
        case 'y':
            KEYWORD("yield", TOKEN_YIELD)
            break;
        }
        break;
    case 6:
        switch (s[0]) {
        case 'r':
            KEYWORD("return", TOKEN_RETURN)
            break;
        case 'i':
            KEYWORD("import", TOKEN_IMPORT)
            break;
        case 'e':
            KEYWORD("except", TOKEN_EXCEPT)
            break;
        case 'l':
            KEYWORD("lambda", TOKEN_LAMBDA)
            break;
        case 'a':
            KEYWORD("assert", TOKEN_ASSERT)
            break;
        case 'g':
            KEYWORD("global", TOKEN_GLOBAL)
            break;
        }
        break;
    case 7:
        KEYWORD("finally", TOKEN_FINALLY)
        break;
    case 8:
        KEYWORD("continue", TOKEN_CONTINUE)
        KEYWORD("nonlocal", TOKEN_NONLOCAL)
        break;
    default:
        break;
    }
    return TOKEN_NAME;
}

/* Whether the letters at `c` are a string's prefix: one of r, u, b, f, br, fr in any case and order. */
static const char *quote_after_prefix(const char *c)
{
    unsigned seen = 0;
    enum { B = 1, U = 2, R = 4, F = 8 };
    for (;; c++) {
        switch (*c) {
        case 'b':
        case 'B':
            if (seen & (B | U | F))
                return NULL;
            seen |= B;
            break;
        case 'u':
        case 'U':
            if (seen)
                return NULL;
            seen |= U;
            break;
        case 'r':
        case 'R':
            if (seen & (R | U))
                return NULL;
            seen |= R;
            break;
        case 'f':
        case 'F':
            if (seen & (F | B | U))
                return NULL;
            seen |= F;
            break;
        case '"':
        case '\'':
            return c;
        default:
            return NULL;
        }
    }
}

static int name_or_string(ouro_tokenizer *t)
{
    if (class_of(*t->cursor) & PREFIX) {
        const char *quote = quote_after_prefix(t->cursor);
        if (quote) {
            t->cursor = quote;
            return string(t);
        }
    }
    unsigned char all = 0;
    const char *c = t->cursor;
    while (class_of(*c) & (LETTER | DIGIT))
        all |= (unsigned char)*c++;
    t->cursor = c;
    if (all & 0x80)
        return verify_identifier(t);
    return keyword_or_name(t->start, (size_t)(c - t->start));
}

/* ---- operators ---- */

static int open_bracket(ouro_tokenizer *t, token_type type)
{
    if (t->level >= OURO_MAX_BRACKETS)
        return ouro__tokenizer_fail(t, "too many nested parentheses");
    t->brackets[t->level].character = t->cursor[-1];
    t->brackets[t->level].line = t->line;
    t->brackets[t->level].column = (uint32_t)(t->start - t->line_start);
    t->level++;
    return type;
}

static int close_bracket(ouro_tokenizer *t, token_type type)
{
    char closing = t->cursor[-1];
    if (t->level == 0)
        return ouro__tokenizer_fail(t, ouro__region_printf(t->region, "unmatched '%c'", closing));
    t->level--;
    char opening = t->brackets[t->level].character;
    uint32_t line = t->brackets[t->level].line;
    if ((opening == '(' && closing == ')') || (opening == '[' && closing == ']') ||
        (opening == '{' && closing == '}'))
        return type;
    if (line != t->line)
        return ouro__tokenizer_fail(
            t, ouro__region_printf(t->region,
                                   "closing parenthesis '%c' does not match opening parenthesis "
                                   "'%c' on line %u",
                                   closing, opening, line));
    return ouro__tokenizer_fail(
        t, ouro__region_printf(t->region, "closing parenthesis '%c' does not match opening parenthesis '%c'",
                               closing, opening));
}

static inline int either(ouro_tokenizer *t, char next, token_type both, token_type one)
{
    if (*t->cursor != next)
        return one;
    t->cursor++;
    return both;
}

/* `x`, `xx`, `x=` and `xx=`. */
static int doubled(ouro_tokenizer *t, char x, token_type one, token_type one_equal, token_type two,
                   token_type two_equal)
{
    if (*t->cursor == '=') {
        t->cursor++;
        return one_equal;
    }
    if (*t->cursor != x)
        return one;
    t->cursor++;
    return either(t, '=', two_equal, two);
}

static int operator_token(ouro_tokenizer *t)
{
    switch (*t->cursor++) {
    case '(':
        return open_bracket(t, TOKEN_LPAR);
    case '[':
        return open_bracket(t, TOKEN_LSQB);
    case '{':
        return open_bracket(t, TOKEN_LBRACE);
    case ')':
        return close_bracket(t, TOKEN_RPAR);
    case ']':
        return close_bracket(t, TOKEN_RSQB);
    case '}':
        return close_bracket(t, TOKEN_RBRACE);
    case ',':
        return TOKEN_COMMA;
    case ';':
        return TOKEN_SEMI;
    case '~':
        return TOKEN_TILDE;
    case ':':
        return either(t, '=', TOKEN_COLONEQUAL, TOKEN_COLON);
    case '=':
        return either(t, '=', TOKEN_EQEQUAL, TOKEN_EQUAL);
    case '!':
        return either(t, '=', TOKEN_NOTEQUAL, TOKEN_OTHER);
    case '+':
        return either(t, '=', TOKEN_PLUSEQUAL, TOKEN_PLUS);
    case '-':
        if (*t->cursor == '>') {
            t->cursor++;
            return TOKEN_ARROW;
        }
        return either(t, '=', TOKEN_MINEQUAL, TOKEN_MINUS);
    case '%':
        return either(t, '=', TOKEN_PERCENTEQUAL, TOKEN_PERCENT);
    case '&':
        return either(t, '=', TOKEN_AMPEREQUAL, TOKEN_AMPER);
    case '|':
        return either(t, '=', TOKEN_VBAREQUAL, TOKEN_VBAR);
    case '^':
        return either(t, '=', TOKEN_CIRCUMFLEXEQUAL, TOKEN_CIRCUMFLEX);
    case '@':
        return either(t, '=', TOKEN_ATEQUAL, TOKEN_AT);
    case '*':
        return doubled(t, '*', TOKEN_STAR, TOKEN_STAREQUAL, TOKEN_DOUBLESTAR, TOKEN_DOUBLESTAREQUAL);
    case '/':
        return doubled(t, '/', TOKEN_SLASH, TOKEN_SLASHEQUAL, TOKEN_DOUBLESLASH, TOKEN_DOUBLESLASHEQUAL);
    case '<':
        if (*t->cursor == '>') {
            t->cursor++;
            return TOKEN_NOTEQUAL;
        }
        return doubled(t, '<', TOKEN_LESS, TOKEN_LESSEQUAL, TOKEN_LEFTSHIFT, TOKEN_LEFTSHIFTEQUAL);
    case '>':
        return doubled(t, '>', TOKEN_GREATER, TOKEN_GREATEREQUAL, TOKEN_RIGHTSHIFT, TOKEN_RIGHTSHIFTEQUAL);
    default:
        break;
    }
    unsigned char c = (unsigned char)t->cursor[-1];
    return c < ' ' || c == 0x7F ? bad_character(t, c, t->cursor - 1, 1) : TOKEN_OTHER;
}

/* ---- lines ---- */

/* Past a backslash at the cursor and the newline behind it. */
static bool continue_line(ouro_tokenizer *t)
{
    t->cursor++;
    if (*t->cursor != '\n') {
        t->cursor += t->cursor < t->end;
        fail(t, FAILURE_CONTINUATION);
        return false;
    }
    t->cursor++;
    if (t->cursor >= t->end) {
        t->at_end = 1;
        fail(t, FAILURE_END);
        return false;
    }
    enter_line(t);
    return true;
}

/* Two widths are measured, with tabs to eight columns and to one: if they disagree about how lines
 * compare, the indentation depends on the width of tabs. */
static int indent_to(ouro_tokenizer *t, uint32_t width, uint32_t other)
{
    if (width == t->indents[t->indent])
        return other == t->other_indents[t->indent] ? 0 : fail(t, FAILURE_TABS);
    if (width > t->indents[t->indent]) {
        if (t->indent + 1 >= OURO_MAX_INDENT)
            return fail(t, FAILURE_TOO_DEEP);
        if (other <= t->other_indents[t->indent])
            return fail(t, FAILURE_TABS);
        t->pending++;
        t->indent++;
        t->indents[t->indent] = width;
        t->other_indents[t->indent] = other;
        return 0;
    }
    while (t->indent > 0 && width < t->indents[t->indent]) {
        t->pending--;
        t->indent--;
    }
    if (width != t->indents[t->indent])
        return fail(t, FAILURE_DEDENT);
    return other == t->other_indents[t->indent] ? 0 : fail(t, FAILURE_TABS);
}

/* Measures the indentation of the line begun. Sets *blank where the line holds no token. */
static int begin_line(ouro_tokenizer *t, bool *blank)
{
    uint32_t width = 0, other = 0, continued = 0;
    t->at_line_start = 0;
    enter_line(t);
    for (;; t->cursor++) {
        char c = *t->cursor;
        if (c == ' ') {
            width++;
            other++;
        } else if (c == '\t') {
            width = (width / TAB_WIDTH + 1) * TAB_WIDTH;
            other++;
        } else if (c == '\f') {
            width = other = 0;
        } else if (c == '\\') { /* the indentation is that of the first line */
            continued = continued ? continued : width;
            if (!continue_line(t))
                return TOKEN_ERROR;
            t->cursor--;
        } else {
            break;
        }
    }
    *blank = *t->cursor == '#' || *t->cursor == '\n';
    if (*blank || t->level > 0)
        return 0;
    if (continued)
        width = other = continued;
    if (indent_to(t, width, other) == 0)
        return 0;
    /* The line is shown whole. */
    if (t->failure == FAILURE_TOO_DEEP || t->failure == FAILURE_DEDENT) {
        const char *stop = memchr(t->cursor, '\n', (size_t)(t->end - t->cursor));
        t->cursor = stop ? stop + 1 : t->end;
    }
    return TOKEN_ERROR;
}

/* What the comment from start to the cursor is when it tells types, else 0. */
static int type_comment(ouro_tokenizer *t, bool blank)
{
    const char *at = t->start, *end = t->cursor, *limit = end + (*end == '\n');
    for (const char *wanted = "# type: "; *wanted; wanted++) {
        if (at == limit)
            return 0;
        if (*wanted == ' ')
            at += strspn(at, " \t");
        else if (*at == *wanted)
            at++;
        else
            return 0;
    }
    if (at > end)
        return 0;
    t->start = at;
    bool ignore = end - at >= 6 && memcmp(at, "ignore", 6) == 0 &&
                  (end - at == 6 || !(class_of(at[6]) & (LETTER | DIGIT)) || at[6] == '_');
    if (!ignore)
        return TOKEN_TYPE_COMMENT;
    t->start = at + 6;
    if (blank) /* the line holds nothing else: it is no line of the program */
        t->at_line_start = 2;
    return TOKEN_TYPE_IGNORE;
}

bool ouro__word_follows(const char *c, const char *word)
{
    size_t length = strlen(word);
    return strncmp(c, word, length) == 0 && !(class_of(c[length]) & (LETTER | DIGIT));
}

/* Whether "async" or "await", just read, is a keyword: before Python 3.7 only in async functions. */
static bool is_async_keyword(ouro_tokenizer *t)
{
    if (t->async_def)
        return true;
    if (t->start[1] == 'w')
        return false;
    const char *c = t->cursor + strspn(t->cursor, " \t\f");
    if (!ouro__word_follows(c, "def"))
        return false;
    t->async_def = 1;
    t->async_body = 0;
    t->async_indent = t->indent;
    return true;
}

static bool async_by_place(const ouro_tokenizer *t)
{
    return t->input->feature_version && t->input->feature_version <= 7;
}

/* Returns a token type; the token's text is start to cursor, or none where start is NULL. */
static int scan(ouro_tokenizer *t)
{
    bool blank = false;
    if (t->failure)
        return TOKEN_ERROR;
next_line:
    t->start = NULL;
    blank = false;
    if (t->at_line_start == 2) /* behind a comment that ends its line */
        t->cursor += *t->cursor == '\n';
    if (t->at_line_start && begin_line(t, &blank) != 0)
        return TOKEN_ERROR;
    if (t->pending) {
        if (t->pending < 0) {
            t->pending++;
            return TOKEN_DEDENT;
        }
        t->pending--;
        return TOKEN_INDENT;
    }
again:
    t->start = NULL;
    while (*t->cursor == ' ' || *t->cursor == '\t' || *t->cursor == '\f')
        t->cursor++;
    t->start = t->cursor;
    char c = *t->cursor;
    if (c == '#') {
        t->cursor = memchr(t->cursor, '\n', (size_t)(t->end - t->cursor)) ?: t->end;
        c = *t->cursor;
        int type = t->input->flags & OURO_PARSE_TYPE_COMMENTS ? type_comment(t, blank) : 0;
        if (type)
            return type;
    }
    if (t->async_def && !blank && c != '\n' && t->level == 0 && t->async_body && t->async_indent >= t->indent)
        t->async_def = 0;
    if (class_of(c) & LETTER) {
        int type = name_or_string(t);
        if ((type == TOKEN_ASYNC || type == TOKEN_AWAIT) && async_by_place(t) && !is_async_keyword(t))
            return TOKEN_NAME;
        return type;
    }
    if (c == '\n') {
        t->cursor++;
        t->at_line_start = 1;
        if (blank || t->level > 0)
            goto next_line;
        t->async_body = 1;
        return TOKEN_NEWLINE;
    }
    if (is_digit(c))
        return ouro__tokenize_number(t);
    if (c == '"' || c == '\'')
        return string(t);
    if (c == '.') {
        if (is_digit(t->cursor[1]))
            return ouro__tokenize_fraction(t);
        t->cursor++;
        if (t->cursor[0] != '.' || t->cursor[1] != '.')
            return TOKEN_DOT;
        t->cursor += 2;
        return TOKEN_ELLIPSIS;
    }
    if (c == '\\') {
        if (!continue_line(t))
            return TOKEN_ERROR;
        goto again;
    }
    if (t->cursor >= t->end) {
        t->at_end = 1;
        t->start = NULL;
        return t->level ? fail(t, FAILURE_END) : TOKEN_ENDMARKER;
    }
    return operator_token(t);
}

void ouro__tokenizer_next(ouro_tokenizer *t, ouro_token *token)
{
    int type = scan(t);
    const char *end = type == TOKEN_NEWLINE ? t->cursor - 1 : t->cursor;
    bool text = t->start && type != TOKEN_ERROR;
    token->type = (uint8_t)type;
    token->level = t->level;
    token->end_line = token->line = t->line;
    token->start = text ? t->start : NULL;
    token->end = text ? end : NULL;
    const char *line_start = t->line_start;
    if (type == TOKEN_STRING) {
        token->line = t->first_line;
        line_start = t->first_line_start;
    }
    token->column = text ? (int32_t)(t->start - line_start) : -1;
    token->end_column = text ? (int32_t)(end - t->line_start) : -1;
    if (t->starting_line && t->line == t->starting_line) {
        token->column += t->starting_column;
        token->end_column += t->starting_column;
    }
}
