/* What the match statement asks of its subject. Arguments borrowed, results owned. */
#ifndef OURO_VM_MATCH_H
#define OURO_VM_MATCH_H

#include "types/state.h"

ouro_object *ouro__match_length(ouro_runtime *rt, ouro_object *subject);
/* The values of a mapping at the keys of a tuple: a tuple, or None when one is missing. */
ouro_object *ouro__match_keys(ouro_runtime *rt, ouro_object *subject, ouro_object *keys);
/* The attributes for a class pattern: a tuple, or None when it does not match. */
ouro_object *ouro__match_class(ouro_runtime *rt, ouro_object *subject, ouro_object *cls, size_t positional,
                               ouro_object *names);
/* A new dict of a mapping without some keys. */
ouro_object *ouro__match_rest(ouro_runtime *rt, ouro_object *subject, ouro_object *keys);

#endif
