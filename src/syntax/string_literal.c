/* String and bytes literals: prefixes, escapes, and the joining of neighbours. fstring.c does f-strings. */
#include "syntax/string_literal.h"

#include <string.h>

/* ---- text in the making ---- */

bool ouro__text_append(ouro_parser *p, text_buffer *text, const char *bytes, size_t length)
{
    if (length >= text->capacity - text->length) {
        size_t need = text->length + length + 1, capacity = text->capacity ? need * 2 : need;
        char *grown = ouro__parser_alloc(p, capacity);
        if (!grown)
            return false;
        if (text->length)
            memcpy(grown, text->bytes, text->length);
        text->bytes = grown;
        text->capacity = capacity;
    }
    if (length)
        memcpy(text->bytes + text->length, bytes, length);
    text->length += length;
    text->bytes[text->length] = '\0';
    return true;
}

/* ---- escapes ---- */

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The character of a one-letter escape, or -1. */
static int simple_escape(char c)
{
    switch (c) {
    case '\\':
    case '\'':
    case '"':
        return c;
    case 'a':
        return '\a';
    case 'b':
        return '\b';
    case 'f':
        return '\f';
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    case 'v':
        return '\v';
    default:
        return -1;
    }
}

static uint32_t octal_escape(const char **at, const char *end)
{
    uint32_t code = 0;
    for (int i = 0; i < 3 && *at < end && **at >= '0' && **at <= '7'; i++)
        code = code * 8 + (uint32_t)(*(*at)++ - '0');
    return code;
}

bool ouro__warn_escape(ouro_parser *p, const ouro_token *token, const char *at)
{
    if (!p->tokenizer.warnings || !p->tokenizer.input->warn)
        return true;
    char *message = ouro__region_printf(p->region, "invalid escape sequence '\\%c'", *at);
    if (ouro__tokenizer_warn(&p->tokenizer, OURO_DEPRECATION_WARNING, at, token->line, message) == 0)
        return true;
    switch (p->tokenizer.failure) {
    case FAILURE_MEMORY:
        p->fatal = OURO_ERROR_MEMORY;
        break;
    case FAILURE_CALLBACK:
        p->fatal = OURO_ERROR_CALLBACK;
        break;
    default: /* the warning is an error */
        p->describe = true;
        ouro__raise_at_token(p, token, message);
        p->fatal = OURO_ERROR_SYNTAX;
        break;
    }
    return false;
}

/* Where the escape stands in the text as CPython's codec is given it: there, a character past ASCII is
 * written as ten bytes, and a backslash before one, or at the end, as six. */
static size_t codec_position(const char *from, const char *at, const char *end)
{
    size_t position = 0;
    for (const char *c = from; c < at; c++) {
        unsigned char byte = (unsigned char)*c;
        if (byte >= 0xC0)
            position += 10;
        else if (byte < 0x80)
            position += *c == '\\' && (c + 1 >= end || ((unsigned char)c[1] & 0x80)) ? 6 : 1;
        if (*c == '\\' && c + 1 < at && !((unsigned char)c[1] & 0x80)) {
            position++;
            c++;
        }
    }
    return position;
}

static bool bad_escape(ouro_parser *p, const char *from, const char *at, const char *stop, const char *end,
                       const char *why)
{
    if (!p->describe)
        return false;
    size_t first = codec_position(from, at, end);
    size_t after = first + (size_t)(stop - at);
    const char *codec = "(unicode error) 'unicodeescape' codec can't decode";
    ouro__raise_at_last_token(
        p, after == first + 1
               ? ouro__region_printf(p->region, "%s byte 0x5c in position %zu: %s", codec, first, why)
               : ouro__region_printf(p->region, "%s bytes in position %zu-%zu: %s", codec, first, after - 1,
                                     why));
    return false;
}

typedef struct escape {
    const char *from, *end; /* the whole text, for messages */
    const char *at;         /* behind the backslash; moved past the escape */
    uint32_t code;
} escape;

static bool hex_escape(ouro_parser *p, escape *e, int digits)
{
    static const char *const truncated[] = {[2] = "truncated \\xXX escape",
                                            [4] = "truncated \\uXXXX escape",
                                            [8] = "truncated \\UXXXXXXXX escape"};
    const char *backslash = e->at - 1;
    e->at++;
    e->code = 0;
    for (int i = 0; i < digits; i++, e->at++) {
        int value = e->at < e->end ? hex_value(*e->at) : -1;
        if (value < 0)
            return bad_escape(p, e->from, backslash, e->at, e->end, truncated[digits]);
        e->code = e->code << 4 | (uint32_t)value;
    }
    if (e->code <= 0x10FFFF)
        return true;
    return bad_escape(p, e->from, backslash, e->at, e->end, "illegal Unicode character");
}

