/* Sets of characters of a pattern, written as classes for PCRE2.
 *
 * The set is first made as a bitmap of all characters of the subject's kind, case and locale applied, then written as
 * ranges. Only Unicode's words and digits in wide subjects stand there by property. */
#include <ctype.h>
#include <stdio.h>

#include "modules/sre/sre.h"
#include "types/exception.h"
#include "types/unicode.h"

uint32_t ouro__sre_lower(uint32_t c)
{
    uint32_t mapped[3];
    ouro__char_map_case(c, OURO_CASE_LOWER, mapped);
    return mapped[0];
}

uint32_t ouro__sre_upper(uint32_t c)
{
    uint32_t mapped[3];
    ouro__char_map_case(c, OURO_CASE_UPPER, mapped);
    return mapped[0];
}

int ouro__sre_list_cased(sre_state *s)
{
    enum { ROOM = 2048 };
    if (s->cased)
        return 0;
    sre_cased *list = ouro__buffer_alloc(s->rt, ROOM * sizeof *list);
    if (!list)
        return -1;
    size_t count = 0;
    for (uint32_t c = 0, end; c <= 0x10ffff; c = end) {
        end = ouro__char_run_end(c);
        if (!(ouro__char_properties(c) & (OURO_CHAR_UPPER | OURO_CHAR_TITLE)))
            continue;
        for (; c < end; c++) {
            uint32_t lower = ouro__sre_lower(c);
            if (lower != c && count < ROOM)
                list[count++] = (sre_cased){c, lower};
        }
    }
    s->cased = list;
    s->cased_count = count;
    return 0;
}

/* ---- categories ---- */

bool ouro__sre_in_category(uint32_t category, uint32_t c)
{
    bool ascii_letter = (c | 32) - 'a' < 26, ascii_digit = c - '0' < 10;
    switch (category) {
    case SRE_CATEGORY_DIGIT:
        return ascii_digit;
    case SRE_CATEGORY_SPACE:
        return c == ' ' || c - '\t' < 5;
    case SRE_CATEGORY_WORD:
        return ascii_letter || ascii_digit || c == '_';
    case SRE_CATEGORY_LINEBREAK:
        return c == '\n';
    case SRE_CATEGORY_LOC_WORD:
        return c == '_' || (c < 256 && isalnum((int)c));
    case SRE_CATEGORY_UNI_DIGIT:
        return ouro__char_properties(c) & OURO_CHAR_DECIMAL;
    case SRE_CATEGORY_UNI_SPACE:
        return ouro__char_properties(c) & OURO_CHAR_SPACE;
    case SRE_CATEGORY_UNI_WORD:
        return c == '_' || ouro__char_properties(c) &
                               (OURO_CHAR_ALPHA | OURO_CHAR_DECIMAL | OURO_CHAR_DIGIT | OURO_CHAR_NUMERIC);
    case SRE_CATEGORY_UNI_LINEBREAK:
        return c - '\n' < 4 || c - 0x1c < 3 || c == 0x85 || c == 0x2028 || c == 0x2029;
    default:
        return !ouro__sre_in_category(category - 1, c); /* each is followed by its complement */
    }
}

enum { PROPERTIES_ROOM = 64 }; /* bytes: the names of all properties, and a NUL */

/* The name of the property that a category is in wide subjects, or NULL: few characters, listed. */
static const char *property_of(uint32_t category)
{
    switch (category) {
    case SRE_CATEGORY_UNI_DIGIT:
        return "\\p{Nd}";
    case SRE_CATEGORY_UNI_NOT_DIGIT:
        return "\\P{Nd}";
    case SRE_CATEGORY_UNI_WORD:
        return "\\p{Xwd}";
    case SRE_CATEGORY_UNI_NOT_WORD:
        return "\\P{Xwd}";
    default:
        return NULL;
    }
}

/* ---- membership, as the set's own code says ---- */

static bool in_bits(const uint32_t *bits, uint32_t c)
{
    return bits[c >> 5] >> (c & 31) & 1;
}

