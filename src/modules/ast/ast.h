/* Syntax trees as Python objects: the classes of the `ast` module, and trees converted both ways. */
#ifndef OURO_MODULES_AST_AST_H
#define OURO_MODULES_AST_AST_H

#include "compiler/compile.h"

enum {
    OURO_PYCF_DONT_IMPLY_DEDENT = 0x200,
    OURO_PYCF_ONLY_AST = 0x400,
    OURO_PYCF_TYPE_COMMENTS = 0x1000,
    OURO_PYCF_ALLOW_TOP_LEVEL_AWAIT = 0x2000,
    OURO_PYCF_ALLOW_INCOMPLETE_INPUT = 0x4000,
};

/* A tree as objects: owned. */
ouro_object *ouro__ast_to_object(ouro_runtime *rt, const struct ouro_module_node *tree);

/* The tree that an object of a subclass of `mod` stands for, checked as CPython checks it; `mode` is what compile() was
 * asked for. The tree's constants are kept alive by the list `kept`. NULL with an exception. */
struct ouro_module_node *ouro__ast_from_object(ouro_runtime *rt, ouro_object *o, enum ouro_compile_mode mode,
                                               struct ouro_region *region, ouro_object *kept);

/* Whether `o` is a node: 1, 0, -1. */
int ouro__ast_is_node(ouro_runtime *rt, ouro_object *o);

#endif
