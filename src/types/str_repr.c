/* repr of str. */
#include "types/str_impl.h"
#include "types/unicode.h"

static int put_escaped(ouro_str_builder *b, uint32_t c, uint32_t quote)
{
    static const char digits[] = "0123456789abcdef";
    char text[10];
    int n = 0;
    text[n++] = '\\';
    if (c == quote || c == '\\') {
        text[n++] = (char)c;
    } else if (c == '\t' || c == '\n' || c == '\r') {
        text[n++] = c == '\t' ? 't' : c == '\n' ? 'n' : 'r';
    } else {
        int width = c < 0x100 ? 2 : c < 0x10000 ? 4 : 8;
        text[n++] = width == 2 ? 'x' : width == 4 ? 'u' : 'U';
        for (int shift = width * 4 - 4; shift >= 0; shift -= 4)
            text[n++] = digits[c >> shift & 15];
    }
    return ouro__builder_ascii(b, text, (size_t)n);
}

/* Single quotes, unless the text has single and no double ones. */
static uint32_t choose_quote(const void *data, int kind, size_t length)
{
    bool single = false;
    for (size_t i = 0; i < length; i++) {
        uint32_t c = ouro__char_at(data, kind, i);
        if (c == '"')
            return '\'';
        single |= c == '\'';
    }
    return single ? '"' : '\'';
}

static inline bool needs_escape(uint32_t c, uint32_t quote)
{
    if (c < 127)
        return c < 32 || c == quote || c == '\\';
    return !(ouro__char_properties(c) & OURO_CHAR_PRINTABLE);
}

ouro_object *ouro__str_repr(ouro_runtime *rt, ouro_object *s)
{
    size_t length = ouro__str_length(s);
    int kind = ouro__str_kind(s);
    const void *data = ouro__str_data(s);
    uint32_t quote = choose_quote(data, kind, length);
    ouro_str_builder b;
    ouro__builder_init(&b, rt);
    int status = ouro__builder_char(&b, quote);
    for (size_t i = 0; i < length && status == 0;) {
        size_t plain = i; /* the run of characters shown as they are */
        while (plain < length && !needs_escape(ouro__char_at(data, kind, plain), quote))
            plain++;
        status = ouro__builder_slice(&b, s, i, plain);
        i = plain;
        if (i < length && status == 0)
            status = put_escaped(&b, ouro__char_at(data, kind, i++), quote);
    }
    if (status == 0 && ouro__builder_char(&b, quote) == 0)
        return ouro__builder_finish(&b);
    ouro__builder_discard(&b);
    return NULL;
}
