/* How a slot of a built-in type is called from the language. */
#ifndef OURO_TYPES_SLOT_WRAPPERS_H
#define OURO_TYPES_SLOT_WRAPPERS_H

#include "types/class_internal.h"

enum ouro_wrap {
    WRAP_NONE, /* not seen from the language through this slot */
    WRAP_UNARY,
    WRAP_BINARY,
    WRAP_REFLECTED,
    WRAP_POWER,
    WRAP_REFLECTED_POWER,
    WRAP_REPEAT,
    WRAP_COMPARE,
    WRAP_HASH,
    WRAP_LENGTH,
    WRAP_TRUTH,
    WRAP_CALL,
    WRAP_NEXT,
    WRAP_GETATTR,
    WRAP_SETATTR,
    WRAP_DELATTR,
    WRAP_GET,
    WRAP_SET,
    WRAP_DELETE,
    WRAP_SETITEM,
    WRAP_DELITEM,
    WRAP_CONTAINS,
    WRAP_INIT,
    WRAP_FINALIZE,
};

#endif
