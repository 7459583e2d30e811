/* What the fields of each instruction are: for the assembler, the listing and the verifier. */
#ifndef OURO_COMPILER_FORMAT_H
#define OURO_COMPILER_FORMAT_H

#include "compiler/opcodes.h"

enum ouro_field {
    OURO_FIELD_NONE = '-',
    OURO_FIELD_DEST = 'd',     /* register that is written */
    OURO_FIELD_READ = 'r',     /* register that is read and kept */
    OURO_FIELD_CONSUMED = 'x', /* register that is read and emptied */
    OURO_FIELD_KILLABLE = 'k', /* A: read, emptied with KILL_A */
    OURO_FIELD_SRC = 's',
    OURO_FIELD_NAME = 'n', /* constant that is a name */
    OURO_FIELD_CONSTANT = 'c',
    OURO_FIELD_CLOSURE = 'f', /* closure cell */
    OURO_FIELD_NUMBER = 'i',
    OURO_FIELD_FIRST = 'w',  /* first register of a range: see ouro__instruction_range */
    OURO_FIELD_OFFSET = 'j', /* of a jump: A 16 bits; B and C together 32 bits */
};

/* Three fields, and a fourth for the word behind: '-', 'j' jump, 'c' constant, 'i' cache or other. */
extern const char ouro__opcode_formats[OURO_OP_COUNT][5];

/* The registers from field 'w' on that an instruction reads and empties, or (UNPACK, CLEAR) writes or
 * empties. */
typedef struct ouro_register_range {
    uint32_t first, count;
} ouro_register_range;
ouro_register_range ouro__instruction_range(uint8_t op, uint8_t flags, uint32_t a, uint32_t b, uint32_t c);
/* How many registers from A on it writes: 1, or 2. 0 when A is no destination. */
unsigned ouro__instruction_results(uint8_t op);

#endif
