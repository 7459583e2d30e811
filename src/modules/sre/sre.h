/* Regular expressions: what the files of _sre share.
 *
 * re's Python part compiles a pattern to a list of opcodes. Those are kept, and when a pattern first meets a subject of 1, 2
 * or 4 bytes a character they are written anew as a pattern of PCRE2's 8-, 16- or 32-bit library (sre_translate.c), never in
 * its Unicode mode: any character is a code unit there, lone surrogates included, and what Unicode says of characters is
 * spelled out in classes. PCRE2 then matches on heap frames, its memory comes from our heap, and callouts in the written
 * pattern let signals in. */
#ifndef OURO_MODULES_SRE_H
#define OURO_MODULES_SRE_H

#include "types/buffer.h"
#include "types/class.h"
#include "types/module_state.h"
#include "types/str_impl.h"

/* ---- opcodes: the numbers of re/_constants.py ---- */

enum {
    SRE_MAGIC = 20220615,
    SRE_CODE_BITS = 32,
};
#define SRE_MAXREPEAT UINT32_MAX

/* clang-format off: rows */
enum sre_opcode {
    SRE_FAILURE,
    SRE_SUCCESS,
    SRE_ANY,
    SRE_ANY_ALL,
    SRE_ASSERT,
    SRE_ASSERT_NOT,
    SRE_AT,
    SRE_BRANCH,
    SRE_CATEGORY,
    SRE_CHARSET,
    SRE_BIGCHARSET,
    SRE_GROUPREF,
    SRE_GROUPREF_EXISTS,
    SRE_IN,
    SRE_INFO,
    SRE_JUMP,
    SRE_LITERAL,
    SRE_MARK,
    SRE_MAX_UNTIL,
    SRE_MIN_UNTIL,
    SRE_NOT_LITERAL,
    SRE_NEGATE,
    SRE_RANGE,
    SRE_REPEAT,
    SRE_REPEAT_ONE,
    SRE_SUBPATTERN,
    SRE_MIN_REPEAT_ONE,
    SRE_ATOMIC_GROUP,
    SRE_POSSESSIVE_REPEAT,
    SRE_POSSESSIVE_REPEAT_ONE,
    SRE_GROUPREF_IGNORE,
    SRE_IN_IGNORE,
    SRE_LITERAL_IGNORE,
    SRE_NOT_LITERAL_IGNORE,
    SRE_GROUPREF_LOC_IGNORE,
    SRE_IN_LOC_IGNORE,
    SRE_LITERAL_LOC_IGNORE,
    SRE_NOT_LITERAL_LOC_IGNORE,
    SRE_GROUPREF_UNI_IGNORE,
    SRE_IN_UNI_IGNORE,
    SRE_LITERAL_UNI_IGNORE,
    SRE_NOT_LITERAL_UNI_IGNORE,
    SRE_RANGE_UNI_IGNORE,
};
/* clang-format on */

enum sre_at {
    SRE_AT_BEGINNING,
    SRE_AT_BEGINNING_LINE,
    SRE_AT_BEGINNING_STRING,
    SRE_AT_BOUNDARY,
    SRE_AT_NON_BOUNDARY,
    SRE_AT_END,
    SRE_AT_END_LINE,
    SRE_AT_END_STRING,
    SRE_AT_LOC_BOUNDARY,
    SRE_AT_LOC_NON_BOUNDARY,
    SRE_AT_UNI_BOUNDARY,
    SRE_AT_UNI_NON_BOUNDARY,
};

enum sre_category {
    SRE_CATEGORY_DIGIT,
    SRE_CATEGORY_NOT_DIGIT,
    SRE_CATEGORY_SPACE,
    SRE_CATEGORY_NOT_SPACE,
    SRE_CATEGORY_WORD,
    SRE_CATEGORY_NOT_WORD,
    SRE_CATEGORY_LINEBREAK,
    SRE_CATEGORY_NOT_LINEBREAK,
    SRE_CATEGORY_LOC_WORD,
    SRE_CATEGORY_LOC_NOT_WORD,
    SRE_CATEGORY_UNI_DIGIT,
    SRE_CATEGORY_UNI_NOT_DIGIT,
    SRE_CATEGORY_UNI_SPACE,
    SRE_CATEGORY_UNI_NOT_SPACE,
    SRE_CATEGORY_UNI_WORD,
    SRE_CATEGORY_UNI_NOT_WORD,
    SRE_CATEGORY_UNI_LINEBREAK,
    SRE_CATEGORY_UNI_NOT_LINEBREAK,
    SRE_CATEGORIES,
};

