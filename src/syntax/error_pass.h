/* The second pass: what its files share. See docs/syntax.md.
 *
 * error_grammar.c holds the grammar as text, grammar_reader.c makes tables of it, error_pass.c runs
 * them over the tokens, error_actions.c says what each mistake is called. All of it happens after an
 * error only, so it is written for fidelity, not for speed. */
#ifndef OURO_SYNTAX_ERROR_PASS_H
#define OURO_SYNTAX_ERROR_PASS_H

#include "syntax/parser_internal.h"

extern const char ouro__error_grammar[];

/* What a piece of the source turned out to be. */
typedef enum piece_kind {
    PIECE_OTHER,
    PIECE_TOKEN,
    PIECE_SEQUENCE, /* of x*, x+ and s.x+ */
    PIECE_NAME,
    PIECE_NUMBER,
    PIECE_STRINGS,
    PIECE_FSTRING,
    PIECE_CONSTANT, /* True, False, None, ... */
    PIECE_ARGS,
    PIECE_ATTRIBUTE,
    PIECE_AWAIT,
    PIECE_CALL,
    PIECE_CLAUSE,
    PIECE_COMPARE,
    PIECE_DICT,
    PIECE_DICTCOMP,
    PIECE_DOUBLESTARRED,
    PIECE_GENERATOREXP,
    PIECE_IFEXP,
    PIECE_KEYWORD,
    PIECE_LAMBDA,
    PIECE_LIST,
    PIECE_LISTCOMP,
    PIECE_NAMEDEXPR,
    PIECE_OPERATION,
    PIECE_SET,
    PIECE_SETCOMP,
    PIECE_STARRED,
    PIECE_SUBSCRIPT,
    PIECE_TUPLE,
    PIECE_YIELD,
} piece_kind;

typedef struct piece {
    uint8_t kind;
    uint32_t first, end; /* tokens first..end-1 */
    uint32_t count;
    struct piece *items[]; /* NULL for what is absent, and for lookaheads */
} piece;

/* ---- the grammar as tables ---- */

struct error_pass;
/* Looks at the pieces of an alternative that fitted, and raises or not. Returns whether it still fits. */
typedef bool (*error_action)(struct error_pass *x, piece *const *pieces);

typedef enum item_kind { ITEM_TOKEN, ITEM_WORD, ITEM_SOFT_KEYWORD, ITEM_RULE, ITEM_CUT } item_kind;

typedef struct grammar_item {
    uint8_t kind;      /* item_kind */
    char look;         /* '&' or '!', or 0 */
    bool forced;       /* its absence is an error at once */
    char repeat;       /* '?', '*', '+', or 0 */
    uint8_t separator; /* a token type; 0: none */
    uint16_t value;    /* token type or rule */
    const char *word;  /* of ITEM_WORD, and the spelling of a forced token */
    uint32_t word_length;
} grammar_item;

typedef struct grammar_alternative {
    grammar_item *items;
    uint32_t count;
    int select;          /* pass on this piece; -1: none */
    int make;            /* a piece_kind; -1: none */
    error_action action; /* or NULL */
    bool grows;          /* begins with the rule itself */
} grammar_alternative;

typedef struct grammar_rule {
    const char *name;
    uint32_t name_length;
    grammar_alternative *alternatives;
    uint32_t count;
    bool invalid;    /* only when mistakes are looked for */
    bool remembered; /* whether they are or not */
    bool grows;
    bool group; /* nameless: not remembered */
} grammar_rule;

typedef struct grammar {
    grammar_rule *rules;
    uint32_t count;
} grammar;

/* Reads ouro__error_grammar into the region; false when memory is refused. */
bool ouro__grammar_read(ouro_region *region, grammar *g);
int ouro__grammar_find(const grammar *g, const char *name);
/* The action of this name; NULL for none. */
error_action ouro__error_action_named(const char *name, size_t length);

/* ---- running it ---- */

typedef struct remembered {
    struct remembered *next;
    uint32_t key; /* rule, and whether mistakes are looked for */
    uint32_t end; /* 0: it does not fit */
    piece *result;
} remembered;

typedef struct error_pass {
    ouro_parser *p; /* its tokens are all kept, from the first */
    grammar grammar;
    uint32_t mark; /* the token to look at */
    bool invalid;  /* mistakes are looked for */
    int without_invalid;
    remembered **memory; /* for each token */
    uint32_t memory_capacity;
} error_pass;

static inline bool stopped(const error_pass *x)
{
    return x->p->described || x->p->fatal;
}

/* ---- raising (syntax_error.c); each does nothing when an error has been raised already ---- */

void ouro__raise_known(ouro_parser *p, ouro_error_kind kind, uint32_t line, int32_t column, uint32_t end_line,
                       int32_t end_column, const char *message);   /* columns: bytes from 0, -1: none */
void ouro__raise_indentation(ouro_parser *p, const char *message); /* at the last token fetched */
void ouro__raise_from(ouro_parser *p, const ouro_token *first, const char *message); /* up to the cursor */
void ouro__raise_unclosed(ouro_parser *p);
void ouro__raise_tokenizer(ouro_parser *p); /* the tokenizer's failure */

#endif
