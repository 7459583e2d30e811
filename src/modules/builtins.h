/* The parts of the builtins module: each file gives a table of functions, ended by an empty entry. */
#ifndef OURO_MODULES_BUILTINS_H
#define OURO_MODULES_BUILTINS_H

#include "types/method.h"

extern const ouro_method_def ouro__builtins_objects[];   /* id, hash, isinstance, getattr ... */
extern const ouro_method_def ouro__builtins_iteration[]; /* all, sum, sorted, min ... */
extern const ouro_method_def ouro__builtins_numbers[];   /* abs, round, pow, chr, hex ... */
extern const ouro_method_def ouro__builtins_text[];      /* print, input, repr, format ... */
extern const ouro_method_def ouro__builtins_code[];      /* compile, exec, globals, dir ... */

#endif
