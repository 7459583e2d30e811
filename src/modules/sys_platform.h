/* sys: what it says of the platform. */
#ifndef OURO_MODULES_SYS_PLATFORM_H
#define OURO_MODULES_SYS_PLATFORM_H

#include "types/method.h"

extern const ouro_method_def ouro__sys_platform_functions[];
/* thread_info, _git and stdlib_module_names: 0, or -1 with an exception. */
int ouro__sys_add_platform(ouro_runtime *rt, ouro_object *dict);

#endif