/* Whether a character is in the set, whose code was checked. */
static bool in_set(const uint32_t *set, uint32_t c)
{
    bool ok = true;
    for (;;) {
        switch (*set++) {
        case SRE_FAILURE:
            return !ok;
        case SRE_NEGATE:
            ok = !ok;
            break;
        case SRE_LITERAL:
            if (*set++ == c)
                return ok;
            break;
        case SRE_CATEGORY:
            if (ouro__sre_in_category(*set++, c))
                return ok;
            break;
        case SRE_CHARSET:
            if (c < 256 && in_bits(set, c))
                return ok;
            set += 8;
            break;
        case SRE_RANGE:
            if (set[0] <= c && c <= set[1])
                return ok;
            set += 2;
            break;
        case SRE_RANGE_UNI_IGNORE: {
            uint32_t upper = ouro__sre_upper(c);
            if ((set[0] <= c && c <= set[1]) || (set[0] <= upper && upper <= set[1]))
                return ok;
            set += 2;
            break;
        }
        case SRE_BIGCHARSET: {
            uint32_t blocks = *set++;
            if (c < 0x10000) {
                uint32_t block = set[c >> 10] >> (c >> 8 & 3) * 8 & 255; /* four block numbers a word */
                if (in_bits(set + 64 + block * 8, c & 255))
                    return ok;
            }
            set += 64 + blocks * 8;
            break;
        }
        default:
            return false;
        }
    }
}

/* ---- the bitmap ---- */

static void add(sre_writer *w, uint32_t c)
{
    if (c < w->limit)
        w->set[c >> 6] |= (uint64_t)1 << (c & 63);
}

static void remove_char(sre_writer *w, uint32_t c)
{
    if (c < w->limit)
        w->set[c >> 6] &= ~((uint64_t)1 << (c & 63));
}

static bool has(const sre_writer *w, uint32_t c)
{
    return w->set[c >> 6] >> (c & 63) & 1;
}

static int clear_set(sre_writer *w)
{
    size_t size = ((size_t)w->limit + 63) / 64 * sizeof *w->set;
    if (!w->set && !(w->set = ouro__buffer_alloc(w->rt, size)))
        return -1;
    memset(w->set, 0, size);
    return 0;
}

static void add_range(sre_writer *w, uint32_t first, uint32_t last)
{
    if (last >= w->limit)
        last = w->limit - 1;
    for (uint32_t c = first; c <= last;) {
        if ((c & 63) == 0 && last - c >= 63) {
            w->set[c >> 6] = UINT64_MAX;
            c += 64;
        } else {
            add(w, c++);
        }
    }
}

/* Characters whose upper case is in the range. Those that are their own are in the range themselves. */
static void add_by_upper_case(sre_writer *w, uint32_t first, uint32_t last)
{
    for (uint32_t c = 0, end; c < w->limit; c = end) {
        end = ouro__char_run_end(c);
        if (!(ouro__char_properties(c) & (OURO_CHAR_LOWER | OURO_CHAR_TITLE)))
            continue;
        for (; c < end; c++) {
            uint32_t upper = ouro__sre_upper(c);
            if (first <= upper && upper <= last)
                add(w, c);
        }
    }
}

static void add_category(sre_writer *w, uint32_t category, uint32_t limit)
{
    enum { BEHIND_SINGLE = 0x2030 }; /* no line break, and no category of single bytes, goes further */
    for (uint32_t c = 0, end; c < limit; c = end) {
        end = c < BEHIND_SINGLE ? c + 1 : ouro__char_run_end(c);
        if (ouro__sre_in_category(category, c))
            add_range(w, c, (end < limit ? end : limit) - 1);
    }
}

/* Adds what an item other than NEGATE and FAILURE stands for, and gives the words it takes. Categories with a property
 * are added by the caller when `skip_properties`. */
