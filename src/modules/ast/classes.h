/* The classes of nodes, as a runtime has them from the first time that a tree becomes objects. */
#ifndef OURO_MODULES_AST_CLASSES_H
#define OURO_MODULES_AST_CLASSES_H

#include "modules/ast/nodes.h"
#include "types/module_state.h"

typedef struct ast_class {
    ouro_object *cls;
    ouro_object *fields; /* tuple of interned str */
    ouro_object *single; /* the one instance of a node of an enumeration */
} ast_class;

enum { AST_METHODS = 2 };

typedef struct ast_state {
    ouro_module_state head;
    ouro_object *base;                 /* AST */
    ouro_object *methods[AST_METHODS]; /* its own */
    ouro_object *places;               /* tuple: lineno, col_offset, end_lineno, end_col_offset */
    ouro_object *groups[AST_GROUPS];   /* classes; those of products are in `nodes` */
    ast_class *nodes[AST_GROUPS];      /* buffers, owned: by kind */
    ouro_object *names;                /* tuple: _fields, _attributes, __match_args__, __module__, __doc__ */
} ast_state;

/* Made when it is not there yet: borrowed; NULL with an exception. */
ast_state *ouro__ast_state(ouro_runtime *rt);

#endif
