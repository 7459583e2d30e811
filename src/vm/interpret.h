/* What the interpreter's files share: the loop, and the slow paths that it calls. */
#ifndef OURO_VM_INTERPRET_H
#define OURO_VM_INTERPRET_H

#include "types/protocol.h"
#include "compiler/opcodes.h"
#include "vm/stack.h"

/* The interpreter's own instructions: what a base instruction becomes once it has seen what it works on. Each checks a
 * guard, and on a miss falls back to the base form, which may choose again. X(name, base). */
/* clang-format off: rows */
#define OURO_SPECIAL_OPCODES(X)                                                                              \
    X(LOAD_GLOBAL_MODULE, LOAD_GLOBAL)  /* 1: keys version of globals | offset << 32 */                      \
    X(LOAD_GLOBAL_BUILTIN, LOAD_GLOBAL) /* 1: versions of globals and built-ins; 2: offset */                \
    X(LOAD_NAME_MODULE, LOAD_NAME)      /* locals are globals: the same two */                               \
    X(LOAD_NAME_BUILTIN, LOAD_NAME)                                                                          \
    X(STORE_GLOBAL_MODULE, STORE_GLOBAL) /* 1: keys version | offset << 32 */                                \
    X(STORE_NAME_MODULE, STORE_NAME)                                                                         \
    X(LOAD_ATTR_SLOT, LOAD_ATTR)     /* 1: type version | places << 32; 2: shape */                          \
    X(LOAD_ATTR_MEMBER, LOAD_ATTR)   /* 1: type version | byte offset << 32 */                               \
    X(LOAD_ATTR_VALUE, LOAD_ATTR)    /* of the class, plain: as LOAD_METHOD_SHAPE */                         \
    X(LOAD_ATTR_MODULE, LOAD_ATTR)   /* 1: keys version | offset << 32 */                                    \
    X(LOAD_ATTR_CLASS, LOAD_ATTR)    /* 1: version of the class; 3: value */                                 \
    X(LOAD_ATTR_PROPERTY, LOAD_ATTR) /* 1: type version; 3: the getter, a function */                        \
    X(STORE_ATTR_SLOT, STORE_ATTR)   /* 1: type version | places << 32; 2: shape */                          \
    X(STORE_ATTR_ADD, STORE_ATTR)    /* the same; 3: the shape that follows */                               \
    X(STORE_ATTR_MEMBER, STORE_ATTR)                                                                         \
    X(LOAD_METHOD_SHAPE, LOAD_METHOD) /* 1: type version | places << 32; 2: shape; 3: function */            \
    X(LOAD_METHOD_TYPE, LOAD_METHOD)  /* no instance attributes: 1: type version; 3: function */             \
    X(LOAD_METHOD_MODULE, LOAD_METHOD)                                                                       \
    X(LOAD_METHOD_CLASS, LOAD_METHOD)                                                                        \
    X(FOR_ITER_RANGE, FOR_ITER)                                                                              \
    X(FOR_ITER_LIST, FOR_ITER)                                                                               \
    X(FOR_ITER_TUPLE, FOR_ITER)                                                                              \
    X(FOR_ITER_GENERATOR, FOR_ITER)
/* clang-format on */

enum ouro_special_opcode {
    OURO_OP_BEFORE_SPECIAL = OURO_OP_FIRST_SPECIAL - 1,
#define X(name, base) OURO_OP_##name,
    OURO_SPECIAL_OPCODES(X)
#undef X
        OURO_OP_SPECIAL_END,
};

_Static_assert(OURO_OP_SPECIAL_END <= 256, "more specialised instructions than opcodes");
_Static_assert((int)OURO_OP_COUNT <= (int)OURO_OP_FIRST_SPECIAL,
               "base instructions run into the specialised ones");

/* The base form of an instruction, as the compiler made it. */
unsigned ouro__base_opcode(unsigned op);
/* ouro_language_hooks.base_instructions */
void ouro__base_instructions(const ouro_code *code, uint64_t *out);

/* Rewrites the opcode of an instruction. */
static inline void ouro__quicken(const uint64_t *pc, unsigned op)
{
    *(uint64_t *)(uintptr_t)pc = (*pc & ~(uint64_t)0xff) | op;
}

static inline void ouro__cache_word(const uint64_t *pc, unsigned n, uint64_t value)
{
    ((uint64_t *)(uintptr_t)pc)[n] = value;
}

