/* Code objects. */
#ifndef OURO_COMPILER_CODE_H
#define OURO_COMPILER_CODE_H

#include "types/state.h"

enum ouro_code_flags {                             /* values as CPython's co_flags */
                       OURO_CO_OPTIMIZED = 0x0001, /* locals in registers */
                       OURO_CO_NEWLOCALS = 0x0002,
                       OURO_CO_VARARGS = 0x0004,
                       OURO_CO_VARKEYWORDS = 0x0008,
                       OURO_CO_NESTED = 0x0010,
                       OURO_CO_GENERATOR = 0x0020,
                       OURO_CO_COROUTINE = 0x0080,
                       OURO_CO_ITERABLE_COROUTINE = 0x0100,
                       OURO_CO_ASYNC_GENERATOR = 0x0200,
                       OURO_CO_FUTURE_ANNOTATIONS = 0x1000000,
};

/* While the pc of an instruction is in [start, end), an exception goes to `handler`. The first entry that fits is the innermost.
 * In words from the beginning of the code. */
typedef struct ouro_handler {
    uint32_t start, end, handler;
    uint32_t depth; /* first register to empty; receives the exception */
} ouro_handler;

typedef struct ouro_position {
    int32_t line, end_line;     /* -1: none */
    int32_t column, end_column; /* in UTF-8 bytes; -1: none */
} ouro_position;

/* A container that is never tracked (it cannot be in a cycle). */
typedef struct ouro_code {
    ouro_object head;
    ouro_object *name, *qualname, *filename; /* str */
    ouro_object *constants;                  /* tuple: name_count names, then constants and inner code */
    ouro_object *
        variables; /* tuple of the names of all registers that are locals: as co_varnames, then cells that are not parameters */
    ouro_object *cell_names, *free_names; /* tuples, as co_cellvars, co_freevars */
    ouro_object *docstring;               /* str or NULL */
    uint64_t *instructions;               /* buffer, owned; caches within change */
    uint8_t *positions;                   /* buffer, owned: see ouro__code_position */
    ouro_handler *handlers;               /* buffer, owned, innermost first */
    uint32_t instruction_count;           /* in words */
    uint32_t positions_size, handler_count;
    uint32_t first_line;
    uint32_t flags;
    uint32_t name_count;
    /* of instructions, handlers and positions as they were made, before caches filled */
    uint64_t fingerprint;
    uint16_t register_count; /* locals and temporaries */
    uint16_t local_count;    /* registers that are locals (parameters, variables, cells) */
    uint16_t argument_count; /* positional parameters, positional-only included */
    uint16_t positional_only_count, keyword_only_count;
    /* distinct names stored on the first parameter: a hint for the size of instances */
    uint16_t attribute_stores;
    /* the interpreter's: 0 not known yet; n + 1: a call with n positional arguments needs no binding; else
     * UINT32_MAX */
    uint32_t simple_call;
    uint8_t *
        cell_of_local; /* not NULL: cell_of_local[i] says that local i is a parameter or variable kept in a cell */
} ouro_code;

/* What co_code, co_lines, f_lasti and tb_lasti count in is bytes: so many a word. co_positions has one for each two. */
enum { OURO_CODE_WORD = sizeof(uint64_t), OURO_POSITIONS_OF_WORD = OURO_CODE_WORD / 2 };

/* A code object with all fields empty, for the compiler to fill: owned. */
ouro_code *ouro__code_new(ouro_runtime *rt);
/* Position of the instruction at a word offset. */
ouro_position ouro__code_position(const ouro_code *code, uint32_t pc);
static inline int32_t ouro__code_line(const ouro_code *code, uint32_t pc)
{
    return ouro__code_position(code, pc).line;
}
/* lines[word] <- the line of each word of the instructions. */
void ouro__code_lines(const ouro_code *code, int32_t *lines);
/* The method replace(). */
ouro_object *ouro__code_replace(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                                ouro_object *kwnames);
/* A readable listing (for tests and debugging): str, owned. */
ouro_object *ouro__code_disassemble(ouro_runtime *rt, ouro_code *code);

static inline ouro_object *ouro__constant(const ouro_code *code, unsigned n)
{
    return ((ouro_object **)((char *)code->constants + 16))[n];
}

#endif
