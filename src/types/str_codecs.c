/* The names of encodings and error handlers. */
#include "types/str_codecs.h"

static const struct {
    const char *name;
    enum ouro__codec codec;
} codecs[] = {
    {"utf8", OURO__UTF8},          {"u8", OURO__UTF8},          {"cp65001", OURO__UTF8},        {"utf8sig", OURO__UTF8_SIG},
    {"ascii", OURO__ASCII},        {"usascii", OURO__ASCII},    {"646", OURO__ASCII},           {"latin1", OURO__LATIN1},
    {"latin", OURO__LATIN1},       {"l1", OURO__LATIN1},        {"iso88591", OURO__LATIN1},     {"88591", OURO__LATIN1},
    {"cp819", OURO__LATIN1},       {"utf16", OURO__UTF16},      {"u16", OURO__UTF16},           {"utf16le", OURO__UTF16_LE},
    {"utf16be", OURO__UTF16_BE},   {"utf32", OURO__UTF32},      {"u32", OURO__UTF32},           {"utf32le", OURO__UTF32_LE},
    {"utf32be", OURO__UTF32_BE},   {"iso646us", OURO__ASCII},   {"ansix3.41968", OURO__ASCII},
};

static const char *const error_names[] = {
    [OURO__STRICT] = "strict",
    [OURO__IGNORE] = "ignore",
    [OURO__REPLACE] = "replace",
    [OURO__BACKSLASHREPLACE] = "backslashreplace",
    [OURO__XMLCHARREFREPLACE] = "xmlcharrefreplace",
    [OURO__SURROGATEESCAPE] = "surrogateescape",
    [OURO__SURROGATEPASS] = "surrogatepass",
};

int ouro__codec_by_name(ouro_runtime *rt, ouro_object *encoding)
{
    if (!encoding)
        return OURO__UTF8;
    char plain[24];
    size_t n = 0, length = ouro__str_length(encoding);
    for (size_t i = 0; i < length && n < sizeof plain; i++) {
        uint32_t c = ouro__str_char(encoding, i);
        if (c != '-' && c != '_' && c != ' ')
            plain[n++] = c < 128 ? (char)(c >= 'A' && c <= 'Z' ? c + 32 : c) : '?';
    }
    if (n < sizeof plain) {
        plain[n] = 0;
        for (size_t i = 0; i < sizeof codecs / sizeof *codecs; i++)
            if (strcmp(codecs[i].name, plain) == 0)
                return (int)codecs[i].codec;
    }
    ouro__raise(rt, OURO_T_LOOKUP_ERROR, "unknown encoding: %U", encoding);
    return -1;
}

enum ouro__codec_errors ouro__errors_by_name(ouro_object *errors)
{
    if (!errors)
        return OURO__STRICT;
    for (int i = 0; i < OURO__UNKNOWN_ERRORS; i++)
        if (ouro__str_equals_ascii(errors, error_names[i]))
            return (enum ouro__codec_errors)i;
    return OURO__UNKNOWN_ERRORS;
}

const char *ouro__codec_name(enum ouro__codec codec)
{
    static const char *const names[] = {
        [OURO__UTF8] = "utf-8",         [OURO__UTF8_SIG] = "utf-8",     [OURO__ASCII] = "ascii",
        [OURO__LATIN1] = "latin-1",     [OURO__UTF16] = "utf-16",       [OURO__UTF16_LE] = "utf-16-le",
        [OURO__UTF16_BE] = "utf-16-be", [OURO__UTF32] = "utf-32",       [OURO__UTF32_LE] = "utf-32-le",
        [OURO__UTF32_BE] = "utf-32-be",
    };
    return names[codec];
}

void *ouro__raise_unknown_handler(ouro_runtime *rt, ouro_object *errors)
{
    return ouro__raise(rt, OURO_T_LOOKUP_ERROR, "unknown error handler name '%U'", errors);
}
