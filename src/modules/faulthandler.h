/* faulthandler, as the command's switches turn it on. */
#ifndef OURO_MODULES_FAULTHANDLER_H
#define OURO_MODULES_FAULTHANDLER_H

#include "object/runtime.h"

/* faulthandler.enable: `file` is a descriptor, a file, or NULL for sys.stderr. 0, or -1 with an exception. */
int ouro__faulthandler_enable(ouro_runtime *rt, ouro_object *file, bool all_threads);

#endif
