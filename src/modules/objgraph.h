/* The parts of the _objgraph module. */
#ifndef OURO_MODULES_OBJGRAPH_H
#define OURO_MODULES_OBJGRAPH_H

#include "types/method.h"

/* (obj, predicate, max_depth, extra_ignore) -> list. */
OURO_SHARED_C_FUNCTION(ouro__find_backref_chain);
OURO_SHARED_C_FUNCTION(ouro__find_ref_chain);

#endif
