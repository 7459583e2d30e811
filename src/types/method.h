/* Functions written in C: their definitions, argument checks and the objects that hold them. */
#ifndef OURO_TYPES_METHOD_H
#define OURO_TYPES_METHOD_H

#include "object/attrs.h"
#include "types/state.h"

/* args borrowed: nargs positional, then the values of kwnames (tuple or NULL). Owned result. */
typedef ouro_object *(*ouro_c_function)(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                        size_t nargs, ouro_object *kwnames);

/* The head of such a function whose parameters are rt, self, args, nargs, kwnames, used or not: one that
 * files share, or a static one. */
#define OURO_SHARED_C_FUNCTION(name)                                                                         \
    ouro_object *name(ouro_runtime *rt __attribute__((unused)), ouro_object *self __attribute__((unused)),   \
                      ouro_object *const *args __attribute__((unused)),                                      \
                      size_t nargs __attribute__((unused)), ouro_object *kwnames __attribute__((unused)))
#define OURO_C_FUNCTION(name) static OURO_SHARED_C_FUNCTION(name)

/* The head of a static function of that kind. */
#define OURO_METHOD(name)                                                                                    \
    static ouro_object *name(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,    \
                             ouro_object *kwnames)
/* For one that takes no arguments. */
#define OURO_NO_ARGUMENTS ((void)args, (void)nargs, (void)kwnames)

enum {
    OURO_METH_KEYWORDS = 1, /* the function parses kwnames and counts itself (ouro__parse_arguments) */
    OURO_METH_CLASS = 2,
    OURO_METH_STATIC = 4,
    OURO_METH_TAKES = 8, /* a wrong count is "f() takes at least 1 argument (0 given)" */
};

/* Without KEYWORDS the caller checks: no keywords, min <= nargs <= max (max -1: any number), with CPython's
 * messages ("f() takes no arguments (1 given)", "f() takes exactly one argument (2 given)", "f expected at
 * most 2 arguments, got 3"). */
typedef struct ouro_method_def {
    const char *name;
    ouro_c_function function;
    int8_t flags, min, max;
    /* "name($self, x, /)\n--\n\nText", which __text_signature__ and __doc__ are cut out of; may be NULL. */
    const char *doc;
} ouro_method_def; /* arrays end with name NULL */

typedef struct ouro_getset_def {
    const char *name;
    ouro_object *(*get)(ouro_runtime *rt, ouro_object *self);
    int (*set)(ouro_runtime *rt, ouro_object *self,
               ouro_object *value); /* value NULL: delete; NULL: read-only */
    const char *doc;
} ouro_getset_def;

/* A plain object reference inside the instance, at an offset. */
typedef struct ouro_member_def {
    const char *name;
    uint16_t offset;
    bool read_only;
    bool none_if_null; /* else AttributeError */
    const char *doc;
} ouro_member_def;

/* All that makes a built-in type. slots.name, size, item_size, layout, flags, fields and slot functions are
 * copied into the descriptor; inherited slots are filled from the base. */
typedef struct ouro_builtin_type {
    uint16_t id;             /* enum ouro_type_id */
    uint16_t base_id;        /* 0: object */
    uint16_t second_base_id; /* a base that adds nothing to the layout; 0: none */
    ouro_type slots;
    const ouro_method_def *methods;
    const ouro_getset_def *getsets;
    const ouro_getset_def
        *shown_fields; /* computed, but shown as member_descriptor: a field of a C struct in CPython */
    const ouro_member_def *members;
    const char *doc;
    const char *module; /* NULL: "builtins" */
} ouro_builtin_type;

/* A signature for ouro__parse_arguments. names: positional-only first, then positional-or-keyword, then
 * keyword-only. */
typedef struct ouro_signature {
    const char *function;
    const char *const *names; /* ended by NULL; positional-only ones may be "" */
    uint8_t positional_only, positional, required,
        keyword_only; /* required: of the positional ones (positional_only included in positional) */
} ouro_signature;

/* Fills out[] (borrowed, NULL when not given), one for each name. -1 with CPython's TypeError. */
int ouro__parse_arguments(ouro_runtime *rt, const ouro_signature *signature, ouro_object *const *args,
                          size_t nargs, ouro_object *kwnames, ouro_object **out);
/* Checks counts for a function that takes no keywords; `name` as shown in the message. */
int ouro__check_arity(ouro_runtime *rt, const char *name, size_t nargs, ouro_object *kwnames, int min,
                      int max);

typedef struct ouro_builtin_function {
    ouro_object head;
    const ouro_method_def *def;
    ouro_object *self;   /* bound object or module; may be NULL */
    ouro_object *module; /* name of the module, str; may be NULL */
} ouro_builtin_function;

/* type's method: list.append. Calls def->function(rt, self, ...). */
typedef struct ouro_method_descriptor {
    ouro_object head;
    const ouro_method_def *def;
    ouro_object *cls; /* owner */
} ouro_method_descriptor;

typedef struct ouro_bound_method {
    ouro_object head;
    ouro_object *function, *self;
} ouro_bound_method;

ouro_object *ouro__builtin_function_new(ouro_runtime *rt, const ouro_method_def *def, ouro_object *self,
                                        ouro_object *module);
ouro_object *ouro__bound_method_new(ouro_runtime *rt, ouro_object *function,
                                    ouro_object *self); /* borrowed */
/* Calls def with checks. */
ouro_object *ouro__call_def(ouro_runtime *rt, const ouro_method_def *def, ouro_object *self,
                            ouro_object *const *args, size_t nargs, ouro_object *kwnames);

/* A module written in C: one file each in modules/, one line in modules/modules.def. */
typedef struct ouro_module_def {
    const char *name;
    const ouro_method_def *functions;
    int (*exec)(ouro_runtime *rt, ouro_object *module); /* adds the rest; may be NULL */
    const char *doc;
} ouro_module_def;

typedef struct ouro_module {
    ouro_object head;
    uint64_t attrs;                   /* attribute word: always a dict (ouro__module_dict) */
    const ouro_module_def *def;       /* NULL: not written in C */
    struct ouro_module *next, **link; /* in a list of ouro__module_watch; link is NULL in none */
} ouro_module;

ouro_object *ouro__module_new(ouro_runtime *rt, ouro_object *name, ouro_object *doc);
ouro_object *ouro__module_from_def(ouro_runtime *rt, const ouro_module_def *def);
/* A list of modules that holds none of them alive: one that dies leaves it. Needs no memory. `watch` puts a
 * module in front, unless it is in a list already; `take` gives the first (owned) out of it, or NULL. */
void ouro__module_watch(ouro_module **list, ouro_object *module);
ouro_object *ouro__module_take(ouro_module **list);
static inline ouro_object *ouro__module_dict(ouro_object *module)
{
    return ouro__attrs_pointer(((ouro_module *)module)->attrs);
}

#endif
