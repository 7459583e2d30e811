/* Importing: built-in modules, and .py files and packages found on sys.path. */
#ifndef OURO_VM_IMPORT_H
#define OURO_VM_IMPORT_H

#include "types/method.h"

/* The modules written in C, ended by NULL: modules/modules.c. */
extern const ouro_module_def *const ouro__modules[];

/* __import__(name, globals, locals, fromlist, level): globals and fromlist may be NULL or None. Owned. */
ouro_object *ouro__import_name(ouro_runtime *rt, ouro_object *name, ouro_object *globals, ouro_object *fromlist, int64_t level);
/* The module of a dotted name itself (importlib.import_module): owned. */
ouro_object *ouro__import_module(ouro_runtime *rt, ouro_object *name);
ouro_object *ouro__import_cstring(ouro_runtime *rt, const char *name);
/* The built-in function __import__. */
ouro_object *ouro__builtin_import(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                                  ouro_object *kwnames);
/* Whether a module is in the middle of being imported (its __spec__ says so). */
bool ouro__module_is_initializing(ouro_runtime *rt, ouro_object *module);
/* ImportError or ModuleNotFoundError with msg (taken over; NULL: an exception is pending already), name and path (borrowed or
 * NULL). NULL. */
void *ouro__raise_import_error(ouro_runtime *rt, enum ouro_type_id cls, ouro_object *msg_owned, ouro_object *name,
                               ouro_object *path);

/* import_find.c: a module found on a search path. */
typedef struct ouro_found_module {
    ouro_object *file;     /* str, owned; NULL: a namespace package */
    ouro_object *packages; /* __path__: list, owned; NULL: no package */
} ouro_found_module;
/* 1 found, 0 not, -1. `tail` is the last part of the name, `path` a list or other iterable of directories. */
int ouro__find_module(ouro_runtime *rt, ouro_object *tail, ouro_object *path, ouro_found_module *found);
/* Runs a .py file as the code of a module: 0 or -1. */
int ouro__run_module_file(ouro_runtime *rt, ouro_object *module, ouro_object *file);
/* The loader object of a module found in a file. Owned. */
ouro_object *ouro__file_loader_new(ouro_runtime *rt, ouro_object *name, ouro_object *path);

#endif
