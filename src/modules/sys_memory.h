/* sys functions about memory. */
#ifndef OURO_MODULES_SYS_MEMORY_H
#define OURO_MODULES_SYS_MEMORY_H

#include "types/method.h"

extern const ouro_method_def ouro__sys_memory_functions[];

#endif
