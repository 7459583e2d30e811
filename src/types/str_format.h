/* The grammar of replacement fields, for str.format and for string.Formatter. */
#ifndef OURO_TYPES_STR_FORMAT_H
#define OURO_TYPES_STR_FORMAT_H

#include "types/text.h"

/* A format string being read. */
typedef struct ouro__format_text {
    ouro_runtime *rt;
    ouro_object *source; /* borrowed */
    ouro__text text;
} ouro__format_text;

/* Text [literal_start, literal_stop), a doubled brace once at its end, and perhaps the parts of a field behind it. */
typedef struct ouro__format_piece {
    size_t literal_start, literal_stop;
    bool has_field;
    size_t name_start, name_stop, spec_start, stop;
    uint32_t conversion; /* 0: none */
    bool nested;         /* the specifier holds fields */
} ouro__format_piece;

/* The next piece of [*i, end): 1, 0 at the end, -1 with ValueError. */
int ouro__format_next(const ouro__format_text *t, size_t *i, size_t end, ouro__format_piece *out);
/* The number that [start, stop) is; -1 when it is none, -2 with ValueError. */
int64_t ouro__format_number(const ouro__format_text *t, size_t start, size_t stop);
/* Where the first part of the name [start, stop) ends. */
size_t ouro__format_first_part(const ouro__format_text *t, size_t start, size_t stop);
/* The .name (interned) or [key] at *i < stop: owned, *item tells them apart; NULL with ValueError. */
ouro_object *ouro__format_step(const ouro__format_text *t, size_t *i, size_t stop, bool *item);

#endif
