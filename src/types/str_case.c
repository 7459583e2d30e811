/* Case mapping and the predicates of str. */
#include "types/int.h"
#include "types/str_methods.h"
#include "types/unicode.h"

static bool is_cased(unsigned properties)
{
    return properties & (OURO_CHAR_CASED | OURO_CHAR_LOWER | OURO_CHAR_UPPER | OURO_CHAR_TITLE);
}

/* A capital sigma at i becomes final when a cased letter stands before it and none after, looking past case-ignorable ones. */
static bool is_final_sigma(const ouro__text *t, size_t i)
{
    size_t before = i, after = i + 1;
    while (before > 0 && (ouro__char_properties(ouro__text_char(t, before - 1)) & OURO_CHAR_CASE_IGNORABLE))
        before--;
    if (before == 0 || !is_cased(ouro__char_properties(ouro__text_char(t, before - 1))))
        return false;
    while (after < t->length && (ouro__char_properties(ouro__text_char(t, after)) & OURO_CHAR_CASE_IGNORABLE))
        after++;
    return after == t->length || !is_cased(ouro__char_properties(ouro__text_char(t, after)));
}

static int put_mapped(ouro_str_builder *b, const ouro__text *t, size_t i, enum ouro_case to)
{
    uint32_t c = ouro__text_char(t, i), out[3];
    if (c == 0x3a3 && to == OURO_CASE_LOWER)
        return ouro__builder_char(b, is_final_sigma(t, i) ? 0x3c2 : 0x3c3);
    int count = ouro__char_map_case(c, to, out);
    for (int k = 0; k < count; k++)
        if (ouro__builder_char(b, out[k]) < 0)
            return -1;
    return 0;
}

static char ascii_upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 32) : c;
}

static char ascii_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

/* How a mapping treats the character at a place: by what went before, for title and capitalize. */
enum mapping { LOWER, UPPER, FOLD, TITLE, CAPITALIZE, SWAP };

static enum ouro_case choose(enum mapping mapping, bool first, bool after_cased, unsigned properties)
{
    switch (mapping) {
    case LOWER:
        return OURO_CASE_LOWER;
    case UPPER:
        return OURO_CASE_UPPER;
    case FOLD:
        return OURO_CASE_FOLD;
    case TITLE:
        return after_cased ? OURO_CASE_LOWER : OURO_CASE_TITLE;
    case CAPITALIZE:
        return first ? OURO_CASE_TITLE : OURO_CASE_LOWER;
    default:
        return properties & OURO_CHAR_UPPER ? OURO_CASE_LOWER : OURO_CASE_UPPER;
    }
}

static ouro_object *map_ascii(ouro_runtime *rt, ouro_object *self, enum mapping mapping)
{
    size_t length = ouro__str_length(self);
    const char *from = ouro__str_data(self);
    if (length == 0)
        return OURO_EMPTY_STR(rt);
    ouro_str *s = ouro__str_alloc(rt, length, 0x7f);
    if (!s)
        return NULL;
    char *to = ouro__str_data(s);
    bool after_cased = false;
    if (mapping == LOWER || mapping == FOLD) {
        for (size_t i = 0; i < length; i++)
            to[i] = ascii_lower(from[i]);
    } else if (mapping == UPPER) {
        for (size_t i = 0; i < length; i++)
            to[i] = ascii_upper(from[i]);
    } else {
        for (size_t i = 0; i < length; i++) {
            unsigned properties = ouro__char_properties((uint8_t)from[i]);
            enum ouro_case to_case = choose(mapping, i == 0, after_cased, properties);
            to[i] = to_case == OURO_CASE_LOWER ? ascii_lower(from[i]) : ascii_upper(from[i]);
            after_cased = is_cased(properties);
        }
    }
    return (ouro_object *)s;
}

static ouro_object *map(ouro_runtime *rt, ouro_object *self, enum mapping mapping)
{
    if (ouro__str_is_ascii(self))
        return map_ascii(rt, self, mapping);
    ouro__text t = ouro__text_of_str(self);
    ouro_str_builder b;
    ouro__builder_init(&b, rt);
    bool after_cased = false;
    for (size_t i = 0; i < t.length; i++) {
        unsigned properties = ouro__char_properties(ouro__text_char(&t, i));
        if (mapping == SWAP && !(properties & (OURO_CHAR_UPPER | OURO_CHAR_LOWER))) {
            if (ouro__builder_char(&b, ouro__text_char(&t, i)) < 0)
                goto failed;
        } else if (put_mapped(&b, &t, i, choose(mapping, i == 0, after_cased, properties)) < 0) {
            goto failed;
        }
        after_cased = is_cased(properties);
    }
    return ouro__builder_finish(&b);
failed:
    ouro__builder_discard(&b);
    return NULL;
}

