/* Properties and case mappings of code points: a table of runs, searched by halving, and utf8proc for the simple mappings. */
#include "types/unicode.h"

#include <stddef.h>
#include <utf8proc.h>

#include "types/unicode_tables.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* The index of the run of properties that holds c. */
static size_t property_run(uint32_t c)
{
    size_t low = 0, high = COUNT(property_runs); /* the run of c is in [low, high) */
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        if (property_runs[middle] >> 8 <= c)
            low = middle;
        else
            high = middle;
    }
    return low;
}

unsigned ouro__char_properties(uint32_t c)
{
    if (c < 256)
        return latin1_properties[c];
    return property_classes[property_runs[property_run(c)] & 0xff];
}

uint32_t ouro__char_run_end(uint32_t c)
{
    size_t next = property_run(c) + 1;
    return next < COUNT(property_runs) ? property_runs[next] >> 8 : 0x110000;
}

int ouro__char_decimal(uint32_t c)
{
    if (c < 128)
        return c - '0' < 10 ? (int)(c - '0') : -1;
    size_t low = 0, high = COUNT(decimal_zeros);
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        if (decimal_zeros[middle] <= c)
            low = middle;
        else
            high = middle;
    }
    uint32_t value = c - decimal_zeros[low];
    return value < 10 ? (int)value : -1;
}

static const struct {
    const case_entry *entries;
    size_t count;
    utf8proc_int32_t (*simple)(utf8proc_int32_t c);
} mappings[] = {
    [OURO_CASE_UPPER] = {upper_entries, COUNT(upper_entries), utf8proc_toupper},
    [OURO_CASE_LOWER] = {lower_entries, COUNT(lower_entries), utf8proc_tolower},
    [OURO_CASE_TITLE] = {title_entries, COUNT(title_entries), utf8proc_totitle},
    [OURO_CASE_FOLD] = {casefold_entries, COUNT(casefold_entries), utf8proc_tolower},
};

int ouro__char_map_case(uint32_t c, enum ouro_case to, uint32_t out[3])
{
    /* Without utf8proc's tables, which are 300 KB. */
    if (c < 256 && to == OURO_CASE_LOWER) {
        out[0] = latin1_properties[c] & OURO_CHAR_UPPER ? c + 32 : c;
        return 1;
    }
    if (c < 128) {
        bool up = to != OURO_CASE_FOLD;
        out[0] = c - (up ? 'a' : 'A') < 26 ? c ^ 32 : c;
        return 1;
    }
    size_t low = 0, high = mappings[to].count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        const case_entry *e = &mappings[to].entries[middle];
        if (e->from == c) {
            int count = 0;
            while (count < 3 && e->to[count]) {
                out[count] = e->to[count];
                count++;
            }
            return count;
        }
        if (e->from < c)
            low = middle + 1;
        else
            high = middle;
    }
    out[0] = (uint32_t)mappings[to].simple((utf8proc_int32_t)c);
    return 1;
}
