/* Symbol tables: what each name means in each scope of a tree. */
#ifndef OURO_COMPILER_SYMTABLE_H
#define OURO_COMPILER_SYMTABLE_H

#include "compiler/pointer_map.h"
#include "compiler/tree.h"

struct ouro_compiler;

/* How a name is used in a scope, gathered while the tree is walked. */
enum {
    OURO_DEF_GLOBAL = 1 << 0, /* global statement */
    OURO_DEF_LOCAL = 1 << 1,  /* assigned */
    OURO_DEF_PARAM = 1 << 2,
    OURO_DEF_NONLOCAL = 1 << 3,
    OURO_DEF_USE = 1 << 4,
    OURO_DEF_FREE_CLASS = 1 << 5, /* bound in a class scope, and passed through it to inner functions */
    OURO_DEF_IMPORT = 1 << 6,
    OURO_DEF_ANNOT = 1 << 7,
    OURO_DEF_COMP_ITER = 1 << 8, /* iteration variable of a comprehension */
    OURO_DEF_WALRUS = 1 << 9,    /* target of an assignment expression in this very scope */
    OURO_DEF_BOUND = OURO_DEF_LOCAL | OURO_DEF_PARAM | OURO_DEF_IMPORT,
};

/* What it means, found afterwards. */
enum ouro_name_scope {
    OURO_SCOPE_UNKNOWN,
    OURO_SCOPE_LOCAL,
    OURO_SCOPE_GLOBAL_EXPLICIT,
    OURO_SCOPE_GLOBAL_IMPLICIT,
    OURO_SCOPE_FREE,
    OURO_SCOPE_CELL,
};

enum ouro_scope_kind { OURO_MODULE_SCOPE, OURO_CLASS_SCOPE, OURO_FUNCTION_SCOPE, OURO_ANNOTATION_SCOPE };

typedef struct ouro_symbol {
    const ouro_name *name; /* mangled */
    uint32_t flags;
    uint8_t scope;  /* enum ouro_name_scope */
    uint32_t place; /* the emitter's: register or closure index + 1 */
} ouro_symbol;

typedef struct ouro_directive {
    const ouro_name *name;
    ouro_span span;
} ouro_directive;

typedef struct ouro_scope {
    enum ouro_scope_kind kind;
    uint32_t line;                 /* where it begins; 0: a module */
    const ouro_name *name;         /* NULL: a comprehension's */
    const ouro_name *private_name; /* of the innermost class, for mangling; or NULL */
    struct ouro_scope *parent;
    ouro_pointer_map map; /* mangled name -> index into symbols */
    ouro_symbol *symbols; /* in order of first appearance */
    uint32_t symbol_capacity;
    /* the first parameter_count parameters are symbols marked DEF_PARAM, in order */
    uint32_t parameter_count;
    ouro_directive *directives;
    uint32_t directive_count, directive_capacity;
    ouro_symbol **free; /* the emitter's: free names as co_freevars */
    uint32_t free_count;
    struct ouro_scope *children, *last_child, *sibling;
    /* async_def: of an async function, or of a module that may await */
    bool nested, generator, coroutine, async_def, returns_value, needs_class_cell;
    uint8_t comprehension; /* 0, or an ouro_expr_kind + 1 */
    bool in_comp_target;
    uint32_t comp_iter_depth;
} ouro_scope;

/* Builds the tables of c->tree: c->scope_of maps nodes to scopes. Errors do not return (see ouro__fail). */
void ouro__symtable_build(struct ouro_compiler *c);
/* Decides what every name of a scope and of its children means. */
void ouro__symtable_analyze(struct ouro_compiler *c, ouro_scope *module);
/* The symbol of a name, which is mangled already; NULL when the scope does not know it. */
ouro_symbol *ouro__scope_find(const ouro_scope *scope, const ouro_name *mangled);
ouro_symbol *ouro__scope_add(struct ouro_compiler *c, ouro_scope *scope, const ouro_name *mangled);
/* __x inside class C is _C__x. */
const ouro_name *ouro__mangle_name(struct ouro_compiler *c, const ouro_name *private_name,
                                   const ouro_name *name);
/* The scope that a function, class, lambda or comprehension node opens. */
ouro_scope *ouro__scope_of(struct ouro_compiler *c, const void *node);

#endif