static bool named_escape(ouro_parser *p, escape *e)
{
    const char *backslash = e->at - 1;
    e->at++;
    if (e->at >= e->end || *e->at != '{')
        return bad_escape(p, e->from, backslash, e->at, e->end, "malformed \\N character escape");
    const char *name = ++e->at;
    while (e->at < e->end && *e->at != '}')
        e->at++;
    if (e->at >= e->end || e->at == name)
        return bad_escape(p, e->from, backslash, e->at, e->end, "malformed \\N character escape");
    size_t length = (size_t)(e->at - name);
    e->at++;
    if (ouro__character_named(name, length, &e->code))
        return true;
    return bad_escape(p, e->from, backslash, e->at, e->end, "unknown Unicode character name");
}

/* The escape behind the backslash before e->at. Sets *known to false where it is none. */
static bool text_escape(ouro_parser *p, escape *e, bool *known)
{
    int simple = simple_escape(*e->at);
    *known = true;
    if (simple >= 0) {
        e->code = (uint32_t)simple;
        e->at++;
        return true;
    }
    switch (*e->at) {
    case '0' ... '7':
        e->code = octal_escape(&e->at, e->end);
        return true;
    case 'x':
        return hex_escape(p, e, 2);
    case 'u':
        return hex_escape(p, e, 4);
    case 'U':
        return hex_escape(p, e, 8);
    case 'N':
        return named_escape(p, e);
    default:
        *known = false;
        return true;
    }
}

bool ouro__decode_text(ouro_parser *p, const ouro_token *token, const char *from, const char *end, bool raw,
                       text_buffer *text)
{
    const char *why, *bad = ouro__utf8_check(from, end, &why);
    if (bad < end) {
        ouro__raise_undecodable(p, from, bad, end, why);
        return false;
    }
    const char *backslash = raw ? NULL : memchr(from, '\\', (size_t)(end - from));
    if (!backslash)
        return ouro__text_append(p, text, from, (size_t)(end - from));
    escape e = {.from = from, .end = end, .at = from};
    const char *warned = NULL;
    while (backslash) {
        if (!ouro__text_append(p, text, e.at, (size_t)(backslash - e.at)))
            return false;
        e.at = backslash + 1;
        bool known = true;
        char encoded[4];
        if (e.at < end && *e.at == '\n') {
            e.at++;
        } else if (e.at < end && !((unsigned char)*e.at & 0x80)) {
            if (!text_escape(p, &e, &known))
                return false;
            if (known && !ouro__text_append(p, text, encoded, (size_t)ouro__utf8_encode(e.code, encoded)))
                return false;
        } else { /* at the end, or before a letter past ASCII: itself */
            if (!ouro__text_append(p, text, "\\", 1))
                return false;
        }
        if (!known) {
            warned = warned ? warned : e.at;
            if (!ouro__text_append(p, text, e.at - 1, 2))
                return false;
            e.at++;
        }
        backslash = e.at < end ? memchr(e.at, '\\', (size_t)(end - e.at)) : NULL;
    }
    if (!ouro__text_append(p, text, e.at, (size_t)(end - e.at)))
        return false;
    return !warned || ouro__warn_escape(p, token, warned);
}

static bool decode_bytes(ouro_parser *p, const ouro_token *token, const char *from, const char *end, bool raw,
                         text_buffer *text)
{
    const char *warned = NULL;
    for (const char *c = from; c < end; c++)
        if ((unsigned char)*c >= 0x80) {
            ouro__raise_at_last_token(p, "bytes can only contain ASCII literal characters");
            return false;
        }
    for (const char *at = from; at < end;) {
        const char *backslash = raw ? NULL : memchr(at, '\\', (size_t)(end - at));
        const char *stop = backslash ? backslash : end;
        if (!ouro__text_append(p, text, at, (size_t)(stop - at)))
            return false;
        if (!backslash)
            break;
        at = backslash + 1;
        int simple = simple_escape(*at);
        char byte = (char)simple;
        if (*at == '\n') {
            at++;
            continue;
        }
        if (simple >= 0) {
            at++;
        } else if (*at >= '0' && *at <= '7') {
            byte = (char)octal_escape(&at, end);
        } else if (*at == 'x') {
            int high = at + 1 < end ? hex_value(at[1]) : -1, low = at + 2 < end ? hex_value(at[2]) : -1;
            if (high < 0 || low < 0) {
                ouro__raise_at_last_token(
                    p, ouro__region_printf(p->region, "(value error) invalid \\x escape at position %zu",
                                           (size_t)(backslash - from)));
                return false;
            }
            byte = (char)(high * 16 + low);
            at += 3;
        } else {
            warned = warned ? warned : at;
            if (!ouro__text_append(p, text, "\\", 1))
                return false;
            continue;
        }
        if (!ouro__text_append(p, text, &byte, 1))
            return false;
    }
    return !warned || ouro__warn_escape(p, token, warned);
}

