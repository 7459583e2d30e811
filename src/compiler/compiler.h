/* What the files of the compiler share: its state, the unit being compiled, and how instructions are emitted.
 *
 * Errors leave by ouro__fail, a longjmp to ouro__compile: an exception is set then, and what is owned hangs
 * on the compiler (its region and its list of kept objects), so nothing leaks. No function here returns a
 * failure. */
#ifndef OURO_COMPILER_COMPILER_H
#define OURO_COMPILER_COMPILER_H

#include <setjmp.h>

#include "compiler/code.h"
#include "compiler/compile.h"
#include "compiler/opcodes.h"
#include "compiler/symtable.h"
#include "types/exception.h"
#include "types/str.h"

#define OURO_NO_LABEL UINT32_MAX
#define OURO_NAME_OPERAND                                                                                    \
    0x80000000u /* in an instruction's field: number of a name, constant once assembled */

#define OURO_NO_LINE 0 /* of a span: what stands for no part of the text (PEP 626) */

/* An instruction before assembly: fields may be wider than they end up. */
typedef struct ouro_ins {
    uint8_t op, flags;
    bool dead;
    uint32_t a, b, c;
    uint64_t extra;   /* the word behind, where the opcode has one that is not a jump */
    uint32_t target;  /* label, OURO_NO_LABEL: does not jump */
    uint32_t handler; /* what catches here: number + 1 into the unit's handlers, 0: nothing */
    ouro_span span;
} ouro_ins;

typedef struct ouro_catch {
    uint32_t label, depth;
} ouro_catch;

/* Statements that a jump out of has to unwind. */
enum ouro_block_kind {
    OURO_BLOCK_WHILE,
    OURO_BLOCK_FOR,
    OURO_BLOCK_TRY_EXCEPT,
    OURO_BLOCK_FINALLY_TRY,
    OURO_BLOCK_FINALLY_END,
    OURO_BLOCK_WITH,
    OURO_BLOCK_ASYNC_WITH,
    OURO_BLOCK_HANDLERS, /* of a try: counted, and nothing to undo */
    OURO_BLOCK_HANDLER_CLEANUP,
    OURO_BLOCK_GROUP_HANDLER,
    OURO_BLOCK_ASYNC_COMPREHENSION,
    OURO_BLOCK_VALUE, /* a value to return waits in reg */
};

enum { OURO_MAX_BLOCKS = 20 };

typedef struct ouro_block {
    enum ouro_block_kind kind;
    uint32_t exit, again;   /* labels: of loops, for break and continue */
    uint32_t reg;           /* first register that the block keeps live */
    uint32_t outer_handler; /* the handler around the block */
    const ouro_stmt_list *finalbody;
    const ouro_name *name; /* HANDLER_CLEANUP: of `as`, or NULL */
    ouro_span span;
} ouro_block;

/* One code object in the making. */
typedef struct ouro_unit {
    struct ouro_unit *outer;
    ouro_scope *scope;
    ouro_object *name, *qualname; /* borrowed from kept */
    uint32_t first_line;
    ouro_ins *code;
    uint32_t count, capacity;
    uint32_t *labels; /* label -> instruction number; OURO_NO_LABEL while not placed */
    uint32_t label_count, label_capacity;
    ouro_catch *catches;
    uint32_t catch_count, catch_capacity;
    uint32_t handler; /* the one around what is being emitted */
    ouro_pointer_map constants, names;
    ouro_symbol **cells; /* sorted by name, as co_cellvars */
    ouro_symbol **free;  /* as co_freevars */
    uint32_t cell_count, free_count;
    const ouro_name **local_names; /* by register; NULL: not referred to yet */
    uint32_t local_count, next_local;
    uint32_t top; /* first free temporary */
    ouro_block blocks[OURO_MAX_BLOCKS];
    uint32_t block_count;
    ouro_span span; /* of what is being emitted */
    uint32_t argument_count, positional_only_count, keyword_only_count;
    uint32_t flags;
    ouro_object *docstring;
    ouro_pointer_map stored_on_self; /* distinct attributes stored on the first parameter */
    const ouro_name *first_parameter;
} ouro_unit;

