/* The syntax tree as the compiler's files take it. */
#ifndef OURO_COMPILER_TREE_H
#define OURO_COMPILER_TREE_H

#include "syntax/parser.h"

/* A constant that the compiler has made: kind of an ouro_constant whose `bytes` is the object, borrowed from
 * ouro_compiler.kept. */
enum { OURO_CONSTANT_OBJECT = 64 };

#endif
