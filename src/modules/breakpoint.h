/* breakpoint() and the hook behind it. */
#ifndef OURO_MODULES_BREAKPOINT_H
#define OURO_MODULES_BREAKPOINT_H

#include "types/method.h"

extern const ouro_method_def ouro__sys_breakpoint[], ouro__builtins_breakpoint[];

#endif
