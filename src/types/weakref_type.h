/* Weak references of the language: weakref.ref and the proxies. */
#ifndef OURO_TYPES_WEAKREF_TYPE_H
#define OURO_TYPES_WEAKREF_TYPE_H

#include "object/weakref.h"
#include "types/state.h"

/* callback may be NULL. A reference or proxy without one is shared. Owned; TypeError when `o` cannot be referenced. */
ouro_object *ouro__weakref_new(ouro_runtime *rt, ouro_object *o, ouro_object *callback);
ouro_object *ouro__weak_proxy_new(ouro_runtime *rt, ouro_object *o, ouro_object *callback);
/* The core's hook: calls callback(weakref) and reports what it raises. */
void ouro__call_weakref_callback(ouro_runtime *rt, ouro_object *callback, ouro_object *weakref);

#endif
