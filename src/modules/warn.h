/* Warnings that the runtime itself issues. */
#ifndef OURO_MODULES_WARN_H
#define OURO_MODULES_WARN_H

#include "object/runtime.h"

/* The one door for warnings of a known place (category: class; text and filename: str; all borrowed). When the program has
 * imported the warnings module, that decides; else the default filters do, and what they let through is shown on
 * stderr. 0, or -1 with an exception set (a filter made the warning an error). */
int ouro__warn_explicit(ouro_runtime *rt, ouro_object *category, ouro_object *text, ouro_object *filename,
                        int32_t lineno);
/* A warning about what the running frame does, once for each place: ouro_language_hooks.warn. */
int ouro__warn_here(ouro_runtime *rt, int type_id, const char *message);

#endif
