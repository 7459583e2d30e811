/* What the files of classes share: slots filled from special methods, descriptors, shapes. */
#ifndef OURO_TYPES_CLASS_INTERNAL_H
#define OURO_TYPES_CLASS_INTERNAL_H

#include "object/slot.h"
#include "types/class.h"
#include "types/method.h"
#include "types/tuple.h"
#include "types/types.h"

/* Slot tables that a class of its own number or sequence methods has. type->number and type->sequence point here,
 * or into the tables of a base that cannot die before. */
typedef struct ouro_class_tables {
    ouro_number_slots number;
    ouro_sequence_slots sequence;
} ouro_class_tables;

/* The class nearest above (or c itself) whose instances have more to them, in fixed places, than those of its base. */
ouro_class *ouro__class_solid_base(ouro_class *c);

/* Whether a class's order is the class in front of that of its base, so that what is not its own is the base's. */
static inline bool ouro__class_extends_order(const ouro_class *c)
{
    const ouro_tuple *mro = (const ouro_tuple *)c->mro, *bases = (const ouro_tuple *)c->bases;
    return bases->count == 1 && !c->own_order &&
           mro->count == ((const ouro_tuple *)((const ouro_class *)c->base)->mro)->count + 1;
}

/* A special method and the slot that it stands for (slot_table.c). */
enum ouro_slot_place {
    OURO_SLOT_IN_TYPE,
    OURO_SLOT_IN_NUMBER,
    OURO_SLOT_IN_SEQUENCE,
    OURO_SLOT_IN_EXTRA, /* of built-in types only: shown, never put into a class of a program */
};
typedef void (*ouro_slot_function)(void);
typedef struct ouro_slot_def {
    const char *name;
    uint16_t name_offset;         /* of the interned name in ouro_python.names */
    uint8_t place;                /* enum ouro_slot_place */
    uint8_t wrap;                 /* enum of slot_wrappers.c: how the slot is called from the language */
    uint16_t offset;              /* of the slot in its table */
    uint16_t op;                  /* comparison */
    ouro_slot_function dispatch;  /* the slot function that calls the method; NULL: none */
    const char *signature, *text; /* shown of it; NULL: nothing */
} ouro_slot_def;
extern const ouro_slot_def ouro__slot_defs[]; /* ended by name NULL; the defs of one slot stand together */

static inline ouro_object *ouro__slot_def_name(ouro_runtime *rt, const ouro_slot_def *d)
{
    return *(ouro_object **)((char *)&rt->python->names + d->name_offset);
}
/* The function in a type's slot, or NULL. */
ouro_slot_function ouro__slot_get(const ouro_type *type, const ouro_slot_def *d);

/* Slot wrapper: `int.__add__`, a built-in slot seen from the language. */
typedef struct ouro_wrapper_descriptor {
    ouro_object head;
    const ouro_slot_def *def;
    ouro_object *cls;
} ouro_wrapper_descriptor;
ouro_object *ouro__wrapper_descriptor_new(ouro_runtime *rt, ouro_object *cls, const ouro_slot_def *def);

typedef struct ouro_getset_descriptor {
    ouro_object head;
    const ouro_getset_def *def;
    ouro_object *cls;
} ouro_getset_descriptor;
/* A reference at an offset: of a built-in type (def) or of __slots__ (name). */
typedef struct ouro_member_descriptor {
    ouro_object head;
    const ouro_member_def *def; /* NULL: of __slots__ */
    ouro_object *cls;
    ouro_object *name; /* str, or NULL: see def */
    uint64_t
        offset; /* or, of a shown field, the address of its ouro_getset_def; or the number of an end slot */
} ouro_member_descriptor;
ouro_object *ouro__method_descriptor_new(ouro_runtime *rt, ouro_object *cls, const ouro_method_def *def);
ouro_object *ouro__getset_descriptor_new(ouro_runtime *rt, ouro_object *cls, const ouro_getset_def *def);
ouro_object *ouro__shown_field_new(ouro_runtime *rt, ouro_object *cls, const ouro_getset_def *def);
ouro_object *ouro__member_descriptor_new(ouro_runtime *rt, ouro_object *cls, const ouro_member_def *def,
                                         ouro_object *name, size_t offset);
/* Of __slots__ in a class of end_slots.h. */
ouro_object *ouro__end_slot_descriptor_new(ouro_runtime *rt, ouro_object *cls, ouro_object *name,
                                           size_t number);
/* The text behind the signature of a "name(sig)\n--\n\ntext" doc, as str, or None; and the signature. Owned. */
ouro_object *ouro__doc_text(ouro_runtime *rt, const char *name, const char *doc);
ouro_object *ouro__doc_signature(ouro_runtime *rt, const char *name, const char *doc);

/* Fills a fresh heap type's slots from its base's and its own and its bases' special methods. */
int ouro__class_fill_slots(ouro_runtime *rt, ouro_class *c);
/* The slots behind one special name (NULL: all) again, in a class and those below it. */
int ouro__class_update_slots(ouro_runtime *rt, ouro_class *c, ouro_object *name);
/* Calls fn for each class below `c`, not for c. */
void ouro__class_each_below(ouro_runtime *rt, ouro_class *c, void (*fn)(ouro_runtime *, ouro_class *, void *),
                            void *context);
/* Copies what a type takes over from its base. */
void ouro__type_inherit(ouro_type *type, const ouro_type *base);

