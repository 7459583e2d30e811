/* The syntax tree as the compiler's files take it. */
#ifndef OURO_COMPILER_TREE_H
#define OURO_COMPILER_TREE_H

#include "syntax/parser.h"

/* A constant that the compiler has made: kind of an ouro_constant whose `bytes` is the object, borrowed from
 * ouro_compiler.kept. */
enum { OURO_CONSTANT_OBJECT = 64 };

/* A constant in a tree that was made from objects: likewise, kept alive by who made the tree. */
enum { OURO_CONSTANT_GIVEN = 65 };

#endif
