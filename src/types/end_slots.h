/* The fixed slots of instances whose size varies: subclasses of str with __slots__. They stand behind the characters,
 * type->slot_count of them, and are counted from the end of the block, or from its attribute word where that stands
 * there: so a subclass can add more, or a dict, and those of its base keep their numbers. */
#ifndef OURO_TYPES_END_SLOTS_H
#define OURO_TYPES_END_SLOTS_H

#include "object/attrs.h"
#include "types/class.h"

static inline bool ouro__has_end_slots(const ouro_type *type)
{
    return type->item_size && type->slot_count;
}

/* Bytes at the end of an instance that its slots and its attribute word take. */
static inline size_t ouro__end_bytes(const ouro_type *type)
{
    size_t word = type->attrs_offset == OURO_ATTRS_AT_END ? sizeof(uint64_t) : 0;
    return type->item_size ? word + type->slot_count * sizeof(ouro_object *) : word;
}

/* The slot with a number: an owned reference, or NULL. */
static inline ouro_object **ouro__end_slot(ouro_runtime *rt, const ouro_type *type, ouro_object *o,
                                           size_t number)
{
    size_t word = type->attrs_offset == OURO_ATTRS_AT_END ? sizeof(uint64_t) : 0;
    char *end = (char *)o + ouro__heap_usable(&rt->heap, o) - word;
    return (ouro_object **)(void *)end - 1 - number;
}

/* Lays out instances of a class: `added` slots after those of its base. */
void ouro__end_slots_add(ouro_type *type, const ouro_type *base, size_t added);
/* Empties the slots of a fresh instance. */
void ouro__end_slots_clear(ouro_runtime *rt, ouro_object *o);

#endif
