/* Failures of the core. A function that fails returns NULL or -1 and leaves an exception pending in the
 * runtime. Without a language on top there is one: memory was refused. It must be cleared before the next
 * call that can fail. */
#ifndef OURO_ERROR_H
#define OURO_ERROR_H

#include "ouro/object.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Whether an exception is pending. */
OURO_API bool ouro_failed(ouro_runtime *rt);
/* Drops the pending exception, if there is one. */
OURO_API void ouro_clear_failure(ouro_runtime *rt);

#ifdef __cplusplus
}
#endif
#endif
