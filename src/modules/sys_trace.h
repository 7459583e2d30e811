/* The functions of sys that trace and look at what runs. */
#ifndef OURO_MODULES_SYS_TRACE_H
#define OURO_MODULES_SYS_TRACE_H

#include "types/method.h"

extern const ouro_method_def ouro__sys_trace_functions[];

#endif