typedef struct ouro_compiler {
    ouro_runtime *rt;
    ouro_region *region;
    jmp_buf failed;
    ouro_module_node *tree;
    const ouro_parse_input *input;
    const ouro_compile_options *options;
    ouro_object *filename; /* borrowed */
    uint32_t future;       /* enum ouro_code_flags */
    uint32_t depth;        /* of the recursion over the tree */
    int optimize;
    ouro_object **kept; /* owned objects, dropped at the end */
    uint32_t kept_count, kept_capacity;
    struct ouro_constant_table *unique; /* canonical constants: constants.c */
    ouro_pointer_map name_objects;      /* name -> number of its interned str in kept */
    ouro_scope **scopes;
    uint32_t scope_count, scope_capacity;
    ouro_pointer_map scope_of;    /* node -> number in scopes */
    ouro_scope *scope;            /* being built */
    ouro_unit *unit;              /* being emitted */
    const ouro_stmt *last_future; /* the last future import at the top */
    bool future_passed;           /* it has been emitted: later ones are errors */
    struct ouro_compiler_names {
        const ouro_name *class_, *super_, *debug, *dot_zero, *annotations, *module_, *name_, *qualname, *doc,
            *classcell;
    } names;
} ouro_compiler;

/* ---- compiler.c: failing, memory ---- */
_Noreturn void ouro__fail(ouro_compiler *c); /* an exception is set */
_Noreturn void ouro__fail_memory(ouro_compiler *c);
#define OURO_NO_COLUMN UINT32_MAX /* as end_column of an error: end_offset is None, from the parser -1 */
/* SyntaxError at a place of the source. The format is ouro__str_format's. */
_Noreturn void ouro__fail_syntax(ouro_compiler *c, ouro_span span, const char *format, ...);
_Noreturn void ouro__fail_parse(ouro_compiler *c, const ouro_syntax_error *error);
/* As ouro_warning_function. */
int ouro__warn_at_line(ouro_compiler *c, ouro_warning_kind kind, const char *message, uint32_t line);
/* SyntaxWarning (DeprecationWarning): does not return when the filter makes it an error. */
void ouro__warn_syntax(ouro_compiler *c, ouro_span span, const char *format, ...);
void *ouro__region_need(ouro_compiler *c, size_t size);
/* `items` (capacity *capacity, of `size` bytes each) with room for one more than `count`. */
void *ouro__region_room(ouro_compiler *c, void *items, uint32_t count, uint32_t *capacity, size_t size);
/* Takes an object over until the end of the compilation; NULL fails. Returns it, borrowed. */
ouro_object *ouro__keep(ouro_compiler *c, ouro_object *owned);
/* Around each recursion over the tree. Fails with RecursionError. */
void ouro__enter(ouro_compiler *c);
static inline void ouro__leave(ouro_compiler *c)
{
    c->depth--;
}
const ouro_name *ouro__name(ouro_compiler *c, const char *bytes);
/* The interned str of a name, borrowed. */
ouro_object *ouro__name_object(ouro_compiler *c, const ouro_name *name);

/* ---- constants.c ---- */
/* The object of a Constant node, borrowed; the node keeps it. */
ouro_object *ouro__constant_object(ouro_compiler *c, ouro_expr *e);
/* Makes a node a constant of this object (borrowed from kept). */
void ouro__set_constant(ouro_expr *e, ouro_object *o);
/* The one object of the compilation with the same type and value; `o` is kept already. */
ouro_object *ouro__constant_unique(ouro_compiler *c, ouro_object *o);
/* The frozenset of a tuple's items, kept. Made again from its own order, as CPython does when it merges
 * constants: where hashes collide that shows in the order of the items. */
ouro_object *ouro__constant_frozenset(ouro_compiler *c, ouro_object *tuple);
/* The truth of an expression that is constant: 0, 1; -1 when it is not constant. */
int ouro__constant_truth(ouro_compiler *c, ouro_expr *e);
/* Value of an exact int that fits the IMM_C field. */
bool ouro__fits_immediate(const ouro_object *o, int32_t *value);

/* ---- fold.c ---- */
void ouro__fold_module(ouro_compiler *c);

/* ---- unparse.c ---- */
/* The source text of an expression as `from __future__ import annotations` keeps it: a str, kept. */
ouro_object *ouro__unparse(ouro_compiler *c, ouro_expr *e);

/* ---- emit.c: instructions, registers, names ---- */
enum ouro_operand_kind { OURO_OPERAND_CONSTANT, OURO_OPERAND_LOCAL, OURO_OPERAND_TEMPORARY };

/* Where a value is. A temporary is used up by the instruction that takes it. */
typedef struct ouro_operand {
    enum ouro_operand_kind kind;
    uint32_t reg;
    ouro_object *object;
    bool rebindable; /* a local that some assignment expression in the scope assigns */
} ouro_operand;

