/* What the files of the math module share. */
#ifndef OURO_MODULES_MATH_FUNCTIONS_H
#define OURO_MODULES_MATH_FUNCTIONS_H

#include <math.h>

#include "types/float.h"
#include "types/method.h"

/* ValueError "math domain error", OverflowError "math range error": NULL. */
void *ouro__math_domain(ouro_runtime *rt);
void *ouro__math_range(ouro_runtime *rt);

#define OURO__MATH_FUNCTION(name)                                                                            \
    ouro_object *ouro__math_##name(                                                                          \
        ouro_runtime *rt __attribute__((unused)), ouro_object *self __attribute__((unused)),                 \
        ouro_object *const *args __attribute__((unused)), size_t nargs __attribute__((unused)),              \
        ouro_object *kwnames __attribute__((unused)))

/* math_integers.c */
OURO__MATH_FUNCTION(comb);
OURO__MATH_FUNCTION(factorial);
OURO__MATH_FUNCTION(gcd);
OURO__MATH_FUNCTION(isqrt);
OURO__MATH_FUNCTION(lcm);
OURO__MATH_FUNCTION(perm);
/* math_sums.c */
OURO__MATH_FUNCTION(dist);
OURO__MATH_FUNCTION(fsum);
OURO__MATH_FUNCTION(hypot);
OURO__MATH_FUNCTION(prod);

#endif
