/* The "%" operator, for str and bytes. */
#ifndef OURO_TYPES_PERCENT_H
#define OURO_TYPES_PERCENT_H

#include "types/text.h"

/* What the two types do differently: how a piece is converted (%s, %r, %a, %b, %c) and how keys are made. */
typedef struct ouro__percent_hooks {
    const char *conversions; /* that `convert` serves */
    /* The text (a str; of bytes each character is a byte) of `value` for a conversion; owned. */
    ouro_object *(*convert)(ouro_runtime *rt, uint32_t conversion, int64_t precision, ouro_object *value);
    /* The key of %(key)s from the format's characters. */
    ouro_object *(*key)(ouro_runtime *rt, ouro_object *format, size_t start, size_t stop);
} ouro__percent_hooks;

/* The result as a str. `format` is what the hooks get. */
ouro_object *ouro__percent_format(ouro_runtime *rt, ouro_object *format, const ouro__text *text,
                                  ouro_object *arguments, const ouro__percent_hooks *hooks);

#endif
