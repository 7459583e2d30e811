/* Audit hooks (PEP 578): a program's view of what is done to the system in its name. */
#ifndef OURO_MODULES_AUDIT_H
#define OURO_MODULES_AUDIT_H

#include "types/method.h"

/* Tells the hooks of an event: n borrowed objects follow, NULL standing for None. 0, or -1 when one raised. Costs nothing
 * while there are no hooks. */
int ouro__audit(ouro_runtime *rt, const char *event, size_t n, ...);

extern const ouro_method_def ouro__sys_audit_functions[];

#endif
