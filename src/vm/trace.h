/* Tracing and profiling (sys.settrace, sys.setprofile).
 *
 * Each instruction goes on through the table rt->dispatch. While a program is traced, that is one in which every
 * opcode leads to one place of the loop, which asks here what is to be told and then does the instruction. So
 * what is not traced pays nothing, and frames that run already take part from their next instruction on. */
#ifndef OURO_VM_TRACE_H
#define OURO_VM_TRACE_H

#include "vm/frame_object.h"

enum ouro_trace_event {
    OURO_TRACE_CALL,
    OURO_TRACE_LINE,
    OURO_TRACE_EXCEPTION,
    OURO_TRACE_RETURN,
    OURO_TRACE_OPCODE,
    OURO_TRACE_C_CALL,
    OURO_TRACE_C_EXCEPTION,
    OURO_TRACE_C_RETURN,
};

static inline bool ouro__tracing(const ouro_runtime *rt)
{
    return rt->dispatch != rt->python->vm->targets;
}

/* Sets vm->trace or vm->profile (`which`) to a function (borrowed), or to none: NULL. */
void ouro__trace_set(ouro_runtime *rt, ouro_object **which, ouro_object *function);
/* Calls `function`, which may switch tracing on even within a trace function: owned. */
ouro_object *ouro__trace_call_traced(ouro_runtime *rt, ouro_object *function, ouro_object *args);

/* What the loop tells; each 0 or -1 with an exception set. The running frame begins, or a generator's goes on. */
int ouro__trace_enter(ouro_runtime *rt, ouro_frame *frame);
/* The same when an exception, which is pending, is thrown into it: what the functions raise takes its place. */
void ouro__trace_thrown(ouro_runtime *rt, ouro_frame *frame);
/* The instruction at pc comes next: frame->pc is it, or where the trace function wants to go on. */
int ouro__trace_instruction(ouro_runtime *rt, ouro_frame *frame, const uint64_t *pc);
/* Does the instruction i when it calls a C function: 1 with *result (owned) and the words of the instruction; 0 it does
 * not; -1. */
int ouro__trace_c_call(ouro_runtime *rt, ouro_frame *frame, uint64_t i, ouro_object **result,
                       unsigned *words);
/* An exception, which is pending and stays it, has been raised in the frame. -1: the trace function's took its place. */
int ouro__trace_exception(ouro_runtime *rt, ouro_frame *frame);
/* What the frame awaits or delegates to has ended with `value` (borrowed): the StopIteration that CPython then has is told
 * of. 0, or -1 with an exception. */
int ouro__trace_result(ouro_runtime *rt, ouro_frame *frame, ouro_object *value);
/* It leaves the frame: the exception (taken over, owned), or what took its place. */
ouro_object *ouro__trace_unwind(ouro_runtime *rt, ouro_frame *frame, ouro_object *exception);

/* A local of the frame may be unbound where its code relies on it (the checks that the compiler found needless are gone): until it
 * leaves, all of its instructions are watched, as in tracing. false: no longer. */
void ouro__trace_unbound(ouro_runtime *rt, struct ouro_frame_object *f, bool is);

/* The setter of f_lineno (jump.c). */
int ouro__frame_jump(ouro_runtime *rt, ouro_object *frame, ouro_object *line);

#endif
