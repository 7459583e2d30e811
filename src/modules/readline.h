/* The module readline, and a line read with it. */
#ifndef OURO_MODULES_READLINE_H
#define OURO_MODULES_READLINE_H

#include "object/runtime.h"

/* Whether lines can be edited: the library is there. No exception is left. */
bool ouro__readline_ready(ouro_runtime *rt);
/* A line from the terminal, edited, without its end; it is put in the history. str, owned; NULL at the end of the input, or with
 * an exception: KeyboardInterrupt after Ctrl-C. */
ouro_object *ouro__readline(ouro_runtime *rt, const char *prompt);

#endif
