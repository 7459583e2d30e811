/* The marshal format: objects as bytes, as CPython writes them, code objects in a form of our own.
 *
 * Reading takes any bytes: what is cut off, damaged or foreign is refused with an exception. Code is read only when it was written
 * for the same instructions and a check sum over all of it fits; whoever can write the sum can write code, so, as with CPython,
 * marshal is for what one has written oneself. */
#ifndef OURO_VM_MARSHAL_H
#define OURO_VM_MARSHAL_H

#include "types/statics.h"

enum { OURO_MARSHAL_VERSION = 4 };

/* Bytes, owned. NULL with ValueError ("unmarshallable object") or MemoryError. Runs no code of a program. */
ouro_object *ouro__marshal_dump(ouro_runtime *rt, ouro_object *o, int64_t version);
/* The object that the bytes begin with: owned. NULL with EOFError, ValueError, TypeError or MemoryError. The bytes must not change
 * meanwhile. */
ouro_object *ouro__marshal_load(ouro_runtime *rt, const uint8_t *data, size_t length);
/* The same for the user's own cache files: what is damaged is refused, but code whose check sum fits is not verified
 * instruction by instruction (whoever can write there can change the program's source, too). */
ouro_object *ouro__marshal_load_own(ouro_runtime *rt, const uint8_t *data, size_t length);
/* The same from the file's read method, which is asked for no more than the object takes. */
ouro_object *ouro__marshal_load_file(ouro_runtime *rt, ouro_object *file);

/* What the two sides share. */
enum ouro__marshal_type {
    OURO_MARSHAL_NULL = '0',
    OURO_MARSHAL_NONE = 'N',
    OURO_MARSHAL_FALSE = 'F',
    OURO_MARSHAL_TRUE = 'T',
    OURO_MARSHAL_STOP_ITERATION = 'S',
    OURO_MARSHAL_ELLIPSIS = '.',
    OURO_MARSHAL_INT = 'i',   /* 32 bits */
    OURO_MARSHAL_INT64 = 'I', /* read alone */
    OURO_MARSHAL_LONG = 'l',  /* digits of 15 bits; their number has the sign */
    OURO_MARSHAL_FLOAT_TEXT = 'f',
    OURO_MARSHAL_FLOAT = 'g',
    OURO_MARSHAL_COMPLEX_TEXT = 'x',
    OURO_MARSHAL_COMPLEX = 'y',
    OURO_MARSHAL_BYTES = 's',
    OURO_MARSHAL_STR = 'u', /* UTF-8 with lone surrogates */
    OURO_MARSHAL_STR_INTERNED = 't',
    OURO_MARSHAL_ASCII = 'a',
    OURO_MARSHAL_ASCII_INTERNED = 'A',
    OURO_MARSHAL_SHORT_ASCII = 'z', /* length in one byte */
    OURO_MARSHAL_SHORT_ASCII_INTERNED = 'Z',
    OURO_MARSHAL_TUPLE = '(',
    OURO_MARSHAL_SMALL_TUPLE = ')', /* length in one byte */
    OURO_MARSHAL_LIST = '[',
    OURO_MARSHAL_DICT = '{', /* pairs up to NULL */
    OURO_MARSHAL_SET = '<',
    OURO_MARSHAL_FROZENSET = '>',
    OURO_MARSHAL_CODE = 'c',
    OURO_MARSHAL_REFERENCE = 'r', /* number of an object flagged earlier */
    OURO_MARSHAL_FLAG = 0x80,     /* the object gets the next number */
};

enum { OURO_MARSHAL_DEPTH_MAX = 2000, OURO_MARSHAL_DIGIT_BITS = 15 };

/* Code that is in no other code begins with the magic number (32 bits), the length of its body (32) and the sum of that (64). The
 * body is the numbers of a code object, in this order, its objects and its buffers; code in it is nothing but another body. */
#define OURO_MARSHAL_CODE_NUMBERS(X)                                                                         \
    X(first_line)                                                                                            \
    X(flags)                                                                                                 \
    X(name_count)                                                                                            \
    X(register_count)                                                                                        \
    X(local_count)                                                                                           \
    X(argument_count)                                                                                        \
    X(positional_only_count)                                                                                 \
    X(keyword_only_count)                                                                                    \
    X(attribute_stores)                                                                                      \
    X(instruction_count)                                                                                     \
    X(positions_size)                                                                                        \
    X(handler_count)
#define OURO_MARSHAL_CODE_OBJECTS(X)                                                                         \
    X(name)                                                                                                  \
    X(qualname)                                                                                              \
    X(filename)                                                                                              \
    X(constants)                                                                                             \
    X(variables)                                                                                             \
    X(cell_names)                                                                                            \
    X(free_names)

/* Says which instructions code is made of: another number, another interpreter. */
uint32_t ouro__marshal_code_magic(ouro_runtime *rt);
#define OURO_MARSHAL_SUM_START UINT64_C(0xcbf29ce484222325)
/* A sum of more bytes; the same only when they come in the same pieces. */
uint64_t ouro__marshal_sum(uint64_t sum, const void *data, size_t length);

#endif
