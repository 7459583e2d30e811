/* From source text to a code object. */
#ifndef OURO_COMPILER_COMPILE_H
#define OURO_COMPILER_COMPILE_H

#include "compiler/code.h"

/* OURO_COMPILE_FUNCTION_TYPE: "(int, str) -> bool", for a tree only. */
enum ouro_compile_mode {
    OURO_COMPILE_EXEC,
    OURO_COMPILE_EVAL,
    OURO_COMPILE_SINGLE,
    OURO_COMPILE_FUNCTION_TYPE,
};

/* Where the compiler's SyntaxWarnings and DeprecationWarnings go (category: their type). Returns 0 to go on, 1 to make the warning a
 * SyntaxError of the same text (the filter says "error"), -1 when an exception is set. */
typedef int (*ouro_compile_warning)(ouro_runtime *rt, void *context, enum ouro_type_id category,
                                    const char *message, ouro_object *filename, uint32_t line);

struct ouro_region;
struct ouro_module_node;
struct ouro_scope;

/* Where a tree comes from or goes to that is no matter of the compiler's. */
typedef struct ouro_compile_tree {
    /* Not NULL: makes the tree in the region, instead of the parser. NULL with an exception. */
    struct ouro_module_node *(*make)(ouro_runtime *rt, void *context, struct ouro_region *region);
    /* Not NULL: its value is the result, instead of code. Owned. */
    ouro_object *(*use)(ouro_runtime *rt, const struct ouro_module_node *tree);
    /* Not NULL: likewise, of the symbol tables; the scope is the module's. */
    ouro_object *(*use_scopes)(ouro_runtime *rt, const struct ouro_scope *module);
    void *context;
} ouro_compile_tree;

typedef struct ouro_compile_options {
    enum ouro_compile_mode mode;
    int optimize;       /* as -O: 0, 1 (no asserts), 2 (no docstrings) */
    uint32_t future;    /* flags of enum ouro_code_flags taken over from the caller */
    bool source_is_str; /* text came as a str: UTF-8, no coding cookie */
    bool dont_imply_dedent;
    bool tell_incomplete;      /* the error of a text that is only a beginning is "incomplete input" */
    bool type_comments;        /* the tree holds "# type: ..." */
    unsigned feature_version;  /* as ouro_parse_input has it */
    bool top_level_await;      /* await, async for, async with outside functions: the code is a coroutine's */
    bool from_file;            /* the text came from a file: encoding errors are worded so */
    ouro_compile_warning warn; /* NULL: the runtime's hook warn_explicit, if there is one */
    void *warn_context;
    const ouro_compile_tree *tree; /* or NULL */
    bool *incomplete;              /* not NULL: set when the text is a beginning (interactive prompt) */
} ouro_compile_options;

/* Owned code object; NULL with SyntaxError (filename, lineno, offset, text, end_lineno, end_offset set as CPython) or another
 * exception set. filename is a str. */
ouro_object *ouro__compile(ouro_runtime *rt, const char *source, size_t length, ouro_object *filename,
                           const ouro_compile_options *options);

#endif