enum {
    SRE_FLAG_TEMPLATE = 1,
    SRE_FLAG_IGNORECASE = 2,
    SRE_FLAG_LOCALE = 4,
    SRE_FLAG_MULTILINE = 8,
    SRE_FLAG_DOTALL = 16,
    SRE_FLAG_UNICODE = 32,
    SRE_FLAG_VERBOSE = 64,
    SRE_FLAG_DEBUG = 128,
    SRE_FLAG_ASCII = 256,
};

/* ---- the engine's state in a runtime ---- */

/* One of PCRE2's libraries: what we call of it. Patterns, match data and contexts are its own. */
typedef struct sre_library {
    void *handle;
    ouro_runtime *rt;
    int kind;
    bool counts_rounds; /* callouts can keep numbers in the vector of offsets (sre_rounds.c) */
    void *(*general_context_create)(void *(*alloc)(size_t, void *), void (*release)(void *, void *),
                                    void *data);
    void (*general_context_free)(void *);
    void *(*compile_context_create)(void *);
    void (*compile_context_free)(void *);
    int (*set_newline)(void *, uint32_t);
    int (*set_parens_nest_limit)(void *, uint32_t);
    int (*set_compile_recursion_guard)(void *, int (*)(uint32_t, void *), void *);
    void *(*compile)(const void *, size_t, uint32_t, int *, size_t *, void *);
    void (*code_free)(void *);
    void *(*match_context_create)(void *);
    void (*match_context_free)(void *);
    int (*set_match_limit)(void *, uint32_t);
    int (*set_depth_limit)(void *, uint32_t);
    int (*set_heap_limit)(void *, uint32_t);
    int (*set_callout)(void *, int (*)(void *, void *), void *);
    void *(*match_data_create)(uint32_t, void *);
    void (*match_data_free)(void *);
    int (*match)(const void *, const void *, size_t, size_t, uint32_t, void *, void *);
    size_t *(*get_ovector_pointer)(void *);
    const void *(*get_mark)(void *);
    void *general, *counted, *compile_context, *match_context;
    void *
        match_data; /* for the next match, of any pattern with fewer than match_spans groups; NULL: none, or in use */
    uint32_t match_spans; /* what it has room for */
} sre_library;

typedef struct sre_cased {
    uint32_t c, lower;
} sre_cased;

typedef struct sre_state {
    ouro_module_state head;
    ouro_runtime *rt;
    sre_library libraries[3]; /* by kind; handle NULL: not loaded yet */
    sre_cased *cased; /* the characters whose lower case is another one, in order; NULL: not made yet */
    size_t cased_count;
    size_t match_bytes; /* held by all match data */
} sre_state;

/* NULL with MemoryError. */
sre_state *ouro__sre_state(ouro_runtime *rt);
/* Lists s->cased: 0 or -1. */
int ouro__sre_list_cased(sre_state *s);

/* ---- patterns ---- */

/* A pattern written for one library. */
typedef struct sre_compiled {
    void *code;
} sre_compiled;

typedef struct sre_pattern {
    ouro_object head;
    ouro_object *pattern;    /* str, bytes-like or None */
    ouro_object *groupindex; /* dict */
    ouro_object *indexgroup; /* tuple */
    sre_state *state;
    uint32_t *words; /* the opcodes */
    size_t word_count;
    sre_compiled compiled[3];
    uint32_t *close_order; /* groups in the order of their closing brackets; `groups` of them */
    uint32_t groups;
    uint32_t counters; /* groups of the written pattern behind those, which sre_rounds.c counts in */
    uint32_t flags;
    int8_t is_bytes;  /* -1: takes both */
    bool needs_marks; /* which group closed last is known only from marks */
    uint8_t widened;  /* bit per kind: too large for its library; the 32-bit one serves */
} sre_pattern;

/* What an attempt works on. */
typedef struct sre_subject {
    ouro_object *object; /* borrowed */
    ouro_buffer buffer;  /* of bytes-like objects */
    const void *data;
    int kind;
    bool is_bytes;
    int64_t length, pos, endpos; /* pos and endpos clipped */
    uint32_t *wide;              /* owned copy for widened patterns, or NULL */
} sre_subject;

