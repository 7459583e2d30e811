/* The interpreter: frames, the value stack, running code. */
#ifndef OURO_VM_VM_H
#define OURO_VM_VM_H

#include "compiler/code.h"
#include "types/method.h"

enum ouro_frame_flags {                           /* of a plain call of a function by a function: none */
                        OURO_FRAME_FROM_C = 1,    /* returning leaves the interpreter loop */
                        OURO_FRAME_OBJECT = 2,    /* `object` is set */
                        OURO_FRAME_GENERATOR = 4, /* `generator` is set; the registers are in it */
                        OURO_FRAME_INIT =
                            8, /* __init__: its result must be None, the caller gets the instance in registers[-2] */
                        OURO_FRAME_LOCALS = 16, /* `locals` is set */
                        OURO_FRAME_TRIM =
                            32, /* the value stack grew for this call: give memory back when it returns */
                        OURO_FRAME_UNSTARTED =
                            64, /* what is thrown in comes before any `try` of the generator */
};

/* A running call. Frames stand in an array, last in first out; a generator's registers are in its object. */
typedef struct ouro_frame {
    ouro_object **registers;
    ouro_object **top;  /* the value stack is free from here on while this frame runs */
    const uint64_t *pc; /* the instruction that runs, while it may raise or call */
    ouro_code *code;    /* borrowed from the function */
    struct ouro_function
        *function; /* borrowed: held by registers[-1], by the generator, or by whoever entered from C */
    ouro_object *
        locals; /* mapping of module, class and exec code (owned; a generator's is the generator's), NULL for functions */
    struct ouro_frame_object *object; /* its frame object once one was asked for (owned), or NULL */
    struct ouro_generator *generator; /* whose frame it is, borrowed, or NULL */
    uint16_t result_register;         /* of the caller's frame */
    uint8_t resume_words;             /* words of the caller's instruction: it goes on behind them */
    uint8_t flags;
    uint32_t caller_stack; /* allocation_site.h: the stack under it, 0 while nobody asked */
    uint32_t
        origin; /* word of what raised the exception that the latest handler took; not kept by a generator that yields */
} ouro_frame;

/* The exception being handled in a frame stack or generator (sys.exc_info). */
typedef struct ouro_exc_state {
    ouro_object *handled; /* owned or NULL */
    struct ouro_exc_state *outer;
} ouro_exc_state;

typedef struct ouro_vm {
    ouro_frame *frame;                /* running; equal to `frames` when none is */
    ouro_frame *frames_limit;         /* committed so far: frames at or above need ouro__stack_grow */
    ouro_object **stack_limit;        /* the same for registers */
    ouro_frame *frames, *frames_end;  /* reserved; the first is a sentinel below all calls */
    ouro_object **stack, **stack_end; /* reserved; never moved */
    ouro_exc_state *exc_state;        /* innermost */
    ouro_exc_state base_exc_state;
    uint32_t traceback_skip,
        traceback_penalty; /* frames to leave out of tracebacks after memory was refused for one */
    uint32_t origin_depth; /* sys.set_coroutine_origin_tracking_depth */
    ouro_object *first_iteration, *finalizer;           /* sys.set_asyncgen_hooks; NULL: none */
    ouro_object *trace, *profile;                       /* sys.settrace, setprofile; NULL: off */
    const void *const *targets, *const *traced_targets; /* for rt->dispatch */
    const ouro_frame *fresh;                            /* traced, none of its instructions has run */
    struct ouro_attribute_variant *variants;            /* attribute_variants.h; NULL: none yet */
    uint32_t unbound;                                   /* frames that ouro__trace_unbound watches */
    bool setting_trace, setting_profile;                /* settrace, setprofile are under way */
    uint32_t tracing; /* calls of trace and profile functions under way: they are not traced themselves */
} ouro_vm;

/* A function. What few functions have is in `extra`; its built-ins are found through its globals. */
typedef struct ouro_function {
    ouro_object head;
    ouro_object *code, *globals;
    ouro_object *closure;          /* tuple of cells, or NULL */
    ouro_object *defaults;         /* tuple or NULL */
    ouro_object *keyword_defaults; /* dict or NULL */
    ouro_object *
        extra; /* dict or NULL: under their names __dict__, and __name__, __qualname__, __doc__, __module__, __annotations__ once set */
} ouro_function;

typedef struct ouro_cell {
    ouro_object head;
    ouro_object *contents; /* NULL: empty */
} ouro_cell;

int ouro__vm_init(ouro_runtime *rt); /* rt->python->vm; 0 or -1 */
/* Drops what the program gave the machine to call (sys.settrace, setprofile, set_asyncgen_hooks) and the
 * exception handled outside of all frames. Before the last collection: such objects may be in cycles. */
void ouro__vm_forget_hooks(ouro_runtime *rt);
void ouro__vm_destroy(ouro_runtime *rt);

/* True while a Python frame runs. */
static inline bool ouro__vm_running(const ouro_vm *vm)
{
    return vm->frame != vm->frames;
}

/* Runs module-level code with the given dicts (locals may equal globals): owned result (None for exec code). */
ouro_object *ouro__run_code(ouro_runtime *rt, ouro_object *code, ouro_object *globals, ouro_object *locals);
/* The same with cells for the code's free variables: a tuple of as many, or NULL. */
ouro_object *ouro__run_closure(ouro_runtime *rt, ouro_object *code, ouro_object *globals, ouro_object *locals,
                               ouro_object *closure);
/* Calls a Python function from C (the function type's call slot). */
ouro_object *ouro__function_call(ouro_runtime *rt, ouro_object *f, ouro_object *const *args, size_t nargs,
                                 ouro_object *kwnames);
/* Runs a function without arguments whose body has `locals` as its locals mapping (class bodies): owned result. */
ouro_object *ouro__function_call_in(ouro_runtime *rt, ouro_object *f, ouro_object *locals);
/* The built-in function __build_class__(function, name, *bases, metaclass=..., **keywords). */
ouro_object *ouro__build_class(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                               ouro_object *kwnames);
/* __build_class__ and __import__, for the module builtins. */
extern const ouro_method_def ouro__async_builtins[]; /* aiter, anext */
extern const ouro_method_def ouro__vm_builtins[];
ouro_object *ouro__function_new(ouro_runtime *rt, ouro_object *code, ouro_object *globals);

/* Of the running Python frame: borrowed, NULL when none runs. */
ouro_object *ouro__current_globals(ouro_runtime *rt);
ouro_object *ouro__current_builtins(ouro_runtime *rt);
/* locals(): owned mapping (a fresh snapshot in a function). */
ouro_object *ouro__current_locals(ouro_runtime *rt);
/* The frame object `depth` calls up (0: the running one): owned; NULL with ValueError "call stack is not deep enough". */
ouro_object *ouro__frame_object_at(ouro_runtime *rt, int64_t depth);
/* sys.exc_info: the exception being handled, borrowed, or NULL. */
ouro_object *ouro__handled_exception(ouro_runtime *rt);
/* For super() without arguments: class cell's contents and first argument of the running frame (borrowed). -1 with RuntimeError. */
int ouro__super_arguments(ouro_runtime *rt, ouro_object **cls, ouro_object **self);
/* Checks rt->breaker: collects, handles signals. -1 with an exception set (KeyboardInterrupt). */
int ouro__safepoint(ouro_runtime *rt);

#endif