#define CASE_METHOD(name, mapping)                                                                           \
    OURO__STR_METHOD(name)                                                                                   \
    {                                                                                                        \
        return map(rt, self, mapping);                                                                       \
    }
CASE_METHOD(lower, LOWER)
CASE_METHOD(upper, UPPER)
CASE_METHOD(casefold, FOLD)
CASE_METHOD(title, TITLE)
CASE_METHOD(capitalize, CAPITALIZE)
CASE_METHOD(swapcase, SWAP)

/* Whether every character has one of the properties; `empty` is the answer for no character. */
static ouro_object *all(ouro_runtime *rt, ouro_object *self, unsigned properties, bool empty)
{
    ouro__text t = ouro__text_of_str(self);
    for (size_t i = 0; i < t.length; i++)
        if (!(ouro__char_properties(ouro__text_char(&t, i)) & properties))
            return OURO_FALSE(rt);
    return ouro__bool(rt, t.length || empty);
}

#define ALL_METHOD(name, properties, empty)                                                                  \
    OURO__STR_METHOD(name)                                                                                   \
    {                                                                                                        \
        return all(rt, self, properties, empty);                                                             \
    }
ALL_METHOD(isalpha, OURO_CHAR_ALPHA, false)
ALL_METHOD(isalnum, OURO_CHAR_ALPHA | OURO_CHAR_DECIMAL | OURO_CHAR_DIGIT | OURO_CHAR_NUMERIC, false)
ALL_METHOD(isdecimal, OURO_CHAR_DECIMAL, false)
ALL_METHOD(isdigit, OURO_CHAR_DIGIT, false)
ALL_METHOD(isnumeric, OURO_CHAR_NUMERIC, false)
ALL_METHOD(isspace, OURO_CHAR_SPACE, false)
ALL_METHOD(isprintable, OURO_CHAR_PRINTABLE, true)

OURO__STR_METHOD(isascii)
{
    return ouro__bool(rt, ouro__str_is_ascii(self));
}

OURO__STR_METHOD(isidentifier)
{
    ouro__text t = ouro__text_of_str(self);
    for (size_t i = 0; i < t.length; i++)
        if (!(ouro__char_properties(ouro__text_char(&t, i)) &
              (i ? OURO_CHAR_ID_CONTINUE : OURO_CHAR_ID_START)))
            return OURO_FALSE(rt);
    return ouro__bool(rt, t.length > 0);
}

/* No cased character but of the wanted case, and at least one of it. */
static ouro_object *one_case(ouro_runtime *rt, ouro_object *self, unsigned wanted, unsigned other)
{
    ouro__text t = ouro__text_of_str(self);
    bool any = false;
    for (size_t i = 0; i < t.length; i++) {
        unsigned properties = ouro__char_properties(ouro__text_char(&t, i));
        if (properties & other)
            return OURO_FALSE(rt);
        any |= (properties & wanted) != 0;
    }
    return ouro__bool(rt, any);
}

OURO__STR_METHOD(islower)
{
    return one_case(rt, self, OURO_CHAR_LOWER, OURO_CHAR_UPPER | OURO_CHAR_TITLE);
}

OURO__STR_METHOD(isupper)
{
    return one_case(rt, self, OURO_CHAR_UPPER, OURO_CHAR_LOWER | OURO_CHAR_TITLE);
}

OURO__STR_METHOD(istitle)
{
    ouro__text t = ouro__text_of_str(self);
    bool any = false, after_cased = false;
    for (size_t i = 0; i < t.length; i++) {
        unsigned properties = ouro__char_properties(ouro__text_char(&t, i));
        bool capital = properties & (OURO_CHAR_UPPER | OURO_CHAR_TITLE), small = properties & OURO_CHAR_LOWER;
        if ((capital && after_cased) || (small && !after_cased))
            return OURO_FALSE(rt);
        after_cased = capital || small;
        any |= after_cased;
    }
    return ouro__bool(rt, any);
}
