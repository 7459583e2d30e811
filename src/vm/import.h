/* Importing: modules written in C, and through importlib all others. */
#ifndef OURO_VM_IMPORT_H
#define OURO_VM_IMPORT_H

#include "compiler/code.h"
#include "types/method.h"
#include "types/module_state.h"

/* The modules written in C, ended by NULL: modules/modules.c. */
extern const ouro_module_def *const ouro__modules[];

/* __import__(name, globals, locals, fromlist, level): globals and fromlist may be NULL or None. Owned. */
ouro_object *ouro__import_name(ouro_runtime *rt, ouro_object *name, ouro_object *globals,
                               ouro_object *fromlist, int64_t level);
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
void *ouro__raise_import_error(ouro_runtime *rt, enum ouro_type_id cls, ouro_object *msg_owned,
                               ouro_object *name, ouro_object *path);

/* The definition of a module written in C, or NULL. */
const ouro_module_def *ouro__find_builtin_module(ouro_object *name);

/* importlib.c: the importlib of the standard library. */

/* Where the standard library is looked for when sys.path does not lead to one. */
extern const char ouro__standard_library[];

/* What importing keeps for a runtime. */
typedef struct ouro_import {
    ouro_module_state state;
    enum { OURO_IMPORTLIB_DOWN, OURO_IMPORTLIB_STARTS, OURO_IMPORTLIB_UP } phase;
    ouro_object *importlib;          /* dict of _frozen_importlib */
    ouro_object *library;            /* the folder of the standard library, where it came from: str */
    ouro_object *classify, *compile; /* importlib's own _classify_pyc and _compile_bytecode */
    ouro_object *bytes, *code;       /* a cache file found to be good, and the code in it */
    uint64_t lock_owner;             /* thread that has the import lock */
    uint32_t lock_count;
    bool time_titled;       /* -X importtime: the table has its first line */
    uint32_t time_depth;    /* imports within imports */
    uint64_t time_inside;   /* nanoseconds of those made so far within the present one */
    bool has_late_builtins; /* late_builtins.c has made them */
    bool finds_zip;         /* zipimport is being imported, not through itself */
    /* when cache files with a hash are compared with their source; NULL: "default" */
    const char *check_hash_based;
} ouro_import;

static inline bool ouro__importlib_ready(const ouro_runtime *rt)
{
    return rt->python->import && rt->python->import->phase == OURO_IMPORTLIB_UP;
}
static inline bool ouro__importlib_starts(const ouro_runtime *rt)
{
    return rt->python->import && rt->python->import->phase == OURO_IMPORTLIB_STARTS;
}
/* NULL with MemoryError. */
ouro_import *ouro__import_state(ouro_runtime *rt);
/* Brings importlib up: 1; 0 when there is none to be found or it starts just now; -1 with an exception. */
int ouro__importlib_start(ouro_runtime *rt);
/* Calls one of its functions with n borrowed objects: owned. */
ouro_object *ouro__importlib_call(ouro_runtime *rt, const char *function, size_t nargs, ...);
/* Takes importlib's own frames out of the traceback of the pending exception, as far as they say nothing. */
void ouro__importlib_trim_traceback(ouro_runtime *rt);
/* The code of a module in C has no __spec__ yet: importlib is to give it one (ouro_language_hooks.need_specs). */
int ouro__importlib_need_specs(ouro_runtime *rt);
/* Gives __main__ the __loader__ that CPython gives it. 0 or -1. */
int ouro__importlib_dress_main(ouro_runtime *rt);

/* import_cache.c: code in cache files. */

/* The first four bytes of a cache file: they name the instructions and the form. */
void ouro__cache_magic(ouro_runtime *rt, uint8_t magic[4]);
/* Compiles one of importlib's own two files, or takes it from the cache: code (owned), NULL with an exception; NULL without:
 * there is no such file. */
ouro_object *ouro__cached_bootstrap(ouro_runtime *rt, ouro_object *directory, const char *name,
                                    const char *filename);
extern const ouro_method_def ouro__cache_classify, ouro__cache_compile, ouro__zip_hook;

/* late_builtins.c: a built-in name that is made when it is first missed. 1 (owned), 0, -1 (ouro_language_hooks.late_builtin). */
int ouro__late_builtin(ouro_runtime *rt, ouro_object *name, ouro_object **value);

/* co_filename of the code and of all code in it that has the same. 0 or -1. */
int ouro__code_set_filename(ouro_runtime *rt, ouro_code *code, ouro_object *filename);

#endif
