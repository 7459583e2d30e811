/* Source bytes made ready: the byte order mark, the coding cookie (PEP 263), the encodings UTF-8,
 * Latin-1 and ASCII (others through the caller's codecs), and newlines of every sort turned into '\n'. */
#include "syntax/token.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

char *ouro__region_printf(ouro_region *region, const char *format, ...)
{
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    char *text = length < 0 ? NULL : ouro__region_alloc(region, (size_t)length + 1);
    if (text)
        vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    va_end(arguments);
    return text;
}

/* An error of the whole source: no line, no text. No message: memory was refused for it. */
static int refuse(ouro_syntax_error *error, const char *message)
{
    error->kind = message ? OURO_ERROR_SYNTAX : OURO_ERROR_MEMORY;
    error->message = message ? message : "";
    error->whole = message != NULL;
    return -1;
}

/* ---- the coding cookie ---- */

typedef struct span {
    const char *at;
    size_t length;
} span;

/* The name after `coding:` or `coding=` in a comment line; *blank: the next line may hold it. */
static span cookie_of_line(const char *line, const char *end, bool *blank)
{
    const char *c = line;
    while (c < end && (*c == ' ' || *c == '\t' || *c == '\f'))
        c++;
    *blank = c == end || *c == '#';
    if (c == end || *c != '#')
        return (span){NULL, 0};
    for (; end - c >= 7; c++) {
        if (memcmp(c, "coding", 6) != 0 || (c[6] != ':' && c[6] != '='))
            continue;
        const char *name = c + 7;
        while (name < end && (*name == ' ' || *name == '\t'))
            name++;
        const char *stop = name;
        while (stop < end && (isalnum((unsigned char)*stop) || *stop == '-' || *stop == '_' || *stop == '.'))
            stop++;
        if (stop > name)
            return (span){name, (size_t)(stop - name)};
    }
    return (span){NULL, 0};
}

static span find_cookie(const char *source, const char *end)
{
    bool blank = true;
    for (int i = 0; i < 2 && blank && source < end; i++) {
        const char *stop = source;
        while (stop < end && *stop != '\n' && *stop != '\r')
            stop++;
        span name = cookie_of_line(source, stop, &blank);
        if (name.at)
            return name;
        source = stop + (stop < end) + (stop + 1 < end && stop[0] == '\r' && stop[1] == '\n');
    }
    return (span){NULL, 0};
}

typedef enum encoding { ENCODING_UTF8, ENCODING_LATIN1, ENCODING_ASCII, ENCODING_UNKNOWN } encoding;

/* Codec names are compared in lower case, whatever stands between their letters as one '-'. */
static encoding encoding_named(span name, char *normal, size_t room)
{
    static const struct {
        const char *name;
        encoding encoding;
    } known[] = {
        {"utf-8", ENCODING_UTF8},       {"utf8", ENCODING_UTF8},          {"u8", ENCODING_UTF8},
        {"utf", ENCODING_UTF8},         {"cp65001", ENCODING_UTF8},       {"utf-8-sig", ENCODING_UTF8},
        {"latin-1", ENCODING_LATIN1},   {"iso-8859-1", ENCODING_LATIN1},  {"latin1", ENCODING_LATIN1},
        {"iso8859-1", ENCODING_LATIN1}, {"iso-latin-1", ENCODING_LATIN1}, {"8859", ENCODING_LATIN1},
        {"cp819", ENCODING_LATIN1},     {"l1", ENCODING_LATIN1},          {"latin", ENCODING_LATIN1},
        {"ascii", ENCODING_ASCII},      {"us-ascii", ENCODING_ASCII},     {"646", ENCODING_ASCII},
        {"iso646-us", ENCODING_ASCII}};
    size_t length = 0;
    bool gap = false;
    for (size_t i = 0; i < name.length && length + 2 < room; i++) {
        bool letter = isalnum((unsigned char)name.at[i]) || name.at[i] == '.';
        if (letter && gap && length)
            normal[length++] = '-';
        if (letter)
            normal[length++] = (char)tolower((unsigned char)name.at[i]);
        gap = !letter;
    }
    normal[length] = '\0';
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(normal, known[i].name) == 0)
            return known[i].encoding;
    if (strncmp(normal, "utf-8-", 6) == 0)
        return ENCODING_UTF8;
    if (strncmp(normal, "latin-1-", 8) == 0 || strncmp(normal, "iso-8859-1-", 11) == 0 ||
        strncmp(normal, "iso-latin-1-", 12) == 0)
        return ENCODING_LATIN1;
    return ENCODING_UNKNOWN;
}

/* ---- bytes that do not decode ---- */

static uint32_t line_of(const char *source, const char *at)
{
    uint32_t line = 1;
    for (const char *c = source; c < at; c++)
        line += *c == '\n' || (*c == '\r' && c[1] != '\n');
    return line;
}

static int refuse_bytes(const ouro_parse_input *in, ouro_region *region, const char *at, bool cookie,
                        const char *why, ouro_syntax_error *error)
{
    unsigned byte = (unsigned char)*at;
    if (cookie)
        return refuse(error, ouro__region_printf(region,
                                                 "'ascii' codec can't decode byte 0x%02x in position %zu: %s",
                                                 byte, (size_t)(at - in->source), why));
    return refuse(
        error, ouro__region_printf(region,
                                   "Non-UTF-8 code starting with '\\x%02x' in file %s on line %u, but "
                                   "no encoding declared; see https://peps.python.org/pep-0263/ for "
                                   "details",
                                   byte, in->filename ? in->filename : "<string>", line_of(in->source, at)));
}

