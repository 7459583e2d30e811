/* Tuples with named fields: sys.version_info, time.struct_time and the like. Each is a static type derived from tuple whose
 * members point at the items. */
#ifndef OURO_TYPES_STRUCT_SEQUENCE_H
#define OURO_TYPES_STRUCT_SEQUENCE_H

#include "types/method.h"
#include "types/tuple.h"

/* One field in a member table: OURO_FIELD(0, "major", "Major release number"). */
#define OURO_FIELD_OFFSET(index) ((uint16_t)(sizeof(ouro_tuple) + (index) * sizeof(ouro_object *)))
#define OURO_FIELD(index, name, doc)                                                                         \
    {                                                                                                        \
        name, OURO_FIELD_OFFSET(index), true, false, doc                                                     \
    }

/* The slots of such a type whose first `visible` fields are the tuple's items; further ones, which only their names reach,
 * are listed in `.fields` (OURO_FIELD_OFFSET). Add `.flags = OURO_STRUCT_SEQUENCE_FLAGS` and `.new_`. */
#define OURO_STRUCT_SEQUENCE_SLOTS(visible)                                                                  \
    .size = sizeof(ouro_tuple), .item_size = sizeof(ouro_object *), .layout = OURO_LAYOUT_TUPLE,             \
    .sequence_length = visible, .repr = ouro__struct_sequence_repr
#define OURO_STRUCT_SEQUENCE_FLAGS (OURO_TYPE_CONTAINER | OURO_TYPE_NO_CLEAR | OURO_TYPE_IS_TUPLE)
enum { OURO_STRUCT_SEQUENCE_MAX = 32 };

ouro_object *ouro__struct_sequence_repr(ouro_runtime *rt, ouro_object *o);
/* The new_ slot of those that programs may make: from a sequence and a dict of hidden fields. */
ouro_object *ouro__struct_sequence_make(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args,
                                        size_t nargs, ouro_object *kwnames);
extern const ouro_method_def ouro__struct_sequence_methods[];
/* Puts n_fields, n_sequence_fields, n_unnamed_fields and __match_args__ in the class's dict. 0, or -1 with an exception. */
int ouro__struct_sequence_complete(ouro_runtime *rt, enum ouro_type_id id);
/* An instance from owned items of all fields (taken over, also on failure; a NULL among them means that making it failed). */
ouro_object *ouro__struct_sequence_new(ouro_runtime *rt, enum ouro_type_id id, ouro_object **items,
                                       size_t count);

#endif
