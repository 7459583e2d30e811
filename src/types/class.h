/* Classes: type objects, their making, attribute lookup through the MRO, shapes of instances. */
#ifndef OURO_TYPES_CLASS_H
#define OURO_TYPES_CLASS_H

#include "object/attrs.h"
#include "types/state.h"

/* A class. Its descriptor (type) holds the slots; this holds what the language sees. Metaclass instances begin like this. */
typedef struct ouro_class {
    ouro_object head;
    uint64_t attrs;  /* attribute word of capacity 0, unused: classes keep their attributes in dict */
    ouro_type *type; /* its descriptor */
    ouro_object *name, *qualname;   /* str */
    ouro_object *bases, *mro;       /* tuples of classes */
    ouro_object *base;              /* the class whose layout it extends; NULL for object */
    ouro_object *dict;              /* NULL until asked for in built-in classes: ouro__class_dict */
    ouro_object *slot_names;        /* tuple of __slots__ members of its own, or NULL */
    struct ouro_class **subclasses; /* borrowed: a class leaves its bases' arrays when it dies */
    uint32_t subclass_count, subclass_capacity;
    struct ouro_shape *root_shape;    /* owned: the empty shape of its instances, or NULL */
    uint32_t shape_count;             /* nodes of that tree */
    bool was_released;                /* it left its bases' arrays */
    bool owns_fields;                 /* type->fields is its own buffer */
    bool own_order;                   /* the program's mro() gave another order than the usual: nothing is cached */
    bool learns;                      /* type->slot_count follows what instances need */
    struct ouro_class_tables *tables; /* owned: number and sequence slots and fields of its own, or NULL */
    const struct ouro_builtin_type *builtin; /* what a built-in class is made from, or NULL */
    char *name_buffer;                       /* owned UTF-8 of a name that is not ASCII, or NULL */
} ouro_class;

/* What names the attribute slots of instances: a node of a tree whose edges are added names. */
typedef struct ouro_shape {
    struct ouro_shape *parent, *children, *sibling; /* children owned by their parent */
    ouro_class *owner;                              /* the class whose tree it is, borrowed */
    ouro_object *name;                              /* owned; added by this node as slot count - 1 */
    uint32_t count;                                 /* slots in use */
    uint32_t table_size;
    struct ouro_shape_entry *table; /* name -> slot, made when count is large; NULL: walk the parents */
} ouro_shape;

static inline bool ouro__is_class(ouro_runtime *rt, const ouro_object *o)
{
    return ouro__type_of(rt, o)->flags & OURO_TYPE_IS_CLASS;
}

/* Class object of a static type, and of any object: borrowed. */
static inline ouro_object *ouro__class_at(ouro_runtime *rt, enum ouro_type_id id)
{
    return ouro__type_at(rt, OURO_WORD(id))->class_object;
}
static inline ouro_object *ouro__class_of(ouro_runtime *rt, const ouro_object *o)
{
    return ouro__type_of(rt, o)->class_object;
}

/* The dict of a class, filled when it was not yet: borrowed; NULL with MemoryError. */
ouro_object *ouro__class_dict(ouro_runtime *rt, ouro_object *cls);

/* The attribute `name` (interned str) found along the MRO, no descriptor applied: borrowed. NULL when missing, without an
 * exception, but for MemoryError when the dict of a built-in class could not be filled. Cached. */
ouro_object *ouro__class_lookup(ouro_runtime *rt, ouro_type *type, ouro_object *name);
/* The attribute version of a type, given on demand; 0 when versions are used up or the type cannot be cached. */
uint32_t ouro__class_version(ouro_runtime *rt, ouro_type *type);
/* Something in the class's dict changed: new versions for it and its subclasses, slots updated for a special name (NULL: all). */
int ouro__class_modified(ouro_runtime *rt, ouro_object *cls, ouro_object *name);

bool ouro__is_subtype(ouro_runtime *rt, ouro_object *cls, ouro_object *base); /* by the MRO */
/* isinstance, issubclass with __instancecheck__, unions, tuples: 1, 0, -1. */
int ouro__isinstance(ouro_runtime *rt, ouro_object *o, ouro_object *cls);
int ouro__issubclass(ouro_runtime *rt, ouro_object *sub, ouro_object *cls);

/* type(name, bases, namespace, **kwargs): metaclass is the class to instantiate. Owned. */
ouro_object *ouro__class_new(ouro_runtime *rt, ouro_object *metaclass, ouro_object *name, ouro_object *bases,
                             ouro_object *namespace, ouro_object *const *kwvalues, ouro_object *kwnames);
/* The metaclass for a class with these bases: the most derived of `metaclass` and theirs. Borrowed; TypeError. */
ouro_object *ouro__class_winner(ouro_runtime *rt, ouro_object *metaclass, ouro_object *bases);
/* A fresh instance with empty attributes, tracked when it is a container; no __init__. Owned. */
ouro_object *ouro__instance_new(ouro_runtime *rt, ouro_object *cls);

/* Names passed to these and to the getattr and setattr slots are interned; ouro__getattr and ouro__setattr see to it.
 * The default attribute access (object.__getattribute__, __setattr__, type's). */
ouro_object *ouro__generic_getattr(ouro_runtime *rt, ouro_object *o, ouro_object *name);
int ouro__generic_setattr(ouro_runtime *rt, ouro_object *o, ouro_object *name, ouro_object *value);
ouro_object *ouro__type_getattr(ouro_runtime *rt, ouro_object *cls, ouro_object *name);
/* The __dict__ of an object, made when it is not there yet: borrowed; NULL with AttributeError when it has none. */
ouro_object *ouro__instance_dict(ouro_runtime *rt, ouro_object *o);

/* For the interpreter's inline caches. Slot of `name` in a shape, -1 when it has none. */
int64_t ouro__shape_find(ouro_runtime *rt, const ouro_shape *shape, ouro_object *name);
/* The empty shape of a class; NULL (no exception) when memory is refused. */
ouro_shape *ouro__shape_root(ouro_runtime *rt, ouro_class *c);
/* The shape after adding `name`; NULL (no exception) when the tree is too large or memory is refused: use a dict then. */
ouro_shape *ouro__shape_add(ouro_runtime *rt, ouro_shape *shape, ouro_object *name);

#endif
