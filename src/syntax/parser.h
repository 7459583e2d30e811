/* Source text in, syntax tree out: the door of src/syntax/.
 *
 * The parser reads bytes, allocates in the caller's region alone, and keeps nothing afterwards. It
 * accepts what CPython 3.11's parser accepts, and refuses the rest with the same message and place.
 * Errors that need a symbol table ('return' outside function, ...) are the compiler's. */
#ifndef OURO_SYNTAX_PARSER_H
#define OURO_SYNTAX_PARSER_H

#include "heap/region.h"
#include "syntax/ast.h"

typedef enum ouro_parse_mode {
    OURO_PARSE_EXEC,          /* a file: Module */
    OURO_PARSE_EVAL,          /* one expression: Expression */
    OURO_PARSE_SINGLE,        /* one interactive statement: Interactive */
    OURO_PARSE_FUNCTION_TYPE, /* the types of a function's comment, "(int, *str) -> bool": FunctionType */
} ouro_parse_mode;

enum {
    /* The source is known to be UTF-8 (a str given to compile()): a coding cookie is ignored. */
    OURO_PARSE_IGNORE_COOKIE = 1 << 0,
    /* The source came from a file: encoding errors are worded as CPython words them for files. */
    OURO_PARSE_FROM_FILE = 1 << 1,
    /* A prompt or codeop: what ends too early is OURO_PARSE_INCOMPLETE, not an error. */
    OURO_PARSE_ALLOW_INCOMPLETE = 1 << 2,
    /* codeop's: the end of the source closes no block that lacks its final newline. */
    OURO_PARSE_DONT_IMPLY_DEDENT = 1 << 3,
    /* With OURO_PARSE_ALLOW_INCOMPLETE: *error is then "incomplete input" at the last token. */
    OURO_PARSE_TELL_INCOMPLETE = 1 << 5,
    /* "# type: ..." belongs to the tree, and is an error where it says nothing. */
    OURO_PARSE_TYPE_COMMENTS = 1 << 6,
    /* `from __future__ import barry_as_FLUFL`. (annotations changes nothing for the parser.) */
    OURO_PARSE_BARRY_AS_BDFL = 1 << 4,
};

typedef enum ouro_parse_status {
    OURO_PARSE_OK = 0,
    OURO_PARSE_FAILED = -1,    /* *error says what */
    OURO_PARSE_INCOMPLETE = 1, /* only with OURO_PARSE_ALLOW_INCOMPLETE; *error is what it would be */
} ouro_parse_status;

typedef enum ouro_warning_kind { OURO_DEPRECATION_WARNING, OURO_SYNTAX_WARNING } ouro_warning_kind;

/* Returns 0 to go on, 1 to make the warning a SyntaxError of the same message (the filter says
 * "error"), -1 to fail with error kind OURO_ERROR_CALLBACK (the callback keeps its own exception). */
typedef int (*ouro_warning_function)(void *context, ouro_warning_kind kind, const char *message,
                                     uint32_t line);

typedef struct ouro_parse_input {
    const char *source; /* borrowed; need not end in NUL or newline */
    size_t length;
    const char *filename; /* UTF-8, only for messages that name it; NULL: "<string>" */
    ouro_parse_mode mode;
    unsigned flags;           /* OURO_PARSE_... */
    unsigned feature_version; /* n + 1: what is newer than Python 3.n is an error; 0: nothing is */
    const void *stack_limit;  /* lowest address that the C stack may reach; NULL: 512 KiB below now */
    /* of a decimal int, as sys.set_int_max_str_digits has it; 0: 4300; UINT32_MAX: no limit */
    uint32_t most_digits;
    ouro_warning_function warn; /* or NULL: warnings are dropped */
    void *warn_context;
    /* Makes UTF-8 (in the region) of a source in an encoding that the parser does not know: NULL with *message, what is wrong, or
     * without, when the caller knows. Or NULL: such a source is refused. */
    const char *(*decode)(void *context, ouro_region *region, const char *encoding, const char *bytes,
                          size_t length, size_t *decoded, const char **message);
    void *decode_context;
} ouro_parse_input;

typedef enum ouro_error_kind {
    OURO_ERROR_NONE,
    OURO_ERROR_SYNTAX,
    OURO_ERROR_INDENTATION,
    OURO_ERROR_TAB,
    OURO_ERROR_MEMORY,    /* the region was refused memory, or the source nests too deeply */
    OURO_ERROR_RECURSION, /* reserved for the tree's walkers */
    OURO_ERROR_VALUE,     /* a NUL byte in a string given to compile(): plain ValueError, no place */
    OURO_ERROR_CALLBACK,  /* the warning callback failed */
} ouro_error_kind;

/* The strings live in the region. */
typedef struct ouro_syntax_error {
    ouro_error_kind kind;
    const char *message;
    uint32_t line, column;         /* SyntaxError.lineno and .offset: characters from 1; 0: none */
    uint32_t end_line, end_column; /* SyntaxError.end_lineno and .end_offset */
    const char *text;              /* the line of source with its newline, UTF-8, or NULL: none */
    bool whole;                    /* the source cannot be read at all: it has no place */
} ouro_syntax_error;

/* Parses `in` into `region`. On OURO_PARSE_OK, *out is the tree; otherwise *error is filled (its
 * strings in the region, or static where memory was refused). The caller clears the region. */
int ouro__parse(const ouro_parse_input *in, ouro_region *region, ouro_module_node **out,
                ouro_syntax_error *error);

/* A root for a tree that is not parsed: its names are to be interned with ouro__syntax_intern. NULL when the
 * region refuses. */
ouro_module_node *ouro__syntax_new_root(ouro_region *region);

/* The name of these UTF-8 bytes, interned with those of `module`'s parse (for names that the compiler
 * adds: "__class__", a mangled name). NULL when the region refuses. */
const ouro_name *ouro__syntax_intern(ouro_module_node *module, ouro_region *region, const char *bytes,
                                     size_t length);

/* The tree as ast.dump(tree, include_attributes=`attributes`) prints it, NUL-terminated, in the
 * region; NULL when refused or when the tree is too deep for the stack. */
char *ouro__ast_dump(const ouro_module_node *module, bool attributes, ouro_region *region,
                     const void *stack_limit, size_t *length);

/* Fills the place of a syntax error that the compiler finds at `span` of this source: the text of
 * the line, and columns as characters from 1. */
void ouro__syntax_error_at(const ouro_parse_input *in, ouro_region *region, ouro_span span,
                           const char *message, ouro_syntax_error *error);

#endif