enum ouro_execute {
    OURO_EXECUTE,
    OURO_EXECUTE_THROWING, /* the exception that is pending is raised in the frame at its pc first */
    OURO_EXECUTE_SETUP,    /* nothing runs: tells the vm the tables of where opcodes go */
};

/* Runs vm->frame (flagged OURO_FRAME_FROM_C) until it returns or, as a generator, yields: owned, or NULL with an exception set. */
ouro_object *ouro__execute(ouro_runtime *rt, enum ouro_execute how);

enum { OURO_STEP_ERROR = -1, OURO_STEP_DONE, OURO_STEP_PUSHED };

/* call.c. Calls window[0] with nargs positional arguments from window[1] and the values of kwnames (borrowed, or NULL) behind
 * them; the window is consumed, also on failure. DONE: *result (owned); PUSHED: a frame has become the running one and the
 * result will come when it returns; ERROR. */
int ouro__begin_call(ouro_runtime *rt, ouro_object **window, size_t nargs, ouro_object *kwnames,
                     ouro_object **result);
/* The same for CALL_EX: window[1] any iterable, window[2] a dict or NULL. */
int ouro__begin_call_ex(ouro_runtime *rt, ouro_object **window, ouro_object **result);

/* A frame with OURO_FRAME_INIT returns `value` (taken over): the instance that the call has made (owned), or NULL with TypeError. */
ouro_object *ouro__init_result(ouro_runtime *rt, ouro_frame *frame, ouro_object *value);
/* The same for one that raises: the instance goes, the exception stays. */
void ouro__init_failed(ouro_runtime *rt, ouro_frame *frame);

/* arguments.c. Arranges the arguments of a call of `f` in its registers: nargs positional and then those named by kwnames
 * lie there, owned. Defaults, *args and **kwargs come in place. -1 with TypeError: the registers are then emptied. */
int ouro__bind_arguments(ouro_runtime *rt, ouro_function *f, ouro_object **registers, size_t nargs,
                         ouro_object *kwnames);
/* Whether calls with exactly `argument_count` positional arguments are a frame and no more: no binding, no locals. */
static inline bool ouro__code_is_simple(const ouro_code *code)
{
    return !(code->flags & (OURO_CO_VARARGS | OURO_CO_VARKEYWORDS | OURO_CO_GENERATOR | OURO_CO_COROUTINE |
                            OURO_CO_ASYNC_GENERATOR)) &&
           (code->flags & OURO_CO_OPTIMIZED) && code->keyword_only_count == 0;
}

/* global_cache.c: look up, and specialise the instruction at pc when that pays. Results owned. */
ouro_object *ouro__vm_load_global(ouro_runtime *rt, ouro_frame *frame, const uint64_t *pc);
int ouro__vm_store_global(ouro_runtime *rt, ouro_frame *frame, const uint64_t *pc,
                          ouro_object *value); /* borrowed */
int ouro__vm_delete_global(ouro_runtime *rt, ouro_frame *frame, ouro_object *name);
ouro_object *ouro__vm_load_name(ouro_runtime *rt, ouro_frame *frame, const uint64_t *pc);
int ouro__vm_store_name(ouro_runtime *rt, ouro_frame *frame, const uint64_t *pc, ouro_object *value);
int ouro__vm_delete_name(ouro_runtime *rt, ouro_frame *frame, ouro_object *name);
ouro_object *ouro__load_build_class(ouro_runtime *rt, ouro_frame *frame);
/* The built-ins that code with these globals sees: a dict or another mapping, borrowed. */
ouro_object *ouro__builtins_of(ouro_runtime *rt, ouro_object *globals);

/* attribute_cache.c */
ouro_object *ouro__load_attr(ouro_runtime *rt, const uint64_t *pc, ouro_object *o, ouro_object *name);
int ouro__store_attr(ouro_runtime *rt, const uint64_t *pc, ouro_object *o, ouro_object *name,
                     ouro_object *value);
/* out[0] <- function, out[1] <- o (with references of their own), or out[0] <- NULL, out[1] <- the attribute. */
int ouro__load_method(ouro_runtime *rt, const uint64_t *pc, ouro_object *o, ouro_object *name,
                      ouro_object **out);
ouro_object *ouro__load_super_attr(ouro_runtime *rt, ouro_object *super, ouro_object *cls, ouro_object *self,
                                   ouro_object *name);

