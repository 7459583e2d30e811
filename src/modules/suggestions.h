/* "Did you mean: 'x'?" for NameError and AttributeError. */
#ifndef OURO_MODULES_SUGGESTIONS_H
#define OURO_MODULES_SUGGESTIONS_H

#include "object/runtime.h"

/* The name that was probably meant (str, owned), or NULL; never leaves an exception pending. */
ouro_object *ouro__suggestion(ouro_runtime *rt, ouro_object *exception);

#endif
