/* A Python inside a C program: opening a runtime, running programs in it, passing values in and out.
 *
 * A runtime is used by one thread at a time, not always the same. Several share nothing and run in parallel.
 * Functions that fail return NULL or -1 and leave an exception pending. Ask for it with the ouro_error
 * functions, and clear it before the next call that can fail. Everything of the core (ouro-core.h) but
 * opening and closing works on these runtimes too. */
#ifndef OURO_PYTHON_H
#define OURO_PYTHON_H

#include "ouro/object.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ouro_options {
    size_t size;         /* sizeof(ouro_options): set by OURO_OPTIONS_INIT */
    size_t memory_limit; /* bytes that the runtime may take from the system; 0: no limit */
    bool debug_heap;     /* guards, fill patterns and reports for memory errors; slower */
    bool isolated;       /* sys.flags.isolated and ignore_environment, for the program to see */
    int optimize;        /* 0, 1 (as -O), 2 (as -OO) */
    int64_t hash_seed;   /* -1: random; else as PYTHONHASHSEED */
    /* Directories for sys.path, ended by NULL; NULL: only modules written in C are found. Compiled modules
     * are kept under $XDG_CACHE_HOME/ouro, as by the command. */
    const char *const *path;
    const char *dump_on_oom; /* as ouro_dump_on_oom (dump.h); NULL: no dump is written */
} ouro_options;

#ifdef __cplusplus
#define OURO_OPTIONS_INIT (ouro_options{sizeof(ouro_options), 0, false, false, 0, -1, NULL, NULL})
#else
#define OURO_OPTIONS_INIT ((ouro_options){.size = sizeof(ouro_options), .hash_seed = -1})
#endif

/* A fresh runtime with the modules sys, builtins and __main__. `options` may be NULL. NULL when memory is
 * refused. */
OURO_API ouro_runtime *ouro_open(const ouro_options *options);
/* Runs finalizers, clears modules, flushes the streams and releases all memory of the runtime. References
 * that the program still holds are dead afterwards. Returns how many blocks of memory it still held (0:
 * none), or -1 when standard output could not be written. `rt` may be NULL. */
OURO_API int64_t ouro_close(ouro_runtime *rt);

/* Runs source text as the body of __main__; `filename` is what tracebacks show. 0, or -1 with an exception
 * pending. */
OURO_API int ouro_exec(ouro_runtime *rt, const char *source, const char *filename);
/* Runs a file as the body of __main__. 0, or -1 with an exception pending. */
OURO_API int ouro_exec_file(ouro_runtime *rt, const char *path);
/* The value of an expression in __main__: owned. */
OURO_API ouro_object *ouro_eval(ouro_runtime *rt, const char *expression);

/* A global of __main__: owned; NULL with NameError when there is none. */
OURO_API ouro_object *ouro_get(ouro_runtime *rt, const char *name);
/* Borrows `value`. */
OURO_API int ouro_set(ouro_runtime *rt, const char *name, ouro_object *value);
/* f(*args): args are borrowed, the result is owned. */
OURO_API ouro_object *ouro_call(ouro_runtime *rt, ouro_object *f, ouro_object *const *args, size_t count);
/* Owned. */
OURO_API ouro_object *ouro_getattr(ouro_runtime *rt, ouro_object *o, const char *name);
OURO_API int ouro_setattr(ouro_runtime *rt, ouro_object *o, const char *name, ouro_object *value);
OURO_API ouro_object *ouro_getitem(ouro_runtime *rt, ouro_object *o, ouro_object *key);
OURO_API int ouro_setitem(ouro_runtime *rt, ouro_object *o, ouro_object *key, ouro_object *value);
/* len(o), or -1 with an exception pending. */
OURO_API int64_t ouro_length(ouro_runtime *rt, ouro_object *o);

/* Making values: owned. */
OURO_API ouro_object *ouro_new_none(ouro_runtime *rt);
OURO_API ouro_object *ouro_new_bool(ouro_runtime *rt, bool value);
OURO_API ouro_object *ouro_new_int(ouro_runtime *rt, int64_t value);
OURO_API ouro_object *ouro_new_float(ouro_runtime *rt, double value);
OURO_API ouro_object *ouro_new_str(ouro_runtime *rt, const char *utf8);
/* Borrow the items. */
OURO_API ouro_object *ouro_new_list(ouro_runtime *rt, ouro_object *const *items, size_t count);
OURO_API ouro_object *ouro_new_tuple(ouro_runtime *rt, ouro_object *const *items, size_t count);
OURO_API ouro_object *ouro_new_dict(ouro_runtime *rt);

/* Reading values. */
OURO_API bool ouro_is_none(ouro_runtime *rt, const ouro_object *o);
/* 1, 0, or -1 with an exception pending. */
OURO_API int ouro_truth(ouro_runtime *rt, ouro_object *o);
/* 0, or -1 with TypeError or OverflowError pending. */
OURO_API int ouro_as_int(ouro_runtime *rt, ouro_object *o, int64_t *value);
OURO_API int ouro_as_float(ouro_runtime *rt, ouro_object *o, double *value);
/* str(o) as UTF-8, to be released with ouro_free_text; NULL on failure. */
OURO_API char *ouro_text(ouro_runtime *rt, ouro_object *o);
OURO_API char *ouro_repr_text(ouro_runtime *rt, ouro_object *o);
OURO_API void ouro_free_text(ouro_runtime *rt, char *text);

/* What an object is, in a few words (`module json`, `class A`, `function f`, else the name of its type), and by what name
 * `from` refers to `to` (`.name`, `['key']`, `[3]`, `local x`; "reference" when it has none), for the chains of ouro/graph.h. In
 * UTF-8, as snprintf: what fits into `buffer` (size at least 1) is written, the length of the whole returned. */
OURO_API size_t ouro_object_title(ouro_runtime *rt, ouro_object *o, char *buffer, size_t size);
OURO_API size_t ouro_reference_label(ouro_runtime *rt, ouro_object *from, const ouro_object *to, char *buffer,
                                     size_t size);

/* The pending exception: its class's name, static as long as it is pending; NULL when none is. */
OURO_API const char *ouro_error_class(ouro_runtime *rt);
/* The pending exception as the interpreter shows it, traceback included (release with ouro_free_text). */
OURO_API char *ouro_error_text(ouro_runtime *rt);
OURO_API void ouro_error_clear(ouro_runtime *rt);

/* Writes out what the program's sys.stdout and sys.stderr hold back: before the C program prints to the same
 * place. 0, or -1 (said on stderr, no exception pending) when standard output could not be written. */
OURO_API int ouro_flush(ouro_runtime *rt);

/* Asks the program, from another thread or a signal handler, to stop with KeyboardInterrupt. When none runs,
 * the next one is stopped. Must not meet ouro_close. */
OURO_API void ouro_interrupt(ouro_runtime *rt);

/* "0.1.0", and the Python whose language this is: "3.11.2". */
OURO_API const char *ouro_version(void);
OURO_API const char *ouro_python_version(void);

#ifdef __cplusplus
}
#endif
#endif
