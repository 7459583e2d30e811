/* A parsed format specifier and the layout of numbers: what the files of format() share. */
#ifndef OURO_TYPES_FORMAT_SPEC_H
#define OURO_TYPES_FORMAT_SPEC_H

#include "types/format.h"
#include "types/str_impl.h"

typedef struct ouro__spec {
    uint32_t fill, align; /* align one of < > = ^ */
    bool align_given, fill_given;
    uint32_t sign; /* 0, '+', '-' or ' ' */
    bool alternate, no_negative_zero;
    int64_t width, precision; /* -1: not given */
    uint32_t grouping;        /* 0, ',' or '_' */
    int group_size;
    uint32_t type;
} ouro__spec;

/* Parses `text` for a value (shown by its type in messages). 0, or -1 with ValueError. */
int ouro__spec_parse(ouro_runtime *rt, ouro_object *text, ouro_object *value, uint32_t default_type,
                     char default_align, ouro__spec *spec);
void *ouro__spec_unknown_type(ouro_runtime *rt, const ouro__spec *spec, ouro_object *value);

/* A number in pieces: sign (0: none), prefix, digits that may be grouped, and the rest as it stands. */
typedef struct ouro__number_text {
    char sign;
    const char *prefix;
    const char *digits, *rest;
    size_t digit_count, rest_count;
} ouro__number_text;
/* The sign that a specifier asks for. */
char ouro__spec_sign(const ouro__spec *spec, bool negative);
/* Appends the number, grouped and padded as the specifier says. */
int ouro__spec_put_number(ouro_str_builder *b, const ouro__spec *spec, const ouro__number_text *n);

/* A double as text in pieces (float, complex and int share it). type: e E f F g G % n, or 0 for repr's form; adds the
 * percent sign. `storage` receives the buffer behind the pieces (ouro__buffer_free). 0 or -1. */
int ouro__spec_float(ouro_runtime *rt, const ouro__spec *spec, double value, ouro__number_text *n,
                     char **storage);

#endif
