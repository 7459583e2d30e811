/* The modules written in C. Each file defines one `const ouro_module_def ouro__module_NAME`, listed in modules.def. */
#ifndef OURO_MODULES_MODULES_H
#define OURO_MODULES_MODULES_H

#include "types/method.h"

extern const ouro_module_def *const ouro__modules[]; /* ended by NULL */

/* builtins and sys exist in every runtime: makes them and rt->python->builtins, modules, sys_dict. 0, or -1 with an exception or
 * MemoryError set. */
int ouro__modules_init(ouro_runtime *rt);

#endif
