/* sys.set_asyncgen_hooks and set_coroutine_origin_tracking_depth, and what reads them back. */
#ifndef OURO_MODULES_SYS_ASYNC_H
#define OURO_MODULES_SYS_ASYNC_H

#include "types/method.h"

extern const ouro_method_def ouro__sys_async_functions[];

#endif
