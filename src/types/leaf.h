/* Helpers shared by the scalar types: leaves of run-time size, instances of subclasses, NotImplemented. */
#ifndef OURO_TYPES_LEAF_H
#define OURO_TYPES_LEAF_H

#include "types/class.h"
#include "types/end_slots.h"
#include "types/exception.h"

/* A fresh leaf whose size is known only now; the rest is not initialized. NULL with MemoryError set. */
static inline void *ouro__leaf_alloc(ouro_runtime *rt, size_t size, uint32_t word)
{
    ouro_object *o = ouro__heap_new(&rt->heap, size, OURO_HEAP_OBJECT);
    if (ouro__unlikely(!o))
        return ouro__no_memory(rt);
    o->refcount = 1;
    o->word = word;
    return o;
}

/* Gives back a leaf that nobody has seen yet. */
static inline void ouro__leaf_drop(ouro_runtime *rt, void *o)
{
    ouro__heap_free(&rt->heap, o, OURO_HEAP_OBJECT);
}

/* A zeroed instance of a class derived from a scalar type: `size` bytes of value, and room for the slots and the
 * attribute word where they stand at the end of the block. Owned, tracked when it is a container. */
static inline void *ouro__subclass_instance(ouro_runtime *rt, ouro_object *cls, size_t size)
{
    ouro_type *type = ((ouro_class *)cls)->type;
    size_t end = ouro__end_bytes(type);
    if (end)
        size = (size + 7) / 8 * 8 + end;
    else if (size < type->size)
        size = type->size;
    ouro_object *o = ouro__new_object(rt, type, size);
    if (o && ouro__has_end_slots(type))
        ouro__end_slots_clear(rt, o);
    if (o && (type->flags & OURO_TYPE_CONTAINER))
        ouro__track(o);
    return o;
}

/* True when cls is exactly the built-in class with this index. */
static inline bool ouro__is_builtin_class(const ouro_object *cls, enum ouro_type_id id)
{
    return ((const ouro_class *)cls)->type->word == OURO_WORD(id);
}

static inline ouro_object *ouro__not_implemented(ouro_runtime *rt)
{
    return OURO_NOT_IMPLEMENTED(rt);
}

/* The same object again, with a count of its own; for methods that give their operand back. */
static inline ouro_object *ouro__same(ouro_object *o)
{
    ouro_incref(o);
    return o;
}

#endif
