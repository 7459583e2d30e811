/* How many bytes an object takes. */
#ifndef OURO_OBJECT_SIZE_H
#define OURO_OBJECT_SIZE_H

#include "object/attrs.h"

/* Bytes asked of the heap for the object and for what it alone owns (buffers, a dict that is a part of it): what the built-in
 * __sizeof__ says. Runs no code of the program. */
size_t ouro__object_size(ouro_runtime *rt, ouro_object *o);

#endif
