/* What the files of _functools share. */
#ifndef OURO_MODULES_FUNCTOOLS_H
#define OURO_MODULES_FUNCTOOLS_H

#include "modules/support.h"
#include "types/types.h"

extern const ouro_builtin_type ouro__builtin_partial, ouro__builtin_key_wrapper, ouro__builtin_lru_cache;

/* cmp_to_key(mycmp) */
ouro_object *ouro__cmp_to_key(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                              ouro_object *kwnames);

#endif
