/* What the public face of the language shares between its files and with the command. */
#ifndef OURO_EMBED_EMBED_H
#define OURO_EMBED_EMBED_H

#include "object/runtime.h"

/* The dict of __main__: borrowed; NULL with an exception set when a program removed it. */
ouro_object *ouro__main_dict(ouro_runtime *rt);
/* Compiles and runs source in __main__: owned result (None for statements). mode: enum ouro_compile_mode. */
ouro_object *ouro__run_source(ouro_runtime *rt, const char *source, size_t length, const char *filename, int mode,
                              bool is_str);

#endif
