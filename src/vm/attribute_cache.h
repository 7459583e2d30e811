/* How the inline caches of attribute instructions lie in the words behind them.
 *
 * Word 1: the type's version in the low half; above it the byte offset of the attribute word in 16 bits, then the slot's place
 * in 16 bits. Word 2: the pointer part of the attribute word, which names the shape (0: no attributes yet). */
#ifndef OURO_VM_ATTRIBUTE_CACHE_H
#define OURO_VM_ATTRIBUTE_CACHE_H

#include "types/class.h"
#include "types/method.h"

static inline uint64_t ouro__cache_places(uint32_t version, size_t offset, size_t place)
{
    return version | (uint64_t)(uint16_t)offset << 32 | (uint64_t)(uint16_t)place << 48;
}

static inline ouro_attrs *ouro__cached_attrs(ouro_object *o, uint64_t cache)
{
    return (ouro_attrs *)((char *)o + (uint16_t)(cache >> 32));
}

static inline unsigned ouro__cached_place(uint64_t cache)
{
    return (unsigned)(cache >> 48);
}

static inline ouro_object **ouro__cached_slot(ouro_attrs *attrs, uint64_t cache)
{
    return &attrs->slots[cache >> 48];
}

/* Shape and dict bit of an attribute word: equal to a cached shape only when there is no dict. */
static inline uint64_t ouro__attrs_shape(uint64_t word)
{
    return word & OURO_ATTRS_PLACE_MASK;
}

static inline uint64_t ouro__attrs_with_shape(uint64_t word, uint64_t shape)
{
    return (word & ~OURO_ATTRS_PLACE_MASK) | shape;
}

#endif