static int refuse_null(const ouro_parse_input *in, ouro_region *region, const char *nul,
                       ouro_syntax_error *error)
{
    if (!(in->flags & OURO_PARSE_FROM_FILE))
        return refuse(error, "source code string cannot contain null bytes");
    const char *line = nul;
    while (line > in->source && line[-1] != '\n' && line[-1] != '\r')
        line--;
    refuse(error, "source code cannot contain null bytes");
    error->whole = false;
    error->line = error->end_line = line_of(in->source, line);
    error->text = ouro__region_copy(region, line, (size_t)(nul - line));
    return -1;
}

/* An encoding known by name alone: the source becomes UTF-8 by the caller's codec. */
static int decode_other(const ouro_parse_input *in, ouro_region *region, span cookie, const char **from,
                        const char **end, ouro_syntax_error *error)
{
    char *name = ouro__region_copy(region, cookie.at, cookie.length);
    if (!name)
        return refuse(error, NULL);
    const char *message = ouro__region_printf(region, "unknown encoding: %s", name);
    size_t length;
    const char *decoded = in->decode ? in->decode(in->decode_context, region, name, *from,
                                                  (size_t)(*end - *from), &length, &message)
                                     : NULL;
    if (!decoded && !message)
        return error->kind = OURO_ERROR_CALLBACK, -1;
    if (!decoded && (in->flags & OURO_PARSE_FROM_FILE))
        message = ouro__region_printf(region, "encoding problem: %s", name);
    if (!decoded)
        return refuse(error, message);
    if (length > UINT32_MAX / 2 || memchr(decoded, '\0', length))
        return refuse(error, length > UINT32_MAX / 2 ? NULL : "source code string cannot contain null bytes");
    *from = decoded;
    *end = decoded + length;
    return 0;
}

/* ---- the copy ---- */

/* Copies with '\n' for "\r\n" and '\r'; Latin-1 becomes UTF-8. */
static size_t copy_text(char *into, const char *from, const char *end, bool latin1)
{
    char *out = into;
    if (!latin1 && !memchr(from, '\r', (size_t)(end - from))) {
        memcpy(into, from, (size_t)(end - from));
        return (size_t)(end - from);
    }
    for (; from < end; from++) {
        if (*from == '\r') {
            if (from + 1 < end && from[1] == '\n')
                from++;
            *out++ = '\n';
        } else if (latin1 && (unsigned char)*from >= 0x80) {
            out += ouro__utf8_encode((unsigned char)*from, out);
        } else {
            *out++ = *from;
        }
    }
    return (size_t)(out - into);
}

int ouro__source_decode(const ouro_parse_input *in, ouro_region *region, const char **source, size_t *length,
                        bool *encoded, ouro_syntax_error *error)
{
    const char *from = in->source, *end = in->source + in->length, *why;
    bool file = in->flags & OURO_PARSE_FROM_FILE, marked = false;
    encoding encoding = ENCODING_UTF8;
    span cookie = {NULL, 0};
    if (in->length > UINT32_MAX / 2)
        return refuse(error, NULL);
    const char *nul = in->length ? memchr(from, '\0', in->length) : NULL;
    if (nul)
        return refuse_null(in, region, nul, error);
    if (!(in->flags & OURO_PARSE_IGNORE_COOKIE)) {
        char name[64];
        if (in->length >= 3 && memcmp(from, "\xEF\xBB\xBF", 3) == 0) {
            marked = true;
            from += 3;
        }
        cookie = find_cookie(from, end);
        if (cookie.at)
            encoding = encoding_named(cookie, name, sizeof name);
        if (encoding == ENCODING_UNKNOWN && !marked) {
            if (decode_other(in, region, cookie, &from, &end, error) < 0)
                return -1;
            encoding = ENCODING_UTF8;
        }
        if (marked && encoding != ENCODING_UTF8)
            return refuse(error, ouro__region_printf(region, "encoding problem: %s with BOM",
                                                     encoding == ENCODING_LATIN1 ? "iso-8859-1" : name));
        /* The mark is believed, and the cookie must repeat it in its usual spelling. */
        if (marked && cookie.at && strncmp(name, "utf-8", 5) != 0)
            return refuse(error, ouro__region_printf(region, "encoding problem: %s with BOM", name));
    }
    if (encoding == ENCODING_ASCII) {
        for (const char *c = from; c < end; c++)
            if ((unsigned char)*c >= 0x80)
                return file ? refuse(error, "encoding problem: ascii")
                            : refuse_bytes(in, region, c, true, "ordinal not in range(128)", error);
    } else if (encoding == ENCODING_UTF8 && file && !cookie.at) {
        const char *bad = ouro__utf8_check(from, end, &why);
        if (bad < end)
            return refuse_bytes(in, region, bad, false, why, error);
    }
    *encoded = marked || cookie.at || (in->flags & OURO_PARSE_IGNORE_COOKIE);
    size_t room = (size_t)(end - from);
    if (encoding == ENCODING_LATIN1)
        room *= 2;
    char *copy = ouro__region_alloc(region, room + 2);
    if (!copy)
        return refuse(error, NULL);
    size_t size = copy_text(copy, from, end, encoding == ENCODING_LATIN1);
    bool implied = in->mode == OURO_PARSE_EXEC;
    if (size && copy[size - 1] != '\n' && implied)
        copy[size++] = '\n';
    copy[size] = '\0';
    *source = copy;
    *length = size;
    return 0;
}
