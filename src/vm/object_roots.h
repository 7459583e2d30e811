/* What holds objects from outside the heap, as far as it can be told: the frames that run, the interpreter itself. */
#ifndef OURO_VM_OBJECT_ROOTS_H
#define OURO_VM_OBJECT_ROOTS_H

#include "vm/object_labels.h"
#include "vm/vm.h"

/* `frame` is a running one; `label` is LOCAL, TEMPORARY or a PART: the function, the namespace, the frame object. */
typedef void (*ouro__stack_visit)(ouro_runtime *rt, ouro_object *o, const ouro_frame *frame,
                                  const ouro__label *label, void *context);

/* Visits each reference that is counted from a running frame, but for those in a generator's registers: these are the generator's.
 * From the outermost frame to the innermost. Allocates nothing. */
void ouro__each_on_stack(ouro_runtime *rt, ouro__stack_visit visit, void *context);

/* A word for what the interpreter holds `o` by: `sys.modules`, `built-in class` ...; NULL when it does not, or nobody knows. */
const char *ouro__interpreter_holds(ouro_runtime *rt, const ouro_object *o);

#endif