static size_t add_item(sre_writer *w, const uint32_t *item, bool skip_properties)
{
    switch (item[0]) {
    case SRE_LITERAL:
        add(w, item[1]);
        return 2;
    case SRE_RANGE:
    case SRE_RANGE_UNI_IGNORE:
        if (item[1] < w->limit)
            add_range(w, item[1], item[2]);
        if (item[0] == SRE_RANGE_UNI_IGNORE)
            add_by_upper_case(w, item[1], item[2]);
        return 3;
    case SRE_CATEGORY:
        add_category(w, item[1], skip_properties && property_of(item[1]) ? 256 : w->limit);
        return 2;
    case SRE_CHARSET:
        for (uint32_t c = 0; c < 256; c++)
            if (in_bits(item + 1, c))
                add(w, c);
        return 9;
    default: /* SRE_BIGCHARSET */
        for (uint32_t c = 0; c < 0x10000 && c < w->limit; c++) {
            uint32_t block = item[2 + (c >> 10)] >> (c >> 8 & 3) * 8 & 255;
            if (in_bits(item + 66 + block * 8, c & 255))
                add(w, c);
        }
        return 66 + (size_t)item[1] * 8;
    }
}

/* ---- writing ---- */

static int put(sre_writer *w, const char *text)
{
    return ouro__builder_ascii(w->out, text, strlen(text));
}

static int put_char(sre_writer *w, uint32_t c)
{
    char text[16];
    int length = snprintf(text, sizeof text, "\\x{%x}", c);
    if (c < 128 && isalnum((int)c)) {
        text[0] = (char)c;
        length = 1;
    }
    return ouro__builder_ascii(w->out, text, (size_t)length);
}

/* The next character from c on that is in the set, or is not. */
static uint32_t next_char(const sre_writer *w, uint32_t c, bool in)
{
    while (c < w->limit) {
        uint64_t word = in ? w->set[c >> 6] : ~w->set[c >> 6];
        word >>= c & 63;
        if (word)
            return c + (uint32_t)__builtin_ctzll(word) < w->limit ? c + (uint32_t)__builtin_ctzll(word)
                                                                  : w->limit;
        c = (c | 63) + 1;
    }
    return w->limit;
}

/* The characters that are in the set (or are not) as ranges. */
static int put_ranges(sre_writer *w, bool in)
{
    for (uint32_t c = next_char(w, 0, in); c < w->limit;) {
        uint32_t behind = next_char(w, c, !in);
        if (put_char(w, c) < 0)
            return -1;
        if (behind - c > 1 && ((behind - c > 2 && put(w, "-") < 0) || put_char(w, behind - 1) < 0))
            return -1;
        c = next_char(w, behind, in);
    }
    return 0;
}

/* A class that holds the set and the properties (or, negated, all others). */
static int put_class(sre_writer *w, bool negated, const char *properties)
{
    bool complement = !*properties && has(w, w->limit - 1); /* shorter so */
    bool nothing = !*properties && next_char(w, 0, !complement) == w->limit;
    if (nothing) /* the class is empty or everything */
        return put(w, negated == complement ? "[^\\x{0}-" : "[\\x{0}-") < 0 || put_char(w, w->limit - 1) < 0
                   ? -1
                   : put(w, "]");
    if (put(w, negated != complement ? "[^" : "[") < 0 || put_ranges(w, !complement) < 0 ||
        put(w, properties) < 0)
        return -1;
    return put(w, "]");
}

/* A character is in the set when its lower case is (of the locale: or its upper case). */
static int apply_case(sre_writer *w, enum sre_opcode op, const uint32_t *set)
{
    if (op == SRE_IN_IGNORE) {
        for (uint32_t c = 'A'; c <= 'Z'; c++)
            (has(w, c + 32) ? add : remove_char)(w, c);
        return 0;
    }
    if (op == SRE_IN_LOC_IGNORE) {
        for (uint32_t c = 0; c < 256 && c < w->limit; c++)
            (in_set(set, (uint32_t)tolower((int)c)) || in_set(set, (uint32_t)toupper((int)c))
                 ? add
                 : remove_char)(w, c);
        return 0;
    }
    if (op != SRE_IN_UNI_IGNORE)
        return 0;
    if (w->limit <= 256) { /* not worth the list */
        for (uint32_t c = 0; c < w->limit; c++) {
            uint32_t lower = ouro__sre_lower(c);
            if (lower != c)
                (in_set(set, lower) ? add : remove_char)(w, c);
        }
        return 0;
    }
    if (ouro__sre_list_cased(w->state) < 0)
        return -1;
    for (size_t i = 0; i < w->state->cased_count && w->state->cased[i].c < w->limit; i++) {
        const sre_cased *cased = &w->state->cased[i];
        (in_set(set, cased->lower) ? add : remove_char)(w, cased->c);
    }
    return 0;
}

