/* Tokens, and the tokenizer that cuts them from normalised source text.
 *
 * The tokenizer is one pass over a UTF-8 buffer in which every line ends in '\n' and a NUL follows
 * the last. It keeps no tokens; the caller fetches them one by one. */
#ifndef OURO_SYNTAX_TOKEN_H
#define OURO_SYNTAX_TOKEN_H

#include "syntax/parser.h"

/* X(name, spelling): the spelling is how the error grammar writes the token. */
#define OURO_OPERATOR_TOKENS(X)                                                                              \
    X(LPAR, "(")                                                                                             \
    X(RPAR, ")")                                                                                             \
    X(LSQB, "[")                                                                                             \
    X(RSQB, "]")                                                                                             \
    X(LBRACE, "{")                                                                                           \
    X(RBRACE, "}")                                                                                           \
    X(COLON, ":")                                                                                            \
    X(COMMA, ",")                                                                                            \
    X(SEMI, ";")                                                                                             \
    X(DOT, ".")                                                                                              \
    X(ELLIPSIS, "...")                                                                                       \
    X(ARROW, "->")                                                                                           \
    X(AT, "@")                                                                                               \
    X(TILDE, "~")                                                                                            \
    X(VBAR, "|")                                                                                             \
    X(CIRCUMFLEX, "^")                                                                                       \
    X(AMPER, "&")                                                                                            \
    X(LEFTSHIFT, "<<")                                                                                       \
    X(RIGHTSHIFT, ">>")                                                                                      \
    X(PLUS, "+")                                                                                             \
    X(MINUS, "-")                                                                                            \
    X(STAR, "*")                                                                                             \
    X(SLASH, "/")                                                                                            \
    X(DOUBLESLASH, "//")                                                                                     \
    X(PERCENT, "%")                                                                                          \
    X(DOUBLESTAR, "**")                                                                                      \
    X(EQEQUAL, "==")                                                                                         \
    X(NOTEQUAL, "!=")                                                                                        \
    X(LESS, "<")                                                                                             \
    X(GREATER, ">")                                                                                          \
    X(LESSEQUAL, "<=")                                                                                       \
    X(GREATEREQUAL, ">=")                                                                                    \
    X(COLONEQUAL, ":=")                                                                                      \
    X(EQUAL, "=")                                                                                            \
    X(PLUSEQUAL, "+=")                                                                                       \
    X(MINEQUAL, "-=")                                                                                        \
    X(STAREQUAL, "*=")                                                                                       \
    X(SLASHEQUAL, "/=")                                                                                      \
    X(PERCENTEQUAL, "%=")                                                                                    \
    X(AMPEREQUAL, "&=")                                                                                      \
    X(VBAREQUAL, "|=")                                                                                       \
    X(CIRCUMFLEXEQUAL, "^=")                                                                                 \
    X(LEFTSHIFTEQUAL, "<<=")                                                                                 \
    X(RIGHTSHIFTEQUAL, ">>=")                                                                                \
    X(DOUBLESTAREQUAL, "**=")                                                                                \
    X(DOUBLESLASHEQUAL, "//=")                                                                               \
    X(ATEQUAL, "@=")

#define OURO_KEYWORD_TOKENS(X)                                                                               \
    X(FALSE, "False")                                                                                        \
    X(NONE, "None")                                                                                          \
    X(TRUE, "True")                                                                                          \
    X(AND, "and")                                                                                            \
    X(AS, "as")                                                                                              \
    X(ASSERT, "assert")                                                                                      \
    X(ASYNC, "async")                                                                                        \
    X(AWAIT, "await")                                                                                        \
    X(BREAK, "break")                                                                                        \
    X(CLASS, "class")                                                                                        \
    X(CONTINUE, "continue")                                                                                  \
    X(DEF, "def")                                                                                            \
    X(DEL, "del")                                                                                            \
    X(ELIF, "elif")                                                                                          \
    X(ELSE, "else")                                                                                          \
    X(EXCEPT, "except")                                                                                      \
    X(FINALLY, "finally")                                                                                    \
    X(FOR, "for")                                                                                            \
    X(FROM, "from")                                                                                          \
    X(GLOBAL, "global")                                                                                      \
    X(IF, "if")                                                                                              \
    X(IMPORT, "import")                                                                                      \
    X(IN, "in")                                                                                              \
    X(IS, "is")                                                                                              \
    X(LAMBDA, "lambda")                                                                                      \
    X(NONLOCAL, "nonlocal")                                                                                  \
    X(NOT, "not")                                                                                            \
    X(OR, "or")                                                                                              \
    X(PASS, "pass")                                                                                          \
    X(RAISE, "raise")                                                                                        \
    X(RETURN, "return")                                                                                      \
    X(TRY, "try")                                                                                            \
    X(WHILE, "while")                                                                                        \
    X(WITH, "with")                                                                                          \
    X(YIELD, "yield")

