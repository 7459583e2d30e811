/* The syntax tree: C structs that mirror the nodes and fields of Python's `ast` module.
 *
 * Everything lives in one region and dies with it; nothing here is a Python object. Nodes are tagged
 * unions: read `kind`, then the member of the same name. Sequences are {items, count}; an absent
 * optional child is NULL. Names are interned per parse: equal names are equal pointers. */
#ifndef OURO_SYNTAX_AST_H
#define OURO_SYNTAX_AST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct ouro_expr ouro_expr;
typedef struct ouro_stmt ouro_stmt;
typedef struct ouro_pattern ouro_pattern;

/* An identifier, or the dotted name of an import; NFKC-normalised UTF-8, NUL-terminated.
 * Interned: two names of one parse are equal exactly when their pointers are. */
typedef struct ouro_name {
    uint32_t length; /* in bytes */
    uint32_t hash;
    uint32_t symbol; /* 0; free for the compiler's use */
    char bytes[];
} ouro_name;

/* Lines count from 1, columns are UTF-8 bytes from 0; the end is exclusive. As in `ast`. */
typedef struct ouro_span {
    uint32_t line, column;
    uint32_t end_line, end_column;
} ouro_span;

#define OURO_SYNTAX_LIST(name, element)                                                                      \
    typedef struct name {                                                                                    \
        element *items;                                                                                      \
        uint32_t count;                                                                                      \
    } name

OURO_SYNTAX_LIST(ouro_expr_list, ouro_expr *);
OURO_SYNTAX_LIST(ouro_stmt_list, ouro_stmt *);
OURO_SYNTAX_LIST(ouro_pattern_list, ouro_pattern *);
OURO_SYNTAX_LIST(ouro_name_list, const ouro_name *);

/* ---- expressions ---- */

typedef enum ouro_context { OURO_AST_LOAD, OURO_AST_STORE, OURO_AST_DEL } ouro_context;

typedef enum ouro_binary_operator {
    OURO_AST_ADD,
    OURO_AST_SUB,
    OURO_AST_MULT,
    OURO_AST_MATMULT,
    OURO_AST_DIV,
    OURO_AST_MOD,
    OURO_AST_POW,
    OURO_AST_LSHIFT,
    OURO_AST_RSHIFT,
    OURO_AST_BITOR,
    OURO_AST_BITXOR,
    OURO_AST_BITAND,
    OURO_AST_FLOORDIV,
} ouro_binary_operator;

typedef enum ouro_unary_operator {
    OURO_AST_INVERT,
    OURO_AST_NOT,
    OURO_AST_UADD,
    OURO_AST_USUB
} ouro_unary_operator;

typedef enum ouro_bool_operator { OURO_AST_AND, OURO_AST_OR } ouro_bool_operator;

typedef enum ouro_compare_operator {
    OURO_AST_EQ,
    OURO_AST_NOTEQ,
    OURO_AST_LT,
    OURO_AST_LTE,
    OURO_AST_GT,
    OURO_AST_GTE,
    OURO_AST_IS,
    OURO_AST_ISNOT,
    OURO_AST_IN,
    OURO_AST_NOTIN,
} ouro_compare_operator;

typedef enum ouro_constant_kind {
    OURO_CONSTANT_NONE,
    OURO_CONSTANT_FALSE,
    OURO_CONSTANT_TRUE,
    OURO_CONSTANT_ELLIPSIS,
    OURO_CONSTANT_INT,       /* `bytes`: digits without prefix or underscores, in `base` */
    OURO_CONSTANT_FLOAT,     /* `bytes`: the literal without underscores, as strtod reads it */
    OURO_CONSTANT_IMAGINARY, /* likewise, without the j */
    OURO_CONSTANT_STRING,    /* `bytes`: UTF-8; lone surrogates in three bytes */
    OURO_CONSTANT_BYTES,
} ouro_constant_kind;

