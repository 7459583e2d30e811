/* The nodes of Python 3.11's abstract grammar and where their fields stand in the structs of syntax/ast.h: one table that
 * makes the classes of the `ast` module and drives the conversions between trees and objects. */
#ifndef OURO_MODULES_AST_NODES_H
#define OURO_MODULES_AST_NODES_H

#include "compiler/tree.h"

/* What a field holds. Those before AST_GROUPS are groups of nodes. */
enum ast_type {
    AST_MOD,
    AST_STMT,
    AST_EXPR,
    AST_EXPR_CONTEXT,
    AST_BOOLOP,
    AST_OPERATOR,
    AST_UNARYOP,
    AST_CMPOP,
    AST_COMPREHENSION,
    AST_EXCEPTHANDLER,
    AST_ARGUMENTS,
    AST_ARG,
    AST_KEYWORD,
    AST_ALIAS,
    AST_WITHITEM,
    AST_MATCH_CASE,
    AST_PATTERN,
    AST_TYPE_IGNORE,
    AST_GROUPS,
    AST_IDENTIFIER = AST_GROUPS, /* const ouro_name * */
    AST_INT,                     /* an integer of `width` bytes */
    AST_STRING, /* of width 1: whether a string had the prefix u; else const ouro_name *, which objects only receive */
    AST_CONSTANT, /* ouro_constant; of width 1: the kind of a None, False or True */
};

enum ast_count { AST_ONE, AST_OPTIONAL, AST_MANY };

enum { AST_NO_PLACE = UINT16_MAX };

typedef struct ast_field {
    const char *name; /* NULL ends a node's array */
    uint8_t type;     /* enum ast_type */
    uint8_t count;    /* enum ast_count */
    uint8_t width;    /* bytes of one value at the place */
    bool holes;       /* a list some of whose items may be None */
    uint16_t place;   /* offset in the node's struct, AST_NO_PLACE: the tree does not keep it */
    uint16_t length;  /* AST_MANY: offset of the uint32_t that counts the items */
} ast_field;

typedef struct ast_node {
    const char *name;
    const ast_field *fields;
} ast_node;

enum ast_form {
    AST_SUM,        /* one of several nodes, told apart by a byte in the struct */
    AST_WRAPPED,    /* a sum of one node: no such byte */
    AST_PRODUCT,    /* a node of its own */
    AST_ENUMERATION /* one of several nodes without fields: the byte is all there is */
};

typedef struct ast_group {
    const char *name;
    const ast_node *nodes; /* by the value of the byte */
    uint16_t count;
    uint8_t form;  /* enum ast_form */
    bool end_none; /* end_lineno and end_col_offset may be left out */
    uint16_t size; /* of the struct */
    uint16_t kind; /* AST_SUM: offset of the byte */
    uint16_t span; /* offset of its ouro_span, or AST_NO_PLACE */
} ast_group;

extern const ast_group ouro__ast_groups[AST_GROUPS];

/* The name of a type in signatures: "expr", "identifier". */
const char *ouro__ast_type_name(unsigned type);

#endif
