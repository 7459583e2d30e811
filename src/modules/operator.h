/* The types of the _operator module. */
#ifndef OURO_MODULES_OPERATOR_H
#define OURO_MODULES_OPERATOR_H

#include "types/types.h"

extern const ouro_builtin_type ouro__builtin_itemgetter, ouro__builtin_attrgetter, ouro__builtin_methodcaller;

#endif
