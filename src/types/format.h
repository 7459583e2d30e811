/* format(): the mini-language of format specifiers for the scalar types, and texts of numbers that it shares with "%". */
#ifndef OURO_TYPES_FORMAT_H
#define OURO_TYPES_FORMAT_H

#include "types/str.h"

/* value.__format__(spec): value of the family named, spec any str. Owned. */
ouro_object *ouro__format_int(ouro_runtime *rt, ouro_object *value, ouro_object *spec);
ouro_object *ouro__format_float(ouro_runtime *rt, ouro_object *value, ouro_object *spec);
ouro_object *ouro__format_complex(ouro_runtime *rt, ouro_object *value, ouro_object *spec);
ouro_object *ouro__format_str(ouro_runtime *rt, ouro_object *value, ouro_object *spec);

/* |value|, finite, as C's %e, %f or %g print it, with a point whatever the locale; `alternate` is C's #. A buffer for
 * ouro__buffer_free, not terminated; NULL with MemoryError set. */
char *ouro__float_to_text(ouro_runtime *rt, double value, char conversion, int precision, bool alternate,
                          size_t *length);

/* One conversion of "%": what str and bytes formatting have in common. */
typedef struct ouro__percent {
    bool left, sign, space, alternate, zero, no_negative_zero;
    int64_t width, precision; /* precision -1: not given */
    uint32_t conversion;
} ouro__percent;
/* Numbers: d i u o x X e E f F g G. Appends the padded text. */
int ouro__percent_number(ouro_str_builder *b, const ouro__percent *p, ouro_object *value);

#endif
