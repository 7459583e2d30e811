/* resource: what os.wait3 and os.wait4 give of it. */
#ifndef OURO_MODULES_RESOURCE_H
#define OURO_MODULES_RESOURCE_H

#include <sys/resource.h>

#include "object/runtime.h"

/* A resource.struct_rusage: owned. The module has been imported. */
ouro_object *ouro__resource_usage(ouro_runtime *rt, const struct rusage *usage);

#endif