#define OURO_DISCARD UINT32_MAX

void ouro__unit_enter(ouro_compiler *c, ouro_scope *scope, const ouro_name *name, uint32_t first_line);
/* Ends the unit: optimizes and assembles. The code object, kept. */
ouro_object *ouro__unit_leave(ouro_compiler *c);
ouro_ins *ouro__emit(ouro_compiler *c, enum ouro_opcode op, unsigned flags, uint32_t a, uint32_t b,
                     uint32_t cc);
/* op dest <- x, y. IMM_C where `immediate` allows it and y is a small int. */
ouro_ins *ouro__emit_binary(ouro_compiler *c, enum ouro_opcode op, unsigned flags, uint32_t dest,
                            ouro_operand x, ouro_operand y, bool immediate);
ouro_ins *ouro__emit_unary(ouro_compiler *c, enum ouro_opcode op, uint32_t dest, ouro_operand x, uint32_t cc);
/* An instruction whose B is a src and whose A and C are not. */
ouro_ins *ouro__emit_move(ouro_compiler *c, uint32_t dest, ouro_operand x);
void ouro__emit_constant(ouro_compiler *c, uint32_t dest, ouro_object *o);
void ouro__emit_clear(ouro_compiler *c, uint32_t reg, uint32_t count);
/* What is emitted next stands for no part of the text: flow gives it the line of what runs before it, where
 * that is one. */
static inline void ouro__no_line(ouro_compiler *c)
{
    c->unit->span = (ouro_span){.line = OURO_NO_LINE};
}
void ouro__emit_jump(ouro_compiler *c, uint32_t label);
void ouro__emit_jump_back(ouro_compiler *c, uint32_t label);
/* JUMP_IF_*: reg KILLed when it is a temporary operand. */
void ouro__emit_jump_if(ouro_compiler *c, enum ouro_opcode op, ouro_operand x, uint32_t label);
uint32_t ouro__label(ouro_compiler *c);
void ouro__place(ouro_compiler *c, uint32_t label);
/* A handler that catches what is raised until `handler` is set back: its label and depth. Returns the value
 * for unit->handler. */
uint32_t ouro__catch(ouro_compiler *c, uint32_t label, uint32_t depth);
/* The next temporary, now live. */
uint32_t ouro__push(ouro_compiler *c);
static inline void ouro__pop(ouro_compiler *c, uint32_t mark)
{
    c->unit->top = mark;
}
uint32_t
ouro__constant_number(ouro_compiler *c,
                      ouro_object *o); /* pool number for C, B fields: always narrow; fails when not */
uint32_t ouro__name_number(ouro_compiler *c, const ouro_name *name); /* with OURO_NAME_OPERAND */
ouro_operand ouro__constant_operand(ouro_compiler *c, ouro_object *o);
static inline ouro_operand ouro__temporary(uint32_t reg)
{
    return (ouro_operand){OURO_OPERAND_TEMPORARY, reg, NULL, false};
}
static inline ouro_operand ouro__local(uint32_t reg)
{
    return (ouro_operand){OURO_OPERAND_LOCAL, reg, NULL, false};
}
/* Same register, but not used up by the instruction that reads it. */
static inline ouro_operand ouro__borrowed(ouro_operand x)
{
    if (x.kind == OURO_OPERAND_TEMPORARY)
        x.kind = OURO_OPERAND_LOCAL;
    return x;
}
bool ouro__is_temporary(const ouro_compiler *c, uint32_t reg);

/* Names. */
ouro_operand ouro__emit_load_name(ouro_compiler *c, const ouro_name *name);
/* The operand for a name whose register is known. */
ouro_operand ouro__assigned_local(ouro_compiler *c, const ouro_name *name, uint32_t reg);
void ouro__emit_load_name_into(ouro_compiler *c, const ouro_name *name, uint32_t dest);
void ouro__emit_store_name(ouro_compiler *c, const ouro_name *name, ouro_operand value);
void ouro__emit_delete_name(ouro_compiler *c, const ouro_name *name);
/* The register of a name that is a plain local of a function, or OURO_DISCARD. */
uint32_t ouro__local_register(ouro_compiler *c, const ouro_name *name);
void ouro__forbid_name(ouro_compiler *c, const ouro_name *name, ouro_context context);

