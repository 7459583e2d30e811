/* Unicode characters by name, for \N{...}, and their names: a dictionary of words, and for each character the numbers of
 * its name's words; a query is turned into such numbers, and those are looked for. tables/ has the data
 * and what makes it. The names of Hangul syllables and unified ideographs follow rules instead. */
#include "syntax/string_literal.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "syntax/tables/character_names.inc"
#include "syntax/tables/character_name_index.inc"

enum { LONGEST_NAME = 128, HANGUL_FIRST = 0xAC00 };

/* ---- names made by rule ---- */

/* The longest of these spellings that `at` begins with. */
static int longest_spelling(const char **at, const char *end, const char *const *spellings, int count)
{
    int best = -1;
    size_t best_length = 0;
    for (int i = 0; i < count; i++) {
        size_t length = strlen(spellings[i]);
        if (length <= (size_t)(end - *at) && memcmp(*at, spellings[i], length) == 0 &&
            (best < 0 || length > best_length)) {
            best = i;
            best_length = length;
        }
    }
    *at += best_length;
    return best;
}

static const char *const leads[] = {"G",  "GG", "N", "D",  "DD", "R", "M", "B", "BB", "S",
                                    "SS", "",   "J", "JJ", "C",  "K", "T", "P", "H"};
static const char *const vowels[] = {"A",  "AE", "YA", "YAE", "EO", "E",  "YEO", "YE", "O",  "WA", "WAE",
                                     "OE", "YO", "U",  "WEO", "WE", "WI", "YU",  "EU", "YI", "I"};
static const char *const tails[] = {"",   "G",  "GG", "GS", "N",  "NJ", "NH", "D", "L",  "LG",
                                    "LM", "LB", "LS", "LT", "LP", "LH", "M",  "B", "BS", "S",
                                    "SS", "NG", "J",  "C",  "K",  "T",  "P",  "H"};

static bool hangul_named(const char *at, const char *end, uint32_t *code)
{
    int lead = longest_spelling(&at, end, leads, 19);
    int vowel = longest_spelling(&at, end, vowels, 21);
    int tail = longest_spelling(&at, end, tails, 28);
    if (lead < 0 || vowel < 0 || tail < 0 || at != end)
        return false;
    *code = HANGUL_FIRST + (uint32_t)((lead * 21 + vowel) * 28 + tail);
    return true;
}

static const uint32_t ideographs[][2] = {{0x3400, 0x4DBF},   {0x4E00, 0x9FFF},   {0x20000, 0x2A6DF},
                                         {0x2A700, 0x2B738}, {0x2B740, 0x2B81D}, {0x2B820, 0x2CEA1},
                                         {0x2CEB0, 0x2EBE0}, {0x30000, 0x3134A}};

static bool is_ideograph(uint32_t code)
{
    for (size_t i = 0; i < sizeof ideographs / sizeof *ideographs; i++)
        if (code >= ideographs[i][0] && code <= ideographs[i][1])
            return true;
    return false;
}

static bool ideograph_named(const char *at, const char *end, uint32_t *code)
{
    *code = 0;
    if (end - at != 4 && end - at != 5)
        return false;
    for (; at < end; at++) {
        if (!isdigit((unsigned char)*at) && !(*at >= 'A' && *at <= 'F'))
            return false;
        *code = *code * 16 + (uint32_t)(*at <= '9' ? *at - '0' : *at - 'A' + 10);
    }
    return is_ideograph(*code);
}

/* ---- names from the table ---- */

/* The number of a word among `count` words that begin at words + offset; -1 when it is not there. */
static int word_among(const char *word, size_t length, size_t offset, int count)
{
    const char *at = (const char *)words + offset;
    for (int i = 0; i < count; i++) {
        const char *stop = strchr(at, '\n');
        if ((size_t)(stop - at) == length && memcmp(at, word, length) == 0)
            return i;
        at = stop + 1;
    }
    return -1;
}

/* Whether the word comes before the first one of a block. */
static bool before_block(const char *word, size_t length, size_t block)
{
    const char *first = (const char *)words + word_blocks[block];
    size_t first_length = (size_t)(strchr(first, '\n') - first);
    int order = memcmp(word, first, length < first_length ? length : first_length);
    return order < 0 || (order == 0 && length < first_length);
}

/* Appends the word's number, in one byte or two. */
static bool pack_word(const char *word, size_t length, unsigned char *packed, size_t *size)
{
    int number = word_among(word, length, 0, COMMON_WORDS);
    if (number >= 0) {
        packed[(*size)++] = (unsigned char)number;
        return true;
    }
    size_t low = 0, high = sizeof word_blocks / sizeof *word_blocks;
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        if (before_block(word, length, middle))
            high = middle;
        else
            low = middle;
    }
    int left = ALL_WORDS - COMMON_WORDS - (int)low * BLOCK_WORDS;
    number = word_among(word, length, word_blocks[low], left < BLOCK_WORDS ? left : BLOCK_WORDS);
    if (number < 0)
        return false;
    number += (int)low * BLOCK_WORDS;
    packed[(*size)++] = (unsigned char)(COMMON_WORDS + (number >> 8));
    packed[(*size)++] = (unsigned char)number;
    return true;
}

