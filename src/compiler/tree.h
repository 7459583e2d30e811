/* The syntax tree beside the types' headers: both name their operators OURO_ADD, OURO_LT and so on, so the
 * tree's are seen here as OURO_TREE_ADD, OURO_TREE_LT. Every file of the compiler takes the tree from here. */
#ifndef OURO_COMPILER_TREE_H
#define OURO_COMPILER_TREE_H

#define OURO_ADD OURO_TREE_ADD
#define OURO_LSHIFT OURO_TREE_LSHIFT
#define OURO_RSHIFT OURO_TREE_RSHIFT
#define OURO_AND OURO_TREE_AND
#define OURO_OR OURO_TREE_OR
#define OURO_INVERT OURO_TREE_INVERT
#define OURO_EQ OURO_TREE_EQ
#define OURO_LT OURO_TREE_LT
#define OURO_GT OURO_TREE_GT
#include "syntax/parser.h"
#undef OURO_ADD
#undef OURO_LSHIFT
#undef OURO_RSHIFT
#undef OURO_AND
#undef OURO_OR
#undef OURO_INVERT
#undef OURO_EQ
#undef OURO_LT
#undef OURO_GT

/* A constant that the compiler has made: kind of an ouro_constant whose `bytes` is the object, borrowed from
 * ouro_compiler.kept. */
enum { OURO_CONSTANT_OBJECT = 64 };

#endif
