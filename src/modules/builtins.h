/* The parts of the builtins module: each file gives a table of functions, ended by an empty entry. */
#ifndef OURO_MODULES_BUILTINS_H
#define OURO_MODULES_BUILTINS_H

#include "types/buffer.h"
#include "types/method.h"

extern const ouro_method_def ouro__builtins_objects[];   /* id, hash, isinstance, getattr ... */
extern const ouro_method_def ouro__builtins_iteration[]; /* all, sum, sorted, min ... */
extern const ouro_method_def ouro__builtins_numbers[];   /* abs, round, pow, chr, hex ... */
extern const ouro_method_def ouro__builtins_text[];      /* print, input, repr, format ... */
extern const ouro_method_def ouro__builtins_code[];      /* compile, exec, globals, dir ... */

/* Source given to compile, exec or eval: text of a str, or the bytes that an object lends. */
typedef struct ouro_source_text {
    const char *bytes;
    size_t length;
    char *owned; /* or NULL */
    ouro_buffer loan;
    bool is_str;
} ouro_source_text;
/* The source in `o`, the first argument of `function`: 0, or -1 with TypeError (which names what is accepted) or
 * ValueError. */
int ouro__take_source(ouro_runtime *rt, ouro_object *o, const char *function, const char *accepted,
                      ouro_source_text *source);
void ouro__drop_source(ouro_runtime *rt, ouro_source_text *source);
/* The name of a file, from a str, bytes or a path: str, owned. */
ouro_object *ouro__take_filename(ouro_runtime *rt, ouro_object *o);

#endif