/* Each of four stands there at most once, so that there is room. */
static void add_property(char properties[PROPERTIES_ROOM], const char *property)
{
    size_t length = strlen(properties);
    if (!strstr(properties, property))
        snprintf(properties + length, PROPERTIES_ROOM - length, "%s", property);
}

int ouro__sre_write_set(sre_writer *w, enum sre_opcode op, const uint32_t *set, size_t count)
{
    char properties[PROPERTIES_ROOM] = "";
    bool negated = count > 0 && set[0] == SRE_NEGATE, odd = false;
    if (clear_set(w) < 0)
        return -1;
    const uint32_t *item = set + negated;
    for (const uint32_t *i = item; *i != SRE_FAILURE && !odd;) { /* NEGATE elsewhere: nobody writes that */
        odd = *i == SRE_NEGATE;
        i += *i == SRE_LITERAL || *i == SRE_CATEGORY ? 2
             : *i == SRE_CHARSET                     ? 9
             : *i == SRE_BIGCHARSET                  ? 66 + i[1] * 8
                                                     : 3;
    }
    if (odd) {
        for (uint32_t c = 0; c < w->limit; c++)
            if (in_set(set, c))
                add(w, c);
        negated = false;
    }
    while (!odd && *item != SRE_FAILURE) {
        bool by_property = w->kind > 0 && *item == SRE_CATEGORY && property_of(item[1]);
        if (by_property)
            add_property(properties, property_of(item[1]));
        item += add_item(w, item, by_property);
    }
    if (op == SRE_IN_LOC_IGNORE)
        negated = false; /* apply_case asks for each character */
    if (op != SRE_IN && apply_case(w, op, op == SRE_IN_LOC_IGNORE ? set : set + negated) < 0)
        return -1;
    return put_class(w, negated, properties);
}

int ouro__sre_write_category(sre_writer *w, uint32_t category)
{
    const uint32_t set[] = {SRE_CATEGORY, category, SRE_FAILURE};
    return ouro__sre_write_set(w, SRE_IN, set, 3);
}

int ouro__sre_write_literal(sre_writer *w, enum sre_opcode op, uint32_t c)
{
    bool negated = op == SRE_NOT_LITERAL || op == SRE_NOT_LITERAL_IGNORE ||
                   op == SRE_NOT_LITERAL_LOC_IGNORE || op == SRE_NOT_LITERAL_UNI_IGNORE;
    if (op == SRE_LITERAL && c < w->limit)
        return put_char(w, c);
    if ((op == SRE_LITERAL_IGNORE || op == SRE_LITERAL_UNI_IGNORE) && w->kind == 0 && c - 'a' < 26) {
        char text[] =
            "(?i:?)"; /* among Latin-1's characters it has one other case, and PCRE2 looks for both faster */
        text[4] = (char)c;
        return put(w, text);
    }
    if (clear_set(w) < 0)
        return -1;
    if (op == SRE_LITERAL_LOC_IGNORE || op == SRE_NOT_LITERAL_LOC_IGNORE) {
        for (uint32_t i = 0; i < 256; i++)
            if (i == c || (uint32_t)tolower((int)i) == c || (uint32_t)toupper((int)i) == c)
                add(w, i);
        return put_class(w, negated, "");
    }
    enum sre_opcode set_op = op == SRE_LITERAL_IGNORE || op == SRE_NOT_LITERAL_IGNORE ? SRE_IN_IGNORE
                             : op == SRE_LITERAL_UNI_IGNORE || op == SRE_NOT_LITERAL_UNI_IGNORE
                                 ? SRE_IN_UNI_IGNORE
                                 : SRE_IN;
    const uint32_t set[] = {SRE_LITERAL, c, SRE_FAILURE};
    add(w, c);
    if (set_op != SRE_IN && apply_case(w, set_op, set) < 0)
        return -1;
    return put_class(w, negated, "");
}