/* A class object around a descriptor: name, bases, base, mro set (all borrowed); no dict. Owned. */
ouro_class *ouro__class_alloc(ouro_runtime *rt, ouro_type *metatype, ouro_type *type);
int ouro__class_add_subclass(ouro_runtime *rt, ouro_class *base, ouro_class *c);
void ouro__class_remove_subclass(ouro_class *base, ouro_class *c);
void ouro__class_destroy(ouro_runtime *rt, ouro_object *o);
/* C3: the MRO of a class with these bases as a tuple beginning with it; TypeError. Owned. */
ouro_object *ouro__class_compute_mro(ouro_runtime *rt, ouro_object *cls, ouro_object *bases);
/* By metaclass.mro() when a metaclass has its own. */
ouro_object *ouro__class_make_mro(ouro_runtime *rt, ouro_class *c);
/* The base whose layout a class with these bases (a tuple) extends: borrowed; TypeError. */
ouro_class *ouro__class_best_base(ouro_runtime *rt, ouro_object *bases);
/* Whether instances of one class can become those of the other. */
bool ouro__class_same_layout(ouro_class *a, ouro_class *b);
/* c.__bases__ = value: 0, or -1 with nothing changed (but by a metaclass's mro(), or where memory for slots is refused). */
int ouro__class_set_bases(ouro_runtime *rt, ouro_class *c, ouro_object *value);
int ouro__class_set_name(ouro_runtime *rt, ouro_class *c, ouro_object *name);

/* type's slots. */
ouro_object *ouro__type_call(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                             ouro_object *kwnames);
ouro_object *ouro__type_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                            ouro_object *kwnames);
int ouro__type_setattr(ouro_runtime *rt, ouro_object *cls, ouro_object *name, ouro_object *value);
int64_t ouro__hash_not_implemented(ouro_runtime *rt, ouro_object *o);
int64_t ouro__hash_address(ouro_runtime *rt, ouro_object *o);
ouro_object *ouro__object_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                              ouro_object *kwnames);
int ouro__object_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                      ouro_object *kwnames);
ouro_object *ouro__object_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b, int op);
extern const ouro_method_def ouro__type_new_def; /* the built-in __new__ of any class that has a new_ slot */

/* isinstance and issubclass without asking the class's hooks. 1, 0, -1. */
int ouro__isinstance_plain(ouro_runtime *rt, ouro_object *o, ouro_object *cls);
int ouro__issubclass_plain(ouro_runtime *rt, ouro_object *sub, ouro_object *cls);
/* Names of all attributes found through a class: owned list. */
ouro_object *ouro__class_dir(ouro_runtime *rt, ouro_object *cls);

/* The getter of an exact property: borrowed, or NULL. */
ouro_object *ouro__property_getter(ouro_object *property);
/* The truth of o.__isabstractmethod__; 0 when `o` is NULL or has none. 1, 0, -1. */
int ouro__is_abstract(ouro_runtime *rt, ouro_object *o);

/* Frees a class's shapes. */
void ouro__shapes_destroy(ouro_runtime *rt, ouro_class *c);

/* Instance attributes without descriptors: found (borrowed), or NULL: missing, or with an exception set. */
ouro_object *ouro__attrs_find(ouro_runtime *rt, ouro_type *type, ouro_object *o, ouro_object *name);
/* value NULL: delete: 0, or -1; *missing set when there was nothing to delete (no exception). */
int ouro__attrs_store(ouro_runtime *rt, ouro_type *type, ouro_object *o, ouro_object *name,
                      ouro_object *value, bool *missing);
/* Default access without an AttributeError: 1 found (*value owned), 0 missing, -1. */
int ouro__generic_getattr_optional(ouro_runtime *rt, ouro_object *o, ouro_object *name, ouro_object **value);
int ouro__type_getattr_optional(ouro_runtime *rt, ouro_object *cls, ouro_object *name, ouro_object **value);
/* The `__dict__` of built-in types whose instances have one. */
ouro_object *ouro__get_own_dict(ouro_runtime *rt, ouro_object *self);
int ouro__put_own_dict(ouro_runtime *rt, ouro_object *self, ouro_object *value);
extern const ouro_getset_def ouro__instance_dict_def, ouro__instance_weakref_def;
/* An interned exact str for a name given by a program: owned. TypeError "attribute name must be string". */
ouro_object *ouro__attribute_name(ouro_runtime *rt, ouro_object *name);
/* AttributeError with a message of two objects, `o` and `name`, which the exception gets as attributes. NULL. */
void *ouro__raise_named_attribute_error(ouro_runtime *rt, const char *format, ouro_object *o,
                                        ouro_object *name);
/* The `in` of objects without __contains__. 1, 0, -1. */
int ouro__contains_by_iteration(ouro_runtime *rt, ouro_object *o, ouro_object *item);

/* Calls with `first` before the arguments. */
ouro_object *ouro__call_prepend(ouro_runtime *rt, ouro_object *f, ouro_object *first,
                                ouro_object *const *args, size_t nargs, ouro_object *kwnames);
/* Finds a special method on o's type for a call: function (owned) in *f, whose first argument is `o` when *bind. 1, 0
 * when missing, -1. */
int ouro__method_find(ouro_runtime *rt, ouro_object *o, ouro_object *name, ouro_object **f, bool *bind);

#endif