/* `bytes` is NUL-terminated for convenience, but may hold NULs before its end. */
typedef struct ouro_constant {
    uint8_t kind; /* ouro_constant_kind */
    uint8_t base; /* of an int: 2, 8, 10 or 16 */
    bool has_u;   /* a string whose first literal has the u prefix: kind='u' in `ast` */
    bool ascii;   /* a string of ASCII only */
    const char *bytes;
    size_t length;
} ouro_constant;

typedef enum ouro_expr_kind {
    OURO_AST_BOOLOP,
    OURO_AST_NAMEDEXPR,
    OURO_AST_BINOP,
    OURO_AST_UNARYOP,
    OURO_AST_LAMBDA,
    OURO_AST_IFEXP,
    OURO_AST_DICT,
    OURO_AST_SET,
    OURO_AST_LISTCOMP,
    OURO_AST_SETCOMP,
    OURO_AST_DICTCOMP,
    OURO_AST_GENERATOREXP,
    OURO_AST_AWAIT,
    OURO_AST_YIELD,
    OURO_AST_YIELDFROM,
    OURO_AST_COMPARE,
    OURO_AST_CALL,
    OURO_AST_FORMATTEDVALUE,
    OURO_AST_JOINEDSTR,
    OURO_CONSTANT,
    OURO_AST_ATTRIBUTE,
    OURO_AST_SUBSCRIPT,
    OURO_AST_STARRED,
    OURO_AST_NAME,
    OURO_AST_LIST,
    OURO_AST_TUPLE,
    OURO_AST_SLICE,
} ouro_expr_kind;

typedef struct ouro_comprehension {
    ouro_expr *target; /* Store */
    ouro_expr *iter;
    ouro_expr_list ifs;
    bool is_async;
} ouro_comprehension;
OURO_SYNTAX_LIST(ouro_comprehension_list, ouro_comprehension *);

typedef struct ouro_keyword {
    ouro_span span;
    const ouro_name *arg; /* NULL for **value */
    ouro_expr *value;
} ouro_keyword;
OURO_SYNTAX_LIST(ouro_keyword_list, ouro_keyword *);

typedef struct ouro_arg {
    ouro_span span;
    const ouro_name *arg;
    ouro_expr *annotation;         /* or NULL */
    const ouro_name *type_comment; /* here and below: what stands behind "# type: ", or NULL */
} ouro_arg;
OURO_SYNTAX_LIST(ouro_arg_list, ouro_arg *);

typedef struct ouro_arguments {
    ouro_arg_list posonlyargs, args, kwonlyargs;
    ouro_arg *vararg, *kwarg;   /* or NULL */
    ouro_expr_list kw_defaults; /* as long as kwonlyargs; NULL where there is no default */
    ouro_expr_list defaults;    /* of the last posonlyargs and args */
} ouro_arguments;

struct ouro_expr {
    uint8_t kind;    /* ouro_expr_kind */
    uint8_t context; /* ouro_context: Attribute, Subscript, Starred, Name, List, Tuple */
    uint8_t op;      /* BoolOp, BinOp, UnaryOp: the operator's enum */
    uint8_t mark;    /* 0; free for the compiler's use */
    ouro_span span;
    union {
        struct {
            ouro_expr_list values;
        } boolop, joinedstr;
        struct {
            ouro_expr *target, *value;
        } namedexpr;
        struct {
            ouro_expr *left, *right;
        } binop;
        struct {
            ouro_expr *operand;
        } unaryop;
        struct {
            ouro_arguments *args;
            ouro_expr *body;
        } lambda;
        struct {
            ouro_expr *test, *body, *orelse;
        } ifexp;
        struct {
            ouro_expr **keys; /* `count` of them; NULL for **value */
            ouro_expr **values;
            uint32_t count;
        } dict;
        struct {
            ouro_expr_list elts;
        } set, list, tuple;
        struct {
            ouro_expr *elt;
            ouro_comprehension_list generators;
        } listcomp, setcomp, generatorexp;
        struct {
            ouro_expr *key, *value;
            ouro_comprehension_list generators;
        } dictcomp;
        struct {
            ouro_expr *value; /* Yield: or NULL */
        } await, yield, yieldfrom, starred;
        struct {
            ouro_expr *left;
            uint8_t *ops; /* ouro_compare_operator, one for each comparator */
            ouro_expr_list comparators;
        } compare;
        struct {
            ouro_expr *func;
            ouro_expr_list args; /* in order, Starred among them */
            ouro_keyword_list keywords;
        } call;
        struct {
            ouro_expr *value;
            ouro_expr *format_spec; /* JoinedStr or NULL */
            int conversion;         /* 's', 'r', 'a', or -1 */
        } formattedvalue;
        ouro_constant constant;
        struct {
            ouro_expr *value;
            const ouro_name *attr;
        } attribute;
        struct {
            ouro_expr *value, *slice;
        } subscript;
        struct {
            const ouro_name *id;
        } name;
        struct {
            ouro_expr *lower, *upper, *step; /* each or NULL */
        } slice;
    };
};

