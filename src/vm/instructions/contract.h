/* What a handler of an instruction may use, and what it owes. The .inc files of this folder hold the
 * handlers, a group each; interpreter.c takes them all into its one function.
 *
 *     HANDLER(NAME)
 *     {
 *         ... NEXT(words);
 *     }
 *
 * At hand: rt; vm; frame, the running one; r, its registers; k, its constants; pc, the instruction that runs,
 * and i, its first word; pc[1] .. are the words behind it. The operands A, B, C, IMM(), SRC_B(), SRC_C() and
 * the FLAG()s are read from i.
 *
 * Owed, as compiler/opcodes.h has it: SAVE() before what can raise, allocate or run other code; on failure
 * nothing is changed and sources are kept; killed sources are emptied, A is written, and only then references
 * are dropped. A handler ends by NEXT(words of the whole instruction), by MISS(), by entering another frame
 * (ENTER, `goto entered`), or by `goto error` with an exception pending (`goto unwind`: without an entry in
 * its traceback). It never falls into the next one. */
#ifndef OURO_VM_INSTRUCTIONS_CONTRACT_H
#define OURO_VM_INSTRUCTIONS_CONTRACT_H

#include <stdatomic.h>

#include "vm/fast.h"

#define HANDLER(name) do_##name:

/* ---- operands ---- */

#define A ouro__a(i)
#define B ouro__b(i)
#define C ouro__c(i)
#define FLAG(flag) OURO_FLAG(i, OURO_##flag)
#define IMM() ((int64_t)(int16_t)C)
/* Borrowed. */
#define SRC_B() (FLAG(CONST_B) ? k[B] : r[B])
#define SRC_C() (FLAG(CONST_C) ? k[C] : r[C])
/* The same with a reference of its own, which comes from a killed register. */
#define TAKE_B() ouro__take_b(r, i, SRC_B())
#define TAKE_C() ouro__take_c(r, i, SRC_C())

#define BOOL(is) ((is) ? OURO_TRUE(rt) : OURO_FALSE(rt))

/* ---- where it goes on ---- */

#define DISPATCH()                                                                                           \
    do {                                                                                                     \
        i = *pc;                                                                                             \
        goto * rt->dispatch[(uint8_t)i];                                                                     \
    } while (0)
#define NEXT(words)                                                                                          \
    do {                                                                                                     \
        pc += (words);                                                                                       \
        DISPATCH();                                                                                          \
    } while (0)
#define SAVE() (frame->pc = pc)
#define CHECK(condition)                                                                                     \
    do {                                                                                                     \
        if (ouro__unlikely(!(condition)))                                                                    \
            goto error;                                                                                      \
    } while (0)

