/* The value stack and the array of frames: growing, giving back, pushing and popping calls.
 *
 * Both are reserved ranges of addresses, committed and charged to the heap's budget a chunk at a time. Every
 * register at or above the running frame's `top` is NULL, so a fresh frame needs no clearing. */
#ifndef OURO_VM_STACK_H
#define OURO_VM_STACK_H

#include "object/layout.h"
#include "types/protocol.h"
#include "vm/vm.h"

/* Makes room for one more frame and for registers up to `end`. The caller is about to push a frame and gives
 * it OURO_FRAME_TRIM. 0, or -1 with RecursionError or MemoryError set. */
int ouro__stack_grow(ouro_runtime *rt, ouro_object **end);
/* Gives back chunks that lie well above the running frame. Called when a frame with OURO_FRAME_TRIM has left.
 */
void ouro__stack_trim(ouro_runtime *rt);

/* The slow halves of what follows. */
ouro_frame *ouro__frame_push_slow(ouro_runtime *rt, ouro_function *f, ouro_object **registers,
                                  ouro_object **top);

/* A frame for `f` above the running one, whose registers are anywhere and whose calls have theirs from `top`
 * on. Flags, result_register, resume_words and caller_stack are 0, pc is at the beginning. It is not running yet: the
 * caller sets vm->frame. NULL with RecursionError or MemoryError set. */
static ouro__always_inline ouro_frame *ouro__frame_push_at(ouro_runtime *rt, ouro_vm *vm, ouro_function *f,
                                                           ouro_object **registers, ouro_object **top)
{
    ouro_frame *frame = vm->frame + 1;
    ouro_code *code = (ouro_code *)f->code;
    if (ouro__unlikely(frame >= vm->frames_limit || top > vm->stack_limit ||
                       rt->python->recursion_depth >= rt->python->recursion_limit))
        return ouro__frame_push_slow(rt, f, registers, top);
    rt->python->recursion_depth++;
    frame->registers = registers;
    frame->top = top;
    frame->pc = code->instructions;
    frame->code = code;
    frame->function = f;
    frame->locals = NULL;
    frame->object = NULL;
    frame->generator = NULL;
    frame->result_register = 0;
    frame->resume_words = 0;
    frame->flags = 0;
    frame->caller_stack = 0;
    return frame;
}

/* The same for a call whose arguments lie in place on the value stack. */
static ouro__always_inline ouro_frame *ouro__frame_push(ouro_runtime *rt, ouro_vm *vm, ouro_function *f,
                                                        ouro_object **registers)
{
    return ouro__frame_push_at(rt, vm, f, registers, registers + ((ouro_code *)f->code)->register_count);
}

#endif
