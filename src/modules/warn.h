/* Warnings: those that the runtime itself issues go the way of those of programs. warnings.c has the _warnings module and the
 * doors for the runtime, warn_filter.c decides what becomes of a warning. */
#ifndef OURO_MODULES_WARN_H
#define OURO_MODULES_WARN_H

#include "types/module_state.h"

/* A warning on its way. All borrowed; text is the message, or what it was made from. */
typedef struct ouro_warning {
    ouro_object *category, *message;
    ouro_object *filename, *module, *registry; /* module and registry: NULL, not known */
    ouro_object *source_line, *source;         /* NULL, not known: the line to show, the object that it is about */
    int64_t lineno;
} ouro_warning;

/* What a runtime knows of warnings, also when the program has not imported the warnings module. */
typedef struct ouro_warning_state {
    ouro_module_state state;
    ouro_object *filters, *once; /* list, dict */
    int64_t version;             /* of the filters: registries of an older one are void */
} ouro_warning_state;

/* NULL with MemoryError. */
ouro_warning_state *ouro__warning_state(ouro_runtime *rt);
/* Filters the warning, and shows or raises what is left: 0, or -1 with an exception. */
int ouro__warning_issue(ouro_runtime *rt, const ouro_warning *warning);
/* An attribute of the warnings module, when the program has imported it: 1 (owned), 0, or -1. */
int ouro__warnings_attribute(ouro_runtime *rt, const char *name, bool import, ouro_object **value);

/* A warning of a known place (category: class; text and filename: str; all borrowed). 0, or -1 with an exception set (a filter
 * made the warning an error). */
int ouro__warn_explicit(ouro_runtime *rt, ouro_object *category, ouro_object *text, ouro_object *filename,
                        int32_t lineno);
/* A warning about what the running frame does, once for each place: ouro_language_hooks.warn. */
int ouro__warn_here(ouro_runtime *rt, int type_id, const char *message);
/* The same about an object, whose origin the warnings module can show when memory is traced. */
int ouro__warn_about(ouro_runtime *rt, int type_id, ouro_object *text, ouro_object *source);

#endif
