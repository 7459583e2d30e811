/* What the files of float and of formatting share. */
#ifndef OURO_TYPES_FLOAT_IMPL_H
#define OURO_TYPES_FLOAT_IMPL_H

#include "types/float.h"
#include "types/leaf.h"

/* The shortest digits of a finite value that read back as it (its sign apart), ended by zero, no trailing zeros; returns the
 * decimal exponent of the first. */
int ouro__float_shortest(double value, char digits[20], int *length);
/* float(text): 0, 1 when malformed (no exception), -1 with MemoryError. */
int ouro__float_parse(ouro_runtime *rt, const void *data, int kind, size_t length, double *value);
/* Exact comparison of a double with an int: -1, 0, 1, or 2 when the double is nan; -2 with MemoryError set. */
int ouro__float_compare_int(ouro_runtime *rt, double x, ouro_object *i);
/* A float from a str, bytes or number as float(o) does; *is_text tells errors apart. -1 with an exception. */
int ouro__float_from_object(ouro_runtime *rt, ouro_object *o, double *out);

#endif
