/* What the references of an object are called: the one place that knows by which attribute, key, index or variable an
 * object refers to another, for every tool that shows it.
 *
 * Nothing here allocates, runs code of the program or sets an exception; all may be called at any moment at which
 * the collector could look at the object. */
#ifndef OURO_VM_OBJECT_LABELS_H
#define OURO_VM_OBJECT_LABELS_H

#include "types/state.h"

enum ouro__label_kind {
    OURO__LABEL_REFERENCE, /* its name is not known */
    OURO__LABEL_MEMBER,    /* attribute `text` of a built-in type */
    OURO__LABEL_PART,      /* `text` says in words what it is: no attribute */
    OURO__LABEL_ATTRIBUTE, /* attribute `name`, a str */
    OURO__LABEL_VALUE,     /* of a mapping, for the key `name`, any object */
    OURO__LABEL_KEY,       /* the key of a mapping itself */
    OURO__LABEL_ELEMENT,   /* of a set */
    OURO__LABEL_ITEM,      /* of a sequence, at the index `number` */
    OURO__LABEL_LOCAL,     /* the local variable `name` of a frame or generator, or the cell it is in */
    OURO__LABEL_TEMPORARY, /* a value on its way through a frame or generator, in the register `number` */
    OURO__LABEL_CELL,      /* what is in the cell of the variable `name` */
    OURO__LABEL_KINDS,
};

typedef struct ouro__label {
    enum ouro__label_kind kind;
    uint32_t number;
    ouro_object
        *name; /* borrowed: good as long as the owner stands as it is. May be NULL for VALUE and CELL */
    const char *text; /* static */
} ouro__label;

typedef void (*ouro__label_visit)(ouro_runtime *rt, ouro_object *child, const ouro__label *label,
                                  void *context);

/* Visits what ouro__traverse visits, in the same order, each with its label. */
void ouro__each_labelled(ouro_runtime *rt, ouro_object *o, ouro__label_visit visit, void *context);
/* The label of the n-th reference that a traversal visits; REFERENCE when there are not so many. */
ouro__label ouro__label_at(ouro_runtime *rt, ouro_object *o, size_t n);
/* The label of the first reference from `o` to `child` whose kind is not KEY, else of the first; REFERENCE when there is none. */
ouro__label ouro__label_to(ouro_runtime *rt, ouro_object *o, const ouro_object *child);

/* Two steps as one where people know only one: what a function's, module's, instance's or class's __dict__ has under a name
 * is its attribute; what is in the cell of a closure belongs to the variable. `label` is of a reference from `middle`, to
 * which `before` led from `owner`. False: nothing changes. */
bool ouro__labels_join(ouro_runtime *rt, ouro_object *owner, const ouro__label *before, ouro_object *middle,
                       ouro__label *label);

/* These write UTF-8 as snprintf does: `buffer` gets what fits, always ended by a zero (of a whole character), the length of
 * the whole is returned. `size` is at least 1. */

/* `.name`, `['key']`, `[3]`, `key`, `element`, `local name`, `variable name`, `temporary`, `reference` or the part's text. */
size_t ouro__label_format(ouro_runtime *rt, const ouro__label *label, char *buffer, size_t size);
/* A short text for a value: as repr() gives it for None, bools, ints, floats, strs, bytes and short tuples of these (long ones
 * are cut by "..."), `<class A>` and the like for others. */
size_t ouro__object_short_repr(ouro_runtime *rt, ouro_object *o, char *buffer, size_t size);
/* What it is, in a word or two: `module json`, `class A`, `function f`, else the name of its type. */
size_t ouro__object_title(ouro_runtime *rt, ouro_object *o, char *buffer, size_t size);

/* The name of the n-th of the reference fields (type->fields) of the built-in type `id`, with a dot before it when it is an
 * attribute; NULL when there is none. */
const char *ouro__field_name(uint32_t id, size_t n);

#endif