/* ---- emit_expr.c ---- */
/* Evaluates; a temporary is the one at the old unit->top, which moves behind it. */
ouro_operand ouro__expr(ouro_compiler *c, ouro_expr *e);
/* The same, safe against assignment expressions in `later`, which is evaluated before the operand is used
 * (NULL: nothing is). */
ouro_operand ouro__expr_before(ouro_compiler *c, ouro_expr *e, const ouro_expr *later);
/* Into `dest`, a local or the temporary at unit->top; unit->top stays. Only the last instruction writes dest.
 */
void ouro__expr_into(ouro_compiler *c, ouro_expr *e, uint32_t dest);
/* Into a fresh temporary, which is pushed. */
uint32_t ouro__expr_push(ouro_compiler *c, ouro_expr *e);
/* Evaluates and drops. */
void ouro__expr_discard(ouro_compiler *c, ouro_expr *e);
/* Place of an operation on o.attr within `span`: when they begin on different lines, at the attribute's name.
 */
ouro_span ouro__attribute_span(ouro_span span, const ouro_expr *e);
const char *ouro__literal_type(ouro_compiler *c,
                               ouro_expr *e); /* name of the type of a display or constant, or NULL */
/* An operand in a register: constants are pushed. */
ouro_operand ouro__in_register(ouro_compiler *c, ouro_operand x);
enum ouro_opcode ouro__binary_opcode(unsigned op);
/* An awaitable's or sub-generator's loop: the iterator is in `reg` (pushed temporary), used up; the result is
 * in reg. */
void ouro__emit_delegation(ouro_compiler *c, uint32_t reg);

/* ---- emit_compare.c ---- */
void ouro__compare_into(ouro_compiler *c, ouro_expr *e, uint32_t dest);
/* Jumps when the truth of e equals `when`. */
void ouro__jump_if(ouro_compiler *c, ouro_expr *e, uint32_t label, bool when);

/* ---- emit_display.c ---- */
enum ouro_sequence_kind { OURO_BUILD_AS_TUPLE, OURO_BUILD_AS_LIST, OURO_BUILD_AS_SET };
void ouro__display_into(ouro_compiler *c, const ouro_expr_list *elts, enum ouro_sequence_kind kind,
                        uint32_t dest);
void ouro__dict_into(ouro_compiler *c, ouro_expr *e, uint32_t dest);
/* A field of an f-string, and a whole one. */
void ouro__formatted_into(ouro_compiler *c, ouro_expr *e, uint32_t dest);
void ouro__joined_into(ouro_compiler *c, ouro_expr *e, uint32_t dest);

/* ---- emit_call.c ---- */
void ouro__call_into(ouro_compiler *c, ouro_expr *e, uint32_t dest);
/* Arguments and keywords of a call whose callable is in register `base`: the call, result to dest. `extra`
 * registers behind base are arguments already. */
void ouro__call_with(ouro_compiler *c, uint32_t base, uint32_t extra, bool method, const ouro_expr_list *args,
                     const ouro_keyword_list *keywords, uint32_t dest);
void ouro__check_keywords(ouro_compiler *c, const ouro_keyword_list *keywords);

/* ---- emit_assign.c ---- */
void ouro__store(ouro_compiler *c, ouro_expr *target, ouro_operand value);
void ouro__delete(ouro_compiler *c, ouro_expr *target);
void ouro__assign_statement(ouro_compiler *c, ouro_stmt *s);
void ouro__augmented_statement(ouro_compiler *c, ouro_stmt *s);
void ouro__annotated_statement(ouro_compiler *c, ouro_stmt *s);

/* ---- emit_stmt.c ---- */
void ouro__statements(ouro_compiler *c, const ouro_stmt_list *list);
void ouro__statement(ouro_compiler *c, ouro_stmt *s);
void ouro__return_operand(ouro_compiler *c, ouro_operand value);

/* ---- emit_flow.c, emit_try.c ---- */
void ouro__if_statement(ouro_compiler *c, ouro_stmt *s);
void ouro__while_statement(ouro_compiler *c, ouro_stmt *s);
void ouro__for_statement(ouro_compiler *c, ouro_stmt *s);
void ouro__async_for_statement(ouro_compiler *c, ouro_stmt *s);
/* The head of a loop: the next item goes to target, or on to `exhausted`. */
void ouro__for_iter(ouro_compiler *c, ouro_expr *target, uint32_t iterator, uint32_t exhausted);
/* Its asynchronous form: the item is awaited into a temporary pushed at iterator + 1; what is raised goes to
 * `ended`. */
