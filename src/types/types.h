/* The built-in types of the language, made when a runtime opens. */
#ifndef OURO_TYPES_TYPES_H
#define OURO_TYPES_TYPES_H

#include "types/method.h"

/* Makes rt->python: immortals, names, all static types with their classes, exceptions. 0, or -1 when memory is refused (then
 * call ouro__types_destroy). hash_seed: -1 random, else as PYTHONHASHSEED. */
int ouro__types_init(ouro_runtime *rt, int64_t hash_seed);
void ouro__types_destroy(ouro_runtime *rt);

/* Each type's file defines one of these; types.c lists them in an array. */
#define OURO_BUILTIN_TYPE(name) const ouro_builtin_type ouro__builtin_##name

#endif
