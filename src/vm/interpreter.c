/* The interpreter's loop: runs the instructions of compiler/opcodes.h.
 *
 * One C call of ouro__execute runs any depth of Python calls: a call pushes a frame over the argument window,
 * a return pops it. The handlers, a group to a file, are in instructions/; what they may use is in
 * instructions/contract.h. What most programs do all the time is inline there; all else is a call into the
 * file of its group. docs/frames.md has the picture. */
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC optimize("no-gcse", "no-crossjumping") /* one indirect jump per instruction, not one for all */
#endif

#include "types/iterators.h"
#include "types/list.h"
#include "types/set.h"
#include "types/slice.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/async.h"
#include "vm/attribute_cache.h"
#include "vm/groups.h"
#include "vm/instructions/contract.h"
#include "vm/items.h"
#include "vm/match.h"
#include "vm/trace.h"
#include "vm/traceback.h"

ouro_object *ouro__execute(ouro_runtime *rt, enum ouro_execute how)
{
    static const void *const targets[256] = {
        [OURO_OP_COUNT... OURO_OP_FIRST_SPECIAL - 1] = &&do_invalid,
        [OURO_OP_SPECIAL_END... 255] = &&do_invalid,
#define X(name, words, text) [OURO_OP_##name] = &&do_##name,
        OURO_OPCODES(X)
#undef X
#define X(name, base) [OURO_OP_##name] = &&do_##name,
            OURO_SPECIAL_OPCODES(X)
#undef X
    };
    static const void *const traced_targets[256] = {[0 ... 255] = &&traced};
    ouro_vm *const vm = rt->python->vm;
    ouro_frame *frame;
    ouro_object **r, **k;
    const uint64_t *pc;
    uint64_t i;

    if (how != OURO_EXECUTE) {
        if (how == OURO_EXECUTE_SETUP) {
            rt->dispatch = vm->targets = targets;
            vm->traced_targets = traced_targets;
            return NULL;
        }
        LOAD_FRAME();
        if (ouro__tracing(rt))
            ouro__trace_thrown(rt, frame);
        goto error;
    }

entered: /* vm->frame begins, or a generator's goes on: a safe point */
    LOAD_FRAME();
    pc = frame->pc;
    if (BREAKER()) {
        CHECK(ouro__safepoint(rt) == 0);
        if (ouro__tracing(rt))
            CHECK(ouro__trace_enter(rt, frame) == 0);
    }
    DISPATCH();

traced: /* every instruction comes here first while the program is traced or profiled */
    CHECK(ouro__trace_instruction(rt, frame, pc) == 0);
    pc = frame->pc; /* it may have been told to jump */
    i = *pc;
    if (ouro__unlikely(vm->profile != NULL)) {
        ouro_object *value;
        unsigned words;
        int step = ouro__trace_c_call(rt, frame, i, &value, &words);
        CHECK(step >= 0);
        if (step) {
            ouro__put_register(rt, r, i, value);
            NEXT(words);
        }
    }
    goto *targets[(uint8_t)i];

#include "vm/instructions/registers.inc"

#include "vm/instructions/names.inc"

#include "vm/instructions/attributes.inc"

#include "vm/instructions/items.inc"

#include "vm/instructions/operators.inc"

#include "vm/instructions/jumps.inc"

#include "vm/instructions/build.inc"

#include "vm/instructions/iteration.inc"

#include "vm/instructions/calls.inc"

#include "vm/instructions/exceptions.inc"

#include "vm/instructions/statements.inc"

    HANDLER(invalid)
    {
        SAVE();
        ouro__raise(rt, OURO_T_SYSTEM_ERROR, "unknown opcode");
        goto error;
    }

error: /* an exception is pending: this frame enters its traceback */
    ouro__traceback_add(rt, frame);
    if (ouro__unlikely(ouro__tracing(rt)))
        ouro__trace_exception(rt, frame);
unwind:
    pc = ouro__vm_unwind(rt, frame);
    if (pc)
        DISPATCH();
    unsigned flags = frame->flags;
    if (flags & OURO_FRAME_GENERATOR) {
        ouro_object *generator = ouro_ref(frame->generator);
        ouro__generator_finish(rt, frame);
        ouro__generator_convert_stop(rt, generator);
        ouro_decref(rt, generator);
    } else {
        if (flags & OURO_FRAME_INIT)
            ouro__init_failed(rt, frame);
        ouro__frame_pop(rt, frame);
    }
    if (flags & OURO_FRAME_FROM_C)
        return NULL;
    LOAD_FRAME();
    goto error;
}
