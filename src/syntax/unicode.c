/* Characters: UTF-8, and which code points identifiers are made of (PEP 3131, UAX 31).
 *
 * utf8proc gives categories and normalisation; the properties XID_Start and XID_Continue are derived
 * from them and the short lists of exceptions below, which Unicode never shortens. */
#include "syntax/token.h"

#include <string.h>
#include <utf8proc.h>

uint32_t ouro__utf8_decode(const char *at, const char *end, int *length)
{
    const unsigned char *s = (const unsigned char *)at;
    (void)end;
    if (s[0] < 0x80) {
        *length = 1;
        return s[0];
    }
    if (s[0] < 0xE0) {
        *length = 2;
        return (s[0] & 0x1Fu) << 6 | (s[1] & 0x3Fu);
    }
    if (s[0] < 0xF0) {
        *length = 3;
        return (s[0] & 0x0Fu) << 12 | (s[1] & 0x3Fu) << 6 | (s[2] & 0x3Fu);
    }
    *length = 4;
    return (s[0] & 0x07u) << 18 | (s[1] & 0x3Fu) << 12 | (s[2] & 0x3Fu) << 6 | (s[3] & 0x3Fu);
}

int ouro__utf8_encode(uint32_t code, char *into)
{
    if (code < 0x80) {
        into[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        into[0] = (char)(0xC0 | code >> 6);
        into[1] = (char)(0x80 | (code & 0x3F));
        return 2;
    }
    if (code < 0x10000) {
        into[0] = (char)(0xE0 | code >> 12);
        into[1] = (char)(0x80 | (code >> 6 & 0x3F));
        into[2] = (char)(0x80 | (code & 0x3F));
        return 3;
    }
    into[0] = (char)(0xF0 | code >> 18);
    into[1] = (char)(0x80 | (code >> 12 & 0x3F));
    into[2] = (char)(0x80 | (code >> 6 & 0x3F));
    into[3] = (char)(0x80 | (code & 0x3F));
    return 4;
}

size_t ouro__utf8_count(const char *from, const char *to)
{
    size_t count = 0;
    for (; from < to; from++)
        count += ((unsigned char)*from & 0xC0) != 0x80;
    return count;
}

/* The valid range of the second byte shuts out overlong forms, surrogates and what is past U+10FFFF. */
const char *ouro__utf8_check(const char *from, const char *end, const char **why)
{
    const unsigned char *s = (const unsigned char *)from, *stop = (const unsigned char *)end;
    while (s < stop) {
        if (*s < 0x80) {
            s++;
            continue;
        }
        unsigned lead = *s, low = 0x80, high = 0xBF;
        int follow = lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
        if (lead < 0xC2 || lead > 0xF4) {
            *why = "invalid start byte";
            return (const char *)s;
        }
        if (lead == 0xE0)
            low = 0xA0;
        else if (lead == 0xED)
            high = 0x9F;
        else if (lead == 0xF0)
            low = 0x90;
        else if (lead == 0xF4)
            high = 0x8F;
        for (int i = 1; i <= follow; i++, low = 0x80, high = 0xBF) {
            if (s + i >= stop) {
                *why = "unexpected end of data";
                return (const char *)s;
            }
            if (s[i] < low || s[i] > high) {
                *why = "invalid continuation byte";
                return (const char *)s;
            }
        }
        s += follow + 1;
    }
    return end;
}

typedef struct code_range {
    uint32_t first, last;
} code_range;

static bool in_ranges(uint32_t code, const code_range *ranges, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (code >= ranges[i].first && code <= ranges[i].last)
            return true;
    return false;
}

#define IN(code, ranges) in_ranges(code, ranges, sizeof ranges / sizeof *ranges)

/* Other_ID_Start; and letters that NFKC turns into what cannot begin, or be in, an identifier. */
static const code_range other_start[] = {{0x1885, 0x1886}, {0x2118, 0x2118}, {0x212E, 0x212E}};
static const code_range never_start[] = {
    {0x037A, 0x037A}, {0x0E33, 0x0E33}, {0x0EB3, 0x0EB3}, {0x2E2F, 0x2E2F}, {0xFC5E, 0xFC63},
    {0xFDFA, 0xFDFB}, {0xFE70, 0xFE70}, {0xFE72, 0xFE72}, {0xFE74, 0xFE74}, {0xFE76, 0xFE76},
    {0xFE78, 0xFE78}, {0xFE7A, 0xFE7A}, {0xFE7C, 0xFE7C}, {0xFE7E, 0xFE7E}, {0xFF9E, 0xFF9F}};
static const code_range other_part[] = {{0x00B7, 0x00B7}, {0x0387, 0x0387}, {0x1369, 0x1371},
                                        {0x19DA, 0x19DA}, {0x0E33, 0x0E33}, {0x0EB3, 0x0EB3},
                                        {0xFF9E, 0xFF9F}};
static const code_range never_part[] = {{0x037A, 0x037A}, {0x2E2F, 0x2E2F}, {0xFC5E, 0xFC63},
                                        {0xFDFA, 0xFDFB}, {0xFE70, 0xFE70}, {0xFE72, 0xFE72},
                                        {0xFE74, 0xFE74}, {0xFE76, 0xFE76}, {0xFE78, 0xFE78},
                                        {0xFE7A, 0xFE7A}, {0xFE7C, 0xFE7C}, {0xFE7E, 0xFE7E}};

bool ouro__is_identifier_start(uint32_t code)
{
    if (code < 0x80)
        return (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z') || code == '_';
    if (IN(code, never_start))
        return false;
    switch (utf8proc_category((utf8proc_int32_t)code)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_NL:
        return true;
    default:
        return IN(code, other_start);
    }
}

bool ouro__is_identifier_part(uint32_t code)
{
    if (code < 0x80)
        return ouro__is_identifier_start(code) || (code >= '0' && code <= '9');
    if (IN(code, never_part))
        return false;
    switch (utf8proc_category((utf8proc_int32_t)code)) {
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_PC:
        return true;
    default:
        return ouro__is_identifier_start(code) || IN(code, other_part);
    }
}

bool ouro__is_printable(uint32_t code)
{
    if (code < 0x80)
        return code >= ' ' && code != 0x7F;
    switch (utf8proc_category((utf8proc_int32_t)code)) {
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_CS:
    case UTF8PROC_CATEGORY_CO:
    case UTF8PROC_CATEGORY_CN:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
    case UTF8PROC_CATEGORY_ZS:
        return false;
    default:
        return true;
    }
}
