/* Where a program allocates. See allocation_site.h. */
#include "vm/allocation_site.h"

#include "compiler/opcodes.h"
#include "types/exception.h"
#include "types/str_impl.h"

#include <string.h>

/* The stack of a frame that was called from `parent`, which is not in the tracer's cache. */
static uint32_t enter_frame(ouro_runtime *rt, ouro__sites *s, const ouro_frame *frame, uint32_t parent,
                            ouro__stack_memo *memo)
{
    ouro_code *code = frame->code;
    if (ouro__op(*frame->pc) == OURO_OP_MAKE_CELL) /* the call is not complete yet: it is the caller's */
        return parent;
    uint32_t pc = (uint32_t)(frame->pc - code->instructions);
    const ouro_place place = {code->filename, code->qualname, ouro__code_line(code, pc)};
    uint32_t stack = ouro__stacks_enter(rt, &s->stacks, parent, &place);
    if (stack)
        ouro__sites_remember(s, memo, parent, frame->pc, stack);
    return stack;
}

static inline uint32_t stack_of_frame(ouro_runtime *rt, ouro__sites *s, const ouro_frame *frame,
                                      uint32_t parent)
{
    ouro__stack_memo *memo;
    uint32_t stack = ouro__sites_at(s, parent, frame->pc, &memo);
    return OURO__LIKELY(stack != OURO_STACK_NONE) ? stack : enter_frame(rt, s, frame, parent, memo);
}

/* The same when the frame does not know its callers yet, or there is none. */
static uint32_t stack_of_callers(ouro_runtime *rt, ouro__sites *s)
{
    ouro_vm *vm = rt->python->vm;
    ouro_frame *frame = vm ? vm->frame : NULL;
    if (!frame || frame == vm->frames)
        return OURO_STACK_ROOT;
    while (frame > vm->frames + 1 && !frame->caller_stack)
        frame--;
    if (!frame->caller_stack)
        frame->caller_stack = OURO_STACK_ROOT;
    uint32_t stack;
    while ((stack = stack_of_frame(rt, s, frame, frame->caller_stack)) && frame < vm->frame)
        (++frame)->caller_stack = stack;
    return stack;
}

/* The stack that runs. */
static inline uint32_t stack_of_frames(ouro_runtime *rt, ouro__sites *s)
{
    const ouro_frame *frame = rt->python->vm ? rt->python->vm->frame : NULL;
    return OURO__LIKELY(frame && frame->caller_stack) ? stack_of_frame(rt, s, frame, frame->caller_stack)
                                                      : stack_of_callers(rt, s);
}

static __attribute__((noinline)) void note(ouro_runtime *rt, ouro__page *page, void *block, size_t size)
{
    ouro_tracer *t = rt->tracer;
    if (!t->paused)
        ouro__tracer_note(rt, t, page, block, size, stack_of_frames(rt, rt->sites));
}

/* ouro_tracer_tap: as note(), with a path without calls for a place and a page that are known. */
static void allocated(void *context, ouro__page *page, void *block, size_t size)
{
    ouro_runtime *rt = context;
    ouro_tracer *t = rt->tracer;
    const ouro_vm *vm = rt->python->vm;
    if (OURO__LIKELY(page && vm && vm->frame && !t->paused)) {
        ouro__stack_memo *memo;
        ouro_frame *frame = vm->frame;
        if (!frame->caller_stack && frame != vm->frames && frame[-1].caller_stack) /* the first in a call */
            frame->caller_stack = ouro__sites_at(rt->sites, frame[-1].caller_stack, frame[-1].pc, &memo);
        uint32_t stack =
            frame->caller_stack ? ouro__sites_at(rt->sites, frame->caller_stack, frame->pc, &memo) : 0;
        ouro__record *record = ouro__records_at(&rt->heap, &t->records, page, block);
        if (OURO__LIKELY(stack && record)) {
            *record = (ouro__record){stack, (uint32_t)size};
            ouro__tracer_count_in(t, size);
            return;
        }
    }
    note(rt, page, block, size);
}

/* Frames that run may have noted stacks that are no longer. */
static void forget_callers(ouro_runtime *rt)
{
    ouro_vm *vm = rt->python->vm;
    if (!vm)
        return;
    for (ouro_frame *frame = vm->frame; frame > vm->frames; frame--)
        frame->caller_stack = 0;
}

static int start(ouro_runtime *rt, uint32_t frames)
{
    forget_callers(rt);
    return ouro__tracer_start(
        rt, &(ouro_tracer_config){.frames = frames, .allocated = allocated, .here = stack_of_frames});
}

static int start_sampling(ouro_runtime *rt, const ouro__sampler_config *config)
{
    ouro__sampler_config with_frames = *config;
    with_frames.here = stack_of_frames;
    with_frames.texts = false;
    forget_callers(rt);
    return ouro__sampler_start(rt, &with_frames);
}

/* What came of a start, told as an exception. */
static int started(ouro_runtime *rt, int status)
{
    if (status == 0)
        return 0;
    if (rt->sites && rt->sites->stacks.texts)
        ouro__raise(rt, OURO_T_RUNTIME_ERROR, "the program that runs this one traces places of its own");
    else
        ouro__no_memory(rt);
    return -1;
}

static void ask_to_yield(ouro_runtime *rt)
{
    if (rt->hooks.trace_yield)
        rt->hooks.trace_yield(rt);
}

int ouro__sample_allocations(ouro_runtime *rt, const ouro__sampler_config *config)
{
    if (rt->sampler)
        ask_to_yield(rt);
    if (!rt->sampler)
        return started(rt, start_sampling(rt, config));
    ouro__raise(rt, OURO_T_RUNTIME_ERROR, "samples are taken already");
    return -1;
}

int ouro__trace_allocations(ouro_runtime *rt, uint32_t frames)
{
    if (rt->tracer)
        ask_to_yield(rt);
    return rt->tracer ? 0 : started(rt, start(rt, frames));
}

void ouro__trace_allocations_stop(ouro_runtime *rt)
{
    ouro__tracer_stop(rt);
}

int ouro__trace_allocations_anew(ouro_runtime *rt)
{
    if (ouro__tracer_clear(rt) == 0)
        return 0;
    ouro__no_memory(rt);
    return -1;
}

/* ---- For C programs ---- */

static size_t text_of(ouro_runtime *rt, const void *name, char *text, size_t room)
{
    (void)rt;
    size_t length = 0, written = 0;
    for (size_t i = 0; i < ouro__str_length(name); i++) {
        uint8_t bytes[4];
        size_t count = (size_t)ouro__utf8_put(bytes, ouro__str_char(name, i));
        if (written == length && length + count < room) {
            memcpy(text + written, bytes, count);
            written += count;
        }
        length += count;
    }
    if (room)
        text[written] = 0;
    return length;
}

void ouro__allocation_site_init(ouro_runtime *rt)
{
    rt->hooks.trace_frames = start;
    rt->hooks.sample_frames = start_sampling;
    rt->hooks.trace_text = text_of;
    rt->hooks.trace_forget = forget_callers;
}
