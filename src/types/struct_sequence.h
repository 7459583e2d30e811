/* Tuples with named fields: sys.version_info, time.struct_time and the like. Each is a static type derived from tuple whose
 * members point at the items. */
#ifndef OURO_TYPES_STRUCT_SEQUENCE_H
#define OURO_TYPES_STRUCT_SEQUENCE_H

#include "types/method.h"
#include "types/tuple.h"

/* One field in a member table: OURO_FIELD(0, "major", "Major release number"). */
#define OURO_FIELD(index, name, doc)                                                                                 \
    {name, (uint16_t)(sizeof(ouro_tuple) + (index) * sizeof(ouro_object *)), true, false, doc}

/* An instance from owned items (taken over, also on failure; a NULL among them means that making it failed). */
ouro_object *ouro__struct_sequence_new(ouro_runtime *rt, enum ouro_type_id id, ouro_object **items, size_t count);

#endif
