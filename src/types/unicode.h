/* Properties and case mappings of code points, as the language's Unicode version has them. */
#ifndef OURO_TYPES_UNICODE_H
#define OURO_TYPES_UNICODE_H

#include <stdbool.h>
#include <stdint.h>

enum {
    OURO_CHAR_ALPHA = 1 << 0,
    OURO_CHAR_DECIMAL = 1 << 1,
    OURO_CHAR_DIGIT = 1 << 2,
    OURO_CHAR_NUMERIC = 1 << 3,
    OURO_CHAR_LOWER = 1 << 4,
    OURO_CHAR_UPPER = 1 << 5,
    OURO_CHAR_SPACE = 1 << 6,
    OURO_CHAR_PRINTABLE = 1 << 7,
    OURO_CHAR_ID_START = 1 << 8,
    OURO_CHAR_ID_CONTINUE = 1 << 9,
    OURO_CHAR_TITLE = 1 << 10,
    OURO_CHAR_CASED = 1 << 11,          /* and not case-ignorable */
    OURO_CHAR_CASE_IGNORABLE = 1 << 12, /* does not end a word for the final sigma */
};

/* The OURO_CHAR_ bits of a code point. */
unsigned ouro__char_properties(uint32_t c);
/* All code points from c up to this one, 0x110000 at most, have the same properties. */
uint32_t ouro__char_run_end(uint32_t c);
/* 0 to 9, or -1. */
int ouro__char_decimal(uint32_t c);

enum ouro_case { OURO_CASE_UPPER, OURO_CASE_LOWER, OURO_CASE_TITLE, OURO_CASE_FOLD };
/* Full case mapping: writes 1 to 3 code points and returns how many. */
int ouro__char_map_case(uint32_t c, enum ouro_case to, uint32_t out[3]);

#endif