/* ---- patterns ---- */

typedef enum ouro_pattern_kind {
    OURO_AST_MATCHVALUE,
    OURO_AST_MATCHSINGLETON,
    OURO_AST_MATCHSEQUENCE,
    OURO_AST_MATCHMAPPING,
    OURO_AST_MATCHCLASS,
    OURO_AST_MATCHSTAR,
    OURO_AST_MATCHAS,
    OURO_AST_MATCHOR,
} ouro_pattern_kind;

struct ouro_pattern {
    uint8_t kind; /* ouro_pattern_kind */
    ouro_span span;
    union {
        struct {
            ouro_expr *value;
        } matchvalue;
        struct {
            uint8_t value; /* ouro_constant_kind: NONE, FALSE or TRUE */
        } matchsingleton;
        struct {
            ouro_pattern_list patterns;
        } matchsequence, matchor;
        struct {
            ouro_expr_list keys;
            ouro_pattern_list patterns;
            const ouro_name *rest; /* or NULL */
        } matchmapping;
        struct {
            ouro_expr *cls;
            ouro_pattern_list patterns;
            ouro_name_list kwd_attrs;
            ouro_pattern_list kwd_patterns;
        } matchclass;
        struct {
            const ouro_name *name; /* NULL for *_ */
        } matchstar;
        struct {
            ouro_pattern *pattern; /* or NULL */
            const ouro_name *name; /* NULL for _ */
        } matchas;
    };
};

typedef struct ouro_match_case {
    ouro_pattern *pattern;
    ouro_expr *guard; /* or NULL */
    ouro_stmt_list body;
} ouro_match_case;
OURO_SYNTAX_LIST(ouro_match_case_list, ouro_match_case *);

/* ---- statements ---- */

typedef struct ouro_alias {
    ouro_span span;
    const ouro_name *name;   /* dotted in `import a.b`; "*" in `from m import *` */
    const ouro_name *asname; /* or NULL */
} ouro_alias;
OURO_SYNTAX_LIST(ouro_alias_list, ouro_alias *);

typedef struct ouro_withitem {
    ouro_expr *context_expr;
    ouro_expr *optional_vars; /* Store, or NULL */
} ouro_withitem;
OURO_SYNTAX_LIST(ouro_withitem_list, ouro_withitem *);

typedef struct ouro_excepthandler {
    ouro_span span;
    ouro_expr *type;       /* or NULL */
    const ouro_name *name; /* or NULL */
    ouro_stmt_list body;
} ouro_excepthandler;
OURO_SYNTAX_LIST(ouro_excepthandler_list, ouro_excepthandler *);

