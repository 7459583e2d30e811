/* What gc.get_referents shows of an object. */
#ifndef OURO_MODULES_REFERENTS_H
#define OURO_MODULES_REFERENTS_H

#include "object/type.h"

/* The same references as ouro__traverse finds, in CPython's order: what a class statement has added before the part of
 * the built-in type, and that from the last item. Left out are the keys of a dict whose keys are all strs. */
void ouro__each_shown_referent(ouro_runtime *rt, ouro_object *o, ouro_visit visit, void *context);

#endif
