/* From source text to a code object. */
#ifndef OURO_COMPILER_COMPILE_H
#define OURO_COMPILER_COMPILE_H

#include "compiler/code.h"

enum ouro_compile_mode { OURO_COMPILE_EXEC, OURO_COMPILE_EVAL, OURO_COMPILE_SINGLE };

/* Where the compiler's SyntaxWarnings and DeprecationWarnings go (category: their type). Returns 0 to go on, 1 to make the warning a
 * SyntaxError of the same text (the filter says "error"), -1 when an exception is set. */
typedef int (*ouro_compile_warning)(ouro_runtime *rt, void *context, enum ouro_type_id category, const char *message,
                                    ouro_object *filename, uint32_t line);

typedef struct ouro_compile_options {
    enum ouro_compile_mode mode;
    int optimize;      /* as -O: 0, 1 (no asserts), 2 (no docstrings) */
    uint32_t future;   /* flags of enum ouro_code_flags taken over from the caller */
    bool source_is_str; /* text came as a str: UTF-8, no coding cookie */
    bool dont_imply_dedent;
    bool from_file;      /* the text came from a file: encoding errors are worded so */
    ouro_compile_warning warn; /* NULL: the runtime's hook warn_explicit, if there is one */
    void *warn_context;
    bool *incomplete;  /* not NULL: set when the text is a beginning (interactive prompt) */
} ouro_compile_options;

/* Owned code object; NULL with SyntaxError (filename, lineno, offset, text, end_lineno, end_offset set as CPython) or another
 * exception set. filename is a str. */
ouro_object *ouro__compile(ouro_runtime *rt, const char *source, size_t length, ouro_object *filename,
                           const ouro_compile_options *options);

#endif
