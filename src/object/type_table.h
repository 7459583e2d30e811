/* The table of type descriptors. Indexes 1 to OURO_STATIC_TYPES - 1 are fixed; others are given out as types
 * are made and given back when the last instance and the class object are gone. */
#ifndef OURO_OBJECT_TYPE_TABLE_H
#define OURO_OBJECT_TYPE_TABLE_H

#include "object/runtime.h"

/* Static indexes of the core itself; the language's begin at OURO_FIRST_LANGUAGE_TYPE (types/type_ids.h). */
enum {
    OURO_TYPE_INDEX_FREE = 0, /* of a freed block */
    OURO_TYPE_INDEX_WEAKREF,  /* weak references made from C */
    OURO_TYPE_INDEX_CORE_ERROR,
    OURO_FIRST_LANGUAGE_TYPE = 8,
};

/* A zeroed descriptor with its `word` set, at the given static index, or at a new one for index 0.
 * NULL with MemoryError set. */
ouro_type *ouro__type_add(ouro_runtime *rt, uint32_t index);
/* Gives a dynamic index back. No object of the type exists any more. */
void ouro__type_release(ouro_runtime *rt, ouro_type *type);

/* Gives back what is committed behind the last type in use. */
void ouro__type_table_trim(ouro_runtime *rt);

#endif
