/* Generators and coroutines: a frame's registers in an object of their own. */
#ifndef OURO_VM_GENERATOR_H
#define OURO_VM_GENERATOR_H

#include "vm/vm.h"

enum ouro_generator_state {
    OURO_GENERATOR_CREATED,
    OURO_GENERATOR_SUSPENDED,
    OURO_GENERATOR_RUNNING,
    OURO_GENERATOR_FINISHED,
};

typedef struct ouro_generator {
    ouro_object head;
    ouro_object *function;
    /* tuple (name, qualname, extra), or NULL: the function's. extra: where a coroutine was made, what
     * finalizes an async generator, else None */
    ouro_object *names;
    ouro_object *frame_object; /* owned, or NULL. While it runs its frame has it */
    ouro_exc_state exc;        /* what it handles; outer is set while it runs */
    uint32_t pc;               /* word at which it is suspended: 0 or a YIELD */
    uint16_t count; /* registers; one more than the code's where the last holds a mapping of locals */
    uint8_t state;
    uint8_t
        item : 1; /* async generators: the value just yielded is an item, not what an awaited object gave */
    uint8_t closed : 1;   /* async generators: aclose() or StopAsyncIteration has ended it */
    uint8_t stepping : 1; /* async generators: a step has begun and not come to its end */
    uint8_t hooked : 1;   /* async generators: sys.set_asyncgen_hooks was asked what to do with it */
    ouro_object *registers[];
} ouro_generator;

/* generator, coroutine or async generator. */
static inline bool ouro__is_generator(const ouro_object *o)
{
    uint32_t index = o->word >> 8;
    return index == OURO_T_GENERATOR || index == OURO_T_COROUTINE || index == OURO_T_ASYNC_GENERATOR;
}

static inline ouro_generator *ouro__as_generator(ouro_object *o)
{
    return (ouro_generator *)o;
}

static inline ouro_code *ouro__generator_code(const ouro_generator *g)
{
    return (ouro_code *)((ouro_function *)g->function)->code;
}

/* What the messages call it: generator, coroutine, async generator. */
const char *ouro__generator_noun(const ouro_object *o);

/* For a call of `f` with its arguments bound in `registers`, which it takes (leaves them NULL, also on
 * failure). `locals`: the mapping that its names are in, or NULL for a function's. Owned. */
ouro_object *ouro__generator_new(ouro_runtime *rt, ouro_function *f, ouro_object **registers,
                                 ouro_object *locals);
/* The mapping that was given when it was made, while it is not finished: borrowed, or NULL. */
ouro_object *ouro__generator_locals(const ouro_generator *g);

/* Pushes the frame of a generator that is not running nor finished and makes it the running one; `value`
 * (taken over, also on failure) is what its yield gives. With value NULL nothing is sent: an exception is
 * about to be thrown in. NULL with RecursionError or MemoryError set: the generator has then ended. */
ouro_frame *ouro__generator_resume(ouro_runtime *rt, ouro_generator *g, ouro_object *value);
/* The running frame is a generator's at its YIELD: takes it off the stack. */
void ouro__generator_suspend(ouro_runtime *rt, ouro_frame *frame);
/* The running frame is a generator's whose registers were emptied: takes it off the stack for good. */
void ouro__generator_finish(ouro_runtime *rt, ouro_frame *frame);
/* Raises "generator already executing". -1. */
int ouro__generator_busy(ouro_runtime *rt, ouro_generator *g);
/* An exception has left a generator: StopIteration becomes RuntimeError. */
void ouro__generator_convert_stop(ouro_runtime *rt, ouro_object *generator);

/* Ends a suspended generator without running it: its registers are emptied. */
void ouro__generator_abandon(ouro_runtime *rt, ouro_generator *g);
/* gi_frame: owned frame object or None. */
ouro_object *ouro__generator_frame_object(ouro_runtime *rt, ouro_generator *g);

/* send, throw (takes `exception` over): 1 it gave *result, 0 it returned *result (owned), -1. */
int ouro__generator_send(ouro_runtime *rt, ouro_generator *g, ouro_object *value, ouro_object **result);
int ouro__generator_throw(ouro_runtime *rt, ouro_generator *g, ouro_object *exception, ouro_object **result);
/* close(): owned None. */
ouro_object *ouro__generator_close(ouro_runtime *rt, ouro_generator *g);
/* Sets `extra` of the names (borrowed). 0, or -1 with MemoryError. */
int ouro__generator_set_extra(ouro_runtime *rt, ouro_generator *g, ouro_object *extra);
/* cr_origin: owned. */
ouro_object *ouro__coroutine_origin(ouro_runtime *rt, ouro_generator *g);
/* The exception that the arguments of throw() mean: owned. */
ouro_object *ouro__throw_arguments(ouro_runtime *rt, ouro_object *const *args, size_t nargs);

/* Sends `value` (borrowed) into any iterator: 1 it gave *result, 0 it returned *result (both owned), -1. */
int ouro__send(ouro_runtime *rt, ouro_object *iterator, ouro_object *value, ouro_object **result);
/* The sub-iterator to which a suspended generator delegates, borrowed, or NULL. */
ouro_object *ouro__generator_delegate(ouro_generator *g);
/* The iterator for `yield from o` and `await o`: owned. */
ouro_object *ouro__yield_from_iter(ouro_runtime *rt, const ouro_code *code, ouro_object *o);

#endif
