/* The attribute word of an instance: where its attributes are.
 *
 * One 64-bit word at type->attrs_offset, followed by `capacity` slots:
 *   bits 48..63  capacity: slots behind the word (each NULL or a counted reference)
 *   bits  1..47  a pointer: to a shape (borrowed: the floors above keep it), which names the slots; or,
 *   bit   0 set  to a dict that holds all attributes (counted); all slots are NULL then
 *   bit   1 set  (with bit 0) that dict is a part of the instance, which nothing else refers to: it is not
 *                tracked and not counted among the young, and its references are the instance's own
 * A word whose pointer part is 0 has no attributes yet. Types with OURO_ATTRS_AT_END (subclasses of tuple,
 * str, int, bytes) keep the word in the last 8 bytes of the block, with capacity 0: only a dict. */
#ifndef OURO_OBJECT_ATTRS_H
#define OURO_OBJECT_ATTRS_H

#include "object/runtime.h"

#define OURO_ATTRS_POINTER_MASK 0x0000fffffffffffcull
#define OURO_ATTRS_DICT 1ull
#define OURO_ATTRS_PRIVATE 2ull
/* All that says where the attributes are: everything but the capacity. */
#define OURO_ATTRS_PLACE_MASK (OURO_ATTRS_POINTER_MASK | OURO_ATTRS_DICT | OURO_ATTRS_PRIVATE)

typedef struct ouro_attrs {
    uint64_t word;
    ouro_object *slots[];
} ouro_attrs;

static inline unsigned ouro__attrs_capacity(uint64_t word)
{
    return (unsigned)(word >> 48);
}

static inline bool ouro__attrs_is_dict(uint64_t word)
{
    return word & OURO_ATTRS_DICT;
}

static inline void *ouro__attrs_pointer(uint64_t word)
{
    return (void *)(uintptr_t)(word & OURO_ATTRS_POINTER_MASK);
}

static inline bool ouro__attrs_is_private(uint64_t word)
{
    return word & OURO_ATTRS_PRIVATE;
}

/* Takes the dict out of a word that has one: owned, an ordinary dict from here on, but not tracked if it was
 * private. */
static inline ouro_object *ouro__attrs_take_dict(ouro_runtime *rt, ouro_attrs *attrs)
{
    uint64_t word = attrs->word;
    attrs->word = word & ~OURO_ATTRS_PLACE_MASK;
    if (ouro__attrs_is_private(word))
        rt->young_count++; /* its end will take it off */
    return (ouro_object *)ouro__attrs_pointer(word);
}

/* The attribute word of an object whose type has one. */
static inline ouro_attrs *ouro__attrs_of(ouro_runtime *rt, const ouro_type *type, ouro_object *o)
{
    size_t offset = type->attrs_offset;
    if (__builtin_expect(offset == OURO_ATTRS_AT_END, 0))
        offset = ouro__heap_usable(&rt->heap, o) - sizeof(uint64_t);
    return (ouro_attrs *)((char *)o + offset);
}

#endif