void ouro__async_next(ouro_compiler *c, uint32_t iterator, uint32_t ended);
void ouro__break_statement(ouro_compiler *c, ouro_stmt *s);
void ouro__continue_statement(ouro_compiler *c, ouro_stmt *s);
void ouro__return_statement(ouro_compiler *c, ouro_stmt *s);
/* Emits what leaving all blocks above `floor` takes; registers in use stay in use. With keeps_value a value
 * waits at unit->top - 1. unit->handler is then the one around those blocks: the caller puts it back behind
 * its jump. */
void ouro__emit_unwind(ouro_compiler *c, uint32_t floor, bool keeps_value);
ouro_block *ouro__block_push(ouro_compiler *c, enum ouro_block_kind kind, uint32_t reg);
void ouro__block_pop(ouro_compiler *c, enum ouro_block_kind kind);
void ouro__try_statement(ouro_compiler *c, ouro_stmt *s);
void ouro__try_star_statement(ouro_compiler *c, ouro_stmt *s);
void ouro__with_statement(ouro_compiler *c, ouro_stmt *s);
/* The end of a with block: calls __exit__ in register reg without an exception, drops the result. */
void ouro__emit_with_exit(ouro_compiler *c, uint32_t reg, bool is_async);
/* Behind a handler's label: the exception at `reg` becomes the one being handled: saved in reg, exception in
 * reg + 1; both pushed. */
void ouro__begin_handler(ouro_compiler *c, uint32_t reg);
/* The handler of a handler: puts the saved exception in `reg` back and re-raises. */
void ouro__emit_handler_cleanup(ouro_compiler *c, uint32_t label, uint32_t reg, uint32_t depth);

/* ---- emit_function.c, emit_class.c, emit_comprehension.c, emit_match.c ---- */
void ouro__function_statement(ouro_compiler *c, ouro_stmt *s);
void ouro__lambda_into(ouro_compiler *c, ouro_expr *e, uint32_t dest);
/* Makes a function of `code` with the closure that its scope asks for; defaults and so on have been pushed
 * from `first` on as `flags` say. */
void ouro__emit_function(ouro_compiler *c, ouro_object *code, const ouro_scope *scope, unsigned flags,
                         uint32_t first, uint32_t dest);
/* The decorators of a definition, pushed; the first one's register. */
uint32_t ouro__push_decorators(ouro_compiler *c, const ouro_expr_list *list);
/* Applies them to what stands behind them (in `first` when there are none) and stores the result. */
void ouro__finish_definition(ouro_compiler *c, const ouro_expr_list *decorators, const ouro_name *name,
                             ouro_span span, uint32_t first);
void ouro__class_statement(ouro_compiler *c, ouro_stmt *s);
void ouro__comprehension_into(ouro_compiler *c, ouro_expr *e, uint32_t dest);
uint32_t ouro__pattern_names(const ouro_pattern *p); /* how many names it binds */
void ouro__match_statement(ouro_compiler *c, ouro_stmt *s);
/* The docstring of a body (str constant, kept), or NULL. *skip: statements that it takes. */
ouro_object *ouro__docstring(ouro_compiler *c, const ouro_stmt_list *body, uint32_t *skip);
/* Whether a body contains an annotated assignment outside functions and classes. */
bool ouro__finds_annotations(const ouro_stmt_list *body);
bool ouro__in_async_function(const ouro_compiler *c);

/* ---- flow.c ---- */
/* Threads jumps, drops what cannot be reached and the checks of locals that are certainly bound. */
void ouro__flow(ouro_compiler *c, ouro_unit *u);

/* ---- assemble.c ---- */
ouro_object *ouro__assemble(ouro_compiler *c, ouro_unit *u); /* kept */

/* ---- verify.c ---- */
/* Checks the invariants of opcodes.h by walking the code. NULL when they hold; else a text (static or in
 * *buffer). */
const char *ouro__code_verify(const ouro_code *code, char *buffer, size_t size);
/* The same of code that did not come from the compiler as it is: its locals are bound wherever it relies on
 * that. */
const char *ouro__code_verify_bound(const ouro_code *code, char *buffer, size_t size);
/* live[register] <- whether it certainly holds something before the instruction at pc, of code whose
 * instructions are all of the base forms. False: the instruction is never reached, or there was no memory. */
bool ouro__code_live(const ouro_code *code, uint32_t pc, uint8_t *live);

#endif
