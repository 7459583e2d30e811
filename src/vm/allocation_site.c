/* Where a program allocates. See allocation_site.h. */
#include "vm/allocation_site.h"

#include "compiler/opcodes.h"

/* Where a frame stands, called from `parent`. */
static uint32_t stack_of_frame(ouro_runtime *rt, ouro_tracer *t, const ouro_frame *frame, uint32_t parent)
{
    ouro__stack_memo *memo;
    uint32_t stack = ouro__tracer_stack_at(t, parent, frame->pc, &memo);
    if (OURO__LIKELY(stack != OURO_STACK_NONE))
        return stack;
    ouro_code *code = frame->code;
    if (ouro__op(*frame->pc) == OURO_OP_MAKE_CELL) /* the call is not complete yet: it is the caller's */
        return parent;
    uint32_t pc = (uint32_t)(frame->pc - code->instructions);
    const ouro_place place = {code->filename, code->qualname, ouro__code_line(code, pc)};
    stack = ouro__stacks_enter(rt, &t->stacks, parent, &place);
    if (stack)
        *memo = (ouro__stack_memo){frame->pc, parent, stack};
    return stack;
}

static uint32_t current_stack(ouro_runtime *rt, ouro_tracer *t)
{
    ouro_vm *vm = rt->python->vm;
    ouro_frame *frame = vm ? vm->frame : NULL;
    if (!frame || frame == vm->frames)
        return OURO_STACK_ROOT;
    if (OURO__LIKELY(frame->caller_stack != 0))
        return stack_of_frame(rt, t, frame, frame->caller_stack);
    while (frame > vm->frames + 1 && !frame->caller_stack)
        frame--;
    if (!frame->caller_stack)
        frame->caller_stack = OURO_STACK_ROOT;
    uint32_t stack;
    while ((stack = stack_of_frame(rt, t, frame, frame->caller_stack)) && frame < vm->frame)
        (++frame)->caller_stack = stack;
    return stack;
}

/* Frames that run may have noted stacks that are no longer. */
static void forget_callers(ouro_runtime *rt)
{
    ouro_vm *vm = rt->python->vm;
    for (ouro_frame *frame = vm->frame; frame > vm->frames; frame--)
        frame->caller_stack = 0;
}

int ouro__trace_allocations(ouro_runtime *rt, uint32_t frames)
{
    if (rt->tracer)
        return 0;
    forget_callers(rt);
    if (ouro__tracer_start(rt, frames, current_stack) == 0)
        return 0;
    ouro__no_memory(rt);
    return -1;
}

void ouro__trace_allocations_stop(ouro_runtime *rt)
{
    ouro__tracer_stop(rt);
}

int ouro__trace_allocations_anew(ouro_runtime *rt)
{
    forget_callers(rt);
    if (ouro__tracer_clear(rt) == 0)
        return 0;
    ouro__no_memory(rt);
    return -1;
}
