/* Waiting, as _thread's locks do it. */
#ifndef OURO_MODULES_THREAD_H
#define OURO_MODULES_THREAD_H

#include "object/runtime.h"

/* Until *busy is 0, or `patience` (seconds; less than 0: none) ends; handlers of signals run meanwhile. 1, 0, or -1 with the
 * exception of a handler. */
int ouro__wait_while(ouro_runtime *rt, const volatile uint64_t *busy, double patience);

#endif