typedef enum token_type {
    TOKEN_ENDMARKER,
    TOKEN_NAME,
    TOKEN_NUMBER,
    TOKEN_STRING,
    TOKEN_NEWLINE,
    TOKEN_INDENT,
    TOKEN_DEDENT,
    TOKEN_ERROR,        /* the tokenizer's `failure` says why */
    TOKEN_TYPE_COMMENT, /* its text is what stands behind "# type: " */
    TOKEN_TYPE_IGNORE,  /* likewise, behind "# type: ignore"; the parser sets it aside */
    TOKEN_OTHER,        /* a lone character that Python has no use for */
#define OURO_TOKEN_ENUMERATOR(name, spelling) TOKEN_##name,
    OURO_OPERATOR_TOKENS(OURO_TOKEN_ENUMERATOR) OURO_KEYWORD_TOKENS(OURO_TOKEN_ENUMERATOR)
#undef OURO_TOKEN_ENUMERATOR
        TOKEN_TYPES
} token_type;

typedef struct ouro_token {
    uint8_t type;
    uint8_t level; /* open brackets behind this token */
    uint32_t line, end_line;
    int32_t column, end_column; /* bytes from 0; -1 where the token has no text */
    const char *start, *end;    /* its text; NULL where it has none */
} ouro_token;

/* Why the tokenizer stopped. Those but the first two get their words and place in syntax_error.c. */
typedef enum token_failure {
    FAILURE_NONE,
    FAILURE_SYNTAX, /* `error` is filled */
    FAILURE_END,    /* the source ended inside a statement */
    FAILURE_DEDENT,
    FAILURE_TABS,
    FAILURE_TOO_DEEP,
    FAILURE_CONTINUATION,
    FAILURE_MEMORY,
    FAILURE_CALLBACK,
} token_failure;

enum { OURO_MAX_INDENT = 100, OURO_MAX_BRACKETS = 200 };

typedef struct ouro_tokenizer {
    const char *source; /* the whole buffer; *end is NUL */
    const char *end;
    const char *cursor;
    const char *start;       /* of the token in work; NULL between tokens */
    const char *line_start;  /* of the line in work */
    const char *shown_start; /* of the lines in work: more than one when a token or a backslash joins them */
    uint32_t line;
    uint32_t first_line; /* the line on which the string in work began */
    const char *first_line_start;
    uint8_t at_line_start;
    uint8_t at_end;      /* the end of the source was reached */
    uint8_t open_at_end; /* by a string without its closing quote */
    uint8_t level;
    uint8_t failure;    /* token_failure */
    uint8_t warnings;   /* whether to give them */
    uint8_t warned;     /* the failure is a warning that the filters make an error */
    uint8_t encoded;    /* the source's encoding was stated: columns count characters, else bytes */
    uint8_t async_def;  /* where async and await are names outside of async functions: within one */
    uint8_t async_body; /* past the first line of it */
    int16_t async_indent;
    int16_t indent;
    int16_t pending; /* INDENT (positive) or DEDENT (negative) tokens to give */
    uint32_t indents[OURO_MAX_INDENT], other_indents[OURO_MAX_INDENT];
    struct {
        char character;
        uint32_t line;
        uint32_t column;
    } brackets[OURO_MAX_BRACKETS];
    /* Where the text of an f-string's expression stands in its file: 0 otherwise. */
    uint32_t starting_line;
    int32_t starting_column;
    const char *warned_to; /* warnings up to here have been given */
    const ouro_parse_input *input;
    ouro_region *region;
    ouro_syntax_error error;
} ouro_tokenizer;

/* `source` as ouro__source_decode makes it. */
void ouro__tokenizer_init(ouro_tokenizer *t, const ouro_parse_input *input, ouro_region *region,
                          const char *source, size_t length);
/* Cuts the next token. TOKEN_ERROR after a failure, TOKEN_ENDMARKER again and again at the end. */
void ouro__tokenizer_next(ouro_tokenizer *t, ouro_token *token);
/* Gives a warning once for each place of the source; 0 to go on, or -1 with `failure` set. */
int ouro__tokenizer_warn(ouro_tokenizer *t, ouro_warning_kind kind, const char *at, uint32_t line,
                         const char *message);

/* Source bytes made ready for the tokenizer: decoded to UTF-8 without mark, lines ended by '\n', the
 * last one too, and a NUL behind. *encoded: a mark, a cookie or the caller said which encoding it is.
 * -1 with *error filled. */
int ouro__source_decode(const ouro_parse_input *in, ouro_region *region, const char **source, size_t *length,
                        bool *encoded, ouro_syntax_error *error);

/* ---- characters (unicode.c) ---- */

/* The code point at `at` (valid UTF-8, before `end`), and its length in *length. */
uint32_t ouro__utf8_decode(const char *at, const char *end, int *length);
int ouro__utf8_encode(uint32_t code, char *into);          /* returns the length; surrogates in three bytes */
size_t ouro__utf8_count(const char *from, const char *to); /* code points between */
/* The first byte that begins no valid UTF-8 sequence, or `end`. *why says what is wrong with it. */
const char *ouro__utf8_check(const char *from, const char *end, const char **why);
bool ouro__is_identifier_start(uint32_t code);
bool ouro__is_identifier_part(uint32_t code);
bool ouro__is_printable(uint32_t code);

/* `length` bytes as text: what is no UTF-8 is replaced by U+FFFD. NULL when refused. */
char *ouro__copy_line(const char *line, size_t length, ouro_region *region);

/* printf into the region; NULL when refused. */
char *ouro__region_printf(ouro_region *region, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
