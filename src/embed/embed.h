/* What the public face of the language shares between its files and with the command. */
#ifndef OURO_EMBED_EMBED_H
#define OURO_EMBED_EMBED_H

#include "modules/sys_config.h"
#include "ouro/python.h"

/* ouro_open with all that the command can set. */
ouro_runtime *ouro__open_configured(const ouro_options *options, const ouro_sys_config *config);
/* The dict of __main__: borrowed; NULL with an exception set when a program removed it. */
ouro_object *ouro__main_dict(ouro_runtime *rt);
/* Compiles and runs source in __main__: owned result (None for statements). mode: enum ouro_compile_mode. */
ouro_object *ouro__run_source(ouro_runtime *rt, const char *source, size_t length, const char *filename,
                              int mode, bool is_str);
/* ouro_exec_file, maybe without the first line. */
int ouro__exec_file(ouro_runtime *rt, const char *path, bool skip_first_line);

#endif
