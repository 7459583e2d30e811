/* Awaiting, asynchronous iteration and context managers. Arguments borrowed, results owned. */
#ifndef OURO_VM_ASYNC_H
#define OURO_VM_ASYNC_H

#include "types/state.h"

/* The iterator for `await o`. where: 0, 1 o came from __aenter__, 2 from __aexit__. */
ouro_object *ouro__get_awaitable(ouro_runtime *rt, ouro_object *o, unsigned where);
ouro_object *ouro__get_aiter(ouro_runtime *rt, ouro_object *o);
ouro_object *ouro__get_anext(ouro_runtime *rt, ouro_object *iterator);
/* out[0] <- bound __aexit__, out[1] <- what __aenter__() returned. 0 or -1. */
int ouro__async_with_enter(ouro_runtime *rt, ouro_object *manager, ouro_object **out);
/* The iterator that a coroutine's __await__ gives. */
ouro_object *ouro__coroutine_wrapper_new(ouro_runtime *rt, ouro_object *coroutine);
/* Notes the frames that make a coroutine, as many as sys.set_coroutine_origin_tracking_depth says. 0 or -1. */
struct ouro_generator;
int ouro__coroutine_track_origin(ouro_runtime *rt, struct ouro_generator *g);
/* The warning for a coroutine that dies unused. */
void ouro__coroutine_never_awaited(ouro_runtime *rt, ouro_object *coroutine);

#endif
