/* Following the counted references of any object, whatever its layout (see enum ouro_layout). */
#ifndef OURO_OBJECT_TRAVERSE_H
#define OURO_OBJECT_TRAVERSE_H

#include "object/attrs.h"

/* Visits each counted reference of `o` exactly once: fields, attribute word, layout part, class object. */
void ouro__traverse(ouro_runtime *rt, ouro_object *o, ouro_visit visit, void *context);

/* Takes the next counted reference out of `o` and hands it over (owned); NULL when none is left. In the order
 * in which CPython drops them: fields, attributes, the layout part (lists and tuples from the end). The
 * reference to the class object stays: it goes with the block. */
ouro_object *ouro__drain(ouro_runtime *rt, ouro_object *o);

#endif
