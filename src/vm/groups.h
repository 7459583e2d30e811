/* except*: splitting exception groups and putting what is left together again (PEP 654). */
#ifndef OURO_VM_GROUPS_H
#define OURO_VM_GROUPS_H

#include "types/state.h"

/* out[0] <- the part of an exception that does not match, out[1] <- the part that does (None: nothing); owned. 0 or -1. */
int ouro__group_match(ouro_runtime *rt, ouro_object *exception, ouro_object *cls, ouro_object **out);
/* The exception to raise after except* blocks, None when nothing is left: owned. */
ouro_object *ouro__group_reraise(ouro_runtime *rt, ouro_object *original, ouro_object *parts);

#endif
