/* Where a program allocates: the running frames as a stack of the tracer (trace/stacks.h).
 *
 * A frame keeps the stack of its callers once it was asked for, which does not change while it runs; so the next
 * allocation in it looks up one place, however deep it is. */
#ifndef OURO_VM_ALLOCATION_SITE_H
#define OURO_VM_ALLOCATION_SITE_H

#include "trace/sampler.h"
#include "trace/tracer.h"
#include "vm/vm.h"

/* Lets ouro/trace.h use the frames. */
void ouro__allocation_site_init(ouro_runtime *rt);
/* Traces allocations from now on: ouro__tracer_start, with MemoryError set when it fails. */
int ouro__trace_allocations(ouro_runtime *rt, uint32_t frames);
void ouro__trace_allocations_stop(ouro_runtime *rt);
/* Samples them: ouro__sampler_start, with an exception set when it fails. */
int ouro__sample_allocations(ouro_runtime *rt, const ouro__sampler_config *config);
/* ouro__tracer_clear, with MemoryError set when it fails. */
int ouro__trace_allocations_anew(ouro_runtime *rt);

#endif