/* Borrows the subject: 0, or -1 with TypeError. */
int ouro__sre_subject_init(ouro_runtime *rt, sre_pattern *p, ouro_object *object, int64_t pos, int64_t endpos,
                           sre_subject *s);
void ouro__sre_subject_done(ouro_runtime *rt, sre_subject *s);
/* The part [start, stop) of the subject; owned. */
ouro_object *ouro__sre_slice(ouro_runtime *rt, const sre_subject *s, int64_t start, int64_t stop);

enum { SRE_SEARCH, SRE_PREFIX, SRE_FULL };
/* Compiles for subjects of a kind, if it is not yet: the kind of the library to use, or -1 with an exception. */
int ouro__sre_prepare(ouro_runtime *rt, sre_pattern *p, int kind);
void ouro__sre_free_compiled(sre_pattern *p);
/* Tries from `start` on; with must_advance an empty match at `start` does not count. 1 with spans[0 .. 2 * groups + 1] (-1:
 * not matched) and *last_index (0: none) set, 0, or -1 with an exception. spans may be NULL. */
int ouro__sre_run(ouro_runtime *rt, sre_pattern *p, sre_subject *s, int64_t start, int how, bool must_advance,
                  int64_t *spans, uint32_t *last_index);

/* Writes the pattern for subjects of `kind`: 0, or -1 with RuntimeError "invalid SRE code" or another exception. Sets
 * *options to PCRE2's options. The first time it also finds p->close_order and p->needs_marks. */
int ouro__sre_translate(ouro_runtime *rt, sre_pattern *p, int kind, ouro_str_builder *out, uint32_t *options);

/* ---- rounds of repetitions (sre_rounds.c) ---- */

/* For the callout in a written pattern: nonzero where the matcher must go back. */
int ouro__sre_round(const sre_library *l, void *callout_block);
/* Writes the callout `what` ('e', 'r' or 's') of a repetition with its counter and its bounds. */
int ouro__sre_put_round(ouro_str_builder *out, char what, uint32_t counter, uint32_t min, uint32_t max);
/* Whether this version of the library lets callouts keep numbers. -1 with MemoryError. */
int ouro__sre_try_rounds(sre_library *l);

/* ---- writing (sre_charset.c, for sre_translate.c) ---- */

typedef struct sre_writer {
    ouro_runtime *rt;
    sre_state *state;
    ouro_str_builder *out;
    int kind;       /* of subjects */
    uint32_t limit; /* their characters are below */
    uint64_t *set;  /* scratch, owned: one bit a character below the limit; NULL at first */
} sre_writer;

/* What an opcode of the LITERAL family, a category, or the set in set[0 .. count - 1] (checked, with FAILURE at its end)
 * matches: as one character or class. 0 or -1. */
int ouro__sre_write_literal(sre_writer *w, enum sre_opcode op, uint32_t c);
int ouro__sre_write_category(sre_writer *w, uint32_t category);
int ouro__sre_write_set(sre_writer *w, enum sre_opcode op, const uint32_t *set, size_t count);
bool ouro__sre_in_category(uint32_t category, uint32_t c);
uint32_t ouro__sre_lower(uint32_t c);
uint32_t ouro__sre_upper(uint32_t c);

/* ---- matches ---- */

typedef struct sre_match {
    ouro_object head;
    ouro_object *string; /* or None */
    ouro_object *pattern;
    ouro_object *regs; /* tuple, made when asked for */
    int64_t pos, endpos;
    uint32_t last_index; /* 0: none */
    uint32_t groups;     /* group 0 included */
    int64_t spans[];     /* 2 a group */
} sre_match;

/* Owned. */
ouro_object *ouro__sre_match_new(ouro_runtime *rt, sre_pattern *p, const sre_subject *s, const int64_t *spans,
                                 uint32_t last_index);

extern const ouro_builtin_type ouro__builtin_sre_pattern, ouro__builtin_sre_match, ouro__builtin_sre_scanner;
ouro_object *ouro__sre_scanner_new(ouro_runtime *rt, sre_pattern *p, ouro_object *string, int64_t pos,
                                   int64_t endpos);

#endif
