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
#include "vm/traceback.h"

ouro_object *ouro__execute(ouro_runtime *rt, bool throwing)
{
    static const void *const targets[256] = {[OURO_OP_COUNT... OURO_OP_FIRST_SPECIAL - 1] = &&do_invalid,
                                             [OURO_OP_SPECIAL_END... 255] = &&do_invalid,
#define X(name, words, text) [OURO_OP_##name] = &&do_##name,
                                             OURO_OPCODES(X)
#undef X
#define X(name, base) [OURO_OP_##name] = &&do_##name,
                                                 OURO_SPECIAL_OPCODES(X)
#undef X
    };
    ouro_vm *const vm = rt->python->vm;
    ouro_frame *frame;
    ouro_object **r, **k;
    const uint64_t *pc;
    uint64_t i;

    if (throwing) {
        LOAD_FRAME();
        goto error;
    }

entered: /* vm->frame begins, or a generator's goes on: a safe point */
    LOAD_FRAME();
    pc = frame->pc;
    if (BREAKER())
        CHECK(ouro__safepoint(rt) == 0);
    DISPATCH();

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