/* arithmetic.c: the operators beyond what the loop does inline. Owned results. */
ouro_object *ouro__arithmetic(ouro_runtime *rt, uint64_t i, ouro_object *b, ouro_object *c);
ouro_object *ouro__arithmetic_immediate(ouro_runtime *rt, uint64_t i, ouro_object *b);
int ouro__compare_jump(ouro_runtime *rt, unsigned op, ouro_object *b, ouro_object *c); /* 1, 0, -1 */

/* variables.c: cells, locals and what is said when they are not bound. */
int ouro__unbound_local(ouro_runtime *rt, const ouro_code *code, unsigned local);
int ouro__unbound_cell(ouro_runtime *rt, const ouro_code *code, ouro_object *name);
int ouro__unbound_free(ouro_runtime *rt, const ouro_code *code, unsigned index);
ouro_object *ouro__load_class_free(ouro_runtime *rt, ouro_frame *frame, unsigned index, ouro_object *name);
ouro_object *ouro__cell_new(ouro_runtime *rt, ouro_object *contents_owned);

/* build.c: collections from registers (which are consumed, also on failure) and the instructions that add to them. */
ouro_object *ouro__build_map(ouro_runtime *rt, ouro_object **registers, size_t pairs);
ouro_object *ouro__build_const_key_map(ouro_runtime *rt, ouro_object **registers, size_t count,
                                       ouro_object *keys);
ouro_object *ouro__build_set(ouro_runtime *rt, ouro_object **registers, size_t count);
ouro_object *ouro__build_string(ouro_runtime *rt, ouro_object **registers, size_t count);
int ouro__list_extend_star(ouro_runtime *rt, ouro_object *list, ouro_object *items);
int ouro__dict_update_star(ouro_runtime *rt, ouro_object *dict, ouro_object *mapping);
int ouro__dict_merge_call(ouro_runtime *rt, ouro_object *dict, ouro_object *mapping, ouro_object *callable);
ouro_object *ouro__format_value(ouro_runtime *rt, ouro_object *value, unsigned how, ouro_object *spec);
/* "f()" as messages about its arguments have it: qualified name and brackets. Owned. */
ouro_object *ouro__callable_name(ouro_runtime *rt, ouro_object *callable);

/* unpack.c: registers out[0 .. count-1] <- the items; their old values are dropped last. 0, or -1 with nothing changed. */
int ouro__unpack(ouro_runtime *rt, ouro_object *o, ouro_object **out, size_t count);
int ouro__unpack_ex(ouro_runtime *rt, ouro_object *o, ouro_object **out, size_t before, size_t after);

/* raise.c */
/* Finds the handler of the pending exception in the running frame, empties registers down to its depth and puts the exception
 * there: the pc to go on at. NULL: there is none; then all registers are empty and the exception is pending. */
const uint64_t *ouro__vm_unwind(ouro_runtime *rt, ouro_frame *frame);
/* The running frame's registers were emptied: takes it off (not a generator's), drops what it held. */
void ouro__frame_pop(ouro_runtime *rt, ouro_frame *frame);
void ouro__frame_clear_locals(ouro_runtime *rt, ouro_frame *frame);
int ouro__vm_with_enter(ouro_runtime *rt, ouro_object *manager, ouro_object **out);
ouro_object *ouro__vm_with_exit(ouro_runtime *rt, ouro_object *exit, ouro_object *exception);

/* import_from.c */
ouro_object *ouro__import_instruction(ouro_runtime *rt, ouro_frame *frame, ouro_object *name,
                                      ouro_object *level, ouro_object *fromlist);
ouro_object *ouro__import_from(ouro_runtime *rt, ouro_object *module, ouro_object *name);
int ouro__import_star(ouro_runtime *rt, ouro_frame *frame, ouro_object *module);
int ouro__setup_annotations(ouro_runtime *rt, ouro_frame *frame);
int ouro__print_expression(ouro_runtime *rt, ouro_object *value);

/* function.c */
ouro_object *ouro__vm_make_function(ouro_runtime *rt, ouro_frame *frame, uint64_t i);
/* Name and qualified name as set or from the code: borrowed. */
ouro_object *ouro__function_name(ouro_runtime *rt, ouro_function *f);
ouro_object *ouro__function_qualname(ouro_runtime *rt, ouro_function *f);

#endif