/* ---- literals ---- */

typedef struct literal {
    bool bytes, raw, formatted;
    const char *from, *end; /* between the quotes */
} literal;

static literal open_literal(const ouro_token *token)
{
    literal l = {0};
    const char *c = token->start;
    for (; *c != '"' && *c != '\''; c++) {
        switch (*c | 0x20) {
        case 'b':
            l.bytes = true;
            break;
        case 'r':
            l.raw = true;
            break;
        case 'f':
            l.formatted = true;
            break;
        }
    }
    int quotes = token->end - c >= 6 && c[1] == *c && c[2] == *c ? 3 : 1;
    l.from = c + quotes;
    l.end = token->end - quotes;
    return l;
}

static bool all_ascii(const char *bytes, size_t length)
{
    unsigned char all = 0;
    for (size_t i = 0; i < length; i++)
        all |= (unsigned char)bytes[i];
    return !(all & 0x80);
}

ouro_expr *ouro__strings_new(ouro_parser *p, strings *s, ouro_expr_kind kind)
{
    ouro_expr *e = ouro__parser_alloc(p, sizeof *e);
    if (!e)
        return NULL;
    const ouro_token *first = s->first, *last = s->last;
    e->kind = (uint8_t)kind;
    e->span = (ouro_span){first->line, (uint32_t)first->column, last->end_line, (uint32_t)last->end_column};
    return e;
}

ouro_expr *ouro__strings_constant(ouro_parser *p, strings *s, const text_buffer *text, bool bytes)
{
    ouro_expr *e = ouro__strings_new(p, s, OURO_CONSTANT);
    if (!e)
        return NULL;
    e->constant = (ouro_constant){.kind = bytes ? OURO_CONSTANT_BYTES : OURO_CONSTANT_STRING,
                                  .has_u = !bytes && s->first->start[0] == 'u',
                                  .ascii = !bytes && all_ascii(text->bytes, text->length),
                                  .bytes = text->length ? text->bytes : "",
                                  .length = text->length};
    return e;
}

/* The commonest case: one plain literal without escapes. */
static bool append_literal(ouro_parser *p, strings *s, const ouro_token *token, literal l)
{
    if (l.formatted && ouro__parser_refuses(p, NULL, 6, "Format strings are"))
        return false;
    if (l.formatted)
        return ouro__fstring_append(p, s, token, l.from, l.end, l.raw);
    if (l.bytes)
        return decode_bytes(p, token, l.from, l.end, l.raw, &s->text);
    return ouro__decode_text(p, token, l.from, l.end, l.raw, &s->text);
}

ouro_expr *ouro__strings_concatenate(ouro_parser *p, const ouro_token *tokens, uint32_t count)
{
    strings s = {.first = tokens, .last = tokens + count - 1, .base = p->scratch_count};
    bool bytes = false;
    for (uint32_t i = 0; i < count; i++) {
        literal l = open_literal(tokens + i);
        if (i > 0 && l.bytes != bytes) {
            /* CPython decodes the literal first: its own errors come before this one. */
            text_buffer discarded = {0};
            if (l.formatted || (l.bytes ? decode_bytes(p, tokens + i, l.from, l.end, l.raw, &discarded)
                                        : ouro__decode_text(p, tokens + i, l.from, l.end, l.raw, &discarded)))
                ouro__raise_at_last_token(p, "cannot mix bytes and nonbytes literals");
            return NULL;
        }
        bytes = l.bytes;
        if (!append_literal(p, &s, tokens + i, l))
            return NULL;
    }
    return s.formatted ? ouro__fstring_finish(p, &s) : ouro__strings_constant(p, &s, &s.text, bytes);
}