static bool listed(const char *name, size_t length, uint32_t *code)
{
    unsigned char packed[LONGEST_NAME * 2];
    size_t size = 0;
    for (const char *end = name + length; name <= end;) {
        const char *space = memchr(name, ' ', (size_t)(end - name));
        const char *stop = space ? space : end;
        if (!pack_word(name, (size_t)(stop - name), packed, &size))
            return false;
        name = stop + 1;
    }
    *code = 0;
    for (const unsigned char *at = names, *end = names + sizeof names - 1; at < end;) {
        uint32_t step = *at++;
        if (step == 255) {
            step = (uint32_t)at[0] << 16 | (uint32_t)at[1] << 8 | at[2];
            at += 3;
        }
        *code += step;
        size_t entry = *at++;
        if (entry == size && memcmp(at, packed, size) == 0)
            return true;
        at += entry;
    }
    return false;
}

bool ouro__character_named(const char *name, size_t length, uint32_t *code)
{
    static const char hangul[] = "HANGUL SYLLABLE ", ideograph[] = "CJK UNIFIED IDEOGRAPH-";
    char upper[LONGEST_NAME];
    if (length >= sizeof hangul && memcmp(name, hangul, sizeof hangul - 1) == 0)
        return hangul_named(name + sizeof hangul - 1, name + length, code);
    if (length >= sizeof ideograph && memcmp(name, ideograph, sizeof ideograph - 1) == 0)
        return ideograph_named(name + sizeof ideograph - 1, name + length, code);
    if (length > LONGEST_NAME)
        return false;
    for (size_t i = 0; i < length; i++)
        upper[i] = (char)toupper((unsigned char)name[i]);
    return listed(upper, length, code);
}

/* ---- the other way ---- */

/* Appends a word by its packed number; gives the bytes of that number. */
static size_t unpack_word(const unsigned char *packed, char *name, size_t size, size_t *length)
{
    size_t used = packed[0] < COMMON_WORDS ? 1 : 2;
    int number = used == 1 ? packed[0] : (packed[0] - COMMON_WORDS) << 8 | packed[1];
    const char *word = (const char *)words;
    if (used == 2) {
        word += word_blocks[number / BLOCK_WORDS];
        number %= BLOCK_WORDS;
    }
    while (number-- > 0)
        word = strchr(word, '\n') + 1;
    while (*word != '\n' && *length < size)
        name[(*length)++] = *word++;
    return used;
}

/* Which of the names of `code` in the table is its own; -1: none. */
static int own_name(uint32_t code)
{
    size_t low = 0, high = sizeof own_names / sizeof *own_names;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (own_names[middle].code == code)
            return own_names[middle].number;
        if (own_names[middle].code < code)
            low = middle + 1;
        else
            high = middle;
    }
    return 0;
}

static size_t listed_name(uint32_t wanted, char *name, size_t size)
{
    size_t low = 0, high = sizeof name_index / sizeof *name_index;
    while (high - low > 1) { /* the last entry that begins before the character's names */
        size_t middle = (low + high) / 2;
        if (name_index[middle].code < wanted)
            low = middle;
        else
            high = middle;
    }
    int skip = own_name(wanted);
    uint32_t code = name_index[low].code;
    const unsigned char *at = names + name_index[low].place, *end = names + sizeof names - 1;
    while (at < end && code <= wanted && skip >= 0) {
        uint32_t step = *at++;
        if (step == 255) {
            step = (uint32_t)at[0] << 16 | (uint32_t)at[1] << 8 | at[2];
            at += 3;
        }
        code += step;
        size_t entry = *at++;
        if (code == wanted && skip-- == 0) {
            size_t length = 0;
            for (const unsigned char *stop = at + entry; at < stop;) {
                if (length && length < size)
                    name[length++] = ' ';
                at += unpack_word(at, name, size, &length);
            }
            return length;
        }
        at += entry;
    }
    return 0;
}

size_t ouro__character_name(uint32_t code, char *name, size_t size)
{
    int length;
    uint32_t syllable = code - HANGUL_FIRST;
    if (syllable < 19 * 21 * 28)
        length = snprintf(name, size, "HANGUL SYLLABLE %s%s%s", leads[syllable / (21 * 28)],
                          vowels[syllable / 28 % 21], tails[syllable % 28]);
    else if (is_ideograph(code))
        length = snprintf(name, size, "CJK UNIFIED IDEOGRAPH-%X", code);
    else
        return listed_name(code, name, size);
    return (size_t)length;
}