/* Goes back to the base form after a guard failed: it decides anew. Nothing may have been changed. */
#define MISS(base)                                                                                           \
    do {                                                                                                     \
        ouro__quicken(pc, OURO_OP_##base);                                                                   \
        i = *pc;                                                                                             \
        goto do_##base;                                                                                      \
    } while (0)
#define GUARD(condition, base)                                                                               \
    do {                                                                                                     \
        if (ouro__unlikely(!(condition)))                                                                    \
            MISS(base);                                                                                      \
    } while (0)

/* The frame that runs has changed: its registers, constants. */
#define LOAD_FRAME()                                                                                         \
    do {                                                                                                     \
        frame = vm->frame;                                                                                   \
        r = frame->registers;                                                                                \
        k = ((ouro_tuple *)frame->code->constants)->items;                                                   \
    } while (0)

/* Where the result of a new frame goes: to A, and on behind this instruction, which has so many words. */
#define RETURN_HERE(callee, words)                                                                           \
    do {                                                                                                     \
        (callee)->result_register = A;                                                                       \
        (callee)->resume_words = (words);                                                                    \
    } while (0)

/* Starts the frame just pushed. One that is the running one already needs RETURN_HERE and `goto entered`
 * alone. */
#define ENTER(callee, words)                                                                                 \
    do {                                                                                                     \
        RETURN_HERE(callee, words);                                                                          \
        vm->frame = (callee);                                                                                \
        goto entered;                                                                                        \
    } while (0)

#define BREAKER() (ouro__unlikely(atomic_load_explicit(&rt->breaker, memory_order_relaxed) != 0))

/* ---- ends ---- */

/* Killed sources that were borrowed go. */
#define DROP_KILLED(flag, operand, o)                                                                        \
    do {                                                                                                     \
        if (FLAG(flag)) {                                                                                    \
            r[operand] = NULL;                                                                               \
            ouro__drop(rt, (o));                                                                             \
        }                                                                                                    \
    } while (0)
#define DROP_A(o) DROP_KILLED(KILL_A, A, o)
#define DROP_B(o) DROP_KILLED(KILL_B, B, o)
#define DROP_C(o) DROP_KILLED(KILL_C, C, o)

/* A <- value (owned), for what needed no SAVE() so far. */
#define PUT_UNSAVED(value)                                                                                   \
    do {                                                                                                     \
        ouro_object *value_ = (value), *old_ = r[A];                                                         \
        r[A] = value_;                                                                                       \
        if (old_) {                                                                                          \
            SAVE();                                                                                          \
            ouro__drop(rt, old_);                                                                            \
        }                                                                                                    \
    } while (0)

/* A, A+1 <- two values (owned). */
#define PUT_TWO(first, second)                                                                               \
    do {                                                                                                     \
        ouro_object *old_ = r[A], *old_next_ = r[A + 1];                                                     \
        r[A] = (first);                                                                                      \
        r[A + 1] = (second);                                                                                 \
        ouro__xdrop(rt, old_);                                                                               \
        ouro__xdrop(rt, old_next_);                                                                          \
    } while (0)

/* ---- whole handlers for what is done elsewhere ---- */

/* A <- what an expression gives (owned), whatever registers it consumes. */
#define RESULT(name, words, expression)                                                                      \
    HANDLER(name)                                                                                            \
    {                                                                                                        \
        SAVE();                                                                                              \
        ouro_object *value_ = (expression);                                                                  \
        CHECK(value_);                                                                                       \
        ouro__put_register(rt, r, i, value_);                                                                \
        NEXT(words);                                                                                         \
    }

/* The same for `count` registers from `first` on, which only its success consumes. */
#define RESULT_OF_WINDOW(name, words, first, count, expression)                                              \
    HANDLER(name)                                                                                            \
    {                                                                                                        \
        SAVE();                                                                                              \
        ouro_object *value_ = (expression);                                                                  \
        CHECK(value_);                                                                                       \
        ouro__drop_registers(rt, (first), (count));                                                          \
        ouro__put_register(rt, r, i, value_);                                                                \
        NEXT(words);                                                                                         \
    }

/* A <- what an expression gives (owned), from b: src B alone. */
#define RESULT_OF_B(name, words, expression)                                                                 \
    HANDLER(name)                                                                                            \
    {                                                                                                        \
        SAVE();                                                                                              \
        ouro_object *b = SRC_B();                                                                            \
        ouro_object *value_ = (expression);                                                                  \
        CHECK(value_);                                                                                       \
        ouro__finish_b(rt, r, i, value_, b);                                                                 \
        NEXT(words);                                                                                         \
    }

/* A <- what an expression gives (owned), from c: src C, and registers that are not consumed. */
#define RESULT_OF_C(name, words, expression)                                                                 \
    HANDLER(name)                                                                                            \
    {                                                                                                        \
        SAVE();                                                                                              \
        ouro_object *c = SRC_C();                                                                            \
        ouro_object *value_ = (expression);                                                                  \
        CHECK(value_);                                                                                       \
        DROP_C(c);                                                                                           \
        ouro__put_register(rt, r, i, value_);                                                                \
        NEXT(words);                                                                                         \
    }

/* Nothing but success or a negative number, without sources. */
#define STATEMENT(name, words, expression)                                                                   \
    HANDLER(name)                                                                                            \
    {                                                                                                        \
        SAVE();                                                                                              \
        CHECK((expression) >= 0);                                                                            \
        NEXT(words);                                                                                         \
    }

/* The same with b: src B. */
#define STATEMENT_OF_B(name, words, expression)                                                              \
    HANDLER(name)                                                                                            \
    {                                                                                                        \
        SAVE();                                                                                              \
        ouro_object *b = SRC_B();                                                                            \
        CHECK((expression) >= 0);                                                                            \
        DROP_B(b);                                                                                           \
        NEXT(words);                                                                                         \
    }

/* The same with b: src B, and c: src C. */
#define STATEMENT_OF_BC(name, words, expression)                                                             \
    HANDLER(name)                                                                                            \
    {                                                                                                        \
        SAVE();                                                                                              \
        ouro_object *b = SRC_B(), *c = SRC_C();                                                              \
        CHECK((expression) >= 0);                                                                            \
        ouro__kill(rt, r, i, b, c);                                                                          \
        NEXT(words);                                                                                         \
    }

#endif