typedef enum ouro_stmt_kind {
    OURO_AST_FUNCTIONDEF,
    OURO_AST_ASYNCFUNCTIONDEF,
    OURO_AST_CLASSDEF,
    OURO_AST_RETURN,
    OURO_AST_DELETE,
    OURO_AST_ASSIGN,
    OURO_AST_AUGASSIGN,
    OURO_AST_ANNASSIGN,
    OURO_AST_FOR,
    OURO_AST_ASYNCFOR,
    OURO_AST_WHILE,
    OURO_AST_IF,
    OURO_AST_WITH,
    OURO_AST_ASYNCWITH,
    OURO_AST_MATCH,
    OURO_AST_RAISE,
    OURO_AST_TRY,
    OURO_AST_TRYSTAR,
    OURO_AST_ASSERT,
    OURO_AST_IMPORT,
    OURO_AST_IMPORTFROM,
    OURO_AST_GLOBAL,
    OURO_AST_NONLOCAL,
    OURO_AST_EXPR,
    OURO_AST_PASS,
    OURO_AST_BREAK,
    OURO_AST_CONTINUE,
} ouro_stmt_kind;

struct ouro_stmt {
    uint8_t kind; /* ouro_stmt_kind */
    uint8_t op;   /* AugAssign: ouro_binary_operator */
    ouro_span span;
    union {
        struct {
            const ouro_name *name;
            ouro_arguments *args;
            ouro_stmt_list body;
            ouro_expr_list decorator_list;
            ouro_expr *returns; /* or NULL */
            const ouro_name *type_comment;
        } functiondef; /* AsyncFunctionDef too */
        struct {
            const ouro_name *name;
            ouro_expr_list bases;
            ouro_keyword_list keywords;
            ouro_stmt_list body;
            ouro_expr_list decorator_list;
        } classdef;
        struct {
            ouro_expr *value; /* Return: or NULL */
        } ret, expr;
        struct {
            ouro_expr_list targets;
        } delete_;
        struct {
            ouro_expr_list targets;
            ouro_expr *value;
            const ouro_name *type_comment;
        } assign;
        struct {
            ouro_expr *target, *value;
        } augassign;
        struct {
            ouro_expr *target, *annotation;
            ouro_expr *value; /* or NULL */
            bool simple;      /* the target is a name without parentheses */
        } annassign;
        struct {
            ouro_expr *target, *iter;
            ouro_stmt_list body, orelse;
            const ouro_name *type_comment;
        } for_; /* AsyncFor too */
        struct {
            ouro_expr *test;
            ouro_stmt_list body, orelse; /* an elif is an If alone in orelse */
        } while_, if_;
        struct {
            ouro_withitem_list items;
            ouro_stmt_list body;
            const ouro_name *type_comment;
        } with; /* AsyncWith too */
        struct {
            ouro_expr *subject;
            ouro_match_case_list cases;
        } match;
        struct {
            ouro_expr *exc, *cause; /* each or NULL */
        } raise;
        struct {
            ouro_stmt_list body;
            ouro_excepthandler_list handlers;
            ouro_stmt_list orelse, finalbody;
        } try_; /* TryStar too */
        struct {
            ouro_expr *test;
            ouro_expr *msg; /* or NULL */
        } assert_;
        struct {
            ouro_alias_list names;
        } import;
        struct {
            const ouro_name *module; /* or NULL */
            ouro_alias_list names;
            uint32_t level;
        } importfrom;
        struct {
            ouro_name_list names;
        } global; /* Nonlocal too */
    };
};

/* ---- the root ---- */

typedef enum ouro_module_kind {
    OURO_AST_MODULE,
    OURO_AST_INTERACTIVE,
    OURO_AST_EXPRESSION,
    OURO_AST_FUNCTIONTYPE,
} ouro_module_kind;

/* A comment "# type: ignore" and what follows it. */
typedef struct ouro_type_ignore {
    uint32_t line;
    const ouro_name *tag;
} ouro_type_ignore;

OURO_SYNTAX_LIST(ouro_type_ignore_list, ouro_type_ignore *);

typedef struct ouro_module_node {
    uint8_t kind;                       /* ouro_module_kind */
    ouro_stmt_list body;                /* Module, Interactive */
    ouro_expr *expr;                    /* Expression; the result's type of a FunctionType */
    ouro_expr_list argtypes;            /* FunctionType */
    ouro_type_ignore_list type_ignores; /* Module */
    struct ouro_name_table *names;      /* every name of the parse: see ouro__syntax_intern */
} ouro_module_node;

#endif
