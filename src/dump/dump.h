/* Dumps of a runtime's objects: what the floors above say of them, and writing one. */
#ifndef OURO_DUMP_DUMP_H
#define OURO_DUMP_DUMP_H

#include "dump/marks.h"
#include "dump/writer.h"
#include "ouro/dump.h"

/* What one reference is called. `name` is what the text is made of, NULL where the kind has none; `identity` is an address
 * that stands for the text as long as the dump is written. */
typedef struct ouro__dump_label {
    unsigned kind; /* OURO__REFERENCE_... */
    uint64_t index;
    const void *identity, *name;
} ouro__dump_label;

typedef void (*ouro__dump_visit)(ouro_runtime *rt, ouro_object *child, const ouro__dump_label *label,
                                 void *context);

struct ouro__dump_roots;

/* What a language knows of its objects. Nothing here may allocate or run code; any may be NULL but `label_text` beside
 * `references`. Texts are written as snprintf does it, in UTF-8, no character cut. */
typedef struct ouro__dump_language {
    /* Visits what ouro__traverse visits. A VALUE comes right behind its key. */
    void (*references)(ouro_runtime *rt, ouro_object *o, ouro__dump_visit visit, void *context);
    size_t (*label_text)(ouro_runtime *rt, const ouro__dump_label *label, char *text, size_t size);
    /* The value in a few words; 0: nothing worth telling. */
    size_t (*preview)(ouro_runtime *rt, ouro_object *o, char *text, size_t size);
    size_t (*type_name)(ouro_runtime *rt, const ouro_type *type, char *text, size_t size);
    size_t (*type_module)(ouro_runtime *rt, const ouro_type *type, char *text, size_t size);
    /* Tells what the runtime itself holds, with the functions below. */
    void (*roots)(ouro_runtime *rt, struct ouro__dump_roots *roots);
} ouro__dump_language;

/* For `roots`. A string's number, its text made by hooks.trace_text of `name`, a str. */
uint64_t ouro__dump_name_of(struct ouro__dump_roots *roots, const void *name);
uint64_t ouro__dump_text(struct ouro__dump_roots *roots, const char *text);
/* A frame that runs, the outermost first: its number as a place. */
uint64_t ouro__dump_frame(struct ouro__dump_roots *roots, uint64_t caller, uint64_t file, uint64_t function,
                          int line);
/* `kind` is enum ouro_dump_root_kind. `o` may be NULL: nothing happens. */
void ouro__dump_held(struct ouro__dump_roots *roots, unsigned kind, uint64_t name, uint64_t place,
                     ouro_object *o);

/* Writes a dump with a writer whose `fd` is set, its other fields zero. 0, or the errno of what went wrong. */
int ouro__dump_objects(ouro_runtime *rt, ouro__dump_writer *w);

#endif
