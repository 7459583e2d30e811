/* Checks of a tree that came from objects, beyond the types of its fields. */
#ifndef OURO_MODULES_AST_VALIDATE_H
#define OURO_MODULES_AST_VALIDATE_H

#include "modules/ast/nodes.h"
#include "types/state.h"

/* 0, or -1 with ValueError, TypeError or RecursionError. */
int ouro__ast_validate(ouro_runtime *rt, const ouro_module_node *tree);

#endif
