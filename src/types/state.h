/* The language's state of a runtime: rt->python. */
#ifndef OURO_TYPES_STATE_H
#define OURO_TYPES_STATE_H

#include "types/statics.h"

#define OURO_METHOD_CACHE_SIZE 1024

/* What was found for (attribute version of a type, interned name). value is borrowed; NULL: known to be missing. */
typedef struct ouro_method_cache_entry {
    uint32_t version;
    ouro_object *name; /* owned, so that its address stays its own */
    ouro_object *value;
} ouro_method_cache_entry;

struct ouro_vm;     /* vm/vm.h: frames, the value stack, recursion */
struct ouro_import; /* vm/import.h */
struct ouro_module_state;
struct ouro_interned; /* types/str_intern.c */

/* What the floors above give to the types; set when they start, NULL before. */
struct ouro_code;

typedef struct ouro_language_hooks {
    /* By vm/: */
    ouro_object *(*handled_exception)(ouro_runtime *rt); /* sys.exc_info's, borrowed, or NULL */
    ouro_object *(*current_globals)(ouro_runtime *rt);   /* of the running frame, borrowed, or NULL */
    /* For super() without arguments: borrowed; -1 with RuntimeError set. */
    int (*super_arguments)(ouro_runtime *rt, ouro_object **cls, ouro_object **self);
    /* How many attributes an __init__ function stores in its first argument; *more: it calls another __init__, too. */
    uint32_t (*attribute_hint)(ouro_runtime *rt, ouro_object *init, bool *more);
    /* The module of a dotted name, imported when it is not there: owned. */
    ouro_object *(*import_module)(ouro_runtime *rt, const char *name);
    /* Modules written in C get their __spec__ from importlib: 1 done now, 0 there is nothing to be had, -1. */
    int (*need_specs)(ouro_runtime *rt);
    /* An attribute of builtins that is made when it is first missed: 1 (owned), 0, -1. */
    int (*late_builtin)(ouro_runtime *rt, ouro_object *name, ouro_object **value);
    /* By syntax/, through vm/: writes the name of a character (no terminating zero) and gives its length, 0 when it has none;
     * and finds one by its name. */
    size_t (*character_name)(uint32_t c, char *name, size_t size);
    /* Copies a code object's instructions as the compiler made them: what the vm has changed since is undone. */
    void (*base_instructions)(const struct ouro_code *code, uint64_t *out);
    bool (*character_named)(const char *name, size_t length, uint32_t *c);
    /* By modules/: reports rt->error through sys.unraisablehook and clears it; `message` may be NULL. */
    void (*report_unraisable)(ouro_runtime *rt, const char *message, ouro_object *where);
    /* Issues a warning of the class: 0, or -1 when it was turned into an exception. */
    int (*warn)(ouro_runtime *rt, int type_id, const char *message);
    /* The same for a place of a source: ouro__warn_explicit (modules/warn.h). */
    int (*warn_explicit)(ouro_runtime *rt, ouro_object *category, ouro_object *text, ouro_object *filename,
                         int32_t lineno);
    /* Runs the handlers of the signals that arrived (maybe none): 0, or -1 when one raised. */
    int (*run_signal_handlers)(ouro_runtime *rt);
    /* Tells the program that a share of the memory limit was passed: 0, or -1 when that raised. */
    int (*tell_pressure)(ouro_runtime *rt);
    /* Takes a census of what is alive (modules/leaks.h). */
    void (*take_point)(ouro_runtime *rt);
    /* What atexit holds, run when the runtime closes, before its modules go. Reports its own errors. */
    void (*run_exit_functions)(ouro_runtime *rt);
    void (*forget_signals)(
        ouro_runtime *rt); /* the runtime closes: no signal handler may look for it any more */
} ouro_language_hooks;

/* How the runtime was opened (the command's switches). */
enum ouro_language_option {
    OURO_OPTION_OPTIMIZE = 1,           /* -O */
    OURO_OPTION_OPTIMIZE_2 = 2,         /* -OO */
    OURO_OPTION_NO_BYTECODE = 4,        /* -B */
    OURO_OPTION_IGNORE_ENVIRONMENT = 8, /* -E */
    OURO_OPTION_ISOLATED = 16,          /* -I */
    OURO_OPTION_FIXED_HASH_SEED = 32,   /* PYTHONHASHSEED=0: hashes do not differ between runs */
    OURO_OPTION_NO_SITE = 128,          /* -S */
    OURO_OPTION_BYTES_WARNING = 256,    /* -b: what is most likely a mistake with bytes warns */
    OURO_OPTION_DEVELOPMENT = 512,  /* -X dev: names of codecs are checked where they do not matter, too */
    OURO_OPTION_IMPORT_TIME = 1024, /* -X importtime */
    OURO_OPTION_UTF8 = 2048,  /* -X utf8, or the C locale: text files are in UTF-8 whatever the locale says */
    OURO_OPTION_VERBOSE = 64, /* -v: imports are told of, and importlib stands in tracebacks */
};

typedef struct ouro_python {
    ouro_language_hooks hooks;
    /* Interned names, owned. */
    struct ouro_names {
#define X(name) ouro_object *name;
#include "types/names.def"
#undef X
    } names;
    struct ouro_interned *interned;
    uint64_t hash_key[2]; /* of str and bytes; from PYTHONHASHSEED or random */

    ouro_method_cache_entry method_cache[OURO_METHOD_CACHE_SIZE];

    ouro_object *builtins; /* dict, owned */
    ouro_object *modules;  /* sys.modules, a dict, owned */
    ouro_object *sys_dict; /* of the sys module, owned */
    ouro_object *sys_path; /* the list first put in sys.path, owned */

    /* MemoryErrors made in advance, so that raising one needs no memory. */
    ouro_object *memory_errors[16];
    uint32_t memory_error_count;
    /* used when none of those is left; gets no context and no traceback, since it would hold them for ever
     * */
    ouro_object *last_memory_error;

    ouro_object **repr_stack; /* containers whose repr is being made (borrowed), for "[...]" */
    uint32_t repr_depth, repr_capacity;

    uint32_t recursion_depth;  /* nested calls, those in C included */
    uint32_t recursion_limit;  /* sys.setrecursionlimit */
    uint32_t max_str_digits;   /* sys.set_int_max_str_digits */
    int64_t thread_stack_size; /* _thread.stack_size */

    uint64_t abc_registrations; /* classes registered with abstract classes so far: abc.get_cache_token() */

    int64_t switch_interval; /* sys.setswitchinterval, in microseconds */

    struct ouro_vm *vm;
    struct ouro_import *import;
    struct ouro_module_state *module_states; /* types/module_state.h */
    uint32_t options;                        /* enum ouro_language_option */
    uint32_t code_magic;                     /* ouro__marshal_code_magic, once asked for */
} ouro_python;

/* Borrowed. */
#define NAME(rt, identifier) ((rt)->python->names.identifier)

#endif
