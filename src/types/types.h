/* The built-in types of the language, made when a runtime opens. */
#ifndef OURO_TYPES_TYPES_H
#define OURO_TYPES_TYPES_H

#include "types/method.h"

/* Makes rt->python: immortals, names, all static types with their classes, exceptions. 0, or -1 when memory is refused (then
 * call ouro__types_destroy). hash_seed: -1 random, else as PYTHONHASHSEED. */
int ouro__types_init(ouro_runtime *rt, int64_t hash_seed);
void ouro__types_destroy(ouro_runtime *rt);

typedef struct ouro_module_type {
    const ouro_builtin_type *def; /* its id is one of those from OURO_FIRST_MODULE_TYPE */
    const char *name;             /* in the module's dict; NULL: it has none there */
} ouro_module_type;
/* Makes the types of a module written in C, unless the runtime has them, bases before what derives from them, and
 * puts them in the module's dict. `types` ends with def NULL. For the module's exec. 0, or -1 with an exception. */
int ouro__module_add_types(ouro_runtime *rt, ouro_object *module, const ouro_module_type *types);

/* Each type's file defines one of these; types.c lists them in an array. */
#define OURO_BUILTIN_TYPE(name) const ouro_builtin_type ouro__builtin_##name

#endif
